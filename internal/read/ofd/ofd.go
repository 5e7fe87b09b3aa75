// Package ofd reads OFD, the layout documents of GB/T 33190: an archive whose pages say in XML which characters, lines
// and pictures stand where. What they draw is given to package pdf, which reads it as the pages of a PDF without tags:
// rulings tell the cells of tables, and indents and short lines the paragraphs.
//
// container.go unpacks parts, ofd.go follows them from the root to the pages, draw.go, text.go and path.go carry out
// what pages draw, notes.go says what is not read, and what was changed after it was signed.
package ofd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/msg"
)

// kind names the format in messages.
const kind = "OFD"

// Is reports whether data are an OFD.
func Is(data []byte) bool {
	c, err := open(data, Default)
	return c != nil || err != nil
}

// Read reads an OFD within the limits [Default]: a sheet for each document in it. Both results are nil if the data are
// no OFD. The error is a *msg.Problem: a damaged or encrypted file, one without text, one without ruled tables, or one
// that is too large.
func Read(data []byte) ([]*intake.Sheet, error) { return ReadWithin(data, Default) }

// ReadWithin reads an OFD within limits, see [Read].
func ReadWithin(data []byte, limits Limits) ([]*intake.Sheet, error) {
	c, err := open(data, limits)
	if c == nil {
		return nil, err
	}
	if c.entries["encryptions.xml"] != nil {
		return nil, encrypted()
	}
	part, err := c.read(rootPart)
	if err != nil {
		return nil, err
	}
	root, err := c.parse(part)
	if err != nil {
		return nil, err
	}
	bodies := root.all("DocBody")
	switch {
	case len(bodies) == 0:
		return nil, damaged("里面没有文档", "it holds no document")
	case len(bodies) > limits.Documents:
		return nil, tooMuch()
	}
	var sheets []*intake.Sheet
	var failed []error
	for i, body := range bodies {
		sheet, err := c.readBody(body)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if len(bodies) > 1 {
			sheet.Name = fmt.Sprintf("文档%d", i+1)
			sheet.Prefix(sheet.Name + "!")
		}
		sheets = append(sheets, sheet)
	}
	if len(sheets) == 0 {
		return nil, failed[0]
	}
	for _, err := range failed {
		sheets[0].Notes = append(sheets[0].Notes, fileNote("FILE-UNREAD", "", msg.F("OFD 里有 %d 份文档，其中一份没有读入：%s", "the OFD holds %d documents, and one was not read: %s", len(bodies), err)))
	}
	return sheets, nil
}

// encrypted is the refusal of an encrypted file.
func encrypted() error {
	return &msg.Problem{What: msg.T("OFD 已加密，无法读取", "the OFD is encrypted"), Hint: msg.T("请用没有加密的 OFD，或原来的工作簿、文档", "use an OFD that is not encrypted, or the original workbook or document"), Kind: msg.ErrEncrypted}
}

// document is one document of a file.
type document struct {
	*container
	part      string // the key of its root
	resources map[string]resource
	spaces    map[string]colorSpace
	space     string               // of colours that name none; the id of one
	templates map[string]*template // by id
	canvas    *pdf.Canvas
	objects   int                       // that were drawn
	page      int                       // number of the page that is drawn
	listed    map[string]bool           // the lists of resources that were read
	signed    map[string][]signedDigest // by the key of parts
	fonts     map[string]*face          // embedded fonts, by the key of their parts
	aside     *strings.Builder          // takes the text of the annotation that is drawn; nil for the page's own
	notes
}

// resource is what pages refer to by its id: a font, a picture, drawing parameters or a drawing.
type resource struct {
	*node
	from string // the part that names it
	base string // folder of the files it names
}

// template is a page that stands behind or before others.
type template struct {
	place string
	order string
	page  *node // nil until it was read
}

// readBody reads the document that an entry of the root describes. The error is a *msg.Problem.
func (c *container) readBody(body *node) (sheet *intake.Sheet, err error) {
	defer shield.RecoverBounds(&err, func() error { return damaged("坐标或引用不成立", "places or references make no sense") })
	d := &document{container: c, resources: map[string]resource{}, spaces: map[string]colorSpace{}, templates: map[string]*template{},
		canvas: pdf.NewCanvas(kind, pages), listed: map[string]bool{}, signed: map[string][]signedDigest{}, fonts: map[string]*face{}}
	if d.part = d.rootOf(body); d.part == "" {
		return nil, damaged("找不到正文（Document.xml）", "its document (Document.xml) is missing")
	}
	d.readSignatures(body)
	root, err := d.load(d.part)
	if err != nil {
		return nil, err
	}
	common := root.child("CommonData")
	d.space = common.child("DefaultCS").value()
	for _, name := range []string{"PublicRes", "DocumentRes"} {
		for _, n := range common.all(name) {
			if err := d.readResources(d.part, n.value()); err != nil {
				return nil, err
			}
		}
	}
	for _, n := range common.all("TemplatePage") {
		d.templates[n.attribute("ID")] = &template{place: n.attribute("BaseLoc"), order: n.attribute("ZOrder")}
	}
	annotations, err := d.annotations(root)
	if err != nil {
		return nil, err
	}
	list := root.child("Pages").all("Page")
	if len(list) == 0 {
		return nil, damaged("里面一页也没有", "it has no pages")
	}
	for i, p := range list {
		d.page = i + 1
		if err := d.readPage(p, common.child("PageArea"), annotations[p.attribute("ID")]); err != nil {
			return nil, err
		}
	}
	if sheet, err = d.canvas.Sheet(); err != nil {
		return nil, err
	}
	d.addNotes(sheet)
	return sheet, nil
}

// rootOf returns the key of a document's root: that of the version that counts, or the one that the entry names.
func (d *document) rootOf(body *node) string {
	named := d.find(rootPart, rootPart, body.child("DocRoot").value())
	for _, v := range body.child("Versions").all("Version") {
		if v.attribute("Current") != "true" {
			continue
		}
		part := d.find(rootPart, named, v.attribute("BaseLoc"))
		if part == "" {
			continue
		}
		version, err := d.load(part)
		if err != nil {
			continue
		}
		if root := d.find(part, named, version.child("DocRoot").value()); root != "" && root != named {
			d.say("FILE-PART", "", msg.F("OFD 里有几个版本，读入的是标明为当前的一个（%s）", "the OFD holds several versions; the one marked as current was read (%s)", root))
			return root
		}
	}
	return named
}

// load reads a part as XML.
func (d *document) load(key string) (*node, error) {
	data, err := d.container.read(key)
	if err != nil {
		return nil, err
	}
	d.compareDigest(key, data)
	return d.parse(data)
}

// readResources reads a list of resources.
func (d *document) readResources(from, place string) error {
	key := d.find(from, d.part, place)
	if key == "" {
		if place != "" {
			d.mend(msg.F("OFD 缺少资源文件“%s”", "the OFD lacks the resource file %q", place))
		}
		return nil
	}
	if d.listed[key] {
		return nil
	}
	d.listed[key] = true
	root, err := d.load(key)
	if err != nil {
		return err
	}
	for _, group := range root.children {
		for _, n := range group.children {
			id := n.attribute("ID")
			if n.name == "ColorSpace" {
				d.spaces[id] = colorSpaceOf(n)
				continue
			}
			d.resources[n.name+" "+id] = resource{n, key, root.attribute("BaseLoc")}
		}
	}
	return nil
}

// file returns the key of the file that a resource names; "" if there is none.
func (d *document) file(r resource, place string) string {
	if r.base != "" {
		if key := d.find(r.from, d.part, strings.TrimSuffix(r.base, "/")+"/"+strings.TrimPrefix(strings.TrimSpace(place), "/")); key != "" {
			return key
		}
	}
	return d.find(r.from, d.part, place)
}

// layers are the types of layers in the order in which they are drawn; one without a type is of the second.
var layers = []string{"Background", "Body", "Foreground"}

// pointsOf is a millimetre, the unit of OFD, in points, the unit of PDF.
const pointsOf = 72 / 25.4

// readPage draws a page: the templates behind it, its layers, the templates before it, and its annotations.
func (d *document) readPage(listed, usual *node, annotations []*node) error {
	key := d.find(d.part, d.part, listed.attribute("BaseLoc"))
	if key == "" {
		return damaged(fmt.Sprintf("缺少第 %d 页", d.page), fmt.Sprintf("page %d is missing", d.page))
	}
	page, err := d.load(key)
	if err != nil {
		return err
	}
	for _, n := range page.all("PageRes") {
		if err := d.readResources(key, n.value()); err != nil {
			return err
		}
	}
	var behind, before, all []*node
	area := page.child("Area")
	for _, n := range page.all("Template") {
		t, order := d.templates[n.attribute("TemplateID")], n.attribute("ZOrder")
		if t == nil || t.page == nil && d.find(d.part, d.part, t.place) == "" {
			d.mendPage("%s缺少它的模板页", "%s lacks its template page")
			continue
		}
		if t.page == nil {
			if t.page, err = d.load(d.find(d.part, d.part, t.place)); err != nil {
				return err
			}
			for _, n := range t.page.all("PageRes") {
				if err := d.readResources(d.find(d.part, d.part, t.place), n.value()); err != nil {
					return err
				}
			}
		}
		if order == "" {
			order = t.order
		}
		if area == nil {
			area = t.page.child("Area")
		}
		if order == "Foreground" {
			before = append(before, t.page)
		} else {
			behind = append(behind, t.page)
		}
	}
	for _, p := range slices.Concat(behind, []*node{page}, before) {
		all = append(all, layersOf(p)...)
	}
	width, height, ok := sizeOf(area)
	if !ok {
		if width, height, ok = sizeOf(usual); !ok {
			width, height = 210, 297
			d.mendPage("%s没有写明大小，按 A4 纸读取", "%s does not say its size and was read as A4")
		}
	}
	for turn := 0; ; {
		objects := d.objects
		d.canvas.Page(width*pointsOf, height*pointsOf, turn)
		d.canvas.Transform([6]float64{pointsOf, 0, 0, pointsOf, 0, 0})
		for _, l := range all {
			if err := d.block(l, style{}.with(d, l), 0); err != nil {
				return err
			}
		}
		for _, a := range annotations {
			if err := d.annotation(a); err != nil {
				return err
			}
		}
		if turn = d.canvas.EndPage(); turn == 0 {
			return d.canvas.Err()
		}
		d.objects = objects
	}
}

// layersOf returns the layers of a page in the order in which they are drawn.
func layersOf(page *node) []*node {
	out := page.child("Content").all("Layer")
	sorting.By(out, func(a, b *node) int { return layerOrder(a) - layerOrder(b) })
	return out
}

// layerOrder is the place of a layer's type among all.
func layerOrder(l *node) int {
	if i := slices.Index(layers, l.attribute("Type")); i >= 0 {
		return i
	}
	return 1
}

// sizeOf returns the size of a page by its area, in millimetres.
func sizeOf(area *node) (width, height float64, ok bool) {
	for _, name := range []string{"PhysicalBox", "ApplicationBox", "CropBox"} {
		if n, whole := numbers(area.child(name).value()); whole && len(n) == 4 && n[2] > 0 && n[3] > 0 {
			return n[2], n[3], true
		}
	}
	return 0, 0, false
}
