package templates

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// checkTwoYears fails if what a form says about two years names fields that it does not have.
func (d *decoder) checkTwoYears(f *model.Form) {
	if c := f.Comparison; c != nil {
		noField := func(bad bool, line int, id string) {
			d.failOnLineIf(bad, line, "比较的规定提到不存在的格 %s", "the comparison names %s, which is no field", id)
		}
		for _, k := range c.Keys {
			noField(len(k.Terms) == 0, k.Line, k.ID)
			for _, id := range slices.Concat(k.Terms, k.Of) {
				_, ok := f.Figure(id)
				noField(!ok, k.Line, id)
			}
		}
		for _, w := range c.Weights {
			noField(!matchesField(f, w.Fields), w.Line, w.Fields)
		}
	}
	for _, c := range f.Carries {
		for _, p := range append([]string{c.To}, c.From...) {
			d.failOnLineIf(!matchesField(f, p), c.Line, "结转的规定提到不存在的格 %s", "a carry names %s, which is no field", p)
		}
	}
	d.checkNarration(f)
}

// placeholder matches placeholders that name a field; {{year}} and others like it have no dot.
var placeholder = regexp.MustCompile(`\{\{(?:(?:change|delta|percent|last)\.)?([a-z_]+\.[a-z0-9_.]+)\}\}`)

// checkNarration fails if sentences name fields that the form does not have.
func (d *decoder) checkNarration(f *model.Form) {
	n := f.Narration
	if n == nil {
		return
	}
	if _, ok := f.Section(n.Section); !ok || len(n.Units) == 0 {
		d.fail(d.nodeOnLine(1), "叙述句式缺少 section 或 units", "the narration lacks its section or units")
	}
	for _, s := range n.Sentences {
		for _, w := range s.Ways {
			ids := slices.Concat(w.Zero, w.Some, w.Last)
			texts := []string{w.Text}
			for _, i := range w.List {
				ids, texts = append(ids, i.Figure), append(texts, i.Text)
			}
			for _, m := range placeholder.FindAllStringSubmatch(strings.Join(texts, ""), -1) {
				ids = append(ids, m[1])
			}
			for _, id := range ids {
				if _, ok := f.Figure(id); !ok {
					d.fail(d.nodeOnLine(w.Line), "句式 %s 提到不存在的格 %s", "sentence %s names %s, which is no field", s.ID, id)
				}
			}
		}
	}
}

// yearIdentities applies a rule across years to each row or column that it is about.
func (d *decoder) yearIdentities(f *model.Form, r *model.Rule) {
	plain := *r
	last := map[string]bool{}
	strip := func(names []string) []string {
		var out []string
		for _, name := range names {
			id, minus := strings.CutPrefix(name, "-")
			id, of := strings.CutPrefix(id, model.LastPrefix)
			if minus {
				id = "-" + id
			}
			last[name] = of
			out = append(out, id)
		}
		return out
	}
	plain.Relation = model.RelBalance
	plain.Left, plain.Right = strip(r.Left), strip(r.Right)
	known := map[string]bool{}
	for _, id := range d.identities(f, &plain) {
		line := id.Line.ID
		known[line] = true
		if slices.Contains(r.Lines, "-"+line) || slices.ContainsFunc(r.Lines, func(s string) bool { return !strings.HasPrefix(s, "-") }) && !slices.Contains(r.Lines, line) {
			continue
		}
		id.Rule = r
		for i, name := range r.Left {
			id.Left[i].Last = last[name]
		}
		for i, name := range r.Right {
			id.Right[i].Last = last[name]
		}
		f.YearIdentities = append(f.YearIdentities, id)
	}
	for _, name := range r.Lines {
		d.failOnLineIf(!known[strings.TrimPrefix(name, "-")], r.Line, "规则 %s：表中没有“%s”", "rule %s: the table has no %q", r.ID, name)
	}
}

// checkVocabulary checks that the tables that words stand for exist. An id that only another edition has drops
// its words, which is no fault.
func (d *decoder) checkVocabulary(f *model.Form) {
	if f.Vocabulary == nil {
		return
	}
	for _, s := range f.Vocabulary.Subjects {
		if _, ok := f.Table(s.Table); !ok {
			d.fail(d.nodeOnLine(s.Line), "词汇中的表 %s 不存在", "the vocabulary names table %q, which is not there", s.Table)
		}
		for _, half := range []string{s.First, s.Second} {
			d.failOnLineIf(strings.Trim(half, "abcdefghijklmnopqrstuvwxyz0123456789_+-|.") != "", s.Line, "词汇中的“%s”不是由编号和 + - | 组成", "%q in the vocabulary is not made of ids and + - |", half)
		}
	}
}

// checkMerging fails on what is no field or unit of the form.
func (d *decoder) checkMerging(f *model.Form) {
	for _, p := range f.Merging.Apart {
		d.failOnLineIf(!matchesField(f, p), 1, "merging 提到不存在的格 %s", "merging names %s, which is no field", p)
	}
	for unit := range f.Merging.Money {
		d.failOnLineIf(!slices.Contains(f.Reading.Money, unit), 1, "merging 提到的单位“%s”不在 reading 的 money 中", "merging names the unit %q, which is not among reading's money", unit)
	}
}
