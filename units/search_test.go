package units

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// failing is a file system in which our own code fails on one file.
type failing struct {
	fstest.MapFS
	name string
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		panic("planted")
	}
	return f.MapFS.Open(name)
}

// A file on which our own code fails is found as a report, so that reading it names it; the others are found as ever.
func TestFailureInSearch(t *testing.T) {
	fsys := failing{fstest.MapFS{"甲.docx": {}, "乙.txt": {Data: []byte("通知")}, "丙.xlsx": {}}, "甲.docx"}
	found, err := SearchFS(fsys)
	if err != nil || !slices.Equal(found.Files, []string{"丙.xlsx", "甲.docx"}) || !slices.Equal(found.Skipped, []string{"乙.txt"}) {
		t.Errorf("%+v, %v", found, err)
	}
}
