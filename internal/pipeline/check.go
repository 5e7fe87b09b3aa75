package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// Figures lists every figure of a report's narratives: whether it agrees with the
// tables, disagrees, or is not about them. Last is last year's report, for what
// is said of last year; it may be nil.
func Figures(r, last *model.Report) []narrative.Figure {
	out := narrative.ReaderFor(r.Form).Read(r, last)
	if out == nil {
		out = []narrative.Figure{} // asked for, and none there
	}
	return out
}

// CheckPublish finds what must not be published with a report: personal data in
// its texts and, in the workbook it was read from, comments, hidden content, the
// author's name and links. Data is the file; nil, or a file of another kind,
// leaves the report alone to be looked at.
func CheckPublish(r *model.Report, data []byte) []check.Finding {
	copied := *r
	copied.Notes = append(copied.Notes[:len(copied.Notes):len(copied.Notes)], xlsx.Leftovers(data)...)
	var out []check.Finding
	for _, x := range Check(&copied, check.Options{Publish: true}) {
		if x.Rule.For == model.Publish {
			out = append(out, x)
		}
	}
	return out
}

// CheckFile reads and checks one file. It never panics: one file must not stop
// the others.
func CheckFile(path string, src Options, o check.Options) findings.Result {
	r, _ := CheckFileData(path, src, o, nil, nil)
	return r
}

// Reconcile holds a total against what its units filed. Sum is the SHA-256 of the
// total's file, in hexadecimal.
type Reconcile func(r *model.Report, sum string) *check.Units

// CheckFileData also gives what the file holds.
func CheckFileData(path string, src Options, o check.Options, set []Assignment, units Reconcile) (findings.Result, []byte) {
	data, err := osfile.ReadFile(path)
	if err != nil {
		return findings.Result{File: path, Err: err}, nil
	}
	return CheckData(path, data, src, o, set, units), data
}

func CheckData(path string, data []byte, src Options, o check.Options, set []Assignment, units Reconcile) (res findings.Result) {
	defer func() {
		if p := recover(); p != nil {
			res = findings.Result{File: path, Err: msg.NewCrash(path, p)}
		}
	}()
	src.Name = path
	r, err := Import(data, src)
	if err == nil {
		src.into(&o, r)
		err = o.Validate(r.Form)
		if units != nil {
			sum := sha256.Sum256(data)
			o.Units = units(r, hex.EncodeToString(sum[:]))
		}
	}
	if err == nil && o.Publish {
		r.Notes = append(r.Notes, xlsx.Leftovers(data)...)
	}
	var supposed []findings.Supposed
	if err == nil && len(set) > 0 {
		r, supposed, err = WhatIf(r, set)
	}
	if err != nil {
		return findings.Result{File: path, Err: msg.At(path, err)}
	}
	res = findings.Result{File: path, Report: r, Findings: Check(r, o), Supposed: supposed, Units: o.Units}
	if o.Figures {
		res.Figures = Figures(r, o.Last)
	}
	o.Units = nil // they have no part in what explains a report by itself
	res.Causes = Causes(r, res.Findings, o)
	return res
}

// Job checks many files side by side.
type Job struct {
	Import Options
	Check  check.Options
	Set    []Assignment // what the reports are supposed to say
	Units  Reconcile    // holds a total against its units; nil leaves these rules out
	// Also, when set, is given each file's number, content and result before the
	// result is handed over. It is called from several goroutines; the content is
	// nil when the file could not be read.
	Also func(i int, data []byte, r *findings.Result)
}

// CheckFiles checks files side by side and hands over the results in the order
// of the files. One bad file never stops the others.
func CheckFiles(paths []string, src Options, o check.Options, each func(findings.Result)) {
	Job{Import: src, Check: o}.Files(paths, each)
}

// Files checks files, and hands over the results in the order of the files.
func (b Job) Files(paths []string, each func(findings.Result)) {
	parallel.Ordered(context.Background(), len(paths), 0, func(i int) findings.Result { // never fails: nothing stops it
		r, data := CheckFileData(paths[i], b.Import, b.Check, b.Set, b.Units)
		if b.Also != nil {
			b.Also(i, data, &r)
		}
		return r
	}, func(_ int, r findings.Result) error {
		each(r)
		return nil
	})
}

// Check applies the rules of a form to a report.
func Check(r *model.Report, o check.Options) []check.Finding {
	o.EditionFor = func(year int) string {
		if right, err := templates.ForYear(year); err == nil {
			return right.ID
		}
		return ""
	}
	return check.Run(r, o)
}
