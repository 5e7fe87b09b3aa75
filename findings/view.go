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

// View is a checked report as pages show it, in one language: what [Write] draws as
// HTML, for a page that draws it itself.
type View struct {
	File       string        `json:"file"`                 // its name, as it was given
	About      string        `json:"about,omitempty"`      // organ, year and edition in a sentence
	Review     string        `json:"review,omitempty"`     // how far it has been reviewed, in a sentence; empty without a record of reviews
	Verdict    string        `json:"verdict"`              // the verdict in a sentence
	Tone       model.Verdict `json:"tone"`                 // the verdict: pass, warn or fail
	Unreadable string        `json:"unreadable,omitempty"` // why there is nothing else
	Supposed   []string      `json:"supposed,omitempty"`   // the cells that a what-if changed, one in a sentence
	Todo       []ViewTodo    `json:"todo,omitempty"`       // what to do, in order
	Tables     []ViewTable   `json:"tables,omitempty"`     // the tables of the form, in order
	Findings   []ViewFinding `json:"findings,omitempty"`   // in the order to show them
	Figures    []ViewFigure  `json:"figures,omitempty"`    // the figures of the narratives, where they were asked for
	Counted    string        `json:"counted,omitempty"`    // how many figures there are, where they were asked for
	Blanks     []ViewBlanks  `json:"blanks,omitempty"`     // the cells left blank, where they were asked for
	Blank      string        `json:"blank,omitempty"`      // how many cells are blank, where they were asked for

	numbers map[string]int
	ID      string `json:"-"` // of its part of the page
	lang    msg.Lang
}

// ViewTodo is a step of what a reader does.
type ViewTodo struct {
	Text    string `json:"text"`
	Numbers []int  `json:"numbers,omitempty"` // of the findings it is about
}

// ViewFinding is a finding as pages show it, by its number.
type ViewFinding struct {
	Number   int      `json:"number"`             // from 1, as shown
	Grade    string   `json:"grade"`              // its name for readers
	Tone     string   `json:"tone"`               // the grade: error, warning or hint
	Rule     string   `json:"rule"`               // id of the rule
	Title    string   `json:"title"`              // of the rule
	Message  string   `json:"message"`            // what is wrong
	Ground   string   `json:"ground,omitempty"`   // what the rule rests on
	Do       string   `json:"do,omitempty"`       // what to do about it
	Answered string   `json:"answered,omitempty"` // the unit's explanation, where it holds
	Places   []string `json:"places,omitempty"`   // addresses of cells in the file
	Item     string   `json:"item,omitempty"`     // row and column, section or unit
	Fields   []string `json:"fields,omitempty"`   // ids of the cells it marks
	Sections []string `json:"sections,omitempty"` // ids of the narratives it is about
	Cause    string   `json:"cause,omitempty"`    // what it and the findings below it come of: said once for all
	Common   int      `json:"common,omitempty"`   // how many these are; 0 for the others
	Under    bool     `json:"under,omitempty"`    // it is one of several of one cause

	Local bool `json:"-"` // the rule is a local one, whose ground is always shown

	finding check.Finding
}

// where lists the first places of a finding.
func (f ViewFinding) where(most int, lang msg.Lang) string {
	s := strings.Join(f.Places[:min(len(f.Places), most)], " ")
	if n := len(f.Places); n > most {
		s += msg.F(" 等 %d 格", " and others, %d cells", n).In(lang)
	}
	return s
}

// ViewTable is a table drawn as the form draws it.
type ViewTable struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	Rows  [][]ViewCell `json:"rows"`
}

// ViewCell is a cell of a table: a heading where Scope is set, otherwise a value.
type ViewCell struct {
	Text     string      `json:"text"`
	Class    string      `json:"class"`              // words that say what it is and how it is marked: band, corner, head, label; value with cause, unsure behind it where other cells are about as likely, error, warning, absent
	Scope    string      `json:"scope,omitempty"`    // of a heading: col, colgroup, row or rowgroup
	Rows     int         `json:"rows"`               // how many rows it spans
	Cols     int         `json:"cols"`               // how many columns it spans
	Tip      string      `json:"tip,omitempty"`      // the findings on the cell, a line each
	Numbers  []int       `json:"numbers,omitempty"`  // of the findings on the cell
	Field    string      `json:"field,omitempty"`    // id of a value's field
	Label    string      `json:"label,omitempty"`    // a value's row and column in words
	State    model.State `json:"state,omitempty"`    // of a value
	Address  string      `json:"address,omitempty"`  // where it stands in the file, if the file has addresses
	Proposed string      `json:"proposed,omitempty"` // of the cell that is probably wrong: what it should say
}

// ViewOf gives a result as pages show it.
func ViewOf(r Result, lang msg.Lang) View { return viewOf(r, 1, lang) }

func viewOf(r Result, number int, lang msg.Lang) View {
	v := View{File: r.File, ID: "r" + strconv.Itoa(number), lang: lang}
	var t tally
	t.add(r)
	v.Verdict = t.verdict(false).In(lang)
	v.Tone = r.Verdict()
	if r.Err != nil {
		v.Unreadable = whyUnreadable(r, lang)
		return v
	}
	v.About, v.Review = About(r).In(lang), Reviewed(r).In(lang)
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
	if r.Blanks != nil {
		v.Blanks, v.Blank = viewBlanks(r, lang), blanksCount(r.Blanks).In(lang)
	}
	v.Tables = lists.Map(r.Report.Form.Tables, func(tb *model.Table) ViewTable { return v.table(r, tb) })
	return v
}

func viewFindingOf(f check.Finding, number int, form *model.Form, lang msg.Lang) ViewFinding {
	out := ViewFinding{Number: number, Grade: f.Grade.Name().In(lang), Tone: string(f.Grade), Rule: f.Rule.ID, Title: f.Rule.Title.In(lang),
		finding: f, Message: f.Message.In(lang), Ground: f.Rule.Ground.In(lang), Do: f.Rule.Do.In(lang), Local: f.Rule.Relation == model.RelLocal}
	if f.Explained() {
		out.Answered = f.Explanation
	}
	for _, fd := range f.Fields {
		if marks(f, fd) {
			out.Fields = append(out.Fields, fd.ID)
		}
	}
	out.Sections = f.Sections
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
func todoOf(r Result, numbers map[string]int, lang msg.Lang) []ViewTodo {
	var out []ViewTodo
	done := map[string]bool{}
	for _, c := range r.Causes.Best() {
		td := ViewTodo{Text: r.Causes.Sentence(c.Group).In(lang)}
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
			out = append(out, ViewTodo{msg.F("%s：%s。", "%s: %s.", rule.Title, rule.Do).In(lang), by[rule]})
		}
	}
	return out
}

// table draws a table with the report's figures, and says at every cell which
// findings are about it.
func (v *View) table(r Result, tb *model.Table) ViewTable {
	g := grid.Of(r.Report.Form, tb)
	out := ViewTable{ID: tb.ID, Title: tb.Section.Heading, Rows: make([][]ViewCell, g.Rows)}
	causes := map[*model.Field]locate.Explanation{}
	for _, c := range r.Causes.Best() {
		for _, ch := range c.Changes {
			causes[ch.Field] = c
		}
	}
	cells := slices.Clone(g.Cells)
	sorting.By(cells, func(a, b grid.Cell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
	for _, c := range cells {
		vc := ViewCell{Text: c.Text, Rows: c.Rows, Cols: c.Cols}
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

func (v *View) value(r Result, fd *model.Field, vc *ViewCell, causes map[*model.Field]locate.Explanation) {
	val := r.Report.Value(fd.ID)
	vc.Class, vc.Field, vc.Label, vc.State, vc.Address = "value", fd.ID, fd.FullLabel(), val.State, val.Cell
	if vc.Text = val.Typed(); val.State == model.Absent {
		vc.Class += " absent"
	}
	worst := ""
	var tips []string
	cause, wrong := causes[fd]
	if wrong {
		if vc.Class += " cause"; cause.LikelyCount > 1 {
			vc.Class += " unsure"
		}
		tips = append(tips, r.Causes.Sentence(cause.Group).In(v.lang))
		for _, ch := range cause.Changes {
			if ch.Field == fd {
				vc.Proposed = ch.Proposed.String()
			}
		}
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

// ViewFigure is a figure of a narrative as pages show it, in the middle of its
// sentence.
type ViewFigure struct {
	Section string `json:"section,omitempty"` // heading of the narrative
	Verdict string `json:"verdict"`           // in words
	Tone    string `json:"tone"`              // agrees, disagrees or unrelated
	Text    string `json:"text"`              // the figure as written
	Reading string `json:"reading,omitempty"` // what of the tables it was held against
	Before  string `json:"before"`            // the sentence before the figure
	At      string `json:"at"`                // the figure in the sentence
	Behind  string `json:"behind"`            // the sentence behind it
}

func viewFigures(r Result, lang msg.Lang) []ViewFigure {
	var out []ViewFigure
	names := verdictNames(lang)
	for _, f := range r.Figures {
		v := ViewFigure{Verdict: names[f.Verdict], Tone: string(f.Verdict), Text: f.Text, Reading: readingOf(f, lang)}
		if s, ok := r.Report.Form.Section(f.Section); ok {
			v.Section = s.Heading
		}
		end := min(len(f.Sentence), f.At+f.End-f.Start)
		v.Before, v.At, v.Behind = text.OneLine(f.Sentence[:f.At]), text.OneLine(f.Sentence[f.At:end]), text.OneLine(f.Sentence[end:])
		out = append(out, v)
	}
	return out
}
