package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// checkValue applies the rules on single cells.
func (c *checker) checkValue(fd *model.Field, v *model.Value) {
	var one Finding
	switch c.rule.Relation {
	case model.RelKind:
		if fd.Kind != c.rule.Kind || !v.IsNumber() {
			return
		}
		negative, fraction := v.Number.Sign() < 0 && fd.Kind != model.Signed, !v.Number.IsInteger() && fd.Kind != model.Amount
		switch {
		case negative && fraction:
			one.Message = msg.F("%s 小于 0，也不是整数", "%s is below 0 and no integer", v.Number)
		case negative:
			one.Message = msg.F("%s 小于 0", "%s is below 0", v.Number)
		case fraction:
			one.Message = msg.F("%s 不是整数", "%s is no integer", v.Number)
		default:
			return
		}
		one.Left = &v.Number
	case model.RelUnit:
		if v.Unit == "" {
			return
		}
		switch {
		case fd.Unit != "" && fd.Unit != v.Unit:
			one.Message = msg.F("官方表头的单位是%s，这里写的是 %s %s；未作换算", "the form's unit is %s, here it is %s %s; nothing was converted", fd.Unit, v.Number, v.Unit)
		case fd.Unit == "" && fd.Kind != model.Amount && slices.Contains(c.form.Reading.Money, v.Unit):
			one.Message = msg.F("本格是数量，格内写的是金额：%s %s", "the cell is a count and says an amount: %s %s", v.Number, v.Unit)
		default:
			return
		}
	case model.RelBlankTotal:
		c.checkBlankTotal(fd, v)
		return
	}
	one.Fields = []*model.Field{fd}
	c.add(one)
}

// Unfilled reports whether a report says nothing: no text, and no cell but those that
// a formula adds up or the template brought along from last year. A template that was made
// with zeros, and has them and their sentences alone, says nothing either.
func Unfilled(r *model.Report) bool {
	written := ""
	for id, t := range r.Texts {
		switch {
		case strings.TrimSpace(t) == "":
		case r.Form.Narration == nil || id != r.Form.Narration.Section:
			return false
		default:
			written = strings.TrimSpace(t)
		}
	}
	zeros := false
	for id, v := range r.Values {
		taken, ok := r.Taken[id]
		if v.Computed || ok && v.IsNumber() && v.Number.Equal(taken.Number) || v.State != model.IsNumber && v.Text == "" {
			continue
		}
		if !isPrefilledZero(r, id, v) {
			return false
		}
		zeros = true
	}
	return !zeros && written == "" || zeros && written != "" && written == narrative.OfZeros(r, zeroTables(r.Form))
}

// zeroTables are the tables that a unit without applications fills with 0.
func zeroTables(f *model.Form) (out []*model.Table) {
	for _, id := range f.Zeros {
		if t, ok := f.Table(id); ok {
			out = append(out, t)
		}
	}
	return out
}

// isPrefilledZero reports whether a value is a 0 as a template made with zeros has it.
func isPrefilledZero(r *model.Report, id string, v model.Value) bool {
	fd, ok := r.Form.Field(id)
	return ok && v.IsNumber() && v.Number.Sign() == 0 && v.Text == "" && slices.Contains(r.Form.Zeros, fd.Table.ID)
}

// unfilled reports a report that says nothing.
func (c *checker) unfilled() {
	if !c.isUnfilled {
		return
	}
	blank, taken, zeros := 0, 0, 0
	for _, fd := range c.form.Fields {
		if fd.Total != nil {
			continue
		}
		_, brought := c.report.Taken[fd.ID]
		switch v := c.values[fd.Index]; {
		case v.State == model.Blank:
			blank++
		case v.State == model.IsNumber && !brought && isPrefilledZero(c.report, fd.ID, v):
			zeros++
		case v.State == model.IsNumber:
			taken++
		}
	}
	what := msg.F("表中的 %d 格都空着，叙述也没有写", "all %d cells of the tables are blank, and no narrative is written", blank)
	switch {
	case zeros > 0:
		what = msg.F("除模板预填的 %d 个 0 和相应的句子以外，表中其余 %d 格都空着，叙述也没有写", "apart from %d zeros and their sentences that the template was made with, the other %d cells of the tables are blank, and no narrative is written", zeros, blank)
	case taken > 0:
		what = msg.F("除从上年报告取来的 %d 格以外，表中其余 %d 格都空着，叙述也没有写", "apart from %d cells brought along from last year, the other %d cells of the tables are blank, and no narrative is written", taken, blank)
	}
	c.add(Finding{Message: what})
}

// checkUnreadable reports the cells that are no numbers: each on its own, but many formulas that were saved
// without their results as one finding, since one remedy mends them all.
func (c *checker) checkUnreadable() {
	const few = 3
	why := map[string]model.Note{}
	for _, n := range c.report.Notes {
		if n.Rule == c.rule.ID {
			why[n.Field] = n
		}
	}
	for _, t := range c.form.Tables {
		var formulas, others []*model.Field
		for _, fd := range c.form.FieldsOf(t) {
			switch v := &c.values[fd.Index]; {
			case v.State != model.Unreadable:
			case strings.HasPrefix(v.Text, "=") && why[fd.ID].Found == v.Text:
				formulas = append(formulas, fd)
			default:
				others = append(others, fd)
			}
		}
		if len(formulas) <= few {
			others = append(formulas, others...)
			sorting.By(others, func(a, b *model.Field) int { return a.Index - b.Index })
		} else {
			c.add(Finding{Fields: formulas, Message: c.withOpenIdentities(msg.F(
				"%d 格是公式而没有保存结果（如 %s）；请用 WPS 或 Excel 打开并保存一次", "%d cells hold formulas without stored results (such as %s); open the workbook in WPS or Excel and save it",
				len(formulas), c.values[formulas[0].Index].Text), formulas...)})
		}
		for _, fd := range others {
			v := &c.values[fd.Index]
			m := msg.F("“%s”不是数字", "%q is no number", text.Brief(v.Text))
			if n, ok := why[fd.ID]; ok {
				m = n.Message
			}
			c.add(Finding{Fields: []*model.Field{fd}, Message: c.withOpenIdentities(m, fd)})
		}
	}
}

// withOpenIdentities adds to a message how many identities cannot be judged for want of figures in some cells.
func (c *checker) withOpenIdentities(m msg.Text, fs ...*model.Field) msg.Text {
	n := 0
	for _, id := range c.form.Identities {
		if slices.ContainsFunc(id.Terms(), func(t model.Term) bool { return slices.Contains(fs, t.Field) }) {
			n++
		}
	}
	if n == 0 {
		return m
	}
	return msg.F("%s；因此 %d 条勾稽关系未能核对", "%s; %d identities could not be checked", m, n)
}

// checkBlankTotal reports a total that is blank or missing while its parts are not.
func (c *checker) checkBlankTotal(fd *model.Field, v *model.Value) {
	if fd.Total == nil || v.State != model.Blank && v.State != model.Absent || c.allBlank(fd.Total.Right) {
		return
	}
	what := msg.T("总计空着", "the total was left blank")
	if v.State == model.Absent {
		what = msg.T("总计格缺失", "the total's cell is missing")
	}
	f := Finding{Fields: []*model.Field{fd}}
	if sum, ok := c.sum(fd.Total.Right); ok {
		f.Right = &sum
		var parts []string
		for _, t := range fd.Total.Right {
			if n, _ := c.countedValue(t.Field); len(fd.Total.Right) <= 8 || n.Sign() != 0 {
				parts = append(parts, n.String())
			}
		}
		f.Message = msg.F("%s，各项之和为 %s", "%s, its parts sum to %s", what, sum)
		if len(parts) > 0 {
			f.Message = msg.F("%s（%s）", "%s (%s)", f.Message, strings.Join(parts, "＋"))
		}
	} else {
		f.Message = msg.F("%s，且有的项不是数字，无法算出", "%s, and some parts are no numbers", what)
	}
	c.add(f)
}

// checkAbsent reports cells that the report does not have: those of a row as one finding, and many rows of a
// table as one.
func (c *checker) checkAbsent() {
	const few = 3
	// Cells that the report has in another edition's arrangement are not reported as missing too;
	// EDITION-YEAR reports them.
	elsewhere := map[*model.Field]bool{}
	if c.form.Crosswalk != nil {
		for _, x := range c.report.Extra {
			for _, fd := range c.form.Crosswalk.Counterparts(x.Field, c.form) {
				elsewhere[fd] = true
			}
		}
	}
	for _, t := range c.form.Tables {
		all := slices.DeleteFunc(c.form.FieldsOf(t), func(fd *model.Field) bool {
			return c.missing[t] || elsewhere[fd] || c.values[fd.Index].State != model.Absent || fd.Total != nil && !c.allBlank(fd.Total.Right)
		})
		rows := byRow(all)
		if name, ok := c.wholeColumns(t, all); ok && len(rows) > 1 {
			c.add(Finding{Fields: all, Message: c.withOpenIdentities(msg.F("缺少%s列（%d 格）", "column %s is missing (%d cells)", name, len(all)), all...)})
			continue
		}
		if len(rows) > few {
			var names []string
			for _, fs := range rows {
				names = append(names, model.Short(fs[0].Row.Label))
			}
			c.add(Finding{Fields: all, Message: c.withOpenIdentities(msg.F("缺少 %d 行中的 %d 格：%s", "%d rows lack %d cells: %s", len(rows), len(all), msg.Names(names)), all...)})
			continue
		}
		for _, fs := range rows {
			m := msg.F("缺少 %s", "%s is missing", columnNames(fs))
			if label := fs[0].Row.Label; label != "" {
				m = msg.F("“%s”行缺少 %s", "row %q lacks %s", model.Short(label), columnNames(fs))
			}
			c.add(Finding{Fields: fs, Message: c.withOpenIdentities(m, fs...)})
		}
	}
}

// wholeColumns returns the names, in quotes, of the columns whose cells fields are; ok is false if the fields are not just
// whole columns.
func (c *checker) wholeColumns(t *model.Table, fs []*model.Field) (names msg.Text, ok bool) {
	missing := map[*model.Node]int{}
	var cols []string
	for _, fd := range fs {
		if missing[fd.Column]++; missing[fd.Column] == 1 {
			cols = append(cols, fd.Column.Label)
		}
	}
	for _, fd := range c.form.FieldsOf(t) {
		if missing[fd.Column] > 0 && !slices.Contains(fs, fd) {
			return msg.Text{}, false
		}
	}
	return msg.T("“"+strings.Join(cols, "”“")+"”", `"`+strings.Join(cols, `", "`)+`"`), len(cols) > 0
}

// byRow cuts fields of one table into those of each row, which stand together.
func byRow(fs []*model.Field) (rows [][]*model.Field) {
	for i, fd := range fs {
		if i == 0 || fs[i-1].Row != fd.Row {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], fd)
	}
	return rows
}

// columnNames returns the names of the columns of fields.
func columnNames(fs []*model.Field) msg.Names {
	var names []string
	for _, fd := range fs {
		if name := fd.Column.Label; fd.Row.Label == "" {
			names = append(names, fd.Label()) // without rows, columns of one name stand side by side
		} else {
			names = append(names, name)
		}
	}
	return names
}

// checkBlank lists the blank cells of a table. A total over parts that are all blank is not listed besides.
func (c *checker) checkBlank(t *model.Table) {
	fs := slices.DeleteFunc(c.form.FieldsOf(t), func(fd *model.Field) bool { return fd.Total != nil })
	inputs := len(fs)
	fs = slices.DeleteFunc(fs, func(fd *model.Field) bool { return c.values[fd.Index].State != model.Blank })
	switch {
	case len(fs) == 0:
	case len(fs) == inputs && len(c.report.Sources) > 0:
		c.add(Finding{Fields: fs, Message: msg.F("汇总的整张表待定（%d 格），求和时按 0 计；原因见“%s”表，核实后填入，不是没有发生", "the whole table of this total is still to be decided (%d cells) and counts as 0; the sheet %q has the reasons: enter what is established, which is not simply 0",
			inputs, c.form.Messages["open_sheet"])})
	case len(fs) == inputs:
		c.add(Finding{Fields: fs, Message: msg.F("整张表空白（%d 格）", "the whole table is blank (%d cells)", inputs)})
	default:
		const most = 6
		var parts []msg.Text
		for i, row := range byRow(fs) {
			if i == most {
				parts = append(parts, msg.T("…", "..."))
				break
			}
			s := msg.F("%s", "%s", columnNames(row))
			if label := row[0].Row.Label; label != "" {
				s = msg.F("%s（%s）", "%s (%s)", model.Short(label), s)
			}
			parts = append(parts, s)
		}
		what := msg.F("%s 格空白，求和时按 0 计：%s", "%s as 0: %s", msg.Count(len(fs), "cell is blank and counts", "cells are blank and count"), msg.Join(parts, "；", "; "))
		if len(c.report.Sources) > 0 { // what merging left open
			what = msg.F("汇总有 %s 格待定，求和时按 0 计：%s；原因见“%s”表，核实后填入，不是没有发生", "%s as 0: %s; the sheet %q has the reasons: enter what is established, which is not simply 0",
				msg.Count(len(fs), "cell of this total is still to be decided and counts", "cells of this total are still to be decided and count"), msg.Join(parts, "；", "; "), c.form.Messages["open_sheet"])
		}
		c.add(Finding{Fields: fs, Message: what})
	}
}

// reportedBySum reports whether the note that a formula was replaced is said already by the error that the
// figure in its place is wrong.
func (c *checker) reportedBySum(n model.Note, fd *model.Field) bool {
	if n.Rule != overwrittenRule || fd.Total == nil {
		return false
	}
	left, ok1 := c.countedValue(fd)
	right, ok2 := c.sum(fd.Total.Right)
	return ok1 && ok2 && !left.Equal(right)
}

// reportNotes makes findings of the notes of reading. Many of the same kind in a table make one.
func (c *checker) reportNotes() {
	byTable := map[*model.Table][]*model.Field{}
	gather := slices.Contains([]string{"VALUE-TEXT-NUMBER", overwrittenRule, "FORMULA-ENTRY", "FORMULA-CHANGED", "FORMULA-STALE"}, c.rule.ID)
	const few = 3
	for _, n := range c.report.Notes {
		if fd, ok := c.form.Field(n.Field); ok && n.Rule == c.rule.ID && gather && !c.reportedBySum(n, fd) {
			byTable[fd.Table] = append(byTable[fd.Table], fd)
		}
	}
	for _, t := range c.form.Tables {
		if fs := byTable[t]; len(fs) > few {
			c.add(Finding{Fields: fs, Message: msg.F("%d 格：%s", "%d cells: %s", len(fs), c.rule.Title)})
		}
	}
	for _, n := range c.report.Notes {
		id := n.Rule
		if _, ok := c.form.Rule(id); !ok {
			id = "VALUE-READING" // a note of a rule this form lacks is still shown
		}
		if id != c.rule.ID {
			continue
		}
		f := Finding{Message: n.Message, About: n.Found}
		if fd, ok := c.form.Field(n.Field); ok {
			if gather && len(byTable[fd.Table]) > few || c.reportedBySum(n, fd) {
				continue
			}
			f.Fields = []*model.Field{fd}
		} else if n.Section != "" {
			f.Sections = []string{n.Section}
		}
		if n.Cell != "" {
			f.Cells = []string{n.Cell}
		}
		c.add(f)
	}
}

// overwrittenRule is the rule of the note that a figure replaced a total's formula.
const overwrittenRule = "FORMULA-OVERWRITTEN"

const (
	figureKnown   = 1 // countedValue gives a figure
	figureUnknown = 2 // countedValue gives none
)

// countedValue returns what a cell counts for in an identity. A blank counts as 0, but a blank total over parts
// that are not counts as their sum: the blank total is reported once, and what would follow from it is not. A
// cell that is missing or no number has no value (false), and the identity cannot be judged.
func (c *checker) countedValue(fd *model.Field) (model.Number, bool) {
	i := fd.Index
	if c.state[i] == 0 {
		c.state[i] = figureUnknown // stays if the form has a total that is its own part
		switch v := &c.values[i]; {
		case v.State == model.IsNumber:
			c.sums[i], c.state[i] = v.Number, figureKnown
		case v.State == model.Unreadable:
		case fd.Total != nil:
			if sum, ok := c.sum(fd.Total.Right); ok {
				c.sums[i], c.state[i] = sum, figureKnown
			}
		case v.State == model.Blank:
			c.state[i] = figureKnown
		}
	}
	return c.sums[i], c.state[i] == figureKnown
}

// sum adds up terms; ok is false if one of them has no value.
func (c *checker) sum(ts []model.Term) (n model.Number, ok bool) {
	for _, t := range ts {
		v, ok := c.countedValue(t.Field)
		if !ok {
			return n, false
		}
		n = n.Add(t.Signed(v))
	}
	return n, true
}

// allBlank reports whether all terms are blank or absent.
func (c *checker) allBlank(ts []model.Term) bool {
	return !slices.ContainsFunc(ts, func(t model.Term) bool {
		s := c.values[t.Field.Index].State
		return s != model.Blank && s != model.Absent
	})
}

// anyBlank reports whether a term is blank.
func (c *checker) anyBlank(ts []model.Term) bool {
	return slices.ContainsFunc(ts, func(t model.Term) bool { return c.values[t.Field.Index].State == model.Blank })
}

// checkIdentity reports an identity that does not hold. One over a blank total is left to the rule on blank totals.
func (c *checker) checkIdentity(id *model.Identity) {
	// The rule on blank totals reports it.
	if id.Total != nil && !c.values[id.Total.Index].IsNumber() {
		return
	}
	left, ok1 := c.sum(id.Left)
	right, ok2 := c.sum(id.Right)
	if !ok1 || !ok2 {
		return
	}
	switch id.Rule.Relation {
	case model.RelNonNegative:
		if left.Sign() >= 0 || c.anyBlank(id.Left) { // the blank cell's figure may make up for it
			return
		}
	case model.RelUnequal:
		first, _ := c.countedValue(id.Right[0].Field)
		if left.Sign() == 0 || !left.Equal(right) && !left.Equal(first) {
			return
		}
	default:
		if left.Equal(right) {
			return
		}
	}
	diff := left.Sub(right)
	f := Finding{Left: &left, Right: &right, Difference: &diff}
	for _, t := range id.Terms() {
		f.Fields = append(f.Fields, t.Field)
	}
	where := c.where(id)
	switch id.Rule.Relation {
	case model.RelNonNegative:
		f.Right, f.Difference = &model.Number{}, &left
		f.Message = msg.F("%s：%s＝%s，小于 0", "%s: %s = %s, which is below 0", where, c.spell(id.Left, id), left)
	case model.RelUnequal:
		f.Message = msg.F("%s：%s，%s", "%s: %s, %s", where, c.spell(id.Left, id), c.spell(id.Right, id))
	default:
		f.Plain = c.bothSides(id, left, right, diff)
		f.Message = msg.F("%s：%s，%s，相差 %s", "%s: %s, %s, a difference of %s", where, c.side(id.Left, left, id), c.side(id.Right, right, id), diff)
		if id.Total != nil && c.overwritten(id.Total) {
			f.Message = msg.F("%s（该格的公式已被数字取代）", "%s (the cell's formula was replaced by a number)", f.Message)
			f.Plain = msg.F("%s（总计的公式已被数字取代）", "%s (the total's formula was replaced by a number)", f.Plain)
		}
	}
	if open := c.openCells(id); len(open) > 0 {
		f.Message = msg.F("%s；其中待定的 %d 格按 0 计，填好后再看", "%s; %d cells in it are to be decided and count as 0, so look again when they are filled in", f.Message, len(open))
	}
	c.add(f)
}

// bothSides writes both sides of an identity that fails in few words, the total last: "新收 12＋上年结转 3＝15，但办理结果总计
// 14＋结转下年 0＝14".
func (c *checker) bothSides(id *model.Identity, left, right, diff model.Number) msg.Text {
	brief := id.Line.Briefly()
	label := msg.F("%s行", "row %s", brief)
	switch {
	case id.Rule.Along == "rows":
		label = msg.F("%s列", "column %s", brief)
	case brief == "" && id.Total != nil: // a table without rows
		label = msg.T(id.Total.Column.Parent.Label, id.Total.Column.Parent.Label)
	}
	a, b := c.brief(id.Left, left, id), c.brief(id.Right, right, id)
	if id.Total != nil {
		a, b = b, a
	}
	return msg.F("%s：%s，但%s，差 %s", "%s: %s, but %s, off by %s", label, a, b, diff.Abs())
}

// brief writes one side of an identity: its terms, of many those that are not 0, and their sum if there are several.
func (c *checker) brief(ts []model.Term, sum model.Number, id *model.Identity) string {
	var out strings.Builder
	written := 0
	for _, t := range ts {
		n, _ := c.countedValue(t.Field)
		if len(ts) > 4 && n.Sign() == 0 {
			continue
		}
		written++
		node := t.Field.Row
		if id.Rule.Along == "columns" {
			node = t.Field.Column
		}
		switch {
		case t.Minus:
			out.WriteString("－")
		case out.Len() > 0:
			out.WriteString("＋")
		}
		out.WriteString(node.Briefly() + " " + n.String())
	}
	switch {
	case out.Len() == 0:
		return "0"
	case written > 1:
		out.WriteString("＝" + sum.String())
	}
	return out.String()
}

// overwritten reports whether a figure replaced a total's formula.
func (c *checker) overwritten(fd *model.Field) bool {
	return slices.ContainsFunc(c.report.Notes, func(n model.Note) bool { return n.Field == fd.ID && n.Rule == overwrittenRule })
}

// where returns the row or column that an identity lies in.
func (c *checker) where(id *model.Identity) msg.Text {
	label := model.Short(id.Line.Label)
	if id.Rule.Along == "rows" {
		return msg.F("%s列", "column %s", label)
	}
	if label == "" && id.Total != nil { // a table without rows
		p := id.Total.Column.Parent
		return msg.T(p.Label, p.Label)
	}
	return msg.F("%s行", "row %s", label)
}

// side writes one side of an equation: its terms, and their sum if there are several.
func (c *checker) side(ts []model.Term, sum model.Number, id *model.Identity) msg.Text {
	s := c.spell(ts, id)
	if len(ts) == 1 {
		return s
	}
	return msg.F("%s，合计 %s", "%s, together %s", s, sum)
}

// spell writes terms with their figures, of many only those that are not 0.
func (c *checker) spell(ts []model.Term, id *model.Identity) msg.Text {
	var parts []string
	for _, t := range ts {
		n, _ := c.countedValue(t.Field)
		if len(ts) > 4 && n.Sign() == 0 {
			continue
		}
		node := t.Field.Row
		if id.Rule.Along == "columns" {
			node = t.Field.Column
		}
		sign := "＋"
		if t.Minus {
			sign = "－"
		}
		if len(parts) == 0 && !t.Minus {
			sign = ""
		}
		parts = append(parts, sign+model.Short(node.Label)+" "+n.String())
	}
	if len(parts) == 0 {
		return msg.T("各项均为 0", "all parts are 0")
	}
	s := strings.Join(parts, "")
	return msg.T(s, s)
}
