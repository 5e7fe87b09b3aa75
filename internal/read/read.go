// Package read tells what kind of document a file is, and reads it: Word documents
// (package docx; doc those of old versions), RTF (rtf), OpenDocument texts (odf), web pages and their archives (html), mails (mail), CSV and text
// (plaintext), Markdown (markdown).
// Each becomes sheets of cells, in which package intake recognises a report by its
// labels. Workbooks are read by package xlsx, PDF and OFD by packages pdf and ofd.
//
// What is read is what a person sees: the numbers that Word computes are there,
// deleted and hidden text is not, and what a site puts around the report is kept
// apart.
package read

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/html"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/markdown"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/msg"
)

// Read reads a document. Name, which may be empty, helps to tell CSV from text.
// Kind says what kind of document it is, for messages; it is zero, without an
// error, if this package does not read the kind. The error is a *msg.Problem.
func Read(name string, data []byte) (sheets []*intake.Sheet, kind msg.Text, err error) {
	return ReadOpened(name, data, nil)
}

// ReadOpened is [Read] for a file of which [Mail] gave a message; nil for any other.
func ReadOpened(name string, data []byte, message *mail.Message) (sheets []*intake.Sheet, kind msg.Text, err error) {
	none := msg.Text{}
	if sheets, kind, err = readText(data); !kind.IsZero() {
		return sheets, kind, err
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		if sheets, err = docx.Read(data); sheets == nil && err == nil {
			return nil, none, nil
		}
		return sheets, msg.T("Word 文档", "a Word document"), err
	}
	if message != nil || mail.Is(data) {
		return readMail(data, message)
	}
	if !plaintext.IsText(data) {
		return nil, none, nil
	}
	text := plaintext.Decode(data, "")
	switch {
	case isSpreadsheetXML(text):
		return nil, none, nil
	case markdown.Is(name, text):
		sheets, err = markdown.Read(text)
		return sheets, msg.T("文本文件", "a text file"), err
	case html.IsPage(text):
		sheets, err = html.ReadPage(data)
		return sheets, msg.T("网页", "a web page"), err
	case strings.HasPrefix(strings.TrimSpace(text), "<?xml"):
		return nil, none, nil
	case strings.EqualFold(filepath.Ext(name), ".csv"):
		sheets, err = plaintext.ReadCSV(text)
		return sheets, msg.T("CSV 文件", "a CSV file"), err
	}
	sheets, err = plaintext.ReadText(text)
	return sheets, msg.T("文本文件", "a text file"), err
}

// readMail reads the texts of a mail message, or a web page saved as one file. M is the message, if it was taken apart
// before.
func readMail(data []byte, m *mail.Message) (sheets []*intake.Sheet, kind msg.Text, err error) {
	kind = msg.T("网页归档文件", "a web page archive")
	if m == nil {
		if m, err = mail.Parse(data, mail.Default); err != nil {
			return nil, kind, err
		}
	}
	if m.Sent {
		kind = msg.T("邮件", "a mail")
	}
	sheets, err = html.ReadArchive(m, func(rtf []byte) ([]*intake.Sheet, error) {
		sheets, _, err := readText(rtf)
		return sheets, err
	})
	return sheets, kind, err
}

// Mail is a mail message, or a web page saved as one file, taken apart; nil if the data are anything else, or cannot be
// read.
func Mail(data []byte) *mail.Message {
	if !mail.Is(data) {
		return nil
	}
	m, err := mail.Parse(data, mail.Default)
	if err != nil {
		return nil
	}
	return m
}

// Attached are the files that are attached to a mail message; nil if the data are
// anything else, or cannot be read.
func Attached(data []byte) []mail.Part {
	if m := Mail(data); m != nil {
		return m.Attached
	}
	return nil
}

// OtherTexts reads the texts of a mail message that a mail program shows in place of a page only where it shows no
// pages; nil if there are none, they cannot be read, or there is no message.
func OtherTexts(m *mail.Message) (sheets []*intake.Sheet) {
	if m == nil {
		return nil
	}
	for _, p := range m.Texts {
		hasPage := slices.ContainsFunc(m.Texts, func(o mail.Part) bool { return o.Choice == p.Choice && o.Type != p.Type && o.Type != mail.TypeRTF })
		if p.Choice == 0 || p.Type != "text/plain" || !hasPage {
			continue
		}
		if more, err := plaintext.ReadText(plaintext.Decode(p.Data, p.Charset)); err == nil {
			sheets = append(sheets, more...)
		}
	}
	return sheets
}

// isSpreadsheetXML recognises the XML spreadsheet of 2003, which package preflight
// refuses with a message of its own.
func isSpreadsheetXML(text string) bool {
	head := text[:min(len(text), 4096)]
	return strings.Contains(head, "urn:schemas-microsoft-com:office:spreadsheet") && !strings.Contains(strings.ToLower(head), "<html")
}
