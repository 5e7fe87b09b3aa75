package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// structure is what is known while the structure tree is followed.
type structure struct {
	roles     dict // names that the file gives to kinds of elements
	classes   dict
	*composer          // of the paragraph or cell that goes on
	first     int      // page of its beginning
	shown     []*glyph // its characters that are seen
	ended     []*glyph // those of the last paragraph, if it was a plain one
	plain     bool     // the paragraph is no heading, item or caption
	groups    int      // that were met
	within    int      // number of the group that the paragraph stands in
	endedIn   int      // that of the last paragraph
	inBlock   bool     // within a paragraph
	inCell    bool     // elements begin lines and not paragraphs
	joined    bool     // elements do not end a paragraph: a heading that runs on
	quiet     int      // within elements whose text is not read
	elements  int
	visited   map[ref]bool
	tables    int
	tagged    []*taggedTable
	parts     int            // marks that the paragraph or cell consists of
	notes     [][]intake.Run // footnotes of the paragraph
	inFigure  map[mark]bool
}

// readTree follows the structure tree and collects paragraphs and tables.
func (r *reader) readTree(tree dict) {
	r.roles, r.classes = r.dict(tree.at("RoleMap")), r.dict(tree.at("ClassMap"))
	r.composer = r.newComposer()
	r.visited, r.inFigure = map[ref]bool{}, map[mark]bool{}
	r.walk(tree.at("K"), 0, 0)
	r.paragraph()
}

// newComposer returns a composer of a paragraph or cell.
func (r *reader) newComposer() *composer { return &composer{space: r.workspace} }

// role returns the standard kind of an element. Files name kinds as they like and say what each is, maybe by way
// of other names of theirs.
func (r *reader) role(d dict) name {
	n, _ := r.get(d.at("S")).(name)
	if roles := r.dict(r.dict(d.at("NS")).at("RoleMapNS")); roles != nil {
		switch v := r.get(roles.at(n)).(type) {
		case name:
			n = v
		case []any:
			if len(v) > 0 {
				if m, ok := r.get(v[0]).(name); ok {
					n = m
				}
			}
		}
	}
	for seen := map[name]bool{}; kinds[n] == unknownKind && !seen[n]; {
		seen[n] = true
		if m, ok := r.get(r.roles.at(n)).(name); ok {
			n = m
		}
	}
	return n
}

// kind is what an element does to the text.
type kind byte

// The kinds.
const (
	unknownKind kind = iota // nothing is known: as a group, or as a paragraph where text stands in it
	neutral                 // says nothing: as what it stands in
	group                   // holds paragraphs
	block                   // is a paragraph
	inline                  // is a part of a paragraph
	footnote                // is a paragraph behind that in which it stands
	table
	tablePart // of a table outside a table
	figure
	ignored
)

// kinds are the standard kinds of elements.
var kinds = map[name]kind{
	"Document": group, "DocumentFragment": group, "Part": group, "Art": group, "Sect": group, "Div": group, "BlockQuote": group, "TOC": group,
	"Index": group, "NonStruct": neutral, "Private": neutral, "L": group, "Aside": group, "LBody": inline,
	"P": block, "H": block, "H1": block, "H2": block, "H3": block, "H4": block, "H5": block, "H6": block, "Title": block, "Caption": block,
	"LI": block, "TOCI": block, "Note": footnote, "FENote": footnote, "BibEntry": block, "Formula": inline,
	"Span": inline, "Quote": inline, "Em": inline, "Strong": inline, "Sub": inline, "Link": inline, "Reference": inline, "Code": inline, "Lbl": inline,
	"Annot": inline, "Form": inline, "Ruby": inline, "RB": inline, "RT": inline, "RP": inline, "Warichu": inline, "WT": inline, "WP": inline,
	"Table": table, "TR": tablePart, "TH": tablePart, "TD": tablePart, "THead": tablePart, "TBody": tablePart, "TFoot": tablePart,
	"Figure": figure, "Artifact": ignored,
}

// walk follows what an element holds.
func (r *reader) walk(k any, page ref, depth int) {
	if r.elements++; r.elements > r.limits.Elements || depth > r.limits.Depth {
		r.refuse(tooMuch)
	}
	if r.err != nil {
		return
	}
	switch v := r.get(k).(type) {
	case []any:
		for _, kid := range v {
			r.walk(kid, page, depth+1)
		}
		return
	case float64:
		r.content(mark{page, int(v)})
		return
	case nil:
		if _, ok := k.(ref); ok {
			r.refuse(damaged(msg.T("PDF 的结构不完整，缺少一部分", "the PDF's structure is incomplete: a part is missing")))
		}
		return
	}
	d := r.dict(k)
	if pg, ok := d.at("Pg").(ref); ok {
		page = pg
	}
	switch r.get(d.at("Type")) {
	case name("MCR"):
		owner := page
		if s, ok := d.at("Stm").(ref); ok {
			owner = s
		}
		r.content(mark{owner, r.int(d.at("MCID"), -2)})
		return
	case name("OBJR"):
		if num, ok := d.at("Obj").(ref); ok {
			r.content(mark{num, -1})
		}
		return
	}
	if d.at("S") == nil {
		return
	}
	if num, ok := k.(ref); ok {
		if r.visited[num] {
			r.refuse(damaged(msg.T("PDF 的结构已损坏：同一部分出现两次", "the PDF's structure is damaged: a part is there twice")))
			return
		}
		r.visited[num] = true
	}
	r.element(d, page, depth)
}

// element reads one element.
func (r *reader) element(d dict, page ref, depth int) {
	role := r.role(d)
	what := kinds[role]
	switch placement, _ := r.attribute(d, "Layout", "Placement").(name); {
	case placement == "Block" && what == inline:
		what = block
	case placement == "Inline" && what == block && role != "LI":
		what = inline
	}
	inside := func() {
		if t, ok := r.get(d.at("ActualText")).(str); ok {
			r.replaced(textString(t), d, page, depth)
			return
		}
		r.walk(d.at("K"), page, depth+1)
	}
	switch what {
	case table:
		if r.inCell {
			r.newLine()
			r.walk(d.at("K"), page, depth+1)
			r.newLine()
			return
		}
		r.paragraph()
		r.table(d, page, depth)
	case block, tablePart, unknownKind, neutral:
		if r.inBlock && (what == neutral || what == unknownKind) {
			inside()
			return
		}
		r.boundary()
		before := r.inBlock
		r.inBlock = before || what == block || !r.holdsBlocks(d, depth)
		r.plain = role == "P" && !before
		inside()
		r.inBlock = before
		r.boundary()
		r.plain = false
	case group:
		r.boundary()
		outer := r.within
		r.groups++
		r.within = r.groups
		defer func() { r.within = outer }()
		if role == "Div" && !r.inCell && !r.joined && r.runsOn(d) {
			r.joined = true
			inside()
			r.joined = false
		} else {
			inside()
		}
		r.boundary()
	case footnote:
		if r.inCell {
			inside()
			return
		}
		own, _ := r.apart(inside)
		r.notes = append(r.notes, own)
	case figure:
		if _, ok := r.get(d.at("ActualText")).(str); ok {
			inside()
			return
		}
		r.boundary()
		r.quiet++
		r.walk(d.at("K"), page, depth+1)
		r.quiet--
	case ignored:
	default:
		inside()
	}
}

// holdsBlocks reports whether paragraphs or tables stand directly in an element, or in such elements within it.
func (r *reader) holdsBlocks(d dict, depth int) bool {
	for _, k := range r.list(d.at("K")) {
		kid := r.dict(k)
		if kid == nil || kid.at("S") == nil || depth > r.limits.Depth {
			continue
		}
		switch kinds[r.role(kid)] {
		case block, table, tablePart, group, footnote, figure:
			return true
		case neutral, unknownKind:
			if r.elements++; r.elements > r.limits.Elements {
				r.refuse(tooMuch)
				return false
			}
			if r.holdsBlocks(kid, depth+1) {
				return true
			}
		}
	}
	return false
}

// boundary ends a paragraph, or a line within a cell.
func (r *reader) boundary() {
	switch {
	case r.joined:
	case r.inCell:
		r.newLine()
	default:
		r.paragraph()
	}
}

// apart reads something to runs of its own, and returns them with the page where they begin. Elements within it begin
// lines.
func (r *reader) apart(inside func()) ([]intake.Run, int) {
	before, first, cell, joined, inBlock := r.composer, r.first, r.inCell, r.joined, r.inBlock
	r.composer, r.inCell, r.joined, r.inBlock = r.newComposer(), true, false, true
	inside()
	own, page := r.finish(), r.first
	r.composer, r.inCell, r.joined, r.inBlock = before, cell, joined, inBlock
	if !r.empty() {
		r.first = first
	}
	return own, page
}

// replaced reads an element that says itself what its text is. Where what is drawn says something else, the place
// is named.
func (r *reader) replaced(instead string, d dict, page ref, depth int) {
	own, first := r.apart(func() { r.walk(d.at("K"), page, depth+1) })
	drawn, look := "", intake.Unseen
	for _, x := range own {
		if drawn += x.Text; x.Look < look {
			look = x.Look
		}
	}
	if len(own) == 0 {
		look = intake.Plain
	}
	r.write(instead, look)
	r.compareText(drawn, instead, first)
}

// compareText notes where a text that the file gives for what is drawn says something else.
func (r *reader) compareText(drawn, instead string, page int) {
	if spoken(drawn) == spoken(instead) || strings.ContainsRune(drawn, unicode.ReplacementChar) {
		return
	}
	place := ""
	if page > 0 {
		place = pagePlace(page)
	}
	r.note("FILE-CONTRADICTS", place, instead, msg.F("页面上印的是“%s”，文件里给它的替代文本是“%s”，读入的是替代文本", "the page shows %q, and the text that the file gives for it is %q; that text was read", text.Brief(drawn), text.Brief(instead)))
}

// spoken returns the letters and digits of a text, in one of their forms.
func spoken(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsNumber(c) {
			return c
		}
		return -1
	}, text.Fold(norm.NFKC.String(text.PlainIdeographs(s))))
}

// content appends the characters of a mark.
func (r *reader) content(m mark) {
	glyphs := r.marked[m]
	if !r.begun[m] && m.id >= 0 {
		r.mend(msg.T("标签所指的内容有的不在页上，可能缺少文字", "tags refer to content that is on no page; text may be missing"))
	}
	if len(glyphs) == 0 {
		return
	}
	if r.quiet > 0 {
		r.inFigure[m] = true
		return
	}
	for _, y := range glyphs {
		if y.read = true; y.hidden == seen && !y.blank {
			r.shown = append(r.shown, y)
		}
	}
	page := r.pageOf[m.owner]
	if r.empty() {
		r.first = page
	}
	r.room = r.wallsAt
	r.parts++
	r.add(glyphs)
	r.compareReplaced(glyphs)
}

// compareReplaced notes where a text that the file gives for characters says something else than they do.
func (r *reader) compareReplaced(glyphs []*glyph) {
	for i := 0; i < len(glyphs); {
		k := i + 1
		for k < len(glyphs) && glyphs[k].instead == glyphs[i].instead {
			k++
		}
		if x := glyphs[i].instead; x != nil {
			var drawn strings.Builder
			for _, y := range glyphs[i:k] {
				drawn.WriteString(y.text)
			}
			r.compareText(drawn.String(), x.text, int(glyphs[i].page))
		}
		i = k
	}
}

// runsOn reports whether a group is a heading that runs on into a paragraph.
func (r *reader) runsOn(d dict) bool {
	kids := r.list(d.at("K"))
	if len(kids) != 2 {
		return false
	}
	h := r.role(r.dict(kids[0]))
	return len(h) == 2 && h[0] == 'H' && r.role(r.dict(kids[1])) == "P"
}

// paragraph ends the paragraph in buffer.
func (r *reader) paragraph() {
	notes := r.notes
	r.notes = nil
	shown, parts := r.shown, r.parts
	r.shown, r.parts = nil, 0
	all := append([][]intake.Run{r.finish()}, notes...)
	if parts > 1 {
		r.compareOrder(shown, all)
	}
	for i, runs := range all {
		if c := cellOf(runs); c.Text != "" || len(c.Left) > 0 {
			if i == 0 && r.goesOn(c, shown) {
				continue
			}
			c.Address = pagePlace(r.first)
			r.addCell(r.row, 0, 1, 1, c)
			r.next(c.Address)
			r.ended = nil
			if r.plain {
				r.ended, r.endedIn = shown, r.within
			}
		}
	}
	r.composer = r.newComposer()
}

// goesOn adds a paragraph to the last one if a page cut that in two, as WeasyPrint does, which begins a group on each
// page: the last one did not end a sentence and filled its line, and this one begins on the next page without an
// indent, in the same size.
func (r *reader) goesOn(c intake.Cell, shown []*glyph) bool {
	n := len(r.sheet.Cells)
	if n == 0 || !r.plain || r.within == r.endedIn || len(r.ended) == 0 || len(shown) == 0 || r.row != r.sheet.Cells[n-1].Row+1 {
		return false
	}
	last, first := r.ended[len(r.ended)-1], shown[0]
	edge, end := last.x, 0.0
	for _, y := range r.ended {
		edge = min(edge, y.x)
	}
	for _, y := range r.pages[last.page-1].glyphs {
		if y.read && y.hidden == seen {
			end = max(end, y.box.x1)
		}
	}
	if last.box.x1 < end-1.5*last.size || first.page != last.page+1 || endsSentence(last.text) || abs(first.size-last.size) > 0.1*last.size || first.x > edge+0.5*first.size {
		return false
	}
	before := &r.sheet.Cells[n-1].Cell
	before.Text += c.Text
	before.Left = append(before.Left, c.Left...)
	r.ended = shown
	return true
}

// endsSentence reports whether a text ends as sentences and headings do.
func endsSentence(s string) bool {
	c, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。！？；：…）”.!?;:)\"", c)
}

// tableCell is a cell of a table.
type tableCell struct {
	intake.Cell
	header     bool
	rows, cols int // over which it goes
	col        int
	shown      []*glyph
	parts      int     // marks that it consists of
	x0, x1     float64 // where it stands on the page
	placed     bool    // that is known
	elsewhere  bool    // it stands in other columns than its tag says
}

// table reads a table.
func (r *reader) table(d dict, page ref, depth int) {
	var rows []dict
	r.rows(d, page, &rows, depth)
	r.tables++
	r.ended = nil
	lines := make([][]*tableCell, len(rows))
	for i, tr := range rows {
		lines[i] = r.tableRow(tr, page, i, depth)
	}
	doubtful := r.placeCells(lines)
	r.tagged = append(r.tagged, &taggedTable{r.tables, lines, doubtful})
	for i, cells := range lines {
		place := fmt.Sprintf("表格%d!第%d行", r.tables, i+1)
		if doubtful[i] {
			r.note("FORM-DOUBT", place, "", msg.T("这一行各格在标签里的列与页面上的列不符（或缺格），看不出各格属于哪一列，这一行的数字没有读入", "by their tags the cells of this row stand in other columns than on the page, or some are missing; which columns they belong to cannot be told, and its figures were not read"))
		}
		for _, c := range cells {
			if !doubtful[i] || c.header {
				r.addCell(r.row, c.col, c.rows, c.cols, c.Cell)
			}
		}
		r.next(place)
	}
	r.paragraph()
}

// tableRow reads the cells of a row.
func (r *reader) tableRow(tr dict, page ref, row, depth int) (out []*tableCell) {
	if pg, ok := tr.at("Pg").(ref); ok {
		page = pg
	}
	for _, kid := range r.list(tr.at("K")) {
		td := r.dict(kid)
		tag := r.role(td)
		if tag != "TD" && tag != "TH" {
			continue
		}
		c := &tableCell{header: tag == "TH"}
		c.rows, c.cols = r.spans(td)
		before := r.inBlock
		r.inCell, r.inBlock = true, true
		r.walk(kid, page, depth+2)
		r.inCell, r.inBlock = false, before
		c.Cell = cellOf(r.finish())
		c.Address = fmt.Sprintf("表格%d!第%d行第%d格", r.tables, row+1, len(out)+1)
		c.shown, c.parts = r.shown, r.parts
		r.shown, r.parts, r.composer = nil, 0, r.newComposer()
		c.once(r.workspace)
		out = append(out, c)
	}
	return out
}

// rows finds the rows of a table, at any depth of groups, and reads what stands beside them, such as its caption.
func (r *reader) rows(d dict, page ref, out *[]dict, depth int) {
	if pg, ok := d.at("Pg").(ref); ok {
		page = pg
	}
	for _, k := range r.list(d.at("K")) {
		if r.elements++; r.elements > r.limits.Elements || depth > r.limits.Depth {
			r.refuse(tooMuch)
			return
		}
		kid := r.dict(k)
		if kid == nil || kid.at("S") == nil {
			r.walk(k, page, depth+1)
			continue
		}
		switch role := r.role(kid); {
		case role == "TR":
			*out = append(*out, kid)
		case kinds[role] == tablePart && role != "TD" && role != "TH", kinds[role] == unknownKind, kinds[role] == group:
			r.rows(kid, page, out, depth+1)
		default:
			r.walk(k, page, depth+1)
		}
	}
	r.paragraph()
}

// spans returns over how many rows and columns a cell goes.
func (r *reader) spans(td dict) (rows, cols int) {
	rows, cols = r.int(r.attribute(td, "Table", "RowSpan"), 1), r.int(r.attribute(td, "Table", "ColSpan"), 1)
	return max(1, min(rows, 2000)), max(1, min(cols, 1000))
}

// attribute returns what an element says of itself, or else what one of its classes says; nil for nothing. Of two
// that say it the later counts.
func (r *reader) attribute(d dict, owner, key name) any {
	var out any
	take := func(v any) {
		for _, a := range r.list(v) {
			set := r.dict(a)
			if o, _ := r.get(set.at("O")).(name); o != "" && o != owner {
				continue
			}
			if x := r.get(set.at(key)); x != nil {
				out = x
			}
		}
	}
	for _, c := range r.list(d.at("C")) {
		if n, ok := r.get(c).(name); ok {
			take(r.classes.at(n))
		}
	}
	take(d.at("A"))
	return out
}
