package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sync"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
)

// plan is what a workbook has besides the rows of its sheets.
type plan struct {
	form    *model.Form
	carried bool // it has styles for carried figures
	sheets  []sheetPlan
	names   []excelize.DefinedName
	// appendices are the names of the sheets behind those. What else they have is not planned.
	appendices []string
}

// sheetPlan is what a sheet has besides its rows.
type sheetPlan struct {
	sheetLook
	widths      []float64
	merges      [][4]int // first row and column, numbers of rows and columns
	formats     []conditional
	validations []*excelize.DataValidation
}

// sheetLook is what of a plan of a sheet can be compared.
type sheetLook struct {
	name       string
	rows, cols int
	turned     bool // printed on paper that lies down
	long       bool // printed on as many pages as it takes
	frozen     int  // rows that stay in view
}

// conditional gives cells a style while a formula is true.
type conditional struct {
	refs, formula string
	style         int
}

func (p *plan) equal(q *plan) bool {
	return p.form == q.form && p.carried == q.carried && slices.Equal(p.appendices, q.appendices) && slices.Equal(p.names, q.names) &&
		slices.EqualFunc(p.sheets, q.sheets, func(a, b sheetPlan) bool {
			return a.sheetLook == b.sheetLook && slices.Equal(a.widths, b.widths) && slices.Equal(a.merges, b.merges) &&
				slices.Equal(a.formats, b.formats) && reflect.DeepEqual(a.validations, b.validations)
		})
}

// frame is a workbook as planned, without rows. The library takes longer to make it than to write the rows, and it is the
// same for most reports of a form: one frame serves for one report after the other.
type frame struct {
	plan plan
	file *excelize.File
	// sheets are the sheets as the library holds them, by the names of their parts; empty once written.
	sheets  map[string]any
	edges   map[int]*edges // by the numbers of the sheets
	written bool           // all but the sheets is among the parts, and edges are known
}

// idle are the frames that no report is written with at the moment, the last one used at the end.
var idle struct {
	sync.Mutex
	frames []*frame
}

// mostIdle is how many frames are kept, each of about 270 KB.
const mostIdle = 8

// takeFrame is a frame as planned: an idle one, or a new one.
func (b *builder) takeFrame(p plan) (*frame, error) {
	if f := idleFrame(p); f != nil {
		return f, nil
	}
	return b.newFrame(p)
}

// idleFrame takes an idle frame; nil if there is none.
func idleFrame(p plan) *frame {
	idle.Lock()
	defer idle.Unlock()
	for i := len(idle.frames) - 1; i >= 0; i-- {
		if f := idle.frames[i]; f.plan.equal(&p) {
			idle.frames = append(idle.frames[:i], idle.frames[i+1:]...)
			return f
		}
	}
	return nil
}

// newFrame makes a frame.
func (b *builder) newFrame(p plan) (*frame, error) {
	f := &frame{plan: p, file: excelize.NewFile(), sheets: map[string]any{}, edges: map[int]*edges{}}
	f.file.Styles = stylesOf(p.carried, len(p.appendices) > 0).file.Styles
	var err error
	for i, s := range p.sheets {
		err = cmp.Or(err, workbook.Sheet(f.file, i, s.name))
	}
	for _, name := range p.appendices {
		err = cmp.Or(err, workbook.Sheet(f.file, len(p.sheets), name))
	}
	// Both calls parse all sheets, so they come while the sheets are empty.
	err = cmp.Or(err, f.file.SetSheetVisible(metaSheet, false, true))
	f.file.SetActiveSheet(0)
	for i := range p.names {
		err = cmp.Or(err, f.file.SetDefinedName(&p.names[i]))
	}
	for _, s := range p.sheets {
		if err == nil {
			err = b.setUp(f.file, s)
		}
	}
	f.file.Sheet.Range(func(part, sheet any) bool {
		f.sheets[part.(string)] = sheet
		return true
	})
	if err != nil {
		f.file.Close()
		return nil, err
	}
	return f, nil
}

// setUp gives a sheet everything but rows, merges and columns.
func (b *builder) setUp(f *excelize.File, s sheetPlan) error {
	down := 1
	if s.long {
		down = 0
	}
	side, top, foot, centre := 0.5, 0.8, 0.4, true
	err := cmp.Or(
		workbook.Paper(f, s.name, s.turned, down),
		f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
			Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &centre,
		}),
		f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
			OddFooter: "&L&11" + b.message("footer_left") + "&R&11第 &P 页 共 &N 页",
		}),
		f.ProtectSheet(s.name, &excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true,
		}),
		f.SetSheetDimension(s.name, "A1:"+place{row: s.rows, col: s.cols}.ref()),
	)
	for _, c := range s.formats {
		err = cmp.Or(err, f.SetConditionalFormat(s.name, c.refs, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: c.formula, Format: &c.style}}))
	}
	for _, v := range s.validations {
		err = cmp.Or(err, f.AddDataValidation(s.name, v))
	}
	if s.frozen > 0 {
		err = cmp.Or(err, f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: s.frozen, TopLeftCell: place{row: s.frozen + 1, col: 1}.ref(), ActivePane: "bottomLeft"}))
	}
	if err != nil {
		return fmt.Errorf("sheet %s: %w", s.name, err)
	}
	return nil
}

// serves reports whether a frame serves for more reports than one. Hardly any two have the same carried figures, and
// appendices are not planned.
func (f *frame) serves() bool { return !f.plan.carried && len(f.plan.appendices) == 0 }

// write writes the workbook, once its rows are streamed. After that the frame is idle, or given up.
func (f *frame) write(w io.Writer, locked int, add map[int]addition) error {
	if f.serves() {
		for n, a := range add {
			if f.edges[n] == nil {
				f.edges[n] = &edges{}
			}
			a.edges = f.edges[n]
			add[n] = a
		}
	}
	book := f.file.WorkBook
	if f.written {
		f.file.WorkBook = nil // it is among the parts
	}
	err := workbook.Write(w, f.file, parts(locked, add))
	f.file.WorkBook = book
	if closed := f.file.Close(); err == nil && closed == nil && f.serves() {
		f.keep()
	}
	return err
}

// keep makes a frame that was written an idle one, without what was streamed. What the library need not write again
// is taken from it.
func (f *frame) keep() {
	if !f.written {
		f.written = true
		f.file.Styles, f.file.Theme, f.file.ContentTypes = nil, nil, nil
		f.file.Relationships.Clear()
		for part, sheet := range f.sheets {
			f.sheets[part] = reflect.New(reflect.TypeOf(sheet).Elem()).Interface()
		}
	}
	for part, sheet := range f.sheets {
		f.file.Sheet.Store(part, sheet)
	}
	idle.Lock()
	defer idle.Unlock()
	if idle.frames = append(idle.frames, f); len(idle.frames) > mostIdle {
		idle.frames = append(idle.frames[:0], idle.frames[1:]...)
	}
}
