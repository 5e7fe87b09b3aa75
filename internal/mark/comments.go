package mark

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/text"
)

// Sign begins the text that marking writes into a comment, by which it is known later,
// since programs do not keep the author. In a cell with a comment the text is added
// behind separatorLine.
const (
	Sign          = "〔gkxl〕"
	separatorLine = "\n────────\n"
)

const relBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

func (m *marker) addComments() {
	bySheet := map[string][]cellMark{}
	var order []string
	for _, c := range m.marks {
		if len(c.lines) == 0 {
			continue
		}
		part := m.partOf(c.sheet)
		if bySheet[part] == nil {
			order = append(order, part)
		}
		bySheet[part] = append(bySheet[part], c)
	}
	for _, part := range order {
		m.commentSheet(part, bySheet[part])
	}
}

// commentParts are the names of the parts of a sheet's comments: the texts, and the
// drawing of their boxes; empty for a part that is not there.
type commentParts struct {
	texts, boxes string
	threaded     bool // there are threaded comments, whose texts programs rewrite
}

func (m *marker) commentPartsOf(part string) (n commentParts) {
	rels := m.book.Rels(part)
	if len(rels) == 0 {
		return n
	}
	legacy := ""
	m.book.Edit(part, func(d *patch.Doc) {
		if e := d.Root.Child("legacyDrawing"); e != nil {
			legacy = e.Attr("id")
		}
	})
	for _, r := range rels {
		switch {
		case r.Type == "comments":
			n.texts = r.Target
		case r.Type == "vmlDrawing" && r.ID == legacy:
			n.boxes = r.Target
		case r.Type == "threadedComment":
			n.threaded = true
		}
	}
	return n
}

func (m *marker) commentSheet(part string, marks []cellMark) {
	n := m.commentPartsOf(part)
	if n.texts == "" {
		n.texts = m.book.FreeName("xl/comments", ".xml")
		m.book.Add(n.texts, []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
			`<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors><commentList></commentList></comments>`),
			"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml", part, relBase+"comments")
	}
	if n.boxes == "" {
		m.addBoxes(part, &n)
	}
	var boxes []cellMark
	m.book.Edit(n.texts, func(d *patch.Doc) {
		authors, list := d.Root.Child("authors"), d.Root.Child("commentList")
		if authors == nil || list == nil {
			d.Fail(fmt.Errorf("no comment list"))
			return
		}
		p := d.Root.WritePrefix()
		author := slices.IndexFunc(authors.Children, func(e *patch.Element) bool { return strings.TrimSpace(d.Text(e)) == "gkxl" })
		if author < 0 {
			author = len(authors.Children)
			d.Append(authors, fmt.Sprintf(`<%[1]sauthor>gkxl</%[1]sauthor>`, p))
		}
		for _, c := range marks {
			text := Sign + strings.Join(c.lines, "\n\n")
			i := slices.IndexFunc(list.Children, func(e *patch.Element) bool { return e.Attr("ref") == c.ref })
			if i < 0 {
				d.Append(list, fmt.Sprintf(`<%[1]scomment ref="%[2]s" authorId="%[3]d"><%[1]stext>%[4]s</%[1]stext></%[1]scomment>`, p, c.ref, author, run(p, text)))
				boxes = append(boxes, c)
			} else if body := list.Children[i].Child("text"); body != nil && !n.threaded {
				d.Append(body, run(p, separatorLine+text))
			}
		}
	})
	m.drawBoxes(n.boxes, boxes)
}

func run(prefix, text string) string {
	return fmt.Sprintf(`<%[1]sr><%[1]srPr><%[1]ssz val="9"/><%[1]srFont val="宋体"/></%[1]srPr><%[1]st xml:space="preserve">%[2]s</%[1]st></%[1]sr>`, prefix, escapeText(text))
}

// afterLegacy are the elements of a sheet that come after legacyDrawing.
var afterLegacy = []string{"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "AlternateContent", "extLst"}

func (m *marker) addBoxes(part string, n *commentParts) {
	n.boxes = m.book.FreeName("xl/drawings/vmlDrawing", ".vml")
	id := m.book.Add(n.boxes, []byte(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">`+
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>`+
		`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>`),
		"application/vnd.openxmlformats-officedocument.vmlDrawing", part, relBase+"vmlDrawing")
	m.book.Edit(part, func(d *patch.Doc) {
		text := fmt.Sprintf(`<%slegacyDrawing xmlns:r="%s" r:id="%s"/>`, d.Root.WritePrefix(), strings.TrimSuffix(relBase, "/"), id)
		old := d.Root.Child("legacyDrawing")
		behind := slices.IndexFunc(d.Root.Children, func(e *patch.Element) bool { return slices.Contains(afterLegacy, e.Local) })
		switch {
		case old != nil:
			d.Replace(old, text)
		case behind >= 0:
			d.Before(d.Root.Children[behind], text)
		default:
			d.Append(d.Root, text)
		}
	})
}

var shapeID = regexp.MustCompile(`_x0000_s(\d+)`)

func (m *marker) drawBoxes(part string, marks []cellMark) {
	if len(marks) == 0 {
		return
	}
	data, _ := m.book.Part(part)
	s := string(data)
	end := strings.LastIndex(s, "</xml>")
	if end < 0 {
		m.book.Fail(fmt.Errorf("part %s has no end", part))
		return
	}
	id := 1024
	for _, f := range shapeID.FindAllStringSubmatch(s, -1) {
		if n, err := strconv.Atoi(f[1]); err == nil {
			id = max(id, n)
		}
	}
	var b strings.Builder
	for _, c := range marks {
		id++
		col, row, _ := excelize.CellNameToCoordinates(c.ref)
		high := 4 + 2*len(c.lines) + strings.Count(strings.Join(c.lines, "\n"), "\n") + len([]rune(strings.Join(c.lines, "")))/40
		fmt.Fprintf(&b, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:260pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#fffbe6" o:insetmode="auto">`+
			`<v:fill color2="#fffbe6"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
			`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 4, %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
			id, 14*high, id-1024, col, max(0, row-2), col+5, max(0, row-2)+max(4, high*14/22), row-1, col-1)
	}
	m.book.Set(part, []byte(s[:end]+b.String()+s[end:]))
}

var noteShape = regexp.MustCompile(`(?s)<v:shape\b.*?</v:shape>`)

var shapeRow, shapeColumn = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`), regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)

// removeComments removes from a sheet the comments that marking wrote, or its part of
// a comment.
func (m *marker) removeComments(part string) {
	n := m.commentPartsOf(part)
	if n.texts == "" {
		return
	}
	gone := map[[2]int]bool{}
	left := 0
	m.book.Edit(n.texts, func(d *patch.Doc) {
		for _, c := range d.Root.Items("commentList") {
			text := d.Text(c)
			i := strings.Index(text, Sign)
			switch {
			case i < 0:
				left++
			case strings.TrimSpace(text[:i]) == "":
				d.Delete(c)
				if col, row, err := excelize.CellNameToCoordinates(c.Attr("ref")); err == nil {
					gone[[2]int{row, col}] = true
				}
			default:
				left++
				cutComment(d, c)
			}
		}
	})
	switch {
	case len(gone) == 0:
	case left == 0:
		m.removeCommentParts(part, n)
	default:
		m.removeBoxes(n.boxes, gone)
	}
}

// OwnText is the text of a comment without what marking added to it.
func OwnText(text string) string {
	i := strings.Index(text, Sign)
	if i < 0 {
		return text
	}
	return strings.TrimRight(strings.TrimSuffix(strings.TrimRight(text[:i], "\n"), strings.Trim(separatorLine, "\n")), "\n")
}

// cutComment removes from a comment what marking added.
func cutComment(d *patch.Doc, c *patch.Element) {
	cut := false
	for _, t := range c.Descendants("t") {
		text := d.Text(t)
		if cut {
			d.Replace(t, `<`+t.WritePrefix()+`t/>`)
			continue
		}
		if strings.Contains(text, Sign) {
			cut = true
			d.Replace(t, fmt.Sprintf(`<%[1]st xml:space="preserve">%[2]s</%[1]st>`, t.WritePrefix(), escapeText(OwnText(text))))
		}
	}
}

func (m *marker) removeBoxes(part string, gone map[[2]int]bool) {
	data, ok := m.book.Part(part)
	if !ok {
		return
	}
	m.book.Set(part, noteShape.ReplaceAllFunc(data, func(shape []byte) []byte {
		row, col := shapeRow.FindSubmatch(shape), shapeColumn.FindSubmatch(shape)
		if row == nil || col == nil {
			return shape
		}
		r, _ := strconv.Atoi(string(row[1]))
		c, _ := strconv.Atoi(string(col[1]))
		if gone[[2]int{r + 1, c + 1}] {
			return nil
		}
		return shape
	}))
}

// removeCommentParts removes the comment parts of a sheet that has no comment left.
func (m *marker) removeCommentParts(part string, n commentParts) {
	data, own := m.book.Part(n.boxes)
	for _, shape := range noteShape.FindAll(data, -1) {
		own = own && bytes.Contains(shape, []byte(`ObjectType="Note"`))
	}
	for _, r := range m.book.Rels(part) {
		if r.Target == n.texts || own && r.Target == n.boxes {
			m.book.RemoveRel(part, r)
		}
	}
	if !own {
		return
	}
	m.book.Edit(part, func(d *patch.Doc) {
		if e := d.Root.Child("legacyDrawing"); e != nil {
			d.Delete(e)
		}
	})
}

// escapeText escapes a text for character data; line breaks stay.
func escapeText(s string) string {
	return text.XMLMarks(clean(s))
}

// clean removes the characters that XML does not allow.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
