package xlsx

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The rows and columns of a sheet that are searched for hidden content.
const (
	maxHiddenRows    = 5000
	maxHiddenColumns = 256
)

// signingPrograms are programs that name themselves as the author of files they make;
// they name no person.
var signingPrograms = []string{workbook.Program, "openpyxl", "xuri", "Apache POI", "SheetJS"}

// Leftovers lists what a workbook holds besides what it shows, and what would be
// published with it: comments, hidden rows, columns and sheets with content, the
// author's name, and links to other files. What gkxl itself adds is left out. A
// part that cannot be searched is a note of its own, of rule PUB-UNSEARCHED, so that
// no notes means that there is nothing. A file that is no workbook has none. The
// error is a *msg.Crash; the notes count beside it.
func Leftovers(data []byte) ([]model.Note, error) {
	f, err := preflight.Open(data)
	var crash *msg.Crash
	if errors.As(err, &crash) {
		return []model.Note{unsearched("", msg.T("整个工作簿", "the whole workbook"))}, err
	}
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	l := &leftovers{file: f}
	l.search("", msg.T("整个工作簿", "the whole workbook"), func() (err error) {
		if l.book, err = patch.Open(data); err != nil {
			return err
		}
		l.list = mark.ListSheet(f)
		l.sheets()
		return nil
	})
	l.search("docProps/core.xml", msg.T("作者信息", "the author's name"), l.author)
	if l.book != nil {
		l.links()
	}
	return l.notes, l.crash
}

// leftovers searches one workbook.
type leftovers struct {
	file  *excelize.File
	book  *patch.Book
	list  string // the sheet of an earlier check's findings
	notes []model.Note
	crash error // the first *msg.Crash
}

func (l *leftovers) add(rule, cell, found string, message msg.Text) {
	l.notes = append(l.notes, model.Note{Rule: rule, Cell: cell, Found: found, Message: message})
}

// errFailed is a part that the spreadsheet library panics on.
var errFailed = errors.New("xlsx: the spreadsheet library failed")

// search searches a part, and notes if that is not possible. Name is the part's name
// in the file, what its name for people.
func (l *leftovers) search(name string, what msg.Text, part func() error) {
	err := func() (err error) {
		defer shield.Recover(&err, func() error { return errFailed })
		return part()
	}()
	if err == nil {
		return
	}
	l.notes = append(l.notes, unsearched(name, what))
	var crash *msg.Crash
	if errors.As(err, &crash) && l.crash == nil {
		l.crash = crash
	}
}

// unsearched is the note on a part that could not be searched.
func unsearched(name string, what msg.Text) model.Note {
	return model.Note{Rule: "PUB-UNSEARCHED", Found: name, Message: msg.F("没有查完：无法读取%s", "the search is not complete: %s cannot be read", what)}
}

func (l *leftovers) sheets() {
	for _, sheet := range l.file.GetSheetList() {
		if sheet == metaSheet || sheet == l.list {
			continue
		}
		l.search(sheet, msg.F("工作表“%s”", "sheet %q", sheet), func() error { return l.hiddenSheet(sheet) })
		l.search(sheet, msg.F("工作表“%s”的批注", "the comments of sheet %q", sheet), func() error { return l.comments(sheet) })
		l.search(sheet, msg.F("工作表“%s”的行和列", "the rows and columns of sheet %q", sheet), func() error { return l.hidden(sheet) })
	}
}

func (l *leftovers) hiddenSheet(sheet string) error {
	shown, err := l.file.GetSheetVisible(sheet)
	if err == nil && !shown {
		l.add("PUB-HIDDEN", address(sheet, "A1"), sheet, msg.F("工作表“%s”被隐藏", "sheet %q is hidden", sheet))
	}
	return err
}

func (l *leftovers) comments(sheet string) error {
	comments, err := l.file.GetComments(sheet)
	if err != nil {
		return err
	}
	slices.SortStableFunc(comments, func(a, b excelize.Comment) int { return strings.Compare(a.Cell, b.Cell) })
	for _, c := range comments {
		said := c.Text
		if said == "" {
			for _, p := range c.Paragraph {
				said += p.Text
			}
		}
		said, _, _ = strings.Cut(said, mark.Sign) // what stands before ours is the unit's
		if said = strings.TrimSpace(strings.Trim(strings.TrimSpace(said), "─")); said == "" {
			continue
		}
		l.add("PUB-COMMENT", address(sheet, c.Cell), said, msg.F("批注：“%s”", "comment: %q", text.Brief(said)))
	}
	return nil
}

// hidden finds hidden rows and columns that hold something.
func (l *leftovers) hidden(sheet string) error {
	rows, err := l.file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if isNoWorksheet(err) {
		return nil // a chart has no cells
	}
	if err != nil {
		return err
	}
	if len(rows) > maxHiddenRows {
		rows = rows[:maxHiddenRows]
		l.notes = append(l.notes, unsearched(sheet, msg.F("工作表“%s”第 %d 行以后", "what is behind row %[2]d of sheet %[1]q", sheet, maxHiddenRows)))
	}
	columns, err := l.hiddenColumns(sheet, rows)
	if err != nil {
		return err
	}
	filled := map[int]string{} // the first text of each hidden column
	for i, row := range rows {
		first := ""
		for _, cell := range row {
			if first == "" {
				first = strings.TrimSpace(cell)
			}
		}
		for _, col := range columns {
			if col <= len(row) && filled[col] == "" {
				filled[col] = strings.TrimSpace(row[col-1])
			}
		}
		if first == "" {
			continue
		}
		shown, err := l.file.GetRowVisible(sheet, i+1)
		if err != nil {
			return err
		}
		if !shown {
			l.add("PUB-HIDDEN", address(sheet, fmt.Sprintf("A%d", i+1)), first, msg.F("第 %d 行被隐藏，写有“%s”", "row %d is hidden and says %q", i+1, text.Brief(first)))
		}
	}
	for _, col := range columns {
		if said := filled[col]; said != "" {
			name, _ := excelize.ColumnNumberToName(col)
			l.add("PUB-HIDDEN", address(sheet, name+"1"), said, msg.F("%s 列被隐藏，写有“%s”", "column %s is hidden and says %q", name, text.Brief(said)))
		}
	}
	return nil
}

// hiddenColumns are the numbers of the hidden columns that some row reaches.
func (l *leftovers) hiddenColumns(sheet string, rows [][]string) ([]int, error) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width > maxHiddenColumns {
		l.notes = append(l.notes, unsearched(sheet, msg.F("工作表“%s”第 %d 列以后", "what is behind column %[2]d of sheet %[1]q", sheet, maxHiddenColumns)))
		width = maxHiddenColumns
	}
	var columns []int
	for col := 1; col <= width; col++ {
		name, _ := excelize.ColumnNumberToName(col)
		shown, err := l.file.GetColVisible(sheet, name)
		if err != nil {
			return nil, err
		}
		if !shown {
			columns = append(columns, col)
		}
	}
	return columns, nil
}

// author finds names of people and companies in the properties of the file.
func (l *leftovers) author() error {
	seen := map[string]bool{}
	note := func(what msg.Text, who string) {
		who = strings.TrimSpace(who)
		if who == "" || seen[who] || slices.Contains(signingPrograms, who) {
			return
		}
		seen[who] = true
		l.add("PUB-AUTHOR", "", who, msg.F("%s：“%s”", "%s: %q", what, text.Brief(who)))
	}
	core, err := l.file.GetDocProps()
	if err != nil {
		return err
	}
	note(msg.T("作者", "author"), core.Creator)
	note(msg.T("最后保存者", "last saved by"), core.LastModifiedBy)
	app, err := l.file.GetAppProps()
	if err == nil {
		note(msg.T("单位", "company"), app.Company)
	}
	return err
}

// links finds other files that the workbook refers to, and connections to databases.
// Addresses on the web are no such files.
func (l *leftovers) links() {
	seen := map[string]bool{}
	for _, name := range l.book.Names() {
		if strings.Contains(name, "_rels/") || !strings.HasPrefix(name, "xl/") {
			continue
		}
		l.search(name, msg.F("部件“%s”的链接", "the links of part %q", name), func() error { return l.linksOf(name, seen) })
	}
}

// linksOf finds the links of one part.
func (l *leftovers) linksOf(name string, seen map[string]bool) error {
	rels := l.book.Rels(name)
	if err := l.book.Err(); err != nil {
		return err
	}
	for _, r := range rels {
		// A path of another book, of a linked file, or of somebody's mailbox.
		target := r.Target
		otherBook := strings.HasPrefix(name, "xl/externalLinks/") && strings.HasPrefix(r.Type, "externalLinkPath")
		otherFile := r.Type == "hyperlink" && r.External && !strings.HasPrefix(target, "http") && !strings.HasPrefix(target, "#")
		if !otherBook && !otherFile || seen[target] {
			continue
		}
		seen[target] = true
		l.add("PUB-LINK", "", target, msg.F("链接到“%s”", "linked to %q", text.Brief(target)))
	}
	if strings.HasSuffix(name, "connections.xml") && path.Dir(name) == "xl" {
		l.add("PUB-LINK", "", name, msg.T("含有外部数据连接", "there is a connection to outside data"))
	}
	return nil
}
