// Package lists has what the standard library lacks for slices.
package lists

// Map is what a function makes of each value, in their order; never nil, so that
// as JSON it is a list.
func Map[T, U any](values []T, of func(T) U) []U {
	out := make([]U, len(values))
	for i, v := range values {
		out[i] = of(v)
	}
	return out
}
