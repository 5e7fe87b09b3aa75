// Package ods reads OpenDocument spreadsheets, packed (.ods) and flat (.fods). The cells, their looks, merges and
// comments become a [spreadsheet.Book]; package xlsx reads the report in it.
//
// The format is described in ISO/IEC 26300 (OpenDocument 1.3). A cell has both its value and the text that was shown of
// it; the value counts, and where the text says something else both are said.
package ods

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/msg"
)

var saveAsXLSX = msg.T("请用 WPS、Excel 或 LibreOffice 打开，另存为 .xlsx 再试", "open it in WPS, Excel or LibreOffice, save it as .xlsx, and try again")

// errDamaged is the error for a file that is no valid document.
func errDamaged(zh, en string) error {
	return &msg.Problem{What: msg.T("OpenDocument 表格已损坏，无法读取："+zh, "the OpenDocument spreadsheet is damaged: "+en), Hint: saveAsXLSX, Kind: msg.ErrUnreadable}
}

// mediaType begins the names of the types of spreadsheets, templates among them.
const mediaType = "application/vnd.oasis.opendocument.spreadsheet"

// Read reads a spreadsheet. Ok is false without an error if the data are none. The error is a *msg.Problem.
func Read(data []byte, limits spreadsheet.Limits) (book *spreadsheet.Book, ok bool, err error) {
	parts, ok, err := parts(data, limits)
	if !ok || err != nil {
		return nil, ok, err
	}
	r := &reader{limits: limits, styles: map[string]*style{}, book: &spreadsheet.Book{}}
	for _, part := range parts {
		if err := r.part(part); err != nil {
			var p *msg.Problem
			if !errors.As(err, &p) {
				err = errDamaged("不是有效的 XML", "it is no valid XML")
			}
			return nil, true, err
		}
	}
	return r.book, true, nil
}

// parts are the parts of a document that hold styles and content, in this order.
func parts(data []byte, limits spreadsheet.Limits) (out [][]byte, ok bool, err error) {
	if head := data[:min(len(data), 8192)]; bytes.Contains(head, []byte("office:document")) && bytes.Contains(head, []byte(mediaType)) && !bytes.HasPrefix(data, []byte("PK")) {
		if len(data) > limits.Bytes {
			return nil, true, spreadsheet.TooLarge()
		}
		return [][]byte{data}, true, nil
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, false, nil
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, nil
	}
	left := limits.Bytes
	read := func(name string) ([]byte, error) {
		for _, e := range zr.File {
			if e.Name != name {
				continue
			}
			rc, err := e.Open()
			if err != nil {
				return nil, errDamaged("无法解压", "it cannot be inflated")
			}
			defer rc.Close()
			part, err := io.ReadAll(io.LimitReader(rc, int64(left)+1))
			if left -= len(part); left < 0 {
				return nil, spreadsheet.TooLarge()
			}
			if err != nil {
				return nil, errDamaged("无法解压", "it cannot be inflated")
			}
			return part, nil
		}
		return nil, nil
	}
	kind, err := read("mimetype")
	if !bytes.HasPrefix(kind, []byte(mediaType)) {
		return nil, false, nil
	}
	if manifest, err := read("META-INF/manifest.xml"); err == nil && bytes.Contains(manifest, []byte("encryption-data")) {
		return nil, true, &msg.Problem{What: msg.T("OpenDocument 表格有密码，无法读取", "the OpenDocument spreadsheet has a password and cannot be read"),
			Hint: msg.T("请打开后取消密码，另存为 .xlsx 再试", "open it, remove the password, save it as .xlsx, and try again"), Kind: msg.ErrUnreadable}
	}
	for _, name := range []string{"styles.xml", "content.xml"} {
		part, err := read(name)
		if err != nil {
			return nil, true, err
		}
		if part != nil {
			out = append(out, part)
		} else if name == "content.xml" {
			return nil, true, errDamaged("缺少内容", "its content is missing")
		}
	}
	return out, true, nil
}

// style is what a style says of text and cells. What it leaves out is its parent's.
type style struct {
	parent string
	font   spreadsheet.Font
	struck *bool
	hidden bool // the text is not displayed
	ground string
	absent bool // the sheet or row is not displayed
}

// reader reads the parts of one document.
type reader struct {
	limits spreadsheet.Limits
	dec    *xml.Decoder
	styles map[string]*style
	book   *spreadsheet.Book
	sheet  *spreadsheet.Sheet
	row    int // of the sheet
	cells  int // of all sheets
	depth  int
	// columns are the styles of the columns' cells, in their order.
	columns []columns
}

// columns are columns side by side whose cells have one style.
type columns struct {
	last  int // counted from 0
	style string
}

// maxDepth is the deepest nesting of elements.
const maxDepth = 200

// lastRow and lastColumn are the last that a spreadsheet has, counted from 0.
const lastRow, lastColumn = 1<<20 - 1, 1<<14 - 1

// part reads a part.
func (r *reader) part(data []byte) error {
	r.dec = xml.NewDecoder(bytes.NewReader(data))
	for {
		t, err := r.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.HasPrefix(bytes.ToUpper(t), []byte("DOCTYPE")) {
				return errDamaged("带有 DOCTYPE 声明", "it has a DOCTYPE")
			}
		case xml.StartElement:
			if err := r.element(t); err != nil {
				return err
			}
		}
	}
}

// attribute is an attribute of an element by its local name; "" without one.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// count is an attribute that counts; 1 without one.
func count(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attribute(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// children calls a function for every child of the current element, until that ends. The function must read the child
// to its end.
func (r *reader) children(on func(xml.StartElement) error) error {
	return r.inside(on, func(string) {})
}

// inside is children that also hands over the text between them.
func (r *reader) inside(on func(xml.StartElement) error, text func(string)) error {
	if r.depth++; r.depth > maxDepth {
		return errDamaged("嵌套过深", "it is nested too deeply")
	}
	defer func() { r.depth-- }()
	for {
		t, err := r.dec.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := on(t); err != nil {
				return err
			}
		case xml.CharData:
			text(string(t))
		case xml.EndElement:
			return nil
		}
	}
}

// element reads an element above the sheets.
func (r *reader) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "style":
		return r.readStyle(e)
	case "table":
		return r.table(e)
	case "named-range":
		if ref := cellRange(attribute(e, "cell-range-address")); ref != "" {
			r.book.Names = append(r.book.Names, spreadsheet.Name{Name: attribute(e, "name"), RefersTo: ref})
		}
	case "null-date":
		r.book.Date1904 = strings.HasPrefix(attribute(e, "date-value"), "1904")
	case "tracked-changes", "content-validations", "master-styles", "font-face-decls", "scripts", "settings":
		return r.dec.Skip()
	}
	return r.children(r.element)
}

// readStyle reads a style of text, cells, rows or sheets.
func (r *reader) readStyle(e xml.StartElement) error {
	s := &style{parent: attribute(e, "parent-style-name")}
	r.styles[attribute(e, "family")+" "+attribute(e, "name")] = s
	return r.children(func(p xml.StartElement) error {
		for _, a := range p.Attr {
			switch a.Name.Local {
			case "text-line-through-style", "text-line-through-type":
				struck := a.Value != "none" && a.Value != ""
				s.struck = &struck
			case "text-position":
				switch {
				case strings.HasPrefix(a.Value, "sub"), strings.HasPrefix(a.Value, "-"):
					s.font.Vert = "subscript"
				case !strings.HasPrefix(a.Value, "0"):
					s.font.Vert = "superscript"
				}
			case "font-size":
				if points, ok := strings.CutSuffix(a.Value, "pt"); ok {
					s.font.Size, _ = strconv.ParseFloat(points, 64)
				}
			case "color":
				s.font.Colour = colour(a.Value)
			case "background-color":
				s.ground = colour(a.Value)
			case "display":
				s.absent = a.Value == "false"
				s.hidden = a.Value == "none"
			}
		}
		return r.dec.Skip()
	})
}

// colour is a colour as RGB; "" for none.
func colour(s string) string {
	if len(s) == 7 && s[0] == '#' {
		return strings.ToUpper(s[1:])
	}
	return ""
}

// maxParents is how many styles are followed to the one they are made from.
const maxParents = 20

// look is the font and ground of a style with what its parents say, on top of a font.
func (r *reader) look(family, name string, font spreadsheet.Font) (spreadsheet.Font, string, bool) {
	var chain []*style
	for range maxParents {
		s := r.styles[family+" "+name]
		if s == nil {
			break
		}
		chain = append(chain, s)
		name = s.parent
	}
	ground, hidden := "", false
	for i := len(chain) - 1; i >= 0; i-- {
		s := chain[i]
		if s.struck != nil {
			font.Strike = *s.struck
		}
		if s.font.Vert != "" {
			font.Vert = s.font.Vert
		}
		if s.font.Size > 0 {
			font.Size = s.font.Size
		}
		if s.font.Colour != "" {
			font.Colour = s.font.Colour
		}
		if s.ground != "" {
			ground = s.ground
		}
		hidden = hidden || s.hidden
	}
	return font, ground, hidden
}

// table reads a sheet.
func (r *reader) table(e xml.StartElement) error {
	if r.sheet != nil {
		return r.dec.Skip() // a table within a cell
	}
	if len(r.book.Sheets) >= r.limits.Sheets {
		return spreadsheet.TooLarge()
	}
	r.sheet = &spreadsheet.Sheet{Name: attribute(e, "name")}
	if s := r.styles["table "+attribute(e, "style-name")]; s != nil {
		r.sheet.Hidden = s.absent
	}
	r.row, r.columns = 0, nil
	r.book.Sheets = append(r.book.Sheets, r.sheet)
	err := r.children(r.inTable)
	r.sheet = nil
	return err
}

// inTable reads an element of a sheet.
func (r *reader) inTable(e xml.StartElement) error {
	switch e.Name.Local {
	case "table-column":
		return r.column(e)
	case "table-row":
		return r.tableRow(e)
	case "shapes":
		return r.children(func(e xml.StartElement) error { return r.shape(e, 0, 0) })
	case "table-columns", "table-header-columns", "table-column-group", "table-rows", "table-header-rows", "table-row-group":
		return r.children(r.inTable)
	case "named-expressions":
		return r.children(r.element)
	}
	return r.dec.Skip()
}

// column reads columns.
func (r *reader) column(e xml.StartElement) error {
	from := 0
	if n := len(r.columns); n > 0 {
		from = r.columns[n-1].last + 1
	}
	last := min(from+count(e, "number-columns-repeated")-1, lastColumn)
	r.columns = append(r.columns, columns{last, attribute(e, "default-cell-style-name")})
	if v := attribute(e, "visibility"); v == "collapse" || v == "filter" {
		for col := from; col <= last; col++ {
			r.sheet.HiddenCols = append(r.sheet.HiddenCols, col)
		}
	}
	return r.dec.Skip()
}

// columnStyle is the style of a column's cells.
func (r *reader) columnStyle(col int) string {
	for _, c := range r.columns {
		if col <= c.last {
			return c.style
		}
	}
	return ""
}

// tableRow reads a row and its repetitions.
func (r *reader) tableRow(e xml.StartElement) error {
	n := count(e, "number-rows-repeated")
	from, first := r.row, len(r.sheet.Cells)
	hidden := attribute(e, "visibility") == "collapse" || attribute(e, "visibility") == "filter"
	col, rowStyle := 0, attribute(e, "default-cell-style-name")
	err := r.children(func(e xml.StartElement) error {
		if e.Name.Local != "table-cell" && e.Name.Local != "covered-table-cell" {
			return r.dec.Skip()
		}
		repeated := count(e, "number-columns-repeated")
		if err := r.cell(e, col, repeated, rowStyle); err != nil {
			return err
		}
		col += repeated
		return nil
	})
	if err != nil {
		return err
	}
	made := r.sheet.Cells[first:]
	if r.row += n; r.row > lastRow+1 {
		return errDamaged("行数过多", "it has too many rows")
	}
	if len(made) == 0 {
		return nil // empty rows to the end of the sheet
	}
	if r.cells += len(made) * n; r.cells > r.limits.Cells {
		return spreadsheet.TooLarge()
	}
	for i := 1; i < n; i++ {
		for _, c := range made {
			c.Row = from + i
			r.sheet.Cells = append(r.sheet.Cells, c)
		}
	}
	for i := range n {
		if hidden {
			r.sheet.HiddenRows = append(r.sheet.HiddenRows, from+i)
		}
	}
	return nil
}
