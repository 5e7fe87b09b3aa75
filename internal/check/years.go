package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// acrossYears is what the rules that compare two years share.
type acrossYears struct {
	judged     bool // it was judged whether the two reports can be compared
	comparable bool // the result
	diff       *diff.Diff
}

// applyAcrossYears applies the rules that need last year's report, and those about what a template took over from it.
func (c *checker) applyAcrossYears() {
	switch c.rule.Relation {
	case model.RelTaken:
		c.checkTaken()
		return
	case model.RelPlaceholder:
		c.checkPlaceholders()
		return
	}
	if c.options.Last == nil {
		if c.rule.Relation == model.RelPair && c.options.LastSought {
			// A hint: that the folder lacks a report is nothing that the unit got wrong.
			f := Finding{Grade: model.Hint, Cells: c.placeOf(model.PlaceOfCover("organ")), About: "none|" + c.report.Organ, Message: msg.F("没有找到“%s”上年的报告；上下年的规则没有核对", "there is no report of %q on the year before; the rules across years were not applied", c.report.Organ)}
			switch {
			case !c.options.LastDoubt.IsZero():
				f.About, f.Message = "several|"+c.report.Organ, msg.F("%s；上下年的规则没有核对", "%s; the rules across years were not applied", c.options.LastDoubt)
			case diff.Name(c.report.Organ) == "":
				f.Message = msg.T("报告没有写明机关名称，无从找到它上年的报告；上下年的规则没有核对", "the report names no organ, so that last year's cannot be found; the rules across years were not applied")
			}
			c.add(f)
		}
		return
	}
	if !c.comparablePair() {
		return
	}
	switch c.rule.Relation {
	case model.RelYear:
		c.checkBalances()
	case model.RelCopy:
		c.checkRepetition()
	case model.RelCopyTable:
		for _, t := range c.form.Tables {
			c.checkRepeatedTable(t)
		}
	case model.RelSwing:
		c.checkSwings()
	}
}

// comparablePair reports whether the two reports may be compared. It is judged once; the rule about pairs
// reports what is wrong, and then no other rule across years is applied.
func (c *checker) comparablePair() bool {
	a := &c.across
	last, this := c.options.Last, c.report
	if !a.judged {
		a.judged, a.comparable = true, diff.Comparable(last, this, c.options.Renamed)
		if a.comparable {
			var err error
			a.diff, err = diff.Of(last, this, diff.Options{})
			a.comparable = err == nil
		}
	}
	if c.rule.Relation != model.RelPair {
		return a.comparable
	}
	for _, f := range diff.Pair(last, this, c.options.Renamed) {
		x := Finding{Cells: c.placeOf(model.PlaceOfCover(f.Item)), About: f.Item + "|" + f.Message.ZH, Message: f.Message}
		switch {
		case f.Note:
			x.Grade, x.Message = model.Hint, msg.F("%s；上下年的规则仍已核对", "%s; the rules across years were applied all the same", f.Message)
		case f.Doubt:
			x.Grade = atMostWarning(c.grade)
		default:
			x.Message = msg.F("%s；上下年的规则没有核对", "%s; the rules across years were not applied", f.Message)
		}
		c.add(x)
	}
	if a.comparable {
		return true
	}
	if _, err := model.Align(c.options.Last.Form, c.form); err != nil {
		c.add(Finding{Message: msg.Of(err), About: "form|" + msg.Of(err).ZH})
	}
	return false
}

// atMostWarning returns the grade of a finding that cannot be decided: never an error.
func atMostWarning(g model.Grade) model.Grade {
	if g == model.Error {
		return model.Warning
	}
	return g
}

// checkBalances compares this year's figures with last year's. An identity of which a side has no figure is not
// kept but open, and that is reported. A blank counts as 0 only against a figure, never against another blank.
func (c *checker) checkBalances() {
	var open []*diff.Balance
	for i := range c.across.diff.Balances {
		b := &c.across.diff.Balances[i]
		if b.Identity.Rule != c.rule || c.missing[b.Identity.Left[0].Field.Table] || b.Holds() {
			continue
		}
		left, right := b.Left, b.Right
		switch {
		case b.Known():
		case len(b.Terms) > 2: // a sum with a part missing is no figure
			open = append(open, b)
			continue
		case left.State == model.Blank && right.IsNumber() && right.Number.Sign() != 0:
			left.Number = model.Number{}
		case right.State == model.Blank && left.IsNumber() && left.Number.Sign() != 0:
			right.Number = model.Number{}
		default:
			open = append(open, b)
			continue
		}
		difference := left.Number.Sub(right.Number)
		f := c.balanceFinding(b)
		f.Left, f.Right, f.Difference = &left.Number, &right.Number, &difference
		f.Message = msg.F("%s：本年%s，%s，相差 %s", "%s: this year %s, %s, a difference of %s", b.Where(), c.balanceSide(b, true), c.balanceSide(b, false), difference)
		c.add(f)
	}
	if len(open) == 0 {
		return
	}
	var all Finding
	var parts []msg.Text
	for _, b := range open {
		f := c.balanceFinding(b)
		all.Fields, all.Cells, all.Last = append(all.Fields, f.Fields...), append(all.Cells, f.Cells...), append(all.Last, f.Last...)
		all.About += f.About
		parts = append(parts, msg.F("%s（本年%s，%s）", "%s (this year %s, %s)", b.Where(), c.balanceSide(b, true), c.balanceSide(b, false)))
	}
	all.Grade = atMostWarning(c.grade)
	all.Message = msg.F("没有数字，无法核对，不等于相符：%s", "there is no figure to check, which is not agreement: %s", msg.Join(parts, "；", "; "))
	c.add(all)
}

// balanceFinding returns a finding about a balance, with its cells in both files.
func (c *checker) balanceFinding(b *diff.Balance) Finding {
	var f Finding
	for _, t := range b.Terms {
		for _, fd := range t.Fields {
			if t.Last {
				c.addLastYears(&f, fd)
				continue
			}
			f.Fields = append(f.Fields, fd)
		}
	}
	f.Cells = c.appendCells([]string{}, f.Fields)
	return f
}

// addLastYears adds a figure of last year's report to a finding: its address, and its value, so that an
// explanation lapses when it changes.
func (c *checker) addLastYears(f *Finding, fd *model.Field) {
	v := c.options.Last.Value(fd.ID)
	if v.Cell != "" {
		f.Last = append(f.Last, v.Cell)
	}
	f.About += "last." + fd.ID + "=" + valueText(v) + ";"
}

// balanceSide writes one side of a balance.
func (c *checker) balanceSide(b *diff.Balance, left bool) msg.Text {
	n := len(b.Identity.Left)
	ts := b.Terms[n:]
	if left {
		ts = b.Terms[:n]
	}
	s := b.Spell(ts)
	if v := b.Right; len(ts) > 1 && !left && b.Known() {
		return msg.F("%s，合计 %s", "%s, together %s", s, v.Number)
	}
	return s
}

// checkRepeatedTable reports a table whose entered figures are last year's.
func (c *checker) checkRepeatedTable(t *model.Table) {
	fields, same := c.across.diff.RepeatedTable(t)
	about := ""
	for _, f := range fields {
		about += f.ID + "=" + valueText(f.Old) + "," + valueText(f.New) + ";"
	}
	all := len(fields)
	if all < c.rule.Least || same*100 < all*c.rule.Limit {
		return
	}
	c.add(Finding{Sections: []string{t.ID}, About: about, Message: msg.F("“%s”两年有数字的 %d 格中，%d 格与上年相同", "%[1]q: of %[2]d cells with a figure in either year %[3]d are as last year", t.Section.Heading, all, same)})
}

// checkSwings reports figures that are a multiple of last year's, or that came from 0 or fell to it.
func (c *checker) checkSwings() {
	factor, least := model.Int(int64(c.rule.Limit)), model.Int(int64(c.rule.Least))
	for i := range c.across.diff.Fields {
		f := &c.across.diff.Fields[i]
		if len(f.To) != 1 || f.Delta == nil || f.To[0].Kind == model.Signed || !slices.ContainsFunc(c.rule.Fields, func(p string) bool { return model.MatchField(p, f.ID) }) {
			continue
		}
		low, high := f.Old.Number, f.New.Number
		if low.Cmp(high) > 0 {
			low, high = high, low
		}
		if high.Cmp(least) < 0 || low.Sign() > 0 && high.Cmp(low.Mul(factor)) < 0 {
			continue
		}
		x := Finding{Fields: f.To, Left: &f.New.Number, Right: &f.Old.Number, Difference: f.Delta}
		for _, fd := range f.From {
			c.addLastYears(&x, fd)
		}
		x.Message = msg.F("上年 %s，本年 %s", "last year %s, this year %s", f.Old.Number, f.New.Number)
		if f.Base != diff.Zero { // else the two figures say it all
			x.Message = msg.F("%s（%s）", "%s (%s)", x.Message, diff.Words(f.Old.Number, *f.Delta, f.Percent, f.Base))
		}
		c.add(x)
	}
}

// checkTaken reports figures that a template took over from last year and that were changed.
func (c *checker) checkTaken() {
	for _, fd := range c.form.Fields {
		t, ok := c.report.Taken[fd.ID]
		v := &c.values[fd.Index]
		if !ok || v.IsNumber() && v.Number.Equal(t.Number) {
			continue
		}
		reason := strings.TrimSpace(t.Reason)
		if x := c.findingOnCarried(fd, t.Number); x != nil {
			if reason != "" {
				x.Explanation, x.Stale = reason, false
			} else {
				x.Message = msg.F("%s；这是模板从上年报告取来的数字，改动没有写理由", "%s; the template took this figure over from last year's report, and no reason is given for the change", x.Message)
			}
			continue
		}
		f := Finding{Fields: []*model.Field{fd}, Right: &t.Number, About: "taken=" + t.Number.String()}
		if v.IsNumber() {
			d := v.Number.Sub(t.Number)
			f.Left, f.Difference = &v.Number, &d
		}
		f.Message = msg.F("取自上年报告的 %s 改成了 %s（来源：%s）", "%s, taken over from last year's report, was changed to %s (source: %s)", t.Number, v.Describe(), t.Source)
		if reason != "" {
			f.Grade = model.Hint
			f.Message = msg.F("%s；理由：%s", "%s; reason: %s", f.Message, reason)
		} else {
			f.Message = msg.F("%s，没有写理由", "%s, and no reason is given", f.Message)
		}
		c.add(f)
	}
}

// findingOnCarried returns what was found already about a carried figure that is not last year's: the reason
// given for the change explains that finding. It returns nil if nothing was found.
func (c *checker) findingOnCarried(fd *model.Field, carried model.Number) *Finding {
	i := slices.IndexFunc(c.found, func(x Finding) bool {
		return x.Rule.Relation == model.RelYear && len(x.Fields) == 1 && x.Fields[0] == fd && x.Right != nil && x.Right.Equal(carried)
	})
	if i < 0 {
		return nil
	}
	return &c.found[i]
}

// checkPlaceholders reports placeholders in narratives that were not filled.
func (c *checker) checkPlaceholders() {
	for _, s := range c.form.Sections {
		for _, p := range narrative.Unfilled(narrative.Context{Report: c.report, Last: c.options.Last}, c.report.Texts[s.ID]) {
			c.add(Finding{Sections: []string{s.ID}, Cells: c.placeOf(model.PlaceOfText(s.ID)), About: p.Text, Message: msg.F("“%s”中的 %s：%s", "in %[1]q, %[2]s: %[3]s", s.Heading, p.Text, p.Why)})
		}
	}
}

// guardsAcrossYears reports whether a rule across years watches a cell.
func guardsAcrossYears(f *model.Form, r *model.Rule, fd *model.Field) bool {
	switch r.Relation {
	case model.RelSwing:
		return slices.ContainsFunc(r.Fields, func(p string) bool { return model.MatchField(p, fd.ID) })
	case model.RelTaken:
		return slices.ContainsFunc(f.Carries, func(c model.Carry) bool { return model.MatchField(c.To, fd.ID) }) && fd.Total == nil
	}
	return slices.ContainsFunc(f.YearIdentities, func(id *model.Identity) bool {
		return id.Rule == r && slices.ContainsFunc(id.Terms(), func(t model.Term) bool { return t.Field == fd })
	})
}
