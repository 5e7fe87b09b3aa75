package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/write/docx"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

func write(t testing.TB, r *model.Report) []byte {
	var b bytes.Buffer
	if err := docx.Write(&b, publish.Of(r, publish.Options{})); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// element is an element of a part; attributes and names without namespaces.
type element struct {
	name  string
	attrs map[string]string
	text  string
	below []*element
}

func (e *element) all(name string) []*element {
	var out []*element
	for _, b := range e.below {
		if b.name == name {
			out = append(out, b)
		}
		out = append(out, b.all(name)...)
	}
	return out
}

func (e *element) one(name string) *element {
	if all := e.all(name); len(all) > 0 {
		return all[0]
	}
	return &element{}
}

// shown is what an element's text runs say.
func (e *element) shown() string {
	var b strings.Builder
	for _, t := range e.all("t") {
		b.WriteString(t.text)
	}
	return b.String()
}

func parts(t testing.TB, data []byte) (names []string, out map[string]*element) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out = map[string]*element{}
	for _, e := range zr.File {
		if !e.Modified.IsZero() && e.Modified.Year() > 1980 {
			t.Errorf("%s carries the time %v", e.Name, e.Modified)
		}
		rc, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name)
		out[e.Name] = parse(t, e.Name, rc)
	}
	return names, out
}

func parse(t testing.TB, name string, r io.Reader) *element {
	dec := xml.NewDecoder(r)
	top := &element{}
	open := []*element{top}
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) && len(open) == 1 {
			return top
		}
		if err != nil {
			t.Fatalf("%s is no XML: %v", name, err)
		}
		last := open[len(open)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			e := &element{name: tok.Name.Local, attrs: map[string]string{}}
			for _, a := range tok.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			last.below = append(last.below, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(tok)
		}
	}
}

func report(t testing.TB, id string) *model.Report {
	f := formtest.Form(t, id)
	r := model.NewReport(f)
	r.Organ, r.Year = "某市某局", f.Years.From
	for i, fd := range f.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(int64(i))}
	}
	r.Values[f.Fields[0].ID] = model.Value{State: model.IsNumber, Number: model.Int(746), Remark: "不含街镇"}
	r.Texts = map[string]string{"overview": "（一）主动公开。公开12条。\n（二）依申请公开\n一是加强培训。办班3期。", "requests": "全市口径。\n注：含上年度结转。", "signature": "某市某局"}
	return r
}

// Every part is declared, every relation leads to a part, every style that is
// used is there.
func TestPackage(t *testing.T) {
	r := report(t, "2021")
	data := write(t, r)
	if !bytes.Equal(data, write(t, r)) {
		t.Error("the same report gave other bytes")
	}
	names, ps := parts(t, data)
	if names[0] != "[Content_Types].xml" {
		t.Errorf("the first part is %s", names[0])
	}
	declared := map[string]bool{}
	for _, o := range ps["[Content_Types].xml"].all("Override") {
		declared[strings.TrimPrefix(o.attrs["PartName"], "/")] = true
	}
	for _, n := range names {
		if !declared[n] && !strings.HasSuffix(n, ".rels") && n != names[0] {
			t.Errorf("%s has no type", n)
		}
		if strings.HasSuffix(n, ".rels") {
			for _, rel := range ps[n].all("Relationship") {
				if target := path.Join(path.Dir(path.Dir(n)), rel.attrs["Target"]); ps[target] == nil {
					t.Errorf("%s leads to %s", n, target)
				}
			}
		}
	}
	styles := map[string]bool{}
	for _, s := range ps["word/styles.xml"].all("style") {
		if styles[s.attrs["styleId"]] {
			t.Errorf("the style %s is there twice", s.attrs["styleId"])
		}
		styles[s.attrs["styleId"]] = true
	}
	for _, part := range []string{"word/document.xml", "word/header1.xml", "word/footer1.xml", "word/styles.xml"} {
		for _, use := range []string{"pStyle", "rStyle", "tblStyle", "basedOn", "next"} {
			for _, s := range ps[part].all(use) {
				if !styles[s.attrs["val"]] {
					t.Errorf("%s uses the style %s", part, s.attrs["val"])
				}
			}
		}
	}
	footer := ps["word/footer1.xml"]
	fields := footer.all("fldSimple")
	if len(fields) != 2 || strings.TrimSpace(fields[0].attrs["instr"]) != "PAGE" || strings.TrimSpace(fields[1].attrs["instr"]) != "NUMPAGES" || footer.shown() != "第 1 页 共 1 页" {
		t.Error("the footer does not number the pages")
	}
}

// A draft says so at the head of every page, a report does not.
func TestStamp(t *testing.T) {
	r := report(t, "2021")
	d := publish.Of(r, publish.Options{})
	for _, stamp := range []string{"", "草稿", "<a&b>"} {
		d.Stamp = stamp
		var b bytes.Buffer
		if err := docx.Write(&b, d); err != nil {
			t.Fatal(err)
		}
		_, ps := parts(t, b.Bytes())
		if got := ps["word/header1.xml"].shown(); got != stamp {
			t.Errorf("the header says %q, want %q", got, stamp)
		}
	}
}

// The document is its blocks in order, under the styles they are due.
func TestBlocks(t *testing.T) {
	r := report(t, "2021")
	_, ps := parts(t, write(t, r))
	var got []string
	for _, e := range ps["word/document.xml"].one("body").below {
		switch e.name {
		case "p":
			got = append(got, e.one("pStyle").attrs["val"]+" "+e.shown())
		case "tbl":
			got = append(got, "table "+e.one("tblCaption").attrs["val"])
		}
	}
	want := []string{"Title 某市某局2021年政府信息公开工作年度报告", "Heading1 一、总体情况", "BodyText （一）主动公开。公开12条。", "Heading2 （二）依申请公开", "BodyText 一是加强培训。办班3期。",
		"Heading1 二、主动公开政府信息情况", "table 二、主动公开政府信息情况", "Note ①不含街镇", "Heading1 三、收到和处理政府信息公开申请情况", "Note 全市口径。", "table 三、收到和处理政府信息公开申请情况", "Note 注：含上年度结转。",
		"Heading1 四、政府信息公开行政复议、行政诉讼情况", "table 四、政府信息公开行政复议、行政诉讼情况", "Heading1 五、存在的主要问题及改进情况", "Heading1 六、其他需要报告的事项", "Signature 某市某局"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if t0 := ps["docProps/core.xml"].one("title").text; t0 != "某市某局2021年政府信息公开工作年度报告" {
		t.Error(t0)
	}
}

// Every row of a table is as wide as the table, no row may be split, what is
// merged downwards goes on where it began, and headers repeat.
func TestTables(t *testing.T) {
	for _, id := range templates.Editions() {
		r := report(t, id)
		_, ps := parts(t, write(t, r))
		tables := ps["word/document.xml"].all("tbl")
		for i, table := range tables {
			width := 0
			cols := table.all("gridCol")
			for _, c := range cols {
				var w int
				fmt.Sscan(c.attrs["w"], &w)
				width += w
			}
			if width != 8845 {
				t.Errorf("%s is %d wide", r.Form.Tables[i].ID, width)
			}
			merged := map[int]int{} // column → cells it spans, while merging downwards
			var figures []string
			head := 0
			for y, tr := range table.all("tr") {
				if len(tr.all("cantSplit")) != 1 {
					t.Errorf("row %d may be split", y+1)
				}
				if len(tr.all("tblHeader")) > 0 {
					if head != y {
						t.Errorf("row %d repeats and the one above does not", y+1)
					}
					head++
				}
				x, wide := 0, 0
				next := map[int]int{}
				for _, tc := range tr.all("tc") {
					span, w := 1, 0
					fmt.Sscan(tc.one("gridSpan").attrs["val"], &span)
					fmt.Sscan(tc.one("tcW").attrs["w"], &w)
					wide += w
					for _, m := range tc.all("vMerge") {
						next[x] = span
						if m.attrs["val"] != "restart" && merged[x] != span {
							t.Errorf("row %d, column %d goes on from nothing", y+1, x+1)
						}
					}
					if tc.one("pStyle").attrs["val"] == "TableText" {
						figures = append(figures, tc.shown())
					}
					x += span
				}
				if x != len(cols) || wide != width {
					t.Errorf("row %d has %d columns, %d wide", y+1, x, wide)
				}
				merged = next
			}
			var want []string
			for _, fd := range r.Form.FieldsOf(r.Form.Tables[i]) {
				s := r.Values[fd.ID].Number.String()
				if r.Values[fd.ID].Remark != "" {
					s += "①"
				}
				want = append(want, s)
			}
			if !slices.Equal(figures, want) {
				t.Errorf("%s shows %q", r.Form.Tables[i].ID, figures)
			}
			if one := len(r.Form.Tables[i].Bands) == 1; one != (head > 0) {
				t.Errorf("%s repeats %d rows", r.Form.Tables[i].ID, head)
			}
		}
	}
}

// A figure is not torn apart as long as the page has room for it: columns widen,
// and where that is not enough figures become smaller.
func TestWideFigures(t *testing.T) {
	for _, tt := range []struct {
		table, figure string
		size          int // of figures, in half points
	}{
		{"requests", "12", 18},
		{"requests", "1234567", 18},
		{"disputes", "123", 18},
		{"disputes", "12345", 16},
	} {
		r := report(t, "2021")
		n, err := model.ParseNumber(tt.figure)
		if err != nil {
			t.Fatal(err)
		}
		table, _ := r.Form.Table(tt.table)
		for _, fd := range r.Form.FieldsOf(table) {
			r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: n}
		}
		_, ps := parts(t, write(t, r))
		for _, tbl := range ps["word/document.xml"].all("tbl") {
			if tbl.one("tblCaption").attrs["val"] != table.Section.Heading {
				continue
			}
			for _, tc := range tbl.all("tc") {
				if tc.shown() != tt.figure {
					continue
				}
				width, size := 0, 18
				fmt.Sscan(tc.one("tcW").attrs["w"], &width)
				fmt.Sscan(tc.one("sz").attrs["val"], &size)
				if size != tt.size || width < 6*size*len(tt.figure)+80 {
					t.Fatalf("%s of %s: %d half points in a column %d wide", tt.figure, tt.table, size, width)
				}
			}
		}
	}
}

var hostile = []string{"<w:p/>", "]]>", "</w:t></w:r>", "&lt;&#0;", "\"'>", "\x00\x01\x0b\ufffe\uffff", "\xff\xfe", "𬭊😀", "_x000D_", "\u2028\u202e", " 两端 ", strings.Repeat("长", 30_000), strings.Repeat("x", 5_000)}

// Whatever the texts, every part is XML and shows them.
func FuzzWrite(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	clean := report(f, "2021")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.Join(publish.Paragraphs(s), "")
		if s == "" {
			return
		}
		s = "文" + s
		r := *clean
		r.Organ = s
		r.Texts = map[string]string{"overview": s, "requests": s, "signature": s}
		r.Values = map[string]model.Value{clean.Form.Fields[0].ID: {State: model.IsNumber, Remark: s}, clean.Form.Fields[1].ID: {State: model.Unreadable, Text: s}}
		_, ps := parts(t, write(t, &r))
		shows := strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd").Replace(strings.ToValidUTF8(s, "\ufffd"))
		if n := strings.Count(ps["word/document.xml"].shown(), shows); n < 3 {
			t.Fatalf("%q is shown %d times", s, n)
		}
	})
}

// A title that fits no line is broken behind the organ.
func TestTitle(t *testing.T) {
	for organ, want := range map[string]int{"示例局": 0, "示例区民政局": 1} {
		r := formtest.Example(t, "huaian-2024.json")
		r.Organ = organ
		var b bytes.Buffer
		if err := docx.Write(&b, publish.Of(r, publish.Options{})); err != nil {
			t.Fatal(err)
		}
		_, all := parts(t, b.Bytes())
		title := all["word/document.xml"].all("p")[0]
		if got := len(title.all("br")); got != want || title.shown() != organ+"2024年政府信息公开工作年度报告" {
			t.Errorf("%s: %d breaks in %q", organ, got, title.shown())
		}
	}
}
