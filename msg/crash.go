package msg

import (
	"fmt"
	"runtime/debug"
)

// Crash is a fault of gkxl itself: a panic of its own code while it worked on an
// input. It says nothing about the input, which may be in order.
type Crash struct {
	Where string // the input that was worked on, for people; may be empty
	Value any    // what the panic said
	Stack []byte // the stack of the goroutine that panicked
	Saved string // the file the stack was written to; empty when it was not
}

// NewCrash makes a crash of what recover gave. It is called in the deferred
// function itself, so that the stack still shows where the panic arose.
func NewCrash(where string, recovered any) *Crash {
	return &Crash{Where: where, Value: recovered, Stack: debug.Stack()}
}

// Error gives the Chinese text on one line, without the stack.
func (c *Crash) Error() string { return c.Problem().Error() }

// Problem is the crash for people: that it is the fault of gkxl, on which input,
// and where the stack was written.
func (c *Crash) Problem() *Problem {
	p := &Problem{Where: c.Where, What: F("程序内部错误：%v；这是 gkxl 的故障，不一定是文件的问题", "internal error: %v; this is a fault of gkxl, the file may be in order", fmt.Sprint(c.Value)),
		Hint: T("请把这个文件和所用的命令发给维护者；加 --debug 可以看到出错的位置", "please send this file and the command to the maintainers; --debug shows where it failed")}
	if c.Saved != "" {
		p.Hint = F("请把这个文件和 %s 发给维护者", "please send this file and %s to the maintainers", c.Saved)
	}
	return p
}

// Unwrap gives the problem, so that whatever shows problems shows crashes too.
func (c *Crash) Unwrap() error { return c.Problem() }
