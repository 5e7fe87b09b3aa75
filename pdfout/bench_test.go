package pdfout_test

import (
	"bytes"
	"testing"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/pdfout"
)

// BenchmarkWrite is one report as PDF, its data attached, from the report in
// memory to the bytes of the file.
func BenchmarkWrite(b *testing.B) {
	r := example(b, "huaian-2024")
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := pdfout.Write(&out, publish.Of(r, publish.Options{}), pdfout.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWriteOFD is the same as OFD.
func BenchmarkWriteOFD(b *testing.B) {
	r := example(b, "huaian-2024")
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if _, err := pdfout.WriteOFD(&out, publish.Of(r, publish.Options{}), pdfout.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
