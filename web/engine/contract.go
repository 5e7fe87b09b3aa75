package engine

import (
	"encoding/json"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/model"
)

// Schema names the contract between the page and the engine: the methods that [Methods]
// lists, and the members of their requests and results.
const Schema = "gkxl-page/1"

// Reply is what every call answers with: the result, or what is wrong. The contents of
// Files are handed over beside it, in their order.
type Reply struct {
	Schema string          `json:"schema"`
	Result json.RawMessage `json:"result,omitempty"` // as the method declares it; absent with an error
	Error  *Fault          `json:"error,omitempty"`
	Files  []Made          `json:"files,omitempty"`
}

// Fault is an error for people, in the language of the call.
type Fault struct {
	Where string    `json:"where,omitempty"` // file, or file and place
	What  string    `json:"what"`            // what is wrong
	Hint  string    `json:"hint,omitempty"`  // what to do
	Code  FaultCode `json:"code,omitempty"`  // for programs; empty where none is expected to tell it apart
	// Detail says to whoever writes a page what is wrong with a request.
	Detail string `json:"detail,omitempty"`
}

// FaultCode tells programs what sort of fault it is.
type FaultCode string

// The sorts of faults that the page answers by itself.
const (
	NeedsFaces FaultCode = "faces"   // the faces are to be given first, see the method "faces"
	NeedsDraft FaultCode = "draft"   // errors stand: only a draft can be made
	Crashed    FaultCode = "crash"   // a fault of gkxl itself
	NotOpen    FaultCode = "closed"  // there is no file of this handle
	BadCall    FaultCode = "request" // the request is not as the contract says
)

// Made is a file that a call made.
type Made struct {
	Name string `json:"name"` // safe on any system; with slashes where it lies in folders
	Type string `json:"type"` // media type
	Size int    `json:"size"` // bytes
}

// Asked is what every request may say.
type Asked struct {
	Lang string `json:"lang"` // zh or en; otherwise Chinese
}

// None is a request that says nothing, or an answer that does not.
type None struct{}

// OfFile is a request about one open file.
type OfFile struct {
	Handle string `json:"handle"`
}

// OfFiles is a request about several open files; none means all of them that are reports
// of this year.
type OfFiles struct {
	Handles []string `json:"handles,omitempty"`
}

// Texts is all that the page says of itself, and what it must know before a file is
// opened.
type Texts struct {
	Lang    string            `json:"lang"`
	Version string            `json:"version"`
	Words   map[string]string `json:"words"`   // by key
	Most    int64             `json:"most"`    // bytes of the largest file whose content is handed over
	Accept  string            `json:"accept"`  // endings of files that are read, as an input element takes them
	Forms   []FormChoice      `json:"forms"`   // the editions, the latest first
	Exports []Format          `json:"exports"` // what one report can be saved as
	Compare []Format          `json:"compare"` // what a comparison can be saved as
	Lists   []Format          `json:"lists"`   // what the findings of many reports can be saved as
	Status  []Format          `json:"status"`  // what the status of a roster can be saved as
	Briefs  []Format          `json:"briefs"`  // what a page for a leader can be saved as
	Measure []Format          `json:"measure"` // what the indicators of units can be saved as
}

// FormChoice is an edition of the form.
type FormChoice struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	First  int      `json:"first"`          // the first year it is for
	Last   int      `json:"last,omitempty"` // the last year; 0 while it is in force
	Organs []Choice `json:"organs"`         // kinds of organs
}

// Choice is one of several, with its name for people.
type Choice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Format is a format of a file, with its name for people.
type Format struct {
	ID   string `json:"id"` // also the ending of its files
	Name string `json:"name"`
}

// Names is a request about files that are not open yet.
type Names struct {
	Names []string `json:"names"` // with folders, as dropped
}

// Plan says in which order to open files, and which not to open at all.
type Plan struct {
	Open    []string  `json:"open"`
	Late    int       `json:"late"` // how many at the end of Open are to be opened when those before them are open
	Skipped []Skipped `json:"skipped"`
}

// Skipped is a file that is not opened.
type Skipped struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Role is what a file is to the session.
type Role string

// The roles of files.
const (
	ThisYear Role = "this"  // a report to be checked
	LastYear Role = "last"  // a report on the year before, which others go back to
	Total    Role = "total" // a total that was made here, or is to be proved
)

// Open is a request to open a file, whose content comes beside it.
type Open struct {
	Handle   string `json:"handle"`             // given by the page; members of an archive get it with a dot and a number behind it
	Name     string `json:"name"`               // with folders, as dropped
	Given    string `json:"given,omitempty"`    // its own name, where Name has a number because several are called so
	Modified int64  `json:"modified,omitempty"` // when it was last written: milliseconds since 1970
	Role     Role   `json:"role,omitempty"`     // ThisYear if empty
	Size     int    `json:"size,omitempty"`     // its bytes; with more than Texts.Most, the content is left out
	Place    int    `json:"place,omitempty"`    // its number among all that were opened: the order of lists, whatever order the calls come in
	Folder   bool   `json:"folder,omitempty"`   // it lay in a folder or archive, and is passed over if it is no report
}

// Digested says whether a file was digested: no archive is, no mail with several reports,
// and nothing that cannot be read.
type Digested struct {
	Done bool `json:"done"`
}

// LocalFile is a request about the file of local rules.
type LocalFile struct {
	Name string `json:"name"`
}

// Local is what reports are checked by besides the national rules; empty for nothing.
type Local struct {
	Name  string `json:"name"`  // of the file
	Title string `json:"title"` // of the notice
	Rules int    `json:"rules"` // how many
}

// Opened is what a file held.
type Opened struct {
	Files   []FileLine `json:"files"`
	Skipped []Skipped  `json:"skipped"`
}

// FileLine is an open file in one line.
type FileLine struct {
	Handle   string  `json:"handle"`
	Name     string  `json:"name"` // for people, unlike any other
	Role     Role    `json:"role"`
	Organ    string  `json:"organ"` // empty where the file names none, or could not be read
	Code     string  `json:"code,omitempty"`
	Year     int     `json:"year,omitempty"`
	Edition  string  `json:"edition,omitempty"`
	Verdict  Verdict `json:"verdict"`
	Word     string  `json:"word"`     // the verdict in a word
	Sentence string  `json:"sentence"` // what is wrong first, and where
	Errors   int     `json:"errors"`
	Warnings int     `json:"warnings"`
	Empty    bool    `json:"empty,omitempty"`  // a template that nobody filled in
	Units    int     `json:"units,omitempty"`  // of a total: of how many units it is made
	Beside   string  `json:"beside,omitempty"` // handle of the report on the year before that it was checked against
	Size     int     `json:"size"`             // bytes
	Hints    int     `json:"hints,omitempty"`
	Stale    bool    `json:"stale,omitempty"` // it is to be checked anew, see the method refresh
	// BesideDoubt is why it cannot be told which report on the year before it goes back to.
	BesideDoubt string `json:"beside_doubt,omitempty"`
	// Notes are what there is to say besides: other reports of the unit, and how many hints.
	Notes []string `json:"notes,omitempty"`
}

// Verdict is what checking a file came to.
type Verdict string

// The verdicts, the worst first.
const (
	Unread Verdict = "unread"
	Fail   Verdict = "fail"
	Warn   Verdict = "warn"
	Pass   Verdict = "pass"
)

// List is all open files, the worst first.
type List struct {
	Files    []FileLine `json:"files"`
	Sentence string     `json:"sentence"` // how many there are of each verdict
	Notes    []string   `json:"notes"`    // of reports on the year before that are not used, why
}

// Settled says which reports were told to be on the year before others.
type Settled struct {
	Sentence string   `json:"sentence"` // empty where there are none
	Names    []string `json:"names"`
}

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

// Roster is the list of units that report.
type Roster struct {
	Name     string     `json:"name"`
	Sentence string     `json:"sentence"`
	Units    []UnitLine `json:"units"`
}

// UnitLine is a unit of the roster.
type UnitLine struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Parent   string `json:"parent,omitempty"`   // code of the unit above
	Type     string `json:"type,omitempty"`     // kind of organ, in words
	Deadline string `json:"deadline,omitempty"` // year, month and day
	Due      bool   `json:"due"`                // it reports itself
}

// StatusAsked is a request about who has filed.
type StatusAsked struct {
	Year     int    `json:"year,omitempty"`     // reported on; 0 takes every report
	AsOf     string `json:"as_of"`              // the day that tells what is overdue: year, month and day
	Warnings bool   `json:"warnings,omitempty"` // reports with warnings that nobody explained are at fault too
	Sender   string `json:"sender,omitempty"`   // of letters: who signs
	Until    string `json:"until,omitempty"`    // of letters: by when an answer is asked for; empty for soon
	Format   string `json:"format,omitempty"`   // of a file: one of Texts.Status
}

// Status is who has filed.
type Status struct {
	Title      string       `json:"title"`
	Sentence   string       `json:"sentence"`
	Doubt      string       `json:"doubt,omitempty"` // that the reports are on several years, and nobody said on which
	Notes      []string     `json:"notes"`           // what was not counted as late, and how sure lateness is
	Alike      []string     `json:"alike"`           // what the narratives of reports have in common
	AlikeTitle string       `json:"alike_title"`     // heading of Alike
	Due        int          `json:"due"`
	In         int          `json:"in"`
	Missing    int          `json:"missing"`
	Wrong      int          `json:"wrong"`
	Units      []StatusLine `json:"units"`
	Strays     []Stray      `json:"strays"`  // files that belong to no unit
	Letters    []LetterLine `json:"letters"` // that are to be written
}

// StatusLine is how a unit stands.
type StatusLine struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Level   int      `json:"level"`   // 0 for a top
	Due     bool     `json:"due"`     // it reports itself
	Words   string   `json:"words"`   // how it stands; empty for one above others of which there is nothing to say
	Tone    string   `json:"tone"`    // pass, warn or fail; empty for one above others
	Handles []string `json:"handles"` // of its files
}

// Stray is a file that belongs to no unit.
type Stray struct {
	Handle string `json:"handle,omitempty"`
	Name   string `json:"name"`
	Why    string `json:"why"`
}

// LetterLine is a letter to a unit.
type LetterLine struct {
	Unit    string `json:"unit"`
	Title   string `json:"title"`
	Returns bool   `json:"returns"` // it returns a report, rather than asking for one
}

// LetterAsked is a request for one letter.
type LetterAsked struct {
	StatusAsked
	Letter int `json:"letter"` // its number among Status.Letters, from 0
}

// Letter is a letter as text; its Word document is handed over as a file.
type Letter struct {
	Text string `json:"text"`
}

// Sum is a request for a total.
type Sum struct {
	Handles []string `json:"handles,omitempty"` // none means all reports of this year
	Organ   string   `json:"organ,omitempty"`   // whose total it is
	Year    int      `json:"year,omitempty"`    // of the total; otherwise that of the reports
	Accept  []string `json:"accept,omitempty"`  // kinds of objections that are accepted
	// AcceptOf are the kinds of which only those to some files are accepted, by the handles of these.
	AcceptOf map[string][]string `json:"accept_of,omitempty"`
	Without  []string            `json:"without,omitempty"`  // handles of files that are left out
	Editions bool                `json:"editions,omitempty"` // sum reports in other editions over the crosswalk
	Complete bool                `json:"complete,omitempty"` // every unit due must be in
	Decided  map[string]string   `json:"decided,omitempty"`  // the figures of fields that may not simply be added, by field id
}

// Summed is a total, or why there is none.
type Summed struct {
	Objections []Objection `json:"objections"`     // the gravest kind first; with any there is no total
	Summary    []string    `json:"summary"`        // the last line is the verdict
	Open       []OpenField `json:"open"`           // fields whose sum is not their total
	File       *FileLine   `json:"file,omitempty"` // the total, which is open as a file of role total
}

// Objection is a kind of reason not to make a total, and what can be chosen.
type Objection struct {
	Kind    string          `json:"kind"`
	Title   string          `json:"title"`
	Advice  string          `json:"advice"`
	Each    bool            `json:"each,omitempty"` // what is said of one file may be accepted by itself, with Sum.AcceptOf
	Answers []Choice        `json:"answers"`        // what can be chosen for all: accept, editions, incomplete; empty where each file is to be decided
	Items   []ObjectionItem `json:"items"`
}

// ObjectionItem is one unit or file.
type ObjectionItem struct {
	Unit    string   `json:"unit,omitempty"`
	What    string   `json:"what"`
	Handles []string `json:"handles"` // of its files, each of which may be left out
	Files   []string `json:"files"`   // their names
}

// OpenField is a figure that somebody must decide.
type OpenField struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Sum   string `json:"sum"`
	Why   string `json:"why"`
}

// TraceAsked is a request about a figure of a total.
type TraceAsked struct {
	Handle string `json:"handle"`
	Figure string `json:"figure"`           // field or group id, address, or labels
	Format string `json:"format,omitempty"` // csv or json, which is handed over as a file
}

// Trace is where a figure of a total comes from.
type Trace struct {
	Figure   string      `json:"figure"`
	Label    string      `json:"label"`
	Value    string      `json:"value"`
	Sentence string      `json:"sentence"` // whether it is the sum
	Differs  bool        `json:"differs"`
	Units    []TraceUnit `json:"units"` // the largest figure first
	Missing  []string    `json:"missing"`
	LeftOut  []string    `json:"left_out"`
}

// TraceUnit is what one unit contributes.
type TraceUnit struct {
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	File   string   `json:"file"`
	Handle string   `json:"handle,omitempty"` // of the file, if it is open
	Cells  []string `json:"cells"`
	Value  string   `json:"value"`
	Share  string   `json:"share,omitempty"` // percent of the sum
	Below  int      `json:"below,omitempty"` // of a total: how many units it holds
}

// Measure is a request for the indicators of the units whose reports of this year are open.
type Measure struct {
	Year   int    `json:"year,omitempty"`   // reported on; 0 takes that of the reports, which must then be one
	Format string `json:"format,omitempty"` // one of Texts.Measure, which is handed over as a file
}

// Measured is the indicators of units.
type Measured struct {
	Title    string   `json:"title"`
	Sentence string   `json:"sentence"`       // how many units are counted, and what is missing or wrong
	Complete bool     `json:"complete"`       // every unit is in, and none has errors
	Doubts   []string `json:"doubts"`         // what counts, and may count twice
	HTML     string   `json:"html,omitempty"` // a whole page, to be shown apart from the page itself; absent where a file was asked for
	Note     string   `json:"note,omitempty"`
}

// Brief is a request for one A4 page for a leader.
type Brief struct {
	Handle string `json:"handle,omitempty"` // of a report or a total; empty adds up the open reports of this year
	Year   int    `json:"year,omitempty"`   // without a handle, as in Measure
	Format string `json:"format,omitempty"` // one of Texts.Briefs; docx if empty
}

// Practice is a request for a made-up district.
type Practice struct {
	Units  int    `json:"units,omitempty"`  // 12 if 0
	Errors int    `json:"errors,omitempty"` // 6 if 0
	Year   int    `json:"year,omitempty"`   // 2025 if 0
	Seed   uint64 `json:"seed,omitempty"`   // 1 if 0
}

// District is a made-up district, whose files are made one by one.
type District struct {
	Title string         `json:"title"`
	Files []PracticeFile `json:"files"`
}

// PracticeFile is a file of a made-up district.
type PracticeFile struct {
	Name     string `json:"name"`
	Role     string `json:"role"` // roster, this, last or answer
	Modified int64  `json:"modified,omitempty"`
}

// PracticeAsked is a request for a file of the made-up district.
type PracticeAsked struct {
	Name string `json:"name"`
}

// Face is a request that hands in a face.
type Face struct {
	Name string `json:"name,omitempty"` // of the file; empty only asks
}

// Faces are the files of faces that are still to be given.
type Faces struct {
	Missing []string `json:"missing"`
}

// Narrated is sentences written from the tables.
type Narrated struct {
	Text  string   `json:"text"`
	Notes []string `json:"notes"` // sentences that were left out, and why
}
