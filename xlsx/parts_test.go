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
	const columns = `<worksheet><cols><col min="1" max="1" width="5"/><col min="2" max="3" width="5"/>`
	rows := func(w io.Writer) error { _, err := io.WriteString(w, "<row/>"); return err }
	for _, tc := range []struct {
		name, sheet string
		more        func(io.Writer) error
		want, err   string
	}{
		{"all", columns + `</cols><sheetData><c><f>A1</f></c><c><f>A2</f><v>1</v></c></sheetData></worksheet>`, nil,
			columns + `<col min="4" max="16384" width="9" style="7"/></cols><sheetData><c><f>A1</f><v></v></c><c><f>A2</f><v>1</v></c></sheetData></worksheet>`, ""},
		{"additions", columns + `</cols><sheetData></sheetData><x/></worksheet>`, rows,
			columns + `<col min="4" max="16384" width="9" style="7"/></cols><sheetData><row/></sheetData><x/></worksheet>`, ""},
		{"no columns", `<worksheet><sheetData/></worksheet>`, nil, "", "</cols>"},
		{"empty columns", `<worksheet><cols></cols><sheetData/></worksheet>`, nil, "", "a column"},
		{"a column without a number", `<worksheet><cols><col max="x"/></cols></worksheet>`, nil, "", "a number"},
		{"no rows to add to", columns + `</cols><sheetData/></worksheet>`, rows, "", "</sheetData>"},
		{"something new behind a formula", columns + `</cols><c><f>A1</f><x/></c></worksheet>`, nil, "", "behind it"},
	} {
		var b bytes.Buffer
		err := parts(7, map[int]func(io.Writer) error{1: tc.more})(&b, "xl/worksheets/sheet1.xml", []byte(tc.sheet))
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
	if err := parts(7, map[int]func(io.Writer) error{1: fails})(io.Discard, "xl/worksheets/sheet1.xml", []byte(columns+`</cols><sheetData></sheetData></worksheet>`)); !errors.Is(err, stop) {
		t.Error(err)
	}
}
