package pdf_test

import (
	"strings"
	"testing"
)

// TestSight leaves out what is in the file and not seen on its page, and says so.
func TestSight(t *testing.T) {
	show := func(s string) string { return "BT /F 10 Tf 1 0 0 1 50 700 Tm " + s + " ET " }
	mark := func(s string) string { return "/P <</MCID 0>> BDC " + s + " EMC " }
	seventeen := show("(17) Tj")
	for _, tt := range []struct{ name, content, texts string }{
		{"plain", seventeen, "17"},
		{"no paint", show("3 Tr (3) Tj 0 Tr (17) Tj"), "17 [4 3]"},
		{"clip only", show("7 Tr (3) Tj 0 Tr (17) Tj"), "17 [4 3]"},
		{"outlines", show("1 Tr (17) Tj"), "17"},
		{"white", show("1 g (3) Tj 0 g (17) Tj"), "17 [4 3]"},
		{"white, as red, green and blue", show("1 1 1 rg (3) Tj 0 0 0 rg (17) Tj"), "17 [4 3]"},
		{"white, as inks", show("0 0 0 0 k (3) Tj 0 0 0 1 k (17) Tj"), "17 [4 3]"},
		{"nearly white", show(".98 g (3) Tj 0 g (17) Tj"), "17 [4 3]"},
		{"white, of a colour space", show("/G cs 1 sc (3) Tj 0 sc (17) Tj"), "17 [4 3]"},
		{"no ink of a spot colour", show("/S cs 0 scn (3) Tj 1 scn (17) Tj"), "17 [4 3]"},
		{"grey", show(".7 g (17) Tj"), "17"},
		{"white on a dark ground", "0 0 .5 rg 40 690 100 30 re f 1 g " + seventeen, "17"},
		{"white on a rounded dark ground", "0 0 .5 rg 40 690 m 140 690 l 140 720 l 60 725 45 720 40 715 c f 1 g " + seventeen, "17"},
		{"white on a picture", "q 100 0 0 30 40 690 cm /Im Do Q 1 g " + seventeen, "17"},
		{"the colour of its ground", "0 0 .5 rg 40 690 100 30 re f " + show("0 0 .5 rg (3) Tj 1 g (17) Tj"), "17 [4 3]"},
		{"size 0", show("/F 0 Tf (3) Tj /F 10 Tf (17) Tj"), "17 [4 3]"},
		{"very small", show("/F .5 Tf (3) Tj /F 10 Tf (17) Tj"), "17 [4 3]"},
		{"small by the matrix", show(".01 0 0 .01 50 700 Tm (3) Tj 1 0 0 1 50 700 Tm (17) Tj"), "17 [4 3]"},
		{"no width", show("0 Tz (3) Tj 100 Tz (17) Tj"), "17 [4 3]"},
		{"beside the page", show("1 0 0 1 700 700 Tm (3) Tj 1 0 0 1 50 700 Tm (17) Tj"), "17 [4 3]"},
		{"beside what is cut to", show("1 0 0 1 10 700 Tm (3) Tj 1 0 0 1 50 700 Tm (17) Tj"), "17 [4 3]"},
		{"clipped", "q 40 500 100 100 re W n " + show("(3) Tj") + " Q " + seventeen, "17 [4 3]"},
		{"not clipped", "q 40 690 100 100 re W n " + seventeen + " Q", "17"},
		{"see-through", "q /Clear gs " + show("(3) Tj") + " Q " + seventeen, "17 [4 3]"},
		{"painted over", show("(3) Tj") + "1 g 40 690 20 30 re f 0 g " + show("1 0 0 1 70 700 Tm (17) Tj"), "17 [4 3]"},
		{"under a picture", show("(3) Tj") + "q 15 0 0 30 45 690 cm /Im Do Q " + show("1 0 0 1 70 700 Tm (17) Tj"), "17 [4 3]"},
		{"under a seal that lets it through", seventeen + "q 15 0 0 30 45 690 cm /Seal Do Q ", "17"},
		{"under a marker", seventeen + "q /Marker gs 1 1 0 rg 40 690 30 30 re f Q", "17"},
		{"on a layer that is off", "/OC /Off BDC " + show("(3) Tj") + " EMC /OC /On BDC " + seventeen + " EMC", "17 [4 3]"},
		{"on a group of layers", "/OC /None BDC " + show("(3) Tj") + " EMC /OC /Some BDC " + seventeen + " EMC", "17 [4 3]"},
		{"in a drawing on a layer that is off", "/Hidden Do " + seventeen, "17 [4 3]"},
		{"struck through", show("(6) Tj") + "50 703 m 55 703 l S " + show("1 0 0 1 70 700 Tm (66) Tj"), "66 [3 6]"},
		{"struck through by a thin area", show("(6) Tj") + "50 702.5 5 1 re f " + show("1 0 0 1 70 700 Tm (66) Tj"), "66 [3 6]"},
		{"underlined", seventeen + "50 698 m 60 698 l S", "17"},
		{"over a ruling", seventeen + "0 703 m 600 703 l S", "17"},
		{"across an upright", seventeen + "55 600 m 55 800 l S", "17"},
		{"drawn again where it is seen", show("1 g (17) Tj 0 g 1 0 0 1 50 700 Tm (17) Tj"), "17"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := page(mark(tt.content), p(0)).with(objects{
				1: "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R/OCProperties<</OCGs[20 0 R 21 0 R]/D<</OFF[20 0 R]>>>>>>",
				3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[20 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</Im 8 0 R/Seal 9 0 R/Hidden 10 0 R>>" +
					"/ColorSpace<</G[/ICCBased 11 0 R]/S[/Separation/Red/DeviceCMYK 12 0 R]>>/ExtGState<</Clear<</ca 0>>/Marker<</BM/Multiply>>>>" +
					"/Properties<</Off 20 0 R/On 21 0 R/None<</Type/OCMD/OCGs[20 0 R]>>/Some<</Type/OCMD/OCGs[20 0 R 21 0 R]>>>>>>>>",
				8:  stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00"),
				9:  stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 8 0 R", "\x00"),
				10: stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/OC 20 0 R", "BT /F 10 Tf 50 700 Td (3) Tj ET"),
				11: stream("/N 1", "profile"),
				12: "null",
				20: "<</Type/OCG/Name(a)>>",
				21: "<</Type/OCG/Name(b)>>",
			})
			want := tt.texts
			if strings.Contains(tt.name, "cut to") { // the page is moved to its corner
				o[3] = strings.Replace(o[3], "CropBox[20 0", "CropBox[30 0", 1)
			}
			reads(t, o, want, "")
		})
	}
}

// TestHiddenNotes names hidden text that belongs to nothing that is read.
func TestHiddenNotes(t *testing.T) {
	o := page(at(0, 50, 700, "17")+"BT /F 10 Tf 3 Tr 50 600 Td (an old draft: 3) Tj ET", p(0))
	reads(t, o, "17", "FILE-HIDDEN 第1页 第 1 页有看不见的文字（以不显示的方式写在页上），没有读入：an old draft: 3")
}

// TestAnnotations reads the fields of a form where the structure has them, and names the text of those that it has
// not.
func TestAnnotations(t *testing.T) {
	field := func(text string) string {
		return stream("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 5 0 R>>>>", "BT /F 10 Tf 2 5 Td ("+text+") Tj ET")
	}
	o := page(at(0, 50, 700, "received"), p(0)+"<</S/P/Pg 3 0 R/K<</Type/OBJR/Obj 10 0 R>>>>").with(objects{
		3:  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[10 0 R 12 0 R 14 0 R 16 0 R]>>",
		10: "<</Type/Annot/Subtype/Widget/Rect[100 600 200 620]/AP<</N 11 0 R>>>>",
		11: field("397"),
		12: "<</Type/Annot/Subtype/FreeText/Rect[100 650 200 670]/AP<</N 13 0 R>>>>",
		13: field("wrong, it is 398"),
		14: "<</Type/Annot/Subtype/Widget/F 2/Rect[100 650 200 670]/AP<</N 13 0 R>>>>",
		16: "<</Type/Annot/Subtype/Widget/Rect[100 660 200 680]/AS/Yes/AP<</N<</Yes 17 0 R/Off 13 0 R>>>>>>",
		17: field("yes"),
	})
	reads(t, o, "received\n397", "FILE-UNREAD 第1页 第 1 页有文字不属于任何段落或表格（没有标签），没有读入：wrong, it is 398；yes")
}
