package units_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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

// packed is an archive of one file.
func packed(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is gathered is the same from a disk, from a file system, from archives
// and from bytes.
func TestGatheringWithoutDisk(t *testing.T) {
	fsys := fstest.MapFS{"a/~$x.xlsx": {}, "a/notes.zip": {Data: packed(t, "a/notes.txt", []byte("x"))}, "a/cut.zip": {Data: []byte("PK")}}
	for _, name := range []string{"huaian-2024.xlsx", "bureau-2021.json"} {
		data, err := os.ReadFile("../examples/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys["a/"+name] = &fstest.MapFile{Data: data}
		fsys["b/"+name+".zip"] = &fstest.MapFile{Data: packed(t, "x/"+name, data)}
	}
	names, skipped, err := units.FindFS(fsys)
	if err != nil || !slices.Equal(names, []string{"a/bureau-2021.json", "a/cut.zip", "a/huaian-2024.xlsx", "b/bureau-2021.json.zip/x/bureau-2021.json", "b/huaian-2024.xlsx.zip/x/huaian-2024.xlsx"}) || !slices.Equal(skipped, []string{"a/notes.zip"}) {
		t.Fatal(names, skipped, err)
	}
	got, err := units.Gathering{}.All(t.Context(), units.FilesIn(fsys, names), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if name == "a/cut.zip" {
			if got[i].Err == nil {
				t.Errorf("%s was read", name)
			}
			continue
		}
		name = "a/" + path.Base(name)
		direct, _, err := units.Gathering{}.AllAt(t.Context(), []string{"../examples/" + strings.TrimPrefix(name, "a/")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		inMemory, err := units.Gathering{}.All(t.Context(), []units.File{units.FileOf(name, fsys[name].Data)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []units.Submission{direct[0], inMemory[0]} {
			if got[i].Err != nil || got[i].SHA != f.SHA || got[i].Content != f.Content || got[i].Row != f.Row || got[i].Row.IsZero() {
				t.Errorf("%s: %+v, %+v", name, got[i], f)
			}
		}
	}
	if f, err := (units.Gathering{}).All(t.Context(), units.FilesIn(fsys, []string{"nowhere.xlsx"}), nil); err != nil || f[0].Err == nil {
		t.Error("a file that is not there was read", err)
	}
}

// The order of precedence, and what a code and a name that do not agree mean.
func TestMatcher(t *testing.T) {
	for name, tc := range map[string]struct {
		agreement units.Agreement
		clues     units.Clues
		want      string // "" for nobody
	}{
		"the very file goes first":                       {units.NameMustAgree, units.Clues{SHA: "s1", Code: "2", Name: "乙"}, "one"},
		"a code goes before a name":                      {units.CodeDecides, units.Clues{Code: "1", Name: "乙"}, "one"},
		"code and name must agree":                       {units.NameMustAgree, units.Clues{Code: "1", Name: "乙"}, ""},
		"an unknown name beside a code":                  {units.NameMustAgree, units.Clues{Code: "1", Name: "无"}, ""},
		"a former name beside a code":                    {units.NameMustAgree, units.Clues{Code: "1", Name: "旧"}, "one"},
		"no name beside a code":                          {units.NameMustAgree, units.Clues{Code: " 1 "}, "one"},
		"an unknown code says nothing":                   {units.NameMustAgree, units.Clues{Code: "9", Name: "甲"}, "one"},
		"an unknown code is another unit":                {units.CodeMustAgree, units.Clues{Code: "9", Name: "甲"}, ""},
		"an unknown code, and no code on the list":       {units.CodeMustAgree, units.Clues{Code: "9", Name: "丙"}, "three"},
		"a lost code":                                    {units.CodeMustAgree, units.Clues{Name: "甲"}, "one"},
		"a present name goes before a former one":        {units.CodeDecides, units.Clues{Name: "乙"}, "two"},
		"widths, blanks, brackets and case do not count": {units.CodeDecides, units.Clues{Name: "丁〔Ａ〕 局"}, "four"},
		"a name of two":                                  {units.CodeDecides, units.Clues{Name: "同名"}, ""},
		"nothing is known":                               {units.CodeDecides, units.Clues{}, ""},
	} {
		m := units.NewMatcher[string](tc.agreement)
		m.Add("one", units.Clues{SHA: "s1", Code: "1", Name: "甲"}, "旧", "乙")
		m.Add("two", units.Clues{Code: "2", Name: "乙"})
		m.Add("three", units.Clues{Name: "丙"})
		m.Add("four", units.Clues{Name: "丁(a)局"})
		m.Add("five", units.Clues{Name: "同名"})
		m.Add("six", units.Clues{Name: "同 名"})
		got, ok := m.Find(tc.clues)
		if ok != (tc.want != "") || ok && got != tc.want {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
		if all := m.All(units.Clues{Name: "同名"}); !slices.Equal(all, []string{"five", "six"}) {
			t.Errorf("%s: those that share a name: %v", name, all)
		}
		for path, want := range map[string]string{"x/甲 年报.xlsx": "one", "2 年报.xlsx": "two", "1 乙.xlsx": "", "甲和丙.xlsx": "", "年报.xlsx": "",
			"甲/年报.xls": "one", "2/年报/一.xls": "two", "2 年报/一.xls": "", "甲 二〇二五.zip/年报/一.xls": "one", "甲的下属/年报.xls": "", "甲/2 年报.xls": "two", "丙/1 乙.xls": ""} {
			if all := m.OfFile(path); (len(all) == 1) != (want != "") || want != "" && all[0] != want {
				t.Errorf("%s: %s is of %v", name, path, all)
			}
		}
		short := units.NewMatcher[string](tc.agreement)
		short.Add("one", units.Clues{Code: "1", Name: "清河区教育局"})
		short.Add("two", units.Clues{Code: "18", Name: "清河区统计局"})
		short.Add("three", units.Clues{Code: "3", Name: "清河区第二实验小学"})
		short.Add("four", units.Clues{Code: "2025", Name: "国家税务总局清河税务局"})
		for path, want := range map[string]string{"18统计局扫描.jpg": "two", "统计局扫描.jpg": "two", "区教育局年报.rar": "one", "1教育局.jpg": "one", "18 统计.jpg": "two", "第二实验小学/一.jpg": "",
			"18号文件.jpg": "", "2025年报.jpg": "", "实验小学.jpg": "", "1统计局.jpg": "", "教育局统计局.jpg": "one", "8统计局.jpg": "", "小学.jpg": "", "2025国家税务.jpg": "four"} {
			if all := short.OfFile(path); (len(all) == 1) != (want != "") || want != "" && all[0] != want {
				t.Errorf("%s: by a part of a name: %s is of %v", name, path, all)
			}
		}
		m.AddFile("one", "a.xlsx")
		if all := m.OfFile("b/a.xlsx"); !slices.Equal(all, []string{"one"}) {
			t.Errorf("%s: by the path it had: %v", name, all)
		}
	}
}
