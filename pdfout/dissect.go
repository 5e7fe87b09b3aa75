package pdfout

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// engine is the version of gofpdf whose files dissect knows.
const engine = "v1.16.2"

// parsedFile is a file of gofpdf, cut into its objects.
type parsedFile struct {
	objects [][]byte // by number; without "obj" and "endobj"
	pages   []int    // their object numbers
}

func unknownLayout(what string, args ...any) error {
	return fmt.Errorf("the layout of the file is not the one of gofpdf %s: %s", engine, fmt.Sprintf(what, args...))
}

// dissect cuts a file of gofpdf into its objects. It relies on how one version of
// gofpdf writes files; a file that is written otherwise is an error, since a file
// that is half understood must not be published.
func dissect(data []byte) (*parsedFile, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-1.3\n")) {
		return nil, unknownLayout("the header is %q", data[:min(len(data), 9)])
	}
	tail := string(data[max(0, len(data)-64):])
	_, after, ok := strings.Cut(tail, "startxref\n")
	at, err := strconv.Atoi(strings.TrimSuffix(after, "\n%%EOF\n"))
	if !ok || err != nil || at < 0 || at >= len(data) || !bytes.HasPrefix(data[at:], []byte("xref\n0 ")) {
		return nil, unknownLayout("there is no table of objects at the end")
	}
	table := bytes.Split(data[at:], []byte("\n"))
	n, err := strconv.Atoi(string(table[1][2:]))
	if err != nil || len(table) < n+2 {
		return nil, unknownLayout("the table of objects is not whole")
	}
	m := &parsedFile{objects: make([][]byte, n)}
	for i := 1; i < n; i++ {
		off, err := strconv.Atoi(strings.TrimSuffix(string(table[i+2]), " 00000 n "))
		if err != nil || off <= 0 || off >= at {
			return nil, unknownLayout("object %d is nowhere", i)
		}
		body, ok := bytes.CutPrefix(data[off:], fmt.Appendf(nil, "%d 0 obj\n", i))
		end := objectEnd(body)
		if !ok || end < 0 {
			return nil, unknownLayout("object %d is not where the table says", i)
		}
		m.objects[i] = body[:end]
		if bytes.HasPrefix(body, []byte("<</Type /Page\n/Parent 1 0 R\n")) {
			m.pages = append(m.pages, i)
		}
	}
	return m, nil
}

// objectEnd is the end of an object; -1 if it is not found. The data of a stream may
// hold anything and are skipped by their length.
func objectEnd(body []byte) int {
	from := 0
	stream := bytes.Index(body, []byte(">>\nstream\n"))
	first := bytes.Index(body, []byte("\nendobj\n"))
	if stream >= 0 && stream < first {
		_, after, ok := bytes.Cut(body[:stream], []byte("/Length "))
		n := 0
		for ok && n < len(after) && after[n] >= '0' && after[n] <= '9' {
			n++
		}
		length, err := strconv.Atoi(string(after[:n]))
		from = stream + len(">>\nstream\n") + length
		if err != nil || from > len(body) || !bytes.HasPrefix(body[from:], []byte("\nendstream\nendobj\n")) {
			return -1
		}
	}
	end := bytes.Index(body[from:], []byte("\nendobj\n"))
	if end < 0 {
		return -1
	}
	return from + end
}

// content is the stream of a page.
func (m *parsedFile) content(page int) ([]byte, error) {
	body := m.objects[page+1]
	i := bytes.Index(body, []byte(">>\nstream\n"))
	if page+1 >= len(m.objects) || !bytes.HasPrefix(body, []byte("<</Length ")) || i < 0 {
		return nil, unknownLayout("object %d is not the content of page object %d", page+1, page)
	}
	return bytes.TrimSuffix(body[i+len(">>\nstream\n"):], []byte("\nendstream")), nil
}
