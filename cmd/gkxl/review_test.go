package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/msg"
)

// called runs the command and gives its exit code and what it said.
func called(args ...string) (exit int, out, errs string) {
	var o, e bytes.Buffer
	exit = run(append([]string{"gkxl", "--lang", "zh"}, args...), &o, &e)
	return exit, o.String(), e.String()
}

// reviewedBook is a workbook that went through three stages.
func reviewedBook(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	if err := os.WriteFile(path, formtest.ExampleFile(t, "huaian-2024.xlsx"), 0o644); err != nil {
		t.Fatal(err)
	}
	for i, by := range []string{"欧阳审甲", "司马审乙", "诸葛审丙"} {
		if exit, _, errs := called("review", path, "--stage", []string{"初审", "复审", "终审"}[i], "--by", by, "--note", "同意"+by, "--at", "2025-01-2"+[]string{"0", "1", "2"}[i]); exit != 0 {
			t.Fatal(errs)
		}
	}
	return path
}

// Change any one cell or sentence of a reviewed workbook by another program: the record lapses, names the place, and
// nothing goes out as reviewed.
func TestReviewedBookEdited(t *testing.T) {
	path := reviewedBook(t)
	report, err := gkxl.ImportFile(path, gkxl.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, fd := range report.Form.Fields {
		if fd.Total == nil {
			places = append(places, report.Value(fd.ID).Cell)
		}
	}
	for _, at := range report.Places {
		places = append(places, at)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	for _, at := range places[:min(len(places), formtest.Trials(len(places), 12))] {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		sheet, ref, _ := strings.Cut(at, "!")
		f.SetCellValue(sheet, ref, 987654)
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		f.Close()
		exit, out, errs := called("review", path, "--format", "json")
		var got struct {
			Reports []struct {
				Level   int
				Lapsed  bool
				Faults  []string
				Changes []struct{ Place string }
			}
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(at, err, errs)
		}
		r := got.Reports[0]
		named := false
		for _, c := range r.Changes {
			named = named || c.Place == at
		}
		if exit != exitFindings || r.Level != 0 || !(r.Lapsed && named || len(r.Faults) > 0) {
			t.Errorf("%s: exit code %d, %+v %s", at, exit, r, errs)
		}
		pdf := path + ".pdf"
		if exit, _, _ := called("export", path, "-o", pdf, "--reviewed", "1"); exit == 0 || exists(pdf) {
			t.Errorf("%s: it was exported", at)
		}
	}
}

// No reviewer's name or note is in what is published, unless it is asked for.
func TestNamesStayInside(t *testing.T) {
	path := reviewedBook(t)
	for _, ending := range []string{"pdf", "ofd", "html", "docx", "csv", "json"} {
		out := path + "." + ending
		if exit, _, errs := called("export", path, "-o", out, "--reviewed", "3"); exit != 0 {
			t.Fatal(errs)
		}
		all := unpacked(t, out)
		for _, s := range []string{"欧阳审甲", "司马审乙", "诸葛审丙", "同意"} {
			if contains(all, s) {
				t.Errorf("%s is in the %s", s, ending)
			}
		}
		if attached := strings.Contains(all, review.Schema); attached != (ending == "pdf" || ending == "ofd") {
			t.Errorf("%s: attached: %v", ending, attached)
		}
	}
	named := path + ".names.pdf"
	if exit, _, errs := called("export", path, "-o", named, "--reviewed", "3", "--with-names"); exit != 0 {
		t.Fatal(errs)
	}
	if all := unpacked(t, named); !contains(all, "欧阳审甲") || contains(all, `"seen"`) {
		t.Error("the names that were asked for are not there, or the contents are")
	}
}

// contains reports whether a text stands in data, in UTF-8 or as PDF writes it.
func contains(data, s string) bool {
	var wide []byte
	for _, u := range utf16.Encode([]rune(s)) {
		wide = append(wide, byte(u>>8), byte(u))
	}
	return strings.Contains(data, s) || strings.Contains(data, string(wide))
}

// unpacked is a file with all that is compressed in it.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.Write(data)
	if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			part, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(part)
		}
	}
	for rest := data; ; {
		_, after, ok := bytes.Cut(rest, []byte("stream\n"))
		if !ok {
			return b.String()
		}
		if r, err := zlib.NewReader(bytes.NewReader(after)); err == nil {
			part, _ := io.ReadAll(r)
			b.Write(part)
		}
		rest = after
	}
}

// The workbook keeps its time of writing: a review makes no report late.
func TestReviewKeepsTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	if err := os.WriteFile(path, formtest.ExampleFile(t, "huaian-2024.xlsx"), 0o600); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2025, 1, 10, 8, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, day, day); err != nil {
		t.Fatal(err)
	}
	if exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三"); exit != 0 {
		t.Fatal(errs)
	}
	if st, err := os.Stat(path); err != nil || !st.ModTime().Equal(day) {
		t.Errorf("written at %v, %v", st.ModTime(), err)
	} else if st.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v", st.Mode())
	}
}

// A file that may not be written, or a folder beside, leaves the workbook as it was.
func TestReviewNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(review.BesideName(path), 0o755); err != nil {
		t.Fatal(err)
	}
	exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三")
	if now, err := os.ReadFile(path); exit != exitTrouble || err != nil || !bytes.Equal(now, data) {
		t.Errorf("exit code %d, %v, %s", exit, err, errs)
	}
}

// A reviewed workbook in an archive is exported as it is shown: its record is held against its own name.
func TestReviewedInArchive(t *testing.T) {
	path := reviewedBook(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create(filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "报送.zip")
	if err := os.WriteFile(in, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if exit, _, errs := called("export", in, "--reviewed", "3", "-o", filepath.Join(dir, "a.pdf"), "--review-sheet", filepath.Join(dir, "单.docx")); exit != 0 {
		t.Errorf("exit code %d: %s", exit, errs)
	}
}

// A review sheet that cannot be written is refused before the review is recorded.
func TestReviewSheetInNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	if err := os.WriteFile(path, formtest.ExampleFile(t, "huaian-2024.xlsx"), 0o644); err != nil {
		t.Fatal(err)
	}
	exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三", "--review-sheet", filepath.Join(filepath.Dir(path), "没有", "单.pdf"))
	if _, err := os.Stat(review.BesideName(path)); exit != exitTrouble || !strings.Contains(errs, "没有文件夹") || err == nil {
		t.Errorf("exit code %d, %v: %s", exit, err, errs)
	}
}

// A new record beside a copy that keeps its old one would never count, and is not begun.
func TestNewReviewBesideOldSheet(t *testing.T) {
	data, err := os.ReadFile(reviewedBook(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "另存.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三", "--new", "--beside")
	if _, err := os.Stat(review.BesideName(path)); exit != exitTrouble || !strings.Contains(errs, "没有换掉") || err == nil {
		t.Errorf("exit code %d, %v: %s", exit, err, errs)
	}
	if exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三", "--new"); exit != 0 {
		t.Errorf("exit code %d: %s", exit, errs)
	}
}

// Of several that record the same stage of one report at once, one does, and the others are told of it; no entry is lost.
func TestReviewAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	if err := os.WriteFile(path, formtest.ExampleFile(t, "huaian-2024.xlsx"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, stage := range []string{"初审", "复审"} {
		var wg sync.WaitGroup
		var recorded, refused atomic.Int32
		for _, by := range []string{"甲", "乙", "丙", "丁"} {
			wg.Go(func() {
				said, err := exec.Command("gkxl", "--lang", "zh", "review", path, "--stage", stage, "--by", stage+by).CombinedOutput()
				var ended *exec.ExitError
				switch {
				case err == nil:
					recorded.Add(1)
				case errors.As(err, &ended) && ended.ExitCode() == exitTrouble && strings.Contains(string(said), "做过，之后内容没有变"):
					refused.Add(1)
				default:
					t.Errorf("%v: %s", err, said)
				}
			})
		}
		wg.Wait()
		if recorded.Load() != 1 || refused.Load() != 3 {
			t.Errorf("%s: %d recorded, %d refused", stage, recorded.Load(), refused.Load())
		}
		if exit, out, errs := called("review", path); exit != 0 || strings.Count(out, "  "+stage+"  ") != 1 || errs != "" {
			t.Errorf("%s: exit code %d, %s%s", stage, exit, out, errs)
		}
	}
	if exists(review.LockName(path)) {
		t.Error("the lock is still there")
	}
}

// A lock of another computer is said, with who and what to do, and nothing is written; one that a killed run left is not
// waited for.
func TestReviewLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	if err := errors.Join(os.WriteFile(path, data, 0o644), os.WriteFile(review.LockName(path), []byte("00000000-1-1\n赵主任\nPC-3\n2026-01-20 09:00:00\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	_, err := lockReviews(path, "张三", 0)
	var p *msg.Problem
	if !errors.As(err, &p) || !strings.Contains(p.What.ZH, "“赵主任”正在电脑“PC-3”上审核这份报告（2026-01-20 09:00:00 开始），没有记录") || !strings.Contains(p.Hint.ZH, "年报.xlsx.审核.lock") || !strings.Contains(p.What.EN, "PC-3") {
		t.Errorf("%+v", err)
	}
	if err := os.WriteFile(review.LockName(path), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := lockReviews(path, "张三", 0); !errors.As(err, &p) || !strings.Contains(p.What.ZH, "别人正在审核这份报告") {
		t.Errorf("%+v", err)
	}
	old := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(review.LockName(path), old, old); err != nil {
		t.Fatal(err)
	}
	if exit, _, errs := called("review", path, "--stage", "初审", "--by", "张三"); exit != 0 {
		t.Error(errs)
	}
}

// What somebody else wrote while a report was checked is not written over.
func TestReviewChangedMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	data := formtest.ExampleFile(t, "huaian-2024.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	rec, err := review.Add(formtest.Example(t, "huaian-2024.json"), path, &review.State{}, review.Review{Stage: review.First, By: "张三", At: time.Now(), Salt: "00"})
	if err != nil {
		t.Fatal(err)
	}
	s := session{out: io.Discard, err: io.Discard}
	for name, c := range map[string]struct {
		data, was, there []byte
		want             string
	}{
		"the workbook":   {append(bytes.Clone(data), 0), nil, nil, "在审核时被改动了"},
		"a record came":  {data, nil, []byte("{}"), "别人写了这份记录"},
		"a record went":  {data, []byte("{}"), nil, "别人写了这份记录"},
		"another record": {data, []byte("{}"), []byte("[]"), "别人写了这份记录"},
	} {
		os.Remove(review.BesideName(path))
		if c.there != nil {
			if err := os.WriteFile(review.BesideName(path), c.there, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		err := s.keepReview(path, c.data, c.was, rec, &review.State{}, false, gkxl.CheckJob{})
		now, read := os.ReadFile(path)
		beside, _ := os.ReadFile(review.BesideName(path))
		if err == nil || !strings.Contains(err.Error(), c.want) || read != nil || !bytes.Equal(now, data) || !bytes.Equal(beside, c.there) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
