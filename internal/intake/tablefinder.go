package intake

import "github.com/gkxl/gkxl/model"

// match is the place where the figure of a field stands: a cell, or the place of an empty one.
type match struct {
	grid     *grid
	row, col int
	cell     int // index in the grid's cells; -1 if there is no cell
	header   int // the cell of the column's label, which may state a unit; -1 for none
	// repeats are further cells under the same label that say the same.
	repeats []int
}

// found reports whether the match is a place at all.
func (m match) found() bool { return m.grid != nil }

// foundRow is a row of the form at the place where it was found.
type foundRow struct {
	entry
	block      *block
	row        int
	cell       int // cell of the label; -1 in a table without row labels
	similarity similarity
	// columns are the columns that this row has, where its label says which; if empty, the row has all columns of
	// its block.
	columns []column
}

// blockNote is a note together with the block it is about; no block means the whole table.
type blockNote struct {
	block *block
	note  model.Note
	label bool // the note says that a label is doubtful
}

// tableFinder finds one table of one form in the sheets: first its blocks, then rows, then the place of each field.
type tableFinder struct {
	lex           *lexicon
	vocabulary    *vocabulary
	grids         []*grid
	allBlocks     [][]*block                        // blocks of all tables, by grid: a block ends where another begins
	headingRows   [][]bool                          // rows that hold the heading of a section, by grid
	year          int                               // of the report; 0 if unknown
	blocks        []*block                          // blocks of this table
	rows          []foundRow                        // rows of the form that were found, in the order of finding
	found         map[*block]map[*model.Field]match // by block
	matches       map[*model.Field]match            // the places of the copy that is read
	keptBlocks    map[*block]bool                   // the blocks of that copy
	refusedFields int                               // number of fields of a table that is there several times and was not read
	refusedCopies []*tableCopy                      // the copies of such a table
	clashed       bool                              // figures that carry the names of fields differ from others that stand in their rows
	notes         []blockNote
	copyNotes     []model.Note               // those of the notes that are on copies of the table which were not read
	notedLabels   map[sheetPosition]bool     // misspelt labels that have their note already
	foreignSeen   bool                       // a label of another edition stands before figures
	listOrders    map[orderKey][]*model.Node // order of the columns in headers that are lists
	// crowdedColumns are the addresses of column labels under which a row had several contents and was reported
	// for it.
	crowdedColumns map[string]bool
	// doubtedLines are the rows and columns whose label is doubtful. Row r counts as -1-r here, so that rows and
	// columns do not share numbers.
	doubtedLines map[gridLine]bool
}

// newTableFinder returns a finder for one table that has looked at nothing yet.
func newTableFinder(v *vocabulary, l *lexicon) *tableFinder {
	return &tableFinder{vocabulary: v, lex: l, found: map[*block]map[*model.Field]match{}, matches: map[*model.Field]match{}, keptBlocks: map[*block]bool{}, notedLabels: map[sheetPosition]bool{},
		listOrders: map[orderKey][]*model.Node{}, crowdedColumns: map[string]bool{}, doubtedLines: map[gridLine]bool{}}
}

// find reads the rows of all blocks, places the fields and decides which copy of the table is read. The blocks
// must have been found before.
func (f *tableFinder) find() {
	f.setLimits()
	f.readRows()
	f.placeFields()
	f.chooseCopy()
}

// note adds a note about a block; a nil block means the whole table.
func (f *tableFinder) note(b *block, n model.Note) {
	f.notes = append(f.notes, blockNote{block: b, note: n})
}

// markRead marks the cells that labels and figures of the table were read from.
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
		for _, i := range m.repeats {
			m.grid.role[i] = roleIgnored
		}
	}
}

// markLabels marks the cells of a block that are labels.
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
