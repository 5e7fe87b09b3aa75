package xlsx

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/mark"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/shield"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/internal/workbook"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Options are what is known of a report before its workbook is read.
type Options = intake.Options

// Read reads a workbook. Forms are the editions to choose from.
//
// In a workbook that Write made, fields are found by their defined names, so that
// renamed, moved and reordered sheets and inserted rows and columns do no harm. Where
// names are missing, broken or contradict the labels, and in a workbook of any other
// make, fields are found by the labels of rows and columns.
//
// The error is a *msg.Problem if the file is no workbook, damaged, or holds no report,
// and a *msg.Crash if the program itself fails.
func Read(data []byte, forms []*model.Form, o Options) (*model.Report, error) {
	f, err := preflight.OpenReport(data, isUnreadAppendix)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return read(f, forms, o)
}

func read(f *preflight.Workbook, forms []*model.Form, o Options) (_ *model.Report, err error) {
	defer shield.Recover(&err, damaged)
	b := newBook(f)
	rd := &reader{book: b, forms: forms, options: o}
	form, why, err := rd.chooseForm()
	switch {
	case err != nil:
		return nil, err
	case form == nil:
		rd.byLabel()
		if len(b.names) > 0 && rd.report != nil {
			rd.note(model.Note{Rule: ruleFormNames, Message: msg.T(
				"工作簿里单元格的名称都已失效，全部按标签读取", "the names of cells in the workbook no longer point to any cell; everything was read by labels")})
		}
	default:
		rd.begin(form)
		rd.report.Notes = why
		rd.byName()
	}
	if b.err == nil {
		rd.noteConditional()
		rd.report.Sources = b.sources(forms)
		if b.list != "" {
			rd.report.Listed, err = mark.ReadList(sheetsOf(f), b.list)
			b.fail(err)
		}
		if b.reviews != "" {
			rd.report.Reviews, err = f.ShownRows(b.reviews)
			b.fail(err)
		}
	}
	var p *msg.Problem
	switch {
	case errors.As(b.err, &p):
		return nil, b.err
	case b.err != nil:
		return nil, damaged()
	}
	rd.report.Notes = append(rd.report.Notes, b.texts...)
	if n, ok := b.alike.Note(); ok {
		rd.note(n)
	}
	rd.report.Notes = append(rd.report.Notes, f.Notes...)
	rd.report.MarkDoubtful()
	intake.Supply(rd.report, o)
	return rd.report, nil
}

func damaged() error {
	return &msg.Problem{
		What: msg.T("工作簿的内容已损坏，无法读取", "the workbook's content is damaged"),
		Hint: msg.T("请用 WPS 或 Excel 打开，另存为新的 .xlsx 文件再试", "open it in WPS or Excel, save it as a new .xlsx, and try again"),
	}
}

// chooseForm is the form to read by if the workbook has names that point to cells; nil if everything is to be read by
// labels. A workbook that no longer says its form is read by that of its year or, if that is lost as well, by the one
// that fits its labels; why says so.
func (rd *reader) chooseForm() (form *model.Form, why []model.Note, err error) {
	b := rd.book
	if len(b.names) == 0 {
		return nil, nil, nil
	}
	form, typed, err := b.form(rd.forms, rd.options.Form)
	if form != nil && err == nil {
		return form, b.otherEdition(form), nil
	}
	if err != nil {
		return nil, nil, err
	}
	usable := false
	for name, s := range b.names {
		usable = usable || !s.broken && !strings.HasPrefix(name, metaPrefix)
	}
	if !usable {
		return nil, nil, nil
	}
	n := model.Note{Rule: "VALUE-READING", Found: typed}
	if s, ok := b.named(model.NamePrefix + coverForm); ok {
		n.Cell = s.address()
	}
	lacks := msg.T("工作簿没有写明格式版本", "the workbook does not say its edition")
	if typed != "" {
		lacks = msg.F("没有“%s”这个格式版本", "there is no edition %q", typed)
	}
	year := b.namedYear()
	if i := slices.IndexFunc(rd.forms, func(f *model.Form) bool { return f.Years.Contains(year) }); year != 0 && i >= 0 {
		form = rd.forms[i]
		n.Message = msg.F("%s，按报告年度 %d 用 %s 版读取", "%[1]s; it was read by edition %[3]s, that of report year %[2]d", lacks, year, form.Edition)
	} else if rd.mapLabels() {
		form = rd.labels.Form
		n.Message = msg.F("%s，按表上的标签用 %s 版读取", "%s; it was read by edition %s, which fits its labels", lacks, form.Edition)
	} else {
		return nil, nil, nil
	}
	n.Read = form.Edition
	return form, []model.Note{n}, nil
}

// otherEdition notes that the cover has something else where it names the edition of the workbook.
func (b *book) otherEdition(form *model.Form) []model.Note {
	s, ok := b.named(model.NamePrefix + coverForm)
	if !ok {
		return nil
	}
	typed := b.tryText(model.NamePrefix + coverForm)
	if typed == "" || typed == form.ID {
		return nil
	}
	return []model.Note{{Rule: "VALUE-READING", Cell: s.address(), Found: typed, Read: form.Edition, Message: msg.F(
		"封面的格式版本写作“%s”，而工作簿是 %s 版，按后者读取", "the cover says edition %q, and the workbook is of edition %s, by which it was read", typed, form.Edition)}}
}

// namedYear is the report year on the cover, found by its name; 0 if there is none.
func (b *book) namedYear() int { return writtenYear(b.tryText(model.NamePrefix + coverYear)) }

// form is the form that a workbook says it was made for; fixed, if not nil, must be the same. If the workbook does
// not say it, or only its cover says something else, which is typed, form is nil.
func (b *book) form(forms []*model.Form, fixed *model.Form) (form *model.Form, typed string, err error) {
	if v := b.meta("schema"); v != "" && v != schema {
		return nil, "", &msg.Problem{
			What: msg.F("工作簿的结构版本是 %s，本程序只认识 %s", "the workbook's schema is %s, this program knows %s", v, schema),
			Hint: msg.T("请使用新版本的 gkxl", "use a newer gkxl"),
		}
	}
	id := b.meta("form")
	if id == "" {
		typed = b.tryText(model.NamePrefix + coverForm)
		if fixed != nil || slices.ContainsFunc(forms, func(f *model.Form) bool { return f.ID == typed }) {
			id = typed
		}
	}
	if id == "" {
		return fixed, typed, nil
	}
	if fixed != nil && fixed.ID != id {
		return nil, "", &msg.Problem{
			What: msg.F("工作簿按格式“%s”制作，而命令给出的是“%s”", "the workbook was made for form %q, but the command gives %q", id, fixed.ID),
			Hint: msg.T("请给出与工作簿相同的格式，或不给", "give the form the workbook was made for, or none"),
		}
	}
	i := slices.IndexFunc(forms, func(f *model.Form) bool { return f.ID == id })
	if i < 0 {
		return nil, "", &msg.Problem{
			What: msg.F("工作簿按格式“%s”制作，本程序没有这个格式", "the workbook was made for form %q, which is not built in", id),
			Hint: msg.T("请用 --form 给出该格式的文件", "give the form's file with --form"),
		}
	}
	return forms[i], "", nil
}

// readState is how far a field has been read, by which circular formulas are noticed.
type readState int

const (
	notRead readState = iota
	beingRead
	wasRead
)

// reader turns the cells of one workbook into a report.
type reader struct {
	book        *book
	forms       []*model.Form
	options     Options
	form        *model.Form
	report      *model.Report
	labels      *intake.Mapping // fields found by labels; nil until mapLabels is called
	sheets      []*intake.Sheet // cells of the workbook; nil until mapLabels is called
	byLabels    map[string]bool // ids of the tables whose fields were found by labels
	locations   []location      // by Field.Index
	byCell      map[string]*model.Field
	states      []readState           // by Field.Index
	absent      map[string]bool       // ids of fields that the report did not have
	besideCells map[string]model.Note // narratives in text boxes and comments, by section
	copiesSeen  bool                  // tables and narratives outside of the cells with names were looked for
	beside      []location            // figures beside the tables
}

func (rd *reader) note(n model.Note) { rd.report.Notes = append(rd.report.Notes, n) }

func (rd *reader) begin(form *model.Form) {
	rd.form, rd.report, rd.book.asked = form, model.NewReport(form), form
	rd.locations, rd.states = make([]location, len(form.Fields)), make([]readState, len(form.Fields))
	rd.absent, rd.byLabels = map[string]bool{}, map[string]bool{}
}

func (rd *reader) byName() {
	rd.report.Notes = append(rd.report.Notes, rd.book.followRenames(rd.form)...)
	rd.locate()
	rd.compareWithLabels()
	rd.compareWithCopies()
	for _, id := range strings.Fields(rd.book.meta("absent")) {
		rd.absent[id] = true
	}
	if fp := rd.book.meta("fingerprint"); fp != "" && fp != fingerprint(rd.form) {
		rd.note(model.Note{Rule: "VALUE-READING", Found: fp, Message: msg.T(
			"工作簿由另一版本的 gkxl 或格式文件制作，已按名称读取", "the workbook was made by another version of gkxl or of the form; it was read by name")})
	}
	rd.readCarried()
	rd.code()
	rd.cover()
	rd.fields()
	rd.extraCells()
	rd.besideTable()
	rd.texts()
	rd.noteUnreadBoxes()
	rd.noteHiddenCells()
}

func (rd *reader) fields() {
	for _, fd := range rd.form.Fields {
		rd.field(fd)
	}
}

// locate finds the cell of every field by its name. Of two names of one cell only the
// first counts.
func (rd *reader) locate() {
	rd.byCell = make(map[string]*model.Field, len(rd.form.Fields))
	for _, fd := range rd.form.Fields {
		s, ok := rd.book.named(fd.Name())
		if !ok {
			s = location{broken: true}
		} else if other, taken := rd.byCell[s.key()]; taken {
			rd.note(model.Note{Rule: "VALUE-READING", Field: fd.ID, Cell: s.address(), Message: msg.F(
				"单元格同时名为“%s”和“%s”，只按前者读取", "the cell carries the names of both %s and %s; it was read as the former", other.Label(), fd.Label())})
			s = location{broken: true}
		} else {
			rd.byCell[s.key()] = fd
		}
		rd.locations[fd.Index] = s
	}
}

// code reads the unit's code.
func (rd *reader) code() {
	rd.report.Code = rd.book.meta(metaCode)
	if at, ok := rd.book.named(metaPrefix + metaCode); ok {
		rd.book.fail(workbook.CheckCode(msg.F("%s 的单位代码", "the unit's code in %s ", at.address()), rd.report.Code))
	}
}

func (rd *reader) cover() {
	rd.lostTexts()
	for _, c := range rd.form.Cover {
		text, _, s := rd.book.text(model.NamePrefix+c.ID, "")
		if s.ref != "" && !s.broken {
			rd.report.Places[model.PlaceOfCover(c.ID)] = s.address()
		}
		switch c.ID {
		case coverOrgan:
			if text != "" {
				rd.report.Organ = strings.TrimSpace(text)
			}
		case coverType:
			if text != "" {
				rd.report.OrganType = strings.TrimSpace(text)
			}
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
}

// lostTexts finds by labels the cover items that have lost their names.
func (rd *reader) lostTexts() {
	lost := func(name string) bool {
		_, ok := rd.book.named(name)
		return !ok
	}
	if !slices.ContainsFunc(rd.form.Cover, func(c *model.CoverItem) bool { return lost(model.NamePrefix + c.ID) }) &&
		!slices.ContainsFunc(rd.form.Sections, func(s *model.Section) bool { return lost(textPrefix + s.ID) }) || !rd.mapLabels() {
		return
	}
	r := rd.labels.Report
	for id, text := range r.Cover {
		if lost(model.NamePrefix + id) {
			rd.report.Cover[id] = text
		}
	}
	if lost(model.NamePrefix + coverType) {
		rd.report.OrganType = r.OrganType
	}
	if lost(model.NamePrefix + coverOrgan) {
		rd.report.Organ = r.Organ
	}
	if lost(model.NamePrefix + coverYear) {
		rd.report.Year = r.Year
	}
}

var yearPattern = regexp.MustCompile(`^(\d{4})(?:\.0+)?\s*(?:年度?)?$`)

// writtenYear is the year that a cell of the cover says, in digits or in Chinese numerals; 0 if it says none.
func writtenYear(typed string) int {
	if m := yearPattern.FindStringSubmatch(strings.TrimSpace(text.Fold(typed))); m != nil {
		year, _ := strconv.Atoi(m[1])
		return year
	}
	year, _ := intake.YearAlone(typed)
	return year
}

func (rd *reader) year(typed string, s location) {
	year := writtenYear(typed)
	if year == 0 {
		return // COVER-YEAR says so
	}
	rd.report.Year = year
	if read := strconv.Itoa(year); read != typed {
		rd.note(model.Note{Rule: "VALUE-READING", Cell: s.address(), Found: typed, Read: read, Message: msg.F(
			"报告年度“%s”读作 %s", "report year %q read as %s", typed, read)})
	}
}

func (rd *reader) texts() {
	rd.readBesideCells()
	for _, sec := range rd.form.Sections {
		text, rows, s := rd.book.text(textPrefix+sec.ID, areaPrefix+sec.ID)
		if s.ref != "" && !s.broken {
			rd.report.Places[model.PlaceOfText(sec.ID)] = s.address()
		}
		if text == "" && rd.labels != nil && (s.ref == "" || s.broken) {
			// The name is lost; the heading may still be there.
			if text = rd.labels.Report.Texts[sec.ID]; text != "" {
				at := rd.labels.Report.Places[model.PlaceOfText(sec.ID)]
				rd.report.Places[model.PlaceOfText(sec.ID)] = at
				rd.note(model.Note{Rule: ruleFormNames, Section: sec.ID, Cell: at, Message: msg.F(
					"“%s”的文字所在格的名称已失效，按标题找到 %s", "the name of the cell with the text of %q no longer points to a cell; it was found by its heading at %s", sec.Heading, at)})
			}
		}
		if note, ok := rd.besideCells[sec.ID]; ok && text == "" && sec.Table == nil {
			text = rd.labels.Report.Texts[sec.ID]
			rd.report.Places[model.PlaceOfText(sec.ID)] = note.Cell
			rd.note(note)
		}
		text, use := rd.copiedText(sec, text, s)
		if !use {
			continue
		}
		if text != "" {
			rd.report.Texts[sec.ID] = text
		}
		if rows > 1 {
			rd.note(model.Note{Rule: "TEXT-PLACE", Section: sec.ID, Cell: s.address(), Message: msg.F(
				"“%s”的文字分布在 %d 个单元格，已按行合并", "the text of %s stands in %d cells and was joined in order", sec.Heading, rows)})
		}
	}
}
