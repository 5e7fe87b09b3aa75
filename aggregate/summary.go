package aggregate

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// WriteBlockers says why no total was made. The last line is the verdict.
func WriteBlockers(w io.Writer, blockers []Blocker, lang msg.Lang) error {
	var b strings.Builder
	kinds := 0
	for _, kind := range blockerKinds {
		of := slices.DeleteFunc(slices.Clone(blockers), func(o Blocker) bool { return o.Kind != kind.kind })
		if len(of) == 0 {
			continue
		}
		kinds++
		fmt.Fprintf(&b, "%s\n", msg.F("%s：%d", "%s: %d", kind.title, len(of)).In(lang))
		for _, o := range of[:min(len(of), msg.MaxNamed)] {
			fmt.Fprintf(&b, "  %s\n", o.text().In(lang))
		}
		if n := len(of) - msg.MaxNamed; n > 0 {
			fmt.Fprintf(&b, "  %s\n", msg.F("…… 另有 %d 个", "... and %d more", n).In(lang))
		}
		fmt.Fprintf(&b, "  %s%s\n", msg.T("处理：", "what to do: ").In(lang), kind.advice.In(lang))
		if len(of) > 1 && slices.Contains(Acceptable, kind.kind) {
			fmt.Fprintf(&b, "  %s\n", msg.F("只接受其中几个的，写 --accept %s=文件名或单位", "to accept some of them alone, write --accept %s=FILE or UNIT", string(kind.kind)).In(lang))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", msg.F("没有汇总：%d 类问题，%d 处；没有写出任何文件", "no total was made: %d kinds of objections, %d in all; nothing was written", kinds, len(blockers)).In(lang))
	_, err := io.WriteString(w, text.Terminal(b.String()))
	return err
}

// text is a blocker in one line.
func (o Blocker) text() msg.Text {
	files := msg.Names(o.Files)
	switch {
	case o.Unit == "" && len(files) == 0:
		return o.What
	case o.Unit == "" || len(files) == 1 && o.Unit == files[0]:
		return msg.F("%s：%s", "%s: %s", files, o.What)
	case len(files) == 0:
		return msg.F("%s：%s", "%s: %s", o.Unit, o.What)
	}
	return msg.F("%s（%s）：%s", "%s (%s): %s", o.Unit, files, o.What)
}

// Summary says in a few lines what was summed, what is missing, left out and
// open, and whether the total balances. The last line is the verdict.
func (m *Merged) Summary() []msg.Text {
	byRole := map[sums.Role][]string{}
	totals := 0
	for _, s := range m.Sources {
		name := s.Name
		if name == "" || s.Role == sums.Same || s.Role == sums.LeftOut || s.Role == sums.Outside {
			name = s.File
		}
		if s.Role == sums.LeftOut && slices.Contains(m.empty, s.File) {
			continue // said apart
		}
		byRole[s.Role] = append(byRole[s.Role], name)
	}
	below := 0
	for _, p := range m.parts {
		if p.submission.IsTotal() {
			totals++
		}
		middle := totalsAmong(p.submission.Sources)
		for _, s := range p.submission.Sources {
			if (s.Role == sums.Counted || s.Role == sums.Behind) && !middle[s.SHA] {
				below++
			}
		}
	}
	counted := msg.F("计入 %s 个单位的报告", "%s counted", msg.Count(m.Counted(), "unit's report is", "units' reports are"))
	if totals > 0 {
		counted = msg.F("%s，其中 %s 份是下级的汇总，含 %s 个单位", "%s; %s of %s below", counted, msg.Count(totals, "of them is a total", "of them are totals"), msg.Count(below, "unit", "units"))
	}
	organ := msg.T(m.Report.Organ, m.Report.Organ)
	if organ.IsZero() {
		organ = msg.T("（机关名称待填）", "(organ to be filled in)")
	}
	out := []msg.Text{msg.F("%s %d 年度：%s", "%s, %d: %s", organ, m.Report.Year, counted)}
	for _, l := range []struct {
		role sums.Role
		text msg.Text
	}{
		{sums.Missed, msg.T("缺报", "missing")}, {sums.Same, msg.T("内容相同，只计一次", "the same report again, counted once")}, {sums.LeftOut, msg.T("没有计入", "left out")},
	} {
		if names := byRole[l.role]; len(names) > 0 {
			out = append(out, msg.F("%s %d：%s", "%s, %d: %s", l.text, len(names), msg.Few(names)))
		}
	}
	if len(m.empty) > 0 {
		out = append(out, msg.F("模板没有填写，没有计入 %d：%s", "templates nobody filled in, left out, %d: %s", len(m.empty), msg.Few(m.empty)))
	}
	if names := byRole[sums.Outside]; len(names) > 0 {
		out = append(out, msg.F("不是“%s”的下属单位，没有计入 %d：%s", "not below %q, left out, %d: %s", organ, len(names), msg.Few(names)))
	}
	if names := m.strangers(); len(names) > 0 {
		out = append(out, msg.F("名单之外、认不出是哪个单位而计入 %d：%s", "counted though not known from the roster, %d: %s", len(names), msg.Few(names)))
	}
	out = append(out, m.unlisted()...)
	out = append(out, m.doubtfulNames()...)
	for _, names := range m.alike() {
		out = append(out, msg.F("数字完全相同、都已计入的 %d 个单位，请核实是否同一单位或照抄：%s", "%d units have the very same figures, and all are counted; make sure that they are not one unit, nor copied: %s", len(names), msg.Few(names)))
	}
	if len(m.Losses) > 0 {
		var labels []string
		for _, l := range m.Losses {
			if label := l.Field.Label(); !slices.Contains(labels, label) { // at most one for every field
				labels = append(labels, label)
			}
		}
		out = append(out, msg.F("与本版不可比、没有计入的格 %d（%s 个数，见“%s”）：%s", "cells that this edition has no like of, left out, %d (%s, see %q): %s",
			len(labels), msg.Count(len(m.Losses), "figure", "figures"), m.Form.Messages["lost_sheet"], msg.Few(labels)))
	}
	out = append(out, m.toDecide()...)
	for _, fd := range m.Decided {
		out = append(out, msg.F("按指定填写：%s 为 %s，各单位相加为 %s", "as given: %s is %s; the units add up to %s", fd.Label(), m.decided[fd.ID], m.sum(fd)))
	}
	return append(out, m.verdict())
}

// strangers are the units that count and that the roster does not have; none without a roster.
func (m *Merged) strangers() (names []string) {
	for _, p := range m.parts {
		if m.rostered && !p.listed {
			names = append(names, msg.F("%s（%s）", "%s (%s)", p.unit, p.submission.Shown).ZH)
		}
	}
	return names
}

// toDecide says which cells of the total are left open, and why. Several with the same reason, as where a unit lacks a
// table, are said in one line.
func (m *Merged) toDecide() (out []msg.Text) {
	const several = 3
	var groups [][]*model.Field
	at := map[msg.Text]int{}
	for _, fd := range m.Open {
		why := m.whyOpenOf(fd)
		i, ok := at[why]
		if !ok {
			i, groups = len(groups), append(groups, nil)
			at[why] = i
		}
		groups[i] = append(groups[i], fd)
	}
	left := len(m.Open)
	for _, fds := range groups {
		why := m.whyOpenOf(fds[0])
		if len(fds) >= several && len(out) < msg.MaxNamed {
			left -= len(fds)
			out = append(out, msg.F("待定：%s 格，如 %s；%s；各单位的数见“%s”表，填在表中，或加 --figure 格=数", "to be decided: %s, such as %s; %s; for the units' figures see the sheet %q, and enter them in the table, or give --figure FIELD=NUMBER",
				msg.Count(len(fds), "cell", "cells"), fds[0].Label(), why, m.Form.Messages["open_sheet"]))
			continue
		}
		for _, fd := range fds {
			if len(out) == msg.MaxNamed {
				break
			}
			left--
			out = append(out, msg.F("待定：%s，各单位相加为 %s；%s；填在表中，或加 --figure %s=数", "to be decided: %s; the units add up to %s; %s; enter it in the table, or give --figure %s=NUMBER",
				fd.Label(), m.sum(fd), why, fd.ID))
		}
	}
	if left > 0 {
		out = append(out, msg.F("待定：另有 %s 格；各格的原因和各单位的数见“%s”表", "to be decided: %s; for reasons and the units' figures see the sheet %q", msg.Count(left, "more cell", "more cells"), m.Form.Messages["open_sheet"]))
	}
	return out
}

// doubtfulNames says which units no roster has and may be named otherwise than they were read.
func (m *Merged) doubtfulNames() (out []msg.Text) {
	for _, p := range m.parts {
		if f := p.submission; !f.OrganDoubt.IsZero() && !p.listed {
			out = append(out, msg.F("机关名称存疑、已按“%s”计入（%s）：%s", "counted as %q (%s), and its name is doubtful: %s", p.unit, f.Shown, f.OrganDoubt))
		}
	}
	if n := len(out) - msg.MaxNamed; n > 0 {
		out = append(out[:msg.MaxNamed], msg.F("机关名称存疑的另有 %d 个单位，核对各报告时列出", "%d more units have doubtful names; checking their reports lists them", n))
	}
	return out
}

// whyOpenOf is WhyOpen with the units whose figures are lacking.
func (m *Merged) whyOpenOf(fd *model.Field) msg.Text {
	var names []string
	for _, p := range m.parts {
		if e := p.row.Entries()[fd.Index]; e.Why&sums.Incomplete != 0 {
			names = append(names, p.unit)
		}
	}
	if len(names) == 0 {
		return m.WhyOpen(fd)
	}
	return msg.F("%s（%s）", "%s (%s)", m.WhyOpen(fd), msg.Few(names))
}

// alike are the units that have the same figures, enough different ones to be no
// chance: one unit under several names would be counted several times.
func (m *Merged) alike() (out [][]string) {
	const enough = 5
	by := map[sums.Row][]int{}
	for i, p := range m.parts {
		by[p.row] = append(by[p.row], i)
	}
	for i, p := range m.parts {
		same := by[p.row]
		if len(same) < 2 || same[0] != i {
			continue
		}
		different := map[string]bool{}
		for _, e := range p.row.Entries() {
			if e.State == model.IsNumber && e.Number.Sign() != 0 {
				different[e.Number.String()] = true
			}
		}
		if len(different) >= enough {
			out = append(out, lists.Map(same, func(k int) string { return m.parts[k].unit }))
		}
	}
	return out
}

// inFigures counts the errors in figures.
func inFigures(findings []check.Finding) (n int) {
	for _, f := range findings {
		if f.Grade == model.Error && len(f.Fields) > 0 {
			n++
		}
	}
	return n
}

// verdict says how the figures of the total stand with the plain sums where it is open, and how they stand in the workbook,
// where these cells are blank until they are filled in, if that is not the same.
func (m *Merged) verdict() msg.Text {
	errors := inFigures(m.Findings)
	t := m.verdictOfSums(errors)
	if m.blankErrors == errors {
		return t
	}
	return msg.F("%s；填好之前待定的格按 0 计，核对汇总表报告 %s 处错误", "%s; until they are filled in, the open cells count as 0, and a check of the total reports %s", t, msg.Count(m.blankErrors, "error", "errors"))
}

// verdictOfSums counts what is to be filled in anyway as the units' figures add up.
func (m *Merged) verdictOfSums(errors int) msg.Text {
	wrong, open := msg.Count(errors, "error", "errors"), msg.Count(len(m.Open), "cell is", "cells are")
	lacking := slices.ContainsFunc(m.Open, func(fd *model.Field) bool { return m.Total.Open(fd)&sums.Incomplete != 0 })
	switch {
	case lacking && errors > 0:
		return msg.F("按现有的数，汇总表有 %s 处错误；另待定 %s 格，其中有的缺少单位的数：填好后请用 gkxl check 核对", "with the figures that there are, the total has %s; %s to be decided, and some lack a unit's figure: fill them in, then see gkxl check", wrong, open)
	case lacking:
		return msg.F("待定 %s 格，其中有的缺少单位的数：填好后请用 gkxl check 核对", "%s to be decided, and some lack a unit's figure: fill them in, then see gkxl check", open)
	case errors > 0 && len(m.Open) > 0:
		return msg.F("汇总表的数字有 %s 处错误，另待定 %s 格：请用 gkxl check 查看", "the figures of the total have %s, and %s to be decided: see gkxl check", wrong, open)
	case errors > 0:
		return msg.F("汇总表的数字有 %s 处错误：请用 gkxl check 查看", "the figures of the total have %s: see gkxl check", wrong)
	case len(m.Open) > 0:
		return msg.F("汇总表的勾稽关系成立；待定 %s 格", "the total balances; %s to be decided", open)
	}
	return msg.T("汇总表的勾稽关系全部成立", "the total balances")
}
