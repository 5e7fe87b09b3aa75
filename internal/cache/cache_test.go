package cache

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestCache(t *testing.T) {
	root := t.TempDir()
	old := filepath.Join(root, "0123456789abcdef")
	if err := os.MkdirAll(old, 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("results of another version are kept")
	}
	key := Key([]byte("a"), []byte("bc"))
	if bytes.Equal(key, Key([]byte("ab"), []byte("c"))) {
		t.Error("two different keys are one")
	}
	if _, ok := c.Get(key); ok {
		t.Error("something is there before anything was kept")
	}
	c.Put(key, []byte("result"))
	if got, ok := c.Get(key); !ok || string(got) != "result" {
		t.Errorf("%q %v", got, ok)
	}
	again, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := again.Get(key); !ok || string(got) != "result" {
		t.Errorf("the next run: %q %v", got, ok)
	}

	// A damaged or cut result is none.
	path := c.path(key)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-1] ^= 1
	for name, data := range map[string][]byte{"cut": whole[:len(whole)-1], "empty": nil, "a changed byte": flipped} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Get(key); ok {
			t.Errorf("%s: %q", name, got)
		}
	}

	// So is one that lies under another's key.
	other := Key([]byte("other"))
	c.Put(other, []byte("another result"))
	c.Put(key, []byte("result"))
	if err := os.Rename(c.path(other), path); err != nil {
		t.Fatal(err)
	}
	if got, ok := c.Get(key); ok {
		t.Errorf("another key's result is believed: %q", got)
	}

	var none *Cache
	none.Put(key, []byte("x"))
	if _, ok := none.Get(key); ok {
		t.Error("no cache, but a result")
	}
}

// What is kept has bounds: of one result, of their number and bytes, and of their age.
func TestLimits(t *testing.T) {
	c, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c.limits = Limits{Results: 3 * folders, Bytes: 1000 * folders, Result: 400, Age: time.Hour}
	key := func(i int) []byte { return append([]byte{7}, Key([]byte{byte(i)})...) } // all in one folder
	kept := func() (n int) {
		for i := range 40 {
			if _, ok := c.Get(key(i)); ok {
				n++
			}
		}
		return n
	}
	c.Put(key(0), make([]byte, 401))
	if n := kept(); n != 0 {
		t.Error("a result that is too large is kept")
	}
	for i := range 10 {
		c.Put(key(i), []byte("small"))
	}
	if n := kept(); n < 2 || n > 3 {
		t.Errorf("%d results are kept, not 3", n)
	}
	for i := range 10 {
		c.Put(key(20+i), make([]byte, 400))
	}
	if n := kept(); n < 1 || n > 2 {
		t.Errorf("%d results of 400 bytes are kept in 1000", n)
	}

	// The next run removes what nobody has used for long, and what a cut run has left.
	dir := filepath.Dir(c.path(key(0)))
	old, cut := filepath.Join(dir, "old"), filepath.Join(dir, ".gkxl-1")
	long := time.Now().Add(-2 * time.Hour)
	for _, f := range []string{old, cut} {
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f, long, long); err != nil {
			t.Fatal(err)
		}
	}
	sweep(dir, 10, 10_000, time.Hour)
	if _, err := os.Stat(old); err == nil {
		t.Error("an old result is kept")
	}
}
