package intake

import (
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// note says which headings are not the form's, with their places: those with another number, twice, out of order,
// unknown or missing.
func (h *headings) note(r *model.Report) {
	v := h.vocabulary
	say := func(l *textLine, sec *model.Section, m msg.Text) {
		r.Notes = append(r.Notes, model.Note{Rule: ruleHeading, Section: sec.ID, Cell: l.grid.addressOf(l.cell), Found: l.heading.text, Message: m})
	}
	seen := map[string]*textLine{}    // the last heading of a section on the sheet
	twice := map[string][]*textLine{} // headings of a section that stands there several times
	var last, lastLine *textLine
	unknown := 0
	for i, l := range h.lines {
		if lastLine != nil && lastLine.sheet != l.sheet {
			seen, last, lastLine = map[string]*textLine{}, nil, nil
		}
		switch sec := l.section; {
		case l.contents || l.grid.sheet.Hidden:
		case sec != nil && !sec.Optional:
			if n := l.heading.number; n != 0 && n != v.numbers[sec] {
				say(l, sec, msg.F("标题“%s”的序号与官方格式的“%s”不同", "the heading %q has another number than the form's %q", brief(l.heading.text), sec.Heading))
			}
			switch again := seen[sec.ID]; {
			case again != nil && lastLine != again && !(last.section == sec && l.isCaption()):
				twice[sec.ID] = append(twice[sec.ID], l)
				if len(twice[sec.ID]) == 1 {
					twice[sec.ID] = []*textLine{again, l}
				}
			case again == nil && last != nil && last.grid == l.grid && v.numbers[sec] < v.numbers[last.section]:
				say(l, sec, msg.F("标题“%s”在“%s”之后，与官方格式的次序不同", "the heading %q stands behind %q, which is not the form's order", brief(l.heading.text), last.section.Heading))
			}
			seen[sec.ID], last = l, l
		case sec == nil && last != nil && unknown < maxCandidates && l.heading.section != nil && l.heading.wording == listedWords && l.heading.style == h.top && l.heading.number == v.numbers[l.heading.section]:
			say(l, last.section, msg.F("“%s”像标题而不在它的位置上，读作“%s”的文字", "%q looks like a heading and is out of place; it was read as text of %q", brief(l.heading.text), last.section.Heading))
		case sec == nil && last != nil && l.heading.number == last.heading.number+1 && unknown < maxCandidates && h.otherHeading(l):
			if unknown++; h.isUnknownHeading(i) {
				say(l, last.section, msg.F("标题“%s”不在官方格式中，其后的文字读入“%s”", "the heading %q is not in the form, and what follows it was read into %q", brief(l.heading.text), last.section.Heading))
			}
		}
		lastLine = l
	}
	for _, s := range v.form.Sections {
		if ls := twice[s.ID]; len(ls) > 0 {
			say(ls[1], s, msg.F("标题“%s”出现 %d 次（如 %s、%s），其后的文字都读入该部分", "the heading %q is there %d times (such as %s and %s), and what follows each was read into the section",
				s.Heading, len(ls), ls[0].grid.addressOf(ls[0].cell), ls[1].grid.addressOf(ls[1].cell)))
		}
	}
	h.noteMissing(r)
}

// isUnknownHeading reports whether line i, numbered on from the heading before it, is the heading of a section that the
// form does not have, and no item of a list.
func (h *headings) isUnknownHeading(i int) bool {
	l, next := h.lines[i], h.nextHeading(h.lines, i)
	return !h.isListItem(h.lines, i) && (next == nil || next.sheet != l.sheet || next.heading.number > l.heading.number)
}

// noteMissing says which headings a document lacks whose other headings are there.
func (h *headings) noteMissing(r *model.Report) {
	var last *textLine
	there := map[*model.Section]bool{}
	for _, l := range h.lines {
		if l.section != nil && !l.section.Optional && h.documents[l.sheet] && !l.grid.sheet.Hidden {
			there[l.section] = true
			last = l
		}
	}
	if len(there) < 2 {
		return
	}
	var missing []string
	var before *model.Section // the section before the first that is missing
	for _, s := range h.vocabulary.form.Sections {
		switch {
		case s.Optional:
		case !there[s]:
			missing = append(missing, s.Heading)
		case len(missing) == 0:
			before = s
		}
	}
	if len(missing) == 0 {
		return
	}
	note := model.Note{Rule: ruleHeading, Cell: last.grid.addressOf(last.cell)}
	names := strings.Join(missing, "”“")
	if before == nil {
		note.Message = msg.F("没有找到标题“%s”", "the heading %q was not found", strings.Join(missing, "”“"))
	} else {
		note.Section, note.Cell = before.ID, r.Places[model.PlaceOfText(before.ID)]
		note.Message = msg.F("没有找到标题“%s”；如果文件里有这一部分，它的文字读入了前面的部分", "the heading %q was not found; if the section is there, its text was read into the one before", names)
	}
	r.Notes = append(r.Notes, note)
}

// ruleHeading is the rule of notes on headings.
const ruleHeading = "FORM-HEADING"
