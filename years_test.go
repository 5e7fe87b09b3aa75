package gkxl_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

func side(t testing.TB, name string) *model.Report {
	r, err := gkxl.ImportFile("examples/"+name, gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// carried makes the template of the year after a report, as a workbook.
func carried(t testing.TB, name string, year int) ([]byte, *model.Report) {
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: year})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := gkxl.CarryOver(side(t, name), form)
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), r
}

// What is carried, within an edition and across: what the form's data say, and
// nothing where the editions differ.
func TestCarryOver(t *testing.T) {
	for _, tc := range []struct {
		from string
		year int
		want map[string]string
	}{
		{"bureau-2021.json", 2022, map[string]string{"requests.carried_in.natural_person": "11", "requests.carried_in.business": "1", "requests.carried_in.research": "0",
			"requests.carried_in.welfare": "0", "requests.carried_in.legal_service": "1", "requests.carried_in.other": "0"}},
		{"bureau-2020.json", 2021, map[string]string{"requests.carried_in.natural_person": "8", "requests.carried_in.business": "2", "requests.carried_in.research": "0",
			"requests.carried_in.welfare": "0", "requests.carried_in.legal_service": "0", "requests.carried_in.other": "0"}},
	} {
		_, r := carried(t, tc.from, tc.year)
		got := map[string]string{}
		for id, x := range r.Taken {
			got[id] = x.Number.String()
			if !r.Value(id).Number.Equal(x.Number) || x.Source == "" {
				t.Errorf("%s: %+v", id, x)
			}
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.from, d)
		}
		if r.Year != tc.year || r.Organ != "某市住房和城乡建设局" || r.OrganType != "department" || r.Cover["contact"] != "12345678" || len(r.Texts) > 0 {
			t.Errorf("%+v", r)
		}
	}
	// 2019 to 2020: items with their change, signs and all.
	form, _ := gkxl.FormFor(gkxl.FormChoice{Year: 2020})
	last := side(t, "bureau-2020.json")
	last.Year = 2019
	r, notes := gkxl.CarryOver(last, form)
	if got := r.Value("proactive.licensing.items_last_year").Number.String(); got != "22" || len(r.Taken) != 6+5 || len(notes) > 0 {
		t.Errorf("%s items, %d carried, %v", got, len(r.Taken), notes)
	}
	// Nothing is guessed: a blank is not carried, and a total that is not the sum
	// of what was carried is said.
	last.Values["requests.carried_out.business"] = model.Value{State: model.Blank}
	r, notes = gkxl.CarryOver(last, form)
	if _, ok := r.Taken["requests.carried_in.business"]; ok || len(notes) != 2 || !strings.Contains(notes[0].ZH, "空白") || !strings.Contains(notes[1].ZH, "总计是 10，取来的各项之和是 8") {
		t.Errorf("%v", notes)
	}
}

// What was carried survives the workbook and JSON, and comes back the same.
func TestCarriedRoundTrip(t *testing.T) {
	book, r := carried(t, "bureau-2021.json", 2022)
	id := "requests.carried_in.business"
	for range 2 {
		got, err := gkxl.Import("", book, gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r.Taken, got.Taken); d != "" {
			t.Fatal(d)
		}
		var js bytes.Buffer
		if err := gkxl.Export(&js, got, msg.ZH); err != nil {
			t.Fatal(err)
		}
		again, err := gkxl.Import("", js.Bytes(), gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(got, again, cmpopts.EquateEmpty(), formtest.SameForm); d != "" {
			t.Fatal(d)
		}
		x := again.Taken[id] // and once more with a reason
		x.Reason = "上年漏计一件\n已核对台账"
		again.Taken[id], r.Taken[id] = x, x
		var b bytes.Buffer
		if err := gkxl.Template(&b, again); err != nil {
			t.Fatal(err)
		}
		book = b.Bytes()
	}
}

// A carried figure changed in the workbook is found out; with a reason it is
// only told.
func TestCarriedFigureChanged(t *testing.T) {
	book, _ := carried(t, "bureau-2021.json", 2022)
	for _, tc := range []struct {
		change, reason string
		grade          model.Grade
	}{{"", "", ""}, {"5", "", model.Warning}, {"5", "上年漏计四件", model.Hint}} {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			t.Fatal(err)
		}
		set := func(name, value string) {
			for _, n := range f.GetDefinedName() {
				if n.Name == name && value != "" {
					sheet, ref, _ := strings.Cut(strings.NewReplacer("'", "", "$", "").Replace(n.RefersTo), "!")
					if err := f.SetCellValue(sheet, ref, value); err != nil {
						t.Fatal(err)
					}
					return
				}
			}
			if value != "" {
				t.Fatalf("no name %s", name)
			}
		}
		set("gk_requests_carried_in_business", tc.change)
		set("gk_reason_requests_carried_in_business", tc.reason)
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		f.Close()
		r, err := gkxl.Import("", b.Bytes(), gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var got model.Grade
		for _, x := range gkxl.Check(r, check.Options{}) {
			if x.Rule.ID == "YEAR-TAKEN" {
				got = x.Grade
				if !strings.Contains(x.Message.ZH, tc.reason) || len(x.Cells) != 1 {
					t.Errorf("%+v", x)
				}
			}
		}
		if got != tc.grade {
			t.Errorf("%q with %q: %q, want %q", tc.change, tc.reason, got, tc.grade)
		}
	}
}

// A carried cell refuses what is typed until a reason stands on the sheet of
// carried figures, and is marked; other cells are as in any template.
func TestCarriedCellIsGuarded(t *testing.T) {
	book, r := carried(t, "bureau-2021.json", 2022)
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := r.Form.SheetOf("requests")
	dvs, err := f.GetDataValidations(sheet)
	if err != nil {
		t.Fatal(err)
	}
	custom := 0
	for _, dv := range dvs {
		if dv.Type == "custom" {
			custom++
			if !strings.Contains(dv.Formula1, r.Form.Messages["carry_sheet"]) || dv.Error == nil || dv.Prompt == nil || !strings.Contains(*dv.Prompt, "2021 年度报告") {
				t.Errorf("%+v", dv)
			}
			for _, other := range dvs {
				if other != dv && slices.Contains(strings.Fields(other.Sqref), dv.Sqref) {
					t.Errorf("%s has two validations", dv.Sqref)
				}
			}
		}
	}
	if custom != len(r.Taken) {
		t.Errorf("%d guarded cells, want %d", custom, len(r.Taken))
	}
	if i, err := f.GetSheetIndex(r.Form.Messages["carry_sheet"]); err != nil || i < 0 {
		t.Error("no sheet of carried figures")
	}
}

// Without its names the workbook is read by its labels: the sheet of carried
// figures is no part of the report.
func TestCarriedWithoutNames(t *testing.T) {
	book, r := carried(t, "bureau-2021.json", 2022)
	got, err := gkxl.Import("", withoutNames(t, book), gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range r.Form.Fields {
		if want := r.Value(fd.ID); want.IsNumber() && !got.Value(fd.ID).Number.Equal(want.Number) {
			t.Errorf("%s is %v", fd.ID, got.Value(fd.ID).Number)
		}
	}
	for id, text := range got.Texts {
		t.Errorf("the text of %s is %q", id, text)
	}
	for _, n := range got.Notes {
		if n.Rule != "VALUE-READING" {
			t.Errorf("%s: %s", n.Rule, n.Message.ZH)
		}
	}
}

// Placeholders: template, import, template again. The draft stays as long as it
// says what the report does.
func TestPlaceholdersRoundTrip(t *testing.T) {
	s := side(t, "bureau-2022.json")
	s.Texts["overview"] = "本年新收{{requests.new.total}}件，不予公开{{requests.denied.total}}件，{{change.requests.new.total}}。"
	var b bytes.Buffer
	if err := gkxl.Template(&b, s); err != nil {
		t.Fatal(err)
	}
	last := side(t, "bureau-2021.json")
	r, err := gkxl.Import("", b.Bytes(), gkxl.ImportOptions{Last: last})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Texts["overview"]; got != "本年新收174件，不予公开7件，较上年增加37件，增长27%。" || r.Drafts["overview"] != s.Texts["overview"] {
		t.Errorf("%s\n%s", got, r.Drafts["overview"])
	}
	if fs := gkxl.Check(r, check.Options{}); slices.ContainsFunc(fs, func(x check.Finding) bool { return x.Rule.ID == "TEXT-PLACEHOLDER" }) {
		t.Error("a filled placeholder is reported")
	}
	// Written again with other figures, the workbook follows them.
	r.Texts["overview"], r.Drafts["overview"] = "新收174件。", "新收{{requests.new.total}}件。"
	b.Reset()
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	if r, err = gkxl.Import("", b.Bytes(), gkxl.ImportOptions{}); err != nil || r.Texts["overview"] != "新收174件。" || r.Drafts["overview"] != "新收{{requests.new.total}}件。" {
		t.Errorf("%v %+v", err, r.Texts)
	}
	// A text edited behind its draft's back wins.
	r.Texts["overview"] = "新收一百七十四件。"
	b.Reset()
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	if r, err = gkxl.Import("", b.Bytes(), gkxl.ImportOptions{}); err != nil || r.Texts["overview"] != "新收一百七十四件。" || len(r.Drafts) > 0 {
		t.Errorf("%v %+v", err, r.Texts)
	}
}

// The schemas know every member that is written, and what they require is there.
func TestDiffSchemas(t *testing.T) {
	d, err := gkxl.Diff(side(t, "bureau-2020.json"), side(t, "bureau-2021.json"), diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := gkxl.Series([]*model.Report{side(t, "bureau-2020.json"), side(t, "bureau-2021.json"), side(t, "bureau-2022.json")}, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var one, two bytes.Buffer
	o := gkxl.CompareOptions{Format: "json", Lang: msg.ZH}
	if _, err := gkxl.WriteDiff(&one, d, o); err != nil {
		t.Fatal(err)
	}
	if _, err := gkxl.WriteSeries(&two, s, o); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"diff": one.Bytes(), "series": two.Bytes()} {
		data, err := os.ReadFile("docs/schema/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var schema, written any
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatal(name, err)
		}
		if err := json.Unmarshal(got, &written); err != nil {
			t.Fatal(err)
		}
		obey(t, name, schema.(map[string]any), schema.(map[string]any), written)
	}
}

// obey holds a value against a schema: as much of the language as ours use.
func obey(t *testing.T, at string, root, schema map[string]any, v any) {
	t.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		schema = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if c, ok := schema["const"]; ok && c != v {
		t.Errorf("%s is %v, not %v", at, v, c)
	}
	if e, ok := schema["enum"].([]any); ok && !slices.Contains(e, v) {
		t.Errorf("%s is %v, none of %v", at, v, e)
	}
	kinds := map[string]bool{}
	switch k := schema["type"].(type) {
	case string:
		kinds[k] = true
	case []any:
		for _, x := range k {
			kinds[x.(string)] = true
		}
	}
	kind := map[bool]string{true: "null"}[v == nil]
	switch v := v.(type) {
	case string:
		kind = "string"
	case bool:
		kind = "boolean"
	case float64:
		kind = "number"
		if kinds["integer"] && v == float64(int(v)) {
			kind = "integer"
		}
	case []any:
		kind = "array"
		for _, x := range v {
			obey(t, at+"[]", root, schema["items"].(map[string]any), x)
		}
	case map[string]any:
		kind = "object"
		props, _ := schema["properties"].(map[string]any)
		for key, x := range v {
			p, ok := props[key].(map[string]any)
			if !ok {
				t.Errorf("the schema lacks %s.%s", at, key)
				continue
			}
			obey(t, at+"."+key, root, p, x)
		}
		required, _ := schema["required"].([]any)
		for _, key := range required {
			if _, ok := v[key.(string)]; !ok {
				t.Errorf("%s lacks the required %s", at, key)
			}
		}
	}
	if len(kinds) > 0 && !kinds[kind] {
		t.Errorf("%s is a %s", at, kind)
	}
}

// Every format is written, whole and the same each time.
func TestDiffFormats(t *testing.T) {
	last, this := side(t, "bureau-2021.json"), side(t, "bureau-2022.json")
	last.Texts["overview"] += "\n<script>alert(1)</script>|`x`"
	this.Values["requests.granted.business"] = model.Value{State: model.Unreadable, Text: "=1+1"}
	d, err := gkxl.Diff(last, this, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := gkxl.Series([]*model.Report{side(t, "bureau-2020.json"), last, this}, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		for _, format := range gkxl.CompareFormats {
			o := gkxl.CompareOptions{Format: format, Lang: lang}
			for _, write := range []func(*bytes.Buffer) error{
				func(b *bytes.Buffer) error { _, err := gkxl.WriteDiff(b, d, o); return err },
				func(b *bytes.Buffer) error { _, err := gkxl.WriteSeries(b, s, o); return err },
			} {
				var one, two bytes.Buffer
				if err := write(&one); err != nil {
					t.Fatal(format, err)
				}
				if err := write(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
					t.Errorf("%s is not the same twice", format)
				}
				if format == "html" && (strings.Contains(one.String(), "<script") || strings.Contains(one.String(), "http")) {
					t.Error("the page runs or fetches something")
				}
				if format == "text" && strings.Contains(one.String(), "\x1b") {
					t.Error("colour where none was asked for")
				}
			}
		}
	}
	if _, err := gkxl.WriteDiff(&bytes.Buffer{}, d, gkxl.CompareOptions{Format: "odt"}); !errors.Is(err, gkxl.ErrFormat) {
		t.Error("an unknown format is written")
	}
	// As a workbook, figures are numbers and no text is a formula.
	var b bytes.Buffer
	if _, err := gkxl.WriteDiff(&b, d, gkxl.CompareOptions{Format: "xlsx", Lang: msg.ZH}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := false
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, v := range row {
				ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(sheet, ref); formula != "" {
					t.Errorf("%s!%s holds a formula", sheet, ref)
				}
				if typ, _ := f.GetCellType(sheet, ref); v == "174" {
					found = typ == excelize.CellTypeUnset || typ == excelize.CellTypeNumber
				}
			}
		}
	}
	if !found {
		t.Error("a figure is not a number")
	}
}

// A cause is told only if the report is better for it: one that would break an identity that holds is no advice.
func TestCauseBreaksNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		received, carried int64 // this year's, of natural persons; 3028 and 7 balance, and so do 2932 and 103
		told              bool
	}{"the year is right in itself": {3028, 7, false}, "a slip": {2932, 130, true}} {
		last, this := side(t, "huaian-2024.xlsx"), side(t, "huaian-2024.xlsx")
		this.Year = last.Year + 1
		for id, n := range map[string]int64{"requests.new.natural_person": tc.received, "requests.new.total": tc.received + 118,
			"requests.carried_in.natural_person": tc.carried, "requests.carried_in.total": tc.carried} {
			this.Values[id] = model.Value{State: model.IsNumber, Number: model.Int(n)}
		}
		o := gkxl.CheckOptions{Last: last}
		findings := gkxl.Check(this, o)
		carry := slices.IndexFunc(findings, func(x gkxl.Finding) bool { return x.Rule.ID == "YEAR-CARRY" })
		if carry < 0 {
			t.Fatalf("%s: no YEAR-CARRY", name)
		}
		causes := gkxl.Causes(this, findings, o)
		if _, told := causes.CauseOf(findings[carry]); told != tc.told {
			t.Errorf("%s: told %v: %s", name, told, causes.SentenceFor(findings[carry]).ZH)
		}
		values := map[string]model.Value{}
		for _, c := range causes.Causes {
			for _, ch := range c.Changes {
				if c.Rank == 0 {
					values[ch.Field.ID] = ch.Value()
				}
			}
		}
		for _, x := range gkxl.Check(this.With(this.Form, values), o) {
			if x.Grade == model.Error && !slices.ContainsFunc(findings, func(f gkxl.Finding) bool { return f.Key == x.Key }) {
				t.Errorf("%s: the causes bring about %s", name, x.Message.ZH)
			}
		}
	}
}
