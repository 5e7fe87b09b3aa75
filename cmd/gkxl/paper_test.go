package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
)

// Every sheet that is written prints on A4 with no text smaller than 8 points: its
// columns are no wider than the paper at the scale that the smallest text allows. What
// programs print is measured by .ci/paper.
func TestPaper(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	do := func(args ...string) {
		t.Helper()
		var said strings.Builder
		if code := run(append([]string{"gkxl"}, args...), io.Discard, &said); code > exitFindings {
			t.Fatalf("%q: %d\n%s", args, code, said.String())
		}
	}
	do("demo", at("district"), "--units", "12", "--errors", "6", "--last")
	in, roster := at("district/收件"), at("district/units.csv")
	files, err := os.ReadDir(in)
	if err != nil {
		t.Fatal(err)
	}
	one := filepath.Join(in, files[0].Name())
	lasts, err := filepath.Glob(at("district/上年/*.xlsx"))
	if err != nil || len(lasts) == 0 {
		t.Fatal(lasts, err)
	}
	const examples = "../../examples/"
	do("template", "--year", "2025", "-o", at("2021.xlsx"))
	do("template", "--year", "2020", "-o", at("2019.xlsx"))
	do("template", "--year", "2025", "--from", lasts[0], "-o", at("carried.xlsx"))
	do("check", one, "--mark", at("marked.xlsx"))
	do("check", examples+"huangpu-2020.xlsx", "--text", "-o", at("one.xlsx"))
	do("check", in, "--text", "-o", at("findings.xlsx"))
	do("--lang", "en", "check", in, "--text", "-o", at("findings-en.xlsx"))
	do("merge", in, "--roster", roster, "--accept", "errors", "-o", at("total.xlsx"))
	do("status", in, "--roster", roster, "--year", "2025", "-o", at("status.xlsx"))
	do("--lang", "en", "status", in, "--roster", roster, "--year", "2025", "-o", at("status-en.xlsx"))
	do("diff", examples+"bureau-2021.json", examples+"bureau-2022.json", "-o", at("diff.xlsx"))
	do("diff", examples+"bureau-2020.json", examples+"bureau-2021.json", examples+"bureau-2022.json", "-o", at("series.xlsx"))
	books, err := filepath.Glob(at("*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(books, at("district/答案.xlsx")) {
		printable(t, path)
	}
}

// printable holds the sheets of a workbook to what they print.
func printable(t *testing.T, path string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, sheet := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		name := filepath.Base(path) + " " + sheet
		layout, err1 := f.GetPageLayout(sheet)
		props, err2 := f.GetSheetProps(sheet)
		margins, err3 := f.GetPageMargins(sheet)
		footer, err4 := f.GetHeaderFooter(sheet)
		if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
			t.Fatal(name, err1, err2, err3, err4)
		}
		if layout.Size == nil || *layout.Size != 9 || !strings.Contains(footer.OddFooter, "&P") {
			t.Errorf("%s: not on A4, or without numbers of pages", name)
		}
		paper := 595.28
		if layout.Orientation != nil && *layout.Orientation == "landscape" {
			paper = 841.89
		}
		paper -= 72 * (*margins.Left + *margins.Right)
		cols, names, smallest := printed(t, f, sheet)
		scale := 1.0
		if props.FitToPage != nil && *props.FitToPage {
			all := 0.0
			for _, w := range cols {
				all += w
			}
			scale = min(1, paper/all)
		} else {
			if layout.AdjustTo != nil {
				scale = float64(*layout.AdjustTo) / 100
			}
			for _, w := range pagesOf(cols, names, breaksOf(t, path, i)) {
				if w*scale > paper {
					t.Errorf("%s: columns of %.0f points on paper of %.0f", name, w*scale, paper)
				}
			}
		}
		if scale*smallest < workbook.SmallestPrint {
			t.Errorf("%s: the smallest text, of %.1f points, is printed at %.1f", name, smallest, scale*smallest)
		}
	}
}

// breaksOf are the columns, counted from 0, before which a sheet is cut into pages.
func breaksOf(t *testing.T, path string, sheet int) (at []int) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	part, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet+1))
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	data, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	_, breaks, _ := strings.Cut(string(data), "<colBreaks")
	breaks, _, _ = strings.Cut(breaks, "</colBreaks>")
	for _, m := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(breaks, -1) {
		n, _ := strconv.Atoi(m[1])
		at = append(at, n)
	}
	return at
}

// pagesOf are the widths of the pages side by side, each with the columns that are
// repeated.
func pagesOf(cols []float64, names int, breaks []int) (pages []float64) {
	named := 0.0
	for i, w := range cols {
		if i < names {
			named += w
			continue
		}
		if i == names || slices.Contains(breaks, i) {
			pages = append(pages, named)
		}
		pages[len(pages)-1] += w
	}
	return pages
}

// printed are the widths in points of the columns of a sheet that are printed, how many
// of them are repeated on every page, and the size of the smallest text.
func printed(t *testing.T, f *excelize.File, sheet string) (cols []float64, names int, smallest float64) {
	t.Helper()
	last, bottom := 0, 200 // rows enough
	for _, n := range f.GetDefinedName() {
		if n.Scope != sheet {
			continue
		}
		switch n.Name {
		case "_xlnm.Print_Area":
			_, to, _ := strings.Cut(n.RefersTo, ":")
			last, bottom, _ = excelize.CellNameToCoordinates(strings.ReplaceAll(to, "$", ""))
		case "_xlnm.Print_Titles":
			if _, columns, ok := strings.Cut(n.RefersTo, "!$A:$"); ok {
				columns, _, _ = strings.Cut(columns, ",")
				names, _ = excelize.ColumnNameToNumber(columns)
			}
		}
	}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	smallest = 100
	end := last
	for r, row := range rows[:min(len(rows), bottom)] {
		for c := range row {
			if row[c] == "" || last > 0 && c >= last {
				continue
			}
			ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
			id, err := f.GetCellStyle(sheet, ref)
			if err != nil {
				t.Fatal(err)
			}
			column, _ := excelize.ColumnNumberToName(c + 1)
			if visible, err := f.GetColVisible(sheet, column); err == nil && !visible {
				continue
			}
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			if end = max(end, c+1); style.Font != nil && style.Font.Size > 0 {
				smallest = min(smallest, style.Font.Size)
			}
		}
	}
	for c := 1; c <= end; c++ {
		column, _ := excelize.ColumnNumberToName(c)
		w, err := f.GetColWidth(sheet, column)
		if visible, _ := f.GetColVisible(sheet, column); err != nil || !visible {
			w = 0
		}
		cols = append(cols, w*workbook.Unit)
	}
	return cols, names, smallest
}
