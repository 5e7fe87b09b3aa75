package text

import (
	"sync"
	"text/template"
	"text/template/parse"
)

// Page is the template of a web page, parsed when it is first asked for. What its actions print is escaped, so that it
// stays text where it stands between tags or in an attribute in quotation marks; a page prints nothing elsewhere. The
// library's html/template does the same for scripts and addresses as well, which no page has, and makes the program
// 0.3 MB larger. Asking for it panics if the source is no template.
func Page(name, source string, functions template.FuncMap) func() *template.Template {
	var once sync.Once
	var t *template.Template
	return func() *template.Template {
		once.Do(func() {
			t = template.Must(template.New(name).Funcs(functions).Parse(source))
			for _, one := range t.Templates() {
				escapeList(one.Tree, one.Root)
			}
		})
		return t
	}
}

// escapeList lets the actions of a list escape what they print.
func escapeList(t *parse.Tree, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				html := parse.NewIdentifier("html").SetTree(t).SetPos(n.Pos)
				n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{html}})
			}
		case *parse.IfNode:
			escapeList(t, n.List)
			escapeList(t, n.ElseList)
		case *parse.RangeNode:
			escapeList(t, n.List)
			escapeList(t, n.ElseList)
		case *parse.WithNode:
			escapeList(t, n.List)
			escapeList(t, n.ElseList)
		}
	}
}
