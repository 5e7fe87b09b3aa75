package review

import (
	"io"
	"path/filepath"
	"strconv"

	"github.com/gkxl/gkxl/internal/publish"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/write/docx/wml"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Result is how far the report of one file has been reviewed.
type Result struct {
	File   string
	Report *model.Report // nil if the file cannot be read
	State  *State        // nil if the file cannot be read
	Err    error
}

// Good reports whether nothing is wrong with the reviews of a report: they may be missing, and they have not lapsed.
func (r Result) Good() bool {
	return r.Err == nil && (r.State.None() || !r.State.Lapsed && len(r.State.Faults) == 0)
}

// sentence says how far a report has come, or why it cannot be read.
func (r Result) sentence() msg.Text {
	if r.Err != nil {
		return msg.Within(r.File, r.Err)
	}
	return r.State.Sentence()
}

// entryTable is the record as a table; of a public record without who and what they noted.
func (r *Record) entryTable(lang msg.Lang) table.Block {
	heads := make([]table.Column, len(columns))
	for i, c := range columns {
		heads[i] = table.Col(c.head, c.width)
	}
	b := table.List(lang, Title, heads...)
	for _, e := range r.Entries {
		row := table.Row{Cells: table.Cells(e.row(lang)...)}
		row.Cells[5] = table.Count(e.Open())
		b.Rows = append(b.Rows, row)
	}
	return b
}

// changeTable lists what changed since the last review.
func (s *State) changeTable(lang msg.Lang) table.Block {
	b := table.List(lang, msg.T("审核之后的改动", "Changed since"), table.Col(msg.T("位置", "place"), 20), table.Col(msg.T("项目", "item"), 36), table.Col(msg.T("审核时", "when reviewed"), 40), table.Col(msg.T("现在", "now"), 40))
	for _, c := range s.Changes {
		b.Rows = append(b.Rows, table.Row{Cells: table.Cells(c.Place, c.Label.In(lang), c.Was.In(lang), c.Is.In(lang))})
	}
	return b
}

// Page shows how far reports have come: of one report its record and what changed since, of several a line for each.
func Page(all []Result, lang msg.Lang) *table.Page {
	p := &table.Page{Title: msg.T("审核情况", "How far the reviews have come").In(lang), Outcome: model.Pass}
	done := 0
	for _, r := range all {
		if !r.Good() {
			p.Outcome = model.Fail
		}
		if r.Err == nil && r.State.Complete() {
			done++
		}
	}
	if len(all) == 1 {
		r := all[0]
		p.Verdict = r.sentence().In(lang)
		if r.Report != nil {
			p.Organ, p.Subtitle = r.Report.Organ, msg.F("%s，%d 年度，%s", "%s, %d, %s", r.Report.Organ, r.Report.Year, filepath.Base(r.File)).In(lang)
		}
		if r.State == nil || r.State.Record == nil {
			return p
		}
		for _, n := range r.State.Notes {
			p.Warnings = append(p.Warnings, n.In(lang))
		}
		p.Blocks = append(p.Blocks, r.State.Record.entryTable(lang))
		if b := r.State.changeTable(lang); len(b.Rows) > 0 {
			p.Blocks = append(p.Blocks, b)
		}
		return p
	}
	heads := []table.Column{table.Col(msg.T("文件", "file"), 34), table.Col(msg.T("机关", "organ"), 30), table.Col(msg.T("年度", "year"), 8)}
	for n := range Stages {
		heads = append(heads, table.Col(stageNames[n], 14))
	}
	b := table.List(lang, msg.T("各份报告", "Reports"), append(heads, table.Col(msg.T("情况", "state"), 60))...)
	for _, r := range all {
		cells := []string{r.File, "", ""}
		if r.Err == nil {
			cells[1], cells[2] = r.Report.Organ, strconv.Itoa(r.Report.Year)
		}
		for n := range Stages {
			name := ""
			if r.Err == nil && n < r.State.Level() {
				name = r.State.Holding[n].By
			}
			cells = append(cells, name)
		}
		row := table.Row{Cells: table.Cells(append(cells, r.sentence().In(lang))...)}
		if !r.Good() {
			row.Tone = table.Bad
		}
		b.Rows = append(b.Rows, row)
	}
	p.Blocks = []table.Block{b}
	p.Verdict = msg.F("共 %d 份，三审完成 %d 份", "%d reports, %d of them through all stages", len(all), done).In(lang)
	return p
}

// StateSchema names the JSON that says how far reports have come.
const StateSchema = "gkxl-reviews/1"

// jsonState is how far one report has come.
type jsonState struct {
	File    string       `json:"file"`
	Organ   string       `json:"organ"`
	Year    int          `json:"year"`
	Level   int          `json:"level"`
	Lapsed  bool         `json:"lapsed"`
	Content string       `json:"content,omitempty"`
	Entries []jsonEntry  `json:"entries"`
	Changes []jsonChange `json:"changes"`
	Faults  []string     `json:"faults"`
	Words   string       `json:"words"`
}

// jsonEntry is an entry, and whether it counts.
type jsonEntry struct {
	Stage   Stage  `json:"stage"`
	By      string `json:"by"`
	At      string `json:"at"`
	Note    string `json:"note,omitempty"`
	Content string `json:"content"`
	Hash    string `json:"hash"`
	Counts  bool   `json:"counts"`
}

// jsonChange is a change since the last entry.
type jsonChange struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Place string `json:"place,omitempty"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

// WriteJSON writes how far reports have come, schema gkxl-reviews/1.
func WriteJSON(w io.Writer, all []Result, lang msg.Lang) error {
	out := struct {
		Schema  string      `json:"schema"`
		Reports []jsonState `json:"reports"`
	}{StateSchema, []jsonState{}}
	for _, r := range all {
		j := jsonState{File: filepath.ToSlash(r.File), Entries: []jsonEntry{}, Changes: []jsonChange{}, Faults: []string{}, Words: r.sentence().In(lang)}
		if r.Err == nil {
			j.Organ, j.Year, j.Level, j.Lapsed, j.Content = r.Report.Organ, r.Report.Year, r.State.Level(), r.State.Lapsed, ContentOf(r.Report).Hash()
			for _, f := range r.State.Faults {
				j.Faults = append(j.Faults, f.In(lang))
			}
			for _, c := range r.State.Changes {
				j.Changes = append(j.Changes, jsonChange{c.ID, c.Label.In(lang), c.Place, c.Was.In(lang), c.Is.In(lang)})
			}
			if r.State.Record != nil {
				for _, e := range r.State.Record.Entries {
					j.Entries = append(j.Entries, jsonEntry{e.Stage, e.By, e.At, e.Note, e.Content, e.Hash, r.State.counts(e)})
				}
			}
		}
		out.Reports = append(out.Reports, j)
	}
	return record.JSON(w, out)
}

// counts reports whether an entry is one of the stages that count.
func (s *State) counts(e Entry) bool {
	for _, h := range s.Holding {
		if h.Hash == e.Hash {
			return true
		}
	}
	return false
}

// slipTitle heads the sheet for filing on paper.
var slipTitle = msg.T("审核单", "Review sheet")

// slip is what the sheet for filing on paper says: whose report it is and who reviewed it, and the lines to sign on.
func slip(r Result, lang msg.Lang) (p *table.Page, signatures []string, note string) {
	rep := r.Report
	p = &table.Page{Title: msg.F("%d 年政府信息公开工作年度报告%s", "Annual report on government information disclosure, %d: %s", rep.Year, slipTitle).In(lang), Organ: rep.Organ,
		Subtitle: rep.Organ, Verdict: r.State.Sentence().In(lang)}
	about := table.List(lang, msg.T("报告", "The report"), table.Col(msg.T("项目", "item"), 12), table.Col(msg.T("内容", "content"), 60))
	put := func(head msg.Text, s string) {
		about.Rows = append(about.Rows, table.Row{Cells: table.Cells(head.In(lang), s)})
	}
	put(msg.T("文件", "file"), filepath.Base(r.File))
	put(msg.T("格式版本", "edition"), rep.Form.ID)
	put(msg.T("内容指纹", "content (SHA-256)"), ContentOf(rep).Hash())
	reviews := table.List(lang, msg.T("审核", "Reviews"), table.Col(msg.T("阶段", "stage"), 9), table.Col(msg.T("审核人", "reviewer"), 12), table.Col(msg.T("时间", "time"), 16),
		table.Col(msg.T("未说明的警告", "open warnings"), 9), table.Col(msg.T("意见", "note"), 28), table.Col(msg.T("本条校验码", "hash"), 14))
	for n := range Stages {
		stage := Stage(n + 1)
		if n < r.State.Level() {
			e := r.State.Holding[n]
			reviews.Rows = append(reviews.Rows, table.Row{Cells: table.Cells(e.stageText().In(lang), e.By, e.TimeText(), strconv.Itoa(e.Open()), e.Note, clip(e.Hash))})
		} else {
			reviews.Rows = append(reviews.Rows, table.Row{Cells: table.Cells(stage.Name().In(lang), msg.T("（未做）", "(not done)").In(lang), "", "", "", "")})
		}
		signatures = append(signatures, msg.F("%s签名：____________________　　日期：________年____月____日", "%s, signature: ____________________  date: ____________", stage.Name()).In(lang))
	}
	p.Blocks = []table.Block{about, reviews}
	return p, signatures, msg.T("内容指纹由全部数字和文字算出，报告改动一处就不同。审核人的姓名是录入的，以本单上的签名为准。",
		"The content's hash is worked out from all figures and texts, and differs with any change of the report. The names were typed in; the signatures on this sheet count.").In(lang)
}

// signatureTitle heads the lines to sign on.
var signatureTitle = msg.T("签名", "Signatures")

// Slip is the sheet for filing on paper, to be drawn on A4.
func Slip(r Result, lang msg.Lang) *publish.Document {
	p, signatures, note := slip(r, lang)
	d := publish.OfPage(p, lang)
	place := signatureTitle
	d.Blocks = append(d.Blocks, publish.Block{Kind: publish.Heading, Level: 1, Text: place.In(lang), Place: place})
	for _, s := range signatures {
		d.Blocks = append(d.Blocks, publish.Block{Kind: publish.Paragraph, Text: s, Place: place})
	}
	d.Blocks = append(d.Blocks, publish.Block{Kind: publish.Note, Text: note, Place: place})
	return d
}

// WriteSlip writes the sheet of [Slip] as a Word document.
func WriteSlip(w io.Writer, r Result, lang msg.Lang) error {
	p, signatures, note := slip(r, lang)
	var b wml.Body
	b.Paragraph("Title", "", wml.Lines("", p.Title))
	b.Paragraph("Subtitle", "", wml.Run("", p.Subtitle))
	b.Paragraph("Note", "", wml.Run("", p.Verdict))
	for _, block := range p.Blocks {
		b.Paragraph("Heading2", "", wml.Run("", block.Title))
		table.DOCX(&b, block)
	}
	b.Paragraph("Heading2", "", wml.Run("", signatureTitle.In(lang)))
	for _, s := range signatures {
		b.Paragraph("Note", `<w:spacing w:before="360" w:after="120"/>`, wml.Run("", s))
	}
	b.Paragraph("Note", "", wml.Run("", note))
	return wml.Write(w, wml.Document{Title: p.Title, Creator: p.Organ, Lang: msg.T("zh-CN", "en-US").In(lang)}, &b)
}

// ErrMissing is the error of a report of which fewer stages count than are asked for.
func ErrMissing(s *State, stages int) error {
	if s.Level() >= stages && len(s.Faults) == 0 {
		return nil
	}
	what := msg.F("要求 %d 审，现在算数的有 %d 审，没有导出：%s", "review stages asked for: %d, that count: %d; nothing was exported: %s", stages, s.Level(), s.Sentence())
	hint := msg.T("用“gkxl review”补做审核，再导出", "do what is missing with \"gkxl review\", then export")
	if len(s.Faults) > 0 {
		hint = msg.T("重新审核用“gkxl review 文件 --stage 初审 --new”", "to review it again, use \"gkxl review FILE --stage first --new\"")
	}
	return &msg.Problem{What: what, Hint: hint, Kind: msg.ErrNotPublished}
}
