package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// A run that was cut while it wrote many files is gone on with: the next one says so,
// knows the files of the cut one by its list, and still writes over no other.
func TestCutBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	path := func(name string) string { return filepath.Join(dir, name) }
	var said bytes.Buffer
	s := session{lang: msg.ZH, err: &said}
	paths := []string{path("a"), path("b"), path("c")}
	begin := func() *batch {
		t.Helper()
		said.Reset()
		b, err := s.beginBatch(new(sources), dir, paths, false)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	write := func(b *batch, names ...string) {
		t.Helper()
		for _, n := range names {
			if err := b.write(path(n), []byte("new "+n)); err != nil {
				t.Fatal(err)
			}
		}
	}

	first := begin()
	if said.Len() > 0 {
		t.Errorf("said %s", said.String())
	}
	write(first, "a", "b")
	first.journal.Close() // and there it is cut
	// What is left of a process that is no more, and of one that was cut long ago.
	second := begin()
	if !strings.Contains(said.String(), "被中断：有 2 个已写成") {
		t.Errorf("said %s", said.String())
	}
	write(second, "a") // cut again
	second.journal.Close()
	third := begin()
	if !strings.Contains(said.String(), "被中断：有 2 个已写成") {
		t.Errorf("said %s", said.String())
	}
	write(third, "a", "b", "c")
	third.end()
	if _, err := os.Stat(path(journalName)); err == nil {
		t.Error("the list is still there")
	}

	// All is written, or changed since by somebody else: that is no cut run's.
	if _, err := s.beginBatch(new(sources), dir, paths, false); err == nil || !strings.Contains(err.Error(), "文件已存在（共 3 个）") {
		t.Error(err)
	}
	for _, p := range paths {
		os.Remove(p)
	}
	fourth := begin()
	write(fourth, "a", "b")
	fourth.journal.Close()
	os.WriteFile(path("b"), []byte("filled in by somebody"), 0o644)
	if _, err := s.beginBatch(new(sources), dir, paths, false); err == nil || !strings.Contains(err.Error(), "b：文件已存在（共 1 个）") {
		t.Error(err)
	}
}
