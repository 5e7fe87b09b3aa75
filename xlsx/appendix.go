package xlsx

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
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
	// Rows hold strings, integers, model.Numbers, Links and nil. They are asked for
	// once, when they are written: those of ten thousand reports take much memory.
	Rows iter.Seq[[]any]
}

// Column is a column of an appendix.
type Column struct {
	Head   string
	Width  float64
	Hidden bool // for this program alone
}

// Link leads to a cell of the form.
type Link struct{ Field *model.Field }

// appendixPrefix names the sheets that are appendices, by their key.
const appendixPrefix = model.NamePrefix + "sheet_"

// KeySources is the appendix that says where a total's figures come from.
const KeySources = "sources"

// appendixHead and those behind it are the rows of an appendix: its title, a note, the heads, and then what it lists.
const appendixHead = 3

// widestPage is how many columns of characters a printed page takes.
const widestPage = 260

// Extras are what a workbook shows besides a form and a report: sentences beside
// cells that are empty, by field id, and further sheets.
type Extras struct {
	Beside     map[string]string
	Appendices []Appendix
}

// append writes one appendix up to its rows; see writeRows.
func (b *builder) append(a Appendix) error {
	f := b.file
	fit, a4, landscape, zero := true, 9, "landscape", 0
	wide := 0.0
	for _, c := range a.Columns {
		if !c.Hidden {
			wide += c.Width
		}
	}
	across := 1 + int(wide/widestPage) // a hundred columns on one page nobody reads
	if err := f.SetSheetProps(a.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(a.Name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &across, FitToHeight: &zero}); err != nil {
		return err
	}
	titles := fmt.Sprintf("%s!$%d:$%[2]d", quoteSheet(a.Name), appendixHead)
	if a.Freeze > 0 {
		last, err := excelize.ColumnNumberToName(a.Freeze)
		if err != nil {
			return err
		}
		titles = fmt.Sprintf("%s!$A:$%s,%s", quoteSheet(a.Name), last, titles)
	}
	if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: a.Name}); err != nil {
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
			height = max(height, workbook.Height(workbook.Lines(c.Head, c.Width), 10.5))
		}
	}
	for i, row := range [][]any{{excelize.Cell{StyleID: b.look.plain, Value: a.Title}}, {excelize.Cell{StyleID: b.look.plain, Value: a.Note}}, heads} {
		opts := excelize.RowOpts{Height: minHeight}
		if i == appendixHead-1 {
			opts.Height = min(height, workbook.MaxHeight)
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
	return sw.Flush()
}

// rows gives what is left to write of the appendices, by the number of each sheet.
func (b *builder) rows() map[int]func(io.Writer) error {
	out := map[int]func(io.Writer) error{}
	for id, name := range b.file.GetSheetMap() {
		for _, a := range b.extras.Appendices {
			if a.Name == name {
				out[id] = func(w io.Writer) error { return b.writeRows(w, a) }
			}
		}
	}
	return out
}

// writeRows writes the rows of an appendix as they are in a worksheet's XML.
func (b *builder) writeRows(w io.Writer, a Appendix) error {
	var cells, row []byte
	n := appendixHead
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
			var text string
			cells, text = b.appendCell(cells, place{row: n, col: k + 1}.ref(), v)
			if !c.Hidden && text != "" {
				height = max(height, workbook.Height(workbook.Lines(text, c.Width), 10.5))
			}
		}
		row = fmt.Appendf(row[:0], `<row r="%d" ht="%s" customHeight="1">%s</row>`, n, strconv.FormatFloat(min(height, workbook.MaxHeight), 'f', -1, 64), cells)
		if _, err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// appendCell appends a cell; wrapped is what it shows where it is wrapped.
func (b *builder) appendCell(out []byte, ref string, v any) (_ []byte, wrapped string) {
	cell := func(style int, rest string) []byte {
		out = append(append(append(out, `<c r="`...), ref...), `" s="`...)
		out = append(strconv.AppendInt(out, int64(style), 10), '"')
		return append(append(out, rest...), "</c>"...)
	}
	switch v := v.(type) {
	case nil:
		return cell(b.look.label, ">"), ""
	case string:
		wrapped = text.LineBreaks(v)
		return cell(b.look.label, ` t="inlineStr"><is><t xml:space="preserve">`+escaped(wrapped)+`</t></is>`), wrapped
	case model.Number:
		if v.Digits() <= workbook.MaxDigits {
			return cell(b.look.total, "><v>"+v.String()+"</v>"), ""
		}
		return cell(b.look.total, ` t="inlineStr"><is><t>`+v.String()+`</t></is>`), ""
	case Link:
		at := b.layout.fields[v.Field.Index]
		shown := address(at.sheet, at.ref())
		formula := fmt.Sprintf("HYPERLINK(%s,%s)", quoteText("#"+quoteSheet(at.sheet)+"!"+at.ref()), quoteText(shown))
		return cell(b.look.label, ` t="str"><f>`+escaped(formula)+`</f><v>`+escaped(shown)+`</v>`), shown
	case int:
		return cell(b.look.total, "><v>"+strconv.Itoa(v)+"</v>"), ""
	}
	panic(fmt.Sprintf("xlsx: a cell of type %T", v))
}

// codedCharacter is what spreadsheets take for a character by its number.
var codedCharacter = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

func escaped(s string) string {
	return text.XML(codedCharacter.ReplaceAllString(s, "_x005F_$1"))
}

// noteBeside joins what stands beside a row with what is said of its empty cells.
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

// besides lists the rows of a table beside which something is to be said.
func (b *builder) besides(t *tableLayout) []int {
	var rows []int
	for _, c := range t.grid.Cells {
		if c.Field != nil && b.extras.Beside[c.Field.ID] != "" && !slices.Contains(rows, t.at(c).row) {
			rows = append(rows, t.at(c).row)
		}
	}
	return rows
}

// large is how many bytes a file has that nobody filled in by hand.
const large = 1 << 20

// passOver is a large workbook without the rows of the appendices that reading
// passes over: to unpack the details and narratives of ten thousand units would
// take most of the memory, for nothing. The error is that of the preflight; a
// workbook that is unusual in any other way stays whole.
func passOver(data []byte) ([]byte, error) {
	if len(data) < large {
		return data, nil
	}
	if err := preflight.Check(data, preflight.Default); err != nil {
		return nil, err
	}
	b, err := patch.Open(data)
	if err != nil {
		return data, nil
	}
	const main = "xl/workbook.xml"
	part, _, err1 := b.Part(main)
	rels, err2 := b.Rels(main)
	book, err3 := patch.Parse(part)
	if cmp.Or(err1, err2, err3) != nil {
		return data, nil
	}
	passed := func(sheet string) bool {
		return slices.ContainsFunc(book.Root.All("definedName"), func(e *patch.Element) bool {
			key, ok := strings.CutPrefix(e.Attr("name"), appendixPrefix)
			return ok && key != KeySources && strings.HasPrefix(book.Text(e), quoteSheet(sheet)+"!")
		})
	}
	for _, sheet := range book.Root.All("sheet") {
		at := slices.IndexFunc(rels, func(r patch.Rel) bool { return r.ID == sheet.Attr("id") })
		if at >= 0 && passed(sheet.Attr("name")) {
			b.Set(rels[at].Target, []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>`))
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return data, nil
	}
	return out.Bytes(), nil
}

// appendixOf tells the key of an appendix from its sheet; "" for other sheets.
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

// sources reads the rows of the sheet that says where a total's figures come
// from; nil in a workbook that is no total.
func (b *book) sources(forms []*model.Form) ([][]string, error) {
	s, ok := b.names[appendixPrefix+KeySources]
	sheet := s.sheet
	if !ok || s.broken {
		var at []string
		if ok { // the sheet was renamed by a program that forgets names, or is gone
			at = b.file.GetSheetList()
		}
		for _, f := range forms {
			at = append(at, f.Messages[KeySources+"_sheet"])
		}
		sheet = ""
		for _, name := range at {
			if i, err := b.file.GetSheetIndex(name); err == nil && i >= 0 && b.appendixOf(name, forms) == KeySources {
				sheet = name
				break
			}
		}
		if sheet == "" {
			return nil, nil
		}
	}
	return b.file.GetRows(sheet, excelize.Options{RawCellValue: true})
}
