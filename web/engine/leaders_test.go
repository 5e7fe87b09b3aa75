package engine

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/msg"
)

// The indicators of the units and the page for a leader, of one report, of a total, and
// of all that are open, in the words of the page.
func TestLeaders(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`gkxl (check|merge|status|indicators)|--[a-z]+[ “”"]`)
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		said := func(what, text string, wanted ...string) {
			t.Helper()
			if m := command.FindString(text); m != "" {
				t.Errorf("%s %s speaks of the command: %q", what, lang, m)
			}
			for _, w := range wanted {
				if !strings.Contains(text, w) {
					t.Errorf("%s %s does not say %q: %.300s", what, lang, w, text)
				}
			}
		}
		if f := s.fails("brief", Brief{}); f.What == "" {
			t.Errorf("%+v", f)
		}
		s.district()
		m, files := ask[Measured](s, "indicators", Measure{})
		said("indicators", m.HTML, "<!DOCTYPE html>", "示范区财政局")
		if m.Complete || m.Sentence == "" || len(files) > 0 {
			t.Errorf("%+v", m)
		}
		for _, f := range s.texts().Measure {
			if f.ID == "pdf" {
				continue // set as the brief is
			}
			m, files := ask[Measured](s, "indicators", Measure{Year: 2025, Format: f.ID})
			if m.HTML != "" || len(one(t, files)) < 1000 {
				t.Errorf("%s: %d bytes", f.ID, len(one(t, files)))
			}
		}
		_, files = ask[Note](s, "brief", Brief{Format: "html"})
		said("brief of all", string(one(t, files)), map[string]string{"zh": "gkxl.html 的“汇总”", "en": "of gkxl.html"}[lang])
		for _, h := range s.e.order {
			r := s.e.files[h]
			if r.role != ThisYear || r.sub.Err != nil {
				continue
			}
			for _, f := range s.texts().Briefs {
				_, files := ask[Note](s, "brief", Brief{Handle: h, Format: f.ID})
				var want bytes.Buffer
				o := gkxl.BriefOptions{Format: f.ID, Lang: msg.Lang(lang), File: r.name, Check: s.e.checked(r), Findings: s.e.result(r).Findings, Last: r.last, Reword: inFile}
				if _, err := gkxl.Brief(&want, s.e.result(r).Report, o); err != nil {
					t.Fatal(err)
				}
				if got := one(t, files); !bytes.Equal(got, want.Bytes()) {
					t.Errorf("%s: %s is not what the toolkit makes", r.name, f.ID)
				} else if f.ID == "html" {
					said(r.name, string(got))
				}
			}
			break
		}
		made, _ := ask[Summed](s, "total", Sum{Organ: "示范区人民政府", Accept: []string{"errors", "unreadable", "unknown", "years"}})
		for len(made.Objections) > 0 { // the rest is decided by leaving files out
			var without []string
			for _, o := range made.Objections {
				for _, i := range o.Items {
					without = append(without, i.Handles...)
				}
			}
			made, _ = ask[Summed](s, "total", Sum{Organ: "示范区人民政府", Without: without})
		}
		_, files = ask[Note](s, "brief", Brief{Handle: totalHandle, Format: "html"})
		said("brief of the total", string(one(t, files)), map[string]string{"zh": "要联系的单位", "en": "Units to call"}[lang])
	}
}

// The page for a leader of a total has the change on last year's total where that is open.
func TestTotalLast(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		total := func(granted string, year int) []byte {
			s.call("open", Open{Handle: "a", Name: "a.xlsx"}, reportOf(t, "示范区教育局", year, "requests.new.natural_person", granted))
			s.call("open", Open{Handle: "b", Name: "b.xlsx"}, report(t, "示范区财政局", year, "1"))
			made, files := ask[Summed](s, "total", Sum{Organ: "示范区人民政府", Accept: []string{"errors"}})
			if made.File == nil {
				t.Fatalf("%+v", made)
			}
			return one(t, files)
		}
		last := total("7", 2023)
		ask[None](s, "close", OfFiles{})
		total("9", 2024)
		brief := func() string {
			note, files := ask[Note](s, "brief", Brief{Handle: totalHandle, Format: "html"})
			return note.Note + string(one(t, files))
		}
		alone := brief()
		s.call("open", Open{Handle: "l", Name: "l.xlsx", Role: LastYear}, last)
		if beside := brief(); beside == alone || !strings.Contains(beside, "+2") {
			t.Errorf("%s: no change on last year: %s", lang, beside)
		}
		s.call("open", Open{Handle: "m", Name: "m.xlsx", Role: LastYear}, report(t, "示范区人民政府", 2023, "3"))
		if r, _ := s.call("brief", Brief{Handle: totalHandle}); r.Error == nil || !strings.Contains(r.Error.What, "m.xlsx") {
			t.Errorf("%s: two reports on last year are not told: %+v", lang, r.Error)
		}
	}
}

// texts are those of the page.
func (s *session) texts() Texts {
	s.Helper()
	out, _ := ask[Texts](s, "texts", None{})
	return out
}

// Of files that are dated after the day that is asked about, and of what came late, something is said.
func TestStatusNotes(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		s := newSession(t, lang)
		s.call("roster", RosterName{Name: "units.csv"}, []byte("代码,名称,截止日期\n01,示范区教育局,2025-01-20\n"))
		notes := func(written time.Time) []string {
			s.call("open", Open{Handle: "a", Name: "a.xlsx", Modified: written.UnixMilli()}, report(t, "示范区教育局", 2024, "1"))
			st, _ := ask[Status](s, "status", StatusAsked{Year: 2024, AsOf: "2025-01-25"})
			return st.Notes
		}
		for _, c := range []struct {
			day  int
			want string
		}{{19, ""}, {22, map[string]string{"zh": "迟报按", "en": "lateness goes by"}[lang]}, {28, map[string]string{"zh": "1 个单位的文件时间晚于", "en": "the files of 1 unit were"}[lang]}} {
			got := strings.Join(notes(time.Date(2025, 1, c.day, 12, 0, 0, 0, time.Local)), "\n")
			if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
				t.Errorf("%s, written on day %d: %q", lang, c.day, got)
			}
		}
	}
}
