package units

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// LastReports are the reports of earlier years that new ones go back to: each
// unit's is found by its code, its name or a name it had before, and is the one on
// the year before.
type LastReports struct {
	Notes  []msg.Text // what is not used, and why; reports on other years apart
	all    []Submission
	byYear map[int]*Matcher[*Submission]
	years  map[int]int // how many reports there are on each year
	totals map[int][]Submission
	placed map[int][]placedReport
}

// placedReport is a report that is known to be a unit's, and the other files that say the same.
type placedReport struct {
	unit   string // whose it is
	report *Submission
	copies []Submission
}

// NewLastReports sorts reports by unit and year. List may be nil; then a unit is
// whom the reports name. Year is the one that all new reports go back to, 0 where
// they are on several. Different reports of one unit on one year are an error, a
// *msg.Problem that names them all, and asking for them finds several; those on years
// that nothing goes back to are let be.
func NewLastReports(list *Roster, submissions []Submission, year int) (*LastReports, error) {
	l := &LastReports{all: submissions, byYear: map[int]*Matcher[*Submission]{}, years: map[int]int{}, totals: map[int][]Submission{}, placed: map[int][]placedReport{}}
	asked := map[int][]Submission{}
	for _, f := range submissions {
		switch {
		case f.Err != nil:
			l.unused(f, f.Why())
		case f.Year == 0:
			l.unused(f, msg.T("没有写明年度", "it names no year"))
		case year != 0 && f.Year != year:
			l.years[f.Year]++
		case f.Empty:
			l.unused(f, msg.T("模板没有填写", "nobody filled it in"))
		default:
			l.years[f.Year]++
			asked[f.Year] = append(asked[f.Year], f)
		}
	}
	if year != 0 {
		l.NoteOthers(year)
	}
	var faults []msg.Text
	for _, y := range slices.Sorted(maps.Keys(asked)) {
		l.byYear[y] = NewMatcher[*Submission](CodeDecides)
		for _, u := range Assemble(list, nil, asked[y]).Units {
			switch {
			case list != nil && u.Unit == nil, !u.Ambiguity.IsZero():
				u.Unplaced(l.unused)
			case len(u.Filings) > 1:
				for i := range u.Filings { // so that asking for one finds several
					l.byYear[y].Add(&u.Filings[i], Clues{Code: u.Code, Name: u.Name})
				}
				faults = append(faults, msg.F("“%s”有 %d 份内容不同的上年报告：%s", "%q has %d different reports on last year: %s", u.Name, len(u.Filings), FileNames(u.Filings)))
			case len(u.Filings) == 1:
				l.byYear[y].Add(&u.Filings[0], Clues{Code: u.Code, Name: u.Name})
				l.placed[y] = append(l.placed[y], placedReport{u.Name, &u.Filings[0], u.Copies})
				if u.Filings[0].IsTotal() {
					l.totals[y] = append(l.totals[y], u.Filings[0])
				}
			}
		}
	}
	if len(faults) > 0 {
		return l, &msg.Problem{What: msg.Join(faults, "\n  ", "\n  "), Hint: msg.T("每个单位只留一份", "leave one of each unit")}
	}
	return l, nil
}

// unused notes a file that is not used.
func (l *LastReports) unused(f Submission, why msg.Text) {
	l.Notes = append(l.Notes, msg.F("%s 没有用作上年报告：%s", "%s is not used as last year's report: %s", f.Shown, why))
}

// NoteOthers notes how many reports are on other years than those gone back to.
func (l *LastReports) NoteOthers(years ...int) {
	others := 0
	for y, n := range l.years {
		if !slices.Contains(years, y) {
			others += n
		}
	}
	if others == 0 {
		return
	}
	named := msg.Join(lists.Map(years, func(y int) msg.Text { return msg.F("%d", "%d", y) }), "、", ", ")
	l.Notes = append(l.Notes, msg.F("不是 %s 年度的报告没有使用：%d 份", "reports not on %s were not used: %d", named, others))
}

// Of finds the report that one on a year goes back to, by the code and the name of
// its organ; nil when there is none. One that names no year goes back to the only
// report there is of it. Several that may be meant are an error that names them.
func (l *LastReports) Of(code, name string, year int) (*Submission, error) {
	all := l.All(code, name, year)
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	shown := lists.Map(all, func(f *Submission) string { return f.Shown })
	slices.Sort(shown)
	return nil, &msg.Problem{What: msg.F("“%s”的上年报告可能是 %d 份中的一份，无法确定用哪一份：%s", "the report of %q on the year before may be any of %d: %s", cmp.Or(name, code), len(all), msg.Names(shown)),
		Hint: msg.T("在报告中写明单位代码和年度，或只留一份", "give code and year in the report, or leave one of them")}
}

// All gives the reports that one on a year may go back to, by the code and the name of
// its organ.
func (l *LastReports) All(code, name string, year int) (all []*Submission) {
	clues := Clues{Code: code, Name: name}
	for _, y := range slices.Sorted(maps.Keys(l.byYear)) {
		m := l.byYear[y]
		if year == 0 {
			all = append(all, m.All(clues)...)
		} else if y == year-1 {
			if f, ok := m.Find(clues); ok {
				return []*Submission{f}
			}
			if all = m.All(clues); len(all) == 1 {
				return nil // its code is another's
			}
		}
	}
	return all
}

// AddUnitsOf makes the units that a total among the reports lists known by the figures in it, unless a report of their own
// is there. Open reads the file of a total again; an error is its.
func (l *LastReports) AddUnitsOf(open func(file string) (*model.Report, error)) error {
	for _, year := range slices.Sorted(maps.Keys(l.byYear)) {
		m := l.byYear[year]
		for _, f := range l.totals[year] {
			r, err := open(f.File)
			if err != nil {
				return msg.At(f.File, err)
			}
			sources, err := sums.ReadSources(r)
			if err != nil {
				return msg.At(f.File, err)
			}
			for _, s := range sources {
				clues := Clues{Code: s.Code, Name: s.Name}
				if _, known := m.Find(clues); s.Role == sums.Counted && !known {
					m.Add(&Submission{File: f.File, Shown: f.Shown, Code: s.Code, Organ: s.Name, Form: r.Form.ID, Year: year, Row: s.Row}, clues)
				}
			}
		}
	}
	return nil
}

// OnYear are the reports on a year, and those that are on others or cannot be read. Templates that nobody filled in are
// neither.
func (l *LastReports) OnYear(year int) (on, others []Submission) {
	filled, _ := SplitEmpty(l.all)
	return split(filled, func(i int) bool { return filled[i].Err != nil || filled[i].Year != year })
}

// OfUnits finds the reports that those of a roster's units on a year go back to,
// and notes which reports none goes back to, and which units have none.
func (l *LastReports) OfUnits(list *Roster, year int) map[*Unit]Submission {
	of := map[*Unit]Submission{}
	var without []msg.Text
	for _, u := range list.Due() {
		switch f, err := l.Of(u.Code, u.Name, year); {
		case err != nil:
			l.Notes = append(l.Notes, msg.Of(err))
		case f != nil:
			of[u] = *f
		default:
			without = append(without, msg.Text{ZH: u.Name})
		}
	}
	used := map[string]bool{}
	for _, f := range of {
		used[f.File] = true
	}
	for _, p := range l.placed[year-1] {
		switch {
		case !used[p.report.File] && p.report.IsTotal():
			l.unused(*p.report, msg.F("是“%s”的汇总，不是名单上填报的单位的报告", "it is the total of %q, which fills in no report of its own", p.unit))
		case !used[p.report.File]:
			l.unused(*p.report, msg.F("“%s”在名单上有下级单位，自己不填报", "%q has units below it on the roster, and fills in no report of its own", p.unit))
		}
		for _, f := range p.copies {
			l.unused(f, msg.F("与 %s 内容相同", "it says what %s says", p.report.Shown))
		}
	}
	if len(of) == 0 {
		l.Notes = append(l.Notes, msg.F("给出的上年报告一份也没有用上：其中没有名单上单位 %d 年度的报告", "none of the reports given was used: none is the report of a unit of the roster on %d", year-1))
	}
	if len(without) > 0 {
		l.Notes = append(l.Notes, msg.F("没有上年报告的单位 %d 个，模板是空白的：%s", "%d units have no report on last year, and their templates are blank: %s", len(without), msg.Join(without, "、", ", ")))
	}
	return of
}

// UnitTemplateFrom writes the workbook a unit of a roster fills in, begun with its
// report on the year before; notes say what could not be carried.
func UnitTemplateFrom(w io.Writer, last *model.Report, f *model.Form, u *Unit) ([]msg.Text, error) {
	r, notes, err := UnitReportFrom(last, f, u)
	if err != nil {
		return nil, err
	}
	return notes, xlsx.Write(w, r)
}

// UnitTemplate writes the workbook a unit of a roster fills in: its name, code,
// kind and contact are there already.
func UnitTemplate(w io.Writer, f *model.Form, year int, u *Unit) error {
	return xlsx.Write(w, UnitReport(f, year, u))
}

// UnitReportFrom is the report that [UnitTemplateFrom] writes.
func UnitReportFrom(last *model.Report, f *model.Form, u *Unit) (*model.Report, []msg.Text, error) {
	if _, err := model.Align(last.Form, f); err != nil {
		return nil, nil, err
	}
	r, notes := carry.Over(last, f)
	return unitReport(r, r.Year, u), notes, nil
}

// UnitReport is the report that [UnitTemplate] writes.
func UnitReport(f *model.Form, year int, u *Unit) *model.Report {
	return unitReport(model.NewReport(f), year, u)
}

func unitReport(r *model.Report, year int, u *Unit) *model.Report {
	r.Organ, r.Code, r.Year = u.Name, u.Code, year
	if u.Type != "" {
		r.OrganType = u.Type
	}
	if u.Contact != "" {
		r.Cover["contact"] = u.Contact
	}
	return r
}

// UnitFiles gives every unit a file name that any system takes, Windows among
// them, and that no two units share.
func UnitFiles(dir string, units []*Unit, ending string) []string {
	taken := map[string]bool{}
	out := make([]string, len(units))
	for i, u := range units {
		base := SafeName(u.Code + " " + u.Name)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		taken[strings.ToLower(name)] = true
		out[i] = filepath.Join(dir, name+ending)
	}
	return out
}

// SafeName makes a text a file name that any system takes: signs with a meaning of their own become
// their full-width forms, which look the same to a reader.
func SafeName(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, c):
			return c + 0xFEE0
		case unicode.IsSpace(c):
			return ' '
		case text.Invisible(c), c == utf8.RuneError:
			return '_'
		}
		return c
	}, strings.ToValidUTF8(s, "_"))
	// 255 bytes is what file systems take; leave room for a number and an ending.
	const longest = 200
	for len(s) > longest {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	s = strings.TrimLeft(strings.TrimRight(s, ". "), " ")
	if osfile.Reserved(s) || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") || strings.HasPrefix(s, "-") || s == "" {
		s = "_" + s
	}
	return s
}
