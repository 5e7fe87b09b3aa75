package units

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// What a folder is searched for, by the ending of the name. A workbook is a
// report until it proves to be none, and so is a document in a format that
// cannot be read: a unit's file is reported rather than skipped. Documents that
// can be read lie in folders for many reasons; those that hold no table of the
// report are skipped.
var (
	spreadsheets = []string{".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ett", ".ods", ".csv"}
	unreadable   = []string{".doc", ".wps", ".pdf", ".ofd", ".rtf", ".odt"}
	documents    = []string{".docx", ".docm", ".html", ".htm", ".mht", ".mhtml", ".txt", ".md"}
)

// FindFiles replaces folders by the reports in them, sorted. Files that are none
// are returned as skipped, and so is what cannot be read, or is JSON, beside a file
// of the same name: it is the same report printed or exported. Lock files of open workbooks are
// left out.
func FindFiles(args []string) (files, skipped []string, err error) {
	return findFiles(args, false)
}

// FindSubmissions is FindFiles where a folder may be empty: nobody has filed yet.
func FindSubmissions(args []string) (files, skipped []string, err error) {
	return findFiles(args, true)
}

func findFiles(args []string, empty bool) (files, skipped []string, err error) {
	for _, a := range args {
		st, err := os.Stat(a)
		if a == "-" || err == nil && !st.IsDir() {
			files = append(files, a)
			continue
		}
		if err != nil {
			files = append(files, a) // reported when it is read
			continue
		}
		found, others, err := findIn(a)
		if err != nil {
			return nil, nil, osfile.FileError(a, err)
		}
		files, skipped = append(files, found...), append(skipped, others...)
		if len(found) == 0 && !empty {
			return nil, skipped, &msg.Problem{Where: a, What: msg.T("文件夹里没有年度报告", "there are no reports in this folder"),
				Hint: msg.T("请确认选对了文件夹；工作簿、Word 文档、网页和文本中要有官方格式的表", "check that this is the right folder; workbooks, documents, pages and texts must hold the tables of the form")}
		}
	}
	return files, skipped, nil
}

func findIn(root string) (files, skipped []string, err error) {
	var doubtful []string
	named := map[string]bool{}         // what is read, without the ending
	root += string(filepath.Separator) // so that a link to a folder is the folder
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		base, ext := filepath.Base(path), strings.ToLower(filepath.Ext(path))
		switch {
		case err != nil:
			return err
		case path != root && strings.HasPrefix(base, "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".~"):
			return nil
		case slices.Contains(unreadable, ext), ext == ".json" && isReport(path):
			doubtful = append(doubtful, path)
			return nil
		case slices.Contains(spreadsheets, ext), slices.Contains(documents, ext) && mayReport(path):
			files = append(files, path)
			named[strings.TrimSuffix(path, filepath.Ext(path))] = true
		default:
			skipped = append(skipped, path)
		}
		return nil
	})
	for _, path := range doubtful {
		if named[strings.TrimSuffix(path, filepath.Ext(path))] {
			skipped = append(skipped, path)
		} else {
			files = append(files, path)
		}
	}
	slices.Sort(files)
	slices.Sort(skipped)
	return files, skipped, err
}

// isReport looks whether a JSON file is a report.
func isReport(path string) bool {
	data, err := osfile.ReadFile(path)
	if err != nil {
		return false
	}
	var head struct{ Schema string }
	return json.Unmarshal(data, &head) == nil && head.Schema == record.Schema
}

// mayReport looks whether a document holds a table of any edition. A Word
// document that is damaged may be a report, and is reported as damaged.
func mayReport(path string) bool {
	data, err := osfile.ReadFile(path)
	if err != nil {
		return true
	}
	sheets, kind, err := read.Read(path, data)
	if err != nil || kind.IsZero() {
		return strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".doc")
	}
	fs, err := templates.Candidates(nil)
	if err != nil {
		return true
	}
	m, err := intake.Map(sheets, fs, intake.Options{})
	return err != nil || m != nil
}
