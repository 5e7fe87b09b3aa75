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

// passage is a title, heading or paragraph of either side.
type passage struct {
	text       string
	comparable string // the text as it is compared
	kind       Kind   // Title or Paragraph
	where      msg.Text
	place      string // cell or place in the publication
	// optional says that a publication may leave it out: the date under the title.
	optional bool
}

// Printed returns the passages that a report is published as.
func Printed(r *model.Report) []intake.Passage {
	d := publish.Of(r, publish.Options{})
	texts := []string{d.Title}
	if s := d.DateLine(); s != "" {
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

// compareTexts compares title, headings, paragraphs, notes and signature in their order. Ends are headings of
// what follows the report.
func (c *comparer) compareTexts(passages []intake.Passage, ends []string) {
	want := c.expectedPassages()
	known := map[string]bool{}
	for _, w := range want {
		known[w.comparable] = true
	}
	for i, p := range passages {
		if n := comparableText(p.Text); !known[n] && slices.ContainsFunc(ends, func(e string) bool { return n == comparableText(e) }) {
			c.addAside(msg.F("“%s”不属于报告，没有比对", "%q is no part of the report and was not compared", text.Brief(p.Text)))
			passages = passages[:i]
			break
		}
	}
	got, before := c.foundPassages(passages, want[0], known)
	c.result.Paragraphs = len(want)
	c.comparePassages(want, got)
	if len(before) > 0 {
		c.addAside(msg.F("标题之前的文字不属于报告，没有比对：%s", "what stands before the title is not the report's and was not compared: %s", text.Brief(strings.Join(before, "；"))))
	}
}

// expectedPassages returns what the report is published as. The title comes first.
func (c *comparer) expectedPassages() []passage {
	var out []passage
	section, heading := "", ""
	count := map[string]int{}
	byline := comparableText(publish.Of(c.want, publish.Options{}).DateLine())
	for i, p := range Printed(c.want) {
		w := passage{text: p.Text, comparable: comparableText(p.Text), kind: Paragraph}
		switch {
		case i == 0:
			w.kind, w.where = Title, msg.T("标题", "title")
			w.place = c.want.Places[model.PlaceOfCover("organ")]
			out = append(out, w)
			continue
		case i == 1 && w.comparable == byline && byline != "":
			w.where, w.optional = msg.T("标题下的机关和日期", "organ and date under the title"), true
			w.place = c.want.Places[model.PlaceOfCover("date")]
			out = append(out, w)
			continue
		case w.comparable == "", p.Heading != nil && p.Heading.ID == section, c.isTitle(p, out[0]):
			continue // a repetition, such as the running head of a page
		case p.Heading != nil && w.comparable == comparableText(p.Heading.Heading):
			section, heading = p.Heading.ID, p.Heading.Heading
			w.where = msg.T("各部分的标题", "headings")
		default:
			count[section]++
			w.where = paragraphPlace(heading, count[section])
			w.place = c.want.Places[model.PlaceOfText(section)]
		}
		out = append(out, w)
	}
	return out
}

// paragraphPlace names the place of a paragraph.
func paragraphPlace(heading string, n int) msg.Text {
	if heading == "" {
		return msg.F("引言，第 %d 段", "introduction, paragraph %d", n)
	}
	return msg.F("%s，第 %d 段", "%s, paragraph %d", heading, n)
}

// foundPassages returns what the publication has from its title on, and what it has before. A heading or title
// in other words counts as the form's.
func (c *comparer) foundPassages(passages []intake.Passage, title passage, known map[string]bool) (out []passage, before []string) {
	section, heading := "", ""
	count := map[string]int{}
	titled := false
	var asides []string // a table of contents and page numbers that the report does not have
	for _, p := range passages {
		g := passage{text: p.Text, comparable: comparableText(p.Text), kind: Paragraph, place: p.Address}
		above := !titled && p.Title && p.Organ == "" && len(out) > 0 && out[len(out)-1].comparable == comparableText(c.want.Organ)
		if above { // the organ is on the line above
			out = out[:len(out)-1]
			p.Organ = c.want.Organ
		}
		switch {
		case p.Aside && !known[g.comparable]:
			asides = append(asides, p.Text)
			continue
		case p.Remark, g.comparable == "", titled && c.isTitle(p, title):
			continue
		case c.isTitle(p, title), !titled && p.Title && section == "":
			titled = true
			for _, o := range out {
				before = append(before, o.text)
			}
			out, count = nil, map[string]int{}
			g.kind, g.where = Title, title.where
			if c.isTitle(p, title) {
				g.comparable = title.comparable
			}
		case p.Heading != nil && p.Heading.ID == section:
			continue
		case p.Heading != nil && (g.comparable == comparableText(p.Heading.Heading) || !known[g.comparable]):
			section, heading = p.Heading.ID, p.Heading.Heading
			if g.comparable != comparableText(heading) {
				c.addAside(msg.F("%s：标题“%s”与格式所印的“%s”不同", "%s: the heading %q is not the form's %q", p.Address, text.Brief(p.Text), heading))
				g.comparable = comparableText(heading)
			}
			g.where = msg.T("各部分的标题", "headings")
		default:
			count[section]++
			g.where = paragraphPlace(heading, count[section])
		}
		out = append(out, g)
	}
	if len(asides) > 0 {
		c.addAside(msg.F("目录和页码不属于报告，没有比对：%s", "a table of contents and page numbers are not the report's and were not compared: %s", text.Brief(strings.Join(asides, "；"))))
	}
	return out, before
}

// isTitle reports whether a passage is the report's title, in one of the ways in which reports are titled.
func (c *comparer) isTitle(p intake.Passage, title passage) bool {
	return comparableText(p.Text) == title.comparable || p.Title && p.Year == c.want.Year && comparableText(p.Organ) == comparableText(c.want.Organ)
}

// textGap is what stands between two passages that both sides have.
type textGap struct {
	changed                       []Difference
	onlyWorkbook, onlyPublication []passage // of the workbook alone, of the publication alone
}

// comparePassages finds the longest sequence of passages that both sides have. What is between its members
// differs: a text of each side is a change, a text of one side alone is missing on the other, or was moved if
// it stands in another gap.
func (c *comparer) comparePassages(want, got []passage) {
	var gaps []textGap
	come := map[string][]passage{}
	i, j := 0, 0
	for _, m := range append(longestCommon(want, got), [2]int{len(want), len(got)}) {
		g := pairVersions(want[i:m[0]], got[j:m[1]])
		for _, x := range g.onlyPublication {
			come[x.comparable] = append(come[x.comparable], x)
		}
		gaps = append(gaps, g)
		i, j = m[0]+1, m[1]+1
	}
	for _, g := range gaps {
		for _, d := range g.changed {
			c.addDifference(d)
		}
		for _, w := range g.onlyWorkbook {
			if w.optional && len(come[w.comparable]) == 0 {
				continue
			}
			d := Difference{Kind: w.kind, Where: w.where, Cell: w.place, Workbook: w.text, Message: msg.F("发布件缺“%s”", "the publication lacks %q", text.Brief(w.text))}
			if there := come[w.comparable]; len(there) > 0 {
				x := there[0]
				come[w.comparable] = there[1:]
				d.Kind, d.At, d.Publication = Order, x.place, x.text
				d.Message = msg.F("“%s”在发布件中移到了“%s”", "%q was moved in the publication to %q", text.Brief(w.text), x.where)
			}
			c.addDifference(d)
		}
	}
	for _, g := range gaps {
		for _, x := range g.onlyPublication {
			if there := come[x.comparable]; len(there) > 0 {
				come[x.comparable] = there[1:]
				c.addDifference(Difference{Kind: Paragraph, Where: x.where, At: x.place, Publication: x.text, Message: msg.F("发布件多出“%s”", "the publication has %q besides", text.Brief(x.text))})
			}
		}
	}
}

// pairVersions pairs the texts of two sides that are versions of one another.
func pairVersions(want, got []passage) (out textGap) {
	const most = 100_000 // pairs to compare; longer pages are another text anyway
	taken := make([]bool, len(got))
	there := make([][]rune, len(got))
	for k, g := range got {
		there[k] = []rune(g.comparable)
	}
	for _, w := range want {
		best, at := 0.5, -1
		here := []rune(w.comparable)
		for k, g := range got {
			if taken[k] || len(want)*len(got) > most {
				continue
			}
			s := similarity(here, there[k])
			if w.kind == Title && g.kind == Title {
				s = 1 // a title is compared with whatever title is there
			}
			if s > best {
				best, at = s, k
			}
		}
		if at < 0 {
			out.onlyWorkbook = append(out.onlyWorkbook, w)
			continue
		}
		taken[at] = true
		g := got[at]
		a, b := excerpts(g.text, w.text)
		out.changed = append(out.changed, Difference{Kind: w.kind, Where: w.where, Cell: w.place, At: g.place, Workbook: w.text, Publication: g.text,
			Message: msg.F("发布件“%s”，工作簿“%s”", "the publication %q, the workbook %q", a, b)})
	}
	for k, g := range got {
		if !taken[k] {
			out.onlyPublication = append(out.onlyPublication, g)
		}
	}
	return out
}

// similarity returns the share of the longer text that two texts have in common at their beginning and end.
func similarity(x, y []rune) float64 {
	p, s := commonEnds(x, y)
	return float64(p+s) / float64(max(len(x), len(y), 1))
}

// commonEnds counts the characters that two texts have in common at their beginning, and of the rest those at
// their end.
func commonEnds(x, y []rune) (prefix, suffix int) {
	n := min(len(x), len(y))
	for prefix < n && x[prefix] == y[prefix] {
		prefix++
	}
	for suffix < n-prefix && x[len(x)-1-suffix] == y[len(y)-1-suffix] {
		suffix++
	}
	return prefix, suffix
}

// excerpts cuts two texts down to where they differ, with some characters on each side.
func excerpts(a, b string) (string, string) {
	const margin, longest = 8, 24
	x, y := []rune(a), []rune(b)
	p, s := commonEnds(x, y)
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

// longestCommon returns a longest sequence of passages that both sides have, as pairs of positions.
func longestCommon(want, got []passage) [][2]int {
	var out [][2]int
	n, m := len(want), len(got)
	from := 0
	for from < n && from < m && want[from].comparable == got[from].comparable {
		out = append(out, [2]int{from, from})
		from++
	}
	end := 0
	for end < n-from && end < m-from && want[n-1-end].comparable == got[m-1-end].comparable {
		end++
	}
	a, b := want[from:n-end], got[from:m-end]
	// No report has so many paragraphs; of longer pages only the common beginning and end are compared.
	const most = 20_000_000
	if len(a)*len(b) <= most {
		length := make([][]int32, len(a)+1)
		for i := range length {
			length[i] = make([]int32, len(b)+1)
		}
		for i := len(a) - 1; i >= 0; i-- {
			for j := len(b) - 1; j >= 0; j-- {
				if a[i].comparable == b[j].comparable {
					length[i][j] = length[i+1][j+1] + 1
				} else {
					length[i][j] = max(length[i+1][j], length[i][j+1])
				}
			}
		}
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case a[i].comparable == b[j].comparable:
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

// comparableText returns a text without blanks, except between letters or digits of Latin script, where they
// separate words and numbers.
func comparableText(s string) string {
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
		if blank && isLatin(last) && isLatin(c) {
			b.WriteByte(' ')
		}
		b.WriteRune(text.Ordinary(c))
		blank, last = false, c
	}
	return b.String()
}

// isLatin reports whether a character is a Latin letter or a digit.
func isLatin(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Counts says how many differences there are in tables and in texts.
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
