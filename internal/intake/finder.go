package intake

import "github.com/gkxl/gkxl/model"

// spot is where a field's figure stands: a cell, or the place of an empty one.
type spot struct {
	view     *view
	row, col int
	cell     int // -1 for none
	head     int // the label over its column, which may state a unit; -1 for none
}

func (s spot) found() bool { return s.view != nil }

// line is a row of the form where it was found.
type line struct {
	entry
	block *block
	row   int
	cell  int // of the label; -1 in a table without labels
	near  near
	// Columns are the row's own, where its label says which of the block's there
	// are; else it has them all.
	columns []column
}

// told is a note on a block, or on the table if it names none.
type told struct {
	block *block
	note  model.Note
	label bool // that a label is doubtful
}

// finder finds one table of one form.
type finder struct {
	lex     *lexicon
	words   *words
	views   []*view
	all     [][]*block // of every table, by view: a block ends where another begins
	heads   [][]bool   // rows that hold a section's heading, by view
	parts   []*block
	lines   []line
	found   map[*block]map[*model.Field]spot
	spots   map[*model.Field]spot // those that count
	kept    map[*block]bool       // and the blocks they are in
	refused int                   // fields of a table that is there twice
	notes   []told
	near    map[place]bool      // labels that were named as near, by view, row and column
	others  map[string][]string // labels of other editions over figures → where they stand
	orders  map[orderKey][]*model.Node
	// Columns under which a row has more than one content.
	crowded map[string]bool
	// Rows and columns whose label is doubtful; rows count from -1 down.
	doubted map[along]bool
}

func newFinder(w *words, l *lexicon) *finder {
	return &finder{words: w, lex: l, found: map[*block]map[*model.Field]spot{}, spots: map[*model.Field]spot{}, kept: map[*block]bool{}, near: map[place]bool{},
		others: map[string][]string{}, orders: map[orderKey][]*model.Node{}, crowded: map[string]bool{}, doubted: map[along]bool{}}
}

func (f *finder) find() {
	f.limits()
	f.readRows()
	f.locate()
	f.settle()
}

func (f *finder) note(b *block, n model.Note) { f.notes = append(f.notes, told{block: b, note: n}) }

// claim marks what the table was read from.
func (f *finder) claim() {
	for _, b := range f.parts {
		if f.kept[b] || len(f.kept) == 0 {
			f.label(b)
		}
	}
	for _, s := range f.spots {
		if s.cell >= 0 {
			s.view.role[s.cell] = isValue
		}
	}
}

// label marks the labels of a block.
func (f *finder) label(b *block) {
	v := b.view
	for r := b.top; r <= b.last && r < len(v.rows); r++ {
		for _, i := range v.rows[r] {
			if v.role[i] == unknown && v.cell(i).Col >= b.zone && f.printed(v, i) {
				v.role[i] = isLabel
			}
		}
	}
	for _, i := range b.labels {
		v.role[i] = isLabel
	}
	for _, c := range b.columns {
		v.role[c.cell] = isLabel
	}
	for _, l := range f.lines {
		if l.block == b && l.cell >= 0 {
			v.role[l.cell] = isLabel
		}
	}
}
