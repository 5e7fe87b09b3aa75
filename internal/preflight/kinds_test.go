package preflight

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// TestForeign names formats by what their files begin with, and takes no text for one.
func TestForeign(t *testing.T) {
	zero := strings.Repeat("\x00", 60)
	owner := "\x05admin" + strings.Repeat(" ", 48) + "\x00" + "\x05\x00a\x00d\x00m\x00i\x00n\x00"
	for _, tc := range []struct{ data, zh, en string }{
		{"CAJ\x00\x00", "这是知网的 CAJ 文献（.caj）", "this is a document in the CAJ format of CNKI (.caj)"},
		{"\xc8\x00\x00\x00\x01", "这是知网的 CAJ 文献（.caj）", "CAJ"},
		{zero + "BOOKMOBI", "这是电子书（.mobi）", "an electronic book"},
		{"%!PS-Adobe-3.0\n", "这是 PostScript 打印文件（.ps）", "PostScript"},
		{"ID;PWXL;N;E\r\n", "这是 SYLK 表格（.slk）", "SYLK"},
		{"TABLE\r\n0,1\r\n", "这是 DIF 表格（.dif）", "DIF"},
		{"[InternetShortcut]\r\nURL=a\r\n", "这是网址的快捷方式（.url），不是文件本身", "a shortcut to a page"},
		{"\x00\x00\x00\x18ftypheic", "这是手机拍的图片（.heic 等），无法读取其中的数字", "a picture"},
		{"\x00\x00\x00\x18ftypisom", "这是音频或视频文件", "sound or video"},
		{"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00\x68\x04\x00\x00\x16\x00\x00\x00", "这是图标（.ico），无法读取其中的数字", "an icon"},
		{"\x03\x7c\x01\x0a\x01\x00\x00\x00\x41\x00\x0b\x00" + zero[:20] + "NAME\x00\x00\x00\x00\x00\x00\x00C" + zero[:20] + "\r a", "这是 dBASE 或 FoxPro 的数据表（.dbf）", "dBASE"},
		{zero[:40] + " EMF\x00", "这是图片（.emf），无法读取其中的数字", "a picture"},
		{"AC1015\x00", "这是 CAD 图纸（.dwg）", "AutoCAD"},
		{"OTTO\x00\x0a", "这是字体文件（.otf、.ttc 等）", "a font"},
		{"\x03\x7c\x01\x0a\x01\x00\x00\x00\x41\x00\x0b\x00" + zero, "", ""}, {"\x00\x00\x01\x00\x01\x00" + zero[:20], "", ""}, {"AC1015 局", "", ""},
		{"MZ\x90\x00\x03", "这是程序（.exe 等）", "a program"},
		{`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, "这是图片（.svg），无法读取其中的数字", "a picture"},
		{`<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2009/uof"/>`, "这是标文通（UOF）文件（.uot、.uos、.uop）", "the UOF format"},
		{owner + strings.Repeat(" \x00", 165)[:165-len(owner)], "这是打开文件时生成的临时文件（名称以 ~$ 开头），里面没有内容", "a temporary file"},
		{zero, "文件损坏：里面全是空字节，没有内容", "null bytes"},
		{"MZ镇政府信息公开", "", ""}, {"ID3,1", "", ""}, {"KDH 局", "", ""}, {"甲", "", ""}, {"", "", ""}, {"TABLE 1\n", "", ""},
		{"<html><body><svg xmlns='http://www.w3.org/2000/svg'/></body></html>", "", ""}, {"PK\x03\x04 http://schemas.uof.org/", "", ""},
		{strings.Repeat("a", 165), "", ""}, {"%PDF-1.7\x00", "", ""}, {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + zero, "", ""},
	} {
		err := Foreign([]byte(tc.data))
		if err == nil {
			if tc.zh != "" {
				t.Errorf("%q is not named", tc.data)
			}
			continue
		}
		if what := msg.Of(err); tc.zh == "" || !strings.HasPrefix(what.ZH, tc.zh) || !strings.Contains(what.EN, tc.en) {
			t.Errorf("%q: %v", tc.data, what)
		}
	}
}

// TestNamedByEnding names formats by the ending of a file where its content tells nothing.
func TestNamedByEnding(t *testing.T) {
	unknown := sniff([]byte("\x01\x02\x00\xff\xfe"))
	for name, want := range map[string]string{"a.GD": "这是书生的版式文件", "b.sep": "书生", "c.aip": "点聚", "d.bin": "不认识的文件类型", "gd": "不认识"} {
		if got := msg.Of(NamedByEnding(name, unknown)).ZH; !strings.Contains(got, want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if NamedByEnding("a.gd", nil) != nil {
		t.Error("a file that could be read is named")
	}
	if got := msg.Of(NamedByEnding("a.gd", sniff([]byte("%PDF-1.7")))).ZH; !strings.Contains(got, "PDF") {
		t.Error(got)
	}
}
