package templates

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
)

// build makes fields and identities of what a form file says, and checks that everything named exists.
func (d *decoder) build(f *model.Form) {
	d.placeSections(f)
	d.fields(f)
	for _, r := range f.Rules {
		d.failOnLineIf(slices.ContainsFunc(f.Rules, func(o *model.Rule) bool { return o != r && o.ID == r.ID }), r.Line, "规则 %s 重复", "rule %s is given twice", r.ID)
		f.Identities = append(f.Identities, d.identities(f, r)...)
		if r.Relation == model.RelYear {
			d.yearIdentities(f, r)
		}
		for _, e := range []*model.Example{&r.Good, &r.Bad, r.Good.Last, r.Bad.Last} {
			if e == nil {
				continue
			}
			for _, id := range slices.Sorted(maps.Keys(e.Values)) {
				if _, ok := f.Field(id); !ok {
					d.fail(d.nodeOnLine(r.Line), "规则 %s 的例子提到不存在的格 %s", "an example of rule %s names %s, which is no field", r.ID, id)
				}
			}
		}
		for _, s := range r.Sections {
			if _, ok := f.Section(s); !ok {
				d.fail(d.nodeOnLine(r.Line), "规则 %s 提到不存在的部分 %s", "rule %s names section %s, which is not there", r.ID, s)
			}
		}
	}
	d.totals(f)
	d.checkVocabulary(f)
	d.checkTwoYears(f)
	d.checkMerging(f)
	d.checkIndicators(f)
}

// nodeOnLine finds a node on a line, so that a fault found later can name its file. If several files have the
// line, the form's own file goes first.
func (d *decoder) nodeOnLine(line int) *yaml.Node {
	var best *yaml.Node
	for n, file := range d.files {
		if n.Line == line && (best == nil || filePriority(file) < filePriority(d.files[best]) || filePriority(file) == filePriority(d.files[best]) && file < d.files[best]) {
			best = n
		}
	}
	if best == nil {
		best = &yaml.Node{Line: line}
	}
	return best
}

// filePriority sorts the file of the form itself before those it is based on.
func filePriority(file string) int {
	return slices.Index(baseFiles, strings.TrimSuffix(file, ".yaml"))
}

// placeSections gives sections their tables and checks the sheets.
func (d *decoder) placeSections(f *model.Form) {
	seen := map[string]bool{}
	for _, s := range f.Sections {
		d.failOnLineIf(seen[s.ID], s.Line, "部分 %s 重复", "section %s is given twice", s.ID)
		seen[s.ID] = true
	}
	sheets, shown := map[string]bool{}, map[string]bool{}
	for _, sh := range f.Sheets {
		d.failOnLineIf(sheets[sh.Name], 1, "工作表 %s 重复", "sheet %s is given twice", sh.Name)
		sheets[sh.Name] = true
		for _, id := range sh.Sections {
			d.failOnLineIf(!seen[id] || shown[id], 1, "工作表 %s 的部分 %s 不存在或重复", "sheet %s shows section %s, which is not there or shown twice", sh.Name, id)
			shown[id] = true
		}
	}
	for _, s := range f.Sections {
		d.failOnLineIf(!shown[s.ID], s.Line, "部分 %s 不在任何工作表上", "section %s is on no sheet", s.ID)
	}
	for _, t := range f.Tables {
		s, ok := f.Section(t.ID)
		d.failOnLineIf(!ok || s.Table != nil, t.Line, "表 %s 没有对应的部分，或重复", "table %s has no section of its id, or is given twice", t.ID)
		s.Table, t.Section = t, s
	}
}

// matchesField reports whether a pattern is of a field of the form.
func matchesField(f *model.Form, pattern string) bool {
	return slices.ContainsFunc(f.Fields, func(fd *model.Field) bool { return model.MatchField(pattern, fd.ID) })
}

// fields makes the fields: every row of a band crossed with every column.
func (d *decoder) fields(f *model.Form) {
	names := map[string]string{}
	var fields []*model.Field
	for _, t := range f.Tables {
		for _, b := range t.Bands {
			for _, row := range model.Leaves(b.Rows) {
				for _, col := range model.Leaves(b.Columns) {
					fd := &model.Field{Table: t, Band: b, Row: row, Column: col, Kind: kindOf(row, col), Unit: cmp.Or(col.Unit, row.Unit), Index: len(fields)}
					ids := []string{t.ID, row.ID, col.Path()}
					fd.ID = strings.Join(slices.DeleteFunc(ids, func(s string) bool { return s == "" }), ".")
					if row.ID == "" && b.Labels > 0 || col.ID == "" {
						n := row
						if row.ID != "" {
							n = col
						}
						d.fail(d.nodeOnLine(n.Line), "“%s”缺少 id", "%q has no id", n.Label)
					}
					if old, ok := names[fd.Name()]; ok {
						d.fail(d.nodeOnLine(row.Line), "格 %s 与 %s 重名", "fields %s and %s have one name", fd.ID, old)
					}
					d.failOnLineIf(len(fd.Name()) > 250, row.Line, "格 %s 的名称过长", "the name of field %s is too long", fd.ID)
					names[fd.Name()] = fd.ID
					fields = append(fields, fd)
				}
			}
		}
	}
	f.SetFields(fields)
}

// kindOf returns the kind of a cell: the row's or else the column's nearest one, by default a count.
func kindOf(row, col *model.Node) model.Kind {
	return cmp.Or(col.Kind, row.Kind, model.Count)
}

// totals marks computed cells. A cell that two sums compute belongs to the one named first in the form.
func (d *decoder) totals(f *model.Form) {
	for _, id := range f.Identities {
		if id.Total != nil && id.Total.Total == nil {
			id.Total.Total = id
		}
	}
}

// identities applies a rule to each row or column that it is about.
func (d *decoder) identities(f *model.Form, r *model.Rule) []*model.Identity {
	if !slices.Contains([]string{model.RelSum, model.RelBalance, model.RelNonNegative, model.RelUnequal}, r.Relation) {
		return nil
	}
	t, ok := f.Table(r.Table)
	d.failOnLineIf(!ok, r.Line, "规则 %s 的表 %s 不存在", "rule %s: there is no table %q", r.ID, r.Table)
	d.failOnLineIf(r.Along != "rows" && r.Along != "columns", r.Line, "规则 %s：along 应为 rows 或 columns", "rule %s: along is rows or columns", r.ID)
	d.failOnLineIf(len(r.Parts) == 0 && r.Relation == model.RelSum || len(r.Left) == 0 && r.Relation != model.RelSum, r.Line, "规则 %s 没有写出各项", "rule %s names no terms", r.ID)
	var out []*model.Identity
	known := map[string]bool{}
	cells := map[crossing]*model.Field{}
	for _, fd := range f.FieldsOf(t) {
		cells[crossing{fd.Row, fd.Column}] = fd
	}
	for _, b := range t.Bands {
		terms, lines := model.Leaves(b.Rows), model.Leaves(b.Columns)
		if r.Along == "columns" {
			terms, lines = lines, terms
		}
		for _, n := range terms {
			known[n.ID], known[n.Path()] = true, true
		}
		for _, line := range lines {
			a := ruleInLine{rule: r, line: line, terms: terms, cells: cells}
			out = append(out, a.identities()...)
		}
	}
	for _, names := range [][]string{{r.Total}, r.Parts, r.Left, r.Right} {
		for _, name := range names {
			if name = strings.TrimPrefix(name, "-"); name != "" && name != "*" && !known[name] {
				d.fail(d.nodeOnLine(r.Line), "规则 %s：表中没有“%s”", "rule %s: the table has no %q", r.ID, name)
			}
		}
	}
	d.failOnLineIf(len(out) == 0, r.Line, "规则 %s 不适用于任何格", "rule %s applies to no cell", r.ID)
	return out
}

// ruleInLine makes the identities of one rule in one row or column.
type ruleInLine struct {
	rule  *model.Rule
	line  *model.Node
	terms []*model.Node
	cells map[crossing]*model.Field
}

// crossing is where a row meets a column.
type crossing struct{ row, col *model.Node }

// field returns the field where the line meets a row or column.
func (a ruleInLine) field(n *model.Node) *model.Field {
	if a.rule.Along == "rows" {
		return a.cells[crossing{n, a.line}]
	}
	return a.cells[crossing{a.line, n}]
}

// identities returns the identities of the rule in this line; none if the line lacks a term.
func (a ruleInLine) identities() []*model.Identity {
	if a.rule.Relation == model.RelSum {
		var out []*model.Identity
		for _, n := range a.terms {
			if n.ID != a.rule.Total && n.Path() != a.rule.Total {
				continue
			}
			total := a.field(n)
			if parts := a.parts(n); total != nil && len(parts) > 0 {
				out = append(out, &model.Identity{Rule: a.rule, Total: total, Left: []model.Term{{Field: total}}, Right: parts, Line: a.line})
			}
		}
		return out
	}
	left, ok1 := a.named(a.rule.Left)
	right, ok2 := a.named(a.rule.Right)
	if !ok1 || !ok2 {
		return nil
	}
	return []*model.Identity{{Rule: a.rule, Left: left, Right: right, Line: a.line}}
}

// parts returns the parts of a total: those named, or everything else under the same heading.
func (a ruleInLine) parts(total *model.Node) []model.Term {
	if !slices.Equal(a.rule.Parts, []string{"*"}) {
		parts, ok := a.named(a.rule.Parts)
		if !ok {
			return nil
		}
		return parts
	}
	var terms []model.Term
	for _, n := range a.terms {
		if n == total || !slices.Contains(n.Ancestors(), total.Parent) {
			continue
		}
		if fd := a.field(n); fd != nil {
			terms = append(terms, model.Term{Field: fd})
		}
	}
	return terms
}

// named returns the terms of rows or columns by id; ok is false if one is missing.
func (a ruleInLine) named(names []string) ([]model.Term, bool) {
	var out []model.Term
	for _, name := range names {
		id, minus := strings.CutPrefix(name, "-")
		i := slices.IndexFunc(a.terms, func(n *model.Node) bool { return n.ID == id || n.Path() == id })
		if i < 0 {
			return nil, false
		}
		fd := a.field(a.terms[i])
		if fd == nil {
			return nil, false
		}
		out = append(out, model.Term{Field: fd, Minus: minus})
	}
	return out, true
}

// checkCrosswalk makes sure that every field of both editions is related or has no counterpart by an entry.
func (d *decoder) checkCrosswalk(f *model.Form) {
	from, err := Edition(f.Crosswalk.From)
	d.failOnLineIf(err != nil, 1, "对照的版本 %s 不存在", "the crosswalk is from %q, which is no edition", f.Crosswalk.From)
	for _, e := range f.Crosswalk.Entries {
		for _, side := range []struct {
			form     *model.Form
			patterns []string
		}{{from, e.From}, {f, e.To}} {
			for _, p := range side.patterns {
				d.failOnLineIf(!matchesField(side.form, p), e.Line, "对照中的 %s 不是 %s 版的格", "the crosswalk names %s, which is no field of %s", p, side.form.ID)
			}
		}
	}
	lost, unknown := f.Crosswalk.Uncovered(from, f)
	// Fields that a variant adds need no entry: they are new.
	d.failOnLineIf(len(lost) > 0 || len(unknown) > 0 && f.ID == f.Edition, 1, "对照没有提到：%s", "the crosswalk does not speak of %s", strings.Join(append(lost, unknown...), " "))
}

// checkIndicators fails if an indicator, or the page for a leader, names what the form does not have.
func (d *decoder) checkIndicators(f *model.Form) {
	named := func(line int, id string, terms []string) {
		d.failOnLineIf(len(terms) == 0, line, "指标 %s 没有写出 terms", "indicator %s names no terms", id)
		for _, t := range terms {
			_, ok := f.Figure(t)
			d.failOnLineIf(!ok, line, "指标 %s 提到不存在的格 %s", "indicator %s names %s, which is no field", id, t)
		}
	}
	for k, i := range f.Indicators {
		named(i.Line, i.ID, append(i.Terms[:len(i.Terms):len(i.Terms)], i.Of...))
		d.failOnLineIf(len(i.Terms) == 0 || i.Title.IsZero() || i.Definition.IsZero() || i.Ground.IsZero(), i.Line,
			"指标 %s：terms、title、definition、ground 都要有", "indicator %s: terms, title, definition and ground are all needed", i.ID)
		d.failOnLineIf(slices.ContainsFunc(f.Indicators[:k], func(o *model.Indicator) bool { return o.ID == i.ID }), i.Line, "指标 %s 重复", "indicator %s is given twice", i.ID)
	}
	b := f.Brief
	for _, x := range slices.Concat(b.Figures, b.Chart.Bars) {
		named(x.Line, x.ID, x.Terms)
		if x.Share != "" {
			i, ok := f.Indicator(x.Share)
			d.failOnLineIf(!ok || !i.IsShare(), x.Line, "简报的 %s：没有名为 %s 的占比指标", "%s of the brief: there is no share %s", x.ID, x.Share)
		}
	}
	if len(b.Chart.Bars) > 0 {
		named(b.Chart.Line, "brief.chart", b.Chart.Total)
	}
}

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
	for _, n := range f.Notes {
		for _, p := range n.Fields {
			d.failOnLineIf(!matchesField(f, p), n.Line, "填报说明 %s 提到不存在的格 %s", "note %s names %s, which is no field", n.ID, p)
		}
	}
	for _, id := range f.Zeros {
		_, ok := f.Table(id)
		d.failOnLineIf(!ok, 1, "zeros 提到不存在的表 %s", "zeros names table %s, which is not there", id)
	}
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
	check := func(line int, table string, halves ...string) {
		if _, ok := f.Table(table); !ok {
			d.fail(d.nodeOnLine(line), "词汇中的表 %s 不存在", "the vocabulary names table %q, which is not there", table)
		}
		for _, half := range halves {
			others := strings.Trim(half, "abcdefghijklmnopqrstuvwxyz0123456789_+-|.")
			d.failOnLineIf(others != "", line, "词汇中的“%s”不是由编号和 + - | 组成", "%q in the vocabulary is not made of ids and + - |", half)
		}
	}
	for _, s := range f.Vocabulary.Subjects {
		check(s.Line, s.Table, s.First, s.Second)
	}
	for _, c := range f.Vocabulary.Claims {
		check(c.Line, c.Table, c.First, c.Second)
	}
}

// checkMerging fails on what is no field or unit of the form.
func (d *decoder) checkMerging(f *model.Form) {
	for _, p := range f.Merging.Apart {
		d.failOnLineIf(!matchesField(f, p), 1, "merging 提到不存在的格 %s", "merging names %s, which is no field", p)
	}
	for _, unit := range slices.Sorted(maps.Keys(f.Merging.Money)) {
		d.failOnLineIf(!slices.Contains(f.Reading.Money, unit), 1, "merging 提到的单位“%s”不在 reading 的 money 中", "merging names the unit %q, which is not among reading's money", unit)
	}
}
