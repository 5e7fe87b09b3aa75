package intake

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// entry is a row or column of a table under one of its labels.
type entry struct {
	node    *model.Node
	band    *model.Band
	index   int // position among the leaves of the table's rows, or of its band's columns
	label   label
	variant bool
}

// axis holds the labels of a table's rows or columns.
type axis struct {
	leaves  []entry            // each row or column under the label that the form prints
	exact   map[string][]entry // by reduced label: also variants, and labels joined with their headings
	groups  map[string][]entry // headings over several rows or columns
	foreign map[string]string  // labels that only another edition has → id of that edition
}

// lexicon holds the labels of one table.
type lexicon struct {
	form  *model.Form
	table *model.Table
	rows  axis
	cols  axis
	marks map[string]bool // corners and titles of bands
	// fields are the table's fields by row and column.
	fields map[[2]*model.Node]*model.Field
}

// vocabulary is everything that a form prints or accepts: labels, headings, titles, prompts and items of the cover.
type vocabulary struct {
	form     *model.Form
	reducer  *reducer
	tables   []*lexicon
	headings map[string]*model.Section // by reduced label, without the number
	numbers  map[*model.Section]int    // of the form's numbered sections, from 1
	// headingPatterns are further wordings of headings, in the order of the sections.
	headingPatterns []headingPattern
	contents        map[string]bool        // words that head a table of contents, folded and without blanks
	bandOf          map[string]*model.Band // by label; nil for a label that several bands have
	unique          map[string]bool        // labels that stand in one place of the form only
	printedTexts    map[string]bool        // other texts of the template: prompts, guidance, messages
	reasonTexts     []string               // texts that the template's formulas show within longer ones
	blankParts      map[string]bool        // what the cover says of the cells that are left on a sheet, without their number
	blankMark       string                 // what stands behind each of these parts
	titlePatterns   []titlePattern
	officialTitles  []titlePattern
	sheetNames      map[string]string // names of the template's sheets: asideSection, or "+" for those of the report
	coverItems      map[string]*model.CoverItem
	seal            *regexp.Regexp              // what stands for a seal behind the name of an organ
	namedItems      map[string]*model.CoverItem // by labels that count only before the name of an organ
	lastNarrative   string                      // id of the last section that is a narrative
}

// wordsKey is the key of a vocabulary in vocabularies: the form and the ids of the other editions.
type wordsKey struct {
	form   *model.Form
	others string
}

// vocabularies keeps the vocabulary of each form, since forms never change and one form reads many files.
var vocabularies sync.Map

// vocabularyOf returns the vocabulary of a form. It is built once and kept. Others are the further editions,
// whose labels must not be taken for misspelt ones of this form.
func vocabularyOf(f *model.Form, others []*model.Form) *vocabulary {
	key := wordsKey{form: f}
	for _, o := range others {
		key.others += o.ID + " "
	}
	if w, ok := vocabularies.Load(key); ok {
		return w.(*vocabulary)
	}
	v := &vocabulary{form: f, reducer: newReducer(&f.Reading), headings: map[string]*model.Section{}, numbers: map[*model.Section]int{}, contents: map[string]bool{}, bandOf: map[string]*model.Band{}, unique: map[string]bool{}, printedTexts: map[string]bool{}, sheetNames: map[string]string{}, coverItems: map[string]*model.CoverItem{}, namedItems: map[string]*model.CoverItem{}}
	for _, t := range f.Tables {
		v.tables = append(v.tables, v.lexicon(f, t))
	}
	v.learnBands()
	for _, o := range others {
		for _, t := range o.Tables {
			if i := slices.IndexFunc(v.tables, func(l *lexicon) bool { return l.table.ID == t.ID }); i >= 0 {
				other := v.lexicon(o, t)
				v.tables[i].rows.learn(&other.rows, o.ID)
				v.tables[i].cols.learn(&other.cols, o.ID)
			}
		}
	}
	for _, s := range f.Sections {
		if s.Table == nil && !s.Optional {
			v.lastNarrative = s.ID
		}
		if !s.Optional {
			v.numbers[s] = len(v.numbers) + 1
		}
		if len(s.Patterns)+len(s.Numbered) > 0 {
			v.headingPatterns = append(v.headingPatterns, headingPattern{s, compileHeading(s.Patterns, v.reducer), compileHeading(s.Numbered, v.reducer)})
		}
		for _, h := range append([]string{s.Heading}, s.Variants...) {
			v.headings[v.reducer.label(h).core] = s
		}
	}
	for _, c := range f.Reading.Contents {
		v.contents[strings.ToLower(text.Bare(c))] = true
	}
	v.learnPrinted()
	for _, s := range f.Sheets {
		v.sheetNames[squeeze(s.Name)] = "+"
	}
	// A printed workbook shows the titles of its sheets and not their names.
	for _, key := range []string{"guidance_sheet", "checks_sheet", "checks_title", "carry_sheet", "carry_title", "sources_title", "details_title", "texts_title"} {
		v.sheetNames[squeeze(f.Messages[key])] = asideSection
	}
	v.sheetNames[squeeze(f.Messages["cover_sheet"])] = "+"
	for _, p := range f.Reading.Titles {
		v.titlePatterns = append(v.titlePatterns, compileTitle(p))
	}
	for _, p := range f.Reading.OfficialTitles {
		v.officialTitles = append(v.officialTitles, compileTitle(p))
	}
	for _, c := range f.Cover {
		for _, l := range append([]string{c.Label}, c.Variants...) {
			v.coverItems[v.reducer.label(l).core] = c
		}
		for _, l := range c.Named {
			v.namedItems[v.reducer.label(l).core] = c
		}
	}
	v.seal = regexp.MustCompile(`\s*[（(\[【]\s*(?:` + strings.Join(f.Reading.Seals, "|") + `)\s*[）)\]】]\s*$`)
	vocabularies.Store(key, v)
	return v
}

// learnBands notes which band each label belongs to and which labels are unique.
func (v *vocabulary) learnBands() {
	times := map[string]int{}
	own := func(core string, b *model.Band) {
		times[core]++
		if o, taken := v.bandOf[core]; taken && o != b {
			b = nil
		}
		v.bandOf[core] = b
	}
	for _, l := range v.tables {
		for _, labels := range []map[string][]entry{l.rows.exact, l.rows.groups, l.cols.exact, l.cols.groups} {
			for core, es := range labels {
				for _, e := range es {
					own(core, e.band)
				}
			}
		}
		for _, b := range l.table.Bands {
			own(v.reducer.label(b.Title).core, b)
			own(v.reducer.label(b.Corner).core, b)
		}
	}
	for core, n := range times {
		v.unique[core] = n == 1
	}
}

// learnPrinted collects the texts that the template prints besides labels.
func (v *vocabulary) learnPrinted() {
	f := v.form
	know := func(texts ...string) {
		for _, t := range texts {
			if t != "" {
				v.printedTexts[squeeze(t)] = true
			}
		}
	}
	for _, s := range f.Sections {
		know(s.Prompt)
	}
	for _, c := range f.Cover {
		know(c.Prompt)
	}
	know(f.Guidance...)
	for _, n := range f.Notes {
		know(n.Where, n.Text, n.Ground)
	}
	for key, m := range f.Messages {
		if key != "organ_hint" {
			know(m)
		}
	}
	know(f.Document, f.Messages["organ_hint"])
	for _, r := range f.Rules {
		know(f.Messages["row_check"]+"："+r.Short, r.Short, r.Title.ZH)
		if r.Short != "" {
			v.reasonTexts = append(v.reasonTexts, squeeze(r.Short+"："))
		}
	}
	v.reasonTexts = append(v.reasonTexts, squeeze(f.Messages["disagree"]+f.Messages["checks_difference"]))
	cells := strings.ReplaceAll(f.Messages["blank_cells"], "%s", "")
	v.blankParts = map[string]bool{squeeze(strings.ReplaceAll(f.Messages["blank_texts"], "%s", "")): true, squeeze(f.Messages["cover_sheet"] + cells): true}
	for _, s := range f.Sheets {
		v.blankParts[squeeze(s.Name+cells)] = true
	}
	if _, size := utf8.DecodeLastRuneInString(squeeze(cells)); size > 0 {
		v.blankMark = squeeze(cells)[len(squeeze(cells))-size:]
	}
}

// printed reports whether the template prints a text, or a formula of it shows it.
func (v *vocabulary) printed(text string) bool {
	s := squeeze(text)
	return v.printedTexts[s] || v.liveResult(s) || len(s) < maxLabel && slices.ContainsFunc(v.reasonTexts, func(r string) bool { return r != "" && strings.Contains(s, r) })
}

// liveResult reports whether a text is what the cover says of the checks and of the cells that are left.
func (v *vocabulary) liveResult(s string) bool {
	words := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '，' || r == ',' {
			return -1
		}
		return r
	}, s)
	if words == s {
		return false
	}
	wrong, left := squeeze(v.form.Messages["some_disagree"]), squeeze(strings.ReplaceAll(v.form.Messages["blank_left"], "%s", ""))
	return words == wrong || words == left || words == wrong+left || v.listsBlanks(words)
}

// listsBlanks reports whether a text without its numbers is what the cover says of where cells are left: one part for
// each sheet, and each with the same mark behind it.
func (v *vocabulary) listsBlanks(words string) bool {
	if v.blankMark == "" || !strings.HasSuffix(words, v.blankMark) {
		return false
	}
	for part := range strings.SplitAfterSeq(words, v.blankMark) {
		if part != "" && !v.blankParts[part] {
			return false
		}
	}
	return true
}

// squeeze removes all blanks.
func squeeze(s string) string { return text.Unspaced(s) }

// lexicon collects the labels of a table; the form may be another edition.
func (v *vocabulary) lexicon(f *model.Form, t *model.Table) *lexicon {
	l := &lexicon{form: f, table: t, rows: newAxis(), cols: newAxis(), marks: map[string]bool{}, fields: map[[2]*model.Node]*model.Field{}}
	for _, fd := range f.FieldsOf(t) {
		l.fields[[2]*model.Node{fd.Row, fd.Column}] = fd
	}
	rows := 0
	for _, b := range t.Bands {
		for _, m := range []string{b.Title, b.Corner} {
			if m != "" {
				l.marks[v.reducer.label(m).core] = true
			}
		}
		l.rows.add(v.reducer, b, b.Rows, rows)
		l.cols.add(v.reducer, b, b.Columns, 0)
		rows += len(model.Leaves(b.Rows))
	}
	return l
}

// hasLabel reports whether a reduced label is one that the form prints in the table.
func (l *lexicon) hasLabel(core string) bool {
	return core != "" && (l.rows.has(core) || l.cols.has(core) || l.marks[core])
}

func newAxis() axis {
	return axis{exact: map[string][]entry{}, groups: map[string][]entry{}, foreign: map[string]string{}}
}

// add adds the rows or columns of a band; first is the index of the first one.
func (a *axis) add(red *reducer, b *model.Band, nodes []*model.Node, first int) {
	for i, n := range model.Leaves(nodes) {
		if n.Label == "" {
			continue
		}
		e := entry{node: n, band: b, index: first + i, label: red.label(n.Label)}
		a.leaves = append(a.leaves, e)
		a.put(e.label.core, e)
		// Flattened tables join a label with the headings above it.
		joined := n.Label
		for _, m := range n.Ancestors() {
			if m == nil || m.Label == "" {
				continue
			}
			joined = m.Label + joined
			a.put(red.label(joined).core, e)
			a.put(red.label(m.Label+n.Label).core, e)
		}
		for _, v := range n.Variants {
			e.variant = true
			a.put(red.label(v).core, e)
		}
	}
	a.addGroups(red, b, nodes)
}

// addGroups adds the headings over the nodes, alone and joined with those above them.
func (a *axis) addGroups(red *reducer, b *model.Band, nodes []*model.Node) {
	for _, n := range nodes {
		if n.IsLeaf() {
			continue
		}
		if l := red.label(n.Label); l.core != "" {
			a.groups[l.core] = append(a.groups[l.core], entry{node: n, band: b, label: l})
			joined := n.Label
			for _, m := range n.Ancestors() {
				if m == nil || m.Label == "" {
					continue
				}
				joined = m.Label + joined
				if core := red.label(joined).core; !a.has(core) {
					a.groups[core] = []entry{{node: n, band: b, label: l}}
				}
			}
		}
		a.addGroups(red, b, n.Nodes)
	}
}

// put adds an entry under a reduced label, once for each node.
func (a *axis) put(core string, e entry) {
	if core == "" || slices.ContainsFunc(a.exact[core], func(o entry) bool { return o.node == e.node }) {
		return
	}
	a.exact[core] = append(a.exact[core], e)
}

// has reports whether a reduced label is that of a row or column, or of a heading over several.
func (a *axis) has(core string) bool { return a.exact[core] != nil || a.groups[core] != nil }

// learn keeps the labels of another edition that this form does not have.
func (a *axis) learn(other *axis, edition string) {
	for core := range other.exact {
		if !a.has(core) {
			a.foreign[core] = edition
		}
	}
}

// TableLabels tells whether a text is the label of a given row or column of a table.
type TableLabels struct {
	words *vocabulary
	lex   *lexicon
}

// NewTableLabels returns the labels of a table of a form.
func NewTableLabels(f *model.Form, t *model.Table) *TableLabels {
	v := vocabularyOf(f, nil)
	i := slices.IndexFunc(v.tables, func(l *lexicon) bool { return l.table == t })
	return &TableLabels{v, v.tables[i]}
}

// Row reports whether a text is the label of a row (own), or else of another row (other).
func (v *TableLabels) Row(text string, row *model.Node) (own, other bool) {
	return labelNames(v.words.reducer.label(text), v.lex.rows.exact, row)
}

// Column reports whether a text is the label of a column (own), or else of another column (other).
func (v *TableLabels) Column(text string, column *model.Node) (own, other bool) {
	return labelNames(v.words.reducer.label(text), v.lex.cols.exact, column)
}

// RowHeading reports whether a text is that of a heading over a row or of the row (own), or else of one over other rows
// or of another row (other). Over a row without headings anything may stand.
func (v *TableLabels) RowHeading(text string, row *model.Node) (own, other bool) {
	return headingNames(v.words.reducer.label(text), v.lex.rows, row)
}

// ColumnHeading is [TableLabels.RowHeading] for a column.
func (v *TableLabels) ColumnHeading(text string, column *model.Node) (own, other bool) {
	return headingNames(v.words.reducer.label(text), v.lex.cols, column)
}

// headingNames reports whether a label names a node or a heading over it (own), or else another node or heading (other).
func headingNames(l label, a axis, n *model.Node) (own, other bool) {
	over := slices.DeleteFunc(n.Ancestors(), func(m *model.Node) bool { return m == nil || m.Label == "" })
	own, _ = labelNames(l, a.exact, n)
	own = own || slices.ContainsFunc(a.groups[l.core], func(e entry) bool { return slices.Contains(over, e.node) })
	return own, a.has(l.core) && !own && len(over) > 0
}

// labelNames reports whether a label names a node (own), or else another one (other).
func labelNames(l label, exact map[string][]entry, n *model.Node) (own, other bool) {
	es := exact[l.core]
	own = slices.ContainsFunc(es, func(e entry) bool { return e.node == n || e.node.Label == n.Label })
	return own, len(es) > 0 && !own
}

// IsFigure reports whether a text reads as a number.
func IsFigure(text string, voc *model.Reading) bool {
	v, _ := Read(Cell{Kind: Text, Text: text}, anyFigure, voc)
	return v.IsNumber()
}
