package locate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
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

// BenchmarkHopeless is a table of which some cells hold random numbers, or none
// that can be read, with its totals typed or computed.
func BenchmarkHopeless(b *testing.B) {
	for _, live := range []bool{false, true} {
		for _, share := range []float64{0.05, 0.1, 0.2, 1} {
			for _, readable := range []bool{true, false} {
				b.Run(fmt.Sprintf("%v/live=%v/readable=%v", share, live, readable), func(b *testing.B) {
					r := rand.New(rand.NewPCG(1, 2))
					s := specimens(b, sizes[1], 1, r)[0]
					v := map[*model.Field]int64{}
					for _, fd := range s.form.Fields {
						v[fd] = s.now[fd]
					}
					damaged := s.report(v, live)
					values := map[string]model.Value{}
					for _, fd := range s.form.Fields {
						switch {
						case r.Float64() >= share || live && fd.Total != nil:
						case readable || r.IntN(2) == 0:
							values[fd.ID] = model.Value{State: model.IsNumber, Number: model.Int(r.Int64N(100))}
						default:
							values[fd.ID] = model.Value{State: model.Unreadable, Text: "x"}
						}
					}
					p := locate.Problem{Form: s.form, Report: damaged.With(s.form, values), Equations: locate.Identities(s.form)}
					best := time.Hour
					for b.Loop() {
						start := time.Now()
						locate.Run(p)
						best = min(best, time.Since(start))
					}
					b.ReportMetric(float64(best.Microseconds()), "µs-best")
				})
			}
		}
	}
}
