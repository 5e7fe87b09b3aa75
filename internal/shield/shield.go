// Package shield turns a panic while a file is read into an error, and tells a
// fault of gkxl, which is a *msg.Crash with its stack, from a file that a library
// fails on, which is damaged.
package shield

import (
	"runtime"
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// module is the path that the names of gkxl's own functions begin with.
const module = "github.com/gkxl/gkxl"

// Recover is deferred by a function that has a library read a file. A panic of the
// library becomes what damaged returns, one of gkxl's own code a *msg.Crash. The
// function's other results keep what they were last set to.
func Recover(err *error, damaged func() error) {
	if p := recover(); p != nil {
		if ours() {
			*err = msg.NewCrash("", p)
		} else {
			*err = damaged()
		}
	}
}

// RecoverBounds is deferred by a parser of gkxl's own that leaves it to Go to check
// the bounds of its data. An index out of range becomes what damaged returns, any
// other panic a *msg.Crash.
func RecoverBounds(err *error, damaged func() error) {
	if p := recover(); p != nil {
		if outOfRange(p) {
			*err = damaged()
		} else {
			*err = msg.NewCrash("", p)
		}
	}
}

// outOfRange says whether a panic is Go's own about an index, the bounds of a
// slice, or the length of a new one.
func outOfRange(p any) bool {
	e, ok := p.(runtime.Error)
	return ok && strings.Contains(e.Error(), "out of range")
}

// ours says whether the panic that is being recovered arose in code of gkxl: whether
// the innermost function on the stack that is not of Go's standard library is one of
// gkxl.
func ours() bool {
	pcs := make([]uintptr, 200)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicked := false
	for {
		f, more := frames.Next()
		first, _, _ := strings.Cut(f.Function, "/")
		switch {
		case f.Function == "runtime.gopanic":
			panicked = true
		case panicked && strings.Contains(f.Function, "/") && strings.Contains(first, "."):
			return strings.HasPrefix(f.Function, module)
		}
		if !more {
			return true
		}
	}
}
