package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/pdf"
)

// objects are the objects of a file by number. Those of every test: 1 the catalogue, 2 the pages, 3 the page, 4 its
// content, 5 a font of Latin letters, 7 the structure.
type objects map[int]string

// stream is an object that holds data.
func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

// packed is an object that holds data packed by the usual filter.
func packed(dict, data string) string { return stream(dict+"/Filter/FlateDecode", deflate(data)) }

// deflate packs data.
func deflate(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	fmt.Fprint(w, data)
	w.Close()
	return b.String()
}

// page is a file of one page that draws something, with a structure that holds elements.
func page(content, elements string) objects {
	return objects{
		1: "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R>>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		4: stream("", content),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/Widths[" + strings.Repeat("500 ", 95) + "]>>",
		7: "<</Type/StructTreeRoot/K[" + elements + "]>>",
	}
}

// with returns the objects with some others in place of theirs.
func (o objects) with(more objects) objects {
	out := maps.Clone(o)
	maps.Copy(out, more)
	return out
}

// bytes writes the file with a table of its objects.
func (o objects) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	last := slices.Max(slices.Collect(maps.Keys(o)))
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", last+1)
	for n := 1; n <= last; n++ {
		if _, there := o[n]; !there {
			table += "0000000000 00000 f \n"
			continue
		}
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o[n])
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", table, last+1, start)
	return b.Bytes()
}

// p is a paragraph of the marks with numbers.
func p(marks ...int) string { return element("P", "", marks...) }

// element is an element of the structure that holds marks, with more members.
func element(kind, more string, marks ...int) string {
	return fmt.Sprintf("<</S/%s/Pg 3 0 R/K %s%s>>", kind, strings.ReplaceAll(fmt.Sprint(marks), ",", " "), more)
}

// at draws text at a place in a mark.
func at(id int, x, y int, text string) string {
	return fmt.Sprintf("/P <</MCID %d>> BDC BT /F 10 Tf %d %d Td (%s) Tj ET EMC ", id, x, y, text)
}

// texts are the texts of a sheet, one a line; what was left out of a cell stands behind it in brackets.
func texts(s *intake.Sheet) string {
	var lines []string
	for _, c := range s.Cells {
		line := strings.ReplaceAll(c.Cell.Text, "\n", "/")
		for _, r := range c.Cell.Left {
			line += fmt.Sprintf(" [%d %s]", r.Look, r.Text)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// notes are the notes of a sheet, each with its rule and its message in Chinese.
func notes(s *intake.Sheet) string {
	var lines []string
	for _, n := range s.Notes {
		lines = append(lines, n.Rule+" "+n.Cell+" "+n.Message.ZH)
	}
	return strings.Join(lines, "\n")
}

// reads demands that a file reads as texts and notes.
func reads(t *testing.T, o objects, wantTexts, wantNotes string) {
	t.Helper()
	s := sheetOf(t, o)
	if got := texts(s); got != wantTexts {
		t.Errorf("texts %q, want %q", got, wantTexts)
	}
	if got := notes(s); got != wantNotes {
		t.Errorf("notes %q, want %q", got, wantNotes)
	}
}

// sheetOf reads a file.
func sheetOf(t *testing.T, o objects) *intake.Sheet {
	t.Helper()
	s, err := pdf.Read(o.bytes())
	if err != nil {
		t.Fatal(err)
	}
	return s
}
