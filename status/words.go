package status

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

const dayLayout = "2006-01-02"

// countColumn is a column of counts, as every form of the status shows it.
type countColumn struct {
	head  msg.Text
	of    func(Counts) int
	finer bool // part of the column before it; left out where there is little room
}

var countColumns = []countColumn{
	{msg.T("应报", "due"), func(c Counts) int { return c.Due }, false},
	{msg.T("已报", "in"), func(c Counts) int { return c.In }, false},
	{msg.T("缺报", "missing"), func(c Counts) int { return c.Missing }, false},
	{msg.T("未到期", "not yet due"), func(c Counts) int { return c.NotDue }, true},
	{msg.T("重复", "twice"), func(c Counts) int { return c.Twice }, false},
	{msg.T("内容不同", "conflicting"), func(c Counts) int { return c.Conflicting }, true},
	{msg.T("有误", "wrong"), func(c Counts) int { return c.Wrong }, false},
	{msg.T("有未说明警告", "unexplained"), func(c Counts) int { return c.Unexplained }, false},
	{msg.T("迟报", "late"), func(c Counts) int { return c.Late }, false},
}

// Title names what the status is of.
func (s *Status) Title() msg.Text {
	t := msg.T("政府信息公开工作年度报告报送情况", "Annual reports on government information disclosure: what is in")
	if s.Year != 0 {
		t = msg.F("%d 年度%s", "%[2]s, %[1]d", s.Year, t)
	}
	return t
}

// Sentence sums the status up.
func (s *Status) Sentence() msg.Text {
	t := msg.F("应报 %d，已报 %d，缺报 %d", "%d due, %d in, %d missing", s.Due, s.In, s.Missing)
	if s.NotDue > 0 {
		t = msg.F("%s（未到期 %d）", "%s (%d not yet due)", t, s.NotDue)
	}
	t = msg.F("%s，重复 %d", "%s, %d twice", t, s.Twice)
	if s.Conflicting > 0 {
		t = msg.F("%s（内容不同 %d）", "%s (%d conflicting)", t, s.Conflicting)
	}
	t = msg.F("%s，有误 %d，有未说明警告 %d，迟报 %d", "%s, %d wrong, %d with unexplained warnings, %d late", t, s.Wrong, s.Unexplained, s.Late)
	if s.Undated > 0 {
		t = msg.F("%s（另有 %s 个单位的文件时间晚于截至日，没有算）", "%s (%s dated after that day, not counted)", t, msg.Count(s.Undated, "more has files", "more have files"))
	}
	if n := s.totalsWrong(); n > 0 {
		t = msg.F("%s；有误的汇总 %s", "%s; %s wrong", t, msg.Count(n, "total", "totals"))
	}
	if n := len(s.Strangers); n > 0 {
		t = msg.F("%s；不能归入单位 %d", "%s; %d of no unit", t, n)
	}
	if n := len(s.Unreadable); n > 0 {
		t = msg.F("%s；无法读取 %d", "%s; %d unreadable", t, n)
	}
	if due := s.once.due; !due.IsZero() {
		return msg.F("截至 %[2]s（截止日 %[3]s）：%[1]s", "As of %[2]s (due %[3]s): %[1]s", t, s.AsOf.Format(dayLayout), due.Format(dayLayout))
	}
	return msg.F("截至 %[2]s：%[1]s", "As of %[2]s: %[1]s", t, s.AsOf.Format(dayLayout))
}

// said is what is the same of several units, so that it is said once for all of them.
type said struct {
	due     time.Time // the deadline of all units that have one, where several lines would name it; zero otherwise
	undated bool      // several files are dated after the day of the status
}

// said returns what [Status.Sentence] and [Status.Untimed] say once.
func (s *Status) said() (once said) {
	once.undated = s.Undated > 1
	lines := 0
	for _, u := range s.Units {
		due := u.Unit.Deadline
		switch {
		case !u.Reports || due.IsZero():
			continue
		case once.due.IsZero():
			once.due = due
		case !due.Equal(once.due):
			return said{undated: once.undated}
		}
		if u.DaysOver > 0 || u.DaysLate > 0 {
			lines++
		}
	}
	if lines < 2 {
		once.due = time.Time{}
	}
	return once
}

// Words says in one line how a unit stands, as [UnitStatus.Words], but for what is the same of several units:
// [Status.Sentence] and [Status.Untimed] say that.
func (s *Status) Words(u *UnitStatus) msg.Text { return u.words(0, true, s.once) }

// totalsWrong counts the units above others whose own report is at fault; the
// counts of units leave them out.
func (s *Status) totalsWrong() int {
	return len(slices.DeleteFunc(slices.Clone(s.Units), func(u *UnitStatus) bool { return u.Reports || !u.wrong() && !u.conflicts() }))
}

// Doubt says when the reports are on several years, and nobody said which one is
// asked for.
func (s *Status) Doubt() msg.Text {
	if len(s.Years) < 2 {
		return msg.Text{}
	}
	var parts []msg.Text
	for _, y := range slices.SortedFunc(maps.Keys(s.Years), func(x, y int) int { return cmp.Compare(s.Years[y], s.Years[x])*2 + cmp.Compare(y, x) }) {
		name := msg.F("%d 年度", "%d", y)
		if y == 0 {
			name = msg.T("没有写明年度", "no year")
		}
		parts = append(parts, msg.F("%s %d 份", "%[2]d on %[1]s", name, s.Years[y]))
	}
	return msg.F("报告的年度不一致：%s；用 --year 指明年度，别的年度就不计", "the reports are on several years: %s; say which with --year, and the others are not counted", msg.Join(parts, "，", ", "))
}

// Untimed says that files are dated after the day that tells what is overdue; empty without any.
func (s *Status) Untimed() msg.Text {
	if s.Undated == 0 {
		return msg.Text{}
	}
	return msg.F("%s 个单位的文件时间晚于 %s，可能是复制、下载或另存时变的，没有算迟报", "the files of %s were last written after %s, perhaps when they were copied, downloaded or saved, and are not counted as late", msg.Count(s.Undated, "unit", "units"), s.AsOf.Format(dayLayout))
}

// Unsure says how sure it is what came late; empty where nothing did.
func (s *Status) Unsure() msg.Text {
	if s.Late == 0 {
		return msg.Text{}
	}
	return msg.T("迟报按文件最后写入的时间判断：另存、复制或下载都会改变这个时间，请先核实", "lateness goes by when files were last written: saving, copying or downloading them changes that, so make sure first")
}

// Words says in one line how a unit stands; empty for one above others of which
// there is nothing to say.
func (u *UnitStatus) Words() msg.Text { return u.words(0, true, said{}) }

// words cuts what files say at a number of columns; 0 cuts nothing. Files, contact
// and deadline are named where they do not stand beside, and what is said once for
// all units is not said again.
func (u *UnitStatus) words(columns int, alone bool, once said) msg.Text {
	var w []msg.Text
	put := func(zh, en string, args ...any) { w = append(w, msg.F(zh, en, args...)) }
	// due puts what has to do with the deadline, and the deadline behind it.
	due := func(zh, en string, args ...any) {
		t := msg.F(zh, en, args...)
		if day := u.Unit.Deadline; alone && !day.Equal(once.due) {
			t = msg.F("%s（截止 %s）", "%s (due %s)", t, day.Format(dayLayout))
		}
		w = append(w, t)
	}
	switch {
	case !u.Reports && len(u.Filings) > 0:
		put("已有汇总：%s", "a total is there: %s", units.FileNames(u.Filings))
	case !u.Reports:
	case u.NotDue == 1:
		put("未到期（%s）", "not yet due (%s)", u.Unit.Deadline.Format(dayLayout))
	case u.Missing == 1 && u.DaysOver > 0:
		due("缺报，逾期 %s 天", "missing, %s over", msg.Count(u.DaysOver, "day", "days"))
	case u.Missing == 1:
		put("缺报", "missing")
	case len(u.Filings) == 0:
		put("在汇总 %s 中", "in the total %s", u.Within.Shown)
	case len(u.Filings) == 1 && !alone:
		put("已报", "in")
	case len(u.Filings) == 1:
		put("已报：%s", "in: %s", units.FileNames(u.Filings))
	}
	if u.conflicts() {
		put("内容不同的报告 %d 份：%s", "%d different reports: %s", len(u.Filings), units.FileNames(u.Filings))
		if !u.Differences.IsZero() {
			w[len(w)-1] = msg.F("%s（%s）", "%s (%s)", w[len(w)-1], u.Differences)
		}
	}
	for _, f := range u.Filings {
		if !f.First.IsZero() && (f.Errors > 0 || f.Warnings > 0) {
			w = append(w, u.faults(f, columns))
		}
	}
	for _, r := range u.Repetition {
		w = append(w, r.Brief()...)
	}
	if len(u.Copies) > 0 {
		put("相同的还有 %s", "the same again: %s", units.FileNames(u.Copies))
	}
	if t := u.Reviewed(); alone && !t.IsZero() {
		put("审核：%s", "review: %s", t)
	}
	if u.DaysLate > 0 {
		due("迟报 %s 天", "%s late", msg.Count(u.DaysLate, "day", "days"))
	}
	switch {
	case !u.Reports || u.Undated == 0:
	case once.undated:
		put("没有算迟报", "not counted as late")
	default:
		put("文件时间晚于截至日，没有算迟报", "its files are dated after the day of this status, and it is not counted as late")
	}
	if len(u.Filings) > 0 && u.Within != nil {
		put("也在汇总 %s 中", "in the total %s too", u.Within.Shown)
	}
	for _, f := range u.OtherYear {
		put("另有 %d 年度的报告 %s，不计", "a report on %d, %s, is not counted", f.Year, f.Shown)
	}
	if len(u.Empty) > 0 {
		put("模板没有填写：%s", "a template nobody filled in: %s", units.FileNames(u.Empty))
	}
	if len(u.Unreadable) > 0 {
		put("文件名是本单位的无法读取：%s", "by its name the unit's, but unreadable: %s", units.FileNames(u.Unreadable))
	}
	if len(u.Doubtful) > 0 {
		put("没有计入、可能是本单位的：%s", "not counted, and perhaps the unit's: %s", units.FileNames(u.Doubtful))
	}
	if u.Missing == 1 && u.Reports && u.Unit.Contact != "" && alone {
		put("联系方式 %s", "contact %s", u.Unit.Contact)
	}
	return msg.Join(w, "；", "; ")
}

// Reviewed says how far the reports of a unit have been reviewed; empty without a record of reviews.
func (u *UnitStatus) Reviewed() msg.Text {
	if !u.conflicts() {
		return u.review().Words()
	}
	var out []msg.Text
	for _, f := range u.Filings {
		if t := f.Review.Words(); !t.IsZero() {
			out = append(out, msg.F("%s：%s", "%s: %s", f.Shown, t))
		}
	}
	return msg.Join(out, "；", "; ")
}

// review is the best of the reviews of a unit's files, which say the same.
func (u *UnitStatus) review() (best review.Brief) {
	for _, f := range u.files() {
		if b := f.Review; (b != review.Brief{}) && (best == review.Brief{} || best.Broken && !b.Broken || best.Lapsed && !b.Lapsed || b.Level > best.Level) {
			best = b
		}
	}
	return best
}

// unreviewed reports whether a review of one of its reports does not count any more.
func (u *UnitStatus) unreviewed() bool {
	if !u.conflicts() {
		return u.review().Lapsed || u.review().Broken
	}
	return slices.ContainsFunc(u.Filings, func(f units.Submission) bool { return f.Review.Lapsed || f.Review.Broken })
}

// anyReviewed reports whether there is a record of reviews in any unit's report.
func (s *Status) anyReviewed() bool {
	return slices.ContainsFunc(s.Units, func(u *UnitStatus) bool { return !u.Reviewed().IsZero() })
}

func (u *UnitStatus) faults(f units.Submission, columns int) msg.Text {
	var counts []msg.Text
	if f.Errors > 0 {
		counts = append(counts, msg.F("错误 %s", "%s", msg.Count(f.Errors, "error", "errors")))
	}
	if f.Warnings > 0 {
		counts = append(counts, msg.F("未说明警告 %s", "%s", msg.Count(f.Warnings, "unexplained warning", "unexplained warnings")))
	}
	first := msg.Text{ZH: text.ClipColumns(f.First.ZH, columns), EN: text.ClipColumns(f.First.EN, columns)}
	t := msg.F("%s，第一处 %s", "%s, first %s", msg.Join(counts, "、", ", "), first)
	if u.conflicts() {
		t = msg.F("%s：%s", "%s: %s", f.Shown, t)
	}
	return t
}

// OfNoUnit goes over the files that belong to no unit of the roster, and says of
// each why.
func (s *Status) OfNoUnit(each func(f units.Submission, why msg.Text)) {
	for _, u := range s.Strangers {
		u.Unplaced(each)
	}
}

// tone is how urgently a row wants to be seen.
func (u *UnitStatus) tone() table.Tone {
	switch {
	case !u.Reports && !u.conflicts() && !u.wrong():
		return table.Total
	case u.conflicts(), u.wrong(), u.Overdue():
		return table.Bad
	case u.Missing == 1, u.unexplained(), u.repeats(), u.unreviewed(), u.Late == 1, u.Twice == 1, len(u.Unreadable) > 0, len(u.Doubtful) > 0, len(u.Empty) > 0 && u.In == 0:
		return table.Warn
	}
	return ""
}

// plain reports whether there is nothing to do about a unit.
func (u *UnitStatus) plain() bool { return u.tone() == "" }

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dayLayout)
}
