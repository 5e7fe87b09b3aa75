package xmlwalk

import (
	"encoding/xml"
	"io"
	"strings"
)

// Tag is a tag of a document as it is written, with the bytes of the document that it takes up.
type Tag struct {
	Name       xml.Name   // with the prefix in place of the namespace
	Attributes []xml.Attr // of a start tag; they may be read until the next tag
	From, To   int
	End        bool // an end tag
	Empty      bool // a start tag that is its own end
}

// Tags calls a function with every tag of a document in UTF-8, in their order. The error is not nil where the document
// is no valid XML or has a DOCTYPE.
func Tags(data []byte, on func(Tag)) error {
	var s scanner
	err := s.begin(string(data), false)
	for err == nil {
		var t token
		if err = s.next(&t); err != nil {
			break
		}
		switch {
		case t.kind == startOfElement:
			on(Tag{Name: divide(s.open[len(s.open)-1].name), Attributes: t.start.Attr, From: s.from, To: s.pos, Empty: s.empty})
		case t.kind == endOfElement && s.pos > s.from:
			on(Tag{From: s.from, To: s.pos, End: true})
		}
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// Text is the text of a piece of a document, of all its elements together, as far as it is valid XML.
func Text(data []byte) string {
	var s scanner
	err := s.begin(string(data), false)
	var out strings.Builder
	for err == nil {
		var t token
		if err = s.next(&t); err == nil && t.kind == characters {
			out.WriteString(t.text)
		}
	}
	return out.String()
}
