package preflight

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// limited is a small workbook that holds three of whatever has a limit: parts, sheets,
// rows, cells and the rest.
func limited() []byte {
	ps := parts(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"/></row><row r="3"><c r="C3"><v>1</v></c></row>`)
	ps["xl/workbook.xml"] = strings.Replace(ps["xl/workbook.xml"], "</sheets>", `<sheet name="二" sheetId="2" r:id="rId2"/></sheets>`+
		`<definedNames><definedName name="a">1</definedName><definedName name="b">2</definedName><definedName name="c">3</definedName></definedNames>`, 1)
	ps["xl/_rels/workbook.xml.rels"] = strings.Replace(ps["xl/_rels/workbook.xml.rels"], "</Relationships>",
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/>`+
			`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`+
			`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, 1)
	ps["xl/worksheets/sheet2.xml"] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2"><c r="B2" t="inlineStr"><is><r><t>ab</t></r></is></c></row></sheetData>` +
		`<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A3:XFD1048576"/></mergeCells>` +
		`<conditionalFormatting sqref="A1"><cfRule/><cfRule/></conditionalFormatting><dataValidations><dataValidation/></dataValidations></worksheet>`
	ps["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>abc</t></r><r><t>def</t></r></si><si><t>x</t></si></sst>`
	ps["xl/styles.xml"] = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts><fills/></styleSheet>`
	ps["xl/comments1.xml"] = `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList><comment ref="A1"><text><t>c</t></text></comment><comment ref="A2"/><comment ref="A3"/></commentList></comments>`
	ps["xl/drawings/drawing1.xml"] = `<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp/><xdr:pic/><xdr:grpSp a="1" b="2" c="3" d="4"/></xdr:wsDr>`
	return pack(ps)
}

// Each limit refuses the workbook when it is one below what the workbook holds, and
// lets it pass when it is as much.
func TestEveryLimit(t *testing.T) {
	data := limited()
	holds := map[string]struct {
		n    int64
		want string
	}{
		"File": {int64(len(data)), "上限"}, "Entries": {10, "部件"}, "Part": {0, "解压"}, "Total": {0, "解压"}, "Sheets": {2, "工作表"}, "Depth": {0, "嵌套"},
		"Elements": {0, "元素"}, "Attributes": {0, "属性"}, "Attributed": {0, "属性"}, "Declarations": {0, "命名空间"},
		"Row": {3, "C3 有内容"}, "Rows": {5, "行"}, "Columns": {7, "列"}, "Cells": {4, "单元格"}, "AllCells": {4, "单元格"},
		"Merges": {2, "合并"}, "Covered": {4, "合并"}, "Text": {16, "文字"}, "Strings": {2, "文字"}, "Runs": {3, "字体"},
		"Rules": {3, "条件格式"}, "Styles": {3, "样式"}, "Names": {3, "名称"}, "Comments": {3, "批注"}, "Shapes": {3, "图形"}, "Relations": {5, "关系"},
	}
	if err := Check(data, Default); err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeFor[Limits]().NumField() {
		name := reflect.TypeFor[Limits]().Field(i).Name
		h, ok := holds[name]
		if !ok {
			t.Errorf("%s is not tried", name)
			continue
		}
		try := func(n int64) error {
			lim := Default
			reflect.ValueOf(&lim).Elem().Field(i).SetInt(n)
			return Check(data, lim)
		}
		if h.n == 0 { // found by trying
			for h.n = 1; try(h.n) != nil && h.n < 10_000; h.n++ {
			}
		}
		if err := try(h.n); err != nil {
			t.Errorf("%s of %d: %v", name, h.n, err)
		}
		err := try(h.n - 1)
		refusedWith(t, fmt.Sprintf("%s of %d", name, h.n-1), h.want, err)
		if name != "Depth" && name != "Row" && !errors.Is(err, msg.ErrTooLarge) {
			t.Errorf("%s: %v is not of the kind", name, err)
		}
	}
}
