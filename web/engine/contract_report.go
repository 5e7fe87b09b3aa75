package engine

import (
	"encoding/json"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/model"
)

// Report is a report drawn as its form.
type Report struct {
	Line FileLine `json:"line"`
	findings.View
	Cover []CoverLine `json:"cover"`
	Texts []TextPart  `json:"texts"`
	Bands []ListPart  `json:"lists,omitempty"` // of a total: what is said of its units
}

// CoverLine is an item of the cover.
type CoverLine struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// TextPart is a narrative of a report.
type TextPart struct {
	Section string `json:"section"` // id
	Title   string `json:"title"`   // its heading
	Text    string `json:"text"`    // as read; empty where it is missing
	Numbers []int  `json:"numbers"` // of the findings on it
}

// ListPart is a list with a heading.
type ListPart struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// WhatIf is a request to check a report as if cells said something else.
type WhatIf struct {
	Handle string   `json:"handle"`
	Sets   []SetOne `json:"sets"`
}

// SetOne is a cell and what it is supposed to say.
type SetOne struct {
	Cell string `json:"cell"` // field id or address
	Text string `json:"text"` // as it would be typed; empty leaves the cell blank
}

// Prepublish is what must not be published with a report.
type Prepublish struct {
	Sentence string                 `json:"sentence"`
	Findings []findings.ViewFinding `json:"findings"`
}

// RuleAsked is a request about a rule or a cell; both empty asks for all rules.
type RuleAsked struct {
	Rule string `json:"rule,omitempty"`
	Cell string `json:"cell,omitempty"` // field id: the rules that watch it
	// Edition is that of the form whose rules are meant; otherwise those of all.
	Edition string `json:"edition,omitempty"`
}

// Rules is rules explained.
type Rules struct {
	Rules []RuleLine `json:"rules"`
	Text  string     `json:"text,omitempty"` // all about one rule or cell, in lines
}

// RuleLine is a rule in one line.
type RuleLine struct {
	ID    string      `json:"id"`
	Grade string      `json:"grade"` // its name
	Tone  model.Grade `json:"tone"`
	Title string      `json:"title"`
	Forms []string    `json:"forms"` // editions that have it
}

// Note is a sentence about a file that was made; empty where all is as one would expect.
type Note struct {
	Note string `json:"note,omitempty"`
}

// Repaired is what became of a file that was moved into a fresh template.
type Repaired struct {
	Text string `json:"text"` // what was moved from where, in lines; the last is a summary
	Left int    `json:"left"` // how much has no place in the template
}

// Export is a request to save a report.
type Export struct {
	Handle  string `json:"handle"`
	Format  string `json:"format"`            // one of Texts.Exports
	Draft   bool   `json:"draft,omitempty"`   // though errors stand: stamped, with its findings
	Profile string `json:"profile,omitempty"` // of a PDF: web or gongwen
	Charts  bool   `json:"charts,omitempty"`  // of a PDF: with pictures
}

// SaveList is a request to save the findings of several files.
type SaveList struct {
	Handles []string `json:"handles,omitempty"` // none means all
	Format  string   `json:"format"`            // one of Texts.Lists
}

// Pack is a request to put a result into the zip archive that is being made.
type Pack struct {
	Kind    string       `json:"kind"` // original, marked, repaired, template, letter, status, or one of Texts.Exports
	Handle  string       `json:"handle,omitempty"`
	Draft   bool         `json:"draft,omitempty"`   // as in Export
	Unit    int          `json:"unit,omitempty"`    // of template: the number of the unit on the roster, from 0
	Year    int          `json:"year,omitempty"`    // of template
	Letter  int          `json:"letter,omitempty"`  // of letter: its number, from 0
	Letters *StatusAsked `json:"letters,omitempty"` // of letter and status: as the letters were listed
	Folder  string       `json:"folder,omitempty"`  // within the archive
	Now     int64        `json:"now,omitempty"`     // what the clock says, for the dates in the archive: milliseconds since 1970
}

// Packed is what is in the zip archive so far.
type Packed struct {
	Names []string `json:"names"` // that were added by this call
	Files int      `json:"files"` // in all
	Note  string   `json:"note,omitempty"`
}

// PackEnd is a request to hand the archive over.
type PackEnd struct {
	Name string `json:"name,omitempty"` // of the archive, without ending
}

// Beside is a request to check a report against the one on the year before.
type Beside struct {
	Handle  string `json:"handle"`
	Last    string `json:"last,omitempty"`    // handle; empty goes back to finding it by the name among those of role last
	Renamed bool   `json:"renamed,omitempty"` // the organ had another name then
}

// Diff is a request to compare two reports.
type Diff struct {
	Last    string `json:"last"`              // handle of the earlier one
	This    string `json:"this"`              // handle of the later one
	Renamed bool   `json:"renamed,omitempty"` // the organ had another name then
	All     bool   `json:"all,omitempty"`     // show what is equal too
	Format  string `json:"format,omitempty"`  // one of Texts.Compare, which is handed over as a file
}

// Compared is two reports compared.
type Compared struct {
	Title   string          `json:"title"`
	HTML    string          `json:"html,omitempty"` // a whole page, to be shown apart from the page itself; absent where a file was asked for
	Data    json.RawMessage `json:"data,omitempty"` // schema gkxl-diff/1; absent where a file was asked for
	Differs bool            `json:"differs"`
	Note    string          `json:"note,omitempty"`
}

// Carry is a request to begin the next year's workbook.
type Carry struct {
	Handle string `json:"handle"` // of the report on the year before
}

// Carried is what was taken over into the next year's workbook.
type Carried struct {
	Year  int      `json:"year"`
	Taken int      `json:"taken"` // how many figures
	Notes []string `json:"notes"` // what could not be carried
}

// Blank is a request for the workbook to fill in.
type Blank struct {
	Year    int    `json:"year"`
	Edition string `json:"edition,omitempty"` // otherwise the year decides
	Organ   string `json:"organ,omitempty"`
	Type    string `json:"type,omitempty"`  // kind of organ, one of FormChoice.Organs
	Zeros   bool   `json:"zeros,omitempty"` // of a unit without applications: their tables filled with 0
}

// BlankMade says what the workbook to fill in was filled with.
type BlankMade struct {
	Note string `json:"note,omitempty"` // how many cells became 0 and why; empty for none
}

// Narrated is sentences written from the tables.
type Narrated struct {
	Text  string   `json:"text"`
	Notes []string `json:"notes"` // sentences that were left out, and why
}
