package html

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Leftovers lists what a page holds besides what it shows, and what would be published with it: comments, the names of
// people in its properties, and pictures, which are not looked into.
func Leftovers(page string) []model.Note {
	var l leftovers.List
	pictures := 0
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken: // the end
			l.Pictures("", pictures)
			return l.Notes
		case html.CommentToken:
			said := strings.TrimSpace(z.Token().Data)
			if said == "" || strings.HasPrefix(said, "[if") || strings.HasPrefix(said, "[endif") || strings.HasPrefix(said, "<!") || said == "StartFragment" || said == "EndFragment" {
				continue // what programs write for each other
			}
			l.Add("PUB-COMMENT", "", said, msg.F("批注：“%s”", "comment: %q", text.Brief(said)))
		case html.StartTagToken, html.SelfClosingTagToken:
			switch t := z.Token(); t.Data {
			case "img":
				pictures++
			case "meta":
				values := map[string]string{}
				for _, a := range t.Attr {
					values[a.Key] = a.Val
				}
				switch strings.ToLower(values["name"]) {
				case "author", "changedby", "publisher", "originator":
					l.Person(msg.T("作者", "author"), values["content"])
				}
			}
		}
	}
}
