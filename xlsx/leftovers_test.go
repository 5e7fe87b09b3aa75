package xlsx_test

import (
	"archive/zip"
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

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

// What gkxl itself puts into a workbook is not left over; what people do is, each
// with its place.
func TestLeftovers(t *testing.T) {
	plain, err := os.ReadFile("../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if notes := xlsx.Leftovers(plain); len(notes) > 0 {
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
		return xlsx.Leftovers(b.Bytes())
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
	if notes := xlsx.Leftovers(withParts(t, plain, map[string]string{
		"xl/externalLinks/externalLink1.xml":            `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
		"xl/externalLinks/_rels/externalLink1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///D:/台账/2024.xlsx" TargetMode="External"/></Relationships>`,
	})); len(notes) != 1 || notes[0].Rule != "PUB-LINK" || notes[0].Found != "file:///D:/台账/2024.xlsx" {
		t.Errorf("another book: %+v", notes)
	}
	if notes := xlsx.Leftovers(withParts(t, plain, map[string]string{
		"xl/connections.xml": `<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
	})); len(notes) != 1 || notes[0].Rule != "PUB-LINK" {
		t.Errorf("a connection: %+v", notes)
	}
	for _, other := range []string{"", "PK", "<html></html>", "机关,数量"} {
		if notes := xlsx.Leftovers([]byte(other)); notes != nil {
			t.Errorf("%q: %+v", other, notes)
		}
	}
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
