package units

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// failing is a file system in which our own code fails on one file.
type failing struct {
	fstest.MapFS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		panic("planted")
	}
	return f.MapFS.Open(name)
}

// A file on which our own code fails is found as a report, so that reading it names it; the others are found as ever.
func TestFailureInSearch(t *testing.T) {
	fsys := failing{fstest.MapFS{"甲.docx": {}, "乙.txt": {Data: []byte("通知")}, "丙.xlsx": {}}, "甲.docx"}
	found, err := SearchFS(fsys)
	if err != nil || !slices.Equal(found.Files, []string{"丙.xlsx", "甲.docx"}) || !slices.Equal(found.Skipped, []string{"乙.txt"}) {
		t.Errorf("%+v, %v", found, err)
	}
}

// A Word document in one XML file is found if it holds a table, or cannot be read, so that its unit is not told that nothing
// came; other XML is not.
func TestDocumentInXML(t *testing.T) {
	found, err := SearchFS(fstest.MapFS{
		"甲.xml": {Data: []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>`)},
		"乙.xml": {Data: []byte(`<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>`)},
		"丙.xml": {Data: []byte(`<?xml version="1.0"?><settings note="schemas.microsoft.com/office"/>`)},
		"丁.xml": {Data: []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>会议通知</w:t></w:r></w:p></w:body></w:wordDocument>`)},
		"戊.xml": {Data: []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>信息内容</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>本年处理决定数量</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>行政许可</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:wordDocument>`)},
	})
	if err != nil || !slices.Equal(found.Files, []string{"乙.xml", "戊.xml", "甲.xml"}) || !slices.Equal(found.Skipped, []string{"丁.xml", "丙.xml"}) {
		t.Errorf("%+v, %v", found, err)
	}
}
