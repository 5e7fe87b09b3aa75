package html

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// simpleSelector is what one element must have: its name, an id, classes and attributes.
type simpleSelector struct {
	by         string // how it stands to the one before: below it, right below (>), right behind (+), or behind (~)
	tag, id    string
	classes    []string
	attributes []html.Attribute // an empty value is any value
	parts      []html.Attribute // what values of attributes begin with (^), end with ($) or contain (*)
	children   []string         // which child of its parent it is: first, last, odd, even, or a number
	not        []simpleSelector
}

// splitSelectors cuts a list of selectors at its commas, but for those in brackets.
func splitSelectors(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth <= 0 {
				out, from = append(out, s[from:i]), i+1
			}
		}
	}
	return append(out, s[from:])
}

// parse reads a selector; false if it asks for a state that the page is not in, or cannot be read.
func (r *styleRule) parse(text string) bool {
	by := ""
	for _, word := range selectorWords(text) {
		if word == ">" || word == "+" || word == "~" {
			by = word
			continue
		}
		sel := simpleSelector{by: by}
		by = ""
		if !r.compound(&sel, word) {
			return false
		}
		r.selector = append(r.selector, sel)
	}
	return len(r.selector) > 0 && len(r.selector) <= 20
}

// selectorWords cuts a selector into its parts and what stands between them.
func selectorWords(text string) []string {
	var out []string
	word, depth := "", 0
	end := func() {
		if word != "" {
			out = append(out, word)
		}
		word = ""
	}
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		}
		switch {
		case depth > 0 || !strings.ContainsRune(" \t\r\n\f>+~", rune(c)):
			word += text[i : i+1]
		case c == '>' || c == '+' || c == '~':
			end()
			out = append(out, text[i:i+1])
		default:
			end()
		}
	}
	end()
	return out
}

// compound reads what one element must have; false as parse.
func (r *styleRule) compound(sel *simpleSelector, word string) bool {
	for word != "" {
		from := 1
		if strings.HasPrefix(word, "::") {
			from = 2
		}
		end := len(word)
		if i := strings.IndexAny(word[from:], ".#[:"); i >= 0 {
			end = from + i
		}
		switch open := strings.IndexByte(word, '('); {
		case word[0] == '[':
			if end = strings.IndexByte(word, ']') + 1; end == 0 {
				return false
			}
		case word[0] == ':' && open > 0 && open <= end:
			if end = closing(word) + 1; end == 0 {
				return false
			}
		}
		part := word[:end]
		word = word[end:]
		switch part[0] {
		case '.':
			sel.classes = append(sel.classes, part[1:])
			r.weight += 100
		case '#':
			sel.id = part[1:]
			r.weight += 10_000
		case '[':
			key, value, ok := strings.Cut(part[1:len(part)-1], "=")
			a := html.Attribute{Key: strings.ToLower(strings.TrimRight(key, "^$*|~")), Val: strings.Trim(value, `"' `)}
			if kind := key[max(0, len(key)-1):]; ok && strings.Contains("^$*|~", kind) {
				a.Namespace = kind
				sel.parts = append(sel.parts, a)
			} else {
				sel.attributes = append(sel.attributes, a)
			}
			r.weight += 100
		case ':':
			if !r.pseudo(sel, strings.ToLower(strings.TrimLeft(part, ":"))) {
				return false
			}
		case '*':
		default:
			sel.tag = strings.ToLower(part)
			r.weight++
		}
	}
	return true
}

// closing is the place of the bracket that closes the first one; -1 if there is none.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// pseudo reads what a selector asks for by a word with a colon; false as parse.
func (r *styleRule) pseudo(sel *simpleSelector, word string) bool {
	name, argument, _ := strings.Cut(strings.TrimSuffix(word, ")"), "(")
	argument = strings.TrimSpace(argument)
	r.weight += 100
	switch name {
	case "before", "after":
		r.before = true
	case "first-child", "last-child":
		sel.children = append(sel.children, strings.TrimSuffix(name, "-child"))
	case "nth-child":
		if argument != "odd" && argument != "even" && strings.Trim(argument, "0123456789") != "" {
			r.doubt = true
			break
		}
		sel.children = append(sel.children, argument)
	case "not":
		inner := &styleRule{}
		for _, s := range splitSelectors(argument) {
			var one simpleSelector
			words := selectorWords(s)
			if len(words) != 1 || !inner.compound(&one, words[0]) || inner.doubt || inner.before {
				r.doubt = true
				continue
			}
			sel.not = append(sel.not, one)
		}
	case "root":
		sel.tag = "html"
	case "link", "any-link", "enabled", "read-write", "is", "where", "has", "only-child", "first-of-type", "last-of-type", "only-of-type", "nth-of-type", "nth-last-child", "nth-last-of-type", "empty", "lang", "dir":
		r.doubt = true
	default: // a state, or a part that is no text of the page
		return false
	}
	return true
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
	for _, a := range sel.parts {
		v := attribute(n, a.Key)
		switch a.Namespace {
		case "^", "|":
			if a.Val == "" || !strings.HasPrefix(v, a.Val) {
				return false
			}
		case "$":
			if a.Val == "" || !strings.HasSuffix(v, a.Val) {
				return false
			}
		case "~":
			if !slices.Contains(strings.Fields(v), a.Val) {
				return false
			}
		default:
			if a.Val == "" || !strings.Contains(v, a.Val) {
				return false
			}
		}
	}
	for _, which := range sel.children {
		if !isChild(n, which) {
			return false
		}
	}
	return !slices.ContainsFunc(sel.not, func(not simpleSelector) bool { return not.matches(n) })
}

// maxChildren is how many children of an element are counted.
const maxChildren = 1000

// isChild says whether an element is the first, the last, an odd, an even, or another child of its parent.
func isChild(n *html.Node, which string) bool {
	if which == "last" {
		for c := n.NextSibling; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				return false
			}
		}
		return true
	}
	number := 1
	for c := n.PrevSibling; c != nil && number < maxChildren; c = c.PrevSibling {
		if c.Type == html.ElementNode {
			number++
		}
	}
	switch which {
	case "first":
		return number == 1
	case "odd", "even":
		return number%2 == 1 == (which == "odd")
	}
	return strconv.Itoa(number) == which
}

// matches says whether a rule holds for an element. Every element above or before it that is looked at is a step.
func (s *styleSheet) matches(r *styleRule, n *html.Node) bool {
	i := len(r.selector) - 1
	s.steps--
	if !r.selector[i].matches(n) {
		return false
	}
	for ; i > 0; i-- {
		by := r.selector[i].by
		next := func(n *html.Node) *html.Node {
			if by == "+" || by == "~" {
				return elementBefore(n)
			}
			return n.Parent
		}
		for n = next(n); n != nil && n.Type == html.ElementNode && !r.selector[i-1].matches(n); n = next(n) {
			if s.steps--; by == ">" || by == "+" || s.steps < 0 {
				return false
			}
		}
		if n == nil || n.Type != html.ElementNode {
			return false
		}
	}
	return true
}

// elementBefore is the element before another, with the same parent; nil if there is none.
func elementBefore(n *html.Node) *html.Node {
	n = n.PrevSibling
	for n != nil && n.Type != html.ElementNode {
		n = n.PrevSibling
	}
	return n
}
