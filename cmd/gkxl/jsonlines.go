package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

func jsonLinesFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "json-lines", Usage: s.t("供程序读取：每读完一份、最后的结果，各在标准输出上写一行 JSON", "for programs: a line of JSON on standard output for every file read and for the result")}
}

// jsonLines tells programs what goes on: one object a line on standard output,
// as docs/schema/events.json says. The nil one tells nothing.
type jsonLines struct {
	w    io.Writer
	lang msg.Lang
	err  error // the first; nothing is written after it
}

// jsonLines gives nil unless the lines are asked for.
func (s session) jsonLines(c *cli.Context) *jsonLines {
	if !c.Bool("json-lines") {
		return nil
	}
	forPrograms(s.out, "json")
	return &jsonLines{w: s.out, lang: s.lang}
}

// fileEvent says of a file what it is and whether it is in order.
type fileEvent struct {
	N        int    `json:"n"`
	Of       int    `json:"of"`
	File     string `json:"file"`
	SHA      string `json:"sha256,omitempty"`
	Code     string `json:"code,omitempty"`
	Organ    string `json:"organ,omitempty"`
	Form     string `json:"form,omitempty"`
	Year     int    `json:"year,omitempty"`
	Verdict  string `json:"verdict"`
	Errors   int    `json:"errors"`
	Warnings int    `json:"warnings"`
	First    string `json:"first,omitempty"`
	Error    string `json:"error,omitempty"`
}

// file tells of the n-th file of so many, from 1, that it was read.
func (j *jsonLines) file(f units.Submission, n, of int) {
	if j == nil {
		return
	}
	e := fileEvent{N: n, Of: of, File: text.Valid(f.Shown), SHA: f.SHA, Code: f.Code, Organ: f.Organ, Form: f.Form, Year: f.Year,
		Verdict: string(f.Verdict), Errors: f.Errors, Warnings: f.Warnings, First: f.First.In(j.lang)}
	if f.Err != nil {
		e.Verdict, e.Error = "unreadable", text.Valid(f.Why().In(j.lang))
	}
	j.event("file", e)
}

// event tells of anything else; v becomes an object, and its members those of
// the line.
func (j *jsonLines) event(name string, v any) {
	if j == nil || j.err != nil {
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if j.err = enc.Encode(v); j.err != nil {
		return
	}
	members := bytes.TrimPrefix(text.JSON(b.Bytes()), []byte("{"))
	if !bytes.HasPrefix(b.Bytes(), []byte("{")) {
		j.err = fmt.Errorf("event %s is no object", name)
		return
	}
	comma := ","
	if bytes.HasPrefix(members, []byte("}")) {
		comma = ""
	}
	_, j.err = fmt.Fprintf(j.w, `{"event":%q%s%s`, name, comma, members)
}

// failed is why not every line could be written; work for a reader that has gone
// ends there.
func (j *jsonLines) failed() error {
	if j == nil {
		return nil
	}
	return j.err
}
