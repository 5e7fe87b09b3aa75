package preflight

import (
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// OpenCells opens a workbook of which only cells, merged cells, names, shapes and
// comments are read, and which is not saved. Other elements of the sheets are removed
// before the library parses them, which saves half its time. The error is as in Open.
func OpenCells(data []byte) (*excelize.File, error) {
	f, err := Open(data)
	if err != nil {
		return nil, err
	}
	f.Pkg.Range(func(key, value any) bool {
		if b, ok := value.([]byte); ok && strings.HasPrefix(strings.ToLower(key.(string)), "xl/worksheets/") {
			f.Pkg.Store(key, withoutUnread(b))
		}
		return true
	})
	return f, nil
}

// unreadElements are the elements behind the rows that are removed: conditional
// formats, data validations and extensions.
var unreadElements = []string{"extLst", "conditionalFormatting", "dataValidations"}

// withoutUnread is a worksheet without the elements unreadElements, and without
// declarations of namespace prefixes that it does not use, of which some programs
// write sixty. The sheet has passed Check. A sheet that is written in any unusual way
// stays as it is; the memory of any other is reused.
func withoutUnread(sheet []byte) []byte {
	start := bytes.Index(sheet, []byte(worksheet))
	if start < 0 || bytes.Contains(sheet, []byte("<!--")) || bytes.Contains(sheet, []byte("<![CDATA[")) {
		return sheet
	}
	end := start + bytes.IndexByte(sheet[start:], '>')
	behind := end + bytes.LastIndex(sheet[end:], []byte("</sheetData>"))
	if end < start || behind < end {
		return sheet
	}
	tail := sheet[behind:]
	for _, name := range unreadElements {
		tail = removeElements(tail, name)
	}
	rest := sheet[end : behind+len(tail)]
	var colons []int // in rest
	for i := 0; i < len(rest); i++ {
		n := bytes.IndexByte(rest[i:], ':')
		if n < 0 {
			break
		}
		i += n
		colons = append(colons, i)
	}
	root := attributes(sheet[start+len(worksheet) : end])
	used := func(prefix []byte) bool {
		// What only looks like a prefix does no harm.
		return slices.ContainsFunc(colons, func(i int) bool { return bytes.HasSuffix(rest[:i], prefix) }) ||
			slices.ContainsFunc(root, func(a attribute) bool {
				return !bytes.HasPrefix(a.name, xmlns) && len(a.name) > len(prefix) && bytes.HasPrefix(a.name, prefix) && a.name[len(prefix)] == ':'
			})
	}
	out := sheet[:start+len(worksheet)]
	for _, a := range root {
		if prefix, ok := bytes.CutPrefix(a.name, xmlns); !ok || used(prefix) {
			out = append(out, a.whole...)
		}
	}
	return append(out, rest...)
}

const worksheet = "<worksheet"

var xmlns = []byte("xmlns:")

type attribute struct{ whole, name []byte }

// attributes cuts the part of a tag behind its name into attributes.
func attributes(tag []byte) []attribute {
	var out []attribute
	for i := 0; ; {
		from := i
		for i < len(tag) && blank(tag[i]) {
			i++
		}
		n := nameLen(tag[i:])
		if at := i + n; n > 0 && at+1 < len(tag) {
			if j := bytes.IndexByte(tag[at+2:], tag[at+1]); j >= 0 {
				i = at + 2 + j + 1
				out = append(out, attribute{tag[from:i], tag[at-n : at]})
				continue
			}
		}
		return append(out, attribute{whole: tag[from:]}) // "/", or nothing
	}
}

// removeElements removes the elements of a name from a part, in place.
func removeElements(part []byte, name string) []byte {
	open, shut := []byte("<"+name), []byte("</"+name+">")
	for from := 0; ; {
		i := bytes.Index(part[from:], open)
		if i < 0 {
			return part
		}
		i += from
		tag := bytes.IndexByte(part[i:], '>')
		next := part[i+len(open)]
		if tag < 0 || part[i+tag-1] == '/' || next != '>' && !blank(next) {
			from = i + len(open) // an empty element, or a longer name
			continue
		}
		j := bytes.Index(part[i:], shut)
		if j < 0 {
			return part
		}
		part = append(part[:i], part[i+j+len(shut):]...)
		from = i
	}
}
