package units_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// A zip of a folder has the states of the folder, whatever has become of the records in it.
func TestReviewsOfFolderAndZip(t *testing.T) {
	t.Parallel()
	plain := formtest.ExampleFile(t, "huaian-2024.xlsx")
	record := func(name string) (rec *review.Record, beside []byte) {
		rec, err := review.Add(formtest.Example(t, "huaian-2024.json"), name, &review.State{}, review.Review{Stage: review.First, By: "张三", At: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC), Salt: "00"})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := review.Encode(&b, rec); err != nil {
			t.Fatal(err)
		}
		return rec, b.Bytes()
	}
	rec, _ := record("甲.xlsx")
	inside, err := review.Put(plain, rec, msg.ZH)
	if err != nil {
		t.Fatal(err)
	}
	_, ofB := record("乙.xlsx")
	_, ofC := record("丙.xlsx")
	_, ofD := record("丁.xlsx")
	var archived bytes.Buffer
	z := zip.NewWriter(&archived)
	files := map[string][]byte{"甲.xlsx": inside, "乙.xlsx": plain, "乙.xlsx.审核.json": ofB, "里/丙.xlsx": plain, "里/丙.xlsx.审核.json": ofC, "改名.xlsx": inside, "无.xlsx": plain,
		"来信.eml": mailWith("丁.xlsx", plain, "丁.xlsx.审核.json", ofD), "坏.xlsx": plain, "坏.xlsx.审核.json": []byte("{"), "空.xlsx": plain, "空.xlsx.审核.json": {}, "别人.xlsx": plain, "别人.xlsx.审核.json": ofB, "甲.xlsx.审核.lock": []byte("x")}
	folder := fstest.MapFS{}
	for name, data := range files {
		folder["全/"+name] = &fstest.MapFile{Data: data}
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
	broken := review.Brief{Broken: true}
	want := map[string]review.Brief{"甲.xlsx": {Level: 1}, "乙.xlsx": {Level: 1}, "里/丙.xlsx": {Level: 1}, "来信.eml": {Level: 1}, "改名.xlsx": broken, "无.xlsx": {}, "坏.xlsx": broken, "空.xlsx": broken, "别人.xlsx": broken}
	for _, from := range []struct {
		fsys fstest.MapFS
		at   string
	}{{folder, "全/"}, {fstest.MapFS{"全.zip": {Data: archived.Bytes()}}, "全.zip/"}} {
		names, skipped, err := units.FindFS(from.fsys)
		if err != nil || len(names) != len(want) || len(skipped) != 0 {
			t.Fatalf("%q, %q, %v", names, skipped, err)
		}
		kept, err := cache.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		var all []units.Submission
		for range 2 { // once from the cache
			some, err := units.Gathering{Cache: kept}.All(t.Context(), units.FilesIn(from.fsys, names), nil)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, some...)
		}
		for _, f := range all {
			got := review.Brief{Level: f.Review.Level, Broken: f.Review.Broken, Lapsed: f.Review.Lapsed}
			if w, ok := want[f.File[len(from.at):]]; f.Err != nil || !ok || got != w {
				t.Errorf("%s: %+v, want %+v; %v", f.File, got, w, f.Err)
			}
		}
	}
}

// mailWith is a mail with files attached to it.
func mailWith(name string, data []byte, second string, more []byte) []byte {
	var b strings.Builder
	b.WriteString("From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")
	for n, d := range map[string][]byte{name: data, second: more} {
		fmt.Fprintf(&b, "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", n, base64.StdEncoding.EncodeToString(d))
	}
	b.WriteString("--b--\r\n")
	return []byte(b.String())
}
