package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

func debugFlag(s session) cli.Flag {
	return &cli.BoolFlag{Name: "debug", Usage: s.t("程序自身出错时，显示出错的位置", "where the program itself fails, show the place")}
}

// debugging reports whether --debug is among the arguments. It is looked for here,
// and not by the library, because a fault may come before that has read them.
func debugging(args []string) bool {
	if i := slices.Index(args, "--"); i >= 0 {
		args = args[:i]
	}
	return slices.Contains(args, "--debug")
}

// crashed writes the stack of a fault of our own to a file, so that the message
// can name it, or with --debug to standard error. Any other error, nil too, is
// left alone.
func (s session) crashed(err error) {
	var c *msg.Crash
	if !errors.As(err, &c) || c.Saved != "" {
		return
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "gkxl %s\n%s\n%v\n\n%s\n", version(), strings.Join(os.Args, " "), c.Value, c.Stack)
	if s.debug {
		s.err.Write(b.Bytes())
		return
	}
	path := filepath.Join(os.TempDir(), "gkxl-crash-"+time.Now().Format("20060102-150405")+".txt")
	if osfile.WriteFile(path, b.Bytes(), osfile.Replace) == nil {
		c.Saved = path
	}
}
