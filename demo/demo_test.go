package demo_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

func makeUp(t testing.TB, o demo.Options) *demo.District {
	t.Helper()
	d, err := demo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func data(t testing.TB, d *demo.District, f *demo.File) []byte {
	t.Helper()
	b, err := d.Data(f)
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	return b
}

// years are of both editions, and one that follows a year of the other; the whole
// check takes one more that follows a year of its own, and the race detector has no
// time for all of them.
func years() []int {
	switch {
	case testing.Short():
		return []int{2021}
	case formtest.Full():
		return []int{2020, 2021, 2025}
	}
	return []int{2020, 2021}
}

// unitCount is a number of units, of which the race detector takes fewer.
func unitCount(n int) int {
	if testing.Short() {
		return n / 2
	}
	return n
}

type readFile struct {
	report *model.Report
	err    error
}

type readDistrict struct {
	district *demo.District
	files    []readFile
}

var readDistricts sync.Map // year → func() readDistrict

// reports are those of a district with every kind of error, as they are read from
// its files: they are not to be changed.
func reports(t testing.TB, year int) (*demo.District, []readFile) {
	t.Helper()
	get, _ := readDistricts.LoadOrStore(year, sync.OnceValue(func() readDistrict {
		d := makeUp(t, demo.Options{Units: formtest.Trials(100, 44), Errors: len(demo.Kinds()), Year: year, Seed: 7})
		out := make([]readFile, len(d.Files))
		for i, f := range d.Files {
			out[i].report, out[i].err = pipeline.Import(f.Path, data(t, d, f), pipeline.Options{})
		}
		return readDistrict{d, out}
	}))
	read := get.(func() readDistrict)()
	return read.district, read.files
}

// Every planted error makes its rule speak of the cells it is in, and nothing is
// said of files in which nothing is wrong.
func TestCheckAgreesWithTheAnswer(t *testing.T) {
	for _, year := range years() {
		d, read := reports(t, year)
		planted := map[string]bool{}
		for i, f := range d.Files {
			r, err := read[i].report, read[i].err
			if f.Planted != nil && f.Planted.Rule == findings.UnreadableRule {
				planted[f.Planted.Kind] = true
				if err == nil {
					t.Errorf("%d %s: %s can be read", year, f.Planted.Kind, f.Path)
				}
				continue
			}
			if err != nil {
				t.Errorf("%d %s: %v", year, f.Path, err)
				continue
			}
			findings := pipeline.Check(r, check.Options{})
			if f.Planted == nil || f.Planted.Rule == "" {
				for _, x := range findings {
					if x.Grade != model.Hint {
						t.Errorf("%d %s: %s %s", year, f.Path, x.Rule.ID, x.Message.ZH)
					}
				}
				continue
			}
			w := f.Planted
			planted[w.Kind] = true
			slipAgrees(t, f.Path, data(t, d, f), w)
			if !slices.ContainsFunc(findings, func(x check.Finding) bool { return x.Rule.ID == w.Rule && x.Grade == w.Grade && about(x, w) }) {
				t.Errorf("%d %s in %s: %s does not speak of %v", year, w.Kind, f.Path, w.Rule, w.Cells)
				for _, x := range findings {
					t.Logf("  %s %v %s", x.Rule.ID, x.Cells, x.Message.ZH)
				}
			}
		}
		for _, k := range demo.Kinds() {
			rule, ok := d.Form.Rule(k.Rule)
			if ok && !slices.Contains(formtest.AcrossYears, rule.Relation) && !planted[k.ID] {
				t.Errorf("%d: no file has %s", year, k.ID)
			}
		}
	}
}

// slipAgrees holds the kind of a slip against what the check says of its cell, where that is
// the one it takes for wrong.
func slipAgrees(t *testing.T, path string, file []byte, w *demo.PlantedError) {
	t.Helper()
	kinds := []string{string(locate.Tenfold), string(locate.Swapped), string(locate.Dropped), string(locate.Doubled), string(locate.Zero), string(locate.Exchanged)}
	if !slices.Contains(kinds, w.Kind) {
		return
	}
	for _, c := range (pipeline.Job{}).Data(path, file).Causes.Causes {
		if c.Rank == 0 && len(c.Changes) == 1 && slices.Contains(w.Fields, c.Changes[0].Field.ID) && string(c.Slip) != w.Kind && c.Changes[0].Proposed.String() == w.Right {
			t.Errorf("%s: %s is said to be %s: %s instead of %s", path, w.Kind, c.Slip, w.Found, w.Right)
		}
	}
}

// about reports whether a finding is about one of the cells an error is in.
func about(x check.Finding, w *demo.PlantedError) bool {
	var of func([]*model.Field) bool // or about a total over one
	of = func(fs []*model.Field) bool {
		return slices.ContainsFunc(fs, func(fd *model.Field) bool {
			var parts []*model.Field
			if fd.Total != nil {
				for _, t := range fd.Total.Right {
					parts = append(parts, t.Field)
				}
			}
			return slices.Contains(w.Fields, fd.ID) || of(parts)
		})
	}
	if of(x.Fields) {
		return true
	}
	for _, c := range x.Cells {
		if slices.Contains(w.Cells, c) {
			return true
		}
	}
	// A table that is not there, and what the cover says wrong of all the rest.
	return len(x.Fields) == 0 && len(x.Cells) == 0 || len(w.Cells) == 1 && strings.HasPrefix(w.Cells[0], "封面!") && x.Rule.ID != "EDITION-YEAR"
}

// The sum of what the sound files say is the one the district knows.
func TestSumOfFiles(t *testing.T) {
	for _, year := range years() {
		d, read := reports(t, year)
		total := sums.New(d.Form)
		for i, f := range d.Files {
			if f.Planted != nil || f.Unit < 0 {
				continue
			}
			r, err := read[i].report, read[i].err
			if err != nil {
				t.Fatal(err)
			}
			entries, _, ok := sums.Of(r).Translate(r.Form, d.Form)
			if !ok {
				t.Fatal(f.Path)
			}
			total.Add(entries)
		}
		want := d.Sum(func(_ int, u *units.Unit) bool { return plantedIn(d, u) == nil })
		other := 0
		for i, fd := range d.Form.Fields {
			if !total.Sums[i].Number.Equal(want[i]) {
				t.Errorf("%d %s: the files come to %s, the district to %s", year, fd.ID, total.Sums[i].Number, want[i])
			}
			if want[i].Sign() != 0 {
				other++
			}
		}
		if all := d.Sum(nil); other < 25 || slices.Equal(all, want) {
			t.Errorf("%d: only %d sums are not 0", year, other)
		}
	}
}

var height = regexp.MustCompile(` ht="[0-9.]+" customHeight="1"`)

func partsOf(t testing.TB, data []byte) map[string]string {
	out := formtest.Parts(t, data)
	for name, part := range out {
		out[name] = height.ReplaceAllString(part, "")
	}
	return out
}

// Workbooks made quickly are those that the writer of workbooks makes, but for
// the heights of rows.
func TestQuickWorkbooks(t *testing.T) {
	for _, year := range years() {
		d := makeUp(t, demo.Options{Units: unitCount(formtest.Trials(30, 12)), Year: year, Seed: 11, Last: true})
		for i, f := range d.Files {
			if i%3 > 0 {
				continue
			}
			r := d.Report(f.Unit)
			if f.Last {
				r = d.LastReport(f.Unit)
			}
			var b bytes.Buffer
			if err := xlsx.Write(&b, r); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(partsOf(t, b.Bytes()), partsOf(t, data(t, d, f))); diff != "" {
				t.Fatalf("%s:\n%.2000s", f.Path, diff)
			}
		}
	}
}

// This year's reports carry over from last year's.
func TestLastYear(t *testing.T) {
	for _, year := range years() {
		d := makeUp(t, demo.Options{Units: 100, Year: year, Seed: 5, Last: true})
		for i, u := range d.Due {
			o := check.Options{Last: d.LastReport(i)}
			for _, x := range pipeline.Check(d.Report(i), o) {
				if x.Grade != model.Hint {
					t.Errorf("%d %s: %s %s", year, u.Name, x.Rule.ID, x.Message.ZH)
				}
			}
		}
	}
}

// What only last year's report shows is found beside it.
func TestAcrossYears(t *testing.T) {
	for _, year := range years() {
		d := makeUp(t, demo.Options{Units: 20, Errors: 4, Year: year, Seed: 8, Last: true, Kinds: []string{"carried-wrong", "text-copied"}})
		for _, f := range d.Files {
			if f.Planted == nil {
				continue
			}
			r, err := pipeline.Import("", data(t, d, f), pipeline.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range pipeline.Check(r, check.Options{}) {
				if x.Grade != model.Hint {
					t.Errorf("%s alone: %s", f.Path, x.Rule.ID)
				}
			}
			findings := pipeline.Check(r, check.Options{Last: d.LastReport(f.Unit)})
			if !slices.ContainsFunc(findings, func(x check.Finding) bool { return x.Rule.ID == f.Planted.Rule && about(x, f.Planted) }) {
				t.Errorf("%s: %s says nothing", f.Path, f.Planted.Rule)
			}
		}
	}
}

// The same options give the same bytes, another seed another district.
func TestSameSeedSameBytes(t *testing.T) {
	o := demo.Options{Units: formtest.Trials(60, 30), Errors: 30, Year: 2025, Seed: 9, Last: true}
	a, b := makeUp(t, o), makeUp(t, o)
	o.Seed++
	c := makeUp(t, o)
	if len(a.Files) != len(b.Files) || !bytes.Equal(a.RosterCSV(), b.RosterCSV()) {
		t.Fatal("another district")
	}
	same := 0
	for i := len(a.Files) - 1; i >= 0; i-- { // in another order
		fa, fb := a.Files[i], b.Files[i]
		if fa.Path != fb.Path || !fa.Modified.Equal(fb.Modified) || !bytes.Equal(data(t, a, fa), data(t, b, fb)) {
			t.Errorf("%s differs", fa.Path)
		}
	}
	for i := range a.Due {
		if cmp.Equal(a.Report(i).Values, c.Report(i).Values) {
			same++
		}
	}
	if same > len(a.Due)/2 {
		t.Errorf("%d of %d reports are the same with another seed", same, len(a.Due))
	}
}

// Files may be made side by side.
func TestAtOnce(t *testing.T) {
	o := demo.Options{Units: unitCount(30), Errors: 10, Year: 2025, Seed: 6, Last: true}
	one, many := makeUp(t, o), makeUp(t, o)
	got := make([][]byte, len(many.Files))
	var wg sync.WaitGroup
	for i, f := range many.Files {
		wg.Go(func() { got[i], _ = many.Data(f) })
	}
	wg.Wait()
	for i, f := range one.Files {
		if !bytes.Equal(got[i], data(t, one, f)) {
			t.Errorf("%s differs", f.Path)
		}
	}
}

// Sizes are those of real districts: most townships have next to no requests, a
// few departments hundreds.
func TestSizes(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 400, Year: 2025, Seed: 1})
	small, townships, large, zeros, cells := 0, 0, 0, 0, 0
	for i, u := range d.Due {
		r := d.Report(i)
		n, _ := r.Value("requests.new.total").Number.Int64()
		if u.Type == "township" {
			townships++
			if n <= 6 {
				small++
			}
		}
		if n >= 150 {
			large++
		}
		for _, fd := range d.Form.Fields {
			cells++
			if r.Value(fd.ID).Number.Sign() == 0 {
				zeros++
			}
		}
	}
	if townships < 100 || small*10 < townships*9 || large < 2 || large > 20 || zeros*100 < cells*75 {
		t.Errorf("%d of %d townships are small, %d units large, %d of %d cells 0", small, townships, large, zeros, cells)
	}
}

func TestSizesOfDistricts(t *testing.T) {
	for _, n := range []int{1, 2, 5, 99, 101, 1234, 10_000} {
		d := makeUp(t, demo.Options{Units: n, Year: 2024})
		if len(d.Due) != n || len(d.Files) != n {
			t.Errorf("%d units: %d are due, %d files", n, len(d.Due), len(d.Files))
		}
	}
}

func TestRefused(t *testing.T) {
	for _, o := range []demo.Options{
		{Units: 0, Year: 2025}, {Units: demo.MaxUnits + 1, Year: 2025}, {Units: 10, Errors: 11, Year: 2025}, {Units: 10, Errors: -1, Year: 2025},
		{Units: 10, Year: 1999}, {Units: 10, Year: 2019, Last: true}, {Units: 10, Errors: 1, Year: 2025, Kinds: []string{"typo"}},
		{Units: 3, Errors: 3, Year: 2025, Kinds: []string{"former-name"}},
	} {
		if _, err := demo.New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

// A folder holds what the district has.
func TestWriteFolder(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 8, Errors: 2, Year: 2025, Last: true})
	dir := t.TempDir()
	if err := writeFolder(d, dir); err != nil {
		t.Fatal(err)
	}
	list, err := units.ReadRosterFile(filepath.Join(dir, demo.RosterFile))
	if err != nil || len(list.Due()) != 8 {
		t.Error(list, err)
	}
	for _, f := range d.Files {
		path := filepath.Join(dir, f.Path)
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, data(t, d, f)) {
			t.Errorf("%s: %v", f.Path, err)
		}
		if st, err := os.Stat(path); err != nil || !st.ModTime().Equal(f.Modified) {
			t.Errorf("%s: %v", f.Path, err)
		}
	}
}

func BenchmarkWorkbook(b *testing.B) {
	d := makeUp(b, demo.Options{Units: 1000, Year: 2025})
	data(b, d, d.Files[0])
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		data(b, d, d.Files[i%len(d.Files)])
		i++
	}
}

// BenchmarkWritten makes the same workbooks without the template.
func BenchmarkWritten(b *testing.B) {
	d := makeUp(b, demo.Options{Units: 1000, Year: 2025})
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var buf bytes.Buffer
		if err := xlsx.Write(&buf, d.Report(i%len(d.Due))); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkReport(b *testing.B) {
	d := makeUp(b, demo.Options{Units: 1000, Year: 2025})
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		d.Report(i % len(d.Due))
		i++
	}
}

// plantedIn is the error planted in what a unit hands in; nil where there is none.
func plantedIn(d *demo.District, u *units.Unit) *demo.PlantedError {
	for i := range d.Planted {
		if d.Planted[i].Unit == u {
			return &d.Planted[i]
		}
	}
	return nil
}

// writeFolder writes the workbooks and the roster to a folder.
func writeFolder(d *demo.District, dir string) error {
	for _, sub := range []string{demo.Returned, demo.LastYear} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, demo.RosterFile), d.RosterCSV(), 0o644); err != nil {
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

// Every entry of every workbook has a date that archives can have: programs that unpack them refuse month 0.
func TestDatesOfEntries(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 60, Errors: 40, Year: 2025})
	read := 0
	for _, f := range d.Files {
		content := data(t, d, f)
		zr, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			continue // a damaged one
		}
		read++
		for _, e := range zr.File {
			if month := e.ModifiedDate >> 5 & 15; month < 1 || month > 12 || e.ModifiedDate&31 == 0 {
				t.Errorf("%s: %s has no date", f.Path, e.Name)
				break
			}
		}
	}
	if read < 50 {
		t.Errorf("%d workbooks", read)
	}
}
