package mark

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/patch"
)

// styles is the styles of a workbook, to which marking only adds: nothing that is
// there is changed or renumbered.
type styles struct {
	book   *patch.Book
	part   string
	prefix string
	lists  map[string]*styleList
	xfs    map[int]*patch.Doc // parsed cell formats, by their indexes
}

// styleList is one list of the styles part, such as fills.
type styleList struct {
	items []string // XML of each item
	had   int      // number of items that are in the part
}

var styleLists = []string{"fonts", "fills", "borders", "cellXfs", "dxfs"}

// noStyles is the part with the styles for a workbook that has none, as scripts write
// them: the one format that such a workbook's cells have.
const noStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// openStyles reads the styles of the workbook, and adds them where there are none.
func openStyles(b *patch.Book, workbook string) *styles {
	s := &styles{book: b, part: b.RelOf(workbook, "styles").Target, lists: map[string]*styleList{}, xfs: map[int]*patch.Doc{}}
	if _, ok := b.Part(s.part); !ok {
		s.part = b.FreeName("xl/styles", ".xml")
		b.Add(s.part, []byte(noStyles), "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml", workbook, relBase+"styles")
	}
	b.Edit(s.part, func(d *patch.Doc) {
		s.prefix = d.Root.WritePrefix()
		for _, name := range styleLists {
			items := d.Root.Items(name)
			if len(items) == 0 && name == "dxfs" {
				continue // they are needed only where there are some
			}
			if len(items) == 0 {
				d.Fail(fmt.Errorf("no %s", name))
			}
			l := &styleList{had: len(items)}
			for _, c := range items {
				l.items = append(l.items, d.Source(c))
			}
			s.lists[name] = l
		}
	})
	return s
}

// add returns the index of an item of a list, which is added if it is not there.
func (s *styles) add(list, item string) int {
	l := s.lists[list]
	if i := slices.Index(l.items, item); i >= 0 {
		return i
	}
	l.items = append(l.items, item)
	return len(l.items) - 1
}

// save writes the added items into the part.
func (s *styles) save() {
	s.book.Edit(s.part, func(d *patch.Doc) {
		for _, name := range styleLists {
			l, e := s.lists[name], d.Root.Child(name)
			if l == nil || len(l.items) == l.had {
				continue
			}
			d.SetAttr(e, map[string]string{"count": strconv.Itoa(len(l.items))})
			d.Append(e, strings.Join(l.items[l.had:], ""))
			l.had = len(l.items)
		}
	})
}

// solid is the XML of a solid fill.
func (s *styles) solid(rgb string) string {
	return fmt.Sprintf(`<%[1]sfill><%[1]spatternFill patternType="solid"><%[1]sfgColor rgb="FF%[2]s"/><%[1]sbgColor indexed="64"/></%[1]spatternFill></%[1]sfill>`, s.prefix, rgb)
}

// xf is a cell format.
func (s *styles) xf(i int) (*patch.Doc, error) {
	if d := s.xfs[i]; d != nil {
		return d, nil
	}
	l := s.lists["cellXfs"]
	if i < 0 || i >= len(l.items) {
		return nil, fmt.Errorf("no cell format %d", i)
	}
	d, err := patch.Parse([]byte(l.items[i]))
	if err == nil {
		s.xfs[i] = d
	}
	return d, err
}

// frame is the XML of a border with the same line on all four sides.
func (s *styles) frame(line, rgb string) string {
	var b strings.Builder
	for _, side := range []string{"left", "right", "top", "bottom"} {
		fmt.Fprintf(&b, `<%[1]s%[2]s style="%[3]s"><%[1]scolor rgb="FF%[4]s"/></%[1]s%[2]s>`, s.prefix, side, line, rgb)
	}
	return fmt.Sprintf(`<%[1]sborder>%[2]s<%[1]sdiagonal/></%[1]sborder>`, s.prefix, b.String())
}

// formatAttributes are the attributes of a cell format that name an item of a list, and say that it counts.
var formatAttributes = map[string][2]string{"fills": {"fillId", "applyFill"}, "borders": {"borderId", "applyBorder"}}

// partOf is the XML of the fill or border of a cell format.
func (s *styles) partOf(i int, list string) (string, error) {
	d, err := s.xf(i)
	if err != nil {
		return "", err
	}
	n, _ := strconv.Atoi(d.Root.Attr(formatAttributes[list][0]))
	if n < 0 || n >= len(s.lists[list].items) {
		return "", fmt.Errorf("no %s %d", list, n)
	}
	return s.lists[list].items[n], nil
}

// fillOf is the XML of the fill of a cell format.
func (s *styles) fillOf(i int) (string, error) { return s.partOf(i, "fills") }

// with is the index of a cell format like another, but with another fill or border.
func (s *styles) with(i int, list, item string) int {
	d, err := s.xf(i)
	if err != nil {
		s.book.Fail(err)
		return 0
	}
	names, edited := formatAttributes[list], *d
	edited.SetAttr(d.Root, map[string]string{names[0]: strconv.Itoa(s.add(list, item)), names[1]: "1"})
	return s.add("cellXfs", string(edited.Bytes()))
}

// withFill is the index of a cell format like another, but with another fill.
func (s *styles) withFill(i int, fill string) int { return s.with(i, "fills", fill) }

// digest is a short hash of a cell format and its fill, by which it is known to be
// unchanged; empty if there is no such format.
func (s *styles) digest(i int) string {
	fill, err := s.fillOf(i)
	if err != nil {
		return ""
	}
	h := sha256.Sum256([]byte(s.lists["cellXfs"].items[i] + fill))
	return hex.EncodeToString(h[:4])
}

// any says whether a function is true for some cell format.
func (s *styles) any(is func(int) bool) bool {
	for i := range s.lists["cellXfs"].items {
		if is(i) {
			return true
		}
	}
	return false
}
