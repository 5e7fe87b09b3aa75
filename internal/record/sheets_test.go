package record_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/model"
)

// sheetOf is a CSV as a spreadsheet program keeps it: figures are numbers.
func sheetOf(t *testing.T, text string) *intake.Sheet {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := &intake.Sheet{Name: "data", Address: func(row, col int) string { return fmt.Sprintf("%d.%d", row, col) }}
	for r, row := range rows {
		for c, f := range row {
			kind := intake.Text
			if _, err := model.ParseNumber(f); err == nil {
				kind = intake.Number
			}
			if f != "" {
				s.Add(r, c, 1, 1, intake.Cell{Kind: kind, Text: f})
			}
		}
	}
	return s
}

// TestFromSheets holds that CSV saved as a workbook is the same report, each value with the address of its cell.
func TestFromSheets(t *testing.T) {
	for _, name := range []string{"huaian-2024", "huangpu-2020", "shanghai-office-2019"} {
		want := formtest.Example(t, name+".json")
		other := &intake.Sheet{Name: "notes", Address: func(int, int) string { return "notes" }}
		other.Add(0, 0, 1, 1, intake.Cell{Kind: intake.Text, Text: "a remark", Address: "notes!A1"})
		r, err := record.FromSheets([]*intake.Sheet{sheetOf(t, encodeCSV(t, want)), other}, forms)
		if err != nil || r == nil || r.Organ != want.Organ || r.Year != want.Year {
			t.Fatal(err, r)
		}
		for i, fd := range want.Form.Fields {
			v := want.Value(fd.ID)
			v.Cell = fmt.Sprintf("%d.%d", i+1, 7)
			got := r.Values[fd.ID]
			if strings.HasPrefix(v.Text, "+") {
				got.Text = v.Text // the spreadsheet keeps the number and drops its sign
			}
			if d := cmp.Diff(v, got); d != "" {
				t.Errorf("%s %s: %s", name, fd.ID, d)
			}
		}
		if len(r.Notes) != 1 || r.Notes[0].Cell != "notes!A1" {
			t.Errorf("%s: the other sheet is not named: %v", name, r.Notes)
		}
	}
	if r, err := record.FromSheets([]*intake.Sheet{{}}, forms); r != nil || err != nil {
		t.Error(r, err)
	}
	if _, err := record.FromSheets([]*intake.Sheet{sheetOf(t, "organ,year,form,field,value,state\n某局,2024,2021,requests.nwe.total,1,number\n")}, forms); err == nil {
		t.Error("an unknown field is read")
	}
}
