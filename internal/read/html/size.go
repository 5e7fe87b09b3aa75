package html

import (
	"strings"

	"golang.org/x/net/html"
)

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
