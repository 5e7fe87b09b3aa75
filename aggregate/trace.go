package aggregate

import (
	"cmp"
	"slices"

	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/xlsx"
)

// Tracing tells which units a figure of a total comes from.
type Tracing struct {
	Report *model.Report
	ID     string         // as it is called: a field's id, or that of a group
	Fields []*model.Field // that make it up, one unless it is a group
	Label  string
	Value  model.Value // in the total

	// Units are those that count, the largest figure first.
	Units   []Contribution
	Missing []string // units that had no file
	LeftOut []string // files and units that were not counted
	Sum     sums.Sum
	// Difference is the figure without the sum, and Reason why there is one; it is
	// nil where the total has no figure.
	Difference *model.Number
	Reason     msg.Text
}

// Contribution is what one unit contributes to a figure.
type Contribution struct {
	Code, Name string
	File       string
	Cells      []string // where it stands in the unit's own file
	State      model.State
	Number     model.Number
	Unit       string // of money, where the form prints none
	Why        sums.Why
	// Share is the part of the sum in percent, and Running that of all units so
	// far; nil where they say nothing.
	Share, Running *model.Number
	Below          int // of one that is a total itself: how many units it holds
}

// Trace finds the units behind a figure of a total: a field or a group by its id,
// a cell by its address, or either by its labels. Src says by which variant the
// units' files were read. The error is a *msg.Problem, also where the figure may be
// one of several.
func Trace(r *model.Report, figure string, src pipeline.Options) (*Tracing, error) {
	all, err := TraceAll(r, figure, src)
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		_, err = pipeline.FieldNamed(r, figure)
		return nil, err
	}
	return all[0], nil
}

// TraceAll is [Trace] of every figure that a text may mean: several for an address
// without a sheet.
func TraceAll(r *model.Report, figure string, src pipeline.Options) ([]*Tracing, error) {
	sources, damaged := sums.ReadSources(r)
	if sources == nil && damaged != nil {
		return nil, damaged
	}
	if sources == nil {
		return nil, &msg.Problem{What: msg.T("这个文件没有“来源”表，不知道数由哪些单位组成", "this file has no list of sources, so the units behind its figures are not known"),
			Hint: msg.T("用“gkxl merge”汇总的工作簿才有来源；没有来源的汇总，可用“gkxl check 文件 --units 文件夹”与单位核对", "workbooks made by \"gkxl merge\" have one; hold others against their units with \"gkxl check FILE --units FOLDER\""), Kind: msg.ErrNoSources}
	}
	figures, err := pipeline.FiguresNamed(r, figure)
	if err != nil {
		return nil, err
	}
	if damaged != nil {
		return nil, damaged
	}
	var out []*Tracing
	for _, f := range figures {
		t, err := traced(r, f, sources, src)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// traced finds the units behind one figure.
func traced(r *model.Report, figure pipeline.Figure, sources []sums.Source, src pipeline.Options) (*Tracing, error) {
	f := r.Form
	t := &Tracing{Report: r, ID: figure.ID, Fields: figure.Fields, Label: f.FigureLabel(figure.ID)}
	total := sums.SumOf(f, sources)
	forms, err := templates.CandidatesByID(src.Form)
	if err != nil {
		return nil, err
	}
	places := placer{of: t, forms: forms, known: map[string]*ownFields{}}
	below := map[string]int{}
	for _, s := range sources {
		if s.Role == sums.Behind && s.Via != "" && s.SHA == "" { // those with one are totals themselves
			below[s.Via]++
		}
	}
	odd, blank := map[*model.Field][]string{}, map[*model.Field][]string{} // units whose own total is not the sum of its parts
	for _, s := range sources {
		switch s.Role {
		case sums.Missed:
			t.Missing = append(t.Missing, s.Name)
		case sums.LeftOut:
			t.LeftOut = append(t.LeftOut, cmp.Or(s.File, s.Name))
		case sums.Counted:
			entries := s.Row.Entries()
			c := t.contribution(entries)
			c.Code, c.Name, c.File, c.Cells, c.Below = s.Code, cmp.Or(s.Name, s.Code, s.File), s.File, places.cells(s), below[s.SHA]
			t.Units = append(t.Units, c)
			for _, fd := range t.Fields {
				if fd.Total == nil || entries.AddsUp(fd) || !entries.Whole(fd) {
					continue
				}
				if entries[fd.Index].State == model.Blank {
					blank[fd] = append(blank[fd], c.Name)
				} else {
					odd[fd] = append(odd[fd], c.Name)
				}
			}
		}
	}
	for _, fd := range t.Fields {
		t.Sum = t.Sum.Add(total.Sums[fd.Index])
	}
	t.order()
	t.compare(total, odd, blank)
	return t, nil
}

// contribution adds up what one unit has in the figure's fields.
func (t *Tracing) contribution(entries sums.Entries) (c Contribution) {
	c.State = model.Blank
	for _, fd := range t.Fields {
		e := entries[fd.Index]
		c.Why |= e.Why
		switch {
		case e.State == model.IsNumber:
			c.Number = c.Number.Add(e.Number)
			c.Unit = cmp.Or(e.Unit, c.Unit)
			if c.State == model.Blank {
				c.State = model.IsNumber
			}
		case e.State != model.Blank:
			c.State = e.State
		}
	}
	return c
}

// order puts the largest figures first; units with the same stay in the order of
// the list. Shares of figures of both signs would mean nothing.
func (t *Tracing) order() {
	sorting.By(t.Units, func(a, b Contribution) int { return b.Number.Abs().Cmp(a.Number.Abs()) })
	sum := t.Sum.Number
	if sum.Sign() <= 0 || slices.ContainsFunc(t.Units, func(c Contribution) bool { return c.Number.Sign() < 0 }) {
		return
	}
	var running model.Number
	for i := range t.Units {
		c := &t.Units[i]
		if c.Number.Sign() == 0 {
			continue
		}
		running = running.Add(c.Number)
		share, so := c.Number.Percent(sum), running.Percent(sum)
		c.Share, c.Running = &share, &so
	}
}

// compare holds the sum against what the total says, and finds the reason where
// they differ.
func (t *Tracing) compare(total *sums.Total, odd, blank map[*model.Field][]string) {
	own, _, _ := sums.Of(t.Report).Translate(t.Report.Form, t.Report.Form)
	t.Value = model.Sum(t.Report, t.Fields)
	if len(t.Fields) == 1 {
		t.Value = t.Report.Value(t.Fields[0].ID)
	}
	var reasons []msg.Text
	var figure model.Number
	for _, fd := range t.Fields {
		figure = figure.Add(own[fd.Index].Number)
		if reason := t.reason(fd, own, total, odd, blank); !reason.IsZero() {
			if len(t.Fields) > 1 {
				reason = msg.F("%s：%s", "%s: %s", fd.Label(), reason)
			}
			reasons = append(reasons, reason)
		}
	}
	if t.Value.IsNumber() {
		d := figure.Sub(t.Sum.Number)
		t.Difference = &d
	}
	t.Reason = msg.Join(reasons, "；", "; ")
}

func (t *Tracing) reason(fd *model.Field, own sums.Entries, total *sums.Total, odd, blank map[*model.Field][]string) msg.Text {
	differs := func(fd *model.Field) model.Number { return own[fd.Index].Number.Sub(total.Sums[fd.Index].Number) }
	v, why := own[fd.Index], total.Open(fd)
	switch {
	case v.State == model.IsNumber && differs(fd).Sign() == 0, v.State == model.Blank && why == 0 && total.Sums[fd.Index].Number.Sign() == 0:
		return msg.Text{}
	case v.State == model.Blank && why != 0:
		return msg.F("还没有定：%s", "not decided yet: %s", why.Text())
	case fd.Total != nil:
		var parts []msg.Text
		for _, p := range fd.Total.Right {
			if d := differs(p.Field); d.Sign() != 0 || total.Open(p.Field)&sums.Incomplete != 0 {
				parts = append(parts, msg.F("%s（汇总 %s，相加 %s）", "%s (the total has %s, the sum is %s)", p.Field.Label(), own[p.Field.Index].Shown(), total.Sums[p.Field.Index].Number))
			}
		}
		if names := blank[fd]; len(names) > 0 {
			parts = append(parts, msg.F("有单位自己的总计空着：%s", "there are units whose own total is blank: %s", msg.Few(names)))
		}
		if names := odd[fd]; len(names) > 0 {
			parts = append(parts, msg.F("有单位自己的总计不等于各项之和：%s", "there are units whose own total is not the sum of its parts: %s", msg.Few(names)))
		}
		if len(parts) > 0 {
			return msg.F("它由各项相加，差在：%s", "it adds up its parts, of which these differ: %s", msg.Join(parts, "；", "; "))
		}
	case why != 0:
		return msg.F("汇总的人另定了数：%s", "whoever made the total decided otherwise: %s", why.Text())
	case total.Sums[fd.Index].Why&sums.Left != 0:
		return msg.T("另一版格式的单位没有可比的数，汇总的人另定了数", "units of another edition have no comparable figure, and whoever made the total decided otherwise")
	}
	return msg.T("汇总之后，汇总表的这个数改过", "the figure was changed after the merge")
}

// placer finds where units' figures stand in their own files.
type placer struct {
	of    *Tracing
	forms map[string]*model.Form
	known map[string]*ownFields
}

// ownFields are a figure's fields in a form that units used.
type ownFields struct {
	fields []*model.Field
	layout *xlsx.Layout
}

func (p *placer) cells(s sums.Source) []string {
	o := p.known[s.Form]
	if o == nil {
		o = &ownFields{}
		if own := p.forms[s.Form]; own != nil {
			o.fields, o.layout = counterparts(own, p.of.Report.Form, p.of.Fields), xlsx.NewLayout(own)
		}
		p.known[s.Form] = o
	}
	given := sums.DecodeCells(s.Cells)
	var out []string
	for _, fd := range o.fields {
		cell := ""
		switch {
		case given == nil:
			cell = o.layout.Cell(fd)
		case fd.Index < len(given):
			cell = given[fd.Index]
		}
		if cell != "" {
			out = append(out, cell)
		}
	}
	return out
}

// counterparts are the fields of a unit's form whose figures became those of the
// total's.
func counterparts(own, total *model.Form, fields []*model.Field) []*model.Field {
	if own == total {
		return fields
	}
	matches, err := model.Align(own, total)
	if own.Years.From > total.Years.From { // from the later to the earlier
		matches, err = model.Align(total, own)
		for i, m := range matches {
			matches[i].From, matches[i].To = m.To, m.From
		}
	}
	if err != nil {
		return nil
	}
	var out []*model.Field
	for _, m := range matches {
		if m.As != "same" && m.As != "counterpart" || !slices.ContainsFunc(m.To, func(fd *model.Field) bool { return slices.Contains(fields, fd) }) {
			continue
		}
		out = append(out, m.From...)
	}
	sorting.By(out, func(a, b *model.Field) int { return a.Index - b.Index })
	return slices.Compact(out)
}
