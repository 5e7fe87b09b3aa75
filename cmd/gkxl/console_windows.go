package main

import (
	"syscall"
	"unsafe"
)

// ownConsole reports whether the window the program writes to was opened for it alone, as
// Windows does where a program is started by a double click or by files dropped on it.
func ownConsole() bool {
	var ids [2]uint32
	n, _, _ := kernel32.NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&ids[0])), uintptr(len(ids)))
	return n == 1
}

// openFile is the function of Windows that opens a file as a double click does. It takes
// names in any script, unlike the way through rundll32 and url.dll.
var openFile = syscall.NewLazyDLL("shell32.dll").NewProc("ShellExecuteW")

// show opens a file in the program that the user opens such files with; an error where
// Windows says that it did not.
func show(path string) error {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	const least, shown = 32, 1 // what is above the first is success; SW_SHOWNORMAL
	if done, _, err := openFile.Call(0, 0, uintptr(unsafe.Pointer(name)), 0, 0, shown); done <= least {
		return err
	}
	return nil
}
