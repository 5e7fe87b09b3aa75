package html

import (
	"strings"
	"testing"
)

func TestOtherFiles(t *testing.T) {
	for _, tc := range []struct{ page, want string }{
		{`<frameset><frame src="top.html"><frame src="/a/body.html#x"></frameset>`, "top.html body.html"},
		{`<p>年报</p><iframe src="P020250120.pdf"></iframe><a href="P020250120.docx?x=1">2024年 年报</a>`, "P020250120.pdf 2024年 年报"},
		{`<iframe srcdoc="&lt;p&gt;年报&lt;/p&gt;"></iframe><iframe title="年度 报告" srcdoc="x"></iframe><iframe srcdoc=""></iframe>`, "iframe 年度 报告"},
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

// A blank of another kind between digits stays, so that it is known to part thousands.
func TestInline(t *testing.T) {
	for s, want := range map[string]string{"1\u00a0150": "1\u00a0150", "1\u2009150": "1\u2009150", "1 150": "1 150", "年\u00a0 1\n2": "年 1 2", "1\u00a0\u00a02": "1 2", "12\u00a0件": "12 件"} {
		if got := inline(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}
