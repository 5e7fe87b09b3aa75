package units

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const sample = `代码,名称,类型,上级,联系方式,截止日期,曾用名
01,示例区人民政府,县级人民政府,,,,
0101,示例区教育局,department,01,8123,2025-01-15,示例区教委；示例区文教局
0102,示例区财政局,地方政府部门,示例区人民政府,,2025年1月20日,
`

func readRoster(t *testing.T, data []byte) *Roster {
	t.Helper()
	r, err := ReadRoster("units.csv", data)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The same roster in every encoding and shape it comes in.
func TestShapes(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	u16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	x := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(sample), "\n") {
		cells := strings.Split(line, ",")
		ref, _ := excelize.CoordinatesToCellName(1, i+3)
		x.SetSheetRow("Sheet1", ref, &cells)
	}
	x.SetCellValue("Sheet1", "A1", "应报单位名单")
	book, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"utf-8": []byte(sample), "bom": []byte("\ufeff" + sample), "crlf": []byte(strings.ReplaceAll(sample, "\n", "\r\n")), "gb18030": []byte(gb),
		"utf-16": []byte(u16), "tabs": []byte(strings.ReplaceAll(sample, ",", "\t")), "semicolons": []byte(strings.ReplaceAll(sample, ",", ";")),
		"title above": []byte("应报单位名单\n\n" + sample), "xlsx": book.Bytes(),
	} {
		r, err := ReadRoster("units.csv", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(r.Units) != 3 || len(r.Due()) != 2 || len(r.Tops()) != 1 || len(r.Below(r.Units[0])) != 2 {
			t.Errorf("%s: %+v", name, r.Units)
		}
		u, ok := r.Find("示例区教委")
		if !ok || u.Code != "0101" || u.Type != "department" || u.Contact != "8123" || u.Deadline.Format("2006-01-02") != "2025-01-15" {
			t.Errorf("%s: %+v", name, u)
		}
		if u, ok := r.Find("示例区 财政局"); !ok || u.Parent != "01" || u.Deadline.Day() != 20 {
			t.Errorf("%s: parent by name: %+v", name, u)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct{ csv, want string }{
		{"a,b\n1,2\n", "没有“代码”和“名称”"},
		{"代码,名称\n", "没有单位"},
		{"代码,名称\n1,甲\n1,乙\n", "第 3 行：代码“1”与第 2 行重复"},
		{"代码,名称\n1,甲\n2,甲\n", "第 3 行：名称“甲”与第 2 行重复"},
		{"代码,名称\n1,\n", "第 2 行：代码“1”没有名称"},
		{"代码,名称\n,甲\n", "第 2 行：“甲”没有代码"},
		{"代码,名称,上级\n\n1,甲,9\n", "第 3 行：上级“9”不在名单中"},
		{"代码,名称,上级\n1,甲,2\n2,乙,3\n3,丙,1\n4,丁,1\n", "第 2 行：上级成环：甲(2) → 乙(3) → 丙(4) → 甲(2)"},
		{"代码,名称\n,甲\n2,乙\n", "第 2 行：“甲”没有代码；请改正名单"},
		{"代码,名称,上级\n1,甲,1\n", "上级成环：甲(2) → 甲(2)"},
		{"代码,名称,类型\n1,甲,公司\n", "没有机关类型“公司”"},
		{"代码,名称,截止日期\n1,甲,下周\n", "截止日期“下周”"},
		{"代码,名称\n1.1E+17,甲\n", "科学计数"},
		{"代码,名称\n1,甲\n1,甲\n", "2 处有误"},
		{"代码,名称\n\xff\xff\xff,甲\n", "编码"},
	} {
		_, err := ReadRoster("units.csv", []byte(tc.csv))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: %v, want %q", tc.csv, err, tc.want)
		}
	}
}

// A former name finds a unit only where no present name does, and only one.
// A number that a cell shows with leading zeros is the code as shown; one that it
// shows as anything else is the number.
func TestShownCodes(t *testing.T) {
	x := excelize.NewFile()
	defer x.Close()
	x.SetSheetRow("Sheet1", "A1", &[]any{"代码", "名称"})
	x.SetSheetRow("Sheet1", "A2", &[]any{101, "甲"})
	x.SetSheetRow("Sheet1", "A3", &[]any{102, "乙"})
	for cell, format := range map[string]string{"A2": "0000", "A3": `"No. "0`} {
		style, err := x.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		x.SetCellStyle("Sheet1", cell, cell, style)
	}
	book, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	r := readRoster(t, book.Bytes())
	if len(r.Units) != 2 || r.Units[0].Code != "0101" || r.Units[1].Code != "102" {
		t.Errorf("%+v", r.Units)
	}
}

func TestFormerNames(t *testing.T) {
	r := readRoster(t, []byte("代码,名称,曾用名\n1,甲,乙\n2,乙,丙\n3,丁,丙\n"))
	if u, _ := r.Find("乙"); u.Code != "2" {
		t.Error("a former name went before a present one")
	}
	if u, ok := r.Find("丙"); ok {
		t.Error("a shared former name found", u.Name)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("code\tname\n1\ta\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ReadRoster("units.csv", data)
		if err != nil {
			return
		}
		for _, u := range r.Units {
			if u.Code == "" || u.Name == "" {
				t.Fatalf("%+v", u)
			}
			if got, ok := r.Code(u.Code); !ok || got != u {
				t.Fatalf("%+v is not found", u)
			}
		}
	})
}

// What is too much is refused, and so is what no cell holds as it is; with small limits
// shown on small lists.
func TestRosterLimits(t *testing.T) {
	limits := RosterLimits{Units: 4, Cells: 4, Cell: 40, Name: 6, Level: 2}
	const head = "代码,名称,上级\n"
	for in, want := range map[string]string{
		head + "1,甲,\n2,乙,1\n3,丙,2\n4,丁,1\n":         "",
		head + "1,甲\n2,乙\n3,丙\n4,丁\n5,戊\n":           "超过 4 个单位",
		head + "1,甲,,,5\n":                           "第 2 行超过 4 格",
		head + "1,甲\n2," + strings.Repeat("乙", 20):   "从第 3 行开始的一格超过 40 字节",
		head + "1234567,甲\n":                         "第 2 行：代码有 7 个字符，最多 6 个",
		head + "1,甲\x1b[31m\n":                       "名称“甲[U+001B][31m”里有控制字符",
		head + "1\x07,甲\n":                           "代码“1[U+0007]”里有控制字符",
		head + "1,甲\u202e乙\n":                        "名称“甲[U+202E]乙”里有不能显示的字符",
		head + "1\u200e,\u200e甲\u200e\n":             "",
		head + "1,甲,\n2,乙,1\n3,丙,2\n4,丁,3\n":         "第 5 行：“丁”之上超过 2 级",
		head + "4,丁,3\n3,丙,2\n2,乙,1\n1,甲,\n":         "“丁”之上超过 2 级",
		head + "1,甲,2\n2,乙,1\n":                      "上级成环",
		"代码,名称\r1,甲\r2,乙\r":                          "",
		head + "\"1,甲\n2,乙\n3,丙\n4,丁\n5,戊\n6,己\n7,庚": "超过 40 字节",
	} {
		_, err := readRosterWithin("units.csv", []byte(in), limits)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// Lists as offices keep them: heads of other words count where there are none of the columns' own, and never before
// those.
func TestOtherHeads(t *testing.T) {
	for given, want := range map[string]string{
		"编号,单位名称\n01,甲局\n":             "01 甲局",
		"序号,部门,联系人\n1,甲局,张\n":          "1 甲局",
		"序号,代码,单位,部门\n1,0101,甲局,办公室\n": "0101 甲局",
		"编号,代码,名称\n7,0101,甲局\n":        "0101 甲局",
		"序号,编号,填报单位\n1,A1,甲局\n":        "A1 甲局",
		"No.,Unit\n1,甲局\n":             "1 甲局",
	} {
		r := readRoster(t, []byte(given))
		if got := r.Units[0].Code + " " + r.Units[0].Name; got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	for _, given := range []string{"序号,联系人\n1,张\n", "单位,部门\n甲,乙\n", "编号,序号\n1,1\n"} {
		if _, err := ReadRoster("units.csv", []byte(given)); err == nil || !strings.Contains(err.Error(), "名单没有“代码”和“名称”两列的表头") {
			t.Errorf("%q: %v", given, err)
		}
	}
}
