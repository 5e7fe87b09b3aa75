package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/workbook"
)

// parts changes the parts of a workbook where the library cannot write what is
// needed: see unlockNormal and writeSheet. Locked is the style of unused columns;
// more writes further rows, by the number of the sheet. Where a part is not written as these functions
// expect, as by another version of the library, writing the workbook fails.
func parts(locked int, more map[int]func(io.Writer) error) workbook.Part {
	return func(w io.Writer, name string, data []byte) (err error) {
		if sheet, ok := strings.CutPrefix(name, "xl/worksheets/sheet"); ok {
			n, _ := strconv.Atoi(strings.TrimSuffix(sheet, ".xml"))
			return writeSheet(w, data, locked, more[n])
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

// writeSheet writes a sheet with what the library cannot write. All columns right of
// the used ones get the locked style in one element, where the library would write
// 16,384. Formulas whose result is an empty text get that result, since some programs
// show nothing without any. More, unless it is nil, writes further rows.
func writeSheet(w io.Writer, sheet []byte, locked int, more func(io.Writer) error) error {
	columns, body, ok := bytes.Cut(sheet, []byte("</cols>"))
	if !ok {
		return unexpected("a sheet", "</cols>")
	}
	used, err := lastColumn(columns)
	if err != nil {
		return err
	}
	put := func(b []byte) {
		if err == nil {
			_, err = w.Write(b)
		}
	}
	put(columns)
	put(fmt.Appendf(nil, `<col min="%d" max="16384" width="9" style="%d"/></cols>`, used+1, locked))
	if more != nil {
		i := bytes.LastIndex(body, []byte("</sheetData>"))
		if i < 0 {
			return unexpected("a sheet", "</sheetData>")
		}
		put(body[:i])
		if err == nil {
			err = more(w)
		}
		body = body[i:]
	}
	for len(body) > 0 {
		before, after, isFormula := bytes.Cut(body, []byte("</f>"))
		put(before)
		if isFormula {
			put([]byte("</f>"))
			switch {
			case bytes.HasPrefix(after, []byte("</c>")):
				put([]byte("<v></v>"))
			case !bytes.HasPrefix(after, []byte("<v>")):
				return unexpected("a formula", "<v> or </c> behind it")
			}
		}
		body = after
	}
	return err
}

// lastColumn is the number of the last column that the beginning of a sheet defines.
func lastColumn(columns []byte) (int, error) {
	last := 0
	for _, m := range columnMax.FindAllSubmatch(columns, -1) {
		n, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return 0, unexpected("a column", "a number")
		}
		last = max(last, n)
	}
	if last == 0 {
		return 0, unexpected("a sheet", "a column")
	}
	return last, nil
}

var columnMax = regexp.MustCompile(` max="([^"]*)`)
