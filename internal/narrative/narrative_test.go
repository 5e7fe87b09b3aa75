package narrative_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// A long narrative: an example's overview several times over, some 5,000
// characters with 200 figures.
func long(t testing.TB) *model.Report {
	r := formtest.Example(t, "huaian-2024.json")
	r.Texts = map[string]string{"overview": strings.Repeat(r.Texts["overview"]+"\n", 14)}
	return r
}

func BenchmarkRead(b *testing.B) {
	r := long(b)
	rd := narrative.NewReader(r.Form)
	b.ReportAllocs()
	b.SetBytes(int64(len(r.Texts["overview"])))
	for b.Loop() {
		rd.Read(r, nil)
	}
}

func BenchmarkNewReader(b *testing.B) {
	f := long(b).Form
	b.ReportAllocs()
	for b.Loop() {
		narrative.NewReader(f)
	}
}

// A character that shows nothing changes no figure, year or word: what is printed
// is judged.
func TestUnseen(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	rd := narrative.NewReader(r.Form)
	judged := func(z string) (out []string) {
		r.Texts = map[string]string{"overview": strings.ReplaceAll("20|24年，|新|收政府信|息公开申请1|0000|件，|其中网上申请|1|,|234件，上年|结转1|2|件，占1|2.|5%。", "|", z)}
		for _, f := range rd.Read(r, nil) {
			out = append(out, string(f.Verdict)+" "+f.Number.String()+" "+f.Reading().ZH+" "+f.Message.ZH)
		}
		return out
	}
	want := judged("")
	if !strings.HasPrefix(want[0], string(narrative.Disagrees)+" 10000 ") {
		t.Fatal(want)
	}
	for _, unseen := range "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u3164\ufe0f\ufeff\U000e0100\x07\x1b\u0096" {
		if got := judged(string(unseen)); !slices.Equal(got, want) {
			t.Errorf("with %U between: %q, not %q", unseen, got, want)
		}
	}
}

// The work grows with the text, whatever it says: ten times the text is at most twelve times the work, and no token is
// looked at more often than some forty times.
func TestWork(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	rd := narrative.NewReader(r.Form)
	texts := []string{"收到申请1件，", "答复1件", "占50%", "均获维持", "复议均为0", "未收到", "行政复议、", "无政府信息公开", "2023年1月1日至", "其中网上申请3件，", "9", "一", "不予公开及", "予以公开及",
		"较上年增加1件", "未", "（", "）", "（含", "申请（1件）", "申请（（", "主动公开", "主动公开规范性文件", "均", "均已", "全部", "均已答复", "办结率100%", "100%", "自然人和", "其中", "其中其他1件，", "1件，其中",
		"统计期限为2023年1月1日至2023年12月31日", "县教育局", "市", "合计", "合计3件", "收取信息处理费1元，", "未收取信息处理费，", "行政复议3件，未被纠错，", "2023年", "淮安", "12月31日", "分别", "不予公开、无法提供分别",
		"全市收到申请3119件，", "行政许可决定3件，", "。", "\n", "件", "1，", "1（", "答复（3件", "甲", "甲1件", "1件其他"}
	for _, s := range texts {
		work := func(n int) (tokens, visited int) {
			r.Texts = map[string]string{"overview": "依申请公开收到申请3119件，行政复议351件，" + strings.Repeat(s, n)}
			return rd.Work(r)
		}
		_, small := work(300)
		tokens, large := work(3000)
		if large > 12*small || large > 40*tokens+1000 {
			t.Errorf("%q: %d tokens looked at for 300 times the text, %d for 3000 times (%d tokens)", s, small, large, tokens)
		}
	}
}

// A text of a megabyte takes no time that anybody would notice.
func TestLongTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("long texts")
	}
	r := formtest.Example(t, "huaian-2024.json")
	rd := narrative.NewReader(r.Form)
	for _, s := range []string{"予以公开及", "收到申请1件，", "均已答复（1件）", "其中其他1件，", "主动公开", "（", "甲"} {
		r.Texts = map[string]string{"overview": "依申请公开收到申请1件，" + strings.Repeat(s, 1_000_000/len(s))}
		start := time.Now()
		rd.Read(r, nil)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%q repeated: %v", s, d)
		} else if testing.Verbose() {
			t.Logf("%q repeated: %v", s, d)
		}
	}
}

// Whatever the text, nothing panics, figures stand in order where they say they
// do, and what disagrees says with what.
func FuzzRead(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c.text, c.report.Year)
	}
	for _, s := range []string{"", "，。；", "收到申请" + strings.Repeat("9", 40) + "件", "共1,11,111件", "百分之", "占%", "2023年2024年2025年", "其中其中其中", "\xff收到\xfe1件", "均为0均为0", "\ue000年3件"} {
		f.Add(s, 2023)
	}
	var forms []*model.Form
	for _, id := range templates.Editions() {
		fm, err := templates.Edition(id)
		if err != nil {
			f.Fatal(err)
		}
		forms = append(forms, fm)
	}
	f.Fuzz(func(t *testing.T, text string, year int) {
		for _, fm := range forms {
			r := model.NewReport(fm)
			r.Organ, r.Year = "云岭县人民政府", year
			blank(r)
			r.Texts["overview"] = text
			last := *r
			for _, g := range narrative.ReaderFor(fm).Read(r, &last) {
				if g.Start < 0 || g.End > len(text) || g.Start >= g.End || g.At < 0 || g.At > len(g.Sentence) {
					t.Fatalf("%+v", g)
				}
				if g.Verdict == narrative.Disagrees && (g.Message.ZH == "" || g.Message.EN == "") {
					t.Fatalf("nothing said: %+v", g)
				}
			}
		}
	})
}
