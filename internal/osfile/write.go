package osfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gkxl/gkxl/msg"
)

// Overwrite says whether writing may replace a file that is there already.
type Overwrite bool

// The two ways to write.
const (
	Keep    Overwrite = false // a file that is there stays, and is an error
	Replace Overwrite = true
)

// temporary begins the name of a temporary file; digits follow.
const temporary = ".gkxl-"

// WriteFile writes a whole file or nothing: it goes by way of a temporary file
// beside it, so that no half-written one is ever left. The error is a *msg.Problem.
func WriteFile(path string, data []byte, over Overwrite) (err error) {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return FileError(path, syscall.EISDIR)
	}
	dir := filepath.Dir(path)
	sweep(dir)
	tmp, err := writeTemporary(dir, data, durable)
	if errors.Is(err, fs.ErrNotExist) {
		return &msg.Problem{Where: path, What: msg.F("没有文件夹“%s”", "there is no folder %q", dir), Hint: msg.T("请先建立它，或换一个位置", "make it first, or choose another place"),
			Kind: errors.Join(msg.ErrFile, err)}
	}
	if err != nil {
		return FileError(path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(tmp)
			err = FileError(path, err)
		}
	}()
	if over == Replace {
		return os.Rename(tmp, path)
	}
	// A link, unlike a rename, never replaces a file that came in between.
	if err = os.Link(tmp, path); errors.Is(err, fs.ErrExist) {
		os.Remove(tmp)
		return Exists(path)
	} else if err != nil { // a file system without links
		return os.Rename(tmp, path)
	}
	return os.Remove(tmp)
}

// WriteScratch writes a whole file or nothing, as WriteFile does, but only for the
// user and without waiting for the disk: for what can be made again. The error is
// the system's own.
func WriteScratch(path string, data []byte) error {
	tmp, err := writeTemporary(filepath.Dir(path), data, scratch)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil && tmp != "" {
		os.Remove(tmp)
	}
	return err
}

// care is how a temporary file is written.
type care struct {
	mode fs.FileMode
	sync bool // wait until it is on the disk
}

var (
	durable = care{0o644, true}
	scratch = care{0o600, false}
)

// writeTemporary writes a temporary file into a folder, and removes it when that
// fails. The error is the system's own.
func writeTemporary(dir string, data []byte, c care) (name string, err error) {
	tmp, err := os.CreateTemp(dir, temporary+"*")
	if err != nil {
		return "", err
	}
	defer func() {
		if closed := tmp.Close(); err == nil {
			err = closed
		}
		if err != nil {
			os.Remove(tmp.Name())
			name = ""
		}
	}()
	if _, err = tmp.Write(data); err != nil {
		return "", err
	}
	if err = tmp.Chmod(c.mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return "", err
	}
	if c.sync {
		if err = tmp.Sync(); err != nil {
			return "", err
		}
	}
	return tmp.Name(), nil
}

// Exists is the error of a file that is there and was not to be replaced.
func Exists(path string) error {
	return &msg.Problem{Where: path, What: msg.T("文件已存在，没有覆盖", "the file exists and was not overwritten"),
		Hint: msg.T("换一个文件名，或加 --force 覆盖", "choose another name, or overwrite with --force"), Kind: errors.Join(msg.ErrFile, fs.ErrExist)}
}

// swept are the folders that were swept already, by their path.
var swept sync.Map

// sweep removes the temporary files of a run that was killed, or lost its power,
// while it wrote. A run that is still writing takes seconds, not an hour.
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
