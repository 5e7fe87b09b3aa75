// Package xmlss reads the XML spreadsheets of Excel 2003. The cells, their looks, merges and comments become a
// [spreadsheet.Book]; package xlsx reads the report in it.
//
// The format is described in Microsoft's XML Spreadsheet Reference of 2001. Database programs write it to this day.
package xmlss

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/msg"
)

// namespace is the namespace of the elements.
const namespace = "urn:schemas-microsoft-com:office:spreadsheet"

// errDamaged is the error for a file that is no valid document.
func errDamaged(zh, en string) error {
	return &msg.Problem{What: msg.T("2003 版 XML 表格已损坏，无法读取："+zh, "the XML spreadsheet of 2003 is damaged: "+en),
		Hint: msg.T("请用 WPS 或 Excel 打开，另存为 .xlsx 再试", "open it in WPS or Excel, save it as .xlsx, and try again"), Kind: msg.ErrUnreadable}
}

// Read reads a spreadsheet. Ok is false without an error if the data are none. The error is a *msg.Problem.
func Read(data []byte, limits spreadsheet.Limits) (book *spreadsheet.Book, ok bool, err error) {
	if head := data[:min(len(data), 8192)]; !plaintext.IsUTF16(data) && !bytes.Contains(head, []byte(namespace)) {
		return nil, false, nil // without decoding all of it
	}
	text := plaintext.Decode(data, "")
	head := text[:min(len(text), 4096)]
	if !strings.Contains(head, namespace) || strings.Contains(strings.ToLower(head), "<html") || !strings.HasPrefix(strings.TrimLeft(head, "\ufeff \t\r\n"), "<") {
		return nil, false, nil
	}
	if len(text) > limits.Bytes {
		return nil, true, spreadsheet.TooLarge()
	}
	r := &reader{limits: limits, styles: map[string]spreadsheet.Style{}, book: &spreadsheet.Book{}}
	r.Walker = xmlwalk.Walker{Elements: limits.Elements, Depth: maxDepth, TooMany: spreadsheet.TooLarge, Damaged: errDamaged}
	if err := r.Walk(text, true, r.element); err != nil {
		return nil, true, err
	}
	return r.book, true, nil
}

// reader reads one document.
type reader struct {
	xmlwalk.Walker
	limits spreadsheet.Limits
	styles map[string]spreadsheet.Style
	book   *spreadsheet.Book
	sheet  *spreadsheet.Sheet
	row    int
	cells  int
}

// maxDepth is the deepest nesting of elements.
const maxDepth = 100

// lastRow and lastColumn are the last that a spreadsheet has, counted from 0.
const lastRow, lastColumn = 1<<20 - 1, 1<<14 - 1

// number is an attribute that is a number of at least 0; other without one.
func number(e xml.StartElement, name string, other int) int {
	n, err := strconv.Atoi(xmlwalk.Attribute(e, name))
	if err != nil || n < 0 {
		return other
	}
	return n
}

// pointsPerCharacter is about how wide a character is in which spreadsheets measure columns.
const pointsPerCharacter = 5.25

// element reads an element above the cells.
func (r *reader) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "Style":
		return r.style(e)
	case "Worksheet":
		if len(r.book.Sheets) >= r.limits.Sheets {
			return spreadsheet.TooLarge()
		}
		r.sheet = &spreadsheet.Sheet{Name: strings.Clone(xmlwalk.Attribute(e, "Name")), Heights: map[int]float64{}}
		r.book.Sheets = append(r.book.Sheets, r.sheet)
		return r.Children(r.inSheet)
	case "NamedRange":
		if ref := strings.TrimPrefix(xmlwalk.Attribute(e, "RefersTo"), "="); ref != "" && xmlwalk.Attribute(e, "Hidden") != "1" {
			r.book.Names = append(r.book.Names, spreadsheet.Name{Name: strings.Clone(xmlwalk.Attribute(e, "Name")), RefersTo: a1(ref, 0, 0, true)})
		}
	case "Date1904":
		r.book.Date1904 = true
	case "DocumentProperties", "OfficeDocumentSettings":
		return r.Skip()
	}
	return r.Children(r.element)
}

// style reads a style.
func (r *reader) style(e xml.StartElement) error {
	s := r.styles[xmlwalk.Attribute(e, "Parent")]
	err := r.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Font":
			s.Font = font(e, s.Font)
		case "Interior":
			if xmlwalk.Attribute(e, "Pattern") == "Solid" {
				s.Ground = colour(xmlwalk.Attribute(e, "Color"))
			}
		case "NumberFormat":
			s.Format = formats(xmlwalk.Attribute(e, "Format"))
		}
		return r.Skip()
	})
	r.styles[xmlwalk.Attribute(e, "ID")] = s
	return err
}

// font is the font that an element of a style names, on top of another.
func font(e xml.StartElement, f spreadsheet.Font) spreadsheet.Font {
	if xmlwalk.Attribute(e, "StrikeThrough") == "1" {
		f.Strike = true
	}
	if s, err := strconv.ParseFloat(xmlwalk.Attribute(e, "Size"), 64); err == nil {
		f.Size = max(s, 0.1)
	}
	if c := colour(xmlwalk.Attribute(e, "Color")); c != "" {
		f.Colour = c
	}
	switch xmlwalk.Attribute(e, "VerticalAlign") {
	case "Superscript":
		f.Vert = "superscript"
	case "Subscript":
		f.Vert = "subscript"
	}
	return f
}

// colour is a colour as RGB; "" for none.
func colour(s string) string {
	if len(s) == 7 && s[0] == '#' {
		return strings.ToUpper(s[1:])
	}
	return ""
}

// named are the number formats that the format names by words.
var named = map[string]string{
	"General": "", "General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
	"Currency": `"¥"#,##0.00`, "Euro Currency": `"€"#,##0.00`, "General Date": "yyyy-mm-dd hh:mm", "Short Date": "yyyy/m/d",
	"Medium Date": "yyyy/m/d", "Long Date": `yyyy"年"m"月"d"日"`, "Short Time": "h:mm", "Medium Time": "h:mm", "Long Time": "h:mm:ss",
	"Yes/No": `"Yes";"Yes";"No"`, "True/False": `"True";"True";"False"`, "On/Off": `"On";"On";"Off"`,
}

// formats is a number format as a code.
func formats(s string) string {
	if code, ok := named[s]; ok {
		return code
	}
	return s
}

// inSheet reads an element of a sheet.
func (r *reader) inSheet(e xml.StartElement) error {
	switch e.Name.Local {
	case "Table":
		r.row = -1
		col := -1
		return r.Children(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Column":
				next := number(e, "Index", col+2) - 1
				if next <= col || next > lastColumn {
					return errDamaged("列号无效", "the number of a column is invalid")
				}
				col = next
				c := spreadsheet.Columns{First: col, Last: col + min(number(e, "Span", 0), lastColumn-col), Hidden: xmlwalk.Attribute(e, "Hidden") == "1"}
				if points, err := strconv.ParseFloat(xmlwalk.Attribute(e, "Width"), 64); err == nil {
					c.Width = points / pointsPerCharacter
					c.Hidden = c.Hidden || points == 0
				}
				r.sheet.Columns = append(r.sheet.Columns, c)
				col = c.Last
			case "Row":
				return r.tableRow(e)
			}
			return r.Skip()
		})
	case "WorksheetOptions":
		return r.Children(func(e xml.StartElement) error {
			if e.Name.Local != "Visible" {
				r.sheet.NoZeros = r.sheet.NoZeros || e.Name.Local == "DoNotDisplayZeros"
				return r.Skip()
			}
			return r.Inside(func(xml.StartElement) error { return r.Skip() }, func(s string) {
				r.sheet.Hidden = r.sheet.Hidden || strings.Contains(s, "Hidden")
			})
		})
	case "ConditionalFormatting":
		return r.conditionalFormatting()
	case "Names":
		return r.Skip() // valid on this sheet only
	}
	return r.Skip()
}

// tableRow reads a row.
func (r *reader) tableRow(e xml.StartElement) error {
	row := number(e, "Index", r.row+2) - 1
	if row <= r.row || row > lastRow {
		return errDamaged("行号无效", "the number of a row is invalid")
	}
	r.row = row
	style, first := xmlwalk.Attribute(e, "StyleID"), len(r.sheet.Cells)
	last, col := -1, -1 // the column of the last cell, and the last that it covers
	err := r.Children(func(e xml.StartElement) error {
		if e.Name.Local != "Cell" {
			return r.Skip()
		}
		next := number(e, "Index", col+2) - 1
		if next <= last || next > lastColumn {
			return errDamaged("列号无效", "the number of a column is invalid")
		}
		last = next
		across, err := r.cell(e, next, style)
		col = max(col, next+across)
		return err
	})
	if len(r.sheet.Cells) > first {
		if xmlwalk.Attribute(e, "Hidden") == "1" {
			r.sheet.HiddenRows = append(r.sheet.HiddenRows, r.row)
		}
		if points, err := strconv.ParseFloat(xmlwalk.Attribute(e, "Height"), 64); err == nil {
			r.sheet.Heights[r.row] = points
		}
	}
	r.row += min(number(e, "Span", 0), lastRow-r.row)
	return err
}

// cell reads a cell, and returns over how many columns to its right it reaches.
func (r *reader) cell(e xml.StartElement, col int, style string) (across int, err error) {
	if s := xmlwalk.Attribute(e, "StyleID"); s != "" {
		style = s
	}
	c := spreadsheet.Cell{Row: r.row, Col: col, Style: r.styles[style]}
	if f := strings.TrimPrefix(xmlwalk.Attribute(e, "Formula"), "="); f != "" {
		c.Formula = a1(f, r.row, col, false)
	}
	across, down := min(number(e, "MergeAcross", 0), lastColumn-col), min(number(e, "MergeDown", 0), lastRow-r.row)
	if across > 0 || down > 0 {
		r.sheet.Merges = append(r.sheet.Merges, spreadsheet.Range{Row: r.row, Col: col, LastRow: r.row + down, LastCol: col + across})
	}
	err = r.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return r.data(e, &c)
		case "Comment":
			return r.comment(col)
		}
		return r.Skip()
	})
	if err != nil || c.Kind == spreadsheet.Empty && c.Formula == "" {
		return across, err
	}
	if r.cells++; r.cells > r.limits.Cells {
		return across, spreadsheet.TooLarge()
	}
	r.sheet.Cells = append(r.sheet.Cells, c)
	return across, nil
}

// data reads what a cell holds.
func (r *reader) data(e xml.StartElement, c *spreadsheet.Cell) error {
	runs, err := r.runs(c.Style.Font)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, run := range runs {
		b.WriteString(run.Text)
	}
	c.Text = b.String()
	if utf8.RuneCountInString(c.Text) > r.limits.Text {
		return spreadsheet.TooLarge()
	}
	switch xmlwalk.Attribute(e, "Type") {
	case "Number":
		v, err := strconv.ParseFloat(strings.TrimSpace(c.Text), 64)
		if err != nil {
			return errDamaged("数值“"+c.Text+"”无效", "the value "+strconv.Quote(c.Text)+" is invalid")
		}
		c.Kind, c.Text = spreadsheet.Number, strconv.FormatFloat(v, 'g', -1, 64)
	case "DateTime":
		n, ok := spreadsheet.Serial(c.Text, r.book.Date1904)
		if !ok {
			return errDamaged("日期“"+c.Text+"”无效", "the date "+strconv.Quote(c.Text)+" is invalid")
		}
		if c.Kind, c.Text = spreadsheet.Number, n; c.Style.Format == "" {
			c.Style.Format = named["Short Date"]
		}
	case "Boolean":
		c.Kind = spreadsheet.Bool
	case "Error":
		c.Kind = spreadsheet.Error
	default:
		if c.Kind = spreadsheet.Text; len(runs) > 1 || len(runs) == 1 && runs[0].Font != c.Style.Font {
			c.Runs = runs
		}
		if c.Text == "" {
			c.Kind, c.EmptyText = spreadsheet.Empty, c.Formula != ""
		}
	}
	return nil
}

// runs reads text with the marks of HTML, up to the end of the current element.
func (r *reader) runs(f spreadsheet.Font) (out []spreadsheet.Run, err error) {
	add := func(s string, f spreadsheet.Font) {
		if n := len(out); n > 0 && out[n-1].Font == f {
			out[n-1].Text += s
		} else if s != "" {
			out = append(out, spreadsheet.Run{Text: s, Font: f})
		}
	}
	var inline func(f spreadsheet.Font) error
	inline = func(f spreadsheet.Font) error {
		return r.Inside(func(e xml.StartElement) error {
			own := f
			switch strings.ToLower(e.Name.Local) {
			case "s", "del", "strike":
				own.Strike = true
			case "sup":
				own.Vert = "superscript"
			case "sub":
				own.Vert = "subscript"
			case "font":
				own = font(e, f)
			case "br":
				add("\n", f)
			}
			return inline(own)
		}, func(s string) { add(strings.ReplaceAll(s, "\r", ""), f) })
	}
	err = inline(f)
	return out, err
}

// comment reads the comment of a cell.
func (r *reader) comment(col int) error {
	runs, err := r.runs(spreadsheet.Font{})
	var b strings.Builder
	for _, run := range runs {
		b.WriteString(run.Text)
	}
	if s := strings.TrimSpace(b.String()); s != "" {
		r.sheet.Comments = append(r.sheet.Comments, spreadsheet.Note{Row: r.row, Col: col, Text: s})
	}
	return err
}
