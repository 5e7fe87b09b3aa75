package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Texts that stand beside the cells of a worksheet: in text boxes, which are
// read where they are, and in comments, which are taken for a narrative only
// where none is written.

// minComment is how long a comment must be to be a narrative rather than a remark
// on one, in characters.
const minComment = 30

// withBoxes is a view with the texts of its text boxes among the cells.
func withBoxes(v *grid, w *vocabulary) *grid {
	if len(v.sheet.Boxes) == 0 {
		return v
	}
	s := *v.sheet
	s.Cells = nil
	var from []int // the cells' numbers in v; -1 for a box
	boxes := v.sheet.Boxes
	take := func(row int) {
		for len(boxes) > 0 && boxes[0].Row < row {
			s.Cells, from, boxes = append(s.Cells, boxes[0]), append(from, -1), boxes[1:]
		}
	}
	for i, c := range v.sheet.Cells {
		take(c.Row)
		s.Cells, from = append(s.Cells, c), append(from, i)
	}
	take(1 << 30)
	out := newGrid(v.sheetIndex, &s, w.reducer, &w.form.Reading)
	out.textBoxes = map[int]bool{}
	for i, k := range from {
		if k >= 0 {
			out.role[i] = v.role[k]
		} else {
			out.textBoxes[i] = true
		}
	}
	return out
}

// rememberBox remembers a text of a section that stands in a text box.
func (n *textCollector) rememberBox(v *grid, i int, text string) {
	if v.textBoxes[i] {
		n.boxTexts[n.section] = append(n.boxTexts[n.section], text)
		n.boxAddresses[n.section] = append(n.boxAddresses[n.section], v.addressOf(i))
	}
}

// comment remembers a comment where it stands in a narrative.
func (n *textCollector) comment(c Found) {
	sec, ok := n.vocabulary.form.Section(n.section)
	if ok && sec.Table == nil && !sec.Optional && utf8.RuneCountInString(c.Cell.Text) >= minComment {
		n.comments[n.section] = append(n.comments[n.section], c)
	}
}

// noteBoxes takes comments for narratives that are not written, and says which
// texts stood beside the cells.
func (n *textCollector) noteBoxes(m *Mapping) {
	for _, s := range n.vocabulary.form.Sections {
		boxed := strings.Join(n.boxTexts[s.ID], "\n")
		what, at := msg.T("文本框", "text boxes"), n.boxAddresses[s.ID]
		if cs := n.comments[s.ID]; len(cs) > 0 && n.report.Texts[s.ID] == "" {
			what = msg.T("批注", "comments")
			for _, c := range cs {
				at = append(at, c.Cell.Address)
				boxed = strings.TrimPrefix(boxed+"\n"+c.Cell.Text, "\n")
			}
			n.report.Texts[s.ID], n.report.Places[model.PlaceOfText(s.ID)] = boxed, at[0]
		}
		if len(at) == 0 {
			continue
		}
		note := model.Note{Rule: "TEXT-PLACE", Cell: at[0], Found: boxed, Message: msg.F(
			"“%s”的文字读自%s（%s）", "the text of %[1]s was read from %[2]s (%[3]s)", s.Heading, what, strings.Join(at[:min(len(at), 3)], "、"))}
		n.report.Notes = append(n.report.Notes, note)
		m.BoxNotes[s.ID] = note
	}
}
