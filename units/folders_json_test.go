package units

import (
	"slices"
	"testing"
	"testing/fstest"
)

// A report as JSON is one though it is damaged, or begins with a byte order mark: it is
// said to be unreadable, not passed over. Other JSON is no report.
func TestJSONInFolder(t *testing.T) {
	const head = `{"schema": "gkxl-report/1", "year": 2024`
	fsys := fstest.MapFS{}
	for name, content := range map[string]string{
		"cut.json": head, "mark.json": "\ufeff" + head + "}", "more.json": head + "} x", "bytes.json": head + ", \"organ\": \"\xff\"}",
		"findings.json": `{"schema": "gkxl-findings/1"}`, "other.json": `{"a": "gkxl-report/1"}`, "list.json": "[]",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	files, skipped, err := FindFS(fsys)
	if err != nil || !slices.Equal(files, []string{"bytes.json", "cut.json", "mark.json", "more.json"}) || !slices.Equal(skipped, []string{"findings.json", "list.json", "other.json"}) {
		t.Errorf("found %q, skipped %q, %v", files, skipped, err)
	}
}
