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

	section        string
	body           string
	tokens         []token
	carriedIn      bool // the sentence names what was carried in
	carriedOut     bool // the sentence names what was carried over to the next year
	carriedInApart int  // the token of what was carried in, if it is no part of what came in, which then is this year's alone; else -1
	paragraph      int  // number of paragraphs begun, in all sections
	visited        int  // tokens looked at, which a test holds to the length of the text
	act            struct {
		from, to int
		found    bool
	} // what actFollows found for these tokens
	sentenceStart int // first token of the sentence being read, and the token behind it
	sentenceEnd   int

	figures     []Figure
	infos       []figureInfo // by figure: what withdrawUncertain needs
	officeNamed bool         // a sentence speaks of the office alone

	feesTold   []int // figures of fees for information
	feesDenied []feeDenied
}

// figureInfo is what the last decision about a figure needs, when all figures are known.
type figureInfo struct {
	scope  scope
	strict bool // it would contradict the tables
	table  string
	verb   bool // it counts what came in or was answered
	firsts []idSum

	paragraph int
	// slip is what the figure is if it is about what its words say, though not all of them are known: a figure that
	// is nearly that of the tables.
	slip *Figure
}

// newTextReader returns a textReader for a report; last is last year's and may be nil.
func newTextReader(rd *Reader, r, last *model.Report) *textReader {
	tr := &textReader{Reader: rd, report: r, last: last}
	tr.scanner = scanner{lex: rd.lex, year: r.Year, ownBegin: map[rune]bool{}, room: rooms.Get().(*room)}
	tr.ownNames()
	return tr
}

// release keeps the memory for other texts, unless the text was so long that it would be too much to keep.
func (tr *textReader) release() {
	const most = 1 << 16 // tokens
	if cap(tr.scanner.kept) <= most {
		rooms.Put(tr.scanner.room)
	}
}

// ownNames collects the names that the report may call its organ: the whole name, and what begins or ends with
// a level of government in it.
func (tr *textReader) ownNames() {
	for _, organ := range strings.Fields(text.Fold(tr.report.Organ)) {
		tr.scanner.shortNames = append(tr.scanner.shortNames, tr.lex.shortNames(organ)...)
		last := -1
		for _, level := range tr.lex.levels {
			if i := strings.LastIndex(organ, level); i > last && i > 0 {
				last, tr.organLevel = i, level
			}
		}
		tr.government = tr.government || strings.HasSuffix(organ, people)
		for _, part := range tr.partsOfName(organ) {
			tr.addOwnName(organ, part)
		}
	}
	for _, name := range tr.scanner.ownNames {
		tr.scanner.ownBegin[name[0]] = true
	}
	sorting.By(tr.scanner.ownNames, func(a, b []rune) int { return len(b) - len(a) })
}

// people is how the name of a government ends.
const people = "人民政府"

// partsOfName returns an organ's name and the parts of it that begin or end with a level of government.
func (tr *textReader) partsOfName(organ string) []string {
	parts := []string{organ}
	bounds := []int{0} // of the places in the name
	for _, level := range tr.lex.levels {
		for at := 0; ; {
			i := strings.Index(organ[at:], level)
			if i < 0 {
				break
			}
			at += i + len(level)
			parts = append(parts, organ[at-len(level):], organ[at:])
			if at > len(level)+3 {
				bounds = append(bounds, at)
			}
		}
	}
	if slices.Contains([]string{"镇", "乡", "街道"}, tr.organLevel) {
		parts = append(parts, tr.organLevel) // "街道全年收到…"
	}
	slices.Sort(bounds)
	for i, from := range bounds {
		for _, to := range bounds[i+1:] {
			parts = append(parts, organ[from:to]) // the place: 云岭县
		}
		parts = append(parts, organ[from:])
	}
	return parts
}

// addOwnName adds a part of an organ's name, also with 政府 for 人民政府, unless it may mean another organ.
func (tr *textReader) addOwnName(organ, part string) {
	lowest := strings.Contains("镇乡街道", tr.organLevel) // also where no level is in the name
	short := strings.Replace(part, people, "政府", 1)
	if part == people || short == "政府" {
		return
	}
	if strings.HasSuffix(organ, people) && !lowest && part != organ && strings.HasSuffix(part, people) && len([]rune(part)) <= 5 {
		return // 县政府 may be the organ alone
	}
	if slices.Contains(tr.lex.levels, part) && !(lowest && part == tr.organLevel) {
		return
	}
	for _, name := range []string{part, short} {
		if n := []rune(name); len(n) >= 2 && (lowest && name == tr.organLevel || !slices.Contains(tr.lex.organs, name)) {
			tr.scanner.ownNames = append(tr.scanner.ownNames, n)
		}
	}
}

// readText reads one narrative.
func (tr *textReader) readText(section, text string) {
	tr.section, tr.body = section, text
	tr.scanner.load(text)
	tr.tokens = tr.scanner.tokens()
	numbers := 0
	for i := range tr.tokens {
		if tr.tokens[i].kind == tNumber {
			numbers++
		}
	}
	tr.figures, tr.infos = slices.Grow(tr.figures, numbers+numbers/8), slices.Grow(tr.infos, numbers+numbers/8)
	para := &paragraph{}
	tr.paragraph++
	tr.act.from, tr.act.to = 0, 0
	for i := 0; i < len(tr.tokens); {
		j := i
		for j < len(tr.tokens) && tr.tokens[j].kind < tStop {
			j++
		}
		tr.sentenceEnd = j
		tr.readSentence(i, j, para)
		if j < len(tr.tokens) && tr.tokens[j].kind == tLine {
			para = &paragraph{}
			tr.paragraph++
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
	n.paragraph = tr.paragraph
	tr.figures = append(tr.figures, f)
	tr.infos = append(tr.infos, n)
	tr.tokens[first].figure = len(tr.figures)
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
	tr.judgeSlips()
	agreed := map[scope]bool{}
	for i, f := range tr.figures {
		if n := tr.infos[i]; f.Verdict == Agrees && n.strict && f.Number.Sign() != 0 && n.table != "" {
			agreed[n.scope] = true
		}
	}
	for from := 0; from < len(tr.figures); {
		to := from + 1
		for to < len(tr.figures) && tr.figures[to].Section == tr.figures[from].Section && tr.figures[to].Start-tr.figures[to].At == tr.figures[from].Start-tr.figures[from].At {
			to++
		}
		tr.withdrawInSentence(from, to, agreed)
		from = to
	}
}

// withdrawInSentence does so for the figures from to to, which stand in one sentence. A sentence such as
// "收到申请表38份，受理35件" tells two numbers of one kind, of which the tables have one.
func (tr *textReader) withdrawInSentence(from, to int, agreed map[scope]bool) {
	var told []idSum // what figures that agree count, of what came in or was answered
	for i := from; i < to; i++ {
		if f, n := &tr.figures[i], &tr.infos[i]; f.Verdict == Agrees && f.Kind == Count && n.verb {
			told = union(told, n.firsts)
		}
	}
	for i := from; i < to; i++ {
		f, n := &tr.figures[i], &tr.infos[i]
		if f.Verdict == Disagrees && f.Kind == Count && n.verb && slices.ContainsFunc(told, func(s idSum) bool { return slices.Equal(s, n.firsts[0]) }) {
			f.Verdict, f.Message, f.Cells, f.Table = Unrelated, msg.Text{}, nil, nil
			continue
		}
		if f.Verdict != Disagrees || n.scope < wideScope || agreed[n.scope] || n.scope == wideScope && tr.government && !tr.officeNamed {
			continue
		}
		f.Verdict, f.Message = Unrelated, msg.Text{}
	}
}

// judgeSlips contradicts figures that are nearly those of the tables, though not every word beside them is known,
// where other figures of their paragraph agree and none tells the same cells.
func (tr *textReader) judgeSlips() {
	type place struct {
		paragraph int
		table     string
	}
	weight, told := map[place]int{}, map[place][]reading{}
	for i, f := range tr.figures {
		n := tr.infos[i]
		if f.Verdict != Agrees || f.Kind != Count || f.Number.Sign() == 0 {
			continue
		}
		at := place{n.paragraph, n.table}
		if len(told[at]) < maxTold {
			told[at] = append(told[at], f.Cells)
		}
		if weight[at]++; f.Number.Cmp(model.Int(10)) >= 0 {
			weight[at]++
		}
	}
	const enough = 3 // figures that agree, those of 10 and more counted twice
	for i := range tr.figures {
		n := &tr.infos[i]
		if n.slip == nil || weight[place{n.paragraph, n.table}] < enough {
			continue
		}
		if slices.ContainsFunc(told[place{n.paragraph, n.table}], func(rd reading) bool { return slices.Equal(rd, n.slip.Cells) }) {
			continue
		}
		f := &tr.figures[i]
		f.Verdict, f.Cells, f.Table, f.Message, n.strict = Disagrees, n.slip.Cells, n.slip.Table, n.slip.Message, true
	}
}

// maxTold is the largest number of readings of one paragraph that are kept.
const maxTold = 200
