package pipeline

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/msg"
)

// smallReport is a page with a part of a report, which has one figure.
func smallReport(figure string) string {
	return "<h1>某县某局2024年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>行政规范性文件<td>1<td>0<td>" + figure + "</table>"
}

// message makes a mail of parts; each is a type, a file name or nothing, and the content.
func message(kind string, parts ...[3]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/%s; boundary=b\r\n\r\n", kind)
	for _, p := range parts {
		fmt.Fprintf(&b, "--b\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n", p[0])
		if p[1] != "" {
			fmt.Fprintf(&b, "Content-Disposition: attachment; filename=\"%s\"\r\n", p[1])
		}
		fmt.Fprintf(&b, "\r\n%s\r\n", base64.StdEncoding.EncodeToString([]byte(p[2])))
	}
	b.WriteString("--b--\r\n")
	return []byte(b.String())
}

// zipOf makes an archive of files; each is a name and the content.
func zipOf(parts ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(parts[i+1]))
	}
	z.Close()
	return b.String()
}

func TestMail(t *testing.T) {
	const none, old = "<p>报告见附件。</p>", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	inner := message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "内.html", smallReport("17")})
	for _, tc := range []struct {
		name string
		mail []byte
		want string   // the figure; empty for an error
		said []string // parts of the note or the error
	}{
		{"attached", message("mixed", [3]string{"text/html", "", none}, [3]string{"application/octet-stream", "年报.html", smallReport("17")}), "17", []string{"读的是附件“年报.html”"}},
		{"a name in GB2312", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "=?GB2312?B?xOqxqC5odG1s?=", smallReport("17")}), "17", []string{"读的是附件“年报.html”"}},
		{"the text", message("mixed", [3]string{"text/html", "", smallReport("17")}), "17", nil},
		{"the text and a picture", message("mixed", [3]string{"text/html", "", smallReport("17")}, [3]string{"image/png", "章.png", "x"}), "17", nil},
		{"the text twice", message("alternative", [3]string{"text/plain", "", "某县某局2024年政府信息公开工作年度报告\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n行政规范性文件\t1\t0\t99"}, [3]string{"text/html", "", smallReport("17")}), "17", []string{"有 1 个数字不同（如“行政规范性文件 × 现行有效件数”，网页是 17，纯文本是 99）；读的是网页"}},
		{"the text twice, the same", message("alternative", [3]string{"text/plain", "", "某县某局2024年政府信息公开工作年度报告\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n行政规范性文件\t1\t0\t17"}, [3]string{"text/html", "", smallReport("17")}), "17", nil},
		{"the plain text", message("alternative", [3]string{"text/plain", "", "某县某局2024年政府信息公开工作年度报告\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n行政规范性文件\t1\t0\t17"}, [3]string{"text/html", "", "<p>请用纯文本查看</p>"}), "17", nil},
		{"text and attached file say the same", message("mixed", [3]string{"text/html", "", smallReport("17")}, [3]string{"text/html", "年报.html", smallReport("17")}), "17", []string{"读的是附件“年报.html”；正文里的报告与它相同"}},
		{"text and attached file differ", message("mixed", [3]string{"text/html", "", smallReport("99")}, [3]string{"text/html", "年报.html", smallReport("17")}), "", []string{"正文和附件“年报.html”各有一份报告，内容不同"}},
		{"attached files differ", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "甲.html", smallReport("99")}, [3]string{"text/html", "乙.html", smallReport("17")}), "", []string{"附件“甲.html”和附件“乙.html”各有一份报告"}},
		{"another file", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "甲.html", none}, [3]string{"text/html", "乙.html", smallReport("17")}), "17", []string{"读的是附件“乙.html”；没有读入的附件：甲.html"}},
		{"a file that is not read beside a report", message("mixed", [3]string{"text/html", "", smallReport("17")}, [3]string{"application/msword", "年报.doc", old}), "", []string{"正文里有一份报告，附件“年报.doc”又无法读取"}},
		{"no report in one file", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "甲.html", none}), "", []string{"邮件的附件“甲.html”：这是网页，其中没有找到"}},
		{"no report in two", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "甲.html", none}, [3]string{"text/html", "乙.html", none}), "", []string{"2 个附件（甲.html、乙.html）里都没有能读取的报告"}},
		{"no report at all", message("mixed", [3]string{"text/html", "", none}), "", []string{"这是邮件，其中没有找到"}},
		{"an archive", message("mixed", [3]string{"text/html", "", none}, [3]string{"application/zip", "年报.zip", zipOf("年报.html", smallReport("17"), "说明.html", none)}), "17", []string{"读的是附件“年报.zip/年报.html”；没有读入的附件：年报.zip/说明.html"}},
		{"an archive of reports that differ", message("mixed", [3]string{"text/html", "", none}, [3]string{"application/octet-stream", "年报", zipOf("甲.html", smallReport("17"), "乙.html", smallReport("99"))}), "", []string{"年报.zip/乙.html”和附件“年报.zip/甲.html”各有一份报告"}},
		{"the reports of two units", message("mixed", [3]string{"text/html", "", none}, [3]string{"text/html", "甲.html", smallReport("17")}, [3]string{"text/html", "乙.html", strings.Replace(smallReport("17"), "某县某局", "某县另一局", 1)}), "", []string{"邮件里有 2 个单位的报告：某县某局、某县另一局", "另存到一个文件夹"}},
		{"a damaged archive beside a report", message("mixed", [3]string{"text/html", "", smallReport("17")}, [3]string{"application/zip", "年报.zip", zipOf("甲.html", smallReport("17"))[:60]}), "", []string{"附件“年报.zip”又无法读取"}},
		{"a mail in a mail", message("mixed", [3]string{"text/html", "", none}, [3]string{"application/octet-stream", "转.eml", string(inner)}), "17", []string{"读的是附件“转.eml”"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, err := Import("a.eml", tc.mail, Options{})
			said := ""
			if err != nil {
				var p *msg.Problem
				if !errors.As(err, &p) || p.What.EN == "" || p.Hint.IsZero() {
					t.Fatalf("%#v", err)
				}
				said = err.Error()
			} else {
				if v := r.Value("proactive.normative.in_force"); !v.IsNumber() || v.Number.String() != tc.want {
					t.Errorf("%+v, want %s", v, tc.want)
				}
				for _, n := range r.Notes {
					if n.Rule == "FILE-PART" {
						said += n.Message.In(msg.ZH)
					}
				}
			}
			if (err != nil) != (tc.want == "") || len(tc.said) == 0 && said != "" {
				t.Errorf("said %s", said)
			}
			for _, s := range tc.said {
				if !strings.Contains(said, s) {
					t.Errorf("said %s, want %s", said, s)
				}
			}
		})
	}
}

// TestOutlookMail shows that a message of Outlook is read as any other mail.
func TestOutlookMail(t *testing.T) {
	file := func(name, data string) formtest.OutlookFile {
		return formtest.OutlookFile{Name: name, Data: []byte(data)}
	}
	const none = "<p>报告见附件。</p>"
	link := formtest.Compound(formtest.Stream{Path: "__properties_version1.0", Data: formtest.OutlookNumbers(32)}, formtest.OutlookText("1000", "见附件"),
		formtest.Stream{Path: "__attach_version1.0_#00000000/__properties_version1.0", Data: formtest.OutlookNumbers(8, 0x3705, 7)},
		formtest.Stream{Path: "__attach_version1.0_#00000000/__substg1.0_3707001F", Data: formtest.OutlookText("3707", "年报.xlsx").Data})
	for name, tc := range map[string]struct {
		mail []byte
		want string // the figure; empty for an error
		said string
	}{
		"attached":                       {formtest.Outlook("见附件", none, file("年报.html", smallReport("17"))), "17", "读的是附件“年报.html”"},
		"the page":                       {formtest.Outlook("", smallReport("17")), "17", ""},
		"text and attached file differ":  {formtest.Outlook("", smallReport("99"), file("年报.html", smallReport("17"))), "", "正文和附件“年报.html”各有一份报告，内容不同"},
		"an archive":                     {formtest.Outlook("", none, file("年报.zip", zipOf("年报.html", smallReport("17")))), "17", "读的是附件“年报.zip/年报.html”"},
		"a mail in it":                   {formtest.Outlook("", none, file("转.msg", string(formtest.Outlook("", none, file("年报.html", smallReport("17")))))), "17", "读的是附件“转.msg”"},
		"winmail.dat":                    {formtest.Outlook("", none, file("winmail.dat", "\x78\x9f\x3e\x22")), "", "winmail.dat"},
		"a link":                         {link, "", "邮件的附件“年报.xlsx”：邮件里只有这个文件的链接"},
		"no report":                      {formtest.Outlook("甲", none), "", "这是邮件，其中没有找到"},
		"a cut message":                  {formtest.Outlook("甲", none)[:1600], "", "邮件已损坏"},
		"a file that is not read beside": {formtest.Outlook("", smallReport("17"), file("年报.doc", "\xd0\xcf\x11\xe0")), "", "正文里有一份报告，附件“年报.doc”又无法读取"},
	} {
		r, err := Import("a.msg", tc.mail, Options{})
		said := fmt.Sprint(err)
		if err == nil {
			if v := r.Value("proactive.normative.in_force"); v.Number.String() != tc.want {
				t.Errorf("%s: %+v, want %s", name, v, tc.want)
			}
			for _, n := range r.Notes {
				said += n.Message.In(msg.ZH)
			}
		}
		if (err != nil) != (tc.want == "") || !strings.Contains(said, tc.said) {
			t.Errorf("%s: said %s, want %s", name, said, tc.said)
		}
	}
}
