// Package wml writes Word documents (WordprocessingML) in the layout of Chinese
// official documents: the parts of the file, the styles, paragraphs and tables.
package wml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/zipfile"
)

// Document is the metadata of a document.
type Document struct {
	Title, Creator string
	Lang           string // "zh-CN" or "en-US"
	Stamp          string // at the head of every page
	Paper          Paper  // that of official documents if zero
}

// Paper is how the A4 pages of a document lie and what margins they have, in twentieths
// of a point. The zero value stands for [Official].
type Paper struct {
	turned                   bool // lying down
	top, right, bottom, left int
}

// The papers there are: upright with the margins of GB/T 9704, which leave 156 mm by
// 225 mm; and for pages of tables, standing and lying, with margins of 20 mm.
var (
	Official = Paper{top: 2098, right: 1474, bottom: 1984, left: 1587}
	Upright  = Paper{top: 1134, right: 1134, bottom: 1134, left: 1134}
	Turned   = Paper{turned: true, top: 1134, right: 1134, bottom: 1134, left: 1134}
)

// The sides of A4, in twentieths of a point.
const (
	shortSide = 11906
	longSide  = 16838
)

// TextWidth is the width between the margins, in twentieths of a point.
func (p Paper) TextWidth() int {
	if p.turned {
		return longSide - p.left - p.right
	}
	return shortSide - p.left - p.right
}

// setup is the setup of the pages of a document.
func (d Document) setup() string {
	p, side := d.Paper, fmt.Sprintf(`w:w="%d" w:h="%d"`, shortSide, longSide)
	if p == (Paper{}) {
		p = Official
	}
	header, footer := 851, 1134
	if p != Official {
		header, footer = 567, 567
	}
	if p.turned {
		side = fmt.Sprintf(`w:w="%d" w:h="%d" w:orient="landscape"`, longSide, shortSide)
	}
	return `<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId4"/><w:pgSz ` + side + `/>` +
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/></w:sectPr>`, p.top, p.right, p.bottom, p.left, header, footer)
}

// Write writes a document. Its parts have a fixed order and no times, so that the same
// document gives the same bytes.
func Write(w io.Writer, d Document, b *Body) error {
	zw := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", core(d)},
		{"word/document.xml", xmlHead + `<w:document ` + namespaces + `><w:body>` + b.buf.String() + d.setup() + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles(d)},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable()},
		{"word/header1.xml", header(d)},
		{"word/footer1.xml", footer(d)},
	} {
		pw, err := zipfile.Create(zw, part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(pw, part.text); err != nil {
			return err
		}
	}
	return zw.Close()
}

// Body collects the paragraphs and tables of a document.
type Body struct{ buf bytes.Buffer }

func (b *Body) add(parts ...string) {
	for _, s := range parts {
		b.buf.WriteString(s)
	}
}

// Paragraph adds a paragraph of a style: properties of its own, and its runs.
func (b *Body) Paragraph(style, properties, runs string) {
	b.add(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/>`, properties, `</w:pPr>`, runs, `</w:p>`)
}

// Styled is the property of a run that has a style.
func Styled(style string) string { return `<w:rStyle w:val="` + style + `"/>` }

// Sized is the property of a run of a size, in half points.
func Sized(halfPoints int) string {
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, halfPoints, halfPoints)
}

// Coloured is the property of a run of a colour in RGB.
func Coloured(rgb string) string { return `<w:color w:val="` + rgb + `"/>` }

// Bold is the property of a bold run.
const Bold = `<w:b/><w:bCs/>`

// Shaded is the property of a cell on a ground of a colour in RGB.
func Shaded(rgb string) string { return `<w:shd w:val="clear" w:color="auto" w:fill="` + rgb + `"/>` }

// KeepNext is the property of a paragraph that stays on the page of the next one.
const KeepNext = `<w:keepNext/>`

// Run is a piece of text with properties of its own.
func Run(properties, s string) string {
	if s == "" {
		return ""
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + text.XML(s) + `</w:t></w:r>`
}

// Lines is a run with its line breaks.
func Lines(properties, text string) string {
	runs := ""
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			runs += `<w:r><w:br/></w:r>`
		}
		runs += Run(properties, line)
	}
	return runs
}

// TextWidth is that of [Official].
const TextWidth = shortSide - 1474 - 1587

// Table begins a table with columns of these widths; rows and cells follow, then
// EndTable.
func (b *Body) Table(caption string, widths []int) {
	all := 0
	for _, n := range widths {
		all += n
	}
	b.add(`<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>`, fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, all),
		`<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
		`<w:tblCaption w:val="`, text.XML(caption), `"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		b.add(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, n))
	}
	b.add(`</w:tblGrid>`)
}

// EndTable ends a table.
func (b *Body) EndTable() { b.add(`</w:tbl>`) }

// Row begins a row that is not split between pages; a header row is repeated on every
// page. EndRow ends it.
func (b *Body) Row(header bool) {
	b.add(`<w:tr><w:trPr><w:cantSplit/>`)
	if header {
		b.add(`<w:tblHeader/>`)
	}
	b.add(`</w:trPr>`)
}

// EndRow ends a row.
func (b *Body) EndRow() { b.add(`</w:tr>`) }

// Cell is a cell of a table with one paragraph.
type Cell struct {
	Width              int
	Span               string // properties
	Style, Props, Runs string // of the paragraph
}

// Cell adds a cell to a row.
func (b *Body) Cell(c Cell) {
	b.add(`<w:tc><w:tcPr>`, fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, c.Width), c.Span, `<w:vAlign w:val="center"/></w:tcPr>`)
	b.Paragraph(c.Style, c.Props, c.Runs)
	b.add(`</w:tc>`)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const (
	officeType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

const contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + wordType + `fontTable+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordType + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
	`</Types>`

const relsHead = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

const packageRels = relsHead +
	`<Relationship Id="rId1" Type="` + officeType + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRels = relsHead +
	`<Relationship Id="rId1" Type="` + officeType + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + officeType + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeType + `fontTable" Target="fontTable.xml"/>` +
	`<Relationship Id="rId4" Type="` + officeType + `footer" Target="footer1.xml"/>` +
	`<Relationship Id="rId5" Type="` + officeType + `header" Target="header1.xml"/>` +
	`</Relationships>`

const settings = xmlHead + `<w:settings ` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/>` +
	`<w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

// footer numbers the pages.
func footer(d Document) string {
	page, of, end := "第 ", " 页 共 ", " 页"
	if strings.HasPrefix(d.Lang, "en") {
		page, of, end = "Page ", " of ", ""
	}
	const number = `<w:fldSimple w:instr=" %s "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	return xmlHead + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` +
		Run("", page) + fmt.Sprintf(number, "PAGE") + Run("", of) + fmt.Sprintf(number, "NUMPAGES") + Run("", end) + `</w:p></w:ftr>`
}

// header is the header of pages: empty, or the stamp of a draft.
func header(d Document) string {
	return xmlHead + `<w:hdr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + Run("", d.Stamp) + `</w:p></w:hdr>`
}

func core(d Document) string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + text.XML(d.Title) + `</dc:title><dc:creator>` + text.XML(d.Creator) + `</dc:creator><dc:language>` + text.XML(d.Lang) + `</dc:language></cp:coreProperties>`
}

// Faces are the faces of official documents and what stands in for each where
// it is not installed.
const (
	songTitle = "方正小标宋简体"
	song      = "宋体"
	fangsong  = "仿宋"
	hei       = "黑体"
	kai       = "楷体"
	latin     = "Times New Roman"
)

var faces = []struct{ name, instead, family string }{
	{songTitle, "方正小标宋_GBK,宋体", "auto"},
	{song, "SimSun,STSong,Noto Serif CJK SC", "auto"},
	{fangsong, "FangSong,仿宋_GB2312,STFangsong,宋体", "modern"},
	{hei, "SimHei,STHeiti,Noto Sans CJK SC", "modern"},
	{kai, "KaiTi,楷体_GB2312,STKaiti", "modern"},
}

func fontTable() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:fonts ` + namespaces + `>`)
	for _, f := range faces {
		b.WriteString(`<w:font w:name="` + f.name + `"><w:altName w:val="` + f.instead + `"/><w:charset w:val="86"/><w:family w:val="` + f.family + `"/><w:pitch w:val="variable"/></w:font>`)
	}
	b.WriteString(`<w:font w:name="` + latin + `"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`)
	return b.String()
}

// style is a style of the document. Name is the built-in name that word processors
// translate, alias its name in Chinese.
type style struct {
	id, name, alias string
	kind            string // paragraph, character or table
	base            string
	face            string
	halfPoints      int
	bold            bool
	color           string
	standard        bool   // what has no style has this one
	paragraph       string // properties, in the order of the format
	table           string
}

// TitleSize is the size of the title, in half points.
const TitleSize = 44

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
	{id: "Title", name: "Title", alias: "标题", kind: "paragraph", base: "Normal", face: songTitle, halfPoints: TitleSize,
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
	{id: "Mark", name: "Note Mark", alias: "表注标记", kind: "character"},
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
	if s.halfPoints > 0 {
		run += fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, s.halfPoints, s.halfPoints)
	}
	if run != "" {
		b.WriteString(`<w:rPr>` + run + `</w:rPr>`)
	}
	b.WriteString(s.table + `</w:style>`)
	return b.String()
}
