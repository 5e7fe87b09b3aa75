package aggregate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

// Options say what total to make of an assembly. Without them, nothing that
// makes the total doubtful is accepted.
type Options struct {
	Organ  string           // whose total it is; otherwise the unit above all on the roster
	Form   *model.Form      // of the total; otherwise that of the reports, or of the year
	Source pipeline.Options // as the files were read
	Year   int              // of the total; otherwise that of the reports

	Accept         []BlockerKind // see Acceptable
	AcrossEditions bool          // reports in other editions, over the crosswalk
	Complete       bool          // every unit due must be in

	// Decided are the totals of fields that may not simply be added, by field id.
	Decided map[string]model.Number
}

// Merged is a total and all that is to be said about it.
type Merged struct {
	Form    *model.Form
	Report  *model.Report // the figures; those that are open are blank
	Total   *merge.Total
	Sources []merge.Source
	Losses  []UnitLoss
	// Open are the fields whose sum is not their total, and nobody decided yet.
	Open     []*model.Field
	Decided  []*model.Field
	Findings []check.Finding // of the total as a report, with plain sums where it is open

	empty   []string // files
	decided map[string]model.Number
	parts   []part // in the order of the sources that count
}

// part is what one report contributes. Figures stay encoded until they are
// asked for: those of ten thousand reports would fill the memory.
type part struct {
	filing  *units.Submission
	unit    string
	code    string
	entries string // in the total's form
}

// UnitLoss is a figure of a unit that has no place in the total's form.
type UnitLoss struct {
	Unit string
	File string
	merge.Loss
}

// Merge makes the total of what came in. When there are objections, no total is
// made; they are all named at once.
func Merge(a *units.Submissions, o Options) (*Merged, []Blocker, error) {
	m := &Merged{decided: o.Decided, empty: units.ShownOf(a.Empty)}
	known, err := templates.CandidatesByID(o.Source.Form)
	if err != nil {
		return nil, nil, err
	}
	pick := picker{assembly: a, options: o}
	pick.units()
	if err := m.choose(&pick, known, o); err != nil {
		return nil, nil, err
	}
	if m.Form != nil {
		if err := m.decidable(); err != nil {
			return nil, nil, err
		}
		m.add(&pick, known)
	}
	if len(pick.objections) > 0 {
		slices.SortStableFunc(pick.objections, func(x, y Blocker) int {
			return slices.Index(objectionKinds, x.Kind) - slices.Index(objectionKinds, y.Kind)
		})
		return nil, pick.objections, nil
	}
	m.Sources = pick.sources(m)
	most := preflight.Default.Cells / len(merge.Heads) // as many as can be read again
	if len(m.Sources) > most {
		// The totals below list their units themselves.
		m.Sources = slices.DeleteFunc(m.Sources, func(s merge.Source) bool { return s.Role == merge.Behind })
	}
	if len(m.Sources) > most {
		return nil, nil, &msg.Problem{What: msg.F("一份汇总最多列出 %d 个来源，这里有 %d 个", "a total lists %d sources at most, and there are %d", most, len(m.Sources)),
			Hint: msg.T("请按上级分别汇总（--organ），再把各份汇总相加", "make a total for every unit above (--organ), then merge the totals")}
	}
	m.report(a, o)
	return m, nil, m.examine(o.Source)
}

// choose settles year and form of the total.
func (m *Merged) choose(p *picker, known map[string]*model.Form, o Options) error {
	years, editions := map[int]int{}, map[string]int{}
	for _, f := range p.counted {
		years[f.Year]++
		editions[f.Form]++
	}
	switch {
	case o.Year != 0:
	case len(years) == 1:
		for y := range years {
			o.Year = y
		}
	case len(years) > 1 && slices.Contains(o.Accept, OtherYears):
		return &msg.Problem{What: msg.T("各单位报告的年度不一致，没有指定汇总表的年度", "the reports are on different years, and the year of the total is not given"), Hint: msg.T("用 --year 指定", "give it with --year")}
	}
	switch {
	case o.Form != nil:
		m.Form = o.Form
	case len(editions) == 1:
		for id := range editions {
			m.Form = known[id]
		}
	case o.Year != 0 && len(editions) > 1:
		f, err := templates.ForYear(o.Year)
		if err != nil {
			return err
		}
		m.Form = f
	}
	if !slices.Contains(o.Accept, OtherYears) {
		p.objectToYears(o.Year)
	}
	switch {
	case m.Form != nil && !o.AcrossEditions:
		p.objectToEditions(m.Form, known)
	case m.Form == nil && len(years) == 1 && len(editions) > 1:
		return &msg.Problem{What: msg.T("各单位的报告都没有写明年度，格式版本又不一致，不知道按哪一版汇总", "the reports name no year and are in several editions, so that of the total is not known"), Hint: msg.T("用 --year 或 --edition 指定", "give it with --year or --edition")}
	case m.Form == nil && !o.AcrossEditions:
		// The years are objected to. What is in the edition of most is not.
		if f, err := templates.ForYear(p.usualYear()); err == nil {
			p.objectToEditions(f, known)
		}
	}
	p.year = o.Year
	return nil
}

// decidable refuses figures for what no figure can decide.
func (m *Merged) decidable() error {
	for id := range m.decided {
		fd, ok := m.Form.Field(id)
		switch {
		case !ok:
			return &msg.Problem{What: msg.F("汇总表没有格“%s”", "the total has no field %q", id), Hint: msg.T("用“gkxl form”查看各格的编号", "see the fields with \"gkxl form\"")}
		case fd.Total != nil:
			return &msg.Problem{What: msg.F("“%s”由公式计算，不能指定", "%q is computed and cannot be given", fd.Label()), Hint: msg.T("指定它的各个部分", "give its parts")}
		}
	}
	return nil
}

// add sums what counts.
func (m *Merged) add(p *picker, known map[string]*model.Form) {
	m.Total = merge.New(m.Form)
	for _, f := range p.counted {
		from := known[f.Form]
		entries, err := merge.Decode(f.Entries, len(from.Fields))
		if err != nil {
			p.object(Blocker{Kind: Unreadable, Unit: p.nameOf(f), Files: []string{f.Shown}, What: msg.Of(err)})
			continue
		}
		own, lost, ok := merge.Translate(entries, from, m.Form)
		if !ok {
			p.object(Blocker{Kind: OtherEditions, Unit: p.nameOf(f), Files: []string{f.Shown},
				What: msg.F("%s 版的格与 %s 版没有对照关系", "edition %s has no crosswalk to %s", from.ID, m.Form.ID)})
			continue
		}
		m.Total.Add(own)
		u := p.unitOf[f.File]
		line := merge.Encode(own)
		if line == f.Entries {
			line = f.Entries // most often, and kept once
		}
		m.parts = append(m.parts, part{f, u.Name, u.Code, line})
		for _, l := range lost {
			if merge.AddsUp(l.Field, entries) {
				continue // its parts are listed
			}
			m.Losses = append(m.Losses, UnitLoss{p.nameOf(f), f.Shown, l})
		}
	}
}

// report makes the total a report.
func (m *Merged) report(a *units.Submissions, o Options) {
	r := m.Total.Report(m.decided)
	r.Year = m.yearOf(o)
	top := a.Top()
	switch {
	case o.Organ != "":
		r.Organ = o.Organ
	case top != nil:
		r.Organ = top.Name
	}
	if top != nil && units.NameKey(top.Name) == units.NameKey(r.Organ) {
		r.Code, r.OrganType = top.Code, top.Type
		if top.Contact != "" {
			r.Cover["contact"] = top.Contact
		}
	}
	m.Report = r
	for _, fd := range m.Form.Fields {
		_, decided := m.decided[fd.ID]
		switch {
		case m.Total.Open(fd) == 0 || fd.Total != nil: // a formula adds what is there
		case decided:
			m.Decided = append(m.Decided, fd)
		default:
			m.Open = append(m.Open, fd)
		}
	}
}

func (m *Merged) yearOf(o Options) int {
	if o.Year != 0 {
		return o.Year
	}
	for _, p := range m.parts {
		if p.filing.Year != 0 {
			return p.filing.Year
		}
	}
	return 0
}

// examine reads the total back from its workbook and checks it as any other
// report: what is handed on is what was summed.
func (m *Merged) examine(src pipeline.Options) error {
	var b strings.Builder
	if err := xlsx.WriteWith(&b, m.Report, xlsx.Extras{}); err != nil {
		return err
	}
	r, err := pipeline.Import("", []byte(b.String()), pipeline.Options{Form: src.Form})
	if err != nil {
		return err
	}
	for _, fd := range m.Form.Fields {
		want, ok := m.Report.Values[fd.ID]
		got := r.Value(fd.ID)
		if ok && (want.State != got.State || want.IsNumber() && !want.Number.Equal(got.Number)) {
			return &msg.Problem{What: msg.F("内部错误：“%s”应是 %s，写出后读到 %s", "internal error: %q is %s, and reads back as %s", fd.Label(), want.Typed(), got.Typed())}
		}
	}
	// What is open is no error of the sums: it is checked as they have it.
	sums := map[string]model.Value{}
	for _, fd := range m.Open {
		s := m.Total.Sums[fd.Index]
		sums[fd.ID] = model.Value{State: model.IsNumber, Number: s.Number, Unit: s.Unit}
	}
	m.Findings = pipeline.Check(r.With(r.Form, sums), check.Options{})
	return nil
}

// Counted is how many reports are in the total.
func (m *Merged) Counted() int { return len(m.parts) }

// sum is what the units' figures add up to, for people.
func (m *Merged) sum(fd *model.Field) string {
	s := m.Total.Sums[fd.Index]
	return fmt.Sprint(s.Number, s.Unit)
}
