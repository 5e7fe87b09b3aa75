package ofd

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// notes are what is to be said of a document.
type notes struct {
	list           []model.Note
	beyondBoundary []pageText // texts that stand outside their boundary
	annotated      []pageText // texts of annotations
	faults         []fault
	changed        []string // parts that were changed after they were signed
}

// pageText is a text on a page.
type pageText struct {
	page int
	text string
}

// fault is what is wrong with some pages and was read all the same, in both languages with "%s" for the pages.
type fault struct {
	zh, en string
	pages  []int
}

// mendPage remembers what is wrong with the page that is drawn and is read all the same.
func (d *document) mendPage(zh, en string) {
	for i := range d.faults {
		if f := &d.faults[i]; f.zh == zh {
			if f.pages[len(f.pages)-1] != d.page {
				f.pages = append(f.pages, d.page)
			}
			return
		}
	}
	d.faults = append(d.faults, fault{zh, en, []int{d.page}})
}

// mostNotes is how many notes of one kind are given.
const mostNotes = 20

// fileNote makes a note on a place.
func fileNote(rule, place string, message msg.Text) model.Note {
	return model.Note{Rule: rule, Cell: place, Message: message}
}

// say adds a note, once.
func (n *notes) say(rule, place string, message msg.Text) {
	same := 0
	for _, o := range n.list {
		if o.Rule == rule {
			same++
		}
		if o.Rule == rule && o.Message == message {
			return
		}
	}
	if same < mostNotes {
		n.list = append(n.list, fileNote(rule, place, message))
	}
}

// mend says that something is wrong with the file and was read all the same.
func (n *notes) mend(message msg.Text) { n.say("FILE-DAMAGED", "", message) }

// pagePlace names a page for people.
func pagePlace(n int) string { return fmt.Sprintf("第%d页", n) }

// byText gathers the pages of equal texts, in the order in which they come first.
func byText(list []pageText) (texts []string, pages map[string][]int) {
	pages = map[string][]int{}
	for _, t := range list {
		if pages[t.text] == nil {
			texts = append(texts, t.text)
		}
		if !slices.Contains(pages[t.text], t.page) {
			pages[t.text] = append(pages[t.text], t.page)
		}
	}
	return texts, pages
}

// addNotes gives the sheet what is to be said.
func (n *notes) addNotes(sheet *intake.Sheet) {
	texts, pages := byText(n.annotated)
	for _, s := range texts {
		rule := "TEXT-PLACE"
		if strings.ContainsFunc(s, unicode.IsNumber) { // a figure may have been put right by it
			rule = "FILE-UNREAD"
		}
		n.say(rule, pagePlace(pages[s][0]), msg.F("%s有注释（印章、水印、批注等）的文字，没有读入：%s", "the text of an annotation (a stamp, watermark or comment) on %s was not read: %s", pageNames(pages[s]), text.Brief(s)))
	}
	texts, pages = byText(n.beyondBoundary)
	for _, s := range texts {
		n.say("VALUE-READING", pagePlace(pages[s][0]), msg.F("%s有文字写在自己的外框之外，有的阅读器不显示，已读入：%s", "text on %s stands outside its own boundary, where some programs do not show it; it was read: %s", pageNames(pages[s]), text.Brief(s)))
	}
	for _, f := range n.faults {
		n.mend(msg.F(f.zh, f.en, pageNames(f.pages)))
	}
	if len(n.changed) > 0 {
		n.mend(msg.F("这份 OFD 签名（盖章）之后改过：%s 与签名时不同；请向报送单位核实", "this OFD was changed after it was signed (%s); ask the unit that sent it", msg.Few(n.changed)))
	}
	sheet.Notes = append(sheet.Notes, n.list...)
}

// pageNames names pages for people.
func pageNames(pages []int) msg.Text {
	if len(pages) == 1 {
		return msg.F("第 %d 页", "page %d", pages[0])
	}
	return msg.F("第 %d 页等 %d 页", "page %d and others (%d in all)", pages[0], len(pages))
}

// annotations returns the annotations of each page, by its id.
func (d *document) annotations(root *node) (map[string][]*node, error) {
	out := map[string][]*node{}
	place := root.child("Annotations").value()
	if place == "" {
		return out, nil
	}
	key := d.find(d.part, d.part, place)
	if key == "" {
		d.mend(msg.T("OFD 缺少注释的清单", "the OFD lacks its list of annotations"))
		return out, nil
	}
	list, err := d.load(key)
	if err != nil {
		return nil, err
	}
	for _, p := range list.all("Page") {
		file := d.find(key, d.part, p.child("FileLoc").value())
		if file == "" {
			d.mend(msg.T("OFD 缺少一页的注释", "the OFD lacks the annotations of a page"))
			continue
		}
		page, err := d.load(file)
		if err != nil {
			return nil, err
		}
		id := p.attribute("PageID")
		out[id] = append(out[id], page.all("Annot")...)
	}
	return out, nil
}

// annotation draws what an annotation paints over the page, and remembers its text, which is not the page's. A highlight
// is seen through, whatever the file says.
func (d *document) annotation(a *node) error {
	if a.attribute("Visible") == "false" || strings.EqualFold(a.attribute("Type"), "Highlight") {
		return nil
	}
	for _, look := range a.all("Appearance") {
		var said strings.Builder
		d.aside = &said
		d.canvas.Save()
		b, _ := d.box(look.attribute("Boundary"))
		d.canvas.Transform([6]float64{1, 0, 0, 1, b[0], b[1]})
		err := d.block(look, style{}, 0)
		d.canvas.Restore()
		d.aside = nil
		if s := strings.TrimSpace(said.String()); s != "" {
			d.annotated = append(d.annotated, pageText{d.page, s})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// digests are the methods of digests that are known, by the names that signatures give them.
var digests = map[string]func([]byte) []byte{
	"1.2.156.10197.1.401": sm3, "sm3": sm3,
	"2.16.840.1.101.3.4.2.1": sha256Of, "sha256": sha256Of, "sha-256": sha256Of,
	"1.3.14.3.2.26": sha1Of, "sha1": sha1Of, "sha-1": sha1Of,
	"1.2.840.113549.2.5": md5Of, "md5": md5Of,
}

// sha256Of, sha1Of and md5Of are digests, for comparison only.
func sha256Of(b []byte) []byte { d := sha256.Sum256(b); return d[:] }
func sha1Of(b []byte) []byte   { d := sha1.Sum(b); return d[:] }
func md5Of(b []byte) []byte    { d := md5.Sum(b); return d[:] }

// signedDigest is the digest that a part had when it was signed.
type signedDigest struct {
	of   func([]byte) []byte
	want []byte
}

// readSignatures reads the digests of the parts that were signed. Whether a signature itself is genuine is not checked.
func (d *document) readSignatures(body *node) {
	list := d.find(rootPart, d.part, body.child("Signatures").value())
	if list == "" {
		return
	}
	signatures, err := d.load(list)
	if err != nil {
		return
	}
	for _, s := range signatures.all("Signature") {
		key := d.find(list, d.part, s.attribute("BaseLoc"))
		if key == "" {
			continue
		}
		signature, err := d.load(key)
		if err != nil {
			continue
		}
		references := signature.child("SignedInfo").child("References")
		digest := digests[strings.ToLower(references.attribute("CheckMethod"))]
		for _, r := range references.all("Reference") {
			part := d.find(key, d.part, r.attribute("FileRef"))
			want, err := base64.StdEncoding.DecodeString(text.Unspaced(r.child("CheckValue").value()))
			if digest != nil && part != "" && err == nil && len(want) > 0 {
				d.signed[part] = append(d.signed[part], signedDigest{digest, want})
			}
		}
	}
}

// compareDigest remembers a part that was changed after it was signed.
func (d *document) compareDigest(part string, data []byte) {
	name := path.Base(path.Dir(part)) + "/" + path.Base(part)
	for _, s := range d.signed[part] {
		if !slices.Equal(s.of(data), s.want) && !slices.Contains(d.changed, name) {
			d.changed = append(d.changed, name)
		}
	}
}
