// Package formtest is what tests begin with: the official forms, the real reports
// under examples, reports of cells as somebody typed them, and the parts of
// documents.
package formtest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/google/go-cmp/cmp"
)

// SameForm lets cmp compare reports: a form is only ever itself.
var SameForm = cmp.Comparer(func(a, b *model.Form) bool { return a == b })

// AcrossYears are the relations of rules that need last year's report.
var AcrossYears = []string{model.RelPair, model.RelYear, model.RelCopy, model.RelCopyTable, model.RelSwing}

// Form is an official edition.
func Form(t testing.TB, id string) *model.Form {
	t.Helper()
	f, err := templates.Edition(id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Forms are all editions, the oldest first.
func Forms(t testing.TB) []*model.Form {
	t.Helper()
	var out []*model.Form
	for _, id := range templates.Editions() {
		out = append(out, Form(t, id))
	}
	return out
}

// Example is a real report, by the name of its JSON.
func Example(t testing.TB, name string) *model.Report {
	t.Helper()
	r, err := record.Decode(ExampleFile(t, name), record.Forms{ByID: templates.Edition, ByYear: templates.ForYear})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ExampleFile is the content of a file under examples.
func ExampleFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// root is the folder of the module: a test runs in that of its package.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("no module above this folder")
		}
		dir = above
	}
}

// Report is a report of cells as typed. It panics at a field that its form lacks.
func Report(f *model.Form, year int, typed map[string]string) *model.Report {
	r := model.NewReport(f)
	r.Organ, r.Year = "某局", year
	for id, s := range typed {
		fd, ok := f.Field(id)
		if !ok {
			panic(id)
		}
		r.Values[id], _ = intake.Read(intake.Cell{Kind: intake.Text, Text: s}, fd, &f.Reading)
	}
	return r
}

// Parts are those of a workbook or a Word document, by name.
func Parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range zr.File {
		rc, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		rc.Close()
		out[e.Name] = string(b)
	}
	return out
}
