package diff

import (
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// maxPassages is how many repeated passages a page and JSON show.
const maxPassages = 10

// copyRule returns the rule about narratives that are last year's; nil if the form has none.
func (d *Diff) copyRule() *model.Rule {
	for _, r := range d.To.Form.Rules {
		if r.Relation == model.RelCopy {
			return r
		}
	}
	return nil
}

// tooShort reports whether a text has too few characters for a rate to mean anything.
func (d *Diff) tooShort(x repetition.Rate) bool {
	rule := d.copyRule()
	return rule != nil && x.Length < rule.Least
}

// RepeatedTable returns the figures of a table that were entered, are not 0 in both years, and are comparable; same is
// how many of them are the same.
func (d *Diff) RepeatedTable(t *model.Table) (fields []*Field, same int) {
	for i := range d.Fields {
		f := &d.Fields[i]
		if len(f.From) != 1 || len(f.To) != 1 || f.To[0].Table != t || f.To[0].Total != nil || f.Delta == nil || f.Old.Number.Sign() == 0 && f.New.Number.Sign() == 0 {
			continue
		}
		fields = append(fields, f)
		if f.Delta.Sign() == 0 {
			same++
		}
	}
	return fields, same
}

// repetition returns the block that says how much of a report is last year's: by text, by table and over all. A rate
// above the threshold of the rule stands out.
func (p *pageBuilder) repetition() table.Block {
	b := table.Block{Title: p.inLang(p.ofTwo(msg.T("两份雷同", "In common"), msg.T("与上年雷同", "In common with last year"))), Head: []string{p.t("部分", "part"), p.t("计入的字或格", "characters or cells"), p.t("相同", "the same"), p.t("比例", "share")}}
	r := p.d.Repetition
	put := func(name string, x repetition.Rate, short bool) {
		row := table.Row{Cells: []table.Cell{textCell(name), table.Count(x.Length), table.Count(x.Same), share(model.Int(int64(x.Share())))}}
		if short {
			row.Cells[3] = textCell(p.t("太短，不作判断", "too short to say"))
		} else if rule := p.d.copyRule(); rule != nil && x.Share() > rule.Limit {
			row.Tone = table.Warn
		}
		b.Rows = append(b.Rows, row)
	}
	found := r.Overall.Same > 0
	for _, x := range r.Texts {
		put(x.Section.Heading, x, p.d.tooShort(x))
	}
	if len(r.Texts) > 1 {
		put(p.t("叙述合计", "all narratives"), r.Overall, p.d.tooShort(r.Overall))
	}
	tables := repetition.Rate{}
	for _, t := range p.d.To.Form.Tables {
		fields, same := p.d.RepeatedTable(t)
		if all := len(fields); all > 0 {
			put(t.Section.Heading, repetition.Rate{Length: all, Same: same}, false)
			b.Rows[len(b.Rows)-1].Tone = ""
			tables.Length, tables.Same = tables.Length+all, tables.Same+same
		}
	}
	if tables.Length > 0 {
		put(p.t("各表合计", "all tables"), tables, false)
		b.Rows[len(b.Rows)-1].Tone = ""
	}
	if !found && tables.Same == 0 {
		return table.Block{}
	}
	b.Notes = []string{p.inLang(p.ofTwo(
		msg.T("官方套话、表格用语、机关名称、数字的差别和不足 20 字的相同语句不计；表格只计两份都填了数、不全为 0 的格", "official phrases, the words of the tables, the organs' names, differences in figures and passages of fewer than 20 characters do not count; of the tables, cells that have a figure in both reports and not 0 in both"),
		msg.T("官方套话、表格用语、机关名称、数字的差别和不足 20 字的相同语句不计；表格只计两年都填了数、不全为 0 的格", "official phrases, the words of the tables, the organs' names, differences in figures and passages of fewer than 20 characters do not count; of the tables, cells that have a figure in both years and not 0 in both")))}
	return b
}

// passages returns the block of the passages that stand in both years' narratives, side by side.
func (p *pageBuilder) passages() table.Block {
	b := table.Block{Title: p.inLang(p.ofTwo(msg.T("相同的段落", "Passages in common"), msg.T("与上年相同的段落", "Passages in common with last year"))), Sides: []string{p.t("字数", "characters"), p.old(), p.now()}}
	r := p.d.Repetition
	for i, x := range r.Passages {
		if i == maxPassages {
			b.Notes = []string{msg.F("另有 %d 段较短的没有列出", "%d shorter ones are not shown", len(r.Passages)-i).In(p.o.Lang)}
			break
		}
		b.Lines = append(b.Lines, table.Line{Mark: "=", Label: msg.F("%s，%d 字", "%s, %d characters", x.Section.Heading, x.Length).In(p.o.Lang), Old: text.OneLine(x.OtherText()), New: text.OneLine(x.Text())})
	}
	return b
}

// jsonRepetition is what a report has in common with last year's, in JSON.
type jsonRepetition struct {
	Overall  jsonRate      `json:"overall"`
	Texts    []jsonRate    `json:"texts"`
	Tables   []jsonRate    `json:"tables"`
	Passages []jsonPassage `json:"passages"`
	More     int           `json:"more_passages"`
}

type jsonRate struct {
	repetition.RateJSON
	TooShort bool `json:"too_short"`
}

type jsonPassage struct {
	Section     string `json:"section"`
	FromSection string `json:"from_section"`
	Length      int    `json:"length"`
	From        string `json:"from"`
	To          string `json:"to"`
}

// repetitionJSON returns what a report has in common with last year's.
func repetitionJSON(d *Diff) jsonRepetition {
	r := d.Repetition
	out := jsonRepetition{Overall: jsonRate{r.Overall.JSON(), d.tooShort(r.Overall)}, Texts: []jsonRate{}, Tables: []jsonRate{}, Passages: []jsonPassage{}, More: max(0, len(r.Passages)-maxPassages)}
	for _, x := range r.Texts {
		out.Texts = append(out.Texts, jsonRate{x.JSON(), d.tooShort(x)})
	}
	for _, t := range d.To.Form.Tables {
		if fields, same := d.RepeatedTable(t); len(fields) > 0 {
			x := repetition.Rate{Length: len(fields), Same: same}.JSON()
			x.Section = t.ID
			out.Tables = append(out.Tables, jsonRate{RateJSON: x})
		}
	}
	for _, x := range r.Passages[:min(len(r.Passages), maxPassages)] {
		out.Passages = append(out.Passages, jsonPassage{x.Section.ID, x.OtherSection.ID, x.Length, x.OtherText(), x.Text()})
	}
	return out
}
