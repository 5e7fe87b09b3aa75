package check

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// key names what a finding is about so that another check of the same report, after corrections, gives it the
// same name: the rule, and the first cell or the section it is about. Rules that list whatever cells are in
// some state are about the table, since the cells they list come and go. Of findings with the same name, all
// but the first are numbered.
func (c *checker) key(f Finding) string {
	about := ""
	switch {
	case f.AboutUnits():
		about = digest(f.About)
	case slices.Contains([]string{model.RelFigure, model.RelPersonal, model.RelTerm, model.RelPlaceholder}, c.rule.Relation):
		about = strings.Join(f.Sections, ",") + "|" + digest(f.About)
	case len(f.Fields) > 0 && (c.rule.Relation == model.RelBlank || c.rule.Relation == model.RelAbsent):
		about = f.Fields[0].Table.ID
	case len(f.Fields) > 0:
		about = f.Fields[0].ID
	case len(f.Sections) > 0:
		about = f.Sections[0]
	case f.About != "":
		about = digest(f.About)
	default:
		about = strings.Join(c.rule.Fields, ",")
	}
	key := c.rule.ID + "|" + about
	if c.timesUsed == nil {
		c.timesUsed = map[string]int{}
	}
	c.timesUsed[key]++
	if n := c.timesUsed[key]; n > 1 {
		key += "|" + strconv.Itoa(n)
	}
	return key
}

// maxFigures is the largest length of the figures behind a finding that are kept as they are; longer ones are
// kept as a digest.
const maxFigures = 400

// figuresOf returns the figures that a finding rests on. An explanation holds as long as this stays the same.
func (c *checker) figuresOf(f Finding) string {
	var parts []string
	for _, fd := range f.Fields {
		parts = append(parts, fd.ID+"="+valueText(c.values[fd.Index]))
	}
	for _, s := range f.Sections {
		if f.About != "" {
			break // About holds the part of the text that matters; the rest may change
		}
		parts = append(parts, s+"="+digest(c.report.Texts[s]))
	}
	if f.About != "" {
		parts = append(parts, "about="+digest(f.About))
	}
	if f.basis != "" {
		parts = append(parts, "basis="+digest(f.basis))
	}
	if len(parts) == 0 {
		parts = []string{c.report.Organ, c.report.OrganType, strconv.Itoa(c.report.Year)}
	}
	s := strings.Join(parts, ";")
	if len(s) > maxFigures {
		return digest(s)
	}
	return s
}

// valueText writes a value among the figures behind a finding.
func valueText(v model.Value) string {
	switch {
	case v.IsNumber():
		return v.Number.String() + v.Unit
	case v.Text != "":
		return string(v.State) + ":" + v.Text
	}
	return string(v.State)
}

// digest returns 16 hexadecimal digits of the SHA-256 of a text.
func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:8])
}

// takeExplanation gives a finding the unit's answer from the list of an earlier check.
func (c *checker) takeExplanation(f *Finding) {
	if f.Grade == model.Error {
		return // errors cannot be explained away
	}
	i := slices.IndexFunc(c.report.Listed, func(l model.Listed) bool { return l.Key == f.Key })
	if i < 0 {
		return
	}
	l := c.report.Listed[i]
	f.Explanation = strings.TrimSpace(l.Text)
	f.Stale = f.Explanation != "" && l.Figures != f.Figures
}
