// Package aggregate makes the total of many units' reports. It says why there is none
// where the sum would not be the total, writes the total's workbook and proves it by
// reading it back, traces a figure to the units behind it, and holds a total against
// what its units have filed since.
package aggregate

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// Options say what total to make of an assembly. Without them, nothing that
// makes the total doubtful is accepted.
type Options struct {
	Organ  string           // whose total it is; otherwise the unit above all on the roster
	Form   *model.Form      // of the total; otherwise that of the reports, or of the year
	Source pipeline.Options // as the files were read
	Year   int              // of the total; otherwise that of the reports
	Lang   msg.Lang         // of the sheets about where the figures come from

	Accept         []BlockerKind // see Acceptable
	AcrossEditions bool          // reports in other editions, over the crosswalk
	Complete       bool          // every unit due must be in

	// Decided are the totals of fields that may not simply be added, by the field's id, or by its address in the blank
	// template or its labels.
	Decided map[string]model.Number
	// Open reads a file again that is a total, for the figures of the units that it lists; nil does not hold the other
	// reports against them.
	Open func(file string) (*model.Report, error)
	// AcceptOf are the files, by their names for people, for which alone a kind is accepted; see [units.Named].
	AcceptOf map[BlockerKind][]string
	// Accepted is told each reason that would block the total, had it not been accepted; it may be nil.
	Accepted func(Blocker)
}

// Merged is a total and all that is to be said about it.
type Merged struct {
	Form    *model.Form
	Report  *model.Report // the figures; those that are open are blank
	Total   *sums.Total
	Sources []sums.Source
	Losses  []UnitLoss
	// Open are the fields whose sum is not their total, and nobody decided yet.
	Open     []*model.Field
	Decided  []*model.Field
	Findings []check.Finding // of the total as a report, with plain sums where it is open

	// Workbook is the total's file: the filled template, and behind it the sheets
	// that say where its figures come from. It was read back and checked.
	Workbook []byte

	blankErrors int // errors in figures while the open cells are blank and count as 0, as the workbook has them

	empty   []string // files
	decided map[string]model.Number
	parts   []part // in the order of the sources that count
	beside  units.BesideTotals

	rostered bool // there is a list of the units that are due
}

// part is what one report contributes.
type part struct {
	submission *units.Submission
	unit, code string
	row        sums.Row // in the total's form
	listed     bool     // the roster has its unit
}

// UnitLoss is a figure of a unit that has no place in the total's form.
type UnitLoss struct {
	Unit string
	File string
	sums.Loss
}

// Merge makes the total of what came in. Where something blocks it, no total is
// made, and all blockers are named at once. Narratives are removed from a once they stand
// in the workbook, to save memory. A kind to accept that is not one of Acceptable
// is an error.
func Merge(a *units.Submissions, o Options) (*Merged, []Blocker, error) {
	for _, k := range slices.Concat(o.Accept, slices.Sorted(maps.Keys(o.AcceptOf))) {
		if !slices.Contains(Acceptable, k) {
			return nil, nil, &msg.Problem{What: msg.F("不能这样接受“%s”", "%q cannot be accepted", string(k)),
				Hint: msg.F("可以接受的：%s", "what can be: %s", strings.Join(lists.Map(Acceptable, func(k BlockerKind) string { return string(k) }), " "))}
		}
	}
	forms, err := templates.CandidatesByID(o.Source.Form)
	if err != nil {
		return nil, nil, err
	}
	m := &Merged{decided: o.Decided, empty: units.ShownOf(a.Empty), rostered: a.Roster != nil}
	s := &selection{assembly: a, options: o, forms: forms}
	s.selectUnits()
	if err := m.choose(s, o); err != nil {
		return nil, nil, err
	}
	if m.Form != nil {
		if err := m.decidable(); err != nil {
			return nil, nil, err
		}
		m.add(s)
		m.blockTotals(s)
		if err := m.blockListed(s); err != nil {
			return nil, nil, err
		}
		m.weighUnknown(s)
	}
	if len(s.blockers) > 0 {
		sorting.By(s.blockers, func(x, y Blocker) int { return x.Kind.rank() - y.Kind.rank() })
		return nil, s.blockers, nil
	}
	if err := m.list(s.sources(m)); err != nil {
		return nil, nil, err
	}
	m.report(a, o)
	return m, nil, m.make(o)
}

// otherCells is room for the cells of a total's other sheets that are read with its
// sources.
const otherCells = 10_000

// list takes as many sources as can be read again.
func (m *Merged) list(sources []sums.Source) error {
	most := (preflight.Default.Cells - otherCells) / len(sums.Heads)
	if len(sources) > most {
		// The totals below list their units themselves.
		sources = slices.DeleteFunc(sources, func(s sums.Source) bool { return s.Role == sums.Behind })
	}
	if m.Sources = sources; len(sources) > most {
		return &msg.Problem{What: msg.F("一份汇总最多列出 %d 个来源，这里有 %d 个", "a total lists %d sources at most, and there are %d", most, len(sources)),
			Hint: msg.T("请按上级分别汇总（--organ），再把各份汇总相加", "make a total for every unit above (--organ), then merge the totals")}
	}
	return nil
}

// choose settles year and form of the total.
func (m *Merged) choose(s *selection, o Options) error {
	years, editions := map[int]int{}, map[string]int{}
	for _, f := range s.counted {
		years[f.Year]++
		editions[f.Form]++
	}
	switch {
	case o.Year != 0:
	case len(years) == 1:
		o.Year = s.counted[0].Year
	case len(years) > 1 && s.acceptsSome(OtherYears):
		return &msg.Problem{What: msg.T("各单位报告的年度不一致，没有指定汇总表的年度", "the reports are on different years, and the year of the total is not given"), Hint: msg.T("用 --year 指定", "give it with --year")}
	}
	switch {
	case o.Form != nil:
		m.Form = o.Form
	case len(editions) == 1:
		m.Form = s.forms[s.counted[0].Form]
	case o.Year != 0 && len(editions) > 1:
		var err error
		if m.Form, err = templates.ForYear(o.Year); err != nil {
			return err
		}
	}
	s.blockYears(o.Year)
	switch {
	case m.Form != nil:
		s.blockEditions(m.Form)
	case m.Form == nil && len(years) == 1 && len(editions) > 1:
		return &msg.Problem{What: msg.T("各单位的报告都没有写明年度，格式版本又不一致，不知道按哪一版汇总", "the reports name no year and are in several editions, so that of the total is not known"), Hint: msg.T("用 --year 或 --edition 指定", "give it with --year or --edition")}
	default:
		// The years block. What is in the edition of most is not.
		if f, err := templates.ForYear(s.usualYear()); err == nil {
			s.blockEditions(f)
		}
	}
	return nil
}

// decidable finds the cells that figures are given for, by whatever names them, and refuses those for what no figure can
// decide.
func (m *Merged) decidable() error {
	given := m.decided
	m.decided = make(map[string]model.Number, len(given))
	for _, name := range slices.Sorted(maps.Keys(given)) {
		fd, err := pipeline.FieldNamed(model.NewReport(m.Form), name)
		if err != nil {
			return err
		}
		n := given[name]
		if other, ok := m.decided[fd.ID]; ok && !other.Equal(n) {
			return &msg.Problem{What: msg.F("给“%s”指定了两个不同的数：%s、%s", "%q is given two different figures: %s, %s", fd.Label(), other, n), Hint: msg.T("只保留一个", "leave one of them")}
		}
		if fd.Total != nil {
			return &msg.Problem{What: msg.F("“%s”由公式计算，不能指定", "%q is computed and cannot be given", fd.Label()), Hint: msg.T("指定它的各个部分", "give its parts")}
		}
		m.decided[fd.ID] = n
	}
	return nil
}

// add sums what counts.
func (m *Merged) add(s *selection) {
	m.Total = sums.New(m.Form)
	for _, f := range s.counted {
		from := s.forms[f.Form]
		if !f.Row.Fits(from) {
			// Not with block: it would count with no figure where unreadable files are accepted.
			s.blockers = append(s.blockers, Blocker{Kind: Unreadable, Unit: s.nameOf(f), Files: []string{f.Shown}, What: msg.Of(sums.ErrRow)})
			continue
		}
		entries := f.Row.Entries()
		own, lost, ok := entries.Translate(from, m.Form)
		if !ok {
			s.block(Blocker{Kind: OtherEditions, Unit: s.nameOf(f), Files: []string{f.Shown},
				What: msg.F("%s 版的格与 %s 版没有对照关系", "edition %s has no crosswalk to %s", from.ID, m.Form.ID)})
			continue
		}
		m.Total.Add(own)
		u, row := s.unitOf[f.File], own.Row()
		if row == f.Row {
			row = f.Row // most often, and kept once
		}
		m.parts = append(m.parts, part{f, u.Name, u.Code, row, u.Unit != nil})
		for _, l := range lost {
			if !entries.AddsUp(l.Field) { // otherwise its parts are listed
				m.Losses = append(m.Losses, UnitLoss{u.Name, f.Shown, l})
			}
		}
	}
}

// report makes the total a report.
func (m *Merged) report(a *units.Submissions, o Options) {
	r := m.Total.Report(m.decided)
	r.Year = m.yearOf(o)
	top := a.Top()
	if r.Organ = o.Organ; r.Organ == "" && top != nil {
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
		case decided: // also where the sum would do: nobody takes another figure unawares
			m.Decided = append(m.Decided, fd)
		case m.Total.Open(fd) == 0 || fd.Total != nil: // a formula adds what is there
		default:
			m.Open = append(m.Open, fd)
		}
	}
}

// yearOf is the year of the total: the one asked for, or that of the reports.
func (m *Merged) yearOf(o Options) int {
	year := o.Year
	for _, p := range m.parts {
		year = cmp.Or(year, p.submission.Year)
	}
	return year
}

// make writes the workbook and proves it: what is handed over is what was read
// back, with the figures and the sources that were summed, and was checked as any
// other report.
func (m *Merged) make(o Options) error {
	var b bytes.Buffer
	if err := m.write(&b, o.Lang); err != nil {
		return err
	}
	for _, p := range m.parts {
		p.submission.LetTextsGo()
	}
	r, err := pipeline.Import("", b.Bytes(), pipeline.Options{Form: o.Source.Form})
	if err != nil {
		return err
	}
	if err := cmp.Or(m.proveFigures(r), m.proveSources(r)); err != nil {
		return err
	}
	// What is open is no error of the sums: it is checked as they have it.
	sums := map[string]model.Value{}
	for _, fd := range m.Open {
		s := m.Total.Sums[fd.Index]
		sums[fd.ID] = model.Value{State: model.IsNumber, Number: s.Number, Unit: s.Unit}
	}
	m.Findings = pipeline.Check(r.With(r.Form, sums), check.Options{})
	if m.blankErrors = inFigures(m.Findings); len(m.Open) > 0 {
		m.blankErrors = inFigures(pipeline.Check(r, check.Options{}))
	}
	m.Report = r // with the totals that its formulas add up
	m.Workbook = b.Bytes()
	return nil
}

// proveFigures compares the figures of the total with those read back.
func (m *Merged) proveFigures(r *model.Report) error {
	for _, fd := range m.Form.Fields {
		want, ok := m.Report.Values[fd.ID]
		got := r.Value(fd.ID)
		if ok && (want.State != got.State || want.IsNumber() && !want.Number.Equal(got.Number)) {
			return notAsWritten(fd, want.Typed(), got.Typed())
		}
	}
	return nil
}

// proveSources compares the sums with those of the list of sources, read back:
// what will be traced, and held against the units, is what was summed.
func (m *Merged) proveSources(r *model.Report) error {
	sources, err := sums.ReadSources(r)
	if err != nil {
		return err
	}
	listed := sums.SumOf(m.Form, sources)
	for _, fd := range m.Form.Fields {
		want, got := m.Total.Sums[fd.Index], listed.Sums[fd.Index]
		if !want.Number.Equal(got.Number) || want.Why != got.Why || want.Lacking != got.Lacking {
			return notAsWritten(fd, fmt.Sprint(want), fmt.Sprint(got))
		}
	}
	return nil
}

// notAsWritten says that a total does not read back as it was written.
func notAsWritten(fd *model.Field, want, got string) error {
	return &msg.Problem{What: msg.F("内部错误：“%s”应是 %s，写出后读到 %s", "internal error: %q is %s, and reads back as %s", fd.Label(), want, got)}
}

// Counted is how many reports are in the total.
func (m *Merged) Counted() int { return len(m.parts) }

// sum is what the units' figures add up to, for people.
func (m *Merged) sum(fd *model.Field) string {
	s := m.Total.Sums[fd.Index]
	return fmt.Sprint(s.Number, s.Unit)
}
