package local

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// parser reads a file of local rules.
type parser struct {
	name   string
	forms  []*model.Form
	limits Limits
}

// fault is an error at a line; it is a panic that parse returns.
type fault struct{ err *msg.Problem }

// fail panics with a fault at a node.
func (p *parser) fail(n *yaml.Node, what, hint msg.Text) {
	where := p.name
	if n != nil && n.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.name, n.Line)
	}
	panic(fault{&msg.Problem{Where: where, What: what, Hint: hint}})
}

// failIf fails at a node if something is wrong with it.
func (p *parser) failIf(wrong bool, n *yaml.Node, what, hint msg.Text) {
	if wrong {
		p.fail(n, what, hint)
	}
}

// seeExample is the hint of what is not a file of local rules.
var seeExample = msg.T("照 examples/local-rules.yaml 的样子写", "write it as examples/local-rules.yaml is")

// parse reads the content of a file.
func parse(p *parser, data []byte) (rules *Rules, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, ours := r.(fault)
			if !ours {
				panic(r)
			}
			rules, err = nil, f.err
		}
	}()
	p.failIf(len(data) > p.limits.Bytes, nil, msg.F("地方规则文件有 %d 字节，最多 %d", "the file of local rules has %d bytes, %d are the most", len(data), p.limits.Bytes), msg.T("分成几个文件", "divide it into several files"))
	p.failIf(!utf8.Valid(data), nil, msg.T("地方规则文件不是 UTF-8 编码", "the file of local rules is not UTF-8"), msg.T("在编辑器里另存为 UTF-8", "save it as UTF-8 in an editor"))
	var root, more yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	switch err := d.Decode(&root); {
	case errors.Is(err, io.EOF):
		p.fail(nil, msg.T("地方规则文件是空的", "the file of local rules is empty"), seeExample)
	case err != nil:
		p.fail(&yaml.Node{Line: lineOf(err)}, msg.T("这一行附近不是 YAML：缩进、引号或冒号不对", "near this line it is no YAML: the indentation, quotes or colons are wrong"), seeExample)
	}
	p.failIf(!errors.Is(d.Decode(&more), io.EOF), nil, msg.T("文件里有几份 YAML", "the file holds several documents"), msg.T("只留一份，去掉中间的“---”", "keep one, without the \"---\" in between"))
	return p.file(root.Content[0], data), nil
}

// lineNumber matches the line that an error of the YAML library names.
var lineNumber = regexp.MustCompile(`line (\d+)`)

// lineOf returns the line of an error of the YAML library, or 0.
func lineOf(err error) int {
	if m := lineNumber.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits by the pattern
		return n
	}
	return 0
}

// members returns the members of a mapping, and fails on a key that is twice or not among those allowed.
func (p *parser) members(n *yaml.Node, allowed []string) map[string]*yaml.Node {
	p.failIf(n.Kind != yaml.MappingNode, n, msg.T("此处应是“键: 值”的集合", "a mapping is expected here"), seeExample)
	out := map[string]*yaml.Node{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		p.failIf(!slices.Contains(allowed, key.Value), key, msg.F("这里没有“%s”这一项", "there is no %q here", text.Clip(key.Value, clipped)), msg.F("可用的：%s", "to choose from: %s", names(allowed)))
		p.failIf(out[key.Value] != nil, key, msg.F("“%s”写了两次", "%q is there twice", key.Value), msg.T("只留一项", "keep one"))
		out[key.Value] = n.Content[i+1]
	}
	return out
}

// clipped is how many characters of a text a message quotes.
const clipped = 40

// names lists names in either language.
func names(all []string) msg.Text {
	return msg.T(strings.Join(all, "、"), strings.Join(all, ", "))
}

// file reads the whole file.
func (p *parser) file(n *yaml.Node, data []byte) *Rules {
	m := p.members(n, []string{"id", "title", "rules"})
	for _, key := range []string{"id", "title", "rules"} {
		p.failIf(m[key] == nil, n, msg.F("缺少“%s”", "%q is missing", key), seeExample)
	}
	sum := sha256.Sum256(data)
	out := &Rules{ID: p.id(m["id"]), Title: p.text(m["title"]), Source: hex.EncodeToString(sum[:])}
	list := m["rules"]
	p.failIf(list.Kind != yaml.SequenceNode || len(list.Content) == 0, list, msg.T("“rules”应是规则的列表", "\"rules\" is a list of rules"), seeExample)
	p.failIf(len(list.Content) > p.limits.Rules, list, msg.F("有 %d 条规则，最多 %d 条", "there are %d rules, %d are the most", len(list.Content), p.limits.Rules), msg.T("分成几个文件", "divide it into several files"))
	for _, item := range list.Content {
		r := p.rule(out, item)
		_, twice := out.Find(r.ID)
		p.failIf(twice, item, msg.F("编号“%s”用了两次", "the id %q is used twice", r.ID), msg.T("每条规则用自己的编号", "give each rule an id of its own"))
		out.Rules = append(out.Rules, r)
	}
	return out
}

// idForm matches an id.
var idForm = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$`)

// id reads an id.
func (p *parser) id(n *yaml.Node) string {
	s := p.scalar(n)
	p.failIf(!idForm.MatchString(s) || len(s) > 40, n, msg.F("编号“%s”不能用", "the id %q cannot be used", text.Clip(s, clipped)), msg.T("用大写字母开头的字母、数字和连字符，不超过 40 个，如 OVERVIEW-LENGTH", "use capital letters, digits and hyphens, a letter first and 40 at most, such as OVERVIEW-LENGTH"))
	return s
}

// scalar reads a text, a number or a truth value as it is written.
func (p *parser) scalar(n *yaml.Node) string {
	p.failIf(n.Kind == yaml.AliasNode, n, msg.T("不能用“*”引用别处", "references by \"*\" cannot be used"), msg.T("把内容写在这里", "write the content here"))
	p.failIf(n.Kind != yaml.ScalarNode || n.Tag == "!!null", n, msg.T("此处应是文字", "a text is expected here"), seeExample)
	return strings.TrimSpace(n.Value)
}

// text reads a text, in Chinese or in both languages.
func (p *parser) text(n *yaml.Node) msg.Text {
	if n.Kind == yaml.MappingNode {
		m := p.members(n, []string{"zh", "en"})
		p.failIf(m["zh"] == nil, n, msg.T("缺少“zh”", "\"zh\" is missing"), seeExample)
		out := p.text(m["zh"])
		if m["en"] != nil {
			out.EN = p.scalar(m["en"])
		}
		return out
	}
	s := p.scalar(n)
	p.failIf(s == "" || utf8.RuneCountInString(s) > p.limits.Characters, n, msg.F("此处应有文字，最多 %d 字", "a text of at most %d characters is expected here", p.limits.Characters), seeExample)
	return msg.Text{ZH: s, EN: s}
}

// number reads an integer from 1 to a bound.
func (p *parser) number(n *yaml.Node, most int) int {
	i, err := strconv.Atoi(p.scalar(n))
	p.failIf(err != nil || i < 1 || i > most, n, msg.F("此处应是 1 到 %d 的整数，而不是“%s”", "an integer of 1 to %d is expected here, not %q", most, text.Clip(n.Value, clipped)), msg.T("改正这个数", "correct the number"))
	return i
}

// list reads a list of texts. None may be empty.
func (p *parser) list(n *yaml.Node) []string {
	p.failIf(n.Kind != yaml.SequenceNode || len(n.Content) == 0, n, msg.T("此处应是列表，如 [甲, 乙]", "a list such as [a, b] is expected here"), seeExample)
	p.failIf(len(n.Content) > p.limits.Words, n, msg.F("列表有 %d 项，最多 %d 项", "the list has %d items, %d are the most", len(n.Content), p.limits.Words), msg.T("分成几条规则", "divide it into several rules"))
	return lists.Map(n.Content, func(item *yaml.Node) string {
		s := p.scalar(item)
		p.failIf(s == "" || utf8.RuneCountInString(s) > p.limits.Characters, item, msg.F("列表的一项应有文字，最多 %d 字", "an item of a list is a text of at most %d characters", p.limits.Characters), seeExample)
		return s
	})
}

// oneOf reads one of several words.
func (p *parser) oneOf(n *yaml.Node, words ...string) string {
	s := p.scalar(n)
	p.failIf(!slices.Contains(words, s), n, msg.F("“%s”不能用在这里", "%q cannot be used here", text.Clip(s, clipped)), msg.F("可用的：%s", "to choose from: %s", names(words)))
	return s
}

// patterns reads regular expressions.
func (p *parser) patterns(n *yaml.Node) (out []*regexp.Regexp) {
	for i, s := range p.list(n) {
		re, err := regexp.Compile(s)
		p.failIf(err != nil, n.Content[i], msg.F("“%s”不是正则表达式", "%q is no regular expression", text.Clip(s, clipped)), msg.T("检查括号和方括号是否成对、前面有没有多余的 * + ?；不支持前后断言和反向引用", "see whether brackets are closed and nothing is repeated that is not there; lookaround and backreferences are not supported"))
		p.failIf(re != nil && re.MatchString(""), n.Content[i], msg.F("“%s”与空的文字也相符", "%q matches an empty text too", text.Clip(s, clipped)), msg.T("写明要找的文字", "write what is to be found"))
		out = append(out, re)
	}
	return out
}

// rule reads one rule.
func (p *parser) rule(file *Rules, n *yaml.Node) *Rule {
	p.failIf(n.Kind != yaml.MappingNode, n, msg.T("一条规则应是“键: 值”的集合", "a rule is a mapping"), seeExample)
	var kind Kind
	kinds := lists.Map(Kinds, func(k KindInfo) string { return string(k.Kind) })
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == "kind" {
			kind = Kind(p.oneOf(n.Content[i+1], kinds...))
		}
	}
	p.failIf(kind == "", n, msg.T("规则缺少“kind”", "the rule has no \"kind\""), msg.F("可用的：%s", "to choose from: %s", names(kinds)))
	info, _ := Info(kind)
	m := p.members(n, slices.Concat(CommonKeys, info.Keys))
	for _, key := range []string{"id", "title", "ground", "grade"} {
		p.failIf(m[key] == nil, n, msg.F("规则缺少“%s”", "the rule has no %q", key), seeExample)
	}
	p.failIf(!slices.ContainsFunc(info.Required, func(k string) bool { return m[k] != nil }), n, msg.F("“%s”的规则至少要写：%s", "a rule of kind %q has at least one of: %s", string(kind), names(info.Required)), seeExample)
	r := &Rule{Kind: kind}
	r.ID = Prefix + file.ID + "-" + p.id(m["id"])
	r.Grade = model.Grade(p.oneOf(m["grade"], string(model.Error), string(model.Warning), string(model.Hint), string(model.Off)))
	r.Title, r.Ground, r.Line = p.text(m["title"]), p.text(m["ground"]), n.Line
	r.Ground = msg.F("%s，%s", "%s, %s", file.Title, r.Ground)
	r.Do = msg.T("按地方的要求改正", "correct it as the notice demands")
	if m["do"] != nil {
		r.Do = p.text(m["do"])
	}
	r.Relation = model.RelLocal
	p.sections(r, m["sections"])
	p.parameters(r, n, m)
	return r
}

// sections reads which narratives a rule is about: all of them if it does not say.
func (p *parser) sections(r *Rule, n *yaml.Node) {
	var known []string
	for _, f := range p.forms {
		for _, s := range f.Sections {
			if s.Table == nil && !slices.Contains(known, s.ID) {
				known = append(known, s.ID)
			}
		}
	}
	if n == nil {
		r.Sections = known
		return
	}
	r.Sections = p.list(n)
	for i, s := range r.Sections {
		p.failIf(!slices.Contains(known, s), n.Content[i], msg.F("没有“%s”这个部分", "there is no section %q", text.Clip(s, clipped)), msg.F("可用的：%s", "to choose from: %s", names(known)))
	}
}

// The bounds of figures in rules.
const (
	mostCharacters = 1_000_000
	defaultLeast   = 100
)

// parameters reads what a rule of its kind has.
func (p *parser) parameters(r *Rule, n *yaml.Node, m map[string]*yaml.Node) {
	info, _ := Info(r.Kind)
	for _, key := range info.Keys {
		v := m[key]
		if v == nil {
			continue
		}
		switch key {
		case "min":
			r.Min = p.number(v, mostCharacters)
		case "max":
			r.Max = p.number(v, mostCharacters)
		case "fields":
			r.Fields = p.list(v)
			for i, id := range r.Fields {
				known := slices.ContainsFunc(p.forms, func(f *model.Form) bool { _, ok := f.Field(id); return ok })
				p.failIf(!known, v.Content[i], msg.F("没有编号为“%s”的格", "there is no cell %q", text.Clip(id, clipped)), msg.T("格的编号如 requests.new.total，见使用说明“格的编号”", "ids of cells are such as requests.new.total; see the guide"))
			}
		case "words":
			r.Words = p.list(v)
		case "units":
			r.Units = p.list(v)
		case "names":
			p.failIf(v.Kind != yaml.SequenceNode || len(v.Content) == 0, v, msg.T("此处应是列表，如 [甲, [乙, 丙]]", "a list such as [a, [b, c]] is expected here"), seeExample)
			p.failIf(len(v.Content) > p.limits.Words, v, msg.F("列表有 %d 项，最多 %d 项", "the list has %d items, %d are the most", len(v.Content), p.limits.Words), msg.T("分成几条规则", "divide it into several rules"))
			for _, item := range v.Content {
				if item.Kind != yaml.SequenceNode {
					item = &yaml.Node{Kind: yaml.SequenceNode, Line: item.Line, Content: []*yaml.Node{item}}
				}
				r.Names = append(r.Names, p.list(item))
			}
		case "must":
			r.Must = p.list(v)
		case "must_not":
			r.MustNot = p.list(v)
		case "must_match":
			r.MustMatch = p.patterns(v)
		case "must_not_match":
			r.MustNotMatch = p.patterns(v)
		case "with":
			r.WithUnits = p.oneOf(v, "last", "units") == "units"
		case "limit":
			r.Limit = p.number(v, 99)
		}
	}
	r.Needed, r.Least = len(r.Names), defaultLeast
	if v := m["least"]; v != nil && r.Kind == Mention {
		r.Needed = p.number(v, len(r.Names))
	} else if v != nil {
		r.Least = p.number(v, mostCharacters)
	}
	p.failIf(r.Kind == Repetition && m["with"] == nil, n, msg.T("“repetition”的规则缺少“with”", "a rule of kind \"repetition\" has no \"with\""), msg.T("写 last（与上年）或 units（与别的单位）", "write last (year) or units (others)"))
	p.failIf(r.Max > 0 && r.Min > r.Max, n, msg.F("min（%d）大于 max（%d）", "min (%d) is more than max (%d)", r.Min, r.Max), msg.T("改正其中一个", "correct one of them"))
	p.failIf(r.Kind == Count && (len(r.Words) > 0) != (len(r.Units) > 0), n, msg.T("“words”和“units”要一起写", "\"words\" and \"units\" go together"), seeExample)
}
