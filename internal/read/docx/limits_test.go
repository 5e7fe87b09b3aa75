package docx

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// TestLimits shows each limit on a small document with small limits.
func TestLimits(t *testing.T) {
	document := func(parts ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := 0; i < len(parts); i += 2 {
			w, err := z.Create(parts[i])
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, parts[i+1])
		}
		z.Close()
		return b.Bytes()
	}
	const body = "<document><body><p><r><t>甲</t></r></p></body></document>"
	limits := Limits{Entries: 3, Part: 200, Total: 300, Nesting: 6, Elements: 10, Styles: 5}
	for name, tc := range map[string]struct {
		parts []string
		want  string
	}{
		"small":      {[]string{"word/document.xml", body}, ""},
		"entries":    {[]string{"word/document.xml", body, "a", "", "b", "", "c", ""}, "部件过多"},
		"a part":     {[]string{"word/document.xml", body + strings.Repeat(" ", 200)}, "过大"},
		"in all":     {[]string{"word/document.xml", body + strings.Repeat(" ", 130), "word/styles.xml", strings.Repeat(" ", 150)}, "过大"},
		"nesting":    {[]string{"word/document.xml", strings.Repeat("<a>", 8)}, "嵌套过深"},
		"elements":   {[]string{"word/document.xml", "<document>" + strings.Repeat("<r/>", 20)}, "内容过多"},
		"attributes": {[]string{"word/document.xml", "<document " + strings.Repeat(`a="" `, 11) + "/>"}, "内容过多"},
		"styles":     {[]string{"word/document.xml", body, "word/styles.xml", strings.Repeat("<r/>", 11)}, "内容过多"},
	} {
		_, err := read(document(tc.parts...), limits)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
	many := bytes.Repeat([]byte("PK\x01\x02"), 31)
	if sheets, err := read(append(document("word/document.xml", body), many...), limits); sheets != nil || err != nil {
		t.Errorf("a long directory: %v, %v", sheets, err)
	}
}
