package engine

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// A report says how far it has been reviewed, by the record in its workbook or by the one that lay beside it.
func TestReviewed(t *testing.T) {
	t.Parallel()
	r, book := formtest.Example(t, "huaian-2024.json"), formtest.ExampleFile(t, "huaian-2024.xlsx")
	rec, err := review.Add(r, "年报.xlsx", &review.State{}, review.Review{Stage: review.First, By: "张三", At: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC), Salt: "00"})
	if err != nil {
		t.Fatal(err)
	}
	inside, err := review.Put(book, rec, msg.ZH)
	if err != nil {
		t.Fatal(err)
	}
	var beside bytes.Buffer
	if err := review.Encode(&beside, rec); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file   string
		data   []byte
		beside []byte
		want   string
	}{
		"none":        {"年报.xlsx", book, nil, ""},
		"in the book": {"folder/年报.xlsx", inside, nil, "审核：初审 张三 2026-01-20 12:00；还差复审、终审"},
		"beside":      {"folder/年报.xlsx", book, beside.Bytes(), "审核：初审 张三"},
		"copied":      {"副本.xlsx", inside, nil, "这个文件叫“副本.xlsx”"},
		"damaged":     {"年报.xlsx", inside, []byte("{"), "读不出来"},
	} {
		s := newSession(t, "zh")
		ask[Opened](s, "open", Open{Handle: "1", Name: c.file}, c.data)
		if c.beside != nil {
			o, _ := ask[Opened](s, "open", Open{Handle: "2", Name: c.file + review.BesideEnding, Folder: true}, c.beside)
			if len(o.Files) != 0 || len(o.Skipped) != 1 {
				t.Errorf("%s: the record is opened as a report: %+v", name, o)
			}
		}
		got, _ := ask[Report](s, "report", OfFile{"1"})
		if (got.Review != "") != (c.want != "") || !strings.Contains(got.Review, c.want) {
			t.Errorf("%s: %q", name, got.Review)
		}
		tried, _ := ask[Report](s, "whatIf", WhatIf{Handle: "1", Sets: []SetOne{{"requests.new.natural_person", "5"}}})
		if tried.Review != "" {
			t.Errorf("%s: what is tried has been reviewed: %s", name, tried.Review)
		}
	}
}

// The record beside a report is found in an archive, in a mail, and among several of one name, before and behind it.
func TestReviewedBeside(t *testing.T) {
	t.Parallel()
	book, other := formtest.ExampleFile(t, "huaian-2024.xlsx"), formtest.ExampleFile(t, "shanghai-office-2019.xlsx")
	record := func(example string) []byte {
		rec, err := review.Add(formtest.Example(t, example), "年报.xlsx", &review.State{}, review.Review{Stage: review.First, By: "张三", At: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC), Salt: "00"})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := review.Encode(&b, rec); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	mine, others := record("huaian-2024.json"), record("shanghai-office-2019.json")
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, data := range map[string][]byte{"年报.xlsx": book, "年报.xlsx.审核.json": mine} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s := newSession(t, "zh")
	says := func(handle, want string) {
		t.Helper()
		got, _ := ask[Report](s, "report", OfFile{handle})
		if !strings.Contains(got.Review, want) || want == "" && got.Review != "" {
			t.Errorf("%s: %q, want %q", handle, got.Review, want)
		}
		if (s.e.files[handle].sub.Review.Level == 1) != (want != "") {
			t.Errorf("%s in a list: %+v", handle, s.e.files[handle].sub.Review)
		}
	}
	in, _ := ask[Opened](s, "open", Open{Handle: "z", Name: "报送.zip"}, packed.Bytes())
	if len(in.Files) != 1 {
		t.Fatalf("%+v", in)
	}
	says(in.Files[0].Handle, "初审 张三")
	ask[Opened](s, "open", Open{Handle: "1", Name: "年报.xlsx"}, book)
	says("1", "")
	ask[Opened](s, "open", Open{Handle: "2", Name: "年报.xlsx.审核.json"}, mine)
	says("1", "初审 张三")
	ask[Opened](s, "open", Open{Handle: "3", Name: "年报.xlsx.审核 (2).json", Given: "年报.xlsx.审核.json"}, others)
	ask[Opened](s, "open", Open{Handle: "4", Name: "年报 (2).xlsx", Given: "年报.xlsx"}, other)
	says("4", "初审 张三")
	says("1", "初审 张三")
	plan, _ := ask[Plan](s, "plan", Names{[]string{"年报.xlsx", "年报.xlsx.审核.json", "年报.pdf"}})
	if plan.Late != 1 || plan.Open[0] != "年报.xlsx.审核.json" {
		t.Errorf("%+v", plan)
	}
}
