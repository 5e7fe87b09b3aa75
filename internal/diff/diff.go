// Package diff holds two reports against each other, field by field and
// sentence by sentence, whatever their editions. What is the same across
// editions, and what only seems so, is data of the form: its crosswalk.
package diff

import (
	"cmp"
	"math"
	"slices"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Status is what became of a field.
type Status string

// The statuses. Same and Changed compare like with like; Counterpart is the
// nearest thing the other edition has, Incomparable only bears a like name.
const (
	Same         Status = "same"
	Changed      Status = "changed"
	Added        Status = "added"
	Dropped      Status = "dropped"
	Counterpart  Status = "counterpart"
	Incomparable Status = "incomparable"
)

// Field is one line of the comparison: a field of the later report, several that
// make up one of the earlier report's, or one that only the earlier report has.
type Field struct {
	ID     string
	Status Status
	From   []*model.Field // of the earlier report; none for one that was added
	To     []*model.Field
	Old    model.Value // summed, where there are several
	New    model.Value
	// Delta is New − Old where both are figures of one unit. Percent is Delta in
	// percent of Old, where that means something; Base says why it does not.
	Delta   *model.Number
	Percent *model.Number
	Base    Base
	Note    msg.Text
	// PartOf is the line whose sum this field is counted in; the line itself
	// stands before it.
	PartOf string
	Weight float64 // of the change, for ordering; 0 without one, and where a blank stands for a 0
}

// Base says why a change has no percentage.
type Base string

// The reasons: the old figure is 0, too small for a percentage to inform, or of
// a kind that may be negative.
const (
	Usual  Base = ""
	Zero   Base = "zero"
	Small  Base = "small"
	Signed Base = "signed"
)

// Diff is two reports held against each other.
type Diff struct {
	From, To *model.Report
	Fields   []Field // in the order of the form
	Keys     []Key
	Balances []Balance // what must hold between the two
	Texts    []Text
	Readings []Reading
	Pair     []msg.Text // what is wrong with comparing these two
}

// Options say what is known of the two besides.
type Options struct {
	Renamed bool // they are one organ's, though its name changed
}

// Of compares an earlier report with a later one. Forms that no crosswalk joins
// are a *msg.Problem.
func Of(from, to *model.Report, o Options) (*Diff, error) {
	lines, err := align(from.Form, to.Form)
	if err != nil {
		return nil, err
	}
	d := &Diff{From: from, To: to, Fields: make([]Field, len(lines.lines))}
	for i := range lines.lines {
		d.field(&d.Fields[i], &lines.lines[i])
	}
	d.Keys = keys(from, to)
	d.Balances = Balances(from, to)
	d.Texts = texts(from, to)
	d.Readings = readings(d.Fields)
	for _, p := range Pair(from, to, o.Renamed) {
		d.Pair = append(d.Pair, p.Message)
	}
	return d, nil
}

func (d *Diff) field(f *Field, l *line) {
	m := l.match
	f.ID, f.PartOf, f.From, f.To, f.Note = l.id, l.partOf, m.From, m.To, m.Note
	f.Old, f.New = value(d.From, m.From), value(d.To, m.To)
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
		f.Note = joined(f.Note, msg.F("各项之和，共 %d 项", "the sum of %d fields", n))
	}
}

// value is what stands in a field, or what several come to.
func value(r *model.Report, fs []*model.Field) model.Value {
	switch len(fs) {
	case 0:
		return model.Value{State: model.Absent}
	case 1:
		return r.Value(fs[0].ID)
	}
	return model.Sum(r, fs)
}

// compare judges two values that stand for the same or nearly the same.
func (f *Field) compare(m model.Match, form *model.Form, weight float64) {
	f.Status = Same
	if m.As == "counterpart" {
		f.Status = Counterpart
	}
	if !f.Old.IsNumber() || !f.New.IsNumber() {
		if !sameState(f.Old, f.New) {
			f.mark(Changed)
			f.Note = joined(f.Note, msg.F("%s → %s", "%s → %s", f.Old.Describe(), f.New.Describe()))
			if says(f.Old) || says(f.New) {
				f.Weight = weight
			}
		}
		return
	}
	if one, two := unit(f.Old, m.From[0]), unit(f.New, m.To[0]); one != two && (money(one, form) || money(two, form)) {
		f.Status = Incomparable
		f.Note = joined(f.Note, msg.F("单位不同或未注明（%s、%s），未作换算", "units differ or are not given (%s, %s), nothing was converted", orNone(one), orNone(two)))
		return
	}
	delta := f.New.Number.Sub(f.Old.Number)
	f.Delta = &delta
	f.Percent, f.Base = percent(f.Old.Number, delta, m.To[0].Kind == model.Signed, smallBase(form))
	if delta.Sign() != 0 {
		f.mark(Changed)
		f.Weight = weight * significance(f.Old.Number, f.New.Number, m.To[0].Kind)
	}
}

func (f *Field) mark(s Status) {
	if f.Status != Counterpart {
		f.Status = s
	}
}

// Differs reports whether a line tells the two reports apart: it holds a change,
// or something that one of them says and the other cannot.
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

// says reports whether a value is more than nothing.
func says(v model.Value) bool {
	return v.IsNumber() && v.Number.Sign() != 0 || v.State == model.Unreadable
}

// Empty reports whether the two reports say the same throughout.
func (d *Diff) Empty() bool {
	return !slices.ContainsFunc(d.Fields, func(f Field) bool { return f.Differs() }) &&
		!slices.ContainsFunc(d.Texts, func(t Text) bool { return t.Differs() }) && len(d.Readings) == 0
}

// Differs reports whether there is a difference that a page with these options
// would show.
func (d *Diff) Differs(o PageOptions) bool {
	p := &pager{d: d, o: o}
	return slices.ContainsFunc(d.Fields, func(f Field) bool { return f.Differs() && p.passes(&f) }) ||
		slices.ContainsFunc(d.Texts, func(t Text) bool { return t.Differs() }) || len(d.Readings) > 0
}

// Changes lists the lines that hold a change, the weightiest first.
func (d *Diff) Changes() []*Field {
	var out []*Field
	for i := range d.Fields {
		if f := &d.Fields[i]; f.Weight > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *Field) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}

// Apply gives the values of the later report, made of the earlier report and
// the comparison: what is the same is taken from the earlier report, what changed
// by a figure is added to it. How a cell was written comes from the comparison.
func (d *Diff) Apply(from *model.Report) map[string]model.Value {
	out := map[string]model.Value{}
	for _, f := range d.Fields {
		if len(f.To) != 1 {
			continue
		}
		v := f.New
		if len(f.From) > 0 {
			old := value(from, f.From)
			switch {
			case f.Delta != nil:
				v.Number = old.Number.Add(*f.Delta)
			case f.Status == Same:
				v.State, v.Number = old.State, old.Number
				if v.State == model.Unreadable {
					v.Text = old.Text
				}
			}
		}
		out[f.To[0].ID] = v
	}
	return out
}

func sameState(a, b model.Value) bool {
	return a.State == b.State && (a.State != model.Unreadable || a.Text == b.Text)
}

// unit is the unit a value counts in: the cell's own, else the form's.
func unit(v model.Value, fd *model.Field) string {
	if v.Unit != "" {
		return v.Unit
	}
	return fd.Unit
}

func money(unit string, f *model.Form) bool { return slices.Contains(f.Reading.Money, unit) }

func orNone(unit string) msg.Text {
	if unit == "" {
		return msg.T("未注明", "not given")
	}
	return msg.T(unit, unit)
}

func smallBase(f *model.Form) int {
	if f.Comparison == nil {
		return 0
	}
	return f.Comparison.SmallBase
}

// percent is a change in percent of its base, where that informs.
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

// significance orders changes: a count varies by about its square root, so that
// is what a change is held against; amounts have no such scale and go by
// proportion. It is never shown.
func significance(old, now model.Number, kind model.Kind) float64 {
	a, b := math.Abs(old.Float()), math.Abs(now.Float())
	change := math.Abs(now.Float() - old.Float())
	if kind == model.Amount {
		return 10 * change / max(a, b)
	}
	return change / math.Sqrt(a+b)
}

func joined(a, b msg.Text) msg.Text {
	if a.IsZero() {
		return b
	}
	return msg.F("%s；%s", "%s; %s", a, b)
}
