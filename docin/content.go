package docin

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/model/intake"
)

// A published report stands in the middle of a site: menus above, links beside,
// the site's owner below. The smallest element that holds all tables of figures
// and all numbered headings is the report; what is outside of it is not part of
// any narrative. Only its shape is looked at: what a text says is for package
// intake to judge.

// Content finds the element that holds the report; the whole page where there is
// no table.
func content(root *html.Node) *html.Node {
	var marks []*html.Node
	tables := false
	var look func(*html.Node, int)
	look = func(n *html.Node, depth int) {
		if depth > maxNesting || aside(n) {
			return
		}
		switch {
		case n.DataAtom == atom.Table && figures(n):
			marks, tables = append(marks, n), true
			return
		case heading(n):
			marks = append(marks, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c, depth+1)
		}
	}
	look(root, 0)
	if !tables {
		return root
	}
	common := ancestors(marks[0].Parent)
	for _, m := range marks[1:] {
		chain := ancestors(m.Parent)
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
		if n.Parent == nil || !plainAround(n) {
			return n
		}
		common = common[:len(common)-1]
	}
	return root
}

// Ancestors is the way down to an element, itself included.
func ancestors(n *html.Node) []*html.Node {
	var up []*html.Node
	for ; n != nil; n = n.Parent {
		up = append(up, n)
	}
	for i, j := 0, len(up)-1; i < j; i, j = i+1, j-1 {
		up[i], up[j] = up[j], up[i]
	}
	return up
}

// PlainAround reports whether an element's parent adds to it nothing but text:
// no links, and no more than a page's worth. Then an introduction or a signature
// stands there, and the report is the parent.
func plainAround(n *html.Node) bool {
	p := n.Parent
	if p.DataAtom == atom.Html || p.Type == html.DocumentNode {
		return false
	}
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if c != n && (aside(c) || linked(c) || utf8.RuneCountInString(textOf(c)) > 1500) {
			return false
		}
	}
	return true
}

// Linked reports whether an element is a link, or has one.
func linked(n *html.Node) bool {
	return within(n, func(n *html.Node) bool {
		return n.DataAtom == atom.A && attribute(n, "href") != "" || n.DataAtom == atom.Input
	})
}

// Aside recognises what says of itself that it is not the text.
func aside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Head:
		return !holdsFigures(n, 0)
	}
	switch attribute(n, "role") {
	case "navigation", "banner", "contentinfo", "search", "complementary":
		return !holdsFigures(n, 0)
	}
	return false
}

func holdsFigures(n *html.Node, depth int) bool {
	if n.DataAtom == atom.Table && figures(n) {
		return true
	}
	for c := n.FirstChild; c != nil && depth < maxNesting; c = c.NextSibling {
		if holdsFigures(c, depth+1) {
			return true
		}
	}
	return false
}

// Figures tells a table of figures from one that arranges the page: it holds no
// other table, has rows of several cells, and few of them are links.
func figures(t *html.Node) bool {
	rows, cells, links := 0, 0, 0
	nested := false
	var look func(*html.Node, int)
	look = func(n *html.Node, depth int) {
		for c := n.FirstChild; c != nil && depth < maxNesting && !nested; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Table:
				nested = true
			case atom.Tr:
				rows++
			case atom.Td, atom.Th:
				cells++
			case atom.A:
				if attribute(c, "href") != "" {
					links++
				}
			}
			look(c, depth+1)
		}
	}
	look(t, 0)
	return !nested && rows >= 2 && cells >= 6 && links*2 < cells
}

var numbered = regexp.MustCompile(`^[一二三四五六七八九十]、`)

// Heading recognises a short numbered line that is no link.
func heading(n *html.Node) bool {
	if n.Type != html.ElementNode || !isBlock[n.DataAtom] || n.DataAtom == atom.Body {
		return false
	}
	text := strings.Trim(textOf(n), blanks)
	return numbered.MatchString(text) && utf8.RuneCountInString(text) <= 40 && !linked(n)
}

// TextOf is the beginning of an element's text, enough to judge it by.
func textOf(n *html.Node) string {
	var b strings.Builder
	within(n, func(n *html.Node) bool {
		if n.Type == html.TextNode {
			b.WriteString(inline(n.Data))
		}
		return b.Len() > 8000
	})
	return b.String()
}

// Within visits an element and what is in it until the function says that it has
// seen enough. It gives up on an element that is larger than any to be judged.
func within(n *html.Node, enough func(*html.Node) bool) bool {
	budget := 5000
	var visit func(*html.Node) bool
	visit = func(n *html.Node) bool {
		if budget--; budget < 0 || enough(n) {
			return true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if visit(c) {
				return true
			}
		}
		return false
	}
	return visit(n)
}

// Surroundings are what a page may be titled outside of the report, the likeliest
// first, and the other texts there.
func surroundings(root, main *html.Node) (titles, around []intake.Cell) {
	var metas, heads, rest []string
	var look func(*html.Node, int)
	w := &walker{}
	look = func(n *html.Node, depth int) {
		if n == main || depth > maxNesting {
			return
		}
		switch n.DataAtom {
		case atom.Meta:
			if strings.EqualFold(attribute(n, "name"), "ArticleTitle") {
				metas = append(metas, attribute(n, "content"))
			}
		case atom.Title:
			// The site's name follows behind a mark.
			whole := strings.TrimSpace(textOf(n))
			rest = append(rest, whole)
			for _, mark := range []string{"-", "_", "|", "—", "–", "－"} {
				if first, _, ok := strings.Cut(whole, mark); ok {
					rest = append(rest, first)
				}
			}
			return
		case atom.H1, atom.H2, atom.H3:
			heads = append(heads, strings.TrimSpace(textOf(n)))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c, depth+1)
		}
	}
	if main == root {
		main = nil
	}
	look(root, 0)
	for _, t := range append(append(metas, heads...), rest...) {
		if c := cellOf(t); c.Text != "" && len(titles) < 50 {
			c.Address = "网页标题"
			titles = append(titles, c)
		}
	}
	if main == nil {
		return titles, nil
	}
	w.skip = main
	w.children(root, 0)
	w.flush()
	for _, b := range w.blocks {
		texts := []string{b.text}
		if b.table != nil {
			texts = nil
			for _, row := range b.table.rows {
				for _, c := range row {
					texts = append(texts, c.text())
				}
			}
		}
		for _, t := range texts {
			if c := cellOf(t); c.Text != "" && len(around) < 1000 {
				c.Address = fmt.Sprintf("正文外第%d处", len(around)+1)
				around = append(around, c)
			}
		}
	}
	return titles, around
}
