package html_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func page(t testing.TB, r *model.Report) []byte {
	var b bytes.Buffer
	if err := html.Write(&b, publish.Of(r, publish.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parse(t testing.TB, data []byte) *nethtml.Node {
	root, err := nethtml.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attr(n *nethtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *nethtml.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == nethtml.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func all(n *nethtml.Node, tags ...atom.Atom) []*nethtml.Node {
	var out []*nethtml.Node
	for c := range n.Descendants() {
		if slices.Contains(tags, c.DataAtom) {
			out = append(out, c)
		}
	}
	return out
}

func report(t testing.TB, id string) *model.Report {
	f := formtest.Form(t, id)
	r := model.NewReport(f)
	r.Organ, r.Year = "某市某局", f.Years.From
	for i, fd := range f.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(int64(i))}
	}
	r.Texts = map[string]string{"overview": "（一）主动公开。公开12条。\n（二）依申请公开\n一是加强培训。办班3期。", "requests": "全市口径。\n注：含上年度结转。", "signature": "某市某局"}
	return r
}

// Every cell of a figure names headers that are there, in the order of the form,
// and together they say what the form calls the field.
func TestHeaders(t *testing.T) {
	for _, id := range templates.Editions() {
		r := report(t, id)
		root := parse(t, page(t, r))
		ids := map[string]*nethtml.Node{}
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				if ids[id] != nil {
					t.Errorf("the id %s is there twice", id)
				}
				ids[id] = n
			}
		}
		tables := all(root, atom.Table)
		if len(tables) != len(r.Form.Tables) {
			t.Fatalf("%d tables", len(tables))
		}
		for i, table := range tables {
			caption := all(table, atom.Caption)
			if len(caption) != 1 || text(caption[0]) != r.Form.Tables[i].Section.Heading || attr(table, "aria-labelledby") != attr(caption[0].FirstChild, "id") {
				t.Errorf("caption of %s", r.Form.Tables[i].ID)
			}
			if style := attr(caption[0].FirstChild, "style"); style != "display:none" {
				t.Errorf("the caption of %s is hidden by %q", r.Form.Tables[i].ID, style)
			}
			for _, th := range all(table, atom.Th) {
				if s := attr(th, "scope"); s != "col" && s != "row" && s != "rowgroup" {
					t.Errorf("%q has scope %q", text(th), s)
				}
			}
			cells := all(table, atom.Td)
			fields := r.Form.FieldsOf(r.Form.Tables[i])
			if len(cells) != len(fields) {
				t.Fatalf("%d cells, %d fields", len(cells), len(fields))
			}
			for k, td := range cells {
				var labels []string
				for _, h := range strings.Fields(attr(td, "headers")) {
					if ids[h] == nil || ids[h].DataAtom != atom.Th {
						t.Fatalf("%s names the header %s", fields[k].ID, h)
					}
					labels = append(labels, text(ids[h]))
				}
				var want []string
				if title := fields[k].Band.Title; title != "" {
					want = append(want, title)
				}
				want = append(append(want, fields[k].Column.Labels()...), fields[k].Row.Labels()...)
				want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
				if !slices.Equal(labels, want) {
					t.Errorf("%s: headers %q, want %q", fields[k].ID, labels, want)
				}
				if got := text(td); got != r.Values[fields[k].ID].Number.String() {
					t.Errorf("%s shows %q", fields[k].ID, got)
				}
			}
		}
	}
}

// The cells of every table fill it: no row is longer than another, none overlap.
func TestTablesAreWhole(t *testing.T) {
	for _, id := range templates.Editions() {
		r := report(t, id)
		for _, table := range all(parse(t, page(t, r)), atom.Table) {
			width := len(all(table, atom.Col))
			taken := map[[2]int]bool{}
			rows := all(table, atom.Tr)
			for y, tr := range rows {
				x := 0
				for _, c := range all(tr, atom.Td, atom.Th) {
					for taken[[2]int{y, x}] {
						x++
					}
					w, h := 1, 1
					fmt.Sscan(attr(c, "colspan"), &w)
					fmt.Sscan(attr(c, "rowspan"), &h)
					for dy := range h {
						for dx := range w {
							if taken[[2]int{y + dy, x + dx}] || y+dy >= len(rows) || x+dx >= width {
								t.Errorf("%q at row %d overlaps or stands out", text(c), y+1)
							}
							taken[[2]int{y + dy, x + dx}] = true
						}
					}
				}
			}
			if len(taken) != width*len(rows) {
				t.Errorf("%d of %d places are filled", len(taken), width*len(rows))
			}
		}
	}
}

// A page needs nothing but itself, and says its language.
func TestSelfContained(t *testing.T) {
	r := report(t, "2021")
	data := page(t, r)
	root := parse(t, data)
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Script, atom.Link, atom.Img, atom.Iframe, atom.Object:
			t.Errorf("the page has <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, word := range []string{"http:", "https:", "url(", "@import"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("the page says %q", word)
		}
	}
	if h := all(root, atom.Html)[0]; attr(h, "lang") != "zh-CN" {
		t.Error("no language")
	}
	var outline []string
	for _, h := range all(root, atom.H1, atom.H2, atom.H3, atom.H4) {
		outline = append(outline, h.Data+" "+text(h))
	}
	if outline[0] != "h1 某市某局2021年政府信息公开工作年度报告" || outline[1] != "h2 一、总体情况" || outline[2] != "h3 （二）依申请公开" || len(outline) != 8 {
		t.Errorf("outline %q", outline)
	}
	if s := all(root, atom.B); len(s) != 2 || text(s[0]) != "（一）主动公开。" || text(s[1]) != "一是加强培训。" {
		t.Errorf("leads %d", len(s))
	}
	// What a site keeps of the page is its article: the style names nothing else.
	style := text(all(root, atom.Style)[0])
	for _, rule := range strings.Split(style, "\n") {
		if sel, _, ok := strings.Cut(rule, "{"); ok && !strings.HasPrefix(sel, ".gkxl") && !strings.HasPrefix(sel, "@") && sel != "body" {
			t.Errorf("the rule %q reaches beyond the report", rule)
		}
	}
}

// A draft says so above its title and at the head of every printed page, a report
// nowhere.
func TestStamp(t *testing.T) {
	r := report(t, "2021")
	d := publish.Of(r, publish.Options{})
	for _, stamp := range []string{"", "草稿", "a\"}</style>"} {
		d.Stamp = stamp
		var b bytes.Buffer
		if err := html.Write(&b, d); err != nil {
			t.Fatal(err)
		}
		root := parse(t, b.Bytes())
		first := all(root, atom.Article)[0].FirstChild.NextSibling
		if stamped := stamp != ""; (first.DataAtom == atom.P && text(first) == stamp) != stamped || strings.Contains(text(all(root, atom.Style)[0]), "@top-center") != stamped {
			t.Errorf("%q: the page begins with %q", stamp, text(first))
		}
		if n := len(all(root, atom.H2)); n != 6 {
			t.Errorf("%q broke the page", stamp)
		}
	}
}

// A report is found again in the page of a site, with what decides how it shows there.
func TestCut(t *testing.T) {
	r := report(t, "2021")
	data := page(t, r)
	article := all(parse(t, data), atom.Article)[0]
	var b bytes.Buffer
	nethtml.Render(&b, article)
	site := []byte("<html><head><title>网站</title><style>i{display:none}</style></head><body class=\"a\"><nav>首页</nav><div><p>上一篇</p>" + b.String() + "</div><footer>打印</footer></body></html>")
	want := "<html><head><style>i{display:none}</style></head><body class=\"a\"><div>" + b.String() + "</div></body></html>"
	if got := html.Extract(site); string(got) != want {
		t.Errorf("cut %d bytes, want %d", len(got), len(want))
	}
	for _, other := range []string{"", "<p>data-gkxl</p>", "PK\x03\x04 data-gkxl", `{"a":"data-gkxl"}`} {
		if got := html.Extract([]byte(other)); len(got) > 0 {
			t.Errorf("%q gave %q", other, got)
		}
	}
}

var hostile = []string{"<script>alert(1)</script>", "]]>", "</p></article>", "&lt;&#0;&nbsp", "\"'>", "\x00\x01\x0b\ufffe\uffff", "\xff\xfe", "𬭊😀", "<!-- -->", "</style>", "\u2028\u202e", strings.Repeat("长", 30_000), strings.Repeat("x", 5_000)}

// Whatever the texts, they stay text: the page has the elements it would have
// anyway, and shows every character that can be shown.
func FuzzWrite(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	clean := report(f, "2021")
	var want []atom.Atom
	tags := func(t testing.TB, r *model.Report) (out []atom.Atom) {
		for n := range parse(t, page(t, r)).Descendants() {
			if n.Type == nethtml.ElementNode && n.DataAtom != atom.B {
				out = append(out, n.DataAtom)
			}
		}
		return out
	}
	clean.Texts = map[string]string{"overview": "文", "requests": "文", "signature": "文"}
	clean.Values[clean.Form.Fields[0].ID] = model.Value{State: model.IsNumber, Remark: "文"}
	want = tags(f, clean)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.Join(publish.Paragraphs(s), "") // one paragraph
		if s == "" {
			return
		}
		r := *clean
		s = "文" + s
		r.Organ = s
		r.Texts = map[string]string{"overview": s, "requests": s, "signature": s}
		r.Values = map[string]model.Value{}
		for id, v := range clean.Values {
			r.Values[id] = v
		}
		r.Values[clean.Form.Fields[0].ID] = model.Value{State: model.IsNumber, Remark: s}
		r.Values[clean.Form.Fields[1].ID] = model.Value{State: model.Unreadable, Text: s}
		if got := tags(t, &r); !slices.Equal(got, want) {
			t.Fatalf("%q changed the page's elements", s)
		}
		data := page(t, &r)
		if !utf8.Valid(data) {
			t.Fatalf("%q made the page no UTF-8", s)
		}
		shown := text(all(parse(t, data), atom.Body)[0])
		shows := strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(strings.ToValidUTF8(s, "\ufffd"))
		if strings.Count(shown, shows) < 3 {
			t.Fatalf("%q is not shown", s)
		}
	})
}
