package check

import (
	"slices"

	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// sumsOfUnits holds every figure of the total against the sum of the units. What
// follows from parts that are reported, or left open, is not reported again.
func (c *checker) sumsOfUnits(kind unitKind) {
	h := c.unitSums()
	differs := make([]model.Number, len(c.form.Fields))
	known := make([]bool, len(c.form.Fields))
	for i := range c.form.Fields {
		known[i] = h.own[i].State == model.IsNumber || h.own[i].State == model.Blank // which counts as 0
		differs[i] = h.own[i].Number.Sub(h.now.Sums[i].Number)
	}
	for i, fd := range c.form.Fields {
		own, sum := h.own[i], h.now.Sums[i]
		if !known[i] || differs[i].Sign() == 0 && own.Why&merge.NoUnit == 0 {
			continue
		}
		if fd.Total != nil && (own.State == model.Blank || follows(fd, differs, known)) {
			continue // another rule speaks of totals left blank
		}
		why := h.now.Open(fd) | sum.Why&merge.Left | own.Why&merge.NoUnit
		if fd.Total != nil {
			lacks, open := h.lacking(fd)
			if open {
				continue // its formula cannot add what nobody has decided
			}
			why |= lacks
		}
		switch {
		case why != 0 && kind == unitsDecided:
			if own.State == model.Blank {
				continue // nobody has decided yet
			}
			f := c.unequal(fd, own, sum, differs[i])
			f.Message = msg.F("汇总定为 %s，%s；没有直接相加：%s", "the total has %s, %s; they were not simply added: %s", spellEntry(own), c.cameTo(sum), why.Text())
			f.Message = c.withChanges(f.Message, i)
			c.add(f)
		case why == 0 && kind == unitsSum:
			f := c.unequal(fd, own, sum, differs[i])
			f.Message = msg.F("汇总 %s，%s，相差 %s", "the total has %s, %s, a difference of %s", spellEntry(own), c.cameTo(sum), differs[i])
			f.Message = c.becauseOf(f.Message, i)
			if fd.Total != nil && len(h.odd[i]) > 0 {
				f.Message = msg.F("%s；有单位自己的总计不等于各项之和：%s", "%s; there are units whose own total is not the sum of its parts: %s", f.Message, c.named(h.odd[i]))
				if h.own.AddsUp(fd) {
					f.Grade = model.Hint // it is the sum of its own parts, and those are
				}
			}
			c.add(f)
		}
	}
}

// follows reports whether a total is off by just what its parts are off by.
func follows(fd *model.Field, differs []model.Number, known []bool) bool {
	var d model.Number
	for _, t := range fd.Total.Right {
		i := t.Field.Index
		switch {
		case !known[i]:
			return false
		case t.Minus:
			d = d.Sub(differs[i])
		default:
			d = d.Add(differs[i])
		}
	}
	return d.Equal(differs[fd.Index])
}

// lacking says why parts of a total lack figures of units, and whether one of them is still open.
func (h *unitSums) lacking(fd *model.Field) (why merge.Why, open bool) {
	for _, t := range fd.Total.Right {
		i := t.Field.Index
		w := h.now.Open(t.Field) & merge.Incomplete
		blank := h.own[i].State == model.Blank
		if t.Field.Total != nil {
			below, o := h.lacking(t.Field)
			w, open = w|below, open || o
			blank = false
		}
		why, open = why|w, open || w != 0 && blank
	}
	return why, open
}

func (c *checker) unequal(fd *model.Field, own merge.Entry, sum merge.Sum, difference model.Number) Finding {
	left, right := own.Number, sum.Number
	f := Finding{Fields: []*model.Field{fd}, Left: &left, Right: &right, Difference: &difference, basis: right.String()}
	if own.State != model.IsNumber {
		f.Left = nil
	}
	return f
}

// cameTo says what the units come to.
func (c *checker) cameTo(sum merge.Sum) msg.Text {
	t := msg.F("%d 个单位相加为 %s", "%d units add up to %s", c.units.now.Reports, spellEntry(merge.Entry{State: model.IsNumber, Number: sum.Number, Unit: sum.Unit}))
	if sum.Lacking > 0 {
		t = msg.F("%s（缺 %d 个单位的数）", "%s (the figures of %d units are lacking)", t, sum.Lacking)
	}
	return t
}

// becauseOf says which units explain a difference.
func (c *checker) becauseOf(t msg.Text, i int) msg.Text {
	h := c.units
	switch {
	case !c.options.Units.Listed:
		return t
	case len(h.changes[i]) == 0 && len(h.odd[i]) > 0:
		return t // which may be why
	case len(h.changes[i]) == 0 && slices.ContainsFunc(c.options.Units.Units, func(u Unit) bool { return u.New }):
		return msg.F("%s；来源表所列各单位的这个数都没有变：汇总表的数改过，或来源表少了单位", "%s; no unit of the list changed this figure: either the total's was changed, or the list lost units", t)
	case len(h.changes[i]) == 0:
		return msg.F("%s；来源表所列各单位的这个数都没有变，是汇总表的数改过", "%s; no unit of the list changed this figure, so the total's was changed", t)
	}
	t = c.withChanges(t, i)
	if was := h.then.Sums[i].Number; !was.Equal(h.own[i].Number) {
		t = msg.F("%s；汇总时相加为 %s，汇总表的数也改过", "%s; they added up to %s when merged, so the total's figure was changed too", t, was)
	}
	return t
}

// withChanges adds which units changed a figure since.
func (c *checker) withChanges(t msg.Text, i int) msg.Text {
	var parts []msg.Text
	for _, ch := range c.units.changes[i] {
		u := &c.options.Units.Units[ch.unit]
		parts = append(parts, msg.F("%s由 %s 改为 %s", "%s changed it from %s to %s", u.Name, spellEntry(ch.from), spellEntry(ch.to)))
	}
	if len(parts) == 0 {
		return t
	}
	return msg.F("%s；汇总后 %s", "%s; since the merge %s", t, some(parts))
}

func (c *checker) named(units []int) msg.Text {
	var parts []msg.Text
	for _, i := range units {
		name := c.options.Units.Units[i].Name
		parts = append(parts, msg.T(name, name))
	}
	return some(parts)
}
