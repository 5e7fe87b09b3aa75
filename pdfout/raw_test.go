package pdfout

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/model"
)

// raw is a blank report as gofpdf leaves it.
func raw(t *testing.T) ([]byte, *drawing, *typesetter) {
	f := formtest.Form(t, "2021")
	fl := newFlow(newTypesetter(nil, false), profiles["web"])
	s := fl.drawing
	fl.document(publish.Of(model.NewReport(f), publish.Options{}), false, nil)
	data, err := render(s)
	if err != nil {
		t.Fatal(err)
	}
	return data, s, fl.typesetter
}

// A file whose layout is not the one known is refused, never half understood.
func TestRaw(t *testing.T) {
	data, s, ts := raw(t)
	if path := os.Getenv("GKXL_RAW"); path != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	meta := metadata{title: "t", author: "a", tool: "gkxl", lang: "zh-CN"}
	if err := finish(io.Discard, data, s, ts, meta); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"header":    {"%PDF-1.3", "%PDF-1.4"},
		"page":      {"<</Type /Page\n/Parent", "<</Type/Page\n/Parent"},
		"pages":     {"<</Type /Pages\n/Kids [", "<</Type /Pages\n/Kidz ["},
		"contents":  {"/Contents 4 0 R>>", "/Contents 9 0 R>>"},
		"resources": {"<<\n/ProcSet", "<<\n/ProcSex"},
		"fonts":     {"/Font <<\n>>", "/Font <<\n/F1 9 0 R\n>>"},
		"stream":    {"<</Length", "<</Lengtx"},
		"table":     {"00000 n ", "00000 m "},
		"end":       {"startxref\n", "startxxxx\n"},
	} {
		broken := bytes.Replace(data, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(broken, data) {
			t.Fatalf("%s: there is no %q", name, change[0])
		}
		if err := finish(io.Discard, broken, s, ts, meta); err == nil || !strings.Contains(err.Error(), engine) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range 40 {
		if err := finish(io.Discard, data[:n*len(data)/40], s, ts, meta); err == nil {
			t.Errorf("%d of 40 parts of a file are taken for a file", n)
		}
	}
}

// The version the pass knows is the one that is used.
func TestEngineIsPinned(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "github.com/jung-kurt/gofpdf "+engine+"\n") {
		t.Errorf("go.mod does not ask for gofpdf %s", engine)
	}
}

// What a compressor wrote before does not change what it writes.
func TestCompressorsForget(t *testing.T) {
	var text, other []byte
	for i := range 20_000 {
		text = strconv.AppendInt(text, int64(i%977), 10)
		other = strconv.AppendInt(other, int64(i%1013), 10)
	}
	s := scratches.New().(*scratch)
	first := bytes.Clone(s.deflate(text))
	for _, before := range [][]byte{nil, other, text[5:], text} {
		s.deflate(before)
		if !bytes.Equal(s.deflate(text), first) {
			t.Errorf("behind %d other bytes the same text is compressed otherwise", len(before))
		}
	}
	r, err := zlib.NewReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, text) {
		t.Errorf("the text does not come back: %v", err)
	}
}
