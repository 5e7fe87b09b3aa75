// Package review keeps the record of who has reviewed a report: three stages, of which each saw a content that is
// known by its hash. [Add] adds an entry, [Of] says how far a report has come: a stage counts while the report says
// what that stage saw, and what has changed since is named.
//
// The record is kept twice: on a sheet of the workbook ([Put]) and in a file beside it ([BesideName]), both of the
// schema gkxl-review/1. Each entry holds the hash of the one before, so that an entry cannot be changed or taken out
// unnoticed. It is no signature: whoever has the file and this program can write a new record.
package review

import (
	"bytes"
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// Schema names the JSON that a record is kept in.
const Schema = "gkxl-review/1"

// Stage is a stage of the review, counted from 1.
type Stage int

// The stages, in their order.
const (
	First Stage = 1 + iota
	Second
	Final
)

// Stages is how many there are.
const Stages = int(Final)

// stageNames are the names of the stages, in their order.
var stageNames = [Stages]msg.Text{msg.T("初审", "first review"), msg.T("复审", "second review"), msg.T("终审", "final review")}

// Name is the stage for people.
func (s Stage) Name() msg.Text {
	if s < First || s > Final {
		return msg.F("第 %d 审", "review %d", int(s))
	}
	return stageNames[s-1]
}

// ParseStage reads the name of a stage: 初审, 复审, 终审, or first, second, final, or its number.
func ParseStage(s string) (Stage, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for i, n := range stageNames {
		short, _, _ := strings.Cut(n.EN, " ")
		if s == n.ZH || s == n.EN || s == short || s == strconv.Itoa(i+1) {
			return Stage(i + 1), true
		}
	}
	return 0, false
}

// Record is all reviews of one report.
type Record struct {
	Schema  string  `json:"schema"`
	File    string  `json:"file"`  // name of the report's file, without its folder
	Organ   string  `json:"organ"` // in the canonical form of a [Content]
	Year    int     `json:"year"`
	Entries []Entry `json:"entries"`
	// Seen are the contents that the last entries saw, the newest first; see [Limits].
	Seen []Seen `json:"seen,omitempty"`
}

// Seen is a content that some entries saw.
type Seen struct {
	Hash  string  `json:"hash"` // see [Content.Hash]
	Items Content `json:"items"`
}

// Entry says that somebody reviewed a content.
type Entry struct {
	Number   int        `json:"number"` // from 1
	Stage    Stage      `json:"stage"`
	By       string     `json:"by,omitempty"`   // who; left out of a public record
	Note     string     `json:"note,omitempty"` // what they had to say; left out of a public record
	Salt     string     `json:"salt,omitempty"` // hexadecimal, by chance; left out of a public record
	At       string     `json:"at"`             // when, RFC 3339
	Content  string     `json:"content"`        // hash of what was reviewed, see [Content.Hash]
	Findings []Standing `json:"findings"`       // what the check found in it
	Program  string     `json:"program"`        // version of gkxl
	Form     string     `json:"form"`           // id of the form's edition
	Same     bool       `json:"same_person,omitempty"`
	Private  string     `json:"private"`  // hash of By, Note and Salt, see [Entry.hidden]
	Previous string     `json:"previous"` // hash of the entry before, or of the record's head
	Hash     string     `json:"hash"`     // of all members but By, Note and Salt, see [Entry.chained]
}

// Standing is the findings of one rule that stood when a report was reviewed.
type Standing struct {
	Rule      string      `json:"rule"`
	Grade     model.Grade `json:"grade"`
	Explained bool        `json:"explained,omitempty"` // the unit has explained them
	Count     int         `json:"count"`
	Fields    []string    `json:"fields,omitempty"`   // ids of the cells they are about
	Sections  []string    `json:"sections,omitempty"` // ids of the narratives they are about
}

// standingOf condenses findings.
func standingOf(found []check.Finding) []Standing {
	out := []Standing{}
	for _, f := range found {
		s := Standing{Rule: f.Rule.ID, Grade: f.Grade, Explained: f.Explained()}
		i := slices.IndexFunc(out, func(o Standing) bool { return o.Rule == s.Rule && o.Grade == s.Grade && o.Explained == s.Explained })
		if i < 0 {
			i, out = len(out), append(out, s)
		}
		out[i].Count++
		for _, fd := range f.Fields {
			if !slices.Contains(out[i].Fields, fd.ID) {
				out[i].Fields = append(out[i].Fields, fd.ID)
			}
		}
		for _, id := range f.Sections {
			if !slices.Contains(out[i].Sections, id) {
				out[i].Sections = append(out[i].Sections, id)
			}
		}
	}
	return out
}

// Open is how many warnings stood that nobody had explained.
func (e Entry) Open() int {
	n := 0
	for _, s := range e.Findings {
		if s.Grade == model.Warning && !s.Explained {
			n += s.Count
		}
	}
	return n
}

// root is the hash that the first entry goes back to: of the schema, the file's name, the organ and the year.
func (r *Record) root() string {
	var b strings.Builder
	writeLine(&b, "schema", Schema)
	writeLine(&b, "file", r.File)
	writeLine(&b, "organ", r.Organ)
	writeLine(&b, "year", strconv.Itoa(r.Year))
	return sum(b.String())
}

// hidden is the hash of what a public record leaves out. The salt keeps a name from being found by trying names.
func (e Entry) hidden() string {
	var b strings.Builder
	writeLine(&b, "by", e.By)
	writeLine(&b, "note", e.Note)
	writeLine(&b, "salt", e.Salt)
	return sum(b.String())
}

// chained is the hash of an entry: of a line for each member, the name, a tab and the value. Findings are a line each,
// of rule, grade, count, whether they are explained, fields and sections, parted by blanks.
func (e Entry) chained() string {
	var b strings.Builder
	for _, m := range [][2]string{
		{"number", strconv.Itoa(e.Number)}, {"stage", strconv.Itoa(int(e.Stage))}, {"at", e.At}, {"content", e.Content},
		{"program", e.Program}, {"form", e.Form}, {"same_person", strconv.FormatBool(e.Same)}, {"private", e.Private}, {"previous", e.Previous},
	} {
		writeLine(&b, m[0], m[1])
	}
	for _, s := range e.Findings {
		writeLine(&b, "finding", strings.Join([]string{s.Rule, string(s.Grade), strconv.Itoa(s.Count), strconv.FormatBool(s.Explained), strings.Join(s.Fields, ","), strings.Join(s.Sections, ",")}, " "))
	}
	return sum(b.String())
}

// Time is when an entry was made; the zero time if that cannot be read.
func (e Entry) Time() time.Time {
	t, _ := time.Parse(time.RFC3339, e.At)
	return t
}

// TimeText is when an entry was made, to the minute, at the place where it was made.
func (e Entry) TimeText() string {
	if t := e.Time(); !t.IsZero() {
		return t.Format("2006-01-02 15:04")
	}
	return e.At
}

// head is the hash of the last entry; empty without any.
func (r *Record) head() string {
	if e := r.last(); e != nil {
		return e.Hash
	}
	return ""
}

// seen is a content that an entry saw; nil if it is not kept any more.
func (r *Record) seen(hash string) Content {
	for _, s := range r.Seen {
		if s.Hash == hash {
			return s.Items
		}
	}
	return nil
}

// broken says what is wrong with a record in itself; empty if it is whole.
func (r *Record) broken() msg.Text {
	if len(r.Entries) == 0 {
		return msg.T("里面没有一条审核", "there is no review in it")
	}
	before := r.root()
	for i, e := range r.Entries {
		name := msg.F("第 %d 条（%s）", "entry %d (%s)", i+1, e.Stage.Name())
		switch {
		case e.Number != i+1 || e.Stage < First || e.Stage > Final || e.Time().IsZero():
			return msg.F("%s写得不对", "%s is not as it is written", name)
		case e.Previous != before && i == 0:
			return msg.T("文件名、机关或年度与记录时不同，或者前面的条目被删去了", "the file's name, the organ or the year is not what was recorded, or entries were taken out")
		case e.Previous != before:
			return msg.F("%s前面的条目被改动或删去了", "what stands before %s was changed or taken out", name)
		case e.Hash != e.chained(), e.Private != e.hidden():
			return msg.F("%s被改动过", "%s was changed", name)
		}
		before = e.Hash
	}
	for _, s := range r.Seen {
		if s.Items.Hash() != s.Hash {
			return msg.T("所存的内容被改动过", "a content that is kept in it was changed")
		}
	}
	return msg.Text{}
}

// Public is a record without names, notes and contents, which can be published: its hashes can be followed all the same.
func (r *Record) Public() *Record {
	out := *r
	out.Seen, out.Entries = nil, slices.Clone(r.Entries)
	for i := range out.Entries {
		e := &out.Entries[i]
		e.By, e.Note, e.Salt = "", "", ""
	}
	return &out
}

// WithNames is a record with names and notes, and without contents.
func (r *Record) WithNames() *Record {
	out := *r
	out.Seen = nil
	return &out
}

// Review is what somebody wants to be recorded.
type Review struct {
	Stage    Stage
	By, Note string
	At       time.Time
	Day      bool   // At is the beginning of a day of which the time is not known
	Salt     string // hexadecimal, by chance
	Findings []check.Finding
	Program  string // version of gkxl
	Same     bool   // the same person may do two stages
	New      bool   // begin a new record where the present one does not belong to the report or is broken
}

// Add gives the record of a report with one more review. State is how far the report has come, see [Of]; file is its
// name. The error is a *msg.Problem: the stage before is missing, the person has done another stage, or the record
// there is cannot be gone on with.
func Add(r *model.Report, file string, s *State, v Review) (*Record, error) {
	return addWithin(r, file, s, v, Default)
}

// addWithin is [Add] with limits of its own.
func addWithin(r *model.Report, file string, s *State, v Review, lim Limits) (*Record, error) {
	if err := v.validate(); err != nil {
		return nil, err
	}
	content := ContentOf(r)
	rec := &Record{Schema: Schema, File: filepath.Base(file), Organ: content["organ"], Year: r.Year}
	switch {
	case v.New && v.Stage != First:
		return nil, &msg.Problem{What: msg.F("--new 另起一份记录，要从%s做起，而这里是%s", "--new begins a new record, with the %s, and this is the %s", First.Name(), v.Stage.Name()),
			Hint: msg.F("先做%s", "do the %s first", First.Name())}
	case len(s.Faults) > 0 && !v.New:
		return nil, &msg.Problem{What: msg.F("已有的审核记录不能接着用：%s", "the record of reviews there is cannot be gone on with: %s", msg.Join(s.Faults, "；", "; ")),
			Hint: msg.T("查明原因；确认要另起一份记录时，用 --stage 初审 --new", "find out why; to begin a new record, use --stage first --new")}
	case s.Record != nil && !v.New:
		*rec = *s.Record
		rec.Entries = slices.Clone(rec.Entries)
	}
	full := &msg.Problem{What: msg.F("审核记录已有 %d 条，不能再加", "the record has %d entries, and no more can be added", len(rec.Entries)), Hint: msg.T("用 --new 另起一份记录", "begin a new record with --new")}
	if len(rec.Entries) >= lim.Entries {
		return nil, full
	}
	if !v.New {
		v.At = v.notBefore(s.Record.last())
		if err := s.allows(v); err != nil {
			return nil, err
		}
	}
	e := Entry{Number: len(rec.Entries) + 1, Stage: v.Stage, By: person(v.By), Note: lines(v.Note), Salt: v.Salt, At: v.At.Format(time.RFC3339), Content: content.Hash(),
		Findings: standingOf(v.Findings), Program: v.Program, Form: r.Form.ID, Previous: cmp.Or(rec.head(), rec.root())}
	e.Same = !v.New && s.other(v) != nil
	e.Private = e.hidden()
	e.Hash = e.chained()
	rec.Entries = append(rec.Entries, e)
	seen := []Seen{{e.Content, maps.Clone(content)}}
	for _, old := range rec.Seen {
		if old.Hash != e.Content && len(seen) < lim.Seen {
			seen = append(seen, old)
		}
	}
	for rec.Seen = seen; ; rec.Seen = rec.Seen[:len(rec.Seen)-1] { // what has changed is named as long as there is room for it
		var all bytes.Buffer
		if err := Encode(&all, rec); err != nil {
			return nil, err
		}
		switch {
		case all.Len() <= lim.Bytes:
			return rec, nil
		case len(rec.Seen) == 0:
			return nil, full
		}
	}
}

// notBefore is when a review was done. Times on paper have no seconds, and some no more than the day: what may have been
// as late as the last entry was not before it.
func (v Review) notBefore(last *Entry) time.Time {
	if last == nil || !v.At.Before(last.Time()) {
		return v.At
	}
	then, known := last.Time().In(v.At.Location()), "2006-01-02 15:04"
	if v.Day {
		known = time.DateOnly
	}
	if v.At.Format(known) == then.Format(known) {
		return then
	}
	return v.At
}

// validate says what is wrong with a review in itself.
func (v Review) validate() error {
	bad := func(what, do msg.Text) error { return &msg.Problem{What: what, Hint: do} }
	by := person(v.By)
	switch {
	case by == "":
		return bad(msg.T("没有写明审核人", "it is not said who reviewed"), msg.T("加 --by 姓名", "add --by NAME"))
	case len([]rune(by)) > Default.Name:
		return bad(msg.F("审核人的姓名超过 %d 个字", "the name has more than %d characters", Default.Name), msg.T("只写姓名", "write the name alone"))
	case len([]rune(v.Note)) > Default.Note:
		return bad(msg.F("意见超过 %d 个字", "the note has more than %d characters", Default.Note), msg.T("写得短些，其余另附", "write less, and keep the rest elsewhere"))
	}
	for _, s := range []string{by, v.Note} {
		if i := strings.IndexFunc(s, func(c rune) bool {
			return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' || c == unicode.ReplacementChar
		}); i >= 0 {
			return bad(msg.T("审核人或意见里有不能写入的字符", "the name or the note has a character that cannot be written"), msg.T("删去它再试", "remove it and try again"))
		}
	}
	return nil
}

// person is a name in one form, by which a person is known again.
func person(s string) string { return text.OneLine(text.Visible(s)) }

// allows says why a review cannot be recorded now.
func (s *State) allows(v Review) error {
	bad := func(hint msg.Text, zh, en string, args ...any) error {
		return &msg.Problem{What: msg.F(zh, en, args...), Hint: hint}
	}
	if n := len(s.Holding); int(v.Stage) > n+1 {
		next := Stage(n + 1)
		hint := msg.F("先做%s", "do the %s first", next.Name())
		if s.Lapsed {
			return bad(hint, "还不能做%s：审核之后内容有 %d 处改动，%s要重新做", "the %s cannot be done yet: %d things have changed since the reviews, and the %s is to be done again", v.Stage.Name(), len(s.Changes), next.Name())
		}
		return bad(hint, "还不能做%s：%s还没有做", "the %s cannot be done yet: the %s is missing", v.Stage.Name(), next.Name())
	}
	if n := len(s.Holding); int(v.Stage) <= n {
		e := s.Holding[v.Stage-1]
		hint := msg.T("不用再做", "there is nothing left to do")
		if n < Stages {
			hint = msg.F("下一步是%s", "the next step is the %s", Stage(n+1).Name())
		}
		return bad(hint, "%s已于 %s 由%s做过，之后内容没有变", "the %s was done at %s by %s, and nothing has changed since", v.Stage.Name(), e.TimeText(), e.By)
	}
	if e := s.other(v); e != nil && !v.Same {
		return bad(msg.T("请换一个人；确实只有一个人时加 --same-person，记录和审核单上会写明", "let somebody else do it; where there is only one person, add --same-person, which the record and the sheet will say"),
			"%s已经做过%s，三审要由不同的人做", "%s has done the %s already, and the stages are to be done by different people", e.By, e.Stage.Name())
	}
	if last := s.Record.last(); last != nil && v.At.Before(last.Time()) {
		return bad(msg.T("核对这台电脑的时间，或 --at 写的时间", "check the clock of this computer, or the time given with --at"),
			"审核的时间 %s 早于上一条的 %s", "the time of the review, %s, is before that of the last entry, %s", v.At.Format("2006-01-02 15:04"), last.TimeText())
	}
	return nil
}

// other is a stage that still counts and that the same person did; nil if there is none.
func (s *State) other(v Review) *Entry {
	for i, e := range s.Holding {
		if e.Stage != v.Stage && strings.EqualFold(text.Bare(e.By), text.Bare(person(v.By))) {
			return &s.Holding[i]
		}
	}
	return nil
}

// last is the last entry; nil if there is none.
func (r *Record) last() *Entry {
	if r == nil || len(r.Entries) == 0 {
		return nil
	}
	return &r.Entries[len(r.Entries)-1]
}

// Limits bound what a record holds.
type Limits struct {
	Bytes   int // of a record as JSON
	Entries int // reviews
	Name    int // characters of a reviewer's name
	Note    int // characters of a note
	Seen    int // contents that are kept, to tell what has changed since
}

// Default are the limits of every record: a report is reviewed three times, and again where it is corrected.
var Default = Limits{Bytes: 4 << 20, Entries: 300, Name: 60, Note: 1000, Seen: 3}
