package pdfout

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// finish rewrites gofpdf's file: it keeps the content of the pages and writes
// everything else anew: fonts with ToUnicode maps, structure, bookmarks, metadata,
// output intent, attachments.
func finish(data []byte, s *drawing, t *typesetter, meta metadata) ([]byte, error) {
	m, err := dissect(data)
	if err != nil {
		return nil, err
	}
	if len(m.pages) != len(s.pages) || len(m.objects) < 3 {
		return nil, unknownLayout("it has %d pages, not %d", len(m.pages), len(s.pages))
	}
	// gofpdf's numbers keep their place; what it wrote in vain stays free.
	f := &file{objects: make([]object, len(m.objects))}
	if !bytes.HasPrefix(m.objects[1], []byte("<</Type /Pages\n/Kids [")) || !bytes.HasPrefix(m.objects[2], []byte("<<\n/ProcSet ")) {
		return nil, unknownLayout("objects 1 and 2 are not the pages and their resources")
	}
	for i, n := range m.pages {
		rest, ok := bytes.CutPrefix(m.objects[n], []byte("<</Type /Page\n"))
		if !ok || !bytes.HasSuffix(rest, fmt.Appendf(nil, "/Contents %d 0 R>>", n+1)) {
			return nil, unknownLayout("object %d is no page", n)
		}
		f.put(n, "<</Type/Page/StructParents %d/Tabs/S\n%s", i, rest)
		content, err := m.content(n)
		if err != nil {
			return nil, err
		}
		f.stream(n+1, content, false, "")
	}
	names, err := writeFaces(f, t)
	if err != nil {
		return nil, err
	}
	before, after, ok := bytes.Cut(m.objects[2], []byte("/Font <<\n>>"))
	if !ok {
		return nil, unknownLayout("the resources name faces")
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
	return f.bytes(catalog, info), nil
}

// writeFaces cuts the faces that are used and embeds them. It gives their entries
// in the resources.
func writeFaces(f *file, t *typesetter) (string, error) {
	var names strings.Builder
	for _, x := range t.faces {
		if len(x.glyphs) == 1 {
			continue // not used
		}
		cut, err := x.font.Subset(x.glyphs)
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
	var w strings.Builder
	for _, g := range x.glyphs {
		fmt.Fprintf(&w, "%d ", int(math.Round(x.font.Advance(g))))
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
		"/CIDToGIDMap/Identity/DW 1000/W[0[%s]]>>", name, n+3, w.String())
	f.stream(n+2, x.toUnicode(), false, "")
	f.put(n+3, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %.4g/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, flags, b[0], b[1], b[2], b[3], x.font.Italic, x.font.Ascent, x.font.Descent, x.font.CapHeight, stem, n+4)
	f.stream(n+4, cut, false, "/Length1 %d", len(cut))
	return n
}

// toUnicode says what each code stands for.
func (x *face) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(x.texts); from += 100 {
		to := min(from+100, len(x.texts))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for c := from; c < to; c++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", c, utf16Hex(x.texts[c]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
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
	nums, parent := make([]int, n), make([]int, n) // object numbers; indexes, or -1
	for i := range nums {
		nums[i] = f.alloc()
	}
	kids := map[int][]int{}
	last := map[int]int{}
	for i, b := range s.marks {
		parent[i] = -1
		if p, ok := last[b.level-1]; b.level > 0 && ok {
			parent[i] = p
		}
		kids[parent[i]] = append(kids[parent[i]], i)
		last[b.level] = i
		maps.DeleteFunc(last, func(l, _ int) bool { return l > b.level })
	}
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
		f.put(nums[i], "<</Title%s/Parent %d 0 R%s/Dest[%d 0 R/XYZ 0 %.2f null]>>", textString(b.text), up, e.String(), pages[b.page], s.pages[b.page].height-b.y+6)
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
	var parents strings.Builder
	for i, p := range s.pages {
		fmt.Fprintf(&parents, "%d[", i)
		for _, e := range p.owners {
			fmt.Fprintf(&parents, "%d 0 R ", e.num)
		}
		parents.WriteString("]")
	}
	tree := f.add("<</Nums[%s]>>", parents.String())
	ids := ""
	if len(w.headers) > 0 {
		slices.SortStableFunc(w.headers, func(a, b *element) int { return strings.Compare(a.id, b.id) })
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
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.tag, parent)
	home := -1
	if len(e.marks) > 0 {
		home = e.marks[0].page
		fmt.Fprintf(&b, "/Pg %d 0 R", w.pages[home])
	}
	if e.id != "" {
		fmt.Fprintf(&b, "/ID(%s)", e.id)
		w.headers = append(w.headers, e)
	}
	if e.alt != "" {
		fmt.Fprintf(&b, "/Alt%s/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>", textString(e.alt), e.box[0], e.box[1], e.box[2], e.box[3])
	}
	if e.rows > 0 {
		b.WriteString("/A<</O/Table")
		if e.rows > 1 {
			fmt.Fprintf(&b, "/RowSpan %d", e.rows)
		}
		if e.cols > 1 {
			fmt.Fprintf(&b, "/ColSpan %d", e.cols)
		}
		if e.scope != "" {
			fmt.Fprintf(&b, "/Scope/%s", e.scope)
		}
		if len(e.headers) > 0 {
			b.WriteString("/Headers[")
			for _, h := range e.headers {
				fmt.Fprintf(&b, "(%s)", h)
			}
			b.WriteString("]")
		}
		b.WriteString(">>")
	}
	if len(e.marks)+len(e.kids) > 0 {
		b.WriteString("/K[")
		for _, m := range e.marks {
			if m.page == home {
				fmt.Fprintf(&b, "%d ", m.id)
			} else {
				fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", w.pages[m.page], m.id)
			}
		}
		for _, k := range e.kids {
			fmt.Fprintf(&b, "%d 0 R ", k.num)
		}
		b.WriteString("]")
	}
	b.WriteString(">>")
	w.file.put(e.num, "%s", b.String())
	for _, k := range e.kids {
		w.elem(k, e.num)
	}
}
