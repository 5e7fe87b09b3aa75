package mark

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/model"
)

// The fills of marked cells. Other programs do not use these colours, so that a mark
// is known even if its defined name was lost.
const (
	errorColour   = "FFC9CF"
	paleColour    = "FFE6E9"
	warningColour = "FFEBA3"
	frameColour   = "B3261E"
)

// look is how a cell is marked, the plainest first.
type look int

const (
	lookWarning look = iota
	lookPale         // of an identity that fails by another cell
	lookError
	lookCulprit // the cell that is probably wrong: it has a frame, too
)

// lookOf is how a cell of a finding is marked. Single says that one cause explains the finding, culprit that it is this
// cell.
func lookOf(f check.Finding, single, culprit bool) look {
	switch {
	case culprit:
		return lookCulprit
	case f.Grade != model.Error:
		return lookWarning
	case single:
		return lookPale
	}
	return lookError
}

func (l look) colour() string {
	return []string{warningColour, paleColour, errorColour, errorColour}[l]
}

// formerMarks is how marked cells looked before, as the workbook keeps it.
type formerMarks struct {
	Fills   []string       `json:"fills"`
	Marks   []formerFormat `json:"marks"`
	Borders []string       `json:"borders,omitempty"`
	cells   map[int]cellAt // by number of the mark
}

// formerFormat is how one marked cell looked before.
type formerFormat struct {
	N      int    `json:"n"` // number in the defined name of the mark
	Fill   int    `json:"f"` // index in Fills
	Style  int    `json:"s"` // cell format, valid as long as its digest is Digest
	Digest string `json:"d"`
	Border int    `json:"b,omitempty"` // of a cell that got a frame: index in Borders, from 1
}

// cellAt is a cell of a sheet.
type cellAt struct{ sheet, ref string }

// cellFormats are cell formats by row and column.
type cellFormats map[[2]int]int

// setFormat records that a cell gets a cell format.
func (m *marker) setFormat(part string, at [2]int, style int) {
	if m.edits[part] == nil {
		m.edits[part] = cellFormats{}
	}
	m.edits[part][at] = style
}

// fillCells decides the formats of the cells to mark, and returns how they looked before.
func (m *marker) fillCells() formerMarks {
	var kept formerMarks
	base := map[string]*formats{}
	for i, c := range m.marks {
		part := m.partOf(c.sheet)
		if base[part] == nil {
			base[part] = m.formats(part)
		}
		col, row, _ := excelize.CellNameToCoordinates(c.ref)
		own, ok := m.edits[part][[2]int{row, col}] // as it is once the old mark is gone
		if !ok {
			own = base[part].at(row, col)
		}
		look, err := m.styles.fillOf(own)
		m.book.Fail(err)
		k := slices.Index(kept.Fills, look)
		if k < 0 {
			k = len(kept.Fills)
			kept.Fills = append(kept.Fills, look)
		}
		before := formerFormat{N: i + 1, Fill: k, Style: own, Digest: m.styles.digest(own)}
		style := m.styles.withFill(own, m.styles.solid(c.look.colour()))
		if c.look == lookCulprit {
			border, err := m.styles.partOf(own, "borders")
			m.book.Fail(err)
			b := slices.Index(kept.Borders, border)
			if b < 0 {
				b = len(kept.Borders)
				kept.Borders = append(kept.Borders, border)
			}
			before.Border = b + 1
			style = m.styles.with(style, "borders", m.styles.frame("thick", frameColour))
		}
		kept.Marks = append(kept.Marks, before)
		m.setFormat(part, [2]int{row, col}, style)
	}
	return kept
}

// formats are the cell formats of a sheet: of cells, and of rows and columns, which
// count for cells that are not there.
type formats struct {
	cells cellFormats
	rows  map[int]int
	cols  []colFormat
}

type colFormat struct{ from, to, style int }

// at is the format of a cell: its own, or its row's, or its column's.
func (f *formats) at(row, col int) int {
	if s, ok := f.cells[[2]int{row, col}]; ok {
		return s
	}
	if s, ok := f.rows[row]; ok {
		return s
	}
	for _, c := range f.cols {
		if c.from <= col && col <= c.to {
			return c.style
		}
	}
	return 0
}

func (m *marker) formats(part string) *formats {
	f := &formats{cells: cellFormats{}, rows: map[int]int{}}
	m.book.Edit(part, func(d *patch.Doc) {
		for _, c := range d.Root.Items("cols") {
			from, _ := strconv.Atoi(c.Attr("min"))
			to, _ := strconv.Atoi(c.Attr("max"))
			if s, err := strconv.Atoi(c.Attr("style")); err == nil {
				f.cols = append(f.cols, colFormat{from, to, s})
			}
		}
		eachRow(d, func(row int, e *patch.Element) {
			if s, err := strconv.Atoi(e.Attr("s")); err == nil && e.Attr("customFormat") != "" {
				f.rows[row] = s
			}
			eachCell(e, func(col int, c *patch.Element) {
				s, _ := strconv.Atoi(c.Attr("s"))
				f.cells[[2]int{row, col}] = s
			})
		})
	})
	return f
}

// eachRow calls a function for every row. A row without a number follows the one
// before.
func eachRow(d *patch.Doc, do func(row int, e *patch.Element)) {
	each(d.Need("sheetData"), "row", strconv.Atoi, do)
}

func eachCell(row *patch.Element, do func(col int, c *patch.Element)) {
	each(row, "c", func(ref string) (int, error) {
		col, _, err := excelize.CellNameToCoordinates(ref)
		return col, err
	}, do)
}

func each(of *patch.Element, local string, number func(string) (int, error), do func(n int, e *patch.Element)) {
	at := 0
	for _, e := range of.Children {
		if e.Local != local {
			continue
		}
		at++
		if n, err := number(e.Attr("r")); err == nil {
			at = n
		}
		do(at, e)
	}
}

// apply sets the formats. A cell that is not there is added.
func (f cellFormats) apply(d *patch.Doc) {
	todo := map[int]map[int]int{}
	for at, s := range f {
		if todo[at[0]] == nil {
			todo[at[0]] = map[int]int{}
		}
		todo[at[0]][at[1]] = s
	}
	p := d.Root.WritePrefix()
	cell := func(row, col, style int) string {
		ref, _ := excelize.CoordinatesToCellName(col, row)
		return fmt.Sprintf(`<%sc r="%s" s="%d"/>`, p, ref, style)
	}
	var rows []*patch.Element
	numbers := map[*patch.Element]int{}
	eachRow(d, func(row int, el *patch.Element) {
		rows = append(rows, el)
		numbers[el] = row
		cells := todo[row]
		if len(cells) == 0 {
			return
		}
		delete(todo, row)
		eachCell(el, func(col int, c *patch.Element) {
			// What is missing before this cell goes before it.
			for _, k := range slices.Sorted(maps.Keys(cells)) {
				if k < col {
					d.Before(c, cell(row, k, cells[k]))
					delete(cells, k)
				}
			}
			if s, ok := cells[col]; ok {
				d.SetAttr(c, map[string]string{"s": strconv.Itoa(s)})
				delete(cells, col)
			}
		})
		for _, k := range slices.Sorted(maps.Keys(cells)) {
			d.Append(el, cell(row, k, cells[k]))
		}
	})
	for _, row := range slices.Sorted(maps.Keys(todo)) {
		var b strings.Builder
		fmt.Fprintf(&b, `<%srow r="%d">`, p, row)
		for _, k := range slices.Sorted(maps.Keys(todo[row])) {
			b.WriteString(cell(row, k, todo[row][k]))
		}
		fmt.Fprintf(&b, `</%srow>`, p)
		i := slices.IndexFunc(rows, func(el *patch.Element) bool { return numbers[el] > row })
		if i < 0 {
			d.Append(d.Root.Child("sheetData"), b.String())
		} else {
			d.Before(rows[i], b.String())
		}
	}
}

// removeFills restores the fills of the cells that an earlier marking filled.
func (m *marker) removeFills() {
	if !m.styles.any(m.isMark) {
		return
	}
	byN := map[int]formerFormat{}
	for _, k := range m.former.Marks {
		byN[k.N] = k
	}
	shown := map[string]*formats{}
	for _, s := range m.sheets {
		if s.cells {
			shown[s.part] = m.formats(s.part)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(m.former.cells)) {
		c := m.former.cells[n]
		part := m.partOf(c.sheet)
		col, row, err := excelize.CellNameToCoordinates(c.ref)
		if part == "" || err != nil {
			continue
		}
		now := shown[part].at(row, col)
		k, known := byN[n]
		if !known || k.Fill >= len(m.former.Fills) || !m.isMark(now) {
			continue
		}
		style := k.Style
		if k.Digest == "" || m.styles.digest(style) != k.Digest {
			style = m.styles.withFill(now, m.former.Fills[k.Fill])
			if b := k.Border - 1; b >= 0 && b < len(m.former.Borders) {
				style = m.styles.with(style, "borders", m.former.Borders[b])
			}
		}
		m.setFormat(part, [2]int{row, col}, style)
	}
	m.removeNamelessFills(shown)
}

// removeNamelessFills clears the fills of marks that lost their defined names: they
// are known by their colour, but not how the cell looked before.
func (m *marker) removeNamelessFills(shown map[string]*formats) {
	none := fmt.Sprintf(`<%[1]sfill><%[1]spatternFill patternType="none"/></%[1]sfill>`, m.styles.prefix)
	for _, s := range m.sheets {
		if s.name == m.listed || shown[s.part] == nil {
			continue
		}
		cells := shown[s.part].cells
		keys := slices.Collect(maps.Keys(cells))
		sorting.By(keys, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		for _, key := range keys {
			if _, restored := m.edits[s.part][key]; !restored && m.isMark(cells[key]) {
				style := m.styles.withFill(cells[key], none)
				if border, err := m.styles.partOf(cells[key], "borders"); err == nil && strings.Contains(strings.ToUpper(border), frameColour) {
					style = m.styles.with(style, "borders", m.styles.frame("thin", "808080"))
				}
				m.setFormat(s.part, key, style)
			}
		}
	}
}

// isMark says whether a cell format has the fill of a mark.
func (m *marker) isMark(style int) bool {
	fill, err := m.styles.fillOf(style)
	return err == nil && IsTint(fill)
}

func (r formerMarks) encode() string {
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(b)
}

// IsTint reports whether a fill, or its colour in RGB, is one by which cells with findings are marked.
func IsTint(fill string) bool {
	fill = strings.ToUpper(fill)
	return strings.Contains(fill, errorColour) || strings.Contains(fill, paleColour) || strings.Contains(fill, warningColour)
}
