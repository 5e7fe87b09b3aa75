package findings

import (
	"cmp"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// sarifPrinter writes results as SARIF 2.1.0, for systems that gather findings of
// many tools. Cells are logical locations: a workbook has no lines.
type sarifPrinter struct {
	output
	rules []sarifRule
	index map[string]int // of a rule, by id
	n     int
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifRule struct {
	ID      string         `json:"id"`
	Short   *sarifText     `json:"shortDescription,omitempty"`
	Full    *sarifText     `json:"fullDescription,omitempty"`
	Help    *sarifText     `json:"help,omitempty"`
	Default map[string]any `json:"defaultConfiguration,omitempty"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Fingerprints map[string]string  `json:"partialFingerprints,omitempty"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	Properties   map[string]any     `json:"properties,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	// A workbook has no lines, but what gathers findings drops those without one.
	Region struct {
		StartLine int `json:"startLine"`
	} `json:"region"`
}

type sarifLogical struct {
	Name     string `json:"name,omitempty"`
	Full     string `json:"fullyQualifiedName,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Decorate string `json:"decoratedName,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

func (p *sarifPrinter) Add(r Result) error {
	p.tally.add(r)
	if r.Err != nil {
		rule := &model.Rule{ID: UnreadableRule, Title: msg.T("文件无法读取", "the file cannot be read"), Grade: model.Error}
		return p.result(sarifResult{RuleID: rule.ID, RuleIndex: p.rule(rule), Level: "error", Message: sarifText{text.Valid(whyUnreadable(r, p.Lang))}, Locations: []sarifLocation{located(r.File)}})
	}
	for _, f := range r.Causes.InDisplayOrder(r.Findings) {
		out := sarifResult{RuleID: f.Rule.ID, RuleIndex: p.rule(f.Rule), Level: sarifLevel(f.Grade), Message: sarifText{p.message(r, f)},
			Locations: []sarifLocation{p.location(r, f)}, Fingerprints: map[string]string{"gkxl/v1": f.Key}}
		if f.Explained() {
			out.Suppressions = []sarifSuppression{{"external", "accepted", f.Explanation}}
		}
		if c, ok := r.Causes.CauseOf(f); ok {
			out.Properties = map[string]any{"cause": r.Causes.Sentence(c.Group).In(p.Lang), "causeGroup": c.Group}
		}
		if err := p.result(out); err != nil {
			return err
		}
	}
	return nil
}

// message says where, what, and of what it comes: viewers show little besides.
func (p *sarifPrinter) message(r Result, f check.Finding) string {
	v := viewFindingOf(f, 0, r.Report.Form, p.Lang)
	s := v.Message
	if where := strings.TrimSpace(v.where(1, p.Lang) + " " + v.Item); where != "" {
		s = msg.F("%s：%s", "%s: %s", where, s).In(p.Lang)
	}
	if cause := r.Causes.SentenceFor(f); !cause.IsZero() {
		s = msg.F("%s\n原因：%s", "%s\ncause: %s", s, cause).In(p.Lang)
	}
	return s
}

func sarifLevel(g model.Grade) string {
	return cmp.Or(map[model.Grade]string{model.Error: "error", model.Warning: "warning"}[g], "note")
}

// rule gives a rule's place among those of the run.
func (p *sarifPrinter) rule(r *model.Rule) int {
	if i, ok := p.index[r.ID]; ok {
		return i
	}
	text := func(t msg.Text) *sarifText {
		if t.IsZero() {
			return nil
		}
		return &sarifText{t.In(p.Lang)}
	}
	p.index[r.ID] = len(p.rules)
	p.rules = append(p.rules, sarifRule{r.ID, text(r.Title), text(r.Ground), text(r.Do), map[string]any{"level": sarifLevel(r.Grade)}})
	return p.index[r.ID]
}

func located(file string) (l sarifLocation) {
	l.Physical.Artifact.URI = fileURI(file)
	l.Physical.Region.StartLine = 1
	return l
}

// fileURI writes a path as a URI: relative as it was given, or absolute.
func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	u := url.URL{Path: slashed}
	if filepath.IsAbs(path) {
		u.Scheme = "file"
		if !strings.HasPrefix(slashed, "/") {
			u.Path = "/" + slashed
		}
	}
	return u.String()
}

func (p *sarifPrinter) location(r Result, f check.Finding) sarifLocation {
	l := located(r.File)
	for _, fd := range f.Fields[:min(len(f.Fields), 100)] {
		l.Logical = append(l.Logical, sarifLogical{Name: fd.ID, Full: cmp.Or(r.Report.Value(fd.ID).Cell, fd.ID), Kind: "cell", Decorate: fd.Label()})
	}
	for _, id := range f.Sections {
		if s, ok := r.Report.Form.Section(id); ok {
			l.Logical = append(l.Logical, sarifLogical{Name: id, Kind: "section", Decorate: s.Heading})
		}
	}
	if len(l.Logical) == 0 {
		for _, c := range f.Cells {
			if c != "" {
				l.Logical = append(l.Logical, sarifLogical{Full: c, Kind: "cell"})
			}
		}
	}
	return l
}

func (p *sarifPrinter) result(v sarifResult) error {
	before := ",\n   "
	if p.n == 0 {
		before = "{\n \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n \"version\": \"2.1.0\",\n \"runs\": [{\n  \"results\": [\n   "
	}
	p.n++
	return record.WritePart(p.w, before, v, "   ", "")
}

func (p *sarifPrinter) Close() error {
	before := "\n  ],\n  \"columnKind\": \"unicodeCodePoints\",\n  \"properties\": "
	if p.n == 0 {
		before = "{\n \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n \"version\": \"2.1.0\",\n \"runs\": [{\n  \"results\": [" + before[3:]
	}
	driver := map[string]any{"name": "gkxl", "rules": slices.Clone(p.rules)}
	if p.Version != "" {
		driver["version"] = p.Version
	}
	if err := record.WritePart(p.w, before, map[string]any{"verdict": p.tally.verdict(true).In(p.Lang)}, "  ", ",\n  \"tool\": "); err != nil {
		return err
	}
	return record.WritePart(p.w, "", map[string]any{"driver": driver}, "  ", "\n }]\n}\n")
}
