package aggregate_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/model"
)

// A total between counts as none of the units below, in the summary and where a figure is traced, at every level.
func TestTotalsBetweenAreNoUnits(t *testing.T) {
	t.Parallel()
	rng, dir := rand.New(rand.NewPCG(3, 1)), t.TempDir()
	village := func(name string) string { return file(t, dir, name+".xlsx", balanced(rng, "2021", name, "")) }
	files := []string{village("甲村"), village("乙村")}
	for level, organ := range []string{"示例镇", "示例县", "示例市", "示例省"} {
		m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: organ}, files...)
		if len(blockers) > 0 {
			t.Fatal(blockers)
		}
		if want := fmt.Sprintf("其中 1 份是下级的汇总，含 %d 个单位", level+1); level > 0 && !strings.Contains(m.Summary()[0].ZH, want) {
			t.Errorf("%s: %s, want %s", organ, m.Summary()[0].ZH, want)
		}
		path := filepath.Join(dir, organ+".xlsx")
		if err := os.WriteFile(path, written(t, m), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		traced, err := aggregate.Trace(r, "requests.new.total", pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range traced.Units {
			if want := map[bool]int{true: level + 1}[!strings.HasSuffix(u.Name, "村")]; u.Below != want {
				t.Errorf("%s: %s holds %d units, want %d", organ, u.Name, u.Below, want)
			}
		}
		files = []string{path, village(fmt.Sprintf("第%d村", level))}
	}
}

// Cells that are open for one reason are said in one line, a few of them and others one by one; units that the roster does
// not have and that count are named.
func TestSummaryGroupsOpenCells(t *testing.T) {
	t.Parallel()
	rng, dir := rand.New(rand.NewPCG(6, 9)), t.TempDir()
	a, b := balanced(rng, "2021", "丙村", "21"), balanced(rng, "2021", "丁庄", "")
	for id := range a.Values {
		if strings.HasPrefix(id, "disputes.") {
			a.Values[id] = model.Value{State: model.Absent}
		}
	}
	b.Values["proactive.licensing.decisions"] = model.Value{State: model.Unreadable, Text: "若干"}
	file(t, dir, "a.xlsx", a)
	file(t, dir, "b.xlsx", b)
	list := rosterOf(t, nestedRoster)
	m, blockers := mergedOf(t, list, nil, aggregate.Options{Accept: []aggregate.BlockerKind{aggregate.WithErrors, aggregate.Unknown}}, dir)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	said := fmt.Sprint(m.Summary())
	for _, want := range []string{"待定：12 格，如 行政复议·结果维持；有单位的报告缺这一格（丙村）；各单位的数见“待定”表", "待定：行政许可 × 本年处理决定数量，各单位相加为", "名单之外、认不出是哪个单位而计入 1：丁庄（b.xlsx）"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %s in %s", want, said)
		}
	}
	if strings.Count(said, "待定：") != 2 {
		t.Errorf("lines: %s", said)
	}
	r, err := pipeline.Import("", m.Workbook, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(pipeline.Check(r, check.Options{})); !strings.Contains(got, "汇总的整张表待定（12 格）") || strings.Contains(got, "整张表空白") {
		t.Errorf("check of the total says %s", got)
	}
	if m, _ := mergedOf(t, nil, nil, aggregate.Options{Organ: "示例区", Accept: []aggregate.BlockerKind{aggregate.WithErrors}}, dir); strings.Contains(fmt.Sprint(m.Summary()), "名单之外") {
		t.Error("without a roster none is outside of it")
	}
}

// Holding a total against its units, a report of no unit of the list whose figures are nearly those of a unit without a
// report is named with it; one with other figures is not.
func TestCorrectedUnderAnotherName(t *testing.T) {
	t.Parallel()
	rng, dir := rand.New(rand.NewPCG(8, 2)), t.TempDir()
	one, two := balanced(rng, "2021", "第1局", ""), balanced(rng, "2021", "第2局", "")
	from := []string{file(t, dir, "一.xlsx", one), file(t, dir, "二.xlsx", two)}
	m, blockers := mergedOf(t, nil, nil, aggregate.Options{Organ: "某市"}, from...)
	if len(blockers) > 0 {
		t.Fatal(blockers)
	}
	total := filepath.Join(dir, "汇总.xlsx")
	if err := os.WriteFile(total, written(t, m), 0o600); err != nil {
		t.Fatal(err)
	}
	corrected := changed(one, "requests.new.business", 1)
	corrected.Organ = "一局"
	for path, named := range map[string]bool{file(t, dir, "改.xlsx", corrected): true, file(t, dir, "别.xlsx", balanced(rng, "2021", "别局", "")): false} {
		_, r := heldAgainst(t, nil, total, from[1], path)
		said := ""
		for _, f := range r.Findings {
			said += f.Message.ZH + "\n"
		}
		if strings.Contains(said, "相同，可能是它改正后的，名称或代码写得不同") != named || !strings.Contains(said, "不在来源表中") {
			t.Errorf("%s: %s", path, said)
		}
	}
}
