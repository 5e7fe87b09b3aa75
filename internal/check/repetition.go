package check

import (
	"slices"

	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// maxPassages is how many repeated passages a finding quotes, and longestQuoted how many characters of one.
const (
	maxPassages   = 3
	longestQuoted = 120
)

// checkRepetition reports narratives that repeat last year's.
func (c *checker) checkRepetition() {
	r := c.across.diff.Repetition
	for _, x := range r.Texts {
		section := x.Section.ID
		if !slices.Contains(c.rule.Sections, section) || !tooMuch(c.rule, x) {
			continue
		}
		m := msg.F("“%s”有 %d %% 与上年相同（%d 字中的 %d 字，官方套话不计）", "%q repeats %d %% of last year's (%[4]d of %[3]d characters, official phrases apart)", x.Section.Heading, x.Share(), x.Length, x.Same)
		m = quotePassages(m, r.Passages, []*model.Section{x.Section}, msg.T("上年写作：", "last year: "))
		c.add(Finding{Sections: []string{section}, Cells: c.placeOf(model.PlaceOfText(section)), About: c.options.Last.Texts[section] + "\n|\n" + c.report.Texts[section], Message: m})
	}
}

// tooMuch reports whether a rate is one that a rule reports.
func tooMuch(rule *model.Rule, r repetition.Rate) bool {
	return r.Length >= rule.Least && r.Share() > rule.Limit
}

// quoted is a passage as messages quote it.
func quoted(s string) string { return text.Clip(text.OneLine(text.Named(s)), longestQuoted) }

// quotePassages adds the longest repeated passages of some sections to a message, each with how the other report writes
// it, where that differs.
func quotePassages(m msg.Text, passages []repetition.Passage, sections []*model.Section, there msg.Text) msg.Text {
	n := 0
	for _, p := range passages {
		if n == maxPassages || !slices.Contains(sections, p.Section) {
			continue
		}
		if n++; n == 1 {
			m = msg.F("%s；相同最长的段落：", "%s; the longest repeated passages:", m)
		}
		mine, other := p.Quote()
		mine, other = quoted(mine), quoted(other)
		if m = msg.F("%s\n%d. %s", "%s\n%d. %s", m, n, mine); other != mine {
			m = msg.F("%s\n   %s%s", "%s\n   %s%s", m, there, other)
		}
	}
	return m
}

// AcrossUnits returns what the rules on reports of several units find in what one of them has in common with others,
// which repetition.Compare gives.
func AcrossUnits(r *repetition.Report, o Options) []Finding {
	var out []Finding
	for _, rule := range r.Source.Form.Rules {
		grade, changed := o.grade(rule)
		if grade == model.Off {
			continue
		}
		var found []Finding
		switch rule.Relation {
		case model.RelCopyUnits:
			found = repeatedTexts(rule, r)
		case model.RelCopyCells:
			found = repeatedTables(rule, r)
		}
		for _, f := range found {
			f.Rule, f.Grade, f.Regraded = rule, grade, changed
			f.Key = rule.ID + "|" + f.Sections[0]
			out = append(out, f)
		}
	}
	return append(out, localAcrossUnits(r, o)...)
}

// OverallOf is how much of the narratives that a rule is about a report has in common with the nearest other one.
func OverallOf(rule *model.Rule, r *repetition.Report) repetition.Rate {
	out := repetition.Rate{}
	for _, x := range r.Texts {
		if slices.Contains(rule.Sections, x.Section.ID) {
			out.Length, out.Same = out.Length+x.Length, out.Same+x.Same
		}
	}
	return out
}

// repeatedTexts reports narratives that are mostly another unit's.
func repeatedTexts(rule *model.Rule, r *repetition.Report) []Finding {
	var ids []string
	var sections []*model.Section
	var rates []msg.Text
	overall := OverallOf(rule, r)
	for _, x := range r.Texts {
		if !slices.Contains(rule.Sections, x.Section.ID) {
			continue
		}
		if x.Same > 0 {
			sections = append(sections, x.Section)
		}
		if tooMuch(rule, x) {
			ids = append(ids, x.Section.ID)
		}
		if x.Length < rule.Least {
			rates = append(rates, msg.F("“%s”太短，不单独判断", "%q is too short to say", x.Section.Heading))
		} else {
			rates = append(rates, msg.F("“%s”%d %%", "%q %d %%", x.Section.Heading, x.Share()))
		}
	}
	if tooMuch(rule, overall) && len(ids) == 0 {
		for _, s := range sections {
			ids = append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	m := msg.F("叙述有 %d %% 与“%s”（%s）相同（%d 字中的 %d 字，官方套话不计）：%s", "%d %% of the narratives are those of %q (%s; %[5]d of %[4]d characters, official phrases apart): %[6]s",
		overall.Share(), text.Named(r.Nearest.Name), r.Nearest.File, overall.Length, overall.Same, msg.Join(rates, "，", ", "))
	if r.Any.Share() > overall.Share() {
		m = msg.F("%s；与各单位合计 %d %%", "%s; those of all other units together: %d %%", m, r.Any.Share())
	}
	m = quotePassages(m, r.Passages, sections, msg.T("那里写作：", "there: "))
	return []Finding{{Sections: ids, Message: m}}
}

// repeatedTables reports tables that are nearly another unit's.
func repeatedTables(rule *model.Rule, r *repetition.Report) []Finding {
	var out []Finding
	for _, t := range r.Tables {
		if t.Telling < rule.Least || t.Same*100 < t.All*rule.Limit {
			continue
		}
		out = append(out, Finding{Sections: []string{t.Table.ID}, Message: msg.F("“%s”有数字的 %d 格中，%d 格与“%s”（%s）相同",
			"%[1]q: of %[2]d cells with a figure in either report %[3]d are as in that of %[4]q (%[5]s)", t.Table.Section.Heading, t.All, t.Same, text.Named(t.Other.Name), t.Other.File)})
	}
	return out
}
