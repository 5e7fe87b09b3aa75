package docx

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/internal/text"
)

// field is a field of Word, such as a reference: what computes it, and whether its result has begun.
type field struct {
	code   string
	result bool
	shown  bool     // something of its result was read
	list   []string // of a drop-down list, the items
	chosen int      // the number of the one that is shown, from 0
	box    string   // of a box to tick, how it is shown; "" for none

	begins place
}

// place is where a field begins: the paragraph, how much of its text was read, and whether that ended in a digit.
type place struct {
	of     *paragraph
	length int
	figure bool
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
	case name == "FORMCHECKBOX":
		p.write(cmp.Or(f.box, "☐"))
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
		case "hyperlink", "hlink":
			if cmp.Or(attr(t.Attr, "anchor"), attr(t.Attr, "bookmark")) == "" || cmp.Or(attr(t.Attr, "id"), attr(t.Attr, "dest")) != "" || !p.figure {
				break
			}
			p.raised++ // a link to a place of the document, right behind a figure, is the mark of a note
			err := p.read(depth + 1)
			p.raised--
			return err
		case "ddList":
			return p.list(depth + 1)
		case "checkBox":
			return p.checkBox(depth + 1)
		case "footnoteReference", "endnoteReference":
			if s := p.notes[strings.TrimSuffix(t.Name.Local, "Reference")+attr(t.Attr, "id")]; s != "" {
				p.writeNote(s)
			}
		case "footnote", "endnote": // of Word 2003, which has them where they are referred to
			return p.note(depth + 1)
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
		case "num": // of a fraction in a formula, which stands apart from the figure before it
			if p.figure {
				p.write(" ")
			}
		case "den":
			p.write("/")
		case "rad":
			p.write("√")
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

// writeNote writes the text of a footnote or an endnote where it is referred to.
func (p *paragraph) writeNote(s string) {
	p.run.raise = "baseline"
	p.write("（注：" + s + "）")
}

// note reads a footnote or an endnote that stands in the paragraph itself.
func (p *paragraph) note(depth int) error {
	before, numbers := p.in, p.numbers
	p.in, p.numbers = surroundings{}, newNumbering(nil, p.styles)
	blocks, err := p.blocks(depth)
	p.in, p.numbers = before, numbers
	c := layout.Cell{Blocks: blocks}
	if s := strings.ReplaceAll(c.Text(), "\n", " "); s != "" {
		p.writeNote(s)
	}
	return err
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

// checkBox reads whether a box is ticked.
func (p *paragraph) checkBox(depth int) error {
	return p.reader.properties(depth, func(name string, a []xml.Attr) {
		if n := len(p.fields); n > 0 && (name == "checked" || name == "default" && p.fields[n-1].box == "") {
			p.fields[n-1].box = "☑"
			if v := attr(a, "val"); v == "0" || v == "false" || v == "off" {
				p.fields[n-1].box = "☐"
			}
		}
	})
}

// fieldMark reads one of the marks between which a field stands, and gives the field that ended. What stands before its
// result is its question, as the inner field of { IF { =A1 } > 0 "up" "down" }, which Word does not show.
func (p *paragraph) fieldMark(kind string) (f field, ended bool) {
	switch n := len(p.fields); {
	case kind == "begin" && n < maxFields:
		p.fields = append(p.fields, field{begins: place{p, p.text.Length(), p.figure}})
	case n == 0:
	case kind == "separate" && !p.fields[n-1].result:
		p.fields[n-1].result = true
		if at := p.fields[n-1].begins; at.of == p {
			p.text.Cut(at.length)
			p.figure = at.figure
		}
	case kind == "end":
		f, ended = p.fields[n-1], true
		p.fields = p.fields[:n-1]
	}
	return f, ended
}

// properties reads the properties of the paragraph.
func (p *paragraph) properties(depth int) error {
	return p.each(depth, func(t xml.StartElement) error {
		switch t.Name.Local {
		case "pStyle":
			p.style = attr(t.Attr, "val")
		case "numId", "ilfo":
			p.num = attr(t.Attr, "val")
		case "ilvl":
			p.level = attr(t.Attr, "val")
		case "shd":
			p.fill = fillOf(t.Attr)
		case "rPr", "sectPr", "pPrChange", "annotation": // the look of the paragraph's mark, the page, and what was before
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
		kind, _, text, err := w.dec.Next()
		if err != nil {
			return "", err
		}
		switch kind {
		case xmlwalk.Chars:
			b.WriteString(text)
		case xmlwalk.Start:
			if err := w.dec.Skip(); err != nil {
				return "", err
			}
		case xmlwalk.End:
			return b.String(), nil
		}
	}
}
