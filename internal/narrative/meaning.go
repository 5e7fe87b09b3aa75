package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

var noText msg.Text

// meaning is what a figure may be about: each of the firsts crossed with each of the seconds is one reading.
type meaning struct {
	table          string
	firsts, second []idSum
	loose          bool
	column         bool // it is about one kind of applicant
	verb           bool // it counts what came in or was answered, not one result
}

// reading is one way to understand a figure: the cells it is the sum of.
type reading struct {
	fields []*model.Field
	minus  []bool
}

// readings returns the readings of a meaning whose cells all exist.
func (tr *textReader) readings(m meaning) []reading {
	parts := tr.lex.ids[m.table]
	if parts == nil {
		return nil
	}
	var out []reading
	for _, b := range m.second {
		for _, a := range m.firsts {
			var rd reading
			ok := true
			for _, x := range a {
				for _, y := range b {
					fd := parts.fields[[2]string{x.id, y.id}]
					if fd == nil {
						ok = false
						continue
					}
					rd.fields = append(rd.fields, fd)
					rd.minus = append(rd.minus, x.minus != y.minus)
				}
			}
			if ok && len(rd.fields) > 0 {
				out = append(out, rd)
			}
		}
	}
	return out
}

// valueOf returns what a report has for a reading. A blank total counts as the sum of its parts, a blank cell
// as 0. ok is false if a cell is unreadable or none holds a figure.
func valueOf(r *model.Report, rd reading) (v model.Number, ok bool) {
	any := false
	for i, fd := range rd.fields {
		n, known, good := cellValue(r, fd)
		if !good {
			return v, false
		}
		any = any || known
		if rd.minus[i] {
			n = n.Neg()
		}
		v = v.Add(n)
	}
	return v, any
}

// cellValue returns the figure of a cell, a blank total being the sum of its parts. known is false for a cell
// that is absent, ok for one that is unreadable.
func cellValue(r *model.Report, fd *model.Field) (n model.Number, known, ok bool) {
	v := r.Value(fd.ID)
	switch v.State {
	case model.IsNumber:
		return v.Number, true, true
	case model.Unreadable:
		return n, false, false
	}
	if fd.Total == nil {
		return n, v.State == model.Blank, true
	}
	for _, t := range fd.Total.Right {
		p, k, good := cellValue(r, t.Field)
		if !good {
			return n, false, false
		}
		known = known || k
		if t.Minus {
			p = p.Neg()
		}
		n = n.Add(p)
	}
	return n, known, true
}

// name returns a reading in the words of the form.
func (rd reading) name() msg.Text {
	var rows, cols []string
	for _, fd := range rd.fields {
		row, col := model.Short(fd.Row.Label), fd.Column.Label
		if p := fd.Column.Parent; p != nil && p.ID != "" {
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
	} else if p := rd.fields[0].Column.Parent; p != nil && p.ID != "" && p.Parent != nil && len(rows) == len(p.Parent.Nodes) && len(rows) > 1 {
		rows = []string{p.Parent.Label} // all rows under one heading
	}
	sign := make([]string, len(rows))
	for i, row := range rows {
		sign[i] = row
		for k, fd := range rd.fields {
			if rd.minus[k] && model.Short(fd.Row.Label) == row && i > 0 {
				sign[i] = "\x00" + row
			}
		}
	}
	name := strings.ReplaceAll(strings.Join(sign, "＋"), "＋\x00", "－")
	if name == "" {
		name = strings.Join(cols, "＋")
	} else if len(cols) > 0 {
		name += " × " + strings.Join(cols, "＋")
	}
	return msg.T(name, name)
}

// groupName returns the heading over the rows of a reading that has just these rows; "" for none.
func groupName(rd reading, cols int) string {
	p := rd.fields[0].Row.Parent
	if p == nil || p.Label == "" || len(model.Leaves(p.Nodes))*cols != len(rd.fields) || slices.Contains(rd.minus, true) {
		return ""
	}
	for _, fd := range rd.fields {
		if fd.Row.Parent != p {
			return ""
		}
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
			out = append(out, s)
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
var total = []idSum{{{id: totalHalf}}}

// item is what the word of a token stands for.
type item struct {
	at      int
	subject *subject
}

// span is what stands in some tokens.
type span struct {
	from, to int // tokens, half open
	parts    partSet
	unknown  int  // characters that the vocabulary does not know
	foreign  bool // the name of another organ is among them
	ignored  bool
	items    [subjectKinds][]item
	subjects int
}

// spanOf returns what stands in tokens from to to. Where a word stands for several things, those of the given
// table go first.
func (tr *textReader) spanOf(from, to int, ctx string) span {
	sp := span{from: from, to: to}
	table := ctx
	for i := from; i < to; i++ {
		t := tr.tokens[i]
		switch t.kind {
		case tUnknown:
			sp.unknown += t.end - t.start
			text := string(tr.scanner.runes[t.start:t.end])
			for _, o := range tr.lex.organs {
				sp.foreign = sp.foreign || strings.HasSuffix(text, o)
			}
		case tIgnored:
			sp.ignored = true
		}
		if t.word == nil {
			continue
		}
		sp.parts |= t.word.parts
		// Subjects of the table that the sentence is about go first.
		var chosen []*subject
		for _, s := range t.word.subjects {
			if s.table == table {
				chosen = append(chosen, s)
			}
		}
		if chosen == nil {
			for _, s := range t.word.subjects {
				if !s.weak {
					chosen = append(chosen, s)
				}
			}
		}
		for _, s := range chosen {
			sp.items[s.kind] = append(sp.items[s.kind], item{i, s})
			sp.subjects++
			if !s.weak && s.kind != kVerb {
				table = s.table
			}
		}
	}
	return sp
}

// lastGroup returns the items at the end that are joined by links only.
func (tr *textReader) lastGroup(items []item) []item {
	if len(items) == 0 {
		return nil
	}
	i := len(items) - 1
	for i > 0 && (items[i-1].at == items[i].at || tr.joined(items[i-1].at, items[i].at)) {
		i--
	}
	return items[i:]
}

// joined reports whether only links, at least one, stand between two tokens.
func (tr *textReader) joined(a, b int) bool {
	if b-a < 2 || b-a > 4 {
		return false
	}
	for i := a + 1; i < b; i++ {
		if t := tr.tokens[i]; !t.has(isLink) && !t.has(isWeakRequest) && !(t.has(isFiller) && t.end-t.start == 1) {
			return false
		}
	}
	return slices.ContainsFunc(tr.tokens[a+1:b], func(t token) bool { return t.has(isLink) })
}

// sumOf adds up the alternatives of a group. Items of one word are alternatives to each other.
func sumOf(group []item, half func(*subject) []idSum) []idSum {
	var out []idSum
	for i := 0; i < len(group); {
		j := i
		var alts []idSum
		for j < len(group) && group[j].at == group[i].at {
			alts = union(alts, half(group[j].subject))
			j++
		}
		out = crossSums(out, alts)
		i = j
	}
	return out
}

func firstOf(s *subject) []idSum { return s.first }

func secondOf(s *subject) []idSum { return s.second }
