package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// SortedZip collects the parts of a workbook and writes them in a fixed order
// without times, so that the same report gives the same bytes. It is also where
// what the library cannot say is said: see unlockNormal and lockRest.
type sortedZip struct {
	w     io.Writer
	fix   func(name string, data []byte) ([]byte, error) // nil leaves every part as it is
	parts map[string]*bytes.Buffer
}

// SortedZip is for workbooks written with the library alone: the order of sheets
// that are streamed would be chance.
func SortedZip(w io.Writer) excelize.ZipWriter {
	return &sortedZip{w: w, parts: map[string]*bytes.Buffer{}}
}

// NewSortedZip is for workbooks whose columns nobody uses have a locked style; ends
// are what stands at the end of each sheet, by number, and may be shorter.
func newSortedZip(locked int, ends []string) func(io.Writer) excelize.ZipWriter {
	fix := func(name string, data []byte) ([]byte, error) {
		if name == "xl/styles.xml" {
			return unlockNormal(data)
		}
		if number, ok := strings.CutPrefix(name, "xl/worksheets/sheet"); ok {
			data = storeEmpty(lockRest(data, locked))
			if i, err := strconv.Atoi(strings.TrimSuffix(number, ".xml")); err == nil && i <= len(ends) {
				data = atEnd(data, ends[i-1])
			}
		}
		return data, nil
	}
	return func(w io.Writer) excelize.ZipWriter {
		return &sortedZip{w, fix, map[string]*bytes.Buffer{}}
	}
}

func (z *sortedZip) Create(name string) (io.Writer, error) {
	b := &bytes.Buffer{}
	z.parts[name] = b
	return b, nil
}

func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

func (z *sortedZip) Close() error {
	var names []string
	for n := range z.parts {
		names = append(names, n)
	}
	const first = "[Content_Types].xml"
	slices.SortFunc(names, func(a, b string) int {
		if a == first || b == first {
			return strings.Compare(b, a) // "[" sorts before the letters of all others
		}
		return strings.Compare(a, b)
	})
	zw := zip.NewWriter(z.w)
	for _, n := range names {
		data := z.parts[n].Bytes()
		if z.fix != nil {
			var err error
			if data, err = z.fix(n, data); err != nil {
				return err
			}
		}
		w, err := zw.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Deflate, ModifiedDate: firstDay})
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return zw.Close()
}

// AtEnd puts what the library cannot stream behind everything else of a sheet.
func atEnd(sheet []byte, end string) []byte {
	i := bytes.LastIndex(sheet, []byte("</worksheet>"))
	return slices.Concat(sheet[:i], []byte(end), sheet[i:])
}

// FirstDay is 1 January 1980, the earliest date an archive can say. No date at
// all would be the 0th of month 0, which some programs refuse.
const firstDay = 1<<5 | 1

// UnlockNormal opens the Normal style. A cell pasted from elsewhere takes the
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

// LockRest gives all columns right of the used ones the locked style, in the one
// element the format has for it; the library would write 16,384.
func lockRest(sheet []byte, style int) []byte {
	const end = "</cols>"
	n := bytes.Count(sheet, []byte("<col "))
	col := fmt.Sprintf(`<col min="%d" max="16384" width="9" style="%d"/>`, n+1, style)
	return bytes.Replace(sheet, []byte(end), []byte(col+end), 1)
}

// StoreEmpty gives formulas whose result is an empty text that result; the
// library leaves it out, and some programs show nothing without any.
func storeEmpty(sheet []byte) []byte {
	return bytes.ReplaceAll(sheet, []byte("</f></c>"), []byte("</f><v></v></c>"))
}
