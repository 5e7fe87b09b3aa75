package pdfout

import (
	"bytes"
	"os"
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
	if _, err := finish(data, s, ts, meta); err != nil {
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
		if _, err := finish(broken, s, ts, meta); err == nil || !strings.Contains(err.Error(), engine) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range 40 {
		if _, err := finish(data[:n*len(data)/40], s, ts, meta); err == nil {
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
