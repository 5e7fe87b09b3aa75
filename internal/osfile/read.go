package osfile

import (
	"bytes"
	"io"
	"io/fs"
	"os"

	"github.com/gkxl/gkxl/msg"
)

// MaxFileSize bounds what is read of one file.
const MaxFileSize = 64 << 20

// ReadFile reads a whole file; "-" is standard input.
func ReadFile(path string) ([]byte, error) {
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
	return read(in, path)
}

// ReadFS reads a whole file of a file system, as ReadFile does.
func ReadFS(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, FileError(name, err)
	}
	defer f.Close()
	return read(f, name)
}

// read reads an open file.
func read(in fs.File, path string) ([]byte, error) {
	before, err := in.Stat()
	if err != nil {
		return nil, FileError(path, err)
	}
	var buf bytes.Buffer
	buf.Grow(int(min(before.Size(), MaxFileSize)) + bytes.MinRead) // of a file that does not grow: all of it at once
	if _, err := buf.ReadFrom(io.LimitReader(in, MaxFileSize+1)); err != nil {
		return nil, FileError(path, err)
	}
	data := buf.Bytes()
	if after, err := in.Stat(); err == nil && before.Mode().IsRegular() && len(data) <= MaxFileSize &&
		(after.Size() != int64(len(data)) || !after.ModTime().Equal(before.ModTime())) {
		return nil, &msg.Problem{Where: path, What: msg.T("文件在读取时被改动", "the file changed while it was read"),
			Hint: msg.T("请等它写完、关闭之后再试", "wait until it is written and closed, then try again")}
	}
	if len(data) > MaxFileSize {
		return nil, &msg.Problem{Where: path, What: msg.T("文件超过 64 MB", "the file is larger than 64 MB"),
			Hint: msg.T("年度报告不会这样大；请确认选对了文件", "no report is that large; check that this is the right file")}
	}
	return data, nil
}
