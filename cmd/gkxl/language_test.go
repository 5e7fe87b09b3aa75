package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/msg"
)

// What the commands of all scripts say is whole in either language: in English nothing
// is Chinese but what stands in files and forms, and in Chinese no words of English
// follow each other.
func TestLanguages(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var data strings.Builder // what may be quoted
	for _, pattern := range []string{"templates/forms/*", "examples/*.json"} {
		files, _ := filepath.Glob(filepath.Join(root, pattern))
		for _, f := range files {
			content, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			data.Write(content)
		}
	}
	cache := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, cache)
	}
	some := formtest.Trials(len(scripts), 8)
	for i, script := range scripts {
		if (i+1)*some/len(scripts) == i*some/len(scripts) {
			continue // another time
		}
		archive, err := txtar.ParseFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
			t.Run(filepath.Base(script)+" "+string(lang), func(t *testing.T) {
				s := spoken{t: t, lang: lang, data: data.String()}
				t.Chdir(t.TempDir())
				for _, f := range archive.Files {
					s.data += string(f.Data)
					os.MkdirAll(filepath.Dir(f.Name), 0o755)
					if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				os.Mkdir("out", 0o755)
				for _, line := range strings.Split(string(archive.Comment), "\n") {
					s.data += line + "\n"
					s.line(strings.ReplaceAll(line, "$EXAMPLES", filepath.Join(root, "examples")))
				}
			})
		}
	}
}

// spoken runs the commands of a script in one language.
type spoken struct {
	t    *testing.T
	lang msg.Lang
	data string // what may be quoted
}

// line runs a line of a script, as far as it makes or changes files or runs the
// program.
func (s *spoken) line(line string) {
	words := words(line)
	if len(words) > 0 && (words[0] == "!" || words[0] == "?") {
		words = words[1:]
	}
	if len(words) > 0 && words[0] == "exec" {
		words = words[1:]
	}
	if len(words) < 2 {
		return
	}
	switch args := words[1:]; words[0] {
	case "mkdir":
		os.MkdirAll(args[0], 0o755)
	case "rm":
		for _, a := range args {
			os.RemoveAll(a)
		}
	case "cp":
		to := args[len(args)-1]
		for _, from := range args[:len(args)-1] {
			content, err := os.ReadFile(from)
			if err != nil {
				continue // standard output
			}
			if isFolder(to) {
				to = filepath.Join(to, filepath.Base(from))
			}
			os.WriteFile(to, content, 0o644)
		}
	case "written":
		day, _ := time.ParseInLocation("2006-01-02", args[0], time.Local)
		for _, a := range args[1:] {
			os.Chtimes(a, day, day)
		}
	case "gkxl":
		args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--lang" || a == "en" || a == "zh" || a == "-" })
		if slices.Contains([]string{"form", "completion", "export", "import", "narrate"}, args[0]) {
			args = append(args, "-o", "out/of."+args[0]) // they print the form's or the report's own words
		}
		var said bytes.Buffer
		run(append([]string{"gkxl", "--lang", string(s.lang)}, args...), &said, &said)
		filepath.WalkDir(".", func(path string, _ fs.DirEntry, _ error) error {
			s.data += path + "\n"
			return nil
		})
		for _, roster := range []string{"d/units.csv", "practice/units.csv"} {
			content, _ := os.ReadFile(roster)
			s.data += string(content)
		}
		s.check(line, said.String())
	}
}

// words cuts a line of a script as testscript does.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`'([^']*)'|(\S+)`).FindAllStringSubmatch(line, -1) {
		if strings.HasPrefix(m[0], "#") {
			break
		}
		out = append(out, m[1]+m[2])
	}
	return out
}

var (
	chinese = regexp.MustCompile(`[\p{Han}、，。；：（）“”！？]+`)
	retyped = regexp.MustCompile(`(?m)(?:请写：|是不是 |write: |did you mean )gkxl .*$`) // what was called, in a hint
	quoted  = regexp.MustCompile(`"[^"\n]*"`)                                      // of what files say
	english = regexp.MustCompile(`[A-Za-z]{2,}(?: [a-z]{2,}){3,}`)
)

// check looks for what is of the other language and stands in no file.
func (s *spoken) check(command, said string) {
	other := chinese
	if s.lang == msg.ZH {
		other = english
	}
	said = retyped.ReplaceAllString(said, "")
	said = quoted.ReplaceAllString(said, "")
	for _, m := range other.FindAllString(said, -1) {
		m = strings.Trim(m, "“”")
		if !strings.Contains(s.data, m) && !strings.Contains(command, m) {
			s.t.Errorf("%s\nsays %q", command, m)
		}
	}
}
