package publish

import (
	"fmt"
	"slices"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Column is the kind of a column of a table that is not the form's.
type Column int

// The kinds of columns: texts, which may take several lines; figures, which stay on one; small drawn lines; and
// sentences compared side by side.
const (
	Words Column = iota
	Figures
	Course
	Sentences
)

// The room for the texts of a table in a publication, in ems of the smallest size: on an upright page, and on a
// turned one. Both are somewhat less than the width of the page, as the widths of texts are estimates.
const (
	uprightEms = 54.0
	turnedEms  = 84.0
)

// OfPage composes the publication of a page of tables, such as a comparison of reports: the verdict, then its blocks
// in their order, each under a heading. Pages are turned if a table asks for the room; one that is too wide even
// then is cut into several.
func OfPage(p *table.Page, lang msg.Lang) *Document {
	d := &Document{Turned: p.Wider(uprightEms), Title: clean(p.Title), Organ: clean(p.Organ), Under: clean(p.Subtitle), Lang: "zh-CN"}
	if lang == msg.EN {
		d.Lang = "en"
	}
	c := &pageComposer{doc: d, lang: lang}
	for _, s := range p.Warnings {
		c.add(Block{Kind: Paragraph, Text: "※ " + s})
	}
	c.add(Block{Kind: Paragraph, Text: p.Verdict})
	for _, b := range p.Blocks {
		c.addBlock(b)
	}
	return d
}

// pageComposer composes the publication of a page.
type pageComposer struct {
	doc    *Document
	lang   msg.Lang
	place  msg.Text
	tables int
}

// add appends a block, unless it is empty.
func (c *pageComposer) add(b Block) {
	if b.Kind != Table {
		if b.Text = clean(text.Shown(b.Text)); b.Text == "" {
			return
		}
	}
	b.Place = c.place
	c.doc.Blocks = append(c.doc.Blocks, b)
}

// OfTable composes the table of a block alone, as OfPage does.
func OfTable(b table.Block, lang msg.Lang) []Block {
	c := &pageComposer{doc: &Document{}, lang: lang, place: msg.T(b.Title, b.Title)}
	c.addTables(b)
	return c.doc.Blocks
}

// addBlock appends one block of the page.
func (c *pageComposer) addBlock(b table.Block) {
	c.place = msg.T(b.Title, b.Title)
	c.add(Block{Kind: Heading, Level: 1, Text: b.Title})
	c.addTables(b)
	c.addLines(b)
	for _, n := range b.Notes {
		c.add(Block{Kind: Note, Text: n})
	}
}

// addTables appends the table of a block, in parts if it is too wide.
func (c *pageComposer) addTables(b table.Block) {
	for i, part := range b.Parts(turnedEms) {
		if i > 0 {
			c.add(Block{Kind: Note, Above: true, Text: msg.T("（续表）", "(continued)").In(c.lang)})
		}
		c.addRows(part)
	}
}

// addRows appends the table of a block.
func (c *pageComposer) addRows(b table.Block) {
	head, columns, rows := b.Head, columnsOf(b), rowsOf(b)
	var notes []Block
	if last := len(head) - 1; last > 1 && columns[last] == Words && isSparse(rows, last) {
		notes = columnToNotes(rows, last)
		head, columns = head[:last], columns[:last]
	}
	c.addTable(head, columns, rows)
	for _, n := range notes {
		c.add(n)
	}
}

// addLines appends the sentences of a block that differ.
func (c *pageComposer) addLines(b table.Block) {
	var lines []row
	flush := func() {
		columns := slices.Repeat([]Column{Sentences}, len(b.Sides))
		if len(columns) > 0 {
			columns[0] = Words
		}
		c.addTable(b.Sides, columns, lines)
		lines = nil
	}
	for _, l := range b.Lines {
		if l.Mark != "" {
			lines = append(lines, sentence(l))
			continue
		}
		flush()
		c.add(Block{Kind: Heading, Level: 2, Text: l.Label})
		c.add(Block{Kind: Note, Above: true, Text: l.New})
	}
	flush()
}

// isSparse reports whether a column has texts in fewer than half of the rows, and a long one among them.
func isSparse(rows []row, col int) bool {
	n, longest := 0, 0
	for _, r := range rows {
		if s := r.cells[col].Text; s != "" {
			n++
			longest = max(longest, len([]rune(s)))
		}
	}
	return 2*n < len(rows) && longest > 6
}

// columnToNotes takes a column out of rows and makes notes of its texts, each once, with marks in the cell that
// names the row.
func columnToNotes(rows []row, col int) []Block {
	var notes []Block
	marks := map[string]string{}
	for i, r := range rows {
		s := r.cells[col].Text
		rows[i].cells = r.cells[:col]
		if s == "" {
			continue
		}
		if marks[s] == "" {
			marks[s] = noteMark(len(notes))
			notes = append(notes, Block{Kind: Note, Mark: marks[s], Text: s})
		}
		name := 0
		if len(r.cells) > 1 && len([]rune(r.cells[0].Text)) == 1 { // the number of a table
			name = 1
		}
		rows[i].cells[name].Mark = marks[s]
	}
	return notes
}

// row is a row of a table that is not the form's.
type row struct {
	cells []Shown
	tone  table.Tone
}

// columnsOf returns the kinds of a block's columns.
func columnsOf(b table.Block) []Column {
	out := make([]Column, len(b.Head))
	for i, numeric := range b.Numeric() {
		if numeric {
			out[i] = Figures
		}
	}
	for r := range b.All() {
		for i, x := range r.Cells {
			if x.Trend != nil && i < len(out) {
				out[i] = Course
			}
		}
	}
	return out
}

// rowsOf returns the rows of a block.
func rowsOf(b table.Block) []row {
	var out []row
	for r := range b.All() {
		x := row{tone: r.Tone}
		for i, cell := range r.Cells {
			shown := Shown{Text: cleanLines(text.Shown(cell.Text)), Course: cell.Trend}
			if cell.Faint {
				shown.Text = ""
			}
			if i == 0 {
				shown.Inset = r.Level
			}
			if r.Tone == table.Total {
				shown.Strong = [2]int{0, len(shown.Text)}
			}
			x.cells = append(x.cells, shown)
		}
		out = append(out, x)
	}
	return out
}

// sentence returns the row of a changed sentence: what became of it, as it was, as it is. Where both exist, the
// difference is emphasised.
func sentence(l table.Line) row {
	r := row{tone: l.Tone, cells: []Shown{{Text: l.Label}, {Text: oneLine(text.Shown(l.Old))}, {Text: oneLine(text.Shown(l.New))}}}
	if old, now := r.cells[1].Text, r.cells[2].Text; old != "" && now != "" {
		r.cells[1].Strong, r.cells[2].Strong = table.Apart(old, now), table.Apart(now, old)
	}
	return r
}

// maxCellText is the largest number of characters in a cell, so that a row is no higher than a page. The rest
// goes into the row below.
const maxCellText = 240

// addTable appends a table that is not the form's: a row of headings, and rows whose first columns up to the
// figures, two at most, are labels.
func (c *pageComposer) addTable(head []string, columns []Column, rows []row) {
	if len(head) == 0 || len(rows) == 0 {
		return
	}
	c.tables++
	labels := 1
	if len(columns) > 2 && columns[1] == Words && columns[2] != Words {
		labels = 2
	}
	d := &Drawn{Grid: &grid.Grid{Cols: len(head), Rows: 1, Head: 1}, Columns: columns}
	put := func(kind grid.Kind, col int, s Shown) {
		s.Text = cleanLines(text.Shown(s.Text))
		d.Cells = append(d.Cells, grid.Cell{Kind: kind, Row: d.Rows - 1, Col: col, Rows: 1, Cols: 1, Text: s.Text})
		d.Shown = append(d.Shown, s)
	}
	for i, h := range head {
		put(grid.Head, i, Shown{Text: h})
	}
	for _, r := range rows {
		for more := true; more; {
			more = false
			d.Rows++
			for i := range head {
				var s Shown
				if i < len(r.cells) {
					s = r.cells[i]
					r.cells[i] = Shown{}
				}
				if t := []rune(s.Text); len(t) > maxCellText {
					r.cells[i].Text, s = string(t[maxCellText:]), Shown{Text: string(t[:maxCellText]), Mark: s.Mark}
					more = true
				}
				s.Faint, s.Shaded = r.tone == table.Muted, r.tone == table.Bad
				kind := grid.Value
				if i < labels {
					kind = grid.Label
				}
				put(kind, i, s)
			}
			if more && r.cells[0].Text == "" {
				r.cells[0].Text = msg.T("（续）", "(continued)").In(c.lang)
			}
		}
	}
	b := Block{Kind: Table, Table: d, Section: fmt.Sprintf("t%d", c.tables)}
	c.add(b)
}
