// Package parallel does many pieces of work side by side and hands the results
// over one by one, in the order of the pieces.
package parallel

import (
	"context"
	"runtime"
)

// Ordered works on pieces 0 to n-1 with some workers; 0 is one per processor. Hand is
// called from the caller's goroutine, in order. Do ends early when hand returns
// an error or ctx is done, gives that error, and returns only when no worker is
// at work any more. Memory does not grow with n: a worker runs only so far ahead
// of the piece that is waited for.
func Ordered[T any](ctx context.Context, n, workers int, work func(i int) T, hand func(i int, t T) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, n)
	ctx, cancel := context.WithCancel(ctx)
	type result struct {
		i int
		t T
	}
	window := 4 * workers
	jobs, results := make(chan int), make(chan result, window)
	idle := make(chan struct{}, workers)
	ahead := make(chan struct{}, max(window, 1))
	for range workers {
		go func() {
			defer func() { idle <- struct{}{} }()
			for i := range jobs {
				results <- result{i, work(i)}
			}
		}()
	}
	go func() {
		defer close(jobs)
		for i := range n {
			select {
			case <-ctx.Done():
				return
			case ahead <- struct{}{}:
			}
			select {
			case <-ctx.Done():
				return
			case jobs <- i:
			}
		}
	}()
	defer func() {
		cancel()
		for range workers {
			<-idle // results has room for all that is under way
		}
	}()
	waiting := map[int]T{}
	for next := 0; next < n; next++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		t, ok := waiting[next]
		for !ok {
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case r := <-results:
				waiting[r.i] = r.t
			}
			t, ok = waiting[next]
		}
		delete(waiting, next)
		if err := hand(next, t); err != nil {
			return err
		}
		<-ahead
	}
	return nil
}
