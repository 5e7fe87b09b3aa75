package intake

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/say"
)

// Options say what a file does not.
type Options struct {
	Organ string
	Year  int
	Form  *model.Form // the only form to read by; nil for the one that fits best
}

// Place is where a field stands: a sheet by its number, a row and a column, and
// the cell among the sheet's, or -1 where there is none.
type Place struct{ Sheet, Row, Col, Cell int }

// Mapping is what was recognised by its labels.
type Mapping struct {
	Form   *model.Form
	Report *model.Report // organ, year, texts, notes and extra figures; no values of the form's fields
	Places map[int]Place // by Field.Index
	// Notes and Extra by table; Report has those on texts only, until All.
	Notes   map[string][]model.Note
	Extra   map[string][]model.Extra
	sheets  []*Sheet
	words   *words
	views   []*view
	remarks map[[2]string]bool // notes by section and text that are remarks of cells
}

// All gives the report the notes and extra figures of all tables.
func (m *Mapping) All() {
	var notes []model.Note
	for _, t := range m.Form.Tables {
		notes = append(notes, m.Notes[t.ID]...)
		m.Report.Extra = append(m.Report.Extra, m.Extra[t.ID]...)
	}
	m.Report.Notes = append(notes, m.Report.Notes...)
}

// Map recognises a report in sheets by the labels that stand there, in whatever
// order and arrangement. Forms are the editions to choose from, and their labels
// are told apart from misspelt ones. It returns nil if there is nothing of any
// table.
func Map(sheets []*Sheet, forms []*model.Form, o Options) *Mapping {
	choice := forms
	if o.Form != nil {
		choice = []*model.Form{o.Form}
	}
	var best *attempt
	year := 0
	for _, f := range choice {
		a := try(f, forms, sheets)
		if year == 0 {
			if year = a.words.titledYear(sheets); year == 0 {
				year = o.Year
			}
		}
		if best == nil || a.score > best.score || a.score == best.score && a.form.Years.Contains(year) {
			best = a
		}
		if a.score >= float64(len(f.Tables)) {
			break // every cell is there, and the editions differ in many
		}
	}
	if best == nil || best.score == 0 {
		return nil
	}
	m := best.mapping(sheets)
	best.otherEditions(m, forms)
	best.extras(m)
	narrate(best.words, m.Report, best.views)
	Supply(m.Report, o)
	return m
}

// Supply gives a report what its file does not say. Where the file says
// otherwise the file counts, and the difference is noted.
func Supply(r *model.Report, o Options) {
	differs := func(item, file, given string) {
		r.Notes = append(r.Notes, model.Note{Rule: ruleReading, Cell: r.Places[model.PlaceOfCover(item)], Found: file, Read: file, Message: say.F(
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

func (w *words) titledYear(sheets []*Sheet) int {
	for _, s := range sheets {
		for _, c := range s.Cells {
			if c.Cell.Kind == Text {
				if _, year, ok := w.title(c.Cell.Text); ok {
					return year
				}
			}
		}
	}
	return 0
}

// Attempt is a reading of the sheets by one form.
type attempt struct {
	form    *model.Form
	words   *words
	views   []*view
	finders []*finder
	score   float64 // how many tables were found, parts counting in proportion
}

func try(f *model.Form, forms []*model.Form, sheets []*Sheet) *attempt {
	others := slices.DeleteFunc(slices.Clone(forms), func(o *model.Form) bool { return o.ID == f.ID })
	a := &attempt{form: f, words: wordsOf(f, others)}
	heads := make([][]bool, len(sheets))
	for i, s := range sheets {
		v := newView(i, s, a.words.reducer, &f.Reading)
		a.views = append(a.views, v)
		heads[i] = make([]bool, len(v.rows))
		for r, cells := range v.rows {
			heads[i][r] = slices.ContainsFunc(cells, func(c int) bool { return a.words.headings[v.labels[c].core] != nil && v.labels[c].core != "" })
		}
	}
	all := make([][]*block, len(sheets))
	for _, l := range a.words.tables {
		fd := &finder{lex: l, voc: &f.Reading, views: a.views, all: all, heads: heads, spots: map[*model.Field][]spot{}, header: map[*model.Field]int{},
			others: map[string][]string{}, orders: map[orderKey][]*model.Node{}, crowded: map[string]bool{}}
		for i, v := range a.views {
			bs := fd.blocks(v)
			fd.parts = append(fd.parts, bs...)
			all[i] = append(all[i], bs...)
		}
		a.finders = append(a.finders, fd)
	}
	for _, fd := range a.finders {
		fd.limits()
		fd.readRows()
		fd.locate()
		fields := f.FieldsOf(fd.lex.table)
		n := 0
		for _, x := range fields {
			if len(fd.spots[x]) > 0 {
				n++
			}
		}
		a.score += float64(n) / float64(len(fields))
	}
	return a
}

func (a *attempt) mapping(sheets []*Sheet) *Mapping {
	m := &Mapping{Form: a.form, Report: model.NewReport(a.form.ID), Places: map[int]Place{}, Notes: map[string][]model.Note{}, Extra: map[string][]model.Extra{}, sheets: sheets, words: a.words, views: a.views}
	for _, f := range a.finders {
		f.sayLabels()
		f.sayOrder()
		m.Notes[f.lex.table.ID] = f.notes
		for fd, spots := range f.spots {
			if len(spots) == 0 {
				continue
			}
			s := spots[0]
			m.Places[fd.Index] = Place{s.view.index, s.row, s.col, s.cell}
			if s.cell >= 0 {
				s.view.role[s.cell] = isValue
			}
		}
	}
	return m
}

// SayLabels names every label that was not the form's, and what it was read as.
func (f *finder) sayLabels() {
	for _, b := range f.parts {
		used := slices.ContainsFunc(f.lines, func(l line) bool { return l.block == b })
		for _, c := range b.columns {
			if used && !c.near.sure {
				f.closeLabel(b.view, c.cell, c.node.Label, c.near.score)
			}
		}
	}
	for _, l := range f.lines {
		if l.cell >= 0 && !l.near.sure {
			f.closeLabel(l.block.view, l.cell, l.node.Label, l.near.score)
		}
	}
}

// SayOrder reports rows or columns that do not stand in the form's order.
func (f *finder) sayOrder() {
	for _, b := range f.parts {
		var rows []line
		for _, l := range f.lines {
			if l.block == b {
				rows = append(rows, l)
			}
		}
		slices.SortFunc(rows, func(x, y line) int { return x.row - y.row })
		var moved []string
		for i := 1; i < len(rows); i++ {
			if rows[i].index < rows[i-1].index {
				moved = append(moved, rows[i].node.Label)
			}
		}
		if len(moved) > 0 {
			f.note(model.Note{Rule: ruleOrder, Cell: b.view.addressOf(rows[0].cell), Found: strings.Join(moved, "、"), Message: say.F(
				"“%s”的行没有按官方次序排列（%s），已按标签读取", "the rows of %q are not in the form's order (%s); they were read by label", f.lex.table.Section.Heading, strings.Join(moved, "、"))})
		}
		if len(rows) == 0 {
			continue
		}
		moved = nil
		last := -1
		cols := b.columns
		if b.view.sheet.Lists {
			cols = nil
			for _, n := range f.orders[orderKey{b, rows[0].band}] {
				for _, e := range f.lex.cols.leaves {
					if e.node == n {
						cols = append(cols, column{entry: e})
					}
				}
			}
		}
		for _, c := range cols {
			if c.band != rows[0].band {
				continue
			}
			if c.index < last {
				moved = append(moved, c.node.Label)
			}
			last = max(last, c.index)
		}
		if len(moved) > 0 {
			f.note(model.Note{Rule: ruleOrder, Cell: b.view.address(b.top, max(b.left, 0)), Found: strings.Join(moved, "、"), Message: say.F(
				"“%s”的列没有按官方次序排列（%s），已按标签读取", "the columns of %q are not in the form's order (%s); they were read by label", f.lex.table.Section.Heading, strings.Join(moved, "、"))})
		}
	}
}

// OtherEditions reads what the file has in the tables of another edition: rows
// and columns this form lacks keep their own field ids and are given to none of
// this form's.
func (a *attempt) otherEditions(m *Mapping, forms []*model.Form) {
	for _, f := range a.finders {
		t := f.lex.table
		missing := 0
		for _, fd := range a.form.FieldsOf(t) {
			if _, ok := m.Places[fd.Index]; !ok {
				missing++
			}
		}
		var borrowed []string
		for _, l := range f.lines {
			if l.cell >= 0 && l.variant && !l.near.sure {
				for _, o := range forms {
					if o.ID != a.form.ID && labelled(o, t.ID, a.words.reducer, l.block.view.labels[l.cell].core) {
						borrowed = append(borrowed, o.Edition, l.block.view.text(l.cell), l.block.view.addressOf(l.cell))
					}
				}
			}
		}
		if len(borrowed) > 0 {
			m.note(t.ID, model.Note{Rule: "EDITION-YEAR", Cell: borrowed[2], Found: borrowed[1], Message: say.F(
				"“%s”用了 %s 版的写法“%s”，本报告是 %s 版；数字已读入对应的行", "%q uses edition %s's label %q in a report of edition %s; its figures were read", t.Section.Heading, borrowed[0], borrowed[1], a.form.Edition)})
		}
		if missing == 0 {
			continue
		}
		for _, o := range forms {
			if o.ID != a.form.ID {
				a.borrow(m, f, o, forms)
			}
		}
	}
}

func labelled(o *model.Form, table string, red *reducer, core string) bool {
	t, ok := o.Table(table)
	if !ok {
		return false
	}
	for _, b := range t.Bands {
		for _, n := range model.Leaves(b.Rows) {
			if red.label(n.Label).core == core {
				return true
			}
		}
	}
	return false
}

func (a *attempt) borrow(m *Mapping, f *finder, o *model.Form, forms []*model.Form) {
	sheets := make([]*Sheet, len(a.views))
	for i, v := range a.views {
		sheets[i] = v.sheet
	}
	other := try(o, forms, sheets)
	taken := map[[2]int]bool{}
	for _, p := range m.Places {
		if p.Cell >= 0 {
			taken[[2]int{p.Sheet, p.Cell}] = true
		}
	}
	var rows []string
	var at string
	for _, g := range other.finders {
		if g.lex.table.ID != f.lex.table.ID {
			continue
		}
		for _, fd := range o.FieldsOf(g.lex.table) {
			if _, own := a.form.Field(fd.ID); own || len(g.spots[fd]) == 0 {
				continue
			}
			s := g.spots[fd][0]
			if s.blank() || taken[[2]int{s.view.index, s.cell}] {
				continue
			}
			a.views[s.view.index].role[s.cell] = isValue
			m.Extra[f.lex.table.ID] = append(m.Extra[f.lex.table.ID], model.Extra{Table: f.lex.table.ID, Row: fd.RowLabel(), Column: fd.ColumnLabel(), Cell: s.address(), Text: s.text(), Field: fd.ID})
			if name := fd.Row.Label; name != "" && !slices.Contains(rows, name) {
				rows = append(rows, name)
			}
			if at == "" {
				at = s.address()
			}
		}
	}
	if at == "" {
		return
	}
	m.note(f.lex.table.ID, model.Note{Rule: "EDITION-YEAR", Cell: at, Found: strings.Join(rows, "、"), Message: say.F(
		"“%s”中有 %s 版的行或列（%s），本报告按 %s 版读取；这些数字照原样保留，没有归入 %s 版的任何一格", "%q has rows or columns of edition %s (%s) in a report of edition %s; their figures are kept as they are and given to no cell of %s",
		f.lex.table.Section.Heading, o.Edition, strings.Join(rows, "、"), a.form.Edition, a.form.Edition)})
}

// Values reads the cells of a mapping whose source is no workbook.
func (m *Mapping) Values() {
	m.All()
	r := m.Report
	for _, fd := range m.Form.Fields {
		p, ok := m.Places[fd.Index]
		if !ok || p.Cell < 0 {
			r.Values[fd.ID] = model.Value{State: model.Absent}
			continue
		}
		s := m.sheets[p.Sheet]
		c := s.Cells[p.Cell].Cell
		if c.Address == "" && s.Address != nil {
			c.Address = s.Address(p.Row, p.Col)
		}
		v, notes := Read(c, fd, &m.Form.Reading)
		r.Values[fd.ID] = v
		for _, n := range notes {
			if n.Rule != ruleTextNumber { // in a document every number is text
				r.Notes = append(r.Notes, n)
			}
		}
	}
	m.resolveMarks()
}

func (m *Mapping) note(table string, n model.Note) { m.Notes[table] = append(m.Notes[table], n) }

// NoTable says that nothing of any table of the form was found in a file of a
// kind.
func NoTable(kind say.Text) error {
	return &say.Problem{
		What: say.F("这是%s，其中没有找到年度报告的任何一张表：没有一处行列标签与官方格式相符", "this is %s in which no table of the report was found: no labels of rows and columns are the form's", kind),
		Do:   say.T("请确认选对了文件；表格要带官方格式的行列标签，或把数据填入“gkxl template”生成的模板", "check that this is the right file; a table needs the form's row and column labels, or use a template made by \"gkxl template\""),
	}
}
