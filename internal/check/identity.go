package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// overwrittenRule is the rule of the note that a figure replaced a total's formula.
const overwrittenRule = "FORMULA-OVERWRITTEN"

const (
	figureKnown   = 1 // countedValue gives a figure
	figureUnknown = 2 // countedValue gives none
)

// countedValue returns what a cell counts for in an identity. A blank counts as 0, but a blank total over parts
// that are not counts as their sum: the blank total is reported once, and what would follow from it is not. A
// cell that is missing or no number has no value (false), and the identity cannot be judged.
func (c *checker) countedValue(fd *model.Field) (model.Number, bool) {
	i := fd.Index
	if c.state[i] == 0 {
		c.state[i] = figureUnknown // stays if the form has a total that is its own part
		switch v := &c.values[i]; {
		case v.State == model.IsNumber:
			c.sums[i], c.state[i] = v.Number, figureKnown
		case v.State == model.Unreadable:
		case fd.Total != nil:
			if sum, ok := c.sum(fd.Total.Right); ok {
				c.sums[i], c.state[i] = sum, figureKnown
			}
		case v.State == model.Blank:
			c.state[i] = figureKnown
		}
	}
	return c.sums[i], c.state[i] == figureKnown
}

// sum adds up terms; ok is false if one of them has no value.
func (c *checker) sum(ts []model.Term) (n model.Number, ok bool) {
	for _, t := range ts {
		v, ok := c.countedValue(t.Field)
		if !ok {
			return n, false
		}
		n = n.Add(t.Signed(v))
	}
	return n, true
}

// allBlank reports whether all terms are blank or absent.
func (c *checker) allBlank(ts []model.Term) bool {
	return !slices.ContainsFunc(ts, func(t model.Term) bool {
		s := c.values[t.Field.Index].State
		return s != model.Blank && s != model.Absent
	})
}

// anyBlank reports whether a term is blank.
func (c *checker) anyBlank(ts []model.Term) bool {
	return slices.ContainsFunc(ts, func(t model.Term) bool { return c.values[t.Field.Index].State == model.Blank })
}

// checkIdentity reports an identity that does not hold. One over a blank total is left to the rule on blank totals.
func (c *checker) checkIdentity(id *model.Identity) {
	// The rule on blank totals reports it.
	if id.Total != nil && !c.values[id.Total.Index].IsNumber() {
		return
	}
	left, ok1 := c.sum(id.Left)
	right, ok2 := c.sum(id.Right)
	if !ok1 || !ok2 {
		return
	}
	switch id.Rule.Relation {
	case model.RelNonNegative:
		if left.Sign() >= 0 || c.anyBlank(id.Left) { // the blank cell's figure may make up for it
			return
		}
	case model.RelUnequal:
		first, _ := c.countedValue(id.Right[0].Field)
		if left.Sign() == 0 || !left.Equal(right) && !left.Equal(first) {
			return
		}
	default:
		if left.Equal(right) {
			return
		}
	}
	diff := left.Sub(right)
	f := Finding{Left: &left, Right: &right, Difference: &diff}
	for _, t := range id.Terms() {
		f.Fields = append(f.Fields, t.Field)
	}
	where := c.where(id)
	switch id.Rule.Relation {
	case model.RelNonNegative:
		f.Right, f.Difference = &model.Number{}, &left
		f.Message = msg.F("%s：%s＝%s，小于 0", "%s: %s = %s, which is below 0", where, c.spell(id.Left, id), left)
	case model.RelUnequal:
		f.Message = msg.F("%s：%s，%s", "%s: %s, %s", where, c.spell(id.Left, id), c.spell(id.Right, id))
	default:
		f.Message = msg.F("%s：%s，%s，相差 %s", "%s: %s, %s, a difference of %s", where, c.side(id.Left, left, id), c.side(id.Right, right, id), diff)
		if id.Total != nil && c.overwritten(id.Total) {
			f.Message = msg.F("%s（该格的公式已被数字取代）", "%s (the cell's formula was replaced by a number)", f.Message)
		}
	}
	c.add(f)
}

// overwritten reports whether a figure replaced a total's formula.
func (c *checker) overwritten(fd *model.Field) bool {
	return slices.ContainsFunc(c.report.Notes, func(n model.Note) bool { return n.Field == fd.ID && n.Rule == overwrittenRule })
}

// where returns the row or column that an identity lies in.
func (c *checker) where(id *model.Identity) msg.Text {
	label := model.Short(id.Line.Label)
	if id.Rule.Along == "rows" {
		return msg.F("%s列", "column %s", label)
	}
	if label == "" && id.Total != nil { // a table without rows
		p := id.Total.Column.Parent
		return msg.T(p.Label, p.Label)
	}
	return msg.F("%s行", "row %s", label)
}

// side writes one side of an equation: its terms, and their sum if there are several.
func (c *checker) side(ts []model.Term, sum model.Number, id *model.Identity) msg.Text {
	s := c.spell(ts, id)
	if len(ts) == 1 {
		return s
	}
	return msg.F("%s，合计 %s", "%s, together %s", s, sum)
}

// spell writes terms with their figures, of many only those that are not 0.
func (c *checker) spell(ts []model.Term, id *model.Identity) msg.Text {
	var parts []string
	for _, t := range ts {
		n, _ := c.countedValue(t.Field)
		if len(ts) > 4 && n.Sign() == 0 {
			continue
		}
		node := t.Field.Row
		if id.Rule.Along == "columns" {
			node = t.Field.Column
		}
		sign := "＋"
		if t.Minus {
			sign = "－"
		}
		if len(parts) == 0 && !t.Minus {
			sign = ""
		}
		parts = append(parts, sign+model.Short(node.Label)+" "+n.String())
	}
	if len(parts) == 0 {
		return msg.T("各项均为 0", "all parts are 0")
	}
	s := strings.Join(parts, "")
	return msg.T(s, s)
}
