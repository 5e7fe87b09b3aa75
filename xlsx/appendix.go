package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
)

// Appendix is a sheet that a workbook carries behind those of its form. Reading
// passes over it, and gives back the rows of the one with the key "sources".
type Appendix struct {
	Key     string // lower-case letters; names the sheet for reading back
	Name    string // of the sheet
	Title   string
	Note    string
	Columns []Column
	Freeze  int // columns that stay in view
	// Rows hold strings, integers, model.Numbers, Links and nil.
	Rows [][]any
}

// Column is a column of an appendix.
type Column struct {
	Head   string
	Width  float64
	Hidden bool // for this program alone
}

// Link leads to a cell of the form.
type Link struct{ Field *model.Field }

// AppendixPrefix names the sheets that are appendices, by their key.
const appendixPrefix = model.NamePrefix + "sheet_"

// KeySources is the appendix that says where a total's figures come from.
const KeySources = "sources"

// Rows of an appendix: its title, a note, the heads, and then what it lists.
const appendixHead = 3

// Extras are what a workbook shows besides a form and a report: sentences beside
// cells that are empty, by field id, and further sheets.
type Extras struct {
	Beside     map[string]string
	Appendices []Appendix
}

// Append writes one appendix. A large one would not fit a page in memory twice,
// so its rows go straight to the stream.
func (b *builder) append(a Appendix) error {
	f := b.file
	fit, a4, landscape, one, zero := true, 9, "landscape", 1, 0
	if err := f.SetSheetProps(a.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(a.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &zero}); err != nil {
		return err
	}
	head := place{row: appendixHead + 1, col: a.Freeze + 1}
	if err := f.SetPanes(a.Name, &excelize.Panes{Freeze: true, XSplit: a.Freeze, YSplit: appendixHead, TopLeftCell: head.ref(), ActivePane: "bottomRight"}); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(a.Name)
	if err != nil {
		return err
	}
	if err := sw.SetColStyle(1, len(a.Columns), b.look.locked); err != nil {
		return err
	}
	for i, c := range a.Columns {
		if err := sw.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
		if c.Hidden {
			if err := sw.SetColVisible(i+1, i+1, false); err != nil {
				return err
			}
		}
	}
	heads := make([]any, len(a.Columns))
	height := minHeight
	for i, c := range a.Columns {
		heads[i] = excelize.Cell{StyleID: b.look.head, Value: c.Head}
		if !c.Hidden {
			height = max(height, float64(lines(c.Head, c.Width))*lineHeight(10.5)+6)
		}
	}
	for i, row := range [][]any{{excelize.Cell{StyleID: b.look.plain, Value: a.Title}}, {excelize.Cell{StyleID: b.look.plain, Value: a.Note}}, heads} {
		opts := excelize.RowOpts{Height: minHeight}
		if i == appendixHead-1 {
			opts.Height = min(height, maxHeight)
		}
		if err := sw.SetRow(place{row: i + 1, col: 1}.ref(), row, opts); err != nil {
			return err
		}
	}
	// Title and note run over all that is shown.
	shown := 1
	for i, c := range a.Columns {
		if !c.Hidden {
			shown = i + 1
		}
	}
	for row := 1; row < appendixHead && shown > 1; row++ {
		if err := sw.MergeCell(place{row: row, col: 1}.ref(), place{row: row, col: shown}.ref()); err != nil {
			return err
		}
	}
	cells := make([]any, len(a.Columns))
	for i, row := range a.Rows {
		height := minHeight
		for k := range cells {
			cells[k] = nil
			if !a.Columns[k].Hidden {
				cells[k] = excelize.Cell{StyleID: b.look.label}
			}
			if k < len(row) && row[k] != nil {
				c, text := b.appendixCell(row[k])
				cells[k] = c
				if !a.Columns[k].Hidden && text != "" {
					height = max(height, float64(lines(text, a.Columns[k].Width))*lineHeight(10.5)+6)
				}
			}
		}
		if err := sw.SetRow(place{row: appendixHead + 1 + i, col: 1}.ref(), cells, excelize.RowOpts{Height: min(height, maxHeight)}); err != nil {
			return err
		}
	}
	return sw.Flush()
}

func (b *builder) appendixCell(v any) (c excelize.Cell, text string) {
	switch v := v.(type) {
	case string:
		return excelize.Cell{StyleID: b.look.label, Value: cleanBreaks(v)}, v
	case model.Number:
		n := typed(v.String())
		return excelize.Cell{StyleID: b.look.total, Value: n.value()}, ""
	case Link:
		at := b.layout.fields[v.Field.Index]
		shown := address(at.sheet, at.ref())
		return excelize.Cell{StyleID: b.look.label, Value: shown, Formula: fmt.Sprintf("HYPERLINK(%s,%s)", quoteText("#"+quoteSheet(at.sheet)+"!"+at.ref()), quoteText(shown))}, shown
	}
	return excelize.Cell{StyleID: b.look.total, Value: v}, ""
}

// NoteBeside joins what stands beside a row with what is said of its empty cells.
func (b *builder) noteBeside(t *tableLayout, row int, formulas, values []string) ([]string, []string) {
	for _, c := range t.grid.Cells {
		at := t.at(c)
		if c.Field == nil || at.row != row || b.extras.Beside[c.Field.ID] == "" {
			continue
		}
		text := b.extras.Beside[c.Field.ID] + "；"
		formulas = append(formulas, fmt.Sprintf(`IF(%s="",%s,"")`, at.ref(), quoteText(text)))
		if o := b.contents[c.Field.Index]; o.number == nil && o.text == "" {
			values = append(values, text)
		}
	}
	return formulas, values
}

// Besides lists the rows of a table beside which something is to be said.
func (b *builder) besides(t *tableLayout) []int {
	var rows []int
	for _, c := range t.grid.Cells {
		if c.Field != nil && b.extras.Beside[c.Field.ID] != "" && !slices.Contains(rows, t.at(c).row) {
			rows = append(rows, t.at(c).row)
		}
	}
	return rows
}

// AppendixOf tells the key of an appendix from its sheet; "" for other sheets.
// The names say it, or the title where the names are lost.
func (b *book) appendixOf(sheet string, forms []*model.Form) string {
	for name, s := range b.names {
		if key, ok := strings.CutPrefix(name, appendixPrefix); ok && !s.broken && s.sheet == sheet {
			return key
		}
	}
	title, err := b.file.GetCellValue(sheet, "A1")
	if err != nil || title == "" {
		return ""
	}
	for _, f := range forms {
		for _, key := range []string{KeySources, "open", "lost", "details", "texts"} {
			if title == f.Messages[key+"_title"] && title != "" {
				return key
			}
		}
	}
	return ""
}

// Sources reads the rows of the sheet that says where a total's figures come
// from; nil in a workbook that is no total.
func (b *book) sources(forms []*model.Form) ([][]string, error) {
	s, ok := b.names[appendixPrefix+KeySources]
	sheet := s.sheet
	if !ok || s.broken {
		sheet = ""
		for _, f := range forms {
			name := f.Messages[KeySources+"_sheet"]
			if i, err := b.file.GetSheetIndex(name); err == nil && i >= 0 && b.appendixOf(name, forms) == KeySources {
				sheet = name
			}
		}
		if sheet == "" {
			return nil, nil
		}
	}
	return b.file.GetRows(sheet, excelize.Options{RawCellValue: true})
}
