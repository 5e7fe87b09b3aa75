package preflight

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/numberformat"
)

// Cells are read where the scanner found them, since the library takes most of the time that reading a workbook takes.
// What is written in a way that is not known here goes through the library: a test holds both to the same.

// record is a cell with content.
type record struct {
	row, col int32
	style    int32
	kind     kind
	from, to int32 // where its content stands in the part as it is written for the library
}

// kind is the type of a cell.
type kind uint8

// The types of cells as their attribute t has them.
const (
	unusual kind = iota // left to the library
	unset
	number
	shared
	formulaText
	inline
	boolean
	errorValue
	date
)

// kindOfCell is the type of a cell that the scanner has met.
func kindOfCell(c *cell) kind {
	if c.orphan || c.a.cm != nil || c.a.vm != nil {
		return unusual
	}
	switch t := c.a.t; string(t) {
	case "":
		if t != nil {
			return unusual
		}
		return unset
	case "n":
		return number
	case "s":
		return shared
	case "str":
		return formulaText
	case "inlineStr":
		return inline
	case "b":
		return boolean
	case "e":
		return errorValue
	case "d":
		return date
	}
	return unusual
}

// types are the types of cells for the library.
var types = [...]excelize.CellType{
	unset: excelize.CellTypeUnset, number: excelize.CellTypeNumber, shared: excelize.CellTypeSharedString, formulaText: excelize.CellTypeFormula,
	inline: excelize.CellTypeInlineString, boolean: excelize.CellTypeBool, errorValue: excelize.CellTypeError, date: excelize.CellTypeDate,
}

// record keeps the current cell, whose content is written from one place of the sheet to another.
func (s *scanner) record(from, to int) {
	r := record{row: int32(s.row), col: int32(s.col), from: int32(from), to: int32(to), kind: kindOfCell(&s.cell)}
	if style := s.cell.a.s; style != nil {
		n, ok := digits(style)
		s.p.odd = s.p.odd || !ok
		r.style = int32(n)
	}
	for _, v := range [...][]byte{s.cell.a.cm, s.cell.a.vm} {
		if v != nil {
			_, ok := digits(v)
			s.p.odd = s.p.odd || !ok
		}
	}
	s.p.records = append(s.p.records, r)
}

// usualRow reports whether the library can read the attributes of a row.
func (a *attrs) usualRow() bool {
	return isNumber(a.v[keyHeight]) && isTruth(a.v[keyCustom]) && isTruth(a.v[keyHidden])
}

// isNumber and isTruth say whether the value of an attribute that may be missing is a number, or true or false.
func isNumber(v []byte) bool {
	if v == nil {
		return true
	}
	_, err := strconv.ParseFloat(string(v), 64)
	return err == nil
}

func isTruth(v []byte) bool {
	_, ok := truth(string(v), v != nil, true)
	return ok
}

// columnStyle is the style of some columns.
type columnStyle struct{ min, max, style int }

// readHead reads the styles of columns from an element that describes columns or default heights; ok is false if it is
// left to the library.
func readHead(part []byte) (styles []columnStyle, ok bool) {
	ok = tags(part, func(t tag) bool {
		c := columnStyle{-1, -1, -1}
		var seen uint32
		usual := t.eachAttribute(func(key, value []byte) bool {
			k := headAttributes[string(local(key))]
			if k == 0 {
				return true
			}
			if seen&(1<<k) != 0 || unusualAttribute(key, value) {
				return false
			}
			seen |= 1 << k
			switch {
			case k <= lastNumber:
				return isNumber(value)
			case k <= lastTruth:
				return isTruth(value)
			}
			n, ok := digits(value)
			switch string(key) {
			case "min":
				c.min = n
			case "max":
				c.max = n
			case "style":
				c.style = n
			}
			return ok
		})
		if t.name == "col" && c.style > 0 {
			styles = append(styles, c)
		}
		return usual && t.prefix == ""
	})
	return styles, ok
}

// headAttributes are the attributes that the library reads of such elements: up to lastNumber those that are any number,
// up to lastTruth those that are true or false, then whole numbers.
var headAttributes = map[string]int{
	"width": 1, "defaultRowHeight": 2, "defaultColWidth": lastNumber,
	"hidden": 4, "customWidth": 5, "bestFit": 6, "collapsed": 7, "phonetic": 8, "customHeight": 9, "zeroHeight": 10, "thickTop": 11, "thickBottom": lastTruth,
	"min": 13, "max": 14, "style": 15, "outlineLevel": 16, "outlineLevelRow": 17, "outlineLevelCol": 18, "baseColWidth": 19,
}

const lastNumber, lastTruth = 3, 12

// table is a sheet with the cells that the scanner found in it, by rows and columns.
type table struct {
	part    []byte
	records []record
	columns []columnStyle
	odd     bool // something of it is written in an unusual way, and all is left to the library
}

// at is the cell of an address; nil if it has no content. ok is false if the address is none.
func (t *table) at(ref string) (r *record, ok bool) {
	col, row := ParseRef(ref)
	if col == 0 {
		return nil, false
	}
	i := sort.Search(len(t.records), func(i int) bool {
		r := &t.records[i]
		return int(r.row) > row || int(r.row) == row && int(r.col) >= col
	})
	if i == len(t.records) || int(t.records[i].row) != row || int(t.records[i].col) != col {
		return nil, true
	}
	return &t.records[i], true
}

// cellContent is what a cell holds, as it is written.
type cellContent struct {
	formula, value, inline []byte
	hasFormula, hasInline  bool
	typed                  bool // the formula has a type, such as one that cells share
}

// style is the style of a cell, or of its column where the cell has none; r is nil if the cell is empty.
func (t *table) style(r *record, col int) int {
	if r != nil && r.style != 0 {
		return int(r.style)
	}
	for _, c := range t.columns {
		if c.min <= col && col <= c.max {
			return c.style
		}
	}
	return 0
}

// content takes the content of a cell apart, which has none if r is nil; ok is false if it is left to the library.
func (t *table) content(r *record) (c cellContent, ok bool) {
	if r == nil {
		return c, true
	}
	if r.kind == unusual {
		return c, false
	}
	rest := t.part[r.from:r.to]
	rest = bytes.TrimLeft(rest, xmlSpace)
	if c.hasFormula = bytes.HasPrefix(rest, []byte("<f ")); c.hasFormula {
		c.formula, rest, c.typed, ok = formulaElement(rest)
	} else {
		c.formula, rest, c.hasFormula, ok = element(rest, "<f>", "</f>", "<f/>")
	}
	if !ok {
		return c, false
	}
	if c.value, rest, _, ok = element(rest, "<v>", "</v>", "<v/>"); !ok {
		return c, false
	}
	if r.kind == inline && len(rest) > 0 {
		var is []byte
		if is, rest, c.hasInline, ok = element(rest, "<is>", "</is>", "<is/>"); !ok {
			return c, false
		}
		if c.inline, ok = onlyText(is); !ok {
			return c, false
		}
	}
	return c, len(rest) == 0
}

// formulaElement is [element] for a formula with attributes; typed says that they give it a type.
func formulaElement(s []byte) (inner, rest []byte, typed, ok bool) {
	end := closing(s)
	if end < 0 {
		return nil, nil, false, false
	}
	t := tag{attributes: bytes.TrimSuffix(s[len("<f"):end], []byte("/"))}
	if !t.eachAttribute(func(key, value []byte) bool {
		switch string(key) {
		case "aca", "ca", "bx":
			return isTruth(value)
		case "t", "ref", "si":
			_, whole := digits(value)
			typed = true
			return !unusualAttribute(key, value) && (whole || string(key) != "si")
		}
		return false
	}) {
		return nil, nil, false, false
	}
	if s[end-1] == '/' {
		return nil, bytes.TrimLeft(s[end+1:], xmlSpace), typed, true
	}
	inner, rest, ok = bytes.Cut(s[end+1:], []byte("</f>"))
	return inner, bytes.TrimLeft(rest, xmlSpace), typed, ok && bytes.IndexByte(inner, '<') < 0
}

// formula is the formula of a cell; ok is false if it is left to the library.
func (t *table) formula(r *record) (formula string, ok bool) {
	c, ok := t.content(r)
	if !ok || c.typed {
		return "", false
	}
	return plain(c.formula)
}

// Filled is a cell of a sheet that has content.
type Filled struct {
	Row, Col int
	Formula  bool // it has a formula
	Number   bool // it is of the type of numbers
}

// Filled are the cells of a sheet that have a formula or more than blanks, and at most so many; ok is false if some cell
// is written in an unusual way.
func (w *Workbook) Filled(sheet string, most int) (out []Filled, ok bool) {
	t := w.table(sheet)
	if t == nil {
		return nil, false
	}
	out = make([]Filled, 0, min(len(t.records), most))
	for i := range t.records {
		if len(out) == most {
			break
		}
		r := &t.records[i]
		c, ok := t.content(r)
		if !ok {
			return nil, false
		}
		if c.hasFormula || len(bytes.TrimSpace(c.value)) > 0 || len(bytes.TrimSpace(c.inline)) > 0 {
			out = append(out, Filled{Row: int(r.row), Col: int(r.col), Formula: c.hasFormula, Number: r.kind == unset || r.kind == number})
		}
	}
	return out, true
}

// storesEmptyText reports whether an empty text is stored as the result of a formula.
func (t *table) storesEmptyText(ref string) bool {
	r, _ := t.at(ref)
	if r == nil || r.kind != formulaText {
		return false
	}
	content := t.part[r.from:r.to]
	return bytes.Contains(content, []byte("<v></v>")) || bytes.Contains(content, []byte("<v/>"))
}

// element takes an element without attributes from the beginning of a text, if it begins so. Blanks behind it are
// dropped.
func element(s []byte, begin, end, empty string) (inner, rest []byte, there, ok bool) {
	switch {
	case bytes.HasPrefix(s, []byte(empty)):
		return nil, bytes.TrimLeft(s[len(empty):], xmlSpace), true, true
	case !bytes.HasPrefix(s, []byte(begin)):
		return nil, s, false, true
	}
	s = s[len(begin):]
	i := bytes.IndexByte(s, '<')
	if end == "</is>" {
		i = bytes.Index(s, []byte(end))
	}
	if i < 0 || !bytes.HasPrefix(s[i:], []byte(end)) {
		return nil, nil, false, false
	}
	return s[:i], bytes.TrimLeft(s[i+len(end):], xmlSpace), true, true
}

// onlyText is the text of a shared or inline text that is nothing but one element t; ok is false for any other.
func onlyText(s []byte) (t []byte, ok bool) {
	s = bytes.Trim(s, xmlSpace)
	for _, begin := range []string{"<t>", `<t xml:space="preserve">`} {
		if inner, found := bytes.CutPrefix(s, []byte(begin)); found {
			inner, found = bytes.CutSuffix(inner, []byte("</t>"))
			return inner, found && bytes.IndexByte(inner, '<') < 0
		}
	}
	return nil, len(s) == 0 || string(s) == "<t/>"
}

// sharedTexts are the texts that cells share.
type sharedTexts struct {
	part   []byte
	ranges [][2]int32 // where each stands in the part
	rich   map[int]richText
}

// richText is a shared text that has stretches, kept since it is asked for several times; ok is false if it is left to
// the library.
type richText struct {
	runs  []Run
	whole string
	ok    bool
}

// richText is a shared text that has stretches.
func (t *sharedTexts) richText(i int) richText {
	r, known := t.rich[i]
	if known {
		return r
	}
	if r.runs, r.ok = readRuns(t.item(i)); r.ok {
		var whole strings.Builder
		for _, run := range r.runs {
			whole.WriteString(run.Text)
		}
		r.whole = whole.String()
	}
	if t.rich == nil {
		t.rich = map[int]richText{}
	}
	t.rich[i] = r
	return r
}

// text is a shared text; ok is false if it is left to the library.
func (t *sharedTexts) text(i int) (string, bool) {
	if i >= len(t.ranges) {
		return "", false
	}
	if inner, ok := onlyText(t.item(i)); ok {
		return uncoded(inner)
	}
	r := t.richText(i)
	return r.whole, r.ok && !strings.Contains(r.whole, "_x")
}

// item is the content of a shared text.
func (t *sharedTexts) item(i int) []byte { return t.part[t.ranges[i][0]:t.ranges[i][1]] }

// uncoded is a text without characters that are written by their codes, such as _x000D_; ok is false if there may be one.
func uncoded(b []byte) (string, bool) {
	s, ok := plain(b)
	return s, ok && !strings.Contains(s, "_x")
}

// raw is what a cell holds, without regard to its format; ok is false if it is left to the library.
func (w *Workbook) raw(t *table, r *record) (value string, c cellContent, ok bool) {
	if c, ok = t.content(r); !ok || r == nil {
		return "", c, ok
	}
	switch {
	case r.kind == date:
		return "", c, false
	case r.kind == shared && len(c.value) > 0:
		i, isIndex := digits(bytes.TrimSpace(c.value))
		if !isIndex {
			return "", c, false
		}
		value, ok = w.shared.text(i)
	case r.kind == inline && c.hasInline:
		value, ok = uncoded(c.inline)
	default:
		value, ok = plain(c.value)
	}
	return value, c, ok
}

// maxPlainDigits is up to how many characters a number without a format is shown as it is stored.
const maxPlainDigits = 10

// shown is what a cell shows; ok is false if it is left to the library, as every format of numbers without conditions is.
func (w *Workbook) shown(t *table, r *record) (string, bool) {
	value, _, ok := w.raw(t, r)
	if r == nil {
		return "", ok
	}
	if !ok || r.kind == boolean || r.kind == errorValue {
		return "", false
	}
	if r.kind == formulaText {
		return value, true
	}
	if r.style != 0 {
		styles := w.Styles()
		if int(r.style) >= len(styles.Cells) {
			return "", false
		}
		format := styles.Cells[r.style].Format
		if code, own := styles.OwnFormat(format); own && code != "General" || !own && format > 0 && format != formatText {
			if r.kind == unset || r.kind == number {
				return byCondition(code, value)
			}
			return "", false // LibreOffice gives all cells a format of their own that is no other than the usual one
		}
		if format == formatText && (r.kind == unset || r.kind == number) {
			return "", false
		}
	}
	if (r.kind == unset || r.kind == number) && value != "" && !isPlainNumber(value) {
		return "", false
	}
	return value, true
}

// byCondition is what a format with conditions, such as [=0]"";0, shows of a number; ok is false for all others, which
// are left to the library. To the library each number fits the first section, whatever its condition, so that 2024 is
// a blank (excelize v2.11.1).
func byCondition(code, stored string) (shown string, ok bool) {
	if !hasCondition(code) {
		return "", false
	}
	s, ok := numberformat.Parse(code).Show(stored)
	return s.Text, ok && (s.Kind == numberformat.Number || s.Kind == numberformat.Percent)
}

// hasCondition reports whether a format code has a section for certain numbers, such as [>=10000].
func hasCondition(code string) bool {
	return strings.Contains(code, "[=") || strings.Contains(code, "[<") || strings.Contains(code, "[>")
}

// isPlainNumber reports whether a number without a format is shown as it is stored: it has few digits, and no zeros that
// say nothing.
func isPlainNumber(s string) bool {
	whole, fraction, hasFraction := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	_, ok := digits(whole)
	if hasFraction {
		_, isDigits := digits(fraction)
		ok = ok && isDigits && fraction[len(fraction)-1] != '0'
	}
	return ok && len(s) <= maxPlainDigits && (whole == "0" || whole[0] != '0') && s != "-0"
}

// formatText is the number of the format for texts.
const formatText = 49

// rows are the rows of a sheet as the library gives them, raw; ok is false if it has to.
func (w *Workbook) rows(t *table) (out [][]string, ok bool) {
	out = [][]string{}
	for i := range t.records {
		r := &t.records[i]
		value, c, ok := w.raw(t, r)
		if !ok {
			return nil, false
		}
		if value == "" && !c.hasFormula {
			continue
		}
		row := int(r.row)
		for len(out) < row {
			out = append(out, nil)
		}
		for len(out[row-1]) < int(r.col)-1 {
			out[row-1] = append(out[row-1], "")
		}
		out[row-1] = append(out[row-1], value)
	}
	return out, true
}
