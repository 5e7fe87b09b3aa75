package properties

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/msg"
)

// property is a property of a set: its number, the number of its type, and what it holds.
type property struct {
	id, kind uint32
	value    []byte
}

// setOf is a property set.
func setOf(properties ...property) []byte {
	u32 := binary.LittleEndian.AppendUint32
	out := append(make([]byte, 44), 48, 0, 0, 0)
	out = u32(u32(out, 0), uint32(len(properties)))
	at := 8 + 8*len(properties)
	for _, p := range properties {
		out = u32(u32(out, p.id), uint32(at))
		at += 4 + len(p.value)
	}
	for _, p := range properties {
		out = append(u32(out, p.kind), p.value...)
	}
	return out
}

// text is a text with its length before it.
func text(s string) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(s)+1)), s+"\x00"...)
}

func TestSearch(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("张三")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	zw := zip.NewWriter(&packed)
	w, _ := zw.Create("meta.xml")
	w.Write([]byte(`<o:m xmlns:o="o" xmlns:m="m"><m:initial-creator>张三</m:initial-creator><m:creator>李四</m:creator><m:printed-by> </m:printed-by></o:m>`))
	zw.Close()
	wide := append([]byte{3, 0, 0, 0}, "\x20\x5f\x09\x4e\x00\x00"...)
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"in GBK":                         {formtest.Compound(formtest.Stream{Path: "\x05SummaryInformation", Data: setOf(property{1, 2, []byte{0xA8, 3, 0, 0}}, property{4, 30, text(gbk)}, property{8, 30, text("gkxl")})}), "作者：“张三”"},
		"in UTF-8, the code page behind": {formtest.Compound(formtest.Stream{Path: "\x05SummaryInformation", Data: setOf(property{8, 30, text("李四")}, property{1, 2, []byte{0xE9, 0xFD, 0, 0}})}), "最后保存者：“李四”"},
		"in UTF-16":                      {formtest.Compound(formtest.Stream{Path: "\x05DocumentSummaryInformation", Data: setOf(property{15, 31, wide})}), "单位：“张三”"},
		"a length that is too large":     {formtest.Compound(formtest.Stream{Path: "\x05SummaryInformation", Data: setOf(property{4, 30, []byte{0xFF, 0xFF, 0xFF, 0xFF, 'a'}})}), "没有查完：无法读取文件的属性"},
		"another stream":                 {formtest.Compound(formtest.Stream{Path: "Workbook", Data: []byte{1}}), ""},
		"packed":                         {packed.Bytes(), "作者：“张三” 最后保存者：“李四”"},
		"flat":                           {[]byte(`<o:d xmlns:o="o"><o:meta><o:creator>李四</o:creator></o:meta><o:body><o:creator>王五</o:creator></o:body></o:d>`), "最后保存者：“李四”"},
		"a spreadsheet of 2003":          {[]byte("\ufeff" + `<?xml version="1.0"?><Workbook><DocumentProperties><Author>张三</Author><Company>某公司</Company></DocumentProperties><Worksheet/></Workbook>`), "作者：“张三” 单位：“某公司”"},
		"RTF in GBK":                     {[]byte(`{\rtf1\ansicpg936{\info{\author \'d5\'c5\'c8\'fd}{\*\company A}}}`), "作者：“张三” 单位：“A”"},
		"RTF in Unicode":                 {[]byte(`{\rtf1{\info{\title x}{\operator \u26446\'3f\u22235?}}\pard 文}`), "最后保存者：“李四”"},
		"RTF without properties":         {[]byte(`{\rtf1\pard {\author x}}`), ""},
		"a PDF":                          {[]byte("%PDF-1.4\x00"), ""},
	} {
		var l leftovers.List
		Search(&l, tc.data)
		var got []string
		for _, n := range l.Notes {
			got = append(got, n.Message.In(msg.ZH))
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s: %s, want %s", name, s, tc.want)
		}
	}
}
