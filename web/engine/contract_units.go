package engine

// Roster is the list of units that report.
type Roster struct {
	Name     string     `json:"name"`
	Sentence string     `json:"sentence"`
	Note     string     `json:"note,omitempty"` // which columns are not read
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
	Settled    []Objection `json:"settled"`        // those that Accept, AcceptOf, Editions and Without settle, which may be taken back
	Summary    []string    `json:"summary"`        // the last line is the verdict
	Open       []OpenField `json:"open"`           // fields whose sum is not their total
	File       *FileLine   `json:"file,omitempty"` // the total, which is open as a file of role total
}

// Objection is a kind of reason not to make a total, and what can be chosen.
type Objection struct {
	Kind    string          `json:"kind"` // without: the files that are left out
	Title   string          `json:"title"`
	Advice  string          `json:"advice,omitempty"`
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
