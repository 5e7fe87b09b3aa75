package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/demo"
	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// demoYear is the year of a made-up district where none is given. It is no date of today: the
// same command gives the same district at any time.
const demoYear = 2025

func demoCommand(s session) *cli.Command {
	return &cli.Command{
		Name:      "demo",
		Usage:     s.t("造一个练习用的区县：名单、各单位的报告、其中的差错和答案", "make up a district to practise with: a roster, reports, errors in them and the answer"),
		ArgsUsage: s.t("文件夹 [--units 100] [--errors 12]", "DIR [--units 100] [--errors 12]"),
		Description: s.t("单位、数字和文字都是编造的。名单是 units.csv，收到的工作簿在“收件”里；答案.xlsx 和 answers.json 写明每处差错在哪里、应为多少，正确汇总.xlsx 是全部改正后的汇总。选项相同，结果相同。",
			"Units, figures and texts are made up. The roster is units.csv, the returned workbooks are in 收件; 答案.xlsx and answers.json say where each error is and what is right, 正确汇总.xlsx is the total once all is corrected. The same options give the same district."),
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "units", Value: 100, Usage: s.t("有多少单位报送", "how many units report")},
			&cli.IntFlag{Name: "errors", Value: 12, Usage: s.t("安排多少处差错，每处在不同的单位", "how many errors to plant, each in another unit")},
			&cli.StringSliceFlag{Name: "kinds", Usage: s.t("只安排这几种差错，用逗号隔开，如 missing,blank-cells；写错一个就列出全部", "plant these kinds only, separated by commas, such as missing,blank-cells; a wrong one has them all listed")},
			&cli.IntFlag{Name: "year", Value: demoYear, Usage: s.t("报告所述的年度", "the year reported on")},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: s.t("换一个数，就是另一个区县", "another number makes another district")},
			&cli.BoolFlag{Name: "last", Usage: s.t("再造出上年的报告，放在“上年”里", "also make last year's reports, in 上年")},
			&cli.BoolFlag{Name: "force", Usage: s.t("覆盖已有的文件", "overwrite existing files")},
		},
		Action: func(c *cli.Context) error { return s.demo(c) },
	}
}

// demoFile is a file of a made-up district.
type demoFile struct {
	path string
	make func() ([]byte, error)
	time time.Time
}

func (s session) demo(c *cli.Context) error {
	if c.NArg() != 1 {
		return usageSo(s.write(s.t("练习", "practice")), "请给出一个文件夹", "give one folder")
	}
	d, err := demo.New(demo.Options{Units: c.Int("units"), Errors: c.Int("errors"), Kinds: commaList(c.StringSlice("kinds")), Year: c.Int("year"), Seed: c.Uint64("seed"), Last: c.Bool("last")})
	if err != nil {
		return err
	}
	dir, force := c.Args().First(), c.Bool("force")
	files := s.demoFiles(d, dir)
	paths := lists.Map(files, func(f demoFile) string { return f.path })
	to, err := s.beginBatch(new(sources), dir, paths, force) // a district reads nothing
	if err != nil {
		return err
	}
	folders := []string{demo.Returned}
	if d.Last {
		folders = append(folders, demo.LastYear)
	}
	for _, sub := range folders {
		if err := osfile.MakeFolder(filepath.Join(dir, sub)); err != nil {
			return err
		}
	}
	ctx, stop := interruptible()
	defer stop()
	err = writeMany(ctx, s.newProgress(s.t("生成", "making"), len(files)), func(i int) (struct{}, error) {
		return struct{}{}, files[i].write(to)
	}, nil, func(n int64) msg.Text {
		return msg.F("已生成 %d 个文件，都是完整的；其余没有生成", "%d files were made, all of them whole; the others were not", n)
	})
	if err != nil {
		return err
	}
	to.end()
	s.tell(msg.F("%s%d年度：应报 %d 个单位，收到 %d 份，安排了 %d 处差错：%s", "%s, %d: %d units are due, %d files were handed in, %d errors are planted: %s",
		d.Title(), d.Year, len(d.Due), d.ReturnedFiles(), len(d.Planted), dir))
	return nil
}

// demoFiles are all files of a district. The answer comes last: it is there when
// everything is.
func (s session) demoFiles(d *demo.District, dir string) []demoFile {
	out := []demoFile{{path: filepath.Join(dir, demo.RosterFile), make: func() ([]byte, error) { return d.RosterCSV(), nil }}}
	for _, f := range d.Files {
		out = append(out, demoFile{filepath.Join(dir, filepath.FromSlash(f.Path)), func() ([]byte, error) { return d.Data(f) }, f.Modified})
	}
	whole := func(name string, write func(io.Writer) error) {
		out = append(out, demoFile{path: filepath.Join(dir, name), make: func() ([]byte, error) {
			var b bytes.Buffer
			err := write(&b)
			return b.Bytes(), err
		}})
	}
	whole("正确汇总.xlsx", d.WriteTotal)
	whole("答案.xlsx", func(w io.Writer) error { return d.WriteAnswerBook(w, s.lang) })
	whole("answers.json", func(w io.Writer) error { return d.WriteAnswers(w, s.lang) })
	return out
}

func (f demoFile) write(to *batch) error {
	data, err := f.make()
	if err != nil {
		return msg.At(f.path, err)
	}
	if err := to.write(f.path, data); err != nil || f.time.IsZero() {
		return err
	}
	if err := os.Chtimes(f.path, f.time, f.time); err != nil {
		return osfile.FileError(f.path, err)
	}
	return nil
}
