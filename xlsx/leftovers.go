package xlsx

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Bounds of what is looked through for hidden content.
const (
	maxHiddenRows    = 5000
	maxHiddenColumns = 256
)

// programs that sign files they make; they name no person.
var programs = []string{workbook.Program, "openpyxl", "xuri", "Apache POI", "SheetJS"}

// Leftovers lists what a workbook holds besides what it shows, and what would be
// published with it: comments, hidden rows, columns and sheets with content, the
// author's name, and links to other files. What gkxl itself adds is left out. A
// file that is no workbook has none.
func Leftovers(data []byte) (notes []model.Note) {
	l := &leftovers{}
	defer func() {
		if recover() != nil { // a part the library fails on
			notes = l.notes
		}
	}()
	f, err := preflight.Open(data)
	if err != nil {
		return nil
	}
	defer f.Close()
	book, err := patch.Open(data)
	if err != nil {
		return nil
	}
	l.file, l.book, l.list = f, book, mark.ListSheet(f)
	l.sheets()
	l.author()
	l.links()
	return l.notes
}

type leftovers struct {
	file  *excelize.File
	book  *patch.Book
	list  string // the sheet of an earlier check's findings
	notes []model.Note
}

func (l *leftovers) add(rule, cell, found string, message msg.Text) {
	l.notes = append(l.notes, model.Note{Rule: rule, Cell: cell, Found: found, Message: message})
}

func (l *leftovers) sheets() {
	for _, sheet := range l.file.GetSheetList() {
		if sheet == metaSheet || sheet == l.list {
			continue
		}
		if shown, err := l.file.GetSheetVisible(sheet); err == nil && !shown {
			l.add("PUB-HIDDEN", address(sheet, "A1"), sheet, msg.F("工作表“%s”被隐藏", "sheet %q is hidden", sheet))
		}
		if err := l.comments(sheet); err != nil {
			continue // a part the library cannot read holds nothing that it could show
		}
		l.hidden(sheet)
	}
}

func (l *leftovers) comments(sheet string) error {
	comments, err := l.file.GetComments(sheet)
	if err != nil {
		return err
	}
	sort.SliceStable(comments, func(i, j int) bool { return comments[i].Cell < comments[j].Cell })
	for _, c := range comments {
		said := c.Text
		if said == "" {
			for _, p := range c.Paragraph {
				said += p.Text
			}
		}
		if i := strings.Index(said, mark.Sign); i >= 0 {
			said = said[:i] // what stands before ours is the unit's
		}
		if said = strings.TrimSpace(strings.Trim(strings.TrimSpace(said), "─")); said == "" {
			continue
		}
		l.add("PUB-COMMENT", address(sheet, c.Cell), said, msg.F("批注：“%s”", "comment: %q", text.Brief(said)))
	}
	return nil
}

// hidden finds hidden rows and columns that hold something.
func (l *leftovers) hidden(sheet string) {
	rows, err := l.file.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return
	}
	rows = rows[:min(len(rows), maxHiddenRows)]
	filled := map[int]string{} // hidden columns' first text
	var columns []int
	width := 0
	for _, row := range rows {
		width = max(width, min(len(row), maxHiddenColumns))
	}
	for col := 1; col <= width; col++ {
		name, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return
		}
		if shown, err := l.file.GetColVisible(sheet, name); err == nil && !shown {
			columns = append(columns, col)
		}
	}
	for i, row := range rows {
		first := ""
		for _, text := range row {
			if first == "" {
				first = strings.TrimSpace(text)
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
		if shown, err := l.file.GetRowVisible(sheet, i+1); err == nil && !shown {
			l.add("PUB-HIDDEN", address(sheet, fmt.Sprintf("A%d", i+1)), first, msg.F("第 %d 行被隐藏，写有“%s”", "row %d is hidden and says %q", i+1, text.Brief(first)))
		}
	}
	for _, col := range columns {
		if said := filled[col]; said != "" {
			name, _ := excelize.ColumnNumberToName(col)
			l.add("PUB-HIDDEN", address(sheet, name+"1"), said, msg.F("%s 列被隐藏，写有“%s”", "column %s is hidden and says %q", name, text.Brief(said)))
		}
	}
}

func (l *leftovers) author() {
	said := map[string]bool{}
	tell := func(what msg.Text, who string) {
		who = strings.TrimSpace(who)
		if who == "" || said[who] || slices.Contains(programs, who) {
			return
		}
		said[who] = true
		l.add("PUB-AUTHOR", "", who, msg.F("%s：“%s”", "%s: %q", what, text.Brief(who)))
	}
	if p, err := l.file.GetDocProps(); err == nil {
		tell(msg.T("作者", "author"), p.Creator)
		tell(msg.T("最后保存者", "last saved by"), p.LastModifiedBy)
	}
	if p, err := l.file.GetAppProps(); err == nil {
		tell(msg.T("单位", "company"), p.Company)
	}
}

// links finds other files that the workbook refers to. Addresses on the web are
// no such files.
func (l *leftovers) links() {
	seen := map[string]bool{}
	for _, name := range l.book.Names() {
		if strings.Contains(name, "_rels/") || !strings.HasPrefix(name, "xl/") {
			continue
		}
		link := strings.HasPrefix(name, "xl/externalLinks/")
		rels, err := l.book.Rels(name)
		if err != nil {
			continue
		}
		for _, r := range rels {
			// A path of another book, of a linked file, or of somebody's mailbox.
			target := r.Target
			outside := link && strings.HasPrefix(r.Type, "externalLinkPath") || r.Type == "hyperlink" && r.External && !strings.HasPrefix(target, "http") && !strings.HasPrefix(target, "#")
			if !outside || seen[target] {
				continue
			}
			seen[target] = true
			l.add("PUB-LINK", "", target, msg.F("链接到“%s”", "linked to %q", text.Brief(target)))
		}
		if strings.HasSuffix(name, "connections.xml") && path.Dir(name) == "xl" {
			l.add("PUB-LINK", "", name, msg.T("含有外部数据连接", "there is a connection to outside data"))
		}
	}
}
