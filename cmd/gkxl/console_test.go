package main

import (
	"bytes"
	"os"
	"path/filepath"
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
		for _, want := range []string{"在：" + filepath.Join(dir, name), "按回车键"} {
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
	if dir, err := w.folder(filepath.Join(home, "gone")); err != nil || filepath.Dir(dir) != home {
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
