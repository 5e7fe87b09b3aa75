package ofd

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/formtest"
)

// parts are the parts of a file by their names.
type parts map[string]string

// pack writes parts as a file.
func (p parts) pack(t testing.TB) []byte { return formtest.Packed(t, p) }

const header = `<?xml version="1.0" encoding="UTF-8"?>`

// tag writes an element of OFD, or several, with the prefix of its names.
func tag(s string) string {
	s = strings.ReplaceAll(s, "</", "\x00")
	s = strings.ReplaceAll(s, "<", "<ofd:")
	return strings.ReplaceAll(s, "\x00", "</ofd:")
}

// part writes the outer element of a part.
func part(name, inner string) string {
	return header + tag(fmt.Sprintf(`<%s xmlns:ofd="http://www.ofdspec.org/2016">%s</%s>`, name, inner, name))
}

// file makes a file of pages, each of what stands in its layer, on pages of 200 by 100 mm.
func file(pages ...string) parts {
	p := parts{
		"OFD.xml":             part("OFD", `<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>`),
		"Doc_0/PublicRes.xml": part("Res", `<Fonts><Font ID="1" FontName="宋体"/></Fonts>`),
	}
	list := ""
	for i, s := range pages {
		list += fmt.Sprintf(`<Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 10+i, i)
		p[fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i)] = part("Page", `<Content><Layer>`+s+`</Layer></Content>`)
	}
	p["Doc_0/Document.xml"] = part("Document", `<CommonData><PageArea><PhysicalBox>0 0 200 100</PhysicalBox></PageArea><PublicRes>PublicRes.xml</PublicRes></CommonData><Pages>`+list+`</Pages>`)
	return p
}

// object writes a text of size 4 at a place, with attributes and children of its object.
func object(x, y float64, s string, more ...string) string {
	attributes, children := "", ""
	if len(more) > 0 {
		attributes = more[0]
	}
	if len(more) > 1 {
		children = more[1]
	}
	deltas := ""
	for i, c := range []rune(s) {
		if i > 0 {
			deltas += " "
		}
		if i+1 < len([]rune(s)) {
			deltas += fmt.Sprint(usualWidth(string(c)) * 4)
		}
	}
	return fmt.Sprintf(`<TextObject Boundary="%g %g 150 6" Font="1" Size="4" %s>%s<TextCode X="0" Y="4" DeltaX="%s">%s</TextCode></TextObject>`, x, y-4, attributes, children, strings.TrimSpace(deltas), s)
}

// ruling writes a line.
func ruling(x0, y0, x1, y1 float64) string {
	return fmt.Sprintf(`<PathObject Boundary="%g %g %g %g" LineWidth="0.2"><AbbreviatedData>M 0 0 L %g %g</AbbreviatedData></PathObject>`, x0, y0, x1-x0, y1-y0, x1-x0, y1-y0)
}

// The table of these tests: its corner, and the size of its cells.
const (
	tableX, tableY = 20.0, 20.0
	cellW, cellH   = 30.0, 10.0
)

// rulings draws a table of so many rows and columns.
func rulings(rows, cols int, line func(x0, y0, x1, y1 float64) string) string {
	var b strings.Builder
	for i := range rows + 1 {
		b.WriteString(line(tableX, tableY+cellH*float64(i), tableX+cellW*float64(cols), tableY+cellH*float64(i)))
	}
	for i := range cols + 1 {
		b.WriteString(line(tableX+cellW*float64(i), tableY, tableX+cellW*float64(i), tableY+cellH*float64(rows)))
	}
	return b.String()
}

// in writes a text in a cell.
func in(row, col int, s string, more ...string) string {
	return object(tableX+cellW*float64(col)+2, tableY+cellH*float64(row)+7, s, more...)
}

// base is a table of two rows and two columns with enough text about it to be no scan.
func base(last string) string {
	return object(20, 15, "某县教育局政府信息公开工作年度报告正文共有若干页") + rulings(2, 2, ruling) + in(0, 0, "甲项") + in(0, 1, "12") + in(1, 0, "乙项") + last
}

// cells are the texts of the cells of a table, row by row, with "|" between them.
func cells(t testing.TB, data []byte) (table string, notes []string) {
	t.Helper()
	sheets, err := Read(data)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var b strings.Builder
	for _, s := range sheets {
		for _, c := range s.Cells {
			if strings.Contains(c.Cell.Address, "表格") {
				fmt.Fprintf(&b, "%s|", c.Cell.Text)
			}
		}
		for _, n := range s.Notes {
			notes = append(notes, n.Rule+" "+n.Cell+" "+n.Message.ZH)
		}
	}
	return b.String(), notes
}
