package intake

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// sectionSheet is a section, by id, on one of the sheets.
type sectionSheet struct {
	section string
	sheet   int
}

// textCopy is a narrative on one of the sheets that carry its heading.
type textCopy struct {
	sheet   int
	text    string
	address string
	hidden  bool
	named   bool // the cell carries the name of the text
}

// chooseTexts decides which narrative is read where several sheets carry the same heading: copies that say the same
// count once, of different ones none is read, and what is hidden is not read, only compared with what is shown. It
// returns the narratives that are not to be read, and leaves notes.
func (a *formMatch) chooseTexts(m *Mapping) map[sectionSheet]bool {
	sheets := map[string][]int{}
	for _, l := range m.headings.lines {
		if s := l.section; s != nil && s.Table == nil && !slices.Contains(sheets[s.ID], l.sheet) {
			sheets[s.ID] = append(sheets[s.ID], l.sheet)
		}
	}
	unused := map[sectionSheet]bool{}
	reports := map[int]*model.Report{} // what stands on each sheet
	for _, s := range a.form.Sections {
		shown := slices.ContainsFunc(sheets[s.ID], func(i int) bool { return !m.sheets[i].Hidden })
		if len(sheets[s.ID]) == 0 || len(sheets[s.ID]) == 1 && shown {
			continue
		}
		var all []textCopy
		for _, i := range sheets[s.ID] {
			if reports[i] == nil {
				reports[i] = a.textsOf(m, i)
			}
			if t := reports[i].Texts[s.ID]; t != "" {
				c := textCopy{sheet: i, text: t, address: reports[i].Places[model.PlaceOfText(s.ID)], hidden: m.sheets[i].Hidden}
				c.named = slices.ContainsFunc(m.sheets[i].Cells, func(f Found) bool { return f.Named && f.Cell.Address == c.address })
				all = append(all, c)
			}
		}
		others := slices.DeleteFunc(slices.Clone(all), func(c textCopy) bool {
			year := yearIn([]string{m.sheets[c.sheet].Name})
			return year == 0 || a.year == 0 || year == a.year
		})
		if len(others) > 0 && len(others) < len(all) {
			for _, c := range others {
				unused[sectionSheet{s.ID, c.sheet}] = true
				a.noteText(m, s, model.Note{Rule: ruleCopy, Cell: c.address, Message: msg.F(
					"“%s”在 %s 另有一份，写明是 %d 年的%s，没有读取", "%q is there once more, at %s; it says that it is that of %d%s, and was not read",
					s.Heading, c.address, yearIn([]string{m.sheets[c.sheet].Name}), whetherHidden(c.hidden))})
			}
			all = slices.DeleteFunc(all, func(c textCopy) bool { return slices.Contains(others, c) })
		}
		for _, i := range a.chooseText(m, s, all) {
			unused[sectionSheet{s.ID, i}] = true
		}
	}
	return unused
}

// textsOf reads the texts of one sheet as if it were the only one.
func (a *formMatch) textsOf(m *Mapping, sheet int) *model.Report {
	c := newTextCollector(a.vocabulary, model.NewReport(a.form), m.headings)
	for _, g := range m.headings.views {
		if g.sheetIndex == sheet {
			roles := slices.Clone(g.role)
			c.readSheet(g)
			g.role = roles
		}
	}
	c.joinParts()
	return c.report
}

// chooseText decides which copy of a narrative is read, leaves notes, and returns the sheets of the others.
func (a *formMatch) chooseText(m *Mapping, s *model.Section, all []textCopy) []int {
	if len(all) == 0 || len(all) == 1 && !all[0].hidden {
		return nil
	}
	best := slices.MinFunc(all, func(x, y textCopy) int {
		if x.hidden != y.hidden {
			return fewerFirst(!x.hidden, !y.hidden)
		}
		return fewerFirst(x.named, y.named)
	})
	note := func(n model.Note) { a.noteText(m, s, n) }
	if best.hidden && !best.named {
		note(model.Note{Rule: ruleHidden, Cell: best.address, Found: best.text, Message: msg.F(
			"“%s”只在隐藏的工作表上有（%s），没有读取；请取消隐藏，核对后再读", "%q stands on a hidden sheet only (at %s) and was not read; show the sheet, check it, and read the file again", s.Heading, best.address)})
		return nil
	}
	var unused []int
	for _, c := range all {
		switch same := squeeze(c.text) == squeeze(best.text); {
		case c == best:
			continue
		case same:
			note(model.Note{Rule: ruleCopy, Cell: c.address, Message: msg.F(
				"“%s”在 %s 另有一份%s，文字相同，没有读取", "%q is there once more, at %s%s; its text is the same and was not read", s.Heading, c.address, whetherHidden(c.hidden))})
		case best.hidden:
			continue // none is shown, and none is read
		case c.hidden && !c.named:
			note(model.Note{Rule: ruleHidden, Cell: c.address, Found: c.text, Message: msg.F(
				"“%s”在隐藏的工作表上另有一份（%s），文字与读取的一份（%s）不同；隐藏的没有读取", "%q is there once more on a hidden sheet (at %s), and its text is not that of the one that was read (at %s); the hidden one was not read", s.Heading, c.address, best.address)})
		default:
			m.Refused[s.ID] = true
			m.CopyNotes[s.ID] = nil
			note(model.Note{Rule: ruleDoubt, Cell: best.address, Message: msg.F(
				"“%s”有 %d 份（%s；%s%s），文字不同，无法确定以哪一份为准，没有读取；请只留一份", "there are %[2]d texts of %[1]q (at %[3]s; %[4]s%[5]s) that differ, and which one counts is unclear; none was read, please keep one",
				s.Heading, len(all), best.address, c.address, whetherHidden(c.hidden))})
			return slices.Concat([]int{best.sheet}, slices.DeleteFunc(sheetsOf(all), func(i int) bool { return i == best.sheet }))
		}
		unused = append(unused, c.sheet)
	}
	return unused
}

// noteText notes that a copy of a narrative is there which was not read.
func (a *formMatch) noteText(m *Mapping, s *model.Section, n model.Note) {
	n.Section = s.ID
	m.Report.Notes = append(m.Report.Notes, n)
	m.CopyNotes[s.ID] = append(m.CopyNotes[s.ID], n)
}

// sheetsOf returns the sheets of copies of a narrative.
func sheetsOf(all []textCopy) []int {
	var out []int
	for _, c := range all {
		out = append(out, c.sheet)
	}
	return out
}
