package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/aggregate"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/version"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// checkRun is one run of the command check: what is done with the result of each file, and what is kept of all.
type checkRun struct {
	session
	c     *cli.Context
	job   gkxl.CheckJob
	files []string
	shown []string      // the files' names for people
	list  *units.Roster // nil without one

	to      *target
	printer findings.Printer // writes to it
	marks   *marking         // nil where nothing is marked
	back    *returnLetter    // nil where no letter is written

	taken     int             // results so far; the next one is of files[taken]
	others    otherFiles      // files that are no reports
	otherThan []msg.Text      // what each file is instead of a report, as far as it has been read
	writeErr  error           // of writing a result; no further ones are written
	exit      int             // the exit code if nothing else goes wrong
	comparing units.Comparing // what reports of several units have in common
	several   severalReports
}

// newCheckRun prepares all that a run of check writes, and refuses what does not go together.
func (s session) newCheckRun(c *cli.Context, job gkxl.CheckJob, files []string, format string) (*checkRun, error) {
	run := &checkRun{session: s, c: c, job: job, files: files, shown: units.ShownNames(c.Args().Slice(), files),
		others: otherFiles{given: c.Args().Slice()}, otherThan: make([]msg.Text, len(files)), comparing: units.Comparing{Options: job.Check}}
	var err error
	if run.marks, err = s.newMarking(c, files); err != nil {
		return nil, err
	}
	if run.back, err = s.newReturn(c, job.Import, files); err != nil {
		return nil, err
	}
	if err := run.suppose(); err != nil {
		return nil, err
	}
	if err := run.compareWithUnits(); err != nil {
		return nil, err
	}
	if err := run.openOutput(format); err != nil {
		return nil, err
	}
	run.list, err = s.rosterOf(c)
	run.job.Also = run.examine
	return run, err
}

// suppose takes in --set: cells that are checked as if they said something else.
func (run *checkRun) suppose() error {
	for _, kv := range run.c.StringSlice("set") {
		a, err := gkxl.ParseAssignment(kv)
		if err != nil {
			return err
		}
		run.job.Set = append(run.job.Set, a)
	}
	switch {
	case len(run.job.Set) > 0 && len(run.files) != 1:
		return usage("--set 只能用于一个文件", "--set is for one file")
	case len(run.job.Set) > 0 && run.marks != nil:
		return usage("--set 只是假设，不能与 --mark 同用", "--set only supposes, and does not go with --mark")
	case len(run.job.Set) > 0 && run.back != nil:
		return usage("--set 只是假设，不能与 --letter 同用", "--set only supposes, and does not go with --letter")
	}
	return nil
}

// compareWithUnits reads the units of --units, which a total is compared with.
func (run *checkRun) compareWithUnits() error {
	given := run.c.StringSlice("units")
	switch {
	case len(given) == 0:
		return nil
	case len(run.files) != 1:
		return usage("--units 只能用于一个汇总文件，这里有 %d 个", "--units is for one total, not %d files", len(run.files))
	}
	submissions, err := run.unitsOf(run.c, given, run.job.Import, run.job.Check)
	if err != nil {
		return err
	}
	run.job.Units = aggregate.Reconciliation(submissions, run.job.Import.Form)
	return nil
}

// openOutput prepares where the results go. On a terminal those of several files are a summary, unless all were asked for.
func (run *checkRun) openOutput(format string) (err error) {
	if run.to, err = run.newTarget(run.c, format); err != nil {
		return err
	}
	o := findings.WriteOptions{Format: format, Lang: run.lang, Colour: run.to.path == "" && run.colour(), Version: version.Name(), Check: run.job.Check}
	if run.to.path == "" && isTerminal(run.out) {
		o.Columns, o.Screen = terminalColumns(run.out), findings.Details
		if len(run.files) > 1 && !run.c.Bool("all") && !o.Check.Figures {
			o.Screen = findings.Summary
			o.More = msg.F("逐条查看：%s；存成网页：%s", "to see every finding: %s; as a web page: %s", typed(append(slices.Clone(run.args), "--all")), typed(append(slices.Clone(run.args), "-o", run.t("结果.html", "results.html"))))
		}
	}
	run.printer, err = findings.NewPrinter(run.to, o)
	return err
}

// examine looks at the content of a file, which only this is given: it tells what a file is instead of a report, and marks
// the findings.
func (run *checkRun) examine(i int, data []byte, r *findings.Result) {
	what := units.OtherThanReport(run.list, run.shown[i], data, r.Err)
	run.otherThan[i] = what
	if run.marks == nil {
		return
	}
	if !what.IsZero() && !slices.Contains(run.others.given, run.files[i]) {
		data = nil // nothing to hand back
	}
	run.marks.mark(i, data, r)
}

// checkFiles checks the files, and writes the result of each.
func (run *checkRun) checkFiles() {
	bar := run.newProgress(run.t("核对", "checking"), len(run.files))
	run.job.Files(run.files, func(r findings.Result) {
		bar.clear()
		run.crashed(r.Err)
		run.take(r)
		bar.step()
	})
	bar.clear()
}

// take takes in the next result.
func (run *checkRun) take(r findings.Result) {
	shown, what := run.shown[run.taken], run.otherThan[run.taken]
	run.taken++
	if run.others.take(r.File, shown, what) {
		return
	}
	if !what.IsZero() {
		r.Err = run.isOther(r.File, what)
	}
	if run.writeErr == nil {
		run.writeErr = run.printer.Add(r)
	}
	if len(run.files) > 1 {
		run.comparing.AddResult(r, shown)
		run.several.add(shown, r.Report)
	}
	run.back.take(r)
	if r.Err != nil {
		run.exit = exitTrouble
	} else if run.fails(r.Verdict()) {
		run.exit = max(run.exit, exitFindings)
	}
}

// fails reports whether a verdict fails the run, by --fail.
func (run *checkRun) fails(v model.Verdict) bool {
	return v == model.Fail || v == model.Warn && run.c.String("fail") == "warning"
}

// finish writes what can be said when all files have been checked, and gives the exit code.
func (run *checkRun) finish() error {
	run.warnAll(run.others.notes)
	if err := run.finishOutput(); err != nil {
		return err
	}
	if note := run.several.note(); !note.IsZero() {
		run.warn(note)
	}
	run.warnAll(run.comparing.TotalNotes())
	if run.marks != nil {
		if err := run.marks.report(run.session); err != nil {
			return err
		}
	}
	if run.back != nil {
		if err := run.back.write(run.session); err != nil {
			return err
		}
	}
	if run.exit != 0 {
		return code(run.exit)
	}
	return nil
}

// finishOutput ends the results: with what the reports have in common, and the verdict.
func (run *checkRun) finishOutput() error {
	if run.writeErr != nil {
		return run.writeErr
	}
	if len(run.others.notes) == len(run.files) {
		if len(run.files) > 0 && looksLikeRoster(run.files[0]) {
			return run.isRoster(run.files[0])
		}
		return units.NoReportsIn(run.c.Args().First())
	}
	if across := run.comparing.Compare(run.list); across != nil {
		if err := run.printer.Across(across); err != nil {
			return err
		}
		if run.fails(check.VerdictOf(across.Findings())) {
			run.exit = max(run.exit, exitFindings)
		}
	}
	if err := run.printer.Close(); err != nil {
		return err
	}
	if err := run.to.done(); err != nil {
		return err
	}
	run.wrote(msg.T("核对结果", "the findings"), output{path: run.to.path})
	if toFile(run.to.path) {
		run.tell(run.printer.Verdict())
	}
	return nil
}
