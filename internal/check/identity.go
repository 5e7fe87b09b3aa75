package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// overwrittenRule is the rule of the note that a total's formula is gone.
const overwrittenRule = "FORMULA-OVERWRITTEN"

const (
	known   = 1 // counted gives a figure
	unknown = 2 // it cannot
)

// counted is what a cell counts for in an identity. A blank counts as 0, but a
// total left blank over parts that are not counts as their sum: it is reported
// once, and what follows from it is not. A cell that is missing or no number
// counts for nothing, and the identity cannot be judged.
func (c *checker) counted(fd *model.Field) (model.Number, bool) {
	i := fd.Index
	if c.state[i] == 0 {
		c.state[i] = unknown // until proved otherwise, also against a form that loops
		switch v := &c.values[i]; {
		case v.State == model.IsNumber:
			c.sums[i], c.state[i] = v.Number, known
		case v.State == model.Unreadable:
		case fd.Total != nil:
			if sum, ok := c.sum(fd.Total.Right); ok {
				c.sums[i], c.state[i] = sum, known
			}
		case v.State == model.Blank:
			c.state[i] = known
		}
	}
	return c.sums[i], c.state[i] == known
}

func (c *checker) sum(ts []model.Term) (n model.Number, ok bool) {
	for _, t := range ts {
		v, ok := c.counted(t.Field)
		if !ok {
			return n, false
		}
		if t.Minus {
			n = n.Sub(v)
		} else {
			n = n.Add(v)
		}
	}
	return n, true
}

func (c *checker) allBlank(ts []model.Term) bool {
	for _, t := range ts {
		if s := c.values[t.Field.Index].State; s != model.Blank && s != model.Absent {
			return false
		}
	}
	return true
}

func (c *checker) anyBlank(ts []model.Term) bool {
	return slices.ContainsFunc(ts, func(t model.Term) bool { return c.values[t.Field.Index].State == model.Blank })
}

func (c *checker) identity(id *model.Identity) {
	// A blank total is the blank rule's to report.
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
		if left.Sign() >= 0 || c.anyBlank(id.Left) { // what a blank stands for may be enough
			return
		}
	case model.RelUnequal:
		first, _ := c.counted(id.Right[0].Field)
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

func (c *checker) overwritten(fd *model.Field) bool {
	for _, n := range c.report.Notes {
		if n.Field == fd.ID && n.Rule == overwrittenRule {
			return true
		}
	}
	return false
}

// where names the row or column an identity lies in.
func (c *checker) where(id *model.Identity) msg.Text {
	label := short(id.Line.Label)
	if id.Rule.Along == "rows" {
		return msg.F("%s列", "column %s", label)
	}
	if label == "" && id.Total != nil { // a table without rows
		p := id.Total.Column.Parent
		return msg.T(p.Label, p.Label)
	}
	return msg.F("%s行", "row %s", label)
}

// side is one side of an equation: its terms, and their sum when several.
func (c *checker) side(ts []model.Term, sum model.Number, id *model.Identity) msg.Text {
	s := c.spell(ts, id)
	if len(ts) == 1 {
		return s
	}
	return msg.F("%s，合计 %s", "%s, together %s", s, sum)
}

// spell writes terms with their figures. Of many, only those that are not 0.
func (c *checker) spell(ts []model.Term, id *model.Identity) msg.Text {
	var parts []string
	for _, t := range ts {
		n, _ := c.counted(t.Field)
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
		parts = append(parts, sign+short(node.Label)+" "+n.String())
	}
	if len(parts) == 0 {
		return msg.T("各项均为 0", "all parts are 0")
	}
	s := strings.Join(parts, "")
	return msg.T(s, s)
}
