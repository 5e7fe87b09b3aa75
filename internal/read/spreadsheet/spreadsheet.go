// Package spreadsheet holds a workbook as readers of other formats than .xlsx find it, for package xlsx to read: whatever
// that reader knows of number formats, struck text, merged cells, hidden sheets, copies and formulas then holds for every
// format alike.
package spreadsheet

import (
	"strconv"
	"strings"
	"time"

	"github.com/gkxl/gkxl/msg"
)

// Book is a workbook.
type Book struct {
	Sheets   []*Sheet
	Names    []Name
	Date1904 bool // dates count from 1904
	// CutAt is how many characters, in UTF-16 units, some programs keep of a text when they write the format; 0 is all.
	CutAt int
}

// Name is a defined name that refers to a cell or a range, as in 'Sheet 1'!$A$1.
type Name struct{ Name, RefersTo string }

// Sheet is a worksheet.
type Sheet struct {
	Name       string
	Kind       SheetKind
	Hidden     bool
	Cells      []Cell // by row, then by column
	Merges     []Range
	HiddenRows []int           // counted from 0
	Heights    map[int]float64 // of rows counted from 0, in points, where the file gives one
	Columns    []Columns       // from left to right
	Conditions []Condition     // added by AddCondition
	NoZeros    bool            // a 0 is not shown
	Comments   []Note
	Boxes      []Note // text boxes
	ranges     int    // of conditional formats
	overfull   bool   // of conditional formats
}

// Columns are columns side by side, counted from 0, with the last one.
type Columns struct {
	First, Last int
	Hidden      bool
	Width       float64 // in characters; 0 of columns that are not hidden is none
}

// Condition is a conditional format: the cells it is for, what it asks, in the words of ECMA-376 (18.3.1.10), and how
// they look where that holds. Formulas are written for the first cell of the first range.
type Condition struct {
	Ranges   []Range
	Kind     string // cellIs or expression
	Operator string // of a cellIs, such as lessThan
	Formulas []string
	Look     Look
	// IconsOnly says that bars or icons stand in place of the figure, whatever it is.
	IconsOnly bool
}

// IsRead reports whether a conditional format changes anything that is read; a ground alone does not.
func (c *Condition) IsRead() bool { return c.IconsOnly || c.Look != (Look{Ground: c.Look.Ground}) }

// MaxRanges is how many ranges the conditional formats of a sheet may have: each cell is looked for in all of them.
const MaxRanges = 1000

// AddCondition adds a conditional format. Where a sheet has too many, the last one is for all cells and asks what is not
// known, so that it is said of all that they may look otherwise.
func (s *Sheet) AddCondition(c Condition) {
	switch s.ranges += len(c.Ranges); {
	case len(c.Ranges) == 0 || s.overfull:
		return
	case s.ranges > MaxRanges:
		s.overfull = true
		c = Condition{Ranges: []Range{{LastRow: 1<<20 - 1, LastCol: 1<<14 - 1}}, Kind: "expression", Formulas: []string{"?"}, Look: Look{Struck: true}}
	}
	s.Conditions = append(s.Conditions, c)
}

// Look is what a conditional format changes of a cell. What is "" stays.
type Look struct {
	Struck         bool
	Colour, Ground string // RGB
	Format         string // number format
}

// SheetKind is what a sheet holds.
type SheetKind int

// The kinds of sheets. Only a worksheet has cells that are read.
const (
	Worksheet SheetKind = iota
	Chart
	Macros // or a dialog
)

// Range is a rectangle of cells, counted from 0, with its last row and column.
type Range struct{ Row, Col, LastRow, LastCol int }

// Note is a comment or a text box at a cell, counted from 0.
type Note struct {
	Row, Col int
	Text     string
}

// Kind is what a cell holds.
type Kind int

// The kinds of cells.
const (
	Empty  Kind = iota // nothing, or a formula without a result
	Number             // Text is the shortest decimal that is the stored number
	Text               // Text, or Runs where stretches look different
	Bool               // Text is 0 or 1
	Error              // Text is the error as shown, such as #DIV/0!
)

// Cell is a cell, counted from 0.
type Cell struct {
	Row, Col  int
	Kind      Kind
	Text      string
	Runs      []Run
	Formula   string // without =; "" if there is none
	EmptyText bool   // the formula's result is an empty text
	Style     Style
}

// Run is a stretch of text in a font.
type Run struct {
	Text string
	Font Font
}

// Font is a font, as far as it decides whether text is read.
type Font struct {
	Strike bool
	Size   float64 // in points; 0 is unknown
	Colour string  // RGB; "" is that of text
	Vert   string  // "superscript", "subscript" or ""
}

// Style is a cell's look.
type Style struct {
	Font   Font
	Ground string // RGB of a fill without a pattern; "" is none
	Format string // number format; "" is that of FormatID
	// FormatID is the number by which spreadsheets know a format without a code; 0 is General.
	FormatID int
}

// OwnFormat reports whether a style has a number format with a code.
func (s *Style) OwnFormat() bool { return s.Format != "" && !strings.EqualFold(s.Format, "General") }

// FirstFormat is the number from which on number formats with a code are counted where they are written. It is beyond
// those of the formats that programs know by their number.
const FirstFormat = 200

// Serial is the number by which spreadsheets know a date or a time, such as 2024-12-31 or 2024-12-31T08:00:00. Ok is false
// if it is none.
func Serial(date string, from1904 bool) (number string, ok bool) {
	date = strings.TrimSuffix(strings.TrimSpace(date), "Z")
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02"} { // with a fraction of a second or without
		t, err := time.Parse(layout, date)
		if err != nil {
			continue
		}
		begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if from1904 {
			begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return strconv.FormatFloat(t.Sub(begin).Hours()/24, 'g', -1, 64), true
	}
	return "", false
}

// Limits bound a workbook of another format. They are those of a .xlsx, where that has them.
type Limits struct {
	Bytes  int // of what is read once it is unpacked
	Cells  int // of all sheets
	Sheets int
	Text   int // characters of one text
	// AllText bounds the bytes of the texts of all cells; what several share counts for each.
	AllText  int
	Elements int // of a document in XML
}

// Default are the limits on workbooks of other formats. A report of the largest size has some thousand cells.
var Default = Limits{Bytes: 64 << 20, Cells: 500_000, Sheets: 255, Text: 1_000_000, AllText: 32 << 20, Elements: 3_000_000}

// TooLarge is the error for a workbook beyond its limits.
func TooLarge() error {
	return &msg.Problem{What: msg.T("工作簿的内容过多，不是一份年度报告", "the workbook holds too much to be an annual report"),
		Hint: msg.T("请只留报告的工作表，另存为 .xlsx 再试", "keep the report's sheets only, save it as .xlsx, and try again"), Kind: msg.ErrUnreadable}
}
