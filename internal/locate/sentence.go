package locate

import (
	"slices"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

const (
	// maxCells is how many cells of a cause a sentence names.
	maxCells = 6
	// maxOthers is how many alternatives a sentence names.
	maxOthers = 3
)

// Best returns the best cause of every group, in order.
func (o Outcome) Best() []Explanation {
	return slices.DeleteFunc(slices.Clone(o.Causes), func(c Explanation) bool { return c.Rank != 0 })
}

// Group returns the alternatives of one group, the best first.
func (o Outcome) Group(n int) []Explanation {
	return slices.DeleteFunc(slices.Clone(o.Causes), func(c Explanation) bool { return c.Group != n })
}

// Occurrences counts the findings that the causes explain.
func (o Outcome) Occurrences() int {
	seen := map[string]bool{}
	for _, c := range o.Best() {
		for _, x := range c.Findings {
			seen[x.Key] = true
		}
	}
	return len(seen)
}

// CountText says how many findings come of how many causes, to be put behind a count of findings; empty where
// each has its own.
func (o Outcome) CountText() msg.Text { return CountTextOf(o.Occurrences(), len(o.Best())) }

// CountTextOf is CountText for the causes of several reports.
func CountTextOf(occurrences, causes int) msg.Text {
	switch {
	case occurrences <= causes:
		return msg.Text{}
	case causes == 1:
		return msg.F("；错误和警告中 %d 处出自 1 个原因", "; %d of the errors and warnings from 1 cause", occurrences)
	}
	return msg.F("；错误和警告中 %d 处出自 %d 个原因", "; %d of the errors and warnings from %d causes", occurrences, causes)
}

// Sentence says the cause of a group: which cell, what stands there, what it should be and why, and what then
// holds. It names other causes that are about as likely.
func (o Outcome) Sentence(group int) msg.Text {
	all := o.Group(group)
	if len(all) == 0 {
		return msg.Text{}
	}
	best := all[0]
	if len(best.Units) > 0 {
		return best.ofUnits()
	}
	s := msg.F("%s；%s", "%s; %s", best.proposal(), best.effect())
	if best.NewlyAgreeing > 0 {
		s = msg.F("%s，与叙述中的数字也相符", "%s, and the narrative agrees with it", s)
	}
	if n := best.Following; n > 0 && best.NewlyAgreeing < n {
		s = msg.F("%s，由此而来的 %d 条警告随之消失", "%s, and %d warnings that come of it vanish", s, n)
	}
	if best.LikelyCount > 1 {
		var others []msg.Text
		for _, c := range all[1:min(len(all), best.LikelyCount)] {
			if len(others) < maxOthers {
				others = append(others, c.brief())
			}
		}
		if len(others) > 0 {
			s = msg.F("%s。也可能是%s；%d 处皆有可能", "%s. It may also be %s; %d places are possible", s, msg.Join(others, "，或", ", or "), best.LikelyCount)
		}
	}
	return msg.F("%s。", "%s.", s)
}

// SameCause says of a finding in a list that its cause is that of an earlier one, by its number there.
func SameCause(number int) msg.Text {
	return msg.F("与第%d项同一原因，一并改正", "the cause is that of No. %d: correct both", number)
}

// SentenceFor says the cause of a finding; empty where none is known, or where the finding says it itself.
func (o Outcome) SentenceFor(f check.Finding) msg.Text {
	c, ok := o.CauseOf(f)
	if !ok || c.Slip == NoTotal {
		return msg.Text{}
	}
	return o.Sentence(c.Group)
}

// CauseOf returns the best cause that explains a finding; false if there is none.
func (o Outcome) CauseOf(f check.Finding) (Explanation, bool) {
	if i := slices.IndexFunc(o.Causes, func(c Explanation) bool { return c.Rank == 0 && c.Explains(f) }); i >= 0 {
		return o.Causes[i], true
	}
	return Explanation{}, false
}

// Culprit returns the one cause of a finding: the cells to change. False where there is none, where several are about as
// likely, and where units of a total are the cause. A finding about what single cells hold has these alone as its
// culprits, though its cause changes others too: each of many totals left blank is filled in by itself.
func (o Outcome) Culprit(f check.Finding) (Explanation, bool) {
	c, ok := o.CauseOf(f)
	if aboutCells(f) {
		own := slices.DeleteFunc(slices.Clone(c.Changes), func(ch Change) bool { return !slices.Contains(f.Fields, ch.Field) })
		if len(own) > 0 { // what only follows from the cause has none
			c.Changes = own
		}
	}
	return c, ok && c.LikelyCount <= 1 && len(c.Changes) > 0 && len(c.Units) == 0
}

// FillsTotal reports whether a finding says that a total was left blank, and the cause is just that.
func (c Explanation) FillsTotal(f check.Finding) bool {
	return c.Slip == NoTotal && f.Rule.Relation == model.RelBlankTotal
}

// Asked says what to do about a finding: what its rule asks, and the figure of a total that was left blank. Where the
// finding says that its parts cannot be added up, no figure is named.
func (o Outcome) Asked(f check.Finding) msg.Text {
	asked := f.Rule.Asked()
	if c, ok := o.Culprit(f); ok && c.FillsTotal(f) && f.Right != nil && f.Right.Equal(c.Changes[0].Proposed) {
		return msg.F("应填 %s：%s", "it should be %s: %s", c.Changes[0].Proposed, asked)
	}
	return asked
}

// Explains reports whether the cause explains a finding.
func (c Explanation) Explains(f check.Finding) bool {
	return slices.ContainsFunc(c.Findings, func(x check.Finding) bool { return x.Key == f.Key })
}

// proposal says what should be changed.
func (c Explanation) proposal() msg.Text {
	maybe := msg.T("可能", "may be")
	if c.Certain {
		maybe = msg.T("大概", "is probably")
	}
	first := c.Changes[0]
	switch {
	case c.Slip == NoTotal && len(c.Changes) == 1:
		return msg.F("%s 空着，各项之和是 %s", "%s is blank, its parts sum to %s", first.place(), first.Proposed)
	case c.Slip == NoTotal:
		return msg.F("%d 个总计空着，按各项之和应填：%s", "%d totals are blank, their parts sum to: %s", len(c.Changes), c.list(false))
	case len(c.Changes) == 1:
		return msg.F("%s %s是 %s，%s%s", "%s %s %s, and %s%s", first.place(), maybe, first.Proposed, first.present(), first.why(c.Slip))
	}
	if c.Certain {
		return msg.F("大概%s：%s", "probably %s: %s", c.name(), c.list(true))
	}
	return msg.F("可能%s：%s", "possibly %s: %s", c.name(), c.list(true))
}

// name says what went wrong, for several cells.
func (c Explanation) name() msg.Text {
	if c.Slip != None && c.Slip != Other && c.Slip != Several {
		return c.Slip.Name()
	}
	return msg.T("填错", "wrong")
}

// why names the slip in brackets. It is empty for one digit in place of another, which tells nothing.
func (c Change) why(s Slip) msg.Text {
	ten := model.Int(10)
	if s == Mistyped && c.Present.Number.Abs().Cmp(ten) < 0 && c.Proposed.Abs().Cmp(ten) < 0 {
		return msg.Text{}
	}
	if s == Tenfold {
		return c.timesOff()
	}
	return why(s)
}

// timesOff names in brackets how many times too large or too small a figure is.
func (c Change) timesOff() msg.Text {
	less, more := c.Present.Number.Abs(), c.Proposed.Abs()
	if less.Cmp(more) > 0 {
		less, more = more, less
	}
	if less.Sign() != 0 {
		if times, exact := more.Over(less); exact {
			return msg.F("（差 %s 倍）", " (off by a factor of %s)", times)
		}
	}
	return why(Tenfold)
}

// why names a slip in brackets; empty for one that tells nothing.
func why(s Slip) msg.Text {
	switch s {
	case None, Other, Missing, Blank, Large, Zero:
		return msg.Text{}
	}
	return msg.F("（%s）", " (%s)", s.Name())
}

// present says what a cell holds now.
func (c Change) present() msg.Text {
	switch v := c.Present; v.State {
	case model.IsNumber:
		if c.Slip == Zero {
			return msg.T("没有填，仍是 0", "it was left at 0")
		}
		return msg.F("填成了 %s", "it says %s", v.Number)
	case model.Blank:
		return msg.T("现在空着", "it is blank now")
	case model.Absent:
		return msg.T("该格缺失", "the cell is missing")
	default:
		return msg.F("写的是“%s”", "it says %q", text.Brief(v.Text))
	}
}

// place returns the address of a cell, or its name where the file has no addresses.
func (c Change) place() msg.Text {
	if c.Present.Cell != "" {
		return msg.T(c.Present.Cell, c.Present.Cell)
	}
	return msg.F("“%s”", "%q", c.Field.Label())
}

// list names the changes of a cause, the first ones of many.
func (c Explanation) list(present bool) msg.Text {
	var parts []msg.Text
	for i, ch := range c.Changes {
		if i == maxCells {
			parts = append(parts, msg.F("等 %d 格", "%d cells in all", len(c.Changes)))
			break
		}
		if present {
			parts = append(parts, msg.F("%s 应为 %s（%s）", "%s should be %s (%s)", ch.place(), ch.Proposed, ch.present()))
		} else {
			parts = append(parts, msg.F("%s 填 %s", "%s: %s", ch.place(), ch.Proposed))
		}
	}
	return msg.Join(parts, "，", ", ")
}

// brief says an alternative in few words.
func (c Explanation) brief() msg.Text {
	if len(c.Changes) == 1 {
		ch := c.Changes[0]
		return msg.F(" %s 应为 %s%s", "%s, %s%s", ch.place(), ch.Proposed, ch.why(c.Slip))
	}
	first := c.Changes[0]
	return msg.F(" %s 等 %d 格%s，%s 应为 %s", "%s and others, %d cells%s, %s being %s", first.place(), len(c.Changes), why(c.Slip), first.place(), first.Proposed)
}

// effect says what holds after the change.
func (c Explanation) effect() msg.Text {
	identities := 0
	mended := c.Findings[:len(c.Findings)-c.Following]
	for _, x := range mended {
		if !aboutCells(x) {
			identities++
		}
	}
	switch n := len(mended); {
	case n == 1 && identities == 1:
		return msg.T("改后这条勾稽成立", "then the identity holds")
	case identities == n:
		return msg.F("改后 %d 条勾稽全部成立", "then all %d identities hold", n)
	case n == 1:
		return msg.T("改后这个问题解决", "then this is settled")
	default:
		return msg.F("改后 %d 处问题全部解决", "then all %d findings are settled", n)
	}
}

// InDisplayOrder returns the findings in the order to show them: those of one cause together, where the first
// of them stands, and behind them the warnings that follow from it.
func (o Outcome) InDisplayOrder(findings []check.Finding) []check.Finding {
	var out []check.Finding
	done := map[string]bool{}
	for _, f := range findings {
		if done[f.Key] {
			continue
		}
		c, ok := o.CauseOf(f)
		if !ok {
			out = append(out, f) // one of several with the same key is shown as well
			continue
		}
		if !c.Leads(f) {
			continue // it comes with what leads
		}
		for _, leads := range []bool{true, false} {
			for _, x := range findings {
				if !done[x.Key] && c.Explains(x) && c.Leads(x) == leads {
					out, done[x.Key] = append(out, x), true
				}
			}
		}
	}
	return out
}
