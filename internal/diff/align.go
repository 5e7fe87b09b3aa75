package diff

import (
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// alignment is how two forms correspond, with the lines of a comparison.
type alignment struct {
	matches []model.Match
	lines   []comparedLine
}

// comparedLine is a line of a comparison: a match, or a field that is counted in the sum of one.
type comparedLine struct {
	id     string
	match  model.Match
	partOf string
	weight float64
	order  int // of the line among the others
}

// alignments keeps the alignment of each pair of forms, since forms never change and many pairs of reports share two.
var alignments sync.Map // [2]*model.Form → *alignment

// align returns how two forms correspond; an error if no crosswalk joins them.
func align(from, to *model.Form) (*alignment, error) {
	key := [2]*model.Form{from, to}
	if a, ok := alignments.Load(key); ok {
		return a.(*alignment), nil
	}
	ms, err := model.Align(from, to)
	if err != nil {
		return nil, err
	}
	a := &alignment{matches: ms}
	last := 0
	for _, m := range ms {
		id := lineID(m)
		switch {
		case len(m.To) == 1:
			last = 2*m.To[0].Index + 1
		case len(m.To) > 1: // the sums of a row stand before it
			first := m.To[0].Index
			for first > 0 && to.Fields[first-1].Row == m.To[0].Row {
				first--
			}
			last = 2 * first
		}
		a.lines = append(a.lines, comparedLine{id: id, match: m, weight: float64(to.Comparison.WeightOf(id)), order: last})
		if len(m.To) > 1 {
			for _, fd := range m.To {
				a.lines = append(a.lines, comparedLine{id: fd.ID, match: model.Match{To: []*model.Field{fd}, As: "new"}, partOf: id, order: 2*fd.Index + 1})
			}
		}
		if len(m.From) > 1 {
			for _, fd := range m.From {
				a.lines = append(a.lines, comparedLine{id: fd.ID, match: model.Match{From: []*model.Field{fd}, As: "dropped"}, partOf: id, order: last})
			}
		}
	}
	sorting.By(a.lines, func(x, y comparedLine) int { return x.order - y.order })
	alignments.Store(key, a)
	return a, nil
}

// lineID returns the id of a line: the later report's field, the earlier one's where the later report has none,
// or the pattern of several fields that make one.
func lineID(m model.Match) string {
	switch {
	case len(m.To) == 1:
		return m.To[0].ID
	case len(m.From) == 1:
		return m.From[0].ID
	case len(m.To) > 0:
		return commonID(m.To)
	}
	return commonID(m.From)
}

// commonID joins what the ids of fields have in common; "*" stands for parts that differ.
func commonID(fs []*model.Field) string {
	first := strings.Split(fs[0].ID, ".")
	for _, fd := range fs[1:] {
		parts := strings.Split(fd.ID, ".")
		for i := range first {
			if i >= len(parts) || parts[i] != first[i] {
				first[i] = "*"
			}
		}
	}
	return strings.Join(first, ".")
}

// Earlier returns the fields of an earlier form that are the same as fields of a later one; false if one of
// them has no such field, or only part of one.
func Earlier(from, to *model.Form, fs []*model.Field) ([]*model.Field, bool) {
	a, err := align(from, to)
	if err != nil {
		return nil, false
	}
	var out []*model.Field
	left := len(fs)
	for _, m := range a.matches {
		n := 0
		for _, fd := range m.To {
			if slices.Contains(fs, fd) {
				n++
			}
		}
		switch {
		case n == 0:
		case m.As != "same" || n < len(m.To):
			return nil, false
		default:
			out = append(out, m.From...)
			left -= n
		}
	}
	return out, left == 0 && len(out) > 0
}
