package sums

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// rows gives sources as a sheet gives them back: as texts, under a title.
func rows(sources []Source, lang msg.Lang) [][]string {
	var heads []string
	for _, h := range Heads {
		heads = append(heads, h.Text.In(lang))
	}
	out := [][]string{{"a title"}, nil, heads}
	for i, s := range sources {
		var cells []string
		for _, v := range s.Line(i+1, lang) {
			if v == nil {
				v = ""
			}
			cells = append(cells, fmt.Sprint(v))
		}
		out = append(out, cells)
	}
	return out
}

func TestSourcesComeBack(t *testing.T) {
	f := formtest.Form(t, "2021")
	e := entriesOf(t, report(f, map[string]model.Value{"requests.new.business": number("3")}))
	sources := []Source{
		{Role: Counted, Code: "01", Name: "示例区教育局", File: "a.xlsx", SHA: "ab", Verdict: "warn", Warnings: 2, Form: "2021", Year: 2024, Row: e.Row(), Cells: "S!A1\tB1"},
		{Role: Same, Code: "01", Name: "示例区教育局", File: "b.xlsx", SHA: "cd", Verdict: "pass", Form: "2021", Year: 2024},
		{Role: Missed, Code: "02", Name: "示例区财政局"},
		{Role: Behind, Code: "03", Name: "示例区示例镇", Via: "ab"},
	}
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		got, err := ReadSources(&model.Report{Form: f, Sources: rows(sources, lang)})
		if err != nil || !slices.Equal(got, sources) {
			t.Errorf("%s: %+v %v", lang, got, err)
		}
		total := SumOf(f, got)
		fd, _ := f.Field("requests.new.business")
		if total.Reports != 1 || total.Sums[fd.Index].Number.String() != "3" {
			t.Errorf("%s: %+v", lang, total)
		}
	}
	if got, err := ReadSources(&model.Report{Form: f, Sources: [][]string{{"来源"}, {"单位", "文件"}}}); got != nil || err == nil {
		t.Error("another sheet was read as a list of sources", got, err)
	}
	damaged := rows(sources, msg.ZH)
	damaged[3][colEntries] = "3 4"
	if got, err := ReadSources(&model.Report{Form: f, Sources: damaged}); err == nil || len(got) != len(sources) || !got[0].Row.IsZero() {
		t.Error("damaged figures were read", got, err)
	}
}

func TestCells(t *testing.T) {
	for _, cells := range [][]string{{"S!A1", "S!B1", "", "T!A1", "S!C1"}, {"'a b'!A1", "'a b'!A2"}, {"第5行", "S!A1"}} {
		if got := DecodeCells(EncodeCells(cells)); !slices.Equal(got, cells) {
			t.Errorf("%q became %q", cells, got)
		}
	}
}
