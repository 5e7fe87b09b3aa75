package narrative

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Context is what placeholders are filled from. Last is last year's report and may be nil; Unit is the unit of
// requests, such as 件.
type Context struct {
	Report *model.Report
	Last   *model.Report
	Unit   string
}

// Placeholder is a {{…}} in a text that was not filled, and why.
type Placeholder struct {
	Text string
	Why  msg.Text
}

// maxName is the largest length of a placeholder, in bytes. Braces further apart are no pair.
const maxName = 200

// nextPlaceholder finds the first placeholder of a text: two braces around a name, in either width. Of braces
// within braces the inner ones count.
func nextPlaceholder(text string) (from, to int, ok bool) {
	open, opening, closing := -1, 0, 0
	for i, r := range text {
		switch r {
		case '{', '｛':
			closing = 0
			if opening++; opening >= 2 {
				open = i + utf8.RuneLen(r)
				from = open - 2*utf8.RuneLen(r)
				if prev, size := utf8.DecodeLastRuneInString(text[:i]); prev == '{' || prev == '｛' {
					from = i - size
				}
			}
		case '}', '｝':
			opening = 0
			if closing++; closing == 2 {
				if open >= 0 && i-open <= maxName {
					return from, i + utf8.RuneLen(r), true
				}
				open, closing = -1, 0
			}
		default:
			opening, closing = 0, 0
		}
	}
	return 0, 0, false
}

// Placeholders returns where the placeholders of a text stand, in bytes.
func Placeholders(text string) (out [][2]int) {
	for at := 0; ; {
		from, to, ok := nextPlaceholder(text[at:])
		if !ok {
			return out
		}
		out = append(out, [2]int{at + from, at + to})
		at += to
	}
}

// Fill puts figures in the place of a text's placeholders. What cannot be filled stays as it is and is returned.
//
// A placeholder names a field or a subtotal of the form, such as {{requests.new.total}} or {{requests.denied.total}};
// before it may stand "last." for last year's figure, "delta." for the size of the difference, "percent." for it in
// percent, and "change." for the difference in words. {{year}}, {{last.year}}, {{organ}} and {{unit}} stand for
// themselves.
func Fill(c Context, text string) (string, []Placeholder) {
	var open []Placeholder
	var out strings.Builder
	end := 0
	for _, at := range Placeholders(text) {
		p := text[at[0]:at[1]]
		s, why := c.resolve(nameOf(p))
		if !why.IsZero() {
			open = append(open, Placeholder{p, why})
			s = p
		}
		out.WriteString(text[end:at[0]] + s)
		end = at[1]
	}
	return out.String() + text[end:], open
}

// Unfilled lists the placeholders that are still in a text, with the reason.
func Unfilled(c Context, text string) []Placeholder {
	var open []Placeholder
	for _, at := range Placeholders(text) {
		p := text[at[0]:at[1]]
		_, why := c.resolve(nameOf(p))
		if why.IsZero() {
			why = msg.T("读取时没有换成数字", "was not filled when the file was read")
		}
		open = append(open, Placeholder{p, why})
	}
	return open
}

// nameOf returns the name in a placeholder, in lower case and half width.
func nameOf(p string) string {
	return strings.ToLower(text.Unspaced(strings.Trim(text.Fold(p), "{}")))
}

// resolve returns the text for a name, or why there is none.
func (c Context) resolve(name string) (string, msg.Text) {
	switch name {
	case "organ":
		return filled(strings.TrimSpace(c.Report.Organ))
	case "year":
		return filledYear(c.Report.Year)
	case "unit":
		return c.unitName(), msg.Text{}
	case "last.year":
		if c.Last == nil {
			return "", needsLast
		}
		return filledYear(c.Last.Year)
	}
	if kind, id, ok := strings.Cut(name, "."); ok && slices.Contains([]string{"last", "delta", "percent", "change"}, kind) {
		return c.resolveFigure(kind, id)
	}
	return c.resolveFigure("", name)
}

// needsLast is the reason that last year's report is missing.
var needsLast = msg.T("需要上年报告（--last）", "needs last year's report (--last)")

// filled returns a text, or the reason that the report does not have it.
func filled(s string) (string, msg.Text) {
	if s == "" {
		return "", msg.T("报告没有写明", "the report does not say")
	}
	return s, msg.Text{}
}

// filledYear returns a year, or the reason that the report does not have it.
func filledYear(y int) (string, msg.Text) {
	if y == 0 {
		return filled("")
	}
	return strconv.Itoa(y), msg.Text{}
}

// numberText returns the number of a value, or the reason that it is none.
func numberText(v model.Value) (string, msg.Text) {
	if !v.IsNumber() {
		return "", msg.F("该格不是数字：%s", "no figure: %s", v.Describe())
	}
	return v.Number.String(), msg.Text{}
}

// unitName returns the unit of requests, by default the form's first.
func (c Context) unitName() string {
	if c.Unit == "" && c.Report.Form.Narration != nil && len(c.Report.Form.Narration.Units) > 0 {
		return c.Report.Form.Narration.Units[0]
	}
	return c.Unit
}

// resolveFigure returns the text for this year's figure of a field or subtotal or, with a kind, for one that needs
// last year's as well.
func (c Context) resolveFigure(kind, id string) (string, msg.Text) {
	fs, ok := c.Report.Form.Figure(id)
	if !ok {
		return "", msg.F("没有编号为“%s”的格", "there is no field %q", id)
	}
	now := model.Sum(c.Report, fs)
	if kind == "" {
		return numberText(now)
	}
	if c.Last == nil {
		return "", needsLast
	}
	last, why := c.sumLast(fs)
	if !why.IsZero() {
		return "", why
	}
	if kind == "last" {
		return numberText(last)
	}
	if !now.IsNumber() {
		return numberText(now)
	}
	if !last.IsNumber() {
		return "", msg.F("上年不是数字：%s", "no figure last year: %s", last.Describe())
	}
	delta := now.Number.Sub(last.Number)
	switch kind {
	case "delta":
		return delta.Abs().String(), msg.Text{}
	case "percent":
		if last.Number.Sign() <= 0 {
			return "", msg.F("上年为 %s，没有百分数", "last year's is %s, of which there is no percentage", last.Number)
		}
		return delta.Abs().Percent(last.Number).String() + "%", msg.Text{}
	}
	return c.change(last.Number, now.Number), msg.Text{}
}

// sumLast returns the sum of last year's counterparts of fields. Each must have one in the crosswalk.
func (c Context) sumLast(fs []*model.Field) (model.Value, msg.Text) {
	old, ok := diff.Earlier(c.Last.Form, c.Report.Form, fs)
	if !ok {
		return model.Value{}, msg.T("上年的版本没有同样的格", "last year's edition has no such field")
	}
	return model.Sum(c.Last, old), msg.Text{}
}

// change returns a difference between two years in the form's words.
func (c Context) change(last, now model.Number) string {
	if c.Report.Form.Narration == nil {
		return ""
	}
	delta, small := now.Sub(last), 0
	key, percent := "more", ""
	if c.Report.Form.Comparison != nil {
		small = c.Report.Form.Comparison.SmallBase
	}
	if delta.Sign() < 0 {
		key = "less"
	}
	switch {
	case delta.Sign() == 0:
		key = "equal"
	case last.Sign() == 0:
		key = "from_zero"
	case now.Sign() == 0:
		key = "to_zero"
	case last.Sign() < 0 || last.Cmp(model.Int(int64(small))) < 0:
		key += "_small"
	default:
		percent = delta.Abs().Percent(last).String() + "%"
	}
	return strings.NewReplacer("{delta}", delta.Abs().String(), "{percent}", percent, "{last}", last.String(), "{unit}", c.unitName()).Replace(c.Report.Form.Narration.Words[key])
}

// FillReport fills the placeholders in the narratives of a report. The text before filling is kept in Drafts,
// and a note says what was filled.
func FillReport(c Context) {
	for _, s := range c.Report.Form.Sections {
		text := c.Report.Texts[s.ID]
		filled, _ := Fill(c, text)
		if filled == text {
			continue
		}
		if c.Report.Drafts == nil {
			c.Report.Drafts = map[string]string{}
		}
		c.Report.Drafts[s.ID], c.Report.Texts[s.ID] = text, filled
		c.Report.Notes = append(c.Report.Notes, model.Note{Rule: "TEXT-FILLED", Cell: c.Report.Places[model.PlaceOfText(s.ID)], Found: text, Read: filled, Message: msg.F(
			"“%s”的占位符已换成表中的数字", "the placeholders of %q became the tables' figures", s.Heading)})
	}
}

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

// OfZeros writes those sentences of a report's narration that say of some tables alone that nothing happened.
func OfZeros(r *model.Report, tables []*model.Table) string {
	if r.Form.Narration == nil {
		return ""
	}
	var out strings.Builder
	c := Context{Report: r}
	for _, s := range r.Form.Narration.Sentences {
		about := false
		for _, w := range s.Ways {
			for _, id := range w.Zero {
				fs, _ := r.Form.Figure(id)
				about = !slices.ContainsFunc(fs, func(fd *model.Field) bool { return !slices.Contains(tables, fd.Table) })
			}
		}
		if text, open := c.write(s); about && len(open) == 0 {
			out.WriteString(text)
		}
	}
	return out.String()
}

// CheckUnit returns an error if the form's sentences do not know a unit.
func CheckUnit(f *model.Form, unit string) error {
	var units []string
	if f.Narration != nil {
		units = f.Narration.Units
	}
	if unit == "" || slices.Contains(units, unit) {
		return nil
	}
	return &msg.Problem{What: msg.F("不能用“%s”作单位", "requests are not counted in %q", unit),
		Hint: msg.F("可用的单位：%s", "units to choose from: %s", msg.Names(units))}
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
		zero, wanted := v.Number.Sign() == 0, slices.Contains(w.Zero, id)
		fits = fits && (zero || !wanted)
		some = some || !zero && !wanted
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
