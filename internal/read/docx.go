package read

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
)

// docx reads a Word document as it is shown: with the numbers that are computed,
// with changes accepted, without what is hidden, headers and footers.
func docx(p *parts) ([]*intake.Sheet, error) {
	w := &wordReader{numbers: newNumbering(p.numbering, p.styles)}
	w.notes = map[string]string{}
	for kind, data := range map[string][]byte{"footnote": p.footnotes, "endnote": p.endnotes} {
		notes := &wordReader{numbers: newNumbering(nil, nil)}
		if err := notes.readNotes(data, kind, w.notes); err != nil {
			return nil, wordError(err)
		}
	}
	w.dec = xml.NewDecoder(bytes.NewReader(p.document))
	blocks, err := w.blocks(0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, wordError(err)
	}
	f := newFlow()
	f.lay(blocks)
	return f.done()
}

var (
	errDeep    = errors.New("nested too deeply")
	errMany    = errors.New("too many cells")
	errDoctype = errors.New("doctype")
)

func wordError(err error) error {
	switch {
	case errors.Is(err, errMany):
		return tooLarge()
	case errors.Is(err, errDeep):
		return badWord("嵌套过深，可能是恶意构造的", "it is nested too deeply and may be crafted")
	case errors.Is(err, errDoctype):
		return badWord("带有 DOCTYPE 声明，可能是恶意构造的", "it has a DOCTYPE and may be crafted")
	}
	return badWord("不是有效的 XML", "it is no valid XML")
}

type wordReader struct {
	dec         *xml.Decoder
	numbers     *numbering
	notes       map[string]string // footnotes and endnotes by kind and id
	count       int
	placeholder bool // the content control at hand shows its prompt
}

// maxWordDepth is twice what layout tables in text boxes in layout tables take.
const maxWordDepth = 200

// each calls a function for every element below the one at hand, until it ends.
// The function consumes the element.
func (w *wordReader) each(depth int, on func(xml.StartElement) error) error {
	if depth > maxWordDepth {
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

// unseen reads over what is not shown: deleted text, the fallback of what is
// there in a newer way, the prompt of an empty content control.
func (w *wordReader) unseen(t xml.StartElement, depth int) (bool, error) {
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
func (w *wordReader) blocks(depth int) (out []block, err error) {
	err = w.each(depth, func(t xml.StartElement) error {
		if skipped, err := w.unseen(t, depth); skipped || err != nil {
			return err
		}
		var more []block
		var err error
		switch t.Name.Local {
		case "tbl":
			var tb *table
			tb, err = w.table(depth + 1)
			more = []block{{table: tb}}
		case "p":
			more, err = w.paragraph(depth + 1)
		default:
			more, err = w.blocks(depth + 1)
		}
		out = append(out, more...)
		if w.count += len(more); w.count > maxCells {
			return errMany
		}
		return err
	})
	return out, err
}

// paragraph reads a paragraph, and what stands in text boxes anchored in it.
func (w *wordReader) paragraph(depth int) ([]block, error) {
	var b strings.Builder
	var boxes []block
	var style, num, level string
	hidden := false
	var read func(int) error
	read = func(d int) error {
		return w.each(d, func(t xml.StartElement) error {
			if skipped, err := w.unseen(t, d); skipped || err != nil {
				return err
			}
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
	if trim(text) != "" {
		text = number + text
	}
	return append([]block{{text: text}}, boxes...), nil
}

// characters reads the text of an element that has nothing else.
func (w *wordReader) characters(depth int) (string, error) {
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

func (w *wordReader) table(depth int) (*table, error) {
	tb := &table{placed: true}
	open := map[int]*cell{} // column → the cell that may go on in the next row
	err := w.rows(depth, func(cells []wordCell, before int) {
		var row []cell
		var merged []bool
		goesOn := map[int]*cell{}
		col := before
		for _, c := range cells {
			if up := open[col]; c.continues && up != nil && up.cols == c.cols {
				up.rows++
				up.blocks = append(up.blocks, c.blocks...)
				goesOn[col] = up
			} else {
				row = append(row, cell{col: col, rows: 1, cols: c.cols, blocks: c.blocks})
				merged = append(merged, c.begins || c.continues)
			}
			col += c.cols
		}
		tb.rows = append(tb.rows, row)
		for i := range row {
			if merged[i] {
				goesOn[row[i].col] = &row[i]
			}
		}
		open = goesOn
	})
	return tb, err
}

type wordCell struct {
	cols      int
	begins    bool // a merge
	continues bool // merged into the cell above
	blocks    []block
}

func (w *wordReader) rows(depth int, add func([]wordCell, int)) error {
	return w.each(depth, func(t xml.StartElement) error {
		if skipped, err := w.unseen(t, depth); skipped || err != nil {
			return err
		}
		if t.Name.Local != "tr" {
			return w.rows(depth+1, add) // a content control, or a change that was made
		}
		before, gone := 0, false
		var cells []wordCell
		if err := w.row(depth+1, &cells, &before, &gone); err != nil {
			return err
		}
		if w.count++; w.count > maxCells {
			return errMany
		}
		if !gone {
			add(cells, before)
		}
		return nil
	})
}

func (w *wordReader) row(depth int, cells *[]wordCell, before *int, gone *bool) error {
	return w.each(depth, func(t xml.StartElement) error {
		if t.Name.Local == "trPr" {
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
		if skipped, err := w.unseen(t, depth); skipped || err != nil {
			return err
		}
		if t.Name.Local != "tc" {
			return w.row(depth+1, cells, before, gone)
		}
		c, err := w.cell(depth + 1)
		*cells = append(*cells, c)
		if w.count++; w.count > maxCells {
			return errMany
		}
		return err
	})
}

func (w *wordReader) cell(depth int) (c wordCell, err error) {
	c.cols = 1
	err = w.each(depth, func(t xml.StartElement) error {
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
		if skipped, err := w.unseen(t, depth); skipped || err != nil {
			return err
		}
		var more []block
		var err error
		switch t.Name.Local {
		case "p":
			more, err = w.paragraph(depth + 1)
		case "tbl":
			var tb *table
			tb, err = w.table(depth + 1)
			more = []block{{table: tb}}
		default:
			more, err = w.blocks(depth + 1)
		}
		c.blocks = append(c.blocks, more...)
		return err
	})
	return c, err
}

// properties calls a function for every element below, whatever its depth. What
// the properties were before a change does not count.
func (w *wordReader) properties(depth int, seen func(string, []xml.Attr)) error {
	return w.each(depth, func(t xml.StartElement) error {
		if strings.HasSuffix(t.Name.Local, "Change") {
			return w.dec.Skip()
		}
		seen(t.Name.Local, t.Attr)
		return w.properties(depth+1, seen)
	})
}

// readNotes collects footnotes or endnotes.
func (w *wordReader) readNotes(data []byte, kind string, into map[string]string) error {
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
			c := cell{blocks: blocks}
			if kindOf := attr(t.Attr, "type"); kindOf == "" || kindOf == "normal" {
				into[kind+attr(t.Attr, "id")] = strings.ReplaceAll(c.text(), "\n", " ")
			}
			return err
		})
	}
	if err := read(0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

func attr(as []xml.Attr, name string) string {
	for _, a := range as {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports whether a switch is set: it is unless it says otherwise.
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
