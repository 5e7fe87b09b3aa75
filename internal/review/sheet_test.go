package review

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/msg"
)

// put writes a record into a workbook.
func put(t *testing.T, data []byte, rec *Record, lang msg.Lang) []byte {
	t.Helper()
	out, err := Put(data, rec, lang)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// rowsOf are the rows of the sheet of reviews in a workbook; none if there is no such sheet.
func rowsOf(t *testing.T, data []byte) [][]string {
	t.Helper()
	f, err := preflight.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := SheetOf(mark.Sheets{RefersTo: f.RefersTo, HasSheet: f.HasSheet, ShownRows: f.ShownRows}, f.GetSheetList())
	if name == "" {
		return nil
	}
	rows, err := f.ShownRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sheetRows are the rows of the sheet of a record, written and read.
func sheetRows(t *testing.T, rec *Record, lang msg.Lang) [][]string {
	t.Helper()
	return rowsOf(t, put(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), rec, lang))
}

// edited is a workbook after a change made by a library.
func edited(t *testing.T, data []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// raw are the parts of a workbook as they are stored.
func raw(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Writing the record leaves every other part as it is stored, but for those that list sheets and formats.
func TestPut(t *testing.T) {
	t.Parallel()
	rec := add(t, sample(t), 3)
	for _, name := range []string{"huaian-2024.xlsx", "huangpu-2020.xlsx", "template-2019.xlsx"} {
		for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
			before := formtest.ExampleFile(t, name)
			after := put(t, before, rec, lang)
			was, is := raw(t, before), raw(t, after)
			listing := []string{"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
			added := 0
			for part, data := range is {
				switch old, there := was[part]; {
				case !there:
					added++
				case !bytes.Equal(old, data) && !slices.Contains(listing, part):
					t.Errorf("%s: part %s was changed", name, part)
				}
			}
			if added != 1 || len(is) != len(was)+1 {
				t.Errorf("%s: %d parts were added", name, added)
			}
			if got, why := fromRows(rowsOf(t, after)); !why.IsZero() || got.head() != rec.head() || !got.broken().IsZero() {
				t.Errorf("%s: %v", name, why)
			}
			// Written again, it takes the place of what was there, in whatever language.
			again := put(t, after, add(t, sample(t), 2), msg.ZH)
			if got, why := fromRows(rowsOf(t, again)); !why.IsZero() || len(got.Entries) != 2 || len(raw(t, again)) != len(is) {
				t.Errorf("%s again: %v", name, why)
			}
			if !bytes.Equal(put(t, before, rec, lang), after) {
				t.Errorf("%s: other bytes the second time", name)
			}
		}
	}
}

// The sheet is found though it was renamed, moved, or has lost its defined name; what is changed on it is noticed.
func TestSheet(t *testing.T) {
	t.Parallel()
	rec := add(t, sample(t), 3)
	book := put(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), rec, msg.ZH)
	const sheet = "审核记录"
	good := map[string]func(f *excelize.File){
		"saved":        func(*excelize.File) {},
		"renamed":      func(f *excelize.File) { f.SetSheetName(sheet, "三审") },
		"hidden":       func(f *excelize.File) { f.SetSheetVisible(sheet, false) },
		"without name": func(f *excelize.File) { f.DeleteDefinedName(&excelize.DefinedName{Name: sheetName, Scope: "Workbook"}) },
		"moved":        func(f *excelize.File) { f.MoveSheet(sheet, f.GetSheetList()[0]) },
		"row inserted": func(f *excelize.File) { f.InsertRows(sheet, 3, 1) },
		"wider":        func(f *excelize.File) { f.SetColWidth(sheet, "A", "H", 30) },
	}
	for name, change := range good {
		if got, why := fromRows(rowsOf(t, edited(t, book, change))); !why.IsZero() || got == nil || got.head() != rec.head() {
			t.Errorf("%s: %v", name, why)
		}
	}
	bad := map[string]struct {
		change func(f *excelize.File)
		want   string
	}{
		"name changed":   {func(f *excelize.File) { f.SetCellStr(sheet, "C5", "赵六") }, "第 5 行"},
		"time changed":   {func(f *excelize.File) { f.SetCellStr(sheet, "D6", "2026-01-21 12:00") }, "第 6 行"},
		"row taken out":  {func(f *excelize.File) { f.RemoveRow(sheet, 6) }, ""},
		"row added":      {func(f *excelize.File) { f.SetSheetRow(sheet, "A8", &[]string{"4", "终审", "赵六"}) }, "第 8 行"},
		"data changed":   {func(f *excelize.File) { f.SetCellStr(sheet, "I2", "AAAA") }, "读不出来"},
		"data taken out": {func(f *excelize.File) { f.RemoveCol(sheet, "I") }, "读不出来"},
		"emptied":        {func(f *excelize.File) { f.SetCellStr(sheet, "I1", "") }, "读不出来"},
	}
	for name, c := range bad {
		if _, why := fromRows(rowsOf(t, edited(t, book, c.change))); why.IsZero() || !strings.Contains(why.ZH, c.want) || why.EN == "" {
			t.Errorf("%s: %v", name, why)
		}
	}
	if rows := rowsOf(t, edited(t, book, func(f *excelize.File) { f.DeleteSheet(sheet) })); rows != nil {
		t.Error("a sheet that is gone has rows")
	}
	// A sheet of the unit's own by that title is none of ours.
	own := edited(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), func(f *excelize.File) {
		f.NewSheet(sheet)
		f.SetCellStr(sheet, "A1", "会议纪要")
	})
	if rowsOf(t, own) != nil {
		t.Error("a sheet of the unit's own was taken for ours")
	}
	if got, why := fromRows(rowsOf(t, put(t, own, rec, msg.ZH))); !why.IsZero() || got.head() != rec.head() {
		t.Error(why)
	}
}

// Notes with line breaks, formulas and marks of XML stand as they were written.
func TestNotes(t *testing.T) {
	t.Parallel()
	r := sample(t)
	rec, err := Add(r, file, &State{}, Review{Stage: First, By: "=1+1", Note: "第一行\n<b>&第二行\"", At: noon, Salt: "00"})
	if err != nil {
		t.Fatal(err)
	}
	book := put(t, formtest.ExampleFile(t, "huaian-2024.xlsx"), rec, msg.ZH)
	if got, why := fromRows(rowsOf(t, book)); !why.IsZero() || got.Entries[0].Note != "第一行\n<b>&第二行\"" {
		t.Errorf("%v %+v", why, got)
	}
	if got, why := fromRows(rowsOf(t, edited(t, book, func(*excelize.File) {}))); !why.IsZero() || got.Entries[0].By != "=1+1" {
		t.Errorf("%v %+v", why, got)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	rec := add(t, sample(t), 1)
	parts := func(change func(p map[string]string)) []byte {
		p := formtest.Parts(t, formtest.ExampleFile(t, "huaian-2024.xlsx"))
		change(p)
		return formtest.Packed(t, p)
	}
	for name, data := range map[string][]byte{
		"no archive": []byte("x"),
		"no workbook": parts(func(p map[string]string) {
			p["xl/workbook.xml"] = "<document/>"
		}),
		"signed": parts(func(p map[string]string) { p["_xmlsignatures/sig1.xml"] = "<Signature/>" }),
		"strict": parts(func(p map[string]string) {
			p["xl/workbook.xml"] = strings.ReplaceAll(p["xl/workbook.xml"], "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
		}),
		"no styles": parts(func(p map[string]string) { p["xl/styles.xml"] = "<styleSheet/>" }),
	} {
		_, err := Put(data, rec, msg.ZH)
		var refused *Refused
		if !errors.As(err, &refused) || refused.Why.EN == "" || refused.Error() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
