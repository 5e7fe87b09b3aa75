package gkxl_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

const table3 = "三、依申请公开"

// wrongIn is a report in which everything adds up but for one cell of table 3.
func wrongIn(t *testing.T, change func(map[string]int)) []byte {
	t.Helper()
	v := map[string]int{"new.natural_person": 151, "new.business": 7, "carried_in.natural_person": 14, "granted.natural_person": 138, "granted.business": 5,
		"partial.natural_person": 6, "denied_by_law.natural_person": 3, "denied_by_law.business": 2, "unavailable_not_held.natural_person": 2, "carried_out.natural_person": 16}
	change(v)
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	r := model.NewReport(form)
	r.Organ, r.OrganType, r.Year = "某局", "department", 2024
	for _, fd := range form.Fields {
		if fd.Total == nil {
			r.Values[fd.ID] = gkxl.Count(v[strings.TrimPrefix(fd.ID, "requests.")])
		}
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// caused is a workbook marked with the causes of its findings.
func caused(t *testing.T, data []byte, lang msg.Lang) []byte {
	t.Helper()
	res := gkxl.CheckJob{}.Data("x.xlsx", data)
	var b bytes.Buffer
	if why, err := gkxl.Mark(&b, data, res, lang); err != nil || !why.IsZero() {
		t.Fatal(why, err)
	}
	return b.Bytes()
}

func borderOf(t *testing.T, f *excelize.File, ref string) excelize.Border {
	t.Helper()
	id, err := f.GetCellStyle(table3, ref)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil || len(style.Border) == 0 {
		t.Fatal(ref, style, err)
	}
	return style.Border[0]
}

const thick = 5 // as the library numbers the lines of borders

// The one wrong cell has a frame and says what it should be; the others of its identities are paler and lead to it.
func TestMarkFramesTheWrongCell(t *testing.T) {
	data := wrongIn(t, func(v map[string]int) { v["granted.natural_person"] = 183 }) // 138, its digits swapped
	marked := caused(t, data, msg.ZH)
	f := opened(t, marked)
	if b := borderOf(t, f, "D7"); b.Style != thick || b.Color != "B3261E" || coloured(t, f, table3, "D7") != "FFC9CF" {
		t.Errorf("the wrong cell: %+v %s", b, coloured(t, f, table3, "D7"))
	}
	for _, ref := range []string{"D5", "D6", "D28", "D29", "J5", "J28"} {
		if b := borderOf(t, f, ref); b.Style == thick || coloured(t, f, table3, ref) != "FFE6E9" {
			t.Errorf("%s: %+v %s", ref, b, coloured(t, f, table3, ref))
		}
	}
	said := comments(t, f, table3)
	for ref, want := range map[string][]string{
		"D7":  {"这一格大概填错了，应为 138\n", "自然人列：新收 151＋上年结转 14＝165，但办理结果总计 194＋结转下年 16＝210，差 45\n（错误，规则 T3-BALANCE）"},
		"D28": {"新收 151＋上年结转 14＝165，但办理结果总计 194＋结转下年 16＝210，差 45\n大概不是这一格错，而是 三、依申请公开!D7 应为 138\n（错误，规则 T3-BALANCE）"},
	} {
		for _, w := range want {
			if !strings.Contains(said[ref], w) {
				t.Errorf("%s lacks %q: %s", ref, w, said[ref])
			}
		}
	}
	_, target, _ := f.GetCellHyperLink("问题清单", "D5")
	place, _ := f.GetCellValue("问题清单", "D5")
	if strings.ReplaceAll(target, "$", "") != "'"+table3+"'!D7" || place != table3+"!D7" {
		t.Errorf("%s: %s", target, place)
	}
	// What the line says is of the cell that it names, and a line of the same cause leads to the first.
	for ref, want := range map[string]string{"E5": "予以公开 × 自然人", "G5": "把 三、依申请公开!D7 改为 138", "G6": "与第1项同一原因"} {
		if got, _ := f.GetCellValue("问题清单", ref); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q: %s", ref, want, got)
		}
	}
	english := comments(t, opened(t, caused(t, data, msg.EN)), table3)["D28"]
	if !strings.Contains(english, "column 自然人: ") || !strings.Contains(english, "probably not this cell is wrong: 三、依申请公开!D7 should be 138\n(error, rule T3-BALANCE)") {
		t.Error(english)
	}

	// The looks lie over the template's own conditional formats, once, and vanish with the marks.
	over := func(data []byte) (own int, refs []string) {
		formats, err := opened(t, data).GetConditionalFormats(table3)
		if err != nil {
			t.Fatal(err)
		}
		for at, fs := range formats {
			for _, o := range fs {
				if o.Criteria == `"gkm"="gkm"` {
					own++
					refs = append(refs, strings.Fields(at)...)
				}
			}
		}
		return own, refs
	}
	if n, at := over(marked); n != 2 || !slices.Contains(at, "D5") || !slices.Contains(at, "D7") {
		t.Errorf("%d conditional formats were laid over: %s", n, at)
	}
	again := caused(t, marked, msg.ZH)
	if n, _ := over(again); n != 2 {
		t.Errorf("%d after marking again", n)
	}
	if d := cmp.Diff(comments(t, opened(t, again), table3), said); d != "" {
		t.Error(d)
	}
	if err := f.SetCellValue(table3, "D7", 138); err != nil {
		t.Fatal(err)
	}
	mended := caused(t, saved(t, f), msg.ZH)
	if n, _ := over(mended); n != 0 {
		t.Errorf("%d conditional formats are left", n)
	}
	clean := wrongIn(t, func(map[string]int) {})
	before, after := looks(t, opened(t, clean), table3), looks(t, opened(t, mended), table3)
	g := opened(t, mended)
	for ref, was := range before {
		_, was, _ = strings.Cut(was, `" "`) // the results of formulas are not computed here
		if _, is, _ := strings.Cut(after[ref], `" "`); is != was {
			t.Errorf("%s: %s, was %s", ref, is, was)
		}
	}
	if b := borderOf(t, g, "D7"); b.Style == thick {
		t.Errorf("the frame is left: %+v", b)
	}
}

// Where several cells may be the wrong one, none has a frame, and the comment says so.
func TestMarkFramesNoneOfSeveral(t *testing.T) {
	r, err := gkxl.Import("", []byte(`{"organ":"某局","year":2024,"form":"2021","texts":{},"values":{"disputes.review.upheld":3,"disputes.review.corrected":0,"disputes.review.other":0,"disputes.review.pending":0,"disputes.review.total":0}}`), gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gkxl.Template(&b, r); err != nil {
		t.Fatal(err)
	}
	f := opened(t, caused(t, b.Bytes(), msg.ZH))
	for _, sheet := range f.GetSheetList() {
		rows, _ := f.GetRows(sheet)
		for r := range len(rows) {
			for c := range 16 {
				ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
				id, _ := f.GetCellStyle(sheet, ref)
				if style, _ := f.GetStyle(id); style != nil && len(style.Border) > 0 && style.Border[0].Style == thick {
					t.Errorf("%s!%s has a frame", sheet, ref)
				}
			}
		}
	}
	if s := comments(t, f, "四、复议诉讼")["E5"]; !strings.Contains(s, "结果维持 3＋结果纠正 0＋其他结果 0＋尚未审结 0＝3，但总计 0，差 3") || !strings.Contains(s, "说不准是哪一格。") || !strings.Contains(s, "处理：") {
		t.Error(s)
	}
}

// Totals that are blank together are each a line of the list with its own cell, item and figure, and the comment on each
// speaks of it alone.
func TestMarkNamesEveryBlankTotal(t *testing.T) {
	f := opened(t, wrongIn(t, func(map[string]int) {}))
	figures := map[string]string{"J5": "158", "J6": "14", "J7": "143", "J8": "6", "J9": "0", "J10": "5", "J11": "0", "J12": "0", "J13": "0", "J14": "0"}
	for ref := range figures {
		if err := f.SetCellValue(table3, ref, nil); err != nil {
			t.Fatal(err)
		}
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	marked := opened(t, caused(t, data.Bytes(), msg.ZH))
	rows, err := marked.GetRows("问题清单")
	if err != nil {
		t.Fatal(err)
	}
	said := comments(t, marked, table3)
	items := map[string]bool{}
	for ref, figure := range figures {
		i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 6 && row[3] == table3+"!"+ref })
		if i < 0 {
			t.Errorf("%s has no line of its own", ref)
			continue
		}
		items[rows[i][4]] = true
		if !strings.HasPrefix(rows[i][6], "应填 "+figure+"：") {
			t.Errorf("%s: %s", ref, rows[i][6])
		}
		if !strings.Contains(said[ref], "应填 "+figure+"：") || strings.Contains(said[ref], "个总计空着") {
			t.Errorf("%s: %s", ref, said[ref])
		}
	}
	if len(items) != len(figures) {
		t.Errorf("%d items for %d cells: %v", len(items), len(figures), items)
	}
}
