package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every kind of file that is not read has two sentences of its own and exit code 2.
func TestUnread(t *testing.T) {
	t.Setenv("LANG", "")
	t.Setenv("LC_ALL", "")
	pack := func(parts ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(parts); i += 2 {
			w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
			if err != nil {
				t.Fatal(err)
			}
			w.Write([]byte(parts[i+1]))
		}
		z.Close()
		return b.String()
	}
	for _, tc := range []struct{ name, data, what, do string }{
		{"a.pdf", "%PDF-1.4\n", "PDF", "重新下载"},
		{"a.ofd", pack("OFD.xml", "<d/>"), "OFD 文件已损坏：里面没有文档", "重新取得"},
		{"a.rtf", `{\rtf1}`, "这是 RTF 文档，其中没有找到", "选对了文件"},
		{"a.odt", pack("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<d/>"), "这是 OpenDocument 文档，其中没有找到", "选对了文件"},
		{"a.ods", pack("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<d/>"), "这是工作簿，其中没有找到", "选对了文件"},
		{"a.pptx", pack("[Content_Types].xml", "<a/>", "ppt/presentation.xml", "<a/>"), ".pptx", "模板"},
		{"a.zip", pack("a.txt", "a"), "压缩包里没有年度报告；里面是：a.txt", "原来的工作簿"},
		{"a.rar", "Rar!\x1a\x07\x00", "压缩包", "解压"},
		{"a.7z", "7z\xbc\xaf\x27\x1c\x00\x04", "压缩包", "解压"},
		{"a.png", "\x89PNG\r\n\x1a\n", "图片", "模板"},
		{"a.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", "图片", "模板"},
		{"a.docx", pack("word/document.xml", "<w>"), "Word 文档已损坏", "另存为新的 .docx"},
		{"empty.docx", "", "空的", "重新取得"},
		{"a.bin", "\x00\x01\x02", "不认识", ".xlsx"},
	} {
		path := filepath.Join(t.TempDir(), tc.name)
		if err := os.WriteFile(path, []byte(tc.data), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code := run([]string{"gkxl", "import", path}, &out, &errs)
		lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
		if code != 2 || out.Len() > 0 || len(lines) != 2 || !strings.Contains(lines[0], tc.what) || !strings.Contains(lines[1], tc.do) {
			t.Errorf("%s: exit code %d, %q, %q", tc.name, code, out.String(), lines)
		}
	}
}
