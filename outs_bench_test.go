package gkxl_test

import (
	"bytes"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/publish"
)

// BenchmarkOut is writing one report each way.
func BenchmarkOut(b *testing.B) {
	r, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for _, out := range outs {
		b.Run(out.name[2:], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var buf bytes.Buffer
				if err := out.write(&buf, publish.Of(r, publish.Options{})); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify is reading each back and comparing it.
func BenchmarkVerify(b *testing.B) {
	r, err := gkxl.ImportFile("examples/huaian-2024.xlsx", gkxl.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for _, out := range outs {
		var buf bytes.Buffer
		if err := out.write(&buf, publish.Of(r, publish.Options{})); err != nil {
			b.Fatal(err)
		}
		b.Run(out.name[2:], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := gkxl.Verify(out.name, buf.Bytes(), r, gkxl.ImportOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
