package xlsx

import (
	"cmp"
	"sync"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
)

// page gathers the cells of one sheet in any order; the library's stream writer,
// the only way to store a formula with its result, wants rows from the top down.
type page struct {
	sheetPlan
	cells   [][]excelize.Cell // by row and column; empty where nobody filled them
	heights map[int]float64
	err     error // of a validation
}

func newPage(name string, widths ...float64) *page {
	return &page{sheetPlan: sheetPlan{sheetLook: sheetLook{name: name}, widths: widths}, heights: map[int]float64{}}
}

// put fills the cells from row, col over rows × cols, merging them when they
// are several.
func (p *page) put(row, col, rows, cols, style int, value any, formula string) {
	right := col + cols - 1
	p.cols = max(p.cols, right)
	for len(p.cells) < row+rows-1 {
		p.cells = append(p.cells, make([]excelize.Cell, 0, max(len(p.widths), right)))
	}
	p.rows = len(p.cells)
	for i := row - 1; i < row+rows-1; i++ {
		for len(p.cells[i]) < right {
			p.cells[i] = append(p.cells[i], excelize.Cell{})
		}
		for k := col - 1; k < right; k++ {
			p.cells[i][k] = excelize.Cell{StyleID: style}
		}
	}
	p.cells[row-1][col-1] = excelize.Cell{StyleID: style, Value: value, Formula: formula}
	if rows*cols > 1 {
		p.merges = append(p.merges, [4]int{row, col, rows, cols})
	}
}

func (p *page) text(row, col, rows, cols, style int, s string) {
	p.put(row, col, rows, cols, style, s, "")
}

// wrapped puts a text, and makes its rows high enough.
func (p *page) wrapped(row, col, rows, cols, style int, s string, size float64) {
	p.text(row, col, rows, cols, style, s)
	p.fit(row, col, rows, cols, s, size)
}

// width of columns together.
func (p *page) width(col, cols int) float64 {
	w := 0.0
	for c := col; c < col+cols && c <= len(p.widths); c++ {
		w += p.widths[c-1]
	}
	return w
}

// fit makes rows high enough to show a wrapped text in full.
func (p *page) fit(row, col, rows, cols int, s string, size float64) {
	need := workbook.Height(workbook.Lines(s, p.width(col, cols)*min(1, cellSize/size)), size)
	for r := range rows - 1 {
		need -= max(p.heights[row+r], minHeight)
	}
	last := row + rows - 1
	p.heights[last] = min(workbook.MaxHeight, max(p.heights[last], need))
}

// minHeight is the least height of a row, in points.
const minHeight = 22.0

// format gives cells a style while a formula is true.
func (p *page) format(refs string, style int, formula string) {
	p.formats = append(p.formats, conditional{refs, formula, style})
}

// validate gives cells a data validation.
func (p *page) validate(refs string, set func(*excelize.DataValidation) error) {
	v := excelize.NewDataValidation(true)
	v.Sqref = refs
	p.err = cmp.Or(p.err, set(v))
	p.validations = append(p.validations, v)
}

// stream writes the rows of the sheet, and its merges unless they are known.
func (p *page) stream(f *frame) error {
	sw, err := f.file.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	values := make([]any, p.cols)
	for i, cells := range p.cells {
		clear(values)
		for k := range cells {
			if cells[k] != (excelize.Cell{}) {
				values[k] = &cells[k]
			}
		}
		h := max(p.heights[i+1], minHeight)
		err = cmp.Or(err, sw.SetRow(place{row: i + 1, col: 1}.ref(), values, excelize.RowOpts{Height: h}))
	}
	for _, m := range p.merges {
		if f.written {
			break
		}
		err = cmp.Or(err, sw.MergeCell(place{row: m[0], col: m[1]}.ref(), place{row: m[0] + m[2] - 1, col: m[1] + m[3] - 1}.ref()))
	}
	return cmp.Or(err, sw.Flush())
}

// styles are the ids of the cell styles of one workbook.
type styles struct {
	title, subtitle, heading, prompt                     int
	head, label, band, input, signed                     int
	carried                                              int // if figures were carried over
	listed                                               int // figures of appendices, if there are any
	total, note, noteLabel, text, plain, coverKey, cover int
	check, checkHead, verdict, locked                    int
	red, amber                                           int
}

const (
	bodyFont  = "宋体"
	titleFont = "黑体"
	cellSize  = 10.5 // of the text of cells, in points
	plainSize = 11.0 // of lines above lists
)

// styled are workbooks with nothing but the styles of templates, whose sheet of styles all templates share: the first
// without figures that were carried over, the second with them, the third of those with appendices. With
// sync.OnceValues in place of the sync.Once all methods of the library would be in the program.
var styled [3]styledBook

// styledBook is a workbook with the ids of its styles.
type styledBook struct {
	once sync.Once
	file *excelize.File
	styles
	err error
}

// stylesOf is the workbook with the styles of templates, with or without those of carried figures and of appendices. No
// styles may be added to it.
func stylesOf(carried, appendices bool) *styledBook {
	s := &styled[0]
	switch {
	case appendices:
		s = &styled[2]
	case carried:
		s = &styled[1]
	}
	s.once.Do(func() { s.err = s.add(s != &styled[0], appendices) })
	return s
}

// add adds the styles of templates to a new workbook, with that of figures carried over or of those in appendices if asked.
func (b *styledBook) add(carried, appendices bool) error {
	b.file = excelize.NewFile()
	workbook.SetFont(b.file)
	l, f, fill, border := &b.styles, b.file, workbook.Fill, workbook.Border("808080")
	var err error
	font := func(size float64, color string, bold bool, family string) *excelize.Font {
		return &excelize.Font{Size: size, Color: color, Bold: bold, Family: family}
	}
	align := func(h, v string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: h, Vertical: v, WrapText: true}
	}
	add := func(p *int, s excelize.Style, open bool) {
		s.Protection = &excelize.Protection{Locked: !open}
		if s.Font == nil {
			s.Font = font(cellSize, "000000", false, bodyFont)
		}
		if err == nil {
			*p, err = f.NewStyle(&s)
		}
	}
	plus := `+0;-0;0`
	add(&l.locked, excelize.Style{}, false)
	add(&l.title, excelize.Style{Font: font(20, "000000", true, titleFont), Alignment: align("center", "center")}, false)
	add(&l.subtitle, excelize.Style{Font: font(11, "404040", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.heading, excelize.Style{Font: font(14, "000000", false, titleFont), Alignment: align("left", "center")}, false)
	add(&l.prompt, excelize.Style{Font: font(9.5, "7F7F7F", false, bodyFont), Alignment: align("left", "center")}, false)
	add(&l.band, excelize.Style{Border: border, Fill: fill("DDE6F0"), Font: font(cellSize, "000000", true, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.head, excelize.Style{Border: border, Fill: fill("EEF2F7"), Alignment: align("center", "center")}, false)
	add(&l.label, excelize.Style{Border: border, Fill: fill("F7F9FB"), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}}, false)
	// The number format is General, so that a date or a percentage that is typed by
	// mistake changes it, which reading notices.
	add(&l.input, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("center", "center")}, true)
	add(&l.signed, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("center", "center"), CustomNumFmt: &plus}, true)
	add(&l.total, excelize.Style{Border: border, Fill: fill("EDEDED"), Alignment: align("center", "center")}, false)
	add(&l.noteLabel, excelize.Style{Border: border, Fill: fill("F7F9FB"), Alignment: align("center", "center")}, false)
	add(&l.note, excelize.Style{Border: border, Fill: fill("FFFBE6"), Alignment: align("left", "top")}, true)
	add(&l.text, excelize.Style{Border: border, Fill: fill("FFFBE6"), Font: font(11, "000000", false, bodyFont), Alignment: align("left", "top")}, true)
	add(&l.plain, excelize.Style{Alignment: align("left", "center"), Font: font(plainSize, "000000", false, bodyFont)}, false)
	add(&l.coverKey, excelize.Style{Border: border, Fill: fill("F7F9FB"), Font: font(12, "000000", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.cover, excelize.Style{Border: border, Fill: fill("FFFBE6"), Font: font(12, "000000", false, bodyFont), Alignment: align("left", "center")}, true)
	add(&l.check, excelize.Style{Font: font(9, "595959", false, bodyFont), Alignment: align("left", "center")}, false)
	add(&l.checkHead, excelize.Style{Border: border, Font: font(9, "595959", false, bodyFont), Alignment: align("center", "center")}, false)
	add(&l.verdict, excelize.Style{Border: border, Fill: fill("EDEDED"), Font: font(12, "000000", true, bodyFont), Alignment: align("left", "center")}, false)
	if carried {
		add(&l.carried, excelize.Style{Border: border, Fill: fill("DCEBF7"), Alignment: align("center", "center")}, true)
	}
	if appendices {
		fit := &excelize.Alignment{Horizontal: "center", Vertical: "center", ShrinkToFit: true} // rather than ###
		add(&l.listed, excelize.Style{Border: border, Fill: fill("EDEDED"), Alignment: fit}, false)
	}
	marked := func(p *int, font, ground string) {
		if err == nil {
			*p, err = f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: font}, Fill: fill(ground)})
		}
	}
	marked(&l.red, "9C0006", "FFC7CE")
	marked(&l.amber, "7F6000", "FFEB9C")
	return err
}
