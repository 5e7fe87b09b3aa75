// Package docx reads a Word document as it is shown: with the numbers that Word
// computes, with tracked changes accepted, without hidden text, headers and
// footers.
package docx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
)

// Read reads a Word document. The sheets are nil without an error if the data are
// another kind of zip archive. The error is a *msg.Problem.
func Read(data []byte) ([]*intake.Sheet, error) {
	p, err := openParts(data)
	if p == nil || err != nil {
		return nil, err
	}
	w := &reader{numbers: newNumbering(p["numbering"], p["styles"]), notes: map[string]string{}}
	for _, kind := range []string{"footnote", "endnote"} {
		notes := &reader{numbers: newNumbering(nil, nil)}
		if err := notes.readNotes(p[kind+"s"], kind, w.notes); err != nil {
			return nil, problemOf(err)
		}
	}
	w.dec = xml.NewDecoder(bytes.NewReader(p["document"]))
	blocks, err := w.blocks(0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, problemOf(err)
	}
	return layout.Sheets(blocks)
}

var (
	errDeep    = errors.New("nested too deeply")
	errMany    = errors.New("too many cells")
	errDoctype = errors.New("doctype")
)

// problemOf is the *msg.Problem for an error of reading.
func problemOf(err error) error {
	switch {
	case errors.Is(err, errMany):
		return layout.TooLarge()
	case errors.Is(err, errDeep):
		return damaged("嵌套过深，可能是恶意构造的", "it is nested too deeply and may be crafted")
	case errors.Is(err, errDoctype):
		return damaged("带有 DOCTYPE 声明，可能是恶意构造的", "it has a DOCTYPE and may be crafted")
	}
	return damaged("不是有效的 XML", "it is no valid XML")
}

// reader reads one part of a document.
type reader struct {
	dec         *xml.Decoder
	numbers     *numbering
	notes       map[string]string // footnotes and endnotes by kind and id
	count       int               // blocks, rows and cells so far
	placeholder bool              // the current content control shows its prompt only
}

// maxDepth is the deepest nesting of elements: twice what layout tables in text
// boxes in layout tables take.
const maxDepth = 200

// each calls a function for every child of the current element, until that ends.
// The function must read the child to its end.
func (w *reader) each(depth int, on func(xml.StartElement) error) error {
	if depth > maxDepth {
		return errDeep
	}
	for {
		t, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errDoctype
		case xml.EndElement:
			return nil
		case xml.StartElement:
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
	case "del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "sectPr", "tblPr", "tblGrid", "tblPrEx", "rt", "binData":
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
	}
	return w.blocks(depth)
}

// paragraph reads a paragraph, and what stands in text boxes anchored in it.
func (w *reader) paragraph(depth int) ([]layout.Block, error) {
	var b strings.Builder
	var boxes []layout.Block
	var style, num, level string
	hidden := false
	var read func(int) error
	read = func(d int) error {
		return w.eachShown(d, func(t xml.StartElement) error {
			switch t.Name.Local {
			case "t":
				s, err := w.characters(d + 1)
				if !hidden {
					b.WriteString(s)
				}
				return err
			case "tab", "ptab":
				b.WriteByte(' ')
			case "br", "cr":
				b.WriteByte('\n')
			case "noBreakHyphen":
				b.WriteByte('-')
			case "footnoteReference", "endnoteReference":
				if s := w.notes[strings.TrimSuffix(t.Name.Local, "Reference")+attr(t.Attr, "id")]; s != "" && !hidden {
					b.WriteString("（注：" + s + "）")
				}
			case "pPr":
				return w.properties(d+1, func(name string, a []xml.Attr) {
					switch name {
					case "pStyle":
						style = attr(a, "val")
					case "numId":
						num = attr(a, "val")
					case "ilvl":
						level = attr(a, "val")
					}
				})
			case "r":
				err := read(d + 1)
				hidden = false
				return err
			case "rPr":
				return w.properties(d+1, func(name string, a []xml.Attr) {
					hidden = hidden || name == "vanish" && on(a)
				})
			case "txbxContent":
				inner, err := w.blocks(d + 1)
				boxes = append(boxes, inner...)
				return err
			}
			return read(d + 1)
		})
	}
	if err := read(depth); err != nil {
		return nil, err
	}
	text := b.String()
	number := w.numbers.next(style, num, level)
	if layout.Trim(text) != "" {
		text = number + text
	}
	return append([]layout.Block{{Text: text}}, boxes...), nil
}

// characters reads the text of an element; its children are skipped.
func (w *reader) characters(depth int) (string, error) {
	var b strings.Builder
	for {
		t, err := w.dec.Token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := w.dec.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

func (w *reader) table(depth int) (*layout.Table, error) {
	tb := &layout.Table{Placed: true}
	open := map[int]*layout.Cell{} // column → the cell that may go on in the next row
	err := w.rows(depth, func(cells []mergedCell, before int) {
		var row []layout.Cell
		var merged []bool
		goesOn := map[int]*layout.Cell{}
		col := before
		for _, c := range cells {
			if up := open[col]; c.continues && up != nil && up.Cols == c.cols {
				up.Rows++
				up.Blocks = append(up.Blocks, c.blocks...)
				goesOn[col] = up
			} else {
				row = append(row, layout.Cell{Col: col, Rows: 1, Cols: c.cols, Blocks: c.blocks})
				merged = append(merged, c.begins || c.continues)
			}
			col += c.cols
		}
		tb.Rows = append(tb.Rows, row)
		for i := range row {
			if merged[i] {
				goesOn[row[i].Col] = &row[i]
			}
		}
		open = goesOn
	})
	return tb, err
}

// mergedCell is a cell as Word stores it, with its part in a vertical merge.
type mergedCell struct {
	cols      int
	begins    bool // first cell of a merge
	continues bool // merged into the cell above
	blocks    []layout.Block
}

func (w *reader) rows(depth int, add func([]mergedCell, int)) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		if t.Name.Local != "tr" {
			return w.rows(depth+1, add) // a content control, or a change that was made
		}
		before, gone := 0, false
		var cells []mergedCell
		if err := w.row(depth+1, &cells, &before, &gone); err != nil {
			return err
		}
		if !gone {
			add(cells, before)
		}
		return w.add(1)
	})
}

func (w *reader) row(depth int, cells *[]mergedCell, before *int, gone *bool) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "tc":
			c, err := w.cell(depth + 1)
			*cells = append(*cells, c)
			return cmp.Or(w.add(1), err)
		case "trPr":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "gridBefore":
					*before = number(a)
				case "del":
					*gone = true
				case "hidden":
					*gone = *gone || on(a)
				}
			})
		}
		return w.row(depth+1, cells, before, gone)
	})
}

func (w *reader) cell(depth int) (c mergedCell, err error) {
	c.cols = 1
	err = w.eachShown(depth, func(t xml.StartElement) error {
		if t.Name.Local == "tcPr" {
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "gridSpan":
					c.cols = max(1, number(a))
				case "vMerge":
					c.begins = attr(a, "val") == "restart"
					c.continues = !c.begins
				}
			})
		}
		more, err := w.element(t, depth+1)
		c.blocks = append(c.blocks, more...)
		return err
	})
	return c, err
}

// properties calls a function for every element below the current one, at any
// depth. Elements that record earlier properties (…Change) are skipped.
func (w *reader) properties(depth int, seen func(string, []xml.Attr)) error {
	return w.each(depth, func(t xml.StartElement) error {
		if strings.HasSuffix(t.Name.Local, "Change") {
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
	w.dec = xml.NewDecoder(bytes.NewReader(data))
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

func number(as []xml.Attr) int {
	n, _ := strconv.Atoi(attr(as, "val"))
	return min(max(n, 0), 1000)
}
