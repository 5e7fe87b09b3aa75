package diff

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Series is several years' reports side by side, in the fields of the newest form.
type Series struct {
	Sides []*model.Report // by year
	Rows  []SeriesRow
	Pair  []msg.Text // what speaks against comparing the reports
}

// SeriesRow is one field, or key figure, through the years.
type SeriesRow struct {
	ID     string
	Key    *model.KeyFigure // of a key figure
	Field  *model.Field     // of a field
	Values []model.Value    // one per side; absent where the edition has nothing comparable
	Note   msg.Text         // of an edition whose figure is only the nearest counterpart
}

// SeriesOf puts reports side by side by year, in whatever order they are given. It returns a *msg.Problem if no
// crosswalk joins their forms.
func SeriesOf(sides []*model.Report, o Options) (*Series, error) {
	if len(sides) == 0 {
		return nil, &msg.Problem{What: msg.T("没有可以对照的报告", "there are no reports to compare"), Hint: msg.T("请给出至少一份", "give one at least")}
	}
	sides = slices.Clone(sides)
	sorting.By(sides, func(a, b *model.Report) int { return a.Year - b.Year })
	newest := sides[len(sides)-1]
	s := &Series{Sides: sides}
	for i := range len(sides) - 1 {
		for _, f := range Pair(sides[i], sides[i+1], o.Renamed) {
			s.Pair = append(s.Pair, f.Message)
		}
	}
	if newest.Form.Comparison != nil {
		for k := range newest.Form.Comparison.Keys {
			s.Rows = append(s.Rows, s.key(&newest.Form.Comparison.Keys[k]))
		}
	}
	as := make([]*alignment, len(sides))
	sums := map[*model.Node][]model.Match{} // by the row of the first field they are the sum of
	for i, side := range sides {
		var err error
		if as[i], err = align(side.Form, newest.Form); err != nil {
			return nil, err
		}
		for _, m := range as[i].matches {
			if len(m.To) > 1 {
				row := m.To[0].Row
				if !slices.ContainsFunc(sums[row], func(o model.Match) bool { return o.To[0] == m.To[0] }) {
					sums[row] = append(sums[row], m)
				}
			}
		}
	}
	for _, fd := range newest.Form.Fields {
		for _, m := range sums[fd.Row] { // they stand before the row
			s.Rows = append(s.Rows, s.row(lineID(m), m.From[0], as, m.To))
		}
		delete(sums, fd.Row)
		s.Rows = append(s.Rows, s.row(fd.ID, fd, as, []*model.Field{fd}))
	}
	return s, nil
}

// key returns the row of a key figure.
func (s *Series) key(key *model.KeyFigure) SeriesRow {
	r := SeriesRow{ID: key.ID, Key: key, Values: make([]model.Value, len(s.Sides))}
	for i, side := range s.Sides {
		r.Values[i] = model.Value{State: model.Absent}
		if c := side.Form.Comparison; c != nil {
			if j := slices.IndexFunc(c.Keys, func(o model.KeyFigure) bool { return o.ID == key.ID }); j >= 0 {
				r.Values[i] = keyValue(side, c.Keys[j])
			}
		}
	}
	return r
}

// row returns the row of fields of the newest form: one field, or the sum that an older form has as one field.
func (s *Series) row(id string, label *model.Field, as []*alignment, to []*model.Field) SeriesRow {
	r := SeriesRow{ID: id, Field: label, Values: make([]model.Value, len(s.Sides))}
	for i, side := range s.Sides {
		var from []*model.Field
		for _, m := range as[i].matches {
			switch {
			case m.As != "same" && m.As != "counterpart" || len(m.To) == 0:
			case slices.Equal(m.To, to):
				from = m.From
				if m.As == "counterpart" {
					r.Note = m.Note
				}
			case len(m.To) == 1 && slices.Contains(to, m.To[0]):
				from = append(from, m.From...)
			}
		}
		r.Values[i] = model.Value{State: model.Absent}
		if len(from) > 0 {
			r.Values[i] = model.Sum(side, from)
		}
	}
	return r
}

// Page lays a series out: a column for each year and a small line of its trend in each row.
func (s *Series) Page(o PageOptions) *table.Page {
	in := func(zh, en string) string { return msg.T(zh, en).In(o.Lang) }
	newest := s.Sides[len(s.Sides)-1]
	p := &table.Page{
		Organ:    newest.Organ,
		Title:    strings.TrimSpace(msg.F("%s  历年对照", "%s, year by year", newest.Organ).In(o.Lang)),
		Subtitle: msg.F("共 %d 份报告", "%d reports", len(s.Sides)).In(o.Lang),
		Warnings: textsIn(o.Lang, s.Pair),
	}
	var years []string
	for i, side := range s.Sides {
		y := yearName(side.Year, "未填年度", "no year").In(o.Lang)
		if side.Year == 0 {
			y = msg.F("第 %d 份", "no. %d", i+1).In(o.Lang)
		}
		years = append(years, y)
	}
	head := func(first ...string) []string {
		return append(append(first, years...), in("走势", "course"), in("说明", "note"))
	}
	keys := table.Block{Title: in("主要数字", "Key figures"), Head: head(in("指标", "figure"))}
	all := table.Block{Title: in("各格数字", "All figures"), Head: head(in("表", "table"), in("项目", "field"))}
	folded := 0
	for i := range s.Rows {
		r := &s.Rows[i]
		cells, some := r.cells(o.Lang)
		if r.Key != nil {
			keys.Rows = append(keys.Rows, table.Row{Cells: append([]table.Cell{textCell(r.Key.Title.In(o.Lang))}, cells...)})
			continue
		}
		if !some && !o.All {
			folded++
			continue
		}
		f := Field{ID: r.ID, To: []*model.Field{r.Field}}
		all.Rows = append(all.Rows, table.Row{Cells: append([]table.Cell{textCell(tableName(r.Field.Table)), textCell(f.Label())}, cells...)})
	}
	if folded > 0 {
		all.Notes = append(all.Notes, msg.F("没有列出：%d 项各年都是 0 或空白", "not shown: %d figures that are 0 or blank in every year", folded).In(o.Lang))
	}
	if len(keys.Rows) > 0 {
		p.Summary = 1
		p.Blocks = append(p.Blocks, keys.Trimmed())
	}
	if len(all.Rows)+len(all.Notes) > 0 {
		p.Blocks = append(p.Blocks, all.Trimmed())
	}
	p.Verdict = msg.F("%d 年，%d 项有数字", "%d years, %d figures", len(s.Sides), len(all.Rows)).In(o.Lang)
	return p
}

// cells returns a row's values and their trend; some says whether any has content.
func (r *SeriesRow) cells(lang msg.Lang) (out []table.Cell, some bool) {
	trend := make([]*model.Number, len(r.Values))
	for i := range r.Values {
		v := &r.Values[i]
		switch {
		case v.IsNumber():
			some = some || v.Number.Sign() != 0
			trend[i] = &v.Number
			c := number(v.Number)
			if r.Key != nil && len(r.Key.Of) > 0 {
				c = share(v.Number)
			}
			out = append(out, c)
		case v.State == model.Absent:
			out = append(out, textCell("—"))
		default:
			some = some || v.State == model.Unreadable
			out = append(out, textCell(v.Describe().In(lang)))
		}
	}
	return append(out, table.Cell{Text: trendText(trend).In(lang), Trend: trend}, textCell(r.Note.In(lang))), some
}
