// Package version tells which version of gkxl runs.
package version

import (
	"runtime/debug"
	"strings"
	"sync"
)

// release is the tag of a release, or the commit it was made of. The linker sets it:
// -ldflags "-X github.com/gkxl/gkxl/internal/version.release=v1.2.3".
var release string

// Name is the version for people: the release, or what Go wrote into the program about
// where it was built from, or "devel".
var Name = sync.OnceValue(func() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "devel"
	}
	for _, kv := range info.Settings {
		if kv.Key == "vcs.revision" && len(kv.Value) >= 12 && !strings.Contains(v, kv.Value[:12]) {
			v += " " + kv.Value[:12]
		}
	}
	return v
})

// Tool is the program with its release, for the metadata of files; without one, the
// program alone, so that two builds of the same sources write the same files.
func Tool() string {
	if release == "" {
		return "gkxl"
	}
	return "gkxl " + release
}
