package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// Reconciliation makes the check of a total against what units filed. Variant is
// the form that files may be in besides the official ones; nil for none.
func Reconciliation(submissions []units.Submission, variant *model.Form) pipeline.Reconcile {
	return func(r *model.Report, sum string) *check.Units {
		return reconcile(r, sum, submissions, variant)
	}
}

// reconcile holds what units filed against the sources that a total lists, or
// takes all of them for the units of an ordinary report. SHA is the total's own.
func reconcile(r *model.Report, sha string, submissions []units.Submission, variant *model.Form) *check.Units {
	rc := newReconciliation(r, variant)
	unlisted := rc.assign(units.Sorted(submissions), sha)
	counted, found := 0, 0
	for _, u := range rc.listed {
		if u.source.Role == merge.Counted {
			counted++
			if rc.settleCounted(u) {
				found++
			}
		}
	}
	for _, u := range rc.listed {
		rc.settleUncounted(u)
	}
	rc.settleUnlisted(unlisted)
	switch {
	case !rc.out.Fault.IsZero():
	case rc.out.Listed && found == 0 && counted > 1:
		rc.out.Fault = msg.F("来源表列有 %d 个单位，给出的文件里一个也没有", "the total lists %d units, and none of them is among the files", counted)
	case !rc.out.Listed && len(rc.out.Units) == 0:
		rc.out.Fault = msg.T("给出的文件里没有单位的报告", "there is no unit's report among the files")
	}
	return rc.out
}

// assign gives every file to the unit whose it is, and returns those of units
// that the list does not name. SHA is the total's own, which is among the files
// where it lies beside them.
func (rc *reconciliation) assign(submissions []units.Submission, sha string) (unlisted []units.Submission) {
	for i := range submissions {
		f := &submissions[i]
		if f.SHA == sha && sha != "" {
			continue
		}
		u, listed := rc.unitOf(f)
		switch {
		case f.Err != nil:
			if !listed || u.source.Role != merge.LeftOut && u.source.Role != merge.Outside { // or as it was then
				rc.noteUnreadable(f)
			}
			continue
		case listed && (f.SHA == u.source.SHA || u.copies[f.SHA]):
			u.files = append(u.files, f)
			continue
		case listed && u.others[f.SHA]: // left out then, and now
			continue
		}
		switch why := rc.unfit(f); {
		case !why.IsZero():
			if listed && u.gone.IsZero() {
				u.gone, u.broken = msg.F("它的文件“%s”不能用：%s", "its file %q is of no use: %s", f.Shown, why), f.Shown
			}
			rc.noteOther(f.Shown, why, false)
		case listed:
			u.files = append(u.files, f)
		default:
			rc.noteRenamed(f)
			unlisted = append(unlisted, *f)
		}
	}
	return unlisted
}

// noteOther notes a file that is no unit's report; grave is one that may be.
func (rc *reconciliation) noteOther(file string, why msg.Text, grave bool) {
	rc.out.Others = append(rc.out.Others, check.UnitFile{File: file, Why: why, Grave: grave})
}

// figures are what a file says, in the form of the total; ok is false when no
// crosswalk leads there.
func (rc *reconciliation) figures(f *units.Submission) (es merge.Entries, ok bool) {
	form := rc.forms[f.Form]
	if form == nil || !f.Row.Fits(form) {
		return nil, false
	}
	es, _, ok = f.Row.Entries().Translate(form, rc.report.Form)
	return es, ok
}

// fill gives a unit what its file says now, and notes whose figures that holds
// where the file is a total.
func (rc *reconciliation) fill(u *check.Unit, f *units.Submission) {
	es, ok := rc.figures(f)
	if !ok {
		return
	}
	u.File, u.Now = f.Shown, es.Row()
	u.Errors, u.First = f.Errors, f.First
	for _, s := range f.Sources {
		if s.Role == merge.Counted || s.Role == merge.Behind {
			rc.containing.Add(&containingTotal{f.Shown, s.SHA}, units.Clues{Code: s.Code, Name: s.Name})
		}
	}
}

// containedIn are the totals below that hold the figures of a unit.
func (rc *reconciliation) containedIn(code, name string) []*containingTotal {
	return rc.containing.All(units.Clues{Code: code, Name: name})
}

// noteContained looks at the files of a unit that totals below hold: when none is
// the one that the total was made of, that total is out of date.
func (rc *reconciliation) noteContained(in []*containingTotal, code, name string, files []*units.Submission) {
	current := slices.ContainsFunc(in, func(t *containingTotal) bool {
		return t.sha == "" || slices.ContainsFunc(files, func(f *units.Submission) bool { return f.SHA == t.sha })
	})
	if !current {
		rc.out.Units = append(rc.out.Units, check.Unit{Code: code, Name: name, File: files[0].Shown, Within: in[len(in)-1].file, Moved: true})
	}
}

// settleCounted settles which file of a unit of the total holds its figures now,
// and reports whether there is one.
func (rc *reconciliation) settleCounted(s *sourceUnit) bool {
	src := &s.source
	u := check.Unit{Code: src.Code, Name: src.Name, Then: src.Row, ErrorsThen: src.Errors}
	var same, fresh []*units.Submission // as listed, the very file first, and others
	very := 0
	for _, f := range s.files {
		switch {
		case f.SHA == src.SHA:
			same = slices.Insert(same, very, f)
			very++
		case s.copies[f.SHA]:
			same = append(same, f)
		default:
			fresh = append(fresh, f)
		}
	}
	switch {
	case len(same) > 0:
		u.Same = true
		rc.choose(&u, same[0], same[1:], fresh, s.copies)
	case len(fresh) > 0:
		rc.choose(&u, fresh[0], nil, fresh[1:], nil)
		rc.noteAmbiguous(&u, fresh)
	case !s.gone.IsZero():
		u.File, u.Gone = s.broken, s.gone
		rc.out.Others = slices.DeleteFunc(rc.out.Others, func(o check.UnitFile) bool { return o.File == s.broken })
	default:
		u.Gone = msg.F("给出的文件里没有它的报告，汇总时是“%s”", "none of the files is its report; it was %q when merged", src.File)
	}
	rc.out.Units = append(rc.out.Units, u)
	return len(same)+len(fresh) > 0
}

// choose makes one file the unit's, and names the others. Known are the copies
// that the list names itself, by SHA.
func (rc *reconciliation) choose(u *check.Unit, f *units.Submission, copies, others []*units.Submission, known map[string]bool) {
	rc.fill(u, f)
	for _, c := range copies {
		if !known[c.SHA] {
			u.Copies = append(u.Copies, c.Shown)
		}
	}
	for _, o := range others {
		if o.Content == f.Content {
			u.Copies = append(u.Copies, o.Shown)
		} else {
			u.Twice = append(u.Twice, o.Shown)
		}
	}
}

// noteAmbiguous looks whether files that say different things agree in their
// figures. Where they do not, none of them is the unit's.
func (rc *reconciliation) noteAmbiguous(u *check.Unit, files []*units.Submission) {
	if len(u.Twice) == 0 {
		return
	}
	agreed, _ := rc.figures(files[0])
	same := true
	for _, f := range files[1:] {
		es, _ := rc.figures(f)
		for i := range min(len(es), len(agreed)) {
			if !es[i].Equal(agreed[i]) {
				agreed[i], same = merge.Entry{State: model.Absent, Why: merge.Disputed}, false
			}
		}
	}
	if same {
		return
	}
	u.Unclear, u.Errors = true, 0
	u.Twice = append([]string{files[0].Shown}, u.Twice...)
	u.File, u.Now = "", agreed.Row()
	if !u.Then.IsZero() {
		u.Now = merge.Row{} // what was merged stands in
	}
}

// settleUncounted looks at a unit whose figures are not in the sum by themselves.
func (rc *reconciliation) settleUncounted(s *sourceUnit) {
	src := &s.source
	if src.Role == merge.Counted || src.Role == merge.Outside || len(s.files) == 0 || slices.ContainsFunc(s.files, func(f *units.Submission) bool { return f.SHA == src.SHA }) {
		return
	}
	if in := rc.containedIn(src.Code, src.Name); len(in) > 0 {
		rc.noteContained(in, src.Code, src.Name, s.files)
		return
	}
	if src.Role == merge.Behind { // its total is gone, which is said
		return
	}
	u := check.Unit{Code: src.Code, Name: src.Name, ErrorsThen: src.Errors, New: true, Was: rc.wasLeftOut(s)}
	rc.choose(&u, s.files[0], nil, s.files[1:], nil)
	rc.noteAmbiguous(&u, s.files)
	rc.out.Units = append(rc.out.Units, u)
}

// wasLeftOut says why a unit that has a file now is not in the total.
func (rc *reconciliation) wasLeftOut(s *sourceUnit) msg.Text {
	if s.source.Role != merge.Missed || len(s.others) > 0 {
		return msg.T("汇总时没有计入，现在的文件不是那时的", "it was left out of the total, and its file is another now")
	}
	if total, ok := rc.owner.Find(units.Clues{SHA: s.source.Via}); ok {
		return msg.F("在下级汇总“%s”里缺报，现在有了文件", "it was missing in the total of %q below, and has a file now", total.source.Name)
	}
	return msg.T("汇总时缺报，现在有了文件", "it was missing when the total was made, and has a file now")
}

// settleUnlisted settles the units that the list does not name.
func (rc *reconciliation) settleUnlisted(submissions []units.Submission) {
	submissions = slices.DeleteFunc(submissions, func(f units.Submission) bool {
		in := rc.containedIn(f.Code, f.Organ)
		if len(in) > 0 {
			rc.noteContained(in, f.Code, cmp.Or(f.Organ, f.Code), []*units.Submission{&f})
		}
		return len(in) > 0
	})
	strangers := units.Assemble(nil, nil, submissions).Units
	files := func(x *units.UnitSubmissions) (out []*units.Submission) {
		for i := range x.Filings {
			out = append(out, &x.Filings[i])
		}
		return out
	}
	for _, x := range strangers {
		if x.IncludedIn != nil {
			continue
		}
		u := check.Unit{Code: x.Code, Name: cmp.Or(x.Name, x.Code), New: rc.out.Listed, ErrorsThen: -1}
		rc.choose(&u, &x.Filings[0], nil, files(x)[1:], nil)
		for _, f := range x.Copies {
			u.Copies = append(u.Copies, f.Shown)
		}
		rc.noteAmbiguous(&u, files(x))
		rc.out.Units = append(rc.out.Units, u)
	}
	for _, x := range strangers {
		if in := rc.containedIn(x.Code, x.Name); len(in) > 0 && x.IncludedIn != nil {
			rc.noteContained(in, x.Code, cmp.Or(x.Name, x.Code), files(x))
		}
	}
}
