package findings

import (
	"path/filepath"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/text"
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
	Blanks   []jsonBlank   `json:"blanks,omitempty"`
	Causes   []jsonCause   `json:"causes"`
	Groups   []jsonGroup   `json:"cause_groups,omitempty"`
	Supposed []jsonChange  `json:"supposed,omitempty"`
	Review   *jsonReview   `json:"review,omitempty"`
}

// jsonReview is how far a report has been reviewed.
type jsonReview struct {
	Level  int    `json:"level"`
	Lapsed bool   `json:"lapsed"`
	Usable bool   `json:"usable"`
	Words  string `json:"words"`
}

// reviewAsJSON is how far a report has been reviewed; nil without a record of reviews.
func reviewAsJSON(s *review.State, lang msg.Lang) *jsonReview {
	if s.None() {
		return nil
	}
	return &jsonReview{s.Level(), s.Lapsed, len(s.Faults) == 0, s.Sentence().In(lang)}
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

// jsonPrinter writes results as JSON, schema [FindingsSchema].
type jsonPrinter struct {
	output
	explained int     // hints too
	across    *Across // what the reports have in common; nil if they were not compared
}

func (p *jsonPrinter) Add(r Result) error {
	before := ",\n  "
	if p.tally.reports == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [\n  "
	}
	p.tally.add(r)
	jr := jsonReport{File: text.Valid(filepath.ToSlash(r.File)), Verdict: r.Verdict(), Findings: []jsonFinding{}, Causes: lists.Map(r.Causes.Causes, causeAsJSON), Groups: groupsAsJSON(r.Causes), Supposed: lists.Map(r.Supposed, Supposed.asJSON)}
	if r.Err != nil {
		jr.Findings = append(jr.Findings, jsonFinding{Rule: UnreadableRule, Grade: model.Error, Fields: []string{}, Cells: []string{},
			Message: text.Valid(msg.Of(r.Err).In(p.Lang))})
	} else {
		jr.Organ, jr.Year, jr.Form = r.Report.Organ, r.Report.Year, r.Report.Form.ID
		jr.Units, jr.Review = r.Units.Counted(), reviewAsJSON(r.Review, p.Lang)
	}
	for _, f := range r.Findings {
		if f.Explained() {
			p.explained++
		}
		jr.Findings = append(jr.Findings, asJSON(f, p.Lang))
	}
	jr.Figures, jr.Blanks = figuresAsJSON(r.Figures, p.Lang), blanksAsJSON(r.Blanks)
	return record.WritePart(p.w, before, jr, "  ", "")
}

func (p *jsonPrinter) Close() error {
	before := "\n ],\n \"counts\": "
	if p.tally.reports == 0 {
		before = "{\n \"schema\": \"" + FindingsSchema + "\",\n \"reports\": [],\n \"counts\": "
	}
	if p.across != nil {
		if err := writeAcross(p.w, strings.Replace(before, "counts", "repetition", 1), p.across, p.Lang); err != nil {
			return err
		}
		before = ",\n \"counts\": "
	}
	counts := map[string]int{"error": p.tally.errors, "warning": p.tally.warnings, "hint": p.tally.hints, "explained": p.explained}
	if len(p.Check.Disable)+len(p.Check.Regrade) == 0 {
		return record.WritePart(p.w, before, counts, " ", "\n}\n")
	}
	if err := record.WritePart(p.w, before, counts, " ", ""); err != nil {
		return err
	}
	return record.WritePart(p.w, ",\n \"options\": ", jsonOptions{p.Check.Disable, p.Check.Regrade}, " ", "\n}\n")
}

func asJSON(f check.Finding, lang msg.Lang) jsonFinding {
	return jsonFinding{Rule: f.Rule.ID, Grade: f.Grade, Regraded: f.Regraded, Title: f.Rule.Title.In(lang), Unit: f.Unit,
		Fields: idsOf(f.Fields), Cells: append([]string{}, f.Cells...), Last: f.Last, Left: f.Left, Right: f.Right, Difference: f.Difference, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang), Explanation: f.Explanation, Stale: f.Stale}
}

func idsOf(fields []*model.Field) []string {
	return lists.Map(fields, func(fd *model.Field) string { return fd.ID })
}

type jsonCause struct {
	Changes []jsonChange  `json:"changes"`
	Units   []jsonShare   `json:"units,omitempty"`
	Settles []jsonSettled `json:"settles"`
	Slip    locate.Slip   `json:"slip"`
	Certain bool          `json:"certain"`
}

// jsonShare is a unit whose own figures are off where a total is.
type jsonShare struct {
	Name string       `json:"name"`
	File string       `json:"file"`
	Cell string       `json:"cell"`
	Off  model.Number `json:"off"`
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

func causeAsJSON(c locate.Explanation) jsonCause {
	return jsonCause{Slip: c.Slip, Certain: c.Certain,
		Units: lists.Map(c.Units, func(u locate.UnitShare) jsonShare { return jsonShare{u.Name, u.File, u.Cell, u.Off} }),
		Changes: lists.Map(c.Changes, func(ch locate.Change) jsonChange {
			return jsonChange{ch.Field.ID, ch.Present.Cell, figure(ch.Present), &ch.Proposed}
		}),
		Settles: lists.Map(c.Findings, func(f check.Finding) jsonSettled { return jsonSettled{f.Rule.ID, idsOf(f.Fields)} })}
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

func (s Supposed) asJSON() jsonChange {
	return jsonChange{s.Field.ID, s.Present.Cell, figure(s.Present), figure(s.New)}
}

func figure(v model.Value) *model.Number {
	if !v.IsNumber() {
		return nil
	}
	return &v.Number
}

type jsonFigure struct {
	Section  string        `json:"section"`
	Text     string        `json:"text"`
	Sentence string        `json:"sentence"`
	Kind     string        `json:"kind"`
	Verdict  string        `json:"verdict"`
	Number   *model.Number `json:"number"`
	Fields   []string      `json:"fields"`
	Table    *model.Number `json:"table"`
	Reading  string        `json:"reading,omitempty"`
	Message  string        `json:"message,omitempty"`
}

func figuresAsJSON(figures []narrative.Figure, lang msg.Lang) []jsonFigure {
	return lists.Map(figures, func(f narrative.Figure) jsonFigure {
		return jsonFigure{Section: f.Section, Text: f.Text, Sentence: strings.TrimSpace(f.Sentence), Kind: string(f.Kind), Verdict: string(f.Verdict),
			Number: &f.Number, Fields: idsOf(f.Fields()), Table: f.Table, Reading: f.Reading().In(lang), Message: f.Message.In(lang)}
	})
}

var figuresTitle = msg.T("叙述中的数字", "Figures of the narratives")

func verdictNames(lang msg.Lang) map[narrative.Verdict]string {
	return map[narrative.Verdict]string{narrative.Agrees: msg.T("相符", "agrees").In(lang), narrative.Disagrees: msg.T("不符", "disagrees").In(lang),
		narrative.Unrelated: msg.T("与表无关", "not about the tables").In(lang)}
}

// readingOf is what a figure was held against; of one that disagrees, both figures.
func readingOf(f narrative.Figure, lang msg.Lang) string {
	switch f.Verdict {
	case narrative.Disagrees:
		return f.Message.In(lang)
	case narrative.Agrees:
		return f.Reading().In(lang)
	}
	return ""
}

func figuresCount(figures []narrative.Figure) msg.Text {
	count := map[narrative.Verdict]int{}
	for _, f := range figures {
		count[f.Verdict]++
	}
	return msg.F("共 %s 个数字：相符 %d，不符 %d，与表无关 %d", "%s: %d agree, %d disagree, %d not about the tables",
		msg.Count(len(figures), "figure", "figures"), count[narrative.Agrees], count[narrative.Disagrees], count[narrative.Unrelated])
}
