package pdf_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTagsAndRulings reads a table by its rulings where its tags say something else, and says where.
func TestTagsAndRulings(t *testing.T) {
	const byRulings = "；按页面上的格线读入"
	swap := func(a, b int) func(content, elements string) (string, string) {
		return func(content, elements string) (string, string) {
			x, y := fmt.Sprintf("/K %d>>", a), fmt.Sprintf("/K %d>>", b)
			return content, strings.NewReplacer(x, y, y, x).Replace(elements)
		}
	}
	rows := []string{"h,a,b,c", "r,1,2,3", "s,4,5,6", "t,7,8,9"}
	const plain = "0,0 h|0,1 a|0,2 b|0,3 c|1,0 r|1,1 1|1,2 2|1,3 3|2,0 s|2,1 4|2,2 5|2,3 6|3,0 t|3,1 7|3,2 8|3,3 9"
	for _, tt := range []struct {
		name   string
		ruled  bool
		rows   []string
		change func(content, elements string) (string, string)
		want   string
		notes  string
	}{
		{"they agree", true, rows, nil, plain, ""},
		{"two figures of a column changed places in the tags", true, rows, swap(5, 9), plain,
			"FILE-CONTRADICTS 表格1!第2行第2格 标签把“4”归入这一行，页面上它（第 1 页）不在这一行" + byRulings + "\nFILE-CONTRADICTS 表格1!第3行第2格 标签把“1”归入这一行，页面上它（第 1 页）不在这一行" + byRulings},
		{"two figures of a row", true, rows, swap(5, 6), plain,
			"FILE-CONTRADICTS 表格1!第2行第2格 标签把“2”归入这一列，页面上它（第 1 页）不在这一列" + byRulings + "\nFILE-CONTRADICTS 表格1!第2行第3格 标签把“1”归入这一列，页面上它（第 1 页）不在这一列" + byRulings},
		{"two labels", true, rows, swap(4, 8), plain,
			"FILE-CONTRADICTS 表格1!第2行第1格 标签把“s”归入这一行，页面上它（第 1 页）不在这一行" + byRulings + "\nFILE-CONTRADICTS 表格1!第3行第1格 标签把“r”归入这一行，页面上它（第 1 页）不在这一行" + byRulings},
		{"a cell that has another's figure besides", true, rows, func(content, elements string) (string, string) {
			return content, strings.Replace(elements, "/K 5>>", "/K[5 15]>>", 1)
		}, plain, "FILE-CONTRADICTS 表格1!第2行第2格 标签里这一格是“1 9”，其中的“9”在页面上（第 1 页）属于别的格" + byRulings},
		{"digits in another order", true, rows, func(content, elements string) (string, string) {
			return content + at(20, 165, 620, "7") + at(21, 170, 620, "6") + "50 615 100 20 re S 150 615 300 20 re S ",
				strings.Replace(elements, "]>>]>>", "]>> <</S/TR/K[<</S/TH/Pg 3 0 R>> <</S/TD/A<</O/Table/ColSpan 3>>/Pg 3 0 R/K[21 20]>>]>>]>>", 1)
		}, plain + "|4,0 |4,1 1x3 76", "FILE-CONTRADICTS 表格1!第5行第2格 标签里这一格是“6 7”，页面上印的是“76”" + byRulings},
		{"a figure without a tag", true, rows, func(content, elements string) (string, string) {
			return content, strings.Replace(elements, "/K 5>>", ">>", 1)
		}, plain, "FILE-CONTRADICTS 第1页 表格里的“1”没有标签" + byRulings},
		{"no tags for empty cells", true, []string{"h,a,b,c", "r,1,-,3", "s,-,5,6"}, nil, "0,0 h|0,1 a|0,2 b|0,3 c|1,0 r|1,1 1|1,2 |1,3 3|2,0 s|2,1 |2,2 5|2,3 6", ""},
		{"without rulings, by the tags", false, rows, swap(5, 9), strings.NewReplacer("1,1 1", "1,1 4", "2,1 4", "2,1 1").Replace(plain), ""},
		{"with rulings across alone, by the tags", false, rows, func(content, elements string) (string, string) {
			return content + "50 695 400 20 re S 50 675 400 20 re S 50 655 400 20 re S 50 635 400 20 re S", elements
		}, plain, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content, elements := grid(tt.ruled, tt.rows...)
			if tt.change != nil {
				content, elements = tt.change(content, elements)
			}
			s := sheetOf(t, page(content, elements))
			if got := cellsOf(s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := notes(s); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestTaggedHeader reads the header of a table once that browsers draw on every page and tag as the same cells.
func TestTaggedHeader(t *testing.T) {
	second := func(content string) objects {
		return objects{
			2:  "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
			9:  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 10 0 R/Resources<</Font<</F 5 0 R>>>>>>",
			10: stream("", content),
		}
	}
	again := func(first int) string { return fmt.Sprintf("/K[%d <</Type/MCR/Pg 9 0 R/MCID %[1]d>>]>>", first) }
	content, elements := grid(false, "h,a", "r,1")
	for _, id := range []int{0, 1} {
		elements = strings.Replace(elements, fmt.Sprintf("/K %d>>", id), again(id), 1)
	}
	reads(t, page(content, elements).with(second(at(0, 60, 700, "h")+at(1, 160, 700, "a"))), "h\na\nr\n1", "")
	reads(t, page(content, elements).with(second(at(0, 60, 700, "h")+at(1, 160, 700, "b"))), "h\na b\nr\n1", "")
}

// TestTagOrder says where the figures of a paragraph stand on the page in another order than its tags have them.
func TestTagOrder(t *testing.T) {
	content := at(0, 50, 700, "received 3") + at(1, 100, 700, "97 in 2024") + at(2, 50, 680, "and 5 more")
	reads(t, page(content, p(0, 1, 2)), "received 397 in 2024and 5 more", "")
	reads(t, page(content, p(1, 0, 2)), "97 in 2024 received 3and 5 more",
		"FILE-CONTRADICTS 第1页 页面上印的是“received397in2024”，标签的次序与此不同，读入的是标签的次序：97 in 2024 received 3and 5 more")
	// A note stands at the foot of the page, and a second column beside the first.
	reads(t, page(content+at(3, 50, 50, "1 note"), "<</S/P/Pg 3 0 R/K[0 1 <</S/Note/K 3>> 2]>>"), "received 397 in 2024and 5 more\n1 note", "")
	reads(t, page(at(0, 50, 700, "in 2024")+at(1, 50, 680, "we got 3")+at(2, 300, 700, "and in 2023")+at(3, 300, 680, "we got 4"), p(0, 1, 2, 3)), "in 2024we got 3and in 2023we got 4", "")
}
