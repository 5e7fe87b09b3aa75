package text

import (
	"regexp"
	"slices"
	"testing"
)

func TestPattern(t *testing.T) {
	p, re := NewPattern(`(\d+)年`), regexp.MustCompile(`(\d+)年`)
	const s = "2023年和2024年"
	if p.String() != re.String() || !p.MatchString(s) || p.MatchString("年") {
		t.Error(p.String())
	}
	if p.FindString(s) != "2023年" || !slices.Equal(p.FindStringSubmatch(s), re.FindStringSubmatch(s)) || len(p.FindAllStringSubmatchIndex(s, -1)) != 2 {
		t.Error(p.FindStringSubmatch(s))
	}
	if p.ReplaceAllString(s, "$1") != "2023和2024" || !slices.Equal(p.Split(s, -1), []string{"", "和", ""}) {
		t.Error(p.ReplaceAllString(s, "$1"))
	}
	bad := NewPattern(`(`) // is none, which nobody learns before its first use
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	bad.MatchString(s)
}
