package sums

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// Row is a report's entries in little memory, those of ten thousand reports at
// once: it keeps them as the text that stands in the cache and in the hidden
// column of a total, and decodes that when asked for them. A row is never
// damaged, for a damaged text makes none. Two rows are equal when they are ==.
// The zero Row is no report's.
//
// The text has a word for each field: a figure, "." for a blank, "x" for a
// missing cell and "?" for an unreadable one; behind a figure ":" and its unit;
// behind anything "#" and what is special, as a number. Zeros in a row are
// counted: "0*12".
type Row struct {
	text   string
	fields int
}

// maxFields bounds what a text may claim; no form has nearly as many.
const maxFields = 1 << 14

// ErrRow says that a text is no row of figures for a form.
var ErrRow = errors.New("not a line of figures")

// Row packs entries.
func (es Entries) Row() Row {
	var b strings.Builder
	for i := 0; i < len(es); i++ {
		if i > 0 {
			b.WriteByte(' ')
		}
		n := 0
		for i+n < len(es) && es[i+n] == (Entry{State: model.IsNumber}) {
			n++
		}
		if n > 2 {
			b.WriteString("0*" + strconv.Itoa(n))
			i += n - 1
			continue
		}
		e := es[i]
		switch e.State {
		case model.IsNumber:
			b.WriteString(e.Number.String())
		case model.Blank:
			b.WriteByte('.')
		case model.Unreadable:
			b.WriteByte('?')
		default:
			b.WriteByte('x')
		}
		if unit := strings.Map(plainUnit, e.Unit); unit != "" {
			b.WriteString(":" + unit)
		}
		if e.Why != 0 {
			b.WriteString("#" + strconv.Itoa(int(e.Why)))
		}
	}
	return Row{b.String(), len(es)}
}

// plainUnit keeps what sets words apart out of a unit.
func plainUnit(c rune) rune {
	if c <= ' ' || c == '#' || c == ':' {
		return -1
	}
	return c
}

// ParseRow makes a row of a text, for a form. The error is ErrRow.
func ParseRow(text string, f *model.Form) (Row, error) {
	es, err := parse(text, make(Entries, 0, len(f.Fields)))
	if err != nil || len(es) != len(f.Fields) {
		return Row{}, ErrRow
	}
	r := es.Row()
	if r.text == text { // unless it was written by another hand, and kept once
		r.text = text
	}
	return r, nil
}

// UnmarshalText makes a row of a text, of as many fields as it has; see Fits. The
// error is ErrRow.
func (r *Row) UnmarshalText(text []byte) error {
	es, err := parse(string(text), make(Entries, 0, 256))
	if err == nil {
		*r = es.Row()
	}
	return err
}

// MarshalText gives the row as text, for JSON; it never fails.
func (r Row) MarshalText() ([]byte, error) { return []byte(r.text), nil }

// String is the row as text, which ParseRow reads.
func (r Row) String() string { return r.text }

// IsZero reports whether a row is no report's.
func (r Row) IsZero() bool { return r.fields == 0 }

// Fits reports whether a row has an entry for every field of a form.
func (r Row) Fits(f *model.Form) bool { return r.fields == len(f.Fields) }

// Entries unpacks a row.
func (r Row) Entries() Entries {
	es, err := parse(r.text, make(Entries, 0, r.fields))
	if err != nil {
		panic(err) // no row is made of such a text
	}
	return es
}

// parse reads a text into room for entries.
func parse(text string, out Entries) (Entries, error) {
	for word := range strings.FieldsSeq(text) {
		if count, ok := strings.CutPrefix(word, "0*"); ok {
			k, err := strconv.Atoi(count)
			if err != nil || k < 0 || k > maxFields-len(out) {
				return nil, ErrRow
			}
			for range k {
				out = append(out, Entry{State: model.IsNumber})
			}
			continue
		}
		e, ok := parseEntry(word)
		if !ok || len(out) == maxFields {
			return nil, ErrRow
		}
		out = append(out, e)
	}
	return out, nil
}

// parseEntry reads the word of one field.
func parseEntry(word string) (e Entry, ok bool) {
	word, why, marked := strings.Cut(word, "#")
	word, e.Unit, _ = strings.Cut(word, ":")
	if strings.Map(plainUnit, e.Unit) != e.Unit { // no row is written so
		return e, false
	}
	if marked {
		w, err := strconv.ParseUint(why, 10, 16)
		if err != nil {
			return e, false
		}
		e.Why = Why(w)
	}
	switch word {
	case ".":
		e.State = model.Blank
	case "x":
		e.State = model.Absent
	case "?":
		e.State = model.Unreadable
	default:
		n, err := model.ParseNumber(word)
		if err != nil {
			return e, false
		}
		e.State, e.Number = model.IsNumber, n
	}
	return e, true
}
