package intake

import "github.com/gkxl/gkxl/model"

// match is where a field's figure stands: a cell, or the place of an empty one.
type match struct {
	grid     *grid
	row, col int
	cell     int // -1 for none
	header   int // the label over its column, which may state a unit; -1 for none
}

func (m match) found() bool { return m.grid != nil }

// foundRow is a row of the form where it was found.
type foundRow struct {
	entry
	block      *block
	row        int
	cell       int // of the label; -1 in a table without labels
	similarity similarity
	// Columns are the row's own, where its label says which of the block's there
	// are; else it has them all.
	columns []column
}

// blockNote is a note on a block, or on the table if it names none.
type blockNote struct {
	block *block
	note  model.Note
	label bool // that a label is doubtful
}

// tableFinder finds one table of one form.
type tableFinder struct {
	lex           *lexicon
	vocabulary    *vocabulary
	grids         []*grid
	allBlocks     [][]*block // of every table, by view: a block ends where another begins
	headingRows   [][]bool   // rows that hold a section's heading, by view
	blocks        []*block
	rows          []foundRow
	found         map[*block]map[*model.Field]match
	matches       map[*model.Field]match // those that count
	keptBlocks    map[*block]bool        // and the blocks they are in
	refusedFields int                    // fields of a table that is there twice
	notes         []blockNote
	notedLabels   map[sheetPosition]bool // labels that were named as near, by view, row and column
	foreignLabels map[string][]string    // labels of other editions over figures → where they stand
	listOrders    map[orderKey][]*model.Node
	// Columns under which a row has more than one content.
	crowdedColumns map[string]bool
	// Rows and columns whose label is doubtful; rows count from -1 down.
	doubtedLines map[gridLine]bool
}

func newTableFinder(v *vocabulary, l *lexicon) *tableFinder {
	return &tableFinder{vocabulary: v, lex: l, found: map[*block]map[*model.Field]match{}, matches: map[*model.Field]match{}, keptBlocks: map[*block]bool{}, notedLabels: map[sheetPosition]bool{},
		foreignLabels: map[string][]string{}, listOrders: map[orderKey][]*model.Node{}, crowdedColumns: map[string]bool{}, doubtedLines: map[gridLine]bool{}}
}

func (f *tableFinder) find() {
	f.setLimits()
	f.readRows()
	f.placeFields()
	f.chooseCopy()
}

func (f *tableFinder) note(b *block, n model.Note) {
	f.notes = append(f.notes, blockNote{block: b, note: n})
}

// markRead marks what the table was read from.
func (f *tableFinder) markRead() {
	for _, b := range f.blocks {
		if f.keptBlocks[b] || len(f.keptBlocks) == 0 {
			f.markLabels(b)
		}
	}
	for _, m := range f.matches {
		if m.cell >= 0 {
			m.grid.role[m.cell] = roleValue
		}
	}
}

// markLabels marks the labels of a block.
func (f *tableFinder) markLabels(b *block) {
	g := b.grid
	for r := b.top; r <= b.lastRow && r < len(g.rows); r++ {
		for _, i := range g.rows[r] {
			if g.role[i] == roleUnknown && g.cell(i).Col >= b.labelsFrom && f.isFormLabel(g, i) {
				g.role[i] = roleLabel
			}
		}
	}
	for _, i := range b.labels {
		g.role[i] = roleLabel
	}
	for _, c := range b.columns {
		g.role[c.cell] = roleLabel
	}
	for _, row := range f.rows {
		if row.block == b && row.cell >= 0 {
			g.role[row.cell] = roleLabel
		}
	}
}
