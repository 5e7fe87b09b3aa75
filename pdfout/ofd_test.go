package pdfout

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ofdNode is an element of an OFD part.
type ofdNode struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Kids    []*ofdNode `xml:",any"`
}

func (n *ofdNode) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// at is the only element at a path below another.
func (n *ofdNode) at(t testing.TB, names ...string) *ofdNode {
	t.Helper()
	for _, name := range names {
		i := slices.IndexFunc(n.Kids, func(k *ofdNode) bool { return k.XMLName.Local == name })
		if i < 0 {
			t.Fatalf("%s has no %s", n.XMLName.Local, name)
		}
		n = n.Kids[i]
	}
	return n
}

func (n *ofdNode) each(do func(*ofdNode)) {
	do(n)
	for _, k := range n.Kids {
		k.each(do)
	}
}

// numbers are those of a list.
func numbers(t testing.TB, list string) []float64 {
	t.Helper()
	var out []float64
	for _, s := range strings.Fields(list) {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// ofdElements is what the standard says of the elements written here: what stands in
// them, in which order, and which attributes must be there. A + may stand repeatedly.
var ofdElements = map[string]struct{ kids, attrs string }{
	"OFD":             {"DocBody+", "Version DocType"},
	"DocBody":         {"DocInfo DocRoot Versions Signatures", ""},
	"DocInfo":         {"DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover Keywords Creator CreatorVersion CustomDatas", ""},
	"Document":        {"CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations CustomTags Attachments Extensions", ""},
	"CommonData":      {"MaxUnitID PageArea PublicRes+ DocumentRes+ TemplatePage+ DefaultCS", ""},
	"PageArea":        {"PhysicalBox ApplicationBox ContentBox BleedBox", ""},
	"Pages":           {"Page+", ""},
	"Page":            {"Template+ PageRes+ Area Content Actions", ""},
	"Area":            {"PhysicalBox ApplicationBox ContentBox BleedBox", ""},
	"Content":         {"Layer+", ""},
	"Layer":           {"TextObject+ PathObject+ ImageObject+ CompositeObject+ PageBlock+", "ID"},
	"TextObject":      {"Actions Clips FillColor StrokeColor CGTransform+ TextCode+", "ID Boundary Font Size"},
	"TextCode":        {"", "X Y"},
	"PathObject":      {"Actions Clips StrokeColor FillColor AbbreviatedData", "ID Boundary"},
	"FillColor":       {"", "Value"},
	"Outlines":        {"OutlineElem+", ""},
	"OutlineElem":     {"Actions OutlineElem+", "Title"},
	"Actions":         {"Action+", ""},
	"Action":          {"Region Goto", "Event"},
	"Goto":            {"Dest", ""},
	"Dest":            {"", "Type PageID"},
	"VPreferences":    {"PageMode PageLayout TabDisplay HideToolbar HideMenubar HideWindowUI Zoom", ""},
	"Res":             {"ColorSpaces DrawParams Fonts MultiMedias CompositeGraphicUnits", "BaseLoc"},
	"Fonts":           {"Font+", ""},
	"Font":            {"FontFile", "ID FontName"},
	"Attachments":     {"Attachment+", ""},
	"Attachment":      {"FileLoc", "ID Name"},
	"DocID":           {},
	"PhysicalBox":     {},
	"AbbreviatedData": {},
}

// follows holds an element and all below against ofdElements.
func follows(t *testing.T, n *ofdNode, leaf bool) {
	t.Helper()
	name := n.XMLName.Local
	if n.XMLName.Space != "http://www.ofdspec.org/2016" {
		t.Fatalf("%s is in the namespace %q", name, n.XMLName.Space)
	}
	says, known := ofdElements[name]
	if !known && !leaf {
		t.Fatalf("%s is not known", name)
	}
	for _, a := range strings.Fields(says.attrs) {
		if n.attr(a) == "" {
			t.Errorf("%s has no %s", name, a)
		}
	}
	order, at := strings.Fields(says.kids), 0
	for i, k := range n.Kids {
		kid := k.XMLName.Local
		place := slices.IndexFunc(order, func(s string) bool { return strings.TrimSuffix(s, "+") == kid })
		switch {
		case place < 0, name != "Layer" && place < at, i > 0 && place == at && !strings.HasSuffix(order[place], "+"):
			t.Errorf("%s does not stand in %s at place %d", kid, name, i)
		}
		at = place
		_, inner := ofdElements[kid]
		follows(t, k, !inner)
	}
}

// ofdFile is an OFD file as the test reads it.
type ofdFile struct {
	t     *testing.T
	parts map[string][]byte
	read  map[string]bool
}

func openOFD(t *testing.T, data []byte) *ofdFile {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f := &ofdFile{t: t, parts: map[string][]byte{}, read: map[string]bool{}}
	for _, e := range zr.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := f.parts[e.Name]; twice || e.Modified.Year() != 1980 || e.Mode() != 0o644 {
			t.Errorf("%s: %v, %v, there twice: %t", e.Name, e.Modified, e.Mode(), twice)
		}
		if f.parts[e.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// part is the content of the part that another names.
func (f *ofdFile) part(from, name string) ([]byte, string) {
	f.t.Helper()
	full := path.Join(path.Dir(from), name)
	data, ok := f.parts[full]
	if !ok || f.read[full] {
		f.t.Fatalf("%s names %s: there %t, named before %t", from, full, ok, f.read[full])
	}
	f.read[full] = true
	return data, full
}

func (f *ofdFile) xml(from, name string) (*ofdNode, string) {
	f.t.Helper()
	data, full := f.part(from, name)
	var n ofdNode
	if err := xml.Unmarshal(data, &n); err != nil {
		f.t.Fatalf("%s: %v", full, err)
	}
	follows(f.t, &n, false)
	return &n, full
}

// near says whether a length in millimetres is one in points, but for rounding.
func near(millimetres, points float64) bool { return math.Abs(millimetres-points/mm) < 0.0021 }

// An OFD file says all that is drawn, each character with its glyph at its place, and
// nothing else; its parts name each other, and elements stand in the order of the
// standard.
func TestOFD(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		r := formtest.Example(t, name+".json")
		for _, profile := range Profiles {
			t.Run(name+" "+profile, func(t *testing.T) {
				o := Options{Profile: profile, Data: []byte(`{"a": 1}`), SourceName: "年报.xlsx", SourceSum: "00ff"}
				ofdHolds(t, publish.Of(r, publish.Options{Group: true}), o)
				o = Options{Profile: profile, Landscape: true, Stamp: "草稿", Charts: chart.Of(r, formtest.Example(t, "huaian-2024.json"))}
				ofdHolds(t, publish.Of(r, publish.Options{}), o)
			})
		}
	}
	t.Run("characters", func(t *testing.T) {
		r := formtest.Example(t, "huaian-2024.json")
		r.Organ = "A&B <某>县人民政府"
		r.Texts["overview"] = "本市——含各区——推进𬭊县工作———。\n（一）主动公开——网站。\"引号\"  两个空格\u00a0与　全角。\n𬭊县、\U0001F600缺字，㛃。—⸺\n The quick brown fox jumps over the lazy dog and the report continues with long words.\n𬭊𬭊 𬭊"
		r.Values["requests.granted.other"] = model.Value{State: model.IsNumber, Number: model.Int(3), Text: "3（见附件及其说明文字）", Remark: "见附件及其说明文字"}
		ofdHolds(t, publish.Of(r, publish.Options{}), Options{AllowMissing: true, Stamp: "—— 𬭊"})
	})
	t.Run("comparison", func(t *testing.T) {
		last, this := formtest.Example(t, "bureau-2021.json"), formtest.Example(t, "bureau-2022.json")
		d, err := diff.Of(last, this, diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		series, err := diff.SeriesOf([]*model.Report{formtest.Example(t, "bureau-2020.json"), last, this}, diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Data: []byte("{}"), DataName: "diff.json"}
		ofdHolds(t, publish.OfPage(d.Page(diff.PageOptions{Lang: msg.EN}), msg.EN), o)
		ofdHolds(t, publish.OfPage(series.Page(diff.PageOptions{Lang: msg.ZH}), msg.ZH), o)
	})
	t.Run("faces", func(t *testing.T) {
		kai, err := LoadFace("internal/fonts/kai.ttf")
		if err != nil {
			t.Fatal(err)
		}
		r := formtest.Example(t, "huaian-2024.json")
		ofdHolds(t, publish.Of(r, publish.Options{}), Options{Faces: map[Role]*Face{BodyFace: kai, TableFace: kai}})
	})
}

// ofdHolds writes a publication as OFD and holds the file against what was to be drawn.
func ofdHolds(t *testing.T, d *publish.Document, o Options) {
	t.Helper()
	fl, err := lay(d, o)
	if err != nil {
		t.Fatal(err)
	}
	var b, again, asPDF bytes.Buffer
	res, err := WriteOFD(&b, d, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := WriteOFD(&again, d, o); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same publication gives other bytes: %v", err)
	}
	if _, err := Write(&asPDF, d, o); err != nil || float64(b.Len()) > 1.2*float64(asPDF.Len()) {
		t.Errorf("the OFD file has %d bytes, the PDF %d: %v", b.Len(), asPDF.Len(), err)
	}
	if res.Pages != len(fl.drawing.pages) || res.Claims {
		t.Errorf("%+v", res)
	}

	f := openOFD(t, b.Bytes())
	root, rootName := f.xml("", ofdRoot)
	info := root.at(t, "DocBody", "DocInfo")
	if got := info.at(t, "Title").Text; got != d.Title {
		t.Errorf("title %q", got)
	}
	if got := info.at(t, "Author").Text; got != d.Organ {
		t.Errorf("author %q", got)
	}
	if got := info.at(t, "DocID").Text; len(got) != 32 {
		t.Errorf("id %q", got)
	}
	doc, docName := f.xml(rootName, root.at(t, "DocBody", "DocRoot").Text)
	resources, resName := f.xml(docName, doc.at(t, "CommonData", "PublicRes").Text)
	base := path.Join(path.Dir(resName), resources.attr("BaseLoc"), "x")
	ids := map[string]bool{}
	unique := func(n *ofdNode) {
		id, _ := strconv.Atoi(n.attr("ID"))
		most, _ := strconv.Atoi(doc.at(t, "CommonData", "MaxUnitID").Text)
		if ids[n.attr("ID")] || id < 1 || id > most {
			t.Errorf("%s has the id %q of at most %d", n.XMLName.Local, n.attr("ID"), most)
		}
		ids[n.attr("ID")] = true
	}
	fonts := map[string]*sfnt.Font{}
	for _, n := range resources.at(t, "Fonts").Kids {
		unique(n)
		data, _ := f.part(base, n.at(t, "FontFile").Text)
		if fonts[n.attr("ID")], err = sfnt.Parse(data, 0); err != nil {
			t.Fatal(err)
		}
	}
	var pageIDs []string
	looked := map[glyphOf]uint16{}
	for i, n := range doc.at(t, "Pages").Kids {
		unique(n)
		pageIDs = append(pageIDs, n.attr("ID"))
		content, _ := f.xml(docName, n.attr("BaseLoc"))
		pg := fl.drawing.pages[i]
		size := numbers(t, content.at(t, "Area", "PhysicalBox").Text)
		if math.Abs(size[2]-pg.width/mm) > 0.01 || math.Abs(size[3]-pg.height/mm) > 0.01 {
			t.Errorf("page %d is %v", i+1, size)
		}
		layer := content.at(t, "Content", "Layer")
		layer.each(func(n *ofdNode) {
			if n.attr("ID") != "" {
				unique(n)
			}
		})
		c := &ofdChecker{t: t, page: i + 1, objects: layer.Kids, fonts: fonts, looked: looked}
		for _, o := range pg.ops {
			c.op(o)
		}
		if len(c.objects) > 0 {
			t.Errorf("page %d has %d objects more than are drawn", i+1, len(c.objects))
		}
	}
	if len(pageIDs) != len(fl.drawing.pages) {
		t.Errorf("%d pages of %d", len(pageIDs), len(fl.drawing.pages))
	}

	at := 0
	var bookmarks func(n *ofdNode, level int)
	bookmarks = func(n *ofdNode, level int) {
		for _, k := range n.Kids {
			if k.XMLName.Local != "OutlineElem" {
				continue
			}
			m := fl.drawing.marks[at]
			at++
			dest := k.at(t, "Actions", "Action", "Goto", "Dest")
			if k.attr("Title") != m.text || level != m.level || dest.attr("PageID") != pageIDs[m.page] || !near(numbers(t, dest.attr("Top"))[0], m.y-bookmarkRoom) {
				t.Errorf("bookmark %v, want %+v", k.Attrs, m)
			}
			bookmarks(k, level+1)
		}
	}
	if bookmarks(doc.at(t, "Outlines"), 0); at != len(fl.drawing.marks) {
		t.Errorf("%d bookmarks of %d", at, len(fl.drawing.marks))
	}

	if want := o.metadata(d).attachments; len(want) > 0 {
		list, listName := f.xml(docName, doc.at(t, "Attachments").Text)
		for i, n := range list.Kids {
			if data, _ := f.part(listName, n.at(t, "FileLoc").Text); n.attr("Name") != want[i].name || !bytes.Equal(data, want[i].data) {
				t.Errorf("attachment %v has %d bytes", n.Attrs, len(data))
			}
		}
	}
	if len(f.read) != len(f.parts) {
		t.Errorf("%d parts, of which %d are named", len(f.parts), len(f.read))
	}
}

// ofdChecker holds the objects of a page against operations, one after the other.
type ofdChecker struct {
	t       *testing.T
	page    int
	objects []*ofdNode
	fonts   map[string]*sfnt.Font
	looked  map[glyphOf]uint16 // glyphs that were compared, by their number in the whole face
}

// glyphOf is a character of an embedded face.
type glyphOf struct {
	font *sfnt.Font
	char rune
}

func (c *ofdChecker) next(kind string) *ofdNode {
	c.t.Helper()
	if len(c.objects) == 0 || c.objects[0].XMLName.Local != kind {
		c.t.Fatalf("page %d has no %s where one is drawn", c.page, kind)
	}
	n := c.objects[0]
	c.objects = c.objects[1:]
	return n
}

func (c *ofdChecker) op(o op) {
	c.t.Helper()
	if o.kind == opText || o.kind == opTurned {
		c.text(o)
		return
	}
	n := c.next("PathObject")
	box := numbers(c.t, n.attr("Boundary"))
	var got []float64
	for i, v := range numbers(c.t, strings.NewReplacer("M", "", "L", "", "C", "").Replace(n.at(c.t, "AbbreviatedData").Text)) {
		if v < 0 || v > box[2+i%2] {
			c.t.Errorf("page %d: a path leaves its boundary", c.page)
		}
		got = append(got, v+box[i%2])
	}
	want := []float64{o.x, o.y, o.x2, o.y2}
	if o.kind != opLine {
		want = []float64{o.x, o.y, o.x2, o.y, o.x2, o.y2, o.x, o.y2}
	}
	if !slices.EqualFunc(got, want, near) {
		c.t.Errorf("page %d: a path goes through %v, want %v points", c.page, got, want)
	}
	if o.kind == opRect {
		c.gray(n, o.gray)
		if n.attr("Fill") != "true" || n.attr("Stroke") != "false" {
			c.t.Errorf("page %d: a filled box is not filled: %v", c.page, n.Attrs)
		}
	} else if !near(numbers(c.t, n.attr("LineWidth"))[0], o.width) || n.attr("Fill") != "" {
		c.t.Errorf("page %d: a line %v, want %v points wide", c.page, n.Attrs, o.width)
	}
}

func (c *ofdChecker) gray(n *ofdNode, want float64) {
	c.t.Helper()
	got := []float64{0, 0, 0}
	for _, k := range n.Kids {
		if k.XMLName.Local == "FillColor" {
			got = numbers(c.t, k.attr("Value"))
		}
	}
	for _, v := range got {
		if math.Abs(v/255-want) > 0.002 {
			c.t.Errorf("page %d: gray %v, want %v", c.page, got, want)
		}
	}
}

// shown is one character of a file, where its glyph begins, in millimetres.
type shown struct {
	char rune
	x, y float64
	font *sfnt.Font
}

// text holds what an operation sets against the next text objects.
func (c *ofdChecker) text(o op) {
	c.t.Helper()
	var got []shown
	chars := 0
	for _, it := range o.items {
		chars += len([]rune(it.text))
	}
	for len(got) < chars {
		n := c.next("TextObject")
		c.gray(n, o.gray)
		box := numbers(c.t, n.attr("Boundary"))
		turn := []float64{1, 0, 0, 1, 0, 0}
		if s := n.attr("CTM"); s != "" {
			turn = numbers(c.t, s)
		}
		if (o.kind == opTurned) != (n.attr("CTM") != "") {
			c.t.Errorf("page %d: turned by %v", c.page, turn)
		}
		font := c.fonts[n.attr("Font")]
		if font == nil {
			c.t.Fatalf("page %d: there is no font %q", c.page, n.attr("Font"))
		}
		if it := o.items[0]; !near(numbers(c.t, n.attr("Size"))[0], it.size) {
			c.t.Errorf("page %d: size %s, want %v points", c.page, n.attr("Size"), it.size)
		}
		for _, k := range n.Kids {
			if k.XMLName.Local != "TextCode" {
				continue
			}
			text := []rune(k.Text)
			x, y := numbers(c.t, k.attr("X"))[0], numbers(c.t, k.attr("Y"))[0]
			deltas := numbers(c.t, k.attr("DeltaX"))
			if len(deltas) != len(text)-1 {
				c.t.Fatalf("page %d: %q has %d distances", c.page, k.Text, len(deltas))
			}
			if blank := strings.TrimSpace(k.Text) == ""; !blank && unicode.IsSpace(text[0]) || len(text) > 1 && slices.ContainsFunc(text, func(c rune) bool { return c > 0xffff }) {
				c.t.Errorf("page %d: %q is one text", c.page, k.Text)
			}
			for i, char := range text {
				if i > 0 {
					x += deltas[i-1]
				}
				px, py := turn[0]*x+turn[2]*y+turn[4], turn[1]*x+turn[3]*y+turn[5]
				if px < -0.001 || py < 0 || px > box[2] || py > box[3] {
					c.t.Errorf("page %d: %c stands outside of the boundary of its object", c.page, char)
				}
				got = append(got, shown{char, box[0] + px, box[1] + py, font})
			}
		}
	}
	sin, cos := 0.0, 1.0
	if o.kind == opTurned {
		sin, cos = math.Sin(o.angle), math.Cos(o.angle)
	}
	x, i := 0.0, 0
	for _, it := range o.items {
		for k, char := range []rune(it.text) {
			g, at := got[i], x
			glyph := it.glyph
			if len([]rune(it.text)) > 1 {
				glyph = it.face.font.Glyph('—')
				if k > 0 { // ends where the double dash ends
					at += it.width - math.Round(it.face.font.Advance(glyph))*it.size/1000
				}
			}
			wx, wy := o.x+cos*at, o.y-sin*at
			slack := 0.0
			if o.kind == opTurned {
				slack = 0.02 // the factors of the turn are rounded
			}
			if g.char != char || math.Abs(g.x-wx/mm) > 0.0021+slack || math.Abs(g.y-wy/mm) > 0.0021+slack {
				c.t.Fatalf("page %d: %c at %v, %v, want %c at %v, %v", c.page, g.char, g.x, g.y, char, wx/mm, wy/mm)
			}
			if key := (glyphOf{g.font, char}); c.looked[key] == 0 {
				c.looked[key] = glyph
				want, err1 := it.face.font.Path(glyph)
				path, err2 := g.font.Path(g.font.Glyph(char))
				if g.font.Glyph(char) == 0 || path != want || err1 != nil || err2 != nil {
					c.t.Fatalf("page %d: %c has another glyph: %v %v", c.page, char, err1, err2)
				}
			} else if c.looked[key] != glyph {
				c.t.Fatalf("page %d: %c is drawn as two glyphs", c.page, char)
			}
			i++
		}
		x += it.width + o.tc
	}
}

// A profile that there is not, and a character without a glyph, are refused as in a PDF,
// and nothing is written.
func TestOFDRefused(t *testing.T) {
	r := formtest.Example(t, "huaian-2024.json")
	r.Texts["overview"] += "\U0001F600"
	for name, o := range map[string]Options{"profile": {Profile: "a3"}, "missing": {}} {
		var ofd, pdf bytes.Buffer
		_, err := WriteOFD(&ofd, publish.Of(r, publish.Options{}), o)
		_, want := Write(&pdf, publish.Of(r, publish.Options{}), o)
		if err == nil || want == nil || err.Error() != want.Error() || ofd.Len() > 0 {
			t.Errorf("%s: %v, want %v; %d bytes", name, err, want, ofd.Len())
		}
	}
}
