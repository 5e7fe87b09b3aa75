package units

import (
	"io"

	"github.com/gkxl/gkxl/internal/carry"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// LastReports finds among filings each unit's report on the year before a year:
// by its code, its name or a name it had before. Notes name what is not used, and
// the units that are left without. Different reports of one unit are an error,
// a *msg.Problem that names them all.
func LastReports(list *Roster, filings []Submission, year int) (of map[*Unit]Submission, notes []msg.Text, err error) {
	note := func(zh, en string, args ...any) { notes = append(notes, msg.F(zh, en, args...)) }
	var asked []Submission
	others := 0
	for _, f := range filings {
		switch {
		case f.Err != nil:
			note("%s 没有用作上年报告：%s", "%s is not used as last year's report: %s", f.Shown, f.Why())
		case f.Year == 0:
			note("%s 没有用作上年报告：没有写明年度", "%s is not used as last year's report: it names no year", f.Shown)
		case f.Year != year-1:
			others++
		case f.Empty:
			note("%s 没有用作上年报告：模板没有填写", "%s is not used as last year's report: nobody filled it in", f.Shown)
		default:
			asked = append(asked, f)
		}
	}
	if others > 0 {
		note("不是 %d 年度的报告没有使用：%d 份", "reports not on %d were not used: %d", year-1, others)
	}
	of = map[*Unit]Submission{}
	var faults []msg.Text
	for _, u := range Assemble(list, nil, asked).Units {
		switch {
		case u.Unit == nil:
			u.Unplaced(func(f Submission, why msg.Text) {
				note("%s 没有用作上年报告：%s", "%s is not used as last year's report: %s", f.Shown, why)
			})
		case len(u.Filings) > 1:
			faults = append(faults, msg.F("“%s”有 %d 份内容不同的上年报告：%s", "%q has %d different reports on last year: %s", u.Name, len(u.Filings), FileNames(u.Filings)))
		case len(u.Filings) == 1:
			of[u.Unit] = u.Filings[0]
		}
	}
	if len(faults) > 0 {
		return nil, notes, &msg.Problem{What: msg.Join(faults, "\n  ", "\n  "), Hint: msg.T("每个单位只留一份", "leave one of each unit")}
	}
	var without []msg.Text
	for _, u := range list.Due() {
		if _, ok := of[u]; !ok {
			without = append(without, msg.Text{ZH: u.Name})
		}
	}
	if len(without) > 0 {
		note("没有上年报告的单位 %d 个，模板是空白的：%s", "%d units have no report on last year, and their templates are blank: %s", len(without), msg.Join(without, "、", ", "))
	}
	return of, notes, nil
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
