package gkxl

import (
	"bytes"
	"fmt"
	"io"

	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/verify"
	"github.com/gkxl/gkxl/msg"
)

// WriteVerification writes what verifying gave, for people. The last line is the
// verdict.
func WriteVerification(w io.Writer, publication, workbook string, res *verify.Result, lang msg.Lang) error {
	t := func(zh, en string, args ...any) string { return msg.F(zh, en, args...).In(lang) }
	var b bytes.Buffer
	fmt.Fprintln(&b, t("发布件 %s，工作簿 %s", "publication %s, workbook %s", publication, workbook))
	for _, a := range res.Asides {
		fmt.Fprintf(&b, "  %s  %s\n", t("说明", "note"), a.In(lang))
	}
	for _, d := range res.Differences {
		fmt.Fprintf(&b, "  %s  %s\n", kinds[d.Kind].In(lang), d.Where.In(lang))
		fmt.Fprintf(&b, "      %s\n", d.Message.In(lang))
		switch {
		case d.At != "" && d.Cell != "":
			fmt.Fprintf(&b, "      %s\n", t("发布件 %s，工作簿 %s", "publication %s, workbook %s", d.At, d.Cell))
		case d.At != "":
			fmt.Fprintf(&b, "      %s\n", t("发布件 %s", "publication %s", d.At))
		case d.Cell != "":
			fmt.Fprintf(&b, "      %s\n", t("工作簿 %s", "workbook %s", d.Cell))
		}
	}
	if len(res.Differences) > 0 || len(res.Asides) > 0 {
		fmt.Fprintln(&b)
	}
	compared := t("比对了 %d 格，%d 段文字", "%d cells and %d texts compared", res.Figures, res.Paragraphs)
	if len(res.Differences) == 0 {
		fmt.Fprintln(&b, t("一致：%s", "the same: %s", compared))
	} else {
		fmt.Fprintln(&b, t("不一致：%s；%s", "different: %s; %s", res.Counts(), compared))
	}
	_, err := b.WriteTo(w)
	return err
}

var kinds = map[verify.Kind]msg.Text{
	verify.Title: msg.T("标题", "title"), verify.Figure: msg.T("数字", "figure"), verify.Remark: msg.T("备注", "remark"),
	verify.Paragraph: msg.T("文字", "text"), verify.Order: msg.T("次序", "order"), verify.Extra: msg.T("多出", "extra"),
}

// VerificationSchema names the JSON of a verification.
const VerificationSchema = "gkxl-verify/1"

type jsonVerification struct {
	Schema      string           `json:"schema"`
	Publication string           `json:"publication"`
	Workbook    string           `json:"workbook"`
	Verdict     string           `json:"verdict"`
	Figures     int              `json:"figures"`
	Paragraphs  int              `json:"paragraphs"`
	Differences []jsonDifference `json:"differences"`
	Asides      []string         `json:"asides"`
}

type jsonDifference struct {
	Kind        verify.Kind `json:"kind"`
	Where       string      `json:"where,omitempty"`
	Field       string      `json:"field,omitempty"`
	Cell        string      `json:"cell,omitempty"`
	At          string      `json:"at,omitempty"`
	Workbook    string      `json:"workbook"`
	Publication string      `json:"publication"`
	Message     string      `json:"message"`
}

// WriteVerificationJSON writes what verifying gave as JSON, schema gkxl-verify/1.
func WriteVerificationJSON(w io.Writer, publication, workbook string, res *verify.Result, lang msg.Lang) error {
	v := jsonVerification{VerificationSchema, publication, workbook, "same", res.Figures, res.Paragraphs, []jsonDifference{}, []string{}}
	for _, d := range res.Differences {
		v.Verdict = "different"
		v.Differences = append(v.Differences, jsonDifference{d.Kind, d.Where.In(lang), d.Field, d.Cell, d.At, d.Workbook, d.Publication, d.Message.In(lang)})
	}
	for _, a := range res.Asides {
		v.Asides = append(v.Asides, a.In(lang))
	}
	return record.JSON(w, v)
}
