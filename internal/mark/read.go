package mark

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// ListSheet is the name of the sheet on which an earlier check listed its
// findings; "" if there is none.
func ListSheet(f *excelize.File) string {
	for _, n := range f.GetDefinedName() {
		if n.Name != listName || n.Scope != "Workbook" {
			continue
		}
		if sheet, _, ok := splitAddress(strings.TrimPrefix(n.RefersTo, "=")); ok {
			if i, err := f.GetSheetIndex(sheet); err == nil && i >= 0 {
				return sheet
			}
		}
	}
	// The name may be lost where the sheet is not.
	for _, title := range []string{listTitle.In(msg.ZH), listTitle.In(msg.EN)} {
		if i, err := f.GetSheetIndex(title); err == nil && i >= 0 {
			if rows, err := f.GetRows(title); err == nil && headOf(rows) >= 0 {
				return title
			}
		}
	}
	return ""
}

// headOf is the index of the row with the list's heads; -1 if there is none.
func headOf(rows [][]string) int {
	for i, row := range rows {
		if at := columnsOf(row); at[colKey] >= 0 && at[colFigures] >= 0 && at[colText] >= 0 {
			return i
		}
	}
	return -1
}

func columnsOf(row []string) []int {
	at := make([]int, len(columns))
	for i := range at {
		at[i] = -1
	}
	for k, text := range row {
		text = strings.TrimSpace(text)
		for i, c := range columns {
			if at[i] < 0 && text != "" && (text == c.head.In(msg.ZH) || text == c.head.In(msg.EN)) {
				at[i] = k
			}
		}
	}
	return at
}

// ReadList reads the list of an earlier marking from a sheet, with the unit's
// explanations.
func ReadList(f *excelize.File, sheet string) ([]model.Listed, error) {
	rows, err := f.GetRows(sheet)
	if err != nil {
		return nil, err
	}
	head := headOf(rows)
	if head < 0 {
		return nil, nil
	}
	at := columnsOf(rows[head])
	var out []model.Listed
	for _, row := range rows[head+1:] {
		get := func(col int) string {
			if k := at[col]; k >= 0 && k < len(row) {
				return strings.ReplaceAll(row[k], "\r\n", "\n")
			}
			return ""
		}
		if get(colKey) == "" {
			continue
		}
		state := get(colState)
		out = append(out, model.Listed{
			Key: get(colKey), Figures: get(colFigures), Rule: get(colRule), Grade: get(colGrade), Place: get(colPlace), Item: get(colItem),
			Message: get(colMessage), Text: strings.TrimSpace(get(colText)), Former: strings.TrimSpace(get(colFormer)),
			Solved: state == solved.In(msg.ZH) || state == solved.In(msg.EN),
		})
	}
	return out, nil
}
