//go:build !windows

package main

import (
	"io"
	"os"
)

// people is a standard stream, as people read what is written to it.
func people(f *os.File) io.Writer { return f }
