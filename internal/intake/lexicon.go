package intake

import (
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// entry is a row or column of a table under one of the labels it may carry.
type entry struct {
	node    *model.Node
	band    *model.Band
	index   int // among the leaves of the table's rows, or of its band's columns
	label   label
	variant bool
}

// axis is what a table's rows, or its columns, are called.
type axis struct {
	leaves  []entry            // under the label the form prints
	exact   map[string][]entry // by the reduced label, variants and labels joined with their headings among them
	groups  map[string][]entry // headings over several
	foreign map[string]string  // labels of other editions that this form lacks → edition
}

// lexicon is a table's vocabulary.
type lexicon struct {
	form  *model.Form
	table *model.Table
	rows  axis
	cols  axis
	marks map[string]bool // corners and titles of bands
}

// words is a form's vocabulary.
type words struct {
	form     *model.Form
	reducer  *reducer
	tables   []*lexicon
	headings map[string]*model.Section
	owner    map[string]*model.Band // by label; nil for one that several bands have
	once     map[string]bool        // labels that the form has in one place only
	known    map[string]bool        // what the template prints besides: prompts, guidance
	reasons  []string               // and what its formulas show, which is in every text they make
	titles   []titlePattern
	sheets   map[string]string // names of the template's sheets: aside, or "+" for those of the report
	covers   map[string]*model.CoverItem
	lastText string // the section of the last narrative
}

type wordsKey struct {
	form   *model.Form
	others string
}

// vocabularies keeps the words of each form: forms never change, and a thousand files are read by one.
var vocabularies sync.Map

// wordsOf makes the vocabulary of a form; others are the further editions whose
// labels are told apart from misspelt ones.
func wordsOf(f *model.Form, others []*model.Form) *words {
	key := wordsKey{form: f}
	for _, o := range others {
		key.others += o.ID + " "
	}
	if w, ok := vocabularies.Load(key); ok {
		return w.(*words)
	}
	w := &words{form: f, reducer: newReducer(&f.Reading), headings: map[string]*model.Section{}, owner: map[string]*model.Band{}, once: map[string]bool{}, known: map[string]bool{}, sheets: map[string]string{}, covers: map[string]*model.CoverItem{}}
	for _, t := range f.Tables {
		w.tables = append(w.tables, w.lexicon(f, t))
	}
	w.learnOwners()
	for _, o := range others {
		for _, t := range o.Tables {
			if i := slices.IndexFunc(w.tables, func(l *lexicon) bool { return l.table.ID == t.ID }); i >= 0 {
				other := w.lexicon(o, t)
				w.tables[i].rows.learn(&other.rows, o.ID)
				w.tables[i].cols.learn(&other.cols, o.ID)
			}
		}
	}
	for _, s := range f.Sections {
		if s.Table == nil && !s.Optional {
			w.lastText = s.ID
		}
		for _, h := range append([]string{s.Heading}, s.Variants...) {
			w.headings[w.reducer.label(h).core] = s
		}
	}
	w.learnKnown()
	for _, s := range f.Sheets {
		w.sheets[squeeze(s.Name)] = "+"
	}
	for _, key := range []string{"guidance_sheet", "checks_sheet", "carry_sheet"} {
		w.sheets[squeeze(f.Messages[key])] = aside
	}
	w.sheets[squeeze(f.Messages["cover_sheet"])] = "+"
	for _, p := range f.Reading.Titles {
		w.titles = append(w.titles, compileTitle(p))
	}
	for _, c := range f.Cover {
		for _, l := range append([]string{c.Label}, c.Variants...) {
			w.covers[w.reducer.label(l).core] = c
		}
	}
	vocabularies.Store(key, w)
	return w
}

func (w *words) learnOwners() {
	times := map[string]int{}
	own := func(core string, b *model.Band) {
		times[core]++
		if o, taken := w.owner[core]; taken && o != b {
			b = nil
		}
		w.owner[core] = b
	}
	for _, l := range w.tables {
		for _, labels := range []map[string][]entry{l.rows.exact, l.rows.groups, l.cols.exact, l.cols.groups} {
			for core, es := range labels {
				for _, e := range es {
					own(core, e.band)
				}
			}
		}
		for _, b := range l.table.Bands {
			own(w.reducer.label(b.Title).core, b)
			own(w.reducer.label(b.Corner).core, b)
		}
	}
	for core, n := range times {
		w.once[core] = n == 1
	}
}

func (w *words) learnKnown() {
	f := w.form
	know := func(texts ...string) {
		for _, t := range texts {
			if t != "" {
				w.known[squeeze(t)] = true
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
	for key, m := range f.Messages {
		if key != "organ_hint" {
			know(m)
		}
	}
	know(f.Document, f.Messages["organ_hint"])
	for _, r := range f.Rules {
		know(f.Messages["row_check"]+"："+r.Short, r.Short, r.Title.ZH)
		if r.Short != "" {
			w.reasons = append(w.reasons, squeeze(r.Short+"："))
		}
	}
	w.reasons = append(w.reasons, squeeze(f.Messages["disagree"]+f.Messages["checks_difference"]))
}

// printed reports whether a text is one the template brought along.
func (w *words) printed(text string) bool {
	s := squeeze(text)
	return w.known[s] || strings.TrimLeft(s, "0123456789") == squeeze(w.form.Messages["some_disagree"]) || len(s) < maxLabel && slices.ContainsFunc(w.reasons, func(r string) bool { return r != "" && strings.Contains(s, r) })
}

func squeeze(s string) string { return text.Unspaced(s) }

func (w *words) lexicon(f *model.Form, t *model.Table) *lexicon {
	l := &lexicon{form: f, table: t, rows: newAxis(), cols: newAxis(), marks: map[string]bool{}}
	rows := 0
	for _, b := range t.Bands {
		for _, m := range []string{b.Title, b.Corner} {
			if m != "" {
				l.marks[w.reducer.label(m).core] = true
			}
		}
		l.rows.add(w.reducer, b, b.Rows, rows)
		l.cols.add(w.reducer, b, b.Columns, 0)
		rows += len(model.Leaves(b.Rows))
	}
	return l
}

func newAxis() axis {
	return axis{exact: map[string][]entry{}, groups: map[string][]entry{}, foreign: map[string]string{}}
}

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

func (a *axis) addGroups(red *reducer, b *model.Band, nodes []*model.Node) {
	for _, n := range nodes {
		if n.IsLeaf() {
			continue
		}
		if l := red.label(n.Label); l.core != "" {
			a.groups[l.core] = append(a.groups[l.core], entry{node: n, band: b, label: l})
		}
		a.addGroups(red, b, n.Nodes)
	}
}

func (a *axis) put(core string, e entry) {
	if core == "" || slices.ContainsFunc(a.exact[core], func(o entry) bool { return o.node == e.node }) {
		return
	}
	a.exact[core] = append(a.exact[core], e)
}

// learn remembers the labels of another edition that this form does not have.
func (a *axis) learn(other *axis, edition string) {
	for core := range other.exact {
		_, leaf := a.exact[core]
		_, group := a.groups[core]
		if !leaf && !group {
			a.foreign[core] = edition
		}
	}
}

// Vocabulary tells what the labels of a table say, one by one.
type Vocabulary struct {
	words *words
	lex   *lexicon
}

// Labels is the vocabulary of a table of a form.
func Labels(f *model.Form, t *model.Table) *Vocabulary {
	w := wordsOf(f, nil)
	i := slices.IndexFunc(w.tables, func(l *lexicon) bool { return l.table == t })
	return &Vocabulary{w, w.tables[i]}
}

// Row reports whether a text is the label of a row, or else of another row.
func (v *Vocabulary) Row(text string, row *model.Node) (own, other bool) {
	return says(v.words.reducer.label(text), v.lex.rows.exact, row)
}

// Column reports whether a text is the label of a column, or else of another.
func (v *Vocabulary) Column(text string, column *model.Node) (own, other bool) {
	return says(v.words.reducer.label(text), v.lex.cols.exact, column)
}

func says(l label, exact map[string][]entry, n *model.Node) (own, other bool) {
	es := exact[l.core]
	own = slices.ContainsFunc(es, func(e entry) bool { return e.node == n || e.node.Label == n.Label })
	return own, len(es) > 0 && !own
}

// IsFigure reports whether a text reads as a number.
func IsFigure(text string, voc *model.Reading) bool {
	v, _ := Read(Cell{Kind: Text, Text: text}, anyFigure, voc)
	return v.IsNumber()
}
