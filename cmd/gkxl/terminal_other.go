//go:build !windows && !linux && !darwin

package main

import "io"

// terminalColumns is how many columns a terminal has; 0 where it does not tell.
func terminalColumns(io.Writer) int { return 0 }

// paints reports whether a terminal shows colours.
func paints(io.Writer) bool { return true }
