package rtf

import (
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/textdoc"
)

// lists are the numberings of a document. They count only where the writer did not print the numbers: most do.
type lists struct {
	byID    map[int][]textdoc.Level
	levels  []textdoc.Level // of the list that is read
	id      int             // of the list that an override names
	used    map[int]int     // the identity of a list for the number by which paragraphs name it
	number  map[int]int     // the document's list for an identity
	out     []textdoc.List
	printed bool // some number was printed
}

// level is the level that is read.
func (l *lists) level() *textdoc.Level {
	if len(l.levels) == 0 {
		return &textdoc.Level{}
	}
	return &l.levels[len(l.levels)-1]
}

// word takes a control word of the tables of lists.
func (l *lists) word(word string, value int) {
	switch word {
	case "list":
		l.levels = nil
	case "listlevel":
		if len(l.levels) < maxLevels {
			l.levels = append(l.levels, textdoc.Level{Format: "none", Start: 1})
		}
	case "levelnfc", "levelnfcn":
		l.level().Format = layout.ListFormat(value)
	case "levelstartat":
		l.level().Start = value
	case "listid":
		if l.id = value; len(l.levels) > 0 && len(l.byID) < maxNames {
			l.byID[value] = l.levels
			l.levels = nil
		}
	case "ls":
		if len(l.used) < maxNames {
			l.used[value] = l.id
		}
	}
}

// maxLevels is the number of levels that a list has.
const maxLevels = 9

// text takes what is printed at a level: its length, and characters below 9 for the numbers of levels.
func (l *lists) text(s string) {
	var b strings.Builder
	for i, r := range []rune(strings.TrimSuffix(s, ";")) {
		switch {
		case i == 0: // the length
		case r < maxLevels:
			b.WriteString("%" + strconv.Itoa(int(r)+1))
		default:
			b.WriteRune(r)
		}
	}
	l.level().Text = b.String()
}

// numbering is the number of the document's list by which paragraphs name it, counted from 1; 0 for none.
func (l *lists) numbering(used int) int {
	id, ok := l.used[used]
	if !ok || len(l.byID[id]) == 0 {
		return 0
	}
	if l.number[id] == 0 {
		l.out = append(l.out, textdoc.List{Levels: l.byID[id]})
		l.number[id] = len(l.out)
	}
	return l.number[id]
}
