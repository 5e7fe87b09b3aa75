package docin

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/model/say"
)

const wordPart = "word/document.xml"

func isWord(zr *zip.Reader) bool {
	for _, e := range zr.File {
		if strings.EqualFold(e.Name, wordPart) {
			return true
		}
	}
	return false
}

// MaxPart bounds the document's text, inflated.
const maxPart = 32 << 20

var badWord = &say.Problem{What: say.T("Word 文档已损坏，无法读取", "the Word document is damaged"),
	Do: say.T("请用 WPS 或 Word 打开，另存为新的 .docx 再试", "open it in WPS or Word, save it as a new .docx, and try again")}

// Docx reads a Word document: paragraphs, and tables with their merged cells.
func docx(zr *zip.Reader) (*intake.Sheet, error) {
	if len(zr.File) > 2000 {
		return nil, badWord
	}
	for _, e := range zr.File {
		if !strings.EqualFold(e.Name, wordPart) {
			continue
		}
		rc, err := e.Open()
		if err != nil {
			return nil, badWord
		}
		defer rc.Close()
		limited := &io.LimitedReader{R: rc, N: maxPart}
		w := &wordReader{dec: xml.NewDecoder(limited), flow: newFlow()}
		if err := w.block(0, false); err != nil && !errors.Is(err, io.EOF) {
			return nil, badWord
		}
		// The checksum is verified at the end of the part only.
		if _, err := io.Copy(io.Discard, limited); err != nil || limited.N <= 0 {
			return nil, badWord
		}
		return w.flow.done()
	}
	return nil, badWord
}

type wordReader struct {
	dec  *xml.Decoder
	flow *flow
}

const maxWordDepth = 200

// Block reads what stands between tables: paragraphs, until the element ends.
func (w *wordReader) block(depth int, inside bool) error {
	if depth > maxWordDepth {
		return errors.New("nested too deeply")
	}
	for {
		t, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			if inside {
				return nil
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "tbl":
				w.flow.paragraph()
				rows, err := w.table(depth + 1)
				if err != nil {
					return err
				}
				w.emit(rows)
			case "p":
				text, after, err := w.paragraph(depth + 1)
				if err != nil {
					return err
				}
				w.flow.text.WriteString(text)
				w.flow.paragraph()
				for _, s := range after {
					w.flow.text.WriteString(s)
					w.flow.paragraph()
				}
			case "sectPr", "Fallback", "tblPr":
				if err := w.dec.Skip(); err != nil {
					return err
				}
			default:
				if err := w.block(depth+1, true); err != nil {
					return err
				}
			}
		}
	}
}

// Paragraph reads a paragraph's text, and that of text boxes anchored in it.
func (w *wordReader) paragraph(depth int) (string, []string, error) {
	var b strings.Builder
	var boxes []string
	var read func(int) error
	read = func(d int) error {
		if d > maxWordDepth {
			return errors.New("nested too deeply")
		}
		for {
			t, err := w.dec.Token()
			if err != nil {
				return err
			}
			switch t := t.(type) {
			case xml.EndElement:
				return nil
			case xml.StartElement:
				switch t.Name.Local {
				case "t":
					var s string
					if err := w.dec.DecodeElement(&s, &t); err != nil {
						return err
					}
					b.WriteString(s)
					continue
				case "tab":
					b.WriteByte(' ')
				case "br", "cr":
					b.WriteByte('\n')
				case "noBreakHyphen":
					b.WriteByte('-')
				case "txbxContent":
					outer := b.String()
					b.Reset()
					if err := read(d + 1); err != nil {
						return err
					}
					boxes = append(boxes, b.String())
					b.Reset()
					b.WriteString(outer)
					continue
				case "p":
					if b.Len() > 0 {
						b.WriteByte('\n')
					}
				case "del", "moveFrom", "instrText", "rPr", "pPr", "Fallback", "delText":
					if err := w.dec.Skip(); err != nil {
						return err
					}
					continue
				}
				if err := read(d + 1); err != nil {
					return err
				}
			}
		}
	}
	err := read(depth)
	return b.String(), boxes, err
}

type wordCell struct {
	cols      int
	continues bool // merged into the cell above
	paras     []string
	tables    [][][]wordCell
}

type wordRow struct {
	before int
	cells  []wordCell
}

func (w *wordReader) table(depth int) ([]wordRow, error) {
	var rows []wordRow
	err := w.children(depth, map[string]func(int) error{"tr": func(d int) error {
		r, err := w.row(d)
		rows = append(rows, r)
		return err
	}})
	return rows, err
}

// Children calls a function for each named element below, through wrappers such
// as content controls, until the element ends.
func (w *wordReader) children(depth int, on map[string]func(int) error) error {
	if depth > maxWordDepth {
		return errors.New("nested too deeply")
	}
	for {
		t, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if f := on[t.Name.Local]; f != nil {
				err = f(depth + 1)
			} else if t.Name.Local == "Fallback" || t.Name.Local == "del" {
				err = w.dec.Skip()
			} else {
				err = w.children(depth+1, on)
			}
			if err != nil {
				return err
			}
		}
	}
}

func (w *wordReader) row(depth int) (r wordRow, err error) {
	err = w.children(depth, map[string]func(int) error{
		"trPr": func(d int) error {
			return w.properties(d, func(name string, a []xml.Attr) {
				if name == "gridBefore" {
					r.before = number(a)
				}
			})
		},
		"tc": func(d int) error {
			c, err := w.cell(d)
			r.cells = append(r.cells, c)
			return err
		},
	})
	return r, err
}

func (w *wordReader) properties(depth int, each func(string, []xml.Attr)) error {
	if depth > maxWordDepth {
		return errors.New("nested too deeply")
	}
	for {
		t, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			each(t.Name.Local, t.Attr)
			if err := w.properties(depth+1, each); err != nil {
				return err
			}
		}
	}
}

func attr(as []xml.Attr, name string) string {
	for _, a := range as {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func number(as []xml.Attr) int {
	n, _ := strconv.Atoi(attr(as, "val"))
	return min(max(n, 0), 1000)
}

func (w *wordReader) cell(depth int) (c wordCell, err error) {
	c.cols = 1
	err = w.children(depth, map[string]func(int) error{
		"tcPr": func(d int) error {
			return w.properties(d, func(name string, a []xml.Attr) {
				switch name {
				case "gridSpan":
					c.cols = max(1, number(a))
				case "vMerge":
					c.continues = attr(a, "val") != "restart"
				}
			})
		},
		"p": func(d int) error {
			text, boxes, err := w.paragraph(d)
			c.paras = append(append(c.paras, text), boxes...)
			return err
		},
		"tbl": func(d int) error {
			rows, err := w.table(d)
			var cells [][]wordCell
			for _, r := range rows {
				cells = append(cells, r.cells)
			}
			c.tables = append(c.tables, cells)
			return err
		},
	})
	return c, err
}

// Emit lays out a table. One that holds tables only arranges the page: its
// cells' paragraphs and tables follow one another.
func (w *wordReader) emit(rows []wordRow) {
	for _, r := range rows {
		for _, c := range r.cells {
			if len(c.tables) > 0 {
				w.flowOut(rows)
				return
			}
		}
	}
	var out [][]box
	above := map[int][2]int{} // column → row and index of the box that may continue
	for i, r := range rows {
		var line []box
		col := 0
		if r.before > 0 {
			line = append(line, box{"", 1, r.before})
			col = r.before
		}
		for _, c := range r.cells {
			if at, ok := above[col]; c.continues && ok && out[at[0]][at[1]].cols == c.cols {
				out[at[0]][at[1]].rows = i - at[0] + 1
				if t := join(c.paras); t != "" {
					out[at[0]][at[1]].text = strings.TrimSpace(out[at[0]][at[1]].text + "\n" + t)
				}
				col += c.cols
				continue
			}
			above[col] = [2]int{i, len(line)}
			line = append(line, box{join(c.paras), 1, c.cols})
			col += c.cols
		}
		out = append(out, line)
	}
	w.flow.grid(out)
}

func (w *wordReader) flowOut(rows []wordRow) {
	for _, r := range rows {
		for _, c := range r.cells {
			w.flow.text.WriteString(join(c.paras))
			w.flow.paragraph()
			for _, t := range c.tables {
				var inner []wordRow
				for _, cells := range t {
					inner = append(inner, wordRow{cells: cells})
				}
				w.emit(inner)
			}
		}
	}
}

func join(paras []string) string {
	var kept []string
	for _, p := range paras {
		if p = strings.Trim(p, " \u00a0\u3000\t\n"); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}
