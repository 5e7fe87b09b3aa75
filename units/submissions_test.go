package units_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/units"
)

const assemblyRoster = `代码,名称,上级,曾用名
00,示例区,,
10,示例区教育局,00,
20,示例镇,00,示例乡
21,示例镇一村,20,
22,示例镇二村,20,
`

// lined puts an assembly on one line per unit.
func lined(a *units.Submissions) string {
	var b strings.Builder
	for _, u := range a.Units {
		fmt.Fprintf(&b, "%s:", u.Name)
		for _, f := range u.Filings {
			fmt.Fprintf(&b, " %s", f.Shown)
		}
		for _, f := range u.Copies {
			fmt.Fprintf(&b, " =%s", f.Shown)
		}
		if u.IncludedIn != nil {
			fmt.Fprintf(&b, " in %s", u.IncludedIn.Shown)
		}
		if u.Missing() {
			b.WriteString(" missing")
		}
		if !u.Ambiguity.IsZero() {
			b.WriteString(" doubt")
		}
		b.WriteString("\n")
	}
	for _, f := range a.Unreadable {
		fmt.Fprintf(&b, "unreadable %s\n", f.Shown)
	}
	for _, f := range a.Outside {
		fmt.Fprintf(&b, "outside %s\n", f.Shown)
	}
	return b.String()
}

func TestAssemble(t *testing.T) {
	list, err := units.ReadRoster("units.csv", []byte(assemblyRoster))
	if err != nil {
		t.Fatal(err)
	}
	filing := func(file, code, organ, content string) units.Submission {
		return units.Submission{File: file, Shown: file, SHA: file, Code: code, Organ: organ, Content: content}
	}
	total := filing("t", "", "示例镇", "T")
	total.Sources = []sums.Source{{Role: sums.Counted, Name: "示例镇一村"}, {Role: sums.Missed, Name: "示例镇二村"}}
	unreadable := filing("z", "", "", "")
	unreadable.Err = fmt.Errorf("no")
	aside := func(file string) units.Submission {
		f := filing(file, "", "", "")
		f.Err, f.Aside = fmt.Errorf("no"), true
		return f
	}
	other := func(file, code string) units.Submission {
		f := filing(file, code, "", file)
		f.Aside = true
		return f
	}
	for name, tc := range map[string]struct {
		roster      *units.Roster
		above       string
		submissions []units.Submission
		want        string
	}{
		"by code, by name and by a former name": {list, "", []units.Submission{filing("a", "10", "", "A"), filing("b", "", "示例镇 一村", "B"), filing("c", "22", "示例镇二村", "C")},
			"示例区教育局: a\n示例镇一村: b\n示例镇二村: c\n"},
		"the same twice, another thing and nothing": {list, "", []units.Submission{filing("a", "10", "", "A"), filing("b", "10", "", "A"), filing("c", "10", "", "C"), unreadable},
			"示例区教育局: a c =b\n示例镇一村: missing\n示例镇二村: missing\nunreadable z\n"},
		"pictures of units that are missing, that are in, above others, and unknown": {list, "", []units.Submission{filing("a", "10", "", "A"), aside("10.jpg"), aside("21 示例镇一村.jpg"), aside("示例镇.png"), aside("x.jpg")},
			"示例区教育局: a\n示例镇一村: missing\n示例镇二村: missing\nunreadable 21 示例镇一村.jpg\n"},
		"reports under other endings, of a unit that is missing and one that is not": {list, "", []units.Submission{filing("a", "10", "", "A"), other("10.bak", "10"), other("21.bak", "21"), aside("21.jpg")},
			"示例区教育局: a\n示例镇一村: 21.bak\n示例镇二村: missing\n"},
		"a picture without a roster": {nil, "", []units.Submission{aside("10.jpg")}, ""},
		"strangers and contradictions": {list, "", []units.Submission{filing("a", "", "别区教育局", "A"), filing("b", "10", "示例镇一村", "B"), filing("c", "10", "改名局", "C"), filing("d", "", "", "D")},
			"示例区教育局: missing\n示例镇一村: missing\n示例镇二村: missing\nd: d doubt\n别区教育局: a\n改名局: c doubt\n示例镇一村: b doubt\n"},
		"a stranger and a doubtful file of one name": {list, "", []units.Submission{filing("a", "", "外地局", "A"), filing("b", "10", "外地局", "B")},
			"示例区教育局: missing\n示例镇一村: missing\n示例镇二村: missing\n外地局: a\n外地局: b doubt\n"},
		"a total that names its sources": {list, "", []units.Submission{total, filing("b", "", "示例镇一村", "B")},
			"示例区教育局: missing\n示例镇一村: b in t\n示例镇二村: missing\n示例镇: t\n"},
		"a total by hand, under a former name": {list, "", []units.Submission{filing("h", "", "示例乡", "H")},
			"示例区教育局: missing\n示例镇一村: in h\n示例镇二村: in h\n示例镇: h\n"},
		"only what is below": {list, "20", []units.Submission{filing("a", "10", "", "A"), filing("b", "21", "", "B")},
			"示例镇一村: b\n示例镇二村: missing\noutside a\n"},
		"without a roster": {nil, "", []units.Submission{filing("a", "2", "", "A"), filing("b", "", "甲", "B"), filing("c", "", "甲", "B"), filing("d", "", "", "D"), filing("e", "", "", "D")},
			"d: d doubt\ne: e doubt\n甲: b =c\n: a\n"},
		"a code that one file lost": {nil, "", []units.Submission{filing("a", "2", "甲", "A"), filing("b", "", "甲", "B"), filing("c", "3", "乙", "C"), filing("d", "4", "乙", "D"), filing("e", "", "乙", "E")},
			"乙: e doubt\n甲: a b\n乙: c\n乙: d\n"},
	} {
		var above *units.Unit
		if tc.above != "" {
			above, _ = list.Code(tc.above)
		}
		for range 5 {
			rand.Shuffle(len(tc.submissions), func(i, j int) { tc.submissions[i], tc.submissions[j] = tc.submissions[j], tc.submissions[i] })
			got := lined(units.Assemble(tc.roster, above, tc.submissions))
			if got != tc.want {
				t.Errorf("%s:\n%swant\n%s", name, got, tc.want)
				break
			}
		}
	}
}

// Of a workbook and the same report in other formats beside it, the workbook counts; a
// table without texts is its copy where the figures are the same, and another report where
// they are not.
func TestWorkbookCountsBeforeItsCopies(t *testing.T) {
	file := func(name, content, figures string, bare bool) units.Submission {
		return units.Submission{File: name, Shown: name, SHA: name, Code: "1", Organ: "甲局", Year: 2025, Form: "2021", Content: content, Figures: figures, Bare: bare}
	}
	stray := file("收/甲.csv", "table", "f", true)
	stray.Code, stray.Organ = "", "" // a table names nobody
	for name, c := range map[string]struct {
		files           []units.Submission
		filings, copies string
	}{
		"a document":        {[]units.Submission{file("收/甲.docx", "a", "f", false), file("收/甲.xlsx", "a", "f", false)}, "收/甲.xlsx", "收/甲.docx"},
		"a table":           {[]units.Submission{file("收/甲.csv", "table", "f", true), file("收/甲.xls", "a", "f", false)}, "收/甲.xls", "收/甲.csv"},
		"of nobody":         {[]units.Submission{stray, file("收/甲.xlsx", "a", "f", false)}, "收/甲.xlsx", "收/甲.csv"},
		"other figures":     {[]units.Submission{file("收/甲.csv", "table", "g", true), file("收/甲.xlsx", "a", "f", false)}, "收/甲.xlsx、收/甲.csv", ""},
		"other texts":       {[]units.Submission{file("收/甲.docx", "b", "f", false), file("收/甲.xlsx", "a", "f", false)}, "收/甲.xlsx、收/甲.docx", ""},
		"in another folder": {[]units.Submission{file("另/甲.csv", "table", "f", true), file("收/甲.xlsx", "a", "f", false)}, "另/甲.csv、收/甲.xlsx", ""},
		"of another name":   {[]units.Submission{file("收/乙.csv", "table", "f", true), file("收/甲.xlsx", "a", "f", false)}, "收/乙.csv、收/甲.xlsx", ""},
		"two workbooks":     {[]units.Submission{file("收/甲.xls", "b", "f", true), file("收/甲.xlsx", "a", "f", false)}, "收/甲.xls、收/甲.xlsx", ""},
	} {
		a := units.Assemble(nil, nil, c.files)
		if len(a.Units) != 1 || units.FileNames(a.Units[0].Filings).ZH != c.filings || units.FileNames(a.Units[0].Copies).ZH != c.copies {
			t.Errorf("%s: %d units, %s and the same %s", name, len(a.Units), units.FileNames(a.Units[0].Filings).ZH, units.FileNames(a.Units[0].Copies).ZH)
		}
	}
}
