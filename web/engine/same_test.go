package engine

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// one is the only file of an answer.
func one(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	for _, data := range files {
		return data
	}
	return nil
}

// What the engine makes is what the functions of the toolkit make.
func TestSameAsTheToolkit(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob("../../examples/*.*")
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t, "zh")
	all := map[string]*model.Report{}
	var gathered []units.File
	for i, path := range examples {
		name := filepath.Base(path)
		if name == "units.csv" || name == "local-rules.yaml" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		h := fmt.Sprint("f", i)
		s.open(h, path)
		r := gkxl.CheckData(name, data, gkxl.ImportOptions{}, gkxl.CheckOptions{})
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		all[h] = r.Report
		gathered = append(gathered, units.FileOf(name, data))
		p := gkxl.Publication{Draft: true, Findings: append([]gkxl.Finding{}, r.Findings...), Source: data, SourceName: name}
		same := func(what string, got []byte, make func(b *bytes.Buffer) error) {
			t.Helper()
			var want bytes.Buffer
			if err := make(&want); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want.Bytes()) {
				t.Errorf("%s: %s is not what the toolkit makes", name, what)
			}
		}
		_, files := ask[Note](s, "mark", OfFile{h})
		same("the marked workbook", one(t, files), func(b *bytes.Buffer) error { _, err := gkxl.Mark(b, data, r, msg.ZH); return err })
		_, files = ask[Repaired](s, "repair", OfFile{h})
		same("the repaired workbook", one(t, files), func(b *bytes.Buffer) error {
			_, err := gkxl.Repair(b, name, data, gkxl.ImportOptions{})
			return err
		})
		for format, write := range map[string]func(b *bytes.Buffer) error{
			"pdf":  func(b *bytes.Buffer) error { _, err := gkxl.PDF(b, r.Report, p); return err },
			"ofd":  func(b *bytes.Buffer) error { _, err := gkxl.OFD(b, r.Report, p); return err },
			"html": func(b *bytes.Buffer) error { return gkxl.HTML(b, r.Report, p) },
			"docx": func(b *bytes.Buffer) error { return gkxl.Docx(b, r.Report, p) },
			"json": func(b *bytes.Buffer) error { return gkxl.Export(b, r.Report, msg.ZH) },
		} {
			_, files := ask[Note](s, "export", Export{Handle: h, Format: format, Draft: true})
			same(format, one(t, files), write)
		}
	}
	_, files := ask[Compared](s, "diff", Diff{Last: "f0", This: "f1", Format: "pdf"})
	d, err := gkxl.Diff(all["f0"], all["f1"], gkxl.DiffOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if _, err := gkxl.WriteDiff(&want, d, gkxl.CompareOptions{Format: "pdf", Lang: msg.ZH}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one(t, files), want.Bytes()) {
		t.Error("the comparison is not what the toolkit makes")
	}
	_, files = ask[BlankMade](s, "template", Blank{Year: 2024, Organ: "示范区人民政府"})
	want.Reset()
	blank := model.NewReport(formtest.Form(t, "2021"))
	blank.Year, blank.Organ = 2024, "示范区人民政府"
	if err := gkxl.Template(&want, blank); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one(t, files), want.Bytes()) {
		t.Error("the template is not what the toolkit makes")
	}
	made, files := ask[BlankMade](s, "template", Blank{Year: 2024, Organ: "示范区人民政府", Zeros: true})
	want.Reset()
	done, _, err := gkxl.FillZeros(blank)
	if err != nil {
		t.Fatal(err)
	}
	if err := gkxl.Template(&want, blank); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one(t, files), want.Bytes()) || made.Note != done.ZH || !strings.Contains(made.Note, "“三、依申请公开”144 格") {
		t.Errorf("the template with zeros is not what the toolkit makes: %s", made.Note)
	}
	accept := []aggregate.BlockerKind{aggregate.Unknown, aggregate.WithErrors, aggregate.OtherYears}
	submissions, err := units.Gathering{Texts: aggregate.MaxMergedTexts}.All(t.Context(), []units.File{gathered[1], gathered[3]}, nil)
	if err != nil {
		t.Fatal(err)
	}
	merged, blockers, err := aggregate.Merge(units.Assemble(nil, nil, submissions), aggregate.Options{Organ: "某市", Year: 2021, Accept: accept, AcrossEditions: true})
	if err != nil || len(blockers) > 0 {
		t.Fatal(blockers, err)
	}
	sum, files := ask[Summed](s, "total", Sum{Handles: []string{"f1", "f3"}, Organ: "某市", Year: 2021, Accept: []string{"unknown", "errors", "years"}, Editions: true})
	if len(sum.Objections) > 0 || !bytes.Equal(one(t, files), merged.Workbook) {
		t.Errorf("the total is not what the toolkit makes: %+v", sum)
	}
}

// What is wrong is said in a sentence, in the language of the call, and stops nothing else.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		for name, data := range map[string][]byte{"空.xlsx": {}, "不是.xlsx": []byte("no workbook"), "旧.doc": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off")} {
			o, _ := ask[Opened](s, "open", Open{Handle: name, Name: name}, data)
			if len(o.Files) != 1 || o.Files[0].Verdict != Unread || o.Files[0].Sentence == "" || o.Files[0].Word == "" {
				t.Errorf("%s: %+v", name, o)
			}
			r, _ := ask[Report](s, "report", OfFile{name})
			if r.Unreadable == "" || lang == "en" && hasHan(o.Files[0].Sentence) {
				t.Errorf("%s: %+v", name, r)
			}
			ask[Note](s, "mark", OfFile{name}) // a list of what is wrong with it
			s.fails("repair", OfFile{name})
			s.fails("export", Export{Handle: name, Format: "pdf"})
			s.fails("prepublish", OfFile{name})
			s.fails("carry", Carry{name})
		}
		big, _ := ask[Opened](s, "open", Open{Handle: "big", Name: "big.xlsx", Size: 1 << 40})
		if big.Files[0].Verdict != Unread || !bytes.ContainsAny([]byte(big.Files[0].Sentence), "0123456789") {
			t.Errorf("%+v", big)
		}
		s.open("good", "../../examples/huangpu-2020.xlsx")
		if f := s.fails("export", Export{Handle: "good", Format: "pdf"}); f.Code != NeedsDraft {
			t.Errorf("%+v", f)
		}
		for method, request := range map[string]any{
			"report": OfFile{"none"}, "nothing": None{}, "status": StatusAsked{AsOf: "2025-01-01"}, "letter": LetterAsked{}, "template": Blank{Year: 1900}, "practiceFile": PracticeAsked{"x"},
			"whatIf": WhatIf{"good", []SetOne{{"no.such.cell", "1"}}}, "beside": Beside{Handle: "good", Last: "good"}, "diff": Diff{Last: "good", This: "空.xlsx"}, "trace": TraceAsked{Handle: "good", Figure: "requests.new.total"},
			"rules": RuleAsked{Rule: "NONE"}, "packEnd": PackEnd{}, "roster": map[string]any{"name": 1},
			"total": Sum{Handles: []string{"good"}, Decided: map[string]string{"x": "viele"}},
		} {
			if f := s.fails(method, request); f.What == "" || f.Hint == "" && f.Code != BadCall && method != "practiceFile" {
				t.Errorf("%s: %+v", method, f)
			}
		}
		// The others are there as before.
		if l, _ := ask[List](s, "list", None{}); len(l.Files) != 5 || l.Files[4].Handle != "good" {
			t.Errorf("%+v", l)
		}
	}
}
