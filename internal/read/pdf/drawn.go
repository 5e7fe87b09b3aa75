package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// A file without tags is read as it is drawn: rulings make tables, and characters belong to the cell where they stand;
// all other characters make lines, and lines paragraphs.

// readDrawn reads all pages as they are drawn, with the tables of each.
func (r *reader) readDrawn(tables [][]*drawnTable) {
	if r.refuseUnreadable(); r.err != nil {
		return
	}
	r.findOverlays()
	r.findHeads(tables)
	d := &drawnReader{reader: r}
	lines := make([][]*drawnLine, len(r.pages))
	var sizes []float64
	for i, p := range r.pages {
		d.fillTables(p, tables[i])
		lines[i] = d.freeLines(p)
		for _, l := range lines[i] {
			sizes = append(sizes, l.size)
		}
	}
	d.usual = median(sizes)
	most := len(sizes) // cells and paragraphs
	for _, on := range tables {
		for _, t := range on {
			most += len(t.cells)
		}
	}
	r.sheet.Cells = slices.Grow(r.sheet.Cells, min(most, r.limits.Cells))
	var rows rowsWithoutCells // of all pages
	without := make([]rowsWithoutCells, len(r.pages))
	celled := false // there is a table of rows and columns
	for i, p := range r.pages {
		d.edge = math.Inf(-1)
		if len(lines[i]) < fewLines { // too few to show where the page's margin is
			for k, q := range r.pages {
				if abs((q.box.x1-q.box.x0)-(p.box.x1-p.box.x0)) < near && len(lines[k]) > 0 {
					d.edge = max(d.edge, slices.MaxFunc(lines[k], func(a, b *drawnLine) int { return cmp.Compare(a.x1, b.x1) }).x1)
				}
			}
		}
		d.readPage(lines[i], tables[i])
		of := d.withoutCells(p, lines[i], tables[i])
		if r.err != nil {
			return
		}
		without[i] = of
		rows.add(of)
		celled = celled || slices.ContainsFunc(tables[i], func(t *drawnTable) bool { return len(t.xs) > 2 && len(t.ys) > 2 })
	}
	d.endTable()
	d.endParagraph()
	for _, p := range r.pages {
		var replaced []*glyph
		for _, y := range p.glyphs {
			if y.read && y.instead != nil {
				replaced = append(replaced, y)
			}
		}
		r.compareReplaced(replaced)
	}
	switch {
	case r.err != nil:
	case !celled:
		r.refuseWithoutCells(rows)
	default:
		for i, p := range r.pages {
			d.noteWithoutCells(p, without[i], rows)
		}
	}
}

// refuseUnreadable refuses a file whose pages show no text that could be read: pictures of pages, outlines of
// characters, and fonts that do not say what they draw.
func (r *reader) refuseUnreadable() {
	shown, hidden, unknown, shapes := 0, 0, 0, 0
	pictures := false
	var fonts []string
	for _, p := range r.pages {
		for _, y := range p.glyphs {
			switch {
			case y.blank:
			case y.hidden != seen:
				hidden++
			default:
				if shown++; strings.ContainsRune(y.text, utf8.RuneError) {
					if unknown++; y.font != nil && !slices.Contains(fonts, y.font.name) {
						fonts = append(fonts, y.font.name)
					}
				}
			}
		}
		for _, s := range p.surfaces {
			pictures = pictures || s.picture
		}
		shapes += len(p.surfaces) + len(p.lines)
	}
	original := msg.T("请用原来的工作簿或 Word 文档；只有纸质的，照着填一份模板", "use the original workbook or document; where there is only paper, fill in a template from it")
	const fewCharacters = 20 // a page number may stand on a scanned page
	switch {
	case shown <= fewCharacters && hidden > fewCharacters && pictures:
		r.refuse(&msg.Problem{What: msg.F("这份 %s 是扫描件：页面是图片，文字是识别出来、藏在图片后面的，可能认错，没有读入", "this %s is a scan: its pages are pictures, and the text behind them was recognised from them and may be wrong; it was not read", r.kind), Hint: original})
	case shown <= fewCharacters && pictures:
		r.refuse(&msg.Problem{What: msg.F("这份 %s 是扫描件或图片，里面没有文字", "this %s is a scan or a picture: there is no text in it", r.kind), Hint: original})
	case shown <= fewCharacters && hidden > fewCharacters:
		r.refuse(&msg.Problem{What: msg.F("这份 %s 的文字都看不见（与底色同色、被遮盖、在页面之外等），没有读入", "no text of this %s is seen (it has the colour of its ground, is painted over, lies outside the page); it was not read", r.kind), Hint: original})
	case shown <= fewCharacters && shapes > 500:
		r.refuse(&msg.Problem{What: msg.F("这份 %s 的文字已转成图形（轮廓），里面没有文字", "the text of this %s was turned into shapes (outlines): there is no text in it", r.kind), Hint: original})
	case unknown > 0 && 100*unknown > shown:
		r.refuse(&msg.Problem{What: msg.F("这份 %[1]s 的字体 %[2]s 没有文字对照，%[3]d 个字里有 %[4]d 个认不出", "fonts of this %[1]s do not say what their characters are (%[2]s): of %[3]d characters %[4]d cannot be told", r.kind, msg.Few(fonts), shown, unknown), Hint: original})
	}
}

// drawnLine is a line of text outside tables.
type drawnLine struct {
	units  []*unitOfText
	page   int
	x0, x1 float64
	y      float64 // of its baseline
	size   float64
	right  float64 // margin of its page
	said   string  // see text
}

// text returns what a line says.
func (l *drawnLine) text() string {
	if l.said == "" {
		var b strings.Builder
		for _, u := range l.units {
			b.WriteString(u.text)
		}
		l.said = b.String()
	}
	return l.said
}

// linesOn returns the lines that characters make, from the top down. What is not seen makes no line of its own.
func (w *workspace) linesOn(glyphs []*glyph) (out []*drawnLine) {
	for _, units := range linesOf(w.unitsOf(glyphs)) {
		l := &drawnLine{units: units, page: int(units[0].glyph.page), x0: math.Inf(1), x1: math.Inf(-1)}
		for _, u := range units {
			if u.blank || u.look != intake.Plain {
				continue
			}
			l.x0, l.x1 = min(l.x0, u.along), max(l.x1, u.end)
			if u.size > l.size {
				l.size, l.y = u.size, u.glyph.y
			}
		}
		if l.size == 0 { // nothing that is seen
			l.x0, l.x1, l.size, l.y = units[0].along, units[0].end, units[0].size, units[0].glyph.y
		}
		if slices.ContainsFunc(units, func(u *unitOfText) bool { return !u.blank }) {
			out = append(out, l)
		}
	}
	return out
}

// findHeads finds the characters of heads, feet and numbers of pages: lines at the top or bottom of a page that stand at
// the same place of another page with the same words but for digits, or that are a number with few words. No table is one.
func (r *reader) findHeads(tables [][]*drawnTable) {
	type place struct {
		text string
		y    int
	}
	count := map[place]int{}
	places := map[*drawnLine]place{}
	for i, p := range r.pages {
		var outer []*glyph
		for _, y := range p.glyphs {
			margin := y.y > 7*p.box.y1/8 || y.y < p.box.y1/8
			if margin && slices.ContainsFunc(tables[i], func(t *drawnTable) bool { return t.box.has(y.box.middle()) }) {
				continue
			}
			switch {
			case y.furniture:
				y.head = true
			case margin && y.hidden == seen:
				outer = append(outer, y)
			}
		}
		all := r.linesOn(outer)
		for i, l := range all {
			words := digits.ReplaceAllString(text.Unspaced(l.text()), "0")
			at := place{words, int(math.Round(l.y / 3))}
			for _, beside := range []int{-1, 0, 1} {
				count[place{words, at.y + beside}]++
			}
			places[l] = at
			first, last := i == 0 && l.y > p.box.y1/2, i == len(all)-1 && l.y < p.box.y1/2
			if letters := utf8.RuneCountInString(strings.ReplaceAll(words, "0", "")); (first || last) && letters <= 6 && strings.Contains(words, "0") {
				l.units[0].glyph.head = true
			}
		}
	}
	for l, at := range places {
		if count[at] > 1 || l.units[0].glyph.head {
			for _, u := range l.units {
				u.glyph.head = true
			}
		}
	}
}

// drawnReader reads pages as they are drawn to the rows of the sheet.
type drawnReader struct {
	*reader
	table     *drawnTable   // the table that may go on on the next page
	parts     []*drawnTable // of that table
	paragraph []*drawnLine  // the paragraph that goes on
	count     int           // tables that were read
	indents   bool          // paragraphs begin with an indent
	left      float64       // margins of the page
	right     float64
	edge      float64 // how far lines of other pages as wide go, where this one has few
	size      float64 // of most of the page's lines, or of most of the file's, if that is smaller
	usual     float64 // of most of the file's lines
	pitch     float64 // usual distance of lines in paragraphs, to their size
}

// freeLines returns the lines of a page that stand in no table.
func (d *drawnReader) freeLines(p *page) []*drawnLine {
	var free []*glyph
	for _, y := range p.glyphs {
		if !y.read && !y.head && y.shows() && !y.overlay && abs(y.dy) < 0.1 {
			y.read = true
			free = append(free, y)
		}
	}
	return d.linesOn(free)
}

// columns counts the parts of a line that wide gaps divide.
func (l *drawnLine) columns() int {
	n := 1
	for i, u := range l.units[1:] {
		if u.along-l.units[i].end > 1.5*l.size {
			n++
		}
	}
	return n
}

// readPage reads the lines and tables of one page.
func (d *drawnReader) readPage(lines []*drawnLine, tables []*drawnTable) {
	d.measure(lines)
	for i, k := 0, 0; i < len(lines) || k < len(tables); {
		if k == len(tables) || i < len(lines) && lines[i].y > tables[k].box.y1-near {
			d.addLine(lines[i])
			i++
			continue
		}
		d.addTable(tables[k])
		k++
	}
}

// fewLines is how many lines are too few to show the margin of a page.
const fewLines = 8

// measure finds the margins of a page's text, and whether paragraphs begin with an indent.
func (d *drawnReader) measure(lines []*drawnLine) {
	d.left, d.right = math.Inf(1), d.edge
	for _, l := range lines {
		d.right = max(d.right, l.x1)
		d.left = min(d.left, l.x0)
	}
	indented := 0
	for _, l := range lines {
		l.right = d.right
		if x := l.x0 - d.left; x > 1.2*l.size && x < 3*l.size {
			indented++
		}
	}
	d.indents = d.indents || 4*indented >= len(lines) && indented > 0
	var sizes, pitches []float64
	for i, l := range lines {
		sizes = append(sizes, l.size)
		if i > 0 && abs(lines[i-1].size-l.size) < 0.1*l.size && lines[i-1].x1 > d.right-2.2*l.size && l.x0 < d.left+l.size {
			pitches = append(pitches, (lines[i-1].y-l.y)/l.size)
		}
	}
	const widest = 2.4
	if d.size, d.pitch = min(median(sizes), d.usual), median(pitches); d.pitch == 0 || d.pitch > widest {
		d.pitch = widest / 1.35
	}
}

// median returns the middle of numbers; 0 without any.
func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	x = slices.Sorted(slices.Values(x))
	return x[len(x)/2]
}

// centered reports whether a line stands in the middle between the margins, with room on both sides.
func (d *drawnReader) centered(l *drawnLine) bool {
	return l.x0 > d.left+1.2*l.size && abs((l.x0-d.left)-(d.right-l.x1)) < 2*l.size
}

// firstWidth returns how wide the beginning of a line is that cannot be parted, such as a figure.
func (l *drawnLine) firstWidth() float64 {
	end := l.x0
	for i, u := range l.units {
		if c, _ := utf8.DecodeRuneInString(u.text); i > 0 && !isWord(c) && !strings.ContainsRune(".%，。、；：！？）”》", c) {
			break
		}
		end = u.end
	}
	return end - l.x0
}

// otherFonts reports whether two lines have no font in common, as a heading and a paragraph.
func (l *drawnLine) otherFonts(o *drawnLine) bool {
	fonts := func(l *drawnLine) (out []string) {
		for _, u := range l.units {
			if f := u.glyph.font; f != nil && f.name != "" && says(u.text) && !slices.Contains(out, f.name) {
				out = append(out, f.name)
			}
		}
		return out
	}
	a, b := fonts(l), fonts(o)
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(f string) bool { return slices.Contains(b, f) })
}

// addLine adds a line to the paragraph that goes on, or begins another one.
func (d *drawnReader) addLine(l *drawnLine) {
	d.endTable()
	if n := len(d.paragraph); n > 0 && !d.goesOnIn(d.paragraph[n-1], l) {
		switch {
		case !d.titleMayGoOnIn(l):
			d.endParagraph()
		case d.hadRoom(l) && d.partHadRoom(l):
			d.endParagraph()
		case d.hadRoom(l): // it was broken at a blank, which is not drawn
			first := l.units[0]
			blank := &unitOfText{text: " ", down: first.down, along: first.along, end: first.along, size: first.size, blank: true, glyph: first.glyph}
			l.units = slices.Concat([]*unitOfText{blank}, l.units) // not in place: the lines share their units
		}
	}
	d.paragraph = append(d.paragraph, l)
}

// goesOnIn reports whether a line goes on in another one: it is full, and the other has no indent, the same size and
// the usual distance. A title that is too long for its line goes on at a larger distance, or in the middle.
func (d *drawnReader) goesOnIn(last, l *drawnLine) bool {
	size := max(last.size, l.size)
	if abs(last.size-l.size) > 0.12*size || last.right-last.x1 > max(2.2*size, l.firstWidth()+0.6*size) {
		return false
	}
	ended := endsSentence(strings.TrimSpace(last.text()))
	distance := (last.y - l.y) / size
	begins := l.x0 <= d.left+1.2*l.size
	switch {
	case ended && numbered(l.text()), hasLeader(last.text()):
		return false
	case last.page != l.page:
		return begins && (!ended || d.indents && !last.otherFonts(l)) // a heading has no indent either
	case size > 1.15*d.size:
		return !ended && distance < 2.8 && (begins || d.centered(l))
	}
	return begins && distance < 1.35*d.pitch && (distance < 1.08*d.pitch || !last.otherFonts(l))
}

// titleMayGoOnIn reports whether a line may go on the large type above it, as a title does that was broken within less
// than the width of the page, such as that of merged cells: both have the same middle or begin one under the other, and
// they are close to each other. It does unless its beginning had room above.
func (d *drawnReader) titleMayGoOnIn(l *drawnLine) bool {
	last := d.paragraph[len(d.paragraph)-1]
	size := max(last.size, l.size)
	if last.page != l.page || size <= 1.15*d.size || abs(last.size-l.size) > 0.05*size || last.y-l.y > 1.9*size ||
		endsSentence(strings.TrimSpace(last.text())) || numbered(l.text()) || last.otherFonts(l) || last.columns() > 1 || l.columns() > 1 {
		return false
	}
	return abs((last.x0+last.x1)-(l.x0+l.x1)) < 1.2*size || abs(last.x0-l.x0) < 0.5*size
}

// hadRoom reports whether the beginning of a line had room in the line above, where the paragraph is as wide as anywhere.
func (d *drawnReader) hadRoom(l *drawnLine) bool {
	last := d.paragraph[len(d.paragraph)-1]
	widest := l.x1 - l.x0
	for _, o := range d.paragraph {
		widest = max(widest, o.x1-o.x0)
	}
	return widest-(last.x1-last.x0) >= max(1.2*max(last.size, l.size), l.firstWidth()+0.6*max(last.size, l.size))
}

// partHadRoom reports whether what stands before the first blank of a line had room in the line above, between the margins.
// Some programs break lines at blanks alone, though in Chinese they may be broken anywhere.
func (d *drawnReader) partHadRoom(l *drawnLine) bool {
	last := d.paragraph[len(d.paragraph)-1]
	end := l.x0
	for _, u := range l.units {
		if strings.TrimSpace(u.text) == "" {
			break
		}
		end = u.end
	}
	return last.x1-last.x0+end-l.x0 <= d.right-d.left
}

// hasLeader reports whether a line ends in dots that lead to a number of a page, as the lines of a table of contents do.
func hasLeader(s string) bool {
	s = strings.TrimRight(s, "0123456789 -—－()（）")
	dots := 0
	for c, size := utf8.DecodeLastRuneInString(s); size > 0 && strings.ContainsRune(".．…·⋯‥ ", c); c, size = utf8.DecodeLastRuneInString(s) {
		s = s[:len(s)-size]
		switch c {
		case '…', '⋯':
			dots += 3
		case ' ':
		default:
			dots++
		}
	}
	return dots > 6
}

// endParagraph gives the sheet the paragraph that goes on.
func (d *drawnReader) endParagraph() {
	if len(d.paragraph) == 0 {
		return
	}
	var c composer
	for _, l := range d.paragraph {
		c.addLines([][]*unitOfText{l.units})
	}
	place := pagePlace(d.paragraph[0].page)
	d.paragraph = nil
	cell := cellOf(c.finish())
	cell.Address = place
	d.addCell(d.row, 0, 1, 1, cell)
	d.next(place)
}

// fillTables gives each run of characters to the cell where it begins. Programs draw a figure that is too wide for its
// cell on over the ruling; what runs over one is named. What begins far from the side of a cell and has its middle in
// another may have been set in the middle of that one: it is given to none.
func (d *drawnReader) fillTables(p *page, tables []*drawnTable) {
	if len(tables) == 0 {
		return
	}
	if d.comparisons += len(p.glyphs) * len(tables); d.comparisons > d.limits.Comparisons {
		d.refuse(tooMuch)
		return
	}
	cellAt := func(y *glyph) (*drawnTable, *drawnCell) {
		var best *drawnTable
		cx, cy := y.box.middle()
		for _, t := range tables {
			if t.box.has(cx, cy) && (best == nil || best.box.holds(t.box)) {
				best = t
			}
		}
		if best == nil {
			return nil, nil
		}
		return best, best.cellAt(cx, cy)
	}
	var run []*glyph
	var above *drawnCell // where the last run was read, and its last character
	var last *glyph
	var aboveIn *drawnTable
	end := func() {
		first := slices.IndexFunc(run, func(y *glyph) bool { return !y.blank })
		if first < 0 {
			run = nil
			return
		}
		t, c := cellAt(run[first])
		if c == nil && aboveIn.cutsOff(above, last, run[first:]) {
			for _, y := range run {
				y.read = true
			}
			above.glyphs, last = append(above.glyphs, run...), run[len(run)-1]
			run = nil
			return
		}
		aboveIn, above, last = t, c, run[len(run)-1]
		if c != nil {
			for _, y := range run {
				y.read = true
			}
			_, end := cellAt(run[len(run)-1])
			_, middle := cellAt(run[(first+len(run))/2])
			inset := run[first].box.x0 - t.xs[c.col]
			switch {
			case middle != nil && middle != c && inset > run[first].size:
				d.noteCrossing("FORM-DOUBT", pagePlace(p.number), d.plainText(run))
				run = nil
				return
			case end != nil && end != c:
				c.crossing = append(c.crossing, d.plainText(run))
			}
			c.glyphs = append(c.glyphs, run...)
		}
		run = nil
	}
	for _, y := range p.glyphs {
		if y.head || !y.shows() || y.oblique() || y.overlay {
			continue
		}
		if n := len(run); n > 0 && (!follows(run[n-1], y) || gapBetween(run[n-1], y) > parts*y.size && ruledApart(cellAt, run[n-1], y)) {
			end()
		}
		run = append(run, y)
	}
	end()
}

// parts is the least gap, in sizes of the characters, that parts the figures of two cells that were drawn in one go.
const parts = 0.1

// gapBetween returns how far a character begins behind the end of the one before.
func gapBetween(last, y *glyph) float64 {
	return (y.x-last.x)*last.dx + (y.y-last.y)*last.dy - last.width
}

// ruledApart reports whether two characters stand wholly in two cells that are side by side.
func ruledApart(cellAt func(*glyph) (*drawnTable, *drawnCell), last, y *glyph) bool {
	t, a := cellAt(last)
	o, b := cellAt(y)
	return a != nil && b != nil && t == o && b.col == a.col+a.cols && last.box.x1 <= t.xs[b.col] && y.box.x0 >= t.xs[b.col]
}

// cutsOff reports whether a run of characters stands below a table that goes on on the next page, and goes on in a cell
// of its last row: browsers draw a label that goes down along several rows on beyond the foot of the table.
func (t *drawnTable) cutsOff(c *drawnCell, last *glyph, run []*glyph) bool {
	if t == nil || c == nil || !t.goesOn && !t.cutBelow || c.row+c.rows != len(t.ys)-1 {
		return false
	}
	first, end := run[0], run[len(run)-1]
	_, middle := first.box.middle()
	return middle < t.box.y0 && last.y > first.y && last.y-first.y < 2.2*first.size &&
		first.box.x0 >= t.xs[c.col] && end.box.x1 <= t.xs[c.col+c.cols]
}

// shows reports whether a character is seen on its page, maybe struck through.
func (y *glyph) shows() bool { return y.hidden == seen || y.hidden == struck }

// follows reports whether a character goes on in the run of another one: it was drawn next, on the same line, and there
// is no gap.
func follows(last, y *glyph) bool {
	size := max(last.size, y.size)
	down := (y.x-last.x)*last.dy - (y.y-last.y)*last.dx
	gap := gapBetween(last, y)
	if abs(down) > 0.6*size {
		return false
	}
	if last.show == y.show {
		return gap < 0.5*size && gap > -size
	}
	return abs(gap) < 0.1*size
}

// addTable begins a table, or goes on with the one that the last page cut.
func (d *drawnReader) addTable(t *drawnTable) {
	d.endParagraph()
	if d.table != nil && t.page == d.table.page+1 && continues(d.table, t) {
		d.parts = append(d.parts, t)
		d.table = t
		return
	}
	d.endTable()
	d.table, d.parts = t, []*drawnTable{t}
}
