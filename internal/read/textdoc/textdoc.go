// Package textdoc holds a text document as readers of other formats than .docx find it, and writes it as the .docx that
// package docx reads: whatever that reader knows of numbering, struck and hidden text, notes and merged cells then holds
// for every format alike.
package textdoc

import "github.com/gkxl/gkxl/msg"

// Document is a text document.
type Document struct {
	Blocks []Block
	Lists  []List
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
	Bytes  int // of what is read once it is unpacked
	Blocks int // paragraphs and cells
	Depth  int // of groups, elements and tables within each other
}

// Default are the limits on documents of other formats. A report has some thousand cells and paragraphs.
var Default = Limits{Bytes: 64 << 20, Blocks: 200_000, Depth: 200}

// TooLarge is the error for a document beyond its limits.
func TooLarge() error {
	return &msg.Problem{What: msg.T("文档的内容过多或嵌套过深，不是一份年度报告", "the document holds or nests too much to be an annual report"),
		Hint: msg.T("请只留报告的内容，另存为 .docx 再试", "keep the report only, save it as .docx, and try again"), Kind: msg.ErrUnreadable}
}
