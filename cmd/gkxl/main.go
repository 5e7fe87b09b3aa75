// Command gkxl makes, reads and checks the workbooks of the annual report on
// government information disclosure.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A workbook is taken apart into many small pieces that are all let go at
	// once: to collect half as often saves a fifth of the time. Where memory is not
	// small any more, what many reports left in it, it is collected more often.
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(200)
		debug.SetMemoryLimit(80 << 20)
	}
	os.Exit(run(os.Args, os.Stdout, os.Stderr))
}
