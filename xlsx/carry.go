package xlsx

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// reasonPrefix is the prefix of the names of cells with the reason why a carried figure
// was changed.
const reasonPrefix = model.NamePrefix + "reason_"

// metaCarried is the key of the carried figures on the metadata sheet.
const metaCarried = "taken"

func reasonName(fd *model.Field) string { return reasonPrefix + fd.Name()[len(model.NamePrefix):] }

// firstCarried is the row of the first carried figure in the list.
const firstCarried = 5

// reasonAt is the cell for the reason of the i-th carried figure.
func (b *builder) reasonAt(i int) place {
	return place{b.message("carry_sheet"), firstCarried + i, 7}
}

// carryPage is the sheet that lists the figures carried over from last year's report,
// with their source and a cell for the reason of a change.
func (b *builder) carryPage() *page {
	p := newPage(b.message("carry_sheet"), 17, 38, 30, 11, 11, 18, 34)
	p.turned = true
	p.text(1, 1, 1, 7, b.styles.heading, b.message("carry_title"))
	p.heights[1] = 28
	p.wrapped(2, 1, 1, 7, b.styles.prompt, b.message("carry_help"), 9.5)
	for i, key := range []string{"where", "what", "source", "number", "now", "state", "reason"} {
		p.text(firstCarried-1, 1+i, 1, 1, b.styles.head, b.message("carry_"+key))
	}
	for i, fd := range b.carried {
		t, row := b.report.Taken[fd.ID], firstCarried+i
		for col, s := range []string{b.layout.Cell(fd), fd.Label(), t.Source} {
			p.wrapped(row, 1+col, 1, 1, b.styles.label, s, 10.5)
		}
		number, now := content{number: &t.Number}, b.contents[fd.Index]
		p.put(row, 4, 1, 1, b.styles.total, number.value(), "")
		at := b.layout.fields[fd.Index].qualified()
		p.put(row, 5, 1, 1, b.styles.total, now.value(), fmt.Sprintf(`IF(%s="","",%s)`, at, at))
		state := "carry_kept"
		if now.number == nil || !now.number.Equal(t.Number) {
			state = "carry_changed"
			if t.Reason == "" {
				state = "carry_unexplained"
			}
		}
		p.put(row, 6, 1, 1, b.styles.total, b.message(state), fmt.Sprintf(`IF(E%d=D%d,%s,IF(G%d="",%s,%s))`, row, row,
			quoteText(b.message("carry_kept")), row, quoteText(b.message("carry_unexplained")), quoteText(b.message("carry_changed"))))
		var reason any
		if t.Reason != "" {
			reason = t.Reason
		}
		p.put(row, 7, 1, 1, b.styles.note, reason, "")
		p.fit(row, 7, 1, 1, t.Reason, 10.5)
		p.format(fmt.Sprintf("F%d", row), b.styles.red, fmt.Sprintf(`$F$%d=%s`, row, quoteText(b.message("carry_unexplained"))))
		b.names[reasonName(fd)] = b.reasonAt(i)
	}
	return p
}

// addCarriedValidation makes the cell of a carried figure refuse another figure until a
// reason is given, and turn red if it was changed without one.
func (b *builder) addCarriedValidation(p *page, t *tableLayout) {
	for i, fd := range b.carried {
		if fd.Table != t.grid.Table {
			continue
		}
		taken := b.report.Taken[fd.ID]
		cell, reason := b.layout.fields[fd.Index], b.reasonAt(i).qualified()
		ref := cell.ref()
		kind := fmt.Sprintf("INT(%s)=%s", ref, ref)
		if fd.Kind != model.Signed {
			kind += fmt.Sprintf(",%s>=0", ref)
		}
		if fd.Kind == model.Amount {
			kind = fmt.Sprintf("%s>=0", ref)
		}
		formula := fmt.Sprintf(`OR(%s=%s,AND(%s<>"",ISNUMBER(%s),%s))`, ref, taken.Number, reason, ref, kind)
		p.validate(ref, func(dv *excelize.DataValidation) error {
			dv.SetInput(b.message("carry_sheet"), text.Clip(b.message("carry_prompt")+taken.Source, 249))
			dv.SetError(excelize.DataValidationErrorStyleStop, b.message("error_title"), text.Clip(b.message("carry_error"), 219))
			return dv.SetRange(text.XMLMarks(formula), "", excelize.DataValidationTypeCustom, excelize.DataValidationOperatorBetween)
		})
		p.format(ref, b.styles.red, fmt.Sprintf(`AND(%s<>%s,%s="")`, cell.absolute(), taken.Number, reason))
	}
}

func (b *builder) isCarried(fd *model.Field) bool { return slices.Contains(b.carried, fd) }

// carriedJSON is the carried figures as the metadata sheet keeps them: JSON, by field.
func (b *builder) carriedJSON() string {
	if len(b.carried) == 0 {
		return ""
	}
	m := map[string][2]string{}
	for _, fd := range b.carried {
		t := b.report.Taken[fd.ID]
		m[fd.ID] = [2]string{t.Number.String(), t.Source}
	}
	s, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings marshal
	}
	return string(s)
}

// readCarried reads the carried figures of a template, and the reasons of changes.
func (rd *reader) readCarried() {
	var m map[string][2]string
	if text := rd.book.meta(metaCarried); text == "" || json.Unmarshal([]byte(text), &m) != nil {
		return // there are none, or the metadata sheet was changed by somebody
	}
	rd.report.Taken = map[string]model.Taken{}
	for _, fd := range rd.form.Fields {
		kept, ok := m[fd.ID]
		if n, err := model.ParseNumber(kept[0]); ok && err == nil {
			reason, _, _ := rd.book.text(reasonName(fd), "")
			rd.report.Taken[fd.ID] = model.Taken{Number: n, Source: kept[1], Reason: reason}
		}
	}
}
