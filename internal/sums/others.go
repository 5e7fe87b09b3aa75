package sums

import (
	"cmp"
	"maps"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Member is a report among others, as [FindTotals] needs it.
type Member struct {
	Row  Row    // in the form that is asked about
	Code string // of its organ
	Path string // of its file, with slashes, within the folder that holds all of them
}

// TotalOfOthers is a report whose figures are the sum of others', or exceed it.
type TotalOfOthers struct {
	Report  int            // its index among the members
	Others  []int          // those that it adds up, by their index
	Equal   []*model.Field // cells other than 0 that hold the sum
	Differs []*model.Field // cells that hold another figure
	// Certain says that hardly any unit's own report could be so by chance: it may be left out without a question. Where it
	// is false the report counts, and what is suspected is said.
	Certain bool
	// Superior says that the others' codes begin with its own, and every cell is their sum.
	Superior bool
	// Exceeds says that the figures are not the sum, and nearly all of them at least that: the total's other units may be
	// missing. Equal are then the cells that hold no less than a sum other than 0, and Differs those that hold less.
	Exceeds bool
	// Own and Sums are what stands in these cells, and what the others add up to.
	Own, Sums map[*model.Field]model.Number
}

// How sure it must be that a report is a total, in bits: a cell that holds the sum n counts log2(n+1), since so many
// figures not above n could have stood there. Cells in which only one of the others has a figure could also be a copy
// of that one, so that those of the one which explains most do not count. Chosen on made-up districts: the totals of
// five units have 26 bits and more, those of fifteen 120; of three units in eight districts of ten 10 and more; and
// among a hundred districts of three to ten units without a total no report came to be counted at all.
const (
	sureIfAll  = 10 // where all cells hold the sum
	sureIfMost = 24 // where some do not, because a unit is missing or has since been corrected
)

// FindTotals finds the reports in a form that by their figures are the total of others: of those whose codes begin with its
// own, of all others in the same folder, of all the others, or of some that nothing else tells from the others; see
// MaxSubsets. A total is looked for in small groups first, and one that was found is not added up again; others are then
// looked for among the rest. A report that exceeds all the others together nearly everywhere may be a total of which units
// are missing. What computed cells hold does not count where their parts are given, nor do cells that may not simply be
// added.
func FindTotals(f *model.Form, members []Member) (found []TotalOfOthers) {
	s := finder{form: f, members: members, total: make([]bool, len(members))}
	for _, fd := range f.Fields {
		if fd.Total == nil && !f.Merging.IsApart(fd) {
			s.fields = append(s.fields, fd)
		}
	}
	take := func(more []TotalOfOthers) {
		for _, t := range more {
			s.total[t.Report] = true
		}
		found = append(found, more...)
	}
	for before := -1; before < len(found); {
		before = len(found)
		for _, g := range s.groups() {
			g.members = slices.DeleteFunc(g.members, func(i int) bool { return s.total[i] })
			take(s.inGroup(g))
		}
		take(s.inSubsets())
	}
	take(s.inTotalCells())
	take(s.inSuperiors())
	take(s.inExcess())
	sorting.By(found, func(a, b TotalOfOthers) int { return a.Report - b.Report })
	return found
}

// finder is what is known while totals are looked for.
type finder struct {
	form    *model.Form
	fields  []*model.Field // that are compared
	members []Member
	total   []bool // by member
}

// group is reports of which one may be the total of all others: only that of head, unless it is -1.
type group struct {
	members []int
	head    int
}

// groups are those of codes, then those of folders from the innermost outwards, and at last all members.
func (s *finder) groups() (out []group) {
	byCode := make([]int, 0, len(s.members))
	folders := map[string][]int{}
	for i, m := range s.members {
		if m.Code != "" {
			byCode = append(byCode, i)
		}
		for dir := path.Dir(m.Path); dir != "."; dir = path.Dir(dir) {
			folders[dir] = append(folders[dir], i)
			if dir == "/" {
				break
			}
		}
	}
	sorting.By(byCode, func(a, b int) int { return cmp.Compare(s.members[a].Code, s.members[b].Code) })
	for k, i := range byCode {
		g := group{[]int{i}, i}
		for _, o := range byCode[k+1:] {
			if !strings.HasPrefix(s.members[o].Code, s.members[i].Code) {
				break
			}
			if s.members[o].Code != s.members[i].Code {
				g.members = append(g.members, o)
			}
		}
		out = append(out, g)
	}
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		out = append(out, group{folders[dir], -1})
	}
	all := make([]int, len(s.members))
	for i := range all {
		all[i] = i
	}
	out = append(out, group{all, -1})
	sorting.By(out, func(a, b group) int { return len(a.members) - len(b.members) })
	return slices.DeleteFunc(out, func(g group) bool { return len(g.members) < 2 })
}

// column is what the reports of a group say in one cell.
type column struct {
	sum    model.Number
	most   model.Number
	having []int // members that say the most
	left   bool  // a member has no figure that could be added
}

// add adds a member's entry.
func (c *column) add(member int, e Entry) {
	switch {
	case !e.isPlain():
		c.left = true
	case e.Number.Sign() != 0:
		c.sum = c.sum.Add(e.Number)
		switch d := e.Number.Sub(c.most).Sign(); {
		case e.Number.Sign() <= 0 || d < 0:
		case d > 0:
			c.most, c.having = e.Number, append(c.having[:0], member)
		default:
			c.having = append(c.having, member)
		}
	}
}

// isPlain reports whether an entry is blank, or a figure that can be added as it stands.
func (e Entry) isPlain() bool {
	return e.State == model.Blank || e.State == model.IsNumber && e.Unit == "" && e.Why&Incomplete == 0
}

// inGroup finds the total of a group, and reports that say the very same.
func (s *finder) inGroup(g group) (found []TotalOfOthers) {
	if len(g.members) < 3 {
		return nil
	}
	columns := s.columns(g.members)
	// A total says the most in about every cell, and half of what all say together.
	votes, cells := map[int]int{}, 0
	for _, c := range columns {
		if len(c.having) > 0 && !c.left {
			cells++
			for _, i := range c.having {
				votes[i]++
			}
		}
	}
	var rows []Row
	var candidates []int
	for _, i := range g.members {
		row := s.members[i].Row
		if votes[i]*2 < cells || cells == 0 || g.head >= 0 && row != s.members[g.head].Row || slices.Contains(rows, row) {
			continue
		}
		rows, candidates = append(rows, row), append(candidates, i)
	}
	for _, i := range candidates {
		row := s.members[i].Row
		t, ok := s.compare(g, i, columns)
		if !ok && len(candidates) > 1 { // the others that say the most may be totals as well
			rest := group{slices.DeleteFunc(slices.Clone(g.members), func(o int) bool {
				return s.members[o].Row != row && slices.Contains(rows, s.members[o].Row)
			}), g.head}
			t, ok = s.compare(rest, i, s.columns(rest.members))
		}
		if ok {
			for _, o := range g.members {
				if s.members[o].Row == row && (g.head < 0 || o == g.head) {
					t.Report = o
					found = append(found, t)
				}
			}
			return found
		}
	}
	return nil
}

// columns are what members say, in every field that is compared.
func (s *finder) columns(members []int) []column {
	out := make([]column, len(s.fields))
	for _, i := range members {
		entries := s.members[i].Row.Entries()
		for k, fd := range s.fields {
			out[k].add(i, entries[fd.Index])
		}
	}
	return out
}

// compare holds a report of a group against the sum of those that do not say the very same.
func (s *finder) compare(g group, report int, columns []column) (t TotalOfOthers, ok bool) {
	row := s.members[report].Row
	for _, i := range g.members {
		if s.members[i].Row != row {
			t.Others = append(t.Others, i)
		}
	}
	same := model.Int(int64(len(g.members) - len(t.Others)))
	own := row.Entries()
	t.Own, t.Sums = map[*model.Field]model.Number{}, map[*model.Field]model.Number{}
	for k, fd := range s.fields {
		n := own[fd.Index].Number
		sum := columns[k].sum.Sub(n.Mul(same))
		switch {
		case columns[k].left, n.Sign() == 0 && sum.Sign() == 0:
			continue
		case n.Equal(sum):
			t.Equal = append(t.Equal, fd)
		default:
			t.Differs = append(t.Differs, fd)
		}
		t.Own[fd], t.Sums[fd] = n, sum
	}
	if len(t.Others) < 2 || len(t.Equal) < len(t.Differs) {
		return t, false
	}
	evidence := s.evidence(t, own)
	t.Certain = s.isCertain(t, own, evidence, 0)
	sure := bitsOf(evidence)
	return t, sure >= sureIfMost || len(t.Differs) == 0 && sure >= sureIfAll
}

// evidence are the equal cells that speak for a total, without those that could be copies of the one other report which
// explains most.
func (s *finder) evidence(t TotalOfOthers, own Entries) (out []weighed) {
	having, alone := make([]int, len(t.Equal)), make([]int, len(t.Equal))
	for _, i := range t.Others {
		entries := s.members[i].Row.Entries()
		for k, fd := range t.Equal {
			if entries[fd.Index].Number.Sign() != 0 {
				having[k]++
				alone[k] = i
			}
		}
	}
	most, copied := -1, map[int]float64{}
	bits := lists.Map(t.Equal, func(fd *model.Field) float64 { return math.Log2(1 + math.Abs(own[fd.Index].Number.Float())) })
	for k := range t.Equal {
		if having[k] == 1 {
			if copied[alone[k]] += bits[k]; most < 0 || copied[alone[k]] > copied[most] {
				most = alone[k]
			}
		}
	}
	for k, fd := range t.Equal {
		if having[k] != 1 || alone[k] != most {
			out = append(out, weighed{fd, bits[k]})
		}
	}
	return out
}

// Text says of what a report is the total, among how many members, and which cells speak for it. Name names a member.
func (t TotalOfOthers) Text(members int, name func(member int) string) msg.Text {
	most := func(all []*model.Field) *model.Field {
		return slices.MaxFunc(all, func(a, b *model.Field) int { return t.Sums[a].Cmp(t.Sums[b]) })
	}
	of := msg.F("其余 %d 份报告", "the other %d reports", len(t.Others))
	switch {
	case t.Superior:
		of = msg.F("代码以它的代码开头的 %d 份报告（%s）", "the %d reports whose codes begin with its own (%s)", len(t.Others), msg.Few(lists.Map(t.Others, name)))
	case len(t.Others) < members-1:
		of = msg.F("另外 %d 份报告（%s）", "%d other reports (%s)", len(t.Others), msg.Few(lists.Map(t.Others, name)))
	}
	fd := most(t.Equal)
	if t.Exceeds {
		return msg.F("%d 格中 %d 格不小于其余 %d 份报告之和，如“%s”%s，之和 %s；可能是缺了单位的汇总",
			"in %[2]d of %[1]d cells it is no less than the other %[3]d reports together, such as %[4]q with %[5]s, where their sum is %[6]s; it may be a total of which units are missing",
			len(t.Equal)+len(t.Differs), len(t.Equal), len(t.Others), fd.Label(), t.Own[fd], t.Sums[fd])
	}
	if len(t.Differs) == 0 {
		return msg.F("不为 0 的 %d 格都等于%s之和，如“%s”%s", "all %d cells that are not 0 hold the sum of %s, such as %q %s", len(t.Equal), of, fd.Label(), t.Sums[fd])
	}
	out := most(t.Differs)
	return msg.F("不为 0 的 %d 格中 %d 格等于%s之和，如“%s”%s；不等的 %d 格，如“%s”填 %s，之和 %s", "of %d cells that are not 0, %d hold the sum of %s, such as %q %s; %d do not, such as %q with %s, where the sum is %s",
		len(t.Equal)+len(t.Differs), len(t.Equal), of, fd.Label(), t.Sums[fd], len(t.Differs), out.Label(), t.Own[out], t.Sums[out])
}
