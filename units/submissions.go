package units

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

// Submissions is what came in, sorted by unit.
type Submissions struct {
	Roster *Roster // nil without one
	Above  *Unit   // of the roster: the unit whose total is made; nil for all of it
	// Units are those that are due, in the order of the roster, and behind them
	// every other that a file names.
	Units      []*UnitSubmissions
	Unreadable []Submission
	LeftOut    []Submission // that somebody asked not to count; see Without
	Empty      []Submission // templates that nobody filled in; see SplitEmpty
	Outside    []Submission // of units that the roster has, but not below Above
}

// UnitSubmissions are the files of one unit.
type UnitSubmissions struct {
	Unit *Unit // nil when it is not on the roster, or there is none
	Code string
	Name string
	Due  bool // it is to report itself
	// Filings say different things; more than one is too many.
	Filings []Submission
	Copies  []Submission // the same report once more
	// IncludedIn is the total that this unit's figures are in already.
	IncludedIn *Submission
	// Ambiguity says why the unit of a file is not clear: a code and a name that
	// belong to two units, or neither.
	Ambiguity msg.Text
}

// Missing reports whether a unit is due, and nothing holds its figures.
func (u *UnitSubmissions) Missing() bool { return u.Due && len(u.Filings) == 0 && u.IncludedIn == nil }

// Differences says in a line how two reports of a unit differ; empty if their forms are not known. Variant is the form
// that files may be in besides the editions; nil for none.
func Differences(a, b Submission, variant *model.Form) msg.Text {
	if a.Form != b.Form || a.Year != b.Year {
		return msg.F("%d 年度 %s 版，%d 年度 %s 版", "%d in edition %s, %d in edition %s", a.Year, a.Form, b.Year, b.Form)
	}
	forms, err := templates.CandidatesByID(variant)
	f := forms[a.Form]
	if err != nil || f == nil || !a.Row.Fits(f) || !b.Row.Fits(f) {
		return msg.Text{}
	}
	x, y := a.Row.Entries(), b.Row.Entries()
	var diff []msg.Text
	n := 0
	for i, fd := range f.Fields {
		if x[i].Equal(y[i]) {
			continue
		}
		if n++; n <= 3 {
			diff = append(diff, msg.F("“%s” %s、%s", "%q %s, %s", fd.Label(), x[i].Shown(), y[i].Shown()))
		}
	}
	if n == 0 && a.Organ != b.Organ {
		return msg.F("数字相同，机关名称写作“%s”和“%s”", "the same figures, in the name of %q and of %q", a.Organ, b.Organ)
	}
	if n == 0 {
		return msg.T("数字相同，叙述不同", "the same figures, other narratives")
	}
	return msg.F("%d 格不同：%s", "%d cells differ: %s", n, msg.Join(diff, "；", "; "))
}

// Unplaced goes over the files of a unit that is not on the roster, and says of
// each why.
func (u *UnitSubmissions) Unplaced(each func(f Submission, why msg.Text)) {
	for _, f := range append(slices.Clone(u.Filings), u.Copies...) {
		each(f, cmp.Or(u.Ambiguity, msg.F("“%s”不在名单中", "%q is not on the roster", strings.TrimSpace(f.Code+" "+f.Organ))))
	}
}

// Assemble sorts submissions by unit. List may be nil; above, when set, is the unit
// of the list whose total is made: only those below it are due, and count. The order of the
// submissions does not matter.
func Assemble(list *Roster, above *Unit, submissions []Submission) *Submissions {
	a := &Submissions{Roster: list, Above: above}
	of := assigner{list, NewMatcher[string](CodeDecides)}
	for _, f := range submissions {
		known := false
		if list != nil {
			_, known = list.Code(f.Code)
		}
		if !known && f.Code != "" { // otherwise whose it is the roster says
			of.codes.Add(f.Code, Clues{Name: f.Organ})
		}
	}
	submissions, beside := workbooksFirst(Sorted(submissions))
	byKey := map[string]*UnitSubmissions{}
	unit := func(key string, u UnitSubmissions) *UnitSubmissions {
		if byKey[key] == nil {
			byKey[key] = &u
			a.Units = append(a.Units, &u)
		}
		return byKey[key]
	}
	below := map[*Unit]bool{}
	if above != nil {
		for _, u := range list.Below(above) {
			below[u] = true
		}
	}
	if list != nil {
		for _, u := range list.Due() {
			if above == nil || below[u] {
				unit("code "+u.Code, UnitSubmissions{Unit: u, Code: u.Code, Name: u.Name, Due: true})
			}
		}
	}
	due := len(a.Units)
	var asides []Submission
	for _, f := range submissions {
		if f.Aside {
			asides = append(asides, f)
			continue
		}
		if f.Err != nil {
			a.Unreadable = append(a.Unreadable, f)
			continue
		}
		if u := beside.of(&f); u != nil {
			u.Copies = append(u.Copies, f)
			continue
		}
		key, filer := of.unit(&f)
		if filer.Unit != nil && above != nil && filer.Unit != above && !below[filer.Unit] {
			a.Outside = append(a.Outside, f)
			continue
		}
		u := unit(key, filer)
		beside.note(&f, u)
		if slices.ContainsFunc(u.Filings, func(o Submission) bool { return o.Content == f.Content }) {
			u.Copies = append(u.Copies, f)
		} else {
			u.Filings = append(u.Filings, f)
		}
	}
	sorting.By(a.Units[due:], compareUnits)
	a.within()
	a.addAsides(asides, of)
	return a
}

// besideWorkbooks are the workbooks among submissions, by their paths without the ending:
// files in other formats beside them are the same reports exported.
type besideWorkbooks struct {
	figures map[string]string           // of a workbook, by its path without the ending
	units   map[string]*UnitSubmissions // whose it is, by the same
}

// workbooksFirst puts files that lie beside a workbook of the same name behind all others,
// so that of the two it is the workbook that counts.
func workbooksFirst(sorted []Submission) ([]Submission, besideWorkbooks) {
	b := besideWorkbooks{map[string]string{}, map[string]*UnitSubmissions{}}
	if !slices.ContainsFunc(sorted, func(f Submission) bool { return !f.isWorkbook() }) {
		return sorted, b
	}
	for i := range sorted {
		if f := &sorted[i]; f.isWorkbook() {
			b.figures[withoutEnding(f.File)] = f.Figures
		}
	}
	var first, behind []Submission
	for _, f := range sorted {
		if _, some := b.figures[withoutEnding(f.File)]; some && !f.isWorkbook() {
			behind = append(behind, f)
		} else {
			first = append(first, f)
		}
	}
	return append(first, behind...), b
}

// isWorkbook reports whether a submission was read from a workbook, which holds all of a report.
func (f *Submission) isWorkbook() bool {
	ext := strings.ToLower(filepath.Ext(f.File))
	return f.Err == nil && !f.Aside && ext != ".csv" && slices.Contains(spreadsheets, ext)
}

// note takes in whose report a file is.
func (b besideWorkbooks) note(f *Submission, u *UnitSubmissions) {
	if _, some := b.figures[withoutEnding(f.File)]; some && f.isWorkbook() {
		b.units[withoutEnding(f.File)] = u
	}
}

// of gives the unit whose workbook a file lies beside, where it has that one's figures and
// no text that may differ; nil otherwise.
func (b besideWorkbooks) of(f *Submission) *UnitSubmissions {
	if !f.Bare || f.isWorkbook() || f.Figures == "" || f.Figures != b.figures[withoutEnding(f.File)] {
		return nil
	}
	return b.units[withoutEnding(f.File)]
}

func withoutEnding(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

// addAsides adds the files that by their ending are no reports, of units of which
// nothing else came: those that can be read all the same first, and otherwise those
// that cannot.
func (a *Submissions) addAsides(asides []Submission, of assigner) {
	missing := map[*Unit]*UnitSubmissions{}
	for _, u := range a.Units {
		if u.Unit != nil && u.Missing() {
			missing[u.Unit] = u
		}
	}
	for _, f := range asides {
		if f.Err != nil {
			continue
		}
		_, filer := of.unit(&f)
		switch u := missing[filer.Unit]; {
		case u == nil:
		case slices.ContainsFunc(u.Filings, func(o Submission) bool { return o.Content == f.Content }):
			u.Copies = append(u.Copies, f)
		default:
			u.Filings = append(u.Filings, f)
		}
	}
	for _, f := range asides {
		if f.Err == nil || a.Roster == nil {
			continue
		}
		if u := missing[a.Roster.OfFile(f.Shown)]; u != nil && u.Missing() {
			a.Unreadable = append(a.Unreadable, f)
		}
	}
}

// Sorted gives submissions in the order that no result depends on how they came.
func Sorted(submissions []Submission) []Submission {
	sorted := slices.Clone(submissions)
	sorting.By(sorted, func(x, y Submission) int {
		return cmp.Or(cmp.Compare(x.Shown, y.Shown), cmp.Compare(x.SHA, y.SHA), cmp.Compare(x.File, y.File))
	})
	return sorted
}

// assigner assigns files to units: those of a roster, and others by what the
// files say.
type assigner struct {
	list  *Roster
	codes *Matcher[string] // that files give beside a name
}

// unit is whose report a file is, with a key that is the same for all files of
// one unit.
func (a assigner) unit(f *Submission) (key string, u UnitSubmissions) {
	if a.list == nil {
		return a.unlisted(f, msg.Text{})
	}
	owner, clear := a.list.owner.Find(Clues{Code: f.Code, Name: f.Organ})
	_, named := a.list.Find(f.Organ)
	switch {
	case clear:
		return "code " + owner.Code, UnitSubmissions{Unit: owner, Code: owner.Code, Name: owner.Name, Due: len(a.list.Children(owner)) == 0}
	case owner == nil:
		return a.unlisted(f, msg.Text{})
	case named:
		return a.unlisted(f, msg.F("代码 %s 是“%s”的，名称却是“%s”", "the code %s is that of %q, but the name is %q", f.Code, owner.Name, f.Organ))
	}
	return a.unlisted(f, msg.F("代码 %s 是“%s”的，名称却是“%s”；若是更名，请在名单的曾用名一栏写明", "the code %s is that of %q, but the name is %q; a former name goes into the roster", f.Code, owner.Name, f.Organ))
}

// unlisted is a unit by what its file says; doubt says why it is none of the
// roster's all the same.
func (a assigner) unlisted(f *Submission, doubt msg.Text) (key string, u UnitSubmissions) {
	u = UnitSubmissions{Code: f.Code, Name: f.Organ, Ambiguity: doubt}
	switch {
	case !doubt.IsZero():
		return "doubt " + f.Code + " " + NameKey(f.Organ), u
	case f.Code != "":
		return "unknown " + f.Code, u
	case f.Organ == "":
		u.Name, u.Ambiguity = f.Shown, msg.T("文件没有写机关名称", "the file names no organ")
		return "file " + f.File, u
	}
	// One file may have lost the code that another of the unit has.
	codes := a.codes.All(Clues{Name: f.Organ})
	switch len(codes) {
	case 0:
		return "unknown name " + NameKey(f.Organ), u
	case 1:
		u.Code = codes[0]
		return "unknown " + u.Code, u
	}
	u.Ambiguity = msg.T("有几个单位叫这个名称，文件没有写代码", "several units have this name, and the file gives no code")
	return "doubt " + f.File, u
}

// compareUnits puts units in the order of the roster, and those that are not on it
// behind, by code and name.
func compareUnits(x, y *UnitSubmissions) int {
	order := func(u *UnitSubmissions) int {
		if u.Unit == nil {
			return math.MaxInt
		}
		return u.Unit.Line
	}
	return cmp.Or(cmp.Compare(order(x), order(y)), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Name, y.Name))
}

// within finds the units whose figures are in a total that came in: one that
// lists its sources, or that of a unit above others on the roster.
func (a *Submissions) within() {
	// Most folders hold no total, and a list may be long.
	matcher := sync.OnceValue(func() *Matcher[*UnitSubmissions] {
		owners := NewMatcher[*UnitSubmissions](CodeMustAgree)
		for _, u := range a.Units {
			owners.Add(u, Clues{Code: u.Code, Name: u.Name})
			for _, f := range u.Filings {
				owners.Add(u, Clues{SHA: f.SHA})
			}
		}
		return owners
	})
	top := a.Top()
	for _, u := range a.Units {
		// What stands above all holds no unit's report a second time unless it counts, which it does not; but a unit without
		// a report that it lists is not missing.
		isTop := u.Unit != nil && u.Unit == top
		if len(u.Filings) == 0 || isTop && !u.Filings[0].IsTotal() {
			continue
		}
		f := &u.Filings[0]
		include := func(c Clues) {
			for _, o := range matcher().All(c) {
				if o != u && o.IncludedIn == nil && !(isTop && len(o.Filings) > 0) {
					o.IncludedIn = f
				}
			}
		}
		for _, s := range f.Sources {
			if s.Role == sums.Counted || s.Role == sums.Behind {
				include(Clues{SHA: s.SHA, Code: s.Code, Name: s.Name})
			}
		}
		if !f.IsTotal() && u.Unit != nil && len(a.Roster.Children(u.Unit)) > 0 {
			for _, o := range a.Roster.Below(u.Unit) {
				include(Clues{Code: o.Code})
			}
		}
	}
}

// Why says why a file could not be read, without naming it once more.
func (f *Submission) Why() msg.Text { return msg.Within(f.File, f.Err) }

// FileNames lists the names of files for people.
func FileNames(fs []Submission) msg.Text {
	names := ShownOf(fs)
	return msg.T(strings.Join(names, "、"), strings.Join(names, ", "))
}
