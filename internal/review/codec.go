package review

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/msg"
)

// BesideEnding ends the name of the file beside a report that its reviews are recorded in.
const BesideEnding = ".审核.json"

// BesideName is the name of the file beside a report's file that its reviews are recorded in.
func BesideName(file string) string { return file + BesideEnding }

// FormerName is the name under which the record of a report's file is kept once a new one begins: the n-th of its kind.
func FormerName(file string, n int, lang msg.Lang) string {
	return file + msg.F(".审核-旧%d.json", ".审核-old%d.json", n).In(lang)
}

// LockName is the name of the file that is there beside a report's file while its reviews are recorded.
func LockName(file string) string { return file + ".审核.lock" }

// IsBeside reports whether a file is by its name the record of another's reviews, a former one, or a lock.
func IsBeside(file string) bool { return besideName.MatchString(file) }

// besideName matches what [BesideName], [FormerName] and [LockName] give.
var besideName = regexp.MustCompile(`(?i)\.审核((-(旧|old)\d+)?\.json|\.lock)$`)

// errDamaged is the error of a record that cannot be read.
var errDamaged = errors.New("review: damaged record")

// Encode writes a record as JSON.
func Encode(w io.Writer, r *Record) error { return record.JSON(w, r) }

// decode reads a record. Whether it is whole is for broken to say.
func decode(data []byte, lim Limits) (*Record, error) {
	if len(data) > lim.Bytes {
		return nil, errDamaged
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	r := &Record{}
	if err := d.Decode(r); err != nil || d.More() || r.Schema != Schema || len(r.Entries) > lim.Entries {
		return nil, errDamaged
	}
	return r, nil
}

// pack is a record as texts that cells can hold: compressed, and without characters that programs which fill
// templates take for their own.
func pack(r *Record) ([]string, error) {
	var plain, packed bytes.Buffer
	if err := json.NewEncoder(&plain).Encode(r); err != nil {
		return nil, err
	}
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain.Bytes()); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	s := base64.StdEncoding.EncodeToString(packed.Bytes())
	var out []string
	for ; len(s) > maxPiece; s = s[maxPiece:] {
		out = append(out, s[:maxPiece])
	}
	return append(out, s), nil
}

// maxPiece is how many characters of a packed record stand in one cell, which holds 32,767 at most.
const maxPiece = 30_000

// unpack reads a packed record.
func unpack(pieces []string, lim Limits) (*Record, error) {
	packed, err := base64.StdEncoding.DecodeString(strings.Join(pieces, ""))
	if err != nil {
		return nil, errDamaged
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errDamaged
	}
	plain, err := io.ReadAll(io.LimitReader(z, int64(lim.Bytes)+1))
	if err != nil {
		return nil, errDamaged
	}
	return decode(plain, lim)
}

// Title names the sheet of a workbook that its reviews are recorded on.
var Title = msg.T("审核记录", "Reviews")
