package intake

import (
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// cover reads "机关名称 | 某局" and "填报单位：某局", also several on a line,
// before the report itself begins.
func (n *narrator) cover(v *view, i int, text string) bool {
	items := splitItems(text)
	if len(items) < 2 {
		return n.coverItem(v, i, text)
	}
	any := false
	for _, s := range items {
		any = n.coverItem(v, i, s) || any
	}
	return any
}

// splitItems cuts a line of several items, whose labels end in colons.
func splitItems(text string) []string {
	var out []string
	line := strings.Trim(strings.ReplaceAll(text, "：", ":"), " ()（）")
	if strings.Count(line, ":") < 2 {
		return nil
	}
	for _, s := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == ';' || r == '；' || r == '，' }) {
		if n := len(out); n > 0 && (!strings.Contains(s, ":") || strings.HasSuffix(out[n-1], ":")) {
			out[n-1] += s
			continue
		}
		out = append(out, s)
	}
	return out
}

func (n *narrator) coverItem(v *view, i int, text string) bool {
	name, value, inline := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	at := v.addressOf(i)
	l := n.words.reducer.label(name)
	item := n.words.covers[l.core]
	if item == nil {
		item = n.words.covers[l.bare]
	}
	if item == nil || len(n.found) > 0 && n.section != "" && (inline || item.Label != text) {
		return false // within a narrative only what the cover itself prints
	}
	value = strings.TrimSpace(value)
	if !inline || value == "" {
		j := v.at(v.cell(i).Row, v.cell(i).Col+v.cell(i).Cols)
		if j < 0 || v.role[j] != unknown {
			return item.Label == name
		}
		if v.empty(j) || n.words.printed(v.text(j)) {
			return true
		}
		value, at = strings.TrimSpace(v.text(j)), v.addressOf(j)
		v.role[j] = isKnown
	}
	return n.setCover(item, value, at)
}

func (n *narrator) setCover(item *model.CoverItem, value, at string) bool {
	r := n.report
	switch item.ID {
	case "organ":
		if r.Organ != "" {
			return r.Organ == value
		}
		r.Organ = value
	case "organ_type":
		r.OrganType = value
		if t, ok := n.words.form.OrganType(value); ok {
			r.OrganType = t.ID
		}
	case "year":
		m := yearAlone.FindStringSubmatch(text.Fold(value))
		if m == nil || r.Year != 0 && r.Year != yearOf(m[1]) {
			return false
		}
		r.Year = yearOf(m[1])
	case "form":
	default:
		if r.Cover[item.ID] != "" {
			return false
		}
		r.Cover[item.ID] = value
	}
	r.Places[model.PlaceOfCover(item.ID)] = at
	return true
}
