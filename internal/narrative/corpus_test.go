package narrative_test

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// tables are the tables of one report of the corpus, and last year's.
type tables struct {
	name         string
	report, last *model.Report
}

// passage is a sentence, or a whole narrative, of the corpus.
type passage struct {
	*tables
	style   string
	line    int
	raw     string // with its marks
	text    string
	marks   []mark // in the order of the text
	heldOut bool
}

// mark is a figure of a passage that the tables have, or words that say something of them.
type mark struct {
	kind       rune // 'f' a field, '%' a share or a change, '=' words that agree, '!' words that do not, '?' either
	start, end int  // bytes of the text; for words both are their end
	terms      []*model.Field
	number     model.Number
}

// corpus reads a file of the corpus.
func corpus(t testing.TB, path string) []passage {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []passage
	var in *tables
	style, byName := "", map[string]*tables{}
	for n, line := range strings.Split(string(data), "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '@':
			in, style = &tables{name: line[2:]}, ""
			byName[in.name] = in
		case line[0] == '%':
			if style == "" {
				in.balance()
			}
			style = line[2:]
		case style == "":
			in.set(t, n+1, strings.Fields(line), byName)
		case style == "narrative" && len(out) > 0 && out[len(out)-1].tables == in:
			out[len(out)-1].raw += "\n" + line
		default:
			out = append(out, passage{tables: in, style: style, line: n + 1, raw: strings.ReplaceAll(line, `\n`, "\n")})
		}
	}
	for i := range out {
		h := fnv.New32a()
		h.Write([]byte(strings.NewReplacer("{?}", "", "{~}", "{=}", "{=}", ifNarrative(out[i].style)).Replace(out[i].raw)))
		out[i].heldOut = h.Sum32()%3 == 0
		out[i].fill(t)
	}
	return out
}

// set takes a line of the tables.
func (in *tables) set(t testing.TB, n int, words []string, byName map[string]*tables) {
	r := &in.report
	if words[0] == "last" {
		if words = words[1:]; in.last == nil {
			in.last = model.NewReport(in.report.Form)
			blank(in.last)
			in.last.Year = in.report.Year - 1
		}
		r = &in.last
	}
	switch words[0] {
	case "form":
		form, err := templates.Edition(words[1])
		if err != nil {
			t.Fatal(err)
		}
		in.report = model.NewReport(form)
		blank(in.report)
	case "like":
		*in = tables{in.name, byName[words[1]].report, byName[words[1]].last}
	case "organ":
		in.report.Organ = words[1]
	case "year":
		in.report.Year, _ = strconv.Atoi(words[1])
	default:
		row := words[0]
		if !strings.Contains(row, ".") {
			row = "requests." + row
		}
		for _, w := range words[1:] {
			column, v, _ := strings.Cut(w, "=")
			num, err := model.ParseNumber(v)
			if _, ok := (*r).Form.Field(row + "." + column); !ok || err != nil {
				t.Fatalf("line %d: %s %s", n, row, w)
			}
			(*r).Values[row+"."+column] = model.Value{State: model.IsNumber, Number: num}
		}
	}
}

// balance makes the new applications follow from the other rows, and sums the totals.
func (in *tables) balance() {
	total(in.report)
	for _, column := range []string{"natural_person", "business", "research", "welfare", "legal_service", "other"} {
		of := func(row string) model.Number { return in.report.Values["requests."+row+"."+column].Number }
		fresh := of("result_total").Add(of("carried_out")).Sub(of("carried_in"))
		in.report.Values["requests.new."+column] = model.Value{State: model.IsNumber, Number: fresh}
	}
	total(in.report)
	if in.last != nil {
		total(in.last)
	}
}

var corpusMark = regexp.MustCompile(`\{([^{}]+)\}`)

// fill writes the figures of the tables where the marks stand.
func (p *passage) fill(t testing.TB) {
	at := 0
	for _, m := range corpusMark.FindAllStringSubmatchIndex(p.raw, -1) {
		p.text += p.raw[at:m[0]]
		at = m[1]
		name := p.raw[m[2]:m[3]]
		if len(name) == 1 {
			p.marks = append(p.marks, mark{kind: rune(name[0]), start: len(p.text), end: len(p.text)})
			continue
		}
		k := mark{kind: 'f', start: len(p.text)}
		report := p.report
		if rest, ok := strings.CutPrefix(name, "last "); ok {
			name, report = rest, p.last
			k.kind = '%'
		}
		part, places, isPercent := strings.Cut(name, "%")
		part, of, isShare := strings.Cut(part, "/")
		part, isChange := strings.CutSuffix(part, "~")
		k.terms = p.fields(t, part)
		k.number = sumFields(report, k.terms)
		if isShare || isChange {
			k.kind = '%'
			a := k.number
			var b model.Number
			switch {
			case isShare:
				b = sumFields(report, p.fields(t, of))
			default:
				b = sumFields(p.last, k.terms)
				if a = a.Sub(b).Abs(); !isPercent {
					k.number = a
				}
			}
			if isPercent {
				n, _ := strconv.Atoi(cmp.Or(places, "0"))
				k.number = a.PercentTo(b, n)
			}
		}
		p.text += k.number.String()
		k.end = len(p.text)
		p.marks = append(p.marks, k)
	}
	p.text += p.raw[at:]
}

// fields returns the fields that a mark names.
func (p *passage) fields(t testing.TB, name string) (out []*model.Field) {
	for _, one := range strings.Split(name, "+") {
		row, column, ok := strings.Cut(one, ".")
		if !ok {
			column = map[string]string{"normative": "", "licensing": "decisions", "penalty": "decisions", "coercion": "decisions"}[row]
			column = cmp.Or(column, "total")
		}
		columns := []string{column}
		if column == "org" {
			columns = []string{"business", "research", "welfare", "legal_service", "other"}
		}
		for _, column := range columns {
			found := false
			for _, table := range []string{"requests", "disputes", "proactive"} {
				if fs, ok := p.report.Form.Figure(table + "." + row + "." + column); ok {
					out, found = append(out, fs...), true
					break
				}
			}
			if !found {
				t.Fatalf("line %d: no figure %s", p.line, one)
			}
		}
	}
	return out
}

func sumFields(r *model.Report, fs []*model.Field) model.Number {
	sum := model.Int(0)
	for _, fd := range fs {
		sum = sum.Add(r.Values[fd.ID].Number)
	}
	return sum
}

// read reads a text beside tables.
func (in *tables) read(text string, report, last *model.Report) []narrative.Figure {
	r := *report
	r.Texts = map[string]string{"overview": text}
	return narrative.ReaderFor(r.Form).Read(&r, last)
}

// foreign returns tables of which every figure is another, and much larger.
func foreign(r *model.Report) *model.Report {
	if r == nil {
		return nil
	}
	out := *r
	out.Values = map[string]model.Value{}
	dice := rand.New(rand.NewPCG(7, uint64(r.Year)))
	for _, fd := range r.Form.Fields {
		out.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(70_000_003 + dice.Int64N(20_000_000))}
	}
	total(&out)
	return &out
}

// measure counts what was found in passages.
type measure struct {
	passages                    int
	accused, accusedRight       int // figures said to disagree, and those that do
	raised, noticed             int // figures raised by one, and those noticed
	claims, claimed             int // words that contradict, and those noticed
	confirmed, confirmedRight   int // figures said to agree, and those that agree as marked
	confirmable, confirmedMarks int // marked figures and words, and those said to agree
	misread, missed             []string
}

// add adds another measure.
func (m *measure) add(o measure) {
	m.passages += o.passages
	m.accused += o.accused
	m.accusedRight += o.accusedRight
	m.raised += o.raised
	m.noticed += o.noticed
	m.claims += o.claims
	m.claimed += o.claimed
	m.confirmed += o.confirmed
	m.confirmedRight += o.confirmedRight
	m.confirmable += o.confirmable
	m.confirmedMarks += o.confirmedMarks
	m.misread = append(m.misread, o.misread...)
	m.missed = append(m.missed, o.missed...)
}

// markOf returns the mark that a figure found stands on; nil for none.
func (p *passage) markOf(f narrative.Figure) *mark {
	for i := range p.marks {
		k := &p.marks[i]
		if k.start < k.end && f.Start <= k.start && f.End >= k.end || k.start == k.end && f.Kind == narrative.Claim && f.Start < k.start && f.End+len("继续办理件") >= k.start {
			return k
		}
	}
	return nil
}

// around returns a few characters before and behind a mark.
func (p *passage) around(k *mark) string {
	before, behind := []rune(p.text[:k.start]), []rune(p.text[k.end:])
	return string(before[max(0, len(before)-10):]) + p.text[k.start:k.end] + string(behind[:min(len(behind), 4)])
}

// sameCells reports whether a figure was read as the fields of a mark: cells with 0 aside, and a total may stand
// for its parts.
func sameCells(f narrative.Figure, k *mark, r *model.Report) bool {
	parts := func(fs []model.Term) map[string]bool {
		out := map[string]bool{}
		var put func(t model.Term)
		put = func(t model.Term) {
			v := r.Values[t.Field.ID].Number
			switch {
			case v.Sign() == 0:
			case t.Field.Total != nil:
				for _, x := range t.Field.Total.Right {
					put(model.Term{Field: x.Field, Minus: x.Minus != t.Minus})
				}
			default:
				out[fmt.Sprint(t.Minus, t.Field.ID)] = true
			}
		}
		for _, t := range fs {
			put(t)
		}
		return out
	}
	var want []model.Term
	for _, fd := range k.terms {
		want = append(want, model.Term{Field: fd})
	}
	a, b := parts(f.Cells), parts(want)
	for id := range a {
		if !b[id] {
			return false
		}
	}
	return len(a) == len(b)
}

// measure reads a passage beside its tables, beside other tables, and with each of its figures raised by one.
func (p *passage) measure() measure {
	m := measure{passages: 1}
	say := func(list *[]string, format string, args ...any) {
		*list = append(*list, fmt.Sprintf("%s, line %d: ", p.name, p.line)+fmt.Sprintf(format, args...))
	}
	bad := func(format string, args ...any) { say(&m.misread, format, args...) }
	missing := func(format string, args ...any) { say(&m.missed, format, args...) }
	found := map[*mark]bool{}
	for _, f := range p.read(p.text, p.report, p.last) {
		k := p.markOf(f)
		if k != nil && (k.kind == '?' || k.kind == '~') {
			continue
		}
		switch f.Verdict {
		case narrative.Agrees:
			m.confirmed++
			switch {
			case k == nil || k.kind == '!':
				bad("%q: agrees as %s", f.Text, f.Reading().ZH)
			case k.kind == 'f' && !sameCells(f, k, p.report):
				bad("%q: agrees as %s", f.Text, f.Reading().ZH)
			default:
				m.confirmedRight++
				found[k] = true
			}
		case narrative.Disagrees:
			m.accused++
			if k != nil && k.kind == '!' {
				m.accusedRight++
				found[k] = true
			} else {
				bad("%q: disagrees: %s", f.Text, f.Message.ZH)
			}
		}
	}
	for i := range p.marks {
		switch k := &p.marks[i]; k.kind {
		case '!':
			m.claims++
			if found[k] {
				m.claimed++
			} else {
				missing("%q is not contradicted", p.around(k))
			}
		case 'f', '%', '=':
			m.confirmable++
			if found[k] {
				m.confirmedMarks++
			} else {
				missing("%q is not confirmed", p.around(k))
			}
		}
	}
	for _, f := range p.read(p.text, foreign(p.report), foreign(p.last)) {
		if k := p.markOf(f); f.Verdict == narrative.Disagrees && (k == nil || k.kind != '?' && k.kind != '~') {
			m.accused++
			if k != nil {
				m.accusedRight++
			} else {
				bad("%q: disagrees with other tables: %s", f.Text, f.Message.ZH)
			}
		}
	}
	for i := range p.marks {
		k := &p.marks[i]
		if k.kind != 'f' {
			continue
		}
		m.raised++
		raised := k.number.Add(model.Int(1)).String()
		seen := false
		shift := len(raised) - (k.end - k.start)
		for _, f := range p.read(p.text[:k.start]+raised+p.text[k.end:], p.report, p.last) {
			if f.Verdict != narrative.Disagrees {
				continue
			}
			at := f
			if at.Start > k.start {
				at.Start -= shift
			}
			if at.End > k.start {
				at.End -= shift
			}
			switch on := p.markOf(at); {
			case on == k || on != nil && on.kind == '%' || f.Kind == narrative.Part:
				m.accused++
				m.accusedRight++
				seen = true
			case on != nil && (on.kind == '!' || on.kind == '?' || on.kind == '~'):
			default:
				m.accused++
				bad("%q disagrees where %s was raised to %s: %s", f.Text, k.number, raised, f.Message.ZH)
			}
		}
		if seen {
			m.noticed++
		} else {
			missing("%s raised to %s in %q is not noticed", k.number, raised, p.around(k))
		}
	}
	return m
}

// No figure of the tuned part of the corpus is read otherwise than it is marked. How much is read is measured by
// TestNarrativeFigures.
func TestCorpus(t *testing.T) {
	for _, p := range append(corpus(t, "testdata/corpus.txt"), corpus(t, "testdata/narratives.txt")...) {
		if p.heldOut {
			continue
		}
		m := p.measure()
		for _, w := range m.misread {
			t.Error(w)
		}
		for _, w := range m.missed {
			t.Log(w)
		}
	}
}

// share writes a part of a whole in percent; — without a whole.
func share(a, b int) string {
	if b == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f %%（%d/%d）", 100*float64(a)/float64(b), a, b)
}

// row writes a measure as a row of a table.
func (m *measure) row(name string) string {
	return "| " + strings.Join([]string{name, strconv.Itoa(m.passages), share(m.accusedRight, m.accused), share(m.noticed, m.raised), share(m.claimed, m.claims),
		share(m.confirmedRight, m.confirmed), share(m.confirmedMarks, m.confirmable)}, " | ") + " |\n"
}

// corpusTables writes the measures of the corpus as tables, the unseen part apart, and what was wrong in it.
func corpusTables(t testing.TB) string {
	const head = " | 篇数 | 指出不符：准确率 | 加一的数字：查出 | 不带数字的说法：查出 | 判为相符：准确率 | 判为相符：查全率 |\n| --- | --- | --- | --- | --- | --- | --- |\n"
	var b strings.Builder
	type part struct{ tuned, unseen measure }
	parts := map[string]*part{}
	var wholes, styles, levels []string
	put := func(list *[]string, name string, p passage, m measure) {
		if parts[name] == nil {
			parts[name] = &part{}
			*list = append(*list, name)
		}
		if p.heldOut {
			parts[name].unseen.add(m)
		} else {
			parts[name].tuned.add(m)
		}
	}
	var unseen measure
	for _, file := range []string{"corpus", "narratives"} {
		for _, p := range corpus(t, "testdata/"+file+".txt") {
			m := p.measure()
			put(&wholes, map[string]string{"corpus": "句子", "narratives": "整篇"}[file], p, m)
			if file == "corpus" {
				put(&styles, p.style, p, m)
				put(&levels, strings.TrimSuffix(p.name, " again"), p, m)
			}
			if p.heldOut {
				unseen.add(m)
			}
		}
	}
	b.WriteString("| 语料" + head)
	for _, n := range wholes {
		b.WriteString(parts[n].tuned.row(n+"，调试用") + parts[n].unseen.row(n+"，留出"))
	}
	for _, group := range []struct {
		title string
		names []string
	}{{"句式", styles}, {"机关", levels}} {
		b.WriteString("\n| " + group.title + head)
		for _, n := range group.names {
			all := parts[n].tuned
			all.add(parts[n].unseen)
			b.WriteString(all.row(n))
		}
	}
	b.WriteString("\n留出的部分读错的：\n\n")
	for _, w := range unseen.misread {
		b.WriteString("- " + w + "\n")
	}
	if len(unseen.misread) == 0 {
		b.WriteString("- 无\n")
	}
	b.WriteString("\n留出的部分没有读出的：\n\n")
	for _, w := range unseen.missed {
		b.WriteString("- " + w + "\n")
	}
	for _, n := range wholes {
		for what, m := range map[string]measure{"tuned": parts[n].tuned, "unseen": parts[n].unseen} {
			if 100*m.accusedRight < 99*m.accused || 100*m.confirmedRight < 99*m.confirmed || 100*m.noticed < 90*m.raised {
				t.Errorf("%s, %s: %s", n, what, m.row(""))
			}
		}
	}
	return b.String()
}

// ifNarrative keeps a mark that was in the sentences from the beginning, and drops it from narratives.
func ifNarrative(style string) string {
	if style == "narrative" {
		return ""
	}
	return "{=}"
}
