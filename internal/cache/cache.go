// Package cache keeps results on disk by the content they were computed from. It only
// saves time: a result that is missing or damaged is computed again, and one that
// cannot be written is not kept.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"github.com/gkxl/gkxl/internal/osfile"
)

// Cache is a folder of results; the nil Cache keeps nothing.
type Cache struct{ dir string }

// Root is the folder of the user's caches.
func Root() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "gkxl"), nil
}

// Open opens the cache of this build of the program under root. Results of other
// builds are removed.
func Open(root string) (*Cache, error) {
	mine := programID()
	dir := filepath.Join(root, mine)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if others, err := os.ReadDir(root); err == nil {
		for _, o := range others {
			if _, err := hex.DecodeString(o.Name()); err == nil && o.IsDir() && len(o.Name()) == len(mine) && o.Name() != mine {
				os.RemoveAll(filepath.Join(root, o.Name()))
			}
		}
	}
	return &Cache{dir}, nil
}

// programID identifies this build of the program. The size and the time of the file
// stand for its content, since reading it would take longer than reading many
// reports.
func programID() string {
	h := sha256.New()
	if path, err := os.Executable(); err == nil {
		if st, err := os.Stat(path); err == nil {
			h.Write([]byte(path + "\x00" + strconv.FormatInt(st.Size(), 10) + "\x00" + st.ModTime().UTC().String()))
		}
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		h.Write([]byte(info.String()))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func (c *Cache) path(key []byte) string {
	name := hex.EncodeToString(key)
	return filepath.Join(c.dir, name[:2], name[2:])
}

// Get is the result kept under a key; ok is false if there is none that is whole.
func (c *Cache) Get(key []byte) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	data, err := os.ReadFile(c.path(key))
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	sum := sha256.Sum256(data[sha256.Size:])
	if !bytes.Equal(sum[:], data[:sha256.Size]) {
		return nil, false
	}
	return data[sha256.Size:], true
}

// Put keeps a result under a key, if it can be written.
func (c *Cache) Put(key, result []byte) {
	if c == nil {
		return
	}
	path := c.path(key)
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	sum := sha256.Sum256(result)
	_ = osfile.WriteScratch(path, append(sum[:], result...)) // without it the result is worked out again
}

// Key makes a key of everything that a result depends on.
func Key(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(strconv.AppendInt(nil, int64(len(p)), 10))
		h.Write([]byte{0})
		h.Write(p)
	}
	return h.Sum(nil)
}
