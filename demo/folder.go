package demo

import (
	"context"
	"os"
	"path/filepath"

	"github.com/gkxl/gkxl/internal/parallel"
)

// WriteFolder writes the workbooks and the roster to a folder as fast as it can,
// for tests and benchmarks: what is there is written over, and what a failure
// leaves may be half.
func (d *District) WriteFolder(dir string) error {
	for _, sub := range []string{Returned, LastYear} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, RosterFile), d.csv, 0o644); err != nil {
		return err
	}
	return parallel.Ordered(context.Background(), len(d.Files), 0, func(i int) error {
		f := d.Files[i]
		data, err := d.Data(f)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
		return os.Chtimes(path, f.Modified, f.Modified)
	}, func(_ int, err error) error { return err })
}
