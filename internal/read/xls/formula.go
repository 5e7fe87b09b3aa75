package xls

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/workbook"
)

// formula is a formula as text, "" if it holds something that is not known here. MayBeText says that its result may be a
// text.
type formula struct {
	text      string
	mayBeText bool
}

// operators are the signs of the operators with two operands, by the number of their token.
var operators = [256]string{0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>",
	0x0F: " ", 0x10: ",", 0x11: ":"}

// function is a function of formulas: its name, its number of arguments (−1 for a varying one), and whether its result
// is a text.
type function struct {
	name string
	args int
	text bool
}

// functions are those that sums and checks are made of, by their number in files.
var functions = map[int]function{
	0: {"COUNT", -1, false}, 1: {"IF", -1, false}, 2: {"ISNA", 1, false}, 3: {"ISERROR", 1, false}, 4: {"SUM", -1, false}, 5: {"AVERAGE", -1, false},
	6: {"MIN", -1, false}, 7: {"MAX", -1, false}, 13: {"DOLLAR", -1, true}, 14: {"FIXED", -1, true}, 24: {"ABS", 1, false}, 25: {"INT", 1, false},
	27: {"ROUND", 2, false}, 28: {"LOOKUP", -1, false}, 29: {"INDEX", -1, false}, 30: {"REPT", 2, true}, 31: {"MID", 3, true}, 32: {"LEN", 1, false},
	33: {"VALUE", 1, false}, 36: {"AND", -1, false}, 37: {"OR", -1, false}, 38: {"NOT", 1, false}, 48: {"TEXT", 2, true}, 100: {"CHOOSE", -1, false},
	101: {"HLOOKUP", -1, false}, 102: {"VLOOKUP", -1, false}, 111: {"CHAR", 1, true}, 112: {"LOWER", 1, true}, 113: {"UPPER", 1, true},
	114: {"PROPER", 1, true}, 115: {"LEFT", -1, true}, 116: {"RIGHT", -1, true}, 118: {"TRIM", 1, true}, 119: {"REPLACE", 4, true},
	120: {"SUBSTITUTE", -1, true}, 129: {"ISBLANK", 1, false}, 130: {"T", 1, true}, 131: {"N", 1, false}, 148: {"INDIRECT", -1, false},
	162: {"CLEAN", 1, true}, 169: {"COUNTA", -1, false}, 183: {"PRODUCT", -1, false}, 212: {"ROUNDUP", 2, false}, 213: {"ROUNDDOWN", 2, false},
	8: {"ROW", -1, false}, 9: {"COLUMN", -1, false}, 10: {"NA", 0, false}, 12: {"STDEV", -1, false}, 20: {"SQRT", 1, false}, 26: {"SIGN", 1, false},
	34: {"TRUE", 0, false}, 35: {"FALSE", 0, false}, 39: {"MOD", 2, false}, 63: {"RAND", 0, false}, 64: {"MATCH", -1, false}, 65: {"DATE", 3, false},
	67: {"DAY", 1, false}, 68: {"MONTH", 1, false}, 69: {"YEAR", 1, false}, 74: {"NOW", 0, false}, 76: {"ROWS", 1, false}, 77: {"COLUMNS", 1, false},
	78: {"OFFSET", -1, false}, 82: {"SEARCH", -1, false}, 105: {"ISREF", 1, false}, 117: {"EXACT", 2, false}, 124: {"FIND", -1, false},
	126: {"ISERR", 1, false}, 127: {"ISTEXT", 1, false}, 128: {"ISNUMBER", 1, false}, 140: {"DATEVALUE", 1, false}, 190: {"ISNONTEXT", 1, false},
	197: {"TRUNC", -1, false}, 198: {"ISLOGICAL", 1, false}, 216: {"RANK", -1, false}, 221: {"TODAY", 0, false}, 227: {"MEDIAN", -1, false},
	228: {"SUMPRODUCT", -1, false}, 269: {"AVEDEV", -1, false}, 285: {"FLOOR", 2, false}, 288: {"CEILING", 2, false}, 325: {"LARGE", 2, false},
	326: {"SMALL", 2, false}, 347: {"COUNTBLANK", 1, false}, 350: {"ISPMT", 4, false}, 351: {"DATEDIF", 3, false}, 361: {"AVERAGEA", -1, false},
	362: {"MAXA", -1, false}, 363: {"MINA", -1, false}, 219: {"ADDRESS", -1, true}, 336: {"CONCATENATE", -1, true}, 344: {"SUBTOTAL", -1, false}, 345: {"SUMIF", -1, false}, 346: {"COUNTIF", 2, false},
}

// named is the number of the function that stands for one of a name, which is its first argument: one that a program has
// got since the format was made.
const named = 255

// operand is a part of a formula.
type operand struct {
	text      string
	mayBeText bool
	area      *area // where it is one
	constant  int   // where it is an integer; 0 otherwise
}

// area is a rectangle of cells of a sheet, with its last row and column.
type area struct {
	sheet *sheet
	spreadsheet.Range
}

// carries reports whether the result of a function may be a text since one of its arguments, or of the cells that these
// name, may be.
func (f *file) carries(name string, args []operand) bool {
	among := func(args []operand) bool {
		return slices.ContainsFunc(args, func(a operand) bool { return a.mayBeText || f.areaMayHoldText(a.area) })
	}
	switch name {
	case "IF", "CHOOSE":
		return len(args) > 0 && among(args[1:])
	case "VLOOKUP", "HLOOKUP":
		if len(args) < 3 || args[1].area == nil {
			return true
		}
		of := *args[1].area
		if n := args[2].constant - 1; n >= 0 && name == "VLOOKUP" {
			of.Col, of.LastCol = of.Col+n, of.Col+n
		} else if n >= 0 {
			of.Row, of.LastRow = of.Row+n, of.Row+n
		}
		return f.areaMayHoldText(&of)
	case "INDEX":
		if len(args) == 0 || args[0].area == nil {
			return true
		}
		of := *args[0].area
		if len(args) > 2 && args[2].constant > 0 {
			of.Col += args[2].constant - 1
			of.LastCol = of.Col
		}
		return f.areaMayHoldText(&of)
	case "LOOKUP":
		return len(args) == 0 || among(args[len(args)-1:])
	case "INDIRECT", "OFFSET":
		return true
	}
	return false
}

// maxSteps is what formulas may cost in all. Beyond, any may give a text.
const maxSteps = 50_000_000

// maxTokens is the longest formula, in bytes of its tokens. Excel allows 1,800.
const maxTokens = 8192

// areaMayHoldText reports whether a cell of an area may hold a text. Where the program stored the texts of formulas,
// numbers are numbers.
func (f *file) areaMayHoldText(a *area) bool {
	if a == nil || f.storesTexts {
		return false
	}
	if a.sheet == nil {
		return true
	}
	cells := a.sheet.cells // by row and column
	from, _ := slices.BinarySearchFunc(cells, a.Row, func(c cell, row int) int { return c.row - row })
	for i := from; i < len(cells) && cells[i].row <= a.LastRow; i++ {
		if f.steps++; f.steps > maxSteps {
			return true
		}
		if c := &cells[i]; c.col >= a.Col && c.col <= a.LastCol && f.cellMayBeText(a.sheet, c) {
			return true
		}
	}
	return false
}

// mayBeTextAt reports whether the cell at a place may hold a text; nil is the sheet of another workbook.
func (f *file) mayBeTextAt(s *sheet, row, col int) bool {
	if s == nil {
		return true
	}
	from, to := 0, len(s.cells)
	for from < to {
		middle := int(uint(from+to) / 2)
		if c := &s.cells[middle]; c.row < row || c.row == row && c.col < col {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from == len(s.cells) || s.cells[from].row != row || s.cells[from].col != col {
		return false
	}
	return f.cellMayBeText(s, &s.cells[from])
}

// maxChain is how many formulas are followed that refer to one another.
const maxChain = 1000

// cellMayBeText reports whether a cell holds a text, or a formula that may give one where the file says 0.
func (f *file) cellMayBeText(s *sheet, c *cell) bool {
	switch {
	case c.kind == spreadsheet.Text:
		return true
	case !c.formula || !c.zero:
		return false
	case c.doubt == notAsked:
		c.doubt = noText // what leads back to itself gives none
		if f.chain++; f.chain > maxChain || f.formula(s, c).mayBeText {
			c.doubt = mayBeText
		}
		f.chain--
	}
	return c.doubt == mayBeText
}

// doubt is whether the result 0 of a formula may stand for a text.
type doubt byte

const (
	notAsked doubt = iota
	noText
	mayBeText
)

// formula is the formula of a cell.
func (f *file) formula(s *sheet, c *cell) formula {
	rgce, base := c.rgce, c
	if len(rgce) >= 5 && rgce[0] == 0x01 { // it is shared with other cells
		row, col := int(binary.LittleEndian.Uint16(rgce[1:])), int(binary.LittleEndian.Uint16(rgce[3:]))
		i := slices.IndexFunc(s.shared, func(g sharedFormula) bool { return g.firstRow == row && g.firstCol == col })
		if i < 0 {
			i = slices.IndexFunc(s.shared, func(g sharedFormula) bool {
				return g.firstRow <= c.row && c.row <= g.lastRow && g.firstCol <= c.col && c.col <= g.lastCol
			})
		}
		if i < 0 {
			return formula{mayBeText: true}
		}
		rgce = s.shared[i].rgce
	}
	if f.steps += len(rgce); f.steps > maxSteps || len(rgce) > maxTokens {
		return formula{mayBeText: true}
	}
	stack, ok := f.parse(s, base, rgce)
	if !ok || len(stack) != 1 {
		return formula{mayBeText: slices.ContainsFunc(stack, func(o operand) bool { return o.mayBeText }) || !ok}
	}
	return formula{text: stack[0].text, mayBeText: stack[0].mayBeText}
}

// parse reads the tokens of a formula, which stand in the order in which they are computed. Ok is false where it meets
// one that is not known.
func (f *file) parse(s *sheet, c *cell, rgce []byte) (stack []operand, ok bool) {
	p := parser{file: f, sheet: s, cell: c, reader: &reader{parts: [][]byte{rgce}}, stack: make([]operand, 0, 8)}
	for p.left() > 0 && p.err == nil && f.steps <= maxSteps {
		t := byte(p.u8())
		if t >= 0x20 { // the class of a result is of no interest
			t = t&0x1F | 0x20
		}
		if !p.token(t) {
			return p.stack, false
		}
	}
	return p.stack, p.err == nil && f.steps <= maxSteps
}

// parser computes one formula, as text, on a stack.
type parser struct {
	*reader
	file  *file
	sheet *sheet // that the formula stands on
	cell  *cell  // that it stands in
	stack []operand
}

// token takes one token by its number, and what follows it. It is false for one that is not known, or lacks what it is
// applied to.
func (p *parser) token(t byte) bool {
	switch {
	case operators[t] != "":
		return p.operator(operators[t])
	case t >= 0x12 && t <= 0x15:
		return p.unary(t)
	case t == 0x19:
		return p.attribute()
	case t >= 0x16 && t <= 0x1F:
		return p.constant(t)
	case t == 0x21 || t == 0x22:
		return p.call(t)
	case t == 0x23:
		return p.definedName()
	case t == 0x39:
		return p.addedName()
	}
	return p.reference(t)
}

// push puts an operand on the stack.
func (p *parser) push(text string, mayBeText bool) {
	p.stack = append(p.stack, operand{text: text, mayBeText: mayBeText})
}

// pushCell puts a cell of a sheet on the stack.
func (p *parser) pushCell(text string, s *sheet, at spreadsheet.Note) {
	p.push(text, p.file.mayBeTextAt(s, at.Row, at.Col))
}

// pushArea puts an area of a sheet on the stack.
func (p *parser) pushArea(text string, s *sheet, r spreadsheet.Range) {
	p.stack = append(p.stack, operand{text: text, area: &area{s, r}})
}

// pop takes the last n operands from the stack, valid until the next push. Ok is false if there are fewer.
func (p *parser) pop(n int) (args []operand, ok bool) {
	if n > len(p.stack) {
		return nil, false
	}
	args = p.stack[len(p.stack)-n:]
	p.stack = p.stack[:len(p.stack)-n]
	for _, a := range args {
		p.file.steps += len(a.text)
	}
	return args, true
}

// operator takes an operator with two operands.
func (p *parser) operator(sign string) bool {
	args, ok := p.pop(2)
	if ok {
		p.push(args[0].text+sign+args[1].text, sign == "&")
	}
	return ok
}

// unary takes a sign, a percent sign or brackets.
func (p *parser) unary(t byte) bool {
	args, ok := p.pop(1)
	if ok {
		before, behind := [4]string{"+", "-", "", "("}[t-0x12], [4]string{"", "", "%", ")"}[t-0x12]
		args[0].text = before + args[0].text + behind
		args[0].mayBeText = args[0].mayBeText && t != 0x13 && t != 0x14
		p.stack = append(p.stack, args[0])
	}
	return ok
}

// attribute takes what is meant for the program that computes the formula.
func (p *parser) attribute() bool {
	const choice, sum = 0x04, 0x10
	kind, n := p.u8(), p.u16()
	if kind&choice != 0 {
		p.skip(2 * (n + 1)) // a table of jumps
	}
	if kind&sum == 0 {
		return true
	}
	args, ok := p.pop(1)
	if ok {
		p.push("SUM("+args[0].text+")", false)
	}
	return ok
}

// constant takes a value that stands in the formula itself.
func (p *parser) constant(t byte) bool {
	switch t {
	case 0x16: // an argument that is left out
		p.push("", false)
	case 0x17:
		n := p.u8()
		wide := p.u8()&textWide != 0
		text := p.characters(n, wide)
		p.push(`"`+strings.ReplaceAll(text, `"`, `""`)+`"`, true)
	case 0x1C:
		p.push(errorText(p.u8()), false)
	case 0x1D:
		p.push([]string{"FALSE", "TRUE"}[p.u8()&1], false)
	case 0x1E:
		n := p.u16()
		p.stack = append(p.stack, operand{text: strconv.Itoa(n), constant: n})
	case 0x1F:
		p.push(number(math.Float64frombits(binary.LittleEndian.Uint64(p.bytes(8)))), false)
	default:
		return false
	}
	return true
}

// call takes a function. The second of its two tokens says how many arguments there are.
func (p *parser) call(t byte) bool {
	n := -1
	if t == 0x22 {
		n = p.u8() & 0x7F
	}
	id := p.u16() & 0x7FFF
	fn, known := functions[id]
	if id != named && (!known || n < 0 && fn.args < 0) {
		return false
	}
	if n < 0 {
		n = fn.args
	}
	args, ok := p.pop(n)
	if !ok || id == named && len(args) == 0 {
		return false
	}
	if id == named {
		fn.name, args = strings.TrimPrefix(args[0].text, "_xlfn."), args[1:]
		fn.text = slices.ContainsFunc(args, func(a operand) bool { return a.mayBeText }) || !numeric(fn.name)
	}
	p.push(fn.name+"("+strings.Join(lists.Map(args, func(a operand) string { return a.text }), ",")+")", fn.text || p.file.carries(fn.name, args))
	return true
}

// definedName takes a name that the workbook defines.
func (p *parser) definedName() bool {
	i := p.u16()
	p.skip(2)
	if i < 1 || i > len(p.file.names) {
		return false
	}
	p.stack = append(p.stack, p.file.named(p.file.names[i-1]))
	return true
}

// addedName takes a name of another workbook, or a function that a program added.
func (p *parser) addedName() bool {
	from, i := p.u16(), p.u16()
	p.skip(2)
	if from >= len(p.file.externs) || p.file.externs[from][0] >= len(p.file.added) {
		return false
	}
	names := p.file.added[p.file.externs[from][0]]
	if i < 1 || i > len(names) {
		return false
	}
	p.push(names[i-1], true)
	return true
}

// reference takes a cell or an area. Those within a shared formula have tokens of their own.
func (p *parser) reference(t byte) bool {
	switch t {
	case 0x24, 0x2C:
		row, col := p.u16(), p.u16()
		ref, at := cellReference(row, col, p.cell, t == 0x2C)
		p.pushCell(ref, p.sheet, at)
	case 0x25, 0x2D:
		ref, at := areaReference(p.reader, p.cell, t == 0x2D)
		p.pushArea(ref, p.sheet, at)
	case 0x26, 0x27, 0x28: // how an area was computed, which follows
		p.skip(6)
	case 0x29:
		p.skip(2)
	case 0x2A, 0x2B, 0x3C, 0x3D: // what was deleted
		p.skip(map[byte]int{0x2A: 4, 0x2B: 8, 0x3C: 6, 0x3D: 10}[t])
		p.push("#REF!", false)
	case 0x3A: // of any sheet
		sheet, name := p.file.externSheet(p.u16())
		row, col := p.u16(), p.u16()
		ref, at := cellReference(row, col, p.cell, false)
		p.pushCell(name+ref, sheet, at)
	case 0x3B:
		sheet, name := p.file.externSheet(p.u16())
		ref, at := areaReference(p.reader, p.cell, false)
		p.pushArea(name+ref, sheet, at)
	default:
		return false
	}
	return true
}

// numeric reports whether a function that a file calls by its name gives a number or one of its arguments.
func numeric(name string) bool {
	return slices.Contains([]string{"IFERROR", "IFNA", "SUMIFS", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS", "NETWORKDAYS", "EOMONTH", "EDATE", "AGGREGATE"}, strings.ToUpper(name))
}

// named is the operand that a defined name stands for.
func (f *file) named(n name) operand {
	out := operand{text: n.text, mayBeText: true}
	if f.chain++; f.chain <= maxChain {
		if stack, ok := f.parse(&noSheet, &cell{}, n.rgce); ok && len(stack) == 1 {
			out.mayBeText, out.area = stack[0].mayBeText, stack[0].area
		}
	}
	f.chain--
	return out
}

// areaReference reads an area in a formula: its address, and its place.
func areaReference(r *reader, c *cell, shared bool) (string, spreadsheet.Range) {
	r1, r2, c1, c2 := r.u16(), r.u16(), r.u16(), r.u16()
	from, first := cellReference(r1, c1, c, shared)
	to, last := cellReference(r2, c2, c, shared)
	return from + ":" + to, spreadsheet.Range{Row: first.Row, Col: first.Col, LastRow: last.Row, LastCol: last.Col}
}

// cellReference is the address of a cell in a formula, and its place. A shared formula counts from the cell it is in.
func cellReference(row, col int, c *cell, shared bool) (string, spreadsheet.Note) {
	relativeRow, relativeCol := col&0x8000 != 0, col&0x4000 != 0
	col &= 0xFF
	if shared && relativeRow {
		row = (row + c.row) & 0xFFFF
	}
	if shared && relativeCol {
		col = (col + c.col) & 0xFF
	}
	var b [16]byte
	return string(spreadsheet.AppendAddress(b[:0], row, col, !relativeRow && !relativeCol)), spreadsheet.Note{Row: row, Col: col}
}

// externSheet is the sheet of this workbook that a reference to sheets means, and its name as formulas write it; nil if
// it is another book's.
func (f *file) externSheet(i int) (*sheet, string) {
	if i >= len(f.externs) {
		return nil, "#REF!"
	}
	x := f.externs[i]
	if x[0] >= len(f.books) || !f.books[x[0]] || x[1] < 0 || x[1] >= len(f.sheets) || x[1] != x[2] {
		return nil, "#REF!"
	}
	s := f.sheets[x[1]]
	return s, workbook.QuoteSheet(s.name) + "!"
}

// noSheet is the sheet of a name's formula, which stands on none. It is never written to.
var noSheet sheet

// nameTarget is the cell or range that a name refers to, such as 'Sheet 1'!$A$1; "" if it is none of one sheet.
func (f *file) nameTarget(n name) string {
	if n.builtIn || n.sheet != 0 || len(n.rgce) == 0 || n.rgce[0]&0x1F|0x20 != 0x3A && n.rgce[0]&0x1F|0x20 != 0x3B {
		return ""
	}
	stack, ok := f.parse(&noSheet, &cell{}, n.rgce)
	if !ok || len(stack) != 1 || strings.Contains(stack[0].text, "#REF!") {
		return ""
	}
	return stack[0].text
}
