package units

import (
	"archive/zip"
	"bytes"
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

// Pages and tables under their rarer endings are looked into as well; what is no report by its ending is not.
func TestRareEndings(t *testing.T) {
	const table = `<html><table><tr><td>项目</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>总计</td></tr>` +
		`<tr><td>一、本年新收政府信息公开申请数量</td><td>1</td><td>2</td><td>3</td><td>6</td></tr>` +
		`<tr><td>二、上年结转政府信息公开申请数量</td><td>0</td><td>0</td><td>0</td><td>0</td></tr></table></html>`
	fsys := fstest.MapFS{}
	for _, n := range []string{"a.xhtml", "b.shtml", "c.tsv", "d.markdown", "e.css", "f.js"} {
		fsys[n] = &fstest.MapFile{Data: []byte(table)}
	}
	files, skipped, err := FindFS(fsys)
	if want := []string{"a.xhtml", "b.shtml", "c.tsv", "d.markdown"}; err != nil || !slices.Equal(files, want) {
		t.Errorf("found %q, not %q, %v", files, want, err)
	}
	if want := []string{"e.css", "f.js"}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %q, not %q", skipped, want)
	}
}

// Pages that gkxl made of findings, and folders of results whole, are none of the
// reports; a folder of that name with anything else in it is searched.
func TestResultsInFolder(t *testing.T) {
	const page, table = `<html><head><meta name="generator" content="gkxl"></head>`, `<table><tr><td>没有</td></tr></table>`
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, n := range []string{"镇/核对结果/核对结果.html", "镇/核对结果/标注/a.xlsx", "镇/a.xlsx"} {
		if _, err := z.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{"z.zip": {Data: packed.Bytes()}}
	for _, n := range []string{"a.xlsx", "核对结果/核对结果.html", "核对结果/标注/a.xlsx", "x/核对结果 (2)/核对结果.html", "x/核对结果 (2)/b.xlsx", "y/核对结果/b.xlsx", "y/核对结果.xlsx"} {
		fsys[n] = &fstest.MapFile{Data: []byte(page + table)}
	}
	fsys["结果.html"] = &fstest.MapFile{Data: []byte(page + table)}
	files, skipped, err := FindFS(fsys)
	if want := []string{"a.xlsx", "y/核对结果.xlsx", "y/核对结果/b.xlsx", "z.zip/镇/a.xlsx"}; err != nil || !slices.Equal(files, want) {
		t.Errorf("found %q, not %q, %v", files, want, err)
	}
	if want := []string{"x/核对结果 (2)", "z.zip/镇/核对结果", "核对结果", "结果.html"}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %q, not %q", skipped, want)
	}
}
