package findings

import (
	"strings"

	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// tally counts what checking found, for the verdict.
type tally struct {
	reports, unreadable     int
	errors, warnings, hints int
	explained               int // warnings
	explains, causes        int // findings that causes account for, and those
}

func (t *tally) add(r Result) {
	t.reports++
	if r.Err != nil {
		t.unreadable++
		t.errors++
		return
	}
	for _, f := range r.Findings {
		switch f.Grade {
		case model.Error:
			t.errors++
		case model.Hint:
			t.hints++
		default:
			t.warnings++
			if f.Explained() {
				t.explained++
			}
		}
	}
	t.explains += r.Causes.Occurrences()
	t.causes += len(r.Causes.Best())
}

// outcome is the verdict alone.
func (t *tally) outcome() model.Verdict {
	switch {
	case t.errors > 0:
		return model.Fail
	case t.warnings > t.explained:
		return model.Warn
	}
	return model.Pass
}

// verdict is the verdict with its counts; whole also says of how many reports.
func (t *tally) verdict(whole bool) msg.Text {
	warnings := msg.F("警告 %d", "%d warnings", t.warnings)
	if t.explained > 0 {
		warnings = msg.F("%s（已说明 %d）", "%s (%d explained)", warnings, t.explained)
	}
	s := msg.F("%s：错误 %d，%s，提示 %d", "%s: %d errors, %s, %d hints", t.outcome().Title(), t.errors, warnings, t.hints)
	s = msg.F("%s%s", "%s%s", s, locate.CountTextOf(t.explains, t.causes))
	if whole && t.reports != 1 {
		s = msg.F("%s；共 %d 份", "%s; %d reports", s, t.reports)
	}
	if whole && t.unreadable > 0 {
		s = msg.F("%s，其中 %d 份无法读取", "%s, %d unreadable", s, t.unreadable)
	}
	return s
}

// About names a report: organ, year and edition.
func About(r Result) msg.Text {
	organ := msg.T(r.Report.Organ, r.Report.Organ)
	if r.Report.Organ == "" {
		organ = msg.T("（未填机关名称）", "(no organ given)")
	}
	year := msg.F("%d 年度", "%d", r.Report.Year)
	if r.Report.Year == 0 {
		year = msg.T("（未填年度）", "(no year given)")
	}
	t := msg.F("%s  %s  %s 版", "%s  %s  edition %s", organ, year, r.Report.Form.ID)
	if n := r.Units.Counted(); n > 0 {
		t = msg.F("%s  与 %d 个单位核对", "%s  held against %d units", t, n)
	}
	return t
}

// whyUnreadable says why a file could not be read, without naming it once more.
func whyUnreadable(r Result, lang msg.Lang) string {
	return strings.TrimPrefix(msg.Of(r.Err).In(lang), r.File+msg.T("：", ": ").In(lang))
}
