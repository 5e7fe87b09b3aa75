package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Ids of the tables that narratives quote.
const (
	tableRequests  = "requests"
	tableDisputes  = "disputes"
	tableProactive = "proactive"
)

// scope says whose figures a sentence tells.
type scope byte

const (
	noScope     scope = iota // nothing was said of it
	ownScope                 // the organ's own
	wideScope                // the whole territory or system
	narrowScope              // the government office alone, without the territory it governs
	otherScope               // another organ's
)

// textReader reads the texts of one report and collects their figures.
type textReader struct {
	*Reader
	report, last *model.Report
	scanner      scanner
	organLevel   string // the last level of government in the organ's name
	government   bool   // the organ is a people's government

	section       string
	body          string
	tokens        []token
	carriedIn     bool // the sentence names what was carried in
	sentenceStart int  // first token of the sentence being read, and the token behind it
	sentenceEnd   int

	figures     []Figure
	infos       []figureInfo // by figure: what withdrawUncertain needs
	officeNamed bool         // a sentence speaks of the office alone
}

// figureInfo is what the last decision about a figure needs, when all figures are known.
type figureInfo struct {
	scope  scope
	strict bool // it would contradict the tables
	table  string
	verb   bool // it counts what came in or was answered
	firsts []idSum
}

// newTextReader returns a textReader for a report; last is last year's and may be nil.
func newTextReader(rd *Reader, r, last *model.Report) *textReader {
	tr := &textReader{Reader: rd, report: r, last: last}
	tr.scanner = scanner{lex: rd.lex, year: r.Year}
	tr.ownNames()
	return tr
}

// ownNames collects the names that the report may call its organ: the whole name, and what begins or ends with
// a level of government in it.
func (tr *textReader) ownNames() {
	const people = "人民政府"
	for _, organ := range strings.Fields(text.Fold(tr.report.Organ)) {
		tr.scanner.shortNames = append(tr.scanner.shortNames, tr.lex.shortNames(organ)...)
		last := -1
		for _, level := range tr.lex.levels {
			if i := strings.LastIndex(organ, level); i > last && i > 0 {
				last, tr.organLevel = i, level
			}
		}
		ends := []string{organ}
		for _, level := range tr.lex.levels {
			for at := 0; ; {
				i := strings.Index(organ[at:], level)
				if i < 0 {
					break
				}
				at += i + len(level)
				ends = append(ends, organ[at-len(level):], organ[at:])
				if at > len(level)+3 {
					ends = append(ends, organ[:at]) // the place: 云岭县
				}
			}
		}
		gov := strings.HasSuffix(organ, people)
		tr.government = tr.government || gov
		small := strings.Contains("镇乡街道", tr.organLevel)
		for _, e := range ends {
			short := strings.Replace(e, people, "政府", 1)
			if e == people || short == "政府" || gov && !small && e != organ && strings.HasSuffix(e, people) && len([]rune(e)) <= 5 {
				continue // 县政府 may be the organ alone
			}
			if slices.Contains(tr.lex.levels, e) {
				continue
			}
			for _, name := range []string{e, short} {
				if n := []rune(name); len(n) >= 2 && !slices.Contains(tr.lex.organs, name) {
					tr.scanner.ownNames = append(tr.scanner.ownNames, n)
				}
			}
		}
	}
	sorting.By(tr.scanner.ownNames, func(a, b []rune) int { return len(b) - len(a) })
}

// readText reads one narrative.
func (tr *textReader) readText(section, text string) {
	tr.section, tr.body = section, text
	tr.scanner.load(text)
	tr.tokens = tr.scanner.tokens()
	para := &paragraph{}
	for i := 0; i < len(tr.tokens); {
		j := i
		for j < len(tr.tokens) && tr.tokens[j].kind < tStop {
			j++
		}
		tr.sentenceEnd = j
		tr.readSentence(i, j, para)
		if j < len(tr.tokens) && tr.tokens[j].kind == tLine {
			para = &paragraph{}
		}
		i = j + 1
	}
	tr.judgePeriods()
}

// byteRange returns the bytes of tokens from to to in the text.
func (tr *textReader) byteRange(from, to int) (int, int) {
	return tr.scanner.from[tr.tokens[from].start], tr.scanner.to[tr.tokens[to].end-1]
}

// addFigure lists a figure that stands in tokens first to last.
func (tr *textReader) addFigure(first, last int, f Figure, n figureInfo) *Figure {
	f.Section = tr.section
	f.Start, f.End = tr.byteRange(first, last)
	f.Text = text.Unspaced(tr.body[f.Start:f.End])
	f.Sentence, f.At = tr.sentenceAround(first)
	if f.Verdict == "" {
		f.Verdict = Unrelated
	}
	if f.Kind == Claim && f.Verdict == Disagrees {
		f.Message = tr.claimMessage(&f)
	}
	tr.figures = append(tr.figures, f)
	tr.infos = append(tr.infos, n)
	return &tr.figures[len(tr.figures)-1]
}

// sentenceAround returns the sentence that a token stands in, and where in it the token begins.
func (tr *textReader) sentenceAround(i int) (string, int) {
	a, end := tr.sentenceStart, tr.sentenceEnd
	if end < len(tr.tokens) && tr.tokens[end].kind == tStop {
		end++
	}
	from, to := tr.byteRange(a, max(a, end-1))
	at, _ := tr.byteRange(i, i)
	return tr.body[from:to], at - from
}

// withdrawUncertain takes contradictions back where it is uncertain whose figures the sentence tells: a figure of the
// whole territory, or of the office alone, contradicts the tables only if other figures of the same scope agree.
func (tr *textReader) withdrawUncertain() {
	agreed := map[scope]bool{}
	for i, f := range tr.figures {
		if n := tr.infos[i]; f.Verdict == Agrees && n.strict && f.Number.Sign() != 0 && n.table != "" {
			agreed[n.scope] = true
		}
	}
	for i := range tr.figures {
		f, n := &tr.figures[i], tr.infos[i]
		if f.Verdict == Disagrees && f.Kind == Count && n.verb && tr.anotherAgrees(i) {
			f.Verdict, f.Message, f.Cells, f.Table = Unrelated, msg.Text{}, nil, nil
			continue
		}
		if f.Verdict != Disagrees || n.scope < wideScope || agreed[n.scope] || n.scope == wideScope && tr.government && !tr.officeNamed {
			continue
		}
		f.Verdict, f.Message = Unrelated, msg.Text{}
	}
}

// anotherAgrees reports whether the same sentence has another figure of the same kind that agrees:
// "收到申请表38份，受理35件" tells two numbers, of which the tables have one.
func (tr *textReader) anotherAgrees(i int) bool {
	f, n := tr.figures[i], tr.infos[i]
	for k := range tr.figures {
		g, m := tr.figures[k], tr.infos[k]
		if g.Section == f.Section && g.Start-g.At == f.Start-f.At && g.Verdict == Agrees && m.verb &&
			slices.ContainsFunc(m.firsts, func(s idSum) bool { return slices.Equal(s, n.firsts[0]) }) {
			return true
		}
	}
	return false
}
