package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// SortedZip collects the parts of a workbook and writes them in a fixed order
// without times, so that the same report gives the same bytes. It is also where
// what the library cannot say is said: see unlockNormal and writeSheet. A part is
// packed as soon as the next one begins: the sheets of a large total would take
// much memory unpacked.
type sortedZip struct {
	w      io.Writer
	plain  bool             // every part is left as it is
	locked int              // the style of columns nobody uses
	more   map[int]addition // by the number of the sheet
	name   string
	part   bytes.Buffer
	packed map[string][]byte // each an archive of one part
}

// Addition is what a sheet holds besides what the library wrote.
type addition struct {
	rows func(io.Writer) error // behind the rows that are there; nil for none
	end  string                // behind everything
}

// SortedZip is for workbooks written with the library alone: the order of sheets
// that are streamed would be chance.
func SortedZip(w io.Writer) excelize.ZipWriter {
	return &sortedZip{w: w, plain: true, packed: map[string][]byte{}}
}

func newSortedZip(locked int, more map[int]addition) func(io.Writer) excelize.ZipWriter {
	return func(w io.Writer) excelize.ZipWriter {
		return &sortedZip{w: w, locked: locked, more: more, packed: map[string][]byte{}}
	}
}

func (z *sortedZip) Create(name string) (io.Writer, error) {
	err := z.pack()
	z.name = name
	return &z.part, err
}

func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

func (z *sortedZip) pack() error {
	if z.name == "" {
		return nil
	}
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	w, err := zw.CreateHeader(&zip.FileHeader{Name: z.name, Method: zip.Deflate, ModifiedDate: firstDay})
	if err != nil {
		return err
	}
	sheet, isSheet := strings.CutPrefix(z.name, "xl/worksheets/sheet")
	switch data := z.part.Bytes(); {
	case z.plain:
		_, err = w.Write(data)
	case z.name == "xl/styles.xml":
		if data, err = unlockNormal(data); err == nil {
			_, err = w.Write(data)
		}
	case isSheet:
		n, _ := strconv.Atoi(strings.TrimSuffix(sheet, ".xml"))
		err = writeSheet(w, data, z.locked, z.more[n])
	default:
		_, err = w.Write(data)
	}
	if err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	z.packed[z.name] = b.Bytes()
	z.part = bytes.Buffer{} // its memory is not needed for the next one
	return nil
}

func (z *sortedZip) Close() error {
	if err := z.pack(); err != nil {
		return err
	}
	const first = "[Content_Types].xml"
	names := slices.SortedFunc(maps.Keys(z.packed), func(a, b string) int {
		if a == first || b == first {
			return strings.Compare(b, a) // "[" sorts before the letters of all others
		}
		return strings.Compare(a, b)
	})
	zw := zip.NewWriter(z.w)
	for _, n := range names {
		zr, err := zip.NewReader(bytes.NewReader(z.packed[n]), int64(len(z.packed[n])))
		if err != nil {
			return err
		}
		if err := zw.Copy(zr.File[0]); err != nil {
			return err
		}
	}
	return zw.Close()
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

// WriteSheet writes a sheet with two things the library cannot write. All columns
// right of the used ones get the locked style, in the one element the format has
// for it, where the library would write 16,384. And formulas whose result is an
// empty text get that result: some programs show nothing without any. Then comes
// what is to be added.
func writeSheet(w io.Writer, sheet []byte, locked int, more addition) error {
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
	if end := []byte("</sheetData>"); more.rows != nil {
		i := bytes.LastIndex(sheet, end)
		if i < 0 {
			return errors.New("xlsx: a sheet without rows")
		}
		put(sheet[:i])
		if err == nil {
			err = more.rows(w)
		}
		sheet = sheet[i:]
	}
	var last []byte
	if i := bytes.LastIndex(sheet, []byte("</worksheet>")); i >= 0 {
		sheet, last = sheet[:i], sheet[i:]
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
	put([]byte(more.end))
	put(last)
	return err
}
