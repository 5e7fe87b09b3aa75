package record

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/gkxl/gkxl/internal/csvfile"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// csvHeader names the columns of a report as CSV, one field on a line. Every line says which report it is of,
// so that the lines of several reports may stand in one file. Texts are not included.
var csvHeader = []string{"organ", "year", "form", "field", "section", "row", "column", "value", "unit", "remark", "state", "text"}

// doubtful is the state in CSV of what may be another field's. It has no number, and its text is what stood there.
const doubtful = "doubtful"

// EncodeCSV writes the values of a report, every field of the form in its order. The column value is a plain
// number or empty; unit is the cell's own or the form's.
func EncodeCSV(w io.Writer, r *model.Report) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(csvHeader); err != nil {
		return err
	}
	year := ""
	if r.Year != 0 {
		year = strconv.Itoa(r.Year)
	}
	for _, fd := range r.Form.Fields {
		v := r.Certain(fd.ID)
		number, state := "", string(v.State)
		if v.Doubtful {
			state = doubtful
		}
		if v.IsNumber() {
			number = v.Number.String()
		}
		err := cw.Write([]string{Guard(r.Organ), year, Guard(r.Form.ID), fd.ID, Guard(fd.Table.Section.Heading), Guard(fd.RowLabel()), Guard(fd.ColumnLabel()),
			number, Guard(cmp.Or(v.Unit, fd.Unit)), Guard(v.Remark), state, Guard(v.Text)})
		if err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

// Guard is [text.Guard], but numbers stay as they are.
func Guard(s string) string {
	if _, err := model.ParseNumber(s); err == nil {
		return s
	}
	return text.Guard(s)
}

// IsCSV reports whether data begin as what EncodeCSV wrote.
func IsCSV(data []byte) bool {
	data = fromUTF16(data[:min(len(data), 2048)])
	line, _, _ := strings.Cut(strings.TrimPrefix(string(data[:min(len(data), 512)]), "\ufeff"), "\n")
	cols := strings.FieldsFunc(strings.TrimSpace(line), func(c rune) bool { return strings.ContainsRune(",;\t\"", c) })
	return slices.Contains(cols, "field") && slices.Contains(cols, "value") && slices.Contains(cols, "state")
}

// fromUTF16 decodes what a byte order mark says is UTF-16, as spreadsheets save "Unicode text"; other data stay.
func fromUTF16(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		if out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return out
		}
	}
	return data
}

// DecodeCSV reads what EncodeCSV wrote, with lines and columns in any order and with columns added;
// spreadsheets may have saved it as GB18030. The error is a *msg.Problem.
func DecodeCSV(data []byte, forms Forms) (*model.Report, error) {
	d := &csvDecoder{column: map[string]int{}}
	data = bytes.TrimPrefix(fromUTF16(data), []byte("\ufeff"))
	if !utf8.Valid(data) {
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			line := 1 + bytes.Count(data[:len(data)-len(afterValid(data))], []byte("\n"))
			return nil, &msg.Problem{What: msg.F("第 %d 行：这里的字节既不是 UTF-8，也不是 GB18030 编码的文字", "line %d: bytes that are text neither in UTF-8 nor in GB18030", line), Hint: csvHint}
		}
		data = out
	}
	all := text.LineBreaks(string(data))
	first, _, _ := strings.Cut(all, "\n")
	comma := ','
	for _, c := range ";\t" { // what spreadsheets of some regions save
		if strings.Count(first, string(c)) > strings.Count(first, string(comma)) {
			comma = c
		}
	}
	d.r = csvfile.New(all, csvfile.Options{Comma: comma, Strict: true, Hint: csvHint}, csvfile.Default)
	head, _, err := d.r.Read()
	if err != nil && !errors.Is(err, io.EOF) { // with nothing in it there is no data either
		return nil, err
	}
	for i, name := range head {
		d.column[strings.TrimSpace(name)] = i
	}
	for {
		d.record, d.line, err = d.r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = d.readLine(forms)
		}
		if err != nil {
			return nil, err
		}
	}
	if d.report == nil {
		return nil, &msg.Problem{What: msg.T("CSV 里只有表头，没有数据", "the CSV has a header and no data"), Hint: csvHint}
	}
	return d.report, nil
}

// csvHint says what to do about a faulty CSV.
var csvHint = msg.T("请用“gkxl export -o 文件.csv”重新导出，或改正该行", "export it again with \"gkxl export -o FILE.csv\", or correct the line")

// csvDecoder reads one report from CSV.
type csvDecoder struct {
	r      *csvfile.Reader
	line   int
	column map[string]int
	record []string
	report *model.Report
	form   *model.Form
	named  string // how the first line names the form
}

// isOther reports whether a label is not that of a field but that of another field of the form. A label that is none
// of the form's is for people only.
func isOther(label string, fd *model.Field, form *model.Form, of func(*model.Field) string) bool {
	label = text.Bare(label)
	if label == "" || label == text.Bare(of(fd)) {
		return false
	}
	return slices.ContainsFunc(form.Fields, func(o *model.Field) bool { return text.Bare(of(o)) == label })
}

// afterValid is what stands behind the longest beginning of data that is UTF-8.
func afterValid(data []byte) []byte {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		data = data[n:]
	}
	return data
}

// fail returns an error with the current line.
func (d *csvDecoder) fail(zh, en string, args ...any) error {
	return &msg.Problem{What: msg.F("第 %d 行：%s", "line %d: %s", d.line, msg.F(zh, en, args...)), Hint: csvHint}
}

// cell returns the text of a column in the current line; "" if the column is missing.
func (d *csvDecoder) cell(name string) string {
	if i, ok := d.column[name]; ok && i < len(d.record) {
		if s, ok := text.Unguard(d.record[i]); ok {
			return s // as spreadsheets write it
		}
		return strings.TrimPrefix(d.record[i], "'") // of Guard
	}
	return ""
}

// readLine reads the current line into the report.
func (d *csvDecoder) readLine(forms Forms) error {
	if !slices.ContainsFunc(d.record, func(s string) bool { return s != "" }) {
		return nil // a line of separators, which spreadsheets leave below the data
	}
	year := 0
	if s := strings.TrimSpace(d.cell("year")); s != "" {
		var err error
		if year, err = strconv.Atoi(s); err != nil || year < 0 || year > 9999 {
			return d.fail("year 应是四位年份，而不是“%s”", "year is a year of four digits, not %q", s)
		}
	}
	if d.report == nil {
		if err := d.beginReport(year, forms); err != nil {
			return err
		}
	}
	if d.report.Organ != d.cell("organ") || d.report.Year != year {
		return d.fail("CSV 里不止一份报告：“%s”%d 年之外还有“%s”%d 年", "the CSV has more than one report: %q of %d, and %q of %d",
			d.report.Organ, d.report.Year, d.cell("organ"), year)
	}
	id := strings.TrimSpace(d.cell("field"))
	fd, ok := d.form.Field(id)
	if !ok {
		return d.fail("%s 版没有编号为“%s”的格", "edition %s has no field %q", d.form.ID, id)
	}
	if _, twice := d.report.Values[id]; twice {
		return d.fail("“%s”出现了两次", "%q is given twice", id)
	}
	if form := strings.TrimSpace(d.cell("form")); form != d.named {
		return d.fail("这一行的格式版本是“%s”，前面的是“%s”", "the form of this line is %q, that of the lines before is %q", form, d.named)
	}
	for _, label := range []struct {
		column string
		of     func(*model.Field) string
	}{{"row", (*model.Field).RowLabel}, {"column", (*model.Field).ColumnLabel}} {
		if s := d.cell(label.column); isOther(s, fd, d.form, label.of) {
			return d.fail("编号“%s”是“%s”，而 %s 一列写的是“%s”；是不是只有几列排过序", "field %q is %q, and the column %s says %q; have only some of the columns been sorted?", id, label.of(fd), label.column, s)
		}
	}
	v, err := d.value(fd)
	if err == nil {
		d.report.Values[id] = v
	}
	return err
}

// beginReport begins the report with its form.
func (d *csvDecoder) beginReport(year int, forms Forms) (err error) {
	switch id := strings.TrimSpace(d.cell("form")); {
	case forms.Fixed != nil:
		d.form = forms.Fixed
	case id != "":
		d.form, err = forms.ByID(id)
	case year != 0:
		d.form, err = forms.ByYear(year)
	default:
		err = d.fail("没有写明 form 或 year，无法确定格式版本", "neither form nor year is given, and the edition is unclear")
	}
	if err != nil {
		return err
	}
	d.report = model.NewReport(d.form)
	d.report.Organ, d.report.Year, d.named = d.cell("organ"), year, strings.TrimSpace(d.cell("form"))
	return nil
}

// value returns the value of a field in the current line.
func (d *csvDecoder) value(fd *model.Field) (model.Value, error) {
	v := model.Value{State: model.State(strings.TrimSpace(d.cell("state"))), Text: d.cell("text"), Remark: d.cell("remark"), Unit: d.cell("unit")}
	figure := strings.TrimSpace(d.cell("value"))
	if v.Unit == fd.Unit { // EncodeCSV writes the form's unit where the cell has none
		read, _ := intake.Read(intake.Cell{Kind: intake.Text, Text: v.Text}, fd, &d.form.Reading)
		v.Unit = read.Unit
	}
	switch v.State {
	case model.IsNumber:
		n, err := model.ParseNumber(figure)
		if err != nil {
			return v, d.fail("“%s”的 value 是“%s”，不是普通数字", "the value of %s is %q, no plain number", fd.ID, figure)
		}
		v.Number = n
		if why := contradiction(v, fd, d.form); !why.IsZero() {
			return v, d.fail("“%s”%s", "%s %s", fd.ID, why)
		}
	case model.Blank, model.Absent, model.Unreadable:
		if figure != "" {
			return v, d.fail("“%s”的 state 是 %s 而有 value", "%s has state %s and a value", fd.ID, string(v.State))
		}
		v.Unit = ""
	case doubtful:
		if figure != "" {
			return v, d.fail("“%s”的 state 是 %s 而有 value", "%s has state %s and a value", fd.ID, doubtful)
		}
		v = doubtfulValue(v, fd, d.form)
		d.report.Notes = append(d.report.Notes, model.Note{Rule: "FORM-DOUBT", Field: fd.ID, Section: fd.Table.ID, Fields: []*model.Field{fd}, Message: msg.F(
			"“%s”（%s）可能错位：CSV 的 state 是 %s", "%q (%s) may stand in the wrong place: its state in the CSV is %s", fd.Label(), v.Shown(), doubtful)})
	case "":
		v, _ = intake.Read(intake.Cell{Kind: intake.Text, Text: cmp.Or(v.Text, figure)}, fd, &d.form.Reading)
	default:
		return v, d.fail("不认识的 state“%s”", "unknown state %q", string(v.State))
	}
	return v, nil
}
