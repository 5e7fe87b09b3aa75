package findings

import (
	"fmt"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/text"
)

// markdownPrinter writes results as Markdown: for each report the verdict, what to
// do first, and a table of the findings. The last line is the verdict.
type markdownPrinter struct{ output }

func (p *markdownPrinter) Add(r Result) error {
	p.tally.add(r)
	v := viewOf(r, p.tally.reports, p.Lang)
	in := p.in
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", text.Markdown(v.File))
	if v.About != "" {
		fmt.Fprintf(&b, "%s\n\n", text.Markdown(v.About))
	}
	if v.Review != "" {
		fmt.Fprintf(&b, "%s\n\n", text.Markdown(v.Review))
	}
	fmt.Fprintf(&b, "**%s**\n\n", v.Verdict)
	if v.Unreadable != "" {
		fmt.Fprintf(&b, "%s\n\n", text.Markdown(v.Unreadable))
	}
	for _, s := range v.Supposed {
		fmt.Fprintf(&b, "> %s\n\n", text.Markdown(s))
	}
	if len(v.Todo) > 0 {
		fmt.Fprintf(&b, "%s\n\n", in("先做什么：", "What to do first:"))
		for i, t := range v.Todo {
			fmt.Fprintf(&b, "%d. %s", i+1, text.Markdown(t.Text))
			for _, n := range t.Numbers {
				fmt.Fprintf(&b, " \\[%d\\]", n)
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	if len(v.Findings) > 0 {
		fmt.Fprintf(&b, "| %s |\n| --- | --- | --- | --- | --- | --- |\n", in("序号 | 等级 | 规则 | 位置 | 项目 | 问题", "No. | grade | rule | place | item | finding"))
		for _, f := range v.Findings {
			message := f.Message
			switch {
			case f.Cause != "" && f.Common > 1:
				fmt.Fprintf(&b, "| | %s | | | | %s |\n", in("原因", "cause"), cellMarkdown(fmt.Sprintf(in("%s（以下 %d 处）", "%s (the %d findings below)"), f.Cause, f.Common)))
			case f.Cause != "":
				message += "\n" + f.Cause
			}
			if f.Answered != "" {
				message += "\n" + in("已说明：", "explained: ") + f.Answered
			}
			fmt.Fprintf(&b, "| %d | %s | %s | %s | %s | %s |\n", f.Number, f.Grade, f.Rule, cellMarkdown(f.where(3, p.Lang)), cellMarkdown(f.Item), cellMarkdown(message))
		}
		b.WriteString("\n")
	}
	if v.Counted != "" {
		fmt.Fprintf(&b, "%s\n\n| %s |\n| --- | --- | --- | --- |\n", in("叙述中的数字：", "Figures of the narratives:"), in("判断 | 数字 | 读作 | 句子", "verdict | figure | read as | sentence"))
		for _, f := range v.Figures {
			fmt.Fprintf(&b, "| %s | %s | %s | %s**%s**%s |\n", f.Verdict, cellMarkdown(f.Text), cellMarkdown(f.Reading), cellMarkdown(f.Before), cellMarkdown(f.At), cellMarkdown(f.Behind))
		}
		fmt.Fprintf(&b, "\n%s\n\n", v.Counted)
	}
	if v.Blank != "" {
		fmt.Fprintf(&b, "%s\n\n", in("空着的格：", "Blank cells:"))
		if len(v.Blanks) > 0 {
			fmt.Fprintf(&b, "| %s |\n| --- | --- | --- |\n", in("填 0 | 位置 | 项目", "as 0 | place | item"))
		}
		for _, c := range v.Blanks {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Fit, cellMarkdown(c.Place), cellMarkdown(c.Item+cellsText(c.Cells).In(p.Lang)))
		}
		fmt.Fprintf(&b, "\n%s\n\n", v.Blank)
	}
	_, err := io.WriteString(p.w, b.String())
	return err
}

func (p *markdownPrinter) Close() error {
	var b strings.Builder
	for _, l := range optionLines(p.Check, p.Lang) {
		fmt.Fprintf(&b, "%s\n\n", text.Markdown(l))
	}
	fmt.Fprintf(&b, "**%s**\n", p.tally.verdict(true).In(p.Lang))
	_, err := io.WriteString(p.w, b.String())
	return err
}

func cellMarkdown(s string) string {
	return strings.ReplaceAll(text.Markdown(strings.TrimSpace(strings.ReplaceAll(s, "\r", ""))), "\n", "<br>")
}
