package odf

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// flat is a flat spreadsheet of the sheets' elements; styles come before them.
func flat(styles, sheets string) []byte {
	const ns = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"`
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document ` + ns + ` office:mimetype="` + spreadsheetType + `"><office:automatic-styles>` + styles +
		`</office:automatic-styles><office:body><office:spreadsheet>` + sheets + `</office:spreadsheet></office:body></office:document>`)
}

// sheetOf is a sheet with one row.
func sheetOf(cells string) []byte {
	return flat("", `<table:table table:name="表"><table:table-row>`+cells+`</table:table-row></table:table>`)
}

// show is a sheet in one line.
func show(s *spreadsheet.Sheet) string {
	var out []string
	for _, c := range s.Cells {
		v := []string{"empty", "", "", "bool ", "error "}[c.Kind] + c.Text
		if c.Kind == spreadsheet.Text {
			v = fmt.Sprintf("%q", c.Text)
		}
		if len(c.Runs) > 1 {
			for _, r := range c.Runs {
				v += "|" + r.Text + r.Font.Vert
				if r.Font.Strike {
					v += "-"
				}
			}
		}
		if c.Formula != "" {
			v = "=" + c.Formula + " " + v
		}
		if c.EmptyText {
			v += " (empty text)"
		}
		if c.Style.Format != "" {
			v += " as " + c.Style.Format
		}
		out = append(out, fmt.Sprintf("%d.%d %s", c.Row, c.Col, v))
	}
	return strings.Join(out, "; ")
}

func TestCells(t *testing.T) {
	for name, tc := range map[string]struct{ cells, want string }{
		"a number and its text":      {`<table:table-cell office:value-type="float" office:value="96171.6"><text:p>96,172</text:p></table:table-cell>`, "0.0 96171.6 as #,##0"},
		"a number alone":             {`<table:table-cell office:value-type="float" office:value="3"/>`, "0.0 3"},
		"a number of many digits":    {`<table:table-cell office:value-type="float" office:value="96171.6000000000099988"><text:p>96171.6</text:p></table:table-cell>`, "0.0 96171.6"},
		"a percentage":               {`<table:table-cell office:value-type="percentage" office:value="6"><text:p>600%</text:p></table:table-cell>`, "0.0 6 as 0%"},
		"an amount":                  {`<table:table-cell office:value-type="currency" office:value="12.5"><text:p>12.50元</text:p></table:table-cell>`, `0.0 12.5 as 0.00"元"`},
		"a number not shown":         {`<table:table-cell office:value-type="float" office:value="-3"><text:p></text:p></table:table-cell>`, "0.0 -3 as ;;;"},
		"a logical value":            {`<table:table-cell office:value-type="float" office:value="1" table:formula="of:=TRUE()"><text:p>TRUE</text:p></table:table-cell>`, `0.0 =TRUE() bool 1`},
		"another text than a number": {`<table:table-cell office:value-type="float" office:value="1"><text:p>一</text:p></table:table-cell>`, `0.0 1 as "一"`},
		"a date":                     {`<table:table-cell office:value-type="date" office:date-value="2025-01-01"><text:p>2025年1月1日</text:p></table:table-cell>`, `0.0 45658 as yyyy"年"m"月"d"日"`},
		"a date that looks a figure": {`<table:table-cell office:value-type="date" office:date-value="2025-01-05"><text:p>5</text:p></table:table-cell>`, `0.0 45662 as yyyy-mm-dd`},
		"a time that looks a figure": {`<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"><text:p>12</text:p></table:table-cell>`, `0.0 0.5 as [h]:mm:ss`},
		"a text of digits":           {`<table:table-cell office:value-type="string"><text:p>00012</text:p></table:table-cell>`, `0.0 "00012"`},
		"blanks, tab and lines":      {"<table:table-cell office:value-type=\"string\">\n <text:p>甲<text:s text:c=\"2\"/>乙<text:tab/>丙</text:p>\n <text:p>丁<text:line-break/>戊</text:p>\n</table:table-cell>", `0.0 "甲  乙\t丙\n丁\n戊"`},
		"spans within spans":         {`<table:table-cell office:value-type="string"><text:p>1<text:span>2<text:span>3</text:span>4</text:span>5</text:p></table:table-cell>`, `0.0 "12345"`},
		"a comment before the text":  {`<table:table-cell office:value-type="float" office:value="66"><office:annotation><dc:date>2026-11-29T00:00:00</dc:date><text:p>核对</text:p></office:annotation><text:p>66</text:p></table:table-cell>`, "0.0 66"},
		"an error":                   {`<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`, "0.0 =1/0 error #DIV/0!"},
		"an empty text":              {`<table:table-cell table:formula="of:=IF([.A2]=1;1;&quot;&quot;)"/>`, `0.0 =IF(A2=1,1,"") "" (empty text)`},
		"a formula of another sheet": {`<table:table-cell table:formula="of:=SUM([$'表 二'.A1:.B2])" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>`, `0.0 =SUM('表 二'!A1:B2) 7`},
		"cells repeated":             {`<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/>`, "0.0 0; 0.1 0"},
		"what a merge covers":        {`<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>甲</text:p></table:table-cell><table:covered-table-cell office:value-type="float" office:value="77"><text:p>77</text:p></table:covered-table-cell>`, `0.0 "甲"; 0.1 77`},
	} {
		t.Run(name, func(t *testing.T) {
			book, ok, err := ReadSpreadsheet(sheetOf(tc.cells), spreadsheet.Default)
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
	book, ok, err := ReadSpreadsheet(flat(
		`<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>
		<style:style style:name="s" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
		<style:style style:name="u" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>`,
		`<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>
		<table:table table:name="表"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
		<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p><text:span text:style-name="s">99</text:span>12<text:span text:style-name="u">注</text:span></text:p></table:table-cell></table:table-row></table:table-header-rows>
		<table:table-row-group><table:table-row table:visibility="collapse"><table:table-cell/><table:table-cell/><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table-row-group>
		<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="2"><draw:frame><draw:text-box><text:p>文本框</text:p></draw:text-box></draw:frame></table:table-cell></table:table-row>
		<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
		<table:table table:name="隐" table:style-name="h"/>
		<table:named-expressions><table:named-range table:name="总数" table:cell-range-address="$表.$A$1"/></table:named-expressions>`), spreadsheet.Default)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	s := book.Sheets[0]
	got := fmt.Sprint(book.Date1904, book.Names, s.Hidden, book.Sheets[1].Hidden, s.HiddenRows, s.Heights, s.Columns, s.Merges, s.Comments, s.Boxes, show(s))
	if want := `true [{总数 '表'!$A$1}] false true [1] map[] [{0 1 false 0} {2 2 true 0}] [{0 0 1 1}] [{0 0 批注}] [{2 0 文本框}]0.0 "9912注"|99-|12|注superscript; 1.2 1; 2.0 2; 3.0 2`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// packed is a document of parts.
func packed(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, parts[i+1])
	}
	z.Close()
	return b.Bytes()
}

func TestRefused(t *testing.T) {
	cell := `<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>`
	small := spreadsheet.Limits{Bytes: 4000, Cells: 4, Sheets: 2, Text: 10, AllText: 24, Elements: 40}
	content := string(sheetOf(cell))
	manifest := `<manifest:file-entry manifest:media-type="` + spreadsheetType + `"/>`
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"flat":              {sheetOf(cell), ""},
		"packed":            {packed(t, "mimetype", spreadsheetType, "content.xml", content), ""},
		"packed anew":       {packed(t, "content.xml", content, "META-INF/manifest.xml", manifest), ""},
		"a template":        {packed(t, "mimetype", spreadsheetType+"-template", "content.xml", content), ""},
		"password":          {packed(t, "mimetype", spreadsheetType, "content.xml", "x", "META-INF/manifest.xml", "<encryption-data/>"), "有密码"},
		"no content":        {packed(t, "mimetype", spreadsheetType), "缺少内容"},
		"too long":          {packed(t, "mimetype", spreadsheetType, "content.xml", content+strings.Repeat(" ", 4000)), "过多"},
		"no XML":            {sheetOf("<a>"), "不是有效的 XML"},
		"a DOCTYPE":         {append([]byte(`<!DOCTYPE a>`), sheetOf(cell)...), "DOCTYPE"},
		"a wrong number":    {sheetOf(`<table:table-cell office:value-type="float" office:value="1,2"/>`), "数值“1,2”无效"},
		"too many cells":    {sheetOf(strings.Repeat(cell, 5)), "过多"},
		"cells repeated":    {sheetOf(strings.Replace(cell, " ", ` table:number-columns-repeated="5" `, 1)), "过多"},
		"rows repeated":     {flat("", `<table:table><table:table-row table:number-rows-repeated="5">`+cell+`</table:table-row></table:table>`), "过多"},
		"too many rows":     {flat("", `<table:table><table:table-row table:number-rows-repeated="1048577"/></table:table>`), "行数过多"},
		"too many sheets":   {flat("", strings.Repeat(`<table:table/>`, 3)), "过多"},
		"too long a text":   {sheetOf(strings.Replace(cell, "甲", "一二三四五六七八九十甲", 1)), "过多"},
		"too much text":     {sheetOf(strings.Repeat(strings.Replace(cell, "甲", "一二三四五", 1), 2)), "过多"},
		"too many elements": {flat(strings.Repeat("<a/>", 40), ""), "过多"},
	} {
		_, ok, err := ReadSpreadsheet(tc.data, small)
		if !ok || tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, %v, want %q", name, ok, err, tc.want)
		}
	}
	small.Elements, small.Bytes = 1000, 1<<16
	deep := sheetOf("<table:table-cell>" + strings.Repeat("<draw:g>", maxDepth) + strings.Repeat("</draw:g>", maxDepth) + "</table:table-cell>")
	if _, ok, err := ReadSpreadsheet(deep, small); !ok || err == nil || !strings.Contains(err.Error(), "嵌套过深") {
		t.Errorf("nested too deeply: %v, %v", ok, err)
	}
	for name, data := range map[string][]byte{
		"a workbook": packed(t, "xl/workbook.xml", ""), "a text": packed(t, "mimetype", textType, "content.xml", ""), "text": []byte("甲"),
		"a long directory": append(packed(t, "mimetype", spreadsheetType), bytes.Repeat([]byte("PK\x01\x02"), 10*maxEntries+1)...),
	} {
		if _, ok, err := ReadSpreadsheet(data, small); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

// FuzzReadSpreadsheet reads damaged documents: nothing may fail but with a message.
func FuzzReadSpreadsheet(f *testing.F) {
	f.Add(string(sheetOf(`<table:table-cell table:formula="of:=SUM([.A1:.B2])" office:value-type="float" office:value="12.5"><office:annotation><text:p>批注</text:p></office:annotation><text:p>12.50元</text:p></table:table-cell>`)))
	f.Add(string(flat(`<style:style style:name="a" style:family="table-cell" style:parent-style-name="a"/>`, `<table:table><table:table-column table:number-columns-repeated="3"/><table:table-row table:number-rows-repeated="2"><table:table-cell table:style-name="a"><text:p>甲<text:s/></text:p></table:table-cell></table:table-row></table:table>`)))
	f.Fuzz(func(t *testing.T, data string) {
		small := spreadsheet.Limits{Bytes: 1 << 16, Cells: 5000, Sheets: 20, Text: 1 << 16, AllText: 1 << 20, Elements: 1 << 16}
		book, ok, err := ReadSpreadsheet([]byte(data), small)
		if ok && err == nil {
			if _, err := book.XLSX(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
