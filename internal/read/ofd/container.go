package ofd

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/internal/zipfile"
	"github.com/gkxl/gkxl/msg"
)

// container is the archive of a file with its parts.
type container struct {
	entries map[string][]*zip.File // by the key of their names
	limits  Limits
	left    int // bytes that may still be unpacked
	walker  xmlwalk.Walker
	names   map[string]string // names of elements and attributes, each kept once
}

// rootPart is the key of the part in which a file begins.
const rootPart = "ofd.xml"

// open finds the parts of an archive; nil if the data are no OFD. The error is a *msg.Problem.
func open(data []byte, limits Limits) (*container, error) {
	named := slices.ContainsFunc([]string{"OFD.xml", "ofd.xml", "OFD.XML", "Ofd.xml"}, func(s string) bool { return bytes.Contains(data, []byte(s)) })
	if !bytes.HasPrefix(data, []byte("PK")) || !named || zipfile.Entries(data) > 10*limits.Entries {
		return nil, nil
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || !slices.ContainsFunc(zr.File, func(e *zip.File) bool { return strings.EqualFold(zipfile.Name(e.Name), rootPart) }) {
		return nil, nil
	}
	if len(zr.File) > limits.Entries || len(data) > limits.File {
		return nil, tooMuch()
	}
	c := &container{entries: map[string][]*zip.File{}, limits: limits, left: limits.Total, names: map[string]string{}}
	c.walker = xmlwalk.Walker{Elements: limits.Elements, Depth: limits.Depth, TooMany: tooMuch, Damaged: damaged}
	for _, e := range zr.File {
		if !zipfile.IsFolder(e) {
			key := zipfile.Key(e.Name)
			c.entries[key] = append(c.entries[key], e)
		}
	}
	return c, nil
}

// tooMuch is the refusal of a file that is beyond a limit.
func tooMuch() error { return pdf.TooMuch(kind) }

// damaged is the refusal of a damaged file.
func damaged(zh, en string) error {
	return &msg.Problem{What: msg.T("OFD 文件已损坏："+zh, "the OFD file is damaged: "+en),
		Hint:   msg.T("请重新取得这份 OFD，或用原来的工作簿、文档", "get the OFD again, or use the original workbook or document"),
		Sender: msg.T("请重新发送，或发送原来的工作簿、文档", "send it again, or send the original workbook or document"), Kind: msg.ErrUnreadable}
}

// find returns the key of the part that a place in another part leads to; "" if there is none. A place may be written
// from the root, or from the folder of the part or of the document.
func (c *container) find(from, document, place string) string {
	place = strings.TrimSpace(place)
	if place == "" {
		return ""
	}
	for _, name := range []string{zipfile.Target(from, place), zipfile.Name(place), zipfile.Target(document, place)} {
		if key := zipfile.Key(name); c.entries[key] != nil {
			return key
		}
	}
	return ""
}

// read unpacks a part. The error is a *msg.Problem.
func (c *container) read(key string) ([]byte, error) {
	entries := c.entries[key]
	e := entries[0]
	if slices.ContainsFunc(entries[1:], func(o *zip.File) bool {
		return o.CRC32 != e.CRC32 || o.UncompressedSize64 != e.UncompressedSize64
	}) {
		return nil, damaged("里面有两个不同的“"+path.Base(key)+"”", "it holds two different parts named \""+path.Base(key)+"\"")
	}
	if e.Flags&1 != 0 {
		return nil, encrypted()
	}
	if e.UncompressedSize64 > uint64(c.limits.Part) {
		return nil, tooMuch()
	}
	in, err := e.Open()
	if err != nil {
		return nil, damaged("无法解压", "it cannot be inflated")
	}
	defer in.Close()
	most := int64(min(c.left, c.limits.Part)) + 1
	const atOnce = 1 << 20 // what a part says of its size may be wrong
	data := bytes.NewBuffer(make([]byte, 0, min(int64(e.UncompressedSize64), most, atOnce)+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(in, most))
	if c.left -= data.Len(); c.left < 0 || data.Len() > c.limits.Part {
		return nil, tooMuch()
	}
	if err != nil {
		return nil, damaged("“"+path.Base(key)+"”无法解压", "\""+path.Base(key)+"\" cannot be inflated")
	}
	return data.Bytes(), nil
}

// head returns the first bytes of a part; nil if it cannot be unpacked.
func (c *container) head(key string, n int64) []byte {
	in, err := c.entries[key][0].Open()
	if err != nil {
		return nil
	}
	defer in.Close()
	data, _ := io.ReadAll(io.LimitReader(in, n))
	return data
}

// node is an element of a part.
type node struct {
	name       string
	attributes []attribute
	text       string // between its children
	children   []*node
}

// attribute is an attribute of an element, by its local name.
type attribute struct{ name, value string }

// attribute returns an attribute; "" without one. Some programs write the names of attributes in small letters.
func (n *node) attribute(name string) string {
	if n != nil {
		for _, a := range n.attributes {
			if a.name == name || strings.EqualFold(a.name, name) {
				return strings.TrimSpace(a.value)
			}
		}
	}
	return ""
}

// child returns the first child of a name; nil without one.
func (n *node) child(name string) *node {
	if n != nil {
		for _, c := range n.children {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// all returns the children of a name.
func (n *node) all(name string) (out []*node) {
	if n != nil {
		for _, c := range n.children {
			if c.name == name {
				out = append(out, c)
			}
		}
	}
	return out
}

// value returns what stands in an element; "" of none.
func (n *node) value() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.text)
}

// parse reads the outer element of a part. The error is a *msg.Problem.
func (c *container) parse(data []byte) (*node, error) {
	var root *node
	err := c.walker.Walk(string(zipfile.UTF8(data)), false, func(e xml.StartElement) error {
		n, err := c.element(e)
		if root == nil {
			root = n
		}
		return err
	})
	if err == nil && root == nil {
		return nil, damaged("有一个部件是空的", "a part is empty")
	}
	return root, err
}

// element reads an element with all it holds.
func (c *container) element(e xml.StartElement) (*node, error) {
	n := &node{name: c.once(e.Name.Local), attributes: make([]attribute, 0, len(e.Attr))}
	for _, a := range e.Attr {
		if a.Name.Space != "xmlns" {
			n.attributes = append(n.attributes, attribute{c.once(a.Name.Local), a.Value})
		}
	}
	err := c.walker.Inside(func(e xml.StartElement) error {
		child, err := c.element(e)
		n.children = append(n.children, child)
		return err
	}, func(s string) { n.text += s })
	if len(n.children) > 0 && strings.TrimSpace(n.text) == "" {
		n.text = ""
	}
	return n, err
}

// once keeps one copy of a name.
func (c *container) once(name string) string {
	if s, ok := c.names[name]; ok {
		return s
	}
	c.names[name] = name
	return name
}
