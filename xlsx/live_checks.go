package xlsx

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// addLiveChecks makes a table check itself: cells that break an identity turn red, and
// the reason is shown beside the row, or under the column for identities down a column.
func (b *builder) addLiveChecks(p *page, t *tableLayout) {
	reasons := map[int][]*model.Identity{} // by row
	for i, r := range t.checks {
		p.text(t.checkRow(i), t.origin.col, 1, max(1, t.grid.Table.Bands[0].Labels), b.styles.check, b.message("row_check")+"："+shortTitle(r))
	}
	for _, id := range b.identities {
		terms := id.Terms()
		if terms[0].Field.Table != t.grid.Table {
			continue
		}
		b.addFailureFormat(p, id)
		if id.Rule.Along == "columns" {
			row := b.layout.fields[terms[0].Field.Index].row
			reasons[row] = append(reasons[row], id)
			continue
		}
		for i, r := range t.checks {
			if r == id.Rule {
				b.addResultUnder(p, t, id, t.checkRow(i))
			}
		}
	}
	for _, c := range t.grid.Cells {
		if row := t.at(c).row; c.Field != nil && b.extras.Remarks[c.Field.ID] != "" {
			reasons[row] = append(reasons[row], nil...) // a remark alone is a reason too
		}
	}
	for row, ids := range reasons {
		b.addReason(p, t, row, ids)
	}
}

func (b *builder) addFailureFormat(p *page, id *model.Identity) {
	style := b.styles.red
	if id.Rule.Grade != model.Error {
		style = b.styles.amber
	}
	p.format(b.layout.formulas()[id].marked, style, b.failsOnceBegun(id))
}

// addReason writes the cell right of the table that shows which identities of the row
// fail, with both sides, and the remarks on its empty cells; it is empty while they hold.
func (b *builder) addReason(p *page, t *tableLayout, row int, ids []*model.Identity) {
	var formulas, values []string
	for _, id := range ids {
		left, right := b.layout.formulas()[id].left, b.layout.formulas()[id].right
		label := ""
		if id.Total != nil && id.Total.Column.Parent != nil && id.Total.Column.Parent.ID != "" {
			label = id.Total.Column.Parent.Label + "："
		}
		what := label + shortTitle(id.Rule)
		o := b.layout.outcome(id, b.contents)
		formula := fmt.Sprintf(`IF(%s,%s&%s&" ≠ "&%s&"；","")`, b.onceBegun(t.grid.Table, left+"<>"+right), quoteText(what+"："), left, right)
		value := what + "：" + o.left.String() + " ≠ " + o.right.String() + "；"
		if id.Rule.Relation == model.RelNonNegative {
			formula = fmt.Sprintf(`IF(%s,%s&(%s)&"；","")`, b.onceBegun(t.grid.Table, left+"<0"), quoteText(what+"，现为 "), left)
			value = what + "，现为 " + o.left.String() + "；"
		}
		formulas = append(formulas, formula)
		if b.fails(id) {
			values = append(values, value)
		}
	}
	for _, c := range t.grid.Cells {
		at := t.at(c)
		if c.Field == nil || at.row != row || b.extras.Remarks[c.Field.ID] == "" {
			continue
		}
		remark := b.extras.Remarks[c.Field.ID] + "；"
		formulas = append(formulas, fmt.Sprintf(`IF(%s="",%s,"")`, at.ref(), quoteText(remark)))
		if b.contents[c.Field.Index].isBlank() {
			values = append(values, remark)
		}
	}
	p.put(row, t.reasonColumn(), 1, 1, b.styles.check, strings.Join(values, ""), strings.Join(formulas, "&"))
}

// addResultUnder writes the cell under a column that shows whether an identity holds
// there, and by how much it fails.
func (b *builder) addResultUnder(p *page, t *tableLayout, id *model.Identity, row int) {
	col := b.layout.fields[id.Terms()[0].Field.Index].col
	x := b.layout.formulas()[id]
	diff := x.left + "-" + x.right
	formula := fmt.Sprintf(`IF(%s=0,IF(%s>0,%s,%s),%s&(%s))`, diff, x.blank, quoteText(b.message("incomplete")), quoteText(b.message("agree")), quoteText(b.message("disagree")+" 差"), diff)
	value := b.message("agree")
	if o := b.layout.outcome(id, b.contents); !o.holds(id) {
		value = b.message("disagree") + " 差" + o.difference().String()
	} else if b.isBlankIn(id) {
		value = b.message("incomplete")
	}
	if typed := b.typedInto(t.grid.Table, p.name); typed != "" {
		formula = fmt.Sprintf(`IF(%s>0,%s,%s)`, typed, formula, quoteText(b.message("not_filled")))
		if !b.isBegun(t.grid.Table) {
			value = b.message("not_filled")
		}
	}
	p.put(row, col, 1, 1, b.styles.checkHead, value, formula)
	p.format(place{row: row, col: col}.ref(), b.styles.red, b.failsOnceBegun(id))
	p.heights[row] = 32
}

// addValidation adds data validation to the entered cells of a table by the kind of
// their field: a prompt, a refusal of other input, and a red fill for what was pasted,
// which validation does not see.
func (b *builder) addValidation(p *page, t *tableLayout) {
	for _, kind := range []model.Kind{model.Count, model.Signed, model.Amount} {
		var cells []place
		var prompts []string
		byPrompt := map[string][]place{}
		for _, c := range t.grid.Cells {
			if c.Field == nil || c.Field.Total != nil || c.Field.Kind != kind || b.isCarried(c.Field) {
				continue
			}
			prompt := b.form.Prompt(c.Field) + b.message("input_"+string(kind))
			if byPrompt[prompt] == nil {
				prompts = append(prompts, prompt)
			}
			byPrompt[prompt] = append(byPrompt[prompt], t.at(c))
			cells = append(cells, t.at(c))
		}
		if len(cells) == 0 {
			continue
		}
		refs, first := strings.Join(rangesOf(cells), " "), cells[0].ref()
		typ, low, bad := excelize.DataValidationTypeWhole, 0, fmt.Sprintf(`OR(%[1]s<0,%[1]s<>INT(%[1]s))`, first)
		switch kind {
		case model.Signed:
			low, bad = -1_000_000_000, fmt.Sprintf(`OR(FALSE,%[1]s<>INT(%[1]s))`, first)
		case model.Amount:
			typ, bad = excelize.DataValidationTypeDecimal, first+"<0"
		}
		// IF instead of AND, since a spreadsheet evaluates every part of an AND.
		cond := fmt.Sprintf(`IF(ISNUMBER(%s),%s,LEN(%s)>0)`, first, bad, first)
		for _, prompt := range prompts {
			p.validate(strings.Join(rangesOf(byPrompt[prompt]), " "), func(dv *excelize.DataValidation) error {
				dv.SetInput("", text.Clip(prompt, 249))
				dv.SetError(excelize.DataValidationErrorStyleStop, b.message("error_title"), b.message("error_"+string(kind)))
				return dv.SetRange(low, "", typ, excelize.DataValidationOperatorGreaterThanOrEqual)
			})
		}
		p.format(refs, b.styles.red, cond)
	}
}

// absolute makes the references of a formula absolute: "SUM(D5:D6)" becomes
// "SUM($D$5:$D$6)". The formulas given here hold nothing else that looks like one.
func absolute(formula string) string { return reference.ReplaceAllString(formula, "$$$1$$$2") }

var reference = regexp.MustCompile(`([A-Z]+)([0-9]+)`)

// verdict is the overall result of all identities and how many cells are still to be
// filled in, as the spreadsheet computes it. Nothing agrees before all is filled in.
func (b *builder) verdict() string {
	failed, blank := 0, 0
	for _, id := range b.identities {
		if b.fails(id) {
			failed++
		}
	}
	for _, fd := range b.form.Fields {
		if fd.Total == nil && b.contents[fd.Index].isBlank() {
			blank++
		}
	}
	left := fmt.Sprintf(b.message("blank_left"), fmt.Sprint(blank))
	switch wrong := fmt.Sprintf("%d %s", failed, b.message("some_disagree")); {
	case failed > 0 && blank > 0:
		return wrong + "，" + left
	case failed > 0:
		return wrong
	case blank > 0:
		return left
	}
	return b.message("all_agree")
}

// verdictFormula computes the verdict from a range of results and the entered cells.
func (b *builder) verdictFormula(results string) string {
	failed := fmt.Sprintf("COUNTIF(%s,%s)", results, quoteText(b.message("disagree")))
	blank := b.countEntered("COUNTBLANK", b.message("checks_sheet"), nil)
	before, after, _ := strings.Cut(b.message("blank_left"), "%s")
	left := func(between string) string {
		return fmt.Sprintf("%s&%s&%s", quoteText(between+before), blank, quoteText(after))
	}
	return fmt.Sprintf(`IF(%[1]s>0,%[1]s&%[2]s&IF(%[3]s>0,%[4]s,""),IF(%[3]s>0,%[5]s,%[6]s))`,
		failed, quoteText(" "+b.message("some_disagree")), blank, left("，"), left(""), quoteText(b.message("all_agree")))
}

// colourVerdict tints a cell with the verdict: red where something disagrees, amber
// where something is still to be filled in.
func (b *builder) colourVerdict(p *page, ref string) {
	ref = strings.ReplaceAll(ref, "$", "")
	p.format(ref, b.styles.red, fmt.Sprintf(`ISNUMBER(FIND(%s,%s))`, quoteText(b.message("some_disagree")), ref))
	p.format(ref, b.styles.amber, fmt.Sprintf(`ISERROR(FIND(%s,%s))*(%s<>%s)`, quoteText(b.message("some_disagree")), ref, ref, quoteText(b.message("all_agree"))))
}

// countEntered applies a function that counts cells to the entered cells that a test
// picks, of all tables; nil picks all. Cells on the sheet that the formula stands on are
// named without it.
func (b *builder) countEntered(function, sheet string, picks func(*model.Field) bool) string {
	var counts []string
	for _, t := range b.form.Tables {
		var cells []place
		for _, fd := range b.form.FieldsOf(t) {
			if fd.Total == nil && (picks == nil || picks(fd)) {
				cells = append(cells, b.layout.fields[fd.Index])
			}
		}
		for _, ref := range rangesOf(cells) {
			if cells[0].sheet != sheet {
				ref = workbook.QuoteSheet(cells[0].sheet) + "!" + ref
			}
			counts = append(counts, function+"("+ref+")")
		}
	}
	return "SUM(" + strings.Join(counts, ",") + ")"
}

// typedInto is a formula that counts the cells filled in of a table to which figures
// were carried over from last year; empty for any other table. Carried figures alone
// do not tell what the others should be, so that nothing fails before one is entered.
// Sheet is the one that the formula stands on.
func (b *builder) typedInto(t *model.Table, sheet string) string {
	if !slices.ContainsFunc(b.carried, func(fd *model.Field) bool { return fd.Table == t }) {
		return ""
	}
	return b.countEntered("COUNTA", sheet, func(fd *model.Field) bool { return fd.Table == t && !b.isCarried(fd) })
}

// isBegun reports whether a table's identities are shown as failing; see typedInto.
func (b *builder) isBegun(t *model.Table) bool {
	return b.typedInto(t, "") == "" || slices.ContainsFunc(b.form.FieldsOf(t), func(fd *model.Field) bool {
		return fd.Total == nil && !b.isCarried(fd) && !b.contents[fd.Index].isBlank()
	})
}

// fails reports whether an identity is shown as failing.
func (b *builder) fails(id *model.Identity) bool {
	return !b.layout.outcome(id, b.contents).holds(id) && b.isBegun(id.Terms()[0].Field.Table)
}

// onceBegun is a condition, on a table's own sheet, that holds only when another does
// and the table is begun.
func (b *builder) onceBegun(t *model.Table, condition string) string {
	if typed := b.typedInto(t, b.layout.tables[t.ID].origin.sheet); typed != "" {
		return fmt.Sprintf("IF(%s>0,%s,FALSE)", typed, condition)
	}
	return condition
}

// failsOnceBegun is a condition that holds when an identity is shown as failing. In a
// conditional format relative references would move from cell to cell.
func (b *builder) failsOnceBegun(id *model.Identity) string {
	fails := b.layout.formulas()[id].fails
	if condition := b.onceBegun(id.Terms()[0].Field.Table, fails); condition != fails {
		return absolute(condition)
	}
	return fails
}

// firstCheck is the row of the first identity in the list.
const firstCheck = 4

// checksPage is the sheet that lists every identity with both sides and its result.
func (b *builder) checksPage() *page {
	p := newPage(b.message("checks_sheet"), 34, 50, 12, 12, 9, 9)
	p.text(1, 1, 1, 6, b.styles.heading, b.message("checks_title"))
	first := firstCheck
	ids := b.identities
	results := fmt.Sprintf("F%d:F%d", first, first+len(ids)-1)
	bad := quoteText(b.message("disagree"))
	p.put(2, 1, 1, 6, b.styles.verdict, b.verdict(), b.verdictFormula(results))
	b.colourVerdict(p, "$A$2")
	for i, key := range []string{"rule", "where", "left", "right", "difference", "result"} {
		p.text(3, 1+i, 1, 1, b.styles.head, b.message("checks_"+key))
	}
	for i, id := range ids {
		row := first + i
		x, sheet := b.layout.formulas()[id], b.layout.fields[id.Terms()[0].Field.Index].sheet
		o := b.layout.outcome(id, b.contents)
		what, where := shortTitle(id.Rule), sheet+" "+whereOf(id)
		p.wrapped(row, 1, 1, 1, b.styles.label, what, 10.5)
		p.wrapped(row, 2, 1, 1, b.styles.label, where, 10.5)
		left, right, diff := content{number: &o.left}, content{number: &o.right}, o.difference()
		p.put(row, 3, 1, 1, b.styles.total, left.value(), x.leftNamed)
		p.put(row, 4, 1, 1, b.styles.total, right.value(), x.rightNamed)
		p.put(row, 5, 1, 1, b.styles.total, content{number: &diff}.value(), fmt.Sprintf("C%d-D%d", row, row))
		op := "="
		if id.Rule.Relation == model.RelNonNegative {
			op = ">="
		}
		result, table := b.message("agree"), id.Terms()[0].Field.Table
		switch {
		case b.fails(id):
			result = b.message("disagree")
		case !o.holds(id):
			result = b.message("not_filled")
		case b.isBlankIn(id):
			result = b.message("incomplete")
		}
		// Nothing agrees before its cells are filled in.
		agrees := fmt.Sprintf(`IF(%s>0,%s,%s)`, x.blankNamed, quoteText(b.message("incomplete")), quoteText(b.message("agree")))
		formula := fmt.Sprintf(`IF(E%d%s0,%s,%s)`, row, op, agrees, bad)
		if typed := b.typedInto(table, p.name); typed != "" {
			formula = fmt.Sprintf(`IF(E%d%s0,%s,IF(%s>0,%s,%s))`, row, op, agrees, typed, bad, quoteText(b.message("not_filled")))
		}
		p.put(row, 6, 1, 1, b.styles.total, result, formula)
		ref := fmt.Sprintf("F%d", row)
		p.format(ref, b.styles.red, fmt.Sprintf(`%s=%s`, ref, bad))
	}
	return p
}

// whereOf is the label of the row or column of an identity.
func whereOf(id *model.Identity) string {
	if id.Line.Label == "" && id.Total != nil {
		return id.Total.Column.Parent.Label
	}
	return id.Line.Label
}
