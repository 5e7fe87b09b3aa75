package preflight

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// A large sheet is inflated and scanned some rows at a time, so that the whole of it is never in memory. Whatever speaks
// against that, an error or a way of writing in which rows cannot be told apart at once, leads back to scanning it whole,
// which then has the last word: both ways give the same.

// maxWhole is up to how many bytes a sheet is scanned whole, and how many of a larger one are read at once.
const maxWhole = 1 << 20

// rowEnd is behind every row.
const rowEnd = "</row>"

// errNoRows is why a sheet is scanned whole.
var errNoRows = errors.New("the rows are not one behind the other")

// window is a part of which only some rows are in memory.
type window struct {
	from io.Reader
	data []byte // what was read, and not yet scanned
	size int    // how much more is read at once
	ends bool   // nothing more is there
	read int64
}

// fill reads on until there is a whole row, or the end.
func (w *window) fill() error {
	for !w.ends {
		was := len(w.data)
		w.data = slices.Grow(w.data, w.size)
		n, err := io.ReadFull(w.from, w.data[was:was+w.size])
		w.data, w.read = w.data[:was+n], w.read+int64(n)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		w.ends = err != nil
		if bytes.Contains(w.data[max(0, was-len(rowEnd)):], []byte(rowEnd)) {
			break
		}
	}
	return nil
}

// rows are the rows that are in memory, and at the end all that is left.
func (w *window) rows() []byte {
	if i := bytes.LastIndex(w.data, []byte(rowEnd)); i >= 0 && !w.ends {
		return w.data[:i+len(rowEnd)]
	}
	return w.data
}

// inWindows scans a large sheet some rows at a time; ok is false if it is to be scanned whole.
func (c *content) inWindows(e *zip.File, unread bool) (p part, ok bool) {
	room := min(c.lim.Part, c.lim.Total-c.total)
	if e.UncompressedSize64 <= uint64(c.whole) || e.UncompressedSize64 > uint64(room) {
		return p, false
	}
	rc, err := e.Open()
	if err != nil {
		return p, false
	}
	defer rc.Close()
	s := c.scanner
	before := s.sum
	s.sum.uses, s.sum.lengths = slices.Clone(before.uses), slices.Clone(before.lengths)
	s.inflated.Reset()
	s.inflated.Grow(2*c.whole + bytes.MinRead)
	w := &window{from: io.LimitReader(rc, room+1), size: c.whole, data: s.inflated.AvailableBuffer()}
	if err = w.fill(); err == nil {
		w.data = bytes.TrimPrefix(w.data, []byte(byteOrder))
		p, err = s.scanFrom(w.rows(), w, int(e.UncompressedSize64), unread)
	}
	if err != nil || p.root != "worksheet" || w.read > room {
		s.sum = before
		return p, false
	}
	c.total += w.read
	return p, true
}

// slide goes on to the next rows of a sheet, when those in memory are scanned; ok is false behind the last ones.
func (s *scanner) slide() (ok bool, err error) {
	w := s.window
	if w == nil || w.ends {
		return false, nil
	}
	if !s.in("sheetData") || s.cell.open || s.root != rootWorksheet {
		return false, errNoRows
	}
	for i, name := range s.stack { // these stood in what is let go
		s.stack[i] = bytes.Clone(name)
	}
	w.data = append(w.data[:0], w.data[len(s.data):]...)
	if err := w.fill(); err != nil {
		return false, err
	}
	s.data, s.pos = w.rows(), 0
	if !utf8.Valid(s.data) {
		return false, errEncoding
	}
	return true, nil
}
