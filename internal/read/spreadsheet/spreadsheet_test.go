package spreadsheet

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
)

func TestSerial(t *testing.T) {
	for _, tc := range []struct {
		date     string
		from1904 bool
		want     string
	}{
		{"2024-12-31", false, "45657"},
		{"2024-12-31", true, "44195"},
		{"2024-12-31T06:00:00.000", false, "45657.25"},
		{"2024-12-31T12:00:00Z", false, "45657.5"},
		{"1900-03-01", false, "61"},
		{"31.12.2024", false, ""},
		{"", false, ""},
	} {
		if got, ok := Serial(tc.date, tc.from1904); got != tc.want || ok != (tc.want != "") {
			t.Errorf("%s: %q, %v, want %q", tc.date, got, ok, tc.want)
		}
	}
}

// TestXLSX opens what was written with the library, which reads what this package leaves to package xlsx.
func TestXLSX(t *testing.T) {
	struck := Style{Font: Font{Strike: true, Colour: "FF0000"}, Ground: "FFFF00", Format: `0.0"件<"`}
	book := &Book{Names: []Name{{"总数", "表!$A$1"}}, Sheets: []*Sheet{{
		Name: "表", Merges: []Range{{0, 0, 1, 1}}, HiddenRows: []int{1}, Columns: []Columns{{First: 2, Last: 2, Hidden: true}},
		Cells: []Cell{
			{Row: 0, Col: 0, Kind: Text, Text: "甲&<\n乙"}, {Row: 0, Col: 2, Kind: Number, Text: "2.5", Style: struck}, {Row: 0, Col: 3, Kind: Number, Text: "45657", Style: Style{FormatID: 14}},
			{Row: 1, Col: 0, Kind: Bool, Text: "1"}, {Row: 1, Col: 1, Kind: Error, Text: "#N/A"}, {Row: 1, Col: 2, Kind: Number, Text: "3", Formula: "SUM(A1:B2)"},
			{Row: 2, Col: 0, Kind: Text, Text: "12注", Runs: []Run{{Text: "12"}, {Text: "注", Font: Font{Vert: "superscript"}}}},
			{Row: 2, Col: 1, Kind: Text, Text: "乙", Formula: `"乙"`}, {Row: 2, Col: 2, Kind: Empty, Formula: "A1"},
		},
		Comments: []Note{{0, 0, "批注<"}}, Boxes: []Note{{4, 1, "框\n二"}},
	}, {Name: "隐", Hidden: true}}}
	data, err := book.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A1": "甲&<\n乙", "C1": "2.5件<", "D1": "12-31-24", "A3": "12注", "B3": "乙", "C2": "3"} {
		if got, err := f.GetCellValue("表", cell); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", cell, got, err, want)
		}
	}
	for cell, want := range map[string]string{"C2": "SUM(A1:B2)", "B3": `"乙"`, "C3": "A1"} {
		if got, err := f.GetCellFormula("表", cell); got != want || err != nil {
			t.Errorf("%s: =%s, %v, want =%s", cell, got, err, want)
		}
	}
	visible, _ := f.GetSheetVisible("隐")
	row, _ := f.GetRowVisible("表", 2)
	col, _ := f.GetColVisible("表", "C")
	merges, _ := f.GetMergeCells("表")
	comments, _ := f.GetComments("表")
	runs, _ := f.GetCellRichText("表", "A3")
	if visible || row || col || len(merges) != 1 || len(comments) != 1 || len(runs) != 2 || runs[1].Font == nil || runs[1].Font.VertAlign != "superscript" || len(f.GetDefinedName()) != 1 {
		t.Errorf("visible %v, row %v, column %v, %d merges, %d comments, %d runs, names %v", visible, row, col, len(merges), len(comments), len(runs), f.GetDefinedName())
	}
	parts := formtest.Parts(t, data)
	if drawing := parts["xl/drawings/drawing1.xml"]; !bytes.Contains([]byte(drawing), []byte("<a:t>框</a:t>")) || !bytes.Contains([]byte(drawing), []byte("<a:t>二</a:t>")) {
		t.Errorf("the text box is not there: %s", drawing)
	}
}

// TestUnseen writes what hides cells besides hidden rows and columns.
func TestUnseen(t *testing.T) {
	s := &Sheet{Name: "表", NoZeros: true, Heights: map[int]float64{0: 0.5}, Columns: []Columns{{First: 0, Last: 1, Width: 0.25}, {First: 2, Last: 2}, {First: 3, Last: 3, Hidden: true}},
		Cells: []Cell{{Kind: Number, Text: "1"}}}
	white := Look{Colour: "FFFFFF"}
	s.AddCondition(Condition{Ranges: []Range{{0, 0, 1, 1}, {3, 3, 3, 3}}, Kind: "cellIs", Operator: "lessThan", Formulas: []string{"5"}, Look: white})
	s.AddCondition(Condition{Ranges: []Range{{0, 0, 0, 0}}, Kind: "expression", Formulas: []string{"A1<>5"}, Look: Look{Struck: true, Ground: "000000", Format: "0.0"}})
	s.AddCondition(Condition{Ranges: []Range{{0, 0, 0, 0}}, IconsOnly: true})
	s.AddCondition(Condition{Kind: "expression"}) // of no cell
	data, err := (&Book{Sheets: []*Sheet{s}}).XLSX()
	if err != nil {
		t.Fatal(err)
	}
	parts := formtest.Parts(t, data)
	for part, wanted := range map[string][]string{
		"xl/worksheets/sheet1.xml": {`<sheetView showZeros="0"`, `<cols><col min="1" max="2" width="0.25"/><col min="4" max="4" width="8" hidden="1"/></cols>`, `<row r="1" ht="0.5" customHeight="1">`,
			`<conditionalFormatting sqref="A1:B2 D4:D4"><cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan"><formula>5</formula></cfRule></conditionalFormatting>`,
			`<cfRule type="expression" dxfId="1" priority="1"><formula>A1&lt;&gt;5</formula></cfRule>`, `<dataBar showValue="0"/>`},
		"xl/styles.xml": {`<dxfs count="2"><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><font><strike/></font><numFmt numFmtId="1000001" formatCode="0.0"/><fill><patternFill patternType="solid"><bgColor rgb="FF000000"/></patternFill></fill></dxf></dxfs>`},
	} {
		for _, want := range wanted {
			if !bytes.Contains([]byte(parts[part]), []byte(want)) {
				t.Errorf("%s lacks %s:\n%s", part, want, parts[part])
			}
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if height, err := f.GetRowHeight("表", 1); height != 0.5 || err != nil {
		t.Error(height, err)
	}
	for range MaxRanges {
		s.AddCondition(Condition{Ranges: []Range{{0, 0, 0, 0}}, Kind: "cellIs", Operator: "equal", Formulas: []string{"1"}, Look: white})
	}
	if last := s.Conditions[len(s.Conditions)-1]; len(s.Conditions) > MaxRanges || last.Formulas[0] != "?" || last.Ranges[0].LastRow < 1000 {
		t.Errorf("%d conditions, the last one %v", len(s.Conditions), last)
	}
}

// TestAppendAddress holds addresses to those of the library.
func TestAppendAddress(t *testing.T) {
	for _, row := range []int{0, 8, 99, 1<<20 - 1} {
		for _, col := range []int{0, 25, 26, 51, 52, 701, 702, 1377, 1378, 1<<14 - 1} {
			for _, absolute := range []bool{false, true} {
				want, err := excelize.CoordinatesToCellName(col+1, row+1, absolute)
				if got := string(AppendAddress(nil, row, col, absolute)); err != nil || got != want {
					t.Errorf("%d, %d: %s, want %s (%v)", row, col, got, want, err)
				}
			}
		}
	}
	for _, at := range [][2]int{{-1, 0}, {0, -1}, {1 << 20, 0}, {0, 1 << 14}} {
		if got := string(AppendAddress([]byte("x"), at[0], at[1], true)); got != "xA1" {
			t.Errorf("%v: %s", at, got)
		}
	}
}
