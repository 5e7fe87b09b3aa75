// Package record keeps a report for programs: whole as JSON, schema gkxl-report/1,
// and its figures as CSV.
package record

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Schema names the JSON of a report.
const Schema = "gkxl-report/1"

// value is one field's value. Number is written only of a number.
type value struct {
	Number *model.Number `json:"number,omitempty"`
	State  model.State   `json:"state"`
	Text   string        `json:"text,omitempty"`
	Remark string        `json:"remark,omitempty"`
	Unit   string        `json:"unit,omitempty"`
	Cell   string        `json:"cell,omitempty"`
	// Computed says that a formula of the source gave the figure.
	Computed bool `json:"computed,omitempty"`
}

type note struct {
	Rule    string `json:"rule"`
	Field   string `json:"field,omitempty"`
	Section string `json:"section,omitempty"`
	Cell    string `json:"cell,omitempty"`
	Found   string `json:"found,omitempty"`
	Read    string `json:"read,omitempty"`
	Message string `json:"message"`
}

// extra is a figure in a row or column the form does not have.
type extra struct {
	Table  string `json:"table"`
	Row    string `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Text   string `json:"text"`
	Field  string `json:"field,omitempty"`
}

// taken is a figure brought along from last year's report.
type taken struct {
	Number model.Number `json:"number"`
	Source string       `json:"source,omitempty"`
	Reason string       `json:"reason,omitempty"`
}

// explanation is a unit's answer to a warning, with the figures it was given for.
type explanation struct {
	Key     string `json:"key"`
	Figures string `json:"figures"`
	Text    string `json:"text"`
}

// Encode writes a report: every field of the form in its order, one on a line.
func Encode(w io.Writer, r *model.Report, lang msg.Lang) error {
	f := r.Form
	e := &encoder{}
	e.raw("{\n")
	e.member(" ", "schema", Schema, true)
	e.member(" ", "organ", r.Organ, true)
	e.member(" ", "organ_type", r.OrganType, true)
	if r.Code != "" {
		e.member(" ", "code", r.Code, true)
	}
	e.member(" ", "year", r.Year, true)
	e.member(" ", "form", r.Form.ID, true)
	var cover, texts, fields []string
	for _, c := range f.Cover {
		if r.Cover[c.ID] != "" {
			cover = append(cover, c.ID)
		}
	}
	for _, s := range f.Sections {
		if r.Texts[s.ID] != "" {
			texts = append(texts, s.ID)
		}
	}
	for _, fd := range f.Fields {
		fields = append(fields, fd.ID)
	}
	e.object("cover", cover, func(id string) any { return r.Cover[id] })
	e.object("texts", texts, func(id string) any { return r.Texts[id] })
	if len(r.Drafts) > 0 {
		e.object("drafts", slices.Sorted(maps.Keys(r.Drafts)), func(id string) any { return r.Drafts[id] })
	}
	if len(r.Taken) > 0 {
		e.object("taken", slices.Sorted(maps.Keys(r.Taken)), func(id string) any {
			t := r.Taken[id]
			return taken{t.Number, t.Source, t.Reason}
		})
	}
	e.object("values", fields, func(id string) any {
		v := r.Value(id)
		out := value{State: v.State, Text: v.Text, Remark: v.Remark, Unit: v.Unit, Cell: v.Cell, Computed: v.Computed}
		if v.IsNumber() {
			out.Number = &v.Number
		}
		return out
	})
	if len(r.Extra) > 0 {
		e.raw(` "extra": [`)
		for i, x := range r.Extra {
			if i > 0 {
				e.raw(",")
			}
			e.raw("\n  ")
			e.value(extra{x.Table, x.Row, x.Column, x.Cell, x.Text, x.Field})
		}
		e.raw("\n ],\n")
	}
	var given []explanation
	for _, l := range r.Listed {
		if l.Text != "" && !l.Solved {
			given = append(given, explanation{l.Key, l.Figures, l.Text})
		}
	}
	if len(given) > 0 {
		e.raw(` "explanations": [`)
		for i, x := range given {
			if i > 0 {
				e.raw(",")
			}
			e.raw("\n  ")
			e.value(x)
		}
		e.raw("\n ],\n")
	}
	e.object("places", slices.Sorted(maps.Keys(r.Places)), func(id string) any { return r.Places[id] })
	e.raw(` "import": [`)
	for i, n := range r.Notes {
		if i > 0 {
			e.raw(",")
		}
		e.raw("\n  ")
		e.value(note{n.Rule, n.Field, n.Section, n.Cell, n.Found, n.Read, n.Message.In(lang)})
	}
	if len(r.Notes) > 0 {
		e.raw("\n ")
	}
	e.raw("]\n}\n")
	if e.err != nil {
		return e.err
	}
	_, err := e.buf.WriteTo(w)
	return err
}

// JSON writes any result for programs as reports are written: a member a line, and
// no character escaped that need not be; whole or not at all.
func JSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

// encoder writes JSON in an order of its own choosing.
type encoder struct {
	buf bytes.Buffer
	err error
}

func (e *encoder) raw(s string) { e.buf.WriteString(s) }

func (e *encoder) value(v any) {
	enc := json.NewEncoder(&e.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil && e.err == nil {
		e.err = err
	}
	e.buf.Truncate(e.buf.Len() - 1) // the line break Encode adds
}

func (e *encoder) member(indent, key string, v any, more bool) {
	e.raw(indent)
	e.value(key)
	e.raw(": ")
	e.value(v)
	if more {
		e.raw(",")
	}
	e.raw("\n")
}

func (e *encoder) object(key string, ids []string, get func(string) any) {
	e.raw(` "` + key + `": {`)
	if len(ids) > 0 {
		e.raw("\n")
	}
	for i, id := range ids {
		e.member("  ", id, get(id), i < len(ids)-1)
	}
	if len(ids) > 0 {
		e.raw(" ")
	}
	e.raw("},\n")
}
