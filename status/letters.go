package status

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// Notice is a letter that a unit is to get. One of a file that came in returns
// it; any other reminds of what did not come.
type Notice struct {
	Unit *UnitStatus
	// Filing is the file that is returned. A unit with different reports gets a
	// notice for each of them that is at fault; N counts them from 0.
	Filing *units.Submission
	N      int
	// Conflict says that its different reports are what is at fault, and Unreadable
	// that there is only a file, by its name the unit's, that cannot be read.
	Conflict, Unreadable bool
}

// Returns reports whether a file is returned, rather than one asked for.
func (n Notice) Returns() bool { return n.Filing != nil }

// Notices are the letters to write: a return of every report that has errors, or
// that says something else than another of the unit, and of a file that cannot
// be read and is all there is of a unit; and a reminder to every other unit of
// which nothing is in though its deadline is over. From is the grade from which a
// report is returned: model.Error, or model.Warning to return those with warnings
// that nobody explained too.
func (s *Status) Notices(from model.Grade) []Notice {
	var out []Notice
	for _, u := range s.Units {
		switch {
		case u.conflicts(), u.wrong(), from == model.Warning && u.unexplained():
			out = append(out, u.returned()...)
		case u.Reports && u.Missing == 1 && len(u.Unreadable) > 0:
			out = append(out, Notice{Unit: u, Filing: &u.Unreadable[0], Unreadable: true})
		case u.Overdue():
			out = append(out, Notice{Unit: u})
		}
	}
	return out
}

func (u *UnitStatus) returned() []Notice {
	var out []Notice
	for i := range u.Filings {
		if f := &u.Filings[i]; f.Errors > 0 || f.Warnings > 0 {
			out = append(out, Notice{Unit: u, Filing: f, N: len(out), Conflict: u.conflicts()})
		}
	}
	if len(out) == 0 { // different, and each in order
		out = append(out, Notice{Unit: u, Filing: &u.Filings[0], Conflict: true})
	}
	return out
}

// NoticeFiles gives notices file names without an ending in a folder. The names
// of a unit's do not depend on who else gets one.
func NoticeFiles(dir string, list *units.Roster, notices []Notice, lang msg.Lang) []string {
	stems := map[*units.Unit]string{}
	for i, f := range units.UnitFiles(dir, list.Units, "") {
		stems[list.Units[i]] = f
	}
	out := make([]string, len(notices))
	for i, n := range notices {
		kind := msg.T("催报", "reminder")
		if n.Returns() {
			kind = msg.T("退回", "return")
		}
		if n.N > 0 {
			kind = msg.F("%s %d", "%s %d", kind, n.N+1)
		}
		out[i] = stems[n.Unit.Unit] + " " + kind.In(lang)
	}
	return out
}

// NoticeOptions say what the units cannot.
type NoticeOptions struct {
	Form   *model.Form      // names the report
	Sender string           // who signs
	Until  time.Time        // by when an answer is asked for; zero for soon
	Source pipeline.Options // how the files were read
	// Read gives the bytes of a file once more, by its Submission.File.
	Read  func(file string) ([]byte, error)
	Check check.Options
}

// Letter writes a notice. A file that is returned is read once more for its
// findings; that it was changed since is an error.
func (s *Status) Letter(n Notice, o NoticeOptions, lang msg.Lang) (letter.Letter, error) {
	u := n.Unit
	c := letter.Case{Form: o.Form, Year: s.Year, Unit: u.Unit.Name, Contact: u.Unit.Contact, Deadline: u.Unit.Deadline, Until: o.Until, From: o.Sender, Date: s.AsOf}
	if c.Until.IsZero() && !c.Deadline.Before(s.AsOf) {
		c.Until = c.Deadline
	}
	if !n.Returns() {
		l := letter.Reminder(c, lang)
		l.Paragraphs = slices.Insert(l.Paragraphs, 1, u.uncounted(lang)...)
		return l, nil
	}
	f := n.Filing
	if n.Unreadable {
		l := letter.Return(c, letter.Returned{File: f.File, Name: sentAs(f), Err: f.Err}, lang)
		if others := u.Unreadable[1:]; len(others) > 0 {
			l.Paragraphs = slices.Insert(l.Paragraphs, 1, msg.F("同样无法读取的还有：%s。", "These cannot be read either: %s.", units.FileNames(others)).In(lang))
		}
		return l, nil
	}
	data, err := o.Read(f.File)
	r := pipeline.Job{Import: o.Source, Check: o.Check}.Data(f.File, data)
	if sum := sha256.Sum256(data); err != nil || r.Err != nil || hex.EncodeToString(sum[:]) != f.SHA {
		return letter.Letter{}, &msg.Problem{Where: f.File, What: msg.T("文件在清点之后被改动", "the file changed after it was counted"), Hint: msg.T("请重新运行", "run it again")}
	}
	l := letter.Return(c, letter.Returned{File: f.File, Name: sentAs(f), Report: r.Report, Findings: r.Findings, Causes: r.Causes}, lang)
	if n.Conflict {
		files := units.FileNames(u.Filings)
		if !u.Differences.IsZero() {
			files = msg.F("%s（%s）", "%s (%s)", files, u.Differences)
		}
		different := msg.F("收到你单位 %d 份内容不同的报告：%s。请确认以哪一份为准，核对无误后只报送这一份。", "We have received %d reports of yours that say different things: %s. Please decide which one holds, and hand in that alone, once it is right.", len(u.Filings), files)
		if l.Attached == nil || len(l.Attached.Rows) == 0 { // nothing to say but by when
			l.Paragraphs, l.Attached = l.Paragraphs[len(l.Paragraphs)-1:], nil
		}
		l.Paragraphs = slices.Insert(l.Paragraphs, 0, different.In(lang))
	}
	return l, nil
}

// sentAs is what a unit knows its file by: the file's own name, and of a member of an
// archive the archive's with it.
func sentAs(f *units.Submission) string {
	parts := strings.Split(f.Shown, "/")
	if i := slices.IndexFunc(parts, archive.IsName); i >= 0 {
		return strings.Join(parts[i:], "/")
	}
	return parts[len(parts)-1]
}

// uncounted says what came in of a unit, and why it is not its report.
func (u *UnitStatus) uncounted(lang msg.Lang) []string {
	others := lists.Map(u.OtherYear, func(f units.Submission) string {
		return msg.F("收到的文件“%s”是 %d 年度的报告，不是所要的报告。", "The file %q that we received is the report on %d, not the one asked for.", f.Shown, f.Year).In(lang)
	})
	empty := lists.Map(u.Empty, func(f units.Submission) string {
		return msg.F("收到的文件“%s”是没有填写的模板。", "The file %q that we received is a template nobody filled in.", f.Shown).In(lang)
	})
	return slices.Concat(others, empty, lists.Map(u.Doubtful, func(f units.Submission) string {
		return msg.F("收到的文件“%s”%s，不能认定是你单位的报告。是你单位的，请改正后重新报送；更名的，请一并说明。", "The file %q that we received %s, and cannot be taken for your report. If it is yours, please correct it and hand it in again; if you were renamed, please say so.", sentAs(&f), u.unlike(f)).In(lang)
	}))
}

// unlike says what a file that may be the unit's has that is not the unit's.
func (u *UnitStatus) unlike(f units.Submission) msg.Text {
	switch {
	case f.Organ == "":
		return msg.T("没有写机关名称", "names no organ")
	case units.NameKey(f.Organ) == units.NameKey(u.Unit.Name):
		return msg.F("写的单位代码是“%s”，与你单位的代码“%s”不同", "has the code %q, and yours is %q", f.Code, u.Unit.Code)
	}
	return msg.F("写的机关名称是“%s”", "is in the name of %q", f.Organ)
}
