package xlsx

import (
	"slices"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// followRenames repairs the names of a sheet that was renamed by a script, which leaves
// names that refer to the old sheet. The renamed sheet is the one that shows the labels
// of the old one in their places; if several do, the names stay broken.
func (b *book) followRenames(f *model.Form) []model.Note {
	used, lost := map[string]bool{}, []string{}
	for _, s := range b.names {
		used[s.sheet] = used[s.sheet] || !s.broken
		if s.broken && s.ref != "" && !slices.Contains(lost, s.sheet) {
			lost = append(lost, s.sheet)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	slices.Sort(lost)
	expected := NewLayout(f).labels()
	var notes []model.Note
	for _, old := range lost {
		labels := expected[old]
		if used[old] || len(labels) == 0 {
			continue
		}
		var found []string
		for _, sheet := range b.file.GetSheetList() {
			if !used[sheet] && b.showsLabels(sheet, labels) {
				found = append(found, sheet)
			}
		}
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
		p := l.cover[c.ID]
		p.col--
		put(p, c.Label)
	}
	return out
}
