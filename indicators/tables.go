package indicators

import (
	"cmp"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// WriteOptions say how results are written.
type WriteOptions struct {
	Format string // one of the [Formats]
	Lang   msg.Lang
	Colour bool // of text, for a terminal
	All    bool // as text: every unit too
}

// Formats are those that results are written in: text for a terminal, with the distribution and the outliers; a workbook with
// filters, which also lists every value of every unit; a page that needs nothing besides itself; CSV, one value on a
// line; Word and PDF to print.
var Formats = []string{"text", "xlsx", "html", "csv", "md", "docx", "pdf"}

// Write writes results in a format. The error of an unknown format is a *msg.Problem.
func Write(w io.Writer, r *Results, o WriteOptions) error {
	o.Format = cmp.Or(o.Format, "text")
	switch o.Format {
	case "text":
		return table.Write(w, r.page(o.Lang, view{units: o.All}), table.Options{Format: o.Format, Lang: o.Lang, Colour: o.Colour})
	case "pdf":
		_, err := WritePDF(w, r, o.Lang, pdfout.Options{})
		return err
	case "csv":
		return table.Write(w, &table.Page{Blocks: []table.Block{r.values(o.Lang, true)}}, table.Options{Format: o.Format, Lang: o.Lang, CRLF: true})
	}
	if !slices.Contains(Formats, o.Format) {
		return msg.UnknownFormat(o.Format, Formats)
	}
	return table.Write(w, r.page(o.Lang, view{units: true, values: o.Format == "xlsx", definitions: true, ids: o.Format != "docx"}), table.Options{Format: o.Format, Lang: o.Lang})
}

// WritePDF writes results as a PDF, set and tagged as a published report is. What was noticed while it was made is in
// the result; the error is that of [pdfout.Write].
func WritePDF(w io.Writer, r *Results, lang msg.Lang, o pdfout.Options) (pdfout.Result, error) {
	return pdfout.Write(w, publish.OfPage(r.page(lang, view{units: true, definitions: true}), lang), o)
}

// Title names what results are of.
func (r *Results) Title() msg.Text {
	t := msg.T("政府信息公开指标和排名", "Information disclosure: indicators and ranks")
	if r.Year != 0 {
		t = msg.F("%d 年度%s", "%[2]s, %[1]d", r.Year, t)
	}
	if r.Organ != "" {
		t = msg.F("%s %s", "%s: %s", r.Organ, t)
	}
	return t
}

// counted says how many units are counted, of how many.
func (r *Results) counted() msg.Text {
	t := msg.F("计入 %d 个单位", "units counted: %d", len(r.Units))
	if r.Due > 0 {
		t = msg.F("应报 %d，%s", "due: %d, %s", r.Due, t)
	}
	return t
}

// Sentence sums results up.
func (r *Results) Sentence() msg.Text {
	t := r.counted()
	if n := len(r.Uncounted); n > 0 {
		t = msg.F("%s；没有计入 %d 项，各有原因", "%s; not counted, each with its reason: %d", t, n)
	}
	if n := r.wrong(); n > 0 {
		t = msg.F("%s；报告有错误的单位 %d 个，已标出", "%s; with errors in their reports, marked: %d", t, n)
	}
	if n := r.outliers(); n > 0 {
		t = msg.F("%s；界限之外的值 %d 个", "%s; values outside of the fences: %d", t, n)
	}
	return t
}

// wrong counts the units whose reports have errors.
func (r *Results) wrong() (n int) {
	for _, u := range r.Units {
		if u.Errors > 0 {
			n++
		}
	}
	return n
}

// outliers counts the values outside of the fences.
func (r *Results) outliers() (n int) {
	for _, s := range r.Summaries {
		n += len(s.Outliers)
	}
	return n
}

// Complete reports whether every unit that is due, and every file, is counted, and no counted report has errors.
func (r *Results) Complete() bool {
	return len(r.Uncounted) == 0 && r.wrong() == 0
}

// view says which lists a page holds.
type view struct {
	units, values, definitions bool
	ids                        bool // with the ids of fields, for which paper has no room
}

// page is what a form of the results shows.
func (r *Results) page(lang msg.Lang, v view) *table.Page {
	p := &table.Page{Title: r.Title().In(lang), Verdict: r.Sentence().In(lang), Outcome: model.Pass}
	if !r.Complete() {
		p.Outcome = model.Warn
	}
	p.Blocks = append(p.Blocks, r.distribution(lang))
	if v.units {
		p.Blocks = append(p.Blocks, r.unitTable(lang))
		if r.Compared {
			p.Blocks = append(p.Blocks, r.changes(lang))
		}
	}
	for _, b := range []table.Block{r.outlierTable(lang), r.uncountedTable(lang)} {
		if b.Len() > 0 {
			p.Blocks = append(p.Blocks, b)
		}
	}
	if v.values {
		p.Blocks = append(p.Blocks, r.values(lang, false))
	}
	if v.definitions {
		p.Blocks = append(p.Blocks, r.definitions(lang, v.ids))
	}
	return p
}

// The heads of several tables.
var (
	unitHead      = msg.T("单位", "unit")
	codeHead      = msg.T("代码", "code")
	indicatorHead = msg.T("指标", "indicator")
	rankHead      = msg.T("名次", "rank")
	remarkHead    = msg.T("备注", "remarks")
)

// shown is a value of an indicator as a cell: a share in percent with one decimal place.
func shown(i *model.Indicator, n *big.Rat) table.Cell {
	if n == nil {
		return table.Cell{}
	}
	return number(rounded(i, n), i.IsShare())
}

// rounded is a value as it is printed: a share in percent with one decimal place; of a count, whose quartiles are whole
// quarters, two places where they are needed.
func rounded(i *model.Indicator, n *big.Rat) model.Number {
	s := n.FloatString(2)
	if i.IsShare() {
		s = new(big.Rat).Mul(n, big.NewRat(100, 1)).FloatString(1)
	}
	out, err := model.ParseNumber(strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
	if err != nil { // more digits than any figure has
		return model.Number{}
	}
	return out
}

// number is a cell of a figure, in percent or not.
func number(n model.Number, share bool) table.Cell {
	s := n.String()
	if share {
		s = text.WithDecimal(s) + "%"
	}
	return table.Cell{Text: s, Number: &n, Share: share}
}

// change is a difference of two values: of shares in percentage points.
func change(i *model.Indicator, d *big.Rat) table.Cell {
	if d == nil {
		return table.Cell{}
	}
	n := rounded(i, d)
	s := n.String()
	if i.IsShare() {
		s = text.WithDecimal(s)
	}
	c := table.Cell{Text: s, Number: &n, Change: true}
	if n.Sign() > 0 {
		c.Text, c.Tone = "+"+s, table.Up
	} else if n.Sign() < 0 {
		c.Tone = table.Down
	}
	return c
}

// distribution has a line for each indicator.
func (r *Results) distribution(lang msg.Lang) table.Block {
	columns := []table.Column{table.Col(indicatorHead, 20), table.Col(msg.T("合计", "all"), 10)}
	if r.Compared {
		columns = append(columns, table.Col(msg.T("较上年", "on last year"), 9))
	}
	columns = append(columns, table.Col(msg.T("平均", "mean"), 9), table.Col(msg.T("最低", "least"), 9), table.Col(msg.T("下四分位", "Q1"), 10), table.Col(msg.T("中位数", "median"), 9),
		table.Col(msg.T("上四分位", "Q3"), 10), table.Col(msg.T("最高", "most"), 9), table.Col(msg.T("参加排名", "ranked"), 10), table.Col(msg.T("分母小", "too few"), 8), table.Col(msg.T("无此数", "none"), 8),
		table.Col(msg.T("界限之外", "outside"), 10))
	b := table.List(lang, msg.T("分布", "Distribution"), columns...)
	for _, s := range r.Summaries {
		i := s.Indicator
		cells := []table.Cell{{Text: i.Title.In(lang)}, shown(i, s.Pooled.Ratio())}
		if r.Compared {
			cells = append(cells, change(i, s.Paired.Change()))
		}
		for _, n := range []*big.Rat{s.Mean, s.Min, s.Q1, s.Median, s.Q3, s.Max} {
			cells = append(cells, shown(i, n))
		}
		cells = append(cells, table.Count(s.Ranked), table.Count(s.Small), table.Count(s.None+s.Unknown), table.Count(len(s.Outliers)))
		b.Rows = append(b.Rows, table.Row{Cells: cells})
	}
	b.Notes = lists.Map(r.reading(), func(t msg.Text) string { return t.In(lang) })
	return b
}

// reading says how the tables are to be read.
func (r *Results) reading() []msg.Text {
	out := []msg.Text{
		msg.T("合计：占比是各单位分子之和÷分母之和，计数是各单位之和。平均、四分位和名次只算参加排名的单位；占比的平均是各单位占比的平均。",
			"All: of a share the sum of the numerators ÷ the sum of the denominators, of a count the sum. Mean, quartiles and ranks are those of the ranked units; the mean of a share is that of the units' shares."),
		msg.T("名次由高到低，值相同的名次相同，不表示优劣。占比四舍五入到 0.1%，名次和界限按未舍入的数。四分位同表格软件的 QUARTILE.INC。",
			"Ranks go from the highest down, equal values have equal ranks, and none is good or bad. Shares are rounded to 0.1%, halves away from zero; ranks and fences go by the exact values. Quartiles are those of QUARTILE.INC in spreadsheets."),
	}
	out = append(out, r.Doubts...)
	if t := r.besideUnits(); !t.IsZero() {
		out = append(out, t)
	}
	if r.repeated > 0 {
		out = append(out, msg.F("几份汇总都列出、数字相同的单位 %d 个，只计一次。", "Units that several totals list with the same figures, %d: counted once.", r.repeated))
	}
	if t := r.apart(); !t.IsZero() {
		out = append(out, t)
	}
	if r.Compared {
		t := msg.T("较上年：占比是百分点，按未舍入的数相减，只用两年都有报告的单位。", "On last year: of shares in percentage points, between the exact values, of the units with reports on both years.")
		if r.paired.units < len(r.Units) {
			t = msg.F("%s有上年报告的是 %s 个单位。", "%s There are such reports of %s.", t, msg.Count(r.paired.units, "unit", "units"))
		}
		out = append(out, t)
	}
	return out
}

// besideUnits names the totals that lie among the units' own reports, and are not counted as units; empty without any.
func (r *Results) besideUnits() msg.Text {
	var names []string
	for _, t := range r.Totals {
		if slices.ContainsFunc(r.Units, func(u *Unit) bool { return u.File != t.File }) {
			names = append(names, t.File)
		}
	}
	if len(names) == 0 {
		return msg.Text{}
	}
	return msg.F("是汇总、不作为单位计入的 %d 份：%s。", "Totals, not counted as units, %d: %s.", len(names), msg.Few(names))
}

// apart says of which counts the units' totals do not come to what the one total says that lists all of them, so that
// readers know why two figures go by one name; empty where they agree.
func (r *Results) apart() msg.Text {
	if len(r.Totals) != 1 || slices.ContainsFunc(r.Units, func(u *Unit) bool { return u.File != r.Totals[0].File }) {
		return msg.Text{}
	}
	var parts []msg.Text
	for k, s := range r.Summaries {
		v := r.Totals[0].Values[k]
		if !s.Indicator.IsShare() && v.State == model.IsNumber && s.Pooled.State == model.IsNumber && !v.Part.Equal(s.Pooled.Part) {
			parts = append(parts, msg.F("%s %s，汇总表 %s", "%s %s, the total %s", s.Indicator.Title, s.Pooled.Part, v.Part))
		}
	}
	if len(parts) == 0 {
		return msg.Text{}
	}
	t := msg.F("各单位总计格相加与汇总表（%s）的格不同：%s。", "The units' cells of totals do not add up to those of the total (%s): %s.", r.Totals[0].File, msg.Join(parts, "；", "; "))
	if len(r.uneven) > 0 {
		return msg.F("%s汇总表由各部分相加；总计格不等于各部分之和的单位：%s。", "%s The total adds up the parts; units whose own totals are not the sum of their parts: %s.", t, msg.Few(r.uneven))
	}
	return msg.F("%s汇总表的数可能另行指定或改过。", "%s Figures of the total may have been given otherwise, or changed.", t)
}

// shares are the indexes of the indicators that are shares, and the first count.
func (r *Results) shares() (shares []int, count int) {
	count = -1
	for k, i := range r.Indicators {
		if i.IsShare() {
			shares = append(shares, k)
		} else if count < 0 {
			count = k
		}
	}
	return shares, count
}

// unitTable has a line for every unit, with its shares and their ranks.
func (r *Results) unitTable(lang msg.Lang) table.Block {
	shares, count := r.shares()
	columns := []table.Column{table.Col(unitHead, 26)}
	if count >= 0 {
		columns = append(columns, table.Col(r.Indicators[count].Title, 9))
	}
	for _, k := range shares {
		columns = append(columns, table.Col(r.Indicators[k].Title, 9.5), table.Col(rankHead, 6))
	}
	columns = append(columns, table.Col(remarkHead, 24))
	b := table.List(lang, msg.T("各单位", "Units"), columns...)
	outside := r.outside()
	row := func(u *Unit, tone table.Tone) table.Row {
		cells := []table.Cell{{Text: u.Name}}
		if count >= 0 {
			cells = append(cells, r.value(u, count))
		}
		for _, k := range shares {
			cells = append(cells, r.value(u, k), rankCell(u.Values[k], lang))
		}
		out := table.Row{Cells: append(cells, table.Cell{Text: remark(u, outside).In(lang)}), Tone: tone}
		if u.Errors > 0 {
			out.Tone = table.Bad
		}
		return out
	}
	for _, u := range r.Units {
		b.Rows = append(b.Rows, row(u, ""))
	}
	for _, u := range r.Totals {
		b.Rows = append(b.Rows, row(u, table.Total))
	}
	all := &Unit{Name: msg.T("合计（各单位相加）", "all (the units added up)").In(lang)}
	for _, s := range r.Summaries {
		all.Values = append(all.Values, s.Pooled)
	}
	b.Rows = append(b.Rows, row(all, table.Total))
	b = withFigures(b, len(b.Head)-1)
	b.Notes = []string{msg.T("“小”：分母太小，值只供参考，不参加排名。“—”：分母不大于 0，或者数字空白、无法辨认。", `"few": the denominator is too small; the value is shown and not ranked. "—": the denominator is not above 0, or a figure is blank or cannot be read.`).In(lang)}
	if t := r.apart(); !t.IsZero() {
		b.Notes = append(b.Notes, t.In(lang))
	}
	return b
}

// withFigures sets the columns from the second up to one as those of figures, though some have none.
func withFigures(b table.Block, end int) table.Block {
	b.Figures = make([]bool, len(b.Head))
	for k := 1; k < end; k++ {
		b.Figures[k] = true
	}
	b.Each, b.Count = slices.Values(b.Rows), len(b.Rows)
	return b
}

// value is the cell of a unit's value.
func (r *Results) value(u *Unit, k int) table.Cell {
	c := shown(r.Indicators[k], u.Values[k].Ratio())
	if c.Text == "" {
		c.Text = "—"
	}
	return c
}

// rankCell is the rank of a value, or why it has none.
func rankCell(v Value, lang msg.Lang) table.Cell {
	switch {
	case v.Rank > 0:
		return table.Count(v.Rank)
	case v.Known() && v.Small:
		return table.Cell{Text: msg.T("小", "few").In(lang)}
	}
	return table.Cell{}
}

// remark is what is to be known of a unit's figures.
func remark(u *Unit, outside map[*Unit][]msg.Text) msg.Text {
	var out []msg.Text
	if u.Errors > 0 {
		out = append(out, msg.F("有 %s 处错误，数字可能不对", "%s: figures may be wrong", msg.Count(u.Errors, "error", "errors")))
	}
	if !u.Doubt.IsZero() {
		out = append(out, u.Doubt)
	}
	return msg.Join(append(out, outside[u]...), "；", "; ")
}

// outside says of units which of their values lie outside of the fences.
func (r *Results) outside() map[*Unit][]msg.Text {
	out := map[*Unit][]msg.Text{}
	for _, s := range r.Summaries {
		for _, o := range s.Outliers {
			t := msg.F("%s低于界限", "%s below the fence", s.Indicator.Title)
			if o.Above {
				t = msg.F("%s高出界限", "%s above the fence", s.Indicator.Title)
			}
			out[o.Unit] = append(out[o.Unit], t)
		}
	}
	return out
}

// changes has a line for every unit that has a report on last year.
func (r *Results) changes(lang msg.Lang) table.Block {
	columns := []table.Column{table.Col(unitHead, 28)}
	for _, i := range r.Indicators {
		columns = append(columns, table.Col(i.Title, 10))
	}
	b := table.List(lang, msg.T("较上年", "Change on last year"), columns...)
	without := 0
	for _, u := range r.Units {
		if !u.HasLast {
			without++
			continue
		}
		cells := []table.Cell{{Text: u.Name}}
		for k, i := range r.Indicators {
			c := change(i, u.Values[k].Change())
			if last := u.Values[k].Last; c.Text == "" {
				c.Text = "—"
			} else if i.IsShare() && (u.Values[k].Small || last.Small) {
				c.Text, c.Number, c.Change, c.Tone = c.Text+msg.T("（小）", " (few)").In(lang), nil, false, ""
			}
			cells = append(cells, c)
		}
		b.Rows = append(b.Rows, table.Row{Cells: cells})
	}
	b = withFigures(b, len(b.Head))
	b.Notes = []string{msg.T("占比是百分点。“小”：两年中有一年分母太小。“—”：有一年没有这个数。", `Of shares in percentage points. "few": the denominator of one of the years is too small. "—": one of the years lacks the figure.`).In(lang)}
	if without > 0 {
		b.Notes = append(b.Notes, msg.F("没有上年报告的单位 %s 个，没有列出。", "%s no report on last year, and not shown.", msg.Count(without, "unit with", "units with")).In(lang))
	}
	return b
}

// outlierTable lists the values outside of the fences, with the fence and why it stands there.
func (r *Results) outlierTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("界限之外的值", "Values outside of the fences"), table.Col(indicatorHead, 18), table.Col(unitHead, 30), table.Col(msg.T("值", "value"), 10),
		table.Col(msg.T("中位数", "median"), 10), table.Col(msg.T("界限", "fence"), 10), table.Col(msg.T("怎样得出", "why"), 62))
	for _, s := range r.Summaries {
		i := s.Indicator
		say := func(n *big.Rat) string { return shown(i, n).Text }
		for _, o := range s.Outliers {
			fence, how := s.Low, msg.F("低于 下四分位 %s－%s×（%s－%s）＝%s", "below Q1 %s − %s × (%s − %s) = %s", say(s.Q1), i.Fence, say(s.Q3), say(s.Q1), say(s.Low))
			if o.Above {
				fence, how = s.High, msg.F("高于 上四分位 %s＋%s×（%s－%s）＝%s", "above Q3 %s + %s × (%s − %s) = %s", say(s.Q3), i.Fence, say(s.Q3), say(s.Q1), say(s.High))
			}
			b.Rows = append(b.Rows, table.Row{Cells: []table.Cell{{Text: i.Title.In(lang)}, {Text: o.Unit.Name}, shown(i, o.Value), shown(i, s.Median), shown(i, fence), {Text: how.In(lang)}}})
		}
	}
	if len(b.Rows) > 0 {
		b.Notes = []string{msg.F("界限：四分位之外若干倍四分位距（倍数见定义）；按未舍入的数计算；参加排名的单位少于 %d 个或者四分位相等的指标不判断。在界限之外只说明与多数单位不同，不说明有错。",
			"Fences lie so many distances of the quartiles outside of them (see the definitions), by the exact values; an indicator of fewer than %d ranked units, or with equal quartiles, has none. A value outside differs from most units, and need not be wrong.", leastUnits).In(lang)}
	}
	return b
}

// uncountedTable lists what is not counted, and why.
func (r *Results) uncountedTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("没有计入的", "Not counted"), table.Col(unitHead, 34), table.Col(codeHead, 12), table.Col(msg.T("文件", "file"), 40), table.Col(msg.T("原因", "why"), 54))
	for _, x := range r.Uncounted {
		b.Rows = append(b.Rows, table.Row{Tone: table.Warn, Cells: table.Cells(x.Name, x.Code, msg.Names(x.Files).In(lang), x.Why.In(lang))})
	}
	return b
}

// values has a line for every value of every unit, and as data behind them what is not counted.
func (r *Results) values(lang msg.Lang, data bool) table.Block {
	columns := []table.Column{table.Col(indicatorHead, 16), table.Col(rankHead, 7), table.Col(unitHead, 30), table.Col(codeHead, 11), table.Col(msg.T("值", "value"), 10),
		table.Col(msg.T("分子", "numerator"), 10), table.Col(msg.T("分母", "denominator"), 10)}
	if r.Compared {
		columns = append(columns, table.Col(msg.T("上年", "last year"), 10), table.Col(msg.T("较上年", "change"), 10))
	}
	columns = append(columns, table.Col(msg.T("错误", "errors"), 8), table.Col(remarkHead, 44))
	b := table.List(lang, msg.T("逐项明细", "Every value"), columns...)
	b.Figures = make([]bool, len(b.Head))
	for k := 1; k < len(b.Head)-1; k++ {
		b.Figures[k] = k != 2 && k != 3
	}
	if b.Count = len(r.Units) * len(r.Indicators); data {
		b.Count += len(r.Uncounted)
	}
	b.Each = func(yield func(table.Row) bool) { // there may be a million of them
		if r.eachValue(lang, len(b.Head), yield) && data {
			r.eachUncounted(lang, len(b.Head), yield)
		}
	}
	return b
}

// eachValue makes the lines of values one after another, each of them in the cells of the one before. It reports whether
// all of them were taken.
func (r *Results) eachValue(lang msg.Lang, width int, yield func(table.Row) bool) bool {
	cells := make([]table.Cell, 0, width)
	sorted := slices.Clone(r.Units)
	for k, s := range r.Summaries {
		i := s.Indicator
		outside := map[*Unit]bool{}
		for _, o := range s.Outliers {
			outside[o.Unit] = true
		}
		copy(sorted, r.Units)
		sorting.By(sorted, func(a, b *Unit) int { return cmp.Compare(order(a.Values[k]), order(b.Values[k])) })
		for _, u := range sorted {
			v := u.Values[k]
			cells = append(cells[:0], table.Cell{Text: i.Title.In(lang)}, rankCell(Value{Rank: v.Rank}, lang), table.Cell{Text: u.Name}, table.Cell{Text: u.Code}, shown(i, v.Ratio()))
			if v.State == model.IsNumber && i.IsShare() {
				cells = append(cells, number(v.Part, false), number(v.Whole, false))
			} else {
				cells = append(cells, table.Cell{}, table.Cell{})
			}
			if r.Compared {
				last := table.Cell{}
				if v.Last != nil {
					last = shown(i, v.Last.Ratio())
				}
				cells = append(cells, last, change(i, v.Change()))
			}
			cells = append(cells, table.Count(u.Errors), table.Cell{Text: valueRemark(i, u, v, outside[u]).In(lang)})
			if !yield(table.Row{Cells: cells}) {
				return false
			}
		}
	}
	return true
}

// eachUncounted makes the lines of what is not counted, in the columns of values.
func (r *Results) eachUncounted(lang msg.Lang, width int, yield func(table.Row) bool) {
	for _, x := range r.Uncounted {
		cells := make([]table.Cell, width)
		cells[0].Text, cells[2].Text, cells[3].Text = msg.T("没有计入", "not counted").In(lang), cmp.Or(x.Name, strings.Join(x.Files, " ")), x.Code
		cells[width-1].Text = x.Why.In(lang)
		if !yield(table.Row{Cells: cells}) {
			return
		}
	}
}

// order puts ranked values before those that are not, and values without figures last.
func order(v Value) int {
	switch {
	case v.Rank > 0:
		return v.Rank
	case v.Known():
		return 1 << 40
	}
	return 1 << 41
}

// valueRemark says what is special about a value.
func valueRemark(i *model.Indicator, u *Unit, v Value, outside bool) msg.Text {
	var out []msg.Text
	switch {
	case v.State == model.Blank:
		out = append(out, msg.T("格子空白", "the cells are blank"))
	case v.State == model.Absent:
		out = append(out, msg.T("报告里没有这些格", "the report has no such cells"))
	case v.State == model.Unreadable:
		out = append(out, msg.T("不是数字", "no figure"))
	case !v.Known():
		out = append(out, msg.T("分母不大于 0", "the denominator is not above 0"))
	case v.Small:
		out = append(out, msg.F("分母小于 %d，不参加排名", "a denominator below %d is not ranked", i.Least))
	}
	if outside {
		out = append(out, msg.T("在界限之外", "outside of the fences"))
	}
	if u.Errors > 0 {
		out = append(out, msg.T("报告有错误", "the report has errors"))
	}
	return msg.Join(out, "；", "; ")
}

// definitions has a line for each indicator.
func (r *Results) definitions(lang msg.Lang, ids bool) table.Block {
	b := table.List(lang, msg.T("定义", "Definitions"), table.Col(indicatorHead, 18), table.Col(msg.T("怎样计算", "how it is computed"), 44), table.Col(msg.T("排名的最小分母", "least denominator ranked"), 12),
		table.Col(msg.T("界限倍数", "fence"), 9), table.Col(msg.T("依据", "ground"), 46), table.Col(msg.T("格的编号", "field ids"), 50))
	if !ids {
		b.Head, b.Widths = b.Head[:5], b.Widths[:5]
	}
	for _, i := range r.Indicators {
		least, fields := table.Cell{Text: "—"}, sum(i.Terms)
		if i.IsShare() {
			least, fields = table.Cell{Text: strconv.Itoa(i.Least)}, sum(i.Terms)+" ÷ "+sum(i.Of)
		}
		b.Rows = append(b.Rows, table.Row{Cells: []table.Cell{{Text: i.Title.In(lang)}, {Text: i.Definition.In(lang)}, least, {Text: i.Fence.String()}, {Text: i.Ground.In(lang)}, {Text: fields}}[:len(b.Head)]})
	}
	return b
}

// sum is a sum of field ids.
func sum(ids []string) string {
	s := strings.Join(ids, " + ")
	if len(ids) > 1 {
		s = "(" + s + ")"
	}
	return s
}

// Percent is a share in percent, rounded to one decimal place.
func Percent(share *big.Rat) string {
	return new(big.Rat).Mul(share, big.NewRat(100, 1)).FloatString(1) + "%"
}

// Shares is a short list of the shares, with their distribution.
func (r *Results) Shares(lang msg.Lang) table.Block {
	d := r.distribution(lang)
	columns := []int{0, 1}
	if r.Compared {
		columns = append(columns, 2)
	}
	at := len(columns) // of the mean
	columns = append(columns, at+1, at+3, at+5, at+6)
	b := table.Block{Title: msg.T("各单位的占比", "Shares of the units").In(lang)}
	for _, k := range columns {
		b.Head = append(b.Head, d.Head[k])
	}
	for n, row := range d.Rows {
		if !r.Indicators[n].IsShare() {
			continue
		}
		var cells []table.Cell
		for _, k := range columns {
			cells = append(cells, row.Cells[k])
		}
		b.Rows = append(b.Rows, table.Row{Cells: cells})
	}
	b.Notes = []string{msg.T("最低、中位数、最高只算分母够大的单位；定义见“gkxl indicators”。", "Least, median and most are of the units with a denominator large enough; for the definitions see \"gkxl indicators\".").In(lang)}
	return b
}

// Filed says how many units are in and how many are missing, as the status of the reports does, and what came of others.
func (r *Results) Filed() msg.Text {
	t := r.counted()
	by, alone := map[Reason]int{}, map[string]bool{}
	for _, x := range r.Uncounted {
		by[x.Reason]++
		if x.Alone {
			alone[x.Code] = true
		}
	}
	missing := by[Missing] + len(alone)
	for _, reason := range reasons {
		switch n := by[reason.id]; {
		case reason.id == Missing && missing > 0:
			t = msg.F("%s，%s %d", "%s, %s: %d", t, reason.title, missing)
		case reason.id != Missing && n > 0:
			t = msg.F("%s；%s %d", "%s; %s: %d", t, reason.title, n)
		}
	}
	if n := r.wrong(); n > 0 {
		t = msg.F("%s；其中报告有错误的 %d", "%s; with errors in their reports: %d", t, n)
	}
	return msg.F("%s。", "%s.", t)
}
