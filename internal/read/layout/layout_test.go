package layout

import "testing"

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
