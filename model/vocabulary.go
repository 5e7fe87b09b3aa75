package model

// Vocabulary is the words of narratives: what a sentence must say for a figure in it to be compared with the
// tables. Package templates loads it; internal/narrative reads with it.
type Vocabulary struct {
	Units  []string // of any figure
	Counts []string // units of what the tables count; "" for a number without a unit
	About  []string // before a figure that is not exact
	Over   []string // behind one
	Spans  []string // characters between the first and the last of a span of years

	// What makes a number no count: characters before one in Chinese numerals, and behind one with its unit; units
	// with what follows them; units of dates, ordinals and ranks; and a unit with what follows where it refers to
	// an article of law.
	NoCountAfter, NoCountBefore, NoCountPhrases, NoCountUnits, References []string

	Subjects []Subject
	Bases    []Basis
	Claims   []Claim
	// Words lists the words of each part that words may have in a sentence; see WordParts.
	Words map[string][]string
}

// Subject says which cells words stand for. First and Second are the halves of a field id behind its table; "+"
// and "-" make sums, "|" separates readings.
type Subject struct {
	Table, First, Second string
	Kind                 string // one of SubjectKinds
	Weak                 bool   // counts only beside its figure
	Loose                bool   // may confirm a figure, but not contradict one
	Words                []string
	Line                 int
}

// SubjectKinds are the kinds of subjects: a result of applications, a verb for them, a kind of applicant; a kind of
// dispute, its outcome; an act of the table of proactive disclosure, what is counted of acts, decisions, and money.
var SubjectKinds = []string{"row", "verb", "column", "dispute", "outcome", "act", "measure", "decision", "money"}

// Basis is a whole that a share may be of.
type Basis struct {
	Of    string // rows of applications, as in Subject.First
	Words []string
	Line  int
}

// Claim is a statement without a figure: that cells of a table are 0. Without First it is about the disputes named
// before it, without Second about totals.
type Claim struct {
	Table         string
	First, Second string // as in Subject; one alternative
	Rate          bool   // the words name a rate: only 100 % behind them states it
	Words         []string
	Line          int
}

// WordParts are the parts that a word may have in a sentence, besides subjects, bases and claims.
var WordParts = []string{"requests", "weak_requests", "disclosure", "fillers", "links", "own", "wide", "narrow", "organs", "levels", "this_year", "last_year",
	"part_year", "parts", "limits", "topics", "asides", "attributes", "publish", "channels", "channel_frames", "shares", "up", "down", "same", "against", "none", "zero", "period",
	"all", "each", "apiece", "reached", "cumulative", "remainder", "punctual", "negations", "sums", "processing_fee", "grounds"}

// MisprintedTerm is an official term or number of a document that is often written wrong.
type MisprintedTerm struct {
	Wrong, Right string
	Near         []string // it counts only in a sentence with one of these
}

// Wording is what the wording of texts is held to. Package wording parses Misspellings and Titles, since a form is
// loaded far more often than its texts are checked: a line each, as the form's file explains.
type Wording struct {
	Misspellings string   // words that official texts often misspell
	Titles       string   // names of laws and notices that are often written wrong
	Doubled      []string // words that are never right twice in a row
	// Unfilled are prompts and other words for a place that is still to be filled; UnfilledUnits stand behind one,
	// as the units of counts do.
	Unfilled, UnfilledUnits []string
	GapUnits                []string // units before which blanks stand for a figure that is still to come
	SetWide                 []string // words of two characters that are often set with blanks between them
	// PeriodBeside are words directly before the statistical period that say what it is, beside the vocabulary's.
	PeriodBeside []string
	Contents     []Content
}

// Content is a part of what a report must tell of. A text with any of the words tells of it.
type Content struct {
	ID, Name string
	Words    []string
}

// PublishWords are words for finding what must not be published.
type PublishWords struct {
	// Persons are words for an applicant, which stand before a personal name.
	Persons []string
	// People are words for people, before a personal name only if one of the words Acting stands behind it.
	People, Acting []string
	// Titles stand behind a personal name and tell it by themselves.
	Titles []string
	// Naming are what may stand between one of Persons and the name.
	Naming []string
	// Opening are what follows a personal name that a clause begins with, unless it is one of NotOpening.
	Opening, NotOpening []string
	// NotEndings are the characters that no personal name at the beginning of a clause ends with.
	NotEndings string
	// DoubtfulSurnames are other words more often than surnames: no name begins with one if a character of NotGiven
	// follows.
	DoubtfulSurnames, NotGiven string
	// Masks stand in a name for what was left out of it.
	Masks []string
	// Surnames begin a personal name.
	Surnames []string
	// NotNames are words that only look like a name.
	NotNames []string
	// Behind are what may follow a name.
	Behind []string
	// Contacts are words of an office's contact data, Domains the ends of official addresses; what stands among
	// them may be published.
	Contacts, Domains []string
	// Regions are the first two digits of an identity number: the code of a division.
	Regions []string
	// Phones, Identities, Passports and Accounts are words before the numbers of a person; OfficialAccounts are words
	// that tell that an account is an office's.
	Phones, Identities, Passports, Accounts, OfficialAccounts []string
	// Disabled are words before an identity number with two more digits; OfficialServices tell in a whole sentence
	// that an account is an office's, unless one of Persons stands behind them.
	Disabled, OfficialServices []string
	// Measures stand before a count or an amount, Units behind it, Numbers before the number of a document.
	Measures, Units, Numbers []string
	// Homes are words before the address of a home, HomesHold the words that such an address holds one of.
	Homes, HomesHold []string
	// Posts are words before an address to write to, which is a home if it holds one of PostsHold and if none of
	// Offices is in it or beside it.
	Posts, PostsHold, Offices []string
	// Plates are the characters that the number plate of a car begins with, Cars words for cars and plates.
	Plates string
	Cars   []string
	// Firms are words before the codes of firms and offices, Codes before numbers of files and accounts; both may look
	// like an identity number of fifteen digits.
	Firms, Codes []string
}
