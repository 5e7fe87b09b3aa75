package narrative

import (
	"sync"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Verdict says whether a figure of a narrative agrees with the tables.
type Verdict string

// The verdicts.
const (
	Agrees    Verdict = "agrees"
	Disagrees Verdict = "disagrees"
	Unrelated Verdict = "unrelated" // not about the tables, or not certainly
)

// Kind says what a figure states; it decides which rule a wrong one breaks.
type Kind string

// The kinds of figures.
const (
	Count  Kind = "count"  // a number of what a table counts
	Share  Kind = "share"  // a percentage of a whole
	Growth Kind = "growth" // a change from last year, or last year's figure
	Part   Kind = "part"   // a part of another figure of the text
	Claim  Kind = "claim"  // words that state a number: 未收到, 均获维持
	Year   Kind = "year"   // a year that is not the report's
)

// Figure is a number in a narrative, or words that state one, with what it was compared with.
type Figure struct {
	Section    string // the section whose text it stands in
	Start, End int    // bytes of that text
	Text       string // as it stands
	Sentence   string // the sentence around it
	At         int    // where in the sentence it begins
	Kind       Kind
	Verdict    Verdict
	Number     model.Number  // what the text says
	Cells      []model.Term  // the cells it was compared with, each added or subtracted
	exact      bool          // not rounded
	Table      *model.Number // sum of the cells
	Message    msg.Text      // of one that disagrees: both numbers
}

// Reading returns what a figure was compared with, in the words of the form; empty for one that is not about
// the tables.
func (f Figure) Reading() msg.Text {
	switch {
	case f.Kind == Part && f.Verdict != Unrelated:
		return msg.T("各项之和", "the sum of the parts")
	case f.Kind == Share && f.Verdict != Unrelated && len(f.Cells) == 0:
		return msg.T("占文中总数的比例", "the share of the whole that the text tells")
	case len(f.Cells) == 0:
		return msg.Text{}
	}
	return reading(f.Cells).name()
}

// Terms returns the cells whose sum a figure states; nil for one that states none, or only a rounded one.
func (f Figure) Terms() []model.Term {
	if f.Kind != Count || !f.exact || f.Verdict == Unrelated {
		return nil
	}
	return f.Cells
}

// Fields returns the fields of the cells that a figure was compared with.
func (f Figure) Fields() []*model.Field {
	var out []*model.Field
	for _, t := range f.Cells {
		out = append(out, t.Field)
	}
	return out
}

// Reader reads the narratives of reports in one form. Several goroutines may use it.
type Reader struct {
	form *model.Form
	lex  *lexicon
}

// readers keeps the Reader of each form.
var readers sync.Map

// ReaderFor returns the Reader of a form. It is built once and kept.
func ReaderFor(f *model.Form) *Reader {
	rd, ok := readers.Load(f)
	if !ok {
		rd, _ = readers.LoadOrStore(f, NewReader(f))
	}
	return rd.(*Reader)
}

// NewReader builds the Reader of a form.
func NewReader(f *model.Form) *Reader { return &Reader{f, compile(f)} }

// Read returns every figure of a report's narratives in the order of the text, each with its verdict. A
// generous reading may confirm a figure; only a strict one, with no word in its clause that is unknown, may
// contradict it. Last is last year's report, for figures about last year and for growth; it may be nil. Without
// a vocabulary there are no figures.
func (rd *Reader) Read(r, last *model.Report) []Figure {
	if rd.lex == nil {
		return nil
	}
	tr := newTextReader(rd, r, last)
	defer tr.release()
	for _, s := range rd.form.Sections {
		if text := r.Texts[s.ID]; text != "" {
			tr.readText(s.ID, text)
		}
	}
	tr.judgeFees()
	tr.withdrawUncertain()
	return tr.figures
}
