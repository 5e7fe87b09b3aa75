package status_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

const statusRoster = `代码,名称,上级,曾用名,截止日期,联系方式
00,示例区,,,,
10,示例区教育局,00,,2025-01-20,8101
11,示例区财政局,00,,2025-01-20,8102
12,示例区民政局,00,,2025-02-20,
20,示例镇,00,示例乡,,
21,示例镇一村,20,,2025-01-20,
22,示例镇二村,20,,,8122
`

func statusList(t testing.TB, csv string) *units.Roster {
	t.Helper()
	list, err := units.ReadRoster("units.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func onDay(s string) time.Time {
	d, err := time.ParseInLocation("2006-01-02 15:04", s, time.Local)
	if err != nil {
		panic(err)
	}
	return d
}

// filed is a file that is in order; mutate makes it otherwise.
func filed(file, code, organ, content string, mutate ...func(*units.Submission)) units.Submission {
	f := units.Submission{File: file, Shown: file, SHA: file, Code: code, Organ: organ, Content: content, Year: 2024, Verdict: "pass", Received: onDay("2025-01-10 12:00")}
	for _, m := range mutate {
		m(&f)
	}
	return f
}

// counted puts the counts of a status on one line per unit.
func counted(s *status.Status) string {
	var b strings.Builder
	for _, u := range s.Units {
		c := u.Counts
		fmt.Fprintf(&b, "%d %s %d %d %d %d %d %d %d %d %d\n", u.Level, u.Unit.Name, c.Due, c.In, c.Missing, c.NotDue, c.Twice, c.Conflicting, c.Wrong, c.Unexplained, c.Late)
	}
	return b.String()
}

func TestStatus(t *testing.T) {
	wrong := func(f *units.Submission) { f.Errors, f.Verdict, f.First = 2, "fail", msg.T("A1 不平", "A1 is off") }
	doubtful := func(f *units.Submission) {
		f.Warnings, f.Verdict, f.First = 1, "warn", msg.T("B2 空着", "B2 is blank")
	}
	received := func(at string) func(*units.Submission) { return func(f *units.Submission) { f.Received = onDay(at) } }
	about := func(year int) func(*units.Submission) { return func(f *units.Submission) { f.Year = year } }
	empty := func(f *units.Submission) { f.Empty = true }
	broken := func(f *units.Submission) { f.Err = errors.New(f.File + "：坏了") }
	total := func(f *units.Submission) {
		f.Sources = []sums.Source{{Role: sums.Counted, Code: "21"}, {Role: sums.Counted, Code: "22"}}
	}
	for name, tc := range map[string]struct {
		year    int
		asOf    string
		filings []units.Submission
		counts  string // of the whole
		clean   bool
		words   map[string]string
		text    []string // lines of the terminal
	}{
		"nothing is in": {2024, "2025-01-21 08:00", nil, "5 0 5 1 0 0 0 0 0", false,
			map[string]string{"10": "缺报，逾期 1 天（截止 2025-01-20）；联系方式 8101", "12": "未到期（2025-02-20）", "22": "缺报；联系方式 8122", "20": ""},
			[]string{"截至 2025-01-21：应报 5，已报 0，缺报 5（未到期 1），重复 0，有误 0，有未说明警告 0，迟报 0"}},
		"the deadline's own day is in time": {2024, "2025-01-20 23:59", []units.Submission{filed("c", "11", "", "C", received("2025-01-20 23:59"))}, "5 1 4 3 0 0 0 0 0", false,
			map[string]string{"10": "未到期（2025-01-20）；联系方式 8101", "11": "已报：c"}, nil},
		"all is in": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A"), filed("b", "11", "", "B"), filed("c", "12", "", "C"), filed("d", "21", "", "D"), filed("e", "22", "", "E")},
			"5 5 0 0 0 0 0 0 0", true, map[string]string{"10": "已报：a"},
			[]string{"单位      应报  已报  缺报  重复  有误  有未说明警告  迟报  情况", "示例区       5     5     0     0     0             0     0", "  示例镇     2     2     0     0     0             0     0", "（另有 5 个单位已报、没有问题，没有列出）"}},
		"wrong, warned and late": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A", wrong), filed("b", "11", "", "B", doubtful, received("2025-01-22 00:01")), filed("c", "12", "", "C", wrong, doubtful), filed("d", "21", "", "D"), filed("e", "22", "", "E")},
			"5 5 0 0 0 0 2 2 1", false, map[string]string{"10": "已报：a；错误 2，第一处 A1 不平", "11": "已报：b；未说明警告 1，第一处 B2 空着；迟报 2 天（截止 2025-01-20）"}, nil},
		"warnings alone": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A", doubtful), filed("b", "11", "", "B"), filed("c", "12", "", "C"), filed("d", "21", "", "D"), filed("e", "22", "", "E")},
			"5 5 0 0 0 0 0 1 0", true, nil, nil},
		"twice the same, and twice another thing": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A", received("2025-01-30 00:00")), filed("a2", "10", "", "A"), filed("b", "11", "", "B", wrong), filed("b2", "11", "", "B2")},
			"5 2 3 0 2 1 1 0 0", false, map[string]string{"10": "已报：a；相同的还有 a2", "11": "内容不同的报告 2 份：b、b2；b：错误 2，第一处 A1 不平"}, nil},
		"in a total": {2024, "2025-03-01 08:00", []units.Submission{filed("t", "20", "", "T", total, wrong), filed("d", "21", "", "D")},
			"5 2 3 0 0 0 0 0 0", false, map[string]string{"20": "已有汇总：t；错误 2，第一处 A1 不平", "21": "已报：d；也在汇总 t 中", "22": "在汇总 t 中"},
			[]string{"截至 2025-03-01：应报 5，已报 2，缺报 3，重复 0，有误 0，有未说明警告 0，迟报 0；有误的汇总 1"}},
		"another year is not this one": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A"), filed("old", "10", "", "O", about(2023)), filed("b", "11", "", "B", about(2023)), filed("t", "20", "", "T", total, about(2023))},
			"5 1 4 0 0 0 0 0 0", false, map[string]string{"10": "已报：a；另有 2023 年度的报告 old，不计", "11": "缺报，逾期 40 天（截止 2025-01-20）；另有 2023 年度的报告 b，不计；联系方式 8102", "21": "缺报，逾期 40 天（截止 2025-01-20）"}, nil},
		"a template nobody filled in": {2024, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A"), filed("blank", "10", "", "N", empty), filed("b", "11", "", "N2", empty), filed("t", "20", "", "T", total, empty)},
			"5 1 4 0 0 0 0 0 0", false, map[string]string{"10": "已报：a；模板没有填写：blank", "11": "缺报，逾期 40 天（截止 2025-01-20）；模板没有填写：b；联系方式 8102", "20": "模板没有填写：t", "21": "缺报，逾期 40 天（截止 2025-01-20）"}, nil},
		"several years, and none asked for": {0, "2025-03-01 08:00", []units.Submission{filed("a", "10", "", "A"), filed("b", "11", "", "B", about(2023)), filed("c", "12", "", "C"), filed("d", "21", "", "D"), filed("e", "22", "", "E")},
			"5 5 0 0 0 0 0 0 0", false, nil, []string{"报告的年度不一致：2024 年度 4 份，2023 年度 1 份；用 --year 指明年度，别的年度就不计"}},
		"strangers and the unreadable": {2024, "2025-03-01 08:00", []units.Submission{filed("x", "", "别处", "X"), filed("y", "10", "别处", "Y"), filed("z.xlsx", "", "", "", broken), filed("11 x.xlsx", "", "", "", broken), filed("示例镇 一村（终稿）.doc", "", "", "", broken), filed("10 示例区财政局.xlsx", "", "", "", broken)},
			"5 0 5 0 0 0 0 0 0", false, map[string]string{"11": "缺报，逾期 40 天（截止 2025-01-20）；文件名是本单位的无法读取：11 x.xlsx；联系方式 8102", "10": "缺报，逾期 40 天（截止 2025-01-20）；没有计入、可能是本单位的：y；联系方式 8101", "20": "",
				"21": "缺报，逾期 40 天（截止 2025-01-20）；文件名是本单位的无法读取：示例镇 一村（终稿）.doc"},
			[]string{"  x：“别处”不在名单中", "  y：代码 10 是“示例区教育局”的，名称却是“别处”；若是更名，请在名单的曾用名一栏写明", "  z.xlsx：坏了", "截至 2025-03-01：应报 5，已报 0，缺报 5，重复 0，有误 0，有未说明警告 0，迟报 0；不能归入单位 2；无法读取 4"}},
	} {
		for range 4 {
			rand.Shuffle(len(tc.filings), func(i, j int) { tc.filings[i], tc.filings[j] = tc.filings[j], tc.filings[i] })
			list := statusList(t, statusRoster)
			s := status.Of(list, tc.filings, status.Options{Year: tc.year, AsOf: onDay(tc.asOf)})
			lines := strings.Split(counted(s), "\n")
			if want := "0 示例区 " + tc.counts; lines[0] != want {
				t.Errorf("%s: %s, want %s", name, lines[0], want)
			}
			if s.Clean(model.Error) != tc.clean || s.Clean(model.Warning) != (tc.clean && s.Unexplained == 0) {
				t.Errorf("%s: clean is %v", name, s.Clean(model.Error))
			}
			for _, u := range s.Units {
				if want, ok := tc.words[u.Unit.Code]; ok && u.Words().ZH != want {
					t.Errorf("%s: %s: %s\nwant %s", name, u.Unit.Name, u.Words().ZH, want)
				}
			}
			var b bytes.Buffer
			if err := status.Write(&b, s, status.WriteOptions{Format: "text", Lang: msg.ZH}); err != nil {
				t.Fatal(err)
			}
			for _, l := range tc.text {
				if !strings.Contains("\n"+b.String(), "\n"+l+"\n") {
					t.Errorf("%s: no line %q in\n%s", name, l, b.String())
				}
			}
			if t.Failed() {
				return
			}
		}
	}
}

// Every level is the sum of the units below it, and what is in and what is
// missing make up what is due, whatever came in.
func TestStatusAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		var csv strings.Builder
		csv.WriteString("代码,名称,上级,截止日期\n")
		n := 1 + r.IntN(30)
		for i := range n {
			parent, due := "", ""
			if i > 0 && r.IntN(5) > 0 {
				parent = fmt.Sprint(r.IntN(i))
			}
			if r.IntN(2) == 0 {
				due = fmt.Sprintf("2025-01-%02d", 1+r.IntN(28))
			}
			fmt.Fprintf(&csv, "%d,单位%d号,%s,%s\n", i, i, parent, due)
		}
		list := statusList(t, csv.String())
		var filings []units.Submission
		for k := range r.IntN(2 * n) {
			filings = append(filings, filed(fmt.Sprint("f", k), fmt.Sprint(r.IntN(n+2)), "", fmt.Sprint(r.IntN(3)), func(f *units.Submission) {
				f.Errors, f.Warnings, f.Year = r.IntN(2), r.IntN(2), 2023+r.IntN(2)
				f.Received = onDay(fmt.Sprintf("2025-01-%02d 10:00", 1+r.IntN(28)))
			}))
		}
		s := status.Of(list, filings, status.Options{Year: 2024, AsOf: onDay("2025-01-15 10:00")})
		if len(s.Units) != n || s.Due != len(list.Due()) {
			t.Fatalf("%d units, %d due", len(s.Units), s.Due)
		}
		of := map[string]*status.UnitStatus{}
		for _, u := range s.Units {
			of[u.Unit.Code] = u
			if u.In+u.Missing != u.Due || u.NotDue > u.Missing || u.Late > u.In || u.Conflicting > u.Twice || u.Reports && u.Due != 1 {
				t.Errorf("%s: %+v", u.Unit.Name, u.Counts)
			}
		}
		below := func(units []*units.Unit) (sum status.Counts) {
			for _, u := range units {
				c := of[u.Code].Counts
				sum = status.Counts{Due: sum.Due + c.Due, In: sum.In + c.In, Missing: sum.Missing + c.Missing, NotDue: sum.NotDue + c.NotDue, Twice: sum.Twice + c.Twice,
					Conflicting: sum.Conflicting + c.Conflicting, Wrong: sum.Wrong + c.Wrong, Unexplained: sum.Unexplained + c.Unexplained, Late: sum.Late + c.Late, Undated: sum.Undated + c.Undated}
			}
			return sum
		}
		for _, u := range s.Units {
			if !u.Reports && u.Counts != below(list.Children(u.Unit)) {
				t.Errorf("%s is not the sum of those below it", u.Unit.Name)
			}
		}
		if s.Counts != below(list.Tops()) {
			t.Errorf("the whole is not the sum of the tops")
		}
	}
}

// What files say must not speak to the terminal that lists them.
func TestStatusTextIsInert(t *testing.T) {
	s := status.Of(statusList(t, statusRoster), []units.Submission{filed("a\x1b[2J\n.xlsx", "", "x\ny\x07", "A")}, status.Options{AsOf: onDay("2025-01-15 10:00")})
	var b bytes.Buffer
	if err := status.Write(&b, s, status.WriteOptions{Format: "text", Lang: msg.ZH, All: true}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07") || strings.Contains(b.String(), "\n.xlsx") {
		t.Errorf("%q", b.String())
	}
}

// A time after the day of the status cannot be when a file came in: it makes no unit late,
// and that is said; one file in time, or one late by a time that can be, decides.
func TestStatusOfFilesDatedAfterIt(t *testing.T) {
	list := statusList(t, "代码,名称,截止日期\n1,甲局,2026-01-20\n2,乙局,2026-01-20\n3,丙局,2026-01-20\n4,丁局,\n5,戊局,2026-02-20\n")
	at := func(day string) func(*units.Submission) {
		return func(f *units.Submission) { f.Received = onDay(day + " 09:00") }
	}
	s := status.Of(list, []units.Submission{
		filed("a.xlsx", "1", "甲局", "a", at("2026-11-30")),
		filed("b.xlsx", "2", "乙局", "b", at("2026-01-23")),
		filed("c.xlsx", "3", "丙局", "c", at("2026-11-30")), filed("c2.xlsx", "3", "丙局", "c", at("2026-01-19")),
		filed("d.xlsx", "4", "丁局", "d", at("2026-11-30")),
		filed("e.xlsx", "5", "戊局", "e", at("2026-01-26")),
	}, status.Options{Year: 2024, AsOf: onDay("2026-01-25 10:00")})
	if s.Late != 1 || s.Undated != 1 || s.Units[0].DaysLate != 0 || s.Units[0].Undated != 1 || s.Units[1].DaysLate != 3 {
		t.Errorf("late %d, undated %d: %s", s.Late, s.Undated, s.Sentence().ZH)
	}
	for _, format := range []string{"text", "html", "md", "xlsx", "docx"} {
		got := string(writtenStatus(t, s, format))
		if format == "xlsx" || format == "docx" {
			for _, part := range formtest.Parts(t, []byte(got)) {
				got += "\n" + part
			}
		}
		if n := strings.Count(got, s.Untimed().ZH); n != 1 {
			t.Errorf("%s says %d times that a file's time is not counted", format, n)
		}
	}
}

// A unit that the total of the organ above all lists is in; one that it does not list is missing.
func TestWithinTotalOfTop(t *testing.T) {
	t.Parallel()
	list := statusList(t, statusRoster)
	for _, listed := range []bool{true, false} {
		s := status.Of(list, []units.Submission{filed("总.xlsx", "00", "示例区", "a", func(f *units.Submission) {
			if f.Sources = []sums.Source{{Role: sums.Missed, Code: "12", Name: "示例区民政局"}}; listed {
				f.Sources = append(f.Sources, sums.Source{Role: sums.Counted, Code: "10", Name: "示例区教育局"})
			}
		})}, status.Options{Year: 2024, AsOf: onDay("2025-03-01 00:00")})
		for _, u := range s.Units {
			if in := listed && u.Unit.Code == "10"; u.Reports && (u.In == 1) != in {
				t.Errorf("listed %v: %s is in: %d", listed, u.Unit.Name, u.In)
			}
		}
	}
}

// What is the same of several units is said once, and with each where it is not.
func TestSaidOnce(t *testing.T) {
	roster := func(first, second string) string {
		return "代码,名称,上级,截止日期\n1,示例区,,\n10,甲局,1," + first + "\n11,乙局,1," + second + "\n12,丙局,1,\n"
	}
	in := func(code, at string) units.Submission {
		return filed(code, code, "", code, func(f *units.Submission) { f.Received = onDay(at) })
	}
	const same, other, late, later = "2025-01-20", "2025-01-22", "2025-01-23 10:00", "2025-03-09 10:00"
	for name, tc := range map[string]struct {
		roster  string
		filings []units.Submission
		want    map[string]string // of the terminal's list
		once    string            // in the sentence
	}{
		"two are late":               {roster(same, same), []units.Submission{in("10", late), in("11", late)}, map[string]string{"10": "已报：10；迟报 3 天", "11": "已报：11；迟报 3 天"}, "（截止日 2025-01-20）"},
		"one is late, one is not in": {roster(same, same), []units.Submission{in("10", late)}, map[string]string{"10": "已报：10；迟报 3 天", "11": "缺报，逾期 40 天", "12": "缺报"}, "（截止日 2025-01-20）"},
		"only one is late":           {roster(same, same), []units.Submission{in("10", late), in("11", same+" 10:00")}, map[string]string{"10": "已报：10；迟报 3 天（截止 2025-01-20）", "11": "已报：11"}, ""},
		"two deadlines":              {roster(same, other), []units.Submission{in("10", late), in("11", late)}, map[string]string{"10": "已报：10；迟报 3 天（截止 2025-01-20）", "11": "已报：11；迟报 1 天（截止 2025-01-22）"}, ""},
		"two are dated later":        {roster(same, same), []units.Submission{in("10", later), in("11", later)}, map[string]string{"10": "已报：10；没有算迟报", "11": "已报：11；没有算迟报"}, ""},
		"one is dated later":         {roster(same, same), []units.Submission{in("10", later), in("11", same+" 10:00")}, map[string]string{"10": "已报：10；文件时间晚于截至日，没有算迟报"}, ""},
	} {
		s := status.Of(statusList(t, tc.roster), tc.filings, status.Options{Year: 2024, AsOf: onDay("2025-03-01 08:00")})
		var b bytes.Buffer
		if err := status.Write(&b, s, status.WriteOptions{Format: "text", Lang: msg.ZH, All: true}); err != nil {
			t.Fatal(err)
		}
		for _, u := range s.Units {
			want, ok := tc.want[u.Unit.Code]
			if got := s.Words(u).ZH; ok && (got != want || !strings.Contains(b.String(), want+"\n")) {
				t.Errorf("%s: %s: %q, want %q in\n%s", name, u.Unit.Name, got, want, b.String())
			}
		}
		if got := s.Sentence().ZH; !strings.HasPrefix(got, "截至 2025-03-01"+tc.once+"：") {
			t.Errorf("%s: %q, want %q", name, got, tc.once)
		}
	}
}
