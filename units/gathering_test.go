package units_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// filesAt are files on disk, in the order given.
func filesAt(paths []string) (out []units.File) {
	for _, p := range paths {
		out = append(out, units.FilesAt(nil, []string{p})...)
	}
	return out
}

func gathered(t *testing.T, g units.Gathering, files []string) []units.Submission {
	t.Helper()
	var out []units.Submission
	g.Texts = aggregate.MaxMergedTexts
	if err := g.Run(t.Context(), filesAt(files), func(f units.Submission) error {
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
	files := []string{"../examples/huaian-2024.xlsx", damaged, filepath.Join(dir, "missing.xlsx")}
	kept, err := cache.Open(filepath.Join(dir, "cache"))
	if err != nil {
		t.Fatal(err)
	}
	plain := gathered(t, units.Gathering{Workers: 1}, files)
	first := gathered(t, units.Gathering{Cache: kept}, files)
	second := gathered(t, units.Gathering{Cache: kept}, files)
	for _, again := range [][]units.Submission{first, second} {
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
	if !plain[0].Row.Fits(f) {
		t.Fatal(plain[0].Row)
	}
	entries := plain[0].Row.Entries()
	r, err := pipeline.ImportFile(files[0], pipeline.Options{})
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
	err = units.Gathering{}.Run(ctx, filesAt(files), func(units.Submission) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after an interruption: %v", err)
	}
}

// A template is empty until somebody writes something into it.
func TestEmpty(t *testing.T) {
	last, err := pipeline.ImportFile("../examples/bureau-2021.json", pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	form, err := templates.Edition("2021")
	if err != nil {
		t.Fatal(err)
	}
	carried := func() *model.Report {
		r, _ := gkxl.CarryOver(last, form)
		return r
	}
	blank := model.NewReport(form)
	blank.Organ, blank.Year = "某局", 2024
	zero, changed, written, dashed := carried(), carried(), carried(), carried()
	zero.Values["requests.new.business"] = model.Value{State: model.IsNumber}
	changed.Values["requests.carried_in.natural_person"] = model.Value{State: model.IsNumber, Number: model.Int(7)}
	written.Texts["other"] = "无"
	dashed.Values["proactive.rules.issued"] = model.Value{State: model.Blank, Text: "/"}
	dir := t.TempDir()
	for name, tc := range map[string]struct {
		r    *model.Report
		want bool
	}{"blank": {blank, true}, "carried": {carried(), true}, "a zero": {zero, false}, "changed": {changed, false}, "a text": {written, false}, "a dash": {dashed, false}} {
		path := filepath.Join(dir, name+".xlsx")
		var b bytes.Buffer
		if err := gkxl.Template(&b, tc.r); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if f := gathered(t, units.Gathering{}, []string{path})[0]; f.Err != nil || f.Empty != tc.want {
			t.Errorf("%s: empty is %v, %v", name, f.Empty, f.Err)
		}
	}
}

// A link to a folder is the folder.
func TestLinkedFolder(t *testing.T) {
	examples, err := filepath.Abs("../examples")
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(examples, link); err != nil {
		t.Skip("no links here")
	}
	direct, _, err := units.FindFiles([]string{"../examples"})
	if err != nil {
		t.Fatal(err)
	}
	linked, _, err := units.FindFiles([]string{link})
	if err != nil || len(linked) != len(direct) || len(linked) == 0 || linked[0] != filepath.Join(link, filepath.Base(direct[0])) {
		t.Errorf("%v %v, want %v", linked, err, direct)
	}
}

// A cache that is damaged, or cannot be written, changes nothing.
func TestDamagedCache(t *testing.T) {
	files := []string{"../examples/huaian-2024.xlsx", "../examples/huangpu-2020.xlsx"}
	want := gathered(t, units.Gathering{}, files)
	root := t.TempDir()
	kept, err := cache.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func(path string, data []byte) error{
		"cut":            func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) },
		"empty":          func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"a changed byte": func(path string, data []byte) error { data[len(data)/2] ^= 1; return os.WriteFile(path, data, 0o600) },
		"no result": func(path string, _ []byte) error {
			sum := sha256.Sum256([]byte("[]"))
			return os.WriteFile(path, append(sum[:], "[]"...), 0o600)
		},
		"a folder": func(path string, _ []byte) error {
			if err := os.Remove(path); err != nil {
				return err
			}
			return os.MkdirAll(filepath.Join(path, "full"), 0o700)
		},
		"a file for a folder": func(path string, _ []byte) error {
			if err := os.RemoveAll(filepath.Dir(path)); err != nil {
				return err
			}
			return os.WriteFile(filepath.Dir(path), nil, 0o600)
		},
	} {
		gathered(t, units.Gathering{Cache: kept}, files)
		n := 0
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n++
			return damage(path, data)
		})
		if err != nil || n < len(files) {
			t.Fatalf("%s: %d results damaged: %v", name, n, err)
		}
		for range 2 {
			if got := gathered(t, units.Gathering{Cache: kept}, files); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, want %+v", name, got, want)
			}
		}
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
		if kept, err = cache.Open(root); err != nil {
			t.Fatal(err)
		}
	}
}
