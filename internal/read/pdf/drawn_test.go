package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/msg"
)

// untagged is a file without tags, one page for each content.
func untagged(contents ...string) objects {
	o := page(contents[0], "").with(objects{1: "<</Type/Catalog/Pages 2 0 R>>"})
	delete(o, 7)
	kids := "3 0 R"
	for i, c := range contents[1:] {
		o[20+2*i] = strings.Replace(o[3], "4 0 R", fmt.Sprintf("%d 0 R", 21+2*i), 1)
		o[21+2*i] = stream("", c)
		kids += fmt.Sprintf(" %d 0 R", 20+2*i)
	}
	o[2] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(contents))
	return o
}

// put draws text at a place.
func put(x, y int, text string) string {
	return fmt.Sprintf("BT /F 10 Tf %d %d Td (%s) Tj ET ", x, y, text)
}

// rule draws a line.
func rule(x0, y0, x1, y1 int) string { return fmt.Sprintf("%d %d m %d %d l S ", x0, y0, x1, y1) }

// ruled draws a table of rows from the top down at a height; cells are 100 wide and 20 high, "^" and "<" go on with
// the cell above and to the left.
func ruled(top int, rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		y := top - 20*i
		cells := strings.Split(row, ",")
		b.WriteString(rule(50, y, 50, y-20) + rule(50+100*len(cells), y, 50+100*len(cells), y-20))
		for k, c := range cells {
			x := 50 + 100*k
			if c != "^" {
				b.WriteString(rule(x, y, x+100, y))
			}
			if c != "<" {
				b.WriteString(rule(x, y, x, y-20))
			}
			if c != "^" && c != "<" && c != "" {
				b.WriteString(put(x+5, y-15, c))
			}
			if i == len(rows)-1 {
				b.WriteString(rule(x, y-20, x+100, y-20))
			}
		}
	}
	return b.String()
}

// cellsOf are the cells of a sheet: place, span and text.
func cellsOf(s *intake.Sheet) string {
	var lines []string
	for _, c := range s.Cells {
		line := fmt.Sprintf("%d,%d", c.Row, c.Col)
		if c.Rows > 1 || c.Cols > 1 {
			line += fmt.Sprintf(" %dx%d", c.Rows, c.Cols)
		}
		lines = append(lines, line+" "+strings.ReplaceAll(c.Cell.Text, "\n", "/"))
	}
	return strings.Join(lines, "|")
}

// open is a drawing without the line across at a height, and so wide.
func open(drawing string, y, wide int) string {
	for x := 50; x < 50+wide; x += 100 {
		drawing = strings.Replace(drawing, rule(x, y, x+100, y), "", 1)
	}
	return drawing
}

// frames draws a table as one frame for each cell, each an area with a hole.
func frames(fill, inside string, top int, rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		for k, c := range strings.Split(row, ",") {
			x, y := 50+100*k, top-20*i-20
			fmt.Fprintf(&b, "%d %d 100 20 re ", x, y)
			if inside == "re" {
				fmt.Fprintf(&b, "%d %d 98 18 re %s ", x+1, y+1, fill)
			} else {
				fmt.Fprintf(&b, "%d %d m %[1]d %[3]d l %[4]d %[3]d l %[4]d %[2]d l h %[5]s ", x+1, y+1, y+19, x+99, fill)
			}
			b.WriteString(put(x+5, y+5, c))
		}
	}
	return b.String()
}

// dotted draws a table with rulings of small areas, so long and so far apart.
func dotted(long, far, top int, rows ...string) string {
	var b strings.Builder
	cols := strings.Count(rows[0], ",") + 1
	for i := range len(rows) + 1 {
		for x := 50; x < 50+100*cols; x += far {
			fmt.Fprintf(&b, "%d %d %d 1 re f ", x, top-20*i, long)
		}
	}
	for k := range cols + 1 {
		for y := top - 20*len(rows); y <= top; y += far {
			fmt.Fprintf(&b, "%d %d 1 %d re f ", 50+100*k, y, long)
		}
	}
	for i, row := range rows {
		for k, c := range strings.Split(row, ",") {
			b.WriteString(put(55+100*k, top-20*i-15, c))
		}
	}
	return b.String()
}

// TestDrawnTables reads the tables of a file without tags from its rulings.
func TestDrawnTables(t *testing.T) {
	uneven := rule(50, 700, 250, 700) + rule(50, 682, 150, 682) + rule(50, 677, 250, 677) + rule(50, 660, 250, 660) + rule(50, 700, 50, 660) + rule(150, 700, 150, 660) + rule(250, 700, 250, 660)
	for _, tt := range []struct {
		name  string
		pages []string
		want  string
		notes string
	}{
		{"plain", []string{ruled(700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"an empty cell", []string{ruled(700, "a,b", ",2")}, "0,0 a|0,1 b|1,0 |1,1 2", ""},
		{"a wide and a high cell", []string{ruled(700, "h,a,<", "^,b,c")}, "0,0 2x1 h|0,1 1x2 a|1,1 b|1,2 c", ""},
		{"rulings of thin areas", []string{"50 660 200 .5 re 50 680 200 .5 re 50 700 200 .5 re 50 660 .5 40 re 150 660 .5 40 re 250 660 .5 40 re f " + put(55, 685, "a") + put(155, 685, "b") + put(55, 665, "1") + put(155, 665, "2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"rulings in pieces", []string{strings.ReplaceAll(ruled(700, "a,b", "1,2"), rule(50, 680, 150, 680), rule(50, 680, 90, 680)+rule(91, 680, 150, 680))}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"rulings of frames with holes", []string{frames("f*", "re", 700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"rulings of frames that run the other way inside", []string{frames("f", "", 700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"rulings of one area with a hole for every cell", []string{"50 660 200 40 re 51 661 98 18 re 151 661 98 18 re 51 681 98 18 re 151 681 98 18 re f* " + put(55, 685, "a") + put(155, 685, "b") + put(55, 665, "1") + put(155, 665, "2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"dots for rulings", []string{dotted(1, 2, 700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"dashes for rulings", []string{dotted(4, 8, 700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"white rulings on a dark ground", []string{"0 0 .5 rg 50 660 200 40 re f 1 G " + rule(150, 660, 150, 700) + rule(50, 680, 250, 680) + rule(50, 700, 250, 700) + rule(50, 660, 250, 660) + "1 g " + put(55, 685, "a") + put(155, 685, "b") + put(55, 665, "1") + put(155, 665, "2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"white rulings are none", []string{ruled(700, "a,b") + "1 G " + rule(100, 700, 100, 680)}, "0,0 a|0,1 b", ""},
		{"a figure that runs over the ruling", []string{ruled(700, "a,b", ",1113") + put(110, 665, "96171.60001")}, "0,0 a|0,1 b|1,0 96171.60001|1,1 1113",
			"VALUE-READING 第1页表格1!第2行第1格 “96171.60001”写出了格线，按它开头所在的格读入，请对照页面核对"},
		{"two figures drawn in one go", []string{ruled(700, "a,b", ",") + "BT /F 10 Tf 128 665 Td [(1150) -400 (929)] TJ ET"}, "0,0 a|0,1 b|1,0 1150|1,1 929", ""},
		{"a figure whose digits stand on both sides of a ruling", []string{ruled(700, "a,b", ",") + "BT /F 10 Tf 130 665 Td [(1150) 0 (92)] TJ ET"}, "0,0 a|0,1 b|1,0 115092|1,1 ",
			"VALUE-READING 第1页表格1!第2行第1格 “115092”写出了格线，按它开头所在的格读入，请对照页面核对"},
		{"a figure across a ruling", []string{ruled(700, "a,b", ",1113") + put(130, 665, "334031129.01")}, "0,0 a|0,1 b|1,0 |1,1 1113",
			"FORM-DOUBT 第1页 “334031129.01”跨在格线上，看不出属于哪一格，没有读入"},
		{"no uprights at the sides", []string{rule(50, 700, 250, 700) + rule(50, 680, 250, 680) + rule(50, 660, 250, 660) + rule(150, 700, 150, 660) + put(55, 685, "a") + put(155, 685, "b") + put(55, 665, "1") + put(155, 665, "2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"cut by a page, without a line at its foot", []string{strings.ReplaceAll(ruled(100, "a,b", "1,2"), rule(50, 60, 150, 60)+rule(150, 80, 150, 60), rule(150, 80, 150, 60)) + put(300, 20, "- 1 -"), ruled(760, "3,4") + put(300, 20, "- 2 -")}, "0,0 a|0,1 b|1,0 1|1,1 2|2,0 3|2,1 4", ""},
		{"a header on every page", []string{ruled(100, "a,b", "1,2"), ruled(760, "a,b", "3,4")}, "0,0 a|0,1 b|1,0 1|1,1 2|2,0 3|2,1 4", ""},
		{"a label over two pages", []string{ruled(120, "h,a,b", "\\(1\\)x,p,1", "^,q,2"), ruled(760, ",r,3", "\\(2\\)y,s,4")}, "0,0 h|0,1 a|0,2 b|1,0 3x1 (1)x|1,1 p|1,2 1|2,1 q|2,2 2|3,1 r|3,2 3|4,0 (2)y|4,1 s|4,2 4", ""},
		{"a blank figure at the top of a page is no part of the one above", []string{ruled(120, "h,a", "r,1"), ruled(760, "s,", "t,3")}, "0,0 h|0,1 a|1,0 r|1,1 1|2,0 s|2,1 |3,0 t|3,1 3", ""},
		{"a label cut by a page", []string{ruled(120, "h,a,b", "\\(4\\)not,p,1"), ruled(760, "held,q,2")}, "0,0 h|0,1 a|0,2 b|1,0 2x1 (4)notheld|1,1 p|1,2 1|2,1 q|2,2 2", ""},
		{"a row cut by a page", []string{ruled(120, "h,a,b", "1.one,5,6", "2.two and,7,8"), ruled(760, "three,,", "3.four,9,10")}, "0,0 h|0,1 a|0,2 b|1,0 1.one|1,1 5|1,2 6|2,0 2.two andthree|2,1 7|2,2 8|3,0 3.four|3,1 9|3,2 10", ""},
		{"a label on the next page, its figures at the foot", []string{ruled(120, "h,a,b", "r,1,2", ",5,6"), ruled(760, "s,,", "t,7,8")}, "0,0 h|0,1 a|0,2 b|1,0 r|1,1 1|1,2 2|2,0 s|2,1 5|2,2 6|3,0 t|3,1 7|3,2 8", ""},
		{"figures on the next page, their label at the foot", []string{ruled(120, "h,a,b", "r,1,2", "s,,"), ruled(760, ",5,6", "t,7,8")}, "0,0 h|0,1 a|0,2 b|1,0 r|1,1 1|1,2 2|2,0 s|2,1 5|2,2 6|3,0 t|3,1 7|3,2 8", ""},
		{"figures cut by a page", []string{ruled(120, "h,a,b", "1.one,12345678901234567,8"), ruled(760, ",5,", "2.two,9,10")}, "0,0 h|0,1 a|0,2 b|1,0 1.one|1,1 12345678901234567/5|1,2 8|2,0 2.two|2,1 9|2,2 10", ""},
		{"a label and figures cut by a page", []string{ruled(120, "h,a,b", "1.one,12345678901234567,23456789012345678"), ruled(760, "more,5,7", "2.two,9,10")}, "0,0 h|0,1 a|0,2 b|1,0 1.onemore|1,1 12345678901234567/5|1,2 23456789012345678/7|2,0 2.two|2,1 9|2,2 10", ""},
		{"a row without a label below a figure that has room", []string{ruled(120, "h,a,b", "1.one,26,8"), ruled(760, ",5,", "2.two,9,10")}, "0,0 h|0,1 a|0,2 b|1,0 2x1 1.one|1,1 26|1,2 8|2,1 5|2,2 |3,0 2.two|3,1 9|3,2 10", ""},
		{"a row with a label below a long figure", []string{ruled(120, "h,a,b", "one,12345678901234567,8"), ruled(760, "two,5,7")}, "0,0 h|0,1 a|0,2 b|1,0 one|1,1 12345678901234567|1,2 8|2,0 two|2,1 5|2,2 7", ""},
		{"a remark below a long figure", []string{ruled(120, "h,a,b", "1.one,12345678901234567,8"), ruled(760, ",x,")}, "0,0 h|0,1 a|0,2 b|1,0 2x1 1.one|1,1 12345678901234567|1,2 8|2,1 x|2,2 ", ""},
		{"two rows without figures at a cut", []string{ruled(120, "h,a,b", "r,1,2", "s,,"), ruled(760, "t,,", "u,7,8")}, "0,0 h|0,1 a|0,2 b|1,0 r|1,1 1|1,2 2|2,0 s|2,1 |2,2 |3,0 t|3,1 |3,2 |4,0 u|4,1 7|4,2 8", ""},
		{"a header cut by a page", []string{open(ruled(120, "h,one a,one b"), 100, 300), open(ruled(760, ",nd c,nd d", "r,1,2"), 760, 300)}, "0,0 h|0,1 one and c|0,2 one bnd d|1,0 r|1,1 1|1,2 2", ""},
		{"two labels at an open cut", []string{open(ruled(120, "h,a,b", "s,,"), 80, 300), open(ruled(760, "t,,", "u,7,8"), 760, 300)}, "0,0 h|0,1 a|0,2 b|1,0 s|1,1 |1,2 |2,0 t|2,1 |2,2 |3,0 u|3,1 7|3,2 8", ""},
		{"a label that goes down beyond the foot", []string{ruled(120, "h,a", ",1") + put(55, 85, "\\(1\\)x") + put(55, 73, "y") + put(55, 61, "z"), ruled(760, "w,2", "s,3")}, "0,0 h|0,1 a|1,0 2x1 (1)x y zw|1,1 1|2,1 2|3,0 s|3,1 3", ""},
		{"a note below a table that goes on", []string{ruled(120, "h,a", "r,1") + put(55, 61, "a note that is longer than the cell"), ruled(760, "s,2")}, "0,0 h|0,1 a|1,0 r|1,1 1|2,0 a note that is longer than the cell|3,0 s|3,1 2", ""},
		{"another table on the next page", []string{ruled(120, "a,b", "1,2"), ruled(760, "c,d,e", "3,4,5")}, "0,0 a|0,1 b|1,0 1|1,1 2|2,0 c|2,1 d|2,2 e|3,0 3|3,1 4|3,2 5", ""},
		{"text between", []string{put(50, 750, "title") + ruled(700, "a,b") + put(50, 600, "end")}, "0,0 title|1,0 a|1,1 b|2,0 end", ""},
		{"hidden figures", []string{ruled(700, "a,b", "1,2") + "1 g " + put(75, 665, "9")}, "0,0 a|0,1 b|1,0 1|1,1 2", "FILE-HIDDEN 第1页 第 1 页有看不见的文字（与底色同色），没有读入：9"},
		{"a struck figure", []string{ruled(700, "a,b", "6,2") + rule(55, 668, 60, 668) + put(70, 665, "66")}, "0,0 a|0,1 b|1,0 66|1,1 2", ""},
		{"a raised mark", []string{ruled(700, "a,b", "17,2") + "BT /F 6 Tf 65 669 Td (1) Tj ET"}, "0,0 a|0,1 b|1,0 17¹|1,1 2", ""},
		{"a frame about the page", []string{"20 20 560 760 re S " + ruled(700, "a,b")}, "0,0 a|0,1 b", ""},
		{"a page that is turned", []string{ruled(700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"a page that lies on its side", []string{ruled(700, "a,b", "1,2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"two tables", []string{ruled(700, "a,b") + ruled(600, "c,d")}, "0,0 a|0,1 b|1,0 c|1,1 d", ""},
		{"borders of one row at two heights", []string{uneven + put(55, 687, "a") + put(155, 687, "b") + put(55, 664, "1") + put(155, 667, "2")}, "0,0 a|0,1 b|1,0 1|1,1 2", ""},
		{"an empty low row", []string{rule(50, 700, 250, 700) + rule(50, 682, 250, 682) + rule(50, 677, 250, 677) + rule(50, 700, 50, 677) + rule(150, 700, 150, 677) + rule(250, 700, 250, 677) + put(55, 687, "a") + put(155, 687, "b")}, "0,0 a|0,1 b|1,0 |1,1 ", ""},
		{"a low row with text", []string{uneven + put(55, 687, "a") + put(155, 687, "b") + "BT /F 4 Tf 105 678 Td (c) Tj ET " + put(55, 664, "1") + put(155, 667, "2")}, "0,0 a|0,1 2x1 b|1,0 c|2,0 1|2,1 2", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := untagged(tt.pages...)
			if tt.name == "a page that is turned" { // the page is turned one way, what it draws the other
				o[3] = strings.Replace(o[3], "/Contents", "/Rotate 90/Contents", 1)
				o[3] = strings.Replace(o[3], "[0 0 600 800]", "[0 0 800 600]", 1)
				o[4] = stream("", "0 1 -1 0 800 0 cm "+tt.pages[0])
			}
			if tt.name == "a page that lies on its side" {
				o[3] = strings.Replace(o[3], "/Contents", "/Rotate 90/Contents", 1)
			}
			s := sheetOf(t, o)
			if got := cellsOf(s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := notes(s); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestDrawnPlaces names cells by page, table, row and cell.
func TestDrawnPlaces(t *testing.T) {
	s := sheetOf(t, untagged(put(50, 750, "title")+ruled(120, "a,b", "1,2"), ruled(760, "3,4")))
	var got []string
	for _, c := range s.Cells {
		got = append(got, c.Cell.Address)
	}
	if want := "第1页 第1页表格1!第1行第1格 第1页表格1!第1行第2格 第1页表格1!第2行第1格 第1页表格1!第2行第2格 第2页表格1!第1行第1格 第2页表格1!第1行第2格"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.Address(3, 0); got != "第2页表格1!第1行" {
		t.Errorf("row 3 is %q", got)
	}
}

// TestDrawnTexts makes paragraphs of lines.
func TestDrawnTexts(t *testing.T) {
	table := ruled(300, "a,b")
	long := strings.Repeat("word ", 20) // 100 characters of 5 points
	line := func(x, y int, s string) string { return put(x, y, s) }
	large := func(x, y int, s string) string { return fmt.Sprintf("BT /F 20 Tf %d %d Td (%s) Tj ET ", x, y, s) }
	for _, tt := range []struct {
		name  string
		pages []string
		want  string
	}{
		{"indents", []string{line(70, 750, long[:96]+"x") + line(50, 735, long+"y") + line(50, 720, "end.") + line(70, 705, "next one.") + table}, long[:96] + "x " + long + "y end.|next one."},
		{"short lines", []string{line(50, 750, long+"x.") + line(50, 735, "short.") + line(50, 720, long+"y.") + table}, long + "x.short.|" + long + "y."},
		{"another size", []string{"BT /F 16 Tf 50 750 Td (head) Tj ET " + line(50, 730, long+"x.") + table}, "head|" + long + "x."},
		{"a long title in two lines", []string{"BT /F 20 Tf 50 750 Td (" + long[:48] + "x) Tj 0 -30 Td (and more) Tj ET " + line(50, 680, long+"x.") + line(50, 665, long+"x.") + table}, long[:48] + "x and more|" + long + "x." + long + "x."},
		{"a long title in the middle of less than the page", []string{large(100, 750, "Office of Some ") + large(105, 725, "Region 2024 A") + large(150, 700, "nnual") + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office of Some Region 2024 A nnual|" + strings.Repeat(long+"x.", 4)},
		{"a long title at the side of less than the page", []string{large(100, 750, "Office of Some ") + large(100, 725, "Region 2024") + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office of Some Region 2024|" + strings.Repeat(long+"x.", 4)},
		{"large lines that had room above", []string{large(140, 750, "Office") + large(100, 725, "Report of Offi") + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office|Report of Offi|" + strings.Repeat(long+"x.", 4)},
		{"a title broken at its blank alone", []string{large(230, 750, "Office of Some") + large(75, 725, strings.Repeat("Bureau-20", 5)) + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office of Some " + strings.Repeat("Bureau-20", 5) + "|" + strings.Repeat(long+"x.", 4)},
		{"a large line that had room above up to its blank", []string{large(230, 750, "Office of Some") + large(75, 725, strings.Repeat("Bureau-20", 3)+" 890123456789012345") + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office of Some|" + strings.Repeat("Bureau-20", 3) + " 890123456789012345|" + strings.Repeat(long+"x.", 4)},
		{"large lines far from each other", []string{large(100, 750, "Office of Some") + large(100, 690, "Report of Offi") + line(50, 600, long+"x.") + line(50, 585, long+"x.") + line(50, 570, long+"x.") + line(50, 555, long+"x.") + table}, "Office of Some|Report of Offi|" + strings.Repeat(long+"x.", 4)},
		{"a numbered paragraph behind a full line", []string{line(50, 750, long+"x.") + line(50, 735, "\\(2\\) second.") + table}, long + "x.|(2) second."},
		{"heads and feet", []string{line(50, 780, "Office 2024") + line(50, 700, "one.") + table + line(300, 20, "- 1 -"), line(50, 780, "Office 2024") + line(50, 700, "two.") + table + line(300, 20, "- 2 -")}, "one.|two."},
		{"a title that the heads repeat", []string{line(50, 780, "Office 2024") + line(50, 740, "Office 2024") + table, line(50, 780, "Office 2024") + line(50, 740, "two.") + table}, "Office 2024|two."},
		{"a table of contents", []string{line(50, 750, "one "+strings.Repeat(".", 92)+" 3") + line(50, 735, "two "+strings.Repeat(".", 92)+" 4") + line(50, 720, long+"x.") + table}, "one " + strings.Repeat(".", 92) + " 3|two " + strings.Repeat(".", 92) + " 4|" + long + "x."},
		{"over a page", []string{table + line(70, 100, long[:96]+"x") + line(50, 85, long+"y"), line(50, 760, "and on.") + line(70, 745, "next.")}, long[:96] + "x " + long + "y and on.|next."},
		{"headings alone on a page", []string{table + line(50, 100, long+"x."), line(50, 760, "One Heading") + line(50, 745, "Another")}, long + "x.|One Heading|Another"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range sheetOf(t, untagged(tt.pages...)).Cells {
				if c.Cell.Text != "a" && c.Cell.Text != "b" {
					got = append(got, c.Cell.Text)
				}
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

// TestDrawnRefusals refuses pages without text that could be read, and tables without rulings.
func TestDrawnRefusals(t *testing.T) {
	picture := objects{
		3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</Im 8 0 R>>>>>>",
		8: stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x00"),
	}
	text := strings.Repeat(put(50, 700, "some text that is there"), 3)
	columns := ""
	for y := 600; y < 660; y += 20 {
		columns += put(50, y, "r") + put(150, y, "1") + put(250, y, "2")
	}
	for _, tt := range []struct {
		name string
		o    objects
		want string
	}{
		{"a scan", untagged("q 600 0 0 800 0 0 cm /Im Do Q").with(picture), "这份 PDF 是扫描件或图片，里面没有文字"},
		{"a scan with recognised text", untagged("3 Tr " + text + "q 600 0 0 800 0 0 cm /Im Do Q").with(picture), "这份 PDF 是扫描件：页面是图片，文字是识别出来、藏在图片后面的，可能认错，没有读入"},
		{"hidden text", untagged("1 g " + text + ruled(500, "a,b")), "这份 PDF 的文字都看不见（与底色同色、被遮盖、在页面之外等），没有读入"},
		{"outlines", untagged(strings.Repeat("0 0 m 9 9 l 9 0 l f ", 600)), "这份 PDF 的文字已转成图形（轮廓），里面没有文字"},
		{"fonts that do not say", untagged(text + ruled(500, "a,b")).with(objects{5: "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[<<>>]>>"}), "这份 PDF 的字体 Song 没有文字对照，"},
		{"no rulings", untagged(text + columns), "这份 PDF 没有标签（结构），也没有带格线的表格，分不出各个数字在哪一行、哪一列"},
		{"rulings across alone", untagged(text + columns + rule(50, 700, 500, 700) + rule(50, 600, 500, 600)), "这份 PDF 的表格只有横线，没有竖线，分不出各个数字在哪一列"},
	} {
		_, err := pdf.Read(tt.o.bytes())
		if err == nil || !strings.Contains(msg.Of(err).ZH, tt.want) || msg.Of(err).EN == "" {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	// The text of a report whose tables stand in another file.
	if got, want := texts(sheetOf(t, untagged(put(50, 700, "some text that is there")+put(50, 680, "and 1 or 2 figures")))), "some text that is there and 1 or 2 figures"; got != want {
		t.Errorf("text alone: %q, want %q", got, want)
	}
	// One page of several.
	s := sheetOf(t, untagged(text+ruled(500, "a,b"), "").with(objects{
		20: strings.Replace(picture[3], "4 0 R", "21 0 R", 1), 8: picture[8], 21: stream("", "q 600 0 0 800 0 0 cm /Im Do Q")}))
	if got, want := notes(s), "FILE-UNREAD 第2页 第 2 页是图片，图片里的文字没有读入"; got != want {
		t.Errorf("notes %q, want %q", got, want)
	}
}
