package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
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

// exported is what came of one of several files.
type exported struct {
	said    bytes.Buffer
	code    code
	missing bool          // reviews are
	report  *model.Report // in short: whose it is
	hints   []msg.Text    // what to do about missing reviews
	other   msg.Text      // what the file is instead of a report
}

// files exports several files, side by side; one that cannot be exported never
// stops the others. What is said of them comes in their order, and the exit code
// is that of the worst.
func (e *exporter) files(args, files []string, out output, format string) error {
	outs, sameName := make([]string, len(files)), make([]string, len(files))
	taken := map[string]string{}
	for i, f := range files {
		base := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)) + "." + format
		outs[i], sameName[i], taken[base] = filepath.Join(out.path, base), taken[base], f
	}
	to, err := e.beginBatch(e.in, out.path, nil, e.force)
	if err != nil {
		return err
	}
	shown := units.ShownNames(args, files)
	others := otherFiles{given: args}
	var several severalReports
	var hints []msg.Text
	count, unreviewed, worst := map[code]int{}, 0, code(0)
	err = parallel.Ordered(context.Background(), len(files), 0, func(i int) *exported {
		if sameName[i] != "" {
			return e.ofSameName(files[i], sameName[i])
		}
		return e.oneOfSeveral(to, files[i], outs[i], shown[i], slices.Contains(args, files[i]))
	}, func(i int, o *exported) error {
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
	said := msg.F("已导出 %d 份%s：%s%s", "%d reports exported, %s: %s%s", count[0], exportName(format, e.common.Draft), text.TerminalLine(out.path), out.note)
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

// oneOfSeveral exports one of several files. What a file is that was found in a folder, if it is no report, is not its fault;
// named says that it was given by its own name.
func (e *exporter) oneOfSeveral(to *batch, path, out, shown string, named bool) *exported {
	o := &exported{}
	one := *e
	one.err, one.hints = &o.said, &o.hints
	one.took = func(r *model.Report) {
		o.report = &model.Report{Organ: r.Organ, Code: r.Code, Year: r.Year, Sources: r.Sources}
	}
	err := one.file(path, func(write func(io.Writer) error) error {
		var b bytes.Buffer
		if err := e.in.free(out, e.force || to.ours[filepath.Clean(out)]); err != nil {
			return err
		}
		if err := write(&b); err != nil {
			return err
		}
		return to.write(out, b.Bytes())
	})
	o.missing = one.missing
	if err == nil || errors.As(err, &o.code) {
		return o
	}
	if !named {
		o.other = otherOnDisk(e.list, path, shown, err)
	}
	if o.other.IsZero() {
		one.report(err)
		o.code = exitTrouble
	}
	return o
}

// ofSameName is what comes of a file whose name, apart from its ending, another one has as well.
func (e *exporter) ofSameName(path, other string) *exported {
	o := &exported{code: exitTrouble}
	one := *e
	one.err = &o.said
	one.report(&msg.Problem{Where: path, What: msg.F("与 %s 同名，没有导出", "has the name of %s and was not exported", other), Hint: msg.T("分别导出到不同的文件夹", "export them to different folders")})
	return o
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
