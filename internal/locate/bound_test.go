package locate_test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

// Where totals follow by formulas, a wrong figure leaves one equation of its
// column off, and any cell of the column can mend it by the same amount. Which of
// them it was is a matter of likelihood alone. The bound is how often the likeliest
// cell is the right one if everything is known of how the slips were made: nothing
// that has only the tables can do better.

// chance is how likely slips of each kind make one figure of another, by the way
// the injectors make them.
func chance(v, x int64) (out []float64) {
	d := strconv.FormatInt(v, 10)
	n := len(d)
	is := func(s string) float64 {
		if s == "" {
			return 0
		}
		if w, err := strconv.ParseInt(s, 10, 64); err == nil && w == x && w != v {
			return 1
		}
		return 0
	}
	var swap, drop, double, typo float64
	for i := range n {
		if i+1 < n {
			swap += is(d[:i]+string(d[i+1])+string(d[i])+d[i+2:]) / float64(n-1)
		}
		drop += is(d[:i]+d[i+1:]) / float64(n)
		double += is(d[:i+1]+d[i:]) / float64(n)
		for c := range 10 {
			typo += is(d[:i]+strconv.Itoa(c)+d[i+1:]) / float64(10*n)
		}
	}
	one := func(ok bool) float64 {
		if ok && x != v {
			return 1
		}
		return 0
	}
	random := 0.0
	if x >= 0 && x < 3*v+20 && x != v {
		random = 1 / float64(3*v+20)
	}
	return []float64{swap, drop, double, typo, one(x == -v), one(x == 10*v), one(x == 10000*v), random, one(x == 0)}
}

// works is how likely a slip of each kind can be made of a figure at all.
func works(v int64) []float64 {
	d := strconv.FormatInt(v, 10)
	n := len(d)
	out := make([]float64, 9)
	same := func(s string) bool {
		w, err := strconv.ParseInt(s, 10, 64)
		return err == nil && w == v
	}
	for i := range n {
		if i+1 < n && !same(d[:i]+string(d[i+1])+string(d[i])+d[i+2:]) {
			out[0] += 1 / float64(n-1)
		}
		if s := d[:i] + d[i+1:]; s != "" && !same(s) {
			out[1] += 1 / float64(n)
		}
		if !same(d[:i+1] + d[i:]) {
			out[2] += 1 / float64(n)
		}
	}
	out[3] = 0.9
	if v != 0 {
		out[4], out[5], out[6], out[8] = 1, 1, 1, 1
	}
	out[7] = 1 - 1/float64(3*v+20)
	return out
}

// often is how often a figure is made up.
func (z size) often(v int64) float64 {
	if v == 0 {
		return z.zero
	}
	p := 0.0
	for n := v; n <= z.most; n++ {
		p += 1 / float64(n)
	}
	return max(1e-12, (1-z.zero)*p/float64(z.most))
}

// bound reports whether the likeliest cell of the column, and one of the three
// likeliest, is the one that is wrong.
func bound(t *trial, z size) (first, third bool) {
	var wrong *model.Field
	for fd := range t.slips[0].right {
		wrong = fd
	}
	var column []*model.Field
	off := int64(0)
	side := func(fd *model.Field) int64 {
		if fd.Row.ID == "new" || fd.Row.ID == "carried_in" {
			return 1
		}
		return -1
	}
	can := make([]float64, 9)
	places := 0.0
	for _, fd := range t.form.FieldsOf(wrong.Table) {
		if fd.Total != nil {
			continue
		}
		for k, p := range works(t.values[fd]) {
			can[k] += p
		}
		places++
		if fd.Column == wrong.Column {
			column = append(column, fd)
			off += side(fd) * t.values[fd]
		}
	}
	weight := map[*model.Field]float64{}
	for _, fd := range column {
		seen := t.values[fd]
		right := seen - side(fd)*off
		if right < 0 {
			continue
		}
		for k, p := range chance(right, seen) {
			if can[k] > 0 {
				weight[fd] += p / can[k] * places
			}
		}
		if fd.Row.ID != "new" { // which follows from the others
			weight[fd] *= z.often(right) / z.often(max(0, seen))
		}
	}
	slices.SortStableFunc(column, func(a, b *model.Field) int { return cmp.Compare(weight[b], weight[a]) })
	at := slices.Index(column, wrong)
	return at == 0, at < 3
}

// bounded measures single slips in table 3 with live totals: by the tables alone,
// with last year's report, with a narrative that tells the totals; and what is the
// best that can be done by the tables.
func (m *measurement) bounded(b *bytes.Buffer, kinds []int) {
	where := func(f *model.Form, fd *model.Field) bool { return fd.Table == f.Tables[1] && fd.Total == nil }
	fmt.Fprintf(b, "| 表三，总计是公式，一次差错 | 次数 | 首位 | 前三 | 数值 | 断定 |\n| --- | --- | --- | --- | --- | --- |\n")
	line := func(name string, s score) {
		fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s |\n", name, s.tried, percent(s.first, s.tried), percent(s.third, s.tried), percent(s.exact, s.proposed), percent(s.certainGood, s.certain))
	}
	draw := func() []int { return m.draw(1, kinds) }
	jobs := m.jobs(90, draw, where)
	best := score{}
	for _, j := range jobs {
		z := sizes[1]
		for _, known := range sizes {
			if known.name == j.group {
				z = known
			}
		}
		if j.group == m.order[0] { // the real ones
			zero, all := 0, 0
			for fd, v := range j.trial.now {
				if fd.Table == j.trial.form.Tables[1] && fd.Total == nil {
					if all++; v == 0 {
						zero++
					}
				}
			}
			z = size{zero: float64(zero) / float64(all), most: 2000}
		}
		if !breaks(j.trial) {
			continue
		}
		best.tried++
		first, third := bound(j.trial, z)
		if first {
			best.first++
		}
		if third {
			best.third++
		}
	}
	line("只有表", total(m.run(jobs, mode{live: true})))
	fmt.Fprintf(b, "| 只有表，最好的猜法 | %d | %s | %s | — | — |\n", best.tried, percent(best.first, best.tried), percent(best.third, best.tried))
	line("另有上年报告（--last）", total(m.run(jobs, mode{live: true, last: true})))
	line("另有叙述，照实写明新收、结转、各种办理结果的总数", total(m.run(jobs, mode{live: true, told: true})))
}

// breaks reports whether a trial breaks an identity although totals follow.
func breaks(t *trial) bool {
	v := map[*model.Field]int64{}
	for fd, x := range t.values {
		v[fd] = x
	}
	settle(t.form, v)
	sum := map[string]int64{}
	for fd, x := range v {
		if fd.Table != t.form.Tables[1] || fd.Total != nil {
			continue
		}
		if fd.Row.ID == "new" || fd.Row.ID == "carried_in" {
			sum[fd.Column.ID] += x
		} else {
			sum[fd.Column.ID] -= x
		}
	}
	for _, x := range sum {
		if x != 0 {
			return true
		}
	}
	return false
}
