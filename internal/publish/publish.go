// Package publish decides what a publication of a report says: its title, the
// introduction, the sections in order, the notes above and below each table, what
// every cell of a table shows, and the signature. Writers only draw it, so that a
// page, a document and a PDF of one report say the same.
package publish

import (
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Kind says what a block of a publication is.
type Kind int

// The kinds of blocks.
const (
	Heading   Kind = iota // Level 1 heads a section, 2 is （一）, 3 is 一是 or 1.
	Paragraph             // of a narrative
	Table                 // a table of the form
	Note                  // stands above or below a table
	Signature             // one line of the signature block
)

// Block is one piece of a publication, in the order of reading.
type Block struct {
	Kind    Kind
	Section string // id of the section it belongs to
	Level   int    // of a Heading; of the lead of a Paragraph
	Text    string // of everything but a Table
	// Lead is how many bytes of a Paragraph's Text are a heading that runs on
	// into it: "（一）主动公开情况。" of "（一）主动公开情况。全年……". 0 for none.
	Lead  int
	Table *Drawn   // of a Table
	Above bool     // of a Note: it stands between heading and table
	Mark  string   // of a Note that explains a cell: the mark the cell carries
	Place msg.Text // section and paragraph, for messages
}

// Drawn is a table with what its cells show.
type Drawn struct {
	*grid.Grid
	Shown   []Shown  // one for each of Grid.Cells
	Columns []Column // of a table that is none of the form's; nil for the form's
}

// Shown is what a cell shows. A label shows its text.
type Shown struct {
	Text string
	Mark string // of the note that explains it; "" for none
	// Of a table that is none of the form's:
	Course        []*model.Number // drawn as a small line before the text; nil is a gap
	Strong        [2]int          // what of the text stands out, in bytes
	Faint, Shaded bool
}

// Document is a report as a publication.
type Document struct {
	Title  string
	Organ  string
	Date   string // of publication, as written; often empty
	Under  string // a line of its own under the title; empty for a report
	Year   int
	Lang   string // BCP 47
	Stamp  string // across every page; "" for none
	Blocks []Block
	Form   *model.Form
	Report *model.Report
}

// Options change how a publication is written, never what it says.
type Options struct {
	Group bool // thousands with commas: 864,098,223.91
}

// Of composes the publication of a report. It holds all six sections and all
// tables, whatever the report lacks: an empty cell shows nothing.
func Of(r *model.Report, o Options) *Document {
	f := r.Form
	d := &Document{Organ: clean(r.Organ), Year: r.Year, Date: clean(r.Cover["date"]), Lang: "zh-CN", Form: f, Report: r}
	d.Title = d.Organ + f.TitleSuffix
	if r.Year != 0 {
		d.Title = d.Organ + strconv.Itoa(r.Year) + f.TitleSuffix
	}
	for i, s := range f.Sections {
		c := &composer{doc: d, form: f, section: s, options: o, signs: i > 0 && i == len(f.Sections)-1 && s.Optional}
		c.compose(r)
	}
	return d
}

type composer struct {
	doc     *Document
	form    *model.Form
	section *model.Section
	options Options
	signs   bool // this section is the signature
}

func (c *composer) add(b Block) {
	b.Section = c.section.ID
	if b.Place.IsZero() {
		b.Place = msg.T(c.section.Heading, c.section.Heading)
	}
	c.doc.Blocks = append(c.doc.Blocks, b)
}

func (c *composer) compose(r *model.Report) {
	paragraphs := Paragraphs(r.Texts[c.section.ID])
	if !c.section.Optional { // the heading of an optional one is a name of ours
		c.add(Block{Kind: Heading, Level: 1, Text: c.section.Heading})
	}
	switch {
	case c.section.Table != nil:
		c.table(r, paragraphs)
	case c.signs:
		for _, p := range paragraphs {
			c.add(Block{Kind: Signature, Text: p})
		}
	default:
		for i, p := range paragraphs {
			b := Block{Kind: Paragraph, Text: p, Place: msg.F("%s，第 %d 段", "%s, paragraph %d", c.section.Heading, i+1)}
			b.Level, b.Lead = lead(p)
			if b.Lead == len(p) {
				b.Kind, b.Lead = Heading, 0
			}
			c.add(b)
		}
	}
}

// table adds a table between its notes. A note from the first that opens with a
// word such as 注 on stands below, what comes before it above; without such a
// word notes stand above, as in the official samples.
func (c *composer) table(r *model.Report, notes []string) {
	below := len(notes)
	for i, n := range notes {
		if c.opensNote(n) {
			below = i
			break
		}
	}
	for _, n := range notes[:below] {
		c.add(Block{Kind: Note, Above: true, Text: n})
	}
	t, remarks := c.draw(r)
	c.add(Block{Kind: Table, Table: t})
	for _, b := range remarks {
		c.add(b)
	}
	for _, n := range notes[below:] {
		c.add(Block{Kind: Note, Text: n})
	}
}

func (c *composer) opensNote(s string) bool {
	for _, w := range c.form.Reading.Notes {
		if strings.HasPrefix(s, w) || strings.HasPrefix(s, "（"+w) || strings.HasPrefix(s, "("+w) {
			return true
		}
	}
	return false
}

// draw decides what the cells of a table show, and gives the notes for those
// that need words.
func (c *composer) draw(r *model.Report) (*Drawn, []Block) {
	d := &Drawn{Grid: grid.Of(c.form, c.section.Table)}
	d.Shown = make([]Shown, len(d.Cells))
	var notes []Block
	for i, cell := range d.Cells {
		d.Shown[i].Text = cell.Text
		if cell.Field == nil {
			continue
		}
		text, remark := c.shown(cell.Field, r.Value(cell.Field.ID))
		d.Shown[i].Text = text
		if remark == "" {
			continue
		}
		mark := mark(len(notes))
		d.Shown[i].Mark = mark
		notes = append(notes, Block{Kind: Note, Mark: mark, Text: remark, Place: msg.F("%s，%s", "%s, %s", c.section.Heading, cell.Field.Label())})
	}
	return d, notes
}
