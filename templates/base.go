package templates

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gkxl/gkxl/msg"
)

// files gives the file that each node came from, since a form is merged from several.
type files map[*yaml.Node]string

// maxNodes bounds the nodes of a form after its aliases are written out.
const maxNodes = 100_000

// fail panics with the file and line of a node; Load returns it.
func (fs files) fail(n *yaml.Node, zh, en string, args ...any) {
	panic(&msg.Problem{
		Where: fmt.Sprintf("%s:%d", fs[n], n.Line),
		What:  msg.F(zh, en, args...),
		Hint:  msg.T("请改正格式文件", "correct the form file"),
		Kind:  msg.ErrUnknownForm,
	})
}

// parse reads YAML into a tree without aliases, every node known by its file.
func (fs files) parse(name string, data []byte) *yaml.Node {
	top := &yaml.Node{Line: 1}
	fs[top] = name
	if root, ok := fs.stored(name, data); ok {
		return root
	}
	return fs.parseYAML(name, data, top)
}

// parseYAML reads YAML into a tree without aliases, every node known by its file.
func (fs files) parseYAML(name string, data []byte, top *yaml.Node) *yaml.Node {
	if len(data) > maxFormSize {
		fs.fail(top, "格式文件超过 1 MB", "the form file is larger than 1 MB")
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		what := strings.TrimPrefix(err.Error(), "yaml: ")
		fs.fail(top, "不是有效的 YAML：%s", "not valid YAML: %s", what)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		fs.fail(top, "格式文件应是“键: 值”的集合", "a form file is a mapping")
	}
	budget := maxNodes
	return fs.expandAliases(name, doc.Content[0], &budget, 0)
}

// expandAliases copies a tree with its aliases written out, so that merging never changes two places at once.
func (fs files) expandAliases(name string, n *yaml.Node, budget *int, depth int) *yaml.Node {
	if *budget--; *budget < 0 || depth > 64 {
		fs[n] = name
		fs.fail(n, "格式文件过大或引用成环", "the form is too large, or an alias contains itself")
	}
	if n.Kind == yaml.AliasNode {
		fs[n] = name
		return fs.expandAliases(name, n.Alias, budget, depth+1)
	}
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	fs[&c] = name
	for i, m := range n.Content {
		c.Content[i] = fs.expandAliases(name, m, budget, depth+1)
	}
	if c.Kind == yaml.MappingNode {
		seen := map[string]bool{}
		for i := 0; i < len(c.Content); i += 2 {
			if k := c.Content[i]; seen[k.Value] {
				fs.fail(k, "“%s”重复", "%q is given twice", k.Value)
			} else {
				seen[k.Value] = true
			}
		}
	}
	return &c
}

// resolve merges a form onto its base.
func resolve(root *yaml.Node, fs files, seen map[string]bool) *yaml.Node {
	b := member(root, "base")
	if b == nil {
		return root
	}
	if seen[b.Value] {
		fs.fail(b, "base 成环", "the base leads back to itself")
	}
	seen[b.Value] = true
	data, err := forms.ReadFile("forms/" + b.Value + ".yaml")
	if err != nil {
		fs.fail(b, "没有名为“%s”的基础格式，可用：%s", "there is no base %q; use one of %s", b.Value, msg.Names(Editions()))
	}
	base := fs.parse(b.Value+".yaml", data)
	return fs.merge(resolve(base, fs, seen), root)
}

// member returns the value of a key in a mapping; nil for none.
func member(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

// cutMember removes a key from a mapping and returns its value; nil for none.
func cutMember(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			v := m.Content[i+1]
			m.Content = append(m.Content[:i:i], m.Content[i+2:]...)
			return v
		}
	}
	return nil
}

// merge lays over on base: mappings key by key, lists of entries with an identity entry by entry, everything
// else as a whole.
func (fs files) merge(base, over *yaml.Node) *yaml.Node {
	switch {
	case base.Kind == yaml.MappingNode && over.Kind == yaml.MappingNode:
		for i := 0; i < len(over.Content); i += 2 {
			k, v := over.Content[i], over.Content[i+1]
			if old := member(base, k.Value); old != nil && k.Value != "good" && k.Value != "bad" {
				v = fs.merge(old, v)
			}
			cutMember(base, k.Value)
			base.Content = append(base.Content, k, v)
		}
		// A fault in a merged entry is reported where the entry was changed last.
		base.Line, fs[base] = over.Line, fs[over]
		return base
	case base.Kind == yaml.SequenceNode && over.Kind == yaml.SequenceNode && mergeable(base) && mergeable(over):
		for i, o := range over.Content {
			fs.mergeEntry(base, o, i)
		}
		return base
	}
	return over
}

// mergeable reports whether all entries of a list have an identity.
func mergeable(list *yaml.Node) bool {
	for _, n := range list.Content {
		if n.Kind != yaml.MappingNode || entryIdentity(n) == "" && member(n, "rows") == nil && member(n, "columns") == nil {
			return false
		}
	}
	return true
}

// entryIdentity names an entry of a list; a band may have none, then its position stands for it.
func entryIdentity(n *yaml.Node) string {
	for _, k := range []string{"id", "group", "name"} {
		if v := member(n, k); v != nil && v.Value != "" {
			return k + " " + v.Value
		}
	}
	return ""
}

// mergeEntry merges one entry into a list, at the place it asks for.
func (fs files) mergeEntry(list, o *yaml.Node, i int) {
	before, after := cutMember(o, "before"), cutMember(o, "after")
	remove := cutMember(o, "remove")
	at := -1
	for j, b := range list.Content {
		if id := entryIdentity(o); id != "" && id == entryIdentity(b) || id == "" && entryIdentity(b) == "" && i == j {
			at = j
		}
	}
	if remove != nil {
		if at < 0 {
			fs.fail(o, "要删除的条目不存在", "there is no such entry to remove")
		}
		list.Content = append(list.Content[:at:at], list.Content[at+1:]...)
		return
	}
	if at >= 0 {
		o = fs.merge(list.Content[at], o)
		if before == nil && after == nil {
			list.Content[at] = o
			return
		}
		list.Content = append(list.Content[:at:at], list.Content[at+1:]...)
	}
	at = len(list.Content)
	if anchor := before; anchor != nil || after != nil {
		if anchor == nil {
			anchor = after
		}
		at = -1
		for j, b := range list.Content {
			if _, id, _ := strings.Cut(entryIdentity(b), " "); id == anchor.Value && id != "" {
				at = j
			}
		}
		if at < 0 {
			fs.fail(anchor, "找不到条目“%s”", "there is no entry %q to stand next to", anchor.Value)
		}
		if before == nil {
			at++
		}
	}
	list.Content = append(list.Content[:at:at], append([]*yaml.Node{o}, list.Content[at:]...)...)
}

// stripPlacement removes the keys of placement, which only merging understands, from lists that were taken over whole.
func (fs files) stripPlacement(n *yaml.Node) {
	for _, k := range []string{"before", "after"} {
		cutMember(n, k)
	}
	if r := cutMember(n, "remove"); r != nil {
		fs.fail(r, "没有可删除的条目", "there is nothing to remove here")
	}
}

// storedTrees are the files built in, parsed: to read their YAML took half of the time of a short run. Each is
// its name and a digest of its YAML, the number of nodes, and the nodes in reading order: kind, line, value, and
// how many lie right below. A file that was changed since is parsed, as a user's is; a test finds that out, and
// writes this anew with -update.
//
//go:embed stored.bin
var storedTrees string

// stored is the tree that parse makes of a file built in.
func (fs files) stored(name string, data []byte) (root *yaml.Node, ok bool) {
	digest := sha256.Sum256(data)
	_, at, ok := strings.Cut(storedTrees, name+string(digest[:]))
	if !ok {
		return nil, false
	}
	number := func() (n int) { // as binary.AppendUvarint writes it
		for shift := 0; ; shift += 7 {
			c := at[0]
			at = at[1:]
			if n |= int(c&0x7f) << shift; c < 0x80 {
				return n
			}
		}
	}
	nodes := make([]yaml.Node, number())
	below := make([]*yaml.Node, len(nodes))
	var next func() *yaml.Node
	next = func() *yaml.Node {
		n := &nodes[0]
		nodes = nodes[1:]
		fs[n] = name
		n.Kind, n.Line = yaml.Kind(number()), number()
		size := number()
		n.Value, at = at[:size], at[size:]
		count := number()
		n.Content, below = below[:count:count], below[count:]
		for i := range n.Content {
			n.Content[i] = next()
		}
		return n
	}
	return next(), true
}
