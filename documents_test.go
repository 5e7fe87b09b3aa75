package gkxl_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/model"
)

// A real report as its page was pasted into a text file: a cell on a line. Table
// 4 of it has 14 of its 15 cells.
func TestPastedReport(t *testing.T) {
	got, err := gkxl.ImportFile("examples/huangpu-2020.txt", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := gkxl.ImportFile("examples/huangpu-2020.json", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Form.ID != "2019" || got.Organ != want.Organ || got.Year != 2020 {
		t.Errorf("%s %q %d", got.Form.ID, got.Organ, got.Year)
	}
	numbers := 0
	for _, fd := range got.Form.Fields {
		v := got.Values[fd.ID]
		if v.IsNumber() {
			numbers++
		}
		if fd.ID == "disputes.suit_after_review.total" {
			if v.State != model.Absent {
				t.Errorf("the cell that is not there is %v", v)
			}
			continue
		}
		if w := want.Values[fd.ID]; v.State != w.State || !v.Number.Equal(w.Number) || v.Unit != w.Unit || v.Remark != w.Remark {
			t.Errorf("%s: %v, want %v", fd.ID, v, w)
		}
	}
	if numbers != 197 || len(got.Form.Fields) != 198 {
		t.Errorf("%d numbers in %d fields", numbers, len(got.Form.Fields))
	}
	if !slices.ContainsFunc(got.Notes, func(n model.Note) bool {
		return strings.Contains(n.Message.ZH, "只有 14 格，格式有 15 格") && strings.Contains(n.Message.ZH, "末尾缺 1 格")
	}) {
		t.Errorf("nothing says that a cell is missing: %v", got.Notes)
	}
	sameTexts(t, want, got)
}

func sameTexts(t *testing.T, want, got *model.Report) {
	t.Helper()
	for _, id := range []string{"preamble", "overview", "proactive", "requests", "disputes", "problems", "other", "signature"} {
		if a, b := strings.TrimSpace(want.Texts[id]), strings.TrimSpace(got.Texts[id]); a != b {
			t.Errorf("%s is\n%s\nwant\n%s", id, b, a)
		}
	}
}

// published is a report as a document: paragraphs, and tables drawn.
type published struct {
	form   *model.Form
	report *model.Report
}

func (p published) text(v model.Value) string {
	switch {
	case v.Text != "":
		return v.Text
	case v.IsNumber():
		return v.Number.String()
	}
	return ""
}

// each hands over what a document says, in its order.
func (p published) each(para func(string), table func([][]grid.Cell)) {
	para(fmt.Sprintf("%s%d年政府信息公开工作年度报告", p.report.Organ, p.report.Year))
	for _, s := range p.form.Sections {
		if !s.Optional {
			para(s.Heading)
		}
		if s.Table != nil {
			g := grid.Of(p.form, s.Table)
			rows := make([][]grid.Cell, g.Rows)
			for _, c := range g.Cells {
				if c.Field != nil {
					v := p.report.Values[c.Field.ID]
					if v.State == model.Absent {
						continue
					}
					c.Text = p.text(v)
				}
				rows[c.Row] = append(rows[c.Row], c)
			}
			for _, r := range rows {
				slices.SortFunc(r, func(a, b grid.Cell) int { return a.Col - b.Col })
			}
			table(rows)
		}
		for l := range strings.SplitSeq(p.report.Texts[s.ID], "\n") {
			if l != "" {
				para(l)
			}
		}
	}
}

func (p published) html() string {
	var b strings.Builder
	p.each(func(s string) { fmt.Fprintf(&b, "<p>　　%s</p>\n", html.EscapeString(s)) }, func(rows [][]grid.Cell) {
		b.WriteString("<table border=1>")
		for _, r := range rows {
			b.WriteString("<tr>")
			for _, c := range r {
				fmt.Fprintf(&b, "<td rowspan=%d colspan=%d><p><span>%s</span></p></td>", c.Rows, c.Cols, html.EscapeString(c.Text))
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>")
	})
	return b.String()
}

// site puts a page into the frame of a government's site.
func site(title, article string) string {
	return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>` + title + `_某市人民政府门户网站</title><meta name="ArticleTitle" content="` + title + `"><script>document.write("<p>一、总体情况</p>")</script></head><body>
<div class="top"><a href="/">网站首页</a> | <a href="/zwgk">政务公开</a> | <a href="/fw">政务服务</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 政府信息公开年报</div>
<ul class="side"><li><a href="/1">一、机构职能</a></li><li><a href="/2">二、政策文件</a></li><li><a href="/3">六、其他需要报告的事项</a></li></ul>
<table class="info"><tr><td>索引号：</td><td>000014349/2021-00001</td><td>发文日期：</td><td>2021-01-20</td></tr><tr><td>发布机构：</td><td>某市政府办公室</td><td>有效性：</td><td><a href="#">有效</a></td></tr></table>
<div class="article"><h1>` + title + `</h1>
<div class="meta">发布日期：2021-01-20 10:23　来源：市政府办公室　浏览次数：<span id="hits">125</span>　字体：[大 中 小]</div>
<div class="zoom" id="zoom">` + article + `</div>
<div class="tools"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a> 分享到：<a href="#">微信</a></div>
<p>扫一扫在手机打开当前页</p><p>上一篇：<a href="/a">某局年报</a></p></div>
<div class="foot"><p>主办：某市人民政府办公室　承办：某市大数据中心</p><p>版权所有 某市人民政府 粤ICP备00000000号 网站标识码：4400000000</p></div></body></html>`
}

func (p published) docx() []byte {
	var b strings.Builder
	para := func(s string) {
		b.WriteString(`<w:p><w:r><w:t xml:space="preserve">` + html.EscapeString(s) + `</w:t></w:r></w:p>`)
	}
	p.each(para, func(rows [][]grid.Cell) {
		width := 0
		for _, r := range rows {
			for _, c := range r {
				width = max(width, c.Col+c.Cols)
			}
		}
		at := make([][]*grid.Cell, len(rows))
		for i := range at {
			at[i] = make([]*grid.Cell, width)
		}
		for _, r := range rows {
			for k := range r {
				for dr := range r[k].Rows {
					for dc := range r[k].Cols {
						at[r[k].Row+dr][r[k].Col+dc] = &r[k]
					}
				}
			}
		}
		b.WriteString("<w:tbl><w:tblPr/><w:tblGrid/>")
		for i, r := range at {
			b.WriteString("<w:tr>")
			for col := 0; col < width; col++ {
				c := r[col]
				if c == nil {
					continue
				}
				merge, text := "", c.Text
				switch {
				case c.Row < i:
					merge, text = `<w:vMerge/>`, ""
				case c.Rows > 1:
					merge = `<w:vMerge w:val="restart"/>`
				}
				fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>`, c.Cols, merge)
				para(text)
				b.WriteString("</w:tc>")
				col += c.Cols - 1
			}
			b.WriteString("</w:tr>")
		}
		b.WriteString("</w:tbl>")
	})
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create("word/document.xml")
	io.WriteString(w, `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+b.String()+`</w:body></w:document>`)
	z.Close()
	return out.Bytes()
}

// plain writes a report as text; row writes a row of a table, as wide as given.
func (p published) plain(row func(cells []grid.Cell, width int) string, after string) string {
	var b strings.Builder
	p.each(func(s string) { b.WriteString(s + "\n") }, func(rows [][]grid.Cell) {
		width := 0
		for _, r := range rows {
			for _, c := range r {
				width = max(width, c.Col+c.Cols)
			}
		}
		for _, r := range rows {
			if len(r) > 0 {
				b.WriteString(row(r, width) + "\n")
			}
		}
		b.WriteString(after)
	})
	return b.String()
}

func texts(cells []grid.Cell) []string {
	var out []string
	for _, c := range cells {
		out = append(out, c.Text)
	}
	return out
}

// aligned gives every column of the table a text, as in a spreadsheet.
func aligned(cells []grid.Cell, width int) []string {
	out := make([]string, width)
	for _, c := range cells {
		out[c.Col] = c.Text
	}
	return out
}

func quoted(cells []string, sep string) string {
	var out []string
	for _, c := range cells {
		out = append(out, `"`+strings.ReplaceAll(c, `"`, `""`)+`"`)
	}
	return strings.Join(out, sep)
}

// Every shape in which a report is met says the same.
var shapes = []struct {
	name, file string
	// Gaps says that an empty cell leaves no trace in the shape.
	gaps  bool
	write func(published) []byte
}{
	{"page", "a.html", false, func(p published) []byte { return []byte("<html><body>" + p.html()) }},
	{"page of a site", "a.html", false, func(p published) []byte {
		return []byte(site(fmt.Sprintf("%s%d年政府信息公开工作年度报告", p.report.Organ, p.report.Year), p.html()))
	}},
	{"page of a site without the title in the text", "a.html", false, func(p published) []byte {
		_, body, _ := strings.Cut(p.html(), "</p>")
		return []byte(site(fmt.Sprintf("%s%d年政府信息公开工作年度报告", p.report.Organ, p.report.Year), body))
	}},
	{"page in GBK called a workbook", "a.xls", false, func(p published) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(`<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body>` + p.html()))
		if err != nil {
			panic(err)
		}
		return b
	}},
	{"document", "a.docx", false, func(p published) []byte { return p.docx() }},
	{"text, a cell on a line after a tab", "a.txt", false, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return "\t" + strings.Join(texts(r), "\n\t") + "\n" }, "\n"))
	}},
	{"text, tabs as Word copies them", "a.txt", false, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), "\t") }, "\n"))
	}},
	{"text, tabs as a spreadsheet copies them", "a.txt", false, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, w int) string { return strings.Join(aligned(r, w), "\t") }, "\n"))
	}},
	{"text, bars", "a.md", false, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, w int) string { return "| " + strings.Join(aligned(r, w), " | ") + " |" }, "\n"))
	}},
	{"text, wide blanks", "a.txt", true, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), "    ") }, "\n"))
	}},
	{"text, full-width blanks", "a.txt", true, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), "　") }, ""))
	}},
	{"text, single blanks", "a.txt", true, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), " ") }, ""))
	}},
	{"text, a cell on a line", "a.txt", true, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), "\n") }, ""))
	}},
	{"text, a cell on a line and empty lines", "a.txt", true, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, _ int) string { return strings.Join(texts(r), "\n\n") + "\n" }, "\n"))
	}},
	{"csv", "a.csv", false, func(p published) []byte {
		return []byte(p.plain(func(r []grid.Cell, w int) string { return quoted(aligned(r, w), ",") }, ""))
	}},
	{"csv, semicolons, GB18030", "a.csv", false, func(p published) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(p.plain(func(r []grid.Cell, w int) string { return quoted(aligned(r, w), ";") }, "")))
		if err != nil {
			panic(err)
		}
		return b
	}},
}

func TestShapes(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		want, err := gkxl.ImportFile("examples/"+name+".json", gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, shape := range shapes {
			t.Run(name+"/"+shape.name, func(t *testing.T) {
				got, err := gkxl.Import(shape.file, shape.write(published{want.Form, want}), gkxl.ImportOptions{})
				if err != nil {
					t.Fatal(err)
				}
				if got.Form.ID != want.Form.ID || got.Organ != want.Organ || got.Year != want.Year {
					t.Errorf("%s %q %d", got.Form.ID, got.Organ, got.Year)
				}
				doubted := func(fd *model.Field) bool {
					name := fd.Row.Label
					if name == "" {
						name = fd.Table.Section.Heading
					}
					return slices.ContainsFunc(got.Notes, func(n model.Note) bool {
						return (n.Rule == "FORM-DOUBT" || n.Rule == "FORM-TABLE") && strings.HasPrefix(n.Message.ZH, "“"+name+"”")
					})
				}
				for _, fd := range want.Form.Fields {
					v, w := got.Values[fd.ID], want.Values[fd.ID]
					if shape.gaps && v.State == model.Absent && doubted(fd) {
						continue // cells of the row are blank, and which ones does not show
					}
					if v.State != w.State && !(w.State == model.Absent && v.State == model.Blank) || !v.Number.Equal(w.Number) {
						t.Errorf("%s: %v %s, want %v %s", fd.ID, v.State, v.Number, w.State, w.Number)
					}
				}
				sameTexts(t, want, got)
				if t.Failed() {
					for _, n := range got.Notes {
						t.Log(n.Rule, n.Cell, n.Message.ZH)
					}
				}
			})
		}
	}
}

// A real page's frame is named, and none of it is in a narrative.
func TestSiteIsSaid(t *testing.T) {
	r, err := gkxl.ImportFile("examples/huangpu-2020.json", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: r.Year})
	if err != nil {
		t.Fatal(err)
	}
	r.Texts["preamble"] = "根据条例编制本报告，统计期限自2020年1月1日起至12月31日止。"
	r.Texts["signature"] = "广州市黄埔区人民政府\n2021年1月20日"
	p := published{form, r}
	for name, page := range map[string]string{
		"framed":  site("某区2020年政府信息公开工作年度报告", p.html()),
		"copied":  "网站首页 | 政务公开 | 政务服务\n当前位置：首页 > 政务公开 > 年报\n" + p.plain(func(c []grid.Cell, _ int) string { return "\t" + strings.Join(texts(c), "\n\t") + "\n" }, "\n") + "打印本页 关闭窗口\n上一篇：某局年报\n某局2019年年报\n主办：某市人民政府办公室\n粤ICP备00000000号\n",
		"in flow": "<html><body><p>网站首页 | 政务公开</p><p>发布日期：2021-01-20　来源：市政府办</p>" + strings.Replace(p.html(), "</p>", "</p><p>发布日期：2021-01-20 10:23　来源：市政府办　浏览次数：125　【字体：大 中 小】　打印　关闭</p>", 1) + "<p>【打印】【关闭】</p><p>相关链接：某局</p><p>版权所有</p></body></html>",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := gkxl.Import("", []byte(page), gkxl.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			sameTexts(t, r, got)
			if !slices.ContainsFunc(got.Notes, func(n model.Note) bool {
				return n.Rule == "TEXT-PLACE" && strings.Contains(n.Message.ZH, "报告之外")
			}) {
				t.Errorf("nothing says what was left out: %v", got.Notes)
			}
		})
	}
}

// A draft is read back as the report it is of: what stands behind the report, and the stamp, are no part of it.
func TestDraftReadBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huangpu-2020", "template-2021"} {
		want, err := gkxl.ImportFile("examples/"+name+".xlsx", gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for ending, write := range map[string]func(io.Writer, *model.Report, gkxl.Publication) error{".docx": gkxl.Docx, ".html": gkxl.HTML} {
			var b bytes.Buffer
			if err := write(&b, want, gkxl.Publication{Draft: true}); err != nil {
				t.Fatal(err)
			}
			got, err := gkxl.Import(name+ending, b.Bytes(), gkxl.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Organ != want.Organ {
				t.Errorf("%s%s: organ %q, want %q", name, ending, got.Organ, want.Organ)
			}
			sameTexts(t, want, got)
			if !slices.ContainsFunc(got.Notes, func(n model.Note) bool { return strings.Contains(n.Message.ZH, "附：核对结果") }) {
				t.Errorf("%s%s: nothing says that the findings behind the report were not read", name, ending)
			}
		}
	}
}
