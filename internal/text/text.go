package text

import "strings"

// MaxNamed is how many of a list are named on a screen.
const MaxNamed = 12

// Few joins names for a screen, at most [MaxNamed] of them.
func Few(names []string) string {
	if len(names) <= MaxNamed {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:MaxNamed], "、") + "……"
}

// OneLine puts a text on one line, with single blanks between its words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
