package aggregate_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/units"
)

// copies writes one report for each of n units.
func copies(b *testing.B, n int) []string {
	r, err := pipeline.Import("", formtest.ExampleFile(b, "huaian-2024.xlsx"), pipeline.Options{})
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	files := make([]string, n)
	for i := range files {
		r.Organ = fmt.Sprintf("某市第%d局", i)
		var buf bytes.Buffer
		if err := gkxl.Template(&buf, r); err != nil {
			b.Fatal(err)
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("%03d.xlsx", i))
		if err := os.WriteFile(files[i], buf.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return files
}

func gather(b *testing.B, g units.Gathering, files []string) []units.Submission {
	var out []units.Submission
	if err := g.Run(b.Context(), units.FilesAt(nil, files), func(f units.Submission) error {
		out = append(out, f)
		return f.Err
	}); err != nil {
		b.Fatal(err)
	}
	return out
}

// BenchmarkGather reads, checks and condenses 40 workbooks on all processors.
func BenchmarkGather(b *testing.B) {
	files := copies(b, 40)
	b.ReportAllocs()
	for b.Loop() {
		gather(b, units.Gathering{}, files)
	}
}

// BenchmarkGatherCached does so with results of an earlier run.
func BenchmarkGatherCached(b *testing.B) {
	files := copies(b, 40)
	kept, err := cache.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	gather(b, units.Gathering{Cache: kept}, files)
	b.ReportAllocs()
	for b.Loop() {
		gather(b, units.Gathering{Cache: kept}, files)
	}
}

// BenchmarkMerge sums up what was gathered of 1000 units and writes the total.
func BenchmarkMerge(b *testing.B) {
	some := gather(b, units.Gathering{}, copies(b, 20))
	var all []units.Submission
	for i := range 1000 {
		f := some[i%len(some)]
		f.Organ = fmt.Sprintf("某市第%d局", i)
		f.File, f.Shown, f.Content = f.Organ, f.Organ, f.Organ
		all = append(all, f)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, blockers, err := aggregate.Merge(units.Assemble(nil, nil, all), aggregate.Options{Organ: "某市"})
		if err != nil || len(blockers) > 0 {
			b.Fatal(err, blockers)
		}
	}
}
