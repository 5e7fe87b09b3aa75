package main

import (
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/review"
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
	if skipped = s.passPictures(skipped, msg.T("导出", "exported")); len(skipped) > 0 {
		s.warn(msg.F("文件夹中有 %d 个文件没有导出（不是年度报告，或已有同名的工作簿）：%s", "%d files in the folders were not exported (no reports, or a workbook of the same name is there): %s", len(skipped), listed(skipped)))
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
