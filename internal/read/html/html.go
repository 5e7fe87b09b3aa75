// Package html reads web pages and archives of web pages as they are shown. The
// text of the report is kept apart from menus, links and footers of the site.
package html

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// maxNesting is the deepest nesting that is looked at; the parser allows 512
// elements.
const maxNesting = 600

// ReadPage reads a web page in any encoding. The one sheet holds the report; what
// the site puts around it is in the sheet's Titles and Around. The error is a
// *msg.Problem.
func ReadPage(data []byte) ([]*intake.Sheet, error) {
	return readText(plaintext.Decode(data, declaredCharset(plaintext.Decode(data, ""))))
}

// readText reads a decoded page.
func readText(text string) ([]*intake.Sheet, error) {
	if tooHeavy(text) {
		return nil, layout.TooLarge()
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &msg.Problem{What: msg.F("网页无法解析：%s", "the page cannot be parsed: %s", err), Hint: msg.T("请在浏览器中打开，复制正文存成文本再试", "open it in a browser, copy the text into a file, and try again")}
	}
	prune(root, 0)
	s := newPage(root)
	w := &walker{site: s, count: new(int)}
	w.children(s.main, 0)
	w.flush()
	rest := &walker{skip: s.main, count: w.count}
	if s.main != root {
		rest.children(root, 0)
		rest.flush()
	}
	if w.many || rest.many {
		return nil, layout.TooLarge()
	}
	sheets, err := layout.Sheets(w.blocks)
	if err == nil {
		sheets[0].Titles, sheets[0].Around = s.titles(), aroundCells(append(rest.blocks, w.aside...))
	}
	return sheets, err
}

// prune removes comments and elements that are not shown.
func prune(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.CommentNode || depth > maxNesting || unseen(c) {
			n.RemoveChild(c)
		} else {
			prune(c, depth+1)
		}
		c = next
	}
}

// unseen says whether an element is not shown.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Select, atom.Button, atom.Textarea, atom.Svg, atom.Iframe, atom.Object, atom.Rt, atom.Rp, atom.Datalist:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return n.DataAtom != atom.Td && n.DataAtom != atom.Th || a.Val == "" || strings.EqualFold(a.Val, "hidden")
		case "style":
			style := strings.ToLower(text.Unspaced(a.Val))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") && n.DataAtom != atom.Td && n.DataAtom != atom.Th {
				return true
			}
		}
	}
	return false
}

// walker turns elements into blocks.
type walker struct {
	text   strings.Builder
	blocks []layout.Block
	aside  []layout.Block // menus and the like
	count  *int           // blocks and cells so far; shared with the walkers of cells
	many   bool           // there are more than layout.MaxCells
	pre    int            // depth of pre elements
	site   *page          // tells menus; nil to take all
	skip   *html.Node     // element to leave out
}

func (w *walker) flush() {
	s := w.text.String()
	w.text.Reset()
	if layout.Trim(s) == "" {
		return
	}
	w.put(layout.Block{Text: s})
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
		w.text.WriteString(n.Data)
		return
	case n.Type == html.TextNode:
		w.text.WriteString(inline(n.Data))
		return
	case n.Type != html.ElementNode || n.DataAtom == atom.Head:
		return
	}
	if w.site != nil && (isBlock[n.DataAtom] || n.DataAtom == atom.Table) && (w.site.isMenu(n) || w.site.isAside(n)) {
		w.flush()
		menu := &walker{count: w.count}
		menu.walk(n, depth)
		menu.flush()
		w.aside, w.many = append(w.aside, menu.blocks...), w.many || menu.many
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.text.WriteByte('\n')
		return
	case atom.Table:
		w.flush()
		w.put(layout.Block{Table: w.table(n, depth)})
		return
	case atom.Pre:
		w.pre++
		defer func() { w.pre-- }()
	}
	if !isBlock[n.DataAtom] {
		w.children(n, depth)
		return
	}
	w.flush()
	if n.DataAtom == atom.Li {
		w.text.WriteString(listNumber(n))
	}
	w.children(n, depth)
	w.flush()
}

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

// inline replaces each run of blanks and line breaks by one blank, as browsers do.
func inline(s string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if unicode.IsSpace(r) {
			r = ' '
		}
		if r != ' ' || last != ' ' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// table reads the rows of a table, not those of tables within it.
func (w *walker) table(t *html.Node, depth int) *layout.Table {
	out := &layout.Table{}
	var rows func(*html.Node, int)
	rows = func(n *html.Node, d int) {
		first := len(out.Rows)
		for c := n.FirstChild; c != nil && !w.many; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				out.Rows = append(out.Rows, w.tableRow(c, d+1))
			case atom.Caption:
				out.Rows = append(out.Rows, []layout.Cell{w.tableCell(c, d+1)})
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
	return out
}

func (w *walker) tableRow(tr *html.Node, depth int) []layout.Cell {
	var out []layout.Cell
	for c := tr.FirstChild; c != nil && !w.many; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			out = append(out, w.tableCell(c, depth+1))
		}
	}
	return out
}

func (w *walker) tableCell(n *html.Node, depth int) layout.Cell {
	inner := &walker{count: w.count, pre: w.pre, skip: w.skip, site: w.site}
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

var tag = regexp.MustCompile(`^<(?:!doctype html|!--|[a-z][a-z0-9]*[\s>/])`)

// IsPage says whether a text is a page, or a part of one, by the tag it begins with.
func IsPage(text string) bool {
	head := strings.ToLower(strings.TrimLeftFunc(text[:min(len(text), 4096)], layout.IsBlank))
	return tag.MatchString(head) || strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html")
}

var charsetPattern = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})`)

// declaredCharset is the charset that the meta element of a page names; empty if
// there is none.
func declaredCharset(text string) string {
	if m := charsetPattern.FindStringSubmatch(text[:min(len(text), 8192)]); m != nil {
		return m[1]
	}
	return ""
}

// maxNodes is the largest number of elements and texts of a page.
const maxNodes = 1_500_000

// tooHeavy estimates whether the parser would make more than maxNodes nodes of a
// page. Formatting that is never closed is opened again in every paragraph, so that
// the tree of a small page can be a thousand times larger than the page.
func tooHeavy(text string) bool {
	if strings.Count(text, "<") > maxNodes {
		return true
	}
	open, nodes := 0, 0
	for z := html.NewTokenizer(strings.NewReader(text)); nodes <= maxNodes; {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			nodes += 1 + open
			if name, _ := z.TagName(); formatting[string(name)] {
				open++
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

// maxPageBytes is the largest page of an archive, in bytes.
const maxPageBytes = 32 << 20

// IsArchive says whether a text is a web page saved as a single file (MHTML), which
// is a mail message.
func IsArchive(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	return strings.Contains(head, "mime-version:") && strings.Contains(head, "content-type:") && !strings.HasPrefix(strings.TrimSpace(head), "<")
}

var badArchive = &msg.Problem{What: msg.T("网页归档文件（.mht）已损坏，无法读取", "the web page archive (.mht) is damaged"),
	Hint: msg.T("请在浏览器中打开，另存为 .html 再试", "open it in a browser, save it as .html, and try again")}

// ReadArchive reads the pages of a web page archive (MHTML), a sheet per page that
// has cells. Spreadsheet programs save every worksheet as a page. The error is a
// *msg.Problem.
func ReadArchive(data []byte) ([]*intake.Sheet, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), "\r\n")
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, badArchive
	}
	var out []*intake.Sheet
	cells := 0
	var part func(header func(string) string, body io.Reader, depth int) error
	part = func(header func(string) string, body io.Reader, depth int) error {
		kind, params, err := mime.ParseMediaType(header("Content-Type"))
		if err != nil {
			return nil // a part without a content type
		}
		if strings.HasPrefix(kind, "multipart/") && depth < 4 {
			r := multipart.NewReader(body, params["boundary"])
			for range 2000 {
				p, err := r.NextRawPart()
				if err == io.EOF {
					return nil
				}
				if err != nil {
					return badArchive
				}
				if err := part(p.Header.Get, p, depth+1); err != nil {
					return err
				}
			}
			return badArchive
		}
		if kind != "text/html" && kind != "application/xhtml+xml" {
			return nil
		}
		switch strings.ToLower(strings.TrimSpace(header("Content-Transfer-Encoding"))) {
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		raw, err := io.ReadAll(io.LimitReader(body, maxPageBytes+1))
		if err != nil || len(raw) > maxPageBytes {
			return badArchive
		}
		charset := params["charset"]
		if charset == "" {
			charset = declaredCharset(string(raw))
		}
		sheets, err := readText(plaintext.Decode(raw, charset))
		if err != nil {
			return err
		}
		for _, s := range sheets {
			if cells += len(s.Cells); cells > layout.MaxCells {
				return layout.TooLarge()
			}
			if len(s.Cells) > 0 {
				out = append(out, s)
			}
		}
		return nil
	}
	if err := part(m.Header.Get, m.Body, 0); err != nil {
		return nil, err
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
