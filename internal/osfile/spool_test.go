package osfile

import (
	"os"
	"strings"
	"testing"
)

// What is put into a spool comes back, from its file and from memory.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	full := &Spool{}
	for name, s := range map[string]*Spool{"file": {}, "memory": {closed: true}, "none": nil, "full": full} {
		var texts []string
		var pieces []Piece
		for i := range 300 {
			if i == 200 && s == full && full.file != nil {
				full.file.Close()
				again, err := os.CreateTemp(t.TempDir(), "") // what was written stays readable, and no more can be written
				if err != nil {
					t.Fatal(err)
				}
				if _, err := again.WriteString(strings.Join(texts, "")); err != nil {
					t.Fatal(err)
				}
				again.Close()
				if full.file, err = os.Open(again.Name()); err != nil {
					t.Fatal(err)
				}
				defer full.file.Close()
			}
			texts = append(texts, strings.Repeat("字", i*7%1000))
			pieces = append(pieces, s.Put(texts[i]))
		}
		for i, p := range pieces {
			if p.Text() != texts[i] || p.Len() != len(texts[i]) {
				t.Fatalf("%s: piece %d has %d bytes, not %d", name, i, len(p.Text()), len(texts[i]))
			}
		}
		if s != nil && s.file != nil && name == "file" {
			s.file.Close()
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
