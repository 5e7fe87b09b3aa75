package fonts

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"sync"

	"github.com/gkxl/gkxl/internal/sfnt"
)

// placeBits are the lowest bits of the four bytes that say where an outline stands: the byte that it begins at in its
// pack. The bits above are the number of the pack, from 1, or 0 where the outline is not packed.
const placeBits = 22

// outlines are the outlines of a packed face, of which only those are unpacked that a publication needs: to unpack all
// takes a tenth of a second. The file begins with the face without its outlines; then come four bytes for each glyph that
// say where its outline stands, the outlines of the most frequent glyphs as they are, and packs of those of the others.
// Before each piece stands how many bytes it has.
type outlines struct {
	font   *sfnt.Font
	places []byte   // by glyph
	packed [][]byte // the first is not

	mu       sync.Mutex
	inflater io.ReadCloser
	unpacked [][]byte
}

// unpack reads a packed face.
func unpack(data []byte) *sfnt.Font {
	piece := func() (p []byte) {
		n := binary.BigEndian.Uint32(data)
		p, data = data[4:4+n], data[4+n:]
		return p
	}
	o := &outlines{}
	font, err := sfnt.ParseApart(piece(), o.outline)
	if err != nil {
		panic(err)
	}
	o.font, o.places = font, piece()
	for len(data) > 0 {
		o.packed = append(o.packed, piece())
	}
	o.unpacked = make([][]byte, len(o.packed))
	o.unpacked[0] = o.packed[0]
	return font
}

// outline is the outline of a glyph.
func (o *outlines) outline(g uint16) []byte {
	at := binary.BigEndian.Uint32(o.places[4*int(g):])
	return o.pack(int(at >> placeBits))[at&(1<<placeBits-1):][:o.font.OutlineSize(g)]
}

// pack is the content of a pack.
func (o *outlines) pack(n int) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.unpacked[n] == nil {
		from := bytes.NewReader(o.packed[n])
		if o.inflater == nil {
			o.inflater = flate.NewReader(from)
		} else if err := o.inflater.(flate.Resetter).Reset(from, nil); err != nil {
			panic(err)
		}
		data, err := io.ReadAll(o.inflater)
		if err != nil {
			panic(err)
		}
		o.unpacked[n] = data
	}
	return o.unpacked[n]
}
