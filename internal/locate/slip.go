package locate

import (
	"math"
	"strconv"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Slip is a way in which a figure goes wrong.
type Slip string

// The slips that are known. Their names are part of the JSON.
const (
	None      Slip = ""
	Swapped   Slip = "digits-swapped"
	Dropped   Slip = "digit-dropped"
	Doubled   Slip = "digit-doubled"
	Added     Slip = "digit-added"
	Mistyped  Slip = "digit-mistyped"
	Sign      Slip = "sign"
	Tenfold   Slip = "factor-10"
	Myriad    Slip = "factor-10000"
	ByOne     Slip = "off-by-one"
	Zero      Slip = "left-at-zero"
	Blank     Slip = "left-blank"
	LastYear  Slip = "last-year"
	LeftOut   Slip = "part-left-out"
	Twice     Slip = "part-counted-twice"
	Copied    Slip = "neighbour-copied"
	Exchanged Slip = "cells-exchanged"
	Neighbour Slip = "in-neighbouring-cell"
	Elsewhere Slip = "in-another-cell"
	OnTop     Slip = "counted-in-neighbour"
	Shifted   Slip = "line-shifted"
	OldLine   Slip = "line-of-last-year"
	Follows   Slip = "follows" // a total that was computed from a wrong part
	Missing   Slip = "no-figure"
	Large     Slip = "too-large"
	NoTotal   Slip = "total-blank"
	Other     Slip = "unknown"
	Several   Slip = "several"
	InUnits   Slip = "in-units" // of a total: the reports of units are at fault
)

// Name returns the name of a slip for readers.
func (s Slip) Name() msg.Text { return slipNames[s] }

// slipNames are the names of the slips for readers.
var slipNames = map[Slip]msg.Text{
	Swapped:   msg.T("数字颠倒", "digits swapped"),
	Dropped:   msg.T("漏了一位数字", "a digit dropped"),
	Doubled:   msg.T("一位数字重复", "a digit doubled"),
	Added:     msg.T("多了一位数字", "a digit too many"),
	Mistyped:  msg.T("一位数字错了", "a digit mistyped"),
	Sign:      msg.T("正负号相反", "the wrong sign"),
	Tenfold:   msg.T("差 10 的若干次方倍", "off by a power of ten"),
	Myriad:    msg.T("差 10000 倍（元与万元）", "off by 10,000 (元 and 万元)"),
	ByOne:     msg.T("差 1", "off by one"),
	Zero:      msg.T("仍是 0", "left at 0"),
	Blank:     msg.T("空着", "left blank"),
	LastYear:  msg.T("仍是上年的数", "last year's figure"),
	LeftOut:   msg.T("漏加一项", "a part left out"),
	Twice:     msg.T("一项重复加了", "a part counted twice"),
	Copied:    msg.T("与相邻格相同", "the neighbour's figure"),
	Exchanged: msg.T("两格互换", "two cells exchanged"),
	Neighbour: msg.T("填到了相邻的格", "put in a neighbouring cell"),
	Elsewhere: msg.T("填到了同行或同列的另一格", "put in another cell of the row or column"),
	OnTop:     msg.T("计入了相邻的格", "counted in a neighbouring cell"),
	Shifted:   msg.T("整段错开一格", "shifted by one cell"),
	OldLine:   msg.T("填了上年的一列或一行", "last year's row or column"),
	Follows:   msg.T("随之改变的总计", "a total that follows"),
	Missing:   msg.T("没有可读的数字", "no readable figure"),
	Large:     msg.T("数字过长，不是数量", "too long for a figure"),
	NoTotal:   msg.T("总计空着", "the total was left blank"),
	Other:     msg.T("原因不明", "for no known reason"),
	Several:   msg.T("几种原因", "for several reasons"),
	InUnits:   msg.T("单位的报告有误", "the reports of units are wrong"),
}

// weights is what the ways for figures to go wrong cost. The unit is the natural logarithm of odds: a cost that is
// higher by 1 says that a slip is e ≈ 2.7 times rarer. The costs of an explanation add up, and the cheapest goes first.
//
// The cost of a kind of slip is for the kind. What is drawn within it is added
// where the slip is recognised: that one digit of n is another costs log(9n) more.
type weights struct {
	base, least                                        float64
	typo, swap, swapApart, drop, double, add           float64
	sign, ten, tenMore, myriad, byOne                  float64
	zero, blank, last, part, copied, other             float64
	pair, pairApart, exchangedApart, onTop, totalMoved float64
	shift, oldLine                                     float64
	along, soft, figure                                float64
	emptyDoubt, surely, overwritten                    float64
}

// defaultWeights is the weights in use. They order the explanations that the equations allow. All were set by
// hand: no source is on record for any, and none is fitted to data. The kinds are not shares of one whole: their
// odds add up to more than 1. TestWeights measures each of them and fails for one that changes nothing; the
// figures are in testdata/weights.md. TestLocalisation holds what they come to together, in docs/localisation.md.
//
// For digits there is a count to compare with, that of J. Verhoeff (Error Detecting Decimal Codes, 1969) as N. R.
// Wagner gives it (The Laws of Cryptography, 2002, http://www.cs.utsa.edu/~wagner/laws/verhoeff.html): of the errors
// that people make with decimal numbers, 60 to 95 % are a wrong digit, 10 to 20 % two neighbours exchanged, 0.5 to 1.5
// % two digits exchanged across a third, and 10 to 20 % a digit too few or too many. A wrong digit is the commonest
// with him and here. The ratios differ: he has 3 wrong digits or more for two neighbours exchanged, the weights 1.2.
var defaultWeights = weights{
	base:  7.5, // a given cell is wrong at all: 1 in 1800; by hand, against soft and what narratives weigh
	least: 1.2, // the search reckons with no less for a slip to come: the cost of blank, the cheapest kind

	typo:      1.9, // one digit is another: 15 %; by hand, the commonest of digits as with Verhoeff
	swap:      2.1, // two digits side by side are exchanged: 12 %; by hand, behind typo as with Verhoeff
	swapApart: 2.5, // besides swap, that they are not side by side: 1 in 12; Verhoeff has 1 in 7 to 1 in 40
	drop:      2.3, // a digit is missing: 10 %; by hand, about swap, as with Verhoeff for a digit too few or too many
	double:    2.8, // a digit stands twice: 6 %; by hand, rarer than drop
	add:       3.5, // there is a digit too many: 3 %; by hand, rarer than double, which is a case of it

	sign:    3.0, // the sign is wrong: 5 %; by hand
	ten:     3.0, // the figure is 10 times too large or too small: 5 %; by hand, as sign
	tenMore: 1.5, // besides ten, that it is 100 or 1,000 times: 1 in 4.5; by hand
	myriad:  3.5, // it is 10,000 times, 元 for 万元: 3 %; by hand, rarer than ten and commoner than 1,000 times
	byOne:   3.2, // the figure is off by one: 4 %; by hand

	zero:   1.9, // the cell was left at 0: 15 %; by hand, as typo
	blank:  1.2, // the cell was left blank: 30 %; by hand, the commonest of all
	last:   3.0, // last year's figure stands there: 5 %; by hand
	part:   2.5, // a total lacks a part, or counts one twice: 8 %; by hand
	copied: 3.2, // the figure of the cell beside stands there: 4 %; by hand
	other:  2.5, // the figure is wrong in no known way: 8 %, and 1 in 10 more for every digit; by hand

	pair:           2.5, // two cells in a row or a column are exchanged: 8 %; by hand, as other
	pairApart:      1.0, // besides pair, that they are not side by side: 1 in 2.7; by hand
	exchangedApart: 0.5, // besides pairApart, that neither is 0: 1 in 1.6; by hand
	onTop:          1.0, // besides pair, that a figure was added to that of the cell beside: 1 in 2.7; by hand
	totalMoved:     1.0, // besides pair, that the cells are totals rather than parts: 1 in 2.7; by hand

	shift:   3.0, // a stretch of a row or a column is shifted by one cell: 5 %; by hand
	oldLine: 3.0, // last year's row or column was filled in: 5 %; by hand, as last

	along:  0.7,  // besides a slip, that the totals were added up from the wrong figure: 1 in 2; by hand
	soft:   13.0, // last year's figures were counted anew: by hand, about base and a slip of a known kind, so that such a slip goes first
	figure: 0.6,  // the share that counts of how much rarer the right figure is than the wrong one: 0 none, 1 all; by hand

	emptyDoubt:  2.0, // taken off for a blank cell, which is wrong 7 times as often as one that was filled; by hand
	surely:      4.0, // taken off for a cell that holds no figure of its kind, such as −5: 55 times as often; by hand
	overwritten: 4.5, // taken off for a total whose formula a figure replaced, 90 times as often, and less where many are so; by hand
}

// likeliestSlip returns the likeliest slip that turned a proposed figure into a cell's figure, with its cost.
func (s *system) likeliestSlip(c int, to int64) (kind Slip, cost float64) {
	w := s.weights
	cl := &s.cells[c]
	from := cl.figure
	digits := max(len(strconv.FormatInt(abs(from), 10)), len(strconv.FormatInt(abs(to), 10)))
	kind, cost = Other, w.other+math.Ln10*(float64(digits)+0.5)
	try := func(k Slip, c float64) {
		if c < cost {
			kind, cost = k, c
		}
	}
	if cl.value.State == model.Blank {
		try(Blank, w.blank)
		return kind, cost
	}
	if from == 0 {
		try(Zero, w.zero)
	}
	if cl.hasLast && from == cl.last {
		try(LastYear, w.last)
	}
	if from == -to {
		try(Sign, w.sign)
	}
	if k, c := w.wrongPower(from, to); k != None {
		try(k, c)
	}
	if abs(from-to) == s.scale {
		try(ByOne, w.byOne+math.Ln2)
	}
	if k, c := w.typingSlip(abs(from), abs(to)); k != None && (from < 0) == (to < 0) {
		try(k, c)
	}
	some, left, twice := s.partsOff(cl, to-from)
	if left && some > 1 {
		try(LeftOut, w.part+math.Log(float64(some)))
	}
	if twice {
		try(Twice, w.part+math.Log(float64(some)))
	}
	if from != 0 && s.standsBeside(cl, from) {
		try(Copied, w.copied+math.Log(4))
	}
	return kind, cost
}

// wrongPower returns the slip, with its cost, that makes a figure ten to ten thousand times too large or too small; None if
// that is not how two figures differ.
func (w *weights) wrongPower(from, to int64) (kind Slip, cost float64) {
	for k, f := 1, int64(10); k <= 4; k, f = k+1, f*10 {
		if to != 0 && from == to*f || from != 0 && to == from*f {
			switch k {
			case 1:
				return Tenfold, w.ten
			case 4:
				return Myriad, w.myriad
			}
			return Tenfold, w.ten + w.tenMore
		}
	}
	return None, 0
}

// partsOff tells of the parts of a total that it is off by a difference: how many of them are not 0, and whether one of these
// was left out, or was added twice.
func (s *system) partsOff(total *cell, difference int64) (some int, left, twice bool) {
	for _, p := range total.parts {
		if x := s.cells[p].figure; x != 0 && !s.cells[p].unknown {
			some++
			left = left || difference == x
			twice = twice || difference == -x
		}
	}
	return some, left, twice
}

// standsBeside reports whether a figure stands in a cell directly before or behind another in its row or column.
func (s *system) standsBeside(cl *cell, figure int64) bool {
	for _, at := range cl.lines {
		if at.line < 0 {
			continue
		}
		line := s.lines[at.line]
		if at.at > 0 && s.cells[line[at.at-1]].figure == figure || at.at+1 < len(line) && s.cells[line[at.at+1]].figure == figure {
			return true
		}
	}
	return false
}

// prior returns how much less likely a figure is than another whatever the slip, as a cost: where most cells
// are 0, one that should be 3000 is not expected, and small figures are commoner than large ones.
func (s *system) prior(from, to int64) float64 {
	return s.weights.figure * (s.rarity(to) - s.rarity(from))
}

// rarity returns the cost of a figure by its size.
func (s *system) rarity(x int64) float64 {
	if x == 0 {
		return -math.Log(s.zeroShare)
	}
	const magnitudes = 5 // figures of one digit to five are alike
	return math.Log(magnitudes*math.Ln10/(1-s.zeroShare)) + math.Log(float64(abs(x))/float64(s.scale)+1)
}

func abs(x int64) int64 { return max(x, -x) }

// typingSlip returns which slip of typing turns one number into another; None if none does.
func (w *weights) typingSlip(from, to int64) (Slip, float64) {
	var a, b [20]byte
	p, t := strconv.AppendInt(a[:0], from, 10), strconv.AppendInt(b[:0], to, 10)
	n := float64(len(t))
	switch len(p) - len(t) {
	case 0:
		var at []int
		for i := range p {
			if p[i] != t[i] {
				at = append(at, i)
			}
		}
		switch {
		case len(at) == 1:
			return Mistyped, w.typo + math.Log(9*n)
		case len(at) == 2 && p[at[0]] == t[at[1]] && p[at[1]] == t[at[0]]:
			if at[1] == at[0]+1 {
				return Swapped, w.swap + math.Log(n-1)
			}
			return Swapped, w.swap + w.swapApart + math.Log(n)
		}
	case -1:
		if extraDigit(t, p) >= 0 || from == 0 && t[len(t)-1] == '0' {
			return Dropped, w.drop + math.Log(n)
		}
	case 1:
		if i := extraDigit(p, t); i >= 0 {
			if i > 0 && p[i] == p[i-1] {
				return Doubled, w.double + math.Log(n)
			}
			return Added, w.add + math.Log(10*(n+1))
		}
	}
	// Two digits swapped, of which a leading 0 then vanished.
	if len(p) < len(t) && len(t) >= 2 && t[1] == '0' {
		swapped := append([]byte{'0', t[0]}, t[2:]...)
		if v, err := strconv.ParseInt(string(swapped), 10, 64); err == nil && v == from {
			return Swapped, w.swap + math.Log(n-1)
		}
	}
	return None, 0
}

// extraDigit returns the place of the one digit that a longer number has besides those of a shorter one, the
// last that it can be; −1 if they differ otherwise.
func extraDigit(long, short []byte) int {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	for k := i; k < len(short); k++ {
		if long[k+1] != short[k] {
			return -1
		}
	}
	return i
}

// pairCost returns the cost of two cells that changed places in a line of a length.
func (w *weights) pairCost(kind Slip, beside bool, length int) float64 {
	cost := w.base + w.pair + math.Log(2)
	if !beside {
		cost += w.pairApart + math.Log(float64(length)/2)
	}
	switch {
	case kind == OnTop:
		cost += w.onTop
	case kind == Exchanged && !beside:
		cost += w.exchangedApart
	}
	return cost
}

// textCost returns the cost of a figure for a cell that holds none: digits of the cell's text may support it.
func (s *system) textCost(c int, to int64) float64 {
	var digits []byte
	for _, r := range s.cells[c].value.Typed() {
		if r >= '0' && r <= '9' {
			digits = append(digits, byte(r))
		}
	}
	if len(digits) == 0 {
		return math.Log(10)
	}
	if string(digits) == strconv.FormatInt(to/s.scale, 10) {
		return 0
	}
	return math.Log(30)
}
