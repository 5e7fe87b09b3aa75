package preflight

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// compareWindows holds what is read of a workbook by rows to what is read of it whole, and reports whether it can be read.
func compareWindows(t *testing.T, name string, data []byte) bool {
	t.Helper()
	want, wantErr := loadBy(data, Default, nil, maxWhole)
	for _, whole := range []int{1, 64, 700} {
		got, err := loadBy(data, Default, nil, whole)
		if (err == nil) != (wantErr == nil) || err != nil && msg.Of(err) != msg.Of(wantErr) {
			t.Errorf("%s, by %d bytes: %v, not %v", name, whole, err, wantErr)
		}
		if err != nil || wantErr != nil {
			continue
		}
		for _, c := range []*content{got, want} {
			c.scanner, c.entries, c.whole = nil, nil, 0
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read otherwise by %d bytes", name, whole)
		}
	}
	return wantErr == nil
}

// A sheet is read the same whole and some rows at a time, also where something is wrong with it.
func TestWindows(t *testing.T) {
	t.Parallel()
	all := workbooks(t)
	var names []string
	for name, data := range all {
		if len(data) < 60_000 {
			names = append(names, name)
			compareWindows(t, name, data)
		}
	}
	slices.Sort(names)
	read := 0
	first, trials := mutations(60, 600)
	for i := first; i < first+trials; i++ {
		rng := rand.New(rand.NewPCG(uint64(i), 19))
		name := names[rng.IntN(len(names))]
		if compareWindows(t, fmt.Sprintf("%s, mutation %d", name, i), mutated(t, rng, all[name])) {
			read++
		}
	}
	if read < trials/5 || read == trials {
		t.Errorf("%d of %d can be read", read, trials)
	}
	usual := pack(parts(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`))
	zr, err := zip.NewReader(bytes.NewReader(usual), int64(len(usual)))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range zr.File {
		if c := newContent(Default, 1, 50); e.Name == "xl/worksheets/sheet1.xml" {
			if p, ok := c.inWindows(e, false); !ok || p.cells != 2 {
				t.Errorf("by rows: %t, %d cells", ok, p.cells)
			}
		}
	}
	for rows, ok := range map[string]bool{
		`<row r="1"><c r="A1"><v>1</v></c></row><!-- </row> --><row r="2"><c r="A2" t="str"><v><![CDATA[</row>]]></v></c></row><row r="3"/>`: true,
		`<row r="1"><c r="A1"><v>1</v></c></row><x:row xmlns:x="y"><c/></x:row><row r="2"><c r="A2"><v>2</v></c></row>`:                      false,
		`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v><row></row></c></row>`:                                          true,
		`<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>`:                                                     false,
		`<row r="1"><c r="A1"><v>1</v></c></row></row>`:                                                                                      false,
		"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>\xff</v></c></row>":                                          false,
	} {
		if compareWindows(t, rows, pack(parts(rows))) != ok {
			t.Errorf("%s: can be read is not %t", rows, ok)
		}
	}
}
