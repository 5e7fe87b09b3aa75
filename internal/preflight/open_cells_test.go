package preflight

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

var leanCases = []struct{ name, sheet, want string }{
	{"prefixes nobody uses", `<worksheet xmlns="m" xmlns:a="A" xmlns:r="R"><sheetData><row r="1"/></sheetData><drawing r:id="rId1"/></worksheet>`,
		`<worksheet xmlns="m" xmlns:r="R"><sheetData><row r="1"/></sheetData><drawing r:id="rId1"/></worksheet>`},
	{"prefixes in the root", "<worksheet\n xmlns:mc='M' xmlns:x='X' mc:Ignorable=\"x\" xmlns=\"m\" ><sheetData/><a></sheetData></a></worksheet>",
		"<worksheet\n xmlns:mc='M' mc:Ignorable=\"x\" xmlns=\"m\" ><sheetData/><a></sheetData></a></worksheet>"},
	{"prefixes in the rows", `<worksheet xmlns:x="X" xmlns:y="Y"><sheetData><row y:h="2"/></sheetData></worksheet>`, `<worksheet xmlns:y="Y"><sheetData><row y:h="2"/></sheetData></worksheet>`},
	{"elements nobody reads", `<worksheet><sheetData></sheetData><conditionalFormatting sqref="A1"><cfRule><extLst><ext/></extLst></cfRule></conditionalFormatting>` +
		`<mergeCells><mergeCell ref="A1:B2"/></mergeCells><dataValidations count="1"><dataValidation/></dataValidations><extLst/><pageSetup/><extLst><ext/></extLst></worksheet>`,
		`<worksheet><sheetData></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><extLst/><pageSetup/></worksheet>`},
	{"a comment", `<worksheet xmlns:x="X"><!-- </sheetData> --><sheetData></sheetData></worksheet>`, ""},
	{"a prefixed sheet", `<x:worksheet xmlns:x="X"><x:sheetData></x:sheetData></x:worksheet>`, ""},
	{"no rows", `<worksheet xmlns:x="X"><sheetData/></worksheet>`, ""},
	{"an empty root", `<worksheet xmlns:x="X"/>`, ""},
	{"> in the root", `<worksheet a=">" xmlns:x="X"><sheetData></sheetData></worksheet>`, ""},
}

func TestLean(t *testing.T) {
	for _, tc := range leanCases {
		want := tc.want
		if want == "" {
			want = tc.sheet
		}
		if got := withoutUnread([]byte(tc.sheet)); string(got) != want {
			t.Errorf("%s:\n%s, want\n%s", tc.name, got, want)
		}
	}
}

// What is well-formed stays so, with the same rows.
func FuzzLean(f *testing.F) {
	for _, tc := range leanCases {
		f.Add([]byte(tc.sheet))
	}
	rows := func(data []byte) (n int, text string, err error) {
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			tok, err := d.RawToken()
			if errors.Is(err, io.EOF) {
				return n, text, nil
			} else if err != nil {
				return 0, "", err
			}
			if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "c" || e.Name.Local == "row" || e.Name.Local == "mergeCell") {
				n++
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &scanner{lim: Default}
		c, err := s.scan(data)
		if err != nil || !c.isSheet {
			return
		}
		got := withoutUnread(bytes.Clone(data))
		again, err := s.scan(got)
		if err != nil {
			t.Fatalf("%q became %q: %v", data, got, err)
		}
		if again.rows > c.rows || again.merges > c.merges || again.cells > c.cells {
			t.Fatalf("%q became %q", data, got)
		}
		if bytes.Contains(data, []byte("extLst")) || bytes.Contains(data, []byte("conditionalFormatting")) || bytes.Contains(data, []byte("dataValidations")) {
			return
		}
		was, _, err := rows(data)
		is, _, err2 := rows(got)
		if err == nil && (err2 != nil || was != is) {
			t.Fatalf("%q: %d rows and cells, %q: %d %v", data, was, got, is, err2)
		}
	})
}
