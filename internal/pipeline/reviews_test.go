package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// reviewedFiles are a workbook without a record, one with it, and the record that lies beside, for a name.
func reviewedFiles(t *testing.T, name string) (plain, inside, beside string) {
	t.Helper()
	rec, err := review.Add(formtest.Example(t, "huaian-2024.json"), name, &review.State{}, review.Review{Stage: review.First, By: "张三", At: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC), Salt: "00"})
	if err != nil {
		t.Fatal(err)
	}
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	book, err := review.Put(data, rec, msg.ZH)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := review.Encode(&b, rec); err != nil {
		t.Fatal(err)
	}
	return string(data), string(book), b.String()
}

// What is in an archive or a mail has been reviewed as far as it has been in a folder.
func TestReviewsEnclosed(t *testing.T) {
	t.Parallel()
	plain, inside, beside := reviewedFiles(t, "年报.xlsx")
	const sheet = "application/octet-stream"
	attached := func(parts ...string) string {
		list := [][3]string{{"text/plain", "", "请查收"}}
		for i := 0; i < len(parts); i += 2 {
			list = append(list, [3]string{sheet, parts[i], parts[i+1]})
		}
		return string(message("mixed", list...))
	}
	both := zipOf("年报.xlsx", plain, "年报.xlsx.审核.json", beside)
	mail := attached("年报.xlsx", plain, "年报.xlsx.审核.json", beside)
	for name, c := range map[string]struct{ data, want, unread string }{
		"a.zip":                    {both, "初审 张三", ""},
		"报送":                       {both, "初审 张三", ""},
		"":                         {both, "初审 张三", ""},
		"in the book.zip":          {zipOf("年报.xlsx", inside), "初审 张三", ""},
		"by another name.zip":      {zipOf("别的.xlsx", inside), "这个文件叫“别的.xlsx”", ""},
		"none.zip":                 {zipOf("年报.xlsx", plain), "", ""},
		"another's.zip":            {zipOf("年报.xlsx", plain, "别的.xlsx.审核.json", beside), "", "没有读的：别的.xlsx.审核.json"},
		"damaged.zip":              {zipOf("年报.xlsx", plain, "年报.xlsx.审核.json", "{"), "读不出来", ""},
		"within.zip":               {zipOf("里.zip", both), "初审 张三", ""},
		"a.eml":                    {mail, "初审 张三", ""},
		"in the book.eml":          {attached("年报.xlsx", inside), "初审 张三", ""},
		"by another name.eml":      {attached("别的.xlsx", inside), "这个文件叫“别的.xlsx”", ""},
		"another's.eml":            {attached("年报.xlsx", plain, "别的.xlsx.审核.json", beside), "", "没有读入的附件：别的.xlsx.审核.json"},
		"an archive.eml":           {attached("报送.zip", both), "初审 张三", ""},
		"a mail.eml":               {attached("转发.eml", mail), "初审 张三", ""},
		"a mail in an archive.zip": {zipOf("来信.eml", mail), "初审 张三", ""},
	} {
		res := Job{}.Data(name, []byte(c.data))
		if res.Err != nil {
			t.Errorf("%s: %v", name, res.Err)
			continue
		}
		if got := res.Review; c.want == "" && !got.None() || c.want != "" && (got.None() || !strings.Contains(got.Sentence().ZH, c.want) || !got.Enclosed) {
			t.Errorf("%s: %+v", name, got)
		}
		said := ""
		for _, n := range res.Report.Notes {
			said += n.Message.ZH
		}
		if !strings.Contains(said, c.unread) || c.unread == "" && strings.Contains(said, "审核.json") {
			t.Errorf("%s: %s", name, said)
		}
		if _, state, err := ImportReviewed(name, []byte(c.data), nil, Options{}); err != nil || state.Level() != res.Review.Brief().Level {
			t.Errorf("%s: %+v, %v", name, state, err)
		}
	}
	res := Job{}.Data("记录.eml", []byte(attached("年报.xlsx.审核.json", beside)))
	if res.Err == nil || !strings.Contains(res.Err.Error(), "这是审核记录，不是报告") {
		t.Error(res.Err)
	}
}

// A review of a mail lies beside the mail; one of the file attached to it comes with that.
func TestReviewsOfMail(t *testing.T) {
	t.Parallel()
	plain, _, ofMail := reviewedFiles(t, "来信.eml")
	mail := message("mixed", [3]string{"text/plain", "", "请查收"}, [3]string{"application/octet-stream", "年报.xlsx", plain})
	path := filepath.Join(t.TempDir(), "来信.eml")
	for name, data := range map[string]string{path: string(mail), review.BesideName(path): ofMail} {
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if res, _ := (Job{}).File(path); res.Err != nil || res.Review.None() || res.Review.Level() != 1 || res.Review.Enclosed {
		t.Errorf("%+v", res.Review)
	}
}

func TestReviewsBeside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, data := range map[string]string{"a.xlsx.审核.json": "{}", "empty.xlsx.审核.json": "", "z.zip": zipOf("a.xlsx.审核.json", "[]", "里/empty.xlsx.审核.json", "")} {
		if err := os.WriteFile(at(name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(at("folder.xlsx.审核.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.xlsx": "{}", "empty.xlsx": "", "z.zip/a.xlsx": "[]", "z.zip/里/empty.xlsx": "", "b.xlsx": "none", "z.zip/b.xlsx": "none", "folder.xlsx": "none", "没有/a.xlsx": "none",
		strings.Repeat("长", 90) + ".xlsx": "none"} {
		got := ReviewsBeside(archive.OnDisk(), at(name))
		if string(got) != strings.Replace(want, "none", "", 1) || (got == nil) != (want == "none") {
			t.Errorf("%s: %q, %v", name, got, got == nil)
		}
	}
}
