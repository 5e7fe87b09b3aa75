package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// arrangements are the ways in which the rows of a table may come.
var arrangements = map[string]func(text string) *Sheet{
	"worksheet": func(text string) *Sheet { return pageOf("甲", text) },
	"document": func(text string) *Sheet {
		s := pageOf("甲", text)
		s.Complete = true
		return s
	},
	"lines": func(text string) *Sheet { return listOf(pageOf("甲", text)) },
	"a cell a line": func(text string) *Sheet {
		return listOf(pageOf("甲", strings.ReplaceAll(text, "|", "\n")))
	},
}

// listOf makes pasted text of a worksheet, whose columns do not line up.
func listOf(s *Sheet) *Sheet {
	s.Complete, s.Lists = true, true
	return s
}

// listedTable is table 4 as pasted text has it.
const listedTable = "行政复议|行政诉讼\n结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|复议后起诉\n" +
	"结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计\n1|0|0|0|1|0|0|0|0|0|0|0|0|0|0"

// rowsOf writes the rows of a table with figures of their own, parted by bars.
func rowsOf(f *model.Form, table string, from, to int) (rows, labels []string) {
	t, _ := f.Table(table)
	for _, b := range t.Bands[from:to] {
		for k, n := range model.Leaves(b.Rows) {
			row := n.Label
			for i := range model.Leaves(b.Columns) {
				row = strings.TrimPrefix(fmt.Sprintf("%s|%d", row, 100*(k+1)+i), "|")
			}
			rows, labels = append(rows, row), append(labels, n.Label)
		}
	}
	return rows, labels
}

// rowsNotRead returns the note on rows that were not read, how many it says they are, and the rows that it names.
func rowsNotRead(notes []model.Note) (n model.Note, count string, rows []string) {
	for _, n := range notes {
		if _, rest, ok := strings.Cut(n.Message.ZH, "没有读取的有 "); ok {
			count, names, _ := strings.Cut(rest, " 行：")
			return n, count, strings.Split(names, "、甲")
		}
	}
	return n, "", nil
}

// The rows of a table that has no labels of columns are named each with its place, and none of them becomes text.
func TestRowsNotRead(t *testing.T) {
	f, _ := official(t)
	for _, tc := range []struct{ name, table, heading string }{{"two", "proactive", h2}, {"three", "requests", h3}, {"four", "disputes", h4}} {
		table, _ := f.Table(tc.table)
		rows, labels := rowsOf(f, tc.table, 0, len(table.Bands))
		for how, sheet := range arrangements {
			heading, other := h4, bodyTables["#4"] // a table that is read
			switch {
			case tc.table == "disputes":
				heading, other = h2, bodyTables["#2"]
			case sheet("").Lists:
				other = listedTable
			}
			s := sheet(strings.Join([]string{titleLine, h1, "略。", tc.heading, strings.Join(rows, "\n"), heading, other, h5, "略。"}, "\n"))
			m, err := Map([]*Sheet{s}, []*model.Form{f}, Options{})
			if err != nil || m == nil {
				t.Fatal(tc.name, how, m, err)
			}
			m.Values()
			n, count, named := rowsNotRead(m.Report.Notes)
			if n.Rule != ruleTable || n.Section != tc.table || count != fmt.Sprint(len(rows)) || len(named) != len(rows) {
				t.Errorf("%s %s: %s %s %s %q", tc.name, how, n.Rule, n.Section, count, n.Message.ZH)
				continue
			}
			for k, name := range named {
				if want := brief(labels[k]); want != "" && !strings.Contains(name, "“"+want+"”") {
					t.Errorf("%s %s: row %d is %q, not %q", tc.name, how, k, name, want)
				}
			}
			if got := strings.ReplaceAll(n.Found, "\n", " "); got != strings.NewReplacer("|", " ").Replace(strings.Join(rows, " ")) {
				t.Errorf("%s %s: found %q", tc.name, how, got)
			}
			if got := m.Report.Texts[tc.table]; got != "" {
				t.Errorf("%s %s: text %q", tc.name, how, got)
			}
		}
	}
}

// Rows of one band without labels of columns are named while the other bands are read; rows that were read are not.
func TestBandNotRead(t *testing.T) {
	f, _ := official(t)
	table, _ := f.Table("proactive")
	for how, sheet := range arrangements {
		for _, headed := range []bool{true, false} {
			var lines []string
			for i, b := range table.Bands {
				rows, _ := rowsOf(f, "proactive", i, i+1)
				lines = append(lines, b.Title)
				if i > 0 || headed {
					head := b.Corner
					for _, c := range model.Leaves(b.Columns) {
						head += "|" + c.Label
					}
					lines = append(lines, head)
				}
				lines = append(lines, rows...)
			}
			text := strings.Join(slices.Concat([]string{titleLine, h1, "略。", h2}, lines, []string{h5, "略。"}), "\n")
			m, err := Map([]*Sheet{sheet(text)}, []*model.Form{f}, Options{})
			if err != nil || m == nil {
				t.Fatal(how, m, err)
			}
			m.Values()
			n, count, _ := rowsNotRead(m.Report.Notes)
			want, rule := "2", ruleExtra
			if headed {
				want, rule = "", ""
			}
			if count != want || n.Rule != rule {
				t.Errorf("%s headed=%v: %q", how, headed, n.Message.ZH)
			}
			if got := m.Report.Values["proactive.licensing.decisions"].Typed(); got != "100" {
				t.Errorf("%s headed=%v: licensing is %q", how, headed, got)
			}
		}
	}
}

// Very many rows are not named one by one, but where the last of them is.
func TestManyRowsNotRead(t *testing.T) {
	f, _ := official(t)
	text := strings.Join([]string{titleLine, h3, strings.Repeat("本单位的行|1|2|3\n", 2*mostNamed) + h4, "#4"}, "\n")
	m, err := Map([]*Sheet{pageOf("甲", text)}, []*model.Form{f}, Options{})
	if err != nil || m == nil {
		t.Fatal(m, err)
	}
	m.Values()
	n, count, named := rowsNotRead(m.Report.Notes)
	if count != fmt.Sprint(2*mostNamed) || len(named) != mostNamed || !strings.HasSuffix(n.Message.ZH, fmt.Sprintf("还有 %d 行，到 甲%d.1 为止", mostNamed, 2*mostNamed+2)) {
		t.Error(count, len(named), n.Message.ZH)
	}
}

// A file in which no table has the labels of its columns is refused with the names of its rows; few such rows, and labels
// without figures, are no table's.
func TestNoTableNamesRows(t *testing.T) {
	f, _ := official(t)
	forms := []*model.Form{f}
	rows, labels := rowsOf(f, "requests", 0, 1)
	kind := msg.T("文本文件", "a text file")
	for name, arrange := range arrangements {
		refusal := func(lines []string) string {
			s := arrange(strings.Join(lines, "\n"))
			if m, err := Map([]*Sheet{s}, forms, Options{}); m != nil || err != nil {
				t.Fatalf("%s: %v, %v", name, m, err)
			}
			p := NoTable(kind, forms, s).(*msg.Problem)
			return p.What.ZH
		}
		said := refusal(rows)
		count, names := "", []string(nil)
		if _, rest, ok := strings.Cut(said, "没有列标签；没有读取的有 "); ok {
			var list string
			count, list, _ = strings.Cut(rest, " 行：")
			names = strings.Split(list, "、甲")
		}
		if count != fmt.Sprint(len(labels)) || len(names) != len(labels) || !strings.Contains(names[0], brief(labels[0])) {
			t.Errorf("%s: %s", name, said)
		}
		if said := refusal(rows[:2]); strings.Contains(said, "没有读取的有") {
			t.Errorf("%s, two rows: %s", name, said)
		}
		if said := refusal(labels); strings.Contains(said, "没有读取的有") {
			t.Errorf("%s, labels alone: %s", name, said)
		}
		if !HasRows([]*Sheet{arrange(strings.Join(rows, "\n"))}, forms) || HasRows([]*Sheet{arrange(strings.Join(rows[:2], "\n"))}, forms) {
			t.Errorf("%s: rows alone are told from other files otherwise", name)
		}
	}
}
