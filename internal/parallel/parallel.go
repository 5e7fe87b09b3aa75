// Package parallel runs many tasks in parallel and delivers their results in order.
package parallel

import (
	"context"
	"runtime"
)

// Ordered calls work for the tasks 0 to n-1, by several workers (0 means one per
// processor), and hand for each result, in order and in the caller's goroutine. It
// ends early, with that error, when hand returns an error or ctx is done, and returns
// only when no worker is running. Memory does not grow with n: workers run at most
// four tasks each ahead of the next result.
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
