package pdf

import "sync"

// workspace is memory that reading a file takes for a time. The next file takes it again, so that reading many files does
// not make as much garbage. Nothing of what was read is in it.
type workspace struct {
	entries  map[ref]entry
	objects  map[ref]any // those that were read
	known    knownWords
	stack    []any      // elements of the arrays and dictionaries that are read, the innermost last
	text     []byte     // room for a text that is read
	streams  []byte     // what the streams unpack to, one behind the other
	programs []*program // that no content is read with at present
	glyphs   slabs[glyph]
	units    slabs[unitOfText]
	arrays   slabs[any]
	members  slabs[member]
	widths   slabs[float64]
	refs     [1024]any // references as objects, each at the place of its number
}

// workspaces are those that no file is read in at present.
var workspaces = sync.Pool{New: func() any {
	return &workspace{entries: map[ref]entry{}, objects: map[ref]any{}, glyphs: slabs[glyph]{size: 512}, units: slabs[unitOfText]{size: 4096}, arrays: slabs[any]{size: 512}, members: slabs[member]{size: 512}, widths: slabs[float64]{size: 1024}}
}}

// slabs are room for many values of a kind in a few large pieces.
type slabs[T any] struct {
	size   int // of a piece; 0 if all that is taken has a piece of its own
	pieces [][]T
	piece  int // the one that is taken of
	taken  int // how much of it was taken
}

// take returns room for n values, which are zero.
func (s *slabs[T]) take(n int) []T {
	if n > s.size/2 {
		return make([]T, n)
	}
	if s.piece < len(s.pieces) && s.taken+n > s.size {
		s.piece, s.taken = s.piece+1, 0
	}
	if s.piece == len(s.pieces) {
		s.pieces = append(s.pieces, make([]T, s.size))
	}
	s.taken += n
	return s.pieces[s.piece][s.taken-n : s.taken : s.taken]
}

// release takes back all that was taken. At most so many pieces are kept.
func (s *slabs[T]) release(most int) {
	for i := range s.pieces[:min(s.piece+1, len(s.pieces))] {
		clear(s.pieces[i])
	}
	if len(s.pieces) > most {
		s.pieces = append([][]T(nil), s.pieces[:most]...)
	}
	s.piece, s.taken = 0, 0
}

// ref returns a reference as an object. Many objects refer to the same few.
func (w *workspace) ref(num ref) any {
	at := &w.refs[uint(num)%uint(len(w.refs))]
	if known, ok := (*at).(ref); !ok || known != num {
		*at = num
	}
	return *at
}

// release gives the memory back. Nothing that was taken may be used any more.
func (w *workspace) release() {
	const large = 1 << 16       // what has more elements is not kept
	const manyObjects = 1 << 13 // a report has some thousand at most
	if len(w.entries) > manyObjects || len(w.objects) > manyObjects {
		w.entries, w.objects = map[ref]entry{}, map[ref]any{}
	}
	clear(w.entries)
	clear(w.objects)
	clear(w.stack)
	if w.stack = w.stack[:0]; cap(w.stack) > large {
		w.stack = nil
	}
	if w.text = w.text[:0]; cap(w.text) > large {
		w.text = nil
	}
	const keptStreams = 1 << 20 // bytes; a report takes some hundred thousand
	if w.streams = w.streams[:0]; cap(w.streams) > keptStreams {
		w.streams = nil
	}
	for i := range w.programs {
		p := w.programs[i]
		clear(p.values[:cap(p.values)])
		p.file, p.b, p.operator = nil, nil, nil
		if cap(p.operands)+cap(p.elements)+cap(p.text)+cap(p.values) > large {
			w.programs = nil
			break
		}
	}
	w.glyphs.release(12) // some hundred kilobytes of each
	w.units.release(3)
	w.arrays.release(80)
	w.members.release(24)
	w.widths.release(24)
	workspaces.Put(w)
}

// program returns a reader of the operators in data. Short says that of more than 1,000 operands only the last are kept.
func (f *file) program(data []byte, short bool) *program {
	p := &program{values: make([]any, 1)}
	if k := len(f.programs); k > 0 {
		p, f.programs = f.programs[k-1], f.programs[:k-1]
	}
	p.parser, p.short = parser{file: f, b: data}, short
	return p
}

// done ends reading a program.
func (f *file) done(p *program) { f.programs = append(f.programs, p) }
