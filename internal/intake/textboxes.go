package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Texts of a worksheet that stand in no cell: text boxes are read where they stand; comments are taken
// for a narrative only where the narrative itself is empty.

// minComment is the least number of characters of a comment that is taken for a narrative; shorter ones are
// remarks.
const minComment = 30

// withBoxes returns a grid with the texts of its text boxes among the cells.
func withBoxes(g *grid, v *vocabulary) *grid {
	if len(g.sheet.Boxes) == 0 {
		return g
	}
	s := *g.sheet
	s.Cells = nil
	var from []int // index of each cell in g; -1 for a text box
	boxes := g.sheet.Boxes
	take := func(row int) {
		for len(boxes) > 0 && boxes[0].Row < row {
			s.Cells, from, boxes = append(s.Cells, boxes[0]), append(from, -1), boxes[1:]
		}
	}
	for i, cell := range g.sheet.Cells {
		take(cell.Row)
		s.Cells, from = append(s.Cells, cell), append(from, i)
	}
	take(1 << 30)
	out := newGrid(g.sheetIndex, &s, v.reducer, &v.form.Reading)
	out.textBoxes = map[int]bool{}
	for i, k := range from {
		if k >= 0 {
			out.role[i] = g.role[k]
		} else {
			out.textBoxes[i] = true
		}
	}
	return out
}

// rememberBox remembers a text of a section if it stands in a text box.
func (c *textCollector) rememberBox(g *grid, i int, text string) {
	if g.textBoxes[i] {
		c.boxTexts[c.section] = append(c.boxTexts[c.section], text)
		c.boxAddresses[c.section] = append(c.boxAddresses[c.section], g.addressOf(i))
	}
}

// comment remembers a comment that stands within a narrative.
func (c *textCollector) comment(cell Found) {
	sec, ok := c.vocabulary.form.Section(c.section)
	if ok && sec.Table == nil && !sec.Optional && utf8.RuneCountInString(cell.Cell.Text) >= minComment {
		c.comments[c.section] = append(c.comments[c.section], cell)
	}
}

// noteBoxes takes comments for narratives that are empty, and notes which texts stood in text boxes or
// comments.
func (c *textCollector) noteBoxes(m *Mapping) {
	for _, s := range c.vocabulary.form.Sections {
		boxed := strings.Join(c.boxTexts[s.ID], "\n")
		what, at := msg.T("文本框", "text boxes"), c.boxAddresses[s.ID]
		if cs := c.comments[s.ID]; len(cs) > 0 && c.report.Texts[s.ID] == "" {
			what = msg.T("批注", "comments")
			for _, cell := range cs {
				at = append(at, cell.Cell.Address)
				boxed = strings.TrimPrefix(boxed+"\n"+cell.Cell.Text, "\n")
			}
			c.report.Texts[s.ID], c.report.Places[model.PlaceOfText(s.ID)] = boxed, at[0]
		}
		if len(at) == 0 {
			continue
		}
		note := model.Note{Rule: "TEXT-PLACE", Cell: at[0], Found: boxed, Message: msg.F(
			"“%s”的文字读自%s（%s）", "the text of %[1]s was read from %[2]s (%[3]s)", s.Heading, what, strings.Join(at[:min(len(at), 3)], "、"))}
		c.report.Notes = append(c.report.Notes, note)
		m.BoxNotes[s.ID] = note
	}
}
