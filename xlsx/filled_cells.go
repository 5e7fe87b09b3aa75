package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
)

// filledCell is a cell of a worksheet that has content.
type filledCell struct {
	row, col        int
	formula, number bool
}

// filledCells lists the cells of a worksheet that have content, or the first of them if they are more than mostCells;
// ok is false if the sheet cannot be read. Only a sheet that is written otherwise than programs usually do is parsed as
// XML, which takes half as long as reading the report.
func filledCells(part []byte) (out []filledCell, ok bool) {
	if out, ok = scannedCells(part); ok {
		return out, true
	}
	return parsedCells(part)
}

// parsedCells is [filledCells] by parsing the sheet as XML.
func parsedCells(part []byte) (out []filledCell, ok bool) {
	var c filledCell
	row, col, inCell, inFormula, content := 0, 0, false, false, false
	d := xml.NewDecoder(bytes.NewReader(part))
	for len(out) <= mostCells {
		t, err := d.Token()
		if err != nil {
			return out, errors.Is(err, io.EOF)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				if n, err := strconv.Atoi(attribute(t, "r")); err == nil {
					row = n
				} else {
					row++
				}
				col = 0
			case "c":
				col++ // an address may be left out, and is the next one then
				if r, n := cellNumbers([]byte(attribute(t, "r") + `"`)); r > 0 {
					row, col = r, n
				}
				kind := attribute(t, "t")
				row = max(row, 1)
				c, inCell, content = filledCell{row: row, col: col, number: kind == "" || kind == "n"}, true, false
			case "f":
				inFormula, c.formula = inCell, inCell
			}
		case xml.CharData:
			content = content || inCell && !inFormula && len(bytes.TrimSpace(t)) > 0
		case xml.EndElement:
			switch t.Name.Local {
			case "f":
				inFormula = false
			case "c":
				if inCell && (c.formula || content) {
					out = append(out, c)
				}
				inCell = false
			}
		}
	}
	return out, true
}

// scannedCells is [filledCells] without parsing the sheet; ok is false if it is written in an unusual way.
func scannedCells(part []byte) (out []filledCell, ok bool) {
	const name = "sheetData"
	i := bytes.Index(part, []byte(name))
	if i < 0 {
		return nil, true // a chart, or nothing
	}
	if bytes.Contains(part, []byte("<![CDATA[")) || bytes.Contains(part, []byte("<!--")) {
		return nil, false
	}
	start := bytes.LastIndexByte(part[:i], '<')
	if start < 0 {
		return nil, false
	}
	prefix := string(part[start+1 : i]) // of the namespace, with its colon
	opening, closing := []byte("<"+prefix+"c"), []byte("</"+prefix+"c>")
	formula, formulaEnd := []byte("<"+prefix+"f"), []byte("</"+prefix+"f>")
	for rest := part[i:]; ; {
		i := bytes.Index(rest, opening)
		if i < 0 || i+len(opening) >= len(rest) || len(out) > mostCells {
			return out, true
		}
		if rest = rest[i+len(opening):]; rest[0] != ' ' {
			if bytes.IndexByte([]byte(">/\t\r\n"), rest[0]) >= 0 {
				return nil, false // a cell without address, or with line breaks between its attributes
			}
			continue // another element
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			return nil, false
		}
		tag := rest[:end]
		rest = rest[end+1:]
		if bytes.HasSuffix(tag, []byte("/")) {
			continue
		}
		stop := bytes.Index(rest, closing)
		if stop < 0 {
			return nil, false
		}
		inner := rest[:stop]
		rest = rest[stop+len(closing):]
		c := filledCell{formula: bytes.Contains(inner, formula)}
		if _, after, cut := bytes.Cut(inner, formulaEnd); cut {
			inner = after
		}
		if !c.formula && !hasText(inner) {
			continue
		}
		_, ref, found := bytes.Cut(tag, []byte(` r="`))
		if !found {
			return nil, false
		}
		if c.row, c.col = cellNumbers(ref); c.row == 0 {
			return nil, false
		}
		kind, typed := 0, false
		if kind = bytes.Index(tag, []byte(` t="`)); kind >= 0 {
			typed = tag[kind+4] != 'n'
		}
		c.number = !typed
		out = append(out, c)
	}
}

// hasText says whether anything but blanks stands outside of the tags.
func hasText(xml []byte) bool {
	for len(xml) > 0 {
		before, after, tag := bytes.Cut(xml, []byte("<"))
		if len(bytes.TrimSpace(before)) > 0 {
			return true
		}
		if !tag {
			return false
		}
		_, xml, _ = bytes.Cut(after, []byte(">"))
	}
	return false
}

// cellNumbers reads row and column from an address that ends with a quotation mark; 0 if it is none.
func cellNumbers(ref []byte) (row, col int) {
	i := 0
	for ; i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	letters := i
	for ; i < len(ref) && i-letters < 7 && ref[i] >= '0' && ref[i] <= '9'; i++ {
		row = row*10 + int(ref[i]-'0')
	}
	if letters == 0 || i >= len(ref) || ref[i] != '"' {
		return 0, 0
	}
	return row, col
}
