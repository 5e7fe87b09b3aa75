package xlsx

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A fault of our own while a workbook is read is a crash with its stack; where the
// library fails, the workbook is damaged.
func TestReadCrash(t *testing.T) {
	data, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	var crash *msg.Crash
	r, err := Read(data, []*model.Form{nil}, intake.Options{}) // which form it is made for is asked of none
	if r != nil || !errors.As(err, &crash) || !strings.Contains(string(crash.Stack), "xlsx.(*book).form") {
		t.Errorf("a form that is none: %v, %v", r, err)
	}
	w, err := preflight.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	w.SetPart("xl/workbook.xml", nil) // the library cannot read that
	w.SetPart("xl/worksheets/sheet1.xml", nil)
	if f, err := w.Library(); f != nil || errors.As(err, &crash) || !strings.Contains(err.Error(), "文件结构不完整") {
		t.Errorf("a file that is none: %v, %v", f, err)
	}
	rich := edit(t, data, func(x *excelize.File) {
		if err := x.SetCellRichText("六、其他事项", "A3", []excelize.RichTextRun{{Text: "无"}, {Text: "。", Font: &excelize.Font{Bold: true}}}); err != nil {
			t.Fatal(err)
		}
	})
	for _, broken := range []bool{false, true} {
		w, err := preflight.Open(rich)
		if err != nil {
			t.Fatal(err)
		}
		f, err := w.Library()
		if err != nil {
			t.Fatal(err)
		}
		if broken {
			f.Sheet.Store(w.Sheet("六、其他事项").Part, "no sheet") // the library panics when it is asked for the runs of the text
		}
		r, err := read(w, forms(t), intake.Options{})
		switch {
		case !broken && (err != nil || r == nil || r.Texts["other"] != "无。"):
			t.Errorf("a text in two runs: %v", err)
		case broken && (r != nil || errors.As(err, &crash) || err == nil || !strings.Contains(err.Error(), "工作簿的内容已损坏")):
			t.Errorf("a panic of the library: %t, %v", r != nil, err)
		}
	}
}

// A fault of our own while a workbook is searched is both a note and a crash.
func TestLeftoversCrash(t *testing.T) {
	l := &searcher{}
	l.Search("xl/x.xml", msg.T("部件", "the part"), func() error { panic("planted") })
	var crash *msg.Crash
	if len(l.Notes) != 1 || l.Notes[0].Rule != "PUB-UNSEARCHED" || l.Notes[0].Found != "xl/x.xml" || !errors.As(l.Crash, &crash) || crash.Value != "planted" {
		t.Errorf("%+v, %v", l.Notes, l.Crash)
	}
	l.Search("", msg.Text{}, func() error { (*excelize.File)(nil).GetSheetList(); return nil })
	if len(l.Notes) != 2 || l.Crash != crash {
		t.Errorf("%+v, %v", l.Notes, l.Crash)
	}
}
