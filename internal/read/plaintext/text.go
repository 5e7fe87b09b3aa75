// Package plaintext reads CSV and text pasted from a document or page, and decodes
// the encodings that Chinese texts come in.
package plaintext

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/csvfile"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// ReadCSV reads CSV of any common separator. The error is a *msg.Problem.
func ReadCSV(content string) ([]*intake.Sheet, error) { return readCSV(content, DefaultLimits) }

// readCSV is ReadCSV within other limits.
func readCSV(content string, limits Limits) ([]*intake.Sheet, error) {
	return readSeparated(content, separator(text.LineBreaks(content)), limits)
}

// readSeparated reads CSV whose separator is known, unless its first line declares another.
func readSeparated(content string, comma rune, limits Limits) ([]*intake.Sheet, error) {
	if err := limits.check(content); err != nil {
		return nil, err
	}
	content = text.LineBreaks(content)
	s := &intake.Sheet{Complete: true, Address: func(row, col int) string { return fmt.Sprintf("第%d行第%d列", row+1, col+1) }}
	first := 0
	if c, rest, ok := declaredSeparator(content); ok {
		comma, content, first = c, rest, 1
	}
	r := csvfile.New(content, csvfile.Options{Comma: comma, Hint: msg.T("请用表格软件打开，另存为 .xlsx 再试", "open it in a spreadsheet program and save it as .xlsx")}, limits.csv())
	for {
		record, row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []*intake.Sheet{s}, nil
		}
		if err != nil {
			return nil, err
		}
		if len(s.Cells)+len(record) > limits.Cells {
			return nil, layout.TooLarge()
		}
		for i, f := range record {
			c := layout.TextCell(f)
			if plain, ok := text.Unguard(c.Text); ok {
				guarded := c.Text
				c = layout.TextCell(plain)
				c.Said = []msg.Text{msg.F("“%s”是防止表格软件改动的写法，读作“%s”", "%q is written so that no spreadsheet changes it; it was read as %q", text.Brief(guarded), text.Brief(plain))}
			}
			s.Add(first+row-1, i, 1, 1, c)
		}
	}
}

// declaredSeparator reads a first line like "sep=;", which tells spreadsheet
// programs the separator. Rest is the text behind it.
func declaredSeparator(text string) (sep rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.Trim(strings.TrimRight(line, "\r"), `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.ContainsAny(line[4:], ",;|\t") {
		return rune(line[4]), rest, true
	}
	return 0, text, false
}

// separator is the one of , TAB ; | that occurs most often outside of quotes.
func separator(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		} else if !quoted {
			count[c]++
		}
	}
	return slices.MaxFunc([]rune(",\t;|"), func(a, b rune) int { return count[a] - count[b] })
}

// ReadText reads text pasted from a document or page: a paragraph on a line, and
// tables with a cell on a line, or with a row on a line whose cells are separated by
// tabs, bars or blanks. The error is a *msg.Problem.
func ReadText(text string) ([]*intake.Sheet, error) { return readText(text, DefaultLimits) }

// readText is ReadText within other limits.
func readText(text string, limits Limits) ([]*intake.Sheet, error) {
	if err := limits.check(text); err != nil {
		return nil, err
	}
	all := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n").Replace(text), "\n")
	if quotedLines(all) {
		return readSeparated(text, '\t', limits)
	}
	rows, gaps, broken := rowsOf(all)
	s := &intake.Sheet{Lists: gaps || broken || !rectangular(rows), Gaps: gaps}
	var starts []int // the line each row begins on
	cells := 0
	// Lines that begin with a tab, up to an empty one, are the cells of a row.
	open, col := false, 0
	put := func(line, col int, text string) {
		c := layout.TextCell(text)
		c.Address = fmt.Sprintf("第%d行", line+1)
		s.Add(len(starts)-1, col, 1, 1, c)
		cells++
	}
	for i, row := range rows {
		switch {
		case row == nil:
			open = false
		case len(row) == 2 && row[0] == "" && s.Lists && strings.HasPrefix(all[i], "\t"):
			if !open {
				starts, col, open = append(starts, i), 0, true
			}
			put(i, col, row[1])
			col++
		default:
			starts, open = append(starts, i), false
			for k, f := range row {
				put(i, k, f)
			}
		}
		if cells > limits.Cells {
			return nil, layout.TooLarge()
		}
	}
	s.Address = func(row, _ int) string {
		if row < 0 || row >= len(starts) {
			return ""
		}
		return fmt.Sprintf("第%d行", starts[row]+1)
	}
	return []*intake.Sheet{s}, nil
}

// mostQuoted is the largest number of lines of a quoted cell of which it is looked whether it ends.
const mostQuoted = 20

// quotedLines reports whether cells stand in quotes because they have line breaks, as a spreadsheet writes them when
// its cells are copied: among tabs, a quote opens a cell on one line and closes it on another.
func quotedLines(all []string) bool {
	tabs := slices.ContainsFunc(all, func(l string) bool {
		return strings.Contains(l, "\t\"") || strings.HasPrefix(l, `"`) && strings.Contains(l, "\t")
	})
	for i, l := range all {
		at := strings.LastIndex("\t"+l, "\t\"")
		if !tabs || at < 0 || strings.Count(l[at:], `"`)%2 == 0 {
			continue
		}
		for _, end := range all[i+1 : min(len(all), i+1+mostQuoted)] {
			if j := strings.Index(end, `"`); j >= 0 {
				if strings.Count(end[j:], `"`)%2 == 1 && (j+1 == len(end) || end[j+1] == '\t') {
					return true
				}
				break
			}
		}
	}
	return false
}

// rowsOf cuts each line into cells; nil for an empty line. Gaps says that empty
// cells leave no trace in the text, since neither tabs nor bars separate cells; broken
// says that the cells of a row stand on lines of their own.
func rowsOf(all []string) (rows [][]string, gaps, broken bool) {
	rows = make([][]string, len(all))
	gaps = true
	single := make([]bool, len(all)) // may be two headers of columns, or two words
	parted := partedByBars(all)
	for i, l := range all {
		bare := layout.Trim(l)
		if parted {
			bare = layout.Trim(strings.Trim(bare, anyBar))
		}
		switch {
		case strings.Contains(l, "\t"):
			if number, rest, ok := numberedLine(strings.Split(l, "\t")); ok {
				rows[i] = []string{number + rest}
				continue
			}
			rows[i], gaps = strings.Split(l, "\t"), false
		case bare == "" || isRule(bare):
		case hasBars(bare):
			rows[i], gaps = splitAtBars(bare), gaps && parted // an empty line that bars part says nothing of empty cells
		default:
			rows[i], single[i] = splitAtBlanks(bare)
		}
	}
	broken = dropCellBreaks(all, rows)
	// Two words are the headers of two columns if a row of figures follows.
	table := false
	for i := len(all) - 1; i >= 0; i-- {
		if rows[i] == nil {
			continue
		}
		if single[i] && table {
			rows[i] = strings.FieldsFunc(rows[i][0], unicode.IsSpace)
		}
		table = len(rows[i]) > 1
	}
	return rows, gaps, broken
}

// dropCellBreaks takes away the tabs that part the cells of a row where each cell is copied with line breaks of its own,
// as from a page whose cells hold paragraphs: a line that is nothing but a tab, and the tabs behind a label or a figure
// whose next cell is on a line below. Where lines begin with a tab, one without text is an empty cell. It reports whether
// there was such a row.
func dropCellBreaks(all []string, rows [][]string) (any bool) {
	led := slices.ContainsFunc(all, func(l string) bool { return strings.HasPrefix(l, "\t") && layout.Trim(l) != "" })
	for i, row := range rows {
		if len(row) == 2 && layout.Trim(all[i]) == "" && !led {
			rows[i] = nil
		}
	}
	figureBelow := false // the next line that is not empty begins with a figure and has nothing else
	for i, row := range slices.Backward(rows) {
		if row == nil {
			continue
		}
		n := len(row)
		for n > 1 && layout.Trim(row[n-1]) == "" {
			n--
		}
		figure := n == 1 && len(row) <= 2 && layout.FigurePattern.MatchString(text.Visible(layout.Trim(row[0])))
		if n < len(row) && (figure || figureBelow) && strings.Contains(all[i], "\t") {
			rows[i], any = row[:n], true
		}
		figureBelow = figure
	}
	return any
}

// partedByBars says whether nearly all bars stand at the beginning or at the end of their lines, one on each: then they part
// cells that stand on lines of their own, as in the text of a page whose cells hold paragraphs.
func partedByBars(all []string) bool {
	parting, others := 0, 0
	for _, l := range all {
		switch l = layout.Trim(l); {
		case !strings.ContainsAny(l, anyBar) || isRule(l):
		case !strings.ContainsAny(strings.Trim(l, anyBar), anyBar) && countBars(l) == 1:
			parting++
		default:
			others++
		}
	}
	return parting > 10*others && parting >= leastParting
}

// leastParting is how many bars at ends of lines make sure that these part cells.
const leastParting = 10

// isRule says whether a line only draws the rules of a table.
func isRule(l string) bool {
	return strings.ContainsAny(l, "-=─━═┼") && strings.Trim(l, "|+-:= \t─━═│┃┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬") == "" && utf8.RuneCountInString(l) >= 3 && strings.ContainsAny(l, "|+─━═┼")
}

const anyBar = "|｜│┃"

func countBars(l string) (n int) {
	for _, r := range l {
		if strings.ContainsRune(anyBar, r) {
			n++
		}
	}
	return n
}

func hasBars(l string) bool {
	n := countBars(l)
	return n >= 2 || n == 1 && strings.IndexAny(l, anyBar) > 0 && !strings.ContainsAny(l, "。；")
}

// bars are the lines between cells that are read as the plain one.
var bars = strings.NewReplacer("｜", bar, "│", bar, "┃", bar)

const bar = "|"

// splitAtBars cuts a line into cells at its bars. Bars at both ends enclose the row.
func splitAtBars(l string) []string {
	l = bars.Replace(l)
	inner, opened := strings.CutPrefix(l, bar)
	if closed, ok := strings.CutSuffix(inner, bar); ok && opened {
		inner = closed
	}
	return strings.Split(inner, bar)
}

var (
	bracketed  = regexp.MustCompile(`（[^）]*）|\([^)]*\)`)
	wideBlanks = regexp.MustCompile(`[ \x{3000}\x{00a0}]{2,}|\x{3000}`)
)

// splitAtBlanks cuts a line into cells at its blanks, if it looks like a row of a
// table: wide blanks separate cells; single blanks separate figures, or short words
// without a figure. Single says that there are just two words, which may be the
// headers of two columns.
func splitAtBlanks(l string) (row []string, single bool) {
	if strings.ContainsAny(l, "。；") || intake.IsPageFoot(l) {
		return []string{l}, false
	}
	parts := wideBlanks.Split(l, -1)
	if isSpacedOut(parts) {
		return []string{l}, false
	}
	for _, part := range parts {
		row = append(row, splitFigures(part)...)
	}
	if number, rest, ok := numberedLine(row); ok {
		return []string{number + rest}, false
	}
	if len(row) > 1 {
		return row, false
	}
	words := strings.FieldsFunc(l, unicode.IsSpace)
	if len(words) < 2 || intake.IsLineNumber(words[0]) {
		return []string{l}, false
	}
	for _, w := range words {
		if w = bracketed.ReplaceAllString(w, ""); w == "" {
			continue
		}
		if utf8.RuneCountInString(w) > 12 || utf8.RuneCountInString(w) < 2 || strings.ContainsAny(w, "，、：:0123456789０１２３４５６７８９") {
			return []string{l}, false
		}
	}
	if len(words) == 2 {
		return []string{l}, true
	}
	return words, false
}

// isSpacedOut says whether the parts of a line are the characters of one word, set with
// blanks between them.
func isSpacedOut(parts []string) bool {
	for i, p := range parts {
		c, size := utf8.DecodeRuneInString(p)
		if size != len(p) || !unicode.Is(unicode.Han, c) || slices.Contains(parts[:i], p) {
			return false
		}
	}
	return len(parts) > 1
}

// numberedLine says whether two cells are the number of a line and its text, as an automatic number is copied with a tab
// behind it, and not two cells of a table.
func numberedLine(row []string) (number, rest string, ok bool) {
	for _, f := range row {
		switch f = layout.Trim(f); {
		case f == "":
		case number == "":
			number = f
		case rest == "":
			rest = f
		default:
			return "", "", false
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(number); unicode.Is(unicode.Han, last) {
		number += " "
	}
	return number, rest, rest != "" && intake.IsLineNumber(number) && !layout.FigurePattern.MatchString(text.Visible(rest))
}

// splitFigures splits off the figures at the end of a text.
func splitFigures(s string) []string {
	words := strings.FieldsFunc(s, unicode.IsSpace)
	n := len(words)
	for n > 0 && layout.FigurePattern.MatchString(text.Visible(words[n-1])) {
		n--
	}
	switch {
	case n == len(words) || len(words) < 2:
		return []string{s}
	case n == 0:
		return words
	}
	label := strings.Join(words[:n], " ")
	bare := bracketed.ReplaceAllString(label, "")
	if last, _ := utf8.DecodeLastRuneInString(label); last == '：' || last == ':' || len(words)-n == 1 && (utf8.RuneCountInString(bare) > 40 || strings.ContainsAny(bare, "，：:")) {
		return []string{s} // a sentence that ends in a number
	}
	return append([]string{label}, words[n:]...)
}

// rectangular says whether neighbouring rows of several cells have equally many: then
// the columns line up, as when cells are copied from a spreadsheet.
func rectangular(rows [][]string) bool {
	any := false
	before := 0
	for _, row := range rows {
		n := len(row)
		if n < 2 {
			before = 0
			continue
		}
		if before != 0 && n != before || n == 2 && row[0] == "" {
			return false
		}
		before, any = n, true
	}
	return any
}

// IsChinese says whether a character is a Chinese one or Chinese punctuation.
func IsChinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff60 || r == '“' || r == '”'
}
