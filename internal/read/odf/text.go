package odf

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/msg"
)

// tooManyElements is the error for a text document of more elements than are read.
func tooManyElements() error {
	return textdoc.TooLarge(msg.F("元素超过 %d 个", "more than %d elements", spreadsheet.Default.Elements))
}

// ReadText reads a text document. Ok is false without an error if the data are none. The error is a *msg.Problem.
func ReadText(data []byte, limits textdoc.Limits) (doc *textdoc.Document, ok bool, err error) {
	parts, ok, err := parts(data, textType, limits.Bytes, limits.TooManyBytes)
	if !ok || err != nil {
		return nil, ok, err
	}
	r := &textReader{parser: newParser(tooManyElements), limits: limits, doc: &textdoc.Document{}, lists: map[string][]textdoc.Level{}, numbered: map[string]int{}, deletions: map[string]bool{}, deleting: map[string]bool{}}
	if err := r.walk(parts, r.element); err != nil {
		return nil, true, err
	}
	return r.doc, true, nil
}

// textReader reads a text document.
type textReader struct {
	*parser
	limits textdoc.Limits
	doc    *textdoc.Document
	blocks int
	lists  map[string][]textdoc.Level // the styles of lists by name
	// numbered is the last list of the document with each style, and of each identity.
	numbered            map[string]int
	outline             []textdoc.Level // numbers headings
	headings            int             // the list that numbers headings; 0 before the first
	hidden              bool            // within a section that is not displayed
	contents            bool            // within a table of contents
	deferred            []textdoc.Block // of text boxes in the current paragraph
	deletions, deleting map[string]bool // tracked changes that delete, and those the text is within, by their identity
	// unshown says that the current paragraph is hidden as a whole; unnumbered, that no list numbers it.
	unshown, unnumbered bool
}

// numberFormats are the names that Word's markup has for the kinds of numbers.
var numberFormats = map[string]string{
	"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"一, 二, 三, ...": "chineseCountingThousand", "壹, 贰, 叁, ...": "chineseLegalSimplified", "壹, 貳, 參, ...": "ideographLegalTraditional",
	"甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac", "①, ②, ③, ...": "decimalEnclosedCircle", "１, ２, ３, ...": "decimalFullWidth",
}

// element reads an element above the text.
func (r *textReader) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "style":
		return r.readStyle(e)
	case "list-style":
		levels, err := r.levels("list-level-style")
		r.lists[xmlwalk.Attribute(e, "name")] = levels
		return err
	case "outline-style":
		levels, err := r.levels("outline-level-style")
		r.outline = levels
		return err
	case "text":
		if strings.Contains(e.Name.Space, ":office:") {
			return r.content(&r.doc.Blocks)
		}
	case "master-styles", "font-face-decls", "scripts", "settings", "meta":
		return r.Skip()
	}
	return r.Children(r.element)
}

// levels reads the levels of a numbering. Elements' names begin with prefix.
func (r *textReader) levels(prefix string) (out []textdoc.Level, err error) {
	err = r.Children(func(e xml.StartElement) error {
		n := count(e, "level")
		if strings.HasPrefix(e.Name.Local, prefix) && n <= 10 {
			for len(out) < n {
				out = append(out, textdoc.Level{Format: "none", Start: 1})
			}
			l := textdoc.Level{Format: "bullet", Start: count(e, "start-value")}
			if e.Name.Local != prefix+"-bullet" && e.Name.Local != prefix+"-image" {
				if l.Format = numberFormats[xmlwalk.Attribute(e, "num-format")]; l.Format == "" {
					l.Format = "none"
				} else {
					shown := min(count(e, "display-levels"), n)
					for i := n - shown + 1; i <= n; i++ {
						if l.Text != "" {
							l.Text += "."
						}
						l.Text += "%" + strconv.Itoa(i)
					}
				}
				l.Text = xmlwalk.Attribute(e, "num-prefix") + l.Text + xmlwalk.Attribute(e, "num-suffix")
			}
			out[n-1] = l
		}
		return r.Skip()
	})
	return out, err
}

// add adds a block, or what is deferred until the paragraph ends.
func (r *textReader) add(to *[]textdoc.Block, b textdoc.Block) error {
	if r.blocks++; r.blocks > r.limits.Blocks {
		return r.limits.TooManyBlocks()
	}
	*to = append(*to, b)
	return nil
}

// content reads paragraphs, lists and tables up to the end of the current element.
func (r *textReader) content(to *[]textdoc.Block) error {
	return r.Children(func(e xml.StartElement) error { return r.block(e, to, listPlace{}) })
}

// listPlace is where in a list a paragraph stands; the zero value is outside of lists.
type listPlace struct {
	style string
	list  int // number in the document
	level int // counted from 0
	item  bool
}

// block reads one element of the text.
func (r *textReader) block(e xml.StartElement, to *[]textdoc.Block, place listPlace) error {
	switch e.Name.Local {
	case "tracked-changes":
		return r.Children(r.change)
	case "change-start", "change-end":
		r.mark(e)
	case "p", "h":
		return r.paragraph(e, to, place)
	case "list":
		return r.list(e, to, place)
	case "table":
		t, err := r.table()
		if err != nil {
			return err
		}
		return r.add(to, textdoc.Block{Table: t})
	case "section":
		was := r.hidden
		r.hidden = r.hidden || xmlwalk.Attribute(e, "display") == "none"
		err := r.content(to)
		r.hidden = was
		return err
	case "table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index", "object-index", "bibliography":
		was := r.contents
		r.contents = true
		err := r.content(to)
		r.contents = was
		return err
	case "index-body", "index-title":
		return r.content(to)
	case "numbered-paragraph": // an item of a list without the list around it
		return r.numberedParagraph(e, to)
	case "a", "text-box": // around paragraphs
		return r.content(to)
	case "frame", "g", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption": // on the page
		outer := r.deferred
		r.deferred = nil
		var pictures textdoc.Runs
		err := r.frame(e, &pictures, textdoc.Font{Hidden: r.hidden})
		blocks := r.deferred
		if r.deferred = outer; !pictures.Empty() {
			*to = append(*to, textdoc.Block{Runs: pictures.Take()})
		}
		*to = append(*to, blocks...)
		return err
	}
	return r.Skip()
}

// change reads one tracked change: text that is deleted stands here, or in the text between two marks.
func (r *textReader) change(e xml.StartElement) error {
	id := xmlwalk.Attribute(e, "id")
	return r.Children(func(e xml.StartElement) error {
		if e.Name.Local != "deletion" {
			return r.Skip()
		}
		r.deletions[id] = true
		var blocks []textdoc.Block
		err := r.content(&blocks)
		for _, b := range blocks {
			r.doc.Deleted = append(r.doc.Deleted, b.Runs...)
		}
		return err
	})
}

// mark begins or ends a tracked change in the text.
func (r *textReader) mark(e xml.StartElement) {
	id := xmlwalk.Attribute(e, "change-id")
	switch {
	case e.Name.Local == "change-end":
		delete(r.deleting, id)
	case r.deletions[id]:
		r.deleting[id] = true
	}
}

// list reads a list. One without a style of its own has that of the list around it.
func (r *textReader) list(e xml.StartElement, to *[]textdoc.Block, place listPlace) error {
	inner := listPlace{style: xmlwalk.Attribute(e, "style-name"), list: place.list, level: place.level + 1}
	if inner.style == "" {
		inner.style = place.style
	}
	if place.list == 0 {
		inner.level = 0
	}
	if place.list == 0 || inner.style != place.style {
		levels := r.lists[inner.style]
		continued := 0
		if id := xmlwalk.Attribute(e, "continue-list"); id != "" {
			continued = r.numbered["#"+id]
		} else if xmlwalk.Attribute(e, "continue-numbering") == "true" {
			continued = r.numbered[inner.style]
		}
		if inner.list = continued; continued == 0 && len(levels) > 0 {
			r.doc.Lists = append(r.doc.Lists, textdoc.List{Levels: slices.Clone(levels)})
			inner.list = len(r.doc.Lists)
		}
		r.numbered[inner.style] = inner.list
		if id := xmlwalk.Attribute(e, "id"); id != "" {
			r.numbered["#"+id] = inner.list
		}
	}
	return r.Children(func(e xml.StartElement) error {
		if e.Name.Local != "list-item" && e.Name.Local != "list-header" {
			return r.Skip()
		}
		at := inner
		at.item = e.Name.Local == "list-item"
		if n := xmlwalk.Attribute(e, "start-value"); n != "" && at.list > 0 { // a list of its own from here on
			l := textdoc.List{Levels: slices.Clone(r.doc.Lists[at.list-1].Levels)}
			if at.level < len(l.Levels) {
				l.Levels[at.level].Start = count(e, "start-value")
			}
			r.doc.Lists = append(r.doc.Lists, l)
			at.list = len(r.doc.Lists)
			inner.list = at.list
		}
		return r.Children(func(e xml.StartElement) error {
			err := r.block(e, to, at)
			if e.Name.Local == "p" || e.Name.Local == "h" {
				at.item = false // only the first paragraph has the number
			}
			return err
		})
	})
}

// numberedParagraph reads a paragraph that names its list and its level in it.
func (r *textReader) numberedParagraph(e xml.StartElement, to *[]textdoc.Block) error {
	id := "#" + xmlwalk.Attribute(e, "list-id")
	place := listPlace{style: xmlwalk.Attribute(e, "style-name"), list: r.numbered[id], level: count(e, "level") - 1, item: true}
	if levels := r.lists[place.style]; place.list == 0 && len(levels) > 0 {
		r.doc.Lists = append(r.doc.Lists, textdoc.List{Levels: slices.Clone(levels)})
		place.list = len(r.doc.Lists)
		r.numbered[id] = place.list
	}
	return r.Children(func(e xml.StartElement) error { return r.block(e, to, place) })
}

// paragraph reads a paragraph or a heading.
func (r *textReader) paragraph(e xml.StartElement, to *[]textdoc.Block, place listPlace) error {
	b := textdoc.Block{Contents: r.contents}
	if e.Name.Local == "h" {
		b.Heading = count(e, "outline-level")
	}
	switch {
	case place.item && place.list > 0:
		b.List, b.Level = place.list, place.level
	case b.Heading > 0 && place.list == 0 && len(r.outline) >= b.Heading && r.outline[b.Heading-1].Format != "none":
		if r.headings == 0 {
			r.doc.Lists = append(r.doc.Lists, textdoc.List{Levels: r.outline})
			r.headings = len(r.doc.Lists)
		}
		b.List, b.Level = r.headings, b.Heading-1
	}
	font := r.font("paragraph", xmlwalk.Attribute(e, "style-name"), textdoc.Font{Hidden: r.hidden})
	outer := r.deferred
	r.deferred, r.unshown, r.unnumbered = nil, false, b.List == 0
	var runs textdoc.Runs
	if err := r.inline(&runs, font); err != nil {
		return err
	}
	b.Runs = runs.Take()
	if r.unshown {
		for i := range b.Runs {
			b.Runs[i].Font.Hidden = true
		}
	}
	boxes := r.deferred
	r.deferred = outer
	if err := r.add(to, b); err != nil {
		return err
	}
	*to = append(*to, boxes...)
	return nil
}

// font is the font of a style, on top of another.
func (r *textReader) font(family, name string, on textdoc.Font) textdoc.Font {
	f, ground, hidden := r.look(family, name, spreadsheet.Font{Strike: on.Strike, Size: on.Size, Colour: on.Colour, Vert: on.Vert})
	out := textdoc.Font{Strike: f.Strike, Size: f.Size, Colour: f.Colour, Vert: f.Vert, Ground: on.Ground, Hidden: on.Hidden || hidden}
	if ground != "" {
		out.Ground = ground
	}
	return out
}

// inline reads the content of a paragraph or of a stretch of it.
func (r *textReader) inline(to *textdoc.Runs, font textdoc.Font) error {
	add := func(s string, f textdoc.Font) {
		f.Deleted = f.Deleted || len(r.deleting) > 0
		to.Add(s, f)
	}
	return r.Inside(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "span":
			return r.inline(to, r.font("text", xmlwalk.Attribute(e, "style-name"), font))
		case "s":
			add(strings.Repeat(" ", min(count(e, "c"), 100)), font)
		case "tab":
			add("\t", font)
		case "line-break":
			add("\n", font)
		case "note":
			var blocks []textdoc.Block
			err := r.Children(func(e xml.StartElement) error {
				if e.Name.Local == "note-body" {
					return r.content(&blocks)
				}
				return r.Skip()
			})
			to.Put(textdoc.Run{Note: blocks})
			return err
		case "hidden-paragraph":
			r.unshown = r.unshown || xmlwalk.Attribute(e, "is-hidden") == "true"
		case "number": // of a heading or an item, as it was last computed
			if !r.unnumbered {
				return r.Skip()
			}
			return r.inline(to, font)
		case "frame", "g", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption", "text-box", "image":
			return r.frame(e, to, font)
		case "annotation", "annotation-end", "ruby-text", "bookmark", "bookmark-start", "bookmark-end", "change", "soft-page-break":
		case "change-start", "change-end":
			r.mark(e)
		case "hidden-text":
			if xmlwalk.Attribute(e, "is-hidden") == "false" {
				return r.inline(to, font)
			}
		default: // fields, links and the like show what they hold
			return r.inline(to, font)
		}
		return r.Skip()
	}, func(s string) { add(blanks.Replace(s), font) })
}

// blanks are written as one blank: line ends and tabs in the file are none in the text.
var blanks = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\r", " ")

// frame reads a drawing in a paragraph: its text comes behind the paragraph, a picture is told.
func (r *textReader) frame(e xml.StartElement, to *textdoc.Runs, font textdoc.Font) error {
	switch e.Name.Local {
	case "image":
		to.Put(textdoc.Run{Picture: true})
		return r.Skip()
	case "text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption":
		return r.content(&r.deferred)
	case "frame", "g":
		text := false // of what a frame offers the first is shown
		return r.Children(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "object":
				shown, err := r.object(to, font)
				text = text || shown
				return err
			case "text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "caption", "g", "frame":
				text = true
				return r.frame(e, to, font)
			case "image":
				if !text {
					return r.frame(e, to, font)
				}
			}
			return r.Skip()
		})
	}
	return r.Skip()
}

// object reads the formula that stands in a frame of a file that is one XML document. It reports whether there is one;
// what else is embedded is shown by its picture.
func (r *textReader) object(to *textdoc.Runs, font textdoc.Font) (shown bool, err error) {
	err = r.Children(func(e xml.StartElement) error {
		if e.Name.Local != "math" {
			return r.Skip()
		}
		shown = true
		return r.formula(e, to, font)
	})
	return shown, err
}

// formula reads an element of MathML as the text that it shows, exponents and indices raised.
func (r *textReader) formula(e xml.StartElement, to *textdoc.Runs, font textdoc.Font) error {
	parent, parts := e.Name.Local, 0
	return r.Inside(func(e xml.StartElement) error {
		parts++
		inner := font
		switch name := e.Name.Local; {
		case strings.HasPrefix(name, "annotation"): // the same as the program that made it writes it
			return r.Skip()
		case parts < 2:
		case parent == "mfrac":
			to.Add("/", font)
		case parent == "msup":
			inner.Vert = "superscript"
		case parent == "msub", parent == "msubsup":
			inner.Vert = "subscript"
		}
		return r.formula(e, to, inner)
	}, func(s string) { to.Add(strings.TrimSpace(s), font) })
}

// columnWidth is the width in twips that every column gets: which column a cell is in is told, and how wide it is of no
// interest.
const columnWidth = 1000

// table reads a table.
func (r *textReader) table() (*textdoc.Table, error) {
	t := tableReader{textReader: r, table: &textdoc.Table{}, open: map[int]merge{}}
	return t.table, r.Children(t.rows)
}

// tableReader reads the rows of one table.
type tableReader struct {
	*textReader
	table   *textdoc.Table
	open    map[int]merge // merged cells that go on in the next row, by their first columns
	row     textdoc.Row   // the row that is read
	col     int           // the next column of it
	covered int           // how many columns from there the merged cell before covers
}

// merge is how many more rows a merged cell covers, and how many columns it has.
type merge struct{ rows, cols int }

// rows reads a row, or a group of rows.
func (t *tableReader) rows(e xml.StartElement) error {
	before := t.blocks
	switch e.Name.Local {
	case "table-header-rows", "table-rows", "table-row-group":
		return t.Children(t.rows)
	case "table-row":
	default:
		return t.Skip()
	}
	t.row, t.col, t.covered = textdoc.Row{}, 0, 0
	err := t.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "covered-table-cell":
			return t.coveredCells(e)
		case "table-cell":
			return t.cells(e)
		}
		return t.Skip()
	})
	if err = cmp.Or(err, t.passCovered()); err != nil {
		return err
	}
	inside := t.blocks - before
	for range count(e, "number-rows-repeated") {
		if t.blocks += 1 + inside; t.blocks > t.limits.Blocks {
			return t.limits.TooManyBlocks()
		}
		t.table.Rows = append(t.table.Rows, t.row)
	}
	return nil
}

// coveredCells reads cells that a merged one covers.
func (t *tableReader) coveredCells(e xml.StartElement) error {
	for range min(count(e, "number-columns-repeated"), lastColumn) {
		if t.blocks++; t.blocks > t.limits.Blocks {
			return t.limits.TooManyBlocks()
		}
		if m, ok := t.open[t.col]; ok && t.covered == 0 {
			t.goOn(m)
			t.covered = m.cols
		}
		t.col++
		t.covered = max(0, t.covered-1)
	}
	return t.Skip()
}

// cells reads a cell that may be there several times.
func (t *tableReader) cells(e xml.StartElement) error {
	if err := t.passCovered(); err != nil {
		return err
	}
	n, rows, cols := count(e, "number-columns-repeated"), count(e, "number-rows-spanned"), count(e, "number-columns-spanned")
	c := textdoc.Cell{Left: t.col * columnWidth, Right: (t.col + cols) * columnWidth, Begins: rows > 1}
	before := t.blocks
	if err := t.content(&c.Blocks); err != nil {
		return err
	}
	inside := t.blocks - before
	if rows > 1 {
		t.open[t.col] = merge{rows - 1, cols}
	}
	for range min(n, lastColumn) {
		if t.blocks += 1 + inside; t.blocks > t.limits.Blocks {
			return t.limits.TooManyBlocks()
		}
		t.row.Cells = append(t.row.Cells, c)
		c.Left, c.Right = c.Left+cols*columnWidth, c.Right+cols*columnWidth
	}
	t.col += n
	t.covered = cols - 1
	return nil
}

// goOn puts the part that a merged cell from above has in this row, at its first column.
func (t *tableReader) goOn(m merge) {
	t.row.Cells = append(t.row.Cells, textdoc.Cell{Left: t.col * columnWidth, Right: (t.col + m.cols) * columnWidth, Continues: true})
	if m.rows--; m.rows == 0 {
		delete(t.open, t.col)
	} else {
		t.open[t.col] = m
	}
}

// passCovered goes on to the next place that no merged cell covers. Some programs leave the covered cells out: a cell then
// takes the next free place, as office programs show it.
func (t *tableReader) passCovered() error {
	t.col, t.covered = t.col+t.covered, 0
	for m, ok := t.open[t.col]; ok; m, ok = t.open[t.col] {
		if t.blocks++; t.blocks > t.limits.Blocks {
			return t.limits.TooManyBlocks()
		}
		t.goOn(m)
		t.col += m.cols
	}
	return nil
}
