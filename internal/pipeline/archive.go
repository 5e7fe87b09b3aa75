package pipeline

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// archiveRule is the rule of the note that says which file of an archive was read.
const archiveRule = "FILE-ARCHIVE"

// Unpack gives the report in an archive, by its name behind the archive's, and says
// in beside what of the archive was read; any other content is given back as it is. An
// archive with several reports, with none, or with a workbook or an archive beside the
// report that cannot be read, is an error: which one is meant is for the caller to say.
// The error is a *msg.Problem.
func Unpack(name string, data []byte, o Options) (member string, content []byte, beside msg.Text, err error) {
	if !archive.Is(data) {
		return name, data, beside, nil
	}
	if name == "" {
		name = archive.Ending
	}
	if _, err = archive.Open(data, archive.Default); err != nil { // whose error names no place
		return name, nil, beside, err
	}
	from := archive.Of(name, data)
	all, err := from.Members(name)
	if err != nil {
		return name, nil, beside, err
	}
	var reports, same, others, faults []string // same are those that are the first report byte by byte
	var first error                            // of a file that may be the report
	for _, m := range all {
		inside := strings.TrimPrefix(m, name+"/")
		data, err := from.ReadFile(m)
		if err == nil {
			err = readable(m, data, o)
		}
		switch {
		case err == nil && len(reports) == 1 && bytes.Equal(content, data):
			same = append(same, inside)
		case err == nil:
			reports, member, content = append(reports, inside), m, data
		case !errors.Is(err, msg.ErrNoReport) && mayBeReport(m):
			faults = append(faults, inside)
			if first == nil {
				first = msg.At(m, err)
			}
		default:
			others = append(others, inside)
		}
	}
	if len(reports) == 1 { // its record is read with it
		others = slices.DeleteFunc(others, func(inside string) bool { return inside == review.BesideName(reports[0]) })
	}
	choose := msg.F("写明要读的文件，如 %s/%s，或解压后选择", "name the file to read, such as %s/%s, or unpack the archive and choose", filepath.ToSlash(name), slices.Concat(reports, faults, others, []string{"…"})[0])
	switch {
	case len(reports) == 1 && len(faults) == 0:
		beside = msg.F("读的是压缩包里的“%s”", "%q in the archive was read", reports[0])
		if len(same) > 0 {
			beside = msg.F("%s；与它完全相同的：%s", "%s; the same as it: %s", beside, msg.Few(same))
		}
		if len(others) > 0 {
			beside = msg.F("%s；没有读的：%s", "%s; not read: %s", beside, msg.Few(others))
		}
		return member, content, beside, nil
	case len(reports) > 1:
		err = &msg.Problem{What: msg.F("压缩包里有 %d 份报告：%s", "the archive has %d reports: %s", len(reports), msg.Few(reports)), Hint: choose, Kind: msg.ErrUnreadable}
	case len(reports) == 1:
		err = &msg.Problem{What: msg.F("压缩包里能读的报告是“%s”，还有读不了的：%s", "the report in the archive that can be read is %q; others cannot: %s", reports[0], msg.Few(faults)), Hint: choose, Kind: msg.ErrUnreadable}
	case len(faults) == 1:
		err = first
	case len(faults) > 1:
		err = &msg.Problem{What: msg.F("压缩包里的文件都读不了：%s；第一个：%s", "no file in the archive can be read: %s; the first: %s", msg.Few(faults), msg.Of(first)), Hint: choose, Kind: msg.ErrUnreadable}
	case len(others) == 0:
		err = &msg.Problem{What: msg.T("压缩包是空的", "the archive is empty"), Hint: msg.T("请重新取得该文件", "get the file again"), Sender: msg.T("请重新发送", "send it again"), Kind: msg.ErrNoReport}
	default:
		err = &msg.Problem{What: msg.F("压缩包里没有年度报告；里面是：%s", "there is no report in the archive; it holds: %s", msg.Few(others)),
			Hint: msg.T("请找原来的工作簿或 Word 文档", "look for the workbook or Word document"), Kind: msg.ErrNoReport}
	}
	return name, nil, beside, err
}

// mayBeReport reports whether a member that cannot be read may be a report, by its
// ending: a workbook, or an archive. Pictures and printed documents are often beside
// one.
func mayBeReport(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ett", ".ods", ".zip", ".rar", ".7z"}, strings.ToLower(filepath.Ext(name)))
}

// readable is the error of reading content as a report; nil if it is one.
func readable(name string, data []byte, o Options) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = msg.NewCrash(name, p)
		}
	}()
	r, _, err := Read(name, data, o)
	if err == nil && len(r.Values) == 0 && len(r.Texts) == 0 {
		err = &msg.Problem{What: msg.T("文件里没有数字和叙述", "the file has neither figures nor narratives"), Kind: msg.ErrNoReport}
	}
	return err
}
