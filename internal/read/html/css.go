package html

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// styleSheet holds the rules of a page's style sheets that may decide whether and how a text is read, by what their
// last part names. It knows elements, classes, ids and attributes, one below or right below the other; rules that
// ask for anything else, such as a:hover, are left out.
type styleSheet struct {
	byTag, byClass, byID map[string][]*styleRule
	all                  []*styleRule
	count                int
	rules, steps         int // rules that may still be read, comparisons that may still be made
}

// styleRule is a selector and what it declares.
type styleRule struct {
	selector     []simpleSelector // from the outermost to the element itself
	declarations []declaration
	weight       int // specificity
	order        int
}

// simpleSelector is what one element must have: its name, an id, classes and attributes.
type simpleSelector struct {
	child      bool // it is right below the one before
	tag, id    string
	classes    []string
	attributes []html.Attribute // an empty value is any value
}

// declaration is a property and its value, in small letters.
type declaration struct {
	name, value string
	important   bool
}

// declaredNames are the properties that are looked at.
var declaredNames = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields("display visibility opacity filter text-decoration text-decoration-line text-line-through vertical-align mso-text-raise mso-hide color -webkit-text-fill-color background background-color background-image font font-size position left right top text-indent margin-left margin-top clip clip-path overflow overflow-x overflow-y width height max-width max-height transform float") {
		out[name] = true
	}
	return out
}()

// newStyleSheet reads style sheets, one after the other.
func newStyleSheet(sheets []string, limits Limits) *styleSheet {
	s := &styleSheet{byTag: map[string][]*styleRule{}, byClass: map[string][]*styleRule{}, byID: map[string][]*styleRule{}, rules: limits.StyleRules, steps: limits.StyleSteps}
	for _, text := range sheets {
		s.read(withoutComments(text), 0)
	}
	return s
}

// withoutComments is a style sheet without its comments, and without the marks that hide it from old browsers.
func withoutComments(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "/*")
		b.WriteString(before)
		if !ok {
			break
		}
		_, text, _ = strings.Cut(rest, "*/")
	}
	return strings.NewReplacer("<!--", " ", "-->", " ").Replace(b.String())
}

// read reads rules up to the end of the text.
func (s *styleSheet) read(text string, depth int) {
	for {
		text = strings.TrimLeft(text, " \t\r\n\f;}")
		end := strings.IndexAny(text, "{;")
		if end < 0 || s.rules < 0 {
			return
		}
		head := strings.TrimSpace(text[:end])
		if text[end] == ';' { // such as @import
			text = text[end+1:]
			continue
		}
		body, rest := block(text[end+1:])
		text = rest
		switch {
		case !strings.HasPrefix(head, "@"):
			s.add(head, declarations(body))
		case depth < 3 && applies(strings.ToLower(head)):
			s.read(body, depth+1)
		}
	}
}

// block cuts a text behind the brace that closes the block it begins in.
func block(text string) (body, rest string) {
	depth := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[:i], text[i+1:]
			}
		}
	}
	return text, ""
}

// applies says whether the rules in an at-rule hold for every screen.
func applies(head string) bool {
	words := strings.Fields(strings.ReplaceAll(head, ",", " , "))
	switch words[0] {
	case "@supports", "@layer", "@document":
		return true
	case "@media":
		return slices.ContainsFunc(strings.Split(strings.TrimPrefix(head, "@media"), ","), func(q string) bool {
			q = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(q), "only "))
			return q == "screen" || q == "all" || q == ""
		})
	}
	return false
}

// declarations reads the declarations that are looked at.
func declarations(body string) []declaration {
	var out []declaration
	for _, d := range strings.Split(body, ";") {
		name, value, _ := strings.Cut(d, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if !declaredNames[name] {
			continue
		}
		value, _, important := strings.Cut(strings.ToLower(value), "!")
		out = append(out, declaration{name, strings.Join(strings.Fields(value), " "), important})
	}
	return out
}

// add adds the rules of a list of selectors.
func (s *styleSheet) add(selectors string, ds []declaration) {
	if len(ds) == 0 {
		return
	}
	for _, sel := range strings.Split(selectors, ",") {
		r := &styleRule{declarations: ds, order: s.count}
		s.count++
		if !r.parse(sel) {
			continue
		}
		if s.rules--; s.rules < 0 {
			return
		}
		last := r.selector[len(r.selector)-1]
		switch {
		case last.id != "":
			s.byID[last.id] = append(s.byID[last.id], r)
		case len(last.classes) > 0:
			s.byClass[last.classes[0]] = append(s.byClass[last.classes[0]], r)
		case last.tag != "":
			s.byTag[last.tag] = append(s.byTag[last.tag], r)
		default:
			s.all = append(s.all, r)
		}
	}
}

// parse reads a selector; false if it asks for what is not known.
func (r *styleRule) parse(text string) bool {
	child := false
	for _, word := range strings.Fields(strings.ReplaceAll(text, ">", " > ")) {
		if word == ">" {
			child = true
			continue
		}
		sel := simpleSelector{child: child}
		child = false
		for word != "" {
			end := strings.IndexAny(word[1:], ".#[") + 1
			if end == 0 {
				end = len(word)
			}
			if word[0] == '[' {
				end = strings.IndexByte(word, ']') + 1
				if end == 0 {
					return false
				}
			}
			part := word[:end]
			word = word[end:]
			if strings.ContainsAny(part, ":+~()") {
				return false
			}
			switch part[0] {
			case '.':
				sel.classes = append(sel.classes, part[1:])
				r.weight += 100
			case '#':
				sel.id = part[1:]
				r.weight += 10_000
			case '[':
				key, value, _ := strings.Cut(part[1:len(part)-1], "=")
				if strings.ContainsAny(key, "^$*|") {
					return false
				}
				sel.attributes = append(sel.attributes, html.Attribute{Key: strings.ToLower(key), Val: strings.Trim(value, `"'`)})
				r.weight += 100
			case '*':
			default:
				sel.tag = strings.ToLower(part)
				r.weight++
			}
		}
		r.selector = append(r.selector, sel)
	}
	return len(r.selector) > 0 && len(r.selector) <= 20
}

// matches says whether an element has what a selector asks for.
func (sel simpleSelector) matches(n *html.Node) bool {
	if sel.tag != "" && sel.tag != n.Data || sel.id != "" && sel.id != attribute(n, "id") {
		return false
	}
	if len(sel.classes) > 0 {
		has := strings.Fields(attribute(n, "class"))
		for _, c := range sel.classes {
			if !slices.Contains(has, c) {
				return false
			}
		}
	}
	for _, a := range sel.attributes {
		i := slices.IndexFunc(n.Attr, func(b html.Attribute) bool { return b.Key == a.Key })
		if i < 0 || a.Val != "" && n.Attr[i].Val != a.Val {
			return false
		}
	}
	return true
}

// matches says whether a rule holds for an element. Every element above that is looked at is a step.
func (s *styleSheet) matches(r *styleRule, n *html.Node) bool {
	i := len(r.selector) - 1
	s.steps--
	if !r.selector[i].matches(n) {
		return false
	}
	for direct := r.selector[i].child; i > 0; i-- {
		n = n.Parent
		for ; n != nil && n.Type == html.ElementNode && !r.selector[i-1].matches(n); n = n.Parent {
			if s.steps--; direct || s.steps < 0 {
				return false
			}
		}
		if n == nil || n.Type != html.ElementNode {
			return false
		}
		direct = r.selector[i-1].child
	}
	return true
}

// of gives what is declared for an element, its own style last.
func (s *styleSheet) of(n *html.Node) map[string]string {
	var rules []*styleRule
	try := func(rs []*styleRule) {
		for _, r := range rs {
			if s.steps >= 0 && s.matches(r, n) {
				rules = append(rules, r)
			}
		}
	}
	try(s.all)
	try(s.byTag[n.Data])
	own := ""
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			for _, c := range strings.Fields(a.Val) {
				try(s.byClass[c])
			}
		case "id":
			try(s.byID[strings.TrimSpace(a.Val)])
		case "style":
			own = a.Val
		}
	}
	if len(rules) == 0 && own == "" {
		return nil
	}
	slices.SortStableFunc(rules, func(a, b *styleRule) int { return cmp.Or(a.weight-b.weight, a.order-b.order) })
	out := map[string]string{}
	important := map[string]bool{}
	take := func(ds []declaration) {
		for _, d := range ds {
			if d.important || !important[d.name] {
				out[d.name] = d.value
				important[d.name] = important[d.name] || d.important
				if d.name == "background" {
					delete(out, "background-color")
				}
				if d.name == "font" {
					delete(out, "font-size")
				}
			}
		}
	}
	for _, r := range rules {
		take(r.declarations)
	}
	take(declarations(own))
	return out
}

// sheetsOf are the style sheets that stand in a page, and whether it has others elsewhere, which external gives by
// their address where it has them.
func sheetsOf(root *html.Node, external func(href string) (string, bool)) (sheets []string, missing bool) {
	for n := range root.Descendants() {
		switch {
		case n.DataAtom == atom.Style && n.FirstChild != nil:
			sheets = append(sheets, n.FirstChild.Data)
			missing = missing || strings.Contains(n.FirstChild.Data, "@import")
		case n.DataAtom == atom.Link && strings.Contains(strings.ToLower(attribute(n, "rel")), "stylesheet") && !strings.EqualFold(attribute(n, "media"), "print"):
			text, ok := external(attribute(n, "href"))
			if missing = missing || !ok; ok {
				sheets = append(sheets, text)
			}
		}
	}
	return sheets, missing
}
