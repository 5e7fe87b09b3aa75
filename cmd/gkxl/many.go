package main

import (
	"context"
	"sync/atomic"

	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/msg"
)

// writeMany writes what a bar counts, side by side, and tells of each in its
// order; tell may be nil. An interruption ends it between two, and the error says
// with words how many are there.
func writeMany[T any](ctx context.Context, bar *progress, write func(i int) (T, error), tell func(i int, t T) error, words func(written int64) msg.Text) error {
	type outcome struct {
		t   T
		err error
	}
	var written atomic.Int64 // those under way at an interruption too
	err := parallel.Ordered(ctx, bar.total, 0, func(i int) (o outcome) {
		if o.t, o.err = write(i); o.err == nil {
			written.Add(1)
		}
		return o
	}, func(i int, o outcome) error {
		if o.err != nil {
			return o.err
		}
		bar.step()
		if tell == nil {
			return nil
		}
		return tell(i, o.t)
	})
	bar.clear()
	return stopped(err, words(written.Load()))
}
