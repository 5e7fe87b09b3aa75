package units

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Column is a column of a roster's file.
type Column struct {
	Head   string // as the file has it; empty where there is none
	Number int    // from 1
}

// Text names a column for people.
func (c Column) Text() msg.Text {
	if c.Head == "" {
		return msg.F("第 %d 列（没有列名）", "column %d (without a head)", c.Number)
	}
	return msg.F("“%s”", "%q", text.ShownLine(c.Head))
}

// UnreadNote says which columns of a roster are not read, and which there may be; it is zero where all are. Where the file
// is named, the note begins with its name.
func (r *Roster) UnreadNote(name string) msg.Text {
	if len(r.Unread) == 0 {
		return msg.Text{}
	}
	named := lists.Map(r.Unread[:min(len(r.Unread), msg.MaxNamed)], Column.Text)
	which := msg.Join(named, "、", ", ")
	if n := len(r.Unread) - len(named); n > 0 {
		which = msg.F("%s，另有 %d 列", "%s and %d more", which, n)
	}
	note := msg.F("名单中的列没有读取：%s；能读的列是代码、名称、类型、上级、联系方式、截止日期、曾用名，需要的请改用这样的列名",
		"columns of the roster that were not read: %s; those that can be are code, name, type, parent, contact, deadline, former; name what is needed so", which)
	if name != "" {
		note = msg.F("%s：%s", "%s: %s", text.ShownLine(name), note)
	}
	return note
}

// bareHead is a head as heads are compared: without what stands in brackets behind it, and marks.
func bareHead(cell string) string {
	s, _, _ := strings.Cut(NameKey(cell), "(")
	return strings.Trim(s, "*:")
}

// kindsIn is the column in which kinds of organs stand under a head that may also mean another way of sorting units; -1
// where there is none. A column with anything else in it sorts them otherwise.
func kindsIn(head row, lines []row, form *model.Form) int {
	words := strings.Fields(form.Messages["roster_sort"])
	for k, cell := range head.cells {
		if !slices.Contains(words, bareHead(cell)) {
			continue
		}
		kinds, others := 0, 0
		for _, line := range lines {
			if cell := line.cell(k); cell == "" {
				continue
			} else if _, ok := form.OrganType(cell); ok {
				kinds++
			} else {
				others++
			}
		}
		if kinds > 0 && others == 0 {
			return k
		}
	}
	return -1
}

// unread are the columns with something in them that are none of a roster's, in their order, without those that are
// commonly there for people.
func unread(head row, lines []row, at [columns]int, form *model.Form) (out []Column) {
	var aside []string
	for _, key := range []string{"roster_aside", otherOf[colCode], messageOf[colContact]} {
		aside = append(aside, strings.Fields(form.Messages[key])...)
	}
	var filled []bool
	for _, line := range lines {
		for k := range line.cells {
			if k >= len(filled) {
				filled = append(filled, false)
			}
			filled[k] = filled[k] || line.cell(k) != ""
		}
	}
	for k, some := range filled {
		if some && !slices.Contains(at[:], k) && !slices.Contains(aside, bareHead(head.cell(k))) {
			out = append(out, Column{Head: text.OneLine(head.cell(k)), Number: k + 1})
		}
	}
	return out
}
