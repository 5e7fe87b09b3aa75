package engine

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

func (e *Engine) report(c *call, q OfFile) (Report, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Report{}, err
	}
	return e.drawn(c, f, *e.result(f)), nil
}

// drawn is a result of a file as its form.
func (e *Engine) drawn(c *call, f *file, r gkxl.Result) Report {
	r.File = f.name
	if r.Err == nil && r.Figures == nil {
		r.Figures = gkxl.Figures(r.Report, f.last)
	}
	r.Review = e.reviewed(f, r)
	out := Report{Line: e.line(f, c.lang), View: findings.ViewOf(r, c.lang), Cover: []CoverLine{}, Texts: []TextPart{}}
	if r.Err != nil {
		return out
	}
	form := r.Report.Form
	for _, item := range form.Cover {
		if v := strings.TrimSpace(r.Report.Cover[item.ID]); v != "" { // organ and year stand above the report
			out.Cover = append(out.Cover, CoverLine{item.Label, v})
		}
	}
	for _, s := range form.Sections {
		t := strings.TrimSpace(r.Report.Texts[s.ID])
		if s.Table != nil && t == "" {
			continue
		}
		part := TextPart{Section: s.ID, Title: s.Heading, Text: t, Numbers: []int{}}
		for _, v := range out.Findings {
			for _, id := range v.Sections {
				if id == s.ID {
					part.Numbers = append(part.Numbers, v.Number)
				}
			}
		}
		if part.Text != "" || !s.Optional || len(part.Numbers) > 0 {
			out.Texts = append(out.Texts, part)
		}
	}
	return out
}

func (e *Engine) whatIf(c *call, q WhatIf) (Report, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Report{}, err
	}
	r := *e.result(f)
	if r.Err != nil || len(q.Sets) == 0 {
		return e.drawn(c, f, r), nil
	}
	sets := lists.Map(q.Sets, func(s SetOne) gkxl.Assignment { return gkxl.Assignment{Cell: s.Cell, Text: s.Text} })
	supposed, changed, err := gkxl.WhatIf(r.Report, sets)
	if err != nil {
		return Report{}, err
	}
	o := e.checked(f)
	found := gkxl.Check(supposed, o)
	return e.drawn(c, f, gkxl.Result{Report: supposed, Findings: found, Supposed: changed, Causes: gkxl.Causes(supposed, found, o)}), nil
}

// checked is what a file was checked with, with the report on the year before that was found for it.
func (e *Engine) checked(f *file) gkxl.CheckOptions {
	return gkxl.CheckOptions{Local: e.options(f).Local, LastDoubt: f.lastDoubt, Last: f.last, Renamed: f.renamed || f.last != nil && f.beside == "", LastSought: f.beside == "" && e.last != nil && f.role == ThisYear}
}

func (e *Engine) prepublish(c *call, q OfFile) (Prepublish, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Prepublish{}, err
	}
	r := e.result(f)
	if r.Err != nil {
		return Prepublish{}, r.Err
	}
	found := gkxl.CheckPublish(r.Report, f.data)
	v := findings.ViewOf(gkxl.Result{File: f.name, Report: r.Report, Findings: found}, c.lang)
	out := Prepublish{Findings: append([]findings.ViewFinding{}, v.Findings...)}
	out.Sentence = c.t("没有发现不宜公开的内容", "nothing was found that must not be published")
	if len(found) > 0 {
		out.Sentence = msg.F("公开前要看的有 %s 处", "%s to be looked at before publication", msg.Count(len(found), "place is", "places are")).In(c.lang)
	}
	return out, nil
}

// isLocal reports whether a rule is one of the local ones.
func (e *Engine) isLocal(id string) bool {
	_, ok := e.local.Find(id)
	return ok
}

// localRules reads the local rules that come with the request, and checks by them from now
// on; without content, they are forgotten.
func (e *Engine) localRules(c *call, q LocalFile) (Local, error) {
	if len(c.blobs) == 0 {
		e.local, e.localAs = nil, ""
		return Local{}, nil
	}
	rules, err := gkxl.ReadLocalRules(q.Name, c.blobs[0], nil)
	if err != nil {
		return Local{}, err
	}
	e.local, e.localAs = rules, q.Name
	return Local{q.Name, rules.Title.In(c.lang), len(rules.Rules)}, nil
}

func (e *Engine) rules(c *call, q RuleAsked) (Rules, error) {
	forms, err := templates.Candidates(nil)
	if err != nil {
		return Rules{}, err
	}
	out := Rules{Rules: []RuleLine{}}
	var b strings.Builder
	oldest := make([]*model.Form, 0, len(forms))
	for i := len(forms) - 1; i >= 0; i-- {
		oldest = append(oldest, forms[i])
	}
	if q.Edition != "" {
		oldest = slices.DeleteFunc(oldest, func(f *model.Form) bool { return f.ID != q.Edition })
	}
	switch {
	case q.Rule != "" && e.isLocal(q.Rule):
		_, err = rulebook.ExplainLocal(&b, e.local, q.Rule, c.lang)
	case q.Rule != "":
		err = gkxl.ExplainRule(&b, oldest, q.Rule, c.lang)
	case q.Cell != "":
		err = gkxl.WriteGuards(&b, oldest, q.Cell, c.lang)
	default:
		for _, r := range e.local.All() {
			out.Rules = append(out.Rules, RuleLine{r.ID, r.Grade.Name().In(c.lang), r.Grade, r.Title.In(c.lang), []string{e.localAs}})
		}
		at := map[string]int{}
		for _, f := range forms { // the latest first, as the handbook has the rules
			for _, r := range f.Rules {
				if i, ok := at[r.ID]; ok {
					out.Rules[i].Forms = append([]string{f.ID}, out.Rules[i].Forms...)
					continue
				}
				at[r.ID] = len(out.Rules)
				out.Rules = append(out.Rules, RuleLine{r.ID, r.Grade.Name().In(c.lang), r.Grade, r.Title.In(c.lang), []string{f.ID}})
			}
		}
	}
	out.Text = b.String()
	return out, err
}
