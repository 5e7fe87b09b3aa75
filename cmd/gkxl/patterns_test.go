package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Patterns are what the command line of Windows hands over as they were typed.
func TestPatterns(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"年报.xlsx", "B.XLSX", "~$年报.xlsx", ".~年报.xlsx", ".hidden.xlsx", "附件[1].xlsx", "a.docx", "sub/c.xlsx", "sub2/d.xlsx", "plain"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for pattern, want := range map[string]string{
		"*.xlsx": "B.XLSX 年报.xlsx 附件[1].xlsx", "*.XLSX": "B.XLSX 年报.xlsx 附件[1].xlsx", "年?.xlsx": "年报.xlsx", "附件[1]*": "附件[1].xlsx", "a.*": "a.docx",
		"*.*": "B.XLSX a.docx plain sub sub2 年报.xlsx 附件[1].xlsx", "sub*/*.xlsx": "sub/c.xlsx sub2/d.xlsx", "*a*n*": "plain", "?": "", "*.pdf": "", ".h*": ".hidden.xlsx",
	} {
		found, err := matching(filepath.Join(dir, pattern))
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
		for i := range found {
			found[i], _ = filepath.Rel(dir, found[i])
		}
		if got := filepath.ToSlash(strings.Join(found, " ")); got != want {
			t.Errorf("%s: %s, want %s", pattern, got, want)
		}
	}
	options, rest, err := asWindows("check", []string{"--format", "json", "-o", "out/a.json"}, []string{"-", dir + "/*.docx"})
	if err != nil || len(rest) != 2 || rest[1] != filepath.Join(dir, "a.docx") || options[3] != filepath.FromSlash("out/a.json") {
		t.Error(options, rest, err)
	}
	for _, none := range []string{dir + "/*.pdf", dir + "/none/*.pdf"} {
		if _, _, err := asWindows("check", nil, []string{none}); err == nil {
			t.Errorf("%s: no error", none)
		}
	}
	for _, command := range []string{"review", "indicators", "brief"} {
		if _, rest, err := asWindows(command, nil, []string{dir + "/*.docx"}); err != nil || len(rest) != 1 || rest[0] != filepath.Join(dir, "a.docx") {
			t.Error(command, rest, err)
		}
	}
	if _, rest, err := asWindows("trace", nil, []string{"total.xlsx", "新收 * 总计"}); err != nil || rest[1] != "新收 * 总计" {
		t.Error(rest, err)
	}
}
