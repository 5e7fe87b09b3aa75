package xlsx

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"github.com/gkxl/gkxl/model"
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
	if err := rd.extra(); err != nil {
		return err
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

func (rd *reader) cover() error {
	for _, c := range rd.form.Cover {
		text, _, s, err := rd.book.text(model.NamePrefix+c.ID, "")
		if err != nil {
			return err
		}
		if s.ref != "" && !s.broken {
			rd.report.Places[model.PlaceOfCover(c.ID)] = s.address()
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
		if s.ref != "" && !s.broken {
			rd.report.Places[model.PlaceOfText(sec.ID)] = s.address()
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
