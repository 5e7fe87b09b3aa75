// Command gkxl makes, reads and checks the workbooks of the annual report on
// government information disclosure.
package main

import (
	"os"
)

func main() {
	os.Exit(run(os.Args, os.Stdout, os.Stderr))
}
