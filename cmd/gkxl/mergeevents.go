package main

import (
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/model"
)

// mergeSchema names the meaning of the last line.
const mergeSchema = "gkxl-merge/1"

type blockerEvent struct {
	Kind  aggregate.BlockerKind `json:"kind"`
	Unit  string                `json:"unit,omitempty"`
	Files []string              `json:"files"`
	What  string                `json:"what"`
}

type mergeEvent struct {
	Schema     string         `json:"schema"`
	Done       bool           `json:"done"`
	Organ      string         `json:"organ,omitempty"`
	Year       int            `json:"year,omitempty"`
	Form       string         `json:"form,omitempty"`
	Counted    int            `json:"counted"`
	Missing    []string       `json:"missing"`
	LeftOut    []string       `json:"left_out"`
	Open       []openEvent    `json:"open"`
	Objections []blockerEvent `json:"objections"`
}

type openEvent struct {
	Field string       `json:"field"`
	Sum   model.Number `json:"sum"`
	Why   string       `json:"why"`
}

// merged tells of a total.
func (j *jsonLines) merged(m *aggregate.Merged) {
	e := mergeEvent{Schema: mergeSchema, Done: true, Organ: m.Report.Organ, Year: m.Report.Year, Form: m.Form.ID, Counted: m.Counted(),
		Missing: []string{}, LeftOut: []string{}, Open: []openEvent{}, Objections: []blockerEvent{}}
	for _, s := range m.Sources {
		switch s.Role {
		case merge.Missed:
			e.Missing = append(e.Missing, s.Name)
		case merge.LeftOut, merge.Outside, merge.Same:
			e.LeftOut = append(e.LeftOut, s.File)
		}
	}
	for _, fd := range m.Open {
		e.Open = append(e.Open, openEvent{fd.ID, m.Total.Sums[fd.Index].Number, m.WhyOpen(fd).In(j.lang)})
	}
	j.event("merge", e)
}

// blockers tells why there is no total.
func (j *jsonLines) blockers(blockers []aggregate.Blocker) {
	e := mergeEvent{Schema: mergeSchema, Missing: []string{}, LeftOut: []string{}, Open: []openEvent{}, Objections: []blockerEvent{}}
	for _, o := range blockers {
		files := o.Files
		if files == nil {
			files = []string{}
		}
		e.Objections = append(e.Objections, blockerEvent{o.Kind, o.Unit, files, o.What.In(j.lang)})
	}
	j.event("merge", e)
}
