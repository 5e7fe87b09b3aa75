// Package doc reads documents of Word 97 to 2003 and of WPS (.doc, .wps) into a [textdoc.Document]; package docx reads
// the report in it.
//
// The format is described in [MS-DOC]. The text of a document lies in pieces. What a stretch of it looks like and which
// paragraphs are cells of tables is told by lists of properties, which stand in pages of 512 bytes.
package doc

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"sort"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
	"golang.org/x/text/encoding/charmap"

	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

var saveAsDOCX = msg.T("请用 WPS 或 Word 打开，另存为 .docx 再试", "open it in WPS or Word, save it as .docx, and try again")

// errDamaged is the error for a file whose parts do not fit together.
func errDamaged() error {
	return &msg.Problem{What: msg.T(".doc 文档已损坏，无法读取", "the .doc document is damaged and cannot be read"), Hint: saveAsDOCX, Kind: msg.ErrUnreadable}
}

// Read reads a document. Ok is false without an error if the data are no document of an old format. The error is a
// *msg.Problem or a *msg.Crash.
func Read(data []byte, limits textdoc.Limits) (out *textdoc.Document, ok bool, err error) {
	if !bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil, false, nil
	}
	defer shield.RecoverBounds(&err, errDamaged)
	streams, err := streams(data, limits)
	if err != nil || streams["WordDocument"] == nil {
		return nil, err != nil, err
	}
	ok = true
	f := &file{main: streams["WordDocument"], data: streams["Data"], limits: limits, doc: &textdoc.Document{}}
	const word97, word95 = 0xA5EC, 0xA5DC
	if len(f.main) < 0x200 || f.u16(0) != word97 && f.u16(0) != word95 {
		return nil, true, errDamaged()
	}
	flags := f.u16(0x0A)
	switch {
	case f.u16(0) == word95 || f.u16(2) < 0xC1:
		return nil, true, &msg.Problem{What: msg.T("这是 Word 6.0/95 的文档，格式过旧，无法读取", "this is a document of Word 6.0/95, a format too old to be read"), Hint: saveAsDOCX, Kind: msg.ErrUnreadable}
	case flags&0x0100 != 0:
		return nil, true, &msg.Problem{What: msg.T("文档有密码，无法读取", "the document has a password and cannot be read"),
			Hint: msg.T("请打开后取消密码，另存为 .docx 再试", "open it, remove the password, save it as .docx, and try again"), Kind: msg.ErrEncrypted}
	}
	name := "0Table"
	if flags&0x0200 != 0 {
		name = "1Table"
	}
	if f.table = streams[name]; f.table == nil {
		return nil, true, errDamaged()
	}
	if err := f.document(); err != nil {
		return nil, true, err
	}
	return f.doc, true, nil
}

// streams are the streams of a document in their container.
func streams(data []byte, limits textdoc.Limits) (map[string][]byte, error) {
	c, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, nil // another reader says what is wrong with it
	}
	out := map[string][]byte{}
	left := int64(limits.Bytes)
	for entry, err := c.Next(); err == nil; entry, err = c.Next() {
		if len(entry.Path) > 0 || !slices.Contains([]string{"WordDocument", "0Table", "1Table", "Data"}, entry.Name) {
			continue
		}
		if left -= entry.Size; left < 0 {
			return nil, textdoc.TooLarge()
		}
		b, err := io.ReadAll(io.LimitReader(entry, entry.Size))
		if err != nil {
			return nil, errDamaged()
		}
		out[entry.Name] = b
	}
	return out, nil
}

// file is a document while it is read.
type file struct {
	main, table []byte
	data        []byte // lists of properties that are too long for their page
	limits      textdoc.Limits
	doc         *textdoc.Document
	pieces      []piece
	chars       []properties // of characters, by where they lie in the main stream
	paras       []properties // of paragraphs
	styles      []style
	lists       []list
	overrides   []override
	numbers     map[int]int // the document's list for each override
	blocks      int
	notes       map[int]span // footnotes and endnotes, by the position of their marks
	read        int          // characters so far
	inNote      bool
	inStyle     bool
	// pictures says whether a drawing is a picture, boxes holds the text of a text box, by the position of the anchor.
	pictures map[int]bool
	boxes    map[int]span
	deferred []textdoc.Block // text boxes of the current paragraph
}

func (f *file) u16(at int) int { return int(binary.LittleEndian.Uint16(f.main[at:])) }
func (f *file) u32(at int) int { return int(binary.LittleEndian.Uint32(f.main[at:])) }

// The structures of the table stream, by their number in the header.
const (
	fcStyles       = 1
	fcFootnoteRefs = 2
	fcFootnotes    = 3
	fcChars        = 12
	fcParas        = 13
	fcPieces       = 33
	fcAnchors      = 40
	fcEndnoteRefs  = 46
	fcEndnotes     = 47
	fcDrawings     = 50
	fcBoxes        = 56
	fcLists        = 73
	fcLFO          = 74
)

// structure is a structure of the table stream.
func (f *file) structure(i int) []byte {
	at := 0x9A + 8*i
	from, n := f.u32(at), f.u32(at+4)
	return f.table[from : from+n]
}

// piece is a stretch of the text that lies in one place of the main stream.
type piece struct {
	first, last int // positions in the text; last is behind it
	at          int // in the main stream
	narrow      bool
	list        []byte // properties that count on top of all others: what was changed since the file was last saved in full
}

// span is a part of the text; last is behind it.
type span struct{ first, last int }

// shortProperties are the properties that a piece may have without a list, by their number there.
var shortProperties = map[int]uint16{0x41: sprmDeleted, 0x57: sprmStrike, 0x5C: sprmHidden, 0x68: sprmRaised}

// shortProperty is the property that a piece has without a list, as a list of its own; nil for one that is not read.
func shortProperty(modifier int) []byte {
	id, ok := shortProperties[modifier>>1&0x7F]
	if !ok {
		return nil
	}
	return []byte{byte(id), byte(id >> 8), byte(modifier >> 8)}
}

// readNotes finds the footnotes or endnotes. Their text begins at a position.
func (f *file) readNotes(refs, texts, from int) {
	marks, ends := f.structure(refs), f.structure(texts)
	for i := range max(0, (len(marks)-4)/6) {
		if 4*i+8 > len(ends) {
			return
		}
		f.notes[int(binary.LittleEndian.Uint32(marks[4*i:]))] = span{from + int(binary.LittleEndian.Uint32(ends[4*i:])), from + int(binary.LittleEndian.Uint32(ends[4*i+4:]))}
	}
}

// properties are what a list of properties says of a stretch of the main stream.
type properties struct {
	from, to int // to is behind it
	style    int // of a paragraph
	list     []byte
}

// document reads the whole document.
func (f *file) document() error {
	if err := f.readPieces(); err != nil {
		return err
	}
	if err := f.pages(&f.chars, f.structure(fcChars), false); err != nil {
		return err
	}
	if err := f.pages(&f.paras, f.structure(fcParas), true); err != nil {
		return err
	}
	f.readStyles()
	f.readLists()
	text, footnotes, headers, comments, endnotes := f.u32(0x4C), f.u32(0x50), f.u32(0x54), f.u32(0x5C), f.u32(0x60)
	if text < 0 || text > f.limits.Bytes {
		return errDamaged()
	}
	f.notes = map[int]span{}
	f.readNotes(fcFootnoteRefs, fcFootnotes, text)
	f.readNotes(fcEndnoteRefs, fcEndnotes, text+footnotes+headers+comments)
	anchors := f.readDrawings()
	f.readBoxes(anchors, text+footnotes+headers+comments+endnotes)
	blocks, err := f.blocksOf(0, text)
	f.doc.Blocks = blocks
	return err
}

// readPieces reads the table of pieces.
func (f *file) readPieces() error {
	clx := f.structure(fcPieces)
	var lists [][]byte
	for len(clx) > 0 && clx[0] == 1 { // properties that pieces refer to
		n := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		lists = append(lists, clx[3:n])
		clx = clx[n:]
	}
	if len(clx) == 0 || clx[0] != 2 {
		return errDamaged()
	}
	plc := clx[5 : 5+int(binary.LittleEndian.Uint32(clx[1:]))]
	n := (len(plc) - 4) / 12
	for i := range n {
		p := piece{first: int(binary.LittleEndian.Uint32(plc[4*i:])), last: int(binary.LittleEndian.Uint32(plc[4*i+4:]))}
		if p.last < p.first {
			return errDamaged()
		}
		at := int(binary.LittleEndian.Uint32(plc[4*(n+1)+8*i+2:]))
		if p.narrow = at&0x40000000 != 0; p.narrow {
			at = at &^ 0x40000000 / 2
		}
		p.at = at
		switch modifier := int(binary.LittleEndian.Uint16(plc[4*(n+1)+8*i+6:])); {
		case modifier&1 != 0 && modifier>>1 < len(lists):
			p.list = lists[modifier>>1]
		case modifier&1 == 0:
			p.list = shortProperty(modifier)
		}
		f.pieces = append(f.pieces, p)
	}
	return nil
}

// pages reads properties from their pages.
func (f *file) pages(to *[]properties, plc []byte, paragraphs bool) error {
	var out []properties
	n := (len(plc) - 4) / 8
	for i := range max(0, n) {
		page := int(binary.LittleEndian.Uint32(plc[4*(n+1)+4*i:])&0x3FFFFF) * 512
		fkp := f.main[page : page+512]
		runs := int(fkp[511])
		if len(out)+runs > f.limits.Characters/4 {
			return textdoc.TooLarge()
		}
		for j := range runs {
			p := properties{from: int(binary.LittleEndian.Uint32(fkp[4*j:])), to: int(binary.LittleEndian.Uint32(fkp[4*j+4:]))}
			if paragraphs {
				if at := 2 * int(fkp[4*(runs+1)+13*j]); at > 0 {
					size := 2*int(fkp[at]) - 1
					if at++; size < 0 {
						size = 2 * int(fkp[at])
						at++
					}
					if size >= 2 {
						p.style = int(binary.LittleEndian.Uint16(fkp[at:]))
						p.list = fkp[at+2 : at+size]
					}
				}
			} else if at := 2 * int(fkp[4*(runs+1)+j]); at > 0 {
				p.list = fkp[at+1 : at+1+int(fkp[at])]
			}
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b properties) int { return a.from - b.from })
	*to = out
	return nil
}

// at are the properties of a place in the main stream; the zero value if there are none.
func at(all []properties, place int) properties {
	i := sort.Search(len(all), func(i int) bool { return all[i].to > place })
	if i < len(all) && all[i].from <= place {
		return all[i]
	}
	return properties{}
}

// character is a character of the text: where it lies in the main stream and in the text, and its piece.
type character struct {
	r                rune
	place, at, piece int32
}

// behind is the place behind a character.
func (f *file) behind(c character) int {
	if f.pieces[c.piece].narrow {
		return int(c.place) + 1
	}
	return int(c.place) + 2
}

// characters are the characters of a part of the text.
func (f *file) characters(first, last int) (out []character, err error) {
	if f.read += max(0, last-first); f.read > f.limits.Characters {
		return nil, textdoc.TooLarge()
	}
	next := sort.Search(len(f.pieces), func(i int) bool { return f.pieces[i].last > first })
	for number := next; number < len(f.pieces) && f.pieces[number].first < last; number++ {
		p := f.pieces[number]
		to := min(last, p.last)
		for i := max(first, p.first); i < to; i++ {
			c := character{at: int32(i), piece: int32(number)}
			if p.narrow {
				c.place = int32(p.at + i - p.first)
				c.r = charmap.Windows1252.DecodeByte(f.main[c.place])
			} else {
				place := p.at + 2*(i-p.first)
				c.place, c.r = int32(place), rune(f.u16(place))
				if utf16.IsSurrogate(c.r) && i+1 < to {
					if pair := utf16.DecodeRune(c.r, rune(f.u16(place+2))); pair != 0xFFFD {
						c.r = pair
						i++
					}
				}
			}
			out = append(out, c)
		}
	}
	return out, nil
}
