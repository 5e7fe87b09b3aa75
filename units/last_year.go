package units

import (
	"io"
	"maps"
	"slices"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// LastReports are the reports of earlier years that new ones go back to: each
// unit's is found by its code, its name or a name it had before, and is the one on
// the year before.
type LastReports struct {
	Notes  []msg.Text // what is not used, and why; reports on other years apart
	byYear map[int]*Matcher[*Submission]
	years  map[int]int // how many reports there are on each year
}

// NewLastReports sorts reports by unit and year. List may be nil; then a unit is
// whom the reports name. Year is the one that all new reports go back to, 0 where
// they are on several. Different reports of one unit on one year are an error, a
// *msg.Problem that names them all; those on years that nothing goes back to are
// let be.
func NewLastReports(list *Roster, submissions []Submission, year int) (*LastReports, error) {
	l := &LastReports{byYear: map[int]*Matcher[*Submission]{}, years: map[int]int{}}
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
				faults = append(faults, msg.F("“%s”有 %d 份内容不同的上年报告：%s", "%q has %d different reports on last year: %s", u.Name, len(u.Filings), FileNames(u.Filings)))
			case len(u.Filings) == 1:
				l.byYear[y].Add(&u.Filings[0], Clues{Code: u.Code, Name: u.Name})
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
	var named []msg.Text
	for _, y := range years {
		named = append(named, msg.F("%d", "%d", y))
	}
	l.Notes = append(l.Notes, msg.F("不是 %s 年度的报告没有使用：%d 份", "reports not on %s were not used: %d", msg.Join(named, "、", ", "), others))
}

// Of finds the report that one on a year goes back to, by the code and the name of
// its organ. One that names no year goes back to the only report there is of it.
func (l *LastReports) Of(code, name string, year int) (*Submission, bool) {
	if year != 0 {
		m := l.byYear[year-1]
		if m == nil {
			return nil, false
		}
		return m.Find(Clues{Code: code, Name: name})
	}
	var all []*Submission
	for _, m := range l.byYear {
		all = append(all, m.All(Clues{Code: code, Name: name})...)
	}
	f, ok := first(all)
	return f, ok && len(all) == 1
}

// OfUnits finds the reports that those of a roster's units on a year go back to,
// and notes which units have none.
func (l *LastReports) OfUnits(list *Roster, year int) map[*Unit]Submission {
	of := map[*Unit]Submission{}
	var without []msg.Text
	for _, u := range list.Due() {
		if f, ok := l.Of(u.Code, u.Name, year); ok {
			of[u] = *f
		} else {
			without = append(without, msg.Text{ZH: u.Name})
		}
	}
	if len(without) > 0 {
		l.Notes = append(l.Notes, msg.F("没有上年报告的单位 %d 个，模板是空白的：%s", "%d units have no report on last year, and their templates are blank: %s", len(without), msg.Join(without, "、", ", ")))
	}
	return of
}

// UnitTemplateFrom writes the workbook a unit of a roster fills in, begun with its
// report on the year before; notes say what could not be carried.
func UnitTemplateFrom(w io.Writer, last *model.Report, f *model.Form, u *Unit) ([]msg.Text, error) {
	if _, err := model.Align(last.Form, f); err != nil {
		return nil, err
	}
	r, notes := carry.Over(last, f)
	return notes, xlsx.Write(w, unitReport(r, r.Year, u))
}
