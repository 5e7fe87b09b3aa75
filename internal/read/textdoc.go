package read

import (
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/doc"
	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/odf"
	"github.com/gkxl/gkxl/internal/read/rtf"
	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/msg"
)

// textFormats are the formats of text documents besides .docx, and what a document of each is called.
var textFormats = []struct {
	kind msg.Text
	read func([]byte, textdoc.Limits) (*textdoc.Document, bool, error)
}{
	{msg.T("旧格式的 Word 文档", "a Word document of an old format"), doc.Read},
	{msg.T("RTF 文档", "an RTF document"), rtf.Read},
	{msg.T("OpenDocument 文档", "an OpenDocument text"), odf.ReadText},
}

// readText reads a text document of another format than .docx. Kind is zero without an error if the data are none.
func readText(data []byte) (sheets []*intake.Sheet, kind msg.Text, err error) {
	for _, f := range textFormats {
		d, ok, err := f.read(data, textdoc.Default)
		if !ok && err == nil {
			continue
		}
		if err != nil {
			return nil, f.kind, err
		}
		asDOCX, err := d.DOCX(textdoc.Default)
		if err != nil {
			return nil, f.kind, err
		}
		sheets, err = docx.Read(asDOCX)
		return sheets, f.kind, err
	}
	return nil, msg.Text{}, nil
}
