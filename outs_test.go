package gkxl_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/internal/write/docx"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// outs are the ways out that are read back by their labels.
var outs = []struct {
	name  string
	write func(*bytes.Buffer, *publish.Document) error
}{
	{"x.html", func(b *bytes.Buffer, d *publish.Document) error { return html.Write(b, d) }},
	{"x.docx", func(b *bytes.Buffer, d *publish.Document) error { return docx.Write(b, d) }},
	{"x.pdf", func(b *bytes.Buffer, d *publish.Document) error {
		_, err := pdfout.Write(b, d, pdfout.Options{AllowMissing: true})
		return err
	}},
}

// randomReport fills a form with what is met in real cells and with what is not.
func randomReport(rng *rand.Rand, f *model.Form) *model.Report {
	pick := func(s ...string) string { return s[rng.IntN(len(s))] }
	r := model.NewReport(f)
	r.Organ = pick("某市某局", "某市人民政府 某开发区管委会", "A&B <某>县人民政府", "𬭊县人民政府")
	r.Year = f.Years.From + rng.IntN(2)
	if rng.IntN(2) == 0 {
		r.Cover["date"] = pick("2025年1月10日", "２０２５年１月", "另行公布")
	}
	for _, s := range f.Sections {
		var paras []string
		for range rng.IntN(4) {
			paras = append(paras, pick("本年度各项工作有序推进。", "（一）主动公开。全年公开12条，占33.9%。", "一是办理申请12件；", "  前后有空格 ", "制表\t符", "𬭊与😀",
				"<b>&amp;\"引号\"'</b><script>alert(1)</script>", "]]> <!-- --> &#0;", "=SUM(A1:A9)", "无", "2024", strings.Repeat("长", 3000), strings.Repeat("x", 900), "A  B 12 34",
				"注：含上年度结转。", "联系电话：12345678", "（二）依申请公开", "控\x01制\x0c符\ufffe"))
		}
		r.Texts[s.ID] = strings.Join(paras, "\n")
	}
	sparse := rng.IntN(3) == 0
	for _, fd := range f.Fields {
		v := model.Value{State: model.IsNumber}
		switch k := rng.IntN(14); {
		case sparse && k > 2:
			v = model.Value{State: model.Blank}
		case k < 5:
			v.Number = model.Int(rng.Int64N(1_000_000))
		case k == 5:
		case k == 6:
			v.Number, _ = model.ParseNumber(fmt.Sprintf("%d.%02d", rng.Int64N(1_000_000_000), rng.IntN(100)))
		case k == 7:
			v = model.Value{State: model.Absent}
		case k == 8:
			v = model.Value{State: model.Blank}
		default:
			v, _ = intake.Read(intake.Cell{Kind: intake.Text, Text: pick("746（街镇事项按统一数量，不重复统计）", "+253", "-417", "减3", "1,113", "１２３", "无", "/", "——", "不适用", "见附件", "规章000",
				"864098223.91元", "976.81万元", "22\n其中修订 16 件", "3（含 a）b）", "007", "2000万", "=1+1", "#REF!", "1e5", "本单位未制作规章", "12（（一）类）", "5（<b>&）")}, fd, &f.Reading)
		}
		r.Values[fd.ID] = v
	}
	return r
}

// lacksFace reports whether a report has a character that no embedded face has.
func lacksFace(r *model.Report) bool {
	for _, s := range r.Texts {
		if strings.ContainsAny(s, "😀\ufffe") {
			return true
		}
	}
	return false
}

// What is published reads back as what it was made from: every figure, every
// remark, every paragraph.
func TestPublishedReadsBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	rounds := formtest.Trials(25, 6)
	if testing.Short() {
		rounds = 5
	}
	for _, f := range formtest.Forms(t) {
		for i := range rounds {
			r := randomReport(rng, f)
			d := publish.Of(r, publish.Options{Group: i%2 == 0})
			for _, out := range outs {
				var b, again bytes.Buffer
				if out.name == "x.pdf" && lacksFace(r) {
					continue
				}
				if err := out.write(&b, d); err != nil {
					t.Fatal(err)
				}
				out.write(&again, d)
				if !bytes.Equal(b.Bytes(), again.Bytes()) {
					t.Fatalf("%s: the same report gave other bytes", out.name)
				}
				res, err := gkxl.Verify(out.name, b.Bytes(), r, gkxl.ImportOptions{})
				if err != nil {
					t.Fatalf("%s round %d %s: %v", f.ID, i, out.name, err)
				}
				if len(res.Differences) > 0 {
					var s strings.Builder
					verify.Write(&s, res, verify.Options{Lang: msg.ZH, Publication: out.name, Workbook: "r"})
					t.Fatalf("%s round %d: %s", f.ID, i, s.String())
				}
			}
		}
	}
}

// Whatever is changed between publishing and verifying is found, and nothing
// else is.
func TestEveryChangeIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	rounds := formtest.Trials(60, 15)
	if testing.Short() {
		rounds = 10
	}
	for _, f := range formtest.Forms(t) {
		for i := range rounds {
			r := randomReport(rng, f)
			d := publish.Of(r, publish.Options{})
			out := outs[i%len(outs)]
			if out.name == "x.pdf" && lacksFace(r) {
				continue
			}
			var b bytes.Buffer
			if err := out.write(&b, d); err != nil {
				t.Fatal(err)
			}
			what, kinds := change(rng, r)
			res, err := gkxl.Verify(out.name, b.Bytes(), r, gkxl.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			found := len(res.Differences) > 0
			for _, x := range res.Differences {
				found = found && strings.Contains(kinds, string(x.Kind))
			}
			if !found || len(res.Differences) > 2 {
				var s strings.Builder
				verify.Write(&s, res, verify.Options{Lang: msg.ZH, Publication: out.name, Workbook: "r"})
				t.Errorf("%s round %d %s: %s gave %s", f.ID, i, out.name, what, s.String())
			}
		}
	}
}

// change changes one thing in a report and says what, and as which kinds of
// difference it may be found.
func change(rng *rand.Rand, r *model.Report) (what, kinds string) {
	f := r.Form
	for {
		fd := f.Fields[rng.IntN(len(f.Fields))]
		v := r.Values[fd.ID]
		s := f.Sections[rng.IntN(len(f.Sections))]
		lines := strings.Split(r.Texts[s.ID], "\n")
		k := rng.IntN(len(lines))
		switch rng.IntN(8) {
		case 0:
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: v.Number.Add(model.Int(1))}
			return "another figure in " + fd.ID, "figure remark"
		case 1:
			if v.IsNumber() {
				r.Values[fd.ID] = model.Value{State: model.Blank}
				return "a blank in " + fd.ID, "figure remark"
			}
		case 2:
			if v.IsNumber() {
				v.Remark += "另有3件"
				r.Values[fd.ID] = v
				return "another remark in " + fd.ID, "remark"
			}
		case 3:
			r.Year++
			return "another year", "title"
		case 4:
			r.Organ += "办公室"
			return "another organ", "title paragraph" // the line under the title names it too
		case 5:
			if strings.Contains(lines[k], "12") {
				lines[k] = strings.Replace(lines[k], "12", "13", 1)
				r.Texts[s.ID] = strings.Join(lines, "\n")
				return "another figure in a text", "paragraph"
			}
		case 6:
			r.Texts[s.ID] += "\n另起一段，说一件别处没有的事。"
			return "one more paragraph in " + s.ID, "paragraph"
		case 7:
			if len(lines) > 1 && len([]rune(lines[0])) > 100 {
				r.Texts[s.ID] = strings.Join(lines[1:], "\n")
				return "one paragraph fewer in " + s.ID, "paragraph"
			}
		}
	}
}

// Read back, a report has the texts of every section, the blanks within them
// aside.
func TestTextsReadBack(t *testing.T) {
	for i, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r, err := gkxl.ImportFile("examples/"+name+".json", gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		r.Texts["preamble"] = "本报告依照条例编制，统计期限为全年。"
		r.Texts["requests"] = "本表含各部门的数字。\n注：含上年度结转。"
		if i == 0 { // else the date stands under the title
			r.Texts["signature"] = r.Organ + "\n2025年1月10日"
		} else {
			r.Cover["date"] = "2025年1月10日"
		}
		for _, out := range outs {
			var b bytes.Buffer
			if err := out.write(&b, publish.Of(r, publish.Options{Group: true})); err != nil {
				t.Fatal(err)
			}
			again, err := gkxl.Import(out.name, b.Bytes(), gkxl.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if again.Organ != r.Organ || again.Year != r.Year || again.Form.ID != r.Form.ID {
				t.Errorf("%s %s: %s %d %s", name, out.name, again.Organ, again.Year, again.Form.ID)
			}
			if d := cmp.Diff(r.Texts, again.Texts, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("%s %s: %s", name, out.name, d)
			}
			if date := again.Cover["date"]; date != r.Cover["date"] {
				t.Errorf("%s %s: the date %q was read %q", name, out.name, r.Cover["date"], date)
			}
			for _, fd := range r.Form.Fields {
				want, got := r.Value(fd.ID), again.Values[fd.ID]
				if want.State == model.Absent {
					want.State = model.Blank
				}
				if want.State != got.State || !want.Number.Equal(got.Number) || want.Remark != got.Remark {
					t.Errorf("%s %s %s: %+v, read %+v", name, out.name, fd.ID, want, got)
				}
			}
			for _, fd := range r.Form.Fields { // a workbook filled with it says the same
				v := again.Values[fd.ID]
				if got, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: v.Typed()}, fd, &r.Form.Reading); got.State != v.State || !got.Number.Equal(v.Number) || got.Remark != v.Remark {
					t.Errorf("%s: %+v would be typed %q and read %+v", fd.ID, v, v.Typed(), got)
				}
			}
		}
	}
}

// An OFD file has no tags and is read by what is drawn: it reads back as the report in
// every look, and a figure that was changed since is found.
func TestOFDReadsBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huaian-2024.json", "huangpu-2020.json", "shanghai-office-2019.json", "bureau-2021.json"} {
		r := formtest.Example(t, name)
		for _, p := range []gkxl.Publication{
			{Findings: []gkxl.Finding{}},
			{Profile: "gongwen", Landscape: true, Draft: true, Charts: true, Group: true},
		} {
			var b bytes.Buffer
			if _, err := gkxl.OFD(&b, r, p); err != nil {
				t.Fatal(err)
			}
			res, err := gkxl.Verify("x.ofd", b.Bytes(), r, gkxl.ImportOptions{})
			if err != nil || len(res.Differences) > 0 || res.Figures < 198 || res.Paragraphs < 12 {
				t.Errorf("%s, %q: %+v, %v", name, p.Profile, res, err)
			}
			changed := *r
			changed.Values = maps.Clone(r.Values)
			const field = "requests.new.total"
			changed.Values[field] = gkxl.Count(987654)
			res, err = gkxl.Verify("x.ofd", b.Bytes(), &changed, gkxl.ImportOptions{})
			if err != nil || len(res.Differences) != 1 || res.Differences[0].Field != field {
				t.Errorf("%s, %q: a changed figure: %+v, %v", name, p.Profile, res, err)
			}
		}
	}
}
