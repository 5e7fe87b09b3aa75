package wml

import (
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// style is a style of the document. Name is the built-in name that word processors
// translate, alias its name in Chinese.
type style struct {
	id, name, alias string
	kind            string // paragraph, character or table
	base            string
	face            string
	halfPoints      int
	bold            bool
	raised          bool
	color           string
	standard        bool   // what has no style has this one
	paragraph       string // properties, in the order of the format
	table           string
}

// TableSize is the size of the text in tables, in half points.
const TableSize = 18

// The line of the body is 28 points, as GB/T 9704 has 22 lines to a page.
const (
	exact28 = `<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>`
	single  = `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>`
	indent2 = `<w:ind w:firstLineChars="200" w:firstLine="640"/>`
)

var allStyles = []style{
	{id: "Normal", name: "Normal", alias: "正文", kind: "paragraph", face: fangsong, halfPoints: 32, standard: true, paragraph: exact28},
	{id: "DefaultParagraphFont", name: "Default Paragraph Font", kind: "character", standard: true},
	{id: "TableNormal", name: "Normal Table", kind: "table", standard: true,
		table: `<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>`},
	{id: "Title", name: "Title", alias: "标题", kind: "paragraph", base: "Normal", face: songTitle, halfPoints: 44,
		paragraph: `<w:spacing w:before="0" w:after="560" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/>`},
	{id: "Subtitle", name: "Subtitle", alias: "副标题", kind: "paragraph", base: "Normal", face: kai, halfPoints: 32,
		paragraph: `<w:spacing w:before="0" w:after="560" w:line="560" w:lineRule="exact"/><w:jc w:val="center"/>`},
	{id: "BodyText", name: "Body Text", alias: "正文文本", kind: "paragraph", base: "Normal", paragraph: indent2 + `<w:jc w:val="both"/>`},
	{id: "Heading1", name: "heading 1", alias: "标题 1", kind: "paragraph", base: "Normal", face: hei, halfPoints: 32,
		paragraph: `<w:keepNext/><w:spacing w:before="160" w:after="80" w:line="560" w:lineRule="exact"/>` + indent2 + `<w:outlineLvl w:val="0"/>`},
	{id: "Heading2", name: "heading 2", alias: "标题 2", kind: "paragraph", base: "Normal", face: kai, halfPoints: 32,
		paragraph: `<w:keepNext/>` + indent2 + `<w:outlineLvl w:val="1"/>`},
	{id: "Heading3", name: "heading 3", alias: "标题 3", kind: "paragraph", base: "Normal", face: fangsong, halfPoints: 32, bold: true,
		paragraph: `<w:keepNext/>` + indent2 + `<w:outlineLvl w:val="2"/>`},
	{id: "Note", name: "Table Note", alias: "表注", kind: "paragraph", base: "Normal", face: song, halfPoints: 21,
		paragraph: `<w:spacing w:before="60" w:after="60" w:line="320" w:lineRule="exact"/><w:jc w:val="both"/>`},
	{id: "Signature", name: "Signature", alias: "签名", kind: "paragraph", base: "Normal", paragraph: `<w:keepLines/><w:ind w:right="640"/><w:jc w:val="right"/>`},
	{id: "TableText", name: "Table Text", alias: "表格数字", kind: "paragraph", base: "Normal", face: song, halfPoints: TableSize, paragraph: single + `<w:jc w:val="center"/>`},
	{id: "TableHead", name: "Table Heading", alias: "表头", kind: "paragraph", base: "TableText"},
	{id: "TableLabel", name: "Table Label", alias: "表格项目", kind: "paragraph", base: "TableText", paragraph: `<w:jc w:val="left"/>`},
	{id: "Footer", name: "footer", alias: "页脚", kind: "paragraph", base: "Normal", face: song, halfPoints: 21, paragraph: single + `<w:jc w:val="center"/>`},
	{id: "Header", name: "header", alias: "页眉", kind: "paragraph", base: "Normal", face: hei, halfPoints: 44, color: "C00000", paragraph: single + `<w:jc w:val="center"/>`},
	{id: "Lead2", name: "Lead 2", alias: "段首标题 2", kind: "character", face: kai},
	{id: "Lead3", name: "Lead 3", alias: "段首标题 3", kind: "character", bold: true},
	{id: "Mark", name: "Note Mark", alias: "表注标记", kind: "character", raised: true},
	{id: "ReportTable", name: "Report Table", alias: "报告表格", kind: "table", base: "TableNormal",
		table: `<w:tblPr><w:tblBorders>` + borders("top", "left", "bottom", "right", "insideH", "insideV") + `</w:tblBorders>` +
			`<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="40" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>`},
}

func borders(sides ...string) string {
	var b strings.Builder
	for _, s := range sides {
		b.WriteString(`<w:` + s + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	return b.String()
}

func styles(d Document) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(fangsong) +
		`<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="` + text.XML(d.Lang) + `" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	for _, s := range allStyles {
		b.WriteString(s.xml())
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func fonts(face string) string {
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:hAnsi="%s" w:eastAsia="%s" w:cs="%s"/>`, latin, latin, face, latin)
}

func (s style) xml() string {
	var b strings.Builder
	b.WriteString(`<w:style w:type="` + s.kind + `"`)
	if s.standard {
		b.WriteString(` w:default="1"`)
	}
	b.WriteString(` w:styleId="` + s.id + `"><w:name w:val="` + s.name + `"/>`)
	if s.alias != "" {
		b.WriteString(`<w:aliases w:val="` + s.alias + `"/>`)
	}
	if s.base != "" {
		b.WriteString(`<w:basedOn w:val="` + s.base + `"/>`)
	}
	if strings.HasPrefix(s.id, "Heading") {
		b.WriteString(`<w:next w:val="BodyText"/>`)
	}
	b.WriteString(`<w:qFormat/>`)
	if s.paragraph != "" {
		b.WriteString(`<w:pPr>` + s.paragraph + `</w:pPr>`)
	}
	run := ""
	if s.face != "" {
		run += fonts(s.face)
	}
	if s.bold {
		run += `<w:b/><w:bCs/>`
	}
	if s.color != "" {
		run += `<w:color w:val="` + s.color + `"/>`
	}
	if s.raised {
		run += `<w:position w:val="4"/>`
	}
	if s.halfPoints > 0 {
		run += fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, s.halfPoints, s.halfPoints)
	}
	if run != "" {
		b.WriteString(`<w:rPr>` + run + `</w:rPr>`)
	}
	b.WriteString(s.table + `</w:style>`)
	return b.String()
}
