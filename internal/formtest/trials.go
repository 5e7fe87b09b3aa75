package formtest

import "os"

// Full reports whether the tests are to make all their trials, as the whole check
// does: some ask a thousand times what a hundred times nearly always show too.
func Full() bool { return os.Getenv("GKXL_FULL") != "" }

// Trials is how many random trials are made: all of them where there is time, else
// a few.
func Trials(all, few int) int {
	if Full() {
		return all
	}
	return few
}
