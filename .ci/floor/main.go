// Command floor does what any reader of workbooks in Go must at least do: it
// inflates every part of every workbook of a folder and cuts it into tokens, on
// all processors.
package main

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gkxl/gkxl/internal/parallel"
)

func main() {
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.xlsx"))
	fatal(err)
	total := 0
	fatal(parallel.Ordered(context.Background(), len(files), 0, func(i int) int { return tokens(files[i]) }, func(_, n int) error {
		total += n
		return nil
	}))
	fmt.Println(len(files), "workbooks,", total, "tokens")
}

func tokens(path string) int {
	zr, err := zip.OpenReader(path)
	fatal(err)
	defer zr.Close()
	n := 0
	for _, e := range zr.File {
		part, err := e.Open()
		fatal(err)
		for d := xml.NewDecoder(part); ; n++ {
			if _, err := d.RawToken(); err == io.EOF {
				break
			} else {
				fatal(err)
			}
		}
		part.Close()
	}
	return n
}

func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}
