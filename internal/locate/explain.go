package locate

import (
	"slices"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/model"
)

// Evidence is what may be known besides a report and its form.
type Evidence struct {
	// Equations hold besides those of the form, such as what last year's report demands of this one.
	Equations []Equation
	// Last gives last year's figure of a cell; it may be nil.
	Last func(*model.Field) (model.Number, bool)
	// Statements are the sums of cells that the report's narratives state.
	Statements []Statement
}

// Explanation is a cause with the findings it accounts for.
type Explanation struct {
	Cause
	Findings []check.Finding
	// Following is how many findings, the last ones, are no broken identities but warnings that vanish when the
	// cause is mended, such as a narrative with the right figure.
	Following int
}

// Leads reports whether a finding is one that the cause was found by, rather than one that follows from it.
func (c Explanation) Leads(f check.Finding) bool {
	return slices.ContainsFunc(c.Findings[:len(c.Findings)-c.Following], func(x check.Finding) bool { return x.Key == f.Key })
}

// Outcome is what explains a report's findings.
type Outcome struct {
	// Causes are best first: those that together explain the report, and behind them their alternatives.
	Causes []Explanation
	// Open are the findings of broken identities for which no cause was found.
	Open []check.Finding
}

// Explain finds the causes of findings. Recheck returns the findings of a corrected report by the same rules; a
// finding that it still returns is not counted as explained.
func Explain(r *model.Report, findings []check.Finding, ev Evidence, recheck func(*model.Report) []check.Finding) Outcome {
	f := r.Form
	p := Problem{Form: f, Report: r, Equations: inFilledTables(r, append(Identities(f), ev.Equations...)), Last: ev.Last, Statements: ev.Statements}
	if !slices.ContainsFunc(findings, func(x check.Finding) bool { return x.Rule.Relation != model.RelBlank && p.explainable(x) }) {
		return Outcome{}
	}
	res := Run(p)
	corrected := correctedReport(r, res.Causes)
	causes := append(res.Causes, blankTotals(corrected, findings)...)
	if len(causes) > len(res.Causes) {
		sortCauses(causes)
		corrected = correctedReport(r, causes)
	}
	var after []check.Finding
	if len(causes) > 0 {
		after = recheck(corrected)
	}
	left := keysOf(after)
	var out Outcome
	explained := map[string]bool{}
	best := len(slices.DeleteFunc(slices.Clone(causes), func(c Cause) bool { return c.Rank != 0 }))
	for _, c := range causes {
		e := Explanation{Cause: c}
		for _, x := range findings {
			if p.explainable(x) && c.accountsFor(&p, x) && (c.Rank > 0 || !left[x.Key]) {
				e.Findings = append(e.Findings, x)
				explained[x.Key] = true
			}
		}
		if len(e.Findings) == 0 {
			continue
		}
		if c.Rank == 0 {
			without := left
			if best > 1 {
				without = keysOf(recheck(correctedReport(r, []Cause{c})))
			}
			e.addFollowing(&p, findings, explained, without)
		}
		out.Causes = append(out.Causes, e)
	}
	told := out.best()
	if len(told) > 0 && len(told) < best {
		after = recheck(correctedReport(r, told)) // some were left out: they explain no finding
	}
	out.leaveOutBreaking(&p, findings, after)
	for _, x := range findings {
		if _, ok := out.CauseOf(x); !ok && p.isBrokenEquation(x) {
			out.Open = append(out.Open, x)
		}
	}
	return out
}

// best are the best causes of the groups.
func (o *Outcome) best() (out []Cause) {
	for _, c := range o.Causes {
		if c.Rank == 0 {
			out = append(out, c.Cause)
		}
	}
	return out
}

// leaveOutBreaking leaves out the groups whose best cause breaks an identity that holds now. The search supposes another
// slip to mend that one; where no finding tells of it, the cause alone is wrong advice. After are the findings of the
// report with the best causes mended.
func (o *Outcome) leaveOutBreaking(p *Problem, before, after []check.Finding) {
	isError := func(x check.Finding) bool { return x.Grade == model.Error && p.isBrokenEquation(x) }
	for _, x := range after {
		if !isError(x) || slices.ContainsFunc(before, func(b check.Finding) bool { return b.Key == x.Key }) {
			continue
		}
		breaks := map[int]bool{}
		for _, c := range o.Causes {
			if c.Rank == 0 && slices.ContainsFunc(x.Fields, func(fd *model.Field) bool {
				return c.changesPartsOf(p, fd, 0) || slices.ContainsFunc(c.Changes, func(ch Change) bool { return ch.Field == fd })
			}) {
				breaks[c.Group] = true
			}
		}
		o.Causes = slices.DeleteFunc(o.Causes, func(c Explanation) bool { return breaks[c.Group] })
	}
}

// keysOf are the keys of findings.
func keysOf(findings []check.Finding) map[string]bool {
	out := map[string]bool{}
	for _, x := range findings {
		out[x.Key] = true
	}
	return out
}

// addFollowing adds the warnings that are not left once the cause is mended, and that no cause explains yet. What
// reading noticed stays a finding of its own, and so does what is about a unit.
func (c *Explanation) addFollowing(p *Problem, findings []check.Finding, explained, left map[string]bool) {
	for _, x := range findings {
		if x.Grade != model.Warning || explained[x.Key] || left[x.Key] || p.explainable(x) || slices.Contains([]string{model.RelNote, model.RelUnits}, x.Rule.Relation) {
			continue
		}
		c.Findings = append(c.Findings, x)
		c.Following++
		explained[x.Key] = true
	}
}

// inFilledTables leaves out the equations over tables that nobody has filled in yet: a single figure among
// blanks, or figures brought along from last year, do not tell what the others should be. It leaves out those over
// tables of which rows or columns are doubtful, too: where figures may stand in other cells than they were read for,
// no figure is the cause.
func inFilledTables(r *model.Report, equations []Equation) []Equation {
	typed := map[*model.Table]int{}
	for id, v := range r.Values {
		if taken, ok := r.Taken[id]; !v.IsNumber() || v.Computed || ok && v.Number.Equal(taken.Number) {
			continue
		}
		if fd, ok := r.Form.Field(id); ok {
			typed[fd.Table]++
		}
	}
	doubtful := map[string]bool{}
	for _, n := range r.Notes {
		if n.Rule == "FORM-DOUBT" {
			doubtful[n.Section] = true
		}
	}
	return slices.DeleteFunc(equations, func(e Equation) bool {
		return typed[e.Terms[0].Field.Table] < 2 || slices.ContainsFunc(e.Terms, func(t model.Term) bool { return doubtful[t.Field.Table.ID] })
	})
}

// explainable reports whether a finding is of the kind that a wrong figure in a cell causes: an equation that
// fails, or a cell without a figure.
func (p *Problem) explainable(x check.Finding) bool {
	return len(x.Fields) > 0 && (p.isBrokenEquation(x) || aboutCells(x))
}

// isBrokenEquation reports whether a finding says that an equation fails.
func (p *Problem) isBrokenEquation(x check.Finding) bool {
	return slices.ContainsFunc(p.Equations, func(e Equation) bool { return e.matches(x) })
}

// aboutCells reports whether a finding is about what single cells hold.
func aboutCells(x check.Finding) bool {
	return slices.Contains([]string{model.RelUnreadable, model.RelKind, model.RelBlankTotal, model.RelAbsent, model.RelBlank}, x.Rule.Relation)
}

// accountsFor reports whether a cause explains a finding: it takes part in mending the equation, or changes the
// cells that the finding names.
func (c *Cause) accountsFor(p *Problem, x check.Finding) bool {
	if !aboutCells(x) {
		return slices.ContainsFunc(c.Mends, func(i int) bool { return p.Equations[i].matches(x) }) ||
			slices.ContainsFunc(x.Fields, func(fd *model.Field) bool { return c.changesPartsOf(p, fd, 0) })
	}
	return !slices.ContainsFunc(x.Fields, func(fd *model.Field) bool {
		return !slices.ContainsFunc(c.Changes, func(ch Change) bool { return ch.Field == fd })
	})
}

// changesPartsOf reports whether a live total follows from what the cause changes: an identity over such totals
// holds when those of their parts do.
func (c *Cause) changesPartsOf(p *Problem, fd *model.Field, depth int) bool {
	if fd.Total == nil || !p.Report.Value(fd.ID).Computed || depth > 8 {
		return false
	}
	return slices.ContainsFunc(fd.Total.Right, func(t model.Term) bool {
		return slices.ContainsFunc(c.Changes, func(ch Change) bool { return ch.Field == t.Field }) || c.changesPartsOf(p, t.Field, depth+1)
	})
}

// matches reports whether a finding says that the equation fails.
func (e *Equation) matches(x check.Finding) bool {
	return x.Rule == e.Rule && len(x.Fields) > 0 && len(x.Fields) <= len(e.Terms) && x.Fields[0] == e.Terms[0].Field
}

// correctedReport returns the report with the best cause of every group applied.
func correctedReport(r *model.Report, causes []Cause) *model.Report {
	values := map[string]model.Value{}
	for _, c := range causes {
		for _, ch := range c.Changes {
			if c.Rank == 0 {
				values[ch.Field.ID] = ch.Value()
			}
		}
	}
	return r.With(r.Form, values)
}

// Value returns what the cell would hold after the change.
func (c Change) Value() model.Value {
	return model.Value{State: model.IsNumber, Number: c.Proposed, Cell: c.Present.Cell}
}

// blankTotals proposes the sums of totals that were left blank, one cause for each table. The report is the
// corrected one.
func blankTotals(r *model.Report, findings []check.Finding) []Cause {
	var out []Cause
	var table *model.Table
	group := 1 << 20 // behind all others until causes are numbered anew
	for _, x := range findings {
		if x.Rule.Relation != model.RelBlankTotal {
			continue
		}
		fd := x.Fields[0]
		sum, ok := sumOf(r, fd, 0)
		if v := r.Value(fd.ID); !ok || v.IsNumber() {
			continue
		}
		if fd.Table != table {
			out = append(out, Cause{Slip: NoTotal, Certain: true, Group: group, LikelyCount: 1})
			table = fd.Table
			group++
		}
		c := &out[len(out)-1]
		c.Changes = append(c.Changes, Change{Field: fd, Present: r.Value(fd.ID), Proposed: sum, Slip: NoTotal})
	}
	return out
}

// sumOf adds up the parts of a total as the checker does. ok is false if one of them has no figure.
func sumOf(r *model.Report, fd *model.Field, depth int) (n model.Number, ok bool) {
	v := r.Value(fd.ID)
	switch {
	case v.IsNumber():
		return v.Number, true
	case v.State == model.Unreadable || depth > 8:
		return n, false
	case fd.Total == nil:
		return n, v.State == model.Blank
	}
	for _, t := range fd.Total.Right {
		p, ok := sumOf(r, t.Field, depth+1)
		if !ok {
			return n, false
		}
		n = n.Add(t.Signed(p))
	}
	return n, true
}
