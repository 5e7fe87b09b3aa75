package demo

import (
	"io"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// answersSchema is the schema of the JSON that WriteAnswers writes.
const answersSchema = "gkxl-demo/1"

type answers struct {
	Schema  string        `json:"schema"`
	Organ   string        `json:"organ"`
	Year    int           `json:"year"`
	Form    string        `json:"form"`
	Seed    uint64        `json:"seed"`
	Units   int           `json:"units"`
	Files   int           `json:"files"`
	Errors  []answerError `json:"errors"`
	Missing []string      `json:"missing"`
	Twice   []string      `json:"twice"`
	Late    []string      `json:"late"`
	Unknown []string      `json:"unknown"`
	Totals  []total       `json:"totals"`
}

type answerError struct {
	Kind   string      `json:"kind"`
	Title  string      `json:"title"`
	Code   string      `json:"code"`
	Unit   string      `json:"unit"`
	File   string      `json:"file"`
	Rule   string      `json:"rule"`
	Grade  model.Grade `json:"grade"`
	Cells  []string    `json:"cells"`
	Fields []string    `json:"fields"`
	Found  string      `json:"found"`
	Right  string      `json:"right"`
}

// total is a field's sum: of the correct reports of all units, and of those in
// which nothing is wrong.
type total struct {
	Field string       `json:"field"`
	Right model.Number `json:"right"`
	Sound model.Number `json:"sound"`
}

// unitsWithoutErrors chooses, for Sum, the units in which no error is planted.
func (d *District) unitsWithoutErrors() func(int, *units.Unit) bool {
	wrong := map[*units.Unit]bool{}
	for _, p := range d.Planted {
		wrong[p.Unit] = true
	}
	return func(_ int, u *units.Unit) bool { return !wrong[u] }
}

// ReturnedFiles is how many workbooks were handed in.
func (d *District) ReturnedFiles() int {
	n := 0
	for _, f := range d.Files {
		if !f.Last {
			n++
		}
	}
	return n
}

// WriteAnswers writes what is wrong and what is right as JSON, schema
// gkxl-demo/1.
func (d *District) WriteAnswers(w io.Writer, lang msg.Lang) error {
	a := answers{Schema: answersSchema, Organ: d.Title(), Year: d.Year, Form: d.Form.ID, Seed: d.Seed, Units: len(d.Due), Files: d.ReturnedFiles(),
		Errors: []answerError{}, Missing: []string{}, Twice: []string{}, Late: []string{}, Unknown: []string{}}
	for _, p := range d.Planted {
		m := answerError{Kind: p.Kind, Title: p.Title.In(lang), File: p.File, Rule: p.Rule, Grade: p.Grade, Found: p.Found, Right: p.Right,
			Cells: append([]string{}, p.Cells...), Fields: append([]string{}, p.Fields...)}
		if p.Unit != nil {
			m.Code, m.Unit = p.Unit.Code, p.Unit.Name
		}
		a.Errors = append(a.Errors, m)
		switch p.Kind {
		case KindMissing:
			a.Missing = append(a.Missing, m.Code)
		case KindSameTwice, KindDifferentTwice:
			a.Twice = append(a.Twice, m.Code)
		case KindLate:
			a.Late = append(a.Late, m.Code)
		case KindNotOnRoster, KindMisnamed:
			a.Unknown = append(a.Unknown, m.File)
		}
	}
	right, sound := d.Sum(nil), d.Sum(d.unitsWithoutErrors())
	for i, fd := range d.Form.Fields {
		a.Totals = append(a.Totals, total{fd.ID, right[i], sound[i]})
	}
	return record.JSON(w, a)
}

// totalReport is the correct report of the whole district: the total once every
// error is corrected.
func (d *District) totalReport() *model.Report {
	top := d.Roster.Tops()[0]
	r := model.NewReport(d.Form)
	r.Organ, r.Code, r.OrganType, r.Year = top.Name, top.Code, top.Type, d.Year
	for i, n := range d.Sum(nil) {
		fd := d.Form.Fields[i]
		v := model.Value{State: model.IsNumber, Number: n, Computed: fd.Total != nil}
		if fd.Kind == model.Amount && fd.Unit == "" && n.Sign() != 0 {
			v.Unit = d.Form.Reading.Money[0]
		}
		r.Values[fd.ID] = v
	}
	d.narrate(narrative.Context{Report: r}, top, 0)
	return r
}
