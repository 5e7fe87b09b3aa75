package intake_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// twin is a copy of a page under another name.
func (p *page) twin(name string) *page {
	n := &page{name: name}
	for _, c := range p.cells {
		o := *c
		n.cells = append(n.cells, &o)
	}
	return n
}

// notesOn are the notes of a rule, in both languages.
func notesOn(r *model.Report, rule string) string {
	var out []string
	for _, n := range r.Notes {
		if n.Rule == rule {
			out = append(out, n.Message.ZH, n.Message.EN)
		}
	}
	return strings.Join(out, "\n")
}

// What stands on a hidden sheet is not read. It is told if it differs from what is shown, or if nothing is shown.
func TestHiddenSheets(t *testing.T) {
	for _, f := range editions(t) {
		b := newBook(rand.New(rand.NewPCG(5, 6)), f)
		b.pages = append(b.pages, b.page("requests").lastYear(), b.page("problems").twin("旧问题"))
		last := b.pages[len(b.pages)-1]
		last.cells[len(last.cells)-1].text = "早先写的一段。"
		sheets := b.sheets()
		for _, s := range sheets[len(sheets)-2:] {
			s.Hidden = true
		}
		m, err := intake.Map(sheets, editions(t), intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		for _, fd := range f.Fields {
			if got, want := m.Report.Value(fd.ID), b.want[fd.ID]; got.State != want.State || !got.Number.Equal(want.Number) {
				t.Errorf("%s: %s is %s %s", f.ID, fd.ID, got.State, got.Number)
				break
			}
		}
		if got := m.Report.Texts["problems"]; got != b.texts["problems"] {
			t.Errorf("%s: %q", f.ID, got)
		}
		for _, w := range []string{"隐藏的 上年!", "on a hidden sheet", "（旧问题!R2C1），文字与读取的一份（problems!R2C1）不同"} {
			if s := notesOn(m.Report, "FORM-HIDDEN"); !strings.Contains(s, w) {
				t.Errorf("%s: no %q in %s", f.ID, w, s)
			}
		}
		// Only the hidden one is left.
		for i, s := range sheets {
			sheets[i].Hidden = s.Name == "requests"
		}
		m, err = intake.Map(sheets[:len(sheets)-2], editions(t), intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		if v := m.Report.Value("requests.new.total"); v.State != model.Absent || !strings.Contains(notesOn(m.Report, "FORM-TABLE"), "只在隐藏的工作表上有") {
			t.Errorf("%s: %+v %+v", f.ID, v, m.Report.Notes)
		}
	}
}

// Narratives that differ are not joined, and none is read.
func TestNarrativeTwice(t *testing.T) {
	f := formtest.Form(t, "2021")
	b := newBook(rand.New(rand.NewPCG(5, 6)), f)
	p := b.page("problems").twin("problems (2)")
	p.cells[len(p.cells)-1].text = "另写的一段。"
	b.pages = append(b.pages, p)
	m, err := intake.Map(b.sheets(), editions(t), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Report.Texts["problems"]; s != "" {
		t.Errorf("%q", s)
	}
	if s := notesOn(m.Report, "FORM-DOUBT"); !strings.Contains(s, "有 2 份（problems!R2C1；problems (2)!R2C1）") || !strings.Contains(s, "there are 2 texts of") {
		t.Error(s)
	}
}

// A file with the sheets of two offices, each behind a cover of its own, is no report of the first, even if all
// figures are the same; with the name of one of them that one is read.
func TestTwoCovers(t *testing.T) {
	f := formtest.Form(t, "2021")
	b := newBook(rand.New(rand.NewPCG(5, 6)), f)
	own := b.pages
	for _, organ := range []string{"某市甲局", "某市乙局"} {
		cover := &page{name: organ + "封面"}
		for i, s := range []string{"机关名称", organ, "报告年度", fmt.Sprint(f.Years.From)} {
			cover.cells = append(cover.cells, &pcell{row: i / 2, col: i % 2, rows: 1, cols: 1, text: s})
		}
		if organ == "某市甲局" {
			b.pages = []*page{cover}
		} else {
			b.pages = append(b.pages, cover)
		}
		for _, p := range own {
			n := p.twin(organ + p.name)
			n.cells = n.cells[:len(n.cells):len(n.cells)]
			for _, c := range n.cells {
				if strings.Contains(c.text, "年度报告") {
					c.text = "报表"
				}
			}
			b.pages = append(b.pages, n)
		}
	}
	_, err := intake.Map(b.sheets(), editions(t), intake.Options{})
	p, ok := err.(*msg.Problem)
	if !ok || !strings.Contains(p.What.ZH, "某市甲局") || !strings.Contains(p.What.EN, "某市乙局") {
		t.Fatalf("%v", err)
	}
	m, err := intake.Map(b.sheets(), editions(t), intake.Options{Organ: "某市乙局"})
	if err != nil {
		t.Fatal(err)
	}
	m.Values()
	if v := m.Report.Value("requests.new.total"); m.Report.Organ != "某市乙局" || !strings.HasPrefix(v.Cell, "某市乙局requests!") {
		t.Errorf("%s %+v", m.Report.Organ, v)
	}
}

// A column of a list whose label two columns of the form are nearly as similar to is given to neither; one that only
// one is similar to is read.
func TestListColumnsNearlyAlike(t *testing.T) {
	f := formtest.Form(t, "2019")
	for _, tc := range []struct {
		label string
		read  bool
	}{
		{"本年新制作数量", true},
		{"本年新制数量", true},
		{"本年新数量", false}, // 本年新制作数量 or 本年新公开数量
	} {
		b := newBook(rand.New(rand.NewPCG(5, 6)), f)
		b.as = "text"
		for _, c := range b.page("proactive").cells {
			if c.text == "本年新制作数量" {
				c.text = tc.label
			}
		}
		m, err := intake.Map(b.sheets(), editions(t), intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		for _, fd := range f.Fields {
			if fd.Table.ID != "proactive" || fd.Row.ID != "normative" {
				continue
			}
			v := m.Report.Value(fd.ID)
			if v.IsNumber() != tc.read || tc.read && !v.Number.Equal(b.want[fd.ID].Number) {
				t.Errorf("%s: %s is %s %s", tc.label, fd.ID, v.State, v.Number)
			}
		}
		if s := notesOn(m.Report, "FORM-DOUBT"); !tc.read && !strings.Contains(s, "列标签“本年新数量”可能是 “本年新制作数量”") {
			t.Errorf("%s: %s", tc.label, s)
		}
	}
}

// A total may have no place in a copy at all, and its parts there may add up to another figure than in the other copy.
func TestCopyWithoutTotal(t *testing.T) {
	for _, f := range editions(t) {
		b := newBook(rand.New(rand.NewPCG(7, 8)), f)
		whole := b.page("requests")
		part := whole.twin("另一份")
		total := func(c *pcell) bool { return c.field != nil && c.field.Total != nil && c.field.Row.ID == "new" }
		rows, column := 0, 0
		for _, c := range part.cells {
			if total(c) {
				c.text = "98765"
				rows, column = c.row, c.col
			}
		}
		whole.cells = slices.DeleteFunc(whole.cells, func(c *pcell) bool { return c.col == column })
		part.cells = slices.DeleteFunc(part.cells, func(c *pcell) bool { return c.field != nil && c.row != rows })
		b.pages = append(b.pages, part)
		m, err := intake.Map(b.sheets(), editions(t), intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m.Values()
		if said := notesOn(m.Report, "FORM-DOUBT") + notesOn(m.Report, "FORM-TABLE"); !strings.Contains(said, "98765") {
			t.Errorf("%s: %s", f.ID, said)
		}
	}
}
