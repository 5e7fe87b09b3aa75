//go:build !windows

package gkxl

import "syscall"

var causesHere map[syscall.Errno]cause
