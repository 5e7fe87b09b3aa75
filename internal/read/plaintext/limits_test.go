package plaintext

import (
	"strings"
	"testing"
)

// What is too much is refused, with small limits shown on small texts.
func TestLimits(t *testing.T) {
	limits := Limits{Text: 40, Lines: 4, Line: 20, Row: 3, Cells: 8}
	for in, want := range map[string]string{
		strings.Repeat("一\n", 3):          "",
		strings.Repeat("1234567890\n", 4): "文本超过 40 字节",
		"1\n\r2\n\n5":                     "文本超过 4 行",
		"1\n" + strings.Repeat("2", 21):   "第 2 行超过 20 字节",
		"1\t2\t3\n4\t5\t6\n7\t8\t9\n":     "超过",
	} {
		if _, err := readText(in, limits); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
	for in, want := range map[string]string{
		"1,2,3\n":               "",
		"1\n1,2,3,4\n":          "第 2 行超过 3 格",
		"1,2,3\n1,2,3\n1,2,3\n": "超过",
	} {
		if _, err := readCSV(in, limits); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}
