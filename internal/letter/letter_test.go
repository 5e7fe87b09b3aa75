package letter_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/templates"
)

var keep = flag.String("keep", "", "a folder to leave the documents in, for other programs to open")

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// specimen is a unit's file with one kind of error, as checking sees it.
func specimen(t testing.TB, kind string) (letter.Case, letter.Returned) {
	t.Helper()
	d, err := demo.New(demo.Options{Units: 60, Errors: 1, Year: 2025, Seed: 1, Kinds: []string{kind}})
	if err != nil {
		t.Fatal(err)
	}
	u := d.Planted[0].Unit
	c := letter.Case{Form: d.Form, Year: d.Year, Unit: u.Name, Contact: u.Contact, Deadline: u.Deadline, Until: date(2026, 1, 28), From: "示范区人民政府办公室", Date: date(2026, 1, 23)}
	for _, f := range d.Files {
		if f.Planted == nil {
			continue
		}
		data, err := d.Data(f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := pipeline.Import("", data, pipeline.Options{})
		if err != nil {
			return c, letter.Returned{File: f.Path, Err: msg.At(f.Path, err)}
		}
		findings := pipeline.Check(r, check.Options{})
		return c, letter.Returned{File: f.Path, Report: r, Findings: findings, Causes: pipeline.Causes(r, findings, check.Options{})}
	}
	return c, letter.Returned{}
}

func text(t testing.TB, l letter.Letter) string {
	var b bytes.Buffer
	if err := letter.WriteText(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func docx(t testing.TB, l letter.Letter) []byte {
	var b bytes.Buffer
	if err := letter.WriteDOCX(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// kept leaves a letter in the folder of -keep.
func kept(t testing.TB, name string, l letter.Letter) {
	if *keep == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*keep, name+".docx"), docx(t, l), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown reads what a document says, paragraph by paragraph; every part must be
// XML.
func shown(t testing.TB, data []byte) []string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range zr.File {
		rc, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(rc)
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s is no XML: %v", e.Name, err)
			}
			if e.Name != "word/document.xml" {
				continue
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				switch tok.Name.Local {
				case "p":
					out = append(out, "")
				case "br":
					out[len(out)-1] += "\n"
				}
			case xml.CharData:
				if len(out) > 0 {
					out[len(out)-1] += string(tok)
				}
			}
		}
		rc.Close()
	}
	return out
}

const reminderZH = `关于催报2025年政府信息公开工作年度报告的函

示范区第二街道办事处：
　　按照《中华人民共和国政府信息公开条例》和2025年度报告编报工作的安排，各单位应当于2026年1月20日前报送2025年政府信息公开工作年度报告。截至2026年1月23日，报送期限已过，我单位尚未收到你单位的报告。
　　请你单位于2026年1月28日前报送。填报请使用统一下发的工作簿，所填数字与台账核对一致，“校验”表显示“全部相符”后再报送。
　　已经报送的，请告知报送的时间和方式，以便查找；确有困难不能按时报送的，请及时说明原因。
　　特此函达。

　　示范区人民政府办公室
　　2026年1月23日
　　（收函单位联系方式：办公室分机1003）
`

const reminderEN = `Reminder: 2025 annual report on government information disclosure

示范区第二街道办事处:

Under the Regulation on Government Information Disclosure and the arrangements for the reports on 2025, every unit hands in its 2025 annual report on government information disclosure. By 16 January 2026 we had not received yours.

Please hand it in as soon as possible. Use the workbook that was sent to all units, hold the figures against your records, and hand it in once the sheet "校验" says "全部相符".

If you have handed it in already, please tell us when and how, so that we can trace it; if you cannot, please tell us why in good time.

Yours faithfully,

示范区人民政府办公室
16 January 2026
`

func TestReminder(t *testing.T) {
	c, _ := specimen(t, demo.KindMissing)
	c.Unit, c.Contact = "示范区第二街道办事处", "办公室分机1003"
	if got := text(t, letter.Reminder(c, msg.ZH)); got != reminderZH {
		t.Errorf("got\n%s", got)
	}
	kept(t, "reminder", letter.Reminder(c, msg.ZH))
	c.Contact, c.Deadline, c.Until, c.Date = "", time.Time{}, time.Time{}, date(2026, 1, 16)
	if got := text(t, letter.Reminder(c, msg.EN)); got != reminderEN {
		t.Errorf("got\n%s", got)
	}
	// Before the deadline has passed nobody says that it has.
	c.Deadline = date(2026, 1, 20)
	for _, on := range []time.Time{date(2026, 1, 16), date(2026, 1, 20)} {
		c.Date = on
		if got := text(t, letter.Reminder(c, msg.ZH)); strings.Contains(got, "已过") || !strings.Contains(got, "于2026年1月20日前报送") {
			t.Errorf("on %s:\n%s", on, got)
		}
	}
	c.Date = date(2026, 1, 21)
	if got := text(t, letter.Reminder(c, msg.ZH)); !strings.Contains(got, "已过") {
		t.Errorf("on the day after:\n%s", got)
	}
}

// A returned report is named with every error in its own cells, with what stands
// there, and what to do.
func TestReturn(t *testing.T) {
	for kind, want := range map[string][]string{
		"digits-swapped": {"发现错误", "错误：", "现值：", "核对该列的新收", "（数字颠倒）"},
		"part-left-out":  {"发现错误", "漏加一项", "与第1项同一原因"},
		"total-blank":    {"错误1处", "（空）", "填上总计"},
		"blank-cells":    {"发现需要改正或者说明的", "警告：", "属实的写明理由"},
		"words":          {"错误1处", "见附件", "本格只填数字"},
		"row-deleted":    {"错误1处", "（无此格）"},
		"placeholder":    {"{{requests.nwe.total}}", "五、存在的主要问题及改进情况"},
	} {
		c, r := specimen(t, kind)
		l := letter.Return(c, r, msg.ZH)
		got := text(t, l)
		for _, s := range append(want, "关于退回修改2025年政府信息公开工作年度报告的函\n\n"+c.Unit+"：\n", "请你单位于2026年1月28日前改正后重新报送", "附件：核对发现的问题") {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %q is not in\n%s", kind, s, got)
			}
		}
		if strings.Contains(got, "错误应当改正") != (l.Attached.Rows[0].Cells[4].Text[:6] == "错误") {
			t.Errorf("%s speaks of errors that are not there, or does not:\n%s", kind, got)
		}
		n, culprits := 0, 0
		for _, f := range r.Findings {
			if f.Grade == model.Hint {
				continue
			}
			n++
			if cause, ok := r.Causes.Culprit(f); ok { // the cell that is probably wrong comes first, with its value
				cells, at := l.Attached.Rows[n-1].Cells, cause.Changes[0].Present
				_, ref, _ := strings.Cut(at.Cell, "!")
				if r.Findings[n-1].Key == f.Key && (!strings.HasPrefix(cells[2].Text, at.Cell) || !strings.HasPrefix(strings.TrimPrefix(cells[3].Text, ref+"＝"), cmp.Or(at.Typed(), "（空）"))) {
					t.Errorf("%s: %s is not first: %q, %q", kind, at.Cell, cells[2].Text, cells[3].Text)
				}
				culprits++
			}
			for _, cell := range f.Cells[:min(len(f.Cells), 7)] {
				if !strings.Contains(got, cell) {
					t.Errorf("%s: %s is not named", kind, cell)
				}
			}
		}
		if kind == "digits-swapped" && culprits == 0 {
			t.Error("no cell is suspected")
		}
		if len(l.Attached.Rows) != n {
			t.Errorf("%s: %d lines for %d findings", kind, len(l.Attached.Rows), n)
		}
		// The document says what the text says.
		said := shown(t, docx(t, l))
		for _, s := range append(l.Paragraphs, l.Title, l.From, l.Date, l.Closing) {
			if !slices.Contains(said, s) {
				t.Errorf("%s: the document lacks %q", kind, s)
			}
		}
		for _, row := range l.Attached.Rows {
			for _, c := range row.Cells {
				if !slices.Contains(said, c.Text) {
					t.Errorf("%s: the document lacks %q", kind, c.Text)
				}
			}
		}
		kept(t, kind, l)
		kept(t, kind+"-en", letter.Return(c, r, msg.EN))
		if en := text(t, letter.Return(c, r, msg.EN)); strings.Contains(en, " 1 errors") || strings.Contains(en, " 1 points") || !strings.Contains(en, "Returned for correction: 2025 annual report") || strings.Contains(en, "%!") || strings.Contains(got, "%!") {
			t.Errorf("%s", en)
		}
	}
}

// What a unit has explained, and hints, are not returned to it.
func TestExplainedIsLeftOut(t *testing.T) {
	c, r := specimen(t, "blank-cells")
	if n := len(letter.Return(c, r, msg.ZH).Attached.Rows); n == 0 {
		t.Fatal("nothing to explain")
	}
	for i := range r.Findings {
		r.Findings[i].Explanation = "没有发生"
	}
	r.Findings = append(r.Findings, check.Finding{Rule: r.Findings[0].Rule, Grade: model.Hint})
	if n := len(letter.Return(c, r, msg.ZH).Attached.Rows); n != 0 {
		t.Errorf("%d lines", n)
	}
}

// Totals that are blank together are each an item with its own cell and figure, however many there are; where the parts
// cannot be added up, no figure is named.
func TestManyBlankTotals(t *testing.T) {
	report := formtest.Example(t, "huaian-2024.json")
	var want []letterItem
	for _, row := range []string{"new", "carried_in", "granted", "partial", "denied_state_secret", "denied_by_law", "denied_security", "denied_third_party", "denied_internal", "denied_process", "carried_out"} {
		id := "requests." + row + ".total"
		fd, ok := report.Form.Field(id)
		if !ok {
			t.Fatal(id)
		}
		cell := fmt.Sprintf("Sheet1!J%d", 37+len(want))
		want = append(want, letterItem{fd.Label(), cell, "应填 " + report.Value(id).Number.String() + "："})
		report.Values[id] = model.Value{State: model.Blank, Cell: cell}
	}
	for _, broken := range []bool{false, true} {
		if broken {
			report.Values["requests.new.natural_person"] = model.Value{State: model.Unreadable, Text: "不详", Cell: "Sheet1!D37"}
		}
		findings := pipeline.Check(report, check.Options{})
		r := letter.Returned{File: "a.xlsx", Report: report, Findings: findings, Causes: pipeline.Causes(report, findings, check.Options{})}
		l := letter.Return(letter.Case{Form: report.Form, Year: 2024, Unit: "某局", Date: date(2025, 1, 23)}, r, msg.ZH)
		got := map[string]letterItem{} // by their cells
		for _, row := range l.Attached.Rows {
			got[row.Cells[2].Text] = letterItem{row.Cells[1].Text, row.Cells[2].Text, row.Cells[5].Text}
		}
		for i, w := range want {
			g, ok := got[w.cells]
			if known := !broken || i > 0; !ok || g.item != w.item || strings.HasPrefix(g.do, w.do) != known || strings.Contains(g.do, "应填") != known {
				t.Errorf("broken %t: %+v, want %+v", broken, g, w)
			}
		}
		if !broken && !strings.Contains(l.Paragraphs[0], fmt.Sprintf("发现错误%d处（其中%d处出自1个原因），现予退回", len(want), len(want))) {
			t.Error(l.Paragraphs[0])
		}
	}
	c, r := specimen(t, "total-blank") // one alone shares its cause with none
	if got := letter.Return(c, r, msg.ZH).Paragraphs[0]; !strings.Contains(got, "发现错误1处，现予退回") {
		t.Error(got)
	}
}

// letterItem is what a letter says of a finding.
type letterItem struct{ item, cells, do string }

func TestUnreadable(t *testing.T) {
	for _, kind := range []string{"damaged", "no-workbook"} {
		c, r := specimen(t, kind)
		l := letter.Return(c, r, msg.ZH)
		got := text(t, l)
		if l.Attached != nil || !strings.Contains(got, "无法读取：") || strings.Contains(got, "：收件/") || strings.Contains(got, "。。") {
			t.Errorf("%s:\n%s", kind, got)
		}
		shown(t, docx(t, l))
	}
}

// No letter tells a unit to use this program, which it may not have.
func TestWordsForUnits(t *testing.T) {
	forms, err := templates.Candidates(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range forms {
		for _, r := range form.Rules {
			if s := r.Asked(); strings.Contains(s.ZH+s.EN, "gkxl") || strings.Contains(s.ZH+s.EN, "--") {
				t.Errorf("%s: %s %s", r.ID, s.ZH, s.EN)
			}
		}
	}
	c, r := specimen(t, "damaged")
	r.Err = msg.At(r.File, &msg.Problem{What: msg.T("文件不完整", "it is incomplete"), Hint: msg.T("请重新取得该文件", "get it again"), Sender: msg.T("请重新发送", "send it again")})
	if got := text(t, letter.Return(c, r, msg.ZH)); strings.Contains(got, "取得") || !strings.Contains(got, "文件不完整；请重新发送。") {
		t.Error(got)
	}
}

// A finding without cells is of the cover, where it is about organ and year.
func TestPlaceOnTheCover(t *testing.T) {
	c, r := specimen(t, "digits-swapped")
	for _, rule := range c.Form.Rules {
		if rule.ID == "EDITION-YEAR" || rule.ID == "YEAR-PAIR" {
			r.Findings = []check.Finding{{Rule: rule, Grade: model.Error, Message: rule.Title}}
			if got := letter.Return(c, r, msg.ZH).Attached.Rows[0].Cells[1].Text; got != "封面" {
				t.Errorf("%s: %q", rule.ID, got)
			}
		}
	}
}

// The heads of the list, and no other row, stand again on every page.
func TestHeadsRepeat(t *testing.T) {
	c, r := specimen(t, "part-left-out")
	part := formtest.Parts(t, docx(t, letter.Return(c, r, msg.ZH)))["word/document.xml"]
	rows := strings.Split(part, "<w:tr>")[1:]
	if len(rows) < 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, row := range rows {
		if strings.Contains(row, "<w:tblHeader/>") != (i == 0) {
			t.Errorf("row %d", i)
		}
	}
}

func TestSameBytes(t *testing.T) {
	c, r := specimen(t, "digits-swapped")
	for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
		if !bytes.Equal(docx(t, letter.Return(c, r, lang)), docx(t, letter.Return(c, r, lang))) {
			t.Errorf("%s: other bytes", lang)
		}
	}
}

// Whatever names and texts say, the document is one and shows them.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"示范区", "<w:p/>", "]]>", "&lt;&#0;", "\"'>", "\x00\x01\ufffe\uffff", "\xff\xfe", "𬭊😀", "_x000D_", "\u2028\u202e", " 两端 ", "a\nb\r\tc", strings.Repeat("长", 30_000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l := letter.Letter{Title: s, To: s, Paragraphs: []string{s}, From: s, Date: s, Note: s,
			Attached: &table.Block{Title: s, Head: []string{s, s}, Widths: []float64{1, 2}, Rows: []table.Row{{Cells: table.Cells(s, s)}, {Cells: table.Cells(s)}, {}}}}
		got := strings.Join(shown(t, docx(t, l)), "\n")
		plain := func(s string) string {
			return strings.NewReplacer("\ufffe", "\ufffd", "\uffff", "\ufffd", "\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
		}
		want := strings.Map(func(c rune) rune {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return '\ufffd'
			}
			return c
		}, s)
		if !strings.Contains(plain(got), plain(want)) {
			t.Errorf("%q is not shown in %q", s, got)
		}
		text(t, l)
	})
}

// TestOtherFiles returns a report that a unit sent as a document, and one in a workbook of its own: what only our
// workbooks have is not spoken of.
func TestOtherFiles(t *testing.T) {
	c, r := specimen(t, "digits-swapped")
	const own, other = "报送前请查看“校验”表", "请把数字和文字填入统一下发的工作簿，其中的“校验”表显示“全部相符”后报送；仍用原来的文件的"
	for _, tc := range []struct{ place, where, right string }{
		{"三、依申请公开!D5", "粘贴到表格软件的名称框", own},
		{"Sheet1!D5", "粘贴到表格软件的名称框", other},
		{"表格2!第4行第8格", "第几个表格、第几行、第几格", other},
	} {
		report := *r.Report
		report.Values = map[string]model.Value{"requests.new.total": {State: model.IsNumber, Cell: tc.place}}
		findings := slices.Clone(r.Findings)
		for i := range findings {
			findings[i].Cells = []string{tc.place}
		}
		got := text(t, letter.Return(c, letter.Returned{File: "a", Report: &report, Findings: findings}, msg.ZH))
		if !strings.Contains(got, tc.where) || !strings.Contains(got, tc.right) {
			t.Errorf("%s:\n%s", tc.place, got)
		}
	}
	c.From = ""
	if got := text(t, letter.Reminder(c, msg.ZH)); !strings.Contains(got, "　　（请填写落款单位）\n　　2026年1月23日") {
		t.Errorf("nobody signs, and no place is left for it:\n%s", got)
	}
}

// Letters that are printed together each begin a page, whose pages are counted by
// themselves, and say what they say alone.
func TestDocumentOfLetters(t *testing.T) {
	c, r := specimen(t, "digits-swapped")
	letters := []letter.Letter{letter.Reminder(c, msg.ZH), letter.Return(c, r, msg.ZH), letter.Reminder(c, msg.ZH)}
	d := letter.Document(letters...)
	titles, tables := 0, map[string]bool{}
	for _, b := range d.Blocks {
		switch b.Kind {
		case publish.Title:
			titles++
		case publish.Table:
			tables[b.Section] = true
		}
	}
	if titles != 3 || len(tables) != 1 || d.Title != "催报、退回函（3 封）" {
		t.Errorf("%d titles, tables %v, %q", titles, tables, d.Title)
	}
	if one := letter.Document(letters[0]); one.Title != "关于催报2025年政府信息公开工作年度报告的函" || one.Blocks[0].Text != letters[0].Title {
		t.Errorf("%q, %q", one.Title, one.Blocks[0].Text)
	}
	var said strings.Builder
	for _, b := range d.Blocks {
		said.WriteString(b.Text)
		if b.Table != nil {
			for _, s := range b.Table.Shown {
				said.WriteString(s.Text)
			}
		}
	}
	for _, l := range letters {
		for _, s := range append(slices.Clone(l.Paragraphs), l.Title, l.To, l.Date, l.From, l.Closing, l.Note) {
			if !strings.Contains(said.String(), s) {
				t.Errorf("%q is not said", s)
			}
		}
	}
	for _, row := range letters[1].Attached.Rows {
		for _, cell := range row.Cells {
			if !strings.Contains(said.String(), cell.Text) {
				t.Errorf("%q is not in the table", cell.Text)
			}
		}
	}
}
