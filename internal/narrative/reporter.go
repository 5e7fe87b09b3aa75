package narrative

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// The tables that narratives quote. Everything else about them is data.
const (
	tableRequests  = "requests"
	tableDisputes  = "disputes"
	tableProactive = "proactive"
	totalHalf      = "total"
)

// scope says whose figures a sentence speaks of.
type scope byte

const (
	noScope scope = iota
	ownScope
	wideScope   // the whole territory or system
	narrowScope // the organ alone, of a government
	otherScope  // somebody else
)

// reporter reads the texts of one report.
type reporter struct {
	*Reader
	r, last    *model.Report
	scan       scanner
	level      string // the last level in the organ's name
	government bool

	section   string
	body      string
	toks      []token
	carriedIn bool // the sentence tells what was carried in
	begin     int  // the tokens of the sentence being read
	stop      int

	figures []Figure
	notes   []note // of each figure, what settle needs
	narrow  bool   // the narratives speak of the organ alone somewhere
}

// note is what is decided about a figure only when all are known.
type note struct {
	scope  scope
	strict bool
	table  string
	verb   bool // it counts what came in or was answered
	firsts []sum
}

func newReporter(rd *Reader, r, last *model.Report) *reporter {
	rp := &reporter{Reader: rd, r: r, last: last}
	rp.scan = scanner{lex: rd.lex, year: r.Year}
	rp.ownNames()
	return rp
}

// ownNames are the ways the report may call its organ: the name, and the name
// from each level in it on.
func (rp *reporter) ownNames() {
	const people = "人民政府"
	add := func(name string) {
		if n := []rune(name); len(n) >= 2 && !slices.Contains(rp.lex.organs, name) {
			rp.scan.own = append(rp.scan.own, n)
		}
	}
	for _, organ := range strings.Fields(text.Fold(rp.r.Organ)) {
		rp.scan.shorts = append(rp.scan.shorts, rp.lex.shortNames(organ)...)
		last := -1
		for _, level := range rp.lex.levels {
			if i := strings.LastIndex(organ, level); i > last && i > 0 {
				last, rp.level = i, level
			}
		}
		ends := []string{organ}
		for _, level := range rp.lex.levels {
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
		rp.government = rp.government || gov
		small := strings.Contains("镇乡街道", rp.level)
		for _, e := range ends {
			short := strings.Replace(e, people, "政府", 1)
			if e == people || short == "政府" || gov && !small && e != organ && strings.HasSuffix(e, people) && len([]rune(e)) <= 5 {
				continue // 县政府 may be the organ alone
			}
			if slices.Contains(rp.lex.levels, e) {
				continue
			}
			add(e)
			add(short)
		}
	}
	slices.SortFunc(rp.scan.own, func(a, b []rune) int { return len(b) - len(a) })
}

// text reads one narrative.
func (rp *reporter) text(section, text string) {
	rp.section, rp.body = section, text
	rp.scan.read(text)
	rp.toks = rp.scan.tokens()
	para := &paragraph{}
	for i := 0; i < len(rp.toks); {
		j := i
		for j < len(rp.toks) && rp.toks[j].kind < tStop {
			j++
		}
		rp.stop = j
		rp.sentence(i, j, para)
		if j < len(rp.toks) && rp.toks[j].kind == tLine {
			para = &paragraph{}
		}
		i = j + 1
	}
	rp.periods()
}

// bytes gives the place of tokens in the text.
func (rp *reporter) bytes(from, to int) (int, int) {
	return rp.scan.from[rp.toks[from].start], rp.scan.to[rp.toks[to].end-1]
}

// add lists a figure; first and last are its tokens.
func (rp *reporter) add(first, last int, f Figure, n note) *Figure {
	f.Section = rp.section
	f.Start, f.End = rp.bytes(first, last)
	f.Text = text.Unspaced(rp.body[f.Start:f.End])
	f.Sentence, f.At = rp.around(first)
	if f.Verdict == "" {
		f.Verdict = Unrelated
	}
	rp.figures = append(rp.figures, f)
	rp.notes = append(rp.notes, n)
	return &rp.figures[len(rp.figures)-1]
}

// around is the sentence that a token stands in, and where in it the token begins.
func (rp *reporter) around(i int) (string, int) {
	a := rp.begin
	end := rp.stop
	if end < len(rp.toks) && rp.toks[end].kind == tStop {
		end++
	}
	from, to := rp.bytes(a, max(a, end-1))
	at, _ := rp.bytes(i, i)
	return rp.body[from:to], at - from
}

// settle decides what depends on the whole: a figure of the whole territory or of
// the organ alone contradicts the tables only if other figures of the same scope
// show that the tables are of it.
func (rp *reporter) settle() {
	agreed := map[scope]bool{}
	for i, f := range rp.figures {
		if n := rp.notes[i]; f.Verdict == Agrees && n.strict && f.Number.Sign() != 0 && n.table != "" {
			agreed[n.scope] = true
		}
	}
	for i := range rp.figures {
		f, n := &rp.figures[i], rp.notes[i]
		if f.Verdict == Disagrees && f.Kind == Count && n.verb && rp.saidElsewhere(i) {
			f.Verdict, f.Message, f.Fields, f.minus, f.Table = Unrelated, noText, nil, nil, nil
			continue
		}
		if f.Verdict != Disagrees || n.scope < wideScope {
			continue
		}
		if agreed[n.scope] || n.scope == wideScope && rp.government && !rp.narrow {
			continue
		}
		f.Verdict, f.Message = Unrelated, noText
	}
}

// saidElsewhere reports whether the same sentence has another figure of the same
// kind that agrees: "收到申请表38份，受理35件" tells two things, of which the tables
// have one.
func (rp *reporter) saidElsewhere(i int) bool {
	f, n := rp.figures[i], rp.notes[i]
	for k := range rp.figures {
		g, m := rp.figures[k], rp.notes[k]
		if g.Section == f.Section && g.Start-g.At == f.Start-f.At && g.Verdict == Agrees && m.verb &&
			slices.ContainsFunc(m.firsts, func(s sum) bool { return slices.Equal(s, n.firsts[0]) }) {
			return true
		}
	}
	return false
}
