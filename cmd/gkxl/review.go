package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/pipeline"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/table"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

func reviewCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "review",
		Usage:     s.t("记录三审：谁在何时看过哪个内容；内容一改就失效", "record who reviewed which content and when; a change makes the reviews lapse"),
		ArgsUsage: s.t("文件 --stage 初审|复审|终审 --by 姓名 [--note 意见] | 文件或文件夹…", "FILE --stage first|second|final --by NAME [--note NOTE] | FILES|FOLDERS..."),
		Description: s.t("有 --stage 就记一条：记在工作簿的“审核记录”表里，也记在旁边的“文件名.审核.json”里。不写 --stage 则显示审核到了哪一步、之后改了哪里。有错误的报告不能审核。这不是电子签名，不能证明是谁做的。退出码：0 记下了，或记录都有效；1 有失效、不可用的记录，或报告有错误；2 用法错误或文件无法读取。",
			"With --stage an entry is recorded, on a sheet of the workbook and in the file FILE.审核.json beside it. Without, it is shown how far the reports have come and what has changed since. A report with errors cannot be reviewed. This is no signature and does not prove who reviewed. Exit codes: 0 recorded, or all records hold; 1 a record has lapsed or is of no use, or the report has errors; 2 usage or unreadable input."),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "stage", Usage: s.t("做的是哪一审：初审、复审、终审，也可写 1、2、3", "which stage: first, second or final, or 1, 2, 3")},
			&cli.StringFlag{Name: "by", Usage: s.t("审核人的姓名", "the reviewer's name")},
			&cli.StringFlag{Name: "note", Usage: s.t("审核意见", "what the reviewer has to say")},
			&cli.StringFlag{Name: "at", Usage: s.t("审核的时间，如 2026-01-20T09:30，用于补记纸上做的审核，只写日期也可以；不写则为现在", "when it was done, such as 2026-01-20T09:30 or the day alone, to enter what was done on paper; now if not given")},
			&cli.BoolFlag{Name: "same-person", Usage: s.t("同一人做两审也记，记录上写明", "record that one person did two stages; the record says so")},
			&cli.BoolFlag{Name: "new", Usage: s.t("原有的记录不可用或不是这份报告的，另起一份，从初审做起", "begin a new record, with the first stage, where the one there is broken or not this report's")},
			&cli.BoolFlag{Name: "beside", Usage: s.t("只记在旁边的文件里，不改工作簿", "record in the file beside only, and leave the workbook as it is")},
			reviewSheetFlag(s),
			&cli.StringFlag{Name: "format", Usage: s.t("显示的格式：", "format of what is shown: ") + strings.Join(reviewFormats, ", ")},
			localFlag(s), lastFlag(s), renamedFlag(s), lastRosterFlag(s),
			disableFlag(s), gradeFlag(s),
		}, sourceFlags(s), outputFlags(s)),
		Action: func(c *cli.Context) error { return s.review(c) },
	}
}

// reviewFormats are the formats that the state of reviews is written in.
var reviewFormats = append(slices.Clone(table.Formats), "json")

// reviewSheetFlag is --review-sheet.
func reviewSheetFlag(s session) cli.Flag {
	return &cli.StringFlag{Name: "review-sheet", Usage: s.t("另写一张审核单（.pdf 或 .docx，A4），有姓名、时间和签名栏，供纸质存档", "also write the review sheet (.pdf or .docx, A4) with names, times and lines to sign on, for filing on paper")}
}

func (s session) review(c *cli.Context) error {
	if !c.Args().Present() {
		return usage("请给出报告文件", "give a report file")
	}
	if args := c.Args().Slice(); !slices.ContainsFunc(args, func(a string) bool { return !review.IsBeside(a) }) {
		return usage("“%s”是审核记录，请给出它旁边的报告", "%q is a record of reviews: give the report that it lies beside", args[0])
	}
	src, noteUnused, err := s.sourceWithLast(c)
	if err != nil {
		return err
	}
	defer noteUnused()
	options, err := checkOptions(c, src.Form)
	if err != nil {
		return err
	}
	job := gkxl.CheckJob{Import: src, Check: options}
	if c.IsSet("stage") {
		return s.recordReview(c, job)
	}
	for _, name := range []string{"by", "note", "at", "same-person", "new", "beside"} {
		if c.IsSet(name) {
			return usage("--%s 要和 --stage 同用：--stage 初审", "--%s goes with --stage, such as --stage first", name)
		}
	}
	return s.showReviews(c, job)
}

// showReviews shows how far reports have come.
func (s session) showReviews(c *cli.Context, job gkxl.CheckJob) error {
	format, err := formatOf(c, c.String("o"), reviewFormats...)
	if err != nil {
		return err
	}
	files, err := s.filesToShow(c)
	if err != nil {
		return err
	}
	all, exit, err := s.readReviews(c, job, files)
	if err != nil {
		return err
	}
	if c.IsSet("review-sheet") && len(all) == 1 && all[0].State.None() {
		return noSlip(all[0].File) // before anything is written
	}
	if err := s.emitTo(c.String("o"), c.Bool("force"), func(w io.Writer) error {
		if format == "json" {
			return review.WriteJSON(w, all, s.lang)
		}
		p := review.Page(all, s.lang)
		if format == "csv" && len(p.Blocks) == 0 {
			return usage("“%s”没有审核记录，没有可写成 CSV 的", "%q has no record of reviews to write as CSV", files[0])
		}
		return table.Write(w, p, table.Options{Format: format, Lang: s.lang, Colour: c.String("o") == "" && s.colour()})
	}); err != nil {
		return err
	}
	if toFile(c.String("o")) {
		s.tell(msg.F("已写出：%s", "written: %s", c.String("o")))
	}
	if c.IsSet("review-sheet") {
		if err := s.writeSlip(c, all[0]); err != nil {
			return err
		}
	}
	if exit != 0 {
		return code(exit)
	}
	return nil
}

// filesToShow finds the files whose reviews are shown, and refuses what would overwrite one of them.
func (s session) filesToShow(c *cli.Context) ([]string, error) {
	files, skipped, err := units.FindFiles(c.Args().Slice())
	if err != nil {
		return nil, err
	}
	if skipped = s.passPictures(skipped, msg.T("看", "looked at")); len(skipped) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件没有看（不是年度报告，或已看过同名的工作簿）：%s", "%d files in the folders were not looked at (no reports, or a workbook of the same name was): %s", len(skipped), listed(skipped)))
	}
	if err := s.free(c, c.String("o"), files...); err != nil {
		return nil, err
	}
	if !c.IsSet("review-sheet") {
		return files, nil
	}
	switch out := c.String("review-sheet"); {
	case len(files) != 1:
		return nil, usage("--review-sheet 一次写一份报告的", "--review-sheet is for one report at a time")
	case isResult(c.String("o"), out):
		return nil, usage("-o 和 --review-sheet 不能是同一个文件“%s”", "-o and --review-sheet cannot be one file, %q", out)
	}
	return files, s.slipFree(c, files...)
}

// readReviews reads how far the reports in files have been reviewed, and gives the exit code that this asks for. The error of
// a single file is that of the run.
func (s session) readReviews(c *cli.Context, job gkxl.CheckJob, files []string) (all []review.Result, exit int, err error) {
	list, err := s.rosterOf(c)
	if err != nil {
		return nil, 0, err
	}
	all = make([]review.Result, 0, len(files))
	others, shown, n := otherFiles{given: c.Args().Slice()}, units.ShownNames(c.Args().Slice(), files), 0
	job.Files(files, func(r gkxl.Result) {
		n++
		if others.take(r.File, shown[n-1], otherOnDisk(list, r.File, shown[n-1], r.Err)) {
			return
		}
		s.crashed(r.Err)
		all = append(all, reviewOf(r))
		if r.Err != nil {
			exit = exitTrouble
		} else if !all[len(all)-1].Good() {
			exit = max(exit, exitFindings)
		}
	})
	s.warnAll(others.notes)
	switch {
	case len(all) == 0:
		return nil, 0, units.NoReportsIn(c.Args().First())
	case len(all) == 1 && all[0].Err != nil:
		return nil, 0, all[0].Err
	}
	for _, r := range all {
		if r.Err == nil && r.State.None() {
			s.warn(renamedNote(r.File, r.Report)...)
		}
	}
	return all, exit, nil
}

// renamedNote says of a report without a record that one of its organ and year lies in its folder without a report: the
// file may have been renamed.
func renamedNote(path string, r *model.Report) []msg.Text {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it lies in an archive
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), review.BesideEnding)
		if !ok || !e.Type().IsRegular() || exists(filepath.Join(dir, name)) {
			continue
		}
		data, err := osfile.ReadUpTo(filepath.Join(dir, e.Name()), int64(review.Default.Bytes))
		if err != nil {
			continue
		}
		if of, ok := review.Written(data, r); ok && of == name {
			return []msg.Text{msg.F("%s：旁边有同一机关、同一年度的“%s”的审核记录，而没有那个文件；如果是改了名，改回“%s”，审核仍然算数", "%s: beside it lies the record of reviews of %q, of the same organ and year, and there is no such file; if it was renamed, call it %q again, and the reviews count", path, of, of)}
		}
	}
	return nil
}

// reviewOf is how far the report of a checked file has been reviewed.
func reviewOf(r gkxl.Result) review.Result {
	state := r.Review
	if state == nil {
		state = &review.State{}
	}
	return review.Result{File: r.File, Report: r.Report, State: state, Err: r.Err}
}

// recordReview records that somebody reviewed a report.
func (s session) recordReview(c *cli.Context, job gkxl.CheckJob) error {
	path := c.Args().First()
	entry, err := s.reviewAsked(c, path)
	if err != nil {
		return err
	}
	if exists(path) { // otherwise reading says what is wrong
		unlock, err := lockReviews(path, c.String("by"), lockWait)
		if err != nil {
			return err
		}
		defer unlock()
	}
	beside := pipeline.ReviewsBeside(archive.OnDisk(), path)
	r, data := job.File(path)
	if err := s.mayBeReviewed(path, r); err != nil {
		return err
	}
	entry.Findings = r.Findings
	before := reviewOf(r)
	rec, err := review.Add(r.Report, path, before.State, entry)
	if err != nil {
		return msg.At(path, err)
	}
	if s.warn(before.State.Notes...); before.State.None() {
		s.warn(renamedNote(path, r.Report)...)
	}
	if err := s.keepReview(path, data, beside, rec, before.State, c.Bool("beside"), job); err != nil {
		return err
	}
	again, _ := job.File(path)
	after := reviewOf(again)
	if after.Err != nil {
		return after.Err
	}
	if !after.State.Has(rec) {
		return changedMeanwhile(path, msg.T("刚记下的一条已被别人写的记录换掉了", "what was recorded has been replaced by what somebody else wrote"))
	}
	s.tell(after.State.Sentence())
	s.warn(slices.DeleteFunc(slices.Clone(after.State.Notes), func(t msg.Text) bool { return slices.Contains(before.State.Notes, t) })...)
	if c.IsSet("review-sheet") {
		return s.writeSlip(c, after)
	}
	return nil
}

// reviewAsked is the review that the flags ask to record of a file, without the findings; what they cannot mean together
// is an error.
func (s session) reviewAsked(c *cli.Context, path string) (review.Review, error) {
	stage, ok := review.ParseStage(c.String("stage"))
	switch {
	case !ok:
		return review.Review{}, usage("--stage 应是 初审、复审 或 终审，而不是“%s”", "--stage is first, second or final, not %q", c.String("stage"))
	case c.NArg() != 1 || isFolder(path):
		return review.Review{}, usage("一次审核一份报告：给出一个文件", "one report is reviewed at a time: give one file")
	case path == "-" || archive.Outer(path) != path || archive.IsName(path):
		return review.Review{}, usage("“%s”不是磁盘上的文件，不能记录审核：先存成文件，或从压缩包里解压出来", "%q is no file on disk, and no review can be recorded of it: save it, or unpack it from its archive", path)
	case toFile(c.String("o")) || c.IsSet("format"):
		return review.Review{}, usage("-o 和 --format 用于显示，不与 --stage 同用", "-o and --format are for showing, and do not go with --stage")
	}
	at, day, err := reviewedAt(c)
	if err != nil {
		return review.Review{}, err
	}
	if c.IsSet("review-sheet") { // before anything is written
		if err := s.slipFree(c, path); err != nil {
			return review.Review{}, err
		}
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	return review.Review{Stage: stage, By: c.String("by"), Note: c.String("note"), At: at, Day: day, Salt: hex.EncodeToString(salt),
		Program: version.Name(), Same: c.Bool("same-person"), New: c.Bool("new")}, nil
}

// reviewedAt is the time that --at says, or the present. Day says that it names no more than the day.
func reviewedAt(c *cli.Context) (at time.Time, day bool, err error) {
	v := strings.TrimSpace(c.String("at"))
	if v == "" {
		return time.Now(), false, nil
	}
	if at, day, err = reviewTime(v); err == nil && at.After(time.Now().Add(time.Minute)) {
		err = usage("--at 写的时间 %s 还没有到", "--at says %s, which has not come yet", at.Format("2006-01-02 15:04"))
	}
	return at, day, err
}

// mayBeReviewed is why no review of a report can be recorded; nil if it can.
func (s session) mayBeReviewed(path string, r gkxl.Result) error {
	switch {
	case r.Err != nil:
		s.crashed(r.Err)
		return r.Err
	case r.Review != nil && r.Review.Enclosed:
		return &msg.Problem{Where: path, What: msg.T("这份报告和它的审核记录在邮件或压缩包里，不能接着记", "the report and the record of its reviews are in a mail or an archive, and it cannot be gone on with there"),
			Hint: msg.T("把报告和旁边的“.审核.json”另存到文件夹里，再审核那里的报告", "save the report, and the .审核.json beside it, into a folder, and review the report there")}
	case check.VerdictOf(r.Findings) == model.Fail:
		return s.refuse(path, published{report: r.Report, causes: r.Causes, Publication: gkxl.Publication{Findings: r.Findings}}, &msg.Problem{
			What: msg.T("核对有错误，不能审核，没有记录", "errors stand: it cannot be reviewed, and nothing was recorded"), Hint: msg.T("改正后再审核", "correct them, then review it")})
	}
	return nil
}

// lockWait is how long a review waits for another one of the same report to be recorded.
const lockWait = 10 * time.Second

// lockReviews keeps others, who may share the folder, from recording a review of a report at the same time.
func lockReviews(path, by string, wait time.Duration) (unlock func(), err error) {
	name := review.LockName(path)
	if isFolder(name) {
		return nil, &msg.Problem{Where: name, What: msg.T("这是文件夹，而审核时要在这里临时放一个文件；没有记录", "this is a folder, and a file goes here while a review is recorded; nothing was recorded"), Hint: msg.T("把它改名或移走", "rename it or move it away")}
	}
	unlock, err = osfile.Lock(name, by, wait)
	var held *osfile.Held
	if !errors.As(err, &held) {
		return unlock, err
	}
	who := msg.F("“%s”正在电脑“%s”上审核这份报告（%s 开始）", "%q is recording a review of this report on the computer %q, since %s", held.Who, held.Computer, held.Since)
	if held.Computer == "" {
		who = msg.T("别人正在审核这份报告", "somebody else is recording a review of this report")
	}
	return nil, &msg.Problem{Where: path, What: msg.F("%s，没有记录", "%s; nothing was recorded", who),
		Hint: msg.F("稍等再做一次；确知没有人在做（程序中断了）的，删去“%s”再做", "try again in a moment; if nobody is (a run was cut short), delete %q and try again", name)}
}

// changedMeanwhile is the error of a report whose record, or whose file, somebody else changed while a review was recorded.
func changedMeanwhile(path string, what msg.Text) error {
	return &msg.Problem{Where: path, What: what, Hint: msg.T("用“gkxl review 文件”看过现在的情况，再做一次", "look at it with \"gkxl review FILE\", and try again")}
}

// reviewTime reads a time that a review was done at, by the clock of this place unless it names its zone. Day says that
// it is a day alone, and the time its beginning.
func reviewTime(v string) (at time.Time, day bool, err error) {
	for _, layout := range []string{time.RFC3339, "2006-1-2T15:04:05", "2006-1-2T15:04", "2006-1-2 15:04", "2006-1-2"} {
		if at, err := time.ParseInLocation(layout, v, time.Local); err == nil {
			return at, layout == "2006-1-2", nil
		}
	}
	return at, false, usage("--at 应是时间，如 2026-01-20T09:30，而不是“%s”", "--at is a time such as 2026-01-20T09:30, not %q", v)
}

// keepReview writes a record into the workbook and into the file beside it, and says where. Data is the workbook as it
// was checked, and was the record beside it; what was changed since is not written over, and the workbook is replaced only
// by one that reads back as the same report with the record. Former is how far the report had come.
func (s session) keepReview(path string, data, was []byte, rec *review.Record, former *review.State, besideOnly bool, job gkxl.CheckJob) error {
	var beside bytes.Buffer
	if err := review.Encode(&beside, rec); err != nil {
		return err
	}
	book, why := s.withReviews(path, data, rec, job)
	if besideOnly {
		why = msg.T("按 --beside 的要求", "as --beside asks")
	}
	if !why.IsZero() && former.InBook && len(rec.Entries) == 1 { // the two would differ, and neither count
		return &msg.Problem{Where: path, What: msg.F("文件里原有的审核记录没有换掉（%s），新的记录不会算数，没有记录", "the record of reviews in the file was not replaced (%s), and a new one would not count; nothing was recorded", why),
			Hint: msg.T("在文件里删去“审核记录”表，再做一次；是 .xlsx 的，不加 --beside", "delete the sheet 审核记录 in the file, then try again; leave out --beside if it is .xlsx")}
	}
	name := review.BesideName(path)
	if st, err := os.Stat(name); err == nil && !st.Mode().IsRegular() {
		return &msg.Problem{Where: name, What: msg.T("这不是文件，审核记录要写在这里", "this is no file, and the record of reviews goes here"), Hint: msg.T("把它改名或移走", "rename it or move it away")}
	}
	now, err := osfile.ReadFile(path)
	switch there := pipeline.ReviewsBeside(archive.OnDisk(), path); {
	case err != nil:
		return err
	case !bytes.Equal(now, data):
		return &msg.Problem{Where: path, What: msg.T("文件是压缩包，或在审核时被改动了，没有记录", "the file is an archive, or was changed while it was read; nothing was recorded"), Hint: msg.T("解压出报告，或再做一次", "unpack the report, or try again")}
	case (there == nil) != (was == nil) || !bytes.Equal(there, was):
		return changedMeanwhile(name, msg.T("审核时别人写了这份记录，没有记录", "somebody else wrote this record in the meantime; nothing was recorded"))
	}
	if why.IsZero() {
		if err := replaceBook(path, book); err != nil {
			return err
		}
	}
	aside, undo := "", func() {}
	if len(rec.Entries) == 1 {
		aside, undo, err = s.setAside(path, former.Record)
	}
	if err == nil {
		if err = osfile.WriteFile(name, beside.Bytes(), osfile.Replace); err != nil {
			undo()
		}
	}
	if err != nil { // both or neither
		if why.IsZero() {
			err = errors.Join(err, replaceBook(path, data))
		}
		return err
	}
	if aside != "" {
		s.tell(keptAs(aside))
	}
	e := rec.Entries[len(rec.Entries)-1]
	done := msg.F("已记下%s，审核人%s，未说明的警告 %d 条", "recorded the %s by %s, with %d open warnings", e.Stage.Name(), e.By, e.Open())
	if why.IsZero() {
		s.tell(msg.F("%s：%s（“%s”表）、%s", "%s: %s (sheet %q), %s", done, path, review.Title, name))
	} else {
		s.tell(msg.F("%s：%s；没有写入报告文件本身：%s", "%s: %s; the report's file itself was not written: %s", done, name, why))
	}
	return nil
}

// withReviews is a workbook with a record, or why it cannot be: it must read back as the same report.
func (s session) withReviews(path string, data []byte, rec *review.Record, job gkxl.CheckJob) (book []byte, why msg.Text) {
	var refused *review.Refused
	book, err := review.Put(data, rec, s.lang)
	if errors.As(err, &refused) {
		return nil, refused.Why
	}
	if err == nil {
		before, after := job.Data(path, data), job.Data(path, book)
		if before.Err == nil && after.Err == nil && after.Review != nil && len(after.Review.Faults) == 0 && after.Review.Record != nil && !after.Review.Lapsed &&
			len(after.Review.Record.Entries) == len(rec.Entries) && len(before.Findings) == len(after.Findings) {
			return book, msg.Text{}
		}
	}
	return nil, msg.T("文件的结构特殊，写入可能损坏它", "the file's structure is unusual, and writing might damage it")
}

// replaceBook replaces a workbook. Who may read it stays, and its time of writing, by which a status tells who was late; a file that may not be
// written, or that another program keeps open, is an error.
func replaceBook(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return osfile.FileError(path, err)
	}
	st, err := f.Stat()
	if err = errors.Join(err, f.Close()); err != nil {
		return osfile.FileError(path, err)
	}
	if err := osfile.WriteFile(path, data, osfile.Replace); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(path, st.Mode().Perm()), os.Chtimes(path, st.ModTime(), st.ModTime())); err != nil {
		return osfile.FileError(path, err)
	}
	return nil
}

// setAside keeps under another name what was recorded, where a new record begins: the file that is there, or else the
// record that only the workbook has. It is evidence. The name is empty where there is nothing to keep; undo puts it back.
func (s session) setAside(path string, former *review.Record) (name string, undo func(), err error) {
	beside := review.BesideName(path)
	there := exists(beside)
	if !there && former == nil {
		return "", func() {}, nil
	}
	for n := 1; name == "" || exists(name); n++ {
		name = review.FormerName(path, n, s.lang)
	}
	if !there {
		return name, func() { os.Remove(name) }, osfile.Write(name, osfile.Keep, func(w io.Writer) error { return review.Encode(w, former) })
	}
	if err := os.Rename(beside, name); err != nil {
		return "", nil, osfile.FileError(beside, err)
	}
	return name, func() {
		if os.Rename(name, beside) != nil {
			s.tell(keptAs(name))
		}
	}, nil
}

// keptAs says where a former record is kept.
func keptAs(name string) msg.Text {
	return msg.F("原来的记录保存在：%s", "the former record is kept in %s", name)
}

// slipFree refuses a name of the review sheet that is taken, or that is in no folder.
func (s session) slipFree(c *cli.Context, found ...string) error {
	out := c.String("review-sheet")
	if _, err := formatFor(out, "", []string{"pdf", "docx"}); err != nil {
		return err
	}
	if !toFile(out) {
		return usage("--review-sheet 要写成文件，如 审核单.pdf", "--review-sheet is a file, such as sheet.pdf")
	}
	if err := osfile.HasFolder(out); err != nil {
		return err
	}
	if err := sourcesOf(c, found...).free(out, c.Bool("force")); err != nil {
		return err
	}
	return osfile.Writable(out)
}

// writeSlip writes the review sheet of a report.
func (s session) writeSlip(c *cli.Context, r review.Result) error {
	if err := s.slipFree(c, r.File); err != nil {
		return err
	}
	out := c.String("review-sheet")
	format, err := formatFor(out, "", []string{"pdf", "docx"})
	if err != nil {
		return err
	}
	if r.State.None() {
		return noSlip(r.File)
	}
	err = osfile.Write(out, osfile.Overwrite(c.Bool("force")), func(w io.Writer) error {
		if format == "docx" {
			return review.WriteSlip(w, r, s.lang)
		}
		_, err := pdfout.Write(w, review.Slip(r, s.lang), pdfout.Options{AllowMissing: true})
		return err
	})
	if err == nil {
		s.tell(msg.F("审核单：%s", "review sheet: %s", out))
	}
	return err
}

// noSlip is the error of a report without a record, which has no review sheet.
func noSlip(path string) error {
	return &msg.Problem{Where: path, What: msg.T("没有审核记录，没有写审核单", "no review is recorded, and no review sheet was written"), Hint: msg.T("先用“gkxl review --stage”记录审核", "record a review with \"gkxl review --stage\" first")}
}

// importReviewed reads the report of a file, and says how far it has been reviewed.
func importReviewed(path string, o gkxl.ImportOptions) (data []byte, r *model.Report, state *review.State, err error) {
	from := archive.OnDisk()
	if data, err = from.ReadFile(path); err != nil {
		return nil, nil, nil, err
	}
	if r, state, err = pipeline.ImportReviewed(path, data, pipeline.ReviewsBeside(from, path), o); err != nil {
		return nil, nil, nil, msg.At(path, err)
	}
	return data, r, state, nil
}
