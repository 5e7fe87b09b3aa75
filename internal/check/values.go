package check

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// checkValue applies the rules on single cells.
func (c *checker) checkValue(fd *model.Field, v *model.Value) {
	one := Finding{Fields: []*model.Field{fd}}
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
	c.add(one)
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
			slices.SortFunc(others, func(a, b *model.Field) int { return a.Index - b.Index })
		} else {
			c.add(Finding{Fields: formulas, Message: c.withOpenIdentities(msg.F(
				"%d 格是公式而没有保存结果（如 %s）；请用 WPS 或 Excel 打开并保存一次", "%d cells hold formulas without stored results (such as %s); open the workbook in WPS or Excel and save it",
				len(formulas), c.values[formulas[0].Index].Text), formulas...)})
		}
		for _, fd := range others {
			v := &c.values[fd.Index]
			m := msg.F("“%s”不是数字", "%q is no number", v.Text)
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
		byRow := map[*model.Node][]*model.Field{}
		var rows []*model.Node
		var all []*model.Field
		for _, fd := range c.form.Fields {
			if fd.Table != t || c.missing[t] || elsewhere[fd] || c.values[fd.Index].State != model.Absent || fd.Total != nil && !c.allBlank(fd.Total.Right) {
				continue
			}
			if byRow[fd.Row] == nil {
				rows = append(rows, fd.Row)
			}
			byRow[fd.Row] = append(byRow[fd.Row], fd)
			all = append(all, fd)
		}
		if name, ok := c.wholeColumns(t, all); ok && len(rows) > 1 {
			c.add(Finding{Fields: all, Message: c.withOpenIdentities(msg.F("缺少“%s”列（%d 格）", "column %q is missing (%d cells)", name, len(all)), all...)})
			continue
		}
		if len(rows) > few {
			var names []string
			for _, row := range rows {
				names = append(names, model.Short(row.Label))
			}
			c.add(Finding{Fields: all, Message: c.withOpenIdentities(msg.F("缺少 %d 行中的 %d 格：%s", "%d rows lack %d cells: %s", len(rows), len(all), strings.Join(names, "、")), all...)})
			continue
		}
		for _, row := range rows {
			fs := byRow[row]
			m := msg.F("缺少 %s", "%s is missing", columnNames(fs))
			if row.Label != "" {
				m = msg.F("“%s”行缺少 %s", "row %q lacks %s", model.Short(row.Label), columnNames(fs))
			}
			c.add(Finding{Fields: fs, Message: c.withOpenIdentities(m, fs...)})
		}
	}
}

// wholeColumns returns the names of the columns whose cells fields are; ok is false if the fields are not just
// whole columns.
func (c *checker) wholeColumns(t *model.Table, fs []*model.Field) (names string, ok bool) {
	missing := map[*model.Node]int{}
	var cols []string
	for _, fd := range fs {
		if missing[fd.Column]++; missing[fd.Column] == 1 {
			cols = append(cols, fd.Column.Label)
		}
	}
	for _, fd := range c.form.FieldsOf(t) {
		if missing[fd.Column] > 0 && !slices.Contains(fs, fd) {
			return "", false
		}
	}
	return strings.Join(cols, "”“"), len(cols) > 0
}

// columnNames returns the names of the columns of fields.
func columnNames(fs []*model.Field) string {
	var names []string
	for _, fd := range fs {
		if name := fd.Column.Label; fd.Row.Label == "" {
			names = append(names, fd.Label()) // without rows, columns of one name stand side by side
		} else {
			names = append(names, name)
		}
	}
	return strings.Join(names, "、")
}

// checkBlank lists the blank cells of a table. A total over parts that are all blank is not listed besides.
func (c *checker) checkBlank(t *model.Table) {
	var fs []*model.Field
	inputs := 0
	byRow := map[*model.Node][]*model.Field{}
	var rows []*model.Node
	for _, fd := range c.form.Fields {
		if fd.Table != t || fd.Total != nil {
			continue
		}
		inputs++
		if c.values[fd.Index].State != model.Blank {
			continue
		}
		fs = append(fs, fd)
		if byRow[fd.Row] == nil {
			rows = append(rows, fd.Row)
		}
		byRow[fd.Row] = append(byRow[fd.Row], fd)
	}
	switch {
	case len(fs) == 0:
	case len(fs) == inputs:
		c.add(Finding{Fields: fs, Message: msg.F("整张表空白（%d 格）", "the whole table is blank (%d cells)", inputs)})
	default:
		const most = 6
		var parts []string
		for i, row := range rows {
			if i == most {
				parts = append(parts, "…")
				break
			}
			s := columnNames(byRow[row])
			if row.Label != "" {
				s = model.Short(row.Label) + "（" + s + "）"
			}
			parts = append(parts, s)
		}
		c.add(Finding{Fields: fs, Message: msg.F("%d 格空白，求和时按 0 计：%s", "%d cells are blank and count as 0: %s", len(fs), strings.Join(parts, "；"))})
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
