package preflight

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/model"
)

// Workbook is a workbook of which cells, formats of cells, names, shapes, comments and
// properties are read, and which is not saved. Its parts have the names that the
// library expects, whatever the file calls them, and its sheets hold nothing but
// columns, rows and the cells that have content. Merged ranges are left out too: the
// library takes too long over many of them.
type Workbook struct {
	*excelize.File
	Merges map[string][]Range // the merged ranges of each sheet
	Unread []model.Note       // what of the file is not read, and said
}

// Open checks a file and opens it with the library. It never panics. The error is a
// *msg.Problem, or a *msg.Crash where this program fails.
func Open(data []byte) (*Workbook, error) {
	lim := Default
	lim.Cells = lim.AllCells
	return open(data, lim, nil)
}

// OpenReport opens a workbook as [Open] does. Sheets to which a defined name leads for
// which unread is true are left empty; there may be more in them.
func OpenReport(data []byte, unread func(name string) bool) (*Workbook, error) {
	return open(data, Default, unread)
}

func open(data []byte, lim Limits, unread func(name string) bool) (_ *Workbook, err error) {
	defer shield.Recover(&err, unreadable)
	c, err := load(data, lim, unread)
	if err != nil {
		return nil, err
	}
	f, err := c.library()
	if err != nil {
		return nil, unreadable()
	}
	return &Workbook{File: f, Merges: c.merges, Unread: c.unread}, nil
}

// openReader is excelize.OpenReader; a test makes it panic.
var openReader = excelize.OpenReader

// readAtOnce are the parts that the library reads when it opens a workbook.
var readAtOnce = []string{"_rels/.rels", mainPart, "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml"}

// library opens the parts with the library. It wants an archive; of most parts that
// holds the name only, and they are handed over behind it as they are.
func (c *content) library() (*excelize.File, error) {
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(c.parts)) {
		w, err := zw.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil && slices.Contains(readAtOnce, name) {
			_, err = w.Write(c.parts[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	f, err := openReader(io.Reader(&b), excelize.Options{UnzipSizeLimit: Default.Total, UnzipXMLSizeLimit: Default.Total})
	if err != nil {
		return nil, err
	}
	for name, part := range c.parts {
		f.Pkg.Store(name, part)
	}
	return f, nil
}
