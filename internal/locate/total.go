package locate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// UnitFigures are what a unit contributes to a total, as a report in the total's form. Cells are those of the
// unit's own file.
type UnitFigures struct {
	Name, File string
	Report     *model.Report
}

// UnitShare is what a unit's figures are off by where a total's are.
type UnitShare struct {
	Name, File, Cell string
	Off              model.Number
}

// ExplainTotal finds the causes of a total's findings among its units: an identity that fails in the total by as
// much as it fails in units, taken together, fails there. A sum has no slips of digits, so that no other cause is
// looked for, but for totals left blank. Findings of identities that the units do not explain are open.
func ExplainTotal(r *model.Report, findings []check.Finding, units []UnitFigures) Outcome {
	p := Problem{Form: r.Form, Report: r, Equations: Identities(r.Form)}
	var out Outcome
	at := map[string]int{} // causes, by their units
	for _, x := range findings {
		i := slices.IndexFunc(p.Equations, func(e Equation) bool { return e.matches(x) })
		if i < 0 {
			continue
		}
		shares, ok := sharesOf(r, &p.Equations[i], units)
		if !ok {
			out.Open = append(out.Open, x)
			continue
		}
		var key strings.Builder
		for _, s := range shares {
			key.WriteString(s.Name + "\x00" + s.File + "\x00")
		}
		n, known := at[key.String()]
		if !known {
			n = len(out.Causes)
			at[key.String()] = n
			out.Causes = append(out.Causes, Explanation{Cause: Cause{Slip: InUnits, Certain: true, Group: n, LikelyCount: 1, Units: shares}})
		}
		out.Causes[n].Findings = append(out.Causes[n].Findings, x)
	}
	for _, c := range blankTotals(r, findings) {
		c.Group = len(out.Causes)
		e := Explanation{Cause: c}
		for _, x := range findings {
			if aboutCells(x) && c.accountsFor(&p, x) {
				e.Findings = append(e.Findings, x)
			}
		}
		out.Causes = append(out.Causes, e)
	}
	return out
}

// sharesOf are the units in which an equation fails; ok is false where what they are off by is not what the total
// is, so that the total has a fault of its own.
func sharesOf(r *model.Report, e *Equation, units []UnitFigures) (shares []UnitShare, ok bool) {
	off, known := residualOf(r, r, e)
	if !known {
		return nil, false
	}
	sum := model.Number{}
	for _, u := range units {
		own, known := residualOf(r, u.Report, e)
		if !known {
			return nil, false
		}
		if own.Sign() == 0 {
			continue
		}
		sum = sum.Add(own)
		cell := ""
		for _, t := range e.Terms {
			cell = cmp.Or(cell, u.Report.Value(t.Field.ID).Cell)
		}
		shares = append(shares, UnitShare{u.Name, u.File, cell, own})
	}
	sorting.By(shares, func(a, b UnitShare) int { return b.Off.Abs().Cmp(a.Off.Abs()) })
	return shares, len(shares) > 0 && sum.Equal(off)
}

// residualOf is what an equation is off by in a report. Totals that the total's own file computes are computed of
// any report's parts, since that is what went into the sum. ok is false if a cell has no figure to add.
func residualOf(total, r *model.Report, e *Equation) (off model.Number, ok bool) {
	for _, t := range e.Terms {
		n, ok := figureOf(total, r, t.Field, 0)
		if !ok {
			return off, false
		}
		off = off.Add(t.Signed(n))
	}
	return off.Sub(e.Const), true
}

// figureOf is a field's figure, see residualOf.
func figureOf(total, r *model.Report, fd *model.Field, depth int) (n model.Number, ok bool) {
	v := r.Value(fd.ID)
	computed := fd.Total != nil && (total.Value(fd.ID).Computed || !v.IsNumber())
	switch {
	case v.State == model.Unreadable || depth > 8:
		return n, false
	case !computed && v.IsNumber():
		return v.Number, true
	case !computed:
		return n, true // blank or absent, and counted as 0
	}
	for _, t := range fd.Total.Right {
		part, ok := figureOf(total, r, t.Field, depth+1)
		if !ok {
			return n, false
		}
		n = n.Add(t.Signed(part))
	}
	return n, true
}

// ofUnits says of a total's cause which units it lies in.
func (c Explanation) ofUnits() msg.Text {
	units := named(c.Units)
	if len(c.Units) == 1 {
		return msg.F("出在%s；请该单位改正后重新汇总，不要改汇总表。", "it lies in %s; have the unit correct it and merge again, and leave the total as it is.", units)
	}
	return msg.F("出在 %d 个单位的报告，合计正是这里相差的数：%s；请这些单位改正后重新汇总，不要改汇总表。", "it lies in the reports of %d units, which together are off by just this: %s; have them correct it and merge again, and leave the total as it is.", len(c.Units), units)
}

// named names units with what they are off by, the first ones of many.
func named(units []UnitShare) msg.Text {
	var parts []msg.Text
	for i, u := range units {
		if i == maxOthers {
			parts = append(parts, msg.F("等 %d 个单位", "%d units in all", len(units)))
			break
		}
		what := msg.F("%s的报告（%s），同一处相差 %s", "the report of %s (%s), which is off by %s there", u.Name, u.File, u.Off)
		if u.Cell != "" {
			what = msg.F("%s的报告（%s，%s），同一处相差 %s", "the report of %s (%s, %s), which is off by %s there", u.Name, u.File, u.Cell, u.Off)
		}
		parts = append(parts, what)
	}
	return msg.Join(parts, "；", "; ")
}
