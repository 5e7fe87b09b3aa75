package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/lists"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
	"github.com/gkxl/gkxl/units"
)

// output is where a whole result goes.
type output struct {
	path  string   // a file, a folder, or standard output
	note  msg.Text // where that is, and what was not overwritten; empty where the call names it
	force bool
}

// outputOf is what -o names. Without it that is a name in the current folder, or standard output where the name is empty.
func outputOf(c *cli.Context, name string) (output, error) {
	switch given := c.String("o"); {
	case given != "" || name == "":
		return output{path: given, force: c.Bool("force")}, nil
	case c.IsSet("o"):
		return output{}, usage("选项 -o 后面的文件名是空的", "the name given with -o is empty")
	}
	return inCurrentFolder(name, c.Bool("force")), nil
}

// inCurrentFolder is where a result goes that nobody named a place for: without force, a name that is free.
func inCurrentFolder(name string, force bool) output {
	free := freeName(name)
	if force || free == name {
		return output{name, msg.T("（在当前文件夹）", " (in the current folder)"), force}
	}
	return output{free, msg.F("（在当前文件夹；%s 已有，没有覆盖）", " (in the current folder; %s is there already and was not overwritten)", name), force}
}

// freeName is a name that nothing has yet: the one that is wanted, or that with a number.
func freeName(name string) string {
	ending := filepath.Ext(name)
	free := name
	for n := 2; exists(free); n++ {
		free = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ending), n, ending)
	}
	return free
}

// nameFrom names a result after the file it is made of.
func (s session) nameFrom(path, suffix, ending string) string {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if path == "-" {
		stem = s.t("标准输入", "stdin")
	}
	return units.SafeName(stem+suffix) + ending
}

// emit writes a whole result to where -o says, and says so; see emitTo.
func (s session) emit(c *cli.Context, what msg.Text, write func(io.Writer) error) error {
	o, err := outputOf(c, "")
	if err != nil {
		return err
	}
	if err := s.emitAt(c, o, write); err != nil {
		return err
	}
	s.wrote(what, o)
	return nil
}

// emitAt writes a whole result to a place that must be free.
func (s session) emitAt(c *cli.Context, o output, write func(io.Writer) error) error {
	if err := s.free(c, o.path); err != nil {
		return err
	}
	return s.emitTo(o.path, o.force, write)
}

// wrote says what was written to a file, and where.
func (s session) wrote(what msg.Text, o output) {
	if toFile(o.path) {
		s.tell(msg.F("已写成%s：%s%s", "wrote %s: %s%s", what, text.TerminalLine(o.path), o.note))
	}
}

// emitTo writes a whole result: to standard output, or to a file by way of a
// temporary one beside it, so that no half-written file is ever left. A file
// that is there already is replaced only by force.
func (s session) emitTo(path string, force bool, write func(io.Writer) error) error {
	if toFile(path) {
		return osfile.Write(path, osfile.Overwrite(force), write)
	}
	var all bytes.Buffer
	if err := write(&all); err != nil {
		return err
	}
	if _, err := s.out.Write(all.Bytes()); err != nil {
		return osfile.FileError(s.t("标准输出", "standard output"), err)
	}
	return nil
}

// toFile reports whether -o names a file, and not standard output.
func toFile(path string) bool { return path != "" && path != "-" }

// exists reports whether something has a name that writing would replace, if only a
// link that leads nowhere.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil && !osfile.IsDevice(path)
}

// target is where results go: as they come to standard output, or as a whole to a
// file.
type target struct {
	io.Writer
	path   string
	force  bool
	buffer bytes.Buffer
}

// newTarget is the target that -o names, once it is known to be free.
func (s session) newTarget(c *cli.Context, format string) (*target, error) {
	path := c.String("output")
	if !toFile(path) {
		if format == "xlsx" && isTerminal(s.out) {
			return nil, usageSo(s.write("-o", s.t("结果.xlsx", "results.xlsx")), "工作簿不能显示在屏幕上：用 -o 指定文件", "a workbook cannot be shown on a screen: name a file with -o")
		}
		return &target{Writer: s.out}, nil
	}
	t := &target{path: path, force: c.Bool("force")}
	t.Writer = &t.buffer
	return t, nil
}

// done puts a whole file in its place.
func (t *target) done() error {
	if t.path == "" {
		return nil
	}
	return osfile.WriteFile(t.path, t.buffer.Bytes(), osfile.Overwrite(t.force))
}

// commaList cuts lists that were given with commas.
func commaList(given []string) []string {
	var out []string
	for _, g := range given {
		for _, one := range strings.Split(g, ",") {
			if one = strings.TrimSpace(one); one != "" {
				out = append(out, one)
			}
		}
	}
	return out
}

// endings are those of a file that do not name its format as they stand.
var endings = map[string]string{"txt": "text", "htm": "html", "markdown": "md"}

// fileEndings are the endings of formats that are named otherwise.
var fileEndings = map[string]string{"text": "txt"}

// formatWords are names that people give to a format.
var formatWords = map[string]string{"word": "docx", "doc": "docx", "wps": "docx", "excel": "xlsx", "xls": "xlsx", "et": "xlsx", "markdown": "md", "htm": "html", "网页": "html", "txt": "text", "表格": "xlsx", "文档": "docx"}

// formatsMeant are the formats, of some, that another word may have been meant for.
func formatsMeant(given string, formats []string) []string {
	if given = strings.TrimPrefix(given, "."); given == "" {
		return nil
	}
	if f := formatWords[strings.ToLower(given)]; slices.Contains(formats, f) {
		return []string{f}
	}
	return text.Near(given, formats)
}

// formatOf is the format that a command writes: the one of --format, where a call has
// set it, else that of the ending of the file, else the first of those there are,
// which is that of standard output, pipes and devices. An ending that tells another
// format, or none, is refused.
func formatOf(c *cli.Context, path string, formats ...string) (string, error) {
	given := ""
	if c.IsSet("format") && c.String("format") != "" {
		if given = c.String("format"); !slices.Contains(formats, given) {
			return "", usageSo(msg.Meant(formatsMeant(given, formats), msg.Text{}), "--format 应是 %s 之一，而不是“%s”", "--format is one of %s, not %q", msg.T(strings.Join(formats, "、"), strings.Join(formats, ", ")), given)
		}
	}
	format, err := formatFor(path, given, formats)
	forPrograms(c.App.Writer, format)
	return format, err
}

// formatFor is formatOf of the format that a call has set; empty where it has not.
func formatFor(path, given string, formats []string) (string, error) {
	if !toFile(path) || osfile.IsDevice(path) || isFolder(path) { // a folder is refused where it is written
		return cmp.Or(given, formats[0]), nil
	}
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	named := cmp.Or(endings[ending], ending)
	switch known := slices.Contains(formats, named); {
	case given == "" && known:
		return named, nil
	case given == "":
		return "", endingRefused(path, formats)
	case (known || otherFormats[named]) && given != named && !(given == "sarif" && named == "json"): // that is JSON too
		return "", usage("--format 是 %s，而文件名“%s”以 .%s 结尾", "--format is %s, but %q ends in .%s", given, path, ending)
	}
	return given, nil
}

// otherFormats are endings that tell a program how to open a file, so that nothing
// else may stand in it.
var otherFormats = map[string]bool{"xlsx": true, "xls": true, "xlsm": true, "et": true, "ods": true, "csv": true, "json": true, "sarif": true, "html": true, "md": true, "text": true,
	"docx": true, "doc": true, "wps": true, "odt": true, "pdf": true, "ofd": true, "svg": true}

// endingRefused is the error of a file whose ending is none of some formats'.
func endingRefused(path string, formats []string) error {
	shown := lists.Map(formats, func(f string) string {
		if f == "text" {
			return ".txt"
		}
		return "." + f
	})
	if len(shown) == 1 {
		return usage("这里写成的文件以 %s 结尾，“%s”不是", "the file written here ends in %s, and %q does not", shown[0], path)
	}
	ending := strings.TrimPrefix(filepath.Ext(path), ".")
	near := lists.Map(formatsMeant(ending, formats), func(f string) string { return strings.TrimSuffix(path, "."+ending) + "." + cmp.Or(fileEndings[f], f) })
	return usageSo(msg.Meant(near, msg.Text{}), "看不出“%s”要写成什么格式：文件名的结尾应是 %s 之一", "cannot tell the format of %q: end the name in one of %s", path, msg.T(strings.Join(shown, "、"), strings.Join(shown, ", ")))
}

// interruptible gives a context that ends at Ctrl-C, for work that then stops
// between two files. A second Ctrl-C ends the program at once.
func interruptible() (context.Context, func()) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// stopped says of work that an interruption ended what was done till then. Other
// errors stay as they are.
func stopped(err error, done msg.Text) error {
	if errors.Is(err, context.Canceled) {
		return &msg.Problem{What: msg.T("已中断", "interrupted"), Hint: done}
	}
	return err
}

// writeMany writes what a bar counts, side by side, and tells of each in its
// order; tell may be nil. An interruption ends it between two, and the error says
// with words how many are there.
func writeMany[T any](ctx context.Context, bar *progress, write func(i int) (T, error), tell func(i int, t T) error, words func(written int64) msg.Text) error {
	type outcome struct {
		t   T
		err error
	}
	var written atomic.Int64 // those under way at an interruption too
	err := parallel.Ordered(ctx, bar.total, 0, func(i int) (o outcome) {
		if o.t, o.err = write(i); o.err == nil {
			written.Add(1)
		}
		return o
	}, func(i int, o outcome) error {
		if o.err != nil {
			return o.err
		}
		bar.step()
		if tell == nil {
			return nil
		}
		return tell(i, o.t)
	})
	bar.clear()
	return stopped(err, words(written.Load()))
}
