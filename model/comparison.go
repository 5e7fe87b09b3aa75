package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// Comparison is what a form says about comparing two years' reports.
type Comparison struct {
	Keys    []KeyFigure
	Weights []Weight
	// SmallBase is the figure below which a percentage of it is not meaningful.
	SmallBase int
	// Boilerplate are phrases that every report repeats; {year} stands for a year, {organ} for the organ.
	Boilerplate []string
}

// KeyFigure is one of the few figures with which a comparison begins: a sum of fields, or its share of another.
type KeyFigure struct {
	ID    string
	Title msg.Text
	Terms []string // field ids, summed
	Of    []string // for a share, the whole
	Line  int
}

// Weight says how much a change of fields matters beside others.
type Weight struct {
	Fields string // a pattern, as in a crosswalk
	Weight int
	Line   int
}

// Carry says which figures of this year are last year's: To is the sum of From, both as patterns of this form's
// ids. Last year's form may be another.
type Carry struct {
	ID   string
	To   string
	From []string
	Line int
}

// LastPrefix marks a term of last year's report in a rule across years.
const LastPrefix = "last."

// WeightOf returns the weight of a field, 1 where the form says nothing.
func (c *Comparison) WeightOf(id string) int {
	if c != nil {
		if w, ok := find(c.Weights, func(w Weight) bool { return MatchField(w.Fields, id) }); ok {
			return w.Weight
		}
	}
	return 1
}

// Match relates fields of two forms. Several fields on a side are summed; an empty side has no counterpart.
// Note says why they are not the same.
type Match struct {
	From, To []*Field
	As       string // one of CrossKinds
	Note     msg.Text
}

// Align relates every field of an earlier report's form to one of a later report's, in the order of the later
// form; a field that only the earlier form has stands behind the one it followed there. It returns a
// *msg.Problem if no crosswalk joins the forms.
func Align(from, to *Form) ([]Match, error) {
	var ms []Match
	switch {
	case from == to || from.Edition == to.Edition:
		ms = sameIDs(from, to)
	case to.Crosswalk != nil && to.Crosswalk.From == from.Edition:
		for _, p := range to.Crosswalk.Pairs(from, to) {
			ms = append(ms, Match{p.From, p.To, p.Entry.As, p.Entry.Note})
		}
	case from.Crosswalk != nil && from.Crosswalk.From == to.Edition:
		turned := map[string]string{"dropped": "new", "new": "dropped"}
		for _, p := range from.Crosswalk.Pairs(to, from) {
			ms = append(ms, Match{p.To, p.From, cmp.Or(turned[p.Entry.As], p.Entry.As), p.Entry.Note})
		}
	default:
		return nil, &msg.Problem{What: msg.F("格式 %s 与 %s 之间没有对照，无法比较", "there is no crosswalk between forms %s and %s", from.ID, to.ID),
			Hint: msg.T("在较新的格式文件中写明 crosswalk", "give the newer form file a crosswalk")}
	}
	return sortMatches(ms, from, to), nil
}

// sameIDs relates the fields of the same id.
func sameIDs(from, to *Form) []Match {
	var out []Match
	for _, fd := range to.Fields {
		if old, ok := from.Field(fd.ID); ok {
			out = append(out, Match{From: []*Field{old}, To: []*Field{fd}, As: "same"})
		}
	}
	return out
}

// sortMatches sorts matches in the order of the later form, and adds the fields that no entry relates: those of
// a variant's own.
func sortMatches(ms []Match, from, to *Form) []Match {
	byFrom, byTo := map[*Field]int{}, map[*Field]int{}
	for i, m := range ms {
		for _, fd := range m.From {
			byFrom[fd] = i
		}
		for _, fd := range m.To {
			byTo[fd] = i
		}
	}
	var out []Match
	placed := make([]bool, len(ms))
	for _, fd := range to.Fields {
		i, ok := byTo[fd]
		switch {
		case !ok:
			out = append(out, Match{To: []*Field{fd}, As: "new"})
		case !placed[i]:
			placed[i] = true
			out = append(out, ms[i])
		}
	}
	for k, fd := range from.Fields {
		i, ok := byFrom[fd]
		if ok && placed[i] {
			continue
		}
		m := Match{From: []*Field{fd}, As: "dropped"}
		if ok {
			m, placed[i] = ms[i], true
		}
		out = slices.Insert(out, insertPosition(out, from, k), m)
	}
	return out
}

// insertPosition returns where a field that the later form lacks belongs among the matches: behind the one it
// followed, or before the next of its row if its row begins with it.
func insertPosition(ms []Match, from *Form, k int) int {
	at := func(fd *Field) int {
		return slices.IndexFunc(ms, func(o Match) bool { return slices.Contains(o.From, fd) })
	}
	row := from.Fields[k].Row
	if k == 0 || from.Fields[k-1].Row != row {
		for _, fd := range from.Fields[k+1:] {
			if fd.Row != row {
				break
			}
			if i := at(fd); i >= 0 {
				return i
			}
		}
	}
	if k == 0 {
		return 0
	}
	return 1 + at(from.Fields[k-1])
}

// Figure returns the fields that an id names: a field, or those of a derived subtotal such as requests.denied.total,
// which the form has as a heading and not as a row. Totals under a heading are left out of its sum.
func (f *Form) Figure(id string) ([]*Field, bool) {
	if fd, ok := f.Field(id); ok {
		return []*Field{fd}, true
	}
	table, rest, ok := strings.Cut(id, ".")
	t, found := f.Table(table)
	if !ok || !found {
		return nil, false
	}
	row, col, _ := strings.Cut(rest, ".")
	var out []*Field
	for _, b := range t.Bands {
		rows, cols := leavesNamed(b.Rows, row), leavesNamed(b.Columns, col)
		if b.Labels == 0 { // one row, which no id names
			rows, cols = b.Rows, leavesNamed(b.Columns, rest)
		}
		for _, fd := range f.FieldsOf(t) {
			if fd.Band == b && slices.Contains(rows, fd.Row) && slices.Contains(cols, fd.Column) {
				out = append(out, fd)
			}
		}
	}
	all := slices.Clone(out)
	out = slices.DeleteFunc(out, func(fd *Field) bool {
		return fd.Total != nil && slices.ContainsFunc(fd.Total.Right, func(t Term) bool { return slices.Contains(all, t.Field) })
	})
	return out, len(out) > 0
}

// leavesNamed returns the leaves that a name stands for: a row or column by its id, all under a heading by its
// group, or those of one id under a heading.
func leavesNamed(nodes []*Node, name string) []*Node {
	if out := findNamed(nodes, name); out != nil {
		return out
	}
	group, leaf, ok := strings.Cut(name, ".")
	if !ok {
		return nil
	}
	return slices.DeleteFunc(findNamed(nodes, group), func(n *Node) bool { return n.ID != leaf })
}

// findNamed returns the leaves of the first node of a name; nil for none.
func findNamed(nodes []*Node, name string) []*Node {
	for _, n := range nodes {
		if n.Group == name && name != "" {
			return Leaves([]*Node{n})
		}
		if n.IsLeaf() && n.Path() == name {
			return []*Node{n}
		}
		if out := findNamed(n.Nodes, name); out != nil {
			return out
		}
	}
	return nil
}

// FigureLabel names in the words of the form what an id stands for.
func (f *Form) FigureLabel(id string) string {
	if fd, ok := f.Field(id); ok {
		return fd.Label()
	}
	fs, ok := f.Figure(id)
	if !ok {
		return id
	}
	if fs[0].Row.Label == "" { // a table of one row: the heading, and the column under it
		label := fs[0].Column.Label
		for n := fs[0].Column.Parent; n != nil; n = n.Parent {
			if n.Group != "" && strings.Contains(id+".", "."+n.Group+".") {
				label = n.Label + "·" + label
			}
		}
		return label
	}
	row, col := fs[0].Row.Label, fs[0].Column.Label
	for n := fs[0].Row; n != nil; n = n.Parent {
		if n.Group != "" && strings.Contains(id, "."+n.Group+".") {
			row = n.Label
		}
	}
	for n := fs[0].Column; n != nil; n = n.Parent {
		if n.Group != "" && strings.HasSuffix(id, "."+n.Group) {
			col = n.Label
		}
	}
	return row + " × " + col
}

// Sum adds up fields of a report. A blank counts as 0 beside figures, and a blank total as the sum of its parts.
// Without any figure the sum is blank, and with a cell that is missing, no
// number or doubtful it is absent or unreadable.
func Sum(r *Report, fs []*Field) Value {
	if len(fs) == 1 && fs[0].Total == nil {
		return r.Certain(fs[0].ID)
	}
	sum := Value{State: Blank}
	open := Value{}
	for _, fd := range fs {
		v := r.Certain(fd.ID)
		if fd.Total != nil && (v.State == Blank || v.State == Absent) {
			if s := sumParts(r, fd.Total.Right); s.IsNumber() {
				s.Cell = v.Cell
				v = s
			}
		}
		switch v.State {
		case IsNumber:
			if len(fs) == 1 {
				return v
			}
			sum.State, sum.Number = IsNumber, sum.Number.Add(v.Number)
		case Absent, Unreadable:
			open = v
		}
	}
	if open.State != "" {
		return open
	}
	if len(fs) == 1 {
		return r.Certain(fs[0].ID)
	}
	return sum
}

// sumParts adds up fields without replacing blank totals.
func sumParts(r *Report, parts []Term) Value {
	sum := Value{State: Blank}
	for _, t := range parts {
		switch v := r.Certain(t.Field.ID); v.State {
		case IsNumber:
			sum.State, sum.Number = IsNumber, sum.Number.Add(v.Number)
		case Absent, Unreadable:
			return v
		}
	}
	return sum
}

// Describe says the number of a value, or why there is none, for a comparison.
func (v Value) Describe() msg.Text {
	switch v.State {
	case IsNumber:
		s := v.Number.String()
		return msg.T(s, s)
	case Blank:
		if v.Text != "" {
			return msg.F("空白（“%s”）", "blank (%q)", v.Text)
		}
		return msg.T("空白", "blank")
	case Unreadable:
		if v.Doubtful {
			return msg.F("可能错位（%s）", "perhaps in the wrong place (%s)", cmp.Or(v.Text, "—"))
		}
		return msg.F("不是数字（“%s”）", "no number (%q)", v.Text)
	}
	return msg.T("没有这一格", "no such cell")
}

// Taken is a figure that a template took over from last year's report.
type Taken struct {
	Number Number `json:"number"`
	Source string `json:"source,omitempty"` // report and place it came from
	Reason string `json:"reason,omitempty"` // why it was changed, if it was
}

// Narration is how a form's figures are put into sentences.
type Narration struct {
	Section   string   // the narrative the sentences belong to
	Units     []string // units of a request to choose from; the first is the default
	Words     map[string]string
	Sentences []Sentence
}

// Sentence is one sentence with the ways of saying it. The first way whose conditions hold is taken.
type Sentence struct {
	ID   string
	Ways []Way
	Line int
}

// Way is one way of saying a sentence. Its conditions are that every figure of Zero is 0, that some figure of
// Some is not 0, and that last year's figures of Last are known.
type Way struct {
	Zero, Some, Last []string
	Text             string
	List             []Item // what {{list}} stands for
	Line             int
}

// Item is an element of an enumeration; it is left out if its figure is 0.
type Item struct {
	Figure string
	Text   string
}

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
