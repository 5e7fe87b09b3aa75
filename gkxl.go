// Package gkxl handles the annual report on government information disclosure
// (政府信息公开工作年度报告) that every Chinese government organ publishes each
// January: it makes the blank workbook, reads filled-in ones, checks that their
// figures balance, adds up those of many units, and publishes the result.
//
// # One idea
//
// The official form is data. One file per edition under templates/ says which
// sections, tables, rows, columns, labels, kinds, totals and identities the form
// has; the workbook with its live formulas, the importer, the checker and the
// handbook of rules are all derived from it. A new edition, or a province's own
// variant, is a new file and no new code.
//
// # The way of the data
//
//	form ──Template──▶ workbook ──Import──▶ report ──Check──▶ findings
//	                                          │
//	                                          ├──PDF, OFD, HTML, Docx──▶ publication ──Verify──▶ differences
//	                                          ├──Diff, Series──▶ what changed over the years
//	                                          └──Narrate, CarryOver──▶ the texts, and next year's workbook
//
//	roster + files of units ──units──▶ submissions ──status──▶ who is missing ──▶ letters
//	                                        └──aggregate──▶ total ──trace──▶ units
//
// A [model.Form] comes from [FormFor]. [Template] writes the workbook of a report,
// blank or filled. [Import] reads a workbook, a document, a page or what [Export]
// wrote into a [model.Report], which holds its form: one value per field, each with
// its state (a number, blank, absent or unreadable), its text as found and the cell
// it stood in. [Check] applies every rule of the form and gives [Finding]s, and
// [Causes] the few cells that explain them; package findings writes both, and [Mark]
// puts them into the unit's own workbook. [CheckJob] does all of this to one file
// or to thousands side by side.
//
// What is sound goes out: [PDF], [OFD], [HTML] and [Docx] check a report and refuse it
// while errors stand, and [Verify] reads a publication back and holds it against
// the report. [Diff] and [Series] hold reports of several years against each other,
// whatever their editions, [Narrate] writes sentences from the tables, and
// [CarryOver] begins the next year with what this one says about it.
//
// Many units are one more step: package units reads rosters and what units hand
// in, package aggregate makes the total of it, traces a figure back to its units and
// proves the total against them, package status says who is missing and writes
// the letters, and package indicators sets the units beside each other. Package demo makes districts of such files, errors and answer
// included, to try all of this on.
//
// Every function that works on content has it in memory, a name and bytes; those
// that take paths are thin and come on top. Errors are [*Problem]s, documented in
// errors.go. Nothing is lost and nothing is guessed: a cell that cannot be read as a
// number is never 0, blank is not 0, and every reading that is not the plain number
// is reported.
//
// # Promise
//
// Field ids, rule ids, defined names in workbooks, exit codes, and the JSON
// schemas gkxl-report/1, gkxl-findings/1, gkxl-verify/1, gkxl-diff/1,
// gkxl-series/1, gkxl-trace/1, gkxl-status/1, gkxl-merge/1, gkxl-events/1,
// gkxl-demo/1, gkxl-review/1 and gkxl-reviews/1 keep their meaning: they may gain members, but none changes or is
// reused. The same input and version give the same bytes. Wording of messages may
// change at any time.
package gkxl
