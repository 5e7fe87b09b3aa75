package demo

import (
	_ "embed"
	"math/rand/v2"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

// figures are the correct figures for a year of the unit with index i, by field
// index.
func (d *District) figures(i, year int) []model.Number { return d.figuresIn(d.formOf(year), i, year) }

func (d *District) figuresIn(f *model.Form, i, year int) []model.Number {
	var last func(*model.Field) (model.Number, bool)
	if d.Last && year == d.Year {
		last = d.carried(f, i)
	}
	m := &generator{form: f, rand: d.rand(i, year), out: make([]model.Number, len(f.Fields)), size: d.sizes(i), kind: d.Due[i].Type, last: last}
	m.drawUnbound()
	m.followLastYear()
	m.satisfyInequalities()
	m.computeTotals()
	m.drawBalances()
	m.computeTotals()
	return m.out
}

// sizes is how much a unit has to do each year, by key of district.yaml.
func (d *District) sizes(i int) map[string]int {
	r := d.rand(i, forSize)
	out := map[string]int{}
	for _, key := range []string{"requests", "acts", "items"} {
		n := r.IntN(100)
		for _, s := range district().Sizes[key][d.Due[i].Type] {
			if n -= s.Of; n < 0 {
				out[key] = s.From + r.IntN(s.To-s.From+1)
				break
			}
		}
	}
	return out
}

// carried gives last year's figure for a field of the form f, if a field of last
// year's form means the same.
func (d *District) carried(f *model.Form, i int) func(*model.Field) (model.Number, bool) {
	figures := d.figures(i, d.Year-1)
	of := map[*model.Field]*model.Field{}
	if ms, err := model.Align(d.LastForm, f); err == nil {
		for _, m := range ms {
			if m.As == "same" && len(m.From) == 1 && len(m.To) == 1 {
				of[m.To[0]] = m.From[0]
			}
		}
	}
	return func(fd *model.Field) (model.Number, bool) {
		if old := of[fd]; old != nil {
			return figures[old.Index], true
		}
		return model.Number{}, false
	}
}

// unitOf is the unit of money in which unit i writes an amount; empty where the
// form prints one.
func (d *District) unitOf(fd *model.Field, i int) string {
	if fd.Kind == model.Amount && fd.Unit == "" {
		if units := matchPattern(district().Figures, fd).Units; len(units) > 0 {
			return units[i%len(units)]
		}
	}
	return ""
}

// generator makes the figures of one report: first those that no balance binds,
// then those that follow by the identities of the form.
type generator struct {
	form *model.Form
	rand *rand.Rand
	out  []model.Number
	size map[string]int
	kind string
	last func(*model.Field) (model.Number, bool)
}

// formPlan is what district.yaml says of a form's fields, looked up once.
type formPlan struct {
	balances []*model.Identity // those whose first term is entered
	figures  []pattern         // by field
	bound    []bool            // fields that a balance decides
	lines    weightedChoice[*model.Identity]
	ends     map[*model.Identity]*weightedChoice[*model.Field]
}

var formPlans sync.Map // by form

func planOf(f *model.Form) *formPlan {
	if p, ok := formPlans.Load(f); ok {
		return p.(*formPlan)
	}
	p := &formPlan{figures: make([]pattern, len(f.Fields)), bound: make([]bool, len(f.Fields)), ends: map[*model.Identity]*weightedChoice[*model.Field]{}}
	for i, fd := range f.Fields {
		p.figures[i] = matchPattern(district().Figures, fd)
	}
	for _, id := range f.Identities {
		if id.Rule.Relation != model.RelBalance || id.Left[0].Field.Total != nil {
			continue
		}
		p.balances = append(p.balances, id)
		for _, fd := range entered(id.Terms()) {
			p.bound[fd.Index] = true
		}
		p.lines.add(id, matchPattern(district().Requests, id.Left[0].Field).Weight)
		ends := &weightedChoice[*model.Field]{}
		for _, fd := range entered(id.Right) {
			ends.add(fd, matchPattern(district().Outcomes, fd).Weight)
		}
		p.ends[id] = ends
	}
	formPlans.Store(f, p)
	return p
}

func balances(f *model.Form) []*model.Identity { return planOf(f).balances }

// entered are the entered cells that terms come from.
func entered(ts []model.Term) []*model.Field {
	var out []*model.Field
	for _, t := range ts {
		if t.Field.Total == nil {
			out = append(out, t.Field)
		} else {
			out = append(out, entered(t.Field.Total.Right)...)
		}
	}
	return out
}

// drawUnbound draws the figures that no balance binds.
func (m *generator) drawUnbound() {
	p := planOf(m.form)
	for i, fd := range m.form.Fields {
		if fd.Total == nil && !p.bound[i] && m.applies(fd) {
			m.out[i] = m.draw(fd, p.figures[i])
		}
	}
}

// applies says whether organs of this type fill in a field.
func (m *generator) applies(fd *model.Field) bool {
	t, _ := m.form.OrganType(m.kind)
	return t.Rules || !slices.ContainsFunc(m.form.Rules, func(r *model.Rule) bool {
		return r.Relation == model.RelOrgan && r.Table == fd.Table.ID && slices.Contains(r.Fields, fd.Row.ID)
	})
}

func (m *generator) draw(fd *model.Field, p pattern) model.Number {
	if m.rand.IntN(100) >= p.Any {
		return model.Number{}
	}
	n := 0
	if p.Per != "" {
		n = m.drawNear(m.size[p.Per] * p.Thousandth)
	} else {
		n = m.rand.IntN(1 + m.rand.IntN(1+p.Most)) // the smaller the commoner
	}
	switch fd.Kind {
	case model.Signed:
		if m.rand.IntN(2) == 0 {
			n = -n
		}
	case model.Amount:
		return model.Scaled(int64(n), p.Places)
	}
	return model.Int(int64(n))
}

// drawNear draws a count near thousandths/1000.
func (m *generator) drawNear(thousandths int) int {
	n := thousandths / 1000
	if m.rand.IntN(1000) < thousandths%1000 {
		n++
	}
	if n > 2 {
		n = n*3/4 + m.rand.IntN(n/2+1)
	}
	return n
}

func (m *generator) sum(ts []model.Term) (n model.Number, known bool) {
	for _, t := range ts {
		v := m.out[t.Field.Index]
		if t.Last {
			var ok bool
			if m.last == nil {
				return n, false
			}
			if v, ok = m.last(t.Field); !ok {
				return n, false
			}
		}
		if t.Minus {
			v = v.Neg()
		}
		n = n.Add(v)
	}
	return n, true
}

// followLastYear computes the figures that follow from last year's. What this year
// takes away cannot be more than there was.
func (m *generator) followLastYear() {
	for _, id := range m.form.YearIdentities {
		first := id.Left[0].Field
		if first.Total != nil || len(id.Left) > 1 {
			continue
		}
		n, known := m.sum(id.Right)
		if !known {
			continue
		}
		for _, t := range id.Right {
			if t.Minus && !t.Last && n.Sign() < 0 {
				take := slices.MinFunc([]model.Number{n.Neg(), m.out[t.Field.Index]}, model.Number.Cmp)
				m.out[t.Field.Index] = m.out[t.Field.Index].Sub(take)
				n = n.Add(take)
			}
		}
		m.out[first.Index] = n
	}
}

// satisfyInequalities raises what must not be negative, and changes figures whose
// equality a rule would question.
func (m *generator) satisfyInequalities() {
	for _, id := range m.form.Identities {
		n, _ := m.sum(id.Left)
		switch id.Rule.Relation {
		case model.RelNonNegative:
			to := id.Left[0].Field
			for _, t := range id.Left {
				if t.Field.Kind == model.Signed {
					to = t.Field
				}
			}
			if n.Sign() < 0 {
				m.out[to.Index] = m.out[to.Index].Sub(n)
			}
		case model.RelUnequal:
			right, _ := m.sum(id.Right)
			fd := id.Left[0].Field
			for n.Sign() != 0 && (m.out[fd.Index].Equal(right) || m.out[fd.Index].Equal(m.out[id.Right[0].Field.Index])) {
				m.out[fd.Index] = m.out[fd.Index].Add(model.Int(1))
			}
		}
	}
}

// computeTotals computes the totals.
func (m *generator) computeTotals() { computeTotals(m.form, m.out) }

func computeTotals(f *model.Form, figures []model.Number) {
	done := make([]bool, len(f.Fields))
	var of func(fd *model.Field) model.Number
	of = func(fd *model.Field) model.Number {
		if fd.Total == nil || done[fd.Index] {
			return figures[fd.Index]
		}
		var n model.Number
		for _, t := range fd.Total.Right {
			n = n.Add(of(t.Field))
		}
		figures[fd.Index], done[fd.Index] = n, true
		return n
	}
	for _, fd := range f.Fields {
		of(fd)
	}
}

// drawBalances draws the outcome of each request, and computes from the outcomes
// how many were received.
func (m *generator) drawBalances() {
	p := planOf(m.form)
	if len(p.balances) == 0 {
		return
	}
	for range m.drawNear(m.size["requests"] * 1000) {
		fd := p.ends[p.lines.pick(m.rand)].pick(m.rand)
		m.out[fd.Index] = m.out[fd.Index].Add(model.Int(1))
	}
	m.computeTotals()
	for _, id := range p.balances {
		right, _ := m.sum(id.Right)
		for _, t := range id.Left[1:] {
			if m.last == nil { // nobody says what was left over
				m.out[t.Field.Index] = model.Int(int64(m.drawNear(int(integer(right)) * 60)))
			}
		}
		others, _ := m.sum(id.Left[1:])
		lack := others.Sub(right)
		if lack.Sign() > 0 { // what was left over is still not done
			at := slices.IndexFunc(id.Right, func(t model.Term) bool { return t.Field.Total == nil })
			fd := id.Right[at].Field
			m.out[fd.Index] = m.out[fd.Index].Add(lack)
			right = others
		}
		m.out[id.Left[0].Field.Index] = right.Sub(others)
	}
}

func integer(n model.Number) int64 { i, _ := n.Int64(); return i }

// weightedChoice picks items at random by their weights.
type weightedChoice[T any] struct {
	items []T
	upTo  []int // sums of the weights
	sum   int
}

func (c *weightedChoice[T]) add(t T, weight int) {
	c.sum += weight
	c.items, c.upTo = append(c.items, t), append(c.upTo, c.sum)
}

func (c *weightedChoice[T]) pick(r *rand.Rand) T {
	i, _ := slices.BinarySearch(c.upTo, r.IntN(c.sum)+1)
	return c.items[i]
}

//go:embed district.yaml
var districtYAML []byte

// district is the content of district.yaml.
var district = sync.OnceValue(func() (d districtData) {
	if err := yaml.Unmarshal(districtYAML, &d); err != nil {
		panic(err) // it is part of the program
	}
	return d
})

type districtData struct {
	Province, City, District string
	Share                    struct{ Departments, Townships int }
	Departments              []department
	Townships                []township
	Itself, Stranger         string
	Types                    struct{ Province, City, District, Department, Township, Other string }
	Contact, Deadline        string
	Sizes                    map[string]map[string][]size
	Figures                  []pattern
	Requests, Outcomes       []pattern
	Texts                    map[string][][]string
}

type department struct {
	Name          string
	Former, Below []string
}

type township struct {
	Name, Former string
	Of           int
}

// size is a range From to To, which Of in a hundred units are in.
type size struct{ Of, From, To int }

// pattern says how the figures of the fields that it matches are drawn.
type pattern struct {
	Fields     string
	Weight     int
	Any        int      // in a hundred units, so many have a figure other than 0
	Per        string   // key of Sizes: the figure grows with it
	Thousandth int      // figure per unit of Per, in thousandths
	Most       int      // largest figure, where Per is empty
	Places     int      // decimal places of an amount
	Units      []string // units of money that units write
}

// matchPattern is the first pattern that matches a field.
func matchPattern(ps []pattern, fd *model.Field) pattern {
	for _, p := range ps {
		if model.MatchField(p.Fields, fd.ID) {
			return p
		}
	}
	return pattern{}
}
