package osfile

import (
	"errors"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/msg"
)

// What Windows takes for a device, cannot name or nobody can open is refused with a sentence.
func TestAcceptable(t *testing.T) {
	deep := func(n int) func(string) (string, error) {
		return func(path string) (string, error) { return `C:\` + strings.Repeat("目", n-3-len(path)) + path, nil }
	}
	for path, want := range map[string]string{
		"CON.xlsx": "“CON.xlsx”是 Windows 留给设备的名称", "nul": "“nul”是", `收件\COM1.xlsx`: "“COM1.xlsx”是", "aux/a.xlsx": "“aux”是", "lpt¹.csv": "留给设备", "Prn .pdf": "留给设备", "CONOUT$": "留给设备",
		"a?.xlsx": "Windows 不允许的字符", "a.xlsx:b": "Windows 不允许的字符", `C:\a|b`: "Windows 不允许的字符", strings.Repeat("名", 256): "文件名或路径过长",
		"年报.xlsx": "", `C:\收件\年报.xlsx`: "", "C:年报.xlsx": "", "console.xlsx": "", "com10.xlsx": "", "年报 CON.xlsx": "", "..": "", ".": "", `\\?\C:\con`: "", `\\server\share\a.xlsx`: "", strings.Repeat("名", 255): "",
	} {
		err := acceptableTo(path, nil)
		var p *msg.Problem
		if want == "" && err != nil || want != "" && (!errors.As(err, &p) || !strings.Contains(p.What.ZH, want) || p.Hint.IsZero() || p.Where != path) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	if err := acceptableTo("a.xlsx", deep(259)); err != nil {
		t.Error(err)
	}
	if err := acceptableTo("a.xlsx", deep(260)); err == nil || !strings.Contains(err.Error(), "路径有 260 个字符，超过 259 个") {
		t.Error(err)
	}
}
