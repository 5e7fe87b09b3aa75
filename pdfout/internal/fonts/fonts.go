// Package fonts holds the faces of publications, so that a publication looks the same
// wherever it is made. They are embedded, but in a program built with the tag
// gkxl_nofonts, which is given them when it first needs them. README.md says where they
// come from; build.sh makes them again.
package fonts

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/sfnt"
)

//go:embed SHA256SUMS
var sums string

// places are where the content of each file is kept.
var places = map[string]*[]byte{"serif-900.ttf": &serif900, "serif-400.ttf": &serif400, "sans-500.ttf": &sans500, "kai.ttf": &kai}

// Files are the names of the files of the faces, in the order of their use.
var Files = []string{"serif-900.ttf", "serif-400.ttf", "sans-500.ttf", "kai.ttf"}

// Missing are the files that were not given yet; none where the faces are embedded.
func Missing() []string {
	var out []string
	for _, name := range Files {
		if len(*places[name]) == 0 {
			out = append(out, name)
		}
	}
	return out
}

// Give hands in the content of a file. Ok is false for any other content than that of
// the file by its SHA-256, which is not taken. It is called before the faces are used.
func Give(name string, data []byte) (ok bool) {
	sum := sha256.Sum256(data)
	place := places[name]
	if place == nil || !strings.Contains(sums, hex.EncodeToString(sum[:])+"  "+name+"\n") {
		return false
	}
	*place = data
	return true
}

// The faces, each parsed at its first use.
var (
	SerifBlack = sync.OnceValue(func() *sfnt.Font { return parsed(serif900) })
	Serif      = sync.OnceValue(func() *sfnt.Font { return parsed(serif400) })
	Sans       = sync.OnceValue(func() *sfnt.Font { return parsed(sans500) })
	Kai        = sync.OnceValue(func() *sfnt.Font { return parsed(kai) })
)

func parsed(data []byte) *sfnt.Font {
	f, err := sfnt.Parse(data, 0)
	if err != nil {
		panic(err) // the files are our own, and a test reads them
	}
	return f
}
