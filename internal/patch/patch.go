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
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Book is the parts of a workbook, with the changes made so far.
type Book struct {
	zip     *zip.Reader
	byName  map[string]*zip.File
	changed map[string][]byte // nil for a part that was removed
	added   []string
	parsed  map[string]*Doc // parsed parts, as they are now
}

// Open reads the parts of a workbook that has passed the preflight.
func Open(data []byte) (*Book, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := &Book{zip: zr, byName: map[string]*zip.File{}, changed: map[string][]byte{}, parsed: map[string]*Doc{}}
	for _, f := range zr.File {
		b.byName[f.Name] = f
	}
	return b, nil
}

// Names lists the parts, without those that were removed.
func (b *Book) Names() []string {
	var out []string
	for _, f := range b.zip.File {
		if data, ok := b.changed[f.Name]; !ok || data != nil {
			out = append(out, f.Name)
		}
	}
	for _, n := range b.added {
		if b.changed[n] != nil {
			out = append(out, n)
		}
	}
	return out
}

// Part is the content of a part; ok is false if there is none.
func (b *Book) Part(name string) (data []byte, ok bool, err error) {
	if data, ok := b.changed[name]; ok {
		return data, data != nil, nil
	}
	f := b.byName[name]
	if f == nil {
		return nil, false, nil
	}
	rc, err := f.Open()
	if err != nil {
		return nil, false, err
	}
	defer rc.Close()
	data, err = io.ReadAll(rc)
	return data, err == nil, err
}

// Set replaces or adds a part.
func (b *Book) Set(name string, data []byte) {
	if b.byName[name] == nil && !slices.Contains(b.added, name) {
		b.added = append(b.added, name)
	}
	b.changed[name] = data
	delete(b.parsed, name)
}

// Remove takes a part out.
func (b *Book) Remove(name string) {
	b.changed[name] = nil
	delete(b.parsed, name)
}

// WriteTo writes the workbook. The same edits of the same file give the same
// bytes.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for _, f := range b.zip.File {
		data, changed := b.changed[f.Name]
		switch {
		case changed && data == nil:
		case changed:
			if err := deflate(zw, f.Name, data); err != nil {
				return 0, err
			}
		default:
			if err := zw.Copy(f); err != nil {
				return 0, err
			}
		}
	}
	for _, n := range b.added {
		if data := b.changed[n]; data != nil {
			if err := deflate(zw, n, data); err != nil {
				return 0, err
			}
		}
	}
	if err := zw.Close(); err != nil {
		return 0, err
	}
	return buf.WriteTo(w)
}

// firstDay is 1 January 1980, the earliest date an archive can say. No date at
// all would be the 0th of month 0, which some programs refuse.
const firstDay = 1<<5 | 1

func deflate(zw *zip.Writer, name string, data []byte) error {
	w, err := zw.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: firstDay})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Edit calls a function to change an XML part.
func (b *Book) Edit(name string, change func(*Doc) error) error {
	d, err := b.doc(name)
	if err != nil {
		return err
	}
	if err := change(d); err != nil {
		return fmt.Errorf("part %s: %w", name, err)
	}
	if len(d.edits) > 0 {
		b.Set(name, d.Bytes())
	}
	return nil
}

func (b *Book) doc(name string) (*Doc, error) {
	if d := b.parsed[name]; d != nil {
		return d, nil
	}
	data, ok, err := b.Part(name)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("part %s is missing", name)
	}
	d, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	b.parsed[name] = d
	return d, nil
}

// Rel is a relationship of one part with another.
type Rel struct {
	ID, Type string // Type is the last element of the type's address, such as "comments"
	Target   string // name of the part, or an address outside
	External bool
}

const relsRoot = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`

// relsOf is the name of the part with the relationships of a part; "" stands for the
// package.
func relsOf(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// Rels lists the relationships of a part.
func (b *Book) Rels(part string) ([]Rel, error) {
	if _, ok, err := b.Part(relsOf(part)); err != nil || !ok {
		return nil, err
	}
	d, err := b.doc(relsOf(part))
	if err != nil {
		return nil, err
	}
	var out []Rel
	for _, e := range d.Root.Children {
		r := Rel{ID: e.Attr("Id"), Type: path.Base(e.Attr("Type")), Target: e.Attr("Target"), External: e.Attr("TargetMode") == "External"}
		if !r.External {
			if !strings.HasPrefix(r.Target, "/") {
				r.Target = path.Join(path.Dir(part), r.Target)
			}
			r.Target = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		out = append(out, r)
	}
	return out, nil
}

// AddRel relates a part with another of a type and returns the id. Kind is the
// type's whole address.
func (b *Book) AddRel(part, kind, target string) (string, error) {
	if _, ok, err := b.Part(relsOf(part)); err != nil {
		return "", err
	} else if !ok {
		b.Set(relsOf(part), []byte(relsRoot))
	}
	rels, err := b.Rels(part)
	if err != nil {
		return "", err
	}
	id := ""
	for n := 1; id == "" || slices.ContainsFunc(rels, func(r Rel) bool { return r.ID == id }); n++ {
		id = "rIdGk" + strconv.Itoa(n)
	}
	return id, b.Edit(relsOf(part), func(d *Doc) error {
		d.Append(d.Root, fmt.Sprintf(`<%sRelationship Id="%s" Type="%s" Target="%s"/>`, d.Root.WritePrefix(), id, kind, relative(part, target)))
		return nil
	})
}

// relative is the name of a part relative to another, which some programs require.
func relative(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if a[0] == "." {
		return to
	}
	for len(a) > 0 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)) + strings.Join(b, "/")
}

// RemoveRel removes a relationship, and the part it leads to.
func (b *Book) RemoveRel(part string, r Rel) error {
	if err := b.Edit(relsOf(part), func(d *Doc) error {
		for _, e := range d.Root.Children {
			if e.Attr("Id") == r.ID {
				d.Delete(e)
			}
		}
		return nil
	}); err != nil || r.External {
		return err
	}
	b.Remove(r.Target)
	b.Remove(relsOf(r.Target))
	return b.Edit(contentTypes, func(d *Doc) error {
		for _, e := range d.Root.Children {
			if e.Local == "Override" && e.Attr("PartName") == "/"+r.Target {
				d.Delete(e)
			}
		}
		return nil
	})
}

const contentTypes = "[Content_Types].xml"

// DeclareType declares the content type of a part, unless it is declared already.
func (b *Book) DeclareType(part, contentType string) error {
	return b.Edit(contentTypes, func(d *Doc) error {
		for _, e := range d.Root.Children {
			if e.Local == "Override" && e.Attr("PartName") == "/"+part {
				return nil
			}
		}
		d.Append(d.Root, fmt.Sprintf(`<%sOverride PartName="/%s" ContentType="%s"/>`, d.Root.WritePrefix(), part, contentType))
		return nil
	})
}

// FreeName is an unused name for a new part: prefix, a number, suffix.
func (b *Book) FreeName(prefix, suffix string) string {
	names := map[string]bool{}
	for _, n := range b.Names() {
		names[strings.ToLower(n)] = true
	}
	for n := 1; ; n++ {
		name := prefix + strconv.Itoa(n) + suffix
		if _, gone := b.changed[name]; !names[strings.ToLower(name)] && !gone {
			return name
		}
	}
}
