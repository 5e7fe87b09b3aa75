package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// A fault of our own names itself as such, and the file with its stack; with
// --debug the stack is shown.
func TestCrashIsWrittenDown(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	for _, debug := range []bool{false, true} {
		var said bytes.Buffer
		s := session{lang: msg.EN, debug: debug, err: &said}
		s.report(errors.Join(msg.NewCrash("unit.xlsx", "planted")))
		files, err := filepath.Glob(filepath.Join(dir, "gkxl-crash-*.txt"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		stack, err := os.ReadFile(files[0])
		if err != nil || !strings.Contains(string(stack), "TestCrashIsWrittenDown") {
			t.Errorf("%s %v", stack, err)
		}
		if got := said.String(); !strings.Contains(got, "unit.xlsx: internal error: planted; this is a fault of gkxl") || strings.Contains(got, files[0]) == debug || strings.Contains(got, "goroutine") != debug {
			t.Errorf("debug %v: %s", debug, got)
		}
	}
	if !debugging([]string{"gkxl", "check", "--debug"}) || debugging([]string{"gkxl", "check", "--", "--debug"}) {
		t.Error("--debug is not told from a file of that name")
	}
}
