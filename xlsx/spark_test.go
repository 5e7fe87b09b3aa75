package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// Small lines are drawn by the spreadsheet program over the years that have a
// figure, with words beside them; where one between others has none, which a
// program would draw as 0, the line is made of blocks.
func TestSparklines(t *testing.T) {
	n := func(i int64) *model.Number { v := model.Int(i); return &v }
	row := func(name, words string, ns ...*model.Number) diff.Row {
		r := diff.Row{Cells: []diff.Cell{{Text: name}}}
		for _, v := range ns {
			c := diff.Cell{Text: "—"}
			if v != nil {
				c = diff.Cell{Text: v.String(), Number: v}
			}
			r.Cells = append(r.Cells, c)
		}
		return diff.Row{Cells: append(r.Cells, diff.Cell{Text: words, Trend: ns}, diff.Cell{Text: "注"})}
	}
	share := row("丁", "上升", n(1), n(2), n(3))
	share.Cells[1].Share = true
	page := &diff.Page{Title: "对照", Blocks: []diff.Block{{Title: "各格‘数’字", Head: []string{"项目", "2020", "2021", "2022", "走势", "说明"}, Rows: []diff.Row{
		row("甲", "逐年上升", n(1), n(2), n(3)), row("乙", "上升", nil, n(2), n(3)), row("丙", "下降", n(3), nil, n(2)), share, row("戊", "", nil, n(4), nil), row("己", "", nil, nil, nil),
	}}}}
	var b bytes.Buffer
	if err := xlsx.WriteComparison(&b, page, "摘要"); err != nil {
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
	part := partOf(t, b.Bytes(), "xl/worksheets/sheet2.xml")
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
	if bytes.Contains(partOf(t, b.Bytes(), "xl/worksheets/sheet1.xml"), []byte("extLst")) {
		t.Error("a sheet without small lines has an extension")
	}
}

func partOf(t *testing.T, book []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
