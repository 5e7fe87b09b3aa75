package findings

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/repetition"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Across is what the reports of several units have in common.
type Across struct {
	Reports []AcrossReport // of all reports that were compared, by the names of the units
	// LeftOut are the files whose narratives were not compared: there was no room for more.
	LeftOut []string
}

// AcrossReport is what one report has in common with those of other units.
type AcrossReport struct {
	*repetition.Report
	Findings []check.Finding // of the rules across units
}

// Findings lists the findings of all reports, in their order.
func (a *Across) Findings() []check.Finding {
	var out []check.Finding
	if a != nil {
		for _, r := range a.Reports {
			out = append(out, r.Findings...)
		}
	}
	return out
}

// TooShort returns how many of the reports have so little text that no rate is meant: fewer characters than the rule
// judges.
func (a *Across) TooShort() int {
	n := 0
	for _, r := range a.Reports {
		if r.tooShort() {
			n++
		}
	}
	return n
}

// tooShort reports whether a report has too little text to be judged.
func (r AcrossReport) tooShort() bool {
	return slices.ContainsFunc(r.Source.Form.Rules, func(rule *model.Rule) bool {
		return rule.Relation == model.RelCopyUnits && r.Overall.Length < rule.Least
	})
}

// Brief says in a few words what the findings are about.
func (r AcrossReport) Brief() []msg.Text {
	var out []msg.Text
	for _, f := range r.Findings {
		if f.Rule.Relation == model.RelCopyCells {
			for _, t := range r.Tables {
				if slices.Contains(f.Sections, t.Table.ID) {
					out = append(out, msg.F("“%s”与“%s”的几乎全同", "%q is nearly that of %q", t.Table.Section.Heading, t.Other.Name))
				}
			}
			continue
		}
		rate := check.OverallOf(f.Rule, r.Report)
		out = append(out, msg.F("叙述有 %d %% 与“%s”相同", "%d %% of the narratives are those of %q", rate.Share(), r.Nearest.Name))
	}
	return out
}

// AcrossTitle heads what reports have in common.
var AcrossTitle = msg.T("单位之间内容雷同", "Content in common between units")

// maxPassages is how many passages of a report stand side by side with another's; JSON counts all.
const maxPassages = 5

// acrossColumns are the columns of the list of reports.
var acrossColumns = []table.Column{table.Col(msg.T("单位", "unit"), 20), table.Col(msg.T("文件", "file"), 22), table.Col(msg.T("等级", "grade"), 7), table.Col(msg.T("规则", "rule"), 17),
	table.Col(msg.T("与哪份报告", "with which report"), 26), table.Col(msg.T("叙述雷同", "texts in common"), 10), table.Col(msg.T("各部分", "by section"), 36),
	table.Col(msg.T("表格雷同", "tables in common"), 32), table.Col(msg.T("与各单位合计", "with all units"), 11)}

// Blocks are the lists that show it: the reports with findings and their rates, and the passages side by side; none if
// there are no findings and nothing was left out.
func (a *Across) Blocks(lang msg.Lang) []table.Block {
	if a == nil || len(a.Findings()) == 0 && len(a.LeftOut) == 0 {
		return nil
	}
	rates := table.List(lang, AcrossTitle, acrossColumns...)
	passages := table.List(lang, msg.T("相同的段落", "Passages in common"), table.Col(msg.T("段落", "passage"), 34), table.Col(msg.T("本单位的原文", "this unit's text"), 70), table.Col(msg.T("相同的单位的原文", "the other unit's text"), 70))
	rates.Notes = a.notes(lang)
	shown := pairs{}
	for _, r := range a.Reports {
		if len(r.Findings) == 0 {
			continue
		}
		worst := r.Findings[0]
		for _, f := range r.Findings {
			if slices.Index(model.Grades, f.Grade) < slices.Index(model.Grades, worst.Grade) {
				worst = f
			}
		}
		ids := lists.Map(r.Findings, func(f check.Finding) string { return f.Rule.ID })
		slices.Sort(ids)
		with := ""
		if r.Nearest != nil {
			with = msg.F("%s（%s）", "%s (%s)", r.Nearest.Name, r.Nearest.File).In(lang)
		}
		row := table.Row{Cells: table.Cells(r.Source.Name, r.Source.File, worst.Grade.Name().In(lang), strings.Join(slices.Compact(ids), " "), with, r.rate(r.overall()).In(lang),
			msg.Join(lists.Map(r.Texts, r.sectionRate), "；", "; ").In(lang), msg.Join(r.tableRates(), "；", "; ").In(lang), r.rate(r.Any).In(lang))}
		if worst.Grade == model.Warning {
			row.Tone = table.Warn
		}
		rates.Rows = append(rates.Rows, row)
		if shown.seen(r) {
			continue
		}
		for _, p := range r.Passages[:min(len(r.Passages), maxPassages)] {
			mine, other := p.Quote()
			label := msg.F("%s，%s ＝ %s，%s（%d 字）", "%s, %s = %s, %s (%d characters)", r.Source.Name, p.Section.Heading, r.Nearest.Name, p.OtherSection.Heading, p.Length)
			passages.Rows = append(passages.Rows, table.Row{Cells: table.Cells(label.In(lang), text.OneLine(mine), text.OneLine(other))})
		}
	}
	if len(passages.Rows) == 0 {
		return []table.Block{rates}
	}
	return []table.Block{rates, passages}
}

// pairs are the reports, by their files, whose passages in common were shown.
type pairs map[[2]string]bool

// seen reports whether the passages that a report has in common with the nearest other were shown with that one, and takes
// the two in.
func (p pairs) seen(r AcrossReport) bool {
	if r.Nearest == nil {
		return false
	}
	p[[2]string{r.Source.File, r.Nearest.File}] = true
	return p[[2]string{r.Nearest.File, r.Source.File}]
}

// notes say on what the list rests, and what was not compared.
func (a *Across) notes(lang msg.Lang) []string {
	out := []string{msg.F("比较了 %d 份报告；官方套话、表格用语、机关名称、数字的差别和不足 40 字的相同语句不计", "%d reports were compared; official phrases, the words of the tables, the organs' names, differences in figures and passages of fewer than 40 characters do not count", len(a.Reports)).In(lang)}
	if n := a.TooShort(); n > 0 {
		out = append(out, msg.F("其中 %d 份叙述太短，不作判断", "the narratives of %d of them are too short to say", n).In(lang))
	}
	if n := len(a.LeftOut); n > 0 {
		out = append(out, msg.F("有 %d 份的叙述没有比较，因为全部叙述超过了能比较的数量；请分批核对：%s", "the narratives of %d files were not compared, since there are more than can be; check them in parts: %s", n, msg.Few(a.LeftOut)).In(lang))
	}
	var rules []string
	for _, f := range a.Findings() {
		if !slices.Contains(rules, f.Rule.ID) {
			rules = append(rules, f.Rule.ID)
			out = append(out, msg.F("%s　依据：%s　处理：%s", "%s  ground: %s  do: %s", f.Rule.ID, f.Rule.Ground, f.Rule.Do).In(lang))
		}
	}
	return out
}

// rate writes a rate, or that the text is too short for one.
func (r AcrossReport) rate(x repetition.Rate) msg.Text {
	if rule := r.textRule(); rule != nil && x.Length < rule.Least {
		return msg.T("太短，不作判断", "too short to say")
	}
	return msg.F("%d %%", "%d %%", x.Share())
}

// overall is how much of the narratives is the nearest unit's, of those sections that the rule about them names.
func (r AcrossReport) overall() repetition.Rate {
	if rule := r.textRule(); rule != nil {
		return check.OverallOf(rule, r.Report)
	}
	return r.Overall
}

// textRule is the rule about narratives.
func (r AcrossReport) textRule() *model.Rule {
	for _, rule := range r.Source.Form.Rules {
		if rule.Relation == model.RelCopyUnits {
			return rule
		}
	}
	return nil
}

func (r AcrossReport) sectionRate(x repetition.Rate) msg.Text {
	return msg.F("%s %s", "%s %s", x.Section.Heading, r.rate(x))
}

// tableRates write the rates of the tables that findings are about.
func (r AcrossReport) tableRates() []msg.Text {
	var out []msg.Text
	for _, t := range r.Tables {
		if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return slices.Contains(f.Sections, t.Table.ID) }) {
			out = append(out, msg.F("%s：%d/%d 格（%s）", "%s: %d/%d cells (%s)", t.Table.Section.Heading, t.Same, t.All, t.Other.Name))
		}
	}
	return out
}

// Across writes lines: every finding with its report, and on what the rules rest.
func (t *textPrinter) Across(a *Across) error {
	t.tally.addAcross(a)
	lines := a.Lines(t.Lang)
	if len(lines) == 0 {
		return t.err
	}
	t.line("")
	t.line("%s", AcrossTitle.In(t.Lang))
	for _, l := range lines {
		if l.Finding == nil {
			t.line("  %s", l.Text)
			continue
		}
		t.line("    %s  %s  %s", t.grade(l.Finding.Grade), l.Finding.Rule.ID, l.Finding.Rule.Title.In(t.Lang))
		t.line("        %s", strings.ReplaceAll(l.Text, "\n", "\n        "))
	}
	return t.err
}

// AcrossLine is a line of what reports have in common, as text shows it: a report, a finding on the report before it,
// or a note.
type AcrossLine struct {
	Text    string
	Finding *check.Finding // nil for a report or a note
}

// Lines are what text shows of it; none if there are no findings and nothing was left out.
func (a *Across) Lines(lang msg.Lang) []AcrossLine {
	if len(a.Blocks(lang)) == 0 {
		return nil
	}
	var out []AcrossLine
	shown := pairs{}
	for _, r := range a.Reports {
		known := len(r.Findings) > 0 && shown.seen(r)
		for i := range r.Findings {
			if i == 0 {
				out = append(out, AcrossLine{Text: text.TerminalLine(r.Source.File) + "  " + text.TerminalLine(r.Source.Name)})
			}
			message := r.Findings[i].Message.In(lang)
			if line, passages, quotes := strings.Cut(message, "\n"); known && quotes && passages != "" {
				message = msg.F("%s见上面“%s”的", "%s see those of %q above", msg.T(line, line), text.TerminalLine(r.Nearest.File)).In(lang)
			}
			out = append(out, AcrossLine{message, &r.Findings[i]})
		}
	}
	for _, n := range a.notes(lang) {
		out = append(out, AcrossLine{Text: n})
	}
	return out
}

// addAcross counts what reports have in common.
func (t *tally) addAcross(a *Across) {
	for _, f := range a.Findings() {
		t.count(f)
	}
}

// jsonAcrossReport is what a report has in common with others, in JSON.
type jsonAcrossReport struct {
	File      string                `json:"file"`
	Name      string                `json:"name"`
	Year      int                   `json:"year"`
	TooShort  bool                  `json:"too_short"`
	With      *jsonWith             `json:"with"`
	Overall   repetition.RateJSON   `json:"overall"`
	Any       repetition.RateJSON   `json:"any"`
	Texts     []repetition.RateJSON `json:"texts"`
	Tables    []jsonTable           `json:"tables"`
	Passages  []jsonPassage         `json:"passages"`
	Remaining int                   `json:"more_passages"`
	Findings  []jsonFinding         `json:"findings"`
}

type jsonWith struct {
	File string `json:"file"`
	Name string `json:"name"`
}

type jsonTable struct {
	Table string `json:"table"`
	All   int    `json:"all"`
	Same  int    `json:"same"`
	File  string `json:"file"`
	Name  string `json:"name"`
}

type jsonPassage struct {
	Section      string `json:"section"`
	Text         string `json:"text"`
	Length       int    `json:"length"`
	OtherSection string `json:"other_section"`
	OtherText    string `json:"other_text"`
}

// writeAcross writes what reports have in common as JSON, behind what stands before it: one after another those that have
// something in common with others, since all of them together take several times the memory of the reports.
func writeAcross(w io.Writer, before string, a *Across, lang msg.Lang) error {
	for _, x := range []struct {
		before string
		v      any
	}{{before + "{\n  \"compared\": ", len(a.Reports)}, {",\n  \"too_short\": ", a.TooShort()}, {",\n  \"left_out\": ", append([]string{}, a.LeftOut...)}} {
		if err := record.WritePart(w, x.before, x.v, "  ", ""); err != nil {
			return err
		}
	}
	before = ",\n  \"reports\": ["
	for _, r := range a.Reports {
		if r.Any.Same == 0 && len(r.Findings) == 0 {
			continue
		}
		if err := record.WritePart(w, before+"\n   ", r.asJSON(lang), "   ", ""); err != nil {
			return err
		}
		before = ","
	}
	end := "\n  ]\n }"
	if before != "," {
		end = before + "]\n }"
	}
	_, err := io.WriteString(w, end)
	return err
}

// asJSON is what a report has in common with others.
func (r AcrossReport) asJSON(lang msg.Lang) jsonAcrossReport {
	j := jsonAcrossReport{File: text.Valid(r.Source.File), Name: r.Source.Name, Year: r.Source.Year, TooShort: r.tooShort(), Overall: r.Overall.JSON(), Any: r.Any.JSON(), Texts: lists.Map(r.Texts, repetition.Rate.JSON),
		Tables: lists.Map(r.Tables, func(t repetition.Table) jsonTable {
			return jsonTable{t.Table.ID, t.All, t.Same, text.Valid(t.Other.File), t.Other.Name}
		}),
		Passages: []jsonPassage{}, Findings: lists.Map(r.Findings, func(f check.Finding) jsonFinding { return asJSON(f, lang) })}
	if r.Nearest != nil {
		j.With = &jsonWith{text.Valid(r.Nearest.File), r.Nearest.Name}
	}
	n := min(len(r.Passages), maxPassages)
	j.Remaining = len(r.Passages) - n
	for _, p := range r.Passages[:n] {
		j.Passages = append(j.Passages, jsonPassage{p.Section.ID, p.Text(), p.Length, p.OtherSection.ID, p.OtherText()})
	}
	return j
}

// Across keeps what stands behind the reports.
func (p *jsonPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	p.across = a
	return nil
}

// Across writes a list for each of the two blocks.
func (p *markdownPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	blocks := a.Blocks(p.Lang)
	if len(blocks) == 0 {
		return nil
	}
	return table.Write(p.w, &table.Page{Blocks: blocks}, table.Options{Format: "md", Lang: p.Lang})
}

// Across adds a part of the page.
func (p *htmlPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	blocks := a.Blocks(p.Lang)
	if len(blocks) == 0 {
		return nil
	}
	return page().ExecuteTemplate(&p.body, "across", blocks)
}

// Across writes the findings, each with its file.
func (p *sarifPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	for _, r := range a.Reports {
		for _, f := range r.Findings {
			l := located(r.Source.File)
			for _, id := range f.Sections {
				if s, ok := r.Source.Form.Section(id); ok {
					l.Logical = append(l.Logical, sarifLogical{Name: id, Kind: "section", Decorate: s.Heading})
				}
			}
			if err := p.result(sarifResult{RuleID: f.Rule.ID, RuleIndex: p.rule(f.Rule), Level: sarifLevel(f.Grade), Message: sarifText{f.Message.In(p.Lang)},
				Locations: []sarifLocation{l}, Fingerprints: map[string]string{"gkxl/v1": f.Key}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Across adds the findings to the list of all, and a sheet for each of the two blocks.
func (p *xlsxPrinter) Across(a *Across) error {
	p.tally.addAcross(a)
	p.across = a.Blocks(p.Lang)
	for _, r := range a.Reports {
		for _, f := range r.Findings {
			item := ""
			if s, ok := r.Source.Form.Section(f.Sections[0]); ok {
				item = s.Heading
			}
			p.list(f.Grade, r.Source.File, r.Source.Name, strings.TrimPrefix(strconv.Itoa(r.Source.Year), "0"), f.Grade.Name().In(p.Lang), f.Rule.ID, "", item, f.Message.In(p.Lang), "", f.Rule.Do.In(p.Lang))
		}
	}
	return nil
}
