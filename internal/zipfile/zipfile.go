// Package zipfile is what the zip archives of office files have in common, read or
// written: how the names of parts are compared, which entries are folders, and
// headers that every program can read.
package zipfile

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/encoding/unicode"
)

// firstDay is 1 January 1980, the earliest date in a zip archive. No date at all would
// be the 0th of month 0, which some programs refuse.
const firstDay = 1<<5 | 1

// mode is the Unix mode of entries. With one an entry does not count as made on FAT,
// whose names some programs take to be in a code page of MS-DOS.
const mode = 0o644

// Name is the name of a part as the entry of an archive or a relationship gives it,
// with slashes and without one in front.
func Name(s string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/")
}

// Key is what two names of one part have in common: names of parts are compared
// without regard to case, and may hold characters as %XX.
func Key(s string) string {
	if strings.Contains(s, "%") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	return strings.ToLower(Name(s))
}

// Target is the name of the part that a relationship of another part leads to; the
// package itself has the name "".
func Target(part, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join(path.Dir(part), target)
	}
	return Name(target)
}

// IsFolder says whether an entry is a folder, of which office files need none. Some
// programs compress what a folder does not hold.
func IsFolder(f *zip.File) bool {
	return strings.HasSuffix(f.Name, "/") || strings.HasSuffix(f.Name, `\`)
}

// UTF8 is an XML part in UTF-8. A part may be in UTF-16, with or without a mark of its
// byte order; any other part is returned as it is.
func UTF8(part []byte) []byte {
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(part, []byte("\xff\xfe")), bytes.HasPrefix(part, []byte("<\x00")):
	case bytes.HasPrefix(part, []byte("\xfe\xff")), bytes.HasPrefix(part, []byte("\x00<")):
		order = unicode.BigEndian
	default:
		return part
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(part)
	if err != nil {
		return part
	}
	if end := bytes.Index(out, []byte("?>")); end > 0 && bytes.HasPrefix(out, []byte("<?xml")) {
		out = append(encoding.ReplaceAll(out[:end:end], nil), out[end:]...)
	}
	return out
}

// encoding matches what the declaration of a part says of its encoding.
var encoding = regexp.MustCompile(`\s+encoding=("[^"]*"|'[^']*')`)

// Entries is the number of entries of an archive, at most; it is known before the
// archive's directory is read into memory.
func Entries(data []byte) int { return bytes.Count(data, []byte("PK\x01\x02")) }

// Create begins an entry of an archive, compressed and without a time of its own.
func Create(zw *zip.Writer, name string) (io.Writer, error) {
	h := header(name)
	return zw.CreateHeader(&h)
}

// header is the header of an entry that is written.
func header(name string) zip.FileHeader {
	h := zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstDay}
	h.SetMode(mode)
	return h
}

// Copy copies an entry into another archive, compressed as it is. A date that is none
// becomes the earliest one, and a name that is not ASCII no longer counts as made on
// FAT.
func Copy(zw *zip.Writer, f *zip.File) error {
	h := f.FileHeader
	//lint:ignore SA1019 Modified does not tell a date that is none
	date := &h.ModifiedDate
	if month, day := *date>>5&15, *date&31; month < 1 || month > 12 || day < 1 {
		*date = firstDay
	}
	if h.CreatorVersion>>8 == 0 && slices.ContainsFunc([]byte(h.Name), func(b byte) bool { return b >= 0x80 }) {
		h.SetMode(mode)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return err
	}
	w, err := zw.CreateRaw(&h)
	if err != nil {
		return err
	}
	buf := buffers.Get().(*[32 << 10]byte)
	defer buffers.Put(buf)
	_, err = io.CopyBuffer(w, raw, buf[:])
	return err
}

// buffers are for copying; a workbook has dozens of parts.
var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}
