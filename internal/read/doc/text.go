package doc

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/read/textdoc"
)

// The characters of the text that stand for something else.
const (
	charPicture    = 0x01
	charNote       = 0x02
	charComment    = 0x05
	charCell       = 0x07
	charDrawing    = 0x08
	charLine       = 0x0B
	charPage       = 0x0C
	charParagraph  = 0x0D
	charColumn     = 0x0E
	fieldBegin     = 0x13
	fieldSeparator = 0x14
	fieldEnd       = 0x15
	hardHyphen     = 0x1E
	softHyphen     = 0x1F
)

// openTable is a table while its rows are read.
type openTable struct {
	blocks []textdoc.Block // of the current cell
	cells  [][]textdoc.Block
	rows   []textdoc.Row
}

// builder puts paragraphs and tables together.
type builder struct {
	file *file
	// open are the tables within each other; the first is the text outside of all.
	open []*openTable
}

func (b *builder) current() *openTable { return b.open[len(b.open)-1] }

// enter opens or closes tables up to a depth.
func (b *builder) enter(depth int) {
	const most = 10
	depth = min(depth, most)
	for len(b.open)-1 < depth {
		b.open = append(b.open, &openTable{})
	}
	for len(b.open)-1 > depth {
		t := b.current()
		b.open = b.open[:len(b.open)-1]
		outer := b.current()
		if len(t.rows) > 0 {
			outer.blocks = append(outer.blocks, textdoc.Block{Table: &textdoc.Table{Rows: t.rows}})
		}
		for _, c := range t.cells { // cells without the end of their row are text
			outer.blocks = append(outer.blocks, c...)
		}
		outer.blocks = append(outer.blocks, t.blocks...)
	}
}

// row ends a row.
func (b *builder) row(p paragraph) {
	t := b.current()
	var row textdoc.Row
	left := 0
	if len(p.edges) > 0 {
		left = p.edges[0]
	}
	for i, blocks := range t.cells {
		right := left + 1000
		if i+1 < len(p.edges) {
			right = max(left+1, p.edges[i+1])
		}
		var m merge
		if i < len(p.merges) {
			m = p.merges[i]
		}
		if n := len(row.Cells); m.merged && n > 0 {
			row.Cells[n-1].Right = right
		} else {
			row.Cells = append(row.Cells, textdoc.Cell{Left: left, Right: right, Begins: m.begins, Continues: m.continues, Blocks: blocks})
		}
		left = right
	}
	t.cells, t.blocks = nil, nil
	if len(row.Cells) > 0 {
		t.rows = append(t.rows, row)
	}
}

// endsParagraph reports whether a paragraph ends with a character. The end of a page does where a section ends.
func (f *file) endsParagraph(c character) bool {
	return c.r == charParagraph || c.r == charCell || c.r == charPage && at(f.paras, int(c.place)).to <= f.behind(c)
}

// blocksOf are the paragraphs and tables of a part of the text.
func (f *file) blocksOf(first, last int) ([]textdoc.Block, error) {
	b := &builder{file: f, open: []*openTable{{}}}
	text, err := f.characters(first, last)
	if err != nil {
		return nil, err
	}
	for len(text) > 0 {
		end := 0
		for end < len(text) && !f.endsParagraph(text[end]) {
			end++
		}
		mark := character{r: charParagraph, place: -1}
		part := text[:end]
		if end < len(text) {
			mark = text[end]
			end++
		} else if len(part) > 0 {
			mark.place = part[len(part)-1].place
			mark.piece = part[len(part)-1].piece
		}
		text = text[end:]
		if f.blocks++; f.blocks > f.limits.Blocks {
			return nil, f.limits.TooManyBlocks()
		}
		p := f.paragraphAt(mark)
		if p.depth == 0 && mark.r == charCell {
			p.depth = 1
		}
		b.enter(p.depth)
		if (p.rowEnd || p.innerRow) && (mark.r == charCell || p.innerRow) {
			b.row(p)
			continue
		}
		runs, err := f.runs(part, p.font)
		if err != nil {
			return nil, err
		}
		block := textdoc.Block{Runs: runs, Heading: p.outline, Contents: p.contents}
		if p.list > 0 {
			if block.List = f.numbering(p.list); block.List > 0 {
				block.Level = min(p.level, len(f.doc.Lists[block.List-1].Levels)-1)
			}
		}
		t := b.current()
		t.blocks = append(append(t.blocks, block), f.deferred...)
		f.deferred = nil
		if mark.r == charCell || p.innerCell {
			t.cells = append(t.cells, t.blocks)
			t.blocks = nil
		}
	}
	b.enter(0)
	return b.current().blocks, nil
}

// fieldStack tells of each open field whether its instruction is over, so that what follows is what it shows.
type fieldStack []bool

// read takes what begins, divides or ends a field. It reports whether a character is one of these.
func (s *fieldStack) read(r rune) bool {
	last := len(*s) - 1
	switch {
	case r == fieldBegin:
		*s = append(*s, false)
	case r != fieldSeparator && r != fieldEnd:
		return false
	case last < 0:
	case r == fieldSeparator:
		(*s)[last] = true
	default:
		*s = (*s)[:last]
	}
	return true
}

// silent reports whether what stands here is the instruction of a field.
func (s fieldStack) silent() bool { return slices.Contains(s, false) }

// runs are the stretches of a paragraph by what they look like. Of a field only what it shows is kept.
func (f *file) runs(text []character, font textdoc.Font) ([]textdoc.Run, error) {
	var out textdoc.Runs
	var fields fieldStack
	var props properties
	look := font
	for _, c := range text {
		if fields.read(c.r) || fields.silent() {
			continue
		}
		if int(c.place) < props.from || int(c.place) >= props.to {
			props = at(f.chars, int(c.place))
			look = f.look(font, props.list)
		}
		look := look
		if list := f.pieces[c.piece].list; len(list) > 0 {
			look = f.look(look, list)
		}
		if note, ok := f.notes[int(c.at)]; ok && !f.inNote {
			f.inNote = true
			blocks, err := f.blocksOf(note.first, note.last)
			if f.inNote = false; err != nil {
				return nil, err
			}
			out.Put(textdoc.Run{Note: blocks})
		}
		switch c.r {
		case charPicture, charDrawing:
			if c.r == charPicture || f.pictures[int(c.at)] {
				out.Put(textdoc.Run{Picture: true})
			}
			if err := f.deferBox(int(c.at)); err != nil {
				return nil, err
			}
		case charNote, charComment, softHyphen:
		case charLine, charColumn, charPage:
			out.Add("\n", look)
		case hardHyphen:
			out.Add("-", look)
		default:
			if c.r >= ' ' || c.r == '\t' {
				out.Add(strings.ToValidUTF8(string(c.r), ""), look)
			}
		}
	}
	return out.Take(), nil
}

// deferBox puts the text box that is anchored at a place, if there is one, behind the paragraph. A box holds no box.
func (f *file) deferBox(at int) error {
	box, ok := f.boxes[at]
	if !ok {
		return nil
	}
	delete(f.boxes, at)
	outer := f.deferred
	blocks, err := f.blocksOf(box.first, box.last)
	if err != nil {
		return err
	}
	f.deferred = append(outer, blocks...)
	return nil
}
