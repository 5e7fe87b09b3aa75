package gkxl_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
)

// BenchmarkReadAndCheckFormats is [BenchmarkReadAndCheck] with one report as other programs wrote it in other formats,
// and as today's template, to compare them with each other.
func BenchmarkReadAndCheckFormats(b *testing.B) {
	const folder = "internal/pipeline/testdata/makers"
	read := func(b *testing.B, name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	r, err := gkxl.Import("report.json", read(b, "report.json"), gkxl.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	var template bytes.Buffer
	if err := gkxl.Template(&template, r); err != nil {
		b.Fatal(err)
	}
	for _, ending := range []string{"xlsx", "xls", "ods", "fods", "xml", "doc", "rtf", "odt", "fodt"} {
		b.Run(ending, func(b *testing.B) {
			data := template.Bytes()
			if ending != "xlsx" {
				data = read(b, "report."+ending)
			}
			b.ReportAllocs()
			for b.Loop() {
				r, err := gkxl.Import("report."+ending, data, gkxl.ImportOptions{})
				if err != nil {
					b.Fatal(err)
				}
				gkxl.Check(r, check.Options{})
			}
		})
	}
}
