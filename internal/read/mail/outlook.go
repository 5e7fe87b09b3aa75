package mail

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"

	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/msg"
)

// A message of Outlook (.msg) is a container of old Office formats. A property whose value has no fixed size is a
// stream of its own, named by its number and type; the others stand together in one. The format is described in
// [MS-OXMSG], the properties in [MS-OXPROPS].

// The numbers of the properties that are read.
const (
	propBody            = "1000"
	propRTF             = "1009"
	propHTML            = "1013"
	propDisplayName     = "3001"
	propContent         = "3701" // of an attached file
	propFileName        = "3704"
	propLongFileName    = "3707"
	propMediaType       = "370E"
	propMethod          = 0x3705 // how a file is attached
	propInternetCharset = 0x3FDE
	propMessageCharset  = 0x3FFD
)

// What a property of a varying size holds.
const (
	typeText    = "001F" // in UTF-16
	typeBytes   = "001E" // a text in the charset of the message
	typeBinary  = "0102"
	typeStorage = "000D"
)

// How a file is attached.
const (
	attachedFile    = 1
	attachedMessage = 5
	attachedObject  = 6
)

const (
	propertiesName = "__properties_version1.0"
	attachName     = "__attach_version1.0_"
	streamName     = "__substg1.0_"
)

// containerMagic begins the container of all old formats of Office.
var containerMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// isOutlook says whether data are a message of Outlook.
func isOutlook(data []byte) (is bool) {
	if !bytes.HasPrefix(data, containerMagic) || !bytes.Contains(data, wideName) {
		return false
	}
	defer func() {
		if recover() != nil {
			is = false // no container
		}
	}()
	c, err := mscfb.New(bytes.NewReader(data))
	return err == nil && slices.ContainsFunc(c.File, func(f *mscfb.File) bool { return len(f.Path) == 0 && f.Name == propertiesName })
}

// wideName is propertiesName as it stands in a container.
var wideName = func() (out []byte) {
	for _, u := range utf16.Encode([]rune(propertiesName)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}()

// outlook reads a message of Outlook. The error is errDamaged or a *msg.Crash.
func (p *parser) outlook(data []byte) (err error) {
	p.out.Sent = true
	defer shield.Recover(&err, func() error { return errDamaged })
	c, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return errDamaged
	}
	f := &container{left: int64(len(data)), streams: map[string]*mscfb.File{}}
	for _, e := range c.File[1:] {
		path := strings.Join(append(slices.Clone(e.Path), e.Name), "/")
		if e.FileInfo().IsDir() {
			f.storages = append(f.storages, path)
		} else {
			f.streams[path] = e
		}
	}
	slices.Sort(f.storages)
	return p.outlookMessage(f, "", 32, 0)
}

// container is a container of streams.
type container struct {
	streams  map[string]*mscfb.File // by their path
	storages []string
	left     int64 // how many bytes may still be read: the streams of a sound file share none
}

// read reads a stream; nil without an error if there is none.
func (f *container) read(path string) ([]byte, error) {
	e := f.streams[path]
	if e == nil {
		return nil, nil
	}
	if f.left -= e.Size; f.left < 0 {
		return nil, errDamaged
	}
	out := make([]byte, e.Size)
	if _, err := io.ReadFull(e, out); err != nil && e.Size > 0 {
		return nil, errDamaged
	}
	return out, nil
}

// numbers are the properties of a fixed size of a storage. Head is how long the beginning of their stream is.
func (f *container) numbers(at string, head int) (map[int]int, error) {
	b, err := f.read(at + propertiesName)
	out := map[int]int{}
	for i := head; i+16 <= len(b); i += 16 {
		out[int(binary.LittleEndian.Uint16(b[i+2:]))] = int(int32(binary.LittleEndian.Uint32(b[i+8:])))
	}
	return out, err
}

// text is a property that is a text; empty if there is none. Charset is that of texts in bytes.
func (f *container) text(at, property, charset string) (string, error) {
	b, err := f.read(at + streamName + property + typeText)
	if err == nil && b == nil {
		b, err = f.read(at + streamName + property + typeBytes)
		return strings.Trim(plaintext.Decode(bytes.TrimRight(b, "\x00"), charset), "\x00"), err
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.Trim(string(utf16.Decode(units)), "\x00"), err
}

// outlookMessage reads the message that stands in a storage, whose path ends with a slash, or is empty. Head is how
// long the beginning of its properties is.
func (p *parser) outlookMessage(f *container, at string, head, depth int) error {
	if p.parts++; p.parts > p.limits.Parts || depth > p.limits.Nesting {
		return errDamaged
	}
	numbers, err := f.numbers(at, head)
	if err != nil {
		return err
	}
	charset := charsetOf(cmp.Or(numbers[propMessageCharset], numbers[propInternetCharset]))
	if err := p.outlookTexts(f, at, charset, charsetOf(numbers[propInternetCharset])); err != nil {
		return err
	}
	for _, s := range f.storages {
		if name, ok := strings.CutPrefix(s, at+attachName); ok && !strings.Contains(name, "/") {
			if err := p.outlookAttached(f, s+"/", charset, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// outlookTexts reads the texts of the message in a storage: a page, a text in RTF, and a plain one.
func (p *parser) outlookTexts(f *container, at, charset, pageCharset string) error {
	page, err := f.read(at + streamName + propHTML + typeBinary)
	if err != nil {
		return err
	}
	if page == nil {
		text, err := f.text(at, propHTML, pageCharset)
		if err != nil {
			return err
		}
		page, pageCharset = []byte(text), ""
	}
	packed, err := f.read(at + streamName + propRTF + typeBinary)
	if err != nil {
		return err
	}
	plain, err := f.text(at, propBody, charset)
	if err != nil {
		return err
	}
	p.choices++
	texts := []Part{{Type: "text/html", Charset: pageCharset, Data: bytes.TrimRight(page, "\x00")}, {Type: "text/plain", Charset: "utf-8", Data: []byte(plain)}}
	if len(texts[0].Data) == 0 && len(packed) > 0 {
		rich, err := unpackRTF(packed, p.limits.Part)
		if err != nil {
			return err
		}
		if page, ok := pageInRTF(rich); ok {
			texts[0] = Part{Type: "text/html", Charset: "utf-8", Data: page}
		} else {
			texts[0] = Part{Type: TypeRTF, Data: rich}
		}
	}
	for _, t := range texts {
		if len(t.Data) > p.limits.Part {
			return errDamaged
		}
		if t.Choice = p.choices; len(t.Data) > 0 {
			p.out.Texts = append(p.out.Texts, t)
		}
	}
	return nil
}

// outlookAttached reads what is attached in a storage: a file, a message, or what is not in the mail.
func (p *parser) outlookAttached(f *container, at, charset string, depth int) error {
	if p.parts++; p.parts > p.limits.Parts {
		return errDamaged
	}
	numbers, err := f.numbers(at, 8)
	if err != nil {
		return err
	}
	var texts [4]string
	for i, property := range []string{propLongFileName, propFileName, propDisplayName, propMediaType} {
		if texts[i], err = f.text(at, property, charset); err != nil {
			return err
		}
	}
	part := Part{Name: cleanName(cmp.Or(texts[0], texts[1], texts[2])), Type: strings.ToLower(strings.TrimSpace(texts[3]))}
	inner := at + streamName + propContent + typeStorage
	if part.Data, err = f.read(at + streamName + propContent + typeBinary); err != nil {
		return err
	}
	switch method := numbers[propMethod]; {
	case method == attachedMessage && f.streams[inner+"/"+propertiesName] != nil:
		return p.outlookMessage(f, inner+"/", 24, depth+1)
	case part.Type == "multipart/signed": // the whole message, with a signature
		return p.message(bytes.TrimLeft(part.Data, "\r\n"), depth+1)
	case method == attachedObject:
		part.Missing = msg.T("这是嵌入邮件的对象，不是文件", "it is an object that is embedded in the mail, and no file")
	case part.Data == nil && method > attachedFile:
		part.Missing = msg.T("邮件里只有这个文件的链接，没有文件", "the mail holds a link to the file, and not the file")
	}
	p.out.Attached = append(p.out.Attached, part)
	return nil
}

// charsetOf is the name of the charset with a number of Windows; empty if it is not known, so that it is found out.
func charsetOf(number int) string {
	if name, ok := charsets[number]; ok {
		return name
	}
	if number >= 1250 && number <= 1258 {
		return fmt.Sprintf("windows-%d", number)
	}
	if number > 28590 && number <= 28605 {
		return fmt.Sprintf("iso-8859-%d", number-28590)
	}
	return ""
}

// charsets are the charsets whose numbers say nothing.
var charsets = map[int]string{932: "shift_jis", 936: "gb18030", 949: "euc-kr", 950: "big5", 1200: "utf-16", 20936: "gb18030", 51936: "gb18030", 54936: "gb18030", 65001: "utf-8"}
