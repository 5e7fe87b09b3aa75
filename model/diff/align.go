package diff

import (
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/model"
)

// Aligned is how two forms relate, with what is needed of each line.
type aligned struct {
	matches []model.Match
	lines   []line
	sums    bool // some line sums fields
}

type line struct {
	id     string
	weight float64
}

type formPair struct{ from, to *model.Form }

// Forms never change, and a thousand pairs of reports share two.
var alignments sync.Map

func align(from, to *model.Form) (*aligned, error) {
	key := formPair{from, to}
	if a, ok := alignments.Load(key); ok {
		return a.(*aligned), nil
	}
	ms, err := model.Align(from, to)
	if err != nil {
		return nil, err
	}
	a := &aligned{matches: ms, lines: make([]line, len(ms))}
	for i, m := range ms {
		id := lineID(m, to)
		a.sums = a.sums || len(m.From) > 1 || len(m.To) > 1
		a.lines[i] = line{id, float64(to.Comparison.WeightOf(id))}
	}
	alignments.Store(key, a)
	return a, nil
}

// LineID names a line: by the later report's field, by the earlier one's where
// the later report has none, and by the subtotal where several make one.
func lineID(m model.Match, to *model.Form) string {
	switch {
	case len(m.To) == 1:
		return m.To[0].ID
	case len(m.From) == 1:
		return m.From[0].ID
	case len(m.To) > 0:
		return common(m.To)
	}
	return common(m.From)
}

// Common joins what the ids of fields begin and end with.
func common(fs []*model.Field) string {
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

// Earlier finds the fields of an earlier form that are the same as fields of a
// later one. It fails when any has no such field, or only part of one.
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
