// Package properties finds the names of people and companies in the properties of files of other formats than .docx and
// .xlsx: the containers of old formats of Office ([MS-OLEPS]), OpenDocument, RTF and XML spreadsheets of 2003.
package properties

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

// What a property names somebody for.
var (
	author    = msg.T("作者", "author")
	lastSaved = msg.T("最后保存者", "last saved by")
	printed   = msg.T("打印者", "printed by")
	manager   = msg.T("经理", "manager")
	company   = msg.T("单位", "company")
)

// maxPart is the largest part with properties that is read, in bytes.
const maxPart = 4 << 20

// Search notes the people and companies that the properties of a file name, or that they could not be read.
func Search(l *leftovers.List, data []byte) {
	var part func() error
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		part = func() error { return compound(l, data) }
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		part = func() error { return packed(l, data) }
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		part = func() error { rtf(l, data); return nil }
	case plaintext.IsText(data) && strings.HasPrefix(strings.TrimLeft(plaintext.Decode(data, ""), "\ufeff \t\r\n"), "<"):
		part = func() error { return elements(l, strings.NewReader(plaintext.Decode(data, ""))) }
	default:
		return
	}
	l.Search("", msg.T("文件的属性", "the properties of the file"), part)
}

// compound searches the property sets of a container.
func compound(l *leftovers.List, data []byte) error {
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		var names map[uint32]msg.Text
		switch {
		case len(entry.Path) > 0:
			continue
		case strings.HasSuffix(entry.Name, "DocumentSummaryInformation"):
			names = map[uint32]msg.Text{14: manager, 15: company}
		case strings.HasSuffix(entry.Name, "SummaryInformation"):
			names = map[uint32]msg.Text{4: author, 8: lastSaved}
		default:
			continue
		}
		set, err := io.ReadAll(io.LimitReader(entry, maxPart))
		if err != nil {
			return err
		}
		if err := propertySet(l, set, names); err != nil {
			return err
		}
	}
	return nil
}

// propertySet notes what the texts of some properties in a set say, by the numbers of the properties.
func propertySet(l *leftovers.List, set []byte, names map[uint32]msg.Text) (err error) {
	defer shield.RecoverBounds(&err, func() error { return io.ErrUnexpectedEOF })
	u32 := func(at uint32) uint32 { return binary.LittleEndian.Uint32(set[at:]) }
	const codePage, narrow, wide = 1, 30, 31
	begin := u32(44)
	page := uint16(0)
	for round := range 2 { // the code page may stand behind what is in it
		for i := range min(u32(begin+4), 1000) {
			id, at := u32(begin+8+8*i), begin+u32(begin+12+8*i)
			if round == 0 {
				if id == codePage {
					page = binary.LittleEndian.Uint16(set[at+4:])
				}
				continue
			}
			what, ok := names[id]
			if !ok {
				continue
			}
			n := u32(at + 4)
			switch u32(at) {
			case narrow:
				l.Person(what, decoded(set[at+8:at+8+n], page))
			case wide:
				l.Person(what, utf16Text(set[at+8:at+8+2*n]))
			}
		}
	}
	return nil
}

// decoded is text in a code page.
func decoded(b []byte, page uint16) string {
	const unicode, utf8 = 1200, 65001
	switch page {
	case unicode:
		return utf16Text(b)
	case utf8:
		return strings.TrimRight(string(b), "\x00")
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
		b = s
	}
	return strings.TrimRight(string(b), "\x00")
}

// utf16Text is text of two bytes for a character.
func utf16Text(b []byte) string {
	var units []uint16
	for ; len(b) > 1; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

// packed searches the properties of a packed OpenDocument file.
func packed(l *leftovers.List, data []byte) error {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for _, f := range zr.File {
		if f.Name == "meta.xml" {
			r, err := f.Open()
			if err != nil {
				return err
			}
			defer r.Close()
			return elements(l, io.LimitReader(r, maxPart))
		}
	}
	return nil
}

// named are the elements that name somebody, in OpenDocument and in XML spreadsheets of 2003.
var named = map[string]msg.Text{"initial-creator": author, "creator": lastSaved, "printed-by": printed, "Author": author, "LastAuthor": lastSaved, "Manager": manager, "Company": company}

// elements searches the elements of a document for properties, which stand before its content.
func elements(l *leftovers.List, r io.Reader) error {
	dec := xml.NewDecoder(r)
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is decoded
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "body", "Styles", "Worksheet", "automatic-styles", "styles":
			return nil
		}
		if what, ok := named[e.Name.Local]; ok {
			if t, err = dec.Token(); err != nil {
				return err
			}
			if s, ok := t.(xml.CharData); ok {
				l.Person(what, string(s))
			}
		}
	}
}

// rtfProperty is a property of an RTF document that names somebody, and rtfSign a character in it that is written by its
// number, in the code page or in Unicode.
var (
	rtfProperty = regexp.MustCompile(`\{\\(author|operator|manager|(?:\*\\)?company)\b ?((?:[^{}\\]|\\[^{}])*)\}`)
	rtfSign     = regexp.MustCompile(`\\'([0-9a-fA-F]{2})|\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?|\\[a-z]+-?\d* ?|\\(.)`)
)

// rtf searches the properties of an RTF document, which stand before its text.
func rtf(l *leftovers.List, data []byte) {
	_, info, _ := bytes.Cut(data, []byte(`{\info`))
	names := map[string]msg.Text{"author": author, "operator": lastSaved, "manager": manager, "company": company}
	for _, m := range rtfProperty.FindAllSubmatch(info[:min(len(info), 1<<16)], -1) {
		text := rtfSign.ReplaceAllFunc(m[2], func(sign []byte) []byte {
			s := rtfSign.FindSubmatch(sign)
			switch {
			case s[1] != nil:
				b, _ := strconv.ParseUint(string(s[1]), 16, 8)
				return []byte{byte(b)}
			case s[2] != nil:
				n, _ := strconv.Atoi(string(s[2]))
				out, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(rune(uint16(n)))))
				return out
			}
			return s[3]
		})
		l.Person(names[strings.TrimPrefix(string(m[1]), `*\`)], decoded(text, 936))
	}
}
