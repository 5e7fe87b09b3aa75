package main

import (
	"io"
	"os"
	"syscall"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// codePages are the Chinese code pages of consoles.
var codePages = map[uint32]encoding.Encoding{936: simplifiedchinese.GBK, 54936: simplifiedchinese.GB18030}

var consolePage = kernel32.NewProc("GetConsoleOutputCP")

// people is a standard stream, as people read what is written to it: the console itself is written to in Unicode, and
// what is redirected in its code page where that is Chinese. Shells that are none of Windows' read UTF-8.
func people(f *os.File) io.Writer {
	var mode uint32
	if syscall.GetConsoleMode(syscall.Handle(f.Fd()), &mode) == nil || os.Getenv("MSYSTEM") != "" {
		return f
	}
	page, _, _ := consolePage.Call()
	if p := codePages[uint32(page)]; p != nil {
		return &localWriter{w: f, page: p}
	}
	return f
}
