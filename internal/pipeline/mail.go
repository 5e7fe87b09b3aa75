package pipeline

import (
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/intake"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// A mail may hold a report in its text and in any file attached to it. The one there is is read. Where there are two
// that differ, or where something that may be one cannot be read beside one in the text, none is.

// maxMails is how many mails within mails are looked into.
const maxMails = 3

// enclosed is a part of a mail that may be a report: its text, or a file attached to it.
type enclosed struct {
	name    string // of the file; empty for the text
	report  *model.Report
	mapping *intake.Mapping
	file    string // the name of the report's file: of an attached mail that of the file attached to it
	reviews []byte // the record of its reviews, attached beside it; nil for none
	err     error
}

// where names a part of a mail.
func (e enclosed) where() msg.Text {
	if e.name == "" {
		return msg.T("正文", "the text of the mail")
	}
	return msg.F("附件“%s”", "the attached %q", text.Brief(e.name))
}

// isNone says whether a part was read and is no report.
func (e enclosed) isNone() bool { return errors.Is(e.err, msg.ErrNoReport) }

// readMail reads the report that a mail holds, which is taken apart as a message.
func readMail(name string, data []byte, message *mail.Message, src Options, depth int) enclosed {
	refused := func(err error) enclosed { return enclosed{err: err} }
	body := enclosed{}
	body.report, body.mapping, body.err = readOne(name, data, message, src)
	var reports, others []enclosed
	attached := message.Attached
	if body.err == nil {
		reports = append(reports, body)
	}
	if depth == 0 {
		var faults []enclosed
		attached, faults = unpacked(attached)
		others = append(others, faults...)
	}
	for _, p := range attached {
		if !mayReport(p) {
			continue
		}
		if review.IsBeside(p.Name) && p.Missing.IsZero() {
			others = append(others, enclosed{name: p.Name, reviews: p.Data, err: errRecord})
			continue
		}
		if !p.Missing.IsZero() {
			others = append(others, enclosed{name: p.Name, err: &msg.Problem{What: p.Missing, Hint: msg.T("请向发件人要这个文件", "ask the sender for the file"), Kind: msg.ErrUnreadable}})
			continue
		}
		e := readWithin(p.Name, p.Data, src, depth+1)
		e.name, e.file = p.Name, path.Join(p.Name, e.file)
		if e.err == nil {
			reports = append(reports, e)
		} else {
			others = append(others, e)
		}
	}
	unread := slices.IndexFunc(others, func(e enclosed) bool { return !e.isNone() })
	switch {
	case len(reports) == 0 && len(others) == 0:
		return body
	case len(reports) == 0:
		return refused(noneEnclosed(body, others))
	case body.err != nil && !body.isNone():
		return refused(&msg.Problem{What: msg.F("邮件的正文里有没有读出的报告（%s），%s里另有一份，不能确定以哪一份为准", "the text of the mail holds a report that could not be read (%s), and %s holds another: which one counts is unclear", body.err, reports[0].where()), Hint: saveAttached})
	case body.err == nil && unread >= 0:
		e := others[unread]
		return refused(&msg.Problem{What: msg.F("邮件的正文里有一份报告，%s又无法读取（%s），不能确定以哪一份为准", "the text of the mail holds a report, and %s cannot be read (%s): which one counts is unclear", e.where(), e.err),
			Hint: saveAttached})
	}
	if organs := organsOf(reports); len(organs) > 1 {
		return refused(&msg.Problem{What: msg.F("邮件里有 %d 个单位的报告：%s", "the mail holds the reports of %d units: %s", len(organs), msg.Few(organs)),
			Hint: msg.T("请把附件另存到一个文件夹（压缩包不用解压），再读取这个文件夹，或其中的一份", "save what is attached into a folder (an archive need not be unpacked), and read that folder, or one file in it")})
	}
	chosen := reports[len(reports)-1] // a file goes before the text
	for _, e := range reports[:len(reports)-1] {
		if !sameReport(e.report, chosen.report) {
			return refused(&msg.Problem{What: msg.F("邮件的%s和%s各有一份报告，内容不同，不能确定以哪一份为准", "%s and %s each hold a report, and they differ: which one counts is unclear", e.where(), chosen.where()), Hint: saveAttached})
		}
	}
	if i := slices.IndexFunc(others, func(e enclosed) bool { return e.reviews != nil && e.name == review.BesideName(chosen.name) }); i >= 0 {
		chosen.reviews = others[i].reviews
		others = slices.Delete(others, i, i+1)
	}
	if chosen.name == "" && len(others) == 0 {
		return chosen
	}
	chosen.report.Notes = append(chosen.report.Notes, noteMail(chosen, reports, others))
	return chosen
}

// organsOf are the organs that reports name, each once.
func organsOf(reports []enclosed) (organs []string) {
	for _, e := range reports {
		if o := e.report.Organ; o != "" && !slices.Contains(organs, o) {
			organs = append(organs, o)
		}
	}
	return organs
}

var saveAttached = msg.T("请把要报送的一份另存为文件，单独读取", "save the one to be reported as a file of its own, and read that")

// unpacked puts the files of archives in the places of the archives. Faults are the archives that cannot be unpacked,
// and the files in them that cannot be read.
func unpacked(attached []mail.Part) (out []mail.Part, faults []enclosed) {
	for _, p := range attached {
		if !archive.Is(p.Data) {
			out = append(out, p)
			continue
		}
		fault := func(name string, err error) { faults = append(faults, enclosed{name: name, err: err}) }
		if _, err := archive.Open(p.Data, archive.Default); err != nil {
			fault(p.Name, err)
			continue
		}
		of := p.Name
		if !archive.IsName(of) {
			of += archive.Ending
		}
		from := archive.Of(of, p.Data)
		names, err := from.Members(of)
		if err != nil {
			fault(p.Name, err)
			continue
		}
		for _, name := range names {
			if data, err := from.ReadFile(name); err != nil {
				fault(name, err)
			} else {
				out = append(out, mail.Part{Name: name, Data: data})
			}
		}
	}
	return out, faults
}

// mayReport says whether a file attached to a mail may be a report: pictures, signatures and appointments are none.
func mayReport(p mail.Part) bool {
	kind, _, _ := strings.Cut(p.Type, "/")
	return kind != "image" && kind != "audio" && kind != "video" && !strings.Contains(p.Type, "signature") && p.Type != "text/calendar" && p.Type != "text/vcard" &&
		!slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".p7s", ".ics", ".vcf", ".asc"}, strings.ToLower(filepath.Ext(p.Name)))
}

// noneEnclosed is the error for a mail without a report that could be read.
func noneEnclosed(body enclosed, others []enclosed) error {
	if len(others) == 1 {
		e := others[0]
		var p *msg.Problem
		if errors.As(e.err, &p) {
			return &msg.Problem{What: msg.F("邮件的%s：%s", "%s: %s", e.where(), p.What), Hint: p.Hint, Kind: p.Kind}
		}
		return e.err
	}
	var names []string
	for _, e := range others {
		names = append(names, e.name)
	}
	return &msg.Problem{What: msg.F("邮件的正文和 %d 个附件（%s）里都没有能读取的报告", "neither the text of the mail nor the %d files attached to it (%s) hold a report that can be read", len(names), msg.Few(names)),
		Hint: msg.T("请把附件另存为文件，单独核对", "save what is attached as files, and check them one by one"), Kind: msg.ErrNoReport}
}

// noteMail says what of a mail was read, and what was not.
func noteMail(chosen enclosed, reports, others []enclosed) model.Note {
	n := model.Note{Rule: "FILE-PART", Message: msg.F("这是邮件，读的是%s", "this is a mail, and %s was read", chosen.where())}
	if len(reports) > 1 {
		n.Message = msg.F("%s；%s里的报告与它相同", "%s; the report in %s is the same", n.Message, reports[0].where())
	}
	var names []string
	for _, e := range others {
		names = append(names, e.name)
	}
	if len(names) > 0 {
		n.Found = strings.Join(names, "、")
		n.Message = msg.F("%s；没有读入的附件：%s", "%s; attached and not read: %s", n.Message, msg.Few(names))
	}
	return n
}

// noteTexts notes figures that the plain text of a mail gives otherwise than its page, which was read. The message is nil
// of any other file.
func noteTexts(r *model.Report, message *mail.Message, forms []*model.Form, o intake.Options) {
	sheets := read.OtherTexts(message)
	if sheets == nil {
		return
	}
	m, err := intake.Map(sheets, forms, o)
	if err != nil || m == nil || m.Form.ID != r.Form.ID {
		return
	}
	m.Values()
	differ, first := 0, msg.Text{}
	for _, fd := range r.Form.Fields {
		x, y := r.Value(fd.ID), m.Report.Value(fd.ID)
		if x.IsNumber() && y.IsNumber() && !x.Number.Equal(y.Number) {
			if differ++; differ == 1 {
				first = msg.F("“%s”，网页是 %s，纯文本是 %s", "%q: %s in the page, %s in the plain text", fd.Label(), x.Number, y.Number)
			}
		}
	}
	if differ > 0 {
		r.Notes = append(r.Notes, model.Note{Rule: "FILE-PART", Message: msg.F("邮件的正文有网页和纯文本两种写法，有 %d 个数字不同（如%s）；读的是网页", "the text of the mail is there as a page and as plain text, and %d figures differ (such as %s); the page was read", differ, first)})
	}
}

// sameReport says whether two reports say the same: organ, year, figures and texts.
func sameReport(a, b *model.Report) bool {
	if a.Form.ID != b.Form.ID || a.Year != b.Year || a.Organ != b.Organ {
		return false
	}
	for _, fd := range a.Form.Fields {
		x, y := a.Value(fd.ID), b.Value(fd.ID)
		if x.IsNumber() != y.IsNumber() || x.IsNumber() && (!x.Number.Equal(y.Number) || x.Unit != y.Unit) || x.State == model.Unreadable || y.State == model.Unreadable {
			return false
		}
	}
	for _, s := range a.Form.Sections {
		if text.Bare(a.Texts[s.ID]) != text.Bare(b.Texts[s.ID]) {
			return false
		}
	}
	return true
}
