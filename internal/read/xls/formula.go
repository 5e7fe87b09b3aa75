package xls

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

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
var operators = map[byte]string{0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>"}

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
	219: {"ADDRESS", -1, true}, 336: {"CONCATENATE", -1, true}, 344: {"SUBTOTAL", -1, false}, 345: {"SUMIF", -1, false}, 346: {"COUNTIF", 2, false},
}

// carrying are functions whose result is one of their arguments or of the cells that these name.
var carrying = []string{"IF", "LOOKUP", "INDEX", "CHOOSE", "HLOOKUP", "VLOOKUP", "INDIRECT"}

// operand is a part of a formula.
type operand struct {
	text      string
	mayBeText bool
}

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
	stack, ok := f.parse(s, base, rgce)
	if !ok || len(stack) != 1 {
		return formula{mayBeText: slices.ContainsFunc(stack, func(o operand) bool { return o.mayBeText }) || !ok}
	}
	return formula{text: stack[0].text, mayBeText: stack[0].mayBeText}
}

// parse reads the tokens of a formula, which stand in the order in which they are computed. Ok is false where it meets
// one that is not known.
func (f *file) parse(s *sheet, c *cell, rgce []byte) (stack []operand, ok bool) {
	push := func(text string, mayBeText bool) { stack = append(stack, operand{text, mayBeText}) }
	pop := func(n int) []operand {
		if n > len(stack) {
			return nil
		}
		args := slices.Clone(stack[len(stack)-n:])
		stack = stack[:len(stack)-n]
		return args
	}
	r := &reader{parts: [][]byte{rgce}}
	for r.left() > 0 && r.err == nil {
		t := byte(r.u8())
		if t >= 0x20 { // the class of a result is of no interest
			t = t&0x1F | 0x20
		}
		switch sign, binary := operators[t]; {
		case binary:
			args := pop(2)
			if args == nil {
				return stack, false
			}
			push(args[0].text+sign+args[1].text, sign == "&")
			continue
		}
		switch t {
		case 0x12, 0x13, 0x14, 0x15: // signs, percent and brackets
			args := pop(1)
			if args == nil {
				return stack, false
			}
			before, behind := [4]string{"+", "-", "", "("}[t-0x12], [4]string{"", "", "%", ")"}[t-0x12]
			push(before+args[0].text+behind, args[0].mayBeText && t != 0x13 && t != 0x14)
		case 0x16: // an argument that is left out
			push("", false)
		case 0x17:
			n := r.u8()
			wide := r.u8()&textWide != 0
			text := r.characters(n, wide)
			push(`"`+strings.ReplaceAll(text, `"`, `""`)+`"`, true)
		case 0x19: // for the program that computes it
			kind, n := r.u8(), r.u16()
			if kind&0x04 != 0 { // a choice: a table of jumps
				r.skip(2 * (n + 1))
			}
			if kind&0x10 != 0 { // a sum of one argument
				args := pop(1)
				if args == nil {
					return stack, false
				}
				push("SUM("+args[0].text+")", false)
			}
		case 0x1C:
			push(errorText(r.u8()), false)
		case 0x1D:
			push([]string{"FALSE", "TRUE"}[r.u8()&1], false)
		case 0x1E:
			push(strconv.Itoa(r.u16()), false)
		case 0x1F:
			push(number(math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))), false)
		case 0x21, 0x22: // a function
			n := -1
			if t == 0x22 {
				n = r.u8() & 0x7F
			}
			fn, known := functions[r.u16()&0x7FFF]
			if !known || n < 0 && fn.args < 0 {
				return stack, false
			}
			if n < 0 {
				n = fn.args
			}
			args := pop(n)
			if args == nil && n > 0 {
				return stack, false
			}
			var texts []string
			carried := false
			for i, a := range args {
				texts = append(texts, a.text)
				carried = carried || a.mayBeText && !(fn.name == "IF" && i == 0)
			}
			push(fn.name+"("+strings.Join(texts, ",")+")", fn.text || carried && slices.Contains(carrying, fn.name))
		case 0x24, 0x2C: // a cell; the second within a shared formula
			row, col := r.u16(), r.u16()
			ref, at := cellReference(row, col, c, t == 0x2C)
			push(ref, s.isText(at))
		case 0x25, 0x2D: // an area
			r1, r2, c1, c2 := r.u16(), r.u16(), r.u16(), r.u16()
			from, _ := cellReference(r1, c1, c, t == 0x2D)
			to, _ := cellReference(r2, c2, c, t == 0x2D)
			push(from+":"+to, false)
		case 0x3A: // a cell of a sheet
			sheet, name := f.externSheet(r.u16())
			ref, at := cellReference(r.u16(), r.u16(), c, false)
			push(name+ref, sheet == nil || sheet.isText(at))
		case 0x3B:
			_, name := f.externSheet(r.u16())
			r1, r2, c1, c2 := r.u16(), r.u16(), r.u16(), r.u16()
			from, _ := cellReference(r1, c1, c, false)
			to, _ := cellReference(r2, c2, c, false)
			push(name+from+":"+to, false)
		default:
			return stack, false
		}
	}
	return stack, r.err == nil
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
	name, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		name = "A1"
	}
	if !relativeRow && !relativeCol {
		if abs, err := excelize.CoordinatesToCellName(col+1, row+1, true); err == nil {
			name = abs
		}
	}
	return name, spreadsheet.Note{Row: row, Col: col}
}

// isText reports whether a cell holds a text.
func (s *sheet) isText(at spreadsheet.Note) bool {
	if s.textAt == nil {
		s.textAt = map[[2]int]bool{}
		for _, c := range s.cells {
			if c.kind == spreadsheet.Text {
				s.textAt[[2]int{c.row, c.col}] = true
			}
		}
	}
	return s.textAt[[2]int{at.Row, at.Col}]
}

// externSheet is the sheet of this workbook that a reference to sheets means, and its name as formulas write it; nil if
// it is another book's.
func (f *file) externSheet(i int) (*sheet, string) {
	if i >= len(f.externs) {
		return nil, "#REF!"
	}
	x := f.externs[i]
	if x[0] >= len(f.books) || !f.books[x[0]] || x[1] < 0 || x[1] >= len(f.all) || x[1] != x[2] {
		return nil, "#REF!"
	}
	s := f.all[x[1]]
	return s, workbook.QuoteSheet(s.name) + "!"
}

// nameTarget is the cell or range that a name refers to, such as 'Sheet 1'!$A$1; "" if it is none of one sheet.
func (f *file) nameTarget(n name) string {
	if n.sheet != 0 || len(n.rgce) == 0 || n.rgce[0]&0x1F|0x20 != 0x3A && n.rgce[0]&0x1F|0x20 != 0x3B {
		return ""
	}
	stack, ok := f.parse(&sheet{}, &cell{}, n.rgce)
	if !ok || len(stack) != 1 || strings.Contains(stack[0].text, "#REF!") {
		return ""
	}
	return stack[0].text
}
