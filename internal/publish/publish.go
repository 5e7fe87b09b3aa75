// Package publish decides what a publication of a report says: the title, the introduction, the sections in
// order, the notes above and below each table, what every cell of a table shows, and the signature. Of takes a
// report and returns a Document, a list of blocks; OfPage does so for a page of tables, such as a comparison of years. The writers
// (internal/write/html, internal/write/docx, pdfout) only draw it, so that a page, a document and a PDF of one
// report say the same, and internal/verify reads it back.
package publish

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/chart"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/grid"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Kind says what a block of a publication is.
type Kind int

// The kinds of blocks.
const (
	Heading    Kind = iota // Level 1 heads a section, 2 is （一）, 3 is 一是 or 1.
	Paragraph              // of a narrative
	Table                  // a table of the form
	Note                   // stands above or below a table
	Signature              // one line of the signature block
	Title                  // begins a page with a title of its own; lines say where it may be broken
	Salutation             // names whom a letter is to
	Caption                // names what an attachment holds
	Picture                // a chart, of a page for a leader
)

// Block is one piece of a publication, in the order of reading.
type Block struct {
	Kind    Kind
	Section string // id of the section it belongs to
	Level   int    // of a Heading; of the lead of a Paragraph
	Text    string // text, except of a Table
	// Lead is how many bytes of a Paragraph's Text are a heading that the paragraph continues: "（一）主动公开情况。" of
	// "（一）主动公开情况。全年……". 0 for none.
	Lead  int
	Table *Drawn       // of a Table
	Chart *chart.Chart // of a Picture
	Above bool         // of a Note: between heading and table
	Mark  string       // of a Note that explains a cell: the mark that the cell carries
	Place msg.Text     // section and paragraph, for messages
}

// Drawn is a table with what its cells show.
type Drawn struct {
	*grid.Grid
	Shown   []Shown  // one for each of Grid.Cells
	Columns []Column // kinds of columns of a table that is not the form's; nil for the form's
}

// Shown is what a cell shows. A label shows its text.
type Shown struct {
	Text string
	Mark string // mark of the note that explains it; "" for none
	// Of a table that is not the form's:
	Course        []*model.Number // drawn as a small line before the text; nil is a gap
	Strong        [2]int          // part of the text that is emphasised, in bytes
	Inset         int             // how far a label is set in, in ems
	Faint, Shaded bool
}

// Document is a publication of a report, or of a page of tables.
type Document struct {
	Title  string
	Organ  string
	Date   string // of publication, as written; often empty
	Under  string // subtitle of a page of tables; empty for a report
	Turned bool   // every page lies down
	Lang   string // BCP 47
	Stamp  string // across every page; "" for none
	Blocks []Block
	Report *model.Report
}

// Options change how a publication is set, never what it says.
type Options struct {
	Group bool // thousands with commas: 864,098,223.91
}

// Of composes the publication of a report. It has all sections and all tables of the form, whatever the report
// lacks: an empty cell shows nothing.
func Of(r *model.Report, o Options) *Document {
	f := r.Form
	d := &Document{Organ: clean(r.Organ), Date: clean(r.Cover["date"]), Lang: "zh-CN", Report: r}
	d.Title = d.Organ + f.TitleSuffix
	if r.Year != 0 {
		d.Title = d.Organ + strconv.Itoa(r.Year) + f.TitleSuffix
	}
	for i, s := range f.Sections {
		c := &composer{doc: d, form: f, section: s, options: o, isSignature: i > 0 && i == len(f.Sections)-1 && s.Optional}
		c.compose(r)
	}
	return d
}

// composer composes one section.
type composer struct {
	doc         *Document
	form        *model.Form
	section     *model.Section
	options     Options
	isSignature bool // this section is the signature
}

// add appends a block of the section.
func (c *composer) add(b Block) {
	b.Section = c.section.ID
	if b.Place.IsZero() {
		b.Place = msg.T(c.section.Heading, c.section.Heading)
	}
	c.doc.Blocks = append(c.doc.Blocks, b)
}

// compose appends the blocks of the section.
func (c *composer) compose(r *model.Report) {
	paragraphs := Paragraphs(r.Texts[c.section.ID])
	if !c.section.Optional { // the heading of an optional section is gkxl's own and not printed
		c.add(Block{Kind: Heading, Level: 1, Text: c.section.Heading})
	}
	switch {
	case c.section.Table != nil:
		c.addTable(r, paragraphs)
	case c.isSignature:
		for _, p := range paragraphs {
			c.add(Block{Kind: Signature, Text: p})
		}
	default:
		leads := consistentLeads(paragraphs)
		for i, p := range paragraphs {
			b := Block{Kind: Paragraph, Text: p, Place: msg.F("%s，第 %d 段", "%s, paragraph %d", c.section.Heading, i+1)}
			if b.Level, b.Lead = leadingHeading(p); b.Level == 3 && !leads {
				b.Level, b.Lead = 0, 0
			}
			if b.Lead > 0 && b.Lead == len(p) {
				b.Kind, b.Lead = Heading, 0
			}
			c.add(b)
		}
	}
}

// consistentLeads reports whether all paragraphs that begin with 一是, 二是 and so on have a first sentence that can
// be set as their heading. Otherwise none is, so that those of one list look alike.
func consistentLeads(paragraphs []string) bool {
	return !slices.ContainsFunc(paragraphs, func(p string) bool {
		level, _ := headingNumber(p)
		_, lead := leadingHeading(p)
		return level == 3 && lead == 0
	})
}

// addTable appends a table between its notes. A note that opens with a word such as 注, and all after it, stand
// below the table, those before it above; without such a word all notes stand above, as in the official samples.
func (c *composer) addTable(r *model.Report, notes []string) {
	below := slices.IndexFunc(notes, c.opensNote)
	if below < 0 {
		below = len(notes)
	}
	for _, n := range notes[:below] {
		c.add(Block{Kind: Note, Above: true, Text: n})
	}
	t, remarks := c.drawTable(r)
	c.add(Block{Kind: Table, Table: t})
	for _, b := range remarks {
		c.add(b)
	}
	for _, n := range notes[below:] {
		c.add(Block{Kind: Note, Text: n})
	}
}

// opensNote reports whether a text opens with a word for notes below tables.
func (c *composer) opensNote(s string) bool {
	return slices.ContainsFunc(c.form.Reading.Notes, func(w string) bool {
		return strings.HasPrefix(s, w) || strings.HasPrefix(s, "（"+w) || strings.HasPrefix(s, "("+w)
	})
}

// drawTable returns what the cells of a table show, and notes for the cells that need words.
func (c *composer) drawTable(r *model.Report) (*Drawn, []Block) {
	d := &Drawn{Grid: grid.Of(c.form, c.section.Table)}
	d.Shown = make([]Shown, len(d.Cells))
	var notes []Block
	for i, cell := range d.Cells {
		d.Shown[i].Text = cell.Text
		if cell.Field == nil {
			continue
		}
		text, remark := c.cellText(cell.Field, r.Value(cell.Field.ID))
		d.Shown[i].Text = text
		if remark != "" {
			mark := noteMark(len(notes))
			d.Shown[i].Mark = mark
			notes = append(notes, Block{Kind: Note, Mark: mark, Text: remark, Place: msg.F("%s，%s", "%s, %s", c.section.Heading, cell.Field.Label())})
		}
	}
	return d, notes
}

// maxPlainText is how many characters a cell shows of a text that is no figure. A longer text becomes a note.
const maxPlainText = 6

// cellText returns what the cell of a field shows, and what a note says of it.
func (c *composer) cellText(fd *model.Field, v model.Value) (text, remark string) {
	if v.State != model.IsNumber {
		text = oneLine(v.Text)
		if len([]rune(text)) > maxPlainText && v.State == model.Blank {
			return "", text
		}
		return text, ""
	}
	text = v.Number.String()
	if c.options.Group {
		text = groupThousands(text)
	}
	if fd.Kind == model.Signed && v.Number.Sign() > 0 && strings.HasPrefix(strings.TrimSpace(v.Text), "+") {
		text = "+" + text // as the organ wrote a change
	}
	if v.Unit != "" && v.Unit != fd.Unit && fd.Kind == model.Amount {
		text += v.Unit // an amount whose unit the form does not print
	}
	return text, oneLine(v.Remark)
}

// oneLine joins the lines of a cell's text.
func oneLine(s string) string { return text.OneLine(clean(s)) }

// groupThousands puts commas between thousands.
func groupThousands(s string) string {
	digits, frac, point := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if point {
		digits += "." + frac
	}
	return sign + digits
}

// noteMark returns the mark of a table's nth note, from 0. It is never a plain digit, which beside a figure
// would be read as one more digit.
func noteMark(n int) string {
	if n < 20 {
		return string(rune('①' + n))
	}
	return "（" + strconv.Itoa(n+1) + "）"
}

// DateLine returns the line under the title: organ and date of publication, or the subtitle of a page of tables. It is
// empty if there is no date, or if a signature gives it at the end.
func (d *Document) DateLine() string {
	if d.Under != "" || d.Date == "" {
		return d.Under
	}
	if slices.ContainsFunc(d.Blocks, func(b Block) bool { return b.Kind == Signature }) {
		return ""
	}
	return strings.TrimSpace(d.Organ + "  " + d.Date)
}

// Appendix is the id of the section behind the report, which is not part of it.
const Appendix = "appendix"

// What a publication says besides the report: the stamp of a draft, and the headings of what may stand behind it.
const (
	DraftStamp     = "草稿"
	DraftAppendix  = "附：核对结果（草稿，不予公开）"
	ChecksAppendix = "附：核对提出的警告"
	ChartsAppendix = "附：图表"
)

// Appendices are the headings of what may stand behind a report in a publication and is no part of it.
func Appendices() []string { return []string{DraftAppendix, ChecksAppendix, ChartsAppendix} }

// Append puts findings of some grades behind the report, under a heading: the findings of a draft, or the
// warnings of a published report with the explanations.
func (d *Document) Append(heading string, fs []check.Finding, grades ...model.Grade) {
	place := msg.T("附录", "the appendix")
	add := func(b Block) {
		b.Section, b.Place = Appendix, place
		d.Blocks = append(d.Blocks, b)
	}
	add(Block{Kind: Heading, Level: 1, Text: heading})
	n := 0
	for _, f := range fs {
		if !slices.Contains(grades, f.Grade) {
			continue
		}
		n++
		add(Block{Kind: Heading, Level: 2, Text: strconv.Itoa(n) + ". " + f.Grade.Name().ZH + "：" + clean(f.Rule.Title.ZH)})
		for _, line := range strings.Split(f.Message.ZH, "\n") {
			if line = clean(line); line != "" {
				add(Block{Kind: Note, Text: line})
			}
		}
		answer := ""
		if f.Explained() {
			answer = "说明：" + text.OneLine(f.Explanation)
		}
		for _, line := range []string{placeLine(f), answer, "依据：" + f.Rule.Ground.ZH, "规则：" + f.Rule.ID} {
			if line != "" {
				add(Block{Kind: Note, Text: clean(line)})
			}
		}
	}
	if n == 0 {
		add(Block{Kind: Note, Text: "没有。"})
	}
}

// maxNamed is how many cells of a finding are named.
const maxNamed = 4

// placeLine names the cells of a finding; "" if it has none.
func placeLine(f check.Finding) string {
	var out []string
	for i, fd := range f.Fields {
		if i == maxNamed {
			out = append(out, "等"+strconv.Itoa(len(f.Fields))+"格")
			break
		}
		out = append(out, fd.Label())
	}
	if len(out) == 0 {
		return ""
	}
	return "位置：" + strings.Join(out, "；")
}
