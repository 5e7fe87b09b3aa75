package findings

import (
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
)

type jsonCause struct {
	Changes []jsonChange  `json:"changes"`
	Settles []jsonSettled `json:"settles"`
	Slip    locate.Slip   `json:"slip"`
	Certain bool          `json:"certain"`
}

// jsonGroup is causes that are alternatives to each other, by their places.
type jsonGroup struct {
	Causes []int `json:"causes"`
	Likely int   `json:"likely"`
}

type jsonChange struct {
	Field    string        `json:"field"`
	Cell     string        `json:"cell"`
	Present  *model.Number `json:"present"`
	Proposed *model.Number `json:"proposed"`
}

type jsonSettled struct {
	Rule   string   `json:"rule"`
	Fields []string `json:"fields"`
}

func causesAsJSON(o locate.Outcome) []jsonCause {
	out := []jsonCause{}
	for _, c := range o.Causes {
		j := jsonCause{Slip: c.Slip, Certain: c.Certain, Settles: []jsonSettled{}}
		for _, ch := range c.Changes {
			j.Changes = append(j.Changes, jsonChange{ch.Field.ID, ch.Present.Cell, figure(ch.Present), &ch.Proposed})
		}
		for _, f := range c.Findings {
			s := jsonSettled{Rule: f.Rule.ID, Fields: []string{}}
			for _, fd := range f.Fields {
				s.Fields = append(s.Fields, fd.ID)
			}
			j.Settles = append(j.Settles, s)
		}
		out = append(out, j)
	}
	return out
}

// groupsAsJSON tells which causes are alternatives to each other.
func groupsAsJSON(o locate.Outcome) []jsonGroup {
	var out []jsonGroup
	at := map[int]int{}
	for i, c := range o.Causes {
		k, ok := at[c.Group]
		if !ok {
			k = len(out)
			at[c.Group] = k
			out = append(out, jsonGroup{})
		}
		if out[k].Causes = append(out[k].Causes, i); c.Rank == 0 {
			out[k].Likely = c.LikelyCount
		}
	}
	return out
}

func supposedAsJSON(ss []Supposed) []jsonChange {
	var out []jsonChange
	for _, s := range ss {
		out = append(out, jsonChange{Field: s.Field.ID, Cell: s.Present.Cell, Present: figure(s.Present), Proposed: figure(s.New)})
	}
	return out
}

func figure(v model.Value) *model.Number {
	if !v.IsNumber() {
		return nil
	}
	return &v.Number
}

// cause writes a cause and under it, in short, the findings it accounts for.
func (t *textPrinter) cause(o locate.Outcome, c locate.Explanation, done map[string]bool) {
	var fs []check.Finding
	for _, f := range c.Findings {
		if !done[f.Key] {
			fs = append(fs, f)
			done[f.Key] = true
		}
	}
	if len(fs) == 1 {
		t.finding(fs[0], o.SentenceFor(fs[0]))
		return
	}
	t.line("  %s  %s", t.in("原因", "cause"), o.Sentence(c.Group).In(t.Lang))
	for _, f := range fs {
		cell := ""
		if len(f.Cells) > 0 && f.Cells[0] != "" {
			cell = f.Cells[0] + "  "
		}
		t.line("    %s  %s  %s", t.grade(f.Grade), f.Rule.ID, f.Rule.Title.In(t.Lang))
		t.line("        %s%s", cell, strings.ReplaceAll(f.Message.In(t.Lang), "\n", "\n        "))
		if f.Explained() {
			t.line("        %s%s", t.in("已说明：", "explained: "), strings.ReplaceAll(f.Explanation, "\n", "\n        "))
		}
	}
}

// supposed writes what a what-if supposes.
func (t *textPrinter) supposed(r Result) {
	for _, s := range r.Supposed {
		t.line("%s", s.sentence().In(t.Lang))
	}
}
