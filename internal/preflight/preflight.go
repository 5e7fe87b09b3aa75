// Package preflight checks a file before the spreadsheet library opens it: it refuses
// files that are no workbook, and workbooks that would hang the library, exhaust
// memory, or be read wrongly without an error, each with a message of its own.
package preflight

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"

	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Limits are the largest numbers and sizes of a workbook that is opened. Where it is
// not said otherwise they hold for all parts together.
type Limits struct {
	File         int64 // bytes of the file
	Entries      int   // parts
	Part         int64 // bytes of one part, inflated
	Total        int64 // bytes of all parts, inflated
	Sheets       int
	Depth        int // nesting of elements
	Elements     int
	Attributes   int
	Attributed   int // attributes of one element
	Declarations int // of namespaces
	Row          int // highest row with content
	Rows         int // sum over sheets of the highest row with content
	Columns      int // sum over rows of the highest column with content
	Cells        int // with content, of the sheets a report is read from
	AllCells     int // with content, of all sheets
	Merges       int
	Covered      int // cells in merged ranges
	Text         int // bytes of the texts of cells and comments; a shared text counts at every use
	Strings      int // shared texts
	Runs         int // of rich text
	Rules        int // conditional formats and data validations
	Styles       int // elements of the styles
	Names        int // defined names
	Comments     int
	Shapes       int
	Relations    int // relationships between parts
}

// Default are the limits in use. They leave room for a total of ten thousand units,
// and for what programs pile up in workbooks that are copied for years.
var Default = Limits{
	File: 64 << 20, Entries: 2000, Part: 32 << 20, Total: 64 << 20, Sheets: 256,
	Depth: 64, Elements: 3_000_000, Attributes: 6_000_000, Attributed: 500, Declarations: 50_000,
	Row: 99_999, Rows: 300_000, Columns: 600_000, Cells: 210_000, AllCells: 500_000, Merges: 10_000, Covered: 5_000_000,
	Text: 32 << 20, Strings: 400_000, Runs: 100_000, Rules: 100_000, Styles: 400_000, Names: 50_000,
	Comments: 20_000, Shapes: 20_000, Relations: 100_000,
}

// MaxSearched is how many cells with content the sheets have together in which tables are looked for by their labels.
// A report has some hundred.
const MaxSearched = 50_000

func unreadable() error {
	return problem("文件结构不完整，无法作为工作簿读取", "the file's structure is incomplete", saveAgain)
}

// The hints of messages.
var (
	saveAgain  = msg.T("请用 WPS 或 Excel 打开，另存为新的 .xlsx 文件再试", "open it in WPS or Excel, save it as a new .xlsx, and try again")
	saveAsXlsx = msg.T("请用 WPS 或 Excel 打开，另存为 .xlsx 格式再试", "open it in WPS or Excel and save it as .xlsx")
	slim       = msg.T("请用 WPS 或 Excel 打开，只留报告的各表，另存为新的 .xlsx 文件再试", "open it in WPS or Excel, keep the tables of the report only, save it as a new .xlsx, and try again")
	sendAgain  = msg.T("请重新取得该文件：可能没有下载或复制完整", "get the file again: it may not have been copied in full")
	copyText   = msg.T("请找原来的 Word 文档或工作簿；没有的，打开后复制全文，存成 .txt 文件再试（复制不出文字的是扫描件，只能重新录入）", "look for the document or workbook it was made of; otherwise open it, copy all its text into a .txt file, and try again (a scan has no text and must be typed in)")
	unpack     = msg.T("请先解压，再选择其中的工作簿或文档", "unpack it and give the workbook or document inside")
	// unpackOther is the advice about archives of a kind that is not read.
	unpackOther = msg.T("请解压后报送其中的工作簿或文档，或改用 .zip 格式压缩", "unpack it and send the workbook or document inside, or make a .zip of it")
	saveAsDocx  = msg.T("请用 WPS 或 Word 打开，另存为 .docx 格式再试", "open it in WPS or Word and save it as .docx")
	useXlsx     = msg.T("请把数据填入“gkxl template”生成的 .xlsx 模板", "put the data into a template made by \"gkxl template\"")
)

// senders are the hints in the words for the unit that sent the file.
var senders = map[msg.Text]msg.Text{
	sendAgain: msg.T("文件损坏，请从原来的电脑重新发送", "the file is damaged: send it again from the computer it was made on"),
	useXlsx:   msg.T("请把数据填入统一下发的工作簿", "put the data into the workbook that was sent to all units"),
}

func problem(zh, en string, do msg.Text, args ...any) error {
	return &msg.Problem{What: msg.F(zh, en, args...), Hint: do, Sender: senders[do]}
}

// Check refuses what is no safe .xlsx workbook. The error is a *msg.Problem.
func Check(data []byte, lim Limits) error {
	_, err := load(data, lim, nil)
	return err
}

// mimetype is the type that an OpenDocument file declares; empty if there is none.
func mimetype(zr *zip.Reader) string {
	rc, err := zr.Open("mimetype")
	if err != nil {
		return ""
	}
	defer rc.Close()
	b, _ := io.ReadAll(io.LimitReader(rc, 100))
	return string(b)
}

// kindOf is the error for a zip archive that is no workbook to read; nil for one that
// is. Names are the keys of its parts, main that of the main part.
func kindOf(names map[string]*zip.File, main string) error {
	has := func(name string) bool { return names[name] != nil }
	switch {
	case strings.HasSuffix(main, ".bin"):
		return problem("这是二进制工作簿（.xlsb）", "this is a binary workbook (.xlsb)", saveAsXlsx)
	case has("word/document.xml"), strings.HasPrefix(main, "word/"):
		return problem("这是 Word 文档（.docx），不是工作簿", "this is a Word document (.docx), no workbook", useXlsx)
	case has("ppt/presentation.xml"), strings.HasPrefix(main, "ppt/"):
		return problem("这是演示文稿（.pptx），不是工作簿", "this is a presentation (.pptx), no workbook", useXlsx)
	case has("ofd.xml"):
		return problem("这是 OFD 版式文件，不是工作簿", "this is an OFD document, no workbook", useXlsx)
	case has("content.xml") && has("mimetype"):
		return problem("这是 OpenDocument 文件（.ods 等）", "this is an OpenDocument file (.ods or similar)", saveAsXlsx)
	case has("index/document.iwa"), has("index.zip"), has("buildversionhistory.plist"):
		return problem("这是苹果 iWork 的文件（.numbers、.pages 等），不能直接读取", "this is a file of Apple iWork (.numbers, .pages or similar), which is not read",
			msg.T("请在 Numbers 或 Pages 里导出为 Excel 或 Word 文件再试", "export it from Numbers or Pages as an Excel or Word file"))
	case !has("[content_types].xml") || !has(main):
		return problem("这是压缩包，里面不是一个工作簿", "this is an archive, and not of a workbook", unpack)
	}
	return nil
}

func damagedPart(name string) error {
	return problem("文件损坏：部件“%s”无法解压或不是有效的 XML", "the file is damaged: the part %q cannot be inflated or is no valid XML", sendAgain, clip(name))
}

func clip(s string) string { return text.Clip(strings.ToValidUTF8(s, "?"), 60) }

// sniff is the error for a file that is no zip archive: it says what kind of file it
// is, by its first bytes.
func sniff(data []byte) error {
	head := data[:min(len(data), 4096)]
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")))
	switch {
	case len(data) == 0:
		return problem("文件是空的（0 字节）", "the file is empty (0 bytes)", sendAgain)
	case Foreign(data) != nil:
		return Foreign(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return compound(data)
	case bytes.HasPrefix(data, []byte("\x78\x9f\x3e\x22")):
		return problem("这是 Outlook 专用格式的附件（winmail.dat），里面的文件读不出来", "this is an attachment in a format of Outlook's own (winmail.dat), and the files in it cannot be read",
			msg.T("请发件人直接发送文件，或把邮件改为纯文本或 HTML 格式重新发送", "ask the sender to send the file itself, or the mail as plain text or HTML"))
	case bytes.HasPrefix(data, []byte("%PDF")):
		return problem("这是 PDF 文件，不能直接读取", "this is a PDF, which is not read", copyText)
	case bytes.HasPrefix(data, []byte("{\\rtf")):
		return problem("这是 RTF 文档，不是工作簿", "this is an RTF document, no workbook", useXlsx)
	case strings.Contains(text, "urn:schemas-microsoft-com:office:spreadsheet"), strings.Contains(text, "excel.sheet"):
		return problem("这是 2003 版 XML 表格，不是 .xlsx 工作簿", "this is a 2003 XML spreadsheet, no .xlsx workbook", saveAsXlsx)
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"), strings.Contains(text, "<table"), strings.Contains(text, "<body"):
		return problem("这是网页（HTML），不是工作簿", "this is a web page (HTML), no workbook", saveAsXlsx)
	case isDocumentXML(text):
		return problem("这是 XML 格式的 Word 文档，不是工作簿", "this is a Word document in XML, no workbook", useXlsx)
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<"):
		return problem("这是 XML 文件，不是工作簿", "this is an XML file, no workbook", saveAsXlsx)
	case isArchive(data):
		return problem("这是压缩包（.rar、.7z 等），不能直接读取", "this is an archive (.rar, .7z or similar), which is not read", unpackOther)
	case bytes.HasPrefix(data, []byte("PK")):
		return problem("这是压缩包或不完整的文件，不是工作簿", "this is an archive or a fragment, no workbook", unpack)
	case isOldWorkbook(data):
		return problem("这是 Excel 4.0 或更早的工作簿，格式过旧，无法读取", "this is a workbook of Excel 4.0 or before, a format too old to be read", saveAsXlsx)
	case isOldDocument(data):
		return problem("这是 Word 2.0 或更早的文档，格式过旧，无法读取", "this is a document of Word 2.0 or before, a format too old to be read", saveAsDocx)
	case isPicture(data):
		return problem("这是图片，无法读取其中的数字", "this is a picture, whose figures cannot be read", useXlsx)
	case isText(head):
		return problem("这是文本或 CSV 文件，不是工作簿", "this is a text or CSV file, no workbook", saveAsXlsx)
	}
	return problem(unknownKind.ZH, unknownKind.EN, saveAsXlsx)
}

// isDocumentXML reports whether the beginning of a file, in small letters, names a Word document in one XML file.
func isDocumentXML(head string) bool {
	return strings.Contains(head, "schemas.microsoft.com/office/word/2003/wordml") || strings.Contains(head, "schemas.microsoft.com/office/2006/xmlpackage")
}

// unknownKind is what is said of a file whose content does not tell what it is.
var unknownKind = msg.T("不认识的文件类型，不是工作簿", "unknown kind of file, no workbook")

// isArchive recognises archives of the kinds that are not read: RAR, 7-Zip, gzip, bzip2, xz and tar.
func isArchive(data []byte) bool {
	magic := []string{"Rar!", "7z\xbc\xaf\x27\x1c", "\x1f\x8b", "BZh", "\xfd7zXZ\x00"}
	return slices.ContainsFunc(magic, func(m string) bool { return bytes.HasPrefix(data, []byte(m)) }) ||
		len(data) >= 512 && string(data[257:262]) == "ustar"
}

// isOldWorkbook recognises workbooks of Excel 2 to 4, which are no containers: the record that begins one, and what it
// is one of.
func isOldWorkbook(data []byte) bool {
	return len(data) > 8 && data[0] == 0x09 && slices.Contains([]byte{0, 2, 4}, data[1]) && data[3] == 0 && (data[2] == 4 || data[2] == 6)
}

// isOldDocument recognises documents of Word 1 and 2, which are no containers.
func isOldDocument(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xdb\xa5")) || bytes.HasPrefix(data, []byte("\x9b\xa5"))
}

func isPicture(data []byte) bool {
	magic := []string{"\x89PNG", "\xff\xd8\xff", "GIF8", "BM", "II*\x00", "MM\x00*"}
	return slices.ContainsFunc(magic, func(m string) bool { return bytes.HasPrefix(data, []byte(m)) }) ||
		len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// isText says whether the beginning of a file has no control characters, as texts in
// UTF-8 and the Chinese encodings have none.
func isText(head []byte) bool {
	return !slices.ContainsFunc(head, func(b byte) bool { return b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f })
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
		if len(e.Path) == 0 { // not of an embedded file
			names[strings.ToLower(e.Name)] = true
		}
	}
	switch {
	case names["encryptedpackage"]:
		return msg.OfKind(msg.ErrEncrypted, problem("文件设了打开密码，无法读取", "the file is protected by a password",
			msg.T("请用 WPS 或 Office 打开，取消打开密码后另存再试", "open it, remove the password, and save it again")))
	case names["workbook"] || names["book"]:
		return problem("这是旧格式的工作簿（.xls 或 .et）", "this is a workbook in an old format (.xls or .et)", saveAsXlsx)
	case names["worddocument"]:
		return problem("这是旧格式的文字文档（.doc 或 .wps），不是工作簿", "this is a text document in an old format (.doc or .wps), no workbook", useXlsx)
	}
	if names["powerpoint document"] {
		return problem("这是旧格式的演示文稿（.ppt），不是工作簿", "this is a presentation in an old format (.ppt), no workbook", useXlsx)
	}
	return problem("这是旧格式（OLE）文件，不是 .xlsx 工作簿", "this is an OLE file, no .xlsx workbook",
		msg.T("请用原来的程序打开，另存为 .xlsx 或 .docx 再试", "open it in the program it was made with, and save it as .xlsx or .docx"))
}
