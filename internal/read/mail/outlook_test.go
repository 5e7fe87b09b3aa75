package mail

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/msg"
)

// shown is a message in one line.
func shown(m *Message) string {
	var out []string
	for _, p := range m.Texts {
		out = append(out, fmt.Sprintf("%s %s %s", p.Type, p.Charset, p.Data))
	}
	for _, p := range m.Attached {
		out = append(out, fmt.Sprintf("[%s %s %s%s]", p.Name, p.Type, p.Data, p.Missing.EN))
	}
	return strings.Join(out, "; ")
}

func TestOutlook(t *testing.T) {
	type streams = []formtest.Stream
	stream := func(path, data string) formtest.Stream { return formtest.Stream{Path: path, Data: []byte(data)} }
	text := func(at, property, value string) formtest.Stream {
		s := formtest.OutlookText(property, value)
		s.Path = at + s.Path
		return s
	}
	numbers := func(at string, head int, properties ...int) formtest.Stream {
		return formtest.Stream{Path: at + propertiesName, Data: formtest.OutlookNumbers(head, properties...)}
	}
	const first, second = "__attach_version1.0_#00000000/", "__attach_version1.0_#00000001/"
	const inner = first + "__substg1.0_3701000D/"
	plainRTF := func(rtf string) string {
		return fmt.Sprintf("\x00\x00\x00\x00%c\x00\x00\x00MELA\x00\x00\x00\x00%s", rune(len(rtf)), rtf)
	}
	for _, tc := range []struct {
		name    string
		streams streams
		want    string
	}{
		{"a text and a file", streams{numbers("", 32), text("", "1000", "见附件"), numbers(first, 8, 0x3705, 1), text(first, "3707", "年报.xlsx"), text(first, "3704", "年报~1.XLS"), text(first, "370E", "Application/X"), stream(first+"__substg1.0_37010102", "x")},
			"text/plain utf-8 见附件; [年报.xlsx application/x x]"},
		{"names in GBK", streams{numbers("", 32, 0x3FFD, 936, 0x3FDE, 65001), stream("__substg1.0_1000001E", "\xbc\xfb\xb8\xbd\xbc\xfe"), numbers(first, 8, 0x3705, 1), stream(first+"__substg1.0_3707001E", "\xc4\xea\xb1\xa8.xls"), stream(first+"__substg1.0_37010102", "x")},
			"text/plain utf-8 见附件; [年报.xls  x]"},
		{"names in Big5", streams{numbers("", 32, 0x3FDE, 950), stream("__substg1.0_1000001E", "\xa6~\xb3\xf8")}, "text/plain utf-8 年報"},
		{"a short name only", streams{numbers("", 32), numbers(first, 8, 0x3705, 1), text(first, "3704", `C:\a.xls`), stream(first+"__substg1.0_37010102", "x")}, "[a.xls  x]"},
		{"a page", streams{numbers("", 32, 0x3FDE, 936), text("", "1000", "甲"), stream("__substg1.0_10130102", "<p>甲")}, "text/html gb18030 <p>甲; text/plain utf-8 甲"},
		{"a page as a text", streams{numbers("", 32, 0x3FDE, 936), text("", "1013", "<p>甲")}, "text/html  <p>甲"},
		{"a text in RTF", streams{numbers("", 32), text("", "1000", "甲"), stream("__substg1.0_10090102", plainRTF(`{\rtf1 a}`))}, `text/rtf  {\rtf1 a}; text/plain utf-8 甲`},
		{"a page in RTF", streams{numbers("", 32), stream("__substg1.0_10090102", plainRTF(`{\rtf1\fromhtml1\ansicpg936{\*\htmltag64 <p>}\'bc\'d7}`))}, "text/html utf-8 <p>甲"},
		{"a message in a message", streams{numbers("", 32), text("", "1000", "甲"), numbers(first, 8, 0x3705, 5), text(first, "3001", "转"), numbers(inner, 24, 0x3FDE, 936), stream(inner+"__substg1.0_1000001E", "\xd2\xd2"), numbers(inner+first, 8, 0x3705, 1), text(inner+first, "3707", "b.xls"), stream(inner+first+"__substg1.0_37010102", "x")},
			"text/plain utf-8 甲; text/plain utf-8 乙; [b.xls  x]"},
		{"a link and an object", streams{numbers("", 32), numbers(first, 8, 0x3705, 7), text(first, "3707", "a.xlsx"), numbers(second, 8, 0x3705, 6), text(second, "3001", "表"), stream(second+"__substg1.0_3701000D/Workbook", "x")},
			"[a.xlsx  the mail holds a link to the file, and not the file]; [表  it is an object that is embedded in the mail, and no file]"},
		{"a signed message", streams{numbers("", 32), numbers(first, 8, 0x3705, 1), text(first, "3707", "smime.p7m"), text(first, "370E", "multipart/signed"), stream(first+"__substg1.0_37010102", "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n甲\r\n--b--\r\n")},
			"text/plain  甲"},
		{"nothing", streams{numbers("", 32)}, ""},
	} {
		data := formtest.Compound(tc.streams...)
		m, err := Parse(data, Default)
		if !Is(data) || err != nil {
			t.Errorf("%s: %v", tc.name, err)
		} else if got := shown(m); got != tc.want || !m.Sent {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
	deep := formtest.Compound(numbers("", 32), numbers(first, 8, 0x3705, 5), numbers(inner, 24), text(inner, "1000", "甲"))
	for name, l := range map[string]Limits{"parts": {2, 8, 5000}, "nesting": {100, 0, 5000}, "length": {100, 8, 2}} {
		if _, err := Parse(deep, l); err == nil {
			t.Errorf("no limit on %s", name)
		}
	}
	long := formtest.Compound(numbers("", 32), text("", "1000", "甲"))
	if _, err := Parse(long[:len(long)-1000], Default); err == nil || !strings.Contains(err.Error(), "邮件已损坏") {
		t.Errorf("a cut message: %v", err)
	}
	for name, data := range map[string][]byte{"workbook": formtest.Compound(stream("Workbook", "")), "of a message": formtest.Compound(stream(first+propertiesName, ""))} {
		if Is(data) {
			t.Errorf("%s is a message", name)
		}
	}
}

func TestUnpackRTF(t *testing.T) {
	const packed = "-\x00\x00\x00+\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0"
	const want = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
	if got, err := unpackRTF([]byte(packed), 100); err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := unpackRTF([]byte(packed[:30]), 100); err != nil || !strings.HasPrefix(want, string(got)) {
		t.Errorf("a cut text: %q, %v", got, err)
	}
	for name, data := range map[string]string{"short": packed[:10], "another kind": strings.Replace(packed, "LZFu", "LZFv", 1)} {
		if _, err := unpackRTF([]byte(data), 100); err == nil {
			t.Error(name)
		}
	}
	if _, err := unpackRTF([]byte(packed), 20); err == nil {
		t.Error("no limit")
	}
}

func TestPageInRTF(t *testing.T) {
	for rtf, want := range map[string]string{
		`{\rtf1\fromhtml1\ansicpg936{\fonttbl{\f0 Arial;}{\f1\fcharset136 A;}}{\*\htmltag64 <td>}\htmlrtf {\htmlrtf0 \'bc\'d7\htmlrtf\par}\htmlrtf0{\*\htmltag72 </td>}`: "<td>甲</td>",
		`{\rtf1\fromhtml1{\fonttbl{\f1\fcharset136 A;}}\htmlrtf{\f1\htmlrtf0 \'a6~\htmlrtf}\htmlrtf0 x}`:                                                                 "年x",
		`{\rtf1\fromhtml1\u30002?\u-10179?\u-9029? a\par b\tab c\{\~\ldblquote d{\*\other e}}`:                                                                           "甲💻 a\nb\tc{&nbsp;&ldquo;d",
		`{\rtf1\fromhtml1{\*\mhtmltag64 a}b\'`: "b",
	} {
		if page, ok := pageInRTF([]byte(rtf)); !ok || string(page) != want {
			t.Errorf("%s is %q, want %q", rtf, page, want)
		}
	}
	if _, ok := pageInRTF([]byte(`{\rtf1\ansi a}`)); ok {
		t.Error("a page in a text that was made of none")
	}
}

// FuzzOutlook reads damaged messages of Outlook: nothing may fail but with a message.
func FuzzOutlook(f *testing.F) {
	f.Add(formtest.Outlook("甲", "<p>乙</p>", formtest.OutlookFile{Name: "年报.xlsx", Data: []byte("x")}, formtest.OutlookFile{Name: "b.png", Data: []byte("y")}))
	f.Add(formtest.Compound(formtest.Stream{Path: propertiesName, Data: formtest.OutlookNumbers(32, propMessageCharset, 936)},
		formtest.Stream{Path: "__attach_version1.0_#00000000/" + propertiesName, Data: formtest.OutlookNumbers(8, propMethod, attachedMessage)},
		formtest.Stream{Path: "__attach_version1.0_#00000000/__substg1.0_3701000D/" + propertiesName, Data: formtest.OutlookNumbers(24)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 40_000 {
			t.Skip()
		}
		_, err := Parse(data, Limits{Parts: 50, Nesting: 3, Part: 1 << 16})
		if p := new(msg.Problem); err != nil && (!errors.As(err, &p) || p.Hint.IsZero()) {
			t.Fatal(err)
		}
	})
}

// FuzzPageInRTF unpacks texts in RTF, and takes the pages out of them.
func FuzzPageInRTF(f *testing.F) {
	f.Add([]byte("-\x00\x00\x00+\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0"))
	f.Add([]byte(`{\rtf1\fromhtml1\ansicpg936{\fonttbl{\f1\fcharset136 A;}}{\*\htmltag64 <td>}\htmlrtf {\htmlrtf0\f1 \'bc\'d7\u30002?\htmlrtf\par}\htmlrtf0{\*\htmltag72 </td>}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1 << 16
		if rtf, err := unpackRTF(data, most); err == nil && len(rtf) > most+200 {
			t.Fatalf("%d bytes", len(rtf))
		}
		if page, ok := pageInRTF(data); ok && len(page) > 10*len(data) {
			t.Fatalf("%d bytes of %d", len(page), len(data))
		}
	})
}
