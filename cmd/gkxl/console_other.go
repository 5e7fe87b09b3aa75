//go:build !windows

package main

// ownConsole reports whether the program was started without a terminal to read what it
// says. Other systems than Windows start it from one.
func ownConsole() bool { return false }

// show opens a file in the program that the user opens such files with.
func show(string) error { return nil }
