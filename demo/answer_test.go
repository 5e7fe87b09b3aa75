package demo_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func answers(t testing.TB, d *demo.District, lang msg.Lang) []byte {
	var b bytes.Buffer
	if err := d.WriteAnswers(&b, lang); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type answer struct {
	Units, Files                  int
	Missing, Twice, Late, Unknown []string
	Errors                        []struct{ Kind, Code, Unit, File, Rule, Found, Right string }
	Totals                        []struct {
		Field        string
		Right, Sound json.Number
	}
}

// The answer knows who is missing, who is late and who reported twice, as a look
// at the files finds it.
func TestAnswersAgreeWithTheFiles(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 200, Errors: 96, Year: 2025, Seed: 2})
	var a answer
	if err := json.Unmarshal(answers(t, d, msg.ZH), &a); err != nil {
		t.Fatal(err)
	}
	if a.Units != 200 || a.Files != len(d.Files) || len(a.Errors) != 96 {
		t.Errorf("%d units, %d files, %d errors", a.Units, a.Files, len(a.Errors))
	}
	count, late := map[string]int{}, map[string]bool{}
	var unknown []string
	same := map[string]bool{}
	for _, f := range d.Files {
		if f.Unit >= 0 {
			u := d.Due[f.Unit]
			if count[u.Code]++; f.Modified.After(u.Deadline.Add(24 * time.Hour)) {
				late[u.Code] = true
			}
		}
		if f.Planted != nil && f.Planted.Rule == "" || f.Unit < 0 {
			r, err := pipeline.Import("", data(t, d, f), pipeline.Options{})
			if err != nil {
				t.Fatal(err)
			}
			_, byCode := d.Roster.Code(r.Code)
			if u, byName := d.Roster.Find(r.Organ); !byCode && !byName {
				unknown = append(unknown, f.Path)
			} else if byName && f.Unit >= 0 && u != d.Due[f.Unit] {
				t.Errorf("%s is found as %s", f.Path, u.Name)
			}
			if f.Planted != nil && f.Planted.Kind == demo.KindSameTwice {
				same[f.Planted.Unit.Code] = true
			}
		}
	}
	var missing, twice, lates []string
	for _, u := range d.Due {
		switch count[u.Code] {
		case 0:
			missing = append(missing, u.Code)
		case 2:
			twice = append(twice, u.Code)
		}
		if late[u.Code] {
			lates = append(lates, u.Code)
		}
	}
	for name, pair := range map[string][2][]string{"missing": {missing, a.Missing}, "twice": {twice, a.Twice}, "late": {lates, a.Late}, "unknown": {unknown, a.Unknown}} {
		slices.Sort(pair[0])
		slices.Sort(pair[1])
		if !slices.Equal(pair[0], pair[1]) || len(pair[0]) < 2 {
			t.Errorf("%s: %v, the answer says %v", name, pair[0], pair[1])
		}
	}
	if len(same) == 0 {
		t.Error("no report came twice")
	}
	sums := d.Sum(func(i int, u *units.Unit) bool { return plantedIn(d, u) == nil })
	for i, total := range a.Totals {
		if total.Field != d.Form.Fields[i].ID || total.Sound.String() != sums[i].String() {
			t.Errorf("%+v, not %s", total, sums[i])
		}
	}
	if bytes.Equal(answers(t, d, msg.EN), answers(t, d, msg.ZH)) {
		t.Error("English is Chinese")
	}
}

// Files that came twice are the same to the byte, or differ, as they are meant to.
func TestTwice(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 20, Errors: 2, Year: 2025, Kinds: []string{demo.KindSameTwice, demo.KindDifferentTwice}})
	of := map[int][][]byte{}
	for _, f := range d.Files {
		of[f.Unit] = append(of[f.Unit], data(t, d, f))
	}
	for i, files := range of {
		if w := plantedIn(d, d.Due[i]); (w != nil) != (len(files) == 2) || w != nil && (w.Kind == demo.KindSameTwice) != bytes.Equal(files[0], files[1]) {
			t.Errorf("%s: %d files, %v", d.Due[i].Name, len(files), w)
		}
	}
}

// The correct total is sound itself, and says the sums.
func TestTotal(t *testing.T) {
	for _, year := range years() {
		d := makeUp(t, demo.Options{Units: 150, Year: year, Seed: 4})
		var b bytes.Buffer
		if err := d.WriteTotal(&b); err != nil {
			t.Fatal(err)
		}
		r, err := pipeline.Import("", b.Bytes(), pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range pipeline.Check(r, check.Options{}) {
			if x.Grade != model.Hint {
				t.Errorf("%d: %s %s", year, x.Rule.ID, x.Message.ZH)
			}
		}
		for i, n := range d.Sum(nil) {
			if !r.Value(r.Form.Fields[i].ID).Number.Equal(n) {
				t.Errorf("%d %s: %s, not %s", year, r.Form.Fields[i].ID, r.Value(r.Form.Fields[i].ID).Number, n)
			}
		}
	}
}

// The book says the same as the JSON.
func TestAnswerBook(t *testing.T) {
	d := makeUp(t, demo.Options{Units: 40, Errors: 20, Year: 2025})
	var a answer
	if err := json.Unmarshal(answers(t, d, msg.ZH), &a); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		var one, two bytes.Buffer
		for _, b := range []*bytes.Buffer{&one, &two} {
			if err := d.WriteAnswerBook(b, lang); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Error("other bytes")
		}
		f, err := excelize.OpenReader(bytes.NewReader(one.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		rows, err := f.GetRows(sheets[0])
		if err != nil || len(sheets) != 3 || len(rows) != 22 {
			t.Fatalf("%v, %d rows, %v", sheets, len(rows), err)
		}
		for i, m := range a.Errors {
			if got := strings.Join(rows[2+i], "|"); !strings.Contains(got, m.File) || !strings.Contains(got, m.Found) || !strings.Contains(got, m.Rule) {
				t.Errorf("%q does not say %+v", got, m)
			}
		}
		sums, err := f.GetRows(sheets[2])
		if err != nil || len(sums) != 2+len(d.Form.Fields) {
			t.Fatal(len(sums), err)
		}
		for i, total := range a.Totals {
			if sums[2+i][2] != total.Right.String() || sums[2+i][3] != total.Sound.String() {
				t.Errorf("%q, not %+v", sums[2+i], total)
			}
		}
		f.Close()
	}
}

// The schema of the answer knows every member that is written.
func TestAnswerSchema(t *testing.T) {
	schema, err := os.ReadFile("../docs/schema/demo.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]any
		Required   []string
	}
	var s struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &s); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(answers(t, makeUp(t, demo.Options{Units: 20, Errors: 5, Year: 2025}), msg.ZH), &got); err != nil {
		t.Fatal(err)
	}
	hold := func(name string, o object, members map[string]any) {
		for m := range members {
			if o.Properties[m] == nil {
				t.Errorf("the schema of %s lacks %q", name, m)
			}
		}
		for _, m := range o.Required {
			if _, ok := members[m]; !ok {
				t.Errorf("%s lacks %q", name, m)
			}
		}
	}
	hold("the answer", s.object, got)
	hold("an error", s.Defs["error"], got["errors"].([]any)[0].(map[string]any))
	hold("a total", s.Defs["total"], got["totals"].([]any)[0].(map[string]any))
}
