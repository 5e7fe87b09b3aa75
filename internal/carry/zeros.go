package carry

import (
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Zeros is what [FillZeros] filled in.
type Zeros struct {
	Cells  map[*model.Table]int // how many blank cells of each table became 0; totals do not count
	Open   int                  // blank cells of figures that last year's report should have given; they stay blank
	Kept   []*model.Table       // tables that say something else than 0, which stay as they are
	Wrote  string               // the sentences written into the narrative; empty if it has a text already
	Unsaid string               // the sentences that were not written, since it has
	form   *model.Form
}

// FillZeros fills the counted cells of the form's tables on applications that are blank with 0, for a unit that had no
// applications, and writes the sentences that say so into the narrative, in the words of [narrative.Narrate]. Nothing
// that is there is changed: a table with another figure than 0 is left alone. The error is a *msg.Problem if that is the
// table of applications itself, since the unit had some then; nothing is filled in that case.
func FillZeros(r *model.Report) (*Zeros, error) {
	z := &Zeros{Cells: map[*model.Table]int{}, form: r.Form}
	var tables []*model.Table
	for i, id := range r.Form.Zeros {
		t, ok := r.Form.Table(id)
		if !ok {
			continue
		}
		fd, v := notZero(r, t)
		switch {
		case fd == nil:
			tables = append(tables, t)
		case i == 0:
			return nil, &msg.Problem{
				What: msg.F("没有填 0：“%s”是 %s，这个单位有申请", "nothing was filled with 0: %q is %s, so that this unit has applications", fd.FullLabel(), v.Describe()),
				Hint: msg.T("有申请的单位不要选填 0，请按实际填写；没有发生的格填 0", "a unit with applications enters what there was, and 0 where there was nothing, rather than 0 everywhere"),
			}
		default:
			z.Kept = append(z.Kept, t)
		}
	}
	for _, t := range tables {
		for _, fd := range r.Form.FieldsOf(t) {
			switch {
			case fd.Kind != model.Count || !isBlank(r, fd):
			case owedByLast(r, fd):
				if fd.Total == nil {
					z.Open++
				}
			default:
				r.Values[fd.ID] = model.Value{State: model.IsNumber}
				if fd.Total == nil {
					z.Cells[t]++
				}
			}
		}
	}
	z.write(r, tables)
	return z, nil
}

// notZero returns the first field of a table that says something else than 0; nil if there is none.
func notZero(r *model.Report, t *model.Table) (*model.Field, model.Value) {
	for _, fd := range r.Form.FieldsOf(t) {
		if v := r.Value(fd.ID); !isBlank(r, fd) && !(v.IsNumber() && v.Number.Sign() == 0) {
			return fd, v
		}
	}
	return nil, model.Value{}
}

// isBlank reports whether nothing was entered for a field; a report that does not name it says nothing either.
func isBlank(r *model.Report, fd *model.Field) bool {
	v, given := r.Values[fd.ID]
	return !given || v.State == model.Blank
}

// owedByLast reports whether a field is one that last year's report gives, and did not: that it is 0 is not known.
func owedByLast(r *model.Report, fd *model.Field) bool {
	if r.Taken == nil {
		return false
	}
	fields := []*model.Field{fd}
	if fd.Total != nil {
		for _, t := range fd.Total.Right {
			fields = append(fields, t.Field)
		}
	}
	return slices.ContainsFunc(fields, func(fd *model.Field) bool {
		_, taken := r.Taken[fd.ID]
		return !taken && slices.ContainsFunc(r.Form.Carries, func(c model.Carry) bool { return fd.Total == nil && model.MatchField(c.To, fd.ID) })
	})
}

// write puts the sentences on the filled tables into the narrative.
func (z *Zeros) write(r *model.Report, tables []*model.Table) {
	if r.Form.Narration == nil {
		return
	}
	section, text := r.Form.Narration.Section, narrative.OfZeros(r, tables)
	if strings.TrimSpace(r.Texts[section]) != "" {
		z.Unsaid = text
		return
	}
	r.Texts[section], z.Wrote = text, text
}

// Text says in a line what was filled in, how much, and why.
func (z *Zeros) Text() msg.Text {
	var filled []msg.Text
	for _, id := range z.form.Zeros {
		if t, ok := z.form.Table(id); ok && z.Cells[t] > 0 {
			filled = append(filled, msg.F("“%s”%d 格", "%q %d cells", z.form.SheetOf(id), z.Cells[t]))
		}
	}
	said := msg.T("没有空格可填 0", "there was no blank cell to fill with 0")
	if len(filled) > 0 {
		said = msg.F("已填 0：%s（没有收到申请、没有复议诉讼的单位）", "filled with 0: %s (of a unit without applications, reviews and suits)", msg.Join(filled, "，", ", "))
	}
	if z.Wrote != "" {
		said = msg.F("%s；“%s”写入：%s", "%s; %q now says %q", said, z.heading(), z.Wrote)
	}
	return msg.F("%s有发生的，请改成实际的数。", "%s Where there was something, correct the figure.", ended(said))
}

// Notes say what was not filled in, and why.
func (z *Zeros) Notes() (out []msg.Text) {
	if z.Open > 0 {
		out = append(out, msg.F("%d 格没有填 0：应取自上年报告而没有取到，请照上年报告填", "%d cells were not filled with 0: last year's report should have given them, and did not; enter what it says", z.Open))
	}
	for _, t := range z.Kept {
		out = append(out, msg.F("“%s”没有填 0：表中已有别的数", "%q was not filled with 0: it has other figures", z.form.SheetOf(t.ID)))
	}
	if z.Unsaid != "" {
		out = append(out, msg.F("“%s”已有文字，没有写入；与表相符的句子是：%s", "%q has a text, and nothing was written into it; what agrees with the tables is %q", z.heading(), z.Unsaid))
	}
	return out
}

// heading is that of the narrative that the sentences belong to.
func (z *Zeros) heading() string {
	if n := z.form.Narration; n != nil {
		if s, ok := z.form.Section(n.Section); ok {
			return s.Heading
		}
	}
	return ""
}

// ended is a sentence with its full stop, where it has none.
func ended(s msg.Text) msg.Text {
	if strings.HasSuffix(s.ZH, "。") {
		return s
	}
	return msg.F("%s。", "%s.", s)
}
