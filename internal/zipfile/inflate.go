package zipfile

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"math/bits"
	"slices"
)

// Inflater decompresses the entries of archives that are in memory as a whole, several times as fast as
// [compress/flate], which reads any stream. It knows how long an entry is to be; what turns out otherwise, or is
// damaged, is left to compress/flate, which says what is wrong with it. Its memory serves one entry after another.
type Inflater struct {
	in, out       []byte
	literals, far codes
	lengths       [maxLiterals + maxDistances]uint8
	source        bitSource
}

// The number of codes: of literals and lengths, of distances, of lengths of codes.
const (
	maxLiterals, maxDistances, maxOfLengths = 288, 32, 19
	endOfBlock                              = 256
	longestMatch                            = 258
)

// mostAtOnce is how many bytes an entry may have that is not read as a stream, which needs less memory.
const mostAtOnce = 4 << 20

// Open reads an entry of size bytes, compressed as archives do, from r. What it returns must be read to its end before
// the next call.
func (f *Inflater) Open(r io.Reader, size int) io.ReadCloser {
	if size > mostAtOnce {
		return flate.NewReader(r)
	}
	compressed := bytes.NewBuffer(f.in[:0])
	_, err := compressed.ReadFrom(r)
	f.in = compressed.Bytes()
	f.out = slices.Grow(f.out[:0], size+longestMatch)
	if out := f.out[:size+longestMatch]; err == nil && f.inflate(out, size) {
		return io.NopCloser(bytes.NewReader(out[:size]))
	}
	return flate.NewReader(io.MultiReader(bytes.NewReader(f.in), failed{err}))
}

// failed is a reader that gives an error, or ends where there is none.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// Kept is the number of bytes that are kept for the next entry.
func (f *Inflater) Kept() int { return cap(f.in) + cap(f.out) }

// bitSource is what is read bit by bit.
type bitSource struct {
	in   []byte
	pos  int
	bits uint64 // the next bits, the first one lowest; 0 behind the end
	n    int    // how many of them there are; less than 0 if some behind the end were taken
}

// fill makes sure of at least 56 bits, if there are so many. It reports false if bits behind the end were taken.
func (s *bitSource) fill() bool {
	switch {
	case s.n < 0:
		return false
	case s.pos+8 <= len(s.in):
		s.bits |= binary.LittleEndian.Uint64(s.in[s.pos:]) << s.n
		s.pos += (63 - s.n) >> 3
		s.n |= 56
	default:
		for ; s.n < 56 && s.pos < len(s.in); s.pos++ {
			s.bits |= uint64(s.in[s.pos]) << s.n
			s.n += 8
		}
	}
	return true
}

// take takes up to 16 bits.
func (s *bitSource) take(n int) int {
	v := s.bits & (1<<n - 1)
	s.bits >>= n
	s.n -= n
	return int(v)
}

// entry is what a code stands for, or what leads to it: from the lowest bit, how many bits it has (4 bits), how many
// more belong to it (4 bits), its kind, and the value. 0 is no code.
type entry uint32

const (
	isLiteral entry = 1 << 8
	isEnd     entry = 1 << 9
	leads     entry = 1 << 10 // to a table for the bits that follow, which begins at the value
	valueAt         = 16
)

// codes is a table of codes by the next bits of the source.
type codes struct {
	table []entry
	rest  int // how many bits the longest code has more than are looked up at once
}

// maxBits is the length of the longest code.
const maxBits = 15

// set makes the table of the codes that have these lengths; of is what each stands for, and direct how many bits are
// looked up at once. It reports false if they are no such codes.
func (c *codes) set(direct int, lengths []uint8, of []entry) bool {
	var count, next [maxBits + 1]int
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	code, longest := 0, 0
	for n := 1; n <= maxBits; n++ {
		code = (code + count[n-1]) << 1
		next[n] = code
		if count[n] > 0 {
			longest = n
		}
	}
	if full := next[longest] + count[longest]; full != 1<<longest && (full != 1 || longest != 1) { // one code alone is allowed
		return false
	}
	c.rest = max(0, longest-direct)
	c.table = slices.Grow(c.table[:0], 1<<direct)[:1<<direct]
	clear(c.table)
	for symbol, length := range lengths {
		if length == 0 {
			continue
		}
		n := int(length)
		at := int(bits.Reverse16(uint16(next[n])) >> (16 - n))
		next[n]++
		e := entry(n)
		if symbol < len(of) {
			e |= of[symbol]
		} else {
			e = 0 // a code that must not come
		}
		if n <= direct {
			for ; at < 1<<direct; at += 1 << n {
				c.table[at] = e
			}
			continue
		}
		first := at & (1<<direct - 1)
		if c.table[first] == 0 {
			c.table[first] = leads | entry(len(c.table))<<valueAt
			c.table = append(c.table, make([]entry, 1<<c.rest)...)
		}
		for at >>= direct; at < 1<<c.rest; at += 1 << (n - direct) {
			c.table[int(c.table[first]>>valueAt)+at] = e
		}
	}
	return true
}

// literalEntries, distanceEntries and lengthEntries are what the codes of literals and lengths, of distances and of lengths
// of codes stand for.
var literalEntries, distanceEntries, lengthEntries = func() (literals, distances, lengths []entry) {
	for i := range endOfBlock {
		literals = append(literals, isLiteral|entry(i)<<valueAt)
	}
	literals = append(literals, isEnd)
	base := 3
	for i := range 28 {
		extra := max(0, i/4-1)
		literals = append(literals, entry(base)<<valueAt|entry(extra)<<4)
		base += 1 << extra
	}
	literals = append(literals, longestMatch<<valueAt)
	base = 1
	for i := range 30 {
		extra := max(0, i/2-1)
		distances = append(distances, entry(base)<<valueAt|entry(extra)<<4)
		base += 1 << extra
	}
	for i := range maxOfLengths {
		lengths = append(lengths, entry(i)<<valueAt)
	}
	return literals, distances, lengths
}()

// literalBits, distanceBits and lengthBits are how many bits of a code are looked up at once: of literals and lengths, of
// distances, of lengths of codes.
const literalBits, distanceBits, lengthBits = 10, 8, 7

// inflate decompresses all input to size bytes; out has room for longestMatch more. It reports false if that is not
// possible.
func (f *Inflater) inflate(out []byte, size int) bool {
	s := &f.source
	*s = bitSource{in: f.in}
	done := false
	for n, last := 0, 0; last == 0; {
		if !s.fill() {
			return false
		}
		last = s.take(1)
		var ok bool
		switch kind := s.take(2); {
		case kind == 0:
			n, ok = s.stored(out[:size], n)
		case kind == 1 && f.fixed(), kind == 2 && f.dynamic():
			n, ok = f.block(out, n, size)
		}
		if !ok || n > size {
			return false
		}
		done = last == 1 && n == size
	}
	return done
}

// stored copies a block that is not compressed.
func (s *bitSource) stored(out []byte, n int) (end int, ok bool) {
	if s.n < 0 {
		return n, false
	}
	s.pos -= s.n / 8
	s.bits, s.n = 0, 0
	if s.pos+4 > len(s.in) {
		return n, false
	}
	length := int(binary.LittleEndian.Uint16(s.in[s.pos:]))
	if length != int(^binary.LittleEndian.Uint16(s.in[s.pos+2:])) {
		return n, false
	}
	s.pos += 4
	if length > len(s.in)-s.pos || length > len(out)-n {
		return n, false
	}
	copy(out[n:], s.in[s.pos:s.pos+length])
	s.pos += length
	return n + length, true
}

// fixed sets the codes of a block that names none.
func (f *Inflater) fixed() bool {
	for i := range maxLiterals {
		switch {
		case i < 144:
			f.lengths[i] = 8
		case i < 256:
			f.lengths[i] = 9
		case i < 280:
			f.lengths[i] = 7
		default:
			f.lengths[i] = 8
		}
	}
	far := f.lengths[maxLiterals:]
	for i := range far {
		far[i] = 5
	}
	return f.literals.set(literalBits, f.lengths[:maxLiterals], literalEntries) && f.far.set(distanceBits, far, distanceEntries)
}

// lengthOrder is the order in which the lengths of the codes for lengths of codes stand.
var lengthOrder = [maxOfLengths]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamic reads the codes of a block.
func (f *Inflater) dynamic() bool {
	s := &f.source
	if !s.fill() {
		return false
	}
	literals, distances, n := s.take(5)+257, s.take(5)+1, s.take(4)+4
	if literals > len(literalEntries) || distances > len(distanceEntries) {
		return false
	}
	var lengths [maxOfLengths]uint8
	for _, i := range lengthOrder[:n] {
		if !s.fill() {
			return false
		}
		lengths[i] = uint8(s.take(3))
	}
	if !f.far.set(lengthBits, lengths[:], lengthEntries) {
		return false
	}
	all := f.lengths[:literals+distances]
	for i := 0; i < len(all); {
		if !s.fill() {
			return false
		}
		e := f.far.table[s.bits&(1<<lengthBits-1)] // these codes have no more bits
		s.take(int(e & 15))
		length, times := uint8(e>>valueAt), 1
		switch {
		case e == 0, length == 16 && i == 0:
			return false
		case length == 16:
			length, times = all[i-1], 3+s.take(2)
		case length == 17:
			length, times = 0, 3+s.take(3)
		case length == 18:
			length, times = 0, 11+s.take(7)
		}
		if times > len(all)-i {
			return false
		}
		for range times {
			all[i] = length
			i++
		}
	}
	return all[endOfBlock] > 0 && f.literals.set(literalBits, all[:literals], literalEntries) && f.far.set(distanceBits, all[literals:], distanceEntries)
}

// block decompresses a block behind the first n bytes of out. It reports false if more than size bytes come of it, or it
// cannot be read.
func (f *Inflater) block(out []byte, n, size int) (end int, ok bool) {
	s := f.source // what the loop works on stays in registers
	in, pos, b, have := s.in, s.pos, s.bits, s.n
	literals, far := f.literals.table, f.far.table
	restOfLiterals, restOfFar := uint64(1)<<f.literals.rest-1, uint64(1)<<f.far.rest-1
	for n <= size && have >= 0 {
		if pos+8 <= len(in) {
			b |= binary.LittleEndian.Uint64(in[pos:]) << have
			pos += (63 - have) >> 3
			have |= 56
		} else {
			for ; have < 56 && pos < len(in); pos++ {
				b |= uint64(in[pos]) << have
				have += 8
			}
		}
		e := literals[b&(1<<literalBits-1)]
		if e&leads != 0 {
			e = literals[uint64(e>>valueAt)+b>>literalBits&restOfLiterals]
		}
		b >>= e & 15
		have -= int(e & 15)
		if e&isLiteral != 0 {
			out[n] = byte(e >> valueAt)
			n++
			// Another literal is likely to follow, and there are bits enough for a short one.
			if e = literals[b&(1<<literalBits-1)]; e&isLiteral == 0 {
				continue
			}
			b >>= e & 15
			have -= int(e & 15)
			out[n] = byte(e >> valueAt)
			n++
			continue
		}
		if e == 0 || e&isEnd != 0 {
			f.source = bitSource{in, pos, b, have}
			return n, e != 0 && have >= 0
		}
		extra := e >> 4 & 15
		length := int(e>>valueAt) + int(b&(1<<extra-1))
		b >>= extra
		have -= int(extra)
		e = far[b&(1<<distanceBits-1)]
		if e&leads != 0 {
			e = far[uint64(e>>valueAt)+b>>distanceBits&restOfFar]
		}
		b >>= e & 15
		extra = e >> 4 & 15
		distance := int(e>>valueAt) + int(b&(1<<extra-1))
		b >>= extra
		have -= int(e&15 + extra)
		if e == 0 || distance > n {
			return n, false
		}
		for to := n + length; n < to; { // what is copied may grow under way
			n += copy(out[n:to], out[n-distance:n])
		}
	}
	return n, false
}
