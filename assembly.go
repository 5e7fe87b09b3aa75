package gkxl

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/merge"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/roster"
)

// Assembly is what came in, sorted by unit.
type Assembly struct {
	Roster *roster.Roster // nil without one
	Above  *roster.Unit   // of the roster: the unit whose total is made; nil for all of it
	// Units are those that are due, in the order of the roster, and behind them
	// every other that a file names.
	Units      []*UnitFilings
	Unreadable []Filing
	LeftOut    []Filing // that somebody asked not to count; see Without
	Empty      []Filing // templates that nobody filled in; see SplitEmpty
	Outside    []Filing // of units that the roster has, but not below Above
}

// UnitFilings are the files of one unit.
type UnitFilings struct {
	Unit *roster.Unit // nil when it is not on the roster, or there is none
	Code string
	Name string
	Due  bool // it is to report itself
	// Filings say different things; more than one is too many.
	Filings []Filing
	Copies  []Filing // the same report once more
	// Within names the total that this unit's figures are in already.
	Within *Filing
	// Doubt says why the unit of a file is not clear: a code and a name that
	// belong to two units, or neither.
	Doubt msg.Text
}

// Missing reports whether a unit is due, and nothing holds its figures.
func (u *UnitFilings) Missing() bool { return u.Due && len(u.Filings) == 0 && u.Within == nil }

// unplaced goes over the files of a unit that is not on the roster, and says of
// each why.
func (u *UnitFilings) unplaced(each func(f Filing, why msg.Text)) {
	for _, f := range append(slices.Clone(u.Filings), u.Copies...) {
		why := u.Doubt
		if why.IsZero() {
			why = msg.F("“%s”不在名单中", "%q is not on the roster", strings.TrimSpace(f.Code+" "+f.Organ))
		}
		each(f, why)
	}
}

// Assemble sorts filings by unit. List may be nil; above, when set, is the unit
// of the list whose total is made: only those below it are due, and count. The order of the
// filings does not matter.
func Assemble(list *roster.Roster, above *roster.Unit, filings []Filing) *Assembly {
	a := &Assembly{Roster: list, Above: above}
	id := identifier{list, map[*roster.Unit]bool{}, map[string]map[string]bool{}}
	for _, f := range filings {
		name := roster.Key(f.Organ)
		if list != nil {
			if _, known := list.Code(f.Code); known {
				continue // whose it is the roster says
			}
		}
		if f.Code != "" && name != "" {
			if id.codes[name] == nil {
				id.codes[name] = map[string]bool{}
			}
			id.codes[name][f.Code] = true
		}
	}
	filings = slices.Clone(filings)
	slices.SortFunc(filings, func(x, y Filing) int {
		return cmp.Or(cmp.Compare(x.Shown, y.Shown), cmp.Compare(x.SHA, y.SHA), cmp.Compare(x.File, y.File))
	})
	byKey := map[string]*UnitFilings{}
	unit := func(key string, u UnitFilings) *UnitFilings {
		if byKey[key] == nil {
			byKey[key] = &u
			a.Units = append(a.Units, &u)
		}
		return byKey[key]
	}
	if above != nil {
		for _, u := range list.Below(above) {
			id.below[u] = true
		}
	}
	if list != nil {
		for _, u := range list.Due() {
			if above == nil || id.below[u] {
				unit("code "+u.Code, UnitFilings{Unit: u, Code: u.Code, Name: u.Name, Due: true})
			}
		}
	}
	due := len(a.Units)
	for _, f := range filings {
		if f.Err != nil {
			a.Unreadable = append(a.Unreadable, f)
			continue
		}
		key, filer := id.of(&f)
		if filer.Unit != nil && above != nil && filer.Unit != above && !id.below[filer.Unit] {
			a.Outside = append(a.Outside, f)
			continue
		}
		u := unit(key, filer)
		if slices.ContainsFunc(u.Filings, func(o Filing) bool { return o.Content == f.Content }) {
			u.Copies = append(u.Copies, f)
		} else {
			u.Filings = append(u.Filings, f)
		}
	}
	slices.SortStableFunc(a.Units[due:], func(x, y *UnitFilings) int { return a.compare(x, y) })
	a.within()
	return a
}

// Identifier tells whose report a file is.
type identifier struct {
	list  *roster.Roster
	below map[*roster.Unit]bool
	codes map[string]map[string]bool // that files give with a name
}

func (id identifier) of(f *Filing) (key string, u UnitFilings) {
	alone := func() (string, UnitFilings) {
		u.Code, u.Name = f.Code, f.Organ
		switch {
		case !u.Doubt.IsZero():
			return "doubt " + f.Code + " " + roster.Key(f.Organ), u
		case f.Code != "":
			return "unknown " + f.Code, u
		case f.Organ != "":
			// One file may have lost the code that another of the unit has.
			switch codes := id.codes[roster.Key(f.Organ)]; len(codes) {
			case 0:
				return "unknown name " + roster.Key(f.Organ), u
			case 1:
				for c := range codes {
					u.Code = c
				}
				return "unknown " + u.Code, u
			}
			u.Doubt = msg.T("有几个单位叫这个名称，文件没有写代码", "several units have this name, and the file gives no code")
			return "doubt " + f.File, u
		}
		u.Name = f.Shown
		u.Doubt = msg.T("文件没有写机关名称", "the file names no organ")
		return "file " + f.File, u
	}
	if id.list == nil {
		return alone()
	}
	byCode, coded := id.list.Code(f.Code)
	byName, named := id.list.Find(f.Organ)
	found := byCode
	switch {
	case f.Code != "" && coded && named && byCode != byName:
		u.Doubt = msg.F("代码 %s 是“%s”的，名称却是“%s”", "the code %s is that of %q, but the name is %q", f.Code, byCode.Name, f.Organ)
		return alone()
	case f.Code != "" && coded && !named && f.Organ != "":
		u.Doubt = msg.F("代码 %s 是“%s”的，名称却是“%s”；若是更名，请在名单的曾用名一栏写明", "the code %s is that of %q, but the name is %q; a former name goes into the roster", f.Code, byCode.Name, f.Organ)
		return alone()
	case f.Code != "" && coded:
	case named:
		found = byName
	default:
		return alone()
	}
	return "code " + found.Code, UnitFilings{Unit: found, Code: found.Code, Name: found.Name, Due: len(id.list.Children(found)) == 0}
}

func (a *Assembly) compare(x, y *UnitFilings) int {
	order := func(u *UnitFilings) int {
		if a.Roster == nil || u.Unit == nil {
			return int(^uint(0) >> 1)
		}
		return a.Roster.Order(u.Code)
	}
	return cmp.Or(cmp.Compare(order(x), order(y)), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Name, y.Name))
}

// Within finds the units whose figures are in a total that came in: one that
// lists its sources, or that of a unit above others on the roster.
func (a *Assembly) within() {
	byName := map[string][]*UnitFilings{}
	for _, u := range a.Units {
		for _, k := range []string{"code " + u.Code, "name " + roster.Key(u.Name)} {
			byName[k] = append(byName[k], u)
		}
	}
	top := a.top()
	for _, u := range a.Units {
		if len(u.Filings) == 0 || u.Unit != nil && u.Unit == top {
			continue
		}
		f := &u.Filings[0]
		put := func(key string) {
			for _, o := range byName[key] {
				if o != u && o.Within == nil {
					o.Within = f
				}
			}
		}
		for _, s := range f.Behind {
			switch {
			case s.Role != merge.Counted && s.Role != merge.Behind:
			case s.Code != "":
				put("code " + s.Code)
			default:
				put("name " + roster.Key(s.Name))
			}
		}
		if !f.IsTotal() && u.Unit != nil && len(a.Roster.Children(u.Unit)) > 0 {
			for _, o := range a.Roster.Below(u.Unit) {
				put("code " + o.Code)
			}
		}
	}
}
