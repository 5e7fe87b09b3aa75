package preflight

import (
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// Run is a stretch of a cell's text with a font of its own.
type Run struct {
	Text string
	Font *Font // nil for that of the cell's style; otherwise it has a size, 0 if none is given, and a colour
}

// RichText is the text of a cell in stretches with fonts of their own. It has none where the cell holds no text.
func (w *Workbook) RichText(sheet, ref string) ([]Run, error) {
	if w.direct != nil {
		c, _ := w.cell(sheet, ref)
		return runsOfCell(c), nil
	}
	if runs, ok := ofCell(w, sheet, ref, w.runs); ok {
		return runs, nil
	}
	f, err := w.Library()
	if err != nil {
		return nil, err
	}
	rich, err := f.GetCellRichText(w.Sheet(sheet).own, ref)
	return runsOf(rich), err
}

// runsOfCell are the stretches of a text of a workbook of another format.
func runsOfCell(c *spreadsheet.Cell) (out []Run) {
	if c.Kind != spreadsheet.Text || c.Formula != "" {
		return nil
	}
	if len(c.Runs) == 0 {
		return []Run{{Text: c.Text}}
	}
	for _, r := range c.Runs {
		out = append(out, Run{r.Text, &Font{Strike: r.Font.Strike, Size: &r.Font.Size, VertAlign: r.Font.Vert, Colour: &Colour{RGB: r.Font.Colour}}})
	}
	return out
}

// runsOf are stretches as the library has them.
func runsOf(rich []excelize.RichTextRun) (out []Run) {
	for _, r := range rich {
		run := Run{Text: r.Text}
		if f := r.Font; f != nil {
			run.Font = &Font{Strike: f.Strike, Size: &f.Size, VertAlign: f.VertAlign, Colour: &Colour{RGB: f.Color, Indexed: f.ColorIndexed, Theme: f.ColorTheme, Tint: f.ColorTint}}
		}
		out = append(out, run)
	}
	return out
}

// runs are the stretches of the text of a cell; ok is false if they are left to the library.
func (w *Workbook) runs(t *table, r *record) (out []Run, ok bool) {
	c, ok := t.content(r)
	switch {
	case !ok || r == nil:
		return nil, ok
	case r.kind == inline && c.hasInline:
		text, ok := plain(c.inline)
		return []Run{{Text: text}}, ok && len(c.inline) > 0
	case r.kind != shared || len(c.value) == 0:
		return nil, true
	}
	i, isIndex := digits(c.value)
	if !isIndex || i >= len(w.shared.ranges) {
		return nil, false
	}
	item := w.shared.item(i)
	if only, ok := onlyText(item); ok {
		if len(bytes.TrimSpace(item)) == 0 {
			return nil, true
		}
		text, ok := plain(only)
		return []Run{{Text: text}}, ok
	}
	rich := w.shared.richText(i)
	return rich.runs, rich.ok
}

// readRuns reads a shared text that is nothing but stretches; ok is false for any other.
func readRuns(item []byte) (out []Run, ok bool) {
	rest := bytes.TrimLeft(item, xmlSpace)
	for len(rest) > 0 {
		if rest, ok = bytes.CutPrefix(rest, []byte("<r>")); !ok {
			return nil, false
		}
		var run Run
		if font, found := bytes.CutPrefix(bytes.TrimLeft(rest, xmlSpace), []byte("<rPr>")); found {
			if font, rest, ok = bytes.Cut(font, []byte("</rPr>")); !ok {
				return nil, false
			}
			if run.Font, ok = runFont(font); !ok {
				return nil, false
			}
		}
		text, behind, ok := bytes.Cut(rest, []byte("</r>"))
		if !ok || len(bytes.TrimSpace(text)) == 0 {
			return nil, false // the library fails without a text
		}
		only, ok := onlyText(text)
		if !ok {
			return nil, false
		}
		if run.Text, ok = plain(only); !ok {
			return nil, false
		}
		out = append(out, run)
		rest = bytes.TrimLeft(behind, xmlSpace)
	}
	return out, len(out) > 0
}

// runParts are the elements that the font of a stretch may have. Those that are not looked at have a value that is a
// whole number, true or false, or any text.
var runParts = map[string]func(t tag) bool{
	"strike": nil, "vertAlign": nil, "sz": nil, "color": nil,
	"rFont": isAnyValue, "scheme": isAnyValue, "u": isAnyValue,
	"charset": isWholeValue, "family": isWholeValue,
	"b": isTruthValue, "i": isTruthValue, "outline": isTruthValue, "shadow": isTruthValue, "condense": isTruthValue, "extend": isTruthValue,
}

// isAnyValue, isWholeValue and isTruthValue report whether the value of an element is what the library reads there.
func isAnyValue(t tag) bool {
	_, _, ok := t.attribute("val")
	return ok
}

func isWholeValue(t tag) bool {
	_, ok := t.number("val")
	return ok
}

func isTruthValue(t tag) bool {
	_, ok := truth(t.attribute("val"))
	return ok
}

// runFont reads the font of a stretch; ok is false if that is left to the library.
func runFont(part []byte) (*Font, bool) {
	r := styleReader{font: &Font{}}
	if !tags(part, func(t tag) bool {
		usual, known := runParts[t.name]
		r.fail(known && t.empty && t.prefix == "" && (usual == nil || usual(t)))
		r.fontPart(t)
		return !r.bad
	}) || len(bytes.TrimSpace(part)) > 0 && !slices.Contains(part, '<') {
		return nil, false
	}
	f := r.font
	if f.Size == nil {
		f.Size = new(float64)
	} else if *f.Size == 0 {
		return nil, false // which the library takes for no size
	}
	if f.Colour == nil {
		f.Colour = &Colour{}
	}
	f.Colour.Auto, f.Colour.RGB = false, strings.TrimPrefix(f.Colour.RGB, "FF")
	return f, true
}
