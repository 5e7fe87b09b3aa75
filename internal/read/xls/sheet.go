package xls

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// readSheet reads the records of a sheet; of a chart and of macros none.
func (f *file) readSheet(s *sheet, rs *records) error {
	first, more, err := rs.next()
	if err != nil || !more || first.kind != recBOF || len(first.data()) < 4 {
		return errDamaged()
	}
	switch binary.LittleEndian.Uint16(first.data()[2:]) {
	case worksheet:
	case chart:
		s.kind = spreadsheet.Chart
		return nil
	default:
		s.kind = spreadsheet.Macros
		return nil
	}
	inner := 0 // charts within the sheet have records of their own
	object := -1
	var anchor spreadsheet.Note
	boxes := map[int]bool{}
	for {
		rec, more, err := rs.next()
		if err != nil {
			return err
		}
		if !more {
			return errDamaged()
		}
		switch {
		case rec.kind == recBOF:
			inner++
			continue
		case rec.kind == recEOF && inner > 0:
			inner--
			continue
		case rec.kind == recEOF:
			s.finishNotes(boxes)
			return nil
		case inner > 0:
			continue
		}
		switch rec.kind {
		case recDrawing:
			anchor = anchorOf(rec, anchor)
			continue
		case recObj:
			object = s.object(rec, anchor, boxes)
			continue
		case recTxO:
			if text := textOf(rec); object >= 0 && text != "" {
				s.texts[object] = text
			}
			continue
		}
		if err := f.sheetRecord(s, rec); err != nil {
			return err
		}
		if len(s.cells)+f.cells > f.limits.Cells {
			return spreadsheet.TooLarge()
		}
	}
}

// sheetRecord reads a record on cells, rows and columns.
func (f *file) sheetRecord(s *sheet, rec record) error {
	r := readerOf(rec, 0)
	switch rec.kind {
	case recColInfo, recWindow2, recCondFmt, recCF: // those of old writers may be shorter, and what is left of them is of no interest
		f.sheetLooksRecord(s, rec.kind, r)
		return nil
	case recRow, recDefHeight, recMergeCells, recNote:
		s.layoutRecord(rec.kind, r)
	case recFormula, recString, recShared, recArray:
		f.formulaRecord(s, rec.kind, r)
	case recLabelSST:
		c := cellAt(r)
		i := r.u32()
		if int64(i) >= int64(len(f.strings)) {
			return errDamaged()
		}
		c.kind, c.text, c.runs = spreadsheet.Text, f.strings[i].text, f.strings[i].runs
		s.cells = append(s.cells, c)
	default:
		s.valueRecord(rec, r)
	}
	return r.err
}

// sheetLooksRecord reads how a sheet looks: the columns, whether zeros are shown, and conditional formats.
func (f *file) sheetLooksRecord(s *sheet, kind uint16, r *reader) {
	switch kind {
	case recColInfo:
		from, to, width := r.u16(), r.u16(), float64(r.u16())/256
		r.skip(2)
		if flags := r.u16(); r.err == nil {
			for col := from; col <= min(to, len(s.columns)-1); col++ {
				s.columns[col] = spreadsheet.Columns{Hidden: flags&1 != 0 || width == 0, Width: width}
			}
		}
	case recWindow2:
		const zeros = 0x10
		s.noZeros = r.u16()&zeros == 0
	case recCondFmt:
		s.condition = rangesOf(r)
	case recCF:
		f.readCondition(s, r)
	}
}

// layoutRecord reads rows, merged cells and comments.
func (s *sheet) layoutRecord(kind uint16, r *reader) {
	switch kind {
	case recRow:
		row := r.u16()
		r.skip(4)
		height := float64(r.u16()&0x7FFF) / 20
		r.skip(4)
		const hidden, ownHeight = 0x20, 0x40
		flags := r.u16()
		if flags&hidden != 0 {
			s.hiddenRows = append(s.hiddenRows, row)
		}
		if flags&ownHeight != 0 || height > 0 {
			s.heights[row] = height
		}
	case recDefHeight:
		const hidden = 0x02
		s.rowsHidden = r.u16()&hidden != 0
	case recMergeCells:
		for range r.u16() {
			m := spreadsheet.Range{Row: r.u16(), LastRow: r.u16(), Col: r.u16(), LastCol: r.u16()}
			if r.err != nil {
				break
			}
			if m.Row <= m.LastRow && m.Col <= m.LastCol && (m.Row < m.LastRow || m.Col < m.LastCol) {
				s.merges = append(s.merges, m)
			}
		}
	case recNote:
		n := noteRecord{row: r.u16(), col: r.u16()}
		r.skip(2)
		n.object = r.u16()
		s.notes = append(s.notes, n)
	}
}

// cellAt reads what the record of a cell begins with.
func cellAt(r *reader) cell { return cell{row: r.u16(), col: r.u16(), xf: r.u16()} }

// valueRecord reads cells that hold a value of their own.
func (s *sheet) valueRecord(rec record, r *reader) {
	switch rec.kind {
	case recNumber:
		c := cellAt(r)
		c.kind, c.text = spreadsheet.Number, number(math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8))))
		s.cells = append(s.cells, c)
	case recRK:
		c := cellAt(r)
		c.kind, c.text = spreadsheet.Number, number(rk(r.u32()))
		s.cells = append(s.cells, c)
	case recMulRK:
		row, col := r.u16(), r.u16()
		for n := (len(rec.data()) - 6) / 6; n > 0; n-- {
			c := cell{row: row, col: col, xf: r.u16(), kind: spreadsheet.Number}
			c.text = number(rk(r.u32()))
			s.cells = append(s.cells, c)
			col++
		}
	case recLabel, recRString:
		c := cellAt(r)
		c.kind = spreadsheet.Text
		c.text, c.runs = r.text(false)
		if rec.kind == recRString {
			for range r.u16() {
				if r.err != nil {
					break
				}
				c.runs = append(c.runs, fontRun{from: r.u16(), font: r.u16()})
			}
		}
		s.cells = append(s.cells, c)
	case recBoolErr:
		c := cellAt(r)
		value, isError := r.u8(), r.u8() == 1
		c.kind, c.text = spreadsheet.Bool, strconv.Itoa(value)
		if isError {
			c.kind, c.text = spreadsheet.Error, errorText(value)
		}
		s.cells = append(s.cells, c)
	}
}

// formulaRecord reads a formula, the text that the one before results in, or what several cells share of one.
func (f *file) formulaRecord(s *sheet, kind uint16, r *reader) {
	switch kind {
	case recFormula:
		c := cellAt(r)
		c.formula = true
		c.setResult(r.bytes(8))
		c.uncomputed = r.u16()&2 != 0
		r.skip(4)
		c.rgce = r.bytes(r.u16())
		s.cells = append(s.cells, c)
	case recString:
		if n := len(s.cells); n > 0 && s.cells[n-1].formula && s.cells[n-1].kind == spreadsheet.Text {
			s.cells[n-1].text, _ = r.text(false)
			s.cells[n-1].emptyText = s.cells[n-1].text == ""
			f.storesTexts = f.storesTexts || s.cells[n-1].text != ""
		}
	case recShared, recArray:
		g := sharedFormula{firstRow: r.u16(), lastRow: r.u16(), firstCol: r.u8(), lastCol: r.u8()}
		if kind == recShared {
			r.skip(2)
		} else {
			r.skip(6)
		}
		g.rgce = r.bytes(r.u16())
		s.shared = append(s.shared, g)
	}
}

// setResult sets the stored result of a formula.
func (c *cell) setResult(b []byte) {
	if len(b) < 8 {
		return
	}
	if b[6] != 0xFF || b[7] != 0xFF {
		v := math.Float64frombits(binary.LittleEndian.Uint64(b))
		c.kind, c.text, c.zero = spreadsheet.Number, number(v), v == 0
		return
	}
	switch b[0] {
	case 0:
		c.kind = spreadsheet.Text // in the record behind
	case 1:
		c.kind, c.text = spreadsheet.Bool, strconv.Itoa(int(b[2]))
	case 2:
		c.kind, c.text = spreadsheet.Error, errorText(int(b[2]))
	default:
		c.kind, c.emptyText = spreadsheet.Text, true
	}
}

// errorText is an error as it is shown.
func errorText(code int) string {
	names := map[int]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
	return cmp.Or(names[code], "#N/A")
}

// rk is the number that a short form stands for: an integer or the upper half of a floating-point number, each perhaps
// to be divided by a hundred.
func rk(v uint32) float64 {
	n := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		n = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		n /= 100
	}
	return n
}

// number is the shortest decimal that stands for a stored number.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// anchorOf is the cell at which the shape in a drawing record begins; the one before if the record does not tell.
func anchorOf(rec record, last spreadsheet.Note) spreadsheet.Note {
	const clientAnchor = 0xF010
	data := slices.Concat(rec.parts...)
	for at := 0; at+8 <= len(data); {
		head, kind, n := binary.LittleEndian.Uint16(data[at:]), binary.LittleEndian.Uint16(data[at+2:]), int(binary.LittleEndian.Uint32(data[at+4:]))
		at += 8
		if head&0xF == 0xF {
			continue // a container: its content follows
		}
		if kind == clientAnchor && n >= 18 && at+18 <= len(data) {
			return spreadsheet.Note{Col: int(binary.LittleEndian.Uint16(data[at+2:])), Row: int(binary.LittleEndian.Uint16(data[at+6:]))}
		}
		if n < 0 || at+n > len(data) {
			break
		}
		at += n
	}
	return last
}

// object is the number of the object that a record describes, and notes that it is a text box.
func (s *sheet) object(rec record, anchor spreadsheet.Note, boxes map[int]bool) int {
	const common, comment = 0x15, 0x19
	r := readerOf(rec, 0)
	if r.u16() != common {
		return -1
	}
	r.skip(2)
	kind, id := r.u16(), r.u16()
	if r.err != nil {
		return -1
	}
	if kind != comment {
		boxes[id] = true
		s.boxes = append(s.boxes, spreadsheet.Note{Row: anchor.Row, Col: anchor.Col, Text: strconv.Itoa(id)})
	}
	return id
}

// textOf is the text of an object, which stands in the record that continues its own.
func textOf(rec record) string {
	r := readerOf(rec, 10)
	n := r.u16()
	if r.err != nil || n == 0 || len(rec.parts) < 2 {
		return ""
	}
	r = &reader{parts: rec.parts[1:]}
	s := r.characters(n, r.u8()&textWide != 0)
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// finishNotes gives text boxes their texts, and drops objects that have none.
func (s *sheet) finishNotes(boxes map[int]bool) {
	kept := s.boxes[:0]
	for _, b := range s.boxes {
		id, _ := strconv.Atoi(b.Text)
		if b.Text = s.texts[id]; strings.TrimSpace(b.Text) != "" {
			kept = append(kept, b)
		}
	}
	s.boxes = kept
}
