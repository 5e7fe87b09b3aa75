package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

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
