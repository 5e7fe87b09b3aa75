package brief

import (
	"slices"

	"github.com/gkxl/gkxl/internal/text"
)

// Measures of the page, in points. It is A4 with margins of 20 mm; the writers set
// everything in these sizes and distances, so that what fits by them fits in every format.
const (
	pageWidth  = 481.0
	pageHeight = 728.0

	titleSize, titlePitch = 17.0, 26.0
	headSize, headPitch   = 11.5, 22.0
	noteSize, notePitch   = 9.0, 13.0
	tableSize, rowPitch   = 9.5, 18.0
	barHigh, barGap       = 9.0, 5.0
	chartFrame            = 60.0 // title, legend and distances of the chart
	spare                 = 14.0 // programs break lines and set rows a little differently
)

// The most lines of one text, so that no single one takes the page.
const (
	maxTitleLines = 2
	maxNoteLines  = 3
)

// lines is how many lines a text takes in a size. A line of Chinese is not filled to the last character.
func lines(s string, size float64) int {
	perLine := int(pageWidth/size*2) - 4
	return max(1, (text.Columns(s)+perLine-1)/perLine)
}

// clip cuts a text to some lines in a size, and tells whether it did.
func clip(s string, size float64, most int) (string, bool) {
	if lines(s, size) <= most {
		return s, false
	}
	return text.ClipColumns(s, most*(int(pageWidth/size*2)-4)), true
}

// fit decides what of the lists finds room, in a page that is so much lower than it could be.
// It takes items off the last list first, and of every list says how many there are.
func (p *Page) fit(lower float64) {
	p.Title, _ = clip(p.Title, titleSize, maxTitleLines)
	for i := range p.Alerts {
		p.Alerts[i], _ = clip(p.Alerts[i], noteSize, maxNoteLines)
	}
	room := pageHeight - spare - lower - p.fixed()
	for i := range p.Lists {
		room -= headPitch + 2*notePitch // its heading, and what is said of the others
		p.Lists[i].Kept = 0
	}
	for i := range p.Lists {
		l := &p.Lists[i]
		for _, item := range l.Items {
			shown, _ := clip(item, noteSize, maxNoteLines)
			high := float64(lines(shown, noteSize)) * notePitch
			if high > room {
				break
			}
			room -= high
			l.Kept++
		}
	}
}

// fixed is the height of everything but the lists.
func (p *Page) fixed() float64 {
	note := func(s string) float64 {
		if s == "" {
			return 0
		}
		return float64(lines(s, noteSize)) * notePitch
	}
	high := float64(lines(p.Title, titleSize))*titlePitch + 16 + 15 + note(p.Filed)
	for _, a := range p.Alerts {
		high += note("※ " + a)
	}
	for _, t := range p.Tables {
		high += headPitch + float64(len(t.Rows))*t.rowHeight()
		high += rowPitch * float64(t.headLines())
		for _, n := range t.Notes {
			high += note(n)
		}
	}
	return high + chartFrame + float64(len(p.Chart.Bars))*(barHigh*float64(len(p.Chart.Years))+barGap)
}

// widths are those of the columns of a table in columns of text, each that of its longest text.
func (t Table) widths(rows [][]string) []int {
	out := make([]int, len(t.Head))
	for _, r := range rows {
		for i, s := range r {
			out[i] = max(out[i], text.Columns(s)+2)
		}
	}
	return out
}

// rowHeight is the height of a row: of one line if all columns find room beside each other.
func (t Table) rowHeight() float64 {
	all := 0
	for _, w := range t.widths(append(slices.Clone(t.Rows), t.Head)) {
		all += w
	}
	if float64(all)*tableSize/2 > pageWidth {
		return rowPitch + 1.3*tableSize
	}
	return rowPitch
}

// headLines is how many lines the heads take.
func (t Table) headLines() int {
	if t.rowHeight() > rowPitch {
		return 2
	}
	return 1
}

// texts are the items of a list that are shown, each within its lines, and behind them what else there is.
func (p *Page) texts(l List) []string {
	var out []string
	cut := 0
	for _, item := range l.Items[:l.Kept] {
		s, clipped := clip(item, noteSize, maxNoteLines)
		if clipped {
			cut++
		}
		out = append(out, s)
	}
	if len(l.Items) == 0 && l.Empty != "" {
		out = append(out, l.Empty)
	}
	if s := p.left(l, cut); s != "" {
		out = append(out, s)
	}
	return out
}
