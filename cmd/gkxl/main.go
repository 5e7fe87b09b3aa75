// Command gkxl makes, reads and checks the workbooks of the annual report on
// government information disclosure.
package main

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
)

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(atStart)
		watchMemory(atStart)
	}
	if ownConsole() && dropped(os.Args[1:]) {
		os.Exit(newWindow(session{lang: language(os.Args), out: os.Stdout, err: os.Stderr}).run(os.Args[1:]))
	}
	os.Exit(run(os.Args, people(os.Stdout), people(os.Stderr)))
}

// When garbage is collected. "In use" is what the last collection kept.
const (
	room  = 24 << 20 // bytes by which memory may grow between two collections, where that is more than often allows
	often = 50       // growth between two collections in percent of what is in use, at least
	usual = 56 << 20 // bytes of memory beyond which is collected oftener; where more is in use, twice that without room
)

// atStart is the percentage that lets memory grow by room before the first collection: the runtime takes it of 4 MB while
// nothing is in use.
const atStart = room * 100 / (4 << 20)

// watchMemory sets after every collection how soon the next one comes; percent is the present setting. Reading a workbook
// makes many small pieces that are all garbage soon after: as long as little else is in use, collecting seldom saves a
// quarter of the time. Where much is in use, such as the figures of ten thousand reports or a roster of a hundred thousand
// units, collecting often keeps memory small.
func watchMemory(percent int) {
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { // run after the next collection
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(alive)
		want := often
		if alive[0].Value.Kind() == metrics.KindUint64 {
			if bytes := alive[0].Value.Uint64(); bytes > 0 {
				want = max(often, int(room*100/bytes))
				debug.SetMemoryLimit(max(usual, 2*int64(bytes)-room))
			}
		}
		if want != percent {
			debug.SetGCPercent(want)
		}
		watchMemory(want)
	})
}

// dropped reports whether arguments can be files dropped on the program: nothing, or paths
// from the root that are there.
func dropped(args []string) bool {
	return !slices.ContainsFunc(args, func(a string) bool {
		_, err := os.Stat(a)
		return err != nil || !filepath.IsAbs(a)
	})
}
