package osfile

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/gkxl/gkxl/msg"
)

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
