package text_test

import (
	"strings"
	"testing"

	"github.com/gkxl/gkxl/internal/text"
)

// What is similar is proposed, and nothing that is not.
func TestNear(t *testing.T) {
	words := []string{"check", "export", "import", "trace", "template", "requests.new.total", "requests.new.other", "县级人民政府", "省级人民政府", "T3-BALANCE"}
	for given, want := range map[string]string{
		"chekc": "check", "CHECK": "check", "exprot": "export", "mport": "import", "requests.new.totl": "requests.new.total",
		"new.total": "requests.new.total", "县级人民政俯": "县级人民政府", "t3-balanc": "T3-BALANCE", "级人民政府": "县级人民政府 省级人民政府",
		"": "", "c": "", "xyz": "", "报告": "", strings.Repeat("check", 100): "",
	} {
		if got := strings.Join(text.Near(given, words), " "); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tc := range []struct {
		x, y string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "", 2}, {"新收", "新收", 0}, {"新收", "收新", 2}, {"总计", "总数", 1}, {"kitten", "sitting", 3}} {
		if got := text.Distance([]rune(tc.x), []rune(tc.y)); got != tc.want {
			t.Errorf("%s, %s: %d, want %d", tc.x, tc.y, got, tc.want)
		}
	}
}
