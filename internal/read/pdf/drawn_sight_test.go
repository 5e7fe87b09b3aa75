package pdf_test

import (
	"strings"
	"testing"
)

// TestDrawnSight reads what is seen in the cells of a table without tags, and says what is not.
func TestDrawnSight(t *testing.T) {
	table := ruled(700, "a,b", "1,") // the figure of the last cell is drawn in several ways
	const read, empty = "0,0 a|0,1 b|1,0 1|1,1 17", "0,0 a|0,1 b|1,0 1|1,1 "
	seventeen := put(160, 665, "17")
	field := func(dict string) objects {
		return objects{
			3:  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[10 0 R]>>",
			10: "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[155 662 245 678]" + dict + ">>",
			11: stream("/Type/XObject/Subtype/Form/BBox[0 0 90 16]/Resources<</Font<</F 5 0 R>>>>", "BT /F 10 Tf 2 5 Td (17) Tj ET"),
		}
	}
	resources := func(more string) objects {
		return objects{3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R/T 12 0 R>>" + more + ">>>>"}
	}
	hidden := func(why, s string) string {
		return "FILE-HIDDEN 第1页 第 1 页有看不见的文字（" + why + "），没有读入：" + s
	}
	for _, tt := range []struct {
		name    string
		content string
		more    objects
		want    string
		notes   string
	}{
		{"plain", table + seventeen, nil, read, ""},
		{"clipped", table + "q 50 100 100 100 re W n " + seventeen + "Q ", nil, empty, hidden("被裁切", "17")},
		{"white", table + "1 g " + seventeen, nil, empty, hidden("与底色同色", "17")},
		{"without paint", table + "3 Tr " + seventeen, nil, empty, hidden("以不显示的方式写在页上", "17")},
		{"under a box", table + seventeen + "1 g 155 662 90 16 re f ", nil, empty, hidden("被遮盖", "17")},
		{"under a picture", table + put(50, 600, "a page that is no picture") + seventeen + "q 90 0 0 16 155 662 cm /Im Do Q ", resources("/XObject<</Im 8 0 R>>").with(objects{
			8: stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")}), empty + "|2,0 a page that is no picture", hidden("被遮盖", "17")},
		{"beside a large picture", table + put(50, 600, "a page that is no picture") + seventeen + "q 300 0 0 200 50 300 cm /Im Do Q ", resources("/XObject<</Im 8 0 R>>").with(objects{
			8: stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")}), read + "|2,0 a page that is no picture", "TEXT-PLACE 第1页 第 1 页有图片，图片里如有文字、表格，没有读入"},
		{"over a picture", "q 500 0 0 700 50 50 cm /Im Do Q " + table + put(60, 600, "a page that is no picture") + seventeen, resources("/XObject<</Im 8 0 R>>").with(objects{
			8: stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00")}), read + "|2,0 a page that is no picture", ""},
		{"beside the media box", table + put(610, 665, "17"), nil, empty, hidden("在页面之外", "17")},
		{"beside the crop box", table + put(310, 665, "17"), objects{
			3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[0 0 300 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"}, empty, hidden("在页面之外", "17")},
		{"on a layer that is off", table + "/OC /Off BDC " + seventeen + "EMC ", resources("/Properties<</Off 20 0 R>>").with(objects{
			1: "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[20 0 R]/D<</OFF[20 0 R]>>>>>>", 20: "<</Type/OCG/Name(a)>>"}), empty, hidden("在关闭的图层上", "17")},
		{"in a drawing with a matrix", table + "q .5 0 0 .5 0 0 cm /X Do Q ", resources("/XObject<</X 8 0 R>>").with(objects{
			8: stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[2 0 0 2 100 0]", put(110, 665, "17"))}), read, ""},
		{"in a drawing that cuts it off", table + "/X Do ", resources("/XObject<</X 8 0 R>>").with(objects{
			8: stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]", seventeen)}), empty, hidden("被裁切", "17")},
		{"by a font of drawings", table + strings.Replace(seventeen, "/F 10", "/T 10", 1), resources("").with(objects{
			12: "<</Type/Font/Subtype/Type3/FontMatrix[.001 0 0 .001 0 0]/FontBBox[0 0 750 750]/FirstChar 49/LastChar 55/Widths[500 500 500 500 500 500 500]/CharProcs<</one 13 0 R/seven 13 0 R>>/Encoding<</Differences[49/one 55/seven]>>>>",
			13: stream("", "500 0 0 0 750 750 d1 0 0 500 750 re f")}), read, ""},
		{"in a field of a form", table, field("/V(17)/AP<</N 11 0 R>>"), read, ""},
		{"in a field of a form that has another value", table, field("/V(71)/AP<</N 11 0 R>>"), read,
			"FILE-CONTRADICTS 第1页 第 1 页的表单域印的是“17”，填的值是“71”，读入的是所印的"},
		{"in a field of a form without a look", table, field("/V(17)"), empty,
			"FILE-UNREAD 第1页 第 1 页有填了“17”的表单域，文件里没有它的样子，没有读入；请在阅读器里打开，打印成 PDF 后再读"},
		{"in a field that is hidden", table, field("/F 2/V(17)"), empty, ""},
		{"with another text in the file", table + "/Span <</ActualText(71)>> BDC " + seventeen + "EMC ", nil, strings.Replace(read, "17", "71", 1),
			"FILE-CONTRADICTS 第1页 页面上印的是“17”，文件里给它的替代文本是“71”，读入的是替代文本"},
		{"under a large word", table + seventeen + ".8 g BT /F 40 Tf 120 670 Td (DRAFT 9) Tj ET ", nil, read,
			"TEXT-PLACE 第1页 第 1 页有压在正文上的大字（如水印），没有读入：DRAFT 9"},
		{"under a large mark in red, beside large words in black", table + seventeen + "BT /F 40 Tf 300 700 Td (OFF) Tj ET 1 0 0 rg BT /F 40 Tf 150 660 Td (S) Tj ET ", nil, "0,0 OFF|1,0 a|1,1 b|2,0 1|2,1 17",
			"TEXT-PLACE 第1页 第 1 页有压在正文上的大字（如水印），没有读入：S"},
		{"beside a large word", table + seventeen + "BT /F 40 Tf 50 600 Td (DRAFT 9) Tj ET ", nil, read + "|2,0 DRAFT 9", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sheetOf(t, untagged(tt.content).with(tt.more))
			if got := cellsOf(s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := notes(s); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}
