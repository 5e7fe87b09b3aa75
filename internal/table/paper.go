package table

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
)

// Paper is A4, and nothing on it is smaller than a size that can be read in print.
// What a page shows is laid out for it here: how wide columns are, which of them stand
// together where a table is wider than the paper, and whether the paper is turned.

// SmallestPrint is the size in points of the smallest text that is printed.
const SmallestPrint = workbook.SmallestPrint

// Measures of the columns of a table on paper, in ems of its text.
const (
	shortCell = 10.0 // texts up to this length are not broken
	leastCell = 6.0  // the narrowest column of longer texts
	longWord  = 12.0 // runs without a place to break stay on one line up to this length
	cellPad   = 1.0  // between a text and the lines of its cell, on both sides
	courseRun = 6.0  // a small line and the gap before its words
)

// columnWish is how wide a column of a table would be, in ems.
type columnWish struct {
	least, want float64
	amount      float64 // of longer texts, which share the room that is left
}

// wishes are those of all columns of a block, from their texts.
func (b Block) wishes() []columnWish {
	out := make([]columnWish, len(b.Head))
	numeric := b.Numeric()
	put := func(i int, s string, more float64, whole bool) {
		w := Ems(s) + more
		least := w
		if !whole && w > shortCell {
			least = max(min(longestRun(s), longWord), leastCell)
			out[i].amount += w
		}
		out[i].least, out[i].want = max(out[i].least, least+cellPad), max(out[i].want, w+cellPad)
	}
	for i, h := range b.Head {
		out[i].least = min(Ems(h), 4) + cellPad // a head breaks
		out[i].want = out[i].least
	}
	for r := range b.All() {
		for i, c := range r.Cells[:min(len(r.Cells), len(out))] {
			more := 0.0
			if c.Trend != nil {
				more = courseRun
			}
			if i == 0 {
				more += float64(r.Level)
			}
			if !c.Faint {
				put(i, c.Text, more, c.Trend != nil || numeric[i] && (c.Number != nil || c.Change))
			}
		}
	}
	return out
}

// Ems is how wide the longest line of a text is, in ems of its size: a Chinese character
// is one.
func Ems(s string) (most float64) {
	for line := range strings.SplitSeq(s, "\n") {
		// Half of a Chinese character is little for a letter.
		most = max(most, float64(text.Columns(line))*0.5+0.06*float64(narrow(line)))
	}
	return most
}

// narrow is how many characters of a text take half the room of a Chinese one.
func narrow(s string) int { return 2*utf8.RuneCountInString(s) - text.Columns(s) }

// longestRun is how wide the longest run of a text without a place to break is, in ems.
func longestRun(s string) (most float64) {
	run := 0
	for _, r := range s {
		switch {
		case r == ' ' || r == '\n' || r == '-':
			run = 0
		case r >= 0x2e80: // breaks on both sides
			most, run = max(most, 1), 0
		default:
			run++
		}
		most = max(most, float64(run)*0.56)
	}
	return most
}

// Share gives every column the width it wants, if there is room for all in full.
// Otherwise each has its least width, and those that want more share the rest in
// proportion to their amounts of text. It changes least to the widths, and gives the
// room that is left, less than nothing where even the least widths have none.
func Share(least, want, amount []float64, full float64) (rest float64) {
	rest = full
	for _, w := range least {
		rest -= w
	}
	for rest > 0.01 {
		all := 0.0
		for i := range least {
			if least[i] < want[i] {
				all += amount[i]
			}
		}
		if all == 0 {
			break // each has what it wants
		}
		given := 0.0
		for i := range least {
			if least[i] < want[i] {
				more := min(rest*amount[i]/all, want[i]-least[i])
				least[i] += more
				given += more
			}
		}
		if given < 0.01 {
			break
		}
		rest -= given
	}
	return rest
}

// labels is how many columns name a row: the first, and the second where figures begin
// behind it.
func (b Block) labels() int {
	numeric := b.Numeric()
	if len(numeric) > 2 && !numeric[0] && !numeric[1] && numeric[2] {
		return 2
	}
	return 1
}

// Parts cuts a block whose columns do not fit beside each other into blocks that do, in
// ems of its text: each has the columns that name a row, and some of the others. A block
// that fits, or cannot be cut, is its only part.
func (b Block) Parts(ems float64) []Block {
	groups := b.groups(ems)
	if len(groups) < 2 {
		return []Block{b}
	}
	out := make([]Block, len(groups))
	for k, columns := range groups {
		out[k] = b.Only(columns...)
	}
	return out
}

// Only is a block with some of its columns alone, by their numbers from 0.
func (b Block) Only(columns ...int) Block {
	of := b.Each
	b.Head = pick(b.Head, columns)
	if b.Widths != nil {
		b.Widths = pick(b.Widths, columns)
	}
	if of != nil {
		b.Figures = pick(b.Figures, columns)
		b.Each = func(yield func(Row) bool) {
			for r := range of {
				r.Cells = pick(r.Cells, columns)
				if !yield(r) {
					return
				}
			}
		}
		return b
	}
	rows := make([]Row, len(b.Rows))
	for i, r := range b.Rows {
		r.Cells = pick(r.Cells, columns)
		rows[i] = r
	}
	b.Rows = rows
	return b
}

// groups are the columns that stand beside each other, each with those that name a row.
func (b Block) groups(ems float64) [][]int {
	wishes := b.wishes()
	all, named := 0.0, 0.0
	for i, w := range wishes {
		all += w.least
		if i < b.labels() {
			named += w.least
		}
	}
	if all <= ems || len(b.Lines) > 0 {
		return nil
	}
	var names []int
	for i := range b.labels() {
		names = append(names, i)
	}
	var out [][]int
	room := 0.0
	for i := len(names); i < len(wishes); i++ {
		if w := wishes[i].least; len(out) == 0 || w > room {
			out, room = append(out, slices.Clone(names)), ems-named
		}
		out[len(out)-1] = append(out[len(out)-1], i)
		room -= wishes[i].least
	}
	return out
}

// pick are those of a list by their numbers; one that is not there is left empty.
func pick[T any](of []T, numbers []int) []T {
	out := make([]T, len(numbers))
	for i, n := range numbers {
		if n < len(of) {
			out[i] = of[n]
		}
	}
	return out
}

// least is how wide a block is at least, in ems of its text.
func (b Block) least() (all float64) {
	for _, w := range b.wishes() {
		all += w.least
	}
	return all
}

// A column whose texts are as long as usual on average reads well from a width of
// readable; both are in ems.
const (
	readable = 14.0
	usual    = 4.0
)

// Wider reports whether a table of a page reads well only in more room than so many ems
// of its text, so that the paper is better turned.
func (p *Page) Wider(ems float64) bool {
	return slices.ContainsFunc(p.Blocks, func(b Block) bool {
		all := 0.0
		for _, w := range b.wishes() {
			if all += w.least; w.amount >= usual*float64(b.Len()) {
				all += max(0, min(w.want, readable)-w.least)
			}
		}
		return all > ems
	})
}
