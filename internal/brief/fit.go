package brief

import "github.com/gkxl/gkxl/internal/text"

// Measures of the page, in points. It is A4 with margins of 20 mm; the writers set
// everything in these sizes and distances, so that what fits by them fits in every format.
const (
	pageWidth  = 481.0
	pageHeight = 728.0

	titleSize, titlePitch = 17.0, 26.0
	headSize, headPitch   = 11.5, 21.0
	noteSize, notePitch   = 9.0, 13.0
	tableSize, rowPitch   = 9.0, 17.0
	barHigh, barGap       = 9.0, 5.0
	chartFrame            = 56.0 // title, legend and distances of the chart
	spare                 = 10.0 // programs break lines and set rows a little differently
)

// The most lines of one text, so that no single one takes the page.
const (
	maxTitleLines = 2
	maxNoteLines  = 3
)

// perLine is how many columns of text a line of a size has, without those that a word or a closing mark leaves open.
func perLine(size float64) int { return int(pageWidth/size*2) - 4 }

// lines is how many lines a text takes in a size.
func lines(s string, size float64) int {
	return max(1, (text.Columns(s)+perLine(size)-1)/perLine(size))
}

// clip cuts a text to some lines in a size, and tells whether it did.
func clip(s string, size float64, most int) (string, bool) {
	if lines(s, size) <= most {
		return s, false
	}
	columns := most * perLine(size)
	return text.ClipColumns(text.Clip(s, columns), columns), true // a text may be long
}

// noteHigh is the height of a text in the size of notes.
func noteHigh(s string) float64 {
	if s == "" {
		return 0
	}
	return float64(lines(s, noteSize)) * notePitch
}

// fit decides how many rows and items find room, on a page that is so much lower than it could be. Each part gets
// first what it needs least, and then in their order as much as there is.
func (p *Page) fit(lower float64) {
	p.Title, _ = clip(p.Title, titleSize, maxTitleLines)
	room := pageHeight - spare - lower - float64(lines(p.Title, titleSize))*titlePitch - 20 - 15 - noteHigh(p.Filed)
	for i := range p.Alerts {
		p.Alerts[i], _ = clip(p.Alerts[i], noteSize, maxNoteLines)
		room -= noteHigh("※ "+p.Alerts[i]) + 1
	}
	room -= chartFrame + float64(len(p.Chart.Bars))*(barHigh*float64(len(p.Chart.Years))+barGap)
	for i := range p.Parts {
		t := &p.Parts[i]
		t.Kept = 0
		room -= headPitch + t.frame()
	}
	figures := &p.Parts[0] // none of them is ever left out
	for figures.Kept = 0; figures.Kept < figures.size(); figures.Kept++ {
		room -= figures.high(figures.Kept)
	}
	for _, all := range []bool{false, true} {
		for i := range p.Parts[1:] {
			t := &p.Parts[1+i]
			most := t.size()
			if !all {
				most = min(most, t.Least)
			}
			for t.Kept < most {
				high := t.high(t.Kept)
				if t.Kept == t.size()-1 { // then nothing is to be said of others
					high -= t.leftHigh() - noteHigh(t.More)
				}
				if high > room {
					break
				}
				room -= high
				t.Kept++
			}
		}
	}
}

// size is how many rows or items a part has.
func (t Part) size() int { return len(t.Rows) + len(t.Items) }

// frame is the height of a part without rows and items: what stands there instead, and what is said of what is not shown.
func (t Part) frame() float64 {
	if t.size() > 0 {
		return t.leftHigh()
	}
	return noteHigh(t.Empty) + t.leftHigh()
}

// leftHigh is the room that is kept for what is said of what is not shown.
func (t Part) leftHigh() float64 {
	if t.size() == 0 || t.Least == t.size() && t.Head != nil { // the key figures are never left out
		return noteHigh(t.More)
	}
	return max(noteHigh(t.More), noteHigh(t.Hint+t.More+"                                        "))
}

// high is the height of the i-th row or item. The head of a table and its notes come with its first row.
func (t Part) high(i int) float64 {
	if t.Head == nil {
		s, _ := clip(t.Items[i], noteSize, maxNoteLines)
		return noteHigh(s)
	}
	high := t.rowHigh()
	if i == 0 {
		high = 2*high + 2
		for _, n := range t.Notes {
			high += noteHigh(n)
		}
	}
	return high
}

// rowHigh is the height of a row: of one line if all columns find room beside each other.
func (t Part) rowHigh() float64 {
	all := 0
	for _, w := range t.widths() {
		all += w
	}
	more := int(float64(all) * tableSize / 2 / pageWidth)
	return rowPitch + 1.3*tableSize*float64(more)
}

// widths are those of the columns of a table in columns of text, each that of its longest text.
func (t Part) widths() []int {
	out := make([]int, len(t.Head))
	for i, s := range t.Head {
		out[i] = text.Columns(s) + 2
	}
	for _, r := range t.Rows {
		for i, s := range r {
			out[i] = max(out[i], text.Columns(s)+2)
		}
	}
	return out
}
