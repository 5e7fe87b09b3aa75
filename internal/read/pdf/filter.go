package pdf

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/gkxl/gkxl/msg"
)

// errFilter says that a stream is packed in a way that is not known.
var errFilter = errors.New("unknown filter")

// filterNames are the full names of the short ones that older files use.
var filterNames = map[name]name{"Fl": "FlateDecode", "AHx": "ASCIIHexDecode", "A85": "ASCII85Decode", "LZW": "LZWDecode", "RL": "RunLengthDecode"}

// contentOf returns the unpacked data of a stream. What is damaged, or packed in a way that is not known, refuses
// the file: what a viewer makes of a part of the data is not known either.
func (f *file) contentOf(s *stream, what msg.Text) []byte {
	if s.unpacked != nil {
		return s.unpacked
	}
	data, err := f.unpack(s)
	if s.wrongLength {
		f.mend(msg.F("%s的长度与文件所写的不同，已读到它的末尾", "%s is not as long as the file says; it was read to its end", what))
	}
	switch {
	case f.err != nil:
		return nil
	case errors.Is(err, errFilter):
		if names := filterText(f, s); names != "" {
			what = msg.F("%s（%s）", "%s (%s)", what, names)
		}
		f.refuse(damaged(msg.F("%s用不认识的方式存放，读不出", "%s is stored in a way that is not known", what)))
		return nil
	case err != nil:
		f.refuse(damaged(msg.F("%s已损坏，解不开", "%s is damaged and cannot be unpacked", what)))
		return nil
	}
	s.unpacked = data
	if data == nil {
		s.unpacked = []byte{}
	}
	return s.unpacked
}

// filterText names the filters of a stream for people.
func filterText(f *file, s *stream) string {
	text := ""
	for _, v := range f.list(s.dict.at("Filter")) {
		n, _ := f.get(v).(name)
		if text != "" {
			text += ", "
		}
		text += string(n)
	}
	return text
}

// unpack undoes the filters of a stream.
func (f *file) unpack(s *stream) ([]byte, error) {
	data := s.data
	if s.cut {
		return nil, io.ErrUnexpectedEOF
	}
	if s.dict.at("F") != nil { // the data are in another file
		return nil, errFilter
	}
	parms := f.list(s.dict.at("DecodeParms"))
	if s.dict.at("DecodeParms") == nil {
		parms = f.list(s.dict.at("DP"))
	}
	filters := f.list(s.dict.at("Filter"))
	if len(filters) > 8 {
		return nil, errFilter
	}
	for i, v := range filters {
		filter, _ := f.get(v).(name)
		if full, ok := filterNames[filter]; ok {
			filter = full
		}
		var p dict
		if i < len(parms) {
			switch o := f.get(parms[i]).(type) {
			case nil:
			case dict:
				p = o
			default:
				return nil, errFilter
			}
		}
		var err error
		if data, err = f.decode(filter, data, p); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// decode undoes one filter.
func (f *file) decode(filter name, data []byte, p dict) ([]byte, error) {
	switch filter {
	case "FlateDecode":
		out, err := f.inflate(data)
		if err != nil {
			return nil, err
		}
		return f.undoPrediction(out, p)
	case "LZWDecode":
		if f.int(p.at("EarlyChange"), 1) != 0 {
			out, err := f.readAll(&earlyLZW{data: data})
			if err != nil {
				return nil, err
			}
			return f.undoPrediction(out, p)
		}
		out, err := f.readAll(lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8))
		if err != nil {
			return nil, err
		}
		return f.undoPrediction(out, p)
	case "ASCIIHexDecode":
		digits, _, _ := bytes.Cut(data, []byte(">"))
		half, out := -1, []byte(nil)
		for _, c := range digits {
			switch d := digit(c); {
			case space(c):
			case d < 0:
				return nil, errors.New("no hexadecimal digit")
			case half < 0:
				half = d
			default:
				out, half = append(out, byte(half<<4|d)), -1
			}
		}
		if half >= 0 {
			out = append(out, byte(half<<4))
		}
		return out, nil
	case "ASCII85Decode":
		text, _, whole := bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~")), []byte("~"))
		if !whole {
			return nil, io.ErrUnexpectedEOF
		}
		return f.readAll(ascii85.NewDecoder(bytes.NewReader(text)))
	case "RunLengthDecode":
		return f.readAll(&runLength{data: data})
	case "Crypt":
		if n, _ := f.get(p.at("Name")).(name); n == "" || n == "Identity" {
			return data, nil
		}
	}
	return nil, errFilter
}

// inflaters are used again: each holds more memory than most streams.
var inflaters sync.Pool

// inflate undoes the filter that most streams have.
func (f *file) inflate(data []byte) ([]byte, error) {
	from := bytes.NewReader(data)
	r, _ := inflaters.Get().(io.ReadCloser)
	var err error
	if r == nil {
		r, err = zlib.NewReader(from)
	} else {
		err = r.(zlib.Resetter).Reset(from, nil)
	}
	if err != nil {
		return nil, err
	}
	defer inflaters.Put(r)
	return f.readAll(r)
}

// readAll reads what a stream unpacks to, behind what others unpacked to. What goes beyond the limit of the file refuses
// it.
func (f *file) readAll(from io.Reader) ([]byte, error) {
	const least = 4 << 10
	all, begin := f.streams, len(f.streams)
	most := begin + f.limits.Inflated - f.inflated + 1
	var err error
	for n := 0; err == nil && len(all) < most; all = all[:len(all)+n] {
		all = slices.Grow(all, least)
		n, err = from.Read(all[len(all):min(cap(all), most)])
	}
	out := all[begin:len(all):len(all)]
	f.streams = all
	if f.inflated += len(out); f.inflated > f.limits.Inflated {
		f.refuse(tooMuch)
		return nil, tooMuch
	}
	if err == io.EOF {
		err = nil
	}
	return out, err
}

// runLength undoes the filter of that name.
type runLength struct {
	data []byte
	out  []byte
}

// Read implements [io.Reader].
func (r *runLength) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if len(r.data) == 0 {
			return 0, io.ErrUnexpectedEOF
		}
		n := int(r.data[0])
		switch {
		case n == 128:
			return 0, io.EOF
		case n < 128 && len(r.data) > n+1:
			r.out, r.data = r.data[1:n+2], r.data[n+2:]
		case n > 128 && len(r.data) > 1:
			r.out, r.data = bytes.Repeat(r.data[1:2], 257-n), r.data[2:]
		default:
			return 0, io.ErrUnexpectedEOF
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// earlyLZW undoes LZW as PDF has it: codes grow by one bit one code earlier than package compress/lzw expects.
type earlyLZW struct {
	data  []byte
	bits  uint32
	n     uint
	table [][]byte // strings of the codes from 258 on
	last  []byte
	out   []byte
	end   bool
}

// Read implements [io.Reader].
func (z *earlyLZW) Read(p []byte) (int, error) {
	for len(z.out) == 0 {
		if z.end {
			return 0, io.EOF
		}
		width := uint(9)
		for next := 258 + len(z.table) + 1; width < 12 && next >= 1<<width; {
			width++
		}
		for z.n < width {
			if len(z.data) == 0 {
				return 0, io.ErrUnexpectedEOF
			}
			z.bits, z.n, z.data = z.bits<<8|uint32(z.data[0]), z.n+8, z.data[1:]
		}
		code := int(z.bits>>(z.n-width)) & (1<<width - 1)
		z.n -= width
		var s []byte
		switch {
		case code == 256:
			z.table, z.last = nil, nil
			continue
		case code == 257:
			z.end = true
			continue
		case code < 256:
			s = []byte{byte(code)}
		case code-258 < len(z.table):
			s = z.table[code-258]
		case code-258 == len(z.table) && z.last != nil:
			s = append(slices.Clone(z.last), z.last[0])
		default:
			return 0, errors.New("an unknown code")
		}
		if z.last != nil && len(z.table) < 4096-258 {
			z.table = append(z.table, append(slices.Clone(z.last), s[0]))
		}
		z.last, z.out = s, s
	}
	n := copy(p, z.out)
	z.out = z.out[n:]
	return n, nil
}

// undoPrediction undoes what made rows of data easier to pack.
func (f *file) undoPrediction(data []byte, p dict) ([]byte, error) {
	kind := f.int(p.at("Predictor"), 1)
	if kind == 1 {
		return data, nil
	}
	colors, depth := f.int(p.at("Colors"), 1), f.int(p.at("BitsPerComponent"), 8)
	columns := f.int(p.at("Columns"), 1)
	if colors < 1 || colors > 64 || depth < 1 || depth > 16 || columns < 1 || columns > 1<<20 {
		return nil, errFilter
	}
	step := max(1, colors*depth/8)
	width := (columns*colors*depth + 7) / 8
	switch {
	case kind == 2 && depth == 8:
		out := slices.Clone(data)
		for row := range slices.Chunk(out, width) {
			for i := step; i < len(row); i++ {
				row[i] += row[i-step]
			}
		}
		return out, nil
	case kind < 10 || kind > 15:
		return nil, errFilter
	}
	var out []byte
	above := make([]byte, width)
	for len(data) > 0 {
		kind, row := data[0], bytes.Clone(data[1:min(len(data), width+1)])
		data = data[min(len(data), width+1):]
		for i := range row {
			var left, corner byte
			if i >= step {
				left, corner = row[i-step], above[i-step]
			}
			switch kind {
			case 0:
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			default:
				return nil, errors.New("an unknown predictor")
			}
		}
		out = append(out, row...)
		copy(above, row)
	}
	return out, nil
}

// paeth is the predictor of PNG of that name.
func paeth(a, b, c byte) byte {
	abs := func(n int) int { return max(n, -n) }
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}
