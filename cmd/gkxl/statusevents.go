package main

import (
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/units"
)

// statusSchema names the meaning of the last line.
const statusSchema = "gkxl-status/1"

type unitEvent struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Parent   string `json:"parent"`
	Level    int    `json:"level"`
	Reports  bool   `json:"reports"`
	Deadline string `json:"deadline,omitempty"`
	status.Counts
	DaysLate   int      `json:"days_late"`
	DaysOver   int      `json:"days_over"`
	Files      []string `json:"files"`
	Copies     []string `json:"copies"`
	OtherYear  []string `json:"other_year"`
	Empty      []string `json:"empty"`
	Unreadable []string `json:"unreadable"`
	Within     string   `json:"within,omitempty"`
	State      string   `json:"state"`
}

type strayEvent struct {
	File  string `json:"file"`
	Code  string `json:"code,omitempty"`
	Organ string `json:"organ,omitempty"`
	Why   string `json:"why"`
}

type statusEvent struct {
	Schema string `json:"schema"`
	Year   int    `json:"year,omitempty"`
	AsOf   string `json:"as_of"`
	status.Counts
	OfNoUnit   []strayEvent `json:"of_no_unit"`
	Unreadable []strayEvent `json:"unreadable"`
	Doubt      string       `json:"doubt,omitempty"`
	Clean      bool         `json:"clean"`
	Sentence   string       `json:"sentence"`
}

// status tells of every unit, and last of all of them.
func (j *jsonLines) status(s *status.Status, strict bool) {
	shown := func(fs []units.Submission) []string {
		out := []string{}
		for _, f := range fs {
			out = append(out, f.Shown)
		}
		return out
	}
	for _, u := range s.Units {
		e := unitEvent{Code: u.Unit.Code, Name: u.Unit.Name, Parent: u.Unit.Parent, Level: u.Level, Reports: u.Reports, Counts: u.Counts, DaysLate: u.DaysLate, DaysOver: u.DaysOver,
			Files: shown(u.Filings), Copies: shown(u.Copies), OtherYear: shown(u.OtherYear), Empty: shown(u.Empty), Unreadable: shown(u.Unreadable), State: u.Words().In(j.lang)}
		if !u.Unit.Deadline.IsZero() {
			e.Deadline = u.Unit.Deadline.Format("2006-01-02")
		}
		if u.Within != nil {
			e.Within = u.Within.Shown
		}
		j.event("unit", e)
	}
	e := statusEvent{Schema: statusSchema, Year: s.Year, AsOf: s.AsOf.Format("2006-01-02"), Counts: s.Counts, OfNoUnit: []strayEvent{}, Unreadable: []strayEvent{},
		Doubt: s.Doubt().In(j.lang), Clean: s.Clean(strict), Sentence: s.Sentence().In(j.lang)}
	s.OfNoUnit(func(f units.Submission, why msg.Text) {
		e.OfNoUnit = append(e.OfNoUnit, strayEvent{f.Shown, f.Code, f.Organ, why.In(j.lang)})
	})
	for _, f := range s.Unreadable {
		e.Unreadable = append(e.Unreadable, strayEvent{File: f.Shown, Why: f.Why().In(j.lang)})
	}
	j.event("status", e)
}
