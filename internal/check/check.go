// Package check applies the rules of a form to a report. Run takes a report that was read (internal/intake,
// xlsx or internal/record), last year's if there is one, and for a total the reports of its units (Options),
// and returns findings in the order of the form. What a rule says is data of the form; the relations that rules
// are built from are here. The findings go on to internal/locate, which looks for their causes, and to the
// findings package, which prints them.
package check

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Finding is a case of a rule that is not kept.
type Finding struct {
	Rule     *model.Rule
	Grade    model.Grade // the rule's, unless the options or the case change it
	Regraded bool
	Fields   []*model.Field // the cells to look at, the most important first
	Cells    []string       // addresses of those that stand in a file
	Last     []string       // addresses of last year's figures in its file
	Sections []string       // the narratives to look at
	// Left, Right and Difference are both sides and left − right, where the rule compares figures.
	Left, Right, Difference *model.Number
	Message                 msg.Text // what is wrong, in the words of the form
	Plain                   msg.Text // of an identity that fails: both sides written out in few words
	About                   string   // what it is about besides fields and sections: a sentence, last year's figures
	Unit                    string   // of a total: the unit it is about
	basis                   string   // further figures that its explanation depends on

	Key     string // the same for the same finding of another check; see key
	Figures string // the figures it rests on; see figuresOf
	// Explanation is the unit's answer to a warning. Stale says that the figures have changed since it was given.
	Explanation string
	Stale       bool
}

// Explained reports whether an explanation that still holds answers the finding.
func (f Finding) Explained() bool {
	return f.Grade != model.Error && f.Explanation != "" && !f.Stale
}

// Placed is the message behind the first of the finding's cells, or alone where there is none.
func (f Finding) Placed() msg.Text {
	if i := slices.IndexFunc(f.Cells, func(c string) bool { return c != "" }); i >= 0 {
		return msg.F("%s %s", "%s %s", f.Cells[i], f.Message)
	}
	return f.Message
}

// Options change what Run finds. Errors can be neither disabled nor regraded.
type Options struct {
	Disable []string
	Regrade map[string]model.Grade
	// EditionFor returns the id of the form for a report year; it may be nil.
	EditionFor func(year int) string
	// Publish also applies the rules on what must not be published.
	Publish bool
	// Beside are the texts in all cells of the report's file by their address, for the rules on what must not be
	// published: a list of applicants on a sheet of its own is published with the file.
	Beside map[string]string
	// Figures asks callers to list every figure of the narratives, whatever its
	// verdict; Run itself gives findings only.
	Figures bool
	// Blanks asks callers to list every blank cell, as [Blanks] does; Run itself gives findings only.
	Blanks bool
	// Last is last year's report in its form; nil leaves the rules across years out. Renamed says that the
	// organ's name changed in between. LastSought says that there should be one, so that none is a finding;
	// LastDoubt is why none of those that there are was taken.
	Last       *model.Report
	Renamed    bool
	LastSought bool
	LastDoubt  msg.Text
	// Local are the rules of a city or a ministry; nil for none.
	Local *local.Rules
	// Units are the reports that a total is compared with; nil leaves the rules about units out.
	Units *Units
}

// Validate returns an error if the options name a rule that the form does not have, or change an error.
func (o Options) Validate(f *model.Form) error {
	ids := slices.Clone(o.Disable)
	for _, id := range slices.Sorted(maps.Keys(o.Regrade)) {
		g := o.Regrade[id]
		if !slices.Contains([]model.Grade{model.Warning, model.Hint, model.Off}, g) {
			return &msg.Problem{What: msg.F("规则 %s 不能改为“%s”", "rule %s cannot be graded %q", id, string(g)),
				Hint: msg.T("可用的等级：warning、hint、off", "grades to choose from: warning, hint, off"), Kind: msg.ErrUnknownRule}
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		r, ok := f.Rule(id)
		if l, isLocal := o.Local.Find(id); isLocal {
			r, ok = &l.Rule, true
		}
		switch {
		case !ok:
			return &msg.Problem{What: msg.F("没有编号为“%s”的规则", "there is no rule %q", id),
				Hint: msg.Meant(text.Near(id, lists.Map(f.Rules, func(r *model.Rule) string { return r.ID })), msg.T("用“gkxl rules”列出全部规则", "list them with \"gkxl rules\"")), Kind: msg.ErrUnknownRule}
		case r.Grade == model.Error:
			return &msg.Problem{What: msg.F("规则 %s 是错误级，不能停用或改级", "rule %s is an error and can be neither disabled nor regraded", id),
				Hint: msg.T("请改正数据", "correct the data"), Kind: msg.ErrUnknownRule}
		}
	}
	return nil
}

// Compared returns last year's report where it may be compared with a report as that: nil where there is none, and where
// it is another organ's or on another year than the one before.
func (o Options) Compared(r *model.Report) *model.Report {
	if o.Last == nil || !diff.Comparable(o.Last, r, o.Renamed) {
		return nil
	}
	return o.Last
}

// grade returns the grade of a rule under the options, and whether they changed it.
func (o Options) grade(r *model.Rule) (g model.Grade, changed bool) {
	if r.For == model.Publish && !o.Publish {
		return model.Off, false
	}
	if r.Grade == model.Error {
		return r.Grade, false
	}
	if slices.Contains(o.Disable, r.ID) {
		return model.Off, true
	}
	if g, ok := o.Regrade[r.ID]; ok && g != r.Grade {
		return g, true
	}
	return r.Grade, false
}

// Run applies every rule of a report's form to the report, and returns the findings in the order of the form.
func Run(r *model.Report, o Options) []Finding {
	f := r.Form
	c := &checker{form: f, report: r, options: o, timesUsed: map[string]int{}, values: make([]model.Value, len(f.Fields)), state: make([]byte, len(f.Fields)), sums: make([]model.Number, len(f.Fields))}
	for _, fd := range f.Fields {
		c.values[fd.Index] = r.Value(fd.ID)
	}
	c.missingTables()
	c.isUnfilled = Unfilled(r) && len(r.Extra) == 0 && slices.ContainsFunc(c.values, func(v model.Value) bool { return v.State == model.Blank })
	for _, rule := range f.Rules {
		g, changed := o.grade(rule)
		if g == model.Off {
			continue
		}
		c.rule, c.grade, c.changed = rule, g, changed
		c.apply()
		if rule.Relation == model.RelEdition {
			c.reportNotes() // notes of reading about another edition
		}
	}
	c.applyLocal()
	sorting.By(c.found, func(a, b Finding) int { return c.order(a) - c.order(b) })
	return c.found
}

// VerdictOf is what findings come to: a failure with an error, a warning with a warning nobody explained.
func VerdictOf(fs []Finding) model.Verdict {
	verdict := model.Pass
	for _, f := range fs {
		switch {
		case f.Grade == model.Error:
			return model.Fail
		case f.Grade == model.Warning && !f.Explained():
			verdict = model.Warn
		}
	}
	return verdict
}

// Count counts findings by grade.
func Count(fs []Finding) map[model.Grade]int {
	n := map[model.Grade]int{}
	for _, f := range fs {
		n[f.Grade]++
	}
	return n
}

// Guards returns the rules that watch a cell's figure, in the order of the form.
func Guards(f *model.Form, fd *model.Field) []*model.Rule {
	var out []*model.Rule
	for _, r := range f.Rules {
		guards := false
		switch r.Relation {
		case model.RelKind:
			guards = r.Kind == fd.Kind
		case model.RelUnreadable, model.RelBlank, model.RelAbsent, model.RelUnit, model.RelTable:
			guards = true
		case model.RelBlankTotal:
			guards = fd.Total != nil
		case model.RelUnits:
			guards = slices.Contains(r.Words, string(unitsSum))
		case model.RelOrgan:
			guards = r.Table == fd.Table.ID && slices.Contains(r.Fields, fd.Row.ID)
		}
		guards = guards || slices.ContainsFunc(f.Identities, func(id *model.Identity) bool {
			return id.Rule == r && slices.ContainsFunc(id.Terms(), func(t model.Term) bool { return t.Field == fd })
		}) || guardsAcrossYears(f, r, fd)
		if guards {
			out = append(out, r)
		}
	}
	return out
}

// checker applies the rules to one report.
type checker struct {
	form    *model.Form
	report  *model.Report
	options Options
	values  []model.Value
	missing map[*model.Table]bool
	// nothing is filled in, and there are cells to fill in
	isUnfilled bool
	found      []Finding
	timesUsed  map[string]int // how often a key was given

	rule  *model.Rule
	grade model.Grade
	// the options changed the grade
	changed bool

	narrative     []narrative.Figure // read when the first rule needs it
	narrativeRead bool
	plain         map[string]plainText
	across        acrossYears // what two years' reports have in common
	units         *unitSums   // what the units of a total come to

	// by field: whether countedValue was computed, and its result in sums
	state []byte
	sums  []model.Number
}

// add lists a finding of the current rule with cells, key and explanation.
func (c *checker) add(f Finding) {
	f.Rule, f.Regraded = c.rule, c.changed
	if f.Grade == "" { // unless the case has a grade of its own
		f.Grade = c.grade
	}
	if f.Cells == nil {
		f.Cells = c.appendCells(nil, f.Fields)
	}
	f.Key, f.Figures = c.key(f), c.figuresOf(f)
	c.takeExplanation(&f)
	c.found = append(c.found, f)
}

// appendCells appends the addresses of those fields that stand in a file.
func (c *checker) appendCells(cells []string, fs []*model.Field) []string {
	for _, fd := range fs {
		if cell := c.values[fd.Index].Cell; cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// placeOf returns the address of a cover item or a text, for a finding about it; nil if it has none.
func (c *checker) placeOf(key string) []string {
	if p := c.report.Places[key]; p != "" {
		return []string{p}
	}
	return nil
}

// order returns the position of a finding: first the units of a total, then the cover, then section by section;
// within a section errors first, then by cell.
func (c *checker) order(f Finding) int {
	section, index := "", 0
	if len(f.Sections) > 0 { // about a narrative, whatever cells it names
		section = f.Sections[0]
	} else if len(f.Fields) > 0 {
		section, index = f.Fields[0].Table.ID, f.Fields[0].Index
	}
	place := 1 + slices.IndexFunc(c.form.Sections, func(s *model.Section) bool { return s.ID == section })
	if f.AboutUnits() { // first, since other findings may follow from it
		place, index = -1, 0
	}
	return (place*8+slices.Index(model.Grades, f.Grade))*100_000 + index
}

// missingTables finds the tables of which no cell is there.
func (c *checker) missingTables() {
	c.missing = map[*model.Table]bool{}
	for _, t := range c.form.Tables {
		c.missing[t] = !slices.ContainsFunc(c.form.FieldsOf(t), func(fd *model.Field) bool { return c.values[fd.Index].State != model.Absent })
	}
}

// apply applies the current rule.
func (c *checker) apply() {
	switch c.rule.Relation {
	case model.RelTable:
		for _, t := range c.form.Tables {
			if c.missing[t] {
				c.missingTable(t)
			}
		}
	case model.RelAbsent:
		c.checkAbsent()
	case model.RelUnreadable:
		c.checkUnreadable()
	case model.RelKind, model.RelUnit, model.RelBlankTotal:
		for _, fd := range c.form.Fields {
			if !c.missing[fd.Table] {
				c.checkValue(fd, &c.values[fd.Index])
			}
		}
	case model.RelBlank:
		for _, t := range c.form.Tables {
			c.checkBlank(t)
		}
	case model.RelUnfilled:
		c.unfilled()
	case model.RelSum, model.RelBalance, model.RelNonNegative, model.RelUnequal:
		if c.isUnfilled { // figures brought along from last year say nothing alone
			return
		}
		for _, id := range c.form.Identities {
			if id.Rule == c.rule && !c.missing[id.Left[0].Field.Table] {
				c.checkIdentity(id)
			}
		}
	case model.RelEdition:
		c.checkEdition()
	case model.RelOrgan:
		c.checkOrgan()
	case model.RelCover:
		c.checkCover()
	case model.RelText, model.RelTextYear, model.RelTextLength:
		for _, s := range c.rule.Sections {
			c.checkText(s)
		}
	case model.RelNote:
		c.reportNotes()
	case model.RelNoText:
		c.reportNotes()
		c.checkNoText()
	case model.RelFigure:
		c.narrativeFigures()
	case model.RelPersonal:
		c.checkPersonal()
	case model.RelTerm:
		c.checkMisprints()
	case model.RelWording:
		c.checkWording()
	case model.RelContents:
		c.checkContents()
	case model.RelEditionText:
		c.checkEditionText()
	case model.RelSignature:
		c.checkSignature()
	case model.RelUnits:
		c.heldAgainstUnits()
	default:
		c.applyAcrossYears()
	}
}

// missingTable reports that a table is not there, with the reason if reading gave one.
func (c *checker) missingTable(t *model.Table) {
	f := Finding{Sections: []string{t.ID}, Message: msg.F("“%s”整张表缺失", "the whole table of %q is missing", t.Section.Heading)}
	for _, n := range c.report.Notes {
		if n.Section == t.ID && n.Rule == c.rule.ID {
			f.Message = n.Message
			if n.Cell != "" {
				f.Cells = []string{n.Cell}
			}
			break
		}
	}
	c.add(f)
}

// key names what a finding is about so that another check of the same report, after corrections, gives it the
// same name: the rule, and the first cell or the section it is about. Rules that list whatever cells are in
// some state are about the table, since the cells they list come and go. Of findings with the same name, all
// but the first are numbered.
func (c *checker) key(f Finding) string {
	about := ""
	switch {
	case f.AboutUnits():
		about = digest(f.About)
	case slices.Contains([]string{model.RelFigure, model.RelPersonal, model.RelTerm, model.RelPlaceholder, model.RelWording, model.RelEditionText, model.RelSignature}, c.rule.Relation):
		about = strings.Join(f.Sections, ",") + "|" + digest(f.About)
	case len(f.Fields) > 0 && (c.rule.Relation == model.RelBlank || c.rule.Relation == model.RelAbsent):
		about = f.Fields[0].Table.ID
	case len(f.Fields) > 0:
		about = f.Fields[0].ID
	case len(f.Sections) > 0:
		about = f.Sections[0]
	case f.About != "":
		about = digest(f.About)
	default:
		about = strings.Join(c.rule.Fields, ",")
	}
	key := c.rule.ID + "|" + about
	c.timesUsed[key]++
	if n := c.timesUsed[key]; n > 1 {
		key += "|" + strconv.Itoa(n)
	}
	return key
}

// maxFigures is the largest length of the figures behind a finding that are kept as they are; longer ones are
// kept as a digest.
const maxFigures = 400

// figuresOf returns the figures that a finding rests on. An explanation holds as long as this stays the same.
func (c *checker) figuresOf(f Finding) string {
	var parts []string
	for _, fd := range f.Fields {
		parts = append(parts, fd.ID+"="+valueText(c.values[fd.Index]))
	}
	for _, s := range f.Sections {
		if f.About != "" {
			break // About holds the part of the text that matters; the rest may change
		}
		parts = append(parts, s+"="+digest(c.report.Texts[s]))
	}
	if f.About != "" {
		parts = append(parts, "about="+digest(f.About))
	}
	if f.basis != "" {
		parts = append(parts, "basis="+digest(f.basis))
	}
	if len(parts) == 0 {
		parts = []string{c.report.Organ, c.report.OrganType, strconv.Itoa(c.report.Year)}
	}
	s := strings.Join(parts, ";")
	if len(s) > maxFigures {
		return digest(s)
	}
	return s
}

// valueText writes a value among the figures behind a finding.
func valueText(v model.Value) string {
	switch {
	case v.IsNumber():
		return v.Number.String() + v.Unit
	case v.Text != "":
		return string(v.State) + ":" + v.Text
	}
	return string(v.State)
}

// digest returns 16 hexadecimal digits of the SHA-256 of a text.
func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:8])
}

// takeExplanation gives a finding the unit's answer from the list of an earlier check.
func (c *checker) takeExplanation(f *Finding) {
	if f.Grade == model.Error {
		return // errors cannot be explained away
	}
	if i := slices.IndexFunc(c.report.Listed, func(l model.Listed) bool { return l.Key == f.Key }); i >= 0 {
		f.Explanation = strings.TrimSpace(c.report.Listed[i].Text)
		f.Stale = f.Explanation != "" && c.report.Listed[i].Figures != f.Figures
	}
}
