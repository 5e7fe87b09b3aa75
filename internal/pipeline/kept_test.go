package pipeline

import (
	"errors"
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// TestKept imports what was read of a document when a folder was searched, once, and reads a file again whose content is
// another or for which the options say something.
func TestKept(t *testing.T) {
	page := func(figure string) []byte {
		return []byte("<html><body><h1>某县某局2024年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>" +
			"<tr><td>行政规范性文件</td><td>1</td><td>0</td><td>" + figure + "</td></tr></table></body></html>")
	}
	found := func(name string, data []byte) bool {
		sheets, kind, err := read.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		return MayReport(name, data, nil, sheets, kind)
	}
	figure := func(data []byte, o Options) string {
		r, err := Import("a.html", data, o)
		if err != nil {
			t.Fatal(err)
		}
		return r.Organ + " " + r.Value("proactive.normative.in_force").Number.String()
	}
	if !found("a.html", page("17")) || found("b.html", []byte("<html><body>无关的网页</body></html>")) {
		t.Error("what holds a table of the report is not told from what does not")
	}
	kept := reports.byName["a.html"].report
	if kept == nil || reports.byName["b.html"].report != nil {
		t.Fatal("the report is not kept, or what is none is")
	}
	if got := figure(page("17"), Options{}); got != "某县某局 17" {
		t.Error(got)
	}
	if reports.byName["a.html"].report != nil {
		t.Error("the report is kept on")
	}
	found("a.html", page("17"))
	if got := figure(page("18"), Options{}); got != "某县某局 18" {
		t.Errorf("another content: %s", got)
	}
	found("a.html", page("17"))
	if r := takeKept("a.html", page("17"), Options{Organ: "某县另一局"}); r != nil {
		t.Error("the options are left out of account")
	}
	for name, want := range map[string]struct {
		data         string
		none, unread bool
	}{"c.txt": {"无关", true, false}, "d.csv": {"", false, true}} {
		if none, unread := HasNoTable(name, []byte(want.data)); none != want.none || unread != want.unread {
			t.Errorf("%s: no table %v, unread %v", name, none, unread)
		}
	}
	if _, err := Import("c.txt", []byte("无关"), Options{}); !errors.Is(err, msg.ErrNoReport) {
		t.Error(err)
	}
}

// TestKeptWhole keeps a report with all that its values can say, and gets the same one back.
func TestKeptWhole(t *testing.T) {
	data, err := os.ReadFile("../../examples/huaian-2024.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Import("a.json", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	fields := r.Form.Fields
	r.Values[fields[0].ID] = model.Value{Number: model.Int(22), State: model.IsNumber, Text: "22（其中修订16件）", Remark: "其中修订16件", Cell: "表1!B2"}
	r.Values[fields[1].ID] = model.Value{Number: model.Int(3), State: model.IsNumber, Computed: true}
	r.Values[fields[2].ID] = model.Value{State: model.Unreadable, Text: "若干", Unit: "件"}
	r.Values[fields[3].ID] = model.Value{State: model.Blank, Cell: "表1!B5"}
	delete(r.Values, fields[4].ID)
	before := *r
	before.Values = maps.Clone(r.Values)
	if diff := cmp.Diff(&before, newKept(data, r).restored(), cmp.AllowUnexported(model.Number{}), cmp.Comparer(func(a, b *model.Form) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if r.Values == nil {
		t.Error("the report that was kept has lost its values")
	}
}
