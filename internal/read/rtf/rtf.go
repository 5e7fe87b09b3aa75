// Package rtf reads Rich Text Format into a [textdoc.Document]; package docx reads the report in it.
//
// The format is described in Microsoft's Rich Text Format Specification 1.9.1. Numbers of lists are taken from the text
// that the writer printed for them; where it printed none they are counted.
package rtf

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/msg"
)

// errDamaged is the error for a file that is no valid document.
func errDamaged(zh, en string) error {
	return &msg.Problem{What: msg.T("RTF 文档已损坏，无法读取："+zh, "the RTF document is damaged: "+en),
		Hint: msg.T("请用 WPS 或 Word 打开，另存为 .docx 再试", "open it in WPS or Word, save it as .docx, and try again"), Kind: msg.ErrUnreadable}
}

// Read reads a document. Ok is false without an error if the data are none. The error is a *msg.Problem.
func Read(data []byte, limits textdoc.Limits) (doc *textdoc.Document, ok bool, err error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	if !bytes.HasPrefix(data, []byte(`{\rtf`)) {
		return nil, false, nil
	}
	if len(data) > limits.Bytes {
		return nil, true, limits.TooManyBytes()
	}
	r := &reader{data: data, source: string(data), limits: limits, fonts: map[int]encoding.Encoding{}, styles: map[int]string{}, fallback: charmap.Windows1252, tables: []*table{{}},
		lists: lists{byID: map[int][]textdoc.Level{}, used: map[int]int{}, number: map[int]int{}}}
	r.state = state{font: -1, skip: 1}
	if err := r.read(); err != nil {
		return nil, true, err
	}
	return &textdoc.Document{Blocks: r.finish(), Lists: r.lists.out}, true, nil
}

// destination is what the text of a group is for.
type destination int

// The destinations that are told apart.
const (
	body        destination = iota
	ignored                 // nothing of it is read
	fontTable               // names and code pages of fonts
	colourTable             // red, green and blue of colours
	styleSheet              // names of styles
	instruction             // of a field: what it shows
	property                // of a drawing: only its picture is told
	listTable               // the numberings
	listPattern             // what a level of a numbering prints
)

// state is what holds within a group and ends with it.
type state struct {
	to        destination
	font      int
	look      textdoc.Font
	colour    int
	ground    int
	skip      int // how many bytes stand for a character that is written as \u
	contents  bool
	isHeading int
	depth     int // of tables within each other; 0 is outside of them
	style     int // that the style sheet describes, or that the paragraph has
	toc       bool
	list      int // by which the paragraph names its numbering; 0 is none
	level     int
	starred   bool        // what comes next may be passed over if it is not known
	unicode   destination // of what \ud holds, within \upr
}

// table is a table, or the text outside of all tables, while it is read.
type table struct {
	blocks []textdoc.Block // of the current cell
	runs   textdoc.Runs    // of the current paragraph
	boxes  []textdoc.Block // text boxes that are anchored in it
	cells  [][]textdoc.Block
	rows   []textdoc.Row
	edges  []edge
	left   int
}

// edge is what a row says of one of its cells.
type edge struct {
	right                          int
	merges, merged, begins, follow bool // to the right, and downwards
}

// box is a text box or a footnote that is being read: the text around it goes on where the group ends that holds it.
type box struct {
	groups int // that are open around it
	tables []*table
	note   bool
}

// reader reads one document.
type reader struct {
	data     []byte
	source   string // the same
	at       int
	limits   textdoc.Limits
	state    state
	stack    []state
	fonts    map[int]encoding.Encoding
	fallback encoding.Encoding // of text in a font without a code page of its own
	colours  []string
	rgb      [3]int
	styles   map[int]string
	text     []byte // bytes that are not yet decoded
	lead     bool   // the last of them is the first of a character of two bytes
	high     rune   // the first half of a character of two
	toSkip   int    // bytes to pass over behind \u
	tables   []*table
	next     edge // of the cell that \cellx will end
	blocks   int
	boxes    []box
	lists    lists
	name     strings.Builder
	fieldTOC bool // the current field is a table of contents
}

func (r *reader) current() *table { return r.tables[len(r.tables)-1] }

// read goes through the whole file. What stands behind the last bracket is none of the document.
func (r *reader) read() error {
	for r.at < len(r.data) {
		c := r.data[r.at]
		if r.lead && c >= 0x40 && c != '{' && c != '}' && (c != '\\' || r.text[len(r.text)-1] == r.data[r.at-1]) {
			r.put(c) // the second byte of a character, whatever it looks like
			r.at++
			continue
		}
		switch c {
		case '{':
			r.flush()
			r.toSkip = 0 // what stands for a character ends where a group does
			if r.stack = append(r.stack, r.state); len(r.stack) > r.limits.Depth {
				return r.limits.TooDeep()
			}
			r.at++
		case '}':
			r.flush()
			r.toSkip = 0
			r.endGroup()
			if len(r.stack) == 0 {
				return errDamaged("括号不成对", "its brackets do not match")
			}
			r.state = r.stack[len(r.stack)-1]
			r.stack = r.stack[:len(r.stack)-1]
			r.endBox()
			r.at++
			if len(r.stack) == 0 {
				return nil
			}
		case '\\':
			if err := r.control(); err != nil {
				return err
			}
		case '\r', '\n':
			r.at++
		default:
			r.byte(c)
			r.at++
		}
	}
	return errDamaged("没有结尾，可能没有复制完整", "it has no end and may not have been copied in full")
}

// doubleByte reports whether the code page of the current font has characters of two bytes.
func (r *reader) doubleByte() bool {
	switch r.encoding() {
	case simplifiedchinese.GB18030, traditionalchinese.Big5, japanese.ShiftJIS, korean.EUCKR:
		return true
	}
	return false
}

func (r *reader) encoding() encoding.Encoding {
	if e := r.fonts[r.state.font]; e != nil {
		return e
	}
	return r.fallback
}

// byte takes a byte of text.
func (r *reader) byte(c byte) {
	if r.toSkip > 0 {
		r.toSkip--
		return
	}
	r.put(c)
}

func (r *reader) put(c byte) {
	r.text = append(r.text, c)
	r.lead = !r.lead && c >= 0x81 && c <= 0xFE && r.doubleByte()
}

// flush decodes the bytes that were taken.
func (r *reader) flush() {
	if len(r.text) == 0 {
		return
	}
	if isASCII(r.text) { // the same in all code pages
		s := string(r.text)
		r.text, r.lead = r.text[:0], false
		r.add(s)
		return
	}
	e := r.encoding()
	if e == charmap.Windows1252 && isHan(r.text, r.fallback) {
		e = r.fallback // programs on Chinese systems name a western font for Chinese text
	}
	s, err := e.NewDecoder().Bytes(r.text)
	if err != nil {
		s = bytes.ToValidUTF8(r.text, []byte("\ufffd"))
	}
	r.text, r.lead = r.text[:0], false
	r.add(string(s))
}

// isASCII reports whether bytes are all ASCII.
func isASCII(data []byte) bool {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isHan reports whether bytes are Chinese characters of a code page, besides ASCII, and hold at least one.
func isHan(data []byte, page encoding.Encoding) bool {
	if page != simplifiedchinese.GB18030 && page != traditionalchinese.Big5 {
		return false
	}
	s, err := page.NewDecoder().Bytes(data)
	if err != nil {
		return false
	}
	found := false
	for _, c := range string(s) {
		switch {
		case unicode.Is(unicode.Han, c):
			found = true
		case c >= 0x80 && !unicode.IsPunct(c) && !unicode.IsSymbol(c), c == 0xFFFD:
			return false
		}
	}
	return found
}

// add adds decoded text to what the group is for.
func (r *reader) add(s string) {
	switch r.state.to {
	case body:
		t := r.current()
		f := r.state.look
		f.Colour, f.Ground = r.colour(r.state.colour), r.colour(r.state.ground)
		t.runs.Add(s, f)
	case styleSheet:
		if r.name.Len() < maxName {
			r.name.WriteString(s)
		}
		if strings.Contains(s, ";") && len(r.styles) < maxNames {
			r.styles[r.state.style] = strings.TrimSuffix(strings.TrimSpace(r.name.String()), ";")
			r.name.Reset()
		}
	case colourTable:
		for range strings.Count(s, ";") {
			colour := ""
			if r.rgb != [3]int{-1, -1, -1} {
				for _, v := range r.rgb {
					colour += hex(v)
				}
			}
			if len(r.colours) < maxNames {
				r.colours = append(r.colours, colour)
			}
			r.rgb = [3]int{-1, -1, -1}
		}
	case instruction, listPattern:
		if r.name.Len() < maxName {
			r.name.WriteString(s)
		}
	}
}

// maxName is how many bytes are kept of a style's name, or of what computes a field.
const maxName = 1000

// maxNames is how many styles, fonts and colours are kept, of each.
const maxNames = 10_000

func hex(v int) string {
	s := strings.ToUpper(strconv.FormatInt(int64(v&0xFF), 16))
	if len(s) < 2 {
		s = "0" + s
	}
	return s
}

// colour is a colour of the table; "" for that of text.
func (r *reader) colour(i int) string {
	if i <= 0 || i >= len(r.colours) {
		return ""
	}
	return r.colours[i]
}

// control reads a control word or a control symbol.
func (r *reader) control() error {
	r.at++ // the backslash
	if r.at >= len(r.data) {
		return errDamaged("没有结尾，可能没有复制完整", "it has no end and may not have been copied in full")
	}
	c := r.data[r.at]
	if c == '\'' {
		if r.at+3 > len(r.data) {
			return errDamaged("没有结尾，可能没有复制完整", "it has no end and may not have been copied in full")
		}
		high, low := digit(r.data[r.at+1]), digit(r.data[r.at+2])
		r.at += 3
		if high < 16 && low < 16 {
			r.byte(high<<4 | low)
		}
		return nil
	}
	if c < 'a' || c > 'z' {
		if c < 'A' || c > 'Z' {
			if r.at++; r.toSkip > 0 && c != '*' {
				r.toSkip--
				return nil
			}
			r.symbol(c)
			return nil
		}
	}
	from := r.at
	for r.at < len(r.data) && (r.data[r.at]|0x20 >= 'a' && r.data[r.at]|0x20 <= 'z') {
		r.at++
	}
	word := r.source[from:r.at]
	value, has := 1, false
	from = r.at
	if r.at < len(r.data) && r.data[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.at++
	}
	if from < r.at {
		if n, err := strconv.Atoi(r.source[from:r.at]); err == nil {
			value, has = n, true
		}
	}
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	if word == "u" {
		r.codePoint(value)
		return nil
	}
	if r.toSkip > 0 {
		r.toSkip-- // a control word counts as one byte of what stands for a character
		return nil
	}
	r.flush()
	return r.word(word, value, has)
}

// digit is the value of a hexadecimal digit; 16 of any other character.
func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 16
}

// symbol is a control symbol.
func (r *reader) symbol(c byte) {
	switch c {
	case '\\', '{', '}':
		r.byte(c)
	case '~':
		r.flush()
		r.add("\u00a0")
	case '_':
		r.byte('-')
	case '-': // a place to break a word
	case '*':
		r.state.starred = true
	case '\r', '\n':
		r.flush()
		r.paragraph()
	}
}

// codePoint is a character by its number; bytes that stand for it follow.
func (r *reader) codePoint(v int) {
	r.flush()
	c := rune(v)
	if v < 0 {
		c = rune(v + 1<<16)
	}
	r.toSkip = r.state.skip
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.high = c
		return
	case c >= 0xDC00 && c < 0xE000 && r.high != 0:
		c = (r.high-0xD800)<<10 + (c - 0xDC00) + 0x10000
	}
	r.high = 0
	r.add(string(c))
}
