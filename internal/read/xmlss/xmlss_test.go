package xmlss

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// document is a spreadsheet with styles and the elements of sheets.
func document(styles, sheets string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="` + namespace + `" xmlns:ss="` + namespace +
		`"><Styles>` + styles + `</Styles>` + sheets + `</Workbook>`)
}

// sheetOf is a sheet of rows.
func sheetOf(rows string) []byte {
	return document(`<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="s" ss:Parent="p"><Font ss:StrikeThrough="1"/></Style>`,
		`<Worksheet ss:Name="表"><Table>`+rows+`</Table></Worksheet>`)
}

// show is a sheet in one line.
func show(s *spreadsheet.Sheet) string {
	var out []string
	for _, c := range s.Cells {
		v := []string{"empty", "", "", "bool ", "error "}[c.Kind] + c.Text
		if c.Kind == spreadsheet.Text {
			v = fmt.Sprintf("%q", c.Text)
		}
		for _, r := range c.Runs {
			v += "|" + r.Text + r.Font.Vert
			if r.Font.Strike {
				v += "-"
			}
		}
		if c.Formula != "" {
			v = "=" + c.Formula + " " + v
		}
		if c.EmptyText {
			v += " (empty text)"
		}
		if c.Style.Font.Strike {
			v += " struck"
		}
		if c.Style.Format != "" {
			v += " as " + c.Style.Format
		}
		out = append(out, fmt.Sprintf("%d.%d %s", c.Row, c.Col, v))
	}
	return strings.Join(out, "; ")
}

func TestCells(t *testing.T) {
	for name, tc := range map[string]struct{ rows, want string }{
		"a number":          {`<Row><Cell><Data ss:Type="Number">96171.6</Data></Cell></Row>`, "0.0 96171.6"},
		"a percentage":      {`<Row><Cell ss:StyleID="p"><Data ss:Type="Number">6</Data></Cell></Row>`, "0.0 6 as 0.00%"},
		"a style's parent":  {`<Row ss:StyleID="s"><Cell><Data ss:Type="Number">6</Data></Cell></Row>`, "0.0 6 struck as 0.00%"},
		"a text of digits":  {`<Row><Cell><Data ss:Type="String">00012</Data></Cell></Row>`, `0.0 "00012"`},
		"a date":            {`<Row><Cell><Data ss:Type="DateTime">2025-01-05T00:00:00.000</Data></Cell></Row>`, `0.0 45662 as yyyy/m/d`},
		"a logical value":   {`<Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>`, "0.0 bool 1"},
		"an error":          {`<Row><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>`, "0.0 =1/0 error #DIV/0!"},
		"rows and columns":  {`<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row><Row><Cell><Data ss:Type="Number">3</Data></Cell></Row>`, "2.1 1; 2.2 2; 3.0 3"},
		"behind a merge":    {`<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell></Row>`, `0.0 "甲"; 0.3 2`},
		"rows alike":        {`<Row ss:Span="2"/><Row><Cell><Data ss:Type="Number">3</Data></Cell></Row>`, "3.0 3"},
		"marks of HTML":     {`<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>99</S>12<Sup>注</Sup></ss:Data></Cell></Row>`, `0.0 "9912注"|99-|12|注superscript`},
		"a formula":         {`<Row><Cell/><Cell ss:Formula="=SUM(RC[-1],R[1]C,R5C1:R6C2,'R1C1'!RC)"><Data ss:Type="Number">7</Data></Cell></Row>`, "0.1 =SUM(A1,B2,A5:B6,'R1C1'!B1) 7"},
		"an empty text":     {`<Row><Cell ss:Formula="=&quot;RC&quot;"><Data ss:Type="String"></Data></Cell></Row>`, `0.0 ="RC" empty (empty text)`},
		"formula, no value": {`<Row><Cell ss:Formula="=RC[1]"/></Row>`, "0.0 =B1 empty"},
	} {
		t.Run(name, func(t *testing.T) {
			book, ok, err := Read(sheetOf(tc.rows), spreadsheet.Default)
			if !ok || err != nil {
				t.Fatal(ok, err)
			}
			if got := show(book.Sheets[0]); got != tc.want {
				t.Errorf("%s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	book, ok, err := Read(document("", `<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>
		<Names><NamedRange ss:Name="总数" ss:RefersTo="=表!R1C1"/></Names>
		<Worksheet ss:Name="表"><Table><Column/><Column ss:Hidden="1" ss:Span="1"/><Row ss:Hidden="1"><Cell ss:MergeDown="1" ss:MergeAcross="1"><Data ss:Type="String">甲</Data><Comment ss:Author="乙"><ss:Data>批注<B>一</B></ss:Data></Comment></Cell></Row><Row ss:Height="0"><Cell ss:Index="4"><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet>
		<Worksheet ss:Name="隐"><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetVeryHidden</Visible></WorksheetOptions></Worksheet>`), spreadsheet.Default)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	s := book.Sheets[0]
	got := fmt.Sprint(book.Date1904, book.Names, s.Hidden, book.Sheets[1].Hidden, s.HiddenRows, s.Heights, s.Columns, s.Merges, s.Comments, show(s))
	if want := `true [{总数 表!$A$1}] false true [0] map[1:0] [{0 0 false 0} {1 2 true 0}] [{0 0 1 1}] [{0 0 批注一}]0.0 "甲"; 1.3 1`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestRefused(t *testing.T) {
	cell := `<Cell><Data ss:Type="String">甲</Data></Cell>`
	small := spreadsheet.Limits{Bytes: 2000, Cells: 4, Sheets: 2, Text: 10, Elements: 60}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"small":              {sheetOf("<Row>" + cell + "</Row>"), ""},
		"too long":           {sheetOf(strings.Repeat(" ", 2000)), "过多"},
		"no XML":             {sheetOf("<Row>"), "不是有效的 XML"},
		"a DOCTYPE":          {[]byte(strings.Replace(string(sheetOf("")), "<Workbook", "<!DOCTYPE a><Workbook", 1)), "DOCTYPE"},
		"a wrong number":     {sheetOf(`<Row><Cell><Data ss:Type="Number">1,2</Data></Cell></Row>`), "数值“1,2”无效"},
		"a wrong date":       {sheetOf(`<Row><Cell><Data ss:Type="DateTime">昨天</Data></Cell></Row>`), "日期“昨天”无效"},
		"rows that go back":  {sheetOf(`<Row ss:Index="3"/><Row ss:Index="3"/>`), "行号无效"},
		"no such row":        {sheetOf(`<Row ss:Index="1048577"/>`), "行号无效"},
		"cells that go back": {sheetOf(`<Row><Cell ss:Index="3"/><Cell ss:Index="2"/></Row>`), "列号无效"},
		"no such column":     {sheetOf(`<Column ss:Index="16385"/>`), "列号无效"},
		"too many cells":     {sheetOf("<Row>" + strings.Repeat(cell, 5) + "</Row>"), "过多"},
		"too long a text":    {sheetOf("<Row>" + strings.Replace(cell, "甲", "一二三四五六七八九十甲", 1) + "</Row>"), "过多"},
		"too many sheets":    {document("", strings.Repeat("<Worksheet/>", 3)), "过多"},
		"too many elements":  {sheetOf(strings.Repeat("<Row/>", 60)), "过多"},
		"nested too deeply":  {document("", strings.Repeat("<a>", 55)+strings.Repeat("</a>", 55)), ""},
	} {
		_, ok, err := Read(tc.data, small)
		if !ok || tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, %v, want %q", name, ok, err, tc.want)
		}
	}
	small.Elements, small.Bytes = 1000, 1<<16
	if _, ok, err := Read(document("", strings.Repeat("<a>", maxDepth)+strings.Repeat("</a>", maxDepth)), small); !ok || err == nil || !strings.Contains(err.Error(), "嵌套过深") {
		t.Errorf("nested too deeply: %v, %v", ok, err)
	}
	for name, data := range map[string]string{"a page of Excel": `<html xmlns="` + namespace + `">`, "XML": "<a/>", "text": namespace} {
		if _, ok, err := Read([]byte(data), small); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

// FuzzRead reads damaged documents: nothing may fail but with a message.
func FuzzRead(f *testing.F) {
	f.Add(string(sheetOf(`<Column ss:Span="2" ss:Hidden="1"/><Row ss:Index="2" ss:Span="1"><Cell ss:MergeAcross="1" ss:Formula="=RC[-1]+R1C1"><Data ss:Type="Number">1</Data><Comment><Data>注</Data></Comment></Cell><Cell><Data ss:Type="String">甲<Sup>乙</Sup></Data></Cell></Row>`)))
	f.Fuzz(func(t *testing.T, data string) {
		small := spreadsheet.Limits{Bytes: 1 << 16, Cells: 5000, Sheets: 20, Text: 1 << 16, Elements: 1 << 16}
		book, ok, err := Read([]byte(data), small)
		if ok && err == nil {
			if _, err := book.XLSX(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
