package main

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/check"
	"github.com/gkxl/gkxl/internal/osfile"
)

// checkFormats are those of what a check finds.
var checkFormats = []string{"text", "json", "html", "md", "sarif", "xlsx"}

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
		if f, ok := s.out.(*os.File); ok && format == "xlsx" && isTerminal(f) {
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

func (s session) printer(format string, to *target, o check.Options) findings.Printer {
	switch format {
	case "json":
		return findings.NewJSONPrinter(to, o, s.lang)
	case "html":
		return findings.NewHTMLPrinter(to, o, s.lang)
	case "md":
		return findings.NewMarkdownPrinter(to, o, s.lang)
	case "sarif":
		return findings.NewSARIFPrinter(to, o, version(), s.lang)
	case "xlsx":
		return findings.NewXLSXPrinter(to, s.lang)
	}
	return findings.NewTextPrinter(to, o, s.lang, to.path == "" && s.colour())
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
