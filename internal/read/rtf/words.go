package rtf

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/msg"
)

// charsets are the code pages of fonts, by the number that Windows has for their sets of characters; pages are those of
// documents, by their own number.
var (
	charsets = map[int]encoding.Encoding{0: charmap.Windows1252, 128: japanese.ShiftJIS, 129: korean.EUCKR, 134: simplifiedchinese.GB18030, 136: traditionalchinese.Big5, 204: charmap.Windows1251, 238: charmap.Windows1250}
	pages    = map[int]encoding.Encoding{65001: unicode.UTF8, 936: simplifiedchinese.GB18030, 54936: simplifiedchinese.GB18030, 950: traditionalchinese.Big5, 932: japanese.ShiftJIS, 949: korean.EUCKR, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252}
)

// character is the character that a control word stands for; ok is false if it stands for none.
func character(word string) (c string, ok bool) {
	switch word {
	case "tab":
		return "\t", true
	case "line":
		return "\n", true
	case "emdash":
		return "—", true
	case "endash":
		return "–", true
	case "lquote":
		return "‘", true
	case "rquote":
		return "’", true
	case "ldblquote":
		return "“", true
	case "rdblquote":
		return "”", true
	case "bullet":
		return "•", true
	case "emspace":
		return "\u2003", true
	case "enspace":
		return "\u2002", true
	case "qmspace":
		return "\u2005", true
	case "zwj":
		return "\u200d", true
	case "zwnj":
		return "\u200c", true
	case "ltrmark":
		return "\u200e", true
	case "rtlmark":
		return "\u200f", true
	}
	return "", false
}

// isPassedOver reports whether a control word begins a group of which nothing is read: what no page shows, what it shows
// outside of the text, and what is said in another way as well.
func isPassedOver(word string) bool {
	switch word {
	case "info", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "annotation", "atnid", "atnauthor",
		"bkmkstart", "bkmkend", "pntxta", "pntxtb", "xe", "tc", "nonshppict", "objdata", "objclass", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc",
		"rsidtbl", "themedata", "colorschememapping", "latentstyles", "datastore", "generator", "filetbl", "revtbl", "userprops", "docvar", "template", "shprslt", "nonesttables", "ffname", "ffdeftext", "xmlnstbl", "mmathPr", "private":
		return true
	}
	return false
}

// word is a control word with its number; has is false if it has none.
func (r *reader) word(word string, value int, has bool) error {
	s := &r.state
	starred := s.starred
	s.starred = false
	switch word {
	case "bin":
		r.at = min(len(r.data), r.at+max(0, value))
		return nil
	case "uc":
		s.skip = max(0, value)
		return nil
	case "upr": // what Unicode says follows
		s.to, s.unicode = ignored, s.to
		return nil
	case "ud":
		s.to = s.unicode
		return nil
	}
	if s.to == ignored {
		return nil
	}
	if s.to == listTable && word != "leveltext" {
		r.lists.word(word, value)
		return nil
	}
	if c, ok := character(word); ok {
		r.add(c)
		return nil
	}
	if isPassedOver(word) {
		s.to = ignored
		return nil
	}
	if r.destination(word) || r.definition(word, value) || r.look(word, value, has) || r.paragraphWord(word, value) || r.formula(word) {
		return nil
	}
	known, err := r.content(word, value)
	if !known && starred {
		s.to = ignored
	}
	return err
}

// formula reads a word of a formula, and reports whether it is one. What stands in a formula is read, with the signs that it
// has no text for.
func (r *reader) formula(word string) bool {
	switch word {
	case "moMath", "moMathPara":
	case "mf": // a fraction stands apart from the figure before it
		r.add(" ")
	case "mden":
		r.add("/")
	case "mrad":
		r.add("√")
	case "msup":
		r.state.look.Vert = "superscript"
	case "msub":
		r.state.look.Vert = "subscript"
	default:
		if !strings.HasPrefix(word, "m") || !strings.HasSuffix(word, "Pr") {
			return false
		}
		r.state.to = ignored // properties
	}
	return true
}

// destination reads a word that says what the rest of its group is, and reports whether it is one.
func (r *reader) destination(word string) bool {
	s := &r.state
	switch word {
	case "fonttbl":
		s.to = fontTable
	case "colortbl":
		s.to, r.rgb = colourTable, [3]int{-1, -1, -1}
	case "stylesheet":
		s.to = styleSheet
	case "listtable", "listoverridetable":
		s.to = listTable
	case "leveltext":
		s.to = listPattern
		r.name.Reset()
	case "listtext", "pntext":
		r.lists.printed = r.lists.printed || s.to == body
	case "sp":
		s.to = property
	case "field":
		r.fieldTOC = false
	case "fldinst":
		s.to = instruction
		r.name.Reset()
	case "fldrslt":
		s.toc = s.toc || r.fieldTOC
		s.contents = s.contents || s.toc
	case "shpinst", "result", "nesttableprops", "shppict": // what stands in these is read
	default:
		return false
	}
	return true
}

// definition reads a word of the tables of fonts and colours, or of the whole text, and reports whether it is one.
func (r *reader) definition(word string, value int) bool {
	s := &r.state
	switch word {
	case "ansicpg":
		if e := pages[value]; e != nil {
			r.fallback = e
		}
	case "red", "green", "blue":
		for i, name := range []string{"red", "green", "blue"} {
			if r.rgb[i] < 0 {
				r.rgb[i] = 0
			}
			if word == name {
				r.rgb[i] = value
			}
		}
	case "fcharset":
		if e := charsets[value]; e != nil && s.to == fontTable && len(r.fonts) < maxNames {
			r.fonts[s.font] = e
		}
	case "cpg":
		if e := pages[value]; e != nil && s.to == fontTable && len(r.fonts) < maxNames {
			r.fonts[s.font] = e
		}
	default:
		return false
	}
	return true
}

// look reads a word that says how characters look, and reports whether it is one.
func (r *reader) look(word string, value int, has bool) bool {
	s := &r.state
	on := !has || value != 0
	switch word {
	case "f", "deff":
		s.font = value
	case "plain":
		s.look, s.colour, s.ground = textdoc.Font{}, 0, 0
	case "strike", "striked":
		s.look.Strike = on
	case "v":
		s.look.Hidden = on
	case "deleted":
		s.look.Deleted = on
	case "super":
		s.look.Vert = map[bool]string{true: "superscript"}[on]
	case "sub":
		s.look.Vert = map[bool]string{true: "subscript"}[on]
	case "up":
		s.look.Vert = map[bool]string{true: "superscript"}[has && value > 0]
	case "dn":
		s.look.Vert = map[bool]string{true: "subscript"}[has && value > 0]
	case "nosupersub":
		s.look.Vert = ""
	case "fs":
		s.look.Size = max(0.5, float64(value)/2)
	case "cf":
		s.colour = value
	case "cb", "chcbpat", "highlight":
		s.ground = value
	default:
		return false
	}
	return true
}

// paragraphWord reads a word that says what a paragraph is, and reports whether it is one.
func (r *reader) paragraphWord(word string, value int) bool {
	s := &r.state
	switch word {
	case "pard":
		s.depth, s.contents, s.isHeading, s.list, s.level = 0, s.toc, 0, 0, 0
	case "s":
		s.style = value
		if name := strings.ToLower(r.styles[value]); strings.HasPrefix(name, "toc ") || strings.HasPrefix(name, "目录") {
			s.contents = true
		}
	case "outlinelevel":
		s.isHeading = value + 1
	case "ls":
		s.list = value
	case "ilvl":
		s.level = max(0, value)
	case "intbl":
		s.depth = max(1, s.depth)
	case "itap":
		s.depth = max(0, value)
	default:
		return false
	}
	return true
}

// content reads a word that ends a paragraph, or stands for a picture, a box or a part of a table, and reports whether it is
// one.
func (r *reader) content(word string, value int) (known bool, err error) {
	s, t := &r.state, r.current()
	switch word {
	case "chftn": // the number of a footnote: its text stands in its place
	case "pict":
		if s.to == body || s.to == property {
			t.runs.Put(textdoc.Run{Picture: true})
		}
		s.to = ignored
	case "shptxt", "footnote":
		if s.to == body {
			return true, r.openBox(word == "footnote")
		}
	case "par", "sect", "page":
		if s.to == body {
			return true, r.paragraph()
		}
	case "trowd":
		r.enter(max(1, s.depth))
		t = r.current()
		t.edges, t.left, r.next = nil, 0, edge{}
	case "trleft":
		t.left = value
	case "clmgf":
		r.next.merges = true
	case "clmrg":
		r.next.merged = true
	case "clvmgf":
		r.next.begins = true
	case "clvmrg":
		r.next.follow = true
	case "cellx":
		r.next.right = value
		if t.edges = append(t.edges, r.next); len(t.edges) > maxColumns {
			return true, tooWide()
		}
		r.next = edge{}
	case "cell", "nestcell":
		return true, r.cell(word == "nestcell")
	case "row", "nestrow":
		r.row()
	default:
		return false, nil
	}
	return true, nil
}

// maxColumns is the largest number of cells in a row.
const maxColumns = 200

// maxNesting is the deepest nesting of tables.
const maxNesting = 10

// endGroup does what the end of a group brings about.
func (r *reader) endGroup() {
	if r.state.to == listPattern {
		r.lists.text(r.name.String())
		r.name.Reset()
	}
	if r.state.to == instruction {
		if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(r.name.String())), "TOC") {
			r.fieldTOC = true
			if n := len(r.stack); n > 0 { // the field's own group
				r.stack[n-1].toc = true
			}
		}
		r.name.Reset()
	}
}

// enter opens or closes tables up to a depth.
func (r *reader) enter(depth int) {
	depth = min(depth, maxNesting)
	for len(r.tables)-1 < depth {
		r.tables = append(r.tables, &table{})
	}
	for len(r.tables)-1 > depth {
		r.leave()
	}
}

// leave closes the innermost table and puts it behind the text around it.
func (r *reader) leave() {
	t := r.current()
	r.tables = r.tables[:len(r.tables)-1]
	outer := r.current()
	if len(t.rows) > 0 {
		outer.blocks = append(outer.blocks, textdoc.Block{Table: &textdoc.Table{Rows: t.rows}})
	}
	// What is left without the end of its row is text.
	for _, c := range t.cells {
		outer.blocks = append(outer.blocks, c...)
	}
	outer.blocks = append(outer.blocks, t.blocks...)
	outer.blocks = append(outer.blocks, t.rest()...)
}

// block is the paragraph that ends.
func (r *reader) block(t *table) textdoc.Block {
	b := textdoc.Block{Runs: t.runs.Take(), Contents: r.state.contents, Heading: r.state.isHeading}
	if r.state.list > 0 && !r.lists.printed {
		if b.List = r.lists.numbering(r.state.list); b.List > 0 {
			b.Level = min(r.state.level, len(r.lists.out[b.List-1].Levels)-1)
		}
	}
	return b
}

// paragraph ends a paragraph.
func (r *reader) paragraph() error {
	if r.state.depth != len(r.tables)-1 && r.current().runs.Empty() || r.state.depth > len(r.tables)-1 {
		r.enter(r.state.depth)
	} else if r.state.depth < len(r.tables)-1 {
		// The text of this paragraph was taken for the table's.
		t := r.current()
		runs := t.runs.Take()
		r.enter(r.state.depth)
		r.current().runs.Put(runs...)
	}
	t := r.current()
	t.blocks = append(t.blocks, r.block(t))
	t.blocks = append(t.blocks, t.boxes...)
	t.boxes = nil
	if r.blocks++; r.blocks > r.limits.Blocks {
		return r.limits.TooManyBlocks()
	}
	return nil
}

// openBox begins a text box or a footnote: what stands in it is put behind the paragraph or at the mark.
func (r *reader) openBox(note bool) error {
	if len(r.boxes) >= maxNesting {
		return textdoc.TooLarge(msg.F("文本框和脚注嵌套过深，超过 %d 层", "text boxes and notes are nested more than %d deep", maxNesting))
	}
	r.boxes = append(r.boxes, box{groups: len(r.stack), tables: r.tables, note: note})
	r.tables = []*table{{}}
	r.state.depth, r.state.contents, r.state.isHeading = 0, false, 0
	return nil
}

// endBox ends a text box or a footnote, if the group that ended was its own.
func (r *reader) endBox() {
	n := len(r.boxes) - 1
	if n < 0 || r.boxes[n].groups <= len(r.stack) {
		return
	}
	b := r.boxes[n]
	blocks := r.finish()
	r.tables, r.boxes = b.tables, r.boxes[:n]
	t := r.current()
	if b.note {
		t.runs.Put(textdoc.Run{Note: blocks})
	} else {
		t.boxes = append(t.boxes, blocks...)
	}
}

// cell ends a cell.
func (r *reader) cell(nested bool) error {
	depth := max(1, r.state.depth)
	if nested {
		depth = max(2, depth)
	}
	if len(r.tables)-1 != depth {
		runs := r.current().runs.Take()
		r.enter(depth)
		r.current().runs.Put(runs...)
	}
	t := r.current()
	if !t.runs.Empty() || len(t.boxes) > 0 || len(t.blocks) == 0 {
		t.blocks = append(t.blocks, r.block(t))
		t.blocks = append(t.blocks, t.boxes...)
		t.boxes = nil
	}
	t.cells = append(t.cells, t.blocks)
	t.blocks = nil
	if len(t.cells) > maxColumns {
		return tooWide()
	}
	if r.blocks++; r.blocks > r.limits.Blocks {
		return r.limits.TooManyBlocks()
	}
	return nil
}

// row ends a row. Cells that are merged with the one to their left become a part of it.
func (r *reader) row() {
	t := r.current()
	if len(r.tables) == 1 || len(t.cells) == 0 {
		return
	}
	var row textdoc.Row
	left := t.left
	for i, blocks := range t.cells {
		e := edge{right: left + 1000}
		if i < len(t.edges) {
			e = t.edges[i]
		}
		if n := len(row.Cells); e.merged && n > 0 {
			row.Cells[n-1].Right = e.right
		} else {
			row.Cells = append(row.Cells, textdoc.Cell{Left: left, Right: max(e.right, left+1), Begins: e.begins, Continues: e.follow, Blocks: blocks})
		}
		left = max(e.right, left+1)
	}
	t.rows, t.cells = append(t.rows, row), nil
}

// finish closes all tables and gives the text.
func (r *reader) finish() []textdoc.Block {
	r.enter(0)
	t := r.current()
	return append(t.blocks, t.rest()...)
}

// rest is what stands behind the last paragraph.
func (t *table) rest() []textdoc.Block {
	if t.runs.Empty() && len(t.boxes) == 0 {
		return nil
	}
	return append([]textdoc.Block{{Runs: t.runs.Take()}}, t.boxes...)
}

// tooWide is the error for a table of too many columns.
func tooWide() error {
	return textdoc.TooLarge(msg.F("一张表超过 %d 列", "a table has more than %d columns", maxColumns))
}
