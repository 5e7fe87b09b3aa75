package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/gkxl/gkxl/msg"
)

// interruptible gives a context that ends at Ctrl-C, for work that then stops
// between two files. A second Ctrl-C ends the program at once.
func interruptible() (context.Context, func()) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// stopped says of work that an interruption ended what was done till then. Other
// errors stay as they are.
func stopped(err error, done msg.Text) error {
	if errors.Is(err, context.Canceled) {
		return &msg.Problem{What: msg.T("已中断", "interrupted"), Hint: done}
	}
	return err
}
