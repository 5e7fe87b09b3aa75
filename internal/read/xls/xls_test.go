package xls

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/msg"
)

// The records of tests. The formats of cells are those of base.
var (
	rec   = formtest.Record
	label = func(row, col uint16, s string) []byte {
		return rec(recLabel, row, col, uint16(0), formtest.LongText(s))
	}
)

// formula is the record of a formula: its result in eight bytes, its flags and its tokens.
func formulaRecord(row, col uint16, result any, flags uint16, rgce ...byte) []byte {
	return rec(recFormula, row, col, uint16(0), result, flags, uint32(0), uint16(len(rgce)), rgce)
}

var (
	textResult  = []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}
	emptyResult = []byte{3, 0, 0, 0, 0, 0, 0xFF, 0xFF}
	errorResult = []byte{2, 0, 7, 0, 0, 0, 0xFF, 0xFF}
)

func fontRecord(points, flags, vert uint16) []byte {
	return rec(recFont, points*20, flags, uint16(0x7FFF), uint16(400), vert, make([]byte, 4))
}

// base is a font, a struck one and a raised one, two formats of cells, and more.
func base(more ...[]byte) []byte {
	xf := func(font, format uint16) []byte { return rec(recXF, font, format, make([]byte, 16)) }
	parts := [][]byte{fontRecord(11, 0, 0), fontRecord(11, 8, 0), fontRecord(11, 0, 1), rec(recFormat, uint16(164), formtest.LongText(`0.0"件"`)),
		rec(recFormat, uint16(50), formtest.LongText("0")), xf(0, 0), xf(0, 31), xf(0, 164), xf(1, 0), xf(0, 50)}
	return bytes.Join(append(parts, more...), nil)
}

func readBook(t *testing.T, data []byte) *spreadsheet.Book {
	t.Helper()
	book, ok, err := Read(data, spreadsheet.Default)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	return book
}

// show is a sheet in one line.
func show(s *spreadsheet.Sheet) string {
	var out []string
	for _, c := range s.Cells {
		v := []string{"empty", "", "", "bool ", "error "}[c.Kind] + c.Text
		if c.Kind == spreadsheet.Text {
			v = "“" + c.Text + "”"
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
		if c.Style.Font.Strike {
			v += " struck"
		}
		if c.Style.FormatID != 0 || c.Style.Format != "" {
			v += fmt.Sprintf(" %d%s", c.Style.FormatID, c.Style.Format)
		}
		out = append(out, fmt.Sprintf("%d.%d %s", c.Row, c.Col, v))
	}
	return strings.Join(out, "; ")
}

// shared is the table of texts, cut into records where the cuts say.
func shared(parts ...[]byte) []byte {
	out := rec(recSST, parts[0])
	for _, p := range parts[1:] {
		out = append(out, rec(recContinue, p)...)
	}
	return out
}

func TestCells(t *testing.T) {
	rkInteger := func(n int32, flags uint32) uint32 { return uint32(n)<<2 | 2 | flags }
	count := binary.LittleEndian.AppendUint32(nil, 1)
	head := append(bytes.Clone(count), count...)
	for name, tc := range map[string]struct {
		global  []byte
		records [][]byte
		want    string
	}{
		"number":            {nil, [][]byte{rec(recNumber, uint16(0), uint16(1), uint16(0), 96171.6)}, "0.1 96171.6"},
		"short numbers":     {nil, [][]byte{rec(recRK, uint16(0), uint16(0), uint16(0), rkInteger(-8, 0)), rec(recRK, uint16(1), uint16(0), uint16(0), rkInteger(97681, 1))}, "0.0 -8; 1.0 976.81"},
		"a row of them":     {nil, [][]byte{rec(recMulRK, uint16(2), uint16(1), uint16(0), rkInteger(-117, 0), uint16(0), rkInteger(-100, 1), uint16(2))}, "2.1 -117; 2.2 -1"},
		"boolean and error": {nil, [][]byte{rec(recBoolErr, uint16(0), uint16(0), uint16(0), byte(1), byte(0)), rec(recBoolErr, uint16(0), uint16(1), uint16(0), byte(0x2A), byte(1))}, "0.0 bool 1; 0.1 error #N/A"},
		"date":              {nil, [][]byte{rec(recNumber, uint16(0), uint16(0), uint16(1), 45658.0)}, "0.0 45658 31"},
		"format":            {nil, [][]byte{rec(recNumber, uint16(0), uint16(0), uint16(2), 2.5)}, `0.0 2.5 00.0"件"`},
		"format of a date that the file has for itself": {nil, [][]byte{rec(recNumber, uint16(0), uint16(0), uint16(4), 17.0)}, "0.0 17 00"},
		"struck cell":    {nil, [][]byte{rec(recNumber, uint16(0), uint16(0), uint16(3), 99.0)}, "0.0 99 struck"},
		"text in a cell": {nil, [][]byte{label(0, 0, "甲")}, "0.0 “甲”"},
		"text in fonts": {nil, [][]byte{rec(recRString, uint16(0), uint16(0), uint16(0), formtest.LongText("9912注"), uint16(3), uint16(0), uint16(1), uint16(2), uint16(0), uint16(4), uint16(2))},
			"0.0 “9912注”|99-|12|注superscript"},
		"text cut within":           {shared(append(bytes.Clone(head), []byte{4, 0, 1, 0x32, 0x75, 0x59, 0x4E}...), []byte{0, 'a', 'b'}), [][]byte{rec(recLabelSST, uint16(0), uint16(0), uint16(0), uint32(0))}, "0.0 “甲乙ab”"},
		"text cut before its fonts": {shared(append(bytes.Clone(head), []byte{2, 0, 9, 1, 0, 0x32, 0x75, 0x59, 0x4E}...), []byte{1, 0, 2, 0}), [][]byte{rec(recLabelSST, uint16(0), uint16(0), uint16(0), uint32(0))}, "0.0 “甲乙”|甲|乙superscript"},
		"formula":                   {nil, [][]byte{formulaRecord(0, 0, 3.0, 0, 0x1E, 1, 0, 0x1E, 2, 0, 0x03)}, "0.0 =1+2 3"},
		"text of a formula":         {nil, [][]byte{formulaRecord(0, 0, textResult, 0, 0x17, 1, 0, 'x'), rec(recString, formtest.LongText("全文"))}, `0.0 ="x" “全文”`},
		"text of a shared formula": {nil, [][]byte{formulaRecord(2, 1, textResult, 8, 0x01, 2, 0, 1, 0), rec(recShared, uint16(2), uint16(3), byte(1), byte(1), uint16(2), uint16(5), []byte{0x2C, 0, 0, 0xFF, 0xC0}), rec(recString, formtest.LongText("甲"))},
			"2.1 =A3 “甲”"},
		"text of a formula that is missing":     {nil, [][]byte{formulaRecord(0, 0, textResult, 0, 0x17, 1, 0, 'x')}, `0.0 ="x" empty`},
		"empty text":                            {nil, [][]byte{formulaRecord(0, 0, emptyResult, 0, 0x17, 0, 0)}, `0.0 ="" “”`},
		"error":                                 {nil, [][]byte{formulaRecord(0, 0, errorResult, 0, 0x1E, 1, 0, 0x1E, 0, 0, 0x06)}, "0.0 =1/0 error #DIV/0!"},
		"0 for a text":                          {nil, [][]byte{formulaRecord(0, 0, 0.0, 0, 0x17, 1, 0, '1', 0x17, 1, 0, '2', 0x08)}, `0.0 ="1"&"2" empty`},
		"0 for a number":                        {nil, [][]byte{formulaRecord(0, 0, 0.0, 0, 0x1E, 1, 0, 0x1E, 1, 0, 0x04)}, "0.0 =1-1 0"},
		"0 for a text cell, at two removes":     {nil, [][]byte{label(0, 0, "十二"), formulaRecord(0, 1, 0.0, 0, 0x24, 0, 0, 0, 0xC0), formulaRecord(0, 2, 0.0, 0, 0x24, 0, 0, 1, 0xC0)}, "0.0 “十二”; 0.1 =A1 empty; 0.2 =B1 empty"},
		"0 for a number cell":                   {nil, [][]byte{rec(recNumber, uint16(0), uint16(0), uint16(0), 0.0), formulaRecord(0, 1, 0.0, 0, 0x24, 0, 0, 0, 0xC0)}, "0.0 0; 0.1 =A1 0"},
		"0 of formulas that lead to each other": {nil, [][]byte{formulaRecord(0, 0, 0.0, 0, 0x24, 0, 0, 1, 0xC0), formulaRecord(0, 1, 0.0, 0, 0x24, 0, 0, 0, 0xC0)}, "0.0 =B1 0; 0.1 =A1 0"},
		"0 looked up among texts":               {nil, [][]byte{label(0, 1, "十二"), formulaRecord(0, 0, 0.0, 0, 0x25, 0, 0, 1, 0, 1, 0xC0, 1, 0xC0, 0x1E, 1, 0, 0x22, 2, 29, 0)}, "0.0 =INDEX(B1:B2,1) empty; 0.1 “十二”"},
		"0 looked up where texts are stored": {nil, [][]byte{label(0, 1, "十二"), formulaRecord(0, 0, 0.0, 0, 0x25, 0, 0, 1, 0, 1, 0xC0, 1, 0xC0, 0x1E, 1, 0, 0x22, 2, 29, 0),
			formulaRecord(5, 0, textResult, 0, 0x17, 1, 0, 'x'), rec(recString, formtest.LongText("x"))}, `0.0 =INDEX(B1:B2,1) 0; 0.1 “十二”; 5.0 ="x" “x”`},
		"0 of an unknown function": {nil, [][]byte{formulaRecord(0, 0, 0.0, 0, 0x22, 0, 0xF0, 0x01)}, "0.0 =? empty"},
		"0 of a sum":               {nil, [][]byte{label(0, 1, "十二"), formulaRecord(0, 0, 0.0, 0, 0x25, 0, 0, 1, 0, 1, 0xC0, 1, 0xC0, 0x22, 1, 4, 0)}, "0.0 =SUM(B1:B2) 0; 0.1 “十二”"},
		"not computed":             {nil, [][]byte{formulaRecord(0, 0, 0.0, 2, 0x1E, 1, 0, 0x1E, 2, 0, 0x03), formulaRecord(0, 1, emptyResult, 2, 0x1E, 1, 0)}, "0.0 =1+2 empty; 0.1 =1 empty"},
	} {
		t.Run(name, func(t *testing.T) {
			book := readBook(t, formtest.XLS(base(tc.global), formtest.XLSSheet{Name: "表", Records: bytes.Join(tc.records, nil)}))
			if got := show(book.Sheets[0]); got != tc.want {
				t.Errorf("%s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	comment := func(id uint16, kind uint16, s string) []byte {
		return bytes.Join([][]byte{rec(recDrawing, []byte{0, 0, 0x10, 0xF0, 18, 0, 0, 0}, uint16(0), uint16(3), uint16(0), uint16(4), make([]byte, 10)),
			rec(recObj, uint16(0x15), uint16(0x12), kind, id, make([]byte, 14)), rec(recTxO, make([]byte, 10), uint16(len([]rune(s))), uint16(0), uint32(0)),
			rec(recContinue, formtest.LongText(s)[2:]), rec(recContinue, make([]byte, 16))}, nil)
	}
	records := bytes.Join([][]byte{
		rec(recRow, uint16(1), uint16(0), uint16(1), uint16(300), uint32(0), uint16(0x20), uint16(0)),
		rec(recRow, uint16(2), uint16(0), uint16(1), uint16(0), uint32(0), uint16(0x40), uint16(0)),
		rec(recColInfo, uint16(2), uint16(3), uint16(2000), uint16(0), uint16(1), uint16(0)),
		rec(recMergeCells, uint16(1), uint16(0), uint16(1), uint16(0), uint16(2)),
		label(0, 0, "甲"), comment(1, 0x19, "批注一"), comment(2, 6, "文本框"), rec(recNote, uint16(0), uint16(0), uint16(0), uint16(1), make([]byte, 4)),
		rec(recBOF, uint16(0x600), uint16(0x20), make([]byte, 12)), rec(recNumber, uint16(9), uint16(9), uint16(0), 99.0), rec(recEOF), // a chart within
	}, nil)
	name := rec(recName, uint16(0), byte(0), byte(2), uint16(7), uint16(0), uint16(0), uint32(0), byte(1), formtest.LongText("总数")[3:], []byte{0x3A, 0, 0, 0, 0, 0, 0})
	global := base(rec(recDate1904, uint16(1)), rec(recSupBook, uint16(4), uint16(0x0401)), rec(recExternSheet, uint16(1), uint16(0), uint16(0), uint16(0)), name)
	book := readBook(t, formtest.XLS(global, formtest.XLSSheet{Name: "表 一", Records: records}, formtest.XLSSheet{Name: "隐", State: 2},
		formtest.XLSSheet{Name: "图", Kind: 0x20}, formtest.XLSSheet{Name: "宏", Kind: 0x40, State: 1}))
	s := book.Sheets[0]
	if got, want := fmt.Sprint(book.Date1904, book.Names, s.HiddenRows, s.Heights, s.Columns, s.Merges, s.Comments, s.Boxes, show(s)),
		"true [{总数 '表 一'!$A$1}] [1] map[1:15 2:0] [{2 2 true 7.8125} {3 3 true 7.8125}] [{0 0 1 2}] [{0 0 批注一}] [{4 3 文本框}]0.0 “甲”"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	var states []string
	for _, s := range book.Sheets {
		states = append(states, fmt.Sprintf("%s %v %d", s.Name, s.Hidden, s.Kind))
	}
	if got, want := strings.Join(states, "; "), "表 一 false 0; 隐 true 0; 图 false 1; 宏 true 2"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRefused(t *testing.T) {
	one := formtest.XLSSheet{Name: "表", Records: label(0, 0, "甲乙")}
	small := spreadsheet.Limits{Bytes: 5000, Cells: 2, Sheets: 2, Text: 10, AllText: 20}
	old := formtest.Compound(formtest.Stream{Path: "Workbook", Data: rec(recBOF, uint16(0x0500), uint16(5), uint32(0))})
	long := formtest.XLSSheet{Name: "表", Records: rec(0x9999, make([]byte, 2800))}
	twice := func(at int) []byte {
		return rec(recBoundSheet, uint32(at), byte(0), byte(0), formtest.ShortText("甲"))
	}
	again := formtest.XLS(twice(20+2*len(twice(0))+4), long)
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"small":                         {formtest.XLS(nil, one), ""},
		"password":                      {formtest.XLS(rec(recFilePass, uint16(0)), one), "有密码"},
		"Excel 95":                      {formtest.Compound(formtest.Stream{Path: "Book", Data: make([]byte, 100)}), "Excel 5.0/95"},
		"Excel 95, renamed":             {old, "Excel 5.0/95"},
		"no records":                    {formtest.Compound(formtest.Stream{Path: "Workbook", Data: []byte("甲乙丙丁")}), "已损坏"},
		"cut record":                    {formtest.XLS(nil, formtest.XLSSheet{Name: "表", Records: []byte{3, 2, 0xFF, 0x7F}}), "已损坏"},
		"too long":                      {formtest.XLS(nil, one, formtest.XLSSheet{Name: "二", Records: make([]byte, 5000)}), "过多"},
		"too many sheets":               {formtest.XLS(nil, one, one, one), "过多"},
		"too many cells":                {formtest.XLS(nil, one, formtest.XLSSheet{Name: "二", Records: bytes.Repeat(one.Records, 2)}), "过多"},
		"too much text":                 {formtest.XLS(nil, formtest.XLSSheet{Name: "表", Records: label(0, 0, "一二三四五六七八九十")}), "过多"},
		"too many strings":              {formtest.XLS(shared(make([]byte, 4), []byte{3, 0, 0, 0}), one), "过多"},
		"texts that are not there":      {formtest.XLS(shared(make([]byte, 4), []byte{2, 0, 0, 0}, formtest.LongText("甲")), one), ""},
		"a text that is not there":      {formtest.XLS(shared(make([]byte, 4), []byte{2, 0, 0, 0}), formtest.XLSSheet{Name: "表", Records: rec(recLabelSST, uint16(0), uint16(0), uint16(0), uint32(1))}), "已损坏"},
		"a format cut short":            {formtest.XLS(rec(recFormat, uint16(164), uint16(9), byte(0), []byte("0.0")), one), ""},
		"the same bytes for two sheets": {again, "已损坏"},
	} {
		_, ok, err := Read(tc.data, small)
		if !ok || tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, %v, want %q", name, ok, err, tc.want)
		}
	}
	for name, data := range map[string][]byte{"document": formtest.Compound(formtest.Stream{Path: "WordDocument", Data: []byte("甲")}), "text": []byte("甲"),
		"encrypted": formtest.Compound(formtest.Stream{Path: "Workbook", Data: []byte("甲")}, formtest.Stream{Path: "EncryptedPackage", Data: []byte("甲")})} {
		if _, ok, err := Read(data, small); ok || err != nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

// FuzzRead reads damaged streams: nothing may fail but with a message.
func FuzzRead(f *testing.F) {
	data := formtest.XLS(base(), formtest.XLSSheet{Name: "表", Records: bytes.Join([][]byte{label(0, 0, "甲"), rec(recNumber, uint16(0), uint16(1), uint16(0), 1.5),
		formulaRecord(1, 0, 0.0, 0, 0x24, 0, 0, 0, 0xC0), formulaRecord(1, 1, textResult, 0, 0x25, 0, 0, 1, 0, 1, 0xC0, 1, 0xC0, 0x22, 1, 4, 0), rec(recString, formtest.LongText("x"))}, nil)})
	f.Add(data[512:])
	f.Add(data[1024+512:])
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) > 40_000 {
			t.Skip()
		}
		small := spreadsheet.Limits{Bytes: 1 << 16, Cells: 5000, Sheets: 20, Text: 1 << 16, AllText: 1 << 20}
		book, ok, err := Read(formtest.Compound(formtest.Stream{Path: "Workbook", Data: stream}), small)
		if !ok {
			t.Fatal("it is a workbook")
		}
		if err == nil {
			if _, err := book.XLSX(); err != nil {
				t.Fatal(err)
			}
		} else if p := new(msg.Problem); !errors.As(err, &p) {
			t.Fatal(err)
		}
	})
}
