package gkxl_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/rulebook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

var update = flag.Bool("update", false, "rewrite generated documents and examples; inspect the diff")

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile(path)
	if !bytes.Equal(want, got) {
		t.Errorf("%s is stale; run: go test . -update\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

func TestHandbook(t *testing.T) {
	var b bytes.Buffer
	if err := rulebook.Handbook(&b, formtest.Forms(t)); err != nil {
		t.Fatal(err)
	}
	golden(t, "docs/rules.md", b.Bytes())
}

// The workbooks under examples are what the program makes today. They are held
// by what they say, not by their bytes: compression differs between Go versions.
func TestExamples(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019", "template-2019", "template-2021"} {
		form, err := gkxl.FormFor(gkxl.FormChoice{Edition: strings.TrimPrefix(name, "template-")})
		var r *model.Report
		if err != nil {
			if r, err = gkxl.ImportFile("examples/"+name+".json", gkxl.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
		} else {
			r = model.NewReport(form)
			r.Year = map[string]int{"2019": 2020, "2021": 2024}[form.ID]
		}
		var b bytes.Buffer
		if err := gkxl.Template(&b, r); err != nil {
			t.Fatal(err)
		}
		path := "examples/" + name + ".xlsx"
		if *update {
			os.WriteFile(path, b.Bytes(), 0o644)
		}
		if d := cmp.Diff(unzip(t, path), formtest.Parts(t, b.Bytes())); d != "" {
			t.Errorf("%s is stale; run: go test . -update\n%.600s", path, d)
		}
	}
}

// The form is data: no official label stands in code.
func TestLabelsStandInDataOnly(t *testing.T) {
	labels := map[string]bool{}
	var walk func([]*model.Node)
	walk = func(ns []*model.Node) {
		for _, n := range ns {
			if len([]rune(n.Label)) >= 4 {
				labels[n.Label] = true
			}
			walk(n.Nodes)
		}
	}
	for _, f := range formtest.Forms(t) {
		for _, tb := range f.Tables {
			for _, b := range tb.Bands {
				walk(b.Columns)
				walk(b.Rows)
			}
		}
		for _, s := range f.Sections {
			labels[s.Heading] = len([]rune(s.Heading)) >= 4
		}
	}
	filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, _ := os.ReadFile(path)
		for label, long := range labels {
			if long && bytes.Contains(src, []byte(label)) {
				t.Errorf("%s holds the official label %q", path, label)
			}
		}
		return nil
	})
}

var shown = regexp.MustCompile("(?s)```console\n(.*?)```")

var pasted = regexp.MustCompile(`(?s)(<!-- 始：([^ ]+) -->)\n.*?(<!-- 止 -->)`)

// Every command the documents show is run, and gives what they show. A line "…"
// stands for any lines.
func TestDocumentsRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the documents show a POSIX shell")
	}
	t.Parallel()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", filepath.Join(bin, "gkxl"), "./cmd/gkxl")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, doc := range []string{"README.md", "README.en.md", "docs/guide.md", "docs/cli.md"} {
		work := t.TempDir()
		if err := os.CopyFS(filepath.Join(work, "examples"), os.DirFS("examples")); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		text = pasted.ReplaceAllFunc(text, func(block []byte) []byte {
			m := pasted.FindSubmatch(block)
			content, err := os.ReadFile(string(m[2]))
			if err != nil {
				t.Fatal(err)
			}
			return []byte(string(m[1]) + "\n" + string(content) + string(m[3]))
		})
		got := shown.ReplaceAllFunc(text, func(block []byte) []byte {
			var out strings.Builder
			body := shown.FindSubmatch(block)[1]
			steps := regexp.MustCompile(`(?m)^\$ `).Split(string(body), -1)
			for _, step := range steps[1:] {
				command, want, _ := strings.Cut(step, "\n")
				out.WriteString("$ " + command + "\n")
				if strings.Contains(command, "go test ") || strings.Contains(command, "go install ") {
					out.WriteString(want) // this test is part of it
					continue
				}
				cmd := exec.Command("sh", "-c", strings.ReplaceAll(command, "go run ./cmd/gkxl", "gkxl"))
				cmd.Dir = work
				cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "LC_ALL=", "LANG=", "LC_MESSAGES=", "XDG_CACHE_HOME="+filepath.Join(work, "cache"), "HOME="+work, "GOGC=400")
				res, _ := cmd.CombinedOutput() // exit codes are the scripts' matter
				if elided(want, string(res)) {
					out.WriteString(want)
				} else {
					out.Write(res)
				}
			}
			return []byte("```console\n" + out.String() + "```")
		})
		golden(t, doc, got)
	}
}

// elided reports whether an output fits what is shown of it.
func elided(want, got string) bool {
	parts := strings.Split(want, "…\n")
	if len(parts) == 1 || !strings.HasPrefix(got, parts[0]) || !strings.HasSuffix(got, parts[len(parts)-1]) {
		return false
	}
	for _, p := range parts {
		i := strings.Index(got, p)
		if i < 0 {
			return false
		}
		got = got[i+len(p):]
	}
	return true
}

// A file that cannot be read is found under a rule that is listed.
func TestUnreadableIsARule(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		if r, ok := f.Rule(findings.UnreadableRule); !ok || r.Relation != model.RelFile || r.Grade != model.Error {
			t.Errorf("%s: %v", f.ID, r)
		}
	}
}

// Every text is there in both languages.
func TestBothLanguages(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		for _, r := range f.Rules {
			for _, text := range []msg.Text{r.Title, r.Ground, r.Do} {
				if text.ZH == "" || text.EN == "" {
					t.Errorf("%s %s lacks a language: %+v", f.ID, r.ID, text)
				}
			}
		}
	}
}
