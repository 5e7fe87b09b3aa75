// Package xls reads workbooks of Excel 97 to 2003 (BIFF8), which are .xls, .xlt, and the .et of WPS. The cells, their
// formats, fonts, merges and comments become a [spreadsheet.Book]; package xlsx reads the report in it.
//
// The format is described in [MS-XLS]. A number in such a file has no checksum: damage that leaves the records whole
// shows in the identities of the form only.
package xls

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

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
	if book, err = f.book(); book != nil {
		book.CutAt = cutAt
	}
	return book, true, err
}

// cutAt is how many characters SheetJS keeps of the text of a cell.
const cutAt = 255

// workbookStream is the stream of a workbook in its container; nil if there is none. Old says that it is one of an
// earlier version than can be read.
func workbookStream(data []byte, limits spreadsheet.Limits) (stream []byte, old bool, err error) {
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, false, nil // it may be any file of its age
	}
	if slices.ContainsFunc(doc.File, func(e *mscfb.File) bool { return len(e.Path) == 0 && strings.EqualFold(e.Name, "EncryptedPackage") }) {
		return nil, false, nil // a workbook beside it only says that programs need a password
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
			if entry.Size < 0 || entry.Size > int64(len(data)) { // no more is there
				return nil, false, errDamaged()
			}
			stream := make([]byte, entry.Size)
			if _, err := io.ReadFull(entry, stream); err != nil {
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
	heights    map[int]float64 // in points
	columns    [256]spreadsheet.Columns
	noZeros    bool
	rowsHidden bool                // rows without a record of their own are hidden
	conditions spreadsheet.Sheet   // has the conditional formats alone
	condition  []spreadsheet.Range // the cells of the conditional formats that follow
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
			Hint: msg.T("请打开后取消密码，另存为 .xlsx 再试", "open it, remove the password, save it as .xlsx, and try again"), Kind: msg.ErrEncrypted}
	case recDate1904:
		f.date1904 = r.u16() == 1
	case recBoundSheet:
		s := &sheet{offset: r.u32(), texts: map[int]string{}, heights: map[int]float64{}}
		s.hidden = r.u8()&3 != 0
		r.skip(1)
		s.name, _ = r.text(true)
		if f.sheets = append(f.sheets, s); len(f.sheets) > f.limits.Sheets {
			return spreadsheet.TooLarge()
		}
	case recFont, recXF, recPalette:
		f.bookLooksRecord(rec.kind, r)
	case recFormat:
		id := r.u16()
		if code, _ := r.text(false); code != "" { // one that is cut short holds as far as it goes
			f.formats[id] = code
		}
		return nil
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
		f.nameRecord(r)
		return nil
	}
	return r.err
}

// bookLooksRecord reads fonts, formats of cells and colours.
func (f *file) bookLooksRecord(kind uint16, r *reader) {
	switch kind {
	case recFont:
		font := cellFont{points: float64(r.u16()) / 20}
		font.strike = r.u16()&0x0008 != 0
		font.colour = r.u16()
		r.skip(2)
		font.vert = []string{"", "superscript", "subscript", ""}[r.u16()&3]
		f.fonts = append(f.fonts, font)
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
	}
}

// nameRecord reads a defined name.
func (f *file) nameRecord(r *reader) {
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
		if r.left() == 0 && len(r.parts) < 2 { // some programs count texts that are not there
			return nil
		}
		s, runs := r.text(false)
		if r.err != nil {
			return r.err
		}
		f.strings = append(f.strings, sharedString{s, runs})
	}
	return nil
}
