package units

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// A pipe in a folder is named among what is skipped, and not waited for; a link to a
// file is the file.
func TestPipeInFolder(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := syscall.Mkfifo(at("pipe.xlsx"), 0o600); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(at("a.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link.csv": "a.csv", "link.xlsx": "pipe.xlsx", "nowhere.xlsx": "none"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	files, skipped, err := FindSubmissions([]string{dir})
	if want := []string{at("a.csv"), at("link.csv"), at("nowhere.xlsx")}; err != nil || !slices.Equal(files, want) {
		t.Errorf("found %q, %v", files, err)
	}
	if want := []string{at("link.xlsx"), at("pipe.xlsx")}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %q", skipped)
	}
}
