package xlsx

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A workbook with names is read where the names are. Whoever copies a sheet and works on the copy, or pastes a
// table elsewhere, leaves the names at the first draft: what stands elsewhere must not be passed over.

// Around the cells with names a template prints labels, prompts and checks: in so many rows above and below them,
// and in so many columns before and behind them.
const (
	printedAbove  = 4
	printedBelow  = 3
	printedBefore = 3
	printedBehind = 1
)

// leastTable is the least number of cells that could be a table or a narrative with its heading; in a sheet with
// more than mostCells no table is looked for, since reading each cell would take too long.
const (
	leastTable = 2
	mostCells  = 20_000
)

// unreadPart is content of a sheet that is not read by names.
type unreadPart struct {
	sheet string
	cells int
	first string // address of the first cell
	known bool   // names point to other cells of the sheet
}

// compareWithCopies looks for tables and narratives outside of the cells with names and holds them against what the
// names say. Where it is unclear which of two counts, neither is read. What else stands there is noted.
func (rd *reader) compareWithCopies() {
	var unread []unreadPart
	elsewhere := false
	for _, name := range rd.book.file.GetSheetList() {
		if rd.book.isAside(name, rd.forms) || rd.book.isOwnSheet(name, rd.forms) {
			continue
		}
		if u := rd.outside(name); u.cells > 0 {
			unread = append(unread, u)
			elsewhere = elsewhere || u.cells >= leastTable
			if u.cells > mostCells && !u.known {
				rd.book.tooLarge[name] = true
				rd.note(model.Note{Rule: "TEXT-PLACE", Cell: address(name, u.first), Found: name, Message: msg.F(
					"工作表“%s”不属于模板，内容超过 %d 格，没有查看其中有没有年报的表", "the sheet %q is not of the template and has content in more than %d cells; no table of the report was looked for there", name, mostCells)})
			}
		}
	}
	said := len(rd.report.Notes)
	if elsewhere && rd.mapLabels() {
		rd.copiesSeen = true
		if n := rd.book.passedNote(); n.Message.ZH != "" && !slices.ContainsFunc(rd.report.Notes, func(o model.Note) bool { return o.Message == n.Message }) {
			rd.note(n)
		}
		for _, t := range rd.form.Tables {
			if !rd.byLabels[t.ID] {
				rd.chooseTable(t)
			}
		}
		rd.indexCells()
		for _, s := range rd.form.Sections {
			if s.Table == nil {
				rd.report.Notes = append(rd.report.Notes, rd.labels.CopyNotes[s.ID]...)
			}
		}
		rd.report.Notes = append(rd.report.Notes, rd.labels.CopyNotes[intake.CoverNotes]...)
	}
	rd.noteHiddenTables()
	var foreign []string // sheets that are not of the template
	for _, u := range unread {
		if rd.book.tooLarge[u.sheet] || slices.ContainsFunc(rd.report.Notes[said:], func(n model.Note) bool { return strings.Contains(n.Message.ZH, address(u.sheet, "")) }) {
			continue
		}
		if !u.known {
			if !rd.book.isOfForm(u.sheet, rd.forms) { // else it lost its names and was read by labels
				foreign = append(foreign, u.sheet)
			}
			continue
		}
		rd.note(model.Note{Rule: "TEXT-PLACE", Cell: address(u.sheet, u.first), Found: rd.book.value(u.sheet, u.first), Message: msg.F(
			"“%s”有 %d 格内容在填报格之外（%s 起），没有读入", "%q has content in %d cells outside of the form (from %s); it was not read", u.sheet, u.cells, u.first)})
	}
	if len(foreign) > 0 {
		rd.note(model.Note{Rule: "TEXT-PLACE", Cell: address(foreign[0], "A1"), Found: strings.Join(foreign, "、"), Message: msg.F(
			"有 %d 张工作表不属于模板（%s），没有读取", "%d sheets are not of the template (%s) and were not read", len(foreign), strings.Join(foreign[:min(len(foreign), 5)], "、"))})
	}
}

// isAside says whether a sheet is one of the template that shows no figures of the report itself.
func (b *book) isAside(name string, forms []*model.Form) bool {
	return slices.ContainsFunc(forms, func(f *model.Form) bool {
		return name == f.Messages["guidance_sheet"] || name == f.Messages["carry_sheet"]
	})
}

// isOfForm says whether a sheet has the name of one of the template with figures, narratives or the cover.
func (b *book) isOfForm(name string, forms []*model.Form) bool {
	return slices.ContainsFunc(forms, func(f *model.Form) bool {
		return name == f.Messages["cover_sheet"] || slices.ContainsFunc(f.Sheets, func(s model.Sheet) bool { return s.Name == name })
	})
}

// chooseTable reads a table whose names and labels say different places by its labels, or not at all.
func (rd *reader) chooseTable(t *model.Table) {
	var other *model.Field // the first that labels find elsewhere
	for _, fd := range rd.form.FieldsOf(t) {
		s, p := rd.locations[fd.Index], rd.labelLocation(fd)
		if s.broken || p.broken || s.key() == p.key() {
			continue
		}
		if other == nil {
			other = fd
		}
		a, _ := rd.book.cell(s)
		b, _ := rd.book.cell(p)
		x, _ := intake.Read(a, fd, &rd.form.Reading)
		y, _ := intake.Read(b, fd, &rd.form.Reading)
		if named, labelled := strings.TrimSpace(a.Text), strings.TrimSpace(b.Text); named != "" && labelled != "" && named != labelled && !(x.IsNumber() && y.IsNumber() && x.Number.Equal(y.Number)) {
			rd.refuseTable(t, fd, s, p, named, labelled)
			return
		}
	}
	switch {
	case rd.labels.Refused[t.ID]:
		rd.readByLabels(t)
	case other != nil:
		s, p := rd.locations[other.Index], rd.labelLocation(other)
		n := model.Note{Rule: ruleFormNames, Section: t.ID, Cell: p.address(), Message: msg.F(
			"“%s”的名称指向 %s 起的表，而 %s 起的一份有它没有的数字，已按标签读取后者", "the names of %q point to the table at %s, but the one at %s has figures that it lacks, and was read by its labels", t.Section.Heading, s.address(), p.address())}
		if rd.book.isHidden(s.sheet) {
			n.Message = msg.F("“%s”的名称指向隐藏的工作表（%s 起），已按标签读取看得见的一份（%s 起）", "the names of %q point to a hidden sheet (at %s); the table that is shown (at %s) was read by its labels", t.Section.Heading, s.address(), p.address())
		}
		rd.note(n)
		rd.readByLabels(t)
	default:
		rd.report.Notes = append(rd.report.Notes, rd.labels.CopyNotes[t.ID]...)
	}
}

// refuseTable reads no cell of a table, since a field has different figures at its name and at its labels.
func (rd *reader) refuseTable(t *model.Table, fd *model.Field, s, p location, named, labelled string) {
	for _, f := range rd.form.FieldsOf(t) {
		rd.locations[f.Index] = location{broken: true}
	}
	rd.byLabels[t.ID] = true
	n := model.Note{Rule: "FORM-TABLE", Section: t.ID, Cell: p.address(), Message: msg.F(
		"“%s”不止一份，数字不同（如 %s：名称所指的 %s 为 %s，%s 为 %s），无法确定以哪一份为准，没有读取；请只留一份", "there is more than one table of %q, and their figures differ (such as %s: %s, which the name points to, has %s, %s has %s); which one counts is unclear; none was read, please keep one",
		t.Section.Heading, fd.Label(), s.address(), text.Brief(named), p.address(), text.Brief(labelled))}
	if rd.book.isHidden(s.sheet) {
		n.Message = msg.F("%s。%s 在隐藏的工作表上", "%s. %s is on a hidden sheet", n.Message, s.address())
	}
	rd.note(n)
}

// noteHiddenTables warns of tables and narratives that are read from a hidden sheet.
func (rd *reader) noteHiddenTables() {
	for _, sec := range rd.form.Sections {
		if s, ok := rd.book.named(textPrefix + sec.ID); ok && sec.Table == nil && rd.book.isHidden(s.sheet) && rd.book.value(s.sheet, s.ref) != "" && !rd.textRefused(sec) {
			rd.note(model.Note{Rule: "FORM-HIDDEN", Section: sec.ID, Cell: s.address(), Message: msg.F(
				"“%s”在隐藏的工作表上（%s），文字照读", "%q is on a hidden sheet (at %s); its text was read", sec.Heading, s.address())})
		}
	}
	for _, t := range rd.form.Tables {
		for _, fd := range rd.form.FieldsOf(t) {
			if s := rd.locations[fd.Index]; !s.broken && rd.book.isHidden(s.sheet) {
				rd.note(model.Note{Rule: "FORM-HIDDEN", Section: t.ID, Cell: s.address(), Message: msg.F(
					"“%s”在隐藏的工作表上（%s 起），数字照读", "%q is on a hidden sheet (at %s); its figures were read", t.Section.Heading, s.address())})
				break
			}
		}
	}
}

// isHidden says whether a sheet is not shown while others are.
func (b *book) isHidden(sheet string) bool {
	if b.hidden == nil {
		b.hidden = map[string]bool{}
		all := true
		for _, name := range b.file.GetSheetList() {
			b.hidden[name] = b.file.Hidden(name)
			all = all && b.hidden[name]
		}
		if all {
			clear(b.hidden)
		}
	}
	return b.hidden[sheet]
}

// copiedText is the narrative of a section after its copies on other sheets were looked at, and whether it is read
// at all.
func (rd *reader) copiedText(sec *model.Section, found string, s location) (string, bool) {
	if !rd.copiesSeen {
		return found, true
	}
	if rd.textRefused(sec) {
		return "", false
	}
	other, at := rd.labels.Report.Texts[sec.ID], rd.labels.Report.Places[model.PlaceOfText(sec.ID)]
	if found != "" || other == "" || sec.Optional || sec.Table != nil || strings.HasPrefix(at, address(s.sheet, "")) {
		return found, true
	}
	rd.note(model.Note{Rule: ruleFormNames, Section: sec.ID, Cell: at, Message: msg.F(
		"“%s”的名称所指的 %s 空着，文字在 %s，已读取后者", "the name of %q points to %s, which is empty; the text at %s was read", sec.Heading, s.address(), at)})
	rd.report.Places[model.PlaceOfText(sec.ID)] = at
	return other, true
}

// textRefused says whether a narrative is there several times and not read.
func (rd *reader) textRefused(sec *model.Section) bool {
	return rd.copiesSeen && sec.Table == nil && rd.labels.Refused[sec.ID]
}

// outside finds the cells of a sheet that have content and stand neither at names nor where a template prints
// something. What is covered by merged cells, or typed over the template's own checks, is kept and noted.
func (rd *reader) outside(sheet string) unreadPart {
	u := unreadPart{sheet: sheet}
	var named merge
	for _, s := range rd.book.names {
		if s.broken || s.sheet != sheet {
			continue
		}
		if !u.known {
			named, u.known = merge{s.row, s.col, s.lastRow, s.col}, true
		}
		named = merge{min(named.r1, s.row), min(named.c1, s.col), max(named.r2, s.lastRow), max(named.c2, s.col)}
	}
	cells, ok := rd.book.filled(sheet)
	if !ok {
		// Whatever it is, labels are looked for.
		u.cells, u.first = leastTable, "A1"
		return u
	}
	var within []filledCell
	for _, c := range cells {
		switch {
		case u.known && c.col == named.c2+printedBehind && c.number && !c.formula && c.row >= named.r1 && c.row <= named.r2:
			rd.beside = append(rd.beside, locationAt(sheet, c.row, c.col))
		case !u.known || c.row < named.r1-printedAbove || c.row > named.r2+printedBelow || c.col < named.c1-printedBefore || c.col > named.c2+printedBehind:
			ref := place{row: c.row, col: c.col}.ref()
			if u.known && rd.isHeading(rd.book.value(sheet, ref)) {
				continue // which moved with the rows above its table
			}
			if u.cells++; u.cells == 1 {
				u.first = ref
			}
		default:
			within = append(within, c)
		}
	}
	rd.noteCovered(sheet, within)
	return u
}

// isHeading reports whether a text is the heading of a section of the form.
func (rd *reader) isHeading(s string) bool {
	return slices.ContainsFunc(rd.form.Sections, func(sec *model.Section) bool { return text.Bare(sec.Heading) == text.Bare(s) })
}

// noteCovered warns of content that merged cells cover.
func (rd *reader) noteCovered(sheet string, cells []filledCell) {
	covered := map[[2]int]bool{}
	for _, m := range rd.book.mergesOf(sheet) {
		if (m.r2-m.r1+1)*(m.c2-m.c1+1) > maxExtra {
			continue
		}
		for r := m.r1; r <= m.r2; r++ {
			for c := m.c1; c <= m.c2; c++ {
				covered[[2]int{r, c}] = r != m.r1 || c != m.c1
			}
		}
	}
	var refs []string
	for _, c := range cells {
		if covered[[2]int{c.row, c.col}] {
			refs = append(refs, place{row: c.row, col: c.col}.ref())
		}
	}
	if len(refs) == 0 {
		return
	}
	n := noteOfCovered(sheet, refs)
	if !slices.ContainsFunc(rd.report.Notes, func(o model.Note) bool { return o.Rule == n.Rule && o.Cell == n.Cell }) {
		rd.note(n)
	}
}

// noteOfCovered says that cells have content that merged cells cover.
func noteOfCovered(sheet string, refs []string) model.Note {
	return model.Note{Rule: "FORM-EXTRA", Cell: address(sheet, refs[0]), Found: strings.Join(refs, "、"), Message: msg.F(
		"“%s”有 %d 格内容被合并的单元格盖住，看不见（%s），以看得见的为准，没有读入", "%q has content in %d cells that merged cells cover (%s); what is shown counts, and it was not read",
		sheet, len(refs), strings.Join(refs[:min(len(refs), 5)], "、"))}
}

// besideTable notes figures that were typed over the template's checks beside a table. In a row that lacks its
// figure at the other end, all figures may stand one column off.
func (rd *reader) besideTable() {
	for _, s := range rd.beside {
		if !rd.noteShift(s) {
			rd.extraCell(s, nil)
		}
	}
}

// noteShift says of a figure outside of its table's columns that the figures of its row may have been moved, if the
// row lacks one at its other end; ok is false if it does not.
func (rd *reader) noteShift(s location) (ok bool) {
	var first, last *model.Field
	var row []*model.Field
	for _, fd := range rd.form.Fields {
		at := rd.locations[fd.Index]
		if at.broken || at.sheet != s.sheet || at.row != s.row {
			continue
		}
		row = append(row, fd)
		if first == nil || at.col < rd.locations[first.Index].col {
			first = fd
		}
		if last == nil || at.col > rd.locations[last.Index].col {
			last = fd
		}
	}
	if first == nil {
		return false
	}
	far := first
	switch {
	case s.col > rd.locations[last.Index].col:
	case s.col < rd.locations[first.Index].col:
		far = last
	default:
		return false
	}
	c, _ := rd.book.cell(s)
	if rd.report.Value(far.ID).State != model.Blank || c.Kind != intake.Number && !intake.IsFigure(c.Text, &rd.form.Reading) {
		return false
	}
	name := far.Row.Label
	if name == "" {
		name = far.Table.Section.Heading
	}
	rd.note(model.Note{Rule: "FORM-DOUBT", Section: far.Table.ID, Cell: s.address(), Found: c.Text, Fields: row, Message: msg.F(
		"“%s”行多出“%s”，而“%s”列空着，这一行的数字可能错开了一列；请核对列标签，移回原位", "row %q has %q more while its column %q is empty: its figures may stand one column off; please check the column labels and move them back",
		name, text.Brief(c.Text), far.Column.Label)})
	return true
}
