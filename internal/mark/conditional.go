package mark

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/patch"
)

// A template colours every cell of an identity that fails alike, by conditional formats, which hide the fills of marks.
// Marking lays conditional formats of its own over them, so that the cell that is probably wrong stands out there, too.

// overlaySign is the condition of the conditional formats that marking adds. It always holds, and tells them from others.
const overlaySign = `"gkm"="gkm"`

// overlaidLooks are the looks that are laid over conditional formats, the first on top.
var overlaidLooks = []look{lookCulprit, lookPale}

// formatSheets gives cells their formats, and lays the looks of marks over the conditional formats of their cells, where
// there are any.
func (m *marker) formatSheets() {
	byPart := map[string]map[look][]string{}
	var parts []string
	for _, c := range m.marks {
		part := m.partOf(c.sheet)
		if byPart[part] == nil {
			byPart[part] = map[look][]string{}
			parts = append(parts, part)
		}
		byPart[part][c.look] = append(byPart[part][c.look], c.ref)
	}
	for part := range m.edits { // some have only lost their marks
		if byPart[part] == nil {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		m.book.Edit(part, func(d *patch.Doc) {
			m.edits[part].apply(d)
			m.overlaySheet(d, byPart[part])
		})
	}
}

// overlaySheet adds the conditional formats of one sheet before those that are there, which come after them in priority.
func (m *marker) overlaySheet(d *patch.Doc, refs map[look][]string) {
	first := d.Root.Child("conditionalFormatting")
	if first == nil || m.styles.lists["dxfs"] == nil {
		return
	}
	var areas []string
	lowest := len(overlaidLooks) + 1
	rules := d.Root.Descendants("cfRule")
	for _, e := range d.Root.Children {
		if e.Local == "conditionalFormatting" {
			areas = append(areas, strings.Fields(e.Attr("sqref"))...)
		}
	}
	for _, e := range rules {
		if n, err := strconv.Atoi(e.Attr("priority")); err == nil {
			lowest = min(lowest, n)
		}
	}
	p := d.Root.WritePrefix()
	var added strings.Builder
	for i, l := range overlaidLooks {
		cells := slices.DeleteFunc(slices.Clone(refs[l]), func(ref string) bool {
			return !slices.ContainsFunc(areas, func(area string) bool { return covers(area, ref) })
		})
		if len(cells) == 0 {
			continue
		}
		fmt.Fprintf(&added, `<%[1]sconditionalFormatting sqref="%[2]s"><%[1]scfRule type="expression" dxfId="%[3]d" priority="%[4]d" stopIfTrue="1"><%[1]sformula>%[5]s</%[1]sformula></%[1]scfRule></%[1]sconditionalFormatting>`,
			p, strings.Join(cells, " "), m.styles.add("dxfs", m.styles.overlay(l.colour())), i+1, patch.Escape(overlaySign))
	}
	if added.Len() == 0 {
		return
	}
	for _, e := range rules {
		if n, err := strconv.Atoi(e.Attr("priority")); err == nil && lowest <= len(overlaidLooks) {
			d.SetAttr(e, map[string]string{"priority": strconv.Itoa(n + len(overlaidLooks) + 1 - lowest)})
		}
	}
	d.Before(first, added.String())
}

// overlay is the XML of a conditional format's look: a fill.
func (s *styles) overlay(rgb string) string {
	return fmt.Sprintf(`<%[1]sdxf><%[1]sfill><%[1]spatternFill patternType="solid"><%[1]sfgColor rgb="FF%[2]s"/><%[1]sbgColor rgb="FF%[2]s"/></%[1]spatternFill></%[1]sfill></%[1]sdxf>`, s.prefix, rgb)
}

// removeOverlay removes the conditional formats that an earlier marking added to a sheet.
func (m *marker) removeOverlay(part string) {
	m.book.Edit(part, func(d *patch.Doc) {
		for _, e := range d.Root.Children {
			if e.Local != "conditionalFormatting" {
				continue
			}
			formulas := e.Descendants("formula")
			if len(formulas) > 0 && !slices.ContainsFunc(formulas, func(f *patch.Element) bool { return strings.ReplaceAll(d.Text(f), " ", "") != overlaySign }) {
				d.Delete(e)
			}
		}
	})
}

// covers reports whether a range such as A1:B2 holds a cell.
func covers(area, ref string) bool {
	from, to, several := strings.Cut(area, ":")
	if !several {
		to = from
	}
	c, r, err := excelize.CellNameToCoordinates(ref)
	c1, r1, err1 := excelize.CellNameToCoordinates(from)
	c2, r2, err2 := excelize.CellNameToCoordinates(to)
	return err == nil && err1 == nil && err2 == nil && c1 <= c && c <= c2 && r1 <= r && r <= r2
}
