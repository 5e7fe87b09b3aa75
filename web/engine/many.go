package engine

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/letter"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/status"
	"github.com/gkxl/gkxl/templates"
	"github.com/gkxl/gkxl/units"
)

// RosterName is a request about the list of units.
type RosterName struct {
	Name   string `json:"name"`             // of its file
	Handle string `json:"handle,omitempty"` // of an open file that may be a roster: it is handed over as a file if it is one
}

func (e *Engine) readRoster(c *call, q RosterName) (Roster, error) {
	var data []byte
	switch {
	case q.Handle != "":
		f, err := e.handle(q.Handle)
		if err != nil {
			return Roster{}, err
		}
		q.Name, data = path.Base(f.name), f.data
	case len(c.blobs) > 0:
		data = c.blobs[0]
	default:
		e.roster, e.rosterAs, e.rosterData = nil, "", nil
		e.changeLast()
		return Roster{Units: []UnitLine{}}, nil
	}
	list, err := units.ReadRoster(q.Name, data)
	if err != nil {
		return Roster{}, err
	}
	if q.Handle != "" {
		c.make(q.Name, data)
	}
	e.rosterAs = q.Name
	if e.roster = list; !bytes.Equal(e.rosterData, data) {
		e.rosterData = data
		e.changeLast()
	}
	return e.rosterLine(c), nil
}

// rosterLine is the roster as the page shows it.
func (e *Engine) rosterLine(c *call) Roster {
	due := e.roster.Due()
	out := Roster{Name: e.rosterAs, Units: []UnitLine{}}
	forms, _ := templates.Candidates(nil) // the official ones are always there
	for _, u := range e.roster.Units {
		l := UnitLine{Code: u.Code, Name: u.Name, Parent: u.Parent, Due: slices.Contains(due, u)}
		if t, ok := forms[0].OrganType(u.Type); ok {
			l.Type = t.Name().In(c.lang)
		}
		if !u.Deadline.IsZero() {
			l.Deadline = u.Deadline.Format(time.DateOnly)
		}
		out.Units = append(out.Units, l)
	}
	out.Sentence = msg.F("名单上有 %s 个单位，其中 %s 个要报送", "%s on the roster, %s", msg.Count(len(out.Units), "unit", "units"), msg.Count(len(due), "of which is to report", "of which are to report")).In(c.lang)
	if note := e.roster.UnreadNote(""); !note.IsZero() {
		out.Note = note.In(c.lang)
	}
	return out
}

// noRoster is the error of what needs one.
var noRoster = &msg.Problem{What: msg.T("还没有单位名单", "there is no roster of units yet"), Hint: msg.T("请先打开单位名单（CSV 或工作簿）", "open the roster first, a CSV file or a workbook")}

// submissions are what the open reports of this year say.
func (e *Engine) submissions(files []*file) []units.Submission {
	return lists.Map(files, func(f *file) units.Submission {
		e.current(f)
		return f.sub
	})
}

// day reads a day; empty is none.
func day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	d, err := time.ParseInLocation(time.DateOnly, s, time.Local)
	if err != nil {
		return d, &msg.Problem{What: msg.F("“%s”不是日期", "%q is no day", s), Hint: msg.T("写成 2025-02-01 这样", "write it like 2025-02-01")}
	}
	return d, nil
}

// statusOf is who has filed.
func (e *Engine) statusOf(q StatusAsked) (*status.Status, []status.Notice, error) {
	if e.roster == nil {
		return nil, nil, noRoster
	}
	asOf, err := day(q.AsOf)
	if err != nil {
		return nil, nil, err
	}
	if asOf.IsZero() {
		return nil, nil, badCall("no day")
	}
	files, err := e.chosen(nil)
	if err != nil {
		return nil, nil, err
	}
	subs := e.submissions(files)
	comparing := units.Comparing{Options: gkxl.CheckOptions{Local: e.local}}
	for _, f := range subs {
		if q.Year == 0 || f.Year == q.Year {
			comparing.Add(f)
		}
	}
	st := status.Of(e.roster, subs, status.Options{Year: q.Year, AsOf: asOf, Repetition: comparing.Compare(e.roster)})
	return st, st.Notices(q.from()), nil
}

// from is the grade from which a report is at fault.
func (q StatusAsked) from() model.Grade {
	if q.Warnings {
		return model.Warning
	}
	return model.Error
}

// handleOf finds the open file of a name.
func (e *Engine) handleOf(name string) string {
	for _, h := range e.order {
		if e.files[h].name == name {
			return h
		}
	}
	return ""
}

func (e *Engine) status(c *call, q StatusAsked) (Status, error) {
	st, notices, err := e.statusOf(q)
	if err != nil {
		return Status{}, err
	}
	out := Status{Title: st.Title().In(c.lang), Sentence: st.Sentence().In(c.lang), Doubt: st.Doubt().In(c.lang), Due: st.Due, In: st.In, Missing: st.Missing, Wrong: st.Wrong,
		Notes: c.in(slices.DeleteFunc([]msg.Text{st.Untimed(), st.Unsure()}, msg.Text.IsZero)), Alike: []string{}, AlikeTitle: findings.AcrossTitle.In(c.lang), Units: []StatusLine{}, Strays: []Stray{}, Letters: []LetterLine{}}
	for _, u := range st.Units {
		l := StatusLine{Code: u.Unit.Code, Name: u.Unit.Name, Level: u.Level, Due: u.Reports, Words: st.Words(u).In(c.lang), Handles: []string{}}
		for _, f := range slices.Concat(u.Filings, u.Copies, u.OtherYear, u.Empty, u.Unreadable, u.Doubtful) {
			l.Handles = append(l.Handles, e.handleOf(f.File))
		}
		if u.Reports {
			l.Tone = string(toneOf(u))
		}
		out.Units = append(out.Units, l)
	}
	for _, l := range st.Repetition.Lines(c.lang) {
		said := text.OneLine(l.Text)
		if l.Finding != nil {
			said = l.Finding.Rule.ID + "  " + said
		}
		out.Alike = append(out.Alike, said)
	}
	st.OfNoUnit(func(f units.Submission, why msg.Text) {
		out.Strays = append(out.Strays, Stray{e.handleOf(f.File), f.Shown, why.In(c.lang)})
	})
	for _, f := range st.Unreadable {
		out.Strays = append(out.Strays, Stray{e.handleOf(f.File), f.Shown, f.Why().In(c.lang)})
	}
	for _, n := range notices {
		title := msg.T("催报函", "reminder")
		if n.Returns() {
			title = msg.T("退回函", "return")
		}
		out.Letters = append(out.Letters, LetterLine{n.Unit.Unit.Name, title.In(c.lang), n.Returns()})
	}
	return out, nil
}

// toneOf is how grave it is how a unit stands.
func toneOf(u *status.UnitStatus) Verdict {
	switch {
	case u.Missing > 0 && u.NotDue == 0, u.Conflicting > 0, u.Wrong > 0:
		return Fail
	case u.Missing > 0, u.Unexplained > 0, u.Late > 0:
		return Warn
	}
	return Pass
}

// statusFile makes a file of who has filed.
func (e *Engine) statusFile(c *call, q StatusAsked) (product, error) {
	st, _, err := e.statusOf(q)
	if err != nil {
		return product{}, err
	}
	var b bytes.Buffer
	format := cmp.Or(q.Format, "xlsx")
	if err := needFaces(format); err != nil {
		return product{}, err
	}
	if err := status.Write(&b, st, status.WriteOptions{Format: format, Lang: c.lang, All: true}); err != nil {
		return product{}, err
	}
	return product{name: c.t("报送情况", "status") + "." + format, data: b.Bytes()}, nil
}

func (e *Engine) saveStatus(c *call, q StatusAsked) (None, error) {
	p, err := e.statusFile(c, q)
	if err != nil {
		return None{}, err
	}
	c.make(p.name, p.data)
	return None{}, nil
}

// letterFiles writes a letter, as a Word document and as text.
func (e *Engine) letterFiles(c *call, q LetterAsked) ([]product, error) {
	st, notices, err := e.statusOf(q.StatusAsked)
	if err != nil {
		return nil, err
	}
	if q.Letter < 0 || q.Letter >= len(notices) {
		return nil, badCall("no such letter")
	}
	if q.Year == 0 {
		return nil, &msg.Problem{What: msg.T("写函要指明报告所述的年度", "letters name the year that the reports are about"), Hint: msg.T("请先选择年度", "choose the year first")}
	}
	o := status.NoticeOptions{Sender: q.Sender, Read: func(name string) ([]byte, error) {
		f, err := e.handle(e.handleOf(name))
		if err != nil {
			return nil, err
		}
		return f.data, nil
	}}
	if o.Until, err = day(q.Until); err != nil {
		return nil, err
	}
	if o.Form, err = gkxl.FormFor(gkxl.FormChoice{Year: q.Year}); err != nil {
		return nil, err
	}
	n := notices[q.Letter]
	if n.Filing != nil { // read as it was for the status
		if f := e.files[e.handleOf(n.Filing.File)]; f != nil {
			o.Source, o.Check = e.source(f), e.options(f)
		}
	}
	l, err := st.Letter(n, o, c.lang)
	if err != nil {
		return nil, err
	}
	name := status.NoticeFiles("", e.roster, notices, c.lang)[q.Letter]
	var document, plain bytes.Buffer
	if err := letter.WriteDOCX(&document, l); err != nil {
		return nil, err
	}
	if err := letter.WriteText(&plain, l); err != nil {
		return nil, err
	}
	return []product{{name: name + ".docx", data: document.Bytes()}, {name: name + ".txt", data: plain.Bytes()}}, nil
}

func (e *Engine) letter(c *call, q LetterAsked) (Letter, error) {
	files, err := e.letterFiles(c, q)
	if err != nil {
		return Letter{}, err
	}
	c.make(files[0].name, files[0].data)
	return Letter{string(files[1].data)}, nil
}

// unitTemplate makes the workbook that a unit of the roster fills in, begun with its
// report on the year before where that is open.
func (e *Engine) unitTemplate(n, year int) (product, error) {
	if e.roster == nil {
		return product{}, noRoster
	}
	due := e.roster.Due()
	if n < 0 || n >= len(due) {
		return product{}, badCall("no such unit")
	}
	form, err := gkxl.FormFor(gkxl.FormChoice{Year: year})
	if err != nil {
		return product{}, err
	}
	u := due[n]
	out := product{name: units.UnitFiles("", due, ".xlsx")[n]}
	var b bytes.Buffer
	if e.last != nil {
		sub, err := e.last.Of(u.Code, u.Name, year)
		if err != nil {
			return product{}, err
		}
		if sub != nil {
			if f := e.files[e.handleOf(sub.File)]; f != nil {
				notes, err := units.UnitTemplateFrom(&b, e.result(f).Report, form, u)
				out.data, out.note = b.Bytes(), msg.Join(notes, "；", "; ")
				return out, err
			}
		}
	}
	err = units.UnitTemplate(&b, form, year, u)
	out.data = b.Bytes()
	return out, err
}

func (e *Engine) trace(c *call, q TraceAsked) (Trace, error) {
	f, r, err := e.reportOf(q.Handle)
	if err != nil {
		return Trace{}, err
	}
	t, err := aggregate.Trace(r, q.Figure, gkxl.ImportOptions{})
	if err != nil {
		return Trace{}, msg.At(f.name, err)
	}
	out := Trace{Figure: t.ID, Label: t.Label, Value: t.Value.Typed(), Sentence: t.Verdict().In(c.lang), Differs: t.Differs(), Units: []TraceUnit{},
		Missing: append([]string{}, t.Missing...), LeftOut: append([]string{}, t.LeftOut...)}
	for _, u := range t.Units {
		l := TraceUnit{Code: u.Code, Name: u.Name, File: u.File, Handle: e.handleOf(u.File), Cells: append([]string{}, u.Cells...), Below: u.Below}
		switch u.State {
		case model.IsNumber:
			l.Value = u.Number.String() + u.Unit
		default:
			l.Value = model.Value{State: u.State}.Shown().In(c.lang)
		}
		if u.Share != nil {
			l.Share = u.Share.String()
		}
		out.Units = append(out.Units, l)
	}
	if q.Format != "" {
		var b bytes.Buffer
		if err := aggregate.WriteTrace(&b, f.name, t, aggregate.TraceOptions{Format: q.Format, Lang: c.lang}); err != nil {
			return Trace{}, err
		}
		c.make(stem(f)+" "+t.ID+"."+q.Format, b.Bytes())
	}
	return out, nil
}

func (e *Engine) prove(c *call, q OfFile) (Report, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return Report{}, err
	}
	files, err := e.chosen(nil)
	if err != nil {
		return Report{}, err
	}
	files = slices.DeleteFunc(files, func(x *file) bool { return x == f })
	if len(files) == 0 {
		return Report{}, &msg.Problem{Where: f.name, What: msg.T("没有打开各单位的报告", "the units' reports are not open"), Hint: msg.T("请先打开它们", "open them first")}
	}
	r := gkxl.CheckJob{Import: e.source(f), Check: e.options(f), Units: aggregate.Reconciliation(e.submissions(files), nil)}.DataBeside(f.name, f.data, f.alike)
	out := e.drawn(c, f, r)
	if r.Units != nil {
		out.Line.Verdict = Verdict(r.Verdict())
		out.Line.Word = verdictWords[out.Line.Verdict].In(c.lang)
		if !r.Units.Fault.IsZero() {
			out.Bands = append(out.Bands, ListPart{c.t("无法核对", "Nothing can be compared"), []string{r.Units.Fault.In(c.lang)}})
		}
		out.Bands = append(out.Bands, ListPart{c.t("核对的单位", "Units compared"), []string{msg.F("%s 个单位的数参加核对", "the figures of %s are compared", msg.Count(r.Units.Counted(), "unit", "units")).In(c.lang)}})
	}
	return out, nil
}
