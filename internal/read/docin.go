// Package read reads reports that are no workbooks: Word documents, web pages,
// CSV, and text pasted from a page. Each becomes sheets, paragraphs and tables
// one under the other, for package intake to recognise by its labels.
//
// A document is what a person sees of it: numbers that Word computes are there,
// what was deleted or is hidden is not, and of a web page what stands around the
// report is kept apart.
package read

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Read reads a document. Name, which may be empty, helps to tell CSV from text.
// Kind says what it was; it is empty when the data are of no kind this package
// reads.
func Read(name string, data []byte) (sheets []*intake.Sheet, kind msg.Text, err error) {
	none := msg.Text{}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		parts, err := openWord(data)
		if parts == nil || err != nil {
			return nil, none, err
		}
		sheets, err = docx(parts)
		return sheets, msg.T("Word 文档", "a Word document"), err
	}
	if !isText(data) {
		return nil, none, nil
	}
	text := decode(data, "")
	switch {
	case isArchive(text):
		sheets, err = archive(data)
		return sheets, msg.T("网页归档文件", "a web page archive"), err
	case isSpreadsheetXML(text):
		return nil, none, nil
	case isHTML(text):
		sheets, err = page(decode(data, declared(text)))
		return sheets, msg.T("网页", "a web page"), err
	case strings.HasPrefix(strings.TrimSpace(text), "<?xml"), strings.HasPrefix(text, "{\\rtf"):
		return nil, none, nil
	case strings.EqualFold(filepath.Ext(name), ".csv"):
		sheets, err = values(text)
		return sheets, msg.T("CSV 文件", "a CSV file"), err
	}
	sheets, err = lines(text)
	return sheets, msg.T("文本文件", "a text file"), err
}

// maxCells bounds what one document may hold.
const maxCells = 50_000

func tooLarge() error {
	return &msg.Problem{What: msg.F("文档的内容超过 %d 格", "the document has more than %d cells", maxCells),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge}
}

// trim takes off the ends of a text what shows nothing there.
func trim(s string) string { return strings.TrimFunc(s, blank) }

func blank(r rune) bool { return unicode.IsSpace(r) || text.Removable(r) }

func cellOf(s string) intake.Cell {
	s = trim(s)
	if s == "" {
		return intake.Cell{}
	}
	return intake.Cell{Kind: intake.Text, Text: s}
}

var tag = regexp.MustCompile(`^<(?:!doctype html|!--|[a-z][a-z0-9]*[\s>/])`)

// isHTML recognises a page, or a part of one, by the tag it begins with.
func isHTML(text string) bool {
	head := strings.ToLower(strings.TrimLeftFunc(text[:min(len(text), 4096)], blank))
	return tag.MatchString(head) || strings.HasPrefix(head, "<?xml") && strings.Contains(head, "<html")
}

// isSpreadsheetXML recognises the XML spreadsheet of 2003, which is refused with
// a sentence of its own.
func isSpreadsheetXML(text string) bool {
	head := text[:min(len(text), 4096)]
	return strings.Contains(head, "urn:schemas-microsoft-com:office:spreadsheet") && !strings.Contains(strings.ToLower(head), "<html")
}
