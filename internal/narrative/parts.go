package narrative

import (
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// list is a whole of the text and its parts that follow behind 其中.
type list struct {
	whole numeral
	items []listItem
	named bool // an item is a row, a column or an outcome of the tables, which judge it instead
}

// listItem is a part of a list with the percentages that follow it.
type listItem struct {
	at          int // its token
	num         numeral
	isRemainder bool // it is the rest: 其他
	shares      []int
}

// judgeLists judges the parts of wholes in the sentence from token i to j: their sum, if the last of them is
// the rest, and their shares of the whole. Parts that the tables have are compared with the tables instead.
func (tr *textReader) judgeLists(i, j int, para *paragraph) {
	lone, numbers := numeral{}, 0
	for k := i; k < j; k++ {
		if tr.tokens[k].kind != tNumber || tr.tokens[k].num.percent {
			continue
		}
		numbers++
		lone = *tr.tokens[k].num
		if start := tr.partsAfter(k+1, j); start > 0 {
			tr.readList(lone, start, j)
		}
	}
	if start := tr.partsAfter(i, j); start > 0 && para.loneNumeral.unit != "" {
		tr.readList(para.loneNumeral, start, j)
	}
	if para.loneNumeral = (numeral{}); numbers == 1 {
		para.loneNumeral = lone
	}
}

// partsAfter returns the token where the parts begin that 其中 opens between token k and the next figure; 0 if
// there are none.
func (tr *textReader) partsAfter(k, j int) int {
	for ; k < j && tr.tokens[k].kind != tNumber; k++ {
		tr.visited++
		if tr.tokens[k].has(isParts) {
			return k + 1
		}
	}
	return 0
}

// readList reads the parts from token k on and judges them.
func (tr *textReader) readList(whole numeral, k, j int) {
	if !isExact(whole) || whole.unit == "" || slices.Contains(tr.lex.money, whole.unit) {
		return
	}
	l := list{whole: whole}
	label := k
	for ; k < j; k++ {
		tr.visited++
		t := tr.tokens[k]
		switch {
		case t.has(isParts), t.has(isAgainst), t.kind == tOpen:
			return // parts of parts, or another year's: more than a list
		case t.kind == tNumber && t.num.percent:
			if n := len(l.items); n > 0 {
				l.items[n-1].shares = append(l.items[n-1].shares, k)
			}
		case t.kind == tNumber && t.num.unit == whole.unit:
			if !isExact(*t.num) {
				return
			}
			l.items = append(l.items, listItem{at: k, num: *t.num, isRemainder: tr.onlyRemainder(label, k)})
		case t.kind == tNumber:
			j = k // another unit: the list ends here
			continue
		case t.kind == tBreak || t.has(isLink):
			label = k + 1
			continue
		}
		if t.kind != tNumber && slices.ContainsFunc(t.subjects(), func(s *subject) bool { return !s.weak && s.kind <= kMeasure }) {
			l.named = true
		}
	}
	tr.judgeList(l)
}

// isExact reports whether a number is not rounded.
func isExact(n numeral) bool { return !n.about && !n.over && n.rounding.Sign() == 0 }

// onlyRemainder reports whether the words from token a to b are those for the rest of a whole.
func (tr *textReader) onlyRemainder(a, b int) bool {
	return anyHas(tr.tokens[a:b], isRemainder) && !slices.ContainsFunc(tr.tokens[a:b], func(t token) bool { return !t.has(isRemainder | isFiller) })
}

// judgeList judges the sum and the shares of a list.
func (tr *textReader) judgeList(l list) {
	n := len(l.items)
	if n < 2 || l.named {
		return
	}
	for _, it := range l.items {
		for _, k := range it.shares {
			tr.judgePartShare(it, k, l.whole)
		}
	}
	last := l.items[n-1]
	if !last.isRemainder {
		return
	}
	sum := model.Int(0)
	for i := n - 1; i >= 0; i-- {
		// What stands further ahead may be parts of another kind.
		if sum = sum.Add(l.items[i].num.value); i < n-1 && sum.Equal(l.whole.value) {
			return
		}
	}
	if f, n := tr.figureAt(last.at); f != nil && f.Verdict == Unrelated {
		f.Kind, f.Verdict, f.Number, f.Table = Part, Disagrees, sum, &l.whole.value
		f.Message = msg.F("所列各项连同其余之和为 %s，总数为 %s，相差 %s", "the parts listed and the rest sum to %s, the whole is %s, a difference of %s", sum, l.whole.value, sum.Sub(l.whole.value))
		n.strict = true
	}
}

// judgePartShare judges the percentage in token k, which follows a part and is its share of the whole if no
// other base is named.
func (tr *textReader) judgePartShare(it listItem, k int, whole numeral) {
	f, n := tr.figureAt(k)
	if f == nil || f.Verdict != Unrelated || whole.value.Sign() <= 0 {
		return
	}
	num := tr.tokens[k].num
	if num.percentFits(it.num.value, whole.value) {
		f.Kind, f.Verdict = Share, Agrees
		return
	}
	said := false
	for i := it.at + 1; i < k; i++ {
		tr.visited++
		t := tr.tokens[i]
		said = said || t.has(isShare)
		if t.kind == tUnknown || t.word != nil && (len(t.word.bases) > 0 || !t.has(isShare|isFiller)) {
			return
		}
	}
	if said {
		f.Kind, f.Verdict, n.strict = Share, Disagrees, true
		f.Message = msg.F("按文中的数字计算为 %s%%（%s÷%s），文中为 %s%%", "by the text's own figures it is %s%% (%s÷%s), by the text %s%%",
			ratio(it.num.value, whole.value, max(2, num.places)), it.num.value, whole.value, num.value)
	}
}

// figureAt returns the figure that was listed for a token; nil if there is none.
func (tr *textReader) figureAt(k int) (*Figure, *figureInfo) {
	if i := tr.tokens[k].figure; i > 0 {
		return &tr.figures[i-1], &tr.infos[i-1]
	}
	return nil, nil
}
