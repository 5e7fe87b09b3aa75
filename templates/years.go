package templates

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

func (d *decoder) comparison(n *yaml.Node) *model.Comparison {
	c := &model.Comparison{SmallBase: 10}
	strs := list(d, d.str)
	d.keys(n, map[string]func(*yaml.Node){
		"small_base": into(&c.SmallBase, d.integer), "boilerplate": into(&c.Boilerplate, strs),
		"keys": into(&c.Keys, list(d, func(n *yaml.Node) (k model.KeyFigure) {
			k.Line = n.Line
			d.keys(n, map[string]func(*yaml.Node){"id": d.id(&k.ID), "title": into(&k.Title, d.text), "terms": into(&k.Terms, strs), "of": into(&k.Of, strs)})
			return k
		})),
		"weights": into(&c.Weights, list(d, func(n *yaml.Node) (w model.Weight) {
			w.Line = n.Line
			d.keys(n, map[string]func(*yaml.Node){"fields": into(&w.Fields, d.str), "weight": into(&w.Weight, d.integer)})
			return w
		})),
	})
	return c
}

func (d *decoder) carry(n *yaml.Node) (c model.Carry) {
	c.Line = n.Line
	d.keys(n, map[string]func(*yaml.Node){"id": d.id(&c.ID), "to": into(&c.To, d.str), "from": into(&c.From, list(d, d.str))})
	return c
}

func (d *decoder) narration(n *yaml.Node) *model.Narration {
	t := &model.Narration{}
	strs := list(d, d.str)
	way := func(n *yaml.Node) (w model.Way) {
		w.Line = n.Line
		d.keys(n, map[string]func(*yaml.Node){
			"zero": into(&w.Zero, strs), "some": into(&w.Some, strs), "last": into(&w.Last, strs), "text": into(&w.Text, d.str),
			"list": into(&w.List, list(d, func(n *yaml.Node) (i model.Item) {
				d.keys(n, map[string]func(*yaml.Node){"figure": into(&i.Figure, d.str), "text": into(&i.Text, d.str)})
				return i
			})),
		})
		return w
	}
	d.keys(n, map[string]func(*yaml.Node){
		"section": into(&t.Section, d.str), "units": into(&t.Units, strs), "words": into(&t.Words, strMap(d)),
		"sentences": into(&t.Sentences, list(d, func(n *yaml.Node) (s model.Sentence) {
			s.Line = n.Line
			d.keys(n, map[string]func(*yaml.Node){"id": d.id(&s.ID), "ways": into(&s.Ways, list(d, way))})
			return s
		})),
	})
	return t
}

// checkTwoYears fails if what a form says about two years names fields that it does not have.
func (d *decoder) checkTwoYears(f *model.Form) {
	if c := f.Comparison; c != nil {
		if line, err := c.Check(f); err != nil {
			d.fail(d.nodeOnLine(line), "比较的规定提到不存在的格 %s", "the comparison names %s, which is no field", err.Error())
		}
	}
	for _, c := range f.Carries {
		for _, p := range append([]string{c.To}, c.From...) {
			if !slices.ContainsFunc(f.Fields, func(fd *model.Field) bool { return model.MatchField(p, fd.ID) }) {
				d.fail(d.nodeOnLine(c.Line), "结转的规定提到不存在的格 %s", "a carry names %s, which is no field", p)
			}
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
		if !known[strings.TrimPrefix(name, "-")] {
			d.fail(d.nodeOnLine(r.Line), "规则 %s：表中没有“%s”", "rule %s: the table has no %q", r.ID, name)
		}
	}
}
