package preflight

import (
	"testing"
)

// TestRuns reads texts that have stretches, and leaves to the library what is written in an unusual way.
func TestRuns(t *testing.T) {
	for item, want := range map[string]string{
		`<r><t>a</t></r>`: `"a"`,
		`<r><rPr><sz val="11"/><color rgb="FF404040"/><rFont val="宋体"/><family val="2"/><charset val="134"/></rPr><t xml:space="preserve">a </t></r> <r><rPr><strike/></rPr><t>&amp;1</t></r>`: `"a "[false  11 404040 0 -1 0]"&1"[true  0  0 -1 0]`,
		`<r><rPr><vertAlign val="superscript"/><color theme="1" tint="0.5"/></rPr><t>1</t></r>`:                                                                                                `"1"[false superscript 0  0 1 0.5]`,
		`<r><rPr></rPr><t/></r>`:                               `""[false  0  0 -1 0]`,
		`<r><rPr><sz val="0"/></rPr><t>a</t></r>`:              "left",
		`<r><rPr><sz val="9"/><sz val="8"/></rPr><t>a</t></r>`: "left",
		`<r><rPr><sz val="9"></sz></rPr><t>a</t></r>`:          "left",
		`<r><rPr><unknown/></rPr><t>a</t></r>`:                 "left",
		`<r><rPr><charset val="x"/></rPr><t>a</t></r>`:         "left",
		`<r></r>`:                 "left",
		`<r><t>a</t><t>b</t></r>`: "left",
		`<t>a</t><r><t>b</t></r>`: "left",
		`<r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh>`:   "left",
		`<r><t><![CDATA[a]]></t></r>`:                        "left",
		`<x:r><x:t>a</x:t></x:r>`:                            "left",
		`<r><rPr><color rgb="FF0000FF"/>a</rPr><t>a</t></r>`: `"a"[false  0 0000FF 0 -1 0]`,
		`<r><rPr>a</rPr><t>a</t></r>`:                        "left",
		``:                                                   "left",
		`<r><rPr><b/><i val="0"/><u val="double"/></rPr><t>_x</t></r>`: `"_x"[false  0  0 -1 0]`,
	} {
		runs, ok := readRuns([]byte(item))
		got := written(runs)
		if !ok {
			got = "left"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", item, got, want)
		}
	}
}
