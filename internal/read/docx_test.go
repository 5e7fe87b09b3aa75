package read

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/msg"
)

// show writes what was read, a row on a line: cells as column=text, with their
// spans where they have any, and what was left out of them: ~struck~, ?unseen?, #picture#, !unclear!.
// What was left out as a whole and the pictures between follow, with their places.
func show(sheets []*intake.Sheet) string {
	var b strings.Builder
	for i, s := range sheets {
		if i > 0 {
			b.WriteString("--\n")
		}
		row := -1
		for _, c := range s.Cells {
			switch {
			case row < 0 || c.Row != row:
				if row >= 0 {
					b.WriteByte('\n')
				}
				row = c.Row
			default:
				b.WriteString(" | ")
			}
			fmt.Fprintf(&b, "%d", c.Col)
			if c.Rows > 1 || c.Cols > 1 {
				fmt.Fprintf(&b, "[%dx%d]", c.Rows, c.Cols)
			}
			fmt.Fprintf(&b, "=%s%s", strings.ReplaceAll(c.Cell.Text, "\n", "⏎"), left(c.Cell))
			for _, said := range c.Cell.Said {
				b.WriteString("（" + said.ZH + "）")
			}
		}
		b.WriteByte('\n')
		for _, c := range s.Left {
			fmt.Fprintf(&b, "%s: %s\n", c.Address, left(c))
		}
		for _, p := range s.Pictures {
			fmt.Fprintf(&b, "%s: #%s#\n", p.Cell.Address, p.Cell.Text)
		}
	}
	return b.String()
}

// left shows what was left out of a cell.
func left(c intake.Cell) string {
	marks := map[intake.Look]string{intake.Struck: "~", intake.Unseen: "?", intake.Picture: "#", intake.Unclear: "!"}
	out := ""
	for _, r := range c.Left {
		out += marks[r.Look] + strings.ReplaceAll(r.Text, "\n", "⏎") + marks[r.Look]
	}
	return out
}

func read(t *testing.T, name string, data []byte) []*intake.Sheet {
	t.Helper()
	sheets, kind, err := Read(name, data)
	if err != nil || kind.IsZero() {
		t.Fatalf("%s: %v, %v", name, kind, err)
	}
	return sheets
}

func same(t *testing.T, want, got string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); d != "" {
		t.Errorf("want -, got +\n%s", d)
	}
}

// problem is the Chinese sentence of an error that says what to do.
func problem(t *testing.T, err error) string {
	t.Helper()
	p, ok := err.(*msg.Problem)
	if !ok || p.What.ZH == "" || p.What.EN == "" || p.Hint.IsZero() {
		t.Fatalf("no problem with a next step: %#v", err)
	}
	return p.What.ZH
}

const wordSpace = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:o" xmlns:m="urn:m" xmlns:a="urn:a" xmlns:pic="urn:p" xmlns:wp="urn:wp"`

// word makes a document of its body and of further parts by name.
func word(body string, more ...string) []byte {
	parts := []string{"[Content_Types].xml", "<Types/>", "word/document.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document` + wordSpace + `><w:body>` + body + `</w:body></w:document>`}
	return zipped(append(parts, more...)...)
}

// dropDown is a drop-down list of 60 and 66 with properties that say which of them is shown.
func dropDown(chosen string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>` + chosen + `<w:listEntry w:val="60"/><w:listEntry w:val="66"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>` + fld("end")
}

// checkBox is a box to tick with properties that say whether it is, and a word behind it.
func checkBox(ticked string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/>` + ticked + `</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>` + fld("end") + `<w:r><w:t>是</w:t></w:r>`
}

func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			panic(err)
		}
		io.WriteString(w, parts[i+1])
	}
	z.Close()
	return b.Bytes()
}

func p(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// tr makes a row of cells given as properties and text.
func tr(cells ...string) string {
	var b strings.Builder
	b.WriteString("<w:tr>")
	for _, c := range cells {
		props, text, ok := strings.Cut(c, ":")
		if !ok {
			props, text = "", c
		}
		pr := ""
		for _, s := range strings.Fields(props) {
			key, n, _ := strings.Cut(s, "=")
			switch key {
			case "span":
				pr += `<w:gridSpan w:val="` + n + `"/>`
			case "top":
				pr += `<w:vMerge w:val="restart"/>`
			case "up":
				pr += `<w:vMerge/>`
			case "deleted":
				pr += `<w:cellDel w:id="1" w:author="x"/>`
			case "inserted":
				pr += `<w:cellIns w:id="1" w:author="x"/>`
			}
		}
		fmt.Fprintf(&b, "<w:tc><w:tcPr><w:tcW w:w=\"1\"/>%s<w:hideMark/></w:tcPr>%s</w:tc>", pr, p(text))
	}
	return b.String() + "</w:tr>"
}

func tbl(rows ...string) string {
	return "<w:tbl><w:tblPr><w:tblStyle/></w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>" + strings.Join(rows, "") + "</w:tbl>"
}

// numberingPart has a list numbered 一、（一） 1. and a second that counts on its own.
const numberingPart = `<w:numbering` + wordSpace + `>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>`

const stylesPart = `<w:styles` + wordSpace + `>
<w:style w:type="paragraph" w:default="1" w:styleId="a"/>
<w:style w:type="paragraph" w:styleId="Head"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Head"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Pool"/></w:style>
<w:style w:type="paragraph" w:styleId="Pool"><w:basedOn w:val="Loop"/></w:style>
</w:styles>`

// looksPart has styles that strike out, hide, raise and shade.
const looksPart = `<w:styles` + wordSpace + `>
<w:style w:type="paragraph" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="StruckToo"><w:basedOn w:val="Struck"/></w:style>
<w:style w:type="paragraph" w:styleId="Shaded"><w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Del"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>`

const up = `<w:vertAlign w:val="superscript"/>`

// set is a run with properties.
func set(props, text string) string {
	return "<w:r><w:rPr>" + props + "</w:rPr><w:t>" + text + "</w:t></w:r>"
}

func runs(runs string) string { return "<w:p>" + runs + "</w:p>" }

func styled(style, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + "</w:p>"
}

func fld(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }

// cells is a table of one row, of cells with a paragraph of runs each.
func cells(paragraphs ...string) string {
	var b strings.Builder
	for _, r := range paragraphs {
		b.WriteString("<w:tc>" + runs(r) + "</w:tc>")
	}
	return tbl("<w:tr>" + b.String() + "</w:tr>")
}

// gridded is a table whose columns have widths.
func gridded(widths string, rows ...string) string {
	grid := ""
	for _, w := range strings.Fields(widths) {
		grid += `<w:gridCol w:w="` + w + `"/>`
	}
	return "<w:tbl><w:tblGrid>" + grid + "</w:tblGrid>" + strings.Join(rows, "") + "</w:tbl>"
}

// wide makes a row of cells given as width, columns and text.
func wide(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		f := strings.SplitN(c, ":", 3)
		b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + f[0] + `" w:type="dxa"/><w:gridSpan w:val="` + f[1] + `"/></w:tcPr>` + p(f[2]) + "</w:tc>")
	}
	return "<w:tr>" + b.String() + "</w:tr>"
}

func listed(props, text string) string {
	return "<w:p><w:pPr>" + props + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>"
}

func numPr(num, level string) string {
	return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr>`
}

var words = []struct {
	name, body string
	more       []string
	want       string
}{
	{"paragraphs and tables", p("甲") + tbl(tr("a", "b"), tr("c", "d")) + p("乙") + tbl(tr("e")), nil,
		"0=甲\n0=a | 1=b\n0=c | 1=d\n0=乙\n0=e"},
	{"spans", tbl(tr("span=2:a", "b"), tr("c", "span=2:d"), tr("e", "f", "g")), nil,
		"0[1x2]=a | 2=b\n0=c | 1[1x2]=d\n0=e | 1=f | 2=g"},
	{"vertical merges", tbl(tr("top:a", "b"), tr("up:", "c"), tr("up:", "d"), tr("top:e", "f"), tr("up:", "g")), nil,
		"0[3x1]=a | 1=b\n1=c\n1=d\n0[2x1]=e | 1=f\n1=g"},
	{"a merge that goes on under another width is a cell", tbl(tr("top:a", "b", "c"), tr("span=2 up:", "d"), tr("e", "f", "up:g")), nil,
		"0=a | 1=b | 2=c\n0[1x2]= | 2=d\n0=e | 1=f | 2=g"},
	{"deleted and inserted cells", tbl(tr("a", "deleted:b", "c"), tr("1", "deleted:2", "3"), tr("x", "inserted:y")), nil,
		"0=a | 1=c\n0=1 | 1=3\n0=x | 1=y"},
	{"a merge does not skip a row", tbl(tr("top:a", "b"), tr("span=2:c"), tr("up:", "d")), nil,
		"0=a | 1=b\n0[1x2]=c\n0= | 1=d"},
	{"cells before the first", tbl(tr("a", "b"), `<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>`+strings.TrimPrefix(tr("c"), "<w:tr>")), nil,
		"0=a | 1=b\n1=c"},
	{"layout tables", tbl("<w:tr><w:tc>"+p("左")+tbl(tr("1", "2"), tr("3", "4"))+p("右")+"</w:tc></w:tr>") + p("后"), nil,
		"0=左\n0=1 | 1=2\n0=3 | 1=4\n0=右\n0=后"},
	{"frames in cells", tbl("<w:tr><w:tc>"+p("a")+"</w:tc><w:tc>"+tbl("<w:tr><w:tc>"+tbl(tr("12"))+p("")+"</w:tc></w:tr>")+p("")+"</w:tc></w:tr>", tr("b", "2")), nil,
		"0=a | 1=12\n0=b | 1=2\n"},
	{"a table among cells", tbl("<w:tr><w:tc>"+p("a")+"</w:tc><w:tc>"+tbl(tr("1", "2"))+p("")+"</w:tc></w:tr>", tr("b", "2")), nil,
		"0=a\n0=1 | 1=2\n0=b | 1=2\n"},
	{"a row that holds a table among rows of figures", tbl(tr("a", "1"), "<w:tr><w:tc>"+tbl(tr("x"))+p("")+"</w:tc></w:tr>", tr("b", "2")), nil,
		"0=a | 1=1\n0=x\n0=b | 1=2"},
	{"tabs and breaks", `<w:p><w:r><w:t>甲</w:t><w:tab/><w:t xml:space="preserve"> 乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>` + tbl("<w:tr><w:tc>"+p("22")+p("（其中修订16件）")+"</w:tc></w:tr>"), nil,
		"0=甲  乙\n0=丙-1\n0=22⏎（其中修订16件）"},
	{"changes", `<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>` +
		tbl(tr("a", "1"), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>`+p("gone")+`</w:tc></w:tr>`, `<w:tr><w:trPr><w:ins w:id="2"/></w:trPr><w:tc>`+p("new")+`</w:tc></w:tr>`), nil,
		"0=收到13件\n0=a | 1=1\n0=new"},
	{"hidden text and rows", `<w:p><w:r><w:t>1</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>3</w:t></w:r></w:p>` + tbl(`<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>`+p("x")+`</w:tc></w:tr>`, tr("y")), nil,
		"0=13?2?\n0=y\n表格1!第1行之前: ?x?"},
	{"text boxes once", `<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + p("框内") + tbl(tr("1", "2")) + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("框内") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>`, nil,
		"0=前后\n0=框内\n0=1 | 1=2"},
	{"an old text box", `<w:p><w:r><w:pict><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, nil, "0=框"},
	{"content controls around rows, cells and tables", `<w:sdt><w:sdtContent>` + p("甲") + `<w:tbl><w:sdt><w:sdtContent>` + tr("a", "b") + `</w:sdtContent></w:sdt><w:tr><w:sdt><w:sdtPr/><w:sdtContent><w:tc>` + p("c") + `</w:tc></w:sdtContent></w:sdt><w:tc><w:sdt><w:sdtContent>` + p("d") + `</w:sdtContent></w:sdt></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>`, nil,
		"0=甲\n0=a | 1=b\n0=c | 1=d"},
	{"the prompt of a content control is no text", tbl(`<w:tr><w:tc><w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc><w:tc><w:p><w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc></w:tr>`), nil,
		"0= | 1=5"},
	{"fields show their result", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r><w:r><w:t>15</w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>页</w:t></w:r></w:fldSimple></w:p>`, nil, "0=15页"},
	{"what a field asks is not shown", `<w:p><w:r><w:t>较上年1</w:t></w:r>` + fld("begin") + `<w:r><w:instrText>IF </w:instrText></w:r>` + fld("begin") + `<w:r><w:instrText>=SUM(B:B)</w:instrText></w:r>` + fld("separate") + `<w:r><w:t>46</w:t></w:r>` + fld("end") + fld("begin") + `<w:r><w:instrText>=C1</w:instrText></w:r>` + fld("end") +
		`<w:r><w:instrText> &gt; 0 "2增加46" "减少46"</w:instrText></w:r>` + fld("separate") + `<w:r><w:t>2增加46</w:t></w:r>` + fld("end") + `<w:r><w:t>件</w:t></w:r></w:p>`, nil, "0=较上年12增加46件"},
	{"what a field asks that shows no answer is kept", `<w:p>` + fld("begin") + `<w:r><w:instrText>IF </w:instrText></w:r>` + fld("begin") + `<w:r><w:instrText>=B1</w:instrText></w:r>` + fld("separate") + `<w:r><w:t>46</w:t></w:r>` + fld("end") + `<w:r><w:t>件</w:t></w:r></w:p>`, nil, "0=46件"},
	{"an answer in another paragraph", `<w:p><w:r><w:t>一</w:t></w:r>` + fld("begin") + `<w:r><w:instrText>IF 1 = 1</w:instrText></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r>` + fld("separate") + `<w:r><w:t>三</w:t></w:r>` + fld("end") + `</w:p>`, nil, "0=一\n0=二三"},
	{"footnotes", `<w:p><w:r><w:t>746</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>尾</w:t><w:endnoteReference w:id="3"/></w:r></w:p>`,
		[]string{"word/footnotes.xml", `<w:footnotes` + wordSpace + `><w:footnote w:type="separator" w:id="0">` + p("横线") + `</w:footnote><w:footnote w:id="2">` + p("不重复") + p("统计") + `</w:footnote></w:footnotes>`,
			"word/endnotes.xml", `<w:endnotes` + wordSpace + `><w:endnote w:id="3">` + p("末注") + `</w:endnote></w:endnotes>`},
		"0=746（注：不重复 统计）\n0=尾（注：末注）"},
	{"automatic numbers", listed(numPr("1", "0"), "总体情况") + listed(numPr("1", "1"), "主动公开") + listed(numPr("1", "2"), "其一") + listed(numPr("1", "2"), "其二") + listed(numPr("1", "1"), "依申请公开") + listed(numPr("1", "0"), "主动公开政府信息情况") + listed(numPr("1", "1"), "再起") + listed(numPr("0", "0"), "无号") + listed(numPr("1", "0"), "") + listed(numPr("1", "0"), "四") + listed(numPr("1", "3"), "点") + listed(numPr("9", "0"), "无此表"),
		[]string{"word/numbering.xml", numberingPart},
		"0=一、总体情况\n0=（一）主动公开\n0=1.其一\n0=2.其二\n0=（二）依申请公开\n0=二、主动公开政府信息情况\n0=（一）再起\n0=无号\n0=四、四\n0=点\n0=无此表"},
	{"a list that begins at another number", listed(numPr("2", "0"), "甲") + listed(numPr("2", "0"), "乙"), []string{"word/numbering.xml", numberingPart}, "0=五、甲\n0=六、乙"},
	{"numbers by style", listed(`<w:pStyle w:val="Head"/>`, "甲") + listed(`<w:pStyle w:val="Sub"/>`, "乙") + listed(`<w:pStyle w:val="Loop"/>`, "丙") + listed(`<w:pStyle w:val="Head"/>`, "丁") + listed(`<w:pStyle w:val="Head"/>`+numPr("0", "0"), "戊") + listed(`<w:pPrChange><w:pPr>`+numPr("1", "0")+`</w:pPr></w:pPrChange>`, "己"),
		[]string{"word/numbering.xml", numberingPart, "word/styles.xml", stylesPart},
		"0=一、甲\n0=（一）乙\n0=丙\n0=二、丁\n0=戊\n0=己"},
	{"struck and hidden runs", cells(
		set("<w:strike/>", "6")+set("", "66"), set("<w:dstrike/>", "6")+set("", "66"), set(`<w:strike w:val="0"/>`, "66"), set("<w:strike/>", "66"),
		set(`<w:color w:val="FFFFFF"/>`, "6")+set("", "66"), set(`<w:color w:val="FEFEFE"/>`, "66"), set(`<w:color w:val="auto"/>`, "66"),
		set(`<w:sz w:val="2"/>`, "6")+set("", "66"), set(`<w:textFill><w:noFill/></w:textFill>`, "6")+set("", "66"), set(`<w:textOutline><w:noFill/></w:textOutline>`, "66"),
		set(`<w:strike/><w:rPrChange><w:rPr/></w:rPrChange>`, "6")+set(`<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>`, "66")), nil,
		"0=66~6~ | 1=66~6~ | 2=66 | 3=~66~ | 4=66?6? | 5=?66? | 6=66 | 7=66?6? | 8=66?6? | 9=66 | 10=66~6~"},
	{"white on dark is seen", tbl(`<w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr>`+runs(set(`<w:color w:val="FFFFFF"/>`, "66"))+`</w:tc><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr>`+runs(set(`<w:color w:val="1F4E79"/>`, "6")+set(`<w:color w:val="FFFFFF"/>`, "66"))+`</w:tc><w:tc>`+
		runs(set(`<w:shd w:val="clear" w:fill="000000"/><w:color w:val="FFFFFF"/>`, "66"))+`</w:tc><w:tc>`+runs(set(`<w:highlight w:val="black"/><w:color w:val="FFFFFF"/>`, "66"))+`</w:tc></w:tr>`) +
		`<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>` + `<w:tr><w:tc>` + runs(set(`<w:color w:val="FFFFFF"/>`, "66")) + `</w:tc><w:tc>` + runs(set(`<w:color w:val="FFFFFF"/>`, "6")+set("", "66")) + `</w:tc></w:tr></w:tbl>`, []string{"word/styles.xml", looksPart},
		"0=66 | 1=66?6? | 2=66 | 3=66\n0=66 | 1=66?6?"},
	{"white over a picture", `<w:p><w:r><w:drawing><wp:anchor behindDoc="1"><a:blip/></wp:anchor></w:drawing></w:r></w:p>` + runs(set(`<w:color w:val="FFFFFF"/>`, "标题")) + runs(set(`<w:color w:val="FFFFFF"/>`, "6")+set("", "66")), nil, "0=标题\n0=66?6?\n第1段之前: ##"},
	{"looks by style", styled("Struck", set("", "a")) + styled("StruckToo", set("", "b")) + styled("Struck", set("<w:strike w:val=\"0\"/>", "c")) + styled("Struck", set(`<w:rStyle w:val="Del"/>`, "d")) +
		styled("", set(`<w:rStyle w:val="Del"/>`, "6")+set("", "66")) + styled("", set("", "66")+set(`<w:rStyle w:val="Ref"/>`, "1")) + styled("", set(`<w:rStyle w:val="Gone"/>`, "6")+set("", "66")) +
		styled("Shaded", set(`<w:color w:val="FFFFFF"/>`, "e")), []string{"word/styles.xml", looksPart},
		"0=c\n0=d\n0=66~6~\n0=66¹\n0=66?6?\n0=e\n第1段之前: ~a~\n第1段之前: ~b~"},
	{"raised marks", cells(
		set("", "66")+set(up, "1"), set("", "66")+set(up, "[1]"), set("", "66")+set(up, "注1"), set("", "66")+set(up, "①"), set("", "66")+set(up, "1")+set(up, ",2"), set("", "66")+set(up, "a"),
		set("", "66")+set(`<w:vertAlign w:val="subscript"/>`, "2"), set("", "66")+set(`<w:position w:val="8"/>`, "1"), set(`<w:position w:val="8"/>`, "66"), set(up, "66"), set("", "66")+set(up, "1)"),
		set("", "12.5")+set(up, "万元"), set("", "66")+`<w:hyperlink w:anchor="n">`+set(up, "1")+`</w:hyperlink>`), nil,
		"0=66¹ | 1=66[¹] | 2=66（注1） | 3=66① | 4=66（1,2） | 5=66（a） | 6=66₂ | 7=66¹ | 8=66 | 9=66 | 10=66（1） | 11=12.5万元 | 12=66¹"},
	{"raised in sentences", runs(set("", "面积57m") + set(up, "2") + set("", "，收到57件") + set(up, "注")), nil, "0=面积57m²，收到57件注"},
	{"references to notes", cells(
		set("", "66")+fld("begin")+`<w:r><w:instrText> NOTEREF _Ref1 \h </w:instrText></w:r>`+fld("separate")+set("", "1")+fld("end"),
		set("", "66")+`<w:fldSimple w:instr="NOTEREF _Ref1">`+set("", "1")+`</w:fldSimple>`,
		fld("begin")+`<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>`+fld("separate")+set("", "66")+fld("end")+set("", "1"),
		set("", "66")+`<w:r><w:commentReference w:id="0"/></w:r>`, set("", "66")+`<m:oMath><m:sSup><m:e><m:r><m:t>5</m:t></m:r></m:e><m:sup><m:r><m:t>1</m:t></m:r></m:sup></m:sSup></m:oMath>`), nil,
		"0=66¹ | 1=66¹ | 2=661 | 3=66 | 4=665¹"},
	{"fractions and roots", cells(`<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>`,
		set("", "66")+`<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>`,
		`<m:oMath><m:rad><m:e><m:r><m:t>9</m:t></m:r></m:e></m:rad></m:oMath>`, `<m:oMath><m:r><m:t>66</m:t></m:r></m:oMath>`), nil,
		"0=1/3 | 1=66 1/2 | 2=√9 | 3=66"},
	{"what shows otherwise than it is stored", cells(
		set("", "6")+`<w:r><w:sym w:font="Symbol" w:char="F036"/></w:r>`, set("", "6")+`<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>`,
		fld("begin")+`<w:r><w:instrText> EQ \s\up5(1) </w:instrText></w:r>`+fld("end")+set("", "66"), `<w:fldSimple w:instr=" = 60+6 "/>`, `<w:fldSimple w:instr=" REF a "><w:r><w:t>66</w:t></w:r></w:fldSimple>`,
		`<w:bdo w:val="rtl">`+set("", "12")+`</w:bdo>`, `<w:bdo w:val="ltr">`+set("", "12")+`</w:bdo>`, fld("begin")+`<w:r><w:instrText> FORMTEXT </w:instrText></w:r>`+fld("separate")+fld("end")), nil,
		"0=66 | 1=6!Wingdings F081! | 2=66!{EQ \\s\\up5(1)}! | 3=!{= 60+6}! | 4=66 | 5=\u202e12\u202c | 6=12 | 7="},
	{"boxes to tick", cells(checkBox(`<w:default w:val="0"/><w:checked/>`), checkBox(`<w:default w:val="1"/><w:checked w:val="0"/>`), checkBox(`<w:default w:val="1"/>`), checkBox("")), nil, "0=☑是 | 1=☐是 | 2=☑是 | 3=☐是"},
	{"drop-down lists", cells(dropDown(`<w:result w:val="1"/>`), dropDown(`<w:default w:val="1"/>`), dropDown("")), nil, "0=66 | 1=66 | 2=60"},
	{"colours of the theme and of marked text, and narrow characters", cells(
		set(`<w:color w:val="auto" w:themeColor="background1"/>`, "6")+set("", "66"), set(`<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>`, "66"), set(`<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>`, "6")+set("", "66"),
		set(`<w:highlight w:val="yellow"/>`, "66"), set(`<w:w w:val="1"/>`, "6")+set("", "66"), set(`<w:w w:val="80"/>`, "66")), nil,
		"0=66?6? | 1=66 | 2=66?6? | 3=66 | 4=66?6? | 5=66"},
	{"links to notes", cells(set("", "66")+`<w:hyperlink w:anchor="n">`+set("", "1")+`</w:hyperlink>`, `<w:hyperlink w:anchor="n">`+set("", "66")+`</w:hyperlink>`), nil, "0=66¹ | 1=66"},
	{"the number of a list before a figure", tbl(`<w:tr><w:tc>` + listed(numPr("1", "2"), "66") + `</w:tc><w:tc>` + listed(numPr("1", "0"), "66") + `</w:tc><w:tc>` + listed(numPr("1", "2"), "规章") + `</w:tc></w:tr>`), []string{"word/numbering.xml", numberingPart},
		"0=1. 66 | 1=一、66 | 2=1.规章"},
	{"another file within the document", p("甲") + `<w:altChunk r:id="r1"/>` + p("乙"), nil, "0=甲\n0=乙\n第1段之后: !w:altChunk!"},
	{"a small picture of a digit", tbl(`<w:tr><w:tc><w:p><w:r><w:t>6</w:t></w:r><w:r><w:drawing><wp:extent cx="100000" cy="150000"/><a:blip/></w:drawing></w:r></w:p></w:tc></w:tr>`), nil, "0=6##"},
	{"rows too low to show", tbl(`<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc>`+p("旧")+`</w:tc></w:tr>`, tr("a"), `<w:tr><w:trPr><w:trHeight w:val="1"/></w:trPr><w:tc>`+p("b")+`</w:tc></w:tr>`), nil,
		"0=a\n0=b\n表格1!第1行之前: ?旧?"},
	{"pictures", p("甲") + `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="3000000"/><wp:docPr id="1" descr="表二"/><a:graphic><pic:pic><a:blip/></pic:pic></a:graphic></wp:inline></w:drawing></w:r></w:p>` +
		tbl(`<w:tr><w:tc><w:p><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p></w:tc><w:tc><w:p><w:r><w:drawing><wp:extent cx="1000" cy="1000"/><a:blip/></w:drawing></w:r></w:p></w:tc></w:tr>`) + `<w:p><w:r><w:object><v:imagedata/><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>`, nil,
		"0=甲\n0=## | 1=\n第1段之后: #表二#\n第1段之后: #Excel.Sheet.12#"},
	{"edges a hair apart", gridded("2000 8 3000 1000", tr("span=2:a", "b", "c"), tr("d", "span=2:1", "2"), tr("span=2:e", "3", "4")), nil,
		"0=a | 1=b | 2=c\n0=d | 1=1 | 2=2\n0=e | 1=3 | 2=4"},
	{"rows that end a hair apart", gridded("2000 3000 1000 6 7", tr("a", "b", "c"), tr("d", "1", "span=2:2"), tr("e", "3", "span=3:4")), nil,
		"0=a | 1=b | 2=c\n0=d | 1=1 | 2=2\n0=e | 1=3 | 2=4"},
	{"merges whose edges are a hair apart", gridded("2000 8 3000", tr("top span=2:a", "1"), tr("up:", "span=2:2"), tr("up span=2:", "3")), nil,
		"0[3x1]=a | 1=1\n1=2\n1=3"},
	{"an empty cell a hair wide", gridded("2000 8 3000", tr("a", "", "1"), tr("b", "span=2:2")), nil, "0=a | 1=1\n0=b | 1=2"},
	{"a narrow column that holds something", gridded("2000 8 3000", tr("a", "5", "1"), tr("b", "span=2:2")), nil, "0=a | 1=5 | 2=1\n0=b | 1[1x2]=2"},
	{"columns without a width", gridded("0 0 0", tr("a", "", "1"), tr("b", "span=2:2")), nil, "0=a | 1= | 2=1\n0=b | 1[1x2]=2"},
	{"edges by the widths of cells", "<w:tbl>" + wide("2008:2:a", "3000:1:1", "1000:1:2") + wide("2000:1:b", "3008:2:3", "1000:1:4") + "</w:tbl>", nil, "0=a | 1=1 | 2=2\n0=b | 1=3 | 2=4"},
	{"widths of cells that do not agree", "<w:tbl>" + wide("2008:2:a", "3000:1:1") + wide("2900:1:b", "3008:2:3") + "</w:tbl>", nil, "0[1x2]=a | 2=1\n0=b | 1[1x2]=3"},
	{"a grid that is not that of the rows", gridded("2000 8", tr("span=2:a", "1"), tr("b", "c", "2")), nil, "0[1x2]=a | 2=1\n0=b | 1=c | 2=2"},
	{"headers and footers are left out", p("正文") + `<w:sectPr><w:headerReference/></w:sectPr>`, []string{"word/header1.xml", `<w:hdr` + wordSpace + `>` + p("页眉") + `</w:hdr>`}, "0=正文"},
	{"faulty numbers do not matter", p("甲"), []string{"word/numbering.xml", "<broken", "word/styles.xml", "<"}, "0=甲"},
}

func TestWord(t *testing.T) {
	for _, tc := range words {
		t.Run(tc.name, func(t *testing.T) {
			same(t, tc.want, show(read(t, "a.docx", word(tc.body, tc.more...))))
		})
	}
}

func TestWordUnderAnotherName(t *testing.T) {
	data := zipped("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`,
		"word/document2.xml", `<w:document`+wordSpace+`>`+p("甲")+`</w:document>`)
	same(t, "0=甲", show(read(t, "", data)))
}

func TestNumbersInWords(t *testing.T) {
	for _, tc := range []struct {
		n            int
		format, want string
	}{
		{1, "chineseCounting", "一"}, {10, "chineseCountingThousand", "十"}, {11, "chineseCounting", "十一"}, {20, "japaneseCounting", "二十"}, {25, "taiwaneseCounting", "二十五"},
		{100, "chineseCounting", "一百"}, {105, "chineseCounting", "一百零五"}, {110, "chineseCounting", "一百一十"}, {1001, "chineseCounting", "一千零一"}, {3020, "chineseCounting", "三千零二十"},
		{12, "decimal", "12"}, {3, "decimalZero", "03"}, {3, "decimalEnclosedCircleChinese", "③"}, {4, "upperRoman", "IV"}, {9, "lowerRoman", "ix"}, {2, "upperLetter", "B"}, {2, "lowerLetter", "b"},
		{2, "ideographTraditional", "乙"}, {12, "ideographDigital", "一二"}, {3, "chineseLegalSimplified", "叁"}, {3, "none", ""}, {40, "lowerLetter", "40"}, {-1, "decimal", "-1"},
	} {
		if got := layout.ListNumber(tc.n, tc.format); got != tc.want {
			t.Errorf("%d in %s: %s, want %s", tc.n, tc.format, got, tc.want)
		}
	}
}

func TestBadWords(t *testing.T) {
	damaged := word(p(strings.Repeat("甲", 500)))
	// Break the checksum of the document, in its directory entry.
	sum := crc32.ChecksumIEEE([]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document` + wordSpace + `><w:body>` + p(strings.Repeat("甲", 500)) + `</w:body></w:document>`))
	le := []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)}
	damaged = bytes.ReplaceAll(damaged, le, []byte{1, 2, 3, 4})
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"checksum", damaged, "校验码不符"},
		{"doctype", zipped("word/document.xml", `<!DOCTYPE w [<!ENTITY a "b">]><w:document/>`), "DOCTYPE"},
		{"twice", zipped("word/document.xml", "<a/>", "Word\\Document.xml", "<a/>"), "部件重复"},
		{"cut", zipped("word/document.xml", "<w:document><w:body><w:p>"), "不是有效的 XML"},
		{"crossed", zipped("word/document.xml", "<a><b></a></b>"), "不是有效的 XML"},
		{"cells", word(tbl(strings.Repeat(tr("1", "2"), layout.MaxCells/2))), "超过"},
		{"paragraphs", word(strings.Repeat(p("1"), layout.MaxCells+1)), "超过"},
		{"wide", word(tbl(tr("span=1000:a", "span=1000:b", "span=1000:c"))), "超过"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := Read("a.docx", tc.data)
			if got := problem(t, err); !strings.Contains(got, tc.want) {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

// What is not ours to read is nobody's: the caller goes on.
func TestOtherKinds(t *testing.T) {
	for _, data := range []string{"", "%PDF-1.4", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Rar!\x1a\x07", "\x89PNG\r\n\x1a\n", "PK\x03\x04broken", string(zipped("xl/workbook.xml", "<a/>")),
		`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, `<?xml version="1.0"?><a/>`} {
		sheets, kind, err := Read("a", []byte(data))
		if sheets != nil || !kind.IsZero() || err != nil {
			t.Errorf("%.20q: %v %v %v", data, sheets, kind, err)
		}
	}
}
