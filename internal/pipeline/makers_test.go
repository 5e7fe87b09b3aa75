package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/model"
)

// The same made-up report as other programs wrote it, once, by .ci/matrix --samples: every figure and text read is the
// report's, whatever the format.
func TestMakers(t *testing.T) {
	t.Parallel()
	const folder = "testdata/makers"
	read := func(name, file string) *model.Report {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := Read(name, data, Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return r
	}
	want := read("report.json", "report.json")
	for _, c := range []struct{ file, name, maker string }{
		{"report.xls", "报告.xls", "LibreOffice 7.4"},
		{"report.xls", "报告.et", "LibreOffice 7.4, renamed"},
		{"report.ods", "报告.ods", "LibreOffice 7.4"},
		{"report.fods", "报告.fods", "SheetJS 0.18"},
		{"report.xml", "报告.xml", "SheetJS 0.18, an XML spreadsheet of 2003"},
		{"report.doc", "报告.doc", "LibreOffice 7.4"},
		{"report.rtf", "报告.rtf", "LibreOffice 7.4"},
		{"report.odt", "报告.odt", "LibreOffice 7.4"},
		{"report.fodt", "报告.fodt", "LibreOffice 7.4"},
		{"report.mhtml", "报告.mhtml", "Chromium 156"},
		{"libreoffice.pdf", "报告.pdf", "LibreOffice 7.4, without tags"},
		{"chromium.pdf", "报告.pdf", "Chromium 156, with tags"},
		{"typst.pdf", "报告.pdf", "Typst 0.15, with tags"},
	} {
		got := read(c.name, c.file)
		if got.Organ != want.Organ || got.Year != want.Year || got.Form.ID != want.Form.ID {
			t.Errorf("%s by %s: %q %d %s", c.name, c.maker, got.Organ, got.Year, got.Form.ID)
		}
		for _, fd := range want.Form.Fields {
			w, g := want.Value(fd.ID), got.Value(fd.ID)
			if w.IsNumber() != g.IsNumber() || w.IsNumber() && !w.Number.Equal(g.Number) {
				t.Errorf("%s by %s: %s is %v, want %v", c.name, c.maker, fd.ID, g, w)
			}
		}
		for _, s := range want.Form.Sections {
			if w, g := want.Texts[s.ID], strings.TrimSpace(got.Texts[s.ID]); w != g {
				t.Errorf("%s by %s: %s is %q, want %q", c.name, c.maker, s.ID, g, w)
			}
		}
		for _, n := range got.Notes {
			if rule, ok := want.Form.Rule(n.Rule); !ok || rule.Grade != model.Hint {
				t.Errorf("%s by %s: %s", c.name, c.maker, n.Message.ZH)
			}
		}
	}
}
