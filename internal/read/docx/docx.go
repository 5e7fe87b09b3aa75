// Package docx reads a Word document as it is shown: with the numbers that Word
// computes, with tracked changes accepted, without headers and footers. Text that is
// struck out or that nobody sees is kept apart, as are pictures.
package docx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/msg"
)

// Read reads a Word document. The sheets are nil without an error if the data are
// another kind of zip archive. The error is a *msg.Problem.
func Read(data []byte) ([]*intake.Sheet, error) { return read(data, Default) }

// read is Read within other limits.
func read(data []byte, limits Limits) ([]*intake.Sheet, error) {
	p, err := openParts(data, limits)
	if p == nil || err != nil {
		return nil, err
	}
	styles := newStyleSheet(p["styles"])
	w := &reader{numbers: newNumbering(p["numbering"], styles), styles: styles, notes: map[string]string{}, nesting: limits.Nesting}
	for _, kind := range []string{"footnote", "endnote"} {
		notes := &reader{numbers: newNumbering(nil, styles), styles: styles, nesting: limits.Nesting}
		if err := notes.readNotes(p[kind+"s"], kind, w.notes); err != nil {
			return nil, problemOf(err)
		}
	}
	return w.body(p["document"], false)
}

// body reads the part with the text. Ground says that something is behind the text on every page.
func (w *reader) body(part []byte, ground bool) ([]*intake.Sheet, error) {
	if ground || slices.ContainsFunc(behind, func(mark string) bool { return bytes.Contains(part, []byte(mark)) }) {
		w.in.fill = "pattern"
	}
	w.dec = xmlwalk.NewTokens(string(part))
	blocks, err := w.blocks(0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, problemOf(err)
	}
	sheets, err := layout.Sheets(blocks)
	if len(sheets) > 0 {
		sheets[0].Elsewhere = w.elsewhere
	}
	return sheets, err
}

var (
	errDeep = errors.New("nested too deeply")
	errMany = errors.New("too many cells")
)

// behind is what puts something behind the text of a document: a picture, a shape, or a colour of the page.
var behind = []string{`behindDoc="1"`, `behindDoc="true"`, `z-index:-`, `<w:background `}

// problemOf is the *msg.Problem for an error of reading.
func problemOf(err error) error {
	var p *msg.Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, errMany):
		return layout.TooLarge()
	case errors.Is(err, errDeep):
		return damaged("嵌套过深，可能是恶意构造的", "it is nested too deeply and may be crafted")
	case errors.Is(err, xmlwalk.ErrDoctype):
		return damaged("带有 DOCTYPE 声明，可能是恶意构造的", "it has a DOCTYPE and may be crafted")
	}
	return damaged("不是有效的 XML", "it is no valid XML")
}

// reader reads one part of a document.
type reader struct {
	dec         *xmlwalk.Tokens
	numbers     *numbering
	styles      *styleSheet
	notes       map[string]string // footnotes and endnotes by kind and id
	in          surroundings      // of the paragraph that is read
	fields      []field           // that are open, the outermost first
	count       int               // blocks, rows and cells so far
	placeholder bool              // the current content control shows its prompt only
	nesting     int               // the most
	elsewhere   []string          // the other files that Word shows in the document, by the elements that name them
}

// each calls a function for every child of the current element, until that ends.
// The function must read the child to its end.
func (w *reader) each(depth int, on func(xml.StartElement) error) error {
	if depth > w.nesting {
		return errDeep
	}
	for {
		kind, t, _, err := w.dec.Next()
		if err != nil {
			return err
		}
		switch kind {
		case xmlwalk.End:
			return nil
		case xmlwalk.Start:
			if err := on(t); err != nil {
				return err
			}
		}
	}
}

// eachShown is each for the children that are shown. It skips the others.
func (w *reader) eachShown(depth int, on func(xml.StartElement) error) error {
	return w.each(depth, func(t xml.StartElement) error {
		if skipped, err := w.unseen(t, depth); skipped || err != nil {
			return err
		}
		return on(t)
	})
}

// add counts blocks, rows and cells; too many are an error.
func (w *reader) add(n int) error {
	if w.count += n; w.count > layout.MaxCells {
		return errMany
	}
	return nil
}

// unseen skips an element that is not shown, and says whether it did: deleted text,
// the fallback of alternate content, the prompt of an empty content control.
func (w *reader) unseen(t xml.StartElement, depth int) (bool, error) {
	switch t.Name.Local {
	case "annotation": // of Word 2003: a change, a comment, a bookmark
		if attr(t.Attr, "type") != "Word.Insertion" {
			return true, w.dec.Skip()
		}
	case "del", "moveFrom", "Fallback", "delText", "delInstrText", "sectPr", "tblPrEx", "rt", "binData":
		return true, w.dec.Skip()
	case "sdtPr":
		w.placeholder = false
		return true, w.properties(depth+1, func(name string, a []xml.Attr) {
			w.placeholder = w.placeholder || name == "showingPlcHdr" && on(a)
		})
	case "sdtContent":
		if w.placeholder {
			w.placeholder = false
			return true, w.dec.Skip()
		}
	}
	return false, nil
}

// blocks reads paragraphs and tables until the element ends.
func (w *reader) blocks(depth int) (out []layout.Block, err error) {
	err = w.eachShown(depth, func(t xml.StartElement) error {
		more, err := w.element(t, depth+1)
		out = append(out, more...)
		return cmp.Or(w.add(len(more)), err)
	})
	return out, err
}

// element reads a paragraph or a table, or what is in any other element.
func (w *reader) element(t xml.StartElement, depth int) ([]layout.Block, error) {
	switch t.Name.Local {
	case "tbl":
		tb, err := w.table(depth)
		return []layout.Block{{Table: tb}}, err
	case "p":
		return w.paragraph(depth)
	case "altChunk", "subDoc": // another file, which Word shows here
		w.elsewhere = append(w.elsewhere, t.Name.Local)
		b := layout.Block{Left: []intake.Run{{Text: "w:" + t.Name.Local, Look: intake.Unclear}}}
		return []layout.Block{b}, w.dec.Skip()
	}
	return w.blocks(depth)
}

// properties calls a function for every element below the current one, at any
// depth. Elements that record earlier properties (…Change) are skipped.
func (w *reader) properties(depth int, seen func(string, []xml.Attr)) error {
	return w.each(depth, func(t xml.StartElement) error {
		if strings.HasSuffix(t.Name.Local, "Change") {
			return w.dec.Skip()
		}
		if t.Name.Local == "annotation" { // of Word 2003, which keeps the earlier properties in it
			seen(attr(t.Attr, "type"), nil)
			return w.dec.Skip()
		}
		seen(t.Name.Local, t.Attr)
		return w.properties(depth+1, seen)
	})
}

// readNotes reads footnotes or endnotes into a map, by kind and id.
func (w *reader) readNotes(data []byte, kind string, into map[string]string) error {
	if len(data) == 0 {
		return nil
	}
	w.dec = xmlwalk.NewTokens(string(data))
	var read func(int) error
	read = func(d int) error {
		return w.each(d, func(t xml.StartElement) error {
			if t.Name.Local != kind {
				return read(d + 1)
			}
			blocks, err := w.blocks(d + 1)
			c := layout.Cell{Blocks: blocks}
			if kindOf := attr(t.Attr, "type"); kindOf == "" || kindOf == "normal" {
				into[kind+attr(t.Attr, "id")] = strings.ReplaceAll(c.Text(), "\n", " ")
			}
			return err
		})
	}
	err := read(0)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func attr(as []xml.Attr, name string) string {
	for _, a := range as {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on says whether a toggle property is set: it is unless its value says no.
func on(as []xml.Attr) bool {
	switch attr(as, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// number is an attribute as a number; 0 if it is none.
func number(as []xml.Attr, name string) int {
	n, err := strconv.ParseFloat(attr(as, name), 64) // some programs write twips with a fraction
	if err != nil {
		return 0
	}
	return int(min(max(n, 0), 1<<30))
}

// span is a number of columns.
func span(as []xml.Attr) int { return min(number(as, "val"), 1000) }
