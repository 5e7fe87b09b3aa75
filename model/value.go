package model

import (
	"maps"
	"slices"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// State says what a field holds. Blank is not 0, absent is not blank, and unreadable is neither.
type State string

// The four states of a value.
const (
	IsNumber   State = "number"     // a figure that was read
	Blank      State = "blank"      // the cell is empty, or holds a placeholder such as 无
	Absent     State = "absent"     // the report has no such cell
	Unreadable State = "unreadable" // the cell holds a text that is no figure
)

// Value is what a field holds and how it was written.
type Value struct {
	Number Number `json:"number"` // meaningful when State is IsNumber
	State  State  `json:"state"`
	Text   string `json:"text,omitempty"`   // as found, when that differs from the plain number
	Remark string `json:"remark,omitempty"` // "其中修订16件" of "22（其中修订16件）"
	Unit   string `json:"unit,omitempty"`   // "元" of "864098223.91元"
	Cell   string `json:"cell,omitempty"`   // "三、依申请公开!D5"; empty when the source has no addresses
	// Computed says that a formula of the source adds up the cell's parts, so that nobody typed the figure.
	Computed bool `json:"computed,omitempty"`
	// Doubtful says that the figure, or the blank, may be another field's: its table may stand a row or a column off.
	// It is checked where it stands. Whoever hands figures on takes [Report.Certain].
	Doubtful bool `json:"doubtful,omitempty"`
}

// IsNumber reports whether the value is a figure.
func (v Value) IsNumber() bool { return v.State == IsNumber }

// Typed returns what a person would have typed to give this value: its text as found, with plain line breaks, or the
// plain number with its unit and remark.
func (v Value) Typed() string {
	switch {
	case v.Text != "":
		return text.LineBreaks(v.Text)
	case v.State != IsNumber:
		return ""
	case v.Remark != "":
		return v.Number.String() + v.Unit + "（" + v.Remark + "）"
	}
	return v.Number.String() + v.Unit
}

// Shown returns what a cell holds, for messages: what is typed in it, or in brackets that it is missing or blank.
func (v Value) Shown() msg.Text {
	switch {
	case v.State == Absent:
		return msg.T("（缺失）", "(missing)")
	case v.Typed() == "":
		return msg.T("（空）", "(blank)")
	}
	return msg.T(v.Typed(), v.Typed())
}

// Report is one organ's report on one year.
type Report struct {
	Organ     string
	OrganType string            // id of an organ type of the form, or as typed
	Code      string            // the unit's code on its roster; empty without one
	Year      int               // the year reported on; 0 when unknown
	Form      *Form             // the form it is in; never nil
	Cover     map[string]string // further items of the cover by id: contact, filler, reviewer, date
	Texts     map[string]string // narrative or note by section id
	Values    map[string]Value  // by field id
	Places    map[string]string // where cover items and texts stood, by PlaceOfCover and PlaceOfText
	Notes     []Note            // what reading noticed besides the values
	Extra     []Extra           // figures in rows and columns that the form does not have
	Taken     map[string]Taken  // figures taken over from last year's report, by field id
	Drafts    map[string]string // narratives as written with placeholders, by section id
	Listed    []Listed          // findings that an earlier check wrote into the file, with the unit's explanations
	Sources   [][]string        // of a total: the rows of the sheet that says where its figures come from
	Reviews   [][]string        // the rows of the sheet of its workbook that records its reviews; see internal/review
}

// Listed is a finding that an earlier check wrote into a report's file, with the unit's answer.
type Listed struct {
	Key     string // same as Finding.Key of another check
	Figures string // figures it was about; the answer holds while they stay the same
	Rule    string
	Grade   string // in the reader's words, as listed
	Place   string // addresses, as listed
	Item    string // row and column, as listed
	Message string
	// Text is the unit's explanation. Former is one that no longer held then.
	Text, Former string
	Solved       bool // it was no longer found then
}

// Extra is a figure in a row or column that the form does not have. It is kept as found and counts nowhere.
type Extra struct {
	Table  string `json:"table"`         // the table it stands in
	Row    string `json:"row,omitempty"` // labels as found
	Column string `json:"column,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Text   string `json:"text"`
	Field  string `json:"field,omitempty"` // its field in another edition, if there is one
}

// PlaceOfCover returns the key in Report.Places of an item of the cover.
func PlaceOfCover(item string) string { return "cover." + item }

// PlaceOfText returns the key in Report.Places of a section's text.
func PlaceOfText(section string) string { return "text." + section }

// NewReport returns an empty report in a form.
func NewReport(form *Form) *Report {
	return &Report{Form: form, Cover: map[string]string{}, Texts: map[string]string{}, Values: make(map[string]Value, len(form.Fields)), Places: map[string]string{}}
}

// Validate returns a *msg.Problem if values or texts have ids that the form does not have, or a value has no state.
func (r *Report) Validate() error {
	var unknown []string
	for id, v := range r.Values {
		if _, ok := r.Form.Field(id); !ok {
			unknown = append(unknown, id)
		} else if v.State == "" {
			return &msg.Problem{What: msg.F("“%s”的值没有状态", "the value of %q has no state", id),
				Hint: msg.T("用 Count、Amount 或 Typed 建立值", "make values with Count, Amount or Typed")}
		}
	}
	for id := range r.Texts {
		if _, ok := r.Form.Section(id); !ok {
			unknown = append(unknown, id)
		}
	}
	for id := range r.Cover {
		if !slices.ContainsFunc(r.Form.Cover, func(c *CoverItem) bool { return c.ID == id }) {
			unknown = append(unknown, id)
		}
	}
	slices.Sort(unknown)
	if len(unknown) == 0 {
		return nil
	}
	return r.Form.UnknownField(unknown...)
}

// Value returns a field's value; absent if the report does not have the field.
func (r *Report) Value(field string) Value {
	if v, ok := r.Values[field]; ok {
		return v
	}
	return Value{State: Absent}
}

// Certain returns a field's value to hand on, sum up or compare: one that may be another field's is unreadable, with its
// text.
func (r *Report) Certain(field string) Value {
	v := r.Value(field)
	if v.Doubtful && v.State != Absent {
		v.State, v.Text, v.Number = Unreadable, v.Typed(), Number{}
	}
	return v
}

// DoubtfulFields returns the fields that hold something which may be another field's.
func (r *Report) DoubtfulFields() []*Field {
	var out []*Field
	for _, fd := range r.Form.Fields {
		if v := r.Value(fd.ID); v.Doubtful && v.Typed() != "" {
			out = append(out, fd)
		}
	}
	return out
}

// MarkDoubtful marks the values of the fields that notes doubt.
func (r *Report) MarkDoubtful() {
	for _, n := range r.Notes {
		for _, fd := range n.Fields {
			if v, ok := r.Values[fd.ID]; ok && v.State != Absent {
				v.Doubtful = true
				r.Values[fd.ID] = v
			}
		}
	}
}

// With returns the report as it would be with some values replaced, by field id: a total that a formula
// computes is computed anew, and notes on a replaced value are dropped. The report itself is not changed.
func (r *Report) With(f *Form, values map[string]Value) *Report {
	out := *r
	out.Values = maps.Clone(r.Values)
	if out.Values == nil {
		out.Values = map[string]Value{}
	}
	maps.Copy(out.Values, values)
	w := whatIf{report: &out, given: values, done: map[*Field]bool{}}
	for _, fd := range f.Fields {
		w.computeTotal(fd)
	}
	out.Notes = nil
	for _, n := range r.Notes {
		if _, replaced := values[n.Field]; !replaced {
			out.Notes = append(out.Notes, n)
		}
	}
	return &out
}

// whatIf computes the totals of a changed report.
type whatIf struct {
	report *Report
	given  map[string]Value
	done   map[*Field]bool
}

// computeTotal computes a total that a formula computes, after its parts.
func (w *whatIf) computeTotal(fd *Field) {
	if fd.Total == nil || w.done[fd] {
		return
	}
	w.done[fd] = true
	v := w.report.Value(fd.ID)
	if _, given := w.given[fd.ID]; given || !v.Computed {
		return
	}
	var sum Number
	some := false
	for _, t := range fd.Total.Right {
		w.computeTotal(t.Field)
		p := w.report.Value(t.Field.ID)
		switch {
		case p.State == Unreadable || p.State == Absent:
			return
		case p.IsNumber():
			sum, some = sum.Add(t.Signed(p.Number)), true
		}
	}
	if some {
		v.State, v.Number, v.Text = IsNumber, sum, ""
		w.report.Values[fd.ID] = v
	}
}
