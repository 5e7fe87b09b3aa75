// Package model is the domain: the official form, its fields, and the reports
// that fill it. It knows no files and no formats.
package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Form is one edition of the official format, or a variant of one. Package templates makes it from data; it is
// never changed afterwards.
type Form struct {
	ID       string // "2019", "2021", or a variant's own
	Edition  string // the official edition it belongs to
	Title    msg.Text
	Document string // the official document that prescribes it
	Years    Years

	Source      string // SHA-256 of its file, without what that file is based on
	TitleSuffix string // "年政府信息公开工作年度报告", behind organ and year
	Sheets      []Sheet
	Sections    []*Section
	Tables      []*Table
	Cover       []*CoverItem
	OrganTypes  []OrganType
	Guidance    []string
	Notes       []FillingNote     // what counts where, in the order of the form
	Messages    map[string]string // short texts of the workbook by key
	Reading     Reading
	Rules       []*Rule
	Crosswalk   *Crosswalk
	Vocabulary  *Vocabulary // the words of narratives
	Terms       []MisprintedTerm
	Wording     Wording
	Publish     PublishWords
	Comparison  *Comparison
	Carries     []Carry
	Narration   *Narration
	Merging     Merging
	Zeros       []string // ids of the tables of which a unit without applications fills every cell with 0; the first decides
	Indicators  []*Indicator
	Brief       Brief

	Fields     []*Field // all cells in the order of the form
	Identities []*Identity
	// YearIdentities hold between this year's report and last year's. Terms marked Last are fields of this form,
	// whose values come from the fields of last year's report that the crosswalk calls the same.
	YearIdentities []*Identity
	byID           map[string]*Field // set by SetFields
}

// FillingNote says what counts in some cells, and on what ground.
type FillingNote struct {
	ID     string
	Where  string   // the cells in the words of the form
	Text   string   // what counts
	Ground string   // what says so: an article, a notice, the form itself, or that it is practice
	Fields []string // patterns of the cells' ids, for Prompt
	Prompt string   // the same in a sentence, which the workbook shows at the cell; empty for none
	Line   int
}

// Prompt returns what the filling notes say of a cell in short; empty if they say nothing.
func (f *Form) Prompt(fd *Field) string {
	var out strings.Builder
	for _, n := range f.Notes {
		if slices.ContainsFunc(n.Fields, func(p string) bool { return MatchField(p, fd.ID) }) {
			out.WriteString(n.Prompt)
		}
	}
	return out.String()
}

// Years is the span of report years that a form is for; To is 0 while it is in force.
type Years struct{ From, To int }

// Contains reports whether reports on year y use the form.
func (y Years) Contains(year int) bool {
	return year >= y.From && (y.To == 0 || year <= y.To)
}

// Sheet is a worksheet of the workbook: its name and the sections it shows.
type Sheet struct {
	Name     string
	Sections []string
}

// Section is one of the report's numbered parts, or an unnumbered one.
type Section struct {
	ID       string
	Heading  string
	Variants []string // other headings seen in real reports
	// Patterns are further ways of wording the heading: what is in [square brackets] may be there or not, of words
	// parted by | one stands there, and {year} and {any} stand for a year and for up to 25 characters. Those of
	// Numbered are a heading only behind its number.
	Patterns, Numbered []string
	Prompt             string // what to write here
	Optional           bool
	Table              *Table // nil for a narrative
	Line               int
}

// CoverItem is one line of the cover.
type CoverItem struct {
	ID       string
	Label    string
	Variants []string // other words for it seen in real files
	Named    []string // words for it that count only where the name of an organ follows, since they say other things too
	Prompt   string
	Carry    bool // taken over from last year's report
}

// OrganType is a type of organ, which decides what it may do.
type OrganType struct {
	ID       string
	Label    string
	English  string   // the label in English, for people only; empty where the form gives none
	Rules    bool     // may make 规章
	Suffixes []string // endings of names that only this type has
}

// Name is the type for people: its label, which is also what files say.
func (t OrganType) Name() msg.Text {
	return msg.T(t.Label, cmp.Or(t.English, t.Label))
}

// Reading is the vocabulary for reading cells, labels and texts around tables.
type Reading struct {
	Placeholders []string // whole texts that mean nothing to fill in
	Openings     []string // a text without digits that begins so means the same
	Not          []string // unless it contains one of these
	OwnWords     []string // words for the reporting organ before such an opening
	NoText       []string // the whole text of a section that has nothing to tell
	Units        []string // units of counts
	Money        []string // units of amounts; the first is what a currency sign stands for
	Currency     []string // signs before an amount
	Plus, Minus  []string // words before a signed number
	Zeros        []string // words for 0

	// Titles are the ways in which reports are titled, with {organ} and {year}; optional parts stand in square
	// brackets, and of words parted by | within brackets any one.
	Titles []string
	// OfficialTitles are those of Titles that the official format gives; none leaves titles unchecked.
	OfficialTitles []string
	// Simplified gives the simplified character for each traditional one that may stand in a label, or in a person's name.
	Simplified map[string]string
	// SiteWords, SiteOpenings and SiteEnds are what a web site puts around a text: words of which a line consists,
	// words before a colon, and words that stand only below the text.
	SiteWords, SiteOpenings, SiteEnds []string
	// TitleStamps are what lines above a title end in that say what state the document is in, such as 稿; no name ends so.
	TitleStamps []string
	// OrganEndings are what names of organs end in.
	OrganEndings []string
	// Counted are words before the figures of a row that has no label in the form.
	Counted []string
	// Numbering are words before or over the numbers of columns and rows, which are no figures.
	Numbering []string
	// Seals are what stands in brackets behind the name of an organ where its seal goes.
	Seals []string
	// Contents are the words that head a table of contents, and names of sheets that hold one.
	Contents []string
	// Optional are characters that do not count when labels are compared.
	Optional []string
	// Notes are the words that a note below a table begins with.
	Notes []string
}

// Merging says how reports of several organs are added up.
type Merging struct {
	// Apart are patterns of fields whose figures may count the same thing in two organs, so that their sum is not
	// the total.
	Apart []string
	// Remarks are words beside a figure that say the same of it.
	Remarks []string
	// Money gives the value of each unit of money in the first of Reading.Money.
	Money map[string]Number
}

// IsApart reports whether a field's figures may not simply be added.
func (m Merging) IsApart(fd *Field) bool {
	return slices.ContainsFunc(m.Apart, func(p string) bool { return MatchField(p, fd.ID) })
}

// Kind is what a cell may hold.
type Kind string

// The kinds of cells.
const (
	Count  Kind = "count"  // an integer, 0 or more
	Signed Kind = "signed" // an integer of either sign
	Amount Kind = "amount" // a decimal, 0 or more
)

// Table is a table of the form: bands one under the other, all of one width.
type Table struct {
	ID      string
	Section *Section
	Bands   []*Band
	Widths  []float64 // relative widths of label columns, then of value columns
	Line    int
}

// Band is a part of a table with its own header.
type Band struct {
	Title   string // spans the whole table; may be empty
	Corner  string // left of the header
	Labels  int    // number of label columns
	Columns []*Node
	Rows    []*Node
	Line    int
}

// Node is a row or a column, or a heading over several. The trees are nested as the labels are on paper.
type Node struct {
	ID    string // of a leaf; or of a heading whose leaves carry it as a prefix
	Group string // name of a heading that is no prefix, but a derived subtotal
	Label string
	Brief string // the label in a few words, for remarks; empty where the label is short itself
	// Variants are other labels seen in real reports. They are read, with a note.
	Variants []string
	Kind     Kind
	Unit     string
	Prompt   string
	Nodes    []*Node
	Parent   *Node
	Line     int
}

// Briefly is the label in a few words.
func (n *Node) Briefly() string { return cmp.Or(n.Brief, Short(n.Label)) }

// IsLeaf reports whether the node is a row or column rather than a heading.
func (n *Node) IsLeaf() bool { return len(n.Nodes) == 0 }

// Path returns the id of a column: the ids from the top, joined with dots.
func (n *Node) Path() string {
	return strings.Join(n.fromTop(func(m *Node) string { return m.ID }), ".")
}

// Labels are the labels from the top down to the node.
func (n *Node) Labels() []string {
	return n.fromTop(func(m *Node) string { return m.Label })
}

// fromTop returns what is not empty of the nodes from the top down to the node.
func (n *Node) fromTop(of func(*Node) string) (out []string) {
	for m := n; m != nil; m = m.Parent {
		if s := of(m); s != "" {
			out = slices.Insert(out, 0, s)
		}
	}
	return out
}

// Leaves lists the rows or columns below nodes, in order.
func Leaves(nodes []*Node) []*Node {
	var out []*Node
	for _, n := range nodes {
		if n.IsLeaf() {
			out = append(out, n)
		} else {
			out = append(out, Leaves(n.Nodes)...)
		}
	}
	return out
}

// Depth returns the number of levels of a tree.
func Depth(nodes []*Node) int {
	d := 0
	for _, n := range nodes {
		d = max(d, 1+Depth(n.Nodes))
	}
	return d
}

// Field is one cell of the form.
type Field struct {
	ID     string
	Index  int // position in Form.Fields
	Table  *Table
	Band   *Band
	Row    *Node
	Column *Node
	Kind   Kind
	Unit   string // unit that the form prints; "" if it prints none
	// Total is the identity that computes the cell; nil for an entered cell.
	Total *Identity
}

// Name returns the field's defined name in a workbook. It has letters, digits and underscores only, since not
// every program keeps dots.
func (f *Field) Name() string { return NamePrefix + strings.ReplaceAll(f.ID, ".", "_") }

// NamePrefix begins every defined name that gkxl gives.
const NamePrefix = "gk_"

// AddWithParts adds the field to a set, and the parts of a total with theirs.
func (f *Field) AddWithParts(set map[*Field]bool) {
	if set[f] {
		return
	}
	set[f] = true
	if f.Total != nil {
		for _, t := range f.Total.Right {
			t.Field.AddWithParts(set)
		}
	}
}

// RowLabel is the row as printed, its headings first; empty for a table without row labels.
func (f *Field) RowLabel() string { return strings.Join(f.Row.Labels(), "·") }

// ColumnLabel is the column as printed, its headings first.
func (f *Field) ColumnLabel() string { return strings.Join(f.Column.Labels(), "·") }

// Label names the cell in the words of the form, as short as is unambiguous.
func (f *Field) Label() string {
	row, col := f.Row.Label, f.Column.Label
	if p := f.Column.Parent; p != nil && p.ID != "" {
		col = p.Label + "·" + col
	}
	if row == "" {
		return col
	}
	return row + " × " + col
}

// FullLabel names the cell by its row and its column with all their headings.
func (f *Field) FullLabel() string {
	if row := f.RowLabel(); row != "" {
		return row + " × " + f.ColumnLabel()
	}
	return f.ColumnLabel()
}

// Short returns a label without the explanation in brackets that follows it; a numbering such as （二） may begin it.
func Short(label string) string {
	const bracket = "（"
	rest := strings.TrimPrefix(label, bracket)
	if i := strings.Index(rest, bracket); i > 0 {
		return label[:i+len(label)-len(rest)]
	}
	return label
}

// UnknownField returns the error for ids that are no field or section of the form.
func (f *Form) UnknownField(ids ...string) error {
	var known []string
	for _, fd := range f.Fields {
		known = append(known, fd.ID)
	}
	for _, s := range f.Sections {
		known = append(known, s.ID)
	}
	var near []string
	for _, id := range ids[:min(len(ids), 3)] {
		near = append(near, text.Near(id, known)...)
	}
	return &msg.Problem{What: msg.F("%s 版没有编号为“%s”的格或部分", "edition %s has no field or section %q", f.ID, strings.Join(ids, " ")),
		Hint: msg.Meant(near, msg.T("用“gkxl form”查看各格的编号", "see the ids with \"gkxl form\"")), Kind: msg.ErrUnknownField}
}

// Field finds a field by its id.
func (f *Form) Field(id string) (*Field, bool) {
	fd, ok := f.byID[id]
	return fd, ok
}

// Section finds a section by its id.
func (f *Form) Section(id string) (*Section, bool) {
	return find(f.Sections, func(s *Section) bool { return s.ID == id })
}

// find returns the first part of a form that fits; false if none does.
func find[T any](parts []T, fits func(T) bool) (part T, ok bool) {
	if i := slices.IndexFunc(parts, fits); i >= 0 {
		return parts[i], true
	}
	return part, false
}

// Table finds a table by its id.
func (f *Form) Table(id string) (*Table, bool) {
	return find(f.Tables, func(t *Table) bool { return t.ID == id })
}

// SheetOf returns the name of the sheet that shows a section; "" for none.
func (f *Form) SheetOf(section string) string {
	s, _ := find(f.Sheets, func(s Sheet) bool { return slices.Contains(s.Sections, section) })
	return s.Name
}

// Rule finds a rule by its id.
func (f *Form) Rule(id string) (*Rule, bool) {
	return find(f.Rules, func(r *Rule) bool { return r.ID == id })
}

// OrganType finds an organ type by id or by label.
func (f *Form) OrganType(s string) (OrganType, bool) {
	return find(f.OrganTypes, func(t OrganType) bool { return s != "" && (t.ID == s || t.Label == s) })
}

// OrganTypesFor asks whether a text was meant to be one of the organ types; where it is like none it names them all.
func (f *Form) OrganTypesFor(s string) msg.Text {
	var words []string
	var all []msg.Text
	for _, t := range f.OrganTypes {
		words = append(words, t.Label, t.ID)
		all = append(all, msg.F("%s（%s）", "%s (%s)", t.ID, t.Label))
	}
	if near := text.Near(s, words); len(near) > 0 {
		return msg.Meant(near, msg.Text{})
	}
	return msg.F("可写：%s", "there are: %s", msg.Join(all, "、", ", "))
}

// FieldsOf lists the fields of a table in order.
func (f *Form) FieldsOf(t *Table) []*Field {
	n := 0
	for _, fd := range f.Fields {
		if fd.Table == t {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]*Field, 0, n)
	for _, fd := range f.Fields {
		if fd.Table == t {
			out = append(out, fd)
		}
	}
	return out
}

// SetFields gives a form its fields; only the loader calls it.
func (f *Form) SetFields(fields []*Field) {
	f.Fields = fields
	f.byID = make(map[string]*Field, len(fields))
	for _, fd := range fields {
		f.byID[fd.ID] = fd
	}
}

// Ancestors returns the headings above a node, nearest first, and nil for the top.
func (n *Node) Ancestors() []*Node {
	var out []*Node
	for m := n; m != nil; m = m.Parent {
		out = append(out, m.Parent)
	}
	return out
}
