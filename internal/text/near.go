package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Distance returns how many characters must be added, left out or exchanged to turn one text into the other (edit
// distance).
func Distance(x, y []rune) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, d := range y {
			cost := diagonal
			if c != d {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}

// maxNear is how many words [Near] returns at most: more help nobody to choose. longestWord bounds what it compares, in
// characters.
const (
	maxNear     = 3
	longestWord = 100
)

// Near returns the words that a mistyped one may have been meant for: those that are most similar to it, of those that
// differ from it in a third of its characters at most or hold it whole. Capitals do not matter. The list is short, and
// empty where nothing is similar.
func Near(given string, words []string) []string {
	given = strings.ToLower(strings.TrimSpace(given))
	x := []rune(given)
	if len(x) < 2 || len(x) > longestWord {
		return nil
	}
	most := max(1, (len(x)+1)/3)
	type rated struct {
		word     string
		distance int
	}
	var found []rated
	for _, w := range words {
		lower := strings.ToLower(w)
		if utf8.RuneCountInString(w) > longestWord {
			continue
		}
		d := Distance(x, []rune(lower))
		if exchanged(x, []rune(lower)) {
			d = 1
		}
		if d <= most || strings.Contains(lower, given) {
			found = append(found, rated{w, d})
		}
	}
	slices.SortStableFunc(found, func(a, b rated) int { return a.distance - b.distance })
	var out []string
	for _, f := range found {
		if len(out) == maxNear || f.distance > found[0].distance {
			break
		}
		if !slices.Contains(out, f.word) {
			out = append(out, f.word)
		}
	}
	return out
}

// exchanged reports whether two neighbouring characters of one text are exchanged in the other.
func exchanged(x, y []rune) bool {
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	return len(x) == len(y) && i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
