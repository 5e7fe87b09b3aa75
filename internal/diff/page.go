package diff

import (
	"strings"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Page is a comparison laid out for reading: blocks of tables and lines in one
// language. Writers draw it; they know nothing of reports.
type Page struct {
	Title    string
	Organ    string
	Subtitle string
	Warnings []string // what is wrong with the comparison itself
	Blocks   []Block
	Summary  int // so many blocks open the page and belong together
	Verdict  string
}

// Block is a part of a page under a title.
type Block struct {
	Title string
	Notes []string
	Head  []string // of the table; empty without one
	Rows  []Row
	Lines []Line
	Sides []string // over the lines: what changed, the old, the new
}

// Tone is how a row or line strikes the reader.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Bad     Tone = "bad"
	Up      Tone = "up"
	Down    Tone = "down"
	Muted   Tone = "muted"
)

// Row is a line of a table.
type Row struct {
	Cells []Cell
	Tone  Tone
}

// Cell is one cell: what it says, and the figure where it is one.
type Cell struct {
	Text   string
	Number *model.Number
	Share  bool // the figure is in percent
	Change bool // it says how much a figure changed
	// Trend is drawn as a small line: the figures of as many cells before it, nil
	// where one has none. The text tells its course in words.
	Trend []*model.Number
}

// Line is a sentence that differs.
type Line struct {
	Mark     string // + − ~ # ↕
	Label    string // what the mark means
	Old, New string
	Tone     Tone
}

// PageOptions choose what a page shows.
type PageOptions struct {
	Lang       msg.Lang
	MinChange  *model.Number // changes below it are counted, not shown
	MinPercent *model.Number
	All        bool // show what is equal too
}

// Texts lists every text of a page, for writers that cannot hold some.
func (p *Page) Texts() []string {
	out := append([]string{p.Title, p.Subtitle, p.Verdict}, p.Warnings...)
	for _, b := range p.Blocks {
		out = append(append(out, b.Title), b.Notes...)
		out = append(out, b.Head...)
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				out = append(out, c.Text)
			}
		}
		for _, l := range b.Lines {
			out = append(out, l.Label, l.Old, l.New)
		}
	}
	return out
}

// Numeric tells the columns that hold figures.
func (b Block) Numeric() []bool {
	out := make([]bool, len(b.Head))
	for _, r := range b.Rows {
		for i, c := range r.Cells {
			if i < len(out) && (c.Number != nil || c.Change) {
				out[i] = true
			}
		}
	}
	return out
}

// trimmed leaves out a last column that says nothing.
func (b Block) trimmed() Block {
	last := len(b.Head) - 1
	for _, r := range b.Rows {
		if len(r.Cells) != last+1 || r.Cells[last].Text != "" {
			return b
		}
	}
	if last > 0 && len(b.Rows) > 0 {
		b.Head = b.Head[:last]
		for i := range b.Rows {
			b.Rows[i].Cells = b.Rows[i].Cells[:last]
		}
	}
	return b
}

// Page lays a comparison out: the key figures first, then what must hold, then
// the changes by weight, the narratives, and how cells were read.
func (d *Diff) Page(o PageOptions) *Page {
	p := &pager{d: d, o: o}
	organ := d.To.Organ
	if organ == "" {
		organ = d.From.Organ
	}
	page := &Page{
		Organ:    organ,
		Title:    strings.TrimSpace(msg.F("%s  两年对照", "%s, two years", organ).In(o.Lang)),
		Subtitle: msg.F("%s（%s 版） → %s（%s 版）", "%s (edition %s) → %s (edition %s)", p.old(), d.From.Form.ID, p.now(), d.To.Form.ID).In(o.Lang),
	}
	for _, t := range d.Pair {
		page.Warnings = append(page.Warnings, p.in(t))
	}
	changes := p.changes()
	for i, b := range []Block{p.keys(), p.balances(), changes, p.editions(), p.narratives(), p.readings()} {
		if len(b.Rows)+len(b.Lines)+len(b.Notes) > 0 {
			page.Blocks = append(page.Blocks, b.trimmed())
			if i < 2 {
				page.Summary++
			}
		}
	}
	page.Verdict = p.in(p.verdict())
	return page
}
