package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// reconciliation holds a total against what its units filed.
type reconciliation struct {
	report *model.Report          // the total
	forms  map[string]*model.Form // that files may be in, by id

	listed     []*sourceUnit // those that count first
	owner      *units.Matcher[*sourceUnit]
	containing *units.Matcher[*containingTotal] // by the units they hold
	itself     *units.Matcher[*model.Report]    // the total, by its own code and name
	out        *check.Units
}

// sourceUnit is a unit of the list, and the files that are its.
type sourceUnit struct {
	source merge.Source
	copies map[string]bool // listed files that said the same, by SHA
	others map[string]bool // listed files that said something else and were left out, by SHA
	files  []*units.Submission
	gone   msg.Text // why a file that is the unit's cannot be used
	broken string   // that file
}

// containingTotal is a total below, and the SHA of a unit's file that it was made
// of; "" where that is in a total further below.
type containingTotal struct{ file, sha string }

// newReconciliation reads the list of sources of a total.
func newReconciliation(r *model.Report, variant *model.Form) *reconciliation {
	rc := &reconciliation{report: r, owner: units.NewMatcher[*sourceUnit](units.CodeMustAgree), containing: units.NewMatcher[*containingTotal](units.CodeMustAgree),
		itself: units.NewMatcher[*model.Report](units.CodeDecides), out: &check.Units{}}
	rc.itself.Add(r, units.Clues{Code: r.Code, Name: r.Organ})
	rc.forms, _ = templates.CandidatesByID(variant) // an edition that cannot be had has no crosswalk either
	sources, err := merge.ReadSources(r)
	if p, damaged := err.(*msg.Problem); damaged {
		rc.out.Fault = p.What
		if sources != nil {
			rc.out.Fault = msg.F("来源表中“%s”一行的数字已损坏", "the figures of %q in the list of sources are damaged", p.Where)
		}
	}
	rc.list(sources)
	return rc
}

// list makes a unit of every line of the list: of those that count first, so that
// another line of the same unit goes to it.
func (rc *reconciliation) list(sources []merge.Source) {
	rc.out.Listed = sources != nil
	add := func(src merge.Source) {
		u := &sourceUnit{source: src, copies: map[string]bool{}, others: map[string]bool{}}
		rc.listed = append(rc.listed, u)
		rc.owner.Add(u, units.Clues{SHA: src.SHA, Code: src.Code, Name: src.Name})
		if src.Role == merge.Counted {
			rc.owner.AddFile(u, src.File)
		}
	}
	for _, src := range sources {
		if src.Role == merge.Counted {
			add(src)
		}
	}
	for _, src := range sources {
		if src.Role == merge.Counted {
			continue
		}
		u, ok := rc.owner.Find(units.Clues{Code: src.Code, Name: src.Name})
		switch {
		case !ok:
			add(src)
		case src.Role == merge.Same:
			u.copies[src.SHA] = true
			rc.owner.Add(u, units.Clues{SHA: src.SHA})
		case src.Role == merge.LeftOut:
			u.others[src.SHA] = true
			rc.owner.Add(u, units.Clues{SHA: src.SHA})
		}
	}
}

// unitOf finds the unit of the list whose a file is: one that cannot be read is
// known by its bytes alone, and one that names no organ is listed by its file.
func (rc *reconciliation) unitOf(f *units.Submission) (*sourceUnit, bool) {
	if f.Err != nil {
		return rc.owner.Find(units.Clues{SHA: f.SHA})
	}
	return rc.owner.Find(units.Clues{SHA: f.SHA, Code: f.Code, Name: cmp.Or(f.Organ, f.Shown)})
}

// noteUnreadable notes a file that cannot be read, and puts it to the unit whose
// file had its name.
func (rc *reconciliation) noteUnreadable(f *units.Submission) {
	why := units.Reason(f.Err)
	rc.noteGone(f, msg.F("它的文件“%s”无法读取：%s", "its file %q cannot be read: %s", f.Shown, why))
	rc.noteOther(f.Shown, why, true)
}

// noteRenamed notes that a unit's file was this one, and names another unit now.
func (rc *reconciliation) noteRenamed(f *units.Submission) {
	rc.noteGone(f, msg.F("它的文件“%s”现在写的是“%s”，不能认定还是它的", "its file %q says %q now, which is not clearly this unit", f.Shown, cmp.Or(f.Organ, f.Code)))
}

// noteGone says of the first unit whose file was called as this one, and of which
// nothing was said yet, why it cannot be used.
func (rc *reconciliation) noteGone(f *units.Submission, why msg.Text) {
	for _, u := range rc.owner.OfFile(f.Shown) {
		if u.source.Role == merge.Counted && u.gone.IsZero() {
			u.gone, u.broken = why, f.Shown
			return
		}
	}
}

// unfit says why a report cannot be a unit's.
func (rc *reconciliation) unfit(f *units.Submission) msg.Text {
	isTotal := func(code, name string) bool {
		_, ok := rc.itself.Find(units.Clues{Code: code, Name: name})
		return ok
	}
	u, listed := rc.owner.Find(units.Clues{Code: f.Code, Name: f.Organ})
	switch {
	case f.Year != 0 && rc.report.Year != 0 && f.Year != rc.report.Year && (!listed || u.source.Year != f.Year):
		return msg.F("这是 %d 年度的报告，汇总是 %d 年度的", "it is on %d, the total on %d", f.Year, rc.report.Year)
	case !listed && isTotal(f.Code, f.Organ):
		return msg.F("这是“%s”自己的另一份报告，没有当作单位", "it is another report of %q itself, and was not taken for a unit's", rc.report.Organ)
	case slices.ContainsFunc(f.Sources, func(s merge.Source) bool { return isTotal(s.Code, s.Name) }):
		return msg.F("这是上级的汇总，含有“%s”", "it is a total above, which holds %q", rc.report.Organ)
	}
	if _, ok := rc.figures(f); !ok {
		return msg.F("%s 版与 %s 版之间没有对照", "there is no crosswalk between editions %s and %s", f.Form, rc.report.Form.ID)
	}
	return msg.Text{}
}
