package demo

import (
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

// slip changes an entered figure, or two, so that a balance no longer holds.
func (p *planting) slip(change func(*planting, *model.Field) bool) bool {
	var cells []*model.Field
	for _, id := range balances(p.Form) {
		cells = append(cells, entered(id.Terms())...)
	}
	right := p.figures(p.unit, p.Year)
	for _, at := range p.rand.Perm(len(cells)) {
		p.wrong = slices.Clone(right)
		if !change(p, cells[at]) {
			continue
		}
		settle(p.Form, p.wrong)
		if broken(p.Form, p.wrong) != p.Rule {
			continue
		}
		r := p.own()
		for i, fd := range p.Form.Fields {
			if fd.Total == nil && !p.wrong[i].Equal(right[i]) {
				r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: p.wrong[i]}
				p.at(fd)
				p.Found, p.Right = join(p.Found, p.wrong[i].String()), join(p.Right, right[i].String())
			}
		}
		return true
	}
	return false
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "，" + b
}

// broken is the rule of the first balance that does not hold; "" when all do.
func broken(f *model.Form, figures []model.Number) string {
	m := &maker{form: f, out: figures}
	for _, id := range f.Identities {
		left, _ := m.sum(id.Left)
		right, _ := m.sum(id.Right)
		if id.Rule.Relation == model.RelBalance && !left.Equal(right) {
			return id.Rule.ID
		}
	}
	return ""
}

func (p *planting) get(fd *model.Field) int64 {
	return integer(p.wrong[fd.Index])
}

func (p *planting) set(fd *model.Field, n int64) bool {
	same := p.get(fd) == n
	p.wrong[fd.Index] = model.Int(n)
	return !same
}

// digits changes a figure as it is written, of at least so many digits.
func (p *planting) digits(fd *model.Field, least int, change func([]byte) []byte) bool {
	d := []byte(strconv.FormatInt(p.get(fd), 10))
	if len(d) < least {
		return false
	}
	n, err := strconv.ParseInt(string(change(d)), 10, 64)
	return err == nil && p.set(fd, n)
}

func swapped(p *planting, fd *model.Field) bool {
	return p.digits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d) - 1)
		d[i], d[i+1] = d[i+1], d[i]
		return d
	})
}

func dropped(p *planting, fd *model.Field) bool {
	return p.digits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Delete(d, i, i+1)
	})
}

func doubled(p *planting, fd *model.Field) bool {
	return p.get(fd) > 0 && p.digits(fd, 1, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Insert(d, i, d[i])
	})
}

func tenfold(p *planting, fd *model.Field) bool { return p.set(fd, p.get(fd)*10) }

func zero(p *planting, fd *model.Field) bool { return p.set(fd, 0) }

// exchanged puts a figure in the place of its right neighbour, and that one in its.
func exchanged(p *planting, fd *model.Field) bool {
	if fd.Index+1 >= len(p.Form.Fields) {
		return false
	}
	to := p.Form.Fields[fd.Index+1]
	if to.Row != fd.Row || to.Total != nil || p.get(fd) == 0 {
		return false
	}
	a, b := p.get(fd), p.get(to)
	return p.set(fd, b) && p.set(to, a)
}

// totalOf finds a total of a rule with so many parts that are not 0.
func (p *planting) totalOf(rule string, parts int) (total *model.Field, biggest model.Number, sum model.Number) {
	figures := p.figures(p.unit, p.Year)
	for _, id := range p.Form.Identities {
		if id.Rule.ID != rule || id.Total == nil {
			continue
		}
		n := 0
		biggest = model.Number{}
		for _, t := range id.Right {
			if v := figures[t.Field.Index]; v.Sign() != 0 {
				if n++; v.Cmp(biggest) > 0 {
					biggest = v
				}
			}
		}
		if n >= parts {
			return id.Total, biggest, figures[id.Total.Index]
		}
	}
	return nil, biggest, sum
}

// overwrite types a figure over a total's formula.
func (p *planting) overwrite(fd *model.Field, n, right model.Number) bool {
	p.own().Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
	p.at(fd)
	p.Found, p.Right = n.String(), right.String()
	return true
}

func (p *planting) partLeftOut() bool {
	total, biggest, sum := p.totalOf(p.Rule, 2)
	return total != nil && p.overwrite(total, sum.Sub(biggest), sum)
}

func (p *planting) totalOfOutcomes() bool {
	total, _, sum := p.totalOf(p.Rule, 1)
	return total != nil && p.overwrite(total, model.Number{}, sum)
}

func (p *planting) totalBlank() bool {
	for _, id := range p.Form.Identities {
		if id.Total == nil {
			continue
		}
		if total, _, sum := p.totalOf(id.Rule.ID, 1); total != nil {
			p.own().Values[total.ID] = model.Value{State: model.Blank}
			p.at(total)
			p.Right = sum.String()
			return true
		}
	}
	return false
}
