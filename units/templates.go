package units

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gkxl/gkxl/internal/text"
	"github.com/gkxl/gkxl/model"
	"github.com/gkxl/gkxl/xlsx"
)

// UnitTemplate writes the workbook a unit of a roster fills in: its name, code,
// kind and contact are there already.
func UnitTemplate(w io.Writer, f *model.Form, year int, u *Unit) error {
	return xlsx.Write(w, unitReport(model.NewReport(f), year, u))
}

func unitReport(r *model.Report, year int, u *Unit) *model.Report {
	r.Organ, r.Code, r.Year = u.Name, u.Code, year
	if u.Type != "" {
		r.OrganType = u.Type
	}
	if u.Contact != "" {
		r.Cover["contact"] = u.Contact
	}
	return r
}

// UnitFiles gives every unit a file name that any system takes, Windows among
// them, and that no two units share.
func UnitFiles(dir string, units []*Unit, ending string) []string {
	taken := map[string]bool{}
	out := make([]string, len(units))
	for i, u := range units {
		base := safeName(u.Code + " " + u.Name)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		taken[strings.ToLower(name)] = true
		out[i] = filepath.Join(dir, name+ending)
	}
	return out
}

// devices are names that Windows keeps for itself, whatever their ending.
var devices = strings.Fields("CON PRN AUX NUL COM0 COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT0 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9")

// safeName makes a text a file name: signs with a meaning of their own become
// their full-width forms, which look the same to a reader.
func safeName(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*`, c):
			return c + 0xFEE0
		case unicode.IsSpace(c):
			return ' '
		case text.Invisible(c), c == utf8.RuneError:
			return '_'
		}
		return c
	}, strings.ToValidUTF8(s, "_"))
	// 255 bytes is what file systems take; leave room for a number and an ending.
	const longest = 200
	for len(s) > longest {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	s = strings.TrimLeft(strings.TrimRight(s, ". "), " ")
	if first, _, _ := strings.Cut(s, "."); slices.Contains(devices, strings.ToUpper(strings.TrimSpace(first))) || strings.HasPrefix(s, ".") || strings.HasPrefix(s, "~") || strings.HasPrefix(s, "-") || s == "" {
		s = "_" + s
	}
	return s
}
