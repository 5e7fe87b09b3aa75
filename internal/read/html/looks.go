package html

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/text"
)

// looks says how the texts of a page are set, and what is not shown of it.
type looks struct {
	sheet  *styleSheet
	styles map[*html.Node]layout.Style // of elements whose text is not plain
	gone   map[*html.Node]string       // the text of elements that are not shown, by the node in their place
	fields map[*html.Node]bool         // elements that stand in the place of a filled-in form field
	apart  map[*html.Node]bool         // elements in cells whose text does not go on from that before it
	cells  map[*html.Node]bool         // what inFigures found
}

// look is what an element's text inherits.
type look struct {
	layout.Style
	// backwards says that the characters are shown in the opposite order.
	backwards bool
	unseen    bool    // by visibility, which an element within may take back
	color     string  // six hexadecimal digits; empty if it is not known
	ground    string  // colour behind the text; unknownGround if it is not known
	size      float64 // of the letters, in pixels
}

// unknownGround is the background where a picture or a style sheet elsewhere gives it.
const unknownGround = "?"

// usualSize is the size of letters in pixels where none is given, and leastSize the one up to which nobody sees
// them. farAway is how many pixels from its place a text is off every screen.
const (
	usualSize = 16
	leastSize = 2
	farAway   = 500
)

// newLooks reads the style sheets of a page and settles what is shown of it: what is not is removed from the tree.
func newLooks(root *html.Node, external func(href string) (string, bool), limits Limits) *looks {
	sheets, missing := sheetsOf(root, external)
	l := &looks{sheet: newStyleSheet(sheets, limits), styles: map[*html.Node]layout.Style{}, gone: map[*html.Node]string{}, fields: map[*html.Node]bool{}, apart: map[*html.Node]bool{}, cells: map[*html.Node]bool{}}
	ground := "ffffff"
	if missing {
		ground = unknownGround
	}
	l.children(root, look{color: "000000", ground: ground, size: usualSize}, 0)
	return l
}

// tooHeavy says whether there were too many style rules for too many elements.
func (l *looks) tooHeavy() bool { return l.sheet.steps < 0 || l.sheet.rules < 0 }

// children settles the children of an element.
func (l *looks) children(n *html.Node, above look, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode, depth > maxNesting:
			n.RemoveChild(c)
		case c.Type == html.ElementNode && neverShown[c.DataAtom]:
			if figure := l.unknownFigure(c); figure != "" {
				l.unclear(n, c, figure)
			}
			n.RemoveChild(c)
		case c.Type == html.ElementNode:
			l.element(c, above, depth)
		}
		c = next
	}
}

// neverShown are elements whose content is no text of the page.
var neverShown = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Button: true, atom.Rt: true, atom.Rp: true, atom.Datalist: true}

// element settles an element and what is in it.
func (l *looks) element(n *html.Node, above look, depth int) {
	switch n.DataAtom {
	case atom.Input, atom.Textarea, atom.Select:
		if figure := l.unknownFigure(n); figure != "" {
			l.unclear(n.Parent, n, figure)
		}
		if n = l.field(n); n == nil {
			return
		}
	case atom.Meter, atom.Progress:
		if figure := l.unknownFigure(n); figure != "" {
			l.unclear(n.Parent, n, figure)
		}
		n.Parent.RemoveChild(n)
		return
	case atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Canvas:
		if figure := l.unknownFigure(n); figure != "" {
			l.unclear(n.Parent, n, figure)
		}
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
	}
	own, shown := l.of(n, above)
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body {
		shown, own.Hidden, own.unseen = true, false, false // a script will show the page
	}
	if !shown {
		mark := &html.Node{Type: html.ElementNode, Data: "unseen"}
		if s := layout.Trim(cellTexts(n)); s != "" {
			l.gone[mark] = s
			n.Parent.InsertBefore(mark, n)
		}
		n.Parent.RemoveChild(n)
		return
	}
	if own.backwards && !above.backwards && n.FirstChild != nil {
		n.InsertBefore(&html.Node{Type: html.TextNode, Data: string(text.RightToLeft)}, n.FirstChild)
		n.AppendChild(&html.Node{Type: html.TextNode, Data: string(text.EndOfOrder)})
	}
	style := own.Style
	style.Hidden = style.Hidden || own.unseen || own.size <= leastSize || layout.SameColor(own.color, own.ground)
	style.Faint = own.ground == unknownGround && layout.SameColor(own.color, "ffffff")
	if style != (layout.Style{}) {
		l.styles[n] = style
	}
	if l.sheet.generated && l.inFigures(n) {
		for _, s := range l.sheet.addedTo(n) {
			if s = addedText(s, n); s != "" {
				l.unclear(n, n.FirstChild, s)
			}
		}
	}
	l.children(n, own, depth+1)
}

// unclear puts a text into an element, before a child of it, of which it is not known how it shows.
func (l *looks) unclear(in, before *html.Node, what string) {
	mark := &html.Node{Type: html.ElementNode, DataAtom: atom.Span, Data: "span"}
	mark.AppendChild(&html.Node{Type: html.TextNode, Data: what})
	l.styles[mark] = layout.Style{Unclear: true}
	in.InsertBefore(mark, before)
}

// maxCellText is how many bytes of text a cell of figures has at most.
const maxCellText = 200

// unknownFigure is what an element in a cell holds that may show a figure and is not read: a drawing with text, a
// button, a script that writes, a bar. It is empty if there is none.
func (l *looks) unknownFigure(n *html.Node) string {
	if !l.inFigures(n) {
		return ""
	}
	what := ""
	switch n.DataAtom {
	case atom.Svg, atom.Button:
		what = layout.Trim(textOf(n))
	case atom.Meter, atom.Progress:
		what = attribute(n, "value")
	case atom.Input:
		switch strings.ToLower(attribute(n, "type")) {
		case "button", "submit", "reset", "range":
			what = attribute(n, "value")
		}
	case atom.Script:
		if strings.Contains(textOf(n), "document.write") {
			return "script"
		}
	}
	if !strings.ContainsFunc(what, unicode.IsDigit) {
		return ""
	}
	return what
}

// inFigures says whether an element is, or stands in, a cell that may be one of a table of figures: it holds no table
// and no long text.
func (l *looks) inFigures(n *html.Node) bool {
	cell := n
	for cell != nil && !isCell(cell) {
		cell = cell.Parent
	}
	if cell == nil {
		return false
	}
	may, known := l.cells[cell]
	if known {
		return may
	}
	may = true
	length := 0
	for d := range cell.Descendants() {
		if d.Type == html.TextNode && d.Parent.DataAtom != atom.Script {
			length += len(layout.Trim(d.Data))
		}
		if d.DataAtom == atom.Table || length > maxCellText {
			may = false
			break
		}
	}
	l.cells[cell] = may
	return may
}

// addedText is the text that a rule adds to an element; empty if it holds neither letters nor digits, as pictures in
// fonts of their own do not.
func addedText(content string, n *html.Node) string {
	out := ""
	for _, m := range contentParts.FindAllStringSubmatch(content, -1) {
		switch {
		case m[3] != "":
			out += attribute(n, strings.TrimSpace(m[3]))
		case m[4] != "":
			out += m[4]
		default:
			out += m[1] + m[2]
		}
	}
	if strings.Contains(out, `\`) || !strings.ContainsFunc(out, func(r rune) bool { return unicode.IsDigit(r) || unicode.Is(unicode.Han, r) }) && !strings.Contains(out, "counter") {
		return ""
	}
	return out
}

var contentParts = text.NewPattern(`"([^"]*)"|'([^']*)'|attr\(([^)]*)\)|(counters?\([^)]*\))`)

// cellTexts is the text of an element, with blanks between the cells of a table.
func cellTexts(n *html.Node) string {
	var texts []string
	for d := range n.Descendants() {
		if isCell(d) && len(texts) < 100 {
			texts = append(texts, layout.Trim(textOf(d)))
		}
	}
	if len(texts) == 0 {
		return textOf(n)
	}
	return strings.Join(texts, " ")
}

// field puts the text of a filled-in form field in its place; nil if there is none.
func (l *looks) field(n *html.Node) *html.Node {
	value := ""
	switch n.DataAtom {
	case atom.Textarea:
		for c := range n.ChildNodes() {
			value += c.Data // its line breaks count
		}
	case atom.Select:
		if inCell(n) {
			value = selected(n)
		}
	case atom.Input:
		switch strings.ToLower(attribute(n, "type")) {
		case "", "text", "number", "tel", "date", "month", "decimal":
			value = attribute(n, "value")
		}
	}
	parent := n.Parent
	if layout.Trim(value) == "" {
		parent.RemoveChild(n)
		return nil
	}
	out := &html.Node{Type: html.ElementNode, DataAtom: atom.Span, Data: "span", Attr: n.Attr}
	if n.DataAtom == atom.Textarea {
		out.DataAtom, out.Data = atom.Pre, "pre"
	}
	out.AppendChild(&html.Node{Type: html.TextNode, Data: value})
	parent.InsertBefore(out, n)
	parent.RemoveChild(n)
	l.fields[out] = true
	return out
}

// inCell says whether an element stands in a cell of a table.
func inCell(n *html.Node) bool {
	for p := range n.Ancestors() {
		if p.DataAtom == atom.Td || p.DataAtom == atom.Th {
			return true
		}
	}
	return false
}

// selected is the option that a list shows: the one selected last, else the first.
func selected(n *html.Node) string {
	first, out := "", ""
	for o := range n.Descendants() {
		if o.DataAtom != atom.Option {
			continue
		}
		item := cmp.Or(attribute(o, "label"), textOf(o))
		first = cmp.Or(first, item)
		for _, a := range o.Attr {
			if a.Key == "selected" {
				out = item
			}
		}
	}
	return cmp.Or(out, first)
}

// isCell says whether an element is a cell of a table, which keeps its place when its text is not seen.
func isCell(n *html.Node) bool { return n.DataAtom == atom.Td || n.DataAtom == atom.Th }

// of is the look of an element below one of another look, and whether the element is shown.
func (l *looks) of(n *html.Node, above look) (own look, shown bool) {
	d, doubtful := l.sheet.of(n)
	own, shown = l.declared(n, above, d)
	if doubtful != nil && l.inFigures(n) {
		if other, seen := l.declared(n, above, doubtful); seen != shown || other.Style != own.Style || other.unseen != own.unseen {
			own.Unclear, shown = true, true
		}
	}
	if shown && l.inFigures(n) && !isCell(n) {
		own.apart(l, n, d)
	}
	return own, shown
}

// apart notes that an element's text does not go on from the text before it: it is moved, or a box of its own.
func (own look) apart(l *looks, n *html.Node, d map[string]string) {
	around, _ := l.sheet.of(n.Parent)
	moved := d["position"] == "absolute" || d["position"] == "fixed" || d["float"] == "left" || d["float"] == "right" || d["transform"] != "" && d["transform"] != "none" ||
		strings.Contains(around["display"], "flex") || strings.Contains(around["display"], "grid") || l.fields[n]
	if !moved || isBlock[n.DataAtom] {
		return
	}
	for c := range n.Parent.ChildNodes() {
		if c != n && strings.ContainsFunc(textOf(c)+c.Data, unicode.IsDigit) {
			l.apart[n] = true
		}
	}
}

// declared is of for what is declared for the element.
func (l *looks) declared(n *html.Node, above look, d map[string]string) (own look, shown bool) {
	own = above
	l.presentation(n, &own)
	switch n.DataAtom {
	case atom.Sup:
		own.Raised = true
	case atom.Sub:
		own.Lowered = true
	case atom.Del, atom.S, atom.Strike:
		if d["text-decoration"] == "" || d["text-decoration"] == "inherit" {
			own.Struck = true
		}
	}
	if n.Parent != nil && n.Parent.FirstChild != n && (n.Parent.Data == "msup" || n.Parent.Data == "msub") {
		own.Raised = true // an exponent or index in a formula
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" && (!isCell(n) || a.Val == "" || strings.EqualFold(a.Val, "hidden")) && d["display"] == "" {
			return own, false
		}
	}
	if before := n.PrevSibling; n.DataAtom == atom.A && before != nil && l.inFigures(n) && strings.HasPrefix(attribute(n, "href"), "#") {
		last, _ := utf8.DecodeLastRuneInString(layout.Trim(textOf(before) + before.Data))
		own.Raised = own.Raised || unicode.IsDigit(last) // a link within the page, right behind a figure, is the mark of a note
	}
	if n.DataAtom == atom.Bdo && attribute(n, "dir") == "rtl" {
		own.backwards = true
	}
	if n.DataAtom == atom.Dialog && d["display"] == "" && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "open" }) {
		return own, false
	}
	if d == nil {
		return own, true
	}
	if d["display"] == "none" || d["mso-hide"] == "all" && d["display"] != "inline" {
		return own, false
	}
	if strings.HasSuffix(d["unicode-bidi"], "override") && (d["direction"] == "rtl" || attribute(n, "dir") == "rtl") {
		own.backwards = true
	}
	l.decorate(n, d, &own)
	l.paint(d, &own)
	if size := cmp.Or(d["font-size"], fontSize(d["font"])); size != "" {
		own.size = letterSize(size, above.size)
	}
	switch d["visibility"] {
	case "hidden", "collapse":
		own.unseen = true
	case "visible":
		own.unseen = false
	}
	own.Hidden = own.Hidden || outOfSight(d)
	return own, true
}

// presentation reads the attributes by which old pages give colours.
func (l *looks) presentation(n *html.Node, own *look) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "color" && n.DataAtom == atom.Font, a.Key == "text" && n.DataAtom == atom.Body:
			own.color = color(strings.ToLower(strings.TrimSpace(a.Val)))
		case a.Key == "bgcolor":
			own.ground = cmp.Or(color(strings.ToLower(strings.TrimSpace(a.Val))), unknownGround)
		case a.Key == "background" && a.Val != "":
			own.ground = unknownGround
		}
	}
	if n.DataAtom == atom.Mark {
		own.ground = "ffff00"
	}
}

// decorate reads lines through the text, and text above or below its line.
func (l *looks) decorate(n *html.Node, d map[string]string, own *look) {
	switch d["display"] {
	case "inline-block", "inline-table":
		own.Struck = false // a line through the text around does not go on
	}
	line := d["text-decoration"] + " " + d["text-decoration-line"]
	if strings.Contains(line, "line-through") || d["text-line-through"] != "" && d["text-line-through"] != "none" {
		own.Struck = true
	}
	if isBlock[n.DataAtom] || n.DataAtom == atom.Table || isCell(n) || n.DataAtom == atom.Img {
		return
	}
	switch d["font-variant-position"] {
	case "super":
		own.Raised = true
	case "sub":
		own.Lowered = true
	}
	rise := 0.0
	switch v := d["vertical-align"]; v {
	case "super", "text-top":
		rise = farAway
	case "sub", "text-bottom":
		rise = -farAway
	default:
		rise, _ = pixels(v, own.size)
	}
	if up, ok := pixels(d["mso-text-raise"], own.size); ok && up != 0 {
		rise = up
	} else if top, ok := pixels(d["top"], own.size); ok && d["position"] == "relative" {
		rise = -top
	}
	own.Raised, own.Lowered = own.Raised || rise >= leastRise, own.Lowered || rise <= -leastRise
}

// leastRise is how many pixels from the line make characters raised or lowered ones.
const leastRise = 2

// paint reads the colours of a text and of what is behind it.
func (l *looks) paint(d map[string]string, own *look) {
	if c := cmp.Or(d["-webkit-text-fill-color"], d["color"]); c != "" && c != "inherit" {
		own.color = color(c)
		own.Hidden = own.Hidden || isTransparent(c)
	}
	ground := d["background"] + " " + d["background-color"]
	if strings.Contains(ground+d["background-image"], "url(") || strings.Contains(ground+d["background-image"], "gradient(") || strings.Contains(ground, "var(") {
		own.ground = unknownGround
	} else {
		for _, word := range strings.Fields(strings.ReplaceAll(ground, ", ", ",")) {
			if c := color(word); c != "" && !isTransparent(word) {
				own.ground = c
			}
		}
	}
	if v, err := strconv.ParseFloat(strings.TrimSuffix(d["opacity"], "%"), 64); err == nil && v <= leastOpacity {
		own.Hidden = true
	}
	if v, err := strconv.ParseFloat(strings.TrimSuffix(d["zoom"], "%"), 64); err == nil && v <= 0.1 {
		own.Hidden = true
	}
	if d["content-visibility"] == "hidden" || d["-webkit-text-security"] != "" && d["-webkit-text-security"] != "none" {
		own.Hidden = true
	}
	if strings.Contains(strings.ReplaceAll(d["filter"], " ", ""), "opacity(0)") || strings.Contains(strings.ReplaceAll(d["filter"], " ", ""), "opacity=0)") {
		own.Hidden = true
	}
}

var (
	numbers     = text.NewPattern(`-?[0-9]*\.?[0-9]+`)
	emptyClip   = text.NewPattern(`rect\(\s*[01]?(?:px)?[\s,]+[01]?(?:px)?[\s,]+[01]?(?:px)?[\s,]+[01]?(?:px)?\s*\)`)
	emptyPath   = text.NewPattern(`inset\((?:5\d|[6-9]\d|100)%|circle\(0|polygon\(0 0, ?0 0`)
	noTransform = text.NewPattern(`scale(?:x|y|3d)?\(0[,)]|translate(?:x|y|3d)?\([^)]*-(?:\d{4,}px|[1-9]\d{2,}%)`)
)

// outOfSight says whether what is declared for an element keeps it off the screen.
func outOfSight(d map[string]string) bool {
	far := func(name string) bool {
		v, ok := pixels(d[name], usualSize)
		return ok && v <= -farAway
	}
	small := func(name string) bool {
		v, ok := pixels(d[name], usualSize)
		return ok && v <= 1
	}
	placed := d["position"] == "absolute" || d["position"] == "fixed"
	cut := strings.Contains(d["overflow"]+d["overflow-x"]+d["overflow-y"], "hidden") || strings.Contains(d["overflow"], "clip")
	return placed && (far("left") || far("right") || far("top") || emptyClip.MatchString(d["clip"])) || d["position"] == "relative" && (far("left") || far("top")) ||
		far("text-indent") || far("margin-left") || far("margin-top") || cut && (small("height") || small("width") || small("max-height") || small("max-width")) ||
		emptyPath.MatchString(d["clip-path"]) || noTransform.MatchString(strings.ReplaceAll(d["transform"], " ", ""))
}
