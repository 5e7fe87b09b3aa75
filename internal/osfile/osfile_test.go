package osfile

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gkxl/gkxl/msg"
)

// What a run that was cut has left is removed once nobody can be writing it.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	mine, dead, elsewhere := strconv.Itoa(os.Getpid()), strconv.Itoa(gone.Process.Pid), strings.Repeat("0", 8)
	for name, tc := range map[string]struct {
		age  time.Duration
		goes bool
	}{
		".gkxl-1":                              {2 * time.Hour, true},
		".gkxl-2":                              {0, false},
		".gkxl-" + here + "-" + mine + "-1":    {0, false},
		".gkxl-" + here + "-" + dead + "-1":    {0, true},
		".gkxl-" + elsewhere + "-1-1":          {0, false},
		".gkxl-" + elsewhere + "-1-2":          {2 * time.Hour, true},
		".gkxl-notes":                          {2 * time.Hour, false},
		".gkxl-" + here + "-" + dead + "-.doc": {2 * time.Hour, false},
	} {
		swept.Delete(dir)
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-tc.age)
		os.Chtimes(path, when, when)
		n := Sweep(dir)
		if _, err := os.Stat(path); os.IsNotExist(err) != tc.goes || (n == 1) != tc.goes {
			t.Errorf("%s, %v old: swept %d, %v", name, tc.age, n, err)
		}
		os.Remove(path)
	}
}

// A function that fails, or panics, leaves nothing, and its error is its own.
func TestWriteFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	own := errors.New("own")
	if err := Write(path, Keep, func(w io.Writer) error { io.WriteString(w, "half"); return own }); err != own {
		t.Error(err)
	}
	func() {
		defer func() { recover() }()
		Write(path, Keep, func(io.Writer) error { panic("x") })
	}()
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// A link keeps leading to its file, which is replaced.
func TestWriteThroughLink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	os.WriteFile(file, []byte("old"), 0o644)
	if err := os.Symlink("file", link); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(link, []byte("new"), Keep); !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
	if err := WriteFile(link, []byte("new"), Replace); err != nil {
		t.Error(err)
	}
	if got, _ := os.ReadFile(file); string(got) != "new" {
		t.Errorf("the file holds %q", got)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is no link any more")
	}
}

// What Go's library says stands in English only.
func TestFileError(t *testing.T) {
	p := FileError("a", errors.New("some words")).(*msg.Problem)
	if strings.Contains(p.What.ZH, "words") || p.What.EN != "some words" {
		t.Errorf("%+v", p.What)
	}
}

// A name that is not there is likened to those that resemble it, whatever their endings, and to no other.
func TestNearby(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"情况.xlsx", "指标.xlsx", "汇总.xlsx", "财政局年报.xlsx", "report.xlsx"} {
		if err := os.WriteFile(filepath.Join(dir, n), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for given, want := range map[string]string{
		"不存在.xlsx": "", "新.xlsx": "", "zzzzz.xlsx": "",
		"汇总.pdf": "汇总.xlsx", "汇总": "汇总.xlsx", "财政年报.xlsx": "财政局年报.xlsx", "reprot.xls": "report.xlsx", "reportxlsx": "report.xlsx",
	} {
		got := nearby(filepath.Join(dir, given))
		for i, n := range got {
			got[i] = filepath.Base(n)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", given, got, want)
		}
	}
}

// A place is looked at without writing there: what is there stays, and nothing is left behind.
func TestWritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	there := filepath.Join(dir, "there.txt")
	if err := os.WriteFile(there, []byte("here"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		ok   bool
	}{
		{filepath.Join(dir, "new.txt"), true},
		{there, true},
		{dir, false},
		{filepath.Join(dir, "none", "new.txt"), false},
		{filepath.Join(there, "new.txt"), false},
	} {
		if err := Writable(c.path); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.path, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
	if data, err := os.ReadFile(there); err != nil || string(data) != "here" {
		t.Errorf("%q %v", data, err)
	}
}
