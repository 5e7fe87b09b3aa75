// Package xmlwalk goes through XML element by element, within bounds, for the readers of formats that are XML.
package xmlwalk

import (
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

	scanner scanner
	depth   int
}

// Walk goes through a document and calls a function with its outer elements. The function must read the element to its
// end. The declared encoding is taken for UTF-8 if converted is set. The error is a *msg.Problem.
//
// The names of elements have their namespaces, those of attributes the prefixes that are written. The attributes of an
// element may be read until it ends and before the next one begins. All of them are parts of the document: what is kept
// for long is to be cloned.
func (w *Walker) Walk(doc string, converted bool, element func(xml.StartElement) error) error {
	err := w.scanner.begin(doc, converted)
	for err == nil {
		var t token
		if err = w.token(&t); err == nil && t.kind == startOfElement {
			err = element(t.start)
		}
	}
	var p *msg.Problem
	switch {
	case err == io.EOF && len(w.scanner.open) == 0:
		return nil
	case errors.Is(err, ErrDoctype):
		return w.Damaged("带有 DOCTYPE 声明", "it has a DOCTYPE")
	case !errors.As(err, &p):
		return w.Damaged("不是有效的 XML", "it is no valid XML")
	}
	return err
}

// token reads the next token.
func (w *Walker) token(t *token) error {
	err := w.scanner.next(t)
	if err == nil && t.kind == startOfElement {
		err = w.count()
	}
	return err
}

// Skip passes over the rest of the current element.
func (w *Walker) Skip() error {
	if len(w.scanner.open) == 0 {
		return errSyntax // it has ended
	}
	return w.scanner.skip(w.count)
}

// count counts an element that begins.
func (w *Walker) count() error {
	if w.Elements--; w.Elements < 0 {
		return w.TooMany()
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
	var t token
	for {
		if err := w.token(&t); err != nil {
			return err
		}
		switch t.kind {
		case startOfElement:
			if err := on(t.start); err != nil {
				return err
			}
		case characters:
			text(t.text)
		case endOfElement:
			return nil
		}
	}
}

// Attribute is an attribute of an element by its local name; "" without one.
func Attribute(e xml.StartElement, name string) string {
	for i := range e.Attr {
		if a := &e.Attr[i]; a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Tokens are the parts of a document, for readers that go on from where they are. There are no bounds but those of the
// document.
type Tokens struct {
	scanner scanner
	err     error // of the document as a whole
}

// The kinds of tokens.
const (
	Start = startOfElement
	End   = endOfElement
	Chars = characters
)

// NewTokens are the tokens of a document in UTF-8.
func NewTokens(doc string) *Tokens {
	t := &Tokens{}
	t.err = t.scanner.begin(doc, false)
	return t
}

// Next is the next token: its kind, and the element that begins or the text. The attributes of the element are valid
// until it ends, and all are parts of the document. The error is io.EOF behind the last one.
func (t *Tokens) Next() (k kind, e xml.StartElement, text string, err error) {
	if t.err != nil {
		return 0, e, "", t.err
	}
	var next token
	err = t.scanner.next(&next)
	return next.kind, next.start, next.text, err
}

// At is where the last token stands in the document.
func (t *Tokens) At() (from, to int) { return t.scanner.from, t.scanner.pos }

// Skip passes over the rest of the current element.
func (t *Tokens) Skip() error {
	if t.err != nil {
		return t.err
	}
	if len(t.scanner.open) == 0 {
		return errSyntax
	}
	return t.scanner.skip(func() error { return nil })
}
