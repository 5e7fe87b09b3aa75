package templates

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// decoder turns the merged tree into a form. Most of its methods read one kind of node. A key that it does not
// know is a fault, and every fault is a panic that Load returns.
type decoder struct{ files files }

func (d *decoder) fail(n *yaml.Node, zh, en string, args ...any) { d.files.fail(n, zh, en, args...) }

// keys calls one function per key of a mapping.
func (d *decoder) keys(n *yaml.Node, known map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "此处应是“键: 值”的集合", "a mapping is expected here")
	}
	for i := 0; i < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		f, ok := known[k.Value]
		if !ok {
			d.fail(k, "不认识的键“%s”", "unknown key %q", k.Value)
		}
		f(v)
	}
}

func (d *decoder) str(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "此处应是文字", "a text is expected here")
	}
	return n.Value
}

func (d *decoder) integer(n *yaml.Node) int {
	i, err := strconv.Atoi(d.str(n))
	if err != nil {
		d.fail(n, "此处应是整数", "an integer is expected here")
	}
	return i
}

func (d *decoder) float(n *yaml.Node) float64 {
	x, err := strconv.ParseFloat(d.str(n), 64)
	if err != nil || !(x > 0 && x < 1000) {
		d.fail(n, "此处应是大于 0 的宽度", "a width above 0 is expected here")
	}
	return x
}

func (d *decoder) boolean(n *yaml.Node) bool {
	b, err := strconv.ParseBool(d.str(n))
	if err != nil {
		d.fail(n, "此处应是 true 或 false", "true or false is expected here")
	}
	return b
}

func (d *decoder) text(n *yaml.Node) (t msg.Text) {
	if n.Kind == yaml.ScalarNode {
		return msg.Text{ZH: n.Value}
	}
	d.keys(n, map[string]func(*yaml.Node){"zh": into(&t.ZH, d.str), "en": into(&t.EN, d.str)})
	return t
}

// into returns a function that reads a node into a variable.
func into[T any](p *T, f func(*yaml.Node) T) func(*yaml.Node) {
	return func(n *yaml.Node) { *p = f(n) }
}

// list returns a function that reads a list.
func list[T any](d *decoder, f func(*yaml.Node) T) func(*yaml.Node) []T {
	return func(n *yaml.Node) (out []T) {
		if n.Kind != yaml.SequenceNode {
			d.fail(n, "此处应是列表", "a list is expected here")
		}
		for _, m := range n.Content {
			if m.Kind == yaml.MappingNode {
				d.files.stripPlacement(m)
			}
			out = append(out, f(m))
		}
		return out
	}
}

// strMap returns a function that reads a mapping of texts.
func strMap(d *decoder) func(*yaml.Node) map[string]string {
	return func(n *yaml.Node) map[string]string {
		m := map[string]string{}
		if n.Kind != yaml.MappingNode {
			d.fail(n, "此处应是“键: 值”的集合", "a mapping is expected here")
		}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = d.str(n.Content[i+1])
		}
		return m
	}
}

// form reads a form without its derived parts.
func (d *decoder) form(n *yaml.Node) *model.Form {
	f := &model.Form{}
	strs := list(d, d.str)
	d.keys(n, map[string]func(*yaml.Node){
		"id":           into(&f.ID, d.str),
		"edition":      into(&f.Edition, d.str),
		"base":         func(*yaml.Node) {},
		"title":        into(&f.Title, d.text),
		"document":     into(&f.Document, d.str),
		"years":        into(&f.Years, d.years),
		"title_suffix": into(&f.TitleSuffix, d.str),
		"sheets":       into(&f.Sheets, list(d, d.sheet)),
		"sections":     into(&f.Sections, list(d, d.section)),
		"tables":       into(&f.Tables, list(d, d.table)),
		"cover":        into(&f.Cover, list(d, d.cover)),
		"organ_types":  into(&f.OrganTypes, list(d, d.organType)),
		"guidance":     into(&f.Guidance, strs),
		"messages":     into(&f.Messages, strMap(d)),
		"reading":      into(&f.Reading, d.reading),
		"rules":        into(&f.Rules, list(d, d.rule)),
		"crosswalk":    into(&f.Crosswalk, d.crosswalk),
		"vocabulary":   into(&f.Vocabulary, d.vocabulary),
		"terms":        into(&f.Terms, list(d, d.term)),
		"publish":      into(&f.Publish, d.publishWords),
		"comparison":   into(&f.Comparison, d.comparison),
		"carries":      into(&f.Carries, list(d, d.carry)),
		"narration":    into(&f.Narration, d.narration),
		"merging":      into(&f.Merging, d.merging),
	})
	for _, kv := range [][2]string{{"id", f.ID}, {"edition", f.Edition}, {"title_suffix", f.TitleSuffix}} {
		if kv[1] == "" {
			d.fail(n, "缺少“%s”", "%q is missing", kv[0])
		}
	}
	return f
}

func (d *decoder) years(n *yaml.Node) (y model.Years) {
	d.keys(n, map[string]func(*yaml.Node){"from": into(&y.From, d.integer), "to": into(&y.To, d.integer)})
	if y.From < 1 || y.To != 0 && y.To < y.From {
		d.fail(n, "年度范围不对", "the years are not a span")
	}
	return y
}

func (d *decoder) sheet(n *yaml.Node) (s model.Sheet) {
	d.keys(n, map[string]func(*yaml.Node){"name": into(&s.Name, d.str), "sections": into(&s.Sections, list(d, d.str))})
	if len([]rune(s.Name)) > 31 || s.Name == "" || strings.ContainsAny(s.Name, `[]:*?/\'`) {
		d.fail(n, "“%s”不能作工作表名", "%q cannot name a sheet", s.Name)
	}
	return s
}

func (d *decoder) section(n *yaml.Node) *model.Section {
	s := &model.Section{Line: n.Line}
	d.keys(n, map[string]func(*yaml.Node){
		"id": d.id(&s.ID), "heading": into(&s.Heading, d.str), "variants": into(&s.Variants, list(d, d.str)),
		"prompt": into(&s.Prompt, d.str), "optional": into(&s.Optional, d.boolean),
	})
	if s.Heading == "" {
		d.fail(n, "缺少标题 heading", "the heading is missing")
	}
	return s
}

func (d *decoder) cover(n *yaml.Node) *model.CoverItem {
	c := &model.CoverItem{}
	d.keys(n, map[string]func(*yaml.Node){"id": d.id(&c.ID), "label": into(&c.Label, d.str), "variants": into(&c.Variants, list(d, d.str)), "prompt": into(&c.Prompt, d.str), "carry": into(&c.Carry, d.boolean)})
	return c
}

func (d *decoder) organType(n *yaml.Node) (t model.OrganType) {
	d.keys(n, map[string]func(*yaml.Node){
		"id": d.id(&t.ID), "label": into(&t.Label, d.str), "rules": into(&t.Rules, d.boolean), "suffixes": into(&t.Suffixes, list(d, d.str)),
	})
	return t
}

func (d *decoder) reading(n *yaml.Node) (r model.Reading) {
	strs := list(d, d.str)
	d.keys(n, map[string]func(*yaml.Node){
		"placeholders": into(&r.Placeholders, strs), "openings": into(&r.Openings, strs), "not": into(&r.Not, strs),
		"own_words": into(&r.OwnWords, strs), "no_text": into(&r.NoText, strs),
		"units": into(&r.Units, strs), "money": into(&r.Money, strs), "currency": into(&r.Currency, strs), "plus": into(&r.Plus, strs), "minus": into(&r.Minus, strs), "zeros": into(&r.Zeros, strs),
		"titles": into(&r.Titles, strs), "simplified": into(&r.Simplified, strMap(d)), "optional": into(&r.Optional, strs),
		"site_words": into(&r.SiteWords, strs), "site_openings": into(&r.SiteOpenings, strs), "site_ends": into(&r.SiteEnds, strs),
		"notes": into(&r.Notes, strs),
	})
	return r
}

func (d *decoder) table(n *yaml.Node) *model.Table {
	t := &model.Table{Line: n.Line}
	d.keys(n, map[string]func(*yaml.Node){
		"id": d.id(&t.ID), "widths": into(&t.Widths, list(d, d.float)), "bands": into(&t.Bands, list(d, d.band)),
	})
	width := func(b *model.Band) int { return b.Labels + len(model.Leaves(b.Columns)) }
	widest := 0
	for _, b := range t.Bands {
		widest = max(widest, width(b))
		if b.Labels != t.Bands[0].Labels {
			d.fail(n, "各段的标签列数应相同", "all bands have the same number of label columns")
		}
	}
	if widest == 0 {
		d.fail(n, "表“%s”没有列", "table %q has no columns", t.ID)
	}
	// A variant that adds a column need not restate the widths.
	for len(t.Widths) > 0 && len(t.Widths) < widest {
		t.Widths = append(t.Widths, t.Widths[len(t.Widths)-1])
	}
	if len(t.Widths) != 0 && len(t.Widths) != widest {
		d.fail(n, "有 %d 列而给出 %d 个宽度", "there are %d columns and %d widths", widest, len(t.Widths))
	}
	return t
}

func (d *decoder) band(n *yaml.Node) *model.Band {
	b := &model.Band{Line: n.Line}
	d.keys(n, map[string]func(*yaml.Node){
		"id": func(*yaml.Node) {}, "title": into(&b.Title, d.str), "corner": into(&b.Corner, d.str), "labels": into(&b.Labels, d.integer),
		"columns": into(&b.Columns, list(d, d.node(nil))), "rows": into(&b.Rows, list(d, d.node(nil))),
	})
	if len(b.Columns) == 0 || len(b.Rows) == 0 {
		d.fail(n, "表中每段都要有行和列", "a band has rows and columns")
	}
	if dep := model.Depth(b.Rows); b.Labels > 0 && dep > b.Labels {
		d.fail(n, "行标签有 %d 层而只有 %d 个标签列", "row labels are %d deep and there are %d label columns", dep, b.Labels)
	}
	if b.Labels == 0 && len(model.Leaves(b.Rows)) != 1 {
		d.fail(n, "没有标签列的表只能有一行", "a table without label columns has one row")
	}
	return b
}

// node returns a function that reads a row, a column or a heading below a parent.
func (d *decoder) node(parent *model.Node) func(*yaml.Node) *model.Node {
	return func(n *yaml.Node) *model.Node {
		m := &model.Node{Parent: parent, Line: n.Line}
		below := into(&m.Nodes, list(d, d.node(m)))
		d.keys(n, map[string]func(*yaml.Node){
			"id": d.id(&m.ID), "group": d.id(&m.Group), "label": into(&m.Label, d.str), "variants": into(&m.Variants, list(d, d.str)), "prompt": into(&m.Prompt, d.str),
			"kind": func(n *yaml.Node) {
				m.Kind = model.Kind(d.str(n))
				if !slices.Contains([]model.Kind{model.Count, model.Signed, model.Amount}, m.Kind) {
					d.fail(n, "不认识的类型“%s”，应为 count、signed 或 amount", "unknown kind %q: count, signed or amount", m.Kind)
				}
			},
			"unit": into(&m.Unit, d.str), "rows": below, "columns": below,
		})
		if m.ID != "" && m.Group != "" {
			d.fail(n, "id 与 group 只能有一个", "give id or group, not both")
		}
		if m.Label == "" && (m.ID != "" || m.Group != "") {
			d.fail(n, "缺少标签 label", "the label is missing")
		}
		return m
	}
}

// id returns a function that reads an id, which has a-z, 0-9 and _ only.
func (d *decoder) id(p *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*p = d.str(n)
		ok := *p != "" && (*p)[0] >= 'a' && (*p)[0] <= 'z'
		for _, c := range *p {
			ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')
		}
		if !ok || len(*p) > 60 {
			d.fail(n, "“%s”不能作编号：只用小写字母、数字和下划线", "%q is no id: lower-case letters, digits and underscores", *p)
		}
	}
}

func (d *decoder) rule(n *yaml.Node) *model.Rule {
	r := &model.Rule{Line: n.Line}
	strs := list(d, d.str)
	grade := ""
	d.keys(n, map[string]func(*yaml.Node){
		"id": into(&r.ID, d.str), "title": into(&r.Title, d.text), "grade": into(&grade, d.str), "ground": into(&r.Ground, d.text),
		"do": into(&r.Do, d.text), "relation": into(&r.Relation, d.str), "table": into(&r.Table, d.str), "along": into(&r.Along, d.str),
		"total": into(&r.Total, d.str), "parts": into(&r.Parts, strs), "left": into(&r.Left, strs), "right": into(&r.Right, strs),
		"short": into(&r.Short, d.str), "fields": into(&r.Fields, strs), "sections": into(&r.Sections, strs),
		"limit": into(&r.Limit, d.integer), "least": into(&r.Least, d.integer), "lines": into(&r.Lines, strs), "kind": func(n *yaml.Node) { r.Kind = model.Kind(d.str(n)) }, "words": into(&r.Words, strs), "for": into(&r.For, d.str),
		"good": into(&r.Good, d.example), "bad": into(&r.Bad, d.example),
	})
	r.Grade = model.Grade(grade)
	switch {
	case r.ID == "":
		d.fail(n, "规则缺少 id", "a rule has no id")
	case !slices.Contains(model.Relations, r.Relation):
		d.fail(n, "规则 %s：不认识的关系“%s”", "rule %s: unknown relation %q", r.ID, r.Relation)
	case !slices.Contains(append(model.Grades, model.Off), r.Grade):
		d.fail(n, "规则 %s：不认识的等级“%s”", "rule %s: unknown grade %q", r.ID, grade)
	case r.For != "" && r.For != model.Publish:
		d.fail(n, "规则 %s：for 只能是 publish", "rule %s: for is publish, or not there", r.ID)
	case r.Title.IsZero() || r.Ground.IsZero() || r.Do.IsZero():
		d.fail(n, "规则 %s：title、ground、do 都要有", "rule %s: title, ground and do are all needed", r.ID)
	}
	return r
}

func (d *decoder) example(n *yaml.Node) (e model.Example) {
	d.keys(n, map[string]func(*yaml.Node){
		"year": into(&e.Year, d.integer), "organ": into(&e.Organ, d.str), "type": into(&e.Type, d.str),
		"values": into(&e.Values, strMap(d)), "texts": into(&e.Texts, strMap(d)), "note": into(&e.Note, d.str),
		"last":  func(n *yaml.Node) { last := d.example(n); e.Last = &last },
		"units": into(&e.Units, list(d, d.unitExample)),
	})
	return e
}

func (d *decoder) unitExample(n *yaml.Node) (u model.UnitExample) {
	d.keys(n, map[string]func(*yaml.Node){
		"name": into(&u.Name, d.str), "listed": into(&u.Listed, strMap(d)), "now": into(&u.Now, strMap(d)), "note": into(&u.Note, d.str),
	})
	return u
}

func (d *decoder) crosswalk(n *yaml.Node) *model.Crosswalk {
	c := &model.Crosswalk{}
	d.keys(n, map[string]func(*yaml.Node){
		"from": into(&c.From, d.str),
		"entries": into(&c.Entries, list(d, func(n *yaml.Node) (e model.CrossEntry) {
			e.Line = n.Line
			d.keys(n, map[string]func(*yaml.Node){
				"from": into(&e.From, list(d, d.str)), "to": into(&e.To, list(d, d.str)), "as": into(&e.As, d.str), "note": into(&e.Note, d.text),
			})
			if !slices.Contains(model.CrossKinds, e.As) {
				d.fail(n, "不认识的对照“%s”", "unknown crosswalk %q", e.As)
			}
			return e
		})),
	})
	return c
}
