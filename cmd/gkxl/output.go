package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/msg"
)

// emit writes a whole result: to standard output, or to a file by way of a
// temporary one beside it, so that no half-written file is ever left. A file
// that is there already is replaced only by force.
func (s session) emit(path string, force bool, write func(*bytes.Buffer) error) error {
	toFile := path != "" && path != "-"
	if toFile && !force {
		if _, err := os.Lstat(path); err == nil {
			return exists(path)
		}
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
	return replaceFile(path, buf.Bytes(), force)
}

func exists(path string) error {
	return &msg.Problem{Where: path, What: msg.T("文件已存在，没有覆盖", "the file exists and was not overwritten"),
		Hint: msg.T("换一个文件名，或加 --force 覆盖", "choose another name, or overwrite with --force")}
}

// temporary files have this name with digits behind it.
const temporary = ".gkxl-"

func replaceFile(path string, data []byte, force bool) (err error) {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return osfile.FileError(path, syscall.EISDIR)
	}
	dir := filepath.Dir(path)
	sweep(dir)
	tmp, err := os.CreateTemp(dir, temporary+"*")
	if errors.Is(err, fs.ErrNotExist) {
		return &msg.Problem{Where: path, What: msg.F("没有文件夹“%s”", "there is no folder %q", dir), Hint: msg.T("请先建立它，或换一个位置", "make it first, or choose another place")}
	}
	if err != nil {
		return osfile.FileError(path, err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
			err = osfile.FileError(path, err)
		}
	}()
	if _, err = tmp.Write(data); err != nil {
		return err
	}
	if err = tmp.Chmod(0o644); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if force {
		return os.Rename(tmp.Name(), path)
	}
	// A link, unlike a rename, never replaces a file that came in between.
	if err = os.Link(tmp.Name(), path); errors.Is(err, fs.ErrExist) {
		os.Remove(tmp.Name())
		return exists(path)
	} else if err != nil { // a file system without links
		return os.Rename(tmp.Name(), path)
	}
	return os.Remove(tmp.Name())
}

var swept sync.Map // folders that are swept already

// sweep removes what a run left that was killed or lost its power while it wrote.
// A run that is still writing takes seconds, not an hour.
func sweep(dir string) {
	if _, before := swept.LoadOrStore(dir, true); before {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		digits, ours := strings.CutPrefix(e.Name(), temporary)
		if !ours || digits == "" || strings.Trim(digits, "0123456789") != "" || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
