package mail

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestFileNames(t *testing.T) {
	for _, tc := range []struct{ header, want string }{
		{`attachment; filename="a.xlsx"`, "a.xlsx"},
		{`attachment; filename*=utf-8''%E5%B9%B4%E6%8A%A5.xlsx`, "年报.xlsx"},
		{`attachment; filename*0*=utf-8''%E5%B9%B4; filename*1*=%E6%8A%A5.xlsx`, "年报.xlsx"},
		{`attachment; filename*=gb18030''%C4%EA%B1%A8.xlsx`, "年报.xlsx"},
		{`attachment; filename="=?GB2312?B?xOqxqC54bHN4?="`, "年报.xlsx"},
		{`attachment; filename="=?utf-8?B?5bm05oql?= =?utf-8?Q?.xlsx?="`, "年报.xlsx"},
		{"attachment; filename=\"\xc4\xea\xb1\xa8.xlsx\"", "年报.xlsx"},
		{"attachment; filename=\xc4\xea\xb1\xa8.xlsx", "年报.xlsx"},
		{`attachment; filename="..\..\a.xlsx"`, "a.xlsx"},
		{`attachment; filename="a/b.xlsx"`, "b.xlsx"},
		{"attachment; filename=\"a\u202exslx.x\"", "axslx.x"},
		{`attachment`, ""},
	} {
		_, params := parameters(tc.header)
		if got := fileName(tc.header, params["filename"]); got != tc.want {
			t.Errorf("%s is %q, want %q", tc.header, got, tc.want)
		}
	}
}

func TestParts(t *testing.T) {
	part := func(head, body string) string { return "--b\n" + head + "\n\n" + body + "\n" }
	data := "MIME-Version: 1.0\nTo: a\nContent-Type: multipart/mixed; boundary=b\n\n" +
		part("Content-Type: text/html", "<p>甲</p>") + part("Content-Type: text/plain", "乙") + part("X-A: b", "丙") +
		part("Content-Type: text/css\nContent-Location: http://a/b.css", "p{}") +
		part("Content-Type: image/png; name=a.png", "x") + part("Content-Type: application/vnd.ms-excel; name=\"b.xls\"\nContent-Transfer-Encoding: base64", "eA==") +
		part("Content-Type: text/csv\nContent-Disposition: inline; filename=c.csv", "1") +
		part("Content-Type: message/rfc822", "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>丁</p>") + "--b--\n"
	m, err := Parse([]byte(data), Default)
	if err != nil {
		t.Fatal(err)
	}
	show := func(parts []Part) string {
		out := ""
		for _, p := range parts {
			out += fmt.Sprintf("%s %s %s;", p.Type, p.Name, p.Data)
		}
		return out
	}
	for got, want := range map[string]string{
		show(m.Texts):    "text/html  <p>甲</p>;text/plain  乙;text/plain  丙;text/html  <p>丁</p>;",
		show(m.Sheets):   "text/css  p{};",
		show(m.Attached): "application/vnd.ms-excel b.xls x;text/csv c.csv 1;",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for name, l := range map[string]Limits{"parts": {3, 8, 100}, "nesting": {100, 0, 100}, "length": {100, 8, 5}} {
		if _, err := Parse([]byte(data), l); err == nil {
			t.Errorf("no limit on %s", name)
		}
	}
}

func TestLenient(t *testing.T) {
	const head = "MIME-Version: 1.0\nTo: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	inner := "Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\n甲\n"
	for _, tc := range []struct{ name, data, want string }{
		{"an inner part without an end", head + inner + "--b\nContent-Type: text/css\n\nx\n--b--\n", "甲"},
		{"no end", head + inner, "邮件没有结尾，可能没有下载或复制完整"},
		{"cut in a part", head + "Content-Type: text/plain\n\n甲", "邮件没有结尾"},
		{"cut base64", head + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n55S\n--b--\n", "邮件已损坏"},
		{"a line of a header without a blank", "MIME-Version: 1.0\nSubject: =?utf-8?B?55Sy?=\n=?utf-8?B?55Sy?=\nTo: a\nContent-Type: text/plain\n\n甲", "甲"},
		{"another line of a header", "MIME-Version: 1.0\nSubject: a\nb\nTo: a\nContent-Type: text/plain\n\n甲", "邮件已损坏"},
	} {
		m, err := Parse([]byte(tc.data), Default)
		got := fmt.Sprint(err)
		if err == nil && len(m.Texts) == 1 {
			got = strings.TrimSpace(string(m.Texts[0].Data))
		}
		if !strings.HasPrefix(got, tc.want) {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n":                                        true,
		strings.Repeat("Received: from a\n", 1000) + "Mime-Version: 1.0\nContent-Type: text/html\n\n": true,
		"<p>MIME-Version: 1.0 Content-Type: text/html":                                                false,
		"某局\n\nMIME-Version: 1.0\nContent-Type: text/html\n":                                          false,
		"Subject: a\n\nMIME-Version: 1.0\nContent-Type: text/html\n":                                  false,
	} {
		if got := Is([]byte(text + "\n")); got != want {
			t.Errorf("%.40s: %v", text, got)
		}
	}
}

// TestHeaderOf holds the header that is looked at to the whole beginning of a file, cut at its first empty line.
func TestHeaderOf(t *testing.T) {
	pieces := []string{"\n", "\r\n", "\r", "\ufeff", "a: b", "MIME-Version: 1.0", "\n\n", "\r\n\r\n", "正文", "\xff"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		data := ""
		for range random.IntN(8) {
			data += pieces[random.IntN(len(pieces))]
		}
		lower := func(s []byte) string {
			return strings.TrimLeft(strings.ReplaceAll(string(bytes.ToLower(s)), "\r\n", "\n"), "\ufeff\n")
		}
		want, _, _ := strings.Cut(lower([]byte(data)), "\n\n")
		got := strings.TrimRight(lower(headerOf([]byte(data))), "\r")
		want = strings.TrimRight(want, "\r")
		if is := header.MatchString(want); is != header.MatchString(got) || is && got != want { // nothing else is looked at
			t.Fatalf("%q: %q, want %q", data, got, want)
		}
	}
}
