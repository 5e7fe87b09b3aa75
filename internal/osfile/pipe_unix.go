//go:build unix

package osfile

import "syscall"

// nonBlocking opens a pipe without waiting for a reader.
const nonBlocking = syscall.O_NONBLOCK
