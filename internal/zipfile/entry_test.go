package zipfile_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"

	"github.com/gkxl/gkxl/internal/zipfile"
)

// An entry that is compressed ahead of its archives is the same, byte for byte, as one that is written into each.
func TestEntry(t *testing.T) {
	names, content := []string{"a/b.xml", "表.xml", "empty.xml"}, [][]byte{bytes.Repeat([]byte("<a>一二三</a>"), 5000), []byte("x"), nil}
	entries := make([]*zipfile.Entry, len(names))
	for i, name := range names {
		e := zipfile.NewEntry(name)
		for part := range bytes.SplitAfterSeq(content[i], []byte(">")) {
			if _, err := e.Write(part); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		entries[i] = e
	}
	for range 2 {
		var got, want bytes.Buffer
		ready, direct := zip.NewWriter(&got), zip.NewWriter(&want)
		for i, name := range names {
			if err := entries[i].AddTo(ready); err != nil {
				t.Fatal(err)
			}
			w, err := zipfile.Create(direct, name)
			if err == nil {
				_, err = w.Write(content[i])
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := fmt.Sprint(ready.Close(), direct.Close()); err != "<nil> <nil>" {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("\n%q, not\n%q", got.Bytes(), want.Bytes())
		}
	}
}
