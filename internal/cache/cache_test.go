package cache

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
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

	var none *Cache
	none.Put(key, []byte("x"))
	if _, ok := none.Get(key); ok {
		t.Error("no cache, but a result")
	}
}
