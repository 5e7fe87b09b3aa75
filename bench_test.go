package gkxl_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
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
		zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range zr.File {
			rc, err := e.Open()
			if err != nil {
				b.Fatal(err)
			}
			d := xml.NewDecoder(rc)
			for {
				if _, err := d.RawToken(); err != nil {
					break
				}
			}
			rc.Close()
		}
	}
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
