package xlsx

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ruleFormNames is the rule on defined names that are lost or contradict the labels.
const ruleFormNames = "FORM-NAMES"

// byLabel reads a workbook that has no defined names of fields.
func (rd *reader) byLabel() {
	if rd.sheets = rd.book.sheets(rd.forms); rd.book.err == nil && rd.csv() {
		return
	}
	if !rd.mapLabels() {
		if rd.book.passed.ZH != "" {
			rd.book.fail(msg.OfKind(msg.ErrTooLarge, &msg.Problem{What: rd.book.passed, Hint: msg.T(
				"请用 WPS 或 Excel 打开，只留报告的各表，另存为新的 .xlsx 文件再试", "open it in WPS or Excel, keep the tables of the report only, save it as a new .xlsx, and try again")}))
		}
		rd.book.fail(intake.NoTable(msg.T("工作簿", "a workbook"), rd.forms, rd.sheets...))
		return
	}
	rd.begin(rd.labels.Form)
	rd.labels.AddTableNotes()
	rd.report = rd.labels.Report
	rd.report.Notes = append(rd.book.notes, rd.report.Notes...)
	for _, t := range rd.form.Tables {
		rd.locateByLabels(t)
	}
	rd.indexCells()
	rd.fields()
	rd.noteHiddenCells()
	rd.noteUncomputed()
}

// noteUncomputed notes formulas without a stored result outside of the tables where a text is missing that they may
// give. Those in and just below tables are checks.
func (rd *reader) noteUncomputed() {
	missing := rd.report.Organ == "" || rd.report.Year == 0 || slices.ContainsFunc(rd.form.Sections, func(s *model.Section) bool {
		return s.Table == nil && !s.Optional && rd.report.Texts[s.ID] == ""
	})
	if !missing {
		return
	}
	inTable := map[string]map[int]bool{} // rows of each sheet
	for _, fd := range rd.form.Fields {
		at := rd.locations[fd.Index]
		if at.broken {
			continue
		}
		if inTable[at.sheet] == nil {
			inTable[at.sheet] = map[int]bool{}
		}
		for row := at.row; row <= at.row+printedBelow; row++ {
			inTable[at.sheet][row] = true
		}
	}
	for i, s := range rd.sheets {
		cells, _ := rd.book.filled(s.Name)
		n, first := 0, location{}
		for _, c := range cells {
			if !c.formula {
				continue
			}
			at := locationAt(s.Name, c.row, c.col)
			if inTable[s.Name][c.row] || rd.sheets[i].Hidden {
				continue
			}
			if stored, _ := rd.book.cell(at); stored.Kind == intake.Empty && len(stored.Left) == 0 && !rd.book.file.StoresEmptyText(at.sheet, at.ref) {
				if n++; n == 1 {
					first = at
				}
			}
		}
		if n > 0 {
			rd.note(model.Note{Rule: "TEXT-PLACE", Cell: first.address(), Message: msg.F(
				"“%s”有 %d 个公式没有保存结果（%s 起），没有读入；其中有报告的内容的，请用 WPS 或 Excel 打开并保存一次", "%q has %d formulas without a stored result (from %s), which were not read; if they are part of the report, open the file in WPS or Excel and save it once", s.Name, n, first.ref)})
		}
	}
}

// csv reads a workbook that holds what was exported as CSV. It reports whether it is one.
func (rd *reader) csv() bool {
	forms := record.Forms{Fixed: rd.options.Form,
		ByID: func(id string) (*model.Form, error) {
			return rd.formWhere("id", id, func(f *model.Form) bool { return f.ID == id })
		},
		ByYear: func(year int) (*model.Form, error) {
			return rd.formWhere("year", strconv.Itoa(year), func(f *model.Form) bool { return f.Years.Contains(year) })
		},
	}
	r, err := record.FromSheets(rd.sheets, forms)
	rd.book.fail(err)
	if r != nil {
		rd.report, rd.form = r, r.Form
	}
	return r != nil || err != nil
}

// formWhere returns the first form that fits; what and which say what was asked for.
func (rd *reader) formWhere(what, which string, fits func(*model.Form) bool) (*model.Form, error) {
	if i := slices.IndexFunc(rd.forms, fits); i >= 0 {
		return rd.forms[i], nil
	}
	return nil, &msg.Problem{What: msg.F("%s 栏是“%s”，没有这个版本的格式", "%s is %q, of which there is no edition", what, which), Hint: msg.T("请改正该栏，或用 --form 给出格式", "correct the column, or give the form with --form"), Kind: msg.ErrUnknownForm}
}

// mapLabels reads every cell and finds the fields by labels, once; ok is false if there
// are none.
func (rd *reader) mapLabels() (ok bool) {
	if rd.sheets == nil {
		rd.sheets = rd.book.sheets(rd.forms)
	}
	if rd.labels == nil {
		o := rd.options
		o.Form = cmp.Or(rd.form, o.Form)
		o.Year = cmp.Or(rd.book.namedYear(), o.Year)
		if rd.book.err == nil {
			rd.labels, rd.book.err = intake.Map(rd.sheets, rd.forms, o)
		}
	}
	return rd.labels != nil
}

// locateByLabels sets the cells of a table's fields to where their labels are.
func (rd *reader) locateByLabels(t *model.Table) {
	rd.byLabels[t.ID] = true
	for _, fd := range rd.form.FieldsOf(t) {
		rd.locations[fd.Index] = rd.labelLocation(fd)
	}
}

func (rd *reader) labelLocation(fd *model.Field) location {
	p, ok := rd.labels.Places[fd.Index]
	if !ok {
		return location{broken: true}
	}
	return locationAt(rd.sheets[p.Sheet].Name, p.Row+1, p.Col+1)
}

// indexCells sets byCell, the field of each cell.
func (rd *reader) indexCells() {
	rd.byCell = make(map[string]*model.Field, len(rd.form.Fields))
	for _, fd := range rd.form.Fields {
		if s := rd.locations[fd.Index]; !s.broken {
			rd.byCell[s.key()] = fd
		}
	}
}

// compareWithLabels compares the names of fields with the labels around their cells.
// Fields whose names are missing or broken are found by labels; a table whose names
// contradict the labels is read by its labels.
func (rd *reader) compareWithLabels() {
	doubt := map[string]string{} // table → what contradicts
	for _, t := range rd.form.Tables {
		doubt[t.ID] = rd.contradiction(t)
	}
	for _, t := range rd.form.Tables {
		missing := slices.ContainsFunc(rd.form.FieldsOf(t), func(fd *model.Field) bool { return rd.locations[fd.Index].broken })
		if doubt[t.ID] == "" && !missing {
			continue
		}
		if !rd.mapLabels() {
			break
		}
		found := slices.ContainsFunc(rd.form.FieldsOf(t), func(fd *model.Field) bool { return !rd.labelLocation(fd).broken })
		switch {
		case doubt[t.ID] != "":
			rd.note(model.Note{Rule: ruleFormNames, Section: t.ID, Cell: doubt[t.ID], Message: msg.F(
				"“%s”的单元格名称与表上的标签不符，已按标签读取", "the names of %q contradict the labels; the table was read by its labels", t.Section.Heading)})
			rd.report.Notes = append(rd.report.Notes, rd.book.notes...)
			rd.book.notes = nil
			rd.readByLabels(t)
		case found:
			rd.findLostFields(t)
		}
	}
	rd.indexCells()
}

func (rd *reader) readByLabels(t *model.Table) {
	rd.locateByLabels(t)
	rd.report.Notes = append(rd.report.Notes, rd.labels.Notes[t.ID]...)
	rd.report.Extra = append(rd.report.Extra, rd.labels.Extra[t.ID]...)
}

// findLostFields finds by labels the fields of a table that have lost their names.
func (rd *reader) findLostFields(t *model.Table) {
	fields := rd.form.FieldsOf(t)
	if !slices.ContainsFunc(fields, func(fd *model.Field) bool { return !rd.locations[fd.Index].broken }) {
		rd.readByLabels(t)
		rd.note(model.Note{Rule: ruleFormNames, Section: t.ID, Message: msg.F(
			"“%s”的单元格名称都已丢失，已按标签读取", "all cells of %q have lost their names; the table was read by its labels", t.Section.Heading)})
		return
	}
	taken := map[string]bool{}
	for _, s := range rd.locations {
		if !s.broken {
			taken[s.key()] = true
		}
	}
	n, first := 0, ""
	for _, fd := range fields {
		if !rd.locations[fd.Index].broken {
			continue
		}
		if s := rd.labelLocation(fd); !s.broken && !taken[s.key()] {
			rd.locations[fd.Index] = s
			if n++; n == 1 {
				first = s.address()
			}
		}
	}
	if n > 0 {
		rd.note(model.Note{Rule: ruleFormNames, Section: t.ID, Cell: first, Message: msg.F(
			"“%s”有 %d 格的名称已丢失，按标签找到", "%q: %d cells had lost their names and were found by their labels", t.Section.Heading, n)})
	}
}

// contradiction is the address of a label of another row or column than the names of
// the cells beside it say; empty if all agree.
func (rd *reader) contradiction(t *model.Table) string {
	seen := map[place]bool{} // rows and columns
	lab := intake.NewTableLabels(rd.form, t)
	for _, fd := range rd.form.FieldsOf(t) {
		s := rd.locations[fd.Index]
		if s.broken {
			continue
		}
		if row := (place{s.sheet, s.row, 0}); fd.Row.Label != "" && !seen[row] {
			seen[row] = true
			if at := rd.rowContradicts(lab, fd, s); at != "" {
				return at
			}
		}
		if col := (place{s.sheet, 0, s.col}); !seen[col] {
			seen[col] = true
			if at := rd.columnContradicts(lab, fd, s); at != "" {
				return at
			}
		}
	}
	return ""
}

func (rd *reader) rowContradicts(lab *intake.TableLabels, fd *model.Field, s location) string {
	wrong := ""
	for col := s.col - 1; col >= max(1, s.col-20); col-- {
		p := locationAt(s.sheet, s.row, col)
		text := rd.book.value(p.sheet, p.ref)
		if text == "" {
			continue
		}
		switch own, other := lab.Row(text, fd.Row); {
		case own:
			return rd.headingContradicts(p, 0, -1, func(text string) (own, other bool) { return lab.RowHeading(text, fd.Row) })
		case other && wrong == "":
			wrong = p.address()
		}
	}
	return wrong
}

// headingsBeyond is how many cells beyond a label are searched for the headings over it.
const headingsBeyond = 3

// headingContradicts is the address of the first cell beyond a label, in steps of some rows and columns, that has the
// heading of other rows or columns, as names tells; empty if none has.
func (rd *reader) headingContradicts(label location, rows, columns int, names func(text string) (own, other bool)) string {
	for i := 1; i <= headingsBeyond; i++ {
		row, col := label.row+i*rows, label.col+i*columns
		if row < 1 || col < 1 {
			break
		}
		p := locationAt(label.sheet, row, col)
		if anchor, covered := rd.book.covered(p); covered {
			p.ref = anchor
		}
		if _, other := names(rd.book.value(p.sheet, p.ref)); other {
			return p.address()
		}
	}
	return ""
}

// columnContradicts searches a column upwards for its label. Figures on the way belong
// to other rows; in a table of one row there must be none.
func (rd *reader) columnContradicts(lab *intake.TableLabels, fd *model.Field, s location) string {
	for row := s.row - 1; row >= max(1, s.row-60); row-- {
		p := locationAt(s.sheet, row, s.col)
		if anchor, covered := rd.book.covered(p); covered {
			p.ref = anchor
		}
		text := rd.book.value(p.sheet, p.ref)
		if text == "" {
			continue
		}
		own, other := lab.Column(text, fd.Column)
		switch {
		case own:
			return rd.headingContradicts(locationAt(s.sheet, row, s.col), -1, 0, func(text string) (own, other bool) { return lab.ColumnHeading(text, fd.Column) })
		case other, fd.Row.Label == "" && intake.IsFigure(text, &rd.form.Reading):
			return p.address()
		}
	}
	return ""
}

// sheets are the cells of all sheets, those of hidden ones marked so. Sheets that Write adds to those of the form
// are left out.
func (b *book) sheets(forms []*model.Form) []*intake.Sheet {
	named := make(map[string]bool, len(b.names))
	for _, s := range b.names {
		named[s.key()] = !s.broken
	}
	var out []*intake.Sheet
	b.passOverLarge(forms, preflight.MaxSearched)
	for _, name := range b.file.GetSheetList() {
		if b.tooLarge[name] || b.isOwnSheet(name, forms) {
			continue
		}
		if s := b.sheet(name, labelsOf(forms)); s != nil {
			s.Hidden = b.isHidden(name)
			for i := range s.Cells {
				s.Cells[i].Named = named[locationAt(name, s.Cells[i].Row+1, s.Cells[i].Col+1).key()]
			}
			out = append(out, s)
		}
	}
	return out
}

// passOverLarge passes over the largest sheets, and of those of one size the last, until the rest has no more cells
// than may be searched for labels, since each of them is read.
func (b *book) passOverLarge(forms []*model.Form, limit int) {
	var rest []preflight.Sheet
	cells := 0
	for _, s := range b.file.Sheets {
		if !b.tooLarge[s.Name] && !b.isKnownOwnSheet(s.Name, forms) {
			rest, cells = append(rest, s), cells+s.Cells
		}
	}
	sorting.By(rest, func(x, y preflight.Sheet) int { return x.Cells - y.Cells })
	kept := len(rest)
	for ; cells > limit; kept-- {
		cells -= rest[kept-1].Cells
		b.tooLarge[rest[kept-1].Name] = true
	}
	if kept == len(rest) {
		return
	}
	passed := lists.Map(rest[kept:], func(s preflight.Sheet) string { return s.Name })
	sorting.By(passed, func(x, y string) int {
		return slices.Index(b.file.GetSheetList(), x) - slices.Index(b.file.GetSheetList(), y)
	})
	b.passedFirst, b.passed = passed[0], msg.F("工作簿内容太多：有 %d 张工作表（%s）没有查看其中有没有年报的表；按标签查找的各表合计最多 %d 格", "the workbook has too much content: %d sheets (%s) were not searched for tables of the report; those that are searched have at most %d cells together",
		len(passed), strings.Join(lists.Map(passed[:min(len(passed), 5)], text.Brief), "、"), limit)
	b.notes = append(b.notes, b.passedNote())
}

// passedNote is the note on the sheets that were passed over.
func (b *book) passedNote() model.Note {
	return model.Note{Rule: "TEXT-PLACE", Cell: address(b.passedFirst, "A1"), Found: b.passedFirst, Message: b.passed}
}

// labelsOf tells how often forms print a label in one of their tables; 0 if it is none.
func labelsOf(forms []*model.Form) func(string) int {
	count := sync.OnceValue(func() map[string]int { return countLabels(forms) }) // it is seldom asked
	return func(s string) int { return count()[text.Bare(s)] }
}

// countLabels counts how often forms print each label in one of their tables, the most in any.
func countLabels(forms []*model.Form) map[string]int {
	most := map[string]int{}
	for _, f := range forms {
		for _, t := range f.Tables {
			inTable := map[string]int{}
			for _, c := range grid.Of(f, t).Cells {
				if s := text.Bare(c.Text); c.Field == nil && s != "" {
					inTable[s]++
					most[s] = max(most[s], inTable[s])
				}
			}
		}
	}
	return most
}

// isOwnSheet says whether a sheet is one that this program adds to those of the form.
func (b *book) isOwnSheet(name string, forms []*model.Form) bool {
	return b.isKnownOwnSheet(name, forms) || b.appendixOf(name, forms) != ""
}

// isKnownOwnSheet is isOwnSheet without reading what the sheet holds: an appendix counts that a defined name leads to.
func (b *book) isKnownOwnSheet(name string, forms []*model.Form) bool {
	return name == metaSheet || name == b.list || b.reviews != "" && name == b.reviews || slices.ContainsFunc(forms, func(f *model.Form) bool { return name == f.Messages["checks_sheet"] }) || b.namedAppendix(name) != ""
}

// dropBrokenMerges looks for merges that cover cells with content. Where labels are covered that the sheet shows in
// fewer places than the form, a script moved cells and left the merges behind, over cells that do not belong together:
// these merges are ignored. What else is covered was left over when cells were merged: it is not shown, and not read.
func (b *book) dropBrokenMerges(name string, rows [][]string, labels func(string) int) {
	var over []merge // merges that cover content
	var refs []string
	covered := map[string]int{} // how often each label is
	merges := slices.Clone(b.mergesOf(name))
	sorting.By(merges, func(x, y merge) int { return cmp.Or(x.r1-y.r1, x.c1-y.c1) })
	for _, m := range merges {
		found := len(refs)
		anchor := ""
		for r := m.r1; r <= min(m.r2, len(rows)); r++ {
			for c := m.c1; c <= min(m.c2, len(rows[r-1])); c++ {
				switch v := strings.TrimSpace(rows[r-1][c-1]); {
				case r == m.r1 && c == m.c1:
					anchor = v
				case v != "" && v != anchor: // the same may have been filled into all cells
					refs = append(refs, place{row: r, col: c}.ref())
					if labels(v) > 0 {
						covered[text.Bare(v)]++
					}
				}
			}
		}
		if len(refs) > found {
			over = append(over, m)
		}
	}
	switch moved := missesLabel(rows, covered, labels); {
	case moved:
		b.merges[name] = slices.DeleteFunc(b.mergesOf(name), func(m merge) bool { return slices.Contains(over, m) })
		b.notes = append(b.notes, model.Note{Rule: ruleFormNames, Cell: address(name, refs[0]), Message: msg.F(
			"“%s”有 %d 处合并盖住了有内容的单元格，已按未合并读取，请核对", "%q has %d merges over cells with content; they were read as not merged, please check", name, len(over))})
	case len(refs) > 0:
		b.notes = append(b.notes, noteOfCovered(name, refs))
	}
}

// missesLabel reports whether one of the labels that merges cover, each so often, stands elsewhere in the rows in fewer
// places than in a table of the form.
func missesLabel(rows [][]string, covered map[string]int, labels func(string) int) bool {
	if len(covered) == 0 {
		return false
	}
	shown := map[string]int{}
	for _, row := range rows {
		for _, v := range row {
			shown[text.Bare(v)]++
		}
	}
	for label, n := range covered {
		if shown[label]-n < labels(label) {
			return true
		}
	}
	return false
}

// sheet is a sheet's cells; labels tells how often forms print a label in a table. It is nil if the sheet has no cells,
// such as one with a chart.
func (b *book) sheet(name string, labels func(string) int) *intake.Sheet {
	// After the preflight all rows can be read; they only tell which cells to read.
	rows, err := b.file.Rows(name)
	b.fail(err)
	s := &intake.Sheet{Name: name, Address: func(row, col int) string { return address(name, place{row: row + 1, col: col + 1}.ref()) }}
	s.Boxes, s.Comments = b.boxesAndComments(name)
	spans := map[[2]int]merge{}
	b.dropBrokenMerges(name, rows, labels)
	waiting := slices.Clone(b.merges[name])
	sorting.By(waiting, func(x, y merge) int { return x.r1 - y.r1 })
	for _, m := range waiting {
		spans[[2]int{m.r1, m.c1}] = m
	}
	var across []merge // the merges that reach into a row
	for r, row := range rows {
		across = slices.DeleteFunc(across, func(m merge) bool { return m.r2 < r+1 })
		for len(waiting) > 0 && waiting[0].r1 <= r+1 {
			across, waiting = append(across, waiting[0]), waiting[1:]
		}
		for c, text := range row {
			if strings.TrimSpace(text) == "" {
				continue
			}
			p := locationAt(name, r+1, c+1)
			if slices.ContainsFunc(across, func(m merge) bool { return m.covers(p) }) {
				continue // what a merge covers is not shown
			}
			cell, formula := b.cell(p)
			f := intake.Found{Row: r, Col: c, Rows: 1, Cols: 1, Cell: cell, Computed: formula != "", Formula: formula}
			if m, ok := spans[[2]int{p.row, p.col}]; ok {
				f.Rows, f.Cols = m.r2-m.r1+1, m.c2-m.c1+1
			}
			s.Cells = append(s.Cells, f)
		}
	}
	return s
}

// followRenames repairs the names of a sheet that was renamed by a script, which leaves
// names that refer to the old sheet. The renamed sheet is the one that shows the labels
// of the old one in their places; if several do, the names stay broken.
func (b *book) followRenames(f *model.Form) []model.Note {
	used, lost := map[string]bool{}, map[string]bool{}
	for _, s := range b.names {
		used[s.sheet] = used[s.sheet] || !s.broken
		if s.broken && s.ref != "" {
			lost[s.sheet] = true
		}
	}
	if len(lost) == 0 {
		return nil
	}
	expected := NewLayout(f).labels()
	var notes []model.Note
	for _, old := range slices.Sorted(maps.Keys(lost)) {
		labels := expected[old]
		if used[old] || len(labels) == 0 {
			continue
		}
		found := slices.DeleteFunc(b.file.GetSheetList(), func(sheet string) bool { return used[sheet] || !b.showsLabels(sheet, labels) })
		if len(found) != 1 {
			continue
		}
		used[found[0]] = true
		for name, s := range b.names {
			if s.broken && s.sheet == old && s.ref != "" {
				s.sheet, s.broken = found[0], false
				b.names[name] = s
			}
		}
		notes = append(notes, model.Note{Rule: "VALUE-READING", Cell: address(found[0], "A1"), Found: found[0], Read: old, Message: msg.F(
			"名称指向的工作表“%s”不在了，按表头认出它已改名为“%s”", "the sheet %q that names point to is gone; by its labels it is now %q", old, found[0])})
	}
	return notes
}

func (b *book) showsLabels(sheet string, labels map[string]string) bool {
	for ref, want := range labels {
		if text.LineBreaks(b.value(sheet, ref)) != want {
			return false
		}
	}
	return true
}

// labels are the fixed texts of every sheet by cell, as Write writes them.
func (l *Layout) labels() map[string]map[string]string {
	out := map[string]map[string]string{}
	put := func(p place, text string) {
		if text == "" {
			return
		}
		if out[p.sheet] == nil {
			out[p.sheet] = map[string]string{}
		}
		out[p.sheet][p.ref()] = text
	}
	for _, t := range l.tables {
		for _, c := range t.grid.Cells {
			if c.Field == nil {
				put(t.at(c), c.Text)
			}
		}
	}
	for _, s := range l.form.Sections {
		put(l.texts[s.ID].heading, s.Heading)
	}
	for _, c := range l.form.Cover {
		put(l.cover[c.ID].right(-1), c.Label)
	}
	return out
}
