package pipeline

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// sheetCell is a cell of a made workbook; number says that it holds one.
type sheetCell struct {
	row, col, rows, cols int
	text                 string
	number               bool
}

// madeSheet is a sheet of a made workbook.
type madeSheet struct {
	name   string
	hidden bool
	cells  []sheetCell // by row and column
	more   []byte      // records of a .xls
}

// sheetsOf are the sections of a report on sheets of their own.
func sheetsOf(r *model.Report) []madeSheet {
	var out []madeSheet
	for _, s := range r.Form.Sections {
		sheet := madeSheet{name: fmt.Sprint("表", len(out)+1)}
		add := func(row, col, rows, cols int, s string, number bool) {
			sheet.cells = append(sheet.cells, sheetCell{row, col, rows, cols, s, number})
		}
		if len(out) == 0 {
			add(0, 0, 1, 1, fmt.Sprintf("%s%d年政府信息公开工作年度报告", r.Organ, r.Year), false)
		}
		add(1, 0, 1, 1, s.Heading, false)
		if s.Table == nil {
			if r.Texts[s.ID] == "" {
				continue
			}
			add(2, 0, 1, 1, r.Texts[s.ID], false)
		} else {
			for _, c := range grid.Of(r.Form, s.Table).Cells {
				if c.Field != nil {
					add(2+c.Row, c.Col, c.Rows, c.Cols, r.Value(c.Field.ID).Typed(), true)
				} else if c.Text != "" {
					add(2+c.Row, c.Col, c.Rows, c.Cols, c.Text, false)
				}
			}
		}
		slices.SortStableFunc(sheet.cells, func(a, b sheetCell) int { return cmp.Or(a.row-b.row, a.col-b.col) })
		out = append(out, sheet)
	}
	return out
}

// made are the formats in which a workbook is made of sheets.
var made = map[string]func([]madeSheet) []byte{
	"xls": func(sheets []madeSheet) []byte {
		var out []formtest.XLSSheet
		for _, s := range sheets {
			x := formtest.XLSSheet{Name: s.name}
			if s.hidden {
				x.State = 1
			}
			for _, c := range s.cells {
				row, col := uint16(c.row), uint16(c.col)
				if f, err := strconv.ParseFloat(c.text, 64); c.number && err == nil {
					x.Records = append(x.Records, formtest.Record(0x203, row, col, uint16(0), f)...)
				} else {
					x.Records = append(x.Records, formtest.Record(0x204, row, col, uint16(0), formtest.LongText(c.text))...)
				}
				if c.rows*c.cols > 1 {
					x.Records = append(x.Records, formtest.Record(0xE5, uint16(1), row, row+uint16(c.rows)-1, col, col+uint16(c.cols)-1)...)
				}
			}
			x.Records = append(x.Records, s.more...)
			out = append(out, x)
		}
		return formtest.XLS(nil, out...)
	},
	"fods": func(sheets []madeSheet) []byte {
		var b strings.Builder
		b.WriteString(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles><style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>`)
		for _, s := range sheets {
			style := ""
			if s.hidden {
				style = ` table:style-name="h"`
			}
			fmt.Fprintf(&b, `<table:table table:name="%s"%s>`, s.name, style)
			row, col := 0, 0
			b.WriteString(`<table:table-row>`)
			for _, c := range s.cells {
				for ; row < c.row; row, col = row+1, 0 {
					b.WriteString(`</table:table-row><table:table-row>`)
				}
				if c.col > col {
					fmt.Fprintf(&b, `<table:table-cell table:number-columns-repeated="%d"/>`, c.col-col)
				}
				kind := `office:value-type="string"`
				if c.number {
					kind = fmt.Sprintf(`office:value-type="float" office:value="%s"`, c.text)
				}
				fmt.Fprintf(&b, `<table:table-cell %s table:number-rows-spanned="%d" table:number-columns-spanned="%d">`, kind, c.rows, c.cols)
				for line := range strings.SplitSeq(c.text, "\n") {
					b.WriteString(`<text:p>` + text.XML(line) + `</text:p>`)
				}
				b.WriteString(`</table:table-cell>`)
				col = c.col + 1
			}
			b.WriteString(`</table:table-row></table:table>`)
		}
		b.WriteString(`</office:spreadsheet></office:body></office:document>`)
		return []byte(b.String())
	},
	"xml": func(sheets []madeSheet) []byte {
		var b strings.Builder
		b.WriteString(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">`)
		for _, s := range sheets {
			fmt.Fprintf(&b, `<Worksheet ss:Name="%s"><Table>`, s.name)
			row := -1
			for _, c := range s.cells {
				if c.row != row {
					if row >= 0 {
						b.WriteString(`</Row>`)
					}
					row = c.row
					fmt.Fprintf(&b, `<Row ss:Index="%d">`, row+1)
				}
				kind := "String"
				if c.number {
					kind = "Number"
				}
				fmt.Fprintf(&b, `<Cell ss:Index="%d" ss:MergeDown="%d" ss:MergeAcross="%d"><Data ss:Type="%s">%s</Data></Cell>`, c.col+1, c.rows-1, c.cols-1, kind, text.XML(c.text))
			}
			b.WriteString(`</Row></Table>`)
			if s.hidden {
				b.WriteString(`<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>`)
			}
			b.WriteString(`</Worksheet>`)
		}
		return []byte(b.String() + `</Workbook>`)
	},
}

// TestSpreadsheets reads a report from workbooks of every other format: all figures and texts are there, and what a
// hidden sheet holds is told.
func TestSpreadsheets(t *testing.T) {
	want := formtest.Example(t, "huaian-2024.json")
	hidden := madeSheet{name: "旧稿", hidden: true, cells: []sheetCell{{0, 0, 1, 1, "核对稿", false}, {1, 0, 1, 1, "99", true}}}
	for name, write := range made {
		t.Run(name, func(t *testing.T) {
			data := write(append(sheetsOf(want), hidden))
			got, err := Import("a."+name, data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Organ != want.Organ || got.Year != want.Year {
				t.Errorf("%s %d", got.Organ, got.Year)
			}
			for _, fd := range want.Form.Fields {
				if g, w := got.Value(fd.ID), want.Value(fd.ID); g.Typed() != w.Typed() || g.IsNumber() != w.IsNumber() {
					t.Errorf("%s: %q, want %q", fd.ID, g.Typed(), w.Typed())
				}
			}
			for id, w := range want.Texts {
				if g := got.Texts[id]; strings.Join(strings.Fields(g), "") != strings.Join(strings.Fields(w), "") {
					t.Errorf("%s: %q, want %q", id, g, w)
				}
			}
			found := map[string]bool{}
			for _, f := range CheckPublish(got, data) {
				found[f.Rule.ID] = true
			}
			if !found["PUB-HIDDEN"] || !found["PUB-UNSEARCHED"] {
				t.Errorf("found before publication: %v", found)
			}
		})
	}
}

// TestUnderMerges reads tables with content under their merges: what was left there is not read, and where labels were
// moved under merges the merges do not count.
func TestUnderMerges(t *testing.T) {
	want := formtest.Example(t, "huaian-2024.json")
	read := func(change func(sheet *madeSheet)) (*model.Report, string) {
		sheets := sheetsOf(want)
		i := slices.IndexFunc(sheets, func(s madeSheet) bool { return s.cells[0].text == want.Form.Tables[1].Section.Heading })
		change(&sheets[i])
		slices.SortStableFunc(sheets[i].cells, func(a, b sheetCell) int { return cmp.Or(a.row-b.row, a.col-b.col) })
		r, err := Import("a.xls", made["xls"](sheets), Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, n := range r.Notes {
			said += n.Message.ZH + "\n"
		}
		return r, said
	}
	same := func(r *model.Report) bool {
		return !slices.ContainsFunc(want.Form.Fields, func(fd *model.Field) bool { return r.Value(fd.ID).Typed() != want.Value(fd.ID).Typed() })
	}
	merged := func(s *madeSheet, rows bool) int { // a label over several columns, or rows
		return slices.IndexFunc(s.cells, func(c sheetCell) bool { return !c.number && (rows && c.rows > 5 || !rows && c.cols > 5) })
	}
	r, said := read(func(s *madeSheet) {
		head := s.cells[merged(s, false)]
		below := s.cells[slices.IndexFunc(s.cells, func(c sheetCell) bool { return c.row == head.row+1 && c.col >= head.col })]
		s.cells = append(s.cells, sheetCell{head.row, head.col + 3, 1, 1, below.text, false}, sheetCell{head.row, head.col + 4, 1, 1, "99", true})
	})
	if !same(r) || !strings.Contains(said, "有 2 格内容被合并的单元格盖住") {
		t.Errorf("left over: the same figures %v, said %s", same(r), said)
	}
	_, said = read(func(s *madeSheet) { // a merge that a script left behind over the labels of rows
		label := s.cells[merged(s, true)]
		s.cells = append(s.cells, sheetCell{label.row, label.col + 1, label.rows, 1, "", false})
		s.cells = slices.DeleteFunc(s.cells, func(c sheetCell) bool { return c.col == label.col+1 && c.rows > 1 && c.text != "" })
	})
	if !strings.Contains(said, "合并盖住了有内容的单元格，已按未合并读取") {
		t.Errorf("moved: said %s", said)
	}
}

// TestSentencesOfFormulas reads narratives that formulas give, and says so; a word of a check is none.
func TestSentencesOfFormulas(t *testing.T) {
	for _, tc := range []struct {
		text string
		read bool
	}{{"全年收取信息处理费80元。", true}, {"相符", false}} {
		r := formtest.Example(t, "huaian-2024.json")
		last := r.Form.Sections[len(r.Form.Sections)-1].ID
		r.Texts[last] = tc.text
		data := strings.Replace(string(made["fods"](sheetsOf(r))), `table:number-columns-spanned="1"><text:p>`+tc.text, `table:number-columns-spanned="1" table:formula="of:=&quot;x&quot;"><text:p>`+tc.text, 1)
		got, err := Import("a.fods", []byte(data), Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := slices.ContainsFunc(got.Notes, func(n model.Note) bool { return n.Rule == "FORMULA-ENTRY" && n.Section == last })
		if (got.Texts[last] == tc.text) != tc.read || said != tc.read {
			t.Errorf("%s: read as %q, said %v", tc.text, got.Texts[last], said)
		}
	}
}

// TestOldWorkbooks shows what is said of workbooks that are not, or not wholly, read.
func TestOldWorkbooks(t *testing.T) {
	record := formtest.Record
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"password":      {formtest.XLS(record(0x2F, uint16(0)), formtest.XLSSheet{Name: "表"}), "有密码"},
		"Excel 95":      {formtest.Compound(formtest.Stream{Path: "Book", Data: bytes.Repeat([]byte{1}, 10)}), "Excel 5.0/95"},
		"encrypted":     {formtest.Compound(formtest.Stream{Path: "EncryptedPackage", Data: []byte{1}}), "设了打开密码"},
		"of no program": {formtest.Compound(formtest.Stream{Path: "Contents", Data: []byte{1}}), "旧格式（OLE）文件"},
		"no report":     {formtest.XLS(nil, formtest.XLSSheet{Name: "表", Records: record(0x204, uint16(0), uint16(0), uint16(0), formtest.LongText("甲"))}), "没有找到"},
	} {
		_, err := Import("a.xls", tc.data, Options{})
		if p := new(msg.Problem); !errors.As(err, &p) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
	sheets := []formtest.XLSSheet{}
	for _, s := range sheetsOf(formtest.Example(t, "huaian-2024.json")) {
		x := formtest.XLSSheet{Name: s.name}
		for _, c := range s.cells {
			x.Records = append(x.Records, record(0x204, uint16(c.row), uint16(c.col), uint16(0), formtest.LongText(c.text))...)
		}
		sheets = append(sheets, x)
	}
	sheets = append(sheets, formtest.XLSSheet{Name: "走势", Kind: 0x20}, formtest.XLSSheet{Name: "宏一", Kind: 0x40})
	r, err := Import("a.xls", formtest.XLS(nil, sheets...), Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, f := range Check(r, check.Options{}) {
		said += f.Message.ZH + "\n"
	}
	for _, want := range []string{"工作表“走势”是图表", "工作表“宏一”是对话框或宏表，没有读取"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said of\n%s", want, said)
		}
	}
}

// TestUnseenInOtherFormats hides the 66 of the second table by a condition and one of its rows by its height, in every
// format: both are said as of a .xlsx.
func TestUnseenInOtherFormats(t *testing.T) {
	record := formtest.Record
	want := formtest.Example(t, "huaian-2024.json")
	sheets := sheetsOf(want)
	i := slices.IndexFunc(sheets, func(s madeSheet) bool {
		return slices.ContainsFunc(s.cells, func(c sheetCell) bool { return c.number && c.text == "66" })
	})
	find := func(text string) sheetCell {
		return sheets[i].cells[slices.IndexFunc(sheets[i].cells, func(c sheetCell) bool { return c.number && c.text == text })]
	}
	at, low := find("66"), find("96171.6")
	row, col := uint16(at.row), uint16(at.col)
	const strike = 1 << 7
	sheets[i].more = slices.Concat(record(0x208, uint16(low.row), uint16(0), uint16(9), uint16(10), uint32(0), uint16(0x40), uint16(0)),
		record(0x1B0, uint16(1), uint16(0), row, row, col, col, uint16(1), row, row, col, col),
		record(0x1B1, byte(1), byte(5), uint16(3), uint16(0), uint32(1<<26), uint16(0), make([]byte, 68), uint32(strike), make([]byte, 8), int32(-1), uint32(0), uint32(0), make([]byte, 26), byte(0x1E), uint16(50)))
	name, err := excelize.CoordinatesToCellName(at.col+1, at.row+1)
	if err != nil {
		t.Fatal(err)
	}
	hide := map[string]func(string) string{
		"xls": func(s string) string { return s },
		"fods": func(s string) string {
			s = strings.Replace(s, `<office:automatic-styles>`, `<office:automatic-styles><style:style style:name="d" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="0.1mm"/></style:style>`, 1)
			head, rest, _ := strings.Cut(s, `<table:table table:name="`+sheets[i].name+`">`)
			rows := strings.SplitN(rest, `<table:table-row>`, low.row+3)
			rest = strings.Join(rows[:low.row+1], `<table:table-row>`) + `<table:table-row table:style-name="r">` + strings.Join(rows[low.row+1:], `<table:table-row>`)
			rest = strings.Replace(rest, `</table:table>`, `<c:conditional-formats xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><c:conditional-format c:target-range-address="`+sheets[i].name+`.`+name+`"><c:condition c:apply-style-name="d" c:value="&gt;50"/></c:conditional-format></c:conditional-formats></table:table>`, 1)
			return head + `<table:table table:name="` + sheets[i].name + `">` + rest
		},
		"xml": func(s string) string {
			head, rest, _ := strings.Cut(s, `<Worksheet ss:Name="`+sheets[i].name+`">`)
			rest = strings.Replace(rest, fmt.Sprintf(`<Row ss:Index="%d">`, low.row+1), fmt.Sprintf(`<Row ss:Index="%d" ss:Height="0.5">`, low.row+1), 1)
			rest = strings.Replace(rest, `</Worksheet>`, fmt.Sprintf(`<ConditionalFormatting xmlns="urn:schemas-microsoft-com:office:excel"><Range>R%dC%d</Range><Condition><Qualifier>Greater</Qualifier><Value1>50</Value1><Format Style='text-line-through:single'/></Condition></ConditionalFormatting></Worksheet>`, at.row+1, at.col+1), 1)
			return head + `<Worksheet ss:Name="` + sheets[i].name + `">` + rest
		},
	}
	for format, write := range made {
		r, err := Import("a."+format, []byte(hide[format](string(write(sheets)))), Options{})
		if err != nil {
			t.Fatal(format, err)
		}
		said := ""
		for _, n := range r.Notes {
			said += n.Message.ZH + "\n"
		}
		if !strings.Contains(said, "“66”加了删除线，没有读入") || !strings.Contains(said, "有 1 格在隐藏的行或列里") {
			t.Errorf("%s: said %s", format, said)
		}
	}
}

// TestCutTexts reads .xls with narratives of about the length at which some programs cut them.
func TestCutTexts(t *testing.T) {
	for format, lengths := range map[string]map[int]bool{"xls": {254: false, 255: true, 256: false}, "fods": {255: false}} {
		for n, want := range lengths {
			r := formtest.Example(t, "huaian-2024.json")
			r.Texts["problems"] = strings.Repeat("一二三四五六七八九，", 26)[:3*n]
			got, err := Import("a."+format, made[format](sheetsOf(r)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(got.Notes, func(n model.Note) bool { return n.Rule == "FILE-DAMAGED" })
			if (i >= 0) != want {
				t.Errorf("%s of %d characters: %v", format, n, got.Notes)
			}
			if i >= 0 && (got.Notes[i].Cell != "表5!A3" || got.Notes[i].Section != "problems" || !strings.Contains(got.Notes[i].Message.ZH, "正好 255 字，到“…六七八九，一二三四五”为止")) {
				t.Errorf("%+v", got.Notes[i])
			}
		}
	}
}

// TestEncodings reads flat OpenDocument files in the encodings that their first line names.
func TestEncodings(t *testing.T) {
	want := formtest.Example(t, "huaian-2024.json")
	plain := string(made["fods"](sheetsOf(want)))
	if i := strings.Index(plain, "?>"); strings.HasPrefix(plain, "<?xml") {
		plain = plain[i+2:]
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(`<?xml version="1.0" encoding="GBK"?>` + plain)
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + plain)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, data := range map[string][]byte{"GBK": []byte(gb), "UTF-16": wide, "a mark before it": []byte("\ufeff" + plain)} {
		got, err := Import("a.fods", data, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got.Texts["overview"] != want.Texts["overview"] || got.Value("requests.new.total").Number.String() != want.Value("requests.new.total").Number.String() {
			t.Errorf("%s: %+v", name, got.Value("requests.new.total"))
		}
	}
}
