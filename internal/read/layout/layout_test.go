package layout

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lines of one paragraph are cells that go on in it; a paragraph of its own is none.
func TestLinesOfAParagraph(t *testing.T) {
	t.Parallel()
	sheets, err := Sheets([]Block{{Text: "示范市住房和城乡\n\n建设局"}, {Text: "年度报告"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []bool{false, true, false}
	for i, c := range sheets[0].Cells {
		if i >= len(want) || c.GoesOn != want[i] {
			t.Errorf("%q goes on: %v", c.Cell.Text, c.GoesOn)
		}
	}
	if len(sheets[0].Cells) != len(want) {
		t.Errorf("%d cells", len(sheets[0].Cells))
	}
}

// What stands in a table of one cell is the text of the cell around it, unless a cell of the row lays out the page.
func TestUnwrapped(t *testing.T) {
	t.Parallel()
	line := func(s string) Cell { return Cell{Blocks: []Block{{Text: s}}} }
	wrapped := func(cells ...Cell) Cell { return Cell{Blocks: []Block{{Table: &Table{Rows: [][]Cell{cells}}}}} }
	long := line("全年收到的申请都在期限内答复，没有收到行政复议申请，也没有被提起行政诉讼，与上年相比减少。")
	for name, x := range map[string]struct {
		row  []Cell
		want [][]string // the texts of the rows on the sheet
	}{
		"figure":              {[]Cell{line("行政许可"), wrapped(line("72"))}, [][]string{{"行政许可", "72"}}},
		"twice":               {[]Cell{wrapped(wrapped(line("行政许可"))), wrapped(line("72"))}, [][]string{{"行政许可", "72"}}},
		"only cell":           {[]Cell{wrapped(line("72"))}, [][]string{{"72"}, {}}},
		"table of two cells":  {[]Cell{line("行政许可"), wrapped(line("72"), line("3"))}, [][]string{{"行政许可"}, {"72", "3"}, {}}},
		"text":                {[]Cell{line("目录"), wrapped(long)}, [][]string{{"目录"}, {long.Blocks[0].Text}, {}}},
		"beside a real table": {[]Cell{wrapped(line("72")), wrapped(line("甲"), line("乙"))}, [][]string{{"72"}, {}, {"甲", "乙"}, {}}},
	} {
		sheets, err := Sheets([]Block{{Table: &Table{Rows: [][]Cell{x.row}}}})
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for _, c := range sheets[0].Cells {
			for len(got) <= c.Row {
				got = append(got, []string{})
			}
			got[c.Row] = append(got[c.Row], c.Cell.Text)
		}
		for len(got) < len(x.want) {
			got = append(got, []string{})
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
