package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// The namespaces of the two kinds of Word documents in one XML file: the parts of a .docx one after the other (flat
// OPC), and the format of Word 2003.
const (
	flatSpace = "schemas.microsoft.com/office/2006/xmlPackage"
	space2003 = "schemas.microsoft.com/office/word/2003/wordml"
)

// oneFile is a Word document in one XML file.
type oneFile struct {
	text string // without the declaration, which may name another encoding than it is in now
	flat bool
}

// openOneFile is the Word document in one XML file that data are; nil for none.
func openOneFile(data []byte) *oneFile {
	if head := data[:min(len(data), 8192)]; !plaintext.IsUTF16(data) && !bytes.Contains(head, []byte(flatSpace)) && !bytes.Contains(head, []byte(space2003)) {
		return nil // without decoding all of it
	}
	doc := strings.TrimLeft(plaintext.Decode(data, ""), "\ufeff \t\r\n")
	head := doc[:min(len(doc), 8192)]
	if strings.HasPrefix(doc, "<?xml") {
		_, doc, _ = strings.Cut(doc, "?>")
	}
	switch root := rootOf(doc); {
	case root == "package" && strings.Contains(head, flatSpace):
		return &oneFile{doc, true}
	case root == "wordDocument" && strings.Contains(head, space2003):
		return &oneFile{doc, false}
	}
	return nil
}

// rootOf is the local name of the element that a document is; "" if it does not begin with one.
func rootOf(doc string) string {
	for {
		doc = strings.TrimLeft(doc, " \t\r\n")
		var ok bool
		switch {
		case strings.HasPrefix(doc, "<?"):
			_, doc, ok = strings.Cut(doc, "?>")
		case strings.HasPrefix(doc, "<!--"):
			_, doc, ok = strings.Cut(doc, "-->")
		case strings.HasPrefix(doc, "<"):
			name := doc[1:min(len(doc), 100)]
			if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
				name = name[:i]
			}
			return name[strings.Index(name, ":")+1:]
		}
		if !ok {
			return ""
		}
	}
}

// ReadOneFile reads a Word document in one XML file, as Word and WPS save it as an XML document. Ok is false without an
// error if the data are none. The error is a *msg.Problem.
func ReadOneFile(data []byte) (sheets []*intake.Sheet, ok bool, err error) {
	return readOneFile(data, Default)
}

// readOneFile is ReadOneFile within other limits.
func readOneFile(data []byte, limits Limits) (sheets []*intake.Sheet, ok bool, err error) {
	one := openOneFile(data)
	switch {
	case one == nil:
		return nil, false, nil
	case tooMany([]byte(one.text), limits.Elements):
		return nil, true, tooMuch()
	case !one.flat:
		sheets, err = one.read2003(limits)
		return sheets, true, err
	}
	packed, err := one.pack(limits)
	if err != nil {
		return nil, true, err
	}
	if sheets, err = read(packed, limits); sheets == nil && err == nil {
		err = damaged("其中没有正文", "it has no text")
	}
	return sheets, true, err
}

// children calls a function for every child of the document's element. Inner is what the child holds, outer the child
// with its tags.
func (one *oneFile) children(limits Limits, on func(child xml.StartElement, inner, outer string) error) error {
	w := &reader{dec: xmlwalk.NewTokens(one.text), nesting: limits.Nesting}
	err := w.each(0, func(xml.StartElement) error {
		return w.each(1, func(child xml.StartElement) error {
			inner, outer, err := w.whole(one.text)
			if err != nil {
				return err
			}
			return on(child, inner, outer)
		})
	})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// whole passes over the rest of the element that has begun last in a document, and gives its text without and with its
// tags.
func (w *reader) whole(doc string) (inner, outer string, err error) {
	begin, from := w.dec.At()
	if err := w.dec.Skip(); err != nil {
		return "", "", err
	}
	_, to := w.dec.At()
	inner = doc[from:to]
	if i := strings.LastIndex(inner, "</"); i >= 0 {
		inner = inner[:i]
	}
	return inner, doc[begin:to], nil
}

// pack is a flat package as the archive that it was made of. Nothing is compressed: it is read at once and thrown away.
// Of binary parts, such as pictures, the names alone are kept. The error is a *msg.Problem.
func (one *oneFile) pack(limits Limits) ([]byte, error) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	parts := 0
	err := one.children(limits, func(part xml.StartElement, inner, _ string) error {
		if part.Name.Local != "part" {
			return nil
		}
		if parts++; parts > limits.Entries {
			return damaged("部件过多", "it has too many parts")
		}
		f, err := zw.CreateHeader(&zip.FileHeader{Name: strings.TrimPrefix(attr(part.Attr, "name"), "/"), Method: zip.Store})
		if err != nil {
			return err
		}
		holder := &oneFile{text: "<part>" + inner + "</part>"}
		return holder.children(limits, func(child xml.StartElement, content, _ string) error {
			if child.Name.Local != "xmlData" {
				return nil
			}
			_, err := io.WriteString(f, content)
			return err
		})
	})
	if err == nil {
		err = zw.Close()
	}
	if err != nil {
		return nil, problemOf(err)
	}
	return out.Bytes(), nil
}

// read2003 reads a document of Word 2003. Its elements are those of a .docx, with few exceptions, in one part.
func (one *oneFile) read2003(limits Limits) ([]*intake.Sheet, error) {
	parts := map[string][]byte{}
	err := one.children(limits, func(child xml.StartElement, _, outer string) error {
		switch name := child.Name.Local; name {
		case "body", "styles", "lists", "bgPict":
			if parts[name] != nil {
				return damaged("部件重复，无法确定以哪一个为准", "a part is there twice, and which one counts is unclear")
			}
			parts[name] = []byte(outer)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, problemOf(err)
	case parts["body"] == nil:
		return nil, damaged("其中没有正文", "it has no text")
	case tooMany(parts["styles"], limits.Styles), tooMany(parts["lists"], limits.Styles):
		return nil, tooMuch()
	}
	styles := newStyleSheet(parts["styles"])
	w := &reader{numbers: numbering2003(parts["lists"], styles), styles: styles, notes: map[string]string{}, nesting: limits.Nesting}
	return w.body(parts["body"], parts["bgPict"] != nil)
}

// xmlLists are the lists of a document of Word 2003.
type xmlLists struct {
	Def []struct {
		ID     string     `xml:"listDefId,attr"`
		Levels []xmlLevel `xml:"lvl"`
		Link   xmlVal     `xml:"listStyleLink"`
	} `xml:"listDef"`
	List []struct {
		ID       string        `xml:"ilfo,attr"`
		Def      xmlVal        `xml:"ilst"`
		Override []xmlOverride `xml:"lvlOverride"`
	} `xml:"list"`
}

// numbering2003 reads the lists of a document of Word 2003.
func numbering2003(part []byte, styles *styleSheet) *numbering {
	var lists xmlLists
	var x xmlNumbering
	if len(part) == 0 || xml.Unmarshal(part, &lists) != nil {
		return buildNumbering(x, styles)
	}
	for _, d := range lists.Def {
		x.Abstract = append(x.Abstract, xmlAbstract{d.ID, d.Levels, d.Link})
	}
	for _, l := range lists.List {
		x.Num = append(x.Num, xmlNum{l.ID, l.Def, l.Override})
	}
	return buildNumbering(x, styles)
}

// OneFileLeftovers is [Leftovers] of a Word document in one XML file. Of one of Word 2003, complete says that it is not all
// that is searched for in a .docx.
func OneFileLeftovers(data []byte) (notes []model.Note, ok, complete bool, err error) {
	one := openOneFile(data)
	if one == nil || tooMany([]byte(one.text), Default.Elements) {
		return nil, false, false, nil
	}
	if one.flat {
		packed, err := one.pack(Default)
		if err != nil {
			return nil, false, false, nil // reading says what is wrong with it
		}
		notes, ok, err = Leftovers(packed)
		return notes, ok, true, err
	}
	var l searcher
	l.Search("", msg.T("文件", "the file"), func() error { return leftovers.EachElement([]byte(one.text), l.element) })
	return l.Notes, true, false, l.Crash
}
