package status_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

// Who gets a letter, and which.
func TestNotices(t *testing.T) {
	wrong := func(f *units.Submission) { f.Errors = 1 }
	warned := func(f *units.Submission) { f.Warnings = 1 }
	broken := func(f *units.Submission) { f.Err = fmt.Errorf("no") }
	list := statusList(t, statusRoster)
	for name, tc := range map[string]struct {
		asOf    string
		from    model.Grade
		filings []units.Submission
		want    string
	}{
		"before the deadline only those without one are asked": {"2025-01-20 10:00", model.Error, nil, "22 示例镇二村 催报"},
		"after it, not those with a later one":                 {"2025-01-21 10:00", model.Error, nil, "10 示例区教育局 催报 | 11 示例区财政局 催报 | 21 示例镇一村 催报 | 22 示例镇二村 催报"},
		"wrong, warned and in order":                           {"2025-01-21 10:00", model.Error, []units.Submission{filed("a", "10", "", "A", wrong), filed("b", "11", "", "B", warned), filed("c", "21", "", "C"), filed("d", "22", "", "D")}, "10 示例区教育局 退回"},
		"warned, where that fails":                             {"2025-01-21 10:00", model.Warning, []units.Submission{filed("a", "10", "", "A", wrong), filed("b", "11", "", "B", warned), filed("c", "21", "", "C"), filed("d", "22", "", "D")}, "10 示例区教育局 退回 | 11 示例区财政局 退回"},
		"different reports, at fault and not": {"2025-01-02 10:00", model.Error, []units.Submission{filed("a", "10", "", "A", wrong), filed("a2", "10", "", "A2", warned), filed("a3", "10", "", "A3"), filed("b", "11", "", "B"), filed("b2", "11", "", "B2"), filed("d", "22", "", "D")},
			"10 示例区教育局 退回 | 10 示例区教育局 退回 2 | 11 示例区财政局 退回"},
		"unreadable, and in as well": {"2025-01-02 10:00", model.Error, []units.Submission{filed("10 x.xls", "", "", "", broken), filed("11 x.xls", "", "", "", broken), filed("b", "11", "", "B"), filed("d", "22", "", "D")}, "10 示例区教育局 退回"},
		"a total that is wrong":      {"2025-01-02 10:00", model.Error, []units.Submission{filed("t", "20", "", "T", wrong)}, "20 示例镇 退回"},
	} {
		s := status.Of(list, tc.filings, status.Options{Year: 2024, AsOf: onDay(tc.asOf)})
		if got := strings.Join(status.NoticeFiles("", list, s.Notices(tc.from), msg.ZH), " | "); got != tc.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, tc.want)
		}
	}
}

// A letter names what was found in the unit's own cells, and what came in though
// it is no report.
func TestLetter(t *testing.T) {
	dir := t.TempDir()
	list := statusList(t, statusRoster)
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, json string) string {
		path := filepath.Join(dir, name)
		r, err := pipeline.Import("", []byte(json), pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := gkxl.Template(&b, r); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	off := write("off.xlsx", `{"year":2024,"organ":"示例区教育局","values":{"requests.new.natural_person":3}}`)
	even := write("even.xlsx", `{"year":2024,"organ":"示例区教育局","values":{"requests.new.natural_person":3,"requests.granted.natural_person":3}}`)
	last := write("last.xlsx", `{"year":2023,"organ":"示例区财政局","values":{"requests.new.natural_person":3}}`)
	blank := write("blank.xlsx", `{"year":2024,"organ":"示例镇一村","values":{}}`)
	broken := filepath.Join(dir, "22 报告.xls")
	if err := os.WriteFile(broken, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	misspelt := write("财政局 改正.xlsx", `{"year":2024,"organ":"示例区财税局","code":"11","values":{"requests.new.natural_person":3}}`)
	files := []string{off, even, last, blank, broken, misspelt}
	s := status.Of(list, gatheredFiles(t, files), status.Options{Year: 2024, AsOf: onDay("2025-01-25 10:00")})
	notices := s.Notices(model.Error)
	i := slices.IndexFunc(s.Units, func(u *status.UnitStatus) bool { return u.Unit.Name == "示例区教育局" })
	if w := s.Units[i].Words().ZH; !strings.Contains(w, "内容不同的报告 2 份：even.xlsx、off.xlsx（4 格不同：“（一）予以公开 × 自然人” 3、（空）；") {
		t.Error(w)
	}
	said := map[string]string{}
	for i, f := range status.NoticeFiles("", list, notices, msg.ZH) {
		l, err := s.Letter(notices[i], status.NoticeOptions{Read: osfile.ReadFile, Form: form, Sender: "示例区政务公开办公室"}, msg.ZH)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := letter.WriteText(&b, l); err != nil {
			t.Fatal(err)
		}
		said[f] = b.String()
	}
	for file, want := range map[string][]string{
		"10 示例区教育局 退回":   {"收到你单位 2 份内容不同的报告：even.xlsx、off.xlsx（4 格不同：“（一）予以公开 × 自然人” 3、（空）", "请确认以哪一份为准", "文件“even.xlsx”", "警告", "二、主动公开!B4", "请你单位尽快改正后重新报送"},
		"10 示例区教育局 退回 2": {"文件“off.xlsx”", "错误", "三、依申请公开!D5", "示例区政务公开办公室", "2025年1月25日"},
		"11 示例区财政局 催报":   {"尚未收到你单位的报告。\n　　收到的文件“last.xlsx”是 2023 年度的报告", "收到的文件“财政局 改正.xlsx”写的机关名称是“示例区财税局”，不能认定是你单位的报告。是你单位的，请改正后重新报送"},
		"21 示例镇一村 催报":    {"收到的文件“blank.xlsx”是没有填写的模板"},
		"22 示例镇二村 退回":    {"文件“22 报告.xls”）无法读取：这是文本文件", "8122"},
	} {
		for _, w := range want {
			if !strings.Contains(said[file], w) {
				t.Errorf("%s does not say %s:\n%s", file, w, said[file])
			}
		}
	}
	if len(said) != 5 || strings.Contains(said["10 示例区教育局 退回"], "问题：错误") {
		t.Errorf("%d letters, or errors where there are none", len(said))
	}

	// An answer is asked for by the day that was given, or else by the deadline as
	// long as it is ahead.
	for _, tc := range []struct {
		asOf, want string
		until      time.Time
	}{{"2025-01-10 10:00", "于2025年1月20日前", time.Time{}}, {"2025-01-10 10:00", "于2025年1月15日前", onDay("2025-01-15 00:00")}, {"2025-02-10 10:00", "尽快", time.Time{}}} {
		s := status.Of(list, gatheredFiles(t, files[:1]), status.Options{Year: 2024, AsOf: onDay(tc.asOf)})
		l, err := s.Letter(s.Notices(model.Error)[0], status.NoticeOptions{Read: osfile.ReadFile, Form: form, Until: tc.until}, msg.ZH)
		if err != nil || !strings.Contains(strings.Join(l.Paragraphs, ""), tc.want) {
			t.Errorf("%s: %v, %v, want %s", tc.asOf, l.Paragraphs, err, tc.want)
		}
	}

	// What was counted is not what is there now.
	write("off.xlsx", `{"year":2024,"organ":"示例区教育局","values":{"requests.new.natural_person":4}}`)
	if _, err := s.Letter(notices[1], status.NoticeOptions{Read: osfile.ReadFile, Form: form}, msg.ZH); err == nil || !strings.Contains(err.Error(), "在清点之后被改动") {
		t.Error(err)
	}
}

// gatheredFiles reads what files say.
func gatheredFiles(t *testing.T, files []string) []units.Submission {
	t.Helper()
	filings, _, err := units.Gathering{}.AllAt(t.Context(), files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return filings
}
