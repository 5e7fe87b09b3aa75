package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/msg"
)

// drawings are drawings in drawings, so many, below the page's.
func drawings(n int) objects {
	o := objects{3: "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 40 0 R>>>>>>", 4: stream("", "/X Do")}
	for i := range n {
		o[40+i] = stream(fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", 41+i), "/X Do")
	}
	o[40+n] = stream("/Subtype/Form", "0 0 10 10 re f")
	return o
}

// TestLimits refuses a file that is beyond a limit: an ordinary one that is within the usual limits, and beyond a very
// small one.
func TestLimits(t *testing.T) {
	content := strings.Repeat(at(0, 50, 700, "17"), 30) + strings.Repeat("10 10 m 90 10 l S 10 10 50 50 re f ", 30)
	for _, tt := range []struct {
		name  string
		small func(*pdf.Limits)
		o     objects
	}{
		{"bytes", func(l *pdf.Limits) { l.Bytes = 1000 }, nil},
		{"inflated, in one stream", func(l *pdf.Limits) { l.Inflated = 1000 }, objects{4: packed("", content)}},
		{"inflated, in sum", func(l *pdf.Limits) { l.Inflated = 3000 }, objects{4: packed("", content[:2000]), 5: "<</Type/Font/Subtype/Type1/ToUnicode 10 0 R>>", 10: packed("", strings.Repeat(" ", 2000))}},
		{"objects", func(l *pdf.Limits) { l.Objects = 3 }, nil},
		{"references", func(l *pdf.Limits) { l.References = 3 }, nil},
		{"streams of objects", func(l *pdf.Limits) { l.ObjectStreams = 1 }, objects{11: stream("/Type/ObjStm/N 1/First 5", "20 0 1"), 12: stream("/Type/ObjStm/N 1/First 5", "21 0 1")}},
		{"depth of objects", func(l *pdf.Limits) { l.Depth = 8 }, objects{3: "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/X[[[[[[[[[[0]]]]]]]]]]>>"}},
		{"depth of the structure", func(l *pdf.Limits) { l.Depth = 10 }, objects{7: "<</K 20 0 R>>", 20: "<</S/Sect/K 21 0 R>>", 21: "<</S/Sect/K 22 0 R>>", 22: "<</S/Sect/K 23 0 R>>", 23: "<</S/Sect/K 24 0 R>>",
			24: "<</S/Sect/K 25 0 R>>", 25: "<</S/Sect/K 26 0 R>>", 26: "<</S/Sect/K 27 0 R>>", 27: "<</S/Sect/K 28 0 R>>", 28: "<</S/Sect/K 29 0 R>>", 29: "<</S/Sect/K 30 0 R>>", 30: p(0)}},
		{"drawings in drawings", func(l *pdf.Limits) { l.Depth = 8 }, drawings(10)},
		{"pages", func(l *pdf.Limits) { l.Pages = 1 }, objects{2: "<</Kids[3 0 R 10 0 R]>>", 10: "<</Type/Page/Parent 2 0 R>>"}},
		{"words", func(l *pdf.Limits) { l.Words = 100 }, nil},
		{"characters", func(l *pdf.Limits) { l.Glyphs = 50 }, nil},
		{"shapes", func(l *pdf.Limits) { l.Shapes = 50 }, nil},
		{"comparisons", func(l *pdf.Limits) { l.Comparisons = 1000 }, nil},
		{"codes of fonts", func(l *pdf.Limits) { l.Codes = 100 }, objects{5: "<</Type/Font/Subtype/Type1/ToUnicode 10 0 R>>", 10: stream("", "beginbfrange <00> <ff> <0041> endbfrange")}},
		{"letters of fonts", func(l *pdf.Limits) { l.Inflated = 8000 }, objects{5: "<</Type/Font/Subtype/Type1/ToUnicode 10 0 R>>", 10: stream("", "beginbfrange <00> <ff> <"+strings.Repeat("0041", 40)+"> endbfrange")}},
		{"widths of fonts", func(l *pdf.Limits) { l.Codes = 100 }, objects{5: "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[0 200 500]>>]>>"}},
		{"elements", func(l *pdf.Limits) { l.Elements = 20 }, objects{7: "<</K[" + strings.Repeat(p(0), 20) + "]>>"}},
		{"cells", func(l *pdf.Limits) { l.Cells = 10 }, objects{7: "<</K[" + strings.Repeat(p(0), 20) + "]>>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := page(content, p(0)).with(tt.o).bytes()
			if tt.name == "streams of objects" { // they are found where objects are searched for
				data = []byte(strings.ReplaceAll(string(data), "startxref", "startxxxx"))
			}
			if _, err := pdf.Read(data); err != nil {
				t.Fatalf("within the usual limits: %v", err)
			}
			l := pdf.Default
			tt.small(&l)
			if _, err := pdf.ReadWithin(data, l); err == nil || !strings.Contains(msg.Of(err).ZH, "内容过多") {
				t.Errorf("beyond the limit: %v", err)
			}
		})
	}
}

// TestSpansAreBounded takes no cell for more than a table can hold.
func TestSpansAreBounded(t *testing.T) {
	o := page(at(0, 50, 700, "a"), "")
	o[7] = "<</K<</S/Table/K[" + strings.Repeat("<</S/TR/K[<</S/TD/A<</RowSpan 9999/ColSpan 9999>>>>]>>", 20) + "]>>>>"
	l := pdf.Default
	l.Cells = 100
	if _, err := pdf.ReadWithin(o.bytes(), l); err == nil {
		t.Error("spans far beyond the limit were read")
	}
	s := sheetOf(t, page(at(0, 50, 700, "a"), fmt.Sprintf("<</S/Table/K<</S/TR/K[%s]>>>>", element("TD", "/A<</RowSpan -3/ColSpan 0>>", 0))))
	if c := s.Cells[0]; c.Rows != 1 || c.Cols != 1 {
		t.Errorf("spans below 1: %d, %d", c.Rows, c.Cols)
	}
}
