package pipeline

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/html"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/ofd"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/properties"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// leftoversOf lists what the file of a report holds besides what it shows, and the texts of its cells by their address.
// A kind of file that is not searched is a note of its own. The error is a *msg.Crash; the notes count beside it.
func leftoversOf(r *model.Report, data []byte) (_ []model.Note, texts map[string]string, _ error) {
	notes, word, err := read.TextLeftovers(data)
	switch book, other, failed := AsXLSX(data); {
	case word:
	case other && failed != nil:
		var l leftovers.List
		l.Unsearched("", msg.T("工作簿", "the workbook"))
		notes, err = l.Notes, failed
	case other:
		notes, texts, err = xlsx.Leftovers(book)
		var l leftovers.List
		properties.Search(&l, data)
		l.Skipped("", msg.T("工作簿的自定义属性、图片、宏、页眉页脚和外部链接", "the custom properties, pictures, macros, headers, footers and external links of the workbook"))
		notes = append(notes, l.Notes...)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		var l leftovers.List
		l.Skipped("", msg.T(" PDF 的属性、批注和附件", "the properties, comments and attachments of a PDF"))
		notes = l.Notes
	case ofd.Is(data):
		var l leftovers.List
		l.Skipped("", msg.T(" OFD 的属性、注释和附件", "the properties, annotations and attachments of an OFD"))
		notes = l.Notes
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		if notes, word, err = docx.Leftovers(data); !word {
			notes, texts, err = xlsx.Leftovers(data)
		}
	case mail.Is(data):
		var l leftovers.List
		l.Skipped("", msg.T("邮件或网页归档文件里的批注、图片和附件", "the comments, pictures and attachments of a mail or a web page archive"))
		notes = l.Notes
	case plaintext.IsText(data):
		if page := plaintext.Decode(data, ""); html.IsPage(page) {
			notes = html.Leftovers(page)
		}
	}
	// That the organ itself is named is no leftover.
	return slices.DeleteFunc(notes, func(n model.Note) bool {
		return n.Rule == "PUB-AUTHOR" && strings.TrimSpace(n.Found) == strings.TrimSpace(r.Organ)
	}), texts, err
}
