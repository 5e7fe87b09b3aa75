package repetition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// sentence is a made-up sentence of a length, different for every seed.
func sentence(seed uint64, length int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for i := range length {
		b.WriteRune(rune('一' + r.IntN(8000)))
		if i%17 == 16 {
			b.WriteString("，")
		}
	}
	return b.String() + "。"
}

// sourceOf is a report of a unit with one narrative.
func sourceOf(f *model.Form, unit string, year int, text string) *Source {
	s := &Source{Owner: unit, Name: unit, File: unit + ".xlsx", Organ: unit, Year: year, Form: f}
	s.SetTexts(map[string]string{"problems": text}, nil)
	return s
}

// Passages that two units have in common are found wherever they stand, from 40 characters on.
func TestCompare(t *testing.T) {
	f := formtest.Form(t, "2021")
	long := sentence(1, 200)
	for _, tc := range []struct {
		name       string
		a, b       string
		yearB      int
		unitB      string
		low, high  int // share of a
		passagesOf int
	}{
		{"the same", long, long, 2024, "乙局", 100, 100, 1},
		{"other figures and years", "2023年办理12件。" + long, "2024年办理1,305件。" + long, 2024, "乙局", 100, 100, 1},
		{"the units' own names", "甲市甲区教育局" + long + "甲市甲区教育局", "乙局" + long + "乙局", 2024, "乙局", 100, 100, 1},
		{"widths, blanks and punctuation", long, strings.ReplaceAll(long, "，", ", \n"), 2024, "乙局", 100, 100, 1},
		{"half, elsewhere", long + sentence(2, 200), sentence(3, 77) + long, 2024, "乙局", 48, 52, 1},
		{"short phrases", sentence(4, 39) + sentence(5, 100), sentence(6, 100) + sentence(4, 39) + sentence(7, 20), 2024, "乙局", 0, 0, 0},
		{"forty characters", sentence(5, 61) + sentence(4, 40) + sentence(8, 100), sentence(6, 100) + sentence(4, 40) + sentence(7, 20), 2024, "乙局", 19, 21, 1},
		{"nothing", sentence(9, 200), sentence(10, 200), 2024, "乙局", 0, 0, 0},
		{"the same unit", long, long, 2024, "甲市甲区教育局", 0, 0, 0},
		{"another year", long, long, 2023, "乙局", 0, 0, 0},
	} {
		a, b := sourceOf(f, "甲市甲区教育局", 2024, tc.a), sourceOf(f, tc.unitB, tc.yearB, tc.b)
		b.File = "another.xlsx"
		for _, order := range [][]*Source{{a, b}, {b, a}} {
			for _, r := range Compare(order) {
				if r.Source != a {
					continue
				}
				if s := r.Overall.Share(); s < tc.low || s > tc.high || len(r.Passages) != tc.passagesOf {
					t.Errorf("%s: %d %%, %d passages", tc.name, s, len(r.Passages))
				}
				if o := r.Nearest; (o != nil) != (tc.passagesOf > 0) || o == a {
					t.Errorf("%s: with %v", tc.name, o)
				}
			}
		}
	}
}

// Characters that take more than two bytes are told apart like any other, and figures come back as they were set.
func TestPacked(t *testing.T) {
	f := formtest.Form(t, "2021")
	long := sentence(1, 100)
	runes := []rune(long)
	wide := func(at int, r rune) string { return string(runes[:at]) + string(r) + string(runes[at+1:]) }
	a := sourceOf(f, "甲局", 2024, wide(50, 0x20000))
	for _, tc := range []struct {
		text   string
		length int
	}{{wide(50, 0x20000), 100}, {wide(50, 0x20001), 51}, {wide(50, 'Ā'), 51}} {
		for _, r := range Compare([]*Source{a, sourceOf(f, "乙局", 2024, tc.text)}) {
			if r.Source == a && (len(r.Passages) == 0 || r.Passages[0].Length > tc.length || r.Passages[0].Length < tc.length-7) {
				t.Errorf("%+v, not %d", r.Passages, tc.length)
			}
		}
	}
	var want []Figure
	a.SetFigures(func(yield func(*model.Field, model.Number) bool) {
		for i, fd := range f.Fields {
			n, err := model.ParseNumber(fmt.Sprintf("%d.5", i*i*i*1_000_003))
			if err != nil || !yield(fd, n) {
				return
			}
			if fd.Total == nil {
				want = append(want, Figure{fd, n.String()})
			}
		}
	})
	if got := slices.Collect(a.Figures()); len(want) < 50 || !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// A passage is shown as either report writes it.
func TestPassage(t *testing.T) {
	f := formtest.Form(t, "2021")
	long := sentence(1, 60)
	a, b := sourceOf(f, "甲局", 2024, "甲乙丙丁。全年办理12.5件，"+long+"戊己"), sourceOf(f, "乙局", 2024, sentence(2, 20)+"全年办理７件，"+long)
	rs := Compare([]*Source{a, b})
	i := slices.IndexFunc(rs, func(r *Report) bool { return r.Source == a })
	p := rs[i].Passages[0]
	if got, want := p.Text(), "全年办理12.5件，"+long; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got, want := p.OtherText(), "全年办理７件，"+long; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// A passage that begins within a sentence is quoted with dots before it, from the next clause on where one is near.
func TestQuote(t *testing.T) {
	t.Parallel()
	f := formtest.Form(t, "2021")
	long := sentence(1, 60)
	for name, c := range map[string]struct{ before, other, want string }{
		"a sentence":      {"甲乙丙丁。", "戊己庚辛：", long},
		"a clause":        {"甲乙丙丁，", "戊己庚辛：", "……" + long},
		"within a clause": {"甲乙丙丁子丑寅，", "戊己庚辛子丑寅，", "……" + long},
	} {
		a, b := sourceOf(f, "甲局", 2024, c.before+long), sourceOf(f, "乙局", 2024, c.other+long)
		rs := Compare([]*Source{a, b})
		p := rs[slices.IndexFunc(rs, func(r *Report) bool { return r.Source == a })].Passages[0]
		if mine, other := p.Quote(); mine != c.want || other != "……"+long {
			t.Errorf("%s: %q, %q", name, mine, other)
		}
	}
}

// Set phrases, what narrate writes, and the form's own words count on neither side.
func TestSetPhrases(t *testing.T) {
	for _, f := range formtest.Forms(t) {
		set := "根据《中华人民共和国政府信息公开条例》（以下简称《条例》），本报告中所列数据的统计期限自2024年1月1日起至2024年12月31日止。" +
			"2024年新收政府信息公开申请12件；没有上年结转的申请。没有因政府信息公开工作被申请行政复议的案件；没有因政府信息公开工作被提起行政诉讼的案件。"
		for _, r := range Compare([]*Source{sourceOf(f, "甲局", 2024, set+sentence(1, 50)), sourceOf(f, "乙局", 2024, set+sentence(2, 50))}) {
			if r.Overall.Same != 0 || r.Overall.Length > 75 {
				t.Errorf("%s: %+v", f.ID, r.Overall)
			}
		}
	}
}

// A table is another unit's when its figures of two digits or more are.
func TestTables(t *testing.T) {
	f := formtest.Form(t, "2021")
	table := f.Tables[1]
	fields := slices.DeleteFunc(slices.Clone(f.FieldsOf(table)), func(fd *model.Field) bool { return fd.Total != nil })
	with := func(unit string, numbers ...string) *Source {
		s := sourceOf(f, unit, 2024, "")
		s.SetFigures(func(yield func(*model.Field, model.Number) bool) {
			for i, text := range numbers {
				n, err := model.ParseNumber(text)
				if err != nil || !yield(fields[i], n) {
					return
				}
			}
		})
		return s
	}
	a := with("甲局", "12", "3", "45", "78", "101", "2")
	rs := Compare([]*Source{a, with("乙局", "12", "3", "45", "78", "101", "5"), with("丙局", "12", "4", "46", "79", "102", "2"), with("丁局", "1", "3", "4", "7", "1", "2")})
	i := slices.IndexFunc(rs, func(r *Report) bool { return r.Source == a })
	if x := rs[i].Tables; len(x) != 1 || x[0].Other.Name != "乙局" || x[0].Same != 5 || x[0].All != 6 || x[0].Telling != 4 {
		t.Errorf("%+v", x)
	}
	i = slices.IndexFunc(rs, func(r *Report) bool { return r.Source.Name == "丁局" })
	if x := rs[i].Tables; len(x) != 0 {
		t.Errorf("small figures: %+v", x)
	}
}

// folder is a folder of units, of which some copy each other and all have a letter's sentences.
func folder(f *model.Form, units, length int) []*Source {
	var out []*Source
	common := sentence(1, 120)
	for i := range units {
		text := sentence(uint64(1000+i), length) + common
		if i%5 == 0 {
			text += sentence(uint64(100+i%50), 300)
		}
		out = append(out, sourceOf(f, fmt.Sprintf("第%d局", i), 2024, text))
	}
	return out
}

// The work grows with the length of all texts, also when all units hand in the same text.
func TestWorkIsNearLinear(t *testing.T) {
	f := formtest.Form(t, "2021")
	same := func(units int) (out []*Source) {
		for i := range units {
			out = append(out, sourceOf(f, fmt.Sprintf("第%d局", i), 2024, sentence(1, 600)))
		}
		return out
	}
	small := func(units int) (out []*Source) {
		for i := range units {
			out = append(out, sourceOf(f, fmt.Sprintf("第%d局", i), 2024, strings.Repeat("一", 50+i%7)+strings.Repeat("甲乙", 100)))
		}
		return out
	}
	for name, of := range map[string]func(units int) []*Source{"usual": func(n int) []*Source { return folder(f, n, 600) }, "all the same": same, "periodic": small} {
		_, once := compare(of(100))
		_, twice := compare(of(200))
		if ratio := float64(twice) / float64(once); ratio > 2.2 {
			t.Errorf("%s: twice the units take %.2f times the work: %d and %d", name, ratio, once, twice)
		}
	}
}

// The order of files makes no difference.
func TestOrder(t *testing.T) {
	f := formtest.Form(t, "2021")
	sources := folder(f, 60, 200)
	want := describe(Compare(sources))
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
		if got := describe(Compare(sources)); got != want {
			t.Fatalf("another order, another result:\n%s\n%s", got, want)
		}
	}
}

// describe writes all that was found.
func describe(rs []*Report) string {
	var b strings.Builder
	for _, r := range rs {
		fmt.Fprintf(&b, "%s %d %d %d\n", r.Source.Name, r.Overall.Length, r.Overall.Same, r.Any.Same)
		for _, p := range r.Passages {
			fmt.Fprintln(&b, r.Nearest.Name, p.Length, p.Text(), p.OtherText())
		}
	}
	return b.String()
}

func FuzzCompare(f *testing.F) {
	f.Add("甲乙丙丁", "甲乙丙丁")
	f.Add(sentence(1, 80)+"12.5", sentence(1, 80)+"７,０")
	f.Add(strings.Repeat("一", 100), strings.Repeat("一", 90)+"二")
	form := formtest.Form(f, "2021")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, r := range Compare([]*Source{sourceOf(form, "甲局", 2024, a), sourceOf(form, "乙局", 2024, b)}) {
			if r.Overall.Same > r.Overall.Length {
				t.Fatalf("%+v", r.Overall)
			}
			for _, p := range r.Passages {
				if text, other := p.Text(), p.OtherText(); text == "" || other == "" || !strings.Contains(a+b, text) || !strings.Contains(a+b, other) {
					t.Fatalf("%q %q", text, other)
				}
			}
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	f := formtest.Form(b, "2021")
	for _, units := range []int{1000, 2000} {
		sources := folder(f, units, 2500)
		b.Run(fmt.Sprint(units), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compare(sources)
			}
		})
	}
}
