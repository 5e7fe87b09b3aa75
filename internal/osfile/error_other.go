//go:build !windows

package osfile

import (
	"errors"
	"os"
	"syscall"
)

var causesHere map[syscall.Errno]cause

// blocked is why a file could not be replaced.
func blocked(err error, _ string) error { return err }

// running reports whether a process of this computer is, or may be, still there.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
