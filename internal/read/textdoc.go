package read

import (
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/read/doc"
	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/odf"
	"github.com/gkxl/gkxl/internal/read/properties"
	"github.com/gkxl/gkxl/internal/read/rtf"
	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/model"
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

// oneFile is what a Word document in one XML file is called.
var oneFile = msg.T("XML 格式的 Word 文档", "a Word document in XML")

// readText reads a text document of another format than .docx. Kind is zero without an error if the data are none.
func readText(data []byte) (sheets []*intake.Sheet, kind msg.Text, err error) {
	if sheets, ok, err := docx.ReadOneFile(data); ok {
		return sheets, oneFile, err
	}
	asDOCX, kind, err := textAsDOCX(data)
	if asDOCX == nil || err != nil {
		return nil, kind, err
	}
	sheets, err = docx.Read(asDOCX)
	return sheets, kind, err
}

// textAsDOCX is a text document of another format than .docx as one. Kind is zero without an error if the data are none.
func textAsDOCX(data []byte) (asDOCX []byte, kind msg.Text, err error) {
	for _, f := range textFormats {
		d, ok, err := f.read(data, textdoc.Default)
		if !ok && err == nil {
			continue
		}
		if err != nil {
			return nil, f.kind, err
		}
		asDOCX, err = d.DOCX(textdoc.Default)
		return asDOCX, f.kind, err
	}
	return nil, msg.Text{}, nil
}

// TextLeftovers lists what a text document of another format than .docx holds besides what it shows, as far as that is
// searched: hidden and deleted text, and the properties. That the rest is not is a note of its own. Ok is false if the data are none. The
// error is a *msg.Crash; the notes count beside it.
func TextLeftovers(data []byte) (notes []model.Note, ok bool, err error) {
	var l leftovers.List
	notes, isOneFile, complete, err := docx.OneFileLeftovers(data)
	switch {
	case complete:
		return notes, true, err
	case isOneFile:
		l.Skipped("", msg.F("文件（%s）的自定义属性、图片和嵌入的文件", "the custom properties, pictures and embedded files of the file (%s)", oneFile))
		return append(notes, l.Notes...), true, err
	}
	asDOCX, kind, err := textAsDOCX(data)
	if kind.IsZero() || err != nil {
		return nil, false, nil // reading says what is wrong with it
	}
	notes, _, err = docx.Leftovers(asDOCX)
	properties.Search(&l, data)
	l.Skipped("", msg.F("文件（%s）的自定义属性、批注、页眉页脚、图片和嵌入的文件", "the custom properties, comments, headers, footers, pictures and embedded files of the file (%s)", kind))
	return append(notes, l.Notes...), true, err
}
