// Package xls reads workbooks of Excel 97 to 2003 (BIFF8), which are .xls, .xlt, and the .et of WPS. The cells, their
// formats, fonts, merges and comments become a [spreadsheet.Book]; package xlsx reads the report in it.
//
// The format is described in [MS-XLS]. A number in such a file has no checksum: damage that leaves the records whole
// shows in the identities of the form only.
package xls

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

// magic begins the container of all old formats of Office.
var magic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// IsContainer reports whether data is a container of an old format of Office.
func IsContainer(data []byte) bool { return bytes.HasPrefix(data, magic) }

var saveAsXLSX = msg.T("请用 WPS 或 Excel 打开，另存为 .xlsx 再试", "open it in WPS or Excel, save it as .xlsx, and try again")

// errDamaged is the error for a file whose records do not fit together.
func errDamaged() error {
	return &msg.Problem{What: msg.T(".xls 工作簿已损坏，无法读取", "the .xls workbook is damaged and cannot be read"), Hint: saveAsXLSX, Kind: msg.ErrUnreadable}
}

// Read reads a workbook. Ok is false without an error if the data are no workbook of an old format. The error is a
// *msg.Problem or a *msg.Crash.
func Read(data []byte, limits spreadsheet.Limits) (book *spreadsheet.Book, ok bool, err error) {
	if !IsContainer(data) {
		return nil, false, nil
	}
	defer shield.RecoverBounds(&err, errDamaged)
	stream, old, err := workbookStream(data, limits)
	if err != nil {
		return nil, true, err
	}
	if old {
		return nil, true, &msg.Problem{What: msg.T("这是 Excel 5.0/95 的工作簿，格式过旧，无法读取", "this is a workbook of Excel 5.0/95, a format too old to be read"), Hint: saveAsXLSX, Kind: msg.ErrUnreadable}
	}
	if stream == nil {
		return nil, false, nil
	}
	f := &file{limits: limits, palette: slices.Clone(excelize.IndexedColorMapping)}
	if err := f.read(stream); err != nil {
		if errors.Is(err, errCut) {
			err = errDamaged()
		}
		return nil, true, err
	}
	book, err = f.book()
	return book, true, err
}

// workbookStream is the stream of a workbook in its container; nil if there is none. Old says that it is one of an
// earlier version than can be read.
func workbookStream(data []byte, limits spreadsheet.Limits) (stream []byte, old bool, err error) {
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, false, nil // it may be any file of its age
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		if len(entry.Path) > 0 {
			continue // of an embedded file
		}
		switch strings.ToLower(entry.Name) { // names in a container are alike whatever their case
		case "workbook":
			if entry.Size > int64(limits.Bytes) {
				return nil, false, spreadsheet.TooLarge()
			}
			stream, err := io.ReadAll(io.LimitReader(entry, int64(limits.Bytes)))
			if err != nil || int64(len(stream)) < entry.Size {
				return nil, false, errDamaged()
			}
			return stream, false, nil
		case "book":
			old = true
		}
	}
	return nil, old, nil
}

// cellFont is a font of the file.
type cellFont struct {
	strike bool
	points float64
	colour int // its number
	vert   string
}

// cellFormat is what a cell's format says.
type cellFormat struct {
	font, format int
	solid        bool
	ground       int // number of the colour of a solid fill
}

// sharedString is a text of the table of texts.
type sharedString struct {
	text string
	runs []fontRun
}

// file is what is read of a file so far.
type file struct {
	limits   spreadsheet.Limits
	cells    int
	sheets   []*sheet
	fonts    []cellFont
	formats  map[int]string
	xfs      []cellFormat
	strings  []sharedString
	palette  []string
	date1904 bool
	books    []bool     // whether each book that formulas refer to is this one
	externs  [][3]int   // book, first and last sheet of each reference to sheets
	names    []name     // as formulas count them
	added    [][]string // by book, the names that formulas take from it, such as those of later functions
	// storesTexts says that a formula's result is stored as a text somewhere. Programs that write 0 instead do so for all.
	storesTexts bool
	text        int // bytes of the texts of cells
	steps       int // what formulas have cost: bytes of their tokens and texts, and cells looked at
	chain       int // formulas being followed, each for the one before
}

// name is a defined name.
type name struct {
	text    string
	builtIn bool // text is the number of one that programs know, such as the area to print
	sheet   int  // 1 for the first; 0 for the whole workbook
	rgce    []byte
}

// sheet is a sheet as found.
type sheet struct {
	offset     uint32
	name       string
	kind       spreadsheet.SheetKind
	hidden     bool
	cells      []cell
	merges     []spreadsheet.Range
	hiddenRows []int
	hiddenCols [256]bool
	notes      []noteRecord
	texts      map[int]string // by number of the object
	boxes      []spreadsheet.Note
	shared     []sharedFormula
}

// noteRecord says where a comment is and which object holds its text.
type noteRecord struct{ row, col, object int }

// sharedFormula is a formula of a range of cells.
type sharedFormula struct {
	firstRow, lastRow, firstCol, lastCol int
	rgce                                 []byte
}

// cell is a cell as found.
type cell struct {
	row, col, xf int
	kind         spreadsheet.Kind
	text         string
	runs         []fontRun
	rgce         []byte // the formula
	formula      bool
	zero         bool // the formula's result is the number 0
	emptyText    bool
	uncomputed   bool // the program that wrote the file did not compute the formula
	doubt        doubt
}

// What the first record of a stream or a sheet says of it.
const (
	version8  = 0x0600
	worksheet = 0x0010
	chart     = 0x0020
)

// read reads the stream of a workbook.
func (f *file) read(stream []byte) error {
	r := &records{stream: stream}
	first, ok, err := r.next()
	if err != nil || !ok || first.kind != recBOF || len(first.data()) < 4 {
		return errDamaged()
	}
	if binary.LittleEndian.Uint16(first.data()) != version8 {
		return &msg.Problem{What: msg.T("这是 Excel 5.0/95 的工作簿，格式过旧，无法读取", "this is a workbook of Excel 5.0/95, a format too old to be read"), Hint: saveAsXLSX, Kind: msg.ErrUnreadable}
	}
	f.formats = map[int]string{}
	for {
		rec, ok, err := r.next()
		if err != nil {
			return err
		}
		if !ok {
			return errDamaged()
		}
		if rec.kind == recEOF {
			break
		}
		if err := f.global(rec); err != nil {
			return err
		}
	}
	read := 0
	for _, s := range f.sheets {
		if int64(s.offset) >= int64(len(stream)) {
			return errDamaged()
		}
		rs := &records{stream: stream, at: int(s.offset)}
		if err := f.readSheet(s, rs); err != nil {
			return err
		}
		if read += rs.at - int(s.offset); read > len(stream) { // several sheets cannot be the same bytes
			return errDamaged()
		}
		f.cells += len(s.cells)
	}
	return nil
}

// global reads a record on the whole workbook.
func (f *file) global(rec record) error {
	r := readerOf(rec, 0)
	switch rec.kind {
	case recFilePass:
		return &msg.Problem{What: msg.T("工作簿有密码，无法读取", "the workbook has a password and cannot be read"),
			Hint: msg.T("请打开后取消密码，另存为 .xlsx 再试", "open it, remove the password, save it as .xlsx, and try again"), Kind: msg.ErrUnreadable}
	case recDate1904:
		f.date1904 = r.u16() == 1
	case recBoundSheet:
		s := &sheet{offset: r.u32(), texts: map[int]string{}}
		s.hidden = r.u8()&3 != 0
		r.skip(1)
		s.name, _ = r.text(true)
		if f.sheets = append(f.sheets, s); len(f.sheets) > f.limits.Sheets {
			return spreadsheet.TooLarge()
		}
	case recFont:
		font := cellFont{points: float64(r.u16()) / 20}
		font.strike = r.u16()&0x0008 != 0
		font.colour = r.u16()
		r.skip(2)
		font.vert = []string{"", "superscript", "subscript", ""}[r.u16()&3]
		f.fonts = append(f.fonts, font)
	case recFormat:
		id := r.u16()
		f.formats[id], _ = r.text(false)
	case recXF:
		x := cellFormat{font: r.u16(), format: r.u16()}
		r.skip(10)
		x.solid = r.u32()>>26 == 1
		x.ground = r.u16() & 0x7F
		f.xfs = append(f.xfs, x)
	case recPalette:
		for i := range r.u16() {
			c := r.bytes(4)
			if at := 8 + i; at < len(f.palette) && r.err == nil {
				f.palette[at] = strings.ToUpper(hex(c[0]) + hex(c[1]) + hex(c[2]))
			}
		}
	case recSST:
		return f.readStrings(rec)
	case recSupBook:
		r.skip(2)
		f.books = append(f.books, r.u16() == 0x0401)
		f.added = append(f.added, nil)
	case recExternName:
		r.skip(6)
		if n := len(f.added); n > 0 {
			text, _ := r.text(true)
			f.added[n-1] = append(f.added[n-1], text)
		}
		return nil // only functions count
	case recExternSheet:
		for range r.u16() {
			f.externs = append(f.externs, [3]int{r.u16(), int(int16(r.u16())), int(int16(r.u16()))})
			if r.err != nil {
				return r.err
			}
		}
	case recName:
		flags := r.u16()
		r.skip(1)
		chars, length := r.u8(), r.u16()
		r.skip(2)
		n := name{sheet: r.u16()}
		r.skip(4)
		wide := r.u8()&textWide != 0
		n.text = r.characters(chars, wide)
		n.rgce = slices.Clone(r.bytes(length))
		if n.builtIn = flags&0x20 != 0; r.err != nil {
			n = name{builtIn: true} // a name that is cut short is none, and counts
		}
		f.names = append(f.names, n)
		return nil
	}
	return r.err
}

func hex(b byte) string {
	s := strconv.FormatUint(uint64(b), 16)
	if len(s) < 2 {
		s = "0" + s
	}
	return s
}

// readStrings reads the table of the texts of cells.
func (f *file) readStrings(rec record) error {
	r := readerOf(rec, 4)
	n := r.u32()
	if int64(n) > int64(f.limits.Cells) {
		return spreadsheet.TooLarge()
	}
	for range n {
		s, runs := r.text(false)
		if r.err != nil {
			return r.err
		}
		f.strings = append(f.strings, sharedString{s, runs})
	}
	return nil
}

// readSheet reads the records of a sheet; of a chart and of macros none.
func (f *file) readSheet(s *sheet, rs *records) error {
	first, more, err := rs.next()
	if err != nil || !more || first.kind != recBOF || len(first.data()) < 4 {
		return errDamaged()
	}
	switch binary.LittleEndian.Uint16(first.data()[2:]) {
	case worksheet:
	case chart:
		s.kind = spreadsheet.Chart
		return nil
	default:
		s.kind = spreadsheet.Macros
		return nil
	}
	inner := 0 // charts within the sheet have records of their own
	object := -1
	var anchor spreadsheet.Note
	boxes := map[int]bool{}
	for {
		rec, more, err := rs.next()
		if err != nil {
			return err
		}
		if !more {
			return errDamaged()
		}
		switch {
		case rec.kind == recBOF:
			inner++
			continue
		case rec.kind == recEOF && inner > 0:
			inner--
			continue
		case rec.kind == recEOF:
			s.finishNotes(boxes)
			return nil
		case inner > 0:
			continue
		}
		switch rec.kind {
		case recDrawing:
			anchor = anchorOf(rec, anchor)
			continue
		case recObj:
			object = s.object(rec, anchor, boxes)
			continue
		case recTxO:
			if text := textOf(rec); object >= 0 && text != "" {
				s.texts[object] = text
			}
			continue
		}
		if err := f.sheetRecord(s, rec); err != nil {
			return err
		}
		if len(s.cells)+f.cells > f.limits.Cells {
			return spreadsheet.TooLarge()
		}
	}
}

// sheetRecord reads a record on cells, rows and columns.
func (f *file) sheetRecord(s *sheet, rec record) error {
	r := readerOf(rec, 0)
	at := func() cell { return cell{row: r.u16(), col: r.u16(), xf: r.u16()} }
	switch rec.kind {
	case recRow:
		row := r.u16()
		r.skip(4)
		height := r.u16()
		r.skip(4)
		const hidden, ownHeight = 0x20, 0x40
		if flags := r.u16(); flags&hidden != 0 || height == 0 && flags&ownHeight != 0 {
			s.hiddenRows = append(s.hiddenRows, row)
		}
	case recColInfo:
		from, to, width := r.u16(), r.u16(), r.u16()
		r.skip(2)
		if hidden := r.u16()&1 != 0; (hidden || width == 0) && r.err == nil {
			for col := from; col <= min(to, len(s.hiddenCols)-1); col++ {
				s.hiddenCols[col] = true
			}
		}
		return nil // one of an old writer may be shorter
	case recNumber:
		c := at()
		c.kind, c.text = spreadsheet.Number, number(math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8))))
		s.cells = append(s.cells, c)
	case recRK:
		c := at()
		c.kind, c.text = spreadsheet.Number, number(rk(r.u32()))
		s.cells = append(s.cells, c)
	case recMulRK:
		row, col := r.u16(), r.u16()
		for n := (len(rec.data()) - 6) / 6; n > 0; n-- {
			c := cell{row: row, col: col, xf: r.u16(), kind: spreadsheet.Number}
			c.text = number(rk(r.u32()))
			s.cells = append(s.cells, c)
			col++
		}
	case recLabelSST:
		c := at()
		i := r.u32()
		if int64(i) >= int64(len(f.strings)) {
			return errDamaged()
		}
		c.kind, c.text, c.runs = spreadsheet.Text, f.strings[i].text, f.strings[i].runs
		s.cells = append(s.cells, c)
	case recLabel, recRString:
		c := at()
		c.kind = spreadsheet.Text
		c.text, c.runs = r.text(false)
		if rec.kind == recRString {
			for range r.u16() {
				if r.err != nil {
					break
				}
				c.runs = append(c.runs, fontRun{from: r.u16(), font: r.u16()})
			}
		}
		s.cells = append(s.cells, c)
	case recBoolErr:
		c := at()
		value, isError := r.u8(), r.u8() == 1
		c.kind, c.text = spreadsheet.Bool, strconv.Itoa(value)
		if isError {
			c.kind, c.text = spreadsheet.Error, errorText(value)
		}
		s.cells = append(s.cells, c)
	case recFormula:
		c := at()
		c.formula = true
		c.setResult(r.bytes(8))
		c.uncomputed = r.u16()&2 != 0
		r.skip(4)
		c.rgce = r.bytes(r.u16())
		s.cells = append(s.cells, c)
	case recString:
		if n := len(s.cells); n > 0 && s.cells[n-1].formula && s.cells[n-1].kind == spreadsheet.Text {
			s.cells[n-1].text, _ = r.text(false)
			s.cells[n-1].emptyText = s.cells[n-1].text == ""
			f.storesTexts = f.storesTexts || s.cells[n-1].text != ""
		}
	case recShared, recArray:
		g := sharedFormula{firstRow: r.u16(), lastRow: r.u16(), firstCol: r.u8(), lastCol: r.u8()}
		if rec.kind == recShared {
			r.skip(2)
		} else {
			r.skip(6)
		}
		g.rgce = r.bytes(r.u16())
		s.shared = append(s.shared, g)
	case recMergeCells:
		for range r.u16() {
			m := spreadsheet.Range{Row: r.u16(), LastRow: r.u16(), Col: r.u16(), LastCol: r.u16()}
			if r.err != nil {
				break
			}
			if m.Row <= m.LastRow && m.Col <= m.LastCol && (m.Row < m.LastRow || m.Col < m.LastCol) {
				s.merges = append(s.merges, m)
			}
		}
	case recNote:
		n := noteRecord{row: r.u16(), col: r.u16()}
		r.skip(2)
		n.object = r.u16()
		s.notes = append(s.notes, n)
	}
	return r.err
}

// setResult sets the stored result of a formula.
func (c *cell) setResult(b []byte) {
	if len(b) < 8 {
		return
	}
	if b[6] != 0xFF || b[7] != 0xFF {
		v := math.Float64frombits(binary.LittleEndian.Uint64(b))
		c.kind, c.text, c.zero = spreadsheet.Number, number(v), v == 0
		return
	}
	switch b[0] {
	case 0:
		c.kind = spreadsheet.Text // in the record behind
	case 1:
		c.kind, c.text = spreadsheet.Bool, strconv.Itoa(int(b[2]))
	case 2:
		c.kind, c.text = spreadsheet.Error, errorText(int(b[2]))
	default:
		c.kind, c.emptyText = spreadsheet.Text, true
	}
}

// errorText is an error as it is shown.
func errorText(code int) string {
	names := map[int]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
	return cmp.Or(names[code], "#N/A")
}

// rk is the number that a short form stands for: an integer or the upper half of a floating-point number, each perhaps
// to be divided by a hundred.
func rk(v uint32) float64 {
	n := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		n = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		n /= 100
	}
	return n
}

// number is the shortest decimal that stands for a stored number.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// anchorOf is the cell at which the shape in a drawing record begins; the one before if the record does not tell.
func anchorOf(rec record, last spreadsheet.Note) spreadsheet.Note {
	const clientAnchor = 0xF010
	data := slices.Concat(rec.parts...)
	for at := 0; at+8 <= len(data); {
		head, kind, n := binary.LittleEndian.Uint16(data[at:]), binary.LittleEndian.Uint16(data[at+2:]), int(binary.LittleEndian.Uint32(data[at+4:]))
		at += 8
		if head&0xF == 0xF {
			continue // a container: its content follows
		}
		if kind == clientAnchor && n >= 18 && at+18 <= len(data) {
			return spreadsheet.Note{Col: int(binary.LittleEndian.Uint16(data[at+2:])), Row: int(binary.LittleEndian.Uint16(data[at+6:]))}
		}
		if n < 0 || at+n > len(data) {
			break
		}
		at += n
	}
	return last
}

// object is the number of the object that a record describes, and notes that it is a text box.
func (s *sheet) object(rec record, anchor spreadsheet.Note, boxes map[int]bool) int {
	const common, comment = 0x15, 0x19
	r := readerOf(rec, 0)
	if r.u16() != common {
		return -1
	}
	r.skip(2)
	kind, id := r.u16(), r.u16()
	if r.err != nil {
		return -1
	}
	if kind != comment {
		boxes[id] = true
		s.boxes = append(s.boxes, spreadsheet.Note{Row: anchor.Row, Col: anchor.Col, Text: strconv.Itoa(id)})
	}
	return id
}

// textOf is the text of an object, which stands in the record that continues its own.
func textOf(rec record) string {
	r := readerOf(rec, 10)
	n := r.u16()
	if r.err != nil || n == 0 || len(rec.parts) < 2 {
		return ""
	}
	r = &reader{parts: rec.parts[1:]}
	s := r.characters(n, r.u8()&textWide != 0)
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// finishNotes gives text boxes their texts, and drops objects that have none.
func (s *sheet) finishNotes(boxes map[int]bool) {
	kept := s.boxes[:0]
	for _, b := range s.boxes {
		id, _ := strconv.Atoi(b.Text)
		if b.Text = s.texts[id]; strings.TrimSpace(b.Text) != "" {
			kept = append(kept, b)
		}
	}
	s.boxes = kept
}

// split divides a text into its stretches by font. Positions count in UTF-16.
func (f *file) split(text string, runs []fontRun, own cellFont) []spreadsheet.Run {
	units := utf16.Encode([]rune(text))
	var out []spreadsheet.Run
	add := func(from, to int, font cellFont) {
		from, to = min(from, len(units)), min(to, len(units))
		if from < to {
			out = append(out, spreadsheet.Run{Text: string(utf16.Decode(units[from:to])), Font: f.font(font)})
		}
	}
	at, font := 0, own
	for _, r := range runs {
		if r.from < at {
			continue
		}
		add(at, r.from, font)
		at = r.from
		font = f.fontAt(r.font)
	}
	add(at, len(units), font)
	return out
}

// fontAt is a font by its number. There is no font of number 4.
func (f *file) fontAt(i int) cellFont {
	if i > 4 {
		i--
	}
	if i < 0 || i >= len(f.fonts) {
		return cellFont{}
	}
	return f.fonts[i]
}

// font is a font for the neutral workbook.
func (f *file) font(c cellFont) spreadsheet.Font {
	return spreadsheet.Font{Strike: c.strike, Size: c.points, Colour: f.colour(c.colour), Vert: c.vert}
}

// colour is a colour by its number; "" for that of text, and for one that is not known.
func (f *file) colour(i int) string {
	if i < 0 || i >= len(f.palette) || i >= 64 {
		return ""
	}
	return f.palette[i]
}

// style is the style of a cell.
func (f *file) style(xf int) (spreadsheet.Style, cellFont) {
	if xf < 0 || xf >= len(f.xfs) {
		return spreadsheet.Style{}, cellFont{}
	}
	x := f.xfs[xf]
	font := f.fontAt(x.font)
	s := spreadsheet.Style{Font: f.font(font), FormatID: x.format}
	if code, ok := f.formats[x.format]; ok {
		s.Format, s.FormatID = code, 0
	}
	if x.solid {
		s.Ground = f.colour(x.ground)
	}
	return s, font
}

// book is the neutral workbook. The error is that of one that is too large.
func (f *file) book() (*spreadsheet.Book, error) {
	b := &spreadsheet.Book{Date1904: f.date1904}
	for _, s := range f.sheets {
		slices.SortStableFunc(s.cells, func(a, b cell) int { return cmp.Or(a.row-b.row, a.col-b.col) })
		s.cells = slices.CompactFunc(s.cells, func(a, b cell) bool { return a.row == b.row && a.col == b.col })
	}
	for _, s := range f.sheets {
		out := &spreadsheet.Sheet{Name: s.name, Kind: s.kind, Hidden: s.hidden, Merges: s.merges, HiddenRows: s.hiddenRows, Boxes: s.boxes}
		for col, hidden := range s.hiddenCols {
			if hidden {
				out.HiddenCols = append(out.HiddenCols, col)
			}
		}
		for _, n := range s.notes {
			if text := s.texts[n.object]; text != "" {
				out.Comments = append(out.Comments, spreadsheet.Note{Row: n.row, Col: n.col, Text: text})
			}
		}
		for i := range s.cells {
			c := &s.cells[i]
			if f.text += len(c.text) + runSize*len(c.runs); f.text > f.limits.AllText {
				return nil, spreadsheet.TooLarge()
			}
			out.Cells = append(out.Cells, f.cell(s, c))
		}
		b.Sheets = append(b.Sheets, out)
	}
	for _, n := range f.names {
		if ref := f.nameTarget(n); ref != "" {
			b.Names = append(b.Names, spreadsheet.Name{Name: n.text, RefersTo: ref})
		}
	}
	return b, nil
}

// runSize is about how much a stretch of text in its own font takes besides the text, in bytes.
const runSize = 64

// cell is a cell of the neutral workbook.
func (f *file) cell(s *sheet, c *cell) spreadsheet.Cell {
	style, font := f.style(c.xf)
	out := spreadsheet.Cell{Row: c.row, Col: c.col, Kind: c.kind, Text: c.text, EmptyText: c.emptyText, Style: style}
	if len(c.runs) > 0 && c.kind == spreadsheet.Text {
		out.Runs = f.split(c.text, c.runs, font)
	}
	if !c.formula {
		return out
	}
	g := f.formula(s, c)
	out.Formula = cmp.Or(g.text, "?")
	// Some programs write the number 0 as the result of every formula whose result is a text, and some compute none.
	empty := strings.Contains(g.text, `""`)                               // a formula that may well give an empty text
	missing := c.kind == spreadsheet.Text && c.text == "" && !c.emptyText // a text that should have followed
	if c.zero && (g.mayBeText || c.uncomputed) || c.uncomputed && c.emptyText && !empty || missing {
		out.Kind, out.Text, out.EmptyText = spreadsheet.Empty, "", false
	}
	return out
}
