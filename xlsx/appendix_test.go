package xlsx

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Further sheets change nothing of what is read, even where they repeat labels
// and the names of cells are lost; the list of sources comes back.
func TestAppendices(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	r.Organ, r.Year = "测试市", 2024
	for i, fd := range f.Fields {
		if fd.Total == nil {
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(int64(i))}
		}
	}
	stock, _ := f.Field("proactive.rules.in_force")
	r.Values[stock.ID] = model.Value{State: model.Blank}
	plain := write(t, r)
	var labels, nines []any
	for _, fd := range f.Fields[:40] {
		labels, nines = append(labels, fd.Row.Label), append(nines, model.Int(9))
	}
	columns := make([]Column, 40)
	for i := range columns {
		columns[i] = Column{Head: f.Fields[i].Column.Label, Width: 10, Hidden: i == 3}
	}
	x := Extras{Remarks: map[string]string{stock.ID: "各单位相加为 5"}, Appendices: []Appendix{
		{Key: KeySources, Name: f.Messages["sources_sheet"], Title: f.Messages["sources_title"], Columns: []Column{{Head: "单位", Width: 20}, {Head: "位置", Width: 20}}, Rows: slices.Values([][]any{{"甲", Link{stock}}, {" 乙_x0041_<&>\r\n二 ", nil}})},
		{Key: "details", Name: f.Messages["details_sheet"], Title: f.Messages["details_title"], Columns: columns, Freeze: 1, Rows: slices.Values([][]any{labels, nines})},
	}}
	var buf, again bytes.Buffer
	if err := WriteWith(&buf, r, x); err != nil {
		t.Fatal(err)
	}
	if err := WriteWith(&again, r, x); err != nil || !bytes.Equal(buf.Bytes(), again.Bytes()) {
		t.Error("the same total gives different bytes", err)
	}
	nameless := edit(t, buf.Bytes(), func(x *excelize.File) {
		for _, n := range x.GetDefinedName() {
			x.DeleteDefinedName(&excelize.DefinedName{Name: n.Name, Scope: n.Scope})
		}
	})
	renamed := edit(t, buf.Bytes(), func(x *excelize.File) {
		name := appendixPrefix + KeySources
		x.DeleteDefinedName(&excelize.DefinedName{Name: name})
		if err := x.SetSheetName(f.Messages["sources_sheet"], "各单位"); err != nil {
			t.Fatal(err)
		}
		if err := x.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "'" + f.Messages["sources_sheet"] + "'!$A$1"}); err != nil {
			t.Fatal(err)
		}
	})
	for name, data := range map[string][]byte{"whole": buf.Bytes(), "without names": nameless, "renamed, its name left behind": renamed} {
		got := readBack(t, data)
		if d := cmp.Diff(figures(readBack(t, plain)), figures(got)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if len(got.Sources) != 5 || got.Sources[3][0] != "甲" || got.Sources[4][0] != " 乙_x0041_<&>\n二 " || got.Sources[3][1] != "二、主动公开!D4" {
			t.Errorf("%s: sources %q", name, got.Sources)
		}
	}
	if readBack(t, plain).Sources != nil {
		t.Error("a plain workbook has sources")
	}
	book, err := excelize.OpenReader(bytes.NewReader(buf.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := book.GetCellValue("二、主动公开", "E4"); v != "各单位相加为 5；" {
		t.Errorf("beside the open cell: %q", v)
	}
}

// Heads over several columns stand in a row of their own, merged, and rows begin below; figures that do not fit are printed
// smaller; a note has the height it needs.
func TestAppendixGroups(t *testing.T) {
	f := formtest.Form(t, "2021")
	r := model.NewReport(f)
	long, err := model.ParseNumber("123456789012.3456")
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.Messages["details_sheet"]
	x := Extras{Appendices: []Appendix{{Key: "details", Name: sheet, Title: f.Messages["details_title"], Note: strings.Repeat("说明", 40), Freeze: 1,
		Columns: []Column{{Head: "单位", Width: 20}, {Group: "新收", Head: "自然人", Width: 7}, {Group: "新收", Head: "企业", Width: 7}, {Group: "办结", Head: "总计", Width: 7}},
		Rows:    slices.Values([][]any{{"甲", model.Int(1), long, model.Int(3)}})}}}
	var b bytes.Buffer
	if err := WriteWith(&b, r, x); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"单位", "新收", "", "办结"}, {"", "自然人", "企业", "总计"}, {"甲", "1", "123456789012.3456", "3"}}
	if d := cmp.Diff(want, rows[2:]); d != "" {
		t.Error(d)
	}
	merged, err := book.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var spans []string
	for _, m := range merged {
		spans = append(spans, m[0])
	}
	slices.Sort(spans)
	if d := cmp.Diff([]string{"A1:D1", "A2:D2", "A3:A4", "B3:C3"}, spans); d != "" {
		t.Error(d)
	}
	if h, err := book.GetRowHeight(sheet, 2); err != nil || h < 60 {
		t.Error("the note is cut", h, err)
	}
	id, err := book.GetCellStyle(sheet, "C5")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := book.GetStyle(id); err != nil || style.Alignment == nil || !style.Alignment.ShrinkToFit {
		t.Error("a figure that does not fit is shown as ###", err)
	}
}

// A text that no cell holds is cut, and nothing of it is lost.
func TestCellTexts(t *testing.T) {
	for _, tc := range []struct {
		text   string
		pieces int
	}{
		{"", 0}, {"a", 1}, {strings.Repeat("字", workbook.MaxText), 1}, {strings.Repeat("字", workbook.MaxText+1), 2}, {strings.Repeat("𠮷", workbook.MaxText), 3},
	} {
		got := workbook.CellTexts(tc.text)
		if len(got) != tc.pieces || strings.Join(got, "") != tc.text {
			t.Errorf("%d bytes: %d pieces, want %d", len(tc.text), len(got), tc.pieces)
		}
		for _, s := range got {
			if err := workbook.CheckText(msg.Text{}, s); err != nil {
				t.Error(err)
			}
		}
	}
}
