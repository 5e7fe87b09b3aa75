// Package pdf reads the text of a PDF: paragraphs and tables in reading order, with the spans of merged cells. The
// text is that of the characters drawn, each with its place, so that what is not seen on the page is not read, and is
// said. What belongs together, and in which order, is taken from the tags (the structure tree) of a tagged PDF, such as
// package pdfout writes. Without tags rulings tell the cells of tables, and indents and short lines the paragraphs. Where
// a tagged PDF draws rulings too, both are compared; where they differ the page is read as it is drawn, and that is said.
//
// The layers: object.go reads objects from bytes, file.go finds them in the file, crypt.go decrypts them, filter.go
// unpacks streams, program.go reads operators, font.go tells what codes stand for, content.go and paint.go carry out what pages draw (characters,
// rulings, surfaces, and whether they are seen), compose.go puts characters in order. Above them, structure.go and
// columns.go follow the tags; ruling.go, drawn.go and assembly.go read what is drawn; tagged.go compares the two.
package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Read reads a PDF within the limits [Default]. The error is a *msg.Problem: no PDF, a damaged or encrypted one, one
// without text, one without tags and without ruled tables, or one that is too large.
func Read(data []byte) (*intake.Sheet, error) { return ReadWithin(data, Default) }

// ReadWithin reads a PDF within limits, see [Read].
func ReadWithin(data []byte, limits Limits) (*intake.Sheet, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, &msg.Problem{What: msg.T("不是 PDF 文件", "this is no PDF"), Hint: msg.T("请确认选对了文件", "check that this is the right file")}
	}
	f, err := open(data, limits)
	if err != nil {
		return nil, err
	}
	defer f.release()
	r := newReader(f)
	root := f.dict(f.trailer.at("Root"))
	r.readLayers(root)
	r.readPages(f.dict(root.at("Pages")), 0, map[ref]bool{})
	if f.err != nil {
		return nil, f.err
	}
	if count := f.int(f.dict(root.at("Pages")).at("Count"), len(r.pages)); count != len(r.pages) && len(r.pages) > 0 {
		f.mend(msg.F("PDF 写明有 %d 页，找到 %d 页", "the PDF says that it has %d pages, and %d were found", count, len(r.pages)))
	}
	if len(r.pages) == 0 {
		return nil, damaged(msg.T("PDF 里一页也没有，可能没有下载完整", "the PDF has no pages; perhaps it was not downloaded whole"))
	}
	tree := f.dict(root.at("StructTreeRoot"))
	if tree != nil {
		r.readTree(tree)
	}
	if r.tables == 0 {
		r.splitSpreads()
	}
	drawn, found := r.allDrawnTables()
	switch {
	case f.err != nil:
	case r.tables > 0:
		r.judgeTags(drawn)
	case tree == nil || found: // no tags, or tags that name no table
		r.forget()
		r.readDrawn(drawn)
	case len(r.sheet.Cells) == 0:
		r.refuseUnreadable()
	}
	if f.err != nil {
		return nil, f.err
	}
	r.addNotes()
	return r.finished(), nil
}

// reader reads one file to a sheet.
type reader struct {
	*file
	kind        string // the format of the file, in messages
	fonts       map[ref]*font
	parameters  map[dict]*parameters
	layersOff   map[ref]bool
	glyphs      int // that were drawn
	showing     int // operators that drew them
	shapes      int
	comparisons int
	pages       []*page
	spreads     bool        // the pages are halves of pages; see splitSpreads
	pageOf      map[ref]int // number of the page that something is drawn on, by its object
	marked      map[mark][]*glyph
	begun       map[mark]bool // numbered marks, with or without text
	fieldNotes  []model.Note  // on fields of forms
	structure
	sheet   *intake.Sheet
	allText string   // what was read, without blanks; see reads
	places  []string // by row
	row     int
}

// newReader returns a reader of a PDF.
func newReader(f *file) *reader {
	return &reader{file: f, kind: "PDF", fonts: map[ref]*font{}, parameters: map[dict]*parameters{}, pageOf: map[ref]int{}, marked: map[mark][]*glyph{}, begun: map[mark]bool{}, sheet: &intake.Sheet{Complete: true}}
}

// finished returns the sheet that was read, which does not keep the reader.
func (r *reader) finished() *intake.Sheet {
	places := r.places
	r.sheet.Address = func(row, _ int) string {
		if row < 0 || row >= len(places) {
			return ""
		}
		return places[row]
	}
	return r.sheet
}

// forget takes back what was read by tags.
func (r *reader) forget() {
	r.sheet.Cells, r.sheet.Notes, r.allText, r.places, r.row = nil, nil, "", nil, 0
	r.structure = structure{}
	for _, p := range r.pages {
		for _, y := range p.glyphs {
			y.read = false
		}
	}
}

// readPages reads the pages below a node of the page tree.
func (r *reader) readPages(node dict, depth int, above map[ref]bool) {
	if depth > r.limits.Depth {
		r.refuse(tooMuch)
	}
	for _, k := range r.list(node.at("Kids")) {
		num, _ := k.(ref)
		d := r.dict(k)
		switch {
		case r.err != nil:
			return
		case d == nil:
			r.refuse(damaged(msg.F("PDF 缺少一页（第 %d 页）", "a page of the PDF is missing (page %d)", len(r.pages)+1)))
			return
		case above[num]:
			r.refuse(damaged(msg.T("PDF 的页面次序已损坏", "the order of the PDF's pages is damaged")))
			return
		case d.at("Kids") != nil:
			above[num] = true
			r.readPages(d, depth+1, above)
			continue
		}
		above[num] = true
		if len(r.pages) >= r.limits.Pages {
			r.refuse(tooMuch)
			return
		}
		p := r.draw(num, d, len(r.pages)+1)
		r.pages = append(r.pages, p)
		r.pageOf[num] = p.number
		r.takeMarked(p)
	}
}

// takeMarked gives the characters of a page to their marks.
func (r *reader) takeMarked(p *page) {
	for i := 0; i < len(p.glyphs); {
		k, m := i, p.glyphs[i].mark
		for k < len(p.glyphs) && p.glyphs[k].mark == m && !p.glyphs[k].artifact {
			k++
		}
		if k == i {
			i++
			continue
		}
		if run := p.glyphs[i:k:k]; m.owner != 0 {
			if before := r.marked[m]; before != nil {
				run = append(before, run...)
			}
			r.marked[m] = run
			r.pageOf[m.owner] = p.number
		}
		i = k
	}
}

// cellOf returns stretches of text as a cell.
func cellOf(runs []intake.Run) (c intake.Cell) {
	c.SetRuns(runs)
	if c.Text = strings.TrimFunc(c.Text, unicode.IsSpace); c.Text == "" {
		c.Kind = intake.Empty
	}
	return c
}

// next ends a row of the sheet.
func (r *reader) next(place string) {
	r.places = append(r.places, place)
	r.row++
}

// addCell adds a cell to the sheet.
func (r *reader) addCell(row, col, rows, cols int, c intake.Cell) {
	if len(r.sheet.Cells) >= r.limits.Cells {
		r.refuse(tooMuch)
		return
	}
	r.sheet.Add(row, col, rows, cols, c)
}

// pagePlace names a page for people.
func pagePlace(n int) string { return fmt.Sprintf("第%d页", n) }

// addNotes says what of the file was not read, or read otherwise than it is seen.
func (r *reader) addNotes() {
	for _, m := range r.mended {
		r.note("FILE-DAMAGED", "", "", m)
	}
	r.sheet.Notes = append(r.sheet.Notes, r.fieldNotes...)
	r.noteSpreads()
	r.noteHidden()
	r.noteOverlays()
	r.noteUnread()
	r.noteOblique()
	r.notePictures()
	r.noteUnknown()
}

// note adds a note to the sheet.
func (r *reader) note(rule, place, found string, message msg.Text) {
	r.sheet.Notes = append(r.sheet.Notes, model.Note{Rule: rule, Cell: place, Found: found, Message: message})
}

// passagesOf joins characters to passages of text, each of what was drawn on end.
func (w *workspace) passagesOf(glyphs []*glyph) (parts []string) {
	for i := 0; i < len(glyphs); {
		k := i + 1
		for k < len(glyphs) && abs(glyphs[k].y-glyphs[i].y) < glyphs[i].size && glyphs[k].order-glyphs[k-1].order < 3 {
			k++
		}
		if s := strings.TrimSpace(w.plainText(glyphs[i:k])); s != "" {
			parts = append(parts, s)
		}
		i = k
	}
	return parts
}

// says reports whether a text says anything: it has a letter, a digit or a character that is not known.
func says(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) || c == utf8.RuneError })
}

// reads reports whether a text stands in what was read, blanks aside.
func (r *reader) reads(s string) bool {
	if r.allText == "" {
		var all strings.Builder
		for _, c := range r.sheet.Cells {
			all.WriteString(text.Unspaced(c.Cell.Text))
		}
		r.allText = all.String()
	}
	return strings.Contains(r.allText, text.Unspaced(s))
}

// noteHidden says what stands in the file and is not seen on its page.
func (r *reader) noteHidden() {
	for _, p := range r.pages {
		by := map[reason][]*glyph{}
		var reasons []reason
		for _, y := range p.glyphs {
			if y.hidden == seen || y.read || y.artifact && y.furniture {
				continue
			}
			if by[y.hidden] == nil {
				reasons = append(reasons, y.hidden)
			}
			by[y.hidden] = append(by[y.hidden], y)
		}
		if len(reasons) == 0 {
			continue
		}
		shown := p.shownAt()
		for _, why := range reasons {
			if !slices.ContainsFunc(by[why], func(y *glyph) bool { return !shown(y) }) {
				continue // all of it was drawn again
			}
			// What is seen elsewhere too, such as the name of a table, would tell a reader nothing.
			parts := slices.DeleteFunc(r.passagesOf(by[why]), func(s string) bool {
				return !says(s) || !strings.ContainsFunc(s, unicode.IsNumber) && r.reads(s)
			})
			if s := strings.Join(parts, "；"); s != "" {
				r.note("FILE-HIDDEN", pagePlace(p.number), s, msg.F("第 %d 页有看不见的文字（%s），没有读入：%s", "page %d has text that is not seen (%s) and was not read: %s", p.number, reasonText[why], text.Brief(s)))
			}
		}
	}
}

// shownAt returns a function that reports whether the same character is seen at the place of another one: what was drawn
// again over its own ground is not hidden.
func (p *page) shownAt() func(*glyph) bool {
	type place struct {
		text string
		x, y int
	}
	const most = 2 // how far they are apart, in points
	cell := func(y *glyph) place { return place{y.text, int(math.Floor(y.x / most)), int(math.Floor(y.y / most))} }
	drawn := map[place]bool{}
	for _, y := range p.glyphs {
		if y.hidden == seen {
			drawn[cell(y)] = true
		}
	}
	return func(y *glyph) bool {
		at := cell(y)
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				if drawn[place{at.text, at.x + dx, at.y + dy}] {
					return true
				}
			}
		}
		return false
	}
}

// noteUnread says what is seen on a page and belongs to nothing that was read. What repeats text that was read is left
// out of artifacts, as the header of a table that goes on, and so is what is the page's: its head, foot and number.
func (r *reader) noteUnread() {
	heads := r.pageHeads()
	for _, p := range r.pages {
		var left, artifacts, pictured []*glyph
		for _, y := range p.glyphs {
			switch {
			case y.hidden != seen || y.read || heads[y] || y.overlay || y.oblique() && !y.artifact:
			case r.inFigure[y.mark]:
				pictured = append(pictured, y)
			case y.artifact:
				artifacts = append(artifacts, y)
			default:
				left = append(left, y)
			}
		}
		parts := r.passagesOf(left)
		for _, s := range r.passagesOf(artifacts) {
			if !r.reads(s) {
				parts = append(parts, s)
			}
		}
		if s := strings.Join(slices.DeleteFunc(parts, func(s string) bool { return !says(s) }), "；"); s != "" {
			r.note("FILE-UNREAD", pagePlace(p.number), s, msg.F("第 %d 页有文字不属于任何段落或表格（没有标签），没有读入：%s", "text on page %d belongs to no paragraph and no table (it has no tag) and was not read: %s", p.number, text.Brief(s)))
		}
		if s := strings.Join(r.passagesOf(pictured), "；"); says(s) {
			r.note("TEXT-PLACE", pagePlace(p.number), s, msg.F("第 %d 页的图里有文字，没有读入：%s", "the figure on page %d has text, which was not read: %s", p.number, text.Brief(s)))
		}
	}
}

// pageHeads returns the characters of heads, feet and numbers of pages: artifacts that say so, and what stands at the
// top or bottom of the page, beyond all that was read, and is an artifact, a number with few words, or repeated on
// another page but for digits.
func (r *reader) pageHeads() map[*glyph]bool {
	out := map[*glyph]bool{}
	type line struct {
		glyphs []*glyph
		text   string
	}
	var lines []line
	count := map[string]int{}
	for _, p := range r.pages {
		read := box{1, 1, 0, 0}
		for _, y := range p.glyphs {
			if y.read && y.hidden == seen {
				if read.x1 < read.x0 {
					read = y.box
				}
				read = read.with(y.box.x0, y.box.y0).with(y.box.x1, y.box.y1)
			}
		}
		var outer []*glyph
		for _, y := range p.glyphs {
			_, middle := y.box.middle()
			margin := middle > 7*p.box.y1/8 || middle < p.box.y1/8
			switch beyond := margin && (middle >= read.y1 || middle <= read.y0); {
			case y.read:
			case y.artifact && (y.furniture || beyond):
				out[y] = true
			case beyond && y.hidden == seen:
				outer = append(outer, y)
			}
		}
		sorting.By(outer, func(a, b *glyph) int { return cmp.Compare(b.y, a.y) })
		for i := 0; i < len(outer); {
			k := i + 1
			for k < len(outer) && abs(outer[k].y-outer[i].y) < outer[i].size/2 {
				k++
			}
			l := line{outer[i:k], strings.Trim(digits.ReplaceAllString(text.Unspaced(r.plainText(outer[i:k])), "0"), " ")}
			lines = append(lines, l)
			count[l.text]++
			i = k
		}
	}
	for _, l := range lines {
		if words := utf8.RuneCountInString(strings.ReplaceAll(l.text, "0", "")); count[l.text] > 1 || words <= 6 && strings.Contains(l.text, "0") {
			for _, y := range l.glyphs {
				out[y] = true
			}
		}
	}
	return out
}

// digits are figures in a text.
var digits = regexp.MustCompile(`[0-9]+`)

// notePictures says which pages show a picture and no text, and which show a large picture beside their text: it may be
// one of a table.
func (r *reader) notePictures() {
	for _, p := range r.pages {
		page := p.box.x1 * p.box.y1
		var large []box
		whole := false
		for _, s := range p.surfaces {
			size := (s.box.x1 - s.box.x0) * (s.box.y1 - s.box.y0)
			whole = whole || s.picture && size > page/4
			if s.picture && size > page/12 {
				large = append(large, s.box)
			}
		}
		text, over := false, false // there is text that was read, and some over a picture
		for _, y := range p.glyphs {
			if len(large) == 0 || !y.read || y.hidden != seen || !says(y.text) {
				continue
			}
			text = true
			over = over || slices.ContainsFunc(large, func(b box) bool { return b.has(y.box.middle()) })
		}
		switch {
		case whole && !text:
			r.note("FILE-UNREAD", pagePlace(p.number), "", msg.F("第 %d 页是图片，图片里的文字没有读入", "page %d is a picture, and the text in it was not read", p.number))
		case len(large) > 0 && text && !over:
			r.note("TEXT-PLACE", pagePlace(p.number), "", msg.F("第 %d 页有图片，图片里如有文字、表格，没有读入", "page %d shows a picture; text or tables in it, if there are any, were not read", p.number))
		}
	}
}

// noteUnknown says which characters are drawn by fonts that do not say what they are.
func (r *reader) noteUnknown() {
	for _, p := range r.pages {
		count := 0
		var fonts []string
		for _, y := range p.glyphs {
			if y.hidden == seen && y.instead == nil && y.read && strings.ContainsRune(y.text, utf8.RuneError) {
				if count++; y.font != nil && !slices.Contains(fonts, y.font.name) {
					fonts = append(fonts, y.font.name)
				}
			}
		}
		if count > 0 {
			r.note("FILE-UNREAD", pagePlace(p.number), "", msg.F("第 %d 页有 %d 个字认不出（字体 %s 没有文字对照），读作“�”", "%[2]d characters on page %[1]d cannot be told (the font %[3]s does not say what they are) and were read as \"�\"", p.number, count, msg.Few(fonts)))
		}
	}
}
