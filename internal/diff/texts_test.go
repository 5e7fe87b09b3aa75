package diff_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/table"
)

func TestSentences(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"甲。乙；丙！", "甲。|乙；|丙！"}, {"他说“好。”再说。", "他说“好。”|再说。"}, {"一\n二\n\n三", "一|二|三"}, {"没有句号", "没有句号"}, {"", ""}, {"（见附件。）后", "（见附件。）|后"},
	} {
		if got := strings.Join(diff.Sentences(tc.in), "|"); got != tc.want {
			t.Errorf("%q: %s, want %s", tc.in, got, tc.want)
		}
	}
}

func TestTexts(t *testing.T) {
	for _, tc := range []struct{ name, old, now, want string }{
		{"nothing", "甲乙丙。", "甲乙丙。", ""},
		{"blanks and widths", "甲 乙，丙。", "甲乙,丙。", ""},
		{"added", "甲乙丙丁。", "甲乙丙丁。戊己庚辛。", "added:|戊己庚辛。"},
		{"removed", "甲乙丙丁。戊己庚辛。", "戊己庚辛。", "removed:甲乙丙丁。|"},
		{"figures", "收到申请12件。", "收到申请1,340件。", "figures:收到申请12件。|收到申请1,340件。"},
		{"reworded", "加强政务公开队伍建设。", "进一步加强政务公开队伍的建设。", "reworded:加强政务公开队伍建设。|进一步加强政务公开队伍的建设。"},
		{"moved", "甲甲甲。乙乙乙。丙丙丙。", "丙丙丙。甲甲甲。乙乙乙。", "moved:丙丙丙。|丙丙丙。"},
		{"twice", "甲甲甲。甲甲甲。", "甲甲甲。", "removed:甲甲甲。|"},
		{"order", "子。丑丑丑。卯卯卯。", "卯卯卯。寅寅寅。子。", "added:|寅寅寅。 moved:子。|子。 removed:丑丑丑。|"},
		{"new section", "", "甲。", "added:|甲。"},
		{"lost section", "甲。", "", "removed:甲。|"},
	} {
		a, b := typed(formtest.Form(t, "2021"), 2023, nil), typed(formtest.Form(t, "2021"), 2024, nil)
		a.Texts["overview"], b.Texts["overview"] = tc.old, tc.now
		var got []string
		for _, x := range of(t, a, b).Texts {
			for _, c := range x.Changes {
				got = append(got, string(c.Kind)+":"+c.Old+"|"+c.New)
			}
		}
		if tc.name == "order" { // which of two is the one that moved is a matter of taste; that one did is not
			if s := strings.Join(got, " "); strings.Count(s, "moved:") != 2 || strings.Count(s, "added") != 1 || strings.Count(s, "removed") != 1 {
				t.Errorf("%s: %s", tc.name, s)
			}
			continue
		}
		if d := cmp.Diff(tc.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s: %s", tc.name, d)
		}
	}
}

// What differs of two sentences lies between what they share, a figure as a whole.
var aparts = []struct{ s, other, want string }{
	{"收到12件。", "收到15件。", "12"}, {"收到112件。", "收到12件。", "112"}, {"收到12件。", "收到112件。", "12"}, {"甲乙丙", "甲丙", "乙"}, {"甲丙", "甲乙丙", ""}, {"甲", "甲", ""}, {"", "甲", ""}, {"甲甲", "甲", "甲"},
	{"甲\xff乙", "甲\xe4乙", "\xff"}, {"\xff", "", "\xff"}, {"１２件", "１３件", "１２"},
}

func TestApart(t *testing.T) {
	for _, tc := range aparts {
		if at := table.Apart(tc.s, tc.other); tc.s[at[0]:at[1]] != tc.want {
			t.Errorf("%q, %q: %q, want %q", tc.s, tc.other, tc.s[at[0]:at[1]], tc.want)
		}
	}
}

func FuzzApart(f *testing.F) {
	for _, tc := range aparts {
		f.Add(tc.s, tc.other)
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		a, b := table.Apart(s, other), table.Apart(other, s)
		if s[:a[0]] != other[:b[0]] && !strings.HasPrefix(other, s[:a[0]]) || !strings.HasSuffix(other, s[a[1]:]) || a[0] > a[1] {
			t.Fatalf("%q, %q: %v", s, other, a)
		}
	})
}

// Every sentence of both texts is accounted for, once.
func FuzzTexts(f *testing.F) {
	f.Add("甲。乙。丙。", "丙。甲。丁。")
	f.Add("收到申请12件；\n办结3件。", "收到申请13件；办结3件。")
	f.Add("", "一")
	f.Add("甲。甲。甲。", "甲。甲。")
	f.Fuzz(func(t *testing.T, old, now string) {
		a, b := typed(formtest.Form(t, "2021"), 2023, nil), typed(formtest.Form(t, "2021"), 2024, nil)
		a.Texts["overview"], b.Texts["overview"] = old, now
		for _, x := range of(t, a, b).Texts {
			olds, news := x.Same, x.Same
			for _, c := range x.Changes {
				if c.Kind != diff.SentenceAdded {
					olds++
				}
				if c.Kind != diff.SentenceRemoved {
					news++
				}
			}
			if old != now && (olds != x.Old || news != x.New) {
				t.Fatalf("%q → %q: %d of %d, %d of %d sentences", old, now, olds, x.Old, news, x.New)
			}
		}
		of(t, a, b).Page(diff.PageOptions{})
	})
}
