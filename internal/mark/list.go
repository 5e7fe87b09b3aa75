package mark

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// column is a column of the list. The hidden columns are for this program; they are
// part of the rows, so that sorting keeps them together.
type column struct {
	head   msg.Text
	width  float64
	hidden bool
}

// The columns, in order.
const (
	colNumber = iota
	colGrade
	colRule
	colPlace
	colItem
	colMessage
	colDo
	colText
	colState
	colFormer
	colKey
	colFigures
)

var columns = []column{
	colNumber:  {head: msg.T("序号", "No."), width: 5},
	colGrade:   {head: msg.T("等级", "grade"), width: 7},
	colRule:    {head: msg.T("规则", "rule"), width: 17},
	colPlace:   {head: msg.T("位置", "place"), width: 18},
	colItem:    {head: msg.T("项目", "item"), width: 16},
	colMessage: {head: msg.T("问题", "finding"), width: 30},
	colDo:      {head: msg.T("处理", "what to do"), width: 20},
	colText:    {head: msg.T("说明", "explanation"), width: 18},
	colState:   {head: msg.T("状态", "state"), width: 9},
	colFormer:  {head: msg.T("原说明", "former explanation"), width: 14},
	colKey:     {head: msg.T("key", "key"), width: 8, hidden: true},
	colFigures: {head: msg.T("figures", "figures"), width: 8, hidden: true},
}

// The states of a finding, as the list shows them.
var (
	mustCorrect = msg.T("须改正", "to correct")
	mayExplain  = msg.T("改正或说明", "correct or explain")
	explained   = msg.T("已说明", "explained")
	lapsed      = msg.T("说明已失效", "explanation lapsed")
	informs     = msg.T("供参考", "for information")
	solved      = msg.T("已解决", "solved")
)

// headRow is the row of the list's column heads.
const headRow = 4

// line is a row of the list.
type line struct {
	listed model.Listed
	do     string
	state  msg.Text
	link   string // the cell the place leads to
	style  string
}

// lines are the findings, errors first, and below them what was solved.
func (m *marker) lines() []line {
	var out []line
	arranged := m.job.Causes.InDisplayOrder(m.job.Findings)
	first := map[int]int{} // the line that says a cause, by its group
	for _, g := range model.Grades {
		for _, f := range arranged {
			if f.Grade != g {
				continue
			}
			ln := m.line(f)
			if c, ok := m.job.Causes.CauseOf(f); ok && !m.job.Causes.SentenceFor(f).IsZero() {
				if at := first[c.Group]; at > 0 {
					ln.do = locate.SameCause(at).In(m.job.Lang)
				} else {
					first[c.Group] = len(out) + 1
				}
			}
			out = append(out, ln)
		}
	}
	if m.job.Report == nil {
		return out
	}
	for _, old := range m.job.Report.Listed {
		if slices.ContainsFunc(m.job.Findings, func(f check.Finding) bool { return f.Key == old.Key }) {
			continue
		}
		old.Solved = true
		out = append(out, line{listed: old, state: solved, style: "solved"})
	}
	return out
}

func (m *marker) line(f check.Finding) line {
	l := m.job.Lang
	ln := line{do: m.job.Causes.Asked(f).In(l), style: string(f.Grade)}
	ln.listed = model.Listed{Key: f.Key, Figures: f.Figures, Rule: strings.TrimSpace(f.Rule.ID + "\n" + f.Rule.Title.In(l)), Grade: f.Grade.Name().In(l), Message: m.job.message(f)}
	cells := m.job.placesOf(f)
	cause, culprit := m.job.Causes.Culprit(f)
	if culprit = culprit && cause.Changes[0].Present.Cell != ""; culprit {
		ln.link, ln.listed.Place = cells[0], cells[0] // the first that is probably wrong
		if n := len(cause.Changes); n > 1 {
			ln.listed.Place = msg.F("%s 等 %d 格", "%s and others, %d cells", cells[0], n).In(l)
		}
		if f.Grade == model.Error && !cause.FillsTotal(f) {
			ln.do = msg.F("核对原始台账，%s", "check the records, and correct %s", namedChanges(cause, msg.T("把 %s 改为 %s", "%s to %s"), msg.T("%s，共 %d 格", "%s, %d cells in all"))).In(l)
		}
	} else if len(cells) > 0 {
		ln.link, ln.listed.Place = cells[0], cells[0]
		if n := len(cells); n > 1 {
			ln.listed.Place = msg.F("%s 等 %d 格", "%s and others, %d cells", cells[0], n).In(l)
		}
	}
	switch {
	case f.AboutUnits():
		ln.listed.Item = f.Unit
	case culprit:
		ln.listed.Item = cause.Changes[0].Field.Label()
	case len(f.Fields) > 0:
		ln.listed.Item = f.Fields[0].Label()
	case len(f.Sections) > 0 && m.job.Report != nil:
		if s, ok := m.job.Report.Form.Section(f.Sections[0]); ok {
			ln.listed.Item = s.Heading
		}
	}
	old := m.earlier(f.Key)
	switch {
	case f.Grade == model.Error:
		ln.state = mustCorrect
		ln.listed.Former = cmp.Or(old.Text, old.Former) // it excuses nothing, and is not lost either
	case f.Grade == model.Hint:
		ln.state = informs
	case f.Explained():
		ln.state, ln.listed.Text = explained, f.Explanation
	case f.Stale:
		ln.state, ln.listed.Former = lapsed, f.Explanation
	case old.Former != "":
		ln.state, ln.listed.Former = lapsed, old.Former
	default:
		ln.state = mayExplain
	}
	return ln
}

// namedChanges puts the first changes of a cause into words. The wording of each takes the cell and its proposed figure; that
// of all takes these and the number of cells, where there are more than are named.
func namedChanges(cause locate.Explanation, each, all msg.Text) msg.Text {
	var named []msg.Text
	for _, c := range cause.Changes[:min(len(cause.Changes), maxNamed)] {
		named = append(named, msg.F(each.ZH, each.EN, cmp.Or(c.Present.Cell, c.Field.Label()), c.Proposed))
	}
	t := msg.Join(named, "，", ", ")
	if n := len(cause.Changes); n > maxNamed {
		t = msg.F(all.ZH, all.EN, t, n)
	}
	return t
}

func (m *marker) earlier(key string) model.Listed {
	if m.job.Report != nil {
		for _, l := range m.job.Report.Listed {
			if l.Key == key {
				return l
			}
		}
	}
	return model.Listed{}
}

// listStyles are the cell formats of the list.
func (m *marker) listStyles() map[string]int {
	s, p := m.styles, m.styles.prefix
	font := func(size int, bold bool, colour string) int {
		b := ""
		if bold {
			b = "<" + p + "b/>"
		}
		return s.add("fonts", fmt.Sprintf(`<%[1]sfont>%[2]s<%[1]ssz val="%[3]d"/><%[1]scolor rgb="FF%[4]s"/><%[1]sname val="宋体"/><%[1]sfamily val="3"/></%[1]sfont>`, p, b, size, colour))
	}
	side := func(name string) string {
		return fmt.Sprintf(`<%[1]s%[2]s style="thin"><%[1]scolor rgb="FFBFBFBF"/></%[1]s%[2]s>`, p, name)
	}
	border := s.add("borders", fmt.Sprintf(`<%[1]sborder>%[2]s%[3]s%[4]s%[5]s<%[1]sdiagonal/></%[1]sborder>`, p, side("left"), side("right"), side("top"), side("bottom")))
	xf := func(font, fill, border int, horizontal string, open bool) int {
		locked := "1"
		if open {
			locked = "0"
		}
		return s.add("cellXfs", fmt.Sprintf(`<%[1]sxf numFmtId="49" fontId="%[2]d" fillId="%[3]d" borderId="%[4]d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">`+
			`<%[1]salignment horizontal="%[5]s" vertical="top" wrapText="1"/><%[1]sprotection locked="%[6]s"/></%[1]sxf>`, p, font, fill, border, horizontal, locked))
	}
	plain, bold, link, grey := font(10, false, "000000"), font(10, true, "000000"), font(10, false, "0563C1"), font(10, false, "7F7F7F")
	fill := func(rgb string) int { return s.add("fills", s.solid(rgb)) }
	return map[string]int{
		"title":   xf(font(16, true, "000000"), 0, 0, "left", false),
		"intro":   xf(plain, 0, 0, "left", false),
		"head":    xf(bold, fill("DDE6F0"), border, "center", false),
		"text":    xf(plain, 0, border, "left", false),
		"centre":  xf(plain, 0, border, "center", false),
		"link":    xf(link, 0, border, "left", false),
		"open":    xf(plain, fill("FFFBE6"), border, "left", true),
		"error":   xf(plain, fill("FFD9DD"), border, "center", false),
		"warning": xf(plain, fill("FFF2CC"), border, "center", false),
		"hint":    xf(plain, 0, border, "center", false),
		"solved":  xf(grey, 0, border, "left", false),
	}
}

// list writes the list's sheet, and says where its heads begin.
func (m *marker) list(kept formerMarks) (content []byte, anchor string) {
	l := m.job.Lang
	st := m.listStyles()
	lines := m.lines()
	w := &sheetWriter{}
	w.head(lines)
	w.row(1, 30, listCell{0, st["title"], m.title()}, listCell{colKey, st["text"], kept.encode()})
	w.row(2, 20, listCell{0, st["intro"], m.summary()})
	intro := msg.T(
		"请改正标色的格；警告也可以在“说明”栏写明理由。改完后把本文件送回，不必删除本表。错误必须改正，不能用说明代替。",
		"Correct the coloured cells; a warning may be answered in the explanation column instead. Send this file back as it is. Errors cannot be explained away.")
	if slices.ContainsFunc(m.marks, func(c cellMark) bool { return c.look == lookCulprit }) {
		intro = msg.F("%s红框的格大概就是填错的，批注写明应为多少；浅红的格只是受它牵连。", "%s A cell in a red frame is probably the wrong one, and its comment says what it should be; paler cells only follow from it.", intro)
	}
	switch {
	case m.job.Err != nil:
		intro = msg.T("这个文件没有读出报告。请重新发送原文件：先在本机打开，确认内容完整、没有加密；本表不必送回。", "No report could be read from this file. Send the original again: open it first, and see that it is whole and not encrypted. This list need not come back.")
	case m.alone:
		intro = msg.T("请按本表在原来的文件里改正，把改好的文件送回；警告也可以在“说明”栏写明理由，把本表一起送回。错误必须改正，不能用说明代替。",
			"Correct your own file by this list and send that back; a warning may be answered in the explanation column instead, and then send this list too. Errors cannot be explained away.")
	}
	w.row(3, 34, listCell{0, st["intro"], intro.In(l)})
	heads := make([]listCell, 0, len(columns))
	for i, c := range columns {
		heads = append(heads, listCell{i, st["head"], c.head.In(l)})
	}
	w.row(headRow, 24, heads...)
	for i, ln := range lines {
		row := headRow + 1 + i
		cells, high := m.cells(st, ln, i+1)
		w.row(row, high, cells...)
		if ln.link != "" {
			if sheet, ref, ok := splitAddress(ln.link); ok && m.partOf(sheet) != "" {
				w.link(colPlace, row, absolute(sheet, ref))
			}
		}
	}
	if len(lines) == 0 {
		w.row(headRow+1, 24, listCell{colMessage, st["text"], msg.T("没有发现问题", "nothing was found").In(l)})
	}
	return w.end(), cellRef(0, headRow)
}

func (m *marker) cells(st map[string]int, ln line, number int) ([]listCell, float64) {
	values := map[int]string{
		colNumber: fmt.Sprint(number), colGrade: ln.listed.Grade, colRule: ln.listed.Rule, colPlace: ln.listed.Place, colItem: ln.listed.Item,
		colMessage: ln.listed.Message, colDo: ln.do, colText: ln.listed.Text, colState: ln.state.In(m.job.Lang), colFormer: ln.listed.Former,
		colKey: ln.listed.Key, colFigures: ln.listed.Figures,
	}
	style := func(col int) string {
		switch {
		case ln.listed.Solved:
			return "solved"
		case col == colNumber, col == colState:
			return "centre"
		case col == colGrade:
			return ln.style
		case col == colPlace && ln.link != "":
			return "link"
		case col == colText && ln.style == string(model.Warning):
			return "open" // errors cannot be explained away, and hints need not be
		}
		return "text"
	}
	var out []listCell
	high := 1
	for i, c := range columns {
		out = append(out, listCell{i, st[style(i)], values[i]})
		if !c.hidden {
			high = max(high, workbook.Lines(values[i], c.width))
		}
	}
	return out, min(workbook.MaxHeight, workbook.Height(high, 10))
}

func (m *marker) title() string {
	if m.job.Report == nil || m.job.Report.Organ == "" {
		return listTitle.In(m.job.Lang)
	}
	return msg.F("%s：%s", "%s: %s", listTitle, m.job.Report.Organ).In(m.job.Lang)
}

func (m *marker) summary() string {
	n := check.Count(m.job.Findings)
	done := 0
	for _, f := range m.job.Findings {
		if f.Grade == model.Warning && f.Explained() {
			done++
		}
	}
	verdict := check.VerdictOf(m.job.Findings).Title()
	s := msg.F("%s：错误 %d，警告 %d（已说明 %d），提示 %d", "%s: %d errors, %d warnings (%d explained), %d hints", verdict, n[model.Error], n[model.Warning], done, n[model.Hint])
	s = msg.F("%s%s", "%s%s", s, m.job.Causes.CountText())
	if r := m.job.Report; r != nil && r.Year > 0 {
		s = msg.F("%d 年度，%s", "%d, %s", r.Year, s)
	}
	return s.In(m.job.Lang)
}

func cellRef(col, row int) string {
	ref, _ := excelize.CoordinatesToCellName(col+1, row)
	return ref
}

// listCell is a cell of the list.
type listCell struct {
	col, style int
	text       string
}

// sheetWriter writes the list's sheet.
type sheetWriter struct {
	b     strings.Builder
	links []string
}

func (w *sheetWriter) head(lines []line) {
	former := slices.ContainsFunc(lines, func(l line) bool { return l.listed.Former != "" })
	fmt.Fprintf(&w.b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:%s"/>`+
		`<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>`+
		`<sheetFormatPr defaultRowHeight="15"/><cols>`, cellRef(len(columns)-1, headRow+max(1, len(lines))), headRow, headRow+1)
	for i, c := range columns {
		hidden := ""
		if c.hidden || i == colFormer && !former {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(&w.b, `<col min="%d" max="%d" width="%g" customWidth="1"%s/>`, i+1, i+1, c.width, hidden)
	}
	w.b.WriteString("</cols><sheetData>")
}

func (w *sheetWriter) row(row int, height float64, cells ...listCell) {
	fmt.Fprintf(&w.b, `<row r="%d" ht="%g" customHeight="1">`, row, height)
	for _, c := range cells {
		if c.text == "" {
			fmt.Fprintf(&w.b, `<c r="%s" s="%d"/>`, cellRef(c.col, row), c.style)
			continue
		}
		fmt.Fprintf(&w.b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, cellRef(c.col, row), c.style, escapeText(c.text))
	}
	w.b.WriteString("</row>")
}

func (w *sheetWriter) link(col, row int, location string) {
	w.links = append(w.links, fmt.Sprintf(`<hyperlink ref="%s" location="%s"/>`, cellRef(col, row), patch.Escape(location)))
}

func (w *sheetWriter) end() []byte {
	last := cellRef(colFormer, 1)
	fmt.Fprintf(&w.b, `</sheetData><sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0"/>`+
		`<mergeCells count="3"><mergeCell ref="A1:%s"/><mergeCell ref="A2:%s"/><mergeCell ref="A3:%s"/></mergeCells>`, last, cellRef(colFormer, 2), cellRef(colFormer, 3))
	if len(w.links) > 0 {
		w.b.WriteString("<hyperlinks>" + strings.Join(w.links, "") + "</hyperlinks>")
	}
	w.b.WriteString(`<pageMargins left="0.3" right="0.3" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>&amp;R&amp;11第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return []byte(w.b.String())
}

// Sheets are the sheets of a workbook that may have a list of findings. They are functions: an interface would keep all
// methods of the spreadsheet library in the program, since templates may call any method by its name.
type Sheets struct {
	// RefersTo is what a defined name of the whole workbook refers to; none if there is no such name.
	RefersTo func(name string) []string
	// HasSheet reports whether there is a sheet of a name.
	HasSheet func(name string) bool
	// ShownRows are the rows of a sheet with what its cells show.
	ShownRows func(sheet string) ([][]string, error)
}

// ListSheet is the name of the sheet on which an earlier check listed its
// findings; "" if there is none.
func ListSheet(f Sheets) string {
	for _, refersTo := range f.RefersTo(listName) {
		if sheet, _, ok := splitAddress(strings.TrimPrefix(refersTo, "=")); ok && f.HasSheet(sheet) {
			return sheet
		}
	}
	// The name may be lost where the sheet is not.
	for _, title := range []string{listTitle.In(msg.ZH), listTitle.In(msg.EN)} {
		if !f.HasSheet(title) {
			continue
		}
		if rows, err := f.ShownRows(title); err == nil && headOf(rows) >= 0 {
			return title
		}
	}
	return ""
}

// headOf is the index of the row with the list's heads; -1 if there is none.
func headOf(rows [][]string) int {
	for i, row := range rows {
		if at := columnsOf(row); at[colKey] >= 0 && at[colFigures] >= 0 && at[colText] >= 0 {
			return i
		}
	}
	return -1
}

func columnsOf(row []string) []int {
	at := make([]int, len(columns))
	for i := range at {
		at[i] = -1
	}
	for k, text := range row {
		text = strings.TrimSpace(text)
		for i, c := range columns {
			if at[i] < 0 && text != "" && (text == c.head.In(msg.ZH) || text == c.head.In(msg.EN)) {
				at[i] = k
			}
		}
	}
	return at
}

// ReadList reads the list of an earlier marking from a sheet, with the unit's
// explanations.
func ReadList(f Sheets, sheet string) ([]model.Listed, error) {
	rows, err := f.ShownRows(sheet)
	if err != nil {
		return nil, err
	}
	head := headOf(rows)
	if head < 0 {
		return nil, nil
	}
	at := columnsOf(rows[head])
	var out []model.Listed
	for _, row := range rows[head+1:] {
		get := func(col int) string {
			if k := at[col]; k >= 0 && k < len(row) {
				return strings.ReplaceAll(row[k], "\r\n", "\n")
			}
			return ""
		}
		if get(colKey) == "" {
			continue
		}
		state := get(colState)
		out = append(out, model.Listed{
			Key: get(colKey), Figures: get(colFigures), Rule: get(colRule), Grade: get(colGrade), Place: get(colPlace), Item: get(colItem),
			Message: get(colMessage), Text: strings.TrimSpace(get(colText)), Former: strings.TrimSpace(get(colFormer)),
			Solved: state == solved.In(msg.ZH) || state == solved.In(msg.EN),
		})
	}
	return out, nil
}
