package mark

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/patch"
)

// Sheets that other programs write: prefixed elements, cells and rows without
// addresses, rows that are not there.
func TestFormatsAreSetWhereverACellBelongs(t *testing.T) {
	for _, c := range []struct {
		name, sheet, want string
		cells             map[[2]int]int
	}{
		{"a cell that is there", `<worksheet><sheetData><row r="2"><c r="B2" s="1"><v>3</v></c></row></sheetData></worksheet>`,
			`<worksheet><sheetData><row r="2"><c r="B2" s="9"><v>3</v></c></row></sheetData></worksheet>`, map[[2]int]int{{2, 2}: 9}},
		{"cells around it", `<worksheet><sheetData><row r="2"><c r="C2"/></row></sheetData></worksheet>`,
			`<worksheet><sheetData><row r="2"><c r="A2" s="7"/><c r="B2" s="8"/><c r="C2"/><c r="D2" s="9"/></row></sheetData></worksheet>`, map[[2]int]int{{2, 1}: 7, {2, 2}: 8, {2, 4}: 9}},
		{"rows around it", `<worksheet><sheetData><row r="2"/></sheetData></worksheet>`,
			`<worksheet><sheetData><row r="1"><c r="A1" s="7"/></row><row r="2"><c r="B2" s="8"/></row><row r="5"><c r="A5" s="9"/></row></sheetData></worksheet>`, map[[2]int]int{{1, 1}: 7, {2, 2}: 8, {5, 1}: 9}},
		{"no addresses", `<worksheet><sheetData><row><c/><c><v>1</v></c></row><row><c/></row></sheetData></worksheet>`,
			`<worksheet><sheetData><row><c/><c s="8"><v>1</v></c></row><row><c s="9"/></row></sheetData></worksheet>`, map[[2]int]int{{1, 2}: 8, {2, 1}: 9}},
		{"a prefix", `<x:worksheet xmlns:x="u"><x:sheetData/></x:worksheet>`,
			`<x:worksheet xmlns:x="u"><x:sheetData><x:row r="3"><x:c r="C3" s="9"/></x:row></x:sheetData></x:worksheet>`, map[[2]int]int{{3, 3}: 9}},
	} {
		d, err := patch.Parse([]byte(c.sheet))
		if err != nil {
			t.Fatal(err)
		}
		cellFormats(c.cells).apply(d)
		if diff := cmp.Diff(c.want, string(d.Bytes())); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// The format of a cell is its own, or else its row's, or else its column's; that of a cell in none of them is the first.
func TestFormatOfACell(t *testing.T) {
	f := formats{cells: cellFormats{{2, 3}: 5, {4, 4}: 0}, rows: map[int]int{2: 6, 9: 0}, cols: []colFormat{{3, 4, 7}, {4, 6, 8}}}
	for at, want := range map[[2]int]int{{2, 3}: 5, {4, 4}: 0, {2, 4}: 6, {2, 9}: 6, {9, 3}: 0, {3, 2}: 0, {3, 3}: 7, {3, 4}: 7, {3, 5}: 8, {3, 6}: 8, {3, 7}: 0} {
		if got := f.at(at[0], at[1]); got != want {
			t.Errorf("the format of %v is %d, want %d", at, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ in, sheet, ref string }{
		{"三、依申请公开!F17", "三、依申请公开", "F17"},
		{"'a ''b'' (1)'!$C$3", "a 'b' (1)", "C3"},
		{"第3行", "", ""},
		{"!A1", "", ""},
		{"a!b", "", ""},
	} {
		sheet, ref, ok := splitAddress(c.in)
		if ok != (c.ref != "") || ok && (sheet != c.sheet || ref != c.ref) {
			t.Errorf("%s: %q %q %v", c.in, sheet, ref, ok)
		}
	}
}

func TestOurPartOfACommentIsCut(t *testing.T) {
	d, err := patch.Parse([]byte(`<comment><text><r><t>own</t></r><r><t>` + separatorLine + Sign + `x</t></r><r><t>more of ours</t></r></text></comment>`))
	if err != nil {
		t.Fatal(err)
	}
	cutComment(d, d.Root)
	if d, err = patch.Parse(d.Bytes()); err != nil || d.Text(d.Root) != "own" {
		t.Errorf("%q %v", d.Text(d.Root), err)
	}
}
