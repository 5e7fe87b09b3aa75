package zipfile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"strings"
	"sync"
	"unicode/utf8"
)

// Entry is an entry that is compressed before its archive is written, so that it can go into several archives, and into
// each where it belongs. It is the same as what [Create] begins.
type Entry struct {
	header zip.FileHeader
	data   bytes.Buffer // compressed
	to     *flate.Writer
}

// What package zip writes: the level of compression, and the version of the format.
const (
	level   = 5
	version = 20
)

// compressors are for writing entries; each takes the better part of a megabyte.
var compressors = sync.Pool{New: func() any { w, _ := flate.NewWriter(nil, level); return w }}

// NewEntry begins an entry, which is to be closed.
func NewEntry(name string) *Entry {
	e := &Entry{header: header(name), to: compressors.Get().(*flate.Writer)}
	e.header.Flags = 0x8 // the sizes stand behind the data
	if strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) {
		e.header.Flags |= 0x800 // the name is in UTF-8
	}
	e.header.CreatorVersion |= version
	e.header.ReaderVersion = version
	e.to.Reset(&e.data)
	return e
}

// Write compresses some of the entry.
func (e *Entry) Write(p []byte) (int, error) {
	e.header.CRC32 = crc32.Update(e.header.CRC32, crc32.IEEETable, p)
	e.header.UncompressedSize64 += uint64(len(p))
	return e.to.Write(p)
}

// Close ends the entry.
func (e *Entry) Close() error {
	err := e.to.Close()
	compressors.Put(e.to)
	e.to = nil
	e.header.CompressedSize64 = uint64(e.data.Len())
	return err
}

// AddTo writes a closed entry into an archive.
func (e *Entry) AddTo(zw *zip.Writer) error {
	h := e.header
	w, err := zw.CreateRaw(&h)
	if err == nil {
		_, err = w.Write(e.data.Bytes())
	}
	return err
}
