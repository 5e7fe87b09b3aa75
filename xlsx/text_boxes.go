package xlsx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// boxesAndComments are the texts of text boxes and other shapes of a sheet, and its
// comments. The library's own reader of shapes joins the paragraphs and ignores groups.
func (b *book) boxesAndComments(sheet string) (boxes, comments []intake.Found) {
	boxes = b.boxes(sheet)
	cs, err := b.file.Comments(sheet)
	b.fail(err)
	for _, c := range cs {
		s := parseLocation(workbook.QuoteSheet(sheet) + "!" + c.Cell)
		if s.broken {
			continue
		}
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		text = mark.OwnText(text) // what marking wrote is no part of the report
		// Some programs begin the text of a comment with its author.
		if rest, ok := strings.CutPrefix(strings.TrimSpace(text), c.Author); ok && c.Author != "" {
			text = strings.TrimLeft(rest, ":： \n")
		}
		comments = append(comments, foundText(sheet, s.row-1, s.col-1, text, " 的批注"))
	}
	return boxes, inReadingOrder(comments)
}

// boxes are the texts of text boxes and other shapes of a sheet.
func (b *book) boxes(sheet string) (out []intake.Found) {
	if s, direct := b.file.Direct(sheet); direct {
		for _, n := range s.Boxes {
			out = append(out, foundText(sheet, n.Row, n.Col, n.Text, ofBox))
		}
		return inReadingOrder(out)
	}
	for _, r := range b.relations(b.file.Sheet(sheet).Part) {
		if r.Type == "drawing" && !r.External {
			out = append(out, shapes(b.part(r.Target), sheet)...)
		}
	}
	return inReadingOrder(out)
}

// ofBox stands behind the address of a text box.
const ofBox = " 的文本框"

func foundText(sheet string, row, col int, text, where string) intake.Found {
	text = strings.TrimSpace(text)
	f := intake.Found{Row: row, Col: col, Rows: 1, Cols: 1}
	if text != "" {
		f.Cell = intake.Cell{Kind: intake.Text, Text: text, Address: address(sheet, place{row: row + 1, col: col + 1}.ref()) + where}
	}
	return f
}

func inReadingOrder(fs []intake.Found) []intake.Found {
	fs = slices.DeleteFunc(fs, func(f intake.Found) bool { return f.Cell.Text == "" })
	sorting.By(fs, func(a, b intake.Found) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	return fs
}

// part is the content of a part of the file; nil if there is none.
func (b *book) part(name string) []byte { return b.file.Part(name) }

// relations are the relationships of a part; none if they cannot be read.
func (b *book) relations(part string) []patch.Rel {
	d, err := patch.Parse(b.part(patch.RelsPart(part)))
	if err != nil {
		return nil
	}
	return d.Rels(part)
}

// maxShapes is the largest number of shapes of a drawing that are read.
const maxShapes = 2000

// shapes reads the texts of the shapes of a drawing, each at the cell where its shape
// begins. Hidden shapes, and shapes that show the content of a cell, are left out.
func shapes(data []byte, sheet string) []intake.Found {
	var out []intake.Found
	var text strings.Builder
	var row, col int
	var number *int
	inFrom, inText, skipShape := false, false, false
	d := xml.NewDecoder(bytes.NewReader(data))
	for len(out) < maxShapes {
		t, err := d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return out
			}
			return nil // a damaged drawing is ignored
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch name := t.Name.Local; {
			case name == "Fallback":
				if d.Skip() != nil {
					return nil
				}
			case name == "from":
				inFrom, row, col = true, 0, 0
			case inFrom && name == "row":
				number = &row
			case inFrom && name == "col":
				number = &col
			case name == "sp":
				text.Reset()
				skipShape = attribute(t, "textlink") != ""
			case name == "cNvPr":
				hidden := attribute(t, "hidden")
				skipShape = skipShape || hidden == "1" || hidden == "true"
			case name == "t":
				inText = true
			case name == "br", name == "p" && text.Len() > 0:
				text.WriteByte('\n')
			}
		case xml.CharData:
			switch {
			case number != nil:
				*number, _ = strconv.Atoi(strings.TrimSpace(string(t)))
			case inText:
				text.Write(t)
			}
		case xml.EndElement:
			number = nil
			switch t.Name.Local {
			case "from":
				inFrom = false
			case "t":
				inText = false
			case "sp":
				if !skipShape && row >= 0 && col >= 0 && row < 1<<20 && col < 1<<14 {
					out = append(out, foundText(sheet, row, col, text.String(), ofBox))
				}
				text.Reset()
				skipShape = false
			}
		}
	}
	return out
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readBesideCells looks in text boxes and comments for narratives that are not in their
// cells.
func (rd *reader) readBesideCells() {
	missing := false
	for _, sec := range rd.form.Sections {
		text, _, _ := rd.book.text(textPrefix+sec.ID, areaPrefix+sec.ID)
		missing = missing || text == "" && !sec.Optional && sec.Table == nil
	}
	if missing && rd.book.hasBoxesOrComments() && rd.mapLabels() {
		rd.besideCells = rd.labels.BoxNotes
	}
}

// noteUnreadBoxes says which text boxes were not read.
func (rd *reader) noteUnreadBoxes() {
	if !rd.book.hasBoxes() {
		return
	}
	for _, sheet := range rd.book.file.GetSheetList() {
		boxes := slices.DeleteFunc(rd.book.boxes(sheet), func(f intake.Found) bool {
			for _, read := range rd.report.Texts {
				if strings.Contains(read, f.Cell.Text) {
					return true
				}
			}
			return false
		})
		if len(boxes) == 0 {
			continue
		}
		first := boxes[0].Cell
		rd.note(model.Note{Rule: "TEXT-PLACE", Cell: first.Address, Found: first.Text, Message: msg.F(
			"“%s”有 %d 个文本框没有读入（%s 起：“%s”）；属于报告的，请移到填报格或表注", "%q has %d text boxes that were not read (from %s: %q); move what belongs to the report to its cells or to the notes of the table",
			sheet, len(boxes), place{row: boxes[0].Row + 1, col: boxes[0].Col + 1}.ref(), text.Brief(first.Text))})
	}
}

// hasBoxes reports whether the workbook may have text boxes.
func (b *book) hasBoxes() bool {
	return b.hasParts("xl/drawings/drawing") || b.someDirect(func(s *spreadsheet.Sheet) bool { return len(s.Boxes) > 0 })
}

// hasBoxesOrComments reports whether the workbook may have text boxes or comments.
func (b *book) hasBoxesOrComments() bool {
	return b.hasBoxes() || b.hasParts("xl/comments") || b.someDirect(func(s *spreadsheet.Sheet) bool { return len(s.Comments) > 0 })
}

// someDirect reports whether something holds for some sheet of a workbook of another format.
func (b *book) someDirect(holds func(*spreadsheet.Sheet) bool) bool {
	return slices.ContainsFunc(b.file.GetSheetList(), func(name string) bool {
		s, direct := b.file.Direct(name)
		return direct && holds(s)
	})
}

// hasParts says whether the workbook has parts whose names begin with one of these, in small letters.
func (b *book) hasParts(prefixes ...string) bool {
	return slices.ContainsFunc(b.file.Parts(), func(name string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(strings.ToLower(name), p) })
	})
}
