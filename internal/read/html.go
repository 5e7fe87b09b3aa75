package read

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// maxNesting bounds recursion; the parser itself allows 512 elements.
const maxNesting = 600

// page reads a web page: the report in it, and apart from it what the site puts
// around.
func page(text string) ([]*intake.Sheet, error) {
	if heavy(text) {
		return nil, tooLarge()
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &msg.Problem{What: msg.F("网页无法解析：%s", "the page cannot be parsed: %s", err.Error()), Hint: msg.T("请在浏览器中打开，复制正文存成文本再试", "open it in a browser, copy the text into a file, and try again")}
	}
	prune(root, 0)
	s := newSite(root)
	w := &walker{site: s, count: new(int)}
	w.children(s.main, 0)
	w.flush()
	rest := &walker{skip: s.main, count: w.count}
	if s.main != root {
		rest.children(root, 0)
		rest.flush()
	}
	if w.many || rest.many {
		return nil, tooLarge()
	}
	f := newFlow()
	f.lay(w.blocks)
	sheets, err := f.done()
	if err == nil {
		sheets[0].Titles, sheets[0].Around = s.titles(), around(append(rest.blocks, w.aside...))
	}
	return sheets, err
}

// prune removes what nobody sees.
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
	blocks []block
	aside  []block // what turned out not to belong to the text
	count  *int    // shared with the walkers of cells
	many   bool
	pre    int
	site   *site      // to tell menus by; nil to take all
	skip   *html.Node // left out
}

func (w *walker) flush() {
	s := w.text.String()
	w.text.Reset()
	if trim(s) == "" {
		return
	}
	w.put(block{text: s})
}

func (w *walker) put(b block) {
	if *w.count++; *w.count > maxCells {
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
	if w.site != nil && (isBlock[n.DataAtom] || n.DataAtom == atom.Table) && (w.site.menu(n) || w.site.aside(n)) {
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
		w.put(block{table: w.table(n, depth)})
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
	n := 1
	if s, err := strconv.Atoi(attribute(ol, "start")); err == nil {
		n = s
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
	format, mark := "decimal", "."
	switch {
	case strings.Contains(style, "list-style:none"), strings.Contains(style, "list-style-type:none"):
		return ""
	case strings.Contains(style, "cjk-ideographic"), strings.Contains(style, "chinese-informal"):
		format, mark = "chineseCounting", "、"
	case attribute(ol, "type") == "a":
		format = "lowerLetter"
	case attribute(ol, "type") == "A":
		format = "upperLetter"
	case attribute(ol, "type") == "i":
		format = "lowerRoman"
	case attribute(ol, "type") == "I":
		format = "upperRoman"
	}
	return written(n+back, format) + mark
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// inline joins the blanks and line breaks of the source into one blank, as
// browsers do.
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

func chinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff60 || r == '“' || r == '”'
}

// table reads the rows of a table, not those of tables within it.
func (w *walker) table(t *html.Node, depth int) *table {
	out := &table{}
	var rows func(*html.Node, int)
	rows = func(n *html.Node, d int) {
		first := len(out.rows)
		for c := n.FirstChild; c != nil && !w.many; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				out.rows = append(out.rows, w.tableRow(c, d+1))
			case atom.Caption:
				out.rows = append(out.rows, []cell{w.tableCell(c, d+1)})
			case atom.Thead, atom.Tbody, atom.Tfoot, atom.Form:
				rows(c, d+1)
			}
		}
		// A span of 0 rows goes to the end of its group; so does one that is longer.
		for r := first; r < len(out.rows); r++ {
			for k := range out.rows[r] {
				if c := &out.rows[r][k]; c.rows == 0 || c.rows > len(out.rows)-r {
					c.rows = len(out.rows) - r
				}
			}
		}
	}
	rows(t, depth)
	return out
}

func (w *walker) tableRow(tr *html.Node, depth int) []cell {
	var out []cell
	for c := tr.FirstChild; c != nil && !w.many; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			out = append(out, w.tableCell(c, depth+1))
		}
	}
	return out
}

func (w *walker) tableCell(n *html.Node, depth int) cell {
	inner := &walker{count: w.count, pre: w.pre, skip: w.skip, site: w.site}
	if n != w.skip {
		inner.children(n, depth)
		inner.flush()
	}
	w.aside = append(w.aside, inner.aside...)
	if *w.count++; inner.many || *w.count > maxCells {
		w.many = true
	}
	return cell{rows: span(n, "rowspan", 65534, 0), cols: span(n, "colspan", 1000, 1), blocks: inner.blocks}
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
