package preflight

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/msg"
)

// The hints on files of formats that are not read.
var (
	saveAsOffice = msg.T("请用原来的程序打开，另存为 .xlsx 或 .docx 再试", "open it in the program it was made with, save it as .xlsx or .docx, and try again")
	findOriginal = msg.T("请找原来的工作簿或 Word 文档", "look for the workbook or Word document it was made of")
	sendFile     = msg.T("请改发它指向的文件本身", "send the file that it leads to")
	exportTable  = msg.T("请导出为 .xlsx 或 .csv 再试", "export it as .xlsx or .csv, and try again")
	unpackOthers = msg.T("请找里面的工作簿或 Word 文档单独报送", "take the workbook or Word document in it and send that alone")
)

// foreignKind is a format that is not read, and what its files begin with or have at an offset.
type foreignKind struct {
	offset int
	magic  []string
	name   msg.Text
	do     msg.Text
	text   bool // its files are text; those of all others have null bytes
}

// foreignKinds are formats that are not read and that offices send or that lie beside what they send. None of the signs is
// the beginning of a text that may be a report.
var foreignKinds = []foreignKind{
	{0, []string{"CAJ\x00", "KDH ", "HN\xc8\x00", "\xc8\x00\x00\x00"}, msg.T("知网的 CAJ 文献（.caj）", "a document in the CAJ format of CNKI (.caj)"), findOriginal, false},
	{0, []string{"Founder CEB"}, msg.T("方正的 CEB 版式文件（.ceb）", "a document in Founder's CEB format (.ceb)"), findOriginal, false},
	{0, []string{"AT&TFORM"}, msg.T("DjVu 扫描件（.djvu）", "a scan in the DjVu format (.djvu)"), findOriginal, false},
	{0, []string{"%!PS"}, msg.T("PostScript 打印文件（.ps）", "a PostScript file (.ps)"), findOriginal, true},
	{0, []string{"ITSF\x03"}, msg.T("帮助文件（.chm）", "a help file (.chm)"), findOriginal, false},
	{60, []string{"BOOKMOBI"}, msg.T("电子书（.mobi）", "an electronic book (.mobi)"), findOriginal, false},
	{0, []string{"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"}, msg.T("OneNote 笔记本（.one）", "a notebook of OneNote (.one)"), saveAsOffice, false},
	{0, []string{"\x31\xbe\x00\x00", "\x32\xbe\x00\x00"}, msg.T("Windows 写字板的旧文档（.wri）", "a document of Windows Write (.wri)"), saveAsOffice, false},
	{0, []string{"\xffWPC"}, msg.T("WordPerfect 文档（.wpd）", "a document of WordPerfect (.wpd)"), saveAsOffice, false},
	{0, []string{"\x00\x00\x1a\x00", "\x00\x00\x02\x00\x06\x04"}, msg.T("Lotus 1-2-3 的工作簿（.wk1、.wk4 等）", "a workbook of Lotus 1-2-3 (.wk1, .wk4 …)"), saveAsXlsx, false},
	{0, []string{"ID;P"}, msg.T("SYLK 表格（.slk）", "a SYLK table (.slk)"), saveAsXlsx, true},
	{0, []string{"TABLE\r\n0,1\r\n", "TABLE\n0,1\n"}, msg.T("DIF 表格（.dif）", "a DIF table (.dif)"), saveAsXlsx, true},
	{4, []string{"Standard Jet DB", "Standard ACE DB"}, msg.T("Access 数据库（.mdb、.accdb）", "a database of Access (.mdb, .accdb)"), exportTable, false},
	{0, []string{"SQLite format 3\x00"}, msg.T("SQLite 数据库", "an SQLite database"), exportTable, false},
	{4, []string{"ftypheic", "ftypheix", "ftypmif1", "ftypmsf1", "ftypavif", "ftyphevc"}, msg.T("手机拍的图片（.heic 等），无法读取其中的数字", "a picture (.heic or similar), whose figures cannot be read"), useXlsx, false},
	{0, []string{"\xd7\xcd\xc6\x9a"}, msg.T("图片（.wmf），无法读取其中的数字", "a picture (.wmf), whose figures cannot be read"), useXlsx, false},
	{40, []string{" EMF"}, msg.T("图片（.emf），无法读取其中的数字", "a picture (.emf), whose figures cannot be read"), useXlsx, false},
	{0, []string{"AC1012", "AC1014", "AC1015", "AC1018", "AC1021", "AC1024", "AC1027", "AC1032"}, msg.T("CAD 图纸（.dwg）", "a drawing of AutoCAD (.dwg)"), findOriginal, false},
	{0, []string{"OTTO\x00", "ttcf\x00", "wOFF", "wOF2"}, msg.T("字体文件（.otf、.ttc 等）", "a font (.otf, .ttc …)"), findOriginal, false},
	{0, []string{"8BPS"}, msg.T("图片（.psd），无法读取其中的数字", "a picture (.psd), whose figures cannot be read"), useXlsx, false},
	{4, []string{"ftyp"}, msg.T("音频或视频文件", "a file of sound or video"), findOriginal, false},
	{0, []string{"ID3", "OggS", "\x1aE\xdf\xa3", "#!AMR"}, msg.T("音频或视频文件", "a file of sound or video"), findOriginal, false},
	{8, []string{"WAVEfmt ", "AVI LIST"}, msg.T("音频或视频文件", "a file of sound or video"), findOriginal, false},
	{0, []string{"L\x00\x00\x00\x01\x14\x02\x00"}, msg.T("快捷方式（.lnk），不是文件本身", "a shortcut (.lnk), and not the file itself"), sendFile, false},
	{0, []string{"[InternetShortcut]"}, msg.T("网址的快捷方式（.url），不是文件本身", "a shortcut to a page (.url), and not the file itself"), sendFile, true},
	{0, []string{"MZ"}, msg.T("程序（.exe 等）", "a program (.exe or similar)"), findOriginal, false},
	{0, []string{"MSCF\x00\x00\x00\x00", "\x1f\x9d", "\x28\xb5\x2f\xfd", "\x60\xea"}, msg.T("压缩包（.cab、.z、.zst、.arj 等），不能直接读取", "an archive (.cab, .z, .zst, .arj …), which is not read"), unpackOther, false},
	{2, []string{"-lh0-", "-lh1-", "-lh5-", "-lh6-", "-lh7-"}, msg.T("压缩包（.lzh），不能直接读取", "an archive (.lzh), which is not read"), unpackOther, false},
	{0x8001, []string{"CD001"}, msg.T("光盘映像（.iso），不能直接读取", "an image of a disc (.iso), which is not read"), unpackOther, false},
	{0, []string{"!BDN"}, msg.T("Outlook 的邮箱文件（.pst）", "a mailbox of Outlook (.pst)"), unpackOthers, false},
}

// uof is the format of the national standard GB/T 20916 for office documents.
var uof = msg.T("标文通（UOF）文件（.uot、.uos、.uop）", "a file of the UOF format (.uot, .uos, .uop)")

// Foreign is the error for a file of a format that is not read and that its content tells, other than a zip archive; nil
// for any other file.
func Foreign(data []byte) error {
	hasNull := bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0
	for _, k := range foreignKinds {
		if len(data) > k.offset && hasNull != k.text && slices.ContainsFunc(k.magic, func(m string) bool { return bytes.HasPrefix(data[k.offset:], []byte(m)) }) {
			return isKind(k.name, k.do)
		}
	}
	head := data[:min(len(data), 2048)]
	switch is := func(s string) bool { return bytes.Contains(head, []byte(s)) }; {
	case bytes.HasPrefix(head, []byte("PK")):
	case is("http://schemas.uof.org/"):
		return isKind(uof, saveAsOffice)
	case isIcon(data):
		return isKind(msg.T("图标（.ico），无法读取其中的数字", "an icon (.ico), whose figures cannot be read"), useXlsx)
	case isDatabaseTable(data):
		return isKind(msg.T("dBASE 或 FoxPro 的数据表（.dbf）", "a table of dBASE or FoxPro (.dbf)"), exportTable)
	case is("<svg") && is("http://www.w3.org/2000/svg") && !is("<html"):
		return isKind(msg.T("图片（.svg），无法读取其中的数字", "a picture (.svg), whose figures cannot be read"), useXlsx)
	case len(data) == 162 || len(data) == 165:
		// The name of who has a document open: in one byte a character behind its length, padded, and in two bytes again.
		if n := int(data[0]); n > 0 && n <= 53 && data[54] == 0 || len(data) == 165 && n > 0 && n <= 53 && int(data[55]) == n {
			return isKind(msg.T("打开文件时生成的临时文件（名称以 ~$ 开头），里面没有内容", "a temporary file of an open document (its name begins with ~$), without content"),
				msg.T("请改发去掉 ~$ 的那个文件", "send the file of the name without ~$"))
		}
	case len(data) > 0 && len(bytes.Trim(data, "\x00")) == 0:
		return problem("文件损坏：里面全是空字节，没有内容", "the file is damaged: it holds nothing but null bytes", sendAgain)
	}
	return nil
}

// isIcon recognises icons: a list of up to a hundred pictures, of which the first stands right behind the list.
func isIcon(data []byte) bool {
	if len(data) < 22 || !bytes.HasPrefix(data, []byte("\x00\x00\x01\x00")) {
		return false
	}
	n := int(binary.LittleEndian.Uint16(data[4:]))
	return n > 0 && n <= 100 && data[9] == 0 && binary.LittleEndian.Uint32(data[18:]) == uint32(6+16*n)
}

// isDatabaseTable recognises tables of dBASE and FoxPro: by the version, the day of the last change, and the character
// behind the descriptions of the fields.
func isDatabaseTable(data []byte) bool {
	if len(data) < 65 || !slices.Contains([]byte{0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8b, 0xcb, 0xf5}, data[0]) || data[2] < 1 || data[2] > 12 || data[3] < 1 || data[3] > 31 {
		return false
	}
	fields := data[32:min(int(binary.LittleEndian.Uint16(data[8:])), len(data))]
	for len(fields) >= 32 && fields[0] != '\r' {
		if !strings.ContainsRune("CNDLMFBGPYTIVXWQ0@+O", rune(fields[11])) {
			return false
		}
		fields = fields[32:]
	}
	return len(fields) > 0 && fields[0] == '\r'
}

// endings are formats whose files are told by the ending of their name alone.
var endings = map[string]msg.Text{
	".gd": sealed, ".gw": sealed, ".sep": sealed, ".aip": msg.T("点聚的版式文件（.aip）", "a document in Dianju's format (.aip)"),
}

// sealed is a document with a page layout and as a rule with a seal.
var sealed = msg.T("书生的版式文件（.gd、.gw、.sep）", "a document in Sursen's format (.gd, .gw, .sep)")

// NamedByEnding is the error for a file that could not be read. Where the content does not tell what the file is, the
// ending of its name may.
func NamedByEnding(name string, err error) error {
	var p *msg.Problem
	if kind, ok := endings[strings.ToLower(filepath.Ext(name))]; ok && errors.As(err, &p) && p.What == unknownKind {
		return isKind(kind, findOriginal)
	}
	return err
}

// isKind is the error for a file of a kind that is not read.
func isKind(name, do msg.Text) error {
	if name.ZH[0] < utf8.RuneSelf {
		name.ZH = " " + name.ZH
	}
	return problem("这是%s", "this is %s", do, name)
}

// foreignPackage is the error for a zip archive that is a document of a format that is not read; nil for any other.
// Kind is the type that it declares.
func foreignPackage(names map[string]*zip.File, kind string) error {
	has := func(name string) bool { return names[name] != nil }
	switch {
	case kind == "application/epub+zip":
		return isKind(msg.T("电子书（.epub）", "an electronic book (.epub)"), findOriginal)
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.presentation"):
		return isKind(msg.T("OpenDocument 演示文稿（.odp），不是工作簿", "an OpenDocument presentation (.odp), no workbook"), useXlsx)
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.graphics"):
		return isKind(msg.T("OpenDocument 绘图（.odg），不是工作簿", "an OpenDocument drawing (.odg), no workbook"), useXlsx)
	case strings.HasPrefix(kind, "application/vnd.sun.xml."):
		return isKind(msg.T("OpenOffice 1.x 的旧文件（.sxc、.sxw 等）", "a file of OpenOffice 1.x (.sxc, .sxw …)"), saveAsOffice)
	case has("uof.xml"):
		return isKind(uof, saveAsOffice)
	case has("visio/document.xml"):
		return isKind(msg.T("Visio 绘图（.vsdx），不是工作簿", "a drawing of Visio (.vsdx), no workbook"), useXlsx)
	case has("fixeddocumentsequence.fdseq"), has("fixeddocseq.fdseq"):
		return isKind(msg.T("XPS 版式文件（.xps）", "an XPS document (.xps)"), findOriginal)
	}
	return nil
}
