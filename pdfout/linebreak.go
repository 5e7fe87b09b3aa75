package pdfout

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line breaking follows Unicode (UAX 14), and where that says nothing or less,
// the rules of Chinese setting: what closes does not begin a line, what opens
// does not end one, and no figure, percentage or date is torn.

// noStart are characters that begin no line although Unicode lets them.
const noStart = "—–～~·／/℃％‰%、，。；：？！）》」』】〕〗〉”’…々ー°′″"

// noEnd are characters that end no line although Unicode lets them.
const noEnd = "／（《「『【〔〖〈“‘￥¥＄$£№＃"

// unbreakable matches what is kept on one line: dates, numbers of documents, and
// figures with separators, signs and percent signs, in half or full width. Very long
// runs of digits are no figures.
var unbreakable = regexp.MustCompile(`(?:19|20)\d\d\s?年度?(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?` +
	`|\d{1,2}\s?月\s?\d{1,2}\s?日|〔\d{4}〕\s?第?\d{1,6}` +
	`|[+\-−±＋－]?[0-9０-９]{1,30}(?:[.,，．·:：/／\-－—–～~]?[0-9０-９]{1,30}){0,8}(?:\s?[%％‰℃])?`)

// digits are those of figures and dates, in half and full width.
const digits = "0123456789０１２３４５６７８９"

// markBreaks sets item.after for the items of a text. The items are the characters
// of the text in order; one item may show several, and some may have none.
func (t *typesetter) markBreaks(text string, items []item) {
	runes := []rune(text)
	may := t.breaks(text, runes)
	at := 0
	for i := range items {
		n := 0
		for range items[i].text {
			for at+n < len(runes) && invisible(runes[at+n]) {
				n++
			}
			n++
		}
		at += n
		for at < len(runes) && invisible(runes[at]) {
			at++
		}
		items[i].after = at >= len(runes) || at > 0 && may[at-1]
	}
}

// breaks says for each character whether a line may break after it.
func (t *typesetter) breaks(text string, runes []rune) []bool {
	may := make([]bool, len(runes))
	if isFigure(text) {
		may[len(may)-1] = true
		return may
	}
	t.segments.Init(runes)
	for it := t.segments.LineIterator(); it.Next(); {
		l := it.Line()
		if end := l.Offset + len(l.Text); end > 0 {
			may[end-1] = true
		}
	}
	for i := range runes[:max(0, len(runes)-1)] {
		a, b := runes[i], runes[i+1]
		if strings.ContainsRune(noStart, b) || strings.ContainsRune(noEnd, a) || a == '—' && b == '—' || a == '…' && b == '…' {
			may[i] = false
		} else if wide(a) && wide(b) {
			may[i] = true // Unicode is wary of quotes between them
		}
	}
	if !strings.ContainsAny(text, digits) {
		return may
	}
	at, n := 0, 0
	for _, m := range unbreakable.FindAllStringIndex(text, -1) {
		n += utf8.RuneCountInString(text[at:m[0]])
		end := n + utf8.RuneCountInString(text[m[0]:m[1]])
		for i := n; i < end-1; i++ {
			may[i] = false
		}
		at, n = m[1], end
	}
	return may
}

// isFigure says whether a text is a figure and nothing else, as most cells of tables are.
func isFigure(text string) bool {
	return text != "" && len(text) <= 30 && strings.Trim(text, "0123456789") == ""
}

// wide says whether a character is a Chinese one or Chinese punctuation; full-width
// digits are neither.
func wide(c rune) bool {
	return unicode.Is(unicode.Han, c) || strings.ContainsRune("，。；：？！）》」』】〕”’（《「『【〔“‘、", c)
}

// hanging are punctuation marks whose right half is blank; at the end of a line the
// blank may stand in the margin.
const hanging = "，。、；：）》」』】〕”’"

// overhang is the width of the blank half of an item that may stand in the margin.
func overhang(it item) float64 {
	c, _ := utf8.DecodeRuneInString(it.text)
	if strings.ContainsRune(hanging, c) && it.width > 0.9*it.size {
		return it.width / 2
	}
	return 0
}

// line is a run of items on one line.
type line struct {
	items []item
	width float64 // without blanks at the end and what hangs in the margin
	last  bool    // of a paragraph
}

// minLastLine is the largest number of characters that should not stand alone on the
// last line.
const minLastLine = 2

// breakLines breaks items into lines of the width full, the first shorter by indent.
// Squeeze is how much closer, in ems, characters may stand so that one more fits.
func breakLines(items []item, full, indent, squeeze float64) []line {
	var out []line
	for start := 0; start < len(items); {
		room := full
		if len(out) == 0 {
			room -= indent
		}
		end := start + fitItems(items[start:], room, squeeze)
		if rest := len(items) - end; squeeze > 0 && rest > 0 && rest <= minLastLine {
			// A character or two alone on the last line are drawn in if they can be.
			if n := fitItems(items[start:], room, 2.2*squeeze); start+n == len(items) {
				end = len(items)
			}
		}
		l := line{items: items[start:end], last: end == len(items)}
		l.width = visible(l.items)
		out = append(out, l)
		start = end
	}
	if len(out) == 0 {
		out = append(out, line{last: true})
	}
	return out
}

// fitItems is the number of items that fit on a line of width room. A run without a
// place to break that is longer than the line is cut at its end.
func fitItems(items []item, room, squeeze float64) int {
	best, x := 0, 0.0
	for i, it := range items {
		if blank(it) {
			x += it.width
			if it.after {
				best = i + 1 // blanks at the end take no room
			}
			continue
		}
		if x+it.width-overhang(it) > room+squeeze*it.size*float64(i)+0.001 && i > 0 {
			// What follows may hang or be squeezed less, but never fits again.
			return cmp.Or(best, i)
		}
		x += it.width
		if it.after && x-overhang(it) <= room+squeeze*it.size*float64(i)+0.001 {
			best = i + 1
		}
		if it.end {
			return i + 1
		}
	}
	return cmp.Or(best, len(items))
}

func blank(it item) bool {
	c, _ := utf8.DecodeRuneInString(it.text)
	return unicode.IsSpace(c)
}

// visible is the width of a line without the blanks at its end, and without what
// may hang in the margin.
func visible(items []item) float64 {
	items = trimmed(items)
	w := width(items)
	if n := len(items); n > 0 {
		w -= overhang(items[n-1])
	}
	return w
}

// trimmed are the items of a line without the blanks at its end.
func trimmed(items []item) []item {
	for len(items) > 0 && blank(items[len(items)-1]) {
		items = items[:len(items)-1]
	}
	return items
}

// gaps is the number of gaps between the characters of a line, which justifying
// stretches.
func gaps(items []item) int { return max(0, len(trimmed(items))-1) }
