package pipeline

import (
	"strings"
	"testing"
)

// TestTextDocuments reads a part of a report in an RTF and in a flat OpenDocument text: the figure, and the place and
// words of what was left out beside it.
func TestTextDocuments(t *testing.T) {
	cells := [][]string{{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"}, {"行政规范性文件", "1", "0", "17"}}
	const title, heading = "某县某局2024年政府信息公开工作年度报告", "二、主动公开政府信息情况"
	rich := `{\rtf1\ansi\ansicpg65001 ` + title + `\par ` + heading + `\par `
	open := `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="t" xmlns:table="b" xmlns:style="s" office:mimetype="application/vnd.oasis.opendocument.text">` +
		`<office:automatic-styles><style:style style:family="text" style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>` +
		`<office:body><office:text><text:p>` + title + `</text:p><text:h>` + heading + `</text:h><table:table>`
	for _, row := range cells {
		rich += `\trowd\cellx1000\cellx2000\cellx3000\cellx4000\pard\intbl `
		open += `<table:table-row>`
		for _, c := range row {
			rich += strings.Replace(c, "17", `{\strike 9}17`, 1) + `\cell `
			open += `<table:table-cell><text:p>` + strings.Replace(c, "17", `<text:span text:style-name="s">9</text:span>17`, 1) + `</text:p></table:table-cell>`
		}
		rich += `\row `
		open += `</table:table-row>`
	}
	for name, data := range map[string]string{"a.rtf": rich + `\pard}`, "a.fodt": open + `</table:table></office:text></office:body></office:document>`} {
		r, err := Import(name, []byte(data), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if v := r.Value("proactive.normative.in_force"); !v.IsNumber() || v.Number.String() != "17" {
			t.Errorf("%s: %v, want 17", name, v)
		}
		said := ""
		for _, n := range r.Notes {
			said += n.Cell + " " + n.Message.ZH + "\n"
		}
		if want := "表格1!第2行第4格 “9”加了删除线，没有读入"; !strings.Contains(said, want) {
			t.Errorf("%s: %s, want %q", name, said, want)
		}
	}
}
