package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/workbook"
)

// parts says what the library cannot say: see unlockNormal and writeSheet. Locked is
// the style of columns nobody uses, and more is by the number of the sheet.
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

// unlockNormal opens the Normal style. A cell pasted from elsewhere takes the
// style Normal with it, and were that locked, as it is by default, pasting into
// a protected sheet would lock the cell it was pasted into.
func unlockNormal(styles []byte) ([]byte, error) {
	for _, list := range []string{"<cellStyleXfs", "<cellXfs"} {
		i := bytes.Index(styles, []byte(list))
		if i < 0 {
			return nil, errors.New("xlsx: styles without " + list)
		}
		j := i + bytes.Index(styles[i:], []byte("<xf "))
		end := j + bytes.IndexByte(styles[j:], '>')
		if j < i || end < j {
			return nil, errors.New("xlsx: styles without a first format")
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

// writeSheet writes a sheet with two things the library cannot write. All columns
// right of the used ones get the locked style, in the one element the format has
// for it, where the library would write 16,384. And formulas whose result is an
// empty text get that result: some programs show nothing without any. Then comes
// what is to be added.
func writeSheet(w io.Writer, sheet []byte, locked int, more func(io.Writer) error) error {
	var err error
	put := func(b []byte) {
		if err == nil {
			_, err = w.Write(b)
		}
	}
	if i := bytes.Index(sheet, []byte("</cols>")); i >= 0 {
		put(sheet[:i])
		put(fmt.Appendf(nil, `<col min="%d" max="16384" width="9" style="%d"/>`, bytes.Count(sheet[:i], []byte("<col "))+1, locked))
		sheet = sheet[i:]
	}
	if end := []byte("</sheetData>"); more != nil {
		i := bytes.LastIndex(sheet, end)
		if i < 0 {
			return errors.New("xlsx: a sheet without rows")
		}
		put(sheet[:i])
		if err == nil {
			err = more(w)
		}
		sheet = sheet[i:]
	}
	formula := []byte("</f>")
	for {
		before, after, found := bytes.Cut(sheet, []byte("</f></c>"))
		put(before)
		if !found {
			break
		}
		put(formula)
		put([]byte("<v></v></c>"))
		sheet = after
	}
	return err
}
