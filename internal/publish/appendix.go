package publish

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Appendix is the id of the section behind the report, which is not part of it.
const Appendix = "appendix"

// Append puts findings of some grades behind the report, under a heading: the findings of a draft, or the
// warnings of a published report with the explanations.
func (d *Document) Append(heading string, fs []check.Finding, grades ...model.Grade) {
	place := msg.T("附录", "the appendix")
	add := func(b Block) {
		b.Section, b.Place = Appendix, place
		d.Blocks = append(d.Blocks, b)
	}
	add(Block{Kind: Heading, Level: 1, Text: heading})
	n := 0
	for _, f := range fs {
		if !slices.Contains(grades, f.Grade) {
			continue
		}
		n++
		add(Block{Kind: Heading, Level: 2, Text: strconv.Itoa(n) + ". " + f.Grade.Name().ZH + "：" + clean(f.Rule.Title.ZH)})
		for _, line := range strings.Split(f.Message.ZH, "\n") {
			if line = clean(line); line != "" {
				add(Block{Kind: Note, Text: line})
			}
		}
		answer := ""
		if f.Explained() {
			answer = "说明：" + text.OneLine(f.Explanation)
		}
		for _, line := range []string{placeLine(f), answer, "依据：" + f.Rule.Ground.ZH, "规则：" + f.Rule.ID} {
			if line != "" {
				add(Block{Kind: Note, Text: clean(line)})
			}
		}
	}
	if n == 0 {
		add(Block{Kind: Note, Text: "没有。"})
	}
}

// maxNamed is how many cells of a finding are named.
const maxNamed = 4

// placeLine names the cells of a finding; "" if it has none.
func placeLine(f check.Finding) string {
	var out []string
	for i, fd := range f.Fields {
		if i == maxNamed {
			out = append(out, "等"+strconv.Itoa(len(f.Fields))+"格")
			break
		}
		out = append(out, fd.Label())
	}
	if len(out) == 0 {
		return ""
	}
	return "位置：" + strings.Join(out, "；")
}
