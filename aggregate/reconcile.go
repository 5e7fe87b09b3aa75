package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
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
		if u.source.Role == sums.Counted {
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
		rc.out.Fault = msg.F("来源表列有 %s 个单位，给出的文件里一个也没有", "the total lists %s, of which none is among the files", msg.Count(counted, "unit", "units"))
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
			if !listed || u.source.Role != sums.LeftOut && u.source.Role != sums.Outside { // or as it was then
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
func (rc *reconciliation) figures(f *units.Submission) (es sums.Entries, ok bool) {
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
		if s.Role == sums.Counted || s.Role == sums.Behind {
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
				agreed[i], same = sums.Entry{State: model.Absent, Why: sums.Disputed}, false
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
		u.Now = sums.Row{} // what was merged stands in
	}
}

// settleUncounted looks at a unit whose figures are not in the sum by themselves.
func (rc *reconciliation) settleUncounted(s *sourceUnit) {
	src := &s.source
	if src.Role == sums.Counted || src.Role == sums.Outside || len(s.files) == 0 || slices.ContainsFunc(s.files, func(f *units.Submission) bool { return f.SHA == src.SHA }) {
		return
	}
	if in := rc.containedIn(src.Code, src.Name); len(in) > 0 {
		rc.noteContained(in, src.Code, src.Name, s.files)
		return
	}
	if src.Role == sums.Behind { // its total is gone, which is said
		return
	}
	u := check.Unit{Code: src.Code, Name: src.Name, ErrorsThen: src.Errors, New: true, Was: rc.wasLeftOut(s)}
	rc.choose(&u, s.files[0], nil, s.files[1:], nil)
	rc.noteAmbiguous(&u, s.files)
	rc.out.Units = append(rc.out.Units, u)
}

// wasLeftOut says why a unit that has a file now is not in the total.
func (rc *reconciliation) wasLeftOut(s *sourceUnit) msg.Text {
	if s.source.Role != sums.Missed || len(s.others) > 0 {
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
	first := len(rc.out.Units)
	for _, x := range strangers {
		if x.IncludedIn != nil {
			continue
		}
		u := check.Unit{Code: x.Code, Name: cmp.Or(x.Name, x.Code), New: rc.out.Listed, ErrorsThen: -1}
		rc.choose(&u, &x.Filings[0], nil, files(x)[1:], nil)
		u.Copies = append(u.Copies, units.ShownOf(x.Copies)...)
		rc.noteAmbiguous(&u, files(x))
		rc.out.Units = append(rc.out.Units, u)
	}
	rc.noteCorrected(first)
	rc.dropTotals(first)
	for _, x := range strangers {
		if in := rc.containedIn(x.Code, x.Name); len(in) > 0 && x.IncludedIn != nil {
			rc.noteContained(in, x.Code, cmp.Or(x.Name, x.Code), files(x))
		}
	}
}

// noteCorrected says of the units from one on, which the list does not name, whose figures are nearly those of a unit of
// which there is no file: its report may have been put right and bear another name.
func (rc *reconciliation) noteCorrected(first int) {
	for i := range rc.out.Units[first:] {
		u := &rc.out.Units[first+i]
		var near []msg.Text
		for _, gone := range rc.out.Units[:first] {
			if like := sums.Compare(rc.report.Form, u.Now, gone.Then); !gone.Gone.IsZero() && like.IsNear() {
				near = append(near, msg.F("不在来源表中；有数的 %d 格中 %d 格与没有报告的“%s”相同，可能是它改正后的，名称或代码写得不同", "it is not in the list of sources; of the %[1]d cells with figures %[2]d are those of %[3]q, of which there is no report: it may be that unit's, put right, under another name or code", like.Of, like.Same, gone.Name))
			}
		}
		if u.New && len(near) == 1 { // of several nobody can tell
			u.Was = near[0]
		}
	}
}

// dropTotals takes out, of the units from one on, those whose figures are the total of others': they are no units.
func (rc *reconciliation) dropTotals(first int) {
	var members []sums.Member
	var of []int
	for i, u := range rc.out.Units {
		row := u.Now
		if row.IsZero() {
			row = u.Then
		}
		if !row.IsZero() && u.Within == "" {
			members, of = append(members, sums.Member{Row: row, Code: u.Code, Path: u.File}), append(of, i)
		}
	}
	totals := map[string]bool{}
	for _, t := range sums.FindTotals(rc.report.Form, members) {
		if i := of[t.Report]; i >= first {
			u := rc.out.Units[i]
			text := t.Text(len(members), func(k int) string { return rc.out.Units[of[k]].Name })
			if !t.Certain {
				rc.noteOther(u.File, msg.F("可能是汇总，仍当作单位：%s", "it may be a total, and was taken for a unit's all the same: %s", text), false)
				continue
			}
			totals[u.File] = true
			rc.noteOther(u.File, msg.F("像是汇总，没有当作单位：%s", "it seems to be a total, and was not taken for a unit's: %s", text), false)
		}
	}
	rc.out.Units = append(rc.out.Units[:first], slices.DeleteFunc(rc.out.Units[first:], func(u check.Unit) bool { return totals[u.File] })...)
}

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
	source sums.Source
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
	sources, err := sums.ReadSources(r)
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
func (rc *reconciliation) list(sources []sums.Source) {
	rc.out.Listed = sources != nil
	isCounted := func(src sums.Source) bool { return src.Role == sums.Counted }
	others := slices.DeleteFunc(slices.Clone(sources), isCounted)
	counted := slices.DeleteFunc(slices.Clone(sources), func(src sums.Source) bool { return !isCounted(src) })
	for _, src := range append(counted, others...) {
		u, ok := rc.owner.Find(units.Clues{Code: src.Code, Name: src.Name})
		switch {
		case !ok, isCounted(src):
			u := &sourceUnit{source: src, copies: map[string]bool{}, others: map[string]bool{}}
			rc.listed = append(rc.listed, u)
			rc.owner.Add(u, units.Clues{SHA: src.SHA, Code: src.Code, Name: src.Name})
			if isCounted(src) {
				rc.owner.AddFile(u, src.File)
			}
		case src.Role == sums.Same:
			u.copies[src.SHA] = true
			rc.owner.Add(u, units.Clues{SHA: src.SHA})
		case src.Role == sums.LeftOut:
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
		if u.source.Role == sums.Counted && u.gone.IsZero() {
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
	case slices.ContainsFunc(f.Sources, func(s sums.Source) bool { return isTotal(s.Code, s.Name) }):
		return msg.F("这是上级的汇总，含有“%s”", "it is a total above, which holds %q", rc.report.Organ)
	}
	if _, ok := rc.figures(f); !ok {
		return msg.F("%s 版与 %s 版之间没有对照", "there is no crosswalk between editions %s and %s", f.Form, rc.report.Form.ID)
	}
	return msg.Text{}
}
