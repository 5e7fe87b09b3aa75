package xlsx

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/model/intake"
	"github.com/gkxl/gkxl/model/say"
	"github.com/gkxl/gkxl/xlsx/preflight"
)

// Forms finds a form by its id.
type Forms func(id string) (*model.Form, error)

// Read reads a workbook that Write made, however edited since: everything is
// found by its defined name, so that renamed, moved and reordered sheets and
// inserted rows and columns do no harm. What cannot be read at all is a
// *say.Problem.
func Read(data []byte, forms Forms) (*model.Report, *model.Form, error) {
	f, err := preflight.Open(data)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	return read(f, forms)
}

func read(f *excelize.File, forms Forms) (r *model.Report, form *model.Form, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, form, err = nil, nil, damaged(nil)
		}
	}()
	b := newBook(f)
	if form, err = b.form(forms); err != nil {
		return nil, nil, err
	}
	rd := &reader{book: b, form: form, report: model.NewReport(form.ID), at: make([]spot, len(form.Fields)), state: make([]state, len(form.Fields))}
	if err := rd.read(); err != nil {
		return nil, nil, damaged(err)
	}
	return rd.report, form, nil
}

func damaged(err error) error {
	detail := ""
	if err != nil {
		detail = "（" + err.Error() + "）"
	}
	return &say.Problem{
		What: say.F("工作簿的内容已损坏，无法读取%s", "the workbook's content is damaged%s", detail),
		Do:   say.T("请用 WPS 或 Excel 打开，另存为新的 .xlsx 文件再试", "open it in WPS or Excel, save it as a new .xlsx, and try again"),
	}
}

// Form finds out which form a workbook was made for.
func (b *book) form(forms Forms) (*model.Form, error) {
	if len(b.names) == 0 {
		return nil, &say.Problem{
			What: say.T("这不是 gkxl 模板做的工作簿：找不到任何单元格名称", "this workbook was not made from a gkxl template: it has none of its names"),
			Do:   say.T("请用“gkxl template”生成模板，把数据填入模板后再试", "make a template with \"gkxl template\" and put the data into it"),
		}
	}
	if v := b.meta("schema"); v != "" && v != schema {
		return nil, &say.Problem{
			What: say.F("工作簿的结构版本是 %s，本程序只认识 %s", "the workbook's schema is %s, this program knows %s", v, schema),
			Do:   say.T("请使用新版本的 gkxl", "use a newer gkxl"),
		}
	}
	id := b.meta("form")
	if id == "" {
		id, _, _, _ = b.text(model.NamePrefix+coverForm, "")
		id = strings.TrimSpace(id)
	}
	form, err := forms(id)
	if err != nil {
		return nil, &say.Problem{
			What: say.F("工作簿按格式“%s”制作，本程序没有这个格式", "the workbook was made for form %q, which is not built in", id),
			Do:   say.T("请用 --form 给出该格式的文件", "give the form's file with --form"),
		}
	}
	if form.ID != id && id != "" {
		return nil, &say.Problem{
			What: say.F("工作簿按格式“%s”制作，而 --form 给出的是“%s”", "the workbook was made for form %q, but --form gives %q", id, form.ID),
			Do:   say.T("请给出与工作簿相同的格式文件", "give the form the workbook was made for"),
		}
	}
	return form, nil
}

func (b *book) meta(key string) string {
	v, _, _, err := b.text(metaPrefix+key, "")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(v)
}

type state int

const (
	unseen state = iota
	running
	settled
)

// Reader turns the cells of one workbook into a report.
type reader struct {
	book   *book
	form   *model.Form
	report *model.Report
	at     []spot
	byCell map[string]*model.Field
	state  []state
	absent map[string]bool
}

func (rd *reader) note(n model.Note) { rd.report.Notes = append(rd.report.Notes, n) }

func (rd *reader) read() error {
	notes, err := rd.book.followRenames(rd.form)
	if err != nil {
		return err
	}
	rd.report.Notes = append(rd.report.Notes, notes...)
	rd.locate()
	rd.absent = map[string]bool{}
	for _, id := range strings.Fields(rd.book.meta("absent")) {
		rd.absent[id] = true
	}
	if fp := rd.book.meta("fingerprint"); fp != "" && fp != Fingerprint(rd.form) {
		rd.note(model.Note{Rule: "VALUE-READING", Found: fp, Message: say.T(
			"工作簿由另一版本的 gkxl 或格式文件制作，已按名称读取", "the workbook was made by another version of gkxl or of the form; it was read by name")})
	}
	if err := rd.cover(); err != nil {
		return err
	}
	for _, fd := range rd.form.Fields {
		if err := rd.field(fd); err != nil {
			return err
		}
	}
	return rd.texts()
}

// Locate finds every field's cell. Two names on one cell leave no way to tell
// whose figure stands there.
func (rd *reader) locate() {
	rd.byCell = make(map[string]*model.Field, len(rd.form.Fields))
	for _, fd := range rd.form.Fields {
		s, ok := rd.book.names[fd.Name()]
		if !ok || s.broken {
			s = spot{broken: true}
		} else if other, taken := rd.byCell[s.key()]; taken {
			rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: s.address(), Message: say.F(
				"单元格同时名为“%s”和“%s”，只按前者读取", "the cell carries the names of both %s and %s; it was read as the former", other.Label(), fd.Label())})
			s = spot{broken: true}
		} else {
			rd.byCell[s.key()] = fd
		}
		rd.at[fd.Index] = s
	}
}

// Field reads one field, parts before totals.
func (rd *reader) field(fd *model.Field) error {
	if rd.state[fd.Index] != unseen {
		return nil
	}
	rd.state[fd.Index] = running
	defer func() { rd.state[fd.Index] = settled }()
	if fd.Total != nil {
		for _, t := range fd.Total.Right {
			if err := rd.field(t.Field); err != nil {
				return err
			}
		}
	}
	s := rd.at[fd.Index]
	if s.broken {
		rd.report.Values[fd.ID] = model.Value{State: model.Absent}
		return nil
	}
	if anchor, covered, err := rd.book.covered(s); err != nil {
		return err
	} else if covered {
		rd.report.Values[fd.ID] = model.Value{State: model.Absent, Cell: s.address()}
		rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: s.address(), Message: say.F(
			"单元格被合并进 %s，本格没有自己的数字", "the cell was merged into %s and has no figure of its own", anchor)})
		return nil
	}
	c, formula, err := rd.book.cell(s)
	if err != nil {
		return err
	}
	switch {
	case formula != "" && fd.Total != nil:
		err = rd.total(fd, s, c, formula)
	case formula != "":
		err = rd.entered(fd, s, c, formula)
	default:
		rd.plain(fd, c)
	}
	return err
}

func (rd *reader) set(fd *model.Field, v model.Value) {
	if v.State == model.Blank && v.Text == "" && rd.absent[fd.ID] {
		v = model.Value{State: model.Absent, Cell: v.Cell}
	}
	rd.report.Values[fd.ID] = v
}

// Plain reads a cell without a formula.
func (rd *reader) plain(fd *model.Field, c intake.Cell) {
	v, notes := intake.Read(c, fd, &rd.form.Reading)
	rd.set(fd, v)
	rd.report.Notes = append(rd.report.Notes, notes...)
	if fd.Total != nil && v.IsNumber() {
		rd.note(model.Note{Rule: "FORMULA-OVERWRITTEN", Field: fd.ID, Cell: c.Address, Found: c.Text, Message: say.F(
			"“%s”的公式已被数字 %s 取代", "the formula of %s was replaced by the number %s", fd.Label(), v.Number)})
	}
}

// Entered reads a formula where a figure should have been entered: its stored
// result stands, or our own sum where none is stored.
func (rd *reader) entered(fd *model.Field, s spot, c intake.Cell, formula string) error {
	if c.Text == "" {
		n, ok, err := rd.evaluate(formula, s)
		if err != nil {
			return err
		}
		if !ok {
			rd.unreadable(fd, c, formula)
			return nil
		}
		rd.set(fd, model.Value{State: model.IsNumber, Number: n, Cell: c.Address})
		rd.noteFormula(fd, c, formula, n)
		return nil
	}
	v, notes := intake.Read(c, fd, &rd.form.Reading)
	rd.set(fd, v)
	rd.report.Notes = append(rd.report.Notes, notes...)
	if v.IsNumber() {
		rd.noteFormula(fd, c, formula, v.Number)
	}
	return nil
}

func (rd *reader) noteFormula(fd *model.Field, c intake.Cell, formula string, n model.Number) {
	rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: c.Address, Found: "=" + strings.TrimPrefix(formula, "="), Read: n.String(), Message: say.F(
		"填报格里是公式 =%s，读作 %s", "an entry holds the formula =%s, read as %s", strings.TrimPrefix(formula, "="), n)})
}

func (rd *reader) unreadable(fd *model.Field, c intake.Cell, formula string) {
	formula = "=" + strings.TrimPrefix(formula, "=")
	rd.set(fd, model.Value{State: model.Unreadable, Text: formula, Cell: c.Address})
	rd.note(model.Note{Rule: "VALUE-UNREADABLE", Field: fd.ID, Cell: c.Address, Found: formula, Message: say.F(
		"公式 %s 没有保存结果；请用 WPS 或 Excel 打开并保存一次", "the formula %s has no stored result; open the workbook in WPS or Excel and save it", formula)})
}

// Total reads a total's formula. The form's own formula is computed here from
// the figures as they were read; its stored result is only compared.
func (rd *reader) total(fd *model.Field, s spot, c intake.Cell, formula string) error {
	if !rd.isOwn(fd, s, formula) {
		if c.Text == "" {
			n, ok, err := rd.evaluate(formula, s)
			if err != nil {
				return err
			}
			if !ok {
				rd.unreadable(fd, c, formula)
				return nil
			}
			rd.set(fd, model.Value{State: model.IsNumber, Number: n, Cell: c.Address})
			rd.noteChanged(fd, c, formula, n.String())
			return nil
		}
		v, notes := intake.Read(c, fd, &rd.form.Reading)
		rd.set(fd, v)
		rd.report.Notes = append(rd.report.Notes, notes...)
		rd.noteChanged(fd, c, formula, c.Text)
		return nil
	}
	var sum model.Number
	any, readable := false, true
	for _, t := range fd.Total.Right {
		switch v := rd.report.Value(t.Field.ID); v.State {
		case model.IsNumber:
			sum, any = sum.Add(v.Number), true
		case model.Unreadable, model.Absent:
			readable = false
		}
	}
	v := model.Value{State: model.Blank, Cell: c.Address}
	if any {
		v.State, v.Number = model.IsNumber, sum
	}
	// What the program stored, when it stored anything.
	stored, _ := intake.Read(c, fd, &rd.form.Reading)
	if !readable && stored.IsNumber() {
		// Our sum lacks a part; the stored one may not.
		v.State, v.Number = model.IsNumber, stored.Number
	} else if stored.State == model.Unreadable || stored.IsNumber() && !(v.IsNumber() && stored.Number.Equal(v.Number)) {
		shown, read := say.T("空白", "blank"), ""
		if v.IsNumber() {
			read = v.Number.String()
			shown = say.T(read, read)
		}
		rd.note(model.Note{Rule: "FORMULA-STALE", Field: fd.ID, Cell: c.Address, Found: c.Text, Read: read, Message: say.F(
			"“%s”显示 %s，按各项重新计算为 %s", "%s shows %s, its parts give %s", fd.Label(), c.Text, shown)})
	}
	rd.set(fd, v)
	return nil
}

func (rd *reader) noteChanged(fd *model.Field, c intake.Cell, formula, read string) {
	rd.note(model.Note{Rule: "FORMULA-CHANGED", Field: fd.ID, Cell: c.Address, Found: "=" + strings.TrimPrefix(formula, "="), Read: read, Message: say.F(
		"“%s”的公式被改成 =%s，读作 %s", "the formula of %s was changed to =%s, read as %s", fd.Label(), strings.TrimPrefix(formula, "="), read)})
}

// IsOwn reports whether a formula adds up just the parts of its total, wherever
// they stand now.
func (rd *reader) isOwn(fd *model.Field, s spot, formula string) bool {
	l, ok := parseLinear(formula, s.sheet)
	if !ok || l.rest.Sign() != 0 {
		return false
	}
	parts := 0
	for _, t := range fd.Total.Right {
		p := rd.at[t.Field.Index]
		if p.broken {
			continue
		}
		if l.cells[p.key()] != 1 {
			return false
		}
		parts++
	}
	return len(l.cells) == parts
}

// Evaluate computes a sum over cells, each read as a figure.
func (rd *reader) evaluate(formula string, s spot) (model.Number, bool, error) {
	l, ok := parseLinear(formula, s.sheet)
	if !ok {
		return model.Number{}, false, nil
	}
	sum := l.rest
	for key, factor := range l.cells {
		var v model.Value
		if fd, known := rd.byCell[key]; known {
			if rd.state[fd.Index] == running {
				return model.Number{}, false, nil // a formula that leads back to itself
			}
			if err := rd.field(fd); err != nil {
				return model.Number{}, false, err
			}
			v = rd.report.Value(fd.ID)
		} else {
			sheet, ref, _ := cutLast(key)
			if i, err := rd.book.file.GetSheetIndex(sheet); err != nil || i < 0 {
				return model.Number{}, false, nil
			}
			c, f, err := rd.book.cell(spot{sheet: sheet, ref: ref})
			if err != nil {
				return model.Number{}, false, err
			}
			if f != "" && c.Text == "" {
				return model.Number{}, false, nil
			}
			if c.Kind == intake.Number {
				v, _ = intake.Read(c, rd.form.Fields[0], &rd.form.Reading)
			}
		}
		switch v.State {
		case model.Unreadable:
			return model.Number{}, false, nil
		case model.IsNumber:
			sum = sum.Add(v.Number.Mul(model.Int(int64(factor))))
		}
	}
	return sum, true, nil
}

func cutLast(key string) (sheet, ref string, ok bool) {
	i := strings.LastIndexByte(key, '!')
	if i < 0 {
		return "", key, false
	}
	return key[:i], key[i+1:], true
}

func (rd *reader) cover() error {
	for _, c := range rd.form.Cover {
		text, _, s, err := rd.book.text(model.NamePrefix+c.ID, "")
		if err != nil {
			return err
		}
		switch c.ID {
		case coverOrgan:
			rd.report.Organ = strings.TrimSpace(text)
		case coverType:
			rd.report.OrganType = strings.TrimSpace(text)
			if t, ok := rd.form.OrganType(rd.report.OrganType); ok {
				rd.report.OrganType = t.ID
			}
		case coverYear:
			rd.year(text, s)
		case coverForm:
		default:
			if text != "" {
				rd.report.Cover[c.ID] = text
			}
		}
	}
	return nil
}

var yearPattern = regexp.MustCompile(`^(\d{4})(?:\.0+)?\s*(?:年度?)?$`)

func (rd *reader) year(text string, s spot) {
	folded := strings.TrimSpace(width.Fold.String(text))
	m := yearPattern.FindStringSubmatch(folded)
	if m == nil {
		return // COVER-YEAR says so
	}
	rd.report.Year, _ = strconv.Atoi(m[1])
	if folded != m[1] || folded != text {
		rd.note(model.Note{Rule: "VALUE-READING", Cell: s.address(), Found: text, Read: m[1], Message: say.F(
			"报告年度“%s”读作 %s", "report year %q read as %s", text, m[1])})
	}
}

func (rd *reader) texts() error {
	for _, sec := range rd.form.Sections {
		text, rows, s, err := rd.book.text(textPrefix+sec.ID, areaPrefix+sec.ID)
		if err != nil {
			return err
		}
		if text != "" {
			rd.report.Texts[sec.ID] = text
		}
		if rows > 1 {
			rd.note(model.Note{Rule: "TEXT-PLACE", Cell: s.address(), Message: say.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", sec.Heading, rows)})
		}
	}
	return nil
}
