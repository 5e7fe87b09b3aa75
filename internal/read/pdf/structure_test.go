package pdf_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestElements reads elements by their kinds: those of the standard, those that the file maps to them, and where the
// file says that one is placed as another.
func TestElements(t *testing.T) {
	two := at(0, 50, 700, "one") + at(1, 50, 688, "two") + at(2, 50, 676, "three")
	for _, tt := range []struct{ name, tree, texts string }{
		{"a part in a paragraph", "/K[<</S/P/Pg 3 0 R/K[0 <</S/Span/K 1>> <</S/Reference/K 2>>]>>]", "one two three"},
		{"a mapped name", "/RoleMap<</Text#20body/P/Heading#201/H1>>/K[" + element("Heading#201", "", 0) + element("Text#20body", "", 1, 2) + "]", "one\ntwo three"},
		{"a chain of names", "/RoleMap<</Mine/Yours/Yours/Ours/Ours/P>>/K[" + element("Mine", "", 0) + element("Mine", "", 1, 2) + "]", "one\ntwo three"},
		{"a circle of names", "/RoleMap<</Mine/Yours/Yours/Mine>>/K[" + element("Mine", "", 0) + element("Yours", "", 1, 2) + "]", "one\ntwo three"},
		{"a name for itself", "/RoleMap<</P/P/Mine/Mine>>/K[" + element("Mine", "", 0) + element("P", "", 1, 2) + "]", "one\ntwo three"},
		{"a standard name is not mapped", "/RoleMap<</P/Span>>/K[" + p(0) + p(1, 2) + "]", "one\ntwo three"},
		{"a name of a namespace", "/K[<</S/para/NS<</RoleMapNS<</para[/P null]>>>>/Pg 3 0 R/K 0>> " + p(1, 2) + "]", "one\ntwo three"},
		{"an unknown name in a paragraph", "/K[<</S/P/Pg 3 0 R/K[0 <</S/Strange/K 1>> 2]>>]", "one two three"},
		{"unnamed groups", "/K[<</S/Sect/K[<</S/NonStruct/K[" + p(0) + "]>> <</S/NonStruct/Pg 3 0 R/K 1>> <</S/NonStruct/Pg 3 0 R/K 2>>]>>]", "one\ntwo\nthree"},
		{"an unnamed group in a paragraph", "/K[<</S/P/Pg 3 0 R/K[0 <</S/NonStruct/K 1>> 2]>>]", "one two three"},
		{"a heading marked as part of a line", "/K[<</S/Sect/K[" + element("Span", "/A<</O/Layout/Placement/Block>>", 0) + element("Span", "", 1, 2) + "]>>]", "one\ntwo three"},
		{"placed by a class", "/ClassMap<</Head[<</O/Layout/Placement/Block>>]>>/K[<</S/Sect/K[" + element("Span", "/C/Head", 0) + element("Span", "", 1, 2) + "]>>]", "one\ntwo three"},
		{"a paragraph placed in the line", "/K[<</S/P/Pg 3 0 R/K[0 <</S/P/A<</O/Layout/Placement/Inline>>/K 1>> 2]>>]", "one two three"},
		{"a note in a paragraph", "/K[<</S/P/Pg 3 0 R/K[0 <</S/Note/K 1>> 2]>>]", "one three\ntwo"},
		{"items of a list", "/K[<</S/L/K[<</S/LI/Pg 3 0 R/K[<</S/Lbl/K 0>><</S/LBody/K 1>>]>> <</S/LI/Pg 3 0 R/K 2>>]>>]", "one two\nthree"},
		{"lines of contents", "/K[<</S/TOC/K[" + element("TOCI", "", 0) + element("TOCI", "", 1) + "]>> " + p(2) + "]", "one\ntwo\nthree"},
		{"a paragraph in a paragraph", "/K[<</S/P/Pg 3 0 R/K[0 <</S/P/K 1>> 2]>>]", "one\ntwo\nthree"},
		{"a caption in a table", "/K[<</S/Table/Pg 3 0 R/K[<</S/Caption/K 0>> <</S/TR/K[<</S/TD/K 1>> <</S/TD/K 2>>]>>]>>]", "one\ntwo\nthree"},
		{"a cell of two paragraphs", "/K[<</S/Table/Pg 3 0 R/K[<</S/TR/K[<</S/TD/K[" + p(0) + p(1) + "]>> <</S/TD/K 2>>]>>]>>]", "one/two\nthree"},
		{"mapped parts of a table", "/RoleMap<</Tabelle/Table/Zeile/TR/Zelle/TD>>/K[<</S/Tabelle/Pg 3 0 R/K[<</S/Zeile/K[<</S/Zelle/K[0 1]>> <</S/Zelle/K 2>>]>>]>>]", "one two\nthree"},
		{"a table in a cell", "/K[<</S/Table/Pg 3 0 R/K[<</S/TR/K[<</S/TD/K[<</S/Table/K[<</S/TR/K[<</S/TD/K 0>> <</S/TD/K 1>>]>>]>>]>> <</S/TD/K 2>>]>>]>>]", "one/two\nthree"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := page(two, "")
			o[7] = "<</Type/StructTreeRoot" + tt.tree + ">>"
			reads(t, o, tt.texts, "")
		})
	}
}

// grid draws a table of columns that are 100 wide, with rulings or without, and returns the drawing and its elements.
// A text "-" is a cell that has no tag; an empty one has a tag and no text. Behind a text, *2 says over how many
// columns it goes.
func grid(ruled bool, rows ...string) (content, elements string) {
	id := 0
	for i, row := range rows {
		y, x := 700-20*i, 0
		elements += "<</S/TR/K["
		for _, c := range strings.Split(row, ",") {
			wide := 1
			if text, n, ok := strings.Cut(c, "*"); ok {
				fmt.Sscan(n, &wide)
				c = text
			}
			if ruled {
				content += fmt.Sprintf("%d %d %d 20 re S ", 50+x, y-5, 100*wide)
			}
			if c != "-" {
				kind := "TD"
				if x == 0 {
					kind = "TH"
				}
				elements += fmt.Sprintf("<</S/%s/Pg 3 0 R/A<</O/Table/ColSpan %d>>", kind, wide)
				if c != "" {
					content += at(id, 60+x, y, c)
					elements += fmt.Sprintf("/K %d", id)
					id++
				}
				elements += ">>"
			}
			x += 100 * wide
		}
		elements += "]>>"
	}
	return content, "<</S/Table/K[" + elements + "]>>"
}

// TestColumns places the cells of rows that lack some, as browsers give no tag to an empty cell.
func TestColumns(t *testing.T) {
	const doubt = "这一行各格在标签里的列与页面上的列不符（或缺格），看不出各格属于哪一列，这一行的数字没有读入"
	for _, tt := range []struct {
		name  string
		ruled bool
		rows  []string
		want  string
		notes string
	}{
		{"whole", true, []string{"h,a,b,c", "r,1,2,3"}, "h a b c|r 1 2 3", ""},
		{"empty cells", true, []string{"h,a,b,c", "r,1,,3"}, "h a b c|r 1 . 3", ""},
		{"no tag for one", true, []string{"h,a,b,c", "r,1,-,3"}, "h a b c|r 1 . 3", ""},
		{"no tag for the first", true, []string{"h,a,b,c", "r,-,-,3"}, "h a b c|r . . 3", ""},
		{"most rows lack one", true, []string{"h,a,b,c", "r,1,-,3", "s,-,2,4", "t,5,-,6"}, "h a b c|r 1 . 3|s . 2 4|t 5 . 6", ""},
		{"a wide cell", true, []string{"h,a*3", "g,b,c,d", "r,-,1,2"}, "h a a a|g b c d|r . 1 2", ""},
		{"edges that no whole row has", true, []string{"h*2,a,b", "r,s,1,-", "t*2,-,2"}, "h h a b|r s 1 .|t t . 2", ""},
		{"without rulings, by the places of texts", false, []string{"h,a,b,c", "q,7,8,9", "r,1,-,3"}, "h a b c|q 7 8 9|r 1 . 3", ""},
		{"without rulings, a column without text", false, []string{"h,a,b,", "r,1,-,3"}, "h . .|r 1 3", "FORM-DOUBT 表格1!第1行 " + doubt},
		{"empty cells beyond the table", true, []string{"h,a,b", "r,1,2,,,", "s,3,4"}, "h a b|r 1 2|s 3 4", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content, elements := grid(tt.ruled, tt.rows...)
			s := sheetOf(t, page(content, elements))
			cells := map[[2]int]string{}
			rows, cols := 0, 0
			for _, c := range s.Cells {
				for k := range c.Cols {
					if cells[[2]int{c.Row, c.Col + k}] = c.Cell.Text; c.Cell.Text == "" {
						cells[[2]int{c.Row, c.Col + k}] = "."
					}
				}
				rows, cols = max(rows, c.Row+1), max(cols, c.Col+c.Cols)
			}
			var lines []string
			for i := range rows {
				var line []string
				for k := range cols {
					if text, ok := cells[[2]int{i, k}]; ok {
						line = append(line, text)
					} else {
						line = append(line, ".")
					}
				}
				lines = append(lines, strings.Join(line, " "))
			}
			if got := strings.Join(lines, "|"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := notes(s); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestBrokenFigure joins a figure that goes on in the next line of a narrow cell, and not two that stand in a wide one.
func TestBrokenFigure(t *testing.T) {
	draw := "BT /F 10 Tf 60 700 Td (12345) Tj 0 -12 Td (678) Tj ET EMC 50 680 m 50 720 l S "
	for right, want := range map[int]string{85: "12345678", 150: "12345 678"} {
		content := "/TD <</MCID 0>> BDC " + draw + fmt.Sprintf("%d 680 m %[1]d 720 l S", right)
		reads(t, page(content, "<</S/Table/K<</S/TR/K<</S/TD/Pg 3 0 R/K 0>>>>>>"), want, "")
	}
}

// TestSpans reads over how many rows and columns cells go, as they say themselves or as their classes say.
func TestSpans(t *testing.T) {
	cell := func(id int, more string) string { return element("TD", more, id) }
	o := page(at(0, 50, 700, "a")+at(1, 150, 700, "b")+at(2, 150, 680, "c")+at(3, 250, 680, "d"), "")
	o[7] = "<</Type/StructTreeRoot/ClassMap<</High<</O/Table/RowSpan 2>>/Wide[<</O/Layout/ColSpan 9>> <</O/Table/ColSpan 2>>]>>/K<</S/Table/K[<</S/TR/K[" +
		cell(0, "/C/High") + cell(1, "/C[/Wide 0]") + "]>> <</S/TR/K[" + cell(2, "/C/Wide/A[<</O/Table/ColSpan 1>> 0]") + cell(3, "") + "]>>]>>>>"
	s := sheetOf(t, o)
	if got, want := show(s), "0,0 2x1 a 表格1!第1行第1格\n0,1 1x2 b 表格1!第1行第2格\n1,1 c 表格1!第2行第1格\n1,2 d 表格1!第2行第2格\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPageBreak joins a paragraph that a page cuts in two, and no other.
func TestPageBreak(t *testing.T) {
	for _, tt := range []struct{ first, second, group, kind, want string }{
		{"the end is", "not here.", "Art", "P", "the end isnot here."},
		{"the end is here.", "another", "Art", "P", "the end is here.\nanother"},
		{"the end", "another", "Art", "P", "line that is long\nthe end\nanother"},
		{"the end is", "not here.", "Art", "H1", "the end is\nnot here."},
		{"the end is", "not here.", "NonStruct", "P", "the end is\nnot here."},
	} {
		content, elements := at(0, 50, 50, tt.first), p(0)
		if strings.Contains(tt.want, "long") {
			content, elements = at(1, 50, 70, "line that is long")+content, p(1)+p(0)
		}
		o := page(content, elements+fmt.Sprintf("<</S/%s/K<</S/%s/Pg 9 0 R/K 0>>>>", tt.group, tt.kind)).with(objects{
			2:  "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
			9:  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 10 0 R/Resources<</Font<</F 5 0 R>>>>>>",
			10: stream("", at(0, 50, 700, tt.second)),
		})
		reads(t, o, tt.want, "")
	}
}
