package engine

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// formatNames are the names of formats that are not those of one report.
var formatNames = map[string]msg.Text{
	"html": msg.T("网页", "Web page"), "pdf": msg.T("PDF", "PDF"), "ofd": msg.T("OFD", "OFD"), "xlsx": msg.T("工作簿", "Workbook"), "md": msg.T("Markdown", "Markdown"),
	"json": msg.T("JSON 数据", "JSON data"), "csv": msg.T("CSV 数据", "CSV data"), "text": msg.T("文本", "Text"), "docx": msg.T("Word 文档", "Word document"),
}

// formatOrder is the order in which formats are offered, the same everywhere.
var formatOrder = []string{"xlsx", "docx", "pdf", "ofd", "html", "csv", "md", "text", "json"}

// formats names formats, in their order.
func formats(lang msg.Lang, ids ...string) []Format {
	ids = slices.Clone(ids)
	slices.SortStableFunc(ids, func(a, b string) int { return slices.Index(formatOrder, a) - slices.Index(formatOrder, b) })
	return lists.Map(ids, func(id string) Format { return Format{id, formatNames[id].In(lang)} })
}

func (e *Engine) texts(c *call, _ None) (Texts, error) {
	out := Texts{Lang: string(c.lang), Version: version.Name(), Words: map[string]string{}, Accept: strings.Join(units.ReadEndings(), ","), Most: archive.Default.File, Forms: []FormChoice{}, Exports: []Format{},
		Compare: formats(c.lang, "html", "pdf", "ofd", "xlsx", "docx", "md", "json"), Lists: formats(c.lang, "html", "xlsx", "md", "json"),
		Status: formats(c.lang, slices.DeleteFunc(slices.Clone(status.Formats), func(f string) bool { return f == "text" })...),
		Briefs: formats(c.lang, gkxl.BriefFormats...), Measure: formats(c.lang, "xlsx", "html", "docx", "pdf", "csv", "md")}
	for key, t := range words {
		out.Words[key] = t.In(c.lang)
	}
	for _, x := range exports {
		out.Exports = append(out.Exports, Format{x.id, x.name.In(c.lang)})
	}
	forms, err := templates.Candidates(nil)
	for _, f := range forms {
		out.Forms = append(out.Forms, FormChoice{f.ID, f.Title.In(c.lang), f.Years.From, f.Years.To,
			lists.Map(f.OrganTypes, func(o model.OrganType) Choice { return Choice{o.ID, o.Name().In(c.lang)} })})
	}
	return out, err
}
