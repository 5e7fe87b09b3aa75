package wml

import (
	"fmt"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

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

// pageSetup is A4 with the margins of GB/T 9704, which leave 156 mm by 225 mm.
const pageSetup = `<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>` +
	`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1134" w:gutter="0"/></w:sectPr>`

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
