package xlsx

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// What is spliced into the library's XML must find its place: where the library
// writes otherwise than expected, the workbook is not written.
func TestUnexpectedParts(t *testing.T) {
	const columns = `<cols><col min="2" max="2" width="9.5" customWidth="1" style="7" hidden="1"/><col min="1" max="1" width="5" customWidth="1" style="7"/><col min="3" max="16384" width="9" style="7"/></cols>`
	rows := func(w io.Writer) error { _, err := io.WriteString(w, "<row/>"); return err }
	for _, tc := range []struct {
		name, sheet string
		more        func(io.Writer) error
		want, err   string
	}{
		{"all", `<worksheet><sheetData><c><f>A1</f></c><c><f>A2</f><v>1</v></c></sheetData></worksheet>`, nil,
			`<worksheet>` + columns + `<sheetData><c><f>A1</f><v></v></c><c><f>A2</f><v>1</v></c></sheetData></worksheet>`, ""},
		{"additions", `<worksheet><sheetData></sheetData><x/></worksheet>`, rows, `<worksheet>` + columns + `<sheetData><row/></sheetData><x/></worksheet>`, ""},
		{"no cells", `<worksheet><sheetData/></worksheet>`, nil, "", "<sheetData>"},
		{"columns of its own", `<worksheet><cols></cols><sheetData></sheetData></worksheet>`, nil, "", "columns"},
		{"no rows to add to", `<worksheet><sheetData><row/>`, rows, "", "</sheetData>"},
		{"something new behind a formula", `<sheetData><c><f>A1</f><x/></c></sheetData></worksheet>`, nil, "", "behind it"},
	} {
		var b bytes.Buffer
		err := parts(7, map[int]addition{1: {columns: []Column{{Width: 5}, {Width: 9.5, Hidden: true}}, rows: tc.more}})(&b, "xl/worksheets/sheet1.xml", []byte(tc.sheet))
		switch {
		case tc.err == "" && (err != nil || b.String() != tc.want):
			t.Errorf("%s: %v\n%s", tc.name, err, b.String())
		case tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)):
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	for _, styles := range []string{`<styleSheet/>`, `<cellStyleXfs></cellStyleXfs>`, `<cellStyleXfs><xf `, `<cellStyleXfs><xf a="1"/></cellStyleXfs>`} {
		if err := parts(7, nil)(io.Discard, "xl/styles.xml", []byte(styles)); err == nil {
			t.Errorf("%s is written", styles)
		}
	}
	stop := errors.New("stop")
	fails := func(io.Writer) error { return stop }
	if err := parts(7, map[int]addition{1: {rows: fails}})(io.Discard, "xl/worksheets/sheet1.xml", []byte(`<sheetData></sheetData></worksheet>`)); !errors.Is(err, stop) {
		t.Error(err)
	}
}
