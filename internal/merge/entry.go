// Package merge makes one report of many: the figures are summed exactly, and
// where a sum cannot be the total, it says why and decides nothing.
package merge

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// Why says what is special about a figure or a sum.
type Why uint16

const (
	// Remarked: a remark says that the figure counts what others count too.
	Remarked Why = 1 << iota
	// Many: the figure is itself a sum that nobody freed of double counts yet.
	Many
	// Unreadable: a unit's cell says something that is no figure, or a figure in
	// a unit that its field does not have.
	Unreadable
	// Missing: a unit's report has no such cell.
	Missing
	// NoUnit: an amount names no unit, and the form prints none.
	NoUnit
	// Split: a figure of another edition belongs to several fields of this one.
	Split
	// Left: a report of another edition has no comparable figure.
	Left
	// Near: the figure is another edition's nearest counterpart.
	Near
)

// Incomplete are the reasons for which a sum lacks a unit's figure.
const Incomplete = Unreadable | Missing | NoUnit | Split

// Entry is what one report contributes to one field.
type Entry struct {
	State  model.State
	Number model.Number
	Unit   string // as it stood in the cell; empty after Translate, except of money without a printed unit
	Why    Why
}

// Of gives what a report contributes, field by field of its own form.
func Of(r *model.Report) []Entry {
	f := r.Form
	out := make([]Entry, len(f.Fields))
	for i, fd := range f.Fields {
		v := r.Value(fd.ID)
		e := Entry{State: v.State, Number: v.Number, Unit: v.Unit}
		switch v.State {
		case model.Absent:
			e.Why = Missing
		case model.Unreadable:
			e.Why = Unreadable
		case model.IsNumber:
			for _, w := range f.Merging.Remarks {
				if v.Number.Sign() != 0 && strings.Contains(v.Remark, w) {
					e.Why |= Remarked
				}
			}
		}
		out[i] = e
	}
	return out
}

// Encode writes entries as one line of text, for a cell: a figure, "." for a
// blank, "x" for a missing cell and "?" for an unreadable one; behind a figure
// ":" and its unit; behind anything "#" and what is special, as a number. Zeros
// in a row are counted: "0*12".
func Encode(entries []Entry) string {
	var b strings.Builder
	for i := 0; i < len(entries); i++ {
		if i > 0 {
			b.WriteByte(' ')
		}
		n := 0
		for i+n < len(entries) && entries[i+n] == (Entry{State: model.IsNumber}) {
			n++
		}
		if n > 2 {
			b.WriteString("0*" + strconv.Itoa(n))
			i += n - 1
			continue
		}
		e := entries[i]
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
		if e.Unit != "" {
			b.WriteString(":" + strings.Map(plainUnit, e.Unit))
		}
		if e.Why != 0 {
			b.WriteString("#" + strconv.Itoa(int(e.Why)))
		}
	}
	return b.String()
}

func plainUnit(c rune) rune {
	if c <= ' ' || c == '#' || c == ':' {
		return -1
	}
	return c
}

// ErrEntries says that a text is no line of entries for a form.
var ErrEntries = errors.New("not a line of figures")

// Decode reads what Encode wrote, n entries.
func Decode(s string, n int) ([]Entry, error) {
	out := make([]Entry, 0, n)
	for tok := range strings.FieldsSeq(s) {
		if count, ok := strings.CutPrefix(tok, "0*"); ok {
			k, err := strconv.Atoi(count)
			if err != nil || k < 0 || k > n-len(out) {
				return nil, ErrEntries
			}
			for range k {
				out = append(out, Entry{State: model.IsNumber})
			}
			continue
		}
		tok, why, marked := strings.Cut(tok, "#")
		tok, unit, _ := strings.Cut(tok, ":")
		e := Entry{Unit: unit}
		if marked {
			w, err := strconv.ParseUint(why, 10, 16)
			if err != nil {
				return nil, ErrEntries
			}
			e.Why = Why(w)
		}
		switch tok {
		case ".":
			e.State = model.Blank
		case "x":
			e.State = model.Absent
		case "?":
			e.State = model.Unreadable
		default:
			num, err := model.ParseNumber(tok)
			if err != nil {
				return nil, ErrEntries
			}
			e.State, e.Number = model.IsNumber, num
		}
		if len(out) == n {
			return nil, ErrEntries
		}
		out = append(out, e)
	}
	if len(out) != n {
		return nil, ErrEntries
	}
	return out, nil
}
