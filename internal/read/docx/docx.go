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
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/text"
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
	for _, mark := range behind {
		if bytes.Contains(p["document"], []byte(mark)) {
			w.in.fill = "pattern"
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

// behind is what puts something behind the text of a document: a picture, a shape, or a colour of the page.
var behind = []string{`behindDoc="1"`, `behindDoc="true"`, `z-index:-`, `<w:background `}

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
	styles      *styleSheet
	notes       map[string]string // footnotes and endnotes by kind and id
	in          surroundings      // of the paragraph that is read
	fields      []field           // that are open, the outermost first
	count       int               // blocks, rows and cells so far
	placeholder bool              // the current content control shows its prompt only
	nesting     int               // the most
}

// each calls a function for every child of the current element, until that ends.
// The function must read the child to its end.
func (w *reader) each(depth int, on func(xml.StartElement) error) error {
	if depth > w.nesting {
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
		b := layout.Block{Left: []intake.Run{{Text: "w:" + t.Name.Local, Look: intake.Unclear}}}
		return []layout.Block{b}, w.dec.Skip()
	}
	return w.blocks(depth)
}

// field is a field of Word, such as a reference: what computes it, and whether its result has begun.
type field struct {
	code   string
	result bool
	shown  bool     // something of its result was read
	list   []string // of a drop-down list, the items
	chosen int      // the number of the one that is shown, from 0
}

// isMark says whether a field refers to a footnote or an endnote: its result is a note mark, however it is set.
func (f field) isMark() bool {
	words := strings.Fields(f.code)
	return f.result && len(words) > 0 && strings.EqualFold(words[0], "NOTEREF")
}

// computing are the fields whose results Word works out when it shows or prints them: without a result in the file it
// is not known what they show.
var computing = []string{"=", "QUOTE", "REF", "MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE", "LINK", "INCLUDETEXT", "IF", "SEQ", "COMPARE", "EQ"}

// end writes what a field shows that has ended and has no result of its own: the item of a list. What is not known is
// left out, by its code.
func (p *paragraph) end(f field) {
	words := strings.Fields(f.code)
	if f.shown || len(words) == 0 {
		return
	}
	switch name := strings.ToUpper(words[0]); {
	case name == "FORMDROPDOWN":
		if f.chosen < len(f.list) {
			p.write(f.list[f.chosen])
		}
	case slices.Contains(computing, name), strings.HasPrefix(name, "="):
		p.leaveOut("{" + strings.Join(words, " ") + "}")
	}
}

// leaveOut leaves out something of which it is not known how it shows.
func (p *paragraph) leaveOut(what string) { p.text.Write(what, layout.Style{Unclear: true}) }

// symbol reads a character of a font that Word keeps apart from the text. Those of the font Symbol are the usual ones
// up to the digits; of any other it is not known how they look, which counts in a table.
func (p *paragraph) symbol(as []xml.Attr) {
	code, err := strconv.ParseUint(attr(as, "char"), 16, 32)
	font := strings.ToLower(attr(as, "font"))
	r := rune(code & 0xff)
	switch pictured := strings.Contains(font, "dings") || strings.Contains(font, "icon") || strings.Contains(font, "marlett"); {
	case err == nil && !pictured && (code < 0x100 || code>>8 == 0xf0) && r >= '!' && r <= '9':
		p.write(string(r))
	case p.in.cell:
		p.leaveOut(attr(as, "font") + " " + attr(as, "char"))
	}
}

// paragraph reads a paragraph, and what stands in text boxes anchored in it.
func (w *reader) paragraph(depth int) ([]layout.Block, error) {
	p := &paragraph{reader: w}
	if err := p.read(depth); err != nil {
		return nil, err
	}
	b := p.text.Paragraph()
	number := w.numbers.next(p.style, p.num, p.level)
	if layout.Trim(b.Text) != "" {
		if w.in.cell && number != "" && endsInFigure(number) && beginsInFigure(b.Text) {
			number += " " // Word leaves room between them
		}
		b.Text = number + b.Text
	}
	b.Left = append(b.Left, p.pictures...)
	return append([]layout.Block{b}, p.boxes...), nil
}

// endsInFigure and beginsInFigure say whether the number of a list and the text behind it would be one figure.
func endsInFigure(number string) bool {
	number = strings.TrimRight(number, ".,．，")
	return number != "" && number[len(number)-1] >= '0' && number[len(number)-1] <= '9'
}

func beginsInFigure(s string) bool {
	r, _ := utf8.DecodeRuneInString(text.Fold(layout.Trim(s)))
	return unicode.IsDigit(r) || r == '.'
}

// paragraph is a paragraph that is being read.
type paragraph struct {
	*reader
	text              layout.Runs
	boxes             []layout.Block
	pictures          []intake.Run
	style, num, level string
	fill              string // its background
	run               look   // of the current run
	raised            int    // exponents and indices of formulas that are open, and marks of notes
	figure            bool   // the text so far ends in a digit
}

// write adds characters of the current run.
func (p *paragraph) write(s string) {
	how := p.styles.styleOf(p.run, p.style, p.fill, p.in)
	if layout.Trim(s) != "" {
		for i := range p.fields {
			p.fields[i].shown = p.fields[i].shown || p.fields[i].result
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(s); s != "" {
		p.figure = unicode.IsDigit(last)
	}
	how.Raised = how.Raised || p.raised > 0 || slices.ContainsFunc(p.fields, field.isMark)
	p.text.Write(s, how)
}

// read reads the children of an element of the paragraph.
func (p *paragraph) read(depth int) error {
	return p.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "t":
			s, err := p.characters(depth + 1)
			p.write(s)
			return err
		case "tab", "ptab":
			p.write(" ")
		case "br", "cr":
			p.write("\n")
		case "noBreakHyphen":
			p.write("-")
		case "sym":
			p.symbol(t.Attr)
		case "bdo":
			if attr(t.Attr, "val") != "rtl" {
				break
			}
			p.write(string(text.RightToLeft))
			err := p.read(depth + 1)
			p.write(string(text.EndOfOrder))
			return err
		case "hyperlink":
			if attr(t.Attr, "anchor") == "" || attr(t.Attr, "id") != "" || !p.figure {
				break
			}
			p.raised++ // a link to a place of the document, right behind a figure, is the mark of a note
			err := p.read(depth + 1)
			p.raised--
			return err
		case "ddList":
			return p.list(depth + 1)
		case "footnoteReference", "endnoteReference":
			if s := p.notes[strings.TrimSuffix(t.Name.Local, "Reference")+attr(t.Attr, "id")]; s != "" {
				p.run.raise = "baseline"
				p.write("（注：" + s + "）")
			}
		case "pPr":
			return p.properties(depth + 1)
		case "r":
			before := p.run
			p.run = look{}
			err := p.read(depth + 1)
			p.run = before
			return err
		case "rPr":
			return p.reader.properties(depth+1, p.run.take)
		case "fldChar":
			if f, ended := p.fieldMark(attr(t.Attr, "fldCharType")); ended {
				p.end(f)
			}
		case "instrText":
			s, err := p.characters(depth + 1)
			if n := len(p.fields); n > 0 && len(p.fields[n-1].code) < maxFieldCode {
				p.fields[n-1].code += s
			}
			return err
		case "fldSimple":
			p.fields = append(p.fields, field{code: attr(t.Attr, "instr"), result: true})
			err := p.read(depth + 1)
			last := len(p.fields) - 1
			f := p.fields[last]
			p.fields = p.fields[:last]
			p.end(f)
			return err
		case "sup", "sub": // of a formula
			p.raised++
			err := p.read(depth + 1)
			p.raised--
			return err
		case "drawing", "pict", "object":
			return p.picture(depth + 1)
		case "txbxContent":
			return p.box(depth + 1)
		}
		return p.read(depth + 1)
	})
}

// maxFieldCode is how much is kept, in bytes, of what computes a field, and maxFields how many fields may be open
// within one another.
const (
	maxFieldCode = 1000
	maxFields    = 50
)

// list reads the items of a drop-down list, and which of them is shown.
func (p *paragraph) list(depth int) error {
	return p.reader.properties(depth, func(name string, a []xml.Attr) {
		n := len(p.fields)
		if n == 0 {
			return
		}
		switch f := &p.fields[n-1]; name {
		case "listEntry":
			f.list = append(f.list, attr(a, "val"))
		case "default", "result": // the result comes first where there is one
			if f.chosen == 0 {
				f.chosen = number(a, "val")
			}
		}
	})
}

// fieldMark reads one of the marks between which a field stands, and gives the field that ended.
func (w *reader) fieldMark(kind string) (f field, ended bool) {
	switch n := len(w.fields); {
	case kind == "begin" && n < maxFields:
		w.fields = append(w.fields, field{})
	case n == 0:
	case kind == "separate":
		w.fields[n-1].result = true
	case kind == "end":
		f, ended = w.fields[n-1], true
		w.fields = w.fields[:n-1]
	}
	return f, ended
}

// properties reads the properties of the paragraph.
func (p *paragraph) properties(depth int) error {
	return p.each(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "pStyle":
			p.style = attr(t.Attr, "val")
		case "numId":
			p.num = attr(t.Attr, "val")
		case "ilvl":
			p.level = attr(t.Attr, "val")
		case "shd":
			p.fill = fillOf(t.Attr)
		case "rPr", "sectPr", "pPrChange": // the look of the paragraph's mark, the page, and what was before
			return p.dec.Skip()
		}
		return p.properties(depth + 1)
	})
}

// box reads what stands in a text box, on a background that is not known.
func (p *paragraph) box(depth int) error {
	before := p.in
	p.in.fill = "pattern"
	inner, err := p.blocks(depth)
	p.boxes, p.in = append(p.boxes, inner...), before
	return err
}

// smallPicture is the width and height up to which a picture, in English Metric Units (360000 to a centimetre), is
// an ornament; in a cell a figure may be drawn in less.
const (
	smallPicture    = 180_000
	smallestInACell = 72_000
)

// picture reads a drawing: its text boxes, and whether it is a picture or an embedded object.
func (p *paragraph) picture(depth int) error {
	what, seen, small, limit := "", false, false, smallPicture
	if p.in.cell {
		limit = smallestInACell
	}
	var read func(int) error
	read = func(d int) error {
		return p.eachShown(d, func(t xml.StartElement) error {
			switch t.Name.Local {
			case "txbxContent":
				return p.box(d + 1)
			case "extent":
				small = number(t.Attr, "cx") <= limit && number(t.Attr, "cy") <= limit
			case "docPr":
				what = cmp.Or(attr(t.Attr, "descr"), what)
			case "OLEObject":
				what = cmp.Or(attr(t.Attr, "ProgID"), what)
			case "blip", "imagedata":
				seen = true
			}
			return read(d + 1)
		})
	}
	err := read(depth)
	if seen && !small {
		p.pictures = append(p.pictures, intake.Run{Text: what, Look: intake.Picture})
	}
	return err
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

// grid is a table that is being read.
type grid struct {
	rows   []gridRow
	edges  []int // places of its columns, in twips
	guess  bool  // the document does not give the width of some column
	unread []layout.UnreadRow
}

// gridRow is the cells of a row, and how many columns of the grid stand before the first.
type gridRow struct {
	cells  []mergedCell
	before int
}

// mergedCell is a cell as Word stores it, with its part in a vertical merge.
type mergedCell struct {
	col, cols int
	width     int  // in twips; 0 if it is not given
	ordinal   int  // its number in the row, if cells were left out; else 0
	begins    bool // first cell of a merge
	continues bool // merged into the cell above
	blocks    []layout.Block
}

// isEmpty says whether nothing stands in a cell.
func (c mergedCell) isEmpty() bool {
	return !slices.ContainsFunc(c.blocks, func(b layout.Block) bool { return b.Table != nil || layout.Trim(b.Text) != "" || len(b.Left) > 0 })
}

func (w *reader) table(depth int) (*layout.Table, error) {
	before := w.in
	g := &grid{edges: []int{0}}
	err := w.rows(depth, g)
	w.in = before
	g.place()
	tb := &layout.Table{Placed: true, Unread: g.unread}
	open := map[int]*layout.Cell{} // column → the cell that may go on in the next row
	for _, r := range g.rows {
		var row []layout.Cell
		var merged []bool
		goesOn := map[int]*layout.Cell{}
		for _, c := range r.cells {
			if up := open[c.col]; c.continues && up != nil && up.Cols == c.cols {
				up.Rows++
				up.Blocks = append(up.Blocks, c.blocks...)
				goesOn[c.col] = up
			} else {
				row = append(row, layout.Cell{Col: c.col, Rows: 1, Cols: c.cols, Blocks: c.blocks, Ordinal: c.ordinal})
				merged = append(merged, c.begins || c.continues)
			}
		}
		tb.Rows = append(tb.Rows, row)
		for i := range row {
			if merged[i] {
				goesOn[row[i].Col] = &row[i]
			}
		}
		open = goesOn
	}
	return tb, err
}

// place gives each cell its column, after edges that are meant to be one have become one.
func (g *grid) place() {
	widest := 0
	var filled []layout.Extent
	var spans []layout.Span
	for i := range g.rows {
		col := g.rows[i].before
		for k := range g.rows[i].cells {
			c := &g.rows[i].cells[k]
			c.col = col
			col += c.cols
			at := layout.Extent{From: c.col, To: col}
			if spans = append(spans, layout.Span{Extent: at, Width: float64(c.width)}); !c.isEmpty() {
				filled = append(filled, at)
			}
		}
		widest = max(widest, col)
	}
	if widest >= len(g.edges) || g.guess { // the grid is not that of the rows
		edges, worst, ok := layout.SolveEdges(spans, 0)
		if !ok || worst > largestError {
			return
		}
		g.edges = edges
	}
	to := layout.JoinEdges(g.edges, filled)
	if to == nil {
		return
	}
	for i := range g.rows {
		for k := range g.rows[i].cells {
			g.rows[i].cells[k].ordinal = k + 1
		}
		g.rows[i].cells = slices.DeleteFunc(g.rows[i].cells, func(c mergedCell) bool { return to[c.col] == to[c.col+c.cols] })
		for k := range g.rows[i].cells {
			c := &g.rows[i].cells[k]
			c.col, c.cols = to[c.col], to[c.col+c.cols]-to[c.col]
		}
	}
}

// largestError is how far, in twips, the widths of cells may be from agreeing with one another.
const largestError = 15

// rows reads the rows of a table, and the properties that stand before them.
func (w *reader) rows(depth int, g *grid) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "tblPr":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "tblStyle":
					w.in.table = attr(a, "val")
					w.in.fill = cmp.Or(w.styles.tableFill(w.in.table), w.in.fill)
				case "shd":
					w.in.fill = cmp.Or(fillOf(a), w.in.fill)
				}
			})
		case "tblGrid":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				if name == "gridCol" && len(g.edges) <= layout.MaxColumns {
					width := number(a, "w")
					g.guess = g.guess || width == 0
					g.edges = append(g.edges, g.edges[len(g.edges)-1]+width)
				}
			})
		case "tr":
		default:
			return w.rows(depth+1, g) // a content control, or a change that was made
		}
		var r row
		if err := w.row(depth+1, &r); err != nil {
			return err
		}
		switch {
		case r.deleted:
		case r.hidden:
			g.unread = append(g.unread, layout.UnreadRow{After: len(g.rows), Left: r.hiddenText()})
		default:
			g.rows = append(g.rows, r.gridRow)
		}
		return w.add(1)
	})
}

// row is a row that is being read.
type row struct {
	gridRow
	deleted, hidden bool
}

// hiddenText is what stands in a row that is not shown.
func (r row) hiddenText() []intake.Run {
	var texts []string
	for _, c := range r.cells {
		cell := layout.Cell{Blocks: c.blocks}
		if s := cell.Text(); s != "" {
			texts = append(texts, s)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []intake.Run{{Text: strings.Join(texts, " "), Look: intake.Unseen}}
}

// lowRow is the height, in twips, of a row in which no character fits.
const lowRow = 40

func (w *reader) row(depth int, r *row) error {
	return w.eachShown(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "tc":
			c, err := w.cell(depth + 1)
			r.cells = append(r.cells, c)
			return cmp.Or(w.add(1), err)
		case "trPr":
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "gridBefore":
					r.before = span(a)
				case "del":
					r.deleted = true
				case "hidden":
					r.hidden = r.hidden || on(a)
				case "trHeight":
					r.hidden = r.hidden || attr(a, "hRule") == "exact" && number(a, "val") <= lowRow
				}
			})
		}
		return w.row(depth+1, r)
	})
}

func (w *reader) cell(depth int) (c mergedCell, err error) {
	c.cols = 1
	before := w.in
	w.in.cell = true
	err = w.eachShown(depth, func(t xml.StartElement) error {
		if t.Name.Local == "tcPr" {
			return w.properties(depth+1, func(name string, a []xml.Attr) {
				switch name {
				case "tcW":
					if kind := attr(a, "type"); kind == "dxa" || kind == "" {
						c.width = number(a, "w")
					}
				case "gridSpan":
					c.cols = max(1, span(a))
				case "vMerge":
					c.begins = attr(a, "val") == "restart"
					c.continues = !c.begins
				case "shd":
					w.in.fill = cmp.Or(fillOf(a), w.in.fill)
				}
			})
		}
		more, err := w.element(t, depth+1)
		c.blocks = append(c.blocks, more...)
		return err
	})
	w.in = before
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
