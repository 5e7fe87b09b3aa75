package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/pdfout"
)

// nodeCall is a call for the engine under Node, and for the one here.
type nodeCall struct {
	Method  string         `json:"method"`
	Request map[string]any `json:"request"`
	Blobs   []string       `json:"blobs"`
}

// maxMemory is how much memory the engine may take under Node for all examples.
const maxMemory = 128 << 20

// The engine in a browser's WebAssembly answers byte for byte what it answers here.
func TestSameUnderNode(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no Node")
	}
	if testing.Short() {
		t.Skip("builds the engine for WebAssembly")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	wasm := filepath.Join(t.TempDir(), "engine.wasm")
	build := exec.Command("go", "build", "-buildvcs=false", "-tags", "gkxl_nofonts", "-ldflags", "-s -w", "-o", wasm, "./wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	faces, calls := callsOf(t)
	list := filepath.Join(t.TempDir(), "calls.json")
	data, err := json.Marshal(append(faces, calls...))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, data, 0o644); err != nil {
		t.Fatal(err)
	}
	answered := filepath.Join(t.TempDir(), "answers.json")
	run := exec.Command(node, "testdata/node.mjs", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), wasm, list, answered)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if data, err = os.ReadFile(answered); err != nil {
		t.Fatal(err)
	}
	var said struct {
		Answers []struct {
			Reply string   `json:"reply"`
			Files []string `json:"files"`
		} `json:"answers"`
		Memory int `json:"memory"`
	}
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	answers := said.Answers
	if len(answers) != len(faces)+len(calls) {
		t.Fatalf("%d answers to %d calls", len(answers), len(faces)+len(calls))
	}
	e := New()
	files := 0
	for i, c := range calls {
		request, err := json.Marshal(c.Request)
		if err != nil {
			t.Fatal(err)
		}
		var blobs [][]byte
		for _, name := range c.Blobs {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			blobs = append(blobs, data)
		}
		reply, contents := e.Call(c.Method, request, blobs...)
		var sums []string
		for _, data := range contents {
			sum := sha256.Sum256(data)
			sums = append(sums, hex.EncodeToString(sum[:]))
		}
		files += len(sums)
		if got := answers[len(faces)+i]; got.Reply != string(reply) || !slices.Equal(got.Files, sums) {
			t.Errorf("%s %s: under Node %.300s %v, here %.300s %v", c.Method, request, got.Reply, got.Files, reply, sums)
		}
	}
	if said.Memory > maxMemory {
		t.Errorf("%d bytes of memory were taken, at most %d may be", said.Memory, maxMemory)
	}
	t.Logf("%d calls, %d files, %d MB of memory", len(calls), files, said.Memory>>20)
}

// callsOf are calls of all methods that make files, on all examples. Those that hand faces
// in come before, since here they are embedded.
func callsOf(t *testing.T) (faces, calls []nodeCall) {
	t.Helper()
	if len(pdfout.MissingFaces()) > 0 {
		t.Fatal("the test has no faces")
	}
	for _, name := range []string{"serif-900.ttf", "serif-400.ttf", "sans-500.ttf", "kai.ttf"} {
		faces = append(faces, nodeCall{"faces", map[string]any{"name": name}, []string{"../../pdfout/internal/fonts/" + name}})
	}
	examples, err := filepath.Glob("../../examples/*.*")
	if err != nil {
		t.Fatal(err)
	}
	add := func(method string, request map[string]any, blobs ...string) {
		if request["lang"] == nil {
			request["lang"] = "zh"
		}
		calls = append(calls, nodeCall{method, request, blobs})
	}
	add("roster", map[string]any{"name": "units.csv"}, "../../examples/units.csv")
	var handles []string
	for i, name := range examples {
		if filepath.Base(name) == "units.csv" {
			continue
		}
		h := fmt.Sprint("f", i)
		handles = append(handles, h)
		add("open", map[string]any{"handle": h, "name": filepath.Base(name), "modified": 1700000000000}, name)
		for _, lang := range []string{"zh", "en"} {
			add("report", map[string]any{"handle": h, "lang": lang})
		}
		add("mark", map[string]any{"handle": h})
		add("repair", map[string]any{"handle": h})
		add("prepublish", map[string]any{"handle": h})
		add("whatIf", map[string]any{"handle": h, "sets": []map[string]string{{"cell": "requests.new.total", "text": "41"}}})
		for _, x := range exports {
			add("export", map[string]any{"handle": h, "format": x.id, "draft": true})
		}
		add("pack", map[string]any{"kind": "marked", "handle": h, "now": 1700000000000})
	}
	add("packEnd", map[string]any{})
	for _, f := range []string{"html", "xlsx", "md", "json"} {
		add("save", map[string]any{"format": f})
	}
	add("list", map[string]any{})
	for _, f := range []string{"", "pdf", "xlsx", "md", "html", "json"} {
		add("diff", map[string]any{"last": handles[0], "this": handles[1], "format": f})
	}
	add("carry", map[string]any{"handle": handles[2]})
	add("template", map[string]any{"year": 2024, "organ": "示范区人民政府"})
	add("rules", map[string]any{})
	add("status", map[string]any{"as_of": "2025-02-01"})
	add("total", map[string]any{"accept": []string{"unreadable", "unknown", "years", "errors"}, "editions": true, "year": 2022, "without": handles[3:5]})
	add("total", map[string]any{"handles": handles[2:3], "accept": []string{"unknown", "errors"}})
	add("trace", map[string]any{"handle": totalHandle, "figure": "requests.new.total", "format": "csv"})
	add("prove", map[string]any{"handle": totalHandle})
	add("practice", map[string]any{"units": 3, "errors": 2})
	add("practiceFile", map[string]any{"name": answers})
	return faces, calls
}
