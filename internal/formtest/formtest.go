// Package formtest is what tests begin with: the official forms, the real reports
// under examples, reports of cells as somebody typed them, and the parts of
// documents.
package formtest

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
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

// Packed is the workbook or Word document of parts, by name; the types of the parts come
// first, as programs expect.
func Packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := zw.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Main runs the tests of a package that make many workbooks and let them go: to
// collect seldom saves a fifth of the time. What is measured is collected as usual.
func Main(m *testing.M) {
	flag.Parse()
	if os.Getenv("GOGC") == "" && flag.Lookup("test.bench").Value.String() == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(m.Run())
}

// ValidateSchema holds a value against the part of JSON Schema that ours are written
// in. Members that a schema does not list are faults: they are to be documented.
func ValidateSchema(root, schema map[string]any, v any, at string) (faults []string) {
	fault := func(format string, args ...any) {
		faults = append(faults, at+": "+fmt.Sprintf(format, args...))
	}
	if ref, ok := schema["$ref"].(string); ok {
		def := root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		return ValidateSchema(root, def, v, at)
	}
	if c, ok := schema["const"]; ok && c != v {
		fault("%v is not %v", v, c)
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, v) {
		fault("%v is none of %v", v, enum)
	}
	types, _ := schema["type"].([]any)
	if one, ok := schema["type"].(string); ok {
		types = []any{one}
	}
	is := func(name any) bool {
		switch x := v.(type) {
		case nil:
			return name == "null"
		case string:
			return name == "string"
		case bool:
			return name == "boolean"
		case float64:
			return name == "number" || name == "integer" && x == math.Trunc(x)
		case []any:
			return name == "array"
		}
		return name == "object"
	}
	if len(types) > 0 && !slices.ContainsFunc(types, is) {
		fault("%v is no %v", v, types)
	}
	if low, ok := schema["minimum"].(float64); ok && v.(float64) < low {
		fault("%v is less than %v", v, low)
	}
	switch x := v.(type) {
	case []any:
		if n, ok := schema["minItems"].(float64); ok && len(x) < int(n) {
			fault("too few items")
		}
		items, _ := schema["items"].(map[string]any)
		for i, e := range x {
			if items != nil {
				faults = append(faults, ValidateSchema(root, items, e, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := x[name.(string)]; !ok {
				fault("%s is missing", name)
			}
		}
		props, _ := schema["properties"].(map[string]any)
		more, _ := schema["additionalProperties"].(map[string]any)
		for name, e := range x {
			switch p, ok := props[name].(map[string]any); {
			case ok:
				faults = append(faults, ValidateSchema(root, p, e, at+"."+name)...)
			case more != nil:
				faults = append(faults, ValidateSchema(root, more, e, at+"."+name)...)
			default:
				fault("%s is not documented", name)
			}
		}
	}
	return faults
}

// Full reports whether the tests are to make all their trials, as the whole check
// does: some ask a thousand times what a hundred times nearly always show too.
func Full() bool { return os.Getenv("GKXL_FULL") != "" }

// Trials is how many random trials are made: all of them where there is time, else
// a few.
func Trials(all, few int) int {
	if Full() {
		return all
	}
	return few
}
