package ofd

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/sfnt"
	"github.com/gkxl/gkxl/msg"
)

// drawing is a page, the cells of its table, and what is said: a part of the only note, or nothing.
type drawing struct{ page, table, said string }

// drawings are all ways of drawing that make a difference.
func drawings() map[string]drawing {
	const usual = "甲项|12|乙项|34|"
	filled := func(x0, y0, x1, y1 float64) string {
		return fmt.Sprintf(`<PathObject Boundary="%g %g %g %g" Stroke="false" Fill="true"><FillColor Value="0 0 0"/><AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</AbbreviatedData></PathObject>`, x0, y0, max(x1-x0, 0.2), max(y1-y0, 0.2), max(x1-x0, 0.2), max(x1-x0, 0.2), max(y1-y0, 0.2), max(y1-y0, 0.2))
	}
	onPage := func(x0, y0, x1, y1 float64) string {
		return fmt.Sprintf(`<PathObject Boundary="0 0 200 100" LineWidth="0.2"><AbbreviatedData>M%g %gL%g %g</AbbreviatedData></PathObject>`, x0, y0, x1, y1)
	}
	boxes := ""
	for i := range 4 {
		boxes += fmt.Sprintf(`<PathObject Boundary="%g %g %g %g"><AbbreviatedData>S 0 0 L %g 0 %g %g 0 %g C</AbbreviatedData></PathObject>`, tableX+cellW*float64(i%2), tableY+cellH*float64(i/2), cellW, cellH, cellW, cellW, cellH, cellH)
	}
	frames := func(rule, hole string) (out string) {
		for i := range 4 {
			out += fmt.Sprintf(`<PathObject Boundary="%g %g %g %g" Stroke="false" Fill="true" Rule="%s"><FillColor Value="0 0 0"/><AbbreviatedData>M 0 0 L 30.2 0 L 30.2 10.2 L 0 10.2 C %s</AbbreviatedData></PathObject>`, tableX+cellW*float64(i%2), tableY+cellH*float64(i/2), cellW+0.2, cellH+0.2, rule, hole)
		}
		return out
	}
	with := func(grid string, last string) string {
		return strings.Replace(base(last), rulings(2, 2, ruling), grid, 1)
	}
	return map[string]drawing{
		"lines":         {base(in(1, 1, "34")), usual, ""},
		"filled":        {with(rulings(2, 2, filled), in(1, 1, "34")), usual, ""},
		"page":          {with(rulings(2, 2, onPage), in(1, 1, "34")), usual, ""},
		"boxes":         {with(boxes, in(1, 1, "34")), usual, ""},
		"frames":        {with(frames("Even-Odd", "M 0.2 0.2 L 30 0.2 L 30 10 L 0.2 10 C"), in(1, 1, "34")), usual, ""},
		"frames around": {with(frames("NonZero", "M 0.2 0.2 L 0.2 10 L 30 10 L 30 0.2 C"), in(1, 1, "34")), usual, ""},
		"block":         {`<PageBlock><PageBlock>` + base(in(1, 1, "34")) + `</PageBlock></PageBlock>`, usual, ""},
		"runs":          {base(strings.Replace(in(1, 1, "3456"), `DeltaX="2 2 2"`, `DeltaX="g 3 2"`, 1)), "甲项|12|乙项|3456|", ""},
		"fewer":         {base(strings.Replace(in(1, 1, "3456"), `DeltaX="2 2 2"`, `DeltaX="2"`, 1)), "甲项|12|乙项|3456|", ""},
		"no distances":  {base(strings.Replace(in(1, 1, "3344"), `DeltaX="2 2 2"`, ``, 1)), "甲项|12|乙项|3344|", "没有写明字距"},
		"bad distance":  {base(strings.Replace(in(1, 1, "34"), `DeltaX="2"`, `DeltaX="x"`, 1)), "甲项|12|乙项|3 4|", "坐标写错"},
		"over cells":    {base("") + strings.Replace(in(1, 1, "34"), "<TextCode", "<Ignored/><TextCode", 1), usual, ""},
		"one text":      {object(20, 15, "某县教育局政府信息公开工作年度报告正文共有若干页") + rulings(2, 2, ruling) + in(0, 0, "甲项") + in(0, 1, "12") + strings.Replace(in(1, 0, "乙项34"), `DeltaX="4 4 2"`, `DeltaX="4 26 2"`, 1), usual, ""},
		"ctm":           {base(`<TextObject Boundary="52 33 20 6" Font="1" Size="2" CTM="2 0 0 2 0 0"><TextCode X="0" Y="2" DeltaX="1">34</TextCode></TextObject>`), usual, ""},
		"codes":         {base(`<TextObject Boundary="52 33 20 6" Font="1" Size="4"><TextCode X="0" Y="4">3</TextCode><TextCode X="2">4</TextCode></TextObject>`), usual, ""},
		"indented":      {base(strings.Replace(in(1, 1, "34"), ">34<", ">\n  34\n <", 1)), usual, ""},
		"down":          {base(`<TextObject Boundary="52 31 20 9" Font="1" Size="3" ReadDirection="90"><TextCode X="0" Y="3" DeltaY="3 3">甲乙丙</TextCode></TextObject>`), "甲项|12|乙项|甲乙丙|", ""},
		"rare":          {base(`<TextObject Boundary="52 33 30 6" Font="1" Size="4"><TextCode X="0" Y="4" DeltaX="4 0 4">𬭛34</TextCode></TextObject>`), "甲项|12|乙项|𬭛34|", ""},
		"white":         {base(in(1, 1, "34", "", `<FillColor Value="255 255 255"/>`)), "甲项|12|乙项||", "与底色同色"},
		"white in hex":  {base(in(1, 1, "34", "", `<FillColor Value="#FF #FF #FF"/>`)), "甲项|12|乙项||", "与底色同色"},
		"transparent":   {base(in(1, 1, "34", `Alpha="0"`)), "甲项|12|乙项||", "不显示"},
		"clear colour":  {base(in(1, 1, "34", "", `<FillColor Value="0 0 0" Alpha="0"/>`)), "甲项|12|乙项||", "不显示"},
		"invisible":     {base(in(1, 1, "34", `Visible="false"`)), "甲项|12|乙项||", "不显示"},
		"unfilled":      {base(in(1, 1, "34", `Fill="false"`)), "甲项|12|乙项||", "不显示"},
		"outlined":      {base(in(1, 1, "34", `Fill="false" Stroke="true"`)), usual, ""},
		"clipped":       {base(in(1, 1, "34", "", `<Clips><Clip><Area><Path Boundary="50 50 10 10"><AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</AbbreviatedData></Path></Area></Clip></Clips>`)), "甲项|12|乙项||", "被裁切"},
		"in its clip":   {base(in(1, 1, "34", "", `<Clips><Clip><Area><Path Boundary="0 0 20 20"><AbbreviatedData>M 0 0 L 19 0 L 19 19 L 0 19 C</AbbreviatedData></Path></Area></Clip></Clips>`)), usual, ""},
		"covered":       {base(in(1, 1, "34") + `<PathObject Boundary="51 31 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject>`), "甲项|12|乙项||", "被遮盖"},
		"drawn again":   {base(in(1, 1, "34") + `<PathObject Boundary="51 31 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject>` + in(1, 1, "34")), usual, ""},
		"another drawn": {base(in(1, 1, "34") + `<PathObject Boundary="51 31 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject>` + in(1, 1, "35")), "甲项|12|乙项|35|", "被遮盖），没有读入：34"},
		"spot over":     {base(in(1, 1, "甲乙") + `<PathObject Boundary="53.4 34.5 1.2 1.5" Fill="true" Stroke="false"><FillColor Value="200 0 0"/><AbbreviatedData>M 0 0 L 1.2 0 L 1.2 1.5 L 0 1.5 C</AbbreviatedData></PathObject>`), "甲项|12|乙项|甲乙|", ""},
		"outline over":  {base(in(1, 1, "34") + `<PathObject Boundary="52 32 4 4" LineWidth="0.01"><AbbreviatedData>M 0 1.6 L 4 1.6 B 4 2 4 2 3 2 L 0 2.5 C</AbbreviatedData></PathObject><PathObject Boundary="52 32 4 4" Fill="true" Stroke="false"><FillColor Value="0 0 0"/><AbbreviatedData>M 0 1.6 L 4 1.6 L 4 1.8 L 0 1.8 C M 1 1 B 1 2 2 2 3 3 L 1 3 C</AbbreviatedData></PathObject>`), usual, ""},
		"seen through":  {base(in(1, 1, "34") + `<PathObject Boundary="51 31 28 8" Fill="true" Stroke="false" Alpha="100"><FillColor Value="255 255 0"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject>`), usual, ""},
		"struck":        {base(in(1, 1, "34") + ruling(51.5, 35.7, 57, 35.7)), "甲项|12|乙项||", ""},
		"aslant":        {base(in(1, 1, "34") + `<TextObject Boundary="30 20 60 60" Font="1" Size="10" CTM="0.7 -0.7 0.7 0.7 0 40"><TextCode X="0" Y="0" DeltaX="g 3 10">内部资料</TextCode></TextObject>`), usual, "斜着写的文字（如水印），没有读入：内部资料"},
		"beyond":        {base(strings.Replace(in(1, 1, "34"), `Boundary="52 33 150 6"`, `Boundary="52 33 150 1"`, 1)), usual, ""},
		"far beyond":    {base(`<TextObject Boundary="10 80 20 5" Font="1" Size="4"><TextCode X="42" Y="-43" DeltaX="2">34</TextCode></TextObject>`), usual, "写在自己的外框之外"},
		"backwards":     {base(`<TextObject Boundary="52 33 20 6" Font="1" Size="4"><TextCode X="4" Y="4" DeltaX="-2">34</TextCode></TextObject>`), "甲项|12|乙项|43|", "从右往左"},
		"private codes": {base(in(1, 1, "34")) + strings.Repeat(object(20, 60, "某县教育局政府信息公开工作年度报告正文共有若干页某县教育局政府信息公开"), 3) + object(20, 70, "\ue000"), usual, "1 个字认不出"},
	}
}

// Of every way of drawing: what stands in the cells, and what is said.
func TestDrawn(t *testing.T) {
	for name, tc := range drawings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, notes := cells(t, file(tc.page).pack(t))
			if table != tc.table {
				t.Errorf("read %q, want %q", table, tc.table)
			}
			if tc.said == "" && len(notes) > 0 || tc.said != "" && (len(notes) != 1 || !strings.Contains(notes[0], tc.said)) {
				t.Errorf("said %q, want %q", notes, tc.said)
			}
		})
	}
}

// What stands in other parts than the page's: templates, resources, annotations, other places, versions.
func TestParts(t *testing.T) {
	const usual = "甲项|12|乙项|34|"
	edit := func(change func(parts)) parts {
		p := file(base(in(1, 1, "34")))
		change(p)
		return p
	}
	replace := func(p parts, name, old, new string) {
		if !strings.Contains(p[name], old) {
			t.Fatalf("%s has no %s", name, old)
		}
		p[name] = strings.Replace(p[name], old, new, 1)
	}
	const document, page, resources = "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/PublicRes.xml"
	for name, tc := range map[string]struct {
		file  parts
		table string
		said  []string
	}{
		"usual": {edit(func(p parts) {}), usual, nil},
		"small letters": {edit(func(p parts) {
			p[page] = strings.NewReplacer("Size=", "size=", "Boundary=", "boundary=").Replace(p[page])
		}), usual, nil},
		"from root": {edit(func(p parts) { replace(p, document, "Pages/Page_0", "/Doc_0/Pages/Page_0") }), usual, nil},
		"mark":      {edit(func(p parts) { p[page] = "\ufeff" + p[page] }), usual, nil},
		"case":      {edit(func(p parts) { replace(p, document, "Pages/Page_0/Content.xml", "PAGES/page_0/content.XML") }), usual, nil},
		"backslash": {edit(func(p parts) { replace(p, document, "Pages/Page_0/", `Pages\Page_0\`) }), usual, nil},
		"template": {edit(func(p parts) {
			replace(p, page, tag(in(1, 1, "34")), "")
			p["Doc_0/Tpls/Tpl_0/Content.xml"] = part("Page", `<Content><Layer>`+in(1, 1, "34")+`</Layer></Content>`)
			replace(p, document, tag("</CommonData>"), tag(`<TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/></CommonData>`))
			replace(p, page, tag("<Content>"), tag(`<Template TemplateID="5" ZOrder="Background"/><Content>`))
		}), usual, nil},
		"covered by template": {edit(func(p parts) {
			p["Doc_0/Tpls/Tpl_0/Content.xml"] = part("Page", `<Content><Layer><PathObject Boundary="51 31 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject></Layer></Content>`)
			replace(p, document, tag("</CommonData>"), tag(`<TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/></CommonData>`))
			replace(p, page, tag("<Content>"), tag(`<Template TemplateID="5" ZOrder="Foreground"/><Content>`))
		}), "甲项|12|乙项||", []string{"被遮盖"}},
		"no template": {edit(func(p parts) {
			replace(p, page, tag("<Content>"), tag(`<Template TemplateID="5"/><Content>`))
		}), usual, []string{"第 1 页缺少它的模板页"}},
		"layers": {edit(func(p parts) {
			p[page] = part("Page", `<Content><Layer Type="Foreground">`+in(1, 1, "34")+`</Layer><Layer Type="Body">`+strings.Replace(base(""), "<PathObject", `<PathObject Boundary="51 31 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject><PathObject`, 1)+`</Layer></Content>`)
		}), usual, nil},
		"composite": {edit(func(p parts) {
			replace(p, page, tag(in(1, 1, "34")), tag(`<CompositeObject ResourceID="7" Boundary="50 30 30 10"/>`))
			replace(p, resources, tag("</Fonts>"), tag(`</Fonts><CompositeGraphicUnits><CompositeGraphicUnit ID="7" Width="30" Height="10"><Content>`+object(2, 7, "34")+`</Content></CompositeGraphicUnit></CompositeGraphicUnits>`))
		}), usual, nil},
		"composite in itself": {edit(func(p parts) {
			replace(p, page, tag(in(1, 1, "34")), tag(`<CompositeObject ResourceID="7" Boundary="50 30 30 10"/>`))
			replace(p, resources, tag("</Fonts>"), tag(`</Fonts><CompositeGraphicUnits><CompositeGraphicUnit ID="7"><Content><CompositeObject ResourceID="7"/></Content></CompositeGraphicUnit></CompositeGraphicUnits>`))
		}), "", []string{"内容过多"}},
		"parameters": {edit(func(p parts) {
			replace(p, page, tag(in(1, 1, "34")), tag(in(1, 1, "34", `DrawParam="8"`)))
			replace(p, resources, tag("</Fonts>"), tag(`</Fonts><DrawParams><DrawParam ID="8" Relative="9" LineWidth="1"/><DrawParam ID="9"><FillColor Value="255 255 255"/></DrawParam></DrawParams>`))
		}), "甲项|12|乙项||", []string{"同色"}},
		"grey": {edit(func(p parts) {
			replace(p, page, tag(in(1, 1, "34")), tag(in(1, 1, "34", "", `<FillColor ColorSpace="8" Value="255"/>`)))
			replace(p, resources, tag("</Fonts>"), tag(`</Fonts><ColorSpaces><ColorSpace ID="8" Type="GRAY" BitsPerComponent="8"/></ColorSpaces>`))
		}), "甲项|12|乙项||", []string{"同色"}},
		"annotation": {annotated(file(base(in(1, 1, "34"))), `Type="Stamp"`, object(2, 4, "更正为35")), usual, []string{"注释（印章、水印、批注等）的文字，没有读入：更正为35"}},
		"composite annotation": {edit(func(p parts) {
			annotated(p, `Type="Watermark"`, `<CompositeObject ResourceID="7" Boundary="0 0 30 10"/>`)
			replace(p, resources, tag("</Fonts>"), tag(`</Fonts><CompositeGraphicUnits><CompositeGraphicUnit ID="7"><Content>`+object(2, 7, "内部")+`</Content></CompositeGraphicUnit></CompositeGraphicUnits>`))
		}), usual, []string{"TEXT-PLACE 第1页 第 1 页有注释"}},
		"no longer shown": {annotated(file(base(in(1, 1, "34"))), `Type="Stamp" Visible="false"`, object(2, 4, "更正为35")), usual, nil},
		"highlight":       {annotated(file(base(in(1, 1, "34"))), `Type="Highlight"`, `<PathObject Boundary="0 0 30 10" Fill="true"><FillColor Value="255 255 0"/><AbbreviatedData>M 0 0 L 30 0 L 30 10 L 0 10 C</AbbreviatedData></PathObject>`), usual, nil},
		"painted over":    {annotated(file(base(in(1, 1, "34"))), `Type="Path"`, `<PathObject Boundary="1 1 28 8" Fill="true" Stroke="false"><FillColor Value="255 255 255"/><AbbreviatedData>M 0 0 L 28 0 L 28 8 L 0 8 C</AbbreviatedData></PathObject>`), "甲项|12|乙项||", []string{"被遮盖"}},
		"version": {edit(func(p parts) {
			p["Doc_0/Pages/Page_1/Content.xml"] = part("Page", `<Content><Layer>`+base(in(1, 1, "56"))+`</Layer></Content>`)
			p["Doc_0/Document2.xml"] = strings.Replace(p[document], "Page_0", "Page_1", 1)
			p["Doc_0/V2.xml"] = part("DocVersion", `<DocRoot>Document2.xml</DocRoot>`)
			replace(p, "OFD.xml", tag("</DocBody>"), tag(`<Versions><Version ID="1" Current="true" BaseLoc="Doc_0/V2.xml"/></Versions></DocBody>`))
		}), "甲项|12|乙项|56|", []string{"几个版本"}},
		"signed":                {edit(func(p parts) { sign(p, p[page], page) }), usual, nil},
		"changed after signing": {edit(func(p parts) { sign(p, "otherwise", page) }), usual, []string{"签名（盖章）之后改过：page_0/content.xml"}},
		"attachment": {edit(func(p parts) {
			replace(p, document, tag("</Pages>"), tag("</Pages><Attachments>Attachs/Attachments.xml</Attachments>"))
			p["Doc_0/Attachs/Attachments.xml"] = part("Attachments", `<Attachment ID="1" Name="report" Format="json"><FileLoc>report.json</FileLoc></Attachment>`)
			p["Doc_0/Attachs/report.json"] = "{}"
		}), usual, nil},
		"picture over text": {edit(func(p parts) { picture(p, "\xff\xd8\xff\xe0", page, in(1, 1, "34")) }), "甲项|12|乙项||", []string{"被遮盖"}},
		"seal over text": {edit(func(p parts) {
			picture(p, "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00", page, in(1, 1, "34"))
		}), usual, nil},
		"no size": {edit(func(p parts) {
			replace(p, document, tag("<PageArea><PhysicalBox>0 0 200 100</PhysicalBox></PageArea>"), "")
		}), usual, []string{"没有写明大小"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := tc.file.pack(t)
			if tc.table == "" {
				if _, err := Read(data); err == nil || !strings.Contains(err.Error(), tc.said[0]) {
					t.Errorf("%v", err)
				}
				return
			}
			table, notes := cells(t, data)
			if table != tc.table || len(notes) != len(tc.said) {
				t.Fatalf("read %q, want %q; said %q", table, tc.table, notes)
			}
			for i, s := range tc.said {
				if !strings.Contains(notes[i], s) {
					t.Errorf("said %q, want %q", notes, s)
				}
			}
		})
	}
}

// annotated adds an annotation over the last cell.
func annotated(p parts, attributes, appearance string) parts {
	p["Doc_0/Document.xml"] = strings.Replace(p["Doc_0/Document.xml"], tag("</Pages>"), tag("</Pages><Annotations>Annots/Annotations.xml</Annotations>"), 1)
	p["Doc_0/Annots/Annotations.xml"] = part("Annotations", `<Page PageID="10"><FileLoc>Page_0/Annotation.xml</FileLoc></Page>`)
	p["Doc_0/Annots/Page_0/Annotation.xml"] = part("PageAnnot", `<Annot ID="1" `+attributes+`><Appearance Boundary="50 30 30 10">`+appearance+`</Appearance></Annot>`)
	return p
}

// sign adds a signature that says that a part was once another text.
func sign(p parts, was, name string) {
	p["OFD.xml"] = strings.Replace(p["OFD.xml"], tag("</DocBody>"), tag(`<Signatures>Doc_0/Signs/Signatures.xml</Signatures></DocBody>`), 1)
	p["Doc_0/Signs/Signatures.xml"] = part("Signatures", `<Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>`)
	sum := sha256.Sum256([]byte(was))
	p["Doc_0/Signs/Sign_0/Signature.xml"] = part("Signature", `<SignedInfo><References CheckMethod="SHA256"><Reference FileRef="/`+name+`"><CheckValue>`+base64.StdEncoding.EncodeToString(sum[:])+`</CheckValue></Reference></References></SignedInfo>`)
}

// picture draws a picture over the last cell.
func picture(p parts, content, page, before string) {
	p[page] = strings.Replace(p[page], tag(before), tag(before+`<ImageObject Boundary="50 30 30 10" CTM="30 0 0 10 0 0" ResourceID="6"/>`), 1)
	p["Doc_0/PublicRes.xml"] = strings.Replace(p["Doc_0/PublicRes.xml"], tag("</Fonts>"), tag(`</Fonts><MultiMedias><MultiMedia ID="6" Type="Image"><MediaFile>p.img</MediaFile></MultiMedia></MultiMedias>`), 1)
	p["Doc_0/p.img"] = content
}

// What cannot be read is refused with a sentence of its own.
func TestRefused(t *testing.T) {
	long := strings.Repeat("某县教育局政府信息公开工作年度报告", 3)
	outlines := strings.Repeat(`<PathObject Boundary="10 10 5 5" Fill="true"><FillColor Value="0 0 0"/><AbbreviatedData>M 0 0 Q 1 2 3 3 B 1 1 2 2 4 4 A 1 1 0 0 1 5 5 L 0 5 C</AbbreviatedData></PathObject>`, 501)
	columns := ""
	for row := range 3 {
		columns += in(row, 0, "甲项") + in(row, 1, "12") + in(row, 2, "34")
	}
	without := func(name string) parts {
		p := file(base(""))
		delete(p, name)
		return p
	}
	other := func(name, content string) parts {
		p := file(base(""))
		p[name] = content
		return p
	}
	for name, tc := range map[string]struct {
		file parts
		want string
	}{
		"no tables":   {file(object(20, 15, long) + columns), "没有带格线的表格"},
		"outlines":    {file(outlines), "文字已转成图形"},
		"scan":        {file(`<ImageObject Boundary="0 0 200 100" ResourceID="6"/>`), "扫描件"},
		"hidden scan": {file(object(20, 15, long, `Alpha="0"`) + `<ImageObject Boundary="0 0 200 100" ResourceID="6"/>`), "藏在图片后面"},
		"unseen":      {file(object(20, 15, long, `Visible="false"`)), "都看不见"},
		"codes":       {file(base(object(20, 60, strings.Repeat("\ue001", 9)))), "认不出"},
		"encrypted":   {other("Encryptions.xml", "<e/>"), "已加密"},
		"no document": {without("Doc_0/Document.xml"), "找不到正文"},
		"no page":     {without("Doc_0/Pages/Page_0/Content.xml"), "缺少第 1 页"},
		"no body":     {other("OFD.xml", part("OFD", "")), "没有文档"},
		"no pages":    {other("Doc_0/Document.xml", part("Document", "")), "一页也没有"},
		"no XML":      {other("Doc_0/Pages/Page_0/Content.xml", "<a>"), "不是有效的 XML"},
		"DOCTYPE":     {other("Doc_0/Pages/Page_0/Content.xml", "<!DOCTYPE a><a/>"), "DOCTYPE"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(tc.file.pack(t))
			var p *msg.Problem
			if !errors.As(err, &p) || !strings.Contains(p.What.ZH, tc.want) || p.Hint.IsZero() {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
	if sheets, err := Read(parts{"a.xml": "<a/>"}.pack(t)); sheets != nil || err != nil {
		t.Error("another archive is read", err)
	}
}

// Every limit is tried with a small file.
func TestEveryLimit(t *testing.T) {
	data := file(base(in(1, 1, "34")), base("")).pack(t)
	if _, err := ReadWithin(data, Default); err != nil {
		t.Fatal(err)
	}
	for name, lower := range map[string]func(*Limits){
		"File": func(l *Limits) { l.File = 100 }, "Entries": func(l *Limits) { l.Entries = 3 }, "Part": func(l *Limits) { l.Part = 500 },
		"Total": func(l *Limits) { l.Total = 2000 }, "Elements": func(l *Limits) { l.Elements = 20 }, "Objects": func(l *Limits) { l.Objects = 5 },
		"Documents": func(l *Limits) { l.Documents = 0 },
	} {
		l := Default
		lower(&l)
		if _, err := ReadWithin(data, l); err == nil || !strings.Contains(err.Error(), "内容过多") {
			t.Errorf("%s: %v", name, err)
		}
	}
	l := Default
	l.Depth = 3
	if _, err := ReadWithin(data, l); err == nil || !strings.Contains(err.Error(), "嵌套过深") {
		t.Errorf("Depth: %v", err)
	}
}

// Each document of a file is a sheet; one that cannot be read does not stop the others.
func TestDocuments(t *testing.T) {
	p := file(base(in(1, 1, "34")))
	p["OFD.xml"] = part("OFD", `<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody><DocBody><DocRoot>Doc_1/Document.xml</DocRoot></DocBody>`)
	sheets, err := Read(p.pack(t))
	if err != nil || len(sheets) != 1 || len(sheets[0].Notes) != 1 || sheets[0].Notes[0].Rule != "FILE-UNREAD" {
		t.Fatalf("%+v, %v", sheets, err)
	}
	if a := sheets[0].Cells[len(sheets[0].Cells)-1].Cell.Address; a != "文档1!第1页表格1!第2行第2格" {
		t.Error(a)
	}
}

// Two parts of one name with different contents are no file to read.
func TestTwice(t *testing.T) {
	p := file(base(in(1, 1, "34")))
	p["ofd.xml"] = p["OFD.xml"]
	if _, err := Read(p.pack(t)); err != nil {
		t.Error(err) // they say the same
	}
	p["ofd.xml"] += " "
	if _, err := Read(p.pack(t)); err == nil || !strings.Contains(err.Error(), "两个不同") {
		t.Error(err)
	}
}

// A table that a page cuts goes on; a page that is turned is read as it is turned for reading.
func TestPages(t *testing.T) {
	turned := ""
	for _, s := range []struct {
		x, y float64
		text string
	}{{90, 20, "某县教育局政府信息公开工作年度报告"}, {82, 22, "甲项"}, {82, 52, "12"}} {
		step := 4.0
		if s.text == "12" {
			step = 2
		}
		turned += fmt.Sprintf(`<TextObject Boundary="0 0 200 100" Font="1" Size="4" CTM="0 1 -1 0 %g %g"><TextCode X="0" Y="0" DeltaX="g %d %g">%s</TextCode></TextObject>`, s.x, s.y, len([]rune(s.text))-1, step, s.text)
	}
	turned += rulings(1, 2, func(x0, y0, x1, y1 float64) string { return ruling(100-y1+7, x0, 100-y0+7, x1) })
	if table, notes := cells(t, file(turned).pack(t)); table != "甲项|12|" || notes != nil {
		t.Errorf("%q %q", table, notes)
	}
	if table, notes := cells(t, file(base(in(1, 1, "34")), rulings(1, 2, ruling)+in(0, 0, "丙项")+in(0, 1, "56")).pack(t)); table != "甲项|12|乙项|34|丙项|56|" || notes != nil {
		t.Errorf("%q %q", table, notes)
	}
}

// Glyphs that are those of other characters than the text says are named; a font that knows no characters tells nothing.
func TestGlyphs(t *testing.T) {
	data, err := os.ReadFile("../../../pdfout/internal/fonts/sans-500.ttf")
	if err != nil {
		t.Fatal(err)
	}
	font, err := sfnt.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	subset, err := font.Subset([]uint16{0, font.Glyph('3'), font.Glyph('4')}, []rune{0, 'a', 'b'})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		font         string
		first, count uint16
		said         string
	}{
		{string(data), font.Glyph('3'), 2, ""},
		{string(data), font.Glyph('7'), 2, "第 1 页画的是“78”，文件里写的文字却是“34”"},
		{string(subset), 1, 2, ""},
		{"no font", 7, 2, ""},
	} {
		p := file(base(in(1, 1, "34", "", fmt.Sprintf(`<CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><Glyphs>%d %d</Glyphs></CGTransform>`, tc.first, tc.first+1))))
		p["Doc_0/PublicRes.xml"] = part("Res", `<Fonts><Font ID="1" FontName="宋体"><FontFile>f.ttf</FontFile></Font></Fonts>`)
		p["Doc_0/f.ttf"] = tc.font
		table, notes := cells(t, p.pack(t))
		if table != "甲项|12|乙项|34|" || tc.said == "" && notes != nil || tc.said != "" && (len(notes) != 1 || !strings.Contains(notes[0], "FILE-CONTRADICTS") || !strings.Contains(notes[0], tc.said)) {
			t.Errorf("%q %q, want %q", table, notes, tc.said)
		}
	}
	// Two characters drawn as one glyph, and one as two.
	for glyphs, codes := range map[string]string{"5": "2", "5 6": "1"} {
		last := fmt.Sprintf(`<TextObject Boundary="52 33 20 6" Font="1" Size="4"><CGTransform CodePosition="1" CodeCount="%s" GlyphCount="%d"><Glyphs>%s</Glyphs></CGTransform><TextCode X="0" Y="4" DeltaX="g 9 2">甲丙丁乙</TextCode></TextObject>`, codes, len(strings.Fields(glyphs)), glyphs)
		if table, notes := cells(t, file(base(last)).pack(t)); table != "甲项|12|乙项|甲丙丁乙|" || notes != nil {
			t.Errorf("%s: %q %q", glyphs, table, notes)
		}
	}
}

// Whatever a page holds, it is read or refused in a sentence.
func FuzzRead(f *testing.F) {
	for _, d := range drawings() {
		f.Add(tag(d.page), "")
	}
	f.Add(tag(base("")), tag("<DefaultCS>3</DefaultCS>"))
	f.Fuzz(func(t *testing.T, page, common string) {
		p := file("")
		p["Doc_0/Pages/Page_0/Content.xml"] = strings.Replace(p["Doc_0/Pages/Page_0/Content.xml"], tag("<Layer></Layer>"), tag("<Layer>")+page+tag("</Layer>"), 1)
		p["Doc_0/Document.xml"] = strings.Replace(p["Doc_0/Document.xml"], tag("</CommonData>"), common+tag("</CommonData>"), 1)
		l := Default
		l.Elements, l.Objects = 10_000, 10_000
		sheets, err := ReadWithin(p.pack(t), l)
		var problem *msg.Problem
		if err != nil && !errors.As(err, &problem) {
			t.Errorf("%v", err)
		}
		if err == nil && len(sheets) != 1 {
			t.Errorf("%d sheets", len(sheets))
		}
	})
}

// The digest of GB/T 32905, by the examples in it.
func TestSM3(t *testing.T) {
	for text, want := range map[string]string{
		"abc":                      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
		strings.Repeat("abcd", 16): "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
	} {
		if got := hex.EncodeToString(sm3([]byte(text))); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
