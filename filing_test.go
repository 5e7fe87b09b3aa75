package gkxl_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/cache"
	"github.com/gkxl/gkxl/model/merge"
	"github.com/gkxl/gkxl/templates"
)

func gathered(t *testing.T, g gkxl.Gathering, files []string) []gkxl.Filing {
	t.Helper()
	var out []gkxl.Filing
	if err := g.Run(t.Context(), files, gkxl.ShownNames(nil, files), func(f gkxl.Filing) error {
		out = append(out, f)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// What a file says is the same worked out, and taken from the cache.
func TestGathering(t *testing.T) {
	dir := t.TempDir()
	damaged := filepath.Join(dir, "damaged.xlsx")
	if err := os.WriteFile(damaged, []byte("PK\x03\x04 and nothing more"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []string{"examples/huaian-2024.xlsx", damaged, filepath.Join(dir, "missing.xlsx")}
	kept, err := cache.Open(filepath.Join(dir, "cache"))
	if err != nil {
		t.Fatal(err)
	}
	plain := gathered(t, gkxl.Gathering{Workers: 1}, files)
	first := gathered(t, gkxl.Gathering{Cache: kept}, files)
	second := gathered(t, gkxl.Gathering{Cache: kept}, files)
	for _, again := range [][]gkxl.Filing{first, second} {
		if !reflect.DeepEqual(plain[0], again[0]) {
			t.Errorf("%+v\n%+v", plain[0], again[0])
		}
		if again[1].Err == nil || again[2].Err == nil {
			t.Error("files that cannot be read were read")
		}
	}
	f, err := templates.Edition(plain[0].Form)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := merge.Decode(plain[0].Entries, len(f.Fields))
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := gkxl.ImportFile(files[0], gkxl.Source{})
	if err != nil {
		t.Fatal(err)
	}
	for i, fd := range f.Fields {
		if v := r.Value(fd.ID); v.State != entries[i].State || !v.Number.Equal(entries[i].Number) {
			t.Errorf("%s: %+v, %+v", fd.ID, v, entries[i])
		}
	}
	if plain[0].Cells != "" || plain[0].Organ != r.Organ || plain[0].Year != r.Year || len(plain[0].TextsOf()) == 0 {
		t.Errorf("%+v", plain[0])
	}

	ctx, stop := context.WithCancel(t.Context())
	stop()
	err = gkxl.Gathering{}.Run(ctx, files, files, func(gkxl.Filing) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after an interruption: %v", err)
	}
}
