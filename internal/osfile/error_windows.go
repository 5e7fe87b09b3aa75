package osfile

import (
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
	123: {what: msg.T("文件名中有 Windows 不允许的字符", "the name has characters that Windows does not allow")},
}
