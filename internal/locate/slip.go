package locate

import (
	"math"
	"strconv"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Slip is a way for a figure to go wrong.
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
)

// Name says a slip in the reader's words.
func (s Slip) Name() msg.Text { return slipNames[s] }

var slipNames = map[Slip]msg.Text{
	Swapped:   msg.T("数字颠倒", "digits swapped"),
	Dropped:   msg.T("漏了一位数字", "a digit dropped"),
	Doubled:   msg.T("一位数字重复", "a digit doubled"),
	Added:     msg.T("多了一位数字", "a digit too many"),
	Mistyped:  msg.T("一位数字错了", "a digit mistyped"),
	Sign:      msg.T("正负号相反", "the wrong sign"),
	Tenfold:   msg.T("差若干倍 10", "off by a power of ten"),
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
}

// What slips cost: minus the logarithm of how often they are taken to happen.
// They need not be exact: they order explanations that the equations allow.
const (
	slipBase    = 7.5  // that a given cell is wrong at all
	slipLeast   = 1.2  // no slip costs less
	surely      = 4.0  // what holds no figure of its kind is wrong for certain
	overwritten = 4.5  // a figure written over a total's formula
	alongCost   = 0.7  // that the totals were computed from the wrong figure
	softCost    = 13.0 // that last year's figures were counted anew
	totalMoved  = 1.0  // that totals rather than parts changed places
	costOther   = 2.5  // of no known kind, besides its size
	costUnread  = 0.5  // a cell without a figure has one
	costTypo    = 1.9  // and so on, by kind
	costSwap    = 2.1
	costDrop    = 2.3
	costDouble  = 2.8
	costAdd     = 3.5
	costSign    = 3.0
	costTen     = 3.0
	costMyriad  = 3.5
	costByOne   = 3.2
	costZero    = 1.9
	costBlank   = 1.2
	emptyDoubt  = 2.0 // a blank cell is wrong more often than one that was filled
	costLast    = 3.0
	costPart    = 2.5
	costCopied  = 3.2
	costPair    = 2.5
	costOnTop   = 1.0
	costShift   = 3.0
	weight      = 0.6 // of what figures are likely at all, against what slips are
	costOldLine = 3.0
)

// Slip finds the likeliest slip that made a cell's figure of a proposed one.
func (s *system) slip(c int, to int64) (kind Slip, cost float64) {
	cl := &s.cells[c]
	from := cl.x
	digits := max(len(strconv.FormatInt(abs(from), 10)), len(strconv.FormatInt(abs(to), 10)))
	kind, cost = Other, costOther+math.Ln10*(float64(digits)+0.5)
	try := func(k Slip, c float64) {
		if c < cost {
			kind, cost = k, c
		}
	}
	if cl.value.State == model.Blank {
		try(Blank, costBlank)
		return kind, cost
	}
	if from == 0 {
		try(Zero, costZero)
	}
	if cl.hasLast && from == cl.last {
		try(LastYear, costLast)
	}
	if from == -to {
		try(Sign, costSign)
	}
	for k, f := 1, int64(10); k <= 4; k, f = k+1, f*10 {
		if to != 0 && from == to*f || from != 0 && to == from*f {
			switch k {
			case 1:
				try(Tenfold, costTen)
			case 4:
				try(Myriad, costMyriad)
			default:
				try(Tenfold, costTen+1.5)
			}
		}
	}
	if abs(from-to) == s.scale {
		try(ByOne, costByOne+math.Ln2)
	}
	if k, c := typed(abs(from), abs(to)); k != None && (from < 0) == (to < 0) {
		try(k, c)
	}
	if n := len(cl.parts); n > 0 {
		some, left, twice := 0, false, false
		for _, p := range cl.parts {
			if x := s.cells[p].x; x != 0 && !s.cells[p].unknown {
				some++
				left = left || to-from == x
				twice = twice || from-to == x
			}
		}
		if left && some > 1 {
			try(LeftOut, costPart+math.Log(float64(some)))
		}
		if twice {
			try(Twice, costPart+math.Log(float64(some)))
		}
	}
	if from != 0 {
		for _, at := range cl.lines {
			if at.line < 0 {
				continue
			}
			line := s.lines[at.line]
			if at.at > 0 && s.cells[line[at.at-1]].x == from || at.at+1 < len(line) && s.cells[line[at.at+1]].x == from {
				try(Copied, costCopied+math.Log(4))
			}
		}
	}
	return kind, cost
}

// Prior is how much unlikelier a figure is than another whatever the slip: where
// most cells are 0, one that should be 3000 is not expected, and small figures are
// commoner than large ones.
func (s *system) prior(from, to int64) float64 { return weight * (s.rarity(to) - s.rarity(from)) }

func (s *system) rarity(x int64) float64 {
	if x == 0 {
		return -math.Log(s.zeros)
	}
	const magnitudes = 5 // figures of one digit to five are alike
	return math.Log(magnitudes*math.Ln10/(1-s.zeros)) + math.Log(float64(abs(x))/float64(s.scale)+1)
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// Typed tells which slip of the fingers turns one number into another.
func typed(from, to int64) (Slip, float64) {
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
			return Mistyped, costTypo + math.Log(9*n)
		case len(at) == 2 && p[at[0]] == t[at[1]] && p[at[1]] == t[at[0]]:
			if at[1] == at[0]+1 {
				return Swapped, costSwap + math.Log(n-1)
			}
			return Swapped, costSwap + 2.5 + math.Log(n)
		}
	case -1:
		if longer(t, p) >= 0 || from == 0 && t[len(t)-1] == '0' {
			return Dropped, costDrop + math.Log(n)
		}
	case 1:
		if i := longer(p, t); i >= 0 {
			if i > 0 && p[i] == p[i-1] {
				return Doubled, costDouble + math.Log(n)
			}
			return Added, costAdd + math.Log(10*(n+1))
		}
	}
	// Two digits swapped, of which a leading 0 then vanished.
	if len(p) < len(t) && len(t) >= 2 && t[1] == '0' {
		swapped := append([]byte{'0', t[0]}, t[2:]...)
		if v, err := strconv.ParseInt(string(swapped), 10, 64); err == nil && v == from {
			return Swapped, costSwap + math.Log(n-1)
		}
	}
	return None, 0
}

// Longer finds the place of the one digit that a longer number has besides those
// of a shorter one, the last that it can be; −1 if they differ otherwise.
func longer(long, short []byte) int {
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

// PairCost is the cost of two cells that changed places.
func pairCost(kind Slip, beside bool, length int) float64 {
	cost := slipBase + costPair + math.Log(2)
	if !beside {
		cost += 1 + math.Log(float64(length)/2)
	}
	switch {
	case kind == OnTop:
		cost += costOnTop
	case kind == Exchanged && !beside:
		cost += 0.5
	}
	return cost
}

// TextCost is the cost of a figure for a cell that holds none: what the cell says
// may speak for it.
func (s *system) textCost(c int, to int64) float64 {
	var digits []byte
	for _, r := range s.cells[c].value.Typed() {
		if r >= '0' && r <= '9' {
			digits = append(digits, byte(r))
		}
	}
	if len(digits) == 0 {
		return costUnread + math.Log(10)
	}
	if string(digits) == strconv.FormatInt(to/s.scale, 10) {
		return costUnread
	}
	return costUnread + math.Log(30)
}
