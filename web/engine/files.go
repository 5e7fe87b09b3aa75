package engine

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/read"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// maxKept is how many results are kept whole. Those of other files are worked out anew
// when they are asked for; what a list, a status or a total needs is kept of all.
const maxKept = 200

// file is an open file.
type file struct {
	handle, name string            // the name is unlike that of any other
	given        string            // the name it came with
	reviews      []byte            // the record of its reviews, where it lay beside it in an archive or a mail
	alike        []pipeline.Beside // the files of other formats and the same name that lay beside it
	data         []byte
	unread       error // why there is no content
	written      time.Time
	role         Role
	decided      bool // the user said which role it has
	sub          units.Submission
	beside       string // handle of the report on the year before that the user chose
	renamed      bool
	result       *gkxl.Result  // nil when it is not kept
	last         *model.Report // the report on the year before that it was checked against
	lastHandle   string
	lastDoubt    msg.Text // why it cannot be told which that is
	hints        int
	hint         msg.Text // the first
	asOf         int      // Engine.lastRead when it was checked
	rules        string   // digest of the local rules that it was checked by
	used         int      // for what is kept
	place        int      // among the files, as they were dropped
}

// handle finds an open file.
func (e *Engine) handle(h string) (*file, error) {
	if f := e.files[h]; f != nil {
		return f, nil
	}
	return nil, coded{&msg.Problem{What: msg.T("这个文件已经关闭", "this file was closed"), Hint: msg.T("请重新打开", "open it again")}, NotOpen, ""}
}

// memory is a file system of one file, and of empty ones beside it.
type memory map[string][]byte

// Open opens a file, or the folder that all lie in.
func (m memory) Open(name string) (fs.File, error) {
	if name == "." {
		var all []fs.DirEntry
		for n, data := range m {
			all = append(all, fs.FileInfoToDirEntry(info{n, int64(len(data)), 0o644}))
		}
		slices.SortFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
		return &opened{info: info{".", 0, fs.ModeDir | 0o755}, entries: all}, nil
	}
	data, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{info: info{name, int64(len(data)), 0o644}, Reader: bytes.NewReader(data)}, nil
}

// info is what a file system says of a file.
type info struct {
	name string
	size int64
	mode fs.FileMode
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// opened is an open file or folder of a memory.
type opened struct {
	*bytes.Reader
	info
	entries []fs.DirEntry
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *opened) Close() error               { return nil }

// Size is the number of bytes.
func (o *opened) Size() int64 { return o.info.size }

// ReadDir lists a folder.
func (o *opened) ReadDir(n int) ([]fs.DirEntry, error) {
	out := o.entries
	if o.entries = nil; n > 0 && len(out) == 0 {
		return nil, io.EOF
	}
	return out, nil
}

// late are endings of files that are passed over where the same name is there as a
// workbook or document, so that they are opened behind those.
var late = []string{".pdf", ".ofd", ".json"}

func (e *Engine) plan(c *call, q Names) (Plan, error) {
	out := Plan{Open: []string{}, Skipped: []Skipped{}}
	names := slices.Sorted(slices.Values(q.Names))
	results := units.ResultFolders(names)
	for _, dir := range results {
		out.Skipped = append(out.Skipped, Skipped{dir, c.t("已有的核对结果", "results of an earlier check")})
	}
	isLate := func(n string) bool { return slices.Contains(late, strings.ToLower(path.Ext(n))) && !review.IsBeside(n) }
	for _, n := range names {
		base := path.Base(n)
		hidden := slices.ContainsFunc(strings.Split(n, "/"), func(s string) bool { return strings.HasPrefix(s, ".") || s == "__MACOSX" })
		switch {
		case units.LiesIn(n, results) != "":
		case strings.HasPrefix(base, "~$"), strings.HasPrefix(base, ".~"):
			out.Skipped = append(out.Skipped, Skipped{n, c.t("打开着的文件的临时文件", "a temporary file beside one that is open")})
		case hidden:
			out.Skipped = append(out.Skipped, Skipped{n, c.t("系统的隐藏文件", "a hidden file of the system")})
		default:
			out.Open = append(out.Open, n)
		}
	}
	order := func(n string) int { // records of reviews first, with which reports are shown
		switch {
		case review.IsBeside(n):
			return 0
		case isLate(n):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(out.Open, func(a, b string) int { return order(a) - order(b) })
	for _, n := range out.Open {
		if isLate(n) {
			out.Late++
		}
	}
	return out, nil
}

// found is a report that a file is, or holds.
type found struct {
	name    string
	given   string // the name it came with, if that is another one
	data    []byte
	reviews []byte            // the record of its reviews, where it lies beside it in an archive or a mail
	alike   []pipeline.Beside // the files of other formats and the same name that lie beside it in an archive
	written time.Time
	err     error  // why there is no content
	digest  []byte // what another session made of it, or nil
}

// search finds the reports in a file: itself, or members of an archive.
func (e *Engine) search(q Open, data []byte) (reports []found, skipped []passed, err error) {
	written := time.Time{}
	if q.Modified != 0 {
		written = time.UnixMilli(q.Modified)
	}
	itself := []found{{name: q.Name, given: q.Given, data: data, written: written}}
	if !q.Folder && !archive.Is(data) {
		return itself, nil, nil
	}
	dir, base := path.Split(q.Name)
	tree := memory{base: data}
	if q.Folder && !archive.IsName(base) { // is the same report there as a workbook?
		for _, f := range e.besides(dir, base) {
			tree[path.Base(f.name)] = f.data
		}
	}
	if archive.Is(data) && !archive.IsName(base) { // an archive by another name is searched all the same
		tree = memory{base + archive.Ending: data}
	}
	all, err := units.SearchFS(tree)
	if err != nil {
		return nil, nil, err
	}
	from := archive.In(tree)
	for _, name := range all.Files {
		if _, isOpen := tree[name]; isOpen && name != base {
			continue // it is open
		}
		content, err := from.ReadFile(name)
		at := written
		if w, err := from.Written(name); err == nil && !w.IsZero() {
			at = w
		}
		r := found{name: dir + name, data: content, reviews: pipeline.ReviewsBeside(from, name), written: at, err: err}
		if r.name == q.Name {
			r.given = q.Given
		}
		for _, other := range all.Beside[name] {
			b := pipeline.Beside{Name: other}
			b.Data, b.Err = from.ReadFile(other)
			r.alike = append(r.alike, b)
		}
		reports = append(reports, r)
	}
	if len(reports) == 0 && !q.Folder { // it was asked for: checking says what is wrong
		return itself, nil, nil
	}
	of := map[string]string{}
	for report, others := range all.Beside {
		for _, other := range others {
			of[other] = report
		}
	}
	for _, name := range all.Skipped {
		if _, isOpen := tree[name]; name == base || !isOpen {
			skipped = append(skipped, passed{dir + name, of[name], slices.Contains(all.Unread, name)})
		}
	}
	return reports, skipped, nil
}

func (e *Engine) open(c *call, q Open) (Opened, error) {
	out := Opened{Files: []FileLine{}, Skipped: []Skipped{}}
	if q.Handle == "" || q.Name == "" {
		return out, badCall("no handle or no name")
	}
	var data []byte
	if len(c.blobs) > 0 {
		data = c.blobs[0]
	} else if q.Size == 0 {
		return out, badCall("no content comes with the request")
	}
	within := func(name string) string {
		return strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
	}
	if q.Name = within(q.Name); q.Given != "" {
		q.Given = within(q.Given)
	}
	if isRecord(q) && len(data) <= review.Default.Bytes {
		e.takeRecord(cmp.Or(q.Given, q.Name), data)
		out.Skipped = append(out.Skipped, Skipped{q.Name, c.t("审核记录，与它所在的报告一起显示", "a record of reviews, shown with its report")})
		return out, nil
	}
	q.Role = cmp.Or(q.Role, ThisYear)
	most := int64(osfile.MaxFileSize)
	if archive.IsName(q.Name) || archive.Is(data) {
		most = archive.Default.File
	}
	var reports []found
	var skipped []passed
	var err error
	if int64(max(q.Size, len(data))) > most {
		reports = []found{{name: q.Name, err: osfile.TooLarge(q.Name, most)}}
	} else if reports, skipped, err = e.search(q, data); err != nil {
		return out, msg.At(q.Name, err)
	}
	for _, s := range skipped {
		out.Skipped = append(out.Skipped, e.skipped(c, s, data))
	}
	e.forget(q.Handle)
	if len(c.blobs) > 1 && len(reports) == 1 && len(reports[0].data) == len(data) {
		reports[0].digest = c.blobs[1]
	}
	for i, r := range reports {
		h := q.Handle
		if len(reports) > 1 || r.name != q.Name {
			h = fmt.Sprintf("%s.%d", q.Handle, i+1)
		}
		for _, f := range e.take(h, r, q.Role, q.Place) {
			out.Files = append(out.Files, e.line(f, c.lang))
		}
	}
	if q.Role == LastYear {
		e.changeLast()
	}
	return out, nil
}

// take checks a report and keeps it. A mail with several reports becomes several.
func (e *Engine) take(handle string, r found, role Role, place int) []*file {
	f := &file{handle: handle, name: e.unlike(r.name), given: cmp.Or(r.given, r.name), data: r.data, reviews: r.reviews, alike: r.alike, unread: r.err, written: r.written, role: role, place: place}
	if r.digest == nil || !e.takeDigest(f, r.digest) {
		e.check(f)
	}
	if f.sub.Err != nil {
		if several := e.enclosed(f); len(several) > 0 {
			return several
		}
	}
	e.noteReview(f)
	e.keep(f)
	return []*file{f}
}

// enclosed are the reports attached to a mail of which not one alone could be read.
func (e *Engine) enclosed(mail *file) (out []*file) {
	parts := read.Attached(mail.data)
	for _, p := range parts {
		for _, r := range e.attached(mail.name+"/"+path.Base(cmp.Or(p.Name, "?")), p.Data, mail.written) {
			for _, o := range parts {
				if o.Name == review.BesideName(p.Name) {
					r.reviews = o.Data
				}
			}
			f := &file{handle: fmt.Sprintf("%s.%d", mail.handle, len(out)+1), name: e.unlike(r.name), given: r.name, data: r.data, reviews: r.reviews, unread: r.err, written: r.written, role: mail.role, place: mail.place}
			if e.check(f); f.result.Err == nil || !errors.Is(f.result.Err, gkxl.ErrNoReport) {
				out = append(out, f)
			}
		}
	}
	if !slices.ContainsFunc(out, func(f *file) bool { return f.result.Err == nil }) {
		return nil // the mail's own error says more
	}
	for _, f := range out {
		e.keep(f)
	}
	return out
}

// attached are the reports that a file attached to a mail may be or hold.
func (e *Engine) attached(name string, data []byte, written time.Time) []found {
	if !archive.Is(data) {
		return []found{{name: name, data: data, written: written}}
	}
	reports, _, err := e.search(Open{Name: name}, data)
	if err != nil {
		return []found{{name: name, data: data, written: written}}
	}
	return reports
}

// unlike is a name, with a number behind it where another file has it.
func (e *Engine) unlike(name string) string {
	taken := func(n string) bool {
		return slices.ContainsFunc(e.order, func(h string) bool { return e.files[h].name == n })
	}
	out, ext := name, path.Ext(name)
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
	}
	return out
}

// keep adds a file to the session, behind those before its place.
func (e *Engine) keep(f *file) {
	if e.files[f.handle] == nil {
		at := len(e.order)
		for at > 0 && e.files[e.order[at-1]].place > f.place {
			at--
		}
		e.order = slices.Insert(e.order, at, f.handle)
	}
	e.files[f.handle] = f
	e.letGo()
}

// forget closes what was opened under a handle.
func (e *Engine) forget(handle string) {
	e.order = slices.DeleteFunc(e.order, func(h string) bool {
		gone := h == handle || strings.HasPrefix(h, handle+".")
		if gone {
			delete(e.files, h)
		}
		return gone
	})
}

// letGo drops the results that were not used for the longest time.
func (e *Engine) letGo() {
	var kept []*file
	for _, f := range e.files {
		if f.result != nil {
			kept = append(kept, f)
		}
	}
	if len(kept) <= maxKept {
		return
	}
	slices.SortFunc(kept, func(a, b *file) int { return a.used - b.used })
	for _, f := range kept[:len(kept)-maxKept] {
		f.result, f.last = nil, nil
	}
}

// source is how a file is read: with the report on the year before.
func (e *Engine) source(f *file) gkxl.ImportOptions {
	o := gkxl.ImportOptions{Renamed: f.renamed}
	f.last, f.lastHandle, f.lastDoubt = nil, "", msg.Text{}
	switch {
	case f.beside != "":
		if last := e.files[f.beside]; last != nil {
			f.last, f.lastHandle = e.result(last).Report, last.handle
			o.Last = f.last
		}
	case e.last != nil && f.role == ThisYear:
		o.LastOf = func(r *model.Report) (*model.Report, error) {
			last, err := e.lastOf(r)
			if err != nil { // no fault of this report, which is checked without
				f.lastDoubt = msg.Of(err)
				return nil, msg.OfKind(msg.ErrSeveral, err)
			}
			if last != nil {
				f.last, f.lastHandle = e.result(last).Report, last.handle
			}
			return f.last, nil
		}
	}
	return o
}

// lastOf finds the organ's report on the year before among those that are open; nil without one. It fails where there are
// several that differ.
func (e *Engine) lastOf(r *model.Report) (*file, error) {
	sub, err := e.last.Of(r.Code, r.Organ, r.Year)
	if err != nil || sub == nil {
		return nil, err
	}
	for _, h := range e.order {
		if last := e.files[h]; last.name == sub.File && last.role == LastYear {
			return last, nil
		}
	}
	return nil, nil
}

// check reads and checks a file.
func (e *Engine) check(f *file) {
	r := gkxl.Result{File: f.name, Err: f.unread}
	if f.unread == nil {
		r = gkxl.CheckJob{Import: e.source(f), Check: e.options(f)}.DataBeside(f.name, f.data, f.alike)
	}
	r.Review = e.reviewed(f, r)
	f.result, f.asOf, f.rules = &r, e.lastRead, e.local.Digest()
	f.hints, f.hint = hintsOf(r)
	e.uses++
	f.used = e.uses
	sub, err := units.Gathering{}.Digest(f.name, f.data, f.written, r)
	if err != nil { // the official forms are always there
		sub = units.Submission{File: f.name, Shown: f.name, Err: err}
	}
	sub.Review = r.Review.Brief()
	f.sub = sub
}

// stale reports whether a file is to be checked by other rules, or against another report
// on the year before, than it was.
func (e *Engine) stale(f *file) bool {
	return f.role == ThisYear && (f.rules != e.local.Digest() || f.asOf != e.lastRead && f.beside == "")
}

// current checks a file anew where it is stale.
func (e *Engine) current(f *file) {
	if e.stale(f) {
		e.check(f)
		e.letGo()
	}
}

// options are what a file is checked with.
func (e *Engine) options(f *file) gkxl.CheckOptions {
	if f.role != ThisYear {
		return gkxl.CheckOptions{}
	}
	return gkxl.CheckOptions{Local: e.local}
}

// result is what checking a file gave, kept or worked out anew.
func (e *Engine) result(f *file) *gkxl.Result {
	if f.result == nil || e.stale(f) {
		e.check(f)
		e.letGo()
	}
	e.uses++
	f.used = e.uses
	return f.result
}

// line is a file in one line.
func (e *Engine) line(f *file, lang msg.Lang) FileLine {
	s := f.sub
	out := FileLine{Handle: f.handle, Name: f.name, Role: f.role, Organ: s.Organ, Code: s.Code, Year: s.Year, Edition: s.Form,
		Errors: s.Errors, Warnings: s.Warnings, Empty: s.Empty, Beside: f.lastHandle, Size: len(f.data)}
	for _, u := range s.Sources {
		if u.Role == sums.Counted {
			out.Units++
		}
	}
	switch {
	case s.Err != nil:
		out.Verdict, out.Sentence = Unread, s.Why().In(lang)
	case s.Empty:
		out.Verdict, out.Sentence = Verdict(s.Verdict), msg.T("模板没有填写", "nobody filled this template in").In(lang)
	case !s.First.IsZero():
		out.Verdict, out.Sentence = Verdict(s.Verdict), s.First.In(lang)
	case f.hints > 0:
		out.Verdict, out.Sentence = Verdict(s.Verdict), msg.F("各表平衡；有提示 %s 处：%s", "the tables balance; %s: %s", msg.Count(f.hints, "hint", "hints, the first"), f.hint).In(lang)
	default:
		out.Verdict, out.Sentence = Verdict(s.Verdict), msg.T("各表平衡，没有发现问题", "the tables balance; nothing was found").In(lang)
	}
	if f.hints > 0 && !s.First.IsZero() {
		out.Notes = append(out.Notes, msg.F("另有提示 %s 处", "%s besides", msg.Count(f.hints, "hint", "hints")).In(lang))
	}
	out.Stale = e.stale(f)
	out.Hints, out.BesideDoubt = f.hints, f.lastDoubt.In(lang)
	out.Word = verdictWords[out.Verdict].In(lang)
	return out
}

// worst is the order of verdicts.
var worst = []Verdict{Unread, Fail, Warn, Pass}

// verdictWords are the verdicts in a word.
var verdictWords = map[Verdict]msg.Text{
	Unread: msg.T("无法读取", "cannot be read"),
	Fail:   msg.T("有错误", "errors"),
	Warn:   msg.T("有警告", "warnings"),
	Pass:   msg.T("通过", "passes"),
}

func (e *Engine) list(c *call, _ None) (List, error) {
	out := List{Files: []FileLine{}, Notes: c.in(e.lastNotes)}
	count := map[Verdict]int{}
	doubles := e.doubles()
	back := e.goneBackTo()
	years := map[int]bool{}
	for _, f := range e.ofRole(ThisYear) {
		years[f.sub.Year] = true
	}
	for _, h := range e.order {
		f := e.files[h]
		l := e.line(f, c.lang)
		l.Notes = append(l.Notes, c.in(doubles[f])...)
		if l.Former = f.role == ThisYear && f.sub.Err == nil && f.sub.Year != 0 && years[f.sub.Year+1]; l.Former && !f.decided {
			l.Notes = append(l.Notes, msg.F("这份是 %d 年度的，打开的还有 %d 年度的；如果是该单位上年的报告，请点“算作上年的报告”", "this one is on %d, and others are on %d; if it is the unit's report on the year before, choose “Take for last year's”", f.sub.Year, f.sub.Year+1).In(c.lang))
		}
		if f.role == LastYear && f.sub.Err == nil && !back[h] {
			l.Notes = append(l.Notes, c.t("没有哪份报告以它为上年的报告", "no report goes back to this one"))
		}
		if out.Files = append(out.Files, l); l.Role == ThisYear {
			count[l.Verdict]++
		}
	}
	slices.SortStableFunc(out.Files, func(a, b FileLine) int {
		return cmp.Or(slices.Index(worst, a.Verdict)-slices.Index(worst, b.Verdict), b.Errors-a.Errors, b.Warnings-a.Warnings, len(b.Notes)-len(a.Notes), b.Hints-a.Hints, cmp.Compare(a.Name, b.Name))
	})
	out.Sentence = msg.F("共 %s 份：无法读取 %d，有错误 %d，有警告 %d，通过 %s", "%s: %d cannot be read, %d with errors, %d with warnings, %s",
		msg.Count(count[Unread]+count[Fail]+count[Warn]+count[Pass], "file", "files"), count[Unread], count[Fail], count[Warn], msg.Count(count[Pass], "passes", "pass")).In(c.lang)
	return out, nil
}

func (e *Engine) refresh(c *call, q OfFile) (FileLine, error) {
	f, err := e.handle(q.Handle)
	if err != nil {
		return FileLine{}, err
	}
	e.current(f)
	return e.line(f, c.lang), nil
}

func (e *Engine) close(_ *call, q OfFiles) (None, error) {
	last := false
	for _, h := range q.Handles {
		if f := e.files[h]; f != nil {
			last = last || f.role == LastYear
			e.forget(h)
		}
	}
	if len(q.Handles) == 0 {
		changes := e.lastRead + 1
		*e = *New()
		e.lastRead = changes
	}
	for _, f := range e.files {
		if f.beside != "" && e.files[f.beside] == nil { // it is checked anew, as if nothing had been chosen
			f.beside, f.renamed, f.asOf = "", false, -1
		}
	}
	if last {
		e.changeLast()
	}
	return None{}, nil
}

// chosen are the files of some handles; of none, all reports of this year.
func (e *Engine) chosen(handles []string) ([]*file, error) {
	var out []*file
	if len(handles) == 0 {
		for _, h := range e.order {
			if f := e.files[h]; f.role == ThisYear {
				out = append(out, f)
			}
		}
		return out, nil
	}
	for _, h := range handles {
		f, err := e.handle(h)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}
