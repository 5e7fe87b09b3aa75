package html

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/sorting"
)

// styleSheet holds the rules of a page's style sheets that may decide whether and how a text is read, by what their
// last part names. It knows elements, classes, ids, attributes and places among children, one below or right below
// the other. Rules for a state that a page is not in when it is opened, such as a:hover, are left out; of those that
// ask for anything else it is not known whether they hold.
type styleSheet struct {
	byTag, byClass, byID map[string][]*styleRule
	all                  []*styleRule
	count                int
	variables            map[string]string
	generated            bool // there are rules for text that no element has
	rules, steps         int  // rules that may still be read, comparisons that may still be made
}

// styleRule is a selector and what it declares.
type styleRule struct {
	selector     []simpleSelector // from the outermost to the element itself
	declarations []declaration
	weight       int // specificity
	order        int
	before       bool // it is for a text that stands before or behind those of the element
	doubt        bool // it asks for something that is not known
}

// declaration is a property and its value, in small letters.
type declaration struct {
	name, value string
	important   bool
}

// declaredNames are the properties that are looked at.
var declaredNames = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields("display visibility opacity filter text-decoration text-decoration-line text-line-through vertical-align mso-text-raise mso-hide color -webkit-text-fill-color background background-color background-image font font-size position left right top text-indent margin-left margin-top content content-visibility -webkit-text-security zoom font-variant-position direction unicode-bidi clip clip-path overflow overflow-x overflow-y width height max-width max-height transform float") {
		out[name] = true
	}
	return out
}()

// newStyleSheet reads style sheets, one after the other.
func newStyleSheet(sheets []string, limits Limits) *styleSheet {
	s := &styleSheet{byTag: map[string][]*styleRule{}, byClass: map[string][]*styleRule{}, byID: map[string][]*styleRule{}, variables: map[string]string{}, rules: limits.StyleRules, steps: limits.StyleSteps}
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
	name, condition := head, ""
	if i := strings.IndexFunc(head[1:], func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }); i >= 0 { // also @media(min-width:1px)
		name, condition = head[:1+i], head[1+i:]
	}
	switch name {
	case "@supports", "@layer", "@document":
		return true
	case "@media":
		return slices.ContainsFunc(strings.Split(condition, ","), func(q string) bool {
			q = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(q), "only "))
			return q == "screen" || q == "all" || q == "" || forWideScreens(strings.TrimPrefix(strings.TrimPrefix(q, "screen and "), "all and "))
		})
	}
	return false
}

// forWideScreens says whether a condition asks for nothing but a screen as wide as those on which reports are read.
func forWideScreens(condition string) bool {
	condition = strings.ReplaceAll(condition, " ", "")
	for _, c := range strings.Split(condition, "and") {
		name, length, _ := strings.Cut(strings.Trim(c, "()"), ":")
		v, ok := pixels(length, usualSize)
		if !ok || name != "min-width" || v > usualScreen {
			return false
		}
	}
	return true
}

// usualScreen is the width, in pixels, that most screens of offices have at least.
const usualScreen = 1200

// declarations reads the declarations that are looked at.
func declarations(body string) []declaration {
	var out []declaration
	for _, d := range strings.Split(body, ";") {
		name, value, _ := strings.Cut(d, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if !declaredNames[name] && !strings.HasPrefix(name, "--") {
			continue
		}
		value, _, important := strings.Cut(strings.ToLower(value), "!")
		out = append(out, declaration{name, strings.Join(strings.Fields(value), " "), important})
	}
	return out
}

// add adds the rules of a list of selectors.
func (s *styleSheet) add(selectors string, ds []declaration) {
	for _, d := range ds { // one value for the whole page, unless there are several
		if v, ok := s.variables[d.name]; ok && v != d.value {
			s.variables[d.name] = "var(" // none that is known
		} else if strings.HasPrefix(d.name, "--") {
			s.variables[d.name] = d.value
		}
	}
	if ds = slices.DeleteFunc(ds, func(d declaration) bool { return strings.HasPrefix(d.name, "--") }); len(ds) == 0 {
		return
	}
	for _, sel := range splitSelectors(selectors) {
		r := &styleRule{declarations: ds, order: s.count}
		s.count++
		if !r.parse(sel) {
			continue
		}
		if s.rules--; s.rules < 0 {
			return
		}
		s.generated = s.generated || r.before
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

// of gives what is declared for an element, its own style last, and what it would be if the rules held of which that
// is not known; nil if there are none.
func (s *styleSheet) of(n *html.Node) (known, doubtful map[string]string) {
	var rules []*styleRule
	doubt := false
	for _, r := range s.holding(n) {
		if !r.before {
			rules, doubt = append(rules, r), doubt || r.doubt
		}
	}
	own := ""
	for _, a := range n.Attr {
		if a.Key == "style" {
			own = a.Val
		}
	}
	if len(rules) == 0 && own == "" {
		return nil, nil
	}
	if doubt {
		doubtful = s.cascade(rules, own)
		rules = slices.DeleteFunc(rules, func(r *styleRule) bool { return r.doubt })
	}
	return s.cascade(rules, own), doubtful
}

// addedTo are the texts that the rules for an element put before or behind its own, as they are declared.
func (s *styleSheet) addedTo(n *html.Node) (out []string) {
	if !s.generated {
		return nil
	}
	for _, r := range s.holding(n) {
		for _, d := range r.declarations {
			if r.before && d.name == "content" {
				out = append(out, d.value)
			}
		}
	}
	return out
}

// holding are the rules that hold for an element, by weight.
func (s *styleSheet) holding(n *html.Node) (rules []*styleRule) {
	try := func(rs []*styleRule) {
		for _, r := range rs {
			if s.steps >= 0 && s.matches(r, n) {
				rules = append(rules, r)
			}
		}
	}
	try(s.all)
	try(s.byTag[n.Data])
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			for _, c := range strings.Fields(a.Val) {
				try(s.byClass[c])
			}
		case "id":
			try(s.byID[strings.TrimSpace(a.Val)])
		}
	}
	sorting.By(rules, func(a, b *styleRule) int { return cmp.Or(a.weight-b.weight, a.order-b.order) })
	return rules
}

// cascade is what rules and an element's own style declare.
func (s *styleSheet) cascade(rules []*styleRule, own string) map[string]string {
	out := map[string]string{}
	important := map[string]bool{}
	take := func(ds []declaration) {
		for _, d := range ds {
			if d.important || !important[d.name] {
				out[d.name] = s.resolve(d.value)
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

// resolve puts the values of variables in their places. One that is not known stays.
func (s *styleSheet) resolve(value string) string {
	for range 5 {
		i := strings.Index(value, "var(")
		if i < 0 {
			return value
		}
		inner, rest, ok := strings.Cut(value[i+len("var("):], ")")
		name, otherwise, _ := strings.Cut(inner, ",")
		v, known := s.variables[strings.TrimSpace(name)]
		if otherwise = strings.TrimSpace(otherwise); !known && otherwise != "" {
			v, known = otherwise, true
		}
		if !ok || !known {
			return value
		}
		value = value[:i] + v + rest
	}
	return value
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
