package findings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// view is a checked report as pages show it, in one language.
type view struct {
	File, About, Verdict string
	Tone                 model.Verdict
	Unreadable           string // why there is nothing else
	Supposed             []string
	Todo                 []todo
	Tables               []viewTable
	Findings             []viewFinding
	Figures              []viewFigure
	Counted              string // how many figures, where they were asked for
	numbers              map[string]int
	ID                   string // of its part of the page
	lang                 msg.Lang
}

// todo is what a reader does, in order.
type todo struct {
	Text    string
	Numbers []int // of the findings it is about
}

// viewFinding is a finding by its number.
type viewFinding struct {
	Number                                     int
	Grade, Tone                                string
	Rule, Title, Message, Ground, Do, Answered string
	Places                                     []string
	Item                                       string
	// Cause is what the finding and, below it, others come of: said once for all.
	Cause   string
	Common  int  // how many these are; 0 for the others
	Under   bool // it is one of several of one cause
	finding check.Finding
}

// where lists the first places of a finding.
func (f viewFinding) where(most int, lang msg.Lang) string {
	s := strings.Join(f.Places[:min(len(f.Places), most)], " ")
	if n := len(f.Places); n > most {
		s += msg.F(" 等 %d 格", " and others, %d cells", n).In(lang)
	}
	return s
}

// viewTable is a table drawn as the form draws it.
type viewTable struct {
	Title string
	Rows  [][]viewCell
}

type viewCell struct {
	Text, Class, Scope string
	Rows, Cols         int
	Tip                string // the findings on the cell
	Numbers            []int
}

func viewOf(r Result, number int, lang msg.Lang) view {
	v := view{File: r.File, ID: "r" + strconv.Itoa(number), lang: lang}
	var t tally
	t.add(r)
	v.Verdict = t.verdict(false).In(lang)
	v.Tone = r.Verdict()
	if r.Err != nil {
		v.Unreadable = whyUnreadable(r, lang)
		return v
	}
	v.About = About(r).In(lang)
	v.Supposed = lists.Map(r.Supposed, func(s Supposed) string { return s.sentence().In(lang) })
	v.numbers = map[string]int{}
	said := map[int]int{} // where a cause was said
	for i, f := range r.Causes.InDisplayOrder(r.Findings) {
		vf := viewFindingOf(f, i+1, r.Report.Form, lang)
		if c, ok := r.Causes.CauseOf(f); ok {
			if at, done := said[c.Group]; done {
				v.Findings[at].Common++
			} else {
				said[c.Group], vf.Common, vf.Cause = i, 1, r.Causes.SentenceFor(f).In(lang)
			}
		}
		v.Findings = append(v.Findings, vf)
		v.numbers[f.Key] = cmp.Or(v.numbers[f.Key], i+1)
	}
	for i := range v.Findings {
		if c, ok := r.Causes.CauseOf(v.Findings[i].finding); ok {
			v.Findings[i].Under = v.Findings[said[c.Group]].Common > 1
		}
	}
	v.Todo = todoOf(r, v.numbers, lang)
	if r.Figures != nil {
		v.Figures, v.Counted = viewFigures(r, lang), figuresCount(r.Figures).In(lang)
	}
	v.Tables = lists.Map(r.Report.Form.Tables, func(tb *model.Table) viewTable { return v.table(r, tb) })
	return v
}

func viewFindingOf(f check.Finding, number int, form *model.Form, lang msg.Lang) viewFinding {
	out := viewFinding{Number: number, Grade: f.Grade.Name().In(lang), Tone: string(f.Grade), Rule: f.Rule.ID, Title: f.Rule.Title.In(lang),
		finding: f, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang)}
	if f.Explained() {
		out.Answered = f.Explanation
	}
	out.Places = slices.DeleteFunc(slices.Clone(f.Cells), func(s string) bool { return s == "" })
	switch {
	case f.AboutUnits():
		out.Item = f.Unit
	case len(f.Sections) > 0:
		if s, ok := form.Section(f.Sections[0]); ok {
			out.Item = s.Heading
		}
	case len(f.Fields) > 0:
		out.Item = f.Fields[0].Label()
	}
	return out
}

// todoOf is what to do first: the causes, then the errors none accounts for, then
// what remains to be explained.
func todoOf(r Result, numbers map[string]int, lang msg.Lang) []todo {
	var out []todo
	done := map[string]bool{}
	for _, c := range r.Causes.Best() {
		td := todo{Text: r.Causes.Sentence(c.Group).In(lang)}
		for _, f := range c.Findings {
			td.Numbers = append(td.Numbers, numbers[f.Key])
			done[f.Key] = true
		}
		slices.Sort(td.Numbers)
		out = append(out, td)
	}
	for _, g := range []model.Grade{model.Error, model.Warning} {
		// One line for a rule: what is to be done is the same.
		var rules []*model.Rule
		by := map[*model.Rule][]int{}
		for _, f := range r.Findings {
			if f.Grade != g || done[f.Key] || f.Explained() {
				continue
			}
			if by[f.Rule] == nil {
				rules = append(rules, f.Rule)
			}
			by[f.Rule] = append(by[f.Rule], numbers[f.Key])
		}
		for _, rule := range rules {
			out = append(out, todo{msg.F("%s：%s。", "%s: %s.", rule.Title, rule.Do).In(lang), by[rule]})
		}
	}
	return out
}

// table draws a table with the report's figures, and says at every cell which
// findings are about it.
func (v *view) table(r Result, tb *model.Table) viewTable {
	g := grid.Of(r.Report.Form, tb)
	out := viewTable{Title: tb.Section.Heading, Rows: make([][]viewCell, g.Rows)}
	causes := map[*model.Field]locate.Explanation{}
	for _, c := range r.Causes.Best() {
		for _, ch := range c.Changes {
			causes[ch.Field] = c
		}
	}
	cells := slices.Clone(g.Cells)
	sorting.By(cells, func(a, b grid.Cell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	for _, c := range cells {
		vc := viewCell{Text: c.Text, Rows: c.Rows, Cols: c.Cols}
		switch c.Kind {
		case grid.Band, grid.Corner, grid.Head:
			vc.Scope = "col"
			if c.Cols > 1 {
				vc.Scope = "colgroup"
			}
			vc.Class = []string{"band", "corner", "head"}[c.Kind]
		case grid.Label:
			vc.Scope, vc.Class = "row", "label"
			if c.Rows > 1 {
				vc.Scope = "rowgroup"
			}
		default:
			v.value(r, c.Field, &vc, causes)
		}
		out.Rows[c.Row] = append(out.Rows[c.Row], vc)
	}
	return out
}

func (v *view) value(r Result, fd *model.Field, vc *viewCell, causes map[*model.Field]locate.Explanation) {
	vc.Class = "value"
	val := r.Report.Value(fd.ID)
	if vc.Text = val.Typed(); val.State == model.Absent {
		vc.Class += " absent"
	}
	worst := ""
	var tips []string
	cause, wrong := causes[fd]
	if wrong {
		vc.Class += " cause"
		tips = append(tips, r.Causes.Sentence(cause.Group).In(v.lang))
	}
	for _, shown := range v.Findings {
		f := shown.finding
		if f.Grade == model.Hint || !marks(f, fd) && !(wrong && cause.Explains(f)) {
			continue
		}
		vc.Numbers = append(vc.Numbers, shown.Number)
		tips = append(tips, shown.Grade+" "+f.Rule.ID+"  "+shown.Message)
		if marks(f, fd) && worst != string(model.Error) {
			worst = string(f.Grade)
		}
	}
	if worst != "" {
		vc.Class += " " + worst
	}
	vc.Tip = strings.Join(tips, "\n")
}

// marks reports whether a finding marks a field: a sum that is off is marked at
// its total, for which of the parts is wrong it does not say.
func marks(f check.Finding, fd *model.Field) bool {
	if f.Rule.Relation == model.RelSum && len(f.Fields) > 0 {
		return f.Fields[0] == fd
	}
	return slices.Contains(f.Fields, fd)
}

// viewFigure is a figure of a narrative as pages show it, in the middle of its
// sentence.
type viewFigure struct {
	Section, Verdict, Tone, Text, Reading string
	Before, At, Behind                    string // the sentence
}

func viewFigures(r Result, lang msg.Lang) []viewFigure {
	var out []viewFigure
	names := verdictNames(lang)
	for _, f := range r.Figures {
		v := viewFigure{Verdict: names[f.Verdict], Tone: string(f.Verdict), Text: f.Text, Reading: readingOf(f, lang)}
		if s, ok := r.Report.Form.Section(f.Section); ok {
			v.Section = s.Heading
		}
		end := min(len(f.Sentence), f.At+f.End-f.Start)
		v.Before, v.At, v.Behind = text.OneLine(f.Sentence[:f.At]), text.OneLine(f.Sentence[f.At:end]), text.OneLine(f.Sentence[end:])
		out = append(out, v)
	}
	return out
}
