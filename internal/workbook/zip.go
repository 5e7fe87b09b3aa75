package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
)

// Part writes a part of a workbook, given its name and its content as the library made
// it.
type Part func(w io.Writer, name string, data []byte) error

// Sorted makes a zip writer that writes the parts of a workbook in a fixed order
// without times, so that the same workbook gives the same bytes; the library would
// write streamed sheets in random order. Part may change the content of parts; nil
// leaves every part as it is.
func Sorted(part Part) func(io.Writer) excelize.ZipWriter {
	if part == nil {
		part = func(w io.Writer, _ string, data []byte) error {
			_, err := w.Write(data)
			return err
		}
	}
	return func(w io.Writer) excelize.ZipWriter {
		return &sorted{w: w, write: part, packed: map[string][]byte{}}
	}
}

// sorted compresses a part as soon as the next one begins, since the sheets of a large
// total would take much memory.
type sorted struct {
	w      io.Writer
	write  Part
	name   string
	part   bytes.Buffer
	packed map[string][]byte // by name: an archive of one part each
}

func (z *sorted) Create(name string) (io.Writer, error) {
	err := z.pack()
	z.name = name
	return &z.part, err
}

func (z *sorted) AddFS(fs.FS) error { return errors.ErrUnsupported }

func (z *sorted) pack() error {
	if z.name == "" {
		return nil
	}
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	w, err := patch.Create(zw, z.name)
	if err == nil {
		err = z.write(w, z.name, z.part.Bytes())
	}
	if err = cmp.Or(err, zw.Close()); err != nil {
		return err
	}
	z.packed[z.name] = b.Bytes()
	z.part = bytes.Buffer{} // frees its memory
	return nil
}

func (z *sorted) Close() error {
	if err := z.pack(); err != nil {
		return err
	}
	// "[Content_Types].xml" comes first, where programs that tell files by their
	// beginning look for it.
	names := slices.Sorted(maps.Keys(z.packed))
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
