package record

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// JSONLimits bound what is read of a report as JSON.
type JSONLimits struct {
	File   int // bytes of the whole
	Values int // how many values there are, of any kind
	Depth  int // how deep they lie in each other
	Text   int // bytes of one text
	Name   int // characters of the organ's name, of its code and of each text of the cover, which stand in a cell
}

// DefaultJSONLimits are far beyond what a report is: it has some 300 values, each an
// object of a few members.
var DefaultJSONLimits = JSONLimits{File: 16 << 20, Values: 200_000, Depth: 8, Text: 4 << 20, Name: 2_000}

// IsJSON reports whether data begin as a JSON object, in any encoding that Decode reads
// or refuses by name.
func IsJSON(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe{\x00")) || bytes.HasPrefix(data, []byte("\xfe\xff\x00{")) {
		return true
	}
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(data, []byte("{")) && !bytes.HasPrefix(data, []byte("{\\rtf"))
}

// IsReport reports whether data are a report as JSON, or are meant to be one: they name
// the schema, whatever is wrong with the rest.
func IsReport(data []byte) bool {
	at := bytes.Index(data, []byte(`"schema"`))
	return IsJSON(data) && at >= 0 && bytes.HasPrefix(bytes.TrimLeft(data[at+len(`"schema"`):], " \t\r\n:"), []byte(`"`+Schema+`"`))
}

// number is a number as it stands in JSON.
type number string

// node is a JSON value with its place.
type node struct {
	at   int // of its first byte
	keys []string
	obj  map[string]node
	list []node
	leaf any // string, number, bool or nil
	// '{', '[', or 'v' for a leaf
	kind byte
}

// jsonReader reads JSON as RFC 8259 has it, and refuses what other readers let pass or
// replace in silence: a member that is there twice, bytes that are no UTF-8, half of a
// surrogate pair, anything behind the end. Its methods panic with a *msg.Problem that
// names line and column.
type jsonReader struct {
	data   []byte
	limits JSONLimits
	at     int
	values int
}

// correctJSON says what to do about faulty JSON.
var correctJSON = msg.T("请改正 JSON 文件", "correct the JSON file")

// failAt fails with the line and the column of a place, both counted from 1; the column
// in characters.
func (r *jsonReader) failAt(at int, zh, en string, args ...any) {
	before := r.data[:min(at, len(r.data))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[1+bytes.LastIndexByte(before, '\n'):])
	panic(&msg.Problem{What: msg.F("第 %d 行第 %d 列：%s", "line %d, column %d: %s", line, column, msg.F(zh, en, args...)), Hint: correctJSON})
}

func (r *jsonReader) fail(zh, en string, args ...any) { r.failAt(r.at, zh, en, args...) }

// read reads the whole.
func (r *jsonReader) read() node {
	if len(r.data) > r.limits.File {
		panic(&msg.Problem{What: msg.F("JSON 超过 %d 字节", "the JSON has more than %d bytes", r.limits.File), Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge})
	}
	if bytes.HasPrefix(r.data, []byte("\xff\xfe")) || bytes.HasPrefix(r.data, []byte("\xfe\xff")) {
		r.fail("JSON 是 UTF-16 编码，应另存为 UTF-8", "the JSON is UTF-16; save it as UTF-8")
	}
	n := r.value(0)
	if r.blanks(); r.at < len(r.data) {
		r.fail("JSON 结尾后还有内容", "there is more after the end of the JSON")
	}
	return n
}

func (r *jsonReader) blanks() {
	for r.at < len(r.data) && strings.IndexByte(" \t\r\n", r.data[r.at]) >= 0 {
		r.at++
	}
}

// next is the next byte that is no blank, which is not passed; 0 at the end.
func (r *jsonReader) next() byte {
	if r.blanks(); r.at < len(r.data) {
		return r.data[r.at]
	}
	return 0
}

// pass passes a byte that must come next.
func (r *jsonReader) pass(c byte) {
	if r.next() != c {
		r.unexpected(string(c))
	}
	r.at++
}

// unexpected fails where something else should stand.
func (r *jsonReader) unexpected(wanted string) {
	if r.at >= len(r.data) {
		r.fail("不是有效的 JSON：在这里中断了，少了 %s", "not valid JSON: it ends here and lacks %s", wanted)
	}
	c, n := utf8.DecodeRune(r.data[r.at:])
	switch {
	case c == utf8.RuneError && n == 1:
		r.fail("字节 %02X 不是 UTF-8 编码的文字", "byte %02X is no text in UTF-8", r.data[r.at])
	case c == '\ufeff':
		r.fail("不是有效的 JSON：这里有一个字节顺序标记（U+FEFF）", "not valid JSON: a byte order mark (U+FEFF) stands here")
	}
	r.fail("不是有效的 JSON：这里是 %s，应是 %s", "not valid JSON: %s stands where %s should", strconv.QuoteRune(c), wanted)
}

func (r *jsonReader) value(depth int) node {
	if depth > r.limits.Depth {
		r.fail("JSON 嵌套过深", "the JSON is nested too deeply")
	}
	if r.values++; r.values > r.limits.Values {
		r.fail("JSON 中的值超过 %d 个", "the JSON has more than %d values", r.limits.Values)
	}
	c := r.next()
	n := node{at: r.at, kind: 'v'}
	switch {
	case c == '{':
		n.kind, n.obj = c, map[string]node{}
		r.members('}', func() {
			if r.next() != '"' {
				r.unexpected(`"`)
			}
			at := r.at
			key := r.quoted()
			if _, twice := n.obj[key]; twice {
				r.failAt(at, "“%s”出现了两次", "%q is given twice", key)
			}
			r.pass(':')
			n.keys = append(n.keys, key)
			n.obj[key] = r.value(depth + 1)
		})
	case c == '[':
		n.kind = c
		r.members(']', func() { n.list = append(n.list, r.value(depth+1)) })
	case c == '"':
		n.leaf = r.quoted()
	case c == '-' || c >= '0' && c <= '9':
		n.leaf = r.figure()
	default:
		n.leaf = r.word()
	}
	return n
}

// members reads what stands between brackets, by a function for each.
func (r *jsonReader) members(end byte, one func()) {
	r.at++
	if r.next() == end {
		r.at++
		return
	}
	for {
		one()
		switch r.next() {
		case ',':
			r.at++
		case end:
			r.at++
			return
		default:
			r.unexpected(", / " + string(end))
		}
	}
}

// words are the values that are words.
var words = map[string]any{"true": true, "false": false, "null": nil}

func (r *jsonReader) word() any {
	for w, v := range words {
		if bytes.HasPrefix(r.data[r.at:], []byte(w)) {
			r.at += len(w)
			return v
		}
	}
	r.unexpected("{ [ \" 0-9 true false null")
	return nil
}

// figure reads a number as it is written.
func (r *jsonReader) figure() number {
	start := r.at
	digits := func() {
		from := r.at
		for r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
			r.at++
		}
		if r.at == from {
			r.unexpected("0-9")
		}
	}
	has := func(set string) bool {
		if r.at < len(r.data) && strings.IndexByte(set, r.data[r.at]) >= 0 {
			r.at++
			return true
		}
		return false
	}
	has("-")
	if first := r.at; !has("0") {
		digits()
	} else if r.at < len(r.data) && r.data[r.at] >= '0' && r.data[r.at] <= '9' {
		r.failAt(first, "不是有效的 JSON：数字前多了 0", "not valid JSON: a number begins with 0")
	}
	if has(".") {
		digits()
	}
	if has("eE") {
		has("+-")
		digits()
	}
	return number(r.data[start:r.at])
}

// escapes are the characters that a letter behind a backslash stands for.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// quoted reads a text in quotes.
func (r *jsonReader) quoted() string {
	begin := r.at
	r.at++
	var b []byte
	for {
		from := r.at
		for r.at < len(r.data) && r.data[r.at] >= ' ' && r.data[r.at] != '"' && r.data[r.at] != '\\' && r.data[r.at] < utf8.RuneSelf {
			r.at++
		}
		b = append(b, r.data[from:r.at]...)
		if len(b) > r.limits.Text {
			r.failAt(begin, "一段文字超过 %d 字节", "a text has more than %d bytes", r.limits.Text)
		}
		if r.at >= len(r.data) {
			r.failAt(begin, "不是有效的 JSON：从这里开始的文字没有结束的引号", "not valid JSON: the text that begins here has no closing quote")
		}
		switch c := r.data[r.at]; {
		case c == '"':
			r.at++
			return string(b)
		case c == '\\':
			b = r.escape(b)
		case c < ' ':
			r.fail("不是有效的 JSON：文字中有未转义的控制字符 U+%04X", "not valid JSON: a text has the control character U+%04X unescaped", c)
		default:
			_, n := utf8.DecodeRune(r.data[r.at:])
			if n == 1 {
				r.fail("字节 %02X 不是 UTF-8 编码的文字", "byte %02X is no text in UTF-8", c)
			}
			b = append(b, r.data[r.at:r.at+n]...)
			r.at += n
		}
	}
}

// escape reads what a backslash begins, and appends the character.
func (r *jsonReader) escape(b []byte) []byte {
	begin := r.at
	if r.at+1 < len(r.data) {
		if c, ok := escapes[r.data[r.at+1]]; ok {
			r.at += 2
			return append(b, c)
		}
	}
	first, ok := r.unit()
	if !ok {
		r.failAt(begin, "不是有效的 JSON：不认识的转义", "not valid JSON: an unknown escape")
	}
	if !utf16.IsSurrogate(first) {
		return utf8.AppendRune(b, first)
	}
	second, _ := r.unit()
	c := utf16.DecodeRune(first, second)
	if c == utf8.RuneError {
		r.failAt(begin, "\\u%04x 只是半个字符（代理项没有成对）", "\\u%04x is half a character (a surrogate without its pair)", first)
	}
	return utf8.AppendRune(b, c)
}

// unit reads an escape such as \u4e2d.
func (r *jsonReader) unit() (rune, bool) {
	rest := r.data[r.at:]
	if len(rest) < 6 || rest[0] != '\\' || rest[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(rest[2:6]), 16, 16)
	if err != nil {
		return 0, false
	}
	r.at += 6
	return rune(n), true
}

// number returns the number of a node.
func (d *decoder) number(n node) model.Number {
	num, ok := n.leaf.(number)
	d.failIf(!ok, n.at, "number 应是数字", "number is a number")
	v, err := model.ParseNumber(string(num))
	d.failIf(err != nil, n.at, "数字 %s 太长或用了指数写法，请写成普通数字", "write %s as a plain number", text.Clip(string(num), 40))
	return v
}
