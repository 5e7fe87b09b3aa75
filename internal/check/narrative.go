package check

import (
	"slices"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// narrativeFigures reports the figures of the narratives that contradict the tables, of the kinds that the rule
// names.
func (c *checker) narrativeFigures() {
	if !c.narrativeRead {
		c.narrative, c.narrativeRead = narrative.ReaderFor(c.form).Read(c.report, c.options.Last), true
	}
	for i := range c.narrative {
		t := &c.narrative[i]
		if t.Verdict != narrative.Disagrees || !slices.Contains(c.rule.Words, string(t.Kind)) {
			continue
		}
		which := t.Message
		if t.Kind == narrative.Count || t.Kind == narrative.Share || t.Kind == narrative.Growth {
			which = msg.F("“%s”%s", "%q %s", t.Text, t.Message)
		}
		f := Finding{Fields: t.Fields(), Sections: []string{t.Section}, Left: &t.Number, Right: t.Table,
			Message: msg.F("“%s”：%s", "%q: %s", excerpt(*t), which), About: excerpt(*t) + "|" + t.Text}
		if t.Table != nil && t.Kind != narrative.Year {
			d := t.Number.Sub(*t.Table)
			f.Difference = &d
		} else {
			f.Left, f.Right = nil, nil
		}
		f.Cells = c.placeOf(model.PlaceOfText(t.Section))
		for _, fd := range t.Fields() {
			if cell := c.values[fd.Index].Cell; cell != "" {
				f.Cells = append(f.Cells, cell)
			}
		}
		c.add(f)
	}
}

// excerpt returns the part of a sentence around one of its figures that is shown.
func excerpt(f narrative.Figure) string {
	const before, behind = 36, 18 // characters
	a, b := f.At, min(len(f.Sentence), f.At+f.End-f.Start)
	for range before {
		_, n := utf8.DecodeLastRuneInString(f.Sentence[:a])
		a -= n
	}
	for range behind {
		_, n := utf8.DecodeRuneInString(f.Sentence[b:])
		b += n
	}
	s := text.OneLine(f.Sentence[a:b])
	if a > 0 {
		s = "…" + s
	}
	if b < len(f.Sentence) {
		s += "…"
	}
	return s
}
