package html

import (
	"bytes"

	"golang.org/x/net/html"
)

// Cut gives what of a site's page is a report that Write wrote; nil if nothing
// is.
func Cut(page []byte) []byte {
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
