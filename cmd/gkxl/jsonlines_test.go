package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

type eventSchema struct {
	Defs map[string]struct {
		Required   []string
		Properties map[string]struct{ Type string }
	} `json:"$defs"`
}

// faults are what a line has that the schema does not know, and what it lacks.
func (s eventSchema) faults(line string) (out []string) {
	var got map[string]any
	if err := json.Unmarshal([]byte(line), &got); err != nil {
		return []string{err.Error()}
	}
	def := s.Defs[got["event"].(string)]
	for _, name := range def.Required {
		if _, ok := got[name]; !ok {
			out = append(out, name+" is missing")
		}
	}
	for name, v := range got {
		p, ok := def.Properties[name]
		if !ok {
			out = append(out, name+" is not documented")
			continue
		}
		if is := cmp.Or(p.Type, "string"); is != kindOf(v) { // a constant has no type of its own
			out = append(out, name+" is "+kindOf(v))
		}
	}
	return out
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case float64:
		return "integer"
	case bool:
		return "boolean"
	case []any:
		return "array"
	}
	return "?"
}

// The schema knows every line that is written, and what it requires is there.
func TestEventSchema(t *testing.T) {
	t.Setenv("LANG", "")
	t.Setenv("LC_ALL", "")
	data, err := os.ReadFile("../../docs/schema/events.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema eventSchema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"units.csv": "代码,名称,截止日期\n1,甲局,2025-01-20\n2,乙局,2025-01-20\n", "in/x.xls": "nothing"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	code := run([]string{"gkxl", "status", filepath.Join(dir, "in"), "../../examples/huaian-2024.xlsx", "--no-cache", "--year", "2024", "--json-lines", "--roster", filepath.Join(dir, "units.csv")}, &out, &errs)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if code != 1 || errs.Len() > 0 || len(lines) != 2+2+1 {
		t.Fatalf("exit code %d, %d lines, %s", code, len(lines), errs.String())
	}
	for _, l := range lines {
		if f := schema.faults(l); len(f) > 0 {
			t.Errorf("%v in %s", f, l)
		}
	}
	for _, args := range [][]string{{"--accept", "unreadable"}, {}} {
		out.Reset()
		run(append([]string{"gkxl", "merge", filepath.Join(dir, "in"), "../../examples/huaian-2024.xlsx", "--no-cache", "--json-lines", "--force", "-o", filepath.Join(dir, "total.xlsx")}, args...), &out, &errs)
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if last := lines[len(lines)-1]; errs.Len() > 0 || !strings.HasPrefix(last, `{"event":"merge"`) || len(schema.faults(last)) > 0 {
			t.Errorf("%v in %s, %s", schema.faults(last), last, errs.String())
		}
	}
	// A check that passes everything would prove nothing.
	if f := schema.faults(`{"event":"file","n":"1","of":1,"file":"a","verdict":"pass","errors":0,"colour":1}`); len(f) != 3 {
		t.Errorf("faults not seen: %v", f)
	}
	for _, want := range []string{`"event":"file","n":1,"of":2,"file":"huaian-2024.xlsx"`, `"event":"file","n":2,"of":2,"file":"x.xls",`} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, want) }) {
			t.Errorf("no line with %s", want)
		}
	}
}

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errors.New("the reader has gone") }

// An event is one line whatever is in it; nothing is told to a reader that has
// gone, or when nobody asked.
func TestJSONLines(t *testing.T) {
	var b bytes.Buffer
	j := &jsonLines{w: &b, lang: msg.ZH}
	j.event("a", struct {
		Text string `json:"text"`
	}{"x\ny<"})
	j.event("b", struct{}{})
	if want := `{"event":"a","text":"x\ny<"}` + "\n" + `{"event":"b"}` + "\n"; b.String() != want || j.failed() != nil {
		t.Errorf("%q, %v", b.String(), j.failed())
	}
	j.event("c", []int{1})
	if j.failed() == nil {
		t.Error("a list became an event")
	}
	gone := &jsonLines{w: closed{}}
	gone.event("a", struct{}{})
	if gone.failed() == nil {
		t.Error("nobody was there, and it was not noticed")
	}
	var none *jsonLines
	none.event("a", struct{}{})
	none.file(units.Submission{}, 1, 1)
	if none.failed() != nil {
		t.Error(none.failed())
	}
}
