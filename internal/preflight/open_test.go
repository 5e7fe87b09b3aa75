package preflight

import (
	"slices"
	"strings"
	"testing"
)

// sheetCases are worksheets, and what of them is written for the library behind its
// root. Default heights and columns stay, and rows and cells that hold something.
var sheetCases = []struct{ name, sheet, want string }{
	{"as they are", `<worksheet xmlns="m"><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData></worksheet>`,
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" s="3"><v>1</v></c></row></sheetData>`},
	{"styles only", `<worksheet><sheetData><row r="1" s="4" customFormat="1"><c r="A1" s="3"/><c r="B1" s="3"></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>`, `<sheetData></sheetData>`},
	{"without addresses", `<worksheet><sheetData><row><c><v>1</v></c><c/><c t="b"><v>1</v></c></row><row/><row><c r="D3"><v>2</v></c><c><v>3</v></c></row></sheetData></worksheet>`,
		`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1" t="b"><v>1</v></c></row><row r="3"><c r="D3"><v>2</v></c><c r="E3"><v>3</v></c></row></sheetData>`},
	{"rows as they are shown", `<worksheet><sheetData><row r="2" spans="1:3" ht='8' customHeight="1" hidden="1" x:y="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`,
		`<sheetData><row r="2" ht="8" customHeight="1" hidden="1"><c r="A2"><v>1</v></c></row></sheetData>`},
	{"prefixes", `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`, `<sheetData><row r="1"><c r="A1"><x:v>1</x:v></c></row></sheetData>`},
	{"texts and formulas", `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c r="B1"><f>A1</f></c><c r="C1"><f>A1</f><v></v></c><c r="D1" t="str"><v><![CDATA[<]]></v></c><c r="E1" t="inlineStr"><is><t/></is></c><c r="F1"><v/></c></row></sheetData></worksheet>`,
		`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c r="B1"><f>A1</f></c><c r="C1"><f>A1</f><v></v></c><c r="D1" t="str"><v><![CDATA[<]]></v></c></row></sheetData>`},
	{"shared formulas", `<worksheet><sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><f t="shared" si="9"/><v>3</v></c></row></sheetData></worksheet>`,
		`<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><v>3</v></c></row></sheetData>`},
	{"what is not read", `<worksheet><sheetPr/><dimension ref="A1"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><conditionalFormatting sqref="A1"><cfRule/></conditionalFormatting><mergeCells><mergeCell ref="A1:B2"/></mergeCells><dataValidations/><extLst><ext><row r="1"/></ext></extLst></worksheet>`,
		`<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>`},
	{"no rows", `<worksheet/>`, `<sheetData></sheetData>`},
}

func TestSheets(t *testing.T) {
	for _, tc := range sheetCases {
		s := &scanner{lim: Default, masters: map[string]int{}}
		p, err := s.scan([]byte(tc.sheet), false)
		if got := strings.TrimSuffix(strings.TrimPrefix(string(p.sheet), sheetBegins), "</worksheet>"); err != nil || got != tc.want {
			t.Errorf("%s: %v\n%s, want\n%s", tc.name, err, got, tc.want)
		}
	}
}

// Sheets keep their names where these tell them apart; the library gets such as it
// allows.
func TestSheetNames(t *testing.T) {
	long := strings.Repeat("长", 32)
	ps := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	names := []string{"一", "二", "二", "", long, "a/b", "'c", "Sheet1", "sheet1", "二 (1)"}
	var list, rels strings.Builder
	for i, n := range names {
		list.WriteString(`<sheet name="` + n + `" sheetId="` + strings.Repeat("1", i+1) + `" r:id="r` + strings.Repeat("1", i) + `"/>`)
		rels.WriteString(`<Relationship Id="r` + strings.Repeat("1", i) + `" Type="x/worksheet" Target="worksheets/sheet1.xml"/>`)
	}
	ps["xl/workbook.xml"] = strings.Replace(ps["xl/workbook.xml"], `<sheet name="Sheet1" sheetId="1" r:id="rId1"/>`, list.String(), 1)
	ps["xl/_rels/workbook.xml.rels"] = strings.Replace(ps["xl/_rels/workbook.xml.rels"], "</Relationships>", rels.String()+"</Relationships>", 1)
	f, err := Open(pack(ps))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"一", "二 (2)", "二 (3)", "Sheet (1)", long, "a/b", "'c", "Sheet1", "sheet1", "二 (1)"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for i, n := range want {
		if v, err := f.Value(n, "A1"); err != nil || v != "1" {
			t.Errorf("%s: %q %v", n, v, err)
		}
		if got := f.Sheet(n).Cells; got != 1 { // a part that several sheets share counts for each of them
			t.Errorf("%s: %d cells", n, got)
		}
		if !f.HasSheet(n) || f.Sheets[i].Name != n {
			t.Errorf("%s: number %d is %s", n, i, f.Sheets[i].Name)
		}
	}
	if len(f.Notes) != 3 {
		t.Errorf("%+v", f.Notes)
	}
}

// Of a workbook that is opened for a report, sheets that a name leads to are left
// empty, and do not count.
func TestUnreadSheets(t *testing.T) {
	ps := parts(`<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>`)
	ps["xl/workbook.xml"] = strings.Replace(ps["xl/workbook.xml"], "</sheets>", `</sheets><definedNames><definedName name="x">'Sheet1'!$A$1</definedName></definedNames>`, 1)
	data := pack(ps)
	lim := Default
	lim.Cells = 1
	for _, unread := range []bool{false, true} {
		f, err := open(data, lim, func(name string) bool { return unread && name == "x" })
		if (err == nil) != unread {
			t.Errorf("%t: %v", unread, err)
		}
		if err != nil {
			continue
		}
		if v, err := f.Value("Sheet1", "A1"); v != "" || err != nil {
			t.Errorf("%q %v", v, err)
		}
		f.Close()
	}
	lim.AllCells = 1
	_, err := open(data, lim, func(string) bool { return true })
	refusedWith(t, "all cells", "单元格", err)
}
