package repair

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// TestSameReport holds a written workbook against the report it was written of: whatever one of them says otherwise, the
// place is named, and nothing would be written.
func TestSameReport(t *testing.T) {
	const id = "requests.new.natural_person"
	var book bytes.Buffer
	if err := xlsx.Write(&book, formtest.Example(t, "huaian-2024.json")); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(r *model.Report)
		where  string // empty where they are the same
	}{
		"the same":             {func(*model.Report) {}, ""},
		"blanks around a text": {func(r *model.Report) { r.Texts["overview"] += "\n " }, ""},
		"a figure":             {func(r *model.Report) { r.Values[id] = model.Value{State: model.IsNumber, Number: model.Int(987_654)} }, "自然人"},
		"0 for a figure":       {func(r *model.Report) { r.Values[id] = model.Value{State: model.IsNumber} }, "自然人"},
		"blank for a figure":   {func(r *model.Report) { r.Values[id] = model.Value{State: model.Blank} }, "自然人"},
		"a unit": {func(r *model.Report) {
			v := r.Values[id]
			v.Unit = "万件"
			r.Values[id] = v
		}, "自然人"},
		"the organ": {func(r *model.Report) { r.Organ = "另一机关" }, "封面"},
		"the year":  {func(r *model.Report) { r.Year-- }, "封面"},
		"a text":    {func(r *model.Report) { r.Texts["overview"] += "又一句。" }, "一、总体情况"},
		"no text":   {func(r *model.Report) { delete(r.Texts, "problems") }, "存在的主要问题"},
	} {
		r := formtest.Example(t, "huaian-2024.json")
		tc.change(r)
		got, err := sameReport(book.Bytes(), r)
		if tc.where == "" {
			if err != nil || got == nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got != nil || err == nil || !strings.Contains(err.Error(), tc.where) || !strings.Contains(err.Error(), "没有写出") {
			t.Errorf("%s: %v, want %s", name, err, tc.where)
		}
	}
	if _, err := sameReport([]byte("no workbook"), formtest.Example(t, "huaian-2024.json")); err == nil {
		t.Error("what is no workbook is the same report")
	}
}
