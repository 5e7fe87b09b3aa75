package xlsx

import (
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/workbook"
)

// WriteComparison writes a comparison as a workbook to hand on: the key figures
// and what must follow from last year on the first sheet, then a sheet per part.
// The same page gives the same bytes. Names are the sheets' titles in the
// language of the page.
func WriteComparison(w io.Writer, p *diff.Page, summary string) error {
	for _, s := range p.Texts() {
		if err := checkText("“"+p.Title+"”", s); err != nil {
			return err
		}
	}
	c := &comparison{page: p, file: excelize.NewFile()}
	defer c.file.Close()
	if err := c.build(summary); err != nil {
		return err
	}
	c.file.SetZipWriter(workbook.Sorted(parts(c.look.plain, c.more)))
	var buf bytes.Buffer
	if _, err := c.file.WriteTo(&buf); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

type comparison struct {
	page *diff.Page
	file *excelize.File
	look compareLook
	// What stands at the end of each sheet.
	more map[int]addition // the small lines
}

type compareLook struct {
	title, subtitle, heading, head, warn, plain, note, section int
	cell, number, change, share                                map[diff.Tone]int
}

func (c *comparison) styles() error {
	f := c.file
	var err error
	add := func(s excelize.Style) int {
		id := 0
		if err == nil {
			id, err = f.NewStyle(&s)
		}
		return id
	}
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
	}
	font := func(size float64, color string, bold bool) *excelize.Font {
		return &excelize.Font{Size: size, Color: color, Bold: bold, Family: bodyFont}
	}
	fill := func(color string) excelize.Fill {
		if color == "" {
			return excelize.Fill{}
		}
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	wrap := func(h string) *excelize.Alignment {
		// Figures are not wrapped: LibreOffice then forgets to indent them.
		a := &excelize.Alignment{Horizontal: h, Vertical: "center", WrapText: h != "right"}
		if h != "center" {
			a.Indent = 1
		}
		return a
	}
	l := &c.look
	l.plain = add(excelize.Style{Font: font(10.5, "000000", false)})
	l.title = add(excelize.Style{Font: &excelize.Font{Size: 16, Bold: true, Family: titleFont}, Alignment: wrap("left")})
	l.subtitle = add(excelize.Style{Font: font(11, "595959", false), Alignment: wrap("left")})
	l.heading = add(excelize.Style{Font: &excelize.Font{Size: 13, Family: titleFont}, Alignment: &excelize.Alignment{Vertical: "center"}})
	l.head = add(excelize.Style{Font: font(10.5, "000000", true), Border: border, Fill: fill("DDE6F0"), Alignment: wrap("center")})
	l.warn = add(excelize.Style{Font: font(10.5, "7F6000", true), Fill: fill("FFEB9C"), Alignment: wrap("left")})
	l.note = add(excelize.Style{Font: font(10, "7F7F7F", false), Alignment: wrap("left")})
	l.section = add(excelize.Style{Font: font(11, "000000", true), Fill: fill("EEF2F7"), Border: border, Alignment: wrap("left")})
	l.cell, l.number, l.change, l.share = map[diff.Tone]int{}, map[diff.Tone]int{}, map[diff.Tone]int{}, map[diff.Tone]int{}
	for _, t := range []struct {
		tone        diff.Tone
		ink, ground string
		changed     string
	}{{diff.Neutral, "000000", "", ""}, {diff.Good, "1B6B3A", "EEF7F0", ""}, {diff.Bad, "9C0006", "FFE3E0", ""}, {diff.Up, "000000", "", "B3261E"}, {diff.Down, "000000", "", "1B6B3A"}, {diff.Muted, "7F7F7F", "", ""}} {
		l.cell[t.tone] = add(excelize.Style{Font: font(10.5, t.ink, false), Border: border, Fill: fill(t.ground), Alignment: wrap("left")})
		l.number[t.tone] = add(excelize.Style{Font: font(10.5, t.ink, false), Border: border, Fill: fill(t.ground), Alignment: wrap("right")})
		ink := t.ink
		if t.changed != "" {
			ink = t.changed
		}
		plus, percent := `+General;-General;0`, `0.0" %"`
		l.change[t.tone] = add(excelize.Style{Font: font(10.5, ink, false), Border: border, Fill: fill(t.ground), Alignment: wrap("right"), CustomNumFmt: &plus})
		l.share[t.tone] = add(excelize.Style{Font: font(10.5, t.ink, false), Border: border, Fill: fill(t.ground), Alignment: wrap("right"), CustomNumFmt: &percent})
	}
	return err
}

func (c *comparison) build(summary string) error {
	if err := c.file.SetDefaultFont(bodyFont); err != nil {
		return err
	}
	if err := c.styles(); err != nil {
		return err
	}
	first := newPage(c.file, sheetTitle(summary), c.look.plain)
	pages := []*page{first}
	top := func(p *page, cols int) int {
		p.text(1, 1, 1, cols, c.look.title, c.page.Title)
		p.heights[1] = 34
		p.text(2, 1, 1, cols, c.look.subtitle, c.page.Subtitle)
		row := 3
		for _, s := range c.page.Warnings {
			p.text(row, 1, 1, cols, c.look.warn, s)
			row++
		}
		return row + 1
	}
	firstCols := 2
	for i, b := range c.page.Blocks {
		if i < c.page.Summary {
			firstCols = max(firstCols, len(told(b).Head))
		}
	}
	row := top(first, firstCols)
	first.text(row, 1, 1, firstCols, c.look.section, c.page.Verdict)
	row += 2
	for i, b := range c.page.Blocks {
		if i < c.page.Summary {
			row = c.block(first, row, b) + 1
			continue
		}
		p := newPage(c.file, sheetTitle(b.Title), c.look.plain)
		p.text(1, 1, 1, max(2, len(told(b).Head)), c.look.title, c.page.Title)
		p.heights[1] = 34
		c.block(p, 3, b)
		if len(b.Rows) > 5 {
			at := place{row: 5, col: 1}
			titles := quoteSheet(p.name) + "!$1:$4"
			p.before(func() error {
				if err := c.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: p.name}); err != nil {
					return err
				}
				return c.file.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: 4, TopLeftCell: at.ref(), ActivePane: "bottomLeft"})
			})
		}
		pages = append(pages, p)
	}
	if len(first.widths) == 0 { // nothing but title and verdict
		first.widths = []float64{60, 30}
	}
	for i, p := range pages {
		var err error
		if i == 0 {
			err = c.file.SetSheetName("Sheet1", p.name)
		} else {
			_, err = c.file.NewSheet(p.name)
		}
		if err != nil {
			return err
		}
	}
	c.more = map[int]addition{}
	for i, p := range pages {
		if err := c.finish(p); err != nil {
			return err
		}
		c.more[i+1] = addition{end: sparks(p.name, p.sparks)}
	}
	c.file.SetActiveSheet(0)
	setProperties(c.file, c.page.Title)
	return nil
}

// block draws a part from a row on and returns the row after it.
func (c *comparison) block(p *page, row int, b diff.Block) int {
	b = told(b)
	cols := max(2, len(b.Head))
	if len(p.widths) < cols || len(b.Lines) > 0 {
		p.widths = widthsOf(b, p.widths)
	}
	p.text(row, 1, 1, 1, c.look.heading, b.Title)
	p.heights[row] = 26
	row++
	for i, h := range b.Head {
		switch {
		case h == "": // under the one before
		case i+1 < len(b.Head) && b.Head[i+1] == "":
			p.text(row, 1+i, 1, 2, c.look.head, h)
		default:
			p.text(row, 1+i, 1, 1, c.look.head, h)
		}
	}
	if len(b.Head) > 0 {
		row++
	}
	numeric := b.Numeric()
	for _, r := range b.Rows {
		for i, x := range r.Cells {
			c.cell(p, row, 1+i, x, r.Tone, numeric[i])
		}
		row++
	}
	if len(b.Lines) > 0 {
		for i, h := range b.Sides {
			p.text(row, 1+i, 1, 1, c.look.head, h)
		}
		row++
	}
	for _, l := range b.Lines {
		c.line(p, row, l)
		row++
	}
	for _, n := range b.Notes {
		p.text(row, 1, 1, cols, c.look.note, n)
		row++
	}
	return row
}

func (c *comparison) cell(p *page, row, col int, x diff.Cell, tone diff.Tone, numeric bool) {
	style := c.look.cell[tone]
	var value any = x.Text
	switch {
	case x.Trend != nil:
		if from, to := stretch(x.Trend); from < to {
			first := col - len(x.Trend)
			p.sparks = append(p.sparks, spark{at: place{row: row, col: col}, from: place{row: row, col: first + from}, to: place{row: row, col: first + to - 1}})
		}
	case x.Share:
		style = c.look.share[tone]
	case x.Change:
		style = c.look.change[tone]
	case numeric:
		style = c.look.number[tone]
	}
	if x.Number != nil && x.Number.Digits() <= sheetDigits {
		value = content{number: x.Number}.value()
	}
	p.put(row, col, 1, 1, style, value, "")
	if s, ok := value.(string); ok {
		p.fit(row, col, 1, 1, s, 10.5)
	}
}

// line draws a sentence that differs: what became of it, the old one and the new.
func (c *comparison) line(p *page, row int, l diff.Line) {
	if l.Mark == "" {
		p.text(row, 1, 1, 3, c.look.section, fmt.Sprintf("%s（%s）", l.Label, l.New))
		p.heights[row] = 24
		return
	}
	tone := diff.Neutral
	if l.Tone == diff.Muted {
		tone = diff.Muted
	}
	for i, s := range []string{l.Label, l.Old, l.New} {
		p.text(row, 1+i, 1, 1, c.look.cell[tone], s)
		p.fit(row, 1+i, 1, 1, s, 10.5)
	}
}

// widthsOf makes columns as wide as their texts ask, within reason.
func widthsOf(b diff.Block, old []float64) []float64 {
	n := max(2, len(b.Head))
	if len(b.Lines) > 0 {
		return []float64{14, 60, 60}
	}
	out := make([]float64, n)
	copy(out, old)
	for i := range out {
		w := 8.0
		if i < len(b.Head) {
			w = units(b.Head[i]) + 5
		}
		for _, r := range b.Rows {
			if i < len(r.Cells) {
				w = max(w, units(r.Cells[i].Text)+5)
				if r.Cells[i].Trend != nil {
					w = max(w, 16)
				}
			}
		}
		out[i] = max(out[i], min(w, 52))
	}
	return out
}

func (c *comparison) finish(p *page) error {
	f := c.file
	fit, a4, zero, one := true, 9, 0, 1
	if err := f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	orientation, w := "portrait", 0.0
	for _, x := range p.widths {
		w += x
	}
	if w > 110 {
		orientation = "landscape"
	}
	if err := f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &zero}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&R&9&P / &N"}); err != nil {
		return err
	}
	return p.flush()
}

// sheetTitle makes a title fit to name a sheet.
func sheetTitle(s string) string {
	var out []rune
	for _, r := range s {
		switch r {
		case '[', ']', ':', '*', '?', '/', '\\', '\'':
			continue
		case '（', '(', ',', '，':
			return string(out)
		}
		if len(out) < 31 {
			out = append(out, r)
		}
	}
	return string(out)
}
