package xlsx

import (
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ReadBook is [Read] for a workbook of another format.
func ReadBook(b *spreadsheet.Book, forms []*model.Form, o Options) (*model.Report, error) {
	f, err := preflight.OpenBook(b, isUnreadAppendix)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := read(f, forms, o)
	if err == nil {
		noteCut(r, b)
	}
	return r, err
}

// filled lists the cells of a sheet that have content, as [filledCells] does.
func (b *book) filled(sheet string) (out []filledCell, ok bool) {
	s, direct := b.file.Direct(sheet)
	if !direct {
		if filled, ok := b.file.Filled(sheet, mostCells+1); ok {
			for _, c := range filled {
				out = append(out, filledCell{row: c.Row, col: c.Col, formula: c.Formula, number: c.Number})
			}
			return out, true
		}
		return filledCells(b.part(b.file.Sheet(sheet).Part))
	}
	for i := range s.Cells {
		c := &s.Cells[i]
		number := c.Kind == spreadsheet.Number || c.Kind == spreadsheet.Empty && !c.EmptyText
		out = append(out, filledCell{row: c.Row + 1, col: c.Col + 1, formula: c.Formula != "", number: number})
	}
	return out, true
}

// noteCut warns of narratives with a cell of just as many characters as some programs keep when they write the format:
// the rest is probably lost, and the file does not show it.
func noteCut(r *model.Report, b *spreadsheet.Book) {
	if b.CutAt == 0 {
		return
	}
	for _, s := range b.Sheets {
		for i := range s.Cells {
			c := &s.Cells[i]
			if c.Kind != spreadsheet.Text || len(c.Text) < b.CutAt || len(utf16.Encode([]rune(c.Text))) != b.CutAt {
				continue
			}
			for _, sec := range r.Form.Sections {
				if !strings.Contains(text.Bare(r.Texts[sec.ID]), text.Bare(c.Text)) {
					continue
				}
				end := []rune(strings.TrimSpace(c.Text))
				r.Notes = append(r.Notes, model.Note{Rule: "FILE-DAMAGED", Section: sec.ID, Cell: address(s.Name, place{row: c.Row + 1, col: c.Col + 1}.ref()), Message: msg.F(
					"“%s”有一格正好 %d 字，到“…%s”为止，后面的文字可能丢了：有的程序存 .xls 时每格只留这么多字；请与原文核对，缺的补上，或请报送单位改用 .xlsx", "a cell of %q has just %d characters, up to \"…%s\", and the rest may be lost: some programs keep no more of a cell when they write .xls; compare it with the original and supply what is missing, or have the unit send an .xlsx",
					sec.Heading, b.CutAt, string(end[max(0, len(end)-10):]))})
				break
			}
		}
	}
}
