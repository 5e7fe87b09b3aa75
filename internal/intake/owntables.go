package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A narrative may hold a table of the unit's own, such as one of proposals that were answered. Its rows become lines of
// the text, and that is said.

// sectionRow is a row of a grid whose texts belong to a section.
type sectionRow struct {
	section string
	line    gridLine
}

// ownTable says of a unit's own table in a narrative where it begins, which row was read last, and how many were.
type ownTable struct {
	at   string
	last gridLine
	rows int
}

// maxOwnCell is the largest number of characters in the cell of a unit's own table that is read in one line with the
// cells beside it.
const maxOwnCell = 60

// joinRow puts a text behind the last one of its section if both are cells of one row of a table. It reports whether
// they are.
func (c *textCollector) joinRow(g *grid, i int, s string) bool {
	here := sectionRow{c.section, gridLine{g, g.cell(i).Row}}
	old := c.parts[c.section]
	short := func(s string) bool { return !strings.Contains(s, "\n") && utf8.RuneCountInString(s) <= maxOwnCell }
	same := c.lastText == here && len(old) > 0
	c.lastText = here
	sec, ok := c.vocabulary.form.Section(c.section)
	if !same || !ok || sec.Table != nil || g.sheet.Lists || !g.sheet.Complete && !c.inTableRow || g.textBoxes[i] || !short(s) {
		return false
	}
	t := c.ownTables[c.section]
	if t == nil {
		t = &ownTable{at: g.addressOf(g.rows[here.line.n][0])}
		c.ownTables[c.section] = t
	}
	last := &old[len(old)-1]
	if t.last != here.line {
		if !short(*last) {
			return false
		}
		t.last = here.line
		t.rows++
	}
	*last += "　" + s
	return true
}

// noteOwnTables says which narratives hold a table, whose rows became lines of the text.
func (c *textCollector) noteOwnTables() {
	for _, s := range c.vocabulary.form.Sections {
		if t := c.ownTables[s.ID]; t != nil && t.rows > 0 {
			c.report.Notes = append(c.report.Notes, model.Note{Rule: "TEXT-PLACE", Section: s.ID, Cell: t.at, Message: msg.F(
				"“%s”里有表格（%s 起），不是官方格式的表，有 %d 行读作文字，每行一段；请核对，最好改写成句子", "%[1]q holds a table of its own (from %[2]s), of which %[3]d rows were read as text, a line each; check them, and better write sentences", s.Heading, t.at, t.rows)})
		}
	}
}
