package review

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/patch"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/msg"
)

// sheetName is the defined name that leads to the sheet with the record, whatever the sheet is called. Like the names
// of marking it does not begin with model.NamePrefix: a workbook of another make is still no template.
const sheetName = "gkr_reviews"

// dataMark stands in the first cell of the hidden column with the packed record.
const dataMark = Schema

// column is a column of the record as it is shown.
type column struct {
	head  msg.Text
	width float64
}

// columns are those of the record as it is shown. Behind them is the hidden column with the packed record.
var columns = []column{
	{msg.T("序号", "No."), 6}, {msg.T("阶段", "stage"), 10}, {msg.T("审核人", "reviewer"), 12}, {msg.T("时间", "time"), 18}, {msg.T("意见", "note"), 30},
	{msg.T("未说明的警告", "open warnings"), 10}, {msg.T("内容指纹", "content"), 16}, {msg.T("本条校验码", "hash"), 16},
}

// digits is how many digits of a hash are shown.
const digits = 12

// row is an entry as it is shown.
func (e Entry) row(lang msg.Lang) []string {
	return []string{strconv.Itoa(e.Number), e.stageText().In(lang), e.By, e.TimeText(), e.Note, strconv.Itoa(e.Open()), clip(e.Content), clip(e.Hash)}
}

// clip is the beginning of a hash.
func clip(hash string) string { return hash[:min(digits, len(hash))] }

// stageText names the stage of an entry, and says that one person did two.
func (e Entry) stageText() msg.Text {
	if e.Same {
		return msg.F("%s（同一人）", "%s (same person)", e.Stage.Name())
	}
	return e.Stage.Name()
}

// shownRows is the record as it is shown in a language, without the packed record.
func (r *Record) shownRows(lang msg.Lang) [][]string {
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = c.head.In(lang)
	}
	out := [][]string{{Title.In(lang)}, {msg.F("%s，%d 年度，%s", "%s, %d, %s", r.Organ, r.Year, r.File).In(lang)}, {intro.In(lang)}, heads}
	for _, e := range r.Entries {
		out = append(out, e.row(lang))
	}
	return out
}

// intro says on the sheet what it is.
var intro = msg.T("由 gkxl review 写入，请不要改动本表，也不必删除。内容有改动，审核即失效，要重新做。这不是电子签名，不能证明是谁做的审核。",
	"Written by gkxl review; leave this sheet as it is. A change of the content makes the reviews lapse. This is no signature and does not prove who reviewed.")

// SheetOf is the name of the sheet that a workbook's reviews are recorded on; empty if there is none. It is known by
// its defined name, or else by its title and by what stands on it. Where a program renamed the sheet and not what its
// name refers to, what stands on it tells. Sheets are the names of all sheets.
func SheetOf(f mark.Sheets, sheets []string) string {
	named := f.RefersTo(sheetName)
	for _, refersTo := range named {
		name, _, _ := strings.Cut(strings.TrimPrefix(refersTo, "="), "!")
		if name = workbook.UnquoteSheet(name); f.HasSheet(name) {
			return name
		}
	}
	for _, name := range sheets {
		if isTitle(name) || len(named) > 0 {
			if rows, err := f.ShownRows(name); err == nil && (markAt(rows) >= 0 || len(rows) > 0 && len(rows[0]) > 0 && isTitle(rows[0][0])) {
				return name
			}
		}
	}
	return ""
}

// isTitle reports whether a name is that of the sheet of reviews, or of a second one beside another of the name.
func isTitle(name string) bool {
	for _, l := range []msg.Lang{msg.ZH, msg.EN} {
		rest, ok := strings.CutPrefix(strings.TrimSpace(name), Title.In(l))
		if ok && (rest == "" || strings.HasPrefix(rest, " (")) {
			return true
		}
	}
	return false
}

// markAt is the index of the column with the packed record; -1 if there is none.
func markAt(rows [][]string) int {
	for _, row := range rows {
		for i, s := range row {
			if strings.TrimSpace(s) == dataMark {
				return i
			}
		}
	}
	return -1
}

// fromRows reads the record that the rows of a sheet hold. Nil without an error is no rows. The error says what is
// wrong, for people.
func fromRows(rows [][]string) (*Record, msg.Text) {
	if len(rows) == 0 {
		return nil, msg.Text{}
	}
	damaged := msg.T("工作簿里的审核记录读不出来；从备份恢复“审核记录”表，或者重新审核", "the record of reviews in the workbook cannot be read: restore its sheet from a copy, or review the report again")
	at := markAt(rows)
	if at < 0 {
		return nil, damaged
	}
	var pieces []string
	var shown [][]string
	for _, row := range rows {
		if len(row) > at {
			if s := strings.TrimSpace(row[at]); s != "" && s != dataMark {
				pieces = append(pieces, s)
			}
			row = row[:at]
		}
		if slices.ContainsFunc(row, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			shown = append(shown, row)
		}
	}
	r, err := unpack(pieces, Default)
	if err != nil {
		return nil, damaged
	}
	wrong := msg.Text{}
	for _, l := range []msg.Lang{msg.ZH, msg.EN} {
		i := firstOther(shown, r.shownRows(l))
		if i < 0 {
			return r, msg.Text{}
		}
		if l == msg.ZH || i > 0 {
			wrong = msg.F("工作簿里“审核记录”表上的字被改动过（第 %d 行）；改回去，或者重新审核", "what the sheet of reviews in the workbook shows was changed (line %d): change it back, or review the report again", i+1)
		}
	}
	return r, wrong
}

// firstOther is the index of the first row that is not as in other rows, but for blanks; -1 if all are.
func firstOther(rows, want [][]string) int {
	row := func(rows [][]string, i int) string {
		if i >= len(rows) {
			return "\x00"
		}
		return strings.TrimRight(text.Unspaced(strings.Join(rows[i], "\t\x00")), "\x00")
	}
	for i := range max(len(rows), len(want)) {
		if row(rows, i) != row(want, i) {
			return i
		}
	}
	return -1
}

// Refused is the error for a workbook that the record cannot be written into; nothing was written.
type Refused struct{ Why msg.Text }

// Error is the reason in Chinese.
func (r *Refused) Error() string { return r.Why.ZH }

// relBase begins the types of relationships.
const relBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// Put writes a record into a workbook, on a sheet of its own behind all others; every other part stays as it is, byte
// for byte, but for those that list the sheets and the cell formats. The error is a *Refused if the record would damage
// the file.
func Put(data []byte, r *Record, lang msg.Lang) ([]byte, error) {
	b, err := patch.Open(data)
	if err != nil {
		return nil, &Refused{msg.T("文件不是 .xlsx 工作簿", "the file is no .xlsx workbook")}
	}
	for _, n := range b.Names() {
		if strings.HasPrefix(strings.ToLower(n), "_xmlsignatures/") {
			return nil, &Refused{msg.T("文件带有电子签名，改动会使签名失效", "the file is signed, and any change breaks the signature")}
		}
	}
	main := b.RelOf("", "officeDocument").Target
	if _, ok := b.Part(main); !ok {
		main = "xl/workbook.xml"
	}
	if b.Root(main) != "workbook" {
		return nil, &Refused{msg.T("文件不是 .xlsx 工作簿", "the file is no .xlsx workbook")}
	}
	p := &putter{book: b, main: main}
	p.put(r, lang)
	var out []byte
	if err = b.Err(); err == nil {
		out, err = b.Bytes()
	}
	var refused *Refused
	switch {
	case errors.As(err, &refused):
		return nil, refused
	case err != nil:
		return nil, &Refused{msg.T("文件的结构特殊，写入可能损坏它", "the file's structure is unusual, and writing might damage it")}
	}
	return out, nil
}

// putter writes a record into one workbook.
type putter struct {
	book *patch.Book
	main string
}

// put writes the sheet, or writes it anew where it is there.
func (p *putter) put(r *Record, lang msg.Lang) {
	pieces, err := pack(r)
	p.book.Fail(err)
	part, taken := p.there()
	styles := mark.AddFormats(p.book, p.main, mark.CellFormat{Size: 14, Bold: true}, mark.CellFormat{Size: 10}, mark.CellFormat{Size: 10, Bold: true, Boxed: true, Shaded: true, Centre: true}, mark.CellFormat{Size: 10, Boxed: true})
	sheet := sheetXML(r.shownRows(lang), pieces, styles)
	if part != "" {
		p.book.Set(part, sheet)
		return
	}
	name := Title.In(lang)
	for n := 2; slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, name) }); n++ {
		name = fmt.Sprintf("%s (%d)", Title.In(lang), n)
	}
	part = p.book.FreeName("xl/worksheets/sheet", ".xml")
	id := p.book.Add(part, sheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", p.main, relBase+"worksheet")
	p.book.Edit(p.main, func(d *patch.Doc) {
		sheets := d.Need("sheets")
		if strings.Contains(d.Root.Namespace(), "purl.oclc.org") {
			d.Fail(&Refused{msg.T("文件是严格的 Open XML 格式", "the file is in strict Open XML format")})
			return
		}
		number := 0
		for _, e := range sheets.Children {
			n, _ := strconv.Atoi(e.Attr("sheetId"))
			number = max(number, n)
		}
		prefix := d.Root.WritePrefix()
		d.Append(sheets, fmt.Sprintf(`<%ssheet name="%s" sheetId="%d" xmlns:r="%s" r:id="%s"/>`, prefix, patch.Escape(name), number+1, strings.TrimSuffix(relBase, "/"), id))
		defined := fmt.Sprintf(`<%[1]sdefinedName name="%[2]s">%[3]s</%[1]sdefinedName>`, prefix, sheetName, patch.Escape(workbook.QuoteSheet(name)+"!$A$1"))
		names := d.Root.Child("definedNames")
		if names == nil {
			after := sheets
			for _, e := range d.Root.Children {
				if e.Local == "functionGroups" || e.Local == "externalReferences" {
					after = e
				}
			}
			d.After(after, fmt.Sprintf(`<%[1]sdefinedNames>%[2]s</%[1]sdefinedNames>`, prefix, defined))
			return
		}
		for _, e := range names.Children {
			if e.Attr("name") == sheetName {
				d.Delete(e)
			}
		}
		d.Append(names, defined)
	})
}

// there is the part of the sheet that holds the record already, if there is one, and the names of all sheets.
func (p *putter) there() (part string, names []string) {
	rels := p.book.Rels(p.main)
	parts := map[string]string{}
	p.book.Edit(p.main, func(d *patch.Doc) {
		for _, e := range d.Root.Items("sheets") {
			name := e.Attr("name")
			names = append(names, name)
			for _, r := range rels {
				if r.ID != "" && r.ID == e.Attr("id") {
					parts[name] = r.Target
				}
			}
		}
		for _, e := range d.Root.Items("definedNames") {
			if e.Attr("name") == sheetName && e.Attr("localSheetId") == "" {
				sheet, _, _ := strings.Cut(d.Text(e), "!")
				part = parts[workbook.UnquoteSheet(sheet)]
			}
		}
	})
	for _, name := range names {
		if data, _ := p.book.Part(parts[name]); part == "" && isTitle(name) && bytes.Contains(data, []byte(dataMark)) {
			part = parts[name]
		}
	}
	return part, names
}

// sheetXML is the part of the sheet. Styles are those of the title, of the lines below it, of heads and of entries.
func sheetXML(rows [][]string, pieces []string, styles []int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	width := 0.0
	for i, c := range columns {
		width += c.width
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.width)
	}
	data := len(columns) + 1
	fmt.Fprintf(&b, `<col min="%d" max="%d" width="8" hidden="1" customWidth="1"/></cols><sheetData>`, data, data)
	cell := func(col, row, style int, s string) {
		ref, _ := excelize.CoordinatesToCellName(col, row)
		if s == "" {
			fmt.Fprintf(&b, `<c r="%s" s="%d"/>`, ref, style)
			return
		}
		fmt.Fprintf(&b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, ref, style, text.XMLMarks(s))
	}
	for i := range max(len(rows), len(pieces)+1) {
		row, style, lines := []string(nil), styles[min(i, 3)], 1
		if i == 1 || i == 2 {
			style = styles[1]
		} else if i == headRow {
			style = styles[2]
		} else if i > headRow {
			style = styles[3]
		}
		if i < len(rows) {
			row = rows[i]
		}
		for k, s := range row {
			w := width
			if i >= headRow {
				w = columns[k].width
			}
			lines = max(lines, workbook.Lines(s, w))
		}
		size := 10.0
		if i == 0 {
			size = 14
		}
		fmt.Fprintf(&b, `<row r="%d" ht="%g" customHeight="1">`, i+1, min(workbook.MaxHeight, workbook.Height(lines, size)))
		for k, s := range row {
			cell(k+1, i+1, style, s)
		}
		switch {
		case i == 0:
			cell(data, 1, styles[1], dataMark)
		case i <= len(pieces):
			cell(data, i+1, styles[1], pieces[i-1])
		}
		b.WriteString(`</row>`)
	}
	last, _ := excelize.ColumnNumberToName(len(columns))
	fmt.Fprintf(&b, `</sheetData><sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0"/>`+
		`<mergeCells count="3"><mergeCell ref="A1:%[1]s1"/><mergeCell ref="A2:%[1]s2"/><mergeCell ref="A3:%[1]s3"/></mergeCells>`+
		`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`, last)
	return []byte(b.String())
}

// headRow is the index of the row with the column heads.
const headRow = 3
