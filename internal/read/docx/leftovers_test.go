package docx_test

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/gkxl/gkxl/internal/read/docx"
)

// document is a Word document of these parts; a text and the usual document part are added.
func document(t *testing.T, body string, parts map[string]string) []byte {
	t.Helper()
	const w = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	all := map[string]string{"word/document.xml": `<w:document` + w + `><w:body><w:p>` + body + `</w:p></w:body></w:document>`}
	maps.Copy(all, parts)
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(all[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLeftovers(t *testing.T) {
	const w = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	for _, tc := range []struct {
		name, body string
		parts      map[string]string
		want       []string // "rule found"
	}{
		{"nothing", `<w:r><w:t>正文</w:t></w:r>`, nil, nil},
		{"a comment", "", map[string]string{"word/comments.xml": `<w:comments` + w + `><w:comment w:author="某科员"><w:p><w:r><w:t>请再</w:t></w:r><w:r><w:t>核一下</w:t></w:r></w:p></w:comment></w:comments>`},
			[]string{"PUB-COMMENT 请再核一下", "PUB-AUTHOR 某科员"}},
		{"tracked changes", `<w:del w:author="某科长"><w:r><w:delText>12件</w:delText></w:r></w:del><w:ins w:author="某科长"><w:r><w:t>13件</w:t></w:r></w:ins>`, nil,
			[]string{"PUB-AUTHOR 某科长", "PUB-HIDDEN 12件"}},
		{"hidden text", `<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部口径</w:t></w:r><w:r><w:t>正文</w:t></w:r>`, nil, []string{"PUB-HIDDEN 内部口径"}},
		{"shown text", `<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>正文</w:t></w:r>`, nil, nil},
		{"a hidden mark of a paragraph", `<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>正文</w:t></w:r>`, nil, nil},
		{"names", "", map[string]string{
			"docProps/core.xml": `<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:creator>某科员</dc:creator><c:lastModifiedBy>某处长</c:lastModifiedBy></c:coreProperties>`,
			"docProps/app.xml":  `<Properties><Company>某公司</Company></Properties>`,
		}, []string{"PUB-AUTHOR 某公司", "PUB-AUTHOR 某科员", "PUB-AUTHOR 某处长"}},
		{"a program", "", map[string]string{"docProps/core.xml": `<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:creator>python-docx</dc:creator></c:coreProperties>`}, nil},
		{"links", "", map[string]string{"word/_rels/document.xml.rels": `<Relationships><Relationship Target="https://www.example.com/" TargetMode="External"/><Relationship Target="file:///D:/台账.xlsx" TargetMode="External"/></Relationships>`},
			[]string{"PUB-LINK file:///D:/台账.xlsx"}},
		{"pictures", "", map[string]string{"word/media/image1.png": "x", "word/media/image2.png": "x"}, []string{"PUB-UNSEARCHED word/media/image1.png"}},
		{"an embedded file", "", map[string]string{"word/embeddings/a.xlsx": "x"}, []string{"PUB-UNSEARCHED word/embeddings/a.xlsx"}},
		{"a part that is no XML", "", map[string]string{"word/comments.xml": `<w:comments`}, []string{"PUB-UNSEARCHED word/comments.xml"}},
	} {
		notes, ok, err := docx.Leftovers(document(t, tc.body, tc.parts))
		if err != nil || !ok {
			t.Fatalf("%s: %v, %v", tc.name, ok, err)
		}
		var got []string
		for _, n := range notes {
			if n.Message.ZH == "" || n.Message.EN == "" {
				t.Errorf("%s: %s says nothing", tc.name, n.Rule)
			}
			got = append(got, n.Rule+" "+n.Found)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	for _, other := range []string{"", "PK", "PK\x03\x04", "%PDF-"} {
		if notes, ok, err := docx.Leftovers([]byte(other)); notes != nil || ok || err != nil {
			t.Errorf("%q: %v, %v, %v", other, notes, ok, err)
		}
	}
}
