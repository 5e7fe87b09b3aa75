package preflight

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

// sniff is the error for a file that is no zip archive: it says what kind of file it
// is, by its first bytes.
func sniff(data []byte) error {
	head := data[:min(len(data), 4096)]
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")))
	switch {
	case len(data) == 0:
		return problem("文件是空的（0 字节）", "the file is empty (0 bytes)", sendAgain)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return compound(data)
	case bytes.HasPrefix(data, []byte("%PDF")):
		return problem("这是 PDF 文件，不能直接读取", "this is a PDF, which is not read", copyText)
	case bytes.HasPrefix(data, []byte("{\\rtf")):
		return problem("这是 RTF 文档，不能直接读取", "this is an RTF document, which is not read", saveAsDocx)
	case strings.Contains(text, "urn:schemas-microsoft-com:office:spreadsheet"), strings.Contains(text, "excel.sheet"):
		return problem("这是 2003 版 XML 表格，不是 .xlsx 工作簿", "this is a 2003 XML spreadsheet, no .xlsx workbook", saveAsXlsx)
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"), strings.Contains(text, "<table"), strings.Contains(text, "<body"):
		return problem("这是网页（HTML），不是工作簿", "this is a web page (HTML), no workbook", saveAsXlsx)
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<"):
		return problem("这是 XML 文件，不是工作簿", "this is an XML file, no workbook", saveAsXlsx)
	case bytes.HasPrefix(data, []byte("Rar!")), bytes.HasPrefix(data, []byte("7z\xbc\xaf\x27\x1c")), bytes.HasPrefix(data, []byte("\x1f\x8b")), bytes.HasPrefix(data, []byte("PK")):
		return problem("这是压缩包或不完整的文件，不是工作簿", "this is an archive or a fragment, no workbook",
			unpack)
	case isPicture(data):
		return problem("这是图片，无法读取其中的数字", "this is a picture, whose figures cannot be read", useXlsx)
	case isText(head):
		return problem("这是文本或 CSV 文件，不是工作簿", "this is a text or CSV file, no workbook", saveAsXlsx)
	}
	return problem("不认识的文件类型，不是工作簿", "unknown kind of file, no workbook", saveAsXlsx)
}

func isPicture(data []byte) bool {
	for _, magic := range []string{"\x89PNG", "\xff\xd8\xff", "GIF8", "BM", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// isText says whether the beginning of a file has no control characters, as texts in
// UTF-8 and the Chinese encodings have none.
func isText(head []byte) bool {
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return false
		}
	}
	return utf8.Valid(head) || len(head) > 0
}

// compound is the error for an OLE compound file: an encrypted workbook, or a
// document in a format before .xlsx and .docx.
func compound(data []byte) (err error) {
	damaged := func() error {
		return problem("旧格式（OLE）文件已损坏", "the OLE file is damaged", sendAgain)
	}
	defer shield.Recover(&err, damaged)
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return damaged()
	}
	names := map[string]bool{}
	for range 4096 {
		e, err := doc.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return damaged()
		}
		names[strings.ToLower(e.Name)] = true
	}
	switch {
	case names["encryptedpackage"]:
		return msg.OfKind(msg.ErrEncrypted, problem("文件设了打开密码，无法读取", "the file is protected by a password",
			msg.T("请用 WPS 或 Office 打开，取消打开密码后另存再试", "open it, remove the password, and save it again")))
	case names["workbook"] || names["book"]:
		return problem("这是旧格式的工作簿（.xls 或 .et）", "this is a workbook in an old format (.xls or .et)", saveAsXlsx)
	case names["worddocument"]:
		return problem("这是旧格式的文字文档（.doc 或 .wps），不能直接读取", "this is a text document in an old format (.doc or .wps), which is not read", saveAsDocx)
	}
	return problem("这是旧格式（OLE）文件，不是 .xlsx 工作簿", "this is an OLE file, no .xlsx workbook", saveAsXlsx)
}
