package osfile

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A workbook that another program keeps open is said to be so, when it is read and when it would be replaced; nothing is
// left beside it.
func TestOpenElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "年报.xlsx")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, shared := range []uint32{0, syscall.FILE_SHARE_READ} {
		open, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, shared, nil, syscall.OPEN_EXISTING, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(path); (shared == 0) != (err != nil && strings.Contains(err.Error(), "文件正被别的程序使用；请在 WPS 或 Excel 中关闭它再试")) {
			t.Errorf("sharing %d, reading: %v", shared, err)
		}
		if err := WriteFile(path, []byte("new"), Replace); err == nil || !strings.Contains(err.Error(), "文件正被别的程序使用；请在 WPS 或 Excel 中关闭它再试") || strings.Contains(err.Error(), "没有读写权限") {
			t.Errorf("sharing %d, writing: %v", shared, err)
		}
		syscall.CloseHandle(open)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left %v", left)
	}
	if data, _ := os.ReadFile(path); string(data) != "old" {
		t.Errorf("the file holds %q", data)
	}
	for _, path := range []string{"CON.xlsx", "NUL", `x\COM1.csv`} {
		if err := WriteFile(path, nil, Replace); err == nil || !strings.Contains(err.Error(), "留给设备的名称") {
			t.Errorf("%s, writing: %v", path, err)
		}
		if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "留给设备的名称") {
			t.Errorf("%s, reading: %v", path, err)
		}
	}
}
