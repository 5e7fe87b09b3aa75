//go:build !windows

package osfile

import "syscall"

var causesHere map[syscall.Errno]cause
