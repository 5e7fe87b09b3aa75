package main

import (
	"bytes"
	"os"

	"github.com/gkxl/gkxl/internal/osfile"
)

// emit writes a whole result: to standard output, or to a file by way of a
// temporary one beside it, so that no half-written file is ever left. A file
// that is there already is replaced only by force.
func (s session) emit(path string, force bool, write func(*bytes.Buffer) error) error {
	toFile := path != "" && path != "-"
	if toFile && !force {
		if _, err := os.Lstat(path); err == nil {
			return osfile.Exists(path)
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
	return osfile.WriteFile(path, buf.Bytes(), osfile.Overwrite(force))
}
