package diff

import (
	"io"

	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Schema is the name of the schema that WriteJSON writes.
const Schema = "gkxl-diff/1"

// jsonDiff is a comparison in JSON, schema gkxl-diff/1. The types below are its parts.
type jsonDiff struct {
	Schema   string        `json:"schema"`
	From     jsonSide      `json:"from"`
	To       jsonSide      `json:"to"`
	Warnings []string      `json:"warnings"`
	Keys     []jsonKey     `json:"keys"`
	Balances []jsonBalance `json:"balances"`
	Fields   []jsonField   `json:"fields"`
	Texts    []jsonText    `json:"texts"`
	Readings []jsonReading `json:"readings"`
	// Repetition says how much of the later report is the earlier one's.
	Repetition jsonRepetition `json:"repetition"`
	Equal      bool           `json:"equal"`
}

type jsonSide struct {
	Organ string `json:"organ"`
	Year  int    `json:"year"`
	Form  string `json:"form"`
}

type jsonKey struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Share   bool          `json:"share,omitempty"`
	From    *model.Number `json:"from"`
	To      *model.Number `json:"to"`
	Delta   *model.Number `json:"delta"`
	Percent *model.Number `json:"percent"`
	Base    Base          `json:"base,omitempty"`
}

type jsonBalance struct {
	Rule  string        `json:"rule"`
	Where string        `json:"where"`
	Left  *model.Number `json:"left"`
	Right *model.Number `json:"right"`
	State string        `json:"state"`
	Terms []jsonTerm    `json:"terms"`
}

type jsonTerm struct {
	Field string        `json:"field"`
	Last  bool          `json:"last,omitempty"`
	Minus bool          `json:"minus,omitempty"`
	State model.State   `json:"state"`
	Value *model.Number `json:"value"`
}

type jsonField struct {
	Field     string        `json:"field"`
	Status    Status        `json:"status"`
	From      *model.Number `json:"from"`
	To        *model.Number `json:"to"`
	Delta     *model.Number `json:"delta"`
	Percent   *model.Number `json:"percent"`
	Note      string        `json:"note"`
	Label     string        `json:"label"`
	Base      Base          `json:"base,omitempty"`
	FromState model.State   `json:"from_state"`
	ToState   model.State   `json:"to_state"`
	FromField string        `json:"from_field,omitempty"`
	PartOf    string        `json:"part_of,omitempty"`
}

type jsonText struct {
	Section string   `json:"section"`
	From    int      `json:"from"`
	To      int      `json:"to"`
	Same    int      `json:"same"`
	Changes []Change `json:"changes"`
}

type jsonReading struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// WriteJSON writes a comparison by the schema gkxl-diff/1, with notes in one language. It contains every field
// of both forms.
func WriteJSON(w io.Writer, d *Diff, lang msg.Lang) error {
	out := jsonDiff{Schema: Schema, From: sideJSON(d.From), To: sideJSON(d.To), Warnings: textsIn(lang, d.Pair), Keys: []jsonKey{}, Balances: []jsonBalance{},
		Fields: []jsonField{}, Texts: []jsonText{}, Readings: []jsonReading{}, Repetition: repetitionJSON(d), Equal: d.Empty()}
	for _, k := range d.Keys {
		out.Keys = append(out.Keys, jsonKey{k.Figure.ID, k.Figure.Title.In(lang), k.Share, numberOf(k.Old), numberOf(k.New), k.Delta, k.Percent, k.Base})
	}
	for i := range d.Balances {
		out.Balances = append(out.Balances, balanceJSON(&d.Balances[i]))
	}
	for i := range d.Fields {
		f := &d.Fields[i]
		j := jsonField{Field: f.ID, Status: f.Status, From: numberOf(f.Old), To: numberOf(f.New), Delta: f.Delta, Percent: f.Percent,
			Note: f.Note.In(lang), Label: f.Label(), Base: f.Base, FromState: f.Old.State, ToState: f.New.State, PartOf: f.PartOf}
		if len(f.From) == 1 && f.From[0].ID != f.ID {
			j.FromField = f.From[0].ID
		}
		out.Fields = append(out.Fields, j)
	}
	for _, t := range d.Texts {
		out.Texts = append(out.Texts, jsonText{t.Section.ID, t.Old, t.New, t.Same, append([]Change{}, t.Changes...)})
	}
	for _, r := range d.Readings {
		out.Readings = append(out.Readings, jsonReading{r.Field.ID, r.Old, r.New})
	}
	return record.JSON(w, out)
}

// textsIn returns texts in one language; never nil.
func textsIn(lang msg.Lang, ts []msg.Text) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.In(lang)
	}
	return out
}

func sideJSON(s *model.Report) jsonSide { return jsonSide{s.Organ, s.Year, s.Form.ID} }

func numberOf(v model.Value) *model.Number {
	if !v.IsNumber() {
		return nil
	}
	n := v.Number
	return &n
}

func balanceJSON(b *Balance) jsonBalance {
	j := jsonBalance{Rule: b.Identity.Rule.ID, Where: b.Where(), Left: numberOf(b.Left), Right: numberOf(b.Right), State: "unknown"}
	switch {
	case b.Holds():
		j.State = "holds"
	case b.Known():
		j.State = "broken"
	}
	for _, t := range b.Terms {
		j.Terms = append(j.Terms, jsonTerm{t.Field.ID, t.Last, t.Minus, t.Value.State, numberOf(t.Value)})
	}
	return j
}

// SeriesSchema is the name of the schema that WriteSeriesJSON writes.
const SeriesSchema = "gkxl-series/1"

// jsonSeries is a series in JSON, schema gkxl-series/1.
type jsonSeries struct {
	Schema   string     `json:"schema"`
	Reports  []jsonSide `json:"reports"`
	Warnings []string   `json:"warnings"`
	Keys     []jsonRow  `json:"keys"`
	Fields   []jsonRow  `json:"fields"`
}

type jsonRow struct {
	Field  string          `json:"field"`
	Label  string          `json:"label"`
	Values []*model.Number `json:"values"`
	States []model.State   `json:"states"`
	Note   string          `json:"note,omitempty"`
}

// WriteSeriesJSON writes a series by the schema gkxl-series/1.
func WriteSeriesJSON(w io.Writer, s *Series, lang msg.Lang) error {
	out := jsonSeries{Schema: SeriesSchema, Reports: []jsonSide{}, Warnings: textsIn(lang, s.Pair), Keys: []jsonRow{}, Fields: []jsonRow{}}
	for _, side := range s.Sides {
		out.Reports = append(out.Reports, sideJSON(side))
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		j := jsonRow{Field: r.ID, Note: r.Note.In(lang)}
		for _, v := range r.Values {
			j.Values, j.States = append(j.Values, numberOf(v)), append(j.States, v.State)
		}
		if r.Key != nil {
			j.Label = r.Key.Title.In(lang)
			out.Keys = append(out.Keys, j)
		} else {
			j.Label = r.Field.Label()
			out.Fields = append(out.Fields, j)
		}
	}
	return record.JSON(w, out)
}
