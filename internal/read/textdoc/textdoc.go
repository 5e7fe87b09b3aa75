// Package textdoc holds a text document as readers of other formats than .docx find it, and writes it as the .docx that
// package docx reads: whatever that reader knows of numbering, struck and hidden text, notes and merged cells then holds
// for every format alike.
package textdoc

import "github.com/gkxl/gkxl/msg"

// Document is a text document.
type Document struct {
	Blocks []Block
	Lists  []List
	// Deleted is text that was deleted by tracking and does not stand among the blocks.
	Deleted []Run
}

// Block is a table, or a paragraph if Table is nil.
type Block struct {
	Runs  []Run
	Table *Table
	// List is the number in Document.Lists of the list that numbers the paragraph, counted from 1; 0 for none. Level is
	// the level in it, counted from 0.
	List, Level int
	// Heading is the level of a heading, counted from 1; 0 for none. Contents says that the paragraph is a line of a
	// table of contents.
	Heading  int
	Contents bool
}

// Run is a stretch of text in a font. A line break is \n, a tab \t.
type Run struct {
	Text string
	Font Font
	// Note is the text of the footnote or endnote whose mark stands before the text. Picture says that a picture does.
	Note    []Block
	Picture bool
}

// Runs puts the runs of a paragraph together; the zero value is none.
type Runs struct {
	done []Run
	text []byte // of the last run, in font
	font Font
}

// Add adds text in a font.
func (r *Runs) Add(s string, f Font) {
	if f != r.font {
		r.end()
		r.font = f
	}
	r.text = append(r.text, s...)
}

// Put adds runs.
func (r *Runs) Put(runs ...Run) {
	r.end()
	r.done = append(r.done, runs...)
}

// Empty reports whether there are none.
func (r *Runs) Empty() bool { return len(r.done) == 0 && len(r.text) == 0 }

// Take gives the runs and leaves none.
func (r *Runs) Take() []Run {
	r.end()
	out := r.done
	*r = Runs{}
	return out
}

func (r *Runs) end() {
	if len(r.text) > 0 {
		r.done = append(r.done, Run{Text: string(r.text), Font: r.font})
		r.text = r.text[:0]
	}
}

// Font is a font, as far as it decides whether and how text is read.
type Font struct {
	Strike  bool
	Hidden  bool
	Deleted bool    // marked as deleted by tracking
	Size    float64 // in points; 0 is unknown
	Colour  string  // RGB; "" is that of text
	Ground  string  // RGB behind the text; "" is that of the page
	Vert    string  // "superscript", "subscript" or ""
}

// List is a numbering.
type List struct{ Levels []Level }

// Level is a level of a numbering. Format is the name that Word's markup has for the kind of number, such as decimal or
// chineseCountingThousand; Text is what is printed, with %1 for the number of the first level.
type Level struct {
	Format, Text string
	Start        int
}

// Table is a table. Edges of its cells are counted in twips from its left.
type Table struct{ Rows []Row }

// Row is a row of a table.
type Row struct{ Cells []Cell }

// Cell is a cell of a table.
type Cell struct {
	Left, Right int // its edges in twips
	// Begins says that the cell is the first of cells merged downwards, Continues that it goes on from above.
	Begins, Continues bool
	Blocks            []Block
}

// Limits bound a document of another format.
type Limits struct {
	Bytes      int // of what is read once it is unpacked, and of what is said of it in Word's markup
	Characters int // of the text of a .doc; stretches that look different are a quarter of it at most
	Blocks     int // paragraphs and cells, repeated ones as often as they are repeated
	Depth      int // of groups of an RTF within each other
}

// Default are the limits on documents of other formats. A report has some thousand cells and paragraphs.
var Default = Limits{Bytes: 64 << 20, Characters: 4_000_000, Blocks: 200_000, Depth: 200}

// TooLarge is the error for a document beyond a limit, which it says.
func TooLarge(limit msg.Text) error {
	return &msg.Problem{What: msg.F("文档的内容过多：%s", "the document holds too much: %s", limit),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件，或者只留报告的内容，另存为 .docx 再试", "no report is that large; check that this is the right file, or keep the report only, save it as .docx, and try again"), Kind: msg.ErrTooLarge}
}

// TooManyBytes is the error for a document that is larger once it is unpacked.
func (l Limits) TooManyBytes() error {
	return TooLarge(msg.F("解压后超过 %d MB", "it unpacks to more than %d MB", l.Bytes>>20))
}

// TooManyCharacters is the error for a document with a longer text.
func (l Limits) TooManyCharacters() error {
	return TooLarge(msg.F("超过 %d 个字", "more than %d characters", l.Characters))
}

// TooManyBlocks is the error for a document with more paragraphs and cells.
func (l Limits) TooManyBlocks() error {
	return TooLarge(msg.F("段落和单元格超过 %d 个", "more than %d paragraphs and cells", l.Blocks))
}

// TooDeep is the error for an RTF with deeper groups.
func (l Limits) TooDeep() error {
	return TooLarge(msg.F("嵌套过深，超过 %d 层", "it is nested more than %d deep", l.Depth))
}
