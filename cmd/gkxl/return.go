package main

import (
	"cmp"
	"io"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/write/html"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

// returnFlags are those of the letter that returns a report.
func returnFlags(s session) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "letter", Usage: s.t("把退回这份报告的函写到这里：.docx、.pdf、.html 或 .txt", "write the letter that returns this report here: .docx, .pdf, .html or .txt")},
		&cli.StringFlag{Name: "to", Usage: s.t("收函的单位；不写则为报告中的机关名称", "who gets the letter; the organ that the report names if not given")},
		&cli.StringFlag{Name: "as-of", Usage: s.t("函的日期，如 2025-02-01；不写则为今天", "the date of the letter, such as 2025-02-01; today if not given")},
	}, signerFlags(s, msg.T("“尽快”", "soon if not given"))...)
}

// returnLetter is the letter that returns a report, and where it goes.
type returnLetter struct {
	path, format string
	to           string
	force        bool
	source       gkxl.ImportOptions
	letter.Case
	result findings.Result
	pdf    pdfout.Options
}

// newReturn is the letter that a call asks for; nil if it asks for none.
func (s session) newReturn(c *cli.Context, src gkxl.ImportOptions, files []string) (*returnLetter, error) {
	b := &returnLetter{path: c.String("letter"), to: c.String("to"), force: c.Bool("force"), source: src, Case: letter.Case{From: c.String("sender")}}
	if b.path == "" {
		for _, name := range []string{"to", "as-of", "sender", "until"} {
			if c.IsSet(name) {
				return nil, usage("--%s 要与 --letter 同用", "--%s goes with --letter", name)
			}
		}
		return nil, nil
	}
	var err error
	switch b.format, err = formatFor(b.path, "", []string{"docx", "pdf", "html", "text"}); {
	case err != nil:
		return nil, err
	case b.path == "-":
		return nil, usage("--letter 要写成文件", "--letter is a file")
	case len(files) != 1:
		return nil, usage("--letter 只用于一个文件；给许多单位写函，用 gkxl status --letters", "--letter is for one file; for letters to many units use gkxl status --letters")
	case isResult(c.String("output"), b.path), isResult(c.String("mark"), b.path):
		return nil, usage("--letter 不能和 -o、--mark 是同一个文件“%s”", "--letter cannot be the file of -o or --mark, %q", b.path)
	}
	if b.Date, err = dayGiven(c, "as-of", time.Now()); err != nil {
		return nil, err
	}
	if b.Until, err = dayGiven(c, "until", time.Time{}); err != nil {
		return nil, err
	}
	if b.pdf, err = s.pdfOptions(c); err != nil {
		return nil, err
	}
	return b, s.free(c, b.path, files...)
}

// take keeps what checking gave.
func (b *returnLetter) take(r findings.Result) {
	if b != nil {
		b.result = r
	}
}

// write writes the letter, unless there is nothing to return the report for.
func (b *returnLetter) write(s session) error {
	r := b.result
	b.Unit, b.Year = b.to, b.source.Year
	if r.Report != nil {
		b.Unit, b.Year, b.Form = cmp.Or(b.to, r.Report.Organ), cmp.Or(r.Report.Year, b.source.Year), r.Report.Form
	}
	if b.Year == 0 {
		return &msg.Problem{Where: r.File, What: msg.T("看不出报告的年度，没有写函", "the year of the report cannot be told, and no letter was written"), Hint: msg.T("用 --year 指明年度，如 --year 2025", "name it with --year, such as --year 2025")}
	}
	if b.Form == nil {
		var err error
		if b.Form, err = gkxl.FormFor(gkxl.FormChoice{Year: b.Year}); err != nil {
			return err
		}
	}
	l := letter.Return(b.Case, letter.Returned{File: r.File, Report: r.Report, Findings: r.Findings, Causes: r.Causes, Err: r.Err}, s.lang)
	if r.Err == nil && len(l.Attached.Rows) == 0 {
		s.tell(msg.F("没有错误，也没有未说明的警告，不用退回，没有写函：%s", "no errors and no unexplained warnings: there is nothing to return, and no letter was written: %s", r.File))
		return nil
	}
	if l.To == "" {
		l.To = "＿＿＿＿＿＿"
		s.warn(msg.T("报告没有写机关名称，函的抬头空着；用 --to 指明收函的单位", "the report names no organ, and the letter's addressee is left open; name it with --to"))
	}
	err := osfile.Write(b.path, osfile.Overwrite(b.force), func(w io.Writer) error {
		switch b.format {
		case "docx":
			return letter.WriteDOCX(w, l)
		case "pdf":
			return s.setLetters(w, b.pdf, l)
		case "html":
			return html.Write(w, letter.Document(l))
		}
		return letter.WriteText(w, l)
	})
	if err == nil {
		s.tell(msg.F("退回函：%s", "letter: %s", b.path))
	}
	return err
}
