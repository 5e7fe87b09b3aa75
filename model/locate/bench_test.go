package locate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/locate"
)

func problem(t *trial) locate.Problem {
	return locate.Problem{Form: t.form, Report: t.report(t.values, false), Equations: locate.Identities(t.form),
		Last: func(fd *model.Field) (model.Number, bool) { return model.Int(t.last[fd]), true }}
}

func trials(t testing.TB, n, count int) []*trial {
	r := rand.New(rand.NewPCG(3, 14))
	var out []*trial
	for len(out) < count {
		s := specimens(t, sizes[len(out)%len(sizes)], 1, r)[0]
		g := guarded(s.form)
		var places []*model.Field
		for _, fd := range s.form.Fields {
			if g[fd] {
				places = append(places, fd)
			}
		}
		var kinds []int
		for range n {
			kinds = append(kinds, r.IntN(len(injectors)))
		}
		if tr := spoil(s, kinds, places, r); tr != nil {
			out = append(out, tr)
		}
	}
	return out
}

// BenchmarkSlips locates one, two and three slips of any kind. The slowest report
// is given by the best of its runs: others use the machine too.
func BenchmarkSlips(b *testing.B) {
	for n := 1; n <= 3; n++ {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var ps []locate.Problem
			for _, t := range trials(b, n, 100) {
				ps = append(ps, problem(t))
			}
			best := make([]time.Duration, len(ps))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k := i % len(ps)
				start := time.Now()
				locate.Run(ps[k])
				if took := time.Since(start); best[k] == 0 || took < best[k] {
					best[k] = took
				}
			}
			slices.Sort(best)
			b.ReportMetric(float64(best[len(best)*95/100].Microseconds()), "µs-p95")
			b.ReportMetric(float64(best[len(best)-1].Microseconds()), "µs-max")
		})
	}
}

// BenchmarkHopeless is a table of random numbers.
func BenchmarkHopeless(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	s := specimens(b, sizes[0], 1, r)[0]
	v := map[*model.Field]int64{}
	for _, fd := range s.form.Fields {
		v[fd] = r.Int64N(1000)
	}
	t := &trial{specimen: s, values: v}
	b.ReportAllocs()
	for b.Loop() {
		if res := locate.Run(problem(t)); len(res.Causes) > 9 {
			b.Fatal(len(res.Causes))
		}
	}
}
