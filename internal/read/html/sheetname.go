package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/text"
)

// LibreOffice writes the name of each worksheet before its table, as "Sheet 3: name" or in the language of its user. A
// name is no text of the report, and in a workbook none is read from it.

// anchorOfSheet matches the anchor of a worksheet's table.
var anchorOfSheet = text.NewPattern(`^table\d+$`)

// sheetName reports whether an element is the name of a worksheet. The name is given if it is the heading of
// a section, by its number, and its table has none of that number.
func sheetName(n *html.Node) (name string, ok bool) {
	if n.DataAtom != atom.A || !anchorOfSheet.MatchString(attribute(n, "name")) {
		return "", false
	}
	heading := onlyElement(n)
	if heading == nil || heading.DataAtom != atom.H1 {
		return "", false
	}
	own, table := onlyElement(heading), nextElement(n)
	if own == nil || own.DataAtom != atom.Em || table == nil || table.DataAtom != atom.Table {
		return "", false
	}
	if name = layout.Trim(textOf(own)); !numbered.MatchString(name) || numbersAlike(table, name) {
		name = ""
	}
	return name, true
}

// onlyElement returns the only element in another one; nil if there are none or several.
func onlyElement(n *html.Node) (only *html.Node) {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			if only != nil {
				return nil
			}
			only = c
		}
	}
	return only
}

// nextElement returns the element that follows another one; nil for none.
func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; {
		n = n.NextSibling
	}
	return n
}

// numbersAlike reports whether one of the first texts in an element has the number of a heading.
func numbersAlike(n *html.Node, heading string) bool {
	number := numbered.FindString(heading)
	left := 8 // a heading stands at the top of its sheet; rows of a table have numbers too
	for d := range n.Descendants() {
		s := ""
		if d.Type == html.TextNode {
			s = layout.Trim(d.Data)
		}
		if s == "" {
			continue
		}
		if strings.HasPrefix(s, number) {
			return true
		}
		if left--; left == 0 {
			break
		}
	}
	return false
}
