package intake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Options give what a file may not say itself.
type Options struct {
	Organ string
	Year  int
	Form  *model.Form // the only form to read by; nil for the one that fits best
}

// Place is where a field stands: the number of the sheet, row and column from 0, and the cell that is there;
// nil where there is none.
type Place struct {
	Sheet, Row, Col int
	Cell            *Cell
	// Unit is the unit that the column's label states for its figures, where the form has another unit or none.
	Unit string
}

// Mapping is what was recognised in sheets: the report without the values of the form's fields, and the place
// of each field.
type Mapping struct {
	Form   *model.Form
	Report *model.Report // organ, year, texts, notes and extra figures; no values of the form's fields
	Places map[int]Place // by Field.Index
	// Notes and Extra are those of the tables, by table. The report has only those on texts until AddTableNotes is
	// called.
	Notes map[string][]model.Note
	Extra map[string][]model.Extra
	// CopyNotes are those of the notes that are on copies of a table or narrative which were not read, by section.
	// Refused are the sections that are there several times and were not read where they differ.
	CopyNotes  map[string][]model.Note
	Refused    map[string]bool
	BoxNotes   map[string]model.Note // notes on sections whose text stands in text boxes or comments, by section
	sheets     []*Sheet
	vocabulary *vocabulary
	titles     *titleReader
	grids      []*grid
	headings   *headings
	remarks    map[[2]string]bool // by section and text: notes below a table that are the remark of a cell
}

// AddTableNotes gives the report the notes and extra figures of all tables.
func (m *Mapping) AddTableNotes() {
	var notes []model.Note
	for _, t := range m.Form.Tables {
		notes = append(notes, m.Notes[t.ID]...)
		m.Report.Extra = append(m.Report.Extra, m.Extra[t.ID]...)
	}
	m.Report.Notes = append(notes, m.Report.Notes...)
}

// Map recognises a report in sheets by the labels that stand there, in whatever order and arrangement. Forms
// are the editions to choose from; labels that only another edition has are not taken for misspelt ones. It
// returns nil if there is nothing of any table, and a *msg.Problem if there are several reports and the options
// do not say which one is meant.
func Map(sheets []*Sheet, forms []*model.Form, o Options) (*Mapping, error) {
	var alike LookAlikes
	alike.plainSheets(sheets)
	joinCutLabels(sheets, forms)
	best := bestForm(sheets, forms, o)
	if best == nil || best.score == 0 {
		return nil, nil
	}
	only, note, err := best.selectReport(sheets, o)
	if err != nil {
		return nil, err
	}
	if only != nil {
		sheets, best = only, bestForm(only, forms, o)
	}
	m := best.mapping(sheets)
	if only != nil {
		m.Report.Notes = append(m.Report.Notes, note)
		m.CopyNotes[CoverNotes] = append(m.CopyNotes[CoverNotes], note)
	}
	for _, s := range sheets {
		m.Report.Notes = append(m.Report.Notes, s.Notes...)
	}
	best.readOtherEditions(m, forms)
	best.noteExtras(m)
	best.restoreOrientation()
	unread := map[string]bool{}
	for _, f := range best.finders {
		f.noteUnread(m)
		unread[f.lex.table.ID] = len(f.matches) == 0
	}
	m.headings = newHeadings(best.vocabulary, m)
	shown := slices.DeleteFunc(slices.Clone(m.headings.views), func(g *grid) bool { return g.sheet.Hidden })
	collectTexts(best.vocabulary, m, shown, unread, best.chooseTexts(m))
	best.noteOtherCovers(m)
	m.noteLeft()
	m.notePictures(unread)
	if n, ok := alike.Note(); ok {
		m.Report.Notes = append(m.Report.Notes, n)
	}
	Supply(m.Report, o)
	return m, nil
}

// bestForm reads the sheets by each form and returns the result that found the largest share of fields; nil
// without forms. Where two found the same, the form of the report's year goes first.
func bestForm(sheets []*Sheet, forms []*model.Form, o Options) *formMatch {
	choice := forms
	if o.Form != nil {
		choice = []*model.Form{o.Form}
	}
	var best *formMatch
	year := 0
	tried := map[*model.Form]*formMatch{}
	for _, f := range choice {
		a := matchForm(f, forms, sheets, o.Year)
		tried[f], a.tried = a, tried
		if year == 0 {
			year = cmp.Or(a.titles.year(sheets), o.Year)
		}
		if best == nil || a.score > best.score || a.score == best.score && a.form.Years.Contains(year) {
			best = a
		}
		if a.score >= float64(len(f.Tables)) {
			break // every cell was found, so no other edition can fit better
		}
	}
	return best
}

// Supply gives a report the organ and year of the options where its file does not say them. Where the file says
// otherwise the file counts, and a note says so.
func Supply(r *model.Report, o Options) {
	dropControls(r)
	noteReversed(r)
	differs := func(item, file, given string) {
		r.Notes = append(r.Notes, model.Note{Rule: ruleReading, Cell: r.Places[model.PlaceOfCover(item)], Found: file, Read: file, Message: msg.F(
			"文件写的是“%s”，命令给出的是“%s”，以文件为准", "the file says %q and the command %q; the file counts", file, given)})
	}
	switch {
	case o.Organ == "" || o.Organ == r.Organ:
	case r.Organ == "":
		r.Organ = o.Organ
	default:
		differs("organ", r.Organ, o.Organ)
	}
	switch {
	case o.Year == 0 || o.Year == r.Year:
	case r.Year == 0:
		r.Year = o.Year
	default:
		differs("year", strconv.Itoa(r.Year), strconv.Itoa(o.Year))
	}
}

// ruleContradicts is the rule on texts that are seen otherwise than they are stored.
const ruleContradicts = "FILE-CONTRADICTS"

// noteReversed notes texts that are seen in another order than they are stored.
func noteReversed(r *model.Report) {
	note := func(s, section, place string) {
		reversed := text.Reversed(s)
		said := func(n model.Note) bool { return n.Rule == ruleContradicts && n.Cell == r.Places[place] } // of what is supplied twice
		if reversed != "" && !slices.ContainsFunc(r.Notes, said) {
			r.Notes = append(r.Notes, model.Note{Rule: ruleContradicts, Section: section, Cell: r.Places[place], Found: reversed, Message: reversedMessage(reversed)})
		}
	}
	note(r.Organ, "", model.PlaceOfCover("organ"))
	for _, c := range r.Form.Cover {
		note(r.Cover[c.ID], "", model.PlaceOfCover(c.ID))
	}
	for _, s := range r.Form.Sections {
		note(r.Texts[s.ID], s.ID, model.PlaceOfText(s.ID))
	}
}

// dropControls leaves control characters out of the cover, and notes it. They show nothing, and neither the cells of a
// workbook nor a record of the report can hold them.
func dropControls(r *model.Report) {
	isControl := func(c rune) bool { return unicode.IsControl(c) && !unicode.IsSpace(c) }
	clean := func(s, item string) string {
		if strings.IndexFunc(s, isControl) < 0 {
			return s
		}
		read := strings.TrimSpace(strings.Map(func(c rune) rune {
			if isControl(c) {
				return -1
			}
			return c
		}, s))
		r.Notes = append(r.Notes, model.Note{Rule: ruleReading, Cell: r.Places[model.PlaceOfCover(item)], Found: text.Named(s), Read: read, Message: msg.F(
			"“%s”里有不显示的控制字符，读作“%s”", "%q has control characters, which show nothing; it was read as %q", text.Named(s), read)})
		return read
	}
	r.Organ, r.OrganType = clean(r.Organ, "organ"), clean(r.OrganType, "organ_type")
	for _, c := range r.Form.Cover {
		if s, ok := r.Cover[c.ID]; ok {
			r.Cover[c.ID] = clean(s, c.ID)
		}
	}
}

// year returns the year of the first title in the sheets; 0 if there is none.
func (t *titleReader) year(sheets []*Sheet) int {
	for _, s := range sheets {
		if s.Hidden {
			continue
		}
		for _, c := range s.Cells {
			if _, year, ok := t.read(c.Cell.Text); ok && c.Cell.Kind == Text {
				return year
			}
		}
		for _, cell := range s.Titles {
			if _, year, ok := t.read(cell.Text); ok {
				return year
			}
		}
	}
	return 0
}

// formMatch is the result of reading the sheets by one form.
type formMatch struct {
	form       *model.Form
	vocabulary *vocabulary
	titles     *titleReader
	grids      []*grid
	finders    []*tableFinder
	tried      map[*model.Form]*formMatch // results of the other forms, shared by all of them
	asked      int                        // the year of the report that was asked for; 0 if any
	year       int                        // that or, if none was asked for, the one that the sheets state; 0 if unclear
	score      float64                    // number of tables found; a table of which a part was found counts in proportion
}

// matchForm reads the sheets by one form. Asked is the year of the report; 0 if the sheets must say it.
func matchForm(f *model.Form, forms []*model.Form, sheets []*Sheet, asked int) *formMatch {
	others := slices.DeleteFunc(slices.Clone(forms), func(o *model.Form) bool { return o.ID == f.ID })
	v := vocabularyOf(f, others)
	a := &formMatch{form: f, vocabulary: v, titles: newTitleReader(v), asked: asked, year: asked}
	var heads [][]bool
	for i, s := range sheets {
		for _, g := range a.vocabulary.split(a.vocabulary.newGrid(i, s)) {
			g.number = len(a.grids)
			a.grids = append(a.grids, g)
			heads = append(heads, a.vocabulary.headingRows(g))
		}
	}
	all := make([][]*block, len(a.grids))
	for _, l := range a.vocabulary.tables {
		fd := newTableFinder(a.vocabulary, l)
		fd.grids, fd.allBlocks, fd.headingRows = a.grids, all, heads
		for i, g := range a.grids {
			bs := fd.findBlocks(g)
			fd.blocks = append(fd.blocks, bs...)
			all[i] = append(all[i], bs...)
		}
		a.finders = append(a.finders, fd)
	}
	if a.year == 0 && len(sheets) > 1 {
		a.year = a.statedYear(sheets)
	}
	for k, fd := range a.finders {
		fd.year = a.year
		fd.find()
		if len(fd.matches)+fd.refusedFields == 0 {
			if t := a.findTurned(fd); t != nil {
				fd, a.finders[k] = t, t
			}
		}
		a.score += float64(len(fd.matches)+fd.refusedFields) / float64(len(f.FieldsOf(fd.lex.table)))
	}
	return a
}

// headingRows reports for each row of a grid whether it holds the heading of a section.
func (v *vocabulary) headingRows(g *grid) []bool {
	out := make([]bool, len(g.rows))
	for r, cells := range g.rows {
		out[r] = slices.ContainsFunc(cells, func(c int) bool { return v.endsTable(g, c) })
	}
	return out
}

// markRead marks a cell that was read for a field of another edition.
func (a *formMatch) markRead(p sheetPosition) {
	for _, g := range a.grids {
		if g.sheetIndex == p.sheet {
			if i := g.at(p.row, p.col); i >= 0 {
				g.role[i] = roleValue
			}
		}
	}
}

// restoreOrientation copies what was learnt about the cells of turned grids to the grids they were made from.
func (a *formMatch) restoreOrientation() {
	for _, f := range a.finders {
		for _, g := range f.grids {
			for i, r := range g.role {
				if g.turnedFrom != nil && r != roleUnknown {
					g.turnedFrom.role[g.originCells[i]] = r
				}
			}
		}
	}
}

func (a *formMatch) mapping(sheets []*Sheet) *Mapping {
	units := map[string]string{} // of money, by the label of the column
	m := &Mapping{Form: a.form, Report: model.NewReport(a.form), Places: map[int]Place{}, Notes: map[string][]model.Note{}, Extra: map[string][]model.Extra{}, BoxNotes: map[string]model.Note{}, CopyNotes: map[string][]model.Note{}, Refused: map[string]bool{}, sheets: sheets, vocabulary: a.vocabulary, titles: a.titles, grids: a.grids}
	a.dropShared()
	for _, f := range a.finders {
		f.markRead()
		f.noteLabels()
		f.noteOrder()
		for _, n := range f.finalNotes() {
			m.note(f.lex.table.ID, n)
		}
		m.CopyNotes[f.lex.table.ID] = f.copyNotes
		m.Refused[f.lex.table.ID] = f.refusedFields > 0 || f.clashed
		for fd, s := range f.matches {
			m.Places[fd.Index] = s.toPlace(fd, f.vocabulary, units)
		}
	}
	return m
}

// dropShared takes a figure away from all fields that were given the same cell, and reports it: a merged cell
// over two columns or rows belongs to neither of them.
func (a *formMatch) dropShared() {
	type taker struct {
		finder *tableFinder
		field  *model.Field
	}
	takers := map[sheetPosition][]taker{}
	for _, f := range a.finders {
		for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
			if m, ok := f.matches[fd]; ok && !m.blank() {
				takers[m.position()] = append(takers[m.position()], taker{f, fd})
			}
		}
	}
	for _, f := range a.finders {
		for _, fd := range f.lex.form.FieldsOf(f.lex.table) {
			m, ok := f.matches[fd]
			if !ok || m.blank() || len(takers[m.position()]) < 2 {
				continue
			}
			ts := takers[m.position()]
			if ts[0].field == fd {
				f.note(nil, model.Note{Rule: ruleDoubt, Cell: m.address(), Found: m.text(), Message: msg.F(
					"“%s”在 %d 格的位置上（%s、%s），无法确定归入哪一格，没有读取", "%q stands where %d cells are (%s, %s), and whose it is is unclear; it was not read",
					brief(m.text()), len(ts), fd.Label(), ts[1].field.Label())})
			}
			m.grid.role[m.cell] = roleIgnored
			delete(f.matches, fd)
		}
	}
}

// toPlace returns the match as a Place, with the unit that the column's label states if it is not the form's. Units are
// those of the labels that were looked at before.
func (m match) toPlace(fd *model.Field, v *vocabulary, units map[string]string) Place {
	p := Place{Sheet: m.grid.sheetIndex}
	p.Row, p.Col = m.grid.upright(m.row, m.col)
	if m.cell >= 0 {
		cell := m.grid.cell(m.cell).Cell
		cell.Address = m.grid.addressOf(m.cell)
		p.Cell = &cell
	}
	if m.header >= 0 {
		label := m.grid.text(m.header)
		unit, known := units[label]
		if !known {
			unit = v.moneyUnit(label)
			units[label] = unit
		}
		if unit != fd.Unit {
			p.Unit = unit
		}
	}
	return p
}

// readOtherEditions reads rows and columns that only another edition has. Their figures keep the field ids of
// that edition and become extra figures; no field of this form gets them.
func (a *formMatch) readOtherEditions(m *Mapping, forms []*model.Form) {
	for _, f := range a.finders {
		t := f.lex.table
		var borrowed []string
		for _, row := range f.rows {
			if row.cell >= 0 && row.variant && !row.similarity.exact {
				for _, o := range forms {
					if o.ID != a.form.ID && hasRowLabel(o, t.ID, a.vocabulary.reducer, row.block.grid.labels[row.cell].core) {
						borrowed = append(borrowed, o.Edition, row.block.grid.text(row.cell), row.block.grid.addressOf(row.cell))
					}
				}
			}
		}
		if len(borrowed) > 0 {
			m.Notes[t.ID] = slices.DeleteFunc(m.Notes[t.ID], func(n model.Note) bool { return n.Rule == ruleLabel && n.Cell == borrowed[2] })
			m.note(t.ID, model.Note{Rule: ruleOtherEdition, Cell: borrowed[2], Found: borrowed[1], Message: msg.F(
				"“%s”用了 %s 版的写法“%s”，本报告是 %s 版；数字已读入对应的行", "%q uses edition %s's label %q in a report of edition %s; its figures were read", t.Section.Heading, borrowed[0], borrowed[1], a.form.Edition)})
		}
		missing := func(fd *model.Field) bool { _, ok := m.Places[fd.Index]; return !ok }
		for _, o := range forms {
			if o.ID != a.form.ID && slices.ContainsFunc(a.form.FieldsOf(t), missing) {
				a.readOtherEdition(m, f, o, forms)
			}
		}
	}
}

// hasRowLabel reports whether a table of another form has a row with a reduced label.
func hasRowLabel(o *model.Form, table string, red *reducer, core string) bool {
	t, ok := o.Table(table)
	if !ok {
		return false
	}
	return slices.ContainsFunc(t.Bands, func(b *model.Band) bool {
		return slices.ContainsFunc(model.Leaves(b.Rows), func(n *model.Node) bool { return red.label(n.Label).core == core })
	})
}

// readOtherEdition reads what one other edition has in a table and this form lacks.
func (a *formMatch) readOtherEdition(m *Mapping, f *tableFinder, o *model.Form, forms []*model.Form) {
	other := a.tried[o]
	if other == nil {
		other = matchForm(o, forms, m.sheets, a.asked)
		a.tried[o] = other
	}
	taken := map[sheetPosition]bool{}
	for _, g := range a.finders {
		for _, s := range g.matches {
			taken[s.position()] = true
		}
	}
	var rows []string
	at := ""
	for _, g := range other.finders {
		if g.lex.table.ID != f.lex.table.ID {
			continue
		}
		for _, fd := range o.FieldsOf(g.lex.table) {
			s, ok := g.matches[fd]
			if _, own := a.form.Field(fd.ID); own || !ok || s.blank() || taken[s.position()] {
				continue
			}
			a.markRead(s.position())
			m.Extra[f.lex.table.ID] = append(m.Extra[f.lex.table.ID], model.Extra{Table: f.lex.table.ID, Row: fd.RowLabel(), Column: fd.ColumnLabel(), Cell: s.address(), Text: s.text(), Field: fd.ID})
			if name := fd.Row.Label; name != "" && !slices.Contains(rows, name) {
				rows = append(rows, name)
			}
			at = cmp.Or(at, s.address())
		}
	}
	if at == "" {
		return
	}
	m.note(f.lex.table.ID, model.Note{Rule: "EDITION-YEAR", Cell: at, Found: strings.Join(rows, "、"), Message: msg.F(
		"“%s”中有 %s 版的行或列（%s），本报告按 %s 版读取；这些数字照原样保留，没有归入 %s 版的任何一格", "%q has rows or columns of edition %s (%s) in a report of edition %s; their figures are kept as they are and given to no cell of %s",
		f.lex.table.Section.Heading, o.Edition, msg.Names(rows), a.form.Edition, a.form.Edition)})
}

// Values reads the cell of every field into the report. It is for sources that are no workbook.
func (m *Mapping) Values() {
	m.AddTableNotes()
	r := m.Report
	for _, fd := range m.Form.Fields {
		p, ok := m.Places[fd.Index]
		if ok && p.Cell == nil && m.sheets[p.Sheet].Gaps {
			r.Values[fd.ID] = model.Value{State: model.Blank, Cell: m.sheets[p.Sheet].Address(p.Row, p.Col)}
			continue
		}
		if !ok || p.Cell == nil {
			v := model.Value{State: model.Absent}
			if ok && !m.sheets[p.Sheet].Complete {
				v.State = model.Blank // a worksheet does not store empty cells
			}
			r.Values[fd.ID] = v
			continue
		}
		v, notes := readAs(*p.Cell, fd, &m.Form.Reading, true)
		r.Values[fd.ID] = p.WithUnit(v)
		r.Notes = append(r.Notes, notes...)
	}
	m.resolveMarks()
	r.MarkDoubtful()
}

// WithUnit gives a figure without a unit the unit that its column's label states.
func (p Place) WithUnit(v model.Value) model.Value {
	if v.IsNumber() && v.Unit == "" && p.Unit != "" {
		v.Unit = p.Unit
	}
	return v
}

func (m *Mapping) note(table string, n model.Note) {
	n.Section = table
	m.Notes[table] = append(m.Notes[table], n)
}

// NoTable returns the error that no table of one of the forms was found in a file of a kind, in which these sheets are. It
// names the rows that have the labels of one.
func NoTable(kind msg.Text, forms []*model.Form, sheets ...*Sheet) error {
	if kind.ZH != "" && kind.ZH[0] < 0x80 {
		kind.ZH = " " + kind.ZH // as Latin letters stand among Chinese characters
	}
	var pictures []Found
	var others []string
	for _, s := range sheets {
		pictures = append(pictures, s.picturesOf()...)
		others = append(others, s.Elsewhere...)
	}
	if len(others) > 0 {
		return &msg.Problem{
			What: msg.F("这是%s，其中没有找到年度报告的任何一张表；它嵌入或链接着别的文件（%s），年报可能在那里，不在这份文件里", "this is %s in which no table of the report was found; it shows or links other files (%s), and the report may be there and not in this file",
				kind, briefly(others, "")),
			Hint:   msg.T("请打开那个文件或页面，另存后用它", "open that file or page, save it, and use what was saved"),
			Sender: msg.T("请报送年报本身的文件，不要报送链接着它的网页", "send the report's own file, not a page that links to it"),
			Kind:   msg.ErrNoReport,
		}
	}
	if len(pictures) > 0 {
		return noTablePictures(kind, pictures)
	}
	if u := rowsWithoutTable(sheets, forms); u != nil {
		return &msg.Problem{
			What:   msg.F("这是%s，其中没有找到年度报告的任何一张表：%s；没有读取的有 %d 行：%s", "this is %s in which no table of the report was found: %s; %d of its rows were not read: %s", kind, u.why(), len(u.rows), u.named()),
			Hint:   msg.T("请补上各表的列标签（表头）再试，或把数据填入“gkxl template”生成的模板", "add the labels of the columns, the heads of the tables, and try again, or use a template made by \"gkxl template\""),
			Sender: msg.T("请补上各表的表头；数据请填入统一下发的工作簿", "add the heads of the tables, and put the data into the workbook that was sent to all units"),
			Kind:   msg.ErrNoReport,
		}
	}
	return &msg.Problem{
		What:   msg.F("这是%s，其中没有找到年度报告的任何一张表：没有一处行标签和列标签与官方格式相符", "this is %s in which no table of the report was found: nowhere do rows and columns have the form's labels", kind),
		Hint:   msg.T("请确认选对了文件；表格要带官方格式的行列标签，或把数据填入“gkxl template”生成的模板", "check that this is the right file; a table needs the form's row and column labels, or use a template made by \"gkxl template\""),
		Sender: msg.T("请确认选对了文件；数据请填入统一下发的工作簿", "check that this is the right file, and put the data into the workbook that was sent to all units"),
		Kind:   msg.ErrNoReport,
	}
}
