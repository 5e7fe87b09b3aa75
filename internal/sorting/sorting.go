// Package sorting sorts. It does what slices.SortStableFunc does, which the compiler translates anew for every type that
// is sorted: here only a few lines are.
package sorting

import "slices"

// short is how many elements are sorted by insertion.
const short = 12

// By sorts s by compare, which is negative where its first argument comes first. Equal elements keep their order.
func By[S ~[]E, E any](s S, compare func(a, b E) int) {
	if len(s) <= short {
		for i := 1; i < len(s); i++ {
			for j := i; j > 0 && compare(s[j], s[j-1]) < 0; j-- {
				s[j], s[j-1] = s[j-1], s[j]
			}
		}
		return
	}
	from := sorted(len(s), func(i, j int) int { return compare(s[i], s[j]) })
	for i := range s { // follow each circle of elements that take each other's places
		if from[i] < 0 {
			continue
		}
		first, at := s[i], i
		for from[at] != i {
			s[at] = s[from[at]]
			at, from[at] = from[at], -1
		}
		s[at] = first
		from[at] = -1
	}
}

// sorted are the numbers below n in the order of compare.
func sorted(n int, compare func(i, j int) int) []int {
	from := make([]int, n)
	for i := range from {
		from[i] = i
	}
	slices.SortStableFunc(from, compare)
	return from
}
