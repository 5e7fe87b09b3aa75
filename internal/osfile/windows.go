package osfile

import (
	"runtime"
	"strings"
	"unicode/utf16"

	"github.com/gkxl/gkxl/msg"
)

// devices are names that Windows keeps for itself, whatever their ending.
var devices = func() map[string]bool {
	out := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true}
	for _, n := range "0123456789¹²³" {
		out["COM"+string(n)], out["LPT"+string(n)] = true, true
	}
	return out
}()

// Reserved reports whether Windows takes a name for a device and not for a file.
func Reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	return devices[strings.ToUpper(strings.TrimSpace(stem))]
}

// The longest names of Windows, in units of UTF-16: of a file, and of a path that Office and the desktop still open.
const (
	longestName = 255
	longestPath = 259
)

// acceptable refuses on Windows a path that it would take for something else: absolute says where a path is, and is
// asked only for one that is to be written.
func acceptable(path string, absolute func(string) (string, error)) error {
	if runtime.GOOS != "windows" || path == "-" {
		return nil
	}
	return acceptableTo(path, absolute)
}

// acceptableTo is [acceptable] as on Windows, on any system.
func acceptableTo(path string, absolute func(string) (string, error)) error {
	if strings.HasPrefix(path, `\\?\`) || strings.HasPrefix(path, `\\.\`) {
		return nil
	}
	refused := func(c cause) error { return &msg.Problem{Where: path, What: c.what, Hint: c.do, Kind: msg.ErrFile} }
	rest := path
	if len(path) > 1 && path[1] == ':' { // a drive
		rest = path[2:]
	}
	for _, name := range strings.FieldsFunc(rest, func(c rune) bool { return c == '/' || c == '\\' }) {
		switch {
		case Reserved(name):
			return refused(cause{msg.F("“%s”是 Windows 留给设备的名称，不能用作文件名", "Windows keeps the name %q for a device, so no file can have it", name), otherName})
		case strings.ContainsAny(name, `<>:"|?*`) || strings.ContainsFunc(name, func(c rune) bool { return c < ' ' }):
			return refused(badName)
		case units16(name) > longestName:
			return refused(longName)
		}
	}
	if absolute == nil {
		return nil
	}
	if whole, err := absolute(path); err == nil && units16(whole) > longestPath {
		return refused(cause{msg.F("路径有 %d 个字符，超过 %d 个，WPS、Excel 和资源管理器打不开", "the path has %d characters; WPS, Excel and the desktop open none of more than %d", units16(whole), longestPath), longName.do})
	}
	return nil
}

func units16(s string) int { return len(utf16.Encode([]rune(s))) }

var (
	otherName = msg.T("请换一个文件名", "choose another name")
	badName   = cause{msg.T("文件名中有 Windows 不允许的字符", "the name has characters that Windows does not allow"), otherName}
)
