// Package chart draws nothing: it decides what the pictures of a report show.
// Labels come from the form, figures from the report; no figure is rounded, and
// what the report does not say is not shown as 0.
package chart

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// Chart is one picture: a bar for each kind, and where there is another year, one
// beside it.
type Chart struct {
	Title  string
	Years  []string // what the bars of a kind stand for, this year first
	Bars   []Bar
	Totals []*model.Number // by year; nil when it is not known
}

// Bar is one kind. A value is nil when the report does not give it.
type Bar struct {
	Label  string
	Values []*model.Number // by year
}

// The table the charts are of, its row of new requests, the group of its results,
// and the column of totals.
const (
	table   = "requests"
	fresh   = "new"
	results = "results"
	total   = "total"
)

// Of gives the charts of a report: new requests by applicant, and results by
// kind. Others are earlier reports beside it.
func Of(this *model.Report, others ...*model.Report) []Chart {
	sides := append([]*model.Report{this}, others...)
	var out []Chart
	for _, c := range []Chart{applicants(sides), outcomes(sides)} {
		if c.Title == "" {
			continue
		}
		for _, s := range sides {
			c.Years = append(c.Years, year(s.Year))
		}
		out = append(out, c)
	}
	return out
}

func year(y int) string {
	if y == 0 {
		return "年度不详"
	}
	return strconv.Itoa(y) + "年"
}

// value is a figure of a report; nil for what is no number.
func value(r *model.Report, row, col string) *model.Number {
	return sumOf(r, []*model.Node{{ID: row}}, col)
}

// sumOf adds the rows of a group. A blank counts as 0 beside figures; a group
// without any figure, or with one that cannot be read, has no sum.
func sumOf(r *model.Report, rows []*model.Node, col string) *model.Number {
	var sum *model.Number
	for _, row := range rows {
		if !add(r, &sum, table+"."+row.ID+"."+col) {
			return nil
		}
	}
	return sum
}

// add adds a field to a sum; false when it cannot be read. A total left blank is
// what its parts add up to, as the checks count it.
func add(r *model.Report, sum **model.Number, id string) bool {
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
			if t.Minus || !add(r, sum, t.Field.ID) {
				return false
			}
		}
	}
	return true
}

func applicants(sides []*model.Report) (c Chart) {
	t, ok := sides[0].Form.Table(table)
	if !ok {
		return c
	}
	for _, b := range t.Bands {
		for _, row := range model.Leaves(b.Rows) {
			if row.ID != fresh {
				continue
			}
			c.Title = Plain(row.Label)
			for _, col := range model.Leaves(b.Columns) {
				if col.Path() == total {
					continue
				}
				bar := Bar{Label: strings.Join(col.Labels()[1:], "·")}
				for _, s := range sides {
					bar.Values = append(bar.Values, value(s, fresh, col.Path()))
				}
				c.Bars = append(c.Bars, bar)
			}
		}
	}
	for _, s := range sides {
		c.Totals = append(c.Totals, value(s, fresh, total))
	}
	return c
}

func outcomes(sides []*model.Report) (c Chart) {
	group := find(sides[0].Form, results)
	if group == nil {
		return c
	}
	c.Title = Plain(group.Label)
	for _, n := range group.Nodes {
		if n.IsLeaf() && sumRow(sides[0].Form, n) {
			for _, s := range sides {
				c.Totals = append(c.Totals, value(s, n.ID, total))
			}
			continue
		}
		bar := Bar{Label: Plain(n.Label)}
		for _, s := range sides {
			rows := model.Leaves([]*model.Node{n})
			if own := find(s.Form, key(n)); own != nil {
				rows = model.Leaves([]*model.Node{own})
			}
			bar.Values = append(bar.Values, sumOf(s, rows, total))
		}
		c.Bars = append(c.Bars, bar)
	}
	for len(c.Totals) < len(sides) {
		c.Totals = append(c.Totals, nil)
	}
	return c
}

// key is what a row or a group of rows is called in every edition.
func key(n *model.Node) string {
	if n.Group != "" {
		return n.Group
	}
	return n.ID
}

// sumRow reports whether a row only adds up others.
func sumRow(f *model.Form, n *model.Node) bool {
	for _, fd := range f.Fields {
		if fd.Row == n && fd.Column.Path() != total {
			return fd.Total != nil
		}
	}
	return false
}

func find(f *model.Form, id string) *model.Node {
	t, ok := f.Table(table)
	if !ok {
		return nil
	}
	var walk func([]*model.Node) *model.Node
	walk = func(ns []*model.Node) *model.Node {
		for _, n := range ns {
			if key(n) == id {
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

// Plain is a label without the number before it and the remark behind it.
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

// Share is what part of a total a figure is: "93.4%", or nothing without a total.
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
	b.WriteString("条形图：" + c.Title + "。")
	for y, name := range c.Years {
		b.WriteString(name)
		if t := c.Totals[y]; t != nil {
			b.WriteString("共" + t.String())
		}
		b.WriteString("：")
		for i, bar := range c.Bars {
			if i > 0 {
				b.WriteString("，")
			}
			b.WriteString(bar.Label)
			if v := bar.Values[y]; v == nil {
				b.WriteString("未填")
			} else {
				b.WriteString(v.String())
				if s := Share(v, c.Totals[y]); s != "" {
					b.WriteString("（占" + s + "）")
				}
			}
		}
		b.WriteString("。")
	}
	return b.String()
}
