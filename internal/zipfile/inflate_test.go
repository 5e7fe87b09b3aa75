package zipfile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// deflated compresses data at a level.
func deflated(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// samples are texts that compress in different ways.
func samples() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 70_000)
	skewed := make([]byte, 50_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	for i := range skewed { // some bytes are much rarer than others, so that codes are long
		skewed[i] = byte(min(r.ExpFloat64()*9, 255))
	}
	var sheet strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&sheet, `<c r="B%d" s="%d" t="n"><v>%d</v></c>`, i, i%7, r.IntN(1000))
	}
	return map[string][]byte{
		"empty": {}, "one": {'a'}, "two": []byte("ab"), "run": bytes.Repeat([]byte("a"), 1000), "pair": bytes.Repeat([]byte("ab"), 5000),
		"noise": noise, "skewed": skewed, "sheet": []byte(sheet.String()), "text": []byte(strings.Repeat("政府信息公开工作年度报告。", 300)),
	}
}

func TestInflater(t *testing.T) {
	var f Inflater
	for name, data := range samples() {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			in := deflated(t, data, level)
			f.in = in
			out := make([]byte, len(data)+longestMatch)
			if !f.inflate(out, len(data)) || !bytes.Equal(out[:len(data)], data) {
				t.Errorf("%s, level %d: not inflated", name, level)
			}
			for _, size := range []int{len(data) - 1, len(data) + 1} { // it is longer or shorter than the archive says
				if size >= 0 && f.inflate(make([]byte, size+longestMatch), size) {
					t.Errorf("%s, level %d: %d bytes of %d", name, level, size, len(data))
				}
			}
		}
	}
}

// FuzzInflater holds the inflater to compress/flate: what it reads at all, it reads alike.
func FuzzInflater(f *testing.F) {
	for _, data := range samples() {
		f.Add(deflated(f, data[:min(len(data), 300)], 6), uint16(min(len(data), 300)))
	}
	var own Inflater
	f.Fuzz(func(t *testing.T, in []byte, size uint16) {
		want, err := io.ReadAll(flate.NewReader(bytes.NewReader(in)))
		got, gotErr := io.ReadAll(own.Open(bytes.NewReader(in), int(size)))
		if !bytes.Equal(got, want) || fmt.Sprint(gotErr) != fmt.Sprint(err) {
			t.Errorf("%d bytes, %v, not %d, %v", len(got), gotErr, len(want), err)
		}
	})
}

// TestInflaterOnDamage reads what is cut short or changed somewhere as compress/flate does.
func TestInflaterOnDamage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var own Inflater
	good := 0
	for name, data := range samples() {
		data = data[:min(len(data), 3000)]
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			whole := deflated(t, data, level)
			for range 60 {
				in := bytes.Clone(whole)
				if r.IntN(3) == 0 {
					in = in[:r.IntN(len(in))]
				} else {
					in[r.IntN(len(in))] ^= 1 << r.IntN(8)
				}
				want, err := io.ReadAll(flate.NewReader(bytes.NewReader(in)))
				got, gotErr := io.ReadAll(own.Open(bytes.NewReader(in), len(data)))
				if !bytes.Equal(got, want) || fmt.Sprint(gotErr) != fmt.Sprint(err) {
					t.Fatalf("%s, level %d: %d bytes, %v, not %d, %v", name, level, len(got), gotErr, len(want), err)
				}
				if err == nil {
					good++
				}
			}
		}
	}
	if good == 0 {
		t.Error("no change was one that can be read")
	}
}

// TestInflaterPassesErrors gives the error of what it reads from.
func TestInflaterPassesErrors(t *testing.T) {
	why := errors.New("unreadable")
	in := deflated(t, []byte("abc"), 6)
	_, err := io.ReadAll(new(Inflater).Open(io.MultiReader(bytes.NewReader(in[:2]), failed{why}), 3))
	if !errors.Is(err, why) {
		t.Error(err)
	}
}

func BenchmarkInflate(b *testing.B) {
	data, err := os.ReadFile("../../examples/huaian-2024.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.Fatal(err)
	}
	var in [][]byte
	var sizes []int
	total := 0
	for _, e := range zr.File {
		raw, err := e.OpenRaw()
		if err != nil {
			b.Fatal(err)
		}
		part, err := io.ReadAll(raw)
		if err != nil {
			b.Fatal(err)
		}
		in, sizes, total = append(in, part), append(sizes, int(e.UncompressedSize64)), total+int(e.UncompressedSize64)
	}
	b.Run("own", func(b *testing.B) {
		b.SetBytes(int64(total))
		var f Inflater
		for b.Loop() {
			for i, part := range in {
				io.Copy(io.Discard, f.Open(bytes.NewReader(part), sizes[i]))
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		b.SetBytes(int64(total))
		r := flate.NewReader(nil)
		for b.Loop() {
			for _, part := range in {
				r.(flate.Resetter).Reset(bytes.NewReader(part), nil)
				io.Copy(io.Discard, r)
			}
		}
	})
}
