package locate_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
)

var update = flag.Bool("update", false, "rewrite the golden files; inspect the diff")

// score counts how often slips were found.
type score struct {
	tried, first, third  int // slips, and those whose cells were proposed at rank 1, and up to rank 3
	exact, proposed      int // of those found, the figures that were right
	plainFirst, plain3   int
	certain, certainGood int
	falsely              int // cells proposed at rank 1 that were right
}

func (s *score) add(o score) {
	s.tried += o.tried
	s.first += o.first
	s.third += o.third
	s.exact += o.exact
	s.proposed += o.proposed
	s.plainFirst += o.plainFirst
	s.plain3 += o.plain3
	s.certain += o.certain
	s.certainGood += o.certainGood
	s.falsely += o.falsely
}

func percent(n, of int) string {
	if of == 0 {
		return "—"
	}
	// Rounded down: 100 means all.
	return fmt.Sprintf("%d.%d %%", n*100/of, n*1000/of%10)
}

// specimens are made-up reports and the real ones, in both editions.
func specimens(t testing.TB, z size, n int, r *rand.Rand) []*specimen {
	var out []*specimen
	for i := range n {
		f := formtest.Form(t, []string{"2019", "2021"}[i%2])
		out = append(out, &specimen{f, makeUp(f, z, r), makeUp(f, z, r)})
	}
	return out
}

func realOnes(t testing.TB, r *rand.Rand) []*specimen {
	var out []*specimen
	for _, name := range []string{"huaian-2024.json", "huangpu-2020.json", "shanghai-office-2019.json"} {
		rep := formtest.Example(t, name)
		s := &specimen{form: rep.Form, now: map[*model.Field]int64{}}
		for _, fd := range rep.Form.Fields {
			s.now[fd], _ = rep.Value(fd.ID).Number.Int64()
		}
		settle(rep.Form, s.now)
		s.last = makeUp(rep.Form, sizes[1], r)
		out = append(out, s)
	}
	return out
}

var guards sync.Map // what guarded found, by form

// guarded reports whether a single wrong figure in a cell can be told from one in
// any other: it stands in two identities or more, and no other cell stands in just
// the same ones.
func guarded(f *model.Form) map[*model.Field]bool {
	if known, ok := guards.Load(f); ok {
		return known.(map[*model.Field]bool)
	}
	signs := map[*model.Field]string{}
	times := map[*model.Field]int{}
	for i, e := range locate.Identities(f) {
		for _, t := range e.Terms {
			signs[t.Field] += fmt.Sprint(i, " ")
			times[t.Field]++
		}
	}
	alike := map[string]int{}
	for _, s := range signs {
		alike[s]++
	}
	out := map[*model.Field]bool{}
	for fd, s := range signs {
		out[fd] = times[fd] >= 2 && alike[s] == 1
	}
	guards.Store(f, out)
	return out
}

// trial is a report with slips in it.
type trial struct {
	*specimen
	values map[*model.Field]int64
	slips  []slip
}

type slip struct {
	kind  int
	right map[*model.Field]int64 // of the cells that are wrong
}

// spoil makes slips of some kinds at random places; nil when it does not work
// out.
func spoil(s *specimen, kinds []int, places []*model.Field, r *rand.Rand) *trial {
	t := &trial{specimen: s, values: map[*model.Field]int64{}}
	for fd, v := range s.now {
		t.values[fd] = v
	}
	for _, k := range kinds {
		for range 200 {
			x := &injection{specimen: s, rand: r, at: places[r.IntN(len(places))], values: map[*model.Field]int64{}}
			for fd, v := range t.values {
				x.values[fd] = v
			}
			if !injectors[k].do(x) {
				continue
			}
			one := slip{k, map[*model.Field]int64{}}
			clash := false
			for fd, v := range x.values {
				if v != t.values[fd] {
					one.right[fd] = s.now[fd]
					clash = clash || t.values[fd] != s.now[fd] || !slices.Contains(places, fd)
				}
			}
			if clash || len(one.right) == 0 {
				continue
			}
			t.values = x.values
			t.slips = append(t.slips, one)
			break
		}
	}
	if len(t.slips) != len(kinds) {
		return nil
	}
	return t
}

// mode is what is known besides the figures: that totals are formulas, what last
// year's report asks of this one, what the narrative tells.
type mode struct{ live, last, told bool }

// carried are the equations with last year's report.
func (s *specimen) carried() []locate.Equation {
	var out []locate.Equation
	rule, _ := s.form.Rule("YEAR-CARRY")
	for _, fd := range s.form.Fields {
		if fd.Row.ID == "carried_in" {
			out = append(out, locate.Equation{Rule: rule, Terms: []model.Term{{Field: fd}}, Const: model.Int(s.now[fd]), Soft: fd.Total == nil})
		}
	}
	return out
}

// told is what a narrative says that tells the totals truly.
func (s *specimen) told() []locate.Statement {
	sums := map[string]*locate.Statement{}
	var order []string
	for _, fd := range s.form.FieldsOf(s.form.Tables[1]) {
		if fd.Column.ID != "total" || fd.Row.ID == "result_total" {
			continue
		}
		name := fd.Row.ID
		if p := fd.Row.Parent; p != nil && p.Parent != nil && p.Parent.Group != "" && p.Group != "" {
			name = p.Group // such as all refusals
		}
		if sums[name] == nil {
			sums[name] = &locate.Statement{}
			order = append(order, name)
		}
		sums[name].Terms = append(sums[name].Terms, model.Term{Field: fd})
		sums[name].Value = sums[name].Value.Add(model.Int(s.now[fd]))
	}
	var out []locate.Statement
	for _, name := range order {
		out = append(out, *sums[name])
	}
	return out
}

// judge compares what is found with what was done.
func judge(t *trial, how mode) score {
	if how.live {
		settle(t.form, t.values) // the formulas follow what was entered
	}
	rep := t.report(t.values, how.live)
	p := locate.Problem{Form: t.form, Report: rep, Equations: locate.Identities(t.form),
		Last: func(fd *model.Field) (model.Number, bool) { return model.Int(t.last[fd]), true }}
	if how.last {
		p.Equations = append(p.Equations, t.carried()...)
	}
	if how.told {
		p.Statements = t.told()
	}
	res := locate.Run(p)
	if len(res.Failing) == 0 {
		return score{} // it breaks no identity, and cannot be found by any
	}
	p.Plain = true
	plain := locate.Run(p)
	var out score
	wrong := map[*model.Field]int64{}
	for _, s := range t.slips {
		out.tried++
		for fd, v := range s.right {
			wrong[fd] = v
		}
		found := func(r locate.Result, ranks int) bool {
			for fd := range s.right {
				if !slices.ContainsFunc(r.Causes, func(c locate.Cause) bool {
					return c.Rank < ranks && slices.ContainsFunc(c.Changes, func(ch locate.Change) bool { return ch.Field == fd })
				}) {
					return false
				}
			}
			return true
		}
		if found(res, 1) {
			out.first++
		}
		if found(res, 3) {
			out.third++
		}
		if found(plain, 1) {
			out.plainFirst++
		}
		if found(plain, 3) {
			out.plain3++
		}
	}
	for _, c := range res.Causes {
		if c.Rank > 0 {
			continue
		}
		good := true
		for _, ch := range c.Changes {
			v, isWrong := wrong[ch.Field]
			switch {
			case !isWrong:
				out.falsely++
				good = false
				continue
			case ch.Proposed.Equal(model.Int(v)):
				out.exact++
			default:
				good = false
			}
			out.proposed++
		}
		if c.Certain {
			out.certain++
			if good {
				out.certainGood++
			}
		}
	}
	return out
}

// How often slips are found is measured and written down, by a command that
// anyone can run.
func TestLocalisation(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some ten seconds")
	}
	const golden, sample = "../../docs/localisation.md", "testdata/sample.md"
	if *update || formtest.Full() {
		measured(t, golden, 1)
	}
	got := measured(t, sample, 6)
	// A sample has other figures than the whole, and the same words.
	want, _ := os.ReadFile(golden)
	if d := cmp.Diff(figures.ReplaceAllString(string(want), "0"), figures.ReplaceAllString(got, "0")); d != "" {
		t.Errorf("%s is stale; run: go test ./model/locate -run Localisation -update (-want +got)\n%s", golden, d)
	}
}

var figures = regexp.MustCompile(`[0-9.]+|—`)

// measured makes one trial of so many, and holds what comes out against a file.
func measured(t *testing.T, golden string, oneOf int) string {
	var b bytes.Buffer
	m := &measurement{rand: rand.New(rand.NewPCG(2021, 30)), specimens: map[string][]*specimen{}, oneOf: oneOf}
	m.prepare(t)
	m.write(&b)
	if *update {
		os.WriteFile(golden, b.Bytes(), 0o644)
	}
	want, _ := os.ReadFile(golden)
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("%s is stale; run: go test ./internal/locate -run Localisation -update (-want +got)\n%s", golden, d)
	}
	// What was set out to be reached.
	if m.single.third*1000 < m.single.tried*990 || m.single.first*1000 < m.single.tried*900 || m.single.exact < m.single.proposed {
		t.Errorf("single slips in guarded cells: %+v", m.single)
	}
	if m.single.certainGood < m.single.certain {
		t.Errorf("certain and wrong: %+v", m.single)
	}
	return b.String()
}

// measurement makes slips and counts.
type measurement struct {
	rand      *rand.Rand
	specimens map[string][]*specimen
	order     []string
	single    score
	oneOf     int // of so many trials one is made
}

func (m *measurement) prepare(t testing.TB) {
	const real = "真实报告（3 份）"
	m.specimens[real] = realOnes(t, m.rand)
	m.order = append(m.order, real)
	for _, z := range sizes {
		m.specimens[z.name] = specimens(t, z, 8, m.rand)
		m.order = append(m.order, z.name)
	}
}

// Cells at which slips are made.
type choice func(f *model.Form, fd *model.Field) bool

func places(s *specimen, c choice) []*model.Field {
	var out []*model.Field
	for _, fd := range s.form.Fields {
		if c(s.form, fd) {
			out = append(out, fd)
		}
	}
	return out
}

// job is a trial in a group of reports.
type job struct {
	group string
	trial *trial
}

// jobs makes so many slips of chosen kinds in every group of reports.
func (m *measurement) jobs(times int, kinds func() []int, where choice) (out []job) {
	for _, name := range m.order {
		ss := m.specimens[name]
		for i := range times / m.oneOf {
			s := ss[i%len(ss)]
			if tr := spoil(s, kinds(), places(s, where), m.rand); tr != nil {
				out = append(out, job{name, tr})
			}
		}
	}
	return out
}

func (m *measurement) run(jobs []job, how mode) map[string]score {
	scores := make([]score, len(jobs))
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := w; i < len(jobs); i += runtime.GOMAXPROCS(0) {
				scores[i] = judge(jobs[i].trial, how)
			}
		})
	}
	wg.Wait()
	out := map[string]score{}
	for i, j := range jobs {
		s := out[j.group]
		s.add(scores[i])
		out[j.group] = s
	}
	return out
}

// score makes slips and judges what is found.
func (m *measurement) score(times int, kinds func() []int, where choice) map[string]score {
	return m.run(m.jobs(times, kinds, where), mode{})
}

func total(by map[string]score) (sum score) {
	for _, s := range by {
		sum.add(s)
	}
	return sum
}

func (m *measurement) write(b *bytes.Buffer) {
	b.WriteString(`# 差错定位：命中率

在正确的报告里人为弄错，再看能否找回。由程序测出，请勿手工修改：` + "`go test ./internal/locate -run Localisation -update`" + `。同一版本每次结果相同。

先定下怎样算数，再测：

- **报告**：examples 里的三份真实报告（总计按各项算出），和随机造出的正确报告，两版格式，大中小三种；乡镇的多数格是 0。
- **双重约束的格**：至少受两条勾稽关系约束，且没有别的格恰好受同样的几条约束。凭勾稽关系能与其他格分开的只有这样的格；表三各格都是，表四各格都不是。总计由人填写，不是公式。
- **一次差错**：弄错一格、两格或一段。改后各条勾稽仍全部成立的，任何核对都发现不了，不计入。
- **首位**：最好的一组原因指出了这次弄错的每一格。**前三**：每一格都在各原因的前三种可能之内。
- **数值**：在确实弄错的格上，提出的数等于原来的数。
- **断定**：程序称没有别的可能时，所指的格和数全部正确。
- 上年的数是已知的（--last）；没有上年的报告时，“上年的数”一类只按任意错数看待。
- **对照**：同样的搜索，只求改动的格最少，不认得差错的样子（Fellegi–Holt），同数的按格式次序。

`)
	where := func(f *model.Form, fd *model.Field) bool { return guarded(f)[fd] }
	head := "| %s | 次数 | 首位 | 前三 | 数值 | 断定 | 对照首位 | 对照前三 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
	b.WriteString("## 一次差错，双重约束的格\n\n")
	fmt.Fprintf(b, head, "差错")
	groups := map[string]score{}
	for k, in := range injectors {
		by := m.score(30, func() []int { return []int{k} }, where)
		for name, s := range by {
			g := groups[name]
			g.add(s)
			groups[name] = g
		}
		row(b, in.name, total(by))
	}
	m.single = total(groups)
	row(b, "**合计**", m.single)
	fmt.Fprintf(b, "\n按报告：\n\n"+head, "报告")
	for _, name := range m.order {
		row(b, name, groups[name])
	}
	b.WriteString("\n没有排在首位的，都是几种改法同样说得通：例如一行只有一个数时，把它填到下一行，与两行的总计互换，勾稽关系看来是一回事；两列互换了数的行，别的行也可能恰好相符。这时程序说“也可能是”，并列出各处。\n")

	b.WriteString("\n## 同时两三次差错，双重约束的格\n\n")
	fmt.Fprintf(b, head, "差错")
	var ofOne []int
	for k, in := range injectors {
		if !in.whole {
			ofOne = append(ofOne, k)
		}
	}
	for n := 2; n <= 3; n++ {
		row(b, fmt.Sprintf("%d 次，各错一格", n), total(m.score(60, func() []int { return m.draw(n, ofOne) }, where)))
	}
	var any []int
	for k := range injectors {
		any = append(any, k)
	}
	for n := 2; n <= 3; n++ {
		row(b, fmt.Sprintf("%d 次，含互换、错开、整列填错", n), total(m.score(60, func() []int { return m.draw(n, any) }, where)))
	}
	b.WriteString("\n两次差错可以互相遮掩：错开的一段与另一处错落在同一行、同一列时，勾稽关系给出的方程不够，改法不止一种。\n")

	b.WriteString("\n## 勾稽关系分不清的地方\n\n")
	fmt.Fprintf(b, head, "情形")
	row(b, "表四（每格只受一条约束）", total(m.score(60, func() []int { return m.draw(1, ofOne) }, func(f *model.Form, fd *model.Field) bool {
		return fd.Table == f.Tables[len(f.Tables)-1]
	})))
	b.WriteString("\n表四一组五格只有一条等式，哪一格错都说得通，只能凭差错的样子判断。\n\n")
	m.bounded(b, ofOne)
	b.WriteString(`
总计是公式时随各项而变：某列的一格错了 d，该列“第一项加第二项等于第三项加第四项”差 d，总计列也差 d，别的勾稽全部成立。该列二十多格中，左边的任一格减 d、右边的任一格加 d，都使勾稽全部成立，各表从此完全一样地平。所以勾稽关系本身不能说出是哪一格，只能看哪一格的数更像填错的，这有上限：“最好的猜法”知道每种差错怎样造出、各格的数怎样分布，按后验概率排列，也只有这么多；程序不知道这些，得数与它相当（真实报告的分布只能近似，所以上下略有出入）。

文件里还有的信息都用上了：上年报告只约束“上年结转”一行；叙述写明的总数约束各行，符合叙述的格不像填错的，改后与叙述相符的格更像。公式的缓存值不能用：总计与各项一起重算，旧值不留在文件里；没有重算的由 FORMULA-STALE 另行指出。分不清时程序说明可能的有多少处，不断定。
`)
}

func (m *measurement) draw(n int, from []int) []int {
	var out []int
	for range n {
		out = append(out, from[m.rand.IntN(len(from))])
	}
	return out
}

func row(b *bytes.Buffer, name string, s score) {
	fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s | %s | %s |\n", name, s.tried, percent(s.first, s.tried), percent(s.third, s.tried),
		percent(s.exact, s.proposed), percent(s.certainGood, s.certain), percent(s.plainFirst, s.tried), percent(s.plain3, s.tried))
}
