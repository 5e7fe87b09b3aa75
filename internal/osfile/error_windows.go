package osfile

import (
	"errors"
	"os"
	"syscall"

	"github.com/gkxl/gkxl/msg"
)

// causesHere are the errors of Windows. It denies access to a file that another
// program keeps open just as to one that is not yours.
var causesHere = map[syscall.Errno]cause{
	5:   {msg.T("没有读写权限，或文件正被别的程序使用", "permission denied, or another program is using the file"), openThere.do},
	19:  readOnly,  // ERROR_WRITE_PROTECT
	32:  openThere, // ERROR_SHARING_VIOLATION
	33:  openThere, // ERROR_LOCK_VIOLATION
	39:  diskFull,  // ERROR_HANDLE_DISK_FULL
	112: diskFull,  // ERROR_DISK_FULL
	206: longName,  // ERROR_FILENAME_EXCED_RANGE
	123: badName,   // ERROR_INVALID_NAME
}

// blocked is why a file could not be replaced. Windows says that access is denied where another program keeps it open;
// to open it tells the two apart.
func blocked(err error, path string) error {
	const denied, shared = syscall.Errno(5), syscall.Errno(32) // ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
	if !errors.Is(err, denied) {
		return err
	}
	f, opened := os.OpenFile(path, os.O_WRONLY, 0)
	if opened == nil {
		f.Close()
	} else if errors.Is(opened, shared) {
		return opened
	}
	return err
}

// running reports whether a process of this computer is, or may be, still there. One that has ended stays known as long
// as anybody holds on to it.
func running(pid int) bool {
	p, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return errors.Is(err, syscall.ERROR_ACCESS_DENIED) // somebody else's
	}
	defer syscall.CloseHandle(p)
	ended, err := syscall.WaitForSingleObject(p, 0)
	return err != nil || ended != syscall.WAIT_OBJECT_0
}
