package gkxl_test

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/archive"
	"github.com/gkxl/gkxl/internal/cache"
	"github.com/gkxl/gkxl/internal/csvfile"
	"github.com/gkxl/gkxl/internal/local"
	"github.com/gkxl/gkxl/internal/osfile"
	"github.com/gkxl/gkxl/internal/preflight"
	"github.com/gkxl/gkxl/internal/read/docx"
	"github.com/gkxl/gkxl/internal/read/html"
	"github.com/gkxl/gkxl/internal/read/layout"
	"github.com/gkxl/gkxl/internal/read/mail"
	"github.com/gkxl/gkxl/internal/read/ofd"
	"github.com/gkxl/gkxl/internal/read/pdf"
	"github.com/gkxl/gkxl/internal/read/plaintext"
	"github.com/gkxl/gkxl/internal/read/spreadsheet"
	"github.com/gkxl/gkxl/internal/read/textdoc"
	"github.com/gkxl/gkxl/internal/record"
	"github.com/gkxl/gkxl/internal/review"
	"github.com/gkxl/gkxl/internal/sums"
	"github.com/gkxl/gkxl/units"
)

// limits are the limits on what is read, as docs/limits.md names them: the value of a
// constant, or a struct whose members are limits. A new limit is entered here.
var limits = map[string]any{
	"docx.Default":              docx.Default,
	"html.Default":              html.Default,
	"layout.MaxCells":           layout.MaxCells,
	"layout.MaxColumns":         layout.MaxColumns,
	"mail.Default":              mail.Default,
	"osfile.MaxFileSize":        osfile.MaxFileSize,
	"preflight.Default":         preflight.Default,
	"preflight.MaxSearched":     preflight.MaxSearched,
	"cache.DefaultLimits":       cache.DefaultLimits,
	"record.DefaultJSONLimits":  record.DefaultJSONLimits,
	"review.Default":            review.Default,
	"csvfile.Default":           csvfile.Default,
	"plaintext.DefaultLimits":   plaintext.DefaultLimits,
	"units.DefaultRosterLimits": units.DefaultRosterLimits,
	"local.DefaultLimits":       local.DefaultLimits,
	"sums.MaxSubsets":           sums.MaxSubsets,
	"units.MaxComparedTexts":    units.MaxComparedTexts,
	"archive.Default":           archive.Default,
	"pdf.Default":               pdf.Default,
	"ofd.Default":               ofd.Default,
	"spreadsheet.Default":       spreadsheet.Default,
	"spreadsheet.MaxRanges":     spreadsheet.MaxRanges,
	"textdoc.Default":           textdoc.Default,
}

// limitRow matches a row of a table in docs/limits.md: a limit's name, its value, and
// what it bounds.
var limitRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\|$")

// TestLimits holds the tables of docs/limits.md to the limits in code. With -update
// the values are written; what a limit bounds is written by hand.
func TestLimits(t *testing.T) {
	const path = "docs/limits.md"
	document, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for name, l := range limits {
		v := reflect.ValueOf(l)
		if v.Kind() != reflect.Struct {
			values[name] = limitText(v)
			continue
		}
		for i := range v.NumField() {
			values[name+"."+v.Type().Field(i).Name] = limitText(v.Field(i))
		}
	}
	var listed []string
	got := limitRow.ReplaceAllStringFunc(string(document), func(row string) string {
		m := limitRow.FindStringSubmatch(row)
		value, known := values[m[1]]
		switch {
		case !known:
			t.Errorf("%s: there is no limit %s", path, m[1])
		case slices.Contains(listed, m[1]):
			t.Errorf("%s: %s is listed twice", path, m[1])
		case strings.TrimSpace(m[3]) == "":
			t.Errorf("%s: it is not said what %s bounds", path, m[1])
		}
		listed = append(listed, m[1])
		return fmt.Sprintf("| `%s` | %s | %s |", m[1], value, m[3])
	})
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(listed, name) {
			t.Errorf("%s: %s (%s) is not listed", path, name, values[name])
		}
	}
	golden(t, path, []byte(got))
}

// limitText is a limit as the document shows it: whole mebibytes as such, other
// numbers with their digits in groups of three.
func limitText(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String() // a duration
	}
	if !v.CanInt() {
		return fmt.Sprint(v)
	}
	n := v.Int()
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
