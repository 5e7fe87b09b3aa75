package html

import (
	"strings"
	"testing"
)

func TestOtherFiles(t *testing.T) {
	for _, tc := range []struct{ page, want string }{
		{`<frameset><frame src="top.html"><frame src="/a/body.html#x"></frameset>`, "top.html body.html"},
		{`<p>年报</p><iframe src="P020250120.pdf"></iframe><a href="P020250120.docx?x=1">2024年 年报</a>`, "P020250120.pdf 2024年 年报"},
		{`<a href="index.html">首页</a><a href="javascript:void(0)">打印</a><iframe></iframe><img src="a.png">`, ""},
		{strings.Repeat(`<a href="1.doc">甲</a>`, 9) + `<a href="2.ET"></a>`, "甲 2.ET"},
	} {
		sheets, err := ReadPage([]byte(tc.page))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sheets[0].Elsewhere, " "); got != tc.want {
			t.Errorf("%s: %q", tc.page, got)
		}
	}
}
