package pdfout

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// file collects the objects of a PDF 1.7 file. Streams are written one by one, all
// other objects in object streams, the cross-reference table as a stream.
type file struct {
	objects []object // by number
}

// object is an object of a file; one without a body is not written.
type object struct {
	body   []byte
	stream []byte // data, of one that is a stream
	plain  bool   // the stream stays readable
}

// alloc reserves the number of an object.
func (f *file) alloc() int {
	f.objects = append(f.objects, object{})
	return len(f.objects) - 1
}

// put gives an object its body, which is a dictionary or an array.
func (f *file) put(n int, format string, args ...any) {
	f.objects[n].body = fmt.Appendf(nil, format, args...)
}

func (f *file) add(format string, args ...any) int {
	n := f.alloc()
	f.put(n, format, args...)
	return n
}

// stream gives an object data and the entries of its dictionary besides length
// and filter.
func (f *file) stream(n int, data []byte, plain bool, format string, args ...any) {
	f.put(n, format, args...)
	f.objects[n].stream, f.objects[n].plain = data, plain
}

func (f *file) addStream(data []byte, plain bool, format string, args ...any) int {
	n := f.alloc()
	f.stream(n, data, plain, format, args...)
	return n
}

// level is the level of compression. Most of a file is outlines of glyphs, which hardly become smaller by more: level 5
// makes the file 2 % smaller, and takes a quarter longer.
const level = 4

// scratch is the memory that writing a file takes. It is used again for the next file.
type scratch struct {
	out, packed bytes.Buffer // the file; the stream that was compressed last
	compressor  *zlib.Writer
}

var scratches = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, level)
	return &scratch{compressor: w}
}}

// deflate compresses data. What it returns is good until it is called again.
func (s *scratch) deflate(data []byte) []byte {
	s.packed.Reset()
	s.compressor.Reset(&s.packed)
	s.compressor.Write(data)
	s.compressor.Close()
	return s.packed.Bytes()
}

// objectsPerStream is the largest number of objects in one object stream.
const objectsPerStream = 200

// write writes the file. Root and info are the object numbers of the document catalog
// and the information dictionary.
func (f *file) write(w io.Writer, root, info int) error {
	n := len(f.objects)
	type entry struct {
		kind    byte // 1 stands in the file, 2 in an object stream
		at, sub int
	}
	table := make([]entry, n, n+n/objectsPerStream+2)
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	out := &s.out
	out.Reset()
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	write := func(num int, dict, data []byte, plain bool) {
		table[num] = entry{1, out.Len(), 0}
		filter := ""
		if !plain {
			data, filter = s.deflate(data), "/Filter/FlateDecode"
		}
		fmt.Fprintf(out, "%d 0 obj\n<<%s%s/Length %d>>\nstream\n", num, dict, filter, len(data))
		out.Write(data)
		out.WriteString("\nendstream\nendobj\n")
	}
	var loose []int
	for i, o := range f.objects {
		switch {
		case o.stream != nil:
			write(i, o.body, o.stream, o.plain)
		case o.body != nil:
			loose = append(loose, i)
		}
	}
	var data []byte
	for group := range slices.Chunk(loose, objectsPerStream) {
		num := len(table)
		table = append(table, entry{})
		data = data[:0]
		at := 0
		for k, i := range group {
			data = append(strconv.AppendInt(data, int64(i), 10), ' ')
			data = append(strconv.AppendInt(data, int64(at), 10), ' ')
			at += len(f.objects[i].body) + 1
			table[i] = entry{2, num, k}
		}
		dict := fmt.Appendf(nil, "/Type/ObjStm/N %d/First %d", len(group), len(data))
		for _, i := range group {
			data = append(append(data, f.objects[i].body...), '\n')
		}
		write(num, dict, data, false)
	}
	num := len(table)
	table = append(table, entry{1, out.Len(), 0})
	rows := make([]byte, 0, 7*len(table))
	for i, e := range table {
		if i == 0 || e.kind == 0 {
			rows = append(rows, 0, 0, 0, 0, 0, 0xff, 0xff)
			continue
		}
		rows = binary.BigEndian.AppendUint32(append(rows, e.kind), uint32(e.at))
		rows = binary.BigEndian.AppendUint16(rows, uint16(e.sub))
	}
	at := out.Len()
	sum := sha256.Sum256(out.Bytes())
	write(num, fmt.Appendf(nil, "/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]", len(table), root, info, sum[:16], sum[:16]), rows, false)
	fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", at)
	_, err := w.Write(out.Bytes())
	return err
}

// textString writes a text as a PDF string: literal if it is plain ASCII, else
// UTF-16 in hexadecimal.
func textString(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool { return c < 32 || c > 126 || strings.ContainsRune(`()\`, c) }) {
		return string(append(appendUTF16([]byte("<FEFF"), s), '>'))
	}
	return "(" + s + ")"
}

// appendUTF16 appends a text in UTF-16, in hexadecimal.
func appendUTF16(b []byte, s string) []byte {
	var units [2]uint16
	for _, c := range s {
		for _, unit := range utf16.AppendRune(units[:0], c) {
			b = appendHex(b, unit)
		}
	}
	return b
}

// appendHex appends a number of 16 bits as four hexadecimal digits.
func appendHex(b []byte, n uint16) []byte {
	const hex = "0123456789ABCDEF"
	return append(b, hex[n>>12], hex[n>>8&15], hex[n>>4&15], hex[n&15])
}

// engine is the version of gofpdf whose files dissect knows.
const engine = "v1.16.2"

// parsedFile is a file of gofpdf, cut into its objects.
type parsedFile struct {
	objects [][]byte // by number; without "obj" and "endobj"
	pages   []int    // their object numbers
}

func unknownLayout(what string, args ...any) error {
	return fmt.Errorf("the layout of the file is not the one of gofpdf %s: %s", engine, fmt.Sprintf(what, args...))
}

// dissect cuts a file of gofpdf into its objects. It relies on how one version of
// gofpdf writes files; a file that is written otherwise is an error, since a file
// that is half understood must not be published.
func dissect(data []byte) (*parsedFile, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-1.3\n")) {
		return nil, unknownLayout("the header is %q", data[:min(len(data), 9)])
	}
	tail := string(data[max(0, len(data)-64):])
	_, after, ok := strings.Cut(tail, "startxref\n")
	at, err := strconv.Atoi(strings.TrimSuffix(after, "\n%%EOF\n"))
	if !ok || err != nil || at < 0 || at >= len(data) || !bytes.HasPrefix(data[at:], []byte("xref\n0 ")) {
		return nil, unknownLayout("there is no table of objects at the end")
	}
	table := bytes.Split(data[at:], []byte("\n"))
	n, err := strconv.Atoi(string(table[1][2:]))
	if err != nil || len(table) < n+2 {
		return nil, unknownLayout("the table of objects is not whole")
	}
	m := &parsedFile{objects: make([][]byte, n)}
	for i := 1; i < n; i++ {
		off, err := strconv.Atoi(strings.TrimSuffix(string(table[i+2]), " 00000 n "))
		if err != nil || off <= 0 || off >= at {
			return nil, unknownLayout("object %d is nowhere", i)
		}
		body, ok := bytes.CutPrefix(data[off:], fmt.Appendf(nil, "%d 0 obj\n", i))
		end := objectEnd(body)
		if !ok || end < 0 {
			return nil, unknownLayout("object %d is not where the table says", i)
		}
		m.objects[i] = body[:end]
		if bytes.HasPrefix(body, []byte("<</Type /Page\n/Parent 1 0 R\n")) {
			m.pages = append(m.pages, i)
		}
	}
	return m, nil
}

// objectEnd is the end of an object; -1 if it is not found. The data of a stream may
// hold anything and are skipped by their length.
func objectEnd(body []byte) int {
	from := 0
	stream := bytes.Index(body, []byte(">>\nstream\n"))
	first := bytes.Index(body, []byte("\nendobj\n"))
	if stream >= 0 && stream < first {
		_, after, ok := bytes.Cut(body[:stream], []byte("/Length "))
		n := 0
		for ok && n < len(after) && after[n] >= '0' && after[n] <= '9' {
			n++
		}
		length, err := strconv.Atoi(string(after[:n]))
		from = stream + len(">>\nstream\n") + length
		if err != nil || from > len(body) || !bytes.HasPrefix(body[from:], []byte("\nendstream\nendobj\n")) {
			return -1
		}
	}
	end := bytes.Index(body[from:], []byte("\nendobj\n"))
	if end < 0 {
		return -1
	}
	return from + end
}

// content is the stream of a page.
func (m *parsedFile) content(page int) ([]byte, error) {
	body := m.objects[page+1]
	i := bytes.Index(body, []byte(">>\nstream\n"))
	if page+1 >= len(m.objects) || !bytes.HasPrefix(body, []byte("<</Length ")) || i < 0 {
		return nil, unknownLayout("object %d is not the content of page object %d", page+1, page)
	}
	return bytes.TrimSuffix(body[i+len(">>\nstream\n"):], []byte("\nendstream")), nil
}
