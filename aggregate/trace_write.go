package aggregate

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// TraceSchema names the JSON of a tracing.
const TraceSchema = "gkxl-trace/1"

// TraceFormats are those a tracing is written in.
var TraceFormats = []string{"text", "json", "csv"}

// TraceOptions say how a tracing is written.
type TraceOptions struct {
	Format string // one of the [TraceFormats]; empty for text
	Lang   msg.Lang
	Colour bool // of text, for a terminal
}

// WriteTrace writes a tracing of a file in a format. The error of an unknown
// format is a *msg.Problem.
func WriteTrace(w io.Writer, file string, t *Tracing, o TraceOptions) error {
	o.Format = cmp.Or(o.Format, "text")
	if !slices.Contains(TraceFormats, o.Format) {
		return msg.UnknownFormat(o.Format, TraceFormats)
	}
	page := t.page(o.Lang)
	switch o.Format {
	case "json":
		return writeTraceJSON(w, file, t, o.Lang)
	case "csv":
		page = &table.Page{Blocks: []table.Block{t.dataTable(o.Lang)}}
	}
	return table.Write(w, page, table.Options{Format: o.Format, Lang: o.Lang, Colour: o.Colour})
}

// Verdict says in one sentence whether the figure is the sum.
func (t *Tracing) Verdict() msg.Text {
	sum := msg.F("%s 个单位相加 %s", "%s up to %s", msg.Count(len(t.Units), "unit adds", "units add"), t.Sum.Number.String()+t.Sum.Unit)
	if t.Sum.Lacking > 0 {
		sum = msg.F("%s（缺 %s 个数）", "%s (%s lacking)", sum, msg.Count(t.Sum.Lacking, "figure is", "figures are"))
	}
	switch {
	case t.Difference == nil && t.Reason.IsZero():
		return msg.F("%s，汇总表的这一格%s", "%s; the cell of the total is %s", sum, lacks(t.Value))
	case t.Difference == nil:
		return msg.F("%s，汇总表的这一格%s：%s", "%s; the cell of the total is %s: %s", sum, lacks(t.Value), t.Reason)
	case t.Difference.Sign() != 0:
		return msg.F("%s，汇总表是 %s，相差 %s：%s", "%s, the total has %s, a difference of %s: %s", sum, t.Value.Typed(), *t.Difference, t.Reason)
	case !t.Reason.IsZero():
		return msg.F("%s，等于汇总表的数；%s", "%s, which is what the total has; %s", sum, t.Reason)
	}
	return msg.F("%s，等于汇总表的数", "%s, which is what the total has", sum)
}

// Differs reports whether the total has another figure than its units add up to,
// or none where they add up to one.
func (t *Tracing) Differs() bool {
	if t.Difference == nil {
		return t.Sum.Number.Sign() != 0 || t.Sum.Lacking > 0
	}
	return t.Difference.Sign() != 0
}

func lacks(v model.Value) msg.Text {
	switch v.State {
	case model.Blank:
		return msg.T("空着", "blank")
	case model.Unreadable:
		return msg.T("不是数字", "no figure")
	}
	return msg.T("缺失", "missing")
}

func (t *Tracing) page(lang msg.Lang) *table.Page {
	in := func(x msg.Text) string { return x.In(lang) }
	where := t.ID
	if len(t.Fields) == 1 {
		if cell := t.Report.Value(t.Fields[0].ID).Cell; cell != "" {
			where = cell + "  " + t.ID
		}
	}
	p := &table.Page{Title: in(msg.F("%s：%s", "%s: %s", findings.About(findings.Result{Report: t.Report}), t.Label)), Subtitle: where, Verdict: in(t.Verdict())}
	b := table.Block{Title: in(msg.T("由大到小", "The largest first")),
		Head: table.Heads(lang, msg.T("单位", "unit"), msg.T("数", "figure"), msg.T("占比", "share"), msg.T("累计", "running"), msg.T("文件", "file"), msg.T("位置", "cell"))}
	percent := func(n *model.Number) table.Cell {
		if n == nil {
			return table.Cell{Text: "—", Change: true}
		}
		return table.Cell{Text: n.String() + " %", Number: n}
	}
	zeros := 0
	below := "" // a total among the units, the largest
	for _, c := range t.Units {
		switch {
		case c.State != model.IsNumber:
			continue
		case c.Number.Sign() == 0:
			zeros++
			continue
		}
		n, name := c.Number, c.Name
		if c.Below > 0 {
			name = in(msg.F("%s（含 %s 个单位）", "%s (of %s)", name, msg.Count(c.Below, "unit", "units")))
			below = cmp.Or(below, c.File)
		}
		b.Rows = append(b.Rows, table.Row{Cells: []table.Cell{{Text: name}, {Text: n.String() + c.Unit, Number: &n}, percent(c.Share), percent(c.Running), {Text: c.File}, {Text: spans(c.Cells)}}})
	}
	note := func(zh, en string, args ...any) { b.Notes = append(b.Notes, in(msg.F(zh, en, args...))) }
	named := func(zh, en string, names []string) {
		if len(names) > 0 {
			note(zh+" %d：%s", en+", %d: %s", len(names), msg.Few(names))
		}
	}
	namedUnits := func(zh, en string, is func(Contribution) bool) {
		of := slices.DeleteFunc(slices.Clone(t.Units), func(c Contribution) bool { return !is(c) })
		named(zh, en, lists.Map(of, func(c Contribution) string { return c.Name }))
	}
	switch {
	case zeros > 0 && len(b.Rows) > 0:
		note("其余 %s 个单位为 0", "the other %s 0", msg.Count(zeros, "unit has", "units have"))
	case zeros > 0:
		note("%s 个单位为 0", "%s 0", msg.Count(zeros, "unit has", "units have"))
	}
	namedUnits("空白", "blank", func(c Contribution) bool { return c.State == model.Blank })
	namedUnits("不是数字", "no figure", func(c Contribution) bool { return c.State == model.Unreadable })
	namedUnits("没有这一格", "no such cell", func(c Contribution) bool { return c.State == model.Absent && c.Why&sums.Left == 0 })
	namedUnits("另一版格式，没有可比的数", "another edition without a comparable figure", func(c Contribution) bool { return c.State == model.Absent && c.Why&sums.Left != 0 })
	namedUnits("金额没有写单位", "amounts without their unit", func(c Contribution) bool { return c.Why&sums.NoUnit != 0 })
	named("缺报", "missing", t.Missing)
	named("没有计入", "left out", t.LeftOut)
	if below != "" {
		note("注明“含几个单位”的是下级汇总；再往下查，如：gkxl trace %s %s", "those \"of units\" are totals themselves; to go on, for example: gkxl trace %s %s", quoted(below), t.ID)
	}
	if len(b.Rows) == 0 {
		b.Head = nil
	}
	p.Blocks = []table.Block{b}
	return p
}

// spans writes addresses with neighbours in a row or column as one range.
func spans(cells []string) string {
	type at struct {
		sheet    string
		col, row int
	}
	place := func(cell string) (at, bool) {
		i := strings.LastIndexByte(cell, '!')
		col, row, err := excelize.CellNameToCoordinates(cell[i+1:])
		return at{cell[:i+1], col, row}, err == nil
	}
	var out []string
	for i := 0; i < len(cells); {
		first, ok := place(cells[i])
		k, last := i+1, first
		for ; ok && k < len(cells); k++ {
			next, ok := place(cells[k])
			down := next == at{last.sheet, last.col, last.row + 1} && last.col == first.col
			right := next == at{last.sheet, last.col + 1, last.row} && last.row == first.row
			if !ok || !down && !right {
				break
			}
			last = next
		}
		span := cells[i]
		if k > i+1 {
			span += ":" + cells[k-1][len(last.sheet):]
		}
		out = append(out, span)
		i = k
	}
	return strings.Join(out, " ")
}

// quoted makes a file name one word of a command.
func quoted(file string) string {
	if strings.ContainsAny(file, " ()&;'\"") {
		return strconv.Quote(file)
	}
	return file
}

type jsonTrace struct {
	Schema     string        `json:"schema"`
	File       string        `json:"file"`
	Organ      string        `json:"organ"`
	Year       int           `json:"year"`
	Form       string        `json:"form"`
	Figure     string        `json:"figure"`
	Label      string        `json:"label"`
	Fields     []string      `json:"fields"`
	Cells      []string      `json:"cells"`
	State      model.State   `json:"state"`
	Value      *model.Number `json:"value"`
	Sum        model.Number  `json:"sum"`
	Lacking    int           `json:"lacking"`
	Difference *model.Number `json:"difference"`
	Reason     string        `json:"reason,omitempty"`
	Units      []jsonShare   `json:"units"`
	Missing    []string      `json:"missing"`
	LeftOut    []string      `json:"left_out"`
}

type jsonShare struct {
	Code    string        `json:"code,omitempty"`
	Unit    string        `json:"unit"`
	File    string        `json:"file"`
	Cells   []string      `json:"cells"`
	State   model.State   `json:"state"`
	Figure  *model.Number `json:"figure"`
	Money   string        `json:"money,omitempty"`
	Share   *model.Number `json:"share"`
	Running *model.Number `json:"running"`
	Below   int           `json:"below,omitempty"`
}

func (c Contribution) figure() *model.Number {
	if c.State != model.IsNumber {
		return nil
	}
	return &c.Number
}

func writeTraceJSON(w io.Writer, file string, t *Tracing, lang msg.Lang) error {
	j := jsonTrace{Schema: TraceSchema, File: filepath.ToSlash(file), Organ: t.Report.Organ, Year: t.Report.Year, Form: t.Report.Form.ID, Figure: t.ID, Label: t.Label, Cells: []string{},
		State: t.Value.State, Sum: t.Sum.Number, Lacking: t.Sum.Lacking, Difference: t.Difference, Reason: t.Reason.In(lang),
		Missing: append([]string{}, t.Missing...), LeftOut: append([]string{}, t.LeftOut...)}
	if t.Value.IsNumber() {
		j.Value = &t.Value.Number
	}
	for _, fd := range t.Fields {
		j.Fields = append(j.Fields, fd.ID)
		if cell := t.Report.Value(fd.ID).Cell; cell != "" {
			j.Cells = append(j.Cells, cell)
		}
	}
	j.Units = lists.Map(t.Units, func(c Contribution) jsonShare {
		return jsonShare{c.Code, c.Name, c.File, append([]string{}, c.Cells...), c.State, c.figure(), c.Unit, c.Share, c.Running, c.Below}
	})
	return record.JSON(w, j)
}

// dataTable has a line for every unit, also for those without a figure.
func (t *Tracing) dataTable(lang msg.Lang) table.Block {
	b := table.Block{Head: table.Heads(lang, msg.T("序号", "rank"), msg.T("代码", "code"), msg.T("单位", "unit"), msg.T("数", "figure"), msg.T("货币单位", "money"), msg.T("占比%", "share%"), msg.T("累计%", "running%"),
		msg.T("文件", "file"), msg.T("位置", "cells"), msg.T("状态", "state"), msg.T("含下级单位", "units below"))}
	number := func(n *model.Number) table.Cell {
		if n == nil {
			return table.Cell{}
		}
		return table.Cell{Text: n.String(), Number: n}
	}
	for i, c := range t.Units {
		below := strings.TrimPrefix(strconv.Itoa(c.Below), "0") // nothing for none
		cells := table.Cells(strconv.Itoa(i+1), c.Code, c.Name, "", c.Unit, "", "", c.File, spans(c.Cells), string(c.State), below)
		cells[3], cells[5], cells[6] = number(c.figure()), number(c.Share), number(c.Running)
		b.Rows = append(b.Rows, table.Row{Cells: cells})
	}
	for _, name := range t.Missing {
		b.Rows = append(b.Rows, table.Row{Cells: table.Cells("", "", name, "", "", "", "", "", "", "missing", "")})
	}
	return b
}
