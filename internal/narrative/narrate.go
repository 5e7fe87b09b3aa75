package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Sentence is one sentence written from the tables.
type Sentence struct {
	ID   string
	Text string
}

// Omitted is a sentence that could not be written, and why.
type Omitted struct {
	ID  string
	Why []Placeholder
}

// Narrate writes the sentences of the overview that carry figures, as the form
// words them. A sentence whose figures are not all known is left out and named;
// without last year's report none compares.
func Narrate(c Context) ([]Sentence, []Omitted) {
	n := c.Report.Form.Narration
	if n == nil {
		return nil, nil
	}
	var out []Sentence
	var omitted []Omitted
	for _, s := range n.Sentences {
		text, open := c.write(s)
		switch {
		case len(open) > 0:
			omitted = append(omitted, Omitted{s.ID, open})
		case text != "":
			out = append(out, Sentence{s.ID, text})
		}
	}
	return out, omitted
}

// CheckUnit refuses a unit the form's sentences do not know.
func CheckUnit(f *model.Form, unit string) error {
	if unit == "" || f.Narration != nil && slices.Contains(f.Narration.Units, unit) {
		return nil
	}
	var units []string
	if f.Narration != nil {
		units = f.Narration.Units
	}
	return &msg.Problem{What: msg.F("不能用“%s”作单位", "requests are not counted in %q", unit),
		Hint: msg.F("可用的单位：%s", "units to choose from: %s", strings.Join(units, "、"))}
}

func (c Context) write(s model.Sentence) (string, []Placeholder) {
	for _, w := range s.Ways {
		fits, open := c.wayFits(w)
		if len(open) > 0 {
			return "", open
		}
		if !fits {
			continue
		}
		text := w.Text
		if len(w.List) > 0 {
			list, open := c.enumerate(w)
			if len(open) > 0 {
				return "", open
			}
			text = strings.ReplaceAll(text, "{{list}}", list)
		}
		return Fill(c, text)
	}
	return "", nil
}

// wayFits reports whether a way to say a sentence fits the figures. One that cannot
// be judged, for want of a figure of this year, leaves the sentence open.
func (c Context) wayFits(w model.Way) (bool, []Placeholder) {
	fits := true
	some := len(w.Some) == 0
	for _, id := range append(w.Zero[:len(w.Zero):len(w.Zero)], w.Some...) {
		v, open := c.sumFigure(id)
		if len(open) > 0 {
			return false, open
		}
		zero := v.Number.Sign() == 0
		if slices.Contains(w.Zero, id) {
			fits = fits && zero
		} else if !zero {
			some = true
		}
	}
	for _, id := range w.Last {
		fs, _ := c.Report.Form.Figure(id)
		if c.Last == nil {
			return false, nil
		}
		if v, why := c.sumLast(fs); !why.IsZero() || !v.IsNumber() {
			return false, nil
		}
	}
	return fits && some, nil
}

func (c Context) sumFigure(id string) (model.Value, []Placeholder) {
	fs, _ := c.Report.Form.Figure(id)
	v := model.Sum(c.Report, fs)
	if _, why := numberText(v); !why.IsZero() {
		return v, []Placeholder{{Text: c.Report.Form.FigureLabel(id), Why: why}}
	}
	return v, nil
}

// enumerate enumerates what is not 0. A blank is left out like a 0: nothing is said of
// it.
func (c Context) enumerate(w model.Way) (string, []Placeholder) {
	var parts []string
	for _, i := range w.List {
		v, open := c.sumFigure(i.Figure)
		if v.State == model.Blank {
			continue
		}
		if len(open) > 0 {
			return "", open
		}
		if v.Number.Sign() != 0 {
			parts = append(parts, i.Text)
		}
	}
	return strings.Join(parts, c.Report.Form.Narration.Words["separator"]), nil
}
