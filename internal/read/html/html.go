// Package html reads web pages and archives of web pages as they are shown. The
// text of the report is kept apart from menus, links and footers of the site.
package html

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Limits bound what is read of one page.
type Limits struct {
	Nodes      int // elements, attributes and texts, as the parser would make them
	StyleRules int // of style sheets
	StyleSteps int // comparisons of elements with rules of style sheets
}

// Default are the limits of all reading.
var Default = Limits{Nodes: 1_500_000, StyleRules: 50_000, StyleSteps: 10_000_000}

// maxNesting is the deepest nesting that is looked at; the parser allows 512
// elements.
const maxNesting = 600

// tooComplex is the error for a page beyond the limits.
func tooComplex() error {
	return &msg.Problem{What: msg.T("网页的元素或样式规则过多", "the page has too many elements or style rules"),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge}
}

// ReadPage reads a web page in any encoding. The one sheet holds the report; what
// the site puts around it is in the sheet's Titles and Around. The error is a
// *msg.Problem.
func ReadPage(data []byte) ([]*intake.Sheet, error) {
	return readText(plaintext.Decode(data, declaredCharset(plaintext.Decode(data, ""))), noSheets, Default)
}

// noSheets is for a page without the style sheets that it has elsewhere.
func noSheets(string) (string, bool) { return "", false }

// readText reads a decoded page. External gives the style sheets that it names by
// their address.
func readText(text string, external func(href string) (string, bool), limits Limits) ([]*intake.Sheet, error) {
	if tooHeavy(text, limits.Nodes) {
		return nil, tooComplex()
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &msg.Problem{What: msg.F("网页无法解析：%s", "the page cannot be parsed: %s", err), Hint: msg.T("请在浏览器中打开，复制正文存成文本再试", "open it in a browser, copy the text into a file, and try again")}
	}
	l := newLooks(root, external, limits)
	if l.tooHeavy() {
		return nil, tooComplex()
	}
	s := newPage(root)
	w := &walker{site: s, looks: l, count: new(int)}
	w.children(s.main, 0)
	w.flush()
	rest := &walker{skip: s.main, looks: l, count: w.count}
	if s.main != root {
		rest.children(root, 0)
		rest.flush()
	}
	if w.many || rest.many {
		return nil, layout.TooLarge()
	}
	layout.DropRepeated(w.blocks)
	sheets, err := layout.Sheets(w.blocks)
	if err == nil {
		sheets[0].Titles, sheets[0].Around = s.titles(), aroundCells(append(rest.blocks, w.aside...))
		sheets[0].Elsewhere = otherFiles(root)
	}
	return sheets, err
}

// Fragment reads the elements of a page without what a site puts around them, as
// blocks. The error is a *msg.Problem.
func Fragment(text string) ([]layout.Block, error) {
	if tooHeavy(text, Default.Nodes) {
		return nil, tooComplex()
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, layout.TooLarge() // it reads from memory: there is no other error
	}
	l := newLooks(root, noSheets, Default)
	w := &walker{looks: l, count: new(int)}
	w.children(root, 0)
	w.flush()
	switch {
	case l.tooHeavy():
		return nil, tooComplex()
	case w.many:
		return nil, layout.TooLarge()
	}
	return w.blocks, nil
}

// walker turns elements into blocks.
type walker struct {
	text   layout.Runs
	left   []intake.Run // pictures and hidden elements of the paragraph
	said   []msg.Text
	blocks []layout.Block
	aside  []layout.Block // menus and the like
	count  *int           // blocks and cells so far; shared with the walkers of cells
	many   bool           // there are more than layout.MaxCells
	pre    int            // depth of pre elements
	looks  *looks
	site   *page      // tells menus; nil to take all
	skip   *html.Node // element to leave out
}

func (w *walker) flush() {
	b := w.text.Paragraph()
	b.Left, b.Said = append(b.Left, w.left...), w.said
	w.left, w.said = nil, nil
	if layout.Trim(b.Text) == "" {
		if b.Text = ""; len(b.Left) == 0 {
			return
		}
	}
	w.put(b)
}

func (w *walker) put(b layout.Block) {
	if *w.count++; *w.count > layout.MaxCells {
		w.many = true
		return
	}
	w.blocks = append(w.blocks, b)
}

func (w *walker) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil && !w.many; c = c.NextSibling {
		w.walk(c, depth+1)
	}
}

func (w *walker) walk(n *html.Node, depth int) {
	switch {
	case depth > maxNesting || n == w.skip:
		return
	case n.Type == html.TextNode && w.pre > 0:
		w.write(n.Data, n.Parent)
		return
	case n.Type == html.TextNode:
		w.write(inline(n.Data), n.Parent)
		return
	case n.Type != html.ElementNode || n.DataAtom == atom.Head:
		return
	}
	if gone, ok := w.looks.gone[n]; ok {
		w.left = append(w.left, intake.Run{Text: gone, Look: intake.Unseen})
		return
	}
	if isPageFrame(n) {
		w.flush()
		frame := &walker{looks: w.looks, count: w.count, skip: w.skip}
		frame.children(n, depth)
		frame.flush()
		w.aside, w.many = append(w.aside, frame.blocks...), w.many || frame.many
		return
	}
	if name, ok := sheetName(n); ok {
		w.flush()
		if name != "" {
			w.write(name, n)
			w.flush()
		}
		return
	}
	if w.site != nil && (isBlock[n.DataAtom] || n.DataAtom == atom.Table) && (w.site.isMenu(n) || w.site.isAside(n)) {
		w.flush()
		menu := &walker{looks: w.looks, count: w.count, skip: w.skip}
		menu.walk(n, depth)
		menu.flush()
		w.aside, w.many = append(w.aside, menu.blocks...), w.many || menu.many
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.text.Write("\n", layout.Style{})
		return
	case atom.Img, atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Canvas:
		if !isOrnament(n) {
			w.left = append(w.left, intake.Run{Text: cmp.Or(attribute(n, "alt"), attribute(n, "title")), Look: intake.Picture})
		}
		return
	case atom.Table:
		w.flush()
		w.put(layout.Block{Table: w.table(n, depth)})
		return
	case atom.Pre:
		w.pre++
		defer func() { w.pre-- }()
	}
	if isBlock[n.DataAtom] {
		w.flush()
	}
	if w.looks.fields[n] {
		w.said = append(w.said, msg.F("“%s”填在网页的表单里，按数据读取；请与打印出来的核对", "%q stands in a form field of the page and was read as data; compare it with the print", text.Brief(textOf(n))))
	}
	if !isBlock[n.DataAtom] {
		room := ""
		if w.looks.apart[n] {
			room = " "
		}
		w.write(room+formulaSign(n), n.Parent)
		w.children(n, depth)
		w.write(room, n.Parent)
		return
	}
	if n.DataAtom == atom.Li {
		w.write(listNumber(n), n)
	}
	w.children(n, depth)
	w.flush()
}

// formulaSign is what a formula shows before an element and does not hold as text: the line of a fraction and the sign of
// a root. A fraction stands apart from the figure before it.
func formulaSign(n *html.Node) string {
	switch p := n.Parent; {
	case n.Data == "mfrac":
		return " "
	case n.Data == "msqrt" || n.Data == "mroot":
		return "√"
	case p != nil && p.Data == "mfrac":
		for before := n.PrevSibling; before != nil; before = before.PrevSibling {
			if before.Type == html.ElementNode {
				return "/"
			}
		}
	}
	return ""
}

// write adds characters as they are set in an element.
func (w *walker) write(s string, in *html.Node) { w.text.Write(s, w.looks.styles[in]) }

// isPageFrame says whether an element is the head or foot of printed pages, as word
// processors write it.
func isPageFrame(n *html.Node) bool {
	if n.DataAtom != atom.Div {
		return false
	}
	title, style := strings.ToLower(attribute(n, "title")), strings.ToLower(text.Unspaced(attribute(n, "style")))
	return title == "header" || title == "footer" || strings.Contains(style, "mso-element:header") || strings.Contains(style, "mso-element:footer")
}

// smallPicture is the width or height, in pixels, up to which a picture is an
// ornament.
const smallPicture = 24

// isOrnament says whether a picture is too small to show a table, or a blank one
// that keeps room.
func isOrnament(n *html.Node) bool {
	style := declarations(attribute(n, "style"))
	size := func(name string) (float64, bool) {
		for _, d := range style {
			if v, ok := pixels(d.value, usualSize); ok && d.name == name {
				return v, true
			}
		}
		v, err := strconv.ParseFloat(strings.TrimSuffix(attribute(n, name), "px"), 64)
		return v, err == nil
	}
	for _, name := range []string{"width", "height"} {
		if v, ok := size(name); ok && v <= smallPicture {
			return true
		}
	}
	return spacer.MatchString(attribute(n, "src"))
}

var spacer = text.NewPattern(`(?i)(?:spacer|blank|pixel|transparent|clear)[^/]*$`)

var isBlock = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Tr: true, atom.Td: true, atom.Th: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Section: true, atom.Article: true, atom.Header: true,
	atom.Footer: true, atom.Blockquote: true, atom.Pre: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Center: true, atom.Hr: true, atom.Form: true,
	atom.Main: true, atom.Aside: true, atom.Nav: true, atom.Caption: true, atom.Title: true, atom.Fieldset: true, atom.Address: true, atom.Figure: true,
	atom.Figcaption: true, atom.Details: true, atom.Summary: true, atom.Body: true}

// listNumber is the number a browser shows before the item of an ordered list.
func listNumber(li *html.Node) string {
	ol := li.Parent
	if ol == nil || ol.DataAtom != atom.Ol {
		return ""
	}
	n, err := strconv.Atoi(attribute(ol, "start"))
	if err != nil {
		n = 1
	}
	back := 0
	for c := li; c != nil; c = c.PrevSibling {
		if c.DataAtom == atom.Li {
			if v, err := strconv.Atoi(attribute(c, "value")); err == nil {
				n = v
				break
			}
			if c != li {
				back++
			}
		}
	}
	style := strings.ToLower(strings.ReplaceAll(attribute(ol, "style")+";"+attribute(li, "style"), " ", ""))
	switch {
	case strings.Contains(style, "list-style:none"), strings.Contains(style, "list-style-type:none"):
		return ""
	case strings.Contains(style, "cjk-ideographic"), strings.Contains(style, "chinese-informal"):
		return layout.ListNumber(n+back, "chineseCounting") + "、"
	}
	formats := map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"} // else decimal
	return layout.ListNumber(n+back, formats[attribute(ol, "type")]) + "."
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// inline replaces each run of blanks and line breaks by one blank, as browsers do. A single blank of another kind
// between digits parts thousands, and stays.
func inline(s string) string {
	var b strings.Builder
	last := rune(0)
	for i, r := range s {
		if unicode.IsSpace(r) && !(r > unicode.MaxASCII && unicode.IsDigit(last) && startsWithDigit(s[i+utf8.RuneLen(r):])) {
			r = ' '
		}
		if r != ' ' || last != ' ' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// startsWithDigit reports whether the first character of a text is a digit.
func startsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(r)
}

// table reads the rows of a table, not those of tables within it.
func (w *walker) table(t *html.Node, depth int) *layout.Table {
	out := &layout.Table{}
	var cols []string        // the widths of the columns
	var widths [][]cellWidth // and those of the cells
	add := func(cells []layout.Cell, of []cellWidth) {
		out.Rows, widths = append(out.Rows, cells), append(widths, of)
	}
	var rows func(*html.Node, int)
	rows = func(n *html.Node, d int) {
		first := len(out.Rows)
		for _, c := range w.asShown(n) {
			if w.many {
				break
			}
			if gone, ok := w.looks.gone[c]; ok {
				out.Unread = append(out.Unread, layout.UnreadRow{After: len(out.Rows), Left: []intake.Run{{Text: text.OneLine(gone), Look: intake.Unseen}}})
			}
			switch c.DataAtom {
			case atom.Colgroup:
				rows(c, d+1)
			case atom.Col:
				for range max(1, span(c, "span", 1000, 1)) {
					cols = append(cols, attribute(c, "width")+attribute(c, "style"))
				}
			case atom.Tr:
				add(w.tableRow(c, d+1))
			case atom.Caption:
				add([]layout.Cell{w.tableCell(c, d+1)}, []cellWidth{{}})
			case atom.Thead, atom.Tbody, atom.Tfoot, atom.Form:
				rows(c, d+1)
			}
		}
		// A span of 0 rows goes to the end of its group; so does one that is longer.
		for r := first; r < len(out.Rows); r++ {
			for k := range out.Rows[r] {
				if c := &out.Rows[r][k]; c.Rows == 0 || c.Rows > len(out.Rows)-r {
					c.Rows = len(out.Rows) - r
				}
			}
		}
	}
	rows(t, depth)
	joinColumns(out, cols, widths)
	return out
}

// asShown are the children of a table in the order in which browsers show them: the first thead above all other rows and
// the first tfoot below them, wherever they stand in the page. (HTML 4 asked for the foot before the bodies;
// LibreOffice 7.4 leaves it out, and trafilatura 2.3.1 and tabletojson 4.1.15 read the total first:
// findings/libreoffice-calc-leaves-the-total-row-out.sh.) Those of other elements are in the order of the page.
func (w *walker) asShown(n *html.Node) (out []*html.Node) {
	var foot *html.Node
	head, top := false, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		_, gone := w.looks.gone[c]
		switch table := n.DataAtom == atom.Table && !gone; {
		case table && c.DataAtom == atom.Tfoot && foot == nil:
			foot = c
			continue
		case table && c.DataAtom == atom.Thead && !head:
			head = true
			out = slices.Insert(out, top, c)
			continue
		case table && (c.DataAtom == atom.Caption || c.DataAtom == atom.Colgroup):
			top = len(out) + 1
		}
		out = append(out, c)
	}
	if foot != nil {
		out = append(out, foot)
	}
	return out
}

// tableRow reads the cells of a row, and their widths.
func (w *walker) tableRow(tr *html.Node, depth int) (out []layout.Cell, widths []cellWidth) {
	var gone []intake.Run // hidden cells
	for c := tr.FirstChild; c != nil && !w.many; c = c.NextSibling {
		if s, ok := w.looks.gone[c]; ok {
			gone = append(gone, intake.Run{Text: s, Look: intake.Unseen})
		}
		if isCell(c) {
			out, widths = append(out, w.tableCell(c, depth+1)), append(widths, widthOf(c))
		}
	}
	if len(gone) > 0 && len(out) > 0 {
		last := &out[len(out)-1]
		last.Blocks = append(last.Blocks, layout.Block{Left: gone})
	}
	return out, widths
}

func (w *walker) tableCell(n *html.Node, depth int) layout.Cell {
	inner := &walker{looks: w.looks, count: w.count, pre: w.pre, skip: w.skip, site: w.site}
	if n != w.skip {
		inner.children(n, depth)
		inner.flush()
	}
	w.aside = append(w.aside, inner.aside...)
	if *w.count++; inner.many || *w.count > layout.MaxCells {
		w.many = true
	}
	return layout.Cell{Rows: span(n, "rowspan", 65534, 0), Cols: span(n, "colspan", 1000, 1), Blocks: inner.blocks}
}

// span reads a span as browsers do: 1 where there is none or it is faulty.
func span(n *html.Node, key string, most, zero int) int {
	i, err := strconv.Atoi(attribute(n, key))
	switch {
	case err != nil || i < 0:
		return 1
	case i == 0:
		return zero
	case i > most && key == "colspan":
		return 1
	}
	return min(i, most)
}

var tag = text.NewPattern(`^<(?:!doctype html|!--|[a-z][a-z0-9]*[\s>/])`)

// IsPage says whether a text is a page, or a part of one, by the tag it begins with.
func IsPage(text string) bool {
	head := strings.ToLower(strings.TrimLeftFunc(text[:min(len(text), 4096)], layout.IsBlank))
	return tag.MatchString(head) || strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html")
}

var charsetPattern = text.NewPattern(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})`)

// declaredCharset is the charset that the meta element of a page names; empty if
// there is none.
func declaredCharset(text string) string {
	if m := charsetPattern.FindStringSubmatch(text[:min(len(text), 8192)]); m != nil {
		return m[1]
	}
	return ""
}

// tooHeavy estimates whether the parser would make more nodes of a page than most. Formatting that is never closed is opened again in every paragraph, so that
// the tree of a small page can be a thousand times larger than the page.
func tooHeavy(text string, most int) bool {
	if strings.Count(text, "<") > most {
		return true
	}
	open, nodes := 0, 0
	for z := html.NewTokenizer(strings.NewReader(text)); nodes <= most; {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			nodes += 1 + open
			name, more := z.TagName()
			if formatting[string(name)] {
				open++
			}
			for ; more && nodes <= most; nodes++ {
				_, _, more = z.TagAttr()
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); formatting[string(name)] && open > 0 {
				open--
			}
		default:
			nodes++
		}
	}
	return true
}

// formatting are the elements that HTML parsers open again after a paragraph ends
// ("formatting elements" of the HTML standard).
var formatting = map[string]bool{"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true}

// ReadArchive reads the texts of a mail message or of a web page archive (MHTML), a
// sheet per text that has cells. Spreadsheet programs save every worksheet as a
// page. Rich reads a text in RTF; one that cannot be read goes unread where the
// same is there as a plain text. The error is a *msg.Problem.
func ReadArchive(m *mail.Message, rich func([]byte) ([]*intake.Sheet, error)) ([]*intake.Sheet, error) {
	external := func(href string) (string, bool) {
		for _, p := range m.Sheets {
			if href != "" && (p.Location == href || strings.HasSuffix(p.Location, "/"+strings.TrimPrefix(href, "./"))) {
				return plaintext.Decode(p.Data, p.Charset), true
			}
		}
		return "", false
	}
	var out []*intake.Sheet
	cells := 0
	shown := map[int]bool{} // groups of which a part that holds a table was read
	for _, plain := range []bool{false, true} {
		for _, p := range m.Texts {
			if plain != (p.Type == "text/plain") || p.Choice != 0 && shown[p.Choice] {
				continue
			}
			var sheets []*intake.Sheet
			var err error
			if p.Type == mail.TypeRTF {
				sheets, err = rich(p.Data)
				if hasPlain(m, p) && (err != nil || !slices.ContainsFunc(sheets, hasTable)) {
					continue
				}
			} else {
				sheets, err = readPart(p, external)
			}
			if err != nil {
				return nil, err
			}
			for _, s := range sheets {
				if cells += len(s.Cells); cells > layout.MaxCells {
					return nil, layout.TooLarge()
				}
				if hasTable(s) {
					shown[p.Choice] = true
				}
				if len(s.Cells)+len(s.Left)+len(s.Pictures) > 0 {
					out = append(out, s)
				}
			}
		}
	}
	for i, s := range out {
		if len(out) > 1 {
			s.Prefix(fmt.Sprintf("第%d页", i+1))
		}
	}
	if len(out) == 0 {
		return []*intake.Sheet{{Complete: true}}, nil
	}
	return out, nil
}

// hasTable says whether a sheet has a cell that does not begin its row.
func hasTable(s *intake.Sheet) bool {
	return slices.ContainsFunc(s.Cells, func(c intake.Found) bool { return c.Col > 0 })
}

// hasPlain says whether a text of a message is there as a plain text too.
func hasPlain(m *mail.Message, p mail.Part) bool {
	return slices.ContainsFunc(m.Texts, func(o mail.Part) bool { return o.Choice == p.Choice && o.Type == "text/plain" })
}

// readPart reads one text of a message.
func readPart(p mail.Part, external func(string) (string, bool)) ([]*intake.Sheet, error) {
	if p.Type == "text/plain" {
		return plaintext.ReadText(plaintext.Decode(p.Data, p.Charset))
	}
	charset := p.Charset
	if charset == "" {
		charset = declaredCharset(string(p.Data))
	}
	return readText(plaintext.Decode(p.Data, charset), external, Default)
}
