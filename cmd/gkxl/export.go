package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/pdfout"
	"github.com/gkxl/gkxl/units"
)

// published is what one call exports.
type published struct {
	report *model.Report
	bom    bool
	review *review.State  // how far it has been reviewed; nil where that was not asked for
	causes gkxl.CauseList // of its findings, where errors are among them
	gkxl.Publication
}

// writers are the ways out, by the ending of the file.
var writers = map[string]func(session, io.Writer, published) error{
	"pdf": func(s session, b io.Writer, p published) error {
		return s.printed(gkxl.PDF(b, p.report, p.Publication))
	},
	"ofd": func(s session, b io.Writer, p published) error {
		return s.printed(gkxl.OFD(b, p.report, p.Publication))
	},
	"svg":  func(_ session, b io.Writer, p published) error { return gkxl.ChartsSVG(b, p.report, p.Publication) },
	"html": func(_ session, b io.Writer, p published) error { return gkxl.HTML(b, p.report, p.Publication) },
	"docx": func(_ session, b io.Writer, p published) error { return gkxl.Docx(b, p.report, p.Publication) },
	"csv": func(s session, b io.Writer, p published) error {
		if p.bom {
			if _, err := io.WriteString(b, "\ufeff"); err != nil {
				return err
			}
		}
		return gkxl.WriteCSV(b, p.report)
	},
	"json": func(s session, b io.Writer, p published) error { return gkxl.Export(b, p.report, s.lang) },
}

func exportCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "export",
		Usage:     s.t("把报告导出为可公开的 PDF、OFD、网页、Word 文档等", "export a report for publication: PDF, OFD, web page, Word document and more"),
		ArgsUsage: s.t("文件 [-o 报告.pdf] | 文件或文件夹… [-o 文件夹/]", "FILE [-o report.pdf] | FILES|FOLDERS... [-o FOLDER/]"),
		Description: s.t("不写 -o 时导出为“原名.pdf”，多个文件导出到文件夹“导出”，都放在当前文件夹，不覆盖已有的文件。先核对：有错误的报告不导出，退出码 1；--draft 导出带“草稿”水印、附核对结果的稿子。",
			"Without -o the file is NAME.pdf, several files go to the folder exported, both in the current folder, and nothing is overwritten. The report is checked first: while errors stand it is not exported, exit code 1; --draft exports it stamped as a draft, with its findings."),
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "format", Usage: s.t("格式，不写则由文件名的结尾决定：", "format, otherwise the file's ending decides: ") + strings.Join(formats(), ", ")},
			&cli.StringFlag{Name: "profile", Value: "web", Usage: s.t("版式：web，或仿 GB/T 9704 的 gongwen", "look: web, or gongwen after GB/T 9704")},
			&cli.BoolFlag{Name: "group", Usage: s.t("数字用千分位逗号", "commas between thousands")},
			&cli.BoolFlag{Name: "bom", Value: true, Usage: s.t("CSV 以字节顺序标记开头，表格软件由此认出编码；--bom=false 不加", "begin CSV with a byte order mark, by which spreadsheets know its encoding; --bom=false leaves it out")},
			&cli.BoolFlag{Name: "landscape", Usage: s.t("大表横排", "large tables on turned pages")},
			fontFlag(s),
			&cli.BoolFlag{Name: "allow-missing", Usage: s.t("没有字体含有的字以“〓”代替", "print 〓 for characters no face has")},
			&cli.BoolFlag{Name: "draft", Usage: s.t("有错误也导出，加“草稿”水印，附核对结果", "export though errors stand, stamped as a draft, with the findings")},
			&cli.StringFlag{Name: "reviewed", Usage: s.t("只导出做过这么多审（1 到 3）、之后内容没有变的报告；PDF 和 OFD 中附上审核记录，不带姓名和意见", "export only what so many stages (1 to 3) reviewed and that has not changed since; the record goes into a PDF or an OFD file, without names and notes")},
			&cli.BoolFlag{Name: "with-names", Usage: s.t("与 --reviewed 同用：所附的审核记录带姓名和意见", "with --reviewed: the record that goes into the file has the names and notes")},
			reviewSheetFlag(s),
			&cli.BoolFlag{Name: "charts", Usage: s.t("附图表：各类申请人的新收申请、各种办理结果，有 --last 时两年并列；另存为 .svg 只导出图表", "charts of new requests by applicant and of results, beside last year's with --last; a file .svg holds them alone")},
			localFlag(s), lastFlag(s), renamedFlag(s), lastRosterFlag(s),
			&cli.StringFlag{Name: "appendix", Usage: s.t("附录：checks 为核对提出的警告", "an appendix: checks for the warnings")},
			disableFlag(s), gradeFlag(s),
		}, sourceFlags(s), outputFlags(s)),
		Action: func(c *cli.Context) error { return s.export(c) },
	}
}

func fontFlag(s session) cli.Flag {
	return &cli.StringSliceFlag{Name: "font", Usage: s.t("换用字体：用途=文件，用途有 title、body、heading、sub、table、fallback；字体集合写“文件#序号”；system 为系统中的仿宋、黑体、楷体、小标宋",
		"use a face: ROLE=FILE, roles are title body heading sub table fallback; FILE#N of a collection; or system for the installed faces of official documents")}
}

// printFlags are those of commands that print pages of lists, letters and comparisons.
func printFlags(s session) []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "allow-missing", Usage: s.t("PDF、OFD 中没有字体含有的字以“〓”代替", "print 〓 in PDF and OFD for characters no face has")},
		fontFlag(s),
	}
}

// pdfMissingFlag is --allow-missing of a command that writes no OFD.
func pdfMissingFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "allow-missing", Usage: s.t("PDF 中没有字体含有的字以“〓”代替", "print 〓 in PDF for characters no face has")}
}

// pdfOptions are what those flags say.
func (s session) pdfOptions(c *cli.Context) (pdfout.Options, error) {
	faces, err := s.faces(c.StringSlice("font"))
	return pdfout.Options{Faces: faces, AllowMissing: c.Bool("allow-missing")}, err
}

// formats are the ways out, the usual one first.
func formats() []string {
	return append([]string{"pdf"}, slices.DeleteFunc(slices.Sorted(maps.Keys(writers)), func(f string) bool { return f == "pdf" })...)
}

func (s session) export(c *cli.Context) error {
	if !c.Args().Present() {
		return usageSo(s.write(s.anyReport()), "请给出报告文件", "give a report file")
	}
	given, first := c.String("o"), c.Args().First()
	folder, name := meansFolder(given), given
	if given == "" || given != "-" && filepath.Ext(given) == "" { // several reports go to a folder, whose name has no ending
		folder = folder || c.NArg() > 1 || isFolder(first) || archive.IsName(first)
	}
	if folder {
		name = "-" // the folder's own name tells no format
	}
	format, err := formatOf(c, name, formats()...)
	if err != nil {
		return err
	}
	usual := s.nameFrom(first, "", "."+format)
	if folder {
		usual = s.t("导出", "exported")
	}
	out, err := outputOf(c, usual)
	if err != nil {
		return err
	}
	e, noteUnused, err := s.exporter(c)
	if err != nil {
		return err
	}
	defer noteUnused()
	e.write = writers[format]
	if e.withNames && format != "pdf" && format != "ofd" {
		s.warn(msg.F("导出的%s里不能附审核记录，--with-names 没有作用；要附的，导出为 PDF 或 OFD，或把旁边的审核记录一起交", "%s holds no record of reviews, and --with-names does nothing; export as PDF or OFD, or hand over the record beside the report", exportName(format, false)))
	}
	if !folder {
		if c.NArg() != 1 || isFolder(first) {
			return usageSo(s.writeValue("-o", given, s.t("导出/", "exported/")), "多个文件请导出到文件夹：-o 文件夹/", "several files go to a folder: -o FOLDER/")
		}
		if err := s.free(c, out.path); err != nil {
			return err
		}
		if c.IsSet("review-sheet") {
			return e.withSlip(c, out, format)
		}
		return e.one(first, out, format)
	}
	if c.IsSet("review-sheet") {
		return usage("--review-sheet 一次写一份报告的", "--review-sheet is for one report at a time")
	}
	files, skipped, err := units.FindFiles(c.Args().Slice())
	if err != nil {
		return err
	}
	if len(skipped) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件不是工作簿，没有导出：%s", "%d files in the folders are no workbooks and were not exported: %s", len(skipped), listed(skipped)))
	}
	e.in = sourcesOf(c, files...)
	if err := e.in.outside(out.path); err != nil {
		return err
	}
	return e.files(c.Args().Slice(), files, out, format)
}

// withSlip exports one report and writes its review sheet.
func (e *exporter) withSlip(c *cli.Context, out output, format string) error {
	path := c.Args().First()
	if placesOf([]string{out.path}).hold(c.String("review-sheet")) {
		return usage("-o 和 --review-sheet 不能是同一个文件“%s”", "-o and --review-sheet cannot be one file, %q", out.path)
	}
	if err := e.slipFree(c, path); err != nil {
		return err
	}
	_, report, state, err := importReviewed(path, e.source)
	if err != nil {
		return err
	}
	if state.None() {
		return noSlip(path)
	}
	if err := e.one(path, out, format); err != nil {
		return err
	}
	return e.writeSlip(c, review.Result{File: path, Report: report, State: state})
}

// one exports one file, and says so.
func (e *exporter) one(path string, out output, format string) error {
	if err := e.file(path, func(write func(io.Writer) error) error { return e.emitTo(out.path, e.force, write) }); err != nil {
		return err
	}
	what := exportName(format, e.common.Draft)
	if !toFile(out.path) || e.common.Draft {
		e.wrote(what, out)
	} else {
		e.tell(msg.F("核对没有错误，已写成%s：%s%s", "no errors were found; wrote %s: %s%s", what, text.TerminalLine(out.path), out.note))
	}
	return nil
}

// exportName says what an export is.
func exportName(format string, draft bool) msg.Text {
	name := msg.T(strings.ToUpper(format), strings.ToUpper(format))
	switch format {
	case "html":
		name = msg.T("网页", "the web page")
	case "docx":
		name = msg.T("Word 文档", "the Word document")
	case "svg":
		name = msg.T("图表", "the charts")
	}
	if draft {
		return msg.F("草稿（%s）", "the draft (%s)", name)
	}
	if name.ZH[0] < 0x80 { // Latin letters stand apart from Chinese
		name.ZH = " " + name.ZH
	}
	return name
}

// exporter is what all files of one call have in common.
type exporter struct {
	session
	source  gkxl.ImportOptions
	options check.Options
	force   bool
	in      *sources
	list    *units.Roster // nil without one
	common  published     // without a report yet
	// Reviewed is how many stages must have reviewed a report, 0 for none; withNames puts their names into the file.
	reviewed  int
	withNames bool
	took      func(*model.Report) // what was read; nil where nobody asks
	write     func(session, io.Writer, published) error
	missing   bool // the last one lacked reviews
	// hints takes in what to do about files that lack reviews, to be said once of all; nil says it of each.
	hints *[]msg.Text
}

// exporter reads the options.
func (s session) exporter(c *cli.Context) (e *exporter, noteUnused func(), err error) {
	e = &exporter{session: s, force: c.Bool("force"), common: published{bom: c.Bool("bom")}}
	p := &e.common
	switch a := c.String("appendix"); a {
	case "", "checks":
		p.Checks = a == "checks"
	default:
		return nil, nil, usage("--appendix 应是 checks", "--appendix is checks")
	}
	if e.source, err = source(c); err != nil {
		return nil, nil, err
	}
	if e.options, err = checkOptions(c, e.source.Form); err != nil {
		return nil, nil, err
	}
	if p.Faces, err = s.faces(c.StringSlice("font")); err != nil {
		return nil, nil, err
	}
	if noteUnused, err = s.lastYear(c, &e.source); err != nil {
		return nil, nil, err
	}
	if e.list, err = s.rosterOf(c); err != nil {
		return nil, nil, err
	}
	if e.reviewed, e.withNames, err = reviewedGiven(c); err != nil {
		return nil, nil, err
	}
	p.Charts = c.Bool("charts")
	p.Profile, p.Group, p.Landscape = c.String("profile"), c.Bool("group"), c.Bool("landscape")
	p.Draft, p.AllowMissing = c.Bool("draft"), c.Bool("allow-missing")
	return e, noteUnused, nil
}

// files exports several files, side by side; one that cannot be exported never
// stops the others. What is said of them comes in their order, and the exit code
// is that of the worst.
func (e *exporter) files(args, files []string, out output, format string) error {
	type outcome struct {
		said    bytes.Buffer
		code    code
		missing bool          // reviews are
		report  *model.Report // in short: whose it is
		hints   []msg.Text    // what to do about missing reviews
		other   msg.Text      // what the file is instead of a report
	}
	folder := out.path
	outs, other := make([]string, len(files)), make([]string, len(files))
	taken := map[string]string{}
	for i, f := range files {
		base := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)) + "." + format
		outs[i], other[i], taken[base] = filepath.Join(folder, base), taken[base], f
	}
	to, err := e.beginBatch(e.in, folder, nil, e.force)
	if err != nil {
		return err
	}
	var several severalReports
	shown := units.ShownNames(args, files)
	worst := code(0)
	count := map[code]int{}
	unreviewed := 0
	var hints []msg.Text
	others := otherFiles{given: args}
	err = parallel.Ordered(context.Background(), len(files), 0, func(i int) *outcome {
		o := &outcome{}
		one := *e
		one.err = &o.said
		one.hints = &o.hints
		one.took = func(r *model.Report) {
			o.report = &model.Report{Organ: r.Organ, Code: r.Code, Year: r.Year, Sources: r.Sources}
		}
		var err error
		if other[i] == "" {
			err = one.file(files[i], func(write func(io.Writer) error) error {
				var b bytes.Buffer
				if err := e.in.free(outs[i], e.force || to.ours[filepath.Clean(outs[i])]); err != nil {
					return err
				}
				if err := write(&b); err != nil {
					return err
				}
				return to.write(outs[i], b.Bytes())
			})
		} else {
			err = &msg.Problem{Where: files[i], What: msg.F("与 %s 同名，没有导出", "has the name of %s and was not exported", other[i]), Hint: msg.T("分别导出到不同的文件夹", "export them to different folders")}
		}
		if o.missing = one.missing; err != nil && !errors.As(err, &o.code) {
			if !slices.Contains(args, files[i]) {
				o.other = otherOnDisk(e.list, files[i], shown[i], err)
			}
			if o.other.IsZero() {
				one.report(err)
				o.code = exitTrouble
			}
		}
		return o
	}, func(i int, o *outcome) error {
		if others.take(files[i], shown[i], o.other) {
			return nil
		}
		several.add(shown[i], o.report)
		for _, h := range o.hints {
			if !slices.Contains(hints, h) {
				hints = append(hints, h)
			}
		}
		worst = max(worst, o.code)
		if count[o.code]++; o.missing {
			unreviewed++
		}
		e.err.Write(o.said.Bytes())
		return nil
	})
	if err != nil {
		return err
	}
	to.end()
	e.warnAll(others.notes)
	if len(others.notes) == len(files) {
		return units.NoReportsIn(args[0])
	}
	if note := several.note(); !note.IsZero() {
		e.warn(note)
	}
	for _, h := range hints {
		e.tell(msg.F("提示：%s", "hint: %s", h))
	}
	said := msg.F("已导出 %d 份%s：%s%s", "%d reports exported, %s: %s%s", count[0], exportName(format, e.common.Draft), text.TerminalLine(folder), out.note)
	if worst != 0 {
		missing := msg.Text{}
		if unreviewed > 0 {
			missing = msg.F("审核不够的 %d，", "%d lack reviews, ", unreviewed)
		}
		said = msg.F("%s；没有导出 %d 份：有错误的 %d，%s不能读取或写出的 %d", "%s; %d were not exported: %d have errors, %s%d could not be read or written", said, count[exitFindings]+count[exitTrouble], count[exitFindings]-unreviewed, missing, count[exitTrouble])
	}
	e.tell(said)
	if worst != 0 {
		return worst
	}
	return nil
}

// file exports one file by a function that writes it. It never panics: one file must
// not stop the others.
func (e *exporter) file(path string, emit func(func(io.Writer) error) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = msg.NewCrash(path, r)
		}
	}()
	p, err := e.publication(path)
	if err != nil {
		return err
	}
	err = emit(func(b io.Writer) error {
		if err := gkxl.Publishable(p.Findings); err != nil && !p.Draft {
			return err
		}
		if err := e.attachReview(&p); err != nil {
			return err
		}
		return e.write(e.session, b, p)
	})
	if errors.Is(err, gkxl.ErrNotPublished) {
		if e.missing = gkxl.Publishable(p.Findings) == nil; e.missing { // reviews
			e.report(msg.At(path, e.withoutHint(err)))
			if p.review.None() {
				e.warn(renamedNote(path, p.report)...)
			}
			return code(exitFindings)
		}
		return e.refuse(path, p, err)
	}
	if err == nil && p.review != nil {
		e.warn(p.review.Notes...)
	}
	if missing := sums.MissingUnits(p.report); err == nil && len(missing) > 0 {
		e.warn(msg.F("%s 是汇总，缺 %d 个单位的报告：%s", "%s is a total without the reports of %d units: %s", path, len(missing), msg.Few(missing)))
	}
	if open := openWarnings(p.Findings); err == nil && !p.Draft && !p.Checks && !open.IsZero() {
		e.warn(msg.F("%s 已导出，但有警告没有说明：%s；用“%s”逐条查看", "%s has warnings that nobody explained, and was exported all the same: %s; see each with \"%s\"", path, open, typed([]string{"check", path})))
	}
	return err
}

// withoutHint is an error without what to do about it, where that is said once of all files.
func (e *exporter) withoutHint(err error) error {
	var p *msg.Problem
	if e.hints == nil || !errors.As(err, &p) {
		return err
	}
	q := *p
	*e.hints = append(*e.hints, q.Hint)
	q.Hint = msg.Text{}
	return &q
}

// openWarnings names the warnings that nobody explained: each rule once, with the first
// place and how many there are. It is empty without any.
func openWarnings(all []check.Finding) msg.Text {
	var rules []*model.Rule
	of := map[*model.Rule][]check.Finding{}
	for _, f := range all {
		if f.Grade == model.Warning && !f.Explained() {
			if of[f.Rule] == nil {
				rules = append(rules, f.Rule)
			}
			of[f.Rule] = append(of[f.Rule], f)
		}
	}
	return msg.Join(lists.Map(rules, func(r *model.Rule) msg.Text {
		t := r.Title
		if first := of[r][0]; len(first.Cells) > 0 {
			t = msg.F("%s（%s）", "%s (%s)", t, first.Cells[0])
		}
		if n := len(of[r]); n > 1 {
			t = msg.F("%s等 %d 处", "%s and others, %d in all", t, n)
		}
		return t
	}), "；", "; ")
}

// refuse says which errors stand in the way.
func (s session) refuse(file string, p published, why error) error {
	stand := slices.DeleteFunc(slices.Clone(p.Findings), func(f check.Finding) bool { return f.Grade != model.Error })
	res := findings.Result{File: file, Report: p.report, Findings: stand, Causes: p.causes}
	if err := findings.Write(s.err, []findings.Result{res}, findings.WriteOptions{Format: "text", Lang: s.lang}); err != nil {
		return err
	}
	s.report(why)
	return code(exitFindings)
}

// publication reads a report and checks it.
func (e *exporter) publication(path string) (p published, err error) {
	p = e.common
	var state *review.State
	if p.Source, p.report, state, err = importReviewed(path, e.source); err != nil {
		return p, err
	}
	if e.took != nil {
		e.took(p.report)
	}
	if err := e.options.Validate(p.report.Form); err != nil {
		return p, msg.At(path, err)
	}
	p.SourceName = path
	if e.reviewed > 0 {
		p.review = state
	}
	o := e.options
	if p.Last = e.source.Last; e.source.LastOf != nil {
		p.Last, _ = e.source.LastOf(p.report) // its error was one of Import
	}
	o.Last, o.Renamed, o.LastSought = p.Last, e.source.Renamed || e.source.LastOf != nil, e.source.LastOf != nil
	p.Findings = append([]gkxl.Finding{}, gkxl.Check(p.report, o)...) // not nil: it was checked
	if check.VerdictOf(p.Findings) == model.Fail {
		p.causes = gkxl.Causes(p.report, p.Findings, o)
	}
	return p, nil
}

// reviewedGiven is what --reviewed and --with-names ask for.
func reviewedGiven(c *cli.Context) (stages int, withNames bool, err error) {
	withNames = c.Bool("with-names")
	if v := c.String("reviewed"); c.IsSet("reviewed") {
		if stages, err = strconv.Atoi(v); err != nil || stages < 1 || stages > review.Stages {
			return 0, false, usage("--reviewed 应是 1 到 %d，而不是“%s”", "--reviewed is 1 to %d, not %q", review.Stages, v)
		}
	}
	switch {
	case stages == 0 && withNames:
		return 0, false, usage("--with-names 只与 --reviewed 同用", "--with-names goes with --reviewed")
	case stages > 0 && c.Bool("draft"):
		return 0, false, usage("--reviewed 导出审核过的定稿，不与 --draft 同用", "--reviewed exports what was reviewed, and does not go with --draft")
	}
	return stages, withNames, nil
}

// attachReview attaches the record of a report's reviews, where they were asked for, and refuses a report of which too few
// count.
func (e *exporter) attachReview(p *published) error {
	if e.reviewed == 0 {
		return nil
	}
	if err := review.ErrMissing(p.review, e.reviewed); err != nil {
		return err
	}
	e.warn(p.review.Notes...)
	rec := p.review.Record.Public()
	if e.withNames {
		rec = p.review.Record.WithNames()
	}
	var b bytes.Buffer
	if err := review.Encode(&b, rec); err != nil {
		return err
	}
	p.Review = b.Bytes()
	return nil
}

// printed says what characters of a PDF or of an OFD file no face has.
func (s session) printed(res pdfout.Result, err error) error {
	for _, m := range res.Missing {
		s.warn(msg.F("%s，印作“〓”", "%s; printed as 〓", m))
	}
	return err
}

// faces reads the faces that replace the embedded ones. A face named for a role
// goes before the system's.
func (s session) faces(args []string) (map[pdfout.Role]*pdfout.Face, error) {
	var faces map[pdfout.Role]*pdfout.Face
	if slices.Contains(args, "system") {
		found, missing, err := pdfout.SystemFaces(nil)
		if err != nil {
			return nil, err
		}
		faces = found
		if len(missing) > 0 {
			names := lists.Map(missing, func(r pdfout.Role) string { return string(r) })
			s.warn(msg.F("系统中没有找到这些用途的公文字体，用自带的字体：%s", "the system has no official faces for these roles, the embedded ones serve: %s", strings.Join(names, " ")))
		}
	}
	for _, a := range args {
		if a == "system" {
			continue
		}
		role, file, ok := strings.Cut(a, "=")
		if !ok || !slices.Contains(pdfout.Roles, pdfout.Role(role)) {
			return nil, usage("--font 应写成“用途=文件”或 system，而不是“%s”", "--font is ROLE=FILE or system, not %q", a)
		}
		f, err := pdfout.LoadFace(file)
		if err != nil {
			return nil, err
		}
		if faces == nil {
			faces = map[pdfout.Role]*pdfout.Face{}
		}
		faces[pdfout.Role(role)] = f
	}
	return faces, nil
}
