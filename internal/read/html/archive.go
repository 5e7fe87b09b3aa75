package html

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/msg"
)

// maxPageBytes is the largest page of an archive, in bytes.
const maxPageBytes = 32 << 20

// IsArchive says whether a text is a web page saved as a single file (MHTML), which
// is a mail message.
func IsArchive(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	return strings.Contains(head, "mime-version:") && strings.Contains(head, "content-type:") && !strings.HasPrefix(strings.TrimSpace(head), "<")
}

var badArchive = &msg.Problem{What: msg.T("网页归档文件（.mht）已损坏，无法读取", "the web page archive (.mht) is damaged"),
	Hint: msg.T("请在浏览器中打开，另存为 .html 再试", "open it in a browser, save it as .html, and try again")}

// ReadArchive reads the pages of a web page archive (MHTML), a sheet per page that
// has cells. Spreadsheet programs save every worksheet as a page. The error is a
// *msg.Problem.
func ReadArchive(data []byte) ([]*intake.Sheet, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), "\r\n")
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, badArchive
	}
	var out []*intake.Sheet
	cells := 0
	var part func(header func(string) string, body io.Reader, depth int) error
	part = func(header func(string) string, body io.Reader, depth int) error {
		kind, params, err := mime.ParseMediaType(header("Content-Type"))
		if err != nil {
			return nil // a part without a content type
		}
		if strings.HasPrefix(kind, "multipart/") && depth < 4 {
			r := multipart.NewReader(body, params["boundary"])
			for range 2000 {
				p, err := r.NextRawPart()
				if err == io.EOF {
					return nil
				}
				if err != nil {
					return badArchive
				}
				if err := part(p.Header.Get, p, depth+1); err != nil {
					return err
				}
			}
			return badArchive
		}
		if kind != "text/html" && kind != "application/xhtml+xml" {
			return nil
		}
		switch strings.ToLower(strings.TrimSpace(header("Content-Transfer-Encoding"))) {
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		raw, err := io.ReadAll(io.LimitReader(body, maxPageBytes+1))
		if err != nil || len(raw) > maxPageBytes {
			return badArchive
		}
		charset := params["charset"]
		if charset == "" {
			charset = declaredCharset(string(raw))
		}
		sheets, err := readText(plaintext.Decode(raw, charset))
		if err != nil {
			return err
		}
		for _, s := range sheets {
			if cells += len(s.Cells); cells > layout.MaxCells {
				return layout.TooLarge()
			}
			if len(s.Cells) > 0 {
				out = append(out, s)
			}
		}
		return nil
	}
	if err := part(m.Header.Get, m.Body, 0); err != nil {
		return nil, err
	}
	for i, s := range out {
		if len(out) > 1 {
			s.Prefix(fmt.Sprintf("第%d页", i+1))
		}
	}
	if len(out) == 0 {
		return []*intake.Sheet{{Complete: true}}, nil
	}
	return out, nil
}
