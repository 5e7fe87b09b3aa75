package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/gkxl/gkxl/msg"
)

// Limits bound what is read of one document.
type Limits struct {
	Entries  int // parts of the archive
	Part     int // bytes of one part, inflated
	Total    int // bytes of all parts that are read, inflated
	Nesting  int // of elements: twice what layout tables in text boxes in layout tables take
	Elements int // and attributes, each, of the part with the text or with the notes
	Styles   int // elements and attributes, each, of the part with the styles or with the lists
}

// Default are the limits of all reading.
var Default = Limits{Entries: 2000, Part: 32 << 20, Total: 48 << 20, Nesting: 200, Elements: 1_000_000, Styles: 100_000}

// tooMuch is the error for a document beyond these limits.
func tooMuch() error {
	return &msg.Problem{What: msg.T("Word 文档的内容过多", "the Word document holds too much"), Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file"), Kind: msg.ErrTooLarge}
}

// tooMany says whether a part may have more than so many elements, with their ends, or attributes.
func tooMany(part []byte, most int) bool {
	return bytes.Count(part, []byte("<")) > 2*most || bytes.Count(part, []byte("=")) > most
}

var saveAgain = msg.T("请用 WPS 或 Word 打开，另存为新的 .docx 再试", "open it in WPS or Word, save it as a new .docx, and try again")

func damaged(zh, en string) error {
	return &msg.Problem{What: msg.T("Word 文档已损坏，无法读取："+zh, "the Word document is damaged: "+en), Hint: saveAgain}
}

// openParts reads the parts of a Word document that are there, by their usual names
// without folder and extension. It returns nil without an error if the data are another
// kind of zip archive.
func openParts(data []byte, limits Limits) (map[string][]byte, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > 10*limits.Entries {
		return nil, nil // what lists so many parts is no document
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil
	}
	entries := map[string]*zip.File{}
	twice := ""
	for _, e := range zr.File {
		name := entryName(e.Name)
		if entries[name] != nil && !strings.HasSuffix(e.Name, "/") {
			twice = name
		}
		entries[name] = e
	}
	root, err := documentPart(entries)
	if root == "" || err != nil {
		return nil, err
	}
	switch {
	case len(zr.File) > limits.Entries:
		return nil, damaged("部件过多", "it has too many parts")
	case twice != "":
		return nil, damaged("部件重复，无法确定以哪一个为准", "a part is there twice, and which one counts is unclear")
	}
	parts, left := map[string][]byte{}, limits.Total
	for _, part := range []string{"document", "numbering", "styles", "footnotes", "endnotes"} {
		name := path.Join(path.Dir(root), part+".xml")
		if part == "document" {
			name = root
		}
		if e := entries[name]; e != nil {
			if parts[part], err = inflate(e, min(limits.Part, left)); err != nil {
				return nil, err
			}
			left -= len(parts[part])
			most := limits.Elements
			if part == "styles" || part == "numbering" {
				most = limits.Styles
			}
			if tooMany(parts[part], most) {
				return nil, tooMuch()
			}
		}
	}
	return parts, nil
}

func entryName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(s, `\`, "/")), "/"))
}

// documentPart is the name of the part with the text: word/document.xml, or, as
// some programs name it otherwise, what the relationships of the package say.
// Empty if the archive is no Word document.
func documentPart(entries map[string]*zip.File) (string, error) {
	const usual = "word/document.xml"
	if entries[usual] != nil {
		return usual, nil
	}
	e := entries["_rels/.rels"]
	if e == nil {
		return "", nil
	}
	data, err := inflate(e, Default.Part)
	if err != nil {
		return "", err
	}
	var rels struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if xml.Unmarshal(data, &rels) != nil {
		return "", nil
	}
	for _, r := range rels.Relationship {
		name := entryName(r.Target)
		if strings.HasSuffix(r.Type, "/officeDocument") && strings.HasPrefix(name, "word/") && entries[name] != nil {
			return name, nil
		}
	}
	return "", nil
}

// inflate reads a part of at most so many bytes to its end, so that its checksum is verified.
func inflate(e *zip.File, most int) ([]byte, error) {
	rc, err := e.Open()
	if err != nil {
		return nil, damaged("无法解压", "it cannot be inflated")
	}
	defer rc.Close()
	var part bytes.Buffer
	part.Grow(int(min(e.UncompressedSize64, uint64(most))) + bytes.MinRead) // at once: to grow step by step takes twice as much
	_, err = part.ReadFrom(io.LimitReader(rc, int64(most)+1))
	data := part.Bytes()
	switch {
	case len(data) > most:
		return nil, damaged("解压后过大，可能是恶意构造的", "it inflates to too much and may be crafted")
	case errors.Is(err, zip.ErrChecksum):
		return nil, damaged("校验码不符，可能没有复制完整", "a checksum is wrong; it may not have been copied in full")
	case err != nil:
		return nil, damaged("无法解压", "it cannot be inflated")
	}
	return data, nil
}
