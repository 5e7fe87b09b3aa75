package status_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

// hostile is a status whose names, files and findings try to be formulas, tags
// and more lines.
func hostile(t testing.TB, shuffle bool) *status.Status {
	list := statusList(t, "代码,名称,上级,联系方式,截止日期\n00,=示例区,,,\n10,\"=HYPERLINK(\"\"http://x\"\",\"\"局\"\")\",00,+8101,2025-01-20\n11,@财政局,00,\"-1,2\",2025-01-20\n12,<b>民政局</b>,00,,2025-03-20\n13,安静局,00,,\n")
	filings := []units.Submission{
		filed("=a.xlsx", "10", "", "A", func(f *units.Submission) { f.Errors, f.First = 1, msg.T("=1+1\n<i>坏</i>", "=1+1 bad") }),
		filed("b.xlsx", "10", "", "B"), filed("b2.xlsx", "10", "", "B"),
		filed("@x.xlsx", "=9", "=cmd|' /C calc'!A0", "X"),
		filed("old.xlsx", "11", "", "O", func(f *units.Submission) { f.Year = 2023 }),
		filed("quiet.xlsx", "13", "", "Q"),
		{File: "-z.xlsx", Shown: "-z.xlsx", Err: errors.New("-z.xlsx：=坏了")},
	}
	if shuffle {
		rand.Shuffle(len(filings), func(i, j int) { filings[i], filings[j] = filings[j], filings[i] })
	}
	return status.Of(list, filings, status.Options{Year: 2024, AsOf: onDay("2025-02-01 10:00")})
}

func writtenStatus(t testing.TB, s *status.Status, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := status.Write(&b, s, status.WriteOptions{Format: format, Lang: msg.ZH}); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// The same files give the same bytes, in whatever order they came.
func TestStatusBytes(t *testing.T) {
	for _, format := range status.Formats {
		first := writtenStatus(t, hostile(t, false), format)
		for range 5 {
			if !bytes.Equal(first, writtenStatus(t, hostile(t, true), format)) {
				t.Errorf("%s differs with the order of the files", format)
				break
			}
		}
	}
}

// A workbook has every unit with its counts as numbers, texts as texts, and heads
// that stay, filter and repeat.
func TestStatusXLSX(t *testing.T) {
	s := hostile(t, false)
	data := writtenStatus(t, s, "xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); fmt.Sprint(got) != "[单位情况 缺报单位 有问题的报告 未计入的文件]" {
		t.Fatal(got)
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			for k := range rows[i] {
				ref, _ := excelize.CoordinatesToCellName(k+1, i+1)
				if formula, _ := f.GetCellFormula(sheet, ref); formula != "" {
					t.Errorf("%s!%s is a formula: %s", sheet, ref, formula)
				}
			}
		}
		part := formtest.Parts(t, data)[fmt.Sprintf("xl/worksheets/sheet%d.xml", 1+indexOf(f.GetSheetList(), sheet))]
		for _, want := range []string{"<autoFilter ", `state="frozen"`, `fitToPage="1"`, "oddFooter"} {
			if !strings.Contains(part, want) {
				t.Errorf("%s has no %s", sheet, want)
			}
		}
	}
	for i, u := range s.Units {
		row := i + 4
		at := func(col string) string {
			v, err := f.GetCellValue("单位情况", fmt.Sprint(col, row), excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if kind, _ := f.GetCellType("单位情况", fmt.Sprint("F", row)); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("a count is %v", kind)
		}
		if at("A") != u.Unit.Name || at("C") != u.Unit.Code || at("D") != fmt.Sprint(u.Due) || at("F") != fmt.Sprint(u.Missing) || at("L") != fmt.Sprint(u.Late) {
			t.Errorf("row %d is not %s", row, u.Unit.Name)
		}
	}
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// CSV opens in Chinese, and nothing in it is computed.
func TestStatusCSV(t *testing.T) {
	s := hostile(t, false)
	data := writtenStatus(t, s, "csv")
	if !bytes.HasPrefix(data, []byte("\xef\xbb\xbf单位,")) {
		t.Fatalf("%q", data[:20])
	}
	rows, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for _, c := range r {
			if c != "" && strings.ContainsAny(c[:1], "=+@") || strings.HasPrefix(c, "-") {
				t.Errorf("%q would be computed", c)
			}
		}
	}
	// The units, and the files of no unit, unreadable and of another year.
	if len(rows) != 1+len(s.Units)+3 {
		t.Errorf("%d lines", len(rows))
	}
	if r := rows[2]; r[0] != `'=HYPERLINK("http://x","局")` || r[17] != "'=示例区" || r[15] != "'+8101" {
		t.Errorf("%q", r)
	}
}

// Where the state of a unit names its files, paper does not name them again.
func TestPaperNamesFilesOnce(t *testing.T) {
	list := statusList(t, "代码,名称\n1,甲局\n2,乙局\n3,丙局\n")
	s := status.Of(list, []units.Submission{filed("a1.xlsx", "1", "甲局", "a"), filed("a2.xlsx", "1", "甲局", "b"),
		filed("b1.xlsx", "2", "乙局", "c"), filed("b2.xlsx", "2", "乙局", "c"), filed("c1.xlsx", "3", "丙局", "d")}, status.Options{Year: 2024, AsOf: onDay("2025-01-25 10:00")})
	page := string(writtenStatus(t, s, "html"))
	page, _, _ = strings.Cut(page, "有问题的报告")
	for _, name := range []string{"a1.xlsx", "a2.xlsx", "b1.xlsx", "b2.xlsx", "c1.xlsx"} {
		if n := strings.Count(page, name); n != 1 {
			t.Errorf("%s is named %d times", name, n)
		}
	}
}

// A page is escaped, refers to nothing, and names every file.
func TestStatusHTML(t *testing.T) {
	s := hostile(t, false)
	page := string(writtenStatus(t, s, "html"))
	for _, bad := range []string{"<b>", "<i>坏", "src=", "href=", "<script", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	for _, want := range []string{"&lt;b&gt;民政局", "@x.xlsx", "-z.xlsx", "old.xlsx", "b2.xlsx", s.Sentence().ZH, "不在名单中"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// A made-up district of which everything is known: every unit is counted as what
// was done to it says, and all others are in order.
func TestStatusOfADistrict(t *testing.T) {
	d, err := demo.New(demo.Options{Units: 60, Errors: len(demo.Kinds()), Year: 2025, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var files []string
	for _, f := range d.Files {
		data, err := d.Data(f)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, f.Modified, f.Modified); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	s := status.Of(d.Roster, gatheredFiles(t, files), status.Options{Year: 2025, AsOf: onDay("2026-02-01 10:00")})
	want := map[string]status.Counts{}
	for _, u := range d.Due {
		want[u.Code] = status.Counts{Due: 1, In: 1}
	}
	strangers, unreadable := 0, 0
	for _, p := range d.Planted {
		c := status.Counts{Due: 1, In: 1}
		switch p.Kind {
		case "not-on-roster":
			strangers++
			continue
		case "misnamed":
			strangers++
			c = status.Counts{Due: 1, Missing: 1}
		case "damaged", "no-workbook":
			unreadable++
			c = status.Counts{Due: 1, Missing: 1}
		case demo.KindMissing, "wrong-year":
			c = status.Counts{Due: 1, Missing: 1}
		case "late":
			c.Late = 1
		case "same-twice":
			c.Twice = 1
		case "different-twice":
			c.Twice, c.Conflicting = 1, 1
		case "none": // a blank by another word, of which there is a warning besides
			c.Unexplained = 1
		case "former-name":
		default:
			switch p.Grade {
			case model.Error:
				c.Wrong = 1
			case model.Warning:
				c.Unexplained = 1
			}
		}
		want[p.Unit.Code] = c
	}
	for _, u := range s.Units {
		if !u.Reports {
			continue
		}
		got := u.Counts
		if got.Wrong == 1 {
			got.Unexplained = 0 // an error often is in the narratives too
		}
		if got != want[u.Unit.Code] {
			t.Errorf("%s: %+v, want %+v: %s", u.Unit.Name, got, want[u.Unit.Code], u.Words().ZH)
		}
	}
	if len(s.Strangers) != strangers || len(s.Unreadable) != unreadable || len(d.Planted) < 30 {
		t.Errorf("%d of no unit, %d unreadable; want %d, %d", len(s.Strangers), len(s.Unreadable), strangers, unreadable)
	}
}

// A format there is not is said with those there are.
func TestStatusFormat(t *testing.T) {
	err := status.Write(&bytes.Buffer{}, hostile(t, false), status.WriteOptions{Format: "odt"})
	if !errors.Is(err, msg.ErrFormat) || !strings.Contains(err.Error(), "xlsx") {
		t.Error(err)
	}
}
