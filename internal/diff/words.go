package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Words puts how much a figure changed into words: a percentage where that
// informs, and otherwise why there is none.
func Words(old, delta model.Number, percent *model.Number, base Base) msg.Text {
	switch {
	case delta.Sign() == 0:
		return msg.T("持平", "no change")
	case base == Zero:
		return msg.T("原为 0", "from 0")
	case base == Small:
		return msg.T("基数小，不计幅度", "base too small")
	case percent == nil:
		return msg.Text{}
	}
	if percent.Sign() == 0 {
		return msg.T("不到 0.1 %", "under 0.1 %")
	}
	s := signed(*percent) + " %"
	if percent.Cmp(model.Int(1000)) >= 0 {
		times := old.Add(delta).Percent(old)
		return msg.F("约为原来的 %s 倍", "about %s times as much", times.Hundredth())
	}
	return msg.T(s, s)
}

// Where names the row or column a balance lies in.
func (b *Balance) Where() string {
	return b.Identity.Line.Label
}

// Spell writes terms with what they count for, those of last year so marked.
func (b *Balance) Spell(ts []Term) msg.Text {
	var parts []msg.Text
	for i, t := range ts {
		node := t.Field.Row
		if b.Identity.Rule.Along == "columns" {
			node = t.Field.Column
		}
		sign := ""
		switch {
		case t.Minus:
			sign = "－"
		case i > 0:
			sign = "＋"
		}
		label := msg.F("“%s”", "%q", node.Label)
		if t.Last {
			label = msg.F("上年“%s”", "last year's %q", node.Label)
		}
		parts = append(parts, msg.F("%s%s %s", "%s%s %s", sign, label, t.Value.Describe()))
	}
	return msg.Join(parts, "", "")
}

// course tells in words how figures went; nothing of fewer than two.
func course(ns []*model.Number) msg.Text {
	var last *model.Number
	ups, downs, steps, gap, gaps := 0, 0, 0, 0, 0
	for _, n := range ns {
		if n == nil {
			gap++
			continue
		}
		if last != nil {
			steps++
			gaps += gap // no more than the figures that are there can be told
			switch n.Cmp(*last) {
			case 1:
				ups++
			case -1:
				downs++
			}
		}
		last, gap = n, 0
	}
	switch {
	case steps == 0:
		return msg.Text{}
	case ups == steps && steps > 1 && gaps == 0:
		return msg.T("逐年上升", "up every year")
	case downs == steps && steps > 1 && gaps == 0:
		return msg.T("逐年下降", "down every year")
	case ups > 0 && downs > 0:
		return msg.T("有升有降", "up and down")
	case ups > 0:
		return msg.T("上升", "up")
	case downs > 0:
		return msg.T("下降", "down")
	}
	return msg.T("持平", "no change")
}

// Trend draws figures as a line of blocks, for places that hold only text.
func Trend(ns []*model.Number) string {
	var low, high float64
	first := true
	for _, n := range ns {
		if n != nil {
			v := n.Float()
			if first || v < low {
				low = v
			}
			if first || v > high {
				high = v
			}
			first = false
		}
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, n := range ns {
		switch {
		case n == nil:
			b.WriteRune('·')
		case high == low:
			b.WriteRune(blocks[3])
		default:
			b.WriteRune(blocks[int((n.Float()-low)/(high-low)*7+0.5)])
		}
	}
	return b.String()
}

// Apart is where a sentence differs from another, in bytes: what lies between
// their common beginning and their common end. A figure differs as a whole.
func Apart(s, other string) [2]int {
	from := 0
	for from < len(s) {
		_, n := utf8.DecodeRuneInString(s[from:])
		if !strings.HasPrefix(other[from:], s[from:from+n]) {
			break
		}
		from += n
	}
	to, end := len(s), len(other)
	for to > from && end > from {
		_, n := utf8.DecodeLastRuneInString(s[:to])
		if to-n < from || end-n < from || !strings.HasSuffix(other[:end], s[to-n:to]) {
			break
		}
		to, end = to-n, end-n
	}
	for from > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if !unicode.IsDigit(r) {
			break
		}
		from -= n
	}
	for to < len(s) {
		r, n := utf8.DecodeRuneInString(s[to:])
		if !unicode.IsDigit(r) {
			break
		}
		to += n
	}
	return [2]int{from, to}
}
