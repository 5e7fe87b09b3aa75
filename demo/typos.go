package demo

import (
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

// injectTypo changes one or two entered figures so that a balance no longer holds.
func (p *fault) injectTypo(change func(*fault, *model.Field) bool) bool {
	var cells []*model.Field
	for _, id := range balances(p.Form) {
		cells = append(cells, entered(id.Terms())...)
	}
	right := p.figures(p.unit, p.Year)
	for _, at := range p.rand.Perm(len(cells)) {
		p.typed = slices.Clone(right)
		if !change(p, cells[at]) {
			continue
		}
		computeTotals(p.Form, p.typed)
		if brokenBalance(p.Form, p.typed) != p.Rule {
			continue
		}
		r := p.ownReport()
		for i, fd := range p.Form.Fields {
			if fd.Total == nil && !p.typed[i].Equal(right[i]) {
				r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: p.typed[i]}
				p.noteCells(fd)
				p.Found, p.Right = join(p.Found, p.typed[i].String()), join(p.Right, right[i].String())
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

// brokenBalance is the id of the rule of the first balance that does not hold;
// empty when all hold.
func brokenBalance(f *model.Form, figures []model.Number) string {
	m := &generator{form: f, out: figures}
	for _, id := range f.Identities {
		left, _ := m.sum(id.Left)
		right, _ := m.sum(id.Right)
		if id.Rule.Relation == model.RelBalance && !left.Equal(right) {
			return id.Rule.ID
		}
	}
	return ""
}

func (p *fault) typedFigure(fd *model.Field) int64 {
	return integer(p.typed[fd.Index])
}

func (p *fault) setFigure(fd *model.Field, n int64) bool {
	same := p.typedFigure(fd) == n
	p.typed[fd.Index] = model.Int(n)
	return !same
}

// changeDigits changes the decimal digits of a figure that has at least so many.
func (p *fault) changeDigits(fd *model.Field, least int, change func([]byte) []byte) bool {
	d := []byte(strconv.FormatInt(p.typedFigure(fd), 10))
	if len(d) < least {
		return false
	}
	n, err := strconv.ParseInt(string(change(d)), 10, 64)
	return err == nil && p.setFigure(fd, n)
}

func swapDigits(p *fault, fd *model.Field) bool {
	return p.changeDigits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d) - 1)
		d[i], d[i+1] = d[i+1], d[i]
		return d
	})
}

func dropDigit(p *fault, fd *model.Field) bool {
	return p.changeDigits(fd, 2, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Delete(d, i, i+1)
	})
}

func doubleDigit(p *fault, fd *model.Field) bool {
	return p.typedFigure(fd) > 0 && p.changeDigits(fd, 1, func(d []byte) []byte {
		i := p.rand.IntN(len(d))
		return slices.Insert(d, i, d[i])
	})
}

func addZero(p *fault, fd *model.Field) bool { return p.setFigure(fd, p.typedFigure(fd)*10) }

func setZero(p *fault, fd *model.Field) bool { return p.setFigure(fd, 0) }

// exchangeNeighbours exchanges a figure with its right neighbour.
func exchangeNeighbours(p *fault, fd *model.Field) bool {
	if fd.Index+1 >= len(p.Form.Fields) {
		return false
	}
	to := p.Form.Fields[fd.Index+1]
	if to.Row != fd.Row || to.Total != nil || p.typedFigure(fd) == 0 {
		return false
	}
	a, b := p.typedFigure(fd), p.typedFigure(to)
	return p.setFigure(fd, b) && p.setFigure(to, a)
}

// findTotal finds the first total of a rule that has at least so many parts that
// are not 0, with its biggest part and its sum; total is nil if there is none.
func (p *fault) findTotal(rule string, parts int) (total *model.Field, biggest model.Number, sum model.Number) {
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

// overwriteTotal types a figure over a total's formula.
func (p *fault) overwriteTotal(fd *model.Field, n, right model.Number) bool {
	p.ownReport().Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
	p.noteCells(fd)
	p.Found, p.Right = n.String(), right.String()
	return true
}

func (p *fault) partLeftOut() bool {
	total, biggest, sum := p.findTotal(p.Rule, 2)
	return total != nil && p.overwriteTotal(total, sum.Sub(biggest), sum)
}

func (p *fault) totalOfOutcomes() bool {
	total, _, sum := p.findTotal(p.Rule, 1)
	return total != nil && p.overwriteTotal(total, model.Number{}, sum)
}

func (p *fault) totalBlank() bool {
	for _, id := range p.Form.Identities {
		if id.Total == nil {
			continue
		}
		if total, _, sum := p.findTotal(id.Rule.ID, 1); total != nil {
			p.ownReport().Values[total.ID] = model.Value{State: model.Blank}
			p.noteCells(total)
			p.Right = sum.String()
			return true
		}
	}
	return false
}
