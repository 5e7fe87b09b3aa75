package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A table of contents repeats the headings of the sections before they come, or after: on a sheet of its own, under the
// title of a document, among the links of a page. Its lines must not begin a section, and what follows it is what would
// follow the title.

// maxEntry is the largest number of characters in a line of a table of contents that is no heading of a section.
const maxEntry = 40

// pageAlone matches a line that is nothing but the number of a page, or of a row.
var pageAlone = text.NewPattern(`^[\s.…·—\-]*(?:第\s*)?[\dIVXivx]{1,4}(?:\s*页)?[\s.…·—\-]*$`)

// pageFoot matches the number of a page as it stands at the foot of the page.
var pageFoot = text.NewPattern(`^(?:[-—–―－_·~]{1,3}\s*\d{1,3}\s*[-—–―－_·~]{1,3}|第?\s*\d{1,3}\s*页?\s*[,，/／]?\s*共\s*\d{1,3}\s*页|第\s*\d{1,3}\s*页)$`)

// IsPageFoot reports whether a line is nothing but the number of a page as it stands at the foot of the page.
func IsPageFoot(s string) bool {
	return len(s) < 60 && pageFoot.MatchString(strings.TrimSpace(text.Fold(s)))
}

// betweenLinks matches what parts the links of a page that stand in one line.
var betweenLinks = text.NewPattern(`\s*[|｜·•»›>/\x{3000}\t]+\s*|\s+`)

// mayPartLinks reports whether a text has as many of the characters that [betweenLinks] matches: most lines have none.
func mayPartLinks(s string, n int) bool {
	for _, c := range s {
		switch c {
		case '|', '｜', '·', '•', '»', '›', '>', '/', '\u3000', '\t', '\n', '\f', '\r', ' ':
			if n--; n <= 0 {
				return true
			}
		}
	}
	return n <= 0
}

// contentsRun is a run of lines that may be a table of contents.
type contentsRun struct {
	lines    []*textLine
	sections []*model.Section // those whose headings stand there, in order
	paged    int              // lines that end in the number of a page
	worded   bool             // the first line says that it is a table of contents
}

// isContentsWord reports whether a text is nothing but the words for a table of contents.
func (v *vocabulary) isContentsWord(s string) bool {
	return len(s) <= maxLabel && v.contents[strings.ToLower(strings.Trim(text.Bare(s), ornaments+"：:—-="))]
}

// afterContentsWord returns what follows the words for a table of contents and a colon in a line; the whole line, and
// false, if it does not begin so. A line of those words alone leaves nothing.
func (v *vocabulary) afterContentsWord(s string) (rest string, ok bool) {
	if v.isContentsWord(s) {
		return "", true
	}
	if i := strings.IndexAny(s, ":："); i > 0 && v.isContentsWord(s[:i]) {
		_, size := utf8.DecodeRuneInString(s[i:])
		return strings.TrimSpace(s[i+size:]), true
	}
	return s, false
}

// linkedSections returns the sections whose headings a line names side by side, as a row of links does; nil if the line
// is not at least three headings.
func (v *vocabulary) linkedSections(s string) []*model.Section {
	if len(s) > 1000 || !mayPartLinks(s, few-1) {
		return nil
	}
	parts := betweenLinks.Split(strings.TrimSpace(s), -1)
	if len(parts) < few {
		return nil
	}
	var out []*model.Section
	for _, part := range parts {
		h := v.headingLine(part)
		if h.section == nil || h.rest != "" {
			if part != "" && !v.isContentsWord(part) && !pageAlone.MatchString(part) {
				return nil
			}
			continue
		}
		out = append(out, h.section)
	}
	if len(out) < few {
		return nil
	}
	return out
}

// isEntry reports whether a line that is no heading may stand in a table of contents: the number of a page, a
// subheading, or what stands beside an entry in its row.
func (h *headings) isEntry(l, before *textLine) bool {
	if pageAlone.MatchString(text.Fold(l.text)) {
		return true
	}
	if utf8.RuneCountInString(l.text) > maxEntry || strings.ContainsAny(l.text, "。；;！？") {
		return false
	}
	beside := before != nil && before.sheet == l.sheet && before.row == l.row && !h.documents[l.sheet]
	return l.heading.paged || beside || l.heading.style != unnumbered && l.heading.rest == "" || h.vocabulary.sheetNames[squeeze(l.text)] != ""
}

// runs cuts the lines into runs that may be tables of contents.
func (h *headings) runs() []*contentsRun {
	var out []*contentsRun
	var run *contentsRun
	var before *textLine
	for i, l := range h.lines {
		start := func() {
			run = &contentsRun{}
			first := i
			for first > 0 && i-first < few && !h.documents[l.sheet] && h.lines[first-1].sheet == l.sheet && h.lines[first-1].row == l.row {
				first--
			}
			run.lines = slices.Clone(h.lines[first:i]) // what numbers the entry
			out = append(out, run)
		}
		hl := l.heading
		rest, worded := h.vocabulary.afterContentsWord(l.text)
		if worded {
			hl = h.vocabulary.headingLine(rest)
		}
		section := hl.section
		if section != nil && (hl.rest != "" || hl.wording < patternWords && hl.number != h.vocabulary.numbers[section] || run != nil && run.isBelow(hl)) {
			section = nil // text, or a subheading
		}
		linked := h.vocabulary.linkedSections(rest)
		apart := l.afterTable || before != nil && before.sheet != l.sheet
		switch {
		case worded:
			if run == nil || !run.worded || len(run.sections) > 0 {
				start()
			}
			run.worded = true
			if linked == nil && section != nil {
				linked = []*model.Section{section}
			}
			run.sections = append(run.sections, linked...)
		case linked != nil:
			if run == nil || len(run.sections) > 0 || apart {
				start()
			}
			run.sections = append(run.sections, linked...)
		case section != nil:
			again := run != nil && len(run.sections) > 0 && h.vocabulary.numbers[section] <= h.vocabulary.numbers[run.sections[len(run.sections)-1]]
			if run == nil || again || apart {
				start()
			}
			run.sections = append(run.sections, section)
		case run == nil || apart:
			run = nil
		case !h.isEntry(l, before) && !(run.worded && len(run.sections) == 0 && utf8.RuneCountInString(l.text) <= maxEntry && !strings.ContainsAny(l.text, "。；，")):
			run = nil
		}
		if run != nil {
			run.lines = append(run.lines, l)
			if hl.paged || pageAlone.MatchString(text.Fold(l.text)) {
				run.paged++
			}
		}
		before = l
	}
	return out
}

// isBelow reports whether a line is numbered in a style that subheadings of the run have, not its headings.
func (r *contentsRun) isBelow(hl headingLine) bool {
	for _, o := range r.lines {
		if o.heading.section != nil {
			return o.heading.style != unnumbered && hl.style > o.heading.style
		}
	}
	return false
}

// markContents decides which lines are of a table of contents: a run of at least three headings that stand in the report
// once more, or that carry the numbers of pages.
func (h *headings) markContents() {
	all := h.runs()
	sorting.By(all, func(a, b *contentsRun) int { return order(b.worded) - order(a.worded) })
	left := map[*model.Section]int{} // lines that are a section's heading and of no table of contents
	for _, l := range h.lines {
		left[l.heading.section]++
	}
	for _, r := range all {
		r.trim(h.vocabulary)
		if len(r.sections) < few {
			continue
		}
		within := map[*model.Section]int{}
		for _, l := range r.lines {
			within[l.heading.section]++
		}
		repeated := 0
		for _, s := range r.sections {
			if left[s] > within[s] || h.sheetNames[s.ID] {
				repeated++
			}
		}
		if 2*repeated >= len(r.sections) || r.worded && repeated > 0 || r.paged >= len(r.sections)-1 && repeated > 0 {
			for _, l := range r.lines {
				l.contents = true
				left[l.heading.section]--
			}
		}
	}
	h.markSheets()
	h.markLoneWords()
}

// markSheets marks what stands on sheets that are called tables of contents and hold no table of the form. A title or
// an item of the cover there is the report's.
func (h *headings) markSheets() {
	tables := map[int]bool{}
	for _, t := range h.tables {
		tables[t.sheet] = true
	}
	for _, l := range h.lines {
		_, _, title := h.titles.read(l.text)
		if !tables[l.sheet] && !h.documents[l.sheet] && !title && h.vocabulary.isContentsWord(l.grid.sheet.Name) {
			l.contents = true
		}
	}
}

// markLoneWords marks the words for a table of contents whose entries are not there.
func (h *headings) markLoneWords() {
	first, last := map[int]int{}, -1 // the first heading on each sheet, and the last of all
	for i, l := range h.lines {
		if sec := l.heading.section; sec == nil || l.contents || sec.Optional {
			continue
		}
		if _, known := first[l.sheet]; !known {
			first[l.sheet] = i
		}
		last = i
	}
	for i, l := range h.lines {
		at, headed := first[l.sheet]
		if i < last && (!headed || i < at) && h.vocabulary.isContentsWord(l.text) {
			l.contents = true
		}
	}
}

// order sorts false before true.
func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// trim drops the lines behind the last entry that is surely one: they may be the report's.
func (r *contentsRun) trim(v *vocabulary) {
	last := 0
	for i, l := range r.lines {
		beside := i > 0 && r.lines[i-1].sheet == l.sheet && r.lines[i-1].row == l.row
		if l.heading.section != nil || l.heading.paged || beside || pageAlone.MatchString(text.Fold(l.text)) || v.linkedSections(l.text) != nil {
			last = i
		}
	}
	if len(r.sections) > 0 {
		r.lines = r.lines[:last+1]
	}
}

// noteContents says which tables of contents were not read.
func (h *headings) noteContents(r *model.Report) {
	for i := 0; i < len(h.lines); i++ {
		if !h.lines[i].contents {
			continue
		}
		first := i
		var texts []string
		for ; i < len(h.lines) && h.lines[i].contents && h.lines[i].sheet == h.lines[first].sheet; i++ {
			texts = append(texts, h.lines[i].text)
		}
		l := h.lines[first]
		r.Notes = append(r.Notes, model.Note{Rule: "TEXT-PLACE", Cell: l.grid.addressOf(l.cell), Found: strings.Join(texts, "\n"), Message: msg.F(
			"目录没有读入（%d 处文字）：%s", "a table of contents was not read (%d texts): %s", len(texts), brief(strings.Join(texts, "；")))})
		i--
	}
}
