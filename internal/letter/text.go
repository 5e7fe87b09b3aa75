package letter

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/locate"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Case is what a letter to a unit is about.
type Case struct {
	Form     *model.Form // gives the report its name
	Year     int         // that the report is on
	Unit     string
	Contact  string    // of the unit, for whoever sends the letter
	Deadline time.Time // the last day of handing in; zero when there was none
	Until    time.Time // by when an answer is asked for; zero for soon
	From     string    // the organ that asks
	Date     time.Time // of the letter
}

// Returned is what checking a unit's file gave.
type Returned struct {
	File     string
	Name     string // what the unit knows it by; the name of File if empty
	Report   *model.Report
	Findings []check.Finding
	Causes   locate.Outcome
	Err      error // why the file could not be read at all
}

func day(t time.Time) msg.Text {
	return msg.T(t.Format("2006年1月2日"), t.Format("2 January 2006"))
}

// name is what the report is called.
func (c Case) name() msg.Text {
	year := strconv.Itoa(c.Year)
	return msg.T(year+c.Form.TitleSuffix, year+" annual report on government information disclosure")
}

func (c Case) letter(title msg.Text, lang msg.Lang, paragraphs ...msg.Text) Letter {
	l := Letter{Lang: lang, Title: title.In(lang), To: c.Unit, From: c.From, Date: day(c.Date).In(lang), Closing: msg.T("特此函达。", "Yours faithfully,").In(lang)}
	l.Paragraphs = lists.Map(said(paragraphs...), func(p msg.Text) string { return p.In(lang) })
	if c.Contact != "" {
		l.Note = msg.F("收函单位联系方式：%s", "contact of the addressee: %s", c.Contact).In(lang)
	}
	return l
}

// asked says by when something is asked for.
func (c Case) asked(what msg.Text) msg.Text {
	if c.Until.IsZero() {
		return msg.F("请你单位尽快%s", "please %s as soon as possible", what)
	}
	return msg.F("请你单位于%s前%s", "please %[2]s by %[1]s", day(c.Until), what)
}

// Reminder asks a unit for the report that it has not handed in.
func Reminder(c Case, lang msg.Lang) Letter {
	due := msg.F("按照《中华人民共和国政府信息公开条例》和%d年度报告编报工作的安排，各单位应当报送%s。", "Under the Regulation on Government Information Disclosure and the arrangements for the reports on %d, every unit hands in its %s.", c.Year, c.name())
	if !c.Deadline.IsZero() {
		due = msg.F("按照《中华人民共和国政府信息公开条例》和%d年度报告编报工作的安排，各单位应当于%s前报送%s。", "Under the Regulation on Government Information Disclosure and the arrangements for the reports on %d, every unit hands in by %[2]s its %[3]s.", c.Year, day(c.Deadline), c.name())
	}
	state := msg.F("截至%s，我单位尚未收到你单位的报告。", "By %s we had not received yours.", day(c.Date))
	if !c.Deadline.IsZero() && !c.Date.Before(c.Deadline.AddDate(0, 0, 1)) {
		state = msg.F("截至%s，报送期限已过，我单位尚未收到你单位的报告。", "By %s, past the deadline, we had not received yours.", day(c.Date))
	}
	return c.letter(msg.F("关于催报\n%s的函", "Reminder: %s", c.name()), lang,
		msg.Join([]msg.Text{due, state}, "", " "),
		msg.F("%s。填报请使用统一下发的工作簿，所填数字与台账核对一致，“%s”表显示“%s”后再报送。", "%s. Use the workbook that was sent to all units, hold the figures against your records, and hand it in once the sheet %q says %q.",
			capital(c.asked(msg.T("报送", "hand it in"))), c.Form.Messages["checks_sheet"], c.Form.Messages["all_agree"]),
		msg.T("已经报送的，请告知报送的时间和方式，以便查找；确有困难不能按时报送的，请及时说明原因。", "If you have handed it in already, please tell us when and how, so that we can trace it; if you cannot, please tell us why in good time."))
}

// Return sends a report back that does not pass: with its errors, and with the
// warnings that nobody explained. What was only noted, and what the unit has
// explained, is left out.
func Return(c Case, r Returned, lang msg.Lang) Letter {
	title := msg.F("关于退回修改\n%s的函", "Returned for correction: %s", c.name())
	file := cmp.Or(r.Name, filepath.Base(r.File))
	again := capital(c.asked(msg.T("改正后重新报送", "correct it and hand it in again")))
	if r.Err != nil {
		return c.letter(title, lang,
			msg.F("你单位报送的%s（文件“%s”）无法读取：%s。", "Your %s (file %q) cannot be read: %s.", c.name(), file, reason(r)),
			msg.F("%s。重新报送前，请在本机打开文件，确认内容完整、没有加密。", "%s. Before that, open the file on your own computer and see that it is whole and not encrypted.", again))
	}
	t, errors, warnings, shared := listed(r, lang)
	var parts []msg.Text
	var must, may msg.Text
	if errors > 0 {
		parts = append(parts, msg.T(fmt.Sprintf("错误%d处", errors), counted(errors, "error")))
		must = msg.T("错误应当改正。请核对原始台账后修改，不要只为凑平而改数。", "Errors are to be corrected. Check your records first; do not change a figure only to make it balance.")
	}
	if warnings > 0 {
		parts = append(parts, msg.T(fmt.Sprintf("需要改正或者说明的%d处", warnings), counted(warnings, "point")+" to correct or to explain"))
		may = msg.T("标明“警告”的，有误的改正，属实的写明理由。", "What is marked as a warning is to be corrected where it is wrong and to be explained where it is right.")
	}
	l := c.letter(title, lang,
		msg.F("你单位报送的%s（文件“%s”）收悉。经核对，发现%s%s，现予退回，详见附件。", "We have received your %s (file %q). Checking found %s%s; we return it. The attachment lists them.", c.name(), file, msg.Join(parts, "、", " and "), shared),
		msg.Join(said(must, may, whereToLook(r)), "", " "), seenRight(r.Report, again))
	l.Attached = t
	return l
}

// whereToLook says how the places of findings are found in the file.
func whereToLook(r Returned) msg.Text {
	inCells := slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return slices.ContainsFunc(f.Cells, cellAddress.MatchString) })
	switch {
	case inCells:
		return msg.T("附件所列单元格的地址，可以粘贴到表格软件的名称框中直接定位。", "The addresses of cells can be pasted into the name box of the spreadsheet program.")
	case slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return len(f.Cells) > 0 }):
		return msg.T("附件所列的位置，是你单位文件里的第几个表格、第几行、第几格或第几段。", "The places in the attachment are the tables, rows, cells and paragraphs of your file, counted from its beginning.")
	}
	return msg.Text{}
}

// cellAddress matches the address of a cell of a workbook.
var cellAddress = regexp.MustCompile(`![A-Z]{1,3}[0-9]+$`)

// seenRight says by when a report is to come back, and how a unit sees that it is right. Only the workbooks that gkxl
// makes have a sheet for it.
func seenRight(r *model.Report, again msg.Text) msg.Text {
	sheet, agrees := r.Form.Messages["checks_sheet"], r.Form.Messages["all_agree"]
	for _, v := range r.Values {
		at, _, _ := strings.Cut(v.Cell, "!")
		if slices.ContainsFunc(r.Form.Sheets, func(s model.Sheet) bool { return s.Name == at }) {
			return msg.F("%s。报送前请查看“%s”表，显示“%s”后再报送。", "%s. Before that, see that the sheet %q says %q.", again, sheet, agrees)
		}
	}
	return msg.F("%s。请把数字和文字填入统一下发的工作簿，其中的“%s”表显示“%s”后报送；仍用原来的文件的，请照附件逐项改正，并核对各表的总计。",
		"%s. Please enter figures and texts into the workbook that was sent to all units, and hand it in once its sheet %q says %q; where you keep to your own file, correct what the attachment lists and check the totals of every table.", again, sheet, agrees)
}

// counted is an English noun with its number.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// said are the texts that say something.
func said(ts ...msg.Text) []msg.Text { return slices.DeleteFunc(ts, msg.Text.IsZero) }

// capital begins the English of a text with a capital.
func capital(t msg.Text) msg.Text {
	if t.EN != "" {
		t.EN = strings.ToUpper(t.EN[:1]) + t.EN[1:]
	}
	return t
}

// reason is why a file cannot be read, without its path.
func reason(r Returned) msg.Text {
	t := msg.ToSender(r.File, r.Err)
	return msg.Text{ZH: strings.TrimSuffix(t.ZH, "。"), EN: strings.TrimSuffix(t.EN, ".")}
}

// maxCells is how many cells a line lists; how many there are is always said.
const maxCells = 8

// listed is the table of findings, how many errors and warnings it lists, and how many of them share causes, in brackets.
func listed(r Returned, lang msg.Lang) (t *table.Block, errors, warnings int, shared msg.Text) {
	b := table.List(lang, msg.T("核对发现的问题", "What checking found"), table.Col(msg.T("序号", "No."), 28), table.Col(msg.T("位置", "Item"), 86),
		table.Col(msg.T("单元格", "Cells"), 110), table.Col(msg.T("现值", "Value"), 62), table.Col(msg.T("问题", "Problem"), 123),
		table.Col(msg.T("怎么改", "What to do"), 121))
	t = &b
	count := map[model.Grade]int{}
	first := map[int]int{}  // the line that says a cause, by its group
	caused := map[int]int{} // how many lines have a cause, by its group
	for _, grade := range []model.Grade{model.Error, model.Warning} {
		for _, f := range r.Findings {
			if f.Grade != grade || f.Explained() {
				continue
			}
			count[grade]++
			n := len(t.Rows) + 1
			do := r.Causes.Asked(f)
			c, known := r.Causes.CauseOf(f)
			if known {
				caused[c.Group]++
			}
			if s := r.Causes.SentenceFor(f); !s.IsZero() {
				if at := first[c.Group]; at > 0 {
					do = locate.SameCause(at)
				} else {
					first[c.Group] = n
					do = msg.F("%s\n%s", "%s\n%s", s, do)
				}
			}
			t.Rows = append(t.Rows, table.Row{Cells: table.Cells(strconv.Itoa(n), item(f, r.Report.Form).In(lang), cells(r.placesOf(f)).In(lang), values(r.fieldsOf(f), len(f.Cells), r.Report).In(lang),
				msg.F("%s：%s", "%s: %s", f.Grade.Name(), f.Message).In(lang), do.In(lang))})
		}
	}
	return t, count[model.Error], count[model.Warning], sharing(caused)
}

// sharing says in brackets how many points come of how many causes; empty where each has its own.
func sharing(caused map[int]int) msg.Text {
	points := 0
	for _, n := range caused {
		points += n
	}
	if points <= len(caused) {
		return msg.Text{}
	}
	return msg.F("（其中%d处出自%s个原因）", " (%d of them from %s)", points, msg.Count(len(caused), "cause", "causes"))
}

// item is what a finding is about, in the words of the form.
func item(f check.Finding, form *model.Form) msg.Text {
	if len(f.Sections) > 0 {
		if s, ok := form.Section(f.Sections[0]); ok {
			return msg.T(s.Heading, s.Heading)
		}
	} else if len(f.Fields) > 0 {
		return msg.T(f.Fields[0].Label(), f.Fields[0].Label())
	}
	switch f.Rule.Relation {
	case model.RelEdition, model.RelPair, model.RelCover:
		cover := form.Messages["cover_sheet"]
		return msg.T(cover, cover)
	}
	for _, c := range f.Cells {
		if sheet, _, ok := strings.Cut(c, "!"); ok {
			return msg.T(sheet, sheet)
		}
	}
	return msg.T("整份报告", "the whole report")
}

// placesOf are the places of a finding, before them those that are probably what is wrong.
func (r Returned) placesOf(f check.Finding) []string {
	var out []string
	for _, ch := range r.suspected(f) {
		out = append(out, ch.Present.Cell)
	}
	return withoutTwice(append(out, f.Cells...))
}

// fieldsOf are the fields of a finding, before them those that are probably what is wrong.
func (r Returned) fieldsOf(f check.Finding) []*model.Field {
	var out []*model.Field
	for _, ch := range r.suspected(f) {
		out = append(out, ch.Field)
	}
	return withoutTwice(append(out, f.Fields...))
}

// suspected are the changes that probably put a finding right; none where nobody can tell.
func (r Returned) suspected(f check.Finding) []locate.Change {
	if c, ok := r.Causes.Culprit(f); ok {
		return c.Changes
	}
	return nil
}

// withoutTwice leaves out what is empty or stood before.
func withoutTwice[T comparable](all []T) (out []T) {
	var none T
	for _, x := range all {
		if x != none && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func cells(all []string) msg.Text {
	s := strings.Join(all[:min(len(all), maxCells)], "\n")
	if len(all) > maxCells {
		return msg.F("%s\n等%d格", "%s\nand others, %d cells", s, len(all))
	}
	return msg.T(s, s)
}

// noCell stands for the value of a cell that the file does not have.
var noCell = msg.T("（无此格）", "(no such cell)")

// values are what stands in the fields of a finding that has so many cells. A report read
// from where there are no addresses has values still.
func values(fields []*model.Field, cells int, r *model.Report) msg.Text {
	if len(fields) > 1 && !slices.ContainsFunc(fields, func(fd *model.Field) bool { return r.Value(fd.ID).State != model.Absent }) {
		return noCell
	}
	var out []msg.Text
	for _, fd := range fields[:min(len(fields), maxCells)] {
		v := r.Value(fd.ID)
		text := v.Typed()
		shown := msg.T(text, text)
		switch {
		case v.State == model.Absent:
			shown = noCell
		case text == "":
			shown = msg.T("（空）", "(blank)")
		}
		if _, ref, ok := strings.Cut(v.Cell, "!"); ok && len(fields)+cells > 2 {
			shown = msg.F("%s＝%s", "%s = %s", ref, shown)
		}
		out = append(out, shown)
	}
	return msg.Join(out, "\n", "\n")
}
