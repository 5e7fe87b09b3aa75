package pdf_test

import (
	"testing"
)

// TestMarks reads text in marks within marks: the nearest numbered one owns it, and a text that the file gives for
// what is drawn replaces it.
func TestMarks(t *testing.T) {
	for _, tt := range []struct{ name, content, elements, texts, notes string }{
		{"inner marks without a number", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (received 3) Tj /Span <</Lang (en)>> BDC (9) Tj EMC /Span BMC (7) Tj EMC ( requests) Tj ET EMC", p(0), "received 397 requests", ""},
		{"a numbered mark in another", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (a) Tj /Span <</MCID 1>> BDC (b) Tj EMC (c) Tj ET EMC", p(0) + p(1), "ac\nb", ""},
		{"replaced by the same", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (3) Tj /Span <</ActualText (97)>> BDC (9) Tj (7) Tj EMC ET EMC", p(0), "397", ""},
		{"a ligature", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (o) Tj /Span <</ActualText <FEFFFB01>>> BDC (fi) Tj EMC ET EMC", p(0), "oﬁ", ""},
		{"replaced by another", "/P <</MCID 0/ActualText (397)>> BDC BT /F 12 Tf 50 700 Td (3) Tj ET EMC", p(0), "397",
			"FILE-CONTRADICTS 第1页 页面上印的是“3”，文件里给它的替代文本是“397”，读入的是替代文本"},
		{"for nothing that is drawn", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (3) Tj /Span <</ActualText (97)>> BDC EMC ET EMC", p(0), "397",
			"FILE-CONTRADICTS 第1页 页面上印的是“”，文件里给它的替代文本是“97”，读入的是替代文本"},
		{"for a break that is not drawn", "/P <</MCID 0>> BDC BT /F 12 Tf 50 700 Td (3) Tj /Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC ET EMC", p(0), "3\u00ad", ""},
		{"of an element", at(0, 50, 700, "397"), element("P", "/ActualText(397)", 0), "397", ""},
		{"of an element, another", at(0, 50, 700, "3"), element("P", "/ActualText(397)", 0), "397",
			"FILE-CONTRADICTS 第1页 页面上印的是“3”，文件里给它的替代文本是“397”，读入的是替代文本"},
		{"expansions and descriptions are no text", at(0, 50, 700, "GB"), element("P", "/E(Guobiao)/Alt(a standard)", 0), "GB", ""},
		{"a drawing in a mark", "/P <</MCID 0>> BDC /X Do EMC", p(0), "397", ""},
		{"a raised mark with a number of its own", "/P <</MCID 0>> BDC BT /F 10 Tf 50 700 Td (17) Tj ET EMC /Span <</MCID 1>> BDC BT /F 6 Tf 60 704 Td (1) Tj ET EMC", p(0, 1), "17¹", ""},
		{"small text behind a gap", "/P <</MCID 0>> BDC BT /F 10 Tf 50 700 Td (17) Tj ET EMC /Span <</MCID 1>> BDC BT /F 6 Tf 90 704 Td (1) Tj ET EMC", p(0, 1), "17 1", ""},
		{"small text in the line above", "/P <</MCID 0>> BDC BT /F 10 Tf 50 700 Td (17) Tj ET EMC /Span <</MCID 1>> BDC BT /F 6 Tf 60 712 Td (1) Tj ET EMC", p(0, 1), "17 1", ""},
		{"a raised mark in another paragraph", at(0, 50, 700, "17") + "/P <</MCID 1>> BDC BT /F 6 Tf 60 704 Td (1) Tj ET EMC", p(0) + p(1), "17\n1", ""},
		{"unmarked text", at(0, 50, 700, "397") + at(1, 50, 600, "end") + "BT /F 10 Tf 50 650 Td (not tagged 5) Tj ET", p(0) + p(1), "397\nend",
			"FILE-UNREAD 第1页 第 1 页有文字不属于任何段落或表格（没有标签），没有读入：not tagged 5"},
		{"a mark that no element names", at(0, 50, 700, "397") + at(5, 50, 650, "lost") + at(1, 50, 600, "end"), p(0) + p(1), "397\nend",
			"FILE-UNREAD 第1页 第 1 页有文字不属于任何段落或表格（没有标签），没有读入：lost"},
		{"an artifact between texts", at(0, 50, 700, "397") + "/Artifact BMC BT /F 10 Tf 50 650 Td (5 more) Tj ET EMC " + at(1, 50, 600, "end"), p(0) + p(1), "397\nend",
			"FILE-UNREAD 第1页 第 1 页有文字不属于任何段落或表格（没有标签），没有读入：5 more"},
		{"a header that repeats", at(0, 50, 700, "head") + "/Artifact BMC BT /F 10 Tf 50 650 Td (head) Tj ET EMC " + at(1, 50, 600, "end"), p(0) + p(1), "head\nend", ""},
		{"a number below the text, and no foot", at(0, 50, 700, "397") + "BT /F 10 Tf 300 400 Td (999) Tj ET", p(0), "397",
			"FILE-UNREAD 第1页 第 1 页有文字不属于任何段落或表格（没有标签），没有读入：999"},
		{"head and foot", "/Artifact <</Type/Pagination>> BDC BT /F 10 Tf 50 780 Td (Office of something) Tj ET EMC " + at(0, 50, 700, "397") + "BT /F 10 Tf 300 20 Td (- 1 -) Tj ET", p(0), "397", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := page(tt.content, tt.elements)
			o[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 8 0 R>>>>>>"
			o[8] = stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "BT /F 12 Tf 50 700 Td (397) Tj ET")
			reads(t, o, tt.texts, tt.notes)
		})
	}
}

// TestOrder reads characters that were drawn in another order than they stand.
func TestOrder(t *testing.T) {
	in := func(s string) string { return "/P <</MCID 0>> BDC BT /F 10 Tf " + s + " ET EMC" }
	for _, tt := range []struct{ name, content, want string }{
		{"marks of another font first", in("1 0 0 1 70 700 Tm (\\() Tj 1 0 0 1 85 700 Tm (\\)) Tj 1 0 0 1 50 700 Tm (read) Tj 1 0 0 1 75 700 Tm (it) Tj 1 0 0 1 90 700 Tm (now) Tj"), "read(it)now"},
		{"the second line first", in("1 0 0 1 50 688 Tm (two) Tj 1 0 0 1 50 700 Tm (one) Tj"), "one two"},
		{"bold by drawing twice", in("1 0 0 1 50 700 Tm (397) Tj 1 0 0 1 50.3 700 Tm (397) Tj"), "397"},
		{"like digits side by side", in("1 0 0 1 50 700 Tm (3111) Tj"), "3111"},
		{"two figures parted by their places", in("1 0 0 1 50 700 Tm (12) Tj 1 0 0 1 80 700 Tm (13) Tj"), "12 13"},
		{"two figures one under the other", in("1 0 0 1 50 700 Tm (12) Tj 1 0 0 1 50 688 Tm (13) Tj"), "12 13"},
		{"one figure over another", in("1 0 0 1 50 700 Tm (3) Tj 1 0 0 1 51 700 Tm (9) Tj"), "3 9"},
		{"a digit set wide", in("[(1) -100 (2) -100 (3)] TJ"), "123"},
		{"a raised mark", in("1 0 0 1 50 700 Tm (17) Tj /F 6 Tf 1 0 0 1 60 704 Tm (1) Tj"), "17¹"},
		{"a raised mark by rise", in("1 0 0 1 50 700 Tm (17) Tj /F 6 Tf 4 Ts (1) Tj"), "17¹"},
		{"turned text", in("0 1 -1 0 300 100 Tm (abc) Tj 0 1 -1 0 300 115 Tm (def) Tj"), "abcdef"},
		{"turned text, lines from left to right", in("0 1 -1 0 312 100 Tm (second) Tj 0 1 -1 0 300 100 Tm (first) Tj"), "first second"},
	} {
		t.Run(tt.name, func(t *testing.T) { reads(t, page(tt.content, p(0)), tt.want, "") })
	}
}
