package html

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/text"
)

// A published report stands in the middle of a site: menus above, links beside,
// the site's owner below. The smallest element that holds all tables of figures
// and all numbered headings is taken for the report; what is outside of it is part
// of no narrative. Only the shape of the page decides; package intake judges what
// the texts say.

// page finds the report in a parsed page.
type page struct {
	root, main *html.Node // the page, and the element that holds the report
	stats      map[*html.Node]*statistics
}

// statistics counts what is in an element.
type statistics struct {
	text, linked, links           int  // characters, characters of links, and links
	rows, cells, numbers, empties int  // of tables
	table, figures                bool // holds a table; holds a table of figures
}

func newPage(root *html.Node) *page {
	s := &page{root: root, stats: map[*html.Node]*statistics{}}
	if s.measure(root, 0); !s.of(root).figures {
		s.stats = map[*html.Node]*statistics{} // nothing to tell a menu from
	}
	s.main = s.content()
	return s
}

func (s *page) measure(n *html.Node, depth int) *statistics {
	st := &statistics{}
	if n.Type == html.TextNode {
		st.text = utf8.RuneCountInString(layout.Trim(n.Data))
		return st
	}
	for c := n.FirstChild; c != nil && depth < maxNesting; c = c.NextSibling {
		in := s.measure(c, depth+1)
		st.text, st.linked, st.links = st.text+in.text, st.linked+in.linked, st.links+in.links
		st.rows, st.cells, st.numbers, st.empties = st.rows+in.rows, st.cells+in.cells, st.numbers+in.numbers, st.empties+in.empties
		st.table, st.figures = st.table || in.table, st.figures || in.figures
	}
	switch n.DataAtom {
	case atom.A:
		if attribute(n, "href") != "" {
			st.links, st.linked = st.links+1, st.text
		}
	case atom.Tr:
		st.rows++
	case atom.Td, atom.Th:
		st.cells++
		if st.text == 0 {
			st.empties++
		} else if st.text < 20 && layout.FigurePattern.MatchString(layout.Trim(text.Visible(textOf(n)))) {
			st.numbers++
		}
	case atom.Table:
		// A table of figures holds no other table, has rows of several cells, and
		// few of them are links.
		if !st.table && st.rows >= 2 && st.cells >= 6 && st.links*2 < st.cells {
			st.figures = st.numbers >= 2 || st.rows >= 3 && st.empties >= 6
		}
		st.table = true
	}
	s.stats[n] = st
	return st
}

func (s *page) of(n *html.Node) *statistics {
	if st := s.stats[n]; st != nil {
		return st
	}
	return &statistics{}
}

// isMenu says whether an element is a menu: three or more links, which make up at
// least 60 % of its text, and no table of figures.
func (s *page) isMenu(n *html.Node) bool {
	st := s.of(n)
	return st.links >= 3 && st.linked*10 >= st.text*6 && !st.figures
}

// isAside says whether the element or its role is one for navigation, footers and
// the like.
func (s *page) isAside(n *html.Node) bool {
	if len(s.stats) == 0 {
		return false
	}
	atoms := []atom.Atom{atom.Nav, atom.Footer, atom.Aside, atom.Head}
	roles := []string{"navigation", "banner", "contentinfo", "search", "complementary"}
	return (slices.Contains(atoms, n.DataAtom) || slices.Contains(roles, attribute(n, "role"))) && !s.of(n).figures
}

// content is the element that holds the report; the whole page if there is no table
// of figures.
func (s *page) content() *html.Node {
	if !s.of(s.root).figures {
		return s.root
	}
	var marks []*html.Node
	var look func(*html.Node, int)
	look = func(n *html.Node, depth int) {
		if depth > maxNesting || isPageFrame(n) || s.isAside(n) || isBlock[n.DataAtom] && s.isMenu(n) {
			return
		}
		if n.DataAtom == atom.Table && s.of(n).figures && !s.holdsTable(n) {
			marks = append(marks, n)
			return
		}
		if s.isHeading(n) {
			marks = append(marks, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c, depth+1)
		}
	}
	look(s.root, 0)
	if len(marks) == 0 {
		return s.root
	}
	common := ancestors(marks[0])
	for _, m := range marks[1:] {
		chain := ancestors(m)
		k := 0
		for k < len(common) && k < len(chain) && common[k] == chain[k] {
			k++
		}
		common = common[:k]
	}
	for len(common) > 0 {
		n := common[len(common)-1]
		switch n.DataAtom {
		case atom.Table, atom.Tbody, atom.Thead, atom.Tr, atom.P, atom.Span, atom.Font, atom.Strong, atom.B, atom.Center:
			common = common[:len(common)-1] // the text goes on beside these
			continue
		}
		if n.Parent == nil || !s.plainAround(n) {
			return n
		}
		common = common[:len(common)-1]
	}
	return s.root
}

func (s *page) holdsTable(t *html.Node) bool {
	for c := range t.ChildNodes() {
		if s.of(c).table {
			return true
		}
	}
	return false
}

// ancestors is the path from the root down to the parent of an element.
func ancestors(n *html.Node) []*html.Node {
	up := slices.Collect(n.Ancestors())
	slices.Reverse(up)
	return up
}

// plainAround says whether an element's parent adds to it nothing but text: no
// links, and no block of more than 1,500 characters. Then an introduction or a
// signature stands there, and the report is the parent.
func (s *page) plainAround(n *html.Node) bool {
	p := n.Parent
	if p.DataAtom == atom.Html || p.Type == html.DocumentNode {
		return false
	}
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if st := s.of(c); c != n && !isPageFrame(c) && (s.isAside(c) || st.links > 0 || st.text > 1500) {
			return false
		}
	}
	return true
}

var numbered = text.NewPattern(`^[一二三四五六七八九十]、`)

// isHeading says whether an element is a short numbered line without links.
func (s *page) isHeading(n *html.Node) bool {
	st := s.of(n)
	return n.Type == html.ElementNode && isBlock[n.DataAtom] && n.DataAtom != atom.Body && st.text > 2 && st.text <= 40 && st.links == 0 &&
		numbered.MatchString(layout.Trim(textOf(n)))
}

// textOf is the text of an element, cut off after some 8,000 bytes or 5,000 nodes.
func textOf(n *html.Node) string {
	var b strings.Builder
	nodes := 1
	for d := range n.Descendants() {
		if nodes++; nodes > 5000 || b.Len() > 8000 {
			break
		}
		if d.Type == html.TextNode {
			b.WriteString(inline(d.Data))
		}
	}
	return b.String()
}

// titles are the titles that the page has outside of the report, the likeliest
// first.
func (s *page) titles() []intake.Cell {
	var metas, heads, whole, parts []string
	var look func(*html.Node, int)
	look = func(n *html.Node, depth int) {
		if n == s.main && n != s.root || depth > maxNesting {
			return
		}
		switch n.DataAtom {
		case atom.Meta:
			if strings.EqualFold(attribute(n, "name"), "ArticleTitle") {
				metas = append(metas, attribute(n, "content"))
			}
		case atom.Title:
			title := textOf(n)
			whole = append(whole, title)
			for _, mark := range []string{"-", "_", "|", "—", "–", "－"} {
				if first, _, ok := strings.Cut(title, mark); ok {
					parts = append(parts, first) // the site's name follows
				}
			}
			return
		case atom.H1, atom.H2, atom.H3:
			heads = append(heads, textOf(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c, depth+1)
		}
	}
	look(s.root, 0)
	var out []intake.Cell
	for _, t := range slices.Concat(metas, heads, whole, parts) {
		if c := layout.TextCell(t); c.Text != "" && len(out) < 50 {
			c.Address = "网页标题"
			out = append(out, c)
		}
	}
	return out
}

// aroundCells are the texts of the blocks outside of the report.
func aroundCells(bs []layout.Block) []intake.Cell {
	var out []intake.Cell
	add := func(t string) {
		if c := layout.TextCell(t); c.Text != "" && len(out) < 1000 {
			c.Address = fmt.Sprintf("正文外第%d处", len(out)+1)
			out = append(out, c)
		}
	}
	for _, b := range bs {
		if b.Table == nil {
			add(b.Text)
			continue
		}
		for _, row := range b.Table.Rows {
			for _, c := range row {
				add(c.Text())
			}
		}
	}
	return out
}

// otherFiles names the files that a page shows in frames or links to as documents, at most maxOthers.
func otherFiles(root *html.Node) (names []string) {
	for n := range root.Descendants() {
		name, href := "", ""
		switch n.DataAtom {
		case atom.Iframe, atom.Frame, atom.Embed:
			if href = attribute(n, "src"); attribute(n, "srcdoc") != "" { // the frame holds a page of its own
				name = cmp.Or(text.OneLine(attribute(n, "title")), "iframe")
			}
		case atom.Object:
			href = attribute(n, "data")
		case atom.A:
			if href = attribute(n, "href"); !document.MatchString(href) {
				continue
			}
			name = text.OneLine(textOf(n))
		default:
			continue
		}
		href, _, _ = strings.Cut(href, "#")
		if name = cmp.Or(name, href[strings.LastIndex(href, "/")+1:]); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) == maxOthers {
			break
		}
	}
	return names
}

// maxOthers is the largest number of files elsewhere that are named of a page.
const maxOthers = 5

// document matches the address of a document or an archive.
var document = regexp.MustCompile(`(?i)\.(?:docx?|wps|pdf|xlsx?|et|ofd|rtf|od[ts]|zip|rar|7z)(?:[?#]|$)`)
