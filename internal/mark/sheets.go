package mark

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/msg"
)

// removeMarks removes an earlier marking: fills, comments, the list, the names.
func (m *marker) removeMarks() error {
	if err := m.book.Edit(m.workbook, func(d *patch.Doc) error {
		m.former.cells = map[int]cellAt{}
		names := d.Root.Child("definedNames")
		if names == nil {
			return nil
		}
		for _, e := range names.Children {
			name, ok := strings.CutPrefix(e.Attr("name"), markPrefix)
			if !ok {
				continue
			}
			sheet, ref, ok := splitAddress(d.Text(e))
			switch n, err := strconv.Atoi(name); {
			case !ok || e.Attr("localSheetId") != "":
			case e.Attr("name") == listName:
				m.listed = sheet
			case err == nil:
				m.former.cells[n] = cellAt{sheet, ref}
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := m.findList(); err != nil {
		return err
	}
	if err := m.removeFills(); err != nil {
		return err
	}
	for _, s := range m.sheets {
		if s.cells {
			if err := m.removeComments(s.part); err != nil {
				return err
			}
		}
	}
	return m.removeList(m.listed)
}

// findList sets m.listed to the sheet with the list of an earlier marking. It is known
// by its defined name, or else by its title, and by its data on former marks.
func (m *marker) findList() error {
	candidates := []string{m.listed}
	if m.listed == "" {
		candidates = []string{listTitle.In(msg.ZH), listTitle.In(msg.EN)}
	}
	m.listed = ""
	for _, name := range candidates {
		part := m.partOf(name)
		if part == "" || m.listed != "" {
			continue
		}
		found, err := m.readFormerMarks(part)
		if err != nil {
			return err
		}
		if found {
			m.listed = name
		}
	}
	return nil
}

// readFormerMarks reads the data on former marks from the list, if they are there. The
// cell may hold its text inline or as a shared string.
func (m *marker) readFormerMarks(part string) (found bool, err error) {
	shared, err := m.sharedStrings()
	if err != nil {
		return false, err
	}
	return found, m.book.Edit(part, func(d *patch.Doc) error {
		for _, c := range d.Root.Descendants("c") {
			text := d.Text(c)
			if i, err := strconv.Atoi(strings.TrimSpace(text)); c.Attr("t") == "s" && err == nil && i >= 0 && i < len(shared) {
				text = shared[i]
			}
			if strings.HasPrefix(text, `{"fills":`) && !found {
				found = true
				if json.Unmarshal([]byte(text), &m.former) != nil {
					m.former.Fills, m.former.Marks = nil, nil // damaged: marks are known by their colours
				}
			}
		}
		return nil
	})
}

func (m *marker) sharedStrings() ([]string, error) {
	rels, err := m.book.Rels(m.workbook)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rels, func(r patch.Rel) bool { return r.Type == "sharedStrings" })
	if i < 0 {
		return nil, nil
	}
	var out []string
	return out, m.book.Edit(rels[i].Target, func(d *patch.Doc) error {
		for _, e := range d.Root.Children {
			out = append(out, d.Text(e))
		}
		return nil
	})
}

// removeList removes the list and the names of marks. Names that are valid on one
// sheet refer to it by its number, which changes.
func (m *marker) removeList(list string) error {
	rels, err := m.book.Rels(m.workbook)
	if err != nil {
		return err
	}
	at := -1
	var rel patch.Rel
	if err := m.book.Edit(m.workbook, func(d *patch.Doc) error {
		for i, e := range d.Root.Child("sheets").Children {
			if list != "" && strings.EqualFold(e.Attr("name"), list) && len(d.Root.Child("sheets").Children) > 1 {
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
		return nil
	}); err != nil {
		return err
	}
	if rel.ID != "" {
		if err := m.book.RemoveRel(m.workbook, rel); err != nil {
			return err
		}
	}
	return m.listSheets()
}

// addList puts the list before all sheets, names the marked cells, and makes the list
// the sheet that is shown first.
func (m *marker) addList(kept formerMarks) error {
	name := m.freeName(listTitle.In(m.job.Lang))
	content, anchor := m.list(kept)
	if err := m.styles.save(); err != nil {
		return err
	}
	part := m.book.FreeName("xl/worksheets/sheet", ".xml")
	m.book.Set(part, content)
	if err := m.book.DeclareType(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"); err != nil {
		return err
	}
	id, err := m.book.AddRel(m.workbook, relBase+"worksheet", part)
	if err != nil {
		return err
	}
	for _, s := range m.sheets {
		if err := m.deselect(s.part); err != nil {
			return err
		}
	}
	return m.book.Edit(m.workbook, func(d *patch.Doc) error {
		p := d.Root.WritePrefix()
		sheets := d.Root.Child("sheets")
		number := 0
		for _, e := range sheets.Children {
			n, _ := strconv.Atoi(e.Attr("sheetId"))
			number = max(number, n)
		}
		text := fmt.Sprintf(`<%ssheet name="%s" sheetId="%d" xmlns:r="%s" r:id="%s"/>`, p, patch.Escape(name), number+1, strings.TrimSuffix(relBase, "/"), id)
		if len(sheets.Children) == 0 {
			return fmt.Errorf("no sheets")
		}
		d.Before(sheets.Children[0], text)
		if views := d.Root.Child("bookViews"); views != nil && len(views.Children) > 0 {
			d.SetAttr(views.Children[0], map[string]string{"activeTab": "0", "firstSheet": "0"})
		}
		return m.addNames(d, absolute(name, anchor))
	})
}

// beforeNames are the elements of a workbook that come before its names.
var beforeNames = []string{"sheets", "functionGroups", "externalReferences"}

func (m *marker) addNames(d *patch.Doc, list string) error {
	p := d.Root.WritePrefix()
	var b strings.Builder
	define := func(name, refersTo string) {
		fmt.Fprintf(&b, `<%[1]sdefinedName name="%[2]s">%[3]s</%[1]sdefinedName>`, p, name, patch.Escape(refersTo))
	}
	define(listName, list)
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
		return nil
	}
	var after *patch.Element
	for _, e := range d.Root.Children {
		if slices.Contains(beforeNames, e.Local) {
			after = e
		}
	}
	if after == nil {
		return fmt.Errorf("no sheets")
	}
	d.After(after, fmt.Sprintf(`<%[1]sdefinedNames>%[2]s</%[1]sdefinedNames>`, p, b.String()))
	return nil
}

// deselect makes a sheet not selected: with two sheets selected, programs write what
// is typed into both.
func (m *marker) deselect(part string) error {
	if data, ok, err := m.book.Part(part); err != nil || !ok || !bytes.Contains(data, []byte("tabSelected")) {
		return err
	}
	return m.book.Edit(part, func(d *patch.Doc) error {
		if views := d.Root.Child("sheetViews"); views != nil {
			for _, v := range views.Children {
				if v.Attr("tabSelected") != "" {
					d.SetAttr(v, map[string]string{"tabSelected": ""})
				}
			}
		}
		return nil
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
