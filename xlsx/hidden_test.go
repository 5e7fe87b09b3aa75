package xlsx

import "testing"

// TestMayHide looks into rows and columns only where one may be hidden.
func TestMayHide(t *testing.T) {
	for part, want := range map[string]bool{
		`<row r="1" hidden="false" ht="15"/><col hidden="0" width="9"/>`: false,
		`<row r="1" hidden="false"/><row r="2" hidden="1"/>`:             true,
		`<col hidden="true"/>`:                true,
		`<row ht="0.1"/>`:                     true,
		`<col width="0"/>`:                    true,
		`<sheetFormatPr zeroHeight="1"/>`:     true,
		`<sheetFormatPr zeroHeight="false"/>`: false,
	} {
		if got := mayHide([]byte(part)); got != want {
			t.Errorf("%s: %t", part, got)
		}
	}
}

// TestMayLackText looks for stretches without a text only where one may be.
func TestMayLackText(t *testing.T) {
	for part, want := range map[string]bool{
		`<r><rPr><sz val="1"/></rPr><t>a</t></r>`: false,
		`<x:r><x:t>a</x:t> </x:r>`:                false,
		`<r></r>`:                                 true,
		`<x:r><x:rPr/></x:r>`:                     true,
		"<r><rPr></rPr>\n</r>":                    true,
		`or>`:                                     false,
		`/r>`:                                     false,
	} {
		if got := mayLackText([]byte(part)); got != want {
			t.Errorf("%s: %t", part, got)
		}
	}
}
