package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The rows and columns of a sheet that are searched for hidden content.
const (
	maxHiddenRows    = 5000
	maxHiddenColumns = 256
)

// Leftovers lists what a workbook holds besides what it shows, and what would be
// published with it: comments, hidden rows, columns and sheets with content, the
// author's name, and links to other files. What gkxl itself adds is left out. A
// part that cannot be searched is a note of its own, of rule PUB-UNSEARCHED, so that
// no notes means that there is nothing. A file that is no workbook has none. Texts are
// those of all cells by their address, wherever they stand: what must not be published
// may be on a sheet that has no part in the report. The error is a *msg.Crash; the
// notes count beside it.
func Leftovers(data []byte) (notes []model.Note, texts map[string]string, err error) {
	f, err := preflight.Open(data)
	var crash *msg.Crash
	if errors.As(err, &crash) || errors.Is(err, msg.ErrTooLarge) {
		var l leftovers.List
		l.Unsearched("", msg.T("整个工作簿", "the whole workbook"))
		if crash == nil {
			err = nil // a total may be read without its appendices, and not be searched with them
		}
		return l.Notes, nil, err
	}
	if err != nil {
		return nil, nil, nil
	}
	defer f.Close()
	l := &searcher{file: f, texts: map[string]string{}}
	l.Search("", msg.T("整个工作簿", "the whole workbook"), func() (err error) {
		if l.book, err = patch.Open(data); err != nil {
			return err
		}
		l.list = mark.ListSheet(sheetsOf(f))
		l.sheets()
		return nil
	})
	l.Search("docProps/core.xml", msg.T("作者信息", "the author's name"), l.author)
	if l.book != nil {
		l.links()
		l.parts()
	}
	return l.Notes, l.texts, l.Crash
}

// searcher searches one workbook.
type searcher struct {
	leftovers.List
	file  *preflight.Workbook
	book  *patch.Book
	cells *book             // its cells as they are shown
	list  string            // the sheet of an earlier check's findings
	texts map[string]string // by address
}

func (l *searcher) sheets() {
	l.cells = newBook(l.file)
	reviews := l.cells.reviews
	for _, sheet := range l.file.GetSheetList() {
		if sheet == metaSheet || sheet == l.list {
			continue
		}
		if sheet == reviews { // its hidden column is of gkxl; the names on it are not
			l.Add("PUB-AUTHOR", address(sheet, "A1"), sheet, msg.F("工作表“%s”写有审核人的姓名和意见", "sheet %q has the names and notes of those who reviewed the report", sheet))
			continue
		}
		l.Search(sheet, msg.F("工作表“%s”", "sheet %q", sheet), func() error { return l.hiddenSheet(sheet) })
		l.Search(sheet, msg.F("工作表“%s”的批注", "the comments of sheet %q", sheet), func() error { return l.comments(sheet) })
		l.Search(sheet, msg.F("工作表“%s”的行和列", "the rows and columns of sheet %q", sheet), func() error { return l.hidden(sheet) })
		l.Search(sheet, msg.F("工作表“%s”的单元格", "the cells of sheet %q", sheet), func() error { return l.unseen(sheet) })
	}
}

func (l *searcher) hiddenSheet(sheet string) error {
	if l.file.Hidden(sheet) {
		l.Add("PUB-HIDDEN", address(sheet, "A1"), sheet, msg.F("工作表“%s”被隐藏", "sheet %q is hidden", sheet))
	}
	return nil
}

func (l *searcher) comments(sheet string) error {
	comments, err := l.file.Comments(sheet)
	if err != nil {
		return err
	}
	sorting.By(comments, func(a, b excelize.Comment) int { return strings.Compare(a.Cell, b.Cell) })
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
		l.Add("PUB-COMMENT", address(sheet, c.Cell), said, msg.F("批注：“%s”", "comment: %q", text.Brief(said)))
	}
	return nil
}

// hidden finds hidden rows and columns that hold something.
func (l *searcher) hidden(sheet string) error {
	rows, err := l.file.Rows(sheet)
	if err != nil {
		return err
	}
	if len(rows) > maxHiddenRows {
		rows = rows[:maxHiddenRows]
		l.Unsearched(sheet, msg.F("工作表“%s”第 %d 行以后", "what is behind row %[2]d of sheet %[1]q", sheet, maxHiddenRows))
	}
	columns, err := l.hiddenColumns(sheet, rows)
	if err != nil {
		return err
	}
	filled := map[int]string{} // the first text of each hidden column
	for i, row := range rows {
		first := ""
		for j, cell := range row {
			if cell != "" {
				ref, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					return err
				}
				l.texts[address(sheet, ref)] = cell
			}
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
		shown, height, err := l.file.RowShown(sheet, i+1)
		if err != nil {
			return err
		}
		if !shown || height < leastHeight {
			l.Add("PUB-HIDDEN", address(sheet, fmt.Sprintf("A%d", i+1)), first, msg.F("第 %d 行被隐藏，写有“%s”", "row %d is hidden and says %q", i+1, text.Brief(first)))
		}
	}
	for _, col := range columns {
		if said := filled[col]; said != "" {
			name, _ := excelize.ColumnNumberToName(col)
			l.Add("PUB-HIDDEN", address(sheet, name+"1"), said, msg.F("%s 列被隐藏，写有“%s”", "column %s is hidden and says %q", name, text.Brief(said)))
		}
	}
	return nil
}

// hiddenColumns are the numbers of the hidden columns that some row reaches.
func (l *searcher) hiddenColumns(sheet string, rows [][]string) ([]int, error) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width > maxHiddenColumns {
		l.Unsearched(sheet, msg.F("工作表“%s”第 %d 列以后", "what is behind column %[2]d of sheet %[1]q", sheet, maxHiddenColumns))
		width = maxHiddenColumns
	}
	narrow := noWidth(l.file.Part(l.file.Sheet(sheet).Part))
	var columns []int
	for col := 1; col <= width; col++ {
		name, _ := excelize.ColumnNumberToName(col)
		shown, err := l.file.ColumnShown(sheet, name)
		if err != nil {
			return nil, err
		}
		if !shown || narrow(col) {
			columns = append(columns, col)
		}
	}
	return columns, nil
}

// author finds names of people and companies in the properties of the file.
func (l *searcher) author() error {
	f, err := l.file.Library()
	if err != nil {
		return err
	}
	core, err := f.GetDocProps()
	if err != nil {
		return err
	}
	l.Person(msg.T("作者", "author"), core.Creator)
	l.Person(msg.T("最后保存者", "last saved by"), core.LastModifiedBy)
	app, err := f.GetAppProps()
	if err == nil {
		l.Person(msg.T("单位", "company"), app.Company)
	}
	return err
}

// links finds other files that the workbook refers to, and connections to databases.
// Addresses on the web are no such files.
func (l *searcher) links() {
	seen := map[string]bool{}
	for _, name := range l.book.Names() {
		if strings.Contains(name, "_rels/") || !strings.HasPrefix(name, "xl/") {
			continue
		}
		l.Search(name, msg.F("部件“%s”的链接", "the links of part %q", name), func() error { return l.linksOf(name, seen) })
	}
}

// linksOf finds the links of one part.
func (l *searcher) linksOf(name string, seen map[string]bool) error {
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
		l.Add("PUB-LINK", "", target, msg.F("链接到“%s”", "linked to %q", text.Brief(target)))
	}
	if strings.HasSuffix(name, "connections.xml") && path.Dir(name) == "xl" {
		l.Add("PUB-LINK", "", name, msg.T("含有外部数据连接", "there is a connection to outside data"))
	}
	return nil
}

// parts finds parts that name people or that are not looked into: the writers of comments, properties of the user's
// own, pictures, files within the file, macros.
func (l *searcher) parts() {
	pictures, first := 0, ""
	for _, name := range l.book.Names() {
		folder, base := path.Split(strings.ToLower(name))
		switch {
		case folder == "xl/media/":
			if pictures++; first == "" {
				first = name
			}
		case folder == "xl/embeddings/":
			l.Skipped(name, msg.F("嵌入的文件“%s”", "the contents of the embedded file %q", base))
		case base == "vbaproject.bin":
			l.Skipped(name, msg.T("宏", "the macros"))
		case folder == "xl/persons/":
			l.Search(name, msg.T("批注作者的名单", "the list of those who commented"), func() error {
				return l.attributes(name, "displayName", msg.T("批注作者", "wrote a comment"))
			})
		case name == "docProps/custom.xml":
			l.Search(name, msg.T("自定义属性", "the custom properties"), func() error { return l.customProperties(name) })
		}
	}
	l.Pictures(first, pictures)
}

// attributes notes the people whom an attribute of the elements of a part names.
func (l *searcher) attributes(name, attribute string, what msg.Text) error {
	return l.eachElement(name, func(_ *xml.Decoder, e xml.StartElement) error {
		for _, a := range e.Attr {
			if a.Name.Local == attribute {
				l.Person(what, a.Value)
			}
		}
		return nil
	})
}

// customProperties notes the properties that somebody or a program added to the file.
func (l *searcher) customProperties(name string) error {
	return l.eachElement(name, func(dec *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "property" {
			return nil
		}
		var p struct {
			Name  string `xml:"name,attr"`
			Value string `xml:",any"`
		}
		if err := dec.DecodeElement(&p, &e); err != nil {
			return err
		}
		if !strings.ContainsFunc(p.Value, func(r rune) bool { return unicode.Is(unicode.Han, r) || r == '@' || r == '\\' }) {
			return nil // a version or a key of a program, such as WPS and Office leave
		}
		l.Person(msg.F("自定义属性 %s", "custom property %s", p.Name), p.Value)
		return nil
	})
}

// eachElement calls a function with every element of a part.
func (l *searcher) eachElement(name string, visit func(*xml.Decoder, xml.StartElement) error) error {
	part, _ := l.book.Part(name)
	if err := l.book.Err(); err != nil {
		return err
	}
	return leftovers.EachElement(part, visit)
}
