package table_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
)

// Small lines are drawn by the spreadsheet program over the years that have a
// figure, with words beside them; where one between others has none, which a
// program would draw as 0, the line is made of blocks.
func TestSparklines(t *testing.T) {
	n := func(i int64) *model.Number { v := model.Int(i); return &v }
	row := func(name, words string, ns ...*model.Number) table.Row {
		r := table.Row{Cells: []table.Cell{{Text: name}}}
		for _, v := range ns {
			c := table.Cell{Text: "—"}
			if v != nil {
				c = table.Cell{Text: v.String(), Number: v}
			}
			r.Cells = append(r.Cells, c)
		}
		return table.Row{Cells: append(r.Cells, table.Cell{Text: words, Trend: ns}, table.Cell{Text: "注"})}
	}
	share := row("丁", "上升", n(1), n(2), n(3))
	share.Cells[1].Share = true
	page := &table.Page{Title: "对照", Blocks: []table.Block{{Title: "各格‘数’字", Head: []string{"项目", "2020", "2021", "2022", "走势", "说明"}, Rows: []table.Row{
		row("甲", "逐年上升", n(1), n(2), n(3)), row("乙", "上升", nil, n(2), n(3)), row("丙", "下降", n(3), nil, n(2)), share, row("戊", "", nil, n(4), nil), row("己", "", nil, nil, nil),
	}}}}
	var b bytes.Buffer
	if err := table.Write(&b, page, table.Options{Format: "xlsx"}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetList()[1]
	for ref, want := range map[string]string{"A5": "甲", "E4": "走势", "G4": "说明", "E5": "", "F5": "逐年上升", "G5": "注", "E7": "█·▁", "F7": "下降", "B8": "1.0 %", "E10": ""} {
		if got, err := f.GetCellValue(sheet, ref); err != nil || got != want {
			t.Errorf("%s is %q, want %q", ref, got, want)
		}
	}
	part := []byte(formtest.Parts(t, b.Bytes())["xl/worksheets/sheet2.xml"])
	var got []string
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := tok.(xml.StartElement); ok && (s.Name.Local == "f" || s.Name.Local == "sqref") && strings.Contains(s.Name.Space, "main") {
			var text string
			if err := d.DecodeElement(&text, &s); err != nil {
				t.Fatal(err)
			}
			got = append(got, text)
		}
	}
	want := []string{"'" + sheet + "'!B5:D5", "E5", "'" + sheet + "'!C6:D6", "E6", "'" + sheet + "'!B8:D8", "E8", "'" + sheet + "'!C9:C9", "E9"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if bytes.Contains([]byte(formtest.Parts(t, b.Bytes())["xl/worksheets/sheet1.xml"]), []byte("extLst")) {
		t.Error("a sheet without small lines has an extension")
	}
}

// A text on the right of a column never loses its beginning, where its sign is: the column
// becomes as wide as it needs, and what is longer still is broken into lines.
func TestNoSignIsCutOff(t *testing.T) {
	n := model.Int(7)
	long := "-" + strings.Repeat("1234567890 ", 4)
	b := table.Block{Title: "较上年", Head: []string{"单位", "公开率", "办结", "说明"}, Widths: []float64{28, 10, 8, 20}, Rows: []table.Row{
		{Cells: []table.Cell{{Text: "甲局"}, {Text: "-40.0（小）"}, {Text: "7", Number: &n}, {Text: "说明文字"}}},
		{Cells: []table.Cell{{Text: "乙局"}, {Text: "7", Number: &n}, {Text: long}, {Text: "说明文字"}}},
	}, Figures: []bool{false, true, true, false}}
	each := b
	each.Rows, each.Each, each.Count = nil, slices.Values(b.Rows), len(b.Rows)
	for name, block := range map[string]table.Block{"given": b, "made one by one": each} {
		var out bytes.Buffer
		if err := table.Write(&out, &table.Page{Title: "表", Blocks: []table.Block{block}}, table.Options{Format: "xlsx"}); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		sheet := f.GetSheetList()[0]
		look := func(ref string) *excelize.Alignment {
			id, err := f.GetCellStyle(sheet, ref)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			return style.Alignment
		}
		if got, _ := f.GetCellValue(sheet, "B3"); got != "-40.0（小）" {
			t.Fatalf("%s: B3 is %q", name, got)
		}
		width, _ := f.GetColWidth(sheet, "B")
		if a := look("B3"); a.Horizontal == "right" && width < 13 || a.Horizontal != "right" && !a.WrapText {
			t.Errorf("%s: %+v in a column %v wide", name, a, width)
		}
		if a := look("C4"); a.Horizontal != "left" || !a.WrapText {
			t.Errorf("%s: a text too long for any column: %+v", name, a)
		}
		if a := look("C3"); a.Horizontal != "right" {
			t.Errorf("%s: a figure: %+v", name, a)
		}
		if a := look("D3"); a.Indent != 1 {
			t.Errorf("%s: a text behind a figure: %+v", name, a)
		}
	}
}
