package templates

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// decoder turns the merged tree into a form. The keys of a mapping are the fields of its type in package model, in
// lower case with underscores. A key that is no field is a fault, and every fault is a panic that Load returns.
type decoder struct {
	files   files
	indexes map[reflect.Type]map[string]int // by type: the index of the field of each key
}

// otherKeys are the keys of fields that are not read by their names; none for fields that are derived.
var otherKeys = map[string][]string{
	"Form.Source": nil, "Form.Fields": nil, "Form.Identities": nil, "Form.YearIdentities": nil,
	"Section.Table": nil, "Table.Section": nil, "Node.Parent": nil, "Node.Nodes": {"rows", "columns"},
	"Vocabulary.Words": nil, // its parts are keys of their own
}

// fail panics with a fault at a node.
func (d *decoder) fail(n *yaml.Node, zh, en string, args ...any) { d.files.fail(n, zh, en, args...) }

// failIf fails at a node if something is wrong with it.
func (d *decoder) failIf(wrong bool, n *yaml.Node, zh, en string, args ...any) {
	if wrong {
		d.fail(n, zh, en, args...)
	}
}

// failOnLineIf fails on a line if something is wrong there.
func (d *decoder) failOnLineIf(wrong bool, line int, zh, en string, args ...any) {
	if wrong {
		d.fail(d.nodeOnLine(line), zh, en, args...)
	}
}

// each calls a function for each member of a mapping.
func (d *decoder) each(n *yaml.Node, f func(key, value *yaml.Node)) {
	d.failIf(n.Kind != yaml.MappingNode, n, "此处应是“键: 值”的集合", "a mapping is expected here")
	for i := 0; i < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

// str returns the text of a scalar.
func (d *decoder) str(n *yaml.Node) string {
	d.failIf(n.Kind != yaml.ScalarNode, n, "此处应是文字", "a text is expected here")
	return n.Value
}

// decode reads a node into a variable by the variable's type.
func (d *decoder) decode(n *yaml.Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(n, v.Elem())
	case reflect.Struct:
		if number, ok := v.Addr().Interface().(*model.Number); ok {
			*number = d.positive(n, d.str(n))
			return
		}
		d.object(n, v)
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		d.each(n, func(key, value *yaml.Node) {
			item := reflect.New(v.Type().Elem()).Elem()
			d.decode(value, item)
			v.SetMapIndex(reflect.ValueOf(key.Value), item)
		})
	case reflect.Int:
		i, err := strconv.Atoi(d.str(n))
		d.failIf(err != nil, n, "此处应是整数", "an integer is expected here")
		v.SetInt(int64(i))
	case reflect.Float64:
		x, err := strconv.ParseFloat(d.str(n), 64)
		d.failIf(err != nil || !(x > 0 && x < 1000), n, "此处应是大于 0 的宽度", "a width above 0 is expected here")
		v.SetFloat(x)
	case reflect.Bool:
		b, err := strconv.ParseBool(d.str(n))
		d.failIf(err != nil, n, "此处应是 true 或 false", "true or false is expected here")
		v.SetBool(b)
	default:
		v.SetString(d.str(n))
	}
}

// positive returns a number above 0; a fault is at a node.
func (d *decoder) positive(n *yaml.Node, s string) model.Number {
	number, err := model.ParseNumber(s)
	d.failIf(err != nil || number.Sign() <= 0, n, "“%s”应是大于 0 的数", "%q is a number above 0", s)
	return number
}

// list reads a list.
func (d *decoder) list(n *yaml.Node, v reflect.Value) {
	d.failIf(n.Kind != yaml.SequenceNode, n, "此处应是列表", "a list is expected here")
	v.SetZero()
	for _, m := range n.Content {
		if m.Kind == yaml.MappingNode {
			d.files.stripPlacement(m)
		}
		item := reflect.New(v.Type().Elem()).Elem()
		d.decode(m, item)
		v.Set(reflect.Append(v, item))
	}
}

// object reads a mapping into a struct, and checks it. A text may also be a scalar, in Chinese alone.
func (d *decoder) object(n *yaml.Node, v reflect.Value) {
	t := v.Type()
	fields := d.fieldsOf(t)
	switch x := v.Addr().Interface().(type) {
	case *msg.Text:
		if n.Kind == yaml.ScalarNode {
			x.ZH = n.Value
			return
		}
	case *model.Comparison:
		x.SmallBase = 10
	case *model.Vocabulary:
		x.Words = map[string][]string{}
	}
	if line := v.FieldByName("Line"); line.IsValid() {
		line.SetInt(int64(n.Line))
	}
	d.each(n, func(key, value *yaml.Node) {
		i, ok := fields[key.Value]
		vocabulary, _ := v.Addr().Interface().(*model.Vocabulary)
		switch {
		case ok:
			d.decode(value, v.Field(i))
			d.checkScalar(value, t.Name(), t.Field(i).Name, v.Field(i))
		case t.Name() == "Form" && key.Value == "base", t.Name() == "Band" && key.Value == "id": // for merging
		case vocabulary != nil && slices.Contains(model.WordParts, key.Value):
			var words []string
			d.list(value, reflect.ValueOf(&words).Elem())
			vocabulary.Words[key.Value] = words
		default:
			d.fail(key, "不认识的键“%s”", "unknown key %q", key.Value)
		}
	})
	d.check(n, v.Addr().Interface())
}

// fieldsOf returns the indexes of a type's fields by their keys.
func (d *decoder) fieldsOf(t reflect.Type) map[string]int {
	fields := d.indexes[t]
	if fields != nil {
		return fields
	}
	fields = map[string]int{}
	d.indexes[t] = fields
	for i := range t.NumField() {
		f := t.Field(i)
		keys, ok := otherKeys[t.Name()+"."+f.Name]
		if !ok && f.IsExported() && f.Name != "Line" {
			keys = []string{keyOf(f.Name)}
		}
		for _, key := range keys {
			fields[key] = i
		}
	}
	return fields
}

// keyOf returns the key of a field: organ_types for OrganTypes, id for ID.
func keyOf(name string) string {
	var b strings.Builder
	lower := false
	for _, c := range name {
		if unicode.IsUpper(c) && lower {
			b.WriteByte('_')
		}
		lower = unicode.IsLower(c)
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// checkScalar fails if the value of a key is no id, or no kind of cell, where it should be. An id has a-z, 0-9 and _
// only, but those of forms and rules may have other characters.
func (d *decoder) checkScalar(n *yaml.Node, in, field string, v reflect.Value) {
	switch {
	case (field == "ID" || field == "Group") && in != "Form" && in != "Rule":
		id := v.String()
		ok := id != "" && id[0] >= 'a' && id[0] <= 'z'
		ok = ok && len(id) <= 60 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
		d.failIf(!ok, n, "“%s”不能作编号：只用小写字母、数字和下划线", "%q is no id: lower-case letters, digits and underscores", id)
	case field == "Kind" && in == "Node":
		if kind := model.Kind(v.String()); !slices.Contains([]model.Kind{model.Count, model.Signed, model.Amount}, kind) {
			d.fail(n, "不认识的类型“%s”，应为 count、signed 或 amount", "unknown kind %q: count, signed or amount", kind)
		}
	}
}

// check fails on a part of a form that lacks something or contradicts itself. It also completes tables and nodes.
func (d *decoder) check(n *yaml.Node, part any) {
	switch p := part.(type) {
	case *model.Form:
		for _, kv := range [][2]string{{"id", p.ID}, {"edition", p.Edition}, {"title_suffix", p.TitleSuffix}} {
			d.failIf(kv[1] == "", n, "缺少“%s”", "%q is missing", kv[0])
		}
	case *model.Years:
		d.failIf(p.From < 1 || p.To != 0 && p.To < p.From, n, "年度范围不对", "the years are not a span")
	case *model.Sheet:
		d.failIf(len([]rune(p.Name)) > 31 || p.Name == "" || strings.ContainsAny(p.Name, `[]:*?/\'`), n, "“%s”不能作工作表名", "%q cannot name a sheet", p.Name)
	case *model.Section:
		d.failIf(p.Heading == "", n, "缺少标题 heading", "the heading is missing")
	case *model.Table:
		d.checkTable(n, p)
	case *model.Band:
		d.checkBand(n, p)
	case *model.Node:
		d.checkNode(n, p)
	case *model.Rule:
		d.checkRule(n, p)
	case *model.CrossEntry:
		d.failIf(!slices.Contains(model.CrossKinds, p.As), n, "不认识的对照“%s”", "unknown crosswalk %q", p.As)
	case *model.Subject:
		d.failIf(!slices.Contains(model.SubjectKinds, p.Kind), n, "不认识的类别“%s”", "unknown kind %q", p.Kind)
		d.failIf(p.Table == "" || p.First == "" && p.Second == "" || len(p.Words) == 0, n, "table、words 和 first、second 之一都要有", "table, words, and first or second are needed")
	case *model.Content:
		d.failIf(p.ID == "" || p.Name == "" || len(p.Words) == 0, n, "id、name 和 words 都要有", "id, name and words are all needed")
	case *model.FillingNote:
		d.failIf(p.ID == "" || p.Where == "" || p.Text == "" || p.Ground == "", n, "id、where、text 和 ground 都要有", "id, where, text and ground are all needed")
		d.failIf(len(p.Fields) > 0 != (p.Prompt != ""), n, "fields 和 prompt 要么都有，要么都没有", "fields and prompt go together")
	case *model.MisprintedTerm:
		d.failIf(p.Wrong == "" || p.Right == "", n, "wrong 和 right 都要有", "wrong and right are both needed")
	}
}

func (d *decoder) checkTable(n *yaml.Node, t *model.Table) {
	widest := 0
	for _, b := range t.Bands {
		widest = max(widest, b.Labels+len(model.Leaves(b.Columns)))
		d.failIf(b.Labels != t.Bands[0].Labels, n, "各段的标签列数应相同", "all bands have the same number of label columns")
	}
	d.failIf(widest == 0, n, "表“%s”没有列", "table %q has no columns", t.ID)
	// A variant that adds a column need not restate the widths.
	for len(t.Widths) > 0 && len(t.Widths) < widest {
		t.Widths = append(t.Widths, t.Widths[len(t.Widths)-1])
	}
	d.failIf(len(t.Widths) != 0 && len(t.Widths) != widest, n, "有 %d 列而给出 %d 个宽度", "there are %d columns and %d widths", widest, len(t.Widths))
}

func (d *decoder) checkBand(n *yaml.Node, b *model.Band) {
	d.failIf(len(b.Columns) == 0 || len(b.Rows) == 0, n, "表中每段都要有行和列", "a band has rows and columns")
	if depth := model.Depth(b.Rows); b.Labels > 0 && depth > b.Labels {
		d.fail(n, "行标签有 %d 层而只有 %d 个标签列", "row labels are %d deep and there are %d label columns", depth, b.Labels)
	}
	d.failIf(b.Labels == 0 && len(model.Leaves(b.Rows)) != 1, n, "没有标签列的表只能有一行", "a table without label columns has one row")
}

func (d *decoder) checkNode(n *yaml.Node, m *model.Node) {
	d.failIf(m.ID != "" && m.Group != "", n, "id 与 group 只能有一个", "give id or group, not both")
	d.failIf(m.Label == "" && (m.ID != "" || m.Group != ""), n, "缺少标签 label", "the label is missing")
	for _, below := range m.Nodes {
		below.Parent = m
	}
}

func (d *decoder) checkRule(n *yaml.Node, r *model.Rule) {
	switch {
	case r.ID == "":
		d.fail(n, "规则缺少 id", "a rule has no id")
	case !slices.Contains(model.Relations, r.Relation):
		d.fail(n, "规则 %s：不认识的关系“%s”", "rule %s: unknown relation %q", r.ID, r.Relation)
	case !slices.Contains(append(model.Grades, model.Off), r.Grade):
		d.fail(n, "规则 %s：不认识的等级“%s”", "rule %s: unknown grade %q", r.ID, string(r.Grade))
	case r.For != "" && r.For != model.Publish:
		d.fail(n, "规则 %s：for 只能是 publish", "rule %s: for is publish, or not there", r.ID)
	case r.Relation == model.RelContents && (len(r.Sections) == 0 || len(r.Parts) == 0):
		d.fail(n, "规则 %s：sections 和 parts 都要有", "rule %s: sections and parts are both needed", r.ID)
	case r.Title.IsZero() || r.Ground.IsZero() || r.Do.IsZero():
		d.fail(n, "规则 %s：title、ground、do 都要有", "rule %s: title, ground and do are all needed", r.ID)
	}
}
