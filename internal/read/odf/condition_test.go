package odf

import (
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

func TestConditions(t *testing.T) {
	book, ok, err := ReadSpreadsheet(flat(
		`<style:style style:name="w_5f_1" style:display-name="w 1" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>
		<style:style style:name="d" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/><style:text-properties style:text-line-through-style="solid"/></style:style>
		<style:style style:name="m" style:family="table-cell"><style:map style:condition="of:cell-content()&gt;50" style:apply-style-name="w_5f_1" style:base-cell-address="$'表 1'.$B$1"/></style:style>
		<style:style style:name="n" style:family="table-cell" style:parent-style-name="m"/>
		<style:style style:name="c" style:family="table-column"><style:table-column-properties style:column-width="0.1cm"/></style:style>
		<style:style style:name="z" style:family="table-column"><style:table-column-properties style:column-width="0in"/></style:style>
		<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="0.5pt"/></style:style>`,
		`<table:table table:name="表 1"><table:table-column table:style-name="c"/><table:table-column table:style-name="z"/>
		<table:table-row table:style-name="r"><table:table-cell table:style-name="n" table:number-columns-repeated="2" office:value-type="float" office:value="66"/></table:table-row>
		<table:table-row><table:table-cell table:style-name="m" office:value-type="float" office:value="7"/></table:table-row>
		<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="'表 1'.A1:'表 1'.B2 '表 1'.D4"><calcext:condition calcext:apply-style-name="d" calcext:value="formula-is([.A1]=5)" calcext:base-cell-address="'表 1'.A1"/>
		<calcext:condition calcext:apply-style-name="w 1" calcext:value="&lt;=5" calcext:base-cell-address="'表 1'.A1"/><calcext:condition calcext:apply-style-name="w 1" calcext:value="between(1,5)" calcext:base-cell-address="'表 1'.A1"/></calcext:conditional-format>
		<calcext:conditional-format calcext:target-range-address="A.C3"><calcext:icon-set calcext:show-value="false"/></calcext:conditional-format></calcext:conditional-formats></table:table>`), spreadsheet.Default)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	s := book.Sheets[0]
	got := fmt.Sprintf("%v %.2f %v", s.Heights, s.Columns[0].Width, s.Columns[1])
	for _, c := range s.Conditions {
		got += fmt.Sprint("\n", c.Ranges, c.Kind, c.Operator, c.Formulas, c.Look, c.IconsOnly)
	}
	if want := `map[0:0.5] 0.54 {1 1 true 0}
[{0 0 1 1} {3 3 3 3}]expression[A1=5] {true  000000 } false
[{0 0 1 1} {3 3 3 3}]cellIslessThanOrEqual[5] {false FFFFFF  } false
[{0 0 1 1} {3 3 3 3}]expression[between(1,5)] {false FFFFFF  } false
[{2 2 2 2}][] {false   } true
[{0 1 0 1} {0 0 0 1} {1 0 1 0}]cellIsgreaterThan[50] {false FFFFFF  } false`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestRanges reads addresses as they stand in conditional formats, and passes over what is none.
func TestRanges(t *testing.T) {
	for list, want := range map[string]string{
		"": "[]", "  ": "[]", "A.A1": "[{0 0 0 0}]", " 'a''b . c'.$C$3:'a''b . c'.$D$4\t.XFD1048576 ": "[{2 2 3 3} {1048575 16383 1048575 16383}]",
		"A.B2:B.C3 x A.D1": "[{1 1 2 2} {0 3 0 3}]", "A.A1:x": "[{0 0 0 0}]", "A.A0 A.XFE1 A.A1048577 A.1 A.AAAA1 'A.A1": "[]", "A.A1;B.B2 C.C3": "[{0 0 0 0} {2 2 2 2}]",
	} {
		if got := fmt.Sprint(ranges(list)); got != want {
			t.Errorf("%q: %s, want %s", list, got, want)
		}
	}
}

// TestComparisons takes conditions apart.
func TestComparisons(t *testing.T) {
	for condition, want := range map[string]string{
		"cell-content()>=3": "greaterThanOrEqual 3 true", "!=\"a\"": "notEqual \"a\" true", "<>1": "notEqual 1 true", " = 0": "equal 0 true", "<5": "lessThan 5 true",
		"cell-content() > [.A1]": "greaterThan [.A1] true", "between(1,2)": "  false", "": "  false", "cell-content()=": "equal  false", "duplicate": "  false",
	} {
		operator, with, ok := comparison(condition)
		if got := fmt.Sprint(operator, " ", with, " ", ok); got != want {
			t.Errorf("%q: %s, want %s", condition, got, want)
		}
	}
}
