package preflight

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// The scanner reads the bytes of an XML part once and counts what the library would
// allocate memory for. encoding/xml takes several times as long, and the library runs
// it anyway; so the scanner only has to be stricter: it refuses whatever it is not
// sure about.

// finding is a reason to refuse a part.
type finding struct{ zh, en string }

func (f *finding) Error() string { return f.en }

var (
	errSyntax   = &finding{"不是有效的 XML", "is no valid XML"}
	errEncoding = &finding{"不是 UTF-8 编码", "is not in UTF-8"}
	errDoctype  = &finding{"带有 DOCTYPE 声明，可能是恶意构造的", "has a DOCTYPE and may be crafted"}
	errDepth    = &finding{"嵌套过深", "is nested too deeply"}
	errSize     = &finding{"内容过多，超过可处理的上限", "holds more than can be handled"}
	errRow      = &finding{"有无效的行号", "has an invalid row number"}
	errOrder    = &finding{"的行或单元格次序混乱", "has rows or cells out of order"}
	errRef      = &finding{"有无效的单元格地址", "has an invalid cell reference"}
	errColumns  = &finding{"在很靠右的列有过多内容，超过可处理的上限", "reaches too far right in too many rows"}
	errMerges   = &finding{"的合并单元格过多或无效", "has too many or invalid merged cells"}
	errString   = &finding{"有无效的文字编号", "has an invalid text index"}
)

// counts is what a part holds.
type counts struct {
	isSheet, isStrings bool
	rows, cells        int
	merges, items      int
	maxString          int // highest shared string index, -1 without any
	depth, elements    int
}

type scanner struct {
	lim   Limits
	stack [][]byte
	data  []byte
	pos   int
	c     counts

	row, col int // current row, highest column in it
	columns  int
	shared   bool // the current cell holds a shared string index
}

// scan checks one part.
func (s *scanner) scan(data []byte) (counts, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	*s = scanner{lim: s.lim, stack: s.stack[:0], data: data, c: counts{maxString: -1}}
	if !utf8.Valid(data) {
		return s.c, errEncoding
	}
	seenRoot := false
	for {
		i := bytes.IndexByte(data[s.pos:], '<')
		if i < 0 {
			break
		}
		if err := s.text(data[s.pos : s.pos+i]); err != nil {
			return s.c, err
		}
		s.pos += i
		rest := data[s.pos:]
		var err error
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			err = s.instruction(rest)
		case bytes.HasPrefix(rest, []byte("<!--")):
			// XML forbids "--" inside a comment, and encoding/xml enforces it.
			j := bytes.Index(rest[4:], []byte("--"))
			if j < 0 || len(rest) < j+7 || rest[j+6] != '>' {
				return s.c, errSyntax
			}
			s.pos += j + 7
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			j := bytes.Index(rest, []byte("]]>"))
			if j < 0 || len(s.stack) == 0 {
				return s.c, errSyntax
			}
			s.pos += j + 3
		case bytes.HasPrefix(rest, []byte("<!")):
			return s.c, errDoctype
		case bytes.HasPrefix(rest, []byte("</")):
			err = s.end(rest)
		default:
			if len(s.stack) == 0 {
				if seenRoot {
					return s.c, errSyntax
				}
				seenRoot = true
			}
			err = s.start(rest)
		}
		if err != nil {
			return s.c, err
		}
	}
	if len(s.stack) > 0 || !seenRoot || len(bytes.TrimSpace(data[s.pos:])) > 0 {
		return s.c, errSyntax
	}
	return s.c, nil
}

// text between tags: entities must be whole, and a shared string's index counts.
func (s *scanner) text(t []byte) error {
	if len(s.stack) == 0 {
		if len(bytes.TrimSpace(t)) > 0 {
			return errSyntax
		}
		return nil
	}
	if err := checkChars(t, false); err != nil {
		return err
	}
	if s.shared && string(local(s.stack[len(s.stack)-1])) == "v" {
		n, err := strconv.Atoi(string(bytes.TrimSpace(t)))
		if err != nil || n < 0 {
			return errString
		}
		s.c.maxString = max(s.c.maxString, n)
	}
	return nil
}

// checkChars refuses control characters and entities that XML does not have.
func checkChars(t []byte, attr bool) error {
	for i := 0; i < len(t); i++ {
		switch b := t[i]; {
		case b == '&':
			j := bytes.IndexByte(t[i:], ';')
			if j < 2 || j > 12 || !entity(t[i+1:i+j]) {
				return errSyntax
			}
			i += j
		case b == '<', b < ' ' && b != '\t' && b != '\n' && b != '\r':
			return errSyntax
		case b == '>' && !attr && i >= 2 && t[i-1] == ']' && t[i-2] == ']':
			return errSyntax
		case b == 0xef && i+2 < len(t) && t[i+1] == 0xbf && t[i+2] >= 0xbe:
			return errSyntax // U+FFFE and U+FFFF
		}
	}
	return nil
}

func entity(e []byte) bool {
	switch string(e) {
	case "amp", "lt", "gt", "quot", "apos":
		return true
	}
	if e[0] != '#' {
		return false
	}
	base, digits := 10, e[1:]
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return err == nil && (n >= ' ' && n < 0xd800 || n > 0xdfff && n < 0xfffe || n > 0xffff && n <= 0x10ffff || n == '\t' || n == '\n' || n == '\r')
}

var declaration = regexp.MustCompile(`^xml\s+version=("1\.0"|'1\.0')(\s+encoding=("(?i:utf-8)"|'(?i:utf-8)'))?(\s+standalone=("(yes|no)"|'(yes|no)'))?\s*$`)

func (s *scanner) instruction(rest []byte) error {
	j := 2 + bytes.Index(rest[2:], []byte("?>"))
	if j < 2 {
		return errSyntax
	}
	body := rest[2:j]
	if n := nameLen(body); n == 0 || n < len(body) && !blank(body[n]) {
		return errSyntax
	}
	if bytes.HasPrefix(body, []byte("xml")) && (len(body) == 3 || blank(body[3])) {
		if s.pos != 0 {
			return errSyntax
		}
		if k := bytes.Index(body, []byte("encoding")); k >= 0 && !bytes.Contains(bytes.ToLower(body[k:]), []byte("utf-8")) {
			return errEncoding
		}
		if !declaration.Match(body) {
			return errSyntax
		}
	}
	s.pos += j + 2
	return nil
}

func (s *scanner) end(rest []byte) error {
	n := nameLen(rest[2:])
	i := 2 + n
	for i < len(rest) && blank(rest[i]) {
		i++
	}
	if n == 0 || i >= len(rest) || rest[i] != '>' || len(s.stack) == 0 || !bytes.Equal(s.stack[len(s.stack)-1], rest[2:2+n]) {
		return errSyntax
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.closed(local(rest[2 : 2+n]))
	s.pos += i + 1
	return nil
}

func nameLen(b []byte) int {
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':'):
		default:
			return i
		}
	}
	return len(b)
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// local is a name without its prefix: the library ignores prefixes.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

type attrs struct{ r, t, ref []byte }

func (s *scanner) start(rest []byte) error {
	n := nameLen(rest[1:])
	name := rest[1 : 1+n]
	if n == 0 || !goodName(name) {
		return errSyntax
	}
	var a attrs
	i := 1 + n
	for {
		before := i
		for i < len(rest) && blank(rest[i]) {
			i++
		}
		if i >= len(rest) {
			return errSyntax
		}
		if rest[i] == '>' || rest[i] == '/' {
			break
		}
		k := nameLen(rest[i:])
		if k == 0 || i == before || !goodName(rest[i:i+k]) {
			return errSyntax
		}
		key := rest[i : i+k]
		i += k
		if i+1 >= len(rest) || rest[i] != '=' || rest[i+1] != '"' && rest[i+1] != '\'' {
			return errSyntax
		}
		quote := rest[i+1]
		j := bytes.IndexByte(rest[i+2:], quote)
		if j < 0 {
			return errSyntax
		}
		value := rest[i+2 : i+2+j]
		if err := checkChars(value, true); err != nil {
			return err
		}
		i += j + 3
		// A prefixed attribute is another one; refusing a doubled one keeps this
		// reading and the library's the same.
		var dst *[]byte
		switch string(key) {
		case "r":
			dst = &a.r
		case "t":
			dst = &a.t
		case "ref":
			dst = &a.ref
		default:
			continue
		}
		if *dst != nil {
			return errSyntax
		}
		*dst = value[:len(value):len(value)] // an empty one is not nil either
	}
	empty := rest[i] == '/'
	if empty {
		if i++; i >= len(rest) || rest[i] != '>' {
			return errSyntax
		}
	}
	if s.c.elements++; s.c.elements > s.lim.Elements {
		return errSize
	}
	if len(s.stack)+1 > s.lim.Depth {
		return errDepth
	}
	s.c.depth = max(s.c.depth, len(s.stack)+1)
	if err := s.opened(local(name), a); err != nil {
		return err
	}
	if empty {
		s.closed(local(name))
	} else {
		s.stack = append(s.stack, name)
	}
	s.pos += i + 1
	return nil
}

func goodName(name []byte) bool {
	i := bytes.IndexByte(name, ':')
	return i < 0 || i > 0 && i < len(name)-1 && bytes.IndexByte(name[i+1:], ':') < 0 && name[i+1] != '-' && name[i+1] != '.' && (name[i+1] < '0' || name[i+1] > '9')
}

func (s *scanner) opened(name []byte, a attrs) error {
	if len(s.stack) == 0 {
		s.c.isSheet = string(name) == "worksheet"
		s.c.isStrings = string(name) == "sst"
		return nil
	}
	if s.c.isStrings && string(name) == "si" {
		s.c.items++
	}
	if !s.c.isSheet {
		return nil
	}
	switch string(name) {
	case "row":
		return s.openRow(a)
	case "c":
		return s.openCell(a)
	case "mergeCell":
		if s.c.merges++; s.c.merges > s.lim.Merges {
			return errMerges
		}
		from, to, ok := bytes.Cut(a.ref, []byte(":"))
		c1, r1 := parseRef(from)
		c2, r2 := c1, r1
		if ok {
			c2, r2 = parseRef(to)
		}
		if c1 == 0 || c2 == 0 || c2 < c1 || r2 < r1 {
			return errMerges
		}
	}
	return nil
}

func (s *scanner) openRow(a attrs) error {
	s.c.rows++
	next := s.row + 1
	if a.r != nil {
		n, err := strconv.Atoi(string(a.r))
		if err != nil || n < 1 || n > s.lim.Row || strconv.Itoa(n) != string(a.r) {
			return errRow
		}
		if n < next {
			return errOrder
		}
		next = n
	}
	if next > s.lim.Row {
		return errRow
	}
	s.row, s.col = next, 0
	return nil
}

func (s *scanner) openCell(a attrs) error {
	if s.c.cells++; s.c.cells > s.lim.Cells {
		return errSize
	}
	col := s.col + 1
	if a.r != nil {
		c, r := parseRef(a.r)
		if c == 0 || r != s.row {
			return errRef
		}
		if c < col {
			return errOrder
		}
		col = c
	}
	if col > 16384 {
		return errRef
	}
	if s.columns += col - s.col; s.columns > s.lim.Columns {
		return errColumns
	}
	s.col = col
	s.shared = string(a.t) == "s"
	return nil
}

func (s *scanner) closed(name []byte) {
	if s.c.isSheet && string(name) == "c" {
		s.shared = false
	}
}

// parseRef reads "AB12"; column 0 says that it is none.
func parseRef(ref []byte) (col, row int) {
	i := 0
	for i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z' {
		col = col*26 + int(ref[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || ref[i] == '0' || col > 16384 {
		return 0, 0
	}
	for _, c := range ref[i:] {
		if c < '0' || c > '9' {
			return 0, 0
		}
		row = row*10 + int(c-'0')
	}
	if row > 1<<20 {
		return 0, 0
	}
	return col, row
}
