package table

import (
	"io"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

func Write(w io.Writer, p *diff.Page, format string, lang msg.Lang, colour bool) error {
	switch format {
	case "text":
		return Text(w, p, colour)
	case "md":
		return Markdown(w, p)
	case "html":
		return HTML(w, p, lang)
	case "xlsx":
		return xlsx.WriteComparison(w, p, msg.T("摘要", "summary").In(lang))
	}
	return msg.UnknownFormat(format, []string{"text", "md", "html", "pdf", "xlsx", "json"})
}
