package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
)

// titlePattern is one way a report is titled.
type titlePattern struct {
	re          *regexp.Regexp
	organ, year int // subexpressions
}

const yearExpr = `((?:19|20)\d\d|二[〇○零oO0][〇○零一二三四五六七八九]{2})`

func compileTitle(p string) titlePattern {
	expr := regexp.QuoteMeta(text.Fold(p))
	expr = strings.NewReplacer(`\{organ\}`, `([^,。;]*?)`, `\{year\}`, yearExpr, `\[`, `(?:`, `\]`, `)?`).Replace(expr)
	// Before it 附件2：, behind it （征求意见稿）.
	t := titlePattern{re: regexp.MustCompile(`^(?:附件[0-9一二三四五六七八九]*[:、.]?)?《?` + expr + `》?(?:\([^()]*\))?$`), organ: 1, year: 2}
	if o := strings.Index(p, "{organ}"); o > strings.Index(p, "{year}") {
		t.organ, t.year = 2, 1
	}
	return t
}

// unit is the unit of money that a label states in brackets; "" for none.
func (w *words) unit(label string) string {
	label = fold(label)
	_, inner, ok := strings.Cut(label, "(")
	if !ok {
		return ""
	}
	unit := ""
	for _, u := range w.form.Reading.Money {
		if rest, ok := strings.CutSuffix(strings.TrimRight(inner, ") "), u); ok && len(u) > len(unit) && !strings.ContainsAny(rest, "0123456789") {
			unit = u
		}
	}
	return unit
}

// title reads organ and year off a title.
func (w *words) title(s string) (organ string, year int, ok bool) {
	if len(s) > maxLabel || !strings.Contains(s, "年") || !strings.ContainsAny(s, "0123456789０１２３４５６７８９〇○零") {
		return "", 0, false
	}
	kept := []rune(text.OneLine(s))
	var folded []rune
	var at []int // of every folded rune, among those kept
	for i, c := range kept {
		if c == ' ' || text.Invisible(c) {
			continue
		}
		if s := w.reducer.simplified[c]; s != 0 {
			c = s
		}
		if r := []rune(text.Fold(string(c))); len(r) == 1 {
			c = r[0]
		}
		folded, at = append(folded, c), append(at, i)
	}
	line := string(folded)
	// The reading counts that leaves least to the organ's name: 2024年度 is not
	// 2024年 and an organ that begins with 度.
	for _, t := range w.titles {
		m := t.re.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		from, to := m[2*t.organ], m[2*t.organ+1]
		from, to = utf8.RuneCountInString(line[:from]), utf8.RuneCountInString(line[:to])
		name := ""
		if from < to {
			name = string(kept[at[from] : at[to-1]+1])
			if 3*strings.Count(name, " ") > to-from {
				name = squeeze(name) // set with spaces between its letters
			}
			name = strings.Trim(name, "《》")
		}
		if !ok || len(name) < len(organ) {
			organ, year, ok = name, yearOf(line[m[2*t.year]:m[2*t.year+1]]), true
		}
	}
	return organ, year, ok
}

func yearOf(s string) int {
	if y, err := strconv.Atoi(s); err == nil {
		return y
	}
	y := 0
	for _, c := range s {
		d := 0 // of 〇, however it is written
		if i := strings.IndexRune(chineseDigits, c); i >= 0 {
			d = i/3 + 1
		}
		y = y*10 + d
	}
	return y
}

var yearAlone = regexp.MustCompile(`^\s*` + yearExpr + `\s*(?:年度?)?\s*$`)

var dateAlone = regexp.MustCompile(`^\s*(?:` + yearExpr + `\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*$`)

var sheetName = regexp.MustCompile(`^(?i:sheet)\s*\d+\s*[:：]\s*`)

// aside is the section of what follows the name of a sheet that people only look
// at, up to the next heading.
const aside = "-"

// heading finds the section a text is the heading of.
func (w *words) heading(s string) (sec *model.Section, score float64) {
	if len(s) > 200 || len(s) < 6 {
		return nil, 0
	}
	l := w.reducer.label(s)
	if l.core == "" {
		return nil, 0
	}
	if sec := w.headings[l.core]; sec != nil {
		return sec, 1
	}
	if l.ordinal == 0 || strings.ContainsAny(s, "。；;") {
		return nil, 0
	}
	best, second := 0.0, 0.0
	for core, h := range w.headings {
		if h.Optional {
			continue // names of ours, too short to resemble anything
		}
		switch a := max(alike(core, l.core), alike(core, l.bare)); {
		case a > best:
			if sec != nil && sec != h {
				second = best
			}
			best, sec = a, h
		case a > second && h != sec:
			second = a
		}
	}
	if best >= 0.75 && best-second >= margin {
		return sec, best
	}
	return nil, 0
}
