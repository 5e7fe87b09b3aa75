// Package odf reads OpenDocument spreadsheets and texts, packed (.ods, .odt) and flat (.fods, .fodt). A spreadsheet
// becomes a [spreadsheet.Book] and a text a [textdoc.Document]; packages xlsx and docx read the report in them.
//
// The format is described in ISO/IEC 26300 (OpenDocument 1.3). A cell of a spreadsheet has both its value and the text
// that was shown of it; the value counts, and where the text says something else both are said.
package odf

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/internal/zipfile"
	"github.com/gkxl/gkxl/msg"
)

// errDamaged is the error for a file that is no valid document.
func errDamaged(zh, en string) error {
	return &msg.Problem{What: msg.T("OpenDocument 文件已损坏，无法读取："+zh, "the OpenDocument file is damaged: "+en),
		Hint: msg.T("请用 WPS、Office 或 LibreOffice 打开，另存为 .xlsx 或 .docx 再试", "open it in WPS, Office or LibreOffice, save it as .xlsx or .docx, and try again"), Kind: msg.ErrUnreadable}
}

// The types of documents that are read; those of templates begin alike.
const (
	spreadsheetType = "application/vnd.oasis.opendocument.spreadsheet"
	textType        = "application/vnd.oasis.opendocument.text"
)

// ReadSpreadsheet reads a spreadsheet. Ok is false without an error if the data are none. The error is a *msg.Problem.
func ReadSpreadsheet(data []byte, limits spreadsheet.Limits) (book *spreadsheet.Book, ok bool, err error) {
	parts, ok, err := parts(data, spreadsheetType, limits.Bytes, spreadsheet.TooLarge)
	if !ok || err != nil {
		return nil, ok, err
	}
	r := &sheetReader{parser: newParser(spreadsheet.TooLarge), limits: limits, book: &spreadsheet.Book{}, looks: map[string]*cellLook{}}
	r.Elements = limits.Elements
	r.room = make([]spreadsheet.Cell, 0, min(len(parts[len(parts)-1])/bytesPerCell, mostRoom))
	if err := r.walk(parts, r.element); err != nil {
		return nil, true, err
	}
	return r.book, true, nil
}

// bytesPerCell is how many bytes of a file a cell has at least, as LibreOffice writes a report of some hundred: for so
// many cells room is made before they are read, but for no more than mostRoom.
const bytesPerCell, mostRoom = 500, 4096

// errNoPart is the error for a part that is not there.
var errNoPart = errors.New("odf: no such part")

// buffers are for inflating.
var buffers = sync.Pool{New: func() any { b := make([]byte, 32<<10); return &b }}

// parts are the parts of a document of a type that hold styles and content, in this order. They may have so many bytes
// in all; tooLarge is the error for more.
func parts(data []byte, kind string, limit int, tooLarge func() error) (out []string, ok bool, err error) {
	if head := data[:min(len(data), 8192)]; !bytes.HasPrefix(data, []byte("PK")) {
		if !bytes.Contains(head, []byte("office:document")) || !bytes.Contains(head, []byte(kind)) {
			return nil, false, nil
		}
		if len(data) > limit {
			return nil, true, tooLarge()
		}
		return []string{plaintext.Decode(data, "")}, true, nil // a flat file may be in any encoding
	}
	if zipfile.Entries(data) > 10*maxEntries { // the directory alone would take long
		return nil, false, nil
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, nil
	}
	left := limit
	read := func(name string) (string, error) {
		for _, e := range zr.File {
			if e.Name != name {
				continue
			}
			rc, err := e.Open()
			if err != nil {
				return "", errDamaged("无法解压", "it cannot be inflated")
			}
			defer rc.Close()
			var part strings.Builder
			part.Grow(int(min(e.UncompressedSize64, uint64(left)))) // at once: to grow step by step takes twice as much
			buffer := buffers.Get().(*[]byte)
			defer buffers.Put(buffer)
			_, err = io.CopyBuffer(&part, io.LimitReader(rc, int64(left)+1), *buffer)
			if left -= part.Len(); left < 0 {
				return "", tooLarge()
			}
			if err != nil {
				return "", errDamaged("无法解压", "it cannot be inflated")
			}
			return part.String(), nil
		}
		return "", errNoPart
	}
	is, typed := read("mimetype")
	if typed != nil && typed != errNoPart || typed == nil && !strings.HasPrefix(is, kind) {
		return nil, false, nil
	}
	manifest, err := read("META-INF/manifest.xml")
	if typed != nil && !strings.Contains(manifest, `"`+kind) { // packed anew, the type may be in the list of parts only
		return nil, false, nil
	}
	if err == nil && strings.Contains(manifest, "encryption-data") {
		return nil, true, &msg.Problem{What: msg.T("OpenDocument 文件有密码，无法读取", "the OpenDocument file has a password and cannot be read"),
			Hint: msg.T("请打开后取消密码再试", "open it, remove the password, and try again"), Kind: msg.ErrUnreadable}
	}
	for _, name := range []string{"styles.xml", "content.xml"} {
		part, err := read(name)
		switch {
		case err == nil:
			out = append(out, part)
		case err != errNoPart:
			return nil, true, err
		case name == "content.xml":
			return nil, true, errDamaged("缺少内容", "its content is missing")
		}
	}
	return out, true, nil
}

// style is what a style says of text and cells. What it leaves out is its parent's.
type style struct {
	parent string
	font   spreadsheet.Font
	struck *bool
	hidden bool // the text is not displayed
	ground string
	absent bool     // the sheet or row is not displayed
	extent *float64 // the width of columns or the height of rows, in points
	maps   []styleMap
}

// struck and unstruck are what a style may say of a line through the text.
var struck, unstruck = true, false

// styleMap is the style that cells of a style have where a condition holds.
type styleMap struct{ condition, style, base string }

// parser goes through the parts of one document.
type parser struct {
	xmlwalk.Walker
	styles map[styleName]*style
	read   int // styles that were read
}

// styleName is the name of a style and what it is for, such as table-cell.
type styleName struct{ family, name string }

// newParser is a parser within bounds; tooMany is the error for too many elements.
func newParser(tooMany func() error) *parser {
	return &parser{Walker: xmlwalk.Walker{Elements: spreadsheet.Default.Elements, Depth: maxDepth, TooMany: tooMany, Damaged: errDamaged}, styles: make(map[styleName]*style, 256)}
}

// maxEntries is the number of parts of a document.
const maxEntries = 2000

// maxDepth is the deepest nesting of elements.
const maxDepth = 200

// walk goes through parts, and calls a function with their outer elements. The error is a *msg.Problem.
func (r *parser) walk(parts []string, element func(xml.StartElement) error) error {
	for _, part := range parts {
		if err := r.Walk(part, true, element); err != nil {
			return err
		}
	}
	return nil
}

// count is an attribute that counts; 1 without one.
func count(e xml.StartElement, name string) int {
	return number(xmlwalk.Attribute(e, name))
}

// number is the value of an attribute that counts; 1 without one.
func number(value string) int {
	if value == "" {
		return 1
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// readStyle reads a style of text, cells, rows or sheets.
func (r *parser) readStyle(e xml.StartElement) error {
	r.read++
	s := &style{parent: xmlwalk.Attribute(e, "parent-style-name")}
	family := xmlwalk.Attribute(e, "family")
	r.styles[styleName{family, xmlwalk.Attribute(e, "name")}] = s
	if shown := (styleName{family, xmlwalk.Attribute(e, "display-name")}); shown.name != "" && r.styles[shown] == nil {
		r.styles[shown] = s // LibreOffice's conditional formats go by it
	}
	return r.Children(func(p xml.StartElement) error {
		if p.Name.Local == "map" {
			s.maps = append(s.maps, styleMap{xmlwalk.Attribute(p, "condition"), xmlwalk.Attribute(p, "apply-style-name"), xmlwalk.Attribute(p, "base-cell-address")})
			return r.Skip()
		}
		for i := range p.Attr {
			a := &p.Attr[i]
			switch a.Name.Local {
			case "column-width", "row-height":
				if points, ok := length(a.Value); ok {
					s.extent = &points
				}
			case "text-line-through-style", "text-line-through-type":
				s.struck = &unstruck
				if a.Value != "none" && a.Value != "" {
					s.struck = &struck
				}
			case "text-position":
				switch {
				case strings.HasPrefix(a.Value, "sub"), strings.HasPrefix(a.Value, "-"):
					s.font.Vert = "subscript"
				case !strings.HasPrefix(a.Value, "0"):
					s.font.Vert = "superscript"
				}
			case "font-size":
				if points, ok := strings.CutSuffix(a.Value, "pt"); ok {
					s.font.Size, _ = strconv.ParseFloat(points, 64)
				}
			case "color":
				s.font.Colour = colour(a.Value)
			case "background-color":
				s.ground = colour(a.Value)
			case "display":
				s.absent = a.Value == "false"
				s.hidden = a.Value == "none"
			}
		}
		return r.Skip()
	})
}

// units are the units of lengths, in points.
var units = map[string]float64{"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1, "pc": 12, "px": 0.75}

// length is a length in points. Ok is false if it is none.
func length(s string) (points float64, ok bool) {
	if len(s) < 3 {
		return 0, false
	}
	n, err := strconv.ParseFloat(s[:len(s)-2], 64)
	unit, known := units[s[len(s)-2:]]
	return n * unit, err == nil && known
}

// colour is a colour as RGB; "" for none.
func colour(s string) string {
	if len(s) == 7 && s[0] == '#' {
		return strings.ToUpper(s[1:])
	}
	return ""
}

// maxParents is how many styles are followed to the one they are made from.
const maxParents = 20

// look is the font and ground of a style with what its parents say, on top of a font.
func (r *parser) look(family, name string, font spreadsheet.Font) (spreadsheet.Font, string, bool) {
	var chain []*style
	for range maxParents {
		s := r.styles[styleName{family, name}]
		if s == nil {
			break
		}
		chain = append(chain, s)
		name = s.parent
	}
	ground, hidden := "", false
	for i := len(chain) - 1; i >= 0; i-- {
		s := chain[i]
		if s.struck != nil {
			font.Strike = *s.struck
		}
		if s.font.Vert != "" {
			font.Vert = s.font.Vert
		}
		if s.font.Size > 0 {
			font.Size = s.font.Size
		}
		if s.font.Colour != "" {
			font.Colour = s.font.Colour
		}
		if s.ground != "" {
			ground = s.ground
		}
		hidden = hidden || s.hidden
	}
	return font, ground, hidden
}
