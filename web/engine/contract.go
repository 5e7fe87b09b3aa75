package engine

import "encoding/json"

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

// RoleAsked is a request to take a report for one of this year or on the year before.
type RoleAsked struct {
	Handle string `json:"handle"`
	Role   Role   `json:"role"` // ThisYear or LastYear
}

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
	// Former is that it is taken for one of this year, while others of this year are on the year after it.
	Former bool `json:"former,omitempty"`
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
