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
			if organ, year, ok := a.vocabulary.title(g.text(k)); ok && titled.organ == "" {
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
