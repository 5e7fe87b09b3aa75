package aggregate

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/xlsx"
)

// maxDetailCells is how many cells the sheets of details have at most: the total itself is read again, within the limits
// of package preflight.
const maxDetailCells = 150_000

// MaxMergedTexts is how many bytes of narratives a total's workbook takes, for the same reason; see
// [units.Gathering.Texts].
const MaxMergedTexts = 12 << 20

// write writes the total's workbook.
func (m *Merged) write(w io.Writer, lang msg.Lang) error {
	x := xlsx.Extras{Remarks: map[string]string{}, Appendices: []xlsx.Appendix{m.sourcesSheet(lang)}}
	for _, fd := range m.Open {
		x.Remarks[fd.ID] = msg.F("各单位相加为 %s，待定", "the units add up to %s; to be decided", m.sum(fd)).In(lang)
	}
	for _, sheet := range []func(msg.Lang) (xlsx.Appendix, bool){m.openSheet, m.lostSheet, m.detailSheet, m.textSheet} {
		if a, ok := sheet(lang); ok {
			x.Appendices = append(x.Appendices, a)
		}
	}
	return xlsx.WriteWith(w, m.Report, x)
}

// sheet begins a sheet behind the template's; its key leads to name and title.
func (m *Merged) sheet(key string, note msg.Text, lang msg.Lang) xlsx.Appendix {
	return xlsx.Appendix{Key: key, Name: m.Form.Messages[key+"_sheet"], Title: m.Form.Messages[key+"_title"], Note: note.In(lang)}
}

// sourcesSheet lists where the figures come from.
func (m *Merged) sourcesSheet(lang msg.Lang) xlsx.Appendix {
	note := msg.F("计入 %d 份报告。用“gkxl trace 本文件 格”查一个数由哪些单位组成，用“gkxl check 本文件 --units 文件夹”核对它仍等于各单位之和。",
		"%d reports are counted. \"gkxl trace THIS FIELD\" tells which units make up a figure; \"gkxl check THIS --units FOLDER\" proves that it still is their sum.", m.Counted())
	if _, listed := m.detailSheet(lang); listed {
		note = msg.F("%s各单位的每个数见“%s”表；本表隐藏的列供核对用，请勿删除。", "%s Every figure of every unit is in the sheet %q; the hidden columns of this one are for checking and must stay.", note, m.Form.Messages["details_sheet"])
	} else {
		note = msg.F("%s各单位的数在本表隐藏的列中，供核对用，请勿删除。", "%s The units' figures are in hidden columns of this sheet, are for checking, and must stay.", note)
	}
	a := m.sheet(xlsx.KeySources, note, lang)
	a.Columns = columns(lang, sums.Heads...)
	a.Rows = func(yield func([]any) bool) {
		for i, s := range m.Sources {
			if !yield(s.Line(i+1, lang)) {
				return
			}
		}
	}
	return a
}

// columns are the columns of such a sheet.
func columns(lang msg.Lang, heads ...sums.Head) []xlsx.Column {
	return lists.Map(heads, func(h sums.Head) xlsx.Column {
		return xlsx.Column{Head: h.Text.In(lang), Width: h.Width, Hidden: h.Hidden}
	})
}

// WhyOpen says why a field's sum is not its total.
func (m *Merged) WhyOpen(fd *model.Field) msg.Text {
	return m.Total.Open(fd).Text()
}

// behind names for every field the largest contributions, and those that are
// lacking.
func (m *Merged) behind(fields []*model.Field) []msg.Text {
	type share struct {
		unit string
		sums.Entry
	}
	lacks := func(e share) int { return min(1, int(e.Why&sums.Incomplete)) }
	shares := make([][]share, len(fields))
	for _, p := range m.parts {
		entries := p.row.Entries()
		for i, fd := range fields {
			if e := (share{p.unit, entries[fd.Index]}); lacks(e) > 0 || e.State == model.IsNumber && e.Number.Sign() != 0 {
				shares[i] = append(shares[i], e)
			}
		}
	}
	const most = 8
	out := make([]msg.Text, len(fields))
	for i, of := range shares {
		sorting.By(of, func(a, b share) int { return cmp.Or(lacks(b)-lacks(a), b.Number.Cmp(a.Number)) })
		named := lists.Map(of[:min(len(of), most)], func(e share) msg.Text { return msg.F("%s %s", "%s %s", e.unit, e.Shown()) })
		out[i] = msg.Join(named, "；", "; ")
		if n := len(of) - most; n > 0 {
			out[i] = msg.F("%s；另有 %d 个单位", "%s; and %d more units", out[i], n)
		}
	}
	return out
}

// openSheet lists the fields whose sum is not their total.
func (m *Merged) openSheet(lang msg.Lang) (xlsx.Appendix, bool) {
	a := m.sheet("open", msg.T("按“原因”核实后，把数填在“位置”所指的格里；或重新汇总，加 --figure 编号=数。", "Enter the figure in the cell named once the reason given is settled, or merge again with --figure FIELD=NUMBER."), lang)
	a.Columns = columns(lang, sums.Head{Text: msg.T("位置", "cell"), Width: 20}, sums.Head{Text: msg.T("项目", "item"), Width: 34}, sums.Head{Text: msg.T("编号", "field"), Width: 26},
		sums.Head{Text: msg.T("各单位相加", "plain sum"), Width: 12}, sums.Head{Text: msg.T("汇总表所填", "decided"), Width: 12}, sums.Head{Text: msg.T("原因", "reason"), Width: 34}, sums.Head{Text: msg.T("各单位的数", "units"), Width: 46})
	fields := slices.Concat(m.Open, m.Decided)
	shares := m.behind(fields)
	var rows [][]any
	for i, fd := range fields {
		row := []any{xlsx.Link{Field: fd}, fd.Label(), fd.ID, m.Total.Sums[fd.Index].Number, nil, cmp.Or(m.WhyOpen(fd), msg.T("可以直接相加，按指定填写", "the sum would do; filled in as given")).In(lang), shares[i].In(lang)}
		if n, ok := m.decided[fd.ID]; ok {
			row[4] = n
		}
		rows = append(rows, row)
	}
	a.Rows = slices.Values(rows)
	return a, len(rows) > 0
}

// lostSheet lists the figures that have no place in the total's form.
func (m *Merged) lostSheet(lang msg.Lang) (xlsx.Appendix, bool) {
	a := m.sheet("lost", msg.Text{}, lang)
	a.Columns = columns(lang, sums.Head{Text: msg.T("单位", "unit"), Width: 34}, sums.Head{Text: msg.T("文件", "file"), Width: 34}, sums.Head{Text: msg.T("项目", "item"), Width: 44},
		sums.Head{Text: msg.T("数", "figure"), Width: 14}, sums.Head{Text: msg.T("说明", "note"), Width: 44})
	a.Rows = slices.Values(lists.Map(m.Losses, func(l UnitLoss) []any {
		var figure any = l.Number
		if l.Loss.Unit != "" {
			figure = l.Number.String() + " " + l.Loss.Unit
		}
		return []any{l.Unit, l.File, l.Field.Label(), figure, l.Note.In(lang)}
	}))
	return a, len(m.Losses) > 0
}

// detailSheet lists units against fields, of which those without any figure are
// left out.
func (m *Merged) detailSheet(lang msg.Lang) (xlsx.Appendix, bool) {
	var fields []*model.Field
	for _, fd := range m.Form.Fields {
		if s := m.Total.Sums[fd.Index]; s.NonZero > 0 || s.Lacking > 0 {
			fields = append(fields, fd)
		}
	}
	if len(fields) == 0 || len(m.parts)*(len(fields)+2) > maxDetailCells {
		return xlsx.Appendix{}, false
	}
	a := m.sheet("details", msg.T("全部为 0 的项目没有列出；“?”是无法计入的数。", "Items that are 0 everywhere are not listed; \"?\" is what could not be counted."), lang)
	a.Columns = columns(lang, sums.Head{Text: msg.T("代码", "code"), Width: 11}, sums.Head{Text: msg.T("单位", "unit"), Width: 24})
	a.Freeze = 2
	a.Columns = append(a.Columns, m.detailColumns(fields)...)
	a.Rows = func(yield func([]any) bool) {
		for _, p := range m.parts {
			row := []any{p.code, p.unit}
			entries := p.row.Entries()
			for _, fd := range fields {
				switch e := entries[fd.Index]; {
				case e.Why&sums.Incomplete != 0:
					row = append(row, "?")
				case e.State == model.IsNumber:
					row = append(row, e.Number)
				default:
					row = append(row, nil)
				}
			}
			if !yield(row) {
				return
			}
		}
		total := lists.Map(fields, func(fd *model.Field) any { return m.Total.Sums[fd.Index].Number })
		yield(append([]any{nil, msg.T("合计", "total").In(lang)}, total...))
	}
	return a, true
}

// detailColumns are the columns of fields, as narrow as their figures allow, since there are many.
func (m *Merged) detailColumns(fields []*model.Field) []xlsx.Column {
	const least, most, groupLines = 7, 18, 4
	digits := make([]int, len(fields))
	for i, fd := range fields {
		digits[i] = len(m.Total.Sums[fd.Index].Number.String())
	}
	for _, p := range m.parts {
		entries := p.row.Entries()
		for i, fd := range fields {
			digits[i] = max(digits[i], len(entries[fd.Index].Number.String())) // a fraction may be longer than the sum
		}
	}
	out := make([]xlsx.Column, 0, len(fields))
	across := map[string]float64{} // by group
	for i, fd := range fields {
		group, head := fd.Row.Label, fd.Label()
		if rest, ok := strings.CutPrefix(head, group+" × "); ok {
			head = rest
		} else {
			group = ""
		}
		c := xlsx.Column{Group: group, Head: head, Width: float64(min(most, max(least, digits[i]+2)))}
		across[group] += c.Width
		out = append(out, c)
	}
	for i, c := range out {
		if need := workbook.Width(c.Group)/groupLines + 4; c.Group != "" && across[c.Group] < need {
			out[i].Width *= need / across[c.Group]
		}
	}
	return out
}

// textSheet collects the narratives, which cannot be summed.
func (m *Merged) textSheet(lang msg.Lang) (xlsx.Appendix, bool) {
	a := m.sheet("texts", msg.Text{}, lang)
	a.Columns = columns(lang, sums.Head{Text: msg.T("单位", "unit"), Width: 30}, sums.Head{Text: msg.T("部分", "section"), Width: 24}, sums.Head{Text: msg.T("内容", "text"), Width: 100})
	left, some := 0, false
	for _, p := range m.parts {
		there, filled := p.submission.HasTexts()
		if !there {
			left++
		}
		some = some || filled
	}
	if left > 0 {
		a.Note = msg.F("另有 %d 个单位的叙述没有列入：一个工作簿放不下。请分片汇总。", "The narratives of %d more units do not fit into one workbook. Merge them in parts.", left).In(lang)
	}
	a.Rows = func(yield func([]any) bool) {
		for _, p := range m.parts {
			for _, row := range m.textRows(p) {
				if !yield(row) {
					return
				}
			}
		}
	}
	return a, some
}

// textRows are a unit's narratives, in the order of the sections.
func (m *Merged) textRows(p part) [][]any {
	if there, _ := p.submission.HasTexts(); !there {
		return nil
	}
	var rows [][]any
	texts := p.submission.TextsOf()
	put := func(title, text string) {
		for _, piece := range workbook.CellTexts(text) {
			rows = append(rows, []any{p.unit, title, piece})
		}
	}
	for _, s := range m.Form.Sections {
		put(s.Heading, texts[s.ID])
		delete(texts, s.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		put(id, texts[id])
	}
	return rows
}
