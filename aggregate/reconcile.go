package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// below sorts what units filed by what a total lists.
type below struct {
	report *model.Report
	forms  []*model.Form

	slots                 []*slot
	bySHA, byCode, byName map[string]*slot
	within                map[string]holder // units that a total below holds, by name or code
	out                   *check.Units
}

// holder is a total below, and the file of a unit that it was made of.
type holder struct {
	file, sha string
}

// slot is a unit of the list, and the files that are its.
type slot struct {
	source merge.Source
	copies map[string]bool // listed files that said the same, by SHA
	others map[string]bool // listed files that said something else and were left out
	files  []*units.Submission
	gone   msg.Text // why a file that is the unit's cannot be used
	broken string   // that file
}

// Reconciliation makes the check of a total against what units filed. Variant is
// the form that files may be in besides the official ones; nil for none.
func Reconciliation(filings []units.Submission, variant *model.Form) pipeline.Reconcile {
	return func(r *model.Report, sum string) *check.Units {
		return unitsOf(r, sum, filings, variant)
	}
}

// CheckTotal checks a total, and holds it against what its units filed.
func CheckTotal(path string, units []units.Submission, src pipeline.Options, o check.Options) findings.Result {
	r, _ := pipeline.Job{Import: src, Check: o, Units: Reconciliation(units, src.Form)}.File(path)
	return r
}

// unitsOf holds what units filed against the sources that a total lists, or takes
// all of them for the units of an ordinary report. SHA is the total's own.
func unitsOf(r *model.Report, sha string, filings []units.Submission, variant *model.Form) *check.Units {
	b := &below{report: r, bySHA: map[string]*slot{}, byCode: map[string]*slot{}, byName: map[string]*slot{}, within: map[string]holder{}, out: &check.Units{}}
	b.forms, _ = templates.Candidates(variant) // an edition that cannot be had has no crosswalk either
	sources := merge.ReadSources(r.Sources)
	if b.list(sources); sources == nil && len(r.Sources) > 0 {
		b.out.Fault = merge.DamagedSources
	}
	filings = slices.Clone(filings)
	slices.SortFunc(filings, func(x, y units.Submission) int {
		return cmp.Or(cmp.Compare(x.Shown, y.Shown), cmp.Compare(x.SHA, y.SHA), cmp.Compare(x.File, y.File))
	})
	var rest []units.Submission
	for i := range filings {
		f := &filings[i]
		switch s := b.slotOf(f); {
		case f.SHA == sha && sha != "":
		case f.Err != nil:
			if s == nil || s.source.Role != merge.LeftOut && s.source.Role != merge.Outside { // or as it was then
				b.unreadable(f)
			}
		case s != nil && (f.SHA == s.source.SHA || s.copies[f.SHA]):
			s.files = append(s.files, f)
		case s != nil && s.others[f.SHA]: // left out then, and now
		default:
			why := b.unfit(f)
			switch {
			case !why.IsZero():
				if s != nil && s.gone.IsZero() {
					s.gone, s.broken = msg.F("它的文件“%s”不能用：%s", "its file %q is of no use: %s", f.Shown, why), f.Shown
				}
				b.other(f.Shown, why, false)
			case s != nil:
				s.files = append(s.files, f)
			default:
				b.renamed(f)
				rest = append(rest, *f)
			}
		}
	}
	counted, found := 0, 0
	for _, s := range b.slots {
		if s.source.Role != merge.Counted {
			continue
		}
		if counted++; b.counted(s) {
			found++
		}
	}
	for _, s := range b.slots {
		b.uncounted(s)
	}
	b.rest(rest)
	switch {
	case !b.out.Fault.IsZero():
	case b.out.Listed && found == 0 && counted > 1:
		b.out.Fault = msg.F("来源表列有 %d 个单位，给出的文件里一个也没有", "the total lists %d units, and none of them is among the files", counted)
	case !b.out.Listed && len(b.out.Units) == 0:
		b.out.Fault = msg.T("给出的文件里没有单位的报告", "there is no unit's report among the files")
	}
	return b.out
}

func (b *below) other(file string, why msg.Text, grave bool) {
	b.out.Others = append(b.out.Others, check.UnitFile{File: file, Why: why, Grave: grave})
}

// entries are a filing's figures in the form of the total.
func (b *below) entries(f *units.Submission) ([]merge.Entry, bool) {
	i := slices.IndexFunc(b.forms, func(o *model.Form) bool { return o.ID == f.Form })
	if i < 0 {
		return nil, false
	}
	own, err := merge.Decode(f.Entries, len(b.forms[i].Fields))
	if err != nil {
		return nil, false
	}
	e, _, ok := merge.Translate(own, b.forms[i], b.report.Form)
	return e, ok
}

// fill gives a unit what its file says now.
func (b *below) fill(u *check.Unit, f *units.Submission) {
	e, ok := b.entries(f)
	if !ok {
		return
	}
	u.File, u.Now = f.Shown, merge.Encode(e)
	u.Errors, u.First = f.Errors, f.First
	for _, s := range f.Sources {
		switch {
		case s.Role != merge.Counted && s.Role != merge.Behind:
		case s.Code != "":
			b.within["code "+s.Code] = holder{f.Shown, s.SHA}
			b.within["coded "+units.NameKey(s.Name)] = holder{f.Shown, s.SHA}
		default:
			b.within["name "+units.NameKey(s.Name)] = holder{f.Shown, s.SHA}
		}
	}
}

// held finds the total below that holds a unit.
func (b *below) held(code, name string) (h holder, ok bool) {
	if h, ok = b.within["code "+code]; ok && code != "" {
		return h, true
	}
	if h, ok = b.within["name "+units.NameKey(name)]; ok {
		return h, true
	}
	h, ok = b.within["coded "+units.NameKey(name)]
	return h, ok && code == ""
}

// inside looks at the files of a unit that a total below holds: one that is not
// the one that total was made of makes it out of date.
func (b *below) inside(h holder, code, name string, files []*units.Submission) {
	if h.sha == "" || slices.ContainsFunc(files, func(f *units.Submission) bool { return f.SHA == h.sha }) {
		return
	}
	b.out.Units = append(b.out.Units, check.Unit{Code: code, Name: name, File: files[0].Shown, Within: h.file, Moved: true})
}

// counted settles which file of a unit of the total holds its figures now, and
// reports whether there is one.
func (b *below) counted(s *slot) bool {
	src := &s.source
	u := check.Unit{Code: src.Code, Name: src.Name, Then: src.Entries, ErrorsThen: src.Errors}
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
		b.choose(&u, same[0], same[1:], fresh, s.copies)
	case len(fresh) > 0:
		b.choose(&u, fresh[0], nil, fresh[1:], nil)
		b.unclear(&u, fresh)
	case !s.gone.IsZero():
		u.File, u.Gone = s.broken, s.gone
		b.out.Others = slices.DeleteFunc(b.out.Others, func(o check.UnitFile) bool { return o.File == s.broken })
	default:
		u.Gone = msg.F("给出的文件里没有它的报告，汇总时是“%s”", "none of the files is its report; it was %q when merged", src.File)
	}
	b.out.Units = append(b.out.Units, u)
	return len(same)+len(fresh) > 0
}

// choose makes one file the unit's, and names the others.
func (b *below) choose(u *check.Unit, f *units.Submission, copies, others []*units.Submission, known map[string]bool) {
	b.fill(u, f)
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

// unclear looks whether files that say different things agree in their figures.
// Where they do not, none of them is the unit's.
func (b *below) unclear(u *check.Unit, files []*units.Submission) {
	if len(u.Twice) == 0 {
		return
	}
	agree, _ := b.entries(files[0])
	agree = slices.Clone(agree)
	same := true
	for _, f := range files[1:] {
		e, _ := b.entries(f)
		for i := range agree {
			if !merge.SameEntry(e[i], agree[i]) {
				agree[i], same = merge.Entry{State: model.Absent, Why: merge.Missing}, false
			}
		}
	}
	if same {
		return
	}
	u.Unclear, u.Errors = true, 0
	u.Twice = append([]string{files[0].Shown}, u.Twice...)
	u.File, u.Now = "", merge.Encode(agree)
	if u.Then != "" {
		u.Now = "" // what was merged stands in
	}
}

// uncounted looks at a unit whose figures are not in the sum by themselves.
func (b *below) uncounted(s *slot) {
	src := &s.source
	if src.Role == merge.Counted || src.Role == merge.Outside || len(s.files) == 0 || slices.ContainsFunc(s.files, func(f *units.Submission) bool { return f.SHA == src.SHA }) {
		return
	}
	u := check.Unit{Code: src.Code, Name: src.Name, ErrorsThen: src.Errors}
	if h, ok := b.held(src.Code, src.Name); ok {
		b.inside(h, src.Code, src.Name, s.files)
		return
	}
	if src.Role == merge.Behind { // its total is gone, which is said
		return
	}
	u.New = true
	u.Was = msg.T("汇总时没有计入，现在的文件不是那时的", "it was left out of the total, and its file is another now")
	if src.Role == merge.Missed && len(s.others) == 0 {
		u.Was = msg.T("汇总时缺报，现在有了文件", "it was missing when the total was made, and has a file now")
		if t := b.bySHA[src.Via]; t != nil && src.Via != "" {
			u.Was = msg.F("在下级汇总“%s”里缺报，现在有了文件", "it was missing in the total of %q below, and has a file now", t.source.Name)
		}
	}
	b.choose(&u, s.files[0], nil, s.files[1:], nil)
	b.unclear(&u, s.files)
	b.out.Units = append(b.out.Units, u)
}

// rest are the units that no list names.
func (b *below) rest(filings []units.Submission) {
	filings = slices.DeleteFunc(filings, func(f units.Submission) bool {
		h, ok := b.held(f.Code, f.Organ)
		if ok {
			b.inside(h, f.Code, cmp.Or(f.Organ, f.Code), []*units.Submission{&f})
		}
		return ok
	})
	strangers := units.Assemble(nil, nil, filings).Units
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
		u := check.Unit{Code: x.Code, Name: cmp.Or(x.Name, x.Code), New: b.out.Listed, ErrorsThen: -1}
		b.choose(&u, &x.Filings[0], nil, files(x)[1:], nil)
		for _, f := range x.Copies {
			u.Copies = append(u.Copies, f.Shown)
		}
		b.unclear(&u, files(x))
		b.out.Units = append(b.out.Units, u)
	}
	for _, x := range strangers {
		if h, ok := b.held(x.Code, x.Name); ok && x.IncludedIn != nil {
			b.inside(h, x.Code, cmp.Or(x.Name, x.Code), files(x))
		}
	}
}
