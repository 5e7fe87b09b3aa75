package xlsx_test

import (
	"archive/zip"
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

func rulesOf(notes []model.Note) map[string]int {
	n := map[string]int{}
	for _, x := range notes {
		n[x.Rule]++
	}
	return n
}

func leftovers(t *testing.T, data []byte) []model.Note {
	t.Helper()
	notes, _, err := xlsx.Leftovers(data)
	if err != nil {
		t.Fatal(err)
	}
	return notes
}

// What gkxl itself puts into a workbook is not left over; what people do is, each
// with its place.
func TestLeftovers(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if notes := leftovers(t, plain); len(notes) > 0 {
		t.Errorf("a fresh workbook has %+v", notes)
	}
	const sheet = "三、依申请公开"
	change := func(do func(f *excelize.File) error) []model.Note {
		f, err := excelize.OpenReader(bytes.NewReader(plain))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := do(f); err != nil {
			t.Fatal(err)
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return leftovers(t, b.Bytes())
	}
	for _, tc := range []struct {
		name string
		do   func(f *excelize.File) error
		rule string // "" for nothing
		cell string
	}{
		{"a comment", func(f *excelize.File) error {
			return f.AddComment(sheet, excelize.Comment{Cell: "D5", Text: "请科长再核一下"})
		}, "PUB-COMMENT", sheet + "!D5"},
		{"our comment", func(f *excelize.File) error {
			return f.AddComment(sheet, excelize.Comment{Cell: "D5", Text: "〔gkxl〕总计不符"})
		}, "", ""},
		{"a comment before ours", func(f *excelize.File) error {
			return f.AddComment(sheet, excelize.Comment{Cell: "D5", Text: "待核\n────────\n〔gkxl〕总计不符"})
		}, "PUB-COMMENT", sheet + "!D5"},
		{"a hidden row", func(f *excelize.File) error { return f.SetRowVisible(sheet, 9, false) }, "PUB-HIDDEN", sheet + "!A9"},
		{"a hidden column", func(f *excelize.File) error { return f.SetColVisible(sheet, "E", false) }, "PUB-HIDDEN", sheet + "!E1"},
		{"an empty hidden column", func(f *excelize.File) error { return f.SetColVisible(sheet, "Z", false) }, "", ""},
		{"an empty hidden row", func(f *excelize.File) error { return f.SetRowVisible(sheet, 90, false) }, "", ""},
		{"a hidden sheet", func(f *excelize.File) error { return f.SetSheetVisible("六、其他事项", false) }, "PUB-HIDDEN", "六、其他事项!A1"},
		{"an author", func(f *excelize.File) error { return f.SetDocProps(&excelize.DocProperties{Creator: "某处长"}) }, "PUB-AUTHOR", ""},
		{"a program", func(f *excelize.File) error { return f.SetDocProps(&excelize.DocProperties{Creator: "openpyxl"}) }, "", ""},
		{"a linked file", func(f *excelize.File) error {
			return f.SetCellHyperLink(sheet, "D5", "file:///D:/台账/2024.xlsx", "External")
		}, "PUB-LINK", ""},
		{"a web page", func(f *excelize.File) error {
			return f.SetCellHyperLink(sheet, "D5", "https://www.example.com/", "External")
		}, "", ""},
	} {
		notes := change(tc.do)
		got := rulesOf(notes)
		if tc.rule == "" {
			if len(notes) > 0 {
				t.Errorf("%s: %+v", tc.name, notes)
			}
			continue
		}
		if len(got) != 1 || got[tc.rule] == 0 || !slices.ContainsFunc(notes, func(n model.Note) bool { return n.Cell == tc.cell && n.Message.EN != "" }) {
			t.Errorf("%s: %+v", tc.name, notes)
		}
	}
	// A formula that refers to another book brings a part of its own; so does a
	// query to a database.
	if notes := leftovers(t, withParts(t, plain, map[string]string{
		"xl/externalLinks/externalLink1.xml":            `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
		"xl/externalLinks/_rels/externalLink1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///D:/台账/2024.xlsx" TargetMode="External"/></Relationships>`,
	})); len(notes) != 1 || notes[0].Rule != "PUB-LINK" || notes[0].Found != "file:///D:/台账/2024.xlsx" {
		t.Errorf("another book: %+v", notes)
	}
	if notes := leftovers(t, withParts(t, plain, map[string]string{
		"xl/connections.xml": `<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
	})); len(notes) != 1 || notes[0].Rule != "PUB-LINK" {
		t.Errorf("a connection: %+v", notes)
	}
	for _, other := range []string{"", "PK", "<html></html>", "机关,数量"} {
		if notes := leftovers(t, []byte(other)); notes != nil {
			t.Errorf("%q: %+v", other, notes)
		}
	}
}

// A part that cannot be read is said, and the others are searched all the same.
func TestUnsearched(t *testing.T) {
	f, err := excelize.OpenFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const sheet = "三、依申请公开"
	if err := f.AddComment(sheet, excelize.Comment{Cell: "D5", Text: "请科长再核一下"}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetRowVisible(sheet, 9, false); err != nil {
		t.Fatal(err)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "某处长"}); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	for name, author := range map[string]string{"no number": "x", "no number either": "?"} {
		data := editedPart(t, b.Bytes(), "xl/comments", func(part []byte) []byte {
			return bytes.ReplaceAll(part, []byte(`authorId="0"`), []byte(`authorId="`+author+`"`))
		})
		notes := leftovers(t, data)
		got := rulesOf(notes)
		if got["PUB-UNSEARCHED"] != 1 || got["PUB-COMMENT"] != 0 || got["PUB-HIDDEN"] != 1 || got["PUB-AUTHOR"] != 1 {
			t.Errorf("%s: %+v", name, notes)
		}
		i := slices.IndexFunc(notes, func(n model.Note) bool { return n.Rule == "PUB-UNSEARCHED" })
		if i >= 0 && (notes[i].Found != sheet || notes[i].Message.ZH != "没有查完：无法读取工作表“三、依申请公开”的批注" || notes[i].Message.EN != `the search is not complete: the comments of sheet "三、依申请公开" cannot be read`) {
			t.Errorf("%s: %+v", name, notes[i])
		}
	}
	long, err := excelize.OpenFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer long.Close()
	for _, ref := range []string{"A5001", "IW2"} {
		if err := long.SetCellValue(sheet, ref, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if b, err = long.WriteToBuffer(); err != nil {
		t.Fatal(err)
	}
	if notes := leftovers(t, b.Bytes()); rulesOf(notes)["PUB-UNSEARCHED"] != 2 {
		t.Errorf("a long sheet: %+v", notes)
	}
}

// editedPart gives a workbook with the parts changed whose names begin with prefix.
func editedPart(t *testing.T, data []byte, prefix string, change func([]byte) []byte) []byte {
	t.Helper()
	book, err := patch.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range book.Names() {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		part, _ := book.Part(name)
		if err := book.Err(); err != nil {
			t.Fatal(err)
		}
		changed := change(part)
		if bytes.Equal(changed, part) {
			t.Fatalf("%s is as it was", name)
		}
		book.Set(name, changed)
	}
	out, err := book.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// withParts gives a workbook with parts added.
func withParts(t *testing.T, data []byte, parts map[string]string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range parts {
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Parts that nobody looks into are said, and people are named wherever a workbook names them.
func TestLeftoverParts(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for part, tc := range map[string]struct{ content, rule, found string }{
		"xl/media/image1.png":   {"x", "PUB-UNSEARCHED", "xl/media/image1.png"},
		"xl/embeddings/a.docx":  {"x", "PUB-UNSEARCHED", "xl/embeddings/a.docx"},
		"xl/persons/person.xml": {`<personList><person displayName="某科员" id="1"/></personList>`, "PUB-AUTHOR", "某科员"},
		"docProps/custom.xml":   {`<Properties><property name="审核人"><lpwstr>某处长</lpwstr></property><property name="KSOProductBuildVer"><lpwstr>2052-12.1.0</lpwstr></property></Properties>`, "PUB-AUTHOR", "某处长"},
	} {
		notes := leftovers(t, withParts(t, plain, map[string]string{part: tc.content}))
		if len(notes) != 1 || notes[0].Rule != tc.rule || notes[0].Found != tc.found || notes[0].Message.EN == "" {
			t.Errorf("%s: %+v", part, notes)
		}
	}
}
