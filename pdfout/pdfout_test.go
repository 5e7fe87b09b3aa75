package pdfout_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

var names = []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"}

func example(t testing.TB, name string) *model.Report {
	r, err := pipeline.ImportFile("../examples/"+name+".json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func write(t testing.TB, d *publish.Document, o pdfout.Options) ([]byte, pdfout.Result) {
	t.Helper()
	var b bytes.Buffer
	res, err := pdfout.Write(&b, d, o)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b.Bytes())
	return b.Bytes(), res
}

// keep leaves every file a test makes where GKXL_KEEP says, for the validators
// and for eyes. What a reader must find in it stands beside it.
func keep(t testing.TB, data []byte) {
	if dir := os.Getenv("GKXL_KEEP"); dir != "" {
		kept++
		if err := os.WriteFile(keptPath(t, dir)+".pdf", data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var kept int

func keptPath(t testing.TB, dir string) string {
	return fmt.Sprintf("%s/%03d-%s", dir, kept, strings.NewReplacer("/", "-", " ", "").Replace(t.Name()))
}

// readsBack holds the text layer of a file against the publication: every
// character of every paragraph in order, every label and every figure.
func readsBack(t testing.TB, data []byte, d *publish.Document) {
	t.Helper()
	sheet, err := pdf.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range sheet.Cells {
		got = append(got, squeeze(c.Cell.Text))
	}
	want := []string{squeeze(d.Title)}
	if by := d.DateLine(); by != "" {
		want = append(want, squeeze(by))
	}
	for _, b := range d.Blocks {
		switch {
		case b.Table != nil:
			want = append(want, cells(b.Table)...)
		case b.Mark != "":
			want = append(want, squeeze(b.Mark+b.Text))
		default:
			want = append(want, squeeze(b.Text))
		}
	}
	if dir := os.Getenv("GKXL_KEEP"); dir != "" {
		if err := os.WriteFile(keptPath(t, dir)+".txt", []byte(strings.Join(want, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i := range max(len(want), len(got)) {
		a, b := "", ""
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a != b {
			t.Fatalf("piece %d reads %q, want %q", i, b, a)
		}
	}
}

// cells are what a table shows, by row and column.
func cells(t *publish.Drawn) []string {
	var out []string
	for row := range t.Rows {
		for col := range t.Cols {
			for i, c := range t.Cells {
				if c.Row == row && c.Col == col {
					out = append(out, squeeze(t.Shown[i].Text+t.Shown[i].Mark))
				}
			}
		}
	}
	return out
}

// squeeze drops blanks, which lines may end with, and what has no look.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Variation_Selector, c) {
			return -1
		}
		return c
	}, s)
}

// The examples, in every look.
func TestExamples(t *testing.T) {
	for _, name := range names {
		for _, profile := range pdfout.Profiles {
			for _, landscape := range []bool{false, true} {
				t.Run(fmt.Sprint(name, profile, landscape), func(t *testing.T) {
					r := example(t, name)
					d := publish.Of(r, publish.Options{Group: landscape})
					data, res := write(t, d, pdfout.Options{Profile: profile, Landscape: landscape, Data: []byte("{}"), SourceName: "年报.xlsx", SourceSum: "00"})
					if !res.Claims || res.Pages < 3 || res.Pages > 9 || len(res.Missing) > 0 {
						t.Errorf("%+v", res)
					}
					readsBack(t, data, d)
					again, _ := write(t, d, pdfout.Options{Profile: profile, Landscape: landscape, Data: []byte("{}"), SourceName: "年报.xlsx", SourceSum: "00"})
					if !bytes.Equal(data, again) {
						t.Error("the same report gives other bytes")
					}
				})
			}
		}
	}
}

// Characters beyond the first 65,536, ligatures, quotes, and what PDF strings
// must escape.
func TestRareCharacters(t *testing.T) {
	r := example(t, "huaian-2024")
	r.Organ = "𬭊县（测试）人民政府"
	r.Texts["overview"] = "𬭊、𫖯、𫓯、𬺈——……“‘’”〇㎡①Ⅳ℃％‰·．㈠￥¥§\\()<>[]{}%\r\n姓名：𬭊\u200d\ufe00\u3000\u00a0；a\tb"
	r.Values["proactive.rules.issued"] = model.Value{State: model.IsNumber, Number: model.Int(7), Remark: "𬭊（含）——转"}
	d := publish.Of(r, publish.Options{})
	data, res := write(t, d, pdfout.Options{})
	if !res.Claims {
		t.Error("nothing is missing, and yet nothing is claimed")
	}
	readsBack(t, data, d)
}

// A draft says so on every page, and what is wrong behind the report.
func TestDraft(t *testing.T) {
	r := example(t, "huangpu-2020")
	fs := pipeline.Check(r, check.Options{})
	d := publish.Of(r, publish.Options{})
	d.Append("附：核对结果", fs, model.Error, model.Warning)
	data, res := write(t, d, pdfout.Options{Stamp: "草稿", Profile: "gongwen"})
	readsBack(t, data, d)
	plain, was := write(t, publish.Of(r, publish.Options{}), pdfout.Options{Profile: "gongwen"})
	if res.Pages <= was.Pages || len(data) <= len(plain) || !res.Claims {
		t.Errorf("%+v after %+v", res, was)
	}
	if last := d.Blocks[len(d.Blocks)-1]; !strings.Contains(last.Text, "BLANK-TOTAL") {
		t.Errorf("the appendix ends with %q", last.Text)
	}
}

// A character without a glyph stops the export, with its place; if that is
// allowed it is marked on the page, kept in the text layer, and no conformance is
// claimed.
func TestMissing(t *testing.T) {
	r := example(t, "huaian-2024")
	r.Texts["problems"] = "好。\n一个\U0001F600表情。"
	d := publish.Of(r, publish.Options{})
	err := func() error { _, err := pdfout.Write(&bytes.Buffer{}, d, pdfout.Options{}); return err }()
	if err == nil || !strings.Contains(msg.Of(err).ZH, "U+1F600") || !strings.Contains(msg.Of(err).ZH, "第 2 段") {
		t.Fatal(err)
	}
	data, res := write(t, d, pdfout.Options{AllowMissing: true})
	if res.Claims || len(res.Missing) != 1 {
		t.Errorf("%+v", res)
	}
	readsBack(t, data, d)
	for id, place := range map[string]string{"organ": "标题", "cell": "规章", "signature": "落款"} {
		r := example(t, "huaian-2024")
		switch id {
		case "organ":
			r.Organ = "\U0001F600"
		case "cell":
			r.Values["proactive.rules.issued"] = model.Value{State: model.Unreadable, Text: "\U0001F600"}
		case "signature":
			r.Texts["signature"] = "\U0001F600"
		}
		_, err := pdfout.Write(&bytes.Buffer{}, publish.Of(r, publish.Options{}), pdfout.Options{})
		if err == nil || !strings.Contains(msg.Of(err).ZH, place) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// Random reports of any length and make-up.
func TestRandomReports(t *testing.T) {
	n := formtest.Trials(40, 10)
	if testing.Short() {
		n = 8
	}
	for seed := range uint64(n) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := publish.Of(randomReport(t, seed))
			data, _ := write(t, d, pdfout.Options{Profile: pdfout.Profiles[seed%2], Landscape: seed%3 == 0})
			readsBack(t, data, d)
		})
	}
}

const pool = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"

func randomReport(t testing.TB, seed uint64) (*model.Report, publish.Options) {
	rnd := rand.New(rand.NewPCG(seed, 4))
	f := formtest.Form(t, []string{"2019", "2021"}[rnd.IntN(2)])
	r := model.NewReport(f)
	chars := []rune(pool)
	words := func(n int) string {
		var b strings.Builder
		for b.Len() < 3*n {
			switch rnd.IntN(24) {
			case 0:
				fmt.Fprintf(&b, "%d", rnd.IntN(1e6))
			case 1:
				fmt.Fprintf(&b, "%d.%d%%", rnd.IntN(100), rnd.IntN(100))
			case 2:
				fmt.Fprintf(&b, "20%02d年%d月%d日", rnd.IntN(30), 1+rnd.IntN(12), 1+rnd.IntN(28))
			case 3:
				b.WriteString([]string{"，", "。", "；", "（", "）", "“", "”", "——", "……", "《", "》", "、", "：", "／", "·", " "}[rnd.IntN(16)])
			case 4:
				b.WriteString([]string{"www.example.gov.cn/a/b/c.html", "𬭊", "𫖯", "㎡", "Ⅳ", "\\(", "ABC", strings.Repeat("x", rnd.IntN(200))}[rnd.IntN(8)])
			default:
				for range 1 + rnd.IntN(8) {
					b.WriteRune(chars[rnd.IntN(len(chars))])
				}
			}
		}
		return b.String()
	}
	r.Organ, r.Year = words(3+rnd.IntN(30)), 2019+rnd.IntN(7)
	for _, s := range f.Sections {
		switch length := rnd.IntN(6); {
		case length == 0:
		case s.Table != nil && length > 2:
		default:
			var ps []string
			for range 1 + rnd.IntN(6) {
				p := words(1 + rnd.IntN([]int{10, 100, 600}[rnd.IntN(3)]))
				if rnd.IntN(3) == 0 {
					p = "（" + string([]rune("一二三四五六七八九")[rnd.IntN(9)]) + "）" + words(6) + "。" + p
				}
				ps = append(ps, p)
			}
			r.Texts[s.ID] = strings.Join(ps, "\n")
		}
	}
	if seed%10 == 7 { // forty pages
		r.Texts["overview"] = words(30000)
	}
	if rnd.IntN(2) == 0 {
		r.Cover["date"] = "2025年1月10日"
	}
	for _, fd := range f.Fields {
		v := model.Value{State: model.IsNumber, Number: model.Int(rnd.Int64N([]int64{10, 1e4, 1e9}[rnd.IntN(3)]))}
		switch rnd.IntN(12) {
		case 0:
			v = model.Value{State: model.Blank}
		case 1:
			v = model.Value{State: model.Unreadable, Text: words(1 + rnd.IntN(12))}
		case 2:
			v.Remark = words(1 + rnd.IntN(30))
		case 3:
			continue
		}
		r.Values[fd.ID] = v
	}
	return r, publish.Options{Group: rnd.IntN(2) == 0}
}

// Charts are figures with words, and no part of the text that is read back.
func TestCharts(t *testing.T) {
	r := example(t, "huangpu-2020")
	lr := example(t, "shanghai-office-2019")
	cs := chart.Of(r, lr)
	for _, profile := range pdfout.Profiles {
		d := publish.Of(r, publish.Options{})
		_, was := write(t, d, pdfout.Options{Profile: profile})
		data, res := write(t, d, pdfout.Options{Profile: profile, Charts: cs})
		if res.Pages <= was.Pages || !res.Claims {
			t.Errorf("%+v after %+v", res, was)
		}
		sheet, err := pdf.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range sheet.Cells[len(sheet.Cells)-3:] {
			got = append(got, c.Cell.Text)
		}
		if want := []string{"附：图表", cs[0].Title, cs[1].Title}; !slices.Equal(got, want) {
			t.Errorf("the last texts are %q, want %q", got, want)
		}
	}
	var svg bytes.Buffer
	if err := pdfout.SVG(&svg, "某市", cs, pdfout.Options{}); err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(bytes.NewReader(svg.Bytes()))
	uses, defined := map[string]bool{}, map[string]bool{}
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				switch {
				case e.Name.Local == "use" && a.Name.Local == "href":
					uses[strings.TrimPrefix(a.Value, "#")] = true
				case e.Name.Local == "path" && a.Name.Local == "id":
					defined[a.Value] = true
				}
			}
		}
	}
	if len(uses) < 20 || !maps.Equal(uses, defined) {
		t.Errorf("%d glyphs used, %d drawn", len(uses), len(defined))
	}
	for _, c := range cs {
		if !bytes.Contains(svg.Bytes(), []byte(c.Alt())) {
			t.Errorf("the picture does not say %q", c.Alt())
		}
	}
}

// Whatever stands in a report, the export gives a file that reads back, or says
// what is wrong; it never crashes.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "（一）主动公开。\n一是加强。", "\xff\xfe\x00", "\U0001f600\U0010ffff\ufffe", strings.Repeat("长", 500), strings.Repeat("x", 500), "𬭊——……（）", "\u202e\u200f\u0301", "注：\t\r\n"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(7))
	}
	base := example(f, "huangpu-2020")
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		if len(s) > 3000 {
			return
		}
		r := *base
		r.Texts, r.Values, r.Cover = maps.Clone(base.Texts), maps.Clone(base.Values), map[string]string{"date": s}
		r.Organ = s
		for _, sec := range base.Form.Sections {
			r.Texts[sec.ID] = s
		}
		for i, fd := range base.Form.Fields {
			if i%5 == int(n%5) {
				v := r.Values[fd.ID]
				v.Remark = s
				if n&8 != 0 {
					v = model.Value{State: model.Unreadable, Text: s}
				}
				r.Values[fd.ID] = v
			}
		}
		d := publish.Of(&r, publish.Options{})
		var b bytes.Buffer
		_, err := pdfout.Write(&b, d, pdfout.Options{AllowMissing: true, Profile: pdfout.Profiles[n%2], Landscape: n&4 != 0})
		if err != nil {
			t.Fatal(err)
		}
		readsBack(t, b.Bytes(), d)
	})
}
