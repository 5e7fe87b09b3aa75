package read

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/read/doc"
	"github.com/gkxl/gkxl/internal/read/odf"
	"github.com/gkxl/gkxl/internal/read/rtf"
	"github.com/gkxl/gkxl/internal/read/textdoc"
)

// rtfs are documents in RTF and what is read of them.
var rtfs = []struct{ name, rtf, want string }{
	{"bytes of the code page", `{\rtf1\ansi\ansicpg936 \'d2\'bb\'a1\'a2\par}`, "0=一、\n"},
	{"raw bytes, the second of them a backslash", "{\\rtf1\\ansi\\ansicpg936 \x81\x5c1\\par}", "0=乗1\n"},
	{"the code page of the font", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}}\f1\'d2\'bb\f0\'e9\par}`, "0=一é\n"},
	{"the font of the document", `{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\'d2\'bb\par}`, "0=一\n"},
	{"Chinese in a western font", `{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Times;}}\f0 12\'bc\'fe\par}`, "0=12件\n"},
	{"a western letter in a Chinese document", `{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Times;}}\f0 36\'b0\par}`, "0=36°\n"},
	{"bytes of UTF-8", "{\\rtf1\\ansi\\ansicpg65001 一\\par}", "0=一\n"},
	{"numbers of characters", `{\rtf1\ansi\u19968\'3f\u20108?\uc0\u19977\uc2\u22235 ??5\par}`, "0=一二三四5\n"},
	{"negative numbers", `{\rtf1\ansi\u-248?8\par}`, "0=（8\n"},
	{"halves of a character", `{\rtf1\ansi\uc0\u-10174\uc1\u-8265\'3f1\par}`, "0=𠮷1\n"},
	{"nothing is passed over beyond a group", `{\rtf1\ansi{\u19968}5{\u20108 }6\par}`, "0=一5二6\n"},
	{"a symbol that stands for a character", `{\rtf1\ansi\u19968\~5\par}`, "0=一5\n"},
	{"titles of the properties", `{\rtf1\ansi{\info{\upr{\title ?}{\*\ud{\title \u19968?}}}}{\upr{?}{\*\ud \u20108?}}\par}`, "0=二\n"},
	{"headers hold no text and no tables", `{\rtf1{\header\trowd\cellx100\pard\intbl 1\cell\row\pard 2\par}{\footer 3\par}4\par}`, "0=4\n"},
	{"hidden, struck, deleted, raised", `{\rtf1 1{\v 2}{\strike 3}{\deleted 4}{\super 5}{\up6 6}{\strike0 7}\par}`, "0=1⁵⁶7?2?~3~\n"},
	{"a table", `{\rtf1\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\cell\row\trowd\cellx1000\cellx2000\intbl 3\cell 4\cell\row\pard 5\par}`, "0=1 | 1=2\n0=3 | 1=4\n0=5\n"},
	{"merged to the right and down", `{\rtf1\trowd\clmgf\cellx1000\clmrg\cellx2000\clvmgf\cellx3000\pard\intbl 1\cell\cell 2\cell\row` +
		`\trowd\cellx1000\cellx2000\clvmrg\cellx3000\pard\intbl 3\cell 4\cell\cell\row\pard}`, "0[1x2]=1 | 2[2x1]=2\n0=3 | 1=4\n"},
	{"wider cells", `{\rtf1\trowd\cellx2000\cellx3000\pard\intbl 1\cell 2\cell\row\trowd\cellx1000\cellx2000\cellx3000\pard\intbl 3\cell 4\cell 5\cell\row\pard}`,
		"0[1x2]=1 | 2=2\n0=3 | 1=4 | 2=5\n"},
	{"a table in a cell", `{\rtf1\trowd\cellx1000\cellx2000\pard\intbl 1\cell\pard\intbl\itap2 2\nestcell 3\nestcell{\*\nesttableprops\trowd\cellx300\cellx600\nestrow}{\nonesttables\par}\pard\intbl 4\cell\row\pard}`,
		"0=1\n0=2 | 1=3\n0=4\n"},
	{"numbers that were printed", `{\rtf1{\*\listtable{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}}\listid7}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}` +
		`\pard\ls1{\listtext 1.\tab}a\par}`, "0=1. a\n"},
	{"numbers that were not", `{\rtf1{\*\listtable{\list{\listlevel\levelnfc39\levelstartat3{\leveltext\'03\u65288?\'00\u65289?;}}\listid7}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}` +
		`\pard\ls1 a\par b\par\pard c\par}`, "0=（三）a\n0=（四）b\n0=c\n"},
	{"a footnote", `{\rtf1 12{\super\chftn{\*\footnote\pard\chftn  x\par y}}34\par}`, "0=12（注：x y）34\n"},
	{"a text box", `{\rtf1 12{\shp{\*\shpinst{\sp{\sn a}{\sv 9}}{\shptxt\pard x\par\trowd\cellx9\pard\intbl 7\cell\row\pard}}{\shprslt 8}}34\par}`, "0=1234\n0=x\n0=7\n"},
	{"a field shows its result", `{\rtf1{\field{\*\fldinst  =5+6 }{\fldrslt 11}}{\field{\*\fldinst PAGE}}\par}`, "0=11\n"},
	{"a picture", `{\rtf1 1\par{\*\shppict{\pict\pngblip 00ff}}{\nonshppict{\pict 00}}\par 2\par}`, "0=1\n0=2\n第1段之后: ##\n"},
	{"a picture on the page", `{\rtf1 1{\shp{\*\shpinst{\sp{\sn pib}{\sv{\pict 00ff}}}}}\par}`, "0=1\n第1段之后: ##\n"},
	{"formulas", `{\rtf1\trowd\cellx100\cellx200\cellx300\pard\intbl{\mmath{\*\moMath{\mf{\mfPr{\mtype bar}{\mctrlPr\f34 x}}{\mnum{\mr\mscr0\msty2 1}}{\mden{\mr 3}}}}}\cell 66{\mmath{\*\moMath{\mf{\mnum{\mr 1}}{\mden{\mr 2}}}}}\cell` +
		`{\mmath{\*\moMath{\mrad{\mradPr}{\mdeg}{\me{\mr 9}}}{\msSup{\me{\mr 5}}{\msup{\mr 1}}}}}6\cell\row\pard}`, "0=1/3 | 1=66 1/2 | 2=√95¹6\n"},
	{"an object and bytes that are no text", `{\rtf1 1{\object{\*\objdata 00}{\result 2}}{\*\unknown 3}\bin3 }}}4\par}`, "0=124\n"},
}

func TestRTF(t *testing.T) {
	for _, tc := range rtfs {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, show(read(t, "a.rtf", []byte(tc.rtf)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// flat is a flat OpenDocument text.
func flat(styles, text string) []byte {
	return []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:draw="d" office:mimetype="application/vnd.oasis.opendocument.text">` +
		`<office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:text>` + text + `</office:text></office:body></office:document>`)
}

// odts are flat OpenDocument texts and what is read of them.
var odts = []struct{ name, styles, text, want string }{
	{"blanks", "", "<text:p>a <text:s text:c=\"2\"/>b<text:tab/>c<text:line-break/>d\n e</text:p>", "0=a   b c\n0=d  e\n"},
	{"looks", `<style:style style:family="text" style:name="h"><style:text-properties text:display="none"/></style:style><style:style style:family="text" style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:family="text" style:name="u"><style:text-properties style:text-position="super 58%"/></style:style>`,
		`<text:p>1<text:span text:style-name="h">2</text:span><text:span text:style-name="s">3</text:span><text:span text:style-name="u">4</text:span><text:span>5<text:span>6</text:span>7</text:span></text:p>`, "0=1⁴567?2?~3~\n"},
	{"deleted text that stands apart", "", `<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>10</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>1<text:change text:change-id="c"/>2</text:p>`, "0=12\n"},
	{"deleted text in its place", "", `<text:tracked-changes><text:changed-region text:id="c"><text:deletion/></text:changed-region><text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>` +
		`<text:p><text:change-start text:change-id="c"/>9<text:change-end text:change-id="c"/><text:change-start text:change-id="i"/>1<text:change-end text:change-id="i"/></text:p>`, "0=1\n"},
	{"a paragraph that is not shown", "", `<text:p><text:hidden-paragraph text:is-hidden="true"/>1</text:p><text:section text:display="none"><text:p>2</text:p></text:section><text:p>3</text:p>`, "0=3\n第1段之前: ?1?\n第1段之前: ?2?\n"},
	{"numbers", `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-prefix="（" style:num-suffix="）" style:num-format="一, 二, 三, ..."/></text:list-style>`,
		`<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:p>b</text:p></text:list-item><text:list-item><text:number>9</text:number><text:p>c</text:p></text:list-item></text:list>` +
			`<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>d</text:p></text:list-item></text:list>` +
			`<text:numbered-paragraph text:list-id="n" text:style-name="L"><text:p>e</text:p></text:numbered-paragraph><text:numbered-paragraph text:list-id="n" text:style-name="L"><text:p>f</text:p></text:numbered-paragraph>`,
		"0=（一）a\n0=b\n0=（二）c\n0=（三）d\n0=（一）e\n0=（二）f\n"},
	{"numbers of another kind within", `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style><text:list-style style:name="M"><text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/></text:list-style>`,
		`<text:list text:style-name="L"><text:list-item><text:p>x</text:p><text:list text:style-name="M"><text:list-item><text:p>y</text:p></text:list-item><text:list-item><text:p>z</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>w</text:p></text:list-item></text:list>`,
		"0=1.x\n0=a)y\n0=b)z\n0=2.w\n"},
	{"numbers of headings", `<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style>`,
		`<text:h text:outline-level="1"><text:number>7、</text:number>a</text:h><text:p>x</text:p><text:h text:outline-level="1">b</text:h>`, "0=一、a\n0=x\n0=二、b\n"},
	{"a table without its covered cells", "", `<table:table><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>1</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>2</text:p></table:table-cell><table:table-cell table:number-rows-spanned="2"><text:p>4</text:p></table:table-cell></table:table-row>` +
		`<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>3</text:p></table:table-cell></table:table-row></table:table>`, "0[2x1]=1 | 1[1x2]=2 | 3[2x1]=4\n1=3 | 2=3\n"},
	{"a table", "", `<table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>1</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>2</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>` +
		`<table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-repeated="2"><text:p>3</text:p></table:table-cell></table:table-row></table:table>`, "0[2x1]=1 | 1[1x2]=2\n1=3 | 2=3\n"},
	{"a footnote", "", `<text:p>1<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>x</text:p></text:note-body></text:note>2</text:p>`, "0=1（注：x）2\n"},
	{"boxes and pictures", "", `<draw:frame><draw:image/></draw:frame><text:p>1<draw:frame><draw:text-box><text:p>2</text:p></draw:text-box><draw:image/></draw:frame><draw:custom-shape><text:p>3</text:p></draw:custom-shape></text:p><draw:rect><text:p>4</text:p></draw:rect>`,
		"0=1\n0=2\n0=3\n0=4\n第1段之前: ##\n"},
	{"a formula in the text", "", `<text:p>1<draw:frame><draw:object><math:math xmlns:math="m"><math:semantics><math:mrow><math:mn>5</math:mn><math:mo>+</math:mo><math:msup><math:mn>7</math:mn><math:mn>2</math:mn></math:msup></math:mrow><math:annotation>5+7^2</math:annotation></math:semantics></math:math></draw:object><draw:image/></draw:frame>2</text:p><text:p>3<draw:frame><draw:object/><draw:image/></draw:frame></text:p>`,
		"0=15+7²2\n0=3\n第2段之后: ##\n"},
	{"what is no text", "", `<text:p>1<office:annotation><text:p>2</text:p></office:annotation><text:ruby><text:ruby-base>3</text:ruby-base><text:ruby-text>4</text:ruby-text></text:ruby><text:hidden-text text:string-value="5">5</text:hidden-text></text:p>`, "0=13\n"},
}

func TestOpenDocument(t *testing.T) {
	for _, tc := range odts {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, show(read(t, "a.fodt", flat(tc.styles, tc.text)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// docs are documents of Word 97 and what is read of them.
var docs = []struct {
	name string
	doc  docFile
	want string
}{
	{"paragraphs", docFile{runs: []docRun{{text: "一、总体\r"}, {text: "𠮷\v1\t2\r"}}}, "0=一、总体\n0=𠮷\n0=1 2\n"},
	{"looks", docFile{runs: []docRun{{text: "1"}, {text: "2", chars: sprm(sprmHidden, 1)}, {text: "3", chars: sprm(sprmStrike, 1)}, {text: "4", chars: sprm(sprmDeleted, 1)}, {text: "5", chars: sprm(sprmRaised, 1)}, {text: "6\r"}}},
		"0=1⁵6?2?~3~\n"},
	{"a page's end in a paragraph and a section's", docFile{runs: []docRun{{text: "1\f2\f"}, {text: "3\r"}}}, "0=1\n0=2\n0=3\n"},
	{"a field shows its result", docFile{runs: []docRun{{text: "1\x13 =2+3 \x145\x15\r"}}}, "0=15\n"},
	{"a footnote", docFile{runs: []docRun{{text: "12\x02"}, {text: "34\r"}}, notes: []docRun{{text: "\x02x\r"}}, refs: []int{2}}, "0=12（注：x）34\n"},
	{"a picture", docFile{runs: []docRun{{text: "1\r"}, {text: "\x01\r"}}}, "0=1\n第1段之后: ##\n"},
	{"a table by its edges", docFile{runs: []docRun{
		{text: "1\a", paras: sprm(sprmInTable, 1)}, {text: "2\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: rowOf([]int{0, 2000, 3000})},
		{text: "3\a", paras: sprm(sprmInTable, 1)}, {text: "4\a", paras: sprm(sprmInTable, 1)}, {text: "5\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: rowOf([]int{0, 1000, 2000, 3000})}, {text: "6\r"},
	}}, "0[1x2]=1 | 2=2\n0=3 | 1=4 | 2=5\n0=6\n"},
	{"merged down and to the right", docFile{runs: []docRun{
		{text: "1\a", paras: sprm(sprmInTable, 1)}, {text: "2\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: rowOf([]int{0, 1000, 2000, 3000}, 0x60, 1, 2)},
		{text: "\a", paras: sprm(sprmInTable, 1)}, {text: "3\a", paras: sprm(sprmInTable, 1)}, {text: "4\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: rowOf([]int{0, 1000, 2000, 3000}, 0x20, 0, 0)},
	}}, "0[2x1]=1 | 1[1x2]=2\n1=3 | 2=4\n"},
	{"a table in a cell", docFile{runs: []docRun{
		{text: "1\r", paras: inner(sprm(sprmInner, 1))}, {text: "2\r", paras: inner(sprm(sprmInner, 1))}, {text: "\r", paras: append(inner(sprm(sprmInnerRow, 1)), rowOf([]int{0, 100, 200})[6:]...)},
		{text: "3\a", paras: sprm(sprmInTable, 1)}, {text: "4\a", paras: sprm(sprmInTable, 1)}, {text: "\a", paras: rowOf([]int{0, 1000, 2000})},
	}}, "0=1 | 1=2\n0=3\n0=4\n"},
	{"numbers", docFile{runs: []docRun{{text: "a\r", paras: sprm(sprmList, 1, 0)}, {text: "b\r", paras: sprm(sprmList, 1, 0)}, {text: "c\r"}}, more: map[int][]byte{fcLists: docList(39, "（\x00）"), fcLFO: docOverride()}},
		"0=（一）a\n0=（二）b\n0=c\n"},
}

// inner is the properties of a paragraph in a table in a table.
func inner(more []byte) []byte {
	return append(append(sprm(sprmInTable, 1), sprm(sprmDepth, 2, 0, 0, 0)...), more...)
}

// docList is the table of one list of one level, with its kind of number and what it prints.
func docList(format byte, text string) []byte {
	head := make([]byte, 28)
	head[0], head[26] = 9, 1
	level := make([]byte, 28)
	level[0], level[4] = 1, format
	out := append(append([]byte{1, 0}, head...), level...)
	units := []rune(text)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(units)))
	for _, r := range units {
		out = binary.LittleEndian.AppendUint16(out, uint16(r))
	}
	return out
}

// docOverride is the table of one use of that list.
func docOverride() []byte {
	out := append([]byte{1, 0, 0, 0, 9}, make([]byte, 15)...)
	return append(out, 0, 0, 0, 0)
}

func TestDoc(t *testing.T) {
	for _, tc := range docs {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, show(read(t, "a.doc", tc.doc.build()))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTextsRefused shows what is said of documents that cannot be read.
func TestTextsRefused(t *testing.T) {
	one := []docRun{{text: "1\r"}}
	small := textdoc.Limits{Bytes: 20_000, Characters: 16, Blocks: 5, Depth: 4}
	for _, tc := range []struct {
		name   string
		read   func([]byte, textdoc.Limits) (*textdoc.Document, bool, error)
		data   []byte
		limits textdoc.Limits
		want   string
	}{
		{"a password", doc.Read, docFile{runs: one, change: func(b []byte) { b[0x0B] |= 1 }}.build(), textdoc.Default, "文档有密码"},
		{"Word 95 of East Asia", doc.Read, docFile{runs: one, change: func(b []byte) { b[0], b[1], b[2] = 0x99, 0xA6, 0x68 }}.build(), textdoc.Default, "Word 6.0/95"},
		{"another number", doc.Read, docFile{runs: one, change: func(b []byte) { b[0], b[1] = 0x99, 0x99 }}.build(), textdoc.Default, ".doc 文档已损坏"},
		{"Word 6", doc.Read, docFile{runs: one, change: func(b []byte) { b[0], b[2] = 0xDC, 0x65 }}.build(), textdoc.Default, "Word 6.0/95"},
		{"Word 95", doc.Read, docFile{runs: one, change: func(b []byte) { b[2] = 0x65 }}.build(), textdoc.Default, "Word 6.0/95"},
		{"no document", doc.Read, docFile{runs: one, change: func(b []byte) { b[0] = 0 }}.build(), textdoc.Default, "已损坏"},
		{"pieces beyond the file", doc.Read, docFile{runs: one, change: func(b []byte) { b[0x9A+8*fcPieces+2] = 9 }}.build(), textdoc.Default, "已损坏"},
		{"a long text", doc.Read, docFile{runs: []docRun{{text: strings.Repeat("1", 20) + "\r"}}}.build(), small, "过多"},
		{"many paragraphs", doc.Read, docFile{runs: []docRun{{text: "1\r"}, {text: "1\r"}, {text: "1\r"}, {text: "1\r"}, {text: "1\r"}, {text: "1\r"}}}.build(), small, "过多"},
		{"a large .doc", doc.Read, docFile{runs: one}.build(), textdoc.Limits{Bytes: 500, Characters: 100, Blocks: 100, Depth: 4}, "过多"},
		{"an RTF without its end", rtf.Read, []byte(`{\rtf1 12`), textdoc.Default, "没有结尾"},
		{"deep groups", rtf.Read, []byte(`{\rtf1{{{{1}}}}}`), small, "嵌套过深"},
		{"paragraphs of an RTF", rtf.Read, []byte(`{\rtf1 ` + strings.Repeat(`1\par `, 6) + `}`), small, "过多"},
		{"cells of an RTF", rtf.Read, []byte(`{\rtf1\trowd\cellx9\intbl ` + strings.Repeat(`1\cell `, 6) + `}`), small, "过多"},
		{"a large RTF", rtf.Read, []byte(`{\rtf1 ` + strings.Repeat(`1`, 20_000) + `}`), small, "过多"},
		{"a large OpenDocument text", odf.ReadText, flat("", strings.Repeat(" ", 20_000)), small, "过多"},
		{"paragraphs of an OpenDocument text", odf.ReadText, flat("", strings.Repeat("<text:p>1</text:p>", 6)), small, "过多"},
		{"repeated cells", odf.ReadText, flat("", `<table:table><table:table-row><table:table-cell table:number-columns-repeated="9"><text:p>1</text:p></table:table-cell></table:table-row></table:table>`), small, "过多"},
		{"repeated rows", odf.ReadText, flat("", `<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>`), small, "过多"},
		{"covered cells", odf.ReadText, flat("", `<table:table><table:table-row><table:covered-table-cell table:number-columns-repeated="999999999"/></table:table-row></table:table>`), small, "过多"},
		{"no XML", odf.ReadText, flat("", `<text:p>`), textdoc.Default, "XML"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, ok, err := tc.read(tc.data, tc.limits)
			if d != nil || !ok || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, %v, %v, want %q", d, ok, err, tc.want)
			}
		})
	}
	d := &textdoc.Document{Blocks: []textdoc.Block{{Runs: []textdoc.Run{{Text: strings.Repeat("1", 2000)}}}}}
	if _, err := d.DOCX(textdoc.Limits{Bytes: 1000}); err == nil {
		t.Error("a long document is written")
	}
}

// TestTextLeftovers shows what is found in text documents besides what they show.
func TestTextLeftovers(t *testing.T) {
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"doc":  {docFile{runs: []docRun{{text: "1", chars: sprm(sprmHidden, 1)}, {text: "2", chars: sprm(sprmDeleted, 1)}, {text: "3\r"}}}.build(), "PUB-HIDDEN 1 PUB-HIDDEN 2 PUB-UNSEARCHED  "},
		"rtf":  {[]byte(`{\rtf1{\v 1}{\deleted 2}3\par}`), "PUB-HIDDEN 1 PUB-HIDDEN 2 PUB-UNSEARCHED  "},
		"fodt": {flat("", `<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>10</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>1</text:p>`), "PUB-HIDDEN 10 PUB-UNSEARCHED  "},
		"text": {[]byte("1"), ""},
	} {
		notes, ok, err := TextLeftovers(tc.data)
		got := ""
		for _, n := range notes {
			got += n.Rule + " " + n.Found + " "
		}
		if ok != (tc.want != "") || err != nil || got != tc.want {
			t.Errorf("%s: %q, %v, %v", name, got, ok, err)
		}
	}
}

func FuzzRTF(f *testing.F) {
	for _, tc := range rtfs {
		f.Add([]byte(tc.rtf))
	}
	fuzzText(f, ".rtf")
}

func FuzzOpenDocument(f *testing.F) {
	for _, tc := range odts {
		f.Add(flat(tc.styles, tc.text))
	}
	fuzzText(f, ".fodt")
}

func FuzzDoc(f *testing.F) {
	for _, tc := range docs {
		f.Add(tc.doc.build())
	}
	fuzzText(f, ".doc")
}

func fuzzText(f *testing.F, ext string) {
	forms := formtest.Forms(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		sheets, _, err := readText(data)
		sound(t, forms, sheets, err)
	})
}
