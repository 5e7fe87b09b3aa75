// Package cache keeps results on disk by the content they were computed from. It only
// saves time: a result that is missing or damaged is computed again, and one that
// cannot be written is not kept.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/sorting"
)

// Cache is a folder of results; the nil Cache keeps nothing.
type Cache struct {
	dir    string
	limits Limits
	mu     sync.Mutex
	shards map[string]*shard // those that this run has written into
}

// Limits bound what a cache keeps. Results lie in 256 folders by the first byte of
// their key, which is as good as drawn by lot; each folder keeps its share.
type Limits struct {
	Results int           // how many, in all
	Bytes   int64         // of all results
	Result  int64         // bytes of one; a larger one is not kept
	Age     time.Duration // since a result was last used; older ones are removed
}

// DefaultLimits hold the results of the reports of a province over some years: one
// takes a few thousand bytes.
var DefaultLimits = Limits{Results: 200_000, Bytes: 1 << 30, Result: 4 << 20, Age: 400 * 24 * time.Hour}

// folders is the number of folders that results lie in.
const folders = 256

// shard is what is known of one folder of results.
type shard struct {
	results int
	bytes   int64
}

// Root is the folder of the user's caches.
func Root() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "gkxl"), nil
}

// Open opens the cache of this build of the program under root, with DefaultLimits.
// Results of other builds are removed.
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
	return &Cache{dir: dir, limits: DefaultLimits, shards: map[string]*shard{}}, nil
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

// sum is the checksum of a result under its key, by which a result in the file of another key is told.
func sum(key, result []byte) []byte { return Key(key, result) }

// Get is the result kept under a key; ok is false if there is none that is whole.
func (c *Cache) Get(key []byte) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	path := c.path(key)
	f, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() || st.Size() < sha256.Size || st.Size() > sha256.Size+c.limits.Result {
		return nil, false
	}
	data := make([]byte, st.Size())
	if _, err := io.ReadFull(f, data); err != nil || !bytes.Equal(sum(key, data[sha256.Size:]), data[:sha256.Size]) {
		return nil, false
	}
	if now := time.Now(); now.Sub(st.ModTime()) > 24*time.Hour {
		os.Chtimes(path, now, now) // it was used
	}
	return data[sha256.Size:], true
}

// Put keeps a result under a key, if it can be written and is within the limits.
func (c *Cache) Put(key, result []byte) {
	if c == nil || int64(len(result)) > c.limits.Result {
		return
	}
	path := c.path(key)
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	if osfile.WriteScratch(path, append(sum(key, result), result...)) == nil { // without it the result is worked out again
		c.bound(filepath.Dir(path), sha256.Size+int64(len(result)))
	}
}

// bound counts a result of so many bytes that was written into a folder, and makes
// room where the folder then holds more than its share.
func (c *Cache) bound(dir string, size int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, known := c.shards[dir]
	if !known {
		s = &shard{}
		c.shards[dir] = s
	} else {
		s.results, s.bytes = s.results+1, s.bytes+size
	}
	if results, size := max(1, c.limits.Results/folders), c.limits.Bytes/folders; !known || s.results > results || s.bytes > size {
		*s = sweep(dir, results, size, c.limits.Age)
	}
}

// sweep removes from a folder what is too old, what runs that were cut have left, and
// of the rest, where it is more than there may be, the oldest down to nine tenths of
// that. It tells what is left.
func sweep(dir string, results int, size int64, age time.Duration) (left shard) {
	osfile.Sweep(dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return left
	}
	var kept []os.FileInfo
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil || !info.Mode().IsRegular() || strings.HasPrefix(e.Name(), "."):
		case time.Since(info.ModTime()) > age:
			os.Remove(filepath.Join(dir, e.Name()))
		default:
			kept = append(kept, info)
			left.results, left.bytes = left.results+1, left.bytes+info.Size()
		}
	}
	if left.results <= results && left.bytes <= size {
		return left
	}
	sorting.By(kept, func(x, y os.FileInfo) int { return x.ModTime().Compare(y.ModTime()) })
	for _, info := range kept {
		if left.results <= results-results/10 && left.bytes <= size-size/10 {
			break
		}
		if os.Remove(filepath.Join(dir, info.Name())) == nil {
			left.results, left.bytes = left.results-1, left.bytes-info.Size()
		}
	}
	return left
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
