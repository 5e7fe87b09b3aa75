package status

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// statusTable is what the status shows as a table in a workbook, on a page and
// as CSV.
type statusTable struct {
	title string
	heads []statusHead
	rows  []statusRow
}

type statusHead struct {
	text  string
	width float64 // in a workbook
}

type statusRow struct {
	tone  string
	level int // how far the first column is set in
	cells []statusCell
}

// statusCell is a text or a number; a faint one is a 0 that says nothing.
type statusCell struct {
	text   string
	number int
	is     cellKind
}

type cellKind byte

const (
	isText cellKind = iota
	isNumber
	isFaint
)

func (c statusCell) String() string {
	if c.is == isText {
		return c.text
	}
	return strconv.Itoa(c.number)
}

func textCell(s string) statusCell { return statusCell{text: s} }

func count(n int) statusCell { return statusCell{number: n, is: isNumber} }

// tables are all that the status has to show; what has no rows is left out, but
// the units.
func (s *Status) tables(lang msg.Lang) []statusTable {
	out := []statusTable{s.unitTable(lang, 80)} // the rest is said below
	for _, t := range []statusTable{s.missingTable(lang), s.faultTable(lang), s.fileTable(lang)} {
		if len(t.rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// unitTable has a line for every unit; what is first wrong in a file is cut at a
// number of columns.
func (s *Status) unitTable(lang msg.Lang, columns int) statusTable {
	in := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	t := statusTable{title: in("单位情况", "Units"), heads: []statusHead{{in("单位", "unit"), 28}, {in("类别", "kind"), 6}, {in("代码", "code"), 11}}}
	for _, c := range countColumns {
		t.heads = append(t.heads, statusHead{c.head.In(lang), 7})
	}
	t.heads = append(t.heads, statusHead{in("截止日期", "deadline"), 11}, statusHead{in("收到", "received"), 11}, statusHead{in("文件", "files"), 22},
		statusHead{in("联系方式", "contact"), 14}, statusHead{in("情况", "state"), 56})
	put := func(tone string, level int, name, kind, code string, n Counts, faint bool, rest ...string) {
		r := statusRow{tone: tone, level: level, cells: []statusCell{textCell(name), textCell(kind), textCell(code)}}
		for _, c := range countColumns {
			v := count(c.of(n))
			if faint && v.number == 0 {
				v.is = isFaint
			}
			r.cells = append(r.cells, v)
		}
		for _, s := range rest {
			r.cells = append(r.cells, textCell(s))
		}
		t.rows = append(t.rows, r)
	}
	for _, u := range s.Units {
		kind := in("单位", "unit")
		if !u.Reports {
			kind = in("汇总", "sum")
		}
		put(u.tone(), u.Level, u.Unit.Name, kind, u.Unit.Code, u.Counts, u.Reports, dayOf(u.Unit.Deadline), dayOf(u.received()),
			units.FileNames(append(slices.Clone(u.Filings), u.Copies...)).In(lang), u.Unit.Contact, u.words(columns, false).In(lang))
	}
	if s.Tops > 1 {
		put("above", 0, in("合计", "all"), in("汇总", "sum"), "", s.Counts, false, "", "", "", "", "")
	}
	return t
}

// received is when the first of a unit's files was last written.
func (u *UnitStatus) received() time.Time {
	all := append(slices.Clone(u.Filings), u.Copies...)
	if len(all) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(all, func(x, y units.Submission) int { return x.Received.Compare(y.Received) }).Received
}

func (s *Status) missingTable(lang msg.Lang) statusTable {
	in := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	t := statusTable{title: in("缺报单位", "Missing"), heads: []statusHead{{in("单位", "unit"), 34}, {in("代码", "code"), 12}, {in("上级", "above"), 30}, {in("截止日期", "deadline"), 12},
		{in("逾期天数", "days over"), 10}, {in("联系方式", "contact"), 20}, {in("情况", "state"), 60}}}
	for _, u := range s.Units {
		if !u.Reports || u.Missing == 0 {
			continue
		}
		above := ""
		if u.Above != nil {
			above = u.Above.Name
		}
		over := count(u.DaysOver)
		if u.DaysOver == 0 {
			over = textCell("")
		}
		t.rows = append(t.rows, statusRow{tone: u.tone(), cells: []statusCell{textCell(u.Unit.Name), textCell(u.Unit.Code), textCell(above), textCell(dayOf(u.Unit.Deadline)), over, textCell(u.Unit.Contact), textCell(u.words(0, false).In(lang))}})
	}
	slices.SortStableFunc(t.rows, func(x, y statusRow) int { return cmp.Compare(y.cells[4].number, x.cells[4].number) })
	return t
}

func (s *Status) faultTable(lang msg.Lang) statusTable {
	in := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	t := statusTable{title: in("有问题的报告", "Faults"), heads: []statusHead{{in("单位", "unit"), 34}, {in("代码", "code"), 12}, {in("文件", "file"), 34}, {in("错误", "errors"), 8},
		{in("未说明警告", "unexplained"), 12}, {in("第一处", "first"), 70}, {in("联系方式", "contact"), 20}}}
	for _, u := range s.Units {
		for _, f := range u.Filings {
			if f.Errors == 0 && f.Warnings == 0 && !u.conflicts() {
				continue
			}
			first := f.First
			if u.conflicts() {
				first = msg.F("与本单位的另一份内容不同。%s", "differs from the unit's other report. %s", first)
			}
			tone := "warn"
			if f.Errors > 0 || u.conflicts() {
				tone = "bad"
			}
			t.rows = append(t.rows, statusRow{tone: tone, cells: []statusCell{textCell(u.Unit.Name), textCell(u.Unit.Code), textCell(f.Shown), count(f.Errors), count(f.Warnings), textCell(strings.TrimSpace(first.In(lang))), textCell(u.Unit.Contact)}})
		}
	}
	return t
}

func (s *Status) fileTable(lang msg.Lang) statusTable {
	in := func(zh, en string) string { return msg.T(zh, en).In(lang) }
	t := statusTable{title: in("未计入的文件", "Files not counted"), heads: []statusHead{{in("文件", "file"), 40}, {in("机关", "organ"), 34}, {in("代码", "code"), 14}, {in("原因", "why"), 80}}}
	put := func(tone string, f units.Submission, why msg.Text) {
		t.rows = append(t.rows, statusRow{tone: tone, cells: []statusCell{textCell(f.Shown), textCell(f.Organ), textCell(f.Code), textCell(why.In(lang))}})
	}
	for _, f := range s.Unreadable {
		put("bad", f, msg.F("无法读取：%s", "unreadable: %s", f.Why()))
	}
	s.OfNoUnit(func(f units.Submission, why msg.Text) { put("bad", f, why) })
	for _, u := range s.Units {
		for _, f := range u.OtherYear {
			put("", f, msg.F("%d 年度的报告", "a report on %d", f.Year))
		}
		for _, f := range u.Empty {
			put("", f, msg.T("模板没有填写", "a template nobody filled in"))
		}
	}
	return t
}
