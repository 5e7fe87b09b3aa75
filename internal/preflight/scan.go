package preflight

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/gkxl/gkxl/msg"
)

// The scanner reads the bytes of an XML part once, counts what reading it would take
// time or memory for, and writes of a worksheet what is read. encoding/xml takes
// several times as long, and the library runs it anyway; so the scanner only has to be
// stricter: it refuses whatever it is not sure about.

// finding is a reason to refuse a part.
type finding struct{ zh, en string }

func (f *finding) Error() string { return f.en }

var (
	// errBlanks is about a way of writing that XML allows and no program for workbooks uses: reading elsewhere looks for
	// attributes as they are written.
	errBlanks   = &finding{"在属性的等号两旁留了空白，这种写法不能读", "has blanks around the equals signs of attributes, which is not read"}
	errSyntax   = &finding{"不是有效的 XML", "is no valid XML"}
	errEncoding = &finding{"不是 UTF-8 编码", "is not in UTF-8"}
	errDoctype  = &finding{"带有 DOCTYPE 声明，可能是恶意构造的", "has a DOCTYPE and may be crafted"}
	errDepth    = &finding{"嵌套过深", "is nested too deeply"}
	errRow      = &finding{"有无效的行号", "has an invalid row number"}
	errOrder    = &finding{"的行或单元格次序混乱", "has rows or cells out of order"}
	errRef      = &finding{"有无效的单元格地址", "has an invalid cell reference"}
	errMerge    = &finding{"有无效的合并单元格", "has an invalid merged range"}
	errString   = &finding{"有无效的文字编号", "has an invalid text index"}
)

// farCell is the finding on a cell with content in a row too far down to be read.
func farCell(ref string, most int) *finding {
	return &finding{fmt.Sprintf("的 %s 有内容，而能读的最多到第 %d 行", ref, most), fmt.Sprintf("has content in %s; rows up to %d can be read", ref, most)}
}

// excess is the error for a workbook that holds more of something than a limit.
type excess struct {
	what  msg.Text
	limit int
}

func (e *excess) Error() string { return e.what.EN }

// What has a limit over all parts of a workbook, as messages name it.
var (
	ofElements     = msg.T("XML 元素", "XML elements")
	ofAttributes   = msg.T("XML 属性", "XML attributes")
	ofOneElement   = msg.T("一个 XML 元素的属性", "attributes of one XML element")
	ofDeclarations = msg.T("XML 命名空间声明", "declarations of XML namespaces")
	ofCells        = msg.T("有内容的单元格", "cells with content")
	ofRows         = msg.T("行", "rows")
	ofColumns      = msg.T("各行列数之和", "columns of all rows together")
	ofMerges       = msg.T("合并单元格", "merged ranges")
	ofCovered      = msg.T("合并区域的格数", "cells in merged ranges")
	ofRules        = msg.T("条件格式和数据有效性", "conditional formats and validations")
	ofStyles       = msg.T("样式", "styles")
	ofNames        = msg.T("定义的名称", "defined names")
	ofStrings      = msg.T("共享的文字", "shared texts")
	ofRuns         = msg.T("格内分段设置的字体", "runs of rich text")
	ofText         = msg.T("单元格文字的字节", "bytes of text in cells")
	ofComments     = msg.T("批注", "comments")
	ofShapes       = msg.T("图形", "shapes")
	ofRelations    = msg.T("部件之间的关系", "relationships between parts")
)

// counts is how much the parts of a workbook hold together.
type counts struct {
	elements, attributes, declarations  int
	all, cells                          int // cells with content: in all sheets, and in those that are read
	rows, columns, merges, covered      int
	rules, styles, names, strings, runs int
	text                                int
	comments, shapes, relations         int
	highest                             int   // index of a shared text, of all cells
	uses, lengths                       []int // of each shared text
}

// count adds to a number that has a limit. The error is an *excess.
func count(n *int, add, limit int, what msg.Text) error {
	if *n += add; *n > limit {
		return &excess{what, limit}
	}
	return nil
}

// Range is a merged range, by its first and last row and column, counted from 1.
type Range struct{ Row1, Col1, Row2, Col2 int }

// relation is a relationship as a part has it.
type relation struct{ id, kind, target, mode string }

// sheetEntry is a sheet as the main part lists it.
type sheetEntry struct{ name, number, state, id string }

// part is what the scanner learns of one part.
type part struct {
	root             string // local name of the root element
	depth            int
	sheet            []byte // a worksheet with nothing but what is read
	merges           []Range
	conditions       []byte // the conditional formats, as they are written
	noZeros          bool   // the sheet's view shows no zeros
	relations        []relation
	sheets           []sheetEntry
	sheetsAt         [2]int        // where the element with the sheets is
	lastRow, lastCol int           // with content
	defined          []Name        // defined names, one behind the other
	oddNames         bool          // some name is written in an unusual way
	cells            int           // with content
	records          []record      // these cells
	rich             bool          // some text of a cell has stretches
	tables           bool          // the sheet has tables, whose styles colour cells
	odd              bool          // something of the sheet is written in an unusual way
	columns          []columnStyle // the styles of columns
	texts            [][2]int32    // where the shared texts are
}

// root is the kind of a part by its root element.
type root uint8

// The kinds of parts that are told apart.
const (
	rootOther root = iota
	rootWorksheet
	rootTexts
	rootStyles
	rootComments
	rootThreads
	rootDrawing
	rootRelations
	rootWorkbook
)

// rootOf are the kinds of parts by their root elements.
var rootOf = map[string]root{"worksheet": rootWorksheet, "sst": rootTexts, "styleSheet": rootStyles, "comments": rootComments, "ThreadedComments": rootThreads,
	"wsDr": rootDrawing, "Relationships": rootRelations, "workbook": rootWorkbook}

// scanner scans the parts of one workbook.
type scanner struct {
	lim    Limits
	sum    counts
	unread bool // the worksheet is not to be read

	data   []byte  // of a large sheet, some rows
	window *window // that more of them come by; nil for none
	size   int     // bytes of the part
	pos    int
	stack  [][]byte
	attrs  attrs // of the current element
	scratch
	root root
	p    part

	row, col int    // current row, highest column in it
	filled   int    // highest column with content in it
	rowTag   []byte // start tag of the row, until a cell of it is written
	inRow    bool   // it is written
	head     []byte // what is written before the rows
	from     int    // where the element begins that goes there
	cell     cell
	cols     int            // elements that describe columns
	inName   bool           // the text of a defined name follows
	master   string         // the number of the shared formula whose text follows
	masters  map[string]int // length of each shared formula
}

// scratch is memory that one part after another, and one workbook after another, is read in.
type scratch struct {
	inflated          bytes.Buffer
	sheet, conditions []byte
	records           []record
}

// maxScratch is how many bytes of each kind are kept for the next workbook.
const (
	maxScratch  = 1 << 20
	recordBytes = 24 // of a record
)

// scanners are scanners that are not in use.
var scanners = sync.Pool{New: func() any {
	return &scanner{masters: map[string]int{}}
}}

// release keeps a scanner for the next workbook, unless this one was large.
func (s *scanner) release() {
	if s.inflated.Cap() <= maxScratch && cap(s.sheet) <= maxScratch && cap(s.conditions) <= maxScratch && cap(s.records)*recordBytes <= maxScratch {
		*s = scanner{stack: s.stack[:0], masters: s.masters, scratch: s.scratch}
		scanners.Put(s)
	}
}

// cell is what is known of the current cell.
type cell struct {
	open     bool
	a        cellAttributes
	from     int // where its content begins
	content  bool
	blank    bool   // the content is only blanks
	value    [2]int // where the element v is
	orphan   bool   // its formula is one that no cell has
	inString bool   // the index of its shared text was read
}

// scan checks one part. The error is a *finding or an *excess.
func (s *scanner) scan(data []byte, unread bool) (part, error) {
	data = bytes.TrimPrefix(data, []byte(byteOrder))
	return s.scanFrom(data, nil, len(data), unread)
}

// scanFrom is scan for a part of a size of which the beginning is there, and the rest comes by a window, which is nil if
// there is no more.
func (s *scanner) scanFrom(data []byte, rest *window, size int, unread bool) (part, error) {
	*s = scanner{lim: s.lim, sum: s.sum, unread: unread, stack: s.stack[:0], data: data, window: rest, size: size, masters: s.masters, scratch: s.scratch}
	clear(s.masters)
	if !utf8.Valid(data) {
		return s.p, errEncoding
	}
	seenRoot := false
	for {
		i := bytes.IndexByte(s.data[s.pos:], '<')
		if i < 0 {
			more, err := s.slide()
			if err != nil {
				return s.p, err
			}
			if more {
				continue
			}
			break
		}
		if i > 0 {
			if err := s.text(s.data[s.pos:s.pos+i], false); err != nil {
				return s.p, err
			}
			s.pos += i
		}
		rest := s.data[s.pos:]
		var err error
		switch kind := rest[min(1, len(rest)-1)]; {
		case kind == '?':
			err = s.instruction(rest)
		case kind == '!':
			err = s.declared(rest)
		case kind == '/':
			err = s.end(rest)
		default:
			if len(s.stack) == 0 {
				if seenRoot {
					return s.p, errSyntax
				}
				seenRoot = true
			}
			err = s.start(rest)
		}
		if err != nil {
			return s.p, err
		}
	}
	if len(s.stack) > 0 || !seenRoot || len(bytes.Trim(s.data[s.pos:], xmlSpace)) > 0 {
		return s.p, errSyntax
	}
	err := s.finish()
	return s.p, err
}

// declared is what begins with an exclamation mark: a comment or a CDATA section, or what is refused.
func (s *scanner) declared(rest []byte) error {
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		// XML forbids "--" inside a comment, and encoding/xml enforces it.
		j := bytes.Index(rest[4:], []byte("--"))
		if j < 0 || len(rest) < j+7 || rest[j+6] != '>' {
			return errSyntax
		}
		s.pos += j + 7
		return nil
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		j := bytes.Index(rest, []byte("]]>"))
		if j < 0 || len(s.stack) == 0 {
			return errSyntax
		}
		s.pos += j + 3
		return s.text(rest[len("<![CDATA["):j], true)
	}
	return errDoctype
}

// cellText is text in a cell: the index of a shared text counts as that.
func (s *scanner) cellText(in string, t []byte) error {
	switch in {
	case "f":
		if s.master != "" {
			s.masters[s.master] += len(t)
		}
	case "v", "t":
		s.cell.blank = (s.cell.blank || !s.cell.content) && len(bytes.TrimSpace(t)) == 0
		s.cell.content = true
	default:
		return nil
	}
	if in != "v" || string(s.cell.a.t) != "s" {
		if s.unread {
			return nil
		}
		return count(&s.sum.text, len(t), s.lim.Text, ofText)
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(t)))
	if err != nil || n < 0 || n >= s.lim.Strings || s.cell.inString {
		return errString
	}
	s.cell.inString = true
	if s.sum.highest = max(s.sum.highest, n); s.unread {
		return nil
	}
	if n >= len(s.sum.uses) {
		s.sum.uses = append(s.sum.uses, make([]int, n+1-len(s.sum.uses))...)
	}
	s.sum.uses[n]++
	return nil
}

// start is the tag that begins an element, at the beginning of rest.
func (s *scanner) start(rest []byte) error {
	n := nameLen(rest[1:])
	name := rest[1 : 1+n]
	if n == 0 || !goodName(name) {
		return errSyntax
	}
	end, number, err := s.readAttributes(rest, 1+n)
	if err != nil {
		return err
	}
	empty := rest[end] == '/'
	if empty {
		if end++; end >= len(rest) || rest[end] != '>' {
			return errSyntax
		}
	}
	if err := s.countElement(number); err != nil {
		return err
	}
	from := s.pos
	s.pos += end + 1
	if err := s.opened(local(name), from); err != nil {
		return err
	}
	if empty {
		return s.closed(local(name), s.pos)
	}
	s.stack = append(s.stack, name)
	return nil
}

// readAttributes reads the attributes of a tag, which stand from i on, into s.attrs. End is the place of the > or / behind
// them, and number how many there are, declarations of namespaces among them.
func (s *scanner) readAttributes(rest []byte, i int) (end, number int, err error) {
	s.attrs.clear()
	for {
		before := i
		for i < len(rest) && blank(rest[i]) {
			i++
		}
		if i >= len(rest) {
			return 0, 0, errSyntax
		}
		if rest[i] == '>' || rest[i] == '/' {
			return i, number, nil
		}
		k := nameLen(rest[i:])
		if k == 0 || i == before || !goodName(rest[i:i+k]) {
			return 0, 0, errSyntax
		}
		key := rest[i : i+k]
		i += k
		n, err := quotedLen(rest[i:])
		if err != nil {
			return 0, 0, err
		}
		value := rest[i+2 : i+n-1]
		i += n
		number++
		if err := s.keepAttribute(key, value); err != nil {
			return 0, 0, err
		}
	}
}

// quotedLen is the length of what stands behind the name of an attribute: an equals sign and a value in quotation marks.
func quotedLen(rest []byte) (int, error) {
	if len(rest) > 1 && (blank(rest[0]) || rest[0] == '=' && blank(rest[1])) {
		return 0, errBlanks
	}
	if len(rest) < 2 || rest[0] != '=' || rest[1] != '"' && rest[1] != '\'' {
		return 0, errSyntax
	}
	quote := rest[1]
	j := 2
	for j < len(rest) && plainBytes[rest[j]] && rest[j] != quote {
		j++
	}
	if j == len(rest) || rest[j] != quote { // it holds what needs a second look
		n := bytes.IndexByte(rest[2:], quote)
		if n < 0 {
			return 0, errSyntax
		}
		if err := checkChars(rest[2:2+n], false, true); err != nil {
			return 0, err
		}
		j = 2 + n
	}
	return j + 1, nil
}

// keepAttribute keeps the value of an attribute that is looked at. A prefixed attribute is another one, but for the id of
// a sheet's relationship. Refusing a doubled one keeps this reading and others the same.
func (s *scanner) keepAttribute(key, value []byte) error {
	if bytes.HasPrefix(key, []byte("xmlns")) {
		return count(&s.sum.declarations, 1, s.lim.Declarations, ofDeclarations)
	}
	k := keyOf(key)
	if s.root == rootWorkbook && string(local(key)) == "id" {
		k = keyID
	}
	if k < 0 {
		return nil
	}
	a := &s.attrs
	if a.v[k] != nil {
		return errSyntax
	}
	a.v[k] = value[:len(value):len(value)] // an empty one is not nil either
	a.set |= 1 << k
	return nil
}

// countElement counts an element with so many attributes, one level below the open ones.
func (s *scanner) countElement(attributes int) error {
	if err := count(&s.sum.elements, 1, s.lim.Elements, ofElements); err != nil {
		return err
	}
	if err := count(&s.sum.attributes, attributes, s.lim.Attributes, ofAttributes); err != nil {
		return err
	}
	if attributes > s.lim.Attributed {
		return &excess{ofOneElement, s.lim.Attributed}
	}
	if len(s.stack)+1 > s.lim.Depth {
		return errDepth
	}
	s.p.depth = max(s.p.depth, len(s.stack)+1)
	return nil
}

// in says whether the open elements, without the root, have these names.
func (s *scanner) in(names ...string) bool {
	if len(s.stack) != len(names)+1 {
		return false
	}
	for i, n := range names {
		if string(local(s.stack[i+1])) != n {
			return false
		}
	}
	return true
}

// opened is called for every element; from is where its tag begins, and s.pos where it
// ends.
func (s *scanner) opened(name []byte, from int) error {
	if len(s.stack) == 0 {
		s.p.root = string(name)
		s.root = rootOf[s.p.root]
		return nil
	}
	a := &s.attrs
	switch s.root {
	case rootWorksheet:
		return s.openInSheet(string(name), from)
	case rootTexts:
		switch string(name) {
		case "si":
			if s.in() {
				s.p.texts = append(s.p.texts, [2]int32{int32(s.pos), int32(s.pos)})
			}
			s.sum.lengths = append(s.sum.lengths, 0)
			return count(&s.sum.strings, 1, s.lim.Strings, ofStrings)
		case "r":
			s.p.rich = true
			return count(&s.sum.runs, 1, s.lim.Runs, ofRuns)
		}
	case rootStyles:
		return count(&s.sum.styles, 1, s.lim.Styles, ofStyles)
	case rootComments:
		switch string(name) {
		case "comment":
			return count(&s.sum.comments, 1, s.lim.Comments, ofComments)
		case "r":
			return count(&s.sum.runs, 1, s.lim.Runs, ofRuns)
		}
	case rootThreads:
		if string(name) == "threadedComment" {
			return count(&s.sum.comments, 1, s.lim.Comments, ofComments)
		}
	case rootDrawing:
		switch string(name) {
		case "sp", "cxnSp", "pic", "graphicFrame", "grpSp":
			return count(&s.sum.shapes, 1, s.lim.Shapes, ofShapes)
		}
	case rootRelations:
		if string(name) == "Relationship" {
			s.p.relations = append(s.p.relations, relation{a.value(keyID), path.Base(a.value(keyType)), a.value(keyTarget), a.value(keyMode)})
			return count(&s.sum.relations, 1, s.lim.Relations, ofRelations)
		}
	case rootWorkbook:
		return s.openInWorkbook(string(name), from)
	}
	return nil
}

// openInWorkbook is opened in the part that lists the sheets and the defined names.
func (s *scanner) openInWorkbook(name string, from int) error {
	a := &s.attrs
	switch {
	case name == "sheets" && s.in():
		s.from = from
	case name == "sheet" && s.in("sheets"):
		s.p.sheets = append(s.p.sheets, sheetEntry{a.value(keyName), a.value(keySheetID), a.value(keyState), a.value(keyID)})
	case name == "definedName" && s.in("definedNames"):
		s.inName = true
		name, ok := plain(a.v[keyName])
		if !ok {
			name = a.value(keyName)
		}
		_, isNumber := digits(a.v[keyOneSheet])
		s.p.oddNames = s.p.oddNames || !ok || a.v[keyOneSheet] != nil && !isNumber
		s.p.defined = append(s.p.defined, Name{Name: name, OneSheet: a.v[keyOneSheet] != nil})
		return count(&s.sum.names, 1, s.lim.Names, ofNames)
	}
	return nil
}

// closed is called for the end of every element; from is where its end tag begins.
func (s *scanner) closed(name []byte, from int) error {
	switch {
	case s.cell.open:
		switch string(name) {
		case "c":
			s.cell.open = false
			return s.closeCell(from)
		case "v":
			s.cell.value[1] = s.pos
		case "f":
			s.master = ""
		}
	case s.root == rootWorksheet && (s.unread || len(s.stack) > 3):
	case s.root == rootWorksheet && s.in() && (string(name) == "cols" || string(name) == "sheetFormatPr"):
		s.head = append(s.head, s.data[s.from:s.pos]...)
		columns, ok := readHead(s.data[s.from:s.pos])
		s.p.columns = append(s.p.columns, columns...)
		s.p.odd = s.p.odd || !ok
	case s.root == rootWorksheet && string(name) == conditionalFormats && s.in():
		if s.p.conditions == nil {
			s.p.conditions = s.conditions[:0]
		}
		s.p.conditions = append(s.p.conditions, s.data[s.from:s.pos]...)
	case s.inRow && string(name) == "row" && s.in("sheetData"):
		s.inRow = false
		s.p.sheet = append(s.p.sheet, "</row>"...)
	case s.root == rootWorkbook && string(name) == "sheets" && s.in():
		s.p.sheetsAt = [2]int{s.from, s.pos}
	case s.root == rootWorkbook:
		s.p.oddNames = s.p.oddNames || s.inName && string(name) != "definedName"
		s.inName = false
	case s.root == rootTexts && string(name) == "si" && s.in():
		s.p.texts[len(s.p.texts)-1][1] = int32(from)
	}
	return nil
}

// finish is called behind the root element.
func (s *scanner) finish() error {
	if s.p.root != "worksheet" || s.unread {
		return nil
	}
	if s.p.sheet == nil {
		s.p.sheet = append(s.sheet[:0], sheetBegins+rowsBegin...)
	}
	s.sheet = append(s.p.sheet, sheetEnds...)
	s.p.sheet = taken(&s.sheet, 1)
	if s.p.conditions != nil {
		s.conditions = s.p.conditions
		s.p.conditions = taken(&s.conditions, 1)
	}
	if s.p.records != nil {
		s.records = s.p.records
		s.p.records = taken(&s.records, recordBytes)
	}
	for _, m := range s.p.merges {
		high, wide := min(m.Row2, s.p.lastRow)-m.Row1+1, min(m.Col2, s.p.lastCol)-m.Col1+1
		if err := count(&s.sum.covered, max(0, high)*max(0, wide), s.lim.Covered, ofCovered); err != nil {
			return err
		}
	}
	return nil
}

// taken is what a part keeps of the memory that parts are read in: a copy, so that the next part can be read there; or
// that memory itself, if it is too much to be kept for the next and well filled. Size is the bytes of an item.
func taken[T any](scratch *[]T, size int) []T {
	if cap(*scratch)*size <= maxScratch || len(*scratch) < cap(*scratch)/2 {
		return slices.Clone(*scratch)
	}
	out := *scratch
	*scratch = nil
	return out
}

// conditionalFormats is the element with the conditional formats of some ranges.
const conditionalFormats = "conditionalFormatting"

const (
	sheetBegins = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	rowsBegin   = "<sheetData>"
	sheetEnds   = "</sheetData></worksheet>"
)

// The size of a sheet.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)
