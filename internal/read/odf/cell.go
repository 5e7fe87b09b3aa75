package odf

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/internal/workbook"
)

// cellAttributes are the attributes of a cell.
type cellAttributes struct {
	style, formula, kind, value, boolean, text string
	repeated, rows, columns                    string // numbers
}

// attributesOf takes the attributes of a cell apart. The first of a name counts, whatever its prefix; of the kind of value
// an error does, which LibreOffice says beside it.
func attributesOf(e xml.StartElement) (a cellAttributes) {
	isError := false
	for i := len(e.Attr) - 1; i >= 0; i-- {
		switch v := e.Attr[i].Value; e.Attr[i].Name.Local {
		case "style-name":
			a.style = v
		case "formula":
			a.formula = v
		case "value-type":
			a.kind = v
			isError = isError || v == "error"
		case "value":
			a.value = v
		case "boolean-value":
			a.boolean = v
		case "string-value":
			a.text = v
		case "number-columns-repeated":
			a.repeated = v
		case "number-rows-spanned":
			a.rows = v
		case "number-columns-spanned":
			a.columns = v
		}
	}
	if isError {
		a.kind = "error"
	}
	return a
}

// cellLook is how the cells of a style look.
type cellLook struct {
	style spreadsheet.Style
	maps  []cellMap
	known int // how many styles had been read when maps was made
}

// lookOf is how the cells of a style look.
func (r *sheetReader) lookOf(name string) *cellLook {
	if r.last.look != nil && r.last.style == name {
		return r.last.look
	}
	l := r.looks[name]
	if l == nil {
		l = &cellLook{known: -1}
		font, ground, _ := r.look("table-cell", name, spreadsheet.Font{})
		l.style = spreadsheet.Style{Font: font, Ground: ground}
		r.looks[strings.Clone(name)] = l
	}
	r.last.style, r.last.look = name, l
	return l
}

// cell reads a cell and its repetitions in the row.
func (r *sheetReader) cell(e xml.StartElement, a *cellAttributes, col, repeated int, rowStyle string) error {
	c := spreadsheet.Cell{Row: r.row, Col: col, Formula: formula(a.formula)}
	name := a.style
	if name == "" {
		name = rowStyle
	}
	if name == "" {
		name = r.columnStyle(col)
	}
	look := r.lookOf(name)
	style := &look.style
	font := style.Font
	c.Style = *style
	t := &r.inCell // one at a time: a table within a cell is passed over
	*t = cellText{reader: r, font: font, runs: t.runs[:0]}
	if err := r.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "p", "h":
			return t.paragraph(e)
		case "annotation":
			return r.annotation(col)
		}
		return r.shape(e, r.row, col)
	}); err != nil {
		return err
	}
	shown := t.text()
	var runs []spreadsheet.Run
	if len(t.runs) > 1 || len(t.runs) == 1 && t.runs[0].Font != font { // not as the cell is
		runs = slices.Clone(t.runs)
	}
	if len(shown) > r.limits.Text && utf8.RuneCountInString(shown) > r.limits.Text {
		return spreadsheet.TooLarge()
	}
	kind, value := a.kind, a.value
	switch kind {
	case "float", "percentage", "currency":
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return errDamaged("数值“"+value+"”无效", "the value "+strconv.Quote(value)+" is invalid")
		}
		c.Kind, c.Text = spreadsheet.Number, strconv.FormatFloat(v, 'g', -1, 64)
		c.Style.Format = format(c.Text, shown, t.any)
		if shown == "TRUE" && v == 1 || shown == "FALSE" && v == 0 { // LibreOffice writes logical values as numbers
			c.Kind, c.Style.Format = spreadsheet.Bool, ""
		}
	case "boolean":
		c.Kind, c.Text = spreadsheet.Bool, map[bool]string{true: "1", false: "0"}[a.boolean == "true"]
	case "error":
		c.Kind, c.Text = spreadsheet.Error, shown
	case "":
		if shown != "" {
			c.Kind, c.Text, c.Runs = spreadsheet.Text, shown, runs
		} else if c.Formula != "" {
			c.Kind, c.EmptyText = spreadsheet.Text, true
		}
	default: // texts, and dates that are none
		c.Kind, c.Text, c.Runs = spreadsheet.Text, shown, runs
		if n, format, ok := dateNumber(e, kind, shown, r.book.Date1904); ok {
			c.Kind, c.Text, c.Runs, c.Style.Format = spreadsheet.Number, n, nil, format
		}
		if shown == "" && a.text != "" {
			c.Text, c.Runs = strings.Clone(a.text), nil
		}
		if c.Text == "" {
			c.Kind, c.EmptyText = spreadsheet.Empty, c.Formula != ""
		}
		if strings.HasPrefix(c.Text, "#") && c.Formula != "" && formulaError.MatchString(c.Text) {
			c.Kind, c.Runs = spreadsheet.Error, nil
		}
	}
	if rows, cols := number(a.rows), number(a.columns); rows > 1 || cols > 1 {
		r.sheet.Merges = append(r.sheet.Merges, spreadsheet.Range{Row: r.row, Col: col, LastRow: min(r.row+rows-1, lastRow), LastCol: min(col+cols-1, lastColumn)})
	}
	if c.Kind == spreadsheet.Empty && c.Formula == "" {
		return nil
	}
	if col+repeated-1 > lastColumn || len(r.sheet.Cells)+repeated > r.limits.Cells {
		return spreadsheet.TooLarge()
	}
	r.mapped(look, name, r.row, col, col+repeated-1)
	for i := range repeated {
		c.Col = col + i
		r.sheet.Cells = append(r.sheet.Cells, c)
	}
	return nil
}

// dateNumber is the number of a date or time, and a number format that shows it much as it was shown; its own text may
// look like a figure, such as the day alone. Ok is false if the cell is of another kind.
func dateNumber(e xml.StartElement, kind, shown string, from1904 bool) (number, format string, ok bool) {
	switch kind {
	case "time":
		var hours, minutes, seconds float64
		_, err := fmt.Sscanf(xmlwalk.Attribute(e, "time-value"), "PT%fH%fM%fS", &hours, &minutes, &seconds)
		return strconv.FormatFloat((hours+minutes/60+seconds/3600)/24, 'g', -1, 64), "[h]:mm:ss", err == nil
	case "date":
		format = "yyyy-mm-dd"
		switch has := func(part string) bool { return strings.Contains(shown, part) }; {
		case has("年") && has("日"):
			format = `yyyy"年"m"月"d"日"`
		case has("年"):
			format = `yyyy"年"m"月"`
		case has("月"):
			format = `m"月"d"日"`
		}
		number, ok = spreadsheet.Serial(xmlwalk.Attribute(e, "date-value"), from1904)
	}
	return number, format, ok
}

// formulaError is an error as it is shown.
var formulaError = regexp.MustCompile(`^#[A-Z0-9/]+[!?]?$`)

// figurePattern is the figure within the text that was shown of a number.
var figurePattern = regexp.MustCompile(`[-−]?\d[\d,]*(?:\.(\d+))?`)

// format is a number format that shows a stored number as it was shown; the text itself, in quotes, if no plain one
// does. Any says that something was shown at all.
func format(stored, shown string, any bool) string {
	if !any || shown == stored {
		return ""
	}
	if v, err := strconv.ParseFloat(shown, 64); err == nil && strconv.FormatFloat(v, 'g', -1, 64) == stored {
		return "" // digits that say nothing
	}
	quoted := func(s string) string {
		if s == "" {
			return ""
		}
		percent := strings.Count(s, "%")
		s = strings.ReplaceAll(s, "%", "")
		out := strings.Repeat("%", percent)
		if s != "" {
			out = `"` + strings.ReplaceAll(s, `"`, "”") + `"` + out
		}
		return out
	}
	if m := figurePattern.FindStringSubmatchIndex(shown); m != nil {
		figure := "0"
		if strings.Contains(shown[m[0]:m[1]], ",") {
			figure = "#,##0"
		}
		if m[2] >= 0 {
			figure += "." + strings.Repeat("0", m[3]-m[2])
		}
		code := quoted(shown[:m[0]]) + figure + quoted(shown[m[1]:])
		if s, ok := numberformat.Parse(code).Show(stored); ok && s.Text == strings.ReplaceAll(shown, "−", "-") {
			return code
		}
	}
	if shown == "" {
		return ";;;"
	}
	return `"` + strings.ReplaceAll(shown, `"`, "”") + `"`
}

// cellText puts the paragraphs of a cell together.
type cellText struct {
	reader *sheetReader
	font   spreadsheet.Font
	runs   []spreadsheet.Run
	any    bool // there was a paragraph
}

// add adds a stretch of text in a font.
func (t *cellText) add(s string, font spreadsheet.Font) {
	if n := len(t.runs); n > 0 && t.runs[n-1].Font == font {
		t.runs[n-1].Text += s
	} else if s != "" {
		t.runs = append(t.runs, spreadsheet.Run{Text: s, Font: font})
	}
}

// text is the text of all stretches.
func (t *cellText) text() string {
	if len(t.runs) == 1 {
		return strings.Clone(t.runs[0].Text) // a part of the document, which is not to be kept for it
	}
	var b strings.Builder
	for _, r := range t.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// paragraph reads a paragraph. Each begins on a line of its own.
func (t *cellText) paragraph(xml.StartElement) error {
	if t.any {
		t.add("\n", t.font)
	}
	t.any = true
	return t.inline(t.font)
}

// inline reads the content of a paragraph or of a stretch of it.
func (t *cellText) inline(font spreadsheet.Font) error {
	r := t.reader
	return r.Inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "span":
			own, _, hidden := r.look("text", xmlwalk.Attribute(e, "style-name"), font)
			if hidden {
				own.Size = unseenSize
			}
			return t.inline(own)
		case "s":
			t.add(strings.Repeat(" ", min(count(e, "c"), 100)), font)
		case "tab":
			t.add("\t", font)
		case "line-break":
			t.add("\n", font)
		case "note", "annotation", "ruby-text", "bookmark":
		case "a", "ruby", "ruby-base", "meta", "date", "time", "sheet-name", "title":
			return t.inline(font)
		default:
			return r.shape(e, r.row, 0)
		}
		return r.Skip()
	}, func(s string) {
		// Blanks and line ends in the file are one blank; more are written as elements.
		if hasControl(s) {
			if strings.Contains(s, "\n") && strings.TrimSpace(s) == "" {
				return
			}
			s = blanks.Replace(s)
		}
		t.add(s, font)
	})
}

// hasControl reports whether a text has a line end or a tab, or another character of their kind.
func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' {
			return true
		}
	}
	return false
}

// unseenSize is a size in points that nobody can read, for text that is not displayed.
const unseenSize = 0.1

// annotation reads the comment of a cell.
func (r *sheetReader) annotation(col int) error {
	t := &cellText{reader: r}
	if err := r.Children(func(e xml.StartElement) error {
		if e.Name.Local == "p" {
			return t.paragraph(e)
		}
		return r.Skip()
	}); err != nil {
		return err
	}
	if s := strings.TrimSpace(t.text()); s != "" {
		r.sheet.Comments = append(r.sheet.Comments, spreadsheet.Note{Row: r.row, Col: col, Text: s})
	}
	return nil
}

// shape reads the text of a text box, which may lie deep within a drawing.
func (r *sheetReader) shape(e xml.StartElement, row, col int) error {
	switch e.Name.Local {
	case "text-box", "custom-shape", "rect":
		t := &cellText{reader: r}
		if err := r.Children(func(e xml.StartElement) error {
			if e.Name.Local == "p" {
				return t.paragraph(e)
			}
			return r.Skip()
		}); err != nil {
			return err
		}
		if s := strings.TrimSpace(t.text()); s != "" {
			r.sheet.Boxes = append(r.sheet.Boxes, spreadsheet.Note{Row: row, Col: col, Text: s})
		}
		return nil
	case "frame", "g", "a":
		return r.Children(func(e xml.StartElement) error { return r.shape(e, row, col) })
	}
	return r.Skip()
}

// formula is a formula as other spreadsheets write it; "" if there is none. References stand in brackets.
func formula(s string) string {
	_, s, ok := strings.Cut(s, "=")
	if !ok {
		return ""
	}
	var room [256]byte
	b := room[:0]
	for s != "" {
		open := strings.IndexByte(s, '[')
		closed := -1
		if open >= 0 {
			closed = strings.IndexByte(s[open:], ']')
		}
		if closed < 0 {
			b = append(b, s...)
			break
		}
		b = appendRange(append(b, s[:open]...), s[open+1:open+closed])
		s = s[open+closed+1:]
	}
	for i := range b {
		if b[i] == ';' {
			b[i] = ','
		}
	}
	return string(b)
}

// cellRange is a reference such as $Sheet1.$A$1:.$B$2 as other spreadsheets write it.
func cellRange(s string) string {
	var room [64]byte
	return string(appendRange(room[:0], s))
}

// appendRange appends a reference to a text as [cellRange] gives it.
func appendRange(b []byte, s string) []byte {
	from, to, area := s, "", false
	if i := strings.IndexByte(s, ':'); i >= 0 {
		from, to, area = s[:i], s[i+1:], true
	}
	sheet, cell := splitReference(from)
	if sheet != "" {
		b = append(append(b, workbook.QuoteSheet(sheet)...), '!')
	}
	b = append(b, cell...)
	if area {
		_, last := splitReference(to)
		b = append(append(b, ':'), last...)
	}
	return b
}

// splitReference divides a reference into the name of the sheet, without its quotes, and the cell.
func splitReference(s string) (sheet, cell string) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s
	}
	sheet = strings.TrimPrefix(s[:i], "$")
	if len(sheet) > 1 && sheet[0] == '\'' {
		sheet = strings.ReplaceAll(sheet[1:len(sheet)-1], "''", "'")
	}
	return sheet, s[i+1:]
}
