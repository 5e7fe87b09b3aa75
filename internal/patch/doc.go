package patch

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/read/xmlwalk"
	"github.com/gkxl/gkxl/internal/sorting"
)

// Doc is a parsed XML part, with the edits made so far.
type Doc struct {
	Root  *Element
	data  []byte
	edits []edit
	err   error // see Fail
}

// Fail makes Edit fail with an error, unless it is nil or one came before.
func (d *Doc) Fail(err error) { d.err = cmp.Or(d.err, err) }

// Need is a child of the root without which the part cannot be edited: if it is not
// there, Edit fails.
func (d *Doc) Need(local string) *Element {
	if e := d.Root.Child(local); e != nil {
		return e
	}
	d.Fail(fmt.Errorf("no %s", local))
	return &Element{}
}

// Element is an element with its position in the part.
type Element struct {
	Prefix, Local string
	Attrs         []xml.Attr // names as written, a prefix in Space
	Children      []*Element
	Parent        *Element
	// The start tag is data[start:open], the end tag data[close:end]; an empty
	// element has no end tag.
	start, open, close, end int
	empty                   bool
}

type edit struct {
	from, to int
	text     string
	order    int
}

// Parse parses an XML part.
func Parse(data []byte) (*Doc, error) {
	d := &Doc{data: data}
	var at *Element
	// Elements and attributes come from pieces of memory that grow with the part.
	var elements []Element
	var attributes []xml.Attr
	size := 8
	err := xmlwalk.Tags(data, func(t xmlwalk.Tag) {
		if t.End {
			at.close, at.end = t.From, t.To
			at = at.Parent
			return
		}
		if len(elements) == 0 {
			elements = make([]Element, size)
			size = min(2*size, 256)
		}
		e := &elements[0]
		elements = elements[1:]
		if n := len(t.Attributes); cap(attributes)-len(attributes) < n {
			attributes = make([]xml.Attr, 0, n+size)
		}
		first := len(attributes)
		attributes = append(attributes, t.Attributes...)
		*e = Element{Prefix: t.Name.Space, Local: t.Name.Local, Attrs: attributes[first:len(attributes):len(attributes)], Parent: at, start: t.From, open: t.To, close: t.To, end: t.To, empty: t.Empty}
		if at != nil {
			at.Children = append(at.Children, e)
		} else if d.Root == nil {
			d.Root = e
		}
		if !t.Empty {
			at = e
		}
	})
	if err == nil && d.Root == nil {
		err = errors.New("no XML document")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Attr is the value of an attribute by its local name, or "".
func (e *Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// WritePrefix is the element's namespace prefix with its colon, for writing another
// element of the same namespace; empty if it has none.
func (e *Element) WritePrefix() string {
	if e.Prefix == "" {
		return ""
	}
	return e.Prefix + ":"
}

// Namespace is the URI of the element's namespace, if the element declares it.
func (e *Element) Namespace() string {
	for _, a := range e.Attrs {
		if e.Prefix == "" && a.Name.Space == "" && a.Name.Local == "xmlns" || e.Prefix != "" && a.Name.Space == "xmlns" && a.Name.Local == e.Prefix {
			return a.Value
		}
	}
	return ""
}

// Child is the first child of a name; nil if there is none.
func (e *Element) Child(local string) *Element {
	if i := slices.IndexFunc(e.Children, func(c *Element) bool { return c.Local == local }); i >= 0 {
		return e.Children[i]
	}
	return nil
}

// Items are the children of the first child of a name; none if there is no such child.
func (e *Element) Items(local string) []*Element {
	if list := e.Child(local); list != nil {
		return list.Children
	}
	return nil
}

// Descendants lists the elements of a local name below the element, at any depth.
func (e *Element) Descendants(local string) []*Element {
	var out []*Element
	for _, c := range e.Children {
		if c.Local == local {
			out = append(out, c)
		}
		out = append(out, c.Descendants(local)...)
	}
	return out
}

// Source is the source of an element, before any edit.
func (d *Doc) Source(e *Element) string { return string(d.data[e.start:e.end]) }

// Text is the character data in an element, with entities resolved, before any edit.
func (d *Doc) Text(e *Element) string { return xmlwalk.Text(d.data[e.start:e.end]) }

func (d *Doc) addEdit(from, to int, text string) {
	d.edits = append(d.edits, edit{from, to, text, len(d.edits)})
}

// Delete removes an element.
func (d *Doc) Delete(e *Element) { d.addEdit(e.start, e.end, "") }

// Replace replaces an element by text.
func (d *Doc) Replace(e *Element, text string) { d.addEdit(e.start, e.end, text) }

// Before inserts text in front of an element.
func (d *Doc) Before(e *Element, text string) { d.addEdit(e.start, e.start, text) }

// After inserts text behind an element.
func (d *Doc) After(e *Element, text string) { d.addEdit(e.end, e.end, text) }

// Append inserts text at the end of an element's content.
func (d *Doc) Append(e *Element, text string) {
	if !e.empty {
		d.addEdit(e.close, e.close, text)
		return
	}
	tag := strings.TrimRight(strings.TrimSuffix(string(d.data[e.start:e.open]), "/>"), " \t\r\n")
	name := e.WritePrefix() + e.Local
	// An empty element is opened once, by whatever edit comes first.
	for i, o := range d.edits {
		if o.from == e.start && o.to == e.open {
			if inner, ok := strings.CutSuffix(o.text, "/>"); ok {
				o.text = inner + ">"
			}
			d.edits[i].text = strings.TrimSuffix(o.text, "</"+name+">") + text + "</" + name + ">"
			return
		}
	}
	d.addEdit(e.start, e.open, tag+">"+text+"</"+name+">")
}

// SetAttr sets attributes of an element that have no prefix; the value "" removes one.
// It may be called once for an element, before anything is appended to it.
func (d *Doc) SetAttr(e *Element, values map[string]string) {
	var b strings.Builder
	b.WriteString("<" + e.WritePrefix() + e.Local)
	done := map[string]bool{}
	put := func(name, value string) {
		b.WriteString(" " + name + `="` + Escape(value) + `"`)
	}
	for _, a := range e.Attrs {
		name := a.Name.Local
		if a.Name.Space != "" {
			put(a.Name.Space+":"+name, a.Value)
			continue
		}
		v, set := values[name]
		done[name] = true
		switch {
		case !set:
			put(name, a.Value)
		case v != "":
			put(name, v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !done[name] && values[name] != "" {
			put(name, values[name])
		}
	}
	if e.empty {
		b.WriteString("/")
	}
	b.WriteString(">")
	d.addEdit(e.start, e.open, b.String())
}

// Bytes is the part with its edits.
func (d *Doc) Bytes() []byte {
	edits := slices.Clone(d.edits)
	sorting.By(edits, func(a, b edit) int {
		// What is put before a place comes before what replaces it.
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(min(1, a.to-a.from), min(1, b.to-b.from)), cmp.Compare(a.order, b.order))
	})
	var out bytes.Buffer
	size := len(d.data)
	for _, e := range edits {
		size += len(e.text)
	}
	out.Grow(size)
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue // inside what another edit replaced
		}
		out.Write(d.data[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(d.data[at:])
	return out.Bytes()
}

// Escape escapes a text for an attribute or for character data.
func Escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")
