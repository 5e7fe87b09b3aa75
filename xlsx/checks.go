package xlsx

import (
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/model"
)

// verdict is the overall result of all identities, as the spreadsheet computes it.
func (b *builder) verdict() string {
	failed := 0
	for _, id := range shownIdentities(b.form) {
		if !b.layout.outcome(id, b.contents).holds(id) {
			failed++
		}
	}
	if failed == 0 {
		return b.message("all_agree")
	}
	return fmt.Sprintf("%d %s", failed, b.message("some_disagree"))
}

// checksPage is the sheet that lists every identity with both sides and its result.
func (b *builder) checksPage() *page {
	p := newPage(b.file, b.message("checks_sheet"), b.styles.locked, 34, 52, 14, 14, 10, 10)
	p.text(1, 1, 1, 6, b.styles.heading, b.message("checks_title"))
	first := 4
	ids := shownIdentities(b.form)
	results := fmt.Sprintf("F%d:F%d", first, first+len(ids)-1)
	bad := quoteText(b.message("disagree"))
	p.put(2, 1, 1, 6, b.styles.verdict, b.verdict(), fmt.Sprintf(`IF(COUNTIF(%s,%s)=0,%s,COUNTIF(%s,%s)&%s)`,
		results, bad, quoteText(b.message("all_agree")), results, bad, quoteText(" "+b.message("some_disagree"))))
	b.reddenUnless(p, "$A$2", b.message("all_agree"))
	for i, key := range []string{"rule", "where", "left", "right", "difference", "result"} {
		p.text(3, 1+i, 1, 1, b.styles.head, b.message("checks_"+key))
	}
	for i, id := range ids {
		row := first + i
		sheet := b.layout.fields[id.Terms()[0].Field.Index].sheet
		o := b.layout.outcome(id, b.contents)
		what, where := shortTitle(id.Rule), sheet+" "+whereOf(id)
		p.wrapped(row, 1, 1, 1, b.styles.label, what, 10.5)
		p.wrapped(row, 2, 1, 1, b.styles.label, where, 10.5)
		left, right, diff := content{number: &o.left}, content{number: &o.right}, o.difference()
		p.put(row, 3, 1, 1, b.styles.total, left.value(), b.layout.sumOf(id.Left, sheet))
		p.put(row, 4, 1, 1, b.styles.total, right.value(), b.layout.sumOf(id.Right, sheet))
		p.put(row, 5, 1, 1, b.styles.total, content{number: &diff}.value(), fmt.Sprintf("C%d-D%d", row, row))
		op := "="
		if id.Rule.Relation == model.RelNonNegative {
			op = ">="
		}
		result := b.message("agree")
		if !o.holds(id) {
			result = b.message("disagree")
		}
		p.put(row, 6, 1, 1, b.styles.total, result, fmt.Sprintf(`IF(E%d%s0,%s,%s)`, row, op, quoteText(b.message("agree")), bad))
		b.reddenUnless(p, fmt.Sprintf("$F$%d", row), b.message("agree"))
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

func (b *builder) reddenUnless(p *page, ref, text string) {
	p.format(strings.ReplaceAll(ref, "$", ""), b.styles.red, fmt.Sprintf(`%s<>%s`, ref, quoteText(text)))
}
