package diff

import (
	"cmp"
	"strings"

	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// pageBuilder makes the blocks of a comparison's page and counts what they leave out.
type pageBuilder struct {
	d *Diff
	o PageOptions
	// What was not shown.
	equal, zero, below, blank int
}

func (p *pageBuilder) inLang(t msg.Text) string { return t.In(p.o.Lang) }
func (p *pageBuilder) t(zh, en string) string   { return msg.T(zh, en).In(p.o.Lang) }

// old names the earlier report's side, now the later one's.
func (p *pageBuilder) old() string {
	return p.year(p.d.From, "上年", "last year", msg.T("（前）", " (first)"))
}
func (p *pageBuilder) now() string {
	return p.year(p.d.To, "本年", "this year", msg.T("（后）", " (second)"))
}

// ofTwo chooses between the words for two reports of one year and those for the reports of two years.
func (p *pageBuilder) ofTwo(reports, years msg.Text) msg.Text {
	if p.d.From.Year == p.d.To.Year && p.d.To.Year != 0 {
		return reports
	}
	return years
}

func number(n model.Number) table.Cell { return table.Cell{Text: n.String(), Number: &n} }
func share(n model.Number) table.Cell {
	return table.Cell{Text: n.String() + " %", Number: &n, Share: true}
}
func textCell(s string) table.Cell { return table.Cell{Text: s} }

// year names a side by its year; two reports on one year are distinguished.
func (p *pageBuilder) year(s *model.Report, zh, en string, which msg.Text) string {
	name := yearName(s.Year, zh, en)
	return p.inLang(p.ofTwo(msg.F("%s%s", "%s%s", name, which), name))
}

// value returns the cell for a value.
func (p *pageBuilder) value(v model.Value) table.Cell {
	if v.IsNumber() {
		return number(v.Number)
	}
	if v.State == model.Absent {
		return textCell("—")
	}
	return textCell(p.inLang(v.Describe()))
}

func yearName(y int, zh, en string) msg.Text {
	if y == 0 {
		return msg.T(zh, en)
	}
	return msg.F("%d 年度", "%d", y)
}

// keys returns the block of key figures.
func (p *pageBuilder) keys() table.Block {
	b := table.Block{Title: p.t("主要数字", "Key figures"), Head: []string{p.t("指标", "figure"), p.old(), p.now(), p.t("增减", "change"), p.t("幅度", "percent")}}
	for _, k := range p.d.Keys {
		r := table.Row{Cells: []table.Cell{textCell(p.inLang(k.Figure.Title)), p.key(k, k.Old), p.key(k, k.New), textCell("—"), textCell("—")}}
		if k.Delta != nil {
			r.Tone = toneOf(*k.Delta)
			r.Cells[3] = table.Cell{Text: signed(*k.Delta), Number: k.Delta, Change: true}
			r.Cells[4] = textCell(p.inLang(Words(k.Old.Number, *k.Delta, k.Percent, k.Base)))
			if k.Share {
				r.Cells[3] = table.Cell{Text: msg.F("%s 个百分点", "%s points", signed(*k.Delta)).In(p.o.Lang), Change: true}
				r.Cells[4] = textCell("")
			}
		}
		b.Rows = append(b.Rows, r)
	}
	return b
}

func (p *pageBuilder) key(k Key, v model.Value) table.Cell {
	if k.Share && v.IsNumber() {
		return share(v.Number)
	}
	return p.value(v)
}

// balances returns the block of identities between the two years.
func (p *pageBuilder) balances() table.Block {
	b := table.Block{Title: p.t("上下年衔接", "What must follow from last year"), Head: []string{p.t("位置", "where"), p.now(), p.t("由上年推得", "by last year"), p.t("结果", "result"), p.t("规则", "rule")}}
	held := 0
	for i := range p.d.Balances {
		x := &p.d.Balances[i]
		if x.Holds() && !p.o.All {
			held++
			continue
		}
		r := table.Row{Tone: table.Bad, Cells: []table.Cell{textCell(x.Where()), textCell(p.inLang(x.Spell(x.Terms[:len(x.Identity.Left)]))), textCell(p.inLang(x.Spell(x.Terms[len(x.Identity.Left):]))), textCell(""), textCell(x.Identity.Rule.ID)}}
		switch {
		case x.Holds():
			r.Tone = table.Good
			r.Cells[3] = textCell(p.t("相符", "holds"))
		case x.Known():
			r.Cells[3] = textCell(msg.F("不符，差 %s", "does not hold, by %s", signed(x.Left.Number.Sub(x.Right.Number))).In(p.o.Lang))
		default:
			r.Cells[3] = textCell(p.t("无法核对", "cannot be checked"))
			r.Tone = table.Muted
		}
		b.Rows = append(b.Rows, r)
	}
	if held > 0 {
		b.Notes = append(b.Notes, msg.F("%d 条关系相符", "%d relations hold", held).In(p.o.Lang))
	}
	return b
}

// aboveThresholds reports whether a change is large enough to be shown. A change without a percentage, which is
// from nothing or little, is large enough in percent.
func (p *pageBuilder) aboveThresholds(f *Field) bool {
	if f.Delta == nil {
		return true
	}
	if p.o.MinChange != nil && f.Delta.Abs().Cmp(*p.o.MinChange) < 0 {
		return false
	}
	return p.o.MinPercent == nil || f.Percent == nil || f.Percent.Abs().Cmp(*p.o.MinPercent) >= 0
}

// changes returns the block of changed figures, those of the greatest weight first.
func (p *pageBuilder) changes() table.Block {
	b := table.Block{Title: p.t("数字变化（按分量排列）", "Changed figures, by weight"), Head: []string{p.t("表", "table"), p.t("项目", "field"), p.old(), p.now(), p.t("增减", "change"), p.t("幅度", "percent"), p.t("说明", "note")}}
	for _, f := range p.d.Changes() {
		if !p.aboveThresholds(f) {
			p.below++
			continue
		}
		b.Rows = append(b.Rows, p.row(f))
	}
	for i := range p.d.Fields {
		f := &p.d.Fields[i]
		if f.Status != Same && f.Status != Counterpart && f.Status != Changed || f.Weight > 0 || f.PartOf != "" {
			continue
		}
		if f.Status == Changed {
			p.blank++
		} else if f.Old.IsNumber() && f.Old.Number.Sign() != 0 || f.Status == Counterpart && says(f.Old) {
			p.equal++
		} else {
			p.zero++
		}
		if p.o.All {
			b.Rows = append(b.Rows, p.row(f))
		}
	}
	if p.below > 0 {
		b.Notes = append(b.Notes, msg.F("%d 项变化低于门槛，没有列出", "%d changes are below the thresholds and not shown", p.below).In(p.o.Lang))
	}
	if !p.o.All && p.blank > 0 {
		b.Notes = append(b.Notes, p.inLang(p.ofTwo(
			msg.F("%d 项一份是 0、一份是空白，没有列出", "%d figures that are 0 in one report and blank in the other are not shown", p.blank),
			msg.F("%d 项一年是 0、一年是空白，没有列出", "%d figures that are 0 in one year and blank in the other are not shown", p.blank))))
	}
	if !p.o.All && p.equal+p.zero > 0 {
		b.Notes = append(b.Notes, p.inLang(p.ofTwo(
			msg.F("没有列出：%d 项相同，%d 项两份都是 0 或空白", "not shown: %d equal figures, %d that are 0 or blank in both reports", p.equal, p.zero),
			msg.F("没有列出：%d 项与上年相同，%d 项两年都是 0 或空白", "not shown: %d equal figures, %d that are 0 or blank in both years", p.equal, p.zero))))
	}
	return b
}

// row returns the row of a changed figure.
func (p *pageBuilder) row(f *Field) table.Row {
	r := table.Row{Cells: []table.Cell{textCell(tableName(f.anyField().Table)), textCell(f.Label()), p.value(f.Old), p.value(f.New), textCell(""), textCell(""), textCell(p.inLang(f.Note))}}
	if f.Delta != nil {
		r.Tone = toneOf(*f.Delta)
		r.Cells[4] = table.Cell{Text: signed(*f.Delta), Number: f.Delta, Change: true}
		r.Cells[5] = textCell(p.inLang(Words(f.Old.Number, *f.Delta, f.Percent, f.Base)))
	}
	return r
}

// editions returns the block of fields that only one edition has, where they have content.
func (p *pageBuilder) editions() table.Block {
	b := table.Block{Title: p.t("版本不同，不作比较", "Not compared: the editions differ"), Head: []string{p.t("表", "table"), p.t("项目", "field"), p.old(), p.now(), p.t("说明", "note")}}
	silent := 0
	for i := range p.d.Fields {
		f := &p.d.Fields[i]
		var what msg.Text
		switch f.Status {
		case Added:
			what = msg.T("新增的格", "new")
		case Dropped:
			what = msg.T("取消的格", "dropped")
		case Incomparable:
			what = msg.T("不可比", "not comparable")
		default:
			continue
		}
		if f.PartOf != "" {
			what = msg.F("计入上列合计", "part of the sum above")
		}
		if !says(f.Old) && !says(f.New) && !p.o.All {
			silent++
			continue
		}
		b.Rows = append(b.Rows, table.Row{Tone: table.Muted, Cells: []table.Cell{textCell(tableName(f.anyField().Table)), textCell(f.Label()), p.value(f.Old), p.value(f.New), textCell(p.inLang(joinWithNote(what, f.Note)))}})
	}
	if silent > 0 {
		b.Notes = append(b.Notes, msg.F("另有 %d 格是 0 或空白", "%d more are 0 or blank", silent).In(p.o.Lang))
	}
	return b
}

// joinWithNote puts a note behind a text.
func joinWithNote(a, b msg.Text) msg.Text {
	if b.IsZero() {
		return a
	}
	return msg.F("%s：%s", "%s: %s", a, b)
}

// narratives returns the block of changed sentences.
func (p *pageBuilder) narratives() table.Block {
	b := table.Block{Title: p.t("叙述变化", "Changed narratives"), Sides: []string{p.t("变化", "change"), p.old(), p.now()}}
	names := map[ChangeKind][2]string{
		SentenceAdded: {"+", p.t("新增", "added")}, SentenceRemoved: {"-", p.t("删去", "removed")}, SentenceMoved: {"↕", p.t("移动", "moved")},
		SentenceFigures: {"#", p.t("数字不同", "figures differ")}, SentenceReworded: {"~", p.t("改写", "reworded")},
	}
	tones := map[ChangeKind]table.Tone{SentenceAdded: table.Up, SentenceRemoved: table.Down, SentenceMoved: table.Muted}
	for _, t := range p.d.Texts {
		if !t.Differs() {
			if t.New > 0 {
				b.Lines = append(b.Lines, table.Line{Label: t.Section.Heading, New: p.inLang(p.ofTwo(
					msg.F("%d 句，全同", "%d sentences, all the same", t.New), msg.F("%d 句，与上年全同", "%d sentences, all as last year", t.New)))})
			}
			continue
		}
		b.Lines = append(b.Lines, table.Line{Label: t.Section.Heading, New: p.inLang(p.ofTwo(
			msg.F("前一份 %d 句，后一份 %d 句，其中 %d 句相同", "%d sentences in the first, %d in the second, %d of them unchanged", t.Old, t.New, t.Same),
			msg.F("上年 %d 句，本年 %d 句，其中 %d 句照旧", "%d sentences last year, %d this year, %d of them unchanged", t.Old, t.New, t.Same)))})
		for _, c := range t.Changes {
			n := names[c.Kind]
			l := table.Line{Mark: n[0], Label: n[1], Old: c.Old, New: c.New, Tone: tones[c.Kind]}
			if c.Kind == SentenceMoved {
				l.Old = ""
			}
			b.Lines = append(b.Lines, l)
		}
	}
	return b
}

// readings returns the block of cells that say something besides their figure.
func (p *pageBuilder) readings() table.Block {
	b := table.Block{Title: p.t("读法和备注", "Readings and remarks"), Head: []string{p.t("表", "table"), p.t("项目", "field"), p.old(), p.now()}}
	for _, r := range p.d.Readings {
		b.Rows = append(b.Rows, table.Row{Cells: []table.Cell{textCell(tableName(r.Field.anyField().Table)), textCell(r.Field.Label()), textCell(r.Old), textCell(r.New)}})
	}
	return b
}

// verdict counts the differences.
func (p *pageBuilder) verdict() msg.Text {
	if p.d.Empty() {
		return msg.T("两份报告没有不同", "the two reports do not differ")
	}
	figures, other, sentences := 0, 0, 0
	for i := range p.d.Fields {
		switch f := &p.d.Fields[i]; {
		case !f.Differs() || f.Status == Changed && f.Weight == 0:
		case f.Status == Changed || f.Status == Counterpart:
			figures++
		default:
			other++
		}
	}
	for _, t := range p.d.Texts {
		sentences += len(t.Changes)
	}
	broken := 0
	for i := range p.d.Balances {
		if b := &p.d.Balances[i]; b.Known() && !b.Holds() {
			broken++
		}
	}
	follow := msg.F("上下年不衔接 %d 处", "%d carried figures do not follow", broken)
	if len(p.d.Balances) == 0 {
		follow = msg.T("没有核对上下年衔接", "carried figures not checked")
	}
	return msg.F("数字变化 %d 项，版本不同而不可比 %d 项，叙述变化 %d 句，%s", "%d figures changed, %d not comparable, %d sentences changed, %s", figures, other, sentences, follow)
}

// tableName returns the number of a table in its heading.
func tableName(t *model.Table) string {
	name, _, ok := strings.Cut(t.Section.Heading, "、")
	if !ok {
		return t.Section.Heading
	}
	return name
}

// anyField returns a field of the line, of the later form if it has one.
func (f *Field) anyField() *model.Field {
	if len(f.To) > 0 {
		return f.To[0]
	}
	return f.From[0]
}

// Label names a line in the words of the form.
func (f *Field) Label() string {
	fd := f.anyField()
	if len(f.To) != 1 && len(f.From) == 1 {
		fd = f.From[0]
	}
	if fd.Row.Label == "" {
		return fd.Label()
	}
	return numbering(fd.Row) + model.Short(fd.Row.Label) + strings.TrimPrefix(fd.Label(), fd.Row.Label)
}

// numbering returns the number of the heading that a numbered row stands under, since 3. of （三） is another row
// than 3. of （四）.
func numbering(n *model.Node) string {
	if n.Parent == nil || n.Label == "" || n.Label[0] < '0' || n.Label[0] > '9' {
		return ""
	}
	const open, shut = "（", "）"
	if in, ok := strings.CutPrefix(n.Parent.Label, open); ok {
		if number, _, ok := strings.Cut(in, shut); ok {
			return open + number + shut
		}
	}
	return ""
}

// signed writes a change with its sign.
func signed(n model.Number) string {
	if n.Sign() > 0 {
		return "+" + n.String()
	}
	return n.String()
}

// toneOf returns the tone of a change.
func toneOf(n model.Number) table.Tone {
	return map[int]table.Tone{-1: table.Down, 0: table.Neutral, 1: table.Up}[n.Sign()]
}

// PageOptions choose what a page shows.
type PageOptions struct {
	Lang       msg.Lang
	MinChange  *model.Number // changes below it are counted, not shown
	MinPercent *model.Number
	All        bool // show what is equal too
}

// Page lays a comparison out: the key figures first, then the identities between the years, the changes by
// weight, the narratives, and how cells were read.
func (d *Diff) Page(o PageOptions) *table.Page {
	p := &pageBuilder{d: d, o: o}
	organ := cmp.Or(d.To.Organ, d.From.Organ)
	page := &table.Page{
		Organ:    organ,
		Title:    strings.TrimSpace(p.inLang(p.ofTwo(msg.F("%s  两份对照", "%s, two reports", organ), msg.F("%s  两年对照", "%s, two years", organ)))),
		Subtitle: msg.F("%s（%s 版） → %s（%s 版）", "%s (edition %s) → %s (edition %s)", p.old(), d.From.Form.ID, p.now(), d.To.Form.ID).In(o.Lang),
		Warnings: textsIn(o.Lang, d.Pair),
	}
	changes := p.changes()
	for i, b := range []table.Block{p.keys(), p.balances(), changes, p.editions(), p.narratives(), p.repetition(), p.passages(), p.readings()} {
		if len(b.Rows) == 0 {
			b.Head = nil
		}
		if len(b.Rows)+len(b.Lines)+len(b.Notes) > 0 {
			page.Blocks = append(page.Blocks, b.Trimmed())
			if i < 2 {
				page.Summary++
			}
		}
	}
	page.Verdict = p.inLang(p.verdict())
	return page
}
