package verify

import (
	"bytes"
	"fmt"
	"io"

	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Formats are the formats that a verification is written in.
var Formats = []string{"text", "json"}

// Options say how a verification is written.
type Options struct {
	Format                string // one of Formats; empty for text
	Lang                  msg.Lang
	Publication, Workbook string // the names of the two files
}

// Write writes the result of a comparison, as text or as JSON by the schema gkxl-verify/1. The last line of a
// text is the verdict. An unknown format is an error of kind [msg.ErrFormat].
func Write(w io.Writer, res *Result, o Options) error {
	switch o.Format {
	case "", "text":
		return writeText(w, res, o)
	case "json":
		return writeJSON(w, res, o)
	}
	return msg.UnknownFormat(o.Format, Formats)
}

func writeText(w io.Writer, res *Result, o Options) error {
	publication, workbook, lang := o.Publication, o.Workbook, o.Lang
	t := func(zh, en string, args ...any) string { return msg.F(zh, en, args...).In(lang) }
	var b bytes.Buffer
	fmt.Fprintln(&b, t("发布件 %s，工作簿 %s", "publication %s, workbook %s", publication, workbook))
	for _, a := range res.Asides {
		fmt.Fprintf(&b, "  %s  %s\n", t("说明", "note"), a.In(lang))
	}
	for _, d := range res.Differences {
		fmt.Fprintf(&b, "  %s  %s\n", kindNames[d.Kind].In(lang), d.Where.In(lang))
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
	_, err := io.WriteString(w, text.Terminal(b.String()))
	return err
}

// kindNames are the names of the kinds of differences.
var kindNames = map[Kind]msg.Text{
	Title: msg.T("标题", "title"), Figure: msg.T("数字", "figure"), Remark: msg.T("备注", "remark"),
	Paragraph: msg.T("文字", "text"), Order: msg.T("次序", "order"), Extra: msg.T("多出", "extra"),
}

// Schema is the name of the schema of the JSON.
const Schema = "gkxl-verify/1"

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
	Kind        Kind   `json:"kind"`
	Where       string `json:"where,omitempty"`
	Field       string `json:"field,omitempty"`
	Cell        string `json:"cell,omitempty"`
	At          string `json:"at,omitempty"`
	Workbook    string `json:"workbook"`
	Publication string `json:"publication"`
	Message     string `json:"message"`
}

func writeJSON(w io.Writer, res *Result, o Options) error {
	lang := o.Lang
	v := jsonVerification{Schema, o.Publication, o.Workbook, "same", res.Figures, res.Paragraphs, []jsonDifference{}, []string{}}
	for _, d := range res.Differences {
		v.Verdict = "different"
		v.Differences = append(v.Differences, jsonDifference{d.Kind, d.Where.In(lang), d.Field, d.Cell, d.At, d.Workbook, d.Publication, d.Message.In(lang)})
	}
	for _, a := range res.Asides {
		v.Asides = append(v.Asides, a.In(lang))
	}
	return record.JSON(w, v)
}
