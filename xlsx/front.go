package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
)

// Cover items that the report keeps in fields of its own.
const (
	coverOrgan = "organ"
	coverType  = "organ_type"
	coverYear  = "year"
	coverForm  = "form"
)

// metaCode is the key under which the hidden sheet keeps the unit's code.
const metaCode = "code"

func (b *builder) coverText(id string) string {
	switch id {
	case coverOrgan:
		return b.report.Organ
	case coverType:
		if t, ok := b.form.OrganType(b.report.OrganType); ok {
			return t.Label
		}
		return b.report.OrganType
	case coverYear:
		return b.yearText()
	case coverForm:
		return b.form.ID
	}
	return b.report.Cover[id]
}

// coverPage asks who reports on which year, and shows whether all agrees.
func (b *builder) coverPage() *page {
	p := newPage(b.file, b.message("cover_sheet"), b.look.locked, 4, 18, 52, 40)
	organ, year := b.layout.cover[coverOrgan], b.layout.cover[coverYear]
	title := fmt.Sprintf(`%s&%s&%s`, organ.absolute(), year.absolute(), quoteText(b.form.TitleSuffix))
	p.put(2, 2, 1, 2, b.look.title, b.report.Organ+b.yearText()+b.form.TitleSuffix, title)
	p.heights[2] = 90
	p.text(3, 2, 1, 2, b.look.subtitle, b.form.Document)
	for _, c := range b.form.Cover {
		at := b.layout.cover[c.ID]
		p.text(at.row, at.col-1, 1, 1, b.look.coverKey, c.Label)
		style := b.look.cover
		if c.ID == coverForm {
			style = b.look.verdict
		}
		var value any = b.coverText(c.ID)
		if c.ID == coverYear && b.report.Year != 0 {
			value = b.report.Year
		}
		if value == "" {
			value = nil
		}
		p.put(at.row, at.col, 1, 1, style, value, "")
		p.text(at.row, at.col+1, 1, 1, b.look.prompt, c.Prompt)
		p.heights[at.row] = 30
		p.fit(at.row, at.col, 1, 1, b.coverText(c.ID), 12)
		b.names[model.NamePrefix+c.ID] = at
	}
	last := 5 + len(b.form.Cover) + 1
	p.text(last, 2, 1, 1, b.look.coverKey, b.message("cover_result"))
	verdict := place{b.message("checks_sheet"), 2, 1}
	p.put(last, 3, 1, 1, b.look.verdict, b.verdict(), quoteSheet(verdict.sheet)+"!"+verdict.absolute())
	p.heights[last] = 30
	b.reddenUnless(p, place{row: last, col: 3}.absolute(), b.message("all_agree"))
	p.before(func() error { return b.coverChoices(p) })
	return p
}

func (b *builder) coverChoices(p *page) error {
	var labels []string
	for _, t := range b.form.OrganTypes {
		labels = append(labels, t.Label)
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = b.layout.cover[coverType].ref()
	if err := dv.SetDropList(labels); err != nil {
		return err
	}
	dv.SetError(excelize.DataValidationErrorStyleWarning, b.message("error_title"), b.coverPrompt(coverType))
	if err := b.file.AddDataValidation(p.name, dv); err != nil {
		return err
	}
	years := excelize.NewDataValidation(true)
	years.Sqref = b.layout.cover[coverYear].ref()
	to := b.form.Years.To
	if to == 0 {
		to = 2100
	}
	if err := years.SetRange(b.form.Years.From, to, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween); err != nil {
		return err
	}
	years.SetError(excelize.DataValidationErrorStyleStop, b.message("error_title"), b.coverPrompt(coverYear))
	return b.file.AddDataValidation(p.name, years)
}

func (b *builder) coverPrompt(id string) string {
	i := slices.IndexFunc(b.form.Cover, func(c *model.CoverItem) bool { return c.ID == id })
	if i < 0 {
		return ""
	}
	return b.form.Cover[i].Prompt
}

func (b *builder) reddenUnless(p *page, ref, text string) {
	red := b.look.red
	cell := strings.ReplaceAll(ref, "$", "")
	p.before(func() error {
		return b.file.SetConditionalFormat(p.name, cell, []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: fmt.Sprintf(`%s<>%s`, ref, quoteText(text)), Format: &red},
		})
	})
}

func (b *builder) guidancePage() *page {
	p := newPage(b.file, b.message("guidance_sheet"), b.look.locked, textWidth)
	p.text(1, 1, 1, 1, b.look.title, b.message("guidance_title"))
	p.heights[1] = 44
	for i, s := range b.form.Guidance {
		p.text(2+i, 1, 1, 1, b.look.plain, s)
		p.heights[2+i] = 30
		p.fit(2+i, 1, 1, 1, s, 11)
	}
	return p
}

// verdict is the summary of all identities as the spreadsheet sees them.
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

// checksPage lists every identity with both sides and the result.
func (b *builder) checksPage() *page {
	p := newPage(b.file, b.message("checks_sheet"), b.look.locked, 34, 52, 14, 14, 10, 10)
	p.text(1, 1, 1, 6, b.look.heading, b.message("checks_title"))
	first := 4
	ids := shownIdentities(b.form)
	results := fmt.Sprintf("F%d:F%d", first, first+len(ids)-1)
	bad := quoteText(b.message("disagree"))
	p.put(2, 1, 1, 6, b.look.verdict, b.verdict(), fmt.Sprintf(`IF(COUNTIF(%s,%s)=0,%s,COUNTIF(%s,%s)&%s)`,
		results, bad, quoteText(b.message("all_agree")), results, bad, quoteText(" "+b.message("some_disagree"))))
	b.reddenUnless(p, "$A$2", b.message("all_agree"))
	for i, key := range []string{"rule", "where", "left", "right", "difference", "result"} {
		p.text(3, 1+i, 1, 1, b.look.head, b.message("checks_"+key))
	}
	for i, id := range ids {
		row := first + i
		sheet := b.layout.fields[id.Terms()[0].Field.Index].sheet
		o := b.layout.outcome(id, b.contents)
		what, where := named(id.Rule), sheet+" "+whereOf(id)
		p.text(row, 1, 1, 1, b.look.label, what)
		p.text(row, 2, 1, 1, b.look.label, where)
		p.fit(row, 1, 1, 1, what, 10.5)
		p.fit(row, 2, 1, 1, where, 10.5)
		left, right, diff := content{number: &o.left}, content{number: &o.right}, o.difference()
		p.put(row, 3, 1, 1, b.look.total, left.value(), b.layout.sumOf(id.Left, sheet))
		p.put(row, 4, 1, 1, b.look.total, right.value(), b.layout.sumOf(id.Right, sheet))
		p.put(row, 5, 1, 1, b.look.total, content{number: &diff}.value(), fmt.Sprintf("C%d-D%d", row, row))
		op := "="
		if id.Rule.Relation == model.RelNonNegative {
			op = ">="
		}
		result := b.message("agree")
		if !o.holds(id) {
			result = b.message("disagree")
		}
		p.put(row, 6, 1, 1, b.look.total, result, fmt.Sprintf(`IF(E%d%s0,%s,%s)`, row, op, quoteText(b.message("agree")), bad))
		b.reddenUnless(p, fmt.Sprintf("$F$%d", row), b.message("agree"))
	}
	return p
}

// whereOf names the row or column an identity lies in.
func whereOf(id *model.Identity) string {
	if id.Line.Label == "" && id.Total != nil {
		return id.Total.Column.Parent.Label
	}
	return id.Line.Label
}

// metaPage holds what recognises a returned workbook. It is very hidden.
func (b *builder) metaPage() *page {
	p := newPage(b.file, metaSheet, b.look.locked, 20, 80)
	var absent []string
	for _, fd := range b.form.Fields {
		if v, ok := b.report.Values[fd.ID]; ok && v.State == model.Absent {
			absent = append(absent, fd.ID)
		}
	}
	kvs := [][2]string{{"schema", schema}, {"form", b.form.ID}, {"fingerprint", fingerprint(b.form)}, {"absent", strings.Join(absent, " ")}}
	if len(b.taken) > 0 {
		kvs = append(kvs, [2]string{metaTaken, b.takenMeta()})
	}
	if b.report.Code != "" {
		kvs = append(kvs, [2]string{metaCode, b.report.Code})
	}
	for i, kv := range kvs {
		p.text(1+i, 1, 1, 1, b.look.locked, kv[0])
		p.text(1+i, 2, 1, 1, b.look.locked, kv[1])
		b.names[metaPrefix+kv[0]] = place{metaSheet, 1 + i, 2}
	}
	return p
}
