package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/workbook"
)

// addition is what a sheet has besides what the library writes: its columns, and further rows unless rows is nil.
// Edges, unless nil, keep what stands around the rows, and stand around them once they are known.
type addition struct {
	columns []Column
	rows    func(io.Writer) error
	edges   *edges
}

// edges are the XML of a sheet before and behind its rows.
type edges struct{ before, behind []byte }

// parts changes the parts of a workbook where the library cannot write what is
// needed: see unlockNormal and writeSheet. Locked is the style of cells that nobody filled; add is what sheets have
// besides, by their numbers. Where a part is not written as these functions
// expect, as by another version of the library, writing the workbook fails.
func parts(locked int, add map[int]addition) workbook.Part {
	return func(w io.Writer, name string, data []byte) (err error) {
		if sheet, ok := strings.CutPrefix(name, "xl/worksheets/sheet"); ok {
			n, _ := strconv.Atoi(strings.TrimSuffix(sheet, ".xml"))
			return writeSheet(w, data, locked, add[n])
		}
		if name == "xl/styles.xml" {
			if data, err = unlockNormal(data); err != nil {
				return err
			}
		}
		_, err = w.Write(data)
		return err
	}
}

// unexpected is the error for a part that the library did not write as expected.
func unexpected(part, lacks string) error {
	return fmt.Errorf("xlsx: the spreadsheet library wrote %s without %s", part, lacks)
}

// unlockNormal unlocks the style Normal. A cell pasted from elsewhere brings the
// style Normal with it; were that locked, as it is by default, pasting into a
// protected sheet would lock the cell.
func unlockNormal(styles []byte) ([]byte, error) {
	for _, list := range []string{"<cellStyleXfs", "<cellXfs"} {
		i := bytes.Index(styles, []byte(list))
		if i < 0 {
			return nil, unexpected("styles", list)
		}
		j := i + bytes.Index(styles[i:], []byte("<xf "))
		if j < i {
			return nil, unexpected("styles", "a format in "+list)
		}
		end := j + bytes.IndexByte(styles[j:], '>')
		if end < j {
			return nil, unexpected("styles", "the end of a format in "+list)
		}
		xf := strings.TrimSuffix(string(styles[j:end]), "/")
		closed := xf != string(styles[j:end])
		repl := xf + ` applyProtection="1"><protection locked="0"/>`
		if closed {
			repl += "</xf>"
		}
		styles = slices.Concat(styles[:j], []byte(repl), styles[end+1:])
	}
	return styles, nil
}

// writeSheet writes a sheet with what the library cannot write, or takes long to. Every
// cell nobody filled is locked, so that Tab stops at the inputs only: the Normal style is
// open (see unlockNormal). The columns right of the used ones get the locked style in one
// element, where the library would write 16,384. Formulas whose result is an empty text
// get that result, since some programs show nothing without any.
func writeSheet(w io.Writer, sheet []byte, locked int, add addition) error {
	head, body, ok := bytes.Cut(sheet, []byte("<sheetData>"))
	if !ok {
		return unexpected("a sheet", "<sheetData>")
	}
	if bytes.Contains(head, []byte("<cols")) {
		return unexpected("a sheet", "room for columns")
	}
	var err error
	put := func(b []byte) {
		if err == nil {
			_, err = w.Write(b)
		}
	}
	i := bytes.LastIndex(body, []byte("</sheetData>"))
	if i < 0 {
		return unexpected("a sheet", "</sheetData>")
	}
	around := edges{}
	if add.edges != nil {
		around = *add.edges
	}
	if around.before == nil {
		around = edges{slices.Concat(head, columnsXML(add.columns, locked), []byte("<sheetData>")), bytes.Clone(body[i:])}
	}
	if add.edges != nil {
		*add.edges = around
	}
	put(around.before)
	for body = body[:i]; len(body) > 0; {
		before, after, isFormula := bytes.Cut(body, []byte("</f>"))
		if isFormula {
			before = body[:len(before)+len("</f>")]
		}
		put(before)
		if isFormula {
			switch {
			case bytes.HasPrefix(after, []byte("</c>")):
				put([]byte("<v></v>"))
			case !bytes.HasPrefix(after, []byte("<v>")):
				return unexpected("a formula", "<v> or </c> behind it")
			}
		}
		body = after
	}
	if err == nil && add.rows != nil {
		err = add.rows(w)
	}
	put(around.behind)
	return err
}

// columnsXML is the XML of all columns of a sheet, from right to left as the library writes them.
func columnsXML(columns []Column, style int) []byte {
	out := []byte("<cols>")
	for i, c := range slices.Backward(columns) {
		out = fmt.Appendf(out, `<col min="%d" max="%[1]d" width="%s" customWidth="1" style="%d"`, i+1, strconv.FormatFloat(c.Width, 'f', -1, 64), style)
		if c.Hidden {
			out = append(out, ` hidden="1"`...)
		}
		out = append(out, "/>"...)
	}
	return fmt.Appendf(out, `<col min="%d" max="16384" width="9" style="%d"/></cols>`, len(columns)+1, style)
}
