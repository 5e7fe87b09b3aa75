//go:build !unix

package osfile

// nonBlocking opens a pipe without waiting for a reader; there are no such pipes in folders here.
const nonBlocking = 0
