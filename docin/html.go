package docin

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/model/say"
)

// Flow lays paragraphs and tables one under the other.
type flow struct {
	sheet  *intake.Sheet
	row    int
	tables int
	paras  int
	text   strings.Builder
	failed bool
}

func newFlow() *flow { return &flow{sheet: &intake.Sheet{Complete: true}} }

// Paragraph ends the text gathered so far.
func (f *flow) paragraph() {
	for _, s := range strings.Split(f.text.String(), "\n") {
		c := cellOf(s)
		if c.Text == "" {
			continue
		}
		f.paras++
		c.Address = fmt.Sprintf("第%d段", f.paras)
		f.add(f.row, 0, 1, 1, c)
		f.row++
	}
	f.text.Reset()
}

func (f *flow) add(row, col, rows, cols int, c intake.Cell) {
	if len(f.sheet.Cells) >= maxCells {
		f.failed = true
		return
	}
	f.sheet.Add(row, col, rows, cols, c)
}

// Box is a cell of a table as it is written: what spans several rows stands in
// the first of them.
type box struct {
	text       string
	rows, cols int
}

// Grid places the cells of a table and lets spans push later cells aside.
func (f *flow) grid(rows [][]box) {
	f.paragraph()
	f.tables++
	taken := map[[2]int]bool{}
	for r, boxes := range rows {
		col := 0
		for k, b := range boxes {
			for taken[[2]int{r, col}] {
				col++
			}
			b.rows, b.cols = min(max(1, b.rows), len(rows)-r), min(max(1, b.cols), 1000)
			for dr := range b.rows {
				for dc := range b.cols {
					if dr > 0 {
						taken[[2]int{r + dr, col + dc}] = true
					}
				}
			}
			c := cellOf(b.text)
			c.Address = fmt.Sprintf("表格%d!第%d行第%d格", f.tables, r+1, k+1)
			f.add(f.row+r, col, b.rows, b.cols, c)
			if len(taken) > 4*maxCells {
				f.failed = true
				return
			}
			col += b.cols
		}
	}
	f.row += len(rows) + 1
}

func (f *flow) done() (*intake.Sheet, error) {
	f.paragraph()
	if f.failed {
		return nil, tooLarge()
	}
	return f.sheet, nil
}

// Page reads a web page.
func page(text string) (*intake.Sheet, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, &say.Problem{What: say.F("网页无法解析：%s", "the page cannot be parsed: %s", err.Error()), Do: say.T("请在浏览器中打开，复制正文存成文本再试", "open it in a browser, copy the text into a file, and try again")}
	}
	w := &walker{flow: newFlow()}
	w.walk(root, 0)
	return w.flow.done()
}

type walker struct{ flow *flow }

// MaxNesting bounds recursion; the parser itself allows 512 elements.
const maxNesting = 600

func (w *walker) walk(n *html.Node, depth int) {
	if depth > maxNesting {
		return
	}
	if n.Type == html.TextNode {
		w.flow.text.WriteString(inline(n.Data))
		return
	}
	block := false
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Select, atom.Button, atom.Textarea, atom.Svg, atom.Iframe:
			return
		case atom.Br:
			w.flow.text.WriteByte('\n')
			return
		case atom.Table:
			if !layout(n, depth) {
				w.flow.grid(boxes(n))
				return
			}
			block = true
		default:
			block = isBlock[n.DataAtom]
		}
	}
	if block {
		w.flow.paragraph()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, depth+1)
	}
	if block {
		w.flow.paragraph()
	}
}

var isBlock = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Tr: true, atom.Td: true, atom.Th: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Section: true, atom.Article: true, atom.Header: true,
	atom.Footer: true, atom.Blockquote: true, atom.Pre: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Center: true, atom.Hr: true, atom.Form: true,
	atom.Main: true, atom.Aside: true, atom.Nav: true, atom.Caption: true, atom.Title: true}

// Inline joins the blanks of the source into one.
func inline(s string) string {
	fields := strings.Fields(s)
	out := strings.Join(fields, " ")
	if out == "" {
		if s != "" {
			return " "
		}
		return ""
	}
	if strings.ContainsAny(s[:1], " \t\r\n") {
		out = " " + out
	}
	if strings.ContainsAny(s[len(s)-1:], " \t\r\n") {
		out += " "
	}
	return out
}

// Layout tells tables that arrange a page from tables of figures: they hold
// other tables, or whole paragraphs.
func layout(n *html.Node, depth int) bool {
	long := false
	var look func(*html.Node, int) bool
	look = func(n *html.Node, d int) bool {
		if d > maxNesting {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Table {
				return true
			}
			if c.Type == html.TextNode && len(c.Data) > 600 {
				long = true
			}
			if look(c, d+1) {
				return true
			}
		}
		return false
	}
	return look(n, depth) || long
}

func boxes(t *html.Node) [][]box {
	var out [][]box
	var rows func(*html.Node)
	rows = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				var row []box
				for d := c.FirstChild; d != nil; d = d.NextSibling {
					if d.DataAtom == atom.Td || d.DataAtom == atom.Th {
						row = append(row, box{textOf(d), span(d, "rowspan"), span(d, "colspan")})
					}
				}
				out = append(out, row)
			case atom.Caption:
				out = append(out, []box{{textOf(c), 1, 1}})
			default:
				rows(c)
			}
		}
	}
	rows(t)
	return out
}

func span(n *html.Node, key string) int {
	for _, a := range n.Attr {
		if a.Key == key {
			if i, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && i > 0 {
				return min(i, 1000)
			}
		}
	}
	return 1
}

// TextOf is the text of a cell; its paragraphs stay apart.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node, int)
	walk = func(n *html.Node, d int) {
		if d > maxNesting {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(inline(c.Data))
			case c.DataAtom == atom.Br:
				b.WriteByte('\n')
			case c.DataAtom == atom.Script || c.DataAtom == atom.Style:
			default:
				if isBlock[c.DataAtom] && b.Len() > 0 {
					b.WriteByte('\n')
				}
				walk(c, d+1)
			}
		}
	}
	walk(n, 0)
	var kept []string
	for _, l := range strings.Split(b.String(), "\n") {
		if l = strings.Trim(l, " \u00a0\u3000"); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
