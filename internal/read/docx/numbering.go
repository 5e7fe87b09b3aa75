package docx

import (
	"cmp"
	"encoding/xml"
	"maps"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/read/layout"
)

// numbering computes the numbers that Word shows before paragraphs and does not
// store in their text: 一、（一） and the like.
type numbering struct {
	lists  map[string]*list // by w:num
	styles map[string]style
}

// list is a list (w:num). Lists of one abstract list share the counter.
type list struct {
	levels  map[int]level
	counter *[9]int
	restart map[int]int // level → start, when the list is first used
}

type level struct {
	start  int
	format string
	text   string
}

type style struct{ num, level, based string }

type xmlVal struct {
	Val string `xml:"val,attr"`
}

type xmlNumPr struct {
	Ilvl  xmlVal `xml:"ilvl"`
	NumID xmlVal `xml:"numId"`
}

type xmlLevel struct {
	Ilvl   string  `xml:"ilvl,attr"`
	Start  *xmlVal `xml:"start"`
	Format xmlVal  `xml:"numFmt"`
	Kind   *xmlVal `xml:"nfc"` // the format in Word 2003
	// LibreOffice and newer Words give formats without a name of their own inside
	// alternate content.
	Choice struct {
		Format xmlVal `xml:"numFmt"`
	} `xml:"AlternateContent>Fallback"`
	Text *xmlVal `xml:"lvlText"`
}

type xmlNumbering struct {
	Abstract []xmlAbstract `xml:"abstractNum"`
	Num      []xmlNum      `xml:"num"`
}

type xmlAbstract struct {
	ID     string     `xml:"abstractNumId,attr"`
	Levels []xmlLevel `xml:"lvl"`
	Link   xmlVal     `xml:"numStyleLink"`
}

type xmlNum struct {
	ID       string        `xml:"numId,attr"`
	Abstract xmlVal        `xml:"abstractNumId"`
	Override []xmlOverride `xml:"lvlOverride"`
}

type xmlOverride struct {
	Ilvl  string    `xml:"ilvl,attr"`
	Start *xmlVal   `xml:"startOverride"`
	Level *xmlLevel `xml:"lvl"`
}

// newNumbering reads the lists that styles and paragraphs use. If the part is missing
// or faulty, there are no numbers.
func newNumbering(lists []byte, styles *styleSheet) *numbering {
	var x xmlNumbering
	if len(lists) > 0 && xml.Unmarshal(lists, &x) != nil {
		x = xmlNumbering{}
	}
	return buildNumbering(x, styles)
}

// buildNumbering makes the lists that a document defines ready to count.
func buildNumbering(x xmlNumbering, styles *styleSheet) *numbering {
	n := &numbering{lists: map[string]*list{}, styles: map[string]style{}}
	if len(x.Num) == 0 {
		return n
	}
	for id, st := range styles.styles {
		of := st.Block.NumPr
		n.styles[id] = style{cmp.Or(of.NumID.Val, st.Block.ListPr.Ilfo.Val), cmp.Or(of.Ilvl.Val, st.Block.ListPr.Ilvl.Val), st.Based.Val}
	}
	if st, ok := n.styles[styles.standard["paragraph"]]; ok {
		n.styles[""] = st
	}
	levels, counters, links := map[string]map[int]level{}, map[string]*[9]int{}, map[string]string{}
	for _, a := range x.Abstract {
		levels[a.ID], counters[a.ID], links[a.ID] = map[int]level{}, &[9]int{}, a.Link.Val
		for _, l := range a.Levels {
			if i, ok := levelIndex(l.Ilvl); ok {
				levels[a.ID][i] = l.level()
			}
		}
	}
	abstract := map[string]string{}
	for _, num := range x.Num {
		abstract[num.ID] = num.Abstract.Val
	}
	for _, num := range x.Num {
		id := num.Abstract.Val
		if link := links[id]; link != "" {
			if linked, ok := abstract[n.styles[link].num]; ok {
				id = linked
			}
		}
		if counters[id] == nil {
			continue
		}
		l := &list{levels: levels[id], counter: counters[id], restart: map[int]int{}}
		for _, o := range num.Override {
			i, ok := levelIndex(o.Ilvl)
			if !ok {
				continue
			}
			if o.Level != nil {
				l.levels = maps.Clone(l.levels)
				l.levels[i] = o.Level.level()
			}
			if o.Start != nil {
				l.restart[i], _ = strconv.Atoi(o.Start.Val)
			}
		}
		n.lists[num.ID] = l
	}
	return n
}

func levelIndex(s string) (int, bool) {
	i, err := strconv.Atoi(s)
	if s == "" {
		return 0, true
	}
	return i, err == nil && i >= 0 && i < 9
}

func (x xmlLevel) level() level {
	l := level{start: 1, format: cmp.Or(x.Format.Val, x.Choice.Format.Val)}
	if x.Kind != nil {
		nfc, _ := strconv.Atoi(x.Kind.Val)
		l.format = layout.ListFormat(nfc)
	}
	if x.Start != nil {
		l.start, _ = strconv.Atoi(x.Start.Val)
	}
	if x.Text != nil {
		l.text = x.Text.Val
	}
	return l
}

// next counts a paragraph and returns the number shown before it, or an empty text.
func (n *numbering) next(style, num, level string) string {
	for range 20 { // styles are based on one another, faulty ones in a circle
		s, ok := n.styles[style]
		if !ok || num != "" && level != "" {
			break
		}
		if num == "" {
			num = s.num
			if level == "" {
				level = s.level
			}
		}
		if s.based == style || s.based == "" {
			break
		}
		style = s.based
	}
	l := n.lists[num]
	i, ok := levelIndex(level)
	if l == nil || !ok {
		return ""
	}
	at, ok := l.levels[i]
	if !ok {
		return ""
	}
	for k, start := range l.restart {
		l.counter[k] = start - 1
		if k == i && start == 0 {
			l.counter[k] = -1
		}
	}
	if len(l.restart) == 0 && l.counter[i] == 0 {
		l.counter[i] = at.start - 1
	}
	l.restart = nil
	l.counter[i]++
	for k := i + 1; k < 9; k++ {
		l.counter[k] = 0
	}
	out := at.text
	for k := range 9 {
		if mark := "%" + strconv.Itoa(k+1); strings.Contains(out, mark) {
			count := l.counter[k]
			if k < i && count == 0 {
				count = l.levels[k].start
			}
			out = strings.ReplaceAll(out, mark, layout.ListNumber(count, l.levels[k].format))
		}
	}
	if at.format == "bullet" || at.format == "none" {
		return ""
	}
	if last := strings.TrimRightFunc(out, layout.IsBlank); last != "" && isLetterOrDigit(last[len(last)-1]) {
		out = last + " "
	}
	return out
}

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
