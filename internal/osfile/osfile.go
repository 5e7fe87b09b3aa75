// Package osfile reads and writes files: a file is read whole or refused, and written
// whole or not at all. Errors of the operating system become sentences for people.
package osfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/msg"
)

// Overwrite says whether writing may replace a file that is there already.
type Overwrite bool

// The two ways to write.
const (
	Keep    Overwrite = false // a file that is there stays, and is an error
	Replace Overwrite = true
)

// WriteFile writes a whole file or nothing; see Write.
func WriteFile(path string, data []byte, over Overwrite) error {
	return Write(path, over, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Write lets a function write a whole file or nothing: it goes by way of a temporary
// file beside it, so that no half-written one is ever left. A link keeps leading to
// its file. A pipe or a device is written to once all is there, and never replaced.
// The error is that of the function, or a *msg.Problem.
func Write(path string, over Overwrite, write func(io.Writer) error) (err error) {
	if err := acceptable(path, filepath.Abs); err != nil {
		return err
	}
	target := path
	switch st, err := os.Stat(path); {
	case err != nil:
	case st.IsDir():
		return FileError(path, syscall.EISDIR)
	case !st.Mode().IsRegular():
		return writeDevice(path, st, write)
	case over == Replace:
		if target, err = filepath.EvalSymlinks(path); err != nil {
			return FileError(path, err)
		}
	}
	dir := filepath.Dir(target)
	Sweep(dir)
	tmp, err := writeTemporary(dir, write, 0o644, true)
	if errors.Is(err, fs.ErrNotExist) && tmp == "" {
		return noFolder(path, dir, err)
	}
	if of := (*callersError)(nil); errors.As(err, &of) {
		return of.error
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
		return blocked(os.Rename(tmp, target), target)
	}
	// A link, unlike a rename, never replaces a file that came in between.
	if err = os.Link(tmp, target); errors.Is(err, fs.ErrExist) {
		os.Remove(tmp)
		return Exists(path)
	} else if err != nil { // a file system without links
		return os.Rename(tmp, target)
	}
	return os.Remove(tmp)
}

// MakeFolder makes a folder, and those above it. One that is there is no error.
func MakeFolder(path string) error {
	err := acceptable(path, filepath.Abs)
	if err == nil {
		if err = os.MkdirAll(path, 0o755); err != nil {
			return FileError(path, err)
		}
	}
	return err
}

// IsDevice reports whether something that is no file and no folder has a name: a
// pipe, a device or a socket.
func IsDevice(path string) bool {
	st, err := os.Stat(path)
	return err == nil && !st.IsDir() && !st.Mode().IsRegular()
}

// writeDevice writes to a pipe, or to a device that takes characters. Nothing else
// can be written to. A pipe that nobody reads is an error: it would never end.
func writeDevice(path string, st fs.FileInfo, write func(io.Writer) error) error {
	flag := os.O_WRONLY
	switch {
	case st.Mode()&fs.ModeNamedPipe != 0:
		flag |= nonBlocking
	case st.Mode()&fs.ModeCharDevice == 0:
		return &msg.Problem{Where: path, What: msg.T("这不是文件，不能写入", "this is no file, and cannot be written"), Hint: msg.T("请换一个文件名", "choose another name"), Kind: msg.ErrFile}
	}
	var all bytes.Buffer
	if err := write(&all); err != nil {
		return err
	}
	f, err := os.OpenFile(path, flag, 0)
	if errors.Is(err, syscall.ENXIO) {
		return &msg.Problem{Where: path, What: msg.T("没有程序在读这个管道", "no program reads this pipe"), Hint: msg.T("先启动读它的程序，或换一个文件名", "start the program that reads it first, or choose another name"), Kind: errors.Join(msg.ErrFile, err)}
	}
	if err != nil {
		return FileError(path, err)
	}
	_, err = f.Write(all.Bytes())
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return FileError(path, err)
	}
	return nil
}

// WriteScratch writes a whole file or nothing, as WriteFile does, but only for the
// user and without waiting for the disk: for what can be made again. The error is
// the system's own.
func WriteScratch(path string, data []byte) error {
	tmp, err := writeTemporary(filepath.Dir(path), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}, 0o600, false)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil && tmp != "" {
		os.Remove(tmp)
	}
	return err
}

// callersError is an error of the function that writes, not of the system.
type callersError struct{ error }

// systemWriter writes to a file and remembers the system's first error.
type systemWriter struct {
	file *os.File
	err  error
}

func (w *systemWriter) Write(data []byte) (int, error) {
	n, err := w.file.Write(data)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// writeTemporary lets a function write a temporary file into a folder, and removes
// it when that fails; sync waits until it is on the disk. The error is the system's
// own, or a *callersError of the function's. Without a name none could be made.
func writeTemporary(dir string, write func(io.Writer) error, mode fs.FileMode, sync bool) (name string, err error) {
	tmp, err := os.CreateTemp(dir, temporary+here+"-"+strconv.Itoa(os.Getpid())+"-*")
	if err != nil {
		return "", err
	}
	name = tmp.Name()
	whole := false
	defer func() {
		if closed := tmp.Close(); err == nil {
			err = closed
		}
		if err != nil || !whole { // also where the function panics
			os.Remove(name)
		}
	}()
	system := &systemWriter{file: tmp}
	buffered := bufio.NewWriterSize(system, 1<<16)
	err = write(buffered)
	switch {
	case system.err != nil:
		return name, system.err
	case err != nil:
		return name, &callersError{err}
	}
	if err = buffered.Flush(); err != nil {
		return name, err
	}
	if err = tmp.Chmod(mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return name, err
	}
	if err = nil; sync {
		err = tmp.Sync()
	}
	whole = err == nil
	return name, err
}

// Exists is the error of a file that is there and was not to be replaced.
func Exists(path string) error {
	return &msg.Problem{Where: path, What: msg.T("文件已存在，没有覆盖", "the file exists and was not overwritten"),
		Hint: msg.T("换一个文件名，或加 --force 覆盖", "choose another name, or overwrite with --force"), Kind: errors.Join(msg.ErrFile, fs.ErrExist)}
}

// temporary begins the name of a temporary file. What follows says where it was
// written, by which process, and a number: .gkxl-5ac1e03d-4711-23.
const temporary = ".gkxl-"

// here stands for this computer in the names of temporary files, since a folder may
// be shared by several.
var here = func() string {
	name, _ := os.Hostname()
	h := fnv.New32a()
	h.Write([]byte(name))
	return fmt.Sprintf("%08x", h.Sum32())
}()

// temporaryName is the name of a temporary file: of which computer, and which
// process. Those of earlier versions have a number alone.
var temporaryName = regexp.MustCompile(`^\.gkxl-(?:([0-9a-f]{8})-([0-9]{1,9})-)?[0-9]+$`)

// oldTemporary is the age from which a temporary file is no longer being written: a
// run takes seconds, not an hour.
const oldTemporary = time.Hour

// swept are the folders that were swept already, by their path.
var swept sync.Map

// Sweep removes the temporary files that runs have left in a folder which were
// killed, or lost their power, while they wrote, and tells how many. Those of a
// process that may still be at work stay until they are old. A folder is swept once.
func Sweep(dir string) int {
	if _, before := swept.LoadOrStore(dir, true); before {
		return 0
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	removed := 0
	for _, e := range entries {
		of := temporaryName.FindStringSubmatch(e.Name())
		if of == nil || !e.Type().IsRegular() {
			continue
		}
		pid, _ := strconv.Atoi(of[2])
		info, err := e.Info()
		if err == nil && (time.Since(info.ModTime()) > oldTemporary || of[1] == here && !running(pid)) && os.Remove(filepath.Join(dir, e.Name())) == nil {
			removed++
		}
	}
	return removed
}

// MaxFileSize bounds what is read of one file.
const MaxFileSize = 64 << 20

// ReadFile reads a whole file; "-" is standard input.
func ReadFile(path string) ([]byte, error) { return ReadUpTo(path, MaxFileSize) }

// ReadUpTo is ReadFile with a bound of its own, in bytes.
func ReadUpTo(path string, most int64) ([]byte, error) {
	if err := acceptable(path, nil); err != nil {
		return nil, err
	}
	in := os.Stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, FileError(path, err)
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, &msg.Problem{Where: path, What: msg.T("这是文件夹，不是文件", "this is a folder, not a file"),
				Hint: msg.T("请给出其中的一个文件", "give one of the files in it")}
		}
		in = f
	}
	return read(in, path, most)
}

// ReadFSUpTo reads a whole file of a file system, as ReadFile does, with a bound of its own, in bytes.
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
		return nil, TooLarge(path, most)
	}
	return data, nil
}

// TooLarge is the error of a file of more bytes than are read.
func TooLarge(path string, most int64) error {
	return &msg.Problem{Where: path, What: msg.F("文件超过 %d MB", "the file is larger than %d MB", most>>20),
		Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
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

// maxNeighbours is how many names of a folder are compared with one that is not there.
const maxNeighbours = 2000

// nearby are the paths in the same folder that one that is not there may have been meant for: those of another ending
// first.
func nearby(path string) []string {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil
	}
	defer folder.Close()
	names, _ := folder.Readdirnames(maxNeighbours)
	slices.Sort(names)
	base := filepath.Base(path)
	names = slices.DeleteFunc(names, func(n string) bool { return n == base }) // a link that leads nowhere
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	near := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		return !strings.EqualFold(strings.TrimSuffix(n, filepath.Ext(n)), stem)
	})
	if near = near[:min(3, len(near))]; len(near) == 0 {
		near = nearStems(base, stem, names)
	}
	for i, n := range near {
		near[i] = filepath.Join(filepath.Dir(path), n)
	}
	return near
}

// nearStems are the names that resemble one without their endings, which most files of a folder share and which say
// nothing of what a file is. A name without an ending may have lost its dot, and is compared whole as well.
func nearStems(base, stem string, names []string) (near []string) {
	stemOf := func(n string) string { return strings.TrimSuffix(n, filepath.Ext(n)) }
	var stems []string
	for _, n := range names {
		stems = append(stems, stemOf(n))
	}
	slices.Sort(stems)
	alike := text.Near(stem, slices.Compact(stems))
	for _, n := range names {
		if slices.Contains(alike, stemOf(n)) {
			near = append(near, n)
		}
	}
	if len(near) == 0 && base == stem {
		near = text.Near(base, names)
	}
	return near[:min(3, len(near))]
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
		p.What, p.Hint = msg.T("找不到文件", "no such file"), msg.Meant(nearby(path), msg.Text{})
	case errors.Is(err, fs.ErrPermission):
		p.What = msg.T("没有读写权限", "permission denied")
	case known: // without the operation and the paths, which may be a temporary file's
		p.What = msg.Text{ZH: fmt.Sprintf("系统拒绝了读写（错误码 %d）", errno), EN: errno.Error()}
	case !errors.As(err, new(*msg.Problem)): // in the words of Go's library
		p.What = msg.Text{ZH: "文件不能读写", EN: err.Error()}
	}
	return p
}

// HasFolder is an error if the folder that a file is to be written to is not there.
func HasFolder(path string) error {
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return noFolder(path, dir, err)
	}
	return nil
}

// Writable is the error that writing a file would end with because of its place: a folder that is not there, is no folder
// or takes no files, or a folder that has the name. Something that is there already is no error.
func Writable(path string) error {
	if err := acceptable(path, filepath.Abs); err != nil {
		return err
	}
	switch st, err := os.Stat(path); {
	case err == nil && st.IsDir():
		return FileError(path, syscall.EISDIR)
	case err == nil && !st.Mode().IsRegular():
		return nil // a device or a pipe
	}
	if err := HasFolder(path); err != nil {
		return err
	}
	tmp, err := writeTemporary(filepath.Dir(path), func(io.Writer) error { return nil }, 0o600, false)
	if err != nil {
		return FileError(path, err)
	}
	os.Remove(tmp)
	return nil
}

// noFolder is the error of a file whose folder is not there.
func noFolder(path, dir string, err error) error {
	return &msg.Problem{Where: path, What: msg.F("没有文件夹“%s”", "there is no folder %q", dir), Hint: msg.T("请先建立它，或换一个位置", "make it first, or choose another place"),
		Kind: errors.Join(msg.ErrFile, err)}
}
