package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/findings"
	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// marking writes every checked file back with its findings marked.
type marking struct {
	lang  msg.Lang
	paths []string // where each file's goes
	force bool
	whys  []msg.Text // why a file got a list of its own instead
	errs  []error
	// Missing files, which could not even be opened.
	missing []bool
}

// newMarking says where each marked file goes, and refuses what would overwrite
// something. It is nil when nothing is to be marked.
func (s session) newMarking(target string, force bool, args, files []string) (*marking, error) {
	if target == "" {
		return nil, nil
	}
	if target == "-" {
		return nil, usage("--mark 要写成文件或文件夹", "--mark is a file or a folder")
	}
	m := &marking{lang: s.lang, force: force, whys: make([]msg.Text, len(files)), errs: make([]error, len(files)), missing: make([]bool, len(files))}
	folder := len(files) != 1 || isFolder(args[0]) || meansFolder(target) || archive.IsName(args[0]) && !strings.EqualFold(filepath.Ext(target), ".xlsx")
	if folder && !isFolder(target) {
		if err := free(target, files, force); err != nil {
			return nil, err
		}
	}
	taken := map[string]bool{}
	for _, f := range files {
		path := target
		if folder {
			name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f))
			if f == "-" {
				name = s.t("标准输入", "stdin")
			}
			path = filepath.Join(target, name+".xlsx")
			for n := 2; taken[strings.ToLower(path)]; n++ {
				path = filepath.Join(target, fmt.Sprintf("%s (%d).xlsx", name, n))
			}
			taken[strings.ToLower(path)] = true
		}
		m.paths = append(m.paths, path)
		if err := free(path, files, force); err != nil {
			return nil, err
		}
	}
	if folder {
		if err := os.MkdirAll(target, 0o755); err != nil {
			return nil, osfile.FileError(target, err)
		}
	}
	return m, nil
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// meansFolder reports whether a result goes to a folder: it is there, or the path
// can only mean one.
func meansFolder(path string) bool {
	return isFolder(path) || strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator))
}

// free refuses to write over a file, and over one that is checked even by force:
// a unit's own file is evidence.
func free(path string, files []string, force bool) error {
	st, err := os.Stat(path)
	if err != nil {
		return nil
	}
	for _, f := range files {
		if own, err := os.Stat(archive.Outer(f)); err == nil && os.SameFile(st, own) {
			return &msg.Problem{Where: path, What: msg.T("结果不能写到被核对的文件上", "results cannot replace the file that is checked"),
				Hint: msg.T("请换一个文件名或文件夹", "choose another name or folder")}
		}
	}
	if !force {
		return osfile.Exists(path)
	}
	return nil
}

func (m *marking) mark(i int, data []byte, r *findings.Result) {
	if data == nil {
		m.missing[i] = true // nothing is there to hand back
		return
	}
	var b bytes.Buffer
	var err error
	m.whys[i], err = gkxl.Mark(&b, data, *r, m.lang)
	if err == nil {
		err = osfile.WriteFile(m.paths[i], b.Bytes(), osfile.Overwrite(m.force))
	}
	m.errs[i] = err
}

// report says where the marked files are.
func (m *marking) report(s session) error {
	whole, alone := 0, 0
	for i, why := range m.whys {
		switch {
		case m.errs[i] != nil, m.missing[i]:
		case why.IsZero():
			whole++
		default:
			alone++
			s.tell(msg.F("没有标注原文件：%s；问题清单写在 %s", "the file itself was not marked: %s; its findings are in %s", why, m.paths[i]))
		}
	}
	switch {
	case len(m.paths) == 1 && whole == 1:
		s.tell(msg.F("已标注：%s", "marked: %s", m.paths[0]))
	case whole > 0:
		s.tell(msg.F("已标注 %d 个文件：%s", "%d files marked: %s", whole, filepath.Dir(m.paths[0])))
	}
	return errors.Join(m.errs...)
}
