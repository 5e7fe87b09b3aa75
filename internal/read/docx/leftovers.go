package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/gkxl/gkxl/internal/leftovers"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Leftovers lists what a Word document holds besides what it shows, and what would be published with it: comments,
// tracked changes, hidden text, names of people in its properties, links to files, and parts that are not looked into.
// Ok is false if the data are no Word document. The error is a *msg.Crash; the notes count beside it.
func Leftovers(data []byte) (notes []model.Note, ok bool, err error) {
	var l searcher
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, nil
	}
	entries := map[string]*zip.File{}
	for _, e := range zr.File {
		entries[entryName(e.Name)] = e
	}
	if root, err := documentPart(entries); root == "" || err != nil {
		return nil, false, nil // Read says what is wrong with it
	}
	pictures, first := 0, ""
	for _, e := range zr.File {
		name := entryName(e.Name)
		switch {
		case strings.HasPrefix(name, "word/media/"):
			if pictures++; first == "" {
				first = name
			}
		case strings.HasPrefix(name, "word/embeddings/"):
			l.Skipped(name, msg.F("嵌入的文件“%s”", "the contents of the embedded file %q", strings.TrimPrefix(name, "word/embeddings/")))
		case strings.HasSuffix(name, "vbaproject.bin"):
			l.Skipped(name, msg.T("宏", "the macros"))
		case strings.HasSuffix(name, ".rels"):
			l.Search(name, msg.F("部件“%s”", "part %q", name), func() error { return l.each(e, l.link) })
		case strings.HasPrefix(name, "docprops/"), strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml"):
			l.Search(name, msg.F("部件“%s”", "part %q", name), func() error { return l.each(e, l.element) })
		}
	}
	l.Pictures(first, pictures)
	return l.Notes, true, l.Crash
}

// searcher searches one document.
type searcher struct {
	leftovers.List
	deleted bool // that the document holds deleted text was noted
	hidden  bool // that it holds hidden text was noted
	vanish  bool // the current run is hidden
}

// each calls a function with every element of a part and the decoder behind its start.
func (l *searcher) each(e *zip.File, visit func(*xml.Decoder, xml.StartElement) error) error {
	part, err := inflate(e, Default.Part)
	if err != nil {
		return err
	}
	return leftovers.EachElement(part, visit)
}

// attribute is an attribute of an element by its local name; "" without one.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// element notes what one element of a part leaves.
func (l *searcher) element(dec *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "comment":
		var said struct {
			Text []string `xml:"p>r>t"`
		}
		if err := dec.DecodeElement(&said, &e); err != nil {
			return err
		}
		l.Add("PUB-COMMENT", "", strings.Join(said.Text, ""), msg.F("批注：“%s”", "comment: %q", text.Brief(strings.Join(said.Text, ""))))
		l.Person(msg.T("批注作者", "wrote a comment"), attribute(e, "author"))
	case "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange":
		l.Person(msg.T("修订者", "changed the text"), attribute(e, "author"))
	case "annotation":
		return l.annotation(dec, e)
	case "r":
		l.vanish = false
	case "vanish":
		v := attribute(e, "val")
		l.vanish = v != "0" && v != "false" && v != "off"
	case "t", "delText":
		var said string
		if err := dec.DecodeElement(&said, &e); err != nil {
			return err
		}
		switch {
		case strings.TrimSpace(said) == "":
		case e.Name.Local == "delText" && !l.deleted:
			l.deleted = true
			l.Add("PUB-HIDDEN", "", said, msg.F("修订留有删去的文字，如“%s”", "tracked changes keep deleted text, such as %q", text.Brief(said)))
		case e.Name.Local == "t" && l.vanish && !l.hidden:
			l.hidden = true
			l.Add("PUB-HIDDEN", "", said, msg.F("有隐藏的文字，如“%s”", "there is hidden text, such as %q", text.Brief(said)))
		}
	case "creator", "lastModifiedBy", "Company", "Manager", "Author", "LastAuthor":
		var who string
		if err := dec.DecodeElement(&who, &e); err != nil {
			return err
		}
		l.Person(properties[e.Name.Local], who)
	}
	return nil
}

// properties are the properties of a document that name people, and what they are called.
var properties = map[string]msg.Text{
	"creator":        msg.T("作者", "author"),
	"lastModifiedBy": msg.T("最后保存者", "last saved by"),
	"Company":        msg.T("单位", "company"),
	"Manager":        msg.T("主管", "manager"),
	"Author":         msg.T("作者", "author"), // of Word 2003
	"LastAuthor":     msg.T("最后保存者", "last saved by"),
}

// annotation notes what Word 2003 keeps of a comment or a change.
func (l *searcher) annotation(dec *xml.Decoder, e xml.StartElement) error {
	switch kind := attribute(e, "type"); kind {
	case "Word.Comment":
		var said struct {
			Text []string `xml:"content>p>r>t"`
		}
		if err := dec.DecodeElement(&said, &e); err != nil {
			return err
		}
		l.Add("PUB-COMMENT", "", strings.Join(said.Text, ""), msg.F("批注：“%s”", "comment: %q", text.Brief(strings.Join(said.Text, ""))))
		l.Person(msg.T("批注作者", "wrote a comment"), attribute(e, "author"))
	case "Word.Insertion", "Word.Deletion", "Word.Formatting":
		l.Person(msg.T("修订者", "changed the text"), attribute(e, "author"))
	}
	return nil
}

// link notes a relationship to another file. Addresses on the web are no such files.
func (l *searcher) link(_ *xml.Decoder, e xml.StartElement) error {
	target := attribute(e, "Target")
	if attribute(e, "TargetMode") == "External" && !strings.HasPrefix(target, "http") && !strings.HasPrefix(target, "#") {
		l.Add("PUB-LINK", "", target, msg.F("链接到“%s”", "linked to %q", text.Brief(target)))
	}
	return nil
}
