package gkxl_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
)

// Documents made to cost time cost no more than their length, counted by what is
// allocated, and what was not looked at is said. At their full length they are read
// within a bound of time too.
func TestCraftedDocuments(t *testing.T) {
	const head = "三、收到和处理政府信息公开申请情况\n,申请人情况\n,自然人,法人或其他组织,,,,,总计\n,,商业企业,科研机构,社会公益组织,法律服务机构,其他\n"
	part := formtest.Trials(1, 4)
	for name, tc := range map[string]struct{ file, text string }{
		"rows twice":    {"a.csv", head + strings.Repeat("（一）予以公开,1\n重覆申请事项,1\n", 12000/part)},
		"near rows":     {"a.csv", head + "（一）予以公开,1\n" + strings.Repeat("重覆申请事项,1\n", 24000/part)},
		"many headers":  {"a.csv", strings.Repeat(head+"（一）予以公开,1\n\n", 1400)},
		"one long row":  {"a.csv", head + "（一）予以公开,1" + strings.Repeat(",2", 24000/part)},
		"text":          {"a.txt", strings.ReplaceAll(head, ",", "\t") + strings.Repeat("（一）予以公开\t1\t2\t3\t4\n", 8000/part)},
		"page of spans": {"a.html", "<table><tr><td>" + strings.NewReplacer(",", "<td>", "\n", "<tr><td>").Replace(head) + strings.Repeat("（一）予以公开<td>1<td rowspan=500>2<tr><td>", 400/part)},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		r, err := gkxl.Import(tc.file, []byte(tc.text), gkxl.ImportOptions{})
		if d := time.Since(start); formtest.Full() && d > 30*time.Second {
			t.Errorf("%s took %v", name, d)
		}
		runtime.ReadMemStats(&after)
		// Some objects to a byte at most, whatever the length, and some for the forms.
		n := uint64(len(tc.text))
		if objects, bytes := after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc; objects > 60_000+20*n || bytes > 4000*n {
			t.Errorf("%s: %d objects and %d bytes for a document of %d bytes", name, objects, bytes, n)
		}
		if err == nil && len(r.Notes) == 0 {
			t.Errorf("%s: nothing is said", name)
		}
	}
}

// One file for every worksheet is one report, and places name the file.
func TestImportPages(t *testing.T) {
	head := gkxl.File{Name: "dir/x-一、总体情况.csv", Data: []byte("某局2024年政府信息公开工作年度报告\n一、总体情况\n本机关依法公开政府信息。\n")}
	rows := gkxl.File{Name: "dir/x-二、主动公开.csv", Data: []byte("信息内容,本年处理决定数量\n行政许可,12\n")}
	aside := gkxl.File{Name: "dir/x-填报说明.csv", Data: []byte("这里的文字不属于报告\n")}
	r, err := gkxl.ImportParts([]gkxl.File{head, rows, aside}, gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	v := r.Values["proactive.licensing.decisions"]
	if r.Organ != "某局" || r.Year != 2024 || r.Texts["overview"] != "本机关依法公开政府信息。" || v.Number.String() != "12" || v.Cell != "x-二、主动公开.csv!第2行第2列" {
		t.Errorf("%q %d %q %+v", r.Organ, r.Year, r.Texts, v)
	}
	for _, n := range r.Notes {
		if strings.Contains(n.Found, "不属于报告") {
			t.Errorf("the sheet of guidance was read: %v", n)
		}
	}
	if _, err := gkxl.ImportParts([]gkxl.File{head, {Name: "b.xlsx", Data: []byte("PK\x03\x04")}}, gkxl.ImportOptions{}); err == nil || !strings.Contains(err.Error(), "b.xlsx") {
		t.Errorf("a workbook among pages: %v", err)
	}
}
