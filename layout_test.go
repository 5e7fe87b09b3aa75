package gkxl_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the import path of the root.
const module = "github.com/gkxl/gkxl"

// floors are the packages from the ground up. A package imports from lower floors,
// and from its own only on the floor of engines. What is not named stands on the
// floor of engines.
var floors = [][]string{
	{"msg", "internal/text", "internal/parallel", "internal/osfile", "internal/cache", "internal/shield", "internal/sorting", "internal/archive", "internal/version"},
	{"model"},
	{engines},
	{"findings"},
	{"internal/pipeline"},
	{"internal/repair", "internal/rulebook"},
	{"units"},
	{"aggregate"},
	{"status"},
	{"indicators"},
	{"internal/brief"},
	{"demo"},
	{"."},
	{"web/engine"},
	{"cmd/gkxl", "web/engine/wasm", "web/pack"},
}

const engines = "engines"

// floorOf is the floor that a package's folder stands on.
func floorOf(dir string) int {
	for i, names := range floors {
		if slices.Contains(names, dir) {
			return i
		}
	}
	return slices.IndexFunc(floors, func(names []string) bool { return names[0] == engines })
}

// source is a file of the program itself, by its path in the module.
type source struct {
	path string
	data []byte
	file *ast.File
	set  *token.FileSet
}

// parsed are the files of the program, without tests; they are read once.
var parsed = sync.OnceValues(func() (out []source, err error) {
	err = filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		s := source{path: filepath.ToSlash(p), set: token.NewFileSet()}
		if s.data, err = os.ReadFile(p); err != nil {
			return err
		}
		s.file, err = parser.ParseFile(s.set, p, s.data, parser.ParseComments)
		out = append(out, s)
		return err
	})
	return out, err
})

// sources are the parsed files.
func sources(t *testing.T) []source {
	t.Helper()
	out, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every exported function of the face has an example that runs.
func TestEveryFunctionHasAnExample(t *testing.T) {
	t.Parallel()
	examples := map[string]bool{}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range doc.Examples(f) {
			if e.Output != "" {
				examples[e.Name] = true
			}
		}
	}
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || path.Dir(s.path) != "." || !f.Name.IsExported() {
				continue
			}
			name := f.Name.Name
			if f.Recv != nil {
				name = f.Recv.List[0].Type.(*ast.Ident).Name + "_" + name
			}
			if !examples[name] {
				t.Errorf("%s has no example with output", name)
			}
		}
	}
}

// Imports run one way: from the command over the face down to the model.
func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		dir := path.Dir(s.path)
		for _, i := range s.file.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil || p != module && !strings.HasPrefix(p, module+"/") {
				continue
			}
			to := "."
			if p != module {
				to = strings.TrimPrefix(p, module+"/")
			}
			from, below := floorOf(dir), floorOf(to)
			if below > from || below == from && from != floorOf(engines) && from != 0 {
				t.Errorf("%s imports %s, which stands on floor %d, above or beside its own %d", s.path, to, below, from)
			}
			if strings.HasPrefix(dir, "internal/read") && (strings.HasPrefix(to, "internal/write") || to == "pdfout" || to == "xlsx") {
				t.Errorf("%s is a reader, and imports the writer %s", s.path, to)
			}
		}
	}
}

// The root is a face: it stays small, and so does the number of packages that
// others may import.
func TestTheFaceStaysSmall(t *testing.T) {
	t.Parallel()
	files, lines := 0, 0
	importable := map[string]bool{}
	for _, s := range sources(t) {
		dir := path.Dir(s.path)
		if dir == "." {
			files++
			lines += bytes.Count(s.data, []byte("\n"))
		}
		if s.file.Name.Name != "main" && !strings.HasPrefix(dir, "internal/") && !strings.Contains(dir, "/internal/") {
			importable[dir] = true
		}
	}
	if files > 12 || lines > 2000 {
		t.Errorf("the root has %d files and %d lines; 12 and 2,000 are the bounds", files, lines)
	}
	if len(importable) > 14 {
		t.Errorf("%d packages can be imported, 14 is the bound: %v", len(importable), importable)
	}
}

// A doc comment begins with the name as the code spells it, exported or not.
func TestDocCommentsBeginWithTheName(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		check := func(doc *ast.CommentGroup, names ...string) {
			if doc == nil || strings.HasPrefix(doc.List[0].Text, "//go:") {
				return
			}
			word, _, _ := strings.Cut(strings.TrimPrefix(doc.List[0].Text, "// "), " ")
			if !slices.Contains(names, strings.TrimRight(word, ",:.'’")) {
				t.Errorf("%s: the comment of %s begins with %q", s.set.Position(doc.Pos()), names[0], word)
			}
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				check(d.Doc, d.Name.Name)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					var names []string
					var doc *ast.CommentGroup
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						names, doc = []string{spec.Name.Name}, spec.Doc
					case *ast.ValueSpec:
						doc = spec.Doc
						for _, n := range spec.Names {
							names = append(names, n.Name)
						}
					}
					if doc == nil && !d.Lparen.IsValid() {
						doc = d.Doc
					}
					if names != nil {
						check(doc, names...)
					}
				}
			}
		}
	}
}

// docs/architecture.md lists what packages import, and every package, file and identifier that
// it names is there.
func TestArchitecture(t *testing.T) {
	t.Parallel()
	const name = "docs/architecture.md"
	doc, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	imports, files := map[string]map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		dir := path.Dir(s.path)
		files[path.Base(s.path)], files[s.path] = true, true
		if imports[dir] == nil {
			imports[dir] = map[string]bool{}
		}
		for _, i := range s.file.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if to, ours := strings.CutPrefix(p, module+"/"); err == nil && ours && floorOf(to) > 1 {
				imports[dir][to] = true
			}
		}
	}
	var b strings.Builder
	b.WriteString("| package | imports |\n| --- | --- |\n")
	for _, dir := range slices.Sorted(maps.Keys(imports)) {
		if to := slices.Sorted(maps.Keys(imports[dir])); len(to) > 0 && dir != "internal/formtest" {
			fmt.Fprintf(&b, "| %s | %s |\n", dir, strings.Join(to, ", "))
		}
	}
	const begin, end = "<!-- imports -->\n", "<!-- end -->"
	before, rest, found := strings.Cut(string(doc), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the list of imports has no place")
	}
	golden(t, name, []byte(before+begin+b.String()+end+after))
	for _, m := range regexp.MustCompile("`([a-z_/]+(?:\\.go)?)`").FindAllStringSubmatch(string(doc), -1) {
		named := m[1]
		isFile, isFolder := strings.HasSuffix(named, ".go") && !strings.HasSuffix(named, "_test.go"), strings.HasPrefix(named, "internal/") && !strings.HasSuffix(named, ".go")
		if isFile && !files[named] || isFolder && !isFile && imports[strings.TrimSuffix(named, "/")] == nil {
			t.Errorf("%s names %s, which is not there", name, named)
		}
	}
	words := wordsOfSources(t)
	for _, m := range regexp.MustCompile("`([A-Za-z]\\w*(?:\\.\\w+)*)`").FindAllStringSubmatch(string(doc), -1) {
		if strings.HasSuffix(m[1], ".go") || strings.HasPrefix(m[1], "gk_") { // a file, or a defined name of a workbook
			continue
		}
		for word := range strings.SplitSeq(m[1], ".") {
			if !words[word] {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
		}
	}
}

// wordsOfSources are all words of the program, its tests and the forms.
func wordsOfSources(t *testing.T) map[string]bool {
	words := map[string]bool{}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") && !strings.HasPrefix(filepath.ToSlash(p), "templates/forms/") {
			return err
		}
		data, err := os.ReadFile(p)
		for _, word := range regexp.MustCompile(`\w+`).FindAllString(string(data), -1) {
			words[word] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}
