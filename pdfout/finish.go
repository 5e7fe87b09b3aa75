package pdfout

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
)

// finish writes gofpdf's file anew: it keeps the content of the pages and writes
// everything else anew: fonts with ToUnicode maps, structure, bookmarks, metadata,
// output intent, attachments.
func finish(w io.Writer, data []byte, s *drawing, t *typesetter, meta metadata) error {
	m, err := dissect(data)
	if err != nil {
		return err
	}
	if len(m.pages) != len(s.pages) || len(m.objects) < 3 {
		return unknownLayout("it has %d pages, not %d", len(m.pages), len(s.pages))
	}
	// Objects keep the numbers that gofpdf gave them; the numbers of those that are left out stay unused.
	f := &file{objects: make([]object, len(m.objects))}
	if !bytes.HasPrefix(m.objects[1], []byte("<</Type /Pages\n/Kids [")) || !bytes.HasPrefix(m.objects[2], []byte("<<\n/ProcSet ")) {
		return unknownLayout("objects 1 and 2 are not the pages and their resources")
	}
	for i, n := range m.pages {
		rest, ok := bytes.CutPrefix(m.objects[n], []byte("<</Type /Page\n"))
		if !ok || !bytes.HasSuffix(rest, fmt.Appendf(nil, "/Contents %d 0 R>>", n+1)) {
			return unknownLayout("object %d is no page", n)
		}
		f.put(n, "<</Type/Page/StructParents %d/Tabs/S\n%s", i, rest)
		content, err := m.content(n)
		if err != nil {
			return err
		}
		f.stream(n+1, content, false, "")
	}
	names, err := writeFaces(f, t)
	if err != nil {
		return err
	}
	before, after, ok := bytes.Cut(m.objects[2], []byte("/Font <<\n>>"))
	if !ok {
		return unknownLayout("the resources name faces")
	}
	f.put(1, "%s", m.objects[1])
	f.put(2, "%s/Font <<%s>>%s", before, names, after)
	catalog := f.alloc()
	tree := writeTree(f, s, m.pages)
	outlines := writeOutlines(f, s, m.pages)
	attached, files := writeAttachments(f, meta.attachments)
	xmp := f.addStream(meta.xmp(), true, "/Type/Metadata/Subtype/XML")
	icc := f.addStream(grayProfile(), false, "/N 1/Alternate/DeviceGray")
	intent := f.add("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(Gray Gamma 2.2)/Info(Gray Gamma 2.2)/DestOutputProfile %d 0 R>>", icc)
	info := f.add("<</Title%s/Author%s/Creator%s/Producer%s>>", textString(meta.title), textString(meta.author), textString(meta.tool), textString(meta.tool))
	f.put(catalog, "<</Type/Catalog/Pages 1 0 R/Lang%s/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot %d 0 R%s"+
		"/PageLabels<</Nums[0<</S/D>>]>>/Metadata %d 0 R/OutputIntents[%d 0 R]%s/AF[%s]>>", textString(meta.lang), tree, outlines, xmp, intent, attached, files)
	return f.write(w, catalog, info)
}

// writeFaces cuts the faces that are used and embeds them. It gives their entries
// in the resources.
func writeFaces(f *file, t *typesetter) (string, error) {
	var names strings.Builder
	for _, x := range t.faces {
		if len(x.glyphs) == 1 {
			continue // not used
		}
		cut, err := x.font.Subset(x.glyphs, nil)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&names, "/%s %d 0 R", x.key, x.write(f, cut))
	}
	return names.String(), nil
}

// write embeds a face. Codes are the glyphs' own numbers, so that no map between
// them is needed.
func (x *face) write(f *file, cut []byte) int {
	n := f.alloc()
	for range 4 {
		f.alloc()
	}
	sum := sha256.Sum256(cut)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	name := string(tag) + "+" + x.font.Name
	var w []byte
	for _, g := range x.glyphs {
		w = append(strconv.AppendInt(w, int64(math.Round(x.font.Advance(g))), 10), ' ')
	}
	flags := 4
	if x.font.Fixed {
		flags |= 1
	}
	if x.font.Italic != 0 {
		flags |= 64
	}
	stem := 50 + x.font.Weight*x.font.Weight/4225
	b := x.font.Box
	f.put(n, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, n+1, n+2)
	f.put(n+1, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"+
		"/CIDToGIDMap/Identity/DW 1000/W[0[%s]]>>", name, n+3, w)
	f.stream(n+2, x.toUnicode(), false, "")
	f.put(n+3, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %.4g/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, flags, b[0], b[1], b[2], b[3], x.font.Italic, x.font.Ascent, x.font.Descent, x.font.CapHeight, stem, n+4)
	f.stream(n+4, cut, false, "/Length1 %d", len(cut))
	return n
}

// toUnicode says what each code stands for.
func (x *face) toUnicode() []byte {
	b := append(make([]byte, 0, 512+20*len(x.texts)), "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"...)
	for from := 1; from < len(x.texts); from += 100 {
		to := min(from+100, len(x.texts))
		b = append(strconv.AppendInt(b, int64(to-from), 10), " beginbfchar\n"...)
		for c := from; c < to; c++ {
			b = append(appendHex(append(b, '<'), uint16(c)), "> <"...)
			b = append(appendUTF16(b, x.texts[c]), ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// attachment is a file inside the publication.
type attachment struct {
	name, mime, relation, about string
	data                        []byte
}

func writeAttachments(f *file, as []attachment) (names, files string) {
	if len(as) == 0 {
		return "", ""
	}
	specs := map[string]string{}
	var order []string
	for _, a := range as {
		n := f.addStream(a.data, false, "/Type/EmbeddedFile/Subtype/%s/Params<</Size %d>>", strings.ReplaceAll(a.mime, "/", "#2F"), len(a.data))
		spec := fmt.Sprintf("%d 0 R", f.add("<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/%s/EF<</F %d 0 R/UF %d 0 R>>>>", textString(a.name), textString(a.name), textString(a.about), a.relation, n, n))
		specs[a.name] = spec
		order = append(order, spec)
	}
	var pairs strings.Builder
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		fmt.Fprintf(&pairs, "%s %s ", textString(name), specs[name])
	}
	return "/Names<</EmbeddedFiles<</Names[" + pairs.String() + "]>>>>", strings.Join(order, " ")
}

// writeOutlines makes the bookmarks.
func writeOutlines(f *file, s *drawing, pages []int) string {
	n := len(s.marks)
	if n == 0 {
		return ""
	}
	root := f.alloc()
	nums := make([]int, n) // object numbers
	for i := range nums {
		nums[i] = f.alloc()
	}
	parent, kids := s.outline()
	for i, b := range s.marks {
		up, siblings := root, kids[parent[i]]
		if parent[i] >= 0 {
			up = nums[parent[i]]
		}
		at := slices.Index(siblings, i)
		var e strings.Builder
		if at > 0 {
			fmt.Fprintf(&e, "/Prev %d 0 R", nums[siblings[at-1]])
		}
		if at+1 < len(siblings) {
			fmt.Fprintf(&e, "/Next %d 0 R", nums[siblings[at+1]])
		}
		if k := kids[i]; len(k) > 0 {
			fmt.Fprintf(&e, "/First %d 0 R/Last %d 0 R/Count %d", nums[k[0]], nums[k[len(k)-1]], -len(k))
		}
		f.put(nums[i], "<</Title%s/Parent %d 0 R%s/Dest[%d 0 R/XYZ 0 %.2f null]>>", textString(b.text), up, e.String(), pages[b.page], s.pages[b.page].height-b.y+bookmarkRoom)
	}
	top := kids[-1]
	f.put(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", nums[top[0]], nums[top[len(top)-1]], len(top))
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
}

// writeTree writes the structure tree, which screen readers and search engines
// follow instead of the drawing, and returns the number of its root object.
func writeTree(f *file, s *drawing, pages []int) int {
	w := &treeWriter{file: f, pages: pages}
	root := f.alloc()
	w.prune(s.root)
	w.number(s.root)
	w.elem(s.root, root)
	var parents []byte
	for i, p := range s.pages {
		parents = append(strconv.AppendInt(parents, int64(i), 10), '[')
		for _, e := range p.owners {
			parents = append(appendReference(parents, e.num), ' ')
		}
		parents = append(parents, ']')
	}
	tree := f.add("<</Nums[%s]>>", parents)
	ids := ""
	if len(w.headers) > 0 {
		sorting.By(w.headers, func(a, b *element) int { return strings.Compare(a.id, b.id) })
		var b strings.Builder
		for _, e := range w.headers {
			fmt.Fprintf(&b, "(%s)%d 0 R", e.id, e.num)
		}
		ids = "/IDTree<</Names[" + b.String() + "]>>"
	}
	f.put(root, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%s>>", s.root.num, tree, len(s.pages), ids)
	return root
}

type treeWriter struct {
	file    *file
	pages   []int
	headers []*element // those with an id
	text    []byte     // memory for the object that is written
}

// prune drops elements that hold nothing, except the empty cells of tables.
func (w *treeWriter) prune(e *element) {
	e.kids = slices.DeleteFunc(e.kids, func(k *element) bool {
		w.prune(k)
		return len(k.kids) == 0 && len(k.marks) == 0 && k.rows == 0
	})
}

func (w *treeWriter) number(e *element) {
	e.num = w.file.alloc()
	for _, k := range e.kids {
		w.number(k)
	}
}

func (w *treeWriter) elem(e *element, parent int) {
	b := append(append(w.text, "<</Type/StructElem/S/"...), e.tag...)
	b = appendReference(append(b, "/P "...), parent)
	home := -1
	if len(e.marks) > 0 {
		home = e.marks[0].page
		b = appendReference(append(b, "/Pg "...), w.pages[home])
	}
	if e.id != "" {
		b = append(append(append(b, "/ID("...), e.id...), ')')
		w.headers = append(w.headers, e)
	}
	if e.alt != "" {
		b = fmt.Appendf(b, "/Alt%s/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", textString(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
	}
	if e.rows > 0 {
		b = append(b, "/A<</O/Table"...)
		if e.rows > 1 {
			b = fmt.Appendf(b, "/RowSpan %d", e.rows)
		}
		if e.cols > 1 {
			b = fmt.Appendf(b, "/ColSpan %d", e.cols)
		}
		if e.scope != "" {
			b = append(append(b, "/Scope/"...), e.scope...)
		}
		if len(e.headers) > 0 {
			b = append(b, "/Headers["...)
			for _, h := range e.headers {
				b = append(append(append(b, '('), h...), ')')
			}
			b = append(b, ']')
		}
		b = append(b, ">>"...)
	}
	if len(e.marks)+len(e.kids) > 0 {
		b = append(b, "/K["...)
		for _, m := range e.marks {
			if m.page == home {
				b = append(strconv.AppendInt(b, int64(m.id), 10), ' ')
			} else {
				b = fmt.Appendf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", w.pages[m.page], m.id)
			}
		}
		for _, k := range e.kids {
			b = append(appendReference(b, k.num), ' ')
		}
		b = append(b, ']')
	}
	w.text = append(b, ">>"...)
	w.file.objects[e.num].body = bytes.Clone(w.text)
	w.text = w.text[:0]
	for _, k := range e.kids {
		w.elem(k, e.num)
	}
}

// appendReference appends a reference to an object.
func appendReference(b []byte, num int) []byte {
	return append(strconv.AppendInt(b, int64(num), 10), " 0 R"...)
}

// metadata is the content of the information dictionary and of the XMP metadata. It
// has no dates, so that the same report always gives the same file.
type metadata struct {
	title, author, tool, lang string
	claim                     bool // PDF/A-3a and PDF/UA-1
	attachments               []attachment
}

// claims declares the conformance to PDF/A-3a and PDF/UA-1, with the extension schema
// that PDF/A requires for the latter.
const claims = `<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`

func (m metadata) xmp() []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	b.WriteString("<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n")
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	b.WriteString("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" + text.XML(m.title) + "</rdf:li></rdf:Alt></dc:title>\n")
	b.WriteString("<dc:creator><rdf:Seq><rdf:li>" + text.XML(m.author) + "</rdf:li></rdf:Seq></dc:creator>\n")
	b.WriteString("<dc:language><rdf:Bag><rdf:li>" + text.XML(m.lang) + "</rdf:li></rdf:Bag></dc:language>\n")
	b.WriteString("<xmp:CreatorTool>" + text.XML(m.tool) + "</xmp:CreatorTool>\n<pdf:Producer>" + text.XML(m.tool) + "</pdf:Producer>\n</rdf:Description>\n")
	if m.claim {
		b.WriteString(claims)
	}
	b.WriteString("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}

// grayProfile is an ICC profile for gray with a gamma of 2.2, since everything on the
// pages is black, gray or white.
func grayProfile() []byte {
	desc := append([]byte("desc\x00\x00\x00\x00\x00\x00\x00\x0fGray Gamma 2.2\x00"), make([]byte, 78)...)
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc},
		{"cprt", []byte("text\x00\x00\x00\x00No copyright\x00")},
		{"wtpt", []byte("XYZ \x00\x00\x00\x00\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")}, // D50
		{"kTRC", []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")},
	}
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntrGRAYXYZ \x07\xe8\x00\x01\x00\x01")
	copy(head[36:], "acsp")
	copy(head[68:], "\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")
	number := binary.BigEndian.AppendUint32
	table := number(nil, uint32(len(tags)))
	var body []byte
	at := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		table = number(number(append(table, t.name...), uint32(at+len(body))), uint32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, (4-len(body)%4)%4)...)
	}
	binary.BigEndian.PutUint32(head, uint32(len(head)+len(table)+len(body)))
	return slices.Concat(head, table, body)
}
