// Package xlsx writes the workbook of a form and reads workbooks. What it writes has
// the official layout, totals as formulas, cells that turn red when an identity does
// not hold, and a defined name for every field. Reading uses these names; a workbook
// that has none, or has lost some, is read by its labels with package intake.
package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
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
	b := &builder{form: f, report: r, extras: x, layout: NewLayout(f), names: map[string]place{}, areas: map[string]string{}, columns: map[string][]Column{}}
	b.carried = carry.Fields(r)
	if err := b.checkTexts(); err != nil {
		return err
	}
	look := stylesOf(len(b.carried) > 0, len(b.extras.Appendices) > 0)
	if look.err != nil {
		return look.err
	}
	b.styles, b.contents, b.identities = look.styles, contents(r), shownIdentities(f)
	return b.write(w)
}

// builder builds one workbook.
type builder struct {
	form     *model.Form
	report   *model.Report
	layout   *Layout
	contents []content
	// identities are those that the workbook shows.
	identities []*model.Identity
	carried    []*model.Field // carried from last year's report
	styles     styles
	names      map[string]place
	areas      map[string]string   // ranges, by their defined names
	columns    map[string][]Column // by sheet
	extras     Extras
}

func (b *builder) message(key string) string { return b.form.Messages[key] }

func (b *builder) checkTexts() error {
	err := workbook.CheckCode(msg.T("单位代码", "the unit's code"), b.report.Code)
	check := func(name, text string) { err = cmp.Or(err, workbook.CheckText(quoted(name), text)) }
	for _, s := range b.form.Sections {
		check(s.Heading, b.text(s))
	}
	for _, fd := range b.form.Fields {
		check(fd.Label(), b.report.Value(fd.ID).Typed())
	}
	check(b.message("carry_title"), b.carriedJSON())
	for _, t := range b.report.Taken {
		check(b.message("carry_reason"), t.Reason)
	}
	for _, c := range b.form.Cover {
		check(c.Label, b.coverText(c.ID))
	}
	return err
}

// quoted is a name in quotes, as messages give it.
func quoted(name string) msg.Text { return msg.T("“"+name+"”", "“"+name+"”") }

// write draws the workbook and writes it.
func (b *builder) write(w io.Writer) error {
	pages := []*page{b.coverPage(), b.guidancePage()}
	for _, sh := range b.form.Sheets {
		pages = append(pages, b.sheetPage(sh))
	}
	if len(b.carried) > 0 {
		pages = append(pages, b.carryPage())
	}
	pages = append(pages, b.checksPage(), b.metaPage())
	planned := plan{form: b.form, carried: len(b.carried) > 0}
	var err error
	for _, p := range pages {
		p.long = true
		for _, t := range b.layout.tables {
			p.long = p.long && t.origin.sheet != p.name
		}
		planned.sheets = append(planned.sheets, p.sheetPlan)
		b.columns[p.name] = lists.Map(p.widths, func(w float64) Column { return Column{Width: w} })
		err = cmp.Or(err, p.err)
	}
	for _, a := range b.extras.Appendices {
		planned.appendices = append(planned.appendices, a.Name)
		b.names[appendixPrefix+a.Key] = place{a.Name, 1, 1}
	}
	if err != nil {
		return err
	}
	planned.names = b.definedNames()
	f, err := b.takeFrame(planned)
	if err != nil {
		return err
	}
	for _, p := range pages {
		err = cmp.Or(err, p.stream(f))
	}
	for _, a := range b.extras.Appendices {
		err = cmp.Or(err, b.addAppendix(f.file, a))
	}
	if err != nil {
		f.file.Close()
		return err
	}
	workbook.SetProperties(f.file, b.report.Organ+b.yearText()+b.form.TitleSuffix)
	return f.write(w, b.styles.locked, b.additions(f.file))
}

// definedNames are the names of cells and ranges, and of what is printed on every page.
func (b *builder) definedNames() []excelize.DefinedName {
	out := make([]excelize.DefinedName, 0, len(b.form.Fields)+64)
	add := func(name, refersTo, scope string) {
		out = append(out, excelize.DefinedName{Name: name, RefersTo: refersTo, Scope: scope})
	}
	for _, fd := range b.form.Fields {
		b.names[fd.Name()] = b.layout.fields[fd.Index]
	}
	for _, name := range slices.Sorted(maps.Keys(b.names)) {
		add(name, b.names[name].qualified(), "")
	}
	for _, name := range slices.Sorted(maps.Keys(b.areas)) {
		add(name, b.areas[name], "")
	}
	for _, id := range slices.Sorted(maps.Keys(b.layout.tables)) {
		t := b.layout.tables[id]
		last := t.note.right(t.grid.Cols - 1)
		sheet := t.origin.sheet
		add("_xlnm.Print_Area", workbook.QuoteSheet(sheet)+"!"+place{row: 1, col: 1}.absolute()+":"+last.absolute(), sheet)
		add("_xlnm.Print_Titles", fmt.Sprintf("%s!$%d:$%d", workbook.QuoteSheet(sheet), 1, t.origin.row+t.grid.Head-1), sheet)
	}
	heads := map[string]int{b.message("checks_sheet"): firstCheck - 1}
	if len(b.carried) > 0 {
		heads[b.message("carry_sheet")] = firstCarried - 1
	}
	for _, sheet := range slices.Sorted(maps.Keys(heads)) {
		add("_xlnm.Print_Titles", fmt.Sprintf("%s!$%d:$%[2]d", workbook.QuoteSheet(sheet), heads[sheet]), sheet)
	}
	return out
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
		table = cmp.Or(b.layout.tables[id], table)
	}
	widths := []float64{textWidth}
	if table != nil {
		widths = b.tableWidths(table)
	}
	p := newPage(sh.Name, widths...)
	for _, id := range sh.Sections {
		s, ok := b.form.Section(id)
		switch {
		case !ok:
		case table == nil:
			b.drawText(p, s)
		case s.Table != nil:
			b.drawTable(p, s, table)
		}
	}
	return p
}

const (
	reasonWidth = 50
	textWidth   = 92 // fills an A4 page without scaling, which programs do badly for a single column
	// digit is how many digits of the Normal style are as wide as one of the font in which
	// the widths of the form's columns are given.
	digit = 8.0 / 7
)

func (b *builder) tableWidths(t *tableLayout) []float64 {
	widths := t.grid.Table.Widths
	if len(widths) == 0 {
		widths = slices.Repeat([]float64{14}, t.grid.Cols)
	}
	return append(lists.Map(widths[:t.grid.Cols], func(w float64) float64 { return w * digit }), reasonWidth)
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
	p.wrapped(t.prompt.row, 1, 1, 1, b.styles.prompt, s.Prompt, 9.5)
	narrative := text.LineBreaks(b.text(s))
	p.text(t.first.row, 1, t.rows, 1, b.styles.text, narrative)
	per := 85.0
	if s.Optional {
		per = 36
	}
	need := workbook.Height(workbook.Lines(narrative, p.width(1, 1)*cellSize/11), 11) + 6
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
		style := map[grid.Kind]int{grid.Band: look.band, grid.Corner: look.head, grid.Head: look.head, grid.Label: look.label}[c.Kind]
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
	p.heights[t.note.row] = 40
	p.wrapped(t.note.row, t.note.col+1, 1, t.grid.Cols-1, look.note, note, 10.5)
	b.names[textPrefix+s.ID] = t.note.right(1)
	b.areas[areaPrefix+s.ID] = t.note.right(1).qualified()
	b.addLiveChecks(p, t)
	b.addValidation(p, t)
	b.addCarriedValidation(p, t)
	if len(t.grid.Table.Bands) == 1 && t.grid.Rows-t.grid.Head > 5 {
		p.frozen = t.origin.row + t.grid.Head - 1
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
	}
	formula := ""
	if cell.formula {
		formula = b.layout.totals()[c.Field.Index]
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
