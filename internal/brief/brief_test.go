package brief_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/brief"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

func TestMain(m *testing.M) { formtest.Main(m) }

// written is a page in a format.
func written(t testing.TB, s brief.Subject, lang msg.Lang, format string) string {
	t.Helper()
	var b bytes.Buffer
	res, err := brief.Write(&b, brief.Of(s, lang), format, pdfout.Options{AllowMissing: true})
	if err != nil {
		t.Fatal(err)
	}
	if format == "pdf" && res.Pages != 1 {
		t.Errorf("%d pages", res.Pages)
	}
	return b.String()
}

// The six figures of a real report, with last year's, the change and the share.
func TestFigures(t *testing.T) {
	t.Parallel()
	r, last := formtest.Example(t, "bureau-2022.json"), formtest.Example(t, "bureau-2021.json")
	p := brief.Of(brief.Subject{Report: r, Last: last}, msg.ZH)
	var got []string
	for _, row := range p.Parts[0].Rows {
		got = append(got, strings.Join(row, " "))
	}
	want := `新收申请 174 137 +37 +27.0% 自然人占 94.3% 90.5%`
	if got[0] != want || len(got) != 6 {
		t.Errorf("%s\n%s", strings.Join(got, "\n"), want)
	}
	// The shares are those of the figures themselves.
	for i, x := range r.Form.Brief.Figures {
		n := model.SumOf(r, x.Terms)
		if p.Parts[0].Rows[i][1] != n.Number.String() {
			t.Errorf("%s is %s, and not %s", x.ID, n.Number, p.Parts[0].Rows[i][1])
		}
	}
	if len(p.Chart.Bars) != 6 || len(p.Chart.Years) != 2 || !strings.Contains(p.Chart.Alt(), "2022年共178") {
		t.Error(p.Chart.Alt())
	}
	if en := brief.Of(brief.Subject{Report: r, Last: last}, msg.EN).Chart.Alt(); !strings.HasPrefix(en, "Bar chart: results. 2022, in all 178: disclosed in full ") {
		t.Error(en)
	}
}

// Figures that are blank are said to be so, and nothing is computed of them.
func TestBlank(t *testing.T) {
	t.Parallel()
	r := model.NewReport(formtest.Form(t, "2021"))
	r.Organ, r.Year = "某局", 2024
	row := brief.Of(brief.Subject{Report: r, Last: r}, msg.ZH).Parts[0].Rows[0]
	if got := strings.Join(row, " "); got != "新收申请 没有这一格 没有这一格 — — 自然人占 没有这一格 没有这一格" {
		t.Error(got)
	}
	for _, format := range brief.Formats {
		written(t, brief.Subject{Report: r}, msg.EN, format)
	}
}

// finding is a finding of a grade.
func finding(g model.Grade, about string) check.Finding {
	return check.Finding{Rule: &model.Rule{ID: "X"}, Grade: g, Cells: []string{"三、依申请公开!D5"}, Message: msg.T(about, about)}
}

// Errors stand at the top, warnings with the unit's words below, and what finds no room is counted.
func TestEverythingIsSaid(t *testing.T) {
	t.Parallel()
	r := formtest.Example(t, "bureau-2022.json")
	for _, n := range []int{0, 1, 3, 4, 200} {
		var all []check.Finding
		for i := range n {
			all = append(all, finding(model.Error, fmt.Sprintf("错误%d", i)))
			w := finding(model.Warning, fmt.Sprintf("警告%d，%s", i, strings.Repeat("说得很长，", i%60)))
			if i%2 == 1 {
				w.Explanation = "因为某事"
			}
			all = append(all, w)
		}
		s := brief.Subject{Report: r, Findings: all, File: "报告.xlsx"}
		for _, format := range brief.Formats {
			out := written(t, s, msg.ZH, format)
			if out != written(t, s, msg.ZH, format) {
				t.Error(format, "is not the same twice")
			}
			if keep := os.Getenv("GKXL_KEEP"); keep != "" { // for other programs to count its pages
				if err := os.WriteFile(filepath.Join(keep, fmt.Sprintf("warnings-%d.%s", n, format)), []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		page := written(t, s, msg.ZH, "html")
		shown, left := strings.Count(page, "!D5 警告"), 0
		if i := strings.Index(page, "<p>另有 "); i >= 0 {
			fmt.Sscanf(page[i:], "<p>另有 %d 条没有列出", &left)
		}
		if shown+left != n || n > 0 && shown == 0 {
			t.Errorf("of %d warnings %d are shown and %d counted", n, shown, left)
		}
		errors := strings.Count(page, "!D5 错误")
		if more := fmt.Sprintf("另有 %d 处错误没有列出", n-errors); errors != min(n, 3) || n > 3 && !strings.Contains(page, more) {
			t.Errorf("of %d errors %d are shown", n, errors)
		}
		if n > 0 && strings.Index(page, "错误没有改正") > strings.Index(page, "<table") {
			t.Error("errors stand below the figures")
		}
		if n == 3 && (!strings.Contains(page, "已说明“因为某事”：三、依申请公开!D5 警告1，说得很长，") || !strings.Contains(page, "没有说明：三、依申请公开!D5 警告0，")) {
			t.Error(page)
		}
	}
}

// Names and messages of any length stay on the page.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	r := *formtest.Example(t, "bureau-2022.json")
	r.Organ = strings.Repeat("某某局", 300)
	r.Values = map[string]model.Value{}
	for _, fd := range r.Form.Fields {
		r.Values[fd.ID] = model.Value{State: model.Unreadable, Text: strings.Repeat("约数百件", 50)}
	}
	s := brief.Subject{Report: &r, Last: &r, Findings: []check.Finding{finding(model.Error, strings.Repeat("长", 5000)), finding(model.Warning, strings.Repeat("long ", 5000))}}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, format := range brief.Formats {
			written(t, s, lang, format)
		}
	}
	page := written(t, s, msg.ZH, "html")
	if !strings.Contains(page, "1 条只列出开头") {
		t.Error("a text is cut short, and nothing says so")
	}
	for _, x := range r.Form.Brief.Figures {
		if !strings.Contains(page, `<th scope="row">`+x.Title.ZH+"</th>") {
			t.Errorf("%s is left out", x.ID)
		}
	}
}

// A page on units names those to call first.
func TestUnits(t *testing.T) {
	t.Parallel()
	list, err := units.ReadRoster("units.csv", []byte("代码,名称,联系方式\n01,甲局,8101\n02,乙局,8102\n03,丙局,8103\n04,丁局,8104\n05,戊局,8105\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := *formtest.Example(t, "bureau-2022.json")
	r.Organ, r.Code = "甲局", "01"
	f, err := indicators.Submission("甲.xlsx", &r)
	if err != nil {
		t.Fatal(err)
	}
	f.Errors = 1
	results, err := indicators.Of(list, []units.Submission{f}, indicators.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := brief.Subject{Report: results.Summed().This, Units: results, Added: true}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, format := range brief.Formats {
			written(t, s, lang, format)
		}
	}
	page := written(t, s, msg.ZH, "html")
	for _, want := range []string{"应报 5，计入 1 个单位，缺报 4；其中报告有错误的 1。", "1. 乙局（8102）：没有收到报告", "没有列出的还有：缺报 1，报告有错误 1。", "<td>174</td>"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in the page\n%s", want, page)
		}
	}
}

// An unknown format is refused.
func TestUnknownFormat(t *testing.T) {
	t.Parallel()
	if _, err := brief.Write(&bytes.Buffer{}, brief.Of(brief.Subject{Report: formtest.Example(t, "huaian-2024.json")}, msg.ZH), "odt", pdfout.Options{}); err == nil {
		t.Error("written as odt")
	}
}

// A share of which a part is blank is said to be so, and no figure stands in its place.
func TestBlankShare(t *testing.T) {
	t.Parallel()
	r := formtest.Example(t, "bureau-2022.json")
	i := slices.IndexFunc(r.Form.Brief.Figures, func(x model.BriefFigure) bool {
		share, _ := r.Form.Indicator(x.Share)
		return slices.Contains(share.Of, "requests.carried_in.total")
	})
	if i < 0 {
		t.Fatal("no share of new and carried requests")
	}
	for _, want := range []string{"办结率 95.2%", "办结率 空白"} {
		if row := brief.Of(brief.Subject{Report: r}, msg.ZH).Parts[0].Rows[i]; !slices.Contains(row, want) {
			t.Errorf("%q, want %s", row, want)
		}
		r.Values["requests.carried_in.total"] = model.Value{State: model.Blank}
	}
}

// A total of a unit's report that is blank counts with what its parts add up to, as for the indicators; where a part is no
// figure, the unit is said to be missing in the sum, and no share is made of figures of different units.
func TestBlankTotalOfUnit(t *testing.T) {
	t.Parallel()
	const total, part = "requests.new.total", "requests.new.natural_person"
	page := func(change func(r *model.Report)) string {
		var all []units.Submission
		for i, name := range []string{"甲局", "乙局"} {
			r := *formtest.Example(t, "bureau-2022.json")
			r.Organ, r.Values = name, maps.Clone(r.Values)
			if i == 1 {
				change(&r)
			}
			f, err := indicators.Submission(name+".xlsx", &r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, f)
		}
		results, err := indicators.Of(nil, all, indicators.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return written(t, brief.Subject{Report: results.Summed().This, Units: results, Added: true}, msg.ZH, "html")
	}
	lacking := "有的数在 1 个单位的报告里没有或无法辨认，没有计入。"
	whole := page(func(*model.Report) {})
	blank := page(func(r *model.Report) { r.Values[total] = model.Value{State: model.Blank} })
	for _, want := range []string{"<td>348</td>", "自然人占"} {
		if !strings.Contains(whole, want) || !strings.Contains(blank, want) {
			t.Errorf("%s is not on both pages", want)
		}
	}
	if strings.Contains(blank, lacking) {
		t.Error("a figure is said to be missing that its parts give")
	}
	unreadable := page(func(r *model.Report) {
		r.Values[total] = model.Value{State: model.Blank}
		r.Values[part] = model.Value{State: model.Unreadable, Text: "若干"}
	})
	if !strings.Contains(unreadable, "<td>174</td>") || !strings.Contains(unreadable, lacking) {
		t.Errorf("the unit whose figure is unreadable is not said to be missing:\n%s", unreadable)
	}
	share := regexp.MustCompile("自然人占 [0-9.]+%")
	if one, two := share.FindString(whole), share.FindString(unreadable); one == "" || one != two {
		t.Errorf("the share is %q, and %q without the unit", one, two)
	}
}

// A figure of a total in which a cell is still to be decided is none, and no share of it is given.
func TestPending(t *testing.T) {
	t.Parallel()
	r := *formtest.Example(t, "bureau-2022.json")
	i := slices.IndexFunc(r.Form.Brief.Figures, func(x model.BriefFigure) bool { return slices.Contains(x.Terms, "requests.new.total") })
	row := func() []string { return brief.Of(brief.Subject{Report: &r}, msg.ZH).Parts[0].Rows[i] }
	r.Values = maps.Clone(r.Values)
	r.Values["requests.new.business"] = model.Value{State: model.Blank}
	if got := row(); slices.Contains(got, "待定") {
		t.Errorf("%q of a unit's own report", got)
	}
	r.Sources = [][]string{{"甲局"}}
	if got := row(); got[1] != "待定" || !strings.HasSuffix(got[2], "待定") {
		t.Errorf("%q of a total", got)
	}
}
