package main

import (
	"os/exec"
	"unsafe"
)

// ownConsole reports whether the window the program writes to was opened for it alone, as
// Windows does where a program is started by a double click or by files dropped on it.
func ownConsole() bool {
	var ids [2]uint32
	n, _, _ := kernel32.NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return n == 1
}

// show opens a file in the program that the user opens such files with.
func show(path string) error {
	return exec.Command("rundll32", "url.dll,FileProtocolHandler", path).Start()
}
