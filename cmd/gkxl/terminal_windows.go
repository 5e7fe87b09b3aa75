package main

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

var (
	kernel32       = syscall.NewLazyDLL("kernel32.dll")
	screenInfo     = kernel32.NewProc("GetConsoleScreenBufferInfo")
	setConsoleMode = kernel32.NewProc("SetConsoleMode")
)

// terminalColumns is how many columns a terminal has; 0 where it does not tell.
func terminalColumns(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	var info struct{ width, height, x, y, attributes, left, top, right, bottom, mostWidth, mostHeight int16 }
	if done, _, _ := screenInfo.Call(f.Fd(), uintptr(unsafe.Pointer(&info))); done == 0 {
		return 0
	}
	return int(info.right-info.left) + 1
}

// paints reports whether a terminal shows colours, and sees that it does: the console shows the codes of colours as
// signs unless it is told to follow them, and those before Windows 10 cannot.
func paints(w io.Writer) bool {
	const followCodes = 4 // ENABLE_VIRTUAL_TERMINAL_PROCESSING
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	var mode uint32
	if syscall.GetConsoleMode(syscall.Handle(f.Fd()), &mode) != nil {
		return false
	}
	done, _, _ := setConsoleMode.Call(f.Fd(), uintptr(mode|followCodes))
	return done != 0
}
