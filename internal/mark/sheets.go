package mark

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/msg"
)

// removeMarks removes an earlier marking: fills, comments, the list, the names.
func (m *marker) removeMarks() {
	m.book.Edit(m.main, func(d *patch.Doc) {
		for _, e := range d.Root.Items("definedNames") {
			name, ok := strings.CutPrefix(e.Attr("name"), markPrefix)
			if !ok {
				continue
			}
			sheet, ref, ok := splitAddress(strings.TrimSpace(d.Text(e)))
			switch n, err := strconv.Atoi(name); {
			case !ok || e.Attr("localSheetId") != "":
			case e.Attr("name") == listName:
				m.listed = sheet
			case err == nil:
				m.former.cells[n] = cellAt{sheet, ref}
			}
		}
	})
	m.findList()
	m.removeFills()
	for _, s := range m.sheets {
		if s.cells {
			m.removeComments(s.part)
		}
	}
	m.removeList(m.listed)
}

// findList sets m.listed to the sheet with the list of an earlier marking. It is known
// by its defined name, or else by its title, and by its data on former marks or its heads.
func (m *marker) findList() {
	candidates := []string{m.listed}
	if m.listed == "" {
		candidates = []string{listTitle.In(msg.ZH), listTitle.In(msg.EN)}
	}
	i := slices.IndexFunc(candidates, func(name string) bool {
		part := m.partOf(name)
		return part != "" && m.readFormerMarks(part)
	})
	m.listed = ""
	if i >= 0 {
		m.listed = candidates[i]
	}
}

// readFormerMarks reads the data on former marks from the list, if they are there, and reports whether the sheet is the
// list. The cell may hold its text inline or as a shared string, and a program that fills templates may have taken the
// braces of the data for its own: then the heads tell that it is the list.
func (m *marker) readFormerMarks(part string) (found bool) {
	var shared []string
	if rel := m.book.RelOf(m.main, "sharedStrings"); rel.Target != "" {
		m.book.Edit(rel.Target, func(d *patch.Doc) {
			for _, e := range d.Root.Children {
				shared = append(shared, shownText(d, e))
			}
		})
	}
	var texts []string
	m.book.Edit(part, func(d *patch.Doc) {
		for _, c := range d.Root.Descendants("c") {
			text := shownText(d, c)
			if i, err := strconv.Atoi(text); c.Attr("t") == "s" && err == nil && i >= 0 && i < len(shared) {
				text = shared[i]
			}
			texts = append(texts, text)
			if strings.HasPrefix(text, `{"fills":`) && !found {
				found = true
				if json.Unmarshal([]byte(text), &m.former) != nil {
					m.former.Fills, m.former.Marks = nil, nil // damaged: marks are known by their colours
				}
			}
		}
	})
	return found || headOf([][]string{texts}) >= 0
}

// shownText is the text of a cell or a shared string, without what a program put
// between its elements to indent them.
func shownText(d *patch.Doc, e *patch.Element) string {
	var out strings.Builder
	for _, t := range append(e.Descendants("t"), e.Descendants("v")...) {
		if t.Parent == nil || t.Parent.Local != "rPh" {
			out.WriteString(d.Text(t))
		}
	}
	return strings.TrimSpace(out.String())
}

// removeList removes the list and the names of marks. Names that are valid on one
// sheet refer to it by its number, which changes.
func (m *marker) removeList(list string) {
	rels := m.book.Rels(m.main)
	at := -1
	var rel patch.Rel
	m.book.Edit(m.main, func(d *patch.Doc) {
		sheets := d.Root.Items("sheets")
		for i, e := range sheets {
			if list != "" && strings.EqualFold(e.Attr("name"), list) && len(sheets) > 1 {
				at = i
				k := slices.IndexFunc(rels, func(r patch.Rel) bool { return r.ID == e.Attr("id") })
				if k >= 0 {
					rel = rels[k]
				}
				d.Delete(e)
			}
		}
		if names := d.Root.Child("definedNames"); names != nil {
			kept := 0
			for _, e := range names.Children {
				n, err := strconv.Atoi(e.Attr("localSheetId"))
				switch {
				case strings.HasPrefix(e.Attr("name"), markPrefix), at >= 0 && err == nil && n == at:
					d.Delete(e)
					continue
				case at >= 0 && err == nil && n > at:
					d.SetAttr(e, map[string]string{"localSheetId": strconv.Itoa(n - 1)})
				}
				kept++
			}
			if kept == 0 {
				d.Delete(names)
			}
		}
	})
	if rel.ID != "" {
		m.book.RemoveRel(m.main, rel)
	}
	m.listSheets()
}

// addList puts the list before all sheets, names the marked cells, and makes the list
// the sheet that is shown first.
func (m *marker) addList(kept formerMarks) {
	name := m.freeName(listTitle.In(m.job.Lang))
	content, anchor := m.list(kept)
	m.styles.save()
	part := m.book.FreeName("xl/worksheets/sheet", ".xml")
	id := m.book.Add(part, content, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", m.main, relBase+"worksheet")
	for _, s := range m.sheets {
		m.deselect(s.part)
	}
	m.book.Edit(m.main, func(d *patch.Doc) {
		sheets := d.Root.Items("sheets")
		if len(sheets) == 0 {
			d.Fail(fmt.Errorf("no sheets"))
			return
		}
		number := 0
		for _, e := range sheets {
			n, _ := strconv.Atoi(e.Attr("sheetId"))
			number = max(number, n)
		}
		d.Before(sheets[0], fmt.Sprintf(`<%ssheet name="%s" sheetId="%d" xmlns:r="%s" r:id="%s"/>`,
			d.Root.WritePrefix(), patch.Escape(name), number+1, strings.TrimSuffix(relBase, "/"), id))
		if views := d.Root.Items("bookViews"); len(views) > 0 {
			d.SetAttr(views[0], map[string]string{"activeTab": "0", "firstSheet": "0"})
		}
		m.addNames(d, absolute(name, anchor))
	})
}

// beforeNames are the elements of a workbook that come before its names.
var beforeNames = []string{"sheets", "functionGroups", "externalReferences"}

func (m *marker) addNames(d *patch.Doc, list string) {
	p := d.Root.WritePrefix()
	var b strings.Builder
	define := func(name, refersTo string) {
		fmt.Fprintf(&b, `<%[1]sdefinedName name="%[2]s">%[3]s</%[1]sdefinedName>`, p, name, patch.Escape(refersTo))
	}
	define(listName, list)
	sheet, _, _ := splitAddress(list) // its heads are repeated on every printed page; it is the first sheet
	fmt.Fprintf(&b, `<%[1]sdefinedName name="_xlnm.Print_Titles" localSheetId="0">%[2]s!$%[3]d:$%[3]d</%[1]sdefinedName>`, p, patch.Escape(workbook.QuoteSheet(sheet)), headRow)
	for i, c := range m.marks {
		define(markPrefix+strconv.Itoa(i+1), absolute(c.sheet, c.ref))
	}
	if names := d.Root.Child("definedNames"); names != nil {
		for _, e := range names.Children {
			if n, err := strconv.Atoi(e.Attr("localSheetId")); err == nil {
				d.SetAttr(e, map[string]string{"localSheetId": strconv.Itoa(n + 1)})
			}
		}
		d.Append(names, b.String())
		return
	}
	var after *patch.Element
	for _, e := range d.Root.Children {
		if slices.Contains(beforeNames, e.Local) {
			after = e
		}
	}
	d.After(after, fmt.Sprintf(`<%[1]sdefinedNames>%[2]s</%[1]sdefinedNames>`, p, b.String()))
}

// deselect makes a sheet not selected: with two sheets selected, programs write what
// is typed into both.
func (m *marker) deselect(part string) {
	if data, _ := m.book.Part(part); !bytes.Contains(data, []byte("tabSelected")) {
		return
	}
	m.book.Edit(part, func(d *patch.Doc) {
		for _, v := range d.Root.Items("sheetViews") {
			if v.Attr("tabSelected") != "" {
				d.SetAttr(v, map[string]string{"tabSelected": ""})
			}
		}
	})
}

var listTitle = msg.T("问题清单", "Findings")

func (m *marker) freeName(name string) string {
	free := name
	for n := 2; slices.ContainsFunc(m.sheets, func(s sheet) bool { return strings.EqualFold(s.name, free) }); n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	return free
}
