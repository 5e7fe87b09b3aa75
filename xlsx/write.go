// Package xlsx writes the workbook of a form and reads workbooks. What it writes has
// the official layout, totals as formulas, cells that turn red when an identity does
// not hold, and a defined name for every field. Reading uses these names; a workbook
// that has none, or has lost some, is read by its labels with package intake. The
// package also writes comparisons of years as workbooks.
package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// The prefixes of defined names of what is no field, and the sheet with metadata.
const (
	textPrefix = model.NamePrefix + "text_" // the first cell of a narrative
	areaPrefix = model.NamePrefix + "area_" // all cells of a narrative
	metaPrefix = model.NamePrefix + "meta_" // a value on the metadata sheet
	metaSheet  = "_gkxl"
	// schema is the version of the layout of workbooks; it changes when an older
	// version of the program could misread a newer workbook.
	schema = "gkxl-workbook/1"
)

// Write writes the workbook of a report's form, filled with the report; an empty
// report gives the blank template. The same report gives the same bytes. The error is
// a *msg.Problem if a text is too long for a cell or holds characters that no cell can
// hold.
func Write(w io.Writer, r *model.Report) error { return WriteWith(w, r, Extras{}) }

// WriteWith writes a workbook as [Write] does, with remarks and further sheets.
func WriteWith(w io.Writer, r *model.Report, x Extras) error {
	f := r.Form
	b := &builder{form: f, report: r, extras: x, layout: NewLayout(f), file: excelize.NewFile(), names: map[string]place{}}
	defer b.file.Close()
	b.carried = carry.Fields(r)
	if err := b.checkTexts(); err != nil {
		return err
	}
	b.contents = contents(r)
	if err := b.build(); err != nil {
		return err
	}
	b.file.SetZipWriter(workbook.Sorted(parts(b.styles.locked, b.appendixRows())))
	var buf bytes.Buffer
	if _, err := b.file.WriteTo(&buf); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

// builder builds one workbook.
type builder struct {
	form     *model.Form
	report   *model.Report
	layout   *Layout
	contents []content
	carried  []*model.Field // carried from last year's report
	file     *excelize.File
	styles   styles
	names    map[string]place
	areas    map[string]string
	extras   Extras
}

func (b *builder) message(key string) string { return b.form.Messages[key] }

func (b *builder) checkTexts() error {
	for _, s := range b.form.Sections {
		if err := workbook.CheckText("“"+s.Heading+"”", b.text(s)); err != nil {
			return err
		}
	}
	for _, fd := range b.form.Fields {
		if err := workbook.CheckText("“"+fd.Label()+"”", b.report.Value(fd.ID).Typed()); err != nil {
			return err
		}
	}
	if err := workbook.CheckText("“"+b.message("carry_title")+"”", b.carriedJSON()); err != nil {
		return err
	}
	for _, t := range b.report.Taken {
		if err := workbook.CheckText("“"+b.message("carry_reason")+"”", t.Reason); err != nil {
			return err
		}
	}
	for _, c := range b.form.Cover {
		if err := workbook.CheckText("“"+c.Label+"”", b.coverText(c.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) build() error {
	var err error
	if err = b.file.SetDefaultFont(bodyFont); err != nil {
		return err
	}
	if b.styles, err = newStyles(b.file); err != nil {
		return err
	}
	if err = b.addCarriedStyle(); err != nil {
		return err
	}
	b.areas = map[string]string{}
	pages := []*page{b.coverPage(), b.guidancePage()}
	for _, sh := range b.form.Sheets {
		pages = append(pages, b.sheetPage(sh))
	}
	if len(b.carried) > 0 {
		pages = append(pages, b.carryPage())
	}
	pages = append(pages, b.checksPage(), b.metaPage())
	for i, p := range pages {
		if i == 0 {
			err = b.file.SetSheetName("Sheet1", p.name)
		} else {
			_, err = b.file.NewSheet(p.name)
		}
		if err != nil {
			return err
		}
	}
	for _, a := range b.extras.Appendices {
		if _, err := b.file.NewSheet(a.Name); err != nil {
			return err
		}
		b.names[appendixPrefix+a.Key] = place{a.Name, 1, 1}
	}
	// Both calls parse all sheets, so they come while the sheets are empty.
	if err := b.file.SetSheetVisible(metaSheet, false, true); err != nil {
		return err
	}
	b.file.SetActiveSheet(0)
	// Names come first, since streamed formulas refer to them.
	if err := b.defineNames(); err != nil {
		return err
	}
	for _, p := range pages {
		if err := b.finish(p); err != nil {
			return err
		}
	}
	for _, a := range b.extras.Appendices {
		if err := b.addAppendix(a); err != nil {
			return err
		}
	}
	workbook.SetProperties(b.file, b.report.Organ+b.yearText()+b.form.TitleSuffix)
	return nil
}

// finish sets up a sheet for printing, protects it, and writes its cells.
func (b *builder) finish(p *page) error {
	f := b.file
	fit, a4, zero := true, 9, 0
	if err := f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	orientation := "portrait"
	tall := zero
	for _, t := range b.layout.tables {
		if t.origin.sheet == p.name {
			tall = 1
		}
	}
	one := 1
	if err := f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &tall}); err != nil {
		return err
	}
	side, top, foot, centre := 0.7, 0.9, 0.4, true
	if err := f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &centre,
	}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
		OddFooter: "&L&9" + b.message("footer_left") + "&R&9第 &P 页 共 &N 页",
	}); err != nil {
		return err
	}
	if err := f.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true,
	}); err != nil {
		return err
	}
	return p.flush()
}

func (b *builder) defineNames() error {
	add := func(name, refersTo, scope string) error {
		return b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo, Scope: scope})
	}
	for _, fd := range b.form.Fields {
		b.names[fd.Name()] = b.layout.fields[fd.Index]
	}
	for _, name := range slices.Sorted(maps.Keys(b.names)) {
		if err := add(name, b.names[name].qualified(), ""); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.areas)) {
		if err := add(name, b.areas[name], ""); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.layout.tables)) {
		t := b.layout.tables[id]
		last := t.note.right(t.grid.Cols - 1)
		area := quoteSheet(t.origin.sheet) + "!" + place{row: 1, col: 1}.absolute() + ":" + last.absolute()
		if err := add("_xlnm.Print_Area", area, t.origin.sheet); err != nil {
			return err
		}
		titles := fmt.Sprintf("%s!$%d:$%d", quoteSheet(t.origin.sheet), 1, t.origin.row+t.grid.Head-1)
		if err := add("_xlnm.Print_Titles", titles, t.origin.sheet); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) yearText() string {
	if b.report.Year == 0 {
		return ""
	}
	return strconv.Itoa(b.report.Year)
}

// sheetPage is a sheet of the form with its sections.
func (b *builder) sheetPage(sh model.Sheet) *page {
	var table *tableLayout
	for _, id := range sh.Sections {
		if t := b.layout.tables[id]; t != nil {
			table = t
		}
	}
	if table == nil {
		p := newPage(b.file, sh.Name, b.styles.locked, textWidth)
		for _, id := range sh.Sections {
			if s, ok := b.form.Section(id); ok {
				b.drawText(p, s)
			}
		}
		return p
	}
	p := newPage(b.file, sh.Name, b.styles.locked, b.tableWidths(table)...)
	for _, id := range sh.Sections {
		if s, ok := b.form.Section(id); ok && s.Table != nil {
			b.drawTable(p, s, table)
		}
	}
	return p
}

const (
	reasonWidth = 44
	textWidth   = 76 // fills an A4 page without scaling, which programs do badly for a single column
)

func (b *builder) tableWidths(t *tableLayout) []float64 {
	widths := t.grid.Table.Widths
	if len(widths) == 0 {
		for range t.grid.Cols {
			widths = append(widths, 14)
		}
	}
	return append(widths[:t.grid.Cols:t.grid.Cols], reasonWidth)
}

// text is the narrative of a section: with its placeholders if they give the text of
// the report, so that the workbook's text follows its figures.
func (b *builder) text(s *model.Section) string {
	text := b.report.Texts[s.ID]
	if draft := b.report.Drafts[s.ID]; draft != "" {
		if filled, _ := narrative.Fill(narrative.Context{Report: b.report}, draft); filled == text {
			return draft
		}
	}
	return text
}

// drawText writes a section with a narrative: heading, prompt, and a large cell.
func (b *builder) drawText(p *page, s *model.Section) {
	t := b.layout.texts[s.ID]
	p.text(t.heading.row, 1, 1, 1, b.styles.heading, s.Heading)
	p.text(t.prompt.row, 1, 1, 1, b.styles.prompt, s.Prompt)
	p.fit(t.prompt.row, 1, 1, 1, s.Prompt, 9.5)
	narrative := text.LineBreaks(b.text(s))
	p.text(t.first.row, 1, t.rows, 1, b.styles.text, narrative)
	per := 85.0
	if s.Optional {
		per = 36
	}
	need := workbook.Height(workbook.Lines(narrative, p.width(1, 1)), 11) + 6
	per = min(workbook.MaxHeight, max(per, need/float64(t.rows)))
	for r := range t.rows {
		p.heights[t.first.row+r] = per
	}
	b.names[textPrefix+s.ID] = t.first
	b.areas[areaPrefix+s.ID] = t.first.qualified() + ":" + t.first.down(t.rows-1).absolute()
}

// drawTable writes a section with a table: the table, its note, the reasons beside it
// and the results of identities under it.
func (b *builder) drawTable(p *page, s *model.Section, t *tableLayout) {
	look := b.styles
	p.text(1, 1, 1, t.grid.Cols, look.heading, s.Heading)
	p.heights[1] = 28
	for _, c := range t.grid.Cells {
		at := t.at(c)
		if c.Kind == grid.Value {
			b.drawField(p, at, c)
			continue
		}
		style := map[grid.Kind]int{grid.Band: look.band, grid.Corner: look.corner, grid.Head: look.head, grid.Label: look.label}[c.Kind]
		if c.Kind == grid.Label && c.Rows > 1 {
			style = look.head
		}
		p.text(at.row, at.col, c.Rows, c.Cols, style, c.Text)
	}
	// Cells of one row come first: a cell that spans rows needs only what these leave.
	for _, spanning := range []bool{false, true} {
		for _, c := range t.grid.Cells {
			if at := t.at(c); c.Field == nil && c.Rows > 1 == spanning {
				p.fit(at.row, at.col, c.Rows, c.Cols, c.Text, 10.5)
			}
		}
	}
	note := text.LineBreaks(b.text(s))
	p.text(t.note.row, t.note.col, 1, 1, look.noteLabel, b.message("note_label"))
	p.text(t.note.row, t.note.col+1, 1, t.grid.Cols-1, look.note, note)
	p.heights[t.note.row] = 40
	p.fit(t.note.row, t.note.col+1, 1, t.grid.Cols-1, note, 10.5)
	b.names[textPrefix+s.ID] = t.note.right(1)
	b.areas[areaPrefix+s.ID] = t.note.right(1).qualified()
	b.addLiveChecks(p, t)
	b.addValidation(p, t)
	b.addCarriedValidation(p, t)
	head := place{row: t.origin.row + t.grid.Head, col: 1}
	if len(t.grid.Table.Bands) == 1 && t.grid.Rows-t.grid.Head > 5 {
		p.before(func() error {
			return b.file.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: head.row - 1, TopLeftCell: head.ref(), ActivePane: "bottomLeft"})
		})
	}
}

func (b *builder) drawField(p *page, at place, c grid.Cell) {
	cell := b.contents[c.Field.Index]
	style := b.styles.input
	switch {
	case c.Field.Total != nil:
		style = b.styles.total
	case b.isCarried(c.Field):
		style = b.styles.carried
	case c.Field.Kind == model.Signed:
		style = b.styles.signed
	case c.Field.Kind == model.Amount:
		style = b.styles.amount
	}
	formula := ""
	if cell.formula {
		formula = b.layout.totalFormula(c.Field)
	}
	value := cell.value()
	if !cell.formula && value == "" {
		value = nil // an empty cell, not an empty text
	}
	p.put(at.row, at.col, 1, c.Cols, style, value, formula)
	if text, ok := value.(string); ok && text != "" {
		p.fit(at.row, at.col, 1, c.Cols, text, 10.5)
	}
}
