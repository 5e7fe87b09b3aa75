package read

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/layout"
)

// flatPackage is a .docx as one XML file.
func flatPackage(t testing.TB, word []byte) []byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(word), int64(len(word)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<?mso-application progid=\"Word.Document\"?>\r\n<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">")
	for _, e := range zr.File {
		if e.Name == "[Content_Types].xml" {
			continue
		}
		rc, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(`<pkg:part pkg:name="/` + e.Name + `" pkg:contentType="application/xml">`)
		if text := string(part); strings.HasPrefix(text, "<") {
			if _, rest, ok := strings.Cut(text, "?>"); ok {
				text = rest
			}
			b.WriteString("<pkg:xmlData>" + text + "</pkg:xmlData>")
		} else {
			b.WriteString("<pkg:binaryData>AAAA</pkg:binaryData>")
		}
		b.WriteString("</pkg:part>")
	}
	b.WriteString("</pkg:package>")
	return b.Bytes()
}

// A document in one XML file with its parts one after the other is read as the .docx that it was made of.
func TestFlatPackage(t *testing.T) {
	for _, tc := range words {
		if strings.Contains(strings.Join(tc.more, ""), "<broken") {
			continue // such parts are no XML, and no file of XML holds them
		}
		t.Run(tc.name, func(t *testing.T) {
			same(t, tc.want, show(read(t, "a.xml", flatPackage(t, word(tc.body, tc.more...)))))
		})
	}
}

// word2003 is a document of Word 2003 of its body and what stands before it.
func word2003(body, before string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<?mso-application progid="Word.Document"?>` +
		`<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:v" xmlns:o="urn:o">` +
		before + `<w:body><wx:sect>` + body + `<w:sectPr><w:hdr w:type="odd">` + p("页眉") + `</w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>`)
}

// change is a change of Word 2003 that was tracked.
func change(kind, content string) string {
	return `<aml:annotation aml:id="1" w:type="Word.` + kind + `" aml:author="某科长"><aml:content>` + content + `</aml:content></aml:annotation>`
}

// lists2003 are two lists of Word 2003: one by its paragraphs, one by a style.
const lists2003 = `<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlText w:val="%2."/></w:lvl></w:listDef>` +
	`<w:listDef w:listDefId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:nfc w:val="37"/><w:lvlText w:val="（%1）"/></w:lvl></w:listDef>` +
	`<w:list w:ilfo="1"><w:ilst w:val="0"/></w:list><w:list w:ilfo="2"><w:ilst w:val="1"/></w:list></w:lists>`

// listed2003 is a paragraph of a list.
func listed2003(ilfo, level, text string) string {
	return `<w:p><w:pPr><w:listPr><w:ilvl w:val="` + level + `"/><w:ilfo w:val="` + ilfo + `"/><wx:t wx:val="9."/></w:listPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestWord2003(t *testing.T) {
	for _, tc := range []struct{ name, body, before, want string }{
		{"paragraphs and tables", p("甲") + tbl(tr("a", "span=2:b"), tr("c", "d", "e")), "", "0=甲\n0=a | 1[1x2]=b\n0=c | 1=d | 2=e"},
		{"sections of an outline", `<wx:sub-section>` + p("一、总体情况") + `<wx:sub-section>` + p("甲") + `</wx:sub-section></wx:sub-section>`, "", "0=一、总体情况\n0=甲"},
		{"vertical merges", strings.ReplaceAll(tbl(tr("top:a", "b"), tr("up:", "c"), tr("d", "e")), "w:vMerge", "w:vmerge"), "", "0[2x1]=a | 1=b\n1=c\n0=d | 1=e"},
		{"a deletion and an insertion", runs(change("Deletion", `<w:r><w:delText>12件</w:delText></w:r>`) + change("Insertion", `<w:r><w:t>13件</w:t></w:r>`)), "", "0=13件"},
		{"paragraphs and a table inserted", change("Insertion", p("甲")+tbl(tr("a"))), "", "0=甲\n0=a"},
		{"a row deleted", tbl(tr("a"), strings.Replace(tr("b"), "<w:tr>", "<w:tr><w:trPr>"+change("Deletion", "")+"</w:trPr>", 1), tr("c")), "", "0=a\n0=c"},
		{"a row inserted", tbl(tr("a"), strings.Replace(tr("b"), "<w:tr>", "<w:tr><w:trPr>"+change("Insertion", "")+"</w:trPr>", 1)), "", "0=a\n0=b"},
		{"a comment", runs(`<w:r><w:t>3</w:t></w:r>` + change("Comment", p("请再核"))), "", "0=3"},
		{"earlier properties", runs(`<w:r><w:rPr>` + change("Formatting", `<w:rPr><w:vanish/></w:rPr>`) + `</w:rPr><w:t>甲</w:t></w:r>`), "", "0=甲"},
		{"hidden and struck text", runs(`<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>12</w:t></w:r><w:r><w:rPr><w:strike w:val="off"/></w:rPr><w:t>13</w:t></w:r>`), "", "0=13?内部?~12~"},
		{"hidden by the style that counts where none is named", p("甲") + styled("shown", `<w:r><w:t>乙</w:t></w:r>`), `<w:styles><w:style w:type="paragraph" w:default="on" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="shown"/></w:styles>`, "0=乙\n第1段之前: ?甲?"},
		{"a low row", tbl(tr("a"), strings.Replace(tr("b"), "<w:tr>", `<w:tr><w:trPr><w:trHeight w:val="20" w:h-rule="exact"/></w:trPr>`, 1)), "", "0=a\n表格1!第1行之后: ?b?"},
		{"footnotes where they are referred to", runs(`<w:r><w:t>84</w:t></w:r><w:r><w:footnote>` + p("含转办") + `</w:footnote></w:r>`), "", "0=84（注：含转办）"},
		{"lists", listed2003("1", "0", "总体") + listed2003("1", "1", "甲") + listed2003("1", "1", "乙") + listed2003("1", "0", "主动"), lists2003, "0=一、总体\n0=1.甲\n0=2.乙\n0=二、主动"},
		{"a list of a style", styled("item", `<w:r><w:t>甲</w:t></w:r>`), `<w:styles><w:style w:type="paragraph" w:styleId="item"><w:pPr><w:listPr><w:ilfo w:val="2"/></w:listPr></w:pPr></w:style></w:styles>` + lists2003, "0=（三）甲"},
		{"a text box, and the data of a picture", runs(`<w:r><w:pict><w:binData w:name="a">AAAA</w:binData><v:shape><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`), "", "0=框"},
		{"a property of the document is no text", p("甲"), `<o:DocumentProperties><o:Title>标题</o:Title></o:DocumentProperties>`, "0=甲"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			same(t, tc.want, show(read(t, "a.xml", word2003(tc.body, tc.before))))
		})
	}
}

func TestBadOneFiles(t *testing.T) {
	flat := func(parts string) []byte {
		return []byte(`<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` + parts + `</pkg:package>`)
	}
	part := func(name, content string) string {
		return `<pkg:part pkg:name="/` + name + `"><pkg:xmlData>` + content + `</pkg:xmlData></pkg:part>`
	}
	document := part("word/document.xml", "<w:document/>")
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"a package without a text", flat(part("word/styles.xml", "<w:styles/>")), "没有正文"},
		{"an empty package", flat(""), "没有正文"},
		{"a part twice", flat(document + document), "部件重复"},
		{"a document of Word 2003 without a text", []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`), "没有正文"},
		{"two texts", bytes.Replace(word2003(p("甲"), ""), []byte("</w:wordDocument>"), []byte("<w:body/></w:wordDocument>"), 1), "部件重复"},
		{"cut", word2003(p("甲"), "")[:480], "不是有效的 XML"},
		{"a package that was cut", flatPackage(t, word(p("甲")))[:400], "不是有效的 XML"},
		{"doctype", bytes.Replace(word2003(p("甲"), ""), []byte("<w:body>"), []byte(`<!DOCTYPE a><w:body>`), 1), "DOCTYPE"},
		{"parts", flat(strings.Repeat(part("a", ""), docx.Default.Entries+1)), "部件过多"},
		{"elements", word2003(strings.Repeat("<w:r/>", 2*docx.Default.Elements), ""), "内容过多"},
		{"deep", word2003(strings.Repeat("<a>", 300)+strings.Repeat("</a>", 300), ""), "嵌套过深"},
		{"cells", word2003(tbl(strings.Repeat(tr("1", "2"), layout.MaxCells/2)), ""), "超过"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, kind, err := Read("a.xml", tc.data)
			if got := problem(t, err); !strings.Contains(got, tc.want) || kind.IsZero() {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
	for name, data := range map[string]string{
		"an XML file that names the format": `<?xml version="1.0"?><settings note="http://schemas.microsoft.com/office/word/2003/wordml"/>`,
		"a page that does":                  `<html xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><body>甲</body></html>`,
		"a document with a document type":   string(bytes.Replace(word2003(p("甲"), ""), []byte("<w:wordDocument"), []byte(`<!DOCTYPE a [<!ENTITY b "c">]><w:wordDocument`), 1)),
		"another package":                   `<?xml version="1.0"?><package xmlns="urn:other"/>`,
	} {
		if _, ok, _ := docx.ReadOneFile([]byte(data)); ok {
			t.Errorf("%s is taken for a document", name)
		}
	}
}

// A document in another encoding than UTF-8 is read all the same.
func TestOneFileEncodings(t *testing.T) {
	data := bytes.Replace(word2003(p("甲"), ""), []byte("UTF-8"), []byte("UTF-16"), 1)
	wide := []byte{0xff, 0xfe}
	for _, c := range string(data) {
		wide = append(wide, byte(c), byte(c>>8))
	}
	same(t, "0=甲", show(read(t, "a.xml", wide)))
}

// What a document in one XML file keeps besides what it shows is listed as that of a .docx is.
func TestOneFileLeftovers(t *testing.T) {
	deleted := `<w:del w:author="某科长"><w:r><w:delText>12件</w:delText></w:r></w:del>`
	for _, tc := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a package", flatPackage(t, word(runs(deleted), "word/media/image1.png", "x")), []string{"PUB-AUTHOR 某科长", "PUB-HIDDEN 12件", "PUB-UNSEARCHED word/media/image1.png"}},
		{"a package with nothing", flatPackage(t, word(p("甲"))), nil},
		{"Word 2003", word2003(runs(change("Deletion", `<w:r><w:delText>12件</w:delText></w:r>`))+runs(strings.Replace(change("Comment", p("请再核")), "某科长", "某处长", 1)), `<o:DocumentProperties><o:Author>某科员</o:Author></o:DocumentProperties>`),
			[]string{"PUB-AUTHOR 某科员", "PUB-AUTHOR 某科长", "PUB-HIDDEN 12件", "PUB-COMMENT 请再核", "PUB-AUTHOR 某处长", "PUB-UNSEARCHED"}},
		{"Word 2003 with nothing", word2003(p("甲"), ""), []string{"PUB-UNSEARCHED"}},
	} {
		notes, ok, err := TextLeftovers(tc.data)
		var got []string
		for _, n := range notes {
			got = append(got, strings.TrimSpace(n.Rule+" "+n.Found+n.Cell))
		}
		if !ok || err != nil || strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
			t.Errorf("%s: %q, want %q; %v", tc.name, got, tc.want, err)
		}
	}
}
