package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"

	"github.com/gkxl/gkxl/msg"
)

// file is a PDF's objects by number.
type file struct {
	objects map[ref]any
	budget  int64 // bytes that may still be inflated
}

// maxInflated is the largest size of all streams of a file, inflated, in bytes.
const maxInflated = 128 << 20

// maxObjects is the largest number of objects of a file.
const maxObjects = 500_000

var header = regexp.MustCompile(`(\d{1,9})[ \r\n]+\d{1,5}[ \r\n]+obj\b`)

// open finds the objects by scanning the file, not by its cross-reference table, so
// that files with a damaged table are read too. Later objects replace earlier ones.
func open(data []byte) (*file, error) {
	f := &file{objects: map[ref]any{}, budget: maxInflated}
	var packs []*stream
	for at := 0; at < len(data) && len(f.objects) < maxObjects; {
		m := header.FindSubmatchIndex(data[at:])
		if m == nil {
			break
		}
		num, _ := strconv.Atoi(string(data[at+m[2] : at+m[3]]))
		p := &parser{b: data, i: at + m[1]}
		v, _ := p.object()
		if s := streamAt(p, v); s != nil {
			v = s
			if s.dict["Type"] == name("ObjStm") {
				packs = append(packs, s)
			}
		}
		f.objects[ref(num)] = v
		at = max(p.i, at+m[1])
	}
	for _, v := range f.objects {
		if s, ok := v.(*stream); ok && s.dict["Type"] == name("XRef") && s.dict["Encrypt"] != nil {
			return nil, encrypted
		}
	}
	if i := bytes.LastIndex(data, []byte("trailer")); i >= 0 {
		v, _ := (&parser{b: data, i: i + len("trailer")}).object()
		if d, ok := v.(dict); ok && d["Encrypt"] != nil {
			return nil, encrypted
		}
	}
	for _, s := range packs {
		f.unpackObjects(s)
	}
	return f, nil
}

var encrypted = &msg.Problem{What: msg.T("PDF 已加密，无法读取", "the PDF is encrypted"), Hint: msg.T("请用没有加密的 PDF", "use a PDF that is not encrypted"), Kind: msg.ErrEncrypted}

// streamAt reads the stream behind a dictionary; nil if there is none.
func streamAt(p *parser, v any) *stream {
	d, ok := v.(dict)
	if !ok {
		return nil
	}
	p.blanks()
	rest := p.b[min(p.i, len(p.b)):]
	if !bytes.HasPrefix(rest, []byte("stream")) {
		return nil
	}
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest[len("stream"):], []byte("\r")), []byte("\n"))
	start := len(p.b) - len(rest)
	n := -1
	if f, ok := d["Length"].(float64); ok && f >= 0 && int(f) <= len(rest) && bytes.HasPrefix(bytes.TrimLeft(rest[int(f):min(len(rest), int(f)+16)], "\r\n"), []byte("endstream")) {
		n = int(f)
	} else {
		n = bytes.Index(rest, []byte("endstream"))
	}
	if n < 0 {
		n = len(rest)
	}
	p.i = start + n
	return &stream{d, rest[:n]}
}

func (f *file) unpackObjects(s *stream) {
	data := f.data(s)
	first, _ := f.get(s.dict["First"]).(float64)
	count, _ := f.get(s.dict["N"]).(float64)
	index := &parser{b: data[:max(0, min(len(data), int(first)))]}
	for range int(min(count, maxObjects)) {
		num, ok1 := index.object()
		off, ok2 := index.object()
		n, isNum := num.(float64)
		o, isOff := off.(float64)
		if !ok1 || !ok2 || !isNum || !isOff || int(first+o) > len(data) || len(f.objects) > maxObjects {
			return
		}
		v, _ := (&parser{b: data, i: max(0, int(first+o))}).object()
		if _, there := f.objects[ref(n)]; !there {
			f.objects[ref(n)] = v
		}
	}
}

// get resolves references.
func (f *file) get(v any) any {
	for range 20 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[r]
	}
	return nil
}

func (f *file) dict(v any) dict {
	switch v := f.get(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

// list is an array, or the one object that stands for an array of it; nil if there is
// none.
func (f *file) list(v any) []any {
	switch o := f.get(v).(type) {
	case nil:
		return nil
	case []any:
		return o
	}
	return []any{v}
}

func (f *file) int(v any, otherwise int) int {
	if n, ok := f.get(v).(float64); ok && n >= -1e9 && n <= 1e9 {
		return int(n)
	}
	return otherwise
}

// data is the decoded data of a stream; nil if its filter is not known.
func (f *file) data(s *stream) []byte {
	data := s.data
	parms := f.list(s.dict["DecodeParms"])
	for i, filter := range f.list(s.dict["Filter"]) {
		if f.get(filter) != name("FlateDecode") {
			return nil
		}
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil
		}
		out, _ := io.ReadAll(io.LimitReader(r, max(0, f.budget)))
		f.budget -= int64(len(out))
		if data = out; i < len(parms) {
			data = f.undoPrediction(data, f.dict(parms[i]))
		}
	}
	return data
}

// undoPrediction undoes the PNG predictors.
func (f *file) undoPrediction(data []byte, d dict) []byte {
	if f.int(d["Predictor"], 1) < 10 {
		return data
	}
	width := max(1, f.int(d["Columns"], 1)*max(1, f.int(d["Colors"], 1))*max(1, f.int(d["BitsPerComponent"], 8))/8)
	if width > 1<<20 {
		return nil
	}
	var out []byte
	before := make([]byte, width)
	for len(data) > width {
		kind, row := data[0], bytes.Clone(data[1:width+1])
		data = data[width+1:]
		if kind != 0 && kind != 2 {
			return nil // nobody packs tables otherwise
		}
		if kind == 2 {
			for i := range row {
				row[i] += before[i]
			}
		}
		out, before = append(out, row...), row
	}
	return out
}
