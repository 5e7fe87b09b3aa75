package xlsx

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
)

// foreign is a workbook of another make: the tables as printed, no names.
type foreign struct {
	t     testing.TB
	file  *excelize.File
	form  *model.Form
	want  map[string]model.Number
	cells map[string]string // field → cell
	sheet string
	row   int
}

func newForeign(t testing.TB, f *model.Form) *foreign {
	x := &foreign{t: t, file: excelize.NewFile(), form: f, want: map[string]model.Number{}, cells: map[string]string{}, sheet: "Sheet1", row: 1}
	for _, fd := range f.Fields {
		if fd.Total == nil {
			x.want[fd.ID] = model.Int(int64(fd.Index*7%50 + 1))
		}
	}
	x.total()
	return x
}

// total makes every identity hold.
func (x *foreign) total() {
	for range 3 {
		for _, fd := range x.form.Fields {
			if fd.Total != nil {
				var sum model.Number
				for _, p := range fd.Total.Right {
					sum = sum.Add(x.want[p.Field.ID])
				}
				x.want[fd.ID] = sum
			}
		}
		for _, id := range x.form.Identities {
			if id.Rule.Relation == model.RelBalance && id.Left[0].Field.Total == nil {
				x.want[id.Left[1].Field.ID] = model.Number{}
				x.want[id.Left[0].Field.ID] = x.want[id.Right[0].Field.ID].Add(x.want[id.Right[1].Field.ID])
			}
		}
	}
}

func (x *foreign) must(err error) {
	if err != nil {
		x.t.Helper()
		x.t.Fatal(err)
	}
}

func (x *foreign) set(row, col int, v any) string {
	ref := place{row: row, col: col}.ref()
	x.must(x.file.SetCellValue(x.sheet, ref, v))
	return ref
}

// report draws title, narratives and tables one under the other.
func (x *foreign) report(title string) {
	x.set(x.row, 1, title)
	x.row += 2
	for _, s := range x.form.Sections {
		if s.Optional {
			continue
		}
		x.set(x.row, 1, s.Heading)
		x.row++
		if s.Table != nil {
			x.table(s.Table)
		} else {
			x.set(x.row, 1, "本机关依法公开政府信息，主动公开、依申请公开、信息管理、平台建设和监督保障各项工作有序推进，办理申请按期完成，列入年度考核，没有收取信息处理费。")
			x.row++
		}
		x.row++
	}
}

func (x *foreign) table(t *model.Table) {
	g := grid.Of(x.form, t)
	for _, c := range g.Cells {
		var v any = c.Text
		if c.Field != nil {
			v = x.want[c.Field.ID].Float()
		}
		ref := x.set(x.row+c.Row, 1+c.Col, v)
		if c.Field != nil {
			x.cells[c.Field.ID] = x.sheet + "!" + ref
		}
		if c.Rows > 1 || c.Cols > 1 {
			x.must(x.file.MergeCell(x.sheet, ref, place{row: x.row + c.Row + c.Rows - 1, col: c.Col + c.Cols}.ref()))
		}
	}
	x.row += g.Rows
}

// formula writes a formula without a result, as scripts do.
func (x *foreign) formula(field, formula string) {
	x.must(x.file.SetCellValue(x.sheet, x.ref(field), nil))
	x.must(x.file.SetCellFormula(x.sheet, x.ref(field), formula))
}

func (x *foreign) ref(field string) string { return x.cells[field][len(x.sheet)+1:] }

func (x *foreign) read(o intake.Options) (*model.Report, error) {
	var b bytes.Buffer
	x.must(x.file.Write(&b))
	return Read(b.Bytes(), forms(x.t), o)
}

var foreigns = []struct {
	name string
	do   func(*foreign)
	lost []string // fields without their figure
	want []string // rule, and a part of what it says; behind ? where it depends on the edition
}{
	{"plain", func(*foreign) {}, nil, nil},
	{"sums of their own", func(x *foreign) {
		for _, fd := range x.form.Fields {
			if fd.Total != nil {
				var parts []string
				for _, p := range fd.Total.Right {
					parts = append(parts, x.ref(p.Field.ID))
				}
				x.formula(fd.ID, strings.Join(parts, "+"))
			}
		}
	}, nil, nil},
	{"a sum that leaves one out", func(x *foreign) {
		x.formula("requests.new.total", "SUM("+x.ref("requests.new.natural_person")+":"+x.ref("requests.new.legal_service")+")")
	}, []string{"requests.new.total"}, []string{"FORMULA-ENTRY ", "T3-"}},
	{"formulas without results", func(x *foreign) {
		for _, fd := range x.form.Fields {
			if fd.Table.ID == "requests" && fd.Total != nil {
				x.formula(fd.ID, "IF(A1=0,0,1)")
			}
		}
	}, []string{"requests.*.total", "requests.result_total.*"}, []string{"VALUE-UNREADABLE 格是公式而没有保存结果"}},
	{"figures on another sheet", func(x *foreign) {
		_, err := x.file.NewSheet("数据")
		x.must(err)
		for i, fd := range x.form.Fields {
			at := fmt.Sprintf("B%d", i+1)
			x.must(x.file.SetCellValue("数据", at, x.want[fd.ID].Float()))
			x.formula(fd.ID, "数据!"+at)
		}
	}, nil, []string{"FORMULA-ENTRY "}},
	{"a figure that became a date", func(x *foreign) {
		style, err := x.file.NewStyle(&excelize.Style{NumFmt: 14})
		x.must(err)
		x.must(x.file.SetCellValue(x.sheet, x.ref("requests.granted.business"), 45293))
		x.must(x.file.SetCellStyle(x.sheet, x.ref("requests.granted.business"), x.ref("requests.granted.business"), style))
	}, []string{"requests.granted.business"}, []string{"VALUE-UNREADABLE 单元格是日期"}},
	{"zeros shown as dashes", func(x *foreign) {
		dash := `0;-0;"-"`
		style, err := x.file.NewStyle(&excelize.Style{CustomNumFmt: &dash})
		x.must(err)
		x.must(x.file.SetCellStyle(x.sheet, "A1", "P90", style))
	}, nil, nil},
	{"numbers as text", func(x *foreign) {
		for _, fd := range x.form.Fields {
			x.must(x.file.SetCellStr(x.sheet, x.ref(fd.ID), x.want[fd.ID].String()))
		}
	}, nil, []string{"VALUE-TEXT-NUMBER "}},
	{"hidden rows and columns", func(x *foreign) {
		x.must(x.file.SetColVisible(x.sheet, "F", false))
		for r := 20; r < 30; r++ {
			x.must(x.file.SetRowVisible(x.sheet, r, false))
		}
	}, nil, []string{"FORM-HIDDEN "}},
	{"another unit over the column", func(x *foreign) { x.moneyLabel("（单位：千元）") }, nil, []string{"?VALUE-UNIT 千元", "FORM-LABEL "}},
	{"the same unit in traditional characters", func(x *foreign) { x.moneyLabel("（單位：萬元）") }, nil, []string{"?FORM-LABEL 采购总金额"}}, // the column of 2019 has no unit
	{"inserted columns and rows", func(x *foreign) {
		x.must(x.file.InsertCols(x.sheet, "C", 2))
		x.must(x.file.InsertRows(x.sheet, 30, 3))
	}, nil, nil},
}

// moneyLabel lets the column of the last field of money state a unit.
func (x *foreign) moneyLabel(unit string) {
	fd := x.form.Fields[0]
	for _, f := range x.form.Fields {
		if f.Table.ID == "proactive" && f.Kind == model.Amount {
			fd = f
		}
	}
	col, row, err := excelize.CellNameToCoordinates(x.ref(fd.ID))
	x.must(err)
	x.set(row-1, col, strings.Split(fd.Column.Label, "（")[0]+unit)
}

func TestForeign(t *testing.T) {
	for _, f := range forms(t) {
		for _, tc := range foreigns {
			x := newForeign(t, f)
			x.report(fmt.Sprintf("关于某某县人民政府%d年度政府信息公开工作情况的报告", f.Years.From))
			tc.do(x)
			r, err := x.read(intake.Options{})
			if err != nil || r.Form != f || r.Organ != "某某县人民政府" || r.Year != f.Years.From {
				t.Errorf("%s, %s: %v %+v", tc.name, f.ID, err, r)
				continue
			}
			for _, fd := range f.Fields {
				lost := slices.ContainsFunc(tc.lost, func(p string) bool {
					from, to, star := strings.Cut(p, "*")
					return p == fd.ID || star && strings.HasPrefix(fd.ID, from) && strings.HasSuffix(fd.ID, to)
				})
				if v := r.Value(fd.ID); !lost && (!v.IsNumber() || !v.Number.Equal(x.want[fd.ID])) {
					t.Errorf("%s, %s: %s is %s %s, want %s", tc.name, f.ID, fd.ID, v.State, v.Number, x.want[fd.ID])
				}
			}
			missed, titled := slices.Clone(tc.want), false
			for _, n := range check.Run(r, check.Options{}) {
				if n.Rule.ID == "TEXT-TITLE" {
					titled = true
					continue
				}
				if n.Rule.ID == "COVER-TYPE" || strings.HasPrefix(n.Rule.ID, "T2-") {
					continue
				}
				known := false
				for _, w := range tc.want {
					rule, words, _ := strings.Cut(strings.TrimPrefix(w, "?"), " ")
					if strings.HasPrefix(n.Rule.ID, rule) && strings.Contains(n.Message.ZH, words) {
						known = true
						missed = slices.DeleteFunc(missed, func(o string) bool { return o == w })
					}
				}
				if !known {
					t.Errorf("%s, %s: not wanted: %s %v %s", tc.name, f.ID, n.Rule.ID, n.Cells[:min(1, len(n.Cells))], n.Message.ZH)
				}
			}
			if !titled { // of all these sheets it is worded in another way than the official format has it
				t.Errorf("%s, %s: nothing is said of the title", tc.name, f.ID)
			}
			missed = slices.DeleteFunc(missed, func(w string) bool { return w[0] == '?' })
			if len(missed) > 0 {
				t.Errorf("%s, %s: not found: %q", tc.name, f.ID, missed)
			}
		}
	}
}

func TestTitles(t *testing.T) {
	f := formtest.Form(t, "2021")
	for _, tc := range []struct{ title, organ string }{
		{"某某县人民政府2024年政府信息公开工作年度报告", "某某县人民政府"},
		{"2024年某某县人民政府政府信息公开工作年度报告", "某某县人民政府"},
		{"关于某某县人民政府2024年政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府关于2024年度政府信息公开工作情况的报告", "某某县人民政府"},
		{"《某某县人民政府2024年政府信息公开工作年度报告》", "某某县人民政府"},
		{"附件2：某某县人民政府2024年政府信息公开工作年度报告（征求意见稿）", "某某县人民政府"},
		{"某某县人民政府 二〇二四年 政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府二○二四年度政府信息公开工作报告", "某某县人民政府"},
		{"某某县人民政府２０２４年政府信息公开年度报告", "某某县人民政府"},
		{"某某县人民政府政府信息公开工作年度报告（2024年度）", "某某县人民政府"},
		{"某某区人民政府 某某开发区管委会2024年政府信息公开工作年度报告", "某某区人民政府 某某开发区管委会"},
		{"某某县人民政府\n2024年政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府|2024年政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府2024年|政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府|2024年度|政府信息公开工作年度报告", "某某县人民政府"},
		{"某某县人民政府政府信息公开工作年度报告|（2024年）", "某某县人民政府"},
		{"2024年政府信息公开情况统计表|填报单位（盖章）：某某县人民政府", "某某县人民政府"},
		{"（填报单位：某某县人民政府   填报年度：2024年）", "某某县人民政府"},
	} {
		x := newForeign(t, f)
		lines := strings.Split(tc.title, "|")
		for _, l := range lines[:len(lines)-1] {
			x.set(x.row, 1, l)
			x.row++
		}
		x.report(lines[len(lines)-1])
		r, err := x.read(intake.Options{})
		if err != nil || r.Organ != tc.organ || r.Year != 2024 {
			t.Errorf("%q: %v, %q %d", tc.title, err, r.Organ, r.Year)
		}
	}
}

// Of the reports of several years or organs in one file one is read if it is
// asked for; else none.
func TestSeveralReports(t *testing.T) {
	build := func() *foreign {
		x := newForeign(t, formtest.Form(t, "2021"))
		x.report("某某县人民政府2024年政府信息公开工作年度报告")
		_, err := x.file.NewSheet("上年")
		x.must(err)
		y := *x
		y.sheet, y.row, y.cells, y.want = "上年", 1, map[string]string{}, map[string]model.Number{}
		for _, fd := range x.form.Fields {
			y.want[fd.ID] = x.want[fd.ID].Add(model.Int(1))
		}
		y.report("某某县人民政府2023年政府信息公开工作年度报告")
		return x
	}
	_, err := build().read(intake.Options{})
	if err == nil || !strings.Contains(err.Error(), "2 份报告（某某县人民政府 2024；某某县人民政府 2023）") || !strings.Contains(err.Error(), "--year") {
		t.Errorf("no year asked for: %v", err)
	}
	for year, more := range map[int]int64{2024: 0, 2023: 1} {
		x := build()
		r, err := x.read(intake.Options{Year: year})
		if err != nil || r.Year != year {
			t.Fatalf("%d: %v", year, err)
		}
		for _, fd := range r.Form.Fields {
			if v := r.Value(fd.ID); !v.Number.Equal(x.want[fd.ID].Add(model.Int(more))) {
				t.Fatalf("%d: %s is %s", year, fd.ID, v.Number)
			}
		}
	}
	if _, err := build().read(intake.Options{Organ: "某某县人民政府"}); err == nil {
		t.Error("the organ is the same, and one was chosen")
	}
}

// edits are what office programs and scripts do to a workbook.
var edits = []struct {
	name string
	do   func(*rand.Rand, *foreign)
}{
	{"insert rows", func(rng *rand.Rand, x *foreign) { x.must(x.file.InsertRows(x.sheet, 2+rng.IntN(60), 1+rng.IntN(2))) }},
	{"insert columns", func(rng *rand.Rand, x *foreign) {
		x.must(x.file.InsertCols(x.sheet, string(rune('A'+rng.IntN(12))), 1))
	}},
	{"unmerge", func(rng *rand.Rand, x *foreign) { x.must(x.file.UnmergeCell(x.sheet, "A1", "Z120")) }},
	{"unmerge a part", func(rng *rand.Rand, x *foreign) {
		x.must(x.file.UnmergeCell(x.sheet, fmt.Sprintf("A%d", 1+rng.IntN(60)), fmt.Sprintf("Z%d", 61+rng.IntN(60))))
	}},
	{"remove a row", func(rng *rand.Rand, x *foreign) { x.must(x.file.RemoveRow(x.sheet, 8+rng.IntN(60))) }},
	{"remove a column", func(rng *rand.Rand, x *foreign) {
		x.must(x.file.RemoveCol(x.sheet, string(rune('D'+rng.IntN(7)))))
	}},
	{"numbers as text", func(rng *rand.Rand, x *foreign) {
		x.each(func(ref, text string, figure bool) {
			if figure && rng.IntN(4) == 0 {
				x.must(x.file.SetCellStr(x.sheet, ref, text+[]string{"", "件", " ", "（其中转办1件）"}[rng.IntN(4)]))
			}
		})
	}},
	{"blank figures", func(rng *rand.Rand, x *foreign) {
		x.each(func(ref, text string, figure bool) {
			if figure && rng.IntN(30) == 0 {
				x.must(x.file.SetCellValue(x.sheet, ref, []any{nil, "/", "无", "-"}[rng.IntN(4)]))
			}
		})
	}},
	{"spaces in labels", func(rng *rand.Rand, x *foreign) {
		x.each(func(ref, text string, figure bool) {
			if rs := []rune(text); !figure && len(rs) < 30 && len(rs) > 2 && rng.IntN(5) == 0 {
				x.must(x.file.SetCellStr(x.sheet, ref, string(rs[:2])+[]string{" ", "\n", "　"}[rng.IntN(3)]+string(rs[2:])))
			}
		})
	}},
	{"misprints", func(rng *rand.Rand, x *foreign) {
		x.each(func(ref, text string, figure bool) {
			if rs := []rune(text); !figure && len(rs) < 30 && len(rs) > 3 && rng.IntN(20) == 0 {
				rs[rng.IntN(len(rs))] = '的'
				x.must(x.file.SetCellStr(x.sheet, ref, string(rs)))
			}
		})
	}},
	{"another name", func(rng *rand.Rand, x *foreign) {
		x.must(x.file.SetSheetName(x.sheet, "表一"))
		x.sheet = "表一"
	}},
	{"an empty sheet before", func(rng *rand.Rand, x *foreign) {
		_, err := x.file.NewSheet("空")
		x.must(err)
		x.must(x.file.MoveSheet("空", x.sheet))
	}},
}

func (x *foreign) each(do func(ref, text string, figure bool)) {
	rows, err := x.file.GetRows(x.sheet)
	x.must(err)
	for r, row := range rows {
		for c, text := range row {
			if text != "" && r > 0 {
				_, err := model.ParseNumber(text)
				do(place{row: r + 1, col: c + 1}.ref(), text, err == nil)
			}
		}
	}
}

// What editing does to a workbook gives the same figures or is said of the very
// field, its row or column, or its table.
func TestEditedForeign(t *testing.T) {
	rounds := formtest.Trials(300, 40)
	if testing.Short() {
		rounds = 40
	}
	rng := rand.New(rand.NewPCG(5, 5))
	same := 0
	for i := range rounds {
		x := newForeign(t, forms(t)[i%2])
		x.report(fmt.Sprintf("某某县人民政府%d年政府信息公开工作年度报告", x.form.Years.From))
		var done []string
		for range 1 + rng.IntN(3) {
			e := edits[rng.IntN(len(edits))]
			e.do(rng, x)
			done = append(done, e.name)
		}
		r, err := x.read(intake.Options{})
		if err != nil || r.Form != x.form {
			t.Errorf("round %d, %v: %v", i, done, err)
			continue
		}
		found := check.Run(r, check.Options{})
		equal := true
		for _, fd := range r.Form.Fields {
			v := r.Value(fd.ID)
			if v.IsNumber() && v.Number.Equal(x.want[fd.ID]) {
				continue
			}
			equal = false
			if !slices.ContainsFunc(found, func(n check.Finding) bool {
				return slices.Contains(n.Fields, fd) || n.Rule.ID == "FORM-TABLE" && slices.Contains(n.Sections, fd.Table.ID) ||
					strings.HasPrefix(n.Rule.ID, "FORM-") && fd.Row.Label != "" && strings.Contains(n.Message.ZH, "“"+fd.Row.Label+"”") ||
					strings.HasPrefix(n.Rule.ID, "FORM-") && strings.Contains(n.Message.ZH, "“"+fd.Column.Label+"”") ||
					n.Rule.ID == "BLANK-CELL" && v.State == model.Blank && fd.Total != nil
			}) {
				t.Errorf("round %d, %v: %s is %s %s at %s, want %s", i, done, fd.ID, v.State, v.Number, v.Cell, x.want[fd.ID])
				break
			}
		}
		if equal {
			same++
		}
	}
	if same < rounds/4 {
		t.Errorf("only %d of %d gave the same figures", same, rounds)
	}
}
