package parallel

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestOrder(t *testing.T) {
	for _, n := range []int{0, 1, 7, 500} {
		for _, workers := range []int{0, 1, 2, 9} {
			var got []int
			err := Ordered(t.Context(), n, workers, func(i int) int {
				if i%7 == 0 {
					time.Sleep(time.Millisecond)
				}
				return i * i
			}, func(i, sq int) error {
				if sq != i*i {
					t.Errorf("%d: %d", i, sq)
				}
				got = append(got, i)
				return nil
			})
			if err != nil || len(got) != n || !slices.IsSorted(got) {
				t.Errorf("%d by %d: %v %v", n, workers, err, got)
			}
		}
	}
}

// No piece is begun far ahead of the one that is waited for.
func TestAhead(t *testing.T) {
	var begun, done atomic.Int64
	err := Ordered(t.Context(), 1000, 2, func(i int) int {
		if b, d := begun.Add(1), done.Load(); b-d > 12 {
			t.Errorf("%d begun, %d handed over", b, d)
		}
		return i
	}, func(int, int) error { done.Add(1); return nil })
	if err != nil {
		t.Error(err)
	}
}

// After an error or an interruption nothing goes on in the background.
func TestStop(t *testing.T) {
	var working atomic.Int64
	work := func(i int) int {
		working.Add(1)
		defer working.Add(-1)
		time.Sleep(100 * time.Microsecond)
		return i
	}
	stop := errors.New("stop")
	err := Ordered(t.Context(), 1000, 4, work, func(i, _ int) error {
		if i == 10 {
			return stop
		}
		return nil
	})
	if err != stop || working.Load() != 0 {
		t.Errorf("%v, %d at work", err, working.Load())
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	n := 0
	err = Ordered(ctx, 1000, 4, work, func(i, _ int) error {
		if n++; i == 10 {
			cancel(stop)
		}
		return nil
	})
	if err != stop || working.Load() != 0 || n > 11 {
		t.Errorf("%v, %d at work, %d handed over", err, working.Load(), n)
	}
}
