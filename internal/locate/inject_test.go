package locate_test

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/gkxl/gkxl/model"
)

// specimen is a valid report and last year's.
type specimen struct {
	form *model.Form
	now  map[*model.Field]int64
	last map[*model.Field]int64
}

// size says how large the figures of a made-up report are.
type size struct {
	name string
	zero float64 // share of entered cells that are 0
	most int64
}

var sizes = []size{
	{"市级（大数，少 0）", 0.3, 2000},
	{"县级", 0.6, 120},
	{"乡镇（多数格为 0）", 0.93, 9},
}

func (z size) figure(r *rand.Rand) int64 {
	if r.Float64() < z.zero {
		return 0
	}
	// Small figures are commoner than large ones.
	n := 1 + r.Int64N(z.most)
	return 1 + r.Int64N(n)
}

// makeUp is a valid report: results at random, and what was received follows
// from them.
func makeUp(f *model.Form, z size, r *rand.Rand) map[*model.Field]int64 {
	out := map[*model.Field]int64{}
	for _, fd := range f.Fields {
		if fd.Total == nil {
			out[fd] = z.figure(r)
		}
	}
	get := func(row, col string) *model.Field {
		fd, _ := f.Field("requests." + row + "." + col)
		return fd
	}
	settle(f, out)
	for _, c := range []string{"natural_person", "business", "research", "welfare", "legal_service", "other"} {
		all := out[get("result_total", c)] + out[get("carried_out", c)]
		in := out[get("carried_in", c)]
		if in > all {
			in = r.Int64N(all + 1)
			out[get("carried_in", c)] = in
		}
		out[get("new", c)] = all - in
	}
	settle(f, out)
	return out
}

// settle computes the totals.
func settle(f *model.Form, v map[*model.Field]int64) {
	var sum func(fd *model.Field) int64
	sum = func(fd *model.Field) int64 {
		if fd.Total == nil {
			return v[fd]
		}
		var n int64
		for _, t := range fd.Total.Right {
			n += sum(t.Field)
		}
		v[fd] = n
		return n
	}
	for _, fd := range f.Fields {
		sum(fd)
	}
}

// report writes figures as a report.
func (s *specimen) report(v map[*model.Field]int64, live bool) *model.Report {
	r := model.NewReport(s.form)
	r.Organ, r.Year = "测试单位", s.form.Years.From
	for _, fd := range s.form.Fields {
		r.Values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(v[fd]), Computed: live && fd.Total != nil}
	}
	return r
}

// Slips are the injected ones, by the names of the table. Each changes figures,
// and reports false where it cannot be made at the chosen place.
type injector struct {
	name  string
	whole bool // it needs no one cell, but a line or a pair
	do    func(x *injection) bool
}

// injection is a slip being made.
type injection struct {
	*specimen
	rand   *rand.Rand
	at     *model.Field
	values map[*model.Field]int64
}

func (x *injection) set(v int64) bool {
	if v == x.values[x.at] {
		return false
	}
	x.values[x.at] = v
	return true
}

func (x *injection) digits(change func(d []byte) []byte) bool {
	d := change([]byte(strconv.FormatInt(x.values[x.at], 10)))
	if len(d) == 0 {
		return false
	}
	v, err := strconv.ParseInt(string(d), 10, 64)
	return err == nil && x.set(v)
}

// line is the row or the column of the cell, all its cells in order.
func (x *injection) line(column bool) []*model.Field {
	var out []*model.Field
	for _, fd := range x.form.FieldsOf(x.at.Table) {
		if column && fd.Column == x.at.Column || !column && fd.Row == x.at.Row {
			out = append(out, fd)
		}
	}
	return out
}

var injectors = []injector{
	{"相邻两位数字颠倒", false, func(x *injection) bool {
		return x.digits(func(d []byte) []byte {
			if len(d) < 2 {
				return nil
			}
			i := x.rand.IntN(len(d) - 1)
			d[i], d[i+1] = d[i+1], d[i]
			return d
		})
	}},
	{"漏一位数字", false, func(x *injection) bool {
		return x.digits(func(d []byte) []byte {
			i := x.rand.IntN(len(d))
			return slices.Delete(d, i, i+1)
		})
	}},
	{"一位数字重复", false, func(x *injection) bool {
		return x.digits(func(d []byte) []byte {
			i := x.rand.IntN(len(d))
			return slices.Insert(d, i, d[i])
		})
	}},
	{"错一位数字", false, func(x *injection) bool {
		return x.digits(func(d []byte) []byte {
			d[x.rand.IntN(len(d))] = '0' + byte(x.rand.IntN(10))
			return d
		})
	}},
	{"正负号", false, func(x *injection) bool { return x.set(-x.values[x.at]) }},
	{"差 10 倍", false, func(x *injection) bool { return x.set(x.values[x.at] * 10) }},
	{"差 10000 倍", false, func(x *injection) bool { return x.set(x.values[x.at] * 10000) }},
	{"任意错数", false, func(x *injection) bool { return x.set(x.rand.Int64N(3*x.values[x.at] + 20)) }},
	{"漏填（仍是 0）", false, func(x *injection) bool { return x.set(0) }},
	{"总计仍是上年的数", false, func(x *injection) bool { return x.at.Total != nil && x.set(x.last[x.at]) }},
	{"总计漏加一项", false, func(x *injection) bool { return x.part(-1) }},
	{"总计重复加一项", false, func(x *injection) bool { return x.part(1) }},
	{"两格互换", true, func(x *injection) bool { return x.exchange(x.rand.IntN(2) == 0, false) }},
	{"填到相邻行", true, func(x *injection) bool { return x.exchange(true, true) }},
	{"填到相邻列", true, func(x *injection) bool { return x.exchange(false, true) }},
	{"整行错开一格", true, func(x *injection) bool { return x.shift(false) }},
	{"整列错开一格", true, func(x *injection) bool { return x.shift(true) }},
	{"填了上年的一列", true, func(x *injection) bool {
		changed := 0
		for _, fd := range x.line(true) {
			if x.values[fd] != x.last[fd] {
				x.values[fd] = x.last[fd]
				changed++
			}
		}
		return changed >= 3
	}},
}

func (x *injection) part(sign int64) bool {
	if x.at.Total == nil {
		return false
	}
	p := x.at.Total.Right[x.rand.IntN(len(x.at.Total.Right))].Field
	return x.values[p] != x.values[x.at] && x.set(x.values[x.at]+sign*x.values[p])
}

// exchange puts the cell's figure beside it, and the other way round.
func (x *injection) exchange(column, empty bool) bool {
	line := x.line(column)
	i := slices.Index(line, x.at)
	if i+1 >= len(line) {
		return false
	}
	o := line[i+1]
	if x.rand.IntN(2) == 0 && i > 0 {
		o = line[i-1]
	}
	a, b := x.values[x.at], x.values[o]
	if a == b || empty != (b == 0) || a == 0 {
		return false
	}
	x.values[x.at], x.values[o] = b, a
	return true
}

// shift moves a stretch of the line by one cell from the cell on, up to the end
// or the first figure that was nothing.
func (x *injection) shift(column bool) bool {
	line := x.line(column)
	i := slices.Index(line, x.at)
	if x.rand.IntN(2) == 0 {
		slices.Reverse(line)
		i = len(line) - 1 - i
	}
	old := make([]int64, len(line))
	for k, fd := range line {
		old[k] = x.values[fd]
	}
	if old[i] == 0 {
		return false
	}
	changed := 0
	x.values[line[i]] = 0
	for k := i + 1; k < len(line); k++ {
		x.values[line[k]] = old[k-1]
	}
	for k, fd := range line {
		if x.values[fd] != old[k] {
			changed++
		}
	}
	return changed >= 3
}
