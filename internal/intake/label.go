package intake

import (
	"cmp"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// label is a text reduced to what distinguishes labels.
type label struct {
	core    string // letters and digits in one width and script, without optional characters
	bare    string // the same without what stands in brackets
	ordinal int    // its number, in whatever style; 0 for none
}

// maxLabel is the largest length of a label, in bytes.
const maxLabel = 300

// reducer makes labels by a form's character tables. It is made once for each form.
type reducer struct {
	simplified map[rune]rune
	optional   map[rune]bool
	known      sync.Map     // texts and their labels: the files of a folder have most of them in common
	kept       atomic.Int32 // how many there are
}

// mostLabels is how many texts a reducer keeps with their labels.
const mostLabels = 4096

// newReducer returns the reducer for a form's Reading.
func newReducer(voc *model.Reading) *reducer {
	r := &reducer{simplified: map[rune]rune{}, optional: map[rune]bool{}}
	for from, to := range voc.Simplified {
		a, _ := utf8.DecodeRuneInString(from)
		b, _ := utf8.DecodeRuneInString(to)
		r.simplified[a] = b
	}
	for _, s := range voc.Optional {
		c, _ := utf8.DecodeRuneInString(s)
		r.optional[c] = true
	}
	return r
}

// label reduces a text. A text without letters, without Chinese characters, or longer than maxLabel gives the
// empty label.
func (r *reducer) label(s string) label {
	if len(s) > maxLabel || len(s) < 2 || !strings.ContainsFunc(s, func(c rune) bool { return c >= utf8.RuneSelf }) {
		return label{} // every label of the form has Chinese characters
	}
	if l, ok := r.known.Load(s); ok {
		return l.(label)
	}
	l := r.reduce(s)
	if r.kept.Add(1) <= mostLabels {
		r.known.Store(strings.Clone(s), l)
	}
	return l
}

// simple is the simplified character for a traditional one, and any other one itself.
func (r *reducer) simple(c rune) rune { return cmp.Or(r.simplified[c], c) }

// reduce is label for a text that is not known yet.
func (r *reducer) reduce(s string) label {
	rs := make([]rune, 0, len(s)/2)
	for _, c := range text.Fold(s) {
		if !unicode.IsSpace(c) {
			rs = append(rs, r.simple(c))
		}
	}
	var l label
	l.ordinal, rs = cutOrdinal(rs)
	var core, bare strings.Builder
	depth, letters := 0, false
	for _, c := range rs {
		switch c {
		case '(', '[', '【', '〔', '{':
			depth++
		case ')', ']', '】', '〕', '}':
			depth = max(0, depth-1)
		}
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) || r.optional[c] {
			continue
		}
		letters = letters || unicode.IsLetter(c)
		core.WriteRune(unicode.ToLower(c))
		if depth == 0 {
			bare.WriteRune(unicode.ToLower(c))
		}
	}
	if !letters {
		return label{}
	}
	l.core, l.bare = core.String(), bare.String()
	if l.bare == "" {
		l.bare = l.core
	}
	return l
}

// chineseDigits are the numerals 1 to 10, in order.
const chineseDigits = "一二三四五六七八九十"

// cutOrdinal splits off a number in any of the styles that number labels: 一、 （一） 1. 1、 (1) ① ⑴.
func cutOrdinal(rs []rune) (int, []rune) {
	if len(rs) < 2 {
		return 0, rs
	}
	for _, circled := range [][2]rune{{'①', '⑳'}, {'⑴', '⒇'}, {'⒈', '⒛'}, {'㈠', '㈩'}, {'㊀', '㊉'}} {
		if rs[0] >= circled[0] && rs[0] <= circled[1] {
			return int(rs[0]-circled[0]) + 1, rs[1:]
		}
	}
	i := 0
	open := rs[0] == '('
	if open {
		i++
	}
	start := i
	for i < len(rs) && i-start < 3 && (rs[i] >= '0' && rs[i] <= '9' || strings.ContainsRune(chineseDigits, rs[i])) {
		i++
	}
	n := ordinalOf(rs[start:i])
	if n == 0 || i+1 >= len(rs) {
		return 0, rs
	}
	if rs[i] != ')' && (open || !strings.ContainsRune("、.,:．。", rs[i])) {
		return 0, rs
	}
	i++
	if i < len(rs) && strings.ContainsRune("、.,:", rs[i]) {
		i++
	}
	return n, rs[i:]
}

// ordinalOf reads a number of up to 99 in digits or in Chinese numerals; 0 if it is neither.
func ordinalOf(rs []rune) int {
	n, chinese := 0, 0
	for _, c := range rs {
		if c >= '0' && c <= '9' {
			n = n*10 + int(c-'0')
			continue
		}
		d := strings.Index(chineseDigits, string(c))/3 + 1
		if d == 10 {
			chinese = max(chinese, 1) * 10
		} else {
			chinese += d
		}
	}
	if chinese > 0 && n > 0 || chinese > 99 || n > 99 {
		return 0
	}
	return n + chinese
}

// labelSimilarity returns how similar two reduced labels are, from 0 to 1: the share of characters that need no
// change to turn the one into the other (edit distance).
func labelSimilarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	n := max(len(x), len(y))
	if n == 0 || n > 100 {
		return 0
	}
	if d := len(x) - len(y); float64(max(d, -d)) > 0.6*float64(n) {
		return 0
	}
	return 1 - float64(text.Distance(x, y))/float64(n)
}
