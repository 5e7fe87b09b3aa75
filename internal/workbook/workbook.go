// Package workbook is what all workbooks written here have in common: parts in a
// fixed order and without times; and, of those that are no form but lists to read,
// print and hand on, who made them, one look, and how they are printed.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/zipfile"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Program is who a workbook's properties say made it.
const Program = "gkxl"

// New begins a workbook of lists.
func New() *excelize.File {
	f := excelize.NewFile()
	SetProperties(f, "")
	SetFont(f)
	return f
}

// SetProperties says who made a workbook, and its title unless that is empty. The
// library's own function writes them in a way that some readers refuse, and its
// defaults name its author.
func SetProperties(f *excelize.File, title string) {
	if title != "" {
		title = "<dc:title>" + text.XML(title) + "</dc:title>"
	}
	f.Pkg.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" `+
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+title+
		`<dc:creator>`+Program+`</dc:creator><cp:lastModifiedBy>`+Program+`</cp:lastModifiedBy></cp:coreProperties>`))
	f.Pkg.Store("docProps/app.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>`+Program+
		`</Application></Properties>`))
}

// Sheet begins the sheet of a number, counted from 0. A new workbook has its first
// already, without a name.
func Sheet(f *excelize.File, i int, title string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), title)
	}
	_, err := f.NewSheet(title)
	return err
}

// Write writes a workbook, whole or not at all. Part may say what the library
// cannot; nil leaves every part as it is.
func Write(w io.Writer, f *excelize.File, part Part) error {
	f.SetZipWriter(Sorted(part))
	buf, err := f.WriteToBuffer()
	if err == nil {
		_, err = buf.WriteTo(w)
	}
	return err
}

// Cell is the look of a list's cells: a text in a box, on a fill unless that is
// empty. What is text stays text, whatever it looks like.
func Cell(bold bool, fill string) *excelize.Style {
	return &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Bold: bold}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49,
		Border: Border("BFBFBF"), Fill: Fill(fill)}
}

// Border is a thin line of a colour in RGB on all sides.
func Border(colour string) []excelize.Border {
	var out []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: colour, Style: 1})
	}
	return out
}

// Fill is a ground of a colour in RGB; none for an empty one.
func Fill(colour string) excelize.Fill {
	if colour == "" {
		return excelize.Fill{}
	}
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// HeadFill is the ground of column heads.
const HeadFill = "DDE6F0"

// QuoteSheet is the name of a sheet as formulas have it, in quotes.
func QuoteSheet(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// UnquoteSheet is the name of a sheet that a formula may have in quotes.
func UnquoteSheet(s string) string {
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		s = strings.ReplaceAll(s[1:len(s)-1], "''", "'")
	}
	return s
}

// What a spreadsheet can hold.
const (
	MaxText   = 32767 // UTF-16 units of a cell's text
	MaxDigits = 15    // significant digits of a number
	MaxHeight = 409.0 // points of a row's height
)

// Width is the width of a text in the units of a column: a Chinese character
// takes two.
func Width(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			w += 2
		default:
			w += 1.1
		}
	}
	return w
}

// Lines is how many lines a text takes when wrapped in a column so wide.
// Spreadsheets compute no row height for merged cells, so it is done here, on
// the safe side: a word of letters or digits, with the brackets of a year beside it,
// goes to the next line whole.
func Lines(s string, column float64) int {
	n, at := 1, 0.0
	usable := math.Max(2, column-2.4)
	word := 0.0 // the width of the word that ends here
	for _, r := range s {
		if r == '\n' {
			n, at, word = n+1, 0, 0
			continue
		}
		w := Width(string(r))
		if word += w; !inWord(r) {
			word = 0
		}
		if at+w > usable && at > 0 {
			n, at = n+1, 0
			if word > w && word <= usable {
				at = word - w
			}
		}
		at += w
	}
	return n
}

// inWord reports whether a character belongs to a word, within which no line is broken.
func inWord(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '〔' || r == '〕'
}

// Height is the height in points of a row of so many lines in a font of a size. A
// sheet takes no more than [MaxHeight].
func Height(lines int, size float64) float64 { return float64(lines)*math.Ceil(size*1.4) + 6 }

// Number is a number as a cell holds it. One of more than [MaxDigits] digits would
// lose some.
func Number(n model.Number) any {
	if n.IsInteger() {
		if i, ok := n.Int64(); ok {
			return i
		}
	}
	return n.Float()
}

// CheckText refuses what a cell cannot hold, before a library drops it. Where
// names the text; the error is a *msg.Problem.
func CheckText(where msg.Text, s string) error {
	if len(s) > MaxText { // bytes, of which there are at least as many as UTF-16 units
		if n := len(utf16.Encode([]rune(s))); n > MaxText {
			return &msg.Problem{
				What: msg.F("%s有 %d 个字符，超过单元格的上限 %d", "%s has %d characters, a cell holds %d", where, n, MaxText),
				Hint: msg.T("请压缩篇幅", "shorten it"),
			}
		}
	}
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' || c == '\ufffe' || c == '\uffff' || c == '\ufffd' {
			return &msg.Problem{
				What: msg.F("%s含有不能写入单元格的字符 %U", "%s contains the character %U, which no cell can hold", where, c),
				Hint: msg.T("请删除该字符", "remove it"),
			}
		}
	}
	return nil
}

// CheckCode refuses the code of a unit that a cell cannot hold, or that holds a line
// break, a tab or another control character, which no code has. Where names the code;
// the error is a *msg.Problem.
func CheckCode(where msg.Text, code string) error {
	if err := CheckText(where, code); err != nil {
		return err
	}
	if i := strings.IndexFunc(code, unicode.IsControl); i >= 0 {
		c, _ := utf8.DecodeRuneInString(code[i:])
		return &msg.Problem{
			What: msg.F("%s含有控制字符 %U", "%s contains the control character %U", where, c),
			Hint: msg.T("请删除该字符", "remove it"),
		}
	}
	return nil
}

// CellTexts cuts a text into pieces that a cell can hold; an empty text has none.
func CellTexts(s string) []string {
	var out []string
	for units, from, i := 0, 0, 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if units += utf16.RuneLen(r); units > MaxText {
			out = append(out, s[from:i])
			from, units = i, utf16.RuneLen(r)
		}
		if i += n; i == len(s) {
			out = append(out, s[from:])
		}
	}
	return out
}

// Part writes a part of a workbook, given its name and its content as the library made
// it.
type Part func(w io.Writer, name string, data []byte) error

// Sorted makes a zip writer that writes the parts of a workbook in a fixed order
// without times, so that the same workbook gives the same bytes; the library would
// write streamed sheets in random order. Part may change the content of parts; nil
// leaves every part as it is.
func Sorted(part Part) func(io.Writer) excelize.ZipWriter {
	return func(w io.Writer) excelize.ZipWriter {
		return &sorted{w: w, write: part, packed: map[string]*zipfile.Entry{}}
	}
}

// sorted compresses a part as soon as the next one begins, since the sheets of a large
// total would take much memory.
type sorted struct {
	w     io.Writer
	write Part // nil where parts go out as they come
	name  string
	came  bytes.Buffer // the part as the library writes it, where write changes it
	part  packer
	// booleans is the writer of the part, where parts go out as they come.
	booleans *booleanWriter
	packed   map[string]*zipfile.Entry // by name
}

func (z *sorted) Create(name string) (io.Writer, error) {
	if err := z.finish(); err != nil {
		return nil, err
	}
	z.name, z.booleans = name, nil
	z.part.begin(name)
	switch {
	case z.write != nil:
		return &z.came, nil
	case strings.HasPrefix(name, "xl/"):
		z.booleans = &booleanWriter{w: &z.part}
		return z.booleans, nil
	}
	return &z.part, nil
}

func (z *sorted) AddFS(fs.FS) error { return errors.ErrUnsupported }

// finish ends the part that is being written, if there is one.
func (z *sorted) finish() error {
	if z.name == "" {
		return nil
	}
	var err error
	if z.write != nil {
		data := z.came.Bytes()
		if strings.HasPrefix(z.name, "xl/") {
			data = numericBooleans(data)
		}
		err = z.write(&z.part, z.name, data)
		if z.came.Reset(); z.came.Cap() > keptPart {
			z.came = bytes.Buffer{} // frees its memory
		}
	} else if z.booleans != nil {
		err = z.booleans.flush(len(z.booleans.rest))
	}
	if err != nil {
		return err
	}
	z.packed[z.name], err = z.part.close()
	return err
}

// booleanWriter does what [numericBooleans] does to a part that comes piece by piece. It keeps back what stands behind
// the last whole tag.
type booleanWriter struct {
	w    io.Writer
	rest []byte
}

func (b *booleanWriter) Write(p []byte) (int, error) {
	b.rest = append(b.rest, p...)
	return len(p), b.flush(bytes.LastIndexByte(b.rest, '>') + 1)
}

// flush writes the first n bytes of what was kept back.
func (b *booleanWriter) flush(n int) error {
	if n == 0 {
		return nil
	}
	_, err := b.w.Write(numericBooleans(b.rest[:n:n]))
	b.rest = append(b.rest[:0], b.rest[n:]...)
	return err
}

// numericBooleans is a part with the values true and false of attributes written as 1
// and 0. Both are valid, but some programs know the numbers only, and take a protected
// sheet for one that is not.
func numericBooleans(part []byte) []byte {
	out, from := part[:0], 0 // what is written is never longer
	for i := 0; ; {
		k := bytes.Index(part[i:], []byte(`="`))
		if k < 0 {
			return append(out, part[from:]...)
		}
		k += i
		i = k + len(`="`)
		digit, long := byte('0'), len("false")
		switch {
		case bytes.HasPrefix(part[i:], []byte(`false"`)):
		case bytes.HasPrefix(part[i:], []byte(`true"`)):
			digit, long = '1', len("true")
		default:
			continue
		}
		// A sheet may be called true. The library escapes quotes in what is no tag.
		if bytes.HasSuffix(part[:k], []byte(" name")) {
			continue
		}
		out = append(append(out, part[from:i]...), digit)
		i += long
		from = i
	}
}

func (z *sorted) Close() error {
	if err := z.finish(); err != nil {
		return err
	}
	// "[Content_Types].xml" comes first, where programs that tell files by their
	// beginning look for it.
	names := slices.Sorted(maps.Keys(z.packed))
	zw := zip.NewWriter(z.w)
	for _, n := range names {
		if err := z.packed[n].AddTo(zw); err != nil {
			return err
		}
	}
	return zw.Close()
}
