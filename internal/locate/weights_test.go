package locate_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
)

// standing is how the totals of a report stand in it, in the words of the table.
type standing string

const (
	typed    standing = "填写"   // they were typed, and are right unless the slip is in one
	followed standing = "照错数算" // they were typed, and added up from the wrong figure
	computed standing = "公式"   // they are formulas
)

// planting is a kind of slip to plant.
type planting struct {
	name   string
	totals standing
	do     func(x *injection) bool
	where  func(fd *model.Field) bool                            // at which cells; nil for all of tables 3 and 4
	holds  string                                                // what the cell says instead of its figure #, where that is no whole number
	empty  bool                                                  // the cell is left blank
	known  func(s *specimen, at *model.Field, p *locate.Problem) // adds what is known besides the figures
}

// key tells a kind of slip from the others.
func (k *planting) key() string { return k.name + "，" + string(k.totals) }

// planted is a report that was right but for one slip.
type planted struct {
	problem locate.Problem
	right   map[*model.Field]int64 // the cells that are wrong, and what they should hold
	result  locate.Result          // what is found with the usual weights
}

// entered reports whether a cell of table 3 or 4 is no total.
func entered(fd *model.Field) bool { return fd.Total == nil && fd.Table.ID != "proactive" }

// isTotal reports whether a cell of table 3 or 4 is a total.
func isTotal(fd *model.Field) bool { return fd.Total != nil && fd.Table.ID != "proactive" }

// filled reports whether the cell holds a figure other than 0.
func filled(x *injection) bool { return x.values[x.at] != 0 }

// swapApart exchanges the first digit and the third.
func swapApart(x *injection) bool {
	return x.digits(func(d []byte) []byte {
		if len(d) < 3 {
			return nil
		}
		d[0], d[2] = d[2], d[0]
		return d
	})
}

// addDigit puts a digit too many in.
func addDigit(x *injection) bool {
	return x.digits(func(d []byte) []byte { return slices.Insert(d, x.rand.IntN(len(d)+1), '1'+byte(x.rand.IntN(9))) })
}

// next is the cell behind the cell in its row or its column; nil if it is the last.
func (x *injection) next() *model.Field {
	line := x.line(x.rand.IntN(2) == 0)
	if i := slices.Index(line, x.at); i+1 < len(line) {
		return line[i+1]
	}
	return nil
}

// copyNext gives the cell the figure of the next one.
func copyNext(x *injection) bool {
	o := x.next()
	return o != nil && x.values[o] != 0 && x.set(x.values[o])
}

// countInNext counts the figure in the next cell instead.
func countInNext(x *injection) bool {
	o := x.next()
	if o == nil || x.values[o] == 0 || x.values[x.at] == 0 {
		return false
	}
	x.values[o] += x.values[x.at]
	return x.set(0)
}

// exchangeApart exchanges the cell with one of its row or column that is not
// beside it, and is 0 or not.
func exchangeApart(zero bool) func(x *injection) bool {
	return func(x *injection) bool {
		line := x.line(x.rand.IntN(2) == 0)
		i, j := slices.Index(line, x.at), x.rand.IntN(len(line))
		a, b := x.values[x.at], x.values[line[j]]
		if j >= i-1 && j <= i+1 || a == b || a == 0 || zero != (b == 0) {
			return false
		}
		x.values[x.at], x.values[line[j]] = b, a
		return true
	}
}

// thrice makes three slips of any kind in one table.
func thrice(x *injection) bool {
	cells := x.form.FieldsOf(x.at.Table)
	for range 3 {
		for !injectors[x.rand.IntN(len(injectors))].do(x) {
			x.at = cells[x.rand.IntN(len(cells))]
		}
		x.at = cells[x.rand.IntN(len(cells))]
	}
	return true
}

// plantings are the kinds of slips: those of the detection rates, and those that
// only the weights tell from others.
func plantings() []planting {
	kinds := map[string]func(x *injection) bool{}
	var out []planting
	for _, in := range injectors {
		kinds[in.name] = in.do
		out = append(out, planting{name: in.name, totals: typed, do: in.do})
	}
	for _, in := range injectors[:9] { // those of any single cell
		out = append(out, planting{name: in.name, totals: computed, do: in.do, where: entered})
	}
	mistype := kinds["错一位数字"]
	return append(out,
		planting{name: "错一位数字", totals: followed, do: mistype, where: entered},
		planting{name: "不相邻的两位数字颠倒", totals: computed, do: swapApart, where: entered},
		planting{name: "多一位数字", totals: computed, do: addDigit, where: entered},
		planting{name: "差 1", totals: computed, do: func(x *injection) bool { return x.set(x.values[x.at] + 1) }, where: entered},
		planting{name: "差 100 倍", totals: computed, do: func(x *injection) bool { return x.set(x.values[x.at] * 100) }, where: entered},
		planting{name: "仍是上年的数", totals: computed, do: func(x *injection) bool { return x.set(x.last[x.at]) }, where: entered},
		planting{name: "与相邻格相同", totals: typed, do: copyNext, where: entered},
		planting{name: "与相邻格相同", totals: computed, do: copyNext, where: entered},
		planting{name: "空着", totals: typed, do: filled, where: entered, empty: true},
		planting{name: "空着", totals: computed, do: filled, where: entered, empty: true},
		planting{name: "小数", totals: computed, do: filled, where: entered, holds: "#.5"},
		planting{name: "写成文字", totals: typed, do: filled, where: entered, holds: "约#"},
		planting{name: "两格互换，不相邻", totals: typed, do: exchangeApart(false)},
		planting{name: "填到另一格，不相邻", totals: typed, do: exchangeApart(true)},
		planting{name: "计入相邻格", totals: typed, do: countInNext, where: entered},
		planting{name: "两个总计互换", totals: typed, do: kinds["两格互换"], where: isTotal},
		planting{name: "三次差错", totals: typed, do: thrice, where: func(fd *model.Field) bool { return fd.Table.ID == "requests" }},
		planting{name: "公式被错数覆盖", totals: typed, do: mistype, where: func(fd *model.Field) bool { return isTotal(fd) && fd.Table.ID == "disputes" },
			known: func(_ *specimen, at *model.Field, p *locate.Problem) {
				p.Report.Notes = append(p.Report.Notes, model.Note{Rule: "FORMULA-OVERWRITTEN", Field: at.ID})
			}},
		planting{name: "只与上年的数不合", totals: typed, do: mistype, where: func(fd *model.Field) bool { return fd.ID == "proactive.normative.in_force" },
			known: func(s *specimen, at *model.Field, p *locate.Problem) {
				rule, _ := s.form.Rule("YEAR-CARRY")
				issued, _ := s.form.Field("proactive.normative.issued")
				p.Equations = append(p.Equations, locate.Equation{Rule: rule, Soft: true, Const: model.Int(s.now[at] - s.now[issued]),
					Terms: []model.Term{{Field: at}, {Field: issued, Minus: true}}})
			}},
	)
}

// weighedBy says which of the plantings measure each weight.
var weighedBy = map[string][]string{
	"base":           {"差 1，公式", "只与上年的数不合，填写"},
	"least":          {"三次差错，填写"},
	"typo":           {"错一位数字，公式"},
	"swap":           {"相邻两位数字颠倒，公式"},
	"swapApart":      {"不相邻的两位数字颠倒，公式"},
	"drop":           {"漏一位数字，公式"},
	"double":         {"一位数字重复，公式"},
	"add":            {"多一位数字，公式"},
	"sign":           {"正负号，公式"},
	"ten":            {"差 10 倍，公式"},
	"tenMore":        {"差 100 倍，公式"},
	"myriad":         {"差 10000 倍，公式"},
	"byOne":          {"差 1，公式"},
	"zero":           {"漏填（仍是 0），公式"},
	"blank":          {"空着，填写", "空着，公式"},
	"last":           {"仍是上年的数，公式"},
	"part":           {"总计漏加一项，填写", "总计重复加一项，填写"},
	"copied":         {"与相邻格相同，填写", "与相邻格相同，公式"},
	"other":          {"任意错数，公式"},
	"pair":           {"两格互换，填写", "填到相邻列，填写"},
	"pairApart":      {"两格互换，不相邻，填写", "填到另一格，不相邻，填写"},
	"exchangedApart": {"两格互换，不相邻，填写"},
	"onTop":          {"计入相邻格，填写"},
	"totalMoved":     {"两个总计互换，填写"},
	"shift":          {"整行错开一格，填写", "整列错开一格，填写"},
	"oldLine":        {"填了上年的一列，填写"},
	"along":          {"错一位数字，照错数算"},
	"soft":           {"只与上年的数不合，填写"},
	"figure":         {"任意错数，公式"},
	"emptyDoubt":     {"空着，填写", "空着，公式"},
	"surely":         {"正负号，公式", "小数，公式"},
	"overwritten":    {"公式被错数覆盖，填写"},
}

// plant makes slips of a kind at cells drawn from the reports, so many in each. One
// that breaks no identity is left out: nothing can find it.
func (k *planting) plant(ss []*specimen, times int, r *rand.Rand) []planted {
	var out []planted
	for _, s := range ss {
		at := places(s, func(_ *model.Form, fd *model.Field) bool {
			return k.where != nil && k.where(fd) || k.where == nil && fd.Table.ID != "proactive"
		})
		made := 0
		for try := 0; try < 100 && made < times && len(at) > 0; try++ {
			if p, ok := k.once(s, at[r.IntN(len(at))], r); ok {
				out = append(out, p)
				made++
			}
		}
	}
	return out
}

// once makes a slip of a kind at a cell; false where it cannot be made, or found.
func (k *planting) once(s *specimen, at *model.Field, r *rand.Rand) (p planted, ok bool) {
	x := &injection{specimen: s, rand: r, at: at, values: map[*model.Field]int64{}}
	for fd, v := range s.now {
		x.values[fd] = v
	}
	if !k.do(x) {
		return p, false
	}
	p.right = map[*model.Field]int64{}
	for fd, v := range x.values {
		if v != s.now[fd] || k.instead() && fd == at {
			p.right[fd] = s.now[fd]
		}
	}
	if k.totals != typed {
		settle(s.form, x.values)
	}
	rep := s.report(x.values, k.totals == computed)
	if k.instead() {
		rep = rep.With(s.form, map[string]model.Value{at.ID: number(strings.ReplaceAll(k.holds, "#", fmt.Sprint(s.now[at])))})
	}
	p.problem = locate.Problem{Form: s.form, Report: rep, Equations: locate.Identities(s.form),
		Last: func(fd *model.Field) (model.Number, bool) { return model.Int(s.last[fd]), true }}
	if k.known != nil {
		k.known(s, at, &p.problem)
	}
	p.result = locate.Run(p.problem)
	return p, len(p.result.Failing)+len(p.result.Causes) > 0
}

// instead reports whether the cell holds no whole number after the slip.
func (k *planting) instead() bool { return k.empty || k.holds != "" }

// found reports whether every wrong cell is among the causes up to a rank, with the
// figure that it should hold.
func (p *planted) found(res locate.Result, ranks int) bool {
	for fd, v := range p.right {
		if !slices.ContainsFunc(res.Causes, func(c locate.Cause) bool {
			return c.Rank < ranks && slices.ContainsFunc(c.Changes, func(ch locate.Change) bool { return ch.Field == fd && ch.Proposed.Equal(model.Int(v)) })
		}) {
			return false
		}
	}
	return true
}

// firsts counts the slips whose cells go first.
func firsts(ps []planted, res []locate.Result) (n int) {
	for i := range ps {
		if ps[i].found(res[i], 1) {
			n++
		}
	}
	return n
}

// answer is all that is found, as text.
func answer(res locate.Result) string {
	var b strings.Builder
	for _, c := range res.Causes {
		fmt.Fprintln(&b, c.Group, spell(locate.Explanation{Cause: c}))
	}
	return b.String()
}

// allReal are the real reports: three with a year before them that is made up, and
// one with the real one.
func allReal(t testing.TB, r *rand.Rand) []*specimen {
	now := formtest.Example(t, "bureau-2022.json")
	last := formtest.Example(t, "bureau-2021.json")
	s := &specimen{form: now.Form, now: map[*model.Field]int64{}, last: map[*model.Field]int64{}}
	for _, fd := range now.Form.Fields {
		s.now[fd], _ = now.Value(fd.ID).Number.Int64()
		s.last[fd], _ = last.Value(fd.ID).Number.Int64()
	}
	settle(now.Form, s.now)
	return append(realOnes(t, r), s)
}

// TestWeights measures the weights: how often each kind of slip goes first with
// them, and what changes when a single one is 0, or so high that its slip is never
// supposed. A weight that changes nothing is an error.
func TestWeights(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(27, 4))
	ss := allReal(t, r)
	var b bytes.Buffer
	b.WriteString(`# 差错的权重：各有什么作用

由程序测出，请勿手工修改：` + "`go test ./internal/locate -run Weights -update`" + `。权重的含义、单位和依据见 slip.go 的 weights。

在四份真实报告里随机取格，按固定的种子各弄错几次。“首位”：弄错的每一格都在最好的一组原因里，提出的数也对；“前三”：都在各原因的前三种可能之内。

| 差错 | 总计 | 次数 | 首位 | 前三 |
| --- | --- | --- | --- | --- |
`)
	made := map[string][]planted{}
	for _, k := range plantings() {
		ps := k.plant(ss, 4, r)
		made[k.key()] = ps
		first, third := 0, 0
		for i := range ps {
			if ps[i].found(ps[i].result, 1) {
				first++
			}
			if ps[i].found(ps[i].result, 3) {
				third++
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d |\n", k.name, k.totals, len(ps), first, third)
	}
	b.WriteString(`
每次只改一个权重：改为 0（这种差错不另计代价），改为 99（从不设想这种差错）。“变了”是程序的回答（各原因、次序、断定与否）与原来不同的次数。

| 权重 | 值 | 差错，总计 | 次数 | 首位 | 为 0：首位 | 变了 | 为 99：首位 | 变了 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`)
	names := locate.WeightNames()
	if len(names) != len(weighedBy) {
		t.Errorf("%d weights, %d measured", len(names), len(weighedBy))
	}
	rows := make([]string, len(names))
	var wg sync.WaitGroup
	for g := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := g; i < len(names); i += runtime.GOMAXPROCS(0) {
				rows[i] = effect(t, names[i], made)
			}
		})
	}
	wg.Wait()
	b.WriteString(strings.Join(rows, ""))
	const golden = "testdata/weights.md"
	if *update {
		os.WriteFile(golden, b.Bytes(), 0o644)
	}
	want, _ := os.ReadFile(golden)
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("%s is stale; run: go test ./internal/locate -run Weights -update (-want +got)\n%s", golden, d)
	}
}

// effect is the row of a weight: what changes in the slips that measure it.
func effect(t *testing.T, name string, made map[string][]planted) string {
	var ps []planted
	for _, key := range weighedBy[name] {
		if len(made[key]) == 0 {
			t.Errorf("%s: no slip %q", name, key)
		}
		ps = append(ps, made[key]...)
	}
	var usual []locate.Result
	for _, p := range ps {
		usual = append(usual, p.result)
	}
	row := fmt.Sprintf("| %s | %g | %s | %d | %d |", name, locate.Weight(name), strings.Join(weighedBy[name], "；"), len(ps), firsts(ps, usual))
	all := 0
	for _, to := range []float64{0, 99} {
		var res []locate.Result
		changed := 0
		for i, p := range ps {
			res = append(res, locate.Run(p.problem.WithWeight(name, to)))
			if answer(res[i]) != answer(usual[i]) {
				changed++
			}
		}
		row += fmt.Sprintf(" %d | %d |", firsts(ps, res), changed)
		all += changed
	}
	if all == 0 {
		t.Errorf("the weight %s changes nothing that is measured", name)
	}
	return row + "\n"
}
