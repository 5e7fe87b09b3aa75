package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// Files dropped on the program are checked, and what came of it stays.
func TestWindow(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../../examples/huangpu-2020.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "黄埔 2020.xlsx")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"核对结果", "核对结果 (2)"} {
		var out, errs bytes.Buffer
		shown := ""
		w := window{session: session{lang: msg.ZH, out: &out, err: &errs}, in: strings.NewReader("\n"), show: func(p string) error { shown = p; return nil }}
		if exit := w.run([]string{file}); exit != exitFindings {
			t.Errorf("exit %d: %s", exit, errs.String())
		}
		if want := filepath.Join(dir, name, "核对结果.html"); shown != want {
			t.Errorf("%d: shown %q, not %q", n, shown, want)
		}
		if _, err := os.Stat(filepath.Join(dir, name, "标注", "黄埔 2020.xlsx")); err != nil {
			t.Error(err)
		}
		for _, want := range []string{"在：" + filepath.Join(dir, name), "直接按回车"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q is not said: %s", want, out.String())
			}
		}
	}
}

// Where nothing can be written beside the files, results go where the user finds them;
// without files the program says what it is for.
func TestWindowElsewhere(t *testing.T) {
	home := t.TempDir()
	var out bytes.Buffer
	w := window{session: session{lang: msg.EN, out: &out, err: &out}, in: strings.NewReader(""), show: func(string) error { return nil }, folders: []string{filepath.Join(home, "none"), home}}
	if dir, err := w.folder([]string{filepath.Join(home, "gone", "a.xlsx")}); err != nil || filepath.Dir(dir) != home {
		t.Error(dir, err)
	}
	root := filepath.VolumeName(home) + string(filepath.Separator)
	if dir, err := w.folder([]string{root}); err != nil || filepath.Dir(dir) != home { // a disk holds its own folder
		t.Error(dir, err)
	}
	if exit := w.run(nil); exit != 0 || !strings.Contains(out.String(), "gkxl.html") || !strings.Contains(out.String(), "Press Enter") {
		t.Error(exit, out.String())
	}
	out.Reset()
	w.folders = nil
	if exit := w.run([]string{filepath.Join(home, "gone", "a.xlsx")}); exit != exitTrouble || !strings.Contains(out.String(), "cannot be made") {
		t.Error(exit, out.String())
	}
	if exit := w.run([]string{filepath.Join(home, "a.xlsx")}); exit != exitTrouble {
		t.Error(exit, out.String())
	}
}

// The page beside the program is opened where no files are dropped; those that are
// dropped on the window are checked, also with spaces in their names, and a folder of
// results that lies among them is none of the reports.
func TestWindowDropped(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "收 件")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(dir, "一 2024.xlsx"), filepath.Join(dir, "二.xlsx")
	for _, f := range []string{one, two} {
		if err := os.WriteFile(f, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page := filepath.Join(dir, "gkxl.html")
	var out bytes.Buffer
	var shown []string
	typed := fmt.Sprintf("%s\r\n\"%s\" \"%s\"\r\n\"%s\"\r\n\"%s\"\r\n\r\n", one, one, two, filepath.Join(dir, "没有.xlsx"), dir)
	w := window{session: session{lang: msg.ZH, out: &out, err: &out}, in: strings.NewReader(typed), show: func(p string) error { shown = append(shown, p); return nil }, page: page}
	if exit := w.run(nil); exit != 0 {
		t.Errorf("exit %d: %s", exit, out.String())
	}
	results := func(in, name string) string { return filepath.Join(in, name, "核对结果.html") }
	if want := []string{page, results(dir, "核对结果"), results(dir, "核对结果 (2)"), results(filepath.Dir(dir), "核对结果")}; !slices.Equal(shown, want) {
		t.Errorf("shown %q, not %q", shown, want)
	}
	for _, want := range []string{"正在核对 1 个", "正在核对 2 个", "没有.xlsx：没有这个文件", "没有核对", filepath.Join(dir, "核对结果 (2)")} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said: %s", want, out.String())
		}
	}
	if found, err := os.ReadDir(filepath.Join(filepath.Dir(dir), "核对结果", "标注")); err != nil || len(found) != 2 {
		t.Errorf("marked: %v %v", found, err)
	}

	out.Reset()
	w = window{session: session{lang: msg.EN, out: &out, err: &out}, in: strings.NewReader("\n"), show: func(string) error { return os.ErrInvalid }, page: page}
	if w.run(nil); !strings.Contains(out.String(), "open it yourself: "+page) {
		t.Error(out.String())
	}
}
