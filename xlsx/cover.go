package xlsx

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
)

// The ids of cover items that the report keeps in fields of its own.
const (
	coverOrgan = "organ"
	coverType  = "organ_type"
	coverYear  = "year"
	coverForm  = "form"
)

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

// coverPage is the sheet on which the organ and the year are entered, with the overall
// result of the identities.
func (b *builder) coverPage() *page {
	p := newPage(b.file, b.message("cover_sheet"), b.styles.locked, 4, 18, 52, 40)
	organ, year := b.layout.cover[coverOrgan], b.layout.cover[coverYear]
	title := fmt.Sprintf(`%s&%s&%s`, organ.absolute(), year.absolute(), quoteText(b.form.TitleSuffix))
	p.put(2, 2, 1, 2, b.styles.title, b.report.Organ+b.yearText()+b.form.TitleSuffix, title)
	p.heights[2] = 90
	p.text(3, 2, 1, 2, b.styles.subtitle, b.form.Document)
	for _, c := range b.form.Cover {
		at := b.layout.cover[c.ID]
		p.text(at.row, at.col-1, 1, 1, b.styles.coverKey, c.Label)
		style := b.styles.cover
		if c.ID == coverForm {
			style = b.styles.verdict
		}
		var value any = b.coverText(c.ID)
		if c.ID == coverYear && b.report.Year != 0 {
			value = b.report.Year
		}
		if value == "" {
			value = nil
		}
		p.put(at.row, at.col, 1, 1, style, value, "")
		p.text(at.row, at.col+1, 1, 1, b.styles.prompt, c.Prompt)
		p.heights[at.row] = 30
		p.fit(at.row, at.col, 1, 1, b.coverText(c.ID), 12)
		b.names[model.NamePrefix+c.ID] = at
	}
	last := 5 + len(b.form.Cover) + 1
	p.text(last, 2, 1, 1, b.styles.coverKey, b.message("cover_result"))
	verdict := place{b.message("checks_sheet"), 2, 1}
	p.put(last, 3, 1, 1, b.styles.verdict, b.verdict(), quoteSheet(verdict.sheet)+"!"+verdict.absolute())
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

func (b *builder) guidancePage() *page {
	p := newPage(b.file, b.message("guidance_sheet"), b.styles.locked, textWidth)
	p.text(1, 1, 1, 1, b.styles.title, b.message("guidance_title"))
	p.heights[1] = 44
	for i, s := range b.form.Guidance {
		p.text(2+i, 1, 1, 1, b.styles.plain, s)
		p.heights[2+i] = 30
		p.fit(2+i, 1, 1, 1, s, 11)
	}
	return p
}
