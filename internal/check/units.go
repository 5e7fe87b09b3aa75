package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Units are what a total is held against: the units it lists as its sources, and
// what their files say now. Figures are in the form of the total.
type Units struct {
	// Listed says that the total lists its sources. Otherwise it is an ordinary
	// report, and every unit that was found counts.
	Listed bool
	Fault  msg.Text // why nothing can be compared
	Units  []Unit   // in the order of the list, and behind them the others
	Others []UnitFile
}

// Counted is how many units have figures that the total is held against.
func (us *Units) Counted() int {
	n := 0
	if us != nil && us.Fault.IsZero() {
		for _, u := range us.Units {
			if !u.Now.IsZero() && (!us.Listed || !u.New) {
				n++
			}
		}
	}
	return n
}

// Unit is one unit of a total, or one that should be.
type Unit struct {
	Code, Name string
	File       string   // the one that holds its figures now
	Then, Now  sums.Row // its figures as listed, and as its file has them, in the total's form
	Same       bool     // the file is the very one that is listed
	New        bool     // it is not in the total
	Was        msg.Text
	// Gone says why a unit of the total has no figures now.
	Gone msg.Text
	// Within names the total below that holds the figures of a unit, so that they
	// are not counted here, and Moved says that its file changed since.
	Within string
	Moved  bool
	// Twice are further files that say something else; Unclear means that nobody
	// said which of them counts. Copies say the same.
	Twice, Copies []string
	Unclear       bool
	// What its own check finds now, and found when the total was made; −1 then when nobody said.
	Errors, ErrorsThen int
	First              msg.Text
}

// UnitFile is a file that is no unit's report.
type UnitFile struct {
	File  string
	Why   msg.Text
	Grave bool // it may be one: it could not be read
}

// key tells units apart across checks.
func (u *Unit) key() string { return cmp.Or(u.Code, u.Name) }

// title names a unit with its file.
func (u *Unit) title() msg.Text {
	switch u.File {
	case "":
		return msg.T(u.Name, u.Name)
	case u.Name: // it names no organ
		return msg.F("“%s”", "%q", u.File)
	}
	return msg.F("%s（%s）", "%s (%s)", u.Name, u.File)
}

// unitKind is a kind of what may differ between a total and its units.
type unitKind string

const (
	unitsList       unitKind = "list"       // nothing can be compared
	unitsGone       unitKind = "gone"       // a unit of the total has no file
	unitsUnreadable unitKind = "unreadable" // a file cannot be read
	unitsNew        unitKind = "new"        // a unit is not in the total
	unitsTwice      unitKind = "twice"      // a unit has more than one report
	unitsErrors     unitKind = "errors"     // a unit's report has errors
	unitsChanged    unitKind = "changed"    // a unit's figures are others now
	unitsText       unitKind = "text"       // its file is, its figures are not
	unitsOthers     unitKind = "others"     // a file is no unit's
	unitsSum        unitKind = "sum"        // a figure is not the sum
	unitsDecided    unitKind = "decided"    // a figure that need not be the sum is not
)

// AboutUnits reports whether a finding is about a unit of a total rather than about a cell.
func (f Finding) AboutUnits() bool {
	return f.Rule.Relation == model.RelUnits && f.About != ""
}

// unitSums are what units come to, field by field.
type unitSums struct {
	own     sums.Entries // of the total itself
	now     *sums.Total  // of what the units say now
	then    *sums.Total  // of what the total lists
	changes [][]change   // by field, without totals that follow their parts
	changed [][]int      // the fields that a unit changed, by unit
	odd     [][]int      // units whose own total is not the sum of its parts, by field
}

// change is a unit's figure that is another now.
type change struct {
	unit     int
	from, to sums.Entry
}

// heldAgainstUnits applies the rule to the units, by the kind of what it is about.
func (c *checker) heldAgainstUnits() {
	us := c.options.Units
	if us == nil {
		return
	}
	for _, w := range c.rule.Words {
		switch kind := unitKind(w); {
		case kind == unitsList:
			if !us.Fault.IsZero() {
				c.add(Finding{About: "list", Message: us.Fault})
			}
		case kind == unitsOthers || kind == unitsUnreadable:
			for _, o := range us.Others {
				if o.Grave == (kind == unitsUnreadable) {
					c.add(Finding{About: o.File, Message: msg.F("%s：%s", "%s: %s", o.File, o.Why)})
				}
			}
		case !us.Fault.IsZero():
		case kind == unitsSum || kind == unitsDecided:
			c.sumsOfUnits(kind)
		default:
			for i := range us.Units {
				c.unit(kind, i)
			}
		}
	}
}

// unit says what is to be said of one unit.
func (c *checker) unit(kind unitKind, i int) {
	u := &c.options.Units.Units[i]
	f := Finding{About: u.key(), Unit: u.Name}
	switch kind {
	case unitsGone:
		if u.Gone.IsZero() {
			return
		}
		f.Message = msg.F("%s：%s；相加时用的是来源表里记的数", "%s: %s; the sums take its figures from the list of sources", u.Name, u.Gone)
	case unitsTwice:
		c.twice(u)
		return
	case unitsErrors:
		if u.Errors == 0 {
			return
		}
		f.basis = u.First.ZH
		var then msg.Text
		switch {
		case u.ErrorsThen == 0 && !u.Then.IsZero():
			then = msg.T("（汇总时没有）", " (none when it was merged)")
		case u.ErrorsThen > 0 && u.ErrorsThen != u.Errors:
			then = msg.F("（汇总时有 %d 处）", " (%d when it was merged)", u.ErrorsThen)
		}
		f.Message = msg.F("%s有 %s 处错误%s，第一处：%s", "%s has %s%s, the first: %s", u.title(), msg.Count(u.Errors, "error", "errors"), then, u.First)
	case unitsNew:
		if u.New {
			c.newcomer(u, f)
		}
		return
	case unitsChanged:
		if u.Within != "" && u.Moved {
			f.basis = u.File
			f.Message = msg.F("%s的文件在下级汇总之后改动过；它的数含在“%s”里，请先用 gkxl check 核对那份汇总与它的单位", "the file of %s changed after the total below was made; its figures are within %q, so check that total against its units first", u.title(), u.Within)
			break
		}
		c.reworked(u, i, f)
		return
	case unitsText:
		if u.Within != "" || u.New || u.Same || u.Then.IsZero() || u.Now.IsZero() || len(c.unitSums().changed[i]) > 0 {
			return
		}
		f.Message = msg.F("%s的文件在汇总之后改动过，计入汇总的数没有变（改的是文字、备注或格式）", "the file of %s changed after the merge, and its figures did not: texts, remarks or formats did", u.title())
	default:
		return
	}
	c.add(f)
}

func (c *checker) twice(u *Unit) {
	files := strings.Join(u.Twice, "、")
	switch {
	case u.Unclear:
		c.add(Finding{About: u.key(), Unit: u.Name, basis: files, Message: msg.F("%s有 %d 份内容不同的报告：%s；无法确定用哪一份", "%s has %d reports that differ: %s; which one counts is not clear", u.Name, len(u.Twice), msg.Names(u.Twice))})
	case len(u.Twice) > 0:
		c.add(Finding{Grade: atMostWarning(c.grade), About: u.key(), Unit: u.Name, basis: files, Message: msg.F("%s另有内容不同的报告：%s；这里用的是 %s", "%s has filed something else too: %s; used here is %s", u.Name, msg.Names(u.Twice), u.File)})
	}
	if copies := strings.Join(u.Copies, "、"); copies != "" {
		c.add(Finding{Grade: model.Hint, About: u.key() + " copies", Unit: u.Name, basis: copies, Message: msg.F("%s的报告有内容相同的副本：%s；只计一次", "there are copies of the report of %s: %s; it counts once", u.title(), msg.Names(u.Copies))})
	}
}

// newcomer is a unit that the total does not hold.
func (c *checker) newcomer(u *Unit, f Finding) {
	f.basis = u.Now.String()
	was := u.Was
	if was.IsZero() {
		was = msg.T("不在来源表中", "it is not in the list of sources")
	}
	f.Message = msg.F("%s：%s", "%s: %s", u.title(), was)
	if u.Now.IsZero() {
		c.add(f)
		return
	}
	entries := u.Now.Entries()
	var parts []msg.Text
	for i, fd := range c.form.Fields {
		e := entries[i]
		lacks := e.State == model.Unreadable || e.State == model.Absent && e.Why&sums.Left == 0
		if lacks || e.State == model.IsNumber && e.Number.Sign() != 0 && (fd.Total == nil || !entries.AddsUp(fd)) {
			f.Fields = append(f.Fields, fd)
			parts = append(parts, msg.F("%s %s", "%s %s", fd.Label(), spellEntry(e)))
		}
	}
	if len(parts) == 0 {
		f.Grade = atMostWarning(c.grade)
		f.Message = msg.F("%s；它的数都是 0 或空白，汇总不受影响", "%s; its figures are all 0 or blank and would change nothing", f.Message)
	} else {
		f.Message = msg.F("%s；汇总少了它的 %d 个数：%s", "%s; the total lacks %d figures of it: %s", f.Message, len(parts), some(parts))
	}
	c.add(f)
}

// reworked is a unit whose figures are others than those that were merged.
func (c *checker) reworked(u *Unit, i int, f Finding) {
	h := c.unitSums()
	var parts []msg.Text
	for _, k := range h.changed[i] {
		fd, cs := c.form.Fields[k], h.changes[k]
		at, _ := slices.BinarySearchFunc(cs, i, func(ch change, i int) int { return ch.unit - i })
		f.Fields = append(f.Fields, fd)
		parts = append(parts, msg.F("%s 由 %s 改为 %s", "%s from %s to %s", fd.Label(), spellEntry(cs[at].from), spellEntry(cs[at].to)))
	}
	if len(parts) == 0 {
		return
	}
	f.basis = u.Then.String() + "→" + u.Now.String()
	list := some(parts)
	if u.Same {
		f.Message = msg.F("%s的文件没有改动，来源表里记的数却不同，来源表可能被改过：%s", "the file of %s did not change, yet the list of sources has other figures and may have been edited: %s", u.title(), list)
	} else {
		f.Message = msg.F("%s汇总后改了 %d 个数：%s", "%s changed %d figures since: %s", u.title(), len(parts), list)
	}
	c.add(f)
}

// maxNamed is how many things a message lists; the finding's fields are complete.
const maxNamed = 8

func some(parts []msg.Text) msg.Text {
	n := len(parts)
	if n <= maxNamed {
		return msg.Join(parts, "；", "; ")
	}
	return msg.F("%s；等 %d 个", "%s; and others, %d in all", msg.Join(parts[:maxNamed], "；", "; "), n)
}

func spellEntry(e sums.Entry) msg.Text {
	switch e.State {
	case model.IsNumber:
		s := e.Number.String() + e.Unit
		return msg.T(s, s)
	case model.Blank:
		return msg.T("空白", "blank")
	case model.Unreadable:
		return msg.T("不是数字", "no figure")
	}
	return msg.T("没有这一格", "no such cell")
}

// unitSums adds up the units, once.
func (c *checker) unitSums() *unitSums {
	if c.units != nil {
		return c.units
	}
	n := len(c.form.Fields)
	h := &unitSums{now: sums.New(c.form), then: sums.New(c.form), changes: make([][]change, n), odd: make([][]int, n)}
	h.own, _, _ = sums.Of(c.report).Translate(c.form, c.form)
	us := c.options.Units
	h.changed = make([][]int, len(us.Units))
	for i := range us.Units {
		u := &us.Units[i]
		if u.Within != "" || us.Listed && u.New || u.Then.IsZero() && u.Now.IsZero() {
			continue
		}
		now := u.Now.Entries()
		if !u.Then.IsZero() {
			then := u.Then.Entries()
			h.then.Add(then)
			if u.Now.IsZero() {
				now = then // what was merged stands in
			} else {
				h.compare(i, then, now)
			}
		}
		h.now.Add(now)
		for k, fd := range c.form.Fields {
			if fd.Total != nil && !now.AddsUp(fd) && now.Whole(fd) {
				h.odd[k] = append(h.odd[k], i)
			}
		}
	}
	c.units = h
	return h
}

// compare notes what a unit changed since the merge.
func (h *unitSums) compare(unit int, then, now sums.Entries) {
	for k, fd := range h.now.Form.Fields {
		if then.AddsUp(fd) && now.AddsUp(fd) {
			continue // it follows what it adds up
		}
		if !then[k].Equal(now[k]) {
			h.changes[k] = append(h.changes[k], change{unit, then[k], now[k]})
			h.changed[unit] = append(h.changed[unit], k)
		}
	}
}

// sumsOfUnits holds every figure of the total against the sum of the units. What
// follows from parts that are reported, or left open, is not reported again.
func (c *checker) sumsOfUnits(kind unitKind) {
	h := c.unitSums()
	differs := make([]model.Number, len(c.form.Fields))
	known := make([]bool, len(c.form.Fields))
	for i := range c.form.Fields {
		known[i] = h.own[i].State == model.IsNumber || h.own[i].State == model.Blank // which counts as 0
		differs[i] = h.own[i].Number.Sub(h.now.Sums[i].Number)
	}
	for i, fd := range c.form.Fields {
		own, sum := h.own[i], h.now.Sums[i]
		if !known[i] || differs[i].Sign() == 0 && own.Why&sums.NoUnit == 0 {
			continue
		}
		if fd.Total != nil && (own.State == model.Blank || follows(fd, differs, known)) {
			continue // another rule speaks of totals left blank
		}
		why := h.now.Open(fd) | sum.Why&sums.Left | own.Why&sums.NoUnit
		if fd.Total != nil {
			lacks, open := h.lacking(fd)
			if open {
				continue // its formula cannot add what nobody has decided
			}
			why |= lacks
		}
		switch {
		case why != 0 && kind == unitsDecided:
			if own.State == model.Blank {
				continue // nobody has decided yet
			}
			f := c.unequal(fd, own, sum, differs[i])
			f.Message = msg.F("汇总定为 %s，%s；没有直接相加：%s", "the total has %s, %s; they were not simply added: %s", spellEntry(own), c.cameTo(sum), why.Text())
			f.Message = c.withChanges(f.Message, i)
			c.add(f)
		case why == 0 && kind == unitsSum:
			f := c.unequal(fd, own, sum, differs[i])
			f.Message = msg.F("汇总 %s，%s，相差 %s", "the total has %s, %s, a difference of %s", spellEntry(own), c.cameTo(sum), differs[i])
			f.Message = c.becauseOf(f.Message, i)
			if fd.Total != nil && len(h.odd[i]) > 0 {
				f.Message = c.withOddTotals(f.Message, i)
				if h.own.AddsUp(fd) {
					f.Grade = model.Hint // it is the sum of its own parts, and those are
				}
			}
			c.add(f)
		}
	}
}

// follows reports whether a total is off by just what its parts are off by.
func follows(fd *model.Field, differs []model.Number, known []bool) bool {
	var d model.Number
	for _, t := range fd.Total.Right {
		i := t.Field.Index
		if !known[i] {
			return false
		}
		d = d.Add(t.Signed(differs[i]))
	}
	return d.Equal(differs[fd.Index])
}

// lacking says why parts of a total lack figures of units, and whether one of them is still open.
func (h *unitSums) lacking(fd *model.Field) (why sums.Why, open bool) {
	for _, t := range fd.Total.Right {
		i := t.Field.Index
		w := h.now.Open(t.Field) & sums.Incomplete
		blank := h.own[i].State == model.Blank
		if t.Field.Total != nil {
			below, o := h.lacking(t.Field)
			w, open = w|below, open || o
			blank = false
		}
		why, open = why|w, open || w != 0 && blank
	}
	return why, open
}

func (c *checker) unequal(fd *model.Field, own sums.Entry, sum sums.Sum, difference model.Number) Finding {
	left, right := own.Number, sum.Number
	f := Finding{Fields: []*model.Field{fd}, Left: &left, Right: &right, Difference: &difference, basis: right.String()}
	if own.State != model.IsNumber {
		f.Left = nil
	}
	return f
}

// cameTo says what the units come to.
func (c *checker) cameTo(sum sums.Sum) msg.Text {
	t := msg.F("%d 个单位相加为 %s", "%d units add up to %s", c.units.now.Reports, spellEntry(sums.Entry{State: model.IsNumber, Number: sum.Number, Unit: sum.Unit}))
	if sum.Lacking > 0 {
		t = msg.F("%s（缺 %d 个单位的数）", "%s (the figures of %d units are lacking)", t, sum.Lacking)
	}
	return t
}

// becauseOf says which units explain a difference.
func (c *checker) becauseOf(t msg.Text, i int) msg.Text {
	h := c.units
	switch {
	case !c.options.Units.Listed:
		return t
	case len(h.changes[i]) == 0 && len(h.odd[i]) > 0:
		return t // which may be why
	case len(h.changes[i]) == 0 && slices.ContainsFunc(c.options.Units.Units, func(u Unit) bool { return u.New }):
		return msg.F("%s；来源表所列各单位的这个数都没有变：汇总表的数改过，或来源表少了单位", "%s; no unit of the list changed this figure: either the total's was changed, or the list lost units", t)
	case len(h.changes[i]) == 0:
		return msg.F("%s；来源表所列各单位的这个数都没有变，是汇总表的数改过", "%s; no unit of the list changed this figure, so the total's was changed", t)
	}
	t = c.withChanges(t, i)
	if was := h.then.Sums[i].Number; !was.Equal(h.own[i].Number) {
		t = msg.F("%s；汇总时相加为 %s，汇总表的数也改过", "%s; they added up to %s when merged, so the total's figure was changed too", t, was)
	}
	return t
}

// withOddTotals adds which units' own totals are blank, and which are not the sum of their parts.
func (c *checker) withOddTotals(t msg.Text, i int) msg.Text {
	var blank, odd []int
	for _, k := range c.units.odd[i] {
		u := &c.options.Units.Units[k]
		row := u.Now
		if row.IsZero() {
			row = u.Then
		}
		if row.Entries()[i].State == model.Blank {
			blank = append(blank, k)
		} else {
			odd = append(odd, k)
		}
	}
	if len(blank) > 0 {
		t = msg.F("%s；有单位自己的总计空着：%s", "%s; there are units whose own total is blank: %s", t, c.named(blank))
	}
	if len(odd) > 0 {
		t = msg.F("%s；有单位自己的总计不等于各项之和：%s", "%s; there are units whose own total is not the sum of its parts: %s", t, c.named(odd))
	}
	return t
}

// withChanges adds which units changed a figure since.
func (c *checker) withChanges(t msg.Text, i int) msg.Text {
	var parts []msg.Text
	for _, ch := range c.units.changes[i] {
		u := &c.options.Units.Units[ch.unit]
		parts = append(parts, msg.F("%s由 %s 改为 %s", "%s changed it from %s to %s", u.Name, spellEntry(ch.from), spellEntry(ch.to)))
	}
	if len(parts) == 0 {
		return t
	}
	return msg.F("%s；汇总后 %s", "%s; since the merge %s", t, some(parts))
}

func (c *checker) named(units []int) msg.Text {
	var parts []msg.Text
	for _, i := range units {
		name := c.options.Units.Units[i].Name
		parts = append(parts, msg.T(name, name))
	}
	return some(parts)
}
