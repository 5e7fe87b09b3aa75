package main

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/status"
)

// What a file, or its name, says acts on nothing that shows a result, in any format.
func TestNothingActs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no name may hold such characters there")
	}
	const escape, override = "\x1b]0;title\a", "\u202e"
	dir, out := t.TempDir(), t.TempDir()
	for _, name := range []string{"b" + escape + ".xlsx", "fdp" + override + "xslx.csv", "\xff\xfebad.xlsx"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Skip(err)
		}
	}
	report := strings.Join([]string{"organ,year,form,field,section,row,column,value,unit,remark,state,text",
		"某" + override + "局,2024,2021,requests.new.natural_person,,,,1,,,number,", "某" + override + "局,2024,2021,requests.new.business,,,,,,,unreadable,1" + override + "2"}, "\n")
	roster := filepath.Join(out, "units.csv")
	for path, content := range map[string]string{filepath.Join(dir, "r.csv"): report, roster: "代码,名称\n1,甲局\n"} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ending := func(format string) string { return strings.Replace(format, "text", "txt", 1) }
	call := func(what string, args ...string) {
		t.Helper()
		var said bytes.Buffer
		path := filepath.Join(out, strings.ReplaceAll(what, " ", "."))
		run(append([]string{"gkxl", "--lang", "zh"}, append(args, "-o", path)...), &said, &said)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%s: %s", what, said.String())
		}
		if strings.HasSuffix(path, ".xlsx") {
			content = []byte(cellsOf(t, content))
		}
		if strings.HasSuffix(path, ".docx") {
			content = bodyOf(t, content)
		}
		if strings.HasSuffix(path, ".pdf") {
			content = nil // glyphs do nothing
		}
		for where, text := range map[string]string{"on the screen": said.String(), "in the file": string(content)} {
			if i := strings.IndexAny(text, "\x1b\a"+override); i >= 0 || !utf8.ValidString(text) {
				t.Errorf("%s: %s: %q", what, where, text[max(0, i-20):min(len(text), max(0, i)+40)])
			}
		}
		if !strings.Contains(string(content), "U+001B") && !strings.Contains(string(content), "u001b") && !strings.Contains(string(content), "%1B") && strings.Contains(what, "check") {
			t.Errorf("%s does not show the code", what)
		}
	}
	for _, f := range findings.Formats {
		call("check "+ending(f), "check", dir)
	}
	for _, f := range status.Formats {
		call("status "+ending(f), "status", dir, "--roster", roster, "--year", "2024", "--no-cache")
	}
	for _, f := range []string{"csv", "json"} {
		call("export "+f, "export", filepath.Join(dir, "r.csv"), "--draft")
	}
}

// bodyOf is the body of a Word document, as XML.
func bodyOf(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// cellsOf is all that the cells of a workbook say.
func cellsOf(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			b.WriteString(strings.Join(r, " ") + "\n")
		}
	}
	return b.String()
}
