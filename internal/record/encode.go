// Package record writes and reads reports as data: whole as JSON by the schema gkxl-report/1 (Encode, Decode),
// and the figures alone as CSV (EncodeCSV, DecodeCSV). Values typed by hand are read as those of a cell
// (internal/intake). JSON is how all other results are written, too.
package record

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Schema is the name of the schema of a report.
const Schema = "gkxl-report/1"

// value is the value of a field, with its number only where it is one.
type value struct {
	Number *model.Number `json:"number,omitempty"`
	model.Value
}

// note is a note of reading, in one language.
type note struct {
	model.Note
	Message string `json:"message"`
}

// explanation is a unit's answer to a warning, with the figures it was given for.
type explanation struct {
	Key     string `json:"key"`
	Figures string `json:"figures"`
	Text    string `json:"text"`
}

// Encode writes a report by the schema gkxl-report/1, notes in one language: every field of the form in its
// order, one on a line.
func Encode(w io.Writer, r *model.Report, lang msg.Lang) error {
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
	e.texts("cover", r.Cover, filled(r.Cover, idsOf(r.Form.Cover, func(c *model.CoverItem) string { return c.ID })))
	e.texts("texts", r.Texts, filled(r.Texts, idsOf(r.Form.Sections, func(s *model.Section) string { return s.ID })))
	if len(r.Drafts) > 0 {
		e.texts("drafts", r.Drafts, slices.Sorted(maps.Keys(r.Drafts)))
	}
	if len(r.Taken) > 0 {
		e.object("taken", slices.Sorted(maps.Keys(r.Taken)), func(id string) any { return r.Taken[id] })
	}
	e.object("values", idsOf(r.Form.Fields, func(fd *model.Field) string { return fd.ID }), func(id string) any { return valueOf(r.Certain(id)) })
	var extras, explanations, notes []any
	for _, x := range r.Extra {
		extras = append(extras, x)
	}
	for _, l := range r.Listed {
		if l.Text != "" && !l.Solved {
			explanations = append(explanations, explanation{l.Key, l.Figures, l.Text})
		}
	}
	for _, n := range r.Notes {
		notes = append(notes, note{n, n.Message.In(lang)})
	}
	if len(extras) > 0 {
		e.list("extra", extras, true)
	}
	if len(explanations) > 0 {
		e.list("explanations", explanations, true)
	}
	e.texts("places", r.Places, slices.Sorted(maps.Keys(r.Places)))
	e.list("import", notes, false)
	e.raw("}\n")
	if e.err != nil {
		return e.err
	}
	_, err := w.Write(text.JSON(e.buf.Bytes()))
	return err
}

// idsOf returns the ids of parts of a form.
func idsOf[T any](parts []T, id func(T) string) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = id(p)
	}
	return out
}

// filled returns the ids whose texts are not empty.
func filled(texts map[string]string, ids []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return texts[id] == "" })
}

// valueOf converts a value.
func valueOf(v model.Value) value {
	out := value{Value: v}
	if v.IsNumber() {
		out.Number = &v.Number
	}
	return out
}

// JSON writes any result as reports are written: a member a line, and no character escaped without need. It
// writes nothing if encoding fails.
func JSON(w io.Writer, v any) error { return WritePart(w, "", v, "", "\n") }

// WritePart writes a value as a part of a larger JSON, between the given texts.
func WritePart(w io.Writer, before string, v any, indent, after string) error {
	var buf bytes.Buffer
	buf.WriteString(before)
	if err := encode(&buf, v, indent, " "); err != nil {
		return err
	}
	buf.WriteString(after)
	_, err := w.Write(text.JSON(buf.Bytes()))
	return err
}

// encode appends a value as JSON without a line break behind it.
func encode(buf *bytes.Buffer, v any, prefix, indent string) error {
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	if err := enc.Encode(v); err != nil {
		return err
	}
	buf.Truncate(buf.Len() - 1)
	return nil
}

// encoder writes JSON with the members of objects in a given order.
type encoder struct {
	buf bytes.Buffer
	err error
}

func (e *encoder) raw(s string) { e.buf.WriteString(s) }

// value writes a value on one line. The first error is kept in err.
func (e *encoder) value(v any) {
	if err := encode(&e.buf, v, "", ""); err != nil && e.err == nil {
		e.err = err
	}
}

// member writes a member of an object on a line of its own; more says that another follows.
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

// object writes a member that is an object, with a member a line.
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

// texts writes a member that is an object of texts, in the order of ids.
func (e *encoder) texts(key string, texts map[string]string, ids []string) {
	e.object(key, ids, func(id string) any { return texts[id] })
}

// list writes a member that is a list, with an item a line; more says that another member follows.
func (e *encoder) list(key string, items []any, more bool) {
	e.raw(` "` + key + `": [`)
	for i, v := range items {
		if i > 0 {
			e.raw(",")
		}
		e.raw("\n  ")
		e.value(v)
	}
	if len(items) > 0 {
		e.raw("\n ")
	}
	e.raw("]")
	if more {
		e.raw(",")
	}
	e.raw("\n")
}
