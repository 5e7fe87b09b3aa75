package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gkxl/gkxl"
	"github.com/gkxl/gkxl/model/say"
)

// Emit writes a whole result: to standard output, or to a file by way of a
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
		_, err := s.out.Write(buf.Bytes())
		return err
	}
	return replaceFile(path, buf.Bytes(), force)
}

func exists(path string) error {
	return &say.Problem{Where: path, What: say.T("文件已存在，没有覆盖", "the file exists and was not overwritten"),
		Do: say.T("换一个文件名，或加 --force 覆盖", "choose another name, or overwrite with --force")}
}

func replaceFile(path string, data []byte, force bool) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".gkxl-*")
	if err != nil {
		return gkxl.FileError(path, err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
			err = gkxl.FileError(path, err)
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
