package gkxl_test

import (
	"bytes"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/diff"
)

// BenchmarkDiff is what comparing two reports costs beside reading them.
func BenchmarkDiff(b *testing.B) {
	for _, pair := range [][2]string{{"bureau-2021.json", "bureau-2022.json"}, {"bureau-2020.json", "bureau-2021.json"}, {"huangpu-2020.json", "huaian-2024.json"}} {
		b.Run(pair[0]+"_"+pair[1], func(b *testing.B) {
			last, this := side(b, pair[0]), side(b, pair[1])
			b.ReportAllocs()
			for b.Loop() {
				if _, err := gkxl.Diff(last, this, diff.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCheckAgainstLast adds the rules across years to BenchmarkCheckAlone.
func BenchmarkCheckAgainstLast(b *testing.B) {
	last, this := side(b, "bureau-2021.json"), side(b, "bureau-2022.json")
	b.ReportAllocs()
	for b.Loop() {
		gkxl.Check(this, check.Options{Last: last})
	}
}

// BenchmarkDiffWritten is a comparison on its way to each format.
func BenchmarkDiffWritten(b *testing.B) {
	d, err := gkxl.Diff(side(b, "bureau-2021.json"), side(b, "bureau-2022.json"), diff.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"text", "md", "html", "json", "xlsx", "pdf", "ofd"} {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var buf bytes.Buffer
				if _, err := gkxl.WriteDiff(&buf, d, gkxl.CompareOptions{Format: format}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
