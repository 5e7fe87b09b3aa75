package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Ctrl-C while files are read ends the work with one sentence and exit code 2,
// and leaves nothing.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no program can press Ctrl-C for another")
	}
	dir := t.TempDir()
	data, err := os.ReadFile("../../examples/huaian-2024.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	const files = 400
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.xlsx", i)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := t.TempDir()
	roster := filepath.Join(out, "units.csv")
	if err := os.WriteFile(roster, []byte("代码,名称\n1,甲局\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("gkxl", "status", dir, "--roster", roster, "--year", "2024", "--no-cache", "--json-lines", "-o", filepath.Join(out, "s.xlsx"), "--letters", filepath.Join(out, "letters"), "--lang", "zh")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(pipe)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitTrouble {
		t.Errorf("%v\n%s", err, errs.String())
	}
	if n := bytes.Count(rest, []byte("\n")); n >= files-1 || bytes.Contains(rest, []byte(`"event":"status"`)) {
		t.Errorf("%d lines after the interruption", n)
	}
	if s := errs.String(); !strings.Contains(s, "已中断") || !strings.Contains(s, fmt.Sprintf("（共 %d 份），没有写出任何文件", files)) {
		t.Errorf("said %q", s)
	}
	left, err := os.ReadDir(out)
	if err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
}
