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

// Omitted is a sentence that could not be written, with the placeholders that have no figure.
type Omitted struct {
	ID  string
	Why []Placeholder
}

// Narrate writes the sentences of the form's narration from the tables. A sentence whose figures are not all
// known is left out and returned as omitted. Without last year's report no sentence compares.
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

// CheckUnit returns an error if the form's sentences do not know a unit.
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

// write writes a sentence by the first way whose conditions hold; "" if none holds.
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

// wayFits reports whether the conditions of a way hold. If a figure of this year is missing, it returns the
// open placeholder.
func (c Context) wayFits(w model.Way) (bool, []Placeholder) {
	fits, some := true, len(w.Some) == 0
	for _, id := range slices.Concat(w.Zero, w.Some) {
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

// sumFigure returns the sum that an id stands for, or an open placeholder if it is no number.
func (c Context) sumFigure(id string) (model.Value, []Placeholder) {
	fs, _ := c.Report.Form.Figure(id)
	v := model.Sum(c.Report, fs)
	if _, why := numberText(v); !why.IsZero() {
		return v, []Placeholder{{Text: c.Report.Form.FigureLabel(id), Why: why}}
	}
	return v, nil
}

// enumerate lists the items of a way that are not 0 and not blank.
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
