package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
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
	"github.com/gkxl/gkxl/msg"
)

// emit writes a whole result to where -o says; see emitTo.
func (s session) emit(c *cli.Context, write func(io.Writer) error) error {
	out := c.String("o")
	if err := s.free(c, out); err != nil {
		return err
	}
	return s.emitTo(out, c.Bool("force"), write)
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
			return nil, usage("工作簿不能显示在屏幕上：用 -o 指定文件", "a workbook cannot be shown on a screen: name a file with -o")
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

// formatOf is the format that a command writes: the one of --format, where a call has
// set it, else that of the ending of the file, else the first of those there are,
// which is that of standard output, pipes and devices. An ending that tells another
// format, or none, is refused.
func formatOf(c *cli.Context, path string, formats ...string) (string, error) {
	given := ""
	if c.IsSet("format") && c.String("format") != "" {
		if given = c.String("format"); !slices.Contains(formats, given) {
			return "", usage("--format 应是 %s 之一，而不是“%s”", "--format is one of %s, not %q", msg.T(strings.Join(formats, "、"), strings.Join(formats, ", ")), given)
		}
	}
	return formatFor(path, given, formats)
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
	return usage("看不出“%s”要写成什么格式：文件名的结尾应是 %s 之一", "cannot tell the format of %q: end the name in one of %s", path, msg.T(strings.Join(shown, "、"), strings.Join(shown, ", ")))
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
