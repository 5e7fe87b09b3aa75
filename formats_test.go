package gkxl_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/msg"
)

// zipped is a zip of files, each a name and its content.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			panic(err)
		}
		f.Write([]byte(parts[i+1]))
	}
	w.Close()
	return b.Bytes()
}

// refused are kinds of files that are not read, each as small as it can be.
var refused = []struct {
	kind msg.Text
	name string
	data []byte
}{
	{msg.T("二进制工作簿（.xlsb）", "binary workbooks (.xlsb)"), "a.xlsb", zipped("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>`, "xl/workbook.bin", "")},
	{msg.T("Excel 5.0/95 的 .xls", ".xls of Excel 5.0/95"), "a.xls", formtest.Compound(formtest.Stream{Path: "Book", Data: bytes.Repeat([]byte{1}, 10)})},
	{msg.T("有密码的 .xls、.et", ".xls and .et with a password"), "a.xls", formtest.XLS(formtest.Record(0x2F, uint16(0)), formtest.XLSSheet{Name: "表"})},
	{msg.T("有密码的 .xlsx、.docx", ".xlsx and .docx with a password"), "a.xlsx", formtest.Compound(formtest.Stream{Path: "EncryptedPackage", Data: []byte{1}})},
	{msg.T("Word 6.0/95 的 .doc", ".doc of Word 6.0/95"), "a.doc", formtest.Compound(formtest.Stream{Path: "WordDocument", Data: append([]byte{0xDC, 0xA5, 0x65, 0}, make([]byte, 600)...)})},
	{msg.T("有密码的 .ods、.odt", ".ods and .odt with a password"), "a.ods", zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml", "<manifest><encryption-data/></manifest>", "content.xml", "x")},
	{msg.T(".pptx", ".pptx"), "a.pptx", zipped("[Content_Types].xml", "<Types/>", "ppt/presentation.xml", "<p/>")},
	{msg.T(".odp", ".odp"), "a.odp", zipped("mimetype", "application/vnd.oasis.opendocument.presentation", "content.xml", "<x/>")},
	{msg.T("标文通（UOF）文件（.uot、.uos）", "UOF files (.uot, .uos)"), "a.uot", zipped("uof.xml", "<x/>", "content.xml", "<x/>")},
	{msg.T("UOF 1.0 的文件", "files of UOF 1.0"), "a.uos", []byte(`<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>`)},
	{msg.T("苹果 iWork 的文件（.numbers、.pages）", "files of Apple iWork (.numbers, .pages)"), "a.numbers", zipped("Index/Document.iwa", "\x00")},
	{msg.T("CAJ 文献（.caj）", "CAJ documents (.caj)"), "a.caj", []byte("CAJ\x00\x00\x00\x00\x00")},
	{msg.T("CEB 版式文件（.ceb）", "CEB documents (.ceb)"), "a.ceb", []byte("Founder CEB\x00")},
	{msg.T("XPS 版式文件（.xps）", "XPS documents (.xps)"), "a.xps", zipped("[Content_Types].xml", "<Types/>", "FixedDocumentSequence.fdseq", "<x/>")},
	{msg.T("电子书（.epub）", "electronic books (.epub)"), "a.epub", zipped("mimetype", "application/epub+zip", "a.xhtml", "<html/>")},
	{msg.T("数据库（.mdb、.accdb）", "databases (.mdb, .accdb)"), "a.mdb", []byte("\x00\x01\x00\x00Standard Jet DB\x00")},
	{msg.T("数据表（.dbf）", "database tables (.dbf)"), "a.dbf", []byte("\x03\x7c\x01\x0a\x01\x00\x00\x00\x41\x00\x0b\x00" + strings.Repeat("\x00", 20) + "NAME\x00\x00\x00\x00\x00\x00\x00C" + strings.Repeat("\x00", 20) + "\r a")},
	{msg.T("书生的版式文件（.gd、.gw、.sep）", "documents of Sursen (.gd, .gw, .sep)"), "a.gd", []byte("\x01\x02\x00\xff\xfe")},
	{msg.T("快捷方式（.lnk）", "shortcuts (.lnk)"), "a.lnk", []byte("L\x00\x00\x00\x01\x14\x02\x00\x00\x00")},
	{msg.T("手机拍的图片（.heic）", "pictures of telephones (.heic)"), "a.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")},
	{msg.T(".rar、.7z、.gz 等压缩包", ".rar, .7z, .gz and other archives"), "a.rar", []byte("Rar!\x1a\x07\x00")},
	{msg.T("图片（.png、.jpg 等）", "pictures (.png, .jpg …)"), "a.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")},
	{msg.T("空文件", "empty files"), "a.xlsx", nil},
}

// TestFormats holds docs/formats.md and docs/formats.en.md to what is said of files that are not read, and to the rows
// of .ci/matrix.
func TestFormats(t *testing.T) {
	rows, err := os.ReadFile(".ci/matrix.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []struct {
		path string
		lang msg.Lang
		head string
	}{{"docs/formats.md", msg.ZH, "| 文件 | 说明 | 怎样办 |"}, {"docs/formats.en.md", msg.EN, "| file | what is said | what to do |"}} {
		table := doc.head + "\n| --- | --- | --- |\n"
		for _, r := range refused {
			_, err := gkxl.Import(r.name, r.data, gkxl.ImportOptions{})
			var p *msg.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%s: %v", r.name, err)
			}
			table += fmt.Sprintf("| %s | %s | %s |\n", r.kind.In(doc.lang), p.What.In(doc.lang), p.Hint.In(doc.lang))
		}
		text, err := os.ReadFile(doc.path)
		if err != nil {
			t.Fatal(err)
		}
		section := regexp.MustCompile(`(?s)<!-- refused -->\n.*?<!-- end -->`)
		golden(t, doc.path, section.ReplaceAllLiteral(text, []byte("<!-- refused -->\n"+table+"<!-- end -->")))
		for row := range strings.Lines(string(rows)) {
			cells := strings.Split(strings.TrimSpace(row), "\t")
			if strings.HasPrefix(row, "#") {
				continue
			}
			what := cells[2]
			if doc.lang == msg.EN {
				what = cells[3]
			}
			if !strings.Contains(string(text), "| "+what+" |") || !strings.Contains(string(text), "| "+cells[1]+" ") {
				t.Errorf("%s lacks %s by %s; run .ci/matrix --update", doc.path, what, cells[1])
			}
		}
	}
}
