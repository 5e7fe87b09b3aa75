package model

import (
	"cmp"

	"github.com/gkxl/gkxl/msg"
)

// Grade says how severe a finding is.
type Grade string

// The grades. An error always blocks and cannot be switched off; a warning may be answered with an explanation;
// a hint only informs; Off disables a rule.
const (
	Error   Grade = "error"
	Warning Grade = "warning"
	Hint    Grade = "hint"
	Off     Grade = "off"
)

// Grades are the grades of findings, the most severe first.
var Grades = []Grade{Error, Warning, Hint}

// Name returns the grade's name for readers.
func (g Grade) Name() msg.Text {
	names := map[Grade]msg.Text{Error: msg.T("错误", "error"), Warning: msg.T("警告", "warning"), Hint: msg.T("提示", "hint")}
	return cmp.Or(names[g], msg.T("关闭", "off"))
}

// Rule is one thing that must hold. All of it is data of the form.
type Rule struct {
	ID       string
	Title    msg.Text
	Grade    Grade
	Ground   msg.Text // source of the rule
	Do       msg.Text // what to do about a finding
	Reply    msg.Text // what a letter asks of the unit, where Do speaks to who uses the program; see Asked
	Relation string   // how it compares, one of Relations
	Table    string   // id of the table it is about; empty for none

	// Parameters of the relation.
	Along string   // "rows" or "columns": what the terms are
	Total string   // sum: the row or column that is computed
	Parts []string // sum: its parts; "*" is everything else under the same heading
	Left  []string // balance, nonnegative: rows or columns, "-" before a subtracted one
	Right []string // balance: what Left is equal to
	Short string   // balance: the identity in a few characters, for the workbook
	// What these mean of a relation, if it has them, is said there.
	Fields   []string // patterns of the fields it is about, or items of the cover
	Sections []string // ids of the sections it is about
	Limit    int      // percent, characters or a factor
	Least    int      // the smallest figure, the shortest text in characters or the fewest figures that are judged
	Kind     Kind     // kind: of the cells it is about
	Words    []string
	Lines    []string // year-balance: the rows or columns it holds in, "-" before one it does not

	// For is the occasion that a rule is applied for: Publish, or none for always.
	For string

	Good, Bad Example
	Line      int
}

// Publish is the occasion of rules that are applied only before publication.
const Publish = "publish"

// Example is a part of a report with which a rule holds or fails.
type Example struct {
	Year   int
	Organ  string
	Type   string
	Values map[string]string // field id → as typed
	Texts  map[string]string
	Note   string   // rule examples about reading: what the importer noted
	Last   *Example // last year's report, of a rule across years
	Other  *Example // another unit's report, of a rule across units
	Units  []UnitExample
}

// UnitExample is a unit beside an example that is a total: its figures as the total lists them and as its file
// has them now, by field id. A unit without Listed is not in the total, without Now it has no file. Cells that
// are not named hold 0.
type UnitExample struct {
	Name        string
	Listed, Now map[string]string
	Note        string // what else is known of its file
}

// Asked is what a unit is asked to do about a finding of the rule.
func (r *Rule) Asked() msg.Text { return cmp.Or(r.Reply, r.Do) }

// The relations that rules are built from. They are few, so that a form needs no code of its own.
const (
	RelSum         = "sum"          // total = Σ parts
	RelBalance     = "balance"      // Σ left = Σ right
	RelNonNegative = "nonnegative"  // Σ left ≥ 0
	RelKind        = "kind"         // a value is of its cell's kind
	RelUnreadable  = "unreadable"   // a cell is no figure
	RelUnit        = "unit"         // a cell's unit is not the form's
	RelBlankTotal  = "blank-total"  // a total is empty over parts that are not
	RelBlank       = "blank"        // cells are empty
	RelUnfilled    = "unfilled"     // nothing is filled in: a blank template
	RelAbsent      = "absent"       // cells are missing
	RelTable       = "absent-table" // a whole table is missing
	RelEdition     = "edition"      // the form fits the year
	RelOrgan       = "organ"        // only organs that may fill the rows Fields of Table fill them
	RelUnequal     = "unequal"      // two fields that look alike by mistake
	RelCover       = "cover"        // organ and year are given and plausible
	RelText        = "text"         // a narrative is not empty; with Limit, one that is not empty has so many characters
	RelTextYear    = "text-year"    // a narrative speaks of its year
	RelTextLength  = "text-length"  // a narrative has no more than Limit characters
	RelNote        = "note"         // something reading found
	RelPersonal    = "personal"     // a text holds nothing that must not be published; Words are the kinds
	RelTerm        = "term"         // official terms are written right; Words are the kinds
	RelFigure      = "figure"       // a figure of a narrative agrees with the tables; Words are the kinds of figures
	RelWording     = "wording"      // texts are worded as official ones are; Words are the kinds of faults
	RelContents    = "contents"     // texts tell of the contents in Parts, or of Least of them; texts of fewer than Limit characters are not judged
	RelEditionText = "edition-text" // texts do not cite another edition in Words, unless they cite their own
	RelSignature   = "signature"    // organ and date of the signature are those of the cover, and after the report year
	RelPair        = "pair"         // two reports are the same organ's on adjacent years
	RelYear        = "year-balance" // Σ left = Σ right, terms of last year's report among them
	RelCopy        = "copy"         // no more than Limit percent of a narrative of Least characters or more is last year's
	RelCopyTable   = "copy-table"   // fewer than Limit percent of a table's figures, if there are Least, are last year's
	RelCopyUnits   = "copy-units"   // no more than Limit percent of narratives of Least characters or more is another unit's
	RelCopyCells   = "copy-cells"   // fewer than Limit percent of a table's figures, if Least of two digits or more agree, are another unit's
	RelSwing       = "swing"        // of a figure and last year's, the larger is below Least or less than Limit times the smaller
	RelTaken       = "taken"        // a figure brought along from last year was not changed
	RelPlaceholder = "placeholder"  // no placeholder is left in a narrative
	RelNoText      = "no-text"      // texts are none that a spreadsheet shows for an error or a picture; Words are those
	RelUnits       = "units"        // a total and its units agree; Words are the kinds of what may differ
	RelLocal       = "local"        // of a file of local rules, and of no form
	RelFile        = "file"         // the file could not be read at all: no report, one finding
)

// Relations lists all relations, for the loader.
var Relations = []string{RelSum, RelBalance, RelNonNegative, RelKind, RelUnreadable, RelUnit, RelBlankTotal, RelBlank, RelUnfilled,
	RelAbsent, RelTable, RelEdition, RelOrgan, RelUnequal, RelCover, RelText, RelTextYear, RelTextLength, RelNote, RelFigure, RelPersonal, RelTerm,
	RelWording, RelContents, RelEditionText, RelSignature,
	RelPair, RelYear, RelCopy, RelCopyTable, RelCopyUnits, RelCopyCells, RelSwing, RelTaken, RelPlaceholder, RelNoText, RelUnits, RelFile}

// Term is a field with its sign in an identity.
type Term struct {
	Field *Field
	Minus bool
	Last  bool // of last year's report
}

// Signed returns a figure with the sign of the term.
func (t Term) Signed(n Number) Number {
	if t.Minus {
		return n.Neg()
	}
	return n
}

// Identity is one equation over cells: a rule applied to one row or column.
type Identity struct {
	Rule  *Rule
	Total *Field // sum: the computed cell
	Left  []Term
	Right []Term // empty for nonnegative
	// Line is the row or column that the identity is about: the row if its terms are columns, the column if its
	// terms are rows.
	Line *Node
}

// Terms lists all terms, left before right.
func (i *Identity) Terms() []Term { return append(i.Left[:len(i.Left):len(i.Left)], i.Right...) }

// Crosswalk relates the fields of an earlier edition to this one.
type Crosswalk struct {
	From    string
	Entries []CrossEntry
}

// CrossEntry relates fields of two editions. From has no counterpart if To is empty, and the other way round.
// Several fields on a side are summed.
type CrossEntry struct {
	From, To []string
	As       string // same, counterpart, incomparable, dropped, new
	Note     msg.Text
	Line     int
}

// Note is something that reading noticed besides a value: how a text was read, a formula that was overwritten.
// It becomes a finding of the rule it names.
type Note struct {
	Rule    string   `json:"rule"`
	Field   string   `json:"field,omitempty"`
	Section string   `json:"section,omitempty"` // the section it is about, where it is about no single field
	Cell    string   `json:"cell,omitempty"`
	Found   string   `json:"found,omitempty"`
	Read    string   `json:"read,omitempty"`
	Message msg.Text `json:"message"`
	// Fields are the fields of which the note doubts that their figures are theirs; see [Report.MarkDoubtful].
	Fields []*Field `json:"-"`
}

// Verdict is what findings come to. Its values are those of JSON.
type Verdict string

// The verdicts. A warning that was explained does not count.
const (
	Pass Verdict = "pass"
	Warn Verdict = "warn"
	Fail Verdict = "fail"
)

// Title is a verdict in the reader's words, empty for none.
func (v Verdict) Title() msg.Text {
	return map[Verdict]msg.Text{Pass: msg.T("通过", "passed"), Warn: msg.T("通过，有警告", "passed with warnings"), Fail: msg.T("未通过", "failed")}[v]
}
