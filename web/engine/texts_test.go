package engine

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/templates"
)

// The kinds of organs that a blank workbook can be made for are named in the language of the page, and the workbook says
// the official label whatever that language is.
func TestKindsOfOrgans(t *testing.T) {
	t.Parallel()
	forms, err := templates.Candidates(nil)
	if err != nil {
		t.Fatal(err)
	}
	labels := lists.Map(forms[0].OrganTypes, func(o model.OrganType) string { return o.Label })
	zh, en := newSession(t, "zh").texts().Forms[0].Organs, newSession(t, "en").texts().Forms[0].Organs
	if len(labels) == 0 || len(zh) != len(labels) || len(en) != len(labels) {
		t.Fatalf("%d kinds, %d and %d on the page", len(labels), len(zh), len(en))
	}
	for i := range labels {
		if zh[i].Name != labels[i] {
			t.Errorf("%s is called %s", labels[i], zh[i].Name)
		}
		if en[i].ID != zh[i].ID || en[i].Name == "" || strings.ContainsFunc(en[i].Name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s is called %q in English", labels[i], en[i].Name)
		}
	}
	s := newSession(t, "en")
	_, files := ask[BlankMade](s, "template", Blank{Year: 2024, Type: en[0].ID})
	for name, data := range files {
		r, err := gkxl.Import(name, data, gkxl.ImportOptions{})
		if err != nil || r.OrganType != en[0].ID {
			t.Errorf("the workbook is for %+v: %v", r, err)
		}
		if !cellsSay(t, data, labels[0]) {
			t.Errorf("no cell of the workbook says %s", labels[0])
		}
	}
	if len(files) != 1 {
		t.Errorf("%d files", len(files))
	}
}

// cellsSay tells whether a cell of a workbook says a text.
func cellsSay(t *testing.T, data []byte, text string) bool {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		found, err := f.SearchSheet(sheet, text)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return true
		}
	}
	return false
}
