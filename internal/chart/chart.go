// Package chart decides what the pictures of a report show; the writers draw them. Of takes reports and returns
// bar charts; Course lays out the small line of a series. Labels come from the form, figures from the report.
// No figure is rounded, and a figure that the report lacks is not shown as 0.
package chart

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Chart is one picture: for each kind a bar, and one beside it for each further year.
type Chart struct {
	Title  string
	Years  []string // what the bars of a kind are for, this year first
	Bars   []Bar
	Totals []*model.Number // by year; nil if unknown
	Lang   msg.Lang        // of its own words; Chinese if empty
	Small  bool            // drawn low, beside other things on a page
}

// Blank is what stands for a value that the report does not give.
func (c Chart) Blank() string { return c.in("未填", "blank") }

// in is one of two texts, by the language of the chart.
func (c Chart) in(zh, en string) string {
	if c.Lang == msg.EN {
		return en
	}
	return zh
}

// Bar is one kind. A value is nil if the report does not give it.
type Bar struct {
	Label  string
	Values []*model.Number // by year
}

// Ids of the table of the charts, its row of new requests, the group of its results, and the column of totals.
const (
	requestsTable = "requests"
	newRow        = "new"
	resultsGroup  = "results"
	totalColumn   = "total"
)

// Of returns the charts of a report: new requests by applicant, and results by kind. Others are earlier reports
// shown beside it.
func Of(this *model.Report, others ...*model.Report) []Chart {
	sides := append([]*model.Report{this}, others...)
	var out []Chart
	for _, c := range []Chart{applicants(sides), outcomes(sides)} {
		if c.Title == "" {
			continue
		}
		for _, s := range sides {
			c.Years = append(c.Years, yearName(s.Year))
		}
		out = append(out, c)
	}
	return out
}

func yearName(y int) string {
	if y == 0 {
		return "年度不详"
	}
	return strconv.Itoa(y) + "年"
}

func figureOf(r *model.Report, row, col string) *model.Number {
	return sumOf(r, []*model.Node{{ID: row}}, col)
}

// sumOf adds the rows of a group. A blank counts as 0 beside figures. A group without any figure, or with an
// unreadable one, has no sum (nil).
func sumOf(r *model.Report, rows []*model.Node, col string) *model.Number {
	var sum *model.Number
	for _, row := range rows {
		if !addField(r, &sum, requestsTable+"."+row.ID+"."+col) {
			return nil
		}
	}
	return sum
}

// addField adds a field to a sum; false if it is unreadable. A blank total counts as the sum of its parts, as
// in the checks.
func addField(r *model.Report, sum **model.Number, id string) bool {
	v := r.Value(id)
	switch fd, ok := r.Form.Field(id); {
	case v.State == model.Unreadable:
		return false
	case v.IsNumber():
		n := v.Number
		if *sum != nil {
			n = (*sum).Add(n)
		}
		*sum = &n
	case ok && fd.Total != nil:
		for _, t := range fd.Total.Right {
			if t.Minus || !addField(r, sum, t.Field.ID) {
				return false
			}
		}
	}
	return true
}

// applicants returns the chart of new requests by applicant; without a title if the form lacks the table.
func applicants(sides []*model.Report) (c Chart) {
	t, ok := sides[0].Form.Table(requestsTable)
	if !ok {
		return c
	}
	for _, b := range t.Bands {
		for _, row := range model.Leaves(b.Rows) {
			if row.ID != newRow {
				continue
			}
			c.Title = Plain(row.Label)
			for _, col := range model.Leaves(b.Columns) {
				if col.Path() == totalColumn {
					continue
				}
				bar := Bar{Label: strings.Join(col.Labels()[1:], "·")}
				for _, s := range sides {
					bar.Values = append(bar.Values, figureOf(s, newRow, col.Path()))
				}
				c.Bars = append(c.Bars, bar)
			}
		}
	}
	for _, s := range sides {
		c.Totals = append(c.Totals, figureOf(s, newRow, totalColumn))
	}
	return c
}

// outcomes returns the chart of results by kind; without a title if the form lacks the group.
func outcomes(sides []*model.Report) (c Chart) {
	group := findNode(sides[0].Form, resultsGroup)
	if group == nil {
		return c
	}
	c.Title = Plain(group.Label)
	for _, n := range group.Nodes {
		if n.IsLeaf() && isSumRow(sides[0].Form, n) {
			for _, s := range sides {
				c.Totals = append(c.Totals, figureOf(s, n.ID, totalColumn))
			}
			continue
		}
		bar := Bar{Label: Plain(n.Label)}
		for _, s := range sides {
			rows := model.Leaves([]*model.Node{n})
			if own := findNode(s.Form, stableID(n)); own != nil {
				rows = model.Leaves([]*model.Node{own})
			}
			bar.Values = append(bar.Values, sumOf(s, rows, totalColumn))
		}
		c.Bars = append(c.Bars, bar)
	}
	for len(c.Totals) < len(sides) {
		c.Totals = append(c.Totals, nil)
	}
	return c
}

// stableID returns the id of a row, or the name of a group of rows, which are the same in every edition.
func stableID(n *model.Node) string { return cmp.Or(n.Group, n.ID) }

// isSumRow reports whether a row only adds up others.
func isSumRow(f *model.Form, n *model.Node) bool {
	for _, fd := range f.Fields {
		if fd.Row == n && fd.Column.Path() != totalColumn {
			return fd.Total != nil
		}
	}
	return false
}

// findNode finds a row or a group of rows by its id; nil for none.
func findNode(f *model.Form, id string) *model.Node {
	t, ok := f.Table(requestsTable)
	if !ok {
		return nil
	}
	var walk func([]*model.Node) *model.Node
	walk = func(ns []*model.Node) *model.Node {
		for _, n := range ns {
			if stableID(n) == id {
				return n
			}
			if m := walk(n.Nodes); m != nil {
				return m
			}
		}
		return nil
	}
	for _, b := range t.Bands {
		if n := walk(b.Rows); n != nil {
			return n
		}
	}
	return nil
}

// Plain returns a label without the number before it and the explanation behind it.
func Plain(label string) string {
	if in, ok := strings.CutPrefix(label, "（"); ok {
		if _, rest, ok := strings.Cut(in, "）"); ok && rest != "" {
			label = rest
		}
	} else if n, rest, ok := strings.Cut(label, "、"); ok && len([]rune(n)) <= 2 {
		label = rest
	}
	if head, _, ok := strings.Cut(label, "（"); ok && head != "" {
		label = head
	}
	return label
}

// Share returns the share of a total that a figure is, such as "93.4%"; "" without a total.
func Share(v, total *model.Number) string {
	if v == nil || total == nil {
		return ""
	}
	a, ok1 := v.Int64()
	b, ok2 := total.Int64()
	if !ok1 || !ok2 || a < 0 || b <= 0 || a > b || b > 1<<50 {
		return ""
	}
	tenths := (2000*a + b) / (2 * b)
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Alt says in words what a chart shows.
func (c Chart) Alt() string {
	var b strings.Builder
	b.WriteString(c.in("条形图：", "Bar chart: ") + c.Title + c.in("。", ". "))
	for y, name := range c.Years {
		b.WriteString(name)
		if t := c.Totals[y]; t != nil {
			b.WriteString(c.in("共", ", in all ") + t.String())
		}
		b.WriteString(c.in("：", ": "))
		for i, bar := range c.Bars {
			if i > 0 {
				b.WriteString(c.in("，", ", "))
			}
			b.WriteString(bar.Label + c.in("", " "))
			if v := bar.Values[y]; v == nil {
				b.WriteString(c.Blank())
			} else {
				b.WriteString(v.String())
				if s := Share(v, c.Totals[y]); s != "" {
					b.WriteString(c.in("（占"+s+"）", " ("+s+")"))
				}
			}
		}
		b.WriteString(c.in("。", ". "))
	}
	return strings.TrimSuffix(b.String(), " ")
}

// Point is a point of a small line, from 0 to 1 rightward and upward.
type Point struct {
	X, Y float64
	At   int // index of the figure
}

// Course lays figures out as a small line: as high as their range, at equal distances. Where a figure is
// missing the line has a gap; each stretch between gaps is one slice.
func Course(ns []*model.Number) [][]Point {
	low, high := math.Inf(1), math.Inf(-1)
	for _, n := range ns {
		if n != nil {
			low, high = min(low, n.Float()), max(high, n.Float())
		}
	}
	var out [][]Point
	open := false
	for i, n := range ns {
		if n == nil {
			open = false
			continue
		}
		p := Point{X: 0.5, Y: 0.5, At: i}
		if len(ns) > 1 {
			p.X = float64(i) / float64(len(ns)-1)
		}
		if high > low {
			p.Y = (n.Float() - low) / (high - low)
		}
		if !open {
			out = append(out, nil)
		}
		open = true
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}
