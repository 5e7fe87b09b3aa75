package xlsx

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
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
	p := newPage(b.message("cover_sheet"), 2, 20, 50, 44) // the prompts on one line: where they take two, what is printed reads as a text of its own
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
	b.drawBlanks(p, last)
	last++
	p.text(last, 2, 1, 1, b.styles.coverKey, b.message("cover_result"))
	verdict := place{b.message("checks_sheet"), 2, 1}
	p.put(last, 3, 1, 1, b.styles.verdict, b.verdict(), workbook.QuoteSheet(verdict.sheet)+"!"+verdict.absolute())
	p.heights[last] = 30
	b.colourVerdict(p, place{row: last, col: 3}.ref())
	b.coverChoices(p)
	return p
}

// coverChoices offers the types of organs, and bounds the year.
func (b *builder) coverChoices(p *page) {
	prompts := map[string]string{}
	for _, c := range b.form.Cover {
		prompts[c.ID] = c.Prompt
	}
	p.validate(b.layout.cover[coverType].ref(), func(dv *excelize.DataValidation) error {
		var labels []string
		for _, t := range b.form.OrganTypes {
			labels = append(labels, t.Label)
		}
		dv.SetError(excelize.DataValidationErrorStyleWarning, b.message("error_title"), prompts[coverType])
		return dv.SetDropList(labels)
	})
	p.validate(b.layout.cover[coverYear].ref(), func(dv *excelize.DataValidation) error {
		dv.SetError(excelize.DataValidationErrorStyleStop, b.message("error_title"), prompts[coverYear])
		to := cmp.Or(b.form.Years.To, 2100)
		return dv.SetRange(b.form.Years.From, to, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
	})
}

func (b *builder) guidancePage() *page {
	const where, ground = 17, 25
	p := newPage(b.message("guidance_sheet"), where, textWidth-where-ground, ground)
	p.text(1, 1, 1, 3, b.styles.title, b.message("guidance_title"))
	p.heights[1] = 44
	row := 2
	for _, s := range b.form.Guidance {
		p.heights[row] = 30
		p.wrapped(row, 1, 1, 3, b.styles.plain, s, 11)
		row++
	}
	if len(b.form.Notes) == 0 {
		return p
	}
	p.text(row, 1, 1, 3, b.styles.heading, b.message("notes_title"))
	p.heights[row] = 34
	for i, key := range []string{"notes_where", "notes_text", "notes_ground"} {
		p.text(row+1, 1+i, 1, 1, b.styles.head, b.message(key))
	}
	for i, n := range b.form.Notes {
		for k, s := range []string{n.Where, n.Text, n.Ground} {
			p.wrapped(row+2+i, 1+k, 1, 1, b.styles.label, s, 10.5)
		}
	}
	return p
}

// fingerprint is a hash of the layout and labels of a form's workbook. A workbook
// keeps it, so that one of another variant of the form, or of another version of the
// program, is noticed when it comes back.
func fingerprint(f *model.Form) string {
	if fp, ok := fingerprints.Load(f); ok {
		return fp.(string)
	}
	h := sha256.New()
	l := NewLayout(f)
	fmt.Fprintln(h, schema, f.ID, f.Edition)
	for _, fd := range f.Fields {
		fmt.Fprintf(h, "%s\t%s\t%s\t%s\t%s\t%s\n", fd.ID, fd.Kind, fd.Unit, fd.RowLabel(), fd.ColumnLabel(), l.Cell(fd))
	}
	for _, s := range f.Sections {
		fmt.Fprintf(h, "%s\t%s\t%s\n", s.ID, s.Heading, l.texts[s.ID].first.qualified())
	}
	fp := hex.EncodeToString(h.Sum(nil))[:32]
	fingerprints.Store(f, fp)
	return fp
}

// fingerprints keeps the fingerprint of each form. Forms never change, and one form
// serves for thousands of workbooks.
var fingerprints sync.Map

// metaCode is the key of the unit's code on the metadata sheet.
const metaCode = "code"

// metaPage is the metadata sheet, by which a returned workbook is recognised. It is
// hidden so that programs do not offer to show it.
func (b *builder) metaPage() *page {
	p := newPage(metaSheet, 20, 80)
	var absent []string
	for _, fd := range b.form.Fields {
		if v, ok := b.report.Values[fd.ID]; ok && v.State == model.Absent {
			absent = append(absent, fd.ID)
		}
	}
	kvs := [][2]string{{"schema", schema}, {"form", b.form.ID}, {"fingerprint", fingerprint(b.form)}, {"absent", strings.Join(absent, " ")}}
	if len(b.carried) > 0 {
		kvs = append(kvs, [2]string{metaCarried, b.carriedJSON()})
	}
	if b.report.Code != "" {
		kvs = append(kvs, [2]string{metaCode, b.report.Code})
	}
	for i, kv := range kvs {
		p.text(1+i, 1, 1, 1, b.styles.locked, kv[0])
		p.text(1+i, 2, 1, 1, b.styles.locked, kv[1])
		b.names[metaPrefix+kv[0]] = place{metaSheet, 1 + i, 2}
	}
	return p
}
