package intake

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// reportsOnSheets returns the reports of a file in which each has a cover or title sheet of its own and its tables
// on the sheets behind it, and for each sheet the number of its report, -1 in front of the first. It returns nil if
// there is one report: if all covers name the same organ and year, or nothing stands behind more than one of them.
func (a *formMatch) reportsOnSheets(sheets []*Sheet) (reports []reportTitle, of []int) {
	if len(sheets) < 2 {
		return nil, nil
	}
	of = make([]int, len(sheets))
	current := -1
	for i := range sheets {
		if t, ok := a.titleOfSheet(i); ok && !sheets[i].Hidden && (current < 0 || !t.sameOffice(reports[current])) {
			current = slices.IndexFunc(reports, t.sameOffice)
			if current < 0 {
				current = len(reports)
				reports = append(reports, t)
			}
		}
		of[i] = current
	}
	if len(reports) < 2 || !a.contentTwice(of) {
		return nil, nil
	}
	return reports, of
}

// titleOfSheet returns the organ and year that a sheet states in items of the cover or, where it has none, in a
// title; ok is false if it states no organ.
func (a *formMatch) titleOfSheet(i int) (t reportTitle, ok bool) {
	t.sheet = i
	var titled reportTitle
	for _, g := range a.grids {
		if g.sheetIndex != i {
			continue
		}
		for k := range g.labels {
			if organ, year, ok := a.titles.read(g.text(k)); ok && titled.organ == "" {
				titled = reportTitle{organ: organ, year: year, cell: g.addressOf(k)}
			}
			switch id, value, at := a.coverItem(g, k); id {
			case "organ":
				if t.organ == "" {
					t.organ, t.cell = value, at
				}
			case "year":
				if m := yearAlone.FindStringSubmatch(text.Fold(value)); m != nil && t.year == 0 {
					t.year = yearOf(m[1])
				}
			}
		}
	}
	if t.organ == "" {
		t.organ, t.cell = titled.organ, titled.cell
	}
	if t.year == 0 {
		t.year = titled.year
	}
	return t, t.organ != ""
}

// statedYear returns the year that the covers and titles of the sheets state; 0 if they state none or several.
func (a *formMatch) statedYear(sheets []*Sheet) int {
	year := 0
	for i := range sheets {
		t, _ := a.titleOfSheet(i)
		if sheets[i].Hidden {
			continue
		}
		if t.year != 0 && year != 0 && t.year != year {
			return 0
		}
		if t.year != 0 {
			year = t.year
		}
	}
	return year
}

// coverItem returns the id of the item of the cover that a cell names, its value, which stands behind a colon or in
// the next cell, and where; id is "" if the cell names none or there is no value.
func (a *formMatch) coverItem(g *grid, k int) (id, value, at string) {
	core := g.labels[k].core
	name, value, inline := strings.Cut(strings.ReplaceAll(g.text(k), "：", ":"), ":")
	if inline && len(name) <= maxLabel {
		core = a.vocabulary.reducer.label(name).core
	}
	item := a.vocabulary.coverItems[core]
	if named := a.vocabulary.namedItems[core]; item == nil && inline && a.vocabulary.endsAsOrgan(value) {
		item = named
	}
	if core == "" || item == nil {
		return "", "", ""
	}
	at = g.addressOf(k)
	if value = strings.TrimSpace(value); !inline || value == "" {
		j := g.at(g.cell(k).Row, g.cell(k).Col+g.cell(k).Cols)
		if j < 0 || g.empty(j) || a.vocabulary.printed(g.text(j)) {
			return "", "", ""
		}
		value, at = strings.TrimSpace(g.text(j)), g.addressOf(j)
	}
	if item.ID == "organ" {
		value = a.vocabulary.withoutSeal(value)
	}
	return item.ID, value, at
}

// sameOffice reports whether two titles may be of one report: the same year where both give one, and the same
// organ, whose name may be cut short at its beginning (某市某局, 某局).
func (t reportTitle) sameOffice(o reportTitle) bool {
	x, y := squeeze(t.organ), squeeze(o.organ)
	return (t.year == o.year || t.year == 0 || o.year == 0) && (strings.HasSuffix(x, y) || strings.HasSuffix(y, x))
}

// contentTwice reports whether a table or a narrative stands behind more than one cover; of gives the number of
// the cover that each sheet stands behind.
func (a *formMatch) contentTwice(of []int) bool {
	seen := map[string]int{}
	twice := false
	see := func(what string, g *grid) {
		if n := of[g.sheetIndex]; n >= 0 && !g.sheet.Hidden {
			first, known := seen[what]
			twice = twice || known && first != n
			if !known {
				seen[what] = n
			}
		}
	}
	for _, f := range a.finders {
		for _, b := range f.blocks {
			for fd := range f.found[b] {
				see(fd.ID, b.grid)
			}
		}
	}
	for _, g := range a.grids {
		for _, l := range g.labels {
			if s := a.vocabulary.headings[l.core]; l.core != "" && s != nil && s.Table == nil {
				see(s.ID, g)
			}
		}
	}
	return twice
}

// reportsOfUnits returns the reports of a file in which an item of the cover, such as 填报单位：某局, stands over the
// tables of each, with the last year that a title states over it; nil if there is one report.
func (a *formMatch) reportsOfUnits(sheets []*Sheet) []reportTitle {
	var units []reportTitle
	for _, g := range a.grids {
		year := 0
		for r := range g.rows {
			for _, k := range g.rows[r] {
				if _, y, ok := a.titles.read(g.text(k)); ok {
					year = y
				}
				if id, value, at := a.coverItem(g, k); id == "organ" && !g.sheet.Hidden && g.turnedFrom == nil && a.vocabulary.endsAsOrgan(value) {
					units = append(units, reportTitle{sheet: g.sheetIndex, row: g.cell(k).Row, cell: at, organ: value, year: year, tables: true})
				}
			}
		}
	}
	over := func(b *block) int {
		for k := len(units) - 1; k >= 0; k-- {
			if units[k].sheet == b.grid.sheetIndex && units[k].row <= b.top {
				return k
			}
		}
		return -1
	}
	first := map[*model.Field]int{} // the first unit of each field
	several := false
	for _, f := range a.finders {
		for _, b := range f.blocks {
			k := over(b)
			for fd := range f.found[b] {
				j, known := first[fd]
				if !known && k >= 0 {
					first[fd] = k
				}
				several = several || known && k >= 0 && !units[j].sameOffice(units[k])
			}
		}
	}
	if !several {
		return nil
	}
	var out []reportTitle
	for _, u := range units {
		if !slices.ContainsFunc(out, u.sameReport) {
			out = append(out, u)
		}
	}
	return out
}

// reportsUnnamed returns a *msg.Problem if every table of the file is there several times with different figures and
// nothing says whose they are, as where each unit has a sheet without a name: nothing would be read of any of them. It
// returns nil if some table was read, if other copies are hidden, or if an organ is named and there are two: one of them
// may be last year's.
func (a *formMatch) reportsUnnamed(sheets []*Sheet) error {
	var unclear *tableFinder
	for _, f := range a.finders {
		if len(f.matches) > 0 {
			return nil
		}
		if unclear == nil && len(f.refusedCopies) > 1 {
			unclear = f
		}
	}
	if unclear == nil {
		return nil
	}
	var places []string
	for _, c := range unclear.refusedCopies {
		if c.hidden {
			return nil
		}
		places = append(places, c.first().address())
	}
	n := len(places)
	if n == 2 && slices.ContainsFunc(a.reportTitles(sheets), func(t reportTitle) bool { return t.organ != "" }) {
		return nil
	}
	return &msg.Problem{
		What: msg.F("文件里像是有 %d 份报告：“%s”有 %d 份，数字不同（%s 起），没有写明各是哪个机关、哪一年的，无法确定读哪一份", "there seem to be %d reports in the file: %q is there %d times with different figures (at %s), nothing says of which organ and year each is, and which one to read is unclear",
			n, unclear.lex.table.Section.Heading, n, msg.Few(places)),
		Hint: msg.T("每份报告另存为一个文件，在表格前写上机关名称和年度；只报其中一份的，删去其余的", "save each report in a file of its own, with the organ's name and the year before its tables; if only one is meant, delete the others"),
	}
}

// noteOtherCovers warns of sheets that name another organ or year than the report that was read, such as a cover
// that was copied and changed.
func (a *formMatch) noteOtherCovers(m *Mapping) {
	read := reportTitle{organ: m.Report.Organ, year: m.Report.Year}
	if len(m.sheets) < 2 {
		return
	}
	for i, s := range m.sheets {
		t, ok := a.titleOfSheet(i)
		if ok && read.organ == "" && s.Hidden {
			m.Report.Notes = append(m.Report.Notes, model.Note{Rule: ruleHidden, Cell: t.cell, Found: t.String(), Message: msg.F(
				"机关和年度只在隐藏的工作表上有（%s：%s），没有读取；请取消隐藏，核对后再读", "organ and year stand on a hidden sheet only (%s: %s) and were not read; show the sheet, check it, and read the file again", t.cell, t.String())})
		}
		if read.organ == "" {
			continue
		}
		x, y := squeeze(t.organ), squeeze(read.organ)
		part := strings.HasPrefix(x, y) || strings.HasPrefix(y, x) // such as the organ's office, which filled the sheet in
		if !ok || t.sameOffice(read) || part && (t.year == read.year || t.year == 0) {
			continue
		}
		n := model.Note{Rule: ruleExtra, Cell: t.cell, Found: t.String(), Message: msg.F(
			"%s 写的是“%s”，而报告按“%s”（%s）读取；写的不是同一机关、同一年度的，请只留要报送的一份", "%s says %q, but the report was read as that of %q (%s); where these are not the same organ and year, keep only what is to be reported",
			t.cell, t.String(), read.String(), m.Report.Places[model.PlaceOfCover("organ")])}
		m.Report.Notes = append(m.Report.Notes, n)
		m.CopyNotes[CoverNotes] = append(m.CopyNotes[CoverNotes], n)
	}
}

// CoverNotes is the key of the notes on covers in Mapping.CopyNotes.
const CoverNotes = "cover"
