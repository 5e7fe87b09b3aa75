package sorting

import (
	"math/rand"
	"slices"
	"testing"
)

func TestBy(t *testing.T) {
	type pair struct{ key, number int }
	r := rand.New(rand.NewSource(1))
	for n := range 200 {
		s := make([]pair, n)
		for i := range s {
			s[i] = pair{r.Intn(n/3 + 1), i}
		}
		want := slices.Clone(s)
		compare := func(a, b pair) int { return a.key - b.key }
		slices.SortStableFunc(want, compare)
		By(s, compare)
		if !slices.Equal(s, want) {
			t.Fatalf("%v, want %v", s, want)
		}
	}
}
