package html

import (
	"bytes"

	"golang.org/x/net/html"
)

// Extract is the part of a page that Write wrote, the element with Marker; nil if
// there is none.
func Extract(page []byte) []byte {
	if !bytes.Contains(page, []byte(Marker)) || bytes.HasPrefix(page, []byte("PK\x03\x04")) {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == Marker && html.Render(&out, n) != nil {
				return nil
			}
		}
	}
	return out.Bytes()
}
