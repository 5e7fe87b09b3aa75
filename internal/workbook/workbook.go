// Package workbook is what all workbooks written here have in common: parts in a
// fixed order and without times; and, of those that are no form but lists to read,
// print and hand on, who made them, one look, and A4 lying down.
package workbook

import (
	"bytes"
	"io"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// New begins a workbook of lists. It names this program as its maker, where the
// library would name its own author.
func New() *excelize.File {
	f := excelize.NewFile()
	f.Pkg.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>gkxl</dc:creator></cp:coreProperties>`))
	return f
}

// Sheet begins the sheet of a number, counted from 0. A new workbook has its first
// already, without a name.
func Sheet(f *excelize.File, i int, title string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), title)
	}
	_, err := f.NewSheet(title)
	return err
}

// Write writes a workbook that was made with the library alone, whole or not at
// all.
func Write(w io.Writer, f *excelize.File) error {
	f.SetZipWriter(Sorted(nil))
	var buf bytes.Buffer
	if _, err := f.WriteTo(&buf); err != nil {
		return err
	}
	_, err := buf.WriteTo(w)
	return err
}

// Cell is the look of a list's cells: a text in a box, on a fill unless that is
// empty. What is text stays text, whatever it looks like.
func Cell(bold bool, fill string) *excelize.Style {
	s := &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Bold: bold}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
	}
	if fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	return s
}

// The fills of lists.
const (
	HeadFill    = "DDE6F0"
	ErrorFill   = "FFD9DD"
	WarningFill = "FFF2CC"
	GoodFill    = "E2F2E6"
)

// Landscape puts a sheet on A4 lying down, as wide as the page and as long as it
// takes. It comes after a filter, which would take it away.
func Landscape(f *excelize.File, sheet string) error {
	landscape, a4, fit, asMany := "landscape", 9, true, 0
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &asMany}); err != nil {
		return err
	}
	return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// Lines is how many lines a text takes in a column so wide, in which a Chinese
// character takes two of its units.
func Lines(s string, width float64) int {
	lines := 0
	for part := range strings.SplitSeq(s, "\n") {
		used := 0.0
		for _, r := range part {
			if used++; r > 0x2e7f {
				used++
			}
		}
		lines += max(1, int(math.Ceil(used*1.08/(width-1))))
	}
	return lines
}

// Height is that of a row of so many lines, as far as a workbook goes.
func Height(lines int) float64 { return min(409, float64(lines)*13.5+5) }
