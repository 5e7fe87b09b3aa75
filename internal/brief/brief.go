// Package brief makes the one page for a leader: six figures with their change on last year and
// the share that is asked for beside each, a small chart, and what has to be known: errors
// at the top, warnings with the unit's explanations, and of a total the units to call.
// Which figures and bars there are is data of the form (templates/forms/indicators.yaml).
//
// Of takes a [Subject] and returns a [Page], which says everything; Write fits it on one
// A4 page and draws it. What does not fit is left out with its number said, never silently.
package brief

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/indicators"
	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Subject is what a page is about: one organ's report, or the units of a total.
type Subject struct {
	Report   *model.Report
	Last     *model.Report // a year ago; nil without one
	File     string        // the report's file, for what can be called to see more
	Findings []check.Finding
	Causes   locate.Outcome // probable causes of the findings: of a total, its units
	// Units are those of a total, or of a folder; nil for one organ. Added says that the report is the sum of
	// their reports, which no workbook proves.
	Units *indicators.Results
	Added bool
	// Reword puts a sentence in other words; nil leaves all as they are.
	Reword func(sentence string) string
}

// Page is what the page says, in one language.
type Page struct {
	Lang   msg.Lang
	Title  string
	Organ  string   // with which the title begins, and behind which it may be broken; empty in English
	Under  string   // on what it rests
	Filed  string   // of a total: who has filed
	Alerts []string // what makes its figures doubtful
	Parts  []Part   // the first, the key figures, is followed by the chart
	Chart  chart.Chart
}

// Part is a table or a list of the page.
type Part struct {
	Title string
	Head  []string // of a table; none of a list
	Rows  [][]string
	Items []string
	Notes []string // below a table
	More  string   // what else there is, beside the items of a list
	Empty string   // what stands there without any item
	Hint  string   // where all of it is to be found
	Least int      // so many rows or items get room before anything else does
	Kept  int      // so many find room; see fit
}

// maxAlerts is how many errors the page lists; the others are counted.
const maxAlerts = 3

// Of puts together what the page says.
func Of(s Subject, lang msg.Lang) *Page {
	c := &composer{subject: s, lang: lang, page: &Page{Lang: lang}}
	c.title()
	c.alerts()
	c.figures()
	c.chart()
	if s.Units != nil {
		c.units()
	}
	c.warnings()
	return c.page
}

// composer puts a page together.
type composer struct {
	subject Subject
	lang    msg.Lang
	page    *Page
	sums    indicators.Sums // of the units, where there are any
}

// pending is the state of a figure of a total in which a cell is still to be decided.
const pending model.State = "pending"

// sum adds up what ids name in a report. Where a cell of a total is still to be decided, the sum is not known: as 0 it
// would be taken for what the units reported.
func (c *composer) sum(r *model.Report, ids []string) model.Value {
	if len(r.Sources) == 0 {
		return model.SumOf(r, ids)
	}
	needed := map[*model.Field]bool{}
	for _, id := range ids {
		fs, _ := r.Form.Figure(id)
		for _, fd := range fs {
			fd.AddWithParts(needed)
		}
	}
	for fd := range needed {
		if fd.Total == nil && r.Value(fd.ID).State == model.Blank {
			return model.Value{State: pending}
		}
	}
	return model.SumOf(r, ids)
}

func (c *composer) in(t msg.Text) string {
	return c.reworded(text.OneLine(text.Shown(t.In(c.lang))))
}

// reworded is a sentence in the words that were asked for.
func (c *composer) reworded(sentence string) string {
	if c.subject.Reword == nil {
		return sentence
	}
	return c.subject.Reword(sentence)
}

func (c *composer) title() {
	r := c.subject.Report
	name, year := r.Organ, ""
	if r.Year != 0 {
		year = strconv.Itoa(r.Year)
	}
	t := msg.F("%s%s%s简报", "%s: annual report on government information disclosure %s, in brief", name, year, r.Form.TitleSuffix)
	if c.lang == msg.EN {
		t.EN = msg.F("", "%s: annual report on government information disclosure %s, in brief", name, year).EN
	}
	if c.subject.Units != nil {
		t = msg.F("%s%s年度政府信息公开情况简报", "%s: government information disclosure %s, in brief", name, year)
	}
	if c.page.Title = c.in(t); c.lang != msg.EN {
		c.page.Organ = text.OneLine(text.Shown(name))
	}
	under := msg.T("数字取自年度报告的表三、表四；占比四舍五入到 0.1%", "from tables 3 and 4 of the annual report; shares rounded to 0.1%")
	if c.subject.Last == nil {
		under = msg.F("%s；没有上年的报告可比", "%s; no report on last year", under)
	}
	c.page.Under = c.in(under)
}

// alerts say what makes the figures doubtful: errors, and of a total what of its units is not in it.
func (c *composer) alerts() {
	s := c.subject
	var errors []check.Finding
	for _, f := range s.Findings {
		if f.Grade == model.Error {
			errors = append(errors, f)
		}
	}
	put := func(t msg.Text) { c.page.Alerts = append(c.page.Alerts, c.in(t)) }
	if n := len(errors); n > 0 {
		put(msg.F("报告有 %d 处错误没有改正，下面的数字可能不对：", "Errors in the report: %d. The figures below may be wrong.", n))
		lines, listed := c.errorLines(errors)
		for _, l := range lines {
			put(l)
		}
		if n > listed {
			put(msg.F("另有 %d 处错误没有列出，用“gkxl check %s”查看。", "Errors not listed here: %d; see them with \"gkxl check %s\".", n-listed, s.File))
		}
	}
	if s.Last != nil {
		if t := diff.OtherUnits(s.Last, s.Report); !t.IsZero() {
			put(msg.F("%s。", "%s.", t))
		}
	}
	if u := s.Units; u != nil {
		c.page.Filed = c.in(u.Filed())
		if files := u.LikeTotals(); len(files) > 0 {
			put(msg.F("像是其他报告的汇总、没有计入的 %d 份：%s；确是单位自己的报告的，用“--accept totals”计入。", "Reports that may be totals of others, not counted, %d: %s; count a unit's own with \"--accept totals\".", len(files), msg.Few(files)))
		}
		for _, t := range u.DoubtsInShort(2) {
			put(t)
		}
		if s.Added {
			put(msg.T("数字是已报单位的报告相加，没有经过汇总的核对；正式的汇总用“gkxl merge”。", "The figures add up the reports that are in, without the checks of a total; \"gkxl merge\" makes one."))
		}
	}
}

// errorLines say the first errors, and how many they are. Those of a total whose cause is a unit's report are one line, which
// names the unit.
func (c *composer) errorLines(errors []check.Finding) (lines []msg.Text, listed int) {
	said := map[int]bool{}
	for _, f := range errors {
		cause, ok := c.subject.Causes.CauseOf(f)
		if ok = ok && len(cause.Units) > 0; ok && said[cause.Group] {
			listed++
			continue
		}
		if len(lines) == maxAlerts {
			continue
		}
		listed++
		if !ok {
			lines = append(lines, unstopped(f.Placed()))
			continue
		}
		said[cause.Group] = true
		n := 0
		for _, x := range errors {
			if cause.Explains(x) {
				n++
			}
		}
		lines = append(lines, msg.F("%d 处%s", "%d of them: %s", n, unstopped(c.subject.Causes.Sentence(cause.Group))))
	}
	return lines, listed
}

// unstopped is a sentence without its full stop, to stand in a line that goes on.
func unstopped(sentence msg.Text) msg.Text {
	return msg.Text{ZH: strings.TrimRight(sentence.ZH, "。"), EN: strings.TrimRight(sentence.EN, ".")}
}

// figures has a line for each of the form's figures.
func (c *composer) figures() {
	s, f := c.subject, c.subject.Report.Form
	t := Part{Title: c.in(msg.T("主要数字（件）", "Key figures"))}
	heads := []msg.Text{msg.T("项目", "item"), msg.T("本年", "this year")}
	if s.Last != nil {
		heads = append(heads, msg.T("上年", "last year"), msg.T("增减", "change"), msg.T("幅度", "%"))
	}
	if heads = append(heads, msg.T("占比", "share")); s.Last != nil {
		heads = append(heads, msg.T("上年占比", "last year"))
	}
	t.Head = table.Heads(c.lang, heads...)
	var pairs indicators.Sums
	if s.Units != nil {
		c.sums = s.Units.Summed()
	}
	if s.Added {
		pairs = c.sums
	}
	small, lacking := false, 0
	for _, x := range f.Brief.Figures {
		this := c.sum(s.Report, x.Terms)
		row := []string{c.in(x.Title), c.value(this)}
		if s.Last != nil {
			last, base := c.sum(s.Last, x.Terms), this
			if pairs.Paired != nil {
				base = model.SumOf(pairs.Paired, x.Terms)
			}
			change, percent, few := changeOf(base, last, f.Comparison.SmallBase)
			small = small || few
			row = append(row, c.value(last), change, percent)
		}
		if s.Units != nil {
			lacking = max(lacking, c.sums.Lacking(x.Terms))
		}
		t.Rows = append(t.Rows, append(row, c.shares(x)...))
	}
	note := func(n msg.Text) { t.Notes = append(t.Notes, c.in(n)) }
	if small {
		note(msg.F("上年的数小于 %d 的，不计幅度。", "No percentage is given of a figure of last year below %d.", f.Comparison.SmallBase))
	}
	if pairs.Paired != nil && pairs.Pairs < pairs.Units {
		note(msg.F("本年是 %d 个单位之和；上年和增减只算其中有上年报告的 %d 个单位。", "This year's figures are those of %d units; last year's and the changes those of the %d among them with a report on it.", pairs.Units, pairs.Pairs))
	}
	if lacking > 0 {
		note(msg.F("有的数在 %d 个单位的报告里没有或无法辨认，没有计入。", "Some figure is missing or unreadable in the reports of %d units, and is not in the sums.", lacking))
	}
	t.Least = len(t.Rows)
	c.page.Parts = append(c.page.Parts, t)
}

// value is a figure, or in short why there is none: the text that stands in its place may be long.
func (c *composer) value(v model.Value) string {
	switch v.Text = ""; v.State {
	case pending:
		return c.in(msg.T("待定", "to be decided"))
	case model.Unreadable:
		return c.in(msg.T("不是数字", "no number"))
	}
	return c.in(v.Describe())
}

// changeOf is how a figure changed, and in percent of last year's where that is not too small.
func changeOf(this, last model.Value, least int) (change, percent string, few bool) {
	if !this.IsNumber() || !last.IsNumber() {
		return "—", "—", false
	}
	d := this.Number.Sub(last.Number)
	if last.Number.Cmp(model.Int(int64(least))) < 0 {
		return signed(d), "—", true
	}
	return signed(d), text.WithDecimal(signed(d.Percent(last.Number))) + "%", false
}

// signed is a number with its sign, also where it is more than 0.
func signed(n model.Number) string {
	if n.Sign() > 0 {
		return "+" + n.String()
	}
	return n.String()
}

// shares are the share that stands beside a figure, with its name, and last year's.
func (c *composer) shares(x model.BriefFigure) []string {
	i, ok := c.subject.Report.Form.Indicator(x.Share)
	of := func(r *model.Report) string {
		v := indicators.ValueOf(r, i)
		if c.subject.Added && r == c.subject.Report {
			v = c.pooled(i, v)
		}
		switch {
		case c.sum(r, slices.Concat(i.Terms, i.Of)).State == pending:
			return c.value(model.Value{State: pending})
		case v.State != model.IsNumber:
			return c.value(model.Value{State: v.State})
		case !v.Known():
			return c.in(msg.T("—（分母不大于 0）", "— (of no more than 0)"))
		}
		return indicators.Percent(v.Ratio())
	}
	out := []string{"", ""}
	if ok {
		out[0] = c.in(msg.F("%s %s", "%s %s", i.Title, of(c.subject.Report)))
	}
	if c.subject.Last == nil {
		return out[:1]
	}
	if ok {
		out[1] = of(c.subject.Last)
	}
	return out
}

// pooled is the share of the units together that give both of its figures, where some do not; otherwise it is that of the
// sums.
func (c *composer) pooled(i *model.Indicator, ofSums indicators.Value) indicators.Value {
	for _, s := range c.subject.Units.Summaries {
		if s.Indicator == i && s.Unknown > 0 {
			return s.Pooled
		}
	}
	return ofSums
}

// chart has the bars of the form's chart, this year's and last year's.
func (c *composer) chart() {
	b := c.subject.Report.Form.Brief.Chart
	c.page.Chart = chart.Chart{Title: c.in(b.Title), Lang: c.lang, Small: true}
	sides := []*model.Report{c.subject.Report}
	if c.subject.Last != nil {
		sides = append(sides, c.subject.Last)
	}
	figure := func(r *model.Report, terms []string) *model.Number {
		if v := c.sum(r, terms); v.IsNumber() {
			return &v.Number
		}
		return nil
	}
	for i, r := range sides {
		year := msg.T("年度不详", "unknown year")
		if i == 1 {
			year = msg.T("上年", "last year")
		}
		if r.Year != 0 {
			year = msg.F("%d年", "%d", r.Year)
		}
		c.page.Chart.Years = append(c.page.Chart.Years, c.in(year))
		c.page.Chart.Totals = append(c.page.Chart.Totals, figure(r, b.Total))
	}
	for _, x := range b.Bars {
		bar := chart.Bar{Label: c.in(x.Title)}
		for _, r := range sides {
			bar.Values = append(bar.Values, figure(r, x.Terms))
		}
		c.page.Chart.Bars = append(c.page.Chart.Bars, bar)
	}
}

// unitsToCall is how many units the page of a total names.
const unitsToCall = 3

// units adds of a total the shares with their distribution, and the units to call.
func (c *composer) units() {
	u := c.subject.Units
	calls, more := u.Calls(unitsToCall)
	l := Part{Title: c.in(msg.F("要联系的单位（%d 个）", "Units to call (%d)", len(calls))), More: c.in(more), Least: len(calls), Empty: c.in(msg.T("没有要联系的单位。", "There is no unit to call.")),
		Hint: c.in(msg.T("用“gkxl status”查看", "see \"gkxl status\""))}
	for n, call := range calls {
		t := msg.F("%d. %s：%s", "%d. %s: %s", n+1, call.Name, call.Why)
		if call.Contact != "" {
			t = msg.F("%d. %s（%s）：%s", "%d. %s (%s): %s", n+1, call.Name, call.Contact, call.Why)
		}
		l.Items = append(l.Items, c.in(t))
	}
	b := u.Shares(c.lang)
	t := Part{Title: b.Title, Head: b.Head, Notes: lists.Map(b.Notes, c.reworded), Least: 2, Hint: c.in(msg.T("用“gkxl indicators”查看", "see \"gkxl indicators\""))}
	for _, r := range b.Rows {
		var row []string
		for _, x := range r.Cells {
			row = append(row, cmp.Or(x.Text, "—"))
		}
		t.Rows = append(t.Rows, row)
	}
	c.page.Parts = append(c.page.Parts, l, t)
}

// warnings lists them with the unit's explanations, those without one first.
func (c *composer) warnings() {
	s := c.subject
	if s.Added {
		return
	}
	var open, explained []string
	for _, f := range s.Findings {
		if f.Grade != model.Warning {
			continue
		}
		what := unstopped(f.Placed())
		switch {
		case f.Explained():
			explained = append(explained, c.in(msg.F("已说明“%s”：%s", "explained with %q: %s", f.Explanation, what)))
		case f.Explanation != "":
			open = append(open, c.in(msg.F("数字改过，说明“%s”不再有效：%s", "figures changed, and the explanation %q no longer holds: %s", f.Explanation, what)))
		default:
			open = append(open, c.in(msg.F("没有说明：%s", "not explained: %s", what)))
		}
	}
	n := len(open) + len(explained)
	c.page.Parts = append(c.page.Parts, Part{Title: c.in(msg.F("警告和说明（警告 %d，没有说明 %d）", "Warnings and explanations (warnings: %d, without one: %d)", n, len(open))),
		Items: append(open, explained...), Least: 2, Empty: c.in(msg.T("没有警告。", "There are no warnings.")),
		Hint: c.in(msg.F("用“gkxl check %s”查看全部", "see all of them with \"gkxl check %s\"", s.File))})
}

// texts are the items of a list that find room, each within its lines, or the notes of a table, and behind them what
// else there is.
func (p *Page) texts(t Part) []string {
	out, cut := t.Notes, 0
	if t.Head == nil {
		out = nil
		for _, item := range t.Items[:t.Kept] {
			s, clipped := clip(item, noteSize, maxNoteLines)
			if clipped {
				cut++
			}
			out = append(out, s)
		}
		if len(t.Items) == 0 && t.Empty != "" {
			out = append(out, t.Empty)
		}
	} else if t.Kept == 0 {
		out = nil
	}
	if s := p.left(t, cut); s != "" {
		out = append(out[:len(out):len(out)], s)
	}
	return out
}

// left says how much of a part is not shown, or only begun.
func (p *Page) left(t Part, cut int) string {
	var parts []msg.Text
	if n := len(t.Items) + len(t.Rows) - t.Kept; n > 0 {
		parts = append(parts, msg.F("另有 %d 条没有列出", "%d more are not shown", n))
	}
	if cut > 0 {
		parts = append(parts, msg.F("%d 条只列出开头", "%d are cut short", cut))
	}
	if len(parts) == 0 {
		return t.More
	}
	if t.Hint != "" {
		parts = append(parts, msg.T(t.Hint, t.Hint))
	}
	s := msg.Join(parts, "，", ", ").In(p.Lang) + msg.T("。", ".").In(p.Lang)
	if t.More != "" {
		s += msg.T("", " ").In(p.Lang) + t.More
	}
	return s
}
