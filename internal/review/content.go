package review

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Content is what a review covers of a report, by the id of each thing: organ, organ_type, code, year and form; cover
// items (cover.ID), texts (text.SECTION), figures (value.FIELD), figures beside the form (extra.TABLE.ROW.COLUMN), the
// unit's explanations of findings (explanation.KEY) and the reports that a total counts (source.UNIT). The values are in a canonical form, see [ContentOf], so that
// saving a file by another program does not change them.
type Content map[string]string

// The beginnings of ids in a [Content].
const (
	ofCover       = "cover."
	ofText        = "text."
	ofValue       = "value."
	ofExtra       = "extra."
	ofExplanation = "explanation."
	ofSource      = "source."
)

// ContentOf is the content of a report in its canonical form. A figure is its plain decimal number with its unit and,
// in brackets, its remark; a + before it stays, since it is published. What is no figure begins with its state: blank,
// absent or unreadable, and what stands there on one line. Behind the edition stands in brackets what the cover has in
// its place, if that is not its name. Texts are their paragraphs, a line each, without the blanks
// around them.
func ContentOf(r *model.Report) Content {
	c := Content{"organ": line(r.Organ), "organ_type": line(r.OrganType), "code": line(r.Code), "year": fmt.Sprint(r.Year), "form": r.Form.ID}
	for _, n := range r.Notes { // what the cover has in place of the edition
		if at := r.Places[model.PlaceOfCover("form")]; at != "" && n.Cell == at && n.Found != "" {
			c["form"] += "（" + line(n.Found) + "）"
		}
	}
	for id, s := range r.Cover {
		c[ofCover+id] = lines(s)
	}
	for _, s := range r.Form.Sections {
		c[ofText+s.ID] = lines(r.Texts[s.ID])
	}
	for _, fd := range r.Form.Fields {
		c[ofValue+fd.ID] = canonical(r.Value(fd.ID))
	}
	for _, x := range r.Extra {
		c.add(ofExtra+strings.Join([]string{x.Table, line(x.Row), line(x.Column)}, "."), lines(x.Text))
	}
	sources, _ := sums.ReadSources(r) // what is wrong with the list is for the check to say
	for _, s := range sources {
		about := []string{s.State().ZH, line(s.Name), line(s.File)}
		all := sum(strings.Join(append(about, s.Code, s.SHA, s.Form, strconv.Itoa(s.Year), s.Row.String()), "\n"))
		c.add(ofSource+line(s.Key()), strings.Join(append(about, clip(all)), " "))
	}
	for _, l := range r.Listed {
		if l.Text != "" && !l.Solved {
			c[ofExplanation+l.Key] = lines(l.Text)
		}
	}
	maps.DeleteFunc(c, func(_, s string) bool { return s == "" })
	return c
}

// add adds a thing, by its id with a number behind it where another one has that.
func (c Content) add(id, value string) {
	first := id
	for n := 2; c[id] != ""; n++ {
		id = fmt.Sprintf("%s.%d", first, n)
	}
	c[id] = value
}

// lines is a text as its paragraphs, a line each, without the invisible characters that are not published.
func lines(s string) string { return strings.Join(publish.Paragraphs(s), "\n") }

// line is [lines] on one line.
func line(s string) string { return text.OneLine(lines(s)) }

// canonical is a value in its canonical form.
func canonical(v model.Value) string {
	if v.State != model.IsNumber {
		return strings.TrimSpace(string(v.State) + " " + line(v.Text))
	}
	s := v.Number.String() + line(v.Unit)
	if strings.HasPrefix(text.Bare(v.Text), "+") {
		s = "+" + s
	}
	if remark := line(v.Remark); remark != "" {
		s += "（" + remark + "）"
	}
	return s
}

// Hash is the SHA-256 of a content in hexadecimal: of a line for each thing in the order of the ids, that is the id, a
// tab and the value, with backslash, line break and tab written as \\, \n and \t.
func (c Content) Hash() string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(c)) {
		writeLine(&b, id, c[id])
	}
	return sum(b.String())
}

// writeLine writes a line that is hashed.
func writeLine(b *strings.Builder, name, value string) {
	b.WriteString(escaped.Replace(name) + "\t" + escaped.Replace(value) + "\n")
}

// escaped keeps what is hashed one line a thing.
var escaped = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)

// sum is the SHA-256 of a text in hexadecimal.
func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// Change is a cell or a sentence that is not what a review saw.
type Change struct {
	ID      string   // of the thing in a [Content]
	Label   msg.Text // row and column, heading or item of the cover
	Place   string   // where it stands in the file; empty if nowhere
	Was, Is msg.Text // what the review saw, and what stands there now
}

// Changes lists what a report says otherwise than the content that was reviewed, in the order of the form: cells one by
// one, and texts sentence by sentence.
func Changes(seen Content, r *model.Report) []Change {
	now := ContentOf(r)
	var out []Change
	for _, id := range ordered(seen, now, r.Form) {
		if seen[id] == now[id] {
			continue
		}
		c := Change{ID: id, Label: labelOf(id, r.Form), Place: placeOf(id, r)}
		if strings.HasPrefix(id, ofText) {
			out = append(out, sentences(c, seen[id], now[id])...)
			continue
		}
		if c.Was, c.Is = quotedBoth(seen[id], now[id]); strings.HasPrefix(id, ofValue) {
			c.Was, c.Is = shown(seen[id]), shown(now[id])
		}
		out = append(out, c)
	}
	return out
}

// ordered lists the ids of two contents in the order of a form; ids that the form does not have come last.
func ordered(a, b Content, f *model.Form) []string {
	order := []string{"organ", "organ_type", "code", "year", "form"}
	for _, c := range f.Cover {
		order = append(order, ofCover+c.ID)
	}
	for _, s := range f.Sections {
		order = append(order, ofText+s.ID)
		if s.Table != nil {
			for _, fd := range f.FieldsOf(s.Table) {
				order = append(order, ofValue+fd.ID)
			}
		}
	}
	known := make(map[string]bool, len(order))
	for _, id := range order {
		known[id] = true
	}
	var rest []string
	for _, c := range []Content{a, b} {
		for id := range c {
			if !known[id] {
				known[id] = true
				rest = append(rest, id)
			}
		}
	}
	slices.Sort(rest)
	return append(order, rest...)
}

// labelOf names a thing in the words of the form.
func labelOf(id string, f *model.Form) msg.Text {
	same := func(s string) msg.Text { return msg.T(s, s) }
	cover := func(id string) string {
		for _, c := range f.Cover {
			if c.ID == id {
				return c.Label
			}
		}
		return id
	}
	switch kind, rest, _ := strings.Cut(id, "."); kind + "." {
	case ofCover:
		return same(cover(rest))
	case ofText:
		if s, ok := f.Section(rest); ok {
			return same(s.Heading)
		}
	case ofValue:
		if fd, ok := f.Field(rest); ok {
			return same(fd.FullLabel())
		}
	case ofExtra:
		return msg.F("格式之外的“%s”", "%q, which is not in the form", strings.Join(slices.DeleteFunc(strings.Split(rest, ".")[1:], func(s string) bool { return s == "" }), " × "))
	case ofSource:
		return msg.F("来源中的“%s”", "%q among the sources", rest)
	case ofExplanation:
		rule, _, _ := strings.Cut(rest, "|")
		return msg.F("对 %s 的说明", "the explanation for %s", rule)
	}
	switch id {
	case "code":
		return msg.T("单位代码", "the unit's code")
	case "form":
		return msg.T("格式版本", "the edition")
	}
	return same(cover(id))
}

// placeOf is where a thing stands in the file of a report; empty if nowhere, or if that is not known.
func placeOf(id string, r *model.Report) string {
	kind, rest, _ := strings.Cut(id, ".")
	switch kind + "." {
	case ofCover:
		return r.Places[model.PlaceOfCover(rest)]
	case ofText:
		return r.Places[model.PlaceOfText(rest)]
	case ofValue:
		return r.Value(rest).Cell
	}
	return r.Places[model.PlaceOfCover(id)]
}

// quoted is a text for people.
func quoted(s string) msg.Text {
	if s == "" {
		return msg.T("（空）", "(blank)")
	}
	return msg.F("“%s”", "%q", text.Brief(s))
}

// quotedBoth is two texts that differ, for people: from where they differ if that is not in what [quoted] shows, and with
// the codes of what cannot be told apart by looking.
func quotedBoth(was, is string) (msg.Text, msg.Text) {
	if was, is = toldApart(was, is); was != "" && is != "" && text.Brief(was) == text.Brief(is) {
		x, y := []rune(was), []rune(is)
		n := 0
		for n < min(len(x), len(y)) && x[n] == y[n] {
			n++
		}
		n = max(0, n-10)
		was, is = "…"+string(x[n:]), "…"+string(y[n:])
	}
	return quoted(was), quoted(is)
}

// toldApart is two texts with the codes of invisible characters and of blanks that are not the usual one, if they look
// the same without.
func toldApart(was, is string) (string, string) {
	if text.Unspaced(text.Visible(was)) != text.Unspaced(text.Visible(is)) {
		return was, is
	}
	coded := func(s string) string {
		var b strings.Builder
		for _, c := range s {
			if c != ' ' && (unicode.IsSpace(c) || text.Invisible(c)) {
				fmt.Fprintf(&b, "[%U]", c)
			} else {
				b.WriteRune(c)
			}
		}
		return b.String()
	}
	return coded(was), coded(is)
}

// shown is the canonical value of a figure for people.
func shown(s string) msg.Text {
	state, rest, _ := strings.Cut(s, " ")
	switch model.State(state) {
	case "", model.Blank, model.Unreadable:
		return quoted(rest)
	case model.Absent:
		return msg.T("（缺失）", "(missing)")
	}
	return msg.T(s, s)
}

// sentences are the sentences of a text that are not as they were. A sentence that is gone is paired with the one that
// took its place.
func sentences(c Change, was, is string) []Change {
	old, now := diff.Sentences(was), diff.Sentences(is)
	gone, came := without(old, now), without(now, old)
	var out []Change
	for i := range max(len(gone), len(came)) {
		x := c
		x.Was, x.Is = msg.T("（没有这一句）", "(no such sentence)"), msg.T("（删去了）", "(removed)")
		if i < min(len(gone), len(came)) {
			gone[i], came[i] = toldApart(gone[i], came[i])
		}
		if i < len(gone) {
			x.Was = msg.F("“%s”", "%q", text.OneLine(gone[i]))
		}
		if i < len(came) {
			x.Is = msg.F("“%s”", "%q", text.OneLine(came[i]))
		}
		out = append(out, x)
	}
	if len(out) == 0 { // the same sentences
		c.Was, c.Is = msg.T("原来的分段和次序", "the paragraphs and their order as they were"), msg.T("分段或句子的次序变了，文字没有变", "other paragraphs, or another order of the same sentences")
		out = append(out, c)
	}
	return out
}

// without lists what a list has more often than another, in its order.
func without(list, other []string) []string {
	count := map[string]int{}
	for _, s := range other {
		count[s]++
	}
	var out []string
	for _, s := range list {
		if count[s]--; count[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}
