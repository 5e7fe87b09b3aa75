// Package osfile reads and writes files: a file is read whole or refused, and written
// whole or not at all. Errors of the operating system become sentences for people.
package osfile

import (
	"bytes"
	"errors"
	"io"
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
	tmp, err := writeTemporary(dir, data, 0o644, true)
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
	tmp, err := writeTemporary(filepath.Dir(path), data, 0o600, false)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil && tmp != "" {
		os.Remove(tmp)
	}
	return err
}

// writeTemporary writes a temporary file into a folder, and removes it when that
// fails; sync waits until it is on the disk. The error is the system's own.
func writeTemporary(dir string, data []byte, mode fs.FileMode, sync bool) (name string, err error) {
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
	if err = tmp.Chmod(mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return "", err
	}
	if sync {
		err = tmp.Sync()
	}
	return tmp.Name(), err
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

// MaxFileSize bounds what is read of one file.
const MaxFileSize = 64 << 20

// ReadFile reads a whole file; "-" is standard input.
func ReadFile(path string) ([]byte, error) { return ReadUpTo(path, MaxFileSize) }

// ReadUpTo is ReadFile with a bound of its own, in bytes.
func ReadUpTo(path string, most int64) ([]byte, error) {
	in := os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, FileError(path, err)
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, &msg.Problem{Where: path, What: msg.T("这是文件夹，不是文件", "this is a folder, not a file")}
		}
		in = f
	}
	return read(in, path, most)
}

// ReadFS reads a whole file of a file system, as ReadFile does.
func ReadFS(fsys fs.FS, name string) ([]byte, error) { return ReadFSUpTo(fsys, name, MaxFileSize) }

// ReadFSUpTo is ReadFS with a bound of its own, in bytes.
func ReadFSUpTo(fsys fs.FS, name string, most int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, FileError(name, err)
	}
	defer f.Close()
	return read(f, name, most)
}

// read reads an open file of at most so many bytes.
func read(in fs.File, path string, most int64) ([]byte, error) {
	before, err := in.Stat()
	if err != nil {
		return nil, FileError(path, err)
	}
	var buf bytes.Buffer
	buf.Grow(int(min(before.Size(), most)) + bytes.MinRead) // of a file that does not grow: all of it at once
	if _, err := buf.ReadFrom(io.LimitReader(in, most+1)); err != nil {
		return nil, FileError(path, err)
	}
	data := buf.Bytes()
	if after, err := in.Stat(); err == nil && before.Mode().IsRegular() && int64(len(data)) <= most &&
		(after.Size() != int64(len(data)) || !after.ModTime().Equal(before.ModTime())) {
		return nil, &msg.Problem{Where: path, What: msg.T("文件在读取时被改动", "the file changed while it was read"),
			Hint: msg.T("请等它写完、关闭之后再试", "wait until it is written and closed, then try again")}
	}
	if int64(len(data)) > most {
		return nil, &msg.Problem{Where: path, What: msg.F("文件超过 %d MB", "the file is larger than %d MB", most>>20),
			Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
	}
	return data, nil
}

// cause is what an operating system's error means to whoever reads it, and what
// can be done.
type cause struct{ what, do msg.Text }

var (
	diskFull  = cause{msg.T("磁盘已满，没有写成", "the disk is full, nothing was written"), msg.T("请腾出空间，或换一个磁盘再试", "free some space, or choose another disk")}
	readOnly  = cause{msg.T("磁盘是只读的，不能写入", "the disk is read-only"), msg.T("请换一个文件夹", "choose another folder")}
	longName  = cause{msg.T("文件名或路径过长", "the name or the path is too long"), msg.T("请缩短文件名，或移到更靠近根的文件夹", "shorten the name, or move it nearer to the root")}
	openThere = cause{msg.T("文件正被别的程序使用", "another program is using the file"), msg.T("请在 WPS 或 Excel 中关闭它再试", "close it in WPS or Excel and try again")}
	badDisk   = cause{msg.T("磁盘读写出错", "the disk cannot be read or written"), msg.T("请检查磁盘或网络，把文件复制到别处再试", "check the disk or the network, and copy the file elsewhere")}
)

// osCauses are those of every system; causesHere those of this one alone.
var osCauses = map[syscall.Errno]cause{
	syscall.ENOSPC:       diskFull,
	syscall.EDQUOT:       {msg.T("超过了磁盘配额，没有写成", "the disk quota is used up, nothing was written"), diskFull.do},
	syscall.EFBIG:        {msg.T("超过了文件大小的限制，没有写成", "the file may not be that large, nothing was written"), readOnly.do},
	syscall.EROFS:        readOnly,
	syscall.ENAMETOOLONG: longName,
	syscall.EBUSY:        openThere,
	syscall.EIO:          badDisk,
	syscall.EISDIR:       {what: msg.T("这是文件夹，不是文件", "this is a folder, not a file")},
	syscall.ENOTDIR:      {what: msg.T("路径中有一段不是文件夹", "part of the path is no folder")},
	syscall.EMFILE:       {what: msg.T("打开的文件过多", "too many files are open")},
}

// FileError says in the reader's words why a file could not be opened or written.
func FileError(path string, err error) error {
	p := &msg.Problem{Where: path, What: msg.Of(err), Kind: errors.Join(msg.ErrFile, err)}
	var errno syscall.Errno
	known := errors.As(err, &errno)
	c, named := osCauses[errno]
	if !named {
		c, named = causesHere[errno]
	}
	switch {
	case known && named:
		p.What, p.Hint = c.what, c.do
	case errors.Is(err, fs.ErrNotExist):
		p.What = msg.T("找不到文件", "no such file")
	case errors.Is(err, fs.ErrPermission):
		p.What = msg.T("没有读写权限", "permission denied")
	case known: // without the operation and the paths, which may be a temporary file's
		p.What = msg.Text{ZH: errno.Error(), EN: errno.Error()}
	}
	return p
}
