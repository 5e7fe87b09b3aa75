// Package pdf reads the text of a tagged PDF, such as package pdfout writes:
// paragraphs and tables in reading order, with the spans of merged cells. It uses the
// text and the structure tree only, not the positions, so that it reads what a screen
// reader reads.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/msg"
)

// Read reads a PDF. The error is a *msg.Problem: no PDF, a damaged or encrypted one,
// one without a structure tree, or one that is too large.
func Read(data []byte) (*intake.Sheet, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, &msg.Problem{What: msg.T("不是 PDF 文件", "this is no PDF"), Hint: msg.T("请确认选对了文件", "check that this is the right file")}
	}
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	r := &reader{file: f, pages: map[ref]int{}, sheet: &intake.Sheet{Complete: true}}
	r.sheet.Address = func(row, _ int) string {
		if row < 0 || row >= len(r.places) {
			return ""
		}
		return r.places[row]
	}
	var root dict
	for _, v := range f.objects {
		if d, ok := v.(dict); ok && d["Type"] == name("Catalog") && d["StructTreeRoot"] != nil {
			root = d
		}
	}
	if root == nil {
		return nil, &msg.Problem{What: msg.T("这份 PDF 没有标签（结构），读不出表格", "this PDF has no tags (structure): its tables cannot be read"),
			Hint: msg.T("请用本工具导出的 PDF，或比对网页、Word 文档，或把 PDF 的文字存成 .txt 再试", "use a PDF exported by this tool, or a page or a document, or save the PDF's text as .txt")}
	}
	room := maxText
	r.text(f.dict(root["Pages"]), map[ref]*font{}, &room, 0, map[ref]bool{})
	r.walkStructure(f.dict(root["StructTreeRoot"])["K"], 0, 0)
	r.paragraph()
	if r.failed || room < 0 {
		return nil, &msg.Problem{What: msg.T("PDF 的内容过多", "the PDF holds too much"), Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
	}
	return r.sheet, nil
}

// maxCells is the largest number of cells and paragraphs of a file.
const maxCells = 200_000

type reader struct {
	*file
	pages  map[ref]int                // page numbers by object
	marked []map[int]*strings.Builder // text by page and content
	sheet  *intake.Sheet
	places []string // by row
	row    int
	tables int
	buffer strings.Builder
	page   int  // page of the beginning of buffer
	whole  bool // elements do not end a paragraph: inside a cell, or a Div
	steps  int  // elements visited
	failed bool
}

// text reads the marked contents of every page.
func (r *reader) text(node dict, fonts map[ref]*font, room *int, depth int, seen map[ref]bool) {
	for _, k := range r.list(node["Kids"]) {
		num, _ := k.(ref)
		d := r.dict(k)
		if d == nil || seen[num] || depth > 30 {
			continue
		}
		seen[num] = true
		if d["Kids"] != nil {
			r.text(d, fonts, room, depth+1, seen)
			continue
		}
		out := map[int]*strings.Builder{}
		r.contents(d, fonts, out, room)
		r.marked = append(r.marked, out)
		r.pages[num] = len(r.marked)
	}
}

// walkStructure visits the structure tree and collects paragraphs and tables.
func (r *reader) walkStructure(k any, page ref, depth int) {
	if r.steps++; r.steps > maxObjects || depth > 60 {
		r.failed = r.steps > maxObjects
		return
	}
	if a, ok := r.get(k).([]any); ok {
		for _, v := range a {
			r.walkStructure(v, page, depth+1)
		}
		return
	}
	if n, ok := r.get(k).(float64); ok {
		r.content(page, int(n), &r.buffer)
		return
	}
	d := r.dict(k)
	if d == nil {
		return
	}
	if pg, ok := d["Pg"].(ref); ok {
		page = pg
	}
	if d["Type"] == name("MCR") {
		r.content(page, r.int(d["MCID"], -1), &r.buffer)
		return
	}
	switch tag, _ := r.get(d["S"]).(name); tag {
	case "Table":
		if r.whole { // inside a cell
			r.walkStructure(d["K"], page, depth+1)
			break
		}
		r.paragraph()
		r.table(d, page)
	case "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "Note", "LI", "Title":
		r.walkStructure(d["K"], page, depth+1)
		if !r.whole {
			r.paragraph()
		}
	case "Div":
		if r.whole || !r.runsOn(d) {
			r.walkStructure(d["K"], page, depth+1)
			break
		}
		r.paragraph()
		r.whole = true
		r.walkStructure(d["K"], page, depth+1)
		r.whole = false
		r.paragraph()
	case "Figure", "Artifact":
		r.paragraph()
	default:
		r.walkStructure(d["K"], page, depth+1)
	}
}

// runsOn reports whether a group is a heading that runs on into a paragraph.
func (r *reader) runsOn(d dict) bool {
	kids := r.list(d["K"])
	if len(kids) != 2 {
		return false
	}
	h, _ := r.get(r.dict(kids[0])["S"]).(name)
	return len(h) == 2 && h[0] == 'H' && r.get(r.dict(kids[1])["S"]) == name("P")
}

func (r *reader) content(page ref, id int, b *strings.Builder) {
	n := r.pages[page]
	if n == 0 || id < 0 {
		return
	}
	if t := r.marked[n-1][id]; t != nil && b.Len() < maxText {
		if b.Len() == 0 {
			r.page = n
		}
		b.WriteString(t.String())
	}
}

func cellOf(s string) intake.Cell {
	if s = strings.TrimFunc(s, unicode.IsSpace); s == "" {
		return intake.Cell{}
	}
	return intake.Cell{Kind: intake.Text, Text: s}
}

// paragraph ends the paragraph in buffer.
func (r *reader) paragraph() {
	c := cellOf(r.buffer.String())
	r.buffer.Reset()
	if c.Kind == intake.Empty {
		return
	}
	c.Address = fmt.Sprintf("第%d页", r.page)
	r.add(r.row, 0, 1, 1, c)
	r.next(c.Address)
}

func (r *reader) next(place string) {
	r.places = append(r.places, place)
	r.row++
}

func (r *reader) add(row, col, rows, cols int, c intake.Cell) {
	if len(r.sheet.Cells) >= maxCells {
		r.failed = true
		return
	}
	r.sheet.Add(row, col, rows, cols, c)
}

// table reads a table. Cells that span rows push later cells to the right.
func (r *reader) table(d dict, page ref) {
	r.tables++
	var rows []dict
	r.rows(d, &rows, 0)
	taken := map[[2]int]bool{}
	for i, tr := range rows {
		col, k := 0, 0
		for _, kid := range r.list(tr["K"]) {
			td := r.dict(kid)
			if tag := r.get(td["S"]); tag != name("TD") && tag != name("TH") {
				continue
			}
			k++
			for taken[[2]int{i, col}] {
				col++
			}
			high, wide := r.spans(td)
			high = min(high, len(rows)-i)
			for dr := 1; dr < high; dr++ {
				for dc := range wide {
					taken[[2]int{i + dr, col + dc}] = true
				}
			}
			if len(taken) > 4*maxCells {
				r.failed = true
				return
			}
			own := page
			if pg, ok := td["Pg"].(ref); ok {
				own = pg
			}
			r.whole = true
			r.walkStructure(td["K"], own, 30)
			r.whole = false
			c := cellOf(r.buffer.String())
			r.buffer.Reset()
			c.Address = fmt.Sprintf("表格%d!第%d行第%d格", r.tables, i+1, k)
			r.add(r.row, col, high, wide, c)
			col += wide
		}
		r.next(fmt.Sprintf("表格%d!第%d行", r.tables, i+1))
	}
}

// rows finds the rows of a table, at any depth of groups.
func (r *reader) rows(d dict, out *[]dict, depth int) {
	for _, k := range r.list(d["K"]) {
		kid := r.dict(k)
		if kid == nil || depth > 3 || len(*out) > maxCells {
			continue
		}
		if r.get(kid["S"]) == name("TR") {
			*out = append(*out, kid)
		} else {
			r.rows(kid, out, depth+1)
		}
	}
}

func (r *reader) spans(td dict) (rows, cols int) {
	rows, cols = 1, 1
	for _, a := range r.list(td["A"]) {
		d := r.dict(a)
		rows, cols = max(rows, r.int(d["RowSpan"], 1)), max(cols, r.int(d["ColSpan"], 1))
	}
	return min(rows, 2000), min(cols, 1000)
}
