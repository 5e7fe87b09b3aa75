package xls

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/sorting"
)

// split divides a text into its stretches by font. Positions count in UTF-16.
func (f *file) split(text string, runs []fontRun, own cellFont) []spreadsheet.Run {
	units := utf16.Encode([]rune(text))
	var out []spreadsheet.Run
	add := func(from, to int, font cellFont) {
		from, to = min(from, len(units)), min(to, len(units))
		if from < to {
			out = append(out, spreadsheet.Run{Text: string(utf16.Decode(units[from:to])), Font: f.font(font)})
		}
	}
	at, font := 0, own
	for _, r := range runs {
		if r.from < at {
			continue
		}
		add(at, r.from, font)
		at = r.from
		font = f.fontAt(r.font)
	}
	add(at, len(units), font)
	return out
}

// fontAt is a font by its number. There is no font of number 4.
func (f *file) fontAt(i int) cellFont {
	if i > 4 {
		i--
	}
	if i < 0 || i >= len(f.fonts) {
		return cellFont{}
	}
	return f.fonts[i]
}

// font is a font for the neutral workbook.
func (f *file) font(c cellFont) spreadsheet.Font {
	return spreadsheet.Font{Strike: c.strike, Size: c.points, Colour: f.colour(c.colour), Vert: c.vert}
}

// colour is a colour by its number; "" for that of text, and for one that is not known.
func (f *file) colour(i int) string {
	if i < 0 || i >= len(f.palette) || i >= 64 {
		return ""
	}
	return f.palette[i]
}

// style is the style of a cell.
func (f *file) style(xf int) (spreadsheet.Style, cellFont) {
	if xf < 0 || xf >= len(f.xfs) {
		return spreadsheet.Style{}, cellFont{}
	}
	x := f.xfs[xf]
	font := f.fontAt(x.font)
	s := spreadsheet.Style{Font: f.font(font), FormatID: x.format}
	if code, ok := f.formats[x.format]; ok {
		s.Format, s.FormatID = code, 0
	}
	if x.solid {
		s.Ground = f.colour(x.ground)
	}
	return s, font
}

// book is the neutral workbook. The error is that of one that is too large.
func (f *file) book() (*spreadsheet.Book, error) {
	b := &spreadsheet.Book{Date1904: f.date1904}
	for _, s := range f.sheets {
		if inOrder(s.cells) {
			continue
		}
		sorting.By(s.cells, func(a, b cell) int { return cmp.Or(a.row-b.row, a.col-b.col) })
		s.cells = slices.CompactFunc(s.cells, func(a, b cell) bool { return a.row == b.row && a.col == b.col })
	}
	for _, s := range f.sheets {
		out := &spreadsheet.Sheet{Name: s.name, Kind: s.kind, Hidden: s.hidden, Merges: s.merges, HiddenRows: s.hiddenRows, Heights: s.heights, NoZeros: s.noZeros, Conditions: s.conditions.Conditions, Boxes: s.boxes}
		for col, c := range s.columns {
			if c.Hidden || c.Width > 0 {
				c.First, c.Last = col, col
				out.Columns = append(out.Columns, c)
			}
		}
		for _, n := range s.notes {
			if text := s.texts[n.object]; text != "" {
				out.Comments = append(out.Comments, spreadsheet.Note{Row: n.row, Col: n.col, Text: text})
			}
		}
		out.Cells = make([]spreadsheet.Cell, 0, len(s.cells))
		for i := range s.cells {
			c := &s.cells[i]
			if f.text += len(c.text) + runSize*len(c.runs); f.text > f.limits.AllText {
				return nil, spreadsheet.TooLarge()
			}
			if _, own := s.heights[c.row]; s.rowsHidden && !own && !slices.Contains(out.HiddenRows, c.row) {
				out.HiddenRows = append(out.HiddenRows, c.row)
			}
			out.Cells = append(out.Cells, f.cell(s, c))
		}
		b.Sheets = append(b.Sheets, out)
	}
	for _, n := range f.names {
		if ref := f.nameTarget(n); ref != "" {
			b.Names = append(b.Names, spreadsheet.Name{Name: n.text, RefersTo: ref})
		}
	}
	return b, nil
}

// inOrder reports whether cells stand by row, then by column, each at its own place.
func inOrder(cells []cell) bool {
	for i := 1; i < len(cells); i++ {
		if a, b := &cells[i-1], &cells[i]; a.row > b.row || a.row == b.row && a.col >= b.col {
			return false
		}
	}
	return true
}

// runSize is about how much a stretch of text in its own font takes besides the text, in bytes.
const runSize = 64

// cell is a cell of the neutral workbook.
func (f *file) cell(s *sheet, c *cell) spreadsheet.Cell {
	style, font := f.style(c.xf)
	out := spreadsheet.Cell{Row: c.row, Col: c.col, Kind: c.kind, Text: c.text, EmptyText: c.emptyText, Style: style}
	if len(c.runs) > 0 && c.kind == spreadsheet.Text {
		out.Runs = f.split(c.text, c.runs, font)
	}
	if !c.formula {
		return out
	}
	g := f.formula(s, c)
	out.Formula = cmp.Or(g.text, "?")
	// Some programs write the number 0 as the result of every formula whose result is a text, and some compute none.
	empty := strings.Contains(g.text, `""`)                               // a formula that may well give an empty text
	missing := c.kind == spreadsheet.Text && c.text == "" && !c.emptyText // a text that should have followed
	if c.zero && (g.mayBeText || c.uncomputed) || c.uncomputed && c.emptyText && !empty || missing {
		out.Kind, out.Text, out.EmptyText = spreadsheet.Empty, "", false
	}
	return out
}
