package preflight

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/msg"
)

// parts of a small workbook; cases replace or add some.
func parts(sheet string) map[string]string {
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	return map[string]string{
		"[Content_Types].xml":        `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook` + ns + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet` + ns + `><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
}

func pack(ps map[string]string, extra ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range slices.Sorted(maps.Keys(ps)) {
		f, _ := w.Create(n)
		io.WriteString(f, ps[n])
	}
	for i := 0; i+1 < len(extra); i += 2 {
		f, _ := w.Create(extra[i])
		io.WriteString(f, extra[i+1])
	}
	w.Close()
	return b.Bytes()
}

func sheet(rows string) []byte { return pack(parts(rows)) }

func with(name, content string) []byte {
	ps := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	ps[name] = content
	return pack(ps)
}

func raw(content string) []byte {
	ps := parts("")
	ps["xl/worksheets/sheet1.xml"] = content
	return pack(ps)
}

// ole is a minimal compound file with one stream of a name.
func ole(stream string) []byte {
	b := make([]byte, 512*4)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16 := func(at int, v uint16) { binary.LittleEndian.PutUint16(b[at:], v) }
	put32 := func(at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	put16(24, 0x3e)
	put16(26, 3)
	put16(28, 0xfffe)
	put16(30, 9)
	put16(32, 6)
	put32(44, 1)          // one FAT sector
	put32(48, 1)          // directory in sector 1
	put32(56, 4096)       // mini stream cutoff
	put32(60, 0xfffffffe) // no mini FAT
	put32(68, 0xfffffffe) // no further FAT sectors
	put32(76, 0)          // the FAT is sector 0
	for i := 1; i < 109; i++ {
		put32(76+4*i, 0xffffffff)
	}
	for i := range 128 {
		put32(512+4*i, 0xffffffff)
	}
	put32(512, 0xfffffffd)
	put32(516, 0xfffffffe)
	entry := func(i int, name string, kind byte, child uint32) {
		at := 1024 + 128*i
		for j, u := range utf16.Encode([]rune(name)) {
			put16(at+2*j, u)
		}
		put16(at+64, uint16(2*len(name)+2))
		b[at+66], b[at+67] = kind, 1
		put32(at+68, 0xffffffff)
		put32(at+72, 0xffffffff)
		put32(at+76, child)
		put32(at+116, 0xfffffffe)
	}
	entry(0, "Root Entry", 5, 1)
	entry(1, stream, 2, 0xffffffff)
	return b
}

func crcBroken() []byte {
	b := sheet(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	// The first checksum of the directory belongs to the first part.
	i := bytes.Index(b, []byte("PK\x01\x02"))
	b[i+16] ^= 0xff
	return b
}

func utf16Part() string {
	var b bytes.Buffer
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?><worksheet/>`)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func repeat(n int, f func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i))
	}
	return b.String()
}

var hostile = []struct {
	name string
	data func() []byte
	want string // a part of its sentence
}{
	{"empty", func() []byte { return nil }, "空的"},
	{"truncated", func() []byte { b := sheet(""); return b[:len(b)-40] }, "不完整"},
	{"cut early", func() []byte { return sheet("")[:20] }, "不完整"},
	{"encrypted", func() []byte { return ole("EncryptedPackage") }, "密码"},
	{"xls", func() []byte { return ole("Workbook") }, ".xls"},
	{"xls 5", func() []byte { return ole("Book") }, ".xls"},
	{"doc", func() []byte { return ole("WordDocument") }, ".doc"},
	{"other ole", func() []byte { return ole("Contents") }, "OLE"},
	{"broken ole", func() []byte { return ole("Workbook")[:300] }, "OLE"},
	{"csv", func() []byte { return []byte("机关,数量\n某局,12\n") }, "CSV"},
	{"gb18030 csv", func() []byte { return []byte("\xbb\xfa\xb9\xd8,12\n") }, "CSV"},
	{"html", func() []byte { return []byte("<html><body><table></table></body></html>") }, "网页"},
	{"html with bom", func() []byte { return []byte("\ufeff\n<!DOCTYPE html><p>") }, "网页"},
	{"2003 xml", func() []byte {
		return []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>`)
	}, "2003"},
	{"pdf", func() []byte { return []byte("%PDF-1.7\n") }, "PDF"},
	{"winmail", func() []byte { return []byte("\x78\x9f\x3e\x22\x2f\x0e\x01\x06") }, "winmail.dat"},
	{"ppt", func() []byte { return ole("PowerPoint Document") }, ".ppt"},
	{"xls 4", func() []byte { return []byte("\x09\x04\x06\x00\x00\x00\x10\x00\xd3\x10") }, "Excel 4.0"},
	{"xls 2", func() []byte { return []byte("\x09\x00\x04\x00\x02\x00\x10\x00\xd3\x10") }, "Excel 4.0"},
	{"doc 2", func() []byte { return []byte("\xdb\xa5\x2d\x00\x31\x40") }, "Word 2.0"},
	{"2003 document", func() []byte {
		return []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`)
	}, "XML 格式的 Word 文档"},
	{"document in one XML", func() []byte {
		return []byte(`<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>`)
	}, "XML 格式的 Word 文档"},
	{"tar", func() []byte { return append(append(make([]byte, 257), "ustar"...), make([]byte, 250)...) }, "压缩包"},
	{"xz", func() []byte { return []byte("\xfd7zXZ\x00\x00") }, "压缩包"},
	{"iWork", func() []byte { return pack(nil, "Index/Document.iwa", "x") }, "iWork"},
	{"iWork of 2009", func() []byte { return pack(nil, "buildVersionHistory.plist", "x", "index.xml", "<x/>") }, "iWork"},
	{"blanks around equals signs", func() []byte { return raw(`<worksheet a = "b"/>`) }, "等号两旁"},
	{"rtf", func() []byte { return []byte(`{\rtf1}`) }, "RTF"},
	{"png", func() []byte { return []byte("\x89PNG\r\n\x1a\n") }, "图片"},
	{"gzip", func() []byte { return []byte("\x1f\x8b\x08\x00\x00") }, "压缩包"},
	{"binary", func() []byte { return []byte("\x00\x01\x02\x03") }, "不认识"},
	{"docx", func() []byte { return pack(nil, "[Content_Types].xml", "<Types/>", "word/document.xml", "<d/>") }, "Word"},
	{"pptx", func() []byte { return pack(nil, "[Content_Types].xml", "<Types/>", "ppt/presentation.xml", "<d/>") }, "pptx"},
	{"ofd", func() []byte { return pack(nil, "OFD.xml", "<d/>") }, "OFD"},
	{"ods", func() []byte {
		return pack(nil, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<d/>")
	}, "OpenDocument"},
	{"odt", func() []byte {
		return pack(nil, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<d/>")
	}, ".odt"},
	{"7z", func() []byte { return []byte("7z\xbc\xaf\x27\x1c\x00\x04") }, "压缩包"},
	{"rar", func() []byte { return []byte("Rar!\x1a\x07\x01\x00") }, "压缩包"},
	{"empty zip", func() []byte { return []byte("PK\x05\x06" + strings.Repeat("\x00", 18)) }, "压缩包"},
	{"jpeg", func() []byte { return []byte("\xff\xd8\xff\xe0") }, "图片"},
	{"tiff", func() []byte { return []byte("II*\x00\x08\x00") }, "图片"},
	{"webp", func() []byte { return []byte("RIFF\x24\x00\x00\x00WEBPVP8 ") }, "图片"},
	{"plain zip", func() []byte { return pack(nil, "a.txt", "a") }, "压缩包"},
	{"xlsb", func() []byte { return pack(nil, "[Content_Types].xml", "<Types/>", "xl/workbook.bin", "x") }, ".xlsb"},
	{"wrong checksum", crcBroken, "校验码"},
	{"duplicate part", func() []byte { return pack(parts(""), "XL/worksheets/SHEET1.xml", "<worksheet/>") }, "重复"},
	{"cut in the middle", func() []byte { return raw(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`) }, "XML"},
	{"not xml", func() []byte { return raw(`<worksheet><a></b></worksheet>`) }, "XML"},
	{"nothing", func() []byte { return raw("") }, "XML"},
	{"gbk", func() []byte { return raw("<?xml version=\"1.0\" encoding=\"GBK\"?><worksheet/>") }, "UTF-8"},
	{"doctype", func() []byte {
		return raw(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>`)
	}, "DOCTYPE"},
	{"entities", func() []byte {
		return with("xl/styles.xml", `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><styleSheet>&b;</styleSheet>`)
	}, "DOCTYPE"},
	{"row 0", func() []byte { return sheet(`<row r="0"/>`) }, "行号"},
	{"row -1", func() []byte { return sheet(`<row r="-1"/>`) }, "行号"},
	{"row 1048577", func() []byte { return sheet(`<row r="1048577"/>`) }, "行号"},
	{"row 2^31-1", func() []byte { return sheet(`<row r="2147483647"/>`) }, "行号"},
	{"row 007", func() []byte { return sheet(`<row r="007"/>`) }, "行号"},
	{"rows fall", func() []byte { return sheet(`<row r="2"/><row r="1"/>`) }, "次序"},
	{"rows repeat", func() []byte { return sheet(`<row r="1"/><row r="1"/>`) }, "次序"},
	{"cells fall", func() []byte { return sheet(`<row r="1"><c r="Z1"/><c r="C1"/></row>`) }, "次序"},
	{"A0", func() []byte { return sheet(`<row r="1"><c r="A0"/></row>`) }, "地址"},
	{"XFE1", func() []byte { return sheet(`<row r="1"><c r="XFE1"/></row>`) }, "地址"},
	{"ZZZZ1", func() []byte { return sheet(`<row r="1"><c r="ZZZZ1"/></row>`) }, "地址"},
	{"a1", func() []byte { return sheet(`<row r="1"><c r="a1"/></row>`) }, "地址"},
	{"$A$1", func() []byte { return sheet(`<row r="1"><c r="$A$1"/></row>`) }, "地址"},
	{"another row's cell", func() []byte { return sheet(`<row r="1"><c r="A2"/></row>`) }, "地址"},
	{"prefixed rows", func() []byte {
		return raw(`<x:worksheet xmlns:x="u"><x:sheetData><x:row r="0"/></x:sheetData></x:worksheet>`)
	}, "行号"},
	{"empty merge", func() []byte {
		return raw(`<worksheet><sheetData/><mergeCells><mergeCell ref=""/></mergeCells></worksheet>`)
	}, "合并"},
	{"texts of another part", func() []byte {
		ps := parts(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)
		ps["xl/other.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>`
		return pack(ps)
	}, "不存在的文字"},
	{"string 99", func() []byte { return sheet(`<row r="1"><c r="A1" t="s"><v>99</v></c></row>`) }, "不存在的文字"},
	{"string -1", func() []byte { return sheet(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`) }, "文字编号"},
	{"string abc", func() []byte { return sheet(`<row r="1"><c r="A1" t="s"><v>abc</v></c></row>`) }, "文字编号"},
}

// refusedWith checks that an error is a problem in both languages that says what to
// do, and what want says.
func refusedWith(t *testing.T, name, want string, err error) {
	t.Helper()
	var p *msg.Problem
	switch {
	case !errors.As(err, &p):
		t.Errorf("%s: accepted (%v)", name, err)
	case !strings.Contains(p.What.ZH, want):
		t.Errorf("%s: %q does not say %q", name, p.What.ZH, want)
	case p.Hint.IsZero() || p.What.EN == "":
		t.Errorf("%s: says not what to do, or not in English", name)
	}
}

// Every kind of file that is no workbook to read has its own sentence.
func TestHostile(t *testing.T) {
	for _, tc := range hostile {
		_, err := Open(tc.data())
		refusedWith(t, tc.name, tc.want, err)
	}
}

func good(t testing.TB) []byte {
	f := excelize.NewFile()
	for r := 1; r <= 60; r++ {
		for c := 1; c <= 10; c++ {
			ref, _ := excelize.CoordinatesToCellName(c, r)
			if c%3 == 0 {
				f.SetCellValue("Sheet1", ref, "文字"+ref)
			} else {
				f.SetCellValue("Sheet1", ref, r*c)
			}
		}
	}
	f.MergeCell("Sheet1", "A1", "B2")
	f.SetDefinedName(&excelize.DefinedName{Name: "x", RefersTo: "Sheet1!$A$1"})
	f.AddComment("Sheet1", excelize.Comment{Cell: "C3", Text: "批注"})
	f.AddChart("Sheet1", "M1", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$9"}}})
	f.NewSheet("流")
	sw, _ := f.NewStreamWriter("流")
	sw.SetRow("A1", []any{1, "a<b>&\"c\"", excelize.Cell{Formula: "A1+1", Value: 2}})
	sw.Flush()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoodFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"library":         good(t),
		"utf-16":          raw(utf16Part()),
		"utf-16 unmarked": raw(utf16Part()[2:]),
		"bare":            sheet(`<row r="1"><c r="A1"><v>1</v></c></row>`),
		"without r":       sheet(`<row><c><v>1</v></c><c/></row><row><c/></row>`),
		"bom and comment": raw("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x --><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t='inlineStr'><is><t><![CDATA[a<b]]></t></is></c></row></sheetData></worksheet>\n"),
		"styled to AMJ": sheet(repeat(1000, func(i int) string {
			return fmt.Sprintf(`<row r="%d"><c r="A%d"/><c r="AMJ%d"/></row>`, i+1, i+1, i+1)
		})),
	} {
		f, err := Open(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := f.Value(f.GetSheetList()[0], "A1"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the scanner accepts, encoding/xml accepts with the same counts.
func FuzzScan(f *testing.F) {
	for _, p := range parts(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="C3"/></row>`) {
		f.Add([]byte(p))
	}
	for _, s := range []string{`<a b="1" b="2"/>`, `<a>]]></a>`, `<a>&amp;&#x41;&bad;</a>`, `<a><!-- - -- --></a>`, `<?xml version="1.0"?><a/>`, `<a/><b/>`, `<x:a xmlns:x="u"/>`, "<a\t b='>'/>", "<a>\x00</a>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := scanner{lim: Default, masters: map[string]int{}}
		c, err := s.scan(data, false)
		if err != nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(data))
		depth, deepest, elements := 0, 0, 0
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q: accepted, but encoding/xml says %v", data, err)
			}
			switch tok.(type) {
			case xml.StartElement:
				elements++
				depth++
				deepest = max(deepest, depth)
			case xml.EndElement:
				depth--
			}
		}
		if deepest != c.depth || elements != s.sum.elements {
			t.Fatalf("%q: %+v against depth %d elements %d", data, c, deepest, elements)
		}
		if c.root != "worksheet" {
			return
		}
		// What is written for the library has the same cells with content.
		want, err := filledCells(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := filledCells(c.sheet)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q became %q: %q, not %q: %v", data, c.sheet, got, want, err)
		}
	})
}

// filledCells are the texts of the cells of a worksheet that have a value or a formula.
func filledCells(sheet []byte) ([]string, error) {
	var x struct {
		XMLName xml.Name
		Rows    []struct {
			Cells []struct {
				V *string   `xml:"v"`
				F *struct{} `xml:"f"`
				I struct {
					T []string `xml:"t"`
					R []struct {
						T []string `xml:"t"`
					} `xml:"r"`
				} `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	err := xml.Unmarshal(sheet, &x)
	var out []string
	for _, r := range x.Rows {
		for _, c := range r.Cells {
			text := strings.Join(c.I.T, "")
			for _, run := range c.I.R {
				text += strings.Join(run.T, "")
			}
			if c.V != nil {
				text += *c.V
			}
			if text != "" || c.F != nil {
				out = append(out, fmt.Sprintf("%t %s", c.F != nil, text))
			}
		}
	}
	return out, err
}

func FuzzOpen(f *testing.F) {
	for _, tc := range hostile {
		f.Add(tc.data())
	}
	f.Add(good(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, err := Open(data); err == nil {
			for _, s := range x.GetSheetList() {
				x.Value(s, "A1")
			}
			x.Close()
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	data := good(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := Check(data, Default); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRawToken is the floor: every part inflated and cut into tokens.
func BenchmarkRawToken(b *testing.B) {
	data := good(b)
	b.ReportAllocs()
	for b.Loop() {
		zr, _ := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		for _, e := range zr.File {
			rc, _ := e.Open()
			d := xml.NewDecoder(rc)
			for {
				if _, err := d.RawToken(); err != nil {
					break
				}
			}
		}
	}
}
