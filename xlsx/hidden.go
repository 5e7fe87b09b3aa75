package xlsx

import (
	"bytes"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// noteHiddenCells warns of figures and narratives that are read from hidden rows and columns, one note for those of a
// table: whoever compares the sheet with the report does not see them.
func (rd *reader) noteHiddenCells() {
	hides := map[string]func(row, col int) bool{}
	hidden := func(s location) bool {
		f, ok := hides[s.sheet]
		if !ok {
			f = rd.book.hides(s.sheet)
			hides[s.sheet] = f
		}
		return f != nil && f(s.row, s.col)
	}
	for _, t := range rd.form.Tables {
		n, first := 0, ""
		for _, fd := range rd.form.FieldsOf(t) {
			s := rd.locations[fd.Index]
			if v := rd.report.Value(fd.ID); s.broken || v.State == model.Absent || v.State == model.Blank && v.Text == "" || !hidden(s) {
				continue
			}
			if n++; n == 1 {
				first = s.address()
			}
		}
		if n > 0 {
			rd.note(model.Note{Rule: "FORM-HIDDEN", Section: t.ID, Cell: first, Message: msg.F(
				"“%s”有 %d 格在隐藏的行或列里（%s 起），照样读取", "%q: %d cells are in hidden rows or columns (from %s on) and were read all the same", t.Section.Heading, n, first)})
		}
	}
	for _, sec := range rd.form.Sections {
		at := rd.report.Places[model.PlaceOfText(sec.ID)]
		if s := parseLocation(at); at != "" && !s.broken && rd.report.Texts[sec.ID] != "" && hidden(s) {
			rd.note(model.Note{Rule: "FORM-HIDDEN", Section: sec.ID, Cell: at, Message: msg.F(
				"“%s”的文字在隐藏的行或列里（%s），照样读取", "the text of %q is in a hidden row or column (%s) and was read all the same", sec.Heading, at)})
		}
	}
}

// hides tells which cells of a sheet are in a hidden row or column, or in one too low or narrow to show anything; nil if none is.
func (b *book) hides(sheet string) func(row, col int) bool {
	if s, direct := b.file.Direct(sheet); direct {
		return hidesIn(s)
	}
	part := b.part(b.file.Sheet(sheet).Part)
	if !mayHide(part) {
		return nil
	}
	narrow := noWidth(part)
	rows, columns := map[int]bool{}, map[int]bool{}
	return func(row, col int) bool {
		is, ok := rows[row]
		if !ok {
			shown, height, err := b.file.RowShown(sheet, row)
			is = err == nil && (!shown || height < leastHeight)
			rows[row] = is
		}
		if is {
			return true
		}
		if is, ok = columns[col]; !ok {
			name, err := excelize.ColumnNumberToName(col)
			shown, err1 := b.file.ColumnShown(sheet, name)
			is = err == nil && err1 == nil && !shown || narrow(col)
			columns[col] = is
		}
		return is
	}
}

// hidesIn is [book.hides] for a sheet of a workbook of another format.
func hidesIn(s *spreadsheet.Sheet) func(row, col int) bool {
	rows := map[int]bool{}
	for _, row := range s.HiddenRows {
		rows[row+1] = true
	}
	for row, height := range s.Heights {
		if height < leastHeight {
			rows[row+1] = true
		}
	}
	none := func(c spreadsheet.Columns) bool { return c.Hidden || c.Width > 0 && c.Width < leastWidth }
	if len(rows) == 0 && !slices.ContainsFunc(s.Columns, none) {
		return nil
	}
	return func(row, col int) bool {
		hidden := false
		for _, c := range s.Columns {
			if c.First >= col || c.Last+1 < col || !c.Hidden && c.Width <= 0 {
				continue
			}
			if hidden = c.Hidden; c.Width != 0 && c.Width < leastWidth {
				return true
			}
		}
		return hidden || rows[row]
	}
}

// mayHide reports whether a part of a sheet may have a row or column that is hidden, or has no height or width. Programs
// also write of those that are shown that they are not hidden.
func mayHide(part []byte) bool {
	for _, begin := range []string{`ht="0`, `width="0`} {
		if bytes.Contains(part, []byte(begin)) {
			return true
		}
	}
	for _, attribute := range []string{`hidden="`, `zeroHeight="`} {
		for rest := part; ; {
			var found bool
			if _, rest, found = bytes.Cut(rest, []byte(attribute)); !found {
				break
			}
			if !bytes.HasPrefix(rest, []byte(`0"`)) && !bytes.HasPrefix(rest, []byte(`false"`)) {
				return true
			}
		}
	}
	return false
}
