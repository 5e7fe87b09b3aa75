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

const (
	maxEntries = 2000
	maxPart    = 32 << 20 // bytes of one part, inflated
)

var saveAgain = msg.T("请用 WPS 或 Word 打开，另存为新的 .docx 再试", "open it in WPS or Word, save it as a new .docx, and try again")

func damaged(zh, en string) error {
	return &msg.Problem{What: msg.T("Word 文档已损坏，无法读取："+zh, "the Word document is damaged: "+en), Hint: saveAgain}
}

// openParts reads the parts of a Word document that are there, by their usual names
// without folder and extension. It returns nil without an error if the data are another
// kind of zip archive.
func openParts(data []byte) (map[string][]byte, error) {
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
	case len(zr.File) > maxEntries:
		return nil, damaged("部件过多", "it has too many parts")
	case twice != "":
		return nil, damaged("部件重复，无法确定以哪一个为准", "a part is there twice, and which one counts is unclear")
	}
	parts := map[string][]byte{}
	for _, part := range []string{"document", "numbering", "styles", "footnotes", "endnotes"} {
		name := path.Join(path.Dir(root), part+".xml")
		if part == "document" {
			name = root
		}
		if e := entries[name]; e != nil {
			if parts[part], err = inflate(e); err != nil {
				return nil, err
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
	data, err := inflate(e)
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

// inflate reads a part to its end, so that its checksum is verified.
func inflate(e *zip.File) ([]byte, error) {
	rc, err := e.Open()
	if err != nil {
		return nil, damaged("无法解压", "it cannot be inflated")
	}
	defer rc.Close()
	data, err := io.ReadAll(io.LimitReader(rc, maxPart+1))
	switch {
	case len(data) > maxPart:
		return nil, damaged("解压后过大，可能是恶意构造的", "it inflates to too much and may be crafted")
	case errors.Is(err, zip.ErrChecksum):
		return nil, damaged("校验码不符，可能没有复制完整", "a checksum is wrong; it may not have been copied in full")
	case err != nil:
		return nil, damaged("无法解压", "it cannot be inflated")
	}
	return data, nil
}
