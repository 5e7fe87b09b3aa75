// Package patch changes single places in the parts of a workbook and leaves every
// other byte as it was.
//
// A spreadsheet library that opens and saves a file keeps only what it knows. A
// unit's workbook may hold more, and must come back whole: parts that are not changed
// are copied compressed as they are, and in the others only the edited places differ.
package patch

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/zipfile"
)

// Book is the parts of a workbook, with the changes made so far. A part is found by any
// spelling of its name, see zipfile.Key, and keeps the name that it has in the file.
type Book struct {
	data    []byte // the file
	zip     *zip.Reader
	byKey   map[string]*zip.File
	read    map[string][]byte // parts as they are in the file, by key
	changed map[string][]byte // by key; nil for a part that was removed
	added   []string          // names
	parsed  map[string]*Doc   // parsed parts, as they are now, by key
	err     error             // the first that a call met
}

// Fail keeps an error for Err, unless it is nil or one came before.
func (b *Book) Fail(err error) { b.err = cmp.Or(b.err, err) }

// Err is the first error that the calls since the last Err met, which is forgotten
// then. Until then nothing is edited or written, and what is missing reads as empty.
func (b *Book) Err() error {
	err := b.err
	b.err = nil
	return err
}

// Open reads the parts of a workbook that has passed the preflight.
func Open(data []byte) (*Book, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := &Book{data: data, zip: zr, byKey: map[string]*zip.File{}, read: map[string][]byte{}, changed: map[string][]byte{}, parsed: map[string]*Doc{}}
	zr.File = slices.DeleteFunc(zr.File, zipfile.IsFolder)
	for _, f := range zr.File {
		b.byKey[zipfile.Key(f.Name)] = f
	}
	return b, nil
}

// Names lists the parts, without those that were removed.
func (b *Book) Names() []string {
	var names []string
	for _, f := range b.zip.File {
		names = append(names, zipfile.Name(f.Name))
	}
	return slices.DeleteFunc(append(names, b.added...), func(n string) bool {
		data, changed := b.changed[zipfile.Key(n)]
		return changed && data == nil
	})
}

// Part is the content of a part; ok is false if there is none.
func (b *Book) Part(name string) (data []byte, ok bool) {
	key := zipfile.Key(name)
	if data, ok := b.changed[key]; ok {
		return data, data != nil
	}
	f := b.byKey[key]
	if data, ok := b.read[key]; ok || f == nil {
		return data, ok
	}
	rc, err := f.Open()
	if err != nil {
		b.Fail(err)
		return nil, false
	}
	defer rc.Close()
	var part bytes.Buffer
	part.Grow(int(min(f.UncompressedSize64, 1<<20)) + bytes.MinRead) // what an archive says of its parts may be wrong
	if _, err = part.ReadFrom(rc); err != nil {
		b.Fail(err)
		return nil, false
	}
	b.read[key] = zipfile.UTF8(part.Bytes())
	return b.read[key], true
}

// Set replaces or adds a part.
func (b *Book) Set(name string, data []byte) {
	key := zipfile.Key(name)
	if b.byKey[key] == nil && !slices.ContainsFunc(b.added, func(n string) bool { return zipfile.Key(n) == key }) {
		b.added = append(b.added, name)
	}
	b.changed[key] = data
	delete(b.parsed, key)
}

// Remove takes a part out.
func (b *Book) Remove(name string) {
	b.changed[zipfile.Key(name)] = nil
	delete(b.parsed, zipfile.Key(name))
}

// Bytes is the workbook as a file. The same edits of the same file give the same bytes.
func (b *Book) Bytes() ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(len(b.data) + len(b.data)/4)
	zw := zip.NewWriter(&buf)
	for _, f := range b.zip.File {
		if _, changed := b.changed[zipfile.Key(f.Name)]; changed {
			b.deflate(zw, f.Name)
		} else {
			b.Fail(zipfile.Copy(zw, f))
		}
	}
	for _, n := range b.added {
		b.deflate(zw, n)
	}
	b.Fail(zw.Close())
	if b.err != nil {
		return nil, b.err
	}
	return buf.Bytes(), nil
}

// deflate writes a changed part into an archive, unless it was removed.
func (b *Book) deflate(zw *zip.Writer, name string) {
	data := b.changed[zipfile.Key(name)]
	if data == nil {
		return
	}
	w, err := zipfile.Create(zw, name)
	if err == nil {
		_, err = w.Write(data)
	}
	b.Fail(err)
}

// Edit calls a function to change an XML part.
func (b *Book) Edit(name string, change func(*Doc)) {
	d := b.doc(name)
	if b.err != nil {
		return
	}
	change(d)
	if d.err != nil {
		b.Fail(fmt.Errorf("part %s: %w", name, d.err))
	} else if len(d.edits) > 0 {
		b.Set(name, d.Bytes())
	}
}

// doc is a parsed part; an empty one if it cannot be parsed.
func (b *Book) doc(name string) *Doc {
	if d := b.parsed[zipfile.Key(name)]; d != nil {
		return d
	}
	data, ok := b.Part(name)
	if !ok {
		b.Fail(fmt.Errorf("part %s is missing", name))
		return &Doc{Root: &Element{}}
	}
	d, err := Parse(data)
	if err != nil {
		b.Fail(fmt.Errorf("part %s: %w", name, err))
		return &Doc{Root: &Element{}}
	}
	b.parsed[zipfile.Key(name)] = d
	return d
}

// Root is the local name of a part's root element; empty if there is no such part.
func (b *Book) Root(name string) string {
	if _, ok := b.Part(name); !ok {
		return ""
	}
	return b.doc(name).Root.Local
}

// Rel is a relationship of one part with another.
type Rel struct {
	ID, Type string // Type is the last element of the type's address, such as "comments"
	Target   string // name of the part, or an address outside
	External bool
}

const relsRoot = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`

// RelsPart is the name of the part with the relationships of a part; "" stands for the
// package.
func RelsPart(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// Rels lists the relationships of a part.
func (b *Book) Rels(part string) []Rel {
	if _, ok := b.Part(RelsPart(part)); !ok {
		return nil
	}
	return b.doc(RelsPart(part)).Rels(part)
}

// Rels lists the relationships of a part that a document of relationships holds.
func (d *Doc) Rels(part string) []Rel {
	var out []Rel
	for _, e := range d.Root.Children {
		r := Rel{ID: e.Attr("Id"), Type: path.Base(e.Attr("Type")), Target: e.Attr("Target"), External: strings.EqualFold(e.Attr("TargetMode"), "External")}
		if !r.External {
			r.Target = zipfile.Target(part, r.Target)
		}
		out = append(out, r)
	}
	return out
}

// RelOf is a part's first relationship of a type; one without a target if there is none.
func (b *Book) RelOf(part, kind string) Rel {
	rels := b.Rels(part)
	if i := slices.IndexFunc(rels, func(r Rel) bool { return r.Type == kind }); i >= 0 {
		return rels[i]
	}
	return Rel{}
}

// AddRel relates a part with another of a type and returns the id. Kind is the
// type's whole address.
func (b *Book) AddRel(part, kind, target string) string {
	if _, ok := b.Part(RelsPart(part)); !ok {
		b.Set(RelsPart(part), []byte(relsRoot))
	}
	rels := b.Rels(part)
	id := ""
	for n := 1; id == "" || slices.ContainsFunc(rels, func(r Rel) bool { return r.ID == id }); n++ {
		id = "rIdGk" + strconv.Itoa(n)
	}
	b.Edit(RelsPart(part), func(d *Doc) {
		d.Append(d.Root, fmt.Sprintf(`<%sRelationship Id="%s" Type="%s" Target="%s"/>`, d.Root.WritePrefix(), id, kind, relative(part, target)))
	})
	return id
}

// Add adds a part of a content type, related with another as AddRel does, and returns
// the id.
func (b *Book) Add(name string, data []byte, contentType, part, kind string) string {
	b.Set(name, data)
	b.DeclareType(name, contentType)
	return b.AddRel(part, kind, name)
}

// relative is the name of a part relative to another, which some programs require.
func relative(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if a[0] == "." {
		return to
	}
	for len(a) > 0 && len(b) > 1 && strings.EqualFold(a[0], b[0]) {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)) + strings.Join(b, "/")
}

// RemoveRel removes a relationship, and the part it leads to.
func (b *Book) RemoveRel(part string, r Rel) {
	b.Edit(RelsPart(part), func(d *Doc) {
		for _, e := range d.Root.Children {
			if e.Attr("Id") == r.ID {
				d.Delete(e)
			}
		}
	})
	if r.External {
		return
	}
	b.Remove(r.Target)
	b.Remove(RelsPart(r.Target))
	b.Edit(contentTypes, func(d *Doc) {
		for _, e := range d.Root.Children {
			if declares(e, r.Target) {
				d.Delete(e)
			}
		}
	})
}

const contentTypes = "[Content_Types].xml"

// DeclareType declares the content type of a part, unless it is declared already.
func (b *Book) DeclareType(part, contentType string) {
	b.Edit(contentTypes, func(d *Doc) {
		if !slices.ContainsFunc(d.Root.Children, func(e *Element) bool { return declares(e, part) }) {
			d.Append(d.Root, fmt.Sprintf(`<%sOverride PartName="/%s" ContentType="%s"/>`, d.Root.WritePrefix(), part, contentType))
		}
	})
}

// TypeOf is the content type of a part; empty if none is declared.
func (b *Book) TypeOf(part string) string {
	own, general := "", ""
	for _, e := range b.doc(contentTypes).Root.Children {
		switch {
		case declares(e, part):
			own = e.Attr("ContentType")
		case e.Local == "Default" && strings.EqualFold("."+e.Attr("Extension"), path.Ext(part)):
			general = e.Attr("ContentType")
		}
	}
	return cmp.Or(own, general)
}

// declares says whether an element declares the content type of a part.
func declares(e *Element, part string) bool {
	return e.Local == "Override" && zipfile.Key(e.Attr("PartName")) == zipfile.Key(part)
}

// FreeName is an unused name for a new part: prefix, a number, suffix.
func (b *Book) FreeName(prefix, suffix string) string {
	for n := 1; ; n++ {
		name := prefix + strconv.Itoa(n) + suffix
		_, gone := b.changed[zipfile.Key(name)]
		if !gone && b.byKey[zipfile.Key(name)] == nil {
			return name
		}
	}
}
