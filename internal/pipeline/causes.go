package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// Causes finds the few cells that explain the findings of a report: findings are
// what [Check] gave by the same options. It proposes; it changes nothing.
func Causes(r *model.Report, findings []check.Finding, o check.Options) locate.Outcome {
	if figures, isTotal := unitFigures(r, o.Units); isTotal {
		return locate.ExplainTotal(r, findings, figures)
	}
	o.Units = nil // they have no part in what explains a report by itself
	ev := evidence(r, o)
	if slices.ContainsFunc(findings, func(x check.Finding) bool {
		return x.Rule.Relation == model.RelSum || x.Rule.Relation == model.RelBalance
	}) {
		ev.Statements = statements(r, o.Compared(r))
	}
	return locate.Explain(r, findings, ev, func(r *model.Report) []check.Finding { return Check(r, o) })
}

// unitFigures are what the units of a total contribute to it: as their files have it
// now where it was held against them, and otherwise as the total lists it. isTotal is
// false for a report that neither lists units nor was held against any.
func unitFigures(r *model.Report, held *check.Units) (figures []locate.UnitFigures, isTotal bool) {
	sources, err := sums.ReadSources(r)
	cells := map[string][]string{} // of each unit's own file, in the order of the form's fields
	for _, s := range sources {
		cells[s.Key()] = sums.DecodeCells(s.Cells)
		if s.Cells == "" && s.Form == r.Form.ID {
			cells[s.Key()] = lists.Map(r.Form.Fields, xlsx.NewLayout(r.Form).Cell)
		}
	}
	add := func(code, name, file string, row sums.Row) {
		if !row.Fits(r.Form) {
			return
		}
		t := sums.New(r.Form)
		t.Add(row.Entries())
		own := t.Report(nil)
		at := cells[cmp.Or(code, name)]
		for i, fd := range r.Form.Fields {
			if v := own.Value(fd.ID); i < len(at) {
				v.Cell = at[i]
				own.Values[fd.ID] = v
			}
		}
		figures = append(figures, locate.UnitFigures{Name: name, File: file, Report: own})
	}
	if held == nil || !held.Fault.IsZero() {
		for _, s := range sources {
			if s.Role == sums.Counted {
				add(s.Code, s.Name, s.File, s.Row)
			}
		}
		return figures, err != nil || len(sources) > 0
	}
	for _, u := range held.Units {
		if !(held.Listed && u.New) && u.Within == "" {
			row := u.Now
			if row.IsZero() {
				row = u.Then
			}
			add(u.Code, u.Name, u.File, row)
		}
	}
	return figures, true
}

// evidence is what is known of a report besides itself: what last year's report
// asks of it, and last year's figures. A report that is no pair with this one is
// evidence of nothing.
func evidence(r *model.Report, o check.Options) (ev locate.Evidence) {
	if o.Last == nil {
		return ev
	}
	last, this := o.Last, r
	for _, x := range diff.Pair(last, this, o.Renamed) {
		if !x.Doubt {
			return ev
		}
	}
	for _, b := range diff.Balances(last, this) {
		if e, ok := equation(b); ok {
			ev.Equations = append(ev.Equations, e)
		}
	}
	matches, err := model.Align(o.Last.Form, r.Form)
	if err != nil {
		return ev
	}
	old := map[*model.Field]model.Number{}
	for _, m := range matches {
		if m.As != "same" || len(m.To) != 1 {
			continue
		}
		if v := model.Sum(o.Last, m.From); v.IsNumber() {
			old[m.To[0]] = v.Number
		}
	}
	ev.Last = func(fd *model.Field) (model.Number, bool) { n, ok := old[fd]; return n, ok }
	return ev
}

// statements are the figures that the narratives tell of cells. What is told in two
// ways speaks for nothing.
func statements(r, last *model.Report) []locate.Statement {
	type told struct {
		locate.Statement
		twice bool
	}
	var all []*told
	at := map[string]*told{}
	for _, g := range narrative.ReaderFor(r.Form).Read(r, last) {
		terms := g.Terms()
		key := fmt.Sprint(terms)
		switch t := at[key]; {
		case terms == nil:
		case t == nil:
			at[key] = &told{Statement: locate.Statement{Terms: terms, Value: g.Number}}
			all = append(all, at[key])
		default:
			t.twice = t.twice || !t.Value.Equal(g.Number)
		}
	}
	var out []locate.Statement
	for _, t := range all {
		if !t.twice {
			out = append(out, t.Statement)
		}
	}
	return out
}

// equation is an identity across years with last year's figures put in; it needs
// them all. What may be explained rather than corrected binds less.
func equation(b diff.Balance) (e locate.Equation, ok bool) {
	e.Rule, e.Soft = b.Identity.Rule, b.Identity.Rule.Grade != model.Error
	for i, t := range b.Terms {
		if i >= len(b.Identity.Left) {
			t.Minus = !t.Minus
		}
		if !t.Last {
			e.Terms = append(e.Terms, model.Term{Field: t.Field, Minus: t.Minus})
			continue
		}
		if !t.Value.IsNumber() {
			return e, false
		}
		if n := t.Value.Number; t.Minus {
			e.Const = e.Const.Add(n)
		} else {
			e.Const = e.Const.Sub(n)
		}
	}
	return e, len(e.Terms) > 0
}

// Assignment is a cell, by its id or its address, and what it is supposed to say.
type Assignment struct{ Cell, Text string }

// ParseAssignment reads "requests.new.total=41" or "三、依申请公开!D12=41".
func ParseAssignment(s string) (Assignment, error) {
	cell, text, ok := strings.Cut(s, "=")
	if cell = strings.TrimSpace(cell); !ok || cell == "" {
		return Assignment{}, &msg.Problem{What: msg.F("--set 应写成“格=数”，而不是“%s”", "--set is CELL=VALUE, not %q", s),
			Hint: msg.T("格写编号（如 requests.new.total）或地址（如 三、依申请公开!D5）", "CELL is an id such as requests.new.total, or an address")}
	}
	return Assignment{cell, strings.TrimSpace(text)}, nil
}

// WhatIf is the report as it would be with some cells changed. Values are read as
// if they stood in the file; an empty one leaves the cell blank. The report itself
// stays. The error is a *msg.Problem.
func WhatIf(r *model.Report, sets []Assignment) (*model.Report, []findings.Supposed, error) {
	f := r.Form
	values := map[string]model.Value{}
	var out []findings.Supposed
	var notes []model.Note
	for _, a := range sets {
		fd, err := FieldNamed(r, a.Cell)
		if err != nil {
			return nil, nil, err
		}
		if _, twice := values[fd.ID]; twice {
			return nil, nil, &msg.Problem{What: msg.F("格“%s”给出了两次", "cell %q is given twice", a.Cell), Hint: msg.T("只写一次", "give it once")}
		}
		old := r.Value(fd.ID)
		v, ns := intake.Read(intake.Cell{Kind: intake.Text, Text: a.Text, Address: old.Cell}, fd, &f.Reading)
		if n, err := model.ParseNumber(a.Text); err == nil {
			v, ns = model.Value{State: model.IsNumber, Number: n, Cell: old.Cell}, nil
		}
		values[fd.ID] = v
		notes = append(notes, ns...)
		out = append(out, findings.Supposed{Field: fd, Present: old, New: v})
	}
	what := r.With(f, values)
	what.Notes = append(what.Notes, notes...)
	return what, out, nil
}

// FieldAt finds a field by id, by its address in the report's file, or in the
// blank template.
func FieldAt(r *model.Report, cell string) (*model.Field, bool) {
	f := r.Form
	if fd, ok := f.Field(cell); ok {
		return fd, true
	}
	plain := func(s string) string { return strings.NewReplacer("'", "", "$", "", "！", "!").Replace(s) }
	given := false
	for _, fd := range f.Fields {
		if at := r.Value(fd.ID).Cell; at != "" {
			given = true
			if strings.EqualFold(plain(at), plain(cell)) {
				return fd, true
			}
		}
	}
	if given {
		return nil, false // the file's own addresses are what a reader means
	}
	return xlsx.NewLayout(f).Find(plain(cell))
}
