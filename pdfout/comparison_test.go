package pdfout_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
)

func sideOf(t testing.TB, name string) *model.Report {
	r := example(t, name)
	return r
}

// Comparisons as PDF: all that is on the page is in the file, in its order, and
// the file claims what a report's does.
func TestComparisons(t *testing.T) {
	lasts := [][2]string{{"bureau-2021", "bureau-2022"}, {"bureau-2020", "bureau-2021"}, {"huangpu-2020", "huaian-2024"}, {"huaian-2024", "huaian-2024"}}
	for _, names := range lasts {
		for _, lang := range []msg.Lang{msg.ZH, msg.EN} {
			t.Run(fmt.Sprint(names, lang), func(t *testing.T) {
				d, err := gkxl.Diff(sideOf(t, names[0]), sideOf(t, names[1]), diff.Options{})
				if err != nil {
					t.Fatal(err)
				}
				page := d.Page(diff.PageOptions{Lang: lang, All: names[0] == "bureau-2020"})
				comparison(t, page, lang)
			})
		}
	}
	t.Run("series", func(t *testing.T) {
		s, err := gkxl.Series([]*model.Report{sideOf(t, "bureau-2020"), sideOf(t, "bureau-2021"), sideOf(t, "bureau-2022")}, diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		comparison(t, s.Page(diff.PageOptions{Lang: msg.ZH}), msg.ZH)
	})
}

// comparison writes a page and holds its text against the page.
func comparison(t *testing.T, page *table.Page, lang msg.Lang) {
	t.Helper()
	doc := publish.OfPage(page, lang)
	data, res := write(t, doc, pdfout.Options{Data: []byte("{}"), DataName: "diff.json", DataAbout: "gkxl-diff/1"})
	if !res.Claims || len(res.Missing) > 0 {
		t.Errorf("%+v", res)
	}
	readsBack(t, data, doc)
	if again, _ := write(t, doc, pdfout.Options{Data: []byte("{}"), DataName: "diff.json", DataAbout: "gkxl-diff/1"}); !bytes.Equal(data, again) {
		t.Error("the same page gives other bytes")
	}
	if !strings.Contains(squeeze(doc.Title), squeeze(page.Title)) || doc.Lang[:2] != string(lang)[:2] {
		t.Errorf("%q in %s, want %q in %s", doc.Title, doc.Lang, page.Title, lang)
	}
}

// Cells that are too long for a page go on in the row below; nothing of them is
// lost, and no row runs out of the page.
func TestLongCells(t *testing.T) {
	long := strings.Repeat("没有句号也没有分号的一句话，", 400)
	last, this := sideOf(t, "bureau-2021"), sideOf(t, "bureau-2022")
	last.Texts["overview"], this.Texts["overview"] = long, long+"但是改了"
	this.Values["requests.granted.business"] = model.Value{State: model.IsNumber, Number: model.Int(3), Text: "3（" + long + "）", Remark: long}
	this.Values["requests.granted.other"] = model.Value{State: model.Unreadable, Text: strings.Repeat("x", 3000)}
	d, err := gkxl.Diff(last, this, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := publish.OfPage(d.Page(diff.PageOptions{Lang: msg.ZH}), msg.ZH)
	data, res := write(t, doc, pdfout.Options{})
	if res.Pages < 10 {
		t.Errorf("%d pages", res.Pages)
	}
	readsBack(t, data, doc)
	whole := ""
	for _, b := range doc.Blocks {
		if b.Table != nil {
			for i, c := range b.Table.Cells {
				if len([]rune(c.Text)) > 300 {
					t.Errorf("a cell of %d characters", len([]rune(c.Text)))
				}
				if c.Col == 2 {
					whole += b.Table.Shown[i].Text
				}
			}
		}
	}
	if n := strings.Count(whole, "没有句号"); n < 400 {
		t.Errorf("%d of 400 stretches are there", n)
	}
}

// A character without a glyph stops the export of a comparison too, and says
// where it stands.
func TestComparisonMissing(t *testing.T) {
	last, this := sideOf(t, "bureau-2021"), sideOf(t, "bureau-2022")
	this.Texts["overview"] += "\U0001F600好。"
	d, err := gkxl.Diff(last, this, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc := publish.OfPage(d.Page(diff.PageOptions{Lang: msg.ZH}), msg.ZH)
	if _, err = pdfout.Write(&bytes.Buffer{}, doc, pdfout.Options{}); err == nil || !strings.Contains(msg.Of(err).ZH, "U+1F600") || !strings.Contains(msg.Of(err).ZH, "叙述变化，表中第") {
		t.Error(err)
	}
	if _, res := write(t, doc, pdfout.Options{AllowMissing: true}); res.Claims || len(res.Missing) != 1 {
		t.Errorf("%+v", res)
	}
}
