package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// TestNothingSilent alters files of correct reports the way people and programs do, in every format that is read, and
// holds what is read against what can be seen: the figures and texts are those that the file shows, or a finding or an
// error tells of the place that was altered. What an alteration hides or covers is told even if nothing else changes;
// what changes nothing that can be seen is told by nobody.
func TestNothingSilent(t *testing.T) {
	t.Parallel()
	samples := reportSamples(t)
	trials := formtest.Trials(2000, 200)
	if n, err := strconv.Atoi(os.Getenv("GKXL_TRIALS")); err == nil {
		trials = n // by hand
	}
	counts := map[string]int{}
	for i := range trials {
		rng := rand.New(rand.NewPCG(uint64(i), 11))
		s := samples[rng.IntN(len(samples))]
		way := alterations[s.format][rng.IntN(len(alterations[s.format]))]
		a := &altered{rng: rng, sample: s}
		if !way.apply(a) {
			counts["not applicable"]++
			continue
		}
		outcome, fault := a.judge(way)
		counts[outcome]++
		if fault != "" {
			t.Errorf("trial %d, %s, %s: %s", i, s.name, way.name, fault)
		}
	}
	t.Logf("%d trials: %v", trials, counts)
}

// reportSample is a file of a correct report, what is read from it, and its findings.
type reportSample struct {
	name, format string
	data         []byte
	report       *model.Report
	known        map[string]bool // the findings without an alteration
	parts        map[string]string
	unique       []string // fields whose figure stands in one cell only
	free         []string // fields that are no totals
}

// reportSamples are files of reports of both editions, in all formats.
func reportSamples(t *testing.T) []*reportSample {
	t.Helper()
	reports := []*model.Report{formtest.Example(t, "huaian-2024.json"), formtest.Example(t, "huangpu-2020.json"), formtest.Example(t, "shanghai-office-2019.json")}
	for _, o := range []demo.Options{{Units: 3, Year: 2025, Seed: 5}, {Units: 3, Year: 2020, Seed: 6}} {
		d, err := demo.New(o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.Due {
			reports = append(reports, d.Report(i))
		}
	}
	var out []*reportSample
	add := func(name, format string, data []byte) {
		r, err := gkxl.Import(name, data, gkxl.ImportOptions{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s := &reportSample{name: name, format: format, data: data, report: r, known: map[string]bool{}}
		for _, f := range gkxl.Check(r, gkxl.CheckOptions{}) {
			s.known[f.Key+f.Message.ZH] = true
		}
		counted := map[string]int{}
		for _, v := range r.Values {
			if v.IsNumber() {
				counted[v.Number.String()]++
			}
		}
		for _, fd := range r.Form.Fields {
			v := r.Values[fd.ID]
			if !v.IsNumber() || fd.Total != nil {
				continue
			}
			s.free = append(s.free, fd.ID)
			if n := v.Number.String(); counted[n] == 1 && len(n) > 1 {
				s.unique = append(s.unique, fd.ID)
			}
		}
		if format == "xlsx" || format == "docx" {
			s.parts = formtest.Parts(t, data)
		}
		out = append(out, s)
	}
	for i, r := range reports {
		name := fmt.Sprintf("report%d-%d", i, r.Year)
		written := func(write func(io.Writer) error) []byte {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return b.Bytes()
		}
		book := written(func(w io.Writer) error { return gkxl.Template(w, r) })
		add(name+".xlsx", "xlsx", book)
		add(name+"-free.xlsx", "xlsx", withoutNames(t, book))
		add(name+".docx", "docx", written(func(w io.Writer) error { return gkxl.Docx(w, r, gkxl.Publication{Findings: []gkxl.Finding{}}) }))
		add(name+".html", "html", written(func(w io.Writer) error { return gkxl.HTML(w, r, gkxl.Publication{Findings: []gkxl.Finding{}}) }))
		add(name+".csv", "csv", written(func(w io.Writer) error { return gkxl.WriteCSV(w, r) }))
		add(name+".json", "json", written(func(w io.Writer) error { return gkxl.Export(w, r, msg.ZH) }))
		if i < 3 {
			add(name+".pdf", "pdf", written(func(w io.Writer) error {
				_, err := gkxl.PDF(w, r, gkxl.Publication{Findings: []gkxl.Finding{}})
				return err
			}))
		}
	}
	add("report.txt", "text", formtest.ExampleFile(t, "huangpu-2020.txt"))
	return out
}

// unnamed is a workbook as another program makes it: no names, and no sheet of gkxl's own.
func withoutNames(t *testing.T, book []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, n := range f.GetDefinedName() {
		if err := f.DeleteDefinedName(&excelize.DefinedName{Name: n.Name, Scope: n.Scope}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.DeleteSheet("_gkxl"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// alteration is one way of altering a file.
type alteration struct {
	name  string
	apply func(*altered) bool // false where it does not fit
	// told says that it must be told even if all figures and texts are as before, quiet that nothing may be told.
	told, quiet bool
}

// altered is an altered file.
type altered struct {
	rng      *rand.Rand
	sample   *reportSample
	data     []byte
	fields   []string          // the fields whose cells were altered
	sections []string          // the sections whose texts were altered
	seen     map[string]string // by field, the figure that can be seen now, "" for none
	shifted  bool              // what stands behind the altered cell in its table moved up: to tell of the table is enough
}

// judge reads the altered file. It returns what came of it, and what is wrong with that.
func (a *altered) judge(way alteration) (outcome, fault string) {
	r, err := gkxl.Import(a.sample.name, a.data, gkxl.ImportOptions{})
	if err != nil {
		var crash *msg.Crash
		var problem *msg.Problem
		switch {
		case errors.As(err, &crash):
			return "crashed", err.Error()
		case !errors.As(err, &problem) || problem.What.ZH == "" || problem.What.EN == "":
			return "refused without a reason", err.Error()
		case way.quiet:
			return "refused", "refused: " + err.Error()
		}
		return "refused", ""
	}
	var told []gkxl.Finding
	for _, f := range gkxl.Check(r, gkxl.CheckOptions{}) {
		if !a.sample.known[f.Key+f.Message.ZH] {
			told = append(told, f)
		}
	}
	var changes []string
	for _, fd := range r.Form.Fields {
		before, now := a.sample.report.Values[fd.ID], r.Values[fd.ID]
		want := before.Shown().ZH
		if before.IsNumber() {
			want = before.Number.String()
		}
		if s, ok := a.seen[fd.ID]; ok {
			want = s
		}
		got := now.Shown().ZH
		if now.IsNumber() {
			got = now.Number.String()
		} else if now.State == model.Blank {
			got = ""
		}
		if before.State == model.Blank && want == before.Shown().ZH {
			want = ""
		}
		if got != want && !tellsOfField(told, fd, before.Cell, now.Cell) && !(a.shifted && tellsOfTable(told, fd)) {
			changes = append(changes, fmt.Sprintf("%s was %s and is read as %s", fd.ID, want, got))
		}
	}
	for _, s := range r.Form.Sections {
		if r.Texts[s.ID] != a.sample.report.Texts[s.ID] && !tellsOfSection(told, s.ID) {
			changes = append(changes, fmt.Sprintf("the text of %s was %q and is read as %q", s.ID, brief(a.sample.report.Texts[s.ID]), brief(r.Texts[s.ID])))
		}
	}
	if r.Organ != a.sample.report.Organ && len(told) == 0 {
		changes = append(changes, fmt.Sprintf("the organ was %q and is read as %q", a.sample.report.Organ, r.Organ))
	}
	if len(changes) > 0 {
		return "silent", strings.Join(changes[:min(3, len(changes))], "; ") + fmt.Sprintf(" (%d in all)", len(changes))
	}
	if way.told && len(told) == 0 {
		return "untold", "nothing is told"
	}
	if way.told && !a.tellsOfPlace(told) && !a.shifted {
		return "untold", "nothing is told of the place, only: " + told[0].Message.EN
	}
	if way.quiet && len(told) > 0 {
		return "false alarm", told[0].Rule.ID + ": " + told[0].Message.EN
	}
	if len(told) > 0 {
		return "told", ""
	}
	return "as before", ""
}

func brief(s string) string {
	r := []rune(s)
	return string(r[:min(60, len(r))])
}

// tellsOfField reports whether a finding names a field, its cell or its table, or speaks of the whole file.
func tellsOfField(told []gkxl.Finding, fd *model.Field, cells ...string) bool {
	table, _, _ := strings.Cut(fd.ID, ".")
	return slices.ContainsFunc(told, func(f gkxl.Finding) bool {
		return slices.Contains(f.Fields, fd) || slices.Contains(f.Sections, table) || slices.ContainsFunc(f.Cells, func(c string) bool { return c != "" && slices.Contains(cells, c) }) ||
			len(f.Fields) == 0 && len(f.Sections) == 0
	})
}

// tellsOfTable reports whether an error is about a field of the same table.
func tellsOfTable(told []gkxl.Finding, fd *model.Field) bool {
	return slices.ContainsFunc(told, func(f gkxl.Finding) bool {
		return f.Grade == model.Error && slices.ContainsFunc(f.Fields, func(other *model.Field) bool { return other.Table == fd.Table })
	})
}

// tellsOfSection reports whether a finding is about a section or a field of its table, or about no field.
func tellsOfSection(told []gkxl.Finding, section string) bool {
	return slices.ContainsFunc(told, func(f gkxl.Finding) bool {
		return slices.Contains(f.Sections, section) || slices.ContainsFunc(f.Fields, func(fd *model.Field) bool { return fd.Table.ID == section }) || len(f.Fields) == 0 && len(f.Sections) == 0
	})
}

// tellsOfPlace reports whether a finding is about a place that was altered.
func (a *altered) tellsOfPlace(told []gkxl.Finding) bool {
	for _, id := range a.fields {
		fd, _ := a.sample.report.Form.Field(id)
		if tellsOfField(told, fd, a.sample.report.Values[id].Cell) {
			return true
		}
	}
	for _, s := range a.sections {
		if tellsOfSection(told, s) {
			return true
		}
	}
	return len(a.fields)+len(a.sections) == 0
}

// pick chooses one of some values.
func pick[T any](rng *rand.Rand, all ...T) T { return all[rng.IntN(len(all))] }

// choose picks the field to alter, and returns its figure.
func (a *altered) choose(from []string) (figure string, ok bool) {
	if len(from) == 0 {
		return "", false
	}
	id := pick(a.rng, from...)
	a.fields = []string{id}
	return a.sample.report.Values[id].Number.String(), true
}

// seeing says which figure can be seen in the chosen cell now.
func (a *altered) seeing(figure string) { a.seen = map[string]string{a.fields[0]: figure} }
