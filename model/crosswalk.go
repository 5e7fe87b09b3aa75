package model

import (
	"slices"
	"strings"
)

// CrossKinds are the ways in which fields of two editions are related.
var CrossKinds = []string{"same", "counterpart", "incomparable", "dropped", "new"}

// MatchField reports whether a field id matches a pattern: "*" stands for one element, or at the end for all
// that remain.
func MatchField(pattern, id string) bool {
	_, ok := MatchStars(pattern, id)
	return ok
}

// MatchStars is MatchField and also returns what the stars stood for, joined by dots.
func MatchStars(pattern, id string) (stars string, ok bool) {
	if fixed, _, star := strings.Cut(pattern, "*"); !star || !strings.HasPrefix(id, fixed) {
		return "", pattern == id // as most are: cheaply
	}
	ps, is := strings.Split(pattern, "."), strings.Split(id, ".")
	var found []string
	for i, p := range ps {
		switch {
		case i >= len(is):
			return "", false
		case p == "*" && i == len(ps)-1:
			return strings.Join(append(found, is[i:]...), "."), true
		case p == "*":
			found = append(found, is[i])
		case p != is[i]:
			return "", false
		}
	}
	return strings.Join(found, "."), len(ps) == len(is)
}

// Pair relates fields of an earlier form to fields of a later one. Several fields on a side are summed; an
// empty side has no counterpart.
type Pair struct {
	From, To []*Field
	Entry    CrossEntry
}

// Pairs returns how every field of two forms is related, in the order of the entries.
func (c *Crosswalk) Pairs(from, to *Form) []Pair {
	var out []Pair
	doneFrom, doneTo := map[*Field]bool{}, map[*Field]bool{}
	take := func(f *Form, patterns []string, done map[*Field]bool) (map[string][]*Field, []string) {
		by := map[string][]*Field{}
		var order []string
		for _, p := range patterns {
			for _, fd := range f.Fields {
				stars, ok := MatchStars(p, fd.ID)
				if !ok || done[fd] {
					continue
				}
				if !slices.Contains(order, stars) {
					order = append(order, stars)
				}
				by[stars] = append(by[stars], fd)
			}
		}
		return by, order
	}
	for _, e := range c.Entries {
		lefts, order := take(from, e.From, doneFrom)
		rights, more := take(to, e.To, doneTo)
		for _, s := range more {
			if !slices.Contains(order, s) {
				order = append(order, s)
			}
		}
		for _, s := range order {
			l, r := lefts[s], rights[s]
			// An entry with both sides needs fields on both; else later entries may relate them.
			if len(e.From) > 0 && len(l) == 0 || len(e.To) > 0 && len(r) == 0 {
				continue
			}
			for _, fd := range l {
				doneFrom[fd] = true
			}
			for _, fd := range r {
				doneTo[fd] = true
			}
			out = append(out, Pair{l, r, e})
		}
	}
	return out
}

// Counterparts returns the fields of the later form that a field of the earlier one is related to.
func (c *Crosswalk) Counterparts(id string, to *Form) []*Field {
	for _, e := range c.Entries {
		for _, p := range e.From {
			stars, ok := MatchStars(p, id)
			if !ok {
				continue
			}
			var out []*Field
			for _, q := range e.To {
				for _, fd := range to.Fields {
					if s, ok := MatchStars(q, fd.ID); ok && s == stars {
						out = append(out, fd)
					}
				}
			}
			return out
		}
	}
	return nil
}

// Uncovered returns the field ids of either form that no entry names.
func (c *Crosswalk) Uncovered(from, to *Form) (lost, unknown []string) {
	done := map[*Field]bool{}
	for _, p := range c.Pairs(from, to) {
		for _, fd := range append(p.From[:len(p.From):len(p.From)], p.To...) {
			done[fd] = true
		}
	}
	left := func(f *Form) (ids []string) {
		for _, fd := range f.Fields {
			if !done[fd] {
				ids = append(ids, fd.ID)
			}
		}
		return ids
	}
	return left(from), left(to)
}

// FillStars replaces the stars of a pattern by what those of another stood for.
func FillStars(pattern, stars string) string {
	parts := strings.Split(stars, ".")
	ps := strings.Split(pattern, ".")
	for i, p := range ps {
		if p != "*" || len(parts) == 0 {
			continue
		}
		if i == len(ps)-1 {
			ps[i] = strings.Join(parts, ".")
			break
		}
		ps[i], parts = parts[0], parts[1:]
	}
	return strings.Join(ps, ".")
}
