package gkxl_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// What a form has no place for is an error, and not left out without a word.
func TestTemplateLeavesNothingOut(t *testing.T) {
	t.Parallel()
	form := formtest.Form(t, "2021")
	for name, spoil := range map[string]func(*model.Report){
		"field":   func(r *model.Report) { r.Values["requests.new.naturl_person"] = gkxl.Count(3) },
		"section": func(r *model.Report) { r.Texts["overveiw"] = "x" },
		"cover":   func(r *model.Report) { r.Cover["contcat"] = "x" },
		"state":   func(r *model.Report) { r.Values["requests.new.natural_person"] = model.Value{Number: model.Int(3)} },
	} {
		r := model.NewReport(form)
		r.Organ, r.Year = "示例区民政局", 2025
		var b bytes.Buffer
		if err := gkxl.Template(&b, r); err != nil {
			t.Fatal(err)
		}
		b.Reset()
		spoil(r)
		err := gkxl.Template(&b, r)
		var p *gkxl.Problem
		if !errors.As(err, &p) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
		if name != "state" && !errors.Is(err, gkxl.ErrUnknownField) {
			t.Errorf("%s: %v is of another kind", name, err)
		}
	}
}

// The short way to publish is the safe way, for every way out.
func TestPublishingChecksForItself(t *testing.T) {
	t.Parallel()
	r, err := gkxl.ImportFile("examples/huangpu-2020.xlsx", gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer, gkxl.Publication) error{
		"pdf":  func(w io.Writer, p gkxl.Publication) error { _, err := gkxl.PDF(w, r, p); return err },
		"ofd":  func(w io.Writer, p gkxl.Publication) error { _, err := gkxl.OFD(w, r, p); return err },
		"html": func(w io.Writer, p gkxl.Publication) error { return gkxl.HTML(w, r, p) },
		"docx": func(w io.Writer, p gkxl.Publication) error { return gkxl.Docx(w, r, p) },
		"svg":  func(w io.Writer, p gkxl.Publication) error { return gkxl.ChartsSVG(w, r, p) },
	} {
		var b bytes.Buffer
		if err := write(&b, gkxl.Publication{}); !errors.Is(err, gkxl.ErrNotPublished) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
		for _, p := range []gkxl.Publication{{Draft: true}, {Findings: []gkxl.Finding{}}} {
			b.Reset()
			if err := write(&b, p); err != nil || b.Len() == 0 {
				t.Errorf("%s: %v, %d bytes", name, err, b.Len())
			}
		}
	}
}

// Options belong to the caller.
func TestCheckLeavesOptionsAlone(t *testing.T) {
	t.Parallel()
	r := formtest.Example(t, "huaian-2024.json")
	r.Year = 2019 // another edition's
	called := false
	o := check.Options{EditionFor: func(int) string { called = true; return r.Form.ID }}
	gkxl.Check(r, o)
	if !called {
		t.Error("EditionFor was not asked")
	}
}

// What is misspelt in a report or in the options is said by every function.
func TestMisspeltIsSaid(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*model.Report, *gkxl.CheckOptions){
		"field":   func(r *model.Report, _ *gkxl.CheckOptions) { r.Values["requests.new.naturl_person"] = gkxl.Count(3) },
		"section": func(r *model.Report, _ *gkxl.CheckOptions) { r.Texts["overveiw"] = "x" },
		"state": func(r *model.Report, _ *gkxl.CheckOptions) {
			r.Values["requests.new.natural_person"] = model.Value{Number: model.Int(3)}
		},
		"rule":  func(_ *model.Report, o *gkxl.CheckOptions) { o.Disable = []string{"BLANK-CEL"} },
		"grade": func(_ *model.Report, o *gkxl.CheckOptions) { o.Regrade = map[string]model.Grade{"BLANK-CELL": "of"} },
		"error": func(_ *model.Report, o *gkxl.CheckOptions) { o.Disable = []string{"T3-BALANCE"} },
	} {
		r, o := formtest.Example(t, "huaian-2024.json"), gkxl.CheckOptions{}
		last := formtest.Example(t, "huaian-2024.json")
		last.Year--
		if fs := gkxl.Check(r, o); gkxl.VerdictOf(fs) != model.Pass {
			t.Fatalf("%s: before, %v", name, fs)
		}
		spoil(r, &o)
		fs := gkxl.Check(r, o)
		if gkxl.VerdictOf(fs) != model.Fail || fs[0].Message.EN == "" || fs[0].Key == "" {
			t.Errorf("%s: check gives %v", name, fs)
		}
		var b bytes.Buffer
		if err := gkxl.HTML(&b, r, gkxl.Publication{Check: o}); err == nil || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes were published", name, err, b.Len())
		}
		if name == "rule" || name == "grade" || name == "error" {
			continue
		}
		if _, err := gkxl.Diff(last, r, gkxl.DiffOptions{}); err == nil {
			t.Errorf("%s: compared", name)
		}
		if _, _, err := gkxl.Narrate(r, nil, ""); err == nil {
			t.Errorf("%s: narrated", name)
		}
		if _, err := gkxl.Verify("x.txt", []byte("x"), r, gkxl.ImportOptions{}); err == nil || errors.Is(err, gkxl.ErrNoReport) {
			t.Errorf("%s: verified: %v", name, err)
		}
	}
}

// Every kind of problem can be told by errors.Is, and is a problem for people.
func TestErrorsAreTyped(t *testing.T) {
	t.Parallel()
	r := formtest.Example(t, "huaian-2024.json")
	_, _, noCell := gkxl.WhatIf(r, []gkxl.Assignment{{Cell: "no.such.cell", Text: "1"}})
	_, missing := gkxl.ImportFile("no such file", gkxl.ImportOptions{})
	_, damaged := gkxl.Import("x.xlsx", []byte("PK\x03\x04"), gkxl.ImportOptions{})
	_, text := gkxl.Import("x.txt", []byte("一份会议通知"), gkxl.ImportOptions{})
	_, noForm := gkxl.FormFor(gkxl.FormChoice{Edition: "1999"})
	noRule := check.Options{Disable: []string{"NO-SUCH-RULE"}}.Validate(r.Form)
	for name, tc := range map[string]struct {
		err  error
		kind error
	}{
		"cell": {noCell, gkxl.ErrUnknownField}, "missing": {missing, gkxl.ErrFile}, "missing too": {missing, fs.ErrNotExist}, "damaged": {damaged, gkxl.ErrUnreadable},
		"text": {text, gkxl.ErrNoReport}, "form": {noForm, gkxl.ErrUnknownForm}, "rule": {noRule, gkxl.ErrUnknownRule},
		"verification": {gkxl.WriteVerification(io.Discard, &gkxl.Verification{}, gkxl.VerifyOptions{Format: "odt"}), gkxl.ErrFormat},
	} {
		var p *gkxl.Problem
		if !errors.Is(tc.err, tc.kind) || !errors.As(tc.err, &p) || p.What.IsZero() {
			t.Errorf("%s: %v", name, tc.err)
		}
	}
}

// A panic of our own is never called the file's damage.
func TestCrashIsOurs(t *testing.T) {
	t.Parallel()
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	job := gkxl.CheckJob{Units: func(*model.Report, string) *check.Units { panic("planted") }}
	res := job.Data("unit.xlsx", data)
	var c *gkxl.Crash
	if !errors.As(res.Err, &c) || c.Where != "unit.xlsx" || !strings.Contains(string(c.Stack), "TestCrashIsOurs") {
		t.Fatalf("%v", res.Err)
	}
	said := msg.Of(res.Err)
	if !strings.Contains(said.EN, "fault of gkxl") || !strings.Contains(said.ZH, "unit.xlsx") || strings.Contains(said.EN, "damaged") {
		t.Error(said)
	}
	last := gkxl.ImportOptions{LastOf: func(*model.Report) (*model.Report, error) { panic("planted") }}
	if _, err := gkxl.Import("unit.xlsx", data, last); !errors.As(err, &c) {
		t.Errorf("%v", err)
	}
}
