package review

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/diff"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
)

// State is how far a report has come.
type State struct {
	Record  *Record    // all entries; nil without a record, or with none that can be read
	Holding []Entry    // the stages that count, in their order: each saw what the report says now
	Lapsed  bool       // the last entry saw something else than the report says now
	Changes []Change   // of a lapsed record: what changed since the last entry
	Faults  []msg.Text // why no stage counts, whatever the content: the record is broken, or not this report's
	Notes   []msg.Text // what is worth knowing and takes nothing away
	InBook  bool       // there is a record in the workbook
	// Enclosed says that the record is of a report in an archive or a mail, whose file's name is not the whole's.
	Enclosed bool
}

// Of says how far a report has come. File is the name of its file, which is not held against the record if it is empty;
// beside is the content of the file of [BesideName], nil if there is none.
//
// A stage counts if its entry saw what the report says now, and so did an entry of each stage before it, earlier in the
// record, with no entry between that saw something else: content that was changed back is reviewed anew. No stage counts
// if the last entry saw something else: what was reviewed before it is an older state. None counts either if the record
// is broken, is of another file, organ or year, or if the record in the workbook and the one beside it do not go back to
// the same entries. Organs are compared as names are everywhere: another width or an invisible character makes no other
// organ, but what is published of it is content.
func Of(r *model.Report, file string, beside []byte) *State {
	s := &State{}
	book, wrong := fromRows(r.Reviews)
	s.InBook = len(r.Reviews) > 0
	if !wrong.IsZero() {
		s.Faults = append(s.Faults, wrong)
	}
	var own *Record
	if beside != nil {
		var err error
		if own, err = decode(beside, Default); err != nil {
			s.Faults = append(s.Faults, msg.F("文件“%s”里的审核记录读不出来；从备份恢复这个文件，或者重新审核", "the record of reviews in the file %q cannot be read: restore the file from a copy, or review the report again", BesideName(filepath.Base(file))))
		}
	}
	for _, x := range []struct {
		record *Record
		where  msg.Text
	}{{book, msg.T("工作簿里的审核记录", "the record of reviews in the workbook")}, {own, msg.F("文件“%s”里的审核记录", "the record of reviews in the file %q", BesideName(filepath.Base(file)))}} {
		if x.record == nil {
			continue
		}
		if why := x.record.broken(); !why.IsZero() {
			s.Faults = append(s.Faults, msg.F("%s不可用：%s；恢复原来的记录，或者重新审核", "%s is of no use: %s; restore the record as it was, or review the report again", x.where, why))
		} else if why := x.record.foreign(r, file); !why.IsZero() {
			s.Faults = append(s.Faults, msg.F("%s%s", "%s %s", x.where, why))
		}
	}
	s.choose(book, own)
	last := s.Record.last()
	if last == nil {
		return s
	}
	hash := ContentOf(r).Hash()
	if s.Lapsed = last.Content != hash; s.Lapsed {
		if seen := s.Record.seen(last.Content); seen != nil {
			s.Changes = Changes(seen, r)
		}
	}
	if len(s.Faults) == 0 && !s.Lapsed {
		for _, e := range s.Record.Entries {
			switch {
			case e.Content != hash: // what was changed back is reviewed anew
				s.Holding = nil
			case int(e.Stage) == len(s.Holding)+1:
				s.Holding = append(s.Holding, e)
			}
		}
	}
	s.noteVariants(r.Form)
	return s
}

// noteVariants notes stages by people whose names are written with other forms of the same characters, as 張 and 张: they
// may be one person.
func (s *State) noteVariants(form *model.Form) {
	simplify := func(name string) string {
		var b strings.Builder
		for _, c := range strings.ToLower(text.Bare(name)) {
			if to := form.Reading.Simplified[string(c)]; to != "" {
				b.WriteString(to)
			} else {
				b.WriteRune(c)
			}
		}
		return b.String()
	}
	for i, a := range s.Holding {
		for _, b := range s.Holding[i+1:] {
			if !strings.EqualFold(text.Bare(a.By), text.Bare(b.By)) && simplify(a.By) == simplify(b.By) {
				s.Notes = append(s.Notes, msg.F("%s的“%s”和%s的“%s”可能是同一人（字的写法不同），请核实：三审要由不同的人做", "%[2]q, who did the %[1]s, and %[4]q, who did the %[3]s, may be one person, written with other forms of the same characters: make sure, since the stages are to be done by different people", a.Stage.Name(), a.By, b.Stage.Name(), b.By))
			}
		}
	}
}

// choose takes the longer of two records of which one begins with the other, and says so.
func (s *State) choose(book, own *Record) {
	switch {
	case book == nil || own == nil:
		if s.Record = book; book == nil {
			s.Record = own
		}
		return
	case book.beginsWith(own):
		s.Record = book
		if n := len(book.Entries) - len(own.Entries); n > 0 {
			s.Notes = append(s.Notes, msg.F("旁边的文件比工作簿里的记录少最后 %d 条，以工作簿里的为准", "the file beside lacks the last %d entries of the record in the workbook, which counts", n))
		}
	case own.beginsWith(book):
		s.Record = own
		s.Notes = append(s.Notes, msg.F("工作簿里的记录比旁边的文件少最后 %d 条，以旁边的文件为准", "the record in the workbook lacks the last %d entries of the file beside, which counts", len(own.Entries)-len(book.Entries)))
	default:
		s.Record = book
		s.Faults = append(s.Faults, msg.T("工作簿里的审核记录与旁边文件里的不同，不是同一次记录；只留对的一处（删去“审核记录”表，或者移走旁边的文件），或者重新审核",
			"the record of reviews in the workbook and the one in the file beside differ, and neither goes on from the other: keep the right one alone (delete the sheet, or move the file beside away), or review the report again"))
	}
}

// beginsWith reports whether a record begins with all entries of another.
func (r *Record) beginsWith(o *Record) bool {
	return len(o.Entries) <= len(r.Entries) && slices.EqualFunc(o.Entries, r.Entries[:len(o.Entries)], func(a, b Entry) bool { return a.Hash == b.Hash })
}

// foreign says that a record is not that of a report; empty if it is.
func (r *Record) foreign(of *model.Report, file string) msg.Text {
	switch base := filepath.Base(file); {
	case !strings.EqualFold(diff.Name(of.Organ), diff.Name(r.Organ)) || of.Year != r.Year:
		return msg.F("是“%s”%d 年度报告的，不是这一份的；换上这一份的记录，或者重新审核", "is that of the report of %q on %d, not of this one: put this one's record in its place, or review it again", r.Organ, r.Year)
	case file == "-":
		return msg.T("不能确认是这份文件的：从标准输入读来的没有文件名；请给出文件", "cannot be told to be that of this file, since what comes by standard input has no name: give the file")
	case file != "" && !strings.EqualFold(base, r.File):
		return msg.F("是为“%s”写的，而这个文件叫“%s”；复制、另存的文件不算审核过的，改回原来的文件名，或者重新审核", "was written for %q, and this file is called %q; a copy does not count as reviewed: give it its former name, or review it again", r.File, base)
	}
	return msg.Text{}
}

// Has reports whether the last entry of a record is there.
func (s *State) Has(r *Record) bool {
	return s.Record != nil && slices.ContainsFunc(s.Record.Entries, func(e Entry) bool { return e.Hash == r.head() })
}

// Written is the name of the file that a record was written for, if it is one of a report's organ and year.
func Written(record []byte, of *model.Report) (file string, ok bool) {
	r, err := decode(record, Default)
	if err != nil || !r.broken().IsZero() || !r.foreign(of, "").IsZero() {
		return "", false
	}
	return r.File, true
}

// Level is how many stages count.
func (s *State) Level() int { return len(s.Holding) }

// None reports whether there is no record at all.
func (s *State) None() bool { return s == nil || s.Record == nil && len(s.Faults) == 0 }

// Complete reports whether all stages count.
func (s *State) Complete() bool { return s.Level() == Stages }

// maxNamed is how many changes a sentence names.
const maxNamed = 3

// Sentence says how far a report has come, and of a record that does not count why.
func (s *State) Sentence() msg.Text {
	switch {
	case s.None():
		return msg.T("没有审核记录", "no review is recorded")
	case len(s.Faults) > 0:
		return msg.F("审核记录不可用：%s", "the record of reviews is of no use: %s", msg.Join(s.Faults, "；", "; "))
	}
	if s.Lapsed {
		return msg.F("审核已失效，要从%[2]s重做：%[1]s", "the reviews have lapsed and begin again with the %[2]s: %[1]s", s.lapse(), First.Name())
	}
	var t msg.Text
	for i, e := range s.Holding {
		if i > 0 {
			t = msg.F("%s，", "%s, ", t)
		}
		t = msg.F("%s%s %s %s", "%s%s %s %s", t, e.stageText(), e.By, e.TimeText())
	}
	if s.Complete() {
		return msg.F("%s；三审完成", "%s; all stages are done", t)
	}
	return msg.F("%s；还差%s", "%s; still to come: %s", t, s.Missing(Stages))
}

// Missing names the stages that do not count yet, up to a number of stages.
func (s *State) Missing(stages int) msg.Text {
	var names []msg.Text
	for n := s.Level() + 1; n <= stages; n++ {
		names = append(names, Stage(n).Name())
	}
	return msg.Join(names, "、", ", ")
}

// lapse says what changed since the last entry.
func (s *State) lapse() msg.Text {
	last := s.Record.last()
	t := msg.F("%s（%s）之后内容有改动", "the content has changed since the %s (%s)", last.Stage.Name(), last.TimeText())
	if len(s.Changes) == 0 {
		return t
	}
	var named []msg.Text
	for _, c := range s.Changes[:min(maxNamed, len(s.Changes))] {
		named = append(named, c.Sentence())
	}
	t = msg.F("%s：%s", "%s: %s", t, msg.Join(named, "；", "; "))
	if n := len(s.Changes); n > maxNamed {
		t = msg.F("%s等 %d 处", "%s and more, %d in all", t, n)
	}
	return t
}

// Sentence says what changed, and where.
func (c Change) Sentence() msg.Text {
	at := c.Label
	if c.Place != "" {
		at = msg.F("%s（%s）", "%s (%s)", c.Place, c.Label)
	}
	return msg.F("%s由 %s 改为 %s", "%s from %s to %s", at, c.Was, c.Is)
}

// Brief is a [State] in few words, for lists of many reports. The zero value is a report without a record.
type Brief struct {
	File   string `json:"file,omitempty"` // the name that the record was written for
	Head   string `json:"head,omitempty"` // hash of the last entry
	Level  int    `json:"level,omitempty"`
	Lapsed bool   `json:"lapsed,omitempty"`
	Broken bool   `json:"broken,omitempty"` // the record is of no use
	// Enclosed says that nothing outside of the content has a part in it, neither the file's name nor what lies beside.
	Enclosed bool `json:"enclosed,omitempty"`
}

// Brief gives the state in few words.
func (s *State) Brief() Brief {
	if s.None() {
		return Brief{}
	}
	b := Brief{Level: s.Level(), Lapsed: s.Lapsed, Broken: len(s.Faults) > 0, Enclosed: s.Enclosed}
	if s.Record != nil {
		b.File, b.Head = s.Record.File, s.Record.head()
	}
	return b
}

// Fits reports whether a brief of the record in a workbook alone is that of a file of a name with this record beside it,
// nil for none. Otherwise [Of] tells.
func (b Brief) Fits(file string, beside []byte) bool {
	if beside == nil {
		return b == Brief{} || b.Enclosed || !b.Broken && strings.EqualFold(filepath.Base(file), b.File)
	}
	r, err := decode(beside, Default)
	return err == nil && !b.Broken && r.head() == b.Head && r.broken().IsZero() && strings.EqualFold(filepath.Base(file), b.File)
}

// Words says it; empty for a report without a record.
func (b Brief) Words() msg.Text {
	switch {
	case b == Brief{}:
		return msg.Text{}
	case b.Broken:
		return msg.T("记录不可用", "record of no use")
	case b.Lapsed:
		return msg.T("已失效", "lapsed")
	}
	return msg.F("%s（%d/%d）", "%s (%d of %d)", Stage(b.Level).Name(), b.Level, Stages)
}
