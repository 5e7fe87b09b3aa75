package preflight

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// openInSheet is called for every element of a worksheet but its root.
func (s *scanner) openInSheet(name string, from int) error {
	if s.cell.open {
		return s.openInCell(name, from)
	}
	switch {
	case name == "cfRule", name == "dataValidation":
		return count(&s.sum.rules, 1, s.lim.Rules, ofRules)
	case name == "row" && s.in("sheetData"):
		return s.openRow()
	case name == "c" && s.in("sheetData", "row"):
		return s.openCell()
	case name == "mergeCell" && s.in("mergeCells") && !s.unread:
		return s.openMerge()
	case name == "sheetData" && s.in() && s.p.sheet == nil:
		if s.size > maxScratch && !s.unread {
			s.sheet = slices.Grow(s.sheet[:0], s.size) // at once: to grow step by step leaves as much again behind
		}
		s.p.sheet = append(append(append(s.sheet[:0], sheetBegins...), s.head...), rowsBegin...)
		s.p.records = s.records[:0]
	case (name == "cols" || name == "sheetFormatPr" || name == conditionalFormats) && s.in():
		s.from = from
	case name == "sheetView" && s.in("sheetViews"):
		shown := string(s.attrs.v[keyZeros])
		s.p.noZeros = s.p.noZeros || shown == "0" || shown == "false"
	case name == "tablePart":
		s.p.tables = true
	case name == "col" && s.in("cols"):
		return count(&s.cols, 1, maxColumns, ofColumns)
	}
	return nil
}

func (s *scanner) openInCell(name string, from int) error {
	a := &s.attrs
	switch name {
	case "c":
		return errOrder
	case "r":
		s.p.rich = true
		return count(&s.sum.runs, 1, s.lim.Runs, ofRuns)
	case "v":
		s.cell.value[0] = from
	case "f":
		if s.cell.content = true; s.cell.blank {
			s.cell.blank = false
		}
		if string(a.v[keyT]) != "shared" || s.unread {
			return nil
		}
		// A formula that no cell has would be searched for at every cell that shares it.
		number := string(a.v[keySI])
		if a.v[keyRef] != nil {
			s.masters[number] = 0
			s.master = number
		}
		length, known := s.masters[number]
		s.cell.orphan = !known
		return count(&s.sum.text, length, s.lim.Text, ofText)
	}
	return nil
}

func (s *scanner) openMerge() error {
	from, to, ok := bytes.Cut(s.attrs.v[keyRef], []byte(":"))
	c1, r1 := ParseRef(from)
	c2, r2 := c1, r1
	if ok {
		c2, r2 = ParseRef(to)
	}
	if c1 == 0 || c2 == 0 || c2 < c1 || r2 < r1 {
		return errMerge
	}
	s.p.merges = append(s.p.merges, Range{r1, c1, r2, c2})
	return count(&s.sum.merges, 1, s.lim.Merges, ofMerges)
}

func (s *scanner) openRow() error {
	a := &s.attrs
	next := s.row + 1
	if a.v[keyR] != nil {
		n, err := strconv.Atoi(string(a.v[keyR]))
		if err != nil || n < 1 || n > maxRows || strconv.Itoa(n) != string(a.v[keyR]) {
			return errRow
		}
		if n < next {
			return errOrder
		}
		next = n
	}
	if next > maxRows {
		return errRow
	}
	s.row, s.col, s.filled, s.inRow = next, 0, 0, false
	s.p.odd = s.p.odd || !a.usualRow()
	s.rowTag = strconv.AppendInt(append(s.rowTag[:0], `<row r="`...), int64(next), 10)
	s.rowTag = append(s.rowTag, '"')
	s.rowTag = appendAttribute(s.rowTag, "ht", a.v[keyHeight])
	s.rowTag = appendAttribute(s.rowTag, "customHeight", a.v[keyCustom])
	s.rowTag = appendAttribute(s.rowTag, "hidden", a.v[keyHidden])
	return nil
}

// appendAttribute appends an attribute as XML, if it is there.
func appendAttribute(out []byte, name string, value []byte) []byte {
	if value == nil {
		return out
	}
	out = append(append(append(out, ' '), name...), `="`...)
	if bytes.IndexByte(value, '"') < 0 {
		return append(append(out, value...), '"')
	}
	return append(append(out, bytes.ReplaceAll(value, []byte(`"`), []byte("&quot;"))...), '"')
}

func (s *scanner) openCell() error {
	col := s.col + 1
	if r := s.attrs.v[keyR]; r != nil {
		c, row := ParseRef(r)
		if c == 0 || row != s.row {
			return errRef
		}
		if c < col {
			return errOrder
		}
		col = c
	}
	if col > maxColumns {
		return errRef
	}
	s.col = col
	v := &s.attrs.v
	s.cell = cell{open: true, a: cellAttributes{v[keyR], v[keyT], v[keyS], v[keyCM], v[keyVM]}, from: s.pos}
	return nil
}

// closeCell writes the current cell, if it has content. A cell that only carries a
// style is not read, wherever it is.
func (s *scanner) closeCell(end int) error {
	c := &s.cell
	if !c.content || c.blank && s.row > s.lim.Row {
		return nil
	}
	if err := count(&s.sum.all, 1, s.lim.AllCells, ofCells); err != nil || s.unread {
		return err
	}
	ref := string(c.a.r)
	if ref == "" {
		ref, _ = excelize.CoordinatesToCellName(s.col, s.row)
	}
	if s.row > s.lim.Row {
		return farCell(ref, s.lim.Row)
	}
	if err := count(&s.sum.cells, 1, s.lim.Cells, ofCells); err != nil {
		return err
	}
	if err := count(&s.sum.rows, s.row-s.p.lastRow, s.lim.Rows, ofRows); err != nil {
		return err
	}
	if err := count(&s.sum.columns, s.col-s.filled, s.lim.Columns, ofColumns); err != nil {
		return err
	}
	s.p.cells++
	s.p.lastRow, s.p.lastCol, s.filled = s.row, max(s.p.lastCol, s.col), s.col
	out := s.p.sheet
	if !s.inRow {
		out = append(append(out, s.rowTag...), '>')
		s.inRow = true
	}
	out = append(append(append(out, `<c r="`...), ref...), '"')
	out = appendAttribute(out, "s", c.a.s)
	out = appendAttribute(out, "t", c.a.t)
	out = appendAttribute(out, "cm", c.a.cm)
	out = appendAttribute(out, "vm", c.a.vm)
	out = append(out, '>')
	content := len(out)
	if c.orphan {
		out = append(out, s.data[c.value[0]:c.value[1]]...)
	} else {
		out = append(out, s.data[c.from:end]...)
	}
	s.record(content, len(out))
	s.p.sheet = append(out, "</c>"...)
	return nil
}

// ParseRef reads the address of a cell such as AB12 by its column and row; column 0 says that it is none.
func ParseRef[T string | []byte](ref T) (col, row int) {
	i := 0
	for i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z' {
		col = col*26 + int(ref[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || ref[i] == '0' || col > maxColumns {
		return 0, 0
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0
		}
		row = row*10 + int(ref[i]-'0')
	}
	if row > maxRows {
		return 0, 0
	}
	return col, row
}
