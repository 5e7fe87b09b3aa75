package xmlss

import (
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
)

// reference is a cell in a formula: its row and column, each empty, a number, or in brackets how far it is from the
// formula's cell.
type reference struct{ row, col string }

// a1 is a formula of a cell with the references written as A1, all of them absolute where that is asked for. What stands
// in quotes stays.
func a1(formula string, row, col int, absolute bool) string {
	var out []byte
	written := 0 // bytes of the formula
	for i := 0; i < len(formula); {
		switch c := formula[i]; {
		case c == '"' || c == '\'':
			if end := strings.IndexByte(formula[i+1:], c); end >= 0 {
				i += end + 1
			}
		case c == 'R' && (i == 0 || !isWord(formula[i-1])):
			if ref, n := referenceIn(formula[i:]); n > 0 {
				out = ref.append(append(out, formula[written:i]...), row, col, absolute)
				i += n
				written = i
				continue
			}
		}
		i++
	}
	if written == 0 {
		return formula
	}
	return string(append(out, formula[written:]...))
}

// referenceIn is the reference that a text begins with, and its length; 0 if there is none. The text begins with an R.
func referenceIn(s string) (ref reference, length int) {
	n := partLength(s[1:])
	ref.row = s[1 : 1+n]
	rest := s[1+n:]
	if rest == "" || rest[0] != 'C' {
		return ref, 0
	}
	n = partLength(rest[1:])
	ref.col = rest[1 : 1+n]
	if rest = rest[1+n:]; rest != "" && isWord(rest[0]) && !strings.HasSuffix(ref.col, "]") {
		return ref, 0 // it is the beginning of a longer word
	}
	return ref, len(s) - len(rest)
}

// partLength is how long the number is that a text begins with, with its brackets if it has any; 0 for none.
func partLength(s string) int {
	i, inBrackets := 0, strings.HasPrefix(s, "[")
	if inBrackets {
		i++
		if strings.HasPrefix(s[i:], "-") {
			i++
		}
	}
	first := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	switch {
	case !inBrackets:
		return i
	case i > first && i < len(s) && s[i] == ']':
		return i + 1
	}
	return 0
}

// isWord reports whether a character may be one of a word.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}

// append appends the address of the cell, as a formula in a cell means it.
func (ref reference) append(b []byte, row, col int, absolute bool) []byte {
	row, col = at(ref.row, row), at(ref.col, col)
	if row < 0 || row > lastRow || col < 0 || col > lastColumn {
		return append(b, "#REF!"...)
	}
	return spreadsheet.AppendAddress(b, row, col, absolute)
}

// at is the row or column, counted from 0, that a part of a reference means in a formula whose own row or column is from.
func at(part string, from int) int {
	switch {
	case part == "":
		return from
	case part[0] == '[':
		n, _ := strconv.Atoi(part[1 : len(part)-1])
		return from + n
	}
	n, _ := strconv.Atoi(part)
	return n - 1
}
