package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// meaning is what a figure may be about: each of the firsts crossed with each of the seconds is one reading.
type meaning struct {
	table          string
	firsts, second []idSum
	loose          bool
	listed         bool // it may be of a part only, since 其中 stands before it
	column         bool // it is about one kind of applicant
	verb           bool // it counts what came in or was answered, not one result
}

// reading is one way to understand a figure: the cells it is the sum of.
type reading []model.Term

// readings returns the readings of a meaning whose cells all exist.
func (tr *textReader) readings(m meaning) []reading {
	parts := tr.lex.ids[m.table]
	if parts == nil {
		return nil
	}
	var out []reading
	for _, b := range m.second {
		for _, a := range m.firsts {
			rd := make(reading, 0, len(a)*len(b))
			ok := true
			for _, x := range a {
				for _, y := range b {
					fd := parts.fields[[2]string{x.id, y.id}]
					if fd == nil {
						ok = false
						continue
					}
					rd = append(rd, model.Term{Field: fd, Minus: x.minus != y.minus})
				}
			}
			if ok && len(rd) > 0 {
				out = append(out, rd)
			}
		}
	}
	return out
}

// valueOf returns the sum that a report has for some cells. A blank total counts as the sum of its parts, a blank
// cell as 0. known is false if no cell holds a figure or is blank; known and readable are false if one is unreadable.
func valueOf(r *model.Report, cells reading) (sum model.Number, known, readable bool) {
	for _, t := range cells {
		v := r.Value(t.Field.ID)
		var n model.Number
		k := v.State == model.Blank
		switch {
		case v.State == model.IsNumber:
			n, k = v.Number, true
		case v.State == model.Unreadable:
			return sum, false, false
		case t.Field.Total != nil:
			if n, k, readable = valueOf(r, t.Field.Total.Right); !readable {
				return sum, false, false
			}
		}
		known = known || k
		if t.Minus {
			n = n.Neg()
		}
		sum = sum.Add(n)
	}
	return sum, known, true
}

// name returns a reading in the words of the form.
func (rd reading) name() msg.Text {
	var rows, cols []string
	for _, t := range rd {
		row, col := model.Short(t.Field.Row.Label), t.Field.Column.Label
		if p := t.Field.Column.Parent; p != nil && p.ID != "" {
			row = p.Label
		}
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
		if !slices.Contains(cols, col) {
			cols = append(cols, col)
		}
	}
	if g := groupName(rd, len(cols)); g != "" {
		rows = []string{g}
	} else if p := rd[0].Field.Column.Parent; p != nil && p.ID != "" && p.Parent != nil && len(rows) == len(p.Parent.Nodes) && len(rows) > 1 {
		rows = []string{p.Parent.Label} // all rows under one heading
	}
	sign := make([]string, len(rows))
	for i, row := range rows {
		sign[i] = row
		for _, t := range rd {
			if t.Minus && model.Short(t.Field.Row.Label) == row && i > 0 {
				sign[i] = "\x00" + row
			}
		}
	}
	name := strings.ReplaceAll(strings.Join(sign, "＋"), "＋\x00", "－")
	if name != "" && len(cols) > 0 {
		name += " × "
	}
	name += strings.Join(cols, "＋")
	return msg.T(name, name)
}

// groupName returns the heading over the rows of a reading that has just these rows; "" for none.
func groupName(rd reading, cols int) string {
	p := rd[0].Field.Row.Parent
	if p == nil || p.Label == "" || len(model.Leaves(p.Nodes))*cols != len(rd) || slices.ContainsFunc(rd, func(t model.Term) bool { return t.Minus || t.Field.Row.Parent != p }) {
		return ""
	}
	return model.Short(p.Label)
}

// crossSums adds each sum to each, without repeating a half.
func crossSums(a, b []idSum) []idSum {
	if len(a) == 0 {
		return b
	}
	var out []idSum
	for _, x := range a {
		for _, y := range b {
			s := slices.Clone(x)
			for _, t := range y {
				if !slices.Contains(s, t) {
					s = append(s, t)
				}
			}
			if len(out) < maxGroup {
				out = append(out, s)
			}
		}
	}
	return out
}

// union returns the alternatives of both without repeating one.
func union(a, b []idSum) []idSum {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.ContainsFunc(out, func(t idSum) bool { return slices.Equal(s, t) }) {
			out = append(out, s)
		}
	}
	return out
}

// total is the column of totals.
var total = []idSum{{{id: "total"}}}

// item is what the word of a token stands for.
type item struct {
	at      int
	subject *subject
}

// span is what stands in some tokens.
type span struct {
	from, to int // tokens, half open
	parts    partSet
	bases    []idSum // the whole that the words name for a share; nil for none
	years    int     // number of years named
	unknown  int     // characters that the vocabulary does not know
	foreign  bool    // the name of another organ is among them
	items    [subjectKinds][]item
	subjects int
}

// spanOf returns what stands in tokens from to to, without what brackets hold that are closed within. Where a word
// stands for several things, those of the given table go first.
func (tr *textReader) spanOf(from, to int, table string) span {
	sp := span{from: from, to: to}
	tr.visited += to - from
	for i := from; i < to; i++ {
		t := &tr.tokens[i]
		switch t.kind {
		case tUnknown:
			sp.unknown += t.end - t.start
			sp.foreign = sp.foreign || tr.namesOrgan(t)
		case tYear:
			sp.years++
		case tOpen:
			if t.close > i && t.close < to {
				i = t.close
				continue
			}
		}
		if t.word == nil {
			continue
		}
		sp.parts |= t.word.parts
		if len(t.word.bases) > 0 && sp.bases == nil {
			sp.bases = t.word.bases[0]
		}
		inTable := false
		for _, s := range t.word.subjects {
			inTable = inTable || s.table == table
		}
		wanted := table
		for _, s := range t.word.subjects {
			if inTable && s.table != wanted || !inTable && s.weak {
				continue
			}
			sp.items[s.kind] = append(sp.items[s.kind], item{i, s})
			sp.subjects++
			if !s.weak && s.kind != kVerb {
				table = s.table
			}
		}
	}
	return sp
}

// namesOrgan reports whether unknown text ends in the name of an organ.
func (tr *textReader) namesOrgan(t *token) bool {
	for _, o := range tr.lex.organEnds {
		if n := len(o); t.end-t.start >= n && slices.Equal(tr.scanner.runes[t.end-n:t.end], o) {
			return true
		}
	}
	return false
}

// lastGroup returns the items at the end that are joined by links only.
func (tr *textReader) lastGroup(items []item) []item {
	i := max(0, len(items)-1)
	for i > 0 && len(items)-i < maxGroup && (items[i-1].at == items[i].at || tr.joined(items[i-1].at, items[i].at)) {
		i--
	}
	return items[i:]
}

// maxGroup is the largest number of words that are read as one sum, and of readings of one figure.
const maxGroup = 24

// joined reports whether only links, at least one, stand between two tokens.
func (tr *textReader) joined(a, b int) bool {
	if b-a < 2 || b-a > 4 {
		return false
	}
	for _, t := range tr.tokens[a+1 : b] {
		if !t.has(isLink) && !t.has(isWeakRequest) && !(t.has(isFiller) && t.end-t.start == 1) {
			return false
		}
	}
	return anyHas(tr.tokens[a+1:b], isLink)
}

// sumOf adds up the alternatives of a group. Items of one word are alternatives to each other.
func sumOf(group []item, half func(*subject) []idSum) []idSum {
	var out []idSum
	for len(group) > 0 {
		var alts []idSum
		for at := group[0].at; len(group) > 0 && group[0].at == at; group = group[1:] {
			alts = union(alts, half(group[0].subject))
		}
		out = crossSums(out, alts)
	}
	return out
}

func firstOf(s *subject) []idSum { return s.first }

func secondOf(s *subject) []idSum { return s.second }
