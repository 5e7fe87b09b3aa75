package gkxl_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The document on other programs is written by .ci/programs/run, which takes long and installs much. What can be seen
// without running it is held here: its programs and their pinned versions are those of the script, and every finding is
// listed.
func TestProgramsDocument(t *testing.T) {
	read := func(path string) string {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var settings struct {
		Pip, NPM  []string
		Workbooks []struct {
			Program, Version string
			Ways             []struct{ ID, How string }
		}
		Readers []struct{ Program, Version string }
	}
	if err := json.Unmarshal([]byte(read(".ci/programs/programs.json")), &settings); err != nil {
		t.Fatal(err)
	}
	pinned := map[string]string{}
	for _, p := range settings.Pip {
		name, version, _ := strings.Cut(p, "==")
		pinned[name] = version
	}
	for _, p := range settings.NPM {
		i := strings.LastIndexByte(p, '@')
		pinned[p[:i]] = p[i+1:]
	}
	for _, library := range []string{"poi", "easyexcel", "fastexcel"} {
		pinned[library] = regexp.MustCompile(`<version>([^<]+)</version>\s*</dependency>`).FindStringSubmatch(read(".ci/programs/" + library + "/pom.xml"))[1]
	}
	doc := read("docs/programs.md")
	sections := regexp.MustCompile(`(?m)^### (.+?) (\d[\d.]*)$`).FindAllStringSubmatch(doc, -1)
	if len(sections) != len(settings.Workbooks) {
		t.Fatalf("%d programs save workbooks, and %d have a section: run .ci/programs/run", len(settings.Workbooks), len(sections))
	}
	for i, p := range settings.Workbooks {
		if s := sections[i]; s[1] != p.Program || pinned[p.Version] != "" && s[2] != pinned[p.Version] {
			t.Errorf("the section of %s %s is %q: run .ci/programs/run", p.Program, pinned[p.Version], s[0])
		}
		for _, w := range p.Ways {
			if !strings.Contains(doc, "\n| "+p.Program+": "+w.How+" |") {
				t.Errorf("%s, %s, is not in the table: run .ci/programs/run", p.Program, w.How)
			}
		}
	}
	for _, p := range settings.Readers {
		if !regexp.MustCompile(`(?m)^\| [^|]+ \| ` + regexp.QuoteMeta(p.Program+" "+pinned[p.Version])).MatchString(doc) {
			t.Errorf("%s %s is not in the table: run .ci/programs/run", p.Program, pinned[p.Version])
		}
	}
	// The list of findings is kept by this test: a new finding needs no new run of the programs.
	paths, err := filepath.Glob("findings/*.sh")
	if err != nil {
		t.Fatal(err)
	}
	list := "<!-- findings -->\n| what | shown by |\n| --- | --- |\n"
	for _, path := range paths {
		name := filepath.Base(path)
		list += "| " + strings.TrimPrefix(strings.Split(read(path), "\n")[1], "# ") + " | [" + name + "](../findings/" + name + ") |\n"
	}
	before, rest, _ := strings.Cut(doc, "<!-- findings -->\n")
	_, rest, ok := strings.Cut(rest, "<!-- end -->\n")
	if !ok {
		t.Fatal("the document has no list of findings: run .ci/programs/run")
	}
	golden(t, "docs/programs.md", []byte(before+list+"<!-- end -->\n"+rest))
}
