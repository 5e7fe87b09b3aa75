package sums

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Loss is a figure of another edition that has no place in the total.
type Loss struct {
	Field  *model.Field // of the report's own form
	Number model.Number
	Unit   string // of money, where the cell or the form names one
	Note   msg.Text
}

// Translate gives entries of one form as entries of another, over the crosswalk
// between their editions, with amounts in the units of that form. A form and its
// variants share their fields' ids. Ok is false when no crosswalk relates them.
func (es Entries) Translate(from, to *model.Form) (out Entries, lost []Loss, ok bool) {
	if from == to {
		return inUnits(es, to), nil, true
	}
	pairs, ok := related(from, to)
	if !ok {
		return nil, nil, false
	}
	out = make(Entries, len(to.Fields))
	for i := range out {
		out[i] = Entry{State: model.Absent, Why: Left}
	}
	covered := map[*model.Field]bool{}
	for _, p := range pairs {
		src, dst := p.From, p.To
		for _, fd := range src {
			covered[fd] = true
		}
		if len(src) == 0 {
			continue
		}
		if len(dst) == 0 || p.Entry.As != "same" && p.Entry.As != "counterpart" {
			lost = append(lost, losses(src, es, p.Entry.Note)...)
			continue
		}
		e := together(src, es)
		if p.Entry.As == "counterpart" {
			e.Why |= Near
		}
		if len(dst) > 1 && (e.State != model.IsNumber || e.Number.Sign() != 0) && e.State != model.Blank {
			// Which of them it belongs to nobody said.
			lost = append(lost, losses(src, es, msg.T("一个数分属多格，无法拆分", "one figure for several cells, and nobody said how it divides"))...)
			e = Entry{State: model.Absent, Why: e.Why | Split}
		}
		for _, fd := range dst {
			out[fd.Index] = e
		}
	}
	for _, fd := range from.Fields {
		if !covered[fd] {
			lost = append(lost, losses([]*model.Field{fd}, es, msg.Text{})...)
		}
	}
	sorting.By(lost, func(a, b Loss) int { return a.Field.Index - b.Field.Index })
	return inUnits(out, to), lost, true
}

// related relates the fields of two forms: those of one edition by their ids, others
// over the crosswalk.
func related(from, to *model.Form) (pairs []model.Pair, ok bool) {
	switch {
	case from.Edition == to.Edition:
		for _, fd := range from.Fields {
			if same, ok := to.Field(fd.ID); ok {
				pairs = append(pairs, model.Pair{From: []*model.Field{fd}, To: []*model.Field{same}, Entry: model.CrossEntry{As: "same"}})
			}
		}
	case to.Crosswalk != nil && to.Crosswalk.From == from.Edition:
		pairs = to.Crosswalk.Pairs(from, to)
	case from.Crosswalk != nil && from.Crosswalk.From == to.Edition:
		pairs = from.Crosswalk.Pairs(to, from)
		for i, p := range pairs {
			pairs[i].From, pairs[i].To = p.To, p.From
		}
	default:
		return nil, false
	}
	return pairs, true
}

// losses are the figures other than 0 among fields.
func losses(fields []*model.Field, entries Entries, note msg.Text) (out []Loss) {
	for _, fd := range fields {
		if e := entries[fd.Index]; e.State == model.IsNumber && e.Number.Sign() != 0 {
			out = append(out, Loss{fd, e.Number, cmp.Or(e.Unit, fd.Unit), note})
		}
	}
	return out
}

// together sums entries of one report.
func together(fields []*model.Field, entries Entries) Entry {
	sum := entries[fields[0].Index]
	for _, fd := range fields[1:] {
		e := entries[fd.Index]
		sum.Why |= e.Why
		switch {
		case sum.State == model.IsNumber && e.State == model.IsNumber:
			sum.Number = sum.Number.Add(e.Number)
		case e.State == model.IsNumber, e.State == model.Unreadable, e.State == model.Absent && sum.State == model.Blank:
			sum.State, sum.Number = e.State, e.Number
		}
	}
	return sum
}

// inUnits converts amounts into the unit their field prints, or into the first
// unit of money for a field that prints none. Nothing is rounded.
func inUnits(entries Entries, f *model.Form) Entries {
	out := slices.Clone(entries)
	for i, fd := range f.Fields {
		e := &out[i]
		if e.State != model.IsNumber {
			e.Unit = ""
			continue
		}
		factor, money := f.Merging.Money[e.Unit]
		target := fd.Unit
		if fd.Kind != model.Amount {
			if money {
				*e = Entry{State: model.Unreadable, Why: e.Why | Unreadable}
			}
			e.Unit = ""
			continue
		}
		if target == "" && len(f.Reading.Money) > 0 {
			target = f.Reading.Money[0]
		}
		into, known := f.Merging.Money[target]
		switch {
		case e.Unit == "" && (fd.Unit != "" || e.Number.Sign() == 0), e.Unit == target:
		case e.Unit == "":
			e.Why |= NoUnit
			continue
		case !money || !known:
			*e = Entry{State: model.Unreadable, Why: e.Why | Unreadable}
			continue
		default:
			n, exact := e.Number.Mul(factor).Over(into)
			if !exact {
				*e = Entry{State: model.Unreadable, Why: e.Why | Unreadable}
				continue
			}
			e.Number = n
		}
		if e.Unit = ""; fd.Unit == "" && e.Number.Sign() != 0 {
			e.Unit = target
		}
	}
	return out
}
