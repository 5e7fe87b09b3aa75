package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
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
// its texts and, in the file it was read from, comments, hidden content, the
// author's name, links, and what could not be looked into. Data is the file; nil
// leaves the report alone to be looked at.
func CheckPublish(r *model.Report, data []byte) []check.Finding {
	notes, texts, _ := leftoversOf(r, data) // a crash is among the notes too: a part could not be searched
	copied := *r
	copied.Notes = append(copied.Notes[:len(copied.Notes):len(copied.Notes)], notes...)
	var out []check.Finding
	for _, x := range Check(&copied, check.Options{Publish: true, Beside: texts}) {
		if x.Rule.For == model.Publish {
			out = append(out, x)
		}
	}
	return out
}

// Reconcile holds a total against what its units filed. Sum is the SHA-256 of the
// total's file, in hexadecimal.
type Reconcile func(r *model.Report, sum string) *check.Units

// Job is the checking of files. The zero value reads whatever a file says and
// applies every rule.
type Job struct {
	Import Options
	Check  check.Options
	Set    []Assignment // what the reports are supposed to say
	Units  Reconcile    // holds a total against its units; nil leaves these rules out
	// Beside gives the paths of the files beside one that a report is read from, that should say the same; nil for none.
	Beside map[string][]string
	// Also, when set, is given each file's number, content and result before Files
	// hands the result over. It is called from several goroutines; the content is
	// nil when the file could not be read.
	Also func(i int, data []byte, r *findings.Result)
}

// Data reads and checks the content of a file. It never panics: a fault of our own
// is a *msg.Crash in the result.
func (j Job) Data(name string, data []byte) findings.Result {
	return j.DataBeside(name, data, nil)
}

// DataBeside is Data, and holds the report against files beside its own.
func (j Job) DataBeside(name string, data []byte, beside []Beside) findings.Result {
	res, _ := j.data(name, data, nil, beside)
	return res
}

// data is Data, and gives the content that was checked: of an archive that of the
// report in it. Reviews is the record of the reviews that lies beside the file; nil for none.
func (j Job) data(name string, data, reviews []byte, beside []Beside) (res findings.Result, content []byte) {
	content = data
	defer func() {
		if p := recover(); p != nil {
			res = findings.Result{File: name, Err: msg.NewCrash(name, p)}
		}
	}()
	o := j.Check
	o.Renamed = o.Renamed || j.Import.Renamed
	j.Import.Renamed = o.Renamed
	r, from, err := importContent(name, data, reviews, j.Import)
	content = from.content
	if err == nil {
		r.Notes = append(r.Notes, besideNotes(r, beside, j.Import)...)
		last, doubt, _ := j.Import.lastFor(r) // its error is one of Import
		if last != nil {
			o.Last = last
		}
		o.LastDoubt = doubt
		o.LastSought = j.Import.LastOf != nil
		o.Renamed = o.Renamed || o.LastSought // whose it is was settled when it was found
		err = o.Validate(r.Form)
		if j.Units != nil {
			sum := sha256.Sum256(content)
			o.Units = j.Units(r, hex.EncodeToString(sum[:]))
		}
	}
	if err == nil && o.Publish {
		var notes []model.Note
		notes, o.Beside, err = leftoversOf(r, content)
		r.Notes = append(r.Notes, notes...)
	}
	var supposed []findings.Supposed
	if err == nil && len(j.Set) > 0 {
		r, supposed, err = WhatIf(r, j.Set)
	}
	if err != nil {
		return findings.Result{File: name, Err: msg.At(name, err)}, content
	}
	res = findings.Result{File: name, Report: r, Findings: Check(r, o), Supposed: supposed, Units: o.Units}
	if len(j.Set) == 0 {
		res.Review = from.review(r)
	}
	if o.Figures {
		res.Figures = Figures(r, o.Compared(r))
	}
	if o.Blanks {
		res.Blanks = check.Blanks(r, res.Findings)
	}
	res.Causes = Causes(r, res.Findings, o)
	return res, content
}

// File reads and checks a file, and gives its content; nil when it could not be
// read.
func (j Job) File(path string) (findings.Result, []byte) {
	from := archive.OnDisk()
	data, err := from.ReadFile(path)
	if err != nil {
		return findings.Result{File: path, Err: err}, nil
	}
	var beside []Beside
	for _, other := range j.Beside[path] {
		b := Beside{Name: other}
		b.Data, b.Err = from.ReadFile(other)
		beside = append(beside, b)
	}
	return j.data(path, data, ReviewsBeside(from, path), beside)
}

// Files checks files side by side, and hands over the results in the order of the
// files. One bad file never stops the others.
func (j Job) Files(paths []string, each func(findings.Result)) {
	parallel.Ordered(context.Background(), len(paths), 0, func(i int) findings.Result { // never fails: nothing stops it
		r, data := j.File(paths[i])
		if j.Also != nil {
			j.Also(i, data, &r)
		}
		return r
	}, func(_ int, r findings.Result) error {
		each(r)
		return nil
	})
}

// Check applies the rules of a report's form to it. What the form does not have, in
// the report or in the options, is the first finding, an error: a value under a
// misspelt id is not looked at, and a misspelt rule is not switched off.
func Check(r *model.Report, o check.Options) []check.Finding {
	if o.EditionFor == nil {
		o.EditionFor = func(year int) string {
			if right, err := templates.ForYear(year); err == nil {
				return right.ID
			}
			return ""
		}
	}
	var wrong []check.Finding
	for _, err := range []error{r.Validate(), o.Validate(r.Form)} {
		if rule, ok := r.Form.Rule(findings.UnreadableRule); ok && err != nil {
			wrong = append(wrong, check.Finding{Rule: rule, Grade: model.Error, Message: msg.Of(err), Key: rule.ID + "|" + msg.Of(err).ZH})
		}
	}
	return append(wrong, check.Run(r, o)...)
}
