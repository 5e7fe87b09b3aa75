// Package diff compares two or more reports of an organ, field by field and sentence by sentence, whatever
// their editions. Of takes two reports and returns a Diff, SeriesOf several years'. Which fields of two
// editions are the same, and which only look so, is data of the form: its crosswalk. internal/check applies
// rules to the result; Page lays it out for reading, and WriteJSON writes it.
package diff

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Status says what became of a field.
type Status string

// The statuses. Same and Changed compare like with like; Counterpart is the nearest field that the other
// edition has, Incomparable only has a similar name.
const (
	Same         Status = "same"
	Changed      Status = "changed"
	Added        Status = "added"
	Dropped      Status = "dropped"
	Counterpart  Status = "counterpart"
	Incomparable Status = "incomparable"
)

// Field is one line of the comparison: a field of the later report, several that make up one of the earlier
// report's, or one that only the earlier report has.
type Field struct {
	ID     string
	Status Status
	From   []*model.Field // of the earlier report; none for one that was added
	To     []*model.Field
	Old    model.Value // the sum, where there are several
	New    model.Value
	// Delta is New − Old where both are figures of one unit. Percent is Delta in percent of Old where that is
	// meaningful; Base says why it is not.
	Delta   *model.Number
	Percent *model.Number
	Base    Base
	Note    msg.Text
	// PartOf is the id of the line whose sum this field is counted in; that line stands before it.
	PartOf string
	Weight float64 // of the change, for ordering; 0 without a change, and where a blank stands for a 0
}

// Base says why a change has no percentage.
type Base string

// The reasons: the old figure is 0, too small for a percentage, or of a kind that may be negative.
const (
	Usual  Base = ""
	Zero   Base = "zero"
	Small  Base = "small"
	Signed Base = "signed"
)

// Diff is the comparison of two reports.
type Diff struct {
	From, To *model.Report
	Fields   []Field // in the order of the form
	Keys     []Key
	Balances []Balance // identities between the two years
	Texts    []Text
	// Repetition is what the narratives of To have in common with those of From.
	Repetition *repetition.Report
	Readings   []Reading
	Pair       []msg.Text // what speaks against comparing these two
}

// Options say what is known of the two reports otherwise.
type Options struct {
	Renamed bool // they are of one organ, though its name changed
}

// Of compares an earlier report with a later one. It returns a *msg.Problem if no crosswalk joins their forms.
func Of(from, to *model.Report, o Options) (*Diff, error) {
	lines, err := align(from.Form, to.Form)
	if err != nil {
		return nil, err
	}
	d := &Diff{From: from, To: to, Fields: make([]Field, len(lines.lines))}
	for i := range lines.lines {
		d.fillField(&d.Fields[i], &lines.lines[i])
	}
	d.Keys = keyFigures(from, to)
	d.Balances = Balances(from, to)
	d.Texts = diffTexts(from, to)
	d.Repetition = repetition.Between(from, to)
	d.Readings = differentReadings(d.Fields)
	for _, p := range Pair(from, to, o.Renamed) {
		d.Pair = append(d.Pair, p.Message)
	}
	return d, nil
}

// fillField fills one line of the comparison.
func (d *Diff) fillField(f *Field, l *comparedLine) {
	m := l.match
	f.ID, f.PartOf, f.From, f.To, f.Note = l.id, l.partOf, m.From, m.To, m.Note
	f.Old, f.New = valueOf(d.From, m.From), valueOf(d.To, m.To)
	switch m.As {
	case "dropped":
		f.Status = Dropped
	case "new":
		f.Status = Added
	case "incomparable":
		f.Status = Incomparable
	default:
		f.compare(m, d.To.Form, l.weight)
	}
	if n := max(len(m.From), len(m.To)); n > 1 {
		f.Note = joinTexts(f.Note, msg.F("各项之和，共 %d 项", "the sum of %d fields", n))
	}
}

// valueOf returns the value of a field, or the sum of several; absent for none.
func valueOf(r *model.Report, fs []*model.Field) model.Value {
	switch len(fs) {
	case 0:
		return model.Value{State: model.Absent}
	case 1:
		return r.Certain(fs[0].ID)
	}
	return model.Sum(r, fs)
}

// compare compares two values that stand for the same or nearly the same.
func (f *Field) compare(m model.Match, form *model.Form, weight float64) {
	f.Status = Same
	if m.As == "counterpart" {
		f.Status = Counterpart
	}
	if !f.Old.IsNumber() || !f.New.IsNumber() {
		if !sameState(f.Old, f.New) {
			f.setStatus(Changed)
			f.Note = joinTexts(f.Note, msg.F("%s → %s", "%s → %s", f.Old.Describe(), f.New.Describe()))
			if says(f.Old) || says(f.New) {
				f.Weight = weight
			}
		}
		return
	}
	if one, two := unitOf(f.Old, m.From[0]), unitOf(f.New, m.To[0]); one != two && (isMoney(one, form) || isMoney(two, form)) {
		f.Status = Incomparable
		f.Note = joinTexts(f.Note, msg.F("单位不同或未注明（%s、%s），未作换算", "units differ or are not given (%s, %s), nothing was converted", unitText(one), unitText(two)))
		return
	}
	delta := f.New.Number.Sub(f.Old.Number)
	f.Delta = &delta
	f.Percent, f.Base = percent(f.Old.Number, delta, m.To[0].Kind == model.Signed, smallBase(form))
	if delta.Sign() != 0 {
		f.setStatus(Changed)
		f.Weight = weight * significance(f.Old.Number, f.New.Number, m.To[0].Kind)
	}
}

// setStatus sets the status of a line that is no counterpart.
func (f *Field) setStatus(s Status) {
	if f.Status != Counterpart {
		f.Status = s
	}
}

// Differs reports whether the two reports differ in a line: it changed, or one report has content there that
// the other edition has no field for.
func (f *Field) Differs() bool {
	switch f.Status {
	case Same:
		return false
	case Counterpart:
		return f.Weight > 0
	case Added:
		return f.PartOf == "" && says(f.New)
	case Dropped:
		return f.PartOf == "" && says(f.Old)
	}
	return f.Status == Changed || says(f.Old) || says(f.New)
}

// says reports whether a value has content: a figure other than 0, or an unreadable text.
func says(v model.Value) bool {
	return v.IsNumber() && v.Number.Sign() != 0 || v.State == model.Unreadable
}

// Empty reports whether the two reports do not differ.
func (d *Diff) Empty() bool {
	return !slices.ContainsFunc(d.Fields, func(f Field) bool { return f.Differs() }) &&
		!slices.ContainsFunc(d.Texts, func(t Text) bool { return t.Differs() }) && len(d.Readings) == 0
}

// Differs reports whether there is a difference that a page with these options would show.
func (d *Diff) Differs(o PageOptions) bool {
	p := &pageBuilder{d: d, o: o}
	return slices.ContainsFunc(d.Fields, func(f Field) bool { return f.Differs() && p.aboveThresholds(&f) }) ||
		slices.ContainsFunc(d.Texts, func(t Text) bool { return t.Differs() }) || len(d.Readings) > 0
}

// Changes returns the lines that hold a change, those of the greatest weight first.
func (d *Diff) Changes() []*Field {
	var out []*Field
	for i := range d.Fields {
		if f := &d.Fields[i]; f.Weight > 0 {
			out = append(out, f)
		}
	}
	sorting.By(out, func(a, b *Field) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}

// sameState reports whether two values are the same apart from their numbers.
func sameState(a, b model.Value) bool {
	return a.State == b.State && (a.State != model.Unreadable || a.Text == b.Text)
}

// unitOf returns the unit of a value: the cell's own, else the form's.
func unitOf(v model.Value, fd *model.Field) string {
	return cmp.Or(v.Unit, fd.Unit)
}

// isMoney reports whether a unit is one of money.
func isMoney(unit string, f *model.Form) bool { return slices.Contains(f.Reading.Money, unit) }

func unitText(unit string) msg.Text {
	if unit == "" {
		return msg.T("未注明", "not given")
	}
	return msg.T(unit, unit)
}

// smallBase returns the figure below which a percentage is not meaningful; 0 without one.
func smallBase(f *model.Form) int {
	if f.Comparison == nil {
		return 0
	}
	return f.Comparison.SmallBase
}

// percent returns a change in percent of its base, or the reason why there is none.
func percent(base, delta model.Number, signed bool, small int) (*model.Number, Base) {
	switch {
	case signed || base.Sign() < 0:
		return nil, Signed
	case base.Sign() == 0:
		return nil, Zero
	case base.Cmp(model.Int(int64(small))) < 0:
		return nil, Small
	}
	p := delta.Percent(base)
	return &p, Usual
}

// significance weighs a change for ordering: a count varies by about its square root, so the change is divided
// by that; amounts have no such scale and go by proportion. It is never shown.
func significance(old, now model.Number, kind model.Kind) float64 {
	a, b := math.Abs(old.Float()), math.Abs(now.Float())
	change := math.Abs(now.Float() - old.Float())
	if kind == model.Amount {
		return 10 * change / max(a, b)
	}
	return change / math.Sqrt(a+b)
}

// joinTexts joins two notes.
func joinTexts(a, b msg.Text) msg.Text {
	if a.IsZero() {
		return b
	}
	return msg.F("%s；%s", "%s; %s", a, b)
}

// Reading is a cell that says more than a plain number in one of the years, and not the same in the other: a
// remark, a unit, a text.
type Reading struct {
	Field    *Field
	Old, New string // as typed
}

// differentReadings returns the cells that say something besides their figure that is not the same in both years.
func differentReadings(fs []Field) []Reading {
	var out []Reading
	for i := range fs {
		f := &fs[i]
		var old, now string
		if len(f.From) == 1 {
			old = annotatedText(f.Old)
		}
		if len(f.To) == 1 {
			now = annotatedText(f.New)
		}
		if old != now {
			out = append(out, Reading{f, old, now})
		}
	}
	return out
}

// annotatedText returns the text of a cell that holds more than a number; else "".
func annotatedText(v model.Value) string {
	if v.Text == "" && v.Remark == "" && v.Unit == "" {
		return ""
	}
	return v.Typed()
}
