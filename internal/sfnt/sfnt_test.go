package sfnt_test

import (
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/msg"
)

const embedded = "../../pdfout/internal/fonts/sans-500.ttf"

func load(t testing.TB) []byte {
	data, err := os.ReadFile(embedded)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A subset has the glyphs asked for, in their order, with their widths and
// drawings, and is a face itself.
func TestSubset(t *testing.T) {
	f, err := sfnt.Parse(load(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	glyphs := []uint16{0}
	text := []rune("政府信息Aé，𬭊①")
	for _, c := range text {
		g := f.Glyph(c)
		if g == 0 {
			t.Fatalf("no glyph for %c", c)
		}
		glyphs = append(glyphs, g)
	}
	cut, err := f.Subset(glyphs, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(cut) > 20_000 {
		t.Errorf("the cut face has %d bytes", len(cut))
	}
	c, err := sfnt.Parse(cut, 0)
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != f.Name || c.Units != f.Units {
		t.Errorf("%q %d, want %q %d", c.Name, c.Units, f.Name, f.Units)
	}
	for i, g := range glyphs[1:] {
		n := c.Glyph(rune(i + 1))
		if int(n) != i+1 || c.Advance(n) != f.Advance(g) {
			t.Errorf("%c: glyph %d, width %v, want %v", text[i], n, c.Advance(n), f.Advance(g))
		}
		a, err1 := f.Path(g)
		b, err2 := c.Path(n)
		if a != b || a == "" || err1 != nil || err2 != nil {
			t.Errorf("%c is drawn differently: %v %v", text[i], err1, err2)
		}
	}
	var sum uint32
	for i := 0; i < len(cut); i += 4 {
		sum += binary.BigEndian.Uint32(cut[i:])
	}
	if sum != 0xb1b0afba {
		t.Errorf("the sum is %x", sum)
	}
}

// A subset with characters has each at its glyph and no others, whether they all have 16
// bits or not, and whether they are few or many.
func TestSubsetByCharacter(t *testing.T) {
	f, err := sfnt.Parse(load(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []rune
	for c := rune(0x20); c < 0xffff; c++ {
		if f.Glyph(c) != 0 {
			all = append(all, c)
		}
	}
	if len(all) < 8_100 {
		t.Fatalf("the face has %d characters", len(all))
	}
	for name, chars := range map[string][]rune{"none": {}, "one": {'府'}, "few": []rune("政府信息ABC—　é"), "wide": []rune("政𬭊府"), "many": all[:8_100]} {
		glyphs, list := []uint16{0}, []rune{0}
		for _, c := range chars {
			glyphs, list = append(glyphs, f.Glyph(c)), append(list, c)
		}
		cut, err := f.Subset(glyphs, list)
		if err != nil {
			t.Fatal(err)
		}
		x, err := sfnt.Parse(cut, 0)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, c := range chars {
			if g := x.Glyph(c); int(g) != i+1 {
				t.Fatalf("%s: %c is glyph %d, want %d", name, c, g, i+1)
			}
		}
		for _, c := range "\x00\x01政開\ue000\uffff" {
			if g := x.Glyph(c); g != 0 && !slices.Contains(chars, c) {
				t.Errorf("%s: %q is glyph %d", name, c, g)
			}
		}
	}
}

// collection wraps faces as a TTC.
func collection(faces ...[]byte) []byte {
	out := []byte("ttcf\x00\x01\x00\x00")
	out = binary.BigEndian.AppendUint32(out, uint32(len(faces)))
	at := len(out) + 4*len(faces)
	for _, f := range faces {
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		at += len(f)
	}
	for _, f := range faces {
		base := uint32(len(out))
		f = append([]byte(nil), f...)
		for i := range int(binary.BigEndian.Uint16(f[4:])) {
			e := f[12+16*i+8:]
			binary.BigEndian.PutUint32(e, binary.BigEndian.Uint32(e)+base)
		}
		out = append(out, f...)
	}
	return out
}

func small(t testing.TB, text string) []byte {
	f, err := sfnt.Parse(load(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	glyphs := []uint16{0}
	for _, c := range text {
		glyphs = append(glyphs, f.Glyph(c))
	}
	cut, err := f.Subset(glyphs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return cut
}

// What is no face that can be embedded is refused in one clear sentence.
func TestRefused(t *testing.T) {
	face := small(t, "政府")
	two := collection(face, small(t, "信息公开"))
	if f, err := sfnt.Parse(two, 1); err != nil || f.Glyphs != 5 {
		t.Errorf("the second face: %v", err)
	}
	restricted := append([]byte(nil), face...)
	for i := range int(binary.BigEndian.Uint16(face[4:])) {
		e := restricted[12+16*i:]
		if string(e[:4]) == "OS/2" {
			binary.BigEndian.PutUint16(restricted[binary.BigEndian.Uint32(e[8:])+8:], 2)
		}
	}
	for _, tt := range []struct {
		name  string
		data  []byte
		index int
		want  string
	}{
		{"third of two", two, 2, "只有 2 个字体"},
		{"index of a single face", face, 1, "不是字体集合"},
		{"CFF", append([]byte("OTTO"), face[4:]...), 0, "CFF"},
		{"WOFF", append([]byte("wOF2"), face[4:]...), 0, "WOFF"},
		{"text", []byte("this is no font at all"), 0, "不是字体文件"},
		{"empty", nil, 0, "不完整"},
		{"cut off", face[:len(face)/2], 0, "不完整"},
		{"restricted", restricted, 0, "不许嵌入"},
	} {
		_, err := sfnt.Parse(tt.data, tt.index)
		if err == nil || !strings.Contains(msg.Of(err).ZH, tt.want) || msg.Of(err).EN == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// A damaged face gives an error or a face, never a crash.
func FuzzParse(f *testing.F) {
	face := small(f, "政é")
	f.Add(face, uint16(0))
	f.Add(collection(face), uint16(40))
	f.Add(face[:200], uint16(3))
	f.Fuzz(func(t *testing.T, data []byte, g uint16) {
		x, err := sfnt.Parse(data, 0)
		if err != nil {
			if msg.Of(err).EN == "" {
				t.Errorf("%v says nothing in English", err)
			}
			return
		}
		g %= uint16(max(1, min(x.Glyphs, 65535)))
		x.Glyph('政')
		x.Glyph(rune(g))
		x.Advance(g)
		x.HasOutline(g)
		x.Path(g)
		if cut, err := x.Subset([]uint16{0, g}, nil); err == nil {
			if _, err := sfnt.Parse(cut, 0); err != nil && !strings.Contains(err.Error(), "嵌入") {
				t.Errorf("a cut of a good face is bad: %v", err)
			}
		}
	})
}

// What is wrong in a file is damage; what is wrong in the program is a crash.
func TestCrash(t *testing.T) {
	var crash *msg.Crash
	if _, err := new(sfnt.Font).Path(3); err == nil || errors.As(err, &crash) {
		t.Errorf("a glyph that is not there: %v", err)
	}
	var none *sfnt.Font
	if _, err := none.Subset([]uint16{0}, nil); !errors.As(err, &crash) || len(crash.Stack) == 0 {
		t.Errorf("a subset of no face: %v", err)
	}
}
