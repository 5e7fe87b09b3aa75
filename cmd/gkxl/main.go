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

// How much memory may grow between two collections: as many bytes, and where more is alive, in percent of it. It is
// collected oftener where it would exceed what is usual, unless so much is alive that there is less than room for twice that.
const (
	room  = 24 << 20
	often = 50
	usual = 56 << 20
)

// atStart lets memory grow by room before the first collection: where nothing is alive, the runtime takes percent of 4 MB.
const atStart = room * 100 / (4 << 20)

// watchMemory settles after every collection how soon the next one comes. A
// workbook is taken apart into many small pieces that are all let go at once: as
// long as little else is alive, to collect seldom saves a quarter of the time. Where
// much is alive, the figures of ten thousand reports or a roster of a hundred
// thousand units, it is collected often, so that memory stays small. Percent is
// what holds now.
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
