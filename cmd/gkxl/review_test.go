package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/formtest"
	"github.com/gkxl/gkxl/internal/review"
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
