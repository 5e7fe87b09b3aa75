package xlsx

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
)

// coverRow is the row of the cover behind its items and a blank one: where cells are left to fill in.
func coverRow(f *model.Form) int { return 5 + len(f.Cover) + 1 }

// The cover says where cells are left to fill in, and no identity agrees before.
func TestCoverSaysWhatIsLeft(t *testing.T) {
	for _, f := range forms(t) {
		for _, c := range []struct {
			name              string
			fill              func(*model.Report)
			left, beside, row string // the cover's two cells, and the result of the first identity of table 3
		}{
			{"blank", func(*model.Report) {}, "封面 2 格；二、主动公开 ", "没有发生的填 0。", "未填完"},
			{"zeros", func(r *model.Report) { fillZeros(r, "requests", "disputes") }, "封面 2 格；二、主动公开 ", "申请、复议、诉讼的数字都是 0", "相符"},
			{"one cell left", func(r *model.Report) {
				fillZeros(r, "proactive", "requests", "disputes")
				delete(r.Values, "requests.new.business")
				r.Organ, r.Year = "某局", f.Years.From
				r.Texts["overview"], r.Texts["problems"], r.Texts["other"] = "甲", "乙", " "
			}, "三、依申请公开 1 格；文字 1 段；", "没有发生的填 0。", "相符"},
			{"all", func(r *model.Report) {
				fillZeros(r, "proactive", "requests", "disputes")
				r.Values["requests.new.business"] = model.Value{State: model.IsNumber, Number: model.Int(1)}
				r.Values["requests.granted.business"] = model.Value{State: model.IsNumber, Number: model.Int(1)}
				r.Organ, r.Year = "某局", f.Years.From
				r.Texts["overview"], r.Texts["problems"], r.Texts["other"] = "甲", "乙", "丙"
			}, "都填了", "没有发生的填 0。", "相符"},
		} {
			r := model.NewReport(f)
			c.fill(r)
			x := openBook(t, write(t, r))
			row := coverRow(f)
			get := func(sheet string, col, row int) string {
				ref, _ := excelize.CoordinatesToCellName(col, row)
				v, err := x.GetCellValue(sheet, ref)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			if s := get(coverSheet, 3, row); !strings.HasPrefix(s, c.left) {
				t.Errorf("%s %s: left is %q", f.ID, c.name, s)
			}
			if s := get(coverSheet, 4, row); !strings.HasPrefix(s, c.beside) {
				t.Errorf("%s %s: beside stands %q", f.ID, c.name, s)
			}
			results := map[string]bool{}
			for i := range shownIdentities(f) {
				if sheet := get("校验", 2, 4+i); strings.HasPrefix(sheet, "三、依申请公开") {
					results[get("校验", 6, 4+i)] = true
				}
			}
			if !results[c.row] || len(results) > 1 && c.name != "one cell left" {
				t.Errorf("%s %s: results are %v", f.ID, c.name, results)
			}
			if formula, err := x.GetCellFormula(coverSheet, "C14"); err != nil || !strings.Contains(formula, "COUNTBLANK(") || len(formula) > 4000 {
				t.Errorf("%s: %q %v", f.ID, formula, err)
			}
		}
	}
}

func fillZeros(r *model.Report, tables ...string) {
	for _, id := range tables {
		table, _ := r.Form.Table(id)
		for _, fd := range r.Form.FieldsOf(table) {
			if fd.Total == nil {
				r.Values[fd.ID] = model.Value{State: model.IsNumber}
			}
		}
	}
}

func openBook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	x, err := excelize.OpenReader(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// What the workbook prints besides the form, such as the filling notes, is no table and no text of the report, also
// where the names of cells are lost and the labels decide.
func TestNotesAreNoContent(t *testing.T) {
	for _, f := range forms(t) {
		r := model.NewReport(f)
		fillZeros(r, "proactive", "requests", "disputes")
		r.Organ, r.Year = "某局", f.Years.From
		parts := formtest.Parts(t, write(t, r))
		before, rest, _ := strings.Cut(parts["xl/workbook.xml"], "<definedNames>")
		_, after, _ := strings.Cut(rest, "</definedNames>")
		parts["xl/workbook.xml"] = before + after
		for name, data := range map[string][]byte{"with names": write(t, r), "without": formtest.Packed(t, parts)} {
			for _, n := range readBack(t, data).Notes {
				t.Errorf("%s, %s: %s %s %s", f.ID, name, n.Rule, n.Cell, n.Message.ZH)
			}
		}
	}
}

// Every cell tells what counts there, in words that its program can show.
func TestPrompts(t *testing.T) {
	for _, f := range forms(t) {
		x := openBook(t, write(t, model.NewReport(f)))
		said := map[string]string{}
		for _, sheet := range x.GetSheetList() {
			validations, err := x.GetDataValidations(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range validations {
				if v.Prompt == nil {
					continue
				}
				if n := len([]rune(*v.Prompt)); n > 100 {
					t.Errorf("%s %s: a prompt of %d characters: %s", f.ID, v.Sqref, n, *v.Prompt)
				}
				for _, ref := range strings.Fields(v.Sqref) {
					first, _, _ := strings.Cut(ref, ":")
					said[sheet+"!"+first] += *v.Prompt
				}
			}
		}
		want := map[string]string{"三、依申请公开!D6": "照抄上年报告", "三、依申请公开!D8": "区分处理的只计在这里", "二、主动公开!B4": "不制定规章的机关填 0"}
		for at, words := range want {
			if !strings.Contains(said[at], words) {
				t.Errorf("%s %s: %q", f.ID, at, said[at])
			}
		}
	}
}
