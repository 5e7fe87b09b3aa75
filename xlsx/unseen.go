package xlsx

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/numberformat"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// What is hidden in a workbook without being hidden by its rows, columns and sheets, to be searched for before
// publication.

// leastWidth and leastHeight are the width of a column in characters and the height of a row in points from which on
// anything is seen.
const leastWidth, leastHeight = 0.5, 1

// noWidth tells which columns of a worksheet's part are too narrow to show anything. The library takes a width of 0 for
// none.
func noWidth(part []byte) func(col int) bool {
	var ranges [][2]int
	for _, tag := range columnTag.FindAll(part, -1) {
		width, from, to := columnWidth.FindSubmatch(tag), columnFrom.FindSubmatch(tag), columnTo.FindSubmatch(tag)
		if width == nil || from == nil || to == nil {
			continue
		}
		w, err1 := strconv.ParseFloat(string(width[1]), 64)
		a, err2 := strconv.Atoi(string(from[1]))
		b, err3 := strconv.Atoi(string(to[1]))
		if cmp.Or(err1, err2, err3) == nil && w < leastWidth {
			ranges = append(ranges, [2]int{a, b})
		}
	}
	return func(col int) bool {
		return slices.ContainsFunc(ranges, func(r [2]int) bool { return r[0] <= col && col <= r[1] })
	}
}

// The element that gives columns their width, and its attributes.
var (
	columnTag   = regexp.MustCompile(`<(?:\w+:)?col\s[^>]*>`)
	columnWidth = regexp.MustCompile(`\bwidth="([^"]*)"`)
	columnFrom  = regexp.MustCompile(`\bmin="(\d+)"`)
	columnTo    = regexp.MustCompile(`\bmax="(\d+)"`)
)

// unseen finds cells whose content is hidden by their font or their number format.
func (l *searcher) unseen(sheet string) error {
	rows, err := l.file.Rows(sheet)
	if err != nil {
		return err
	}
	var found []string
	first := ""
	for r, row := range rows[:min(len(rows), maxHiddenRows)] {
		for c, stored := range row[:min(len(row), maxHiddenColumns)] {
			if strings.TrimSpace(stored) == "" {
				continue
			}
			at := locationAt(sheet, r+1, c+1)
			cell, _ := l.cells.cell(at)
			hidden := slices.ContainsFunc(cell.Left, func(r intake.Run) bool { return r.Look == intake.Unseen })
			// A format that shows no zeros hides nothing.
			if s := cell.Shown; s != nil && cell.Kind == intake.Number && s.Kind == numberformat.Number && s.Text == "" && strings.Trim(s.Stored, "0.") != "" {
				hidden = true
			}
			if _, covered := l.cells.covered(at); !hidden || covered {
				continue
			}
			if found = append(found, fmt.Sprintf("%s“%s”", at.ref, text.Brief(stored))); first == "" {
				first = at.address()
			}
		}
	}
	if len(found) > 0 {
		l.Add("PUB-HIDDEN", first, strings.Join(found, "、"), msg.F("%d 格的内容看不见（与底色同色、字号过小，或数字格式不显示）：%s", "%d cells cannot be seen (in the colour of their ground, too small, or hidden by their number format): %s", len(found), msg.Few(found)))
	}
	return l.cells.err
}
