package engine

import (
	"path"
	"slices"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// ofRole are the open files of a role.
func (e *Engine) ofRole(role Role) []*file {
	var out []*file
	for _, h := range e.order {
		if f := e.files[h]; f.role == role {
			out = append(out, f)
		}
	}
	return out
}

// changeLast sorts the reports on the year before anew.
func (e *Engine) changeLast() {
	subs := lists.Map(e.ofRole(LastYear), func(f *file) units.Submission { return f.sub })
	if len(subs) == 0 && e.last == nil {
		return // as before
	}
	e.lastRead++
	e.last, e.lastNotes = nil, nil
	if len(subs) == 0 {
		return
	}
	last, err := units.NewLastReports(e.roster, subs, 0)
	e.last, e.lastNotes = last, last.Notes
	if err != nil { // reports that differ
		e.lastNotes = append([]msg.Text{msg.Of(err)}, e.lastNotes...)
	}
}

// goneBackTo are the handles of the reports on the year before that others go back to.
func (e *Engine) goneBackTo() map[string]bool {
	out := map[string]bool{}
	for _, f := range e.ofRole(ThisYear) {
		out[f.lastHandle] = true
		if e.last == nil || f.sub.Err != nil || f.lastHandle != "" {
			continue
		}
		for _, s := range e.last.All(f.sub.Code, f.sub.Organ, f.sub.Year) { // several, which is said
			out[e.handleOf(s.File)] = true
		}
	}
	return out
}

// settle makes reports of this year those on the year before, where one of the same unit
// on the next year is open, and all of a folder that holds no later ones.
func (e *Engine) settle(c *call, _ None) (Settled, error) {
	out := Settled{Names: []string{}}
	files := e.ofRole(ThisYear)
	earlier := e.earlierOf(files)
	addFoldersOf(earlier, files)
	for _, f := range files {
		if earlier[f] && !f.decided {
			f.role = LastYear
			out.Names = append(out.Names, f.name)
		}
	}
	if len(out.Names) > 0 {
		slices.Sort(out.Names)
		out.Sentence = msg.F("有 %s 份是各单位上年的报告，已用来核对今年的，列在“上年的报告”里", "%s on the year before: this year's are checked against what they say; see “Last year's reports”",
			msg.Count(len(out.Names), "file is a report", "files are reports")).In(c.lang)
		if len(out.Names) <= 3 {
			out.Sentence += msg.F("：%s", ": %s", msg.Names(out.Names)).In(c.lang)
		}
		e.changeLast()
	}
	return out, nil
}

// takeFor gives a report the role that the user says it has: no year tells a report on the year before, of a unit that has
// not filed yet, from one that a unit filed for the wrong year.
func (e *Engine) takeFor(c *call, q RoleAsked) (FileLine, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return FileLine{}, err
	}
	if q.Role != ThisYear && q.Role != LastYear || f.role == Total {
		return FileLine{}, badCall("no role that can be chosen: " + string(q.Role))
	}
	f.decided = true
	if f.role != q.Role {
		f.role = q.Role
		e.changeLast()
	}
	return e.line(f, c.lang), nil
}

// earlierOf are the files whose reports others of the same units, on the next year, go back to.
func (e *Engine) earlierOf(files []*file) map[*file]bool {
	type content struct {
		year int
		is   string
	}
	saying := map[content][]*file{}
	var subs []units.Submission
	years := map[int]bool{}
	for _, f := range files {
		if f.sub.Err == nil && f.sub.Year != 0 {
			k := content{f.sub.Year, f.sub.Content}
			saying[k] = append(saying[k], f)
			subs = append(subs, f.sub)
			years[f.sub.Year] = true
		}
	}
	out := map[*file]bool{}
	if len(years) < 2 {
		return out
	}
	before, _ := units.NewLastReports(e.roster, subs, 0) // several of a unit are found by All
	for _, s := range subs {
		for _, last := range before.All(s.Code, s.Organ, s.Year) {
			for _, f := range saying[content{last.Year, last.Content}] { // copies too
				out[f] = true
			}
		}
	}
	return out
}

// addFoldersOf adds to files on the year before those beside them in a folder that holds nothing later: it is last year's
// whole, with what cannot be read in it and with units that have not filed yet.
func addFoldersOf(earlier map[*file]bool, files []*file) {
	latest, former := map[string]int{}, map[string]int{}
	for _, f := range files {
		dir := path.Dir(f.name)
		if latest[dir] = max(latest[dir], f.sub.Year); earlier[f] {
			former[dir] = f.sub.Year
		}
	}
	for _, f := range files {
		if dir := path.Dir(f.name); former[dir] != 0 && former[dir] == latest[dir] {
			earlier[f] = true
		}
	}
}

// doubles are what there is to say of reports of units of which several on one year are
// open.
func (e *Engine) doubles() map[*file][]msg.Text {
	out := map[*file][]msg.Text{}
	byYear := map[int][]units.Submission{}
	byName := map[string]*file{}
	for _, f := range e.ofRole(ThisYear) {
		if f.sub.Err == nil {
			byYear[f.sub.Year] = append(byYear[f.sub.Year], f.sub)
			byName[f.name] = f
		}
	}
	for _, subs := range byYear {
		for _, u := range units.Assemble(e.roster, nil, subs).Units {
			if len(u.Filings)+len(u.Copies) < 2 || !u.Ambiguity.IsZero() {
				continue
			}
			all := slices.Concat(u.Filings, u.Copies)
			for _, s := range all {
				differ, same := []string{}, []string{}
				for _, o := range all {
					switch {
					case o.File == s.File:
					case o.Content == s.Content:
						same = append(same, o.Shown)
					default:
						differ = append(differ, o.Shown)
					}
				}
				f := byName[s.File]
				if len(differ) > 0 {
					out[f] = append(out[f], msg.F("同一单位另有内容不同的报告，请确认以哪一份为准：%s", "another report of the same unit says something else; find out which one holds: %s", msg.Few(differ)))
				}
				if len(same) > 0 {
					out[f] = append(out[f], msg.F("同一单位另有内容相同的报告，只计一份：%s", "another file of the same unit says the same; it counts once: %s", msg.Few(same)))
				}
			}
		}
	}
	return out
}

// hintsOf are how many hints there are in a result, and the first.
func hintsOf(r gkxl.Result) (n int, first msg.Text) {
	for _, x := range r.Findings {
		if x.Grade != model.Hint {
			continue
		}
		if n++; n == 1 {
			first = r.Short(x)
		}
	}
	return n, first
}
