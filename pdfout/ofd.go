package pdfout

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/zipfile"
)

// WriteOFD writes a publication as OFD (GB/T 33190): the pages that [Write] makes, with
// the same attachments and bookmarks. Texts are in Unicode, each character at its place.
// OFD has no structure that screen readers follow, and nothing is claimed of the file.
// Errors are those of Write.
func WriteOFD(w io.Writer, d *publish.Document, o Options) (Result, error) {
	f, err := lay(d, o)
	if err != nil {
		return Result{}, err
	}
	p := &ofdPackage{drawing: f.drawing, faces: f.faces, last: len(f.faces)}
	if err := p.document(o.metadata(d)); err != nil {
		return Result{}, err
	}
	zw := zip.NewWriter(w)
	for _, part := range p.parts {
		entry, err := zipfile.Create(zw, part.name)
		if err != nil {
			return Result{}, err
		}
		if _, err := entry.Write(part.data); err != nil {
			return Result{}, err
		}
	}
	return Result{Pages: len(f.drawing.pages), Missing: f.missing}, zw.Close()
}

// ofdPackage collects the parts of an OFD file. Every font, page, layer and object has an
// id of its own: faces those from 1 on, by their order, all others the next ones.
type ofdPackage struct {
	drawing *drawing
	faces   []*face
	parts   []ofdPart
	last    int // the id given last
}

// ofdPart is a part of an OFD file.
type ofdPart struct {
	name string
	data []byte
}

// Parts of an OFD file that others name.
const (
	ofdRoot        = "OFD.xml"
	ofdFolder      = "Doc_0"
	ofdDocument    = "Document.xml"
	ofdResources   = "PublicRes.xml"
	ofdFonts       = "Res"
	ofdAttachments = "Attachs"
)

// namespace opens the outermost element of each part.
const namespace = ` xmlns:ofd="http://www.ofdspec.org/2016"`

// add adds a part of the document.
func (p *ofdPackage) add(name string, data []byte) {
	p.parts = append(p.parts, ofdPart{path.Join(ofdFolder, name), data})
}

// ofdXML is a part that is XML.
func ofdXML(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + body + "\n")
}

// id gives an id.
func (p *ofdPackage) id() int {
	p.last++
	return p.last
}

// document adds all parts, the first one in front.
func (p *ofdPackage) document(meta metadata) error {
	var pages strings.Builder
	ids := make([]int, len(p.drawing.pages))
	for i, pg := range p.drawing.pages {
		ids[i] = p.id()
		name := fmt.Sprintf("Pages/Page_%d/Content.xml", i)
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="%s"/>`, ids[i], name)
		p.add(name, p.page(pg))
	}
	fonts, err := p.fonts() // after the pages, which decide what faces and glyphs are used
	if err != nil {
		return err
	}
	p.add(ofdResources, ofdXML(`<ofd:Res`+namespace+` BaseLoc="`+ofdFonts+`"><ofd:Fonts>`+fonts+`</ofd:Fonts></ofd:Res>`))
	var b strings.Builder
	fmt.Fprintf(&b, `<ofd:Document%s><ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID><ofd:PageArea>%s</ofd:PageArea><ofd:PublicRes>%s</ofd:PublicRes></ofd:CommonData><ofd:Pages>%s</ofd:Pages>`,
		namespace, p.last, physicalBox(a4Width, a4Height), ofdResources, pages.String())
	if len(p.drawing.marks) > 0 {
		_, kids := p.drawing.outline()
		b.WriteString(`<ofd:Outlines>` + p.outline(-1, kids, ids) + `</ofd:Outlines>` +
			`<ofd:VPreferences><ofd:PageMode>UseOutlines</ofd:PageMode><ofd:TabDisplay>DocTitle</ofd:TabDisplay></ofd:VPreferences>`)
	}
	b.WriteString(p.attachments(meta.attachments) + `</ofd:Document>`)
	p.add(ofdDocument, ofdXML(b.String()))

	sum := sha256.New()
	for _, part := range p.parts {
		fmt.Fprintf(sum, "%s %d\n", part.name, len(part.data))
		sum.Write(part.data)
	}
	root := ofdXML(fmt.Sprintf(`<ofd:OFD%s Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>%x</ofd:DocID><ofd:Title>%s</ofd:Title><ofd:Author>%s</ofd:Author>`+
		`<ofd:Creator>%s</ofd:Creator></ofd:DocInfo><ofd:DocRoot>%s/%s</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		namespace, sum.Sum(nil)[:16], text.XML(meta.title), text.XML(meta.author), text.XML(meta.tool), ofdFolder, ofdDocument))
	p.parts = append([]ofdPart{{ofdRoot, root}}, p.parts...)
	return nil
}

// fonts adds the faces that are used, cut to their glyphs, and gives their entries in
// the resources.
func (p *ofdPackage) fonts() (string, error) {
	var b strings.Builder
	for i, x := range p.faces {
		if len(x.glyphs) == 1 {
			continue // not used
		}
		chars := make([]rune, len(x.texts))
		for k, s := range x.texts {
			for _, c := range s { // one, except for the missing glyph
				chars[k] = c
			}
		}
		cut, err := x.font.Subset(x.glyphs, chars)
		if err != nil {
			return "", err
		}
		name := fmt.Sprintf("font_%d.ttf", i+1)
		fmt.Fprintf(&b, `<ofd:Font ID="%d" FontName="%s"><ofd:FontFile>%s</ofd:FontFile></ofd:Font>`, i+1, x.font.Name, name)
		p.add(path.Join(ofdFonts, name), cut)
	}
	return b.String(), nil
}

// noDate is the date of attachments, the one of the archive's entries: like the PDF, the
// file tells no time. It is optional, but ofdrw 2.3.1 converts no file whose attachments
// have none.
const noDate = "1980-01-01T00:00:00"

// attachments adds files and the list of them, and gives its entry in the document.
func (p *ofdPackage) attachments(as []attachment) string {
	if len(as) == 0 {
		return ""
	}
	var b strings.Builder
	for i, a := range as {
		name := fmt.Sprintf("attachment_%d%s", i+1, path.Ext(a.name))
		fmt.Fprintf(&b, `<ofd:Attachment ID="attachment_%d" Name="%s" Format="%s" CreationDate="%s" Size="%s" Usage="%s"><ofd:FileLoc>%s</ofd:FileLoc></ofd:Attachment>`, i+1, text.XML(a.name),
			text.XML(strings.TrimPrefix(path.Ext(a.name), ".")), noDate, strconv.FormatFloat(float64(len(a.data))/1024, 'f', 3, 64), a.relation, name)
		p.add(path.Join(ofdAttachments, name), a.data)
	}
	list := path.Join(ofdAttachments, "Attachments.xml")
	p.add(list, ofdXML(`<ofd:Attachments`+namespace+`>`+b.String()+`</ofd:Attachments>`))
	return `<ofd:Attachments>` + list + `</ofd:Attachments>`
}

// outline is the bookmarks below one, which lead to pages by their ids.
func (p *ofdPackage) outline(below int, kids map[int][]int, pages []int) string {
	var b strings.Builder
	for _, i := range kids[below] {
		m := p.drawing.marks[i]
		fmt.Fprintf(&b, `<ofd:OutlineElem Title="%s"`, text.XML(m.text))
		if n := len(kids[i]); n > 0 {
			fmt.Fprintf(&b, ` Count="%d" Expanded="false"`, n)
		}
		fmt.Fprintf(&b, `><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="XYZ" PageID="%d" Left="0" Top="%v"/></ofd:Goto></ofd:Action></ofd:Actions>%s</ofd:OutlineElem>`,
			pages[m.page], micrometres(max(0, m.y-bookmarkRoom)), p.outline(i, kids, pages))
	}
	return b.String()
}

// length is a length or a place of an OFD file, in thousandths of a millimetre. It is
// written in millimetres.
type length int

// micrometres turns points into a length.
func micrometres(points float64) length { return length(math.Round(points / mm * 1000)) }

// String is the length in millimetres.
func (l length) String() string { return string(l.append(nil)) }

// append appends the length in millimetres.
func (l length) append(b []byte) []byte {
	if l < 0 {
		b, l = append(b, '-'), -l
	}
	b = strconv.AppendInt(b, int64(l)/1000, 10)
	if rest := int64(l) % 1000; rest != 0 {
		digits := strconv.AppendInt(nil, 1000+rest, 10)[1:]
		b = append(append(b, '.'), bytes.TrimRight(digits, "0")...)
	}
	return b
}

// physicalBox is the size of a page. The sides of A4 are whole millimetres, which in points are
// rounded.
func physicalBox(width, height float64) string {
	return fmt.Sprintf(`<ofd:PhysicalBox>0 0 %.0f %.0f</ofd:PhysicalBox>`, width/mm, height/mm)
}

// page is the content of a page.
func (p *ofdPackage) page(pg *page) []byte {
	d := &ofdDrawer{ofdPackage: p}
	fmt.Fprintf(&d.Buffer, `<ofd:Page%s><ofd:Area>%s</ofd:Area><ofd:Content><ofd:Layer ID="%d" Type="Body">`, namespace, physicalBox(pg.width, pg.height), p.id())
	for _, o := range pg.ops {
		d.op(o)
	}
	d.WriteString(`</ofd:Layer></ofd:Content></ofd:Page>`)
	return ofdXML(d.String())
}

// ofdDrawer writes the operations of one page.
type ofdDrawer struct {
	*ofdPackage
	bytes.Buffer
}

func (d *ofdDrawer) op(o op) {
	switch o.kind {
	case opText, opTurned:
		x := o.x
		for run := range runs(o.items) {
			d.text(o, run, x)
			x += width(run) + o.tc*float64(len(run))
		}
	case opLine:
		d.path(o, "M %v %v L %v %v", 0, 1, 2, 3)
	case opBox, opRect:
		d.path(o, "M %v %v L %v %v L %v %v L %v %v C", 0, 1, 2, 1, 2, 3, 0, 3)
	}
}

// path draws a line or a box. The format takes the edges of the operation: 0 is x, 1 is
// y, 2 and 3 are x2 and y2. The object's boundary, at which it is cut off, has room for
// the stroke.
func (d *ofdDrawer) path(o op, format string, edges ...int) {
	room := micrometres(o.width)
	left, top := micrometres(min(o.x, o.x2))-room, micrometres(min(o.y, o.y2))-room
	at := [4]length{micrometres(o.x) - left, micrometres(o.y) - top, micrometres(o.x2) - left, micrometres(o.y2) - top}
	fmt.Fprintf(d, `<ofd:PathObject ID="%d" Boundary="%v %v %v %v"`, d.id(), left, top, max(at[0], at[2])+room, max(at[1], at[3])+room)
	if o.kind == opRect {
		d.WriteString(` Stroke="false" Fill="true">`)
		d.fill(o.gray)
	} else {
		fmt.Fprintf(d, ` LineWidth="%v">`, room)
	}
	places := make([]any, len(edges))
	for i, e := range edges {
		places[i] = at[e]
	}
	fmt.Fprintf(d, `<ofd:AbbreviatedData>`+format+`</ofd:AbbreviatedData></ofd:PathObject>`, places...)
}

// fill is the colour of a fill or a text; black needs none.
func (d *ofdDrawer) fill(gray float64) {
	if gray > 0 {
		g := int(math.Round(gray * 255))
		fmt.Fprintf(d, `<ofd:FillColor Value="%d %d %d"/>`, g, g, g)
	}
}

// text draws a run of items, which begins at x.
func (d *ofdDrawer) text(o op, run []item, x float64) {
	face, size := run[0].face, run[0].size
	chars, end := placed(run, o.tc)
	up, down := float64(face.font.Ascent)*size/1000, float64(-face.font.Descent)*size/1000
	left, top, right, bottom := x, o.y-up, x+end, o.y+down
	turn := ""
	startY := micrometres(o.y) - micrometres(top)
	if o.kind == opTurned {
		// The box around the turned corners; the text's own coordinates begin at its start.
		sin, cos := math.Sin(o.angle), math.Cos(o.angle)
		left, top, right, bottom = x, o.y, x, o.y
		for _, corner := range [][2]float64{{0, -up}, {end, -up}, {0, down}, {end, down}} {
			cx, cy := x+cos*corner[0]+sin*corner[1], o.y-sin*corner[0]+cos*corner[1]
			left, top, right, bottom = min(left, cx), min(top, cy), max(right, cx), max(bottom, cy)
		}
		turn = fmt.Sprintf(` CTM="%.5f %.5f %.5f %.5f %v %v"`, cos, -sin, sin, cos, micrometres(x)-micrometres(left), micrometres(o.y)-micrometres(top))
		startY = 0
	}
	fmt.Fprintf(d, `<ofd:TextObject ID="%d" Boundary="%v %v %v %v"%s Font="%s" Size="%v">`, d.id(), micrometres(left), micrometres(top), micrometres(right)-micrometres(left),
		micrometres(bottom)-micrometres(top), turn, strings.TrimPrefix(face.key, "F"), micrometres(size))
	d.fill(o.gray)
	for len(chars) > 0 {
		n := codeLength(chars)
		d.code(chars[:n], startY)
		chars = chars[n:]
	}
	d.WriteString(`</ofd:TextObject>`)
}

// placedChar is a character and how far from the start of its run it stands, in points.
type placedChar struct {
	char rune
	at   float64
}

// placed are the characters of a run, and the length of the run without what is added
// behind its last character. Characters get their codes, which decides which glyphs are
// embedded. A dash of two characters has one glyph, for which OFD would need a map that
// not all programs follow; so it is set as two dashes that end where it ends.
func placed(run []item, tc float64) (chars []placedChar, end float64) {
	x := 0.0
	for _, it := range run {
		c := []rune(it.text)
		glyph, second := it.glyph, 0.0
		if len(c) == 2 {
			glyph = it.face.font.Glyph(c[0])
			second = it.width - math.Round(it.face.font.Advance(glyph))*it.size/1000
		}
		it.face.code(glyphText{glyph, string(c[0])})
		for i, c := range c {
			chars = append(chars, placedChar{c, x + float64(i)*second})
		}
		x += it.width + tc
	}
	return chars, x - tc
}

// codeLength is how many of some characters go into one text of the file. Blanks at the
// beginning, which a program may drop, stand alone, and so does a character of more than
// 16 bits, which programs count as one character or as two.
func codeLength(chars []placedChar) int {
	if chars[0].char > 0xffff {
		return 1
	}
	blanks := unicode.IsSpace(chars[0].char)
	for i, c := range chars {
		if c.char > 0xffff || blanks && !unicode.IsSpace(c.char) {
			return i
		}
	}
	return len(chars)
}

// code writes characters with their distances; y is that of the line they stand on.
func (d *ofdDrawer) code(chars []placedChar, y length) {
	var at []byte
	var b strings.Builder
	first := micrometres(chars[0].at)
	before := first
	for i, c := range chars {
		b.WriteRune(c.char)
		if i == 0 {
			continue
		}
		if i > 1 {
			at = append(at, ' ')
		}
		// Of rounded places, so that roundings do not add up.
		here := micrometres(c.at)
		at = (here - before).append(at)
		before = here
	}
	fmt.Fprintf(d, `<ofd:TextCode X="%v" Y="%v"`, first, y)
	if len(at) > 0 {
		fmt.Fprintf(d, ` DeltaX="%s"`, at)
	}
	fmt.Fprintf(d, `>%s</ofd:TextCode>`, text.XML(b.String()))
}
