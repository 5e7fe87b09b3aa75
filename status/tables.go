package status

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/sorting"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

// The heads of several tables.
var (
	unitHead    = msg.T("单位", "unit")
	codeHead    = msg.T("代码", "code")
	dueHead     = msg.T("截止日期", "deadline")
	contactHead = msg.T("联系方式", "contact")
	stateHead   = msg.T("情况", "state")
	aboveHead   = msg.T("上级", "above")
	reviewHead  = msg.T("审核", "review")
)

// page is all that the status has to show; a table without rows is left out, but
// that of the units.
func (s *Status) page(lang msg.Lang) *table.Page {
	p := &table.Page{Title: s.Title().In(lang), Verdict: s.Sentence().In(lang), Outcome: model.Pass}
	switch {
	case !s.Clean(model.Error):
		p.Outcome = model.Fail
	case !s.Clean(model.Warning):
		p.Outcome = model.Warn
	}
	if d := s.Doubt(); !d.IsZero() {
		p.Warnings = []string{d.In(lang)}
	}
	if t := s.Untimed(); !t.IsZero() {
		p.Warnings = append(p.Warnings, t.In(lang))
	}
	for i, b := range append([]table.Block{s.unitTable(lang, 80), s.missingTable(lang), s.faultTable(lang), s.fileTable(lang)}, s.Repetition.Blocks(lang)...) { // what is cut at 80 columns is said whole among the faults
		if i == 0 || b.Len() > 0 {
			p.Blocks = append(p.Blocks, b)
		}
	}
	return p
}

// paperPage is the page for paper and for narrow windows: in the table of the units,
// codes, contacts and files stand below what they belong to, and counts that are 0
// everywhere are left out.
func (s *Status) paperPage(lang msg.Lang) *table.Page {
	p := s.page(lang)
	p.Blocks[0] = s.paperTable(p.Blocks[0], lang)
	return p
}

// paperTable is the table of units with fewer columns; of is that of all columns.
func (s *Status) paperTable(of table.Block, lang msg.Lang) table.Block {
	const code = 2
	first := code + 1                     // the counts
	deadline := first + len(countColumns) // and behind it when files came, files, contact and state
	files, contact, state := deadline+2, deadline+3, deadline+4
	columns := []int{0}
	for i, c := range countColumns {
		if c.of(s.Counts) > 0 || !c.finer && i < first {
			columns = append(columns, first+i)
		}
	}
	if slices.ContainsFunc(s.Units, func(u *UnitStatus) bool { return !u.Unit.Deadline.IsZero() }) {
		columns = append(columns, deadline)
	}
	if slices.ContainsFunc(s.Units, func(u *UnitStatus) bool { return !u.received().IsZero() }) {
		columns = append(columns, deadline+1)
	}
	b := of
	b.Each = func(yield func(table.Row) bool) {
		cells := make([]table.Cell, len(of.Head))
		i := 0
		for r := range of.Each {
			copy(cells, r.Cells)
			if i < len(s.Units) {
				cells[files].Text = s.Units[i].unnamed().In(lang)
			}
			i++
			cells[0].Text = below(cells[0].Text, strings.TrimSpace(cells[code].Text+"  "+cells[contact].Text))
			cells[state].Text = below(cells[state].Text, cells[files].Text)
			if r.Cells = cells; !yield(r) {
				return
			}
		}
	}
	for i := state; i < len(of.Head); i++ { // and how far it was reviewed
		columns = append(columns, i)
	}
	return b.Only(columns...)
}

// unnamed are the files of a unit that the words on its state do not name.
func (u *UnitStatus) unnamed() msg.Text {
	if u.conflicts() || !u.Reports {
		return msg.Text{}
	}
	return units.FileNames(u.Filings)
}

// below puts a text on a line below another, if there is one.
func below(s, more string) string {
	if s == "" || more == "" {
		return s + more
	}
	return s + "\n" + more
}

// unitTable has a line for every unit; what is first wrong in a file is cut at a
// number of columns.
func (s *Status) unitTable(lang msg.Lang, columns int) table.Block {
	heads := []table.Column{table.Col(unitHead, 24), table.Col(msg.T("类别", "kind"), 6), table.Col(codeHead, 10)}
	heads = append(heads, lists.Map(countColumns, func(c countColumn) table.Column { return table.Col(c.head, 6) })...)
	heads = append(heads, table.Col(dueHead, 14), table.Col(msg.T("收到", "received"), 14), table.Col(msg.T("文件", "files"), 18), table.Col(contactHead, 13), table.Col(stateHead, 36))
	reviewed := s.anyReviewed()
	if reviewed { // a sheet of paper has room for it where others give some
		heads[len(heads)-3].Width, heads[len(heads)-1].Width = 14, 26
		heads = append(heads, table.Col(reviewHead, 14))
	}
	b := table.List(lang, msg.T("单位情况", "Units"), heads...)
	unit, sum := unitHead.In(lang), msg.T("汇总", "sum").In(lang)
	b.Figures = make([]bool, len(heads))
	for i := range countColumns {
		b.Figures[3+i] = true
	}
	b.Each = func(yield func(table.Row) bool) {
		cells := make([]table.Cell, 0, len(heads)+1) // and who stands above
		for _, u := range s.Units {
			kind := unit
			if !u.Reports {
				kind = sum
			}
			cells = append(cells[:0], table.Cell{Text: u.Unit.Name}, table.Cell{Text: kind}, table.Cell{Text: u.Unit.Code})
			cells = u.Counts.cells(cells, u.Reports, true)
			cells = append(cells, table.Cell{Text: dayOf(u.Unit.Deadline)}, table.Cell{Text: dayOf(u.received())},
				table.Cell{Text: units.FileNames(u.files()).In(lang)}, table.Cell{Text: u.Unit.Contact}, table.Cell{Text: u.words(columns, false, said{}).In(lang)})
			if reviewed {
				cells = append(cells, table.Cell{Text: u.Reviewed().In(lang)})
			}
			if !yield(table.Row{Tone: u.tone(), Level: u.Level, Cells: cells}) {
				return
			}
		}
		if s.Tops > 1 {
			cells = s.Counts.cells(append(cells[:0], table.Cells(allUnits.In(lang), sum, "")...), false, true)
			cells = append(cells, table.Cells("", "", "", "", "")...)
			if reviewed {
				cells = append(cells, table.Cell{})
			}
			yield(table.Row{Tone: table.Total, Cells: cells})
		}
	}
	if b.Count = len(s.Units); s.Tops > 1 {
		b.Count++
	}
	return b
}

// allUnits names the row that sums up.
var allUnits = msg.T("合计", "all")

// files are all files of a unit that say something of it on the year.
func (u *UnitStatus) files() []units.Submission {
	if len(u.Copies) == 0 {
		return u.Filings
	}
	return append(slices.Clone(u.Filings), u.Copies...)
}

// cells appends the counts in the order of their columns, zeros faint or not. The
// finer ones are left out where there is little room.
func (c Counts) cells(out []table.Cell, faint, finer bool) []table.Cell {
	for _, column := range countColumns {
		if column.finer && !finer {
			continue
		}
		n := table.Count(column.of(c))
		n.Faint = faint && n.Number.Sign() == 0
		out = append(out, n)
	}
	return out
}

// received is when the first of a unit's files was last written.
func (u *UnitStatus) received() time.Time {
	all := u.files()
	if len(all) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(all, func(x, y units.Submission) int { return x.Received.Compare(y.Received) }).Received
}

func (s *Status) missingTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("缺报单位", "Missing"), table.Col(unitHead, 32), table.Col(codeHead, 12), table.Col(aboveHead, 28), table.Col(dueHead, 14),
		table.Col(msg.T("逾期天数", "days over"), 10), table.Col(contactHead, 20), table.Col(stateHead, 58))
	missing := slices.DeleteFunc(slices.Clone(s.Units), func(u *UnitStatus) bool { return !u.Reports || u.Missing == 0 })
	sorting.By(missing, func(x, y *UnitStatus) int { return cmp.Compare(y.DaysOver, x.DaysOver) })
	b.Count, b.Figures = len(missing), make([]bool, len(b.Head))
	b.Figures[4] = len(missing) > 0 && missing[0].DaysOver > 0
	b.Each = func(yield func(table.Row) bool) {
		cells := make([]table.Cell, len(b.Head))
		for _, u := range missing {
			for i, s := range [...]string{u.Unit.Name, u.Unit.Code, u.above(), dayOf(u.Unit.Deadline), "", u.Unit.Contact, u.words(0, false, said{}).In(lang)} {
				cells[i] = table.Cell{Text: s}
			}
			if u.DaysOver > 0 {
				cells[4] = table.Count(u.DaysOver)
			}
			if !yield(table.Row{Tone: u.tone(), Cells: cells}) {
				return
			}
		}
	}
	return b
}

// above names the unit above one, if there is any.
func (u *UnitStatus) above() string {
	if u.Above == nil {
		return ""
	}
	return u.Above.Name
}

func (s *Status) faultTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("有问题的报告", "Faults"), table.Col(unitHead, 30), table.Col(codeHead, 12), table.Col(msg.T("文件", "file"), 32), table.Col(msg.T("错误", "errors"), 7),
		table.Col(msg.T("未说明警告", "unexplained"), 10), table.Col(msg.T("第一处", "first"), 66), table.Col(contactHead, 18))
	for _, u := range s.Units {
		for _, f := range u.Filings {
			if f.Errors == 0 && f.Warnings == 0 && !u.conflicts() {
				continue
			}
			first := f.First
			if u.conflicts() {
				first = msg.F("与本单位的另一份内容不同。%s", "differs from the unit's other report. %s", first)
			}
			r := table.Row{Tone: table.Warn, Cells: table.Cells(u.Unit.Name, u.Unit.Code, f.Shown, "", "", strings.TrimSpace(first.In(lang)), u.Unit.Contact)}
			if f.Errors > 0 || u.conflicts() {
				r.Tone = table.Bad
			}
			r.Cells[3], r.Cells[4] = table.Count(f.Errors), table.Count(f.Warnings)
			b.Rows = append(b.Rows, r)
		}
	}
	return b
}

func (s *Status) fileTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("未计入的文件", "Files not counted"), table.Col(msg.T("文件", "file"), 40), table.Col(msg.T("机关", "organ"), 34), table.Col(codeHead, 14), table.Col(msg.T("原因", "why"), 80))
	put := func(tone table.Tone, f units.Submission, why msg.Text) {
		b.Rows = append(b.Rows, table.Row{Tone: tone, Cells: table.Cells(f.Shown, f.Organ, f.Code, why.In(lang))})
	}
	for _, f := range s.Unreadable {
		put(table.Bad, f, msg.F("无法读取：%s", "unreadable: %s", f.Why()))
	}
	s.OfNoUnit(func(f units.Submission, why msg.Text) { put(table.Bad, f, why) })
	for _, u := range s.Units {
		for _, f := range u.OtherYear {
			put("", f, msg.F("%d 年度的报告", "a report on %d", f.Year))
		}
		for _, f := range u.Empty {
			put("", f, msg.T("模板没有填写", "a template nobody filled in"))
		}
	}
	return b
}

// dataTable is the table of units with nothing cut, and behind them the files that
// are not counted.
func (s *Status) dataTable(lang msg.Lang) table.Block {
	b := s.unitTable(lang, 0)
	n := len(b.Head)
	b.Head = append(b.Head, aboveHead.In(lang))
	b.Figures = append(b.Figures, false)
	of, files := b.Each, s.fileTable(lang).Rows
	b.Count += len(files)
	b.Each = func(yield func(table.Row) bool) {
		i := 0
		for r := range of {
			above := ""
			if i < len(s.Units) {
				above = s.Units[i].above()
			}
			i++
			r.Cells = append(r.Cells, table.Cell{Text: above})
			if !yield(r) {
				return
			}
		}
		for _, r := range files {
			cells := make([]table.Cell, n+1)
			cells[0], cells[1].Text, cells[2] = r.Cells[1], msg.T("未计入", "not counted").In(lang), r.Cells[2]
			cells[n-3], cells[n-1] = r.Cells[0], r.Cells[3]
			if !yield(table.Row{Cells: cells}) {
				return
			}
		}
	}
	return b
}

// textPage is what the status shows on a terminal: the units about which there is
// something to do, unless all are asked for, and the files that belong to no unit
// or cannot be read.
func (s *Status) textPage(o WriteOptions) *table.Page {
	in := func(zh, en string) string { return msg.T(zh, en).In(o.Lang) }
	p := &table.Page{Verdict: s.Sentence().In(o.Lang), Outcome: model.Pass}
	put := func(tone table.Tone, title string, lines ...string) {
		rows := lists.Map(lines, func(l string) table.Row { return table.Row{Tone: tone, Cells: table.Cells(text.OneLine(l))} })
		if len(rows) > 0 {
			p.Blocks = append(p.Blocks, table.Block{Title: title, Rows: rows})
		}
	}
	p.Blocks = append(p.Blocks, s.shortTable(o))
	because := func(f units.Submission, why msg.Text) string {
		return msg.F("%s：%s", "%s: %s", f.Shown, why).In(o.Lang)
	}
	var strange []string
	s.OfNoUnit(func(f units.Submission, why msg.Text) { strange = append(strange, because(f, why)) })
	put("", in("不能归入单位的文件", "Files of no unit"), strange...)
	put("", in("无法读取的文件", "Files that cannot be read"), lists.Map(s.Unreadable, func(f units.Submission) string { return because(f, f.Why()) })...)
	s.putRepetition(p, o.Lang)
	if d := s.Doubt(); !d.IsZero() {
		put(table.Warn, "", d.In(o.Lang))
	}
	if t := s.Untimed(); !t.IsZero() {
		put(table.Warn, "", t.In(o.Lang))
	}
	if t := s.Unsure(); !t.IsZero() {
		put("", "", t.In(o.Lang))
	}
	return p
}

// putRepetition adds lines on what reports have in common.
func (s *Status) putRepetition(p *table.Page, lang msg.Lang) {
	var b table.Block
	for _, l := range s.Repetition.Lines(lang) {
		r := table.Row{Cells: table.Cells(text.OneLine(l.Text))}
		if l.Finding != nil {
			r.Tone, r.Cells[0].Text = table.Warn, "  "+l.Finding.Rule.ID+"  "+r.Cells[0].Text
		}
		b.Rows = append(b.Rows, r)
	}
	if len(b.Rows) > 0 {
		b.Title = findings.AcrossTitle.In(lang)
		p.Blocks = append(p.Blocks, b)
	}
}

// shortTable has a line for every unit to be shown, with the counts for which a
// terminal has room.
func (s *Status) shortTable(o WriteOptions) table.Block {
	b := table.Block{Head: []string{unitHead.In(o.Lang)}}
	for _, c := range countColumns {
		if !c.finer {
			b.Head = append(b.Head, c.head.In(o.Lang))
		}
	}
	b.Head = append(b.Head, stateHead.In(o.Lang))
	b.Figures = make([]bool, len(b.Head))
	for i := range b.Figures {
		b.Figures[i] = i > 0 && i < len(b.Head)-1
	}
	cells := make([]table.Cell, 0, len(b.Head))
	row := func(r table.Row, name string, n Counts, faint bool, words string) table.Row {
		cells = append(n.cells(append(cells[:0], table.Cell{Text: name}), faint, false), table.Cell{Text: text.OneLine(words)})
		r.Cells = cells
		return r
	}
	hides := func(u *UnitStatus) bool { return u.plain() && !o.All }
	b.Each = func(yield func(table.Row) bool) {
		for _, u := range s.Units {
			if !hides(u) && !yield(row(table.Row{Tone: u.tone(), Level: u.Level}, u.Unit.Name, u.Counts, u.Reports, u.words(60, true, s.once).In(o.Lang))) {
				return
			}
		}
		if s.Tops > 1 {
			yield(row(table.Row{Tone: table.Total}, allUnits.In(o.Lang), s.Counts, false, ""))
		}
	}
	hidden := 0
	for _, u := range s.Units {
		if hides(u) {
			hidden++
		}
	}
	if b.Count = len(s.Units) - hidden; s.Tops > 1 {
		b.Count++
	}
	if hidden > 0 {
		b.Notes = []string{msg.F("（另有 %d 个单位已报、没有问题，没有列出）", "(%d more units are in and in order, and not shown)", hidden).In(o.Lang)}
	}
	return b
}

// WriteOptions say how a status is written.
type WriteOptions struct {
	Format string // one of the [Formats]
	Lang   msg.Lang
	Colour bool // of text, for a terminal
	All    bool // as text: show units too about which there is nothing to do
}

// Formats are those a status is written in: text for a terminal, whose last line
// sums up; one page that needs nothing besides itself, as HTML or Markdown; CSV, one unit on a line and
// behind them one file on a line that is not counted; and a workbook to print and
// hand on, with sheets of all units, of those missing, of reports at fault and of
// files that do not count; and the same lists as a Word document and as a PDF on A4.
var Formats = []string{"text", "html", "csv", "md", "xlsx", "docx", "pdf"}

// Write writes a status in a format. The error of an unknown format is a
// *msg.Problem.
func Write(w io.Writer, s *Status, o WriteOptions) error {
	o.Format = cmp.Or(o.Format, "text")
	if !slices.Contains(Formats, o.Format) {
		return msg.UnknownFormat(o.Format, Formats)
	}
	var page *table.Page
	switch o.Format {
	case "text":
		page = s.textPage(o)
	case "pdf":
		_, err := WritePDF(w, s, o.Lang, pdfout.Options{})
		return err
	case "docx", "html":
		page = s.paperPage(o.Lang)
	case "csv":
		page = &table.Page{Blocks: []table.Block{s.dataTable(o.Lang)}}
	default:
		page = s.page(o.Lang)
	}
	return table.Write(w, page, table.Options{Format: o.Format, Lang: o.Lang, Colour: o.Colour, CRLF: true})
}

// WritePDF writes a status as a PDF, set and tagged as a published report is. What was
// noticed while it was made is in the result; the error is that of [pdfout.Write].
func WritePDF(w io.Writer, s *Status, lang msg.Lang, o pdfout.Options) (pdfout.Result, error) {
	return pdfout.Write(w, publish.OfPage(s.paperPage(lang), lang), o)
}
