package table

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/msg"
)

// writeXLSX writes a page as a workbook to print and hand on. The same page gives
// the same bytes. What a page says stands there as text, never as a formula.
func writeXLSX(w io.Writer, p *Page, o Options) error {
	if !p.List() { // of what files say in a list, the library replaces what a cell cannot hold
		for _, s := range p.Texts() {
			if err := workbook.CheckText(msg.T("“"+p.Title+"”", "“"+p.Title+"”"), s); err != nil {
				return err
			}
		}
	}
	f := workbook.New()
	defer f.Close()
	workbook.SetProperties(f, p.Title)
	b := &book{file: f, lang: o.Lang, styles: map[style]int{}, ends: map[string]string{}}
	if err := b.page(0, p); err != nil {
		return err
	}
	end := workbook.Part(nil) // a part of which nothing is changed goes out as it comes
	for _, more := range b.ends {
		if more != "" {
			end = b.end
		}
	}
	return workbook.Write(w, f, end)
}

// AddSheets adds the sheets of a page to a workbook that has some already.
func AddSheets(f *excelize.File, p *Page, lang msg.Lang) error {
	b := &book{file: f, lang: lang, styles: map[style]int{}, ends: map[string]string{}}
	return b.page(f.SheetCount, p)
}

// book is a workbook while pages are drawn into it.
type book struct {
	file   *excelize.File
	lang   msg.Lang
	styles map[style]int
	ends   map[string]string // what stands at the end of a sheet, by the name of its part
}

// page draws a page, its first sheet by a number counted from 0: the blocks that
// open the page together, below its title and verdict, then a sheet for every
// other block. Of lists the first has a sheet of its own too.
func (b *book) page(n int, p *Page) error {
	if p.List() {
		for i, block := range p.Blocks {
			above := []line{{use: lineTitle, text: block.Title}}
			if i == 0 {
				above = p.top()
			}
			for _, note := range block.Notes { // below the list they would be filtered
				above = append(above, line{use: lineNote, text: note})
			}
			block.Notes = nil
			if err := b.draw(&sheet{name: sheetName(block.Title), number: n + i, list: true, single: true}, above, block); err != nil {
				return err
			}
		}
		return nil
	}
	if err := b.draw(&sheet{name: msg.T("摘要", "summary").In(b.lang), number: n}, p.top(), p.Blocks[:p.Summary]...); err != nil {
		return err
	}
	for i, block := range p.Blocks[p.Summary:] {
		if err := b.draw(&sheet{name: sheetName(block.Title), number: n + 1 + i, single: true}, []line{{use: lineTitle, text: p.Title}}, block); err != nil {
			return err
		}
	}
	return nil
}

// draw draws a sheet of blocks below lines over all. The heads of a single block
// are frozen and repeated on every page.
func (b *book) draw(s *sheet, above []line, blocks ...Block) error {
	s.book, s.names = b, 1
	drawn := make([]Block, len(blocks))
	for i := range blocks {
		if drawn[i] = drawable(blocks[i]); len(s.widths) < max(1, len(drawn[i].Head)) {
			s.widths, s.names = drawn[i].columns(s.widths), drawn[i].labels()
		}
	}
	if len(s.widths) == 0 { // nothing but title and verdict
		s.widths = []float64{60, 30}
	}
	head, rows := 0, 0
	if s.single && len(drawn[0].Head) > 0 {
		if head, rows = len(above)+3, drawn[0].Len(); s.list {
			head = len(above) + 1
		}
	}
	if err := s.begin(head, rows); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.lines(above)
	for _, block := range drawn {
		if !s.list {
			s.lines([]line{{}, {use: lineHeading, text: block.Title}})
		}
		s.block(block)
	}
	s.ends[fmt.Sprintf("xl/worksheets/sheet%d.xml", s.number+1)] = sparklines(s.name, s.sparks)
	if s.err == nil {
		s.err = s.w.Flush()
	}
	return s.err
}

// line is a row that one text fills; the zero line is an empty row.
type line struct {
	use  use
	text string
	tone Tone
}

// top is what stands above a page's blocks.
func (p *Page) top() []line {
	var out []line
	put := func(u use, tone Tone, s string) {
		if s != "" {
			out = append(out, line{u, s, tone})
		}
	}
	put(lineTitle, Neutral, p.Title)
	put(lineSubtitle, Neutral, p.Subtitle)
	for _, s := range p.Warnings {
		put(lineWarning, Neutral, s)
	}
	if !p.List() {
		out = append(out, line{})
	}
	put(lineVerdict, verdictTones[p.Outcome], p.Verdict)
	return out
}

// sheetName makes a title fit to name a sheet.
func sheetName(s string) string {
	if i := strings.IndexAny(s, "（(,，"); i >= 0 {
		s = s[:i]
	}
	out := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, s))
	return string(out[:min(len(out), 31)])
}

// columns are the widths of a block's columns: those it has, or else as wide as
// its texts ask, within reason, and no narrower than those before.
func (b Block) columns(before []float64) []float64 {
	switch {
	case b.Widths != nil:
		return b.roomy()
	case len(b.Lines) > 0:
		return []float64{14, 60, 60}
	}
	out := make([]float64, max(2, len(b.Head)))
	copy(out, before)
	for i := range out {
		w := 8.0
		if i < len(b.Head) {
			w = workbook.Width(b.Head[i]) + 5
		}
		for r := range b.All() {
			if i < len(r.Cells) {
				w = max(w, workbook.Width(r.Cells[i].Text)+5)
				if r.Cells[i].Trend != nil {
					w = max(w, 16)
				}
			}
		}
		out[i] = max(out[i], min(w, 52))
	}
	return out
}

// Room that a cell keeps beside its text, and the most that a column of figures is widened
// to, in the width of a digit.
const (
	besideText   = 2.4
	widestFigure = 26.0
	indentWidth  = 2.0 // one step of setting a text in
)

// roomy are the widths of a list's columns, those of figures wide enough for what stands
// in them: a program cuts off the beginning, and so the sign, of a text on the right that
// has no room. Of a list whose rows are only made one by one they are as given.
func (b Block) roomy() []float64 {
	if len(b.Rows) == 0 {
		return b.Widths
	}
	out := slices.Clone(b.Widths)
	numeric := b.Numeric()
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			if i < len(out) && numeric[i] && !c.Faint {
				out[i] = max(out[i], min(workbook.Width(c.Text)+besideText, widestFigure))
			}
		}
	}
	return out
}

// sheet is a sheet while its rows are written from the top down.
type sheet struct {
	*book
	name   string
	number int  // counted from 0
	list   bool // it holds a list
	single bool // it holds a block alone
	names  int  // so many columns name a row
	widths []float64
	w      *excelize.StreamWriter
	row    int // the last one that is written
	sparks []spark
	err    error // the first one

	// What one row is made in, as there may be a hundred thousand.
	made    []excelize.Cell // the cells of one row
	written []any           // pointers to them
}

// begin makes the sheet and lays it out for paper. Head is the row of the heads,
// 0 for none; so many rows below it are filtered.
func (s *sheet) begin(head, rows int) (err error) {
	f := s.file
	s.try(workbook.Sheet(f, s.number, s.name))
	if s.list { // first: it forgets the sheet's other properties
		s.try(f.AutoFilter(s.name, ref(head, 1)+":"+ref(head+rows, len(s.widths)), nil))
	}
	s.try(workbook.Plan(s.widths, smallest, s.names).Setup(f, s.name, head, head, s.names, s.lang))
	if s.w, err = f.NewStreamWriter(s.name); err != nil || s.err != nil {
		return cmp.Or(s.err, err)
	}
	for i, w := range s.widths {
		s.try(s.w.SetColWidth(i+1, i+1, w))
	}
	switch {
	case head > 0 && s.list:
		s.try(s.w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: head, TopLeftCell: ref(head+1, 2), ActivePane: "bottomRight"}))
	case head > 0:
		s.try(s.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: ref(head+1, 1), ActivePane: "bottomLeft"}))
	}
	return s.err
}

func (s *sheet) try(err error) {
	if s.err == nil {
		s.err = err
	}
}

// indent is how far the texts of cells are set in; a list has no room for it.
func (s *sheet) indent() int {
	if s.list {
		return 0
	}
	return 1
}

// cell is a cell of a look; height is what it needs over so many columns.
func (s *sheet) cell(k style, v any) excelize.Cell {
	if words, ok := v.(string); ok {
		v = text.Shown(words)
	}
	id, err := s.style(k)
	s.try(err)
	return excelize.Cell{StyleID: id, Value: v}
}

func (s *sheet) height(u use, what string, col, cols int) float64 {
	return workbook.Height(workbook.Lines(what, s.width(col, cols)), cmp.Or(looks[u].size, bodySize))
}

// width is that of so many columns, of those that the sheet has.
func (s *sheet) width(col, cols int) (all float64) {
	for _, w := range s.widths[min(col, len(s.widths)):min(col+cols, len(s.widths))] {
		all += w
	}
	return all
}

// put writes the next row.
func (s *sheet) put(height float64, cells []any) {
	s.row++
	s.try(s.w.SetRow(ref(s.row, 1), cells, excelize.RowOpts{Height: min(workbook.MaxHeight, max(leastHeight, height))}))
}

// lines writes rows that one text fills each.
func (s *sheet) lines(lines []line) {
	for _, l := range lines {
		s.line(l, len(s.widths))
	}
}

// line writes a row that one text fills over so many columns.
func (s *sheet) line(l line, cols int) {
	if l.text == "" {
		s.put(0, nil)
		return
	}
	cells := make([]any, cols)
	for i := range cells {
		cells[i] = s.cell(style{l.use, l.tone, s.indent()}, nil)
	}
	cells[0] = s.cell(style{l.use, l.tone, s.indent()}, l.text)
	s.put(max(looks[l.use].least, s.height(l.use, l.text, 0, cols)), cells)
	if cols > 1 {
		s.try(s.w.MergeCell(ref(s.row, 1), ref(s.row, cols)))
	}
}

// heads writes a row of column heads. An empty one belongs to the one before.
func (s *sheet) heads(heads []string) {
	var cells []any
	height := 0.0
	for i, h := range heads {
		cells = append(cells, s.cell(style{use: columnHead}, h))
		height = max(height, s.height(columnHead, h, i, 1))
	}
	s.put(height, cells)
	for i, h := range heads {
		if h == "" && i > 0 {
			s.try(s.w.MergeCell(ref(s.row, i), ref(s.row, i+1)))
		}
	}
}

// block writes a block without its title.
func (s *sheet) block(b Block) {
	if len(b.Head) > 0 {
		s.heads(b.Head)
	}
	numeric := b.Numeric()
	for r := range b.All() {
		s.cells(r, numeric)
	}
	if len(b.Lines) > 0 {
		s.heads(b.Sides)
	}
	for _, l := range b.Lines {
		if l.Mark == "" {
			s.line(line{use: lineSection, text: fmt.Sprintf("%s（%s）", l.Label, l.New)}, 3)
			continue
		}
		r := Row{Cells: Cells(l.Label, l.Old, l.New)}
		if l.Tone == Muted {
			r.Tone = Muted
		}
		s.cells(r, make([]bool, 3))
	}
	for _, n := range b.Notes {
		s.line(line{use: lineNote, text: n}, len(s.widths))
	}
}

// cells writes a row of a table.
func (s *sheet) cells(r Row, numeric []bool) {
	out := s.written[:0]
	if len(s.made) < len(r.Cells) {
		s.made = make([]excelize.Cell, len(r.Cells))
	}
	height := 0.0
	for i, c := range r.Cells {
		k := style{words, cmp.Or(c.Tone, r.Tone), s.indent()}
		var v any = c.Text
		switch {
		case c.Trend != nil:
			s.spark(i, c.Trend)
		case c.Share:
			k.use = share
		case c.Change:
			k.use = change
		case c.Faint:
			k.use = faint
		case numeric[i]:
			k.use = number
		}
		if i == 0 && r.Level > 0 {
			k.indent = min(2*r.Level, 15) // as far as a workbook goes
		}
		if c.Number != nil && c.Number.Digits() <= workbook.MaxDigits {
			v = workbook.Number(*c.Number)
		} else {
			if looks[k.use].side == "right" && workbook.Width(c.Text)+besideText > s.width(i, 1) {
				k.use = words // broken into lines rather than cut off on the left
			}
			width := s.width(i, 1)
			if s.list && i > 0 && numeric[i-1] && !numeric[i] { // not close behind the figure before
				k.indent = 1
				width -= indentWidth
			}
			height = max(height, workbook.Height(workbook.Lines(c.Text, width), cmp.Or(looks[k.use].size, bodySize)))
		}
		s.made[i] = s.cell(k, v)
		out = append(out, &s.made[i])
	}
	s.written = out
	s.put(height, out)
}

func ref(row, col int) string {
	s, _ := excelize.CoordinatesToCellName(col, row) // both are counted from 1
	return s
}

// end writes a part of the workbook with what stands at its end.
func (b *book) end(w io.Writer, name string, data []byte) error {
	if more := b.ends[name]; more != "" {
		i := bytes.LastIndex(data, []byte("</worksheet>"))
		if i < 0 {
			return errors.New("table: " + name + " has no end")
		}
		data = slices.Concat(data[:i], []byte(more), data[i:])
	}
	_, err := w.Write(data)
	return err
}

// drawable gives a block's small lines a column of their own before the words that
// tell them, so that a program that draws no lines still says how figures went.
// Where a year between others has no figure a drawn line would run through 0: that
// one is made of blocks.
func drawable(b Block) Block {
	if b.Each != nil { // a list has none
		return b
	}
	k := -1 // the column of small lines
	for _, r := range b.Rows {
		k = max(k, slices.IndexFunc(r.Cells, func(c Cell) bool { return c.Trend != nil }))
	}
	if k < 0 {
		return b
	}
	b.Head = slices.Insert(slices.Clone(b.Head), k+1, "")
	rows := make([]Row, len(b.Rows))
	for i, r := range b.Rows {
		c := r.Cells[k]
		r.Cells = slices.Insert(slices.Clone(r.Cells), k+1, Cell{Text: c.Text})
		r.Cells[k].Text = ""
		if from, to := stretch(c.Trend); from < to && slices.Contains(c.Trend[from:to], nil) {
			r.Cells[k] = Cell{Text: Trend(c.Trend)}
		}
		rows[i] = r
	}
	b.Rows = rows
	return b
}
