package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/sorting"
)

// unitOfText is what has one text: a character, or those that a replacement stands in for.
type unitOfText struct {
	text        string
	down, along float64 // of its beginning, on the page
	end         float64 // where it ends along the line
	size        float64
	blank       bool // the text shows nothing
	look        intake.Look
	glyph       *glyph // the first
}

// compose returns the text of characters in the order in which they stand: line by line, along each line. Programs
// draw characters in an order of their own, such as those of another font first. What was drawn twice at one place
// counts once, as bold type is made. Small raised characters are told from others, and so is what is not seen.
func (w *workspace) compose(glyphs []*glyph) []intake.Run {
	c := composer{space: w}
	c.add(glyphs)
	return c.finish()
}

// composer makes stretches of text of characters that are drawn in several parts.
type composer struct {
	space *workspace
	runs  []intake.Run    // that are finished
	text  strings.Builder // of the one that goes on
	look  intake.Look
	last  *unitOfText // the last unit that has text; nil after a break
	first *unitOfText // the first one of its line
	word  int         // number of letters at the end that follow one another
	prose bool        // there are letters or Chinese characters
	// largest is the largest unit of the line so far that is seen: what goes on in another part may be raised behind it.
	largest *unitOfText
	// room returns from where to where a cell goes at a character; ok is false if that is not known.
	room func(y *glyph) (from, to float64, ok bool)
}

// write appends a text.
func (c *composer) write(s string, look intake.Look) {
	if look != c.look && c.text.Len() > 0 {
		c.finish()
	}
	c.look = look
	c.text.WriteString(s)
}

// finish returns what was composed so far.
func (c *composer) finish() []intake.Run {
	if c.text.Len() > 0 {
		c.runs = append(c.runs, intake.Run{Text: c.text.String(), Look: c.look})
		c.text.Reset()
	}
	return c.runs
}

// empty reports whether nothing was composed.
func (c *composer) empty() bool { return len(c.runs) == 0 && c.text.Len() == 0 }

// newLine begins a line, unless one was just begun.
func (c *composer) newLine() {
	if c.last != nil {
		c.write("\n", intake.Plain)
	}
	c.last, c.largest = nil, nil
}

// add appends characters that are drawn in one part.
func (c *composer) add(glyphs []*glyph) {
	c.addLines(linesOf(c.space.unitsOf(glyphs)))
}

// addLines appends units in lines.
func (c *composer) addLines(lines [][]*unitOfText) {
	size := 0
	for _, units := range lines {
		for _, u := range units {
			size += len(u.text)
		}
		c.prose = c.prose || slices.ContainsFunc(units, func(u *unitOfText) bool { return strings.ContainsFunc(u.text, unicode.IsLetter) })
	}
	c.text.Grow(size)
	for _, l := range lines {
		c.largest = c.before(l[0])
		for k, u := range l {
			if u.text == "" {
				continue
			}
			start := u.end - u.along // what cannot be parted from the beginning of the line
			if k+1 < len(l) {
				if next, _ := utf8.DecodeRuneInString(l[k+1].text); !isWord(next) {
					start += l[k+1].end - l[k+1].along
				}
			}
			c.part(u, start)
			c.write(u.text, lookBehind(c.largest, u))
			if u.look == intake.Plain && (c.largest == nil || u.size > c.largest.size) {
				c.largest = u
			}
			if c.last = u; isLetters(u.text) {
				c.word++
			} else {
				c.word = 0
			}
			if c.first == nil || abs(u.down-c.first.down) > 0.5*max(u.size, c.first.size) {
				c.first = u
			}
		}
	}
}

// before returns the largest unit so far of the line that goes on with a unit; nil if the unit begins a line. Programs
// that tag a file put a raised mark into a part of its own, and it is raised above what stands in the part before.
func (c *composer) before(u *unitOfText) *unitOfText {
	if c.largest == nil || c.last == nil || u.glyph.page != c.last.glyph.page ||
		abs(u.down-c.largest.down) >= 0.6*c.largest.size || abs(u.along-c.last.end) > 0.5*c.largest.size {
		return nil
	}
	return c.largest
}

// part writes a blank between a unit and the last one where both belong to words or figures, and there is a gap, one is
// drawn over the other, or they stand on two lines; a figure that was broken is one. The unit begins with something so
// wide that cannot be parted.
func (c *composer) part(u *unitOfText, start float64) {
	if c.last == nil {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(c.last.text)
	after, _ := utf8.DecodeRuneInString(u.text)
	if !isWord(before) || !isWord(after) {
		return
	}
	size := min(u.size, c.last.size)
	switch {
	case abs(u.down-c.last.down) < 0.5*max(u.size, c.last.size):
		if gap := u.along - c.last.end; gap > 0.5*size || gap < -0.5*(u.end-u.along) {
			c.write(" ", intake.Plain) // there is a gap, or one is drawn over the other
		}
	case isLetter(before) && isLetter(after):
		if c.word < longestWord {
			c.write(" ", intake.Plain)
		}
	case !c.prose && !c.brokenFigure(start+1.5*u.size):
		c.write(" ", intake.Plain)
	}
}

// longestWord is more letters than words have; what is longer was broken anywhere.
const longestWord = 30

// brokenFigure reports whether a figure was too wide for its cell and goes on in the next line: the line before has no
// room for something so wide.
func (c *composer) brokenFigure(width float64) bool {
	if c.room == nil || c.first == nil {
		return false
	}
	from, to, ok := c.room(c.first.glyph)
	return ok && to-from-(c.last.end-c.first.along) < width
}

// isLetters reports whether a text is made of letters of a script that parts words by blanks.
func isLetters(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return !isLetter(c) }) < 0
}

// plainText returns the text of characters, whether or not they are seen.
func (w *workspace) plainText(glyphs []*glyph) string {
	var b strings.Builder
	for _, r := range w.compose(glyphs) {
		b.WriteString(r.Text)
	}
	return b.String()
}

// lookOf returns how text is set that is not seen for a reason.
func lookOf(why reason) intake.Look {
	switch why {
	case seen:
		return intake.Plain
	case struck:
		return intake.Struck
	}
	return intake.Unseen
}

// unitsOf gathers characters to units. Of a character that was drawn twice at one place, the one that is seen counts.
func (w *workspace) unitsOf(glyphs []*glyph) []*unitOfText {
	out, all := make([]*unitOfText, 0, len(glyphs)), w.units.take(len(glyphs))
	var replaced map[*replacement]*unitOfText
	twice := drawnTwice{above: math.Inf(-1), line: math.Inf(-1)}
	for i, y := range glyphs {
		u := &all[i]
		*u = unitOfText{text: y.text, down: y.x*y.dy - y.y*y.dx, along: y.x*y.dx + y.y*y.dy, size: y.size, blank: y.blank, look: lookOf(y.hidden), glyph: y}
		u.end = u.along + y.width
		switch old := replaced[y.instead]; {
		case old != nil:
			if abs(old.down-u.down) < old.size/2 {
				old.along, old.end = min(old.along, u.along), max(old.end, u.end)
			}
			old.look = min(old.look, u.look)
			continue
		case y.instead != nil:
			u.text, u.blank = y.instead.text, isBlank(y.instead.text)
			if replaced == nil {
				replaced = map[*replacement]*unitOfText{}
			}
			replaced[y.instead] = u
		default:
			if old := twice.find(u, out); old != nil {
				old.look = min(old.look, u.look)
				continue
			}
		}
		out = append(out, u)
	}
	return out
}

// drawnTwice finds characters that were drawn before at the same place. As long as each stands behind the last one of
// its line, or in a line below, there are none, and no texts are compared.
type drawnTwice struct {
	above float64                  // how far down the lines go before the last one
	line  float64                  // how far down the last line goes
	end   float64                  // where its last character begins
	same  map[string][]*unitOfText // the last few of each text; nil as long as there are none
}

// find returns which of the units so far was drawn at the place of another one and has its text; nil for none.
func (d *drawnTwice) find(u *unitOfText, before []*unitOfText) *unitOfText {
	down, along := 0.1*u.size, 0.25*max(u.glyph.width, 0.2*u.size) // nearer ones are at the same place
	if d.same == nil {
		switch deepest := max(d.above, d.line); {
		case u.down-deepest >= down:
			d.above, d.line, d.end = deepest, u.down, u.along
			return nil
		case u.down-d.above >= down && u.along-d.end >= along:
			d.line, d.end = max(d.line, u.down), u.along
			return nil
		}
		d.same = map[string][]*unitOfText{}
		for _, o := range before {
			if o.glyph.instead == nil {
				d.keep(o)
			}
		}
	}
	for _, o := range d.same[u.text] {
		if abs(o.down-u.down) < down && abs(o.along-u.along) < along && !u.blank {
			return o
		}
	}
	d.keep(u)
	return nil
}

// keep remembers the last few units of a text.
func (d *drawnTwice) keep(u *unitOfText) {
	const few = 8
	same := d.same[u.text]
	if len(same) == few {
		same = same[1:]
	}
	d.same[u.text] = append(same, u)
}

// linesOf sorts units into lines, from the top down, and each line along its direction.
func linesOf(units []*unitOfText) [][]*unitOfText {
	if len(units) == 0 {
		return nil
	}
	inOrder(units, func(a, b *unitOfText) int { return cmp.Compare(a.down, b.down) })
	var lines [][]*unitOfText
	var base, size float64
	first := 0 // of the line
	for i, u := range units {
		if i == 0 {
			base, size = u.down, u.size
		} else if u.down-base > 0.5*max(size, u.size) {
			lines, first = append(lines, units[first:i]), i
			base, size = u.down, u.size
		}
		if u.size > size {
			base, size = u.down, u.size
		}
	}
	lines = append(lines, units[first:])
	for _, l := range lines {
		inOrder(l, func(a, b *unitOfText) int { return cmp.Compare(a.along, b.along) })
	}
	return lines
}

// inOrder sorts units, which mostly are in order.
func inOrder(units []*unitOfText, compare func(a, b *unitOfText) int) {
	for i := 1; i < len(units); i++ {
		if compare(units[i-1], units[i]) > 0 {
			sorting.By(units, compare)
			return
		}
	}
}

// lookBehind returns how a unit is set that stands behind another one, the largest before it in its line: small raised
// digits and marks are those of notes.
func lookBehind(largest, u *unitOfText) intake.Look {
	if u.look == intake.Plain && largest != nil && u.size < 0.8*largest.size {
		switch {
		case u.down < largest.down-0.15*largest.size:
			return intake.Raised
		case u.down > largest.down+0.05*largest.size:
			return intake.Lowered
		}
	}
	return u.look
}

// isWord reports whether a character is a digit or a letter of a script that parts words by blanks.
func isWord(c rune) bool {
	return c >= '0' && c <= '9' || isLetter(c)
}

// isLetter reports whether a character is a letter of a script that parts words by blanks.
func isLetter(c rune) bool { return c < 0x2e80 && unicode.IsLetter(c) }
