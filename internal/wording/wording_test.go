package wording_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/wording"
)

// entriesOf parses all lines of the form on expressions that are written wrong.
func entriesOf(t testing.TB) (misspellings, all []wording.Entry) {
	t.Helper()
	w := formtest.Form(t, "2021").Wording
	misspellings, err := wording.Parse(w.Misspellings)
	if err != nil {
		t.Fatal(err)
	}
	titles, err := wording.Parse(w.Titles)
	if err != nil {
		t.Fatal(err)
	}
	return misspellings, append(append(wording.Doubled(w.Doubled), titles...), misspellings...)
}

// Every expression is found in its own sentence, and nothing is found when it is right, nor where the same characters
// mean something else.
func TestEntries(t *testing.T) {
	misspellings, all := entriesOf(t)
	if len(misspellings) < 300 {
		t.Errorf("%d misspellings", len(misspellings))
	}
	find := wording.New(all)
	seen := map[string]bool{}
	for _, e := range all {
		if seen[e.Wrong] {
			t.Errorf("%s is given twice", e.Wrong)
		}
		seen[e.Wrong] = true
		if !strings.Contains(e.Sentence, "{}") {
			t.Errorf("%s has no sentence", e.Wrong)
			continue
		}
		bad, good := strings.Replace(e.Sentence, "{}", e.Wrong, 1), strings.Replace(e.Sentence, "{}", e.Right, 1)
		if ms := find.Find(bad); len(ms) != 1 || ms[0].Entry.Right != e.Right || !strings.Contains(bad[ms[0].From:], ms[0].Entry.Wrong) {
			t.Errorf("%s: %v", bad, ms)
		}
		for _, s := range []string{good, e.Lawful} {
			if ms := find.Find(s); len(ms) > 0 {
				t.Errorf("%s: %s is taken for wrong", s, ms[0].Entry.Wrong)
			}
		}
	}
}

// Nothing is wrong where the characters of a misspelling are right as they stand. Each line holds at least one of them,
// so that the conditions of the entries are tried.
func TestLawful(t *testing.T) {
	_, all := entriesOf(t)
	find, bare := wording.New(all), make([]string, len(all))
	for i, e := range all {
		bare[i] = e.Wrong
	}
	anywhere := wording.Prompts(bare)
	data, err := os.ReadFile("testdata/lawful.txt")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		held := anywhere.Present(line)
		if len(held) == 0 {
			t.Errorf("%s holds no misspelling", line)
		}
		for w := range held {
			tried[w] = true
		}
		for _, m := range find.Find(line) {
			t.Errorf("%s: %s is taken for wrong", line, m.Entry.Wrong)
		}
	}
	if len(tried) < 200 {
		t.Errorf("%d of %d expressions are tried", len(tried), len(all))
	}
}

// Lines that say nothing are told.
func TestParse(t *testing.T) {
	for _, bad := range []string{"布署", "布署 → 布署", " → 部署", "布署 → 部署 | ?公"} {
		if _, err := wording.Parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if es, err := wording.Parse("# 说明\n\n布署 → 部署 | !<公"); err != nil || len(es) != 1 {
		t.Error(es, err)
	}
}

func fillers(t testing.TB) wording.Fillers {
	f := formtest.Form(t, "2021")
	return wording.Fillers{Prompts: wording.Prompts(f.Wording.Unfilled), Units: append(f.Wording.UnfilledUnits, f.Vocabulary.Counts...), Gaps: f.Wording.GapUnits, SetWide: f.Wording.SetWide, Surnames: f.Publish.Surnames}
}

// faultCases are texts with the parts that are faults; none for good ones.
func TestFaults(t *testing.T) {
	fill := fillers(t)
	unfilled := func(s string) []wording.Fault { return wording.Unfilled(s, fill) }
	for _, tc := range []struct {
		name string
		find func(string) []wording.Fault
		text string
		want string // the parts that are faults, parted by |
	}{
		{"unfilled", unfilled, "公开信息XX条。", "XX条"},
		{"unfilled", unfilled, "公开信息××条，网站××篇。", "××条|××篇"},
		{"unfilled", unfilled, "公开信息____条。", "____条"},
		{"unfilled", unfilled, "公开信息X万余条，其中网站Y条。", "X万|Y条"},
		{"unfilled", unfilled, "于X月X日召开。", "X月|X日"},
		{"unfilled", unfilled, "20XX年，XX局公开。", "XX年|XX局"},
		{"unfilled", unfilled, "公开〇〇件。", "〇〇件"},
		{"unfilled", unfilled, "全年（此处填写数字）件。", "此处填"},
		{"unfilled", unfilled, "共收到申请    件。", "请    件"},
		{"unfilled", unfilled, "某XX局", "XX局"},
		{"unfilled", unfilled, "二〇〇八年施行，二〇二四年修订，李××、王某×的申请，3×5，XXL，XX公司" + "", "XX公"},
		{"unfilled", unfilled, "长3×宽5，附    件。首    次。T-X5型，Windows XP，X光机，https://a.cn/xx/xxgk，xxgk@a.gov.cn，第N次，2024 年 3 件，共 3 件，两  次，A4纸", ""},
		{"unfilled", unfilled, "申请人李××提出，□是□否。", ""},
		{"punctuation", wording.Punctuation, "一是公开,二是答复;三是“培训”,四是整改.", ",|;|,|."},
		{"punctuation", wording.Punctuation, "有何意见?有!", "?|!"},
		{"punctuation", wording.Punctuation, "《条例》(以下简称条例)规定，，办理，。", "(以下简称条例)|，，|，。"},
		{"punctuation", wording.Punctuation, "共1,113件，时间9:30，http://www.a.gov.cn/，用AI, OCR，(一)主动公开，(1)网站，3.5%，No.1，邮编:223001，微信（wx_1）。", ""},
		{"punctuation", wording.Punctuation, "以上情况：\n1.公开\n……等等。", ""},
		{"broken", wording.Broken, "全年按期办理，\n情况良好。", "全年按期办理，"},
		{"broken", wording.Broken, "主动公开工作有序推进。依申请公开工作按照规定的程序和期限办", "照规定的程序和期限办"},
		{"broken", wording.Broken, "落实《条例规定，按期办理。", "《条例"},
		{"broken", wording.Broken, "（一）主动公开\n公开信息20条。\n1）网站；2）公告栏。\n落实《条例》（“条例”）。\n联系电话：0517", ""},
		{"numbering", wording.Numbering, "（一）公开。\n（二）申请。\n（四）平台。", "（四）"},
		{"numbering", wording.Numbering, "（一）公开。\n（二）申请。\n（二）平台。", "（二）"},
		{"numbering", wording.Numbering, "情况如下：（一）公开。\n（二）申请。\n1.网站\n2.公告\n（三）平台。\n1.微信\n2.微博\n一、是\n二、否\n2021、2022两年\n12.5%的申请", ""},
		{"numbering", wording.Numbering, "三、四季度开展检查。\n二、三产业的信息。\n一、二、三批名单。", ""},
		{"numbering", wording.Numbering, "（九）甲。\n（十）乙。\n（十一）丙。\n（十三）丁。", "（九）|（十三）"},
	} {
		var got []string
		for _, f := range tc.find(tc.text) {
			got = append(got, tc.text[f.From:f.To])
			if f.What.ZH == "" || f.What.EN == "" {
				t.Errorf("%s: a message lacks a language", tc.text)
			}
		}
		want := strings.Split(tc.want, "|")
		if tc.want == "" {
			want = nil
		}
		if len(got) != len(want) {
			t.Errorf("%s: %s: got %q, want %q", tc.name, tc.text, got, want)
			continue
		}
		for _, w := range want {
			if !strings.Contains(strings.Join(got, "|"), w) {
				t.Errorf("%s: %s: got %q, want %q", tc.name, tc.text, got, want)
			}
		}
	}
}

// Nothing is wrong with the sentences of the corpora, which are in the manner of real reports.
func TestCorpora(t *testing.T) {
	_, all := entriesOf(t)
	find, fill := wording.New(all), fillers(t)
	figure := regexp.MustCompile(`\{[^{}]*\}`)
	sentences := 0
	for _, name := range []string{"claims.txt", "corpus.txt", "narratives.txt", "sentences.txt"} {
		data, err := os.ReadFile(filepath.Join("..", "narrative", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		whole := "" // a narrative, of which each line is a paragraph
		faults := func(s string, fs ...[]wording.Fault) {
			for _, f := range slices.Concat(fs...) {
				t.Errorf("%s: %q %s", s, s[f.From:f.To], f.What.ZH)
			}
		}
		for line := range strings.Lines(string(data)) {
			line, _, _ = strings.Cut(line, " | ")
			line = strings.TrimSpace(strings.ReplaceAll(figure.ReplaceAllString(line, "12"), `\n`, "\n"))
			if strings.HasPrefix(line, "@") && name == "narratives.txt" {
				faults(whole, wording.Numbering(whole))
				whole = ""
			}
			if line == "" || strings.ContainsAny(line[:1], "#@%") {
				continue
			}
			whole += line + "\n"
			if !strings.Contains(line, "。") {
				continue
			}
			sentences++
			for _, m := range find.Find(wording.Unblanked(line)) {
				t.Errorf("%s: %s is taken for %s", line, m.Entry.Wrong, m.Entry.Right)
			}
			faults(line, wording.Unfilled(line, fill), wording.Punctuation(line), wording.Broken(line))
		}
	}
	if sentences < 300 {
		t.Errorf("%d sentences", sentences)
	}
}

func TestPeriods(t *testing.T) {
	form := formtest.Form(t, "2021")
	for s, want := range map[string]string{
		"数据统计期限为2024年1月1日至12月31日。":        "whole",
		"统计期限自2024年1月1日起至2024年12月31日止。":   "whole",
		"统计期限自2024年1月1日起至2024年12月30日止。":   "part",
		"统计期限为2024年1月1日至2025年12月31日。":     "part",
		"统计期限为2023年12月1日到2024年11月30日。":    "part",
		"数据自2024年1月1日起至2024年12月30日止。":     "part",
		"报告中的数据从2024年1月1日至12月31日。":        "whole",
		"统计期限内,2024年5月1日至5月31日开展宣传。":      "",
		"统计期限覆盖全年,其中2024年5月1日至5月31日开展宣传。": "",
		"统计期限,自2024年1月1日至12月30日。":         "part",
		"数据自动归集系统2024年3月1日至5月31日试运行。":     "",
		"征求意见的时间自2024年3月1日至4月1日。":         "",
		"2024年3月1日至4月30日开展宣传月。统计期限为全年。":   "",
		"统计期限见附件。2024年3月1日至4月30日开展宣传月。":   "",
	} {
		got := ""
		for _, p := range wording.Periods(s, form.Vocabulary.Words["period"], form.Wording.PeriodBeside) {
			got = map[bool]string{true: "whole", false: "part"}[p.WholeYear]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestParagraph(t *testing.T) {
	s := "甲\n\n乙\n丙"
	if n := wording.Paragraph(s, strings.Index(s, "丙")); n != 3 {
		t.Error(n)
	}
}

// filler is a text of official prose without faults, of about so many bytes.
func filler(bytes int) string {
	const s = "（一）主动公开。2024年，全市各级行政机关按照《条例》规定，通过政府网站、政务新媒体公开各类信息12345条，制作政策解读66个，召开新闻发布会12场，答复群众咨询3,456人次。\n"
	return strings.Repeat(s, bytes/len(s)+1)
}

// Ten times the text takes at most twelve times as long, with room for a busy machine.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("times say little beside other tests that are slowed down")
	}
	_, all := entriesOf(t)
	find, fill := wording.New(all), fillers(t)
	for _, piece := range []string{"X", "_", "，", "《", "（", "布", "进行", "的", "一、", "（二）\n", "（二）\n（四）\n", "12. \n50. \n", "2024年1月1日至", "统计期限", " ", "\n", "(甲", "“"} {
		took := func(n int) time.Duration {
			s := strings.Repeat(piece, n/len(piece))
			best := time.Hour
			for range 3 {
				start := time.Now()
				find.Find(s)
				wording.Unfilled(s, fill)
				wording.Punctuation(s)
				wording.Broken(s)
				wording.Numbering(s)
				wording.Periods(s, []string{"统计期限"}, nil)
				best = min(best, time.Since(start))
			}
			return best
		}
		if small, large := took(30_000), took(300_000); large > 24*max(small, 2*time.Millisecond)+400*time.Millisecond { // clocks may be as coarse as that
			t.Errorf("%q: %v for 30 kB, %v for 300 kB", piece, small, large)
		}
	}
}

func BenchmarkFaults(b *testing.B) {
	_, all := entriesOf(b)
	find, fill := wording.New(all), fillers(b)
	s := filler(15_000) // 5,000 characters
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		find.Find(wording.Unblanked(s))
		wording.Unfilled(s, fill)
		wording.Punctuation(s)
		wording.Broken(s)
		wording.Numbering(s)
	}
}

func FuzzFaults(f *testing.F) {
	_, all := entriesOf(f)
	find, fill := wording.New(all), fillers(f)
	f.Add("一是公开,XX件。\n（一）")
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range find.Find(s) {
			_ = s[m.From:m.To]
		}
		for _, fs := range [][]wording.Fault{wording.Unfilled(s, fill), wording.Punctuation(s), wording.Broken(s), wording.Numbering(s)} {
			for _, x := range fs {
				_ = s[x.From:x.To]
				wording.Paragraph(s, x.From)
			}
		}
		for _, p := range wording.Periods(s, []string{"统计"}, []string{"自"}) {
			_ = s[p.From:p.To]
		}
	})
}
