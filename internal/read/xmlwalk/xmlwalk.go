// Package xmlwalk goes through XML element by element, within bounds, for the readers of formats that are XML.
package xmlwalk

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"github.com/gkxl/gkxl/msg"
)

// Walker goes through one document after the other. Elements and Depth are the bounds: how many elements may still come
// in all of them, and how deep they may be nested.
type Walker struct {
	Elements, Depth int
	// TooMany is the error for more elements. Damaged makes the error for anything else that is wrong.
	TooMany func() error
	Damaged func(zh, en string) error

	dec   *xml.Decoder
	depth int
}

// Walk goes through a document and calls a function with its outer elements. The function must read the element to its
// end. The declared encoding is taken for UTF-8 if converted is set. The error is a *msg.Problem.
func (w *Walker) Walk(data []byte, converted bool, element func(xml.StartElement) error) error {
	w.dec = xml.NewDecoder(bytes.NewReader(data))
	if converted {
		w.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	}
	err := w.outer(element)
	var p *msg.Problem
	if err != nil && !errors.As(err, &p) {
		return w.Damaged("不是有效的 XML", "it is no valid XML")
	}
	return err
}

// outer calls a function with the outer elements.
func (w *Walker) outer(element func(xml.StartElement) error) error {
	for {
		t, err := w.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.HasPrefix(bytes.ToUpper(t), []byte("DOCTYPE")) {
				return w.Damaged("带有 DOCTYPE 声明", "it has a DOCTYPE")
			}
		case xml.StartElement:
			if err := element(t); err != nil {
				return err
			}
		}
	}
}

// token is the next token.
func (w *Walker) token() (xml.Token, error) {
	t, err := w.dec.Token()
	if _, ok := t.(xml.StartElement); ok {
		if w.Elements--; w.Elements < 0 {
			return nil, w.TooMany()
		}
	}
	return t, err
}

// Skip passes over the rest of the current element.
func (w *Walker) Skip() error {
	for depth := 1; depth > 0; {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// Children calls a function for every child of the current element, until that ends. The function must read the child
// to its end.
func (w *Walker) Children(on func(xml.StartElement) error) error {
	return w.Inside(on, func(string) {})
}

// Inside is [Walker.Children] that also hands over the text between them.
func (w *Walker) Inside(on func(xml.StartElement) error, text func(string)) error {
	if w.depth++; w.depth > w.Depth {
		return w.Damaged("嵌套过深", "it is nested too deeply")
	}
	defer func() { w.depth-- }()
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := on(t); err != nil {
				return err
			}
		case xml.CharData:
			text(string(t))
		case xml.EndElement:
			return nil
		}
	}
}

// Attribute is an attribute of an element by its local name; "" without one.
func Attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
