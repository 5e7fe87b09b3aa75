package fonts

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/sfnt"
)

var update = flag.Bool("update", false, "pack the faces anew")

// TestPacked holds the packed faces to the files that they are made of: every glyph, and every table.
func TestPacked(t *testing.T) {
	if len(Missing()) > 0 {
		t.Skip("no faces are embedded")
	}
	for i, name := range Files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := sfnt.Parse(data, 0)
		if err != nil {
			t.Fatal(err)
		}
		packed := *places[name]
		if *update {
			packed = pack(t, data, want)
			if err := os.WriteFile(strings.TrimSuffix(name, ".ttf")+".face", packed, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got := unpack(packed)
		all := make([]uint16, want.Glyphs)
		for g := range all {
			all[g] = uint16(g)
			if got.HasOutline(uint16(g)) != want.HasOutline(uint16(g)) || got.Advance(uint16(g)) != want.Advance(uint16(g)) {
				t.Fatalf("%s: glyph %d differs; run go test ./pdfout/internal/fonts -update", name, g)
			}
		}
		for c := range rune(0x30000) {
			if got.Glyph(c) != want.Glyph(c) {
				t.Fatalf("%s: %c is glyph %d, not %d", name, c, got.Glyph(c), want.Glyph(c))
			}
		}
		a, err1 := got.Subset(all, nil)
		b, err2 := want.Subset(all, nil)
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) || got.Name != want.Name || got.Box != want.Box || got.Ascent != want.Ascent || got.Weight != want.Weight {
			t.Errorf("%s: the packed face differs; run go test ./pdfout/internal/fonts -update", name)
		}
		if len(packed) > 4*len(data)/5 {
			t.Errorf("%s: packed it takes %d of %d bytes", name, len(packed), len(data))
		}
		t.Logf("%d %s: %d of %d bytes", i, name, len(packed), len(data))
	}
}

// mostPlain is how many characters are not packed: those that forms, examples and their descriptions have most often.
const mostPlain = 1500

// together is how many outlines are packed together.
const together = 16

// pack packs a face.
func pack(t *testing.T, data []byte, f *sfnt.Font) []byte {
	var order []uint16
	listed := make([]bool, f.Glyphs)
	list := func(g uint16) {
		if !listed[g] {
			listed[g] = true
			order = append(order, g)
		}
	}
	for _, c := range frequent(t) {
		list(f.Glyph(c))
	}
	plain := len(order)
	for g := range f.Glyphs {
		list(uint16(g))
	}
	frame, glyf, loca := frameOf(data)
	var out []byte
	places := make([]byte, 4*f.Glyphs)
	piece := func(p []byte) { out = append(binary.BigEndian.AppendUint32(out, uint32(len(p))), p...) }
	outline := func(g uint16) []byte {
		from := binary.BigEndian.Uint32(loca[4*int(g):])
		return glyf[from:][:f.OutlineSize(g)]
	}
	packs := [][]byte{nil}
	for i, g := range order {
		if i >= plain && (i-plain)%together == 0 {
			packs = append(packs, nil)
		}
		last := len(packs) - 1
		binary.BigEndian.PutUint32(places[4*int(g):], uint32(last<<placeBits|len(packs[last])))
		packs[last] = append(packs[last], outline(g)...)
	}
	piece(frame)
	piece(places)
	piece(packs[0])
	for _, whole := range packs[1:] {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(whole)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		piece(b.Bytes())
	}
	return out
}

// frequent are the characters that forms, examples and descriptions have, the most frequent first.
func frequent(t *testing.T) []rune {
	count := map[rune]int{}
	for c := ' '; c < 127; c++ {
		count[c] = 1 << 30
	}
	for _, pattern := range []string{"../../../templates/forms/*.yaml", "../../../examples/*.json", "../../../demo/*.yaml", "../../../docs/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range string(data) {
				count[c]++
			}
		}
	}
	all := slices.SortedFunc(maps.Keys(count), func(a, b rune) int { return cmp.Or(count[b]-count[a], int(a-b)) })
	return all[:min(len(all), mostPlain)]
}

// frameOf is a face with an empty table of outlines, and that table and the one with their places, which has four bytes
// for each.
func frameOf(data []byte) (frame, glyf, loca []byte) {
	be := binary.BigEndian
	n := int(be.Uint16(data[4:]))
	frame = bytes.Clone(data[:12+16*n])
	for i := range n {
		e := frame[12+16*i:]
		from, size := be.Uint32(e[8:]), be.Uint32(e[12:])
		table := data[from:][:size]
		switch string(e[:4]) {
		case "glyf":
			glyf = table
			table = nil
		case "loca":
			loca = table
		}
		be.PutUint32(e[8:], uint32(len(frame)))
		be.PutUint32(e[12:], uint32(len(table)))
		frame = append(frame, table...)
	}
	return frame, glyf, loca
}
