package findings

import (
	"bytes"
	_ "embed"

	"github.com/gkxl/gkxl/internal/text"
)

//go:embed findings.html
var pageSource string

var page = text.Page("findings", pageSource, nil)

// htmlPrinter writes results as one page that needs nothing besides itself: the
// verdict, what to do first, and for each report its tables drawn as the form
// draws them, with failing cells marked. What a cell shows under the pointer is
// also in the list below the tables.
type htmlPrinter struct {
	output
	heads []pageLink
	body  bytes.Buffer // the verdict on all stands before the first
}

type pageLink struct{ ID, File, Verdict string }

func (p *htmlPrinter) Add(r Result) error {
	p.tally.add(r)
	v := viewOf(r, p.tally.reports, p.Lang)
	p.heads = append(p.heads, pageLink{v.ID, v.File, v.Verdict})
	in := p.in
	words := map[string]string{
		"todo": in("先做什么", "What to do first"), "findings": in("全部问题", "All findings"), "answered": in("已说明：", "explained: "),
		"ground": in("依据：", "ground: "), "do": in("处理：", "do: "), "see": in("见问题", "see finding"),
		"blanks": blanksTitle.In(p.Lang), "place": in("位置", "place"), "item": in("项目", "item"), "fit": in("填 0", "as 0"), "cells": in("格", "cells"),
		"figures": figuresTitle.In(p.Lang), "reading": in("判断和读法", "verdict and reading"), "sentence": in("句子", "sentence"), "cause": in("原因：", "cause: "), "common": in("以下各处出自这个原因", "the findings below come of it"),
		"legend": in("红底：错误；黄底：警告；红框：大概填错的格；虚线框：几处都有可能的一处。右上角的数字是下面“全部问题”中的序号。",
			"Red: an error; yellow: a warning; red frame: the cell that is probably wrong; dashed frame: one of several that may be. The raised number is that of the finding in the list below."),
	}
	return page().ExecuteTemplate(&p.body, "report", struct {
		View  View
		Words map[string]string
	}{v, words})
}

func (p *htmlPrinter) Close() error {
	w := text.NewShownWriter(p.w) // what files and their cells say comes from many places
	var b bytes.Buffer
	if err := page().ExecuteTemplate(&b, "head", map[string]any{
		"Code": p.in("zh-CN", "en"), "Title": p.in("政府信息公开工作年度报告核对结果", "Annual reports on government information disclosure: what was found"),
		"Verdict": p.tally.verdict(true).In(p.Lang), "Tone": p.tally.outcome(), "Reports": p.heads, "Options": optionLines(p.Check, p.Lang),
	}); err != nil {
		return err
	}
	for _, part := range []*bytes.Buffer{&b, &p.body} {
		if _, err := part.WriteTo(w); err != nil {
			return err
		}
	}
	if err := page().ExecuteTemplate(w, "foot", nil); err != nil {
		return err
	}
	return w.Close()
}
