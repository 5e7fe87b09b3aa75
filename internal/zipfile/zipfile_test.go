package zipfile_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/gkxl/gkxl/internal/zipfile"
)

func TestKey(t *testing.T) {
	for _, s := range []string{"xl/workbook.xml", `xl\workbook.xml`, "/xl/workbook.xml", "XL/Workbook.XML", "./xl//workbook.xml", "xl/a/../workbook.xml", "xl/%77orkbook.xml", "../xl/workbook.xml"} {
		if got := zipfile.Key(s); got != "xl/workbook.xml" {
			t.Errorf("%q has the key %q", s, got)
		}
	}
	for s, want := range map[string]string{"xl/表.xml": "xl/表.xml", "xl/%E8%A1%A8.xml": "xl/表.xml", "50%.xml": "50%.xml"} {
		if got := zipfile.Key(s); got != want {
			t.Errorf("%q has the key %q", s, got)
		}
	}
}

func TestTarget(t *testing.T) {
	for _, tc := range [][3]string{
		{"", "xl/workbook.xml", "xl/workbook.xml"}, {"", "/xl/workbook.xml", "xl/workbook.xml"}, {"xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
		{"xl/workbook.xml", `worksheets\sheet1.xml`, "xl/worksheets/sheet1.xml"}, {"xl/workbook.xml", `\xl\worksheets\sheet1.xml`, "xl/worksheets/sheet1.xml"},
		{"xl/worksheets/sheet1.xml", "../comments1.xml", "xl/comments1.xml"}, {"xl/worksheets/sheet1.xml", "/xl/comments1.xml", "xl/comments1.xml"},
	} {
		if got := zipfile.Target(tc[0], tc[1]); got != tc[2] {
			t.Errorf("%q of %q leads to %q", tc[1], tc[0], got)
		}
	}
}

func TestUTF8(t *testing.T) {
	const plain = `<?xml version="1.0" standalone="yes"?><a>表</a>`
	declared := `<?xml version="1.0" encoding="UTF-16" standalone="yes"?><a>表</a>`
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		data, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().Bytes([]byte(declared))
		if got := zipfile.UTF8(data); err != nil || string(got) != plain {
			t.Errorf("%q %v", got, err)
		}
	}
	for _, s := range []string{"", "\ufeff" + declared, plain, "\xff"} {
		if got := zipfile.UTF8([]byte(s)); string(got) != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

// pack makes an archive of one entry by its header.
func pack(t *testing.T, h zip.FileHeader) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	w, err := zw.CreateHeader(&h)
	if err == nil {
		_, err = io.WriteString(w, "what the part holds")
	}
	if err != nil || zw.Close() != nil {
		t.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if n := zipfile.Entries(b.Bytes()); n != 1 {
		t.Errorf("%d entries", n)
	}
	return zr
}

// check checks the header of an archive's only entry.
func check(t *testing.T, data []byte, name string) *zip.File {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(zr.File) != 1 {
		t.Fatal(err)
	}
	f := zr.File[0]
	if month, day := f.ModifiedDate>>5&15, f.ModifiedDate&31; month < 1 || month > 12 || day < 1 || f.Name != name {
		t.Errorf("%q is of %d-%d", f.Name, month, day)
	}
	rc, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	if s, err := io.ReadAll(rc); err != nil || string(s) != "what the part holds" {
		t.Errorf("%q %v", s, err)
	}
	return f
}

func TestCreate(t *testing.T) {
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	w, err := zipfile.Create(zw, "表.xml")
	if err == nil {
		_, err = io.WriteString(w, "what the part holds")
	}
	if err != nil || zw.Close() != nil {
		t.Fatal(err)
	}
	if f := check(t, b.Bytes(), "表.xml"); f.CreatorVersion>>8 != 3 || f.Mode() != 0o644 {
		t.Errorf("made by %x, mode %v", f.CreatorVersion, f.Mode())
	}
}

func TestCopy(t *testing.T) {
	for _, name := range []string{"a.xml", "表.xml"} {
		for _, date := range []uint16{0, 2 << 5, 13<<5 | 1, 45<<9 | 2<<5 | 3} {
			var b bytes.Buffer
			zw := zip.NewWriter(&b)
			err := zipfile.Copy(zw, pack(t, zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: date}).File[0])
			if err != nil || zw.Close() != nil {
				t.Fatal(err)
			}
			f := check(t, b.Bytes(), name)
			if date == 45<<9|2<<5|3 && f.ModifiedDate != date {
				t.Errorf("a good date %x became %x", date, f.ModifiedDate)
			}
			if name == "表.xml" && f.CreatorVersion>>8 != 3 {
				t.Errorf("%s: made by %x", name, f.CreatorVersion)
			}
		}
	}
}
