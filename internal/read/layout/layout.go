// Package layout turns the paragraphs and tables of a document into one sheet of
// cells, one under the other. Packages docx and html share it.
package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Block is a table, or a paragraph if Table is nil.
type Block struct {
	Text  string
	Table *Table
	// Left is what stands in the paragraph and is no part of Text.
	Left []intake.Run
	// Raised says that the whole text is raised or lowered.
	Raised bool
	// Said is what there is to say on how the text was read.
	Said []msg.Text
	// Address is where the paragraph stands, for people; empty to count paragraphs.
	Address string
}

// Table is a table of a document; each cell is in the row it begins in.
type Table struct {
	Rows [][]Cell
	// Placed says that Cell.Col is set; otherwise each cell takes the first column
	// that no cell above reaches into.
	Placed bool
	// Unread are rows that were left out.
	Unread []UnreadRow
}

// UnreadRow is a row of a table that was left out: After is how many of Rows stand above it.
type UnreadRow struct {
	After int
	Left  []intake.Run
}

// Cell is a cell of a table.
type Cell struct {
	Col        int // column, counted from 0, if Table.Placed
	Rows, Cols int // how many rows and columns it spans
	Blocks     []Block
	// Ordinal is the number of the cell in its row as the document has it; 0 to count.
	Ordinal int
}

// found is the cell as it goes to package intake.
func (c *Cell) found() intake.Cell {
	out := TextCell(c.Text())
	for _, b := range c.Blocks {
		out.Left = append(out.Left, b.Left...)
		out.Said = append(out.Said, b.Said...)
		out.Raised = out.Raised || b.Raised
	}
	return out
}

// Text is the paragraphs of a cell, one on a line, without empty lines.
func (c *Cell) Text() string {
	var kept []string
	for _, b := range c.Blocks {
		for _, l := range strings.Split(b.Text, "\n") {
			if l = Trim(l); l != "" {
				kept = append(kept, l)
			}
		}
	}
	return strings.Join(kept, "\n")
}

// arrangesPage says whether a cell serves to lay out the page and is no cell of a
// table of figures: it holds a table, or long text in paragraphs. Alone says that
// it is the only cell of its row.
func (c *Cell) arrangesPage(alone bool) bool {
	if slices.ContainsFunc(c.Blocks, func(b Block) bool { return b.Table != nil }) {
		return true
	}
	text := c.Text()
	breaks := strings.Count(text, "\n")
	long := utf8.RuneCountInString(text) - breaks
	return breaks >= 2 && long > 300 || alone && breaks >= 1 && long > 60
}

// unwrapped is a row with what stands in tables of one cell in the place of these tables: web pages wrap a figure or a
// label in one to align it. A row of which a cell lays out the page all the same stays as it is.
func unwrapped(row []Cell) []Cell {
	if len(row) < 2 || !slices.ContainsFunc(row, func(c Cell) bool { return c.arrangesPage(false) }) {
		return row
	}
	out := slices.Clone(row)
	for i := range out {
		out[i].Blocks = unwrappedBlocks(row[i].Blocks)
		if out[i].arrangesPage(false) {
			return row
		}
	}
	return out
}

// unwrappedBlocks are blocks with the contents of tables of one cell with a short line in the place of these tables.
func unwrappedBlocks(all []Block) (out []Block) {
	const short = 40 // characters; the labels of the form have less
	for _, b := range all {
		if t := b.Table; t != nil && len(t.Rows) == 1 && len(t.Rows[0]) == 1 && len(t.Unread) == 0 {
			inner := Cell{Blocks: unwrappedBlocks(t.Rows[0][0].Blocks)}
			if line := inner.Text(); !inner.arrangesPage(false) && !strings.Contains(line, "\n") && utf8.RuneCountInString(line) <= short {
				out = append(out, inner.Blocks...)
				continue
			}
		}
		out = append(out, b)
	}
	return out
}

// sheetWriter writes paragraphs and tables into a sheet, one under the other.
type sheetWriter struct {
	sheet  *intake.Sheet
	row    int
	tables int
	paras  int
	failed bool
}

// Sheets puts blocks one under the other on one sheet, the only one returned. The error is a
// *msg.Problem: more than MaxCells cells, or a table of more than MaxColumns
// columns.
func Sheets(bs []Block) ([]*intake.Sheet, error) {
	f := &sheetWriter{sheet: &intake.Sheet{Complete: true}}
	f.blocks(bs)
	if f.failed {
		return nil, TooLarge()
	}
	return []*intake.Sheet{f.sheet}, nil
}

func (f *sheetWriter) blocks(bs []Block) {
	for _, b := range bs {
		if b.Table != nil {
			f.table(b.Table)
		} else {
			f.paragraph(b)
		}
	}
}

func (f *sheetWriter) paragraph(b Block) {
	first := true
	for _, s := range strings.Split(b.Text, "\n") {
		c := TextCell(s)
		if c.Text == "" {
			continue
		}
		f.paras++
		if c.Address = b.Address; c.Address == "" {
			c.Address = fmt.Sprintf("第%d段", f.paras)
		}
		if first {
			c.Left = textRuns(b.Left)
		}
		if f.add(f.row, 0, 1, 1, c); !f.failed {
			f.sheet.Cells[len(f.sheet.Cells)-1].GoesOn = !first
		}
		first = false
		f.row++
	}
	at := cmp.Or(b.Address, fmt.Sprintf("第%d段之后", f.paras))
	if f.paras == 0 {
		at = cmp.Or(b.Address, "第1段之前")
	}
	if first {
		f.leaveOut(at, textRuns(b.Left))
	}
	for _, r := range b.Left {
		if r.Look == intake.Picture {
			f.sheet.Pictures = append(f.sheet.Pictures, intake.Found{Row: f.row, Rows: 1, Cols: 1, Cell: intake.Cell{Text: r.Text, Address: at}})
		}
	}
}

// textRuns are the runs that are text, and no pictures.
func textRuns(runs []intake.Run) []intake.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(r intake.Run) bool { return r.Look == intake.Picture })
}

// leaveOut records what was left out where no cell is.
func (f *sheetWriter) leaveOut(at string, what []intake.Run) {
	if len(what) > 0 {
		f.sheet.Left = append(f.sheet.Left, intake.Cell{Address: at, Left: what})
	}
}

// table writes a table. A row that lays out the page gives the contents of its
// cells one under the other instead: one table may hold both kinds of rows.
func (f *sheetWriter) table(t *Table) {
	f.tables++
	number := f.tables
	for _, u := range t.Unread {
		at := fmt.Sprintf("表格%d!第%d行之后", number, u.After)
		if u.After == 0 {
			at = fmt.Sprintf("表格%d!第1行之前", number)
		}
		f.leaveOut(at, u.Left)
	}
	from := 0
	for i := range t.Rows {
		row := unwrapped(t.Rows[i])
		t.Rows[i] = row
		if !slices.ContainsFunc(row, func(c Cell) bool { return c.arrangesPage(len(row) == 1) }) {
			continue
		}
		f.grid(t, number, from, i)
		for k := range row {
			f.blocks(row[k].Blocks)
		}
		from = i + 1
	}
	f.grid(t, number, from, len(t.Rows))
	f.row++
}

// MaxColumns is the largest number of columns of a table; the form's widest has
// 15.
const MaxColumns = 2000

// grid writes the rows from, …, to-1 of a table. Cells that span rows push later
// cells to the right, and end with the last of these rows.
func (f *sheetWriter) grid(t *Table, number, from, to int) {
	var free []int // by column: the first row in which it is free again
	for r := from; r < to && !f.failed; r++ {
		col := 0
		for k := range t.Rows[r] {
			c := &t.Rows[r][k]
			if t.Placed {
				col = c.Col
			}
			for !t.Placed && col < len(free) && free[col] > r {
				col++
			}
			rows, cols := min(max(1, c.Rows), to-r), max(1, c.Cols)
			if col+cols > MaxColumns {
				f.failed = true
				return
			}
			for len(free) < col+cols {
				free = append(free, 0)
			}
			for d := range cols {
				free[col+d] = max(free[col+d], r+rows)
			}
			found := c.found()
			found.Address = fmt.Sprintf("表格%d!第%d行第%d格", number, r+1, cmp.Or(c.Ordinal, k+1))
			f.add(f.row+r-from, col, rows, cols, found)
			col += cols
		}
	}
	f.row += max(0, to-from)
}

func (f *sheetWriter) add(row, col, rows, cols int, c intake.Cell) {
	if len(f.sheet.Cells) >= MaxCells {
		f.failed = true
		return
	}
	f.sheet.Add(row, col, rows, cols, c)
}

// MaxCells is the largest number of cells and paragraphs of one document.
const MaxCells = 50_000

// TooLarge is the error for a document of more than MaxCells cells, a
// *msg.Problem.
func TooLarge() error {
	return &msg.Problem{What: msg.F("文档的内容超过 %d 格", "the document has more than %d cells", MaxCells),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge}
}

// Trim removes from both ends of a text what shows nothing there.
func Trim(s string) string { return strings.TrimFunc(s, IsBlank) }

// IsBlank says whether a character shows nothing at the ends of a text.
func IsBlank(r rune) bool { return unicode.IsSpace(r) || text.Removable(r) }

// TextCell is a cell with a text, trimmed; an empty cell if nothing is left.
func TextCell(s string) intake.Cell {
	if s = Trim(s); s == "" {
		return intake.Cell{}
	}
	return intake.Cell{Kind: intake.Text, Text: s}
}

// listFormats are the names that Word's markup has for the kinds of numbers, by the numbers that its older formats have.
var listFormats = map[int]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "chineseCounting", 12: "ideographLegalTraditional",
	14: "decimalFullWidth", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
	30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "chineseCountingThousand", 36: "ideographDigital",
	37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
}

// ListFormat is the format that [ListNumber] takes for the number of a kind of numbers (nfc) in Word's older formats;
// "none" for a kind that is not known.
func ListFormat(nfc int) string { return cmp.Or(listFormats[nfc], "none") }

// ListNumber writes the number of a list item. Format is a value of ST_NumberFormat
// of WordprocessingML, such as "chineseCounting"; an unknown one, or a number that
// it cannot write, gives decimal digits.
func ListNumber(n int, format string) string {
	switch f := strings.ToLower(format); {
	case n < 0 || n > 9999:
	case strings.HasPrefix(f, "chinesecounting"), strings.HasPrefix(f, "taiwanesecounting"), strings.HasPrefix(f, "japanesecounting"), f == "koreancounting":
		return text.Numeral(n)
	case f == "ideographdigital", f == "japanesedigitaltenthousand", f == "taiwanesedigital":
		return chineseDigits(n, "〇一二三四五六七八九")
	case strings.HasPrefix(f, "chineselegal"), f == "japaneselegal", f == "ideographlegaltraditional":
		return chineseDigits(n, "零壹贰叁肆伍陆柒捌玖")
	case strings.HasPrefix(f, "decimalenclosedcircle") && n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case f == "ideographtraditional" && n >= 1 && n <= 10:
		return string([]rune("甲乙丙丁戊己庚辛壬癸")[n-1])
	case f == "upperletter" && n >= 1 && n <= 26:
		return string(rune('A' + n - 1))
	case f == "lowerletter" && n >= 1 && n <= 26:
		return string(rune('a' + n - 1))
	case f == "upperroman":
		return romanNumber(n)
	case f == "lowerroman":
		return strings.ToLower(romanNumber(n))
	case f == "none", f == "bullet":
		return ""
	case f == "decimalzero" && n < 10:
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// chineseDigits writes a number digit by digit; set holds the ten digits.
func chineseDigits(n int, set string) string {
	return strings.Map(func(c rune) rune { return []rune(set)[c-'0'] }, strconv.Itoa(n))
}

// romanNumber writes a number in Roman numerals; 0 gives an empty text.
func romanNumber(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		name  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.value {
			b.WriteString(r.name)
			n -= r.value
		}
	}
	return b.String()
}
