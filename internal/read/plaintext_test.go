package read

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/layout"
)

var csvs = []struct{ name, text, want string }{
	{"commas", "a,b\n1,\n,2\n", "0=a | 1=b\n0=1 | 1=\n0= | 1=2"},
	{"semicolons", "a;b;\"c,d,e,f\"\n1;2;3\n", "0=a | 1=b | 2=c,d,e,f\n0=1 | 1=2 | 2=3"},
	{"tabs", "a\tb\n1\t2\n", "0=a | 1=b\n0=1 | 1=2"},
	{"a declared separator", "sep=;\r\na,b;c\r\n", "0=a,b | 1=c"},
	{"quotes", "\"a \"\"b\"\"\nc\",d\n危及\"三安全一稳定\",1\n", "0=a \"b\"⏎c | 1=d\n0=危及\"三安全一稳定\" | 1=1"},
	{"rows of different length", "a\nb,c,d\n\ne,f\n", "0=a\n0=b | 1=c | 2=d\n0=e | 1=f"},
	{"one column", "甲，乙，丙\n丁\n", "0=甲，乙，丙\n0=丁"},
	{"blanks", " a , b \n　,\u00a0\n", "0=a | 1=b\n0= | 1="},
	{"empty", "\n", ""},
	{"guarded cells", "a,=\"66\",\"=\"\"3001\"\"\",'3001,'甲'\n=\"b\",=1+1\n", "0=a | 1=66（“=\"66\"”是防止表格软件改动的写法，读作“66”） | 2=3001（“=\"3001\"”是防止表格软件改动的写法，读作“3001”） | 3=3001（“'3001”是防止表格软件改动的写法，读作“3001”） | 4='甲'\n0=b（“=\"b\"”是防止表格软件改动的写法，读作“b”） | 1==1+1"},
	{"lines that end in CR", "a,b\r1,\"2\r3\"\r", "0=a | 1=b\n0=1 | 1=2⏎3"},
	{"lines that end in LF and CR", "a,b\r\n1,2\r3,4\n", "0=a | 1=b\n0=1 | 1=2\n0=3 | 1=4"},
}

func TestCSV(t *testing.T) {
	for _, tc := range csvs {
		t.Run(tc.name, func(t *testing.T) { same(t, tc.want, show(read(t, "a.csv", []byte(tc.text)))) })
	}
	s := read(t, "a.csv", []byte("sep=,\na,b\n\n\"x\ny\",c\nd,e\n"))[0]
	last := s.Cells[len(s.Cells)-1]
	if got := s.Address(last.Row, last.Col); got != "第6行第2列" {
		t.Errorf("an address in the file is %s", got)
	}
}

// Lists: L for cells that are lists, G for those whose gaps leave no trace.
var texts = []struct{ name, text, is, want string }{
	{"paragraphs", "甲\n\n  乙 丙\r\n　　丁，戊。 己\n", "LG", "0=甲\n0=乙 丙\n0=丁，戊。 己"},
	{"a cell on a line after a tab", "一、甲\n\ta\n\t1\n\t\n\t3\n\n\tb\n\t4\n", "L", "0=一、甲\n0=a | 1=1 | 2= | 3=3\n0=b | 1=4"},
	{"a row on a line, tabs", "a\tb\tc\n1\t\t3\n", "", "0=a | 1=b | 2=c\n0=1 | 1= | 2=3"},
	{"rows of different length, tabs", "甲\ta\tb\n1\t2\n\n乙\n", "L", "0=甲 | 1=a | 2=b\n0=1 | 1=2\n0=乙"},
	{"cells with line breaks, copied from a spreadsheet", "甲\t\t\n\"a\nb\"\tc\t\"d\n\ne\"\n1\t2\t\n", "", "0=甲 | 1= | 2=\n0=a⏎b | 1=c | 2=d⏎⏎e\n0=1 | 1=2 | 2="},
	{"quotes of a text among tabs", "甲\t1\n\"乙说\n丙\t2\n", "", "0=甲 | 1=1\n0=\"乙说\n0=丙 | 1=2"},
	{"bars", "| a | b |\n|---|:-:|\n| 1 |  |\n| | 2 |\n", "", "0=a | 1=b\n0=1 | 1=\n0= | 1=2"},
	{"bars between", "a|b|c\n1|2|3\n", "", "0=a | 1=b | 2=c\n0=1 | 1=2 | 2=3"},
	{"drawn lines", "┌──┬──┐\n│甲│乙│\n├──┼──┤\n│1 │2 │\n└──┴──┘\n", "", "0=甲 | 1=乙\n0=1 | 1=2"},
	{"wide blanks", "行政许可　　12\n  行政处罚    3   4\n", "LG", "0=行政许可 | 1=12\n0=行政处罚 | 1=3 | 2=4"},
	{"characters that show nothing", "3.危及 稳定 \u200e1 1\u200b 0\n11 2 3\n\ufeff\n", "LG", "0=3.危及 稳定 | 1=\u200e1 | 2=1 | 3=0\n0=11 | 1=2 | 2=3"},
	{"single blanks before figures", "3.危及 稳定 1 1 0 - 0 0 2\n11 0 3 1 15\n增减 +3 -8\n", "LG", "0=3.危及 稳定 | 1=1 | 2=1 | 3=0 | 4=- | 5=0 | 6=0 | 7=2\n0=11 | 1=0 | 2=3 | 3=1 | 4=15\n0=增减 | 1=+3 | 2=-8"},
	{"remarks and units", "其他事项 746（不重复统计） +556 667067件\n", "LG", "0=其他事项 | 1=746（不重复统计） | 2=+556 | 3=667067件"},
	{"short words are headers", "结果维持 结果纠正 其他结果\n信息内容 处理数量\n许可 12\n", "LG", "0=结果维持 | 1=结果纠正 | 2=其他结果\n0=信息内容 | 1=处理数量\n0=许可 | 1=12"},
	{"sentences stay whole", "某局 管委会2020年报告\n本机关 共收到 12\n截至 2020年12月31日\n联系电话： 020 12345678\n", "LG", "0=某局 管委会2020年报告\n0=本机关 共收到 | 1=12\n0=截至 2020年12月31日\n0=联系电话： 020 12345678"},
	{"cells of paragraphs behind a label and a tab", "a\tb\tc\n甲\t\n1\n\n2\n\n乙\t\n3\n\n4\n\n", "L", "0=a | 1=b | 2=c\n0=甲\n0=1\n0=2\n0=乙\n0=3\n0=4"},
	{"tabs on lines of their own between cells", "a\tb\n甲\n\t\n1\n\n乙\n\t\n2\n", "", "0=a | 1=b\n0=甲\n0=1\n0=乙\n0=2"},
	{"a tab behind every cell", "a\tb\tc\n甲\t\n1\t\n2\t\n", "L", "0=a | 1=b | 2=c\n0=甲\n0=1\n0=2"},
	{"an empty cell behind a label", "a\tb\n甲\t\n乙\t2\n", "", "0=a | 1=b\n0=甲 | 1=\n0=乙 | 1=2"},
	{"a bar behind every cell", strings.Repeat("甲 |\n1 |\n |\n2 |\n", 4) + "a | b\n", "LG", strings.TrimSpace(strings.Repeat("0=甲\n0=1\n0=2\n", 4)) + "\n0=a | 1=b"},
	{"a bar before every cell, and one behind the row", strings.Repeat("甲\n| 1\n| 2\n|\n", 4), "LG", strings.TrimSpace(strings.Repeat("0=甲\n0=1\n0=2\n", 4))},
	{"numbers parted from their lines", "一、\t总体情况\n第二部分　主动公开\n三　申请\n1.\t甲\n", "LG", "0=一、总体情况\n0=第二部分 主动公开\n0=三 申请\n0=1.甲"},
	{"a word set with blanks", "目  录\n无  无\n", "LG", "0=目  录\n0=无 | 1=无"},
	{"old line ends", "a\tb\r1\t2\r", "", "0=a | 1=b\n0=1 | 1=2"},
}

func TestText(t *testing.T) {
	for _, tc := range texts {
		t.Run(tc.name, func(t *testing.T) {
			s := read(t, "a.txt", []byte(tc.text))
			same(t, tc.want, show(s))
			is := ""
			if s[0].Lists {
				is += "L"
			}
			if s[0].Gaps {
				is += "G"
			}
			if is != tc.is {
				t.Errorf("the cells are %q, want %q", is, tc.is)
			}
		})
	}
}

func TestTooMuchText(t *testing.T) {
	for name, text := range map[string]string{"a.txt": strings.Repeat("1\t2\n", layout.MaxCells), "b.txt": strings.Repeat("1\n", layout.MaxCells+2), "a.csv": strings.Repeat("1,2\n", layout.MaxCells), "b.csv": strings.Repeat(",", layout.MaxCells+2)} {
		_, _, err := Read(name, []byte(text))
		if got := problem(t, err); !strings.Contains(got, "超过") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
