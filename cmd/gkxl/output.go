package main

import (
	"bytes"
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

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/parallel"
	"github.com/gkxl/gkxl/msg"
)

// emit writes a whole result: to standard output, or to a file by way of a
// temporary one beside it, so that no half-written file is ever left. A file
// that is there already is replaced only by force.
func (s session) emit(path string, force bool, write func(*bytes.Buffer) error) error {
	toFile := path != "" && path != "-"
	if toFile && !force && exists(path) {
		return osfile.Exists(path)
	}
	var buf bytes.Buffer
	if err := write(&buf); err != nil {
		return err
	}
	if !toFile {
		if _, err := s.out.Write(buf.Bytes()); err != nil {
			return osfile.FileError(s.t("标准输出", "standard output"), err)
		}
		return nil
	}
	return osfile.WriteFile(path, buf.Bytes(), osfile.Overwrite(force))
}

// exists reports whether something has a name, if only a link that leads nowhere.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// target is where results go: as they come to standard output, or as a whole to a
// file.
type target struct {
	io.Writer
	path   string
	force  bool
	buffer bytes.Buffer
}

func (s session) newTarget(path, format string, force bool, files []string) (*target, error) {
	if path == "" || path == "-" {
		if format == "xlsx" && isTerminal(s.out) {
			return nil, usage("工作簿不能显示在屏幕上：用 -o 指定文件", "a workbook cannot be shown on a screen: name a file with -o")
		}
		return &target{Writer: s.out}, nil
	}
	if err := free(path, files, force); err != nil {
		return nil, err
	}
	t := &target{path: path, force: force}
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

// formatOf is the format that a file's ending asks for: one of some, or text, which
// is also that of standard output.
func formatOf(path string, formats ...string) (string, error) {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	switch {
	case path == "" || path == "-" || ext == "txt":
		return "text", nil
	case ext == "htm":
		return "html", nil
	case slices.Contains(formats, ext):
		return ext, nil
	}
	return "", usage("看不出“%s”要写成什么格式：文件名以 .%s 或 .txt 结尾", "cannot tell the format of %q: end the name in .%s or .txt", path, msg.T(strings.Join(formats, "、."), strings.Join(formats, ", .")))
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
