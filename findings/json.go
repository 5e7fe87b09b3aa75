package findings

import (
	"io"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// FindingsSchema names the JSON that results are written in.
const FindingsSchema = "gkxl-findings/1"

type jsonReport struct {
	File     string        `json:"file"`
	Organ    string        `json:"organ"`
	Year     int           `json:"year"`
	Form     string        `json:"form"`
	Units    int           `json:"units,omitempty"`
	Verdict  model.Verdict `json:"verdict"`
	Findings []jsonFinding `json:"findings"`
	Figures  []jsonFigure  `json:"figures,omitempty"`
	Causes   []jsonCause   `json:"causes"`
	Groups   []jsonGroup   `json:"cause_groups,omitempty"`
	Supposed []jsonChange  `json:"supposed,omitempty"`
}

type jsonFinding struct {
	Rule       string        `json:"rule"`
	Grade      model.Grade   `json:"grade"`
	Regraded   bool          `json:"regraded,omitempty"`
	Title      string        `json:"title,omitempty"`
	Unit       string        `json:"unit,omitempty"`
	Fields     []string      `json:"fields"`
	Cells      []string      `json:"cells"`
	Last       []string      `json:"last,omitempty"`
	Left       *model.Number `json:"left"`
	Right      *model.Number `json:"right"`
	Difference *model.Number `json:"difference"`
	Message    string        `json:"message"`
	Ground     string        `json:"ground,omitempty"`
	Do         string        `json:"do,omitempty"`
	// Explanation is the unit's answer to a warning, and Stale says that its
	// figures have changed since.
	Explanation string `json:"explanation,omitempty"`
	Stale       bool   `json:"stale,omitempty"`
}

type jsonOptions struct {
	Disabled []string               `json:"disabled,omitempty"`
	Regraded map[string]model.Grade `json:"regraded,omitempty"`
}

// newJSONPrinter begins JSON with all its counts.
func newJSONPrinter(w io.Writer, o WriteOptions) *jsonPrinter {
	p := &jsonPrinter{w: w, WriteOptions: o, counts: map[string]int{"explained": 0}}
	for _, g := range model.Grades {
		p.counts[string(g)] = 0
	}
	return p
}

// jsonPrinter writes results as JSON, schema [FindingsSchema].
type jsonPrinter struct {
	WriteOptions
	w      io.Writer
	counts map[string]int
	n      int
}

func (p *jsonPrinter) Add(r Result) error {
	jr := jsonReport{File: r.File, Verdict: r.Verdict(), Findings: []jsonFinding{}, Causes: causesAsJSON(r.Causes), Groups: groupsAsJSON(r.Causes), Supposed: supposedAsJSON(r.Supposed)}
	if r.Err != nil {
		jr.Findings = append(jr.Findings, jsonFinding{Rule: UnreadableRule, Grade: model.Error, Fields: []string{}, Cells: []string{},
			Message: msg.Of(r.Err).In(p.Lang)})
		p.counts[string(model.Error)]++
	} else {
		jr.Organ, jr.Year, jr.Form = r.Report.Organ, r.Report.Year, r.Report.Form.ID
		jr.Units = r.Units.Counted()
	}
	for _, f := range r.Findings {
		p.counts[string(f.Grade)]++
		if f.Explained() {
			p.counts["explained"]++
		}
		jr.Findings = append(jr.Findings, asJSON(f, p.Lang))
	}
	jr.Figures = figuresAsJSON(r.Figures, p.Lang)
	before := ",\n  "
	if p.n == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [\n  "
	}
	p.n++
	return p.write(before, jr, "  ", "")
}

func (p *jsonPrinter) Close() error {
	before := "\n ],\n \"counts\": "
	if p.n == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [],\n \"counts\": "
	}
	if len(p.Check.Disable)+len(p.Check.Regrade) == 0 {
		return p.write(before, p.counts, " ", "\n}\n")
	}
	if err := p.write(before, p.counts, " ", ""); err != nil {
		return err
	}
	return p.write(",\n \"options\": ", jsonOptions{p.Check.Disable, p.Check.Regrade}, " ", "\n}\n")
}

func (p *jsonPrinter) write(before string, v any, indent, after string) error {
	return record.WritePart(p.w, before, v, indent, after)
}

func asJSON(f check.Finding, lang msg.Lang) jsonFinding {
	j := jsonFinding{Rule: f.Rule.ID, Grade: f.Grade, Regraded: f.Regraded, Title: f.Rule.Title.In(lang), Unit: f.Unit, Fields: []string{}, Cells: []string{},
		Left: f.Left, Right: f.Right, Difference: f.Difference, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang), Explanation: f.Explanation, Stale: f.Stale}
	for _, fd := range f.Fields {
		j.Fields = append(j.Fields, fd.ID)
	}
	j.Cells = append(j.Cells, f.Cells...)
	j.Last = f.Last
	return j
}
