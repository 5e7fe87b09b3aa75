package verify

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// item is a title, heading or paragraph of either side.
type item struct {
	text  string
	norm  string
	kind  Kind // Title or Paragraph
	where msg.Text
	at    string // cell or place
	// Free says that a publication may do without: the date under the title.
	free bool
}

// Printed gives the passages that a report is published as, for a report that
// was never on paper.
func Printed(r *model.Report) []intake.Passage {
	d := publish.Of(r, publish.Options{})
	texts := []string{d.Title}
	if s := d.Byline(); s != "" {
		texts = append(texts, s)
	}
	for _, b := range d.Blocks {
		if b.Table == nil && b.Mark == "" { // remarks are compared with their cells
			texts = append(texts, b.Text)
		}
	}
	out := intake.Passages(r.Form, texts)
	out[0].Title, out[0].Organ, out[0].Year = true, r.Organ, r.Year
	return out
}

// texts compares title, headings, paragraphs, notes and signature as one row.
func (c *comparer) texts(passages []intake.Passage, ends []string) {
	want := c.wanted()
	known := map[string]bool{}
	for _, w := range want {
		known[w.norm] = true
	}
	for i, p := range passages {
		if n := normal(p.Text); !known[n] && slices.ContainsFunc(ends, func(e string) bool { return n == normal(e) }) {
			c.aside(msg.F("“%s”不属于报告，没有比对", "%q is no part of the report and was not compared", p.Text))
			passages = passages[:i]
			break
		}
	}
	got, before := c.found(passages, want[0], known)
	c.result.Paragraphs = len(want)
	c.compare(want, got)
	if len(before) > 0 {
		c.aside(msg.F("标题之前的文字不属于报告，没有比对：%s", "what stands before the title is not the report's and was not compared: %s", text.Brief(strings.Join(before, "；"))))
	}
}

// wanted lists what the report is published as. The title comes first.
func (c *comparer) wanted() []item {
	var out []item
	section, heading := "", ""
	count := map[string]int{}
	byline := normal(publish.Of(c.want, publish.Options{}).Byline())
	for i, p := range Printed(c.want) {
		w := item{text: p.Text, norm: normal(p.Text), kind: Paragraph}
		switch {
		case i == 0:
			w.kind, w.where = Title, msg.T("标题", "title")
			w.at = c.want.Places[model.PlaceOfCover("organ")]
			out = append(out, w)
			continue
		case i == 1 && w.norm == byline && byline != "":
			w.where, w.free = msg.T("标题下的机关和日期", "organ and date under the title"), true
			w.at = c.want.Places[model.PlaceOfCover("date")]
			out = append(out, w)
			continue
		case w.norm == "", p.Heading != nil && p.Heading.ID == section, c.isTitle(p, out[0]):
			continue // says what has been said; running heads do so on every page
		case p.Heading != nil && w.norm == normal(p.Heading.Heading):
			section, heading = p.Heading.ID, p.Heading.Heading
			w.where = msg.T("各部分的标题", "headings")
		default:
			count[section]++
			w.where = place(heading, count[section])
			w.at = c.want.Places[model.PlaceOfText(section)]
		}
		out = append(out, w)
	}
	return out
}

func place(heading string, n int) msg.Text {
	if heading == "" {
		return msg.F("引言，第 %d 段", "introduction, paragraph %d", n)
	}
	return msg.F("%s，第 %d 段", "%s, paragraph %d", heading, n)
}

// found lists what the publication says from its title on, and what it says
// before that. A heading or title that is worded otherwise counts as the form's.
func (c *comparer) found(passages []intake.Passage, title item, known map[string]bool) (out []item, before []string) {
	section, heading := "", ""
	count := map[string]int{}
	titled := false
	for _, p := range passages {
		g := item{text: p.Text, norm: normal(p.Text), kind: Paragraph, at: p.Address}
		above := !titled && p.Title && p.Organ == "" && len(out) > 0 && out[len(out)-1].norm == normal(c.want.Organ)
		if above { // the organ stands on a line of its own
			out = out[:len(out)-1]
			p.Organ = c.want.Organ
		}
		switch {
		case p.Remark, g.norm == "", titled && c.isTitle(p, title):
			continue
		case c.isTitle(p, title), !titled && p.Title && section == "":
			titled = true
			for _, o := range out {
				before = append(before, o.text)
			}
			out, count = nil, map[string]int{}
			g.kind, g.where = Title, title.where
			if c.isTitle(p, title) {
				g.norm = title.norm
			}
		case p.Heading != nil && p.Heading.ID == section:
			continue
		case p.Heading != nil && (g.norm == normal(p.Heading.Heading) || !known[g.norm]):
			section, heading = p.Heading.ID, p.Heading.Heading
			if g.norm != normal(heading) {
				c.aside(msg.F("%s：标题“%s”与格式所印的“%s”不同", "%s: the heading %q is not the form's %q", p.Address, text.Brief(p.Text), heading))
				g.norm = normal(heading)
			}
			g.where = msg.T("各部分的标题", "headings")
		default:
			count[section]++
			g.where = place(heading, count[section])
		}
		out = append(out, g)
	}
	return out, before
}

// isTitle reports whether a passage is the report's title, in one of the ways
// reports are titled.
func (c *comparer) isTitle(p intake.Passage, title item) bool {
	return normal(p.Text) == title.norm || p.Title && p.Year == c.want.Year && normal(p.Organ) == normal(c.want.Organ)
}

// gap is what stands between two members of the row that both sides have.
type gap struct {
	changed    []Difference
	gone, come []item // of the workbook alone, of the publication alone
}

// compare finds the longest row that both sides have in common. What is between
// its members differs: a text of each side is a change, a text of one side alone
// is missing on the other, unless it stands in another gap.
func (c *comparer) compare(want, got []item) {
	var gaps []gap
	come := map[string][]item{}
	i, j := 0, 0
	for _, m := range append(common(want, got), [2]int{len(want), len(got)}) {
		g := pair(want[i:m[0]], got[j:m[1]])
		for _, x := range g.come {
			come[x.norm] = append(come[x.norm], x)
		}
		gaps = append(gaps, g)
		i, j = m[0]+1, m[1]+1
	}
	for _, g := range gaps {
		for _, d := range g.changed {
			c.differ(d)
		}
		for _, w := range g.gone {
			if w.free && len(come[w.norm]) == 0 {
				continue
			}
			d := Difference{Kind: w.kind, Where: w.where, Cell: w.at, Workbook: w.text, Message: msg.F("发布件缺“%s”", "the publication lacks %q", text.Brief(w.text))}
			if there := come[w.norm]; len(there) > 0 {
				x := there[0]
				come[w.norm] = there[1:]
				d.Kind, d.At, d.Publication = Order, x.at, x.text
				d.Message = msg.F("“%s”在发布件中移到了“%s”", "%q was moved in the publication to %q", text.Brief(w.text), x.where)
			}
			c.differ(d)
		}
	}
	for _, g := range gaps {
		for _, x := range g.come {
			if there := come[x.norm]; len(there) > 0 {
				come[x.norm] = there[1:]
				c.differ(Difference{Kind: Paragraph, Where: x.where, At: x.at, Publication: x.text, Message: msg.F("发布件多出“%s”", "the publication has %q besides", text.Brief(x.text))})
			}
		}
	}
}

// pair finds texts of two sides that are versions of one another.
func pair(want, got []item) (out gap) {
	const most = 100_000 // pairs to look at; a page of its own is not worth it
	taken := make([]bool, len(got))
	there := make([][]rune, len(got))
	for k, g := range got {
		there[k] = []rune(g.norm)
	}
	for _, w := range want {
		best, at := 0.5, -1
		here := []rune(w.norm)
		for k, g := range got {
			if taken[k] || len(want)*len(got) > most {
				continue
			}
			s := likeness(here, there[k])
			if w.kind == Title && g.kind == Title {
				s = 1 // whatever stands in its place
			}
			if s > best {
				best, at = s, k
			}
		}
		if at < 0 {
			out.gone = append(out.gone, w)
			continue
		}
		taken[at] = true
		g := got[at]
		a, b := around(g.text, w.text)
		out.changed = append(out.changed, Difference{Kind: w.kind, Where: w.where, Cell: w.at, At: g.at, Workbook: w.text, Publication: g.text,
			Message: msg.F("发布件“%s”，工作簿“%s”", "the publication %q, the workbook %q", a, b)})
	}
	for k, g := range got {
		if !taken[k] {
			out.come = append(out.come, g)
		}
	}
	return out
}

// likeness is the share of the longer text that the two begin and end with in
// common.
func likeness(x, y []rune) float64 {
	p, s := ends(x, y)
	return float64(p+s) / float64(max(len(x), len(y), 1))
}

// ends counts the runes that two texts begin with in common, and of the rest
// those they end with.
func ends(x, y []rune) (prefix, suffix int) {
	n := min(len(x), len(y))
	for prefix < n && x[prefix] == y[prefix] {
		prefix++
	}
	for suffix < n-prefix && x[len(x)-1-suffix] == y[len(y)-1-suffix] {
		suffix++
	}
	return prefix, suffix
}

// around cuts two texts down to where they differ, with some words on each side.
func around(a, b string) (string, string) {
	const margin, longest = 8, 24
	x, y := []rune(a), []rune(b)
	p, s := ends(x, y)
	cut := func(r []rune) string {
		from, to := max(0, p-margin), min(len(r), len(r)-s+margin)
		head, tail := "…", "…"
		if from == 0 {
			head = ""
		}
		if to == len(r) {
			tail = ""
		}
		if to-from > longest+2*margin {
			to, tail = from+longest+2*margin, "…"
		}
		return head + string(r[from:to]) + tail
	}
	return cut(x), cut(y)
}

// common finds a longest row of members that both sides have, as pairs of
// positions.
func common(want, got []item) [][2]int {
	var out [][2]int
	n, m := len(want), len(got)
	from := 0
	for from < n && from < m && want[from].norm == got[from].norm {
		out = append(out, [2]int{from, from})
		from++
	}
	end := 0
	for end < n-from && end < m-from && want[n-1-end].norm == got[m-1-end].norm {
		end++
	}
	a, b := want[from:n-end], got[from:m-end]
	// No report has so many paragraphs; a page with that many beside one has its
	// own row compared only as far as it begins and ends alike.
	const most = 20_000_000
	if len(a)*len(b) <= most {
		length := make([][]int32, len(a)+1)
		for i := range length {
			length[i] = make([]int32, len(b)+1)
		}
		for i := len(a) - 1; i >= 0; i-- {
			for j := len(b) - 1; j >= 0; j-- {
				if a[i].norm == b[j].norm {
					length[i][j] = length[i+1][j+1] + 1
				} else {
					length[i][j] = max(length[i+1][j], length[i][j+1])
				}
			}
		}
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case a[i].norm == b[j].norm:
				out = append(out, [2]int{from + i, from + j})
				i, j = i+1, j+1
			case length[i+1][j] >= length[i][j+1]:
				i++
			default:
				j++
			}
		}
	}
	for k := end; k > 0; k-- {
		out = append(out, [2]int{n - k, m - k})
	}
	return out
}

// normal is a text without its blanks; only between letters or digits of Latin
// script does one stay, where it parts words and numbers.
func normal(s string) string {
	var b strings.Builder
	blank, last := false, rune(0)
	for _, c := range s {
		switch {
		case unicode.IsSpace(c):
			blank = true
			continue
		case text.Invisible(c):
			continue // no page shows it
		case c == '\ufffe' || c == '\uffff':
			c = unicode.ReplacementChar
		}
		if blank && latin(last) && latin(c) {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
		blank, last = false, c
	}
	return b.String()
}

func latin(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Counts says how many differences of each kind there are, for a verdict.
func (r *Result) Counts() msg.Text {
	figures, texts := 0, 0
	for _, d := range r.Differences {
		if d.Kind == Figure || d.Kind == Remark || d.Kind == Extra {
			figures++
		} else {
			texts++
		}
	}
	return msg.F("表格 %s 处，文字 %s 处", "%s in tables, %s in texts", strconv.Itoa(figures), strconv.Itoa(texts))
}
