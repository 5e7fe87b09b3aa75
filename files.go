package gkxl

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// MaxFileSize bounds what is read of one file.
const MaxFileSize = 64 << 20

// Result is what checking one file gave. Err is set when the file could not be
// read at all; then there is no report.
type Result struct {
	File     string
	Report   *model.Report
	Form     *model.Form
	Findings []check.Finding
	Figures  []narrative.Figure // of the narratives, when they were asked for
	Causes   locate.Outcome     // what explains them
	Supposed []Supposed         // what the report was supposed to say, in a what-if
	Units    *check.Units       // what it was held against; nil if nothing
	Err      error
}

// Verdict is "pass", "warn" or "fail".
func (r Result) Verdict() string {
	if r.Err != nil {
		return "fail"
	}
	return check.Verdict(r.Findings)
}

// ReadFile reads a whole file; "-" is standard input.
func ReadFile(path string) ([]byte, error) {
	in := os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, FileError(path, err)
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, &msg.Problem{Where: path, What: msg.T("这是文件夹，不是文件", "this is a folder, not a file")}
		}
		in = f
	}
	before, err := in.Stat()
	if err != nil {
		return nil, FileError(path, err)
	}
	var buf bytes.Buffer
	buf.Grow(int(min(before.Size(), MaxFileSize)) + bytes.MinRead) // of a file that does not grow: all of it at once
	if _, err := buf.ReadFrom(io.LimitReader(in, MaxFileSize+1)); err != nil {
		return nil, FileError(path, err)
	}
	data := buf.Bytes()
	if after, err := in.Stat(); err == nil && before.Mode().IsRegular() && len(data) <= MaxFileSize &&
		(after.Size() != int64(len(data)) || !after.ModTime().Equal(before.ModTime())) {
		return nil, &msg.Problem{Where: path, What: msg.T("文件在读取时被改动", "the file changed while it was read"),
			Hint: msg.T("请等它写完、关闭之后再试", "wait until it is written and closed, then try again")}
	}
	if len(data) > MaxFileSize {
		return nil, &msg.Problem{Where: path, What: msg.T("文件超过 64 MB", "the file is larger than 64 MB"),
			Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
	}
	return data, nil
}

// ImportFile reads a report from a file.
func ImportFile(path string, src Source) (*model.Report, *model.Form, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	src.Name = path
	r, f, err := Import(data, src)
	if err != nil {
		return nil, nil, msg.At(path, err)
	}
	return r, f, nil
}

// ImportFiles reads one report from several files, see [ImportPages].
func ImportFiles(paths []string, src Source) (*model.Report, *model.Form, error) {
	if len(paths) == 1 {
		return ImportFile(paths[0], src)
	}
	pages := make([]Page, len(paths))
	for i, path := range paths {
		data, err := ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		pages[i] = Page{Name: path, Data: data}
	}
	return ImportPages(pages, src)
}

// CheckFile reads and checks one file. It never panics: one file must not stop
// the others.
func CheckFile(path string, src Source, o check.Options) Result {
	r, _ := checkFile(path, src, o, nil, nil)
	return r
}

// Reconcile holds a total against what its units filed. Sum is the SHA-256 of the
// total's file, in hexadecimal.
type Reconcile func(f *model.Form, r *model.Report, sum string) *check.Units

// checkFile also gives what the file holds.
func checkFile(path string, src Source, o check.Options, set []Assignment, units Reconcile) (Result, []byte) {
	data, err := ReadFile(path)
	if err != nil {
		return Result{File: path, Err: err}, nil
	}
	return checkData(path, data, src, o, set, units), data
}

func checkData(path string, data []byte, src Source, o check.Options, set []Assignment, units Reconcile) (res Result) {
	defer func() {
		if p := recover(); p != nil {
			res = Result{File: path, Err: &msg.Problem{Where: path, What: msg.F("程序内部错误：%v", "internal error: %v", p),
				Hint: msg.T("请把这个文件发给维护者", "please send this file to the maintainers")}}
		}
	}()
	src.Name = path
	r, f, err := Import(data, src)
	if err == nil {
		src.into(&o, r)
		err = o.Validate(f)
		if units != nil {
			sum := sha256.Sum256(data)
			o.Units = units(f, r, hex.EncodeToString(sum[:]))
		}
	}
	if err == nil && o.Publish {
		r.Notes = append(r.Notes, xlsx.Leftovers(data)...)
	}
	var supposed []Supposed
	if err == nil && len(set) > 0 {
		r, supposed, err = WhatIf(f, r, set)
	}
	if err != nil {
		return Result{File: path, Err: msg.At(path, err)}
	}
	res = Result{File: path, Report: r, Form: f, Findings: Check(f, r, o), Supposed: supposed, Units: o.Units}
	if o.Figures {
		res.Figures = Figures(f, r, o.Last)
	}
	o.Units = nil // they have no part in what explains a report by itself
	res.Causes = Causes(f, r, res.Findings, o)
	return res
}

// Batch checks many files side by side.
type Batch struct {
	Source  Source
	Options check.Options
	Set     []Assignment // what the reports are supposed to say
	Units   Reconcile    // holds a total against its units; nil leaves these rules out
	// Also, when set, is given each file's number, content and result before the
	// result is handed over. It is called from several goroutines; the content is
	// nil when the file could not be read.
	Also func(i int, data []byte, r *Result)
}

// CheckFiles checks files side by side and hands over the results in the order
// of the files. One bad file never stops the others.
func CheckFiles(paths []string, src Source, o check.Options, each func(Result)) {
	Batch{Source: src, Options: o}.Run(paths, each)
}

// Run checks files, and hands over the results in the order of the files.
func (b Batch) Run(paths []string, each func(Result)) {
	parallel.Ordered(context.Background(), len(paths), 0, func(i int) Result { // never fails: nothing stops it
		r, data := checkFile(paths[i], b.Source, b.Options, b.Set, b.Units)
		if b.Also != nil {
			b.Also(i, data, &r)
		}
		return r
	}, func(_ int, r Result) error {
		each(r)
		return nil
	})
}
