package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Appendix is a sheet behind those of the form. Reading ignores it, except for the one
// with the key KeySources, whose rows become model.Report.Sources.
type Appendix struct {
	Key     string // lower-case letters; part of the defined name of the sheet
	Name    string // of the sheet
	Title   string
	Note    string
	Columns []Column
	Freeze  int // number of columns that stay in view
	// Rows are the rows; their cells are strings, ints, model.Numbers, Links and nil.
	// They are iterated once, when they are written, since those of ten thousand
	// reports take much memory.
	Rows iter.Seq[[]any]
}

// Column is a column of an appendix.
type Column struct {
	Group  string // a head over it and the columns beside it with the same; empty in all columns for none
	Head   string
	Width  float64
	Hidden bool // for this program only
}

// Link is a cell with a link to the cell of a field.
type Link struct{ Field *model.Field }

// appendixPrefix is the prefix of the defined names of appendices, before their key.
const appendixPrefix = model.NamePrefix + "sheet_"

// KeySources is the key of the appendix that lists the units of a total and their
// figures.
const KeySources = "sources"

// appendixHead is the row of the column heads of an appendix, behind title and note. Heads over several columns stand in a
// row of their own before it.
const appendixHead = 3

// isGrouped reports whether columns have heads over several of them.
func (a Appendix) isGrouped() bool {
	return slices.ContainsFunc(a.Columns, func(c Column) bool { return c.Group != "" })
}

// head is the row of the column heads.
func (a Appendix) head() int {
	if a.isGrouped() {
		return appendixHead + 1
	}
	return appendixHead
}

// Extras are what a workbook shows besides a form and a report.
type Extras struct {
	Remarks    map[string]string // shown beside cells while they are empty, by field id
	Appendices []Appendix
}

// addAppendix writes one appendix up to its rows; see writeRows.
func (b *builder) addAppendix(f *excelize.File, a Appendix) error {
	shown, height := 1, minHeight
	printed := make([]float64, len(a.Columns))
	b.columns[a.Name] = a.Columns
	heads := make([]any, len(a.Columns))
	for i, c := range a.Columns {
		value := c.Head
		if c.Group == "" && a.isGrouped() {
			value = "" // it stands in the row above
		}
		heads[i] = excelize.Cell{StyleID: b.styles.head, Value: value}
		if !c.Hidden {
			shown, printed[i] = i+1, c.Width
			height = max(height, workbook.Height(workbook.Lines(value, c.Width), cellSize))
		}
	}
	plan := workbook.PlanBlocks(printed, cellSize, a.Freeze, func(i int) bool {
		return a.Columns[i].Group == "" || i == 0 || a.Columns[i-1].Group != a.Columns[i].Group
	})
	if len(plan.Breaks) > 0 {
		shown = max(1, a.Freeze) // what spans more is cut on paper, and these columns stand on every page
	}
	head := a.head()
	groups, spans, groupHeight := b.groups(a, plan.Breaks)
	below := place{row: head + 1, col: a.Freeze + 1}
	if err := cmp.Or(
		plan.Setup(f, a.Name, appendixHead, head, a.Freeze, msg.ZH),
		f.SetPanes(a.Name, &excelize.Panes{Freeze: true, XSplit: a.Freeze, YSplit: head, TopLeftCell: below.ref(), ActivePane: "bottomRight"}),
	); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(a.Name)
	if err != nil {
		return err
	}
	across := 0.0
	for _, w := range printed[:shown] {
		across += w
	}
	rows := [][]any{{excelize.Cell{StyleID: b.styles.plain, Value: a.Title}}, {excelize.Cell{StyleID: b.styles.plain, Value: a.Note}}, heads}
	heights := []float64{minHeight, max(minHeight, workbook.Height(workbook.Lines(a.Note, across*cellSize/plainSize), plainSize)), height}
	if groups != nil {
		rows, heights = slices.Insert(rows, appendixHead-1, groups), slices.Insert(heights, appendixHead-1, groupHeight)
	}
	for i, row := range rows {
		err = cmp.Or(err, sw.SetRow(place{row: i + 1, col: 1}.ref(), row, excelize.RowOpts{Height: min(heights[i], workbook.MaxHeight)}))
	}
	for row := 1; row < appendixHead && shown > 1; row++ {
		err = cmp.Or(err, sw.MergeCell(place{row: row, col: 1}.ref(), place{row: row, col: shown}.ref()))
	}
	for _, s := range spans {
		err = cmp.Or(err, sw.MergeCell(s[0].ref(), s[1].ref()))
	}
	return cmp.Or(err, sw.Flush())
}

// groups are the cells of the heads over several columns, the spans of cells that are merged, and how high the row is; nil
// without such heads. A head begins anew where a page does. Columns without one have their own head there.
func (b *builder) groups(a Appendix, breaks []int) (cells []any, spans [][2]place, height float64) {
	if !a.isGrouped() {
		return nil, nil, 0
	}
	height = minHeight
	for i := 0; i < len(a.Columns); {
		c := a.Columns[i]
		n, across, head := 1, c.Width, c.Group
		for ; c.Group != "" && i+n < len(a.Columns) && a.Columns[i+n].Group == c.Group && !slices.Contains(breaks, i+n); n++ {
			across += a.Columns[i+n].Width
		}
		switch {
		case c.Group == "":
			head = c.Head
			spans = append(spans, [2]place{{row: appendixHead, col: i + 1}, {row: appendixHead + 1, col: i + 1}})
		case n > 1:
			spans = append(spans, [2]place{{row: appendixHead, col: i + 1}, {row: appendixHead, col: i + n}})
		}
		if c.Group != "" {
			height = max(height, workbook.Height(workbook.Lines(head, across), cellSize))
		}
		for k := range n {
			value := ""
			if k == 0 {
				value = head
			}
			cells = append(cells, excelize.Cell{StyleID: b.styles.head, Value: value})
		}
		i += n
	}
	return cells, spans, height
}

// additions are what is written into the finished sheets, by the number of the sheet.
func (b *builder) additions(f *excelize.File) map[int]addition {
	out := map[int]addition{}
	for id, name := range f.GetSheetMap() {
		add := addition{columns: b.columns[name]}
		for _, a := range b.extras.Appendices {
			if a.Name == name {
				add.rows = func(w io.Writer) error { return b.writeRows(w, a) }
			}
		}
		out[id] = add
	}
	return out
}

// writeRows writes the rows of an appendix as XML of a worksheet.
func (b *builder) writeRows(w io.Writer, a Appendix) error {
	var cells, row []byte
	n := a.head()
	for values := range a.Rows {
		n++
		height := minHeight
		cells = cells[:0]
		for k, c := range a.Columns {
			var v any
			if k < len(values) {
				v = values[k]
			}
			if v == nil && c.Hidden {
				continue
			}
			if s, ok := v.(string); ok && len(s) > workbook.MaxText {
				if err := workbook.CheckText(msg.F("“%s”第 %d 行", "“%s”, row %d", a.Name, n), text.LineBreaks(s)); err != nil {
					return err
				}
			}
			var wrapped string
			cells, wrapped = b.appendCell(cells, place{row: n, col: k + 1}.ref(), v)
			if !c.Hidden && wrapped != "" {
				height = max(height, workbook.Height(workbook.Lines(wrapped, c.Width), cellSize))
			}
		}
		row = fmt.Appendf(row[:0], `<row r="%d" ht="%s" customHeight="1">%s</row>`, n, strconv.FormatFloat(min(height, workbook.MaxHeight), 'f', -1, 64), cells)
		if _, err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// appendCell appends the XML of a cell; wrapped is what it shows if it is wrapped.
func (b *builder) appendCell(out []byte, ref string, v any) (_ []byte, wrapped string) {
	cell := func(style int, rest string) []byte {
		out = append(append(append(out, `<c r="`...), ref...), `" s="`...)
		out = append(strconv.AppendInt(out, int64(style), 10), '"')
		return append(append(out, rest...), "</c>"...)
	}
	switch v := v.(type) {
	case nil:
		return cell(b.styles.label, ">"), ""
	case string:
		wrapped = text.LineBreaks(v)
		return cell(b.styles.label, ` t="inlineStr"><is><t xml:space="preserve">`+escaped(wrapped)+`</t></is>`), wrapped
	case model.Number:
		if v.Digits() <= workbook.MaxDigits {
			return cell(b.styles.listed, "><v>"+v.String()+"</v>"), ""
		}
		return cell(b.styles.listed, ` t="inlineStr"><is><t>`+v.String()+`</t></is>`), ""
	case Link:
		at := b.layout.fields[v.Field.Index]
		shown := at.address()
		formula := fmt.Sprintf("HYPERLINK(%s,%s)", quoteText("#"+workbook.QuoteSheet(at.sheet)+"!"+at.ref()), quoteText(shown))
		return cell(b.styles.label, ` t="str"><f>`+escaped(formula)+`</f><v>`+escaped(shown)+`</v>`), shown
	case int:
		return cell(b.styles.listed, "><v>"+strconv.Itoa(v)+"</v>"), ""
	}
	panic(fmt.Sprintf("xlsx: a cell of type %T", v))
}

// codedCharacter matches what spreadsheets read as the code of a character.
var codedCharacter = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

func escaped(s string) string {
	return text.XML(codedCharacter.ReplaceAllString(text.Shown(s), "_x005F_$1"))
}

// isUnreadAppendix says whether a defined name is that of an appendix that is not read.
// The details and narratives of ten thousand units would take most of the memory.
func isUnreadAppendix(name string) bool {
	key, ok := strings.CutPrefix(strings.ToLower(name), appendixPrefix)
	return ok && key != KeySources
}

// appendixOf is the key of the appendix on a sheet; empty for other sheets. It is known
// by the defined name, or by the title if the name is lost.
func (b *book) appendixOf(sheet string, forms []*model.Form) string {
	if key := b.namedAppendix(sheet); key != "" {
		return key
	}
	title, err := b.file.Shown(sheet, "A1")
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

// namedAppendix is the key of the appendix on a sheet that a defined name leads to; empty if there is none.
func (b *book) namedAppendix(sheet string) string {
	if b.appendices == nil {
		b.appendices = []string{}
		for name := range b.names {
			if strings.HasPrefix(name, appendixPrefix) {
				b.appendices = append(b.appendices, name)
			}
		}
		slices.Sort(b.appendices)
	}
	for _, name := range b.appendices {
		if s := b.names[name]; !s.broken && s.sheet == sheet {
			return strings.TrimPrefix(name, appendixPrefix)
		}
	}
	return ""
}

// sources reads the rows of the appendix with the key KeySources; nil if there is none.
func (b *book) sources(forms []*model.Form) [][]string {
	s, found := b.named(appendixPrefix + KeySources)
	if !found {
		var at []string
		if s.broken { // the sheet was renamed by a program that forgets names, or is gone
			at = b.file.GetSheetList()
		}
		for _, f := range forms {
			at = append(at, f.Messages[KeySources+"_sheet"])
		}
		k := slices.IndexFunc(at, func(name string) bool {
			return b.file.HasSheet(name) && b.appendixOf(name, forms) == KeySources
		})
		if k < 0 {
			return nil
		}
		s.sheet = at[k]
	}
	rows, err := b.file.Rows(s.sheet)
	b.fail(err)
	return rows
}
