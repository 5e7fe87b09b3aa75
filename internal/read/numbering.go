package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// numbering computes the numbers that Word shows before paragraphs and does not
// store in their text: 一、（一） and the like.
type numbering struct {
	lists  map[string]*wordList // by w:num
	styles map[string]wordStyle
}

// wordList is a list; several may count together.
type wordList struct {
	levels  map[int]wordLevel
	counter *[9]int
	restart map[int]int // level → start, when the list is first used
}

type wordLevel struct {
	start  int
	format string
	text   string
}

type wordStyle struct{ num, level, based string }

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
	// LibreOffice and newer Words give formats without a name of their own inside
	// alternate content.
	Choice struct {
		Format xmlVal `xml:"numFmt"`
	} `xml:"AlternateContent>Fallback"`
	Text *xmlVal `xml:"lvlText"`
}

type xmlNumbering struct {
	Abstract []struct {
		ID     string     `xml:"abstractNumId,attr"`
		Levels []xmlLevel `xml:"lvl"`
		Link   xmlVal     `xml:"numStyleLink"`
	} `xml:"abstractNum"`
	Num []struct {
		ID       string `xml:"numId,attr"`
		Abstract xmlVal `xml:"abstractNumId"`
		Override []struct {
			Ilvl  string    `xml:"ilvl,attr"`
			Start *xmlVal   `xml:"startOverride"`
			Level *xmlLevel `xml:"lvl"`
		} `xml:"lvlOverride"`
	} `xml:"num"`
}

type xmlStyles struct {
	Style []struct {
		ID      string   `xml:"styleId,attr"`
		Type    string   `xml:"type,attr"`
		Default string   `xml:"default,attr"`
		Based   xmlVal   `xml:"basedOn"`
		NumPr   xmlNumPr `xml:"pPr>numPr"`
	} `xml:"style"`
}

// newNumbering reads the lists and the styles that use them. A document without
// numbers is read the same when these parts are faulty.
func newNumbering(lists, styles []byte) *numbering {
	n := &numbering{lists: map[string]*wordList{}, styles: map[string]wordStyle{}}
	var x xmlNumbering
	var s xmlStyles
	if len(lists) == 0 || xml.Unmarshal(lists, &x) != nil {
		return n
	}
	if len(styles) > 0 && xml.Unmarshal(styles, &s) == nil {
		for _, st := range s.Style {
			n.styles[st.ID] = wordStyle{st.NumPr.NumID.Val, st.NumPr.Ilvl.Val, st.Based.Val}
			if st.Type == "paragraph" && st.Default == "1" {
				n.styles[""] = n.styles[st.ID]
			}
		}
	}
	levels, counters, links := map[string]map[int]wordLevel{}, map[string]*[9]int{}, map[string]string{}
	for _, a := range x.Abstract {
		levels[a.ID], counters[a.ID], links[a.ID] = map[int]wordLevel{}, &[9]int{}, a.Link.Val
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
		l := &wordList{levels: levels[id], counter: counters[id], restart: map[int]int{}}
		for _, o := range num.Override {
			i, ok := levelIndex(o.Ilvl)
			if !ok {
				continue
			}
			if o.Level != nil {
				own := map[int]wordLevel{}
				for k, v := range l.levels {
					own[k] = v
				}
				own[i] = o.Level.level()
				l.levels = own
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

func (x xmlLevel) level() wordLevel {
	l := wordLevel{start: 1, format: x.Format.Val}
	if l.format == "" {
		l.format = x.Choice.Format.Val
	}
	if x.Start != nil {
		l.start, _ = strconv.Atoi(x.Start.Val)
	}
	if x.Text != nil {
		l.text = x.Text.Val
	}
	return l
}

// next counts a paragraph and gives the number shown before it, or "".
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
		if s.based == style {
			break
		}
		style = s.based
		if style == "" {
			break
		}
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
			out = strings.ReplaceAll(out, mark, written(count, l.levels[k].format))
		}
	}
	if at.format == "bullet" || at.format == "none" {
		return ""
	}
	if last := strings.TrimRightFunc(out, blank); last != "" && isWord(last[len(last)-1]) {
		out = last + " "
	}
	return out
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// written writes a number the way a list is numbered.
func written(n int, format string) string {
	switch f := strings.ToLower(format); {
	case n < 0 || n > 9999:
	case strings.HasPrefix(f, "chinesecounting"), strings.HasPrefix(f, "taiwanesecounting"), strings.HasPrefix(f, "japanesecounting"), f == "koreancounting":
		return inChinese(n)
	case f == "ideographdigital", f == "japanesedigitaltenthousand", f == "taiwanesedigital":
		return digits(n, "〇一二三四五六七八九")
	case strings.HasPrefix(f, "chineselegal"), f == "japaneselegal", f == "ideographlegaltraditional":
		return digits(n, "零壹贰叁肆伍陆柒捌玖")
	case strings.HasPrefix(f, "decimalenclosedcircle") && n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case f == "ideographtraditional" && n >= 1 && n <= 10:
		return string([]rune("甲乙丙丁戊己庚辛壬癸")[n-1])
	case f == "upperletter" && n >= 1 && n <= 26:
		return string(rune('A' + n - 1))
	case f == "lowerletter" && n >= 1 && n <= 26:
		return string(rune('a' + n - 1))
	case f == "upperroman":
		return roman(n)
	case f == "lowerroman":
		return strings.ToLower(roman(n))
	case f == "none", f == "bullet":
		return ""
	case f == "decimalzero" && n < 10:
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func digits(n int, set string) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		b.WriteRune([]rune(set)[c-'0'])
	}
	return b.String()
}

func inChinese(n int) string {
	ds := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(ds[n])
	}
	if n < 20 {
		return "十" + strings.TrimPrefix(string(ds[n%10]), "零")
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.value % 10
		switch {
		case d > 0:
			if gap {
				b.WriteRune('零')
			}
			b.WriteRune(ds[d])
			b.WriteString(u.name)
			gap = false
		case b.Len() > 0:
			gap = true
		}
	}
	return b.String()
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		name  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.value {
			b.WriteString(r.name)
			n -= r.value
		}
	}
	return b.String()
}
