// Package docin reads reports that are no workbooks: Word documents, web pages,
// CSV, and text pasted from a page. Each becomes one sheet, paragraphs and
// tables one under the other, for package intake to recognise by its labels.
package docin

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/model/say"
)

// Read reads a document. Name, which may be empty, helps to tell CSV from text.
// Kind says what it was; it is empty when the data are of no kind this package
// reads.
func Read(name string, data []byte) (sheet *intake.Sheet, kind say.Text, err error) {
	none := say.Text{}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		zr, zerr := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if zerr != nil || !isWord(zr) {
			return nil, none, nil
		}
		sheet, err = docx(zr)
		return sheet, say.T("Word 文档", "a Word document"), err
	case !isText(data):
		return nil, none, nil
	}
	text := decode(data)
	switch {
	case isSpreadsheetXML(text):
		return nil, none, nil
	case isHTML(text):
		sheet, err = page(text)
		return sheet, say.T("网页", "a web page"), err
	case strings.HasPrefix(strings.TrimSpace(text), "<?xml"), strings.HasPrefix(text, "{\\rtf"):
		return nil, none, nil
	case strings.EqualFold(filepath.Ext(name), ".csv"):
		sheet, err = table(text)
		return sheet, say.T("CSV 文件", "a CSV file"), err
	}
	return lines(text), say.T("文本文件", "a text file"), nil
}

// MaxCells bounds what one document may hold.
const maxCells = 200_000

func tooLarge() error {
	return &say.Problem{What: say.F("文档的内容超过 %d 格", "the document has more than %d cells", maxCells),
		Do: say.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
}

// IsText refuses what has control characters no text has.
func isText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	if len(head) == 0 {
		return false
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' || b == 0x7f {
			return false
		}
	}
	return !bytes.HasPrefix(head, []byte("%PDF")) && !bytes.HasPrefix(head, []byte("Rar!"))
}

// Decode makes UTF-8 of the encodings Chinese texts come in.
func decode(data []byte) string {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		if out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data)
	}
	if out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil {
		return string(out)
	}
	return strings.ToValidUTF8(string(data), "\ufffd")
}

func isHTML(text string) bool {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	if !strings.HasPrefix(head, "<") {
		return false
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>", "<p ", "<meta", "<!--", "<span", "<section", "<article", "<h1", "<h2", "<style"} {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// IsSpreadsheetXML recognises the XML spreadsheet of 2003, which is refused with
// a sentence of its own.
func isSpreadsheetXML(text string) bool {
	return strings.Contains(text[:min(len(text), 4096)], "urn:schemas-microsoft-com:office:spreadsheet") && !strings.Contains(strings.ToLower(text[:min(len(text), 4096)]), "<html")
}
