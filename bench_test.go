package gkxl_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

func workbook(b *testing.B) []byte {
	data, err := os.ReadFile("examples/huaian-2024.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkFloor is what any reader in Go must at least do: inflate every part
// and cut it into tokens.
func BenchmarkFloor(b *testing.B) {
	data := workbook(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tokens(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFloorOfMany does the same with all workbooks of the folder that the
// variable GKXL_WORKBOOKS names, on all processors: what merging them must at
// least take.
func BenchmarkFloorOfMany(b *testing.B) {
	dir := os.Getenv("GKXL_WORKBOOKS")
	if dir == "" {
		b.Skip("GKXL_WORKBOOKS names no folder")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(files) == 0 {
		b.Fatal("no workbooks in", dir, err)
	}
	for b.Loop() {
		total := 0
		err := parallel.Ordered(b.Context(), len(files), 0, func(i int) int {
			n, err := tokensOfFile(files[i])
			if err != nil {
				b.Error(files[i], err)
			}
			return n
		}, func(_, n int) error {
			total += n
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(total), "tokens")
	}
}

// tokensOfFile counts the tokens of a workbook on disk.
func tokensOfFile(path string) (int, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return tokens(data)
}

// tokens inflates every part of a workbook, cuts it into tokens and counts them.
func tokens(data []byte) (int, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range zr.File {
		part, err := e.Open()
		if err != nil {
			return n, err
		}
		for d := xml.NewDecoder(part); ; n++ {
			if _, err := d.RawToken(); err == io.EOF {
				break
			} else if err != nil {
				return n, err
			}
		}
		part.Close()
	}
	return n, nil
}

// BenchmarkReadByLabels reads the same workbook without its names.
func BenchmarkReadByLabels(b *testing.B) {
	data := withoutNames(b, workbook(b))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gkxl.Import("", data, gkxl.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadByNames reads it with them.
func BenchmarkReadByNames(b *testing.B) {
	data := workbook(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gkxl.Import("", data, gkxl.ImportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadAndCheck is what "gkxl check" does with one workbook.
func BenchmarkReadAndCheck(b *testing.B) {
	data := workbook(b)
	b.ReportAllocs()
	for b.Loop() {
		r, err := gkxl.Import("", data, gkxl.ImportOptions{})
		if err != nil {
			b.Fatal(err)
		}
		gkxl.Check(r, check.Options{})
	}
}

func BenchmarkPreflight(b *testing.B) {
	data := workbook(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := preflight.Check(data, preflight.Default); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheckAlone(b *testing.B) {
	r, err := gkxl.Import("", workbook(b), gkxl.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		gkxl.Check(r, check.Options{})
	}
}

func BenchmarkTemplate(b *testing.B) {
	r, err := gkxl.Import("", workbook(b), gkxl.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var buf bytes.Buffer
		if err := gkxl.Template(&buf, r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadForm(b *testing.B) {
	data, err := templates.Source("2021")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := templates.Load("2021.yaml", data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMark hands a workbook back with its errors marked.
func BenchmarkMark(b *testing.B) {
	data := faultyBook(b)
	res := checked(b, data)
	b.ReportAllocs()
	for b.Loop() {
		if why, err := gkxl.Mark(io.Discard, data, res, msg.ZH); err != nil || !why.IsZero() {
			b.Fatal(why, err)
		}
	}
}
