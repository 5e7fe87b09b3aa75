package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/msg"
)

func TestMain(m *testing.M) {
	program := main
	if runtime.GOOS == "windows" { // scripts are written with slashes
		program = func() { os.Exit(run(os.Args, &slashed{w: os.Stdout}, &slashed{w: os.Stderr})) }
	}
	testscript.Main(m, map[string]func(){"gkxl": program})
}

// slashed writes text with the separators of paths that scripts have. What is for programs stays as it is.
type slashed struct {
	w         io.Writer
	begun, as bool
}

func (s *slashed) Write(data []byte) (int, error) {
	if !s.begun && len(data) > 0 {
		s.begun, s.as = true, strings.ContainsRune("{[<%P", rune(data[0]))
	}
	out := bytes.Clone(data)
	for i, c := range data {
		if c == '\\' && !s.as && (i+1 == len(data) || !strings.ContainsRune(escaped, rune(data[i+1]))) {
			out[i] = '/'
		}
	}
	return s.w.Write(out)
}

// escaped are the signs that Markdown writes behind a backslash.
const escaped = "\\`*_{}[]()#+-!|<>~\"$"

// Every command has its help in the reference, and every option says what it does.
func TestReferenceIsComplete(t *testing.T) {
	doc, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, c := range newApp(session{lang: lang}).Commands {
			if c.Usage == "" || c.Name != "help" && !strings.Contains(string(doc), "$ gkxl help "+c.Name+"\n") {
				t.Errorf("%s is not in docs/cli.md, or says nothing", c.Name)
			}
			for _, f := range c.Flags {
				if f, ok := f.(cli.DocGenerationFlag); !ok || f.GetUsage() == "" {
					t.Errorf("an option of %s says nothing", c.Name)
				}
				if line := f.String(); lang == msg.ZH && (strings.Contains(line, "default") || strings.Contains(line, "value")) || strings.Contains(line, "false)") {
					t.Errorf("%s %s: %s", lang, c.Name, line)
				}
			}
		}
	}
}

// The usage lines of the Chinese help have no English placeholders.
func TestUsageIsChinese(t *testing.T) {
	english := regexp.MustCompile(`\b[A-Z]{3,}`)
	for _, c := range newApp(session{lang: msg.ZH}).Commands {
		if word := english.FindString(c.ArgsUsage); word != "" {
			t.Errorf("%s: %s stands in %s", c.Name, word, c.ArgsUsage)
		}
	}
}

func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// zip ARCHIVE NAME=FILE... makes an archive; NAME is the member's
			"zip": func(ts *testscript.TestScript, _ bool, args []string) {
				var b bytes.Buffer
				w := zip.NewWriter(&b)
				for _, a := range args[1:] {
					name, file, _ := strings.Cut(a, "=")
					m, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2025, 1, 10, 0, 0, 0, 0, time.UTC)})
					ts.Check(err)
					m.Write([]byte(ts.ReadFile(file)))
				}
				ts.Check(w.Close())
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
			},
			// written DATE FILE... sets when files were last written
			"written": func(ts *testscript.TestScript, _ bool, args []string) {
				day, err := time.ParseInLocation("2006-01-02", args[0], time.Local)
				ts.Check(err)
				for _, f := range args[1:] {
					ts.Check(os.Chtimes(ts.MkAbs(f), day, day))
				}
			},
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLES", filepath.Join(root, "examples"))
			e.Setenv("LANG", "")
			e.Setenv("LC_ALL", "")
			e.Setenv("GOGC", "400") // a run is over before collecting pays
			// No script may write into the user's own cache.
			for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
				e.Setenv(name, filepath.Join(e.WorkDir, "home"))
			}
			return os.Mkdir(filepath.Join(e.WorkDir, "out"), 0o755)
		},
	})
}
