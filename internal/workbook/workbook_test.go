package workbook_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
)

// streamed makes a workbook of several streamed sheets, which the library would
// write in an order of chance.
func streamed(t *testing.T) *excelize.File {
	f := workbook.New()
	for i, title := range []string{"一", "二", "三", "四"} {
		if err := workbook.Sheet(f, i, title); err != nil {
			t.Fatal(err)
		}
		w, err := f.NewStreamWriter(title)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.SetRow("A1", []any{title}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestSameBytes(t *testing.T) {
	var first []byte
	for range 8 {
		var b bytes.Buffer
		if err := workbook.Write(&b, streamed(t), nil); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("not the same bytes")
		}
	}
	zr, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if n := zr.File[0].Name; n != "[Content_Types].xml" {
		t.Errorf("%s comes first", n)
	}
	f, err := excelize.OpenReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, title := range []string{"一", "二", "三", "四"} {
		if got, err := f.GetCellValue(title, "A1"); err != nil || got != title {
			t.Errorf("%s: %q %v", title, got, err)
		}
	}
}

// Booleans are written as numbers, which every program knows, and texts stay.
func TestBooleans(t *testing.T) {
	f := workbook.New()
	const said = `a="true" b="false" <c d="true"/>`
	yes := true
	if err := cmp.Or(workbook.Sheet(f, 0, "true"), f.SetCellValue("true", "A1", said), f.SetCellValue("true", "A2", true), workbook.Paper(f, "true", true, 0),
		f.ProtectSheet("true", &excelize.SheetProtectionOptions{FormatCells: true}), f.SetSheetProps("true", &excelize.SheetPropsOptions{AutoPageBreaks: &yes})); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := workbook.Write(&b, f, nil); err != nil {
		t.Fatal(err)
	}
	zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range zr.File {
		rc, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`<[^>]*(\w+)="(true|false)"`).FindAllSubmatch(part, -1) {
			if !bytes.HasSuffix(m[0], []byte(`name="true"`)) {
				t.Errorf("%s: %s", e.Name, m[0])
			}
		}
		if e.Name == "xl/worksheets/sheet1.xml" && (!bytes.Contains(part, []byte(` sheet="1"`)) || !bytes.Contains(part, []byte(` formatCells="0"`))) {
			t.Errorf("the sheet is not protected: %s", part)
		}
	}
	again, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got, err := again.GetCellValue("true", "A1"); err != nil || got != said {
		t.Errorf("%q %v", got, err)
	}
}

// A workbook is written the same whatever was written before, though parts that stay the same are compressed once.
func TestAfterOthers(t *testing.T) {
	write := func(text string) []byte {
		f := workbook.New()
		for _, cell := range []string{"A1", "A2", "A3", "A4"} {
			if err := f.SetCellValue("Sheet1", cell, text+cell); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := workbook.Write(&b, f, nil); err != nil {
			t.Fatal(err)
		}
		again, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.GetCellValue("Sheet1", "A1"); err != nil || got != text+"A1" {
			t.Errorf("%q became %q %v", text, got, err)
		}
		return b.Bytes()
	}
	texts := []string{"甲", "乙", strings.Repeat("一二三", 10000)} // the last makes a part too large to be compared
	first := [][]byte{write(texts[0]), write(texts[1]), write(texts[2])}
	for i, text := range texts {
		if !bytes.Equal(write(text), first[i]) {
			t.Errorf("%.10s was written otherwise the second time", text)
		}
	}
}

// A part that cannot be written stops the workbook before a byte of it is out.
func TestPartFails(t *testing.T) {
	f, stop := streamed(t), errors.New("stop")
	f.SetZipWriter(workbook.Sorted(func(_ io.Writer, name string, _ []byte) error {
		if name == "xl/workbook.xml" {
			return stop
		}
		return nil
	}))
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); !errors.Is(err, stop) || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

func TestLines(t *testing.T) {
	for _, tc := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 10, 1}, {"abc", 10, 1}, {"一二三", 10, 1}, {"一二三四", 10, 2}, {"一二三四五", 10, 2}, {"a\nb\n", 10, 3}, {"abcdefghijklmnopq", 10, 3},
		{"甲乙〔2021〕30号", 14, 3}, {"甲乙 word", 10, 2}, {"甲word乙", 9.5, 2},
	} {
		if got := workbook.Lines(tc.text, tc.width); got != tc.want {
			t.Errorf("%q in %g: %d lines, not %d", tc.text, tc.width, got, tc.want)
		}
	}
	if workbook.Height(1, 10) >= workbook.Height(2, 10) || workbook.Height(1, 10) >= workbook.Height(1, 11) || workbook.Height(1, 10.5) > 22 {
		t.Error("heights")
	}
}
