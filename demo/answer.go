package demo

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/narrative"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
	"github.com/gkxl/gkxl/xlsx"
)

// answersSchema is the schema of the JSON that WriteAnswers writes.
const answersSchema = "gkxl-demo/1"

type answers struct {
	Schema  string        `json:"schema"`
	Organ   string        `json:"organ"`
	Year    int           `json:"year"`
	Form    string        `json:"form"`
	Seed    uint64        `json:"seed"`
	Units   int           `json:"units"`
	Files   int           `json:"files"`
	Errors  []answerError `json:"errors"`
	Missing []string      `json:"missing"`
	Twice   []string      `json:"twice"`
	Late    []string      `json:"late"`
	Unknown []string      `json:"unknown"`
	Totals  []total       `json:"totals"`
}

// answerError is a planted error with its title in one language and its unit's code
// and name.
type answerError struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	Code  string `json:"code"`
	Unit  string `json:"unit"`
	PlantedError
}

// total is a field's sum: of the correct reports of all units, and of those in
// which nothing is wrong.
type total struct {
	Field string       `json:"field"`
	Right model.Number `json:"right"`
	Sound model.Number `json:"sound"`
}

// unitsWithoutErrors chooses, for Sum, the units in which no error is planted.
func (d *District) unitsWithoutErrors() func(int, *units.Unit) bool {
	wrong := map[*units.Unit]bool{}
	for _, p := range d.Planted {
		wrong[p.Unit] = true
	}
	return func(_ int, u *units.Unit) bool { return !wrong[u] }
}

// ReturnedFiles is how many workbooks were handed in.
func (d *District) ReturnedFiles() int {
	n := 0
	for _, f := range d.Files {
		if !f.Last {
			n++
		}
	}
	return n
}

// WriteAnswers writes what is wrong and what is right as JSON, schema
// gkxl-demo/1.
func (d *District) WriteAnswers(w io.Writer, lang msg.Lang) error {
	a := answers{Schema: answersSchema, Organ: d.Title(), Year: d.Year, Form: d.Form.ID, Seed: d.Seed, Units: len(d.Due), Files: d.ReturnedFiles(),
		Errors: []answerError{}, Missing: []string{}, Twice: []string{}, Late: []string{}, Unknown: []string{}}
	for _, p := range d.Planted {
		m := answerError{Kind: p.Kind, Title: p.Title.In(lang), PlantedError: p}
		m.Cells, m.Fields = append([]string{}, p.Cells...), append([]string{}, p.Fields...)
		if p.Unit != nil {
			m.Code, m.Unit = p.Unit.Code, p.Unit.Name
		}
		a.Errors = append(a.Errors, m)
		switch p.Kind {
		case KindMissing:
			a.Missing = append(a.Missing, m.Code)
		case KindSameTwice, KindDifferentTwice:
			a.Twice = append(a.Twice, m.Code)
		case KindLate:
			a.Late = append(a.Late, m.Code)
		case KindNotOnRoster, KindMisnamed:
			a.Unknown = append(a.Unknown, m.File)
		}
	}
	right, sound := d.Sum(nil), d.Sum(d.unitsWithoutErrors())
	for i, fd := range d.Form.Fields {
		a.Totals = append(a.Totals, total{fd.ID, right[i], sound[i]})
	}
	return record.JSON(w, a)
}

// totalReport is the correct report of the whole district: the total once every
// error is corrected.
func (d *District) totalReport() *model.Report {
	top := d.Roster.Tops()[0]
	r := model.NewReport(d.Form)
	r.Organ, r.Code, r.OrganType, r.Year = top.Name, top.Code, top.Type, d.Year
	for i, n := range d.Sum(nil) {
		fd := d.Form.Fields[i]
		v := model.Value{State: model.IsNumber, Number: n, Computed: fd.Total != nil}
		if fd.Kind == model.Amount && fd.Unit == "" && n.Sign() != 0 {
			v.Unit = d.Form.Reading.Money[0]
		}
		r.Values[fd.ID] = v
	}
	d.narrate(narrative.Context{Report: r}, top, 0)
	return r
}

// WriteTotal writes the correct report of the whole district as a workbook.
func (d *District) WriteTotal(w io.Writer) error { return xlsx.Write(w, d.totalReport()) }

type column struct {
	head  msg.Text
	width float64
}

// WriteAnswerBook writes the answer as a workbook for people: the errors, the
// units, and the right sums.
func (d *District) WriteAnswerBook(w io.Writer, lang msg.Lang) error {
	f := workbook.New()
	defer f.Close()
	b := &answerWorkbook{file: f, lang: lang}
	if err := b.addStyles(); err != nil {
		return err
	}
	if err := errors.Join(d.errorSheet(b), d.unitSheet(b), d.sumSheet(b)); err != nil {
		return err
	}
	return workbook.Write(w, f, nil)
}

type answerWorkbook struct {
	file              *excelize.File
	lang              msg.Lang
	sheets            int
	title, head, cell int
}

func (b *answerWorkbook) addStyles() (err error) {
	title, head, cell := workbook.Cell(true, ""), workbook.Cell(true, workbook.HeadFill), workbook.Cell(false, "")
	title.Font.Size, title.Border = 12, nil
	title.Alignment = &excelize.Alignment{Vertical: "center"}
	head.Alignment.Horizontal, head.Alignment.Vertical = "center", "center"
	cell.NumFmt = 0 // numbers stand among the texts
	for _, s := range []struct {
		look *excelize.Style
		id   *int
	}{{title, &b.title}, {head, &b.head}, {cell, &b.cell}} {
		if *s.id, err = b.file.NewStyle(s.look); err != nil {
			return err
		}
	}
	return nil
}

// sheet writes a table of at most 26 columns under a title.
func (b *answerWorkbook) sheet(name, title msg.Text, columns []column, rows [][]any) error {
	f, sheet := b.file, name.In(b.lang)
	if err := workbook.Sheet(f, b.sheets, sheet); err != nil {
		return err
	}
	b.sheets++
	heads, last := make([]any, len(columns)), ""
	widths := lists.Map(columns, func(c column) float64 { return c.width })
	for i, c := range columns {
		heads[i] = c.head.In(b.lang)
		last = string(rune('A' + i))
		if err := f.SetColWidth(sheet, last, last, c.width); err != nil {
			return err
		}
	}
	for i, row := range append([][]any{{title.In(b.lang)}, heads}, rows...) {
		at, end := fmt.Sprintf("A%d", i+1), fmt.Sprintf("%s%d", last, i+1)
		style := b.cell
		switch i {
		case 0:
			style = b.title
		case 1:
			style = b.head
		}
		if err := errors.Join(f.SetSheetRow(sheet, at, &row), f.SetCellStyle(sheet, at, end, style)); err != nil {
			return err
		}
		if n := lines(row, columns); i > 0 && n > 1 {
			if err := f.SetRowHeight(sheet, i+1, workbook.Height(n, 10)); err != nil {
				return err
			}
		}
	}
	return errors.Join(
		f.SetRowHeight(sheet, 1, 26),
		f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"}),
		f.AutoFilter(sheet, fmt.Sprintf("A2:%s%d", last, 2+len(rows)), nil),
		workbook.Plan(widths, 10, 2).Setup(f, sheet, 2, 2, 2, b.lang),
	)
}

// lines is the number of lines of the tallest cell of a row.
func lines(row []any, columns []column) int {
	most := 1
	for i, v := range row {
		text, _ := v.(string)
		most = max(most, workbook.Lines(text, columns[i].width))
	}
	return most
}

func (d *District) errorSheet(b *answerWorkbook) error {
	columns := []column{{msg.T("序号", "No."), 6}, {msg.T("差错", "error"), 20}, {msg.T("代码", "code"), 11}, {msg.T("单位", "unit"), 24}, {msg.T("文件", "file"), 36},
		{msg.T("位置", "place"), 22}, {msg.T("填的是", "found"), 18}, {msg.T("应为", "right"), 18}, {msg.T("核对时的规则", "the rule that speaks"), 18}, {msg.T("等级", "grade"), 7}}
	var rows [][]any
	for i, p := range d.Planted {
		code, name, grade := "", p.Found, ""
		if p.Unit != nil {
			code, name = p.Unit.Code, p.Unit.Name
		}
		if p.Grade != "" {
			grade = p.Grade.Name().In(b.lang)
		}
		rule := p.Rule
		if rule == "" {
			rule = msg.T("（由名单看出）", "(the roster shows it)").In(b.lang)
		}
		rows = append(rows, []any{i + 1, p.Title.In(b.lang), code, name, p.File, strings.Join(p.Cells, " "), p.Found, p.Right, rule, grade})
	}
	return b.sheet(msg.T("差错", "errors"), msg.F("%s%d年度练习：安排了 %d 处差错", "%s, %d: %d planted errors", d.Title(), d.Year, len(d.Planted)), columns, rows)
}

func (d *District) unitSheet(b *answerWorkbook) error {
	columns := []column{{msg.T("代码", "code"), 12}, {msg.T("单位", "unit"), 30}, {msg.T("上级", "parent"), 12}, {msg.T("情形", "what is wrong"), 30}, {msg.T("文件", "files"), 60}}
	files := map[int][]string{}
	for _, f := range d.Files {
		if !f.Last && f.Unit >= 0 {
			files[f.Unit] = append(files[f.Unit], strings.TrimPrefix(f.Path, Returned+"/"))
		}
	}
	wrong := map[*units.Unit]msg.Text{}
	for _, p := range d.Planted {
		wrong[p.Unit] = p.Title
	}
	var rows [][]any
	for i, u := range d.Due {
		title := wrong[u]
		rows = append(rows, []any{u.Code, u.Name, u.Parent, title.In(b.lang), strings.Join(files[i], "\n")})
	}
	return b.sheet(msg.T("单位", "units"), msg.F("应报 %d 个单位，收到 %d 份", "%d units are due, %d files were handed in", len(d.Due), d.ReturnedFiles()), columns, rows)
}

func (d *District) sumSheet(b *answerWorkbook) error {
	columns := []column{{msg.T("部分", "section"), 36}, {msg.T("项目", "item"), 52}, {msg.T("全部改正后的汇总", "the total once all is right"), 20}, {msg.T("其中没有差错的单位", "of units without errors"), 20}, {msg.T("编号", "field"), 40}}
	right, sound := d.Sum(nil), d.Sum(d.unitsWithoutErrors())
	var rows [][]any
	for i, fd := range d.Form.Fields {
		rows = append(rows, []any{fd.Table.Section.Heading, fd.Label(), right[i].Float(), sound[i].Float(), fd.ID})
	}
	return b.sheet(msg.T("汇总", "totals"), msg.T("正确的汇总数", "the right totals"), columns, rows)
}
