// Package mail takes mail messages apart, those of Outlook (.msg) too: the texts of a message, what is attached to it, and
// the pages of a web page that was saved as a single file (MHTML), which is a mail message too. Whether a part is a report
// is not asked here.
package mail

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Limits bound what is read of one message.
type Limits struct {
	Parts   int // parts, and parts of parts
	Nesting int // of parts within parts
	Part    int // bytes of one text of the message
}

// Default are the limits of all reading.
var Default = Limits{Parts: 2000, Nesting: 8, Part: 32 << 20}

// Message is a mail message or a saved web page, taken apart.
type Message struct {
	Texts    []Part // pages, plain texts and texts in RTF that are shown
	Sheets   []Part // style sheets
	Attached []Part // files that are attached
	// Sent says that it is a message that somebody sent, and no saved page.
	Sent bool
}

// Part is a part of a message.
type Part struct {
	Name     string // of a file, as it may be shown on a line; empty if it has none
	Type     string // media type in small letters, such as text/html
	Charset  string
	Location string // address of a saved page or style sheet
	Data     []byte
	// Choice is the number, from 1, of the group of parts of which a program shows one; 0 for none.
	Choice int
	// Missing says why the content of an attached file is not in the message; zero if it is.
	Missing msg.Text
}

// maxHead is how many bytes of a file are looked at to tell whether it is a message: servers write long headers.
const maxHead = 64 << 10

// Is says whether data are a mail message or a saved web page.
func Is(data []byte) bool {
	if bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, containerMagic) { // no header
		return isOutlook(data)
	}
	data = data[:min(len(data), maxHead)&^1]
	if plaintext.IsUTF16(data) {
		data = []byte(plaintext.Decode(data, ""))
	}
	if c := bytes.TrimLeft(data, "\ufeff\r\n"); len(c) == 0 || c[0] != '-' && (c[0]|0x20 < 'a' || c[0]|0x20 > 'z') { // the rule of a header, before all is looked through
		return false
	}
	head := strings.TrimLeft(strings.ReplaceAll(string(bytes.ToLower(headerOf(data))), "\r\n", "\n"), "\ufeff\n")
	return header.MatchString(head) && strings.Contains(head, "mime-version:") && strings.Contains(head, "content-type:")
}

// headerOf is a message up to the first empty line behind what stands there, with the empty lines before that.
func headerOf(data []byte) []byte {
	from := len(data) - len(bytes.TrimLeft(data, "\ufeff\r\n"))
	for i := from; ; {
		end := bytes.IndexByte(data[i:], '\n')
		if end < 0 {
			return data
		}
		i += end + 1
		if rest := data[i:]; bytes.HasPrefix(rest, []byte("\n")) || bytes.HasPrefix(rest, []byte("\r\n")) {
			return data[:i-1]
		}
	}
}

// receiver matches a line of a header that a message has which somebody sent.
var receiver = regexp.MustCompile(`(?im)^(to|received):`)

// header matches the beginning of a message.
var header = regexp.MustCompile(`^[a-z-]+:`)

// Parse takes a message apart. The error is a *msg.Problem.
func Parse(data []byte, limits Limits) (*Message, error) {
	if plaintext.IsUTF16(data) {
		data = []byte(plaintext.Decode(data, ""))
	}
	m := &parser{limits: limits}
	var err error
	if isOutlook(data) {
		err = m.outlook(data)
	} else {
		err = m.message(bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), "\r\n"), 0)
	}
	if crash := (*msg.Crash)(nil); errors.As(err, &crash) {
		return nil, err
	}
	if err != nil {
		what := msg.T("邮件已损坏，无法读取", "the mail is damaged")
		if err == errCut {
			what = msg.T("邮件没有结尾，可能没有下载或复制完整", "the mail has no end: it may not have been copied in full")
		}
		hint := msg.T("请在邮件程序中打开，把附件另存为文件再试", "open it in a mail program, save what is attached as files, and try again")
		if !m.out.Sent {
			what, hint = msg.T("网页归档文件（.mht）已损坏，无法读取", "the web page archive (.mht) is damaged"), msg.T("请在浏览器中打开，另存为 .html 再试", "open it in a browser, save it as .html, and try again")
		}
		return nil, &msg.Problem{What: what, Hint: hint}
	}
	m.out.Sent = m.out.Sent || len(m.out.Attached) > 0
	return &m.out, nil
}

var (
	errDamaged = errors.New("a damaged message")
	errCut     = errors.New("a message without an end")
)

// parser takes a message apart.
type parser struct {
	limits         Limits
	out            Message
	parts, choices int
}

// message reads a whole message, or one within another.
func (p *parser) message(data []byte, depth int) error {
	m, err := mail.ReadMessage(bytes.NewReader(mendHeader(data)))
	if err != nil {
		p.out.Sent = p.out.Sent || receiver.Match(data[:min(len(data), maxHead)])
		return errDamaged
	}
	if depth == 0 {
		p.out.Sent = m.Header.Get("To") != "" || m.Header.Get("Received") != ""
	}
	return p.part(m.Header.Get, m.Body, depth, 0)
}

// mendHeader puts a blank before lines of a header that have lost it, as some servers write long ones: they go on with
// the line before.
func mendHeader(data []byte) []byte {
	var head []byte
	rest := data
	for len(rest) > 0 && len(data)-len(rest) < maxHead {
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line = rest[:end+1]
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
		if len(head) > 0 && bytes.HasPrefix(line, []byte("=?")) && bytes.Contains(line, []byte("?=")) {
			head = append(head, ' ')
		}
		head = append(head, line...)
		rest = rest[len(line):]
	}
	return slices.Concat(head, rest)
}

// part reads a part, and those in it. Choice is that of the part.
func (p *parser) part(header func(string) string, body io.Reader, depth, choice int) error {
	if p.parts++; p.parts > p.limits.Parts || depth > p.limits.Nesting {
		return errDamaged
	}
	kind, params := parameters(header("Content-Type"))
	kind = cmp.Or(kind, "text/plain")
	if strings.HasPrefix(kind, "multipart/") {
		if kind == "multipart/alternative" && choice == 0 {
			p.choices++
			choice = p.choices
		}
		r := multipart.NewReader(body, params["boundary"])
		for {
			inner, err := r.NextRawPart()
			cut := err != io.EOF && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF))
			switch {
			case err == io.EOF, cut && depth > 0: // what it stands in goes on
				return nil
			case cut:
				return errCut
			case err != nil:
				return errDamaged
			}
			if err := p.part(inner.Header.Get, inner, depth+1, choice); err != nil {
				return err
			}
		}
	}
	raw, err := io.ReadAll(body) // no longer than the message itself
	if err == io.ErrUnexpectedEOF && depth < 2 {
		return errCut
	}
	if err != nil && err != io.ErrUnexpectedEOF { // which the last part of a part may give
		return errDamaged
	}
	body = bytes.NewReader(raw)
	switch strings.ToLower(strings.TrimSpace(header("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return errDamaged
	}
	disposition, more := parameters(header("Content-Disposition"))
	part := Part{Name: fileName(header("Content-Disposition"), more["filename"]), Type: kind, Charset: params["charset"], Location: strings.TrimSpace(header("Content-Location")), Data: data, Choice: choice}
	part.Name = cmp.Or(part.Name, fileName(header("Content-Type"), params["name"]))
	shown := kind == "text/html" || kind == "application/xhtml+xml" || kind == "text/plain"
	switch {
	case kind == "message/rfc822":
		return p.message(bytes.TrimLeft(data, "\r\n"), depth+1)
	case disposition == "attachment" || part.Name != "" && !shown && !strings.HasPrefix(kind, "image/") && kind != "text/css", part.Name != "" && kind == "text/plain":
		p.out.Attached = append(p.out.Attached, part)
	case kind == "text/css":
		p.out.Sheets = append(p.out.Sheets, part)
	case shown && len(data) > p.limits.Part:
		return errDamaged
	case shown:
		p.out.Texts = append(p.out.Texts, part)
	}
	return nil
}

// parameters reads the value of a header such as Content-Type. What is no valid header is read as far as it goes.
func parameters(header string) (value string, params map[string]string) {
	value, params, err := mime.ParseMediaType(header)
	if err == nil || errors.Is(err, mime.ErrInvalidMediaParameter) && params != nil {
		return value, params
	}
	value, rest, _ := strings.Cut(header, ";")
	params = map[string]string{}
	for _, m := range parameter.FindAllStringSubmatch(rest, -1) {
		params[strings.ToLower(m[1])] = strings.TrimSpace(cmp.Or(m[2], m[3]))
	}
	return strings.ToLower(strings.TrimSpace(value)), params
}

var (
	parameter = regexp.MustCompile(`([A-Za-z0-9*_-]+)\s*=\s*(?:"([^"]*)"|([^;"]*))`)
	// encodedName matches a file name with its charset, as RFC 2231 writes it; Go knows UTF-8 only.
	encodedName = regexp.MustCompile(`(?i)name\*(?:0\*)?\s*=\s*"?([A-Za-z0-9_-]+)'[^']*'([^;"]+)`)
	furtherName = regexp.MustCompile(`(?i)name\*([1-9][0-9]*)\*?\s*=\s*"?([^;"]+)`)
)

// fileName is the name of a file in a header: params is what the header's own rules give. It may be written in encoded
// words, in any charset, or in bytes of GBK as they are.
func fileName(header, plain string) string {
	name := plain
	if m := encodedName.FindStringSubmatch(header); m != nil && !strings.EqualFold(m[1], "utf-8") {
		encoded := m[2]
		for _, more := range furtherName.FindAllStringSubmatch(header, -1) {
			encoded += strings.TrimSpace(more[2])
		}
		if raw, err := url.PathUnescape(strings.TrimSpace(encoded)); err == nil {
			name = plaintext.Decode([]byte(raw), m[1])
		}
	}
	if decoded, err := words.DecodeHeader(name); err == nil {
		name = decoded
	}
	return cleanName(plaintext.Decode([]byte(name), ""))
}

// cleanName is the name of a file without folders, as it may be shown on a line.
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return strings.TrimSpace(text.TerminalLine(text.Visible(name)))
}

// words decodes the words of a header that are written in another charset.
var words = &mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(in), nil
}}
